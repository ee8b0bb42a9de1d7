//! Two models of one authority compared cell by cell: words without their spaces, numbers exactly.

use std::collections::{BTreeMap, BTreeSet};

use prongsai::finding::Findings;
use prongsai::model::{self, Agency, Entry, Sources};
use prongsai::source::meta::{DeclaredFigure, Meta};
use prongsai::source::{Files, Memory};
use prongsai::standards::{Field, Standards};

/// What a path of the model says, as text.
pub type Cells = BTreeMap<String, String>;

#[derive(Default)]
pub struct Model {
    pub words: Cells,
    pub numbers: Cells,
}

/// Columns that the sample content tells in words of its own.
pub const REWRITTEN: [&str; 4] = ["output", "outcome", "methods", "result"];

pub fn load(files: &[(String, String)]) -> Option<Agency> {
    let tree = files.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes()));
    load_from(&Memory(tree.collect()), "")
}

pub fn load_from(files: &dyn Files, slug: &str) -> Option<Agency> {
    let mut findings = Findings::default();
    let sources = Sources::share_out(files.list(&mut findings).ok()?);
    let entries = sources.agencies.iter().find(|agency| agency.slug == slug)?;
    model::load_agency(files, entries, Standards::embedded(), &mut findings)
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

impl Model {
    pub fn of(agency: &Agency) -> Self {
        let mut model = Self::default();
        let meta = &agency.meta;
        model.word("agency/name", Some(&meta.name.value));
        for (key, value) in [
            ("tambon", &meta.tambon),
            ("amphoe", &meta.amphoe),
            ("province", &meta.province),
            ("postcode", &meta.postcode),
        ] {
            model.word(&format!("agency/{key}"), value.as_ref().map(|value| value.value.as_str()));
        }
        for plan in &agency.plans {
            let at = format!("plan/{}", plan.home_year.be());
            model.number(&format!("{at}/years"), &format!("{}-{}", plan.years.0.be(), plan.years.1.be()));
            if let Meta::Plan(meta) = &agency.documents[plan.document].meta {
                if let Some(approved) = &meta.approved {
                    model.number(&format!("{at}/approved"), &approved.value.iso());
                }
                for target in &meta.targets {
                    for (year, value) in &target.values {
                        model.number(
                            &format!("{at}/target/{}/{}", squeeze(&target.indicator.value), year.be()),
                            &squeeze(&value.value),
                        );
                    }
                }
            }
            model.entries(&at, &plan.entries);
            model.declared(&at, &plan.declared);
        }
        for report in &agency.reports {
            let at = format!("report/{}/{}", report.year.be(), report.round.months());
            if let Meta::Report(meta) = &agency.documents[report.document].meta {
                for (key, date) in
                    [("as_of", &meta.as_of), ("period_from", &meta.period_from), ("period_until", &meta.period_until)]
                {
                    if let Some(date) = date {
                        let printed = squeeze(&prongsai::thai::to_arabic(&date.value.text)).replace("พ.ศ.", "");
                        let said = date.value.date.as_ref().map_or(printed, |date| date.iso());
                        model.number(&format!("{at}/{key}"), &said);
                    }
                }
                if let Some(day) = &meta.submitted {
                    model.number(&format!("{at}/submitted"), &day.value.iso());
                }
                if let Some(reporter) = &meta.reporter {
                    model.word(&format!("{at}/reporter"), Some(&reporter.name.value));
                    model.word(
                        &format!("{at}/reporter/position"),
                        reporter.position.as_ref().map(|it| it.value.as_str()),
                    );
                }
            }
            model.entries(&at, &report.entries);
            model.entries(&format!("{at}/eplan"), &report.eplan);
            model.declared(&at, &report.declared);
        }
        for book in &agency.measures {
            model.entries(&format!("measures/{}", book.year.be()), &book.entries);
        }
        for paper in &agency.papers {
            let date = paper.date.map(|date| date.iso()).unwrap_or_default();
            let at = format!("paper/{:?}/{date}", paper.kind);
            model.number(&format!("{at}/number"), paper.number.as_deref().unwrap_or(""));
            if let Some(signatory) = agency.paper_meta(paper).and_then(|meta| meta.signatory.as_ref()) {
                model.word(&format!("{at}/signatory"), Some(&signatory.name.value));
                model
                    .word(&format!("{at}/signatory/position"), signatory.position.as_ref().map(|it| it.value.as_str()));
            }
            model.word(&format!("{at}/title"), Some(&paper.title));
        }
        for committee in &agency.committees {
            for (number, member) in committee.members.iter().enumerate() {
                let at = format!("committee/{number}");
                model.word(&format!("{at}/name"), Some(&member.name.value));
                model.word(&format!("{at}/position"), member.position.as_ref().map(|it| it.value.as_str()));
                model.word(&format!("{at}/role"), member.role.as_ref().map(|it| it.value.as_str()));
            }
        }
        model
    }

    /// Words as they read when signs that look alike, stand in another order or show nothing are mended.
    pub fn repaired(mut self) -> Self {
        for text in self.words.values_mut() {
            *text = squeeze(&prongsai::thai::repair(text));
        }
        self
    }

    fn word(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            self.words.insert(key.to_owned(), squeeze(value));
        }
    }

    fn number(&mut self, key: &str, value: &str) {
        self.numbers.insert(key.to_owned(), value.to_owned());
    }

    fn entries(&mut self, at: &str, entries: &[Entry]) {
        for entry in entries {
            let at = format!("{at}/{}", entry.code);
            self.word(&format!("{at}/name"), Some(&entry.name.value));
            self.word(&format!("{at}/kind"), entry.kind.map(|kind| kind.name_th()));
            let texts = [
                Field::Mission,
                Field::Indicator,
                Field::Target,
                Field::Result,
                Field::Output,
                Field::Outcome,
                Field::Owner,
                Field::Period,
                Field::Note,
            ];
            for field in texts {
                self.word(&format!("{at}/{field}"), entry.said(field));
            }
            self.word(&format!("{at}/methods"), Some(&entry.methods.join("")));
            self.word(&format!("{at}/status"), entry.status.as_ref().map(|status| status.value.name_th()));
            self.number(&format!("{at}/dimension"), &format!("{:?}", entry.dimension));
            self.number(&format!("{at}/quarters"), &format!("{:?}", entry.quarters));
            self.number(&format!("{at}/strategies"), &format!("{:?}", entry.strategies));
            if let Some(seq) = entry.said(Field::Seq) {
                self.number(&format!("{at}/seq"), &prongsai::thai::to_arabic(seq));
            }
            let budget = &entry.budget;
            for (key, money) in [
                ("plan", &budget.plan),
                ("ordinance", &budget.ordinance),
                ("disbursed", &budget.disbursed),
                ("integrated", &budget.integrated),
                ("agency", &budget.agency),
            ] {
                self.number(&format!("{at}/budget/{key}"), &format!("{:?}", money.value));
            }
            for (year, money) in &budget.by_year {
                self.number(&format!("{at}/budget/{}", year.be()), &format!("{:?}", money.value));
            }
        }
    }

    /// What a scope states, whatever table states it; the same figure in another table is one cell more.
    fn declared(&mut self, at: &str, figures: &[DeclaredFigure]) {
        let mut stated: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for figure in figures.iter().filter(|figure| figure.table.is_some()) {
            let scope = format!("{:?}/{:?}", figure.scope.dimension, figure.scope.kind);
            stated
                .entry(format!("{at}/declared/{:?}/{scope}", figure.quantity))
                .or_default()
                .insert(format!("{:?}", figure.value));
        }
        for figure in figures.iter().filter(|figure| figure.table.is_none()) {
            let scope = format!("{:?}/{:?}", figure.scope.dimension, figure.scope.kind);
            self.number(&format!("{at}/stated/{:?}/{scope}", figure.quantity), &format!("{:?}", figure.value));
        }
        for (key, values) in stated {
            self.number(&key, &values.into_iter().collect::<Vec<_>>().join(" + "));
        }
    }
}

#[derive(Default)]
pub struct Comparison {
    pub words: (usize, usize),
    pub numbers: (usize, usize),
    pub differing: Vec<String>,
}

impl Comparison {
    pub fn of(expected: &Model, found: &Model, leave_out: &dyn Fn(&str) -> bool) -> Self {
        let mut comparison = Self::default();
        let mut each = |expected: &Cells, found: &Cells, what: &str| {
            let (mut right, mut all) = (0, 0);
            let keys: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
            for key in keys {
                if leave_out(key) {
                    continue;
                }
                all += 1;
                let (left, other) = (expected.get(key), found.get(key));
                if left == other {
                    right += 1;
                } else {
                    comparison.differing.push(format!("{what} {key}: expected {left:?}, found {other:?}"));
                }
            }
            (right, all)
        };
        let words = each(&expected.words, &found.words, "words");
        let numbers = each(&expected.numbers, &found.numbers, "number");
        comparison.words = words;
        comparison.numbers = numbers;
        comparison
    }

    pub fn cells(&self) -> f64 {
        100.0 * (self.words.0 + self.numbers.0) as f64 / (self.words.1 + self.numbers.1).max(1) as f64
    }
}
