//! The main document of a paper: its plan, report, measures or page, with front matter, body and the items of its lists.

use std::collections::{BTreeMap, BTreeSet};

use super::body::{self, BodyText};
use super::documents::folder;
use super::grid::one_line;
use super::import_source::{ImportSource, Main};
use super::paper::Note;
use super::rows::{ReadRow, Understood};
use super::write::{self, Front};
use super::{ImportOptions, codes, marks, shape};
use crate::standards::{Field, Role};
use crate::thai::Round;

#[expect(clippy::too_many_arguments, reason = "one step of one walk")]
pub(super) fn main_files(
    source: &ImportSource<'_>,
    main: Main,
    year: Option<u16>,
    taken: &BTreeSet<usize>,
    list_codes: &BTreeMap<usize, String>,
    options: &ImportOptions,
    notes: &mut Vec<Note>,
    files: &mut Vec<(String, String)>,
) {
    let folder = folder(options);
    let body = body::write(source, taken, options, notes);
    match main {
        Main::Report => {
            let round = source.facts.round;
            let year = year_or_mark(year);
            let months = if round == Some(Round::SixMonths) { 6 } else { 12 };
            let number = year.0;
            files.push((format!("{folder}{number}/report-{months}m.md"), report_file(source, year, round, &body)));
            if let Some(text) = plan_file(source, list_codes, number).filter(|_| options.known_items.is_empty()) {
                files.push((format!("{folder}{number}/plan.md"), text));
            }
        }
        Main::Plan => {
            let (first, last) = source.facts.plan_years.or(year.map(|year| (year, year))).unwrap_or((0, 0));
            let first_or = year_or_mark(Some(first).filter(|year| *year > 0));
            let mut front = Front::default();
            front.put("kind", "plan");
            front.put_some("title", source.facts.title.as_deref());
            put_years(&mut front, first_or.0, last.max(first_or.0));
            front.put_some("approved", source.facts.approved.as_deref());
            put_targets(&mut front, &source.tables.understood);
            source.stated.of_plan().write(&mut front);
            let mut text = body.text.clone();
            if source.plan_list.count() > 0 {
                text.push_str(&listed(source, list_codes));
            }
            if let Some(mark) = first_or.1 {
                text = format!("{mark}\n\n{text}");
            }
            files.push((format!("{folder}{}/plan.md", first_or.0), front.document(&text)));
        }
        Main::Measures => {
            let year = year_or_mark(year);
            let mut front = Front::default();
            front.put("kind", "measures");
            front.put_some("title", source.facts.title.as_deref());
            front.raw(&format!("fiscal_year: {}", year.0));
            let text = with_mark(year.1, &body.text);
            files.push((format!("{folder}{}/measures.md", year.0), front.document(&text)));
        }
        Main::Page => {
            if body.text.trim().is_empty() {
                return;
            }
            let mut front = Front::default();
            front.put("kind", "page");
            front.put("title", source.facts.title.as_deref().unwrap_or("เอกสารที่นำเข้า"));
            files.push((format!("{folder}documents/imported.md"), front.document(&body.text)));
        }
    }
}

/// A year that no word states is marked, never made up: the year stands to be corrected.
fn year_or_mark(year: Option<u16>) -> (u16, Option<String>) {
    match year {
        Some(year) => (year, None),
        None => (2500, Some(marks::mark("ไม่พบปีงบประมาณในเอกสาร แก้ fiscal_year และชื่อโฟลเดอร์ให้ตรงกับเอกสาร"))),
    }
}

fn with_mark(mark: Option<String>, text: &str) -> String {
    mark.map_or_else(|| text.to_owned(), |mark| format!("{mark}\n\n{text}"))
}

/// Yearly targets as the front matter takes them.
fn put_targets(front: &mut Front, tables: &[Understood]) {
    let rows: Vec<(&Understood, &ReadRow)> = tables
        .iter()
        .filter(|table| table.role == Role::Targets)
        .flat_map(|table| table.rows.iter().map(move |row| (table, row)))
        .collect();
    if rows.is_empty() {
        return;
    }
    front.raw("targets:");
    for (table, row) in rows {
        let indicator = table.text(row, Field::Indicator);
        front.raw(&format!("  - indicator: {}", write::scalar(indicator)));
        for (key, field) in [("baseline", Field::Baseline), ("unit", Field::Unit)] {
            let text = table.text(row, field);
            if !text.is_empty() {
                front.raw(&format!("    {key}: {}", write::scalar(text)));
            }
        }
        let values: Vec<String> = table
            .columns
            .iter()
            .zip(&row.cells)
            .filter_map(|(column, cell)| {
                let year = column.column.filter(|column| column.field == Field::Value)?.year?;
                (!cell.text.is_empty()).then(|| format!("{year}: \"{}\"", one_line(&cell.text).replace('"', "'")))
            })
            .collect();
        front.raw(&format!("    values: {{{}}}", values.join(", ")));
    }
}

fn put_years(front: &mut Front, first: u16, last: u16) {
    let years = if first == last { first.to_string() } else { format!("{first}-{last}") };
    front.raw(&format!("fiscal_years: {years}"));
    front.raw(&format!("framework: {}", if first >= 2566 { 2566 } else { 2561 }));
}

