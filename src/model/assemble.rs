//! Documents of one folder → an `Agency`: typed, ordered, linked by code over rounds and years.
//! Pure; whatever cannot be placed is a finding and stays out.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::address;
use crate::finding::{Finding, Findings, code};
use crate::model::agency::{Agency, Committee, MeasuresBook, Paper, Plan, Report, document_url};
use crate::model::attachments::Attachments;
use crate::model::declared::read_declared_table;
use crate::model::item::{Entry, ItemCode, Story};
use crate::model::plan_years;
use crate::model::rows::read_entries;
use crate::model::twice::{self, PlanAgain, lists_twice};
use crate::source::meta::{Member, Meta};
use crate::source::tables::DataTable;
use crate::source::{Document, FileEntry};
use crate::span::{FileId, Spanned};
use crate::standards::{Field, Role, Standards};
use crate::thai::{self, FiscalYear};

/// `documents` are those of the agency's folder, sorted by path; `files` everything else in it.
pub fn assemble(
    slug: &str,
    documents: Vec<Arc<Document>>,
    files: Vec<FileEntry>,
    standards: &Standards,
    findings: &mut Findings,
) -> Option<Agency> {
    let is_own = |document: &Document| matches!(document.meta, Meta::Agency(_));
    let is_home = |document: &Document| is_own(document) && document_url(&document.path) == address::folder_of(slug);
    // The one at the agency's own address, wherever else another one lies.
    let home = documents.iter().position(|document| is_home(document));
    let home = home.or_else(|| documents.iter().position(|document| is_own(document)))?;
    let Meta::Agency(meta) = &documents[home].meta else { return None };
    let mut agency = Agency {
        slug: slug.to_owned(),
        meta: (**meta).clone(),
        home,
        plans: Vec::new(),
        reports: Vec::new(),
        measures: Vec::new(),
        papers: Vec::new(),
        papers_about: BTreeMap::new(),
        committees: Vec::new(),
        pages: Vec::new(),
        years: Vec::new(),
        files,
        attachments: Attachments::default(),
        withheld: BTreeMap::new(),
        documents,
    };
    crate::model::spellings::keep_own(&mut agency.meta, findings);
    let beside = files_beside(&agency);
    let mut builder = AgencyBuilder { agency: &mut agency, standards, findings, plans_again: Vec::new(), beside };
    for id in 0..builder.agency.documents.len() {
        let document = Arc::clone(&builder.agency.documents[id]);
        builder.place(id, &document);
    }
    crate::model::join::join(builder.agency, builder.findings);
    twice::hold_to_plan(builder.agency, builder.plans_again, builder.findings);
    plan_years::settle_codes(builder.agency);
    builder.agency.papers.sort_by(|a, b| b.date.cmp(&a.date).then(a.document.cmp(&b.document)));
    plan_years::build_years(&mut agency);
    crate::model::life::link(&mut agency, findings);
    Some(agency)
}

struct AgencyBuilder<'b> {
    agency: &'b mut Agency,
    standards: &'b Standards,
    findings: &'b mut Findings,
    /// Tables of reports that look like their plans over again.
    plans_again: Vec<PlanAgain>,
    /// A file beside a document that looks meant for it and is not read: its name.
    beside: BTreeMap<FileId, String>,
}

