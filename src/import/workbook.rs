//! Sheets → a paper: every sheet a table under its name, with what is merged. The formats are read by `source::sheet`.

use super::Refusal;
use super::paper::{Block, Cell, Note, Paper, Place, Row, Table, Unit, number};

const MAX_ROWS: usize = 100_000;
const MAX_COLUMNS: usize = 500;

pub fn read_xlsx(_bytes: &[u8]) -> Result<Paper, Refusal> {
    Err(Refusal::new("xlsx", ""))
}

pub fn read_ods(_bytes: &[u8]) -> Result<Paper, Refusal> {
    Err(Refusal::new("ods", ""))
}

/// Commas, semicolons or tabs, quotes as spreadsheet programs write them.
pub fn read_csv(text: &str) -> Paper {
    let mut paper = Paper::default();
    let (text, stated) = match text.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")) {
        Some(_) => (text.split_once('\n').map_or("", |(_, rest)| rest), text.chars().nth(4)),
        None => (text, None),
    };
    let separator = stated.unwrap_or_else(|| separator_of(text));
    let mut table = Table { place: Place { part: 0, line: 1, column: 0, unit: Unit::Row }, ..Table::default() };
    let (mut cells, mut cell, mut quoted, mut line, mut begun) = (Vec::new(), String::new(), false, 1_usize, 1_usize);
    let mut letters = text.chars().peekable();
    let mut end_row = |cells: &mut Vec<Cell>, cell: &mut String, begun: usize| {
        if cells.len() < MAX_COLUMNS {
            cells.push(Cell::of(cell.trim()));
        }
        cell.clear();
        let row = Row {
            cells: std::mem::take(cells),
            place: Place { part: 0, line: number(begun), column: 0, unit: Unit::Row },
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
                    cells.push(Cell::of(cell.trim()));
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
        paper.notes.push(Note::new(Place::default(), "เครื่องหมายคำพูดเปิดไว้ไม่ปิด ตรวจแถวท้ายๆ", ""));
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
