//! A file dropped on a page of the preview: first what would become of it, beside the source, then, with what the author
//! settled, written. Over the guarded channel of `preview::guard` alone; the same import as `prongsai import`, no other.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::report;
use super::target::{FileChange, ImportTarget};
use super::{Failure, OneFile};
use crate::import::marks;
use crate::import::paper::Block;
use crate::import::{self, Incoming};
use crate::preview::{guard::Action, hash_of};

/// Office papers are smaller; the body holds them in base64.
const MOST_FILE_BYTES: usize = 24 << 20;
const MOST_BODY_BYTES: usize = MOST_FILE_BYTES / 3 * 4 + (1 << 20);
/// So much of the source is shown beside what was understood.
const MOST_SHOWN_ROWS: usize = 400;
const MOST_NAME: usize = 120;

/// What would become of the file.
pub struct LookAtFile(pub PathBuf);

/// The same, written.
pub struct WriteFile(pub PathBuf);

impl Action for LookAtFile {
    fn name(&self) -> &'static str {
        "import-look"
    }

    fn most_bytes(&self) -> usize {
        MOST_BODY_BYTES
    }

    fn act(&self, asked: &Value) -> Result<Value, String> {
        let dropped = Dropped::of(asked)?;
        let Some(file) = dropped.look(&self.0)? else {
            return Ok(json!({ "choose": ImportTarget::agencies(&self.0) }));
        };
        let mut told = report::json(&file.imported, &file.changes);
        if let Value::Object(told) = &mut told {
            told.insert("name".to_owned(), dropped.name.clone().into());
            told.insert("seal".to_owned(), seal(&file.changes.0).into());
            told.insert("source_rows".to_owned(), shown(&dropped));
            let files: Vec<Value> = file.changes.0.iter().map(file_told).collect();
            told.insert("results".to_owned(), files.into());
        }
        Ok(told)
    }
}

impl Action for WriteFile {
    fn name(&self) -> &'static str {
        "import-write"
    }

    fn most_bytes(&self) -> usize {
        MOST_BODY_BYTES
    }

    fn act(&self, asked: &Value) -> Result<Value, String> {
        let dropped = Dropped::of(asked)?;
        let mut file = dropped.look(&self.0)?.ok_or("บอกก่อนว่าเป็นเอกสารของหน่วยงานไหน")?;
        if asked.get("seal").and_then(Value::as_str) != Some(seal(&file.changes.0).as_str()) {
            return Err("ไฟล์ในโฟลเดอร์เนื้อหาเปลี่ยนไประหว่างที่ดูอยู่ จึงยังไม่เขียน วางไฟล์ใหม่อีกครั้ง".to_owned());
        }
        for settled in asked.get("settled").and_then(Value::as_array).into_iter().flatten() {
            let path = settled.get("path").and_then(Value::as_str).unwrap_or("");
            let at = settled.get("at").and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok());
            let value = settled.get("value").and_then(Value::as_str);
            let change = file.changes.0.iter_mut().find(|change| change.path == path && !change.is_kept);
            let (Some(change), Some(at)) = (change, at) else {
                return Err("คำตอบของช่องหนึ่งไม่ตรงกับไฟล์ วางไฟล์ใหม่อีกครั้ง".to_owned());
            };
            change.after = settle(&change.after, at, value).ok_or("ไม่พบช่องที่ตอบ วางไฟล์ใหม่อีกครั้ง")?;
        }
        file.write(&dropped.name, &dropped.bytes).map_err(words)?;
        let written: Vec<&str> =
            file.changes.0.iter().filter(|change| !change.is_kept).map(|change| change.path.as_str()).collect();
        Ok(json!({ "written": written }))
    }
}

struct Dropped {
    name: String,
    bytes: Vec<u8>,
    agency: Option<String>,
    /// The page that it was dropped on.
    page: String,
}

impl Dropped {
    fn of(asked: &Value) -> Result<Self, String> {
        let text = |key: &str| asked.get(key).and_then(Value::as_str);
        let name = text("name").unwrap_or("").rsplit(['/', '\\']).next().unwrap_or("");
        let name: String = name.chars().filter(|letter| !letter.is_control()).take(MOST_NAME).collect();
        if name.trim().is_empty() {
            return Err("ไฟล์ที่วางไม่มีชื่อ".to_owned());
        }
        let bytes = text("bytes").and_then(from_base64).ok_or("ไฟล์ที่วางมาไม่ครบ ลองวางใหม่")?;
        let agency = text("agency").map(str::to_owned).filter(|slug| !slug.is_empty());
        Ok(Self { name, bytes, agency, page: text("page").unwrap_or("").to_owned() })
    }

    /// `None`: it is not known whose file it is.
    fn look(&self, root: &std::path::Path) -> Result<Option<OneFile>, String> {
        let agencies = ImportTarget::agencies(root);
        let of_page = self.page.trim_start_matches('/').split('/').next().unwrap_or("");
        let agency = match (&self.agency, agencies.as_slice()) {
            (Some(named), known) if known.contains(named) => Some(named.as_str()),
            (Some(_), [_, ..]) => return Err("ไม่มีหน่วยงานนี้ในเว็บ".to_owned()),
            (_, known) if known.iter().any(|slug| slug == of_page) => Some(of_page),
            (_, [] | [_]) => None,
            _ => return Ok(None),
        };
        let target = ImportTarget::find(root, agency).map_err(words)?;
        match OneFile::look(target, &self.name, &self.bytes, &[], false).map_err(words)? {
            Ok(file) => Ok(Some(file)),
            Err(refusal) => Err(format!("{} {}", refusal.message, refusal.help)),
        }
    }
}

