//! Findings in the terminal: the author's line, marks under the right Thai cells, help and the proposed change.
//! Long table rows are cut to what is near the mark, never inside a Thai cluster.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use crate::check::located::{Counts, LabelAt, Located, cells};
use crate::finding::Severity;
use crate::finding::registry::severity_th;
use crate::thai::segment::clusters;

/// So many changes of a fix are told one by one.
const MOST_CHANGES: usize = 40;

/// How the terminal shows it.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub colour: bool,
    /// Line-drawing characters instead of ASCII.
    pub unicode: bool,
    /// Cells of a line.
    pub width: usize,
}

impl Default for Look {
    fn default() -> Self {
        Self { colour: false, unicode: false, width: 120 }
    }
}

/// All findings, then the summary line.
pub fn text(findings: &[Located], look: Look) -> String {
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    let decor = if look.unicode { DecorStyle::Unicode } else { DecorStyle::Ascii };
    let renderer = renderer.decor_style(decor).term_width(look.width + 20);
    let mut out = String::new();
    for finding in findings {
        out.push_str(&one(finding, &renderer, look.width));
        out.push_str("\n\n");
    }
    out.push_str(&summary(&Counts::of(findings)));
    out.push('\n');
    out
}

/// "ผิดพลาด 1 ข้อ คำเตือน 12 ข้อ ข้อสังเกต 20 ข้อ (ตอบแล้ว 2 ข้อ)".
pub fn summary(counts: &Counts) -> String {
    if *counts == Counts::default() {
        return "ไม่พบข้อที่ไม่ตรงกัน".to_owned();
    }
    let mut parts = Vec::new();
    for (count, severity) in
        [(counts.errors, Severity::Error), (counts.warnings, Severity::Warning), (counts.notes, Severity::Note)]
    {
        if count > 0 {
            parts.push(format!("{} {count} ข้อ", severity_th(severity)));
        }
    }
    if counts.answered > 0 {
        parts.push(format!("ตอบแล้ว {} ข้อ", counts.answered));
    }
    format!("สรุป: {}", parts.join(" · "))
}

fn one(finding: &Located, renderer: &Renderer, width: usize) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level
        .with_name(severity_th(finding.severity))
        .primary_title(finding.message.as_str())
        .id(finding.code.as_str());
    let mut elements: Vec<Element<'_>> = Vec::new();
    for line in lines_of(finding) {
        show_line(&line, width, &mut elements);
    }
    if let Some(answer) = &finding.answer {
        let by = answer.by.as_ref().map(|by| format!(" ({by})")).unwrap_or_default();
        elements.push(Level::NOTE.with_name("คำตอบ").message(format!("{}{by}", answer.reason)).into());
    }
    if !finding.help.is_empty() {
        elements.push(Level::HELP.with_name("แนะนำ").message(finding.help.as_str()).into());
    }
    if let Some(fix) = &finding.fix {
        let mut changes: Vec<String> = fix
            .edits
            .iter()
            .take(MOST_CHANGES)
            .map(|edit| format!("บรรทัด {}: `{}` → `{}`", edit.place.line, edit.place.marked(), edit.replacement))
            .collect();
        if let more @ 1.. = fix.edits.len().saturating_sub(MOST_CHANGES) {
            changes.push(format!("และอีก {more} แห่ง"));
        }
        let words = format!("{} ({}) สั่ง `prongsai check --fix`", fix.title, changes.join(", "));
        elements.push(Level::HELP.with_name("แก้ให้ได้").message(words).into());
    }
    let rendered = renderer.render(&[Group::with_title(title).elements(elements)]);
    without_repeated_origins(&rendered)
}

