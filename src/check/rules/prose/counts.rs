//! Counts and money that a sentence states, against the rows of what it speaks of: the whole, a dimension or a mission.
//! `T116` "๑๔ โครงการ ๒๗ กิจกรรม ๒๒ มาตรการ". `T120` "แล้วเสร็จ ๔๙ เรื่อง". `T121` "งบประมาณรวม ๑๒๘,๐๐๐ บาท".

use super::{Number, StatedParagraph, StatedUnit, after, before};
use crate::check::rules::figures::{FiguredDocument, List, figure_named, list_gives, scope_words};
use crate::finding::{Bilingual, Code, FigurePair, Finding, Findings, PairUnit, code};
use crate::model::Entry;
use crate::source::Document;
use crate::source::meta::{DeclaredScope, Quantity};
use crate::span::Span;
use crate::standards::{Field, ItemKind, SentenceWords, Status};
use crate::thai::{self, Money};

/// What a sentence speaks of.
enum SpokenOf {
    Part(DeclaredScope),
    /// A mission, "๑.๒".
    Mission(String),
    /// Another year, another paper, an office: nothing to compare with.
    Unknown,
}

pub(super) fn read(
    record: &FiguredDocument<'_>,
    paragraph: &StatedParagraph<'_>,
    words: &SentenceWords,
    findings: &mut Findings,
) {
    if record.lists.is_empty() {
        return;
    }
    kinds(record, paragraph, words, findings);
    for (at, number) in paragraph.numbers.iter().enumerate() {
        match number.unit {
            StatedUnit::Items | StatedUnit::Kind(_) => statuses(record, paragraph, at, words, findings),
            StatedUnit::Baht => money(record, paragraph, at, words, findings),
            _ => {}
        }
    }
}

/// How a part is named: by the sentence, right before the figure or earlier; or by a heading, or not at all.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NamedBy {
    Figure,
    Sentence,
    Heading,
}

fn about(
    record: &FiguredDocument<'_>,
    paragraph: &StatedParagraph<'_>,
    at: usize,
    words: &SentenceWords,
) -> (SpokenOf, NamedBy) {
    let text = paragraph.text;
    let ahead = before(text, at, 160);
    // The sentence, as far as its own words tell: from the last number of another sentence on.
    let ahead = ahead.rsplit("\n\n").next().unwrap_or(ahead);
    if speaks_of_another(record.document, ahead, words)
        || speaks_of_another(record.document, after(text, at, 60), words)
    {
        return (SpokenOf::Unknown, NamedBy::Sentence);
    }
    if let Some((scope, named_at)) = named_part(ahead) {
        // "ในมิติที่ ๑ แล้วเสร็จ ๓ เรื่อง และเบิกจ่ายรวม …": the second figure may be the whole's again.
        let figures = ahead[named_at..].split(|letter| !thai::digits::is_digit(letter)).filter(|part| !part.is_empty());
        let own = if matches!(scope, SpokenOf::Mission(_)) { 2 } else { 1 };
        let by = if figures.count() > own { NamedBy::Sentence } else { NamedBy::Figure };
        return (scope, by);
    }
    let sections = &record.document.body.sections;
    let next = sections.partition_point(|section| section.title.span.start <= paragraph.span.start);
    let Some(section) = next.checked_sub(1).and_then(|at| sections.get(at)) else {
        return (SpokenOf::Part(DeclaredScope::default()), NamedBy::Heading);
    };
    // The headings that this one stands under.
    let mut level = u8::MAX;
    for section in sections[..next].iter().rev() {
        if section.level >= level {
            continue;
        }
        level = section.level;
        if let Some((scope, _)) = named_part(&section.title.value) {
            return (scope, NamedBy::Heading);
        }
    }
    // A heading that names an item or an office speaks of a part as well.
    if crate::model::ItemCode::leading(&section.title.value).is_some() {
        return (SpokenOf::Unknown, NamedBy::Heading);
    }
    (SpokenOf::Part(DeclaredScope::default()), NamedBy::Heading)
}

/// "มิติที่ ๒", "ภารกิจ ๑.๒", the last that is named, and where.
fn named_part(text: &str) -> Option<(SpokenOf, usize)> {
    let mission = text.rfind("ภารกิจ").and_then(|at| {
        let rest = text[at + "ภารกิจ".len()..].trim_start_matches("ที่").trim_start();
        let end = rest.find(|letter: char| !(thai::digits::is_digit(letter) || letter == '.')).unwrap_or(rest.len());
        let code = thai::to_arabic(&rest[..end]).trim_matches('.').to_owned();
        code.contains('.').then_some((at, code))
    });
    let dimension = text.rfind("มิติ").and_then(|at| {
        let rest = text[at + "มิติ".len()..].trim_start_matches("ที่").trim_start();
        let digit = rest.chars().next().and_then(thai::digits::value)?;
        let dimension = u8::try_from(digit).ok().filter(|digit| (1..=4).contains(digit))?;
        Some((at, dimension))
    });
    match (mission, dimension) {
        (Some((place, code)), dimension) if dimension.is_none_or(|(at, _)| at < place) => {
            Some((SpokenOf::Mission(code), place))
        }
        (_, Some((place, dimension))) => {
            let scope = DeclaredScope { dimension: Some(dimension), ..DeclaredScope::default() };
            Some((SpokenOf::Part(scope), place))
        }
        // "ทั้ง ๔ มิติ" is the whole.
        _ => None,
    }
}

