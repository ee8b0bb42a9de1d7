//! "กระดานความครบถ้วน": what an agency still has to do — reports that are late or next, and by owner the open items.
//! The same list as `prongsai todo` prints.

use serde::Serialize;

use crate::address::{AgencyPage, ChartKind, Lang};
use crate::check::todo::{self, DueRound, ItemTodo, OwnerTodo, Step};
use crate::finding::registry::{self, Nature};
use crate::model::ItemCode;
use crate::site::charts;
use crate::site::figure::{self, FigureView};
use crate::site::ground::{AgencySite, Artifact};
use crate::site::page::{LinkView, Page};
use crate::site::pages::shared::{FindingView, finding_view};
use crate::site::shell::PageAbout;
use crate::thai::FiscalYear;
use crate::theme::ThemeError;

#[derive(Serialize)]
struct CompletenessPage {
    /// Everything is done.
    clear: bool,
    overdue: Vec<RoundDue>,
    next: Option<RoundDue>,
    findings: LinkView,
    owners: Vec<OwnerBoard>,
    /// What looks like slips of the pen, answered or not.
    slips: Vec<FindingView>,
    /// Which fields the data fills.
    figure: Option<FigureView>,
}

#[derive(Serialize)]
struct RoundDue {
    title: String,
    due: String,
}

#[derive(Serialize)]
struct OwnerBoard {
    owner: String,
    count: String,
    steps: Vec<StepBoard>,
}

/// One thing to do, and the items that it is to be done about: each item once, under the first of its steps.
#[derive(Serialize)]
struct StepBoard {
    title: &'static str,
    count: String,
    is_open: bool,
    items: Vec<OpenItem>,
}

#[derive(Serialize)]
struct OpenItem {
    code: String,
    name: String,
    href: Option<String>,
    /// What else is to be done about it.
    also: Vec<&'static str>,
}

/// A board of more items than this shows what is to be done, and of it the items when asked.
const MOST_OPEN: usize = 12;

pub fn render(page: &Page<'_>, site: &AgencySite) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let list = todo::todo(agency, site.told(page.site), page.site.settings.date);
    let items = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let is_short = list.owners.iter().map(|owner| owner.items.len()).sum::<usize>() <= MOST_OPEN;
    let view = CompletenessPage {
        clear: list.is_empty(),
        overdue: list.overdue.iter().map(|round| round_due(page, round)).collect(),
        next: list.next.as_ref().map(|round| round_due(page, round)),
        findings: LinkView {
            title: page.word("board_answers").replace("{}", &page.show.number(items(list.answers.len()))),
            href: page.to(&agency.at(&AgencyPage::Findings)),
        },
        slips: site
            .told(page.site)
            .iter()
            .filter(|finding| registry::nature(finding.code) == Nature::Slip)
            .map(|finding| finding_view(page, agency, finding))
            .collect(),
        figure: charts::of_agency(agency)
            .iter()
            .find(|picture| picture.kind == ChartKind::Completeness)
            .and_then(|picture| figure::of(page, agency, picture)),
        owners: list
            .owners
            .iter()
            .map(|owner| OwnerBoard {
                owner: owner.owner.clone().unwrap_or_else(|| page.word("board_nobody").to_owned()),
                count: page.word("board_items").replace("{}", &page.show.number(items(owner.items.len()))),
                steps: by_step(page, site, owner, is_short),
            })
            .collect(),
    };
    let about = PageAbout {
        title: page.word("board_title"),
        description: page.word("board_words"),
        trail: page.trail(Some(agency)),
        agency: Some(agency),
    };
    page.render("completeness.html", about, &view)
}

fn round_due(page: &Page<'_>, round: &DueRound) -> RoundDue {
    let year = FiscalYear::new(round.fiscal_year).map_or_else(String::new, |year| page.show.year(year));
    let months = page.show.number(i64::from(round.round));
    RoundDue {
        title: page.word("board_report").replacen("{}", &months, 1).replacen("{}", &year, 1),
        // How many days are left or gone would be another page every morning.
        due: page.show.date(round.due),
    }
}

fn by_step(page: &Page<'_>, site: &AgencySite, owner: &OwnerTodo, is_short: bool) -> Vec<StepBoard> {
    let steps = Step::ALL.into_iter().filter_map(|step| {
        let here: Vec<&ItemTodo> = owner.items.iter().filter(|item| item.todo.first() == Some(&step)).collect();
        let count = i64::try_from(here.len()).unwrap_or(i64::MAX);
        (!here.is_empty()).then(|| StepBoard {
            title: name_of(page, step),
            count: page.word("board_items").replace("{}", &page.show.number(count)),
            is_open: is_short,
            items: here.into_iter().map(|item| open_item(page, site, item)).collect(),
        })
    });
    steps.collect()
}

fn name_of(page: &Page<'_>, step: Step) -> &'static str {
    match page.lang {
        Lang::Th => step.name_th(),
        Lang::En => step.name_en(),
    }
}

fn open_item(page: &Page<'_>, site: &AgencySite, item: &ItemTodo) -> OpenItem {
    let year = FiscalYear::new(item.fiscal_year);
    let promised = year.zip(ItemCode::parse(&item.code)).filter(|(year, code)| {
        let known = site.agency.year(*year);
        known.is_some_and(|year| year.promise(code).is_some())
    });
    let promised = promised.map(|(year, code)| page.to(&site.agency.at(&AgencyPage::Item(year, code))));
    OpenItem {
        code: page.show.text(&item.code),
        name: item.name.clone(),
        href: promised,
        also: item.todo.iter().skip(1).map(|step| name_of(page, *step)).collect(),
    }
}
