//! The body of the main document: paragraphs and tables in the order of the source, the rows of promises where they began,
//! what is told of one item under its code. What is left out is noted.

use std::collections::{BTreeMap, BTreeSet};

use super::ImportOptions;
use super::grid::{self, one_line};
use super::import_source::ImportSource;
use super::marks;
use super::numbering;
use super::paper::{Block, Note, Paragraph, Style};
use super::rows::Understood;
use super::shape;
use super::similar::Name;
use super::tables::Fate;
use super::write;
use crate::standards::heads::fold;
use crate::standards::{Field, Role};

/// A line that stands on as many pages is their running head.
const RUNNING: usize = 3;

#[derive(Clone, Debug, Default)]
pub struct BodyText {
    pub text: String,
}

pub(super) fn write(
    source: &ImportSource<'_>,
    taken: &BTreeSet<usize>,
    options: &ImportOptions,
    notes: &mut Vec<Note>,
) -> BodyText {
    let mut writer = BodyWriter {
        source,
        out: Vec::new(),
        stories: stories(source),
        in_stories: false,
        last_short: None,
        after_table: None,
        dimension: None,
    };
    // A form of ours that was filled in is no paper of its own.
    if let Some(original) = options.original.as_ref().filter(|_| source.paper.origin.is_none()) {
        writer.out.push(format!(
            "เอกสารต้นฉบับ: [{}]({})",
            write::line(original.rsplit('/').next().unwrap_or(original)),
            original
        ));
    }
    let running = running_heads(source);
    let mut told: BTreeSet<String> = BTreeSet::new();
    let cover = cover_end(source);
    let mut in_contents = false;
    for (at, block) in source.paper.blocks.iter().enumerate() {
        match block {
            Block::Text(paragraph) => {
                let folded = fold(&paragraph.text);
                let text = one_line(&paragraph.text);
                if text == "สารบัญ" || text == "สารบัญเรื่อง" {
                    in_contents = true;
                    notes.push(Note::new(paragraph.place, "สารบัญ (เว็บทำสารบัญเอง)", text));
                    continue;
                }
                if in_contents && !matches!(paragraph.style, Style::Heading(1..=2)) && text.chars().count() < 150 {
                    notes.push(Note::new(paragraph.place, "สารบัญ (เว็บทำสารบัญเอง)", text));
                    continue;
                }
                in_contents = false;
                if taken.contains(&at) {
                    continue;
                }
                if at < cover {
                    notes.push(Note::new(paragraph.place, "ปกของเล่ม (อยู่ในส่วนหัวของไฟล์)", text));
                    continue;
                }
                if writer.dimension(&text) {
                    continue;
                }
                let is_unit = text.chars().count() < 60 && super::reading::unit_of(&text).is_some_and(|unit| unit > 1);
                if is_unit && source.tables.understood.iter().any(|table| table.in_baht) {
                    notes.push(Note::new(paragraph.place, "หน่วยของเงินในตาราง (ในไฟล์ที่ได้เป็นบาทแล้ว)", text));
                    continue;
                }
                if running.contains(&folded) {
                    if told.insert(folded) {
                        notes.push(Note::new(paragraph.place, "หัวกระดาษที่ซ้ำทุกหน้า", text));
                    }
                    continue;
                }
                writer.paragraph(paragraph);
            }
            Block::Table(table) => match source.tables.fates.get(at).copied().unwrap_or_default() {
                Fate::Begins(number) => writer.understood(number),
                Fate::Goes(_) | Fate::Text => {}
                Fate::Unknown => {
                    let grid = grid::expand(table);
                    if in_contents || is_contents(&grid) {
                        for row in &grid.rows {
                            for cell in row.cells.iter().filter(|cell| !cell.own().is_empty()) {
                                notes.push(Note::new(row.place, "สารบัญ (เว็บทำสารบัญเอง)", cell.text.clone()));
                            }
                        }
                        continue;
                    }
                    writer.unknown(&grid);
                }
            },
        }
    }
    BodyText { text: writer.out.join("\n\n") }
}

