//! The charts as a reader, a screen reader, a printer and a strict browser meet them.

mod figures;
mod samples;
mod svg;
mod words;

use std::collections::BTreeSet;

use prongsai::chart::budget::{self, Amount};
use prongsai::chart::score::ScoreRound;
use prongsai::chart::{
    Chart, ChartLook, Digits, Language, Ratio, Status, areas, compare, completeness, field, flow, owners, progress,
    promises, river, score, standalone, symbols, targets, tiles, timeline, trend,
};
use svg::Svg;

const THAI: ChartLook = ChartLook { language: Language::Thai, digits: Digits::Thai, width: ChartLook::NARROW };
const ENGLISH: ChartLook = ChartLook { language: Language::English, digits: Digits::Arabic, width: ChartLook::WIDE };
const LOOKS: [ChartLook; 5] = [
    THAI,
    ChartLook { width: ChartLook::WIDE, ..THAI },
    ChartLook { digits: Digits::Arabic, width: 300, ..THAI },
    ChartLook { width: ChartLook::NARROW, ..ENGLISH },
    ENGLISH,
];

/// Every edge of the inputs, as charts.
fn edges(look: ChartLook) -> Vec<Chart> {
    let long = samples::long_name();
    let mut long_promises = samples::promises(&samples::STANDING);
    for dimension in &mut long_promises.dimensions {
        dimension.name.clone_from(&long);
        dimension.promises.iter_mut().for_each(|promise| promise.name.clone_from(&long));
    }
    let mut long_progress = samples::progress(&samples::STANDING);
    long_progress.rows.iter_mut().for_each(|row| row.name = "x".repeat(200));
    let mut long_budget = samples::budget();
    long_budget.dimensions[0].name.clone_from(&long);
    long_budget.total.plan = Amount::Stated(123_456_789_012_345);
    long_budget.total.disbursed = Amount::Stated(-5);
    let unused = samples::money("ไม่ใช้เงิน", Amount::NotUsed, Amount::NotUsed, Amount::NotUsed);
    let unstated = samples::money("ไม่บอก", Amount::NotStated, Amount::NotStated, Amount::NotStated);
    let only = |row: &budget::BudgetRow| budget::BudgetChart {
        about: String::new(),
        total: row.clone(),
        dimensions: vec![],
        items: vec![row.clone()],
    };
    let mut many_items = samples::budget();
    many_items.items =
        (0..500).map(|at| samples::money(&long, Amount::Stated(at * 100), unused.plan, unstated.plan)).collect();
    let mut long_agencies = samples::comparison(5);
    long_agencies.agencies[1].name.clone_from(&long);
    let mut long_fields = samples::completeness();
    long_fields.fields[1].name.clone_from(&long);
    let one_year = [(2564, Some(300), Some(450))];
    let far_years = [(1, Some(1), None), (2566, Some(i64::MAX), Some(i64::MIN)), (65535, None, Some(7))];
    let twenty: Vec<(u16, Option<u64>, Option<u64>)> = (2550..2570).map(|year| (year, Some(60), Some(100))).collect();
    let large = [[100, 100, 100, 100, 100]];

    vec![
        promises::chart("e0", &samples::promises(&[]), look),
        promises::chart("e1", &samples::promises(&[[1, 0, 0, 0, 0], [0; 5]]), look),
        promises::chart("e2", &samples::promises(&[[0, 0, 0, 0, 9]]), look),
        promises::chart("e3", &samples::promises(&large), look),
        promises::chart("e4", &long_promises, look),
        promises::or_progress("e5", &samples::promises(&large), look),
        progress::chart("e6", &samples::progress(&[]), look),
        progress::chart("e7", &samples::progress(&[[0; 5], [0, 0, 0, 0, 1]]), look),
        progress::chart("e8", &samples::progress(&[[1, 1, 498, 0, 0], [200_000_000, 1, 1, 1, 1]]), look),
        progress::chart("e9", &long_progress, look),
        flow::chart("f0", &samples::flow(&[]), look),
        flow::chart("f1", &samples::flow(&[(Status::NotStated, Status::NotStated, 1)]), look),
        flow::chart("f2", &samples::flow(&Status::ALL.map(|status| (status, Status::Done, 100))), look),
        flow::chart("f3", &samples::flow(&Status::ALL.map(|status| (Status::Awaiting, status, 1))), look),
        river::chart("v0", &samples::river(&[]), look),
        river::chart("v1", &samples::river(&[(2564, true, &[(None, None, 1)]), (2565, true, &[])]), look),
        river::chart(
            "v2",
            &samples::river(&[(2564, false, &Status::ALL.map(|six| (Some(six), Some(Status::Done), 1)))]),
            look,
        ),
        river::chart(
            "v3",
            &samples::river(&[
                (2564, false, &Status::ALL.map(|twelve| (None, Some(twelve), 1))),
                (2565, false, &[(Some(Status::Done), None, 9000), (Some(Status::NotDone), None, 1)]),
            ]),
            look,
        ),
        tiles::chart("l0", &samples::tiles(0), look),
        tiles::chart("l1", &samples::tiles(1), look),
        tiles::chart("l2", &samples::tiles(33), look),
        field::chart("d0", &samples::field([0; 5]), look),
        field::chart("d1", &samples::field([1, 0, 0, 0, 0]), look),
        field::chart("d2", &samples::field([200_000, 1, 1, 1, 3_000_000]), look),
        areas::chart("a0", &samples::areas(Amount::NotStated, Amount::NotStated, Amount::NotStated, None), look),
        areas::chart("a1", &samples::areas(Amount::NotUsed, Amount::NotUsed, Amount::NotUsed, Some(0)), look),
        areas::chart(
            "a2",
            &samples::areas(Amount::Stated(i64::MAX), Amount::Stated(1), Amount::Stated(-5), Some(i64::MAX)),
            look,
        ),
        areas::chart(
            "a3",
            &samples::areas(Amount::Stated(1), Amount::Stated(2), Amount::Stated(i64::MAX), Some(3)),
            look,
        ),
        budget::chart("b0", &only(&unused), look),
        budget::chart("b1", &only(&unstated), look),
        budget::chart("b2", &long_budget, look),
        budget::chart("b3", &many_items, look),
        score::chart("s0", &score::Score { about: String::new(), rounds: vec![] }, look),
        score::chart(
            "s1",
            &scores(&[(ScoreRound::SixMonths, None), (ScoreRound::TwelveMonths, Some((0, 1)))], "มากที่สุด".repeat(20)),
            look,
        ),
        score::chart("s2", &scores(&[(ScoreRound::TwelveMonths, Some((9, 1)))], String::new()), look),
        targets::chart("t0", &samples::targets(&[]), look),
        targets::chart("t1", &samples::targets(&one_year), look),
        targets::chart("t2", &samples::targets(&far_years), look),
        targets::chart("t3", &samples::targets(&[(2564, None, None)]), look),
        owners::chart("o0", &samples::owners(&[]), look),
        owners::chart("o1", &samples::owners(&[(Some(&long), [500, 0, 0, 0, 1]), (None, [0, 0, 0, 0, 1])]), look),
        timeline::chart("q0", &samples::timeline(0), look),
        timeline::chart("q1", &samples::timeline(1), look),
        timeline::chart("q2", &samples::timeline(500), look),
        trend::chart("r0", &samples::trend(&[]), look),
        trend::chart("r1", &samples::trend(&[(2566, None, Some(126))]), look),
        trend::chart("r2", &samples::trend(&twenty), look),
        trend::chart("r3", &samples::trend(&[(2561, None, None), (2569, Some(0), Some(500))]), look),
        compare::multiples("c0", &samples::comparison(0), look),
        compare::multiples("c1", &long_agencies, look),
        compare::heat_map("c2", &samples::comparison(0), look),
        compare::heat_map("c3", &long_agencies, look),
        compare::heat_map("c4", &samples::comparison(60), look),
        completeness::chart("k0", &completeness::Completeness { about: String::new(), fields: vec![] }, look),
        completeness::chart("k1", &long_fields, look),
    ]
}

