//! `plan.en.md` beside `plan.md`: the words of the same document in English. Puts each beside its Thai document.
//! Figures always come from the Thai file; what an English one states beyond its words is told and left out.

use std::sync::Arc;

use crate::finding::{Finding, Findings, code};
use crate::source::Document;
use crate::source::document::thai_path;
use crate::source::tables;
use crate::standards::Standards;

/// `documents` are sorted by path, and so is what comes back: without the English ones, which stand in their Thai siblings.
pub fn attach(
    mut documents: Vec<Arc<Document>>,
    standards: Option<&Standards>,
    findings: &mut Findings,
) -> Vec<Arc<Document>> {
    if !documents.iter().any(|document| thai_path(&document.path).is_some()) {
        return documents;
    }
    let (english, mut thai): (Vec<_>, Vec<_>) =
        documents.drain(..).partition(|document| thai_path(&document.path).is_some());
    for mut document in english {
        let path = thai_path(&document.path).unwrap_or_default();
        let Ok(at) = thai.binary_search_by(|known| (*known.path).cmp(path.as_str())) else {
            let name = path.rsplit_once('/').map_or(path.as_str(), |(_, name)| name);
            findings.push(
                Finding::of(code::S052, document.whole(), format!("ไม่มีไฟล์ภาษาไทย `{name}` คู่กับไฟล์ภาษาอังกฤษนี้ จึงไม่แสดง"))
                    .english("an English file without its Thai document")
                    .help(format!(
                        "สร้าง `{name}` ในโฟลเดอร์เดียวกัน หรือแก้ชื่อไฟล์นี้ให้ตรงกับไฟล์ภาษาไทย เช่น plan.md คู่กับ plan.en.md"
                    )),
            );
            continue;
        };
        let own = Arc::make_mut(&mut document);
        own.meta = thai[at].meta.clone();
        if let Some(standards) = standards {
            (own.tables, _) =
                tables::recognise(&own.body, &own.text, Vec::new(), &own.meta, standards, &mut Findings::default());
        }
        for table in &own.tables {
            findings.push(
                Finding::of(code::S054, table.span, "ไม่ใช้ตารางนี้ เพราะตัวเลขและรายการมาจากไฟล์ภาษาไทยเสมอ")
                    .english("a data table in an English file is not used")
                    .help("ลบตารางนี้ออกจากไฟล์ .en.md ให้เหลือแต่ข้อความ หน้าภาษาอังกฤษแสดงรายการของไฟล์ภาษาไทยอยู่แล้ว"),
            );
        }
        Arc::make_mut(&mut thai[at]).english = Some(document);
    }
    thai
}