/// Words that make a figure another's: another year, what is meant to come, an office, another authority.
fn speaks_of_another(document: &Document, text: &str, words: &SentenceWords) -> bool {
    if words.speaks_of_others(text) {
        return true;
    }
    let years = years_of(document);
    let Some((first, last)) = years else { return false };
    text.match_indices("๒๕").chain(text.match_indices("25")).any(|(at, _)| {
        let digits: String = text[at..].chars().take_while(|letter| thai::digits::is_digit(*letter)).collect();
        let starts = !text[..at].ends_with(thai::digits::is_digit);
        let year = thai::parse_integer(&digits).filter(|year| starts && (2500..2600).contains(year));
        year.is_some_and(|year| year < first - 1 || year > last)
    })
}

fn years_of(document: &Document) -> Option<(i64, i64)> {
    use crate::source::meta::Meta;
    let (first, last) = match &document.meta {
        Meta::Plan(meta) => meta.years.as_ref().map(|years| years.value)?,
        Meta::Report(meta) => meta.fiscal_year.as_ref().map(|year| (year.value, year.value))?,
        _ => return None,
    };
    Some((i64::from(first.be()), i64::from(last.be())))
}

/// The rows that stand below a paragraph in its own section.
fn rows_below<'a>(document: &Document, list: &List<'a>, span: Span) -> Vec<&'a Entry> {
    let sections = &document.body.sections;
    let next = sections.partition_point(|section| section.title.span.start <= span.start);
    let end = sections.get(next).map_or(u32::MAX, |section| section.title.span.start);
    list.entries.iter().filter(|entry| span.start < entry.span.start && entry.span.start < end).collect()
}

fn rows_of_mission<'a>(list: &List<'a>, mission: &str) -> Vec<&'a Entry> {
    let of = |entry: &&Entry| {
        let own = entry.code.mission().is_some_and(|own| own == mission || own.starts_with(&format!("{mission}.")));
        own || entry.text(Field::Mission).is_some_and(|cell| {
            let cell = thai::to_arabic(cell.value.trim());
            cell.starts_with(mission) && !cell[mission.len()..].starts_with(|next: char| next.is_ascii_digit())
        })
    };
    list.entries.iter().filter(of).collect()
}

fn of_kind(list: &List<'_>, rows: &[&Entry], kind: ItemKind) -> (i64, i64) {
    let known = rows.iter().filter(|entry| list.kind(entry) == Some(kind)).count();
    let unknown = rows.iter().filter(|entry| list.kind(entry).is_none()).count();
    (i64::try_from(known).unwrap_or(i64::MAX), i64::try_from(unknown).unwrap_or(0))
}

