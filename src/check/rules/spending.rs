//! `T112` spent above the budget. `T113` more in the ordinance than in the plan. `T114` spent with no budget planned.
//! `T117` not done, and money spent. `T118` done with a budget of which nothing is spent.
//! Why: each row tells of money and of work; where the two cannot both be true, one cell is wrong.

use crate::check::rules::figures::{List, records};
use crate::check::{Context, Rule};
use crate::finding::{Bilingual, FigurePair, Finding, Findings, PairUnit, code};
use crate::model::{Agency, Entry};
use crate::standards::Status;
use crate::thai::{Money, StatedMoney};

pub const SPENDING: Rule = Rule { codes: &[code::T112, code::T113, code::T114, code::T117, code::T118], run };

fn run(agency: &Agency, context: &Context<'_>, findings: &mut Findings) {
    for record in records(agency, context.standards) {
        for list in &record.lists {
            for entry in list.entries {
                money_of(entry, list, findings);
            }
        }
    }
}

fn money_of(entry: &Entry, list: &List<'_>, findings: &mut Findings) {
    let amount = |money: StatedMoney| match money {
        StatedMoney::Amount(money) => Some(money),
        StatedMoney::NoneUsed => Some(Money::ZERO),
        StatedMoney::NotStated => None,
    };
    let plan = amount(entry.budget.planned());
    let ordinance = amount(entry.budget.ordinance.value);
    let spent = amount(entry.budget.disbursed.value);
    let plan_span = [&entry.budget.plan, &entry.budget.agency, &entry.budget.integrated]
        .into_iter()
        .find(|money| money.value.is_stated())
        .map(|money| money.span);
    let name = format!("{} {}", entry.code, shortened(&entry.name.value));
    if let (Some(plan), Some(ordinance)) = (plan, ordinance)
        && ordinance > plan
        && !plan.is_zero()
    {
        let finding = Finding::of(
            code::T113,
            entry.budget.ordinance.span,
            format!("{name}: ข้อบัญญัติ {} บาท มากกว่าแผน {} บาท", ordinance.baht_text(), plan.baht_text()),
        )
        .english("more in the ordinance than in the plan")
        .label("มากกว่าแผน")
        .help("ตรวจว่าสลับช่องหรือแก้แผนเพิ่มแล้ว")
        .or_answer();
        findings.push(also_plan(finding, plan_span).item(entry.code.as_str()));
    }
    let status = entry.status.as_ref();
    let Some(spent_money) = spent.filter(|spent| *spent > Money::ZERO) else {
        nothing_spent(entry, list, plan, ordinance, &name, findings);
        return;
    };
    let spent_span = entry.budget.disbursed.span;
    match ordinance.filter(|money| !money.is_zero()).or(plan) {
        Some(base) if spent_money > base && !base.is_zero() => {
            let (word, span) = match ordinance.filter(|money| !money.is_zero()) {
                Some(_) => ("ข้อบัญญัติ", Some(entry.budget.ordinance.span)),
                None => ("แผน", plan_span),
            };
            let mut finding = Finding::of(
                code::T112,
                spent_span,
                format!(
                    "{name}: เบิกจ่าย {} บาท เกินงบตาม{word} {} บาท อยู่ {} บาท",
                    spent_money.baht_text(),
                    base.baht_text(),
                    (spent_money - base).baht_text()
                ),
            )
            .english("more is spent than was set aside")
            .label(format!("เกิน {}", base.baht_text()))
            .pair(
                FigurePair::printed(PairUnit::Money, Bilingual::new(&name, &name), spent_money.satang())
                    .first_called(Bilingual::new("เบิกจ่าย", "Disbursed"))
                    .beside(Bilingual::new(format!("งบตาม{word}"), "Set aside"), base.satang()),
            )
            .help("ตรวจจำนวนเงินทั้งสองช่อง ถ้าโอนงบเพิ่มให้เขียนไว้ในหมายเหตุ")
            .or_answer()
            .item(entry.code.as_str());
            if let Some(span) = span {
                finding = finding.also(span, format!("งบตาม{word}"));
            }
            findings.push(finding);
        }
        // Where the form has no column for a budget, nothing is missing.
        Some(base) if base.is_zero() => findings.push(unplanned(entry, &name, spent_money)),
        None if list.states_money() => findings.push(unplanned(entry, &name, spent_money)),
        _ => {}
    }
    if let Some(status) = status.filter(|status| matches!(status.value, Status::NotDone | Status::Awaiting)) {
        findings.push(
            Finding::of(
                code::T117,
                status.span,
                format!("{name}: สถานะ{} แต่เบิกจ่ายแล้ว {} บาท", status.value.name_th(), spent_money.baht_text()),
            )
            .english("money is spent on something that was not done")
            .label(status.value.name_th())
            .also(spent_span, "เบิกจ่าย")
            .help("แก้สถานะหรือจำนวนเงิน หรือบอกเหตุผลในหมายเหตุ")
            .or_answer()
            .item(entry.code.as_str()),
        );
    }
}

fn unplanned(entry: &Entry, name: &str, spent: Money) -> Finding {
    Finding::of(
        code::T114,
        entry.budget.disbursed.span,
        format!("{name}: เบิกจ่าย {} บาท ทั้งที่แผนและข้อบัญญัติไม่ได้ตั้งงบไว้", spent.baht_text()),
    )
    .english("money is spent though no budget was set aside")
    .label("ไม่มีงบตั้งไว้")
    .help("เติมงบตามแผนหรือข้อบัญญัติของเรื่องนี้ หรือตรวจว่าวางเงินผิดแถว")
    .or_answer()
    .item(entry.code.as_str())
}

fn nothing_spent(
    entry: &Entry,
    list: &List<'_>,
    plan: Option<Money>,
    ordinance: Option<Money>,
    name: &str,
    findings: &mut Findings,
) {
    let set_aside = ordinance.or(plan).filter(|money| *money > Money::ZERO);
    let (Some(budget), Some(status)) = (set_aside, &entry.status) else { return };
    if status.value != Status::Done || !list.states_spending() {
        return;
    }
    findings.push(
        Finding::of(
            code::T118,
            status.span,
            format!("{name}: แล้วเสร็จ ตั้งงบไว้ {} บาท แต่ไม่มีเงินเบิกจ่าย", budget.baht_text()),
        )
        .english("done with a budget of which nothing is spent")
        .label("แล้วเสร็จ")
        .help("เติมเงินที่เบิกจ่ายจริง ถ้าทำโดยไม่ใช้เงินให้เขียนไว้ในหมายเหตุ")
        .or_answer()
        .item(entry.code.as_str()),
    );
}

fn also_plan(finding: Finding, span: Option<crate::span::Span>) -> Finding {
    match span {
        Some(span) => finding.also(span, "แผน"),
        None => finding,
    }
}

/// Long names are told by their beginning.
pub fn shortened(name: &str) -> String {
    const LONGEST: usize = 48;
    match crate::thai::segment::beginning(name, LONGEST) {
        begun if begun.len() < name.trim_end().len() => format!("{begun}…"),
        _ => name.to_owned(),
    }
}
