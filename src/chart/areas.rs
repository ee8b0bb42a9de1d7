//! Money as areas: what is planned, what stands in the ordinance and what was spent, as squares in each other whose areas
//! are the amounts. A total that the document prints otherwise is a dashed outline on the same scale.

use super::budget::Amount;
use super::canvas::{SMALL, px};
use super::saying::{self, StatusPhrase};
use super::sheet::{Frame, NOTE, STRONG, WrappedText, draw, is_wide};
use super::text::{Weight, tenths};
use super::wording::{ChartLook, ChartWording, Ratio};
use super::{Chart, ChartCell, ChartHead};

#[derive(Clone, Debug)]
pub struct MoneyAreas {
    /// Whose and of when. May be empty.
    pub about: String,
    /// Whether a report speaks of the year: only then can spending be left out by it.
    pub reported: bool,
    pub plan: MoneyPart,
    pub ordinance: MoneyPart,
    pub disbursed: MoneyPart,
    /// Of each, which lists it was taken from: in words, and in data files.
    pub from: [(String, String); 3],
}

#[derive(Clone, Copy, Debug, Default)]
pub struct MoneyPart {
    pub amount: Amount,
    /// The total as printed, in satang, where it is not what the rows add up to.
    pub printed: Option<i64>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum MoneyStage {
    Plan,
    Ordinance,
    Disbursed,
}

impl MoneyStage {
    const ALL: [Self; 3] = [Self::Plan, Self::Ordinance, Self::Disbursed];

    fn of(self, areas: &MoneyAreas) -> MoneyPart {
        match self {
            Self::Plan => areas.plan,
            Self::Ordinance => areas.ordinance,
            Self::Disbursed => areas.disbursed,
        }
    }

    fn label(self, wording: ChartWording) -> &'static str {
        match self {
            Self::Plan => wording.pick("ตั้งไว้ในแผน", "Planned"),
            Self::Ordinance => wording.pick("อยู่ในข้อบัญญัติ", "In the ordinance"),
            Self::Disbursed => wording.pick("ใช้จริง", "Spent"),
        }
    }

    fn printed_label(self, wording: ChartWording) -> &'static str {
        match self {
            Self::Plan => wording.pick("เอกสารพิมพ์ยอดแผน", "Plan total as printed"),
            Self::Ordinance => wording.pick("เอกสารพิมพ์ยอดข้อบัญญัติ", "Ordinance total as printed"),
            Self::Disbursed => wording.pick("เอกสารพิมพ์ยอดใช้จริง", "Spent total as printed"),
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Ordinance => "ordinance",
            Self::Disbursed => "disbursed",
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Plan => "fill-accent heat-1",
            Self::Ordinance => "fill-accent tint",
            Self::Disbursed => "fill-accent",
        }
    }
}

/// What is drawn and named beside the squares.
struct MoneySquare {
    /// Of the plotted square; none where there is no amount.
    side: i32,
    class: Option<&'static str>,
    label: &'static str,
    words: String,
    satang: i64,
}

/// Room for a label of two lines.
const BLOCK: i32 = px(46);

