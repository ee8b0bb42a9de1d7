//! A PDF's pages, words, title and language, and whether its pages are pictures of paper.
//! Structure and words are read by our own lazy reader; filters and decryption are lopdf's, with limits.

mod cmap;
mod file;
mod font;
mod matrix;
mod page_layout;
mod syntax;
mod words;

use std::collections::BTreeSet;
use std::rc::Rc;

use lopdf::{Dictionary, Object, decode_text_string};

use super::bytes::find;
use super::contents::{Contents, TextLayer};
use super::problem::Problem;
use file::{File, Lock};
pub use page_layout::{DrawnRule, Letter, PageLayout};
use words::PdfWords;

const MAX_PAGES: usize = 50_000;
const MAX_TREE_NODES: usize = 200_000;
/// A page with a picture over half of it and fewer letters than this is a scan with a stamp or a page number.
const FEW_LETTERS: usize = 20;
/// A4 in points, where a page does not say.
const USUAL_AREA: f32 = 595.0 * 842.0;

struct PdfPage {
    dictionary: Dictionary,
    resources: Rc<Dictionary>,
    area: f32,
}

pub(super) fn read(bytes: &[u8]) -> Contents {
    let mut contents = Contents::default();
    let file = File::open(bytes);
    let catalog = file.dictionary(&file.trailer, b"Root").or_else(|| find_catalog(&file)).unwrap_or_default();
    let (pages, is_whole) = pages(&file, &catalog);
    if pages.is_empty() {
        contents.problems.push(Problem::damaged("ไม่พบหน้าใด ๆ ใน PDF", "no page was found"));
    } else {
        contents.pages = u32::try_from(pages.len()).ok();
        let tail = &bytes[bytes.len().saturating_sub(4096)..];
        if find(tail, b"%%EOF").is_none() && find(tail, b"startxref").is_none() {
            contents.problems.push(Problem::damaged("ขาดส่วนท้าย อาจดาวน์โหลดมาไม่ครบ", "its end is missing"));
        }
    }
    if file.lock == Lock::Locked {
        contents.text_layer = Some(TextLayer::Unknown);
        contents.problems.push(Problem::encrypted(false));
        return contents;
    }
    if file.lock == Lock::Restricted {
        contents.problems.push(Problem::encrypted(true));
    }
    let info = file.dictionary(&file.trailer, b"Info").unwrap_or_default();
    contents.title = file.value(&info, b"Title").and_then(|it| decode_text_string(&it).ok());
    contents.language = file.value(&catalog, b"Lang").and_then(|it| decode_text_string(&it).ok());
    if runs_something(&file, &catalog) {
        contents.problems.push(Problem::script("JavaScript", "JavaScript"));
    }
    let mut words = PdfWords::new(&file);
    let (mut written, mut scanned, mut unreadable) = (0_u32, 0_u32, 0_u32);
    for page in &pages {
        if words.is_spent() {
            file.is_cut.set(true);
            break;
        }
        let before = words.text.len();
        let facts = words.page(&page.dictionary, &page.resources);
        let has_words = words.is_full || words.text[before..].chars().any(|it| !it.is_whitespace() && it != '\u{FFFD}');
        if facts.picture_area * 2.0 >= page.area && facts.shown < FEW_LETTERS {
            scanned += 1;
        } else if facts.shown > 0 && has_words {
            written += 1;
        } else if facts.shown > 0 {
            unreadable += 1;
        }
    }
    contents.scanned_pages = scanned;
    contents.text_layer = Some(match (written, scanned) {
        _ if unreadable > written => TextLayer::Unknown,
        (0, 0) => TextLayer::Unknown,
        _ if scanned > written => TextLayer::Scan,
        _ => TextLayer::HasText,
    });
    if scanned > 0 {
        contents.problems.push(Problem::scan(scanned, contents.pages.unwrap_or(scanned)));
    }
    if file.is_bomb.get() {
        contents.problems.insert(0, Problem::bomb("PDF", "a stream unpacks to far more than its size"));
    } else if file.is_cut.get() || words.is_full || !is_whole {
        contents.problems.push(Problem::partly_read());
    }
    contents.text = mended(words.text);
    contents
}

/// Why the places of a PDF's letters cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayoutError {
    Damaged,
    Encrypted,
    /// Pictures of paper: there are no letters.
    Scan,
    Bomb,
}

