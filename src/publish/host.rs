//! What every target can do: a host that takes files one by one, or one that takes the whole site in one motion.

use super::plan::{PublishPlan, PublishStep};
use super::site::BuiltSite;
use super::trouble::Trouble;
use crate::output::Manifest;

/// Something that lies in a folder of the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostItem {
    pub name: String,
    pub is_folder: bool,
}

/// What happens while a site is carried, for a progress bar and for the diary. Told from several threads.
#[derive(Clone, Copy, Debug)]
pub enum News<'a> {
    /// The stage that begins, in Thai.
    Stage(&'static str),
    Begun(&'a PublishStep),
    Done(&'a PublishStep),
}

pub type Teller<'a> = &'a (dyn Fn(News<'_>) + Sync);

/// A host that takes files one by one. Paths are relative to the site's root there, with `/` between parts.
pub trait Host {
    /// The bytes of each path, `None` where nothing lies.
    fn fetch(&mut self, paths: &[String]) -> Result<Vec<Option<Vec<u8>>>, Trouble>;

    /// What lies in a folder (`""`: the root); `None` where there is no such folder.
    fn list(&mut self, folder: &str) -> Result<Option<Vec<HostItem>>, Trouble>;

    /// Does the steps, in any order and several at a time. A file that is put is whole or is not there; removing what
    /// is gone already is done. Folders are made as needed; `own` is where unfinished files may lie.
    fn carry(&mut self, steps: &[PublishStep], site: &BuiltSite, own: &str, told: Teller<'_>) -> Result<(), Trouble>;

    /// Takes away folders that have become empty, deepest first. What is not empty stays.
    fn remove_folders(&mut self, folders: &[String]);
}

/// A target that takes the whole site in one motion: nobody ever sees a mixture.
pub trait Whole {
    fn published(&mut self) -> Result<Option<Manifest>, Trouble>;

    fn replace(&mut self, site: &BuiltSite, plan: &PublishPlan, told: Teller<'_>) -> Result<(), Trouble>;
}
