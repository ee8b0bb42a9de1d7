//! Building a site: each agency loaded, judged, shown and let go, then the portal's own pages. What came of an agency is
//! kept beside the content; where everything it was made from is the same, it is taken from there, and its files stay.
//! Writes through a sink; prints nothing and decides no exit code.

mod built;
mod cards;
mod gathered;
pub(super) mod inputs;
mod joined;
mod kept;
mod known;
pub mod parts;
mod portal;
pub mod recall;
mod sink;
mod standing;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::address;
use crate::check::Counts;
use crate::digest::{self, Store};
use crate::engine::custody::{self, MemberAgencyRef, MemberSites};
use crate::engine::lists::OfficerLists;
use crate::engine::stamps::{self, Stamp};
use crate::engine::{Engine, Failure, Stage, Timings, permanence};
use crate::finding::code;
use crate::model::AgencyFiles;
use crate::output::{FileRecord, Hash, Manifest, OutputStage};
use crate::search::Merger;
use crate::site::{self, AgencySite, AgencySummary, search_records};
use crate::source::FileEntry;
use crate::thai::Date;

pub use built::Built;
use cards::KnownCards;
use gathered::{Done, DoneIndex, DoneShown, Gathered, GatheredSearch, Want, errors_of};
use inputs::Grounds;
use kept::{KeptFiles, KeptHead, KeptIndex, Shown};
use known::{KnownIndex, StillKnown};
use parts::{PartLabel, Shard};
use portal::{PORTAL, PortalDone};
use sink::{Comparison, FileRecords, Recorder, Sink, record_of};
use standing::{StandingKept, StandingResult};

/// Agencies whose indexes are held at a time: what a build needs to remember does not grow with the pages of a portal.
const BATCH: usize = 32;

/// How much of a site is made.
#[derive(Clone, Copy, Debug)]
pub enum Task<'b> {
    Whole,
    /// Some agencies and their digests, to be joined with others.
    Part(Shard),
    /// All of it, with the agencies of these parts.
    Join(&'b [PathBuf]),
}

pub struct BuildOptions<'b> {
    pub task: Task<'b>,
    /// Show the good pages although some files are wrong.
    pub keep_going: bool,
    /// Where results are kept; without, all is made from nothing.
    pub store: Option<&'b Store>,
    /// Sites of others that are joined with this one.
    pub members: Option<&'b MemberSites>,
    /// Called after each agency.
    pub step: &'b (dyn Fn() + Sync),
}

/// Puts the whole site into the output folder.
pub fn build(
    engine: &Engine,
    stage: &OutputStage<'_>,
    options: &BuildOptions<'_>,
    timings: &Timings,
) -> Result<Built, Failure> {
    Run::new(engine, stage, options, timings).all()
}

/// What a build from nothing says, and the files of `site` that it makes otherwise.
pub fn differences(engine: &Engine, site: &Manifest, keep_going: bool) -> Result<(Built, Vec<String>), Failure> {
    let comparison = Comparison::with(site);
    let options = BuildOptions { task: Task::Whole, keep_going, store: None, members: None, step: &|| () };
    let built = Run::new(engine, &comparison, &options, &Timings::default()).all()?;
    Ok((built, comparison.differences()))
}

/// One agency to be brought into the site.
enum AgencyWork<'w> {
    Own(&'w AgencyFiles, StandingKept),
    OfMember(&'w MemberSites, MemberAgencyRef<'w>),
}

/// Its digest among the files of an agency.
fn digest_among(files: &FileRecords, slug: &str) -> Option<FileRecord> {
    record_of(files, &custody::path_of(slug))
}

/// An index, with its lists as they are kept where they are new.
type MadeIndex = (DoneIndex, Option<Vec<u8>>);

struct Run<'r> {
    engine: &'r Engine,
    sink: &'r dyn Sink,
    options: &'r BuildOptions<'r>,
    timings: &'r Timings,
    /// What all agencies share; `None`: nothing is kept.
    grounds: Option<Grounds>,
    /// An error was found: no more pages are made, but everything is judged, so that all errors come at once and soon.
    stopped: AtomicBool,
}