/// Two columns of titles and page numbers.
fn is_contents(grid: &grid::PaperGrid) -> bool {
    let pages = grid.rows.iter().filter(|row| {
        let last = row.cells.iter().rev().find(|cell| !cell.is_blank());
        row.filled() == 2 && last.is_some_and(|cell| super::text::is_page_number(&cell.text))
    });
    grid.width == 2 && grid.rows.len() >= 4 && pages.count() * 10 >= grid.rows.len() * 8
}

/// Where the cover ends: at the first heading, long paragraph or table.
fn cover_end(source: &ImportSource<'_>) -> usize {
    if source.facts.title.is_none() {
        return 0;
    }
    let end = source.paper.blocks.iter().take(24).position(|block| match block {
        Block::Text(paragraph) => {
            let text = one_line(&paragraph.text);
            let is_title = source.facts.title.as_deref().is_some_and(|title| title.starts_with(&text));
            text.chars().count() > 160
                || (matches!(paragraph.style, Style::Heading(_)) && !is_title && !is_place(&text))
                || text == "คำนำ"
                || numbering::dimension_title(&text).is_some()
        }
        Block::Table(_) => true,
    });
    end.unwrap_or(0)
}

fn is_place(text: &str) -> bool {
    ["พ.ศ.", "ประจำปี", "อำเภอ", "จังหวัด", "สำนักงาน", "องค์การบริหาร", "เทศบาล"].iter().any(|word| text.starts_with(word))
}

fn running_heads(source: &ImportSource<'_>) -> BTreeSet<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut beside_table: BTreeSet<String> = BTreeSet::new();
    let blocks = &source.paper.blocks;
    for (at, block) in blocks.iter().enumerate() {
        let Block::Text(paragraph) = block else { continue };
        let text = one_line(&paragraph.text);
        if text.chars().count() > 260 {
            continue;
        }
        let folded = fold(&text);
        if folded.is_empty() {
            continue;
        }
        let near_table = (at + 1..(at + 7).min(blocks.len())).any(|next| matches!(blocks[next], Block::Table(_)));
        if near_table {
            beside_table.insert(folded.clone());
        }
        *counts.entry(folded).or_insert(0) += 1;
    }
    let is_running = |text: &String, count: usize| count >= RUNNING && beside_table.contains(text);
    counts.into_iter().filter(|(text, count)| is_running(text, *count)).map(|(text, _)| text).collect()
}

/// Names of the items with their codes, for the parts that tell of one.
fn stories(source: &ImportSource<'_>) -> Vec<(String, String, Name)> {
    let tables = source.tables.understood.iter().filter(|table| matches!(table.role, Role::Items | Role::Measures));
    tables
        .flat_map(|table| {
            table.rows.iter().filter_map(|row| {
                let code = row.code.as_deref()?.split(' ').next()?.to_owned();
                let name = one_line(table.text(row, Field::Name));
                let compared = Name::new(&name, None, &[]);
                Some((code, name, compared))
            })
        })
        .collect()
}

struct BodyWriter<'s, 'p> {
    source: &'s ImportSource<'p>,
    out: Vec<String>,
    stories: Vec<(String, String, Name)>,
    in_stories: bool,
    /// The last paragraph, when it is short enough for a title of the table below it.
    last_short: Option<String>,
    /// What follows a table of data has a heading of its own, of this level.
    after_table: Option<usize>,
    /// The dimension whose title stands above.
    dimension: Option<u8>,
}

