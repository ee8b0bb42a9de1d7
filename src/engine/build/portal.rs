//! The portal's own pages, its search, and what is said of addresses that are gone: what of them is made from nothing else
//! than before stays as it is, down to single shards of the search.

use std::time::SystemTime;

use rayon::prelude::*;

use super::gathered::{DoneIndex, Gathered, GatheredSearch};
use super::kept::{self, KeptHead, KeptIndex, KeptJoin, KeptPortalFiles, Shown};
use super::sink::{FileRecords, Recorder, record_of};
use super::standing::StandingKept;
use super::{Run, Task, inputs};
use crate::check::{Counts, Located};
use crate::digest::Sealed;
use crate::engine::custody::{DigestEntry, DigestIndex};
use crate::engine::stamps::{self, Stamp};
use crate::engine::{Failure, Stage, permanence};
use crate::model::{AgencyFiles, attachments};
use crate::output::Hash;
use crate::record::Presence;
use crate::search::{AgencyIndex, IndexLists, JoinedIndex, ListChange, Merger, rejoin};
use crate::site::{self, AgencySummary, search_records};
use crate::thai::Date;

/// The key of the portal's own digest: no agency's folder is called so.
pub(super) const PORTAL: &str = "/";

/// So few agencies have other lists that these are put into the joined ones. Each of them is held.
const MOST_CHANGES: usize = 64;

/// What was kept of the portal, of which something may still stand.
pub(super) struct KnownPortal {
    head: KeptHead,
    written: Option<SystemTime>,
    findings: Vec<Located>,
    files: KeptPortalFiles,
    join: KeptJoin,
    /// Of its own pages.
    lists: IndexLists,
}

/// What came of the portal.
#[derive(Default)]
pub(super) struct PortalDone {
    pub findings: Vec<Located>,
    pub pages: usize,
    pub next_change: Option<Date>,
}

/// How each of the portal's files came to be.
struct Recorders<'r> {
    pages: Recorder<'r>,
    others: Recorder<'r>,
}

fn changed_meanwhile() -> Failure {
    Failure("ไฟล์ของเว็บเปลี่ยนระหว่างสร้าง ลองสั่งใหม่อีกครั้ง".to_owned())
}

