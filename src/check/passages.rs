//! The words of a document line by line, each at its exact place, for the rules that read words and not values.
//! Reads the author's own text, so that a mark under a word is exact; cells that came from a sheet come as they are.

use crate::source::Document;
use crate::span::{FileId, Span};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassagePlace {
    /// Under this top-level key of the front matter.
    Key,
    Heading,
    /// A line of a table; `|` parts the cells.
    Row,
    Prose,
    /// One cell of a sheet.
    Cell,
}

#[derive(Clone, Copy, Debug)]
pub struct Passage<'d> {
    pub text: &'d str,
    pub place: PassagePlace,
    file: FileId,
    start: usize,
    /// The place as a whole, where letters of `text` cannot be told apart in the file.
    whole: Option<Span>,
}

impl Passage<'_> {
    /// The place of `text[start..end]`.
    pub fn span(&self, start: usize, end: usize) -> Span {
        self.whole.unwrap_or_else(|| Span::new(self.file, self.start + start, self.start + end))
    }
}

/// Keys whose words are about the work and not of the authority: where it was copied from, answers, settings.
const NOT_READ: [&str; 9] =
    ["source", "accept", "redirect_from", "severities", "editor", "also_written", "related", "by_order", "theme"];

/// What a reader of the site may come to read: front matter without `NOT_READ`, headings, tables, prose.
/// Comments and code are left out.
pub fn passages(document: &Document) -> Vec<Passage<'_>> {
    let text: &str = &document.text;
    let mut found = Vec::with_capacity(text.len() / 80 + 8);
    let front_ends = front_matter_end(text);
    let mut key_is_read = true;
    let mut fenced = false;
    let mut in_comment = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let bare = line.trim_end();
        let keep = |text, place, skip| Passage { text, place, file: document.file, start: start + skip, whole: None };
        if start < front_ends {
            if matches!(bare, "---" | "+++" | "...") {
                continue;
            }
            if !bare.starts_with([' ', '\t', '-', '#']) && !bare.is_empty() {
                let key = bare.split([':', '=']).next().unwrap_or("").trim();
                key_is_read = !NOT_READ.contains(&key);
            }
            if key_is_read {
                let (words, skip) = value_of(without_comment(bare));
                if !words.is_empty() {
                    found.push(keep(words, PassagePlace::Key, skip));
                }
            }
            continue;
        }
        let trimmed = bare.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fenced = !fenced;
            continue;
        }
        if in_comment || trimmed.starts_with("<!--") {
            in_comment = !trimmed.contains("-->");
            continue;
        }
        if fenced || trimmed.is_empty() {
            continue;
        }
        let place = if trimmed.starts_with('#') {
            PassagePlace::Heading
        } else if trimmed.starts_with('|') {
            if trimmed.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ')) {
                continue;
            }
            PassagePlace::Row
        } else {
            PassagePlace::Prose
        };
        found.push(keep(bare, place, 0));
    }
    for table in &document.tables {
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            if cell.span.file != document.file && !cell.value.is_empty() {
                let passage = Passage {
                    text: &cell.value,
                    place: PassagePlace::Cell,
                    file: cell.span.file,
                    start: cell.span.start as usize,
                    whole: Some(cell.span),
                };
                found.push(passage);
            }
        }
    }
    found
}

/// Where the body begins; 0 when there is no front matter.
fn front_matter_end(text: &str) -> usize {
    let skipped = text.len() - text.trim_start_matches(['\u{feff}', '\r', '\n']).len();
    let fence = match text[skipped..].lines().next().map(str::trim_end) {
        Some("---") => "---",
        Some("+++") => "+++",
        _ => return 0,
    };
    let mut at = skipped;
    for (number, line) in text[skipped..].split_inclusive('\n').enumerate() {
        at += line.len();
        let bare = line.trim_end();
        if number > 0 && (bare == fence || (fence == "---" && bare == "...")) {
            return at;
        }
    }
    0
}

fn without_comment(line: &str) -> &str {
    if line.trim_start().starts_with('#') {
        return "";
    }
    line.find(" #").map_or(line, |at| &line[..at]).trim_end()
}

/// The words after `key:`, and how far they stand from the line's beginning.
fn value_of(line: &str) -> (&str, usize) {
    let key_ends = line.find([':', '=']).filter(|end| {
        let key = line[..*end].trim_start_matches([' ', '-', '{']);
        !key.is_empty() && key.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    });
    let rest = key_ends.map_or(0, |end| end + 1);
    let lead = line[rest..].len() - line[rest..].trim_start().len();
    (&line[rest + lead..], rest + lead)
}

/// The cells of a table's line: each with where it begins in the line.
pub fn cells(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    line.split('|').map(move |part| {
        let start = at;
        at += part.len() + 1;
        let lead = part.len() - part.trim_start().len();
        (start + lead, part.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Findings;
    use crate::source::document;
    use crate::standards::Standards;

    #[test]
    fn places_are_exact_and_what_is_not_read_is_left_out() {
        let text = "---\nkind: page\ntitle: หน้า ก # ข้าม\nsource: >-\n  ที่มา\nsummary: สรุป\n---\n# หัว\n<!-- ซ่อน -->\n```\nรหัส\n```\n| ก | ข |\n|---|---|\nเนื้อ\n";
        let document =
            document::read("a/p.md", text.as_bytes(), Standards::embedded(), &mut Findings::default()).unwrap();
        let found = passages(&document);
        let shown: Vec<&str> = found.iter().map(|passage| passage.text).collect();
        assert_eq!(shown, ["page", "หน้า ก", "สรุป", "# หัว", "| ก | ข |", "เนื้อ"]);
        for passage in &found {
            let span = passage.span(0, passage.text.len());
            assert_eq!(&text[span.start as usize..span.end as usize], passage.text);
        }
    }
}