impl BodyWriter<'_, '_> {
    fn paragraph(&mut self, paragraph: &Paragraph) {
        let text = one_line(&paragraph.text);
        let is_short = text.chars().count() < 160;
        self.last_short = is_short.then(|| text.clone());
        if self.story(&text) {
            return;
        }
        let heading = match paragraph.style {
            Style::Heading(level) => Some(usize::from(level).clamp(2, 5)),
            Style::Bold if is_short && text.chars().count() < 110 => Some(2),
            _ if self.in_stories
                && is_short
                && (numbering::dimension_title(&text).is_some() || numbering::mission_title(&text).is_some()) =>
            {
                Some(2)
            }
            _ if self.in_stories && ends_stories(&text) => Some(2),
            _ => None,
        };
        let after_table = self.after_table.take();
        if let Some(level) = heading {
            if level == 2 {
                self.in_stories &=
                    numbering::mission_title(&text).is_some() || numbering::dimension_title(&text).is_some();
            }
            self.out.push(write::heading(level, &text, ""));
            return;
        }
        if let Some(level) = after_table {
            self.out.push(write::heading(level, "ข้อความถัดจากตาราง", ""));
        }
        let words = write::line(&text);
        match paragraph.style {
            Style::Item => match self
                .out
                .last_mut()
                .filter(|last| last.rsplit('\n').next().is_some_and(|line| line.starts_with("- ")))
            {
                Some(last) => last.push_str(&format!("\n- {words}")),
                None => self.out.push(format!("- {words}")),
            },
            _ => match self.out.last_mut().filter(|last| paragraph.follows && !last.starts_with(['#', '|', '<'])) {
                // Lines of one paragraph of the source stay lines.
                Some(last) => last.push_str(&format!("\n{words}")),
                None => self.out.push(words),
            },
        }
    }

    /// The title of a dimension is a heading; on the pages that follow it says nothing new.
    fn dimension(&mut self, text: &str) -> bool {
        let Some((number, _)) = numbering::dimension_title(text).filter(|_| text.chars().count() < 160) else {
            return false;
        };
        if self.dimension != Some(number) {
            self.dimension = Some(number);
            self.after_table = None;
            self.out.push(write::heading(2, text, ""));
        }
        self.last_short = None;
        true
    }

    /// "๑.๑.๑(๑) โครงการ…" below the table: what follows tells of that item.
    fn story(&mut self, text: &str) -> bool {
        if self.stories.is_empty() || !self.out.iter().any(|block| block.starts_with('|')) {
            return false;
        }
        let Some(numbered) =
            numbering::leading(text).filter(|it| it.parts.len() >= 2 || it.bracket.is_some() && !it.parts.is_empty())
        else {
            return false;
        };
        let first = numbered.parts.first().copied();
        let (title, rest) = split_label(&numbered.rest);
        // A mission has such a number too; an item says what kind it is, or has a number in brackets.
        if numbered.bracket.is_none() && self.source.standards.kind_of_name(title).is_none() {
            return false;
        }
        let name = Name::new(title, None, &[]);
        let digits: String =
            numbered.parts.iter().map(u16::to_string).chain(numbered.bracket.map(|it| it.to_string())).collect();
        let mut best: Option<(f32, usize)> = None;
        for (at, (code, _, other)) in self.stories.iter().enumerate() {
            let own: String = code.chars().filter(char::is_ascii_digit).collect();
            if code.chars().next().and_then(|it| it.to_digit(10)) != first.map(u32::from) {
                continue;
            }
            let mut likeness = name.likeness(other);
            // The same printed number speaks for it.
            if own == digits {
                likeness += 0.3;
            }
            if best.is_none_or(|(most, _)| likeness > most) {
                best = Some((likeness, at));
            }
        }
        let Some((likeness, at)) = best.filter(|(likeness, _)| *likeness >= 0.6) else { return false };
        let (code, own_name, _) = self.stories.remove(at);
        let shown = if fold(title) == fold(&own_name) { own_name.clone() } else { title.to_owned() };
        self.out.push(write::heading(3, &format!("{code} {shown}"), ""));
        if likeness < 0.72 {
            self.out.push(marks::mark(&format!("จับคู่คำบรรยายนี้กับรหัส {code} จากชื่อที่คล้ายกัน")));
        }
        if !rest.is_empty() {
            self.out.push(write::line(rest));
        }
        self.in_stories = true;
        true
    }