impl<'r> Run<'r> {
    fn new(engine: &'r Engine, sink: &'r dyn Sink, options: &'r BuildOptions<'r>, timings: &'r Timings) -> Self {
        let keeps = options.store.is_some() || !matches!(options.task, Task::Whole);
        let grounds = if keeps { inputs::grounds(engine) } else { None };
        Self { engine, sink, options, timings, grounds, stopped: AtomicBool::new(false) }
    }

    fn store(&self) -> Option<(&'r Store, Grounds)> {
        Some((self.options.store?, self.grounds?))
    }

    /// Takes note of errors that leave no site to be made.
    fn judge(&self, counts: &Counts) {
        if counts.errors > 0 && !self.options.keep_going {
            self.stopped.store(true, Ordering::Relaxed);
        }
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    fn all(&self) -> Result<Built, Failure> {
        if self.grounds.is_none() && !matches!(self.options.task, Task::Whole) {
            return Err(Failure("ไฟล์ของเว็บเปลี่ยนระหว่างสร้าง ลองสั่งใหม่อีกครั้ง".to_owned()));
        }
        if let Task::Part(shard) = self.options.task {
            return self.part(shard);
        }
        let agencies = &self.engine.sources.agencies;
        let mut built = Built::default();
        built.note(&self.engine.findings);
        if let Some(members) = self.options.members {
            built.note(&members.findings(self.engine));
        }
        self.judge(&built.counts);
        // Where each agency's result still stands, and then the portal's, nothing has to be read of either.
        let standing: Vec<StandingKept> = agencies.par_iter().map(|files| self.standing(files)).collect();
        let inputs: Vec<Option<Hash>> = standing.iter().map(StandingKept::input).collect();
        let portal = if self.is_stopped() { None } else { self.standing_portal(&inputs)? };
        let known = if portal.is_some() { None } else { self.known_portal(&standing) };
        let want = Want::of(portal.is_some(), known.is_some());

        let joins = Recorder::over(self.sink);
        let search = match want {
            _ if self.engine.site.portal.one_agency => GatheredSearch::None,
            Want::Nothing => GatheredSearch::None,
            Want::Changes => GatheredSearch::Rejoin(Vec::new()),
            Want::All => GatheredSearch::Join(Box::new(Merger::new("")), Vec::new()),
        };
        let mut gathered = Gathered::new(&joins, search);
        let mut waiting: Vec<Done> = Vec::new();
        let own = agencies.iter().zip(standing).map(|(files, standing)| AgencyWork::Own(files, standing));
        let of_members = self.options.members.into_iter().flat_map(|all| all.agencies().map(move |it| (all, it)));
        let all: Vec<AgencyWork<'_>> = own.chain(of_members.map(|(all, it)| AgencyWork::OfMember(all, it))).collect();
        for batch in all.chunks(BATCH) {
            let before = std::mem::take(&mut waiting);
            let one = |work: &AgencyWork<'_>| match work {
                AgencyWork::Own(files, standing) => self.agency(files, standing, want),
                AgencyWork::OfMember(members, agency) => self.of_member(members, *agency),
            };
            let (done, taken) =
                rayon::join(|| batch.par_iter().map(one).collect::<Result<_, _>>(), || gathered.take(before));
            taken?;
            waiting = done?;
        }
        gathered.take(waiting)?;
        built.counts.add(&gathered.counts);
        built.errors.append(&mut gathered.errors);
        built.pages += gathered.pages;
        built.reused = gathered.reused;

        match portal {
            Some((head, sealed)) => {
                built.counts.add(&head.counts());
                if head.counts().errors > 0 {
                    built.errors.extend(errors_of(&kept::findings(&sealed).unwrap_or_default()));
                }
                built.pages += head.pages;
                built.next_change = head.next_change.and_then(|day| Date::parse(&day).ok());
            }
            None => {
                let PortalDone { findings, pages, next_change } =
                    self.portal(&joins, gathered, known, self.is_stopped())?;
                built.next_change = next_change;
                built.note(&findings);
                built.pages += pages;
            }
        }
        self.judge(&built.counts);
        built.stopped = self.is_stopped();
        if let Some((store, _)) = self.store() {
            let slugs = || agencies.iter().map(|files| &files.slug);
            let lists = slugs().map(|slug| kept::lists_key(slug));
            store.sweep(slugs().cloned().chain(lists).chain([PORTAL.to_owned()]));
        }
        Ok(built)
    }

