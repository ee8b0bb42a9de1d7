//! Tables that were pasted into a text: tabs from Word, bars without their rule, `<table>` of a web page.
//! Finds them as grids and takes out of the text what the reader has read; the rest stays prose.

use std::borrow::Cow;
use std::ops::Range;

use crate::finding::Findings;
use crate::reader::{self, Ask, DataTable, Grid, GridRow, Merge};
use crate::source::bars::bars;
use crate::span::{FileId, Span, Spanned};
use crate::standards::Standards;

/// A table as it was pasted, and what the reader made of it.
pub struct Pasted {
    pub grid: Grid,
    pub span: Span,
    /// `None`: its heads are not known.
    pub tables: Option<Vec<DataTable>>,
}

/// The text with the tables blanked out that were read, byte for byte in its places, and every table found.
pub fn take<'t>(
    file: FileId,
    text: &'t str,
    offset: usize,
    ask: &Ask,
    standards: &Standards,
    findings: &mut Findings,
) -> (Cow<'t, str>, Vec<Pasted>) {
    let mut all = Vec::new();
    let mut read: Vec<Range<usize>> = Vec::new();
    let units = reader::Units::of(text);
    for (range, mut grid) in (Scan { file, text, offset }).grids() {
        grid.unit = units.before(range.start);
        let mut told = Findings::default();
        let tables = reader::read(&grid, ask, standards, &mut told);
        let span = Span::new(file, offset + range.start, offset + range.end);
        if tables.is_empty() {
            all.push(Pasted { grid, span, tables: None });
        } else {
            findings.extend(told);
            read.push(range);
            all.push(Pasted { grid, span, tables: Some(tables) });
        }
    }
    (blanked(text, &read), all)
}

