//! The words of a page, in the order in which they are drawn; spaces and line breaks come from where they stand.
//! Counts pictures as well, to tell a scanned page from a written one.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::{Dictionary, Object, decode_text_string};

use super::super::text;
use super::file::File;
use super::font::Font;
use super::matrix::Matrix;
use super::page_layout::{DrawnRule, Letter, PageLayout};
use super::syntax::{Syntax, Token, is_space};

const MAX_OPERATIONS: usize = 6_000_000;
const MAX_FORMS: usize = 5_000;
const MAX_FORM_DEPTH: usize = 6;
const MAX_NOTES: usize = 2_000;
const MAX_SAVED: usize = 256;
const MAX_CONTENTS: usize = 32 << 20;

#[derive(Clone)]
struct TextState {
    page: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    letter_space: f32,
    word_space: f32,
    stretch: f32,
    leading: f32,
}

/// What one page shows.
#[derive(Debug, Default)]
pub(super) struct PageFacts {
    /// Letters drawn, readable or not.
    pub shown: usize,
    /// In units of the page squared.
    pub picture_area: f32,
}

const MAX_LETTERS: usize = 2_000_000;
const MAX_RULES: usize = 400_000;
/// Of lines between cells, in points; a thicker box is a surface.
const THIN: f32 = 4.0;

pub(super) struct PdfWords<'f, 'b> {
    file: &'f File<'b>,
    fonts: BTreeMap<u32, Rc<Font>>,
    pub text: String,
    pub is_full: bool,
    operations_left: usize,
    forms_left: usize,
    facts: PageFacts,
    /// Where the last letter ended, in units of the page, and its height.
    last: Option<(f32, f32, f32)>,
    /// Open marked parts; of one that states its words (`ActualText`), these until they are written, then nothing.
    /// Thai needs it: shaped marks and "ำ" are glyphs that no code map names.
    marked: Vec<Option<String>>,
    /// Of the page at hand.
    pub layout: Option<PageLayout>,
    letters_left: usize,
    rules_left: usize,
    /// Corners of the open path, each part of it apart.
    path: Vec<Vec<(f32, f32)>>,
}

impl<'f, 'b> PdfWords<'f, 'b> {
    pub fn new(file: &'f File<'b>) -> Self {
        Self {
            file,
            fonts: BTreeMap::new(),
            text: String::new(),
            is_full: false,
            operations_left: MAX_OPERATIONS,
            forms_left: MAX_FORMS,
            facts: PageFacts::default(),
            last: None,
            marked: Vec::new(),
            layout: None,
            letters_left: MAX_LETTERS,
            rules_left: MAX_RULES,
            path: Vec::new(),
        }
    }

    pub fn is_spent(&self) -> bool {
        self.operations_left == 0
    }

    pub fn page(&mut self, page: &Dictionary, resources: &Dictionary) -> PageFacts {
        self.facts = PageFacts::default();
        self.last = None;
        self.marked.clear();
        let contents = self.contents(page);
        self.run(&contents, resources, Matrix::ONE, 0);
        self.add("\n");
        self.notes(page);
        std::mem::take(&mut self.facts)
    }

    /// What stands in form fields and comments.
    fn notes(&mut self, page: &Dictionary) {
        let Some(Object::Array(notes)) = self.file.value(page, b"Annots") else {
            return;
        };
        for note in notes.iter().take(MAX_NOTES) {
            let Object::Dictionary(note) = self.file.resolve(note) else {
                continue;
            };
            for key in [b"V".as_slice(), b"Contents"] {
                if let Some(words) = self.file.value(&note, key).and_then(|it| decode_text_string(&it).ok()) {
                    self.add(&words);
                    self.add("\n");
                }
            }
        }
    }

    fn contents(&self, page: &Dictionary) -> Vec<u8> {
        let mut all = Vec::new();
        let Ok(stated) = page.get(b"Contents") else {
            return all;
        };
        let parts = match stated {
            Object::Reference(id) => match self.file.get(id.0).as_deref() {
                Some(list @ Object::Array(parts)) if self.file.may_copy(list) => parts.clone(),
                Some(Object::Array(_)) => Vec::new(),
                _ => vec![stated.clone()],
            },
            Object::Array(parts) => parts.clone(),
            _ => Vec::new(),
        };
        for part in parts {
            if let Ok(id) = part.as_reference()
                && let Some(bytes) = self.file.stream(id.0, MAX_CONTENTS.saturating_sub(all.len()))
            {
                all.extend_from_slice(&bytes);
                all.push(b'\n');
            }
        }
        all
    }

