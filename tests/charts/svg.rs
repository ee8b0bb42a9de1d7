//! Reads an SVG the way a strict XML parser does, and measures its texts.
#![allow(clippy::panic)] // a test helper: what is not well-formed is a failed test

use prongsai::chart::text::{Weight, width};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

#[derive(Clone, Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
    parent: usize,
}

pub struct Line {
    pub text: String,
    pub from: f64,
    pub to: f64,
    pub y: f64,
    pub size: f64,
}

pub struct Svg {
    pub elements: Vec<Element>,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub fn number(&self, name: &str) -> f64 {
        self.attribute(name).and_then(|value| value.parse().ok()).unwrap_or(0.0)
    }
}

impl Svg {
    /// Panics on anything that is not well-formed: that is the test.
    #[track_caller]
    pub fn parse(text: &str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        let mut elements: Vec<Element> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{error} in {text}")) {
                Event::Start(start) => {
                    elements.push(element(&start, open.last().copied().unwrap_or(0)));
                    open.push(elements.len() - 1);
                }
                Event::Empty(start) => elements.push(element(&start, open.last().copied().unwrap_or(0))),
                Event::End(_) => {
                    open.pop();
                }
                Event::Text(part) => {
                    push(&mut elements, &open, &part);
                }
                Event::GeneralRef(reference) => {
                    let known = quick_xml::escape::resolve_xml_entity(&reference);
                    push(&mut elements, &open, known.unwrap_or_else(|| panic!("&{}; in {text}", &*reference)));
                }
                Event::Eof => break,
                _ => {}
            }
        }
        assert!(open.is_empty(), "not closed: {text}");
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "a control character");
        Self { elements }
    }

    pub fn size(&self) -> (f64, f64) {
        let mut numbers =
            self.elements[0].attribute("viewBox").unwrap_or("").split(' ').map(|n| n.parse().unwrap_or(0.0));
        let mut next = || numbers.next().unwrap_or(0.0);
        let (_, _, wide, tall) = (next(), next(), next(), next());
        (wide, tall)
    }

    /// What an element is called: by another element that it names, or by the words inside it.
    pub fn name_of(&self, at: usize) -> String {
        match self.elements[at].attribute("aria-labelledby") {
            Some(id) => {
                self.elements.iter().filter(|e| e.attribute("id") == Some(id)).map(|e| e.text.as_str()).collect()
            }
            None => {
                let inside = |mut child: usize| loop {
                    match child {
                        _ if child == at => return true,
                        0 => return false,
                        _ => child = self.elements[child].parent,
                    }
                };
                (0..self.elements.len())
                    .filter(|child| inside(*child))
                    .map(|child| self.elements[child].text.as_str())
                    .collect()
            }
        }
    }

    pub fn uses(&self, href: &str) -> usize {
        self.elements.iter().filter(|e| e.name == "use" && e.attribute("href") == Some(href)).count()
    }

    pub fn classes(&self) -> impl Iterator<Item = &str> {
        self.elements.iter().filter_map(|element| element.attribute("class")).flat_map(|class| class.split(' '))
    }

    /// Every line of text with where it begins and ends.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for (at, text) in self.elements.iter().enumerate().filter(|(_, element)| element.name == "text") {
            let size = text.attribute("font-size").map_or(15.0, |size| size.parse().unwrap_or(15.0));
            let weight = if text.attribute("font-weight").is_some() { Weight::SemiBold } else { Weight::Regular };
            let mut y = text.number("y");
            let rest = self.elements.iter().filter(|element| element.name == "tspan" && element.parent == at);
            for part in std::iter::once(text).chain(rest) {
                y += part.number("dy");
                let wide = width(part.text.trim_end(), size, weight);
                let x = part.number("x");
                let from = match text.attribute("text-anchor") {
                    Some("middle") => x - wide / 2.0,
                    Some("end") => x - wide,
                    _ => x,
                };
                lines.push(Line { text: part.text.clone(), from, to: from + wide, y, size });
            }
        }
        lines
    }

    /// Corners of everything that has a place and a size.
    pub fn boxes(&self) -> impl Iterator<Item = ((f64, f64), (f64, f64))> {
        let drawn = |element: &&Element| {
            let parent = &self.elements[element.parent].name;
            (element.name == "rect" || element.name == "use") && parent != "symbol" && parent != "pattern"
        };
        self.elements.iter().filter(drawn).map(|element| {
            let from = (element.number("x"), element.number("y"));
            (from, (from.0 + element.number("width"), from.1 + element.number("height")))
        })
    }
}

fn push(elements: &mut [Element], open: &[usize], text: &str) {
    if let Some(&at) = open.last() {
        elements[at].text.push_str(text);
    }
}

fn element(start: &BytesStart<'_>, parent: usize) -> Element {
    let mut attributes: Vec<(String, String)> = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.unwrap_or_else(|error| panic!("{error}"));
        let value = attribute.value.to_string();
        assert!(!value.contains('<'), "an unescaped < in {value}");
        attributes.push((attribute.key.as_ref().to_owned(), value));
    }
    Element { name: start.name().as_ref().to_owned(), attributes, text: String::new(), parent }
}
