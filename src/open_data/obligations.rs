//! Which of an agency's pages answers which OIT item, and in what state: present, stale, of the wrong year, missing.
//! Through the kind of document, with the year that the list asks for, or through the author's own `oit:`. Pure; the day
//! is an input.

mod candidates;
mod kept;

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::model::{Agency, DocumentId};
use crate::open_data::layout::{Layout, Rows};
use crate::open_data::table::{AGENCY, Table, ValueKind, column, date as date_value, text, year as year_value};
use crate::open_data::tables::agency_key;
use crate::open_data::value::Value;
use crate::standards::{Certainty, Obligation, ObligationList, Standards};
use crate::thai::{Date, FiscalYear, Round};

pub use kept::KeptAnswers;

use candidates::{AnswerYears, Candidate, candidates, data_files};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AnswerState {
    Present,
    /// Of the right year, but older than the list allows.
    Stale,
    /// Something of this kind is there, but not of the year that the list asks for.
    WrongYear,
    Missing,
}

impl AnswerState {
    pub fn key(self) -> &'static str {
        match self {
            AnswerState::Present => "present",
            AnswerState::Stale => "stale",
            AnswerState::WrongYear => "wrong_year",
            AnswerState::Missing => "missing",
        }
    }

    pub fn name_th(self) -> &'static str {
        match self {
            AnswerState::Present => "มี",
            AnswerState::Stale => "เก่าเกินกำหนด",
            AnswerState::WrongYear => "มี แต่ไม่ตรงปี",
            AnswerState::Missing => "ยังไม่มี",
        }
    }

    pub fn name_en(self) -> &'static str {
        match self {
            AnswerState::Present => "Present",
            AnswerState::Stale => "Out of date",
            AnswerState::WrongYear => "Of another year",
            AnswerState::Missing => "Missing",
        }
    }

    pub const ALL: [AnswerState; 4] =
        [AnswerState::Present, AnswerState::Stale, AnswerState::WrongYear, AnswerState::Missing];
}

/// A page that answers, or would if it were of the right year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerPage {
    pub document: DocumentId,
    pub url: String,
    /// Root-relative addresses of attached files and data files.
    pub files: Vec<String>,
    pub fits_year: bool,
    pub stale: bool,
    pub date: Option<Date>,
    /// Whether the author says so in `oit:`.
    pub stated: bool,
}

#[derive(Clone, Debug)]
pub struct Answered<'s> {
    pub obligation: &'s Obligation,
    /// The fiscal year that the list asks for.
    pub document_year: u16,
    pub state: AnswerState,
    /// Fitting ones first.
    pub answers: Vec<AnswerPage>,
    /// When the calendar asks for the document, where it does.
    pub due: Option<Date>,
}

impl Answered<'_> {
    /// The pages to hand in: those of the right year; others only show why something is missing.
    pub fn fitting(&self) -> impl Iterator<Item = &AnswerPage> {
        self.answers.iter().filter(|answer| answer.fits_year)
    }
}

/// Every item of a list, in its order, with what answers it on `today`.
pub fn answer<'s>(
    standards: &Standards,
    list: &'s ObligationList,
    agency: &Agency,
    today: Date,
    published: &dyn Fn(DocumentId) -> bool,
) -> Vec<Answered<'s>> {
    let candidates = candidates(agency, published);
    let is_current = current_list(standards, today).is_some_and(|current| current.list.year == list.year);
    let end = FiscalYear::new(list.year).map_or(today, FiscalYear::last_day);
    let reference = today.min(end);
    list.items
        .iter()
        .map(|obligation| {
            let asked = Asked { list, obligation, is_current, reference };
            let mut answers: Vec<AnswerPage> =
                candidates.iter().filter_map(|candidate| asked.judge(agency, candidate)).collect();
            answers.sort_by_key(|answer| (!answer.fits_year, answer.stale, !answer.stated));
            let state = match answers.first() {
                None => AnswerState::Missing,
                Some(best) if !best.fits_year => AnswerState::WrongYear,
                Some(best) if best.stale => AnswerState::Stale,
                Some(_) => AnswerState::Present,
            };
            let document_year = obligation.document_year(list.year);
            Answered { obligation, document_year, state, answers, due: due(obligation, document_year) }
        })
        .collect()
}

