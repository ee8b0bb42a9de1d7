//! `prongsai check`: every finding with its line; fixes shown or made when asked. Writes only with `--fix`.

use std::path::Path;

use rayon::prelude::*;

use crate::check::fix::{self, FileFix};
use crate::check::{Counts, Located, render};
use crate::command::arguments::{CheckArguments, OutputFormat};
use crate::command::read;
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::engine::build::recall::{Recall, RecalledAgency};
use crate::engine::permanence;
use crate::engine::{Engine, Timings};
use crate::folder::Folder;
use crate::model::AgencyFiles;
use crate::model::strays::{self, Offer};
use crate::record::Presence;
use crate::site::AgencySummary;
use crate::source::files::LARGEST_TEXT;
use crate::source::{door, sheet};

pub fn run(arguments: &CheckArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    if !arguments.watch {
        return once(arguments, terminal);
    }
    let roots = [arguments.site.content.clone()];
    let options = crate::preview::watch::WatchOptions { poll: None, ignored: Vec::new() };
    // Before the first check, or what is saved while it runs would go unseen.
    let mut watch = crate::preview::watch::Watch::start(&roots, options);
    let mut last = once(arguments, terminal)?;
    while watch.next_changes().is_some() {
        last = match once(arguments, terminal) {
            Ok(outcome) => outcome,
            Err(failure) => {
                terminal.fail(&failure);
                Outcome::Failed
            }
        };
    }
    Ok(last)
}

#[derive(Default)]
struct Checked {
    findings: Vec<Located>,
    fixes: Vec<FileFix>,
    offers: Vec<Offer>,
    summary: Option<AgencySummary>,
    presence: Vec<String>,
}

fn once(arguments: &CheckArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let timings = Timings::default();
    let content = Folder::hold(&arguments.site.content);
    let engine = Engine::open(&arguments.site.options()?, &timings)?;
    let content = content.map_err(|error| super::unreadable(&arguments.site.content, &error))?;
    if let Some(only) = &arguments.read {
        return read::run(&engine, only, terminal);
    }
    let wants_fixes = arguments.fix || arguments.diff;
    // Fixes are made from what the rules said themselves; findings alone are taken from a build where they still stand.
    let recall = if wants_fixes { None } else { Recall::of(&engine, &arguments.site.content) };
    let recalled = |files: &AgencyFiles| {
        let RecalledAgency { findings, summary, addresses } = recall.as_ref()?.agency(files)?;
        Some(Checked { findings, summary: Some(summary), presence: addresses, ..Checked::default() })
    };
    let checked: Vec<Checked> = engine
        .sources
        .agencies
        .par_iter()
        .map(|files| {
            if let Some(known) = recalled(files) {
                return known;
            }
            match engine.check(files, &timings) {
                Ok(checked) => {
                    let findings = engine.locate(&checked.agency, files, &checked.findings);
                    let fixes = if wants_fixes {
                        fix::apply(checked.findings.iter(), &engine.known(&checked.agency, files))
                    } else {
                        Vec::new()
                    };
                    let offers = if wants_fixes { strays::offers(&checked.agency) } else { Vec::new() };
                    let offers = offers.into_iter().map(|(_, offer)| offer).collect();
                    let (summary, presence) = permanence::presence_of(&engine.site, checked.agency);
                    Checked { findings, fixes, offers, summary: Some(summary), presence }
                }
                Err(findings) => Checked { findings, ..Checked::default() },
            }
        })
        .collect();
    let mut findings = engine.findings.clone();
    let mut fixes = Vec::new();
    let mut offers = Vec::new();
    let mut presence = Presence::default();
    let mut summaries = Vec::new();
    for agency in checked {
        findings.extend(agency.findings);
        fixes.extend(agency.fixes);
        offers.extend(agency.offers);
        presence.add(agency.presence);
        summaries.extend(agency.summary);
    }
    let routes = crate::site::portal_routes(&engine.site, &summaries);
    findings.extend(permanence::vanished(&engine.site, presence, &summaries, &routes));
    if !arguments.only.is_empty() {
        findings.retain(|finding| arguments.only.iter().any(|code| finding.code.as_str().starts_with(code.trim())));
    }
    let counts = Counts::of(&findings);
    show(&findings, terminal, &arguments.site.content);
    if wants_fixes {
        for fix in &fixes {
            if arguments.diff || !terminal.quiet {
                terminal.result(&fix::unified_diff(fix));
            }
            if arguments.fix {
                write(&content, fix, terminal)?;
            }
        }
        for offer in &offers {
            take_up(&content, offer, arguments.fix, terminal)?;
        }
    }
    Ok(if counts.errors > 0 { Outcome::Findings } else { Outcome::Fine })
}

