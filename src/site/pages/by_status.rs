//! Promises grouped by where they stand: the undone first, each with its money and its reason, the done folded away.
//! Which promises there are is the page's; how much of them lies open is decided here.

use serde::Serialize;

use crate::address::AgencyPage;
use crate::model::{Agency, Entry, PromiseView, Report, Year};
use crate::site::origin::planned;
use crate::site::page::{LinkView, Page};
use crate::site::show::StatusView;
use crate::standards::{Field, Status};
use crate::thai::StatedMoney;

#[derive(Serialize)]
pub struct StatusGroup {
    /// `done`, `not_done` …: its anchor is `is-…`.
    pub key: &'static str,
    pub status: StatusView,
    /// "ไม่ได้ทำ ๑๐ เรื่อง"
    pub title: String,
    /// What lies open.
    pub rows: Vec<StatusRow>,
    pub folded: Vec<StatusRow>,
    /// "ดูอีก ๕ เรื่อง"; where nothing lies open, the title says it.
    pub unfold: String,
    /// Whether some row says why: where none does, that is said once.
    pub says_reason: bool,
    pub says_money: bool,
    /// How many marks stand in the row of marks.
    pub marks: usize,
}

#[derive(Serialize)]
pub struct StatusRow {
    pub name: String,
    pub href: String,
    /// The planned amount, bare: its unit stands over the column.
    pub money: Option<String>,
    pub reason: Option<String>,
    /// What the other list of the same report says, where it says something else.
    pub also: Option<String>,
    #[serde(skip)]
    status: Option<Status>,
    #[serde(skip)]
    satang: i64,
}

/// In the order in which a citizen asks.
const ORDER: [Option<Status>; 5] =
    [Some(Status::NotDone), Some(Status::InProgress), None, Some(Status::Awaiting), Some(Status::Done)];
/// A row of more marks than this is no longer counted by anybody.
const MOST_MARKS: usize = 40;
/// Letters of a reason that a list shows; the promise's own page has all of it.
const MOST_REASON: usize = 60;

/// How many rows of a status lie open.
#[derive(Clone, Copy)]
pub struct OpenRows {
    pub not_done: usize,
    pub others: usize,
    /// To fold this many more away would save nothing.
    pub spared: usize,
}

/// All promises of a year, or those that `keep` names.
pub fn of_year(
    page: &Page<'_>,
    agency: &Agency,
    year: &Year,
    keep: Option<&[usize]>,
    open: OpenRows,
) -> Vec<StatusGroup> {
    let wanted = |at: &usize| keep.is_none_or(|keep| keep.contains(at));
    let rows = year.promises.iter().enumerate().filter(|(at, _)| wanted(at)).map(|(_, promise)| {
        let view = year.view(agency, promise);
        let href = page.to(&agency.at(&AgencyPage::Item(year.year, promise.code.clone())));
        let newest = view.newest();
        let also = also(page, newest.entry, newest.eplan);
        row(page, &view, href, year.standing(agency, view.status), also)
    });
    groups(page, rows.collect(), open)
}

/// The rows of one report. Of its two lists the official one counts; the other is told where it says otherwise.
pub fn of_report(page: &Page<'_>, agency: &Agency, report: &Report, open: OpenRows) -> Vec<StatusGroup> {
    let own: std::collections::BTreeMap<_, _> = report.entries.iter().map(|entry| (&entry.code, entry)).collect();
    let eplan: std::collections::BTreeMap<_, _> = report.eplan.iter().map(|entry| (&entry.code, entry)).collect();
    let has_both = !own.is_empty() && !eplan.is_empty();
    let rows = report.official().iter().map(|entry| {
        let (one, other) = (own.get(&entry.code).copied(), eplan.get(&entry.code).copied());
        let also = has_both.then(|| also(page, one, other)).flatten();
        let texts = one.unwrap_or(entry);
        let href = page.to(&agency.at(&AgencyPage::Item(report.year, entry.code.clone())));
        let money = [Some(entry), one, other].into_iter().flatten().map(|entry| planned(&entry.budget));
        let money = money.into_iter().find(|money| money.value != StatedMoney::NotStated).unwrap_or_default();
        StatusRow {
            name: named(page, &entry.name.value),
            href,
            satang: money.value.amount().map_or(0, |money| money.satang()),
            money: money
                .value
                .amount()
                .filter(|money| !money.is_zero())
                .map(|amount| page.told_cell(page.show.money_cell(StatedMoney::Amount(amount)), money.span)),
            reason: reason(page, |field| texts.text(field).or_else(|| entry.text(field))),
            also,
            status: entry.status.as_ref().map(|status| status.value),
        }
    });
    groups(page, rows.collect(), open)
}