    fn add(&mut self, more: &str) {
        if !self.is_full {
            self.is_full = !text::add(&mut self.text, more);
        }
    }

    fn run(&mut self, contents: &[u8], resources: &Dictionary, page: Matrix, depth: usize) {
        let fonts = self.file.dictionary(resources, b"Font").unwrap_or_default();
        let objects = self.file.dictionary(resources, b"XObject").unwrap_or_default();
        let mut syntax = Syntax::of_contents(contents, self.operations_left);
        let mut operands: Vec<Object> = Vec::new();
        let mut state =
            TextState { page, font: None, size: 1.0, letter_space: 0.0, word_space: 0.0, stretch: 1.0, leading: 0.0 };
        let mut saved: Vec<TextState> = Vec::new();
        let (mut line, mut place) = (Matrix::ONE, Matrix::ONE);
        while let Some(token) = syntax.next() {
            let word = match token {
                Token::Object(object) => {
                    if operands.len() < 64 {
                        operands.push(object);
                    }
                    continue;
                }
                Token::Word(word) => word,
            };
            let number = |at: usize| operands.get(at).and_then(|it| it.as_float().ok()).unwrap_or(0.0);
            match word {
                b"q" if saved.len() < MAX_SAVED => saved.push(state.clone()),
                b"Q" => {
                    if let Some(before) = saved.pop() {
                        state = before;
                    }
                }
                b"cm" => {
                    if let Some(matrix) = Matrix::read(&operands) {
                        state.page = matrix.then(state.page);
                    }
                }
                b"BT" => (line, place) = (Matrix::ONE, Matrix::ONE),
                b"Tf" => {
                    state.size = number(1);
                    state.font = operands.first().and_then(|it| it.as_name().ok()).and_then(|name| {
                        let stated = fonts.get(name).ok()?;
                        self.font(stated)
                    });
                }
                b"m" | b"l" | b"re" | b"h" | b"c" | b"v" | b"y" if self.layout.is_some() => {
                    self.add_to_path(word, &operands, state.page)
                }
                b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" if self.layout.is_some() => {
                    self.draw_path(matches!(word, b"f" | b"F" | b"f*"));
                }
                b"n" => self.path.clear(),
                b"Tc" => state.letter_space = number(0),
                b"Tw" => state.word_space = number(0),
                b"Tz" => state.stretch = number(0) / 100.0,
                b"TL" => state.leading = number(0),
                b"Tm" => {
                    if let Some(matrix) = Matrix::read(&operands) {
                        (line, place) = (matrix, matrix);
                    }
                }
                b"Td" | b"TD" => {
                    if word == b"TD" {
                        state.leading = -number(1);
                    }
                    line = Matrix::shift(number(0), number(1)).then(line);
                    place = line;
                }
                b"T*" | b"'" | b"\"" => {
                    if word == b"\"" {
                        (state.word_space, state.letter_space) = (number(0), number(1));
                    }
                    line = Matrix::shift(0.0, -state.leading).then(line);
                    place = line;
                    if word != b"T*"
                        && let Some(Ok(shown)) = operands.last().map(Object::as_str)
                    {
                        self.show(shown, &state, &mut place);
                    }
                }
                b"Tj" => {
                    if let Some(Ok(shown)) = operands.last().map(Object::as_str) {
                        self.show(shown, &state, &mut place);
                    }
                }
                b"TJ" => {
                    if let Some(Object::Array(parts)) = operands.last() {
                        for part in parts {
                            match part {
                                Object::String(shown, _) => self.show(shown, &state, &mut place),
                                other => {
                                    let back = other.as_float().unwrap_or(0.0);
                                    let move_by = -back / 1000.0 * state.size * state.stretch;
                                    place = Matrix::shift(move_by, 0.0).then(place);
                                }
                            }
                        }
                    }
                }
                b"Do" => {
                    // Resources name pictures and forms by reference only.
                    let name = operands.first().and_then(|it| it.as_name().ok());
                    if let Some(Object::Reference(id)) = name.and_then(|name| objects.get(name).ok()) {
                        self.operations_left = syntax.left;
                        self.draw(id.0, resources, state.page, depth);
                        syntax.left = self.operations_left.min(syntax.left);
                    }
                }
                b"BMC" | b"BDC" if self.marked.len() < MAX_SAVED => {
                    let stated = match operands.get(1) {
                        Some(Object::Dictionary(properties)) => properties.get(b"ActualText").ok(),
                        _ => None,
                    };
                    self.marked.push(stated.and_then(|it| decode_text_string(it).ok()));
                }
                b"EMC" => {
                    self.marked.pop();
                }
                b"ID" => {
                    self.facts.picture_area += state.page.area();
                    syntax.at = after_inline_picture(contents, syntax.at);
                }
                _ => {}
            }
            operands.clear();
        }
        self.operations_left = syntax.left;
    }

    fn font(&mut self, stated: &Object) -> Option<Rc<Font>> {
        match stated {
            Object::Reference(id) => {
                if let Some(font) = self.fonts.get(&id.0) {
                    return Some(Rc::clone(font));
                }
                let font = match self.file.get(id.0).as_deref() {
                    Some(Object::Dictionary(dictionary)) => Rc::new(Font::read(self.file, dictionary)),
                    _ => return None,
                };
                self.fonts.insert(id.0, Rc::clone(&font));
                Some(font)
            }
            Object::Dictionary(dictionary) => {
                // Read anew each time: charge it, as nothing else bounds how often a page names it.
                self.forms_left = self.forms_left.checked_sub(1)?;
                Some(Rc::new(Font::read(self.file, dictionary)))
            }
            _ => None,
        }
    }

    fn draw(&mut self, number: u32, resources: &Dictionary, page: Matrix, depth: usize) {
        let Some(object) = self.file.get(number) else {
            return;
        };
        let Object::Dictionary(header) = &*object else {
            return;
        };
        match header.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Image") => {
                let side = |key: &[u8]| self.file.value(header, key).and_then(|it| it.as_i64().ok()).unwrap_or(0);
                // No scanner writes a picture of a billion dots; a viewer would need gigabytes for it.
                if side(b"Width").saturating_mul(side(b"Height")) > 1_000_000_000 {
                    self.file.is_bomb.set(true);
                }
                self.facts.picture_area += page.area();
            }
            Ok(b"Form") if depth < MAX_FORM_DEPTH && self.forms_left > 0 => {
                self.forms_left -= 1;
                let Some(contents) = self.file.stream(number, MAX_CONTENTS) else {
                    return;
                };
                let own = self.file.dictionary(header, b"Resources");
                let matrix = match self.file.value(header, b"Matrix") {
                    Some(Object::Array(numbers)) => Matrix::read(&numbers).unwrap_or(Matrix::ONE),
                    _ => Matrix::ONE,
                };
                self.run(&contents, own.as_ref().unwrap_or(resources), matrix.then(page), depth + 1);
            }
            _ => {}
        }
    }

    fn show(&mut self, shown: &[u8], state: &TextState, place: &mut Matrix) {
        let Some(font) = &state.font else {
            // No font, so no telling what the codes stand for; they are letters all the same.
            self.facts.shown += shown.len();
            return;
        };
        let on_page = place.then(state.page).0;
        let scale = (on_page[0] * on_page[0] + on_page[1] * on_page[1]).sqrt();
        let height = (state.size * scale).abs().max(0.001);
        self.part_from_last(on_page[4], on_page[5], height);
        let mut words = String::new();
        let mut advance = 0.0_f32;
        let stated = self.marked.iter().flatten().next().cloned();
        let mut is_first = true;
        for code in font.codes(shown) {
            self.facts.shown += 1;
            let before = words.len();
            font.write(code, &mut words);
            let is_space = font.is_single_byte() && code == 32;
            let extra = state.letter_space + if is_space { state.word_space } else { 0.0 };
            let step = (font.width(code) / 1000.0 * state.size + extra) * state.stretch;
            if self.layout.is_some() {
                // Words that a marked part states stand where its first letter stands.
                let text = match &stated {
                    Some(stated) if is_first => stated.clone(),
                    Some(_) => String::new(),
                    // A code that no map names is a letter that cannot be read, and not nothing.
                    None if words.len() == before && step > 0.0 => "\u{FFFD}".to_owned(),
                    None => words.get(before..).unwrap_or_default().to_owned(),
                };
                let at = Matrix::shift(advance, 0.0).then(*place).then(state.page).0;
                let end = Matrix::shift(advance + step, 0.0).then(*place).then(state.page).0;
                self.keep(Letter { text, x: at[4], end: end[4], y: at[5], height });
            }
            is_first = false;
            advance += step;
        }
        match self.marked.iter_mut().flatten().next() {
            Some(stated) => {
                let stated = std::mem::take(stated);
                self.add(&stated);
            }
            None => self.add(&words),
        }
        *place = Matrix::shift(advance, 0.0).then(*place);
        let end = place.then(state.page).0;
        self.last = Some((end[4], end[5], height));
    }

    fn keep(&mut self, letter: Letter) {
        if let Some(layout) = &mut self.layout
            && self.letters_left > 0
            && letter.x.is_finite()
            && letter.y.is_finite()
            && letter.end.is_finite()
        {
            self.letters_left -= 1;
            layout.letters.push(letter);
        }
    }

    fn add_to_path(&mut self, word: &[u8], operands: &[Object], page: Matrix) {
        let number = |at: usize| operands.get(at).and_then(|it| it.as_float().ok()).unwrap_or(0.0);
        let point = |x: f32, y: f32| {
            let at = Matrix::shift(x, y).then(page).0;
            (at[4], at[5])
        };
        if self.path.len() > 10_000 {
            return;
        }
        match word {
            b"m" => self.path.push(vec![point(number(0), number(1))]),
            b"re" => {
                let (x, y, width, height) = (number(0), number(1), number(2), number(3));
                let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)];
                self.path.push(corners.iter().map(|(x, y)| point(*x, *y)).collect());
            }
            b"h" => {
                if let Some(part) = self.path.last_mut()
                    && let Some(first) = part.first().copied()
                {
                    part.push(first);
                }
            }
            // Of a curve only its end: no table is drawn with curves.
            _ => {
                let last = operands.len().saturating_sub(2);
                let end = point(number(last), number(last + 1));
                if let Some(part) = self.path.last_mut().filter(|part| part.len() < 64) {
                    part.push(end);
                }
            }
        }
    }

    fn draw_path(&mut self, is_filled: bool) {
        let parts = std::mem::take(&mut self.path);
        let Some(layout) = &mut self.layout else { return };
        for part in parts {
            let edge = |pick: fn(&(f32, f32)) -> f32| {
                part.iter()
                    .map(pick)
                    .fold((f32::MAX, f32::MIN), |(least, most), value| (least.min(value), most.max(value)))
            };
            let (x, y) = (edge(|point| point.0), edge(|point| point.1));
            let is_thin = x.1 - x.0 <= THIN || y.1 - y.0 <= THIN;
            if is_filled || is_thin {
                if is_thin && self.rules_left > 0 && x.0.is_finite() && y.0.is_finite() {
                    self.rules_left -= 1;
                    layout.rules.push(DrawnRule { x, y });
                }
                continue;
            }
            for pair in part.windows(2) {
                let (a, b) = (pair[0], pair[1]);
                let x = (a.0.min(b.0), a.0.max(b.0));
                let y = (a.1.min(b.1), a.1.max(b.1));
                if (x.1 - x.0 <= THIN || y.1 - y.0 <= THIN) && self.rules_left > 0 {
                    self.rules_left -= 1;
                    layout.rules.push(DrawnRule { x, y });
                }
            }
        }
    }

    /// A space or a line break where the eye sees one.
    fn part_from_last(&mut self, x: f32, y: f32, height: f32) {
        let Some((last_x, last_y, last_height)) = self.last else {
            return;
        };
        let height = height.max(last_height);
        let gap = x - last_x;
        if (y - last_y).abs() > height * 0.6 || gap < -height * 3.0 {
            self.add("\n");
        } else if gap > height * 0.22 && !self.text.ends_with([' ', '\n']) {
            self.add(" ");
        }
    }
}

/// After the `EI` that ends the picture's bytes.
fn after_inline_picture(contents: &[u8], from: usize) -> usize {
    let mut at = from;
    while at + 3 < contents.len() {
        let ends = contents.get(at + 3).is_none_or(|byte| is_space(*byte));
        if is_space(contents[at]) && &contents[at + 1..at + 3] == b"EI" && ends {
            return at + 3;
        }
        at += 1;
    }
    contents.len()
}
