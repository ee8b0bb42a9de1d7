//! "ข้อที่ควรตรวจ": what does not add up in an agency's documents, as pairs of figures on one scale, with the author's answers.
//! Money first, then counts, then dates; what is only a slip of the pen stands on the office's own board.

use serde::Serialize;

use crate::address::Lang;
use crate::check::Located;
use crate::finding::pair::Bilingual;
use crate::finding::registry::{self, Family, Nature};
use crate::finding::{FigurePair, PairUnit, Severity};
use crate::site::ground::{AgencySite, Artifact};
use crate::site::page::{LinkView, Page};
use crate::site::pages::shared::{FindingView, board, counts_said, feedback, finding_view, speaks_to_readers};
use crate::site::shell::PageAbout;
use crate::site::summary::finding_counts;
use crate::site::typeset::with_firm_spaces;
use crate::thai::{Decimal, Money};
use crate::theme::ThemeError;

#[derive(Serialize)]
struct FindingsPage {
    /// Three counts with three names.
    counts: String,
    /// What contradicts, by what it is of: money first. Those that are answered come last in each.
    groups: Vec<PairGroup>,
    /// What is not on this site.
    gaps: Vec<FindingView>,
    /// For the authors: nothing in them contradicts anything.
    notes: Vec<FindingView>,
    feedback: LinkView,
    board: LinkView,
    /// Whether the board has slips to show.
    has_slips: bool,
}

#[derive(Serialize)]
struct PairGroup {
    key: &'static str,
    title: String,
    count: String,
    /// What lies open where the group does.
    rows: Vec<ContradictionView>,
    folded: Vec<ContradictionView>,
    /// "ดูอีก ๒๑ ข้อ"
    unfold: String,
}

/// A contradiction; its figures where they are figures.
#[derive(Serialize)]
struct ContradictionView {
    /// The address of this one on its page.
    anchor: String,
    finding: FindingView,
    pair: Option<PairView>,
}

/// Two figures that ought to be one, on one scale.
#[derive(Serialize)]
struct PairView {
    of: String,
    sides: Vec<PairSideView>,
    /// "ต่างกัน ๔๐,๐๐๐ บาท"
    gap: Option<String>,
}

#[derive(Serialize)]
struct PairSideView {
    label: String,
    text: String,
    /// Of 1,000: as long as the figure, and from there to the longest.
    width: i64,
    missing: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum AboutWhat {
    Money,
    Counts,
    Percentages,
    Dates,
    Others,
}

impl AboutWhat {
    const ALL: [Self; 5] = [Self::Money, Self::Counts, Self::Percentages, Self::Dates, Self::Others];

