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
pub mod recall;
mod sink;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::address;
use crate::check::{Counts, Located};
use crate::digest::{self, Sealed, Store};
use crate::engine::custody::{self, DigestIndex, MemberAgencyRef, MemberSites};
use crate::engine::lists::OfficerLists;
use crate::engine::stamps::{self, Stamp};
use crate::engine::{Engine, Failure, Stage, Timings, permanence};
use crate::finding::code;
use crate::model::{AgencyFiles, attachments};
use crate::output::{FileRecord, Hash, Manifest, OutputStage};
use crate::record::Presence;
use crate::site::{self, AgencySite, AgencySummary, search_records};
use crate::source::FileEntry;
use crate::thai::Date;

pub use built::Built;
use cards::KnownCards;
use gathered::{Done, Gathered, errors_of};
use inputs::Grounds;
use kept::{KeptHead, Shown};
use known::{KnownIndex, StillKnown};
use parts::{PartLabel, Shard};
use sink::{Comparison, FileRecords, Recorder, Sink};

/// Agencies whose indexes are held at a time: what a build needs to remember does not grow with the pages of a portal.
const BATCH: usize = 32;

/// The key of the portal's own digest: no agency's folder is called so.
const PORTAL: &str = "/";

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
#[derive(Clone, Copy)]
enum AgencyWork<'w> {
    Own(&'w AgencyFiles, Option<Hash>),
    OfMember(&'w MemberSites, MemberAgencyRef<'w>),
}

