//! What must be done at a host so that it holds the new site, and in which order. Pure: manifests in, steps out.
//!
//! The order keeps every link good at every moment: what pages need comes before pages, pages that are new before pages
//! that may link to them, lists and feeds after all pages, and deletions when nothing links to them any more.

use std::collections::{BTreeMap, BTreeSet};

use crate::output::order::{Turn, turn_of};
use crate::output::{FileRecord, Manifest, folded_path};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishStep {
    pub path: String,
    pub what: StepKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// A file of the site.
    Put(FileRecord),
    /// A file of the program's own.
    Write(Vec<u8>),
    Remove,
}

impl PublishStep {
    pub fn write(path: String, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path, what: StepKind::Write(bytes.into()) }
    }

    pub fn remove(path: String) -> Self {
        Self { path, what: StepKind::Remove }
    }

    /// Bytes to be sent.
    pub fn bytes(&self) -> u64 {
        match &self.what {
            StepKind::Put(record) => record.size,
            StepKind::Write(bytes) => bytes.len() as u64,
            StepKind::Remove => 0,
        }
    }
}

/// What the host is known to have of ours.
pub type KnownAtHost = BTreeMap<String, FileRecord>;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishPlan {
    pub new: Vec<(String, FileRecord)>,
    pub changed: Vec<(String, FileRecord)>,
    pub gone: Vec<String>,
    pub unchanged: usize,
    /// Of `changed`: what arrived in a publishing that was cut, so that the site as published does not lead there yet.
    /// What it holds may lead to what never arrived.
    half_published: BTreeSet<String>,
}

impl PublishPlan {
    /// `known` is what lies at the host, `published` what its manifest says.
    pub fn between(known: &KnownAtHost, published: &KnownAtHost, new: &Manifest) -> Self {
        let mut plan = Self::default();
        for (path, record) in &new.entries {
            match known.get(path) {
                Some(old) if old == record => plan.unchanged += 1,
                Some(_) => {
                    plan.changed.push((path.clone(), *record));
                    if !published.contains_key(path) {
                        plan.half_published.insert(path.clone());
                    }
                }
                None => plan.new.push((path.clone(), *record)),
            }
        }
        plan.gone = known.keys().filter(|path| !new.entries.contains_key(*path)).cloned().collect();
        plan
    }

    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.gone.is_empty()
    }

    /// Bytes to be sent.
    pub fn bytes(&self) -> u64 {
        self.new.iter().chain(&self.changed).map(|(_, record)| record.size).sum()
    }

    pub fn puts(&self) -> impl Iterator<Item = &(String, FileRecord)> {
        self.new.iter().chain(&self.changed)
    }

    /// The steps until the manifest may say so, in their stages.
    pub fn stages(&self) -> Vec<(&'static str, Vec<PublishStep>)> {
        let mut stages = ["เปิดทาง", "ส่งสิ่งที่หน้าต้องใช้", "ส่งหน้าใหม่", "ส่งหน้าที่ค้าง", "ส่งหน้าที่เปลี่ยน", "ส่งรายการและฟีด"]
            .map(|name| (name, Vec::new()));
        for (path, record) in &self.new {
            let step = PublishStep { path: path.clone(), what: StepKind::Put(*record) };
            stages[place_of(turn_of(path, true), false)].1.push(step);
        }
        for (path, record) in &self.changed {
            let step = PublishStep { path: path.clone(), what: StepKind::Put(*record) };
            stages[place_of(turn_of(path, false), self.half_published.contains(path))].1.push(step);
        }
        stages[0].1.extend(self.blocking().into_iter().map(|path| PublishStep::remove(path.to_owned())));
        stages.into_iter().filter(|(_, steps)| !steps.is_empty()).collect()
    }

    /// What is taken away when nothing leads there any more.
    pub fn deletions(&self) -> Vec<PublishStep> {
        let blocking = self.blocking();
        let gone = self.gone.iter().filter(|path| !blocking.contains(path.as_str()));
        gone.cloned().map(PublishStep::remove).collect()
    }

    /// What must go before something can be put: a file where a folder must be, and a name that a host which ignores
    /// case takes for the new one (removed later, it would take the new file with it).
    fn blocking(&self) -> BTreeSet<&str> {
        let new: BTreeSet<String> = self.new.iter().map(|(path, _)| folded_path(path)).collect();
        let inside = |folder: &str| {
            let inside = format!("{folder}/");
            new.range(inside.clone()..).next().is_some_and(|first| first.starts_with(&inside))
        };
        let gone = self.gone.iter().map(String::as_str);
        gone.filter(|path| {
            let path = folded_path(path);
            let above = path.match_indices('/').any(|(at, _)| new.contains(&path[..at]));
            new.contains(&path) || above || inside(&path)
        })
        .collect()
    }

    /// Folders that may be empty once the old files are gone, deepest first.
    pub fn emptied(&self, new: &Manifest) -> Vec<String> {
        let needed = new.folders();
        let mut folders: BTreeSet<&str> = BTreeSet::new();
        for path in &self.gone {
            folders
                .extend(path.match_indices('/').map(|(at, _)| &path[..at]).filter(|folder| !needed.contains(folder)));
        }
        folders.into_iter().rev().map(str::to_owned).collect()
    }
}

