//! Every row of a table of promises is sorted: item, continuation, section, total, repeated head, note, blank.
//! What fits nowhere is one finding with its row; no row is guessed silently.

use super::fill::{fill_merges, go_on, inherit, said_once, take_number_off};
use super::head::{self, FoundHead};
use super::parts;
use super::sums::RunningSums;
use super::words::{self, Named, TotalWord};
use super::{DataRow, DataTable, Grid, GridRow, RowSort};
use crate::finding::{Finding, Findings, code};
use crate::span::{Span, Spanned};
use crate::standards::{Field, Standards};
use crate::thai::{self, StatedMoney, says_nothing};

pub(super) fn leave_blanks_out(table: &mut DataTable) {
    for row in &mut table.rows {
        if row.cells.iter().all(|cell| cell.value.trim().is_empty()) {
            row.sort = RowSort::Blank;
        }
    }
}

/// Which columns say what, worked out once.
pub(super) struct Places {
    pub code: Option<usize>,
    pub seq: Option<usize>,
    pub name: Option<usize>,
    /// Columns whose words hold for the blank cells below them.
    pub once: Vec<usize>,
    pub money: Vec<usize>,
    ticks: Vec<usize>,
    status: Option<usize>,
    /// Items say how they are measured; what has a number and says nothing more is no item.
    measured: bool,
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
            once: said_once(table, [Field::Dimension, Field::Mission].map(|field| table.position(field))),
            money: all(Field::is_money),
            ticks: all(Field::is_tick),
            status: table.position(Field::Status),
            measured: table.position(Field::Indicator).is_some(),
        }
    }

    fn is_figure(&self, column: usize) -> bool {
        self.money.contains(&column) || self.ticks.contains(&column)
    }
}

/// What a row shows before anybody decides what it is.
pub(super) struct RowFacts<'r> {
    /// ColumnMeaning and text of every cell that says something.
    pub said: Vec<(usize, &'r str)>,
    pub code: bool,
    pub seq: bool,
    pub name: &'r str,
    /// Amounts, ticks or counts in columns of figures, or a status.
    pub figures: usize,
    pub status: bool,
}

pub(super) fn is_number(text: &str) -> bool {
    let plain = thai::to_arabic(text.trim());
    let bare = plain.trim_matches(|letter: char| matches!(letter, '(' | ')' | '.' | ' '));
    !bare.is_empty()
        && bare.len() <= 9
        && bare.starts_with(|letter: char| letter.is_ascii_digit())
        && bare.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | '/' | '-'))
}

impl<'r> RowFacts<'r> {
    pub(super) fn of(row: &'r DataRow, places: &Places) -> Self {
        let text = |at: Option<usize>| at.and_then(|at| row.cells.get(at)).map_or("", |cell| cell.value.trim());
        let said: Vec<(usize, &str)> = row
            .cells
            .iter()
            .enumerate()
            .map(|(at, cell)| (at, cell.value.trim()))
            .filter(|(_, text)| !says_nothing(text))
            .collect();
        let figures = said.iter().filter(|(at, text)| places.is_figure(*at) && is_figure(text)).count();
        let status = text(places.status);
        Self {
            code: is_code(text(places.code)),
            seq: is_number(text(places.seq)),
            name: if says_nothing(text(places.name)) { "" } else { text(places.name) },
            figures,
            status: !says_nothing(status) && !words::is_note(status),
            said,
        }
    }

    fn first(&self) -> &'r str {
        self.said.first().map_or("", |(_, text)| text)
    }

    /// Cells outside the columns of figures.
    fn words<'f>(&'f self, places: &'f Places) -> impl Iterator<Item = (usize, &'r str)> + 'f {
        self.said.iter().copied().filter(|(at, text)| !(places.is_figure(*at) && is_figure(text)))
    }
}

