//! Safe fixes laid over the texts they were made for, and a unified diff that shows them first.
//! Writes nothing: the command compares `before` with the file's bytes and swaps the new text in.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::located::FileText;
use crate::check::rules::personal::hidden;
use crate::finding::Finding;
use crate::span::{FileId, Span};

/// One file with its fixes applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFix {
    pub path: Arc<str>,
    /// The text that the fixes were made for; a file that reads differently by now must be left alone.
    pub before: Arc<str>,
    pub after: String,
    /// Non-overlapping, ascending: bytes of `before` and what replaces them.
    pub edits: Vec<Edit>,
    /// What each fix does.
    pub titles: Vec<String>,
}

/// Every fix that can be applied together. Where two overlap, the one that stands first in the file wins;
/// a fix is applied whole or not at all. Answered findings are left as they are.
pub fn apply<'f>(
    findings: impl IntoIterator<Item = &'f Finding>,
    lookup: &dyn Fn(FileId) -> Option<FileText>,
) -> Vec<FileFix> {
    let mut fixes: Vec<(&str, Vec<(Span, &str)>)> = Vec::new();
    for finding in findings {
        if let (Some(fix), None) = (&finding.fix, &finding.answer) {
            let mut edits: Vec<(Span, &str)> = fix.edits.iter().map(|(span, text)| (*span, text.as_str())).collect();
            edits.sort_unstable();
            fixes.push((&fix.title, edits));
        }
    }
    fixes.sort_by(|a, b| a.1.cmp(&b.1));
    fixes.dedup_by(|b, a| a.1 == b.1);

    let mut taken: BTreeMap<FileId, BTreeMap<u32, (u32, &str)>> = BTreeMap::new();
    let mut titles: BTreeMap<FileId, Vec<String>> = BTreeMap::new();
    for (title, edits) in fixes {
        let free = |(span, _): &(Span, &str)| {
            let Some(file) = taken.get(&span.file) else { return true };
            let before = file
                .range(..=span.start)
                .next_back()
                .is_none_or(|(start, (end, _))| *end <= span.start && !(*start == span.start && *end == span.end));
            before && file.range(span.start..span.end).next().is_none()
        };
        let apart = edits.windows(2).all(|pair| pair[0].0.file != pair[1].0.file || pair[0].0.end <= pair[1].0.start);
        if !apart || !edits.iter().all(free) {
            continue;
        }
        for (span, text) in edits {
            taken.entry(span.file).or_default().insert(span.start, (span.end, text));
            let told = titles.entry(span.file).or_default();
            if told.last().is_none_or(|last| last != title) {
                told.push(title.to_owned());
            }
        }
    }

    let mut files: Vec<FileFix> = taken
        .into_iter()
        .filter_map(|(file, edits)| {
            let (path, before) = lookup(file)?;
            let edits: Vec<Edit> = edits
                .into_iter()
                .map(|(start, (end, text))| (start as usize, end as usize, text.to_owned()))
                .filter(|(start, end, text)| before.get(*start..*end).is_some_and(|old| old != text))
                .collect();
            if edits.is_empty() {
                return None;
            }
            let after = applied(&before, &edits);
            Some(FileFix { path, before, after, edits, titles: titles.remove(&file).unwrap_or_default() })
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn applied(before: &str, edits: &[Edit]) -> String {
    let mut after = String::with_capacity(before.len() + 64);
    let mut from = 0;
    for (start, end, text) in edits {
        after.push_str(&before[from..*start]);
        after.push_str(text);
        from = *end;
    }
    after.push_str(&before[from..]);
    after
}

const CONTEXT: usize = 3;

/// Bytes of the old text and what replaces them.
pub type Edit = (usize, usize, String);

/// As `diff -u` writes it.
pub fn unified_diff(fix: &FileFix) -> String {
    let before = &*fix.before;
    let starts: Vec<usize> = std::iter::once(0)
        .chain(before.match_indices('\n').map(|(at, _)| at + 1))
        .filter(|start| *start < before.len() || before.is_empty())
        .collect();
    let line_of = |at: usize| starts.partition_point(|start| *start <= at).saturating_sub(1);
    let end_of = |line: usize| starts.get(line + 1).copied().unwrap_or(before.len());

    // Changed runs of lines: first and last line, and the edits inside.
    let mut runs: Vec<(usize, usize, Vec<Edit>)> = Vec::new();
    for edit in &fix.edits {
        let first = line_of(edit.0);
        let last = line_of(if edit.1 > edit.0 { edit.1 - 1 } else { edit.0 }).max(first);
        match runs.last_mut() {
            Some(run) if first <= run.1 + 1 => {
                run.1 = run.1.max(last);
                run.2.push(edit.clone());
            }
            _ => runs.push((first, last, vec![edit.clone()])),
        }
    }
    let mut out = format!("--- a/{0}\n+++ b/{0}\n", fix.path);
    let mut shift: isize = 0;
    let mut at = 0;
    while at < runs.len() {
        let mut until = at + 1;
        while until < runs.len() && runs[until].0 <= runs[until - 1].1 + 2 * CONTEXT {
            until += 1;
        }
        let hunk = &runs[at..until];
        let first = hunk[0].0.saturating_sub(CONTEXT);
        let last = (hunk[hunk.len() - 1].1 + CONTEXT).min(starts.len().saturating_sub(1));
        let mut lines = String::new();
        let (mut old, mut new) = (0, 0);
        let mut line = first;
        for (run_first, run_last, edits) in hunk {
            for kept in line..*run_first {
                push_line(&mut lines, ' ', &before[starts[kept]..end_of(kept)]);
                old += 1;
                new += 1;
            }
            let (from, to) = (starts[*run_first], end_of(*run_last));
            for gone in *run_first..=*run_last {
                push_line(&mut lines, '-', &before[starts[gone]..end_of(gone)]);
                old += 1;
            }
            let inside: Vec<Edit> =
                edits.iter().map(|(start, end, text)| (start - from, end - from, text.clone())).collect();
            for added in applied(&before[from..to], &inside).split_inclusive('\n') {
                push_line(&mut lines, '+', added);
                new += 1;
            }
            line = run_last + 1;
        }
        for kept in line..=last {
            push_line(&mut lines, ' ', &before[starts[kept]..end_of(kept)]);
            old += 1;
            new += 1;
        }
        let new_first = isize::try_from(first).unwrap_or(0) + 1 + shift;
        out.push_str(&format!("@@ -{},{old} +{new_first},{new} @@\n{lines}", first + 1));
        shift += new - old;
        at = until;
    }
    out
}

/// What is personal is hidden here as in every line that is shown: a terminal's words end in logs.
fn push_line(out: &mut String, mark: char, line: &str) {
    out.push(mark);
    out.push_str(&hidden(line, false));
    if !line.ends_with('\n') {
        out.push_str("\n\\ No newline at end of file\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(text: &str, fixes: &[(&str, &str)]) -> Vec<FileFix> {
        let file = FileId::of("a.md");
        let findings: Vec<Finding> = fixes
            .iter()
            .map(|(old, new)| {
                let at = text.find(old).unwrap();
                Finding::of(crate::finding::code::S010, Span::new(file, at, at + old.len()), "x").fix(
                    "แก้",
                    Span::new(file, at, at + old.len()),
                    *new,
                )
            })
            .collect();
        apply(&findings, &|_| Some(("a.md".into(), text.into())))
    }

    #[test]
    fn overlapping_fixes_do_not_both_apply() {
        let fixes = fixed("หนึ่ง สอง สาม\n", &[("สอง", "๒"), ("หนึ่ง สอง", "๑ ๒"), ("สาม", "๓")]);
        assert_eq!(fixes[0].after, "๑ ๒ ๓\n");
        assert_eq!(fixed("ก\n", &[("ก", "ก")]), []);
    }

    #[test]
    fn diff_hides_what_is_personal() {
        let fixes = fixed("a\nเลขบัตร 1-1037-00000-00-3\n", &[("a", "A")]);
        let shown = unified_diff(&fixes[0]);
        assert!(!shown.contains("1-1037") && shown.contains("เลขบัตร"), "{shown}");
        assert!(fixes[0].after.contains("1-1037-00000-00-3"));
    }

    #[test]
    fn diff_reads_like_diff_u() {
        let text = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm";
        let fixes = fixed(text, &[("b", "B"), ("m", "M")]);
        assert_eq!(
            unified_diff(&fixes[0]),
            "--- a/a.md\n+++ b/a.md\n@@ -1,5 +1,5 @@\n a\n-b\n+B\n c\n d\n e\n@@ -10,4 +10,4 @@\n j\n k\n l\n-m\n\\ No newline at end of file\n+M\n\\ No newline at end of file\n"
        );
    }
}
