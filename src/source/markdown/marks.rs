//! How much markup one text may hold. Counts bytes; knows nothing of what they mean.

/// Marks and ends of lines that a text may hold: a table of 10,000 rows and ten columns has 130,000. What the parser
/// remembers grows with them and not with the letters.
pub const MOST_MARKS: usize = 250_000;

const IS_MARK: [bool; 256] = {
    let marks = b"\n\r[]*_`<>\"&!~|\\^";
    let mut is_mark = [false; 256];
    let mut at = 0;
    while at < marks.len() {
        is_mark[marks[at] as usize] = true;
        at += 1;
    }
    is_mark
};

/// Whether a text is made of so much markup that reading it would cost more than any document is worth.
pub fn is_all_marks(text: &str) -> bool {
    // Few texts are long enough to be worth counting.
    text.len() > MOST_MARKS && text.bytes().filter(|byte| IS_MARK[usize::from(*byte)]).count() > MOST_MARKS
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each of these is remembered by the parser, one by one.
    #[test]
    fn what_is_remembered_one_by_one_is_counted() {
        for part in ["> ", "-->", "<http://a> ", "\"ก\" ", "[", "*a ", "|a", "\n"] {
            assert!(is_all_marks(&part.repeat(MOST_MARKS + 1)), "{part}");
            assert!(!is_all_marks(&part.repeat(MOST_MARKS / 4)), "{part}");
        }
        assert!(!is_all_marks(&"ก ".repeat(2 * MOST_MARKS)));
    }
}
