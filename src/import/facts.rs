//! What the words around the tables say: authority and place, fiscal year, round, period, day, reporter, contacts.
//! Reads only; where two readings stand against each other it says so instead of choosing in silence.

use super::agency_facts::{self, AgencyFacts};
use super::grid::one_line;
use super::paper::{Block, Note, SourcePaper, SourcePlace};
use crate::thai::{self, Round, find_dates, to_arabic};

/// A line of the source that is no table.
#[derive(Clone, Debug)]
pub struct PaperLine {
    pub text: String,
    pub place: SourcePlace,
    /// Its number among the blocks of the paper.
    pub block: usize,
}

#[derive(Clone, Debug, Default)]
pub struct PaperFacts {
    pub agency: Option<AgencyFacts>,
    pub fiscal_year: Option<u16>,
    pub round: Option<Round>,
    pub plan_years: Option<(u16, u16)>,
    /// As printed; a day that does not exist stays as it is.
    pub period: Option<(String, String)>,
    pub as_of: Option<String>,
    pub approved: Option<String>,
    pub submitted: Option<String>,
    pub reporter: Option<(String, Option<String>)>,
    pub is_report: bool,
    /// Of the measures that further integrity, not of the plan.
    pub is_of_measures: bool,
    pub title: Option<String>,
    /// Blocks whose words went into the front matter.
    pub used: Vec<usize>,
    pub doubts: Vec<Note>,
}

pub fn lines_of(paper: &SourcePaper) -> Vec<PaperLine> {
    let mut lines = Vec::new();
    for (block, it) in paper.blocks.iter().enumerate() {
        match it {
            Block::Text(paragraph) => {
                for text in paragraph.text.lines() {
                    lines.push(PaperLine { text: one_line(text), place: paragraph.place, block });
                }
            }
            Block::Table(table) => {
                // A sheet's titles stand in its first rows.
                for row in table.rows.iter().take(4).filter(|row| row.filled() == 1) {
                    let text: Vec<&str> =
                        row.cells.iter().map(|cell| cell.text.trim()).filter(|text| !text.is_empty()).collect();
                    lines.push(PaperLine { text: one_line(&text.join(" ")), place: row.place, block });
                }
                if let Some(caption) = &table.caption {
                    lines.push(PaperLine { text: one_line(caption), place: table.place, block });
                }
            }
        }
    }
    lines
}

pub fn read(lines: &[PaperLine], file_name: &str) -> PaperFacts {
    let mut facts = PaperFacts::default();
    // The cover: what stands before the first long paragraph.
    let cover = lines.iter().take(40).position(|line| line.text.chars().count() > 200).unwrap_or(lines.len().min(40));
    let cover = &lines[..cover];
    let head: String = cover.iter().take(12).map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
    let all = || lines.iter().map(|line| line.text.as_str());
    facts.is_report = says_report(&head) || (!head.contains("แผนปฏิบัติการ") && all().any(says_report));
    let titles: &[&str] = if facts.is_report { &REPORT_TITLES } else { &TITLES };
    let more = &lines[..lines.len().min(400)];
    facts.title = title_of(cover, titles).or_else(|| title_of(more, titles)).or_else(|| title_of(more, &TITLES));
    facts.is_of_measures = facts.title.as_deref().is_some_and(|title| {
        title.contains("มาตรการ") && title.contains("ส่งเสริมคุณธรรม") && !title.contains("แผนปฏิบัติการ")
    });
    facts.agency = agency_facts::agency_of(lines, cover, &mut facts.doubts);
    facts.fiscal_year = cover
        .iter()
        .map(|line| line.text.as_str())
        .chain(all())
        .find_map(fiscal_year_in)
        .or_else(|| fiscal_year_in(file_name));
    facts.plan_years = all().filter(|text| text.contains("แผน")).find_map(years_in);
    facts.round = round_of(&head)
        .or_else(|| round_by_months(&head))
        .or_else(|| round_of_all(lines))
        .or_else(|| round_of(file_name));
    facts.period = all().filter(|text| text.chars().count() < 300).find_map(period_in);
    for line in lines {
        let text = line.text.as_str();
        if facts.as_of.is_none()
            && let Some(at) = text.find("ข้อมูล ณ วันที่").or_else(|| text.find("ข้อมูล ณ วัน"))
        {
            facts.as_of = first_date(&text[at..]);
            if facts.as_of.is_some() && text.chars().count() < 60 {
                facts.used.push(line.block);
            }
        }
        if facts.approved.is_none()
            && let Some(at) = text.find("ประกาศใช้แผน")
            && let Some(when) = text[at..].find("เมื่อวันที่")
        {
            facts.approved = first_date(&text[at + when..]);
        }
    }
    read_reporter(lines, &mut facts);
    complete_title(&mut facts);
    facts
}

