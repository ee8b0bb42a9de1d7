//! What was imported once and edited since, imported again: lines that only the new paper changed are taken, lines that the
//! author changed stay, and where both changed the same cell the author's stands and the other is told. Pure.

use std::collections::BTreeMap;

use crate::line_match::line_match;

/// Above this many pairs of lines only equal beginnings and ends are looked for.
const MOST_PAIRS: usize = 16_000_000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Line of the merged text, from 1.
    pub line: usize,
    pub kept: String,
    pub offered: String,
}

#[derive(Clone, Debug, Default)]
pub struct Merged {
    pub text: String,
    pub conflicts: Vec<Conflict>,
}

/// `base` is what the import wrote last time, `current` what stands there now, `new` what it would write.
pub fn merge(base: &str, current: &str, new: &str) -> Merged {
    let base: Vec<&str> = base.lines().collect();
    let current: Vec<&str> = current.lines().collect();
    let new: Vec<&str> = new.lines().collect();
    // A paper whose rows stand in another order is the same paper: each promise meets itself, and no other.
    let order = keyed(&new);
    let (of_base, of_current) = (keyed(&base), keyed(&current));
    let in_all = |key: &str| order.contains_key(key) && of_base.contains_key(key) && of_current.contains_key(key);
    let base = in_order(&base, &order, in_all);
    let current = in_order(&current, &order, in_all);
    let to_current = line_match(&base, &current, MOST_PAIRS).to_right;
    let to_new = line_match(&base, &new, MOST_PAIRS).to_right;
    let mut out: Vec<String> = Vec::new();
    let mut conflicts = Vec::new();
    let (mut b, mut c, mut n) = (0, 0, 0);
    loop {
        let stable = (b..base.len())
            .find(|at| to_current[*at].is_some_and(|it| it >= c) && to_new[*at].is_some_and(|it| it >= n));
        let (b_end, c_end, n_end) = match stable {
            Some(at) => (at, to_current[at].unwrap_or(c), to_new[at].unwrap_or(n)),
            None => (base.len(), current.len(), new.len()),
        };
        chunk(&base[b..b_end], &current[c..c_end], &new[n..n_end], &mut out, &mut conflicts);
        match stable {
            Some(at) => {
                out.push(base[at].to_owned());
                (b, c, n) = (at + 1, c_end + 1, n_end + 1);
            }
            None => break,
        }
    }
    let mut text = out.join("\n");
    if !text.is_empty() {
        text.push('\n');
    }
    Merged { text, conflicts }
}

/// What a row of a table is known by: its first cell, a code or a number, without what import noted in it.
fn key(line: &str) -> Option<String> {
    let cell = line.strip_prefix('|')?.split('|').next()?;
    let own = cell.split("<!--").next().unwrap_or(cell).trim();
    own.contains(|letter: char| letter.is_numeric()).then(|| own.to_owned())
}

/// Rows by their keys, of those that only one row has.
fn keyed(lines: &[&str]) -> BTreeMap<String, usize> {
    let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(key) = key(line) {
            found.entry(key).or_default().push(at);
        }
    }
    found.into_iter().filter_map(|(key, places)| (places.len() == 1).then_some((key, places[0]))).collect()
}

/// The lines, with rows that all know in the order of the new paper, in the places that rows had.
fn in_order<'l>(lines: &[&'l str], order: &BTreeMap<String, usize>, moves: impl Fn(&str) -> bool) -> Vec<&'l str> {
    let place_in_new = |line: &str| key(line).filter(|key| moves(key)).and_then(|key| order.get(&key).copied());
    // Where rows stand, and which place in the new paper each of them has.
    let places: Vec<(usize, usize)> =
        lines.iter().enumerate().filter_map(|(at, line)| Some((at, place_in_new(line)?))).collect();
    let mut rows = places.clone();
    rows.sort_by_key(|(_, in_new)| *in_new);
    let mut out = lines.to_vec();
    for ((place, _), (row, _)) in places.into_iter().zip(rows) {
        out[place] = lines[row];
    }
    out
}

