//! `D101` a national number. `D102` a mobile number. `D103` a bank account. `D104` a home address beside a name.
//! `D105` a private e-mail address. `D106` a birth date, `D107` a landline and `D108` a LINE ID beside a private name.
//! Why: what is published about a private person cannot be taken back. Office contacts that `agency.md` declares are
//! no private matter; every other place is an error until the author removes it or answers for it.
//! Messages never repeat the number: it is shown masked.

mod contacts;
mod numbers;
mod people;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::check::{AgencyHead, Context, DocumentRule, LinedDocument, PortalRule, Rule};
use crate::finding::{Code, Finding, Findings, code};
use crate::model::{Agency, Portal};
use crate::source::Document;
use crate::span::{FileId, Span};

pub use contacts::Contacts;

const CODES: &[Code] =
    &[code::D101, code::D102, code::D103, code::D104, code::D105, code::D106, code::D107, code::D108];

pub const PERSONAL: DocumentRule = DocumentRule { codes: CODES, run };
/// The same in what is attached.
pub const PERSONAL_ATTACHED: Rule = Rule { codes: CODES, run: run_attached };
pub const PORTAL_PERSONAL: PortalRule = PortalRule { codes: CODES, run: run_portal };

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HitKind {
    NationalId,
    Mobile,
    BankAccount,
    HomeAddress,
    Email,
    BirthDate,
    Landline,
    LineId,
}

impl HitKind {
    pub fn code(self) -> Code {
        match self {
            Self::NationalId => code::D101,
            Self::Mobile => code::D102,
            Self::BankAccount => code::D103,
            Self::HomeAddress => code::D104,
            Self::Email => code::D105,
            Self::BirthDate => code::D106,
            Self::Landline => code::D107,
            Self::LineId => code::D108,
        }
    }

    pub fn name_th(self) -> &'static str {
        match self {
            Self::NationalId => "เลขประจำตัวประชาชน",
            Self::Mobile => "หมายเลขโทรศัพท์มือถือ",
            Self::BankAccount => "เลขที่บัญชีธนาคาร",
            Self::HomeAddress => "ที่อยู่บ้านของบุคคล",
            Self::Email => "อีเมลส่วนตัว",
            Self::BirthDate => "วันเกิดของบุคคล",
            Self::Landline => "โทรศัพท์บ้านของบุคคล",
            Self::LineId => "ไอดีไลน์ของบุคคล",
        }
    }

    fn name_en(self) -> &'static str {
        match self {
            Self::NationalId => "a national number",
            Self::Mobile => "a mobile number",
            Self::BankAccount => "a bank account number",
            Self::HomeAddress => "a home address beside a name",
            Self::Email => "a private e-mail address",
            Self::BirthDate => "a birth date beside a name",
            Self::Landline => "a private landline beside a name",
            Self::LineId => "a private LINE ID beside a name",
        }
    }
}

/// Personal data in a text: where, what kind, and the text as it may be repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub range: Range<usize>,
    pub kind: HitKind,
    pub masked: String,
}

/// Everything in the text that looks like personal data, in order, none inside another. Knows no declared contacts.
pub fn scan(text: &str) -> Vec<Hit> {
    scan_after("", text)
}

/// The same for a text that stands under a head, such as a cell in the column "เลขที่บัญชี".
pub fn scan_after(head: &str, text: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    let may_hold = text.bytes().any(|byte| byte.is_ascii_digit() || byte == b'@') || text.contains(is_other_digit);
    if may_hold || text.contains("ไลน์") || text.contains("LINE") || text.contains("Line") {
        numbers::scan(head, text, &mut hits);
        people::scan(head, text, &mut hits);
    }
    hits.sort_by(|a, b| (a.range.start, b.range.end, a.kind).cmp(&(b.range.start, a.range.end, b.kind)));
    let mut until = 0;
    hits.retain(|hit| {
        let kept = hit.range.start >= until;
        if kept {
            until = hit.range.end;
        }
        kept
    });
    hits
}

/// The text with every digit and Latin letter of what is personal hidden, byte for byte as long, so that places in it
/// stay where they are. An office's telephone and addresses are shown: who reads a finding has the file before them.
pub fn hidden(text: &str, all: bool) -> std::borrow::Cow<'_, str> {
    let mut hits = scan(text);
    hits.retain(|hit| {
        all || matches!(
            hit.kind,
            HitKind::NationalId | HitKind::BankAccount | HitKind::HomeAddress | HitKind::BirthDate
        )
    });
    if hits.is_empty() {
        return text.into();
    }
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    for hit in hits {
        shown.push_str(&text[at..hit.range.start]);
        shown.extend(text[hit.range.clone()].chars().map(|letter| match letter {
            letter if letter.is_ascii_alphabetic() => 'x',
            letter => without_figures(letter),
        }));
        at = hit.range.end;
    }
    shown.push_str(&text[at..]);
    shown.into()
}