/// A title on a cover leaves its year and round to the lines beneath; in a list of documents it needs them.
fn complete_title(facts: &mut PaperFacts) {
    let Some(title) = &mut facts.title else { return };
    if !facts.is_report {
        return;
    }
    let says_year = facts.fiscal_year.is_none_or(|year| to_arabic(title).contains(&year.to_string()));
    if let Some(year) = facts.fiscal_year.filter(|_| !says_year) {
        title.push_str(&format!(" ประจำปีงบประมาณ พ.ศ. {year}"));
    }
    if let Some(round) = facts.round.filter(|_| !title.contains("รอบ")) {
        title.push_str(if round == Round::SixMonths {
            " รอบ 6 เดือน"
        } else {
            " รอบ 12 เดือน"
        });
    }
}

fn says_report(text: &str) -> bool {
    ["รายงานผล", "รายงานการติดตาม", "รายงานความก้าวหน้า", "แบบรายงาน", "รายงานการกำกับ", "รายงานความคืบหน้า"]
        .iter()
        .any(|word| text.contains(word))
}

const TITLES: [&str; 8] = [
    "รายงานผล",
    "แผนปฏิบัติการ",
    "รายงานการติดตาม",
    "รายงานการกำกับ",
    "มาตรการส่งเสริม",
    "สรุปผล",
    "แบบรายงาน",
    "สรุปแบบรายงาน",
];

const REPORT_TITLES: [&str; 7] =
    ["รายงานผล", "รายงานการติดตาม", "รายงานการกำกับ", "แบบรายงาน", "สรุปแบบรายงาน", "สรุปผล", "รายงานความ"];

/// The first line that begins like a title, with the lines beneath that go on.
fn title_of(cover: &[PaperLine], titles: &[&str]) -> Option<String> {
    let at = cover.iter().position(|line| titles.iter().any(|word| line.text.starts_with(word)))?;
    let mut title = cover[at].text.clone();
    for line in cover.iter().skip(at + 1).take(4) {
        let text = line.text.as_str();
        let goes_on = ["เพื่อ", "ป้องกัน", "ประจำปี", "ปีงบประมาณ", "พ.ศ.", "รอบ", "ภายใน", "การนำ", "แผน"]
            .iter()
            .any(|word| text.starts_with(word));
        if !goes_on || text.chars().count() > 120 {
            break;
        }
        title.push(' ');
        title.push_str(text);
    }
    Some(title).filter(|title| title.chars().count() < 300)
}

/// The year behind "ปีงบประมาณ" or "ประจำปี".
pub fn fiscal_year_in(text: &str) -> Option<u16> {
    let text = to_arabic(text);
    for word in ["ปีงบประมาณ", "ประจำปี"] {
        let mut rest: &str = &text;
        while let Some(at) = rest.find(word) {
            rest = &rest[at + word.len()..];
            let after: String = rest.chars().take(14).collect();
            if let Some(year) = year_in(&after) {
                // "ปีงบประมาณ พ.ศ. 2566 - 2570" speaks of a plan of several years.
                return Some(year);
            }
        }
    }
    None
}

fn year_in(text: &str) -> Option<u16> {
    let at = text.find(|letter: char| letter.is_ascii_digit())?;
    let digits: String = text[at..].chars().take_while(char::is_ascii_digit).collect();
    let year = digits.parse::<u16>().ok()?;
    let before = &text[..at];
    let is_lead = before
        .chars()
        .all(|letter| !letter.is_alphabetic() || "พศปี".contains(letter) || thai::segment::is_mark(letter));
    (is_lead && (2540..=2650).contains(&year)).then_some(year)
}

/// "พ.ศ. ๒๕๖๖ - ๒๕๗๐", anywhere in the line.
pub fn years_in(text: &str) -> Option<(u16, u16)> {
    let text = to_arabic(text).replace(['–', '—'], "-").replace("ถึง", "-").replace("พ.ศ.", "");
    let squeezed: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let bytes = squeezed.as_bytes();
    for (at, _) in bytes.iter().enumerate().filter(|(at, byte)| **byte == b'-' && *at >= 4) {
        let year =
            |from: usize| squeezed.get(from..from + 4)?.parse::<u16>().ok().filter(|it| (2540..=2650).contains(it));
        if let (Some(first), Some(last)) = (year(at - 4), year(at + 1))
            && first < last
            && last - first < 20
        {
            return Some((first, last));
        }
    }
    None
}

