//! Which authority a paper is of, where it is and how it is reached, as the words around the tables say.

use std::collections::BTreeMap;

use super::facts::PaperLine;
use super::grid::one_line;
use super::paper::Note;
use crate::standards::gazetteer;
use crate::thai;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgencyFacts {
    pub name: String,
    pub kind: &'static str,
    pub tambon: Option<String>,
    pub amphoe: Option<String>,
    pub province: Option<String>,
    pub postcode: Option<String>,
    pub also_written: Vec<String>,
    pub address: Option<String>,
    pub phone: Option<String>,
    pub fax: Option<String>,
    pub email: Option<String>,
    pub website: Option<String>,
    pub facebook: Option<String>,
}

const ORGANS: [(&str, &str); 6] = [
    ("องค์การบริหารส่วนตำบล", "sao"),
    ("องค์การบริหารส่วนจังหวัด", "pao"),
    ("เทศบาลตำบล", "municipality"),
    ("เทศบาลเมือง", "municipality"),
    ("เทศบาลนคร", "municipality"),
    ("อบต.", "sao"),
];

/// Words that follow a name without a space in running text.
const AFTER_NAME: [&str; 16] =
    ["ได้", "จึง", "ใน", "มี", "เป็น", "และ", "ที่", "เรื่อง", "ประจำ", "อำเภอ", "จังหวัด", "ต่อ", "โดย", "ของ", "พ.ศ", "ซึ่ง"];

fn name_after(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let end = text.find(|letter: char| letter.is_whitespace() || "()\"”“/,.;:".contains(letter)).unwrap_or(text.len());
    let name = &text[..end];
    let end = AFTER_NAME.iter().filter_map(|word| name.find(word)).filter(|at| *at > 6).min().unwrap_or(name.len());
    let name = &name[..end];
    (2..=40).contains(&name.chars().count()).then_some(name)
}

pub(super) fn agency_of(lines: &[PaperLine], cover: &[PaperLine], doubts: &mut Vec<Note>) -> Option<AgencyFacts> {
    let vote = |text: &PaperLine, weight: usize, votes: &mut BTreeMap<(&str, &str, String), usize>| {
        for (organ, kind) in ORGANS {
            for (at, _) in text.text.match_indices(organ) {
                if let Some(name) = name_after(&text.text[at + organ.len()..]) {
                    *votes.entry((organ, kind, name.to_owned())).or_default() += weight;
                }
            }
        }
    };
    let mut owned: BTreeMap<(&str, &str, String), usize> = BTreeMap::new();
    cover.iter().for_each(|line| vote(line, 5, &mut owned));
    lines.iter().for_each(|line| vote(line, 1, &mut owned));
    let (place_amphoe, place_province) = place_of(cover).or_else(|| place_of(lines)).unwrap_or_default();
    let is_known = |name: &str| {
        place_amphoe
            .as_deref()
            .zip(place_province.as_deref())
            .is_some_and(|(amphoe, province)| gazetteer::tambon(province, amphoe, name).is_some())
    };
    let best = owned
        .iter()
        .filter(|((organ, ..), _)| *organ != "อบต.")
        .max_by_key(|((_, _, name), count)| **count + usize::from(is_known(name)) * 3)
        .or_else(|| owned.iter().max_by_key(|(_, count)| **count))?;
    let ((organ, kind, printed), _) = best;
    let organ =
        if *organ == "อบต." { "องค์การบริหารส่วนตำบล" } else { organ };
    let mut agency = AgencyFacts { kind, amphoe: place_amphoe, province: place_province, ..AgencyFacts::default() };
    let mut name = printed.clone();
    // A scan's slip: the gazetteer knows a name one letter away, and the document itself prints that one too.
    if let (Some(amphoe), Some(province)) = (&agency.amphoe, &agency.province)
        && *kind != "pao"
        && gazetteer::tambon(province, amphoe, printed).is_none()
        && let Some(near) = gazetteer::amphoe(province, amphoe).and_then(|it| gazetteer::nearest_tambon(it, printed))
    {
        let right = near.name().to_owned();
        let is_printed = lines.iter().any(|line| line.text.contains(&format!("ตำบล{right}")));
        let place = cover.first().map(|line| line.place).unwrap_or_default();
        if is_printed {
            doubts.push(Note::new(
                place,
                format!("ชื่อตำบลพิมพ์ทั้ง `{printed}` และ `{right}` ใช้ชื่อตามทำเนียบตำบลคือ `{right}`"),
                "",
            ));
            agency.also_written = vec![printed.clone(), format!("{organ}{printed}")];
            name = right;
        } else {
            doubts.push(Note::new(
                place,
                format!("ไม่พบตำบล `{printed}` ในอำเภอ{amphoe} ใกล้ที่สุดคือ `{right}` โปรดตรวจชื่อหน่วยงาน"),
                "",
            ));
        }
    }
    if *kind != "pao" {
        agency.tambon = Some(name.clone());
        agency.postcode = postcode_in(lines, &agency);
    }
    agency.name = format!("{organ}{name}");
    variants(lines, &name, &mut agency);
    contacts(lines, printed, &mut agency);
    Some(agency)
}

