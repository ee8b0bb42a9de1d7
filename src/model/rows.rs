//! A row of a data table → an `Entry`: codes, money, dimension, status and ticks read, every wrong cell a finding.
//! Nothing is invented: what a form does not say stays not stated.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Finding, Findings, code};
use crate::model::item::{Budget, Entry, ItemCode, Texts};
use crate::reader::Named;
use crate::source::tables::{DataRow, DataTable, RowSort};
use crate::span::Spanned;
use crate::standards::{Field, ITEM_TEXTS, ItemKind, ItemText, Role, ShownAt, Standards, Status, Total};
use crate::thai::{self, FiscalYear, StatedMoney, says_nothing};

const TICK_COLUMNS: [(Field, Status); 4] = [
    (Field::StatusDone, Status::Done),
    (Field::StatusInProgress, Status::InProgress),
    (Field::StatusNotDone, Status::NotDone),
    (Field::StatusAwaiting, Status::Awaiting),
];

/// All rows of a table of promises. `prefix` begins the codes that the scheme makes where the author gave none.
pub fn read_entries(
    table: &DataTable,
    table_index: usize,
    standards: &Standards,
    prefix: Option<&str>,
    several_years: bool,
    findings: &mut Findings,
) -> Vec<Entry> {
    let mut made: BTreeMap<Option<u8>, usize> = BTreeMap::new();
    let mut first_at: BTreeMap<ItemCode, crate::span::Span> = BTreeMap::new();
    let mut entries = Vec::with_capacity(table.rows.len());
    let has_code_column = table.position(Field::Code).is_some();
    let mut uncoded = None;
    for (row_index, row) in table.rows.iter().enumerate() {
        if !row.is_item() {
            continue;
        }
        report_uneven_row(table, row, findings);
        let mut reader = RowReader { table, row, standards, several_years, findings };
        let mut entry = reader.entry(table_index, row_index, &mut made, prefix);
        if !entry.code_stated && uncoded.is_none() {
            uncoded = Some(row.span);
        }
        // Under the heading of another year it is the same promise again.
        if entry.code_stated && row.year.is_none() {
            if let Some(first) = first_at.get(&entry.code) {
                findings.push(
                    Finding::of(code::M004, entry.span, format!("รหัส `{}` ใช้ซ้ำกับแถวอื่นในตารางเดียวกัน", entry.code))
                        .english(format!("code `{}` is used twice in this table", entry.code))
                        .also(*first, "ใช้ครั้งแรกที่นี่")
                        .help("แต่ละเรื่องมีรหัสของตัวเองหนึ่งรหัส เปลี่ยนเป็นเลขถัดไปที่ยังว่าง เช่น 3-14")
                        .item(entry.code.as_str()),
                );
                continue;
            }
            first_at.insert(entry.code.clone(), entry.span);
        }
        if entry.name.value.is_empty() {
            findings.push(
                Finding::of(code::S039, entry.span, format!("รายการ `{}` ไม่มีชื่อ", entry.code))
                    .english(format!("item `{}` has no name", entry.code))
                    .help("เติมชื่อโครงการ กิจกรรม หรือมาตรการ ตามที่พิมพ์ในต้นฉบับ ถ้าอ่านไม่ออกเขียน `(อ่านไม่ออก)`")
                    .item(entry.code.as_str()),
            );
        }
        entry.name.value = entry.name.value.replace('\n', " ");
        entries.push(entry);
    }
    if let Some(span) = uncoded {
        let (message, help) = if has_code_column {
            (
                "บางแถวไม่มีรหัส จึงตั้งรหัสชั่วคราวให้ตามลำดับ",
                "เติมรหัสในคอลัมน์ รหัส เช่น 3-04 หรือสั่ง `prongsai codes` ให้เติมและเก็บไว้ในไฟล์",
            )
        } else {
            (
                "ตารางนี้ไม่มีคอลัมน์ รหัส จึงตั้งรหัสชั่วคราวให้ตามลำดับ",
                "สั่ง `prongsai codes` ให้เติมรหัสถาวรลงในไฟล์ ที่อยู่ของแต่ละเรื่องจะไม่เปลี่ยนแม้เพิ่มหรือย้ายแถว",
            )
        };
        findings.push(Finding::of(code::M006, span, message).english("rows without a code").help(help));
    }
    entries
}

