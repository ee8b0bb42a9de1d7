//! A sheet beside a document is its data: `report-12m.csv`, `.xlsx`, `.xlsm` or `.ods` holds the rows of `report-12m.md`.
//! Turns a file into grids, and has the reader choose the sheet and read it; what the cells mean is the model's work.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::{Finding, Findings, code};
use crate::reader::sheet_choice::{self, Choice, SheetCandidate};
use crate::reader::{self, DataTable, Grid, GridRow, SheetLines};
use crate::source::document::Document;
use crate::source::files::FileEntry;
use crate::source::meta::Meta;
use crate::source::sheet::{self, Cell, Sheet, SheetProblem, SheetProblemKind, SheetRow};
use crate::source::tables;
use crate::span::{FileId, Span, Spanned};
use crate::standards::Standards;

/// Extensions of the sheets that are read.
pub const READ: [&str; 4] = ["csv", "xlsx", "xlsm", "ods"];
/// Extensions of sheets that office programs know and nobody reads here.
pub const NOT_READ: [&str; 6] = ["xls", "xlsb", "xlt", "numbers", "et", "sxc"];

pub fn is_sheet(entry: &FileEntry) -> bool {
    READ.iter().any(|kind| entry.extension().eq_ignore_ascii_case(kind))
}

/// Whether this file holds the rows of the document at `document_path`.
pub fn belongs_to(entry: &FileEntry, document_path: &str) -> bool {
    is_sheet(entry) && without_extension(&entry.path) == without_extension(document_path)
}

fn without_extension(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(stem, _)| stem)
}

/// The tables of a sheet that belongs to `document`; whatever cannot be read is told.
pub fn read(
    entry: &FileEntry,
    bytes: &[u8],
    document: &Document,
    standards: &Standards,
    findings: &mut Findings,
) -> Vec<DataTable> {
    let file = FileId::of(&entry.path);
    let opened = OpenedCells::of(entry, bytes);
    opened.tell_encoding(entry, file, findings);
    let ask = tables::ask_of(&document.meta);
    let grids: Vec<Grid> = (0..opened.sheets.len()).map(|at| opened.grid(file, at)).collect();
    let mut told: Vec<Findings> = Vec::new();
    let candidates: Vec<SheetCandidate<'_>> = grids
        .iter()
        .zip(&opened.sheets)
        .map(|(grid, sheet)| {
            let mut findings = Findings::default();
            let tables = reader::read(grid, &ask, standards, &mut findings);
            told.push(findings);
            SheetCandidate { grid, tables, is_hidden: sheet.is_hidden }
        })
        .collect();
    let is_plan = matches!(document.meta, Meta::Plan(_));
    let chosen = match sheet_choice::choose(&candidates, &ask, is_plan) {
        Choice::Read(chosen) => chosen,
        Choice::Doubt(several) => {
            findings.push(in_doubt(&candidates, &several, entry, document, file));
            return Vec::new();
        }
        Choice::Other => {
            findings.push(of_others(&candidates, entry, document, file));
            return Vec::new();
        }
        Choice::None => {
            opened.tell_problems(file, None, findings);
            if findings.iter().all(|finding| finding.primary.span.file != file || finding.code == code::S082) {
                findings.push(unknown_heads(&grids, entry, document, standards, file));
            }
            return Vec::new();
        }
    };
    let lines = Arc::new(SheetLines::of(file, &entry.path, opened.text.as_bytes()));
    let mut tables = Vec::new();
    for (at, candidate) in candidates.into_iter().enumerate().filter(|(at, _)| chosen.contains(at)) {
        opened.tell_problems(file, Some(at), findings);
        findings.extend(std::mem::take(&mut told[at]));
        let said = sheet_choice::said_of(candidate.grid);
        for mut table in candidate.tables {
            // "มิติ 1": a sheet of its own for each.
            table.dimension = table.dimension.or(said.dimension);
            // "ปี 2569", "ปี 2570": of a plan of several years.
            table.year = table.year.or(said.year.filter(|_| is_plan));
            opened.tell_rows(file, at, &table, findings);
            table.hidden = opened.tell_looks(file, at, &table, findings);
            table.sheet = Some(Arc::clone(&lines));
            tables.push(table);
        }
    }
    tables
}