impl Run<'_> {
    /// What the portal's own pages are made from: the agencies' results, and the files of the portal.
    fn portal_input(&self, inputs: &[Option<Hash>], stamps: &[Stamp]) -> Option<Hash> {
        let mut words = inputs::HashedWords::default();
        words.add(self.grounds?.shown.as_bytes());
        for input in inputs {
            words.add(input.as_ref()?.as_bytes());
        }
        Some(inputs::input(words.hash(), PORTAL, stamps))
    }

    /// What its pages are made from: no more than what they are told of the agencies.
    fn portal_told(&self, told: &[Hash], stamps: &[Stamp]) -> Option<Hash> {
        let mut words = inputs::HashedWords::default();
        words.add("told").add(self.grounds?.shown.as_bytes());
        for told in told {
            words.add(told.as_bytes());
        }
        Some(inputs::input(words.hash(), PORTAL, stamps))
    }

    pub(super) fn standing_portal(&self, inputs: &[Option<Hash>]) -> Result<Option<(KeptHead, Sealed)>, Failure> {
        let known = || {
            let (store, _) = self.store()?;
            inputs.iter().all(Option::is_some).then_some(())?;
            let sealed = store.get(PORTAL)?;
            let head = KeptHead::read(&sealed, PORTAL)?;
            let stamps =
                stamps::stamps(self.engine.files(), &self.engine.sources.portal, &head.stamps, sealed.written)?;
            (self.portal_input(inputs, &stamps)? == head.input).then_some(())?;
            let KeptPortalFiles { pages, joined, others } = kept::portal_files(&sealed)?;
            Some((head, sealed, [pages, joined, others].concat()))
        };
        let Some((head, sealed, files)) = known() else { return Ok(None) };
        Ok(self.sink.keep(&files)?.then_some((head, sealed)))
    }

    /// The portal as it was kept, where most of the lists that its search was joined from still stand.
    pub(super) fn known_portal(&self, standing: &[StandingKept]) -> Option<KnownPortal> {
        let (store, grounds) = self.store()?;
        let is_alone = matches!(self.options.task, Task::Whole) && self.options.members.is_none();
        let changed = standing.iter().filter(|standing| matches!(standing, StandingKept::Nothing)).count();
        if !is_alone || self.engine.site.portal.one_agency || changed > MOST_CHANGES.min(8 + standing.len() / 16) {
            return None;
        }
        let sealed = store.get(PORTAL)?;
        let head = KeptHead::read(&sealed, PORTAL).filter(|head| head.indexed == Some(grounds.indexed))?;
        // All of it or nothing: what cannot be read is no empty list.
        let (join, lists) = (kept::join(&sealed)??, kept::lists_within(&sealed)?);
        let (findings, files) = (kept::findings(&sealed)?, kept::portal_files(&sealed)?);
        Some(KnownPortal { head, written: sealed.written, findings, files, join, lists })
    }

    /// The portal's pages, search and files, once all agencies are there.
    pub(super) fn portal(
        &self,
        joins: &Recorder<'_>,
        gathered: Gathered<'_, '_>,
        known: Option<KnownPortal>,
        is_stopped: bool,
    ) -> Result<PortalDone, Failure> {
        let Gathered { inputs, mut shown, unread, told, digests, search, .. } = gathered;
        let recorders = Recorders { pages: Recorder::over(self.sink), others: Recorder::over(self.sink) };
        let stamps = self.store().and_then(|_| {
            let before = known.as_ref().map(|known| (known.head.stamps.as_slice(), known.written));
            let (before, written) = before.unwrap_or_default();
            stamps::stamps(self.engine.files(), &self.engine.sources.portal, before, written)
        });
        let told = stamps.as_ref().and_then(|stamps| self.portal_told(&told, stamps));
        let is_the_same = |known: &&KnownPortal| {
            !is_stopped && told.is_some() && known.head.told == told && self.engine.is_as_opened()
        };
        let mut standing = known.as_ref().filter(is_the_same);
        if let Some(known) = standing
            && !recorders.pages.keep(known.files.pages.clone())?
        {
            standing = None;
        }
        let gives_digests = self.engine.site.settings.digests && !is_stopped;
        if standing.is_none() || gives_digests {
            shown.extend(self.read_shown(&unread)?);
            shown.sort_by_key(|(place, _)| *place);
        }
        let (places, shown): (Vec<usize>, Vec<Shown>) = shown.into_iter().unzip();
        let mut presence = Presence::default();
        let mut summaries = Vec::with_capacity(shown.len());
        for Shown { summary, addresses } in shown {
            presence.add(addresses);
            summaries.push(summary);
        }

        let mut own = None;
        let done = match standing {
            Some(known) => {
                own = Some(known.join.own.clone());
                let KeptHead { pages, next_change, .. } = &known.head;
                let next_change = next_change.as_ref().and_then(|day| Date::parse(day).ok());
                PortalDone { findings: known.findings.clone(), pages: *pages, next_change }
            }
            None => {
                let (findings, pages) = self.portal_pages(&recorders.pages, &summaries, presence, is_stopped)?;
                PortalDone { findings, pages, next_change: self.next_change(&summaries) }
            }
        };
        let join = match search {
            GatheredSearch::None => None,
            _ if is_stopped => None,
            search => {
                let own = match own {
                    Some(index) => DoneIndex::known(index),
                    None => self.own_index(&recorders.pages, &summaries)?,
                };
                self.joined(joins, search, own, known.as_ref())?
            }
        };
        if gives_digests {
            let of = |place: usize| places.binary_search(&place).ok().and_then(|at| summaries.get(at));
            let entries = digests.iter().filter_map(|(place, file)| Some(DigestEntry::of(of(*place)?, *file)));
            let (path, bytes) = DigestIndex::file(&self.engine.site, done.next_change, entries.collect());
            recorders.others.put(path, &bytes)?;
        }
        if !is_stopped {
            let files = KeptPortalFiles {
                pages: recorders.pages.files(),
                joined: joins.files(),
                others: recorders.others.files(),
            };
            self.keep_portal(&inputs, stamps, told, &files, join, &done);
        }
        Ok(done)
    }

    fn keep_portal(
        &self,
        inputs: &[Option<Hash>],
        stamps: Option<Vec<Stamp>>,
        told: Option<Hash>,
        files: &KeptPortalFiles,
        join: Option<(KeptJoin, IndexLists)>,
        done: &PortalDone,
    ) {
        let (Some((store, grounds)), Some(stamps)) = (self.store(), stamps) else { return };
        if !self.engine.is_as_opened() || !stamps::still_so(&self.engine.sources.portal, &stamps) {
            return;
        }
        let Some(input) = self.portal_input(inputs, &stamps) else { return };
        let mut head = KeptHead::new(PORTAL, input, stamps, &Counts::of(&done.findings));
        (head.pages, head.told, head.indexed) = (done.pages, told, Some(grounds.indexed));
        head.next_change = done.next_change.map(Date::iso);
        let (join, lists) = join.unzip();
        let sections = kept::sections(&head, &done.findings, None, None, files, &join);
        let lists = kept::lists_bytes(&lists.unwrap_or_default());
        if let (Some(mut sections), Some(lists)) = (sections, lists) {
            sections.push(lists);
            store.put(PORTAL, &sections.iter().map(Vec::as_slice).collect::<Vec<_>>());
        }
    }

    /// What these agencies tell, as it was kept; where that cannot be read any more, made again.
    fn read_shown(&self, places: &[usize]) -> Result<Vec<(usize, Shown)>, Failure> {
        let agencies = &self.engine.sources.agencies;
        let read = |place: &usize| {
            let files = agencies.get(*place)?;
            let kept = || kept::shown(&self.options.store?.get(&files.slug)?).flatten();
            let shown = kept().or_else(|| Some(self.agency_again(files)?.0))?;
            Some((*place, shown))
        };
        places.par_iter().map(|place| read(place).ok_or_else(changed_meanwhile)).collect()
    }

    /// What an agency tells and what search is given of it, without its files.
    fn agency_again(&self, files: &AgencyFiles) -> Option<(Shown, AgencyIndex)> {
        let site = &self.engine.site;
        let agency = self.engine.agency(files, self.timings).ok()?;
        let routes = site::agency_routes(site, &agency.agency);
        let summary = AgencySummary::of(site, &agency, &routes);
        let addresses = permanence::addresses_of_agency(site, &agency, &routes);
        let (index, _) = search_records::index(site, &agency.agency);
        Some((Shown { summary, addresses }, index))
    }

    /// The index of the pages beside the agencies; puts its texts.
    fn own_index(&self, pages: &Recorder<'_>, summaries: &[AgencySummary]) -> Result<DoneIndex, Failure> {
        let (index, texts) = search_records::portal_index(&self.engine.site, summaries);
        texts.iter().try_for_each(|file| pages.put(&file.url, &file.bytes))?;
        let (outline, lists) = index.parted();
        let hash = Hash::of(&kept::lists_bytes(&lists).unwrap_or_default());
        Ok(DoneIndex { index: KeptIndex { outline, lists: hash }, lists: Some(lists), before: None })
    }

    /// Puts the files of the joined index; gives what is kept of it, with the lists of the portal's own pages.
    fn joined(
        &self,
        joins: &Recorder<'_>,
        search: GatheredSearch,
        own: DoneIndex,
        known: Option<&KnownPortal>,
    ) -> Result<Option<(KeptJoin, IndexLists)>, Failure> {
        let own_lists = |own: DoneIndex| match own.lists {
            Some(lists) => Some(lists),
            None => known.map(|known| known.lists.clone()),
        };
        let put = |files: &[crate::search::SearchFile]| {
            files.par_iter().try_for_each(|file| self.timings.time(Stage::Write, || joins.put(&file.path, &file.bytes)))
        };
        match search {
            GatheredSearch::None => Ok(None),
            GatheredSearch::Join(merger, lists) => {
                let index = own.index.clone();
                let Some(own) = own_lists(own) else { return Err(changed_meanwhile()) };
                let (files, joined, own) = finished(*merger, &index, own);
                put(&files)?;
                Ok(Some((KeptJoin { lists, own: index, joined }, own)))
            }
            GatheredSearch::Rejoin(indexes) => {
                let lists: Vec<Hash> = indexes.iter().map(|index| index.index.lists).collect();
                let index = own.index.clone();
                if let Some(known) = known
                    && let Some((files, stays, joined)) = self.rejoined(&indexes, &own, known)
                    && joins.keep(stays)?
                {
                    put(&files)?;
                    let Some(own) = own_lists(own) else { return Err(changed_meanwhile()) };
                    return Ok(Some((KeptJoin { lists, own: index, joined }, own)));
                }
                let mut merger = Merger::new("");
                for batch in indexes.chunks(super::BATCH) {
                    let whole: Vec<AgencyIndex> =
                        batch.par_iter().map(|index| self.whole_index(index)).collect::<Result<_, _>>()?;
                    for index in whole {
                        put(&merger.push(&index))?;
                    }
                }
                let Some(own) = own_lists(own) else { return Err(changed_meanwhile()) };
                let (files, joined, own) = finished(merger, &index, own);
                put(&files)?;
                Ok(Some((KeptJoin { lists, own: index, joined }, own)))
            }
        }
    }

    /// Files that say otherwise, those that stay, and what is remembered of all of them.
    fn rejoined(
        &self,
        indexes: &[DoneIndex],
        own: &DoneIndex,
        known: &KnownPortal,
    ) -> Option<(Vec<crate::search::SearchFile>, FileRecords, JoinedIndex)> {
        let KeptJoin { lists, own: own_before, joined } = &known.join;
        if lists.len() != indexes.len() {
            return None;
        }
        let mut changes = Vec::new();
        for (place, (index, before)) in indexes.iter().zip(lists).enumerate() {
            if index.index.lists == *before {
                continue;
            }
            let (_, lists) = index.before.as_ref().filter(|(hash, _)| hash == before)?;
            changes.push(ListChange { place, before: lists, after: index.lists.as_ref()? });
        }
        if own.index.lists != own_before.lists {
            changes.push(ListChange { place: indexes.len(), before: &known.lists, after: own.lists.as_ref()? });
        }
        let files = &known.files.joined;
        let read = |path: &str| self.sink.read(path, record_of(files, path)?);
        let parts = indexes.iter().chain([own]).map(|index| &index.index.outline);
        let rejoined = rejoin(parts, joined, &changes, &read)?;
        let stays = rejoined.stays.into_iter().map(|path| {
            let record = record_of(files, &path)?;
            Some((path, record))
        });
        Some((rejoined.files, stays.collect::<Option<_>>()?, rejoined.joined))
    }

    /// With its lists, wherever they are.
    fn whole_index(&self, index: &DoneIndex) -> Result<AgencyIndex, Failure> {
        let KeptIndex { outline, lists: hash } = &index.index;
        let lists = index.lists.clone().or_else(|| self.lists_of(outline.slug(), *hash));
        if let Some(lists) = lists {
            return Ok(AgencyIndex::whole(outline.clone(), lists));
        }
        let files = self.engine.sources.agencies.iter().find(|files| files.slug == outline.slug());
        let (again, lists) = files.and_then(|files| self.agency_again(files)).ok_or_else(changed_meanwhile)?.1.parted();
        let bytes = kept::lists_bytes(&lists).unwrap_or_default();
        if again != *outline || Hash::of(&bytes) != *hash {
            return Err(changed_meanwhile());
        }
        if let Some(store) = self.options.store {
            store.put_one(&kept::lists_key(outline.slug()), &bytes, *hash);
        }
        Ok(AgencyIndex::whole(again, lists))
    }

    /// The lists of an agency that are kept, if they are these.
    pub(super) fn lists_of(&self, slug: &str, hash: Hash) -> Option<IndexLists> {
        kept::lists_alone(&self.options.store?.get(&kept::lists_key(slug))?, hash)
    }

    /// The portal's own pages and files, and what is said of addresses that are gone.
    fn portal_pages(
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

    fn next_change(&self, summaries: &[AgencySummary]) -> Option<Date> {
        let site = &self.engine.site;
        let of_agencies = summaries.iter().filter_map(|summary| Date::parse(summary.next_change.as_ref()?).ok());
        let of_portal = site.portal.pages.iter().filter(|document| !document.common.draft);
        let of_portal = of_portal.filter_map(|document| document.common.publish_from.as_ref()).map(|from| from.value);
        of_agencies.chain(of_portal).filter(|date| *date > site.settings.date).min()
    }
}

/// The last files of an index, with the portal's own part as its last; the part is given back.
fn finished(
    mut merger: Merger,
    index: &KeptIndex,
    lists: IndexLists,
) -> (Vec<crate::search::SearchFile>, JoinedIndex, IndexLists) {
    let own = AgencyIndex::whole(index.outline.clone(), lists);
    let mut files = merger.push(&own);
    let (last, joined) = merger.finish();
    files.extend(last);
    (files, joined, own.parted().1)
}
