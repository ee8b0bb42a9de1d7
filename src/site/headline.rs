//! What a page is called in a list of results: a title that fits, and a description that no other page has.
//! Knows words only; what they are made of is the page's.

use crate::thai::segment::{beginning, clusters};

/// Search engines and tabs show about so much of a title.
const LONGEST_TITLE: usize = 70;
/// So much of a title stands before what is said of it.
const IN_DESCRIPTION: usize = 90;

pub struct TitleParts<'a> {
    pub title: &'a str,
    /// Of an item: it tells apart what is called alike.
    pub code: Option<&'a str>,
    /// "ปีงบประมาณ ๒๕๖๔"
    pub year: Option<&'a str>,
    /// "๒๕๖๔"
    pub bare_year: Option<&'a str>,
    pub agency: Option<&'a str>,
    pub site: &'a str,
}

/// How authorities are called where there is no room.
const SHORT: [(&str, &str); 5] = [
    ("องค์การบริหารส่วนตำบล", "อบต."),
    ("องค์การบริหารส่วนจังหวัด", "อบจ."),
    ("เทศบาลตำบล", "ทต."),
    ("เทศบาลเมือง", "ทม."),
    ("เทศบาลนคร", "ทน."),
];

/// An authority in a path, a menu or a line of a list; an author's own short name stays.
pub fn shortened(agency: &str) -> String {
    let known = SHORT.iter().find_map(|(long, short)| Some((agency.strip_prefix(long)?, short)));
    known.map_or_else(|| agency.to_owned(), |(place, short)| format!("{short}{}", place.trim_start()))
}

/// The page's own words first and whole, then the fullest of what tells where they belong that there is room for: the
/// authority is shortened and left out before the page's own words are cut, and its year before that.
pub fn full_title(of: &TitleParts<'_>) -> String {
    let joined = |parts: &[Option<&str>]| parts.iter().flatten().copied().collect::<Vec<_>>().join(" · ");
    let length = |text: &str| text.chars().count();
    if of.title == of.site {
        return of.title.to_owned();
    }
    let (title, short) = (Some(of.title), of.agency.map(shortened));
    let whose = of.agency.or(Some(of.site));
    let ways = [
        [title, of.year, of.agency, Some(of.site)],
        [title, of.year, whose, None],
        [title, of.year, short.as_deref(), None],
        [title, of.bare_year, short.as_deref(), None],
        [title, of.code, of.bare_year, None],
        [title, of.bare_year, None, None],
        [title, None, None, None],
    ];
    if let Some(fits) = ways.iter().map(|parts| joined(parts)).find(|whole| length(whole) <= LONGEST_TITLE) {
        return fits;
    }
    let tail = joined(&[of.code, of.bare_year]);
    let tail = if tail.is_empty() { tail } else { format!(" · {tail}") };
    format!("{}…{tail}", cut(of.title, LONGEST_TITLE.saturating_sub(length(&tail) + 1)))
}

/// The beginning of `text` in at most so many characters, as search engines count them.
fn cut(text: &str, most: usize) -> &str {
    let mut used = 0;
    let whole = clusters(text).into_iter().take_while(|cluster| {
        used += text[cluster.clone()].chars().count();
        used <= most
    });
    beginning(text, whole.count())
}

/// What the page says of itself, behind whose and which page it is unless it says so.
pub fn description(title: &str, year: Option<&str>, agency: Option<&str>, said: &str) -> String {
    let known = cut(title, IN_DESCRIPTION);
    if said == title {
        return [Some(title), agency].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    }
    let title = (!said.contains(known)).then(|| if known == title { known.to_owned() } else { format!("{known}…") });
    let own = agency.filter(|name| !said.contains(name.trim_start_matches("อบต.").trim_start_matches("อบจ.")));
    let head: Vec<&str> =
        [title.as_deref(), year.filter(|year| !said.contains(year)), own].into_iter().flatten().collect();
    if head.is_empty() { said.to_owned() } else { format!("{}: {said}", head.join(" · ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_fit() {
        fn of(title: &str) -> TitleParts<'_> {
            TitleParts {
                title,
                code: Some("1-06"),
                year: Some("ปีงบประมาณ ๒๕๖๙"),
                bare_year: Some("๒๕๖๙"),
                agency: Some("องค์การบริหารส่วนตำบลนากอก"),
                site: "โปร่งใส",
            }
        }
        // Longer by a letter each time: the authority is shortened and left out, then the year; the words never.
        let (mut said, mut seen) = (0, Vec::new());
        for letters in 1..=LONGEST_TITLE {
            let title = "ก".repeat(letters);
            let whole = full_title(&of(&title));
            assert!(whole.chars().count() <= LONGEST_TITLE, "{whole}");
            let behind = whole.strip_prefix(&title).expect("the page's own words come first and whole").to_owned();
            assert!(
                seen.last().is_none_or(|before: &String| before.chars().count() >= behind.chars().count()),
                "{behind}"
            );
            said += usize::from(behind.contains("นากอก"));
            if seen.last() != Some(&behind) {
                seen.push(behind);
            }
        }
        assert!(said > 40);
        assert_eq!(
            seen,
            [
                " · ปีงบประมาณ ๒๕๖๙ · องค์การบริหารส่วนตำบลนากอก · โปร่งใส",
                " · ปีงบประมาณ ๒๕๖๙ · องค์การบริหารส่วนตำบลนากอก",
                " · ปีงบประมาณ ๒๕๖๙ · อบต.นากอก",
                " · ๒๕๖๙ · อบต.นากอก",
                " · 1-06 · ๒๕๖๙",
                " · ๒๕๖๙",
                "",
            ]
        );
        let long = "โครงการเสริมสร้างความโปร่งใสในการบริหารงานบุคคล".repeat(4);
        let longer = full_title(&of(&long));
        assert!(longer.chars().count() <= LONGEST_TITLE && longer.ends_with("… · 1-06 · ๒๕๖๙"), "{longer}");
        assert!(longer.chars().count() > LONGEST_TITLE - 8, "{longer}");
        let none = TitleParts { code: None, year: None, bare_year: None, agency: None, ..of("โปร่งใส") };
        assert_eq!(full_title(&none), "โปร่งใส");
        assert_eq!(full_title(&TitleParts { title: "ค้นหา", ..none }), "ค้นหา · โปร่งใส");
        assert_eq!(shortened("เทศบาลตำบลท่าเสม็ด"), "ทต.ท่าเสม็ด");
        assert_eq!(shortened("กรมตัวอย่าง"), "กรมตัวอย่าง");
    }

    #[test]
    fn descriptions_say_whose_they_are() {
        assert_eq!(description("ค้นหา", None, Some("อบต.นากอก"), "หาหน้า"), "ค้นหา · อบต.นากอก: หาหน้า");
        assert_eq!(description("แผน", None, Some("อบต.นากอก"), "แผนของ อบต.นากอก ปีนี้"), "แผนของ อบต.นากอก ปีนี้");
        assert_eq!(description("อำเภอเมือง", None, None, "อำเภอเมือง"), "อำเภอเมือง");
    }
}
