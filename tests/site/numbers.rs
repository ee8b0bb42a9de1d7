//! Every total and percentage of a page, worked out again from the rows that the page itself shows.

use prongsai::thai::{Fraction, to_arabic};

use crate::{html, sample};

struct Counted {
    items: i64,
    done: i64,
    in_progress: i64,
    not_done: i64,
    /// Satang, by column: plan, ordinance, disbursed.
    money: [Option<i64>; 3],
}

const MONEY: [&str; 3] = ["ตามแผน (บาท)", "ตามข้อบัญญัติ (บาท)", "เบิกจ่าย (บาท)"];

fn satang(cell: &str) -> Option<i64> {
    let digits = to_arabic(cell).replace(',', "");
    let (baht, rest) = digits.split_once('.').unwrap_or((&digits, "00"));
    Some(baht.parse::<i64>().ok()? * 100 + rest.parse::<i64>().ok()?)
}

fn count(page: &str, id: &str) -> Option<Counted> {
    let (heads, rows) = html::table(page, id)?;
    let at = |name: &str| heads.iter().position(|head| head == name);
    let status = at("สถานะ");
    let of = |word: &str| {
        let status = status?;
        Some(rows.iter().filter(|row| row[status] == word).count() as i64)
    };
    Some(Counted {
        items: rows.len() as i64,
        done: of("ดำเนินการแล้วเสร็จ").unwrap_or(0),
        in_progress: of("อยู่ระหว่างดำเนินการ").unwrap_or(0),
        not_done: of("ไม่ได้ดำเนินการ").unwrap_or(0),
        money: MONEY.map(|name| {
            let column = at(name)?;
            rows.iter().filter_map(|row| satang(&row[column])).reduce(|sum, one| sum + one)
        }),
    })
}

fn arabic(html: &str) -> String {
    to_arabic(&html::plain(html)).into_owned()
}

fn grouped(satang: i64) -> String {
    prongsai::thai::Money::from_satang(satang).baht_text()
}

/// The sentence, the four figures and the money of `page` agree with `counted`.
fn agrees(url: &str, page: &str, counted: &Counted, reported: bool) {
    let text = arabic(page);
    if !reported {
        assert!(text.contains(&format!("มี {} เรื่องในแผน", counted.items)), "{url}: {} items", counted.items);
        return;
    }
    let said = format!("ทำเสร็จ {} จาก {} เรื่อง", counted.done, counted.items);
    assert!(text.contains(&said), "{url}: {said}");
    if counted.not_done > 0 {
        let said = format!("ไม่ได้ทำ {} เรื่อง", counted.not_done);
        assert!(text.contains(&said), "{url}: {said}");
    }
    if let [Some(plan), _, Some(spent)] = counted.money {
        let said = format!("ใช้เงิน {} บาท จากแผน {} บาท", grouped(spent), grouped(plan));
        assert!(text.contains(&said), "{url}: {said}");
        if let Some(share) = Fraction::new(spent, plan) {
            let said = format!("ร้อยละ {} ของแผน", share.percent_text(0));
            assert!(text.contains(&said), "{url}: {said}");
        }
    }
}

#[test]
fn years_add_up() {
    let mut years = 0;
    for (url, page) in sample() {
        let parts: Vec<&str> = url.trim_end_matches('/').split('/').collect();
        let [_, year] = parts.as_slice() else { continue };
        if url.starts_with("en/") || year.parse::<u16>().is_err() {
            continue;
        }
        let Some(counted) = count(page, "items") else { continue };
        years += 1;
        let reported = counted.done + counted.in_progress + counted.not_done > 0;
        if !reported {
            continue;
        }
        agrees(url, page, &counted, true);
        let text = arabic(page);
        let score = Fraction::new(counted.done * 2 + counted.in_progress, counted.items * 2).unwrap().percent_text(2);
        let completion = Fraction::new(counted.done, counted.items).unwrap().percent_text(0);
        assert!(text.contains(&format!("(ปี 2561) ร้อยละ {score}")), "{url}: score {score}");
        assert!(text.contains(&format!("สัดส่วนที่แล้วเสร็จ ร้อยละ {completion}")), "{url}: completion {completion}");
        // The authority's first screen says the same of its newest year, and so does the portal's.
        let later = |other: &&String| other.starts_with(&format!("{}/", parts[0])) && *other > url;
        let newer = sample().keys().filter(later).filter_map(|other| other.trim_end_matches('/').split('/').nth(1));
        if newer.filter(|other| other.parse::<u16>().is_ok()).any(|other| other > *year) {
            continue;
        }
        let home = &sample()[&format!("{}/", parts[0])];
        agrees(&format!("{}/", parts[0]), home, &counted, true);
        let said = format!("ทำเสร็จ {} จาก {} เรื่อง", counted.done, counted.items);
        assert!(arabic(&sample()[""]).contains(&said), "portal: {said}");
    }
    assert!(years >= 4, "{years} years have a table");
}

#[test]
fn dimensions_are_parts_of_their_year() {
    let mut checked = 0;
    for (url, page) in sample() {
        let Some((year, _)) = url.split_once("dimension-") else { continue };
        if url.starts_with("en/") {
            continue;
        }
        let tables: Vec<Counted> = (1..).map_while(|number| count(page, &format!("items-{number}"))).collect();
        let sum = |part: fn(&Counted) -> i64| tables.iter().map(part).sum::<i64>();
        let (items, done) = (sum(|table| table.items), sum(|table| table.done));
        assert!(items > 0, "{url} has a table");
        if done + sum(|table| table.in_progress) + sum(|table| table.not_done) > 0 {
            let said = format!("ทำเสร็จ {done} จาก {items} เรื่อง");
            assert!(arabic(page).contains(&said), "{url}: {said}");
            // The bar of the year says "done of all" for this dimension in its data table.
            let year_text = arabic(&sample()[year]);
            assert!(year_text.contains(&format!("เสร็จ {done} จาก {items}")), "{year}: {done} of {items}");
        }
        checked += 1;
    }
    assert!(checked >= 12, "{checked} dimensions");
}

#[test]
fn the_worked_examples_are_right() {
    let text = arabic(&sample()["method/"]);
    assert!(text.contains("(49 × 1 + 4 × 0.5) ÷ 63 × 100 = 80.95"), "{text}");
    assert!(text.contains("49 ÷ 63 × 100 = 77.78"), "{text}");
    assert!(text.contains("8,000 ÷ 410,000 × 100 = 1.95"), "{text}");
}

#[test]
fn digits_follow_the_setting() {
    let page = &sample()["na-kok/"];
    let say = page.split_once("class=\"say\"").and_then(|(_, rest)| rest.split_once("</p>")).unwrap().0;
    assert!(html::plain(say).contains("๔๙ จาก ๖๓"), "{say}");
    assert!(!html::plain(say).contains(|letter: char| letter.is_ascii_digit()), "{say}");
    let english = &sample()["en/na-kok/"];
    let say = english.split_once("class=\"say\"").and_then(|(_, rest)| rest.split_once("</p>")).unwrap().0;
    assert!(html::plain(say).contains("49 of 63"), "{say}");
}
