//! Word documents (.docx) → a paper: paragraphs with their styles and Word's own numbers, tables with merged cells, text
//! boxes, tracked changes as accepted, ticks of fonts and check boxes, footnotes. Knows no form.

use std::collections::BTreeMap;

use super::Refusal;
use super::docx_numbering::{ListLevel as Level, Numbering};
use super::docx_styles::{Styles, footnotes, is_on, plain_words};
use super::docx_table::{DocxTable, OpenCell, OpenRow, table_of};
use super::glyphs;
use super::marks;
use super::paper::{Block, Note, SourcePaper, SourcePlace, Style, Unit, is_note_number, number};
use crate::source::attachment::{Archive, ArchiveError, XmlNode, attribute, walk};

const MAX_DEPTH: usize = 12;
const MAX_TEXT: usize = 64 << 20;
const MAX_SPAN: u16 = 200;

pub fn read(bytes: &[u8]) -> Result<SourcePaper, Refusal> {
    let mut archive = Archive::open(bytes).map_err(refusal)?;
    let main = if archive.has("word/document.xml") {
        "word/document.xml".to_owned()
    } else {
        let found =
            archive.names().find(|name| name.starts_with("word/document") && name.ends_with(".xml")).map(str::to_owned);
        found.ok_or_else(|| refusal(ArchiveError::Damaged))?
    };
    let body = archive.read(&main).map_err(refusal)?.ok_or_else(|| refusal(ArchiveError::Damaged))?;
    let styles = archive.read("word/styles.xml").map_err(refusal)?.map(|part| Styles::read(&part)).unwrap_or_default();
    let numbering =
        archive.read("word/numbering.xml").map_err(refusal)?.map(|part| Numbering::read(&part)).unwrap_or_default();
    let notes = archive.read("word/footnotes.xml").map_err(refusal)?.map(|part| footnotes(&part)).unwrap_or_default();
    let mut reader = DocxReader::new(styles, numbering, notes);
    let whole = walk(&body, |node| reader.see(node));
    let mut paper = reader.finish();
    if !whole {
        if paper.blocks.is_empty() {
            return Err(refusal(ArchiveError::Damaged));
        }
        paper.notes.push(Note::new(SourcePlace::default(), "ไฟล์ Word นี้เสียหายช่วงท้าย อ่านได้ไม่ครบ", ""));
    }
    let margins: Vec<String> = archive
        .names()
        .filter(|name| name.starts_with("word/header") || name.starts_with("word/footer"))
        .map(str::to_owned)
        .collect();
    for name in margins.iter().take(24) {
        let Some(part) = archive.read(name).map_err(refusal)? else { continue };
        let words = plain_words(&part);
        if !words.is_empty() && !paper.notes.iter().any(|note| note.words == words) {
            paper.notes.push(Note::new(SourcePlace::default(), "หัวกระดาษหรือท้ายกระดาษ", words));
        }
    }
    Ok(paper)
}

pub(super) fn refusal(error: ArchiveError) -> Refusal {
    match error {
        ArchiveError::Encrypted => Refusal::new("ไฟล์นี้ตั้งรหัสผ่านไว้", "เปิดในโปรแกรมเดิม ยกเลิกรหัสผ่าน แล้วบันทึกใหม่"),
        ArchiveError::Bomb => Refusal::new("ไฟล์นี้ขยายตัวผิดปกติเมื่อเปิด จึงไม่อ่าน", "คัดลอกเนื้อหาไปไว้ในไฟล์ใหม่ แล้วบันทึกอีกครั้ง"),
        ArchiveError::Damaged => Refusal::new("ไฟล์เสียหาย หรือไม่ใช่ชนิดตามนามสกุล", "เปิดในโปรแกรมเดิมแล้วบันทึกใหม่"),
    }
}

#[derive(Default)]
struct OpenParagraph {
    text: String,
    style: String,
    level: Option<Level>,
    outline: Option<u8>,
    /// Letters in bold, and all letters.
    bold: usize,
    letters: usize,
    /// Nested tables and text boxes keep their own words apart.
    number: usize,
}

struct DocxReader {
    styles: Styles,
    numbering: Numbering,
    footnotes: BTreeMap<String, String>,
    paper: SourcePaper,
    paragraphs: Vec<OpenParagraph>,
    tables: Vec<DocxTable>,
    /// Of each open content control: a check box, and whether it is ticked.
    controls: Vec<Option<bool>>,
    /// The tick of that control has been written.
    control_written: bool,
    in_fallback: usize,
    in_moved: usize,
    is_text: bool,
    in_run: bool,
    in_run_properties: bool,
    in_row_properties: bool,
    run_bold: bool,
    run_hidden: bool,
    run_struck: bool,
    run_raised: bool,
    box_ticked: Option<bool>,
    count: usize,
    table_count: usize,
    size: usize,
    used_notes: Vec<(String, SourcePlace)>,
}

