//! Back to Excel: the rows of a plan, a report or measures as a workbook in the official form, ready to be filled in: codes
//! locked, lists to choose from, Thai numbers. A hidden sheet keeps what stood there, so that only what was filled comes back.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The hidden sheet by which a workbook of ours is known again.
pub const HIDDEN: &str = "_prongsai";
const LISTS: &str = "_lists";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// Not to be changed: the permanent code.
    Code,
    Text,
    Money,
    /// One of the list of this number.
    Choice(usize),
}

#[derive(Clone, Debug)]
pub struct SheetColumn {
    pub head: String,
    /// The field's name, for the hidden sheet.
    pub field: String,
    pub kind: CellKind,
    /// In letters, as spreadsheet programs count.
    pub width: u16,
}

#[derive(Clone, Debug, Default)]
pub struct FormSheet {
    /// The document's place in the content folder.
    pub path: String,
    pub titles: Vec<String>,
    pub columns: Vec<SheetColumn>,
    pub rows: Vec<Vec<String>>,
    pub lists: Vec<Vec<String>>,
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// Places in `cellXfs`.
const PLAIN: usize = 0;
const TITLE: usize = 1;
const HEAD: usize = 2;
const LOCKED: usize = 3;
const OPEN: usize = 4;
const OPEN_MONEY: usize = 5;

impl FormSheet {
    pub fn bytes(&self) -> zip::result::ZipResult<Vec<u8>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        // Neither the clock nor the machine shows in the bytes.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .system(zip::System::Unix);
        for (name, text) in self.parts() {
            zip.start_file(name, options)?;
            zip.write_all(text.as_bytes())?;
        }
        Ok(zip.finish()?.into_inner())
    }

