//! "วิธีคำนวณ": every formula of the site, worked through with the site's own figures.

use serde::Serialize;

use crate::address::{AgencyPage, Lang};
use crate::model::{AgencySummary, Tally, YearSummary};
use crate::site::ground::Artifact;
use crate::site::origin::{Origin, Place};
use crate::site::page::{LinkView, Page};
use crate::site::pages::portal_home::round_title;
use crate::site::shell::PageAbout;
use crate::thai::{Fraction, Money};
use crate::theme::ThemeError;

#[derive(Serialize)]
struct MethodPage {
    example: Option<Example>,
    formulas: Vec<Formula>,
    bands: Vec<BandView>,
}

/// The agency and round whose figures are worked through.
#[derive(Serialize)]
struct Example {
    agency: LinkView,
    when: String,
}

#[derive(Serialize)]
struct Formula {
    anchor: &'static str,
    title: String,
    words: String,
    formula: String,
    worked: Option<String>,
}

#[derive(Serialize)]
struct BandView {
    round: String,
    red: String,
    orange: String,
    green: String,
}

pub fn render(page: &Page<'_>, summaries: &[AgencySummary]) -> Result<Artifact, ThemeError> {
    let example = example(summaries);
    let tally = example.map(|(_, year)| year.tally.clone());
    let view = MethodPage {
        example: example.map(|(summary, year)| Example {
            agency: LinkView { title: summary.name.clone(), href: page.to(&summary.at(&AgencyPage::Home)) },
            when: round_title(page, year),
        }),
        formulas: formulas(page, tally.as_ref(), example.and_then(|(_, year)| year.place.as_ref())),
        bands: [chart_round(6), chart_round(12)]
            .into_iter()
            .map(|(round, (orange, green))| {
                let percent = |value: u64| page.show.number(i64::try_from(value).unwrap_or(0));
                let (orange, green) = (percent(orange), percent(green));
                BandView {
                    round: page.show.round(round),
                    red: match page.lang {
                        Lang::Th => format!("ต่ำกว่าร้อยละ {orange}"),
                        Lang::En => format!("below {orange}%"),
                    },
                    orange: match page.lang {
                        Lang::Th => format!("ตั้งแต่ร้อยละ {orange} แต่ไม่ถึง {green}"),
                        Lang::En => format!("{orange}% to below {green}%"),
                    },
                    green: match page.lang {
                        Lang::Th => format!("ร้อยละ {green} ขึ้นไป"),
                        Lang::En => format!("{green}% and above"),
                    },
                }
            })
            .collect(),
    };
    let about = PageAbout {
        title: page.word("method"),
        description: page.word("method_words"),
        trail: page.trail(None),
        agency: None,
    };
    page.render("method.html", about, &view)
}

fn chart_round(months: u8) -> (crate::thai::Round, (u64, u64)) {
    match months {
        6 => (crate::thai::Round::SixMonths, crate::chart::score::ScoreRound::SixMonths.thresholds()),
        _ => (crate::thai::Round::TwelveMonths, crate::chart::score::ScoreRound::TwelveMonths.thresholds()),
    }
}

/// The round with the most to tell: money and statuses stated, twelve months before six, the larger before the smaller.
fn example(summaries: &[AgencySummary]) -> Option<(&AgencySummary, &YearSummary)> {
    summaries
        .iter()
        .flat_map(|summary| summary.years.iter().map(move |year| (summary, year)))
        .filter(|(_, year)| year.tally.states_status())
        .max_by_key(|(summary, year)| {
            let spends = year.tally.spent().is_some();
            (spends, year.round_months, year.tally.items, std::cmp::Reverse(summary.slug.clone()), year.year)
        })
}

fn formulas(page: &Page<'_>, tally: Option<&Tally>, place: Option<&Place>) -> Vec<Formula> {
    let worked = |work: &dyn Fn(&Tally) -> Option<String>| {
        let text = tally.and_then(work)?;
        let place = || place.cloned().unwrap_or_default();
        Some(page.told(page.show.text(&text), || Origin::known(place(), text.clone())))
    };
    let formula = |anchor: &'static str, keys: [&'static str; 3], worked: Option<String>| {
        let word = |key| page.site.theme.word(page.lang.code(), key);
        Formula {
            anchor,
            title: word(keys[0]).to_owned(),
            words: word(keys[1]).to_owned(),
            formula: word(keys[2]).to_owned(),
            worked,
        }
    };
    vec![
        formula(
            "score",
            ["formula_score", "formula_score_words", "formula_score_rule"],
            worked(&|tally| {
                let score = tally.score()?.percent_text(2);
                Some(format!("({} × 1 + {} × 0.5) ÷ {} × 100 = {score}", tally.done, tally.in_progress, tally.items))
            }),
        ),
        formula(
            "completion",
            ["formula_completion", "formula_completion_words", "formula_completion_rule"],
            worked(&|tally| {
                let share = tally.completion()?.percent_text(2);
                Some(format!("{} ÷ {} × 100 = {share}", tally.done, tally.items))
            }),
        ),
        formula(
            "spent",
            ["formula_spent", "formula_spent_words", "formula_spent_rule"],
            worked(&|tally| money(tally.disbursed.amount()?, tally.plan.amount()?)),
        ),
        formula(
            "in-ordinance",
            ["formula_ordinance", "formula_ordinance_words", "formula_ordinance_rule"],
            worked(&|tally| money(tally.ordinance.amount()?, tally.plan.amount()?)),
        ),
        formula(
            "counts",
            ["formula_counts", "formula_counts_words", "formula_counts_rule"],
            worked(&|tally| {
                Some(format!(
                    "{} + {} + {} + {} + {} = {}",
                    tally.done, tally.in_progress, tally.not_done, tally.awaiting, tally.not_stated, tally.items
                ))
            }),
        ),
    ]
}

fn money(part: Money, whole: Money) -> Option<String> {
    let share = Fraction::new(part.satang(), whole.satang())?;
    Some(format!("{} ÷ {} × 100 = {}", part.baht_text(), whole.baht_text(), share.percent_text(2)))
}