/// Its digest among the files of an agency; they are sorted by path.
fn digest_among(files: &FileRecords, slug: &str) -> Option<FileRecord> {
    let path = custody::path_of(slug);
    let at = files.binary_search_by(|(known, _)| known.as_str().cmp(&path)).ok()?;
    files.get(at).map(|(_, record)| *record)
}

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
        let inputs: Vec<Option<Hash>> = agencies.par_iter().map(|files| self.standing(files)).collect();
        let portal = if self.is_stopped() { None } else { self.standing_portal(&inputs)? };
        let wants_shown = portal.is_none();

        let recorder = Recorder::over(self.sink);
        let mut gathered = Gathered::new(&recorder, !self.engine.site.portal.one_agency);
        let mut waiting: Vec<Done> = Vec::new();
        let own = agencies.iter().zip(inputs).map(|(files, input)| AgencyWork::Own(files, input));
        let of_members = self.options.members.into_iter().flat_map(|all| all.agencies().map(move |it| (all, it)));
        let all: Vec<AgencyWork<'_>> = own.chain(of_members.map(|(all, it)| AgencyWork::OfMember(all, it))).collect();
        for batch in all.chunks(BATCH) {
            let before = std::mem::take(&mut waiting);
            let one = |work: &AgencyWork<'_>| match *work {
                AgencyWork::Own(files, input) => self.agency(files, input, wants_shown),
                AgencyWork::OfMember(members, agency) => self.of_member(members, agency),
            };
            let (done, taken) =
                rayon::join(|| batch.par_iter().map(one).collect::<Result<_, _>>(), || gathered.take(before));
            taken?;
            waiting = done?;
        }
        gathered.take(waiting)?;
        let Gathered { counts, errors, pages, reused, inputs, summaries, presence, search, digests, .. } = gathered;
        built.counts.add(&counts);
        built.errors.extend(errors);
        built.pages += pages;
        built.reused = reused;

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
                let is_stopped = self.is_stopped();
                if !is_stopped && let Some(mut search) = search {
                    let (index, texts) = search_records::portal_index(&self.engine.site, &summaries);
                    texts.iter().try_for_each(|file| recorder.put(&file.url, &file.bytes))?;
                    let mut files = search.push(&index);
                    files.extend(search.finish());
                    files.par_iter().try_for_each(|file| recorder.put(&file.path, &file.bytes))?;
                }
                let (findings, pages) = self.portal(&recorder, &summaries, presence, is_stopped)?;
                built.next_change = self.next_change(&summaries);
                if !is_stopped && self.engine.site.settings.digests {
                    let (path, bytes) = DigestIndex::file(&self.engine.site, built.next_change, digests);
                    recorder.put(path, &bytes)?;
                }
                if !is_stopped {
                    self.keep_portal(recorder, &inputs, &findings, pages, built.next_change);
                }
                built.note(&findings);
                built.pages += pages;
            }
        }
        self.judge(&built.counts);
        built.stopped = self.is_stopped();
        if let Some((store, _)) = self.store() {
            store.sweep(agencies.iter().map(|files| files.slug.as_str()).chain([PORTAL]));
        }
        Ok(built)
    }

    /// The input of an agency whose kept result was made from what its files are now.
    fn standing(&self, files: &AgencyFiles) -> Option<Hash> {
        let (store, grounds) = self.store()?;
        let sealed = store.get(&files.slug)?;
        let head = KeptHead::read(&sealed, &files.slug)?;
        let stamps = stamps::stamps(self.engine.files(), &files.entries, &head.stamps, sealed.written)?;
        (inputs::input(grounds.shown, &files.slug, &stamps) == head.input).then_some(head.input)
    }

    /// What the portal's own pages are made from: the agencies' results, and the files of the portal.
    fn portal_input(&self, inputs: &[Option<Hash>], stamps: &[Stamp]) -> Option<Hash> {
        let mut words = inputs::HashedWords::default();
        words.add(self.grounds?.shown.as_bytes());
        for input in inputs {
            words.add(input.as_ref()?.as_bytes());
        }
        Some(inputs::input(words.hash(), PORTAL, stamps))
    }

    fn standing_portal(&self, inputs: &[Option<Hash>]) -> Result<Option<(KeptHead, Sealed)>, Failure> {
        let known = || {
            let (store, _) = self.store()?;
            inputs.iter().all(Option::is_some).then_some(())?;
            let sealed = store.get(PORTAL)?;
            let head = KeptHead::read(&sealed, PORTAL)?;
            let stamps =
                stamps::stamps(self.engine.files(), &self.engine.sources.portal, &head.stamps, sealed.written)?;
            (self.portal_input(inputs, &stamps)? == head.input).then_some((head, sealed))
        };
        let Some((head, sealed)) = known() else { return Ok(None) };
        Ok(self.sink.keep(&head.files)?.then_some((head, sealed)))
    }

    fn keep_portal(
        &self,
        recorder: Recorder<'_>,
        inputs: &[Option<Hash>],
        findings: &[Located],
        pages: usize,
        next: Option<Date>,
    ) {
        let Some((store, _)) = self.store() else { return };
        let Some(stamps) = stamps::stamps(self.engine.files(), &self.engine.sources.portal, &[], None) else { return };
        if !self.engine.is_as_opened() {
            return;
        }
        let Some(input) = self.portal_input(inputs, &stamps) else { return };
        let mut head = KeptHead::new(PORTAL, input, stamps, recorder.files(), &Counts::of(findings));
        head.pages = pages;
        head.next_change = next.map(Date::iso);
        if let Some(sections) = kept::sections(&head, findings, &None, &None) {
            store.put(PORTAL, &sections.each_ref().map(Vec::as_slice));
        }
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
                batch.par_iter().map(|files| self.agency(files, None, false)).collect::<Result<_, _>>()?;
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
    fn agency(&self, files: &AgencyFiles, standing: Option<Hash>, wants_shown: bool) -> Result<Done, Failure> {
        if let Task::Join(folders) = self.options.task {
            let done = self.joined(files, folders)?;
            (self.options.step)();
            self.judge(&done.counts);
            return Ok(done);
        }
        let done = match standing {
            Some(input) => self.as_it_was(files, input, wants_shown)?,
            None => None,
        };
        let done = match done {
            Some(done) => done,
            None => self.made(files)?,
        };
        (self.options.step)();
        self.judge(&done.counts);
        Ok(done)
    }

    fn as_it_was(&self, files: &AgencyFiles, input: Hash, wants_shown: bool) -> Result<Option<Done>, Failure> {
        let known = || {
            let sealed = self.options.store?.get(&files.slug)?;
            let head = KeptHead::read(&sealed, &files.slug).filter(|head| head.input == input)?;
            let findings = if head.counts().errors > 0 { kept::findings(&sealed)? } else { Vec::new() };
            let shown = if wants_shown { kept::shown(&sealed)? } else { None };
            Some((head, findings, shown))
        };
        let Some((head, findings, shown)) = known() else { return Ok(None) };
        if !self.is_stopped() && !self.timings.time(Stage::Write, || self.sink.keep(&head.files))? {
            return Ok(None);
        }
        let (counts, errors) = (head.counts(), errors_of(&findings));
        let digest = digest_among(&head.files, &files.slug);
        Ok(Some(Done { input: Some(input), counts, errors, pages: head.pages, shown, digest, reused: true }))
    }

    fn made(&self, files: &AgencyFiles) -> Result<Done, Failure> {
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
        let known =
            based.zip(sealed.as_ref()).zip(head).map(|((based, sealed), head)| StillKnown::of(sealed, head, based));
        let StillKnown { findings, index, cards } = known.unwrap_or_default();
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
        let (findings, shown, lists, pages) = match agency {
            Ok(agency) => {
                self.judge(&Counts::of(&agency.findings));
                let (shown, pages) = self.show(&agency, index, &cards, &recorder)?;
                let lists = stamps.as_ref().map(|_| OfficerLists::of(&self.engine.site, &agency.agency));
                (agency.findings.clone(), Some(shown), lists, pages)
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
        let mut is_kept = false;
        if let (Some(input), Some(stamps)) = (input, stamps)
            && !self.is_stopped()
            && stamps::still_so(&files.entries, &stamps)
        {
            let mut head = KeptHead::new(&files.slug, input, stamps, written, &counts);
            (head.pages, head.cards) = (pages, cards.drawn_from());
            (head.judged, head.indexed) = (based.map(|based| based.judged), based.map(|based| based.indexed));
            if let Some(sections) = kept::sections(&head, &findings, &shown, &lists) {
                let sections = sections.each_ref().map(Vec::as_slice);
                if let Some(store) = self.options.store.filter(|_| is_whole) {
                    store.put(&files.slug, &sections);
                }
                if let Task::Part(_) = self.options.task {
                    self.sink.put(&parts::digest_path(&files.slug), &digest::sealed(&sections, None))?;
                }
                is_kept = true;
            }
        }
        if matches!(self.options.task, Task::Part(_)) && !is_kept && !self.is_stopped() {
            return Err(Failure(format!("ไฟล์ของ `{}` เปลี่ยนหรืออ่านไม่ได้ระหว่างสร้าง ลองสั่งใหม่อีกครั้ง", files.slug)));
        }
        let errors = errors_of(&findings);
        Ok(Done { input, counts, errors, pages, shown, digest, reused: false })
    }

    /// The agency's pages, its index and its files; once there is no site to be made, only what is needed to judge.
    fn show(
        &self,
        agency: &AgencySite,
        known: Option<KnownIndex>,
        cards: &KnownCards,
        recorder: &Recorder<'_>,
    ) -> Result<(Shown, usize), Failure> {
        let site = &self.engine.site;
        if self.is_stopped() {
            let (summary, addresses) = permanence::presence_of(site, std::sync::Arc::clone(&agency.agency));
            return Ok((Shown { summary, addresses, index: None }, 0));
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
        let index = || {
            if let Some(known) = known
                && recorder.keep(known.files)?
            {
                return Ok(known.index);
            }
            let (index, files) = self.timings.time(Stage::Index, || search_records::index(site, &agency.agency));
            files.par_iter().try_for_each(|file| self.put(recorder, &file.url, &file.bytes)).map(|()| index)
        };
        let (rendered, index) = rayon::join(render, index);
        rendered?;
        agency.agency.attachments.served().try_for_each(|(url, entry)| self.copy(recorder, url, entry))?;
        let summary = AgencySummary::of(site, agency, &routes);
        if site.settings.digests {
            recorder.put(&custody::path_of(&summary.slug), &custody::digest_of(site, agency, &summary))?;
        }
        let shown =
            Shown { summary, addresses: permanence::addresses_of_agency(site, agency, &routes), index: Some(index?) };
        Ok((shown, routes.len()))
    }

    /// The portal's own pages and files, and what is said of addresses that are gone.
    fn portal(
        &self,
        recorder: &Recorder<'_>,
        summaries: &[AgencySummary],
        presence: Presence,
        is_stopped: bool,
    ) -> Result<(Vec<Located>, usize), Failure> {
        let site = &self.engine.site;
        let routes = site::portal_routes(site, summaries);
        if !is_stopped {
            routes.par_iter().try_for_each(|route| {
                let artifact = self.timings.time(Stage::Render, || site::render_portal(site, summaries, route))?;
                self.put(recorder, &artifact.url, &artifact.bytes)
            })?;
            let mut shared = site.portal.files.iter().filter(|entry| attachments::is_shown(&entry.path));
            shared.try_for_each(|entry| self.copy(recorder, &entry.path, entry))?;
        }
        Ok((permanence::vanished(site, presence, summaries, &routes), routes.len()))
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

    fn next_change(&self, summaries: &[AgencySummary]) -> Option<Date> {
        let site = &self.engine.site;
        let of_agencies = summaries.iter().filter_map(|summary| Date::parse(summary.next_change.as_ref()?).ok());
        let of_portal = site.portal.pages.iter().filter(|document| !document.common.draft);
        let of_portal = of_portal.filter_map(|document| document.common.publish_from.as_ref()).map(|from| from.value);
        of_agencies.chain(of_portal).filter(|date| *date > site.settings.date).min()
    }
}
