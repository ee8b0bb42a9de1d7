//! Recognises data tables by their heads, from the wordings of real forms in `forms/*.toml`.
//! Decides only what a table is and what its columns hold; reading the cells is the source's work.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::heads::KnownWord;
use super::{Field, Role, Standards, heads};

/// One real form: the wordings of its heads and what a table needs to be taken for it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    pub id: String,
    pub title: String,
    pub title_en: String,
    pub source: String,
    pub role: Role,
    /// Kinds of document it is found in.
    #[serde(default)]
    pub applies_to: Vec<String>,
    /// Fields that must all be there.
    #[serde(default)]
    pub requires: Vec<Field>,
    /// Fields of which one must be there.
    #[serde(default)]
    pub requires_one_of: Vec<Field>,
    #[serde(default = "two")]
    pub least_columns: usize,
    /// Heads of which one must be there unless the author named the table's role.
    #[serde(default)]
    pub telltales: Vec<String>,
    /// Heads that span several columns; in a flat table they stand before the column's own head.
    #[serde(default)]
    pub groups: Vec<String>,
    pub columns: Vec<FormColumn>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormColumn {
    pub field: Field,
    pub heads: Vec<String>,
}

fn two() -> usize {
    2
}

impl Form {
    pub(super) fn fault(&self) -> Option<String> {
        let known: Vec<Field> = self.columns.iter().map(|column| column.field).collect();
        if let Some(missing) = self.requires.iter().find(|field| !known.contains(field)) {
            return Some(format!("แบบฟอร์มต้องมีคอลัมน์ “{missing}” แต่ไม่ได้บอกหัวตารางไว้ใน columns"));
        }
        None
    }
}

/// What a column holds; a head such as "งบประมาณ ๒๕๖๘" or "มิติที่ ๑ โครงการ" also says for which year or dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ColumnMeaning {
    pub field: Field,
    /// Buddhist era.
    pub year: Option<u16>,
    pub dimension: Option<u8>,
    /// Months of the round that a group of heads names: 6 or 12.
    pub round: Option<u8>,
}

impl From<Field> for ColumnMeaning {
    fn from(field: Field) -> Self {
        Self { field, year: None, dimension: None, round: None }
    }
}

/// A head that was taken for a misspelling of a known one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NearHead<'a> {
    pub column: usize,
    pub field: Field,
    /// The right wording, as the form has it.
    pub head: &'a str,
}

#[derive(Clone, Debug)]
pub struct Recognised<'a> {
    pub form: &'a Form,
    pub role: Role,
    /// One for each head; `None` is a column of the author's own.
    pub columns: Vec<Option<ColumnMeaning>>,
    /// Did you mean …? These columns are filled in above as well.
    pub near: Vec<NearHead<'a>>,
    /// How well the heads fit the form: what ways of reading one head are compared by.
    pub score: usize,
}

/// Recognises a table with the embedded forms; see [`FormBook::recognise`].
pub fn recognise(heads: &[&str], role_hint: Option<Role>) -> Option<Recognised<'static>> {
    Standards::embedded().forms.recognise(heads, role_hint)
}

/// All forms with an index of their folded heads.
#[derive(Clone, Debug, Default)]
pub struct FormBook {
    forms: Vec<Form>,
    known: Vec<KnownHead>,
    /// Folded head → places in `known`, in the order of the forms.
    exact: BTreeMap<String, Vec<usize>>,
    /// Folded group heads of each form, longest first.
    groups: Vec<Vec<String>>,
    /// Places in `known` that a misspelt head of each form is compared with, the form's own first.
    guesses: Vec<Vec<usize>>,
    telltales: Vec<Vec<String>>,
    /// Folded heads of the names of promises, longest first.
    names: Vec<String>,
}

#[derive(Clone, Debug)]
struct KnownHead {
    form: usize,
    column: usize,
    /// `None`: the field's English name.
    wording: Option<usize>,
    word: KnownWord,
}

/// A head of the table at hand, in every wording that its lines of text allow, the fullest first.
struct TableHead {
    wordings: Vec<HeadWording>,
    /// Of all its lines together.
    year: Option<u16>,
    round: Option<u8>,
}

struct HeadWording {
    folded: String,
    word: KnownWord,
    year: Option<u16>,
}

