//! Which line of a front matter is indented otherwise than its neighbours: what a person can see and mend.
//! Knows YAML's way of indenting and nothing else of it.

/// Two neighbouring lines, counted from 0 in the block, with the spaces before each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misindented {
    pub earlier: (usize, usize),
    pub line: (usize, usize),
    /// Where the later line's words begin, and end.
    pub start: usize,
    pub end: usize,
}

/// The first line that belongs to no level above it; `None` where indents are not what is wrong.
pub fn find(block: &str) -> Option<Misindented> {
    // Levels that stand open, each with the last line that stood on it.
    let mut levels: Vec<(usize, usize)> = Vec::new();
    let mut opens = true;
    let mut literal: Option<usize> = None;
    let mut at = 0;
    for (number, raw) in block.split_inclusive('\n').enumerate() {
        let start = at;
        at += raw.len();
        let text = raw.trim_end();
        let words = text.trim_start_matches(' ');
        let indent = text.len() - words.len();
        if words.is_empty() || words.starts_with('#') {
            continue;
        }
        if let Some(least) = literal {
            if indent > least {
                continue;
            }
            literal = None;
        }
        // Brackets and quotes over several lines have rules of their own.
        let open = words.matches(['{', '[']).count() != words.matches(['}', ']']).count();
        if open || words.matches('"').count() % 2 == 1 || words.starts_with('\t') {
            return None;
        }
        let found = |earlier: (usize, usize)| Misindented {
            earlier: (earlier.1, earlier.0),
            line: (number, indent),
            start: start + indent,
            end: start + text.len(),
        };
        match levels.last().copied() {
            None => levels.push((indent, number)),
            Some((level, line)) if indent > level => {
                if !opens {
                    return Some(found((level, line)));
                }
                levels.push((indent, number));
            }
            Some(_) => {
                let mut popped = None;
                while levels.last().is_some_and(|(level, _)| *level > indent) {
                    popped = levels.pop();
                }
                match (levels.last_mut(), popped) {
                    (Some((level, line)), _) if *level == indent => *line = number,
                    (_, Some(popped)) => return Some(found(popped)),
                    (Some(last), None) => return Some(found(*last)),
                    (None, None) => return None,
                }
            }
        }
        let mut rest = words;
        let mut inner = indent;
        while let Some(item) = rest.strip_prefix("- ") {
            let key = item.trim_start_matches(' ');
            inner += rest.len() - key.len();
            rest = key;
            if is_key(rest) {
                levels.push((inner, number));
            }
        }
        let value = rest.split_once(':').map(|(_, value)| value.trim());
        opens = rest == "-" || value == Some("") || (rest != words && !is_key(rest));
        if value.is_some_and(|value| value.starts_with(['|', '>'])) {
            literal = Some(inner);
        }
    }
    None
}

fn is_key(text: &str) -> bool {
    text.split_once(':').is_some_and(|(_, value)| value.is_empty() || value.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_that_is_off_and_its_neighbour() {
        let block = "kind: agency\ncontact:\n  phone: 042\n email: a@b\n";
        let found = find(block).unwrap();
        assert_eq!((found.earlier, found.line), ((2, 2), (3, 1)));
        let block = "title: a\n  date: b\n";
        let found = find(block).unwrap();
        assert_eq!((found.earlier, found.line), ((0, 0), (1, 2)));
        let block = "officials:\n  - name: a\n    position: b\n   term: c\n";
        let found = find(block).unwrap();
        assert_eq!((found.earlier.1, found.line), (4, (3, 3)));
    }

    #[test]
    fn what_is_indented_well_is_not_told() {
        for block in [
            "a: 1\nb:\n  c: 2\n  d:\n    - e: 1\n      f: 2\n    - e: 2\ng: 3\n",
            "a:\n- b: 1\n  c: 2\n- b: 2\nd: 1\n",
            "summary: >\n   long\n  words\nnext: 1\n",
            "a: { b: 1,\n  c: 2 }\n",
            "",
        ] {
            assert_eq!(find(block), None, "{block}");
        }
    }
}
