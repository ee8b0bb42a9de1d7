//! `T101` a printed count that no list of the document gives. `T102` one that only one of two lists gives.
//! `T103` two different counts printed for the same thing.
//! Why: readers take the printed figure; where the rows say otherwise, somebody's work is counted wrongly.

use crate::check::rules::figures::{FiguredDocument, count_of, figure_named, in_digits_of, list_gives, scope_words};
use crate::finding::{Bilingual, FigurePair, Finding, Findings, PairUnit, code};
use crate::source::meta::{DeclaredFigure, DeclaredScope, Quantity};

use super::{AlreadyTold, claims};

pub fn check(record: &FiguredDocument<'_>, told: &mut AlreadyTold, findings: &mut Findings) {
    for ((quantity, scope), values) in claims(record, count_of) {
        let mut fitting: Vec<Claim<'_>> = Vec::new();
        for (value, places) in values {
            // A dash alone claims nothing; beside figures of its column it is a zero, which `sums` looks at.
            let only_dashes = places.iter().all(|figure| record.printed(figure.span) == "-");
            let claim = Claim::new(record, quantity, scope, value, places);
            match claim.verdict() {
                Verdict::Fits | Verdict::NoList => fitting.push(claim),
                Verdict::OneList if only_dashes => {}
                // The two forms do not state the same budgets: "uses a budget" cannot be compared between them.
                Verdict::OneList if matches!(quantity, Quantity::UsesBudget | Quantity::NoBudget) => {}
                Verdict::OneList => fitting.push(claim),
                Verdict::None => {
                    told.wrong(&claim.places);
                    findings.push(claim.wrong(record));
                }
            }
        }
        if fitting.len() > 1 {
            findings.push(contradiction(&fitting));
        } else if let Some(claim) = fitting.first().filter(|claim| matches!(claim.verdict(), Verdict::OneList)) {
            findings.push(claim.one_list_only());
        }
    }
}

struct Claim<'a> {
    quantity: Quantity,
    scope: &'a DeclaredScope,
    value: i64,
    places: Vec<&'a DeclaredFigure>,
    /// Name of a list, the counts it gives, and whether the claim is one of them.
    lists: Vec<(&'static str, Vec<i64>, bool)>,
}

enum Verdict {
    Fits,
    OneList,
    None,
    NoList,
}

impl<'a> Claim<'a> {
    fn new(
        record: &FiguredDocument<'a>,
        quantity: Quantity,
        scope: &'a DeclaredScope,
        value: i64,
        places: Vec<&'a DeclaredFigure>,
    ) -> Self {
        let lists = record
            .lists
            .iter()
            .filter_map(|list| {
                let counted = list.count(quantity, scope)?;
                let fits = counted.fits(value);
                Some((list.name, counted.values, fits))
            })
            .collect();
        Self { quantity, scope, value, places, lists }
    }

    fn verdict(&self) -> Verdict {
        let fitting = self.lists.iter().filter(|list| list.2).count();
        match (fitting, self.lists.len()) {
            (_, 0) => Verdict::NoList,
            (0, _) => Verdict::None,
            (some, all) if some == all => Verdict::Fits,
            _ => Verdict::OneList,
        }
    }

    fn what(&self) -> String {
        format!("{} ({})", self.quantity.name_th(), scope_words(self.scope))
    }

    fn at_places(&self, finding: Finding) -> Finding {
        self.places.iter().skip(1).fold(finding, |finding, place| finding.also(place.span, "พิมพ์ค่าเดียวกัน"))
    }

    fn wrong(&self, record: &FiguredDocument<'_>) -> Finding {
        let counted: Vec<String> =
            self.lists.iter().map(|(name, values, _)| format!("{name} นับได้ {}", join(values))).collect();
        let mut message = format!("ระบุ{} ไว้ {} แต่{}", self.what(), self.value, counted.join(" และ"));
        if let Some(list) = record.lists.first() {
            let rows = list.counted(self.quantity, self.scope);
            if (1..=6).contains(&rows.len()) {
                let codes: Vec<&str> = rows.iter().map(|entry| entry.code.as_str()).collect();
                message.push_str(&format!(" คือ {}", codes.join(", ")));
            }
        }
        let place = self.places[0];
        let right = self.lists.first().and_then(|list| list.1.first()).map_or(0, |value| *value);
        let printed = record.printed(place.span);
        let help = format!(
            "นับแถวใหม่ ถ้าตารางถูก แก้เป็น `{}` ถ้าตัวเลขถูก แก้แถวที่ตกหรือเกิน",
            in_digits_of(printed, &right.to_string()),
        );
        let finding = Finding::of(code::T101, place.span, message)
            .english(format!("{} is printed as {} but the rows give otherwise", english(self.quantity), self.value))
            .label(format!("นับได้ {}", self.lists.first().map_or(String::new(), |list| join(&list.1))))
            .help(help)
            .or_answer();
        self.at_places(finding.paired(self.pair()))
    }