impl TableHead {
    fn new<T: AsRef<str>>(wordings: &[T], names: &[String]) -> Self {
        let read_folded = |folded: String| {
            let parts = heads::take_apart(&folded);
            HeadWording { folded, word: KnownWord::from_folded(parts.word), year: parts.year }
        };
        // A head of nothing is no head; "#" is one, though no letter of it is left.
        let read = |wording: &T| match wording.as_ref().trim() {
            "" => read_folded("\0".to_owned()),
            text => read_folded(heads::fold(text)),
        };
        let mut wordings: Vec<HeadWording> = wordings.iter().map(read).collect();
        // "เบิกจ่าย รอบ ๖ เดือน" is the known head of one round.
        let of_round = wordings.iter().filter_map(|wording| heads::without_round(&wording.folded)).map(read_folded);
        let of_round: Vec<HeadWording> = of_round.collect();
        wordings.extend(of_round);
        if wordings.iter().any(|wording| heads::is_of_names(&wording.folded, names)) {
            wordings.push(read_folded("โครงการกิจกรรมมาตรการ".to_owned()));
        }
        let year = wordings.iter().find_map(|wording| wording.year);
        let round = wordings.iter().find_map(|wording| heads::round_of(&wording.folded));
        Self { wordings, year, round }
    }
}

/// What a form makes of a table before guessing at misspellings.
struct Attempt {
    form: usize,
    columns: Vec<Option<ColumnMeaning>>,
    score: usize,
}

impl FormBook {
    /// The field as the plain form, or one of this role, has it for its head: what an officer knows it by.
    pub fn usual_head(&self, field: Field, role: Role) -> Option<&str> {
        let plain = self.forms.iter().filter(|form| form.id == "plain" && role.shares_heads_with(form.role));
        let of_role = self.forms.iter().filter(|form| form.role == role);
        let mut columns = plain.chain(of_role).chain(&self.forms).flat_map(|form| &form.columns);
        columns.find(|column| column.field == field && !column.heads.is_empty())?.heads.first().map(String::as_str)
    }

