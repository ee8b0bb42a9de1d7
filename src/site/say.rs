//! Sentences made from figures, in plain Thai and English: what was promised, done, spent and left undone.
//! Words of the result are phrases with a weight, so that a template can stress them without knowing them.

use serde::Serialize;

use crate::address::Lang;
use crate::model::Tally;
use crate::site::origin::Part;
use crate::site::show::Show;
use crate::standards::Status;
use crate::thai::{Money, StatedMoney};

/// What becomes of each figure of a tally on its way into a sentence.
pub type Tell<'t> = dyn Fn(Part, String) -> String + 't;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Phrase {
    pub text: String,
    /// `plain`, `strong`, `not` for what was not done, `beside` for what other lists and the document itself state.
    pub weight: &'static str,
}

pub fn plain(text: impl Into<String>) -> Phrase {
    Phrase { text: text.into(), weight: "plain" }
}

pub fn strong(text: impl Into<String>) -> Phrase {
    Phrase { text: text.into(), weight: "strong" }
}

/// What stands beside the sentence's own figures.
pub fn beside(text: impl Into<String>) -> Phrase {
    Phrase { text: text.into(), weight: "beside" }
}

/// "ทำเสร็จ ๔๙ จาก ๖๓ เรื่อง ใช้เงิน ๘,๐๐๐ บาท จากแผน ๔๑๐,๐๐๐ บาท ไม่ได้ทำ ๑๐ เรื่อง"
pub fn result(show: &Show, tally: &Tally, reported: bool) -> Vec<Phrase> {
    told_result(show, tally, reported, &|_, shown| shown)
}

/// The same, with each figure as `tell` gives it.
pub fn told_result(show: &Show, tally: &Tally, reported: bool, tell: &Tell<'_>) -> Vec<Phrase> {
    let number = |part: Part| {
        let count = match part {
            Part::Status(status) => tally.count(status),
            _ => tally.items,
        };
        tell(part, show.number(count))
    };
    let (done, not_done) = (Part::Status(Some(Status::Done)), Part::Status(Some(Status::NotDone)));
    let mut phrases = Vec::new();
    let thai = show.lang == Lang::Th;
    if tally.items == 0 {
        phrases.push(plain(if thai {
            "ยังไม่มีรายการในเว็บนี้"
        } else {
            "This site has no items of it yet."
        }));
        return phrases;
    }
    if !tally.states_status() {
        let items = number(Part::Items);
        // What a report adds to the plan is not the plan's.
        phrases.push(match (thai, reported) {
            (true, false) => strong(format!("มี {items} เรื่องในแผน")),
            (true, true) => strong(format!("มี {items} เรื่อง")),
            (false, false) => strong(format!("{items} {} promised", plural(tally.items, "item", "items"))),
            (false, true) => strong(format!("{items} {}", plural(tally.items, "item", "items"))),
        });
        phrases.push(plain(unreported(thai, reported, tally, &number)));
        if let Some(plan) = tally.plan.amount() {
            phrases.push(plain(match thai {
                true => " ตั้งงบไว้ ",
                false => "; ",
            }));
            phrases.push(strong(tell(Part::Plan, show.baht(plan))));
            if !thai {
                phrases.push(plain(" set aside"));
            }
        }
        if !thai {
            phrases.push(plain("."));
        }
        return phrases;
    }
    match thai {
        true => {
            phrases.push(plain("ทำเสร็จ "));
            phrases.push(strong(format!("{} จาก {} เรื่อง", number(done), number(Part::Items))));
        }
        false => phrases.push(strong(format!(
            "{} of {} {} done",
            number(done),
            number(Part::Items),
            plural(tally.items, "item", "items")
        ))),
    }
    money(show, tally, &mut phrases, tell);
    if tally.not_stated > 0 {
        let count = number(Part::Status(None));
        phrases.push(plain(match thai {
            true => format!(" ไม่ระบุสถานะ {count} เรื่อง"),
            false => format!("; {count} without a stated status"),
        }));
    }
    if tally.not_done > 0 {
        phrases.push(plain(if thai { " " } else { "; " }));
        phrases.push(Phrase {
            text: match thai {
                true => format!("ไม่ได้ทำ {} เรื่อง", number(not_done)),
                false => format!("{} not done", number(not_done)),
            },
            weight: "not",
        });
    }
    if !thai {
        phrases.push(plain("."));
    }
    phrases
}

