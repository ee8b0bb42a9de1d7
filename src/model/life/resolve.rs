//! From the names that papers call each other by (a path or a number) to the papers themselves, both ways.
//! Cuts what cannot be: a paper that acts on itself, a circle of papers.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::{Finding, Findings, Severity, code};
use crate::model::agency::Agency;
use crate::model::life::{Act, PaperLink};
use crate::model::links;
use crate::source::meta::{Meta, PaperKind};
use crate::span::Spanned;
use crate::thai;

/// Papers by file and by number: built once, so that many links cost no more than many look-ups.
#[derive(Debug, Default)]
pub struct PaperIndex {
    by_path: BTreeMap<String, usize>,
    by_number: BTreeMap<String, Vec<usize>>,
}

/// `ที่ ๗๕/๒๕๖๐` → `75/2560`; a bare number takes the year of the paper's date.
pub fn number_key(number: &str, year_be: Option<i16>) -> String {
    let (_, number) = split_kind(number);
    let key: String = thai::to_arabic(number).split_whitespace().collect();
    match year_be {
        Some(year) if !key.contains('/') && !key.is_empty() => format!("{key}/{year}"),
        _ => key,
    }
}

/// Whether two ways of writing mean one number, as far as they say it.
pub fn is_same_number(left: &str, right: &str) -> bool {
    number_key(left, None) == number_key(right, None)
}

/// "คำสั่งที่ 75/2560" says which kind it means.
fn split_kind(name: &str) -> (Option<PaperKind>, &str) {
    let mut rest = name.trim();
    let mut kind = None;
    for (word, known) in [("คำสั่ง", PaperKind::Order), ("ประกาศ", PaperKind::Announcement)] {
        if let Some(after) = rest.strip_prefix(word) {
            kind = Some(known);
            rest = after.trim_start();
        }
    }
    for word in ["เลขที่", "ที่"] {
        rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
    }
    (kind, rest)
}

impl PaperIndex {
    pub fn new(agency: &Agency) -> Self {
        let mut index = Self::default();
        for (at, paper) in agency.papers.iter().enumerate() {
            index.by_path.insert(agency.document(paper.document).path.to_string(), at);
            if let Some(number) = &paper.number {
                let key = number_key(number, paper.date.map(thai::Date::year_be));
                let bare = number_key(number, None);
                index.by_number.entry(key.clone()).or_default().push(at);
                if bare != key {
                    index.by_number.entry(bare).or_default().push(at);
                }
            }
        }
        index
    }

    /// A paper by the path of its file relative to `folder`, or by its number; `like` decides among kinds that share one.
    pub fn find(&self, agency: &Agency, folder: &str, name: &str, like: Option<PaperKind>) -> Option<usize> {
        let (path, _) = name.split_once('#').unwrap_or((name, ""));
        if let Some(at) = links::join(folder, path).and_then(|path| self.by_path.get(&path)) {
            return Some(*at);
        }
        let (kind, _) = split_kind(name);
        let numbered = self.by_number.get(&number_key(name, None))?;
        let of_kind = |kind: PaperKind| numbered.iter().copied().find(|at| agency.papers[*at].kind == kind);
        match kind {
            Some(kind) => of_kind(kind),
            None => like.and_then(of_kind).or_else(|| numbered.first().copied()),
        }
    }
}

pub(super) fn link_papers(agency: &mut Agency, index: &PaperIndex, findings: &mut Findings) {
    let mut acts: Vec<Vec<PaperLink>> = vec![Vec::new(); agency.papers.len()];
    for (at, paper) in agency.papers.iter().enumerate() {
        let document = agency.document(paper.document);
        let Meta::Paper(meta) = &document.meta else { continue };
        for (act, names) in
            [(Act::Replaces, &meta.replaces), (Act::Cancels, &meta.cancels), (Act::Amends, &meta.amends)]
        {
            for name in names {
                match index.find(agency, document.folder(), &name.value, Some(paper.kind)) {
                    Some(other) if other == at => findings.push(itself(name, act)),
                    Some(other) => {
                        let link = PaperLink { act, paper: other, span: name.span };
                        if !acts[at].iter().any(|known| known.paper == other && known.act == act) {
                            acts[at].push(link);
                        }
                    }
                    None => findings.push(unknown(name, act)),
                }
            }
        }
    }
    cut_circles(agency, &mut acts, findings);
    let mut fates: Vec<Vec<PaperLink>> = vec![Vec::new(); acts.len()];
    for (at, links) in acts.iter().enumerate() {
        for link in links {
            if let Some(fates) = fates.get_mut(link.paper) {
                fates.push(PaperLink { paper: at, ..*link });
            }
        }
    }
    for ((paper, acts), fates) in agency.papers.iter_mut().zip(acts).zip(fates) {
        paper.acts = acts;
        paper.fates = fates;
    }
}

