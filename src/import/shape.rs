//! An understood table as a Markdown table that the reader knows again: the source's own heads where they suffice, the
//! form's where they do not, and beside them the columns that its context filled (code, mission, dimension, number).
//! Strings only; decides nothing about documents.

use super::grid::one_line;
use super::marks;
use super::numbering;
use super::rows::{ReadRow, Understood};
use super::write;
use crate::standards::{ColumnMeaning, Field, Role, Standards};
use crate::thai::{to_arabic, to_thai};

/// What stands in a head for each column, so that the forms read each as it was understood.
fn heads_for(
    columns: &[(String, String, Option<ColumnMeaning>)],
    form: &str,
    role: Role,
    standards: &Standards,
) -> Vec<String> {
    let mut heads: Vec<String> =
        columns.iter().map(|(own, joined, _)| one_line(if own.is_empty() { joined } else { own })).collect();
    for attempt in 0..4 {
        let words: Vec<&str> = heads.iter().map(String::as_str).collect();
        let found = standards.forms.recognise(&words, Some(role));
        let mut wrong = Vec::new();
        for (at, (_, _, column)) in columns.iter().enumerate() {
            let read = found.as_ref().and_then(|found| found.columns.get(at).copied().flatten());
            let near = found.as_ref().is_some_and(|found| found.near.iter().any(|near| near.column == at));
            let doubled = heads[..at]
                .iter()
                .any(|other| !other.is_empty() && crate::thai::repair(other) == crate::thai::repair(&heads[at]));
            let same = match (column, read) {
                (Some(column), Some(read)) => column.field == read.field && years(*column) == years(read),
                (None, None) => true,
                _ => false,
            };
            if !same || near || doubled {
                wrong.push(at);
            }
        }
        if wrong.is_empty() {
            break;
        }
        for at in wrong {
            let (_, joined, column) = &columns[at];
            heads[at] = match (column, attempt) {
                (Some(column), 0) => canonical(*column, form, standards),
                (Some(column), 1) => canonical(*column, "plain", standards),
                (Some(column), 2) => with_year(column.field.as_str(), *column),
                (Some(column), _) => canonical(*column, form, standards),
                // A column of the author's own whose last words mean something: all its words.
                (None, 0) => one_line(joined),
                (None, _) => format!("ช่อง {}", to_thai(&(at + 1).to_string())),
            };
        }
    }
    heads
}

fn years(column: ColumnMeaning) -> Option<u16> {
    column.year.filter(|_| matches!(column.field, Field::BudgetPlan | Field::Value))
}

fn canonical(column: ColumnMeaning, form: &str, standards: &Standards) -> String {
    let of = |id: &str| {
        let form = standards.forms.by_id(id)?;
        let found = form.columns.iter().find(|it| it.field == column.field)?;
        found.heads.first().cloned()
    };
    let word = of(form).or_else(|| of("plain")).or_else(|| {
        standards
            .forms
            .iter()
            .flat_map(|form| &form.columns)
            .find(|it| it.field == column.field)
            .and_then(|it| it.heads.first().cloned())
    });
    with_year(&word.unwrap_or_else(|| column.field.as_str().to_owned()), column)
}

fn with_year(word: &str, column: ColumnMeaning) -> String {
    match years(column) {
        Some(year) if column.field == Field::BudgetPlan => format!("งบประมาณ {}", to_thai(&year.to_string())),
        Some(year) => format!("ปี {}", to_thai(&year.to_string())),
        None => word.to_owned(),
    }
}

fn is_figure_field(field: Field) -> bool {
    field.is_money() || field.is_count() || matches!(field, Field::Completion | Field::SpentPercent | Field::Score)
}

/// A cell with the mark of its doubt behind it.
fn shown(text: &str, doubt: Option<&str>) -> String {
    let words = write::cell(text);
    match doubt {
        Some(why) if words.is_empty() => marks::mark(why),
        Some(why) => format!("{words} {}", marks::mark(why)),
        None => words,
    }
}

/// The dimension of a row: as its own column prints it, else as its context says.
pub fn dimension_of(table: &Understood, row: &ReadRow) -> Option<u8> {
    if table.has(Field::Dimension) {
        let printed = to_arabic(table.text(row, Field::Dimension)).into_owned();
        let number = printed.chars().find(char::is_ascii_digit).and_then(|digit| digit.to_digit(10));
        let any = table.rows.iter().any(|row| !table.text(row, Field::Dimension).is_empty());
        if number.is_some() || any {
            return number.and_then(|number| u8::try_from(number).ok());
        }
    }
    row.context.dimension
}

/// A column that is made, and its cells.
struct MadeColumn {
    head: &'static str,
    cells: Vec<String>,
}