/// "อำเภอX จังหวัดY" side by side.
fn place_of(lines: &[PaperLine]) -> Option<(Option<String>, Option<String>)> {
    for (at, line) in lines.iter().enumerate() {
        let Some(found) = line.text.find("อำเภอ") else { continue };
        let Some(amphoe) = name_after(&line.text[found + "อำเภอ".len()..]) else { continue };
        let rest = &line.text[found..];
        let next = lines.get(at + 1).map_or("", |line| line.text.as_str());
        let province = rest
            .find("จังหวัด")
            .and_then(|at| name_after(&rest[at + "จังหวัด".len()..]))
            .or_else(|| next.strip_prefix("จังหวัด").and_then(name_after));
        if let Some(province) = province {
            return Some((Some(amphoe.to_owned()), Some(province.to_owned())));
        }
    }
    None
}

/// Five digits behind the province.
fn postcode_in(lines: &[PaperLine], agency: &AgencyFacts) -> Option<String> {
    let province = agency.province.as_deref()?;
    lines.iter().take(60).find_map(|line| {
        let at = line.text.find(&format!("จังหวัด{province}"))?;
        let rest = line.text[at + "จังหวัด".len() + province.len()..].trim_start();
        let digits: String = rest.chars().take_while(|letter| thai::digits::is_digit(*letter)).collect();
        (digits.chars().count() == 5).then_some(digits)
    })
}

/// Other spellings of the same authority: "องค์กรบริหารส่วนตำบล…".
fn variants(lines: &[PaperLine], name: &str, agency: &mut AgencyFacts) {
    const SLIPS: [&str; 5] =
        ["องค์กรบริหารส่วนตำบล", "องค์กรส่วนตำบล", "องค์กรบริการส่วนตำบล", "สำนักงานองค์การบริหารส่วนตำบล", "องค์การบริหารส่วนตําบล"];
    for slip in SLIPS {
        let written = format!("{slip}{name}");
        if lines.iter().any(|line| line.text.contains(&written)) {
            agency.also_written.push(written);
        }
    }
}

fn contacts(lines: &[PaperLine], printed: &str, agency: &mut AgencyFacts) {
    for (at, line) in lines.iter().enumerate() {
        let text = line.text.as_str();
        let is_cover = at < 40;
        if is_cover && agency.address.is_none() && text.starts_with("ที่ทำการ") {
            let more = lines.iter().skip(at + 1).take(3).map(|line| line.text.as_str());
            let more: Vec<&str> = more
                .take_while(|text| ["หมู่", "ตำบล", "จังหวัด", "เลขที่", "ถนน"].iter().any(|word| text.starts_with(word)))
                .collect();
            let address = format!("{text} {}", more.join(" "));
            agency.address = Some(one_line(&address.replace(printed, agency.tambon.as_deref().unwrap_or(printed))));
        }
        if agency.phone.is_none()
            && let Some(found) = text.find("โทร")
            && let Some(number) = phone_in(&text[found..])
        {
            let label: String = text[found..].chars().take_while(|letter| !thai::digits::is_digit(*letter)).collect();
            if label.contains("สาร") {
                agency.fax = Some(number.clone());
            }
            agency.phone = Some(number);
        }
        if agency.email.is_none() {
            agency.email = text
                .split_whitespace()
                .map(|word| word.trim_matches(|letter: char| "(),;:<>".contains(letter)))
                .find(|word| {
                    word.split_once('@')
                        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && word.is_ascii())
                })
                .map(str::to_owned);
        }
        if agency.website.is_none() && (is_cover || text.contains("เว็บไซต์") || text.to_lowercase().contains("www."))
        {
            agency.website = text
                .split_whitespace()
                .filter_map(|word| word.find("www.").or_else(|| word.find("http")).map(|at| &word[at..]))
                .map(|word| word.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric() && letter != '/'))
                .find(|word| word.is_ascii() && !word.contains("nacc.go.th") && word.len() > 8)
                .map(str::to_owned);
        }
        if is_cover
            && agency.facebook.is_none()
            && let Some(rest) = text.strip_prefix("Facebook").or_else(|| text.strip_prefix("facebook"))
        {
            agency.facebook = Some(rest.trim_start_matches([' ', ':']).to_owned()).filter(|it| !it.is_empty());
        }
    }
}

fn phone_in(text: &str) -> Option<String> {
    let start = text.find(thai::digits::is_digit)?;
    let number: String = text[start..]
        .chars()
        .take_while(|letter| thai::digits::is_digit(*letter) || matches!(letter, '-' | ' ' | '–'))
        .collect();
    let digits = number.chars().filter(|letter| thai::digits::is_digit(*letter)).count();
    let lead: String = text[..start].chars().collect();
    ((9..=10).contains(&digits) && lead.chars().count() < 24).then(|| number.trim().trim_end_matches('-').to_owned())
}
