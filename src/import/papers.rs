//! Announcements, orders and committees that stand inside a longer document: their number, subject, day, signatory, members.
//! Reads lines; writes nothing.

use super::facts::{self, PaperLine, cut_at};
use super::grid::one_line;
use super::numbering;
use crate::standards::Standards;
use crate::thai::to_arabic;

#[derive(Clone, Debug, Default)]
pub struct Announcement {
    pub title: String,
    pub office: Option<String>,
    pub number: Option<String>,
    pub date: Option<String>,
    pub signatory: Option<(String, Option<String>)>,
    /// Lines of its text, first to last.
    pub lines: Vec<usize>,
    pub is_order: bool,
}

#[derive(Clone, Debug, Default)]
pub struct CommitteeDraft {
    pub title: String,
    pub order_number: Option<String>,
    pub order_date: Option<String>,
    pub members: Vec<MemberDraft>,
    pub duties: Vec<String>,
    pub lines: Vec<usize>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberDraft {
    pub name: Option<String>,
    pub position: Option<String>,
    pub role: Option<String>,
}

const OFFICES: [&str; 4] = ["องค์การบริหารส่วน", "เทศบาล", "อบต", "อบจ"];

/// Texts that begin with "ประกาศองค์การ…" or "คำสั่งองค์การ…" and name a subject.
pub fn announcements(lines: &[PaperLine]) -> Vec<Announcement> {
    let mut found: Vec<Announcement> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let text = lines[at].text.as_str();
        let word = ["ประกาศ", "คำสั่ง"].into_iter().find(|word| {
            text.strip_prefix(*word)
                .is_some_and(|rest| OFFICES.iter().any(|office| rest.trim_start().starts_with(office)))
        });
        let (Some(word), true) = (word, text.chars().count() < 260) else {
            at += 1;
            continue;
        };
        let (paper, end) = announcement(lines, at, word);
        if let Some(paper) = paper {
            found.push(paper);
        }
        at = end.max(at + 1);
    }
    found
}

fn announcement(lines: &[PaperLine], start: usize, word: &str) -> (Option<Announcement>, usize) {
    let head = &lines[start].text;
    let mut paper = Announcement { is_order: word == "คำสั่ง", ..Announcement::default() };
    let (office, rest) = head[word.len()..].split_once("เรื่อง").unwrap_or((&head[word.len()..], ""));
    paper.office = Some(one_line(&cut_at(office, &["ที่ ", "ลงวันที่"]))).filter(|it| !it.is_empty());
    paper.number = number_in(office);
    let mut subject = one_line(rest);
    let mut at = start + 1;
    let mut in_subject = !subject.is_empty();
    while at < lines.len() && at < start + 12 {
        let text = lines[at].text.as_str();
        if let Some(rest) = text.strip_prefix("เรื่อง").filter(|_| subject.is_empty()) {
            subject = one_line(rest);
            in_subject = true;
        } else if paper.number.is_none() && text.starts_with("ที่") && text.contains('/') {
            paper.number = number_in(text);
        } else if in_subject && is_subject_rest(text) {
            subject.push(' ');
            subject.push_str(text);
        } else if in_subject {
            break;
        }
        at += 1;
    }
    if subject.is_empty() {
        return (None, start + 1);
    }
    paper.title = subject;
    // The text goes on to the day and the signature; without these only the head is sure.
    let close = (at..lines.len().min(at + 60)).find(|at| {
        let text = lines[*at].text.as_str();
        (text.starts_with("ประกาศ ณ") || text.starts_with("สั่ง ณ")) && facts::first_date(text).is_some()
    });
    let Some(close) = close else {
        paper.lines = (start..at).collect();
        return (Some(paper), at);
    };
    paper.date = facts::first_date(&lines[close].text);
    let mut end = close + 1;
    for (step, line) in lines.iter().enumerate().skip(close + 1).take(8) {
        let text = line.text.trim_matches(['(', ')', ' ', '.']);
        if paper.signatory.is_none() {
            if let Some(name) = facts::person_in(text).filter(|_| line.text.contains('(') || text.chars().count() < 50)
            {
                paper.signatory = Some((name, None));
                end = step + 1;
            }
        } else if let Some((_, position)) = &mut paper.signatory {
            if text.starts_with("นายก")
                || text.starts_with("ปลัด")
                || text.starts_with("รองนายก")
                || text.contains("ปฏิบัติ")
            {
                *position = Some(one_line(text));
                end = step + 1;
            }
            break;
        }
    }
    paper.lines = (start..end).collect();
    (Some(paper), end)
}