impl DocxReader {
    fn new(styles: Styles, numbering: Numbering, footnotes: BTreeMap<String, String>) -> Self {
        Self {
            styles,
            numbering,
            footnotes,
            paper: SourcePaper::default(),
            paragraphs: Vec::new(),
            tables: Vec::new(),
            controls: Vec::new(),
            control_written: false,
            in_fallback: 0,
            in_moved: 0,
            is_text: false,
            in_run: false,
            in_run_properties: false,
            in_row_properties: false,
            run_bold: false,
            run_hidden: false,
            run_struck: false,
            run_raised: false,
            box_ticked: None,
            count: 0,
            table_count: 0,
            size: 0,
            used_notes: Vec::new(),
        }
    }

    fn place(&self) -> SourcePlace {
        SourcePlace { part: 0, line: number(self.count), column: 0, unit: Unit::Paragraph }
    }

    fn see(&mut self, node: XmlNode<'_>) {
        match &node {
            XmlNode::Open("Fallback", _) => self.in_fallback += 1,
            XmlNode::Close("Fallback") => self.in_fallback = self.in_fallback.saturating_sub(1),
            XmlNode::Open("moveFrom", _) => self.in_moved += 1,
            XmlNode::Close("moveFrom") => self.in_moved = self.in_moved.saturating_sub(1),
            _ => {}
        }
        if self.in_fallback > 0 || self.in_moved > 0 {
            return;
        }
        match node {
            XmlNode::Open(name, tag) => self.open(name, &|key| attribute(tag, key)),
            XmlNode::Letters(letters) if self.is_text && self.size < MAX_TEXT => self.letters(letters),
            XmlNode::Letters(_) => {}
            XmlNode::Close(name) => self.close(name),
        }
    }

