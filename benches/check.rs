//! What `check` costs: a report of 63 items, and portals of more and more authorities, which must take as much longer as
//! they are larger. `cargo bench --bench check [-- AGENCIES…]`, or `-- rules` for the time of each rule by itself; reading
//! the files is not counted. Prints, asserts nothing.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../tests/check_precision/corpus.rs"]
#[allow(dead_code)]
mod corpus;

use std::time::{Duration, Instant};

use prongsai::check::{self, AgencyName, Context};
use prongsai::finding::{Code, Findings};
use prongsai::model::{Sources, load_agency, load_portal};
use prongsai::source::{Disk, Files, Memory};
use prongsai::standards::{Standards, gazetteer};
use prongsai::thai::Date;

/// Milliseconds that a check of 63 items may take.
const LIMIT: Duration = Duration::from_millis(5);
const ITEMS: usize = 63;
/// Items of each authority of a generated portal; with 7,850 of them the corpus still fits in memory.
const ITEMS_IN_PORTAL: usize = 16;

/// Every tambon of the register with its amphoe and province.
fn tambons() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    gazetteer::provinces().flat_map(|province| {
        province
            .amphoes()
            .flat_map(move |amphoe| amphoe.tambons().map(move |tambon| (tambon.name(), amphoe.name(), province.name())))
    })
}

/// The files of `agencies` authorities, each with the name of a tambon of its own and three documents of one year.
fn portal(agencies: usize) -> Memory {
    let documents = corpus::corpus(ITEMS_IN_PORTAL, 2564);
    let texts: Vec<(&String, String)> =
        documents.files.iter().map(|(path, lines)| (path, format!("{}\n", lines.join("\n")))).collect();
    let mut memory = Memory::default().with("portal.md", "---\nkind: portal\n---\n");
    for (number, place) in tambons().take(agencies).enumerate() {
        let (tambon, amphoe, province) = place;
        let agency = format!(
            "---\nkind: agency\nname: องค์การบริหารส่วนตำบล{tambon}\nshort_name: อบต.{tambon}\ntype: sao\ntambon: {tambon}\n\
             amphoe: {amphoe}\nprovince: {province}\ncontact: {{ phone: 043-123456 }}\n---\n"
        );
        memory = memory.with(&format!("a{number:04}/agency.md"), &agency);
        for (path, text) in &texts {
            memory = memory.with(&format!("a{number:04}/{path}"), text);
        }
    }
    memory
}

/// Calls `work` with the files shared out among authorities, and what rules compare with.
fn prepared<T>(files: &dyn Files, work: impl FnOnce(&Sources, &Context<'_>) -> T) -> T {
    let standards = Standards::embedded();
    let today = Date::from_be(2567, 1, 15).expect("a date");
    let mut findings = Findings::default();
    let sources = Sources::share_out(files.list(&mut findings).expect("files"));
    let portal = load_portal(files, &sources, standards, &mut findings);
    let name = |files_of| {
        let agency = load_agency(files, files_of, standards, &mut Findings::default())?;
        Some(AgencyName::of(&agency.slug, &agency.meta))
    };
    let names = sources.agencies.iter().filter_map(name).collect();
    let context = Context { standards, today, portal: &portal.meta, agencies: &names };
    work(&sources, &context)
}

/// Checks every authority by itself, as a build does, and counts nothing but the rules. Returns time and findings.
fn check(files: &dyn Files, runs: usize) -> (Duration, usize) {
    prepared(files, |sources, context| checked(files, sources, context, runs))
}

fn checked(files: &dyn Files, sources: &Sources, context: &Context<'_>, runs: usize) -> (Duration, usize) {
    let (mut took, mut found) = (Duration::MAX, 0);
    for _ in 0..runs {
        let (mut sum, mut count) = (Duration::ZERO, 0);
        for sources in &sources.agencies {
            let mut loaded = Findings::default();
            let agency = load_agency(files, sources, context.standards, &mut loaded).expect("an authority");
            let begun = Instant::now();
            count += check::check_agency(&agency, loaded, context).len();
            sum += begun.elapsed();
        }
        took = took.min(sum);
        found = count;
    }
    (took, found)
}

/// Each rule by itself over one authority: the least time of many runs.
fn rules(files: &dyn Files) {
    prepared(files, |sources, context| timed(files, sources, context));
}

fn timed(files: &dyn Files, sources: &Sources, context: &Context<'_>) {
    let agency =
        load_agency(files, &sources.agencies[0], context.standards, &mut Findings::default()).expect("an authority");
    let head = check::AgencyHead::of(&agency);
    let least = |run: &dyn Fn(&mut Findings)| {
        let once = || {
            let mut found = Findings::default();
            let begun = Instant::now();
            run(&mut found);
            begun.elapsed()
        };
        (0..40).map(|_| once()).min().unwrap_or_default()
    };
    let lined: Vec<check::LinedDocument<'_>> = agency.documents.iter().map(check::LinedDocument::of).collect();
    let alone = check::rules::DOCUMENT_RULES
        .iter()
        .map(|rule| (rule.codes, least(&|found| (rule.run)(&lined, head, context, found))));
    let linked =
        check::rules::RULES.iter().map(|rule| (rule.codes, least(&|found| (rule.run)(&agency, context, found))));
    let mut times: Vec<(&[Code], Duration)> = alone.chain(linked).collect();
    times.sort_by_key(|(_, took)| std::cmp::Reverse(*took));
    println!("{:.2?} in all, one after another", times.iter().map(|(_, took)| *took).sum::<Duration>());
    for (codes, took) in times {
        println!("  {took:>10.2?}  {}", codes.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(" "));
    }
}

fn main() {
    if std::env::args().any(|text| text == "rules") {
        rules(&corpus::corpus(ITEMS, 2564).memory());
        rules(&Disk::at("content/na-kok"));
        return;
    }
    let asked: Vec<usize> = std::env::args().skip(1).filter_map(|text| text.parse().ok()).collect();

    let clean = corpus::corpus(ITEMS, 2564).memory();
    let (took, found) = check(&clean, 20);
    let said = |took: Duration| if took <= LIMIT { "within" } else { "OVER" };
    println!("{ITEMS} items, a plan and two reports, {found} findings: {took:.2?}, {} {LIMIT:?}", said(took));
    let na_kok = Disk::at("content/na-kok");
    let (took, found) = check(&na_kok, 20);
    println!("{ITEMS} items of the sample portal, {found} findings: {took:.2?}, {} {LIMIT:?}", said(took));

    let sizes = if asked.is_empty() { vec![50, 200, 800] } else { asked };
    let mut first: Option<f64> = None;
    for size in sizes {
        let files = portal(size);
        let (took, found) = check(&files, 1);
        let each = took.as_secs_f64() * 1e6 / size as f64;
        let first = *first.get_or_insert(each);
        println!(
            "{size} authorities, {found} findings: {took:.2?}, {each:.0} µs each, {:.2} of the first's",
            each / first
        );
    }
}