    pub fn new(forms: Vec<Form>) -> Self {
        let mut known = Vec::new();
        for (form_at, form) in forms.iter().enumerate() {
            for (column_at, column) in form.columns.iter().enumerate() {
                let wordings = column.heads.iter().enumerate().map(|(at, head)| (Some(at), KnownWord::new(head)));
                let english = std::iter::once((None, KnownWord::new(column.field.as_str())));
                for (wording, word) in wordings.chain(english) {
                    known.push(KnownHead { form: form_at, column: column_at, wording, word });
                }
            }
        }
        let mut exact: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, head) in known.iter().enumerate() {
            exact.entry(head.word.folded.clone()).or_default().push(at);
        }
        let groups = forms
            .iter()
            .map(|form| {
                let mut folded: Vec<String> = form.groups.iter().map(|group| heads::fold(group)).collect();
                folded.sort_by_key(|group| std::cmp::Reverse(group.len()));
                folded
            })
            .collect();
        let telltales =
            forms.iter().map(|form| form.telltales.iter().map(|head| heads::fold(head)).collect()).collect();
        let guesses = (0..forms.len()).map(|form| guesses_of(form, &forms, &known)).collect();
        let of_items = forms.iter().filter(|form| form.role == Role::Items).flat_map(|form| &form.columns);
        let of_names = of_items.filter(|column| column.field == Field::Name).flat_map(|column| &column.heads);
        let mut names: Vec<String> = of_names.map(|head| heads::fold(head)).filter(|head| !head.is_empty()).collect();
        names.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        names.dedup();
        Self { forms, known, exact, groups, guesses, telltales, names }
    }

    /// The same forms, with heads that somebody says to mean a field; whatever they meant before, they mean that now.
    pub fn with_heads(&self, maps: &[(String, Field)]) -> Self {
        let mut forms = self.forms.clone();
        for (head, field) in maps {
            let folded = heads::fold(head);
            for column in forms.iter_mut().flat_map(|form| &mut form.columns) {
                column.heads.retain(|known| column.field == *field || heads::fold(known) != folded);
                if column.field == *field && !column.heads.contains(head) {
                    column.heads.push(head.clone());
                }
            }
        }
        Self::new(forms)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Form> {
        self.forms.iter()
    }

    pub fn by_id(&self, id: &str) -> Option<&Form> {
        self.forms.iter().find(|form| form.id == id)
    }

    /// What the table with these heads is. `None`: prose.
    ///
    /// A role that the author named is kept to: the table is of that role or of none. Otherwise the form that knows
    /// most of the heads wins; heads of other forms of the same kind are understood as well.
    pub fn recognise(&self, heads: &[&str], role_hint: Option<Role>) -> Option<Recognised<'_>> {
        let heads: Vec<TableHead> = heads.iter().map(|head| TableHead::new(&[*head], &self.names)).collect();
        self.recognise_heads(&heads, role_hint)
    }

    /// The same where a head may stand on several lines: each has its wordings, the fullest first.
    pub fn recognise_wordings(&self, heads: &[Vec<String>], role_hint: Option<Role>) -> Option<Recognised<'_>> {
        let heads: Vec<TableHead> = heads.iter().map(|wordings| TableHead::new(wordings, &self.names)).collect();
        self.recognise_heads(&heads, role_hint)
    }

    /// Whether any form has a column of this head, word for word.
    pub fn knows_head(&self, head: &str) -> bool {
        let folded = heads::fold(head);
        self.exact.contains_key(&folded) || self.exact.contains_key(&heads::take_apart(&folded).word)
    }

    fn recognise_heads(&self, heads: &[TableHead], role_hint: Option<Role>) -> Option<Recognised<'_>> {
        let named = role_hint.is_some();
        let candidates = (0..self.forms.len()).filter(|at| {
            let role = self.forms.get(*at).map(|form| form.role);
            role_hint.is_none_or(|hint| role == Some(hint)) && (named || self.shows_telltale(*at, heads))
        });
        let mut attempts: Vec<Attempt> = candidates.map(|at| self.read_exactly(at, heads)).collect();
        attempts.sort_by_key(|attempt| std::cmp::Reverse(attempt.score));
        let mut best: Option<(usize, usize, Recognised<'_>)> = None;
        for attempt in attempts {
            let (form, unread) = (attempt.form, attempt.columns.iter().filter(|column| column.is_none()).count());
            // A guess counts one: this form cannot win any more.
            if best.as_ref().is_some_and(|(score, ..)| attempt.score + unread < *score) {
                continue;
            }
            if let Some((score, found)) = self.complete(attempt, heads, named)
                && best.as_ref().is_none_or(|(most, at, _)| score > *most || (score == *most && form < *at))
            {
                best = Some((score, form, found));
            }
        }
        best.map(|(.., found)| found)
    }

    fn read_exactly(&self, form_at: usize, heads: &[TableHead]) -> Attempt {
        let mut attempt = Attempt { form: form_at, columns: vec![None; heads.len()], score: 0 };
        let mut taken = BTreeSet::new();
        for (place, head) in heads.iter().enumerate() {
            // The fuller wording is the one that is meant, where it is known at all.
            let exact = head.wordings.iter().find_map(|wording| self.exact_column(form_at, wording));
            if let Some((mut column, own)) = exact {
                column.year = column.year.or(head.year);
                column.round = head.round;
                if taken.insert(column) {
                    attempt.columns[place] = Some(column);
                    attempt.score += if own { 3 } else { 2 };
                }
            }
        }
        attempt
    }

    /// Guesses at the heads left over, then asks whether the form has what it needs.
    fn complete(&self, attempt: Attempt, heads: &[TableHead], role_named: bool) -> Option<(usize, Recognised<'_>)> {
        let Attempt { form: form_at, mut columns, mut score } = attempt;
        let form = self.forms.get(form_at)?;
        if score == 0 && !(role_named && form.role == Role::Declared) {
            return None;
        }
        let mut taken: BTreeSet<ColumnMeaning> = columns.iter().flatten().copied().collect();
        let mut near = Vec::new();
        for (place, head) in heads.iter().enumerate() {
            if columns[place].is_none()
                && let Some((field, wording)) = head.wordings.iter().find_map(|wording| self.guess(form_at, wording))
            {
                let column = ColumnMeaning { field, year: head.year, dimension: None, round: head.round };
                if taken.insert(column) {
                    columns[place] = Some(column);
                    near.push(NearHead { column: place, field, head: wording });
                    score += 1;
                }
            }
        }
        if form.role == Role::Declared {
            say_subject(&mut columns, role_named);
        }
        let has = |field: &Field| columns.iter().flatten().any(|column| column.field == *field);
        let enough = columns.iter().flatten().count() >= if role_named { 2 } else { form.least_columns };
        let required = form.requires.iter().all(has);
        let one_of = role_named || form.requires_one_of.is_empty() || form.requires_one_of.iter().any(has);
        (enough && required && one_of)
            .then(|| (score, Recognised { form, role: form.role, columns: columns.clone(), near, score }))
    }

    fn shows_telltale(&self, form_at: usize, heads: &[TableHead]) -> bool {
        let telltales = self.telltales.get(form_at).map(Vec::as_slice).unwrap_or_default();
        telltales.is_empty()
            || heads.iter().flat_map(|head| &head.wordings).any(|wording| telltales.contains(&wording.folded))
    }

    /// What a head says word for word, and whether in this form's own words.
    fn exact_column(&self, form_at: usize, head: &HeadWording) -> Option<(ColumnMeaning, bool)> {
        if let Some((field, own)) = self.exact_field(form_at, &head.folded) {
            return Some((field.into(), own));
        }
        if let Some(year) = head.year {
            if head.word.folded.is_empty() {
                let own = self.declares(form_at, Field::Value);
                return own.then_some((ColumnMeaning { year: Some(year), ..Field::Value.into() }, true));
            }
            if let Some((field, own)) = self.yearly_field(form_at, &head.word.folded) {
                return Some((ColumnMeaning { year: Some(year), ..field.into() }, own));
            }
        }
        let (dimension, rest) = heads::leading_dimension(&head.word.folded)?;
        if rest.is_empty() {
            let own = self.declares(form_at, Field::Value);
            return own.then_some((
                ColumnMeaning { year: head.year, dimension: Some(dimension), ..Field::Value.into() },
                true,
            ));
        }
        let (field, own) = self.exact_field(form_at, rest)?;
        Some((ColumnMeaning { year: head.year, dimension: Some(dimension), ..field.into() }, own))
    }

    fn declares(&self, form_at: usize, field: Field) -> bool {
        self.forms.get(form_at).is_some_and(|form| form.columns.iter().any(|column| column.field == field))
    }

    /// "เป้าหมาย ปี ๒๕๖๖" is a yearly value where the form lists the word as one.
    fn yearly_field(&self, form_at: usize, word: &str) -> Option<(Field, bool)> {
        let is_value = |at: &usize| {
            self.known.get(*at).is_some_and(|known| known.form == form_at) && self.field_of(*at) == Some(Field::Value)
        };
        if self.exact.get(word).is_some_and(|places| places.iter().any(is_value)) {
            return Some((Field::Value, true));
        }
        self.exact_field(form_at, word)
    }

    fn exact_field(&self, form_at: usize, word: &str) -> Option<(Field, bool)> {
        let direct = self.lookup(form_at, word);
        direct.or_else(|| {
            let groups = self.groups.get(form_at)?;
            groups.iter().find_map(|group| {
                let rest = word.strip_prefix(group.as_str()).filter(|rest| !rest.is_empty())?;
                self.lookup(form_at, rest)
            })
        })
    }

    fn lookup(&self, form_at: usize, word: &str) -> Option<(Field, bool)> {
        let places = self.exact.get(word)?;
        let own = places.iter().find(|at| self.known.get(**at).is_some_and(|known| known.form == form_at));
        let chosen = own.or_else(|| {
            places.iter().find(|at| {
                let of = self.known.get(**at).map(|known| known.form);
                of.is_some_and(|of| share_heads(form_at, of, &self.forms))
            })
        })?;
        Some((self.field_of(*chosen)?, own.is_some()))
    }

    fn field_of(&self, known_at: usize) -> Option<Field> {
        let known = self.known.get(known_at)?;
        Some(self.forms.get(known.form)?.columns.get(known.column)?.field)
    }

    fn guess(&self, form_at: usize, head: &HeadWording) -> Option<(Field, &str)> {
        let places = self.guesses.get(form_at)?;
        let words = places.iter().filter_map(|at| self.known.get(*at)).map(|known| &known.word);
        let known = self.known.get(*places.get(head.word.nearest(words)?)?)?;
        let column = self.forms.get(known.form)?.columns.get(known.column)?;
        Some((column.field, column.heads.get(known.wording?)?))
    }
}

