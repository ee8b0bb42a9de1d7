//! Text and Markdown as converters and OCR leave them → a paper: tab-separated, piped and one-cell-per-line tables,
//! HTML in cells, rows broken over lines, page numbers. Knows no form; what is no table is a paragraph.

use super::html;
use super::paper::{Block, Note, PaperCell, PaperTable, SourcePaper, SourcePlace, Style, TableRow};

/// No form has as many columns; a longer line is no row.
const MAX_COLUMNS: usize = 200;

pub fn read(text: &str) -> SourcePaper {
    let lines: Vec<&str> =
        text.strip_prefix('\u{feff}').unwrap_or(text).lines().map(|line| line.trim_end_matches('\r')).collect();
    let mut reader = TextReader { lines, at: 0, paper: SourcePaper::default(), gap: true };
    while reader.at < reader.lines.len() {
        reader.step();
    }
    reader.paper
}

struct TextReader<'t> {
    lines: Vec<&'t str>,
    at: usize,
    paper: SourcePaper,
    /// A blank line or a table stands before the next paragraph.
    gap: bool,
}

impl<'t> TextReader<'t> {
    fn line(&self, at: usize) -> &'t str {
        self.lines.get(at).copied().unwrap_or("")
    }

    fn step(&mut self) {
        let line = self.line(self.at);
        if line.trim_matches(is_noise).is_empty() {
            self.gap = true;
            self.at += 1;
        } else if is_tag(line, "table") {
            self.html_table();
        } else if line.trim_start().starts_with('|') && line.matches('|').count() >= 2 {
            self.piped();
        } else if self.begins_list_of_cells() {
            self.cell_per_line();
        } else if line.contains('\t') && line.split('\t').count() <= MAX_COLUMNS && self.is_row(self.at) {
            self.tabbed();
        } else {
            self.paragraph();
        }
    }

    /// A tab inside a line of prose is white space; between cells it is a column.
    fn is_row(&self, at: usize) -> bool {
        let line = self.line(at);
        let fields = line.split('\t').count();
        if fields >= 3 {
            return line.split('\t').filter(|field| !field.trim().is_empty()).count() >= 2
                || is_row_like(self.line(at + 1))
                || line.trim_start_matches('\t').contains('\t');
        }
        // Two columns are a table where more than one such line stands.
        fields == 2
            && !line.starts_with('\t')
            && (self.line(at + 1).split('\t').count() == 2 || at > 0 && self.line(at - 1).split('\t').count() == 2)
    }

    fn paragraph(&mut self) {
        let raw = self.line(self.at);
        let place = SourcePlace::line(self.at + 1);
        self.at += 1;
        let follows = !std::mem::take(&mut self.gap);
        let (style, words) = style_of(raw);
        let words = plain(words);
        if is_page_number(&words) && !follows && self.line(self.at).trim().is_empty() {
            self.paper.notes.push(Note::new(place, "เลขหน้า", words));
            return;
        }
        self.paper.paragraph(words, style, follows, place);
    }

    fn push(&mut self, table: PaperTable) {
        self.gap = true;
        if table.rows.iter().any(|row| row.filled() > 0) {
            self.paper.blocks.push(Block::Table(table));
        }
    }

    fn html_table(&mut self) {
        let from = self.at;
        let (mut depth, mut text) = (0_usize, String::new());
        while self.at < self.lines.len() {
            let line = self.line(self.at);
            let lower = line.to_ascii_lowercase();
            depth += lower.matches("<table").count();
            depth = depth.saturating_sub(lower.matches("</table").count());
            text.push_str(line);
            text.push('\n');
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
        let inner = html::read(&text);
        self.paper.notes.extend(inner.notes);
        for mut block in inner.blocks {
            let shift = |place: &mut SourcePlace| place.line = place.line.saturating_add(super::paper::number(from));
            match &mut block {
                Block::Text(paragraph) => shift(&mut paragraph.place),
                Block::Table(table) => {
                    shift(&mut table.place);
                    table.rows.iter_mut().for_each(|row| shift(&mut row.place));
                }
            }
            self.paper.blocks.push(block);
        }
        self.gap = true;
    }

    fn piped(&mut self) {
        let mut table = PaperTable { place: SourcePlace::line(self.at + 1), ..PaperTable::default() };
        while self.line(self.at).trim_start().starts_with('|') {
            let line = self.line(self.at).trim();
            let place = SourcePlace::line(self.at + 1);
            self.at += 1;
            let cells = split_bars(line);
            if cells.iter().all(|cell| is_rule(cell)) {
                table.stated_heads = table.rows.len().min(1);
                continue;
            }
            let cells = cells.iter().map(|cell| PaperCell::of(plain(cell))).collect();
            table.rows.push(TableRow { cells, place });
        }
        self.push(table);
    }

    /// Rows of tabs. A line that breaks off inside a cell goes on in the next one.
    fn tabbed(&mut self) {
        let mut table = PaperTable { place: SourcePlace::line(self.at + 1), ..PaperTable::default() };
        let mut width = 0;
        while self.at < self.lines.len() {
            let line = self.line(self.at);
            if line.trim_matches(is_noise).is_empty() && !line.contains('\t') || !line.contains('\t') {
                break;
            }
            let place = SourcePlace::line(self.at + 1);
            let mut fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
            self.at += 1;
            while fields.len() < width {
                let next = self.line(self.at);
                let more: Vec<&str> = next.split('\t').collect();
                let is_tail = !next.trim().is_empty()
                    && fields.len() + more.len() - 1 <= width
                    && !starts_row(next, &table)
                    && !is_caption(next)
                    // Beside a row that only lacks empty cells at its end, a line without a tab is a paragraph.
                    && (more.len() > 1 || fields.len() + 1 < width);
                if !is_tail {
                    break;
                }
                if let (Some(last), Some((first, rest))) = (fields.last_mut(), more.split_first()) {
                    last.push('\n');
                    last.push_str(first);
                    fields.extend(rest.iter().map(|field| (*field).to_owned()));
                }
                self.at += 1;
            }
            if fields.iter().all(|field| is_rule(field)) && fields.iter().any(|field| !field.trim().is_empty()) {
                table.stated_heads = table.rows.len().min(1);
                continue;
            }
            width = width.max(fields.len());
            let cells = fields.iter().map(|field| PaperCell::of(plain(field))).collect();
            table.rows.push(TableRow { cells, place });
        }
        self.push(table);
    }

    /// Word saved as text by old tools: each cell a line of its own behind a tab, a blank line between rows.
    fn begins_list_of_cells(&self) -> bool {
        let is_cell = |line: &str| line.starts_with('\t') && line.matches('\t').count() == 1;
        (0..3).all(|step| is_cell(self.line(self.at + step)))
    }

    fn cell_per_line(&mut self) {
        let mut table = PaperTable { place: SourcePlace::line(self.at + 1), ..PaperTable::default() };
        let mut row = TableRow { cells: Vec::new(), place: SourcePlace::line(self.at + 1) };
        let mut blanks = 0;
        while self.at < self.lines.len() {
            let line = self.line(self.at);
            if let Some(cell) = line.strip_prefix('\t').filter(|rest| !rest.contains('\t')) {
                if row.cells.is_empty() {
                    row.place = SourcePlace::line(self.at + 1);
                }
                row.cells.push(PaperCell::of(plain(cell)));
                blanks = 0;
            } else if line.trim().is_empty() {
                blanks += 1;
                if !row.cells.is_empty() {
                    table.rows.push(std::mem::take(&mut row));
                }
            } else if is_page_number(line.trim()) && blanks > 0 {
                self.paper.notes.push(Note::new(SourcePlace::line(self.at + 1), "เลขหน้า", line.trim()));
            } else if !row.cells.is_empty() {
                // A line without a tab goes on in the cell above.
                if let Some(cell) = row.cells.last_mut() {
                    cell.text.push('\n');
                    cell.text.push_str(&plain(line));
                }
            } else if self.line(self.at + 1).starts_with('\t') && !self.line(self.at + 2).is_empty() {
                // What a page break left of a row: its first words without their tab.
                row.place = SourcePlace::line(self.at + 1);
                row.cells.push(PaperCell {
                    doubt: Some("แถวนี้ขาดช่องหน้า อาจหายไปตอนขึ้นหน้าใหม่".to_owned()),
                    ..PaperCell::of(plain(line))
                });
            } else {
                break;
            }
            self.at += 1;
        }
        if !row.cells.is_empty() {
            table.rows.push(row);
        }
        self.push(table);
    }
}