/// What is shown for a letter when figures are hidden: of as many bytes.
pub fn without_figures(letter: char) -> char {
    match letter {
        '0'..='9' => 'x',
        letter if is_other_digit(letter) => '•',
        letter => letter,
    }
}

/// Thai and full-width digits.
fn is_other_digit(letter: char) -> bool {
    matches!(letter, '๐'..='๙' | '０'..='９')
}

/// What the text of any file gives: a sheet's, or the text taken out of an attached Word file or PDF.
/// Where letters of `text` are no places of the file, give its spans with `place`.
pub fn findings_in(text: &str, contacts: &Contacts, place: &dyn Fn(&Range<usize>) -> Span, findings: &mut Findings) {
    for hit in scan(text) {
        if !contacts.declare(&hit, text) {
            findings.push(finding(&hit, place(&hit.range)));
        }
    }
}

/// The text taken out of an attached file, whose own letters have no place: the finding stands for the file.
pub fn findings_in_attachment(path: &str, text: &str, contacts: &Contacts, findings: &mut Findings) {
    findings_in_whole(path, text, contacts, Vec::new(), findings);
}

fn findings_in_whole(
    path: &str,
    text: &str,
    contacts: &Contacts,
    mut seen: Vec<(HitKind, String)>,
    findings: &mut Findings,
) {
    let span = Span::whole_file(FileId::of(path));
    for hit in scan(text) {
        let key = (hit.kind, hit.masked.clone());
        if contacts.declare(&hit, text) || seen.contains(&key) {
            continue;
        }
        findings.push(finding(&hit, span));
        seen.push(key);
    }
}

fn finding(hit: &Hit, span: Span) -> Finding {
    let name = hit.kind.name_th();
    let help = match hit.kind {
        HitKind::NationalId => "ลบออก หรือเหลือเพียงสี่ตัวท้าย เช่น `x-xxxx-xxxx1-23-4`",
        HitKind::Mobile => {
            "ลบออก หรือถ้าเป็นเบอร์ติดต่อราชการ ใส่ไว้ใน `contact.phone` ของ agency.md เช่น `phone: [042-620976]`"
        }
        HitKind::BankAccount => "ลบออก ถ้าเป็นบัญชีของหน่วยงานที่ต้องเปิดเผย ตอบด้วย `accept` พร้อมเหตุผล",
        HitKind::HomeAddress => "ลบบ้านเลขที่ออก เหลือเพียงตำบลหรือหมู่บ้าน เช่น `หมู่ที่ 4 ตำบลตัวอย่าง`",
        HitKind::Email => {
            "ลบออก หรือถ้าเป็นอีเมลราชการ ใส่ไว้ใน `contact.email` ของ agency.md เช่น `email: saraban@abt.go.th`"
        }
        HitKind::Landline => {
            "ลบออก หรือถ้าเป็นเบอร์ติดต่อราชการ ใส่ไว้ใน `contact.phone` ของ agency.md เช่น `phone: [042-620976]`"
        }
        HitKind::LineId => "ลบออก หรือใช้บัญชีของหน่วยงานที่ใส่ไว้ใน `contact.line` ของ agency.md เช่น `line: \"@abtdonngam\"`",
        HitKind::BirthDate => "ลบวันเกิดออก ถ้าต้องบอกอายุให้บอกเป็นช่วง เช่น `อายุ 60–69 ปี`",
    };
    Finding::of(hit.kind.code(), span, format!("พบ{name} `{}` ซึ่งเป็นข้อมูลส่วนบุคคล", hit.masked))
        .english(format!("{} is personal data", hit.kind.name_en()))
        .label(name)
        .help(help)
}

/// The portal's own pages and files are published like any other.
fn run_portal(portal: &Portal, _: &Context<'_>, findings: &mut Findings) {
    let contacts = Contacts::of_portal(&portal.meta);
    let pages = portal.home.iter().chain(&portal.pages);
    for document in pages.flat_map(|page| std::iter::once(page).chain(&page.english)) {
        of_document(document, &contacts, &mut InCells::new(), findings);
    }
    for (path, inspection) in &portal.inspected {
        if let Some(text) = inspection.text.as_deref() {
            findings_in_attachment(path, text, &contacts, findings);
        }
    }
}

