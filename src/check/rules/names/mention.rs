//! Every "องค์การบริหารส่วนตำบล…", "ตำบล…", "อำเภอ…", "จังหวัด…" of a line, and whose name follows it.
//! Thai has no gaps between words: what follows is compared with known names, and ordinary words are told from names.

use std::sync::LazyLock;

use super::Line;
use super::own::Own;
use crate::check::AgencyNames;
use crate::check::agency_names::AUTHORITY_WORDS;
use crate::source::meta::AgencyType;
use crate::span::Span;
use crate::standards::gazetteer;
use crate::thai::{WordSpotter, is_mark};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    Own,
    OtherAuthority,
    OtherPlace,
    Misspelt,
    SecondSpelling,
}

pub struct Mention {
    pub sort: Sort,
    /// The name with the word before it, as printed.
    pub shown: String,
    /// Where that name belongs, or the right spelling.
    pub known_as: Option<String>,
    /// The bytes of the place that are the misspelt name alone.
    pub wrong_part: Option<(usize, usize)>,
}

/// Words that go on after "องค์การบริหารส่วนตำบล" without being a name: `goes_on.txt`.
static GOES_ON: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("goes_on.txt").lines().filter(|line| !line.starts_with('#')).collect());

/// Words that make another name of a name: พิบูล and พิบูลนคร are two places.
const LONGER_NAMES: &[&str] = &["นคร", "บุรี", "ใต้", "เหนือ", "ตะวันออก", "ตะวันตก"];

/// Before a place that is only visited.
const VISITED: &[&str] = &["ดูงาน", "เยี่ยมชม", "เดินทางไป", "อบรม ณ", "ณ จังหวัด", "ทัศนศึกษา", "ไปราชการ", "อบรมที่"];

const PLACE_WORDS: [&str; 3] = ["ตำบล", "อำเภอ", "จังหวัด"];

/// Gives every mention of the line to `found`, with its place.
pub fn read(line: Line<'_, '_>, own: &Own, others: &AgencyNames, found: &mut dyn FnMut(Mention, Span)) {
    let text = line.text;
    static WORDS: LazyLock<WordSpotter> =
        LazyLock::new(|| WordSpotter::of(AUTHORITY_WORDS.into_iter().chain(PLACE_WORDS)));
    for (number, at) in WORDS.find_iter(text) {
        let (start, word) = (at.start, &text[at]);
        if number < AUTHORITY_WORDS.len() {
            authority(text, start, word, own, others, &mut |mention, start, end| found(mention, line.span(start, end)));
        } else {
            place(text, start, word, own, &mut |mention, start, end| found(mention, line.span(start, end)));
        }
    }
}

type Give<'g> = &'g mut dyn FnMut(Mention, usize, usize);

/// Where the name begins that belongs to a word, and whether that is at once; it may also follow after one space.
fn behind(text: &str, word_ends: usize) -> Option<(usize, bool)> {
    let rest = &text[word_ends..];
    let gap = rest.len() - rest.trim_start_matches(' ').len();
    (gap <= 1).then_some((word_ends + gap, gap == 0))
}

