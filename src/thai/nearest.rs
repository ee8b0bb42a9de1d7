//! The nearest right word to a misspelt one, for "did you mean".
//! Slips that Thai typists make most (tone marks, neighbours swapped) count for less.

/// A whole edit; half of it is the cost of a slip in a tone mark, in letter case, or between `-`, `_` and a space.
pub const EDIT: usize = 2;

/// Words past this length are compared for equality only; the work grows with the square of it.
const LONGEST: usize = 64;

/// The candidate nearest to the word, or none if all are too far off. Of equally near ones the first.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.trim();
    let length = word.chars().count();
    if length == 0 {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let longer = length.max(candidate.chars().count());
        // One slip in a short word, about a third of a long one.
        let threshold = if longer <= 2 { EDIT / 2 } else { (longer / 3).max(1) * EDIT };
        let cost = distance(word, candidate);
        if cost <= threshold && best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Damerau–Levenshtein distance over characters, in halves of an edit (`EDIT` is one whole).
pub fn distance(left: &str, right: &str) -> usize {
    if left == right {
        return 0;
    }
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    if left.len() > LONGEST || right.len() > LONGEST {
        return left.len().max(right.len()) * EDIT;
    }
    // Three rows suffice: a swap of neighbours looks two rows back.
    let mut before_last = vec![0; right.len() + 1];
    let mut last: Vec<usize> = std::iter::once(0)
        .chain(right.iter().scan(0, |total, &letter| {
            *total += gap(letter);
            Some(*total)
        }))
        .collect();
    for (row, &letter) in left.iter().enumerate() {
        let mut current = Vec::with_capacity(right.len() + 1);
        current.push(last[0] + gap(letter));
        for (column, &other) in right.iter().enumerate() {
            let mut cost = (last[column] + replacement(letter, other))
                .min(last[column + 1] + gap(letter))
                .min(current[column] + gap(other));
            let swapped = row > 0 && column > 0 && letter == right[column - 1] && other == left[row - 1];
            if swapped && letter != other {
                cost = cost.min(before_last[column - 1] + EDIT);
            }
            current.push(cost);
        }
        before_last = std::mem::replace(&mut last, current);
    }
    last[right.len()]
}

/// What it costs to leave out or to put in.
fn gap(letter: char) -> usize {
    if is_light(letter) { EDIT / 2 } else { EDIT }
}

fn replacement(letter: char, other: char) -> usize {
    let joins = |letter: char| matches!(letter, '-' | '_' | ' ');
    let slip =
        (is_light(letter) && is_light(other)) || letter.eq_ignore_ascii_case(&other) || (joins(letter) && joins(other));
    match (letter == other, slip) {
        (true, _) => 0,
        (false, true) => EDIT / 2,
        (false, false) => EDIT,
    }
}

/// Tone marks, the silencer and the short-vowel sign: easily left out, added or exchanged.
fn is_light(letter: char) -> bool {
    ('\u{e47}'..='\u{e4e}').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_in_halves() {
        assert_eq!(distance("ทุจริต", "ทุจริต"), 0);
        assert_eq!(distance("ที่", "ที"), 1);
        assert_eq!(distance("ก่า", "ก้า"), 1);
        assert_eq!(distance("round", "ruond"), 2);
        assert_eq!(distance("Round", "round"), 1);
        assert_eq!(distance("fiscal-year", "fiscal_year"), 1);
        assert_eq!(distance("", "กข"), 4);
    }

    #[test]
    fn proposes_only_what_is_near() {
        let keys = ["fiscal_year", "framework", "round", "status"];
        assert_eq!(nearest("fical_year", keys.into_iter()), Some("fiscal_year"));
        assert_eq!(nearest("Status ", keys.into_iter()), Some("status"));
        assert_eq!(nearest("banana", keys.into_iter()), None);
        assert_eq!(nearest("", keys.into_iter()), None);
        assert_eq!(nearest("ดำเนินการเเล้ว", ["ดำเนินการแล้ว", "ไม่ได้ดำเนินการ"].into_iter()), Some("ดำเนินการแล้ว"));
    }
}
