//! A read paper → the content files of an authority: which documents it holds, where each paragraph and table goes, codes.
//! Puts together what the other files of this room read; writes no disk.

use std::collections::{BTreeMap, BTreeSet};

use super::account::{self, Account, AccountLine as Told, FactAccount, FileAccount, TableAccount};
use super::body::{self, BodyText};
use super::codes;
use super::facts::{self, PaperFacts, PaperLine};
use super::figures::Stated;
use super::grid::one_line;
use super::lists::{self, PlanList};
use super::paper::{Note, SourcePaper};
use super::papers::{self, Announcement, CommitteeDraft};
use super::patch::SheetOrigin;
use super::rows::Understood;
use super::shape;
use super::tables::{self, Tables};
use super::write::{self, Front};
use super::{ImportOptions, Imported, marks};
use crate::standards::{Field, Role, Standards};
use crate::thai::{Date, Round};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Main {
    Report,
    Plan,
    Measures,
    Page,
}

pub(super) struct ImportSource<'p> {
    pub paper: &'p SourcePaper,
    pub lines: Vec<PaperLine>,
    pub facts: PaperFacts,
    pub tables: Tables,
    pub plan_list: PlanList,
    pub stated: Stated,
    pub standards: &'p Standards,
}

pub fn assemble(paper: &SourcePaper, file_name: &str, options: &ImportOptions, standards: &Standards) -> Imported {
    let lines = facts::lines_of(paper);
    let facts = facts::read(&lines, file_name);
    let tables = tables::understand(paper, &options.maps, standards);
    let plan_list = lists::read(paper, standards);
    let mut stated = Stated::default();
    stated.take_tables(&tables.understood);
    stated.take_lines(&lines);
    for table in tables.understood.iter().filter(|table| table.role == Role::Items) {
        stated.take_totals(table);
    }
    let mut source = ImportSource { paper, lines, facts, tables, plan_list, stated, standards };
    let main = main_of(&source);
    let year = source.facts.fiscal_year.or(source.facts.plan_years.map(|(first, _)| first));
    let mut guesses: Vec<Note> = source.facts.doubts.clone();
    let list_codes = codes::give(&mut source, options, year, &mut guesses);
    let mut files = Vec::new();
    let announcements = papers::announcements(&source.lines);
    let committee = papers::committee(&source.lines, standards);
    if let Some(text) = agency_file(&source, options) {
        files.push((format!("{}agency.md", folder(options)), text));
    }
    let mut taken: BTreeSet<usize> = source.facts.used.iter().copied().collect();
    taken.extend(source.plan_list.used.iter().copied());
    for paper in &announcements {
        taken.extend(paper.lines.iter().filter_map(|at| source.lines.get(*at)).map(|line| line.block));
    }
    if let Some(committee) = &committee {
        taken.extend(committee.lines.iter().filter_map(|at| source.lines.get(*at)).map(|line| line.block));
    }
    let mut notes: Vec<Note> = Vec::new();
    main_files(&source, main, year, &taken, &list_codes, options, &mut notes, &mut files);
    paper_files(&source, &announcements, committee.as_ref(), year, main, options, &mut files);
    account(source, main, files, notes, guesses, file_name)
}

fn folder(options: &ImportOptions) -> String {
    if options.folder.is_empty() { String::new() } else { format!("{}/", options.folder.trim_matches('/')) }
}

fn main_of(source: &ImportSource<'_>) -> Main {
    let of = |role: Role| source.tables.understood.iter().any(|table| table.role == role && !table.rows.is_empty());
    let items = source.tables.understood.iter().filter(|table| table.role == Role::Items && !table.rows.is_empty());
    let reports =
        items.clone().any(|table| table.has_status() || table.has(Field::BudgetDisbursed) || table.has(Field::Result));
    if of(Role::Measures) && items.clone().count() == 0 {
        Main::Measures
    } else if of(Role::Eplan) || reports || (source.facts.is_report && items.clone().count() > 0) {
        Main::Report
    } else if items.count() > 0 || source.plan_list.count() > 0 || of(Role::Targets) {
        Main::Plan
    } else if source.facts.is_report && of(Role::Declared) {
        Main::Report
    } else {
        Main::Page
    }
}