fn is_row_like(line: &str) -> bool {
    line.split('\t').filter(|field| !field.trim().is_empty()).count() >= 2
}

/// Whether a line begins a row of its own: a number in the first column where the rows before have one.
fn starts_row(line: &str, table: &PaperTable) -> bool {
    let first = line.split('\t').next().unwrap_or("").trim();
    let is_number = |text: &str| !text.is_empty() && text.chars().all(|letter| letter.is_numeric() || letter == '.');
    let counted =
        table.rows.iter().rev().take(3).any(|row| row.cells.first().is_some_and(|cell| is_number(cell.text.trim())));
    if counted && is_number(first) {
        return true;
    }
    line.split('\t').count() >= table.rows.first().map_or(usize::MAX, |row| row.cells.len())
}

fn is_caption(line: &str) -> bool {
    !line.contains('\t')
        && ["มิติที่", "มติที่", "ภารกิจ", "รายงานผล", "ประกอบด้วย", "#"].iter().any(|word| line.trim().starts_with(word))
}

fn is_noise(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || matches!(letter, '\u{200b}' | '\u{feff}' | '\u{e000}'..='\u{f8ff}')
}

pub(super) fn is_page_number(words: &str) -> bool {
    let bare = words.trim().trim_matches(|letter| matches!(letter, '-' | '–' | '—' | ' ' | '~'));
    let bare = bare.strip_prefix("หน้า").or_else(|| bare.strip_prefix("Page")).unwrap_or(bare).trim();
    !bare.is_empty() && bare.chars().count() <= 3 && bare.chars().all(char::is_numeric)
}