/// The renderer announces each snippet once more, though its place stands on the line before.
fn without_repeated_origins(rendered: &str) -> String {
    let mut out = String::with_capacity(rendered.len());
    for line in rendered.lines() {
        let mut bare = line;
        let mut words = String::new();
        while let Some((before, rest)) = bare.split_once('\u{1b}') {
            words.push_str(before);
            bare = rest.split_once('m').map_or("", |(_, rest)| rest);
        }
        words.push_str(bare);
        if matches!(words.trim(), ":::" | "⸬") {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(line);
    }
    out
}

/// The places of one line; the primary is the first of the first line.
fn lines_of(finding: &Located) -> Vec<Vec<(&LabelAt, bool)>> {
    let mut lines: Vec<Vec<(&LabelAt, bool)>> = vec![vec![(&finding.primary, true)]];
    for place in &finding.secondary {
        let same = |line: &&mut Vec<(&LabelAt, bool)>| {
            line.first().is_some_and(|(first, _)| first.path == place.path && first.line == place.line)
        };
        match lines.iter_mut().find(same) {
            Some(line) => line.push((place, false)),
            None => lines.push(vec![(place, false)]),
        }
    }
    lines
}

fn show_line<'f>(line: &[(&'f LabelAt, bool)], width: usize, elements: &mut Vec<Element<'f>>) {
    let Some((place, _)) = line.first() else { return };
    let path: &str = if place.path.is_empty() { "?" } else { &place.path };
    let mut origin = Origin::path(path).line(place.line as usize);
    if !place.shown.is_empty() {
        origin = origin.char_column(place.column as usize);
    }
    elements.push(origin.into());
    if place.shown.trim().is_empty() {
        return;
    }
    let window = Window::around(&place.shown, line.iter().map(|(place, _)| place.mark), width);
    let mut snippet = Snippet::source(window.text.clone()).line_start(place.line as usize).fold(false);
    for (place, primary) in line {
        let kind = if *primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let Some((start, end)) = window.inside(place.mark) else { continue };
        let mut annotation = kind.span(start..end);
        if !place.text.is_empty() {
            annotation = annotation.label(place.text.as_str());
        }
        snippet = snippet.annotation(annotation);
    }
    elements.push(snippet.into());
}

/// The part of a line that fits, with `…` where it is cut.
struct Window {
    text: String,
    /// Byte of the line at which the shown part begins, and the bytes put before it.
    from: usize,
    lead: usize,
    until: usize,
}

impl Window {
    fn around(line: &str, marks: impl Iterator<Item = (usize, usize)>, width: usize) -> Self {
        let width = width.max(40);
        if cells(line) <= width {
            return Self { text: line.to_owned(), from: 0, lead: 0, until: line.len() };
        }
        let (start, end) = marks.fold((line.len(), 0), |(start, end), mark| (start.min(mark.0), end.max(mark.1)));
        let pieces = clusters(line);
        let at = pieces.partition_point(|piece| piece.end <= start);
        let marked = cells(line.get(start..end).unwrap_or(""));
        let before = width.saturating_sub(marked).min(width / 3);
        let mut first = at;
        let mut used = 0;
        while first > 0 && used < before {
            first -= 1;
            used += cells(&line[pieces[first].clone()]);
        }
        let mut last = first;
        let mut used = 0;
        while last < pieces.len() && used < width {
            used += cells(&line[pieces[last].clone()]);
            last += 1;
        }
        let from = pieces.get(first).map_or(0, |piece| piece.start);
        let until = pieces.get(last).map_or(line.len(), |piece| piece.start);
        let lead = if from > 0 { "… " } else { "" };
        let tail = if until < line.len() { " …" } else { "" };
        Self { text: format!("{lead}{}{tail}", &line[from..until]), from, lead: lead.len(), until }
    }

    fn inside(&self, (start, end): (usize, usize)) -> Option<(usize, usize)> {
        if start > self.until || end < self.from {
            return None;
        }
        let shift = |at: usize| at.clamp(self.from, self.until) - self.from + self.lead;
        Some((shift(start), shift(end).max(shift(start))))
    }
}