fn blanked<'t>(text: &'t str, ranges: &[Range<usize>]) -> Cow<'t, str> {
    if ranges.is_empty() {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for range in ranges {
        out.push_str(&text[from..range.start]);
        out.extend(text[range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        from = range.end;
    }
    out.push_str(&text[from..]);
    out.into()
}

struct Scan<'t> {
    file: FileId,
    text: &'t str,
    offset: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    Tabs,
    Bars,
}

impl Scan<'_> {
    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.file, self.offset + range.start, self.offset + range.end)
    }

    fn grids(&self) -> Vec<(Range<usize>, Grid)> {
        let mut found = Vec::new();
        // The heading of each level that stands now.
        let mut headings: Vec<(usize, Spanned<String>)> = Vec::new();
        let lines = lines(self.text);
        let (mut at, mut fenced) = (0, false);
        while let Some(line) = lines.get(at) {
            let text = &self.text[line.clone()];
            let bare = text.trim_start();
            if bare.starts_with("```") || bare.starts_with("~~~") {
                fenced = !fenced;
            }
            if fenced {
                at += 1;
                continue;
            }
            let level = bare.bytes().take_while(|byte| *byte == b'#').count();
            if (1..=6).contains(&level) && text.len() - bare.len() < 4 {
                headings.retain(|(known, _)| *known < level);
                let title = bare.trim_matches(['#', ' ', '\r', '\n']);
                headings.push((level, Spanned::new(title.to_owned(), self.span(line))));
                at += 1;
                continue;
            }
            let above = || headings.iter().map(|(_, title)| title.clone()).collect::<Vec<_>>();
            if starts_table(bare) {
                let end = self.text[line.start..].to_ascii_lowercase().find("</table>");
                let end = end.map_or(self.text.len(), |end| line.start + end + "</table>".len());
                let start = line.start + (text.len() - bare.len());
                let mut grid = self.html(start..end);
                grid.above = above();
                found.push((start..end, grid));
                at = lines.partition_point(|line| line.start < end).max(at + 1);
                continue;
            }
            if let Some((last, kind)) = self.run(&lines, at) {
                let range = line.start..lines[last].end;
                let mut grid = self.rows(&lines[at..=last], kind);
                grid.above = above();
                found.push((range, grid));
                at = last + 1;
                continue;
            }
            // A Markdown table of its own is passed over whole.
            let is_table =
                text.contains('|') && lines.get(at + 1).is_some_and(|next| is_rule(&self.text[next.clone()]));
            at += 1;
            while is_table && lines.get(at).is_some_and(|line| self.text[line.clone()].contains('|')) {
                at += 1;
            }
        }
        found
    }

    /// Lines of tabs, or of bars without a rule, from `at` on: the last of them.
    fn run(&self, lines: &[Range<usize>], at: usize) -> Option<(usize, Separator)> {
        let text = |at: usize| lines.get(at).map(|line| self.text[line.clone()].trim_end_matches(['\r', '\n']));
        let first = text(at)?;
        let kind = if first.trim_start().contains('\t') {
            Separator::Tabs
        } else if first.matches('|').count() >= 2 && !text(at + 1).is_some_and(is_rule) {
            Separator::Bars
        } else {
            return None;
        };
        let is_row = |text: &str| match kind {
            Separator::Tabs => text.trim_start_matches(' ').contains('\t'),
            Separator::Bars => text.contains('|') && !is_rule(text),
        };
        let mut last = at;
        let mut rows = 1;
        let mut next = at + 1;
        while let Some(line) = text(next) {
            if is_row(line) {
                (last, rows) = (next, rows + 1);
            } else if kind == Separator::Bars || line.trim_start().starts_with('#') || next > last + 2 {
                // Section rows and blank lines may stand between lines of tabs, but not many.
                break;
            }
            next += 1;
        }
        (rows >= 2).then_some((last, kind))
    }

    fn rows(&self, lines: &[Range<usize>], kind: Separator) -> Grid {
        let mut grid = Grid::default();
        for line in lines {
            let text = self.text[line.clone()].trim_end_matches(['\r', '\n']);
            let mut cells = Vec::new();
            let pieces: Vec<Range<usize>> = match kind {
                Separator::Tabs => {
                    let mut start = 0;
                    let mut pieces: Vec<Range<usize>> = text
                        .match_indices('\t')
                        .map(|(at, _)| {
                            let piece = start..at;
                            start = at + 1;
                            piece
                        })
                        .collect();
                    pieces.push(start..text.len());
                    pieces
                }
                Separator::Bars => bars(text).windows(2).map(|pair| bar_cell(text, pair[0], pair[1])).collect(),
            };
            for piece in pieces {
                let words = &text[piece.clone()];
                let lead = words.len() - words.trim_start().len();
                let words = words.trim();
                let start = line.start + piece.start + lead;
                cells.push(Spanned::new(unquoted(words), self.span(&(start..start + words.len()))));
            }
            if cells.iter().all(|cell| cell.value.is_empty()) {
                continue;
            }
            let number = u32::try_from(grid.rows.len()).unwrap_or(u32::MAX);
            grid.rows.push(GridRow {
                number,
                written: usize::MAX,
                cells,
                span: self.span(&(line.start..line.start + text.len())),
            });
        }
        grid
    }

    fn html(&self, range: Range<usize>) -> Grid {
        let mut grid = Grid::default();
        let mut at = range.start;
        let mut row: Option<(usize, Vec<Spanned<String>>)> = None;
        let mut cell: Option<(usize, String, u32, u32)> = None;
        let mut is_raised = false;
        while at < range.end {
            let Some(open) = self.text[at..range.end].find('<').map(|open| at + open) else { break };
            if let Some((_, text, ..)) = &mut cell {
                let letters = &self.text[at..open];
                match is_raised {
                    true => text.extend(letters.chars().map(reader::raised)),
                    false => text.push_str(letters),
                }
            }
            let Some(close) = self.text[open..range.end].find('>').map(|close| open + close) else { break };
            let tag = &self.text[open + 1..close];
            let name: String =
                tag.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '/').collect();
            match name.to_ascii_lowercase().as_str() {
                "tr" => {
                    self.end_cell(&mut grid, &mut row, &mut cell, open);
                    self.end_row(&mut grid, &mut row, open);
                    row = Some((open, Vec::new()));
                }
                "/tr" | "/table" => {
                    self.end_cell(&mut grid, &mut row, &mut cell, open);
                    self.end_row(&mut grid, &mut row, close + 1);
                }
                "td" | "th" => {
                    self.end_cell(&mut grid, &mut row, &mut cell, open);
                    row.get_or_insert((open, Vec::new()));
                    cell = Some((close + 1, String::new(), number_in(tag, "colspan"), number_in(tag, "rowspan")));
                }
                "/td" | "/th" => self.end_cell(&mut grid, &mut row, &mut cell, open),
                "sup" | "/sup" => is_raised = name.starts_with(['s', 'S']),
                "s" | "/s" | "del" | "/del" | "strike" | "/strike" => {
                    if let Some((_, text, ..)) = &mut cell {
                        text.push_str("~~");
                    }
                }
                "br" | "br/" | "/p" | "/div" | "/li" => {
                    if let Some((_, text, ..)) = &mut cell {
                        text.push('\n');
                    }
                }
                _ => {}
            }
            at = close + 1;
        }
        self.end_cell(&mut grid, &mut row, &mut cell, range.end);
        self.end_row(&mut grid, &mut row, range.end);
        grid
    }

    fn end_cell(
        &self,
        grid: &mut Grid,
        row: &mut Option<(usize, Vec<Spanned<String>>)>,
        cell: &mut Option<(usize, String, u32, u32)>,
        end: usize,
    ) {
        let (Some((start, text, wide, tall)), Some((_, cells))) = (cell.take(), row.as_mut()) else { return };
        let number = u32::try_from(grid.rows.len()).unwrap_or(u32::MAX);
        let blank = |at: usize| Spanned::new(String::new(), self.span(&(at..at)));
        while grid.merges.iter().any(|merge| merge.last_row >= number && merge.covers(number, cells.len())) {
            cells.push(blank(start));
        }
        let lines: Vec<String> = entities(&text)
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|line| !line.is_empty())
            .collect();
        let column = u32::try_from(cells.len()).unwrap_or(u32::MAX);
        cells.push(Spanned::new(lines.join("\n"), self.span(&(start..end.max(start)))));
        for _ in 1..wide.min(200) {
            cells.push(blank(end));
        }
        if (wide > 1 || tall > 1) && grid.merges.len() < 5_000 {
            grid.merges.push(Merge {
                first_row: number,
                last_row: number.saturating_add(tall.saturating_sub(1)),
                first_column: column,
                last_column: column + wide.clamp(1, 200) - 1,
            });
        }
    }

    fn end_row(&self, grid: &mut Grid, row: &mut Option<(usize, Vec<Spanned<String>>)>, end: usize) {
        let Some((start, cells)) = row.take() else { return };
        let number = u32::try_from(grid.rows.len()).unwrap_or(u32::MAX);
        grid.rows.push(GridRow { number, written: usize::MAX, cells, span: self.span(&(start..end)) });
    }
}