fn chunk(base: &[&str], current: &[&str], new: &[&str], out: &mut Vec<String>, conflicts: &mut Vec<Conflict>) {
    let all = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    if current == base || current == new {
        out.extend(all(new));
    } else if new == base {
        out.extend(all(current));
    } else if base.len() == current.len() && base.len() == new.len() {
        // Neighbours that were edited by different hands do not meet: each line is judged by itself.
        for ((base, current), new) in base.iter().zip(current).zip(new) {
            let line = out.len() + 1;
            let merged = match () {
                () if current == base || current == new => (*new).to_owned(),
                () if new == base => (*current).to_owned(),
                () if [base, current, new].iter().all(|line| line.starts_with('|'))
                    && key(base) == key(current)
                    && key(current) == key(new) =>
                {
                    row(base, current, new, line, conflicts)
                }
                () => {
                    conflicts.push(Conflict { line, kept: (*current).to_owned(), offered: (*new).to_owned() });
                    (*current).to_owned()
                }
            };
            out.push(merged);
        }
    } else if let rows @ 1.. = same_rows(base, current, new) {
        // What the author added below a table is no part of its rows.
        chunk(&base[..rows], &current[..rows], &new[..rows], out, conflicts);
        chunk(&base[rows..], &current[rows..], &new[rows..], out, conflicts);
    } else {
        let line = out.len() + 1;
        out.extend(all(current));
        conflicts.push(Conflict { line, kept: current.join("\n"), offered: new.join("\n") });
    }
}

/// How many rows at the beginning are the same promise in all three, going by their first cell.
fn same_rows(base: &[&str], current: &[&str], new: &[&str]) -> usize {
    let code =
        |row: &str| row.strip_prefix('|').and_then(|rest| rest.split('|').next()).map(|cell| cell.trim().to_owned());
    let same = |((base, current), new): &((&&str, &&str), &&str)| {
        code(base).is_some_and(|own| !own.is_empty() && code(current).as_ref() == Some(&own) && code(new) == Some(own))
    };
    let rows = base.iter().zip(current).zip(new).take_while(same).count();
    // All of all three would come back here.
    if rows == base.len() && rows == current.len() && rows == new.len() { 0 } else { rows }
}

/// Cell by cell; a row of another shape stays the author's.
fn row(base: &str, current: &str, new: &str, line: usize, conflicts: &mut Vec<Conflict>) -> String {
    let cells = |row: &str| -> Vec<String> { row.split('|').map(str::to_owned).collect() };
    let (from, mine, theirs) = (cells(base), cells(current), cells(new));
    if from.len() != mine.len() || from.len() != theirs.len() {
        if current != new {
            conflicts.push(Conflict { line, kept: current.to_owned(), offered: new.to_owned() });
        }
        return current.to_owned();
    }
    let merged: Vec<String> = from
        .iter()
        .zip(&mine)
        .zip(&theirs)
        .map(|((from, mine), theirs)| {
            if mine.trim() == from.trim() {
                theirs.clone()
            } else {
                if theirs.trim() != from.trim() && theirs.trim() != mine.trim() {
                    conflicts.push(Conflict { line, kept: mine.trim().to_owned(), offered: theirs.trim().to_owned() });
                }
                mine.clone()
            }
        })
        .collect();
    merged.join("|")
}

