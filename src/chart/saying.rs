//! Sentences that charts share: how many promises stand where, in Thai and in English.
//! Owns grammar (one, none, all alike); the charts say what is their own.

use super::status::{Status, StatusCounts};
use super::wording::{ChartWording, Ratio};
use super::{Chart, ChartCell, ChartHead, ChartLook, ChartTable, Subject};

/// A phrase about promises in both languages of the sentence.
pub(super) struct StatusPhrase {
    pub(super) thai: String,
    pub(super) english: String,
}

impl StatusPhrase {
    pub(super) fn new(look: ChartLook, say: impl Fn(ChartWording) -> String) -> Self {
        Self { thai: say(look.thai()), english: say(look.english()) }
    }

    pub(super) fn own(&self, look: ChartLook) -> &str {
        look.wording().pick(&self.thai, &self.english)
    }
}

/// "แล้วเสร็จ ๔๙ เรื่อง อยู่ระหว่างดำเนินการ ๔ เรื่อง และไม่ได้ดำเนินการ ๑๐ เรื่อง"
pub(super) fn counts(counts: &StatusCounts, wording: ChartWording) -> String {
    let parts: Vec<String> = counts
        .present()
        .map(|(status, count)| match wording.is_thai() {
            true => format!("{} {}", status.word(wording.language), wording.items(count)),
            false => format!("{} {}", wording.count(count), english_state(status)),
        })
        .collect();
    wording.list(&parts)
}

/// A whole sentence about some promises; `place` is what they are in ("ใน ๔ มิติ", "in 4 dimensions"), or empty.
pub(super) fn standing(all: &StatusCounts, place: &str, wording: ChartWording) -> String {
    let total = all.all();
    let mut kinds = all.present();
    let place = if place.is_empty() { String::new() } else { format!(" {place}") };
    match (kinds.next(), kinds.next(), wording.is_thai()) {
        (None, _, true) => "ยังไม่มีเรื่องที่จะแสดง".to_owned(),
        (None, _, false) => "There is no item to show yet.".to_owned(),
        (Some((status, 1)), None, true) => format!("มีเรื่องเดียว{place} สถานะ{}", stem(status, wording)),
        (Some((status, 1)), None, false) => format!("There is one item{place}, and it is {}.", english_state(status)),
        (Some((Status::NotStated, _)), None, true) => format!("ทั้ง {}{place} ไม่ระบุสถานะ", wording.items(total)),
        (Some((Status::Awaiting, _)), None, true) => format!("ทั้ง {}{place} รอรายงาน", wording.items(total)),
        (Some((status, _)), None, true) => {
            format!("ทั้ง {}{place} สถานะ{}ทุกเรื่อง", wording.items(total), stem(status, wording))
        }
        (Some((status, _)), None, false) => {
            format!("All {}{place} are {}.", wording.items(total), english_state(status))
        }
        (Some(_), Some(_), true) => {
            let none_done = if all.done == 0 && all.completion().is_some() {
                "ยังไม่มีเรื่องใดแล้วเสร็จ: "
            } else {
                ""
            };
            let share = wording.spoken_percent(Ratio::new(all.done, total));
            let share = if all.done == 0 { String::new() } else { format!(" เสร็จแล้ว{share}") };
            format!("{none_done}จากทั้งหมด {}{place} {}{share}", wording.items(total), counts(all, wording))
        }
        (Some(_), Some(_), false) => {
            let share = wording.spoken_percent(Ratio::new(all.done, total));
            let share = match (all.done, all.completion()) {
                (_, None) => String::new(),
                (0, _) => " (none is done)".to_owned(),
                _ => format!(" ({share} done)"),
            };
            format!("Of {}{place}: {}{share}.", wording.items(total), counts(all, wording))
        }
    }
}

/// The status after the word "สถานะ", without saying that word twice.
fn stem(status: Status, wording: ChartWording) -> &'static str {
    match status {
        Status::NotStated => "ไม่ระบุ",
        other => other.word(wording.language),
    }
}

fn english_state(status: Status) -> &'static str {
    match status {
        Status::Done => "done",
        Status::InProgress => "in progress",
        Status::NotDone => "not done",
        Status::Awaiting => "awaiting a report",
        Status::NotStated => "without a stated status",
    }
}

/// A title, and what or whom it is about.
pub(super) fn title(look: ChartLook, thai: &str, english: &str, about: &str) -> String {
    let title = look.wording().pick(thai, english);
    if about.is_empty() { title.to_owned() } else { format!("{title} – {about}") }
}

/// The title of a chart that found something, else what it is about.
pub(super) fn found_title(
    look: ChartLook,
    found: impl Fn(ChartWording) -> Option<String>,
    (thai, english): (&str, &str),
    about: &str,
) -> String {
    let (own_thai, own_english) = (found(look.thai()), found(look.english()));
    title(look, own_thai.as_deref().unwrap_or(thai), own_english.as_deref().unwrap_or(english), about)
}

