//! Whether a digest from other hands says only what an authority can say. What is doubtful makes the whole digest none:
//! a portal shows no figure that it had to mend.

use super::AgencyDigest;
use crate::model::{AgencySummary, Tally, YearSummary};
use crate::search::SearchRecord;
use crate::source::meta::MemberPlace;
use crate::thai::{Date, FiscalYear};

const MOST_ROWS: i64 = 100_000;
/// In satang: a trillion baht. No authority has it, and no sum of all of them comes near the end of numbers.
const MOST_MONEY: i64 = 100_000_000_000_000;
const MOST_FILES: usize = 10_000_000;
const MOST_RECORDS: usize = 200_000;
const MOST_YEARS: usize = 100;
const MOST_DATES: usize = 10_000;
const LONGEST_LINE: usize = 2_000;

pub fn read(bytes: &[u8]) -> Option<AgencyDigest> {
    let given: AgencyDigest = postcard::from_bytes(crate::digest::only_section(bytes)?).ok()?;
    let records = given.records.len() <= MOST_RECORDS && given.records.iter().all(is_record);
    (records && is_summary(&given.summary)).then_some(given)
}

/// One line that a page may show.
pub fn is_line(text: &str) -> bool {
    text.len() <= LONGEST_LINE && !text.chars().any(char::is_control)
}

/// A folder of a site, or none: of plain parts.
pub fn is_folder(slug: &str) -> bool {
    is_line(slug)
        && !slug.contains(['?', '#', '%', '\\', ':'])
        && (slug.is_empty() || slug.split('/').all(|part| !part.is_empty() && !part.starts_with('.')))
}

/// Where a site says that it stands; as strict as for an address that the portal's author wrote.
pub fn host_of(base_url: &str) -> Option<String> {
    match MemberPlace::parse(base_url) {
        Ok(MemberPlace::Address(address)) => Some(address),
        _ => None,
    }
}

fn is_record(record: &SearchRecord) -> bool {
    is_line(&record.url)
}

fn is_day(day: &String) -> bool {
    Date::parse(day).is_ok_and(|read| read.iso() == *day)
}

fn is_summary(summary: &AgencySummary) -> bool {
    let AgencySummary { name, short_name, agency_type, tambon, amphoe, province, .. } = summary;
    let words = [Some(name), Some(short_name), Some(agency_type), tambon.as_ref(), amphoe.as_ref(), province.as_ref()];
    let papers = summary.papers.iter().all(|paper| {
        let crate::model::PaperSummary { url, title, kind, office, summary, state, .. } = paper;
        let days = [&paper.date, &paper.published, &paper.updated];
        [url, title, kind, office, state].into_iter().chain(&paper.number).all(|text| is_line(text))
            && summary.len() <= 10 * LONGEST_LINE
            && !summary.chars().any(|letter| letter.is_control() && letter != '\n')
            && days.into_iter().flatten().all(is_day)
    });
    let dates = summary.dates.iter().all(|date| {
        [&date.url, &date.key, &date.title, &date.words].into_iter().all(|text| is_line(text))
            && is_day(&date.date)
            && is_day(&date.stamp)
    });
    let told = &summary.told;
    let counts = [summary.pages, summary.errors, summary.warnings, summary.notes, summary.sitemaps];
    let counts = counts.into_iter().chain([told.contradictions, told.slips, told.gaps, told.answered]);
    summary.host.is_empty()
        && !name.trim().is_empty()
        && is_folder(&summary.slug)
        && words.into_iter().flatten().all(|text| is_line(text))
        && papers
        && dates
        && counts.into_iter().all(|count| count <= MOST_FILES)
        && summary.papers.len() <= MOST_DATES
        && summary.dates.len() <= MOST_DATES
        && summary.years.len() <= MOST_YEARS
        && summary.years.windows(2).all(|pair| pair[0].year > pair[1].year)
        && summary.years.iter().all(is_year)
        && summary.next_change.as_ref().is_none_or(is_day)
}

fn parts(tally: &Tally) -> [i64; 5] {
    [tally.done, tally.in_progress, tally.not_done, tally.awaiting, tally.not_stated]
}

/// Whole in itself: every row has one status, and no sum is more than can be.
fn is_tally(tally: &Tally) -> bool {
    let money = [tally.plan, tally.ordinance, tally.disbursed];
    let stated = tally.stated.into_iter().chain([tally.of_sources]);
    (0..=MOST_ROWS).contains(&tally.items)
        && parts(tally).into_iter().all(|count| (0..=tally.items).contains(&count))
        && parts(tally).into_iter().sum::<i64>() == tally.items
        && stated.into_iter().all(|count| (0..=tally.items).contains(&count))
        && money.iter().filter_map(|sum| sum.amount()).all(|sum| (0..=MOST_MONEY).contains(&sum.satang()))
}

fn is_year(year: &YearSummary) -> bool {
    let numbers: Vec<u8> = year.dimensions.iter().map(|dimension| dimension.number).collect();
    // What dimensions say together is part of what the year says.
    let mut sums = [0; 5];
    for dimension in year.dimensions.iter().filter(|dimension| is_tally(&dimension.tally)) {
        for (sum, part) in sums.iter_mut().zip(parts(&dimension.tally)) {
            *sum += part;
        }
    }
    FiscalYear::new(year.year).is_some()
        && matches!(year.round_months, 0 | 6 | 12)
        && year.as_of.as_ref().is_none_or(is_day)
        && is_tally(&year.tally)
        && (0..=MOST_ROWS).contains(&year.measures)
        && (0..=year.measures).contains(&year.measures_told)
        && numbers.len() <= 20
        && numbers.windows(2).all(|pair| pair[0] < pair[1])
        && year.dimensions.iter().all(|dimension| is_tally(&dimension.tally))
        && sums.iter().zip(parts(&year.tally)).all(|(sum, whole)| *sum <= whole)
}