fn agency_file(source: &ImportSource<'_>, options: &ImportOptions) -> Option<String> {
    if options.has_agency {
        return None;
    }
    let agency = source.facts.agency.clone().unwrap_or_default();
    let mut front = Front::default();
    front.put("kind", "agency");
    if agency.name.is_empty() {
        front.put("name", "(ไม่พบชื่อหน่วยงานในเอกสาร)");
        front.put("type", "other");
        let mark = marks::mark("ไม่พบชื่อหน่วยงานในเอกสาร เติม name, type, tambon, amphoe, province");
        return Some(front.document(&mark));
    }
    front.put("name", &agency.name);
    let short = agency.name.replacen("องค์การบริหารส่วนตำบล", "อบต.", 1).replacen("องค์การบริหารส่วนจังหวัด", "อบจ.", 1);
    if short != agency.name {
        front.put("short_name", &short);
    }
    front.put("type", agency.kind);
    for (key, value) in [
        ("tambon", &agency.tambon),
        ("amphoe", &agency.amphoe),
        ("province", &agency.province),
        ("postcode", &agency.postcode),
    ] {
        front.put_some(key, value.as_deref());
    }
    front.list("also_written", &agency.also_written);
    let contacts = [
        ("address", &agency.address),
        ("phone", &agency.phone),
        ("fax", &agency.fax),
        ("email", &agency.email),
        ("website", &agency.website),
        ("facebook", &agency.facebook),
    ];
    if contacts.iter().any(|(_, value)| value.is_some()) {
        front.raw("contact:");
        for (key, value) in contacts {
            if let Some(value) = value {
                let value = write::scalar(value);
                front.raw(&if key == "phone" { format!("  phone: [{value}]") } else { format!("  {key}: {value}") });
            }
        }
    }
    front.put_some("source", source.facts.title.as_deref());
    let marks: Vec<String> = source.facts.doubts.iter().map(|note| marks::mark(&note.why)).collect();
    Some(front.document(&marks.join("\n")))
}

#[expect(clippy::too_many_arguments, reason = "one step of one walk")]
fn main_files(
    source: &ImportSource<'_>,
    main: Main,
    year: Option<u16>,
    taken: &BTreeSet<usize>,
    list_codes: &BTreeMap<usize, String>,
    options: &ImportOptions,
    notes: &mut Vec<Note>,
    files: &mut Vec<(String, String)>,
) {
    let folder = folder(options);
    let body = body::write(source, taken, options, notes);
    match main {
        Main::Report => {
            let round = source.facts.round;
            let year = year_or_mark(year);
            let months = if round == Some(Round::SixMonths) { 6 } else { 12 };
            let number = year.0;
            files.push((format!("{folder}{number}/report-{months}m.md"), report_file(source, year, round, &body)));
            if let Some(text) = plan_file(source, list_codes, number).filter(|_| options.known_items.is_empty()) {
                files.push((format!("{folder}{number}/plan.md"), text));
            }
        }
        Main::Plan => {
            let (first, last) = source.facts.plan_years.or(year.map(|year| (year, year))).unwrap_or((0, 0));
            let first_or = year_or_mark(Some(first).filter(|year| *year > 0));
            let mut front = Front::default();
            front.put("kind", "plan");
            front.put_some("title", source.facts.title.as_deref());
            put_years(&mut front, first_or.0, last.max(first_or.0));
            front.put_some("approved", source.facts.approved.as_deref());
            put_targets(&mut front, &source.tables.understood);
            source.stated.of_plan().write(&mut front);
            let mut text = body.text.clone();
            if source.plan_list.count() > 0 {
                text.push_str(&listed(source, list_codes));
            }
            if let Some(mark) = first_or.1 {
                text = format!("{mark}\n\n{text}");
            }
            files.push((format!("{folder}{}/plan.md", first_or.0), front.document(&text)));
        }
        Main::Measures => {
            let year = year_or_mark(year);
            let mut front = Front::default();
            front.put("kind", "measures");
            front.put_some("title", source.facts.title.as_deref());
            front.raw(&format!("fiscal_year: {}", year.0));
            let text = with_mark(year.1, &body.text);
            files.push((format!("{folder}{}/measures.md", year.0), front.document(&text)));
        }
        Main::Page => {
            if body.text.trim().is_empty() {
                return;
            }
            let mut front = Front::default();
            front.put("kind", "page");
            front.put("title", source.facts.title.as_deref().unwrap_or("เอกสารที่นำเข้า"));
            files.push((format!("{folder}documents/imported.md"), front.document(&body.text)));
        }
    }
}