fn scores(rounds: &[(ScoreRound, Option<(u64, u64)>)], level: String) -> score::Score {
    let round = |&(round, score): &(ScoreRound, Option<(u64, u64)>)| score::RoundScore {
        round,
        score: score.map(|(part, whole)| Ratio::new(part, whole)),
        stated_level: Some(level.clone()),
    };
    score::Score { about: "อบต.นากอก".to_owned(), rounds: rounds.iter().map(round).collect() }
}

fn every_chart() -> impl Iterator<Item = Chart> {
    LOOKS.into_iter().flat_map(|look| samples::all("a", look).into_iter().chain(edges(look)))
}

#[test]
fn well_formed_named_and_without_style() {
    for chart in every_chart() {
        let svg = Svg::parse(&chart.svg);
        let id = &chart.id;
        assert!(svg.elements[0].attribute("viewBox").is_some(), "{id}");
        assert!(svg.elements[0].attribute("width").is_none() && svg.elements[0].attribute("height").is_none(), "{id}");
        assert!(!chart.title.is_empty() && !chart.sentence.is_empty() && !chart.sentence_en.is_empty(), "{id}");
        let mut ids = BTreeSet::new();
        for element in &svg.elements {
            assert_ne!(element.name, "style", "{id}");
            assert_ne!(element.name, "script", "{id}");
            for (name, value) in &element.attributes {
                assert!(name != "style" && !name.starts_with("on"), "{id}: {name}={value}");
                assert!(!value.starts_with('#') || name == "href", "{id}: a colour in {name}={value}");
                if name == "id" {
                    assert!(value.starts_with(id.as_str()), "{id}: {value}");
                    assert!(ids.insert(value.clone()), "{id}: {value} twice");
                }
            }
        }
        for (element, name) in svg.elements.iter().flat_map(|e| e.attributes.iter().map(move |(n, v)| (e, (n, v)))) {
            let targets: Vec<&str> = match name.0.as_str() {
                "aria-labelledby" | "aria-describedby" => name.1.split(' ').collect(),
                "href" if element.name == "use" => vec![name.1.trim_start_matches('#')],
                "fill" if name.1.starts_with("url(#") => vec![name.1.trim_start_matches("url(#").trim_end_matches(')')],
                _ => continue,
            };
            targets.iter().for_each(|target| assert!(ids.contains(*target), "{id}: {target} is nowhere"));
        }
        for (at, link) in svg.elements.iter().enumerate().filter(|(_, element)| element.name == "a") {
            assert!(link.attribute("href").is_some_and(|href| !href.is_empty()), "{id}");
            assert!(!svg.name_of(at).trim().is_empty(), "{id}: a link without a name");
        }
        let has_links = svg.elements.iter().any(|element| element.name == "a");
        assert!(
            !has_links || svg.elements[0].attribute("role") == Some("group"),
            "{id}: links inside role=img are lost"
        );
    }
}