/// Runs of "N โครงการ M กิจกรรม K มาตรการ" with nothing but commas and "และ" between.
fn kinds(
    record: &FiguredDocument<'_>,
    paragraph: &StatedParagraph<'_>,
    words: &SentenceWords,
    findings: &mut Findings,
) {
    let text = paragraph.text;
    let mut runs: Vec<Vec<(&Number, ItemKind, i64)>> = Vec::new();
    for number in &paragraph.numbers {
        let (StatedUnit::Kind(kind), Some(count)) = (number.unit, number.count()) else { continue };
        let joins = runs.last().and_then(|run| run.last()).is_some_and(|(last, _, _)| {
            let between = text[last.unit_end..number.start].replace("และ", "");
            between.chars().all(|letter| letter.is_whitespace() || letter == ',')
        });
        match runs.last_mut().filter(|_| joins) {
            Some(run) => run.push((number, kind, count)),
            None => runs.push(vec![(number, kind, count)]),
        }
    }
    for run in runs {
        let Some((first, _, _)) = run.first() else { continue };
        let below = rows_below(record.document, &record.lists[0], paragraph.span);
        let stands_above = text.trim_start().starts_with("จำนวน") && !below.is_empty();
        let told_whole = words.says_whole(before(text, first.start, 24));
        if run.len() < 2 && !stands_above && !told_whole {
            continue;
        }
        let (about, named) = about(record, paragraph, first.start, words);
        for (number, kind, count) in &run {
            let mut counted: Vec<(String, i64, i64)> = Vec::new();
            for list in record.lists.iter().take(if stands_above { 1 } else { usize::MAX }) {
                let (name, rows): (String, Vec<&Entry>) = match &about {
                    _ if stands_above => ("ตารางข้างล่าง".to_owned(), below.clone()),
                    SpokenOf::Unknown => continue,
                    SpokenOf::Mission(code) => (format!("ภารกิจ {code} ใน{}", list.name), rows_of_mission(list, code)),
                    SpokenOf::Part(scope) => {
                        let name = if scope.dimension.is_some() {
                            format!("{}ใน{}", scope_words(scope), list.name)
                        } else {
                            list.name.to_owned()
                        };
                        let of = |entry: &&Entry| scope.dimension.is_none_or(|own| entry.dimension == Some(own));
                        (name, list.entries.iter().filter(of).collect())
                    }
                };
                // A part without rows was named otherwise.
                if !rows.is_empty() {
                    let (known, unknown) = of_kind(list, &rows, *kind);
                    // Alone, "๖๓ โครงการ" is often said of promises of every kind.
                    let all = i64::try_from(rows.len()).unwrap_or(i64::MAX);
                    let loosely = run.len() == 1 && !stands_above && all == *count;
                    counted.push((name, if loosely { all } else { known }, unknown));
                }
            }
            // What stands under a heading of its own may be counted there alone.
            let here = of_kind(&record.lists[0], &below, *kind);
            let fits = |known: i64, unknown: i64| (known..=known + unknown).contains(count);
            let fits_here = !stands_above && named == NamedBy::Heading && !below.is_empty() && fits(here.0, here.1);
            if counted.is_empty() || fits_here || counted.iter().any(|(_, known, unknown)| fits(*known, *unknown)) {
                continue;
            }
            let (name, known, _) = &counted[0];
            let message = format!("ข้อความบอก {count} {} แต่{name}นับได้ {known}", kind.name_th());
            let told = counted_otherwise(code::T116, paragraph, number, message, *known);
            findings.push(told.help("แก้ตัวเลขในข้อความหรือแถวที่ตกหรือเกิน").or_answer());
        }
    }
}

/// "แล้วเสร็จ ๔๙ เรื่อง", "๔๙ เรื่อง แล้วเสร็จ", "๙ เรื่อง จาก ๑๒ เรื่อง".
fn statuses(
    record: &FiguredDocument<'_>,
    paragraph: &StatedParagraph<'_>,
    at: usize,
    words: &SentenceWords,
    findings: &mut Findings,
) {
    let text = paragraph.text;
    let number = &paragraph.numbers[at];
    let Some(count) = number.count() else { return };
    let last = at.checked_sub(1).map_or(0, |before| paragraph.numbers[before].unit_end);
    let ahead = before(&text[..number.start], number.start, 46);
    let ahead =
        if text.len() - last < text.len() - (number.start - ahead.len()) { &text[last..number.start] } else { ahead };
    let (quantity, name) = match (words.status(ahead), number.unit) {
        (Some(status), _) => (quantity_of(status), status.name_th()),
        (None, StatedUnit::Items) if words.says_whole(ahead) => (Quantity::Items, "ทั้งหมด"),
        _ => return,
    };
    // Runs of kinds are told by `kinds`; one kind of several is no whole.
    if matches!(number.unit, StatedUnit::Kind(_)) && is_in_a_run(paragraph, at) {
        return;
    }
    let (SpokenOf::Part(mut scope), named) = about(record, paragraph, number.start, words) else { return };
    let compare = |scope: &DeclaredScope| -> Option<Vec<i64>> {
        let counted: Vec<_> = record.lists.iter().filter_map(|list| list.count(quantity, scope)).collect();
        if counted.is_empty() || counted.iter().any(|counted| counted.fits(count)) {
            return None;
        }
        Some(counted.iter().flat_map(|counted| counted.values.clone()).collect())
    };
    let Some(counted) = compare(&scope) else { return };
    if named == NamedBy::Sentence && compare(&DeclaredScope::default()).is_none() {
        return;
    }
    // "๔๙ โครงการ" may be all promises, or projects alone.
    if let StatedUnit::Kind(kind) = number.unit {
        scope.kind = Some(kind);
        if compare(&scope).is_none() {
            return;
        }
    }
    let Some(known) = counted.first() else { return };
    let place = if scope.dimension.is_some() { scope_words(&scope) } else { String::new() };
    let message = format!("ข้อความบอก{name} {count} แต่{}{place}นับได้ {known}", record.lists[0].name);
    let told = counted_otherwise(code::T120, paragraph, number, message, *known);
    findings.push(told.help("แก้ตัวเลขในข้อความ หรือสถานะของแถวที่ไม่ตรง").or_answer());
}

