//! The tree that the law judges: files by path, and the map of `src/lib.rs`. A real one, or one that a test invents.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

pub struct Room {
    pub uses: BTreeSet<String>,
    pub touches: BTreeSet<String>,
}

pub struct Source {
    /// Below `src/`: `site/pages/item.rs`.
    pub path: String,
    pub room: String,
    pub text: String,
}

pub struct Tree {
    /// Every file of `src/` by its path there, whole.
    pub files: BTreeMap<String, String>,
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files below `folder` with one of the endings, by path from the repository's folder.
pub fn files(folder: &str, endings: &[&str]) -> BTreeMap<String, String> {
    walkdir::WalkDir::new(root().join(folder))
        .into_iter()
        .filter_entry(|entry| {
            ![".tools", "node_modules", "target", "shots"].iter().any(|name| entry.file_name() == *name)
        })
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known)))
        .filter_map(|path| {
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            Some((name, fs::read_to_string(path).ok()?))
        })
        .collect()
}

impl Tree {
    pub fn of_the_program() -> Self {
        let files = files("src", &["rs"]).into_iter();
        Self { files: files.map(|(path, text)| (path.trim_start_matches("src/").to_owned(), text)).collect() }
    }

    /// The files without their inline tests and without whole-line comments.
    pub fn sources(&self) -> Vec<Source> {
        self.files
            .iter()
            .map(|(path, text)| {
                let room = path.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
                let code = text.split("#[cfg(test)]\nmod ").next().unwrap();
                let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
                Source { path: path.clone(), room, text: code.collect::<Vec<_>>().join("\n") }
            })
            .collect()
    }

    /// The rows `| room | may use | touches | owns |` of the map, from the ground up.
    pub fn map(&self) -> Vec<(String, Room)> {
        let words = |cell: &str| cell.split_whitespace().map(str::to_owned).collect();
        self.files["lib.rs"]
            .lines()
            .skip_while(|line| *line != "//! | room | may use | touches | owns |")
            .skip(2)
            .map_while(|line| line.strip_prefix("//! | "))
            .map(|row| {
                let cells: Vec<&str> = row.split('|').map(str::trim).collect();
                let room = Room { uses: words(cells[1]), touches: words(cells[2]) };
                (cells[0].trim_matches('`').to_owned(), room)
            })
            .collect()
    }
}
