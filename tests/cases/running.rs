//! Runs a case through the real loader and the real pages, and writes down what comes out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;

use prongsai::address;
use prongsai::check::Located;
use prongsai::engine::{Engine, EngineOptions, Timings};
use prongsai::finding::{Findings, Severity};
use prongsai::model::{self, Agency, Entry as Promise};
use prongsai::site::{self, AgencySite, AgencySummary, Artifact};
use prongsai::source::meta::DeclaredValue;
use prongsai::source::{Disk, Document, FileEntry, Files, SlotContent};
use prongsai::span::FileId;
use prongsai::standards::Field;
use prongsai::thai::{Date, StatedMoney};

use super::case_file::{Case, Input, Outcome, Section};

/// A good authority that stands beside every malformed input and must come out whole.
const GOOD: [(&str, &str); 2] = [
    ("zz-good/agency.md", "---\nname: องค์การบริหารส่วนตำบลข้างเคียง\n---\nหน่วยงานข้างเคียง\n"),
    (
        "zz-good/2564/plan.md",
        "---\nfiscal_years: 2564\n---\n\n| รหัส | โครงการ/กิจกรรม/มาตรการ | มิติ | แผนฯ |\n|---|---|---|---:|\n| 1-01 | โครงการข้างเคียง | ๑ | ๑๐,๐๐๐ |\n",
    ),
];
const GOOD_PAGES: [&str; 3] = ["zz-good/", "zz-good/2564/plan/", "zz-good/2564/1-01/"];

pub fn run(case: &Case, broken: bool) -> Outcome {
    let mut files = CaseFiles::new(case);
    if broken {
        for (path, text) in GOOD {
            files.add(path, text.as_bytes().to_vec());
        }
    }
    let bytes = files.contents();
    let mut findings: Vec<Located> = Vec::new();
    let mut pages: BTreeMap<String, String> = BTreeMap::new();
    let mut model_text = String::new();
    let mut prose: BTreeMap<String, String> = BTreeMap::new();
    let mut problems = Vec::new();

    let options = EngineOptions {
        content: "content".into(),
        themes: None,
        date: Date::new(2025, 6, 1).unwrap(),
        portable: false,
        preview: false,
    };
    let engine = match Engine::with_files(Box::new(files), &options, &Timings::default()) {
        Ok(engine) => engine,
        Err(failure) => {
            let shown = vec![(Section::Expect, format!("failed {failure}"))];
            return Outcome { shown, problems };
        }
    };
    findings.extend(engine.findings.iter().cloned());
    for document in engine.site.portal.pages.iter().chain(&engine.site.portal.home) {
        prose.insert(document.path.to_string(), prose_of(document));
    }
    let mut summaries = Vec::new();
    let shown = engine.site.portal.files.iter().filter(|entry| model::attachments::is_shown(&entry.path));
    let mut attached: Vec<String> = shown.map(|entry| entry.path.clone()).collect();
    for sources in &engine.sources.agencies {
        // The loader's own findings; what the rules of the checker say has its cases in `tests/check`.
        let mut found = Findings::default();
        let loaded = model::load_agency(engine.files(), sources, &engine.site.standards, &mut found);
        let Some(agency) = loaded else {
            findings.extend(engine.agency(sources, &Timings::default()).err().into_iter().flatten());
            continue;
        };
        let found = engine.locate(&agency, sources, &found.into_vec());
        if sources.slug != "zz-good" {
            describe(&agency, &mut model_text);
        }
        for document in &agency.documents {
            prose.insert(document.path.to_string(), prose_of(document));
        }
        findings.extend(found.iter().cloned());
        let shown = AgencySite::new(agency.into(), move || found);
        let routes = site::agency_routes(&engine.site, &shown.agency);
        for route in &routes {
            match site::render_agency(&engine.site, &shown, route) {
                Ok(artifact) => keep(artifact, &mut pages, &mut problems),
                Err(error) => problems.push(format!("  page `{}` cannot be made: {}", route.url, error.message)),
            }
        }
        summaries.push(AgencySummary::of(&engine.site, &shown, &routes));
        attached.extend(shown.agency.attachments.served().map(|(url, _)| url.to_owned()));
    }
    for route in site::portal_routes(&engine.site, &summaries) {
        match site::render_portal(&engine.site, &summaries, &route) {
            Ok(artifact) => drop(pages.insert(artifact.url, String::from_utf8_lossy(&artifact.bytes).into_owned())),
            Err(error) => problems.push(format!("  page `{}` cannot be made: {}", route.url, error.message)),
        }
    }
    for url in attached {
        if pages.contains_key(&url) || pages.contains_key(&format!("{url}/")) {
            problems.push(format!("  a file and a page both stand at `{url}`"));
        }
    }
    if broken {
        problems.extend(
            GOOD_PAGES
                .iter()
                .filter(|url| !pages.contains_key(**url))
                .map(|url| format!("  good page `{url}` is missing")),
        );
        if findings.is_empty() {
            problems.push("  a malformed input without a finding".to_owned());
        }
    }
    findings.sort_by(|a, b| (&a.primary, a.code).cmp(&(&b.primary, b.code)));
    let expect = findings.iter().map(|finding| line_of(finding, &bytes, &mut problems)).collect::<Vec<_>>().join("\n");

    let shown = case
        .expected()
        .map(|(section, _)| {
            let text = match section {
                Section::Expect => expect.clone(),
                Section::Model => model_text.clone(),
                Section::Prose(path) => prose.get(path).cloned().unwrap_or_else(|| "no such document".to_owned()),
                Section::Rules | Section::Papers | Section::On(_) => "has its cases in another folder".to_owned(),
                Section::Page(url) => pages
                    .iter()
                    .find(|(known, _)| address::file_of(known) == *url)
                    .map_or_else(|| "no such page".to_owned(), |(_, html)| main_of(html).to_owned()),
            };
            (section.clone(), text)
        })
        .collect();
    Outcome { shown, problems }
}

