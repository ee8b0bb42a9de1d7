//! `T108` a percentage that follows no formula. `T109` one that follows another formula than its name says.
//! `T110` one whose denominator is not the figure beside it. `T111` a budget of zero shown as 100 %.
//! `T119` one number that two formulas give by chance.
//! Why: 77.78 (done ÷ all) and 80.95 (the official score) tell of the same work; unnamed, each passes for the other.

use std::collections::BTreeMap;

use crate::check::rules::figures::{FigureRow, FiguredDocument, List, figure_named, in_digits_of, scope_words};
use crate::finding::{Bilingual, FigurePair, Finding, Findings, PairUnit, code};
use crate::source::meta::{DeclaredFigure, DeclaredScope, DeclaredValue, Quantity};
use crate::thai::{Decimal, Fraction, Money};

use super::AlreadyTold;
use super::counts::english;

pub fn check(record: &FiguredDocument<'_>, told: &AlreadyTold, findings: &mut Findings) {
    // Equal claims with equal faults are told once, with every place.
    let mut faults: BTreeMap<(Quantity, &DeclaredScope, String), Finding> = BTreeMap::new();
    for row in &record.rows {
        for figure in &row.figures {
            let DeclaredValue::Percent(percent) = figure.value else { continue };
            let fault = match figure.quantity {
                Quantity::Completion => of_status(record, row, figure, percent, told, true),
                Quantity::Score => of_status(record, row, figure, percent, told, false),
                Quantity::SpentPercent => of_money(record, row, figure, percent, told),
                _ => None,
            };
            let Some(fault) = fault else { continue };
            let key = (figure.quantity, &figure.scope, fault.message.clone());
            match faults.remove(&key) {
                Some(known) => faults.insert(key, known.also(figure.span, "พิมพ์ค่าเดียวกัน")),
                None => faults.insert(key, fault),
            };
        }
    }
    findings.extend(faults.into_values());
    chance(record, findings);
}

fn done_of(row: &FigureRow<'_>) -> Option<Fraction> {
    Fraction::new(row.count(Quantity::Done)?, row.count(Quantity::Items)?)
}

fn score_of(row: &FigureRow<'_>) -> Option<Fraction> {
    let (done, in_progress) = (row.count(Quantity::Done)?, row.count(Quantity::InProgress)?);
    Fraction::new(done * 2 + in_progress, row.count(Quantity::Items)? * 2)
}

/// A printed percentage and the one that figures give.
fn differing(figure: &DeclaredFigure, percent: Decimal, label: Bilingual, expected: Fraction) -> Option<FigurePair> {
    let down = 10_i64.checked_pow(u32::from(percent.scale()))?;
    let printed = percent.digits().checked_mul(100)?.checked_div(down)?;
    // Where hundredths do not tell them apart, neither would a picture.
    let right = expected.percent(2).digits();
    let named = figure_named(figure.quantity, &figure.scope);
    (printed != right).then(|| FigurePair::printed(PairUnit::Percent, named, printed).beside(label, right))
}

fn from_this_row() -> Bilingual {
    Bilingual::new("คิดจากตัวเลขที่อยู่ข้างกัน", "From the figures beside it")
}

const DONE: &str = "ร้อยละที่แล้วเสร็จ (แล้วเสร็จ ÷ ทั้งหมด)";
const SCORE: &str = "คะแนนตามสูตร ((แล้วเสร็จ + ระหว่างดำเนินการ × 0.5) ÷ ทั้งหมด)";

