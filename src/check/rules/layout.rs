//! How a document is laid out: `T418` parts whose numbers jump or come twice, `T419` one column under two heads, `O109` a
//! form's boxes for the round that nobody ticked, `O110` a committee without names, `T316` a plan made long after its
//! years, `T226` one law under two years in one document.
//! Why: such slips tell of a lost page, of a form nobody filled in, of two texts pasted into one.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::check::rules::dates::{body_start, four_digits};
use crate::check::{AgencyHead, Context, DocumentRule, LinedDocument};
use crate::finding::{Finding, Findings, Severity, code};
use crate::source::Document;
use crate::source::meta::Meta;
use crate::span::Span;
use crate::standards::heads;
use crate::thai::{self, Date, FiscalYear, Glance, find_dates};

pub const LAYOUT: DocumentRule =
    DocumentRule { codes: &[code::T226, code::T316, code::T418, code::T419, code::O109, code::O110], run };

fn run(documents: &[LinedDocument<'_>], _: AgencyHead<'_>, context: &Context<'_>, findings: &mut Findings) {
    for document in documents {
        parts(document, findings);
        changed_heads(document, findings);
        boxes(document, context, findings);
        made_late(document, findings);
        laws(document, findings);
        if let Meta::Committee(meta) = &document.meta {
            let named = meta.members.iter().filter(|member| !is_blank(&member.name.value)).count();
            let listed = document
                .body
                .grids
                .iter()
                .any(|grid| grid.rows.iter().any(|row| row.cells.iter().any(|cell| names_somebody(&cell.value))));
            let told = document.body.prose.iter().any(|paragraph| names_somebody(&paragraph.value));
            if named == 0 && !listed && !told {
                findings.push(
                    Finding::of(code::O110, document.whole(), "คณะกรรมการหรือคณะทำงานนี้ไม่มีรายชื่อ")
                        .english("a committee without names")
                        .help("ใส่ชื่อหรือตำแหน่งของกรรมการตามคำสั่ง เช่น `members: [{ name: …, position: ปลัด อบต., role: ประธาน }]`")
                        .or_answer(),
                );
            } else if let Some(member) = meta.members.iter().find(|member| is_blank(&member.name.value)) {
                findings.push(
                    Finding::of(code::O110, member.name.span, "กรรมการคนนี้ไม่มีชื่อ")
                        .english("a member without a name")
                        .label("ไม่มีชื่อ")
                        .help("ใส่ชื่อหรือตำแหน่งตามคำสั่งแต่งตั้ง")
                        .or_answer(),
                );
            }
        }
    }
}

fn is_blank(name: &str) -> bool {
    !name.contains(char::is_alphabetic)
}

fn names_somebody(text: &str) -> bool {
    ["นาย", "นาง", "น.ส.", "ว่าที่", "ปลัด", "ผู้อำนวยการ", "หัวหน้า", "กำนัน", "สิบเอก", "จ่า", "ดร."]
        .iter()
        .any(|word| text.contains(word))
}

/// "ส่วนที่ ๒", "บทที่ ๓": the word and its number.
fn numbered(title: &str) -> Option<(&'static str, u32)> {
    const WORDS: [&str; 5] = ["ส่วนที่", "บทที่", "หมวดที่", "ตอนที่", "ภาคที่"];
    let title = title.trim_start();
    let word = WORDS.iter().find(|word| title.starts_with(**word))?;
    let rest = title[word.len()..].trim_start();
    let end = rest.find(|letter: char| !thai::digits::is_digit(letter)).unwrap_or(rest.len());
    let number = thai::parse_integer(&rest[..end])?;
    // "ส่วนที่ ๒.๑" is a part of a part.
    if rest[end..].starts_with('.') && rest[end + 1..].starts_with(thai::digits::is_digit) {
        return None;
    }
    Some((word, u32::try_from(number).ok()?))
}

fn parts(document: &Document, findings: &mut Findings) {
    let mut last: BTreeMap<&'static str, (u32, Span)> = BTreeMap::new();
    let mut missions: BTreeMap<String, (String, Span)> = BTreeMap::new();
    for section in &document.body.sections {
        let title = &section.title;
        if let Some((code, name)) = mission(&title.value) {
            if let Some((other, span)) = missions.get(&code)
                && *other != name
                && !name.is_empty()
            {
                findings.push(
                    Finding::of(code::T418, title.span, format!("ภารกิจ {code} มีสองหัวข้อที่ชื่อต่างกัน"))
                        .english("one mission's number over two headings")
                        .label("เลขซ้ำ")
                        .also(*span, "หัวข้อแรก")
                        .help("แก้เลขภารกิจให้ตรงกับชื่อ")
                        .or_answer(),
                );
            }
            missions.entry(code).or_insert((name, title.span));
            continue;
        }
        let Some((word, number)) = numbered(&title.value) else { continue };
        match last.get(word) {
            // The same part may be told in two places under one name, but its number goes on by one.
            Some((before, span)) if number != before + 1 && number != 1 => {
                let message = if number == *before {
                    format!("{word} {number} มีสองแห่ง")
                } else {
                    format!("{word} {before} ตามด้วย{word} {number}")
                };
                findings.push(
                    Finding::of(code::T418, title.span, message)
                        .english("the numbers of parts jump or come twice")
                        .label(format!("ต่อจาก {before} ควรเป็น {}", before + 1))
                        .also(*span, "ส่วนก่อนหน้า")
                        .help("ตรวจว่ามีส่วนที่ตกหาย หรือเลขพิมพ์ผิด")
                        .or_answer(),
                );
            }
            _ => {}
        }
        last.insert(word, (number, title.span));
    }
}

/// "ภารกิจ ๑.๒ การสร้าง…": its code and its name.
fn mission(title: &str) -> Option<(String, String)> {
    let rest = title.trim_start().strip_prefix("ภารกิจ")?.trim_start_matches("ที่").trim_start();
    let end = rest.find(|letter: char| !(thai::digits::is_digit(letter) || letter == '.')).unwrap_or(rest.len());
    let code = thai::to_arabic(&rest[..end]).trim_matches('.').to_owned();
    code.contains('.').then(|| (code, heads::fold(rest[end..].split('{').next().unwrap_or(""))))
}

/// Tables of one role whose heads are the same but for one or two.
fn changed_heads(document: &Document, findings: &mut Findings) {
    let mut first: BTreeMap<(u8, usize), usize> = BTreeMap::new();
    for (at, table) in document.tables.iter().enumerate() {
        let key = (table.role as u8, table.columns.len());
        let Some(&before) = first.get(&key) else {
            first.insert(key, at);
            continue;
        };
        let before = &document.tables[before];
        let differ: Vec<usize> = (0..table.columns.len())
            .filter(|at| heads::fold(&before.columns[*at].head.value) != heads::fold(&table.columns[*at].head.value))
            .collect();
        // One of four or more: what differs more is another form.
        let [column] = differ.as_slice() else { continue };
        let (old, new) = (&before.columns[*column].head, &table.columns[*column].head);
        if table.columns.len() < 4 || new.value.trim().is_empty() || old.value.trim().is_empty() {
            continue;
        }
        findings.push(
            Finding::of(code::T419, new.span, format!("หัวตารางเปลี่ยนจาก `{}` เป็น `{}`", old.value, new.value))
                .english("one column under two heads")
                .label(format!("ตารางก่อนใช้ `{}`", old.value))
                .also(old.span, "หัวของตารางก่อน")
                .help("ใช้หัวเดียวกันทุกหน้าของตารางเดียวกัน")
                .or_answer(),
        );
    }
}

/// "☐ รอบ ๖ เดือน ☐ รอบ ๑๒ เดือน": a form's choice that nobody made.
fn boxes(document: &LinedDocument<'_>, context: &Context<'_>, findings: &mut Findings) {
    static ROUND: LazyLock<Glance> = LazyLock::new(|| Glance::of(["รอบ"]));
    if !document.passages.iter().any(|passage| ROUND.may_see(passage.text)) {
        return;
    }
    let words = &context.standards.sentences;
    let statuses = &context.standards.statuses;
    // A bare stroke ticks a cell, and parts words in a text.
    let ticks = statuses.ticks().filter(|mark| mark.chars().all(|sign| !sign.is_ascii() && !sign.is_alphabetic()));
    let ticked: Vec<&str> = ticks.chain(words.ticked_boxes.iter().map(String::as_str)).collect();
    let empty_boxes: Vec<&str> = statuses.empty_boxes().chain(words.empty_boxes.iter().map(String::as_str)).collect();
    for passage in &document.passages {
        let text = passage.text;
        if !text.contains("รอบ") || !text.contains("เดือน") || ticked.iter().any(|mark| text.contains(mark))
        {
            continue;
        }
        let mut empty: Vec<usize> =
            empty_boxes.iter().flat_map(|mark| text.match_indices(mark).map(|(at, _)| at)).collect();
        empty.sort_unstable();
        let before_round = |at: &&usize| {
            let rest: String = text[**at..].chars().take(16).collect();
            rest.contains("รอบ") || rest.contains("เดือน")
        };
        let of_rounds: Vec<&usize> = empty.iter().filter(before_round).collect();
        if of_rounds.len() >= 2
            && let Some(first) = of_rounds.first()
        {
            findings.push(
                Finding::of(code::O109, passage.span(**first, text.len()), "ช่องเลือกรอบรายงานยังไม่ได้ทำเครื่องหมาย")
                    .english("the boxes for the round are not ticked")
                    .label("ไม่ได้เลือก")
                    .help("ทำเครื่องหมายในรอบที่รายงาน เช่น `☑ รอบ 12 เดือน`")
                    .or_answer(),
            );
        }
    }
}

/// A plan whose key or own words say that it was made long before its years, or whose words say that it was made when
/// they were over; what `approved` says of that is `T307`'s.
fn made_late(document: &Document, findings: &mut Findings) {
    let Meta::Plan(meta) = &document.meta else { return };
    let Some(years) = &meta.years else { return };
    let (first, last) = years.value;
    let mut made: Vec<(Date, Span, bool)> = Vec::new();
    if let Some(approved) = &meta.approved {
        made.push((approved.value, approved.span, true));
    }
    let text: &str = &document.text;
    for word in ["ประกาศ ณ วันที่", "ประกาศใช้เมื่อวันที่", "จัดทำเมื่อวันที่", "อนุมัติเมื่อวันที่", "ประกาศใช้วันที่"]
    {
        for (at, _) in text.match_indices(word) {
            let from = at + word.len();
            let until = text[from..].char_indices().nth(40).map_or(text.len(), |(width, _)| from + width);
            if let Some((range, Ok(date))) = find_dates(&text[from..until]).into_iter().next() {
                made.push((date, Span::new(document.file, from + range.start, from + range.end), false));
            }
        }
    }
    for (date, span, is_key) in made {
        let after_its_end = date > last.last_day();
        let long_before = FiscalYear::of(date).is_some_and(|year| year.be() + 2 < first.be());
        let when = match (after_its_end, long_before) {
            (true, _) if !is_key => "หลังจากแผนสิ้นสุดแล้ว",
            (_, true) => "ก่อนแผนเริ่มเกินสองปี",
            _ => continue,
        };
        let named = if first == last { first.to_string() } else { format!("{first}–{last}") };
        findings.push(
            Finding::of(code::T316, span, format!("แผนปี {named} ทำเมื่อ {} {when}", date.long()))
                .english("the plan's years do not fit the day it was made")
                .label(when)
                .also(years.span, "ปีของแผน")
                .help("ตรวจปีของแผนและวันที่ประกาศใช้")
                .or_answer(),
        );
    }
}

/// The word that a law's or rule's name begins with.
const LAWS: [&str; 6] = ["พระราชบัญญัติ", "พระราชกฤษฎีกา", "ระเบียบ", "กฎกระทรวง", "ประมวล", "ข้อบังคับ"];

struct YearOfLaw {
    year: i64,
    span: Span,
}

fn laws(document: &LinedDocument<'_>, findings: &mut Findings) {
    const LONGEST: usize = 160;
    let text: &str = &document.text;
    let body = body_start(text);
    let mut named: BTreeMap<String, Vec<YearOfLaw>> = BTreeMap::new();
    for Range { start, .. } in document.figures.iter().filter(|figure| figure.start >= body) {
        let before = text[..*start].trim_end_matches([' ', '\u{a0}']);
        let Some(ahead) = before.strip_suffix("พ.ศ.").filter(|ahead| ahead.len() >= body) else { continue };
        let Some((year, end)) = four_digits(text, *start) else { continue };
        let from = ahead.char_indices().rev().take(LONGEST).last().map_or(0, |(place, _)| place);
        let ahead = ahead[from..].rsplit(['\n', '|']).next().unwrap_or("");
        let begins = LAWS.iter().filter_map(|word| ahead.rfind(word)).max();
        let Some(begins) = begins else { continue };
        let name: String = ahead[begins..].chars().filter(|letter| !letter.is_whitespace()).collect();
        // A second edition has its number in brackets; digits before the year are no name.
        if name.chars().count() < 20
            || name.contains(|letter: char| thai::digits::is_digit(letter) || matches!(letter, '(' | ')'))
            || name.contains("ประจำปี")
            || name.contains("งบประมาณรายจ่าย")
        {
            continue;
        }
        named.entry(name).or_default().push(YearOfLaw { year, span: Span::new(document.file, *start, end) });
    }
    for (name, laws) in named {
        let mut years: BTreeMap<i64, Vec<Span>> = BTreeMap::new();
        for law in &laws {
            years.entry(law.year).or_default().push(law.span);
        }
        // Two years that look alike; an old and a new law of one name are written far apart.
        let mut by_use: Vec<(i64, &Vec<Span>)> = years.iter().map(|(year, spans)| (*year, spans)).collect();
        by_use.sort_by_key(|(_, spans)| std::cmp::Reverse(spans.len()));
        let [(usual, usual_at), (other, other_at)] = by_use.as_slice() else { continue };
        let (Some(place), Some(known)) = (other_at.first(), usual_at.first()) else { continue };
        if !differ_by_one_digit(*usual, *other) {
            continue;
        }
        let shown: String = name.chars().take(40).collect();
        findings.push(
            Finding::of(code::T226, *place, format!("`{shown}…` พิมพ์ปีไว้สองแบบ: {other} และ {usual}"))
                .with_severity(Severity::Note)
                .english("one law or rule is printed with two years")
                .label(format!("หรือ {usual}"))
                .also(*known, "อีกแห่ง")
                .help("ตรวจปีของกฎหมายหรือระเบียบ แล้วใช้ปีเดียวกัน")
                .or_answer(),
        );
    }
}

fn differ_by_one_digit(left: i64, right: i64) -> bool {
    let (left, right) = (left.to_string(), right.to_string());
    left.len() == right.len() && left.bytes().zip(right.bytes()).filter(|(left, right)| left != right).count() == 1
}