fn run(documents: &[LinedDocument<'_>], agency: AgencyHead<'_>, context: &Context<'_>, findings: &mut Findings) {
    let contacts = Contacts::of(agency.meta, context.portal);
    // What stands beside a document in English is published with it.
    let english = documents.iter().filter_map(|document| document.english.as_ref());
    for document in documents.iter().map(|document| &**document).chain(english) {
        of_document(document, &contacts, &mut InCells::new(), findings);
    }
}

fn run_attached(agency: &Agency, context: &Context<'_>, findings: &mut Findings) {
    let contacts = Contacts::of(&agency.meta, context.portal);
    // A sheet that is part of a document was read with it, cell by cell; its other sheets and titles were not.
    let mut in_cells = InCells::new();
    let has_sheet = |document: &&Arc<Document>| document.tables.iter().any(|table| table.grid.is_none());
    for document in agency.texts().filter(has_sheet) {
        of_document(document, &contacts, &mut in_cells, &mut Findings::default());
    }
    for attachment in agency.attachments.iter() {
        if let Some(text) = attachment.inspection.text.as_deref() {
            let path = &attachment.entry.path;
            let seen = in_cells.remove(&FileId::of(path)).unwrap_or_default();
            findings_in_whole(path, text, &contacts, seen, findings);
        }
    }
}

/// What was found in the cells of sheets that belong to documents, by the sheet's file.
type InCells = BTreeMap<FileId, Vec<(HitKind, String)>>;

fn of_document(document: &Document, contacts: &Contacts, in_cells: &mut InCells, findings: &mut Findings) {
    let mut found: Vec<(Hit, Span)> = Vec::new();
    let text: &str = &document.text;
    let lines = contacts.with_own_lines(document);
    for hit in scan(text) {
        if !lines.declare(&hit, text) {
            let span = Span::new(document.file, hit.range.start, hit.range.end);
            found.push((hit, span));
        }
    }
    // A head tells what its column holds: "วันเกิด" over a bare date, "เลขที่บัญชี" over a bare number.
    let grids = document.body.grids.iter().map(|grid| {
        let heads: Vec<&str> = grid.heads.iter().map(|head| head.value.as_str()).collect();
        (heads, grid.rows.iter().map(|row| row.cells.as_slice()).collect::<Vec<_>>())
    });
    let sheets = document.tables.iter().filter(|table| table.grid.is_none()).map(|table| {
        let heads: Vec<&str> = table.columns.iter().map(|column| column.head.value.as_str()).collect();
        (heads, table.rows.iter().map(|row| row.cells.as_slice()).collect::<Vec<_>>())
    });
    for (heads, rows) in grids.chain(sheets) {
        let telling: Vec<bool> = heads.iter().map(|head| people::tells(head) || numbers::tells(head)).collect();
        for row in rows {
            for (column, cell) in row.iter().enumerate() {
                let from_sheet = cell.span.file != document.file;
                if !from_sheet && !telling.get(column).copied().unwrap_or(false) {
                    continue;
                }
                for hit in scan_after(heads.get(column).copied().unwrap_or(""), &cell.value) {
                    if !contacts.declare(&hit, &cell.value) {
                        found.push((hit, cell.span));
                    }
                }
            }
            if row.first().is_some_and(|cell| cell.span.file != document.file) {
                split_over_cells(row, &mut found);
            }
        }
    }
    found.sort_by_key(|(hit, span)| (span.file, span.start, hit.kind));
    let mut last: Option<Span> = None;
    for (hit, span) in found {
        let inside =
            last.is_some_and(|last| last.file == span.file && span.start < last.end && last.start <= span.start);
        if span.file != document.file {
            in_cells.entry(span.file).or_default().push((hit.kind, hit.masked.clone()));
        }
        if !inside {
            findings.push(finding(&hit, span));
            last = Some(span);
        }
    }
}

/// A number of a sheet whose digits stand in neighbouring cells.
fn split_over_cells(row: &[crate::span::Spanned<String>], found: &mut Vec<(Hit, Span)>) {
    let mut line = String::new();
    let mut starts = Vec::with_capacity(row.len());
    for cell in row {
        starts.push(line.len());
        line.push_str(&cell.value.replace('\n', " "));
        line.push_str(" | ");
    }
    let mut hits = Vec::new();
    numbers::national_numbers(&line, &mut hits);
    for hit in hits {
        let cell_of = |at: usize| starts.partition_point(|start| *start <= at).saturating_sub(1);
        let (first, last) = (cell_of(hit.range.start), cell_of(hit.range.end.saturating_sub(1)));
        if first != last
            && let (Some(first), Some(last)) = (row.get(first), row.get(last))
        {
            let span = first.span.to(last.span);
            found.push((hit, span));
        }
    }
}
