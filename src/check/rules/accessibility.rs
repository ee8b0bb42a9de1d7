//! `A101` an image without text. `A102` a heading level skipped. `A103` a table without heads. `A104` link text that does
//! not say where it leads.
//! Why: who listens to a page instead of seeing it has only words to go by.

use crate::check::{AgencyHead, Context, DocumentRule, LinedDocument, PortalRule};
use crate::finding::{Finding, Findings, code};
use crate::model::{ItemCode, Portal};
use crate::source::Document;
use crate::source::rich::{RichText, SlotContent};
use crate::span::Span;

pub const ACCESSIBILITY: DocumentRule = DocumentRule { codes: &[code::A101, code::A102, code::A103, code::A104], run };
pub const PORTAL_ACCESSIBILITY: PortalRule =
    PortalRule { codes: &[code::A101, code::A102, code::A103, code::A104], run: run_portal };

fn run(documents: &[LinedDocument<'_>], _: AgencyHead<'_>, _: &Context<'_>, findings: &mut Findings) {
    for document in documents {
        check(document, findings);
    }
}

fn run_portal(portal: &Portal, _: &Context<'_>, findings: &mut Findings) {
    for document in portal.home.iter().chain(&portal.pages) {
        check(document, findings);
    }
}

fn check(document: &Document, findings: &mut Findings) {
    let body = &document.body;
    let texts = std::iter::once(&body.intro)
        .chain(body.sections.iter().map(|section| &section.body))
        .chain(body.grids.iter().map(|grid| &grid.html))
        .chain(std::iter::once(&body.footnotes));
    for text in texts {
        images_and_links(document, text, findings);
    }
    // The page's own title is the first level.
    let mut level = 1;
    for section in &body.sections {
        // An item's story stands under its table, as the format has it.
        let is_story = ItemCode::leading(&section.title.value).is_some();
        if section.level > level + 1 && !is_story {
            findings.push(
                Finding::of(
                    code::A102,
                    section.title.span,
                    format!("หัวข้อ `{}` ข้ามจากระดับ {} ไประดับ {}", short(&section.title.value), level, section.level),
                )
                .english("a heading level is skipped")
                .label(format!("ควรเป็นระดับ {}", level + 1))
                .help(format!("ใช้ `{}` นำหน้าหัวข้อนี้", "#".repeat(usize::from(level) + 1))),
            );
        }
        level = section.level;
    }
    for grid in &body.grids {
        if !grid.heads.is_empty() && grid.heads.iter().all(|head| head.value.trim().is_empty()) && !grid.rows.is_empty()
        {
            findings.push(
                Finding::of(code::A103, head_line(document, grid.span), "ตารางนี้ไม่มีหัวคอลัมน์")
                    .english("a table without heads")
                    .label("แถวหัวว่าง")
                    .help("เติมหัวคอลัมน์ เช่น `| ชื่อ | จำนวน |`"),
            );
        }
    }
}

/// The first line of a table.
fn head_line(document: &Document, span: Span) -> Span {
    let text = document.text.get(span.start as usize..span.end as usize).unwrap_or("");
    span.part(0, text.find('\n').unwrap_or(text.len()))
}

fn short(text: &str) -> String {
    text.chars().take(50).collect()
}

/// Words that tell nothing of where a link leads.
const EMPTY_WORDS: &[&str] = &[
    "ที่นี่",
    "คลิก",
    "คลิกที่นี่",
    "คลิกที่นี้",
    "ที่นี้",
    "กดที่นี่",
    "กดที่นี้",
    "ลิงก์",
    "ลิงค์",
    "ลิ้งค์",
    "link",
    "here",
    "click here",
    "click",
    "ดูเพิ่มเติม",
    "อ่านต่อ",
    "เพิ่มเติม",
    "รายละเอียด",
    "ดาวน์โหลด",
    "download",
    "more",
    "read more",
    "คลิกเพื่อดู",
    "คลิกดู",
    "คลิ๊กที่นี่",
    "คลิ๊ก",
];

fn images_and_links(document: &Document, text: &RichText, findings: &mut Findings) {
    for slot in text.slots() {
        match &slot.content {
            SlotContent::Image { alt, target, .. } if alt.trim().is_empty() => findings.push(
                Finding::of(code::A101, slot.span, format!("ภาพ `{}` ไม่มีคำบรรยาย", short(target)))
                    .english("an image without text")
                    .label("ไม่มีคำบรรยาย")
                    .help(format!("เขียนสิ่งที่เห็นในภาพ เช่น `![ประชุมประชาคมหมู่ 3]({target})`")),
            ),
            SlotContent::Link { target } => {
                let source = document.text.get(slot.span.start as usize..slot.span.end as usize).unwrap_or("");
                let Some(words) = words_of(source) else { continue };
                let bare = words.trim().trim_end_matches(['.', '…', '>', '»']).trim();
                let lower = bare.to_lowercase();
                let is_address = lower.starts_with("http://") || lower.starts_with("https://");
                if is_address || EMPTY_WORDS.contains(&lower.as_str()) {
                    let what = if is_address {
                        "เป็นที่อยู่เว็บเปล่า ๆ"
                    } else {
                        "ไม่บอกว่าไปที่ใด"
                    };
                    findings.push(
                        Finding::of(code::A104, slot.span, format!("ข้อความลิงก์ `{}` {what}", short(bare)))
                            .english("link text does not say where it leads")
                            .label("บอกชื่อของสิ่งที่ลิงก์ไป")
                            .help(format!("เช่น `[แผนปฏิบัติการป้องกันการทุจริต]({target})`")),
                    );
                }
            }
            _ => {}
        }
    }
}

/// `[words](target)` or `<address>`.
fn words_of(source: &str) -> Option<&str> {
    if let Some(rest) = source.strip_prefix('<') {
        return rest.strip_suffix('>');
    }
    let rest = source.strip_prefix('[')?;
    let end = rest.find("](").or_else(|| rest.find("]["))?;
    // An image inside a link has its own words.
    (!rest[..end].contains("![")).then(|| &rest[..end])
}
