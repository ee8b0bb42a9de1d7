//! The parts of an XLSX workbook: its sheets, strings and formats, each unpacked and read within limits.
//! Our own because the readers at hand trust what a file claims: counts of strings, names of cells.

use std::collections::{BTreeMap, BTreeSet};

use super::serial::NumberFormat;
use crate::reader::{raised, ticks};
use crate::source::attachment::{Archive, ArchiveError, XmlNode, attribute, walk};

const MAX_STRINGS: usize = 1_000_000;
/// In bytes: more than the 32,767 letters that Excel holds in one cell.
pub(super) const MAX_CELL_TEXT: usize = 32_767 * 3;
const MAX_FORMATS: usize = 100_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkbookError {
    Archive(ArchiveError),
    Damaged,
}

impl From<ArchiveError> for WorkbookError {
    fn from(error: ArchiveError) -> Self {
        Self::Archive(error)
    }
}

pub(super) struct WorkbookReader<'a> {
    archive: Archive<'a>,
    /// In the workbook's order.
    pub sheets: Vec<SheetPart>,
    pub strings: Vec<String>,
    /// By the number that cells name.
    pub formats: Vec<NumberFormat>,
    /// By the same number.
    pub looks: Vec<CellLook>,
    /// Strings of which a part is struck out.
    pub struck: BTreeSet<usize>,
    pub from_1904: bool,
}

/// How cells of a style look, as far as it means something.
#[derive(Clone, Debug, Default)]
pub(super) struct CellLook {
    pub font: String,
    pub is_struck: bool,
    pub fill: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) struct SheetPart {
    pub name: String,
    pub part: String,
    pub is_hidden: bool,
}

impl<'a> WorkbookReader<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, WorkbookError> {
        let mut archive = Archive::open(bytes)?;
        let root = relations(&mut archive, "_rels/.rels", "")?;
        let main = root
            .into_values()
            .find(|it| it.kind == "officeDocument" && it.part.contains("workbook"))
            .map_or_else(|| "xl/workbook.xml".to_owned(), |it| it.part);
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
        let parts = relations(&mut archive, &join(folder, &format!("_rels/{file}.rels")), folder)?;
        let Some(part) = archive.read(&main)? else {
            return Err(WorkbookError::Damaged);
        };
        let (mut sheets, mut from_1904) = (Vec::new(), false);
        let whole = walk(&part, |node| match node {
            XmlNode::Open("sheet", tag) => {
                let target = attribute(tag, "id").and_then(|id| parts.get(&id)).filter(|it| it.kind == "worksheet");
                if let (Some(name), Some(target)) = (attribute(tag, "name"), target) {
                    let is_hidden = attribute(tag, "state").is_some_and(|state| state != "visible");
                    sheets.push(SheetPart { name, part: target.part.clone(), is_hidden });
                }
            }
            XmlNode::Open("workbookPr", tag) => {
                from_1904 = attribute(tag, "date1904").is_some_and(|it| it == "1" || it == "true");
            }
            _ => {}
        });
        if !whole && sheets.is_empty() {
            return Err(WorkbookError::Damaged);
        }
        let named = |kind: &str| parts.values().find(|it| it.kind == kind).map(|it| it.part.clone());
        let (strings, struck) = match named("sharedStrings") {
            Some(name) => archive.read(&name)?.map(|part| strings(&part)).unwrap_or_default(),
            None => Default::default(),
        };
        let (formats, looks) = match named("styles") {
            Some(name) => archive.read(&name)?.map(|part| styles(&part)).unwrap_or_default(),
            None => Default::default(),
        };
        Ok(Self { archive, sheets, strings, formats, looks, struck, from_1904 })
    }

    pub fn part(&mut self, name: &str) -> Result<Vec<u8>, WorkbookError> {
        self.archive.read(name)?.ok_or(WorkbookError::Damaged)
    }
}

struct Relation {
    /// The last word of its type: `worksheet`.
    kind: String,
    part: String,
}

fn relations(archive: &mut Archive<'_>, name: &str, folder: &str) -> Result<BTreeMap<String, Relation>, WorkbookError> {
    let mut found = BTreeMap::new();
    if let Some(part) = archive.read(name)? {
        walk(&part, |node| {
            if let XmlNode::Open("Relationship", tag) = node
                && let (Some(id), Some(kind), Some(target)) =
                    (attribute(tag, "Id"), attribute(tag, "Type"), attribute(tag, "Target"))
            {
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                found.insert(id, Relation { kind, part: join(folder, &target) });
            }
        });
    }
    Ok(found)
}

/// The part that `target` means when it is named in `folder`.
fn join(folder: &str, target: &str) -> String {
    let mut steps: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            _ => steps.push(step),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps.join("/")
}

