//! The answers for the sample portal against a table written by hand from the documents, year by year.

use prongsai::open_data::obligations::{AnswerState, answer};
use prongsai::site::data_pages::obligations::answered;

use crate::{agency, memory, sample, today};

const PRESENT: AnswerState = AnswerState::Present;
const OTHER: AnswerState = AnswerState::WrongYear;

type Row = (&'static str, u16, &'static [(&'static str, AnswerState)]);

/// Agency, ITA year, items that are not missing. Written by hand: na-kok has plan and twelve-month report of 2564,
/// an address and a Facebook page; phipun a plan 2561-2564, a six-month report of 2564, contacts, officials and
/// complaint channels; tha-samet a plan 2562-2564 and a six-month report of 2563; mueang-noi a plan 2566-2570;
/// na-liang measures with results of 2568.
#[rustfmt::skip]
const TABLE: &[Row] = &[
    ("na-kok", 2566, &[("o5", PRESENT), ("o9", PRESENT), ("o36", OTHER), ("o38", OTHER)]),
    ("na-kok", 2567, &[("o4", PRESENT), ("o32", OTHER), ("o33", OTHER)]),
    ("na-kok", 2568, &[("o3", PRESENT), ("o25", OTHER), ("o26", OTHER)]),
    ("na-kok", 2569, &[("o3", PRESENT), ("o23", OTHER), ("o24", OTHER)]),
    ("phipun", 2566, &[("o2", PRESENT), ("o5", PRESENT), ("o9", PRESENT), ("o28", PRESENT), ("o36", OTHER), ("o37", OTHER)]),
    ("phipun", 2567, &[("o2", PRESENT), ("o4", PRESENT), ("o23", PRESENT), ("o32", OTHER)]),
    ("phipun", 2568, &[("o2", PRESENT), ("o3", PRESENT), ("o18", PRESENT), ("o25", OTHER)]),
    ("phipun", 2569, &[("o2", PRESENT), ("o3", PRESENT), ("o17", PRESENT), ("o23", OTHER)]),
    ("tha-samet", 2566, &[("o36", OTHER), ("o37", OTHER)]),
    ("tha-samet", 2567, &[("o32", OTHER)]),
    ("tha-samet", 2568, &[("o25", OTHER)]),
    ("tha-samet", 2569, &[("o23", OTHER)]),
    ("mueang-noi", 2566, &[("o36", PRESENT)]),
    ("mueang-noi", 2567, &[("o32", PRESENT)]),
    ("mueang-noi", 2568, &[("o25", PRESENT)]),
    ("mueang-noi", 2569, &[("o23", PRESENT)]),
    ("na-liang", 2566, &[("o42", OTHER), ("o43", OTHER)]),
    ("na-liang", 2567, &[("o34", OTHER), ("o35", OTHER)]),
    ("na-liang", 2568, &[("o27", PRESENT), ("o28", OTHER)]),
    ("na-liang", 2569, &[("o25", OTHER), ("o26", PRESENT)]),
];

#[test]
fn the_sample_portal_answers_as_the_table_says() {
    let engine = sample();
    for slug in ["na-kok", "phipun", "tha-samet", "mueang-noi", "na-liang"] {
        let site = agency(&engine, slug);
        for list in &engine.site.standards.oit {
            let row = TABLE.iter().find(|(name, year, _)| *name == slug && *year == list.year);
            let (_, _, expected) = row.unwrap_or_else(|| panic!("no row for {slug} {}", list.year));
            let answers = answered(&engine.site, &site.agency, list);
            assert_eq!(answers.len(), list.items.len());
            let told: Vec<(&str, AnswerState)> = answers
                .iter()
                .filter(|row| row.state != AnswerState::Missing)
                .map(|row| (row.obligation.id.as_str(), row.state))
                .collect();
            assert_eq!(told, *expected, "{slug} {}", list.year);
        }
    }
}

#[test]
fn an_empty_agency_is_told_what_is_missing() {
    let engine = memory(&[("agency.md", "---\nkind: agency\nname: อบต.ว่าง\n---\n")]);
    let site = agency(&engine, "");
    assert!(!engine.site.standards.oit.is_empty());
    for list in &engine.site.standards.oit {
        let answers = answered(&engine.site, &site.agency, list);
        assert_eq!(answers.len(), list.items.len());
        assert!(answers.iter().all(|row| row.state == AnswerState::Missing), "{}", list.year);
    }
}

fn state_of(document: &str, year: u16, id: &str) -> AnswerState {
    let agency_file = "---\nkind: agency\nname: อบต.หนึ่ง\n---\n";
    let engine = memory(&[("agency.md", agency_file), ("page.md", document)]);
    let site = agency(&engine, "");
    let list = engine.site.standards.obligations(year).unwrap();
    let answers = answer(&engine.site.standards, list, &site.agency, today(), &|_| true);
    answers.iter().find(|row| row.obligation.id == id).unwrap().state
}

#[test]
fn a_year_offset_is_respected() {
    let report = |year: u16| format!("---\nkind: report\nfiscal_year: {year}\nround: 12\n---\n");
    assert_eq!(state_of(&report(2568), 2569, "o24"), AnswerState::Present);
    assert_eq!(state_of(&report(2569), 2569, "o24"), AnswerState::WrongYear);
    assert_eq!(state_of(&report(2567), 2568, "o26"), AnswerState::Present);
    let six_months = "---\nkind: report\nfiscal_year: 2566\nround: 6\n---\n";
    assert_eq!(state_of(six_months, 2566, "o37"), AnswerState::Present);
    assert_eq!(state_of(six_months, 2566, "o38"), AnswerState::Missing);
}

#[test]
fn what_is_not_kept_up_is_stale() {
    let statistics = |updated: &str| {
        format!(
            "---\nkind: document\nupdated: {updated}\nfiscal_year: 2569\ncomplaints: {{total: 0, done: 0, pending: 0}}\n---\n"
        )
    };
    // Asked every six months; the assessment year ends on 30 September 2026.
    assert_eq!(state_of(&statistics("2026-06-01"), 2569, "o18"), AnswerState::Present);
    assert_eq!(state_of(&statistics("2026-01-15"), 2569, "o18"), AnswerState::Stale);
    let undated =
        |year: u16| format!("---\nkind: document\ndocument_kind: complaints_statistics\nfiscal_year: {year}\n---\n");
    // Sources differ on the year of the statistics: either counts, and no other.
    assert_eq!(state_of(&undated(2569), 2569, "o18"), AnswerState::Present);
    assert_eq!(state_of(&undated(2568), 2569, "o18"), AnswerState::Present);
    assert_eq!(state_of(&undated(2567), 2569, "o18"), AnswerState::WrongYear);
}

#[test]
fn the_author_may_say_what_a_page_answers() {
    let page = |oit: &str| format!("---\nkind: page\noit: [{oit}]\n---\nโครงสร้าง\n");
    assert_eq!(state_of(&page("2569/o1"), 2569, "o1"), AnswerState::Present);
    assert_eq!(state_of(&page("2569/o1"), 2568, "o1"), AnswerState::Missing);
    // A bare number is of the list in force, because the numbers change every year. Build day: fiscal year 2570.
    assert_eq!(state_of(&page("๐๑"), 2569, "o1"), AnswerState::Missing);
    assert_eq!(state_of(&page("O๑"), 2569, "o1"), AnswerState::Present);
    assert_eq!(state_of(&page("o1"), 2566, "o1"), AnswerState::Missing);
    let dated = "---\nkind: document\nfiscal_year: 2567\noit: [2569/o22]\n---\n";
    assert_eq!(state_of(dated, 2569, "o22"), AnswerState::WrongYear);
}

#[test]
fn a_draft_answers_nothing() {
    let agency_file = "---\nkind: agency\nname: อบต.หนึ่ง\n---\n";
    let draft = "---\nkind: plan\nfiscal_years: 2569\ndraft: true\n---\n";
    let engine = memory(&[("agency.md", agency_file), ("plan.md", draft)]);
    let site = agency(&engine, "");
    let list = engine.site.standards.obligations(2569).unwrap();
    let answers = answered(&engine.site, &site.agency, list);
    assert_eq!(answers.iter().find(|row| row.obligation.id == "o23").unwrap().state, AnswerState::Missing);
}

#[test]
fn contact_is_handed_in_with_the_page_that_shows_it() {
    let contact = |files: &[(&str, &str)]| {
        let agency_file = "---\nkind: agency\nname: อบต.หนึ่ง\ncontact: {phone: 042-620976, facebook: อบต.หนึ่ง}\n---\n";
        let files: Vec<(&str, &str)> = files.iter().copied().chain([("agency.md", agency_file)]).collect();
        let engine = memory(&files);
        let site = agency(&engine, "");
        let urls = |year: u16, id: &str| -> Vec<String> {
            let list = engine.site.standards.obligations(year).unwrap();
            let answers = answered(&engine.site, &site.agency, list);
            let row = answers.iter().find(|row| row.obligation.id == id).unwrap();
            row.fitting().map(|answer| answer.url.clone()).collect()
        };
        (urls(2569, "o3"), urls(2566, "o9"))
    };
    let page = |url: &str| vec![url.to_owned()];
    assert_eq!(contact(&[]), (page("contact/"), page("contact/")));
    // The author's own page there says how to be reached; what it does not say stays with the home page.
    let own = ("contact.md", "---\nkind: page\ntitle: ติดต่อเรา\n---\nโทร ๐๔๒-๖๒๐๙๗๖\n");
    assert_eq!(contact(&[own]), (page("contact/"), page("")));
}

#[test]
fn the_words_of_the_manual_for_kinds_of_documents_answer() {
    let document = |kind: &str| format!("---\nkind: document\ndocument_kind: {kind}\nfiscal_year: 2569\n---\n");
    let answers = [
        ("manual", "o9"),
        ("work_manual", "o8"),
        ("complaints", "o17"),
        ("statistics", "o18"),
        ("no_gift", "o20"),
        ("risk", "o21"),
        ("ethics", "o15"),
    ];
    for (kind, id) in answers {
        let state = state_of(&document(kind), 2569, id);
        assert!(matches!(state, AnswerState::Present | AnswerState::WrongYear), "{kind} answers {id}: {state:?}");
    }
}
