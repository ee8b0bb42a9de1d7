//! Names that editors, office programs and downloads make for themselves beside the author's files.
//! Judges names only; never touches the disk.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[derive(Debug, Default)]
pub struct Noise {
    roots: Vec<PathBuf>,
    ignored: Vec<PathBuf>,
}

impl Noise {
    pub fn new(ignored: Vec<PathBuf>) -> Self {
        let ignored = ignored.iter().map(|path| super::absolute(path)).collect();
        Self { roots: Vec::new(), ignored }
    }

    pub fn set_roots(&mut self, roots: &BTreeSet<PathBuf>) {
        self.roots = roots.iter().cloned().collect();
    }

    /// Whether a change of `path` means nothing to the site.
    pub fn hides(&self, path: &Path) -> bool {
        if self.ignored.iter().any(|ignored| path.starts_with(ignored)) {
            return true;
        }
        // Only what lies below a root is judged: the site itself may stand in a hidden folder.
        let below =
            self.roots.iter().filter_map(|root| path.strip_prefix(root).ok()).min_by_key(|rest| rest.as_os_str().len());
        below.is_some_and(|rest| rest.components().any(|part| is_scratch(&part.as_os_str().to_string_lossy())))
    }
}

/// Hidden, swap, backup, lock and half-downloaded files.
fn is_scratch(name: &str) -> bool {
    const ENDINGS: [&str; 10] =
        [".swp", ".swo", ".swx", ".tmp", ".temp", ".bak", ".part", ".crdownload", ".orig.tmp", ".kate-swp"];
    let lower = name.to_ascii_lowercase();
    name.starts_with('.')
        || name.ends_with('~')
        || name.starts_with("~$")
        || (name.starts_with('#') && name.ends_with('#'))
        || (name.starts_with("___jb_") && name.ends_with("___"))
        // vim tries whether a folder can be written with a file of this name, or one of the next numbers.
        || matches!(name.parse::<u32>(), Ok(4913..=5036))
        || ENDINGS.iter().any(|ending| lower.ends_with(ending))
        || lower.contains(".tmp.")
        || lower.contains(".sb-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scratch_names() {
        let names =
            [".git", ".plan.md.swp", "plan.md~", "~$plan.xlsx", "#plan.md#", "4913", "plan.md.tmp.8812", "a.part"];
        for name in names {
            assert!(is_scratch(name), "{name}");
        }
        for name in ["plan.md", "2564", "report-12m.csv", "_standards", "ภาพ#1.jpg", "แผน.pdf", "template.html"]
        {
            assert!(!is_scratch(name), "{name}");
        }
    }

    #[test]
    fn a_site_in_a_hidden_folder_is_seen() {
        let mut noise = Noise::new(vec![PathBuf::from("/a/.site/output")]);
        noise.set_roots(&BTreeSet::from([PathBuf::from("/a/.site")]));
        assert!(!noise.hides(Path::new("/a/.site/plan.md")));
        assert!(noise.hides(Path::new("/a/.site/.git/index")));
        assert!(noise.hides(Path::new("/a/.site/output/index.html")));
    }
}
