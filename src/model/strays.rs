//! Files that lie in an agency's folder and that no page names: told once, each with its place, and what would make a
//! page of those that look meant for one. Writes nothing; `check --fix` makes what is offered.

use std::collections::BTreeSet;

use crate::finding::{Finding, Findings, code};
use crate::model::agency::Agency;
use crate::model::attachments::Naming;
use crate::source::attachment::safe_name;
use crate::source::headless::{kind_of_folder, quoted};
use crate::span::{FileId, Span};

/// What makes a page of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    Rename {
        from: String,
        to: String,
    },
    /// A page that names the file.
    Page {
        path: String,
        text: String,
    },
}

/// Files that are papers themselves.
const PAPER_FILES: [&str; 7] = ["pdf", "doc", "docx", "odt", "jpg", "jpeg", "png"];
/// So many places are shown under one finding.
const MOST: usize = 12;

/// What can be offered for each file, by its path.
pub fn offers(agency: &Agency) -> Vec<(String, Offer)> {
    let taken: BTreeSet<&str> = agency
        .documents
        .iter()
        .map(|document| &*document.path)
        .chain(agency.files.iter().map(|file| file.path.as_str()))
        .collect();
    let mut offers: Vec<(String, Offer)> = Vec::new();
    let mut made: BTreeSet<String> = BTreeSet::new();
    let strays = agency.attachments.iter().filter(|file| file.naming == Naming::Nobody).map(|file| &*file.entry.path);
    for path in strays.chain(agency.documents.iter().map(|document| &*document.path)) {
        if let Some(to) = renamed(path) {
            if !taken.contains(to) && made.insert(to.to_owned()) {
                offers.push((path.to_owned(), Offer::Rename { from: path.to_owned(), to: to.to_owned() }));
            }
        } else if let Some(page) = page_for(path)
            && !taken.contains(page.0.as_str())
            && made.insert(page.0.clone())
        {
            offers.push((path.to_owned(), Offer::Page { path: page.0, text: page.1 }));
        }
    }
    offers
}

/// `nogift.md.txt` and `nogift.md.md` were meant to be `nogift.md`.
fn renamed(path: &str) -> Option<&str> {
    let (whole, last) = path.rsplit_once('.')?;
    let is_text = ["txt", "md", "text"].iter().any(|kind| last.eq_ignore_ascii_case(kind));
    (is_text && whole.len() > 3 && whole.to_ascii_lowercase().ends_with(".md")).then_some(whole)
}

/// A page for a paper that lies alone in a folder of papers. Only its name is known, and only that is written.
fn page_for(path: &str) -> Option<(String, String)> {
    let kind = kind_of_folder(path)?;
    let (stem, extension) = path.rsplit_once('.')?;
    if !PAPER_FILES.iter().any(|known| extension.eq_ignore_ascii_case(known)) {
        return None;
    }
    let (folder, name) = path.rsplit_once('/')?;
    let title = stem.rsplit('/').next().unwrap_or(stem).replace(['_', '-'], " ");
    let page = format!("{folder}/{}", safe_name(&format!("{}.md", stem.rsplit('/').next().unwrap_or(stem))));
    let text = format!(
        "---\nkind: {kind}\ntitle: {}\n# date: วันที่ลงนาม เช่น 15 มกราคม 2569\n# number: เลขที่ เช่น 12/2569\nattachments:\n  - file: {}\n---\n",
        quoted(title.trim()),
        quoted(name)
    );
    Some((page, text))
}

pub fn tell(agency: &Agency, findings: &mut Findings) {
    let offers = offers(agency);
    for (path, offer) in &offers {
        let span = Span::whole_file(FileId::of(path));
        findings.push(match offer {
            Offer::Rename { to, .. } => Finding::of(
                code::L034,
                span,
                format!("`{path}` ไม่ขึ้นเว็บเพราะนามสกุลเกินมา น่าจะตั้งใจให้เป็น `{to}`"),
            )
            .english("a page that an editor has saved under one extension too many")
            .help("เปลี่ยนชื่อไฟล์ หรือสั่ง `prongsai check --fix` ให้เปลี่ยนให้ (Notepad: เลือก บันทึกเป็นชนิด “ทุกไฟล์”)"),
            Offer::Page { path: page, .. } => Finding::of(
                code::L035,
                span,
                format!("`{path}` อยู่ในโฟลเดอร์เอกสารแต่ไม่มีหน้าใดอ้างถึง จึงยังไม่ขึ้นเว็บ"),
            )
            .english("a paper that lies in a folder of papers, and no page names it")
            .help(format!(
                "สั่ง `prongsai check --fix` ให้สร้าง `{page}` แล้วเติมวันที่และเลขที่จากตัวเอกสาร หรือเขียนในหน้าอื่นว่า `attachments: [{{ file: … }}]`"
            )),
        });
    }
    let offered: BTreeSet<&str> = offers.iter().map(|(path, _)| path.as_str()).collect();
    let rest: Vec<&str> = agency
        .attachments
        .iter()
        .filter(|file| file.naming == Naming::Nobody)
        .map(|file| file.entry.path.as_str())
        .filter(|path| !offered.contains(path))
        .collect();
    findings.extend(unnamed(&rest));
}

/// Files that no page names, told once.
pub fn unnamed(rest: &[&str]) -> Option<Finding> {
    let first = rest.first()?;
    let listed: Vec<String> = rest.iter().take(MOST).map(|path| format!("`{path}`")).collect();
    let more = rest.len().saturating_sub(MOST);
    let tail = if more > 0 { format!(" และอีก {more} ไฟล์") } else { String::new() };
    Some(
        Finding::of(
            code::L033,
            Span::whole_file(FileId::of(first)),
            format!("ไม่มีหน้าใดอ้างถึง {} ไฟล์ จึงไม่เผยแพร่: {}{tail}", rest.len(), listed.join(", ")),
        )
        .english(format!("no published page names {} files; they stay at home", rest.len()))
        .help("ถ้าต้องการเผยแพร่ ใส่ลิงก์ไปยังไฟล์ในหน้าใดหน้าหนึ่ง เช่น `[แผน](files/plan.pdf)` หรือ `attachments: [{ file: files/plan.pdf }]`"),
    )
}
