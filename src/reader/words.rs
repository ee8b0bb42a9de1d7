//! Words of a form outside its cells: what names a dimension, a mission, a year or a round, what begins a total,
//! a note or a signature. A leaf of this room.

use crate::standards::{Standards, heads};
use crate::thai;
use crate::thai::date::months;

/// What a title, a heading or a section row names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    pub dimension: Option<u8>,
    /// `1.1`, in Arabic digits.
    pub mission: Option<String>,
    /// Buddhist era.
    pub year: Option<u16>,
    pub round: Option<u8>,
}

impl Named {
    /// Of several texts, the last word on each counts; a new dimension ends the mission before it.
    pub fn of_all<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut all = Self::default();
        for text in texts {
            let named = Self::of(text);
            if named.dimension.is_some() {
                (all.dimension, all.mission) = (named.dimension, None);
            }
            if named.mission.is_some() {
                all.mission = named.mission;
            }
            all.year = named.year.or(all.year);
            all.round = named.round.or(all.round);
        }
        all
    }

    pub fn of(text: &str) -> Self {
        let plain = thai::to_arabic(text.trim()).into_owned();
        let folded = heads::fold(&plain);
        let dimension = dimension_in(&plain);
        let mission = mission_in(&plain);
        Self {
            dimension: dimension.or_else(|| mission.as_deref().and_then(dimension_of_mission)),
            mission,
            year: only_year(&plain),
            round: heads::round_of(&folded),
        }
    }
}

/// "มิติที่ 1 …" at the beginning, or after a few words in front; two dimensions in one text name none.
fn dimension_in(plain: &str) -> Option<u8> {
    let mut found = None;
    for (at, word) in plain.match_indices("มิติ") {
        let rest = plain[at + word.len()..].trim_start();
        let rest = rest.strip_prefix("ที่").unwrap_or(rest).trim_start();
        let number = rest.chars().next().and_then(|letter| letter.to_digit(10)).and_then(|it| u8::try_from(it).ok());
        let goes_on =
            rest.chars().nth(1).is_some_and(|letter| letter.is_ascii_digit() || matches!(letter, '.' | '-' | '–'));
        match number.filter(|number| (1..=9).contains(number) && !goes_on) {
            Some(number) if found.is_none_or(|known| known == number) => found = Some(number),
            Some(_) => return None,
            None => {}
        }
    }
    found
}

/// "ภารกิจตามมิติที่ 1.1 …", "ภารกิจ 2.2.3", "1.1 การสร้าง…": a number with a dot and words after it.
fn mission_in(plain: &str) -> Option<String> {
    let text = plain.trim_start();
    let after = text.find("ภารกิจ").map(|at| text[at + "ภารกิจ".len()..].trim_start());
    if let Some(mut rest) = after {
        for word in ["ตามมิติ", "ตามมติ", "ที่", ":", "ข้อ"] {
            rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
        }
        if let Some(mission) = mission_at(rest, true) {
            return Some(mission);
        }
    }
    mission_at(text, false)
}

fn mission_at(rest: &str, named: bool) -> Option<String> {
    let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(rest.len());
    let number = rest[..end].trim_end_matches('.');
    let dotted = number.contains('.')
        && number.split('.').all(|part| !part.is_empty() && part.len() <= 2)
        && number.split('.').count() <= 4;
    let has_words = rest[end..].trim_start().chars().next().is_some_and(|letter| !letter.is_ascii());
    (dotted && (named || has_words)).then(|| number.to_owned())
}

pub fn dimension_of_mission(mission: &str) -> Option<u8> {
    let first = mission.split('.').next()?;
    first.trim().parse().ok().filter(|number| (1..=9).contains(number))
}

