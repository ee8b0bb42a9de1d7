//! Open data as XLSX: typed cells, a frozen line of heads, widths from the content, several sheets; the same bytes for
//! the same data, always. String building over `archive`; knows no model.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::archive::PackedArchive;
use super::value::{Value, shifted_into};
use crate::escape;
use crate::source::sheet::column_name;
use crate::thai::{Date, is_mark};

/// Excel's own limits.
const MAX_SHEET_NAME: usize = 31;
const MAX_CELL_UNITS: usize = 32_767;
const MAX_ROWS: usize = 1_048_576;
const MAX_COLUMNS: usize = 16_384;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// Numbers of the cell formats in `styles.xml`, in its order.
const STYLE_TEXT: usize = 1;
const STYLE_HEAD: usize = 2;
const STYLE_INTEGER: usize = 3;
const STYLE_MONEY: usize = 4;
const STYLE_PERCENT: usize = 5;
const STYLE_DATE: usize = 6;
/// Text that stays as it is when somebody edits the cell: `1-01` is a day to a spreadsheet program.
const STYLE_CODE: usize = 7;

/// Sheets in the order in which they were added.
#[derive(Clone, Debug, Default)]
pub struct Workbook<'r> {
    title: String,
    sheets: Vec<WorkbookSheet<'r>>,
}

#[derive(Clone, Debug)]
struct WorkbookSheet<'r> {
    name: String,
    heads: Vec<String>,
    rows: Cow<'r, [Vec<Value>]>,
}

impl<'r> Workbook<'r> {
    pub fn new() -> Self {
        Self::default()
    }

    /// Shown in the file's properties.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Adds a sheet. What Excel does not allow in a name is replaced, and a name that is taken gets a number.
    pub fn sheet(self, name: &str, heads: &[&str], rows: Vec<Vec<Value>>) -> Self {
        self.with(name, heads, Cow::Owned(rows))
    }

    /// The same with rows that others hold.
    pub fn sheet_over(self, name: &str, heads: &[&str], rows: &'r [Vec<Value>]) -> Self {
        self.with(name, heads, Cow::Borrowed(rows))
    }

    fn with(mut self, name: &str, heads: &[&str], rows: Cow<'r, [Vec<Value>]>) -> Self {
        let name = self.free_name(name);
        let heads = heads.iter().map(|head| (*head).to_owned()).collect();
        self.sheets.push(WorkbookSheet { name, heads, rows });
        self
    }

    fn free_name(&self, wanted: &str) -> String {
        let plain: String =
            wanted.chars().map(|it| if "[]:*?/\\".contains(it) || it.is_control() { ' ' } else { it }).collect();
        let plain = plain.trim().trim_matches('\'').trim();
        let plain = if plain.is_empty() { "แผ่นงาน" } else { plain };
        let is_taken = |name: &str| self.sheets.iter().any(|sheet| sheet.name.to_lowercase() == name.to_lowercase());
        let mut number = 1_usize;
        loop {
            let tail = if number == 1 { String::new() } else { format!(" ({number})") };
            let name = cut_units(plain, MAX_SHEET_NAME - tail.len()).trim_end().to_owned() + &tail;
            if !is_taken(&name) {
                return name;
            }
            number += 1;
        }
    }

    /// The bytes of the `.xlsx` file; `None`: the format has no room for so much.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        let blank;
        let sheets = if self.sheets.is_empty() {
            // A workbook without a sheet does not open.
            blank =
                [WorkbookSheet { name: "แผ่นงาน".to_owned(), heads: Vec::new(), rows: Cow::default() }];
            &blank[..]
        } else {
            &self.sheets[..]
        };
        let mut archive = PackedArchive::default();
        archive.add_common("[Content_Types].xml", &content_types(sheets.len()))?;
        archive.add_common("_rels/.rels", &package_relations())?;
        archive.add("docProps/core.xml", &properties(&self.title))?;
        archive.add_common("xl/workbook.xml", &workbook(sheets))?;
        archive.add_common("xl/_rels/workbook.xml.rels", &workbook_relations(sheets.len()))?;
        archive.add_common("xl/styles.xml", &styles())?;
        for (at, sheet) in sheets.iter().enumerate() {
            archive.add(&format!("xl/worksheets/sheet{}.xml", at + 1), &worksheet(sheet, at == 0))?;
        }
        archive.finish()
    }
}