/// A subject goes on in short lines that continue its sentence.
fn is_subject_rest(text: &str) -> bool {
    text.chars().count() < 130
        && ["ประจำปี", "ปีงบประมาณ", "พ.ศ.", "(รอบ", "รอบ", "แผน", "(พ.ศ.", "เพื่อ", "ของ", "ภายใน", "และ"]
            .iter()
            .any(|word| text.starts_with(word))
}

/// `75/2560` of "ที่ 75 /2560".
pub fn number_in(text: &str) -> Option<String> {
    let plain: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let at = plain.find("ที่")?;
    let rest = &plain[at + "ที่".len()..];
    let end = rest.find(|letter: char| !(crate::thai::digits::is_digit(letter) || letter == '/')).unwrap_or(rest.len());
    let number = to_arabic(&rest[..end]).into_owned();
    let (left, right) = number.split_once('/')?;
    (!left.is_empty() && right.len() == 4).then_some(number)
}

/// A list of people under "แต่งตั้งคณะ… ประกอบด้วย".
pub fn committee(lines: &[PaperLine], standards: &Standards) -> Option<CommitteeDraft> {
    let start =
        lines.iter().position(|line| line.text.contains("แต่งตั้งคณะ") && line.text.trim_end().ends_with("ประกอบด้วย"))?;
    let text = &lines[start].text;
    let at = text.find("แต่งตั้งคณะ")?;
    let title = cut_at(&text[at + "แต่งตั้ง".len()..], &["ตามคำสั่ง", "ประกอบด้วย", "ลงวันที่"]);
    let mut committee = CommitteeDraft { title, lines: vec![start], ..CommitteeDraft::default() };
    if let Some(order) = text.find("คำสั่ง") {
        committee.order_number = number_in(&text[order..]);
        committee.order_date = facts::first_date(&text[order..]);
    }
    let mut current: Vec<String> = Vec::new();
    let mut end = start + 1;
    let mut in_duties = false;
    let mut expected = 1;
    for (at, line) in lines.iter().enumerate().skip(start + 1).take(200) {
        if line.text.contains("มีหน้าที่") && line.text.chars().count() < 80 {
            in_duties = true;
            end = at + 1;
            expected = 1;
            continue;
        }
        let numbered = numbering::leading(&line.text);
        let number = numbered.as_ref().and_then(|it| it.bracket.or_else(|| it.parts.first().copied()));
        if in_duties {
            match (number, numbered) {
                (Some(number), Some(numbered)) if number == expected => {
                    committee.duties.push(numbered.rest);
                    expected += 1;
                }
                // Words that a line end broke: short, or the first line stopped at the margin.
                (None, _) if !committee.duties.is_empty() && line.text.chars().count() < 40 => {
                    if let Some(duty) = committee.duties.last_mut() {
                        duty.push_str(&line.text);
                    }
                }
                _ => break,
            }
            end = at + 1;
            continue;
        }
        match (number, numbered) {
            (Some(number), Some(numbered)) if number == expected => {
                push_member(&mut committee, &mut current, standards);
                current.push(numbered.rest);
                expected += 1;
            }
            (None, _) if !current.is_empty() && line.text.chars().count() < 120 => current.push(line.text.clone()),
            _ => break,
        }
        end = at + 1;
    }
    push_member(&mut committee, &mut current, standards);
    committee.lines = (start..end).collect();
    (committee.members.len() >= 2).then_some(committee)
}

/// Name, position and role of one member, from the words of its lines.
fn push_member(committee: &mut CommitteeDraft, words: &mut Vec<String>, standards: &Standards) {
    if words.is_empty() {
        return;
    }
    let whole = one_line(&words.join(" "));
    words.clear();
    let name = facts::person_in(&whole).filter(|name| whole.starts_with(name.as_str()));
    let rest = name.as_deref().map_or(whole.as_str(), |name| whole[name.len()..].trim());
    let (position, role) = split_role(rest, standards);
    committee.members.push(MemberDraft {
        name,
        position: Some(position).filter(|it| !it.is_empty()),
        role: Some(role).filter(|it| !it.is_empty()),
    });
}

/// The longest known role at the end of the words.
fn split_role(text: &str, standards: &Standards) -> (String, String) {
    let mut best: Option<usize> = None;
    for entry in standards.committee_roles.iter() {
        for word in std::iter::once(&entry.title).chain(&entry.also) {
            if text.ends_with(word.as_str()) {
                let at = text.len() - word.len();
                best = Some(best.map_or(at, |known| known.min(at)));
            }
        }
    }
    match best {
        Some(at) => (text[..at].trim().to_owned(), text[at..].trim().to_owned()),
        None => (text.to_owned(), String::new()),
    }
}