fn report_file(
    source: &ImportSource<'_>,
    year: (u16, Option<String>),
    round: Option<Round>,
    body: &BodyText,
) -> String {
    let facts = &source.facts;
    let mut front = Front::default();
    front.put("kind", "report");
    front.put_some("title", facts.title.as_deref());
    front.raw(&format!("fiscal_year: {}", year.0));
    front.raw(&format!("round: {}", if round == Some(Round::SixMonths) { 6 } else { 12 }));
    front.put_some("as_of", facts.as_of.as_deref());
    if let Some((from, until)) = &facts.period {
        front.put("period_from", from);
        front.put("period_until", until);
    }
    front.put_some("submitted", facts.submitted.as_deref());
    if let Some((name, position)) = &facts.reporter {
        front.raw("reporter:");
        front.raw(&format!("  name: {}", write::scalar(name)));
        if let Some(position) = position {
            front.raw(&format!("  position: {}", write::scalar(position)));
        }
    }
    source.stated.write(&mut front);
    let mut text = with_mark(year.1, &body.text);
    if round.is_none() {
        text = format!("{}\n\n{text}", marks::mark("ไม่พบว่าเป็นรอบ ๖ หรือ ๑๒ เดือน ถือเป็น ๑๒ เดือนไว้ก่อน"));
    }
    front.document(&text)
}

/// The plan that a report speaks of: its lists, or the rows of the report itself when the plan's own book is not there.
fn plan_file(source: &ImportSource<'_>, list_codes: &BTreeMap<usize, String>, year: u16) -> Option<String> {
    let table = source.tables.understood.iter().find(|table| table.role == Role::Items && !table.rows.is_empty());
    let has_list = source.plan_list.count() > 0;
    if table.is_none() && !has_list {
        return None;
    }
    let (first, last) = source
        .facts
        .plan_years
        .filter(|(first, last)| !has_list && (*first..=*last).contains(&year))
        .unwrap_or((year, year));
    let mut front = Front::default();
    front.put("kind", "plan");
    let years = if first == last {
        format!("ประจำปีงบประมาณ พ.ศ. {first}")
    } else {
        format!("(พ.ศ. {first} – {last})")
    };
    front.put("title", &format!("แผนปฏิบัติการป้องกันการทุจริต {years}"));
    put_years(&mut front, first, last);
    front.put_some("approved", source.facts.approved.as_deref());
    front.put("source", &format!("นำมาจากรายงานผล {}", source.facts.title.as_deref().unwrap_or("ที่นำเข้า")));
    let body = if has_list {
        source.stated.of_plan().write(&mut front);
        listed(source, list_codes)
    } else {
        let table = table?;
        let keep = |field: Field| {
            matches!(
                field,
                Field::Seq
                    | Field::Name
                    | Field::Kind
                    | Field::Dimension
                    | Field::Mission
                    | Field::Indicator
                    | Field::Target
                    | Field::BudgetPlan
                    | Field::BudgetIntegrated
                    | Field::BudgetAgency
            )
        };
        let named = Understood { columns: table.columns.clone(), ..table.clone() };
        format!(
            "ตัวเล่มของแผนไม่ได้อยู่ในเอกสารที่นำเข้า รายการข้างล่างมาจากรายงานผล\n\n{}\n\n{}",
            write::heading(2, "รายการตามแผน", ".items"),
            shape::items(&only_known(&named), source.standards, &keep)
        )
    };
    Some(front.document(&body))
}

/// Without the columns of the report's own.
fn only_known(table: &Understood) -> Understood {
    let kept: Vec<usize> = (0..table.columns.len()).filter(|at| table.columns[*at].column.is_some()).collect();
    let mut table = table.clone();
    table.columns = kept.iter().map(|at| table.columns[*at].clone()).collect();
    for row in &mut table.rows {
        row.cells = kept.iter().map(|at| row.cells.get(*at).cloned().unwrap_or_default()).collect();
    }
    table
}

/// The plan's lists as tables: a heading for each dimension and mission.
fn listed(source: &ImportSource<'_>, list_codes: &BTreeMap<usize, String>) -> String {
    let budgets = codes::budgets_by_code(source);
    let has_money = budgets.values().any(|money| !marks::is_dash(money));
    let mut out = String::new();
    let mut number = 0;
    let mut dimension = 0;
    for mission in &source.plan_list.missions {
        if mission.dimension != dimension {
            dimension = mission.dimension;
            let title = source
                .plan_list
                .dimensions
                .iter()
                .find(|(it, _)| *it == dimension)
                .map_or("", |(_, title)| title.as_str());
            let thai = crate::thai::to_thai(&dimension.to_string()).into_owned();
            out.push_str(&format!("\n{}\n", write::heading(2, &format!("มิติที่ {thai} {title}"), "")));
        }
        out.push_str(&format!(
            "\n{}\n\n",
            write::heading(3, &format!("ภารกิจ {} {}", mission.number, mission.title), "")
        ));
        if !mission.counted.is_empty() {
            out.push_str(&format!("จำนวนที่แผนระบุ: {}\n\n", write::line(&mission.counted)));
        }
        let mut heads = vec![
            ("รหัส".to_owned(), false),
            ("ลำดับ".to_owned(), false),
            ("โครงการ/กิจกรรม/มาตรการ".to_owned(), false),
            ("ภารกิจ".to_owned(), false),
        ];
        if has_money {
            heads.push(("แผนป้องกันฯ".to_owned(), true));
        }
        let rows: Vec<Vec<String>> = mission
            .items
            .iter()
            .map(|item| {
                let code = list_codes.get(&number).cloned().unwrap_or_default();
                number += 1;
                let bare = code.split(' ').next().unwrap_or("").to_owned();
                let mut cells = vec![code, write::cell(&item.seq), write::cell(&item.name), mission.number.clone()];
                if has_money {
                    cells.push(budgets.get(&bare).map(|money| write::cell(money)).unwrap_or_default());
                }
                cells
            })
            .collect();
        out.push_str(&write::table(&heads, &rows));
    }
    out
}