/// The letters and drawn lines of each page, for whoever puts lines and tables together again.
pub fn layout(bytes: &[u8]) -> Result<Vec<PageLayout>, LayoutError> {
    let file = File::open(bytes);
    let catalog = file.dictionary(&file.trailer, b"Root").or_else(|| find_catalog(&file)).unwrap_or_default();
    let (pages, _) = pages(&file, &catalog);
    if file.lock == Lock::Locked {
        return Err(LayoutError::Encrypted);
    }
    if pages.is_empty() {
        return Err(LayoutError::Damaged);
    }
    let mut words = PdfWords::new(&file);
    let (mut layouts, mut scanned, mut written) = (Vec::new(), 0_usize, 0_usize);
    for page in &pages {
        if words.is_spent() {
            break;
        }
        words.layout = Some(PageLayout::default());
        let facts = words.page(&page.dictionary, &page.resources);
        let layout = words.layout.take().unwrap_or_default();
        if facts.picture_area * 2.0 >= page.area && facts.shown < FEW_LETTERS {
            scanned += 1;
        } else if !layout.letters.is_empty() {
            written += 1;
        }
        layouts.push(layout);
    }
    if file.is_bomb.get() {
        return Err(LayoutError::Bomb);
    }
    if scanned > written || written == 0 {
        return Err(LayoutError::Scan);
    }
    Ok(layouts)
}

/// Programs write "ำ" as its two halves, or as itself and the second half again; and "fi" as one letter.
fn mended(text: String) -> String {
    const PAIRS: [(&str, &str); 4] =
        [("\u{E4D}\u{E32}", "\u{E33}"), ("\u{E33}\u{E32}", "\u{E33}"), ("ﬁ", "fi"), ("ﬂ", "fl")];
    PAIRS.iter().fold(text, |text, (from, to)| if text.contains(from) { text.replace(from, to) } else { text })
}

fn is_type(dictionary: &Dictionary, name: &[u8]) -> bool {
    dictionary.get(b"Type").and_then(Object::as_name).is_ok_and(|it| it == name)
}

/// For a file whose trailer is lost.
fn find_catalog(file: &File<'_>) -> Option<Dictionary> {
    file.numbers().take(MAX_TREE_NODES).find_map(|number| match file.get(number).as_deref() {
        Some(Object::Dictionary(found)) if is_type(found, b"Catalog") => Some(found.clone()),
        _ => None,
    })
}

/// The pages in order, and whether these are all. Each node of the tree counts once, so a circle ends.
fn pages(file: &File<'_>, catalog: &Dictionary) -> (Vec<PdfPage>, bool) {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut stack: Vec<(Object, Rc<Dictionary>, f32)> = Vec::new();
    if let Ok(root) = catalog.get(b"Pages") {
        stack.push((root.clone(), Rc::default(), USUAL_AREA));
    }
    let mut is_whole = true;
    while let Some((node, resources, area)) = stack.pop() {
        if found.len() >= MAX_PAGES || seen.len() >= MAX_TREE_NODES {
            is_whole = false;
            break;
        }
        if let Object::Reference(id) = node
            && !seen.insert(id.0)
        {
            continue;
        }
        let Object::Dictionary(dictionary) = file.resolve(&node) else {
            continue;
        };
        let resources = file.dictionary(&dictionary, b"Resources").map_or(resources, Rc::new);
        let area = file.value(&dictionary, b"MediaBox").and_then(|it| box_area(file, &it)).unwrap_or(area);
        match file.value(&dictionary, b"Kids") {
            Some(Object::Array(kids)) if !is_type(&dictionary, b"Page") => {
                let room = MAX_TREE_NODES.saturating_sub(stack.len());
                for kid in kids.iter().take(room).rev() {
                    stack.push((kid.clone(), Rc::clone(&resources), area));
                }
            }
            _ => found.push(PdfPage { dictionary, resources, area }),
        }
    }
    if found.is_empty() {
        let loose = file.numbers().take(MAX_TREE_NODES).filter_map(|number| match file.get(number).as_deref() {
            Some(Object::Dictionary(it)) if is_type(it, b"Page") => Some(it.clone()),
            _ => None,
        });
        found.extend(loose.take(MAX_PAGES).map(|dictionary| {
            let resources = Rc::new(file.dictionary(&dictionary, b"Resources").unwrap_or_default());
            PdfPage { dictionary, resources, area: USUAL_AREA }
        }));
    }
    (found, is_whole)
}

fn box_area(file: &File<'_>, stated: &Object) -> Option<f32> {
    let Object::Array(sides) = stated else {
        return None;
    };
    let sides: Vec<f32> = sides.iter().take(4).filter_map(|side| file.resolve(side).as_float().ok()).collect();
    match sides.as_slice() {
        [left, bottom, right, top] => Some(((right - left) * (top - bottom)).abs()).filter(|area| *area > 0.0),
        _ => None,
    }
}

/// JavaScript or programs that start when the document is opened.
fn runs_something(file: &File<'_>, catalog: &Dictionary) -> bool {
    let is_active = |action: &Dictionary| {
        action.get(b"S").and_then(Object::as_name).is_ok_and(|name| matches!(name, b"JavaScript" | b"Launch"))
    };
    let opens = file.dictionary(catalog, b"OpenAction").is_some_and(|action| is_active(&action));
    let named = file.dictionary(catalog, b"Names").is_some_and(|names| names.has(b"JavaScript"));
    opens || named
}
