//! `T408` words of a template. `T409` letters of another script inside Thai words. `T410` words confused by scanning.
//! `T411` a quotation mark or bracket never closed. `T412` a word written twice.
//! Why: such slips tell that nobody read the text before it was published, and what is misspelt cannot be found again.
//! One finding speaks for all places of one slip in a document.

use crate::check::passages::{Passage, PassagePlace, cells};
use crate::check::rules::spelling::misspelt;
use crate::check::{AgencyHead, Context, DocumentRule, LinedDocument};
use crate::escape::{may_be_blank, run_before};
use crate::finding::{Finding, Findings, Fix, MOST_ALIKE, code};
use crate::source::Document;
use crate::span::Span;
use crate::standards::Suspects;
use crate::thai::segment::is_mark;

pub const LEFTOVERS: DocumentRule =
    DocumentRule { codes: &[code::T408, code::T409, code::T410, code::T411, code::T412, code::T417], run };

const SHOWN: usize = 4;

fn run(documents: &[LinedDocument<'_>], agency: AgencyHead<'_>, context: &Context<'_>, findings: &mut Findings) {
    for document in documents {
        let passages = document.passages.as_slice();
        let cells = passages.iter().filter(|passage| passage.place == PassagePlace::Cell).map(|passage| passage.text);
        let suspects = context.standards.suspects(std::iter::once(&*document.text).chain(cells));
        leftovers(passages, context, &suspects, findings);
        let told = confusions(passages, context, &suspects, findings);
        misspelt(passages, &told, agency, context, findings);
        for passage in passages {
            foreign(passage, findings);
        }
        unclosed(document, passages, findings);
        doubled(passages, findings);
    }
}

fn times(count: usize) -> String {
    if count > 1 { format!(" {count} แห่ง") } else { String::new() }
}

fn with_others(finding: Finding, spans: &[Span]) -> Finding {
    spans.iter().skip(1).take(SHOWN).fold(finding, |finding, span| finding.also(*span, "อีกแห่ง"))
}

fn leftovers(passages: &[Passage<'_>], context: &Context<'_>, suspects: &Suspects, findings: &mut Findings) {
    for (_, leftover) in context.standards.leftovers.iter().enumerate().filter(|(at, _)| suspects.leftover(*at)) {
        let mut spans = Vec::new();
        let mut shown = "";
        for passage in passages {
            for range in leftover.find_in(passage.text) {
                // "xxx-xxxx" masks a number on purpose.
                let masked = passage.text[range.end..].starts_with('-') || passage.text[..range.start].ends_with('-');
                if masked && leftover.text == "x" {
                    continue;
                }
                if spans.is_empty() {
                    shown = &passage.text[range.clone()];
                }
                spans.push(passage.span(range.start, range.end));
            }
        }
        let Some(first) = spans.first() else { continue };
        let finding =
            Finding::of(code::T408, *first, format!("พบ `{shown}`{} ซึ่งเป็นคำของแบบฟอร์มที่ยังไม่ได้กรอก", times(spans.len())))
                .english("words of a template left over")
                .label(leftover.means.as_str())
                .help(leftover.means.as_str())
                .or_answer();
        findings.push(with_others(finding, &spans));
    }
}

/// Gives the places that are told.
fn confusions(
    passages: &[Passage<'_>],
    context: &Context<'_>,
    suspects: &Suspects,
    findings: &mut Findings,
) -> Vec<Span> {
    let mut told = Vec::new();
    for (_, confusion) in context.standards.confusions.iter().enumerate().filter(|(at, _)| suspects.confusion(*at)) {
        let mut spans = Vec::new();
        for passage in passages {
            spans.extend(confusion.find_in(passage.text).into_iter().map(|range| passage.span(range.start, range.end)));
        }
        let Some(first) = spans.first() else { continue };
        let (wrong, right) = (&confusion.wrong, &confusion.right);
        let mut finding = Finding::of(code::T410, *first, format!("`{wrong}`{} น่าจะเป็น `{right}`", times(spans.len())))
            .english("a word confused by scanning")
            .label(format!("น่าจะเป็น `{right}`"))
            .help(format!("เปลี่ยนเป็น `{right}`"))
            .or_answer();
        if confusion.fix {
            let edits = spans.iter().take(MOST_ALIKE).map(|span| (*span, right.clone())).collect();
            finding.fix = Some(Fix { title: format!("เปลี่ยน `{wrong}` เป็น `{right}`"), edits });
        }
        findings.push(with_others(finding, &spans));
        told.append(&mut spans);
    }
    told
}

/// The name of a script whose letters look like Thai or Latin ones, or come of a wrong reading.
fn foreign_script(letter: char) -> Option<&'static str> {
    Some(match letter {
        '\u{370}'..='\u{3ff}' => "กรีก",
        '\u{400}'..='\u{52f}' => "ซีริลลิก",
        '\u{600}'..='\u{6ff}' => "อาหรับ",
        '\u{900}'..='\u{97f}' => "เทวนาครี",
        '\u{e80}'..='\u{eff}' => "ลาว",
        '\u{1000}'..='\u{109f}' => "พม่า",
        '\u{1780}'..='\u{17ff}' => "เขมร",
        '\u{3040}'..='\u{30ff}' => "ญี่ปุ่น",
        '\u{3400}'..='\u{9fff}' => "จีน",
        '\u{ac00}'..='\u{d7af}' => "เกาหลี",
        _ => return None,
    })
}

fn is_thai(letter: char) -> bool {
    ('ก'..='ฮ').contains(&letter) || matches!(letter, 'ะ'..='ฺ' | 'เ'..='๎')
}

fn foreign(passage: &Passage<'_>, findings: &mut Findings) {
    let text = passage.text;
    if !may_be_foreign(text) {
        return;
    }
    for (at, word) in words(text) {
        let Some((start, letter)) = word.char_indices().find(|(_, letter)| foreign_script(*letter).is_some()) else {
            if let Some((start, letter)) = stray_latin(word) {
                findings.push(strange(passage, at + start, letter, "อังกฤษ", word));
            }
            continue;
        };
        if word.chars().any(is_thai)
            && let Some(script) = foreign_script(letter)
        {
            findings.push(strange(passage, at + start, letter, script, word));
        }
    }
}

/// A small Latin letter, or the first byte of a letter that is neither Latin, Thai nor a mark of punctuation: without
/// one there is nothing strange in a line. Looked up by bytes, many at once, because nearly every line is done with here.
fn may_be_foreign(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some((last, all_but_last)) = bytes.split_last() else { return false };
    let pairs = all_but_last.iter().zip(bytes.get(1..).unwrap_or_default());
    let found = pairs.fold(false, |any, (byte, next)| {
        let begins_thai = (*next == 0xB8) | (*next == 0xB9);
        let is_other = (*byte >= 0xC3) & (*byte != 0xE2) & !((*byte == 0xE0) & begins_thai);
        any | byte.is_ascii_lowercase() | is_other
    });
    found || last.is_ascii_lowercase()
}

fn strange(passage: &Passage<'_>, at: usize, letter: char, script: &str, word: &str) -> Finding {
    let around: String = word.chars().take(24).collect();
    let end = at
        + passage.text[at..]
            .chars()
            .take_while(|next| !is_thai(*next) && !next.is_whitespace())
            .map(char::len_utf8)
            .sum::<usize>();
    Finding::of(
        code::T409,
        passage.span(at, end.max(at + letter.len_utf8())),
        format!("พบตัวอักษร{script} `{letter}` ในคำไทย `{around}`"),
    )
    .english("a letter of another script inside a Thai word")
    .label(format!("ตัวอักษร{script}"))
    .help("พิมพ์คำนี้ใหม่ด้วยแป้นไทย เช่น `จะ` แทน `必将`")
    .or_answer()
}

/// A single small Latin letter where a Thai one is missing: any between two Thai letters ("ประชาชnน"), and l, n, u, o,
/// s … before one ("lภาพ").
fn stray_latin(word: &str) -> Option<(usize, char)> {
    let mut before = None;
    let mut letters = word.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let after = letters.peek().map(|(_, next)| *next);
        let looks_like_one = matches!(letter, 'l' | 'n' | 'u' | 'o' | 's' | 'r' | 'a');
        let stands_between = before.is_some_and(is_thai) && letter.is_ascii_lowercase();
        if (stands_between || (looks_like_one && before.is_none())) && after.is_some_and(is_thai) {
            return Some((at, letter));
        }
        before = Some(letter);
    }
    None
}

/// Words between blanks and bars, with where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let may_part = |byte: u8| may_be_blank(byte) | (byte == b'|');
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at;
            let (end, part) = loop {
                at += run_before(text.as_bytes().get(at..)?, may_part);
                match text[at..].chars().next() {
                    Some(letter) if letter == '|' || letter.is_whitespace() => break (at, letter.len_utf8()),
                    Some(letter) => at += letter.len_utf8(),
                    None if start == at => return None,
                    None => break (at, 0),
                }
            };
            at = end + part;
            if end > start {
                return Some((start, &text[start..end]));
            }
        }
    })
}