    /// The agencies of one part, with all that joining needs; nothing of the portal's own.
    fn part(&self, shard: Shard) -> Result<Built, Failure> {
        let mut built = Built::default();
        built.note(&self.engine.findings);
        self.judge(&built.counts);
        let agencies = self.engine.sources.agencies.iter().enumerate();
        let own: Vec<&AgencyFiles> = agencies.filter(|(at, _)| shard.holds(*at)).map(|(_, files)| files).collect();
        for batch in own.chunks(BATCH) {
            let done: Vec<Done> =
                batch.par_iter().map(|files| self.made(files, Want::Nothing)).collect::<Result<_, _>>()?;
            for agency in done {
                built.counts.add(&agency.counts);
                built.errors.extend(agency.errors);
                built.pages += agency.pages;
            }
        }
        let settings = &self.engine.site.settings;
        let (path, bytes) = PartLabel::of(shard, settings.date.iso(), settings.portable).file();
        self.sink.put(path, &bytes)?;
        built.stopped = self.is_stopped();
        Ok(built)
    }

    /// One agency: as it was, where its result still stands and its files are there; else made again.
    fn agency(&self, files: &AgencyFiles, standing: &StandingKept, want: Want) -> Result<Done, Failure> {
        if let Task::Join(folders) = self.options.task {
            let done = self.joined_part(files, folders)?;
            (self.options.step)();
            self.judge(&done.counts);
            return Ok(done);
        }
        let done = match standing {
            StandingKept::All(result) => self.as_it_was(files, result, want)?,
            StandingKept::Index | StandingKept::Nothing => None,
        };
        let done = match done {
            Some(done) => done,
            None => self.made(files, want)?,
        };
        (self.options.step)();
        self.judge(&done.counts);
        Ok(done)
    }

    fn as_it_was(&self, files: &AgencyFiles, result: &StandingResult, want: Want) -> Result<Option<Done>, Failure> {
        let StandingResult { input, seal, told, counts, pages } = result.clone();
        let known = || {
            let sealed = self.options.store?.get(&files.slug).filter(|sealed| sealed.seal == seal)?;
            let written = kept::files(&sealed)?.files;
            let findings = if counts.errors > 0 { kept::findings(&sealed)? } else { Vec::new() };
            let shown = match told.filter(|_| want != Want::Nothing) {
                None => None,
                Some(told) => {
                    let is_asked = want == Want::All;
                    let shown = if is_asked { Some(kept::shown(&sealed)??) } else { None };
                    let index = kept::index(&sealed)??;
                    let lists = if is_asked { Some(self.lists_of(&files.slug, index.lists)?) } else { None };
                    Some(DoneShown { told, shown, index: Some(DoneIndex { index, lists, before: None }) })
                }
            };
            Some((written, findings, shown))
        };
        let Some((written, findings, shown)) = known() else { return Ok(None) };
        if !self.is_stopped() && !self.timings.time(Stage::Write, || self.sink.keep(&written))? {
            return Ok(None);
        }
        let errors = errors_of(&findings);
        let digest = digest_among(&written, &files.slug);
        Ok(Some(Done { input: Some(input), counts, errors, pages, shown, digest, reused: true }))
    }