    fn understood(&mut self, number: usize) {
        let Some(table) = self.source.tables.understood.get(number) else { return };
        let standards = self.source.standards;
        self.in_stories = false;
        match table.role {
            Role::Declared => self.declared(table),
            Role::Items | Role::Eplan | Role::Measures => {
                let (title, class) = match table.role {
                    Role::Eplan => ("รายการในระบบ e-PlanNACC", ".eplan"),
                    Role::Measures => ("มาตรการและผล", ".measures"),
                    _ => ("ตารางรายการ", ".items"),
                };
                self.out.push(write::heading(2, title, class));
                if table.in_baht {
                    // The last word on the unit counts, whatever the paper says further up.
                    self.out.push("(หน่วย : บาท)".to_owned());
                }
                self.out.push(shape::items(table, standards, &|_| true).trim_end().to_owned());
                if let Some((text, is_declared)) = shape::totals(table, standards) {
                    self.out.push(write::heading(3, "แถวรวมตามที่พิมพ์", if is_declared { ".declared" } else { ".prose" }));
                    self.out.push(text.trim_end().to_owned());
                }
                self.after_table = Some(2);
            }
            // Yearly targets stand in the front matter of a plan.
            Role::Targets => {}
            Role::Committee => {
                let class = format!(".{}", table.role);
                self.out.push(write::heading(2, "รายชื่อ", &class));
                let keep = Understood { role: table.role, ..table.clone() };
                self.out.push(shape::bare(&keep, standards).trim_end().to_owned());
                self.after_table = Some(2);
            }
        }
    }

    fn declared(&mut self, table: &Understood) {
        let by_dimension = table
            .rows
            .iter()
            .any(|row| row.cells.iter().any(|cell| numbering::dimension_title(&format!("{} ", cell.text)).is_some()));
        let is_of_one = table.context.dimension.is_some()
            && !by_dimension
            && !table.has(Field::Dimension)
            && shape::subject_column(table).is_some_and(|at| {
                table.rows.iter().any(|row| row.cells.get(at).is_some_and(|cell| cell.text.trim() == "โครงการ"))
            });
        let class = match table.context.dimension.filter(|_| is_of_one) {
            Some(number) => format!(".declared .d{number}"),
            None => ".declared".to_owned(),
        };
        let named = table
            .context
            .dimension
            .filter(|_| is_of_one)
            .map(|number| format!("มิติที่ {} ตามประเภทงาน", crate::thai::to_thai(&number.to_string())));
        let title = named
            .or_else(|| self.take_title())
            .or_else(|| Some(table.caption.clone()).filter(|it| !it.is_empty()))
            .unwrap_or_else(|| "ตารางสรุปที่พิมพ์".to_owned());
        self.out.push(write::heading(3, &title, &class));
        self.out.push(shape::declared(table, self.source.standards).trim_end().to_owned());
        self.after_table = Some(3);
    }

    /// The short paragraph above a table becomes its heading.
    fn take_title(&mut self) -> Option<String> {
        // A numbered line is one of a list, not a title.
        let title = self.last_short.take().filter(|title| numbering::leading(title).is_none())?;
        let shown = write::line(&title);
        if self.out.last().is_some_and(|last| *last == shown) {
            self.out.pop();
            // The heading that was made for this one line goes with it.
            if self.out.last().is_some_and(|last| last.ends_with("# ข้อความถัดจากตาราง"))
            {
                self.out.pop();
            }
        } else if let Some(last) = self.out.last_mut()
            && let Some(rest) = last.strip_suffix(&format!("\n{shown}"))
        {
            *last = rest.to_owned();
        }
        Some(title)
    }

    fn unknown(&mut self, grid: &grid::PaperGrid) {
        let title = self.take_title().unwrap_or_else(|| "ตาราง".to_owned());
        let rows: Vec<Vec<String>> = grid
            .rows
            .iter()
            .filter(|row| row.filled() > 0)
            .map(|row| row.cells.iter().map(|cell| cell.own().to_owned()).collect())
            .collect();
        self.out.push(write::heading(3, &title, ".prose"));
        self.out.push(shape::plain(&rows).trim_end().to_owned());
        self.after_table = Some(3);
    }
}

/// A title that ends what is told of items.
fn ends_stories(text: &str) -> bool {
    ["ปัญหา", "ข้อเสนอแนะ", "ปัจจัย", "บทสรุป", "ภาคผนวก", "ผลการดำเนินงานของ"].iter().any(|word| text.starts_with(word))
        && text.chars().count() < 160
}

/// "โครงการ… วัตถุประสงค์ - เพื่อ…" on one line: the name, and the rest.
fn split_label(text: &str) -> (&str, &str) {
    match text.find(" วัตถุประสงค์") {
        Some(at) => (text[..at].trim(), text[at..].trim()),
        None => (text.trim(), ""),
    }
}
