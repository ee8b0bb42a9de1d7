//! ODS workbooks → their sheets: what LibreOffice saves. Knows no XLSX beyond the shape of what it gives.

use std::collections::{BTreeMap, BTreeSet};

use super::number::number_text;
use super::problem::{SheetProblem, SheetProblemKind};
use super::workbook::{MAX_CELL_TEXT, WorkbookError, tidy};
use super::xlsx::{Cells, dense_rows, refusal};
use super::{CELL, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_SHEET_BYTES, MAX_TEXT, Sheet};
use crate::reader::{Merge, ticks};
use crate::source::attachment::{Archive, XmlNode, attribute, walk};

const MAX_SHEETS: usize = 200;
const MAX_FILLS: usize = 100_000;

/// Every sheet of the workbook; a workbook that cannot be opened is one sheet with a problem.
pub fn read_ods(bytes: &[u8]) -> Vec<Sheet> {
    let refuse = |problem| vec![Sheet { problems: vec![problem], ..Sheet::default() }];
    if bytes.len() > MAX_SHEET_BYTES {
        return refuse(SheetProblem::too_large("ไฟล์เกิน ๖๔ เมกะไบต์"));
    }
    let part = Archive::open(bytes).and_then(|mut archive| archive.read("content.xml"));
    match part {
        Ok(Some(part)) => sheets_of(&part),
        Ok(None) => refuse(damaged()),
        Err(error) => refuse(refusal(WorkbookError::Archive(error))),
    }
}

fn damaged() -> SheetProblem {
    SheetProblem::new(
        SheetProblemKind::Damaged,
        "เปิดไฟล์ .ods นี้ไม่ได้ ไฟล์เสียหายหรือไม่ใช่ตาราง",
        "the workbook is damaged or not ODS",
        "เปิดใน LibreOffice แล้วบันทึกใหม่เป็น .ods หรือ .xlsx",
    )
}

#[derive(Default)]
struct OdsCell {
    style: String,
    kind: String,
    value: Option<String>,
    text: String,
    paragraphs: usize,
    repeated: u32,
    spans: (u32, u32),
    has_formula: bool,
}

struct OdsSheets {
    sheets: Vec<Sheet>,
    cells: Cells,
    row: u32,
    column: u32,
    row_repeated: u32,
    cell: Option<OdsCell>,
    is_letters: bool,
    in_note: usize,
    /// The font of each style of cells.
    fonts: BTreeMap<String, String>,
    hidden: BTreeMap<String, bool>,
    struck: BTreeSet<String>,
    fills: BTreeMap<String, String>,
    style: String,
    hidden_row: bool,
    next_column: u32,
    count: usize,
    /// What the text of all cells takes: one that is written once may be repeated a million times.
    size: usize,
    is_cut: bool,
}

fn sheets_of(part: &[u8]) -> Vec<Sheet> {
    let mut writer = OdsSheets {
        sheets: Vec::new(),
        cells: Cells::new(),
        row: 0,
        column: 0,
        row_repeated: 1,
        cell: None,
        is_letters: false,
        in_note: 0,
        fonts: BTreeMap::new(),
        hidden: BTreeMap::new(),
        struck: BTreeSet::new(),
        fills: BTreeMap::new(),
        style: String::new(),
        hidden_row: false,
        next_column: 0,
        count: 0,
        size: 0,
        is_cut: false,
    };
    let whole = walk(part, |node| writer.see(node));
    if !whole {
        match writer.sheets.last_mut() {
            Some(last) => last.problems.push(damaged()),
            None => writer.sheets.push(Sheet { problems: vec![damaged()], ..Sheet::default() }),
        }
    }
    if writer.sheets.iter().all(|sheet| sheet.rows.is_empty() && sheet.problems.is_empty()) {
        return vec![Sheet { problems: vec![SheetProblem::empty()], ..Sheet::default() }];
    }
    writer.sheets
}