/// The one year that a text names; a range names none.
fn only_year(plain: &str) -> Option<u16> {
    let mut found: Option<u16> = None;
    let bytes = plain.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let before = plain.get(..at).unwrap_or("").trim_end();
        // "ปีงบ 68": short where the word says that it is a year.
        let is_short = digits == 2 && ["ปีงบประมาณ", "ปีงบ", "พ.ศ.", "ปี"].iter().any(|word| before.ends_with(word));
        if (digits == 4 || is_short)
            && let Some(year) = plain.get(at..at + digits).and_then(|year| year.parse::<u16>().ok())
            && let Some(year) = if is_short { (60..=89).contains(&year).then_some(2500 + year) } else { Some(year) }
            && (2500..=2699).contains(&year)
        {
            // A day before it makes it a date.
            let is_of_year =
                before.is_empty() || ["ปี", "พ.ศ.", "งบประมาณ", "พศ"].iter().any(|word| before.ends_with(word));
            match found {
                Some(known) if known != year => return None,
                _ if is_of_year || is_short => found = Some(year),
                _ => {}
            }
        }
        at += digits.max(1);
    }
    found
}

/// How surely a text speaks of a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TotalWord {
    /// Nothing but words and numbers of a total.
    Bare,
    /// Begins like one and goes on with other words.
    Begins,
    No,
}

pub fn total_word(text: &str, standards: &Standards) -> TotalWord {
    if standards.is_total(text) {
        return TotalWord::Bare;
    }
    let folded = heads::fold(text);
    // Among rows of promises these head no promise.
    let whole = folded.strip_suffix("บาท").unwrap_or(&folded);
    let of_money = ["เป็นเงิน", "คิดเป็นเงิน", "งบประมาณ", "จำนวนเงิน", "เงิน", "วงเงิน"];
    let of_all = ["รวม", "รวมทั้งสิ้น", "ทั้งสิ้น", "ทั้งหมด", "รวมทั้งหมด"];
    let is_all = |rest: &str| of_all.contains(&rest) || rest.is_empty();
    if folded != "งบประมาณ" && of_money.iter().filter_map(|word| whole.strip_prefix(word)).any(is_all) {
        return TotalWord::Bare;
    }
    let begins = ["รวม", "ยอดรวม", "ผลรวม", "total"].iter().any(|word| folded.starts_with(word));
    if begins { TotalWord::Begins } else { TotalWord::No }
}

const NOTES: [&str; 43] = [
    "หมายเหตุ",
    "ลงชื่อ",
    "ลงนาม",
    "ผู้รายงาน",
    "ผู้จัดทำ",
    "ผู้ตรวจสอบ",
    "ผู้รับรอง",
    "ผู้อนุมัติ",
    "ผู้เห็นชอบ",
    "ผู้รวบรวม",
    "ตำแหน่ง",
    "ที่มา",
    "ข้อมูลณวันที่",
    "ณวันที่",
    "วันที่",
    "นายกองค์การ",
    "นายกเทศมนตรี",
    "ปลัดองค์การ",
    "ปลัดเทศบาล",
    "นักวิเคราะห์",
    "หัวหน้าสำนัก",
    "นาย",
    "นาง",
    "นางสาว",
    "ว่าที่",
    "ผู้ให้ข้อมูล",
    "สิบเอก",
    "จ่าเอก",
    "พันจ่า",
    "ทราบ",
    "อนุมัติ",
    "เห็นชอบ",
    "เพื่อโปรด",
    "เรียน",
    "ตรวจแล้ว",
    "ตรวจสอบแล้ว",
    "ถูกต้อง",
    "จัดทำโดย",
    "จัดทำเมื่อ",
    "แบบปปช",
    "แบบรายงาน",
    "แบบฟอร์ม",
    "ปลัดเมือง",
];

/// "หมายเหตุ: …", "(ลงชื่อ)……", "(นายสมชาย ใจดี)", a line of dots.
pub fn is_note(text: &str) -> bool {
    let text = text.trim().trim_start_matches(['*', '(', '“', '"', '.', '…', '-', '_', ' ']);
    let folded = heads::fold(text);
    // In brackets even a person's name; without them the words must be of signing, not of a promise.
    folded.is_empty() || NOTES.iter().any(|word| folded.starts_with(word))
}

