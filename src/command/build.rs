//! `prongsai build`: every route of the site, written so that a reader sees the old site or the new one.

use rayon::prelude::*;

use crate::check::{Counts, Located, render};
use crate::command::arguments::BuildArguments;
use crate::command::signature;
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::engine::clock::date_of;
use crate::engine::permanence;
use crate::engine::{Engine, EngineOptions, Stage, Timings};
use crate::finding::Severity;
use crate::model::{AgencyFiles, attachments};
use crate::output::{MANIFEST_PATH, Options, Output, SIGNATURE_PATH, Swap};
use crate::record::Presence;
use crate::search::{AgencyIndex, Merger};
use crate::site::{self, AgencySummary, linker, search_records};
use crate::source::Entry;
use crate::thai::Date;

/// Agencies whose indexes are held at a time: what a build needs to remember does not grow with the pages of a portal.
const BATCH: usize = 256;

/// What is left of an agency once its pages are written.
#[derive(Default)]
struct Built {
    /// `None`: the agency cannot be shown.
    shown: Option<Shown>,
    counts: Counts,
    errors: Vec<Located>,
}

struct Shown {
    summary: AgencySummary,
    /// The addresses that it is known by.
    presence: Vec<String>,
    index: AgencyIndex,
    pages: usize,
}

impl Built {
    /// A build tells errors in full and the rest as a sum: `check` is where they are read.
    fn of(shown: Option<Shown>, findings: &[Located]) -> Self {
        Self { shown, counts: Counts::of(findings), errors: errors_of(findings) }
    }
}

pub fn run(arguments: &BuildArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    make(arguments, terminal).map(|made| made.outcome)
}

/// What a build came to, for a command that goes on from it.
pub struct Made {
    pub outcome: Outcome,
    /// Findings of severity error, all told already.
    pub errors: Vec<Located>,
}

pub fn make(arguments: &BuildArguments, terminal: &Terminal) -> Result<Made, Failure> {
    let threads = arguments.site.threads.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| Failure(format!("เริ่มงานหลายสายไม่ได้: {error}")))?;
    pool.install(|| build(arguments, terminal))
}

