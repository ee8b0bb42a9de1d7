//! One cell with a box for each answer: "☑ ดำเนินการแล้ว ☐ อยู่ระหว่างดำเนินการ". Which of them is ticked?
//! Takes the marks and knows no words.

/// `None`: there are no boxes, or more than one is ticked. `Some(None)`: none of them is.
pub(super) fn ticked<'c>(cell: &'c str, ticks: &[String], empty: &[String]) -> Option<Option<&'c str>> {
    let mut marks: Vec<(usize, usize, bool)> = Vec::new();
    for (list, is_ticked) in [(ticks, true), (empty, false)] {
        // A slash or a word may stand in any text.
        let is_mark =
            |mark: &&String| *mark != "/" && !mark.chars().any(|letter| letter.is_alphabetic() && !letter.is_ascii());
        for mark in list.iter().filter(is_mark).filter(|mark| !mark.bytes().all(|byte| byte.is_ascii_alphabetic())) {
            marks.extend(cell.match_indices(mark.as_str()).map(|(at, mark)| (at, at + mark.len(), is_ticked)));
        }
    }
    marks.sort_unstable_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
    // "(✓)" is one mark, and not another one within it.
    let mut until = 0;
    marks.retain(|(start, end, _)| {
        let is_new = *start >= until;
        until = until.max(*end);
        is_new
    });
    let (first, ..) = *marks.first()?;
    // Words first and a mark behind each of them could be read both ways.
    if marks.len() < 2 || !cell[..first].trim().is_empty() {
        return None;
    }
    let ends = marks.iter().skip(1).map(|(at, ..)| *at).chain([cell.len()]);
    let mut answers = marks.iter().zip(ends).filter(|((.., is_ticked), _)| *is_ticked);
    match (answers.next(), answers.next()) {
        (Some(((_, start, _), end)), None) => Some(cell.get(*start..end).map(str::trim)),
        (None, _) => Some(None),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    fn ticked(cell: &str) -> Option<Option<&str>> {
        let list = |marks: &[&str]| marks.iter().map(|mark| (*mark).to_owned()).collect::<Vec<String>>();
        super::ticked(cell, &list(&["☑", "/", "(/)"]), &list(&["☐", "( )"]))
    }

    #[test]
    fn the_one_ticked_answer_is_the_answer() {
        assert_eq!(ticked("☑ ดำเนินการแล้ว ☐ ไม่ได้ดำเนินการ"), Some(Some("ดำเนินการแล้ว")));
        assert_eq!(ticked("( ) ดำเนินการแล้ว (/) ไม่ได้ดำเนินการ"), Some(Some("ไม่ได้ดำเนินการ")));
        assert_eq!(ticked("☐ ดำเนินการแล้ว ☐ ไม่ได้ดำเนินการ"), Some(None));
        assert_eq!(ticked("☑ ดำเนินการแล้ว ☑ ไม่ได้ดำเนินการ"), None);
        assert_eq!(ticked("ดำเนินการแล้ว ☑ ไม่ได้ดำเนินการ ☐"), None);
        assert_eq!(ticked("ดำเนินการแล้ว"), None);
    }
}
