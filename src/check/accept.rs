//! The author's public answers and the site's own severities, laid over the findings.
//! An answered finding stays visible with its reason; an answer to nothing is itself a finding.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::Context;
use crate::finding::{Answer, Code, Finding, Findings, Severity, code, registry};
use crate::model::Portal;
use crate::source::Document;
use crate::source::meta::Accept;
use crate::span::FileId;
use crate::thai;

/// Sets severities as the site wants them, then lays the answers of each document over the findings that stand in it.
pub fn settle<'d>(
    documents: impl Iterator<Item = &'d Document>,
    findings: Findings,
    context: &Context<'_>,
) -> Findings {
    let severities: BTreeMap<Code, Severity> = context
        .portal
        .severities
        .iter()
        .filter_map(|(code, word)| Some((Code::named(&code.value)?, registry::severity_named(&word.value)?)))
        .collect();
    let mut findings = findings.into_vec();
    if !severities.is_empty() {
        for finding in &mut findings {
            if let Some(severity) = severities.get(&finding.code) {
                finding.severity = *severity;
            }
        }
    }
    let mut more = Findings::default();
    let mut answers: BTreeMap<FileId, OpenAnswers<'_>> = BTreeMap::new();
    for document in documents.filter(|document| !document.common.accept.is_empty()) {
        let mut open: Vec<OpenAnswer<'_>> = Vec::new();
        let folder = document.folder();
        for accept in &document.common.accept {
            if let Some(entry) = OpenAnswer::new(accept, context.today, &mut more) {
                open.push(entry);
            }
        }
        for entry in &mut open {
            entry.files = entry.accept.at.iter().flat_map(|at| files_named(&at.value, folder)).collect();
        }
        answers.insert(document.file, OpenAnswers { text: &document.text, open });
    }
    if !answers.is_empty() {
        for finding in &mut findings {
            match answers.get_mut(&finding.primary.span.file) {
                Some(answers) => answers.answer(finding),
                // An attached file has no head of its own: a document answers for it by its name.
                None => answers.values_mut().for_each(|answers| answers.answer_for_file(finding)),
            }
        }
    }
    for entry in answers.into_values().flat_map(|answers| answers.open).filter(|entry| !entry.used && !entry.expired) {
        more.push(
            Finding::of(
                code::M020,
                entry.accept.span,
                format!("คำตอบของ `{}` ไม่ตรงกับข้อค้นพบใดในเอกสารนี้แล้ว", entry.accept.code.value),
            )
            .english("this answer matches no finding of the document")
            .help("ถ้าแก้เอกสารแล้วให้ลบคำตอบนี้ออก หรือแก้ `at` ให้ตรงกับข้อความหรือรหัสของเรื่อง เช่น `at: 3-04`"),
        );
    }
    findings.extend(more);
    let mut settled = Findings::default();
    settled.extend(findings);
    settled
}

struct OpenAnswers<'d> {
    text: &'d Arc<str>,
    open: Vec<OpenAnswer<'d>>,
}

struct OpenAnswer<'d> {
    accept: &'d Accept,
    code: Code,
    /// Digits folded, as `at` may be written in either script.
    at: Option<String>,
    /// The files that `at` may name.
    files: Vec<FileId>,
    used: bool,
    expired: bool,
}

impl<'d> OpenAnswer<'d> {
    fn new(accept: &'d Accept, today: thai::Date, more: &mut Findings) -> Option<Self> {
        let Some(code) = Code::named(&accept.code.value) else {
            let stated = accept.code.value.trim().to_ascii_uppercase();
            let nearest = thai::nearest(&stated, code::ALL.iter().map(|known| known.as_str()));
            let mut finding = Finding::of(code::M022, accept.code.span, format!("ไม่มีข้อค้นพบรหัส `{stated}`"))
                .english(format!("unknown code `{stated}`"))
                .help("ดูรหัสได้ในผลของ `prongsai check` เช่น `code: T101`");
            if let Some(nearest) = nearest {
                finding = finding.label(format!("หมายถึง `{nearest}` หรือไม่"));
            }
            more.push(finding);
            return None;
        };
        let expired = accept.until.as_ref().filter(|until| until.value < today);
        if let Some(until) = expired {
            more.push(
                Finding::of(code::M021, until.span, format!("คำตอบของ `{code}` หมดอายุแล้วเมื่อ {}", until.value.long()))
                    .english("this answer has expired")
                    .help("แก้ข้อมูลให้ตรงกัน หรือทบทวนเหตุผลแล้วเลื่อน `until` ออกไป"),
            );
        }
        let at = accept.at.as_ref().map(|at| thai::to_arabic(at.value.trim()).into_owned());
        Some(Self { accept, code, at, files: Vec::new(), used: false, expired: expired.is_some() })
    }

    fn settle(&mut self, finding: &mut Finding) {
        self.used = true;
        if self.expired || finding.answer.is_some() {
            return;
        }
        finding.answer = Some(Answer {
            reason: self.accept.reason.value.clone(),
            by: self.accept.by.as_ref().map(|by| by.value.clone()),
            until: self.accept.until.as_ref().map(|until| until.value),
        });
        finding.severity = Severity::Note;
    }

    fn speaks_of(&self, finding: &Finding, text: &str) -> bool {
        if self.code != finding.code {
            return false;
        }
        let Some(at) = &self.at else { return true };
        if finding.item.as_deref().is_some_and(|item| thai::to_arabic(item).eq_ignore_ascii_case(at)) {
            return true;
        }
        let span = finding.primary.span;
        let marked = text.get(span.start as usize..span.end as usize).unwrap_or("");
        thai::to_arabic(marked).contains(at.as_str())
    }
}

impl OpenAnswers<'_> {
    fn answer(&mut self, finding: &mut Finding) {
        let text: &str = self.text;
        for entry in &mut self.open {
            if entry.speaks_of(finding, text) {
                entry.settle(finding);
            }
        }
    }

    fn answer_for_file(&mut self, finding: &mut Finding) {
        let file = finding.primary.span.file;
        for entry in &mut self.open {
            if entry.code == finding.code && entry.files.contains(&file) {
                entry.settle(finding);
            }
        }
    }
}

/// As written from the content folder, or from the document's own folder or one above it.
fn files_named(at: &str, folder: &str) -> Vec<FileId> {
    let at = at.trim();
    let mut files = vec![FileId::of(at)];
    let mut folder = folder;
    while !folder.is_empty() {
        files.push(FileId::of(&format!("{folder}/{at}")));
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
    files
}

/// Codes and words of `severities:` that mean nothing.
pub fn report_severities(portal: &Portal, findings: &mut Findings) {
    for (code, word) in &portal.meta.severities {
        if Code::named(&code.value).is_none() {
            findings.push(
                Finding::of(code::M022, code.span, format!("ไม่มีข้อค้นพบรหัส `{}`", code.value))
                    .english(format!("unknown code `{}`", code.value))
                    .help("ดูรหัสทั้งหมดได้จาก `prongsai explain` เช่น `T101: note`"),
            );
        }
        if registry::severity_named(&word.value).is_none() {
            findings.push(
                Finding::of(code::M023, word.span, format!("ไม่รู้จักระดับ `{}`", word.value))
                    .english(format!("unknown severity `{}`", word.value))
                    .help("ใช้ `error`, `warning` หรือ `note` เช่น `T101: note`"),
            );
        }
    }
}