/// How far dimensions differ; nothing where one of them says no result, or there is but one.
pub(super) fn spread(dimensions: impl Iterator<Item = StatusCounts>, wording: ChartWording) -> Option<String> {
    let filled: Vec<StatusCounts> = dimensions.filter(|counts| counts.all() > 0).collect();
    let shares: Vec<Ratio> = filled.iter().filter_map(StatusCounts::completion).collect();
    if filled.len() < 2 || shares.len() < filled.len() {
        return None;
    }
    let order = |a: &&Ratio, b: &&Ratio| {
        (u128::from(a.part) * u128::from(b.whole)).cmp(&(u128::from(b.part) * u128::from(a.whole)))
    };
    let (low, high) = (*shares.iter().min_by(order)?, *shares.iter().max_by(order)?);
    let (from, to) = (wording.spoken_percent(low), wording.spoken_percent(high));
    Some(match (from == to, wording.is_thai()) {
        (true, true) => format!("ทุกมิติเสร็จ{from}"),
        (true, false) => format!("Every dimension is {from} done"),
        (false, true) => format!("แต่ละมิติเสร็จ{from} ถึง{to}"),
        (false, false) => format!("Dimensions are {from} to {to} done"),
    })
}

/// The finished chart from its parts.
pub(super) fn chart(
    id: &str,
    title: String,
    said: StatusPhrase,
    svg: String,
    table: (Vec<ChartHead>, Vec<Vec<ChartCell>>),
) -> Chart {
    let table = ChartTable { caption: title.clone(), heads: table.0, rows: table.1 };
    let id = super::canvas::safe_id(id);
    Chart { id, svg, title, sentence: said.thai, sentence_en: said.english, table }
}

impl ChartHead {
    pub(super) const fn word(text_th: &'static str, text_en: &'static str, column: &'static str) -> Self {
        Self { text_th, text_en, column, numeric: false }
    }

    pub(super) const fn figure(text_th: &'static str, text_en: &'static str, column: &'static str) -> Self {
        Self { text_th, text_en, column, numeric: true }
    }

    /// Columns of the five statuses, then of all.
    pub(super) fn of_counts() -> [Self; 7] {
        [
            Self::figure("แล้วเสร็จ", "Done", "done"),
            Self::figure("อยู่ระหว่างดำเนินการ", "In progress", "in_progress"),
            Self::figure("ไม่ได้ดำเนินการ", "Not done", "not_done"),
            Self::figure("รอรายงาน", "Awaiting report", "awaiting"),
            Self::figure("ไม่ระบุสถานะ", "Status not stated", "not_stated"),
            Self::figure("ทั้งหมด", "All", "all"),
            Self::figure("แล้วเสร็จ (ร้อยละ)", "Done (%)", "done_percent"),
        ]
    }
}

impl ChartCell {
    pub(super) fn word(text: &str) -> Self {
        Self { shown: text.to_owned(), raw: text.to_owned(), href: None, of: None }
    }

    pub(super) fn link(text: &str, href: Option<&String>) -> Self {
        Self { href: href.cloned(), ..Self::word(text) }
    }

    /// Says what its row speaks of.
    pub(super) fn of(self, subject: Option<Subject>) -> Self {
        Self { of: subject, ..self }
    }

    pub(super) fn count(number: u64, wording: ChartWording) -> Self {
        Self { shown: wording.count(number), raw: number.to_string(), href: None, of: None }
    }

    pub(super) fn status(status: Status, wording: ChartWording) -> Self {
        Self { shown: status.word(wording.language).to_owned(), raw: status.key().to_owned(), href: None, of: None }
    }

    /// A decimal in hundredths; a dash where there is none.
    pub(super) fn decimal(hundredths: Option<i64>, wording: ChartWording) -> Self {
        let plain = ChartWording { language: super::Language::English, digits: super::Digits::Arabic };
        Self {
            shown: hundredths.map_or_else(|| "–".to_owned(), |value| wording.decimal(value)),
            raw: hundredths.map_or_else(String::new, |value| plain.decimal(value).replace(',', "")),
            href: None,
            of: None,
        }
    }

    pub(super) fn ratio(ratio: Option<Ratio>, wording: ChartWording) -> Self {
        Self::decimal(ratio.and_then(Ratio::hundredths).and_then(|value| i64::try_from(value).ok()), wording)
    }

    pub(super) fn of_counts(counts: &StatusCounts, wording: ChartWording) -> Vec<Self> {
        let mut cells: Vec<Self> =
            Status::ALL.into_iter().map(|status| Self::count(counts.get(status), wording)).collect();
        cells.push(Self::count(counts.all(), wording));
        cells.push(Self::ratio(counts.completion(), wording));
        cells
    }
}
