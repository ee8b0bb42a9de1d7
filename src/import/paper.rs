//! What every foreign reader gives: a document as paragraphs and tables in their order, each with its place in the source.
//! Knows no form and no model; a cell is text, how many columns and rows it covers, and whether it is bold.

use std::fmt;

/// Where something stands in the source, in words that a person can follow there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourcePlace {
    /// Page, sheet or part, from 1; 0 where the source has none.
    pub part: u32,
    /// Line, paragraph or row, from 1.
    pub line: u32,
    /// Column of a table, from 1; 0 for a whole line.
    pub column: u32,
    pub unit: Unit,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    #[default]
    Line,
    Paragraph,
    Row,
    /// Of the table of this number.
    TableRow,
}

impl SourcePlace {
    pub fn line(line: usize) -> Self {
        Self { line: number(line), ..Self::default() }
    }

    pub fn column(self, column: usize) -> Self {
        Self { column: number(column), ..self }
    }
}

pub(super) fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

impl fmt::Display for SourcePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (part, unit) = match self.unit {
            Unit::Line => ("หน้า", "บรรทัด"),
            Unit::Paragraph => ("ส่วนที่", "ย่อหน้า"),
            Unit::Row => ("แผ่นงาน", "แถว"),
            Unit::TableRow => ("ตาราง", "แถว"),
        };
        if self.part > 0 {
            write!(f, "{part} {} ", self.part)?;
        }
        write!(f, "{unit} {}", self.line)?;
        if self.column > 0 {
            write!(f, " ช่อง {}", self.column)?;
        }
        Ok(())
    }
}

/// A document as read; `notes` tells what the reader could not carry over.
#[derive(Clone, Debug, Default)]
pub struct SourcePaper {
    pub blocks: Vec<Block>,
    pub notes: Vec<Note>,
    /// A sheet of ours that comes back.
    pub origin: Option<super::patch::SheetOrigin>,
}

/// Something that has no place in the result, or that the reader had to decide: nothing is left out in silence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub place: SourcePlace,
    pub why: String,
    /// The words left out, whole.
    pub words: String,
}

impl Note {
    pub fn new(place: SourcePlace, why: impl Into<String>, words: impl Into<String>) -> Self {
        Self { place, why: why.into(), words: words.into() }
    }
}

#[derive(Clone, Debug)]
pub enum Block {
    Text(Paragraph),
    Table(PaperTable),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    pub text: String,
    pub style: Style,
    /// Stands directly under the paragraph before it, without a gap.
    pub follows: bool,
    pub place: SourcePlace,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    Heading(u8),
    Bold,
    Item,
    #[default]
    Plain,
}

#[derive(Clone, Debug, Default)]
pub struct PaperTable {
    pub rows: Vec<TableRow>,
    pub place: SourcePlace,
    /// The source itself says which cells are merged; otherwise groups of heads are told from blank cells.
    pub states_merges: bool,
    /// How many rows the source marks as heads.
    pub stated_heads: usize,
    /// The name of the sheet, or a caption.
    pub caption: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct TableRow {
    pub cells: Vec<PaperCell>,
    pub place: SourcePlace,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperCell {
    pub text: String,
    pub columns: u16,
    pub rows: u16,
    pub is_bold: bool,
    /// Why somebody has to look at this cell.
    pub doubt: Option<String>,
}

impl Default for PaperCell {
    fn default() -> Self {
        Self { text: String::new(), columns: 1, rows: 1, is_bold: false, doubt: None }
    }
}

impl PaperCell {
    pub fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

impl PaperTable {
    /// Inside another table such a one holds data, and the other only lays out the page.
    pub(super) fn is_grid(&self) -> bool {
        self.rows.len() >= 2 && self.rows.iter().any(|row| row.cells.len() >= 3)
    }
}

/// Whether raised letters behind this text are the number of a note and no part of a figure.
pub(super) fn is_note_number(before: &str, raised: &str) -> bool {
    let raised = raised.trim();
    before.trim_end().ends_with(|letter: char| letter.is_numeric())
        && !raised.is_empty()
        && raised.chars().all(|letter| letter.is_numeric() || matches!(letter, '(' | ')' | '*' | '[' | ']' | '/' | ','))
}

impl TableRow {
    pub fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_blank()).count()
    }
}

impl SourcePaper {
    pub fn paragraph(&mut self, text: impl Into<String>, style: Style, follows: bool, place: SourcePlace) {
        let text = text.into();
        if !text.trim().is_empty() {
            self.blocks.push(Block::Text(Paragraph { text, style, follows, place }));
        }
    }

    /// Marks in another order, signs in two halves, signs of no width: the same word on paper, another one to a machine.
    pub fn mend_typing(&mut self) {
        let mut mended = 0;
        let mut first: Option<(SourcePlace, String)> = None;
        let mut mend = |text: &mut String, place: SourcePlace| {
            let drawn = super::glyphs::mend(text);
            let clean = crate::thai::repair(&drawn);
            if *clean != **text {
                mended += 1;
                first.get_or_insert_with(|| (place, text.clone()));
                *text = clean.into_owned();
            }
        };
        for block in &mut self.blocks {
            match block {
                Block::Text(paragraph) => mend(&mut paragraph.text, paragraph.place),
                Block::Table(table) => {
                    for row in &mut table.rows {
                        for (at, cell) in row.cells.iter_mut().enumerate() {
                            mend(&mut cell.text, row.place.column(at + 1));
                        }
                    }
                }
            }
        }
        if let Some((place, words)) = first {
            let why = format!(
                "รหัสตัวอักษรไทยไม่เป็นมาตรฐาน {mended} แห่ง (เช่น เ สองตัวแทน แ, วรรณยุกต์ก่อนสระ, อักขระที่มองไม่เห็น) จัดให้เป็นมาตรฐานแล้ว คำเหมือนเดิม"
            );
            self.notes.push(Note::new(place, why, words));
        }
    }

    pub fn tables(&self) -> impl Iterator<Item = &PaperTable> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            Block::Text(_) => None,
        })
    }
}
