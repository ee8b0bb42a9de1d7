//! A case as it stands on the disk: input files, and the sections that say what must come out.

use std::fs;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

pub struct Case {
    path: PathBuf,
    /// Everything of the case file that is input, kept byte for byte when it is blessed.
    input_text: String,
    pub inputs: Vec<Input>,
    sections: Vec<(Section, String)>,
}

/// A file of the content folder.
pub struct Input {
    pub path: String,
    pub bytes: Vec<u8>,
    pub symlink: Option<String>,
    pub unreadable: bool,
}

/// What a section compares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Section {
    /// Findings, one a line: `severity code path:line:column «quoted» message`.
    Expect,
    /// Lines about the model.
    Model,
    /// The author's prose of a document as HTML, links as typed.
    Prose(String),
    /// Lines that stand in `<main>` of a page, in this order.
    Page(String),
}

impl Section {
    fn parse(head: &str) -> Option<Self> {
        match head {
            "expect" => Some(Self::Expect),
            "model" => Some(Self::Model),
            _ => {
                let prose = head.strip_prefix("prose ").map(|path| Self::Prose(path.trim().to_owned()));
                let page = || {
                    let url = head.strip_prefix("page ")?;
                    Some(Self::Page(url.trim().trim_end_matches(" main").to_owned()))
                };
                prose.or_else(page)
            }
        }
    }

    fn head(&self) -> String {
        match self {
            Self::Expect => "expect".to_owned(),
            Self::Model => "model".to_owned(),
            Self::Prose(path) => format!("prose {path}"),
            Self::Page(url) => format!("page {url} main"),
        }
    }

    /// What of `expected` is not so in `got`.
    pub fn differences(&self, expected: &str, got: &str) -> Vec<String> {
        let lines = |text: &str| -> Vec<String> {
            text.lines().map(str::trim_end).filter(|line| !line.is_empty()).map(str::to_owned).collect()
        };
        let (expected, got) = (lines(expected), lines(got));
        let head = self.head();
        let missing = |line: &String| format!("  {head}: missing   {line}");
        match self {
            // All findings in order; a line may stop before the end of the message.
            Self::Expect => {
                let mut problems = Vec::new();
                let mut left = got.iter().peekable();
                for line in &expected {
                    match left.peek() {
                        Some(next) if next.starts_with(line.as_str()) => drop(left.next()),
                        _ if got.iter().any(|known| known.starts_with(line.as_str())) => {
                            while left.peek().is_some_and(|next| !next.starts_with(line.as_str())) {
                                problems.extend(left.next().map(|extra| format!("  {head}: unexpected {extra}")));
                            }
                            left.next();
                        }
                        _ => problems.push(missing(line)),
                    }
                }
                problems.extend(left.map(|extra| format!("  {head}: unexpected {extra}")));
                problems
            }
            Self::Model => expected.iter().filter(|line| !got.contains(line)).map(missing).collect(),
            Self::Prose(_) if expected == got => Vec::new(),
            Self::Prose(_) => vec![format!("  {head}: got\n{}", got.join("\n"))],
            Self::Page(_) => {
                let page = squeezed(&got.join(" "));
                let mut from = 0;
                let mut problems = Vec::new();
                for line in &expected {
                    match page[from..].find(&squeezed(line)) {
                        Some(at) => from += at,
                        None => problems.push(missing(line)),
                    }
                }
                problems
            }
        }
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every case below `folder`, sorted: a `.case` file, or a folder that holds `expected.txt`.
pub fn find_cases(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && path.join("expected.txt").exists() {
            found.push(path);
        } else if path.is_dir() {
            found.extend(find_cases(&path));
        } else if path.extension().is_some_and(|extension| extension == "case") {
            found.push(path);
        }
    }
    found
}

impl Case {
    pub fn read(path: &Path) -> Self {
        let mut case =
            Self { path: path.to_owned(), input_text: String::new(), inputs: Vec::new(), sections: Vec::new() };
        if path.is_dir() {
            for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
                let entry = entry.unwrap();
                let relative = entry.path().strip_prefix(path).unwrap().to_string_lossy().replace('\\', "/");
                if entry.file_type().is_file() && relative != "expected.txt" {
                    case.inputs.push(Input::plain(&relative, fs::read(entry.path()).unwrap()));
                }
            }
        }
        let text = fs::read_to_string(case.expectations()).unwrap();
        let mut rest = text.as_str();
        while let Some((before, head, body, after)) = next_section(rest) {
            case.input_text.push_str(before);
            match Section::parse(head) {
                Some(section) => case.sections.push((section, body.to_owned())),
                None => {
                    case.input_text.push_str(&rest[before.len()..rest.len() - after.len()]);
                    case.add_input(head, body);
                }
            }
            rest = after;
        }
        case.input_text.push_str(rest);
        assert!(!case.sections.is_empty(), "{}: no section says what is expected", path.display());
        case
    }

