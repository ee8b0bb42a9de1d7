//! What was understood of each table: its sheet, heads, rows by sort, and sums. So that a person sees in ten seconds
//! whether what they wrote was read. Shown by `check --read` and by the author's panel; judges nothing.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{Agency, Entry, Tally};
use crate::source::{DataTable, Document, RowSort};
use crate::standards::{Field, FormBook};
use crate::thai::StatedMoney;

/// Words of a row that are shown, so that it is known again.
const MOST_LETTERS: usize = 70;

#[derive(Serialize)]
pub struct TableRead {
    /// The document that the table belongs to.
    pub document: String,
    /// Where it stands: the document or a file beside it.
    pub file: String,
    pub sheet: Option<String>,
    /// What the table is, in Thai.
    pub role: String,
    pub columns: Vec<ColumnRead>,
    /// Hidden in the sheet, and read all the same.
    pub hidden: Option<String>,
    /// How many rows of each sort.
    pub rows: Vec<(&'static str, usize)>,
    /// Rows that are neither items nor blank: what they were taken for, and their words.
    pub others: Vec<(&'static str, String)>,
    /// For each dimension: its name, and what its items come to.
    pub sums: Vec<(String, Vec<String>)>,
    /// No codes: its rows are joined to the plan by name.
    pub joined_by_name: bool,
}

#[derive(Serialize)]
pub struct ColumnRead {
    pub head: String,
    /// `None`: the author's own column, which is not read.
    pub meaning: Option<String>,
}

/// Every table of an agency's documents, in their order.
pub fn tables_of<'a>(agency: &'a Agency, forms: &'a FormBook) -> impl Iterator<Item = TableRead> + use<'a> {
    agency.documents.iter().flat_map(move |document| {
        document.tables.iter().enumerate().map(move |(index, table)| read(agency, forms, document, index, table))
    })
}

fn read(agency: &Agency, forms: &FormBook, document: &Document, index: usize, table: &DataTable) -> TableRead {
    let mut sorts: BTreeMap<RowSort, usize> = BTreeMap::new();
    for row in &table.rows {
        *sorts.entry(row.sort).or_default() += 1;
    }
    let columns = table.columns.iter().map(|column| ColumnRead {
        head: column.head.value.to_string(),
        meaning: column.column.as_ref().map(|known| {
            let year = known.year.map(|year| format!(" ปี {year}")).unwrap_or_default();
            let usual = forms.usual_head(known.field, table.role);
            let money = if known.field.is_money() { "เงิน: " } else { "" };
            usual.map_or(known.field.to_string(), |usual| format!("{money}{usual}{year} ({})", known.field))
        }),
    });
    let has_items = sorts.contains_key(&RowSort::Item);
    let others = table.rows.iter().filter(|row| !matches!(row.sort, RowSort::Item | RowSort::Blank));
    TableRead {
        document: document.path.to_string(),
        file: table.sheet.as_ref().map_or(&*document.path, |sheet| &*sheet.path).to_owned(),
        sheet: table.sheet_name.as_ref().map(ToString::to_string),
        role: table.role.name_th().to_owned(),
        columns: columns.collect(),
        hidden: table.hidden.as_ref().map(ToString::to_string),
        rows: sorts.into_iter().map(|(sort, count)| (sort.name_th(), count)).collect(),
        others: others
            .map(|row| {
                let cells = row.cells.iter().map(|cell| cell.value.trim()).filter(|text| !text.is_empty());
                let words = cells.collect::<Vec<_>>().join(" ");
                (row.sort.name_th(), words.chars().take(MOST_LETTERS).collect())
            })
            .collect(),
        sums: by_dimension(agency, document, index).into_iter().map(|(dimension, all)| sum(dimension, &all)).collect(),
        joined_by_name: has_items && table.role.holds_promises() && table.position(Field::Code).is_none(),
    }
}

fn sum(dimension: Option<u8>, entries: &[&Entry]) -> (String, Vec<String>) {
    let tally = Tally::of(entries.iter().copied());
    let name = dimension.map_or("ไม่ระบุมิติ".to_owned(), |dimension| format!("มิติที่ {dimension}"));
    let mut parts = vec![format!("{} รายการ", tally.items)];
    if tally.states_status() {
        for (word, count) in [("เสร็จ", tally.done), ("ระหว่างทำ", tally.in_progress), ("ไม่ได้ทำ", tally.not_done)]
        {
            parts.push(format!("{word} {count}"));
        }
    }
    for (word, money) in [("แผน", tally.plan), ("ข้อบัญญัติ", tally.ordinance), ("เบิกจ่าย", tally.disbursed)]
    {
        if let StatedMoney::Amount(money) = money {
            parts.push(format!("{word} {} บาท", money.baht_text()));
        }
    }
    (name, parts)
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