fn main_of(html: &str) -> &str {
    let start = html.find("<main").unwrap_or(0);
    let end = html.find("</main>").unwrap_or(html.len());
    html[start..end].trim()
}

/// `error S010 na-kok/agency.md:3:1 «nmae» message`; what a person needs and does not get is a problem.
fn line_of(finding: &Located, files: &BTreeMap<String, Vec<u8>>, problems: &mut Vec<String>) -> String {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let place = &finding.primary;
    let (path, line, column) = (&place.path, place.line, place.column);
    let mut problem = |what: &str| problems.push(format!("  {} {path}: {what}: {}", finding.code, finding.message));
    let bytes = files.get(&**path);
    if bytes.is_none() && !files.keys().any(|known| finding.message.contains(known.as_str())) {
        problem("no known file");
    }
    if place.end as usize > bytes.map_or(0, Vec::len) {
        problem("a place beyond the end of the file");
    }
    let first = if place.marked().trim().is_empty() { place.shown.trim() } else { place.marked().trim() };
    // Case files stay text: what cannot be printed is shown as the sign for it.
    let printable = |letter: char| if letter.is_control() { '\u{fffd}' } else { letter };
    let mut quoted: String = first.chars().take(40).map(printable).collect();
    if first.chars().count() > 40 {
        quoted.push('…');
    }
    // A file that could not be opened, or that holds no text, is named instead.
    let name = path.rsplit('/').next().unwrap_or(path);
    let named = [path, name].iter().any(|name| finding.message.contains(&format!("`{name}`")));
    if quoted.is_empty() && !named && bytes.is_some_and(|bytes| !bytes.is_empty()) {
        problem("quotes nothing");
    }
    if !has_thai(&finding.message) {
        problem("no Thai message");
    }
    if !has_thai(&finding.help) {
        problem("no Thai help");
    }
    if finding.message_en.trim().is_empty() || has_thai_beyond_quotes(&finding.message_en) {
        problem("no English message");
    }
    let message = finding.message.replace('\n', " ");
    format!("{severity} {} {path}:{line}:{column} «{quoted}» {message}", finding.code)
}

fn has_thai(text: &str) -> bool {
    text.chars().any(|letter| ('ก'..='๛').contains(&letter))
}

/// An English sentence may quote the author's Thai between backticks.
fn has_thai_beyond_quotes(text: &str) -> bool {
    text.split('`').step_by(2).any(has_thai)
}

