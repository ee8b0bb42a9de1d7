//! A theme: templates, assets and words, embedded and overridden file by file from `themes/<name>/`.
//! Sees views, never the model, and computes nothing. Owns the template engine.

pub mod difference;
mod error;
mod functions;
mod layout;
pub mod origin;
mod script;
mod shorten;
mod style;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sha2::{Digest, Sha256};
use tera::{Context, Tera, Value};

pub use error::ThemeError;

use crate::finding::Findings;
use crate::source::fields::is_folder_name;
use crate::source::{Disk, FileEntry, Files, door};

include!(concat!(env!("OUT_DIR"), "/themes.rs"));

pub const DEFAULT: &str = "prongsai";

pub struct Theme {
    pub name: String,
    tera: Tera,
    /// Changes with every byte of the templates.
    templates: String,
    /// Address under the site's root → bytes: `assets/site.css`.
    pub assets: BTreeMap<String, Vec<u8>>,
    /// Language → the theme's words.
    words: BTreeMap<String, ThemeWords>,
    /// Changes with every byte of the theme; part of each asset's address.
    pub stamp: String,
    /// The marks of the statuses as symbols; the same in every theme, since charts use them too.
    pub marks: String,
    /// The texts of the author's own folder, by path inside the theme: what `check` reads.
    pub own: BTreeMap<String, OwnFile>,
    /// Keys of the words that pages say.
    known_words: BTreeSet<String>,
}

/// A text of the author's own, without the line that says where it came from.
#[derive(Clone, Debug)]
pub struct OwnFile {
    pub text: String,
    pub origin: Option<origin::FileOrigin>,
}

impl std::fmt::Debug for Theme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Theme").field("name", &self.name).field("stamp", &self.stamp).finish_non_exhaustive()
    }
}

/// The words of one language, as templates and as views read them.
struct ThemeWords {
    table: BTreeMap<String, String>,
    value: Value,
}

/// Path inside the theme → bytes.
pub type ThemeFiles = BTreeMap<String, Vec<u8>>;

/// The files of an embedded theme; a theme other than the default stands on the default.
pub fn embedded(name: &str) -> ThemeFiles {
    let mut files = ThemeFiles::new();
    for theme in [DEFAULT, name] {
        let own_style = theme != DEFAULT;
        let prefix = format!("{theme}/");
        let own: Vec<_> =
            EMBEDDED.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(&prefix)?, *bytes))).collect();
        // A theme that brings its own styles replaces those of the default as a whole.
        if own_style && own.iter().any(|(path, _)| path.starts_with("assets/css/")) {
            files.retain(|path, _| !path.starts_with("assets/css/"));
        }
        files.extend(own.into_iter().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())));
    }
    files
}

/// Names of the themes inside the program.
pub fn embedded_names() -> Vec<&'static str> {
    let mut names: Vec<&str> = EMBEDDED.iter().filter_map(|(path, _)| Some(path.split_once('/')?.0)).collect();
    names.dedup();
    names
}

/// The embedded theme with the author's files over it.
pub fn load(name: &str, themes_folder: Option<&Path>) -> Result<Theme, ThemeError> {
    load_over(name, themes_folder, None)
}

/// Like `load`, but keeps the parsed templates of `before` if none has changed: parsing them is most of the work.
pub fn load_over(name: &str, themes_folder: Option<&Path>, before: Option<&Theme>) -> Result<Theme, ThemeError> {
    let own_folder = themes_folder.filter(|folder| is_folder_name(name) && folder.join(name).is_dir());
    if own_folder.is_none() && !embedded_names().contains(&name) {
        let mut known: Vec<String> = embedded_names().into_iter().map(str::to_owned).collect();
        known.extend(themes_folder.map(own_names).unwrap_or_default());
        known.dedup();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        return Err(ThemeError::unknown(name, &known));
    }
    let mut files = embedded(name);
    let read = own_folder.map(|folder| read_folder(folder, name)).transpose()?.unwrap_or_default();
    let mut texts: BTreeMap<String, OwnFile> = BTreeMap::new();
    let mut own = ThemeFiles::new();
    for (path, bytes) in read {
        let (bytes, origin) = origin::read(&path, bytes);
        if ["html", "css", "js", "toml"].iter().any(|ending| path.ends_with(&format!(".{ending}"))) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            texts.insert(path.clone(), OwnFile { text, origin });
        }
        own.insert(path, bytes);
    }
    let foreign = own.iter().filter(|(path, bytes)| files.get(*path) != Some(*bytes)).map(|(path, _)| path.clone());
    let foreign: BTreeSet<String> = foreign.collect();
    // A copy of the program's own file says nothing new.
    for (path, bytes) in own.into_iter().filter(|(path, _)| foreign.contains(path)) {
        // Words are merged one by one, so that a changed word is one line in whatever file.
        let place = if path.starts_with("i18n/") { format!("{OWN_WORDS}{path}") } else { path };
        files.insert(place, bytes);
    }
    Ok(Theme { own: texts, ..Theme::over(name, files, before, &foreign)? })
}

