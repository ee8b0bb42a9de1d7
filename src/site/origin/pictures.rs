//! Where the figures of a chart come from: its sentence, its drawing as a whole, and each figure of its data table.
//! The drawing itself is never touched: its texts have been measured.

use std::collections::BTreeMap;

use crate::address::{ChartKind, ChartRef};
use crate::chart::Subject;
use crate::model::{Agency, Entry, PromiseView, Tally, Year};
use crate::site::charts::view::FigureView;
use crate::site::charts::{group_of, owners_of, targets_of};
use crate::site::origin::{Behind, Origin, Part};
use crate::site::page::Page;
use crate::span::Span;
use crate::standards::Status;

/// A figure of a chart's table: what its row speaks of, and the words that stand beside and above it.
pub struct CellPlace<'c> {
    pub of: Option<Subject>,
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
        let of = row.first().and_then(|cell| cell.of);
        let words = heads.iter().zip(row.iter()).filter(|(head, _)| !head.numeric);
        let words = words.map(|(_, cell)| cell.text.as_str()).collect::<Vec<_>>().join(" · ");
        for (head, shown) in heads.iter().zip(row).filter(|(head, _)| head.numeric) {
            let place = CellPlace { of, words: &words, column: head.column, head: head.text_th, shown: &shown.text };
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
    if !page.origins.are_told() {
        return;
    }
    let Some(year) = wanted.year.map_or_else(|| agency.years.last(), |year| agency.year(year)) else { return };
    let groups = Groups::of(agency, year, wanted.kind);
    let whole = match whole_place(agency, year, wanted.kind) {
        Some(place) => Origin::computed(place, words_of(wanted.kind)),
        None if wanted.kind == ChartKind::Score => groups.all.origin(Part::Score),
        None => Origin::rows(groups.all.behind.places(), Span::default(), words_of(wanted.kind)),
    };
    let cell = |cell: &CellPlace<'_>| {
        wanted.year?;
        let part = part_of(cell.column)?;
        match cell.of? {
            Subject::Whole => Some(groups.all.origin(part)),
            of => groups.rows.get(&of).map(|group| group.origin(part)),
        }
    };
    tell(page, view, || whole.clone(), cell);
}

/// The promises behind each row of a chart's table, gathered once for all of them.
struct Groups {
    all: RowGroup,
    rows: BTreeMap<Subject, RowGroup>,
}

#[derive(Default)]
struct RowGroup {
    behind: Behind,
    tally: Tally,
}

impl RowGroup {
    fn origin(&self, part: Part) -> Origin {
        self.behind.origin(&self.tally, part)
    }

    fn add(&mut self, view: &PromiseView<'_>, status: Option<Status>) {
        self.behind.add(view, status);
        self.tally.add_promise(status, &view.budget, &view.from);
    }
}

impl Groups {
    fn of(agency: &Agency, year: &Year, kind: ChartKind) -> Self {
        let mut groups = Self { all: RowGroup::default(), rows: BTreeMap::new() };
        let owners = if kind == ChartKind::Owners { owners_of(agency, year) } else { Vec::new() };
        for (at, promise) in year.promises.iter().enumerate() {
            let in_picture = match kind {
                ChartKind::Dimension(dimension) => promise.dimension == Some(dimension),
                _ => true,
            };
            if !in_picture {
                continue;
            }
            let view = year.view(agency, promise);
            // As pictures show it: what nobody has reported yet awaits its report.
            let status = year.standing(agency, view.status);
            groups.all.add(&view, status);
            let mut add = |of: Subject| groups.rows.entry(of).or_default().add(&view, status);
            if kind == ChartKind::Owners {
                let owner = view.first(Entry::owner);
                owners.iter().position(|known| *known == owner).into_iter().for_each(|at| add(Subject::Group(at)));
                continue;
            }
            add(group_of(promise.dimension));
            if kind == ChartKind::Budget {
                add(Subject::One(at));
            }
        }
        groups
    }
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
        ChartKind::Money => "รวมงบตามแผน งบตามข้อบัญญัติ และงบที่เบิกจ่าย ของทุกแถวที่ระบุ",
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
