//! What search is told of an agency: a record for each page, with the page's own words.
//! Decides what can be found; how it is found is `search`'s.

mod asked;
mod portal;

use crate::address::{AgencyPage, Lang};
use crate::model::{Agency, AgencySummary, DocumentId, Entry, ItemCode, Year};
use crate::search::{AgencyIndex, RecordKind, SearchRecord, build_agency};
use crate::site::ground::{AgencyRoute, Artifact, HTML, Site};
use crate::site::names;
use crate::site::page::Page;
use crate::site::routes::agency_routes;
use crate::source::meta::{Meta, PaperKind};
use crate::source::{Document, RichText};
use crate::standards::ITEM_TEXTS;

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The agency's index, and every file of it: texts and its own grams.
pub fn index(site: &Site, agency: &Agency) -> (AgencyIndex, Vec<Artifact>) {
    let mut index = build_agency(&records(site, agency), &agency.slug);
    let mut files = index.take_texts();
    files.extend(index.artifacts());
    (index, files.into_iter().map(artifact).collect())
}

/// The index of a member's agency, and the texts that stand for it in this site, in a folder of its own.
pub fn member_index(records: &[SearchRecord], folder: &str) -> (AgencyIndex, Vec<Artifact>) {
    let mut index = build_agency(records, folder);
    let files = index.take_texts();
    (index, files.into_iter().map(artifact).collect())
}

/// The index of the pages beside the agencies, and its texts; the portal's comes after all agencies'.
pub fn portal_index(site: &Site, summaries: &[AgencySummary]) -> (AgencyIndex, Vec<Artifact>) {
    let mut index = build_agency(&portal::records(site, summaries), "");
    let files = index.take_texts();
    (index, files.into_iter().map(artifact).collect())
}

pub fn artifact(file: crate::search::SearchFile) -> Artifact {
    let media_type = if file.path.ends_with(".html") { HTML } else { SCRIPT };
    Artifact { url: file.path, bytes: file.bytes, media_type }
}

/// What belongs to no year, then the newest year first. Thai pages only: the English tree shows the same words of the
/// author's. A single agency also answers for the pages that every site has.
pub fn records(site: &Site, agency: &Agency) -> Vec<SearchRecord> {
    let routes = agency_routes(site, agency);
    let mut records: Vec<SearchRecord> = routes
        .iter()
        .filter(|route| route.lang == Lang::Th)
        .filter_map(|route| record_of(site, agency, route))
        .collect();
    records.sort_by_key(|record| std::cmp::Reverse(record.year.unwrap_or(u16::MAX)));
    if site.portal.one_agency {
        records.extend(portal::records(site, &[]));
    }
    records
}

/// The portal's own pages: what `portal_index` is made of.
pub fn portal_records(site: &Site, summaries: &[AgencySummary]) -> Vec<SearchRecord> {
    portal::records(site, summaries)
}

fn record_of(site: &Site, agency: &Agency, route: &AgencyRoute) -> Option<SearchRecord> {
    let page = Page::new(site, route.lang, &route.url);
    let (title, _) = names::title_of(site, agency, route);
    let mut record = SearchRecord {
        url: route.url.clone(),
        title,
        code: None,
        kind: RecordKind::Page,
        agency: agency.slug.clone(),
        agency_name: agency.short_name().to_owned(),
        year: None,
        dimension: None,
        status: None,
        text: String::new(),
        heads: Vec::new(),
        facts: Vec::new(),
    };
    match &route.page {
        AgencyPage::Home => {
            record.kind = RecordKind::Agency;
            record.text = body_text(agency.document(agency.home));
            record.heads = asked::names(agency);
        }
        AgencyPage::Year(year) => {
            record.kind = RecordKind::Summary;
            record.year = Some(year.be());
            asked::of_year(&page, agency, *year, &mut record);
        }
        AgencyPage::Dimension(year, dimension) => {
            record.kind = RecordKind::Summary;
            record.year = Some(year.be());
            record.dimension = Some(*dimension);
            record.heads.push(format!("มิติ {dimension}"));
        }
        AgencyPage::Item(year, code) => {
            record.kind = RecordKind::Item;
            record.year = Some(year.be());
            record.code = Some(code.to_string());
            fill_item(&page, agency, agency.year(*year)?, code, &mut record);
        }
        AgencyPage::Document(id) => fill_document(&page, agency, *id, &mut record),
        AgencyPage::Contact => asked::of_contact(&page, agency, &mut record),
        AgencyPage::Papers(_) | AgencyPage::Findings | AgencyPage::Completeness | AgencyPage::SiteMap => {}
        AgencyPage::Data(data) if data.is_page() => asked::of_data(data, &mut record),
        _ => return None,
    }
    Some(record)
}

fn fill_item(page: &Page<'_>, agency: &Agency, year: &Year, code: &ItemCode, record: &mut SearchRecord) {
    let Some(promise) = year.promise(code) else { return };
    let view = year.view(agency, promise);
    record.dimension = promise.dimension;
    view.name().clone_into(&mut record.title);
    asked::of_item(page, &view, record);
    let mut text = String::new();
    for entry in [view.plan, view.six_months.entry, view.twelve_months.entry].into_iter().flatten() {
        add_entry(&mut text, entry);
    }
    let plan = year.plan.and_then(|plan| agency.plans.get(plan)).map(|plan| &plan.stories);
    let reports = [year.six_months, year.twelve_months]
        .into_iter()
        .flatten()
        .filter_map(|report| agency.reports.get(report))
        .map(|report| &report.stories);
    for story in plan.into_iter().chain(reports).filter_map(|stories| stories.get(code)) {
        add(&mut text, &plain(&story.body));
    }
    record.text = text;
}

