//! HTML → a paper: paragraphs, headings, lists, tables with their spans, links of attachments. A forgiving reader of tags;
//! scripts and styles are dropped, nothing is fetched. Bounded: one pass, no recursion.

use super::paper::{
    Block, Note, PaperCell, PaperTable, SourcePaper, SourcePlace, Style, TableRow, is_note_number, number,
};

/// Spans beyond these are no table of a form.
const MAX_SPAN: u16 = 200;

enum HtmlPiece<'t> {
    Open { name: String, tag: &'t str },
    Close { name: String },
    Letters(&'t str),
}

/// Cuts text into tags and letters. `<` that begins no tag is a letter.
struct Pieces<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Pieces<'t> {
    type Item = (usize, HtmlPiece<'t>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let start = self.at;
            let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
            if let Some(comment) = rest.strip_prefix("<!--") {
                self.at = comment.find("-->").map_or(self.text.len(), |end| start + 4 + end + 3);
                continue;
            }
            if let Some(tag) = tag_of(rest) {
                self.at = start + tag.len();
                let inner = tag[1..].trim_end_matches('>').trim_end_matches('/');
                let (is_close, inner) = match inner.strip_prefix('/') {
                    Some(inner) => (true, inner),
                    None => (false, inner),
                };
                let name: String = inner
                    .chars()
                    .take_while(|letter| letter.is_ascii_alphanumeric() || matches!(letter, ':' | '-'))
                    .collect::<String>()
                    .to_ascii_lowercase();
                if !is_close && matches!(name.as_str(), "script" | "style" | "noscript" | "template") {
                    let end = find_ignoring_case(&self.text[self.at..], &format!("</{name}"));
                    self.at = end.map_or(self.text.len(), |end| self.at + end);
                    continue;
                }
                let piece = if is_close { HtmlPiece::Close { name } } else { HtmlPiece::Open { name, tag: inner } };
                return Some((start, piece));
            }
            let first = rest.chars().next().map_or(1, char::len_utf8);
            let end = rest[first..].find('<').map_or(rest.len(), |at| at + first);
            self.at = start + end;
            return Some((start, HtmlPiece::Letters(&rest[..end])));
        }
    }
}

fn find_ignoring_case(text: &str, what: &str) -> Option<usize> {
    text.as_bytes().windows(what.len()).position(|window| window.eq_ignore_ascii_case(what.as_bytes()))
}

fn tag_of(rest: &str) -> Option<&str> {
    let after = rest.strip_prefix('<')?;
    let first = after.bytes().next()?;
    if !(first.is_ascii_alphabetic() || matches!(first, b'/' | b'!' | b'?')) {
        return None;
    }
    // Long runs without an end are letters: no real tag is that long.
    let end = after.bytes().take(4096).position(|byte| byte == b'>')?;
    Some(&rest[..end + 2])
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag;
    while let Some(at) = find_ignoring_case(rest, name) {
        let before = rest[..at].chars().next_back();
        let after = rest[at + name.len()..].trim_start();
        rest = &rest[at + name.len()..];
        if before.is_some_and(|letter| !letter.is_whitespace()) {
            continue;
        }
        let Some(value) = after.strip_prefix('=').map(str::trim_start) else {
            if after.is_empty() || after.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
                return Some(String::new());
            }
            continue;
        };
        let value = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split(quote).next().unwrap_or(""),
            _ => value.split_whitespace().next().unwrap_or(""),
        };
        return Some(entities(value));
    }
    None
}

/// `&amp;`, `&#3585;`, `&nbsp;` read; what is no entity stays.
pub(super) fn entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        let letter = end.and_then(|end| entity(&rest[1..end]));
        match (letter, end) {
            (Some(letter), Some(end)) => {
                out.push(letter);
                rest = &rest[end + 1..];
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(code) = name.strip_prefix('#') {
        let code = match code.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => code.parse().ok()?,
        };
        return char::from_u32(code).filter(|letter| *letter != '\0');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" | "ldquo" | "rdquo" => '"',
        "apos" | "lsquo" | "rsquo" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "bull" | "middot" => '•',
        "radic" => '√',
        "check" => '✓',
        _ => return None,
    })
}

fn tick(tag: &str) -> Option<&'static str> {
    if attribute(tag, "type")?.eq_ignore_ascii_case("checkbox") {
        return Some(if attribute(tag, "checked").is_some() { "☑" } else { "☐" });
    }
    None
}

/// The words of a cell that holds tags: a line for each paragraph, item and break.
pub(super) fn words_of(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (_, piece) in (Pieces { text, at: 0 }) {
        match piece {
            HtmlPiece::Letters(letters) => out.push_str(&entities(letters)),
            HtmlPiece::Open { name, tag } => match name.as_str() {
                "br" | "p" | "div" | "tr" => out.push('\n'),
                "li" => out.push_str("\n- "),
                "input" => out.push_str(tick(tag).unwrap_or("")),
                "td" | "th" => out.push(' '),
                _ if !is_known(&name) => {
                    out.push('<');
                    out.push_str(tag);
                    out.push('>');
                }
                _ => {}
            },
            HtmlPiece::Close { name } if matches!(name.as_str(), "p" | "div" | "li" | "ul" | "ol") => out.push('\n'),
            HtmlPiece::Close { .. } => {}
        }
    }
    // A list in a cell starts each item with a dash of its own already.
    out.replace("- - ", "- ").replace("- -", "- ")
}

