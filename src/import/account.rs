//! What an import did, word by word: what was understood, what was guessed, and what has no place in the result. Whether
//! anything was lost is not believed but looked for in the files that came out.

use std::collections::BTreeSet;

use serde::Serialize;

use super::grid::one_line;
use super::paper::{Block, Note, SourcePaper};
use crate::standards::heads::fold;

#[derive(Clone, Debug, Default, Serialize)]
pub struct Account {
    pub source: String,
    pub files: Vec<FileAccount>,
    pub tables: Vec<TableAccount>,
    pub facts: Vec<FactAccount>,
    /// Guesses and what they rest on.
    pub guesses: Vec<AccountLine>,
    /// Words of the source that stand nowhere in the result.
    pub left_out: Vec<AccountLine>,
    pub marks: usize,
    pub words: Share,
    pub cells: Share,
}

#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Share {
    pub carried: usize,
    pub all: usize,
}

#[derive(Clone, Debug, Serialize)]
pub struct FileAccount {
    pub path: String,
    pub kind: String,
    pub rows: usize,
}

#[derive(Clone, Debug, Serialize)]
pub struct TableAccount {
    pub place: String,
    pub role: String,
    pub rows: usize,
    pub totals: usize,
    /// Head → field.
    pub columns: Vec<(String, Option<String>)>,
    pub confidence: u8,
}

#[derive(Clone, Debug, Serialize)]
pub struct FactAccount {
    pub name: &'static str,
    pub value: String,
    pub confidence: u8,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountLine {
    pub place: String,
    pub why: String,
    pub words: String,
}

impl AccountLine {
    pub fn of(note: &Note) -> Self {
        Self { place: note.place.to_string(), why: note.why.clone(), words: note.words.clone() }
    }
}

/// Everything of `paper` that stands neither in `files` nor in `told`.
pub fn look_for(paper: &SourcePaper, files: &[(String, String)], told: &[Note], account: &mut Account) {
    let mut there = String::new();
    for (_, text) in files {
        // Marks and signs of Markdown are no words of the source.
        there.push_str(&fold(&text.replace("<br>", " ").replace('\\', "")));
        there.push('\n');
    }
    let told: BTreeSet<String> = told.iter().map(|note| fold(&note.words)).collect();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut look = |words: &str, place: String, share: &mut Share, left_out: &mut Vec<AccountLine>| {
        for line in words.lines() {
            let folded = fold(line);
            if folded.is_empty() {
                continue;
            }
            share.all += 1;
            if seen.contains(&folded) || there.contains(&folded) {
                share.carried += 1;
                seen.insert(folded);
                continue;
            }
            if !told.contains(&folded) {
                left_out.push(AccountLine {
                    place: place.clone(),
                    why: "ไม่อยู่ในไฟล์ที่ได้".to_owned(),
                    words: one_line(line),
                });
            }
        }
    };
    let (mut words, mut cells, mut left_out) = (Share::default(), Share::default(), Vec::new());
    let mut columns_seen: BTreeSet<String> = BTreeSet::new();
    for block in &paper.blocks {
        match block {
            Block::Text(paragraph) => look(&paragraph.text, paragraph.place.to_string(), &mut words, &mut left_out),
            Block::Table(table) => {
                for row in &table.rows {
                    for (at, cell) in row.cells.iter().enumerate() {
                        // Heads that repeat on every page are looked for once.
                        if cell.text.chars().count() > 3 && !columns_seen.insert(cell.text.clone()) {
                            cells.all += 1;
                            cells.carried += 1;
                            continue;
                        }
                        look(&cell.text, row.place.column(at + 1).to_string(), &mut cells, &mut left_out);
                    }
                }
            }
        }
    }
    account.words = words;
    account.cells = cells;
    account.left_out.extend(left_out);
}