fn is_tag(line: &str, name: &str) -> bool {
    let line = line.trim_start();
    line.strip_prefix('<').and_then(|rest| rest.get(..name.len())).is_some_and(|start| start.eq_ignore_ascii_case(name))
}

/// `---`, `:--:`: the line under the heads.
fn is_rule(field: &str) -> bool {
    let field = field.trim();
    field.is_empty() || field.len() >= 2 && field.chars().all(|letter| matches!(letter, '-' | ':'))
}

fn split_bars(line: &str) -> Vec<String> {
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = inner.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(inner);
    let (mut cells, mut cell, mut escaped) = (Vec::new(), String::new(), false);
    for letter in inner.chars() {
        match letter {
            '|' if !escaped => cells.push(std::mem::take(&mut cell)),
            '|' => {
                cell.pop();
                cell.push('|');
            }
            _ => cell.push(letter),
        }
        escaped = letter == '\\' && !escaped;
    }
    cells.push(cell);
    cells
}

fn style_of(line: &str) -> (Style, &str) {
    let line = line.trim();
    let marks = line.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=6).contains(&marks) && line[marks..].starts_with(' ') {
        return (Style::Heading(u8::try_from(marks).unwrap_or(6)), line[marks..].trim());
    }
    let bold = line.strip_prefix("**").unwrap_or(line);
    if bold.len() < line.len() || line.ends_with("**") {
        return (Style::Bold, bold.strip_suffix("**").unwrap_or(bold).trim());
    }
    for mark in ["- ", "* ", "+ ", "• ", "· ", "● ", "▪ "] {
        if let Some(rest) = line.strip_prefix(mark) {
            return (Style::Item, rest.trim());
        }
    }
    (Style::Plain, line)
}

/// Words of a line or a cell: tags of converters taken out, lines kept, Markdown's escapes and links opened.
pub(super) fn plain(text: &str) -> String {
    let text = if text.contains('<') || text.contains('&') { html::words_of(text) } else { text.to_owned() };
    let text = if text.contains('[') { open_links(&text) } else { text };
    let text = if text.contains('\\') { unescape(&text) } else { text };
    let lines: Vec<&str> =
        text.lines().map(|line| line.trim_matches(is_noise)).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// `[www.example.go.th](http://www.example.go.th)` → its words.
fn open_links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        out.push_str(&rest[..open]);
        let inner = &rest[open + 1..];
        // The words of a link are short; looking to the end of the text for each bracket would take its square.
        let near = inner.char_indices().take(400).last().map_or(0, |(at, letter)| at + letter.len_utf8());
        let link = inner[..near].find(']').and_then(|close| {
            let after = inner[close + 1..].strip_prefix('(')?;
            let end = after.char_indices().take(2_000).find(|(_, letter)| *letter == ')')?.0;
            Some((&inner[..close], &after[end + 1..]))
        });
        match link {
            Some((words, after)) => {
                out.push_str(words);
                rest = after;
            }
            None => {
                out.push('[');
                rest = inner;
            }
        }
    }
    out.push_str(rest);
    out
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '\\' && letters.peek().is_some_and(char::is_ascii_punctuation) {
            continue;
        }
        out.push(letter);
    }
    out
}
