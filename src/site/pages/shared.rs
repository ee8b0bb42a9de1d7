//! Views that several kinds of page show: counts by status, money bars, findings of a document, when figures were taken.

use serde::Serialize;

use crate::address::{AgencyPage, Lang};
use crate::check::Located;
use crate::finding::Code;
use crate::finding::registry::{self, Family, Nature};
use crate::model::links::web_address;
use crate::model::{Agency, DocumentId, FindingCounts, Tally, Year};
use crate::site::ground::{AgencySite, is_published};
use crate::site::names;
use crate::site::origin::{Behind, Part};
use crate::site::page::{LinkView, Page};
use crate::site::say::{self, Phrase};
use crate::site::show::StatusView;
use crate::standards::Status;
use crate::thai::{Date, FiscalYear, StatedMoney};

pub const STATUSES: [Option<Status>; 5] =
    [Some(Status::Done), Some(Status::InProgress), Some(Status::NotDone), Some(Status::Awaiting), None];

/// What a group of promises says together.
#[derive(Debug, Serialize)]
pub struct TallyView {
    pub items: String,
    /// Only those that occur.
    pub counts: Vec<StatusCount>,
    pub states_status: bool,
    pub say: Vec<Phrase>,
    pub score: Option<String>,
    pub completion: Option<String>,
    pub money: Option<MoneyView>,
}

#[derive(Debug, Serialize)]
pub struct StatusCount {
    pub status: StatusView,
    pub count: String,
}

/// `behind`: the rows of the tally.
pub fn tally_view(page: &Page<'_>, tally: &Tally, behind: &Behind, reported: bool) -> TallyView {
    let told = |part: Part, shown: String| behind.told(page, tally, part, shown);
    TallyView {
        items: told(Part::Items, page.show.number(tally.items)),
        counts: STATUSES
            .iter()
            .filter(|status| tally.count(**status) > 0)
            .map(|status| StatusCount {
                status: page.show.status(*status),
                count: told(Part::Status(*status), page.show.number(tally.count(*status))),
            })
            .collect(),
        states_status: tally.states_status(),
        say: say::told_result(&page.show, tally, reported, &told),
        score: tally.score().map(|score| told(Part::Score, page.show.percent(score, 2))),
        completion: tally.completion().map(|share| told(Part::Completion, page.show.spoken_percent(share))),
        money: money_view(page, [tally.plan, tally.ordinance, tally.disbursed], &told)
            .map(|money| money.named(page, tally.of_sources, tally.stated[0])),
    }
}

impl MoneyView {
    /// An amount of the agency's own and integrated budget is called so, and not the plan's.
    pub fn named(mut self, page: &Page<'_>, of_sources: i64, stated: i64) -> Self {
        if let Some(plan) = self.rows.first_mut().filter(|_| of_sources > 0) {
            let sources = page.word("budget_of_sources");
            plan.label = match of_sources == stated {
                true => sources.to_owned(),
                false => format!("{} / {sources}", page.word("budget_plan")),
            };
        }
        self
    }
}

