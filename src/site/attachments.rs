//! Attached files as a page shows them: title, kind, size and pages beside the link, and what stands in a reader's way.

use serde::Serialize;

use crate::address::Lang;
use crate::model::Agency;
use crate::site::page::Page;
use crate::source::Document;
use crate::source::attachment::{ProblemKind, size_words};

#[derive(Clone, Debug, Serialize)]
pub struct AttachmentView {
    pub title: String,
    /// `None` when the file is missing or not served.
    pub href: Option<String>,
    /// "เอกสาร PDF"
    pub kind: Option<&'static str>,
    /// "๑.๒ เมกะไบต์"
    pub size: Option<String>,
    pub pages: Option<String>,
    /// BCP 47
    pub language: Option<String>,
    /// "ไฟล์นี้เป็นภาพสแกน …"
    pub warnings: Vec<String>,
    pub media_type: Option<&'static str>,
}

pub fn views(page: &Page<'_>, agency: &Agency, document: &Document) -> Vec<AttachmentView> {
    crate::model::attachments::attached(&document.meta)
        .iter()
        .map(|meta| {
            let name = meta.file.value.rsplit(['/', '\\']).next().unwrap_or(&meta.file.value);
            let found = agency.attachments.find(agency, document.folder(), &meta.file.value);
            let inspection = found.map(|found| &found.inspection);
            let own_title = inspection.and_then(|inspection| inspection.title.clone());
            let mut warnings: Vec<String> = Vec::new();
            match inspection {
                Some(inspection) => {
                    warnings.extend(inspection.problems.iter().filter(|it| concerns(it.kind)).map(|problem| {
                        match page.lang {
                            Lang::Th => page.show.text(&problem.message),
                            Lang::En => problem.message_en.clone(),
                        }
                    }))
                }
                None => warnings.push(page.word("file_missing").to_owned()),
            }
            AttachmentView {
                title: meta
                    .title
                    .as_ref()
                    .map(|title| title.value.clone())
                    .or(own_title)
                    .unwrap_or_else(|| name.to_owned()),
                href: found.filter(|found| found.is_served).map(|found| page.to_file(&found.url)),
                kind: inspection.map(|inspection| match page.lang {
                    Lang::Th => inspection.kind.thai(),
                    Lang::En => inspection.kind.english(),
                }),
                size: inspection.map(|inspection| size(page, inspection.size)),
                pages: inspection
                    .and_then(|inspection| inspection.pages)
                    .map(|pages| format!("{} {}", page.show.number(i64::from(pages)), page.word("file_pages"))),
                language: meta
                    .language
                    .as_ref()
                    .map(|language| language.value.clone())
                    .or_else(|| inspection.and_then(|inspection| inspection.language.clone())),
                warnings,
                media_type: inspection.map(|inspection| inspection.media_type),
            }
        })
        .collect()
}

fn size(page: &Page<'_>, bytes: u64) -> String {
    let (number, unit) = size_words(bytes);
    match page.lang {
        Lang::Th => format!("{} {unit}", page.show.text(&number)),
        Lang::En => {
            let unit = match unit {
                "กิโลไบต์" => "kB",
                "เมกะไบต์" => "MB",
                "กิกะไบต์" => "GB",
                "เทระไบต์" => "TB",
                _ => "bytes",
            };
            format!("{number} {unit}")
        }
    }
}

/// What a reader should know before opening the file; the rest is for the author.
fn concerns(kind: ProblemKind) -> bool {
    matches!(
        kind,
        ProblemKind::Scan
            | ProblemKind::Encrypted
            | ProblemKind::Damaged
            | ProblemKind::TooLarge
            | ProblemKind::Bomb
            | ProblemKind::Script
            | ProblemKind::Active
            | ProblemKind::Empty
    )
}