    fn of(finding: &Located) -> Self {
        match &finding.pair {
            Some(pair) => match pair.unit {
                PairUnit::Money => Self::Money,
                PairUnit::Count => Self::Counts,
                PairUnit::Percent => Self::Percentages,
            },
            None if registry::family(finding.code) == Some(Family::Dates) => Self::Dates,
            None => Self::Others,
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Money => "pairs_money",
            Self::Counts => "pairs_counts",
            Self::Percentages => "pairs_percentages",
            Self::Dates => "pairs_dates",
            Self::Others => "pairs_others",
        }
    }
}

/// The widest gaps are told first: more of one kind than these are folded away.
const MOST_OPEN: usize = 6;

/// The wider gap first; what is answered after what is not.
fn weight(finding: &Located) -> (bool, bool, std::cmp::Reverse<i64>, &str, u32) {
    let gap = finding.pair.as_ref().and_then(|pair| pair.gaps().first().copied()).unwrap_or(0);
    let is_error = finding.severity == Severity::Error;
    (finding.answer.is_some(), !is_error, std::cmp::Reverse(gap), &finding.primary.path, finding.primary.start)
}

pub fn render(page: &Page<'_>, site: &AgencySite) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let told = site.told(page.site);
    let nature = |finding: &&Located| registry::nature(finding.code);
    let mut pairs: Vec<&Located> = told
        .iter()
        .filter(|finding| speaks_to_readers(finding))
        .filter(|finding| nature(finding) == Nature::Contradiction)
        .collect();
    pairs.sort_by_key(|finding| weight(finding));
    let view = |finding: &&Located| finding_view(page, agency, finding);
    let groups = AboutWhat::ALL.into_iter().filter_map(|what| {
        let here: Vec<&&Located> = pairs.iter().filter(|finding| AboutWhat::of(finding) == what).collect();
        let mut rows: Vec<ContradictionView> = here
            .iter()
            .enumerate()
            .map(|(at, finding)| ContradictionView {
                anchor: format!("{}-{}", what.key().trim_start_matches("pairs_"), at + 1),
                finding: view(finding),
                pair: finding.pair.as_ref().map(|pair| pair_view(page, pair)),
            })
            .collect();
        // To fold a single one away would save nothing.
        let folded = if rows.len() > MOST_OPEN + 1 { rows.split_off(MOST_OPEN) } else { Vec::new() };
        (!here.is_empty()).then(|| PairGroup {
            key: what.key(),
            title: page.word(what.key()).to_owned(),
            count: page.told_count(here.len(), "นับข้อที่ขัดกันของกลุ่มนี้"),
            rows,
            unfold: page.word("see_more_findings").replace("{}", &page.told_count(folded.len(), "นับข้อที่ขัดกันที่เหลือ")),
            folded,
        })
    });
    let content = FindingsPage {
        counts: counts_said(page, &finding_counts(site.findings.iter())),
        groups: groups.collect(),
        gaps: told
            .iter()
            .filter(|finding| speaks_to_readers(finding) && nature(finding) == Nature::Gap)
            .map(|finding| view(&finding))
            .collect(),
        notes: told
            .iter()
            .filter(|finding| finding.severity == Severity::Note && nature(finding) != Nature::Slip)
            .map(|finding| view(&finding))
            .collect(),
        feedback: feedback(page, agency),
        board: board(page, agency),
        has_slips: told.iter().any(|finding| nature(&finding) == Nature::Slip),
    };
    let about = PageAbout {
        title: page.word("findings_title"),
        description: page.word("findings_words"),
        trail: page.trail(Some(agency)),
        agency: Some(agency),
    };
    page.render("findings.html", about, &content)
}

fn in_language<'t>(page: &Page<'_>, text: &'t Bilingual) -> &'t str {
    match page.lang {
        Lang::Th => &text.th,
        Lang::En => &text.en,
    }
}

fn pair_view(page: &Page<'_>, pair: &FigurePair) -> PairView {
    let most = pair.sides.iter().map(|side| side.value).max().unwrap_or(0).max(1);
    let share = |value: i64| i64::try_from(i128::from(value.max(0)) * 1000 / i128::from(most)).unwrap_or(1000);
    let gaps: Vec<String> = pair.gaps().into_iter().map(|gap| amount(page, pair.unit, gap)).collect();
    let (and, differ) = match page.lang {
        Lang::Th => (" และ ", "ต่างกัน"),
        Lang::En => (" and ", "Apart by"),
    };
    PairView {
        of: with_firm_spaces(&page.show.text(in_language(page, &pair.of))),
        sides: pair
            .sides
            .iter()
            .map(|side| PairSideView {
                label: with_firm_spaces(&page.show.text(in_language(page, &side.label))),
                text: amount(page, pair.unit, side.value),
                width: share(side.value),
                missing: 1000 - share(side.value),
            })
            .collect(),
        gap: (!gaps.is_empty()).then(|| format!("{differ}\u{a0}{}", gaps.join(and))),
    }
}

fn amount(page: &Page<'_>, unit: PairUnit, value: i64) -> String {
    match unit {
        PairUnit::Money => page.show.baht(Money::from_satang(value)),
        // Of rows, tables or columns: what is counted stands above it.
        PairUnit::Count => page.show.number(value),
        PairUnit::Percent => match Decimal::new(value, 2) {
            Some(decimal) => format!("{}%", page.show.text(&decimal.to_string())),
            None => String::new(),
        },
    }
}