/// What the loader understood, one fact a line.
fn describe(agency: &Agency, out: &mut String) {
    let _ = writeln!(out, "agency {} {}", agency.slug, agency.name());
    for plan in &agency.plans {
        let (from, until) = (plan.years.0.be(), plan.years.1.be());
        let path = &agency.document(plan.document).path;
        let _ =
            writeln!(out, "plan {path} years {from}-{until} framework {} items {}", plan.framework, plan.entries.len());
        plan.entries.iter().for_each(|entry| describe_entry("entry", entry, out));
        describe_stories(&plan.stories, out);
    }
    for report in &agency.reports {
        let path = &agency.document(report.document).path;
        let tally = report.tally();
        let _ = writeln!(
            out,
            "report {path} year {} months {} items {} done {} in_progress {} not_done {} awaiting {} not_stated {}",
            report.year.be(),
            report.round.months(),
            tally.items,
            tally.done,
            tally.in_progress,
            tally.not_done,
            tally.awaiting,
            tally.not_stated
        );
        report.entries.iter().for_each(|entry| describe_entry("entry", entry, out));
        report.eplan.iter().for_each(|entry| describe_entry("eplan", entry, out));
        for figure in &report.declared {
            let scope = &figure.scope;
            let dimension = scope.dimension.map_or(String::new(), |dimension| format!(" dimension {dimension}"));
            let kind = scope.kind.map_or(String::new(), |kind| format!(" kind {kind:?}"));
            let value = match &figure.value {
                DeclaredValue::Count(count) => count.to_string(),
                DeclaredValue::Money(money) => {
                    format!("{} baht", money.amount().map_or(0, |amount| amount.satang()) / 100)
                }
                DeclaredValue::Percent(percent) => format!("{percent} %"),
                DeclaredValue::Word(word) => word.clone(),
                DeclaredValue::NotStated => "not stated".to_owned(),
            };
            let _ = writeln!(out, "declared {:?}{dimension}{kind} {value}", figure.quantity);
        }
        describe_stories(&report.stories, out);
    }
    for book in &agency.measures {
        let path = &agency.document(book.document).path;
        let _ = writeln!(out, "measures {path} year {} items {}", book.year.be(), book.entries.len());
        book.entries.iter().for_each(|entry| describe_entry("entry", entry, out));
    }
    for paper in &agency.papers {
        let date = paper.date.map_or_else(|| "-".to_owned(), |date| date.iso());
        let _ = writeln!(out, "{} {date} {}", paper.kind.key(), paper.title);
    }
    for committee in &agency.committees {
        let _ = writeln!(out, "committee {} members {}", committee.title, committee.members.len());
    }
    for year in &agency.years {
        let _ = writeln!(out, "year {} promises {}", year.year.be(), year.promises.len());
    }
}

fn describe_stories(stories: &BTreeMap<model::ItemCode, model::Story>, out: &mut String) {
    for story in stories.values() {
        let _ = writeln!(out, "story {} {}", story.code, story.title.value);
    }
}

fn describe_entry(word: &str, entry: &Promise, out: &mut String) {
    let _ = write!(out, "{word} {}", entry.code);
    if !entry.code_stated {
        out.push_str(" (made)");
    }
    if let Some(dimension) = entry.dimension {
        let _ = write!(out, " dimension {dimension}");
    }
    if let Some(kind) = entry.kind {
        let _ = write!(out, " {kind:?}");
    }
    match &entry.status {
        Some(status) => drop(write!(out, " status {:?}", status.value)),
        None => out.push_str(" status not stated"),
    }
    let budget = &entry.budget;
    let amounts = [
        ("plan", budget.plan.value),
        ("ordinance", budget.ordinance.value),
        ("disbursed", budget.disbursed.value),
        ("integrated", budget.integrated.value),
        ("agency", budget.agency.value),
    ];
    for (name, money) in amounts {
        match money {
            StatedMoney::Amount(amount) => drop(write!(out, " {name} {}", satang(amount.satang()))),
            StatedMoney::NoneUsed => drop(write!(out, " {name} none used")),
            StatedMoney::NotStated => {}
        }
    }
    for (year, money) in &budget.by_year {
        let amount = money.value.amount().map_or(0, |amount| amount.satang());
        let _ = write!(out, " plan-{} {}", year.be(), satang(amount));
    }
    for field in [Field::Owner, Field::Target, Field::Period] {
        if let Some(words) = entry.said(field) {
            let _ = write!(out, " {field} {}", words.replace('\n', " / "));
        }
    }
    if entry.strategies != [false; 3] {
        let _ = write!(out, " strategies {:?}", entry.strategies);
    }
    for (head, cell) in &entry.own {
        let _ = write!(out, " own {head}={}", cell.value.replace('\n', " / "));
    }
    let _ = writeln!(out, " name {}", entry.name.value);
}

fn satang(satang: i64) -> String {
    if satang % 100 == 0 { format!("{}", satang / 100) } else { format!("{}.{:02}", satang / 100, satang % 100) }
}