/// The table of promises, with codes.
pub fn items(table: &Understood, standards: &Standards, keep: &dyn Fn(Field) -> bool) -> String {
    let mut made = vec![MadeColumn {
        head: "รหัส",
        cells: table.rows.iter().map(|row| row.code.clone().unwrap_or_default()).collect(),
    }];
    let column = |head: &'static str, of: &dyn Fn(&ReadRow) -> String| MadeColumn {
        head,
        cells: table.rows.iter().map(of).collect(),
    };
    let seq = |row: &ReadRow| match &row.numbered {
        Some(numbered) if numbered.parts.len() == 1 && numbered.bracket.is_none() => {
            numbered.printed.trim_end_matches(['.', ')']).to_owned()
        }
        _ => String::new(),
    };
    if !table.has(Field::Seq) && table.rows.iter().any(|row| !seq(row).is_empty()) {
        made.push(column("ลำดับ", &seq));
    }
    let mission = |row: &ReadRow| row.context.mission.clone().unwrap_or_default();
    let has_mission = !table.has(Field::Mission) && table.rows.iter().any(|row| row.context.mission.is_some());
    if has_mission {
        made.push(column("ภารกิจ", &mission));
    }
    let by_context =
        !table.has(Field::Dimension) || table.rows.iter().all(|row| table.text(row, Field::Dimension).is_empty());
    let lacks_mission = |row: &ReadRow| row.context.mission.is_none() && row.context.dimension.is_some();
    let needs_dimension = by_context && table.role != Role::Measures && table.rows.iter().any(lacks_mission);
    if needs_dimension {
        made.push(column("มิติ", &|row| {
            row.context.dimension.map(|number| to_thai(&number.to_string()).into_owned()).unwrap_or_default()
        }));
    }
    let printed = |row: &ReadRow| match &row.numbered {
        Some(numbered) if numbered.parts.len() != 1 && (numbered.parts.is_empty() || numbered.bracket.is_none()) => {
            numbered.printed.clone()
        }
        _ => String::new(),
    };
    let tail: Vec<MadeColumn> = (table.role != Role::Measures && table.rows.iter().any(|row| !printed(row).is_empty()))
        .then(|| column("รหัสที่พิมพ์", &|row| write::cell(&printed(row))))
        .into_iter()
        .collect();
    let kept: Vec<usize> = (0..table.columns.len())
        .filter(|at| {
            let column = &table.columns[*at];
            let is_used = table
                .rows
                .iter()
                .any(|row| row.cells.get(*at).is_some_and(|cell| !cell.text.is_empty() || cell.doubt.is_some()));
            let doubled_dimension = needs_dimension && column.column.is_some_and(|it| it.field == Field::Dimension);
            (column.column.is_some_and(|it| keep(it.field)) || column.column.is_none() && is_used) && !doubled_dimension
        })
        .collect();
    let known = |head: &str, field: Field| (head.to_owned(), head.to_owned(), Some(ColumnMeaning::from(field)));
    let mut columns: Vec<(String, String, Option<ColumnMeaning>)> = Vec::new();
    for column in &made {
        let field = match column.head {
            "รหัส" => Field::Code,
            "ลำดับ" => Field::Seq,
            "ภารกิจ" => Field::Mission,
            _ => Field::Dimension,
        };
        columns.push(known(column.head, field));
    }
    columns.extend(kept.iter().map(|at| {
        let column = &table.columns[*at];
        (column.own.clone(), column.joined.clone(), column.column)
    }));
    columns.extend(tail.iter().map(|column| (column.head.to_owned(), column.head.to_owned(), None)));
    let heads = heads_for(&columns, &table.form, table.role, standards);
    let heads: Vec<(String, bool)> = heads
        .into_iter()
        .zip(&columns)
        .map(|(head, (_, _, column))| (head, column.is_some_and(|column| is_figure_field(column.field))))
        .collect();
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .enumerate()
        .map(|(number, row)| {
            let made_cells = made.iter().map(|column| column.cells[number].clone());
            let own = kept
                .iter()
                .map(|at| row.cells.get(*at).map_or_else(String::new, |cell| shown(&cell.text, cell.doubt.as_deref())));
            made_cells.chain(own).chain(tail.iter().map(|column| column.cells[number].clone())).collect()
        })
        .collect();
    write::table(&heads, &rows)
}

