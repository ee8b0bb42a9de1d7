//! Where no browser may end a line: a pass over the finished page holds names and words that dictionaries cut inside, and
//! figures to what they count. Touches text alone; what is copied or searched stays as it was but for firm spaces.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind, packed};

use crate::site::origin::is_mark;
use crate::site::{tags, typeset};
use crate::thai::segment;

/// Shorter names stand inside too many other words.
const SHORTEST_NAME: usize = 3;

/// Elements in which no other may stand, whose text is drawn or meant as it stands, and what is held already.
fn is_closed(name: &str) -> bool {
    matches!(name, "head" | "svg" | "script" | "style" | "title" | "textarea" | "select" | "option" | "code" | "pre")
}

/// The class of what is read aloud and never set in lines.
const UNSEEN: &str = "unseen";

const HELD: &str = "<span class=\"nobr\">";

/// The mark and the word of a status, which stay on one line: a long table has a hundred of them.
const STATE: &str = "<span class=\"state";

/// The first byte of every mark, which no letter in use begins with.
const MARK_BEGINS: u8 = 0xf4;

/// Names of an authority, and what finds them.
#[derive(Default)]
struct HeldNames {
    names: Vec<String>,
    finder: Option<WordFinder>,
}

/// Thai letters begin alike: what looks for the first byte of a word stops at nearly every letter. Where the processor
/// compares the first letters of all words at once it passes over most of a text, elsewhere an automaton reads all of it.
enum WordFinder {
    Packed(packed::Searcher),
    Automaton(AhoCorasick),
}

impl WordFinder {
    fn of<'w>(words: impl Iterator<Item = &'w str>) -> Option<Self> {
        let words: Vec<&str> = words.collect();
        if words.is_empty() {
            return None;
        }
        let mut packed = packed::Config::new().match_kind(packed::MatchKind::LeftmostLongest).builder();
        if let Some(packed) = packed.extend(&words).build() {
            return Some(Self::Packed(packed));
        }
        let mut builder = AhoCorasick::builder();
        builder.match_kind(MatchKind::LeftmostLongest).kind(Some(AhoCorasickKind::DFA)).prefilter(false);
        builder.build(words).ok().map(Self::Automaton)
    }

    fn find_into(&self, text: &str, found: &mut Vec<Range<usize>>, is_whole: impl Fn(&Range<usize>) -> bool) {
        match self {
            Self::Packed(packed) => found.extend(packed.find_iter(text).map(|hit| hit.range()).filter(is_whole)),
            Self::Automaton(words) => found.extend(words.find_iter(text).map(|hit| hit.range()).filter(is_whole)),
        }
    }
}

thread_local! {
    /// Of the page before: pages of one authority follow one another.
    static OWN: RefCell<HeldNames> = RefCell::default();
}

/// The page with `names`, those of the authority that it is about, held too.
pub fn held(html: &str, names: &[&str]) -> String {
    OWN.with_borrow_mut(|own| {
        if own.names != names {
            own.names = names.iter().map(|name| (*name).to_owned()).collect();
            let long_enough = |name: &&str| name.chars().count() >= SHORTEST_NAME;
            own.finder = WordFinder::of(names.iter().copied().filter(long_enough));
        }
        with_held(html, own.finder.as_ref())
    })
}