/// The text of a file as its places are counted: a workbook has one line for each of its rows, every cell under its
/// name; an old encoding is read as UTF-8.
pub fn text_of(entry: &FileEntry, bytes: &[u8]) -> String {
    if is_sheet(entry) {
        return OpenedCells::of(entry, bytes).text;
    }
    match sheet::decoded(bytes) {
        Some((text, _)) => text,
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// The grids of a sheet that belongs to no document: what stands in it is for the reader to say.
pub fn grids(entry: &FileEntry, bytes: &[u8]) -> Vec<Grid> {
    let opened = OpenedCells::of(entry, bytes);
    (0..opened.sheets.len()).map(|at| opened.grid(FileId::of(&entry.path), at)).collect()
}

/// A file of cells, and the text in which they have their places.
pub(super) struct OpenedCells {
    pub sheets: Vec<Sheet>,
    text: String,
    /// (sheet, row, column) → bytes of the cell's text; empty for CSV, whose cells know their bytes.
    places: BTreeMap<(usize, u32, u32), (usize, usize)>,
    /// The old encoding that it was saved in.
    encoding: Option<&'static str>,
    is_csv: bool,
}

impl OpenedCells {
    fn of(entry: &FileEntry, bytes: &[u8]) -> Self {
        let kind = entry.extension().to_ascii_lowercase();
        if kind == "csv" {
            let decoded = sheet::decoded(bytes);
            let encoding = decoded.as_ref().map(|(_, name)| *name);
            let text = decoded.map_or_else(|| String::from_utf8_lossy(bytes).into_owned(), |(text, _)| text);
            // Places are bytes of what was read: of the file itself, unless it had to be decoded.
            let sheet = sheet::read_csv(if encoding.is_some() { text.as_bytes() } else { bytes });
            return Self { sheets: vec![sheet], text, places: BTreeMap::new(), encoding, is_csv: true };
        }
        let sheets = if kind == "ods" { sheet::read_ods(bytes) } else { sheet::read_xlsx(bytes) };
        let mut opened = Self { sheets, text: String::new(), places: BTreeMap::new(), encoding: None, is_csv: false };
        opened.write_text();
        opened
    }

    fn write_text(&mut self) {
        let mut text = String::new();
        for (at, sheet) in self.sheets.iter().enumerate() {
            let mut line = 0;
            let prefix = match &sheet.name {
                Some(name) if at > 0 => format!("{name}!"),
                _ => String::new(),
            };
            for row in &sheet.rows {
                let Some(number) = row.cells.first().map(|cell| cell.row) else { continue };
                while line < number {
                    text.push('\n');
                    line += 1;
                }
                for (place, cell) in row.cells.iter().enumerate() {
                    if place > 0 {
                        text.push_str(" | ");
                    }
                    text.push_str(&prefix);
                    text.push_str(&cell.name());
                    text.push_str(": ");
                    let start = text.len();
                    text.push_str(&cell.text.replace('\n', " "));
                    self.places.insert((at, cell.row, cell.column), (start, text.len()));
                }
            }
            if at + 1 < self.sheets.len() {
                text.push('\n');
            }
        }
        self.text = text;
    }

    pub fn place(&self, file: FileId, sheet: usize, cell: &Cell) -> Span {
        if self.is_csv {
            return Span::new(file, cell.start, cell.end);
        }
        match self.places.get(&(sheet, cell.row, cell.column)) {
            Some((start, end)) => Span::new(file, *start, *end),
            None => Span::whole_file(file),
        }
    }

    fn grid(&self, file: FileId, at: usize) -> Grid {
        let sheet = &self.sheets[at];
        let rows = sheet.rows.iter().filter_map(|row| {
            let cells: Vec<Spanned<String>> =
                row.cells.iter().map(|cell| Spanned::new(cell.text.clone(), self.place(file, at, cell))).collect();
            let span = cells.first()?.span.to(cells.last()?.span);
            Some(GridRow { number: row.cells.first()?.row, written: usize::MAX, cells, span })
        });
        let name = sheet.name.clone().filter(|_| self.sheets.len() > 1);
        Grid { rows: rows.collect(), merges: sheet.merges.clone(), name, ..Grid::default() }
    }

    fn tell_encoding(&self, entry: &FileEntry, file: FileId, findings: &mut Findings) {
        if let Some(name) = self.encoding {
            let finding = Finding::of(
                code::S082,
                Span::new(file, 0, 0),
                format!("`{}` บันทึกด้วยรหัสตัวอักษร {name} จึงอ่านโดยแปลงเป็น UTF-8", entry.path),
            );
            findings.push(
                finding
                    .english(format!("the file is {name} and was read as such"))
                    .help("สั่ง `prongsai check --fix` ให้แปลงไฟล์เป็น UTF-8 หรือบันทึกจาก Excel เป็น “CSV UTF-8”")
                    .fix("แปลงเป็น UTF-8", Span::new(file, 0, 0), "\u{feff}"),
            );
        }
    }

    /// Of one sheet, or of all where none could be chosen.
    fn tell_problems(&self, file: FileId, only: Option<usize>, findings: &mut Findings) {
        for (at, sheet) in self.sheets.iter().enumerate().filter(|(at, _)| only.is_none_or(|only| only == *at)) {
            for problem in &sheet.problems {
                findings.push(self.finding_of(problem, file, at));
            }
        }
    }

    fn finding_of(&self, problem: &SheetProblem, file: FileId, at: usize) -> Finding {
        let code = match problem.kind {
            SheetProblemKind::Encoding => code::S001,
            SheetProblemKind::TooLarge | SheetProblemKind::Bomb => code::S005,
            SheetProblemKind::UnevenRow => code::S033,
            SheetProblemKind::Heads => code::S031,
            SheetProblemKind::Damaged | SheetProblemKind::Encrypted => code::S004,
            SheetProblemKind::Empty | SheetProblemKind::StrayQuote | SheetProblemKind::CellError => code::S046,
        };
        let cells = || self.sheets[at].rows.iter().flat_map(|row| &row.cells);
        let span = match &problem.cell {
            _ if problem.end > problem.start => Span::new(file, problem.start, problem.end),
            Some(name) => cells()
                .find(|cell| cell.name() == *name)
                .map_or(Span::whole_file(file), |cell| self.place(file, at, cell)),
            None => Span::whole_file(file),
        };
        let message = match &problem.cell {
            Some(name) => format!("ช่อง {name}: {}", problem.message),
            None => problem.message.clone(),
        };
        Finding::of(code, span, message).english(problem.message_en.clone()).help(problem.help.clone())
    }

    /// What is wrong with the rows of a table that only their shape tells: too many cells, a formula without its value.
    fn tell_rows(&self, file: FileId, at: usize, table: &DataTable, findings: &mut Findings) {
        let sheet = &self.sheets[at];
        // Rows are found again by where they begin.
        let of_span: BTreeMap<u32, &SheetRow> =
            sheet.rows.iter().filter_map(|row| Some((self.place(file, at, row.cells.first()?).start, row))).collect();
        let width = table.columns.len();
        let mut uncomputed: Vec<String> = Vec::new();
        let mut told = 0;
        for row in table.items() {
            let Some(written) = of_span.get(&row.span.start) else { continue };
            if told < MAX_TOLD
                && let Some(problem) = uneven(written, width, self.is_csv)
            {
                findings.push(self.finding_of(&problem, file, at));
                told += 1;
            }
            let number = written.cells.first().map_or(0, |cell| cell.row);
            for (_, column) in sheet.uncomputed.iter().filter(|(row, _)| *row == number) {
                let is_read = table.columns.get(*column as usize).is_some_and(|column| column.column.is_some());
                if is_read {
                    uncomputed.push(Cell { row: number, column: *column, ..Cell::default() }.name());
                }
            }
        }
        if !uncomputed.is_empty() {
            let span = table.columns.first().map_or(Span::whole_file(file), |column| column.head.span);
            findings.push(
                Finding::of(
                    code::S046,
                    span,
                    format!("สูตรในช่อง {} ยังไม่มีค่าเก็บไว้ในไฟล์ จึงอ่านจำนวนไม่ได้", shortened(&uncomputed)),
                )
                .english("formulas whose values no program has stored")
                .help("เปิดไฟล์ใน Excel หรือ LibreOffice แล้วบันทึกอีกครั้ง โปรแกรมจะเก็บค่าของสูตรไว้"),
            );
        }
    }
}

const MAX_TOLD: usize = 50;

fn shortened(names: &[String]) -> String {
    match names {
        [first, .., last] if names.len() > 6 => format!("{first} … {last} ({} ช่อง)", names.len()),
        _ => names.join(", "),
    }
}

/// A row of another length than the heads.
fn uneven(row: &SheetRow, width: usize, strict: bool) -> Option<SheetProblem> {
    let count = row.cells.len();
    let extra = row.cells.iter().skip(width).find(|cell| !cell.is_blank());
    match extra {
        Some(cell) if strict => Some(SheetProblem::too_many(count, width, may_be_split_money(&row.cells)).at(cell)),
        Some(cell) => {
            let problem = SheetProblem::new(
                SheetProblemKind::Heads,
                format!("ช่องนี้มีข้อความ “{}” แต่คอลัมน์นี้ไม่มีหัวตาราง", sheet::shorten(&cell.text)),
                "this cell stands under no head",
                "เขียนหัวตารางให้คอลัมน์นี้ หรือลบข้อความในช่องนี้",
            );
            Some(problem.at(cell))
        }
        None if strict && count < width => Some(SheetProblem::too_few(count, width).at(row.cells.last()?)),
        None => None,
    }
}

/// `410,000` without quotes becomes 410 and 000.
fn may_be_split_money(cells: &[Cell]) -> bool {
    let is_digits = |text: &str| {
        !text.is_empty() && text.chars().all(|it| it.is_ascii_digit() || matches!(it, '\u{0E50}'..='\u{0E59}'))
    };
    cells.windows(2).any(|pair| {
        let rest = pair[1].text.split('.').next().unwrap_or_default();
        is_digits(&pair[0].text) && pair[0].text.chars().count() <= 3 && is_digits(rest) && rest.chars().count() == 3
    })
}

/// "`รอบ 6 เดือน` (26 รายการ)", sheet by sheet.
fn listed<'c>(candidates: impl Iterator<Item = &'c SheetCandidate<'c>>) -> String {
    let listed: Vec<String> = candidates
        .map(|candidate| {
            let items: usize = candidate.tables.iter().map(|table| table.items().count()).sum();
            format!("`{}` ({items} รายการ)", candidate.grid.name.as_deref().unwrap_or("ชีตเดียว"))
        })
        .collect();
    listed.join(", ")
}

fn head_of(candidate: &SheetCandidate<'_>, file: FileId) -> Span {
    let head = candidate.tables.first().and_then(|table| table.columns.first());
    head.map_or(Span::whole_file(file), |column| column.head.span)
}

fn in_doubt(
    candidates: &[SheetCandidate<'_>],
    several: &[usize],
    entry: &FileEntry,
    document: &Document,
    file: FileId,
) -> Finding {
    let of = || several.iter().filter_map(|at| candidates.get(*at));
    let span = of().next().map_or(Span::whole_file(file), |candidate| head_of(candidate, file));
    let mut finding = Finding::of(
        code::S063,
        span,
        format!("`{}` มีหลายชีตที่เป็นข้อมูลของ `{}` ได้: {} จึงไม่รู้ว่าให้อ่านชีตใด", entry.path, document.path, listed(of())),
    )
    .english("several sheets of the workbook could be the data of this document")
    .help("ตั้งชื่อชีตที่ถูกว่า `ข้อมูล` หรือตั้งชื่อแต่ละชีตตามรอบและปี เช่น `รอบ 12 เดือน 2569` แล้วลบชีตที่ไม่ใช้");
    for candidate in of().skip(1).take(3) {
        finding = finding.also(head_of(candidate, file), "อีกชีตหนึ่ง");
    }
    finding
}

fn of_others(candidates: &[SheetCandidate<'_>], entry: &FileEntry, document: &Document, file: FileId) -> Finding {
    let with_tables: Vec<&SheetCandidate<'_>> = candidates.iter().filter(|it| !it.tables.is_empty()).collect();
    let span = with_tables.first().map_or(Span::whole_file(file), |candidate| head_of(candidate, file));
    let ask = tables::ask_of(&document.meta);
    let asked = match (ask.round, ask.years) {
        (Some(round), Some((year, _))) => format!("รอบ {round} เดือน ปี {year}"),
        (_, Some((first, last))) if first != last => format!("ปี {first}–{last}"),
        (_, Some((year, _))) => format!("ปี {year}"),
        _ => "เอกสารนี้".to_owned(),
    };
    let said: Vec<String> = with_tables
        .iter()
        .map(|candidate| {
            let said = sheet_choice::said_of(candidate.grid);
            let round = said.round.map(|round| format!("รอบ {round} เดือน"));
            let year = said.year.map(|year| format!("ปี {year}"));
            let words: Vec<String> = round.into_iter().chain(year).collect();
            format!("`{}` บอกว่า{}", candidate.grid.name.as_deref().unwrap_or("ไฟล์นี้"), words.join(" "))
        })
        .collect();
    Finding::of(code::S063, span, format!("`{}` ควรเป็นข้อมูลของ{asked} แต่{}", entry.path, said.join(", ")))
        .english("no sheet of the workbook is of this document's round and year")
        .help("ตรวจว่าวางไฟล์ถูกรอบและถูกปี หรือแก้ชื่อชีตและบรรทัดชื่อตารางให้ตรงกับ `round` และ `fiscal_year` ของเอกสาร")
}

fn unknown_heads(
    grids: &[Grid],
    entry: &FileEntry,
    document: &Document,
    standards: &Standards,
    file: FileId,
) -> Finding {
    let found = grids.iter().find_map(|grid| {
        let heads = reader::heads_of(grid, standards);
        (!heads.is_empty()).then_some((grid, heads))
    });
    let Some((grid, heads)) = found else {
        return Finding::of(code::S030, Span::whole_file(file), format!("`{}` ไม่มีตาราง", entry.path))
            .english("the sheet beside this document holds no table")
            .help("แถวแรกต้องเป็นหัวตาราง เช่น รหัส, โครงการ/กิจกรรม/มาตรการ, มิติ, สถานะ แถวถัดไปเป็นข้อมูล แถวละหนึ่งรายการ");
    };
    let sheet = grid.name.as_ref().map(|name| format!(" ชีต `{name}`")).unwrap_or_default();
    Finding::of(code::S030,
        grid.rows.first().map_or(Span::whole_file(file), |row| row.span),
        format!("ไม่รู้จักหัวตารางของ `{}`{sheet} ซึ่งชื่อเดียวกับ `{}`: {}", entry.path, document.path, tables::heads_words(&heads)),
    )
    .english("the heads of the sheet beside this document are not recognised")
    .help("ต้องมีคอลัมน์ชื่อเรื่อง เช่น `โครงการ/กิจกรรม/มาตรการ` และอีกอย่างน้อยหนึ่งคอลัมน์ที่รู้จัก เช่น รหัส, มิติ, สถานะ, เบิกจ่าย; ถ้าไม่ใช่ข้อมูลของเอกสารนี้ให้เปลี่ยนชื่อไฟล์")
}
