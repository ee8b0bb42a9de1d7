//! What an authority has to do next: rounds that are due, findings to answer, and by owner the items still open.
//! Made of the model, the findings and the day; the terminal prints it, a page may show it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, de};

use crate::check::rules::completeness::overdue_rounds;
use crate::check::{Counts, Located};
use crate::finding::{Code, Severity};
use crate::model::{Agency, Entry, ItemCode, Year};
use crate::standards::Status;
use crate::thai::{Date, Round};

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TodoList {
    pub slug: String,
    pub agency: String,
    /// Reports whose day has passed, oldest first.
    pub overdue: Vec<DueRound>,
    /// The report that is due next, of a planned year.
    pub next: Option<DueRound>,
    pub counts: Counts,
    /// Findings that nobody has answered, errors first; notes are only counted.
    pub answers: Vec<OpenFinding>,
    /// By owner, the items of the newest year that are still open. The last one has no owner's name.
    pub owners: Vec<OwnerTodo>,
}

/// What an agency's documents alone give to do, whatever was found in them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenWork {
    pub agency: String,
    pub overdue: Vec<DueRound>,
    pub next: Option<DueRound>,
    pub owners: Vec<OwnerTodo>,
}

impl TodoList {
    /// `findings` are the located findings of this agency.
    pub fn of(slug: &str, work: OpenWork, findings: &[Located]) -> Self {
        let mut answers: Vec<OpenFinding> = findings
            .iter()
            .filter(|finding| finding.answer.is_none() && finding.severity != Severity::Note)
            .map(|finding| OpenFinding {
                code: finding.code,
                severity: finding.severity,
                path: finding.primary.path.to_string(),
                line: finding.primary.line,
                message: finding.message.clone(),
            })
            .collect();
        answers.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let OpenWork { agency, overdue, next, owners } = work;
        Self { slug: slug.to_owned(), agency, overdue, next, counts: Counts::of(findings), answers, owners }
    }

    pub fn is_empty(&self) -> bool {
        self.overdue.is_empty() && self.answers.is_empty() && self.owners.is_empty()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueRound {
    pub fiscal_year: u16,
    pub round: u8,
    pub due: Date,
    /// `รอบ 6 เดือน ปีงบประมาณ 2569`
    pub title: String,
    /// Where the report would stand: `na-kok/2569/report-6m.md`.
    pub file: String,
    /// Days after the day it was due; negative before it.
    pub days_late: i32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenFinding {
    pub code: Code,
    pub severity: Severity,
    pub path: String,
    pub line: u32,
    pub message: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnerTodo {
    /// `None`: no document says whose work it is.
    pub owner: Option<String>,
    pub items: Vec<ItemTodo>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemTodo {
    pub code: String,
    pub name: String,
    pub fiscal_year: u16,
    pub status: Option<Status>,
    /// What is to be done, each in a few words.
    pub todo: Vec<Step>,
}

/// One thing to do about an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    StateStatus,
    Report,
    Finish,
    SayWhy,
    ShowEvidence,
    NameOwner,
}

impl Step {
    pub const ALL: [Self; 6] =
        [Self::StateStatus, Self::Report, Self::Finish, Self::SayWhy, Self::ShowEvidence, Self::NameOwner];

    pub fn name_th(self) -> &'static str {
        match self {
            Step::StateStatus => "บอกสถานะ",
            Step::Report => "รายงานผล",
            Step::Finish => "ทำให้เสร็จ หรือบอกว่าจะทำต่ออย่างไร",
            Step::SayWhy => "บอกเหตุที่ไม่ได้ทำ",
            Step::ShowEvidence => "แนบหลักฐานหรือบอกผล",
            Step::NameOwner => "ระบุผู้รับผิดชอบ",
        }
    }

    pub fn name_en(self) -> &'static str {
        match self {
            Step::StateStatus => "state the status",
            Step::Report => "report the result",
            Step::Finish => "finish it, or say how it goes on",
            Step::SayWhy => "say why it was not done",
            Step::ShowEvidence => "attach evidence or tell the result",
            Step::NameOwner => "name who is responsible",
        }
    }
}

impl Serialize for Step {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name_th())
    }
}

impl<'de> Deserialize<'de> for Step {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let known = Self::ALL.into_iter().find(|step| step.name_th() == name);
        known.ok_or_else(|| de::Error::custom("no step of the list"))
    }
}