fn authority(text: &str, at: usize, word: &str, own: &Own, others: &AgencyNames, give: Give<'_>) {
    let Some((name_at, is_joined)) = behind(text, at + word.len()) else { return };
    let rest = &text[name_at..];
    // Whoever is visited may be called by any name.
    let is_visited = VISITED.iter().any(|words| tail(&text[..at], 30).contains(words));
    let give: Give<'_> = &mut |mention: Mention, start, end| {
        if !(is_visited && mention.sort == Sort::OtherAuthority) {
            give(mention, start, end);
        }
    };
    let simple = |sort, length: usize| Mention {
        sort,
        shown: text[at..name_at + length].to_owned(),
        known_as: None,
        wrong_part: None,
    };
    if !own.base.is_empty() && rest.starts_with(own.base.as_str()) && ends_well(rest, own.base.len()) {
        if let Some(more) = LONGER_NAMES.iter().find(|more| rest[own.base.len()..].starts_with(**more)) {
            let length = own.base.len() + more.len();
            give(simple(Sort::OtherAuthority, length), at, name_at + length);
            return;
        }
        give(simple(Sort::Own, own.base.len()), at, name_at + own.base.len());
        return;
    }
    if let Some(variant) = own.variants.iter().find(|variant| rest.starts_with(variant.as_str())) {
        let longer = LONGER_NAMES.iter().find(|more| rest[variant.len()..].starts_with(**more));
        let mention = match longer {
            Some(more) => simple(Sort::OtherAuthority, variant.len() + more.len()),
            None => Mention { shown: variant.clone(), ..simple(Sort::SecondSpelling, variant.len()) },
        };
        let length = variant.len() + longer.map_or(0, |more| more.len());
        give(mention, at, name_at + length);
        return;
    }
    if let Some((other, length)) = others.leading(rest, &own.slug, &own.base, |end| ends_well(rest, end)) {
        let mention = Mention { known_as: Some(other.place()), ..simple(Sort::OtherAuthority, length) };
        give(mention, at, name_at + length);
        return;
    }
    let token = token_length(rest);
    let whole = &rest[..token];
    let of_register = |name: &str| -> Option<String> {
        if word.contains("จังหวัด") || *word == *"อบจ." {
            return gazetteer::province(name).map(|province| format!("จังหวัด{}", province.name()));
        }
        place_of_tambon(name, own)
    };
    if whole.chars().count() >= 3
        && let Some(place) = of_register(whole)
    {
        let sort = Mention { known_as: Some(place), ..simple(Sort::OtherAuthority, token) };
        give(sort, at, name_at + token);
        return;
    }
    if token == 0 || GOES_ON.iter().any(|word| rest.starts_with(word)) {
        return;
    }
    for length in prefixes(whole, 5) {
        if let Some(place) = of_register(&rest[..length]) {
            let mention = Mention { known_as: Some(place), ..simple(Sort::OtherAuthority, length) };
            give(mention, at, name_at + length);
            return;
        }
    }
    if let Some(length) = near_own(whole, own) {
        let mention = Mention {
            wrong_part: (length == token).then_some((name_at - at, name_at + length - at)),
            known_as: Some(own.base.clone()),
            ..simple(Sort::Misspelt, shown_length(whole, length))
        };
        give(mention, at, name_at + length);
        return;
    }
    // A short word by itself, directly after the full word: a name that no register knows.
    let letters = whole.chars().count();
    if is_joined && word.chars().count() > 8 && (3..=14).contains(&letters) {
        give(simple(Sort::OtherAuthority, token), at, name_at + token);
    }
}

fn place(text: &str, at: usize, word: &str, own: &Own, give: Give<'_>) {
    let before = &text[..at];
    if own.kind == AgencyType::Other || own.province_known.is_none() {
        return;
    }
    let Some((name_at, is_joined)) = behind(text, at + word.len()) else { return };
    let rest = &text[name_at..];
    let token = token_length(rest);
    let own_name = match word {
        "ตำบล" => own.tambon.as_deref().unwrap_or(&own.base),
        "อำเภอ" => own.amphoe.as_deref().unwrap_or(""),
        _ => own.province.as_deref().unwrap_or(""),
    };
    let mention = |sort, length: usize, known_as: Option<String>| Mention {
        sort,
        shown: text[at..name_at + length].to_owned(),
        known_as,
        wrong_part: None,
    };
    if own_name.is_empty() || token == 0 || (rest.starts_with(own_name) && ends_well(rest, own_name.len())) {
        return;
    }
    if word == "ตำบล" {
        if rest.starts_with(own.base.as_str()) {
            return;
        }
        if let Some(variant) = own.variants.iter().find(|variant| rest.starts_with(variant.as_str())) {
            let found = Mention { shown: variant.clone(), ..mention(Sort::SecondSpelling, variant.len(), None) };
            give(found, at, name_at + variant.len());
            return;
        }
    }
    if VISITED.iter().any(|words| tail(before, 30).contains(words)) {
        return;
    }
    let whole = &rest[..token];
    let goes_on = GOES_ON.iter().any(|word| rest.starts_with(word));
    let lengths = std::iter::once(token).chain(prefixes(whole, 5).filter(|_| !goes_on && is_joined));
    for length in lengths {
        let name = &rest[..length];
        if name.chars().count() < 3 {
            continue;
        }
        match stands_where(word, name, own) {
            Where::Here => return,
            Where::Elsewhere => {
                give(mention(Sort::OtherPlace, length, None), at, name_at + length);
                return;
            }
            Where::Nowhere => {}
        }
    }
    // One letter off the own place, by itself: a slip.
    let letters = own_name.chars().count();
    if is_joined
        && letters >= 4
        && crate::standards::heads::distance(whole, own_name, if letters >= 6 { 2 } else { 1 }).is_some()
    {
        let mut found = mention(Sort::Misspelt, token, Some(own_name.to_owned()));
        found.wrong_part = Some((name_at - at, name_at + token - at));
        give(found, at, name_at + token);
    }
}

