//! The text layer of a PDF → a paper: lines from the places of letters, tables from the lines drawn between cells, columns
//! from gaps where nothing is drawn. A scan has no letters and is refused with what to do.

use super::Refusal;
use super::glyphs;
use super::numbering;
use super::paper::{Block, Note, PaperCell, PaperTable, SourcePaper, SourcePlace, Style, TableRow, Unit, number};
use super::text;
use crate::source::attachment::{DrawnRule, LayoutError, Letter, PageLayout, layout};

/// Lines nearer than this are one line of a table.
const SAME: f32 = 3.5;
/// A gap of this many heights of a letter parts two columns.
const COLUMN_GAP: f32 = 1.6;

pub fn read(bytes: &[u8]) -> Result<SourcePaper, Refusal> {
    let pages = layout(bytes).map_err(|error| match error {
        LayoutError::Encrypted => Refusal::new("PDF นี้ตั้งรหัสผ่านไว้", "เปิดแล้วบันทึกใหม่โดยไม่ใช้รหัสผ่าน"),
        LayoutError::Damaged => {
            Refusal::new("เปิด PDF นี้ไม่ได้ ไฟล์เสียหายหรือไม่ใช่ PDF", "ดาวน์โหลดใหม่ หรือส่งออกเป็น PDF อีกครั้งจากโปรแกรมเดิม")
        }
        LayoutError::Bomb => Refusal::new("PDF นี้ขยายตัวผิดปกติเมื่อเปิด จึงไม่อ่าน", "ส่งออกเป็น PDF ใหม่จากโปรแกรมเดิม"),
        LayoutError::Scan => Refusal::new(
            "PDF นี้เป็นภาพสแกน ไม่มีตัวอักษรให้อ่าน",
            "ใช้ไฟล์ Word หรือ Excel เดิม ถ้าไม่มี แปลงภาพเป็นข้อความ (OCR) ก่อน แล้วนำเข้าไฟล์ .txt หรือ .docx ที่ได้",
        ),
    })?;
    let mut paper = SourcePaper::default();
    let mut unreadable = 0;
    for (at, page) in pages.iter().enumerate() {
        unreadable += page.letters.iter().filter(|letter| letter.text.contains('\u{FFFD}')).count();
        read_page(page, number(at + 1), &mut paper);
    }
    if unreadable > 0 {
        paper.notes.push(Note::new(
            SourcePlace::default(),
            format!("ตัวอักษร {unreadable} ตัวไม่มีรหัสในแบบอักษรของ PDF"),
            "",
        ));
    }
    Ok(paper)
}

/// A drawn table of one page: where its columns and rows part.
struct DrawnTable {
    xs: Vec<f32>,
    ys: Vec<f32>,
    rules: Vec<DrawnRule>,
}

fn read_page(page: &PageLayout, part: u32, paper: &mut SourcePaper) {
    let frames = frames(&page.rules);
    let mut inside: Vec<Vec<&Letter>> = vec![Vec::new(); frames.len()];
    let mut outside: Vec<&Letter> = Vec::new();
    for letter in &page.letters {
        let (x, y) = ((letter.x + letter.end) / 2.0, letter.y + letter.height * 0.25);
        match frames.iter().position(|frame| frame.holds(x, y)) {
            Some(at) => inside[at].push(letter),
            None => outside.push(letter),
        }
    }
    let lines = lines_of(&outside);
    // From the top: a line of text, or a frame.
    let mut order: Vec<(f32, Option<usize>, usize)> =
        lines.iter().enumerate().map(|(at, line)| (line.y, None, at)).collect();
    order.extend(frames.iter().enumerate().map(|(at, frame)| (frame.top(), Some(at), 0)));
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let right = lines.iter().map(|line| line.right).fold(0.0, f32::max);
    let mut run: Vec<&PdfLine> = Vec::new();
    for (_, frame, at) in &order {
        match frame {
            None => run.push(&lines[*at]),
            Some(at) => {
                write_lines(&run, right, part, paper);
                run.clear();
                paper.blocks.push(Block::Table(frames[*at].table(&inside[*at], part)));
            }
        }
    }
    write_lines(&run, right, part, paper);
}

struct PdfLine {
    /// Runs of letters with the gaps between them as tabs.
    text: String,
    left: f32,
    right: f32,
    y: f32,
    height: f32,
    /// How wide its first word is.
    first_word: f32,
}

fn lines_of(letters: &[&Letter]) -> Vec<PdfLine> {
    let mut rows: Vec<Vec<&Letter>> = Vec::new();
    for letter in letters {
        let fits = |row: &Vec<&Letter>| {
            row.last().is_some_and(|last| (last.y - letter.y).abs() < last.height.max(letter.height) * 0.5)
        };
        let near = rows.iter().rposition(fits).filter(|at| rows.len() - at < 60);
        match near {
            Some(at) => rows[at].push(letter),
            None => rows.push(vec![letter]),
        }
    }
    let mut lines: Vec<PdfLine> = rows.iter().filter_map(|row| line_of(row)).collect();
    lines.sort_by(|a, b| b.y.total_cmp(&a.y));
    lines
}

