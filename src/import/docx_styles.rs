//! What the parts beside the body of a Word file say: styles, footnotes, headers and footers.

use std::collections::BTreeMap;

use super::docx_numbering::ListLevel as Level;
use crate::source::attachment::{XmlNode, attribute, walk};

/// Heading levels and numbering of styles by their ids.
#[derive(Default)]
pub(super) struct Styles {
    pub(super) headings: BTreeMap<String, u8>,
    pub(super) numbered: BTreeMap<String, Level>,
    pub(super) bold: BTreeMap<String, bool>,
}

impl Styles {
    pub(super) fn read(part: &[u8]) -> Self {
        let mut styles = Self::default();
        let (mut id, mut in_run) = (String::new(), false);
        walk(part, |node| match node {
            XmlNode::Open("style", tag) => id = attribute(tag, "styleId").unwrap_or_default(),
            XmlNode::Open("name", tag) => {
                let name = attribute(tag, "val").unwrap_or_default().to_lowercase();
                let level = name
                    .strip_prefix("heading ")
                    .and_then(|it| it.trim().parse::<u8>().ok())
                    .or((name == "title").then_some(1));
                if let Some(level) = level {
                    styles.headings.insert(id.clone(), level.clamp(1, 6));
                }
            }
            XmlNode::Open("outlineLvl", tag) => {
                if let Some(level) =
                    attribute(tag, "val").and_then(|it| it.parse::<u8>().ok()).filter(|level| *level < 9)
                {
                    styles.headings.entry(id.clone()).or_insert((level + 1).min(6));
                }
            }
            XmlNode::Open("numId", tag) => {
                if let Some(number) = attribute(tag, "val").and_then(|it| it.parse().ok()) {
                    styles.numbered.entry(id.clone()).or_default().list = number;
                }
            }
            XmlNode::Open("ilvl", tag) => {
                if let Some(level) = attribute(tag, "val").and_then(|it| it.parse().ok()) {
                    styles.numbered.entry(id.clone()).or_default().level = level;
                }
            }
            XmlNode::Open("rPr", _) => in_run = true,
            XmlNode::Close("rPr") => in_run = false,
            XmlNode::Open("b", tag) if in_run => {
                styles.bold.insert(id.clone(), is_on(attribute(tag, "val")));
            }
            _ => {}
        });
        styles.numbered.retain(|_, level| level.list != 0);
        styles
    }
}

pub(super) fn is_on(value: Option<String>) -> bool {
    value.is_none_or(|value| !matches!(value.as_str(), "0" | "false" | "off"))
}

pub(super) fn footnotes(part: &[u8]) -> BTreeMap<String, String> {
    let mut notes: BTreeMap<String, String> = BTreeMap::new();
    let (mut id, mut is_text) = (String::new(), false);
    walk(part, |node| match node {
        XmlNode::Open("footnote", tag) => id = attribute(tag, "id").unwrap_or_default(),
        XmlNode::Open("t", _) => is_text = true,
        XmlNode::Close("t") => is_text = false,
        XmlNode::Letters(letters) if is_text => notes.entry(id.clone()).or_default().push_str(letters),
        _ => {}
    });
    notes
}

pub(super) fn plain_words(part: &[u8]) -> String {
    let (mut words, mut is_text) = (String::new(), false);
    walk(part, |node| match node {
        XmlNode::Open("t", _) => is_text = true,
        XmlNode::Close("t") => is_text = false,
        XmlNode::Close("p") => words.push(' '),
        XmlNode::Letters(letters) if is_text && words.len() < 4096 => words.push_str(letters),
        _ => {}
    });
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