enum Where {
    Here,
    Elsewhere,
    Nowhere,
}

fn stands_where(word: &str, name: &str, own: &Own) -> Where {
    let (mut here, mut known) = (false, false);
    match word {
        "ตำบล" => {
            for tambon in gazetteer::tambons_named(name) {
                known = true;
                let amphoe = tambon.amphoe();
                here |= match own.amphoe_known {
                    Some(own_amphoe) if own.kind != AgencyType::Pao => amphoe == Some(own_amphoe),
                    _ => amphoe.and_then(|amphoe| amphoe.province()) == own.province_known,
                };
            }
        }
        "อำเภอ" => {
            for amphoe in gazetteer::amphoes_named(name) {
                known = true;
                here |= own.kind == AgencyType::Pao && amphoe.province() == own.province_known
                    || own.amphoe_known.is_none() && amphoe.province() == own.province_known
                    || own.amphoe_known == Some(amphoe);
            }
        }
        _ => {
            if let Some(province) = gazetteer::province(name) {
                known = true;
                here = own.province_known == Some(province);
            }
        }
    }
    match (here, known) {
        (true, _) => Where::Here,
        (_, true) => Where::Elsewhere,
        _ => Where::Nowhere,
    }
}

/// "อำเภอเมืองปราจีนบุรี จังหวัดปราจีนบุรี"; of several the own province's, else the first.
fn place_of_tambon(name: &str, own: &Own) -> Option<String> {
    let all = gazetteer::tambons_named(name);
    let of_own =
        |tambon: &&gazetteer::Tambon| tambon.amphoe().and_then(|amphoe| amphoe.province()) == own.province_known;
    let tambon = all.iter().find(of_own).or_else(|| all.first())?;
    let amphoe = tambon.amphoe()?;
    Some(format!("ตำบล{} อำเภอ{} จังหวัด{}", tambon.name(), amphoe.name(), amphoe.province()?.name()))
}

/// How far Thai letters go on.
fn token_length(text: &str) -> usize {
    let thai = |letter: char| ('ก'..='ฮ').contains(&letter) || matches!(letter, 'ะ'..='ฺ' | 'เ'..='ๅ' | '็'..='๎');
    text.find(|letter: char| !thai(letter)).unwrap_or(text.len())
}

/// Lengths of the beginnings of a word that have at least so many letters and cut no syllable, longest first.
fn prefixes(word: &str, least: usize) -> impl Iterator<Item = usize> + '_ {
    let ends: Vec<usize> = word.char_indices().map(|(at, _)| at).skip(least).take(20).collect();
    ends.into_iter().rev().filter(move |end| ends_well(word, *end))
}

/// Whether a name of this length may end here: the next letter does not belong to it.
fn ends_well(text: &str, length: usize) -> bool {
    let joined = |letter: char| is_mark(letter) || matches!(letter, 'ะ' | 'า' | 'ๅ' | 'ฯ' | 'ๆ');
    !text[length..].starts_with(joined)
}

/// The length of a beginning that is the own name with a letter or two wrong.
fn near_own(word: &str, own: &Own) -> Option<usize> {
    let letters = own.base.chars().count();
    let ends: Vec<usize> = word.char_indices().map(|(at, _)| at).skip(1).chain(std::iter::once(word.len())).collect();
    let whole = ends.last().copied().filter(|end| own.is_near(&word[..*end]));
    whole.or_else(|| {
        let around = letters.saturating_sub(2)..=letters + 1;
        ends.iter()
            .enumerate()
            .filter(|(at, _)| around.contains(at))
            .map(|(_, end)| *end)
            .find(|end| ends_well(word, *end) && own.is_near(&word[..*end]))
    })
}

/// The misread name runs on into the next words: some of them help to find it.
fn shown_length(word: &str, length: usize) -> usize {
    let after = word[length..].char_indices().map(|(at, _)| length + at).skip(6).find(|end| ends_well(word, *end));
    if length == word.len() { length } else { after.unwrap_or(word.len()) }
}

fn tail(text: &str, letters: usize) -> &str {
    let from = text.char_indices().rev().take(letters).last().map_or(text.len(), |(at, _)| at);
    &text[from..]
}