/// Letters in the order in which they are drawn, runs of them from left to right.
fn line_of(row: &[&Letter]) -> Option<PdfLine> {
    let mut runs: Vec<Vec<&Letter>> = Vec::new();
    for letter in row {
        let goes_on = runs.last().and_then(|run| run.last()).is_some_and(|last| {
            let gap = letter.x - last.end;
            gap > -last.height * 1.2 && gap < last.height * 0.9
        });
        match runs.last_mut().filter(|_| goes_on) {
            Some(run) => run.push(letter),
            None => runs.push(vec![letter]),
        }
    }
    runs.sort_by(|a, b| a[0].x.total_cmp(&b[0].x));
    let (mut text, mut right, mut first_word) = (String::new(), f32::MIN, 0.0);
    for run in &runs {
        for letter in run {
            let gap = letter.x - right;
            let is_mark = letter.text.chars().next().is_some_and(crate::thai::segment::is_mark);
            if right > f32::MIN && !is_mark && !text.ends_with([' ', '\t']) {
                if gap > letter.height * COLUMN_GAP {
                    text.push('\t');
                } else if gap > letter.height * 0.22 {
                    text.push(' ');
                }
            }
            text.push_str(&letter.text);
            right = right.max(letter.end);
            if first_word == 0.0 && (letter.text.trim().is_empty() || right - runs[0][0].x > letter.height * 5.0) {
                first_word = right - runs[0][0].x;
            }
        }
    }
    let first = row.first()?;
    let left = runs.first().and_then(|run| run.first()).map_or(0.0, |letter| letter.x);
    let text = glyphs::mend(&text).replace("ําา", "ำ");
    let text = mended(&text);
    if text.trim().is_empty() {
        return None;
    }
    let first_word = if first_word == 0.0 { right - left } else { first_word };
    Some(PdfLine { text, left, right, y: first.y, height: first.height, first_word })
}

/// "ำ" and its second half again, as some programs write it.
fn mended(text: &str) -> String {
    let text = text.replace("\u{E33}\u{E32}", "\u{E33}").replace('ﬁ', "fi").replace('ﬂ', "fl");
    // White space before a mark is none: no word begins with one.
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if crate::thai::segment::is_mark(letter) {
            while out.ends_with(' ') {
                out.pop();
            }
        }
        out.push(letter);
    }
    out
}

/// Lines outside tables: wrapped ones joined, columns kept as tabs and read as a table where they line up.
fn write_lines(lines: &[&PdfLine], right: f32, part: u32, paper: &mut SourcePaper) {
    if lines.iter().filter(|line| line.text.trim().contains('\t')).count() >= 3 {
        let text: String = lines.iter().map(|line| format!("{}\n", line.text.trim_end())).collect();
        let inner = text::read(&text);
        paper.notes.extend(inner.notes);
        for mut block in inner.blocks {
            match &mut block {
                Block::Text(paragraph) => paragraph.place.part = part,
                Block::Table(table) => {
                    table.place.part = part;
                    table.rows.iter_mut().for_each(|row| row.place.part = part);
                }
            }
            paper.blocks.push(block);
        }
        return;
    }
    let mut open: Option<(String, u32, bool)> = None;
    for (at, line) in lines.iter().enumerate() {
        let words = line.text.replace('\t', " ");
        let place = |line: u32| SourcePlace { part, line, column: 0, unit: Unit::Line };
        let previous = at.checked_sub(1).and_then(|at| lines.get(at));
        let is_near =
            previous.is_some_and(|previous| (previous.y - line.y).abs() < line.height.max(previous.height) * 2.2);
        let is_wrapped = is_near
            && previous.is_some_and(|previous| {
                previous.right + line.first_word > right - line.height * 0.2
                    && line.left <= previous.left + line.height * 0.5
            })
            && !begins_anew(&words);
        if is_wrapped && let Some((text, ..)) = &mut open {
            join(text, &words);
            continue;
        }
        if let Some((text, line, follows)) = open.take() {
            push(&text, follows, place(line), paper);
        }
        open = Some((words, number(at + 1), is_near));
    }
    if let Some((text, line, follows)) = open {
        push(&text, follows, SourcePlace { part, line, column: 0, unit: Unit::Line }, paper);
    }
}