/// At the number in the sentence, with what the rows give beside it.
fn counted_otherwise(
    code: Code,
    paragraph: &StatedParagraph<'_>,
    number: &Number,
    message: String,
    known: i64,
) -> Finding {
    Finding::of(code, paragraph.span.part(number.start, number.unit_end), message)
        .english("a sentence states another count than the rows")
        .label(format!("นับได้ {known}"))
}

fn quantity_of(status: Status) -> Quantity {
    match status {
        Status::Awaiting => Quantity::Awaiting,
        Status::InProgress => Quantity::InProgress,
        Status::Done => Quantity::Done,
        Status::NotDone => Quantity::NotDone,
    }
}

fn is_in_a_run(paragraph: &StatedParagraph<'_>, at: usize) -> bool {
    let numbers = &paragraph.numbers;
    let is_near = |left: &Number, right: &Number| {
        let between = paragraph.text[left.unit_end..right.start].replace("และ", "");
        matches!((left.unit, right.unit), (StatedUnit::Kind(_), StatedUnit::Kind(_)))
            && between.chars().all(|letter| letter.is_whitespace() || letter == ',')
    };
    at.checked_sub(1).is_some_and(|before| is_near(&numbers[before], &numbers[at]))
        || numbers.get(at + 1).is_some_and(|next| is_near(&numbers[at], next))
}

/// "งบประมาณรวมทั้งสิ้น ๑๒๘,๐๐๐ บาท", "เบิกจ่ายรวม ๘,๐๐๐ บาท".
fn money(
    record: &FiguredDocument<'_>,
    paragraph: &StatedParagraph<'_>,
    at: usize,
    words: &SentenceWords,
    findings: &mut Findings,
) {
    let text = paragraph.text;
    let number = &paragraph.numbers[at];
    let last = at.checked_sub(1).map_or(0, |before| paragraph.numbers[before].unit_end);
    let ahead = before(text, number.start, 60);
    let ahead = if number.start - last < ahead.len() { &text[last..number.start] } else { ahead };
    let told_whole = words.says_whole(ahead) || after(text, number.unit_end, 8).trim_start().starts_with("ทั้งสิ้น");
    let (spent, enacted) = (words.says_spent(ahead), words.says_ordinance(ahead));
    let planned = words.says_planned(ahead);
    if !told_whole || !(spent || enacted || planned) {
        return;
    }
    let Some(stated) = number.money(text) else { return };
    let (SpokenOf::Part(scope), named) = about(record, paragraph, number.start, words) else { return };
    let scopes: Vec<DeclaredScope> = match named {
        NamedBy::Sentence => vec![scope.clone(), DeclaredScope::default()],
        _ => vec![scope.clone()],
    };
    let all = [Quantity::BudgetPlan, Quantity::BudgetOrdinance, Quantity::BudgetDisbursed];
    let sums: Vec<(Quantity, Money)> = record
        .lists
        .iter()
        .flat_map(|list| scopes.iter().map(move |scope| (list, scope)))
        .flat_map(|(list, scope)| all.iter().filter_map(|quantity| Some((*quantity, list.money(*quantity, scope)?))))
        .collect();
    let meant = if spent {
        Quantity::BudgetDisbursed
    } else if enacted {
        Quantity::BudgetOrdinance
    } else {
        Quantity::BudgetPlan
    };
    let own: Vec<Money> = sums.iter().filter(|(quantity, _)| *quantity == meant).map(|(_, sum)| *sum).collect();
    // Money of one kind may be told in another's words; what is no sum at all is told.
    let fits = if spent { own.contains(&stated) } else { sums.iter().any(|(_, sum)| *sum == stated) };
    let Some(sum) = own.first().filter(|_| !fits) else { return };
    if sum.is_zero() {
        return;
    }
    let name = if spent { "เบิกจ่าย" } else { "งบประมาณ" };
    let place = if scope.dimension.is_some() { scope_words(&scope) } else { String::new() };
    findings.push(
        Finding::of(
            code::T121,
            paragraph.span.part(number.start, number.unit_end),
            format!(
                "ข้อความบอก{name}รวม {} บาท แต่{}{place}รวมได้ {} บาท",
                stated.baht_text(),
                record.lists[0].name,
                sum.baht_text()
            ),
        )
        .english("a sentence states another sum than the rows")
        .label(format!("รวมได้ {}", sum.baht_text()))
        .pair(
            FigurePair::printed(PairUnit::Money, figure_named(meant, &scope), stated.satang())
                .first_called(Bilingual::new("ข้อความบอก", "The text says"))
                .beside(list_gives(record.lists[0].name, "รวมได้"), sum.satang()),
        )
        .help("แก้จำนวนเงินในข้อความ หรือแถวที่ตกหรือเกิน")
        .or_answer(),
    );
}