fn of_status(
    record: &FiguredDocument<'_>,
    row: &FigureRow<'_>,
    figure: &DeclaredFigure,
    percent: Decimal,
    told: &AlreadyTold,
    is_completion: bool,
) -> Option<Finding> {
    let scope = &figure.scope;
    let own = |list: &List<'_>| if is_completion { list.completion(scope) } else { list.score(scope) };
    let other = |list: &List<'_>| if is_completion { list.score(scope) } else { list.completion(scope) };
    let (beside, beside_other) =
        if is_completion { (done_of(row), score_of(row)) } else { (score_of(row), done_of(row)) };
    let of_lists: Vec<(&str, Fraction)> =
        record.lists.iter().filter_map(|list| Some((list.name, own(list)?))).collect();
    if beside.is_some_and(|fraction| percent.matches(fraction)) {
        return None;
    }
    let fits_a_list = of_lists.iter().find(|(_, fraction)| percent.matches(*fraction));
    let counts_are_wrong = told.any(
        [Quantity::Done, Quantity::InProgress, Quantity::Items].into_iter().flat_map(|quantity| row.all(quantity)),
    );
    if fits_a_list.is_some() && (beside.is_none() || counts_are_wrong) {
        return None;
    }
    let expected = beside.or(of_lists.first().map(|(_, fraction)| *fraction))?;
    let (name, other_name) = if is_completion { (DONE, SCORE) } else { (SCORE, DONE) };
    let shown = |fraction: Fraction| fraction.percent_text(percent.scale().max(2));
    let what = format!("{} ({})", figure.quantity.name_th(), scope_words(scope));
    let printed = record.printed(figure.span);
    let right = in_digits_of(printed, &shown(expected));
    if let Some((list, _)) = fits_a_list {
        return Some(
            Finding::of(
                code::T110,
                figure.span,
                format!("{what} พิมพ์ {percent} ซึ่งคิดจาก{list} แต่ตัวเลขในแถวเดียวกันให้ {}", shown(expected)),
            )
            .english("the percentage does not follow from the figures beside it")
            .label(format!("จากแถวนี้ได้ {}", shown(expected)))
            .paired(differing(figure, percent, from_this_row(), expected))
            .help(format!("แก้เป็น `{right}` หรือบอกว่าคิดจากบัญชีใด"))
            .or_answer(),
        );
    }
    let others = record.lists.iter().filter_map(other).chain(beside_other);
    let mut others = others.filter(|fraction| percent.matches(*fraction));
    if others.next().is_some() {
        return Some(
            Finding::of(
                code::T109,
                figure.span,
                format!("{percent} ที่พิมพ์เป็น{what} คือ{other_name} ส่วน{name} ได้ {}", shown(expected)),
            )
            .english(format!("the figure printed as {} follows another formula", english(figure.quantity)))
            .label(format!("{} คือ {}", figure.quantity.name_th(), shown(expected)))
            .paired(differing(figure, percent, by_formula(is_completion), expected))
            .help(format!("แก้เป็น `{right}` หรือเรียก {percent} ให้ตรงกับสูตรที่ใช้"))
            .or_answer(),
        );
    }
    Some(
        Finding::of(
            code::T108,
            figure.span,
            format!(
                "{what} พิมพ์ {percent} แต่ {} ÷ {} = {}",
                half(expected.numerator(), is_completion),
                half(expected.denominator(), is_completion),
                shown(expected)
            ),
        )
        .english(format!("{} is printed as {percent}, it is {}", english(figure.quantity), shown(expected)))
        .label(format!("คิดได้ {}", shown(expected)))
        .paired(differing(figure, percent, by_formula(is_completion), expected))
        .help(format!("แก้เป็น `{right}` สูตรคือ{name}"))
        .or_answer(),
    )
}

fn by_formula(is_completion: bool) -> Bilingual {
    match is_completion {
        true => Bilingual::new("แล้วเสร็จ ÷ ทั้งหมด", "Done ÷ all"),
        false => Bilingual::new("คิดตามสูตรคะแนน", "By the formula of the score"),
    }
}

/// A score counts in halves.
fn half(number: i64, is_completion: bool) -> String {
    match number {
        number if is_completion => number.to_string(),
        number if number % 2 == 0 => (number / 2).to_string(),
        number => format!("{}.5", number / 2),
    }
}

fn of_money(
    record: &FiguredDocument<'_>,
    row: &FigureRow<'_>,
    figure: &DeclaredFigure,
    percent: Decimal,
    told: &AlreadyTold,
) -> Option<Finding> {
    let scope = &figure.scope;
    let whole = |quantity: Quantity| {
        row.money(quantity).or_else(|| record.lists.iter().find_map(|list| list.money(quantity, scope)))
    };
    let spent = whole(Quantity::BudgetDisbursed)?;
    let beside: Vec<(Quantity, Money)> = [Quantity::BudgetPlan, Quantity::BudgetOrdinance]
        .into_iter()
        .filter_map(|quantity| Some((quantity, row.money(quantity)?)))
        .collect();
    let what = format!("{} ({})", figure.quantity.name_th(), scope_words(scope));
    let share = |base: Money| Fraction::new(spent.satang(), base.satang());
    let bases: Vec<(&str, Money)> = record
        .lists
        .iter()
        .flat_map(|list| {
            [Quantity::BudgetPlan, Quantity::BudgetOrdinance]
                .into_iter()
                .filter_map(|quantity| Some((quantity.name_th(), list.money(quantity, scope)?)))
        })
        .collect();
    let looked_at: Vec<Money> = if beside.is_empty() {
        bases.iter().map(|base| base.1).collect()
    } else {
        beside.iter().map(|base| base.1).collect()
    };
    if looked_at.is_empty() {
        return None;
    }
    if looked_at.iter().all(|base| base.is_zero()) {
        if percent.digits() == 0 || percent.digits() != 100 * 10_i64.pow(u32::from(percent.scale())) {
            return (percent.digits() != 0).then(|| no_formula(record, figure, percent, &what, None));
        }
        return Some(
            Finding::of(code::T111, figure.span, format!("{what} พิมพ์ {percent} ทั้งที่งบเป็น 0 บาท: ไม่มีงบให้ใช้ จึงไม่มีร้อยละ"))
                .english("a budget of zero is shown as 100 % spent")
                .label("งบ 0 บาท")
                .help("ใช้ `-` แทน เพราะหารด้วยศูนย์ไม่ได้")
                .or_answer(),
        );
    }
    if looked_at.iter().filter_map(|base| share(*base)).any(|fraction| percent.matches(fraction)) {
        return None;
    }
    let figures = row.figures.iter().copied().filter(|other| other.span != figure.span);
    let base_elsewhere = declared_bases(record, scope)
        .into_iter()
        .chain(bases)
        .find(|(_, base)| share(*base).is_some_and(|fraction| percent.matches(fraction)));
    let expected = looked_at.iter().find_map(|base| Some((*base, share(*base)?)))?;
    let Some((name, base)) = base_elsewhere else {
        let money_is_wrong = told.any(figures.filter(|other| other.quantity == Quantity::BudgetDisbursed));
        return (!money_is_wrong).then(|| no_formula(record, figure, percent, &what, Some((spent, expected))));
    };
    let mut finding = Finding::of(
        code::T110,
        figure.span,
        format!(
            "{what} {percent} = {} ÷ {} ({name}) แต่ข้างกันพิมพ์ {} ซึ่งจะได้ {}",
            spent.baht_text(),
            base.baht_text(),
            expected.0.baht_text(),
            expected.1.percent_text(percent.scale().max(2))
        ),
    )
    .english("the denominator of the percentage is not the figure beside it")
    .label(format!("ตัวหารคือ {}", base.baht_text()))
    .help(format!("วางตัวหารที่ใช้จริง ({}) ไว้ในแถวเดียวกัน หรือคิดร้อยละใหม่", base.baht_text()))
    .or_answer();
    for other in row.all(Quantity::BudgetPlan).chain(row.all(Quantity::BudgetOrdinance)) {
        finding = finding.also(other.span, "ตัวเลขที่อยู่ข้างกัน");
    }
    Some(finding)
}