fn content_types(sheets: usize) -> String {
    let mut xml = format!(
        "{DECLARATION}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/docProps/core.xml\" \
         ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
    );
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let mut part = |name: &str, what: &str| {
        let _ = write!(xml, "<Override PartName=\"/xl/{name}\" ContentType=\"{kind}.{what}+xml\"/>");
    };
    part("workbook.xml", "sheet.main");
    part("styles.xml", "styles");
    for number in 1..=sheets {
        part(&format!("worksheets/sheet{number}.xml"), "worksheet");
    }
    xml.push_str("</Types>");
    xml
}

fn package_relations() -> String {
    format!(
        "{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">\
         <Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"{PACKAGE}/relationships/metadata/core-properties\" \
         Target=\"docProps/core.xml\"/></Relationships>"
    )
}

fn properties(title: &str) -> String {
    format!(
        "{DECLARATION}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:language>th</dc:language>\
         </cp:coreProperties>",
        escape::xml(title)
    )
}

fn workbook(sheets: &[WorkbookSheet<'_>]) -> String {
    let mut xml = format!(
        "{DECLARATION}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><bookViews><workbookView/></bookViews><sheets>"
    );
    for (at, sheet) in sheets.iter().enumerate() {
        let (name, number) = (escape::xml(&sheet.name), at + 1);
        let _ = write!(xml, "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
    }
    xml.push_str("</sheets></workbook>");
    xml
}

fn workbook_relations(sheets: usize) -> String {
    let mut xml = format!("{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for number in 1..=sheets {
        let _ = write!(
            xml,
            "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
    }
    let styles = sheets + 1;
    let _ = write!(xml, "<Relationship Id=\"rId{styles}\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/>");
    xml.push_str("</Relationships>");
    xml
}

fn styles() -> String {
    let format = |number: usize, rest: &str| {
        format!("<xf numFmtId=\"{number}\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" {rest}")
    };
    let top = "applyAlignment=\"1\"><alignment vertical=\"top\"";
    let figure = "applyNumberFormat=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\"";
    let cells = [
        format(0, "/>"),
        format(0, &format!("{top} wrapText=\"1\"/></xf>")),
        format!(
            "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"2\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" applyFill=\"1\" \
             {top} wrapText=\"1\"/></xf>"
        ),
        format(3, &format!("{figure}/></xf>")),
        format(4, &format!("{figure}/></xf>")),
        format(10, &format!("{figure}/></xf>")),
        format(164, &format!("{figure}/></xf>")),
        format(49, &format!("{figure}/></xf>")),
    ];
    // `count` includes the default format: some readers compare it with the number of formats.
    let count = cells.len();
    format!(
        "{DECLARATION}<styleSheet xmlns=\"{MAIN}\">\
         <numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>\
         <fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Tahoma\"/><family val=\"2\"/></font>\
         <font><b/><sz val=\"11\"/><name val=\"Tahoma\"/><family val=\"2\"/></font></fonts>\
         <fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/>\
         </fill><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFE8EEF4\"/><bgColor indexed=\"64\"/>\
         </patternFill></fill></fills>\
         <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
         <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
         <cellXfs count=\"{count}\">{}</cellXfs>\
         <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>",
        cells.concat()
    )
}

fn worksheet(sheet: &WorkbookSheet<'_>, is_first: bool) -> String {
    let width = sheet.rows.iter().map(Vec::len).chain([sheet.heads.len()]).max().unwrap_or(0).min(MAX_COLUMNS);
    let rows = sheet.rows.len().min(MAX_ROWS - 1);
    let mut xml = format!("{DECLARATION}<worksheet xmlns=\"{MAIN}\">");
    let last = format!("{}{}", column_name(width.saturating_sub(1)), rows + 1);
    let _ = write!(xml, "<dimension ref=\"A1:{last}\"/><sheetViews><sheetView workbookViewId=\"0\"");
    if is_first {
        xml.push_str(" tabSelected=\"1\"");
    }
    xml.push_str(
        "><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>\
         <selection pane=\"bottomLeft\" activeCell=\"A2\" sqref=\"A2\"/></sheetView></sheetViews>\
         <sheetFormatPr defaultRowHeight=\"15\"/>",
    );
    if width > 0 {
        xml.push_str("<cols>");
        for (at, characters) in column_widths(sheet, width).into_iter().enumerate() {
            let number = at + 1;
            let _ = write!(xml, "<col min=\"{number}\" max=\"{number}\" width=\"{characters}\" customWidth=\"1\"/>");
        }
        xml.push_str("</cols>");
    }
    xml.push_str("<sheetData>");
    if !sheet.heads.is_empty() {
        xml.push_str("<row r=\"1\">");
        for (at, head) in sheet.heads.iter().take(width).enumerate() {
            text_cell(&mut xml, (&column_name(at), "1"), STYLE_HEAD, head);
        }
        xml.push_str("</row>");
    }
    let names: Vec<String> = (0..width).map(column_name).collect();
    for (at, row) in sheet.rows.iter().take(rows).enumerate() {
        let number = (at + 2).to_string();
        xml.extend(["<row r=\"", &number, "\">"]);
        for (column, value) in names.iter().zip(row) {
            cell(&mut xml, (column, &number), value);
        }
        xml.push_str("</row>");
    }
    xml.push_str("</sheetData>");
    if !sheet.heads.is_empty() && rows > 0 {
        let _ = write!(xml, "<autoFilter ref=\"A1:{}{}\"/>", column_name(sheet.heads.len().min(width) - 1), rows + 1);
    }
    xml.push_str("<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>");
    xml.push_str("<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>");
    xml
}

/// The letters of its column, and the number of its row.
type SheetPlace<'p> = (&'p str, &'p str);

fn cell(xml: &mut String, place: SheetPlace<'_>, value: &Value) {
    let (style, number) = match value {
        Value::Empty => return,
        Value::Text(text) if text.is_empty() => return,
        Value::Text(text) if is_code(text) => return text_cell(xml, place, STYLE_CODE, text),
        Value::Text(text) => return text_cell(xml, place, STYLE_TEXT, text),
        // Beyond 15 digits a spreadsheet rounds: such a number is a code, and kept letter by letter.
        Value::Integer(it) if it.unsigned_abs() >= 1_000_000_000_000_000 => {
            return text_cell(xml, place, STYLE_TEXT, &it.to_string());
        }
        Value::Integer(_) => (STYLE_INTEGER, value.plain()),
        Value::Decimal(..) => (0, value.plain()),
        Value::Money(_) => (STYLE_MONEY, value.plain()),
        Value::Percent(hundredths) => {
            let mut number = String::new();
            shifted_into(&mut number, *hundredths, 4);
            (STYLE_PERCENT, number)
        }
        Value::Date { year, month, day } => match date_serial(*year, *month, *day) {
            Some(serial) => (STYLE_DATE, serial.to_string()),
            None => return text_cell(xml, place, STYLE_TEXT, &value.plain()),
        },
    };
    let (column, row) = place;
    let _ = write!(xml, "<c r=\"{column}{row}\" s=\"{style}\"><v>{number}</v></c>");
}

/// Short and of digits and marks: what a spreadsheet program would take for a day or a number.
fn is_code(text: &str) -> bool {
    text.len() <= 24
        && text.starts_with(|letter: char| letter.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.' | b'/'))
}

fn text_cell(xml: &mut String, (column, row): SheetPlace<'_>, style: usize, text: &str) {
    let _ = write!(xml, "<c r=\"{column}{row}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    escape::xml_into(xml, cut_units(text, MAX_CELL_UNITS));
    xml.push_str("</t></is></c>");
}

/// Days since 30 December 1899, as Excel counts from March 1900 on; `None` before that and for impossible dates.
fn date_serial(year: u16, month: u8, day: u8) -> Option<i32> {
    let date = Date::new(i16::try_from(year).ok()?, month, day)?;
    let first = Date::new(1900, 3, 1)?;
    (date >= first).then(|| date.days_since(first) + 61)
}

fn column_widths(sheet: &WorkbookSheet<'_>, width: usize) -> Vec<usize> {
    let mut widths = vec![8_usize; width];
    for (at, head) in sheet.heads.iter().take(width).enumerate() {
        // A long head wraps; it need not set the width.
        widths[at] = widths[at].max(shown_width(head).min(20) + 2);
    }
    for row in sheet.rows.iter().take(5_000) {
        for (characters, value) in widths.iter_mut().zip(row) {
            let needed = match value {
                Value::Empty => 0,
                Value::Text(text) => shown_width(text),
                // Thousands separators and the percent sign.
                other => other.plain().len() * 4 / 3 + 1,
            };
            *characters = (*characters).max(needed.min(58) + 2);
        }
    }
    widths
}

/// Of the longest line, in characters that take room: Thai marks above and below take none.
fn shown_width(text: &str) -> usize {
    let takes_room = |letter: &char| *letter == 'ำ' || !is_mark(*letter);
    text.lines().map(|line| line.chars().filter(takes_room).count()).max().unwrap_or(0)
}

/// The longest beginning of at most so many UTF-16 units, which is what Excel counts.
fn cut_units(text: &str, most: usize) -> &str {
    // No unit has less than a byte.
    if text.len() <= most {
        return text;
    }
    let mut units = 0;
    for (at, letter) in text.char_indices() {
        units += letter.len_utf16();
        if units > most {
            return &text[..at];
        }
    }
    text
}