#[test]
fn text_stays_inside() {
    for chart in every_chart() {
        let svg = Svg::parse(&chart.svg);
        let (wide, tall) = svg.size();
        for line in svg.lines() {
            let at = format!(
                "{} ({wide}×{tall}): {:?} {:.1}..{:.1} at {:.1}",
                chart.id, line.text, line.from, line.to, line.y
            );
            assert!(line.from >= -0.5 && line.to <= wide + 0.5, "{at}");
            assert!(line.y >= line.size * 0.7 && line.y + line.size * 0.25 <= tall, "{at}");
        }
        for (from, to) in svg.boxes() {
            assert!(
                from.0 >= -0.5 && to.0 <= wide + 0.5 && from.1 >= -0.5 && to.1 <= tall + 0.5,
                "{}: {from:?} {to:?}",
                chart.id
            );
        }
    }
}

#[test]
fn same_bytes_every_time_and_everywhere() {
    let first: Vec<Chart> = every_chart().collect();
    let second: Vec<Chart> = std::thread::spawn(|| every_chart().collect()).join().unwrap_or_default();
    assert_eq!(first, second);
}

/// `BLESS=1` writes the sums anew; a machine that draws other bytes shows here.
#[test]
fn the_bytes_of_every_picture_are_known() {
    let sums: String = samples::all("a", THAI)
        .iter()
        .chain(&samples::all("b", ENGLISH))
        .map(|chart| format!("{} {}\n", chart.id, prongsai::output::Hash::of(chart.svg.as_bytes()).short()))
        .collect();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/charts/bytes.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &sums).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), sums, "the pictures are drawn otherwise");
}

#[test]
fn classes_have_rules_and_files_have_colours() {
    let css = include_str!("../../themes/prongsai/assets/css/chart.css");
    assert!(!css.contains("url(") && !css.contains("http"), "the style sheet loads nothing");
    for chart in every_chart() {
        let file = standalone(&chart);
        let parsed = Svg::parse(&file);
        assert_eq!(parsed.elements[0].attribute("xmlns"), Some("http://www.w3.org/2000/svg"));
        assert!(!file.contains("<a ") && !file.contains("var(") && !file.contains("</a>"), "{}", chart.id);
        for class in Svg::parse(&chart.svg).classes() {
            assert!(
                css.contains(&format!(".{class} "))
                    || class.starts_with("chart")
                    || class == "narrow"
                    || class == "wide",
                "no rule for .{class}"
            );
            let known = class.starts_with("chart") || class == "narrow" || class == "wide";
            assert!(known || file.contains(&format!(".{class}{{")), "the file has no rule for .{class}");
        }
    }
    for token in ["done", "going", "not", "wait", "accent", "ink", "soft", "line", "paper"] {
        assert!(css.contains(&format!("var(--{token})")), "--{token} is not used");
    }
}

#[test]
fn thai_in_an_english_picture_says_so() {
    let svg = Svg::parse(&progress::chart("p", &samples::progress(&samples::STANDING), ENGLISH).svg);
    let lang = |text: &str| -> Vec<Option<&str>> {
        svg.elements
            .iter()
            .filter(|e| e.name == "text" && e.text.starts_with(text))
            .map(|e| e.attribute("lang"))
            .collect()
    };
    assert_eq!(svg.elements[0].attribute("lang"), Some("en"));
    assert_eq!([lang("มิติที่ ๑"), lang("All"), lang("49 (")], [vec![Some("th")], vec![None], vec![None]]);
}