/// "- 2 -", "หน้า 3", "หน้าที่ ๑/๒": the number of a page.
pub fn is_page_mark(text: &str) -> bool {
    let plain = thai::to_arabic(text.trim()).into_owned();
    let digits = |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(rest) = plain.strip_prefix("หน้า") {
        let rest: String = rest.trim_start_matches("ที่").chars().filter(|letter| !letter.is_whitespace()).collect();
        return rest.split(['/', 'จ']).next().is_some_and(digits);
    }
    let bare = plain.trim_matches(['-', '–', '—', '~', '*', ' ']);
    digits(bare) && plain.starts_with(['-', '–', '—', '~', '*']) && plain.ends_with(['-', '–', '—', '~', '*'])
}

/// "ร้อยละ", "เฉลี่ย", "คงเหลือ": a row of figures about the rows above.
pub fn is_share(text: &str) -> bool {
    let folded = heads::fold(text);
    let rest = ["คิดเป็นร้อยละ", "ร้อยละ", "คิดเป็น", "เปอร์เซ็นต์"].iter().find_map(|word| folded.strip_prefix(word));
    let of_rows = ["ค่าเฉลี่ย", "เฉลี่ย", "งบประมาณคงเหลือ", "งบคงเหลือ", "คงเหลือ", "เงินเหลือจ่าย", "ส่วนต่าง", "ผลต่าง"];
    let rest = rest.or_else(|| of_rows.iter().find_map(|word| folded.strip_prefix(word)));
    rest.is_some_and(|rest| rest.chars().count() < 20) || text.trim() == "%"
}

/// "- ไม่มี -", "ไม่มีโครงการ": there is none here.
pub fn says_none(text: &str) -> bool {
    let folded = heads::fold(text);
    let Some(rest) = folded.strip_prefix("ไม่มี") else { return false };
    let mut rest = rest.strip_prefix("การดำเนิน").unwrap_or(rest);
    while let Some(left) = [
        "โครงการ",
        "กิจกรรม",
        "มาตรการ",
        "รายการ",
        "ข้อมูล",
        "แผน",
        "งาน",
        "การ",
        "ในปีนี้",
        "ในรอบนี้",
        "ใน",
        "ด้านนี้",
        "มิตินี้",
        "ภารกิจนี้",
    ]
    .iter()
    .find_map(|word| rest.strip_prefix(word))
    {
        rest = left;
    }
    rest.is_empty()
}

/// "รายงานผลการดำเนินการ… (ต่อ)", "แผนปฏิบัติการป้องกันการทุจริต…": a title over again.
pub fn is_title(text: &str) -> bool {
    let plain = text.trim();
    plain.trim_end_matches([')', ' ']).ends_with("(ต่อ")
        || ["รายงานผลการดำเนิน", "รายงานผลการป้องกัน", "แบบรายงาน", "แผนปฏิบัติการป้องกัน"]
            .iter()
            .any(|title| plain.starts_with(title))
}

/// "ต.ค.", "มกราคม 2569", "ไตรมาสที่ 2": a column of a time of the year.
pub fn names_time(head: &str) -> bool {
    let folded = heads::fold(head);
    let is_rest = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_digit());
    let quarter = ["ไตรมาสที่", "ไตรมาส"].iter().find_map(|word| folded.strip_prefix(word));
    let months = months::LONG.iter().chain(&months::SHORT).map(|month| heads::fold(month));
    quarter.is_some_and(is_rest) || months.into_iter().any(|month| folded.strip_prefix(&month).is_some_and(is_rest))
}

/// "สีเขียว = ดำเนินการแล้ว": what colours say, which no reader of cells sees.
pub fn explains_colours(text: &str, standards: &Standards) -> bool {
    let coloured = ["สีเขียว", "สีแดง", "สีเหลือง", "สีส้ม", "สีฟ้า", "สีเทา", "สีน้ำเงิน", "แถบสี"];
    coloured.iter().any(|word| text.contains(word)) && standards.statuses.is_spoken_of(text)
}