pub fn chart(id: &str, areas: &MoneyAreas, look: ChartLook) -> Chart {
    let look = look.clamped();
    let wording = look.wording();
    let (thai, english) = (heading(areas, look.thai()), heading(areas, look.english()));
    let title = saying::title(look, &thai, &english, &areas.about);
    let said = StatusPhrase::new(look, |wording| sentence(areas, wording));
    let edge = if is_wide(look) { px(190) } else { px(136) };
    let squares = squares(areas, edge, wording);
    let tallest = squares.iter().map(|square| square.side).max().unwrap_or(0);
    let height = tallest.max(BLOCK * squares.len() as i32).max(px(30));
    let frame = Frame { id, kind: "areas", title: &title, sentence: said.own(look), look, has_links: false, height };
    let svg = draw(&frame, |sheet| {
        let bottom = tallest;
        // The larger first, so that the smaller lies in it; paper under each keeps its shade its own.
        for square in squares.iter().filter(|square| square.side > 0) {
            let (from, to) = ((0, bottom - square.side), (square.side, bottom));
            match square.class {
                Some(class) => {
                    sheet.block(from, to, "fill-paper", "", "");
                    sheet.block(from, to, class, "", "");
                }
                None => {
                    let inset = 8;
                    let from = (from.0 + inset, from.1 + inset);
                    sheet.block(
                        from,
                        (to.0 - inset, to.1 - inset),
                        "line-not",
                        " stroke-width=\"1.6\" stroke-dasharray=\"4 3\"",
                        "",
                    );
                }
            }
        }
        let words_at = tallest + px(22);
        let room = px(look.width as i32) - words_at;
        for (square, top) in squares.iter().zip(tops(&squares, bottom, height)) {
            if square.side > 0 {
                let at = bottom - square.side + (square.side / 2).min(px(7));
                let class = if square.class.is_some() { "line-soft" } else { "line-not" };
                sheet.line(&[(square.side, at), (tallest + px(6), at), (words_at - px(5), top + px(9))], class, "");
            }
            let small = WrappedText::set(square.label, room, NOTE, 1);
            sheet.lines((words_at, top), &small);
            let strong = if tenths(&square.words, STRONG.size, Weight::SemiBold) > room {
                super::canvas::TextLook { size: SMALL, ..STRONG }
            } else {
                STRONG
            };
            sheet.lines((words_at, top + px(18)), &WrappedText::set(&square.words, room, strong, 1));
        }
    });
    saying::chart(id, title, said, svg, table(areas, wording))
}

/// Largest first; what has no square comes last, in the order of its life.
fn squares(areas: &MoneyAreas, edge: i32, wording: ChartWording) -> Vec<MoneySquare> {
    let mut all: Vec<MoneySquare> = Vec::new();
    for kind in MoneyStage::ALL {
        let part = kind.of(areas);
        let (satang, words) = match part.amount {
            Amount::Stated(satang) => (satang.max(0), baht(satang, wording)),
            Amount::NotUsed => (0, wording.pick("ไม่ใช้งบประมาณ", "no budget used").to_owned()),
            Amount::NotStated if kind == MoneyStage::Ordinance => continue,
            Amount::NotStated if kind == MoneyStage::Disbursed && !areas.reported => {
                (0, wording.pick("ยังไม่มีรายงาน", "no report yet").to_owned())
            }
            Amount::NotStated => (0, wording.pick("ไม่ระบุ", "not stated").to_owned()),
        };
        all.push(MoneySquare { side: 0, class: Some(kind.class()), label: kind.label(wording), words, satang });
        if let Some(printed) = part.printed {
            // Two totals printed alike are one outline.
            let again = |other: &MoneySquare| other.class.is_none() && other.satang == printed.max(0);
            if let Some(known) = all.iter_mut().find(|other| again(other)) {
                known.label = wording.pick("ยอดรวมที่เอกสารพิมพ์", "Totals as printed");
                continue;
            }
            let words = baht(printed, wording);
            all.push(MoneySquare {
                side: 0,
                class: None,
                label: kind.printed_label(wording),
                words,
                satang: printed.max(0),
            });
        }
    }
    let most = all.iter().map(|square| square.satang).max().unwrap_or(0);
    for square in &mut all {
        square.side = side(square.satang, most, edge);
    }
    all.sort_by_key(|square| std::cmp::Reverse(square.satang));
    all
}

/// The side whose square is that share of the largest square; nothing that exists vanishes.
fn side(satang: i64, most: i64, edge: i32) -> i32 {
    if satang <= 0 || most <= 0 {
        return 0;
    }
    let area = (satang as u128) * (edge as u128) * (edge as u128) / (most as u128);
    i32::try_from(area.isqrt()).unwrap_or(edge).clamp(px(4), edge)
}

/// Where each label begins: beside the top of its square, as far as the labels above and below let it.
fn tops(squares: &[MoneySquare], bottom: i32, height: i32) -> Vec<i32> {
    let mut tops: Vec<i32> = Vec::with_capacity(squares.len());
    let mut free = 0;
    for square in squares {
        let top = (bottom - square.side).max(free);
        tops.push(top);
        free = top + BLOCK;
    }
    let mut last = height;
    for top in tops.iter_mut().rev() {
        *top = (*top).min(last - BLOCK).max(0);
        last = *top;
    }
    tops
}

