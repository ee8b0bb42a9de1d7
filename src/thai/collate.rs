//! The order of names in a Thai dictionary, with numbers in the order of counting (๒ before ๑๐, Thai digits as Arabic).

use std::cmp::Ordering;
use std::sync::OnceLock;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;

/// Built once; `None` only if the compiled-in data lacked Thai, and then the order of code points serves.
fn collator() -> Option<&'static CollatorBorrowed<'static>> {
    static COLLATOR: OnceLock<Option<CollatorBorrowed<'static>>> = OnceLock::new();
    COLLATOR.get_or_init(|| Collator::try_new(locale!("th-u-kn").into(), CollatorOptions::default()).ok()).as_ref()
}

/// Equal for texts that a dictionary does not tell apart, such as "มิติ ๒" and "มิติ 2".
pub fn compare(left: &str, right: &str) -> Ordering {
    match collator() {
        Some(collator) => collator.compare(left, right),
        None => left.cmp(right),
    }
}

/// Texts that a dictionary does not tell apart keep a fixed order too, so the result never depends on the input's.
pub fn sort_by_name<T>(things: &mut [T], name: impl Fn(&T) -> &str) {
    things.sort_by(|left, right| {
        let (left, right) = (name(left), name(right));
        compare(left, right).then_with(|| left.cmp(right))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_like_a_dictionary() {
        let right = [
            "มิติ ๑",
            "มิติ 2",
            "มิติ ๑๐",
            "มิติ 11",
            "กา",
            "ก่า",
            "ก้าว",
            "เก",
            "แกง",
            "โกง",
            "ใกล้",
            "ไก่",
            "ขาว",
            "เขต",
            "รวย",
            "ฤดู",
            "ลม",
            "ศาล",
            "เศรษฐกิจ",
            "ฮา",
        ];
        let mut names: Vec<&str> = right.iter().rev().copied().collect();
        sort_by_name(&mut names, |name| name);
        let (numbered, plain): (Vec<&str>, Vec<&str>) = names.iter().partition(|name| name.starts_with("มิติ"));
        assert_eq!(numbered, right[..4]);
        assert_eq!(plain, right[4..]);
        assert_eq!(compare("มิติ ๒", "มิติ 2"), Ordering::Equal);
    }
}