impl AgencyBuilder<'_> {
    fn place(&mut self, id: usize, document: &Document) {
        match &document.meta {
            Meta::Plan(meta) => {
                let Some(years) = &meta.years else { return };
                let framework = self.framework(meta.framework.as_ref(), years.value.0);
                let home_year = folder_year(&document.path)
                    .filter(|year| years.value.0 <= *year && *year <= years.value.1)
                    .unwrap_or(years.value.0);
                let mut declared = meta.declared.clone();
                declared.extend(self.declared(document));
                let plan = Plan {
                    document: id,
                    years: years.value,
                    home_year,
                    framework,
                    entries: plan_years::told_apart(years.value, self.rows_of(document, Role::Items, None)),
                    stories: self.stories(document),
                    declared,
                };
                if let Some(twin) = self.agency.plans.iter().find(|known| known.years == plan.years) {
                    self.twin(document, twin.document, &format!("แผนของปี {}", plan.years.0.be()));
                }
                self.agency.plans.push(plan);
            }
            Meta::Report(meta) => {
                let (Some(year), Some(round)) = (&meta.fiscal_year, &meta.round) else { return };
                let mut declared = meta.declared.clone();
                declared.extend(self.declared(document));
                let entries = self.entries(document, Role::Items, None);
                let eplan = self.entries(document, Role::Eplan, None);
                self.report_unread(document, entries.len() + eplan.len());
                let report = Report {
                    document: id,
                    year: year.value,
                    round: round.value,
                    framework: self.framework(None, year.value),
                    entries,
                    eplan,
                    stories: self.stories(document),
                    declared,
                };
                if let Some(twin) = self.agency.report(report.year, report.round) {
                    let what = format!("รายงาน{} ปี {}", report.round.name_th(), report.year.be());
                    let twin = twin.document;
                    self.twin(document, twin, &what);
                    return;
                }
                self.agency.reports.push(report);
            }
            Meta::Measures(meta) => {
                let Some(year) = &meta.fiscal_year else { return };
                let mut entries = self.entries(document, Role::Measures, Some("m"));
                if entries.is_empty() {
                    entries = self.entries(document, Role::Items, Some("m"));
                }
                self.report_unread(document, entries.len());
                self.agency.measures.push(MeasuresBook { document: id, year: year.value, entries });
            }
            Meta::Paper(meta) => self.agency.papers.push(Paper {
                document: id,
                kind: meta.kind,
                title: document.title().to_owned(),
                date: meta.date.as_ref().map(|date| date.value),
                number: meta.number.as_ref().map(|number| number.value.clone()),
                effective_from: meta.effective_from.as_ref().map(|date| date.value),
                effective_until: meta.effective_until.as_ref().map(|date| date.value),
                publish_from: document.common.publish_from.as_ref().map(|date| date.value),
                draft: document.common.draft,
                acts: Vec::new(),
                fates: Vec::new(),
            }),
            Meta::Committee(meta) => {
                let mut members = meta.members.clone();
                for table in document.tables.iter().filter(|table| table.role == Role::Committee) {
                    members.extend(members_of(table));
                }
                self.agency.committees.push(Committee {
                    document: id,
                    title: document.title().to_owned(),
                    members,
                    by_order: None,
                });
            }
            Meta::Page | Meta::Document(_) => self.agency.pages.push(id),
            Meta::Agency(_) if id != self.agency.home => {
                let home = self.agency.home;
                self.twin(document, home, "หน้าของหน่วยงาน");
            }
            Meta::Agency(_) => {}
            // Reported where addresses are shared out.
            Meta::Portal(_) => {}
        }
    }

    fn twin(&mut self, document: &Document, other: usize, what: &str) {
        let other = &self.agency.documents[other];
        self.findings.push(
            Finding::of(
                code::M002,
                document.whole(),
                format!("มี{what} สองไฟล์: `{}` และ `{}`", other.path, document.path),
            )
            .english("two documents for the same year and round")
            .also(other.whole(), "ไฟล์แรก ซึ่งใช้ไฟล์นี้")
            .help("เหลือไว้ไฟล์เดียว หรือแก้ `fiscal_year` / `round` ในส่วนหัวให้ถูก"),
        );
    }

    fn framework(&mut self, stated: Option<&Spanned<String>>, year: FiscalYear) -> u16 {
        let by_year = self.standards.framework_for_year(year.be()).map_or(0, |framework| framework.id);
        let Some(stated) = stated else { return by_year };
        let id = crate::thai::to_arabic(&stated.value).trim().parse().ok();
        if let Some(known) = id.and_then(|id: u16| self.standards.framework(id)) {
            return known.id;
        }
        let names: Vec<String> = self.standards.frameworks.iter().map(|framework| framework.id.to_string()).collect();
        self.findings.push(
            Finding::of(code::M005, stated.span, format!("ไม่รู้จักกรอบ `{}`", stated.value))
                .english(format!("unknown framework `{}`", stated.value))
                .help(format!("ใช้ {} หรือลบบรรทัดนี้ให้เลือกตามปี", names.join(" หรือ "))),
        );
        by_year
    }

    /// The rows of a document that must have some: none at all is an error that says what was there instead.
    fn rows_of(&mut self, document: &Document, role: Role, prefix: Option<&str>) -> Vec<Entry> {
        let entries = self.entries(document, role, prefix);
        self.report_unread(document, entries.len());
        entries
    }

    fn entries(&mut self, document: &Document, role: Role, prefix: Option<&str>) -> Vec<Entry> {
        let several_years = matches!(&document.meta, Meta::Plan(plan)
            if plan.years.as_ref().is_some_and(|years| years.value.0 != years.value.1));
        let mut entries: Vec<Entry> = Vec::new();
        for (index, table) in document.tables.iter().enumerate().filter(|(_, table)| table.role == role) {
            let more = read_entries(table, index, self.standards, prefix, several_years, self.findings);
            entries.extend(more);
        }
        self.report_unknown_dimensions(document, &entries);
        if matches!(document.meta, Meta::Report(_)) && role == Role::Items {
            let id = self.agency.documents.iter().position(|known| known.file == document.file);
            self.plans_again.extend(id.and_then(|id| twice::take_plan_again(document, id, &mut entries)));
        }
        if let Some((finding, again)) = lists_twice(document, &entries) {
            // One cause, one finding: what would follow from counting twice is not told as well.
            entries.retain(|entry| entry.table != again);
            self.findings.push(finding);
        }
        if several_years {
            entries = plan_years::one_for_all_years(document, entries);
        }
        // A code belongs to one promise of the document, whichever of its tables lists it.
        let mut first: BTreeMap<ItemCode, (usize, crate::span::Span)> = BTreeMap::new();
        let mut next: BTreeMap<Option<u8>, usize> = BTreeMap::new();
        let mut twice: Vec<(ItemCode, crate::span::Span, crate::span::Span)> = Vec::new();
        entries.retain_mut(|entry| {
            let before = first.get(&entry.code).copied();
            match before {
                None => {
                    first.insert(entry.code.clone(), (entry.table, entry.span));
                    true
                }
                Some((_, span)) if entry.code_stated => {
                    twice.push((entry.code.clone(), entry.span, span));
                    false
                }
                Some(_) => {
                    // The scheme counts each table by itself; over a document it goes on counting.
                    let number = next.entry(entry.dimension).or_insert(1);
                    while first.contains_key(&ItemCode::made(entry.dimension, *number)) {
                        *number += 1;
                    }
                    entry.code = ItemCode::made(entry.dimension, *number);
                    first.insert(entry.code.clone(), (entry.table, entry.span));
                    true
                }
            }
        });
        self.report_twice(&twice);
        entries
    }

    /// Codes that two tables of one document share: where it is many, one table is the other over again.
    fn report_twice(&mut self, twice: &[(ItemCode, crate::span::Span, crate::span::Span)]) {
        if let [(code, span, first), _, _, ..] = twice {
            let codes: Vec<&str> = twice.iter().take(6).map(|(code, ..)| code.as_str()).collect();
            let elsewhere = span.file != first.file;
            let (message, help) = if elsewhere {
                (
                    format!(
                        "มีข้อมูลสองที่: ในเอกสารและในไฟล์ตารางข้างกัน ใช้รหัสเดียวกัน {} รหัส เช่น {}",
                        twice.len(),
                        codes.join(", ")
                    ),
                    "เก็บข้อมูลไว้ที่เดียว: ลบตารางในไฟล์ .md หรือลบไฟล์ตาราง เพื่อไม่ให้สองที่ต่างกัน",
                )
            } else {
                (
                    format!("รหัส {} รหัสใช้ซ้ำในเอกสารเดียวกัน เช่น {}", twice.len(), codes.join(", ")),
                    "ถ้าเป็นตารางเดียวกันที่วางซ้ำ ให้ลบตารางหนึ่ง; ถ้าเป็นคนละเรื่อง แต่ละเรื่องต้องมีรหัสของตัวเอง",
                )
            };
            self.findings.push(
                Finding::of(code::M004, *span, message)
                    .english(format!("{} codes are used twice in this document", twice.len()))
                    .also(*first, "ใช้ครั้งแรกที่นี่")
                    .help(help)
                    .item(code.as_str()),
            );
            return;
        }
        for (code, span, first) in twice {
            self.findings.push(
                Finding::of(code::M004, *span, format!("รหัส `{code}` ใช้ซ้ำในเอกสารเดียวกัน"))
                    .english(format!("code `{code}` is used twice in this document"))
                    .also(*first, "ใช้ครั้งแรกที่นี่")
                    .help("แต่ละเรื่องมีรหัสของตัวเองหนึ่งรหัส เปลี่ยนเป็นเลขถัดไปที่ยังว่าง เช่น 3-14")
                    .item(code.as_str()),
            );
        }
    }

    /// A document of promises without a row, and tables of it that look like data and were not read.
    fn report_unread(&mut self, document: &Document, rows: usize) {
        if rows == 0 {
            let declared = match &document.meta {
                Meta::Plan(meta) => !meta.declared.is_empty() || !meta.targets.is_empty(),
                Meta::Report(meta) => !meta.declared.is_empty(),
                _ => false,
            };
            // Only the figures of a summary are known, and nothing stands there that was meant to be read.
            let is_summary = declared && document.unread.is_empty() && !self.beside.contains_key(&document.file);
            if !is_summary {
                self.findings.push(self.nothing_read(document));
            }
            return;
        }
        for unread in document.unread.iter().filter(|unread| unread.known >= 2) {
            self.findings.push(
                Finding::of(code::S064, unread.span, format!("ตารางนี้ไม่ได้อ่านเป็นข้อมูล เพราะไม่รู้จักหัวตารางพอ: {}", unread.heads))
                    .english("a table that looks like data was not read")
                    .help("ตั้งหัวตารางให้ตรงกับตารางอื่นในเอกสาร เช่น `โครงการ/กิจกรรม/มาตรการ`; ถ้าเป็นตารางธรรมดาให้เติม `{.prose}` หลังหัวข้อเหนือตาราง"),
            );
        }
    }

    fn nothing_read(&self, document: &Document) -> Finding {
        let what = match &document.meta {
            Meta::Plan(_) => "แผน",
            Meta::Measures(_) => "เอกสารมาตรการ",
            _ => "รายงาน",
        };
        let unread = document.unread.first();
        let span = unread.map_or(document.whole(), |unread| unread.span);
        let beside = self.beside.get(&document.file);
        let why = match (unread, beside) {
            (Some(unread), _) => format!("มีตารางที่ไม่รู้จักหัวตาราง: {}", unread.heads),
            (None, Some(beside)) => format!("มีไฟล์ `{beside}` วางอยู่ข้างกัน แต่ไม่ได้อ่าน"),
            (None, None) if !document.tables.is_empty() => "มีแต่ตารางสรุป ไม่มีตารางรายการ".to_owned(),
            (None, None) => "ไม่มีตาราง".to_owned(),
        };
        let stem = document.stem();
        let help = match (unread, beside) {
            (Some(_), _) => {
                "ตารางต้องมีคอลัมน์ชื่อเรื่อง เช่น `โครงการ/กิจกรรม/มาตรการ` และอีกอย่างน้อยหนึ่งคอลัมน์ที่รู้จัก เช่น รหัส, มิติ, สถานะ, เบิกจ่าย"
                    .to_owned()
            }
            (None, Some(beside))
                if crate::source::sheets::NOT_READ
                    .iter()
                    .any(|kind| beside.to_lowercase().ends_with(&format!(".{kind}"))) =>
            {
                format!("เปิด `{beside}` แล้วบันทึกเป็น .xlsx ชื่อ `{stem}.xlsx` ในโฟลเดอร์เดียวกัน")
            }
            (None, Some(beside)) => {
                let kind = beside.rsplit_once('.').map_or("xlsx", |(_, kind)| kind).to_lowercase();
                format!("ถ้า `{beside}` คือข้อมูลของเอกสารนี้ เปลี่ยนชื่อเป็น `{stem}.{kind}`")
            }
            (None, None) => format!(
                "วางตารางในไฟล์นี้ หรือวางไฟล์ Excel ชื่อ `{stem}.xlsx` ข้างกัน เช่น | รหัส | โครงการ/กิจกรรม/มาตรการ | มิติ | สถานะ |"
            ),
        };
        Finding::of(code::M042, span, format!("{what}นี้อ่านไม่ได้แม้แต่รายการเดียว: {why}"))
            .english("not one row of this document was read")
            .help(help)
    }

    fn declared(&mut self, document: &Document) -> Vec<crate::source::meta::DeclaredFigure> {
        let mut figures = Vec::new();
        for (index, table) in document.tables.iter().enumerate().filter(|(_, table)| table.role == Role::Declared) {
            figures.extend(read_declared_table(table, index, self.standards, self.findings));
        }
        figures
    }

    /// Frameworks have four dimensions; another number is a slip of the pen.
    fn report_unknown_dimensions(&mut self, document: &Document, entries: &[Entry]) {
        let year = match &document.meta {
            Meta::Plan(meta) => meta.years.as_ref().map(|years| years.value.0),
            Meta::Report(meta) => meta.fiscal_year.as_ref().map(|year| year.value),
            _ => None,
        };
        let Some(framework) = year.and_then(|year| self.standards.framework_for_year(year.be())) else { return };
        for entry in entries {
            let Some(dimension) = entry.dimension else { continue };
            if framework.dimensions.iter().any(|known| known.number == dimension) {
                continue;
            }
            let span = entry.dimension_printed.as_ref().map_or(entry.span, |printed| printed.span);
            self.findings.push(
                Finding::of(code::M008, span, format!("กรอบปี {} ไม่มีมิติที่ `{dimension}`", framework.id))
                    .english(format!("framework {} has no dimension `{dimension}`", framework.id))
                    .help("ใช้มิติ ๑ ถึง ๔ เช่น `๓` หรือ `มิติที่ ๓`; ถ้าต้นฉบับไม่บอกมิติ ให้ใส่ - และใช้รหัส `0-01`")
                    .item(entry.code.as_str()),
            );
        }
    }

    fn stories(&mut self, document: &Document) -> BTreeMap<ItemCode, Story> {
        let mut stories = BTreeMap::new();
        for section in &document.body.sections {
            let Some((code, _)) = ItemCode::leading(&section.title.value) else { continue };
            stories.insert(
                code.clone(),
                Story {
                    code,
                    title: section.title.clone(),
                    anchor: section.anchor.clone(),
                    body: section.body.clone(),
                },
            );
        }
        stories
    }
}