fn baht(satang: i64, wording: ChartWording) -> String {
    format!("{}\u{a0}{}", wording.baht(satang), wording.pick("บาท", "baht"))
}

/// The finding in a few words.
fn heading(areas: &MoneyAreas, wording: ChartWording) -> String {
    let thai = wording.is_thai();
    match (areas.plan.amount, areas.disbursed.amount) {
        (Amount::Stated(plan), Amount::Stated(spent)) if thai => {
            format!("ใช้ {} จาก {}", wording.baht(spent), baht(plan, wording))
        }
        (Amount::Stated(plan), Amount::Stated(spent)) => {
            format!("{} spent of {}", wording.baht(spent), baht(plan, wording))
        }
        (Amount::Stated(plan), _) if thai => format!("ตั้งงบ {}", baht(plan, wording)),
        (Amount::Stated(plan), _) => format!("{} planned", baht(plan, wording)),
        (_, Amount::Stated(spent)) if thai => format!("ใช้เงิน {}", baht(spent, wording)),
        (_, Amount::Stated(spent)) => format!("{} spent", baht(spent, wording)),
        _ => wording.pick("เงินของปีนี้", "Money of the year").to_owned(),
    }
}

fn sentence(areas: &MoneyAreas, wording: ChartWording) -> String {
    let thai = wording.is_thai();
    let mut parts = Vec::new();
    for kind in MoneyStage::ALL {
        let part = kind.of(areas);
        let words = match part.amount {
            Amount::Stated(satang) => baht(satang, wording),
            Amount::NotUsed => wording.pick("ไม่ใช้งบประมาณ", "no budget used").to_owned(),
            Amount::NotStated if kind == MoneyStage::Disbursed && areas.reported && thai => "รายงานไม่ระบุ".to_owned(),
            Amount::NotStated if kind == MoneyStage::Disbursed && areas.reported => {
                "not stated by the report".to_owned()
            }
            Amount::NotStated => continue,
        };
        parts.push(format!("{} {words}", kind.label(wording)));
    }
    let mut text = parts.join(if thai { " " } else { "; " });
    if let (Amount::Stated(plan), Amount::Stated(spent)) = (areas.plan.amount, areas.disbursed.amount)
        && plan > 0
        && spent >= 0
    {
        let share = wording.spoken_percent(Ratio::new(spent as u64, plan as u64));
        text += &if thai { format!(" คือ{share} ของแผน") } else { format!(", {share} of the plan") };
    }
    let printed: Vec<(MoneyStage, i64)> =
        MoneyStage::ALL.into_iter().filter_map(|kind| Some((kind, kind.of(areas).printed?))).collect();
    // Each with the name of what it is of: a bare amount would be nobody's.
    let printed: Vec<String> = printed
        .into_iter()
        .map(|(kind, satang)| format!("{} {}", kind.printed_label(wording), baht(satang, wording)))
        .collect();
    if !printed.is_empty() {
        text += &if thai { format!(" แต่{}", printed.join(" ")) } else { format!("; {}", printed.join("; ")) };
    }
    if !thai {
        text.push('.');
    }
    text
}

fn table(areas: &MoneyAreas, wording: ChartWording) -> (Vec<ChartHead>, Vec<Vec<ChartCell>>) {
    let heads = vec![
        ChartHead::word("เงิน", "Money", "money"),
        ChartHead::figure("รายการรวมกันได้ (บาท)", "Rows add up to (THB)", "amount"),
        ChartHead::figure("เอกสารพิมพ์ (บาท)", "As printed (THB)", "printed"),
        ChartHead::word("มาจาก", "From", "from"),
    ];
    let rows = MoneyStage::ALL.map(|kind| {
        let part = kind.of(areas);
        let name = ChartCell { raw: kind.key().to_owned(), ..ChartCell::word(kind.label(wording)) };
        let printed = part.printed.map_or(Amount::NotStated, Amount::Stated);
        let printed = if part.printed.is_some() { printed.cell(wording) } else { ChartCell::word("") };
        let (shown, raw) = areas.from[kind as usize].clone();
        vec![name, part.amount.cell(wording), printed, ChartCell { shown, raw, href: None, of: None }]
    });
    (heads, rows.into())
}
