//! Text → glyphs and where each stands, by the font's own rules: sara am parted, marks stacked, letters kerned.
//! Does of OpenType what the two embedded fonts use (`tests/cards/` holds it to HarfBuzz); draws nothing.

use std::sync::OnceLock;

use ttf_parser::gdef::GlyphClass;
use ttf_parser::gpos::{Anchor, PairAdjustment, PositioningSubtable};
use ttf_parser::gsub::{SingleSubstitution, SubstitutionSubtable};
use ttf_parser::opentype_layout::{ChainedContextLookup, LayoutTable, LookupFlags};
use ttf_parser::{Face, GlyphId, Tag};
use unicode_normalization::UnicodeNormalization;

use crate::chart::text::{SARABUN_REGULAR, SARABUN_SEMIBOLD, Weight};

/// A glyph in units of the font: `x` from the beginning of the line, `y` upwards from its foot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacedGlyph {
    pub glyph: u16,
    pub x: i32,
    pub y: i32,
}

/// A line of text that is ready to be drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShapedLine {
    pub glyphs: Vec<PlacedGlyph>,
    pub width: i32,
}

/// A mark that has no letter hangs over the room before it: so much is left for it.
const LONE_MARK: i32 = 600;

/// Stands for a letter that the font does not have: seen as a box, never as nothing.
pub const UNKNOWN_GLYPH: u16 = 0;

/// Features that a browser applies to Thai and Latin without being asked.
const SUBSTITUTIONS: [&[u8; 4]; 2] = [b"ccmp", b"liga"];
const POSITIONS: [&[u8; 4]; 3] = [b"kern", b"mark", b"mkmk"];
const SCRIPTS: [&[u8; 4]; 2] = [b"thai", b"latn"];
/// A substitution that asks for another, which asks for another …: no font here goes deeper than one.
const DEEPEST: u8 = 4;

struct ShapingFont {
    face: Face<'static>,
    substitutions: Vec<Substitution>,
    /// Of all rules, by their number, each read once: a rule can ask for another.
    replacing: Vec<Vec<SubstitutionSubtable<'static>>>,
    positions: Vec<Positioning>,
}

/// A rule that moves glyphs.
struct Positioning {
    flags: LookupFlags,
    tables: Vec<PositioningSubtable<'static>>,
}

/// A rule, and the glyphs at which it can begin: most fit nowhere in most lines.
struct Substitution {
    lookup: u16,
    begins: Vec<bool>,
}

fn font(weight: Weight) -> Option<&'static ShapingFont> {
    static REGULAR: OnceLock<Option<ShapingFont>> = OnceLock::new();
    static SEMIBOLD: OnceLock<Option<ShapingFont>> = OnceLock::new();
    let load = |bytes: &'static [u8]| {
        let face = Face::parse(bytes, 0).ok()?;
        let tables = face.tables();
        let substitutions = tables.gsub.map_or_else(Vec::new, |table| {
            let begins = |lookup: u16| {
                let tables = || table.lookups.get(lookup).map(|known| known.subtables.into_iter());
                let covers = |glyph: u16| {
                    let mut tables = tables().into_iter().flatten();
                    tables.any(|table: SubstitutionSubtable<'_>| table.coverage().contains(GlyphId(glyph)))
                };
                (0..face.number_of_glyphs()).map(covers).collect()
            };
            let known = lookups(table, &SUBSTITUTIONS).into_iter();
            known.map(|lookup| Substitution { lookup, begins: begins(lookup) }).collect()
        });
        let replacing = tables.gsub.map_or_else(Vec::new, |table| {
            let known = table.lookups.into_iter().map(|lookup| lookup.subtables.into_iter().collect());
            known.collect()
        });
        let positions = tables.gpos.map_or_else(Vec::new, |table| {
            let known = lookups(table, &POSITIONS).into_iter().filter_map(|at| table.lookups.get(at));
            known.map(|rule| Positioning { flags: rule.flags, tables: rule.subtables.into_iter().collect() }).collect()
        });
        Some(ShapingFont { face, substitutions, replacing, positions })
    };
    match weight {
        Weight::Regular => REGULAR.get_or_init(|| load(SARABUN_REGULAR)).as_ref(),
        Weight::SemiBold => SEMIBOLD.get_or_init(|| load(SARABUN_SEMIBOLD)).as_ref(),
    }
}

