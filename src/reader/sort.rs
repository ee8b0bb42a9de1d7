//! Every row of a table of promises is sorted: item, continuation, section, total, repeated head, note, blank.
//! What fits nowhere is one finding with its row; no row is guessed silently.

use super::head::{self, FoundHead, is_money, is_tick};
use super::sums::Sums;
use super::words::{self, Named, TotalWord};
use super::{DataRow, DataTable, Grid, RowSort};
use crate::finding::{Finding, Findings, code};
use crate::span::{Span, Spanned};
use crate::standards::{Field, Standards};
use crate::thai;

pub(super) fn leave_blanks_out(table: &mut DataTable) {
    for row in &mut table.rows {
        if row.cells.iter().all(|cell| cell.value.trim().is_empty()) {
            row.sort = RowSort::Blank;
        }
    }
}

/// Which columns say what, worked out once.
struct Places {
    code: Option<usize>,
    seq: Option<usize>,
    name: Option<usize>,
    dimension: Option<usize>,
    mission: Option<usize>,
    money: Vec<usize>,
    ticks: Vec<usize>,
    status: Option<usize>,
}

impl Places {
    fn of(table: &DataTable) -> Self {
        let all = |wanted: fn(Field) -> bool| -> Vec<usize> {
            (0..table.columns.len())
                .filter(|at| table.columns[*at].column.is_some_and(|column| wanted(column.field)))
                .collect()
        };
        Self {
            code: table.position(Field::Code),
            seq: table.position(Field::Seq),
            name: table.position(Field::Name),
            dimension: table.position(Field::Dimension),
            mission: table.position(Field::Mission),
            money: all(is_money),
            ticks: all(is_tick),
            status: table.position(Field::Status),
        }
    }

    fn is_figure(&self, column: usize) -> bool {
        self.money.contains(&column) || self.ticks.contains(&column)
    }
}

/// What a row shows before anybody decides what it is.
struct Facts<'r> {
    /// Column and text of every cell that says something.
    said: Vec<(usize, &'r str)>,
    code: bool,
    seq: bool,
    name: &'r str,
    /// Amounts, ticks or counts in columns of figures, or a status.
    figures: usize,
    status: bool,
}

pub(super) fn says_nothing(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || matches!(text, "-" | "–" | "—" | "--" | "…" | "−")
}

fn is_number(text: &str) -> bool {
    let plain = thai::to_arabic(text.trim());
    let bare = plain.trim_matches(|letter: char| matches!(letter, '(' | ')' | '.' | ' '));
    !bare.is_empty()
        && bare.len() <= 9
        && bare.starts_with(|letter: char| letter.is_ascii_digit())
        && bare.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | '/' | '-'))
}

impl<'r> Facts<'r> {
    fn of(row: &'r DataRow, places: &Places) -> Self {
        let text = |at: Option<usize>| at.and_then(|at| row.cells.get(at)).map_or("", |cell| cell.value.trim());
        let said: Vec<(usize, &str)> = row
            .cells
            .iter()
            .enumerate()
            .map(|(at, cell)| (at, cell.value.trim()))
            .filter(|(_, text)| !says_nothing(text))
            .collect();
        let figures = said.iter().filter(|(at, text)| places.is_figure(*at) && !text.is_empty()).count();
        let status = text(places.status);
        Self {
            code: is_code(text(places.code)),
            seq: is_number(text(places.seq)),
            name: if says_nothing(text(places.name)) { "" } else { text(places.name) },
            figures,
            status: !says_nothing(status),
            said,
        }
    }

    fn first(&self) -> &'r str {
        self.said.first().map_or("", |(_, text)| text)
    }

    /// Cells outside the columns of figures.
    fn words<'f>(&'f self, places: &'f Places) -> impl Iterator<Item = (usize, &'r str)> + 'f {
        self.said.iter().copied().filter(|(at, _)| !places.is_figure(*at))
    }
}

/// A code holds a number and no words; a word in its column is a section's or a total's.
fn is_code(text: &str) -> bool {
    !says_nothing(text)
        && text.chars().any(|letter| letter.is_ascii_digit() || thai::digits::is_thai_digit(letter))
        && !text.chars().any(is_thai_word)
}

fn is_thai_word(letter: char) -> bool {
    ('\u{0E01}'..='\u{0E4E}').contains(&letter)
}

/// What the sections above a row have said.
#[derive(Clone, Default)]
struct Standing {
    dimension: Option<u8>,
    mission: Option<Spanned<String>>,
    year: Option<u16>,
}

