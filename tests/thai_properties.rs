//! What must hold of every Thai value, whatever is typed: conversions read back as what they showed, repair settles,
//! order is an order, nothing is cut inside a letter, and no text makes a reader panic.
#![allow(clippy::unwrap_used)]

use std::cmp::Ordering;
use std::time::{Duration, Instant};

use prongsai::thai::slug::{Anchors, anchor, same_anchor, slug, unique};
use prongsai::thai::spelling::faults;
use prongsai::thai::{
    Date, Decimal, Digits, FiscalYear, Fraction, Money, Quarter, Round, StatedMoney, collate, digits, find_dates,
    nearest, parse_integer, parse_quarters, parse_range, repair, segment, to_arabic, to_thai,
};
use proptest::prelude::*;

/// Letters that go wrong together: Thai with all its marks, digits, Latin with loose accents, the invisible.
fn typed() -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        6 => prop::char::range('ก', 'ฮ'),
        6 => prop::char::range('\u{e30}', '\u{e3a}'),
        6 => prop::char::range('เ', '\u{e4e}'),
        2 => prop::char::range('๐', '๙'),
        2 => prop::char::range(' ', '~'),
        1 => prop::sample::select(vec![
            '\u{200b}', '\u{200c}', '\u{200d}', '\u{feff}', '\u{ad}', '\u{a0}', '\u{3000}', '\u{301}', '\u{316}',
            '\u{5b0}', 'é', 'İ', 'ẞ', '\n', '👨', '\u{fe0f}', '–', '…', 'ᄀ', '\u{1161}', '\u{2126}',
        ]),
        1 => any::<char>(),
    ];
    prop::collection::vec(letter, 0..24).prop_map(|letters| letters.into_iter().collect())
}

/// Running Thai as authors write it, put together from words.
fn prose() -> impl Strategy<Value = String> {
    let words = vec![
        "การ",
        "ดำเนินงาน",
        "ท้องถิ่น",
        "ผล",
        "งบประมาณ",
        "เศรษฐกิจพอเพียง",
        "ร้องเรียน",
        "น้ำ",
        "ต่าง ๆ",
        "ฯลฯ",
        " ",
        "๒๕๖๔",
        "10",
        "มิติ",
        "(ITA)",
        "ที่",
        "ใน",
        "พ.ศ.",
        "นากอก",
        "ๆ",
        "เ",
        "า",
        "1 ต.ค. 63",
    ];
    prop::collection::vec(prop::sample::select(words), 0..16).prop_map(|words| words.concat())
}

fn date() -> impl Strategy<Value = Date> {
    (Date::EARLIEST.days_from_ce()..=Date::LATEST.days_from_ce()).prop_map(|days| Date::from_days(days).unwrap())
}

fn fiscal_year() -> impl Strategy<Value = FiscalYear> {
    (FiscalYear::EARLIEST..=FiscalYear::LATEST).prop_map(|year| FiscalYear::new(year).unwrap())
}