/// Why nothing is said of how far the items are: no report here, or one that leaves it open.
fn unreported(thai: bool, reported: bool, tally: &Tally, number: &dyn Fn(Part) -> String) -> String {
    let awaiting = || number(Part::Status(Some(Status::Awaiting)));
    match (thai, reported) {
        (true, false) => " เว็บนี้ยังไม่มีรายงานว่าทำถึงไหน".to_owned(),
        (false, false) => "; this site has no report yet of how far they are".to_owned(),
        (true, true) if tally.awaiting == tally.items => " รายงานระบุว่ารอรายงานทุกเรื่อง".to_owned(),
        (false, true) if tally.awaiting == tally.items => {
            "; the report marks all of them as awaiting a report".to_owned()
        }
        (true, true) if tally.awaiting > 0 => {
            format!(" รอรายงาน {} เรื่อง ไม่ระบุสถานะ {} เรื่อง", awaiting(), number(Part::Status(None)))
        }
        (false, true) if tally.awaiting > 0 => {
            format!("; {} awaiting a report, {} without a stated status", awaiting(), number(Part::Status(None)))
        }
        (true, true) => " รายงานไม่ระบุว่าแต่ละเรื่องทำถึงไหน".to_owned(),
        (false, true) => "; the report does not say how far they are".to_owned(),
    }
}

/// "แผนนี้สัญญา ๖๓ เรื่อง ตั้งงบ ๔๑๐,๐๐๐ บาท": what a plan says by itself. How far it came is a report's to say.
pub fn told_promise(show: &Show, tally: &Tally, tell: &Tell<'_>) -> Vec<Phrase> {
    if tally.items == 0 {
        return told_result(show, tally, false, tell);
    }
    let items = tell(Part::Items, show.number(tally.items));
    let plan = tally.plan.amount().map(|plan| tell(Part::Plan, show.baht(plan)));
    match show.lang {
        Lang::Th => {
            let mut phrases = vec![plain("แผนนี้สัญญา "), strong(format!("{items} เรื่อง"))];
            match plan {
                Some(plan) => phrases.extend([plain(" ตั้งงบ "), strong(plan)]),
                None if tally.plan == StatedMoney::NoneUsed => phrases.push(plain(" ไม่ใช้งบประมาณ")),
                None if tally.stated[0] > 0 => phrases.push(plain(" บางเรื่องไม่ระบุงบประมาณ")),
                None => phrases.push(plain(" รายการในแผนไม่ระบุงบประมาณ")),
            }
            phrases
        }
        Lang::En => {
            let mut phrases =
                vec![plain("This plan promises "), strong(format!("{items} {}", plural(tally.items, "item", "items")))];
            match plan {
                Some(plan) => phrases.extend([plain("; "), strong(plan), plain(" set aside.")]),
                None if tally.plan == StatedMoney::NoneUsed => phrases.push(plain("; it uses no budget.")),
                None if tally.stated[0] > 0 => phrases.push(plain("; some items state no budget.")),
                None => phrases.push(plain("; its items state no budget.")),
            }
            phrases
        }
    }
}

/// "มี ๗ มาตรการ ส่งเสริมคุณธรรมและความโปร่งใส รายงานผลแล้ว ๗ มาตรการ"
/// `shown`: both numbers as they are shown.
pub fn measures(lang: Lang, (measures, told): (i64, i64), (all, told_of): (String, String)) -> Vec<Phrase> {
    match lang {
        Lang::Th => vec![
            strong(format!("มี {all} มาตรการ")),
            plain("ส่งเสริมคุณธรรมและความโปร่งใส "),
            plain(if told == measures {
                "รายงานผลแล้ว".to_owned()
            } else {
                format!("รายงานผลแล้ว {told_of} มาตรการ")
            }),
            plain(if told == measures { "ทุกมาตรการ" } else { "" }),
        ],
        Lang::En => vec![
            strong(format!("{all} integrity {}", plural(measures, "measure", "measures"))),
            plain(format!("; results reported for {}.", if told == measures { "all" } else { told_of.as_str() })),
        ],
    }
}

