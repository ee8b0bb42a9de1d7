//! Other spellings of the words of the field, offered beside what the reader typed; never instead of it.

use super::fold::fold;

const LINES: &str = include_str!("variants.txt");

/// Groups of folded spellings that stand for one another, the longest of a group first. A word that ends with a blank
/// is an abbreviation.
pub fn variants() -> Vec<Vec<String>> {
    let lines = LINES.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let groups = lines.map(|line| {
        let mut group: Vec<String> = Vec::new();
        for word in line.split('=').map(str::trim) {
            let folded = fold(word) + if word.ends_with('.') { " " } else { "" };
            if !folded.trim().is_empty() && !group.contains(&folded) {
                group.push(folded);
            }
        }
        group.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        group
    });
    groups.filter(|group| group.len() > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_offers_a_choice_and_no_word_stands_twice() {
        let lines = LINES.lines().filter(|line| line.contains('=') && !line.starts_with('#')).count();
        let groups = variants();
        assert_eq!(groups.len(), lines);
        let mut words: Vec<&String> = groups.iter().flatten().collect();
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