    fn parts(&self) -> Vec<(&'static str, String)> {
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        let mut types = format!(
            "{DECLARATION}<Types xmlns=\"{PACKAGE}/content-types\">\
             <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
             <Override PartName=\"/xl/workbook.xml\" ContentType=\"{kind}.sheet.main+xml\"/>\
             <Override PartName=\"/xl/styles.xml\" ContentType=\"{kind}.styles+xml\"/>"
        );
        for number in 1..=3 {
            let _ = write!(
                types,
                "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{kind}.worksheet+xml\"/>"
            );
        }
        types.push_str("</Types>");
        let root = format!(
            "{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">\
             <Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        );
        let last = self.head_row() + self.rows.len();
        let workbook = format!(
            "{DECLARATION}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>\
             <sheet name=\"รายการ\" sheetId=\"1\" r:id=\"rId1\"/>\
             <sheet name=\"{LISTS}\" sheetId=\"2\" state=\"hidden\" r:id=\"rId2\"/>\
             <sheet name=\"{HIDDEN}\" sheetId=\"3\" state=\"hidden\" r:id=\"rId3\"/></sheets>\
             <definedNames><definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">'รายการ'!${0}:${0}</definedName>\
             <definedName name=\"_xlnm.Print_Area\" localSheetId=\"0\">'รายการ'!$A$1:${1}${last}</definedName></definedNames></workbook>",
            self.head_row(),
            letters(self.columns.len().max(1) - 1),
        );
        let mut relations = format!("{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">");
        for number in 1..=3 {
            let _ = write!(
                relations,
                "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
            );
        }
        let _ = write!(
            relations,
            "<Relationship Id=\"rId4\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
        );
        vec![
            ("[Content_Types].xml", types),
            ("_rels/.rels", root),
            ("xl/workbook.xml", workbook),
            ("xl/_rels/workbook.xml.rels", relations),
            ("xl/styles.xml", styles()),
            ("xl/worksheets/sheet1.xml", self.visible()),
            ("xl/worksheets/sheet2.xml", plain_sheet(&transposed(&self.lists))),
            ("xl/worksheets/sheet3.xml", plain_sheet(&self.hidden())),
        ]
    }

    /// Number of the row of heads, from 1.
    fn head_row(&self) -> usize {
        self.titles.len() + 1
    }

    fn hidden(&self) -> Vec<Vec<String>> {
        let mut rows = vec![vec![HIDDEN.to_owned(), self.path.clone()]];
        rows.push(self.columns.iter().map(|column| column.field.clone()).collect());
        rows.extend(self.rows.iter().cloned());
        rows
    }

    fn visible(&self) -> String {
        let width = self.columns.len();
        let mut xml = format!(
            "{DECLARATION}<worksheet xmlns=\"{MAIN}\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>\
             <sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"{0}\" topLeftCell=\"A{1}\" activePane=\"bottomLeft\" state=\"frozen\"/>\
             </sheetView></sheetViews><cols>",
            self.head_row(),
            self.head_row() + 1
        );
        for (at, column) in self.columns.iter().enumerate() {
            let _ = write!(xml, "<col min=\"{0}\" max=\"{0}\" width=\"{1}\" customWidth=\"1\"/>", at + 1, column.width);
        }
        xml.push_str("</cols><sheetData>");
        for (at, title) in self.titles.iter().enumerate() {
            let _ = write!(xml, "<row r=\"{0}\">{1}</row>", at + 1, text_cell(0, at + 1, title, TITLE));
        }
        let _ = write!(xml, "<row r=\"{}\">", self.head_row());
        for (at, column) in self.columns.iter().enumerate() {
            xml.push_str(&text_cell(at, self.head_row(), &column.head, HEAD));
        }
        xml.push_str("</row>");
        for (number, row) in self.rows.iter().enumerate() {
            let line = self.head_row() + 1 + number;
            let _ = write!(xml, "<row r=\"{line}\">");
            for (at, column) in self.columns.iter().enumerate() {
                let text = row.get(at).map_or("", String::as_str);
                xml.push_str(&match column.kind {
                    CellKind::Code => text_cell(at, line, text, LOCKED),
                    CellKind::Money => money_cell(at, line, text),
                    _ => text_cell(at, line, text, OPEN),
                });
            }
            xml.push_str("</row>");
        }
        xml.push_str("</sheetData><sheetProtection sheet=\"1\" objects=\"1\" scenarios=\"1\" formatCells=\"0\" formatColumns=\"0\" formatRows=\"0\" autoFilter=\"0\" sort=\"0\"/>");
        if width > 1 && !self.titles.is_empty() {
            let _ = write!(xml, "<mergeCells count=\"{}\">", self.titles.len());
            for at in 1..=self.titles.len() {
                let _ = write!(xml, "<mergeCell ref=\"A{at}:{}{at}\"/>", letters(width - 1));
            }
            xml.push_str("</mergeCells>");
        }
        let choices: Vec<(usize, usize)> = self
            .columns
            .iter()
            .enumerate()
            .filter_map(|(at, column)| match column.kind {
                CellKind::Choice(list) if self.lists.get(list).is_some_and(|list| !list.is_empty()) => Some((at, list)),
                _ => None,
            })
            .collect();
        if !choices.is_empty() && !self.rows.is_empty() {
            let _ = write!(xml, "<dataValidations count=\"{}\">", choices.len());
            for (at, list) in choices {
                let count = self.lists.get(list).map_or(1, Vec::len);
                // Owners are many and new ones come: the list proposes, status and dimension it holds to.
                let is_strict = list < 2;
                let _ = write!(
                    xml,
                    "<dataValidation type=\"list\" allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"{}\" sqref=\"{1}{2}:{1}{3}\">\
                     <formula1>{LISTS}!${4}$1:${4}${count}</formula1></dataValidation>",
                    u8::from(is_strict),
                    letters(at),
                    self.head_row() + 1,
                    self.head_row() + self.rows.len(),
                    letters(list),
                );
            }
            xml.push_str("</dataValidations>");
        }
        xml.push_str("<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.5\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"9\" orientation=\"landscape\" fitToWidth=\"1\" fitToHeight=\"0\"/></worksheet>");
        xml
    }
}

fn transposed(lists: &[Vec<String>]) -> Vec<Vec<String>> {
    let most = lists.iter().map(Vec::len).max().unwrap_or(0);
    (0..most).map(|at| lists.iter().map(|list| list.get(at).cloned().unwrap_or_default()).collect()).collect()
}

fn plain_sheet(rows: &[Vec<String>]) -> String {
    let mut xml = format!("{DECLARATION}<worksheet xmlns=\"{MAIN}\"><sheetData>");
    for (number, row) in rows.iter().enumerate() {
        let _ = write!(xml, "<row r=\"{}\">", number + 1);
        for (at, text) in row.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            xml.push_str(&text_cell(at, number + 1, text, PLAIN));
        }
        xml.push_str("</row>");
    }
    xml.push_str("</sheetData></worksheet>");
    xml
}

