//! `S070`: what an import guessed and nobody has looked at since: its marks `<!-- import: … -->`.
//! Why: a guess that is never looked at becomes a public figure. One finding for each document, with all its places.

use crate::check::{AgencyHead, Context, DocumentRule, LinedDocument};
use crate::finding::{Finding, Findings, code};
use crate::span::Span;

pub const IMPORT_MARKS: DocumentRule = DocumentRule { codes: &[code::S070], run };

/// As `crate::import` writes it.
const OPEN: &str = "<!-- import:";
const SHOWN: usize = 8;

fn run(documents: &[LinedDocument<'_>], _: AgencyHead<'_>, _: &Context<'_>, findings: &mut Findings) {
    for document in documents {
        let marks: Vec<(Span, &str)> = memchr::memmem::find_iter(document.text.as_bytes(), OPEN)
            .map(|at| {
                let rest = &document.text[at + OPEN.len()..];
                let end = rest.find("-->").unwrap_or(rest.len().min(OPEN.len()));
                let end = (0..=end).rev().find(|end| rest.is_char_boundary(*end)).unwrap_or(0);
                (Span::new(document.file, at, at + OPEN.len() + end), rest[..end].trim())
            })
            .collect();
        let Some(((span, why), others)) = marks.split_first() else { continue };
        let times = if marks.len() > 1 { format!(" {} แห่ง", marks.len()) } else { String::new() };
        let mut finding = Finding::of(code::S070, *span, format!("สิ่งที่การนำเข้าเดาไว้ยังไม่มีคนตรวจ{times}: {why}"))
            .english(format!("an import's guess that nobody has looked at ({} places)", marks.len()))
            .help("เทียบกับเอกสารต้นฉบับ แก้ถ้าผิด แล้วลบ `<!-- import: … -->` ออก เช่น `| 3-04 | โครงการจัดทำเว็บไซต์ |`");
        for (span, why) in others.iter().take(SHOWN) {
            finding = finding.also(*span, (*why).to_owned());
        }
        findings.push(finding);
    }
}