/// Before the paths of the author's words: they come after those of the program, and over them.
const OWN_WORDS: &str = "own/";

/// Themes that the author has made: a message offers them beside the program's own.
fn own_names(themes: &Path) -> Vec<String> {
    let disk = Disk::at(themes.to_owned());
    let entries = disk.list(&mut Findings::default()).unwrap_or_default();
    let mut names: Vec<String> =
        entries.into_iter().filter_map(|entry| Some(entry.path.split_once('/')?.0.to_owned())).collect();
    names.sort();
    names.dedup();
    names.retain(|name| !embedded_names().contains(&name.as_str()));
    names
}

/// Through the same door as the content: a link that leads out of the folder of themes is an error, not a file of the theme.
fn read_folder(themes: &Path, name: &str) -> Result<ThemeFiles, ThemeError> {
    let folder = themes.join(name);
    let unreadable = |path: &Path, error: &std::io::Error| ThemeError::unreadable(path, &error.to_string());
    door::inside(themes, &folder).map_err(|error| unreadable(&folder, &error))?;
    let disk = Disk::at(folder);
    let mut findings = Findings::default();
    let entries = disk.list(&mut findings).map_err(|error| unreadable(&disk.root, &error))?;
    if let Some(finding) = findings.iter().next() {
        return Err(ThemeError::unreadable(&disk.root, &finding.message));
    }
    let read = |entry: FileEntry| {
        let bytes = disk.read(&entry).map_err(|error| unreadable(&entry.on_disk, &error))?;
        Ok((entry.path, bytes))
    };
    entries.into_iter().map(read).collect()
}

