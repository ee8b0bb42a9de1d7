//! Which tables of a document are data, and what their columns hold. Cells stay text with a place;
//! reading them as money, status or code is the model's work.

use std::sync::Arc;

use crate::finding::{Finding, Findings};
use crate::source::markdown::{Body, Grid};
use crate::source::meta::Meta;
use crate::source::sheets::SheetLines;
use crate::span::{Span, Spanned};
use crate::standards::{Column, Field, Role, Standards};
use crate::thai;

#[derive(Clone, Debug)]
pub struct DataTable {
    pub role: Role,
    /// Id of the form whose wording it follows.
    pub form: String,
    pub columns: Vec<DataColumn>,
    pub rows: Vec<DataRow>,
    /// The dimension that the heading above it names (`.d1` …).
    pub dimension: Option<u8>,
    /// Title and anchor of the section it stands in.
    pub section: Option<(String, String)>,
    /// Number of the grid in the body; `None` for a sheet or a list in the front matter.
    pub grid: Option<usize>,
    /// The lines of the sheet that it was read from.
    pub sheet: Option<Arc<SheetLines>>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct DataColumn {
    /// `None`: a column of the author's own, kept and shown.
    pub column: Option<Column>,
    pub head: Spanned<String>,
}

#[derive(Clone, Debug)]
pub struct DataRow {
    pub cells: Vec<Spanned<String>>,
    /// As many as the author wrote; `cells` are padded and cut to the heads.
    pub written: usize,
    pub span: Span,
}

impl DataTable {
    pub fn position(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|column| column.column.is_some_and(|column| column.field == field))
    }

    pub fn positions(&self, field: Field) -> impl Iterator<Item = (usize, Column)> + '_ {
        self.columns.iter().enumerate().filter_map(move |(at, column)| match column.column {
            Some(column) if column.field == field => Some((at, column)),
            _ => None,
        })
    }

    pub fn cell<'t>(&self, row: &'t DataRow, field: Field) -> Option<&'t Spanned<String>> {
        row.cells.get(self.position(field)?)
    }

    /// The cells of the author's own columns: head and text.
    pub fn own_cells<'t>(&'t self, row: &'t DataRow) -> impl Iterator<Item = (&'t str, &'t Spanned<String>)> + 't {
        self.columns
            .iter()
            .zip(&row.cells)
            .filter(|(column, cell)| column.column.is_none() && !cell.value.is_empty())
            .map(|(column, cell)| (column.head.value.as_str(), cell))
    }
}

pub fn recognise(body: &Body, meta: &Meta, standards: &Standards, findings: &mut Findings) -> Vec<DataTable> {
    let mut tables = Vec::new();
    report_misspelt_roles(body, findings);
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
        if let Some(mut table) = from_grid(grid, named.role, standards, findings) {
            table.grid = Some(index);
            table.dimension = named.dimension;
            table.section = section_name;
            tables.push(table);
        }
    }
    if let Meta::Plan(plan) = meta
        && !plan.items.is_empty()
    {
        tables.extend(from_list(&plan.items, standards, findings));
    }
    tables
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
                Finding::error("S043", section.title.span, format!("ไม่รู้จักชนิดของตาราง `.{class}` หลังหัวข้อนี้"))
                    .english(format!("unknown role `{class}` after the heading"))
                    .label(format!("หมายถึง `.{nearest}` หรือไม่"))
                    .help(format!("เปลี่ยนเป็น `{{.{nearest}}}` หรือลบออก")),
            );
        }
    }
}

pub fn from_grid(grid: &Grid, role: Option<Role>, standards: &Standards, findings: &mut Findings) -> Option<DataTable> {
    let rows = grid
        .rows
        .iter()
        .map(|row| DataRow { cells: row.cells.clone(), written: row.written, span: row.span })
        .collect();
    of_cells(&grid.heads, rows, role, grid.span, standards, findings)
}

/// Heads and rows from wherever they come; `None` when nobody knows such heads.
pub fn of_cells(
    heads: &[Spanned<String>],
    rows: Vec<DataRow>,
    role: Option<Role>,
    span: Span,
    standards: &Standards,
    findings: &mut Findings,
) -> Option<DataTable> {
    let words: Vec<&str> = heads.iter().map(|head| head.value.as_str()).collect();
    let Some(found) = standards.forms.recognise(&words, role) else {
        if let Some(role) = role {
            findings.push(
                Finding::error("S030", span, format!("หัวข้อบอกว่าตารางนี้เป็น `{role}` แต่ไม่รู้จักหัวคอลัมน์"))
                    .english(format!("table is said to be `{role}` but its heads are not recognised"))
                    .help("ตรวจหัวคอลัมน์ให้ตรงกับแบบ เช่น | รหัส | โครงการ/กิจกรรม/มาตรการ | มิติ | สถานะ | หรือลบ {…} หลังหัวข้อถ้าเป็นตารางธรรมดา"),
            );
        }
        return None;
    };
    for near in &found.near {
        let head = &heads[near.column];
        findings.push(
            Finding::warning("S032", head.span, format!("หัวคอลัมน์ `{}` น่าจะหมายถึง `{}`", head.value, near.head))
                .english("column head taken for a misspelling")
                .label(format!("อ่านเป็น `{}`", near.head))
                .help(format!("พิมพ์หัวคอลัมน์เป็น `{}`", near.head))
                .fix(format!("เปลี่ยนเป็น `{}`", near.head), head.span, near.head),
        );
    }
    let columns: Vec<DataColumn> = found
        .columns
        .iter()
        .zip(heads)
        .map(|(column, head)| DataColumn { column: *column, head: head.clone() })
        .collect();
    report_doubled_columns(&columns, findings);
    Some(DataTable {
        role: found.role,
        form: found.form.id.clone(),
        columns,
        rows,
        dimension: None,
        section: None,
        grid: None,
        sheet: None,
        span,
    })
}

fn report_doubled_columns(columns: &[DataColumn], findings: &mut Findings) {
    for (at, column) in columns.iter().enumerate() {
        let twin = columns[..at].iter().find(|other| {
            !column.head.value.is_empty() && thai::repair(&other.head.value) == thai::repair(&column.head.value)
        });
        if let Some(twin) = twin {
            findings.push(
                Finding::error("S031", column.head.span, format!("มีคอลัมน์ชื่อ `{}` สองคอลัมน์", column.head.value))
                    .english("two columns with the same head")
                    .also(twin.head.span, "คอลัมน์แรก")
                    .help("เปลี่ยนชื่อหรือลบคอลัมน์หนึ่ง"),
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
            Finding::error("S030", span, "รายการใน `items` ไม่มีคีย์ที่รู้จัก")
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
            Some(DataRow { written: cells.len(), cells, span: first.0.span.to(last.1.span) })
        })
        .collect();
    let (role, form) = (found.role, found.form.id.clone());
    Some(DataTable { role, form, columns, rows, dimension: None, section: None, grid: None, sheet: None, span })
}