/// The strings, and which of them are struck out in part.
fn strings(part: &[u8]) -> (Vec<String>, BTreeSet<usize>) {
    let mut strings = Vec::new();
    let mut struck = BTreeSet::new();
    let (mut is_struck, mut is_raised) = (false, false);
    let (mut current, mut is_text, mut is_reading_aid) = (String::new(), false, false);
    let mut font = String::new();
    walk(part, |node| match node {
        XmlNode::Open("si", _) => {
            current.clear();
            font.clear();
        }
        XmlNode::Open("r", _) => (is_struck, is_raised) = (false, false),
        XmlNode::Open("strike", tag) => is_struck = is_on(tag),
        XmlNode::Open("vertAlign", tag) => is_raised = attribute(tag, "val").is_some_and(|val| val == "superscript"),
        XmlNode::Open("rFont", tag) => font = attribute(tag, "val").unwrap_or_default(),
        XmlNode::Open("rPh", _) => is_reading_aid = true,
        XmlNode::Close("rPh") => is_reading_aid = false,
        XmlNode::Open("t", _) => is_text = !is_reading_aid,
        XmlNode::Letters(letters) if is_text && current.len() < MAX_CELL_TEXT => {
            if is_struck && !letters.trim().is_empty() {
                struck.insert(strings.len());
            }
            match is_raised {
                // The mark of a footnote is no digit of the amount in front of it.
                true => current.extend(letters.chars().map(raised)),
                false => current.push_str(letters),
            }
        }
        XmlNode::Close("t") => is_text = false,
        XmlNode::Close("si") if strings.len() < MAX_STRINGS => {
            let tick = ticks::by_font(&font, &current);
            strings.push(tick.map_or_else(|| tidy(&current), str::to_owned));
        }
        _ => {}
    });
    (strings, struck)
}

/// `<strike/>`, `<strike val="1"/>`.
fn is_on(tag: &quick_xml::events::BytesStart<'_>) -> bool {
    attribute(tag, "val").is_none_or(|val| val != "0" && val != "false")
}

/// The number format and the look of every style that cells name.
fn styles(part: &[u8]) -> (Vec<NumberFormat>, Vec<CellLook>) {
    let mut stated: BTreeMap<u32, NumberFormat> = BTreeMap::new();
    let (mut formats, mut looks, mut in_cells) = (Vec::new(), Vec::new(), false);
    let (mut names, mut in_fonts): (Vec<(String, bool)>, bool) = (Vec::new(), false);
    let (mut fills, mut in_fills): (Vec<Option<String>>, bool) = (Vec::new(), false);
    walk(part, |node| match node {
        XmlNode::Open("numFmt", tag) => {
            if let (Some(id), Some(code)) =
                (attribute(tag, "numFmtId").and_then(|id| id.parse::<u32>().ok()), attribute(tag, "formatCode"))
            {
                stated.insert(id, NumberFormat::of_code(&code));
            }
        }
        XmlNode::Open("fonts", _) => in_fonts = true,
        XmlNode::Close("fonts") => in_fonts = false,
        XmlNode::Open("font", _) if in_fonts && names.len() < MAX_FORMATS => names.push(Default::default()),
        XmlNode::Open("name", tag) if in_fonts => {
            if let (Some(last), Some(name)) = (names.last_mut(), attribute(tag, "val")) {
                last.0 = name;
            }
        }
        XmlNode::Open("strike", tag) if in_fonts => {
            if let Some(last) = names.last_mut() {
                last.1 = is_on(tag);
            }
        }
        XmlNode::Open("fills", _) => in_fills = true,
        XmlNode::Close("fills") => in_fills = false,
        XmlNode::Open("fill", _) if in_fills && fills.len() < MAX_FORMATS => fills.push(None),
        XmlNode::Open("fgColor", tag) if in_fills => {
            let colour = ["rgb", "theme", "indexed"].iter().find_map(|name| Some((name, attribute(tag, name)?)));
            if let (Some(last), Some((name, value))) = (fills.last_mut(), colour) {
                let tint = attribute(tag, "tint").unwrap_or_default();
                *last = Some(format!("{name} {value} {tint}"));
            }
        }
        XmlNode::Open("cellXfs", _) => in_cells = true,
        XmlNode::Close("cellXfs") => in_cells = false,
        XmlNode::Open("xf", tag) if in_cells && formats.len() < MAX_FORMATS => {
            let id = attribute(tag, "numFmtId").and_then(|id| id.parse::<u32>().ok()).unwrap_or(0);
            formats.push(stated.get(&id).copied().unwrap_or_else(|| NumberFormat::built_in(id)));
            let font = attribute(tag, "fontId").and_then(|id| id.parse::<usize>().ok()).unwrap_or(0);
            let (font, is_struck) = names.get(font).cloned().unwrap_or_default();
            let fill = attribute(tag, "fillId").and_then(|id| id.parse::<usize>().ok()).unwrap_or(0);
            looks.push(CellLook { font, is_struck, fill: fills.get(fill).cloned().flatten() });
        }
        _ => {}
    });
    (formats, looks)
}

pub(super) fn tidy(text: &str) -> String {
    let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= MAX_CELL_TEXT).last().unwrap_or(0);
    let text = if text.len() > MAX_CELL_TEXT { &text[..end] } else { text };
    // Excel writes a carriage return inside a cell as `_x000D_`.
    text.replace("_x000D_", "").replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}