/// "- อบรมเยาวชน": a part of the row above.
pub fn begins_with_dash(name: &str) -> bool {
    let name = name.trim_start();
    let mut letters = name.chars();
    letters.next().is_some_and(|letter| matches!(letter, '-' | '–' | '—' | '•' | '●' | '○' | '▪' | '◦' | '►' | '·'))
        && letters.as_str().chars().any(char::is_alphabetic)
}

/// Several promises in one cell of names: "1) โครงการ… 2) โครงการ…".
pub fn names_several(name: &str) -> bool {
    let lines: Vec<&str> = name.split(['\n']).flat_map(|line| line.split("<br>")).map(str::trim).collect();
    let numbered = lines.iter().filter(|line| leading_number(line).is_some()).count();
    let Some((first, at)) = leading_number(name) else { return false };
    let next = first.parse::<u32>().ok().map(|number| (number + 1).to_string());
    let rest = thai::to_arabic(&name[at..]).into_owned();
    let goes_on = next.is_some_and(|next| {
        [format!("{next}) "), format!("{next})"), format!("{next}. ")].iter().any(|mark| {
            rest.match_indices(mark.as_str()).any(|(place, mark)| {
                let before = rest[..place].chars().next_back();
                before.is_none_or(char::is_whitespace) && begins_with_kind(rest[place + mark.len()..].trim_start())
            })
        })
    });
    numbered >= 2 || goes_on
}

/// Kinds of promise that a name begins with: such a row is an item whatever it lacks.
pub fn begins_with_kind(text: &str) -> bool {
    let text = text.trim_start_matches(['“', '"', ' ']);
    ["โครงการ", "กิจกรรม", "มาตรการ", "แนวปฏิบัติ", "มาตรา", "การ"].iter().any(|kind| text.starts_with(kind))
}

/// "ส่วนที่ ๒", "ยุทธศาสตร์ที่ 1", "ด้านที่ ๓": parts of a form that are no promise.
pub fn is_part(text: &str) -> bool {
    let folded = heads::fold(text);
    if is_numbered_part(text) {
        return true;
    }
    ["ส่วนที่", "ยุทธศาสตร์", "ด้านที่", "หมวดที่", "แผนงาน", "กลยุทธ์", "ปีงบประมาณ", "ประจำปี", "งบประมาณปี"]
        .iter()
        .any(|word| folded.starts_with(word))
}

/// The same with its number: whatever sums stand beside it, it is no promise.
pub fn is_numbered_part(text: &str) -> bool {
    let folded = heads::fold(text);
    [
        "ส่วนที่",
        "ยุทธศาสตร์ที่",
        "ด้านที่",
        "หมวดที่",
        "กลยุทธ์ที่",
        "แผนงานที่",
        "แนวทางที่",
        "เป้าประสงค์ที่",
        "กลุ่มที่",
        "ประเด็นยุทธศาสตร์ที่",
        "ประเด็นการพัฒนาที่",
    ]
    .iter()
    .filter_map(|word| folded.strip_prefix(word))
    .any(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()))
}

