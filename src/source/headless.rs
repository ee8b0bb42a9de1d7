//! Documents that begin without front matter where one is needed: told, with the lines that would make a paper of them.
//! Knows which folders are of papers, by a word in their names.

use crate::finding::{Finding, Findings, code};
use crate::span::{FileId, Span};

const PAPERS: [(&str, &str); 8] = [
    ("announcement", "announcement"),
    ("ประกาศ", "announcement"),
    ("order", "order"),
    ("คำสั่ง", "order"),
    ("pledge", "pledge"),
    ("เจตจำนง", "pledge"),
    ("news", "announcement"),
    ("ข่าว", "announcement"),
];

/// The kind of paper that files of this folder are.
pub fn kind_of_folder(path: &str) -> Option<&'static str> {
    let folder = path.rsplit_once('/')?.0;
    let name = folder.rsplit('/').next().unwrap_or(folder).to_lowercase();
    PAPERS.iter().find(|(word, _)| name.contains(word)).map(|(_, kind)| *kind)
}

/// A text as YAML quotes it.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// `text` without its byte-order mark begins at `start`.
pub(super) fn tell(file: FileId, path: &str, text: &str, start: usize, findings: &mut Findings) {
    let body = &text[start..];
    if body.trim().is_empty() {
        findings.push(
            Finding::of(code::S067, Span::whole_file(file), format!("`{path}` เป็นไฟล์ว่าง จะเป็นหน้าว่างบนเว็บ"))
                .english("an empty file")
                .help("เขียนเนื้อความแล้วบันทึกใหม่ หรือลบไฟล์นี้ออก"),
        );
        return;
    }
    let Some(kind) = kind_of_folder(path) else { return };
    let first = body.lines().map(|line| line.trim().trim_matches(['#', '*']).trim()).find(|line| !line.is_empty());
    let title: String = first.unwrap_or_default().chars().take(200).collect();
    let place = Span::new(file, start, start);
    findings.push(
        Finding::of(code::S068, place, format!("`{path}` ไม่มีส่วนหัว จึงไม่อยู่ในรายการประกาศและคำสั่ง"))
            .english("a paper without front matter is in no list")
            .label("ส่วนหัวอยู่ตรงนี้ ระหว่างบรรทัด `---` สองบรรทัด")
            .help("สั่ง `prongsai check --fix` ให้เติมส่วนหัวจากบรรทัดแรกของเอกสาร แล้วใส่ `date` และ `number` เอง; ถ้าเป็นหน้าธรรมดาเขียน `kind: page`")
            .fix("เติมส่วนหัว", place, format!("---\nkind: {kind}\ntitle: {}\n---\n", quoted(&title))),
    );
}
