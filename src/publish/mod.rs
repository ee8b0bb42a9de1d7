//! Brings a built site to where the public reads it: only what changed, safe to cut at any byte, reversible.
//! Owns targets (one file each), the plan, the order of steps, the lock, and the memory of what was published. Reads the
//! built folder; never renders, never decides what may be published (that is the command's gate), never prints.
//!
//! ```text
//! built folder ─manifest─▶ Plan ◀─manifest at the host
//!                            └─▶ things pages need ▶ new pages ▶ changed pages ▶ lists ▶ manifest ▶ deletions
//! ```
//!
//! Before the first step a note at the host says who publishes and which paths are touched: it is the lock, and what a
//! later run needs to know after a cut. A diary on this machine says which of them arrived.

mod archive;
mod diary;
mod folder;
mod ftp;
mod git;
mod host;
pub mod host_files;
pub mod live;
mod place;
mod plan;
mod program;
mod rclone;
mod remembered;
mod rsync;
mod run;
mod sftp;
mod sftp_session;
mod site;
mod stream;
pub mod tls;
mod trouble;

pub use diary::{Diary, Release};
pub use host::{Host, HostItem, News, Teller, Whole};
pub use place::{PlaceKind, PublishPlace, Secret, Wishes};
pub use plan::{PublishPlan, PublishStep, StepKind};
pub use program::{ASKED, ProgramSaid, run as run_program};
pub use remembered::remember;
pub use run::{PublishOptions, PublishReport, publish};
pub use site::BuiltSite;
pub use trouble::{Trouble, Why};

/// Where the program keeps its own files at a host, and where else if the host refuses names that begin with a dot.
pub const OWN_FOLDERS: [&str; 2] = [".prongsai", "_prongsai"];

pub enum PublishTarget {
    Host(Box<dyn Host>),
    Whole(Box<dyn Whole>),
}

impl PublishTarget {
    /// Opens the way to a place; nothing is written yet.
    pub fn open(place: &PublishPlace) -> Result<Self, Trouble> {
        match &place.kind {
            PlaceKind::Folder(path) => folder::open(path),
            PlaceKind::Zip(path) => Ok(Self::Whole(Box::new(archive::ZipTarget::new(path.clone())))),
            PlaceKind::Ftp(server) => Ok(Self::Host(Box::new(ftp::Ftp::open(server, place)?))),
            PlaceKind::Sftp(server) => Ok(Self::Host(Box::new(sftp::Sftp::new(server, place)))),
            PlaceKind::Rsync { address } => Ok(Self::Host(Box::new(rsync::Rsync::new(address, place)))),
            PlaceKind::Rclone { address } => Ok(Self::Host(Box::new(rclone::Rclone::new(address, place)))),
            PlaceKind::Git { address, branch } => {
                Ok(Self::Whole(Box::new(git::Git::new(address, branch, Secret::of(place))?)))
            }
        }
    }
}