/// The list to work with on a day. Numbers and wordings change every year: a list of another year stands in and says so.
#[derive(Clone, Copy, Debug)]
pub struct CurrentList<'s> {
    pub list: &'s ObligationList,
    /// The fiscal year of the day, where nobody has given its list yet.
    pub unknown_year: Option<u16>,
}

/// Of the day's fiscal year, else the newest before it, else the oldest there is.
pub fn current_list(standards: &Standards, today: Date) -> Option<CurrentList<'_>> {
    let year = FiscalYear::of(today).map_or(u16::MAX, FiscalYear::be);
    let list = standards.oit.iter().rev().find(|list| list.year <= year).or_else(|| standards.oit.first())?;
    Some(CurrentList { list, unknown_year: (list.year != year).then_some(year) })
}

/// The year of the day, where its list is not known and `list` stands in for it.
pub fn unknown_year(standards: &Standards, list: &ObligationList, today: Date) -> Option<u16> {
    current_list(standards, today).filter(|current| current.list.year == list.year)?.unknown_year
}

impl CurrentList<'_> {
    /// What to tell people while the list of the year at hand is not known.
    pub fn caution(&self) -> Option<String> {
        let year = self.unknown_year?;
        Some(format!("ยังไม่ทราบรายการ OIT ของปี {year} ที่แสดงเป็นรายการของปี {} จึงอาจไม่ตรงกับที่จะถูกประเมิน", self.list.year))
    }

    pub fn caution_en(&self) -> Option<String> {
        let year = self.unknown_year?;
        Some(format!(
            "The OIT list of {year} is not known yet; this is the list of {}, which may differ.",
            self.list.year
        ))
    }
}

/// How sure an item is, and what the certainty rests on.
pub fn provenance(obligation: &Obligation, checked: Option<&str>) -> String {
    if obligation.certainty == Certainty::Memory {
        return "ยังไม่พบแหล่งที่ยืนยันถ้อยคำนี้".to_owned();
    }
    let when = checked.map(|month| format!(" ตรวจเมื่อ {month}")).unwrap_or_default();
    format!("พบใน {} แหล่ง ({}){when} ไม่ใช่คู่มือของสำนักงาน ป.ป.ช. โดยตรง", obligation.sources, obligation.bodies_th())
}

pub fn provenance_en(obligation: &Obligation, checked: Option<&str>) -> String {
    if obligation.certainty == Certainty::Memory {
        return "No source found that confirms this wording.".to_owned();
    }
    let bodies: Vec<&str> = obligation.found_in.iter().map(|body| body.name_en()).collect();
    let when = checked.map(|month| format!(", checked {month}")).unwrap_or_default();
    format!("Found in {} source(s) ({}){when}; not the official manual itself.", obligation.sources, bodies.join(", "))
}

fn due(obligation: &Obligation, document_year: u16) -> Option<Date> {
    let year = FiscalYear::new(document_year)?;
    if obligation.is_answered_by("report_12m") {
        Some(Round::TwelveMonths.report_due(year))
    } else if obligation.is_answered_by("report_6m") {
        Some(Round::SixMonths.report_due(year))
    } else {
        None
    }
}

/// Documents that belong to a year by their nature: of the right year, they do not grow old.
const OF_A_YEAR: [&str; 5] = ["plan", "report_6m", "report_12m", "measures", "measures_report"];

struct Asked<'l> {
    list: &'l ObligationList,
    obligation: &'l Obligation,
    is_current: bool,
    reference: Date,
}