/// `B` of the second column.
fn letters(at: usize) -> String {
    crate::source::sheet::column_name(at)
}

fn text_cell(column: usize, row: usize, text: &str, style: usize) -> String {
    format!(
        "<c r=\"{}{row}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
        letters(column),
        escaped(text)
    )
}

/// Money that is an amount is a number; what says "ไม่ใช้งบประมาณ" or "-" stays words.
fn money_cell(column: usize, row: usize, text: &str) -> String {
    match crate::thai::StatedMoney::parse(text) {
        Ok(crate::thai::StatedMoney::Amount(money)) => {
            format!("<c r=\"{}{row}\" s=\"{OPEN_MONEY}\"><v>{}</v></c>", letters(column), money.plain_text())
        }
        _ => text_cell(column, row, text, OPEN_MONEY),
    }
}

fn escaped(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_control() || *letter == '\n')
        .map(|letter| match letter {
            '&' => "&amp;".to_owned(),
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            '"' => "&quot;".to_owned(),
            _ => letter.to_string(),
        })
        .collect()
}

fn styles() -> String {
    let border =
        "<border><left style=\"thin\"/><right style=\"thin\"/><top style=\"thin\"/><bottom style=\"thin\"/></border>";
    let font = |more: &str| format!("<font>{more}<sz val=\"14\"/><name val=\"TH Sarabun New\"/></font>");
    // Thai digits, thousands parted.
    let thai_money = "[$-D00041E]#,##0.00";
    let cell = |format: usize, font: usize, fill: usize, border: usize, more: &str| {
        format!(
            "<xf numFmtId=\"{format}\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"{border}\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" \
             applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\" applyProtection=\"1\">{more}</xf>"
        )
    };
    let open = "<alignment vertical=\"top\" wrapText=\"1\"/><protection locked=\"0\"/>";
    format!(
        "{DECLARATION}<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"{thai_money}\"/></numFmts>\
         <fonts count=\"2\">{}{}</fonts>\
         <fills count=\"4\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>\
         <fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFE8EEF4\"/></patternFill></fill>\
         <fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFF0F0F0\"/></patternFill></fill></fills>\
         <borders count=\"2\"><border/>{border}</borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"6\">{}{}{}{}{}{}</cellXfs></styleSheet>",
        font(""),
        font("<b/>"),
        cell(0, 0, 0, 0, ""),
        cell(0, 1, 0, 0, "<alignment horizontal=\"center\" wrapText=\"1\"/>"),
        cell(0, 1, 2, 1, "<alignment horizontal=\"center\" vertical=\"center\" wrapText=\"1\"/>"),
        // Text, so that a spreadsheet program makes no date of a code.
        cell(49, 0, 3, 1, "<alignment vertical=\"top\"/><protection locked=\"1\"/>"),
        cell(49, 0, 0, 1, open),
        cell(164, 0, 0, 1, "<alignment horizontal=\"right\" vertical=\"top\"/><protection locked=\"0\"/>"),
    )
}
