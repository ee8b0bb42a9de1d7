//! What pages, documents and dimensions are called, wherever one of them is named. Below all pages.

use crate::address::{AgencyPage, DataPage, Lang};
use crate::model::lists::SourceList;
use crate::model::{Agency, DocumentId, Paper};
use crate::site::ground::{AgencyRoute, Site};
use crate::site::page::Page;
use crate::source::Document;
use crate::source::meta::{Meta, PaperMeta};
use crate::thai::FiscalYear;

/// The title that lists and site maps show, and the day of the last change where the author states it.
pub fn title_of(site: &Site, agency: &Agency, route: &AgencyRoute) -> (String, Option<String>) {
    let page = Page::new(site, route.lang, &route.url);
    match &route.page {
        AgencyPage::Home => (agency.name().to_owned(), None),
        AgencyPage::Year(year) => (format!("{} {}", page.word("fiscal_year"), page.show.year(*year)), None),
        AgencyPage::Dimension(year, dimension) => (dimension_name(&page, agency, *year, *dimension), None),
        AgencyPage::Item(year, code) => {
            let name = agency
                .year(*year)
                .and_then(|year| Some(year.view(agency, year.promise(code)?).name().to_owned()))
                .filter(|name| !name.is_empty());
            let code = page.show.text(&code.to_string());
            (name.map_or_else(|| code.clone(), |name| format!("{code} {name}")), None)
        }
        AgencyPage::Document(id) => {
            let document = agency.document(*id);
            let title = of_document(&page, agency, *id);
            (title, document.common.updated.as_ref().map(|date| date.value.iso()))
        }
        AgencyPage::Data(data) => (of_data(&page, data), None),
        other => (page.word(other.title_word()).to_owned(), None),
    }
}

/// The title for site maps and the click path.
fn of_data(page: &Page<'_>, data: &DataPage) -> String {
    let word = page.site.theme.word(page.lang.code(), data.title_word());
    match data {
        DataPage::ObligationYear(year) => format!("{word} {}", page.show.text(&year.to_string())),
        _ => word.to_owned(),
    }
}

/// The title of a document, made of its front matter where its author gives none.
pub fn of_document(page: &Page<'_>, agency: &Agency, id: DocumentId) -> String {
    let document = agency.document(id);
    let english = in_language(page, document);
    if let Some(title) = english.common.title.as_ref().or(document.common.title.as_ref()) {
        return page.show.words(&title.value);
    }
    match &document.meta {
        Meta::Plan(meta) => match &meta.years {
            Some(years) => format!("{} {}", page.word("plan"), year_range(page, years.value)),
            None => page.word("plan").to_owned(),
        },
        Meta::Report(meta) => {
            let round = meta.round.as_ref().map(|round| page.show.round(round.value)).unwrap_or_default();
            let year = meta.fiscal_year.as_ref().map(|year| page.show.year(year.value)).unwrap_or_default();
            format!("{} {round} {} {year}", page.word("report"), page.word("fiscal_year"))
        }
        Meta::Measures(meta) => {
            let year = meta.fiscal_year.as_ref().map(|year| page.show.year(year.value)).unwrap_or_default();
            format!("{} {year}", page.word("measures"))
        }
        Meta::Agency(_) => agency.name().to_owned(),
        _ => page.show.words(document.title()),
    }
}

pub fn year_range(page: &Page<'_>, years: (FiscalYear, FiscalYear)) -> String {
    if years.0 == years.1 {
        page.show.year(years.0)
    } else {
        format!("{}–{}", page.show.year(years.0), page.show.year(years.1))
    }
}

/// The document whose words the page shows: on an English page what stands beside it in English, if that is there.
pub fn in_language<'d>(page: &Page<'_>, document: &'d Document) -> &'d Document {
    match (&document.english, page.lang) {
        (Some(english), Lang::En) => english,
        _ => document,
    }
}

/// "มิติที่ ๑", without its name.
pub fn dimension_label(page: &Page<'_>, dimension: u8) -> String {
    page.show.text(&format!("{} {dimension}", page.word("dimension")))
}

/// The name of a dimension in the year's framework: "มิติที่ ๓ การส่งเสริม…".
pub fn dimension_name(page: &Page<'_>, agency: &Agency, year: FiscalYear, dimension: u8) -> String {
    let framework = agency.year(year).and_then(|year| page.site.standards.framework(year.framework));
    let label = dimension_label(page, dimension);
    match (framework.and_then(|framework| framework.dimension(dimension)), page.lang) {
        (Some(known), Lang::Th) => format!("{label} {}", known.name),
        (Some(known), Lang::En) => format!("{label}: {}", known.name_en),
        (None, _) => label,
    }
}

/// "อบต.พิปูนออกประกาศ เรื่อง …"
pub fn in_short(page: &Page<'_>, agency: &Agency, paper: &Paper, meta: &PaperMeta) -> String {
    let office = meta.office.as_ref().map(|office| office.value.as_str());
    let office = office.filter(|office| *office != agency.name()).unwrap_or(agency.short_name());
    let number = paper.number.as_ref().map(|number| format!("{} {} ", page.word("number"), page.show.text(number)));
    match page.lang {
        Lang::Th => {
            format!("{office}ออก{}{} เรื่อง {}", paper.kind.name_th(), number.unwrap_or_default().trim_end(), paper.title)
        }
        Lang::En => {
            format!("{} {}by {office}: {}", paper.kind.name_en(), number.unwrap_or_default(), paper.title)
        }
    }
}

/// "อำเภอท่าเสม็ด (ไม่พบในทะเบียนอำเภอ)": an amphoe, and that the gazetteer does not know it.
pub fn of_amphoe(page: &Page<'_>, name: &str, unknown: bool) -> String {
    let named = format!("{}{name}", page.word("amphoe"));
    if unknown { format!("{named} ({})", page.word("amphoe_unknown")) } else { named }
}

/// The name of a list whose round is said beside it.
pub fn of_list_in_short(page: &Page<'_>, list: SourceList) -> &'static str {
    match (list, page.lang) {
        (SourceList::Plan, Lang::Th) => "แผน",
        (SourceList::Plan, Lang::En) => "the plan",
        (SourceList::Table(_), Lang::Th) => "ตารางรายการ",
        (SourceList::Table(_), Lang::En) => "the item table",
        (SourceList::Eplan(_), Lang::Th) => "รายการ e-PlanNACC",
        (SourceList::Eplan(_), Lang::En) => "the e-PlanNACC list",
    }
}

/// The name of a list, as a reader knows it.
pub fn of_list(page: &Page<'_>, list: SourceList) -> String {
    let name = of_list_in_short(page, list);
    match list {
        SourceList::Plan => name.to_owned(),
        SourceList::Table(round) | SourceList::Eplan(round) => {
            let between = if page.lang == Lang::En { ", " } else { " " };
            format!("{name}{between}{}", page.show.round(round))
        }
    }
}
