//! `prongsai build`: every route of the site, written so that a reader sees the old site or the new one.

use rayon::prelude::*;

use crate::check::{Counts, Located, render};
use crate::command::arguments::BuildArguments;
use crate::command::engine::{Engine, EngineOptions, Stage, Timings};
use crate::command::permanence::{AgencyPresence, Presence};
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::finding::Severity;
use crate::model::attachments;
use crate::output::{Options, Output, Swap};
use crate::search::{AgencyIndex, Merger};
use crate::site::{self, AgencySummary, linker, search_records};
use crate::source::Entry;
use crate::thai::Date;

/// The date asked for, else `SOURCE_DATE_EPOCH`, else the clock: the only place that looks at it.
pub fn date_of(asked: Option<Date>) -> Date {
    let from_epoch = |seconds: i64| Date::from_days(i32::try_from(seconds.div_euclid(86_400)).ok()? + 719_163);
    asked
        .or_else(|| from_epoch(std::env::var("SOURCE_DATE_EPOCH").ok()?.trim().parse().ok()?))
        .or_else(|| {
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?;
            // Thailand is seven hours ahead all year round.
            from_epoch(i64::try_from(now.as_secs()).ok()? + 7 * 3600)
        })
        .or_else(|| Date::new(2020, 1, 1))
        .unwrap_or_else(|| unreachable!("1 January 2020 is a day"))
}

struct Built {
    summary: AgencySummary,
    presence: AgencyPresence,
    index: AgencyIndex,
    findings: Vec<Located>,
    pages: usize,
}

pub fn run(arguments: &BuildArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let threads = arguments.site.threads.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| Failure(format!("เริ่มงานหลายสายไม่ได้: {error}")))?;
    pool.install(|| build(arguments, terminal))
}

fn build(arguments: &BuildArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let timings = Timings::default();
    let date = date_of(arguments.site.date);
    let engine = Engine::open(
        &EngineOptions {
            content: arguments.site.content.clone(),
            themes: arguments.site.themes.clone(),
            date,
            portable: arguments.portable,
            preview: false,
        },
        &timings,
    )?;
    let options = Options {
        date: date.iso(),
        swap: if arguments.in_place { Swap::InPlace } else { Swap::Exchange },
        ..Options::default()
    };
    let mut output = Output::open(&arguments.out, &options)?;
    let stage = output.begin();
    let progress = terminal.progress("สร้างหน้า", engine.sources.agencies.len());
    let put = |url: &str, bytes: &[u8]| {
        timings.time(Stage::Write, || stage.put(&linker::file_of(url), bytes)).map_err(Failure::from)
    };
    let copy = |url: &str, entry: &Entry| -> Result<(), Failure> {
        match engine.files.read(entry) {
            Ok(bytes) => put(url, &bytes),
            // Reported where the file is used; a page without its attachment is better than no page.
            Err(_) => Ok(()),
        }
    };
    let built: Vec<Result<Result<Built, Vec<Located>>, Failure>> = engine
        .sources
        .agencies
        .par_iter()
        .map(|files| {
            let agency = match engine.agency(files, &timings) {
                Ok(agency) => agency,
                Err(findings) => return Ok(Err(findings)),
            };
            let routes = site::agency_routes(&engine.site, &agency.agency);
            routes.par_iter().try_for_each(|route| {
                let artifact = timings.time(Stage::Render, || site::render_agency(&engine.site, &agency, route))?;
                put(&artifact.url, &artifact.bytes)
            })?;
            agency.agency.attachments.served().try_for_each(|(url, entry)| copy(url, entry))?;
            let (index, files) = timings.time(Stage::Render, || search_records::index(&engine.site, &agency.agency));
            files.iter().try_for_each(|file| put(&file.url, &file.bytes))?;
            let summary = AgencySummary::of(&engine.site, &agency, &routes);
            let presence = AgencyPresence::of(&engine.site, &agency, &routes);
            progress.step();
            Ok(Ok(Built { summary, presence, index, findings: agency.findings.clone(), pages: routes.len() }))
        })
        .collect();
    drop(progress);
    let mut summaries = Vec::new();
    let mut search = Merger::new("");
    let mut search_files = Vec::new();
    let mut presence = Presence::default();
    let mut findings = engine.findings.clone();
    let mut pages = 0;
    for agency in built {
        match agency? {
            Ok(agency) => {
                summaries.push(agency.summary);
                presence.add(agency.presence);
                search_files.extend(search.push(&agency.index));
                findings.extend(agency.findings);
                pages += agency.pages;
            }
            Err(more) => findings.extend(more),
        }
    }
    if !engine.site.portal.one_agency {
        // A single agency's index is the site's already.
        search_files.extend(search.finish());
        search_files.iter().try_for_each(|file| put(&file.path, &file.bytes))?;
    }
    let routes = site::portal_routes(&engine.site, &summaries);
    pages += routes.len();
    routes.par_iter().try_for_each(|route| {
        let artifact = timings.time(Stage::Render, || site::render_portal(&engine.site, &summaries, route))?;
        put(&artifact.url, &artifact.bytes)
    })?;
    let mut shared = engine.site.portal.files.iter().filter(|entry| attachments::is_shown(&entry.path));
    shared.try_for_each(|entry| copy(&entry.path, entry))?;
    presence.add_portal(&engine.site, &summaries, &routes);
    findings.extend(presence.findings(&engine.site));
    let counts = Counts::of(&findings);
    terminal.findings(&errors_of(&findings));
    if counts.errors > 0 && !arguments.keep_going {
        terminal.complain(&format!(
            "พบข้อผิดพลาด {} ข้อ จึงยังไม่เปลี่ยนเว็บเดิม (ใช้ --keep-going เพื่อสร้างเฉพาะหน้าที่ดี)",
            counts.errors
        ));
        return Ok(Outcome::Findings);
    }
    let report = timings.time(Stage::Write, || stage.commit())?;
    terminal.say(&format!("{pages} หน้าและไฟล์: {report}"));
    if counts != Counts::default() {
        terminal.say(&format!("{} (ดูทีละข้อด้วย `prongsai check`)", render::summary(&counts)));
    }
    if let Some(next) = next_change(&engine, &summaries) {
        terminal.say(&format!("เว็บจะเปลี่ยนเองครั้งถัดไป {} ({}) ให้สร้างใหม่ในวันนั้น", next.long(), next.iso()));
    }
    if arguments.timings {
        for line in timings.lines() {
            terminal.say(&line);
        }
    }
    Ok(if counts.errors > 0 { Outcome::Findings } else { Outcome::Fine })
}

/// The next day on which a page appears or changes without anybody touching its file.
fn next_change(engine: &Engine, summaries: &[AgencySummary]) -> Option<Date> {
    let today = engine.site.settings.date;
    let of_agencies = summaries.iter().filter_map(|summary| Date::parse(summary.next_change.as_ref()?).ok());
    let of_portal = engine.site.portal.pages.iter().filter(|document| !document.common.draft);
    let of_portal = of_portal.filter_map(|document| document.common.publish_from.as_ref()).map(|from| from.value);
    of_agencies.chain(of_portal).filter(|date| *date > today).min()
}

/// A build tells errors in full and the rest as a sum: `check` is where they are read.
fn errors_of(findings: &[Located]) -> Vec<Located> {
    findings.iter().filter(|finding| finding.severity == Severity::Error).cloned().collect()
}