/// Collapsed by hand or left out by a filter.
fn is_hidden(tag: &quick_xml::events::BytesStart<'_>) -> bool {
    attribute(tag, "visibility").is_some_and(|state| state != "visible")
}

fn count(tag: &quick_xml::events::BytesStart<'_>, name: &str) -> u32 {
    attribute(tag, name).and_then(|it| it.parse().ok()).unwrap_or(1).max(1)
}

impl OdsSheets {
    fn see(&mut self, node: XmlNode<'_>) {
        match node {
            XmlNode::Open("style", tag) => self.style = attribute(tag, "name").unwrap_or_default(),
            XmlNode::Open("text-properties", tag) => {
                let font = attribute(tag, "font-name").or_else(|| attribute(tag, "font-family"));
                if let Some(font) = font {
                    self.fonts.insert(self.style.clone(), font.trim_matches('\'').to_owned());
                }
                if attribute(tag, "text-line-through-style").is_some_and(|style| style != "none") {
                    self.struck.insert(self.style.clone());
                }
            }
            XmlNode::Open("table-cell-properties", tag) => {
                if let Some(colour) = attribute(tag, "background-color").filter(|colour| colour != "transparent") {
                    self.fills.insert(self.style.clone(), colour);
                }
            }
            XmlNode::Open("table-column", tag) => {
                let first = self.next_column;
                self.next_column = first.saturating_add(count(tag, "number-columns-repeated"));
                if is_hidden(tag)
                    && let Some(sheet) = self.sheets.last_mut()
                {
                    sheet.hidden_columns.extend(first..self.next_column.min(MAX_COLUMNS as u32));
                }
            }
            XmlNode::Open("table-properties", tag)
                if attribute(tag, "display").is_some_and(|display| display == "false") =>
            {
                self.hidden.insert(self.style.clone(), true);
            }
            XmlNode::Open("table", tag) if self.sheets.len() < MAX_SHEETS => {
                let style = attribute(tag, "style-name").unwrap_or_default();
                self.sheets.push(Sheet {
                    name: attribute(tag, "name"),
                    is_hidden: self.hidden.contains_key(&style),
                    ..Sheet::default()
                });
                (self.row, self.column, self.next_column, self.cells) = (0, 0, 0, Cells::new());
            }
            XmlNode::Close("table") => {
                let cells = std::mem::take(&mut self.cells);
                if let Some(sheet) = self.sheets.last_mut() {
                    sheet.rows = dense_rows(cells);
                    if self.is_cut {
                        sheet.problems.push(SheetProblem::too_large("เกินจำนวนที่อ่านได้"));
                        self.is_cut = false;
                    }
                }
            }
            XmlNode::Open("table-row", tag) => {
                self.row_repeated = count(tag, "number-rows-repeated");
                self.hidden_row = is_hidden(tag);
                self.column = 0;
            }
            XmlNode::Close("table-row") => self.end_row(),
            XmlNode::Open("table-cell" | "covered-table-cell", tag) => {
                self.cell = Some(OdsCell {
                    style: attribute(tag, "style-name").unwrap_or_default(),
                    kind: attribute(tag, "value-type").unwrap_or_default(),
                    value: ["value", "date-value", "boolean-value", "time-value", "string-value"]
                        .iter()
                        .find_map(|name| attribute(tag, name)),
                    repeated: count(tag, "number-columns-repeated"),
                    spans: (count(tag, "number-rows-spanned"), count(tag, "number-columns-spanned")),
                    has_formula: attribute(tag, "formula").is_some(),
                    ..OdsCell::default()
                });
            }
            XmlNode::Open("annotation", _) => self.in_note += 1,
            XmlNode::Close("annotation") => self.in_note = self.in_note.saturating_sub(1),
            XmlNode::Open("p", _) if self.in_note == 0 => {
                self.is_letters = true;
                if let Some(cell) = &mut self.cell {
                    if cell.paragraphs > 0 {
                        cell.text.push('\n');
                    }
                    cell.paragraphs += 1;
                }
            }
            XmlNode::Close("p") if self.in_note == 0 => self.is_letters = false,
            XmlNode::Open("line-break", _) if self.is_letters => self.push("\n"),
            XmlNode::Open("s" | "tab", _) if self.is_letters => self.push(" "),
            XmlNode::Letters(letters) if self.is_letters => self.push(letters),
            XmlNode::Close("table-cell" | "covered-table-cell") => self.end_cell(),
            _ => {}
        }
    }