/// The sums that other places of the document print for the same scope.
fn declared_bases(record: &FiguredDocument<'_>, scope: &DeclaredScope) -> Vec<(&'static str, Money)> {
    let is_base = |quantity: Quantity| matches!(quantity, Quantity::BudgetPlan | Quantity::BudgetOrdinance);
    record
        .figures()
        .filter(|figure| is_base(figure.quantity) && figure.scope == *scope && figure.table.is_none())
        .filter_map(|figure| Some((figure.quantity.name_th(), crate::check::rules::figures::money_of(figure)?)))
        .collect()
}

fn no_formula(
    record: &FiguredDocument<'_>,
    figure: &DeclaredFigure,
    percent: Decimal,
    what: &str,
    expected: Option<(Money, (Money, Fraction))>,
) -> Finding {
    let (because, right) = match expected {
        Some((spent, (base, fraction))) => {
            let right = fraction.percent_text(percent.scale().max(2));
            (format!("{} ÷ {} = {right}", spent.baht_text(), base.baht_text()), right)
        }
        None => ("งบเป็น 0 บาท".to_owned(), "-".to_owned()),
    };
    Finding::of(code::T108, figure.span, format!("{what} พิมพ์ {percent} แต่ {because}"))
        .english(format!("the percentage spent is printed as {percent}, it is {right}"))
        .label(format!("คิดได้ {right}"))
        .paired(expected.and_then(|(_, (_, fraction))| differing(figure, percent, from_this_row(), fraction)))
        .help(format!("แก้เป็น `{}` สูตรคือ เบิกจ่าย ÷ งบ × 100", in_digits_of(record.printed(figure.span), &right)))
        .or_answer()
}

/// The score of one list and the completion of another come out as one number.
fn chance(record: &FiguredDocument<'_>, findings: &mut Findings) {
    let Some(figure) =
        record.figures().find(|figure| figure.quantity == Quantity::Score && figure.scope == DeclaredScope::default())
    else {
        return;
    };
    let DeclaredValue::Percent(percent) = figure.value else { return };
    let scope = &figure.scope;
    let Some(scored) = record.lists.iter().find(|list| list.score(scope).is_some_and(|score| percent.matches(score)))
    else {
        return;
    };
    let Some(done) = record.lists.iter().find(|list| {
        list.completion(scope).is_some_and(|done| percent.matches(done))
            && list.score(scope).is_some_and(|score| !percent.matches(score))
    }) else {
        return;
    };
    let (Some(completion), Some(score)) = (done.completion(scope), done.score(scope)) else { return };
    findings.push(
        Finding::of(
            code::T119,
            figure.span,
            format!(
                "{percent} เป็นคะแนนจาก{} และบังเอิญเท่ากับร้อยละที่แล้วเสร็จของ{} ({} ÷ {}) ส่วนคะแนนของ{}คือ {}",
                scored.name,
                done.name,
                completion.numerator(),
                completion.denominator(),
                done.name,
                score.percent_text(2)
            ),
        )
        .english("one number is the score of one list and, by chance, the completion of the other")
        .label("สองสูตรได้เลขเดียวกัน")
        .help(format!("บอกข้างตัวเลขว่าเป็นคะแนนตามสูตรของ{}", scored.name))
        .or_answer(),
    );
}