/// Three amounts on one scale: plan, ordinance, disbursed.
#[derive(Debug, Serialize)]
pub struct MoneyView {
    pub rows: Vec<MoneyRow>,
    pub note: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct MoneyRow {
    pub label: String,
    pub text: String,
    /// Of 1,000; `None` where there is no amount to draw.
    pub width: Option<i64>,
    /// The lists that it was taken from, and of how many items.
    pub from: Option<String>,
    /// What the document itself states of it, where that is another amount.
    pub stated: Vec<String>,
}

pub fn money_view(page: &Page<'_>, parts: [StatedMoney; 3], tell: &say::Tell<'_>) -> Option<MoneyView> {
    if parts.iter().all(|part| *part == StatedMoney::NotStated) {
        return None;
    }
    let most = parts.iter().filter_map(|part| part.amount()).map(|money| money.satang()).max().unwrap_or(0);
    let keys = ["budget_plan", "budget_ordinance", "budget_disbursed"];
    let names = [Part::Plan, Part::Ordinance, Part::Disbursed];
    let rows = keys.into_iter().zip(names).zip(parts).map(|((key, name), part)| MoneyRow {
        label: page.word(key).to_owned(),
        text: tell(name, page.show.money(part)),
        width: part.amount().map(|money| width_of(money.satang(), most)),
        from: None,
        stated: Vec::new(),
    });
    let spent = match (parts[0].amount(), parts[2].amount()) {
        (Some(plan), Some(disbursed)) => crate::thai::Fraction::new(disbursed.satang(), plan.satang()),
        _ => None,
    };
    let note = spent.map(|share| {
        let share = tell(Part::Spent, page.show.spoken_percent(share));
        match page.lang {
            Lang::Th => format!("แถบยาวตามสัดส่วนจริง เงินที่เบิกจ่ายคือ{share} ของแผน"),
            Lang::En => format!("Bars are drawn to scale; {share} of the plan was disbursed."),
        }
    });
    Some(MoneyView { rows: rows.collect(), note })
}

/// A share of 1,000 in which nothing that exists vanishes.
fn width_of(part: i64, most: i64) -> i64 {
    if part <= 0 || most <= 0 {
        return 0;
    }
    let exact = i128::from(part) * 1000 / i128::from(most);
    i64::try_from(exact).unwrap_or(1000).max(4)
}

/// "ปีงบประมาณ ๒๕๖๔ รอบ ๑๒ เดือน · ข้อมูล ณ ๑ ตุลาคม ๒๕๖๔"
pub fn when(page: &Page<'_>, agency: &Agency, year: &Year) -> String {
    let text = format!("{} {}", page.word("fiscal_year"), page.show.year(year.year));
    with_round(page, agency, year, text, |date| format!("{} {}", page.word("as_of"), page.show.date(date)))
}

/// The same on one line of a phone: "ปี ๒๕๖๔ รอบ ๑๒ เดือน · ณ ๑ ต.ค. ๒๕๖๔".
pub fn when_in_short(page: &Page<'_>, agency: &Agency, year: &Year) -> String {
    let text = format!("{}\u{a0}{}", page.word("year_short"), page.show.year(year.year));
    with_round(page, agency, year, text, |date| format!("{} {}", page.word("as_of_short"), page.show.short_date(date)))
}

/// The name of a year with the round of its newest report, and the day of its figures on one line.
fn with_round(
    page: &Page<'_>,
    agency: &Agency,
    year: &Year,
    mut text: String,
    as_of: impl Fn(Date) -> String,
) -> String {
    if let Some(report) = year.latest(agency) {
        text.push(' ');
        text.push_str(&page.show.round(report.round));
        if let Some(date) = report.as_of(agency) {
            text.push_str(" · ");
            text.push_str(&as_of(date).replace(' ', "\u{a0}"));
        }
    }
    text
}

/// A complaint about the documents, as readers see it.
#[derive(Debug, Serialize)]
pub struct FindingView {
    pub code: Code,
    /// Where the code is explained.
    pub explained: String,
    pub severity: &'static str,
    pub severity_word: String,
    pub message: String,
    /// `contradiction`, `slip`, `gap`; `answered` where the authority has said why.
    pub kind: &'static str,
    pub help: String,
    pub answer: Option<String>,
    pub item: Option<LinkView>,
    pub document: Option<LinkView>,
}

/// The list of what is still to be done.
pub fn board(page: &Page<'_>, agency: &Agency) -> LinkView {
    LinkView { title: page.word("board_title").to_owned(), href: page.to(&agency.at(&AgencyPage::Completeness)) }
}

/// What readers are told: notes inform the author and are left to the list of all, slips of the pen to the board.
pub fn speaks_to_readers(finding: &Located) -> bool {
    finding.severity != crate::finding::Severity::Note && registry::nature(finding.code) != Nature::Slip
}

/// "ขัดกัน ๙ ข้อ · น่าจะพิมพ์ผิด ๒๐ ข้อ · ยังไม่มีในเว็บนี้ ๒ ข้อ": three counts with three names, and the answered.
pub fn counts_said(page: &Page<'_>, counts: &FindingCounts) -> String {
    let parts = [
        ("count_contradictions", counts.contradictions, "นับข้อที่ตัวเลขหรือข้อความขัดกัน"),
        ("count_slips", counts.slips, "นับข้อที่น่าจะพิมพ์ผิด"),
        ("count_gaps", counts.gaps, "นับข้อที่ยังไม่มีในเว็บนี้"),
        ("count_answered", counts.answered, "นับข้อที่หน่วยงานชี้แจงแล้ว"),
    ];
    let said: Vec<String> = parts
        .into_iter()
        .filter(|(_, count, _)| *count > 0)
        .map(|(key, count, what)| page.word(key).replace("{}", &page.told_count(count, what)))
        .collect();
    if said.is_empty() { page.word("no_findings").to_owned() } else { said.join(" · ") }
}

/// What a citizen should see first: figures that contradict, then lists, dates, what is missing, words last.
pub fn weight_for_readers(finding: &Located) -> (bool, u8, bool, u8) {
    let nature = match registry::nature(finding.code) {
        Nature::Contradiction => 0,
        Nature::Gap => 1,
        Nature::Slip => 2,
    };
    let order = match registry::family(finding.code) {
        Some(Family::Sums) => 0,
        Some(Family::BetweenDocuments) => 1,
        Some(Family::Dates) => 2,
        Some(Family::Completeness) => 3,
        Some(Family::Names) => 5,
        _ => 4,
    };
    (finding.answer.is_some(), nature, finding.severity != crate::finding::Severity::Error, order)
}

/// The checker quotes with backticks, as programs do; readers get quotation marks.
fn quoted(message: &str) -> String {
    let mut out = String::with_capacity(message.len() + 8);
    let mut inside = false;
    for letter in message.chars() {
        match letter {
            '`' => {
                out.push(if inside { '”' } else { '“' });
                inside = !inside;
            }
            letter => out.push(letter),
        }
    }
    out
}

pub fn finding_view(page: &Page<'_>, agency: &Agency, finding: &Located) -> FindingView {
    use crate::finding::Severity;
    let (severity, word) = match finding.severity {
        Severity::Error => ("error", "severity_error"),
        Severity::Warning => ("warning", "severity_warning"),
        Severity::Note => ("note", "severity_note"),
    };
    let id = agency.document_at(&finding.primary.path);
    FindingView {
        code: finding.code,
        explained: super::codes::href(page, finding.code),
        severity,
        severity_word: page.site.theme.word(page.lang.code(), word).to_owned(),
        message: quoted(&match page.lang {
            Lang::En if !finding.message_en.is_empty() => finding.message_en.clone(),
            _ => page.show.text(&finding.message),
        }),
        kind: if finding.answer.is_some() { "answered" } else { registry::nature(finding.code).key() },
        help: match page.lang {
            Lang::Th => page.show.text(&finding.help),
            Lang::En => String::new(),
        },
        answer: finding.answer.as_ref().map(|answer| match &answer.by {
            // Who answers is told to everybody who reads the answer.
            Some(by) => format!("{} ({by})", answer.reason),
            None => answer.reason.clone(),
        }),
        item: item_link(page, agency, finding, id),
        document: id
            .filter(|id| is_published(agency.document(*id), page.site))
            .map(|id| LinkView { title: names::of_document(page, agency, id), href: page.to(&agency.url_of(id)) }),
    }
}

fn item_link(page: &Page<'_>, agency: &Agency, finding: &Located, id: Option<DocumentId>) -> Option<LinkView> {
    let code = crate::model::ItemCode::parse(finding.item.as_deref()?)?;
    let id = id?;
    let plan = agency.plans.iter().find(|plan| plan.document == id).map(|plan| plan.home_year);
    let report = agency.reports.iter().find(|report| report.document == id).map(|report| report.year);
    let year = crate::model::plan_years::year_of_row(agency, plan.or(report)?, &code)?;
    Some(LinkView {
        title: format!("{} {}", page.word("code"), page.show.text(code.as_str())),
        href: page.to(&agency.at(&AgencyPage::Item(year, code))),
    })
}

/// What does not add up in one document.
pub fn findings_of(page: &Page<'_>, site: &AgencySite, id: DocumentId) -> Vec<FindingView> {
    let found = site.findings_in(&site.agency.document(id).path);
    let mut told: Vec<_> = found.iter().filter(|finding| speaks_to_readers(finding)).collect();
    told.sort_by_key(|finding| weight_for_readers(finding));
    told.into_iter().map(|finding| finding_view(page, &site.agency, finding)).collect()
}

/// How a citizen tells the authority what is wrong: its complaint channel, else its office.
pub fn feedback(page: &Page<'_>, agency: &Agency) -> LinkView {
    let meta = &agency.meta;
    let channel = meta.complaints.iter().find_map(|channel| web_address(&channel.url.as_ref()?.value));
    let href = match (channel, &meta.contact.email) {
        (Some(url), _) => url,
        (None, Some(email)) => format!("mailto:{}", email.value),
        (None, None) => page.to(&format!("{}#contact", agency.at(&AgencyPage::Home))),
    };
    LinkView { title: page.word("feedback").to_owned(), href }
}

/// The crumb of a fiscal year.
pub fn year_crumb(page: &Page<'_>, agency: &Agency, year: FiscalYear) -> crate::site::page::Crumb {
    page.crumb(page.show.year(year), &agency.at(&AgencyPage::Year(year)))
}