pub(super) fn sort(
    table: &mut DataTable,
    grid: &Grid,
    found: &FoundHead,
    standards: &Standards,
    findings: &mut Findings,
) {
    let places = Places::of(table);
    fill_merges(table, grid, found, &places, findings);
    let keyed = is_keyed(table, &places);
    let mut standing = Standing { dimension: table.dimension, mission: None, year: table.year };
    let mut sums = Sums::new(&places.money);
    let mut last_item: Option<usize> = None;
    let mut after_total = false;
    let mut unsorted: Vec<Span> = Vec::new();
    for at in 0..table.rows.len() {
        let grid_row = &grid.rows[found.body + at];
        let sort = if head::is_of_head(found, grid_row, last_item.is_none()) {
            RowSort::Head
        } else {
            let facts = Facts::of(&table.rows[at], &places);
            sort_of(
                &facts,
                &places,
                &Ground { keyed, last_item, after_total, sums: &sums, row: &table.rows[at], standards },
            )
        };
        match sort {
            RowSort::Section => {
                let texts = table.rows[at].cells.iter().map(|cell| cell.value.trim());
                let text = texts.filter(|text| !says_nothing(text)).find(|text| !is_number(text)).unwrap_or("");
                standing = stand(standing, Named::of(text), table.rows[at].span);
                after_total = false;
            }
            RowSort::Item => {
                sums.add(&table.rows[at]);
                last_item = Some(at);
                after_total = false;
                take_number_off(&mut table.rows[at], &places);
                inherit(table, at, &standing, &places);
            }
            RowSort::Continuation => {
                if let Some(item) = last_item {
                    go_on(table, item, at);
                }
            }
            RowSort::Total => {
                sums.close();
                after_total = true;
            }
            RowSort::Unsorted => unsorted.push(table.rows[at].span),
            RowSort::Head | RowSort::Note | RowSort::Blank => {}
        }
        table.rows[at].sort = sort;
    }
    report(table, &unsorted, findings);
}

fn stand(before: Standing, named: Named, span: Span) -> Standing {
    let mut now = before;
    if named.year.is_some() && named.dimension.is_none() && named.mission.is_none() {
        // A year begins its own dimensions.
        return Standing { year: named.year, dimension: None, mission: None };
    }
    if named.dimension.is_some() {
        (now.dimension, now.mission) = (named.dimension, None);
    }
    if let Some(mission) = named.mission {
        now.mission = Some(Spanned::new(mission, span));
    }
    now
}

/// What else decides what a row is.
struct Ground<'g> {
    /// Most rows have a code or a number.
    keyed: bool,
    last_item: Option<usize>,
    after_total: bool,
    sums: &'g Sums,
    row: &'g DataRow,
    standards: &'g Standards,
}

fn sort_of(facts: &Facts<'_>, places: &Places, ground: &Ground<'_>) -> RowSort {
    if facts.said.is_empty() {
        return RowSort::Blank;
    }
    let first = facts.first();
    let has_key = facts.code || facts.seq;
    if !has_key {
        let word = [first, facts.name]
            .iter()
            .map(|text| words::total_word(text, ground.standards))
            .fold(TotalWord::No, strongest);
        if word == TotalWord::Bare || (word == TotalWord::Begins && ground.sums.equal(ground.row)) {
            return RowSort::Total;
        }
        if word == TotalWord::Begins && ground.keyed && facts.figures > 0 {
            return RowSort::Unsorted;
        }
    }
    let mut in_words = facts.words(places);
    let one_text = in_words.next().is_some() && in_words.next().is_none();
    if !facts.code && !facts.status && one_text && is_section(first, facts, places, ground) {
        return RowSort::Section;
    }
    // "๑ | มิติที่ ๑ …": numbered sections.
    let numbered = facts.seq && facts.words(places).count() == 2 && !facts.code && !facts.status && facts.figures == 0;
    let named = Named::of(facts.name);
    if numbered
        && ((facts.name.starts_with("มิติ") && named.dimension.is_some())
            || (facts.name.starts_with("ภารกิจ") && named.mission.is_some()))
    {
        return RowSort::Section;
    }
    if has_key && !(facts.seq && facts.said.len() == 1) {
        return RowSort::Item;
    }
    let is_quiet = facts.figures == 0 && !facts.status;
    if !has_key && is_quiet && words::is_note(first) && !words::begins_with_kind(first) {
        return RowSort::Note;
    }
    let may_be_item = words::begins_with_kind(first) || words::begins_with_kind(facts.name);
    if ground.after_total && !has_key && is_quiet && !may_be_item && facts.said.len() <= 3 {
        return RowSort::Note;
    }
    if facts.name.is_empty() {
        return nameless(facts, places, ground, is_quiet);
    }
    if ground.keyed && is_quiet {
        // A promise without its number begins with its kind; what goes on with the row above does not.
        let goes_on = ground.last_item.is_some() && !words::begins_with_kind(facts.name);
        return if goes_on { RowSort::Continuation } else { lone_name(facts, places) };
    }
    if !ground.keyed && is_quiet && facts.said.len() == 1 {
        return lone_name(facts, places);
    }
    RowSort::Item
}