/// Whether a mark stands in a text that may open something. Nearly every text is done with here.
fn may_open(text: &str) -> bool {
    // “ begins with the last of these.
    run_before(text.as_bytes(), |byte| (byte == b'(') | (byte == b'"') | (byte == 0xe2)) < text.len()
}

fn unclosed(document: &Document, passages: &[Passage<'_>], findings: &mut Findings) {
    let mut spans: Vec<Span> = Vec::new();
    let mut shown = String::new();
    for paragraph in &document.body.prose {
        let span = paragraph.span;
        let Some(text) = document.text.get(span.start as usize..span.end as usize) else { continue };
        // What is marked as code or a link has brackets of its own.
        if !may_open(text)
            || memchr::memchr2(b'`', b'|', text.as_bytes()).is_some()
            || memchr::memmem::find(text.as_bytes(), b"](").is_some()
        {
            continue;
        }
        if let Some(at) = open_mark(text) {
            if spans.is_empty() {
                shown = text[at..].chars().take(30).collect();
            }
            spans.push(span.part(at, text.len()));
        }
    }
    let of_tables = |passage: &&Passage<'_>| matches!(passage.place, PassagePlace::Row | PassagePlace::Cell);
    for passage in passages.iter().filter(of_tables).filter(|passage| may_open(passage.text)) {
        let parts: Vec<(usize, &str)> =
            if passage.place == PassagePlace::Row { cells(passage.text).collect() } else { vec![(0, passage.text)] };
        for (start, cell) in parts {
            if let Some(at) = open_mark(cell) {
                if spans.is_empty() {
                    shown = cell[at..].chars().take(30).collect();
                }
                spans.push(passage.span(start + at, start + cell.len()));
            }
        }
    }
    let Some(first) = spans.first() else { return };
    let finding = Finding::of(code::T411, *first, format!("เปิด `{shown}…` ไว้แล้วไม่ปิด{}", times(spans.len())))
        .english("a quotation mark or bracket is never closed")
        .label("ไม่มีเครื่องหมายปิด")
        .help("เติมเครื่องหมายปิด เช่น `มาตรการ “เผยแพร่ข้อมูล”`")
        .or_answer();
    findings.push(with_others(finding, &spans));
}

/// Where the first mark stands that opens and is never closed.
fn open_mark(cell: &str) -> Option<usize> {
    let mut curly: Vec<usize> = Vec::new();
    let mut round: Vec<usize> = Vec::new();
    let mut straight: Option<usize> = None;
    for (at, letter) in cell.char_indices() {
        match letter {
            '“' => curly.push(at),
            '”' => {
                curly.pop();
            }
            '(' => round.push(at),
            ')' => {
                round.pop();
            }
            '"' => straight = if straight.is_some() { None } else { Some(at) },
            _ => {}
        }
    }
    // A straight mark at the very end closes what is lost, it opens nothing.
    let straight = straight.filter(|at| at + 1 < cell.len());
    [curly.first().copied(), round.first().copied(), straight].into_iter().flatten().min()
}

/// Words that may well stand twice.
const MAY_REPEAT: &[&str] = &["ต่างๆ", "เป็นต้น", "และอื่นๆ", "รวมทั้ง", "นั้นๆ"];

const PLACES: &[&str] = &["อำเภอ", "ตำบล", "จังหวัด", "อ.", "ต.", "จ.", "บ้าน", "วัด", "โรงเรียน", "หมู่", "เทศบาล", "อบต"];

fn doubled(passages: &[Passage<'_>], findings: &mut Findings) {
    for passage in passages {
        let text = passage.text;
        let mut before: Option<(usize, &str)> = None;
        // From where, to where, what: a word that stands sixty times is one slip.
        let mut runs: Vec<(usize, usize, &str)> = Vec::new();
        for (at, word) in words(text) {
            if let Some((start, previous)) = before
                && let Some(kept) = previous.strip_suffix(word)
                && word.chars().count() >= 5
                && word.chars().all(|letter| is_thai(letter) || is_mark(letter))
                && !MAY_REPEAT.contains(&word)
                && text[start + previous.len()..at].trim().is_empty()
                // The rest of a letter's syllable is no word, and a place may be called like the one it lies in.
                && !kept.ends_with(['เ', 'แ', 'โ', 'ใ', 'ไ'])
                && !PLACES.iter().any(|place| previous.contains(place))
            {
                let (from, to) = (start + kept.len(), at + word.len());
                match runs.last_mut().filter(|(_, end, same)| *end == start + previous.len() && *same == word) {
                    Some(run) => run.1 = to,
                    None => runs.push((from, to, word)),
                }
            }
            before = Some((at, word));
        }
        for (from, to, word) in runs {
            findings.push(
                Finding::of(code::T412, passage.span(from, to), format!("คำว่า `{word}` พิมพ์ซ้ำติดกัน"))
                    .english("a word written twice")
                    .label("พิมพ์ซ้ำ")
                    .help(format!("เหลือ `{word}` คำเดียว"))
                    .or_answer()
                    .fix(format!("เหลือ `{word}` คำเดียว"), passage.span(from, to), word),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_that_blanks_and_bars_part() {
        for text in [
            "",
            " ",
            "ก",
            "ก ข",
            "|ก|| ข |",
            "ก\u{a0}ข\u{3000}ค\u{2003}",
            "ก\u{200b}ข é – “ก”\tข",
            "ยาว".repeat(30).as_str(),
            "\u{1680}|x",
        ] {
            let parted = text.split(|letter: char| letter.is_whitespace() || letter == '|');
            let expected: Vec<&str> = parted.filter(|word| !word.is_empty()).collect();
            let found: Vec<(usize, &str)> = words(text).collect();
            assert_eq!(found.iter().map(|(_, word)| *word).collect::<Vec<_>>(), expected, "{text:?}");
            assert!(found.iter().all(|(at, word)| text[*at..].starts_with(word)));
        }
    }

    #[test]
    fn what_may_be_foreign_is_looked_at() {
        for (text, may_be) in [
            ("", false),
            ("ประชาชน ๑๒ “ก” – ABC 12", false),
            ("ประชาชnน", true),
            ("ก็a", true),
            ("ກ", true),
            ("ก必", true),
            ("é", true),
            ("กЖ", true),
        ] {
            assert_eq!(may_be_foreign(text), may_be, "{text}");
        }
    }
}