fn row(
    page: &Page<'_>,
    view: &PromiseView<'_>,
    href: String,
    status: Option<Status>,
    also: Option<String>,
) -> StatusRow {
    let money = planned(&view.budget);
    let amount = money.value.amount().filter(|money| !money.is_zero());
    StatusRow {
        name: named(page, view.name()),
        href,
        satang: amount.map_or(0, |money| money.satang()),
        money: amount.map(|amount| page.told_cell(page.show.money_cell(StatedMoney::Amount(amount)), money.span)),
        // What was said half a year before is no reason of what is not done now.
        reason: reason(page, |field| {
            let newest = view.newest();
            newest.entry.and_then(|entry| entry.text(field)).or_else(|| newest.eplan?.text(field))
        }),
        also,
        status,
    }
}

fn named(page: &Page<'_>, name: &str) -> String {
    if name.is_empty() { page.word("name_not_stated").to_owned() } else { page.show.words(name) }
}

/// Why, as a row of a report says it, its beginning.
fn reason<'e>(page: &Page<'_>, text: impl Fn(Field) -> Option<&'e crate::span::Spanned<String>>) -> Option<String> {
    let stated = [Field::Reason, Field::Obstacles, Field::Note].into_iter();
    let (field, text) = stated.filter_map(|field| Some((field, text(field)?))).next()?;
    let shown = page.show.text(&text.value.split_whitespace().collect::<Vec<_>>().join(" "));
    let begun = crate::thai::segment::beginning(&shown, MOST_REASON);
    let begun = if begun.len() < shown.len() { format!("{begun}…") } else { shown.clone() };
    // A remark may be a reason; what it is called is the paper's.
    let word = page.site.theme.word(page.lang.code(), field.as_str());
    Some(format!("{word}: {}", page.told_cell(begun, text.span)))
}

/// "e-PlanNACC: ดำเนินการแล้วเสร็จ", where both lists state a status and not the same.
fn also(page: &Page<'_>, own: Option<&Entry>, eplan: Option<&Entry>) -> Option<String> {
    let status = |entry: Option<&Entry>| entry?.status.as_ref().map(|status| status.value);
    let (own, eplan) = (status(own)?, status(eplan)?);
    (own != eplan).then(|| {
        let (own, eplan) = (page.show.status(Some(own)).word, page.show.status(Some(eplan)).word);
        format!("{}: {own} · {}: {eplan}", page.word("list_report"), page.word("list_eplan"))
    })
}

fn groups(page: &Page<'_>, rows: Vec<StatusRow>, open: OpenRows) -> Vec<StatusGroup> {
    let mut rows = rows;
    // The dearest first; the order of the plan among equals.
    rows.sort_by_key(|row| std::cmp::Reverse(row.satang));
    ORDER
        .into_iter()
        .filter_map(|status| {
            let (here, others) = std::mem::take(&mut rows).into_iter().partition(|row| row.status == status);
            rows = others;
            (!here.is_empty()).then(|| group(page, status, here, open))
        })
        .collect()
}

fn group(page: &Page<'_>, status: Option<Status>, mut rows: Vec<StatusRow>, open: OpenRows) -> StatusGroup {
    let all = rows.len();
    let most = match status {
        Some(Status::NotDone) => open.not_done,
        Some(Status::Done) => 0,
        _ if all > open.others => 0,
        _ => open.others,
    };
    let (key, word) = match status {
        Some(Status::NotDone) => ("not_done", "is_not_done"),
        Some(Status::InProgress) => ("in_progress", "is_in_progress"),
        Some(Status::Awaiting) => ("awaiting", "is_awaiting"),
        Some(Status::Done) => ("done", "is_done"),
        None => ("not_stated", "is_not_stated"),
    };
    // Why something was not done is asked of what was not done alone.
    if status != Some(Status::NotDone) {
        rows.iter_mut().for_each(|row| row.reason = None);
    }
    let some = |has: fn(&StatusRow) -> bool| rows.iter().any(has);
    let (says_reason, says_money) =
        (status == Some(Status::NotDone) && some(|row| row.reason.is_some()), some(|row| row.money.is_some()));
    let folded = if all > most + open.spared || most == 0 { rows.split_off(most) } else { Vec::new() };
    StatusGroup {
        says_reason,
        says_money,
        key,
        status: page.show.status(status),
        title: page.word(word).replace("{}", &page.told_count(all, "นับแถวของสถานะนี้")),
        unfold: page.word("see_more_items").replace("{}", &page.told_count(folded.len(), "นับแถวของสถานะนี้ที่เหลือ")),
        rows,
        folded,
        marks: if all <= MOST_MARKS { all } else { 0 },
    }
}

/// The groups as places of their page.
pub fn contents(groups: &[StatusGroup]) -> Vec<LinkView> {
    groups.iter().map(|group| LinkView { title: group.title.clone(), href: format!("#is-{}", group.key) }).collect()
}
