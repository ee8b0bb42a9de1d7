//! The page of an announcement, order or pledge: what it means in plain words, then the paper as it is signed.

use serde::Serialize;

use crate::address::{AgencyPage, Grouping};
use crate::model::life::{self, Act, Related};
use crate::model::{Agency, DocumentId, Paper};
use crate::site::attachments::{self, AttachmentView};
use crate::site::ground::{AgencySite, Artifact, is_published};
use crate::site::page::{LinkView, Page};
use crate::site::pages::paper_state::{self, EventRow, StateView};
use crate::site::shell::PageAbout;
use crate::site::{names, prose, typeset};
use crate::source::Document;
use crate::source::meta::{Member, PaperKind, PaperMeta, Signatory};
use crate::theme::ThemeError;

#[derive(Serialize)]
struct PaperPage {
    title: String,
    kind: &'static str,
    kind_key: &'static str,
    state: StateView,
    warning: Option<Warning>,
    summary: Vec<SummaryLine>,
    /// `paper`: its own words; `retold`: a summary, never laid out as the paper; `files`: only attached files;
    /// `nothing`: this site has neither.
    shows: &'static str,
    sheet: PaperSheet,
    relations: Vec<LinkGroup>,
    attachments: Vec<AttachmentView>,
    related: Vec<LinkView>,
    members: Vec<MemberRow>,
    committees: Vec<LinkView>,
    posted: Option<String>,
    history: Vec<EventRow>,
    subjects: Vec<LinkView>,
    /// The full permanent address; none where the site has no address of its own yet.
    permanent: Option<String>,
    source: Option<String>,
}

/// Said before anything else, on the screen and on the print.
#[derive(Serialize)]
struct Warning {
    words: String,
    by: Option<LinkView>,
    /// The paper that stands at the end of a chain of replacements.
    newest: Option<LinkView>,
}

#[derive(Serialize)]
struct SummaryLine {
    label: String,
    words: String,
}

/// The paper itself, always in Thai and in the site's own digits; everything in it is finished HTML.
#[derive(Serialize)]
struct PaperSheet {
    emblem: Option<String>,
    /// "ประกาศองค์การบริหารส่วนตำบลพิปูน"
    heading: String,
    /// "ที่ ๗๕/๒๕๖๐"
    number: Option<String>,
    /// "เรื่อง …", one entry a line.
    subject: Vec<String>,
    body: String,
    /// "ประกาศ ณ วันที่ ๘ เดือน เมษายน พ.ศ. ๒๕๖๔"
    dated: Option<String>,
    signature: Option<Signature>,
    thai_digits: bool,
}

#[derive(Serialize)]
struct Signature {
    name: String,
    /// A line that is too long parts between its phrases.
    lines: Vec<String>,
}