    pub fn expectations(&self) -> PathBuf {
        if self.path.is_dir() { self.path.join("expected.txt") } else { self.path.clone() }
    }

    pub fn expected(&self) -> impl Iterator<Item = (&Section, &str)> {
        self.sections.iter().map(|(section, text)| (section, text.as_str()))
    }

    /// The case file with what came out in its sections. Lines of a page that hold are kept as they are.
    pub fn blessed(&self, shown: &[(Section, String)]) -> String {
        let mut text = self.input_text.clone();
        for (section, expected) in &self.sections {
            let got = shown.iter().find(|(head, _)| head == section).map_or("", |(_, text)| text);
            let is_page = matches!(section, Section::Page(_));
            let keep = is_page && !expected.trim().is_empty() && section.differences(expected, got).is_empty();
            let body = if keep { expected } else { got };
            text.push_str(&format!("--- {} ---\n{}\n", section.head(), body.trim_end()));
        }
        text
    }

    /// `path (option, option)`: several sections with one path are one file.
    fn add_input(&mut self, head: &str, body: &str) {
        let (path, options) = match head.split_once(" (") {
            Some((path, options)) => (path, options.trim_end_matches(')')),
            None => (head, ""),
        };
        let mut input = Input::plain(path.trim(), Vec::new());
        let mut text = body.to_owned();
        let mut bytes = None;
        for option in options.split(',').map(str::trim).filter(|option| !option.is_empty()) {
            let (name, value) = option.split_once(' ').unwrap_or((option, ""));
            match name {
                "repeat" => text = repeated(&text, value.parse().unwrap(), false),
                "repeat-inline" => text = repeated(&text, value.parse().unwrap(), true),
                "no-newline" => text.truncate(text.trim_end_matches('\n').len()),
                "crlf" => text = text.replace('\n', "\r\n"),
                "cr" => text = text.replace('\n', "\r"),
                "bom" => text.insert(0, '\u{feff}'),
                "nfd" => input.path = input.path.nfd().collect(),
                "tis-620" => bytes = Some(tis_620(&text)),
                "utf-16le" => bytes = Some(utf_16(&text, u16::to_le_bytes)),
                "utf-16be" => bytes = Some(utf_16(&text, u16::to_be_bytes)),
                "hex" => bytes = Some(hex(&text)),
                "symlink" => input.symlink = Some(value.to_owned()),
                "unreadable" => input.unreadable = true,
                _ => panic!("{}: unknown option `{name}`", self.path.display()),
            }
        }
        input.bytes = bytes.unwrap_or_else(|| text.into_bytes());
        match self.inputs.iter_mut().find(|known| known.path == input.path) {
            Some(known) => known.bytes.extend(input.bytes),
            None => self.inputs.push(input),
        }
    }
}

impl Input {
    fn plain(path: &str, bytes: Vec<u8>) -> Self {
        Self { path: path.to_owned(), bytes, symlink: None, unreadable: false }
    }
}

/// Text before a line `--- head ---`, the head, its body, and what follows from the next such line on.
fn next_section(text: &str) -> Option<(&str, &str, &str, &str)> {
    let head_of = |line: &'_ str| -> Option<(usize, usize)> {
        let line = line.trim_end_matches('\n');
        let head = line.strip_prefix("--- ")?.strip_suffix(" ---")?;
        (!head.trim().is_empty()).then_some((4, 4 + head.len()))
    };
    let mut at = 0;
    let mut open: Option<(usize, std::ops::Range<usize>, usize)> = None;
    for line in text.split_inclusive('\n') {
        if let Some((start, end)) = head_of(line) {
            match &open {
                None => open = Some((at, at + start..at + end, at + line.len())),
                Some((before, head, body)) => {
                    return Some((&text[..*before], &text[head.clone()], &text[*body..at], &text[at..]));
                }
            }
        }
        at += line.len();
    }
    let (before, head, body) = open?;
    Some((&text[..before], &text[head], &text[body..], ""))
}

/// `{n}` counts from 1, `{indent}` grows by two spaces each time.
fn repeated(text: &str, times: usize, inline: bool) -> String {
    let piece = if inline { text.trim_end_matches('\n') } else { text };
    let mut out = String::with_capacity(piece.len() * times);
    for number in 1..=times {
        if piece.contains('{') {
            out.push_str(&piece.replace("{n}", &number.to_string()).replace("{indent}", &"  ".repeat(number - 1)));
        } else {
            out.push_str(piece);
        }
    }
    if inline {
        out.push('\n');
    }
    out
}

fn tis_620(text: &str) -> Vec<u8> {
    text.chars()
        .map(|letter| match u32::from(letter) {
            code @ 0x0E01..=0x0E5B => u8::try_from(code - 0x0E00 + 0xA0).unwrap(),
            code => u8::try_from(code).unwrap(),
        })
        .collect()
}

fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes).collect()
}

fn hex(text: &str) -> Vec<u8> {
    let digits: String = text.split_whitespace().collect();
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}
