//! What is told of an import when all is written: where every word went, what is in doubt, what was guessed.

use super::account::{self, Account, AccountLine as Told, FactAccount, FileAccount, TableAccount};
use super::facts::PaperFacts;
use super::grid::one_line;
use super::import_source::{ImportSource, Main};
use super::paper::Note;
use super::patch::SheetOrigin;
use super::rows::Understood;
use super::{Imported, marks};
use crate::standards::Field;

pub(super) fn account(
    source: ImportSource<'_>,
    main: Main,
    files: Vec<(String, String)>,
    notes: Vec<Note>,
    guesses: Vec<Note>,
    file_name: &str,
) -> Imported {
    let mut account = Account { source: file_name.to_owned(), ..Account::default() };
    account.files = files
        .iter()
        .map(|(path, text)| FileAccount {
            path: path.clone(),
            kind: text.lines().find_map(|line| line.strip_prefix("kind: ")).unwrap_or("").to_owned(),
            rows: text.lines().filter(|line| line.starts_with("| ") && !line.contains("---")).count(),
        })
        .collect();
    for table in &source.tables.understood {
        let known = table.columns.iter().filter(|column| column.column.is_some()).count();
        let near = table.columns.iter().filter(|column| column.near.is_some()).count();
        let doubts = table.rows.iter().filter(|row| row.cells.iter().any(|cell| cell.doubt.is_some())).count();
        let sure = (known * 100).saturating_sub(near * 30) / table.columns.len().max(1);
        let sure = sure.saturating_sub(doubts * 100 / table.rows.len().max(1) / 2);
        account.tables.push(TableAccount {
            place: table.place.to_string(),
            role: table.role.to_string(),
            rows: table.rows.len(),
            totals: table.totals.len(),
            columns: table
                .columns
                .iter()
                .map(|column| (one_line(&column.joined), column.column.map(|it| it.field.to_string())))
                .collect(),
            confidence: u8::try_from(sure.min(100)).unwrap_or(100),
        });
    }
    facts_account(&source.facts, main, &mut account);
    let mut told = source.paper.notes.clone();
    told.extend(source.tables.notes.iter().cloned());
    told.extend(notes);
    account::look_for(source.paper, &files, &told, &mut account);
    account.left_out.extend(told.iter().map(Told::of));
    account.guesses = guesses.iter().map(Told::of).collect();
    account.marks = files.iter().map(|(_, text)| text.matches(marks::OPEN).count()).sum();
    let origin = source.paper.origin.clone().map(|origin| filled(origin, &source.tables.understood));
    Imported { files, account, origin }
}

/// The rows of a sheet of ours as they stand now, under the fields that it was written with.
fn filled(mut origin: SheetOrigin, tables: &[Understood]) -> SheetOrigin {
    for table in tables.iter().filter(|table| table.is_of_items()) {
        for row in &table.rows {
            let cell = |field: &Option<Field>| match field {
                Some(Field::Code) => row.code.clone().unwrap_or_default(),
                Some(field) => table.text(row, *field).to_owned(),
                None => String::new(),
            };
            origin.filled.push(origin.fields.iter().map(cell).collect());
        }
    }
    origin
}

fn facts_account(facts: &PaperFacts, main: Main, account: &mut Account) {
    let mut tell = |name: &'static str, value: Option<String>, confidence: u8| {
        if let Some(value) = value {
            account.facts.push(FactAccount { name, value, confidence });
        }
    };
    let kind = match main {
        Main::Report => "รายงานผล",
        Main::Plan => "แผน",
        Main::Measures => "มาตรการ",
        Main::Page => "หน้าทั่วไป",
    };
    tell("ชนิดเอกสาร", Some(kind.to_owned()), 95);
    tell(
        "หน่วยงาน",
        facts.agency.as_ref().map(|agency| agency.name.clone()),
        if facts.doubts.is_empty() { 95 } else { 70 },
    );
    tell(
        "ที่ตั้ง",
        facts.agency.as_ref().and_then(|agency| {
            Some(format!("อำเภอ{} จังหวัด{}", agency.amphoe.as_deref()?, agency.province.as_deref()?))
        }),
        95,
    );
    tell("ปีงบประมาณ", facts.fiscal_year.map(|year| year.to_string()), 95);
    tell("รอบ", facts.round.map(|round| round.name_th().to_owned()), 90);
    tell("ช่วงเวลาของแผน", facts.plan_years.map(|(first, last)| format!("{first}-{last}")), 85);
    tell("ระหว่าง", facts.period.as_ref().map(|(from, until)| format!("{from} - {until}")), 90);
    tell("ข้อมูล ณ", facts.as_of.clone(), 95);
    tell("ผู้รายงาน", facts.reporter.as_ref().map(|(name, _)| name.clone()), 85);
}