pub fn open_work(agency: &Agency, today: Date) -> OpenWork {
    let due = |year: crate::thai::FiscalYear, round: Round| {
        let day = round.report_due(year);
        DueRound {
            fiscal_year: year.be(),
            round: round.months(),
            due: day,
            title: format!("รายงานผล {} ปีงบประมาณ {}", round.name_th(), year.be()),
            file: format!("{}{}/report-{}m.md", agency.base(), year.be(), round.months()),
            days_late: today.days_since(day),
        }
    };
    let overdue = overdue_rounds(agency, today).iter().map(|late| due(late.year, late.round)).collect();
    let mut coming: Vec<(Date, DueRound)> = Vec::new();
    for plan in &agency.plans {
        let mut year = Some(plan.years.0);
        while let Some(at) = year.filter(|at| *at <= plan.years.1) {
            for round in [Round::SixMonths, Round::TwelveMonths] {
                if round.report_due(at) >= today && agency.report(at, round).is_none() {
                    coming.push((round.report_due(at), due(at, round)));
                }
            }
            year = crate::thai::FiscalYear::new(at.be() + 1);
        }
    }
    coming.sort_by_key(|(day, _)| *day);
    OpenWork {
        agency: agency.name().to_owned(),
        overdue,
        next: coming.into_iter().next().map(|(_, round)| round),
        owners: owners(agency),
    }
}

/// `findings` are the located findings of this agency.
pub fn todo(agency: &Agency, findings: &[Located], today: Date) -> TodoList {
    TodoList::of(&agency.slug, open_work(agency, today), findings)
}

fn owners(agency: &Agency) -> Vec<OwnerTodo> {
    let Some(year) = agency.newest_year() else { return Vec::new() };
    let mut by_owner: BTreeMap<Option<String>, Vec<ItemTodo>> = BTreeMap::new();
    for promise in &year.promises {
        if let Some((owner, item)) = item(agency, year, promise) {
            by_owner.entry(owner).or_default().push(item);
        }
    }
    let nobody = by_owner.remove(&None);
    let mut owners: Vec<OwnerTodo> = by_owner.into_iter().map(|(owner, items)| OwnerTodo { owner, items }).collect();
    owners.extend(nobody.map(|items| OwnerTodo { owner: None, items }));
    owners
}

fn item(agency: &Agency, year: &Year, promise: &crate::model::Promise) -> Option<(Option<String>, ItemTodo)> {
    let view = year.view(agency, promise);
    let owner = view.first(Entry::owner).map(str::to_owned);
    let reported = view.newest().row().is_some();
    let has_story = |code: &ItemCode| year.latest(agency).is_some_and(|report| report.stories.contains_key(code));
    let shows = view.first(|entry| entry.proves().then_some(())).is_some();
    let explains = view.first(|entry| entry.explains().then_some(())).is_some();
    let told = has_story(&promise.code);
    let mut todo = Vec::new();
    match view.status {
        None if reported => todo.push(Step::StateStatus),
        None => todo.push(Step::Report),
        Some(Status::Awaiting) => todo.push(Step::Report),
        Some(Status::InProgress) => todo.push(Step::Finish),
        Some(Status::NotDone) if !explains && !told => todo.push(Step::SayWhy),
        Some(Status::Done) if !shows && !told => todo.push(Step::ShowEvidence),
        Some(_) => {}
    }
    if owner.is_none() {
        todo.push(Step::NameOwner);
    }
    if todo.is_empty() {
        return None;
    }
    let item = ItemTodo {
        code: promise.code.as_str().to_owned(),
        name: view.name().to_owned(),
        fiscal_year: year.year.be(),
        status: view.status,
        todo,
    };
    Some((owner, item))
}

/// The list for the terminal.
pub fn text(list: &TodoList) -> String {
    let mut out = format!("{}\n", list.agency);
    if list.is_empty() {
        out.push_str("  ไม่มีเรื่องค้าง\n");
    }
    for round in &list.overdue {
        out.push_str(&format!("  เลยกำหนด  {} (กำหนด {}) → {}\n", round.title, round.due.short(), round.file));
    }
    if let Some(round) = &list.next {
        out.push_str(&format!("  รอบถัดไป  {} ภายใน {} (อีก {} วัน)\n", round.title, round.due.long(), -round.days_late));
    }
    let counts = list.counts;
    if counts.errors + counts.warnings + counts.notes > 0 {
        out.push_str(&format!(
            "  ข้อค้นพบ  ผิดพลาด {} คำเตือน {} ข้อสังเกต {} (ตอบแล้ว {})\n",
            counts.errors, counts.warnings, counts.notes, counts.answered
        ));
    }
    for finding in &list.answers {
        out.push_str(&format!("    {} {}:{} {}\n", finding.code, finding.path, finding.line, finding.message));
    }
    for owner in &list.owners {
        let name = owner.owner.as_deref().unwrap_or("ยังไม่มีผู้รับผิดชอบ");
        out.push_str(&format!("  {name} ({} รายการ)\n", owner.items.len()));
        for item in &owner.items {
            out.push_str(&format!(
                "    {} {}: {}\n",
                item.code,
                item.name,
                item.todo.iter().map(|step| step.name_th()).collect::<Vec<_>>().join(", ")
            ));
        }
    }
    out
}