fn report_uneven_row(table: &DataTable, row: &DataRow, findings: &mut Findings) {
    // A longer row has been reported where it was read.
    if row.written < table.columns.len() {
        findings.push(
            Finding::of(
                code::S033,
                row.span,
                format!("แถวนี้มี {} ช่อง แต่หัวตารางมี {} ช่อง ค่าอาจเลื่อนไปผิดช่อง", row.written, table.columns.len()),
            )
            .english("row has fewer cells than the head")
            .help("ใส่เครื่องหมาย | ให้ครบทุกช่อง ช่องที่ไม่มีค่าให้เว้นว่างหรือใส่ -"),
        );
    }
}

/// A row that adds up others is not a promise: the reader has sorted it out, or, in a table of anything else, its first
/// cell that says something, or its name, says "รวม", and no code makes it an item all the same.
pub fn total_of(table: &DataTable, row: &DataRow, standards: &Standards) -> Option<Total> {
    match row.sort {
        RowSort::Total => {}
        RowSort::Item if !matches!(table.role, Role::Items | Role::Eplan | Role::Measures) => {}
        _ => return None,
    }
    let speaks = |cell: &&Spanned<String>| !says_nothing(&cell.value);
    if let Some(code) = table.cell(row, Field::Code).filter(speaks) {
        return standards.total(&code.value);
    }
    let name = table.cell(row, Field::Subject).or_else(|| table.cell(row, Field::Name));
    let first = row.cells.iter().find(speaks);
    let named = [first, name].into_iter().flatten().find_map(|cell| standards.total(&cell.value));
    // Known by its figures alone.
    named.or((row.sort == RowSort::Total).then_some(Total { dimension: None }))
}

struct RowReader<'r> {
    table: &'r DataTable,
    row: &'r DataRow,
    standards: &'r Standards,
    /// Of a plan of several years: money is of the year of its section or table.
    several_years: bool,
    findings: &'r mut Findings,
}

