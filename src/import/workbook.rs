//! Sheets → a paper: every sheet a table under its name, with what is merged. The formats are read by `source::sheet`.

use super::Refusal;
use super::form_sheet;
use super::paper::{Block, Note, PaperCell, PaperTable, SourcePaper, SourcePlace, TableRow, Unit, number};
use super::patch::SheetOrigin;
use crate::source::sheet::{self, Sheet};

const MAX_ROWS: usize = 100_000;
const MAX_COLUMNS: usize = 500;

pub fn read_xlsx(bytes: &[u8]) -> Result<SourcePaper, Refusal> {
    paper_of(sheet::read_xlsx(bytes))
}

pub fn read_ods(bytes: &[u8]) -> Result<SourcePaper, Refusal> {
    paper_of(sheet::read_ods(bytes))
}

fn paper_of(sheets: Vec<Sheet>) -> Result<SourcePaper, Refusal> {
    let mut paper = SourcePaper::default();
    for (at, sheet) in sheets.iter().enumerate() {
        let place = |line: usize| SourcePlace { part: number(at + 1), line: number(line), column: 0, unit: Unit::Row };
        let name = sheet.name.clone().unwrap_or_default();
        if let Some(problem) = sheet.problems.iter().find(|problem| sheet.rows.is_empty() && is_refusal(problem)) {
            if sheets.len() == 1 {
                return Err(Refusal::new(problem.message.clone(), problem.help.clone()));
            }
            paper.notes.push(Note::new(place(0), format!("แผ่นงาน {name}: {}", problem.message), ""));
            continue;
        }
        if sheet.is_hidden && name == form_sheet::HIDDEN {
            let rows = sheet.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect()).collect();
            paper.origin = SheetOrigin::of(rows);
            continue;
        }
        if sheet.is_hidden {
            if !name.starts_with('_') {
                for row in &sheet.rows {
                    let words: Vec<&str> =
                        row.cells.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect();
                    paper.notes.push(Note::new(
                        place(row.line),
                        format!("แผ่นงาน {name} ซ่อนอยู่ จึงไม่นำเข้า"),
                        words.join(" "),
                    ));
                }
            }
            continue;
        }
        for problem in &sheet.problems {
            paper.notes.push(Note::new(place(0), format!("แผ่นงาน {name}: {}", problem.message), ""));
        }
        for (row, column) in &sheet.uncomputed {
            let cell = format!("{}{}", sheet::column_name(*column as usize), row + 1);
            paper.notes.push(Note::new(
                place(*row as usize + 1),
                format!("ช่อง {cell} เป็นสูตรที่ไม่มีผลลัพธ์เก็บไว้ เปิดใน Excel แล้วบันทึกใหม่"),
                "",
            ));
        }
        let mut table = PaperTable {
            place: place(1),
            states_merges: !sheet.merges.is_empty(),
            caption: Some(name),
            ..PaperTable::default()
        };
        table.rows = sheet.rows.iter().map(|row| row_of(sheet, row, place(row.line))).collect();
        if table.rows.iter().any(|row| row.filled() > 0) {
            paper.blocks.push(Block::Table(table));
        }
    }
    Ok(paper)
}

fn is_refusal(problem: &sheet::SheetProblem) -> bool {
    use sheet::SheetProblemKind::{Bomb, Damaged, Encrypted, TooLarge};
    matches!(problem.kind, Encrypted | Bomb | Damaged | TooLarge)
}

