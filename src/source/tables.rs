//! Which tables of a document are data: Markdown tables, pasted ones, lists in the front matter, each given to the
//! reader. Cells stay text with a place; reading them as money, status or code is the model's work.

use crate::finding::{Finding, Findings, code};
use crate::reader::{self, Ask, Grid as ReaderGrid, GridRow as ReaderRow};
use crate::source::markdown::{Body, MarkdownTable};
use crate::source::meta::Meta;
use crate::source::pasted::Pasted;
use crate::span::{Span, Spanned};
use crate::standards::{Role, Standards};
use crate::thai;

pub use crate::reader::{DataColumn, DataRow, DataTable, RowSort};

/// A table of a document of data that nobody could read: where, and the words of its heads.
#[derive(Clone, Debug)]
pub struct Unread {
    pub span: Span,
    pub heads: String,
    /// How many of its heads some form knows.
    pub known: usize,
}

/// What the document asks of its tables.
pub fn ask_of(meta: &Meta) -> Ask {
    match meta {
        Meta::Plan(plan) => {
            Ask { years: plan.years.as_ref().map(|years| (years.value.0.be(), years.value.1.be())), ..Ask::default() }
        }
        Meta::Report(report) => Ask {
            round: report.round.as_ref().map(|round| round.value.months()),
            years: report.fiscal_year.as_ref().map(|year| (year.value.be(), year.value.be())),
            role: None,
        },
        Meta::Measures(measures) => Ask {
            years: measures.fiscal_year.as_ref().map(|year| (year.value.be(), year.value.be())),
            ..Ask::default()
        },
        _ => Ask::default(),
    }
}

/// The tables of a document, and those that stood there and were not read.
pub fn recognise(
    body: &Body,
    text: &str,
    pasted: Vec<Pasted>,
    meta: &Meta,
    standards: &Standards,
    findings: &mut Findings,
) -> (Vec<DataTable>, Vec<Unread>) {
    let mut tables = Vec::new();
    let mut unread = Vec::new();
    report_misspelt_roles(body, findings);
    let ask = ask_of(meta);
    let units = reader::Units::of(if takes_data(meta) { text } else { "" });
    for (index, grid) in body.grids.iter().enumerate() {
        let section = grid.section.and_then(|at| body.sections.get(at));
        let named = section.map(|section| named_role(&section.classes)).unwrap_or_default();
        if named.prose {
            continue;
        }
        if !takes_data(meta) && named.role.is_none() {
            continue;
        }
        let section_name = section.map(|section| (section.title.value.clone(), section.anchor.clone()));
        let mut of_reader = grid_of(grid, body);
        of_reader.unit = units.before(grid.span.start as usize);
        let found = reader::read(&of_reader, &Ask { role: named.role, ..ask }, standards, findings);
        if found.is_empty() {
            match named.role {
                Some(role) => findings.push(unknown_heads(grid, role)),
                None => unread.push(unread_of(&of_reader, grid.span, standards)),
            }
        }
        for mut table in found {
            table.grid = Some(index);
            table.span = grid.span;
            table.dimension = named.dimension.or(table.dimension);
            table.section.clone_from(&section_name);
            tables.push(table);
        }
    }
    for pasted in pasted {
        match pasted.tables {
            Some(found) => tables.extend(found),
            None => unread.push(unread_of(&pasted.grid, pasted.span, standards)),
        }
    }
    keep_to_round(&mut tables, &ask, findings);
    if let Meta::Plan(plan) = meta
        && !plan.items.is_empty()
    {
        tables.extend(from_list(&plan.items, standards, findings));
    }
    (tables, unread)
}

/// A table under a heading of another round or year is not this document's data.
fn keep_to_round(tables: &mut Vec<DataTable>, ask: &Ask, findings: &mut Findings) {
    let is_rows = |table: &DataTable| matches!(table.role, Role::Items | Role::Eplan | Role::Measures);
    let is_other = |table: &DataTable| {
        let round = table.round.zip(ask.round).is_some_and(|(round, asked)| round != asked);
        let year = table.year.is_some_and(|year| !ask.has_year(year));
        is_rows(table) && (round || year)
    };
    let others = tables.iter().filter(|table| is_other(table)).count();
    if others == 0 {
        return;
    }
    let all = tables.iter().filter(|table| is_rows(table)).count();
    let first = tables.iter().find(|table| is_other(table)).map(|table| table.span).unwrap_or_default();
    if others == all {
        findings.push(
            Finding::of(code::S063, first, "หัวข้อเหนือตารางบอกรอบหรือปีอื่น ไม่ตรงกับ `round` และ `fiscal_year` ของเอกสารนี้")
                .english("the heading over the table names another round or year than the document's")
                .help("แก้หัวข้อหรือส่วนหัวของเอกสารให้ตรงกัน เช่น `## ผลการดำเนินงาน รอบ 12 เดือน`"),
        );
    }
    tables.retain(|table| !is_other(table));
}

fn unread_of(grid: &ReaderGrid, span: Span, standards: &Standards) -> Unread {
    let heads = reader::heads_of(grid, standards);
    let known = heads.iter().filter(|(head, _)| standards.forms.knows_head(head)).count();
    Unread { span, heads: heads_words(&heads), known }
}

/// "`ชื่อ`, `สถาน` (หมายถึง `สถานะ` หรือไม่)".
pub fn heads_words(heads: &[(String, Option<&str>)]) -> String {
    let words: Vec<String> = heads
        .iter()
        .take(8)
        .map(|(head, near)| match near {
            Some(near) => format!("`{head}` (หมายถึง `{near}` หรือไม่)"),
            None => format!("`{head}`"),
        })
        .collect();
    words.join(", ")
}

