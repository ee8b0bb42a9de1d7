//! How place names are written: with their title or without, shortened, mistyped.
//! A leaf of the gazetteer; knows no places but the two provinces that have short names.

use std::borrow::Cow;

use crate::standards::heads;
use crate::thai::is_mark;

/// The bare name, without a title, spaces around it, or the usual wrong ways to type a vowel.
pub fn without_title<'a>(name: &'a str, titles: &[&str]) -> Cow<'a, str> {
    let name = name.trim();
    let bare = titles.iter().find_map(|title| name.strip_prefix(title)).map(str::trim_start);
    // A place may be called what the title says: อำเภอเขตต์ is no เขต.
    let bare = bare.filter(|rest| !rest.is_empty() && !rest.starts_with(is_mark)).unwrap_or(name);
    if bare.contains("ํา") || bare.contains("เเ") || bare.contains('\u{200B}') {
        Cow::Owned(bare.replace("ํา", "ำ").replace("เเ", "แ").replace('\u{200B}', ""))
    } else {
        Cow::Borrowed(bare)
    }
}

pub fn full_province(name: &str) -> &str {
    match name {
        "กรุงเทพฯ" | "กรุงเทพ" | "กทม." | "กทม" => "กรุงเทพมหานคร",
        "อยุธยา" | "พระนครศรีอยุธยาฯ" => "พระนครศรีอยุธยา",
        "โคราช" => "นครราชสีมา",
        _ => name,
    }
}

/// The candidate with the fewest different letters, at most a third of the name; the first of equals.
pub fn nearest_of<T: Copy>(
    name: &str,
    candidates: impl Iterator<Item = T>,
    name_of: fn(T) -> &'static str,
) -> Option<T> {
    let most = (name.chars().count() / 3).max(1);
    let near = candidates.filter_map(|it| heads::distance(name, name_of(it), most).map(|distance| (distance, it)));
    near.min_by_key(|(distance, _)| *distance).map(|(_, it)| it)
}