/// As `diff -u` writes it, three lines around each change.
pub fn diff(path: &str, before: &str, after: &str) -> String {
    let (left, right): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let to_right = line_match(&left, &right, MOST_PAIRS).to_right;
    // Each line with its sign, and where it stands in both.
    let mut lines: Vec<(char, &str, usize, usize)> = Vec::new();
    let mut j = 0;
    for (i, line) in left.iter().enumerate() {
        match to_right[i] {
            Some(at) => {
                while j < at {
                    lines.push(('+', right[j], i, j));
                    j += 1;
                }
                lines.push((' ', line, i, j));
                j += 1;
            }
            None => lines.push(('-', line, i, j)),
        }
    }
    while j < right.len() {
        lines.push(('+', right[j], left.len(), j));
        j += 1;
    }
    let changed: Vec<usize> = lines.iter().enumerate().filter(|(_, line)| line.0 != ' ').map(|(at, _)| at).collect();
    if changed.is_empty() {
        return String::new();
    }
    let mut out = format!("--- a/{path}\n+++ b/{path}\n");
    let mut at = 0;
    while at < changed.len() {
        let first = changed[at].saturating_sub(3);
        let mut last = changed[at] + 3;
        while at + 1 < changed.len() && changed[at + 1] <= last + 3 {
            at += 1;
            last = changed[at] + 3;
        }
        at += 1;
        let hunk = &lines[first..lines.len().min(last + 1)];
        let count = |sign: char| hunk.iter().filter(|line| line.0 == ' ' || line.0 == sign).count();
        let (from, to) = hunk.first().map_or((0, 0), |line| (line.2 + 1, line.3 + 1));
        out.push_str(&format!("@@ -{from},{} +{to},{} @@\n", count('-'), count('+')));
        for (sign, line, ..) in hunk {
            out.push(*sign);
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_merged_though_the_author_wrote_below_them() {
        let base = "| 1-01 | ก | - | ป |\n| 4-01 | ข | - | ค |\n";
        let mine = "| 1-01 | ก | - | ป |\n| 4-01 | ข | - | คช |\n\nของเอง\n";
        let new = "| 1-01 | ก | 9 | ป |\n| 4-01 | ข | 5 | ค |\n";
        let merged = merge(base, mine, new);
        assert_eq!(merged.text, "| 1-01 | ก | 9 | ป |\n| 4-01 | ข | 5 | คช |\n\nของเอง\n");
        assert!(merged.conflicts.is_empty(), "{:?}", merged.conflicts);
    }

    #[test]
    fn rows_in_another_order_meet_themselves_and_no_others() {
        let base = "| 1-02 | 1 | ปลูกป่า | 5 |\n| 1-01 <!-- import: ดู --> | 2 | อบรม | 20 |\n| 2-02 | 3 | ประกาศ | - |\n";
        let mine = base.replace("ปลูกป่า", "ปลูกป่าชายเลน") + "ของเอง\n";
        let new = "| 1-01 <!-- import: ดู --> | 1 | อบรม | 22 |\n| 1-02 | 2 | ปลูกป่า | 5 |\n| 2-02 | 3 | ประกาศ | - |\n";
        let merged = merge(base, &mine, new);
        assert_eq!(
            merged.text,
            "| 1-01 <!-- import: ดู --> | 1 | อบรม | 22 |\n| 1-02 | 2 | ปลูกป่าชายเลน | 5 |\n| 2-02 | 3 | ประกาศ | - |\nของเอง\n"
        );
        assert!(merged.conflicts.is_empty(), "{:?}", merged.conflicts);
        // One goes and another comes in its place: what the author wrote of the one is not put on the other.
        let merged = merge("| 1-01 | ก | 1 |\n", "| 1-01 | ก แก้ | 1 |\n", "| 1-07 | ง | 9 |\n");
        assert_eq!((merged.text.as_str(), merged.conflicts.len()), ("| 1-01 | ก แก้ | 1 |\n", 1));
    }

    #[test]
    fn the_authors_words_stay_and_new_figures_come() {
        let base = "# ก\n| 1-01 | ก | รอ |\n| 1-02 | ข | รอ |\nท้าย\n";
        let current = "# ก ของเรา\n| 1-01 | ก แก้ | รอ |\n| 1-02 | ข | รอ |\nท้าย\n";
        let new = "# ก\n| 1-01 | ก | แล้ว |\n| 1-02 | ข | แล้ว |\nท้าย\n";
        let merged = merge(base, current, new);
        assert_eq!(merged.text, "# ก ของเรา\n| 1-01 | ก แก้ | แล้ว |\n| 1-02 | ข | แล้ว |\nท้าย\n");
        assert!(merged.conflicts.is_empty(), "{:?}", merged.conflicts);
    }

    #[test]
    fn where_both_changed_the_author_stands_and_the_other_is_told() {
        let merged = merge("| 1 | ก |\n", "| 1 | ข |\n", "| 1 | ค |\n");
        assert_eq!(merged.text, "| 1 | ข |\n");
        assert_eq!(merged.conflicts, [Conflict { line: 1, kept: "ข".to_owned(), offered: "ค".to_owned() }]);
    }

    #[test]
    fn differences_read_like_a_patch() {
        assert_eq!(diff("a.md", "ก\nข\n", "ก\nค\n"), "--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n ก\n-ข\n+ค\n");
    }
}