impl Asked<'_> {
    fn judge(&self, agency: &Agency, candidate: &Candidate) -> Option<AnswerPage> {
        let by_kind = candidate.kinds.iter().any(|kind| self.obligation.is_answered_by(kind));
        let stated = candidate.stated.iter().any(|(year, id)| self.is_meant(*year, id, candidate));
        if !by_kind && !stated {
            return None;
        }
        let fits_year = self.fits(candidate);
        let ages = !candidate.kinds.iter().any(|kind| OF_A_YEAR.contains(&kind.as_str()))
            && (candidate.years == AnswerYears::Any || self.obligation.freshness_months < 12);
        let stale = ages
            && candidate
                .date
                .and_then(|date| add_months(date, self.obligation.freshness_months))
                .is_some_and(|until| until < self.reference);
        let mut files = candidate.attachments.clone();
        files.extend(data_files(agency, candidate));
        Some(AnswerPage {
            document: candidate.document,
            url: candidate.url.clone(),
            files,
            fits_year,
            stale,
            date: candidate.date,
            stated,
        })
    }

    fn is_meant(&self, year: Option<u16>, id: &str, candidate: &Candidate) -> bool {
        if !self.obligation.id.eq_ignore_ascii_case(id) {
            return false;
        }
        match (year, candidate.years) {
            (Some(year), _) => year == self.list.year,
            // A bare number means the list of the document's own time, because numbers change every year.
            (None, AnswerYears::Known(..)) => self.fits(candidate),
            (None, _) => self.is_current,
        }
    }

    fn fits(&self, candidate: &Candidate) -> bool {
        // A manual that may be two years old may also be of the year before.
        let back = (self.obligation.freshness_months.max(1) - 1) / 12;
        let year = self.list.year;
        let covers = |from: u16, until: u16| {
            let asked = std::iter::once(self.obligation.document_year(year));
            let mut asked = asked.chain(self.obligation.other_document_year(year));
            asked.any(|asked| from <= asked && asked.saturating_sub(back) <= until)
        };
        match candidate.years {
            AnswerYears::Any => true,
            AnswerYears::Unknown => false,
            AnswerYears::Known(from, until) => covers(from, until),
        }
    }
}

/// Same day of a later month, or the last one where that month is shorter.
fn add_months(date: Date, months: u16) -> Option<Date> {
    let at = i32::from(date.year_ce()) * 12 + i32::from(date.month()) - 1 + i32::from(months);
    let year = i16::try_from(at.div_euclid(12)).ok()?;
    let month = u8::try_from(at.rem_euclid(12) + 1).ok()?;
    (0..4).find_map(|back| Date::new(year, month, date.day().checked_sub(back)?))
}

const STATES: &[&str] = &["present", "stale", "wrong_year", "missing"];
const CERTAINTIES: &[&str] = &["confirmed", "unconfirmed"];

pub struct ObligationRow<'r> {
    id: &'r str,
    year: u16,
    answered: &'r Answered<'r>,
    words: &'r dyn AnswerWords,
    list: &'r ObligationList,
    unknown_year: Option<u16>,
}

pub struct Obligations;

impl Rows for Obligations {
    type Row<'r> = ObligationRow<'r>;
}