fn strongest(left: TotalWord, right: TotalWord) -> TotalWord {
    match (left, right) {
        (TotalWord::Bare, _) | (_, TotalWord::Bare) => TotalWord::Bare,
        (TotalWord::Begins, _) | (_, TotalWord::Begins) => TotalWord::Begins,
        _ => TotalWord::No,
    }
}

/// A name and nothing else: a promise of a plan that states no more, else not to be told.
fn lone_name(facts: &Facts<'_>, places: &Places) -> RowSort {
    let says_more = !places.money.is_empty() || !places.ticks.is_empty() || places.status.is_some();
    if says_more && !words::begins_with_kind(facts.name) { RowSort::Unsorted } else { RowSort::Item }
}

fn nameless(facts: &Facts<'_>, places: &Places, ground: &Ground<'_>, is_quiet: bool) -> RowSort {
    if facts.words(places).next().is_none() && ground.sums.equal(ground.row) {
        return RowSort::Total;
    }
    if is_quiet
        && ground.last_item.is_some()
        && facts.said.iter().all(|(at, _)| Some(*at) != places.seq && Some(*at) != places.code)
    {
        return RowSort::Continuation;
    }
    RowSort::Unsorted
}

fn is_section(text: &str, facts: &Facts<'_>, places: &Places, ground: &Ground<'_>) -> bool {
    let column = facts.words(places).next().map(|(at, _)| at);
    let named = Named::of(text);
    let in_name = column == places.name && places.name.is_some();
    if words::begins_with_kind(text) && (named.dimension.is_none() || in_name) && !text.starts_with("การ") {
        return false;
    }
    let plain = text.trim_start_matches(['(', '*', ' ']);
    if named.dimension.is_some() && (plain.starts_with("มิติ") || plain.starts_with("มติ")) {
        return true;
    }
    if named.mission.is_some() {
        // A number with a dot in front of a name may be that name's own number.
        let is_called = plain.starts_with("ภารกิจ");
        return is_called
            || !in_name
            || ground.keyed
            || (facts.figures == 0 && !words::begins_with_kind(after_number(text)));
    }
    if words::is_part(text) && facts.figures == 0 {
        return true;
    }
    let is_year =
        named.year.is_some() && (plain.starts_with("ปี") || plain.starts_with("พ.ศ.")) && text.chars().count() < 40;
    is_year || (text.starts_with("ภารกิจ") && facts.figures == 0 && !in_name)
}

fn after_number(text: &str) -> &str {
    text.trim_start_matches(|letter: char| {
        letter.is_ascii_digit() || thai::digits::is_thai_digit(letter) || matches!(letter, '.' | ' ' | ')' | '(')
    })
}

/// Whether most rows that could be items bear a code or a number.
fn is_keyed(table: &DataTable, places: &Places) -> bool {
    if places.code.is_none() && places.seq.is_none() {
        return false;
    }
    let (mut keyed, mut named) = (0, 0);
    for row in &table.rows {
        let facts = Facts::of(row, places);
        keyed += usize::from(facts.code || facts.seq);
        named += usize::from(!facts.name.is_empty() && (facts.figures > 0 || facts.status));
    }
    keyed * 2 > named.min(table.rows.len()) && keyed > 0
}

/// The words of a row that goes on are added to the item above it.
fn go_on(table: &mut DataTable, item: usize, at: usize) {
    let more: Vec<(usize, String)> = table.rows[at]
        .cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| !says_nothing(&cell.value))
        .map(|(column, cell)| (column, cell.value.trim().to_owned()))
        .collect();
    for (column, text) in more {
        let is_list = table.columns[column].column.is_some_and(|column| column.field == Field::Methods);
        let cell = &mut table.rows[item].cells[column];
        if cell.value.trim() == text {
            // Filled down from a merged cell: the same words.
        } else if says_nothing(&cell.value) {
            cell.value = text;
        } else {
            cell.value.push(if is_list { '\n' } else { ' ' });
            cell.value.push_str(&text);
        }
    }
}

/// `๑) โครงการ…`: the number is not part of the name.
fn take_number_off(row: &mut DataRow, places: &Places) {
    let Some(cell) = places.name.and_then(|at| row.cells.get_mut(at)) else { return };
    if let Some((_, at)) = words::leading_number(&cell.value) {
        cell.value = cell.value[at..].to_owned();
    }
}

