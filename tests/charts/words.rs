//! Widths of letters and breaking of lines.

use prongsai::chart::text::{Weight, width};
use prongsai::chart::wrap::wrap;

use crate::samples;

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
