//! `มี**"ทุจริต"**และ` becomes bold: Thai has no spaces, so CommonMark's flanking rule leaves such stars as text.
//! Works on the parser's inline events of one block and knows nothing else.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

pub type Inline<'a> = (Event<'a>, Range<usize>);

/// Joins neighbouring texts and, where the parser's own pairs cannot be what was meant, pairs the `**` of the block anew.
/// `source` is the text that the ranges speak of.
pub fn mend<'a>(events: Vec<Inline<'a>>, source: &str) -> Vec<Inline<'a>> {
    let merged = merge(events);
    if !leaves_stars(&merged) && !nests_strong(&merged) {
        return merged;
    }
    let loose = if made_of_pairs(&merged, source) { merge(loosen(merged)) } else { merged };
    let marks = find_marks(&loose);
    split_at(loose, &marks)
}

fn leaves_stars(events: &[Inline<'_>]) -> bool {
    events.iter().any(|(event, _)| matches!(event, Event::Text(text) if text.contains("**")))
}

/// Nobody writes strong inside strong: `**"ก"**ข**ค**` was read from its second mark on.
fn nests_strong(events: &[Inline<'_>]) -> bool {
    let mut depth = 0;
    events.iter().any(|(event, _)| {
        match event {
            Event::Start(Tag::Strong) => depth += 1,
            Event::End(TagEnd::Strong) => depth -= 1,
            _ => {}
        }
        depth > 1
    })
}

/// Whether every strong is written as `**`, no `__` and no `***` among them.
fn made_of_pairs(events: &[Inline<'_>], source: &str) -> bool {
    let bytes = source.as_bytes();
    events.iter().all(|(event, range)| {
        !matches!(event, Event::Start(Tag::Strong))
            || (source.get(range.clone()).is_some_and(|text| text.starts_with("**") && text.ends_with("**"))
                && range.start.checked_sub(1).and_then(|before| bytes.get(before)) != Some(&b'*')
                && bytes.get(range.start + 2) != Some(&b'*')
                && bytes.get(range.end) != Some(&b'*'))
    })
}

/// The parser's strongs become stars again.
fn loosen(events: Vec<Inline<'_>>) -> Vec<Inline<'_>> {
    let stars = || Event::Text(CowStr::Borrowed("**"));
    events
        .into_iter()
        .map(|(event, range)| match event {
            Event::Start(Tag::Strong) => (stars(), range.start..range.start + 2),
            Event::End(TagEnd::Strong) => (stars(), range.end - 2..range.end),
            event => (event, range),
        })
        .collect()
}

/// Texts that touch in the source are one text; an escape (`\*`) leaves a gap, so escaped stars stay apart. A text that
/// grows is kept aside until it is whole: a paragraph of brackets comes one by one.
fn merge(events: Vec<Inline<'_>>) -> Vec<Inline<'_>> {
    let touches = |pair: &[Inline<'_>]| matches!(pair, [(Event::Text(_), before), (Event::Text(_), after)] if before.end == after.start);
    if !events.windows(2).any(touches) {
        return events;
    }
    let mut merged: Vec<Inline<'_>> = Vec::with_capacity(events.len());
    let mut growing: Option<String> = None;
    for (event, range) in events {
        if let Event::Text(text) = &event
            && let Some((Event::Text(before), before_range)) = merged.last_mut()
            && before_range.end == range.start
        {
            growing.get_or_insert_with(|| before.to_string()).push_str(text);
            before_range.end = range.end;
            continue;
        }
        settle(&mut merged, growing.take());
        merged.push((event, range));
    }
    settle(&mut merged, growing);
    merged
}

fn settle(merged: &mut [Inline<'_>], grown: Option<String>) {
    if let (Some(grown), Some((Event::Text(text), _))) = (grown, merged.last_mut()) {
        *text = CowStr::from(grown);
    }
}

struct EmphasisMark {
    event: usize,
    at: usize,
    opens: bool,
}

/// Pairs stars that stand at the same depth inside the same parent, opener before text, closer after text.
fn find_marks(events: &[Inline<'_>]) -> Vec<EmphasisMark> {
    let mut marks = Vec::new();
    // One candidate opener for each open parent.
    let mut waiting: Vec<Option<(usize, usize)>> = vec![None];
    for (index, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(_) => waiting.push(None),
            Event::End(_) => {
                waiting.pop();
                if waiting.is_empty() {
                    waiting.push(None);
                }
            }
            Event::Text(text) => {
                for (at, _) in text.match_indices("**") {
                    let Some(slot) = waiting.last_mut() else { continue };
                    let before = text[..at].chars().next_back();
                    let after = text[at + 2..].chars().next();
                    match *slot {
                        Some((from_event, from_at))
                            if !before.is_some_and(char::is_whitespace) && (from_event, from_at + 2) != (index, at) =>
                        {
                            marks.push(EmphasisMark { event: from_event, at: from_at, opens: true });
                            marks.push(EmphasisMark { event: index, at, opens: false });
                            *slot = None;
                        }
                        _ if !after.is_some_and(char::is_whitespace) => *slot = Some((index, at)),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    marks.sort_by_key(|mark| (mark.event, mark.at));
    marks
}

fn split_at<'a>(events: Vec<Inline<'a>>, marks: &[EmphasisMark]) -> Vec<Inline<'a>> {
    let mut out = Vec::with_capacity(events.len() + marks.len() * 2);
    let mut next = marks.iter().peekable();
    for (index, (event, range)) in events.into_iter().enumerate() {
        let Event::Text(text) = &event else {
            out.push((event, range));
            continue;
        };
        let mut from = 0;
        let mut cut = false;
        while let Some(mark) = next.next_if(|mark| mark.event == index) {
            cut = true;
            if mark.at > from {
                out.push((
                    Event::Text(CowStr::from(text[from..mark.at].to_owned())),
                    range.start + from..range.start + mark.at,
                ));
            }
            let star = range.start + mark.at..range.start + mark.at + 2;
            out.push((if mark.opens { Event::Start(Tag::Strong) } else { Event::End(TagEnd::Strong) }, star));
            from = mark.at + 2;
        }
        if !cut {
            out.push((event, range));
        } else if from < text.len() {
            out.push((Event::Text(CowStr::from(text[from..].to_owned())), range.start + from..range.end));
        }
    }
    out
}
