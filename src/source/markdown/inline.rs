//! Small questions to the events of one line of Markdown.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel};

use crate::source::emphasis::Inline;
use crate::thai;

pub(super) fn heading_level(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

pub(super) fn is_line_break(html: &str) -> bool {
    let tag = html.trim().trim_start_matches('<').trim_end_matches('>').trim_end_matches('/').trim();
    tag.eq_ignore_ascii_case("br")
}

pub(super) fn inline_span(events: &[Inline<'_>]) -> Option<Range<usize>> {
    Some(events.first()?.1.start..events.last()?.1.end)
}

/// The words alone; `<br>` is a line break, other raw HTML stays as typed.
pub(super) fn plain_text(events: &[Inline<'_>]) -> String {
    let mut text = String::new();
    for (event, _) in events {
        match event {
            Event::Text(more) => text.push_str(&thai::repair(more)),
            Event::Code(more) => text.push_str(more),
            Event::InlineHtml(html) if is_line_break(html) => text.push('\n'),
            Event::InlineHtml(html) if html.starts_with("<!--") => {}
            Event::InlineHtml(html) => text.push_str(html),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::TaskListMarker(done) => text.push_str(if *done { "☑" } else { "☐" }),
            _ => {}
        }
    }
    let trimmed = text.trim();
    if trimmed.len() == text.len() { text } else { trimmed.to_owned() }
}