/// A Markdown table as the reader takes it, with every heading that it stands under.
fn grid_of(grid: &MarkdownTable, body: &Body) -> ReaderGrid {
    let head = ReaderRow {
        number: 0,
        written: grid.heads.len(),
        span: grid.heads.first().map_or(grid.span, |first| first.span.to(grid.heads[grid.heads.len() - 1].span)),
        cells: grid.heads.clone(),
    };
    let rows = grid.rows.iter().enumerate().map(|(at, row)| ReaderRow {
        number: u32::try_from(at + 1).unwrap_or(u32::MAX),
        written: row.written,
        span: row.span,
        cells: row.cells.clone(),
    });
    let mut above = Vec::new();
    let mut level = u8::MAX;
    for section in body.sections[..grid.section.map_or(0, |at| at + 1)].iter().rev() {
        if section.level < level {
            level = section.level;
            above.push(section.title.clone());
        }
    }
    above.reverse();
    ReaderGrid {
        rows: std::iter::once(head).chain(rows).collect(),
        merges: Vec::new(),
        above,
        begins_with_head: true,
        ..ReaderGrid::default()
    }
}

fn unknown_heads(grid: &MarkdownTable, role: Role) -> Finding {
    Finding::of(code::S030, grid.span, format!("หัวข้อบอกว่าตารางนี้เป็น `{role}` แต่ไม่รู้จักหัวคอลัมน์"))
        .english(format!("table is said to be `{role}` but its heads are not recognised"))
        .help(
            "ตรวจหัวคอลัมน์ให้ตรงกับแบบ เช่น | รหัส | โครงการ/กิจกรรม/มาตรการ | มิติ | สถานะ | หรือลบ {…} หลังหัวข้อถ้าเป็นตารางธรรมดา",
        )
}

/// A page or an announcement may show any table without it becoming data.
pub fn takes_data(meta: &Meta) -> bool {
    matches!(meta, Meta::Plan(_) | Meta::Report(_) | Meta::Measures(_) | Meta::Committee(_))
}

#[derive(Default)]
struct NamedRole {
    role: Option<Role>,
    dimension: Option<u8>,
    prose: bool,
}

fn named_role(classes: &[String]) -> NamedRole {
    let mut named = NamedRole::default();
    for class in classes {
        if class == "prose" {
            named.prose = true;
        } else if let Some(role) = Role::from_name(class) {
            named.role = Some(role);
        } else if let Some(dimension) = class.strip_prefix('d').and_then(|digit| digit.parse().ok()) {
            named.dimension = Some(dimension);
        }
    }
    named
}

/// Classes are free, but one that nearly names a role was meant to.
fn report_misspelt_roles(body: &Body, findings: &mut Findings) {
    let known = || Role::ALL.iter().map(|role| role.as_str()).chain(std::iter::once("prose"));
    for section in &body.sections {
        for class in &section.classes {
            if known().any(|name| name == class) || class.len() <= 2 {
                continue;
            }
            let Some(nearest) = thai::nearest(class, known()) else { continue };
            findings.push(
                Finding::of(code::S043, section.title.span, format!("ไม่รู้จักชนิดของตาราง `.{class}` หลังหัวข้อนี้"))
                    .english(format!("unknown role `{class}` after the heading"))
                    .label(format!("หมายถึง `.{nearest}` หรือไม่"))
                    .help(format!("เปลี่ยนเป็น `{{.{nearest}}}` หรือลบออก")),
            );
        }
    }
}

/// Items written as a list in the front matter become the same kind of table.
fn from_list(
    items: &[Vec<(Spanned<String>, Spanned<String>)>],
    standards: &Standards,
    findings: &mut Findings,
) -> Option<DataTable> {
    let mut heads: Vec<Spanned<String>> = Vec::new();
    for (key, _) in items.iter().flatten() {
        if !heads.iter().any(|head| head.value == key.value) {
            heads.push(key.clone());
        }
    }
    let names: Vec<&str> = heads.iter().map(|head| head.value.as_str()).collect();
    let span = heads.first()?.span;
    let Some(found) = standards.forms.recognise(&names, Some(Role::Items)) else {
        findings.push(
            Finding::of(code::S030, span, "รายการใน `items` ไม่มีคีย์ที่รู้จัก")
                .english("items have no known key")
                .help("ตัวอย่าง:\nitems:\n  - code: 1-01\n    name: โครงการ…\n    owner: สำนักปลัด"),
        );
        return None;
    };
    let columns: Vec<DataColumn> = found
        .columns
        .iter()
        .zip(&heads)
        .map(|(column, head)| DataColumn { column: *column, head: head.clone() })
        .collect();
    let rows = items
        .iter()
        .filter_map(|pairs| {
            let first = pairs.first()?;
            let last = pairs.last()?;
            let cells: Vec<Spanned<String>> = heads
                .iter()
                .map(|head| {
                    let pair = pairs.iter().find(|(key, _)| key.value == head.value);
                    pair.map_or_else(|| Spanned::new(String::new(), first.0.span), |(_, value)| value.clone())
                })
                .collect();
            let written = cells.len();
            Some(DataRow::new(cells, written, first.0.span.to(last.1.span)))
        })
        .collect();
    Some(DataTable::alone(found.role, found.form.id.clone(), columns, rows, span))
}
