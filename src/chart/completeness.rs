//! Completeness: which fields the data fills, as a share of the places where they belong.
//! Says what is missing as plainly as what is there.

use super::canvas::px;
use super::saying::{self, StatusPhrase};
use super::sheet::{
    ChartKey, ChartSheet, Frame, KeyEntry, KeySign, LABEL, LabelColumns, NOTE, WrappedText, draw, put_on,
};
use super::wording::{ChartLook, ChartWording, Ratio};
use super::{Chart, ChartCell, ChartHead};
use crate::chart::element::DrawnBox;

#[derive(Clone, Debug)]
pub struct Completeness {
    pub about: String,
    pub fields: Vec<Field>,
}

#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub filled: u64,
    /// How many records could have it.
    pub expected: u64,
}

const BAR: i32 = px(14);

pub fn chart(id: &str, completeness: &Completeness, look: ChartLook) -> Chart {
    let look = look.clamped();
    let wording = look.wording();
    let found = |wording: ChartWording| {
        let asked = completeness.fields.iter().filter(|field| field.expected > 0);
        let (full, all) = asked
            .fold((0_u64, 0_u64), |(full, all), field| (full + u64::from(field.filled >= field.expected), all + 1));
        Some(match (all, wording.is_thai()) {
            (0, _) => return None,
            (_, true) => format!("ข้อมูลครบ {} จาก {} อย่าง", wording.count(full), wording.count(all)),
            (_, false) => format!("{full} of {all} fields are complete"),
        })
    };
    let topic = ("ความครบถ้วนของข้อมูล", "Completeness of the data");
    let title = saying::found_title(look, found, topic, &completeness.about);
    let said = StatusPhrase::new(look, |wording| sentence(completeness, wording));
    let columns = LabelColumns::of(look);
    // Only what occurs.
    let has = |of: fn(&Field) -> bool| completeness.fields.iter().any(of);
    let entry = |class, [thai, english]: [&str; 2]| KeyEntry {
        sign: KeySign::Block(class),
        text: wording.pick(thai, english).to_owned(),
    };
    let entries = [
        has(|field| field.filled > 0 && field.expected > 0).then(|| entry("fill-accent", ["มีข้อมูล", "Filled"])),
        has(|field| field.filled < field.expected || field.expected == 0)
            .then(|| entry("line-wait dotted", ["ยังไม่มี", "Missing"])),
    ];
    let key = ChartKey::set(entries.into_iter().flatten().collect(), px(look.width as i32));
    let mut y = key.height() + px(10);
    let mut rows = Vec::with_capacity(completeness.fields.len());
    for field in &completeness.fields {
        let label = WrappedText::set(&field.name, columns.label, LABEL, 2);
        let bar = if columns.beside { y + px(4) } else { y + label.height() };
        let bottom = (bar + BAR + px(22)).max(y + label.height());
        rows.push((field, label, y, bar));
        y = bottom + px(8);
    }
    let height = if rows.is_empty() { px(30) } else { y };
    let frame =
        Frame { id, kind: "completeness", title: &title, sentence: said.own(look), look, has_links: false, height };
    let svg = draw(&frame, |sheet| {
        if rows.is_empty() {
            sheet.text((0, px(4)), wording.pick("ยังไม่มีข้อมูล", "No data yet"), NOTE);
            return;
        }
        sheet.key((0, 0), &key);
        for (field, label, top, bar) in &rows {
            sheet.lines((0, *top), label);
            draw_field(sheet, field, (columns.body, *bar), columns.body_width);
        }
    });
    saying::chart(id, title, said, svg, table(completeness, wording))
}

fn draw_field(sheet: &ChartSheet<'_>, field: &Field, (x, y): (i32, i32), width: i32) {
    let wording = sheet.wording;
    let filled = field.filled.min(field.expected);
    let scale = sheet.scale((x, y), (x + width, y + BAR), field.expected as i64, 1);
    let split = scale.map_coordinate(&(filled as i64, 0)).0;
    if filled < field.expected || field.expected == 0 {
        sheet.block((split + 8, y + 8), (x + width - 8, y + BAR - 8), "line-wait dotted", " rx=\"2\"", "");
    }
    if filled > 0 {
        put_on(
            &scale,
            &DrawnBox { corners: [(0, 0), (filled as i64, 1)], class: "fill-accent", more: " rx=\"2\"", title: "" },
        );
    }
    let text = match (field.expected, wording.is_thai()) {
        (0, _) => wording.pick("ไม่มีเรื่องที่ต้องระบุ", "nothing to fill").to_owned(),
        (_, true) => format!(
            "{} จาก {} ({})",
            wording.count(filled),
            wording.count(field.expected),
            wording.percent(Ratio::new(filled, field.expected))
        ),
        (_, false) => {
            format!(
                "{filled} of {} ({})",
                wording.count(field.expected),
                wording.percent(Ratio::new(filled, field.expected))
            )
        }
    };
    sheet.text((x, y + BAR + px(2)), &text, NOTE);
}

fn sentence(completeness: &Completeness, wording: ChartWording) -> String {
    let asked: Vec<&Field> = completeness.fields.iter().filter(|field| field.expected > 0).collect();
    let full = asked.iter().filter(|field| field.filled >= field.expected).count() as u64;
    // The emptiest, by exact comparison of shares.
    let least = asked.iter().filter(|field| field.filled < field.expected).min_by(|a, b| {
        (u128::from(a.filled) * u128::from(b.expected)).cmp(&(u128::from(b.filled) * u128::from(a.expected)))
    });
    match (asked.len() as u64, least, wording.is_thai()) {
        (0, _, true) => "ยังไม่มีข้อมูลที่จะนับ".to_owned(),
        (0, _, false) => "There is no data to count yet.".to_owned(),
        (all, None, true) => format!("ข้อมูลครบทุกช่องทั้ง {} อย่าง", wording.count(all)),
        (all, None, false) => format!("All {all} fields are complete."),
        (all, Some(least), true) => format!(
            "ข้อมูลครบ {} จาก {} อย่าง ที่ขาดมากที่สุดคือ{} มี {} จาก {}",
            wording.count(full),
            wording.count(all),
            least.name,
            wording.count(least.filled),
            wording.count(least.expected)
        ),
        (all, Some(least), false) => format!(
            "{full} of {all} fields are complete; most is missing in {}, with {} of {}.",
            least.name, least.filled, least.expected
        ),
    }
}

fn table(completeness: &Completeness, wording: ChartWording) -> (Vec<ChartHead>, Vec<Vec<ChartCell>>) {
    let heads = vec![
        ChartHead::word("ข้อมูล", "Field", "field"),
        ChartHead::figure("มีข้อมูล", "Filled", "filled"),
        ChartHead::figure("ที่ควรมี", "Expected", "expected"),
        ChartHead::figure("ร้อยละ", "Percent", "percent"),
    ];
    let rows = completeness.fields.iter().map(|field| {
        vec![
            ChartCell::word(&field.name),
            ChartCell::count(field.filled, wording),
            ChartCell::count(field.expected, wording),
            ChartCell::ratio(Some(Ratio::new(field.filled, field.expected)), wording),
        ]
    });
    (heads, rows.collect())
}