fn is_known(name: &str) -> bool {
    const NAMES: &str = " a abbr article aside b blockquote body br caption center code col colgroup dd div dl dt em fieldset figure \
        font footer form h1 h2 h3 h4 h5 h6 head header hr html i img input label legend li main meta link nav o:p ol option p pre s \
        section select small span strong sub sup table tbody td tfoot th thead title tr strike tt u ul var mark ins del wbr iframe button ";
    NAMES.split_whitespace().any(|known| known == name)
}

#[derive(Default)]
struct HtmlTable {
    table: PaperTable,
    row: Option<TableRow>,
    cell: Option<PaperCell>,
    /// Rows inside `thead`.
    in_head: bool,
    /// A table of data stood in it: it lays out the page, and its own words are paragraphs.
    is_layout: bool,
}

pub fn read(text: &str) -> SourcePaper {
    let mut paper = SourcePaper::default();
    let mut tables: Vec<HtmlTable> = Vec::new();
    let mut line = String::new();
    let (mut style, mut item, mut in_head, mut bold) = (Style::Plain, false, false, 0_usize);
    let (mut struck, mut raised) = (0_usize, 0_usize);
    let mut starts = 1_usize;
    let mut counted = 0;
    for (at, piece) in (Pieces { text, at: 0 }) {
        starts += text.as_bytes().get(counted..at).unwrap_or_default().iter().filter(|byte| **byte == b'\n').count();
        counted = at;
        let place = SourcePlace::line(starts);
        let flush = |line: &mut String, style: Style, item: bool, paper: &mut SourcePaper| {
            let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
            line.clear();
            let style = if item && style == Style::Plain { Style::Item } else { style };
            paper.paragraph(words, style, false, place);
        };
        match piece {
            HtmlPiece::Letters(letters) => {
                let words = entities(letters);
                let before = match tables.last() {
                    Some(open) => open.cell.as_ref().map_or("", |cell| cell.text.as_str()),
                    None => line.as_str(),
                };
                let why = if struck > 0 {
                    Some("ข้อความที่ขีดฆ่า")
                } else if raised > 0 && is_note_number(before, &words) {
                    Some("ตัวยกหลังตัวเลข (หมายเลขเชิงอรรถ) ไม่ใช่ส่วนของตัวเลข")
                } else {
                    None
                };
                if let Some(why) = why.filter(|_| !words.trim().is_empty()) {
                    paper.notes.push(Note::new(place, why, words));
                    continue;
                }
                match tables.last_mut() {
                    Some(open) => {
                        if let Some(cell) = &mut open.cell {
                            push_collapsed(&mut cell.text, &words);
                            cell.is_bold |= bold > 0 && !words.trim().is_empty();
                        }
                    }
                    None if !in_head => push_collapsed(&mut line, &words),
                    None => {}
                }
            }
            HtmlPiece::Open { name, tag } => match name.as_str() {
                "head" => in_head = true,
                "title" => {}
                "body" => in_head = false,
                "table" if tables.len() < 8 => {
                    if tables.is_empty() {
                        flush(&mut line, style, item, &mut paper);
                    }
                    let table = PaperTable { place, states_merges: true, ..PaperTable::default() };
                    tables.push(HtmlTable { table, ..HtmlTable::default() });
                }
                "thead" => with(&mut tables, |open| open.in_head = true),
                "tr" => with(&mut tables, |open| {
                    open.end_row();
                    open.row = Some(TableRow { cells: Vec::new(), place });
                    open.table.stated_heads += usize::from(open.in_head);
                }),
                "td" | "th" => with(&mut tables, |open| {
                    open.end_cell();
                    let span = |name| {
                        attribute(tag, name)
                            .and_then(|it| it.trim().parse::<u16>().ok())
                            .unwrap_or(1)
                            .clamp(1, MAX_SPAN)
                    };
                    open.row.get_or_insert_with(|| TableRow { cells: Vec::new(), place });
                    open.cell = Some(PaperCell {
                        columns: span("colspan"),
                        rows: span("rowspan"),
                        is_bold: name == "th",
                        ..PaperCell::default()
                    });
                }),
                "br" | "p" | "div" | "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "tbody" | "dt" | "dd" | "hr" => {
                    if let Some(open) = tables.last_mut() {
                        if let Some(cell) = &mut open.cell {
                            cell.text.push('\n');
                            if name == "li" {
                                cell.text.push_str("- ");
                            }
                        }
                    } else {
                        flush(&mut line, style, item, &mut paper);
                        item = name == "li" || item && name == "br";
                        style = heading(&name).unwrap_or(Style::Plain);
                    }
                }
                "b" | "strong" => bold += 1,
                "del" | "s" | "strike" => struck += 1,
                "sup" => raised += 1,
                "input" => {
                    let mark = tick(tag).unwrap_or("");
                    match tables.last_mut().and_then(|open| open.cell.as_mut()) {
                        Some(cell) => cell.text.push_str(mark),
                        None => line.push_str(mark),
                    }
                }
                "a" => {
                    if let Some(link) = attribute(tag, "href").filter(|link| is_file(link)) {
                        paper.notes.push(Note::new(place, "ลิงก์ของไฟล์แนบในหน้าเว็บเดิม", link));
                    }
                }
                _ => {}
            },
            HtmlPiece::Close { name } => match name.as_str() {
                "table" => {
                    if let Some(mut open) = tables.pop() {
                        open.end_row();
                        // A struck word ends with what it stands in, at the latest.
                        (struck, raised) = (0, 0);
                        let is_grid = open.table.is_grid();
                        if let Some(outer) = tables.last_mut().filter(|outer| is_grid && outer.may_lay_out()) {
                            outer.is_layout = true;
                            outer.words_to(place, &mut paper);
                            paper.blocks.push(Block::Table(open.table));
                            continue;
                        }
                        if open.is_layout {
                            open.words_to(place, &mut paper);
                            continue;
                        }
                        match tables.last_mut().and_then(|outer| outer.cell.as_mut()) {
                            // A table in a cell: its words stay in the cell, a line for each row.
                            Some(cell) => {
                                for row in &open.table.rows {
                                    let words: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
                                    cell.text.push('\n');
                                    cell.text.push_str(words.join(" ").trim());
                                }
                            }
                            None => paper.blocks.push(Block::Table(open.table)),
                        }
                    }
                }
                "thead" => with(&mut tables, |open| open.in_head = false),
                "tr" => with(&mut tables, HtmlTable::end_row),
                "td" | "th" => with(&mut tables, HtmlTable::end_cell),
                "b" | "strong" => bold = bold.saturating_sub(1),
                "del" | "s" | "strike" => struck = struck.saturating_sub(1),
                "sup" => raised = raised.saturating_sub(1),
                "head" => in_head = false,
                "p" | "div" | "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => match tables.last_mut() {
                    Some(open) => {
                        if let Some(cell) = &mut open.cell {
                            cell.text.push('\n');
                        }
                    }
                    None => {
                        flush(&mut line, style, item, &mut paper);
                        (style, item) = (Style::Plain, false);
                    }
                },
                _ => {}
            },
        }
    }
    while let Some(mut open) = tables.pop() {
        open.end_row();
        paper.blocks.push(Block::Table(open.table));
    }
    let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
    paper.paragraph(words, style, false, SourcePlace { line: number(starts), ..SourcePlace::default() });
    paper
}