/// `๑) โครงการ…` → ("1", "โครงการ…"): a number in front of a name, and the name.
pub fn leading_number(text: &str) -> Option<(String, usize)> {
    let start = text.len() - text.trim_start().len();
    let body = &text[start..];
    let opens = body.starts_with('(');
    let mut number = String::new();
    let mut end = usize::from(opens);
    for letter in body[end..].chars() {
        let plain = if thai::digits::is_thai_digit(letter) {
            thai::to_arabic(letter.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(letter)
        } else {
            letter
        };
        if plain.is_ascii_digit() || (plain == '.' && !number.is_empty()) {
            number.push(plain);
            end += letter.len_utf8();
        } else {
            break;
        }
    }
    let after = body[end..].chars().next()?;
    let dotted = number.ends_with('.');
    let number_text = number.trim_end_matches('.').to_owned();
    if number_text.is_empty() || number_text.len() > 6 {
        return None;
    }
    let ends_well = after == ')' || (!opens && (dotted || after == ' '));
    if !ends_well {
        return None;
    }
    let skip = if after == ')' { end + 1 } else { end };
    let rest = &body[skip..];
    let name = rest.trim_start_matches(['.', ' ', '\u{a0}', '\n']);
    // "๒) 5 ส เพื่อหน่วยงานโปร่งใส": behind a bracket a name may begin with a number of its own.
    let is_thai = name.starts_with(|letter: char| {
        ('\u{e01}'..='\u{e4e}').contains(&letter)
            || matches!(letter, '“' | '"')
            || (after == ')' && (letter.is_ascii_digit() || thai::digits::is_thai_digit(letter)))
    });
    // "5 ส", "60 ปี": a bare number is part of the name unless a kind follows.
    let sure = after == ')' || (dotted && number_text.len() <= 3) || begins_with_kind(name);
    (is_thai && sure && name.chars().count() > 3).then(|| (number_text, start + skip + (rest.len() - name.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_of_every_wording() {
        for text in [
            "รวม",
            "รวมเงิน",
            "รวมมิติที่ ๑",
            "รวมทั้งสิ้น (บาท)",
            "ผลรวม",
            "รวม ๔ มิติ",
            "Total",
            "รวม ๒๖ โครงการ",
            "ยอดรวมทั้งสิ้น",
            "รวมงบประมาณ",
            "รวมเป็นเงินทั้งสิ้น",
            "**รวม**",
            "รวม 26 โครงการ/กิจกรรม",
            "รวมภารกิจที่ ๑.๑",
            "Grand Total",
            "รวมงบประมาณทั้งสิ้น",
        ] {
            assert_eq!(total_word(text, Standards::embedded()), TotalWord::Bare, "{text}");
        }
        assert_eq!(total_word("รวมพลังต่อต้านการทุจริต", Standards::embedded()), TotalWord::Begins);
        assert_eq!(total_word("โครงการรวมใจ", Standards::embedded()), TotalWord::No);
    }

    #[test]
    fn titles_name_dimension_mission_year_and_round() {
        let named = Named::of("มิติที่ ๑ การสร้างวัฒนธรรมสุจริต");
        assert_eq!((named.dimension, named.mission.as_deref()), (Some(1), None));
        let named = Named::of("ภารกิจตามมิติที่ ๒.๒.๓ มาตรการ");
        assert_eq!((named.dimension, named.mission.as_deref()), (Some(2), Some("2.2.3")));
        assert_eq!(Named::of("๑.๑ การสร้างจิตสำนึก").mission.as_deref(), Some("1.1"));
        assert_eq!(Named::of("รายงานผล รอบ ๑๒ เดือน ปีงบประมาณ พ.ศ. ๒๕๖๙").round, Some(12));
        assert_eq!(Named::of("รายงานผล รอบ ๑๒ เดือน ปีงบประมาณ พ.ศ. ๒๕๖๙").year, Some(2569));
        assert_eq!(Named::of("แผน พ.ศ. 2561 - 2564").year, None);
        assert_eq!(Named::of("ณ วันที่ 30 กันยายน 2569").year, None);
        assert_eq!(Named::of("มิติที่ 1 และมิติที่ 2").dimension, None);
    }

    #[test]
    fn numbers_in_front_of_names() {
        let name = |text: &'static str| leading_number(text).map(|(number, at)| (number, &text[at..]));
        assert_eq!(name("๑) โครงการอบรม"), Some(("1".to_owned(), "โครงการอบรม")));
        assert_eq!(name("(2) มาตรการลด"), Some(("2".to_owned(), "มาตรการลด")));
        assert_eq!(name("3. กิจกรรมวัน"), Some(("3".to_owned(), "กิจกรรมวัน")));
        assert_eq!(name("1.1 โครงการอบรม"), Some(("1.1".to_owned(), "โครงการอบรม")));
        assert_eq!(name("5 ส เพื่อความสะอาด"), None);
        assert_eq!(name("2569 ปีแห่งความโปร่งใส"), None);
    }
}