fn stamp_of<'f>(files: impl Iterator<Item = (&'f String, &'f Vec<u8>)>) -> String {
    let mut hasher = Sha256::new();
    for (path, bytes) in files {
        hasher.update(path.as_bytes());
        hasher.update((bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    }
    hasher.finalize()[..5].iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Theme {
    pub fn new(name: &str, files: ThemeFiles) -> Result<Self, ThemeError> {
        Self::over(name, files, None, &BTreeSet::new())
    }

    /// `foreign` are the files that did not come with the program.
    fn over(
        name: &str,
        files: ThemeFiles,
        before: Option<&Self>,
        foreign: &BTreeSet<String>,
    ) -> Result<Self, ThemeError> {
        let stamp = stamp_of(files.iter());
        let own_templates = stamp_of(files.iter().filter(|(path, _)| path.starts_with("templates/")));
        let mut templates = Vec::new();
        let mut assets: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let mut tables: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        let mut known_words = BTreeSet::new();
        for (path, bytes) in files {
            let sent = |bytes| if foreign.contains(&path) { script::tighten(bytes) } else { shorten::shorten(bytes) };
            if let Some(template) = path.strip_prefix("templates/") {
                let text = String::from_utf8(bytes).map_err(|_| ThemeError::not_text(&path))?;
                let text = layout::fold(&text).to_string();
                let text = if foreign.contains(&path) { functions::counted(&text) } else { text };
                templates.push((template.to_owned(), text));
            } else if let Some(name) = words_file(&path) {
                // `th.toml` and `th-papers.toml` are one list of words.
                let language = name.split('-').next().unwrap_or(name);
                let text = String::from_utf8(bytes).map_err(|_| ThemeError::not_text(&path))?;
                let table: BTreeMap<String, String> =
                    toml::from_str(&text).map_err(|error| ThemeError::words(&path, &error.to_string()))?;
                if !path.starts_with(OWN_WORDS) {
                    known_words.extend(table.keys().cloned());
                }
                tables.entry(language.to_owned()).or_default().extend(table);
            } else if path.starts_with("assets/css/") && path.ends_with(".css") {
                join(&mut assets, "assets/site.css", &style::tighten(bytes));
            } else if path.starts_with("assets/js/site") && path.ends_with(".js") {
                join(&mut assets, "assets/site.js", &sent(bytes));
            } else if path.starts_with("assets/") {
                let bytes = if path.ends_with(".js") { sent(bytes) } else { bytes };
                assets.insert(path, bytes);
            }
        }
        for text in crate::standards::ITEM_TEXTS {
            for (language, title) in [("th", text.title), ("en", text.title_en)] {
                let table = tables.entry(language.to_owned()).or_default();
                known_words.insert(text.field.as_str().to_owned());
                table.entry(text.field.as_str().to_owned()).or_insert_with(|| title.to_owned());
            }
        }
        let names: Vec<(&str, &str)> = templates.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let tera = match before {
            Some(before) if before.templates == own_templates => before.tera.clone(),
            _ => {
                let mut tera = Tera::default();
                tera.autoescape_on(vec![".html", ".xml", ".svg"]);
                functions::register(&mut tera);
                tera.add_raw_templates(names).map_err(|error| ThemeError::template(&error))?;
                tera
            }
        };
        let words = tables
            .into_iter()
            .map(|(language, table)| {
                let value = Value::from_serializable(&table);
                (language, ThemeWords { table, value })
            })
            .collect();
        let marks = crate::chart::symbols();
        Ok(Self {
            name: name.to_owned(),
            tera,
            templates: own_templates,
            assets,
            words,
            stamp,
            marks,
            own: BTreeMap::new(),
            known_words,
        })
    }

    /// For templates: `{{ w.skip }}`.
    pub fn words(&self, language: &str) -> Value {
        self.table(language).map_or_else(Value::none, |words| words.value.clone())
    }

    /// For views; a missing word shows its key, which a test of the theme finds.
    pub fn word<'t>(&'t self, language: &str, key: &'t str) -> &'t str {
        self.table(language).and_then(|words| words.table.get(key)).map_or(key, String::as_str)
    }

    /// A word that a theme may leave out.
    pub fn find_word(&self, language: &str, key: &str) -> Option<&str> {
        self.table(language)?.table.get(key).map(String::as_str)
    }

    /// What pages ask for.
    pub fn known_words(&self) -> BTreeSet<&str> {
        self.known_words.iter().map(String::as_str).collect()
    }

    fn table(&self, language: &str) -> Option<&ThemeWords> {
        self.words.get(language).or_else(|| self.words.get("th"))
    }

    /// All words, by language.
    pub fn tables(&self) -> impl Iterator<Item = (&str, &BTreeMap<String, String>)> {
        self.words.iter().map(|(language, words)| (language.as_str(), &words.table))
    }

    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.words.keys().map(String::as_str)
    }

    pub fn render(&self, template: &str, context: &Context) -> Result<Vec<u8>, ThemeError> {
        functions::begin_page();
        let mut page = Bounded(Vec::with_capacity(16 * 1024));
        self.tera.render_to(template, context, &mut page).map_err(|error| ThemeError::template(&error))?;
        Ok(page.0)
    }
}

/// `th-papers` of `i18n/th-papers.toml`, the program's or the author's.
fn words_file(path: &str) -> Option<&str> {
    path.strip_prefix(OWN_WORDS).unwrap_or(path).strip_prefix("i18n/")?.strip_suffix(".toml")
}

/// A page of a bounded size: a template that writes without end is stopped.
struct Bounded(Vec<u8>);

const LARGEST_PAGE: usize = 64 << 20;

impl std::io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0.len() + bytes.len() > LARGEST_PAGE {
            return Err(std::io::Error::from(std::io::ErrorKind::FileTooLarge));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn join(assets: &mut BTreeMap<String, Vec<u8>>, name: &str, bytes: &[u8]) {
    let whole = assets.entry(name.to_owned()).or_default();
    whole.extend_from_slice(bytes);
    if !whole.ends_with(b"\n") {
        whole.push(b'\n');
    }
}
