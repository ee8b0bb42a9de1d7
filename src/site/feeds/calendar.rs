//! iCalendar (RFC 5545): whole days, a UID that never changes, lines folded by octets between characters.

use super::address;
use crate::model::DateSummary;
use crate::site::ground::Site;
use crate::site::linker::nameless_id;
use crate::thai::Date;
use crate::thai::segment::clusters;

pub(super) fn write(site: &Site, name: &str, dates: &[DateSummary]) -> String {
    let mut out = String::new();
    for text in
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//prongsai//prongsai//TH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    {
        line(&mut out, text);
    }
    line(&mut out, &format!("X-WR-CALNAME:{}", text(name)));
    // A calendar has to hold something; Thailand's time is the same all year round.
    for text in [
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Bangkok",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0700",
        "TZOFFSETTO:+0700",
        "TZNAME:+07",
        "END:STANDARD",
        "END:VTIMEZONE",
    ] {
        line(&mut out, text);
    }
    for date in dates {
        let Some(day) = Date::parse(&date.date).ok() else { continue };
        line(&mut out, "BEGIN:VEVENT");
        // The address of the site makes it one of a kind in the world.
        let host = match site.settings.base_url.as_deref() {
            Some(base) => host_of(base).to_owned(),
            None => nameless_id(&site.settings.maker, "").replace("urn:uuid:", ""),
        };
        line(&mut out, &format!("UID:{}", text(&format!("{}:{}@{host}", date.key, date.url.trim_end_matches('/')))));
        line(&mut out, &format!("DTSTAMP:{}T000000Z", date.stamp.replace('-', "")));
        line(&mut out, &format!("DTSTART;VALUE=DATE:{}", day.iso().replace('-', "")));
        if let Some(next) = day.add_days(1) {
            line(&mut out, &format!("DTEND;VALUE=DATE:{}", next.iso().replace('-', "")));
        }
        line(&mut out, &format!("SUMMARY:{}", text(&date.title)));
        line(&mut out, &format!("DESCRIPTION:{}", text(&date.words)));
        if site.settings.base_url.is_some() {
            line(&mut out, &format!("URL:{}", address(site, &date.url)));
        }
        line(&mut out, "TRANSP:TRANSPARENT");
        line(&mut out, "END:VEVENT");
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn host_of(base_url: &str) -> &str {
    base_url.split_once("://").map_or(base_url, |(_, rest)| rest).trim_end_matches('/')
}

/// A TEXT value: its separators are escaped, its control characters left out.
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for letter in value.chars() {
        match letter {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(letter);
            }
            '\n' => out.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

/// At most 75 octets a line without its end; a continuation begins with a space, which counts.
fn line(out: &mut String, content: &str) {
    const LONGEST: usize = 75;
    let mut used = 0;
    let mut put = |piece: &str| {
        if used + piece.len() > LONGEST {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push_str(piece);
        used += piece.len();
    };
    // A letter keeps its vowels and tone marks where that fits on a line at all.
    for cluster in clusters(content) {
        let cluster = &content[cluster];
        if cluster.len() < LONGEST {
            put(cluster);
        } else {
            cluster.chars().for_each(|letter| put(letter.encode_utf8(&mut [0; 4])));
        }
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let long = format!("SUMMARY:{}", "กำหนดส่งรายงาน ".repeat(12));
        let mut out = String::new();
        line(&mut out, &long);
        assert!(out.split("\r\n").all(|line| line.len() <= 75));
        assert!(out.matches("\r\n ").count() >= 5);
        assert_eq!(out.replace("\r\n ", "").trim_end_matches("\r\n"), long);
        assert!(!out.contains("\r\n ำ") && !out.contains("\r\n ่"));
        let mut marks = String::new();
        line(&mut marks, &format!("SUMMARY:ก{}", "่".repeat(60)));
        assert!(marks.split("\r\n").all(|line| line.len() <= 75));
        let mut short = String::new();
        line(&mut short, &"a".repeat(75));
        assert_eq!(short.matches("\r\n").count(), 1);
    }

    #[test]
    fn separators_are_escaped() {
        assert_eq!(text("ก, ข; ค\\ง\nจ\u{7}"), "ก\\, ข\\; ค\\\\ง\\nจ");
    }
}
