//! A case as it stands on the disk: input files, and the sections that say what must come out. The one format, the one
//! harness and the one switch (`BLESS=1`) of `tests/cases.rs`, `tests/check_rules.rs` and `tests/papers/`.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

/// In a debug build on a busy machine; what takes longer than this grows faster than its input.
const LONGEST: Duration = Duration::from_secs(60);

/// What came out of a case: a text for each section, and what is wrong whatever the sections say.
pub struct Outcome {
    pub shown: Vec<(Section, String)>,
    pub problems: Vec<String>,
}

/// Runs every case below a folder of `tests/` and compares; `BLESS=1` writes what came out instead, and `CASE=tables/`
/// runs some. `run` gets the case and its path below the folder.
pub fn every_case(folder: &str, run: impl Fn(&Case, &str) -> Outcome + Sync + std::panic::RefUnwindSafe) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let only = std::env::var("CASE").unwrap_or_default();
    let paths: Vec<_> = find_cases(&folder).into_iter().filter(|path| path.to_string_lossy().contains(&only)).collect();
    assert!(!paths.is_empty() || !only.is_empty(), "no cases in {}", folder.display());
    let failures: Vec<String> = paths.par_iter().filter_map(|path| failure_of(&folder, path, &run)).collect();
    let passed = paths.len() - failures.len();
    for failure in &failures {
        eprintln!("{failure}\n");
    }
    eprintln!("cases: {passed} passed, {} failed", failures.len());
    assert!(failures.is_empty(), "{} of {} cases differ", failures.len(), paths.len());
}

fn failure_of(
    folder: &Path,
    path: &Path,
    run: &(impl Fn(&Case, &str) -> Outcome + Sync + std::panic::RefUnwindSafe),
) -> Option<String> {
    let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
    let start = Instant::now();
    let case = Case::read(path);
    let Ok(outcome) = std::panic::catch_unwind(|| run(&case, &name)) else {
        return Some(format!("== {name}: panicked"));
    };
    let mut problems = outcome.problems;
    if start.elapsed() > LONGEST {
        problems.push(format!("took {:?}", start.elapsed()));
    }
    if std::env::var_os("BLESS").is_some() {
        let text = case.blessed(&outcome.shown);
        if text != fs::read_to_string(case.expectations()).unwrap_or_default() {
            fs::write(case.expectations(), text).unwrap();
        }
    } else {
        for (section, expected) in case.expected() {
            let got = outcome.shown.iter().find(|(head, _)| head == section).map_or("", |(_, text)| text);
            problems.extend(section.differences(expected, got));
        }
    }
    (!problems.is_empty()).then(|| format!("== {name}\n{}", problems.join("\n")))
}

pub struct Case {
    path: PathBuf,
    /// Everything of the case file that is input, kept byte for byte when it is blessed.
    input_text: String,
    pub inputs: Vec<Input>,
    /// The day of `--- today 15 มกราคม 2570 ---`.
    pub today: Option<String>,
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
    /// What the rules find, one a line: `path:line CODE words of the message`.
    Rules,
    /// What is found in announcements, orders and pledges.
    Papers,
    /// What a reader is told of them on a day.
    On(String),
}

impl Section {
    fn parse(head: &str) -> Option<Self> {
        match head {
            "expect" => Some(Self::Expect),
            "model" => Some(Self::Model),
            "rules" => Some(Self::Rules),
            "papers" => Some(Self::Papers),
            _ => {
                let on = head.strip_prefix("on ").map(|day| Self::On(day.trim().to_owned()));
                let prose = head.strip_prefix("prose ").map(|path| Self::Prose(path.trim().to_owned()));
                let page = || {
                    let url = head.strip_prefix("page ")?;
                    Some(Self::Page(url.trim().trim_end_matches(" main").to_owned()))
                };
                prose.or_else(page).or(on)
            }
        }
    }

    fn head(&self) -> String {
        match self {
            Self::Expect => "expect".to_owned(),
            Self::Model => "model".to_owned(),
            Self::Prose(path) => format!("prose {path}"),
            Self::Page(url) => format!("page {url} main"),
            Self::Rules => "rules".to_owned(),
            Self::Papers => "papers".to_owned(),
            Self::On(day) => format!("on {day}"),
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
            Self::Rules if expected.len() == got.len() && expected.iter().zip(&got).all(|(e, g)| is_said(e, g)) => {
                Vec::new()
            }
            Self::Prose(_) | Self::Papers | Self::On(_) if expected == got => Vec::new(),
            Self::Prose(_) | Self::Rules | Self::Papers | Self::On(_) => {
                vec![format!("  {head}: got\n{}", got.join("\n"))]
            }
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

/// `path:line CODE words`: the words must be part of the message.
fn is_said(expected: &str, got: &str) -> bool {
    let parts = |line: &str| {
        let mut parts = line.splitn(3, ' ').map(str::to_owned);
        [(); 3].map(|()| parts.next().unwrap_or_default())
    };
    let ([place, code, words], [found, found_code, message]) = (parts(expected), parts(got));
    place == found && code == found_code && message.contains(&words)
}

/// With one space for many, whatever kind they are; what only holds a word together on its line is left out.
fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut pieces = text.split("<span class=\"nobr\">");
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (held, after) = piece.split_once("</span>").unwrap_or((piece, ""));
        out.push_str(held);
        out.push_str(after);
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
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
        let mut case = Self {
            path: path.to_owned(),
            input_text: String::new(),
            inputs: Vec::new(),
            today: None,
            sections: Vec::new(),
        };
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
                    match head.strip_prefix("today ") {
                        Some(day) => case.today = Some(day.trim().to_owned()),
                        None => case.add_input(head, body),
                    }
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
            let is_page = matches!(section, Section::Page(_) | Section::Rules);
            let keep = is_page && !expected.trim().is_empty() && section.differences(expected, got).is_empty();
            let body = if keep { expected } else { got };
            let body = body.trim_end();
            let body = if body.is_empty() && !matches!(section, Section::Expect) {
                String::new()
            } else {
                format!("{body}\n")
            };
            text.push_str(&format!("--- {} ---\n{body}", section.head()));
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
