//! A promise told on one screen: its money in a sentence, why it was not done, and where it stands among its dimension.
//! Says only what the rows state; where they state nothing, that is said.

use serde::Serialize;

use crate::address::{AgencyPage, Lang};
use crate::model::{Agency, Promise, PromiseView, Year};
use crate::site::names::dimension_label;
use crate::site::origin::planned;
use crate::site::page::{LinkView, Page};
use crate::site::pages::agency_home::general_reasons;
use crate::site::say::{Phrase, plain, strong};
use crate::standards::{Field, Status};
use crate::thai::{Money, StatedMoney};

/// WhyNot something was not done.
#[derive(Serialize)]
pub struct WhyNot {
    /// As the row says it; `None`: the report gives no reason for this promise.
    pub said: Option<String>,
    /// What the report says of obstacles in general.
    pub general: Option<LinkView>,
}

/// The promise among those of its dimension, in the order of the plan.
#[derive(Serialize)]
pub struct AmongOthers {
    /// "มิติที่ ๑"
    pub dimension: String,
    /// "เรื่องที่ ๑ จาก ๑๖"
    pub title: String,
    pub href: String,
    pub marks: Vec<MarkHere>,
}

#[derive(Serialize)]
pub struct MarkHere {
    pub mark: &'static str,
    pub here: bool,
}

/// More marks than this are not shown.
const MOST_MARKS: usize = 60;

/// "ตั้งงบ ๕๐,๐๐๐ บาท อยู่ในข้อบัญญัติ ๕๐,๐๐๐ บาท ใช้ ๐ บาท"; empty where no document states any money.
pub fn money(page: &Page<'_>, view: &PromiseView<'_>) -> Vec<Phrase> {
    let thai = page.lang == Lang::Th;
    let budget = &view.budget;
    let (plan, ordinance, disbursed) = (planned(budget), &budget.ordinance, &budget.disbursed);
    if [plan.value, ordinance.value, disbursed.value].iter().all(|part| *part == StatedMoney::NotStated) {
        return Vec::new();
    }
    let amount = |money: Money, at| page.told_baht(money, at);
    let mut phrases = Vec::new();
    match plan.value {
        StatedMoney::Amount(money) => {
            phrases.extend([plain(if thai { "ตั้งงบ " } else { "Planned " }), strong(amount(money, plan.span))]);
        }
        StatedMoney::NoneUsed => {
            phrases.push(plain(if thai { "ไม่ใช้งบประมาณ" } else { "No budget used" }))
        }
        StatedMoney::NotStated => phrases.push(plain(if thai {
            "ไม่ระบุงบตามแผน"
        } else {
            "No planned budget stated"
        })),
    }
    match ordinance.value {
        StatedMoney::Amount(money) if !money.is_zero() => phrases.extend([
            plain(if thai { " อยู่ในข้อบัญญัติ " } else { "; in the ordinance " }),
            strong(amount(money, ordinance.span)),
        ]),
        _ => {}
    }
    let reported = view.newest().row().is_some();
    match disbursed.value {
        StatedMoney::Amount(money) => {
            phrases.extend([plain(if thai { " ใช้ " } else { "; spent " }), strong(amount(money, disbursed.span))]);
        }
        StatedMoney::NoneUsed if plan.value != StatedMoney::NoneUsed => {
            phrases.push(plain(if thai {
                " รายงานว่าไม่ใช้งบประมาณ"
            } else {
                "; reported as using none"
            }));
        }
        StatedMoney::NotStated if reported && plan.value != StatedMoney::NoneUsed => {
            phrases.push(plain(if thai {
                " รายงานไม่ระบุเงินที่ใช้"
            } else {
                "; the report states no spending"
            }));
        }
        _ => {}
    }
    phrases
}

/// Asked of what was not done; told of what is under way where the row says something.
pub fn why(page: &Page<'_>, agency: &Agency, year: &Year, view: &PromiseView<'_>) -> Option<WhyNot> {
    let said = view.newest().row().and_then(|_| {
        // What was said half a year before is no reason of what is not done now.
        let newest = view.newest();
        let rows = [newest.entry, newest.eplan];
        let text = |field: Field| rows.into_iter().flatten().find_map(|entry| Some((field, entry.text(field)?)));
        text(Field::Reason).or_else(|| text(Field::Obstacles)).or_else(|| text(Field::Note))
    });
    let said = said.map(|(field, text)| {
        let told = page.told_cell(page.show.text(&text.value), text.span);
        // A remark may be a reason; what it is called is the paper's.
        if field == Field::Reason {
            told
        } else {
            format!("{}: {told}", page.site.theme.word(page.lang.code(), field.as_str()))
        }
    });
    match view.status {
        Some(Status::NotDone) => {
            let general = general_reasons(page, agency, year).map(|(link, _)| link);
            Some(WhyNot { general: if said.is_none() { general } else { None }, said })
        }
        Some(Status::InProgress | Status::Awaiting) if said.is_some() => Some(WhyNot { said, general: None }),
        _ => None,
    }
}

pub fn among(page: &Page<'_>, agency: &Agency, year: &Year, promise: &Promise) -> Option<AmongOthers> {
    let dimension = promise.dimension?;
    let here: Vec<&Promise> = year.promises.iter().filter(|other| other.dimension == Some(dimension)).collect();
    let at = here.iter().position(|other| other.code == promise.code)?;
    if here.len() < 2 {
        return None;
    }
    let (number, all) = (page.show.number(at as i64 + 1), page.told_count(here.len(), "นับเรื่องของมิตินี้"));
    let marks = here.iter().map(|other| MarkHere {
        mark: page.show.status(year.standing(agency, year.view(agency, other).status)).mark,
        here: other.code == promise.code,
    });
    Some(AmongOthers {
        dimension: dimension_label(page, dimension),
        title: match page.lang {
            Lang::Th => format!("เรื่องที่\u{a0}{number} จาก\u{a0}{all}"),
            Lang::En => format!("item {number} of {all}"),
        },
        href: page.to(&agency.at(&AgencyPage::Dimension(year.year, dimension))),
        marks: if here.len() <= MOST_MARKS { marks.collect() } else { Vec::new() },
    })
}