fn round_of(text: &str) -> Option<Round> {
    let text: String = to_arabic(text).chars().filter(|letter| !letter.is_whitespace()).collect();
    let six = ["รอบ6เดือน", "รอบระยะเวลา6เดือน", "6เดือนแรก", "6m"].iter().any(|word| text.contains(word));
    let twelve = ["รอบ12เดือน", "รอบระยะเวลา12เดือน", "12m"].iter().any(|word| text.contains(word));
    match (six, twelve) {
        (true, false) => Some(Round::SixMonths),
        (false, true) => Some(Round::TwelveMonths),
        _ => None,
    }
}

fn round_by_months(text: &str) -> Option<Round> {
    let at = text.find("ตุลาคม")?;
    let rest = &text[at..];
    if rest.contains("กันยายน") {
        Some(Round::TwelveMonths)
    } else if rest.contains("มีนาคม") {
        Some(Round::SixMonths)
    } else {
        None
    }
}

/// Lines that name one round alone, counted.
fn round_of_all(lines: &[PaperLine]) -> Option<Round> {
    let (mut six, mut twelve) = (0, 0);
    for line in lines {
        match round_of(&line.text) {
            Some(Round::SixMonths) => six += 1,
            Some(Round::TwelveMonths) => twelve += 1,
            None => {}
        }
    }
    match six.cmp(&twelve) {
        std::cmp::Ordering::Greater => Some(Round::SixMonths),
        std::cmp::Ordering::Less => Some(Round::TwelveMonths),
        std::cmp::Ordering::Equal => None,
    }
}

pub fn first_date(text: &str) -> Option<String> {
    find_dates(text).into_iter().next().map(|(range, _)| one_line(&text[range]))
}

/// Two dates with a dash between them, as printed.
fn period_in(text: &str) -> Option<(String, String)> {
    let dates = find_dates(text);
    dates.windows(2).find_map(|pair| {
        let between = text.get(pair[0].0.end..pair[1].0.start)?.trim();
        matches!(between, "-" | "–" | "—" | "ถึง" | "ถึงวันที่" | "- วันที่")
            .then(|| (one_line(&text[pair[0].0.clone()]), one_line(&text[pair[1].0.clone()])))
    })
}

const HONORIFICS: [&str; 12] =
    ["นางสาว", "นาง", "นาย", "น.ส.", "ว่าที่ร้อยตรี", "ว่าที่ร.ต.", "ว่าที่ ร.ต.", "พ.ต.", "ร.ต.", "ดร.", "สิบเอก", "จ.ส.อ."];

/// A person's name with its title, at the start of the text: two words, or the title and two words.
pub fn person_in(text: &str) -> Option<String> {
    // นายก อบต. is an office; นายกฤษณ์ is a person.
    let is_office = |at: usize| {
        ["นายกองค์", "นายกเทศ", "นายก อบ", "นายกอบ", "นายก "].iter().any(|office| text[at..].starts_with(office))
    };
    let at = HONORIFICS
        .iter()
        .flat_map(|word| text.match_indices(word))
        .map(|(at, _)| at)
        .filter(|at| !is_office(*at))
        .min()?;
    let mut words = text[at..].split_whitespace();
    let first = words.next()?;
    let needs_name = HONORIFICS.contains(&first);
    let mut name = first.to_owned();
    for _ in 0..(1 + usize::from(needs_name)) {
        let word = words.next()?.trim_end_matches([')', ',', '.']);
        if word.starts_with("ตำแหน่ง") {
            break;
        }
        name.push(' ');
        name.push_str(word);
    }
    Some(name)
}

fn read_reporter(lines: &[PaperLine], facts: &mut PaperFacts) {
    for (at, line) in lines.iter().enumerate() {
        let Some(found) = line.text.find("ผู้รายงาน") else { continue };
        let Some(name) = person_in(&line.text[found..]) else { continue };
        let near = || lines.iter().skip(at).take(5);
        let position = near().find_map(|line| {
            let at = line.text.find("ตำแหน่ง")?;
            let rest = line.text[at + "ตำแหน่ง".len()..].trim_start_matches([' ', ':', '.']);
            Some(one_line(rest)).filter(|rest| !rest.is_empty())
        });
        let position = position.map(|words| cut_at(&words, &["โทร", "E-mail", "วันที่"]));
        facts.submitted = near().find_map(|line| line.text.find("วันที่").and_then(|at| first_date(&line.text[at..])));
        facts.reporter = Some((name, position));
        facts.used.push(line.block);
        return;
    }
}

pub fn cut_at(text: &str, words: &[&str]) -> String {
    let end = words.iter().filter_map(|word| text.find(word)).min().unwrap_or(text.len());
    text[..end].trim().to_owned()
}