    fn made(&self, files: &AgencyFiles, want: Want) -> Result<Done, Failure> {
        // Before anything is read: what changes meanwhile must not pass for what was read.
        let sealed = self.options.store.and_then(|store| store.get(&files.slug));
        let head = sealed.as_ref().and_then(|sealed| KeptHead::read(sealed, &files.slug));
        let is_first = sealed.is_none();
        let states = if is_first && self.grounds.is_some() { stamps::notes(&files.entries) } else { Vec::new() };
        let stamps = self.grounds.filter(|_| !is_first).and_then(|_| {
            let written = sealed.as_ref().and_then(|old| old.written);
            let known = head.as_ref().map(|head| head.stamps.as_slice()).unwrap_or_default();
            stamps::stamps(self.engine.files(), &files.entries, known, written)
        });
        let based_on = |stamps: &Vec<Stamp>| self.grounds.map(|grounds| grounds.of_agency(&files.slug, stamps));
        let based = stamps.as_ref().and_then(based_on);
        let known = based.zip(sealed.as_ref()).zip(head.as_ref());
        let known = known.map(|((based, sealed), head)| StillKnown::of(sealed, head, based));
        let StillKnown { findings, index, lists: lists_before, cards } = known.unwrap_or_default();
        let recorder = Recorder::over(self.sink);
        let agency = match findings {
            Some(findings) => self.engine.agency_judged_before(files, findings, self.timings),
            None => self.engine.agency(files, self.timings),
        };
        // Of a first build everything was read just now, and is hashed already.
        let stamps = if is_first && self.grounds.is_some() {
            let read = agency.iter().flat_map(|agency| agency.agency.texts());
            stamps::stamps_of_read(self.engine.files(), &files.entries, &states, read)
        } else {
            stamps
        };
        let based = based.or_else(|| stamps.as_ref().and_then(based_on));
        let (findings, shown, officers, pages) = match agency {
            Ok(agency) => {
                self.judge(&Counts::of(&agency.findings));
                let (shown, index, pages) = self.show(&agency, index, want, &cards, &recorder)?;
                let officers = stamps.as_ref().map(|_| OfficerLists::of(&self.engine.site, &agency.agency));
                (agency.findings.clone(), Some((shown, index)), officers, pages)
            }
            Err(findings) => (findings, None, None, 0),
        };
        let counts = Counts::of(&findings);
        // What could not be opened now may be opened next time, and nothing of the files will have changed.
        // And an agency that is no part of the site yet will be one on its day.
        let is_later = shown.is_none() && findings.is_empty();
        let is_whole = !is_later && !findings.iter().any(|finding| finding.code == code::S004);
        let input = based.map(|based| based.shown);
        let written = recorder.files();
        let digest = digest_among(&written, &files.slug);
        let (shown, index) = shown.unzip();
        let (mut index, lists) = index.flatten().unzip();
        let lists = lists.flatten();
        let told = shown.as_ref().map(Shown::told);
        let mut is_kept = false;
        if let (Some(input), Some(stamps)) = (input, stamps)
            && !self.is_stopped()
            && stamps::still_so(&files.entries, &stamps)
        {
            let mut head = KeptHead::new(&files.slug, input, stamps, &counts);
            (head.pages, head.told) = (pages, told);
            (head.judged, head.indexed) = (based.map(|based| based.judged), based.map(|based| based.indexed));
            let kept = KeptFiles { files: written, cards: cards.drawn_from() };
            let of_index = index.as_ref().map(|index| &index.index);
            if let Some(mut sections) =
                kept::sections(&head, &findings, shown.as_ref(), officers.as_ref(), &kept, &of_index)
            {
                let lists = index.as_ref().map(|index| index.index.lists).zip(lists);
                if let Some(store) = self.options.store.filter(|_| is_whole) {
                    if let Some(before) = lists_before.filter(|_| want == Want::Changes)
                        && let Some(index) = index.as_mut().filter(|index| index.index.lists != before)
                    {
                        index.before = self.lists_of(&files.slug, before).map(|lists| (before, lists));
                    }
                    if let Some((hash, bytes)) = &lists {
                        store.put_one(&kept::lists_key(&files.slug), bytes, *hash);
                    }
                    store.put(&files.slug, &sections.iter().map(Vec::as_slice).collect::<Vec<_>>());
                }
                if let Task::Part(_) = self.options.task {
                    sections.push(lists.map(|(_, bytes)| bytes).unwrap_or_default());
                    let sections: Vec<&[u8]> = sections.iter().map(Vec::as_slice).collect();
                    self.sink.put(&parts::digest_path(&files.slug), &digest::sealed(&sections, None))?;
                }
                is_kept = true;
            }
        }
        if matches!(self.options.task, Task::Part(_)) && !is_kept && !self.is_stopped() {
            return Err(Failure(format!("ไฟล์ของ `{}` เปลี่ยนหรืออ่านไม่ได้ระหว่างสร้าง ลองสั่งใหม่อีกครั้ง", files.slug)));
        }
        let errors = errors_of(&findings);
        let shown = told.map(|told| DoneShown { told, shown, index });
        Ok(Done { input, counts, errors, pages, shown, digest, reused: false })
    }