#[test]
fn hostile_text_is_only_text() {
    let mut input = samples::promises(&[[1, 0, 0, 0, 0]]);
    input.about = "</title><script>alert(1)</script>\u{0}\u{FFFF}".to_owned();
    input.dimensions[0].name = "<a href=\"javascript:1\">\" onload=\"x".to_owned();
    input.dimensions[0].promises[0].href = Some("\"><script>".to_owned());
    let chart = promises::chart("1 bad\"id<", &input, THAI);
    let svg = Svg::parse(&chart.svg);
    assert_eq!(chart.id, "c1-bad-id-");
    assert!(svg.elements.iter().all(|element| element.name != "script"));
    assert_eq!(svg.elements.iter().filter(|element| element.name == "a").count(), 2);
    Svg::parse(&standalone(&chart));
}

#[test]
fn marks_that_flow_stand_once_whatever_the_width() {
    let promises_of = |standing: &[[u64; 5]]| promises::flowing("p", &samples::promises(standing), THAI);
    let chart = promises_of(&samples::STANDING).expect("63 can be counted");
    let drawn = promises::chart("p", &samples::promises(&samples::STANDING), THAI);
    assert_eq!((&chart.title, &chart.sentence), (&drawn.title, &drawn.sentence));
    // The promises are listed by the page; what is counted of them stands in the table.
    let counts: Vec<&str> = chart.table.rows.iter().map(|row| row[6].raw.as_str()).collect();
    assert_eq!(counts.first(), Some(&"63"));
    assert_eq!(counts.iter().skip(1).map(|count| count.parse::<u64>().unwrap()).sum::<u64>(), 63);
    let html = Svg::parse(&chart.svg);
    let marks: Vec<_> = html.elements.iter().filter(|e| e.name == "use").filter_map(|e| e.attribute("href")).collect();
    let key = drawn.svg.matches("<use ").count() - 63;
    assert_eq!(marks.len(), 63 + key, "a mark each, and the key");
    let names = html.elements.iter().filter(|e| e.name == "a").filter_map(|e| e.attribute("title"));
    assert!(names.clone().count() == 63 && names.clone().all(|name| name.contains(" — ")));
    assert!(promises_of(&[[121, 0, 0, 0, 0]]).is_none(), "more than the eye counts are bars");
    assert!(promises_of(&[]).is_some_and(|none| Svg::parse(&none.svg).elements.len() == 1));

    let chart = timeline::flowing("t", &samples::timeline(24), THAI).expect("few enough");
    let drawn = timeline::chart("t", &samples::timeline(24), THAI);
    assert_eq!(chart.sentence, drawn.sentence);
    let marks = |drawing: &str| Svg::parse(drawing).elements.iter().filter(|e| e.name == "a").count();
    assert_eq!(marks(&chart.svg), marks(&drawn.svg));
    let mut hostile = samples::promises(&[[1, 0, 0, 0, 0]]);
    hostile.dimensions[0].promises[0].name = "\"><script>".to_owned();
    hostile.dimensions[0].promises[0].href = Some("\" onclick=\"x".to_owned());
    let html = promises::flowing("1 bad\"id<", &hostile, THAI).unwrap().svg;
    assert!(!html.contains("<script") && !html.contains("\" onclick"));
}

#[test]
fn marks_for_templates() {
    let sprite = Svg::parse(&symbols());
    let ids: Vec<&str> = sprite.elements.iter().filter_map(|element| element.attribute("id")).collect();
    assert_eq!(ids, ["mark-done", "mark-going", "mark-not", "mark-wait", "mark-none"]);
    let shapes: BTreeSet<&str> = Status::ALL.iter().map(|status| status.shapes()).collect();
    assert_eq!(shapes.len(), 5, "every status has a shape of its own");
    Status::ALL
        .iter()
        .for_each(|status| assert_eq!(Svg::parse(&status.mark()).elements[0].attribute("aria-hidden"), Some("true")));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    /// Whatever a name holds, the picture is well-formed, inside its frame, and a file of its own.
    #[test]
    fn any_name_will_do(name in "\\PC{0,80}", thai in "[ก-๛ ]{0,120}", wide in 0u32..2000) {
        let mut input = samples::progress(&samples::STANDING);
        input.rows[0].name.clone_from(&name);
        input.rows[1].name.clone_from(&thai);
        input.about = name;
        let chart = progress::chart("p", &input, ChartLook { width: wide, ..THAI });
        let svg = Svg::parse(&chart.svg);
        let (wide, _) = svg.size();
        for line in svg.lines() {
            proptest::prop_assert!(line.from >= -0.5 && line.to <= wide + 0.5, "{:?} {} {}", line.text, line.from, line.to);
        }
        Svg::parse(&standalone(&chart));
    }
}