/// A year that no word states is marked, never made up: the year stands to be corrected.
fn year_or_mark(year: Option<u16>) -> (u16, Option<String>) {
    match year {
        Some(year) => (year, None),
        None => (2500, Some(marks::mark("ไม่พบปีงบประมาณในเอกสาร แก้ fiscal_year และชื่อโฟลเดอร์ให้ตรงกับเอกสาร"))),
    }
}

fn with_mark(mark: Option<String>, text: &str) -> String {
    mark.map_or_else(|| text.to_owned(), |mark| format!("{mark}\n\n{text}"))
}

/// Yearly targets as the front matter takes them.
fn put_targets(front: &mut Front, tables: &[Understood]) {
    let rows: Vec<(&Understood, &super::rows::ReadRow)> = tables
        .iter()
        .filter(|table| table.role == Role::Targets)
        .flat_map(|table| table.rows.iter().map(move |row| (table, row)))
        .collect();
    if rows.is_empty() {
        return;
    }
    front.raw("targets:");
    for (table, row) in rows {
        let indicator = table.text(row, Field::Indicator);
        front.raw(&format!("  - indicator: {}", write::scalar(indicator)));
        for (key, field) in [("baseline", Field::Baseline), ("unit", Field::Unit)] {
            let text = table.text(row, field);
            if !text.is_empty() {
                front.raw(&format!("    {key}: {}", write::scalar(text)));
            }
        }
        let values: Vec<String> = table
            .columns
            .iter()
            .zip(&row.cells)
            .filter_map(|(column, cell)| {
                let year = column.column.filter(|column| column.field == Field::Value)?.year?;
                (!cell.text.is_empty()).then(|| format!("{year}: \"{}\"", one_line(&cell.text).replace('"', "'")))
            })
            .collect();
        front.raw(&format!("    values: {{{}}}", values.join(", ")));
    }
}

fn put_years(front: &mut Front, first: u16, last: u16) {
    let years = if first == last { first.to_string() } else { format!("{first}-{last}") };
    front.raw(&format!("fiscal_years: {years}"));
    front.raw(&format!("framework: {}", if first >= 2566 { 2566 } else { 2561 }));
}

fn report_file(
    source: &ImportSource<'_>,
    year: (u16, Option<String>),
    round: Option<Round>,
    body: &BodyText,
) -> String {
    let facts = &source.facts;
    let mut front = Front::default();
    front.put("kind", "report");
    front.put_some("title", facts.title.as_deref());
    front.raw(&format!("fiscal_year: {}", year.0));
    front.raw(&format!("round: {}", if round == Some(Round::SixMonths) { 6 } else { 12 }));
    front.put_some("as_of", facts.as_of.as_deref());
    if let Some((from, until)) = &facts.period {
        front.put("period_from", from);
        front.put("period_until", until);
    }
    front.put_some("submitted", facts.submitted.as_deref());
    if let Some((name, position)) = &facts.reporter {
        front.raw("reporter:");
        front.raw(&format!("  name: {}", write::scalar(name)));
        if let Some(position) = position {
            front.raw(&format!("  position: {}", write::scalar(position)));
        }
    }
    source.stated.write(&mut front);
    let mut text = with_mark(year.1, &body.text);
    if round.is_none() {
        text = format!("{}\n\n{text}", marks::mark("ไม่พบว่าเป็นรอบ ๖ หรือ ๑๒ เดือน ถือเป็น ๑๒ เดือนไว้ก่อน"));
    }
    front.document(&text)
}