    /// The agency's pages, its index and its files; once there is no site to be made, only what is needed to judge.
    fn show(
        &self,
        agency: &AgencySite,
        known: Option<KnownIndex>,
        want: Want,
        cards: &KnownCards,
        recorder: &Recorder<'_>,
    ) -> Result<(Shown, Option<MadeIndex>, usize), Failure> {
        let site = &self.engine.site;
        if self.is_stopped() {
            let (summary, addresses) = permanence::presence_of(site, std::sync::Arc::clone(&agency.agency));
            return Ok((Shown { summary, addresses }, None, 0));
        }
        let routes = site::agency_routes(site, &agency.agency);
        let render = || {
            routes.par_iter().try_for_each(|route| {
                let artifact = match site::written_card(site, agency, route) {
                    Some(card) if cards.stands(&route.url, &card, recorder)? => return Ok(()),
                    Some(card) => self.timings.time(Stage::Cards, || card.draw()),
                    None => self.timings.time(Stage::Render, || site::render_agency(site, agency, route))?,
                };
                self.put(recorder, &artifact.url, &artifact.bytes)
            })
        };
        let index = || -> Result<MadeIndex, Failure> {
            if let Some(KnownIndex { index, files }) = known {
                let lists = if want == Want::All { self.lists_of(&agency.agency.slug, index.lists) } else { None };
                if (lists.is_some() || want != Want::All) && recorder.keep(files)? {
                    return Ok((DoneIndex { index, lists, before: None }, None));
                }
            }
            let (index, files) = self.timings.time(Stage::Index, || search_records::index(site, &agency.agency));
            files.par_iter().try_for_each(|file| self.put(recorder, &file.url, &file.bytes))?;
            let (outline, lists) = index.parted();
            let bytes = self.grounds.and_then(|_| kept::lists_bytes(&lists));
            let hash = Hash::of(bytes.as_deref().unwrap_or_default());
            let index = KeptIndex { outline, lists: hash };
            Ok((DoneIndex { index, lists: Some(lists), before: None }, bytes))
        };
        let (rendered, index) = rayon::join(render, index);
        rendered?;
        agency.agency.attachments.served().try_for_each(|(url, entry)| self.copy(recorder, url, entry))?;
        let summary = AgencySummary::of(site, agency, &routes);
        if site.settings.digests {
            recorder.put(&custody::path_of(&summary.slug), &custody::digest_of(site, agency, &summary))?;
        }
        let shown = Shown { summary, addresses: permanence::addresses_of_agency(site, agency, &routes) };
        Ok((shown, Some(index?), routes.len()))
    }

    fn put(&self, recorder: &Recorder<'_>, url: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.timings.time(Stage::Write, || recorder.put(&address::file_of(url), bytes))
    }

    fn copy(&self, recorder: &Recorder<'_>, url: &str, entry: &FileEntry) -> Result<(), Failure> {
        match self.engine.files().read(entry) {
            Ok(bytes) => self.put(recorder, url, &bytes),
            // Reported where the file is used; a page without its attachment is better than no page.
            Err(_) => Ok(()),
        }
    }
}