pub static OBLIGATIONS: LazyLock<Layout<Obligations>> = LazyLock::new(|| {
    Layout::<Obligations>::new(
        "obligations",
        ["รายการ OIT และหน้าที่ตอบ", "OIT items and the pages that answer them"],
        [
            "หนึ่งแถวต่อหนึ่งข้อของ OIT ในปีที่ประเมิน พร้อมที่อยู่และทางเข้าสำหรับกรอกแบบ",
            "One row for each OIT item of an ITA year, with addresses and click paths for the assessment form",
        ],
    )
    .key(&["agency", "ita_year", "id"])
    .column(AGENCY, |row| agency_key(row.id))
    .column(
        column("ita_year", "ปีที่ประเมิน (พ.ศ.)", ValueKind::Year, "ITA year, Buddhist era"),
        |row| year_value(row.year),
    )
    .column(column("id", "ข้อ", ValueKind::Text, "Number of the item in this year's list"), |row| {
        Value::text(&row.answered.obligation.id)
    })
    .column(column("title", "รายการ", ValueKind::Text, "What is asked"), |row| {
        Value::text(&row.answered.obligation.title)
    })
    .column(
        column("state", "สถานะ (รหัส)", ValueKind::Choice(STATES), "State on the day the site was built"),
        |row| Value::text(row.answered.state.key()),
    )
    .column(column("state_name", "สถานะ", ValueKind::Text, "State in Thai"), |row| {
        Value::text(row.answered.state.name_th())
    })
    .column(
        column(
            "document_year",
            "ปีของเอกสารที่ต้องใช้ (พ.ศ.)",
            ValueKind::Year,
            "Fiscal year the answering document must be of",
        ),
        |row| year_value(row.answered.document_year),
    )
    .column(column("addresses", "URL", ValueKind::Text, "Answering pages, one a line"), |row| {
        lines(row.answered.fitting().filter_map(|answer| row.words.address(&answer.url)))
    })
    .column(
        column("click_path", "ทางเข้าจากหน้าแรก", ValueKind::Text, "Click path in words, one a line"),
        |row| lines(row.answered.fitting().map(|answer| row.words.click_path(answer))),
    )
    .column(column("files", "ไฟล์", ValueKind::Text, "Answering files, one a line"), |row| {
        lines(row.answered.fitting().flat_map(|answer| &answer.files).filter_map(|file| row.words.address(file)))
    })
    .column(
        column("updated", "วันที่ของเนื้อหา", ValueKind::Date, "Date of the newest answering content, where stated"),
        |row| date_value(row.answered.fitting().filter_map(|answer| answer.date).max()),
    )
    .column(
        column("needs", "หน้านั้นต้องมี", ValueKind::Text, "What the page must show"),
        |row| text(Some(&row.answered.obligation.needs.join("; "))),
    )
    .column(
        column(
            "certainty",
            "ความแน่นอนของรายการ",
            ValueKind::Choice(CERTAINTIES),
            "Whether a published source confirms the item",
        ),
        |row| Value::text(certainty_key(row.answered.obligation.certainty)),
    )
    .column(
        column(
            "found_in",
            "พบในเอกสารของ",
            ValueKind::Text,
            "Kinds of body in whose papers or pages the item was read, separated by spaces; another kind may be asked in other words",
        ),
        |row| {
            let bodies = row.answered.obligation.found_in.iter().map(|body| body.key());
            text(Some(&bodies.collect::<Vec<_>>().join(" ")))
        },
    )
    .column(
        column("sources", "จำนวนที่มา", ValueKind::Integer, "In how many independent sources it was read; 0: in none"),
        |row| Value::Integer(i64::from(row.answered.obligation.sources)),
    )
    .column(
        column("checked", "เทียบกับที่มาเมื่อ", ValueKind::Text, "Month in which the list was last compared with its sources, common or Buddhist era as the list states it"),
        |row| text(row.list.checked.as_deref()),
    )
    .column(
        column("needs_certainty", "ความแน่นอนของสิ่งที่ต้องมี", ValueKind::Choice(CERTAINTIES), "As certainty, of what the page must show"),
        |row| Value::text(certainty_key(row.answered.obligation.needs_certainty)),
    )
    .column(column("note", "หมายเหตุ", ValueKind::Text, "What an officer should know of this wording"), |row| {
        text(row.answered.obligation.note.as_deref())
    })
    .column(column("list_source", "ที่มาของรายการ", ValueKind::Text, "Where the list of this year was read"), |row| {
        text(Some(&row.list.source))
    })
    .column(
        column(
            "unknown_year",
            "ปีที่ยังไม่รู้รายการ (พ.ศ.)",
            ValueKind::Year,
            "The ITA year of the day of the build, where its list is not known: these rows are of an earlier year; empty: it is known",
        ),
        |row| row.unknown_year.map_or(Value::Empty, year_value),
    )
});

fn lines(lines: impl Iterator<Item = String>) -> Value {
    text(Some(&lines.collect::<Vec<_>>().join("\n")))
}

/// The words around an answer that only the site knows.
pub trait AnswerWords {
    /// Whole; `None` while the site does not know its own.
    fn address(&self, url: &str) -> Option<String>;
    /// "หน้าแรก › อบต.นากอก › …".
    fn click_path(&self, answer: &AnswerPage) -> String;
}

/// `id` is what the agency is called in open data.
pub fn table<'r>(
    id: &'r str,
    list: &'r ObligationList,
    unknown_year: Option<u16>,
    answered: &'r [Answered<'r>],
    words: &'r dyn AnswerWords,
) -> Table {
    OBLIGATIONS.table(answered.iter().map(|answered| ObligationRow {
        id,
        year: list.year,
        answered,
        words,
        list,
        unknown_year,
    }))
}

pub fn certainty_key(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Found | Certainty::Seed => "confirmed",
        Certainty::Memory => "unconfirmed",
    }
}