fn with_held(html: &str, own: Option<&WordFinder>) -> String {
    static WORDS: LazyLock<Option<WordFinder>> =
        LazyLock::new(|| WordFinder::of(include_str!("whole.txt").lines().filter(|line| !line.starts_with('#'))));
    let lists = [own, WORDS.as_ref()];
    let has_marks = html.as_bytes().contains(&MARK_BEGINS);
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    // The closed element around, and how many of its name are open.
    let mut closed: Option<(&str, usize)> = None;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, from) = rest.split_at(at);
        if closed.is_some() {
            out.push_str(text)
        } else {
            set(&mut out, text, has_marks, lists, &mut found)
        }
        let closes = from.starts_with("</");
        let mut is_unseen = false;
        let end = tags::end_and_values(from, |before, value| {
            is_unseen |= value.starts_with(UNSEEN) && before.ends_with("class=\"");
        });
        let (tag, after) = from.split_at(end);
        out.push_str(tag);
        rest = after;
        if closes && closed.is_none() {
            continue;
        }
        let name = tags::name(tag.get(if closes { 2 } else { 1 }..).unwrap_or(""));
        closed = match closed {
            None => {
                let begins = is_unseen || is_closed(name) || tag == HELD || tag.starts_with(STATE);
                let empty = || name.starts_with('!') || tags::holds_nothing(tag, name);
                (begins && !empty()).then_some((name, 1))
            }
            Some((known, depth)) if known == name => {
                let empty = !closes && (name.starts_with('!') || tags::holds_nothing(tag, name));
                match (closes, depth) {
                    (true, 1) => None,
                    (true, depth) => Some((known, depth - 1)),
                    (false, depth) => Some((known, if empty { depth } else { depth + 1 })),
                }
            }
            unchanged => unchanged,
        };
    }
    out.push_str(rest);
    out
}

fn set(out: &mut String, text: &str, has_marks: bool, lists: [Option<&WordFinder>; 2], found: &mut Vec<Range<usize>>) {
    let has_hyphen = text.as_bytes().contains(&b'-');
    // Blanks between tags, and Latin words.
    let is_plain = || text.is_ascii() || (has_marks && text.chars().all(|letter| letter.is_ascii() || is_mark(letter)));
    if !has_hyphen && is_plain() {
        out.push_str(text);
        return;
    }
    let text = typeset::with_firm_spaces_around(text, is_mark);
    let words = if has_marks { Unmarked::of(&text) } else { Unmarked::plain(&text) };
    let plain = words.text.as_ref();
    let whole = |at: &Range<usize>| segment::may_part_at(plain, at.start) && segment::may_part_at(plain, at.end);
    found.clear();
    if has_hyphen {
        hyphened(plain, found);
    }
    for list in lists.into_iter().flatten() {
        list.find_into(plain, found, whole);
    }
    found.sort_by_key(|at| (at.start, std::cmp::Reverse(at.end)));
    let mut from = 0;
    for at in found.iter().map(|at| words.in_marked(at)) {
        if at.start < from {
            continue;
        }
        out.push_str(&text[from..at.start]);
        out.push_str(HELD);
        out.push_str(&text[at.clone()]);
        out.push_str("</span>");
        from = at.end;
    }
    out.push_str(&text[from..]);
}

/// "e-GP", "e-PlanNACC": short Latin names, which browsers part behind their hyphen. Longer ones are addresses or words that
/// may part.
fn hyphened(text: &str, found: &mut Vec<Range<usize>>) {
    const LONGEST: usize = 16;
    let bytes = text.as_bytes();
    let within = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'/' | b'@' | b':');
    let mut from = 0;
    while let Some(at) = bytes.get(from..).and_then(|rest| rest.iter().position(|byte| *byte == b'-')) {
        let at = from + at;
        let start = bytes.iter().take(at).rposition(|byte| !within(byte)).map_or(0, |before| before + 1);
        let end = bytes.iter().skip(at).position(|byte| !within(byte)).map_or(bytes.len(), |length| at + length);
        let name = bytes.get(start..end).unwrap_or_default();
        let parts: Vec<&[u8]> = name.split(|byte| *byte == b'-').collect();
        let is_name = parts.iter().all(|part| !part.is_empty() && part.iter().all(u8::is_ascii_alphanumeric))
            && parts.iter().skip(1).any(|part| part.first().is_some_and(u8::is_ascii_alphabetic));
        if is_name && name.len() <= LONGEST {
            found.push(start..end);
        }
        from = end.max(at + 1);
    }
}

/// Text as a reader has it: the marks of a preview are no part of its words, which must be held as in a build.
struct Unmarked<'t> {
    text: Cow<'t, str>,
    /// Where marks were taken out: the place in what is left, and how many bytes were taken before it in all.
    taken: Vec<(usize, usize)>,
}