    /// None where a list may be counted in more than one way.
    fn pair(&self) -> Option<FigurePair> {
        let printed = FigurePair::printed(PairUnit::Count, figure_named(self.quantity, self.scope), self.value);
        self.lists.iter().try_fold(printed, |pair, (name, values, _)| match values[..] {
            [value] => Some(pair.beside(list_gives(name, "นับได้"), value)),
            _ => None,
        })
    }

    fn one_list_only(&self) -> Finding {
        let (fits, differs): (Vec<_>, Vec<_>) = self.lists.iter().partition(|list| list.2);
        let name = |lists: &[&(&'static str, Vec<i64>, bool)]| lists.first().map_or("", |list| list.0);
        let other = differs.first().map_or(String::new(), |list| join(&list.1));
        let finding = Finding::of(
            code::T102,
            self.places[0].span,
            format!("{} ที่ระบุ {} ตรงกับ{} แต่{} นับได้ {other}", self.what(), self.value, name(&fits), name(&differs)),
        )
        .english(format!("{} fits only one of the two lists", english(self.quantity)))
        .label(format!("{}: {other}", name(&differs)))
        .help("สองบัญชีในเล่มเดียวกันควรนับได้เท่ากัน ดูข้อค้นพบ T201 ว่าต่างกันที่เรื่องใด")
        .or_answer();
        self.at_places(finding)
    }

    fn follows(&self) -> String {
        match self.lists.iter().find(|list| list.2) {
            Some((name, _, _)) => format!("{} (ตาม{name})", self.value),
            None => self.value.to_string(),
        }
    }
}

fn contradiction(claims: &[Claim<'_>]) -> Finding {
    let first = &claims[0];
    let values: Vec<String> = claims.iter().map(Claim::follows).collect();
    let mut finding = Finding::of(
        code::T103,
        first.places[0].span,
        format!("เอกสารเดียวกันพิมพ์{} ไว้ไม่เท่ากัน: {}", first.what(), values.join(" กับ ")),
    )
    .english(format!("two different figures are printed for {}", english(first.quantity)))
    .label(first.follows())
    .help("ตรวจว่าค่าใดถูกแล้วแก้ให้เท่ากัน หรือบอกให้ชัดว่านับจากบัญชีใด")
    .or_answer();
    let called = |claim: &Claim<'_>, at: usize| {
        let list = claim.lists.iter().find(|list| list.2).map(|list| list.0);
        let words = if at == 0 {
            ("พิมพ์แห่งหนึ่ง", "Printed in one place")
        } else {
            ("พิมพ์อีกแห่ง", "Printed elsewhere")
        };
        match list {
            Some(name) => Bilingual::new(format!("{} ตาม{name}", words.0), words.1),
            None => Bilingual::new(words.0, words.1),
        }
    };
    let pair = FigurePair::printed(PairUnit::Count, figure_named(first.quantity, first.scope), first.value);
    let pair = claims
        .iter()
        .enumerate()
        .skip(1)
        .fold(pair.first_called(called(first, 0)), |pair, (at, claim)| pair.beside(called(claim, at), claim.value));
    finding = finding.pair(pair);
    for place in first.places.iter().skip(1) {
        finding = finding.also(place.span, first.value.to_string());
    }
    for claim in &claims[1..] {
        for place in &claim.places {
            finding = finding.also(place.span, claim.follows());
        }
    }
    finding
}

fn join(values: &[i64]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" หรือ ")
}

pub fn english(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Items => "the number of items",
        Quantity::Projects => "the number of projects",
        Quantity::Activities => "the number of activities",
        Quantity::Measures => "the number of measures",
        Quantity::Practices => "the number of practices",
        Quantity::Awaiting => "the number awaiting report",
        Quantity::InProgress => "the number in progress",
        Quantity::Done => "the number done",
        Quantity::NotDone => "the number not done",
        Quantity::InOrdinance => "the number in the ordinance",
        Quantity::UsesBudget => "the number that use a budget",
        Quantity::NoBudget => "the number without a budget",
        Quantity::Completion => "the completion",
        Quantity::Score => "the score",
        Quantity::Level => "the level",
        Quantity::BudgetPlan => "the planned budget",
        Quantity::BudgetOrdinance => "the budget in the ordinance",
        Quantity::BudgetDisbursed => "the money disbursed",
        Quantity::BudgetLeft => "the budget left",
        Quantity::SpentPercent => "the percentage spent",
    }
}
