//! Pictures, tables and sentences say the figures of the input, exactly.

use prongsai::chart::budget::{self, Amount};
use prongsai::chart::score::{Band, ScoreRound};
use prongsai::chart::{
    Chart, ChartLook, Digits, Ratio, Status, completeness, flow, progress, promises, score, targets, trend,
};

use crate::svg::Svg;
use crate::{ENGLISH, LOOKS, THAI, samples, scores};

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
    for expected in ["๔๙ (๗๘%)", "๔ (๖%)", "๑๐ (๑๖%)"] {
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
    let whole = f64::from(ChartLook::WIDE) - (f64::from(ChartLook::WIDE) * 0.34 + 24.0);
    assert!(!bars.is_empty());
    bars.iter().for_each(|bar| assert!((bar - whole * 0.75).abs() < 1.6, "{bar} of {whole}"));
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
            &budget::BudgetChart {
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
        "งบตามแผน ๔๑๐,๐๐๐ บาท งบตามข้อบัญญัติ ๘,๐๐๐.๕๐ บาท เบิกจ่าย ๐ บาท คิดเป็นร้อยละ\u{a0}๐ ของแผน"
    );
    assert_eq!(said(Amount::NotUsed), "งบตามแผน ๔๑๐,๐๐๐ บาท งบตามข้อบัญญัติ ๘,๐๐๐.๕๐ บาท เบิกจ่าย ไม่ใช้งบประมาณ");
    assert_eq!(said(Amount::NotStated), "งบตามแผน ๔๑๐,๐๐๐ บาท งบตามข้อบัญญัติ ๘,๐๐๐.๕๐ บาท เบิกจ่าย ไม่ระบุ");
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
    let bands = |round: ScoreRound| {
        [0, 1999, 2000, 4999, 5000, 7950, 7999, 8000, 10_000].map(|value| round.band(Ratio::new(value, 10_000)))
    };
    use Band::{Green as G, Orange as O, Red as R};
    assert_eq!(bands(ScoreRound::SixMonths), [R, R, O, O, G, G, G, G, G].map(Some));
    assert_eq!(bands(ScoreRound::TwelveMonths), [R, R, R, R, O, O, O, G, G].map(Some));
    assert_eq!(ScoreRound::SixMonths.band(Ratio::new(0, 0)), None);
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
    assert_eq!(promises(&[[0, 0, 0, 0, 3]]), ["ทั้ง ๓ เรื่อง ไม่ระบุสถานะ", "All 3 items are without a stated status."]);
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
            "จากทั้งหมด ๖๓ เรื่อง ใน ๔ มิติ แล้วเสร็จ ๔๙ เรื่อง อยู่ระหว่างดำเนินการ ๔ เรื่อง และไม่ได้ดำเนินการ ๑๐ เรื่อง เสร็จแล้วร้อยละ\u{a0}๗๘",
            "Of 63 items in 4 dimensions: 49 done, 4 in progress and 10 not done (78% done)."
        ]
    );
    assert_eq!(
        said(progress::chart("p", &samples::progress(&[[2, 0, 0, 0, 0], [0; 5]]), THAI)),
        ["ทั้ง ๒ เรื่อง สถานะแล้วเสร็จทุกเรื่อง ส่วนอีก ๑ มิติไม่มีเรื่อง", "All 2 items are done. One dimension has no items."]
    );
    assert_eq!(
        said(flow::chart("f", &samples::flow(&[(Status::InProgress, Status::Done, 2)]), THAI)),
        [
            "จากทั้งหมด ๒ เรื่อง รอบ ๖ เดือน อยู่ระหว่างดำเนินการ ๒ เรื่อง รอบ ๑๒ เดือน แล้วเสร็จ ๒ เรื่อง โดยเสร็จเพิ่มหลังรอบ ๖ เดือน ๒ เรื่อง",
            "Of 2 items, at 6 months: 2 in progress; at 12 months: 2 done; 2 items finished after the first half."
        ]
    );
    assert_eq!(
        said(score::chart(
            "s",
            &scores(&[(ScoreRound::SixMonths, None), (ScoreRound::TwelveMonths, Some((102, 126)))], String::new()),
            THAI
        )),
        [
            "คะแนนตามสูตร: รอบ ๖ เดือนยังไม่มีคะแนน · รอบ ๑๒ เดือนได้ร้อยละ\u{a0}๘๐.๙๕ อยู่ในเกณฑ์สีเขียว",
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
    let arabic = ChartLook { digits: Digits::Arabic, ..THAI };
    assert_eq!(
        trend::chart("r", &samples::trend(&[(2565, None, Some(63)), (2566, None, Some(126))]), arabic).sentence,
        "คะแนนรอบ 12 เดือน ได้ร้อยละ\u{a0}50 ในปี 2565 · กรอบใหม่ ได้ร้อยละ\u{a0}100 ในปี 2566"
    );
}

#[test]
fn shares_are_never_rounded_to_none_or_all() {
    let thai = THAI.wording();
    let shown = |part, whole| thai.percent(Ratio::new(part, whole));
    assert_eq!(
        [shown(0, 7), shown(1, 1_000_000), shown(999_999, 1_000_000), shown(7, 7)],
        ["๐%", "<๑%", ">๙๙%", "๑๐๐%"]
    );
    assert_eq!([shown(49, 63), shown(1, 3), shown(1, 8), shown(0, 0)], ["๗๘%", "๓๓%", "๑๓%", "–"]);
    assert_eq!(thai.spoken_percent(Ratio::new(1, 1_000_000)), "ไม่ถึงร้อยละ\u{a0}๑");
    assert_eq!(Ratio::new(u64::MAX, u64::MAX).hundredths(), Some(10_000));
    assert_eq!([thai.baht(41_000_000), thai.baht(-5), thai.baht(100_050)], ["๔๑๐,๐๐๐", "-๐.๐๕", "๑,๐๐๐.๕๐"]);
    assert_eq!(thai.years(&[2560, 2561, 2562, 2564, 2566, 2567]), "๒๕๖๐–๒๕๖๒ ๒๕๖๔ ๒๕๖๖ และ ๒๕๖๗");
    assert_eq!([thai.items(0), thai.items(1234)], ["๐ เรื่อง", "๑,๒๓๔ เรื่อง"]);
    assert_eq!(ENGLISH.wording().items(1), "1 item");
}

#[test]
fn areas_are_the_amounts() {
    use prongsai::chart::areas::{self, MoneyPart};
    let stated = |baht: i64| MoneyPart { amount: Amount::Stated(baht * 100), printed: None };
    let money = |reported| areas::MoneyAreas {
        about: String::new(),
        reported,
        plan: stated(400_000),
        ordinance: MoneyPart { printed: Some(12_800_000), ..stated(100_000) },
        disbursed: stated(4_000),
        from: Default::default(),
    };
    for look in [THAI, ENGLISH] {
        let chart = areas::chart("m", &money(true), look);
        let svg = Svg::parse(&chart.svg);
        let sides: Vec<f64> = svg
            .elements
            .iter()
            .filter(|element| element.attribute("class").is_some_and(|class| class.starts_with("fill-accent")))
            .map(|element| element.number("width"))
            .collect();
        // Widths go with the roots: 400,000 to 100,000 is 2 to 1, to 4,000 it is 10 to 1.
        let [plan, ordinance, spent] = sides.as_slice() else { panic!("{sides:?}") };
        assert!((plan / ordinance - 2.0).abs() < 0.05 && (plan / spent - 10.0).abs() < 0.3, "{sides:?}");
    }
    let plain = |text: &str| text.replace('\u{a0}', " ");
    let chart = areas::chart("m", &money(true), THAI);
    assert_eq!(chart.title, "ใช้ ๔,๐๐๐ จาก ๔๐๐,๐๐๐\u{a0}บาท");
    assert_eq!(
        plain(&chart.sentence),
        "ตั้งไว้ในแผน ๔๐๐,๐๐๐ บาท อยู่ในข้อบัญญัติ ๑๐๐,๐๐๐ บาท ใช้จริง ๔,๐๐๐ บาท คือร้อยละ ๑ ของแผน แต่เอกสารพิมพ์ยอดข้อบัญญัติ ๑๒๘,๐๐๐ บาท"
    );
    let silent = |reported| {
        let of =
            areas::MoneyAreas { disbursed: MoneyPart::default(), ordinance: MoneyPart::default(), ..money(reported) };
        areas::chart("m", &of, THAI)
    };
    assert_eq!(plain(&silent(true).sentence), "ตั้งไว้ในแผน ๔๐๐,๐๐๐ บาท ใช้จริง รายงานไม่ระบุ");
    assert_eq!(plain(&silent(false).sentence), "ตั้งไว้ในแผน ๔๐๐,๐๐๐ บาท");
    assert!(silent(false).svg.contains("ยังไม่มีรายงาน") && !silent(true).svg.contains("ยังไม่มีรายงาน"));
}

#[test]
fn a_field_has_a_mark_for_each_promise_or_says_for_how_many() {
    use prongsai::chart::field;
    let marks = |counts| {
        let chart = field::chart("d", &samples::field(counts), THAI);
        (chart.svg.matches("<use ").count(), chart.svg.contains("หนึ่งช่องคือไม่เกิน"))
    };
    assert_eq!(marks([62, 23, 10, 14, 66]), (175, false));
    // 2,505 promises: ten to a mark, and what exists is never without one.
    assert_eq!(marks([2_500, 1, 0, 0, 4]), (252, true));
    let chart = field::chart("d", &samples::field([62, 23, 10, 14, 66]), THAI);
    let texts: Vec<String> = Svg::parse(&chart.svg).lines().into_iter().map(|line| line.text).collect();
    assert_eq!(texts, ["ทำเสร็จ ๖๒", "กำลังทำ ๒๓", "ไม่ได้ทำ ๑๐", "รายงานไม่บอกผล ๖๖", "รอรายงาน ๑๔"]);
}