/// An amount, a tick or that no money is used; words that strayed into such a column are none.
fn is_figure(text: &str) -> bool {
    !text.chars().any(is_thai_word) || StatedMoney::parse(&text.replace('\n', " ")).is_ok() || text.contains("บาท")
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
pub(super) struct Standing {
    pub dimension: Option<u8>,
    pub mission: Option<Spanned<String>>,
    pub year: Option<u16>,
    pub owner: Option<StandingOwner>,
}

/// An office that heads the rows below it.
#[derive(Clone)]
pub(super) struct StandingOwner {
    pub name: Spanned<String>,
    /// It stands in a dimension and ends with it.
    within: bool,
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
    let parents = parts::parents(table, &places);
    let mut standing = Standing { dimension: table.dimension, year: table.year, ..Standing::default() };
    let mut sums = RunningSums::new(&places.money);
    let mut last_item: Option<usize> = None;
    let mut after_total = false;
    // A section, a total or a note ends what a name above it could go on with.
    let mut goes_on = false;
    let mut unsorted: Vec<Span> = Vec::new();
    let mut doubtful = parts::Doubtful::default();
    for at in 0..table.rows.len() {
        let grid_row = &grid.rows[found.body + at];
        let sort = if head::is_of_head(found, grid_row, last_item.is_none()) {
            RowSort::Head
        } else {
            let facts = RowFacts::of(&table.rows[at], &places);
            sort_of(
                &facts,
                &places,
                &Ground {
                    keyed,
                    goes_on,
                    after_total,
                    before_head: precedes_head(&grid.rows[found.body + at..], found),
                    sums: &sums,
                    row: &table.rows[at],
                    standards,
                },
            )
        };
        let sort = match sort {
            RowSort::Item => {
                doubtful.sort(&table.rows[at], &places, parents.contains(&at), last_item.is_some() && goes_on)
            }
            other => other,
        };
        match sort {
            RowSort::Section => {
                let texts = table.rows[at].cells.iter().map(|cell| cell.value.trim());
                let text = texts.filter(|text| !says_nothing(text)).find(|text| !is_number(text)).unwrap_or("");
                let span = table.rows[at].span;
                if is_office_row(text, standards) {
                    let within = standing.dimension.is_some();
                    standing.owner = Some(StandingOwner { name: Spanned::new(text.to_owned(), span), within });
                } else {
                    standing = stand(standing, Named::of(text), span);
                }
                (after_total, goes_on) = (false, false);
            }
            RowSort::Item => {
                sums.add(&table.rows[at]);
                last_item = Some(at);
                (after_total, goes_on) = (false, true);
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
                (after_total, goes_on) = (true, false);
            }
            RowSort::Unsorted => unsorted.push(table.rows[at].span),
            RowSort::Note => {
                let text = table.rows[at].cells.iter().map(|cell| cell.value.trim()).find(|text| !says_nothing(text));
                if text.is_some_and(words::is_note) {
                    // What stands below a signature or the first note belongs to them.
                    (after_total, goes_on) = (true, false);
                }
            }
            RowSort::Head | RowSort::Blank => {}
        }
        let row = &mut table.rows[at];
        row.sort = sort;
        if sort != RowSort::Item {
            (row.dimension, row.mission, row.year) = (standing.dimension, standing.mission.clone(), standing.year);
        }
    }
    unsorted.extend(parts::untold_sums(table, &places, keyed));
    report(table, &unsorted, findings);
    doubtful.report(findings);
}

/// The name of an office alone, as a heading over its promises.
fn is_office_row(text: &str, standards: &Standards) -> bool {
    let name = text.trim_matches(['*', ' ', ':', '(', ')']);
    standards.offices.is_known(name)
}

fn stand(before: Standing, named: Named, span: Span) -> Standing {
    let mut now = before;
    if named.year.is_some() && named.dimension.is_none() && named.mission.is_none() {
        // A year begins its own dimensions.
        return Standing { year: named.year, owner: now.owner.filter(|owner| !owner.within), ..Standing::default() };
    }
    if named.dimension.is_some() {
        now.owner = now.owner.filter(|owner| !owner.within);
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
    /// The row above may go on in this one.
    goes_on: bool,
    after_total: bool,
    /// Nothing but titles stands between this row and a head over again.
    before_head: bool,
    sums: &'g RunningSums,
    row: &'g DataRow,
    standards: &'g Standards,
}

fn sort_of(facts: &RowFacts<'_>, places: &Places, ground: &Ground<'_>) -> RowSort {
    if facts.said.is_empty() {
        return RowSort::Blank;
    }
    let first = facts.first();
    if words::is_page_mark(first) && facts.said.len() == 1 {
        return RowSort::Note;
    }
    let has_key = facts.code || facts.seq;
    if facts.seq
        && !facts.code
        && words::total_word(facts.name, ground.standards) == TotalWord::Bare
        && ground.sums.equal(ground.row)
    {
        return RowSort::Total;
    }
    if !has_key && (words::is_share(first) || (facts.said.len() == 1 && words::says_none(first))) {
        return RowSort::Note;
    }
    if !facts.code && facts.figures == 0 && !facts.status && words::says_none(facts.name) {
        return RowSort::Note;
    }
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
    let is_footnote = facts.said.len() == 1 && first.trim_start().starts_with('*');
    let is_note = words::is_note(first) || is_footnote;
    if !has_key && is_quiet && is_note && !words::begins_with_kind(first.trim_start_matches(['*', ' '])) {
        return RowSort::Note;
    }
    let is_title = facts.said.len() == 1 && words::is_title(first);
    let may_go_on = ground.goes_on && facts.said.len() == 1 && !facts.name.is_empty();
    if !has_key && is_quiet && (is_title || (ground.before_head && facts.said.len() <= 2 && !may_go_on)) {
        return RowSort::Note;
    }
    let may_be_item = words::begins_with_kind(first) || words::begins_with_kind(facts.name);
    let is_poor = facts.said.iter().all(|(at, _)| Some(*at) == places.name || places.money.contains(at));
    if ground.after_total && !has_key && !is_quiet && is_poor && !may_be_item && !words::begins_with_dash(facts.name) {
        return RowSort::Unsorted;
    }
    // "ตัวอย่าง" where the others have their number.
    let is_worded =
        places.seq.is_some_and(|seq| facts.said.iter().any(|(at, text)| *at == seq && text.chars().any(is_thai_word)));
    if ground.keyed && !has_key && is_worded && !is_quiet {
        return RowSort::Unsorted;
    }
    if ground.after_total && !has_key && is_quiet && !may_be_item && facts.said.len() <= 3 {
        return RowSort::Note;
    }
    if facts.name.is_empty() {
        return nameless(facts, places, ground, is_quiet);
    }
    if ground.keyed && is_quiet {
        // A promise without its number begins with its kind; what goes on with the row above does not.
        let goes_on = ground.goes_on && !words::begins_with_kind(after_number(facts.name));
        return if goes_on { RowSort::Continuation } else { lone_name(facts, places) };
    }
    if !ground.keyed && is_quiet && facts.said.len() == 1 {
        let goes_on = ground.goes_on && words::begins_with_dash(facts.name);
        return if goes_on { RowSort::Continuation } else { lone_name(facts, places) };
    }
    // Among rows with numbers, figures beside words that are no promise's own are a sum or half of a row.
    if ground.keyed && !has_key && !is_quiet && !may_be_item && !words::begins_with_dash(facts.name) {
        return RowSort::Unsorted;
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
fn lone_name(facts: &RowFacts<'_>, places: &Places) -> RowSort {
    let says_more = !places.money.is_empty() || !places.ticks.is_empty() || places.status.is_some();
    let is_item = words::begins_with_kind(after_number(facts.name)) || words::leading_number(facts.name).is_some();
    if says_more && !is_item { RowSort::Unsorted } else { RowSort::Item }
}

fn nameless(facts: &RowFacts<'_>, places: &Places, ground: &Ground<'_>, is_quiet: bool) -> RowSort {
    if facts.words(places).next().is_none() && ground.sums.equal(ground.row) {
        return RowSort::Total;
    }
    if is_quiet
        && ground.goes_on
        && facts.said.iter().all(|(at, _)| Some(*at) != places.seq && Some(*at) != places.code)
    {
        return RowSort::Continuation;
    }
    RowSort::Unsorted
}

fn is_section(text: &str, facts: &RowFacts<'_>, places: &Places, ground: &Ground<'_>) -> bool {
    let column = facts.words(places).next().map(|(at, _)| at);
    let named = Named::of(text);
    if matches!(text.trim_matches(['*', ' ', ':']), "โครงการ" | "กิจกรรม" | "มาตรการ" | "แนวปฏิบัติ") && facts.figures == 0
    {
        return true;
    }
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
            || (facts.figures == 0 && (places.measured || !words::begins_with_kind(after_number(text))));
    }
    if words::is_numbered_part(text) || is_office_row(text, ground.standards) {
        return true;
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
        let facts = RowFacts::of(row, places);
        keyed += usize::from(facts.code || facts.seq);
        named += usize::from(!facts.name.is_empty() && (facts.figures > 0 || facts.status));
    }
    keyed * 2 > named.min(table.rows.len()) && keyed > 0
}

/// Whether the rows from here on are a few titles and then the head over again, as on the next page.
fn precedes_head(rows: &[GridRow], found: &FoundHead) -> bool {
    let titles = rows.iter().take(5).take_while(|row| row.filled() <= 2 && !found.is_repeated(row)).count();
    titles > 0 && rows.get(titles).is_some_and(|row| found.is_repeated(row))
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