fn push(text: &str, follows: bool, place: SourcePlace, paper: &mut SourcePaper) {
    let words = text.trim();
    if text::is_page_number(words) && !words.is_empty() {
        paper.notes.push(Note::new(place, "เลขหน้า", words));
        return;
    }
    let (style, words) = match ["• ", "· ", "- ", "● "].iter().find_map(|mark| words.strip_prefix(mark)) {
        Some(rest) => (Style::Item, rest.trim()),
        None => (Style::Plain, words),
    };
    paper.paragraph(words, style, follows, place);
}

fn begins_anew(words: &str) -> bool {
    let words = words.trim();
    numbering::leading(words).is_some()
        || words.starts_with(['-', '•', '·', '●', '√', '✔'])
        || numbering::dimension_title(words).is_some()
        || numbering::says_mission(words)
}

/// A line that was broken for room: between Thai letters there was no space that anybody typed, or it cannot be told.
fn join(text: &mut String, more: &str) {
    let more = more.trim_start();
    while text.ends_with(' ') {
        text.pop();
    }
    let is_thai = |letter: char| ('\u{0E00}'..='\u{0E7F}').contains(&letter);
    let last = text.chars().next_back();
    let first = more.chars().next();
    let tight = last.is_some_and(|letter| is_thai(letter) || matches!(letter, '/' | '(' | '“' | '-'))
        && first.is_some_and(|letter| is_thai(letter) || matches!(letter, ')' | '”' | '/'));
    let digits = last.is_some_and(|letter| letter.is_numeric() || letter == ',')
        && first.is_some_and(|letter| letter.is_numeric() || letter == ',');
    if !tight && !digits && !text.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

/// The drawn lines of a page in groups that touch: each group of two rows or columns at least is a table.
fn frames(rules: &[DrawnRule]) -> Vec<DrawnTable> {
    let mut groups: Vec<Vec<DrawnRule>> = Vec::new();
    let mut bounds: Vec<DrawnRule> = Vec::new();
    let mut sorted: Vec<DrawnRule> =
        rules.iter().copied().filter(|rule| rule.x.1 - rule.x.0 > 6.0 || rule.y.1 - rule.y.0 > 6.0).collect();
    sorted.sort_by(|a, b| b.y.1.total_cmp(&a.y.1).then(a.x.0.total_cmp(&b.x.0)));
    let touch = |a: &DrawnRule, b: &DrawnRule| {
        a.x.0 <= b.x.1 + SAME && b.x.0 <= a.x.1 + SAME && a.y.0 <= b.y.1 + SAME && b.y.0 <= a.y.1 + SAME
    };
    let grow = |bound: &mut DrawnRule, rule: &DrawnRule| {
        bound.x = (bound.x.0.min(rule.x.0), bound.x.1.max(rule.x.1));
        bound.y = (bound.y.0.min(rule.y.0), bound.y.1.max(rule.y.1));
    };
    for rule in sorted {
        let touching: Vec<usize> = (0..bounds.len()).filter(|at| touch(&bounds[*at], &rule)).collect();
        match touching.split_first() {
            None => {
                groups.push(vec![rule]);
                bounds.push(rule);
            }
            Some((first, rest)) => {
                groups[*first].push(rule);
                grow(&mut bounds[*first], &rule);
                for other in rest.iter().rev() {
                    let moved = groups.remove(*other);
                    let bound = bounds.remove(*other);
                    groups[*first].extend(moved);
                    grow(&mut bounds[*first], &bound);
                }
            }
        }
    }
    groups.into_iter().filter_map(DrawnTable::of).collect()
}

/// Values nearer than [`SAME`] as one, in order.
fn cluster(mut values: Vec<f32>) -> Vec<f32> {
    values.sort_by(f32::total_cmp);
    let mut out: Vec<f32> = Vec::new();
    for value in values {
        match out.last() {
            Some(last) if value - last < SAME => {}
            _ => out.push(value),
        }
    }
    out
}

impl DrawnTable {
    fn of(rules: Vec<DrawnRule>) -> Option<Self> {
        let middle = |side: (f32, f32)| (side.0 + side.1) / 2.0;
        let is_tall = |rule: &&DrawnRule| rule.y.1 - rule.y.0 > rule.x.1 - rule.x.0;
        let xs = cluster(rules.iter().filter(is_tall).map(|rule| middle(rule.x)).collect());
        let mut ys = cluster(rules.iter().filter(|rule| !is_tall(rule)).map(|rule| middle(rule.y)).collect());
        ys.reverse();
        (xs.len() >= 3 && ys.len() >= 2 && xs.len() <= 200 && ys.len() <= 2_000).then_some(Self { xs, ys, rules })
    }

    fn top(&self) -> f32 {
        self.ys.first().copied().unwrap_or(0.0)
    }

    fn holds(&self, x: f32, y: f32) -> bool {
        let (Some(left), Some(right), Some(top), Some(bottom)) =
            (self.xs.first(), self.xs.last(), self.ys.first(), self.ys.last())
        else {
            return false;
        };
        *left <= x && x <= *right && *bottom <= y && y <= *top
    }

    /// Whether a line is drawn at this x between these heights.
    fn has_wall(&self, x: f32, top: f32, bottom: f32) -> bool {
        let middle = (top + bottom) / 2.0;
        self.rules.iter().any(|rule| {
            rule.y.1 - rule.y.0 > rule.x.1 - rule.x.0
                && ((rule.x.0 + rule.x.1) / 2.0 - x).abs() < SAME
                && rule.y.0 - SAME <= middle
                && middle <= rule.y.1 + SAME
        })
    }

    fn has_floor(&self, y: f32, left: f32, right: f32) -> bool {
        let middle = (left + right) / 2.0;
        self.rules.iter().any(|rule| {
            rule.x.1 - rule.x.0 >= rule.y.1 - rule.y.0
                && ((rule.y.0 + rule.y.1) / 2.0 - y).abs() < SAME
                && rule.x.0 - SAME <= middle
                && middle <= rule.x.1 + SAME
        })
    }

    fn table(&self, letters: &[&Letter], part: u32) -> PaperTable {
        let (columns, rows) = (self.xs.len() - 1, self.ys.len() - 1);
        let mut owner: Vec<Vec<Option<(usize, usize)>>> = vec![vec![None; columns]; rows];
        let mut spans: Vec<Vec<(usize, usize)>> = vec![vec![(1, 1); columns]; rows];
        for row in 0..rows {
            for column in 0..columns {
                if owner[row][column].is_some() {
                    continue;
                }
                let (top, bottom) = (self.ys[row], self.ys[row + 1]);
                let mut width = 1;
                while column + width < columns
                    && owner[row][column + width].is_none()
                    && !self.has_wall(self.xs[column + width], top, bottom)
                {
                    width += 1;
                }
                let mut height = 1;
                while row + height < rows
                    && !self.has_floor(self.ys[row + height], self.xs[column], self.xs[column + width])
                {
                    height += 1;
                }
                for covered in owner.iter_mut().skip(row).take(height) {
                    for cell in covered.iter_mut().skip(column).take(width) {
                        *cell = Some((row, column));
                    }
                }
                spans[row][column] = (width, height);
            }
        }
        let mut words: Vec<Vec<Vec<&Letter>>> = vec![vec![Vec::new(); columns]; rows];
        for letter in letters {
            let (x, y) = ((letter.x + letter.end) / 2.0, letter.y + letter.height * 0.25);
            let column = self.xs.windows(2).position(|pair| pair[0] <= x && x <= pair[1]);
            let row = self.ys.windows(2).position(|pair| pair[1] <= y && y <= pair[0]);
            if let (Some(row), Some(column)) = (row, column)
                && let Some((row, column)) = owner[row][column]
            {
                words[row][column].push(letter);
            }
        }
        let place = |row: usize| SourcePlace { part, line: number(row + 1), column: 0, unit: Unit::Line };
        let mut table = PaperTable { place: place(0), states_merges: true, ..PaperTable::default() };
        for row in 0..rows {
            let mut cells = Vec::new();
            for column in 0..columns {
                if owner[row][column] != Some((row, column)) {
                    continue;
                }
                let (width, height) = spans[row][column];
                let is_lost = words[row][column].iter().any(|letter| letter.text.contains('\u{FFFD}'));
                cells.push(PaperCell {
                    doubt: is_lost.then(|| "มีตัวอักษรที่ PDF ไม่บอกรหัส อ่านได้ไม่ครบ เทียบกับต้นฉบับ".to_owned()),
                    text: cell_text(&words[row][column], self.xs[column + width] - self.xs[column]),
                    columns: u16::try_from(width).unwrap_or(1),
                    rows: u16::try_from(height).unwrap_or(1),
                    ..PaperCell::default()
                });
            }
            table.rows.push(TableRow { cells, place: place(row) });
        }
        table
    }
}

/// The lines of a cell: those that were broken for room joined, those that begin a point of a list kept apart.
fn cell_text(letters: &[&Letter], width: f32) -> String {
    let lines = lines_of(letters);
    let mut out: Vec<String> = Vec::new();
    let left = lines.iter().map(|line| line.left).fold(f32::MAX, f32::min);
    for (at, line) in lines.iter().enumerate() {
        let words = line.text.replace('\t', " ");
        let previous = at.checked_sub(1).and_then(|at| lines.get(at));
        let is_wrapped = previous.is_some_and(|previous| {
            previous.right - left + line.first_word > width - line.height * 1.4
                || !previous.text.contains(' ') && lines.len() <= 3
        });
        match out.last_mut().filter(|_| is_wrapped && !begins_anew(&words)) {
            Some(last) => join(last, &words),
            None => out.push(words.trim().to_owned()),
        }
    }
    out.join("\n")
}
