//! `prongsai check --read [FILE]`: what the program has understood of each table: sheet, head by head, row by row, sums.
//! So that a person sees in ten seconds whether it read what they wrote. Judges nothing.

use std::collections::BTreeMap;

use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::engine::{Engine, Timings};
use crate::model::{Agency, Entry, Tally};
use crate::source::{DataTable, Document, RowSort};
use crate::standards::Field;
use crate::thai::StatedMoney;

/// `only`: a part of a path; empty for every table there is.
pub fn run(engine: &Engine, only: &str, terminal: &Terminal) -> Result<Outcome, Failure> {
    let mut shown = 0;
    for files in &engine.sources.agencies {
        let Ok(checked) = engine.check(files, &Timings::default()) else { continue };
        for document in &checked.agency.documents {
            for (index, table) in document.tables.iter().enumerate() {
                let path = table.sheet.as_ref().map_or(&*document.path, |sheet| &*sheet.path);
                if path.contains(only) || document.path.contains(only) {
                    terminal.result(described(&checked.agency, document, index, table, path).trim_end());
                    shown += 1;
                }
            }
        }
    }
    if shown == 0 {
        terminal.say(&format!("ไม่มีตารางข้อมูลที่อ่านได้ใน `{}`", if only.is_empty() { "เว็บนี้" } else { only }));
    }
    Ok(Outcome::Fine)
}

fn described(agency: &Agency, document: &Document, index: usize, table: &DataTable, path: &str) -> String {
    let mut text = path.to_owned();
    if let Some(sheet) = &table.sheet_name {
        text.push_str(&format!(" ชีต `{sheet}`"));
    }
    text.push_str(&format!(" ({})\n", table.role));
    for column in &table.columns {
        let meaning = match column.column {
            Some(known) => {
                let year = known.year.map(|year| format!(" ปี {year}")).unwrap_or_default();
                format!("{}{year}", known.field)
            }
            None => "ไม่ได้อ่าน (คอลัมน์ของผู้เขียน)".to_owned(),
        };
        text.push_str(&format!("  หัวตาราง `{}` → {meaning}\n", column.head.value));
    }
    if let Some(hidden) = &table.hidden {
        text.push_str(&format!("  อ่านทั้งที่ซ่อนไว้ในชีต: {hidden}\n"));
    }
    let mut sorts: BTreeMap<RowSort, usize> = BTreeMap::new();
    for row in &table.rows {
        *sorts.entry(row.sort).or_default() += 1;
    }
    let counted: Vec<String> = sorts.iter().map(|(sort, count)| format!("{} {count}", sort.name_th())).collect();
    text.push_str(&format!("  แถว: {}\n", counted.join(" · ")));
    for row in table.rows.iter().filter(|row| !matches!(row.sort, RowSort::Item | RowSort::Blank)) {
        let words: Vec<&str> = row.cells.iter().map(|cell| cell.value.trim()).filter(|text| !text.is_empty()).collect();
        let words: String = words.join(" ").chars().take(70).collect();
        text.push_str(&format!("    {}: {words}\n", row.sort.name_th()));
    }
    for (dimension, entries) in by_dimension(agency, document, index) {
        let tally = Tally::of(entries.iter().copied());
        let name =
            dimension.map_or("ไม่ระบุมิติ".to_owned(), |dimension| format!("มิติที่ {dimension}"));
        let mut parts = vec![format!("{} รายการ", tally.items)];
        for (word, count) in [("เสร็จ", tally.done), ("ระหว่างทำ", tally.in_progress), ("ไม่ได้ทำ", tally.not_done)]
        {
            if tally.states_status() {
                parts.push(format!("{word} {count}"));
            }
        }
        for (word, money) in [("แผน", tally.plan), ("ข้อบัญญัติ", tally.ordinance), ("เบิกจ่าย", tally.disbursed)]
        {
            if let StatedMoney::Amount(money) = money {
                parts.push(format!("{word} {} บาท", money.baht_text()));
            }
        }
        text.push_str(&format!("  {name}: {}\n", parts.join(" · ")));
    }
    if table.position(Field::Code).is_none() && sorts.contains_key(&RowSort::Item) {
        text.push_str("  ไม่มีคอลัมน์ รหัส: จับคู่กับแผนด้วยชื่อ\n");
    }
    text
}

/// The rows that this table gave, as they are counted.
fn by_dimension<'a>(agency: &'a Agency, document: &Document, table: usize) -> BTreeMap<Option<u8>, Vec<&'a Entry>> {
    let is_this = |id: usize| agency.documents.get(id).is_some_and(|known| known.file == document.file);
    let plans = agency.plans.iter().filter(|plan| is_this(plan.document)).flat_map(|plan| &plan.entries);
    let reports = agency.reports.iter().filter(|report| is_this(report.document));
    let reports = reports.flat_map(|report| report.entries.iter().chain(&report.eplan));
    let books = agency.measures.iter().filter(|book| is_this(book.document)).flat_map(|book| &book.entries);
    let mut groups: BTreeMap<Option<u8>, Vec<&Entry>> = BTreeMap::new();
    for entry in plans.chain(reports).chain(books).filter(|entry| entry.table == table) {
        groups.entry(entry.dimension).or_default().push(entry);
    }
    groups
}