fn money(show: &Show, tally: &Tally, phrases: &mut Vec<Phrase>, tell: &Tell<'_>) {
    let thai = show.lang == Lang::Th;
    let baht = |part: Part, money: Money| tell(part, show.baht(money));
    match (tally.disbursed, tally.plan) {
        (StatedMoney::Amount(spent), plan) => {
            phrases.push(plain(if thai { " ใช้เงิน " } else { "; " }));
            phrases.push(strong(baht(Part::Disbursed, spent)));
            if let Some(plan) = plan.amount() {
                phrases.push(plain(match thai {
                    true => format!(" จากแผน {}", baht(Part::Plan, plan)),
                    false => format!(" spent of {} planned", baht(Part::Plan, plan)),
                }));
            } else if !thai {
                phrases.push(plain(" spent"));
            }
        }
        (StatedMoney::NoneUsed, _) => {
            phrases.push(plain(if thai { " ไม่ใช้งบประมาณ" } else { "; no budget used" }));
        }
        (StatedMoney::NotStated, StatedMoney::Amount(plan)) => phrases.push(plain(match thai {
            true => format!(" งบตามแผน {} ไม่ระบุเงินที่ใช้", baht(Part::Plan, plan)),
            false => format!("; {} planned, spending not stated", baht(Part::Plan, plan)),
        })),
        _ => {}
    }
}

pub fn plural<'a>(count: i64, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}

/// The phrases as one text, for descriptions.
pub fn text(phrases: &[Phrase]) -> String {
    phrases.iter().map(|phrase| phrase.text.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thai::{Digits, Money};

    #[test]
    fn results_are_told_in_one_sentence() {
        let tally = Tally {
            items: 63,
            done: 49,
            in_progress: 4,
            not_done: 10,
            plan: StatedMoney::Amount(Money::from_baht(410_000)),
            disbursed: StatedMoney::Amount(Money::from_baht(8_000)),
            ..Tally::default()
        };
        let thai = Show::new(Lang::Th, Digits::Thai);
        assert_eq!(
            text(&result(&thai, &tally, true)).replace('\u{a0}', " "),
            "ทำเสร็จ ๔๙ จาก ๖๓ เรื่อง ใช้เงิน ๘,๐๐๐ บาท จากแผน ๔๑๐,๐๐๐ บาท ไม่ได้ทำ ๑๐ เรื่อง"
        );
        let english = Show::new(Lang::En, Digits::Thai);
        assert_eq!(
            text(&result(&english, &tally, true)).replace('\u{a0}', " "),
            "49 of 63 items done; 8,000 baht spent of 410,000 baht planned; 10 not done."
        );
        let plan = Tally { items: 14, not_stated: 14, ..Tally::default() };
        assert_eq!(text(&result(&thai, &plan, false)), "มี ๑๔ เรื่องในแผน เว็บนี้ยังไม่มีรายงานว่าทำถึงไหน");
        assert_eq!(text(&result(&thai, &plan, true)), "มี ๑๔ เรื่อง รายงานไม่ระบุว่าแต่ละเรื่องทำถึงไหน");
        let awaiting = Tally { items: 2, awaiting: 2, ..Tally::default() };
        assert_eq!(text(&result(&thai, &awaiting, true)), "มี ๒ เรื่อง รายงานระบุว่ารอรายงานทุกเรื่อง");
        let some = Tally { items: 3, done: 1, not_stated: 2, ..Tally::default() };
        assert_eq!(text(&result(&thai, &some, true)), "ทำเสร็จ ๑ จาก ๓ เรื่อง ไม่ระบุสถานะ ๒ เรื่อง");
        assert_eq!(text(&result(&thai, &Tally::default(), false)), "ยังไม่มีรายการในเว็บนี้");
    }
}