/// The plan that a report speaks of: its lists, or the rows of the report itself when the plan's own book is not there.
fn plan_file(source: &ImportSource<'_>, list_codes: &BTreeMap<usize, String>, year: u16) -> Option<String> {
    let table = source.tables.understood.iter().find(|table| table.role == Role::Items && !table.rows.is_empty());
    let has_list = source.plan_list.count() > 0;
    if table.is_none() && !has_list {
        return None;
    }
    let (first, last) = source
        .facts
        .plan_years
        .filter(|(first, last)| !has_list && (*first..=*last).contains(&year))
        .unwrap_or((year, year));
    let mut front = Front::default();
    front.put("kind", "plan");
    let years = if first == last {
        format!("ประจำปีงบประมาณ พ.ศ. {first}")
    } else {
        format!("(พ.ศ. {first} – {last})")
    };
    front.put("title", &format!("แผนปฏิบัติการป้องกันการทุจริต {years}"));
    put_years(&mut front, first, last);
    front.put_some("approved", source.facts.approved.as_deref());
    front.put("source", &format!("นำมาจากรายงานผล {}", source.facts.title.as_deref().unwrap_or("ที่นำเข้า")));
    let body = if has_list {
        source.stated.of_plan().write(&mut front);
        listed(source, list_codes)
    } else {
        let table = table?;
        let keep = |field: Field| {
            matches!(
                field,
                Field::Seq
                    | Field::Name
                    | Field::Kind
                    | Field::Dimension
                    | Field::Mission
                    | Field::Indicator
                    | Field::Target
                    | Field::BudgetPlan
                    | Field::BudgetIntegrated
                    | Field::BudgetAgency
            )
        };
        let named = Understood { columns: table.columns.clone(), ..table.clone() };
        format!(
            "ตัวเล่มของแผนไม่ได้อยู่ในเอกสารที่นำเข้า รายการข้างล่างมาจากรายงานผล\n\n{}\n\n{}",
            write::heading(2, "รายการตามแผน", ".items"),
            shape::items(&only_known(&named), source.standards, &keep)
        )
    };
    Some(front.document(&body))
}

/// Without the columns of the report's own.
fn only_known(table: &Understood) -> Understood {
    let kept: Vec<usize> = (0..table.columns.len()).filter(|at| table.columns[*at].column.is_some()).collect();
    let mut table = table.clone();
    table.columns = kept.iter().map(|at| table.columns[*at].clone()).collect();
    for row in &mut table.rows {
        row.cells = kept.iter().map(|at| row.cells.get(*at).cloned().unwrap_or_default()).collect();
    }
    table
}

/// The plan's lists as tables: a heading for each dimension and mission.
fn listed(source: &ImportSource<'_>, list_codes: &BTreeMap<usize, String>) -> String {
    let budgets = codes::budgets_by_code(source);
    let has_money = budgets.values().any(|money| !marks::is_dash(money));
    let mut out = String::new();
    let mut number = 0;
    let mut dimension = 0;
    for mission in &source.plan_list.missions {
        if mission.dimension != dimension {
            dimension = mission.dimension;
            let title = source
                .plan_list
                .dimensions
                .iter()
                .find(|(it, _)| *it == dimension)
                .map_or("", |(_, title)| title.as_str());
            let thai = crate::thai::to_thai(&dimension.to_string()).into_owned();
            out.push_str(&format!("\n{}\n", write::heading(2, &format!("มิติที่ {thai} {title}"), "")));
        }
        out.push_str(&format!(
            "\n{}\n\n",
            write::heading(3, &format!("ภารกิจ {} {}", mission.number, mission.title), "")
        ));
        if !mission.counted.is_empty() {
            out.push_str(&format!("จำนวนที่แผนระบุ: {}\n\n", write::line(&mission.counted)));
        }
        let mut heads = vec![
            ("รหัส".to_owned(), false),
            ("ลำดับ".to_owned(), false),
            ("โครงการ/กิจกรรม/มาตรการ".to_owned(), false),
            ("ภารกิจ".to_owned(), false),
        ];
        if has_money {
            heads.push(("แผนป้องกันฯ".to_owned(), true));
        }
        let rows: Vec<Vec<String>> = mission
            .items
            .iter()
            .map(|item| {
                let code = list_codes.get(&number).cloned().unwrap_or_default();
                number += 1;
                let bare = code.split(' ').next().unwrap_or("").to_owned();
                let mut cells = vec![code, write::cell(&item.seq), write::cell(&item.name), mission.number.clone()];
                if has_money {
                    cells.push(budgets.get(&bare).map(|money| write::cell(money)).unwrap_or_default());
                }
                cells
            })
            .collect();
        out.push_str(&write::table(&heads, &rows));
    }
    out
}

