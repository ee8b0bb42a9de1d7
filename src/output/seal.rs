//! The seal of a workshop: which two trees the last build left. A folder that came from elsewhere, by a clone, an archive or
//! somebody's hand, has another number on the disk or another time of change, or was sealed by somebody else; then nothing in
//! it is believed by size and time, and every file is looked at.

use std::fmt::Write as _;
use std::time::SystemTime;

use super::manifest::MANIFEST_PATH;
use super::own_key::OwnKey;
use crate::folder::{DiskFacts, Folder};

pub const NAME: &str = "seal";
const BY: &str = "by\t";

/// A folder on the disk, and the manifest in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seal {
    live: Option<String>,
    spare: Option<String>,
}

impl Seal {
    pub fn of(live: Option<&Folder>, spare: Option<&Folder>) -> Self {
        Self { live: live.and_then(mark_of), spare: spare.and_then(mark_of) }
    }

    /// Nothing, when it is missing, torn or another's: then all is looked at.
    pub fn read(workshop: &Folder) -> Self {
        let text = workshop.read_to_string(NAME).unwrap_or_default();
        let Some((text, mark)) = text.split_once(BY) else { return Self::default() };
        if mark.trim_end() != OwnKey::of_user().seal(text.as_bytes()).to_string() {
            return Self::default();
        }
        let of = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
        Self { live: of("live\t"), spare: of("spare\t") }
    }

    pub fn write(&self, workshop: &Folder) {
        let mut text = String::new();
        for (name, mark) in [("live", &self.live), ("spare", &self.spare)] {
            if let Some(mark) = mark {
                let _ = writeln!(text, "{name}\t{mark}");
            }
        }
        let by = OwnKey::of_user().seal(text.as_bytes());
        let _ = writeln!(text, "{BY}{by}");
        // Without a seal the next build is slower, and as right.
        let _ = workshop.put_whole(NAME, text.as_bytes());
    }

    pub fn knows_live(&self, live: &Folder) -> bool {
        self.live.is_some() && self.live == mark_of(live)
    }

    pub fn knows_spare(&self, spare: &Folder) -> bool {
        self.spare.is_some() && self.spare == mark_of(spare)
    }
}

fn mark_of(folder: &Folder) -> Option<String> {
    let about = folder.itself().ok()?;
    let manifest = folder.about(MANIFEST_PATH).ok().filter(DiskFacts::is_file)?;
    let changed = manifest.changed?.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_nanos();
    Some(format!("{} {} {changed}", number_of(&about), number_of(&manifest)))
}

fn number_of(about: &DiskFacts) -> String {
    let since =
        |time: SystemTime| time.duration_since(SystemTime::UNIX_EPOCH).ok().map(|time| time.as_nanos().to_string());
    match about.number {
        Some((disk, number)) => format!("{disk}:{number}"),
        None => about.created.and_then(since).unwrap_or_default(),
    }
}