fn share_heads(form: usize, other: usize, forms: &[Form]) -> bool {
    let role = |at: usize| forms.get(at).map(|form| form.role);
    role(form).zip(role(other)).is_some_and(|(role, other)| role.shares_heads_with(other))
}

fn guesses_of(form: usize, forms: &[Form], known: &[KnownHead]) -> Vec<usize> {
    let is_guess = |known: &KnownHead| {
        let column = forms.get(known.form).and_then(|form| form.columns.get(known.column));
        // What the rows speak of is told by the place of the column, and many words end like its heads.
        let subject = column.is_some_and(|column| column.field == Field::Subject);
        known.wording.is_some() && !subject && share_heads(form, known.form, forms)
    };
    let mut places: Vec<usize> = (0..known.len()).filter(|at| known.get(*at).is_some_and(is_guess)).collect();
    places.sort_by_key(|at| known.get(*at).is_none_or(|known| known.form != form));
    places
}

/// The first column of a summary says what its rows speak of, whatever its head.
fn say_subject(columns: &mut [Option<ColumnMeaning>], role_named: bool) {
    let Some(first) = columns.first_mut() else { return };
    let speaks_of = match first {
        Some(column) => matches!(column.field, Field::Name | Field::Dimension | Field::Kind | Field::Owner),
        None => role_named,
    };
    if speaks_of {
        *first = Some(Field::Subject.into());
    }
}
