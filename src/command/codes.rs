//! `prongsai codes`: writes the codes that the scheme makes into the author's tables, once and for good.
//! Every other byte of the file stays as it is; with `--diff` nothing is written.

use std::collections::BTreeMap;
use std::path::Path;

use crate::check::fix::{Edit, FileFix, unified_diff};
use crate::command::arguments::CodesArguments;
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::engine::{Engine, Timings};
use crate::finding::code;
use crate::folder::Folder;
use crate::model::{self, Agency, Entry};
use crate::source::{DataRow, DataTable, Document, door, sheets};
use crate::span::FileId;
use crate::standards::Field;
use crate::thai::says_nothing;

pub fn run(arguments: &CodesArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let content = Folder::hold(&arguments.site.content);
    let engine = Engine::open(&arguments.site.options()?, &Timings::default())?;
    let content = content.map_err(|error| super::unreadable(&arguments.site.content, &error))?;
    let mut written = 0;
    let mut by_hand = 0;
    for files in &engine.sources.agencies {
        let mut found = crate::finding::Findings::default();
        let Some(agency) = model::load_agency(engine.files(), files, &engine.site.standards, &mut found) else {
            continue;
        };
        // A code that would be invented is never written: whoever knows the promise joins it first.
        let unjoined = |table: &DataTable| {
            let of = |finding: &&crate::finding::Finding| {
                finding.code == code::M041 && finding.primary.span.file == table.span.file
            };
            found.iter().find(of)
        };
        let mut edits: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
        for (document, entries) in tables_of(&agency) {
            for (table, codes) in uncoded(document, entries) {
                let entry = files.entries.iter().find(|entry| FileId::of(&entry.path) == table.span.file);
                let Some(entry) = entry else { continue };
                if let Some(finding) = unjoined(table) {
                    by_hand += codes.len();
                    terminal.say(&format!("{}: ยังไม่เติมรหัส เพราะ{}", entry.path, finding.message));
                    continue;
                }
                if is_out_of_reach(document, table, entry) {
                    by_hand += codes.len();
                    let list: Vec<String> = codes.values().map(|code| format!("`{code}`")).collect();
                    terminal.say(&format!("{}: เพิ่มคอลัมน์ รหัส เอง ตามลำดับรายการ: {}", entry.path, list.join(" ")));
                    continue;
                }
                if sheets::is_sheet(entry) && !entry.extension().eq_ignore_ascii_case("csv") {
                    by_hand += codes.len();
                    let list: Vec<String> = codes.values().map(|code| format!("`{code}`")).collect();
                    terminal.say(&format!("{}: เติมในคอลัมน์ รหัส เอง ตามลำดับแถว: {}", entry.path, list.join(" ")));
                    continue;
                }
                let text = engine.files().read(entry).ok().and_then(|bytes| String::from_utf8(bytes).ok());
                let Some(text) = text else { continue };
                let is_sheet = !entry.extension().eq_ignore_ascii_case("md");
                edits.entry(table.span.file).or_default().extend(edits_of(table, &codes, &text, is_sheet));
            }
        }
        for entry in &files.entries {
            let Some(edits) = edits.remove(&FileId::of(&entry.path)) else { continue };
            let before =
                engine.files().read(entry).map_err(|error| Failure(format!("อ่าน `{}` ไม่ได้: {error}", entry.path)))?;
            let Ok(before) = String::from_utf8(before) else { continue };
            let fix = fix_of(&entry.path, before, edits);
            if arguments.diff {
                terminal.result(unified_diff(&fix).trim_end());
            } else {
                write(&content, &entry.on_disk, &fix)?;
                terminal.say(&format!("เติมรหัสใน {} ({} แห่ง)", fix.path, fix.edits.len()));
            }
            written += fix.edits.len();
        }
    }
    if written == 0 && by_hand == 0 {
        terminal.say("ทุกรายการมีรหัสแล้ว");
    }
    Ok(Outcome::Fine)
}

/// A pasted table, or a head of several lines: a column cannot be put in front of it line by line.
fn is_out_of_reach(document: &Document, table: &DataTable, entry: &crate::source::FileEntry) -> bool {
    if sheets::is_sheet(entry) {
        // Heads on two lines do not stand one after the other in the file.
        let starts: Vec<u32> = table.columns.iter().map(|column| column.head.span.start).collect();
        return starts.windows(2).any(|pair| pair[1] < pair[0]);
    }
    match table.grid.and_then(|at| document.body.grids.get(at)) {
        Some(grid) => grid.rows.len() != table.rows.len(),
        // Rows of a list in the front matter know how many keys they have.
        None => table.rows.first().is_some_and(|row| row.written == usize::MAX),
    }
}

/// Documents whose rows carry codes, with those rows.
fn tables_of(agency: &Agency) -> Vec<(&Document, Vec<&Entry>)> {
    let plans = agency.plans.iter().map(|plan| (plan.document, plan.entries.iter().collect()));
    let reports = agency
        .reports
        .iter()
        .map(|report| (report.document, report.entries.iter().chain(&report.eplan).collect::<Vec<_>>()));
    let measures = agency.measures.iter().map(|book| (book.document, book.entries.iter().collect()));
    plans.chain(reports).chain(measures).map(|(id, entries)| (agency.document(id), entries)).collect()
}

