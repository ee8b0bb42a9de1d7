//! The sites of others under a portal, had from where `portal.md` says: fetched with bounds, or read from a folder.
//! What they hold is judged by `engine::custody`.

use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use crate::command::Failure;
use crate::command::terminal::Terminal;
use crate::digest::Store;
use crate::engine::Engine;
use crate::engine::custody::MemberSites;
use crate::publish::live::Fetcher;
use crate::source::door;
use crate::source::meta::MemberPlace;

/// `None`: the portal has no members.
pub fn join(
    engine: &mut Engine,
    content: &Path,
    patience: Duration,
    terminal: &Terminal,
) -> Result<Option<MemberSites>, Failure> {
    let places = engine.site.portal.meta.members.clone();
    if places.is_empty() {
        return Ok(None);
    }
    let store = Store::of_members(content).ok_or_else(|| {
        Failure("เขียนในโฟลเดอร์ .prongsai ข้างโฟลเดอร์เนื้อหาไม่ได้ จึงเก็บผลย่อของเว็บสมาชิกไว้รวมไม่ได้".to_owned())
    })?;
    let mut members = MemberSites::new(store, engine.context().agencies.as_slice().iter());
    let today = engine.site.settings.date;
    let progress = terminal.progress("รวมเว็บสมาชิก", places.len());
    for place in &places {
        match &place.value {
            MemberPlace::Address(address) => {
                let mut fetcher = Fetcher::open(address, patience);
                members.take(place, today, &mut |path, largest| match &mut fetcher {
                    Ok(fetcher) => fetcher.get(path, largest).map_err(|trouble| trouble.to_string()),
                    Err(trouble) => Err(trouble.to_string()),
                });
            }
            MemberPlace::Folder(folder) => {
                let beside = std::fs::canonicalize(content).ok();
                let root = beside.as_deref().and_then(Path::parent).unwrap_or(Path::new("")).join(folder);
                members.take(place, today, &mut |path, largest| read(&root, path, largest));
            }
        }
        progress.step();
    }
    drop(progress);
    members.sweep();
    engine.join(&members);
    Ok(Some(members))
}

fn read(root: &Path, path: &str, largest: u64) -> Result<Option<Vec<u8>>, String> {
    match door::read(root, &root.join(path), largest) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) && root.is_dir() => {
            Ok(None)
        }
        Err(error) if error.kind() == ErrorKind::FileTooLarge => Err("ไฟล์ใหญ่เกินไป".to_owned()),
        Err(error) if error.kind() == ErrorKind::NotFound => Err("ไม่พบโฟลเดอร์นี้".to_owned()),
        Err(error) => Err(format!("อ่านไม่ได้: {error}")),
    }
}
