//! Two tables of one document that list the same promises without codes: each would count twice. Compares names alone.

use std::collections::BTreeMap;

use crate::finding::{Finding, code};
use crate::model::item::Entry;
use crate::model::join::key;
use crate::source::Document;

/// Fewer rows in common are a chance.
const LEAST: usize = 2;

/// What is to be told, and the later of the two tables.
pub fn lists_twice(document: &Document, entries: &[Entry]) -> Option<(Finding, usize)> {
    let mut tables: BTreeMap<usize, Vec<(&Entry, String)>> = BTreeMap::new();
    for entry in entries {
        let key = key(&entry.name.value);
        if !key.is_empty() {
            tables.entry(entry.table).or_default().push((entry, key));
        }
    }
    let year_of = |entry: &Entry| {
        let table = document.tables.get(entry.table)?;
        table.rows.get(entry.row).and_then(|row| row.year).or(table.year)
    };
    let differ = |one: Option<u16>, two: Option<u16>| one.zip(two).is_some_and(|(one, two)| one != two);
    let is_same = |(one, name): &(&Entry, String), (two, other): &(&Entry, String)| {
        let coded = one.code_stated && two.code_stated;
        let apart = one.dimension.zip(two.dimension).is_some_and(|(one, two)| one != two);
        name == other && !coded && !apart && !differ(year_of(one), year_of(two))
    };
    let lists: Vec<&Vec<(&Entry, String)>> = tables.values().collect();
    for (at, first) in lists.iter().enumerate() {
        for second in &lists[at + 1..] {
            let pairs: Vec<(&Entry, &Entry)> = second
                .iter()
                .filter_map(|row| first.iter().find(|known| is_same(known, row)).map(|known| (row.0, known.0)))
                .collect();
            if pairs.len() < LEAST || pairs.len() * 2 <= first.len().min(second.len()) {
                continue;
            }
            let names: Vec<&str> = pairs.iter().take(3).map(|(entry, _)| entry.name.value.as_str()).collect();
            let mut finding = Finding::of(
                code::M045,
                pairs[0].0.span,
                format!("สองตารางในเอกสารนี้มี {} รายการชื่อเดียวกัน จะถูกนับซ้ำ: {}", pairs.len(), names.join("; ")),
            )
            .english(format!("two tables of this document list {} promises of the same names", pairs.len()))
            .help("รวมเป็นตารางเดียว ลบตารางที่ซ้ำ หรือเติม `{.prose}` หลังหัวข้อของตารางที่ไม่ใช่ข้อมูล");
            for (_, known) in pairs.iter().take(3) {
                finding = finding.also(known.span, "ตารางแรก");
            }
            return Some((finding, pairs[0].0.table));
        }
    }
    None
}