/// Findings are the result of this command: they go to standard output.
fn show(findings: &[Located], terminal: &Terminal, content: &Path) {
    let prefix = prefix_of(content);
    match terminal.format {
        OutputFormat::Text if terminal.quiet => {
            let errors: Vec<Located> = findings
                .iter()
                .filter(|finding| finding.severity == crate::finding::Severity::Error)
                .cloned()
                .collect();
            if !errors.is_empty() {
                terminal.shown_findings(&errors);
            }
        }
        OutputFormat::Text => terminal.shown_findings(findings),
        OutputFormat::Json => terminal.result(render::json(findings).trim_end()),
        OutputFormat::Sarif => terminal.result(render::sarif(findings, &prefix).trim_end()),
        OutputFormat::Github => terminal.result(render::github(findings, &prefix).trim_end()),
    }
}

/// What leads from here to the content folder, ready to be put before a path: `content/`.
fn prefix_of(content: &Path) -> String {
    let prefix = crate::source::files::portable(content);
    let prefix = prefix.trim_start_matches("./");
    if prefix.is_empty() || prefix == "." { String::new() } else { format!("{}/", prefix.trim_end_matches('/')) }
}

/// A page that was offered for a file is made, or the file gets the name that was meant. Nothing is written over.
fn take_up(content: &Folder, offer: &Offer, is_done: bool, terminal: &Terminal) -> Result<(), Failure> {
    let (words, to) = match offer {
        Offer::Rename { from, to } => (format!("เปลี่ยนชื่อ `{from}` เป็น `{to}`"), to),
        Offer::Page { path, .. } => (format!("สร้าง `{path}`"), path),
    };
    if !is_done {
        terminal.result(&format!("{words}\n"));
        return Ok(());
    }
    let failed = |error: std::io::Error| Failure(format!("{words} ไม่ได้: {error}"));
    let text = match offer {
        Offer::Rename { from, .. } => door::read_in(content, &content.at(from), LARGEST_TEXT).map_err(failed)?,
        Offer::Page { text, .. } => text.as_bytes().to_vec(),
    };
    door::create(content, &content.at(to), &text).map_err(failed)?;
    if let Offer::Rename { from, .. } = offer {
        content.remove_file(from).map_err(failed)?;
    }
    terminal.say(&words);
    Ok(())
}

/// Only a file that still reads as it was checked is changed, and never by halves.
fn write(content: &Folder, fix: &FileFix, terminal: &Terminal) -> Result<(), Failure> {
    let path = content.at(&*fix.path);
    let failed = |error: std::io::Error| Failure(format!("แก้ไฟล์ `{}` ไม่ได้: {error}", fix.path));
    let now = door::read_in(content, &path, LARGEST_TEXT).map_err(failed)?;
    // A file in an old encoding was read as UTF-8, and becomes that.
    let is_same = now == fix.before.as_bytes() || sheet::decoded(&now).is_some_and(|(text, _)| text == *fix.before);
    if !is_same {
        terminal.complain(&format!("`{}` เปลี่ยนไประหว่างตรวจ จึงไม่แก้ ลองสั่งใหม่อีกครั้ง", fix.path));
        return Ok(());
    }
    door::replace(content, &path, fix.after.as_bytes()).map_err(failed)?;
    terminal.say(&format!("แก้แล้ว {} แห่งใน {}", fix.edits.len(), fix.path));
    Ok(())
}