/// The cells that a merged one covers are left to it.
fn row_of(sheet: &Sheet, row: &sheet::SheetRow, place: SourcePlace) -> TableRow {
    let mut cells = Vec::with_capacity(row.cells.len());
    let number = row.cells.first().map_or(0, |cell| cell.row);
    let of_row: Vec<_> =
        sheet.merges.iter().filter(|merge| merge.first_row <= number && number <= merge.last_row).collect();
    let width = of_row
        .iter()
        .map(|merge| merge.last_column as usize + 1)
        .max()
        .unwrap_or(0)
        .max(row.cells.len())
        .min(MAX_COLUMNS);
    let mut at = 0;
    while at < width {
        let text = row.cells.get(at).map_or(String::new(), |cell| cell.text.clone());
        let merge = of_row.iter().find(|merge| merge.covers(number, at));
        match merge {
            // Rows are given without the blank ones between, and a merge counts those: only what is given hangs down.
            Some(merge) if merge.first_row == number && merge.first_column as usize == at => {
                let given = sheet.rows.iter().filter_map(|row| row.cells.first()).map(|cell| cell.row);
                let rows = given.filter(|row| merge.first_row <= *row && *row <= merge.last_row).count().max(1);
                let columns = (merge.last_column - merge.first_column + 1) as usize;
                cells.push(PaperCell {
                    text,
                    columns: u16::try_from(columns.min(MAX_COLUMNS)).unwrap_or(1),
                    rows: u16::try_from(rows).unwrap_or(u16::MAX),
                    ..PaperCell::default()
                });
                at += columns;
            }
            Some(merge) if merge.first_row < number => at = (merge.last_column as usize + 1).max(at + 1),
            _ => {
                cells.push(PaperCell { text, ..PaperCell::default() });
                at += 1;
            }
        }
    }
    TableRow { cells, place }
}

/// Commas, semicolons or tabs, quotes as spreadsheet programs write them.
pub fn read_csv(text: &str) -> SourcePaper {
    let mut paper = SourcePaper::default();
    let (text, stated) = match text.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")) {
        Some(_) => (text.split_once('\n').map_or("", |(_, rest)| rest), text.chars().nth(4)),
        None => (text, None),
    };
    let separator = stated.unwrap_or_else(|| separator_of(text));
    let mut table =
        PaperTable { place: SourcePlace { part: 0, line: 1, column: 0, unit: Unit::Row }, ..PaperTable::default() };
    let (mut cells, mut cell, mut quoted, mut line, mut begun) = (Vec::new(), String::new(), false, 1_usize, 1_usize);
    let mut letters = text.chars().peekable();
    let mut end_row = |cells: &mut Vec<PaperCell>, cell: &mut String, begun: usize| {
        if cells.len() < MAX_COLUMNS {
            cells.push(PaperCell::of(cell.trim()));
        }
        cell.clear();
        let row = TableRow {
            cells: std::mem::take(cells),
            place: SourcePlace { part: 0, line: number(begun), column: 0, unit: Unit::Row },
        };
        if row.filled() > 0 && table.rows.len() < MAX_ROWS {
            table.rows.push(row);
        }
    };
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            '\n' | '\r' if !quoted => {
                if letter == '\r' && letters.peek() == Some(&'\n') {
                    letters.next();
                }
                end_row(&mut cells, &mut cell, begun);
                line += 1;
                begun = line;
            }
            _ if letter == separator && !quoted => {
                if cells.len() < MAX_COLUMNS {
                    cells.push(PaperCell::of(cell.trim()));
                }
                cell.clear();
            }
            _ => {
                line += usize::from(letter == '\n');
                cell.push(letter);
            }
        }
    }
    if !cell.is_empty() || !cells.is_empty() {
        end_row(&mut cells, &mut cell, begun);
    }
    if quoted {
        paper.notes.push(Note::new(SourcePlace::default(), "เครื่องหมายคำพูดเปิดไว้ไม่ปิด ตรวจแถวท้ายๆ", ""));
    }
    if table.rows.iter().any(|row| row.filled() > 0) {
        paper.blocks.push(Block::Table(table));
    }
    paper
}

/// What parts the first lines into as many cells as each other.
fn separator_of(text: &str) -> char {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(20).collect();
    let count = |separator: char| lines.iter().map(|line| outside_quotes(line, separator)).sum::<usize>();
    ['\t', ';', ',']
        .into_iter()
        .max_by_key(|separator| (count(*separator), *separator == ','))
        .filter(|it| count(*it) > 0)
        .unwrap_or(',')
}

fn outside_quotes(line: &str, separator: char) -> usize {
    let mut quoted = false;
    line.chars()
        .filter(|letter| {
            quoted ^= *letter == '"';
            !quoted && *letter == separator
        })
        .count()
}
