//! The seal of a workshop: which two trees the last build left. A folder that came from elsewhere, by a clone, an archive or
//! somebody's hand, has another number on the disk or another time of change, or was sealed by somebody else; then nothing in
//! it is believed by size and time, and every file is looked at.

use std::fmt::Write as _;
use std::fs::{self, Metadata};
use std::path::Path;
use std::time::SystemTime;

use super::manifest::MANIFEST_PATH;
use super::own_key::OwnKey;
use super::workshop::write_whole;

pub const NAME: &str = "seal";
const BY: &str = "by\t";

/// A folder on the disk, and the manifest in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seal {
    live: Option<String>,
    spare: Option<String>,
}

impl Seal {
    pub fn of(live: &Path, spare: &Path) -> Self {
        Self { live: mark_of(live), spare: mark_of(spare) }
    }

    /// Nothing, when it is missing, torn or another's: then all is looked at.
    pub fn read(workshop: &Path) -> Self {
        let text = fs::read_to_string(workshop.join(NAME)).unwrap_or_default();
        let Some((text, mark)) = text.split_once(BY) else { return Self::default() };
        if mark.trim_end() != OwnKey::of_user().seal(text.as_bytes()).to_string() {
            return Self::default();
        }
        let of = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
        Self { live: of("live\t"), spare: of("spare\t") }
    }

    pub fn write(&self, workshop: &Path) {
        let mut text = String::new();
        for (name, mark) in [("live", &self.live), ("spare", &self.spare)] {
            if let Some(mark) = mark {
                let _ = writeln!(text, "{name}\t{mark}");
            }
        }
        let by = OwnKey::of_user().seal(text.as_bytes());
        let _ = writeln!(text, "{BY}{by}");
        // Without a seal the next build is slower, and as right.
        let _ = write_whole(&workshop.join(NAME), text.as_bytes());
    }

    pub fn knows_live(&self, live: &Path) -> bool {
        self.live.is_some() && self.live == mark_of(live)
    }

    pub fn knows_spare(&self, spare: &Path) -> bool {
        self.spare.is_some() && self.spare == mark_of(spare)
    }
}

fn mark_of(folder: &Path) -> Option<String> {
    let about = fs::symlink_metadata(folder).ok().filter(Metadata::is_dir)?;
    let manifest = fs::symlink_metadata(folder.join(MANIFEST_PATH)).ok().filter(Metadata::is_file)?;
    Some(format!("{} {} {}", number_of(&about), number_of(&manifest), changed(&manifest)?))
}

#[cfg(unix)]
fn number_of(about: &Metadata) -> String {
    use std::os::unix::fs::MetadataExt;
    format!("{}:{}", about.dev(), about.ino())
}

#[cfg(not(unix))]
fn number_of(about: &Metadata) -> String {
    let created = about.created().ok().and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
    created.map_or_else(String::new, |time| time.as_nanos().to_string())
}

fn changed(about: &Metadata) -> Option<u128> {
    Some(changed_at(about)?.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_nanos())
}

/// When a file was changed last: on Unix by the time that no program can set, which also new names and rights move on.
#[cfg(unix)]
pub fn changed_at(about: &Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt;
    let seconds = std::time::Duration::from_secs(u64::try_from(about.ctime()).ok()?);
    let rest = std::time::Duration::from_nanos(u64::try_from(about.ctime_nsec()).ok()?);
    SystemTime::UNIX_EPOCH.checked_add(seconds + rest)
}

#[cfg(not(unix))]
pub fn changed_at(about: &Metadata) -> Option<SystemTime> {
    about.modified().ok()
}