/// Each table that lacks codes, with the code of each such row.
fn uncoded<'d>(document: &'d Document, entries: Vec<&Entry>) -> Vec<(&'d DataTable, BTreeMap<usize, String>)> {
    let mut codes: BTreeMap<usize, BTreeMap<usize, String>> = BTreeMap::new();
    for entry in entries.into_iter().filter(|entry| !entry.code_stated) {
        codes.entry(entry.table).or_default().insert(entry.row, entry.code.to_string());
    }
    codes.into_iter().filter_map(|(table, codes)| Some((document.tables.get(table)?, codes))).collect()
}

fn edits_of(table: &DataTable, codes: &BTreeMap<usize, String>, text: &str, is_sheet: bool) -> Vec<Edit> {
    match table.position(Field::Code) {
        Some(column) if table.grid.is_some() || is_sheet => codes
            .iter()
            .filter_map(|(row, code)| fill_cell(table.rows.get(*row)?, column, code, text, is_sheet))
            .collect(),
        _ if is_sheet => add_sheet_column(table, codes, text),
        _ if table.grid.is_some() => add_column(table, codes, text),
        _ => codes.iter().filter_map(|(row, code)| add_key(table.rows.get(*row)?, code, text)).collect(),
    }
}

/// An empty cell, or one with a dash; what else stands there is the author's and stays.
fn fill_cell(row: &DataRow, column: usize, code: &str, text: &str, is_sheet: bool) -> Option<Edit> {
    let cell = row.cells.get(column)?;
    let (start, end) = (cell.span.start as usize, cell.span.end as usize);
    if !says_nothing(&cell.value) {
        return None;
    }
    if end > start {
        return Some((start, end, code.to_owned()));
    }
    let before = text.get(..start)?.chars().next_back();
    let after = text.get(start..)?.chars().next();
    let lead = if !is_sheet && before == Some('|') { " " } else { "" };
    let tail = if !is_sheet && after == Some('|') { " " } else { "" };
    Some((start, start, format!("{lead}{code}{tail}")))
}

/// `| รหัส ` before the head, the rule and every row.
fn add_column(table: &DataTable, codes: &BTreeMap<usize, String>, text: &str) -> Vec<Edit> {
    let head = table.span.start as usize;
    // A row without its outer bar needs one more, or the code would be the first letters of its first cell.
    let insert = |at: usize, words: &str| {
        let has_bar = text.get(at..).is_some_and(|rest| rest.starts_with('|'));
        let bar = if has_bar { "" } else { "| " };
        (at, at, if words.is_empty() { format!("| {bar}") } else { format!("| {words} {bar}") })
    };
    let mut edits = vec![insert(head, "รหัส")];
    let rule = text[head..].find('\n').map(|newline| head + newline + 1);
    if let Some(line) = rule {
        let rest = text[line..].find(['|', '-', ':']).map_or(line, |at| line + at);
        let lead = if text[rest..].starts_with('|') { "|---" } else { "|---|" };
        edits.push((rest, rest, lead.to_owned()));
    }
    for (number, row) in table.rows.iter().enumerate() {
        let code = codes.get(&number).map_or("", String::as_str);
        edits.push(insert(row.span.start as usize, code));
    }
    edits
}

/// A first column in a CSV file, with the file's own separator.
fn add_sheet_column(table: &DataTable, codes: &BTreeMap<usize, String>, text: &str) -> Vec<Edit> {
    let line_of = |at: usize| {
        let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        if line == 0 && text.starts_with('\u{feff}') { 3 } else { line }
    };
    let first = table.columns.first().map(|column| column.head.span);
    let Some(first) = first else { return Vec::new() };
    let after = text.get(first.end as usize..).unwrap_or("").trim_start_matches('"');
    let separator = after.chars().next().filter(|letter| matches!(letter, ',' | ';' | '\t')).unwrap_or(',');
    let head = line_of(first.start as usize);
    let mut edits = vec![(head, head, format!("รหัส{separator}"))];
    for (number, row) in table.rows.iter().enumerate() {
        let at = line_of(row.span.start as usize);
        let code = codes.get(&number).map_or("", String::as_str);
        edits.push((at, at, format!("{code}{separator}")));
    }
    edits
}

/// `code: 1-01` as the first key of an item in the front matter.
fn add_key(row: &DataRow, code: &str, text: &str) -> Option<Edit> {
    let at = row.span.start as usize;
    let before = text.get(..at)?;
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    let indent = before[line..].chars().map(|letter| if letter == '-' { ' ' } else { letter });
    if before.trim_end().ends_with('{') {
        return Some((at, at, format!("code: {code}, ")));
    }
    let indent: String = indent.collect();
    Some((at, at, format!("code: {code}\n{indent}")))
}

fn fix_of(path: &str, before: String, mut edits: Vec<Edit>) -> FileFix {
    edits.sort();
    edits.dedup();
    let mut after = String::with_capacity(before.len() + edits.len() * 8);
    let mut from = 0;
    for (start, end, text) in &edits {
        after.push_str(&before[from..*start]);
        after.push_str(text);
        from = *end;
    }
    after.push_str(&before[from..]);
    FileFix {
        path: path.into(), before: before.into(), after, edits, titles: vec!["เติมรหัส".to_owned()]
    }
}

fn write(content: &Folder, path: &Path, fix: &FileFix) -> Result<(), Failure> {
    door::replace(content, path, fix.after.as_bytes())
        .map_err(|error| Failure(format!("แก้ไฟล์ `{}` ไม่ได้: {error}", fix.path)))
}
