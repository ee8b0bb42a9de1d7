//! What a page is called in a list of results: a title that fits, and a description that no other page has.
//! Knows words only; what they are made of is the page's.

use crate::thai::segment::{beginning, clusters};

/// Search engines and tabs show about so much of a title.
const LONGEST_TITLE: usize = 70;
/// So much of a page's own title is kept, whatever stands behind it.
const LEAST: usize = 20;
/// So much of a title stands before what is said of it.
const IN_DESCRIPTION: usize = 90;

pub struct TitleParts<'a> {
    pub title: &'a str,
    /// Of an item: it tells apart what is called alike.
    pub code: Option<&'a str>,
    pub year: Option<&'a str>,
    pub agency: Option<&'a str>,
    pub site: &'a str,
}

/// Page, year, agency and site; the site is left out where there is no room, and a title is cut before its code.
pub fn full_title(of: &TitleParts<'_>) -> String {
    let joined = |parts: &[Option<&str>]| parts.iter().flatten().copied().collect::<Vec<_>>().join(" · ");
    let length = |text: &str| text.chars().count();
    if of.title == of.site {
        return of.title.to_owned();
    }
    let whole = joined(&[Some(of.title), of.year, of.agency, Some(of.site)]);
    if length(&whole) <= LONGEST_TITLE {
        return whole;
    }
    let behind = [of.year, of.agency.or(Some(of.site))];
    let without_site = joined(&[Some(of.title), behind[0], behind[1]]);
    if length(&without_site) <= LONGEST_TITLE {
        return without_site;
    }
    let tail = joined(&[of.code, behind[0], behind[1]]);
    let room = LONGEST_TITLE.saturating_sub(length(&tail) + 4).max(LEAST);
    format!("{}… · {tail}", cut(of.title, room))
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
        let of = |title| TitleParts {
            title,
            code: Some("1-06"),
            year: Some("ปี ๒๕๖๙"),
            agency: Some("อบต.นากอก"),
            site: "โปร่งใส",
        };
        assert_eq!(full_title(&of("อบรม")), "อบรม · ปี ๒๕๖๙ · อบต.นากอก · โปร่งใส");
        let long = "โครงการเสริมสร้างความโปร่งใสในการบริหารงานบุคคล";
        assert_eq!(full_title(&of(long)), format!("{long} · ปี ๒๕๖๙ · อบต.นากอก"));
        let longer = full_title(&of(&long.repeat(4)));
        assert!(
            longer.chars().count() <= LONGEST_TITLE && longer.ends_with("… · 1-06 · ปี ๒๕๖๙ · อบต.นากอก"),
            "{longer}"
        );
        assert_eq!(
            full_title(&TitleParts {
                title: "โปร่งใส", code: None, year: None, agency: None, site: "โปร่งใส"
            }),
            "โปร่งใส"
        );
    }

    #[test]
    fn descriptions_say_whose_they_are() {
        assert_eq!(description("ค้นหา", None, Some("อบต.นากอก"), "หาหน้า"), "ค้นหา · อบต.นากอก: หาหน้า");
        assert_eq!(description("แผน", None, Some("อบต.นากอก"), "แผนของ อบต.นากอก ปีนี้"), "แผนของ อบต.นากอก ปีนี้");
        assert_eq!(description("อำเภอเมือง", None, None, "อำเภอเมือง"), "อำเภอเมือง");
    }
}
