//! What an author's file says otherwise than the file that comes with the program, line by line. Pure text.

use std::collections::BTreeSet;

use crate::line_match::{LineMatch, line_match};

/// A line that only one of two texts has; what is alike is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangedLine<'t> {
    Original(usize, &'t str),
    Own(usize, &'t str),
}

/// More pairs of lines than this are not compared one by one.
const MOST: usize = 4_000_000;

/// In the order of the files; `None` where both are too long to compare.
pub fn lines<'t>(original: &'t str, own: &'t str) -> Option<Vec<ChangedLine<'t>>> {
    let (left, right): (Vec<&str>, Vec<&str>) = (original.lines().collect(), own.lines().collect());
    let LineMatch { to_right, whole } = line_match(&left, &right, MOST);
    if !whole {
        return None;
    }
    let mut changed = Vec::new();
    let mut next = 0;
    // Behind the last line both texts end.
    for (at, same) in to_right.into_iter().map(Some).chain([None]).enumerate() {
        match same {
            Some(None) => changed.push(ChangedLine::Original(at + 1, left[at])),
            Some(Some(_)) | None => {
                let until = same.flatten().unwrap_or(right.len());
                changed.extend((next..until).map(|other| ChangedLine::Own(other + 1, right[other])));
                next = until + 1;
            }
        }
    }
    Some(changed)
}

/// The same of files of words, which are merged word by word: one that the author does not name stays as it was.
pub fn words<'t>(original: &'t str, own: &'t str) -> Option<Vec<ChangedLine<'t>>> {
    let key = |line: &'t str| line.split_once('=').map(|(key, _)| key.trim());
    let named: BTreeSet<&str> = own.lines().filter_map(key).collect();
    let is_told = |line: &ChangedLine<'t>| match line {
        ChangedLine::Original(_, text) => key(text).is_some_and(|key| named.contains(key)),
        ChangedLine::Own(..) => true,
    };
    lines(original, own).map(|lines| lines.into_iter().filter(is_told).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_not_named_are_no_difference() {
        let told = words("# a\nhome = \"บ้าน\"\nyear = \"ปี\"\n", "year = \"พ.ศ.\"\n");
        let expected = vec![ChangedLine::Original(3, "year = \"ปี\""), ChangedLine::Own(1, "year = \"พ.ศ.\"")];
        assert_eq!(told, Some(expected));
    }

    #[test]
    fn only_what_differs_is_told() {
        let told = lines("a\nb\nc\nd\n", "a\nx\nc\nd\ne\n");
        let expected = vec![ChangedLine::Original(2, "b"), ChangedLine::Own(2, "x"), ChangedLine::Own(5, "e")];
        assert_eq!(told, Some(expected));
        assert_eq!(lines("a\n", "a\n"), Some(Vec::new()));
        assert_eq!(lines("", "a\nb"), Some(vec![ChangedLine::Own(1, "a"), ChangedLine::Own(2, "b")]));
    }
}