impl RowReader<'_> {
    fn entry(
        &mut self,
        table: usize,
        row: usize,
        made: &mut BTreeMap<Option<u8>, usize>,
        prefix: Option<&str>,
    ) -> Entry {
        let stated = self.code();
        let printed = self.text(Field::Dimension);
        let dimension = printed
            .as_ref()
            .and_then(|printed| self.dimension(printed))
            .or_else(|| stated.as_ref().and_then(ItemCode::dimension))
            .or(self.row.dimension)
            .or(self.table.dimension)
            .or_else(|| self.mission_stated().and_then(|mission| mission_dimension(&mission.value)));
        let code = stated.clone().unwrap_or_else(|| {
            let number = made.entry(dimension).or_insert(0);
            *number += 1;
            match prefix {
                Some(prefix) => ItemCode::parse(&format!("{prefix}-{number:02}")),
                None => None,
            }
            .unwrap_or_else(|| ItemCode::made(dimension, *number))
        });
        let name = self.text(Field::Name).unwrap_or_else(|| Spanned::new(String::new(), self.row.span));
        let kind = match self.text(Field::Kind) {
            Some(word) => self.kind(&word),
            None => self.standards.kind_of_name(&name.value),
        };
        let mut texts = Texts::default();
        for field in ITEM_TEXTS.iter().map(|text| text.field) {
            let text = self.text_of_all_years(field);
            let text = match field {
                Field::Mission => self.mission(&code, stated.is_some()),
                Field::Owner => text.or_else(|| self.row.owner.clone()),
                _ => text,
            };
            if let Some(text) = text {
                texts.set(field, text);
            }
        }
        let mut entry = Entry {
            code_stated: stated.is_some(),
            span: self.row.span,
            table,
            row,
            kind,
            dimension,
            dimension_printed: printed,
            texts,
            quarters: self.quarters(),
            methods: self.lines(Field::Methods),
            budget: self.budget(),
            status: self.status(),
            strategies: [Field::StrategyAwareness, Field::StrategyMechanism, Field::StrategyEfficiency].map(|field| {
                self.cell(field).is_some_and(|cell| self.standards.statuses.read_tick(&cell.value) == Some(true))
            }),
            own: self.table.own_cells(self.row).map(|(head, cell)| (head.to_owned(), cell.clone())).collect(),
            of_years: Vec::new(),
            name,
            code,
        };
        entry.of_years = self.of_years(&entry);
        entry
    }

    /// The promise year by year, where columns of texts are of one year each: it is of the years for which something is
    /// promised or money is set aside.
    fn of_years(&self, entry: &Entry) -> Vec<(FiscalYear, Entry)> {
        if !self.several_years {
            return Vec::new();
        }
        let mut yearly: Vec<(FiscalYear, &'static ItemText, Spanned<String>)> = Vec::new();
        let mut told: Vec<&'static ItemText> = Vec::new();
        for text in ITEM_TEXTS {
            for (at, column) in self.table.positions(text.field) {
                let Some(year) = column.year.and_then(FiscalYear::new) else { continue };
                told.push(text);
                if let Some(cell) = self.row.cells.get(at).filter(|cell| !says_nothing(&cell.value)) {
                    yearly.push((year, text, cell.clone()));
                }
            }
        }
        let promised = yearly.iter().filter(|(_, text, _)| text.place == ShownAt::Promise).map(|(year, ..)| *year);
        let promised: BTreeSet<FiscalYear> = promised.collect();
        if promised.is_empty() {
            return Vec::new();
        }
        let years: BTreeSet<FiscalYear> =
            promised.into_iter().chain(entry.budget.by_year.iter().map(|(year, _)| *year)).collect();
        let own_of = |year: FiscalYear| {
            let mut own = entry.clone();
            for text in &told {
                let of_year = yearly.iter().find(|(known, other, _)| *known == year && other.field == text.field);
                let of_all = || self.text_without_year(text.field);
                match of_year.map(|(.., cell)| cell.clone()).or_else(of_all) {
                    Some(cell) => own.texts.set(text.field, cell),
                    None => own.texts.remove(text.field),
                }
            }
            if !own.budget.by_year.is_empty() {
                own.budget.by_year.retain(|(known, _)| *known == year);
                own.budget.silent_years = if own.budget.by_year.is_empty() { vec![year] } else { Vec::new() };
            }
            own
        };
        years.into_iter().map(|year| (year, own_of(year))).collect()
    }

    /// A text of the row whatever the year: of the column of no year, else of the first year that says something.
    fn text_of_all_years(&self, field: Field) -> Option<Spanned<String>> {
        if !self.several_years {
            return self.text(field);
        }
        let mut cells = self.table.positions(field).filter_map(|(at, _)| self.row.cells.get(at));
        self.text_without_year(field).or_else(|| cells.find(|cell| !says_nothing(&cell.value)).cloned())
    }

    fn text_without_year(&self, field: Field) -> Option<Spanned<String>> {
        let (at, _) = self.table.positions(field).find(|(_, column)| column.year.is_none())?;
        self.row.cells.get(at).filter(|cell| !says_nothing(&cell.value)).cloned()
    }

    fn cell(&self, field: Field) -> Option<&Spanned<String>> {
        self.table.cell(self.row, field)
    }

    /// A cell that says something: a dash alone says nothing.
    fn text(&self, field: Field) -> Option<Spanned<String>> {
        let cell = self.cell(field)?;
        (!says_nothing(&cell.value)).then(|| cell.clone())
    }

    /// The mission as the row itself says it: its number, where words of a form stand around it.
    fn mission_stated(&self) -> Option<Spanned<String>> {
        let mission = self.text(Field::Mission)?;
        Some(mission.map(|text| {
            let plain = thai::to_arabic(text.trim().trim_end_matches('.')).into_owned();
            Named::of(&plain).mission.unwrap_or(plain)
        }))
    }

    fn lines(&self, field: Field) -> Vec<String> {
        let Some(cell) = self.text(field) else { return Vec::new() };
        cell.value.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    fn code(&mut self) -> Option<ItemCode> {
        let cell = self.text(Field::Code)?;
        let code = ItemCode::parse(&cell.value);
        if code.is_none() {
            self.findings.push(
                Finding::of(code::S035, cell.span, format!("รหัส `{}` อ่านไม่ได้", cell.value))
                    .english(format!("cannot read the code `{}`", cell.value))
                    .help("รหัสคือเลขมิติหรือภารกิจ ขีด แล้วลำดับ เช่น `3-04` หรือ `2.2.3-1`"),
            );
        }
        code
    }

    fn dimension(&mut self, printed: &Spanned<String>) -> Option<u8> {
        let digits: String = thai::to_arabic(&printed.value).chars().filter(char::is_ascii_digit).collect();
        let number = digits.parse::<u8>().ok().filter(|number| (1..=9).contains(number));
        if number.is_none() {
            self.findings.push(
                Finding::of(code::S034, printed.span, format!("มิติ `{}` อ่านไม่ได้", printed.value))
                    .english(format!("cannot read the dimension `{}`", printed.value))
                    .help("เขียนเป็นเลข ๑ ถึง ๔ เช่น `๓` หรือ `มิติที่ ๓`"),
            );
        }
        number
    }

    fn kind(&mut self, word: &Spanned<String>) -> Option<ItemKind> {
        let kind = self.standards.kind_of_name(&word.value);
        if kind.is_none() {
            self.findings.push(
                Finding::of(code::S037, word.span, format!("ไม่รู้จักประเภทงาน `{}`", word.value))
                    .english(format!("unknown kind of item `{}`", word.value))
                    .help("ใช้ โครงการ, กิจกรรม, มาตรการ หรือ แนวปฏิบัติ"),
            );
        }
        kind
    }

    /// As the row says it; else as the sections above an uncoded row, or the code, say.
    fn mission(&self, code: &ItemCode, is_coded: bool) -> Option<Spanned<String>> {
        let of_section = || self.row.mission.clone().filter(|_| !is_coded);
        let of_code = || code.mission().map(|mission| Spanned::new(mission.to_owned(), self.row.span));
        self.mission_stated().or_else(of_section).or_else(of_code)
    }

    fn money(&mut self, field: Field) -> Spanned<StatedMoney> {
        match self.cell(field).cloned() {
            Some(cell) => self.money_of(&cell),
            None => Spanned::default(),
        }
    }

    fn money_of(&mut self, cell: &Spanned<String>) -> Spanned<StatedMoney> {
        match StatedMoney::parse(&cell.value.replace('\n', " ")) {
            Ok(money) => Spanned::new(money, cell.span),
            Err(error) => {
                self.findings.push(
                    Finding::of(code::S023, cell.span, format!("จำนวนเงินอ่านไม่ได้: {error}"))
                        .english(format!("cannot read the amount `{}`", cell.value))
                        .help("ตัวอย่างที่ถูก: `๓๗๐,๐๐๐.๐๐`, `8,500`, `-` (ไม่ระบุ), `ไม่ใช้งบประมาณ`"),
                );
                Spanned::default()
            }
        }
    }

    fn budget(&mut self) -> Budget {
        let mut plan = Spanned::default();
        let mut by_year = Vec::new();
        let mut silent_years = Vec::new();
        let columns: Vec<_> = self.table.positions(Field::BudgetPlan).collect();
        for (at, column) in columns {
            let Some(cell) = self.row.cells.get(at).cloned() else { continue };
            let money = self.money_of(&cell);
            // A column of its own year; else the year of the section or table that the row stands in.
            let standing = self.row.year.or(self.table.year).filter(|_| self.several_years);
            match column.year.or(standing).and_then(FiscalYear::new) {
                Some(year) if money.value == StatedMoney::NotStated => silent_years.push(year),
                Some(year) => by_year.push((year, money)),
                None => plan = money,
            }
        }
        if by_year.is_empty() {
            // Nothing in any year: a promise that states no money, not one of other years.
            silent_years.clear();
        }
        Budget {
            plan,
            ordinance: self.money(Field::BudgetOrdinance),
            disbursed: self.money(Field::BudgetDisbursed),
            integrated: self.money(Field::BudgetIntegrated),
            agency: self.money(Field::BudgetAgency),
            by_year,
            silent_years,
        }
    }

    fn quarters(&mut self) -> Vec<u8> {
        let text = self
            .text(Field::Quarter)
            .or_else(|| self.text(Field::Period).filter(|period| period.value.contains("ไตรมาส")));
        let Some(text) = text else { return Vec::new() };
        match thai::parse_quarters(&text.value) {
            Ok(quarters) => quarters.into_iter().map(|quarter| quarter.number()).collect(),
            Err(error) => {
                self.findings.push(
                    Finding::of(code::S027, text.span, format!("ไตรมาสอ่านไม่ได้: {error}"))
                        .english(format!("cannot read the quarter `{}`", text.value))
                        .help("ตัวอย่างที่ถูก: `ไตรมาสที่ ๔` หรือ `ไตรมาส ๑-๒`"),
                );
                Vec::new()
            }
        }
    }

    fn status(&mut self) -> Option<Spanned<Status>> {
        if let Some(cell) = self.text(Field::Status) {
            let status = self.standards.status_of(&cell.value);
            if status.is_none() {
                self.unknown_status(&cell);
            }
            return status.map(|status| Spanned::new(status, cell.span));
        }
        let mut ticked: Vec<Spanned<Status>> = Vec::new();
        for (field, status) in TICK_COLUMNS {
            let Some(cell) = self.cell(field).cloned() else { continue };
            let tick = self.standards.statuses.read_tick(&cell.value);
            if tick == Some(true) {
                ticked.push(Spanned::new(status, cell.span));
            } else if tick.is_none() && !says_nothing(&cell.value) {
                self.findings.push(
                    Finding::of(code::S038, cell.span, format!("ช่องสถานะมี `{}` ซึ่งไม่ใช่เครื่องหมายถูก", cell.value))
                        .english("not a tick")
                        .help("ใช้ √ ✓ / หรือ ☑ เมื่อใช่ และ - หรือเว้นว่างเมื่อไม่ใช่"),
                );
            }
        }
        if let [_, second, ..] = ticked.as_slice() {
            self.findings.push(
                Finding::of(code::S036, second.span, "แถวนี้ทำเครื่องหมายสถานะไว้มากกว่าหนึ่งช่อง")
                    .english("more than one status is ticked")
                    .also(ticked[0].span, "ช่องแรก")
                    .help("เหลือเครื่องหมายไว้ช่องเดียว"),
            );
            return None;
        }
        ticked.pop()
    }

    fn unknown_status(&mut self, cell: &Spanned<String>) {
        let names = [Status::Done, Status::InProgress, Status::NotDone, Status::Awaiting].map(Status::name_th);
        let mut finding = Finding::of(code::T501, cell.span, format!("ไม่รู้จักสถานะ `{}`", cell.value))
            .english(format!("unknown status `{}`", cell.value))
            .help(format!("ใช้ {}", thai::OneOf(&names)));
        if let Some(nearest) = thai::nearest(&cell.value, names.iter().copied()) {
            finding = finding.label(format!("หมายถึง `{nearest}` หรือไม่")).fix(
                format!("เปลี่ยนเป็น `{nearest}`"),
                cell.span,
                nearest,
            );
        }
        self.findings.push(finding);
    }
}

fn mission_dimension(mission: &str) -> Option<u8> {
    let named = Named::of(mission).dimension;
    named.or_else(|| mission.split('.').next()?.trim().parse().ok()).filter(|number| (1..=9).contains(number))
}
