//! What an author's file says otherwise than the file that comes with the program, line by line. Pure text.

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
    let start = left.iter().zip(&right).take_while(|(one, other)| one == other).count();
    let end = left[start..].iter().rev().zip(right[start..].iter().rev()).take_while(|(one, other)| one == other);
    let end = end.count();
    let (a, b) = (&left[start..left.len() - end], &right[start..right.len() - end]);
    if a.len().saturating_mul(b.len()) > MOST {
        return None;
    }
    // The longest common run of lines from each place to the end.
    let wide = b.len() + 1;
    let mut common = vec![0_u32; (a.len() + 1) * wide];
    for at in (0..a.len()).rev() {
        for other in (0..b.len()).rev() {
            common[at * wide + other] = if a[at] == b[other] {
                common[(at + 1) * wide + other + 1] + 1
            } else {
                common[(at + 1) * wide + other].max(common[at * wide + other + 1])
            };
        }
    }
    let (mut at, mut other) = (0, 0);
    let mut changed = Vec::new();
    while at < a.len() || other < b.len() {
        if at < a.len() && other < b.len() && a[at] == b[other] {
            at += 1;
            other += 1;
        } else if other == b.len() || at < a.len() && common[(at + 1) * wide + other] >= common[at * wide + other + 1] {
            changed.push(ChangedLine::Original(start + at + 1, a[at]));
            at += 1;
        } else {
            changed.push(ChangedLine::Own(start + other + 1, b[other]));
            other += 1;
        }
    }
    Some(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let told = lines("a\nb\nc\nd\n", "a\nx\nc\nd\ne\n");
        let expected = vec![ChangedLine::Original(2, "b"), ChangedLine::Own(2, "x"), ChangedLine::Own(5, "e")];
        assert_eq!(told, Some(expected));
        assert_eq!(lines("a\n", "a\n"), Some(Vec::new()));
        assert_eq!(lines("", "a\nb"), Some(vec![ChangedLine::Own(1, "a"), ChangedLine::Own(2, "b")]));
    }
}
