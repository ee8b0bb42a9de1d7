//! Measures that promote integrity and transparency: by quarter, then one by one with methods, results and outcomes.

use serde::Serialize;

use crate::address::{ChartKind, ChartRef, Lang};
use crate::model::{Entry, MeasuresBook};
use crate::site::figure::{self, FigureView};
use crate::site::ground::{AgencySite, Artifact};
use crate::site::item_table::{self, ItemTable};
use crate::site::origin::Origin;
use crate::site::page::{LinkView, Page};
use crate::site::pages::document::{self, DocumentHead};
use crate::site::pages::shared::{FindingView, findings_of, year_crumb};
use crate::site::shell::PageAbout;
use crate::site::show::StatusView;
use crate::span::{Span, Spanned};
use crate::standards::{Field, ItemText};
use crate::thai::Quarter;
use crate::theme::ThemeError;

#[derive(Serialize)]
struct MeasuresPage {
    head: DocumentHead,
    year: String,
    count: String,
    figure: Option<FigureView>,
    quarters: Vec<QuarterGroup>,
    measures: Vec<MeasureView>,
    table: Option<ItemTable>,
    body: String,
    findings: Vec<FindingView>,
}

#[derive(Serialize)]
struct QuarterGroup {
    title: String,
    months: String,
    measures: Vec<LinkView>,
}

#[derive(Serialize)]
struct MeasureView {
    anchor: String,
    code: String,
    name: String,
    status: Option<StatusView>,
    owner: Option<String>,
    period: Option<String>,
    methods: Vec<String>,
    result: Vec<String>,
    outcome: Vec<String>,
    others: Vec<MeasureFact>,
}

#[derive(Serialize)]
struct MeasureFact {
    label: String,
    value: String,
}

pub fn render(page: &Page<'_>, site: &AgencySite, book: &MeasuresBook) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let head = document::head(page, agency, book.document);
    let view = MeasuresPage {
        year: page.show.year(book.year),
        count: page.told(page.show.number(book.entries.len() as i64), || {
            let rows: Vec<_> = book.entries.iter().map(|entry| entry.span).collect();
            Origin::rows(rows, Span::default(), format!("นับทุกมาตรการ = {}", book.entries.len()))
        }),
        figure: figure::of(page, agency, &ChartRef { year: Some(book.year), kind: ChartKind::Measures }),
        quarters: quarters(page, book),
        measures: book.entries.iter().map(|entry| measure(page, entry)).collect(),
        table: (!book.entries.is_empty()).then(|| {
            let caption = page.word("list_measures");
            item_table::of_entries(page, agency, None, "items", caption, book.entries.iter())
        }),
        body: document::body(page, agency, agency.document(book.document)),
        findings: findings_of(page, site, book.document),
        head,
    };
    let mut trail = page.trail(Some(agency));
    trail.push(year_crumb(page, agency, book.year));
    let title = view.head.title.clone();
    let description = view.head.summary.clone().unwrap_or_else(|| agency.name().to_owned());
    let about = PageAbout { title: &title, description: &description, trail, agency: Some(agency) };
    page.render("measures.html", about, &view)
}

fn quarters(page: &Page<'_>, book: &MeasuresBook) -> Vec<QuarterGroup> {
    let links = |quarter: u8| -> Vec<LinkView> {
        book.entries
            .iter()
            .filter(|entry| entry.quarters.contains(&quarter))
            .map(|entry| LinkView { title: entry.name.value.clone(), href: format!("#{}", entry.code) })
            .collect()
    };
    if book.entries.iter().all(|entry| entry.quarters.is_empty()) {
        return Vec::new();
    }
    (1..=4)
        .filter_map(Quarter::new)
        .map(|quarter| QuarterGroup {
            title: match page.lang {
                Lang::Th => page.show.text(quarter.name_th()),
                Lang::En => quarter.name_en().to_owned(),
            },
            months: {
                let (first, last) = (quarter.first_day(book.year), quarter.last_day(book.year));
                format!("{} – {}", page.show.date(first), page.show.date(last))
            },
            measures: links(quarter.number()),
        })
        .collect()
}

fn measure(page: &Page<'_>, entry: &Entry) -> MeasureView {
    let told = |cell: &Spanned<String>| page.told_cell(page.show.text(&cell.value), cell.span);
    let text = |field: Field| entry.text(field).map(told);
    let lines = |field: Field| -> Vec<String> {
        let Some(cell) = entry.text(field) else { return Vec::new() };
        let shown = page.show.text(&cell.value);
        let lines = shown.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(|line| page.told_cell(line.to_owned(), cell.span)).collect()
    };
    // What the card shows by itself elsewhere.
    const ELSEWHERE: [Field; 6] =
        [Field::Seq, Field::Mission, Field::Owner, Field::Period, Field::Result, Field::Outcome];
    let others = ItemText::in_page_order().map(|text| text.field).filter(|field| !ELSEWHERE.contains(field));
    let mut others: Vec<MeasureFact> = others
        .filter_map(|field| Some(MeasureFact { label: page.word(field.as_str()).to_owned(), value: text(field)? }))
        .collect();
    others.extend(
        entry
            .own
            .iter()
            .filter(|(_, cell)| !cell.value.trim().is_empty())
            .map(|(head, cell)| MeasureFact { label: head.clone(), value: told(cell) }),
    );
    MeasureView {
        anchor: entry.code.to_string(),
        code: number_of(page, entry.code.as_str()),
        name: entry.name.value.clone(),
        status: entry.status.as_ref().map(|status| page.show.status(Some(status.value))),
        owner: text(Field::Owner),
        period: text(Field::Period),
        methods: entry.methods.iter().map(|method| without_number(&page.show.text(method)).to_owned()).collect(),
        result: lines(Field::Result),
        outcome: lines(Field::Outcome),
        others,
    }
}

/// Codes that the program gave itself are only numbers to a reader: `m-01` is "มาตรการที่ ๑".
fn number_of(page: &Page<'_>, code: &str) -> String {
    match code.strip_prefix("m-").and_then(|number| number.parse::<i64>().ok()) {
        Some(number) => format!("{} {}", page.word("measure_number"), page.show.number(number)),
        None => page.show.text(code),
    }
}

/// "๑. ตั้งคณะทำงาน" in a numbered list would be numbered twice.
fn without_number(text: &str) -> &str {
    let rest = text.trim_start_matches(crate::thai::digits::is_digit);
    if rest.len() == text.len() {
        return text;
    }
    match rest.strip_prefix(['.', ')']) {
        Some(after) if !after.starts_with(crate::thai::digits::is_digit) => after.trim_start(),
        _ => text,
    }
}
