//! What stands on a card for chat programs: the words and figures of the page that it is of. Draws nothing: `picture` does.

use crate::address::{CardOf, ItemCode};
use crate::chart::{self, ChartLook, Status};
use crate::model::{Agency, Tally, Year};
use crate::picture::{self, BelowWords, Card, CardColours, CardMark, CardStep};
use crate::site::ground::Artifact;
use crate::site::origin::is_mark;
use crate::site::page::Page;
use crate::site::pages::{item, item_story};
use crate::site::shell::names_of_places;
use crate::site::show::chart_status;
use crate::site::{agency_style, charts, headline, names, say};
use crate::thai::FiscalYear;

const PNG: &str = "image/png";

/// A card whose words and figures are known, and which is not drawn yet.
pub struct WrittenCard {
    url: String,
    card: Card,
    look: ChartLook,
}

impl WrittenCard {
    pub fn of(page: &Page<'_>, agency: &Agency, wanted: &CardOf) -> Self {
        let look = charts::look(page, ChartLook::WIDE);
        Self { url: page.url.to_owned(), card: content(page, agency, wanted), look }
    }

    /// All that it is drawn from, as one text.
    pub fn words(&self) -> String {
        self.card.words(self.look)
    }

    pub fn draw(self) -> Artifact {
        Artifact { url: self.url, bytes: picture::card(&self.card, self.look), media_type: PNG }
    }
}

/// The words and figures of a card, as its page says them.
fn content(page: &Page<'_>, agency: &Agency, wanted: &CardOf) -> Card {
    let own = match wanted {
        CardOf::Agency => of_agency(page, agency),
        CardOf::Year(year) => agency.year(*year).map(|year| Card {
            authority: agency.name().to_owned(),
            title: page_when(page, agency, year),
            ..result(page, &year.tally(agency), year.latest(agency).is_some())
        }),
        CardOf::Report(id) => agency.reports.iter().find(|report| report.document == *id).map(|report| Card {
            authority: agency.name().to_owned(),
            title: names::of_document(page, agency, *id),
            ..result(page, &report.tally(), true)
        }),
        CardOf::Item(year, code) => of_item(page, agency, *year, code),
    };
    // What dictionaries part although it is read as one stands beside the names that they do not know.
    let whole = names_of_places(Some(agency)).into_iter().chain(["ใช้เงิน"]).map(str::to_owned);
    Card {
        site: page.site.settings.title.clone(),
        names: whole.collect(),
        colours: agency_style::light_accent(agency).map_or_else(CardColours::default, |accent| CardColours { accent }),
        ..own.unwrap_or_default()
    }
}

fn of_agency(page: &Page<'_>, agency: &Agency) -> Option<Card> {
    let latest = agency.newest_year();
    let (amphoe, province) = (&agency.meta.amphoe, &agency.meta.province);
    let unknown = agency.amphoe_is_unknown();
    let amphoe = amphoe.as_ref().map(|name| names::of_amphoe(page, &name.value, unknown));
    let province = province.as_ref().map(|name| format!("{}{}", page.word("province"), name.value));
    let place: Vec<String> = amphoe.into_iter().chain(province).collect();
    let result = latest.map(|year| {
        let card = result(page, &year.tally(agency), year.latest(agency).is_some());
        Card { said: format!("{} {}", page_when(page, agency, year), card.said), ..card }
    });
    Some(Card { authority: place.join(" "), title: agency.name().to_owned(), ..result.unwrap_or_default() })
}

fn of_item(page: &Page<'_>, agency: &Agency, of_year: FiscalYear, code: &ItemCode) -> Option<Card> {
    let year = agency.year(of_year)?;
    let promise = year.promises.iter().find(|promise| promise.code == *code)?;
    let view = year.view(agency, promise);
    let status = year.standing(agency, view.status);
    let shown = page.show.text(code.as_str());
    let whose = headline::shortened(agency.short_name());
    let steps = item::steps(page, agency, year, &view).into_iter().map(|step| CardStep {
        mark: match Status::ALL.into_iter().find(|status| status.class() == step.mark) {
            Some(status) => CardMark::Status(status),
            None => CardMark::Planned,
        },
        name: step.title,
    });
    Some(Card {
        authority: format!("{whose} · {} {}", page.word("fiscal_year"), page.show.year(of_year)),
        title: unmarked(&item::name_of(page, &view)),
        other_title: format!("{} {shown}", page.word("code")),
        state: Some((chart_status(status), page.show.status(status).word.to_owned())),
        said: unmarked(&say::text(&item_story::money(page, &view))),
        below: BelowWords::Line(steps.collect()),
        ..Card::default()
    })
}

/// The marks by which a preview finds where figures come from are no letters.
fn unmarked(text: &str) -> String {
    text.replace(is_mark, "")
}

/// "ปีงบประมาณ ๒๕๖๔ รอบ ๑๒ เดือน"
fn page_when(page: &Page<'_>, agency: &Agency, year: &Year) -> String {
    let round = year.latest(agency).map(|report| format!(" {}", page.show.round(report.round))).unwrap_or_default();
    format!("{} {}{round}", page.word("fiscal_year"), page.show.year(year.year))
}

/// The sentence and the field of a year or a report.
fn result(page: &Page<'_>, tally: &Tally, reported: bool) -> Card {
    let counts: chart::StatusCounts = charts::counts(tally);
    Card {
        said: say::text(&say::result(&page.show, tally, reported)),
        below: BelowWords::Field(counts),
        ..Card::default()
    }
}
