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
mod rsync;
mod run;
mod sftp;
mod site;
pub mod tls;
mod trouble;

pub use diary::{Diary, Release};
pub use host::{Host, Item, News, Told, Whole};
pub use place::{Kind, Place, Secret, Wishes};
pub use plan::{Plan, Step, What};
pub use program::ASKED;
pub use run::{Options, Report, publish};
pub use site::Site;
pub use trouble::{Trouble, Why};

/// Where the program keeps its own files at a host, and where else if the host refuses names that begin with a dot.
pub const OWN_FOLDERS: [&str; 2] = [".prongsai", "_prongsai"];

pub enum Target {
    Host(Box<dyn Host>),
    Whole(Box<dyn Whole>),
}

impl Target {
    /// Opens the way to a place; nothing is written yet.
    pub fn open(place: &Place) -> Result<Self, Trouble> {
        match &place.kind {
            Kind::Folder(path) => folder::open(path),
            Kind::Zip(path) => Ok(Self::Whole(Box::new(archive::Archive::new(path.clone())))),
            Kind::Ftp(server) => Ok(Self::Host(Box::new(ftp::Ftp::open(server, place)?))),
            Kind::Sftp(server) => Ok(Self::Host(Box::new(sftp::Sftp::new(server, place)))),
            Kind::Rsync { address } => Ok(Self::Host(Box::new(rsync::Rsync::new(address, place)))),
            Kind::Rclone { address } => Ok(Self::Host(Box::new(rclone::Rclone::new(address, place)))),
            Kind::Git { address, branch } => {
                Ok(Self::Whole(Box::new(git::Git::new(address, branch, Secret::of(place))?)))
            }
        }
    }
}
