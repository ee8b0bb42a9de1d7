//! Agencies that were made elsewhere: by a part of this site, whose pages are taken over, or by a site of others, of which
//! only a digest is.

use std::path::PathBuf;

use rayon::prelude::*;

use super::gathered::{Done, DoneIndex, DoneShown, errors_of};
use super::kept::{self, KeptIndex, Shown};
use super::sink::Recorder;
use super::{Run, digest_among, inputs, parts};
use crate::check::Counts;
use crate::engine::custody::{MemberAgencyRef, MemberSites};
use crate::engine::{Failure, Stage, stamps};
use crate::model::AgencyFiles;
use crate::output::Hash;
use crate::site::search_records;

impl Run<'_> {
    /// One agency as a part has it: made from what its files are now, and whole.
    pub fn joined_part(&self, files: &AgencyFiles, folders: &[PathBuf]) -> Result<Done, Failure> {
        let slug = &files.slug;
        let Some((folder, sealed, head)) = parts::find(folders, slug) else {
            return Err(Failure(format!("ไม่มีส่วนใดมีหน่วยงาน `{slug}` ต้องรวมครบทุกส่วน")));
        };
        let stale = || {
            Failure(format!(
                "ผลของหน่วยงาน `{slug}` ในส่วน `{}` ไม่ได้สร้างจากไฟล์ชุดนี้ ด้วยโปรแกรมรุ่นนี้ ให้สร้างส่วนนี้ใหม่",
                folder.display()
            ))
        };
        let stamps = stamps::stamps(self.engine.files(), &files.entries, &[], None).ok_or_else(stale)?;
        let grounds = self.grounds.ok_or_else(stale)?;
        if inputs::input(grounds.shown, slug, &stamps) != head.input {
            return Err(stale());
        }
        let findings = kept::findings(&sealed).ok_or_else(stale)?;
        let written = kept::files(&sealed).ok_or_else(stale)?.files;
        let shown = match kept::shown(&sealed).ok_or_else(stale)? {
            None => None,
            Some(shown) => {
                let index = kept::index(&sealed).flatten().ok_or_else(stale)?;
                let lists = Some(kept::lists_within(&sealed).ok_or_else(stale)?);
                let index = Some(DoneIndex { index, lists, before: None });
                Some(DoneShown { told: shown.told(), shown: Some(shown), index })
            }
        };
        if !self.sink.keep(&written)? {
            written.par_iter().try_for_each(|(path, record)| {
                let bytes = parts::read(folder, path, *record)?;
                self.sink.put(path, &bytes).map(|_| ())
            })?;
        }
        let (input, counts, errors) = (Some(head.input), head.counts(), errors_of(&findings));
        let digest = digest_among(&written, slug);
        Ok(Done { input, counts, errors, pages: head.pages, shown, digest, reused: true })
    }

    /// An agency of a site of others: only what search needs of it stands in this one.
    pub fn of_member(&self, members: &MemberSites, agency: MemberAgencyRef<'_>) -> Result<Done, Failure> {
        let changed = || Failure("ผลย่อของเว็บสมาชิกถูกแก้ระหว่างรวม ลองสั่งใหม่อีกครั้ง".to_owned());
        let (summary, records, folder) = members.agency(agency).ok_or_else(changed)?;
        let mut index = None;
        if !self.is_stopped() {
            let (made, texts) = self.timings.time(Stage::Index, || search_records::member_index(&records, &folder));
            let recorder = Recorder::over(self.sink);
            texts.iter().try_for_each(|file| self.put(&recorder, &file.url, &file.bytes))?;
            let (outline, lists) = made.parted();
            let hash = Hash::of(&kept::lists_bytes(&lists).unwrap_or_default());
            index = Some(DoneIndex { index: KeptIndex { outline, lists: hash }, lists: Some(lists), before: None });
        }
        (self.options.step)();
        let shown = Shown { summary, addresses: Vec::new() };
        let shown = Some(DoneShown { told: shown.told(), shown: Some(shown), index });
        let (counts, errors) = (Counts::default(), Vec::new());
        Ok(Done { input: None, counts, errors, pages: 0, shown, digest: None, reused: true })
    }
}