fn place_of(turn: Turn, half_published: bool) -> usize {
    match turn {
        Turn::Needed => 1,
        Turn::NewPage => 2,
        Turn::ChangedPage | Turn::List if half_published => 3,
        Turn::ChangedPage => 4,
        Turn::List => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Hash;

    fn manifest(files: &[(&str, &str)]) -> Manifest {
        let mut manifest = Manifest::new("test", "2569-11-21");
        for (path, content) in files {
            let record = FileRecord { hash: Hash::of(content.as_bytes()), size: content.len() as u64 };
            manifest.entries.insert((*path).to_owned(), record);
        }
        manifest
    }

    fn plan(old: &[(&str, &str)], new: &[(&str, &str)]) -> PublishPlan {
        let old = manifest(old).entries;
        PublishPlan::between(&old, &old, &manifest(new))
    }

    fn order(plan: &PublishPlan) -> Vec<String> {
        let steps = plan.stages().into_iter().flat_map(|(_, steps)| steps).chain(plan.deletions());
        steps.map(|step| format!("{}{}", if step.what == StepKind::Remove { "-" } else { "+" }, step.path)).collect()
    }

    #[test]
    fn what_is_linked_to_comes_before_what_links_to_it() {
        let plan = plan(
            &[("index.html", "1"), ("old.html", "1"), ("a.css", "1"), ("same.css", "1")],
            &[("index.html", "2"), ("new.html", "1"), ("a.css", "2"), ("same.css", "1"), ("sitemap.xml", "1")],
        );
        assert_eq!(order(&plan), ["+a.css", "+new.html", "+sitemap.xml", "+index.html", "-old.html"]);
        assert_eq!((plan.unchanged, plan.bytes()), (1, 4));
    }

    #[test]
    fn a_file_that_is_in_the_way_goes_first() {
        let became_folder = plan(&[("a", "1"), ("b/c.html", "1")], &[("a/x.html", "1"), ("b", "1")]);
        assert_eq!(order(&became_folder)[..2], ["-a", "-b/c.html"]);
        let spelled = plan(&[("A/ก.html", "1"), ("z.html", "1")], &[("a/ก.html", "1")]);
        assert_eq!(order(&spelled), ["-A/ก.html", "+a/ก.html", "-z.html"]);
    }

    #[test]
    fn only_folders_that_nothing_needs_are_emptied() {
        let plan = plan(&[("a/b/c/x.html", "1"), ("a/y.html", "1")], &[("a/y.html", "1")]);
        assert_eq!(plan.emptied(&manifest(&[("a/y.html", "1")])), ["a/b/c", "a/b"]);
    }
}