fn build(arguments: &BuildArguments, terminal: &Terminal) -> Result<Made, Failure> {
    let timings = Timings::default();
    let date = date_of(arguments.site.date)?;
    let engine = Engine::open(&EngineOptions { portable: arguments.portable, ..arguments.site.options()? }, &timings)?;
    let options = Options {
        date: date.iso(),
        audit: arguments.audit,
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
        match engine.files().read(entry) {
            Ok(bytes) => put(url, &bytes),
            // Reported where the file is used; a page without its attachment is better than no page.
            Err(_) => Ok(()),
        }
    };
    let build_one = |files: &AgencyFiles| -> Result<Built, Failure> {
        let agency = match engine.agency(files, &timings) {
            Ok(agency) => agency,
            Err(findings) => return Ok(Built::of(None, &findings)),
        };
        let routes = site::agency_routes(&engine.site, &agency.agency);
        let render = || {
            routes.par_iter().try_for_each(|route| {
                let artifact = timings.time(Stage::Render, || site::render_agency(&engine.site, &agency, route))?;
                put(&artifact.url, &artifact.bytes)
            })
        };
        let index = || {
            let (index, files) = timings.time(Stage::Index, || search_records::index(&engine.site, &agency.agency));
            files.par_iter().try_for_each(|file| put(&file.url, &file.bytes)).map(|()| index)
        };
        let (rendered, index) = rayon::join(render, index);
        rendered?;
        agency.agency.attachments.served().try_for_each(|(url, entry)| copy(url, entry))?;
        progress.step();
        let shown = Shown {
            summary: AgencySummary::of(&engine.site, &agency, &routes),
            presence: permanence::addresses_of_agency(&engine.site, &agency, &routes),
            index: index?,
            pages: routes.len(),
        };
        Ok(Built::of(Some(shown), &agency.findings))
    };
    let mut summaries = Vec::new();
    let mut search = Merger::new("");
    let mut presence = Presence::default();
    let mut counts = Counts::of(&engine.findings);
    let mut errors = errors_of(&engine.findings);
    let mut pages = 0;
    // A single agency's index is the site's already.
    let is_portal = !engine.site.portal.one_agency;
    let mut gather = |built: Vec<Built>| -> Result<(), Failure> {
        for agency in built {
            counts.add(&agency.counts);
            errors.extend(agency.errors);
            let Some(shown) = agency.shown else { continue };
            summaries.push(shown.summary);
            presence.add(shown.presence);
            pages += shown.pages;
            if is_portal {
                search.push(&shown.index).iter().try_for_each(|file| put(&file.path, &file.bytes))?;
            }
        }
        Ok(())
    };
    let mut waiting: Vec<Built> = Vec::new();
    for batch in engine.sources.agencies.chunks(BATCH) {
        let before = std::mem::take(&mut waiting);
        let (built, gathered) =
            rayon::join(|| batch.par_iter().map(build_one).collect::<Result<_, _>>(), || gather(before));
        gathered?;
        waiting = built?;
    }
    gather(waiting)?;
    drop(progress);
    if is_portal {
        search.finish().par_iter().try_for_each(|file| put(&file.path, &file.bytes))?;
    }
    let routes = site::portal_routes(&engine.site, &summaries);
    pages += routes.len();
    routes.par_iter().try_for_each(|route| {
        let artifact = timings.time(Stage::Render, || site::render_portal(&engine.site, &summaries, route))?;
        put(&artifact.url, &artifact.bytes)
    })?;
    let mut shared = engine.site.portal.files.iter().filter(|entry| attachments::is_shown(&entry.path));
    shared.try_for_each(|entry| copy(&entry.path, entry))?;
    let findings = permanence::vanished(&engine.site, presence, &summaries, &routes);
    counts.add(&Counts::of(&findings));
    errors.extend(errors_of(&findings));
    terminal.findings(&errors);
    if counts.errors > 0 && !arguments.keep_going {
        terminal.complain(&format!(
            "พบข้อผิดพลาด {} ข้อ จึงยังไม่เปลี่ยนเว็บเดิม (ใช้ --keep-going เพื่อสร้างเฉพาะหน้าที่ดี)",
            counts.errors
        ));
        return Ok(Made { outcome: Outcome::Findings, errors });
    }
    let report = timings.time(Stage::Write, || stage.commit())?;
    terminal.say(&format!("{pages} หน้าและไฟล์: {report}"));
    if let Some(digest) = report.digest {
        terminal.say(&format!("ลายนิ้วมือของเว็บ: {digest} (เก็บไว้ตรวจสำเนาด้วย `prongsai verify --digest`)"));
    }
    if let Some(key) = &arguments.sign {
        signature::sign(&arguments.out.join(MANIFEST_PATH), key)?;
        terminal.say(&format!("ลงลายมือชื่อแล้วที่ {SIGNATURE_PATH}"));
    }
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
    let outcome = if counts.errors > 0 { Outcome::Findings } else { Outcome::Fine };
    Ok(Made { outcome, errors })
}

/// The next day on which a page appears or changes without anybody touching its file.
fn next_change(engine: &Engine, summaries: &[AgencySummary]) -> Option<Date> {
    let today = engine.site.settings.date;
    let of_agencies = summaries.iter().filter_map(|summary| Date::parse(summary.next_change.as_ref()?).ok());
    let of_portal = engine.site.portal.pages.iter().filter(|document| !document.common.draft);
    let of_portal = of_portal.filter_map(|document| document.common.publish_from.as_ref()).map(|from| from.value);
    of_agencies.chain(of_portal).filter(|date| *date > today).min()
}

fn errors_of(findings: &[Located]) -> Vec<Located> {
    findings.iter().filter(|finding| finding.severity == Severity::Error).cloned().collect()
}