    fn open(&mut self, name: &str, value: &dyn Fn(&str) -> Option<String>) {
        match name {
            "p" if self.paragraphs.len() < MAX_DEPTH => {
                self.count += 1;
                self.paragraphs.push(OpenParagraph { number: self.count, ..OpenParagraph::default() });
            }
            "tbl" if self.tables.len() < MAX_DEPTH => self.tables.push(DocxTable::default()),
            "tr" => {
                let place =
                    SourcePlace { part: number(self.table_count + 1), line: 0, column: 0, unit: Unit::TableRow };
                if let Some(table) = self.tables.last_mut() {
                    let place = SourcePlace { line: number(table.rows.len() + 1), ..place };
                    table.rows.push(OpenRow { place, ..OpenRow::default() });
                }
            }
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    table.cell = Some(OpenCell { columns: 1, ..OpenCell::default() });
                }
            }
            "trPr" => self.in_row_properties = true,
            "del" if self.in_row_properties => {
                if let Some(row) = self.tables.last_mut().and_then(|table| table.rows.last_mut()) {
                    row.is_deleted = true;
                }
            }
            "tblHeader" => {
                if let Some(row) = self.tables.last_mut().and_then(|table| table.rows.last_mut()) {
                    row.is_head = is_on(value("val"));
                }
            }
            "gridBefore" => {
                if let Some(row) = self.tables.last_mut().and_then(|table| table.rows.last_mut()) {
                    row.before = value("val").and_then(|it| it.parse().ok()).unwrap_or(0).min(MAX_SPAN);
                }
            }
            "gridSpan" => {
                if let Some(cell) = self.cell() {
                    cell.columns = value("val").and_then(|it| it.parse().ok()).unwrap_or(1).clamp(1, MAX_SPAN);
                }
            }
            "vMerge" => {
                if let Some(cell) = self.cell() {
                    cell.continues = value("val").is_none_or(|it| it != "restart");
                }
            }
            "hMerge" => {
                if value("val").is_none_or(|it| it != "restart")
                    && let Some(cell) = self.cell()
                {
                    // The cell before it covers this one.
                    cell.columns = 0;
                }
            }
            "pStyle" => {
                let style = value("val").unwrap_or_default();
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.level = paragraph.level.or(self.styles.numbered.get(&style).copied());
                    paragraph.style = style;
                }
            }
            "outlineLvl" => {
                let level = value("val").and_then(|it| it.parse::<u8>().ok()).filter(|level| *level < 9);
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.outline = level.map(|level| (level + 1).min(6));
                }
            }
            "numId" => {
                let list = value("val").and_then(|it| it.parse().ok()).unwrap_or(0);
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.level.get_or_insert_with(Level::default).list = list;
                }
            }
            "ilvl" => {
                let level = value("val").and_then(|it| it.parse().ok()).unwrap_or(0);
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.level.get_or_insert_with(Level::default).level = level;
                }
            }
            "r" => {
                (self.in_run, self.run_bold, self.run_hidden) = (true, false, false);
                (self.run_struck, self.run_raised) = (false, false);
            }
            "rPr" => self.in_run_properties = self.in_run,
            "b" if self.in_run_properties => self.run_bold = is_on(value("val")),
            "vanish" if self.in_run_properties => self.run_hidden = is_on(value("val")),
            "strike" | "dstrike" if self.in_run_properties => self.run_struck = is_on(value("val")),
            "vertAlign" if self.in_run_properties => {
                self.run_raised = value("val").is_some_and(|it| it == "superscript");
            }
            "t" => self.is_text = true,
            "tab" if self.in_run => self.letters("\t"),
            "br" | "cr" => self.letters("\n"),
            "noBreakHyphen" => self.letters("-"),
            "sym" => {
                let font = value("font").unwrap_or_default();
                let code = value("char").and_then(|it| u32::from_str_radix(&it, 16).ok()).unwrap_or(0);
                let shown = marks::symbol(&font, code).map(str::to_owned);
                let shown = shown
                    .or_else(|| char::from_u32(code).filter(|_| !(0xF000..=0xF0FF).contains(&code)).map(String::from));
                match shown {
                    Some(shown) => self.letters(&shown),
                    None => {
                        let place = self.place();
                        self.paper.notes.push(Note::new(
                            place,
                            format!("สัญลักษณ์ของแบบอักษร {font} ที่ไม่รู้จัก"),
                            format!("{code:04X}"),
                        ));
                    }
                }
            }
            "sdt" if self.controls.len() < 64 => {
                self.controls.push(None);
                self.control_written = false;
            }
            "checkbox" => {
                if let Some(control) = self.controls.last_mut() {
                    *control = Some(false);
                }
            }
            "checked" => {
                let ticked = is_on(value("val"));
                match self.controls.last_mut() {
                    Some(control @ Some(_)) => *control = Some(ticked),
                    _ => self.box_ticked = Some(ticked),
                }
            }
            // A check box of a form: `checked` wins over `default`.
            "checkBox" => self.box_ticked = Some(false),
            "default" if self.box_ticked.is_some() => self.box_ticked = Some(is_on(value("val"))),
            "footnoteReference" => {
                let id = value("id").unwrap_or_default();
                let place = self.place();
                if self.footnotes.contains_key(&id) {
                    self.used_notes.push((id, place));
                    if self.tables.is_empty() {
                        let mark = format!(" (เชิงอรรถ {})", self.used_notes.len());
                        self.letters(&mark);
                    }
                }
            }
            "blip" | "imagedata" => {
                let place = self.place();
                self.paper.notes.push(Note::new(place, "รูปภาพในเอกสาร แนบเองถ้าต้องการแสดง", ""));
            }
            _ => {}
        }
    }

    fn cell(&mut self) -> Option<&mut OpenCell> {
        self.tables.last_mut()?.cell.as_mut()
    }

    fn letters(&mut self, letters: &str) {
        let before = self.paragraphs.last().map_or("", |paragraph| paragraph.text.as_str());
        let why = if self.run_hidden {
            Some("ข้อความที่ซ่อนไว้ (hidden text)")
        } else if self.run_struck {
            Some("ข้อความที่ขีดฆ่า")
        } else if self.run_raised && is_note_number(before, letters) {
            Some("ตัวยกหลังตัวเลข (หมายเลขเชิงอรรถ) ไม่ใช่ส่วนของตัวเลข")
        } else {
            None
        };
        if let Some(why) = why.filter(|_| !letters.trim().is_empty()) {
            let place = self.place();
            self.paper.notes.push(Note::new(place, why, letters));
            return;
        }
        let ticked = self.controls.last().copied().flatten();
        let letters = match ticked {
            Some(_) if self.control_written => return,
            Some(true) => "☑",
            Some(false) => "☐",
            None => letters,
        };
        self.control_written |= ticked.is_some();
        self.size += letters.len();
        let bold = self.run_bold;
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.push_str(letters);
            let count = letters.chars().filter(|letter| !letter.is_whitespace()).count();
            paragraph.letters += count;
            paragraph.bold += if bold { count } else { 0 };
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "t" => self.is_text = false,
            "r" => (self.in_run, self.in_run_properties) = (false, false),
            "rPr" => self.in_run_properties = false,
            "trPr" => self.in_row_properties = false,
            "sdt" => drop(self.controls.pop()),
            "checkBox" => {
                if let Some(ticked) = self.box_ticked.take() {
                    self.letters(if ticked { "☑" } else { "☐" });
                }
            }
            "p" => {
                if let Some(paragraph) = self.paragraphs.pop() {
                    self.end_paragraph(paragraph);
                }
            }
            "tc" => {
                if let Some(table) = self.tables.last_mut()
                    && let Some(cell) = table.cell.take()
                    && let Some(row) = table.rows.last_mut()
                {
                    if cell.columns == 0
                        && let Some(last) = row.cells.last_mut()
                    {
                        last.columns = last.columns.saturating_add(1).min(MAX_SPAN);
                        last.lines.extend(cell.lines);
                    } else {
                        row.cells.push(cell);
                    }
                }
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut()
                    && let Some(row) = table.rows.last()
                {
                    if row.is_deleted {
                        table.rows.pop();
                    } else if row.is_head && table.header_rows + 1 == table.rows.len() {
                        table.header_rows += 1;
                    }
                }
            }
            "tbl" => {
                if let Some(table) = self.tables.pop() {
                    self.end_table(table);
                }
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self, paragraph: OpenParagraph) {
        let label = paragraph.level.filter(|level| level.list != 0).and_then(|level| {
            let is_empty = paragraph.text.trim().is_empty();
            // Word numbers an empty paragraph too; only in a cell of a table somebody misses it.
            if is_empty && self.cell().is_none_or(|cell| cell.has_words) { None } else { self.numbering.next(level) }
        });
        let mut text = glyphs::mend(&paragraph.text);
        let in_style = self.styles.bold.get(&paragraph.style).copied().unwrap_or(false);
        let is_bold = paragraph.letters > 0 && (in_style || paragraph.bold * 10 >= paragraph.letters * 9);
        let is_bullet = label.as_deref() == Some("-");
        if let Some(label) = label.filter(|_| !is_bullet) {
            let label = if text.trim().is_empty() { label.trim_end_matches('.') } else { label.as_str() };
            text = format!("{label} {}", text.trim_start());
        }
        if let Some(cell) = self.tables.last_mut().and_then(|table| table.cell.as_mut()) {
            let text = text.replace('\t', " ");
            let text = if is_bullet { format!("- {text}") } else { text };
            cell.is_bold = if cell.has_words { cell.is_bold && (is_bold || text.trim().is_empty()) } else { is_bold };
            cell.has_words |= !text.trim().is_empty();
            cell.lines.push(text);
            return;
        }
        let heading = paragraph.outline.or_else(|| self.styles.headings.get(&paragraph.style).copied());
        let style = match heading {
            Some(level) if text.chars().count() < 220 => Style::Heading(level),
            _ if is_bullet => Style::Item,
            _ if is_bold && text.chars().count() < 200 => Style::Bold,
            _ => Style::Plain,
        };
        let place = SourcePlace { part: 0, line: number(paragraph.number), column: 0, unit: Unit::Paragraph };
        let mut follows = false;
        for line in text.lines() {
            self.paper.paragraph(line.trim(), style, follows, place);
            follows = true;
        }
    }

    fn end_table(&mut self, open: DocxTable) {
        if open.is_layout {
            let mut open = open;
            self.paragraphs_of(open.take_words());
            return;
        }
        let table = table_of(open);
        if table.is_grid()
            && let Some(outer) = self.tables.last_mut().filter(|outer| outer.may_lay_out())
        {
            outer.is_layout = true;
            let words = outer.take_words();
            self.paragraphs_of(words);
            self.table_count += 1;
            self.paper.blocks.push(Block::Table(table));
            return;
        }
        if let Some(cell) = self.tables.last_mut().and_then(|outer| outer.cell.as_mut()) {
            // A table in a cell: a line for each of its rows.
            for row in &table.rows {
                let words: Vec<&str> =
                    row.cells.iter().map(|cell| cell.text.trim()).filter(|text| !text.is_empty()).collect();
                cell.lines.push(words.join(" "));
            }
            return;
        }
        self.table_count += 1;
        self.paper.blocks.push(Block::Table(table));
    }

    /// Words of a table that only lays out the page.
    fn paragraphs_of(&mut self, lines: Vec<String>) {
        let place = self.place();
        for line in lines.iter().flat_map(|line| line.lines()) {
            self.paper.paragraph(line.trim(), Style::Plain, false, place);
        }
    }

    fn finish(mut self) -> SourcePaper {
        while let Some(paragraph) = self.paragraphs.pop() {
            self.end_paragraph(paragraph);
        }
        while let Some(mut table) = self.tables.pop() {
            if let (Some(cell), Some(row)) = (table.cell.take(), table.rows.last_mut()) {
                row.cells.push(cell);
            }
            self.end_table(table);
        }
        for (at, (id, place)) in self.used_notes.iter().enumerate() {
            if let Some(words) = self.footnotes.get(id) {
                let text = format!("เชิงอรรถ {}: {}", at + 1, glyphs::mend(words).trim());
                self.paper.paragraph(text, Style::Plain, false, *place);
            }
        }
        self.paper
    }
}