fn members_of(table: &DataTable) -> Vec<Member> {
    let text = |row, field| table.cell(row, field).filter(|cell| !thai::says_nothing(&cell.value)).cloned();
    table
        .rows
        .iter()
        .filter_map(|row| {
            let name = text(row, Field::Name);
            let position = text(row, Field::Position);
            // Some orders name only the office that sits on the committee.
            let shown = name.or_else(|| position.clone())?;
            Some(Member { name: shown, position, role: text(row, Field::Role) })
        })
        .collect()
}

/// Sheets that lie beside documents of data and belong to none: the first of each document's folder.
fn files_beside(agency: &Agency) -> BTreeMap<FileId, String> {
    use crate::source::sheets;
    let mut beside = BTreeMap::new();
    let takes = |document: &&Arc<Document>| crate::source::tables::takes_data(&document.meta);
    for file in &agency.files {
        let is_sheet = sheets::is_sheet(file);
        let is_other = sheets::NOT_READ.iter().any(|kind| file.extension().eq_ignore_ascii_case(kind));
        if !is_sheet && !is_other {
            continue;
        }
        let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
        let near: Vec<&Arc<Document>> =
            agency.documents.iter().filter(takes).filter(|document| document.folder() == folder).collect();
        if near.iter().any(|document| sheets::belongs_to(file, &document.path)) {
            continue;
        }
        for document in near {
            beside.entry(document.file).or_insert_with(|| name.to_owned());
        }
    }
    beside
}

fn folder_year(path: &str) -> Option<FiscalYear> {
    let folder = path.rsplit_once('/')?.0;
    let name = folder.rsplit_once('/').map_or(folder, |(_, name)| name);
    FiscalYear::parse(name).ok()
}
