//! A folder of this machine or of a mounted disk. The whole site takes the old one's place in one exchange where the
//! system can; elsewhere file by file in the order that keeps links good, from a journal. All of it is `output`'s work.

use std::path::Path;

use super::plan::{PublishPlan, PublishStep, StepKind};
use super::trouble::{Trouble, Why};
use super::{BuiltSite, News, PublishTarget, Teller, Whole};
use crate::output::{MANIFEST_PATH, Manifest, Output, OutputError, OutputOptions, OutputPlace};

pub fn open(folder: &Path) -> Result<PublishTarget, Trouble> {
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
    if let Some(parent) = parent.filter(|parent| !parent.is_dir()) {
        return Err(Trouble::new(
            Why::Unreachable,
            format!("ไม่พบโฟลเดอร์ `{}` ยังไม่ได้ต่อไดรฟ์หรือเครือข่ายหรือไม่", parent.display()),
        ));
    }
    Ok(PublishTarget::Whole(Box::new(FolderTarget { place: OutputPlace::hold(folder) })))
}

struct FolderTarget {
    place: OutputPlace,
}

impl Whole for FolderTarget {
    fn published(&mut self) -> Result<Option<Manifest>, Trouble> {
        match self.place.read_to_string(MANIFEST_PATH) {
            Ok(text) => Manifest::read(&text).map(Some).map_err(|error| Trouble::new(Why::Foreign, error.to_string())),
            Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {
                Ok(None)
            }
            Err(error) => Err(super::trouble::of_disk("อ่าน", &self.place.path().join(MANIFEST_PATH), &error)),
        }
    }

    fn replace(&mut self, site: &BuiltSite, plan: &PublishPlan, told: Teller<'_>) -> Result<(), Trouble> {
        use rayon::prelude::*;
        let Manifest { generator, date, .. } = site.manifest.clone();
        let options = OutputOptions { generator, date, ..OutputOptions::default() };
        let mut output = Output::open_at(self.place.clone(), &options).map_err(trouble_of)?;
        let stage = output.begin().map_err(trouble_of)?;
        let sent: std::collections::BTreeSet<&str> = plan.puts().map(|(path, _)| path.as_str()).collect();
        site.manifest.entries.par_iter().try_for_each(|(path, record)| {
            let bytes = site.read(path, *record)?;
            stage.put(path, &bytes).map_err(trouble_of)?;
            if sent.contains(path.as_str()) {
                told(News::Done(&PublishStep { path: path.clone(), what: StepKind::Put(*record) }));
            }
            Ok(())
        })?;
        stage.commit().map_err(trouble_of)?;
        Ok(())
    }
}

fn trouble_of(error: OutputError) -> Trouble {
    let why = match &error {
        OutputError::NotOurs { .. } | OutputError::Foreign { .. } => Why::Foreign,
        OutputError::Busy { .. } => Why::Locked,
        _ => Why::Refused,
    };
    let message = match error {
        OutputError::NotOurs { folder, example } => format!(
            "โฟลเดอร์ `{}` มีของที่ prongsai ไม่ได้เขียน (เช่น `{example}`) อาจเป็นเว็บของผู้อื่น จึงไม่แตะต้อง \
             เผยแพร่ลงโฟลเดอร์ย่อยใหม่ (เช่น เติม /transparency ท้าย `to:`) หรือย้ายของเดิมออกก่อน",
            folder.display()
        ),
        other => other.to_string().replace("ด้วย --out", "ในค่า `to:`"),
    };
    Trouble::new(why, message)
}
