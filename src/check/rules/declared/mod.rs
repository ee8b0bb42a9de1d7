//! Figures that a document prints, against what its rows add up to and against each other.
//! One pass over the figures of each plan and report; a figure that is already told to be wrong is not told twice.

mod counts;
mod money;
mod percentages;
mod sums;

pub use counts::english;

use std::collections::{BTreeMap, BTreeSet};

use crate::check::rules::figures::{FiguredDocument, records};
use crate::check::{Context, Rule};
use crate::finding::{Findings, code};
use crate::model::Agency;
use crate::source::meta::{DeclaredFigure, DeclaredScope, Quantity};
use crate::span::Span;

pub const DECLARED: Rule = Rule {
    codes: &[
        code::T101,
        code::T102,
        code::T103,
        code::T104,
        code::T105,
        code::T106,
        code::T107,
        code::T108,
        code::T109,
        code::T110,
        code::T111,
        code::T115,
        code::T119,
    ],
    run,
};

fn run(agency: &Agency, context: &Context<'_>, findings: &mut Findings) {
    for record in records(agency, context.standards) {
        let mut told = AlreadyTold::default();
        counts::check(&record, &mut told, findings);
        money::check(&record, &mut told, findings);
        sums::check(&record, context.standards, &told, findings);
        percentages::check(&record, &told, findings);
    }
}

/// Places of figures that a finding already calls wrong.
#[derive(Default)]
struct AlreadyTold(BTreeSet<Span>);

impl AlreadyTold {
    fn wrong(&mut self, places: &[&DeclaredFigure]) {
        self.0.extend(places.iter().map(|figure| figure.span));
    }

    fn any<'f>(&self, mut figures: impl Iterator<Item = &'f DeclaredFigure>) -> bool {
        figures.any(|figure| self.0.contains(&figure.span))
    }
}

type SaidFigures<'a, V> = BTreeMap<(Quantity, &'a DeclaredScope), BTreeMap<V, Vec<&'a DeclaredFigure>>>;

/// Equal claims together: quantity and scope, then value, then the places that print it.
fn claims<'a, V: Ord>(
    record: &FiguredDocument<'a>,
    value: impl Fn(&'a DeclaredFigure) -> Option<V>,
) -> SaidFigures<'a, V> {
    let mut said: SaidFigures<'a, V> = BTreeMap::new();
    for figure in record.figures() {
        if let Some(value) = value(figure) {
            said.entry((figure.quantity, &figure.scope)).or_default().entry(value).or_default().push(figure);
        }
    }
    said
}