#[derive(Serialize)]
struct LinkGroup {
    label: String,
    links: Vec<LinkView>,
    /// Papers that are named and not on this site.
    elsewhere: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct MemberRow {
    pub name: String,
    pub position: Option<String>,
    pub role: Option<String>,
}

pub fn render(page: &Page<'_>, site: &AgencySite, id: DocumentId) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let known = agency.papers.iter().enumerate().find(|(_, paper)| paper.document == id);
    let Some((at, paper, meta)) = known.and_then(|(at, paper)| Some((at, paper, agency.paper_meta(paper)?))) else {
        return super::plain::render_not_found(page);
    };
    let document = agency.document(id);
    let state = paper_state::state(page, agency, at);
    let folder = document.folder();
    let named: Vec<DocumentId> = meta
        .related
        .iter()
        .filter_map(|name| match life::related(agency, folder, &name.value)? {
            Related::Document(id) => Some(id),
            _ => None,
        })
        .collect();
    let sheet = sheet(page, agency, paper, meta, document);
    let view = PaperPage {
        title: prose::title(page, document),
        kind: paper_state::kind_word(page, paper.kind),
        kind_key: paper.kind.key(),
        warning: warning(page, agency, at, &state),
        summary: summary(page, agency, paper, meta, &state, document),
        shows: shows(paper, meta, &sheet.body),
        sheet,
        relations: relations(page, agency, at, meta),
        attachments: attachments::views(page, agency, document),
        related: related(page, agency, document, meta),
        members: meta.members.iter().map(|known| member(page, known)).collect(),
        committees: agency
            .committees
            .iter()
            .filter(|committee| committee.by_order == Some(at) && !named.contains(&committee.document))
            .filter(|committee| is_published(agency.document(committee.document), page.site))
            .map(|committee| LinkView {
                title: page.show.words(&committee.title),
                href: page.to(&agency.url_of(committee.document)),
            })
            .collect(),
        posted: posted(page, meta),
        history: paper_state::history(page, agency, at),
        subjects: meta
            .subjects
            .iter()
            .map(|subject| LinkView {
                title: subject.value.clone(),
                href: page.to(&format!(
                    "{}#{}",
                    agency.at(&AgencyPage::Papers(Grouping::Subject)),
                    super::papers::anchor(&subject.value)
                )),
            })
            .collect(),
        permanent: permanent(page, agency, id),
        source: document.common.source.as_ref().map(|text| page.show.words(&text.value)),
        state,
    };
    let mut trail = page.trail(Some(agency));
    trail.push(page.crumb(page.word("nav_announcements"), &agency.at(&AgencyPage::Papers(Grouping::Year))));
    let description = view.summary.first().map_or(agency.name(), |line| line.words.as_str()).to_owned();
    let title = prose::title(page, document);
    let about = PageAbout { title: &title, description: &description, trail, agency: Some(agency) };
    page.render("paper.html", about, &view)
}

fn warning(page: &Page<'_>, agency: &Agency, at: usize, state: &StateView) -> Option<Warning> {
    let today = page.site.settings.date;
    let life = life::life(agency, at, today);
    if !life.state.is_over() {
        return None;
    }
    let newest = life::successor(agency, at, today).filter(|newest| Some(*newest) != life.by);
    Some(Warning {
        words: state.sentence.clone(),
        by: life.by.and_then(|by| paper_state::link(page, agency, by)),
        newest: newest.and_then(|newest| paper_state::link(page, agency, newest)),
    })
}

/// The author's own plain words, else a sentence from the facts.
fn summary(
    page: &Page<'_>,
    agency: &Agency,
    paper: &Paper,
    meta: &PaperMeta,
    state: &StateView,
    document: &Document,
) -> Vec<SummaryLine> {
    let mut lines = Vec::new();
    let mut add =
        |key: &'static str, words: String| lines.push(SummaryLine { label: page.word(key).to_owned(), words });
    let about = meta.about.as_ref();
    let text = |value: &Option<crate::span::Spanned<String>>| value.as_ref().map(|text| page.show.words(&text.value));
    let what = about.and_then(|about| text(&about.what)).or_else(|| text(&document.common.summary));
    add("about_what", what.unwrap_or_else(|| names::in_short(page, agency, paper, meta)));
    if let Some(who) = about.and_then(|about| text(&about.who)) {
        add("about_who", who);
    }
    add("about_when", about.and_then(|about| text(&about.when)).unwrap_or_else(|| state.sentence.clone()));
    lines
}

/// What a reader can be shown. Without a day and a name under it a text is nobody's paper.
fn shows(paper: &Paper, meta: &PaperMeta, body: &str) -> &'static str {
    let has_words = !body.trim().is_empty();
    match (has_words, meta.attachments.is_empty()) {
        (false, false) => "files",
        (false, true) => "nothing",
        _ if meta.retold || (paper.date.is_none() && meta.signatory.is_none()) => "retold",
        _ => "paper",
    }
}

fn sheet(page: &Page<'_>, agency: &Agency, paper: &Paper, meta: &PaperMeta, document: &Document) -> PaperSheet {
    let digits = page.site.settings.digits;
    let show = |text: &str| typeset::official_text(text, digits);
    let word = heading_word(paper.kind);
    let office = meta.office.as_ref().map_or(agency.name(), |office| &office.value);
    let mut body = prose::whole(page, document, |_| true);
    if paper.date.is_some() {
        body = without_date_line(body);
    }
    let emblem = agency.meta.emblem.as_ref().and_then(|emblem| {
        let found = agency.attachments.find(agency, &agency.slug, &emblem.value)?;
        (found.is_served && found.inspection.kind.is_picture()).then(|| page.to_file(&found.url))
    });
    PaperSheet {
        emblem,
        heading: if office.starts_with(word) { show(office) } else { show(&format!("{word}{office}")) },
        number: paper.number.as_ref().map(|number| {
            let number = number.trim();
            show(&if number.starts_with("ที่") { number.to_owned() } else { format!("ที่ {number}") })
        }),
        subject: subject(&paper.title).iter().map(|line| show(line)).collect(),
        body: typeset::official(&body, digits),
        dated: paper.date.map(|date| show(&format!("{} ณ วันที่ {}", dating_word(paper.kind), date.official()))),
        signature: meta.signatory.as_ref().map(|signatory| {
            let (name, lines) = signature(signatory);
            let set = |line: &Vec<String>| {
                let phrases: Vec<String> =
                    line.iter().map(|phrase| format!("<span class=\"phrase\">{}</span>", show(phrase))).collect();
                phrases.join(" ")
            };
            Signature { name: show(&name), lines: lines.iter().map(set).collect() }
        }),
        thai_digits: digits == crate::thai::Digits::Thai,
    }
}