/// A printed summary as a declared table: one row for each thing that it speaks of.
pub fn declared(table: &Understood, standards: &Standards) -> String {
    let by_dimension =
        table.columns.iter().filter(|column| column.column.is_some_and(|it| it.dimension.is_some())).count() >= 2;
    if by_dimension {
        return transposed(table, standards);
    }
    let subject = subject_column(table);
    let mut columns: Vec<(String, String, Option<ColumnMeaning>)> = Vec::new();
    let first = subject.map_or_else(|| "รายการ".to_owned(), |at| one_line(&table.columns[at].own));
    columns.push((first.clone(), first, Some(Field::Subject.into())));
    let kept: Vec<usize> = (0..table.columns.len())
        .filter(|at| {
            Some(*at) != subject
                && table.columns[*at].column.is_some_and(|it| it.field != Field::Subject && it.field != Field::Seq)
        })
        .collect();
    columns.extend(kept.iter().map(|at| {
        let column = &table.columns[*at];
        (column.own.clone(), column.joined.clone(), column.column)
    }));
    let heads = heads_for(&columns, &table.form, Role::Declared, standards);
    let heads: Vec<(String, bool)> = heads
        .into_iter()
        .zip(&columns)
        .map(|(head, (_, _, column))| {
            (head, column.is_some_and(|column| is_figure_field(column.field) || column.field.is_tick()))
        })
        .collect();
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| {
            let named = subject.and_then(|at| row.cells.get(at)).map(|cell| cell.text.clone()).unwrap_or_default();
            let named = if named.is_empty() { total_name(row, subject, standards) } else { dimension_name(&named) };
            let own = kept
                .iter()
                .map(|at| row.cells.get(*at).map_or_else(String::new, |cell| shown(&cell.text, cell.doubt.as_deref())));
            std::iter::once(write::cell(&named)).chain(own).collect()
        })
        .collect();
    write::table(&heads, &rows)
}

/// The column whose cells say what each row speaks of: one of dimensions before one of names.
pub fn subject_column(table: &Understood) -> Option<usize> {
    let is_field = |at: usize, field: Field| table.columns[at].column.is_some_and(|it| it.field == field);
    let all = 0..table.columns.len();
    all.clone()
        .find(|at| is_field(*at, Field::Dimension))
        .or_else(|| all.clone().find(|at| is_field(*at, Field::Subject)))
        .filter(|at| {
            // "โครงการทั้งหมด: ๖๓" in the first column is a figure, not a subject.
            !table.rows.iter().all(|row| {
                row.cells
                    .get(*at)
                    .is_some_and(|cell| super::grid::is_figure(&cell.text) && cell.text.chars().count() > 1)
            })
        })
        .or_else(|| all.clone().find(|at| is_field(*at, Field::Kind) || is_field(*at, Field::Owner)))
}

/// "รวม" of a row whose subject is blank stands in another cell.
fn total_name(row: &ReadRow, subject: Option<usize>, standards: &Standards) -> String {
    row.cells
        .iter()
        .enumerate()
        .filter(|(at, _)| Some(*at) != subject)
        .map(|(_, cell)| one_line(&cell.text))
        .find(|text| standards.is_total(text))
        .unwrap_or_else(|| "รวม".to_owned())
}

/// A bare number under "มิติ" becomes "มิติที่ ๑".
fn dimension_name(text: &str) -> String {
    let bare = to_arabic(text.trim());
    match bare.parse::<u8>() {
        Ok(number) if (1..=9).contains(&number) => format!("มิติที่ {}", to_thai(&number.to_string())),
        _ => one_line(text),
    }
}

/// One row of "มิติที่ ๑ โครงการ | มิติที่ ๑ งบประมาณ | …" → a row for each dimension.
fn transposed(table: &Understood, standards: &Standards) -> String {
    let is_ordinance = table.caption.contains("ข้อบัญญัติ") || table.caption.contains("เทศบัญญัติ");
    let field_of = |column: ColumnMeaning| match column.field {
        Field::BudgetPlan if is_ordinance => Field::BudgetOrdinance,
        Field::Projects | Field::Total => Field::Items,
        field => field,
    };
    let mut fields: Vec<Field> = Vec::new();
    for column in table.columns.iter().filter_map(|column| column.column) {
        let field = field_of(column);
        if !fields.contains(&field) && field != Field::Subject {
            fields.push(field);
        }
    }
    let mut columns = vec![("มิติ".to_owned(), "มิติ".to_owned(), Some(ColumnMeaning::from(Field::Subject)))];
    columns.extend(fields.iter().map(|field| (String::new(), String::new(), Some(ColumnMeaning::from(*field)))));
    let heads = heads_for(&columns, &table.form, Role::Declared, standards);
    let heads: Vec<(String, bool)> = heads.into_iter().enumerate().map(|(at, head)| (head, at > 0)).collect();
    let mut rows = Vec::new();
    for row in &table.rows {
        let mut dimensions: Vec<Option<u8>> =
            table.columns.iter().filter_map(|column| column.column).map(|column| column.dimension).collect();
        dimensions.sort_by_key(|dimension| dimension.unwrap_or(u8::MAX));
        dimensions.dedup();
        for dimension in dimensions {
            let name = dimension
                .map_or_else(|| "รวม ๔ มิติ".to_owned(), |number| format!("มิติที่ {}", to_thai(&number.to_string())));
            let mut cells = vec![name];
            for field in &fields {
                let at = table.columns.iter().position(|column| {
                    column.column.is_some_and(|column| column.dimension == dimension && field_of(column) == *field)
                });
                cells.push(
                    at.and_then(|at| row.cells.get(at))
                        .map_or_else(String::new, |cell| shown(&cell.text, cell.doubt.as_deref())),
                );
            }
            if cells.iter().skip(1).any(|cell| !cell.is_empty()) {
                rows.push(cells);
            }
        }
    }
    write::table(&heads, &rows)
}