/// Every form in which a date is shown, in both scripts.
fn shown(date: Date) -> Vec<String> {
    let slashed = format!("{:02}/{:02}/{}", date.day(), date.month(), date.year_be());
    let buddhist_iso = format!("{}-{:02}-{:02}", date.year_be(), date.month(), date.day());
    let arabic = [date.iso(), date.long(), date.short(), date.official(), date.english(), slashed, buddhist_iso];
    let thai = arabic.iter().map(|text| to_thai(text).into_owned()).collect::<Vec<_>>();
    arabic.into_iter().chain(thai).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn digits_read_back(number in any::<i64>(), text in typed()) {
        for digits in [Digits::Thai, Digits::Arabic] {
            prop_assert_eq!(parse_integer(&digits.number(number)), Some(number));
            let shown = digits.show(&text).into_owned();
            prop_assert_eq!(digits.show(&shown), shown.as_str());
        }
        let (thai, arabic) = (to_thai(&text), to_arabic(&text));
        prop_assert_eq!(to_arabic(&thai), arabic.as_ref());
        prop_assert_eq!(to_thai(&arabic), thai.as_ref());
        prop_assert!(!to_arabic(&text).contains(digits::is_thai_digit));
    }

    #[test]
    fn dates_read_back_in_every_shown_form(date in date()) {
        for text in shown(date) {
            prop_assert_eq!(Date::parse(&text), Ok(date), "{}", text);
            prop_assert_eq!(Date::parse(&format!(" วันที่\u{3000}{text}\u{a0}")), Ok(date), "{}", text);
        }
        prop_assert_eq!(Date::from_days(date.days_from_ce()), Some(date));
        prop_assert_eq!(Date::new(date.year_ce(), date.month(), date.day()), Some(date));
        prop_assert_eq!(Date::from_be(date.year_be(), date.month(), date.day()), Some(date));
    }

    #[test]
    fn days_are_counted_one_by_one(date in date(), days in -200_000..200_000_i32) {
        if let Some(later) = date.add_days(days) {
            prop_assert_eq!(later.days_since(date), days);
            prop_assert_eq!(later.cmp(&date), days.cmp(&0));
            prop_assert_eq!(later.add_days(-days), Some(date));
        }
        if let Some(tomorrow) = date.add_days(1) {
            prop_assert_eq!((date.weekday() as u8 + 1) % 7, tomorrow.weekday() as u8);
        }
    }

    #[test]
    fn every_day_month_and_year_is_a_date_or_has_a_nearest(day in 0..40_u32, month in 0..15_u32, year in 2400..=2699_i16) {
        let text = format!("{day}/{month}/{year}");
        match Date::parse(&text) {
            Ok(date) => prop_assert_eq!((u32::from(date.day()), u32::from(date.month()), date.year_be()), (day, month, year)),
            Err(error) => {
                let nearest = error.suggestion().unwrap();
                prop_assert_eq!(Date::parse(&nearest).unwrap().year_be(), year);
                prop_assert!(!error.to_string().is_empty() && !error.english().is_empty());
            }
        }
    }

    #[test]
    fn periods_read_back(one in date(), other in date()) {
        let (from, until) = (one.min(other), one.max(other));
        for (first, last) in shown(from).into_iter().zip(shown(until)) {
            for joined in [format!("{first} – {last}"), format!("{first} ถึง {last}"), format!("{first} - {last}")] {
                prop_assert_eq!(parse_range(&joined), Ok((from, until)), "{}", joined);
            }
        }
    }

    #[test]
    fn dates_are_found_in_prose(date in date(), before in prose(), after in prose()) {
        for text in [date.long(), date.official(), to_thai(&date.long()).into_owned()] {
            let page = format!("{before} {text} {after}");
            let place = before.len() + 1..before.len() + 1 + text.len();
            prop_assert!(find_dates(&page).contains(&(place, Ok(date))), "{:?}", page);
        }
    }

    #[test]
    fn found_dates_stand_in_order_and_read_alone(text in typed(), more in prose()) {
        let page = text + &more;
        let mut end = 0;
        for (range, found) in find_dates(&page) {
            prop_assert!(end <= range.start && range.start < range.end);
            prop_assert_eq!(found, Date::parse(&page[range.clone()]));
            end = range.end;
        }
    }

    #[test]
    fn fiscal_years_read_back(year in fiscal_year(), other in fiscal_year()) {
        let text = year.to_string();
        for text in [text.clone(), to_thai(&text).into_owned(), format!("พ.ศ. {text}"), format!("ปีงบประมาณ {text}")] {
            prop_assert_eq!(FiscalYear::parse(&text), Ok(year));
        }
        let (from, until) = (year.min(other), year.max(other));
        for separator in ["-", " – ", " ถึง "] {
            prop_assert_eq!(FiscalYear::parse_range(&format!("{from}{separator}{until}")), Ok((from, until)));
        }
        prop_assert_eq!(year.next().and_then(FiscalYear::previous).unwrap_or(year), year);
        for quarter in Quarter::ALL {
            prop_assert_eq!(FiscalYear::of(quarter.first_day(year)), Some(year));
            prop_assert_eq!(FiscalYear::of(quarter.last_day(year)), Some(year));
            prop_assert_eq!(Quarter::parse(quarter.name_th()), Ok(quarter));
            prop_assert_eq!(Quarter::parse(&to_thai(quarter.name_en())), Ok(quarter));
        }
        for round in Round::ALL {
            prop_assert_eq!(Round::parse(round.name_th()), Ok(round));
            prop_assert_eq!(Round::parse(round.key()), Ok(round));
            prop_assert!(year.contains(round.last_day(year)) && !year.first_day().gt(&round.last_day(year)));
            prop_assert!(round.last_day(year) < round.report_due(year));
        }
    }

    #[test]
    fn a_day_lies_in_its_fiscal_year_and_quarter(date in date()) {
        if let Some(year) = FiscalYear::of(date) {
            prop_assert!(year.contains(date));
            let quarter = Quarter::of(date);
            prop_assert!(quarter.first_day(year) <= date && date <= quarter.last_day(year));
        }
    }

    #[test]
    fn money_reads_back(satang in 0..=i64::MAX) {
        let money = Money::from_satang(satang);
        let text = money.baht_text();
        for text in [text.clone(), to_thai(&text).into_owned(), format!("{text} บาท"), money.plain_text()] {
            prop_assert_eq!(StatedMoney::parse(&text), Ok(StatedMoney::Amount(money)), "{}", text);
        }
    }

    #[test]
    fn percentages_match_at_every_precision(part in 0..=5_000_i64, whole in 1..=5_000_i64, decimals in 0..=6_u8) {
        let fraction = Fraction::new(part, whole).unwrap();
        let shown = fraction.percent_text(decimals);
        let read = Decimal::parse(&shown).unwrap();
        prop_assert_eq!(read.scale(), decimals);
        prop_assert_eq!(read.to_string(), shown);
        prop_assert!(read.matches(fraction));
        prop_assert_eq!(Decimal::parse(&to_thai(&read.to_string())), Ok(read));
        // Never further from the exact value than half of the last decimal.
        let unit = 10_i128.pow(u32::from(decimals));
        let error = (i128::from(read.digits()) * i128::from(whole) - i128::from(part) * 100 * unit).abs();
        prop_assert!(2 * error <= i128::from(whole));
    }

    #[test]
    fn repair_settles_and_agrees_with_its_faults(text in typed()) {
        let once = repair(&text).into_owned();
        prop_assert!(matches!(repair(&once), std::borrow::Cow::Borrowed(_)), "{:?} -> {:?} -> {:?}", text, once, repair(&once));
        let found = faults(&text);
        prop_assert_eq!(found.is_empty(), once == text, "{:?}: {:?}", text, found);
        for (range, _) in found {
            prop_assert!(text.get(range.clone()).is_some_and(|part| !part.is_empty()), "{:?} {:?}", text, range);
        }
    }

    #[test]
    fn anchors_are_stable(text in typed()) {
        let once = anchor(&text);
        prop_assert_eq!(&anchor(&once), &once);
        prop_assert_eq!(&anchor(&repair(&text)), &once);
        prop_assert!(!once.starts_with('-') && !once.ends_with('-') && !once.contains("--"));
        prop_assert!(same_anchor(&once, &slug(&text)));
        prop_assert_eq!(slug(&to_thai(&text)), slug(&to_arabic(&text)));
    }

    #[test]
    fn anchors_of_a_page_differ(bases in prop::collection::vec(prop::sample::select(vec!["ก", "ก-2", "ก-2-2", "ก-3", ""]), 0..12)) {
        let mut seen = Anchors::default();
        let mut given: Vec<String> = bases.iter().map(|base| unique(&mut seen, base)).collect();
        given.sort();
        given.dedup();
        prop_assert_eq!(given.len(), bases.len());
    }

    #[test]
    fn collation_is_a_total_order(a in typed(), b in typed(), c in typed()) {
        let order = collate::compare;
        prop_assert_eq!(order(&a, &b), order(&b, &a).reverse());
        prop_assert_eq!(order(&a, &a), Ordering::Equal);
        let mut three = [a.as_str(), b.as_str(), c.as_str()];
        collate::sort_by_name(&mut three, |name| name);
        prop_assert!(order(three[0], three[1]).is_le() && order(three[1], three[2]).is_le());
        prop_assert!(order(three[0], three[2]).is_le());
        let mut reversed = [c.as_str(), b.as_str(), a.as_str()];
        collate::sort_by_name(&mut reversed, |name| name);
        prop_assert_eq!(three, reversed);
    }

    #[test]
    fn numbers_in_names_count_up(low in 0..5_000_u32, high in 0..5_000_u32) {
        let (left, right) = (format!("มิติ {low}"), to_thai(&format!("มิติ {high}")).into_owned());
        prop_assert_eq!(collate::compare(&left, &right), low.cmp(&high));
    }

    #[test]
    fn nothing_is_cut_inside_a_letter(text in prop_oneof![typed(), prose()], most in 0..20_usize) {
        let clusters = segment::clusters(&text);
        prop_assert_eq!(clusters.iter().map(|cluster| &text[cluster.clone()]).collect::<String>(), text.clone());
        let starts: Vec<usize> = clusters.iter().map(|cluster| cluster.start).collect();
        let breaks = segment::break_opportunities(&text);
        prop_assert!(breaks.is_sorted_by(|earlier, later| earlier < later));
        for at in breaks {
            prop_assert!(0 < at && at < text.len() && starts.binary_search(&at).is_ok(), "{:?} at {}", text, at);
        }
        let mut end = 0;
        for word in segment::words(&text) {
            prop_assert!(end <= word.start && word.start < word.end && starts.binary_search(&word.start).is_ok());
            end = word.end;
        }
        let beginning = segment::beginning(&text, most);
        prop_assert!(text.starts_with(beginning) && segment::clusters(beginning).len() <= most);
        let cut = beginning.len();
        prop_assert!(cut == 0 || text[cut..].chars().next().is_none_or(|next| !segment::is_mark(next)), "{:?}", beginning);
    }

    #[test]
    fn distance_is_a_measure(a in typed(), b in typed()) {
        prop_assert_eq!(nearest::distance(&a, &b), nearest::distance(&b, &a));
        prop_assert_eq!(nearest::distance(&a, &b) == 0, a == b);
        prop_assert!(nearest::distance(&a, &b) <= nearest::EDIT * a.chars().count().max(b.chars().count()));
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in typed()) {
        let _ = (Date::parse(&text), parse_range(&text), FiscalYear::parse(&text), FiscalYear::parse_range(&text));
        let _ = (Round::parse(&text), Quarter::parse(&text), parse_quarters(&text), Digits::parse(&text));
        let _ = (StatedMoney::parse(&text), Decimal::parse(&text), parse_integer(&text));
        let _ = prongsai::thai::nearest(&text, ["ดำเนินการแล้ว", "status"].into_iter());
    }
}

/// Work must grow with the text, not with its square: 80 times the text may not take 400 times as long.
#[test]
fn long_texts_cost_in_proportion() {
    let pieces = ["ก่า", "1 ตุลาคม ", "1/1/", "ะ", "ํ่", "เเ", "-", " ", "ผลการ", "๑", "กก", "น้ํา", "อบต. "];
    for piece in pieces {
        let short = time_of_everything(&piece.repeat(2_000 / piece.len()));
        let long = time_of_everything(&piece.repeat(160_000 / piece.len()));
        assert!(long < short * 400 + Duration::from_millis(300), "{piece:?}: {short:?} grew to {long:?}");
    }
}

fn time_of_everything(text: &str) -> Duration {
    let began = Instant::now();
    let _ = (repair(text), faults(text).len(), find_dates(text).len(), anchor(text), segment::clusters(text).len());
    let _ = (segment::break_opportunities(text).len(), segment::words(text).len(), segment::beginning(text, 9));
    let _ = (Date::parse(text), parse_range(text), StatedMoney::parse(text), Decimal::parse(text));
    let _ = (FiscalYear::parse_range(text), parse_quarters(text), nearest::distance(text, "สถานะ"));
    began.elapsed()
}