fn itself(name: &Spanned<String>, act: Act) -> Finding {
    Finding::of(code::M033, name.span, format!("ฉบับนี้บอกว่า{}ตัวเอง (`{}`)", act.name_th(), name.value))
        .english("the paper acts on itself")
        .help("เปลี่ยนเป็นไฟล์หรือเลขที่ของฉบับก่อนหน้า หรือลบบรรทัดนี้")
}

fn unknown(name: &Spanned<String>, act: Act) -> Finding {
    let message = format!("ไม่พบฉบับที่ถูก{} `{}`", act.name_th(), name.value);
    // A number may be that of a paper older than the site; a path can only be a slip.
    let finding = if name.value.ends_with(".md") {
        Finding::of(code::M031, name.span, message).with_severity(Severity::Error)
    } else {
        Finding::of(code::M031, name.span, message)
    };
    finding
        .english(format!("the paper that this one {} is not found: `{}`", act.key(), name.value))
        .help("ใช้ทางไปยังไฟล์ เช่น `2560-04-28-order-75.md` หรือเลขที่ เช่น `75/2560` ฉบับเก่าที่ไม่มีในเว็บให้คงเลขที่ไว้ได้")
}

/// Removes the link that closes each circle and reports it. Depth-first with a stack of its own: chains may be long.
fn cut_circles(agency: &Agency, acts: &mut [Vec<PaperLink>], findings: &mut Findings) {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; acts.len()];
    for start in 0..acts.len() {
        if marks[start] != Mark::New {
            continue;
        }
        marks[start] = Mark::Open;
        let mut path: Vec<(usize, usize)> = vec![(start, 0)];
        while let Some((at, next)) = path.last_mut() {
            let Some(link) = acts[*at].get(*next).copied() else {
                marks[*at] = Mark::Done;
                path.pop();
                continue;
            };
            match marks[link.paper] {
                Mark::Done => *next += 1,
                Mark::New => {
                    *next += 1;
                    marks[link.paper] = Mark::Open;
                    path.push((link.paper, 0));
                }
                Mark::Open => {
                    let at = *at;
                    let next = *next;
                    let mut finding = Finding::of(
                        code::M032,
                        link.span,
                        format!("{}วนเป็นวงกลม: ฉบับนี้{}ฉบับที่มาทีหลังตัวเอง", link.act.name_th(), link.act.name_th()),
                    )
                    .english("papers replace each other in a circle")
                    .help("ดูวันที่ของแต่ละฉบับ ฉบับใหม่แทนฉบับเก่าได้ทางเดียว ลบบรรทัดที่กลับทาง");
                    let from = path.iter().position(|(paper, _)| *paper == link.paper).unwrap_or(0);
                    for (paper, _) in path[from..].iter().filter(|(paper, _)| *paper != at) {
                        finding = finding.also(agency.document(agency.papers[*paper].document).whole(), "อยู่ในวงเดียวกัน");
                    }
                    findings.push(finding);
                    acts[at].remove(next);
                }
            }
        }
    }
}

pub(super) fn link_committees(agency: &mut Agency, index: &PaperIndex, findings: &mut Findings) {
    for at in 0..agency.committees.len() {
        let document = Arc::clone(&agency.documents[agency.committees[at].document]);
        let Meta::Committee(meta) = &document.meta else { continue };
        let Some(order) = &meta.by_order else { continue };
        let found = index.find(agency, document.folder(), &order.value, Some(PaperKind::Order));
        if found.is_none() {
            findings.push(
                Finding::of(code::L001, order.span, format!("ไม่พบคำสั่ง `{}`", order.value))
                    .english("the order is not found")
                    .help("ใช้ทางไปยังไฟล์ เช่น `../announcements/order-75.md` หรือเลขที่คำสั่งตามไฟล์นั้น เช่น `75/2560`"),
            );
        }
        agency.committees[at].by_order = found;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_as_people_mean_them() {
        for same in ["75/2560", "ที่ 75/2560", "๗๕/๒๕๖๐", "คำสั่งที่ ๗๕ / ๒๕๖๐", "เลขที่ 75/2560"]
        {
            assert_eq!(number_key(same, None), "75/2560", "{same}");
        }
        assert_eq!(number_key("๗๕", Some(2560)), "75/2560");
        assert_eq!(number_key("นศ 81201/12", Some(2560)), "นศ81201/12");
        assert_eq!(split_kind("คำสั่งที่ 1/2560").0, Some(PaperKind::Order));
    }
}