impl<'t> Unmarked<'t> {
    fn plain(text: &'t str) -> Self {
        Self { text: Cow::Borrowed(text), taken: Vec::new() }
    }

    fn of(text: &'t str) -> Self {
        if !text.contains(is_mark) {
            return Self::plain(text);
        }
        let mut plain = String::with_capacity(text.len());
        let (mut taken, mut bytes) = (Vec::new(), 0);
        for letter in text.chars() {
            if is_mark(letter) {
                bytes += letter.len_utf8();
                taken.push((plain.len(), bytes));
            } else {
                plain.push(letter);
            }
        }
        Self { text: Cow::Owned(plain), taken }
    }

    /// The same words among the marks: those around them stay outside.
    fn in_marked(&self, at: &Range<usize>) -> Range<usize> {
        let before = |place: usize, with: bool| {
            let count = self.taken.partition_point(|(mark, _)| *mark < place || (with && *mark == place));
            count.checked_sub(1).and_then(|last| self.taken.get(last)).map_or(0, |(_, bytes)| *bytes)
        };
        at.start + before(at.start, true)..at.end + before(at.end, false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_a_preview_change_nothing_of_what_is_held() {
        let plain = held("<p>ชาวนากอก ๔๙ เรื่องแล้วเสร็จ</p>", &["นากอก"]);
        let marked =
            held("<p>\u{10ff00}ชาว\u{10ff00}นากอก ๔๙ เรื่อง\u{10ff01}แล้ว\u{10ff01}เสร็จ\u{10ff00}</p>", &["นากอก"]);
        assert!(marked.contains("<span class=\"nobr\">นากอก</span>"));
        assert_eq!(marked.replace(is_mark, ""), plain);
    }

    #[test]
    fn words_and_names_are_held_and_figures_stay_with_what_they_count() {
        let page = "<head><title>ธรรมาภิบาล</title></head><p title=\"นากอก\">ชาวนากอก ๔๙ เรื่อง <b>แล้วเสร็จ</b></p>";
        assert_eq!(
            held(page, &["นากอก"]),
            "<head><title>ธรรมาภิบาล</title></head><p title=\"นากอก\">ชาว<span class=\"nobr\">นากอก</span> ๔๙\u{a0}เรื่อง \
             <b><span class=\"nobr\">แล้วเสร็จ</span></b></p>"
        );
    }

    #[test]
    fn a_latin_name_is_held_at_its_hyphen_and_an_address_is_not() {
        let held_in = |name: &str| held(&format!("<p>{name}</p><li>ผ่าน {name}</li>"), &[]);
        let is_held = |name: &str| held_in(name).matches(&format!("{HELD}{name}</span>")).count() == 2;
        for name in ["e-GP", "e-PlanNACC", "e-LAAS", "G-Service", "m-Voting"] {
            assert!(is_held(name), "{}", held_in(name));
        }
        for text in ["prongsai.example/na-kok/", "na-kok@example.go.th", "1-01", "-", "a--b", "no-longer-a-short-name"]
        {
            assert!(!held_in(text).contains(HELD), "{}", held_in(text));
        }
    }

    #[test]
    fn what_is_held_drawn_or_code_stays_as_it_is() {
        for page in [
            "<p><span class=\"nobr\">ธรรมาภิบาล</span></p>",
            "<td><span class=\"state done\"><svg></svg> <span>ดำเนินการแล้วเสร็จ</span></span></td>",
            "<svg><text>แล้วเสร็จ ๔ เรื่อง</text></svg><code>ป้องกัน</code>",
            "<select><option>ท้องถิ่น</option></select><textarea>ผลงาน</textarea>",
        ] {
            assert_eq!(held(page, &[]), page);
        }
    }

    #[test]
    fn no_word_is_found_inside_a_longer_one() {
        // A vowel or a mark that follows belongs to the last letter; one that leads belongs to the first.
        assert_eq!(
            held("<p>ผลงานะ แผลงาน</p>", &[]),
            "<p>ผลงานะ แ<span class=\"nobr\">ผลงาน</span></p>".replace("แ<span class=\"nobr\">ผลงาน</span>", "แผลงาน")
        );
    }
}