fn paper_files(
    source: &ImportSource<'_>,
    announcements: &[Announcement],
    committee: Option<&CommitteeDraft>,
    year: Option<u16>,
    main: Main,
    options: &ImportOptions,
    files: &mut Vec<(String, String)>,
) {
    let folder = folder(options);
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut unique = |base: String| {
        let mut name = base.clone();
        let mut number = 2;
        while !names.insert(name.clone()) {
            name = format!("{base}-{number}");
            number += 1;
        }
        name
    };
    for paper in announcements {
        let day = paper.date.as_deref().and_then(|date| Date::parse(date).ok());
        let day = day.map_or_else(
            || year.unwrap_or(2500).to_string(),
            |day| format!("{}-{:02}-{:02}", day.year_be(), day.month(), day.day()),
        );
        let what = match (paper.is_order, main, source.facts.round) {
            (true, ..) => "order",
            (_, Main::Report, Some(Round::SixMonths)) => "report-6m",
            (_, Main::Report, _) => "report-12m",
            (_, Main::Plan, _) => "plan",
            (_, Main::Measures, _) => "measures",
            _ => "announcement",
        };
        let name = unique(format!("{day}-{what}"));
        files.push((format!("{folder}announcements/{name}.md"), announcement_file(source, paper)));
    }
    let Some(committee) = committee else { return };
    let order = committee.order_number.as_ref().map(|number| {
        let day = committee.order_date.as_deref().and_then(|date| Date::parse(date).ok());
        let day = day.map_or_else(String::new, |day| format!("{}-{:02}-{:02}-", day.year_be(), day.month(), day.day()));
        unique(format!("{day}order-{}", number.split('/').next().unwrap_or("")))
    });
    let mut front = Front::default();
    front.put("kind", "committee");
    front.put("title", &committee.title);
    if let Some(order) = &order {
        front.put("by_order", &format!("../announcements/{order}.md"));
    }
    front.put_some("date", committee.order_date.as_deref());
    front.raw("members:");
    for member in &committee.members {
        let pairs = [("name", &member.name), ("position", &member.position), ("role", &member.role)];
        let pairs: Vec<String> = pairs
            .iter()
            .filter_map(|(key, value)| value.as_ref().map(|value| format!("{key}: \"{}\"", value.replace('"', "'"))))
            .collect();
        front.raw(&format!("  - {{ {} }}", pairs.join(", ")));
    }
    let duties: Vec<String> =
        committee.duties.iter().enumerate().map(|(at, duty)| format!("{}. {}", at + 1, write::line(duty))).collect();
    let body = if duties.is_empty() {
        String::new()
    } else {
        format!("{}\n\n{}", write::heading(2, "หน้าที่ของคณะทำงาน", ""), duties.join("\n"))
    };
    files.push((format!("{folder}committees/plan-working-group.md"), front.document(&body)));
    if let (Some(order), Some(number)) = (order, &committee.order_number) {
        let mut front = Front::default();
        front.put("kind", "order");
        front.put("number", number);
        front.put("title", &format!("แต่งตั้ง{}", committee.title));
        front.put_some("office", source.facts.agency.as_ref().map(|agency| agency.name.as_str()));
        front.put_some("date", committee.order_date.as_deref());
        front.list("related", &["../committees/plan-working-group.md".to_owned()]);
        let text = committee
            .lines
            .first()
            .and_then(|at| source.lines.get(*at))
            .map(|line| write::line(&line.text))
            .unwrap_or_default();
        files.push((format!("{folder}announcements/{order}.md"), front.document(&text)));
    }
}

fn announcement_file(source: &ImportSource<'_>, paper: &Announcement) -> String {
    let mut front = Front::default();
    front.put("kind", if paper.is_order { "order" } else { "announcement" });
    front.put_some("number", paper.number.as_deref());
    front.put("title", &paper.title);
    front.put_some("office", paper.office.as_deref());
    front.put_some("date", paper.date.as_deref());
    if let Some((name, position)) = &paper.signatory {
        front.raw("signatory:");
        front.raw(&format!("  name: {}", write::scalar(name)));
        if let Some(position) = position {
            front.raw(&format!("  position: {}", write::scalar(position)));
        }
    }
    let text: Vec<String> =
        paper.lines.iter().filter_map(|at| source.lines.get(*at)).map(|line| write::line(&line.text)).collect();
    front.document(&text.join("\n\n"))
}

fn account(
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