fn add_entry(words: &mut String, entry: &Entry) {
    for text in ITEM_TEXTS.iter().filter(|text| text.searched) {
        add(words, entry.said(text.field).unwrap_or_default());
    }
    for method in &entry.methods {
        add(words, method);
    }
    for (_, cell) in &entry.own {
        add(words, &cell.value);
    }
}

/// What plan and report say alike is told once.
fn add(text: &mut String, more: &str) {
    if !more.is_empty() && !text.contains(more) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(more);
    }
}

fn fill_document(page: &Page<'_>, agency: &Agency, id: DocumentId, record: &mut SearchRecord) {
    let document = agency.document(id);
    record.kind = match &document.meta {
        Meta::Plan(_) => RecordKind::Plan,
        Meta::Report(_) => RecordKind::Report,
        Meta::Measures(_) => RecordKind::Measures,
        Meta::Paper(paper) => match paper.kind {
            PaperKind::Announcement => RecordKind::Announcement,
            PaperKind::Order => RecordKind::Order,
            PaperKind::Pledge => RecordKind::Pledge,
        },
        Meta::Committee(_) => RecordKind::Committee,
        Meta::Document(_) => RecordKind::Document,
        _ => RecordKind::Page,
    };
    record.year = match &document.meta {
        Meta::Plan(plan) => plan.years.as_ref().map(|years| years.value.0.be()),
        Meta::Report(report) => report.fiscal_year.as_ref().map(|year| year.value.be()),
        Meta::Measures(book) => book.fiscal_year.as_ref().map(|year| year.value.be()),
        Meta::Document(other) => other.fiscal_year.as_ref().map(|year| year.value.be()),
        Meta::Paper(paper) => paper.date.as_ref().map(|date| date.value.year_be().unsigned_abs()),
        _ => None,
    };
    let mut text = body_text(document);
    match &document.meta {
        Meta::Measures(_) => {
            let book = agency.measures.iter().find(|book| book.document == id);
            for entry in book.into_iter().flat_map(|book| &book.entries) {
                add(&mut text, &entry.name.value);
                add_entry(&mut text, entry);
            }
        }
        Meta::Committee(_) => {
            let committee = agency.committees.iter().find(|committee| committee.document == id);
            for member in committee.into_iter().flat_map(|committee| &committee.members) {
                add(&mut text, &member.name.value);
                for words in [&member.position, &member.role].into_iter().flatten() {
                    add(&mut text, &words.value);
                }
            }
        }
        Meta::Paper(paper) => {
            for words in [&paper.number, &paper.office].into_iter().flatten() {
                add(&mut text, &words.value);
            }
            if let Some(signatory) = &paper.signatory {
                add(&mut text, &signatory.name.value);
            }
            for attachment in &paper.attachments {
                add(&mut text, attachment.title.as_ref().map_or(&attachment.file.value, |title| &title.value));
            }
        }
        _ => {}
    }
    record.text = text;
    asked::of_document(page, agency, id, record);
}

/// A document's own prose; stories belong to their items, data tables to their rows.
fn body_text(document: &Document) -> String {
    let mut text = String::new();
    if let Some(summary) = &document.common.summary {
        add(&mut text, &summary.value);
    }
    if let Some(english) = &document.english {
        push(&mut text, &body_text(english));
    }
    push_plain(&mut text, &document.body.intro);
    for section in &document.body.sections {
        if ItemCode::leading(&section.title.value).is_some() {
            continue;
        }
        push(&mut text, &section.title.value);
        push_plain(&mut text, &section.body);
    }
    for (index, grid) in document.body.grids.iter().enumerate() {
        if document.tables.iter().any(|table| table.grid == Some(index)) {
            continue;
        }
        for cell in grid.heads.iter().chain(grid.rows.iter().flat_map(|row| &row.cells)) {
            push(&mut text, &cell.value);
        }
    }
    text
}

fn push(text: &mut String, more: &str) {
    if !more.is_empty() {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(more);
    }
}

/// The words of rendered prose.
fn plain(rich: &RichText) -> String {
    let mut text = String::new();
    push_plain(&mut text, rich);
    text
}

/// As `push`, the words of rendered prose.
fn push_plain(text: &mut String, rich: &RichText) {
    let html = rich.without_slots();
    let bare = without_tags(html);
    let bare = match bare.contains('&') {
        true => bare
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&"),
        false => bare,
    };
    let before = text.len();
    if before > 0 {
        text.push('\n');
    }
    let begins = text.len();
    crate::search::spaced_into(text, &bare);
    if text.len() == begins {
        text.truncate(before);
    }
}

/// Of a paragraph, an item, a heading, a cell, a line's end, or the end of a part.
fn is_of_block(tag: &[u8]) -> bool {
    matches!(
        tag,
        [b'<', b'p' | b'h', ..]
            | [b'<', b'/', b'p' | b'd', ..]
            | [b'<', b'l', b'i', ..]
            | [b'<', b'/', b'l', b'i', ..]
            | [b'<', b'b', b'r', ..]
            | [b'<', b't', b'r' | b'd' | b'h', ..]
    )
}

fn without_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = memchr::memchr(b'<', rest.as_bytes()) {
        out.push_str(&rest[..open]);
        let Some(close) = memchr::memchr(b'>', &rest.as_bytes()[open..]) else { break };
        let tag = &rest[open..open + close];
        // Words of two blocks must not grow together; inline tags leave no mark.
        if is_of_block(tag.as_bytes()) {
            out.push(' ');
        }
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    out
}