fn words(Failure(why): Failure) -> String {
    why
}

/// Equal as long as neither the file nor what is in the folder has changed.
fn seal(changes: &[FileChange]) -> String {
    let mut all = Vec::new();
    for change in changes {
        for text in [&change.path, change.before.as_deref().unwrap_or("\u{1}"), &change.after] as [&str; 3] {
            all.extend_from_slice(text.as_bytes());
            all.push(0);
        }
    }
    format!("{:016x}", hash_of(&all))
}

/// One file as it would be, and the doubtful places in it.
fn file_told(change: &FileChange) -> Value {
    let marks: Vec<Value> = places(&change.after)
        .enumerate()
        .map(|(at, (start, end))| {
            let (from, why) = (value_start(&change.after, start), &change.after[start + marks::OPEN.len()..end]);
            let why = why.strip_suffix(marks::CLOSE).unwrap_or(why);
            let line = change.after[..start].matches('\n').count() + 1;
            json!({ "at": at, "line": line, "value": change.after[from..start].trim(), "why": why })
        })
        .collect();
    json!({
        "path": change.path, "text": change.after, "new": change.before.is_none(), "kept": change.is_kept,
        "same": change.before.as_deref() == Some(change.after.as_str()), "marks": marks,
    })
}

/// Where the marks stand.
fn places(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    text.match_indices(marks::OPEN).filter_map(|(start, _)| {
        let length = text[start..].find(marks::CLOSE)? + marks::CLOSE.len();
        Some((start, start + length))
    })
}

/// Where the cell begins that a mark stands in.
fn value_start(text: &str, mark: usize) -> usize {
    let line = text[..mark].rfind('\n').map_or(0, |at| at + 1);
    let bar = text[line..mark].rmatch_indices('|').map(|(at, _)| line + at).find(|at| !text[..*at].ends_with('\\'));
    let after_mark = text[line..mark].rfind(marks::CLOSE).map(|at| line + at + marks::CLOSE.len());
    bar.map_or(line, |at| at + 1).max(after_mark.unwrap_or(line))
}

/// The text without its mark of this number; with another value before it where the author gave one.
fn settle(text: &str, at: usize, value: Option<&str>) -> Option<String> {
    let (start, end) = places(text).nth(at)?;
    let from = value_start(text, start);
    let before = &text[..from];
    let words = match value {
        Some(value) => import::write::cell(value),
        None => text[from..start].trim().to_owned(),
    };
    let words = if words.is_empty() { String::new() } else { format!(" {words}") };
    Some(format!("{before}{words}{}", &text[end..]))
}

/// The source as paragraphs and rows.
fn shown(dropped: &Dropped) -> Value {
    let Ok(paper) = import::read(Incoming { name: &dropped.name, bytes: &dropped.bytes }) else {
        return Value::Array(Vec::new());
    };
    let mut rows: Vec<Value> = Vec::new();
    for block in &paper.blocks {
        match block {
            Block::Text(paragraph) => {
                rows.push(json!({ "place": paragraph.place.to_string(), "text": paragraph.text }))
            }
            Block::Table(table) => rows.extend(table.rows.iter().map(|row| {
                let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
                json!({ "place": row.place.to_string(), "cells": cells })
            })),
        }
        if rows.len() > MOST_SHOWN_ROWS {
            break;
        }
    }
    rows.truncate(MOST_SHOWN_ROWS);
    Value::Array(rows)
}

/// Strict: letters of the alphabet, padding at the end alone.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let bare = text.trim_end_matches('=');
    if !text.len().is_multiple_of(4) || text.len() - bare.len() > 2 || bare.len() % 4 == 1 {
        return None;
    }
    let mut bytes = Vec::with_capacity(bare.len() / 4 * 3 + 2);
    for four in bare.as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for byte in four {
            bits = bits << 6 | u32::from(value(*byte)?);
        }
        bits <<= 6 * (4 - four.len());
        bytes.extend_from_slice(&bits.to_be_bytes()[1..four.len()]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_strictly() {
        assert_eq!(from_base64("cHJvbmdzYWk="), Some(b"prongsai".to_vec()));
        assert_eq!(from_base64("cHJvbmc="), Some(b"prong".to_vec()));
        assert_eq!(from_base64("4LiB"), Some("ก".as_bytes().to_vec()));
        assert_eq!(from_base64(""), Some(Vec::new()));
        for broken in ["a", "cHJvbmdzYWk", "cHJv=mdz", "cH J", "====", "\u{e01}"] {
            assert_eq!(from_base64(broken), None, "{broken}");
        }
    }

    #[test]
    fn a_settled_cell_loses_its_mark_and_nothing_else() {
        let text = "a\n| 1-01 | ก\\|ข <!-- import: เดา --> | 5 <!-- import: เงิน --> |\n<!-- import: ปี -->\n";
        let told: Vec<(usize, usize)> = places(text).collect();
        assert_eq!(told.len(), 3);
        assert_eq!(
            settle(text, 0, None).unwrap(),
            "a\n| 1-01 | ก\\|ข | 5 <!-- import: เงิน --> |\n<!-- import: ปี -->\n"
        );
        assert_eq!(
            settle(text, 1, Some("7|8\n9")).unwrap(),
            "a\n| 1-01 | ก\\|ข <!-- import: เดา --> | 7\\|8<br>9 |\n<!-- import: ปี -->\n"
        );
        assert_eq!(
            settle(text, 2, None).unwrap(),
            "a\n| 1-01 | ก\\|ข <!-- import: เดา --> | 5 <!-- import: เงิน --> |\n\n"
        );
        assert_eq!(settle(text, 3, None), None);
    }
}