    fn push(&mut self, letters: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|cell| cell.text.len() < MAX_CELL_TEXT) {
            cell.text.push_str(letters);
        }
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let text = self.text_of(&cell);
        let (row, column) = (self.row, self.column);
        self.column = self.column.saturating_add(cell.repeated);
        if let Some(sheet) = self.sheets.last_mut()
            && sheet.fills.len() < MAX_FILLS
        {
            if let Some(colour) = self.fills.get(&cell.style) {
                sheet.fills.insert((row, column), colour.clone());
            }
            if !text.is_empty() && self.struck.contains(&cell.style) {
                sheet.struck.insert((row, column));
            }
        }
        if text.is_empty() {
            if cell.has_formula
                && cell.value.is_none()
                && cell.paragraphs == 0
                && let Some(sheet) = self.sheets.last_mut()
            {
                sheet.uncomputed.push((row, column));
            }
            return;
        }
        if cell.spans != (1, 1)
            && let Some(sheet) = self.sheets.last_mut()
        {
            sheet.merges.push(Merge {
                first_row: row,
                last_row: row.saturating_add(cell.spans.0 - 1),
                first_column: column,
                last_column: column.saturating_add(cell.spans.1 - 1),
            });
        }
        let last = column.saturating_add(cell.repeated.min(MAX_COLUMNS as u32));
        for at in column..last {
            if at as usize >= MAX_COLUMNS || self.is_full() {
                self.is_cut = true;
                return;
            }
            self.count += 1;
            self.size += text.len() + CELL;
            self.cells.entry(row).or_default().insert(at, text.clone());
        }
    }

    fn is_full(&self) -> bool {
        self.count >= MAX_CELLS || self.cells.len() > MAX_ROWS || self.size > MAX_TEXT
    }

    fn end_row(&mut self) {
        let repeated = std::mem::replace(&mut self.row_repeated, 1);
        if std::mem::take(&mut self.hidden_row)
            && let Some(sheet) = self.sheets.last_mut()
        {
            let last = self.row.saturating_add(repeated.min(MAX_ROWS as u32));
            sheet.hidden_rows.extend(self.row..last);
        }
        if repeated > 1
            && let Some(filled) = self.cells.get(&self.row).cloned()
        {
            for more in 1..repeated {
                self.count += filled.len();
                self.size += filled.values().map(|text| text.len() + CELL).sum::<usize>();
                if self.is_full() {
                    self.is_cut = true;
                    break;
                }
                self.cells.insert(self.row.saturating_add(more), filled.clone());
            }
        }
        self.row = self.row.saturating_add(repeated);
    }

    fn text_of(&self, cell: &OdsCell) -> String {
        let text = tidy(&cell.text);
        let value = cell.value.as_deref().unwrap_or("");
        let shown = match cell.kind.as_str() {
            "float" | "currency" => value.parse::<f64>().map_or(text, number_text),
            "percentage" => value.parse::<f64>().map_or(text, |number| format!("{}%", number_text(number * 100.0))),
            "date" => value.strip_suffix("T00:00:00").unwrap_or(value).replace('T', " "),
            "boolean" => (if value == "true" { "✓" } else { "-" }).to_owned(),
            _ => text,
        };
        let font = self.fonts.get(&cell.style).map_or("", String::as_str);
        ticks::by_font(font, &shown).map_or(shown, str::to_owned)
    }
}