fn with(tables: &mut [HtmlTable], act: impl FnOnce(&mut HtmlTable)) {
    if let Some(open) = tables.last_mut() {
        act(open);
    }
}

impl HtmlTable {
    /// Old pages are laid out by tables: a menu, the page, a margin.
    fn may_lay_out(&self) -> bool {
        let cells = |row: &TableRow| row.cells.len() <= 3;
        self.table.rows.iter().all(cells) && self.row.as_ref().is_none_or(cells)
    }

    /// Its words so far, as paragraphs.
    fn words_to(&mut self, place: SourcePlace, paper: &mut SourcePaper) {
        let rows = std::mem::take(&mut self.table.rows);
        let mut cells: Vec<PaperCell> = rows.into_iter().flat_map(|row| row.cells).collect();
        cells.extend(self.row.iter_mut().flat_map(|row| std::mem::take(&mut row.cells)));
        cells.extend(self.cell.as_mut().map(std::mem::take));
        for line in cells.iter().flat_map(|cell| cell.text.lines()) {
            paper.paragraph(line.trim(), Style::Plain, false, place);
        }
    }

    fn end_cell(&mut self) {
        if let Some(mut cell) = self.cell.take() {
            let lines: Vec<&str> = cell.text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            cell.text = lines.join("\n");
            if let Some(row) = &mut self.row {
                row.cells.push(cell);
            }
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        if let Some(row) = self.row.take().filter(|row| !row.cells.is_empty()) {
            self.table.rows.push(row);
        }
    }
}

fn heading(name: &str) -> Option<Style> {
    let level = name.strip_prefix('h')?.parse::<u8>().ok()?;
    Some(Style::Heading(level))
}

fn is_file(link: &str) -> bool {
    let path = link.split(['?', '#']).next().unwrap_or(link).to_ascii_lowercase();
    [".pdf", ".doc", ".docx", ".xls", ".xlsx", ".odt", ".ods", ".zip", ".jpg", ".png"]
        .iter()
        .any(|end| path.ends_with(end))
}

/// White space of the source is one space; line ends of the source are none of the page's.
fn push_collapsed(out: &mut String, words: &str) {
    for letter in words.chars() {
        if letter.is_whitespace() {
            if !out.is_empty() && !out.ends_with([' ', '\n']) {
                out.push(' ');
            }
        } else {
            out.push(letter);
        }
    }
}
