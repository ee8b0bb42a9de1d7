//! The charts as a reader, a screen reader, a printer and a strict browser meet them.

#[path = "charts/samples.rs"]
mod samples;
#[path = "charts/svg.rs"]
mod svg;

use std::collections::BTreeSet;

use prongsai::chart::budget::{self, Amount};
use prongsai::chart::score::{Band, Round};
use prongsai::chart::text::{Weight, width};
use prongsai::chart::wrap::wrap;
use prongsai::chart::{
    Chart, Digits, Language, Look, Ratio, Status, compare, completeness, flow, owners, progress, promises, score,
    standalone, symbols, targets, timeline, trend,
};
use svg::Svg;

const THAI: Look = Look { language: Language::Thai, digits: Digits::Thai, width: Look::NARROW };
const ENGLISH: Look = Look { language: Language::English, digits: Digits::Arabic, width: Look::WIDE };
const LOOKS: [Look; 5] = [
    THAI,
    Look { width: Look::WIDE, ..THAI },
    Look { digits: Digits::Arabic, width: 300, ..THAI },
    Look { width: Look::NARROW, ..ENGLISH },
    ENGLISH,
];

/// Every edge of the inputs, as charts.
fn edges(look: Look) -> Vec<Chart> {
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
    let only = |row: &budget::Row| budget::Budget {
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
        budget::chart("b0", &only(&unused), look),
        budget::chart("b1", &only(&unstated), look),
        budget::chart("b2", &long_budget, look),
        budget::chart("b3", &many_items, look),
        score::chart("s0", &score::Score { about: String::new(), rounds: vec![] }, look),
        score::chart(
            "s1",
            &scores(&[(Round::SixMonths, None), (Round::TwelveMonths, Some((0, 1)))], "มากที่สุด".repeat(20)),
            look,
        ),
        score::chart("s2", &scores(&[(Round::TwelveMonths, Some((9, 1)))], String::new()), look),
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

fn scores(rounds: &[(Round, Option<(u64, u64)>)], level: String) -> score::Score {
    let round = |&(round, score): &(Round, Option<(u64, u64)>)| score::RoundScore {
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

#[test]
fn classes_have_rules_and_files_have_colours() {
    let css = include_str!("../themes/prongsai/assets/css/chart.css");
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
fn marks_equal_the_input() {
    for look in LOOKS {
        let input = samples::promises(&samples::STANDING);
        let svg = Svg::parse(&promises::chart("p", &input, look).svg);
        for (at, status) in Status::ALL.into_iter().enumerate() {
            let expected: u64 = samples::STANDING.iter().map(|own| own[at]).sum();
            // The key shows each status that occurs once more.
            let marks = svg.uses(&format!("#p-{}", status.class())) as u64;
            assert_eq!(marks, expected + u64::from(expected > 0), "{status:?}");
        }
        assert_eq!(svg.elements.iter().filter(|element| element.name == "a").count(), 63 + 4);
        assert_eq!(promises::chart("p", &input, look).table.rows.len(), 63);
    }
}

#[test]
fn bars_say_the_counts_of_the_input() {
    let chart = progress::chart("p", &samples::progress(&samples::STANDING), THAI);
    let svg = Svg::parse(&chart.svg);
    let titles: Vec<&str> = svg.elements.iter().filter(|e| e.name == "title").map(|e| e.text.as_str()).collect();
    for expected in ["แล้วเสร็จ ๔๙ เรื่อง", "อยู่ระหว่างดำเนินการ ๔ เรื่อง", "ไม่ได้ดำเนินการ ๑๐ เรื่อง", "แล้วเสร็จ ๑๒ เรื่อง"]
    {
        assert!(titles.contains(&expected), "{expected} in {titles:?}");
    }
    let texts: Vec<String> = svg.lines().into_iter().map(|line| line.text).collect();
    for expected in ["๔๙ (๗๗.๗๘%)", "๔ (๖.๓๕%)", "๑๐ (๑๕.๘๗%)"] {
        assert!(texts.iter().any(|text| text == expected), "{expected} in {texts:?}");
    }
    let total: Vec<&str> = chart.table.rows[0].iter().map(|cell| cell.raw.as_str()).collect();
    assert_eq!(total, ["ทั้งหมด", "49", "4", "10", "0", "0", "63", "77.78"]);
}

#[test]
fn widths_of_segments_are_shares() {
    let svg = Svg::parse(&progress::chart("p", &samples::progress(&[[3, 0, 1, 0, 0]]), ENGLISH).svg);
    let bars: Vec<f64> = svg
        .elements
        .iter()
        .filter(|e| {
            e.name == "rect"
                && matches!(e.attribute("class"), Some("fill-done"))
                && e.number("height") == 20.0
                && e.number("width") > 20.0
        })
        .map(|e| e.number("width"))
        .collect();
    let whole = f64::from(Look::WIDE) - (f64::from(Look::WIDE) * 0.34 + 24.0);
    assert!(!bars.is_empty());
    bars.iter().for_each(|bar| assert!((bar - whole * 0.75).abs() < 1.6, "{bar} of {whole}"));
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
fn too_many_marks_become_bars() {
    let kind = |standing: [u64; 5]| {
        Svg::parse(&promises::or_progress("p", &samples::promises(&[standing]), THAI).svg).elements[0]
            .attribute("class")
            .map(str::to_owned)
    };
    assert_eq!(kind([120, 0, 0, 0, 0]).as_deref(), Some("chart chart-promises narrow"));
    assert_eq!(kind([121, 0, 0, 0, 0]).as_deref(), Some("chart chart-progress narrow"));
}

#[test]
fn money_not_used_not_stated_and_zero_differ() {
    let row = |amount| {
        budget::chart(
            "b",
            &budget::Budget {
                about: String::new(),
                total: samples::money("รวม", Amount::Stated(41_000_000), Amount::Stated(800_050), amount),
                dimensions: vec![],
                items: vec![],
            },
            THAI,
        )
    };
    let said = |amount| row(amount).sentence;
    assert_eq!(
        said(Amount::Stated(0)),
        "ตั้งไว้ในแผน ๔๑๐,๐๐๐ บาท อยู่ในข้อบัญญัติ ๘,๐๐๐.๕๐ บาท เบิกจ่ายจริง ๐ บาท คิดเป็นร้อยละ ๐ ของแผน"
    );
    assert_eq!(said(Amount::NotUsed), "ตั้งไว้ในแผน ๔๑๐,๐๐๐ บาท อยู่ในข้อบัญญัติ ๘,๐๐๐.๕๐ บาท เบิกจ่ายจริง ไม่ใช้งบประมาณ");
    assert_eq!(said(Amount::NotStated), "ตั้งไว้ในแผน ๔๑๐,๐๐๐ บาท อยู่ในข้อบัญญัติ ๘,๐๐๐.๕๐ บาท เบิกจ่ายจริง ไม่ระบุ");
    let raw = |amount| row(amount).table.rows[0][4].raw.clone();
    assert_eq!([raw(Amount::Stated(0)), raw(Amount::NotUsed), raw(Amount::NotStated)], ["0", "not_used", ""]);
    let pictures = [row(Amount::Stated(0)).svg, row(Amount::NotUsed).svg, row(Amount::NotStated).svg];
    assert!(pictures[0] != pictures[1] && pictures[1] != pictures[2]);
}

#[test]
fn bars_of_money_are_on_one_scale() {
    let svg = Svg::parse(&budget::chart("b", &samples::budget(), ENGLISH).svg);
    let plans: Vec<f64> = svg
        .elements
        .iter()
        .filter(|e| {
            e.attribute("class") == Some("fill-paper line-accent")
                && e.number("height") == 10.0
                && e.number("x") > 100.0
        })
        .map(|e| e.number("width"))
        .collect();
    assert!(plans.len() >= 4, "{plans:?}");
    assert!((plans[1] / plans[0] - 370.0 / 410.0).abs() < 0.01, "{plans:?}");
}

#[test]
fn bands_of_the_official_rule() {
    let bands = |round: Round| {
        [0, 1999, 2000, 4999, 5000, 7950, 7999, 8000, 10_000].map(|value| round.band(Ratio::new(value, 10_000)))
    };
    use Band::{Green as G, Orange as O, Red as R};
    assert_eq!(bands(Round::SixMonths), [R, R, O, O, G, G, G, G, G].map(Some));
    assert_eq!(bands(Round::TwelveMonths), [R, R, R, R, O, O, O, G, G].map(Some));
    assert_eq!(Round::SixMonths.band(Ratio::new(0, 0)), None);
}

#[test]
fn missing_years_are_put_back() {
    let table = |chart: Chart| -> Vec<String> {
        chart
            .table
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.raw.as_str()).collect::<Vec<_>>().join("|"))
            .collect()
    };
    assert_eq!(
        table(targets::chart("t", &samples::targets(&samples::YEARS), THAI)),
        ["2561|3|3", "2562|4|2.5", "2563|4|", "2564||", "2565|5|6.5"]
    );
    let trend = trend::chart("r", &samples::trend(&samples::SCORES), THAI);
    assert!(trend.svg.contains("เริ่มกรอบ ๔ มิติใหม่ ปี ๒๕๖๖"));
    let lines = Svg::parse(&trend.svg)
        .elements
        .iter()
        .filter(|e| e.name == "path" && e.attribute("class") == Some("line-accent"))
        .count();
    // The key, 2561–2562, 2564–2565 and 2566–2567: broken by the missing 2563 and by the framework.
    assert_eq!(lines, 4);
    assert!(table(trend).contains(&"2563||".to_owned()));
}

#[test]
fn sentences() {
    let said = |chart: Chart| [chart.sentence, chart.sentence_en];
    let promises = |standing: &[[u64; 5]]| said(promises::chart("p", &samples::promises(standing), THAI));
    assert_eq!(promises(&[]), ["ยังไม่มีเรื่องที่จะแสดง", "There is no item to show yet."]);
    assert_eq!(promises(&[[1, 0, 0, 0, 0]]), ["มีเรื่องเดียว สถานะแล้วเสร็จ", "There is one item, and it is done."]);
    assert_eq!(
        promises(&[[0, 0, 0, 0, 3]]),
        ["ทั้ง ๓ เรื่อง ไม่ระบุสถานะ", "All 3 items are without a stated status."]
    );
    assert_eq!(
        promises(&[[0, 1, 2, 0, 0]]),
        [
            "ยังไม่มีเรื่องใดแล้วเสร็จ: จากทั้งหมด ๓ เรื่อง อยู่ระหว่างดำเนินการ ๑ เรื่อง และไม่ได้ดำเนินการ ๒ เรื่อง",
            "Of 3 items: 1 in progress and 2 not done (none is done)."
        ]
    );
    assert_eq!(
        promises(&samples::STANDING),
        [
            "จากทั้งหมด ๖๓ เรื่อง ใน ๔ มิติ แล้วเสร็จ ๔๙ เรื่อง อยู่ระหว่างดำเนินการ ๔ เรื่อง และไม่ได้ดำเนินการ ๑๐ เรื่อง เสร็จแล้วร้อยละ ๗๗.๗๘",
            "Of 63 items in 4 dimensions: 49 done, 4 in progress and 10 not done (77.78% done)."
        ]
    );
    assert_eq!(
        said(progress::chart("p", &samples::progress(&[[2, 0, 0, 0, 0], [0; 5]]), THAI)),
        [
            "ทั้ง ๒ เรื่อง ใน ๒ มิติ สถานะแล้วเสร็จทุกเรื่อง ส่วนอีก ๑ มิติไม่มีเรื่องในแผน",
            "All 2 items in 2 dimensions are done. One dimension has no items."
        ]
    );
    assert_eq!(
        said(flow::chart("f", &samples::flow(&[(Status::InProgress, Status::Done, 2)]), THAI)),
        [
            "จากแผน ๒ เรื่อง รอบ ๖ เดือน อยู่ระหว่างดำเนินการ ๒ เรื่อง รอบ ๑๒ เดือน แล้วเสร็จ ๒ เรื่อง โดยเสร็จเพิ่มหลังรอบ ๖ เดือน ๒ เรื่อง",
            "Of 2 items planned, at 6 months: 2 in progress; at 12 months: 2 done; 2 items finished after the first half."
        ]
    );
    assert_eq!(
        said(score::chart(
            "s",
            &scores(&[(Round::SixMonths, None), (Round::TwelveMonths, Some((102, 126)))], String::new()),
            THAI
        )),
        [
            "คะแนนตามสูตร: รอบ ๖ เดือนยังไม่มีคะแนน · รอบ ๑๒ เดือนได้ร้อยละ ๘๐.๙๕ อยู่ในเกณฑ์สีเขียว",
            "Score by the official formula: no score yet at 6 months; 80.95% at 12 months, in the green band."
        ]
    );
    assert_eq!(
        said(targets::chart("t", &samples::targets(&samples::YEARS), THAI)),
        [
            "ถึงเป้าหมาย ๒ จาก ๓ ปีที่เทียบได้ ปีที่ยังไม่มีผล: ๒๕๖๓ และ ๒๕๖๔",
            "The target was met in 2 of 3 years that can be compared. No result for 2563 (2020) and 2564 (2021)."
        ]
    );
    assert_eq!(
        said(completeness::chart("k", &samples::completeness(), THAI)),
        [
            "ข้อมูลครบ ๑ จาก ๕ อย่าง ที่ขาดมากที่สุดคือหลักฐาน มี ๐ จาก ๖๓",
            "1 of 5 fields are complete; most is missing in หลักฐาน, with 0 of 63."
        ]
    );
    let arabic = Look { digits: Digits::Arabic, ..THAI };
    assert_eq!(
        trend::chart("r", &samples::trend(&[(2565, None, Some(63)), (2566, None, Some(126))]), arabic).sentence,
        "คะแนนรอบ 12 เดือน เพิ่มจากร้อยละ 50 ในปี 2565 เป็นร้อยละ 100 ในปี 2566 แต่ตั้งแต่ปี 2566 ใช้กรอบใหม่ จึงเทียบกันตรง ๆ ไม่ได้"
    );
}

#[test]
fn shares_are_never_rounded_to_none_or_all() {
    let thai = THAI.wording();
    let shown = |part, whole| thai.percent(Ratio::new(part, whole));
    assert_eq!(
        [shown(0, 7), shown(1, 1_000_000), shown(999_999, 1_000_000), shown(7, 7)],
        ["๐%", "<๐.๐๑%", ">๙๙.๙๙%", "๑๐๐%"]
    );
    assert_eq!([shown(49, 63), shown(1, 3), shown(1, 8), shown(0, 0)], ["๗๗.๗๘%", "๓๓.๓๓%", "๑๒.๕%", "–"]);
    assert_eq!(thai.spoken_percent(Ratio::new(1, 1_000_000)), "ไม่ถึงร้อยละ ๐.๐๑");
    assert_eq!(Ratio::new(u64::MAX, u64::MAX).hundredths(), Some(10_000));
    assert_eq!([thai.baht(41_000_000), thai.baht(-5), thai.baht(100_050)], ["๔๑๐,๐๐๐", "-๐.๐๕", "๑,๐๐๐.๕๐"]);
    assert_eq!(thai.years(&[2560, 2561, 2562, 2564, 2566, 2567]), "๒๕๖๐–๒๕๖๒ ๒๕๖๔ ๒๕๖๖ และ ๒๕๖๗");
    assert_eq!([thai.items(0), thai.items(1234)], ["๐ เรื่อง", "๑,๒๓๔ เรื่อง"]);
    assert_eq!(ENGLISH.wording().items(1), "1 item");
}

#[test]
fn widths_are_those_of_a_browser() {
    // From measureText in Chromium, 24 px; no kerning in Thai.
    let at_24 = |text: &str| (width(text, 24.0, Weight::Regular) * 10.0).round() / 10.0;
    assert_eq!(at_24("การเสริมสร้างและปรับปรุงกลไก"), 305.5);
    let measured = [
        (Weight::Regular, "มิติที่ ๑", 67.128),
        (Weight::Regular, "๑,๒๓๔,๕๖๗.๘๙ บาท", 215.567),
        (Weight::Regular, "ผู้รับผิดชอบ", 115.272),
        (Weight::Regular, "ไม่ได้ดำเนินการ ๑๐", 186.503),
        (Weight::Regular, "12,345 (77.78%)", 173.664),
        (Weight::Regular, "น้ำใจ กำลัง", 105.456),
        (Weight::SemiBold, "การเสริมสร้างและปรับปรุงกลไก", 313.487),
        (Weight::SemiBold, "๑,๒๓๔,๕๖๗.๘๙ บาท", 220.535),
        (Weight::SemiBold, "ไม่ได้ดำเนินการ ๑๐", 191.663),
        (Weight::SemiBold, "12,345 (77.78%)", 179.135),
    ];
    for (weight, text, expected) in measured {
        let own = width(text, 24.0, weight);
        assert!((own - expected).abs() < 0.1, "{text}: {own}, a browser says {expected}");
    }
    assert_eq!(at_24(""), 0.0);
    assert_eq!(at_24("กิ่"), at_24("ก"), "marks above take no room");
    assert!(width("ก", 24.0, Weight::SemiBold) > width("ก", 24.0, Weight::Regular));
}

#[test]
fn wrapping_keeps_words_whole_and_lines_even() {
    let text = "มิติที่ ๔ การเสริมสร้างและปรับปรุงกลไกในการตรวจสอบการปฏิบัติราชการขององค์กรปกครองส่วนท้องถิ่น";
    let whole = ["ท้องถิ่น", "มิติที่ ๔", "ปรับปรุง", "ตรวจสอบ", "เสริมสร้าง", "องค์กร"];
    for max in 110..500 {
        let max = f64::from(max);
        let lines = wrap(text, max, 15.0, Weight::Regular);
        assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""), "nothing is lost at {max}");
        let widths: Vec<f64> = lines.iter().map(|line| width(line, 15.0, Weight::Regular)).collect();
        assert!(widths.iter().all(|own| *own <= max), "{max}: {lines:?}");
        for word in whole {
            assert!(lines.iter().any(|line| line.contains(word)), "{word} is split at {max}: {lines:?}");
        }
        if lines.len() > 1 {
            let last = widths[widths.len() - 1];
            assert!(last > max / 4.0, "an orphan at {max}: {lines:?}");
        }
    }
}

#[test]
fn wrapping_survives_anything() {
    assert!(wrap("", 100.0, 15.0, Weight::Regular).is_empty());
    assert!(wrap("  \n ", 100.0, 15.0, Weight::Regular).is_empty());
    let inputs = [
        samples::long_name(),
        "x".repeat(200),
        "้้้้".repeat(50),
        "กก".repeat(2000),
        "🙂 ".repeat(50),
        "a\u{0}b\u{7f}\u{200b}c".to_owned(),
    ];
    for text in inputs {
        for max in [0.0, 1.0, 20.0, 100.0, 1e9] {
            let lines = wrap(&text, max, 15.0, Weight::SemiBold);
            let kept = |s: &str| s.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect::<String>();
            assert_eq!(kept(&lines.concat()), kept(&text));
            if max >= 20.0 {
                lines.iter().for_each(|line| assert!(width(line, 15.0, Weight::SemiBold) <= max, "{line} in {max}"));
            }
        }
    }
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
        let chart = progress::chart("p", &input, Look { width: wide, ..THAI });
        let svg = Svg::parse(&chart.svg);
        let (wide, _) = svg.size();
        for line in svg.lines() {
            proptest::prop_assert!(line.from >= -0.5 && line.to <= wide + 0.5, "{:?} {} {}", line.text, line.from, line.to);
        }
        Svg::parse(&standalone(&chart));
    }
}
