//! `also_written` holds spellings of an authority's own name: what is another place's name, or a form's unfilled choice,
//! is told and not used, so that it silences nothing.

use crate::finding::{Finding, Findings, code};
use crate::source::meta::AgencyMeta;
use crate::standards::heads;

/// What stands before the place in an authority's name, in full and in short.
const BEFORE_PLACE: [&str; 11] = ["ตำบล", "อบต.", "อบต", "เมือง", "นคร", "จังหวัด", "อบจ.", "อบจ", "ทต.", "ทม.", "เทศบาล"];

pub fn keep_own(meta: &mut AgencyMeta, findings: &mut Findings) {
    let places = places(meta);
    let name = meta.name.value.clone();
    meta.also_written.retain(|spelling| {
        let is_own = is_of_own_name(&spelling.value, &places);
        if !is_own {
            findings.push(
                Finding::of(
                    code::M043,
                    spelling.span,
                    format!("`{}` ไม่ใช่แบบสะกดของชื่อ `{name}` จึงไม่ใช้", spelling.value),
                )
                .english("not a spelling of the own name")
                .help("ลบออกจาก `also_written` ซึ่งรับเฉพาะชื่อของตนเองที่พิมพ์ต่างไปไม่เกินหนึ่งตัวอักษร เช่น `อบต. นากอก` หรือ `องค์กรบริหารส่วนตำบลนากอก`"),
            );
        }
        is_own
    });
}

/// The bare names of the place that the authority is called after.
fn places(meta: &AgencyMeta) -> Vec<String> {
    let name = closed_up(&meta.name.value);
    let after = BEFORE_PLACE.iter().filter_map(|word| name.rsplit_once(word)).map(|(_, place)| place.to_owned());
    let tambon = meta.tambon.as_ref().map(|tambon| closed_up(&tambon.value));
    let mut places: Vec<String> = after.chain(tambon).filter(|place| place.chars().count() > 1).collect();
    places.sort();
    places.dedup();
    places
}

fn closed_up(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// Whether the place at its end is the own one but for a letter, after nothing or after a word for an authority.
fn is_of_own_name(spelling: &str, places: &[String]) -> bool {
    let spelling = closed_up(spelling);
    if spelling.contains(['/', '(', '…']) || spelling.contains("ระบุ") {
        return false;
    }
    let letters: Vec<char> = spelling.chars().collect();
    let is_place = |place: &String| {
        let length = place.chars().count();
        (length.saturating_sub(1)..=length + 1).filter(|tail| *tail > 0 && *tail <= letters.len()).any(|tail| {
            let (before, tail) = letters.split_at(letters.len() - tail);
            let before: String = before.iter().collect();
            let stands = before.is_empty() || BEFORE_PLACE.iter().any(|word| before.ends_with(word));
            stands && heads::distance(&tail.iter().collect::<String>(), place, 1).is_some()
        })
    };
    places.is_empty() || places.iter().any(is_place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_own_name_is_a_spelling() {
        let own = |spelling: &str, place: &str| is_of_own_name(spelling, &[place.to_owned()]);
        for spelling in ["องค์กรบริหารส่วนตำบลเมืองน้อย", "สำนักงานองค์การบริหารส่วนตำบลเมืองน้อย", "อบต. เมืองน้อย"]
        {
            assert!(own(spelling, "เมืองน้อย"), "{spelling}");
        }
        assert!(own("นาออก", "นากอก"));
        for spelling in ["องค์การบริหารส่วนตำบลพิบูล", "องค์การบริหารส่วนตำบลพิกุล", "องค์การบริหารส่วนตำบลดงพิปูน"]
        {
            assert!(!own(spelling, "พิปูน"), "{spelling}");
        }
        assert!(!own("สำนักงานเทศบาล/องค์การบริหารส่วนตำบลเมืองน้อย", "เมืองน้อย"));
    }
}
