//! Where the figures of a chart come from: its sentence, its drawing as a whole, and each figure of its data table.
//! The drawing itself is never touched: its texts have been measured.

use crate::model::{Agency, Promise, Tally, Year};
use crate::site::charts::{ChartKind, ChartRef, targets_of};
use crate::site::figure::FigureView;
use crate::site::origin::{Behind, Origin, Part};
use crate::site::pages::year::dimension_name;
use crate::site::shell::Page;
use crate::span::Span;
use crate::standards::Status;

/// A figure of a chart's table by the words that stand beside and above it.
pub struct CellPlace<'c> {
    pub row: &'c str,
    /// All words of the row.
    pub words: &'c str,
    /// The head's name in data files: `done`, `plan`.
    pub column: &'static str,
    pub head: &'static str,
    pub shown: &'c str,
}

/// `whole`: what the picture as a whole rests on; `cell`: the same of one figure, where more can be said.
pub fn tell(
    page: &Page<'_>,
    view: &mut FigureView,
    whole: impl Fn() -> Origin,
    cell: impl Fn(&CellPlace<'_>) -> Option<Origin>,
) {
    if !page.origins.are_told() {
        return;
    }
    for text in [&mut view.sentence, &mut view.narrow, &mut view.wide] {
        *text = page.told(std::mem::take(text), &whole);
    }
    let heads = &view.table.heads;
    for row in &mut view.table.rows {
        let label = row.first().map(|cell| cell.text.clone()).unwrap_or_default();
        let words = heads.iter().zip(row.iter()).filter(|(head, _)| !head.numeric);
        let words = words.map(|(_, cell)| cell.text.as_str()).collect::<Vec<_>>().join(" · ");
        for (head, shown) in heads.iter().zip(row).filter(|(head, _)| head.numeric) {
            let place =
                CellPlace { row: &label, words: &words, column: head.column, head: head.text_th, shown: &shown.text };
            let origin = cell(&place).unwrap_or_else(|| {
                let mut origin = whole();
                origin.formula = format!("{} · {words} · {}", origin.formula, head.text_th);
                origin
            });
            shown.text = page.told(std::mem::take(&mut shown.text), || origin);
        }
    }
}

/// A picture of an agency.
pub fn tell_agency(page: &Page<'_>, agency: &Agency, wanted: &ChartRef, view: &mut FigureView) {
    let Some(year) = wanted.year.map_or_else(|| agency.years.last(), |year| agency.year(year)) else { return };
    let kind = wanted.kind;
    let whole = || match (kind, whole_place(agency, year, kind)) {
        (ChartKind::Progress | ChartKind::Promises | ChartKind::Owners | ChartKind::Budget, _) => {
            rows(page, agency, year, |_| true, words_of(kind))
        }
        (ChartKind::Dimension(dimension), _) => {
            rows(page, agency, year, |promise| promise.dimension == Some(dimension), words_of(kind))
        }
        (ChartKind::Score, _) => {
            let (behind, tally) = standing(page, agency, year, |_| true);
            behind.origin(&tally, Part::Score)
        }
        (_, Some(place)) => Origin::computed(place, words_of(kind)),
        (_, None) => rows(page, agency, year, |_| true, words_of(kind)),
    };
    let cell = |cell: &CellPlace<'_>| {
        wanted.year?;
        let part = part_of(cell.column)?;
        let dimension =
            |promise: &Promise| promise.dimension.map(|number| dimension_name(page, agency, year.year, number));
        let of_row = |promise: &Promise| match kind {
            ChartKind::Dimension(number) => promise.dimension == Some(number),
            ChartKind::Owners => year.view(agency, promise).first(crate::site::pages::owner_of) == Some(cell.row),
            _ => dimension(promise).as_deref() == Some(cell.row) || year.view(agency, promise).name() == cell.row,
        };
        let (behind, tally) = match year.promises.iter().any(of_row) {
            true => standing(page, agency, year, of_row),
            false if is_total(cell.row) => standing(page, agency, year, |_| true),
            false => return None,
        };
        Some(behind.origin(&tally, part))
    };
    tell(page, view, whole, cell);
}

/// Rows and tally as pictures show them: what nobody has reported yet awaits its report.
fn standing(page: &Page<'_>, agency: &Agency, year: &Year, keep: impl Fn(&Promise) -> bool) -> (Behind, Tally) {
    let mut behind = Behind::year(page, agency, year, &keep);
    let mut tally = year.tally_where(agency, &keep);
    if year.latest(agency).is_none() {
        tally.awaiting += std::mem::take(&mut tally.not_stated);
        behind.await_all();
    }
    (behind, tally)
}

fn rows(page: &Page<'_>, agency: &Agency, year: &Year, keep: impl Fn(&Promise) -> bool, words: &str) -> Origin {
    Origin::rows(Behind::year(page, agency, year, keep).places(), Span::default(), words)
}

fn is_total(row: &str) -> bool {
    ["ทั้งหมด", "ทั้งปี", "รวม", "All", "Total"].iter().any(|word| row.starts_with(word))
}

fn part_of(column: &str) -> Option<Part> {
    Some(match column {
        "done" => Part::Status(Some(Status::Done)),
        "in_progress" => Part::Status(Some(Status::InProgress)),
        "not_done" => Part::Status(Some(Status::NotDone)),
        "awaiting" => Part::Status(Some(Status::Awaiting)),
        "not_stated" => Part::Status(None),
        "all" => Part::Items,
        "done_percent" => Part::Completion,
        "plan" => Part::Plan,
        "ordinance" => Part::Ordinance,
        "disbursed" => Part::Disbursed,
        _ => return None,
    })
}

fn words_of(kind: ChartKind) -> &'static str {
    match kind {
        ChartKind::Progress => "นับแถวตามมิติและสถานะ",
        ChartKind::Promises => "แต่ละแถวเป็นหนึ่งเรื่อง แยกตามมิติและสถานะ",
        ChartKind::Dimension(_) => "แถวของมิตินี้ แยกตามสถานะ",
        ChartKind::Flow => "นับรหัสตามสถานะในรอบ 6 เดือนและรอบ 12 เดือน",
        ChartKind::Budget => "รวมช่องงบตามแผน งบตามข้อบัญญัติ และงบที่เบิกจ่าย",
        ChartKind::Score => "(แล้วเสร็จ × 1 + อยู่ระหว่าง × 0.5) ÷ ทั้งหมด × 100",
        ChartKind::Owners => "นับแถวตามผู้รับผิดชอบและสถานะ",
        ChartKind::Quarters => "นับแถวตามไตรมาสที่กำหนด",
        ChartKind::Measures => "นับมาตรการตามไตรมาสที่กำหนด",
        ChartKind::Target(_) => "เป้าหมายและผลตามที่เขียนใน targets",
        ChartKind::Trend => "คะแนนของแต่ละรอบ จากแถวของรายงานแต่ละฉบับ",
        ChartKind::Completeness => "นับช่องที่กรอกแล้วในแถวของแผนและรายงาน",
    }
}

fn whole_place(agency: &Agency, year: &Year, kind: ChartKind) -> Option<Span> {
    match kind {
        ChartKind::Measures => agency.measures.get(year.measures?)?.entries.first().map(|entry| entry.span),
        ChartKind::Target(at) => Some(targets_of(agency, agency.plans.get(year.plan?)?).get(at)?.indicator.span),
        ChartKind::Trend => year.latest(agency)?.official().first().map(|entry| entry.span),
        _ => None,
    }
}