/// The rules of these features, in the order in which they apply.
fn lookups(table: LayoutTable<'static>, wanted: &[&[u8; 4]]) -> Vec<u16> {
    let scripts = SCRIPTS.iter().filter_map(|script| table.scripts.find(Tag::from_bytes(script))?.default_language);
    let features = scripts.flat_map(|language| language.feature_indices).filter_map(|at| table.features.get(at));
    let features = features.filter(|feature| wanted.iter().any(|tag| feature.tag == Tag::from_bytes(tag)));
    let mut found: Vec<u16> = features.flat_map(|feature| feature.lookup_indices).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether every letter of the text can be drawn.
pub fn knows(text: &str, weight: Weight) -> bool {
    let Some(font) = font(weight) else { return false };
    text.chars().all(|letter| is_unseen(letter) || font.face.glyph_index(letter).is_some())
}

/// The line as a browser sets it.
pub fn shape(text: &str, weight: Weight) -> ShapedLine {
    let Some(font) = font(weight) else { return ShapedLine::default() };
    let mut glyphs: Vec<u16> = letters(text)
        .into_iter()
        .map(|letter| font.face.glyph_index(letter).map_or(UNKNOWN_GLYPH, |glyph| glyph.0))
        .collect();
    font.substitute(&mut glyphs);
    font.place(&glyphs)
}

/// What takes no room and is not seen: joiners, directions, the choice between two forms of an emoji.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}')
        || matches!(letter, '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
}

/// Above a consonant: what nikhahit stands below of once sara am is parted.
fn is_above(letter: char) -> bool {
    matches!(letter, '\u{e31}' | '\u{e34}'..='\u{e37}' | '\u{e47}'..='\u{e4e}')
}

/// In canonical order, with sara am as nikhahit before the tone mark and sara aa behind it.
fn letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = Vec::with_capacity(text.len() / 2);
    for letter in text.nfc().filter(|letter| !is_unseen(*letter)) {
        match letter {
            '\u{e33}' => {
                let marks = letters.iter().rev().take_while(|before| is_above(**before)).count();
                letters.insert(letters.len() - marks, '\u{e4d}');
                letters.push('\u{e32}');
            }
            '\u{a0}' | '\t' => letters.push(' '),
            letter => letters.push(letter),
        }
    }
    letters
}

impl ShapingFont {
    fn substitute(&self, glyphs: &mut Vec<u16>) {
        for Substitution { lookup, begins } in &self.substitutions {
            let mut at = 0;
            while at < glyphs.len() {
                let begins = begins.get(usize::from(glyphs[at])) == Some(&true);
                let taken = if begins { self.substitute_at(*lookup, glyphs, at, DEEPEST) } else { None };
                at += taken.unwrap_or(1).max(1);
            }
        }
    }