/// A pledge is an announcement by its form.
fn heading_word(kind: PaperKind) -> &'static str {
    match kind {
        PaperKind::Order => "คำสั่ง",
        PaperKind::Announcement | PaperKind::Pledge => "ประกาศ",
    }
}

fn dating_word(kind: PaperKind) -> &'static str {
    match kind {
        PaperKind::Order => "สั่ง",
        PaperKind::Announcement | PaperKind::Pledge => "ประกาศ",
    }
}

/// A long subject with a closing parenthesis sets it on a line of its own, as offices do.
fn subject(title: &str) -> Vec<String> {
    let title = title.trim();
    let whole =
        if title.starts_with("เรื่อง") { title.to_owned() } else { format!("เรื่อง {title}") };
    match whole.rfind(" (") {
        Some(at) if whole.ends_with(')') && whole.chars().count() > 60 => {
            vec![whole[..at].trim_end().to_owned(), whole[at + 1..].to_owned()]
        }
        _ => vec![whole],
    }
}

/// Authors often copy the date line with the body; the form prints it in its own place.
fn without_date_line(mut body: String) -> String {
    let trimmed = body.trim_end().len();
    let Some(open) = body[..trimmed].rfind("<p>") else { return body };
    let last = &body[open + 3..trimmed];
    if let Some(text) = last.strip_suffix("</p>")
        && life::is_date_line(text)
    {
        body.truncate(open);
    }
    body
}

/// Whose name and which positions stand under the signature.
///
/// ```text
/// (นายข)
/// ปลัดองค์การบริหารส่วนตำบล รักษาราชการแทน
/// นายกองค์การบริหารส่วนตำบล
/// ```
fn signature(signatory: &Signatory) -> (String, Vec<Vec<String>>) {
    let text = |value: &Option<crate::span::Spanned<String>>| value.as_ref().map(|text| text.value.clone());
    let own: Vec<String> = [text(&signatory.position), text(&signatory.acting)].into_iter().flatten().collect();
    let whose: Vec<String> = text(&signatory.acting_for).into_iter().collect();
    let name = signatory.name.value.trim();
    let name = name.strip_prefix('(').and_then(|name| name.strip_suffix(')')).unwrap_or(name);
    (name.to_owned(), [own, whose].into_iter().filter(|line| !line.is_empty()).collect())
}

/// The papers that this one replaces, amends or cancels, and those that do so to it.
fn relations(page: &Page<'_>, agency: &Agency, at: usize, meta: &PaperMeta) -> Vec<LinkGroup> {
    let Some(paper) = agency.papers.get(at) else { return Vec::new() };
    let today = page.site.settings.date;
    let mut groups = Vec::new();
    for (act, names, does, suffers, will_suffer) in [
        (Act::Replaces, &meta.replaces, "does_replace", "is_replaced_by", "will_be_replaced_by"),
        (Act::Cancels, &meta.cancels, "does_cancel", "is_cancelled_by", "will_be_cancelled_by"),
        (Act::Amends, &meta.amends, "does_amend", "is_amended_by", "will_be_amended_by"),
    ] {
        let links: Vec<LinkView> = paper
            .acts
            .iter()
            .filter(|link| link.act == act)
            .filter_map(|link| paper_state::link(page, agency, link.paper))
            .collect();
        // A number without a paper here is that of one older than the site.
        let resolved: Vec<_> = paper.acts.iter().filter(|link| link.act == act).map(|link| link.span).collect();
        let elsewhere: Vec<String> = names
            .iter()
            .filter(|name| !resolved.contains(&name.span) && !name.value.ends_with(".md"))
            .filter(|name| !paper.number.as_ref().is_some_and(|own| life::is_same_number(own, &name.value)))
            .map(|name| page.show.text(&name.value))
            .collect();
        if !links.is_empty() || !elsewhere.is_empty() {
            groups.push(LinkGroup { label: page.word(does).to_owned(), links, elsewhere });
        }
        for (is_done, label) in [(true, suffers), (false, will_suffer)] {
            let links: Vec<LinkView> = paper
                .fates
                .iter()
                .filter(|link| link.act == act && life::is_active(agency, link, today) == is_done)
                .filter_map(|link| paper_state::link(page, agency, link.paper))
                .collect();
            if !links.is_empty() {
                groups.push(LinkGroup { label: page.word(label).to_owned(), links, elsewhere: Vec::new() });
            }
        }
    }
    groups
}