/// The author's words without any page around them.
fn prose_of(document: &Document) -> String {
    let fill = |text: &prongsai::source::RichText| {
        text.fill(|slot, out| match &slot.content {
            SlotContent::Link { target } => out.push_str(target),
            SlotContent::Image { target, alt, .. } => drop(write!(out, "<img src=\"{target}\" alt=\"{alt}\">")),
            SlotContent::Chart { name } => drop(writeln!(out, "[chart {name}]")),
            SlotContent::Table { index } => match document.tables.iter().find(|table| table.grid == Some(*index)) {
                Some(table) => drop(writeln!(out, "[{} rows of {}]", table.rows.len(), table.role)),
                None => out.push_str(&document.body.grids[*index].html.fill(|_, _| {})),
            },
        })
    };
    let mut out = fill(&document.body.intro);
    for section in &document.body.sections {
        let (level, id, title) = (section.level, &section.anchor, &section.title_html);
        let _ = writeln!(out, "<h{level} id=\"{id}\">{title}</h{level}>");
        out.push_str(&fill(&section.body));
    }
    out.push_str(&fill(&document.body.footnotes));
    out
}

/// The case's files, in memory; on a disk only where a symbolic link or two spellings of a name need one.
enum CaseFiles {
    Memory { files: BTreeMap<String, Vec<u8>>, unreadable: BTreeSet<String> },
    Disk { disk: Disk, folder: tempfile::TempDir },
}

impl CaseFiles {
    fn new(case: &Case) -> Self {
        let needs_disk = |input: &Input| input.symlink.is_some() || !unicode_normalization::is_nfc(&input.path);
        if case.inputs.iter().any(needs_disk) {
            let folder = tempfile::tempdir().unwrap();
            let files = Self::Disk { disk: Disk::at(folder.path().to_owned()), folder };
            case.inputs.iter().for_each(|input| files.write(&input.path, &input.bytes, input.symlink.as_deref()));
            return files;
        }
        let unreadable = case.inputs.iter().filter(|input| input.unreadable).map(|input| input.path.clone()).collect();
        let files = case.inputs.iter().map(|input| (input.path.clone(), input.bytes.clone())).collect();
        Self::Memory { files, unreadable }
    }

    fn write(&self, path: &str, bytes: &[u8], symlink: Option<&str>) {
        let Self::Disk { folder, .. } = self else { return };
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        match symlink {
            #[cfg(unix)]
            Some(target) => std::os::unix::fs::symlink(target, path).unwrap(),
            _ => std::fs::write(path, bytes).unwrap(),
        }
    }

    fn add(&mut self, path: &str, bytes: Vec<u8>) {
        match self {
            Self::Memory { files, .. } => drop(files.insert(path.to_owned(), bytes)),
            Self::Disk { .. } => self.write(path, &bytes, None),
        }
    }

    fn contents(&self) -> BTreeMap<String, Vec<u8>> {
        match self {
            Self::Memory { files, .. } => files.clone(),
            Self::Disk { disk, folder } => {
                let listed = disk.list(&mut Findings::default()).unwrap();
                let mut contents: BTreeMap<_, _> =
                    listed.into_iter().map(|entry| (entry.path.clone(), disk.read(&entry).unwrap())).collect();
                // Links that lead nowhere or in a circle are not listed, and findings speak of them.
                for entry in walkdir::WalkDir::new(folder.path()).into_iter().flatten() {
                    if entry.path_is_symlink() {
                        let path = entry.path().strip_prefix(folder.path()).unwrap();
                        contents.entry(path.to_string_lossy().into_owned()).or_default();
                    }
                }
                contents
            }
        }
    }
}

/// No two pages at one address: a build would stop there.
fn keep(artifact: Artifact, pages: &mut BTreeMap<String, String>, problems: &mut Vec<String>) {
    let page = String::from_utf8_lossy(&artifact.bytes).into_owned();
    if pages.insert(artifact.url.clone(), page).is_some() {
        problems.push(format!("  two pages at `{}`", artifact.url));
    }
}

impl Files for CaseFiles {
    fn list(&self, findings: &mut Findings) -> io::Result<Vec<FileEntry>> {
        match self {
            Self::Disk { disk, .. } => disk.list(findings),
            Self::Memory { files, .. } => prongsai::source::Memory(files.clone()).list(findings),
        }
    }

    fn read(&self, entry: &FileEntry) -> io::Result<Vec<u8>> {
        match self {
            Self::Disk { disk, .. } => disk.read(entry),
            Self::Memory { unreadable, .. } if unreadable.contains(&entry.path) => {
                Err(io::Error::from(io::ErrorKind::PermissionDenied))
            }
            Self::Memory { files, .. } => {
                files.get(&entry.path).cloned().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
            }
        }
    }

    fn name_of(&self, file: FileId) -> Option<String> {
        match self {
            Self::Disk { disk, .. } => disk.name_of(file),
            Self::Memory { .. } => None,
        }
    }
}
