//! Other spellings of the words of the field, offered beside what the reader typed; never instead of it.

use super::fold::fold;

const LINES: &str = include_str!("variants.txt");

/// Groups of folded spellings that stand for one another, the longest of a group first. A word that ends with a blank
/// is an abbreviation; one that begins with `<` is only asked for, never looked up: papers do not write so.
pub fn variants() -> Vec<Vec<String>> {
    let lines = LINES.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let groups = lines.map(|line| {
        let (written, asked) = line.split_once('<').unwrap_or((line, ""));
        let written = written.split('=').map(|word| (word.trim(), ""));
        let mut group: Vec<(String, &str)> = Vec::new();
        for (word, mark) in written.chain(asked.split('=').map(|word| (word.trim(), "<"))) {
            let folded = fold(word) + if word.ends_with('.') { " " } else { "" };
            if !folded.trim().is_empty() && !group.iter().any(|(known, _)| *known == folded) {
                group.push((folded, mark));
            }
        }
        group.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
        group.into_iter().map(|(word, mark)| format!("{mark}{word}")).collect()
    });
    groups.filter(|group: &Vec<String>| group.len() > 1).collect()
}

const FILLERS: &str = include_str!("fillers.txt");

/// Words that say nothing of what is looked for, folded, each between blanks: a question is still the question without
/// them.
pub(super) fn fillers() -> String {
    let words = FILLERS.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).map(fold);
    format!(" {} ", words.collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_offers_a_choice_and_no_word_stands_twice() {
        let lines = LINES.lines().filter(|line| line.contains(['=', '<']) && !line.starts_with('#')).count();
        let groups = variants();
        assert_eq!(groups.len(), lines);
        let mut words: Vec<&str> = groups.iter().flatten().map(|word| word.trim_start_matches('<')).collect();
        words.sort();
        for pair in words.windows(2) {
            assert_ne!(pair[0], pair[1], "stands in two lines");
        }
        for word in words {
            assert!(word.chars().count() > 2, "{word} is found in too many words");
        }
    }

    #[test]
    fn abbreviations_keep_the_blank_that_ends_them() {
        let of_tambon = variants().into_iter().find(|group| group.contains(&"อบต ".to_owned()));
        assert!(of_tambon.is_some_and(|group| group[0].starts_with("องค์ก") && group.len() == 3));
    }
}