/// Any other table, as it stands: its first row is the head.
pub fn plain(rows: &[Vec<String>]) -> String {
    let Some((first, rest)) = rows.split_first() else { return String::new() };
    let heads: Vec<(String, bool)> = first.iter().map(|head| (one_line(head), false)).collect();
    let rows: Vec<Vec<String>> = rest.iter().map(|row| row.iter().map(|cell| write::cell(cell)).collect()).collect();
    write::table(&heads, &rows)
}

/// The sums beneath a table of promises.
pub fn totals(table: &Understood, standards: &Standards) -> Option<(String, bool)> {
    let first = table.totals.first()?;
    let is_counted = table.role == Role::Eplan;
    let kept: Vec<usize> = (0..table.columns.len())
        .filter(|at| {
            table.columns[*at].column.is_some_and(|it| it.field.is_money() || it.field.is_tick())
                && table.totals.iter().any(|row| row.cells.get(*at).is_some_and(|cell| !cell.text.is_empty()))
        })
        .collect();
    let _ = first;
    let mut columns = vec![("รายการ".to_owned(), "รายการ".to_owned(), Some(ColumnMeaning::from(Field::Subject)))];
    columns.extend(
        kept.iter()
            .map(|at| (table.columns[*at].own.clone(), table.columns[*at].joined.clone(), table.columns[*at].column)),
    );
    let heads: Vec<String> = if is_counted {
        heads_for(&columns, &table.form, Role::Declared, standards)
    } else {
        columns.iter().map(|(own, ..)| one_line(own)).collect()
    };
    let heads: Vec<(String, bool)> = heads.into_iter().enumerate().map(|(at, head)| (head, at > 0)).collect();
    let rows: Vec<Vec<String>> = table
        .totals
        .iter()
        .map(|row| {
            let word = row
                .cells
                .iter()
                .map(|cell| one_line(&cell.text))
                .find(|text| standards.is_total(text))
                .unwrap_or_default();
            let name = match row.context.dimension {
                Some(number) if !is_counted => format!("มิติที่ {}", to_thai(&number.to_string())),
                _ => word,
            };
            let own = kept
                .iter()
                .map(|at| row.cells.get(*at).map_or_else(String::new, |cell| shown(&cell.text, cell.doubt.as_deref())));
            std::iter::once(write::cell(&name)).chain(own).collect()
        })
        .collect();
    Some((write::table(&heads, &rows), is_counted))
}

/// A code for the row: its mission and number, else its dimension and number.
pub fn code_of(table: &Understood, row: &ReadRow, number: usize, width: usize) -> String {
    if table.role == Role::Measures {
        return format!("m-{number:02}");
    }
    match &row.context.mission {
        Some(mission) => format!("{mission}-{number}"),
        None => format!("{}-{number:0width$}", dimension_of(table, row).unwrap_or(0)),
    }
}

/// The number that a printed code gives a row within its mission, if it gives one.
pub fn printed_number(row: &ReadRow) -> Option<usize> {
    row.numbered.as_ref().and_then(|numbered: &numbering::Numbered| numbered.bracket).map(usize::from)
}

/// A table whose columns are all known, as it is: targets, committees.
pub fn bare(table: &Understood, standards: &Standards) -> String {
    let columns: Vec<(String, String, Option<ColumnMeaning>)> =
        table.columns.iter().map(|column| (column.own.clone(), column.joined.clone(), column.column)).collect();
    let heads = heads_for(&columns, &table.form, table.role, standards)
        .into_iter()
        .map(|head| (head, false))
        .collect::<Vec<_>>();
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| {
            (0..table.columns.len())
                .map(|at| row.cells.get(at).map_or_else(String::new, |cell| shown(&cell.text, cell.doubt.as_deref())))
                .collect()
        })
        .collect();
    write::table(&heads, &rows)
}