fn lines(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let start = at;
            at += line.len();
            start..at
        })
        .collect()
}

fn starts_table(line: &str) -> bool {
    let word = line.get(..6).unwrap_or("");
    word.eq_ignore_ascii_case("<table") && line[6..].starts_with(['>', ' ', '\t', '\n', '\r'])
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains('-') && line.chars().all(|letter| matches!(letter, '|' | '-' | ':' | ' ' | '\t'))
}

/// The bytes between two bars of a line; the first and last are its ends where no bar stands there.
fn bar_cell(text: &str, left: usize, right: usize) -> Range<usize> {
    let start = if text[left..].starts_with('|') { left + 1 } else { left };
    start..right.max(start)
}

/// Spreadsheet programs quote a cell of several lines.
fn unquoted(text: &str) -> String {
    match text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) if !inner.is_empty() && !inner.replace("\"\"", "").contains('"') => inner.replace("\"\"", "\""),
        _ => text.to_owned(),
    }
}

fn number_in(tag: &str, name: &str) -> u32 {
    let lower = tag.to_ascii_lowercase();
    let rest = lower.find(name).map_or("", |at| &lower[at + name.len()..]);
    let digits: String =
        rest.trim_start_matches(['=', '"', '\'', ' ']).chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(1).clamp(1, 10_000)
}

fn entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let plain = text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    let mut out = String::with_capacity(plain.len());
    let mut rest = plain.as_str();
    while let Some(at) = rest.find("&#") {
        out.push_str(&rest[..at]);
        let body = &rest[at + 2..];
        let end = body.find(';').filter(|end| *end <= 7);
        let letter = end.and_then(|end| match body[..end].strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => body[..end].parse().ok(),
        });
        match (end, letter.and_then(char::from_u32)) {
            (Some(end), Some(letter)) => {
                out.push(letter);
                rest = &body[end + 1..];
            }
            _ => {
                out.push_str("&#");
                rest = body;
            }
        }
    }
    out.push_str(rest);
    out.replace("&amp;", "&")
}