fn related(page: &Page<'_>, agency: &Agency, document: &Document, meta: &PaperMeta) -> Vec<LinkView> {
    meta.related.iter().filter_map(|name| related_link(page, agency, document.folder(), &name.value)).collect()
}

fn related_link(page: &Page<'_>, agency: &Agency, folder: &str, name: &str) -> Option<LinkView> {
    match life::related(agency, folder, name)? {
        Related::Document(id) => {
            let shown = is_published(agency.document(id), page.site);
            let title = names::of_document(page, agency, id);
            shown.then(|| LinkView { title, href: page.to(&agency.url_of(id)) })
        }
        Related::Item(year, code) => {
            let known = agency.year(year)?;
            let name = known.view(agency, known.promise(&code)?).name();
            let title = format!("{} {name}", page.show.text(code.as_str()));
            Some(LinkView { title, href: page.to(&agency.at(&AgencyPage::Item(year, code.clone()))) })
        }
        Related::File(path) => match (agency.attachments.get(&path), page.site.addresses.get(&path)) {
            (Some(file), _) => {
                let title = path.rsplit('/').next().unwrap_or(&path).to_owned();
                Some(LinkView { title, href: page.to_file(&file.url) })
            }
            (None, Some(url)) => Some(LinkView { title: name.to_owned(), href: page.to(url) }),
            (None, None) => None,
        },
        Related::External(link) => Some(LinkView { title: link.clone(), href: link }),
    }
}

fn posted(page: &Page<'_>, meta: &PaperMeta) -> Option<String> {
    let posted = meta.posted.as_ref()?;
    let dated = |key: &'static str, date: &Option<crate::span::Spanned<crate::thai::Date>>| {
        date.as_ref().map(|date| format!("{} {}", page.word(key), page.show.date(date.value)))
    };
    let place = posted.place.as_ref().map(|place| place.value.clone());
    let parts: Vec<String> =
        [place, dated("since_day", &posted.from), dated("until_day", &posted.until)].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The address to copy into letters: of the Thai page, whichever language is read.
pub fn permanent(page: &Page<'_>, agency: &Agency, id: DocumentId) -> Option<String> {
    let base = page.site.settings.base_url.as_deref()?;
    Some(crate::site::linker::absolute(base, &agency.url_of(id)))
}

pub fn member(page: &Page<'_>, member: &Member) -> MemberRow {
    let position = member.position.as_ref().map(|position| position.value.clone());
    MemberRow {
        // Whoever holds the office sits on it: an office is not a name.
        name: match member.is_named() {
            true => member.name.value.clone(),
            false => page.word("name_not_printed").to_owned(),
        },
        position,
        role: member.role.as_ref().map(|role| role.value.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_break_before_a_long_parenthesis() {
        assert_eq!(subject("นโยบาย"), ["เรื่อง นโยบาย"]);
        let long = "รายงานผลการดำเนินการป้องกันการทุจริต ประจำปี พ.ศ. ๒๕๖๔ (รอบ ๖ เดือน ระหว่างเดือน ตุลาคม - มีนาคม)";
        assert_eq!(subject(long).len(), 2);
        assert!(subject(long)[1].starts_with("(รอบ"));
    }

    #[test]
    fn a_copied_date_line_is_printed_once() {
        let body = "<p>จึงประกาศ</p>\n<p>ประกาศ ณ วันที่ ๘ เดือน เมษายน พ.ศ. ๒๕๖๔</p>\n".to_owned();
        assert_eq!(without_date_line(body), "<p>จึงประกาศ</p>\n");
        let kept = "<p>จึงประกาศให้ทราบ</p>\n".to_owned();
        assert_eq!(without_date_line(kept.clone()), kept);
    }
}