    /// Applies a rule where it fits; how many glyphs then stand for what it took.
    fn substitute_at(&self, lookup: u16, glyphs: &mut Vec<u16>, at: usize, deep: u8) -> Option<usize> {
        let deep = deep.checked_sub(1)?;
        let tables = self.replacing.get(usize::from(lookup))?;
        let glyph = GlyphId(*glyphs.get(at)?);
        tables.iter().find_map(|table| match table {
            SubstitutionSubtable::Single(single) => {
                let index = single.coverage().get(glyph)?;
                let substitute = match single {
                    SingleSubstitution::Format1 { delta, .. } => glyph.0.wrapping_add_signed(*delta),
                    SingleSubstitution::Format2 { substitutes, .. } => substitutes.get(index)?.0,
                };
                *glyphs.get_mut(at)? = substitute;
                Some(1)
            }
            SubstitutionSubtable::Multiple(multiple) => {
                let substitutes = multiple.sequences.get(multiple.coverage.get(glyph)?)?.substitutes;
                glyphs.splice(at..=at, substitutes.into_iter().map(|glyph| glyph.0));
                Some(usize::from(substitutes.len()))
            }
            SubstitutionSubtable::Ligature(ligatures) => {
                let set = ligatures.ligature_sets.get(ligatures.coverage.get(glyph)?)?;
                let rest = glyphs.get(at + 1..)?;
                let fits = |parts: &ttf_parser::LazyArray16<'_, GlyphId>| {
                    let mut next = rest.iter();
                    parts.into_iter().all(|part| next.next() == Some(&part.0))
                };
                let found = set.into_iter().find(|ligature| fits(&ligature.components))?;
                let end = at + usize::from(found.components.len());
                glyphs.splice(at..=end, [found.glyph.0]);
                Some(1)
            }
            SubstitutionSubtable::ChainContext(ChainedContextLookup::Format3 {
                backtrack_coverages,
                input_coverages,
                lookahead_coverages,
                lookups,
                ..
            }) => {
                let is = |at: Option<usize>, coverage: ttf_parser::opentype_layout::Coverage<'_>| {
                    at.and_then(|at| glyphs.get(at)).is_some_and(|glyph| coverage.contains(GlyphId(*glyph)))
                };
                // The first glyph is the table's own coverage, which this format also lists.
                let first = table.coverage().contains(glyph);
                let mut input = input_coverages.into_iter().enumerate();
                let mut before = backtrack_coverages.into_iter().enumerate();
                let skipped = 1 + usize::from(input_coverages.len());
                let mut after = lookahead_coverages.into_iter().enumerate();
                let fits = first
                    && input.all(|(step, coverage)| is(Some(at + 1 + step), coverage))
                    && before.all(|(step, coverage)| is(at.checked_sub(step + 1), coverage))
                    && after.all(|(step, coverage)| is(Some(at + skipped + step), coverage));
                if !fits {
                    return None;
                }
                for record in *lookups {
                    let place = at + usize::from(record.sequence_index);
                    self.substitute_at(record.lookup_list_index, glyphs, place, deep);
                }
                Some(skipped)
            }
            _ => None,
        })
    }

    fn place(&self, glyphs: &[u16]) -> ShapedLine {
        let tables = self.face.tables();
        let is_mark =
            |glyph: u16| tables.gdef.is_some_and(|gdef| gdef.glyph_class(GlyphId(glyph)) == Some(GlyphClass::Mark));
        let marks: Vec<bool> = glyphs.iter().map(|glyph| is_mark(*glyph)).collect();
        let mut kerns = vec![0; glyphs.len()];
        self.kern(glyphs, &marks, &mut kerns);
        let width = if marks.first() == Some(&true) { LONE_MARK } else { 0 };
        let mut line = ShapedLine { glyphs: Vec::with_capacity(glyphs.len()), width };
        for (at, &glyph) in glyphs.iter().enumerate() {
            line.glyphs.push(PlacedGlyph { glyph, x: line.width, y: 0 });
            if !marks[at] {
                line.width += i32::from(self.face.glyph_hor_advance(GlyphId(glyph)).unwrap_or(0)) + kerns[at];
            }
        }
        self.attach(&mut line.glyphs, &marks);
        line
    }

    /// What is added behind each letter because of the one that follows; marks between them do not count.
    fn kern(&self, glyphs: &[u16], marks: &[bool], kerns: &mut [i32]) {
        let letters: Vec<usize> = (0..glyphs.len()).filter(|at| !marks[*at]).collect();
        for rule in &self.positions {
            for pair in letters.windows(2) {
                let (first, second) = (GlyphId(glyphs[pair[0]]), GlyphId(glyphs[pair[1]]));
                let kern = rule.tables.iter().find_map(|table| {
                    let PositioningSubtable::Pair(pairs) = table else { return None };
                    let index = pairs.coverage().get(first)?;
                    let (first, _) = match pairs {
                        PairAdjustment::Format1 { sets, .. } => sets.get(index)?.get(second)?,
                        PairAdjustment::Format2 { classes, matrix, .. } => {
                            matrix.get((classes.0.get(first), classes.1.get(second)))?
                        }
                    };
                    Some(i32::from(first.x_advance))
                });
                kerns[pair[0]] += kern.unwrap_or(0);
            }
        }
    }

    /// Marks onto their letters, then onto the marks below them.
    fn attach(&self, placed: &mut [PlacedGlyph], marks: &[bool]) {
        for rule in &self.positions {
            for at in (0..placed.len()).filter(|at| marks[*at]) {
                let mark = GlyphId(placed[at].glyph);
                let found = rule.tables.iter().find_map(|table| match table {
                    PositioningSubtable::MarkToBase(table) => {
                        let on = (0..at).rev().find(|before| !marks[*before])?;
                        let (class, own) = table.marks.get(table.mark_coverage.get(mark)?)?;
                        let base = table.base_coverage.get(GlyphId(placed[on].glyph))?;
                        Some((on, difference(table.anchors.get(base, class)?, own)))
                    }
                    PositioningSubtable::MarkToMark(table) => {
                        let on = self.mark_below(placed, marks, at, rule.flags)?;
                        let (class, own) = table.marks.get(table.mark1_coverage.get(mark)?)?;
                        let below = table.mark2_coverage.get(GlyphId(placed[on].glyph))?;
                        Some((on, difference(table.mark2_matrix.get(below, class)?, own)))
                    }
                    _ => None,
                });
                if let Some((on, (x, y))) = found {
                    (placed[at].x, placed[at].y) = (placed[on].x + x, placed[on].y + y);
                }
            }
        }
    }

    /// The mark before this one on the same letter, of the class that the rule looks at.
    fn mark_below(&self, placed: &[PlacedGlyph], marks: &[bool], at: usize, flags: LookupFlags) -> Option<usize> {
        let class = u16::from(flags.mark_attachment_type());
        let counts = |at: usize| {
            let of = |gdef: ttf_parser::gdef::Table<'_>| gdef.glyph_mark_attachment_class(GlyphId(placed[at].glyph));
            class == 0 || self.face.tables().gdef.map(of) == Some(class)
        };
        let below = (0..at).rev().take_while(|before| marks[*before]).find(|before| counts(*before));
        below.filter(|_| counts(at))
    }
}

fn difference(onto: Anchor<'_>, own: Anchor<'_>) -> (i32, i32) {
    (i32::from(onto.x) - i32::from(own.x), i32::from(onto.y) - i32::from(own.y))
}