/// Dimension, mission and year of the sections above; a blank cell below a filled one repeats it.
fn inherit(table: &mut DataTable, at: usize, standing: &Standing, places: &Places) {
    let coded =
        places.code.and_then(|code| table.rows[at].cells.get(code)).is_some_and(|cell| !says_nothing(&cell.value));
    if !coded {
        for column in [places.dimension, places.mission].into_iter().flatten() {
            let is_blank = table.rows[at].cells.get(column).is_some_and(|cell| cell.value.trim().is_empty());
            let above = table.rows[..at].iter().rev().find(|row| row.is_item() || row.sort == RowSort::Section);
            let above = above.filter(|row| row.is_item()).and_then(|row| row.cells.get(column)).cloned();
            if let Some(above) = above.filter(|above| is_blank && !says_nothing(&above.value)) {
                // The same dimension goes on; its place is where it is written.
                table.rows[at].cells[column] = above;
            }
        }
    }
    let row = &mut table.rows[at];
    row.dimension = standing.dimension;
    row.mission = standing.mission.clone();
    row.year = standing.year;
    if row.mission.is_none()
        && let Some(mission) = &table.mission
    {
        row.mission = Some(Spanned::new(mission.clone(), row.span));
    }
}

/// A tall merged cell speaks for each of its rows, but money cannot be shared out.
fn fill_merges(table: &mut DataTable, grid: &Grid, found: &FoundHead, places: &Places, findings: &mut Findings) {
    for merge in grid.merges.iter().filter(|merge| merge.is_tall()) {
        let (Some(top), Some(_)) = (grid.place_of(merge.first_row), grid.rows.get(found.body)) else { continue };
        let Some(top) = top.checked_sub(found.body).filter(|top| *top < table.rows.len()) else { continue };
        let column = merge.first_column as usize;
        let Some(cell) = table.rows[top].cells.get(column).cloned().filter(|cell| !says_nothing(&cell.value)) else {
            continue;
        };
        let below: Vec<usize> =
            (top + 1..table.rows.len()).take_while(|at| grid.rows[found.body + at].number <= merge.last_row).collect();
        let is_key = [places.code, places.seq, places.name].contains(&Some(column));
        if is_key {
            continue;
        }
        if places.money.contains(&column) {
            // Rows of one item may share it; rows of several may not.
            let several = below.iter().any(|at| {
                let facts = Facts::of(&table.rows[*at], places);
                facts.code || facts.seq || (places.code.is_none() && places.seq.is_none() && !facts.name.is_empty())
            });
            if several {
                findings.push(
                    Finding::of(
                        code::S058,
                        cell.span,
                        format!("จำนวนเงิน `{}` อยู่ในช่องที่ผสานหลายแถว จึงไม่รู้ว่าแต่ละเรื่องใช้เท่าไร", cell.value),
                    )
                    .english("one amount is merged over several items")
                    .help("ยกเลิกการผสานเซลล์ (Unmerge) แล้วใส่จำนวนเงินของแต่ละแถว แถวที่ไม่มีให้ใส่ -"),
                );
            }
            continue;
        }
        for at in below {
            if let Some(below) = table.rows[at].cells.get_mut(column)
                && below.value.trim().is_empty()
            {
                *below = cell.clone();
            }
        }
    }
}

fn report(table: &DataTable, unsorted: &[Span], findings: &mut Findings) {
    let Some(first) = unsorted.first() else { return };
    let sheet = table.sheet_name.as_ref().map(|name| format!(" ในชีต `{name}`")).unwrap_or_default();
    let message = if unsorted.len() == 1 {
        format!("ไม่เข้าใจว่าแถวนี้{sheet}เป็นรายการ หัวข้อ ยอดรวม หรือหมายเหตุ")
    } else {
        format!("ไม่เข้าใจว่า {} แถว{sheet}เป็นรายการ หัวข้อ ยอดรวม หรือหมายเหตุ", unsorted.len())
    };
    let mut finding = Finding::of(code::S059, *first, message)
        .english("a row that is neither an item nor anything else that is known")
        .help("ถ้าเป็นรายการ ใส่ลำดับหรือรหัสในแถวนี้ ถ้าเป็นยอดรวม ขึ้นต้นว่า `รวม` ถ้าเป็นหัวข้อ ขึ้นต้นว่า `มิติที่ ๑` หรือ `ภารกิจที่ ๑.๑` ถ้าเป็นหมายเหตุ ขึ้นต้นว่า `หมายเหตุ`");
    for more in unsorted.iter().skip(1).take(5) {
        finding = finding.also(*more, "แถวนี้ด้วย");
    }
    findings.push(finding);
}
