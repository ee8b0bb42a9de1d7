//! What a result was made from, as one hash. Whatever is not covered exactly is covered as a whole: too much makes a result
//! again that could have stayed, too little would show an old page.

use crate::engine::Engine;
use crate::engine::known::is_words;
use crate::engine::stamps::Stamp;
use crate::output::Hash;

/// The program that made it: its version, the sources and data that it was built from, and what it was built with.
pub const PROGRAM: &str = concat!(env!("CARGO_PKG_VERSION"), " ", env!("PRONGSAI_SOURCES"));

/// A list of words and bytes of which no two that differ run together.
#[derive(Default)]
pub struct HashedWords(Vec<u8>);

impl HashedWords {
    pub fn add(&mut self, word: impl AsRef<[u8]>) -> &mut Self {
        let word = word.as_ref();
        self.0.extend((word.len() as u64).to_le_bytes());
        self.0.extend_from_slice(word);
        self
    }

    pub fn hash(&self) -> Hash {
        Hash::of(&self.0)
    }
}

/// What all agencies share, or what one agency is made from, by what it is asked for.
#[derive(Clone, Copy)]
pub struct Grounds {
    /// For judging.
    pub judged: Hash,
    /// For the search index: the same, and the theme's words.
    pub indexed: Hash,
    /// For pages: everything.
    pub shown: Hash,
}

impl Grounds {
    /// Of what all share: what one agency is made from now.
    pub fn of_agency(self, slug: &str, stamps: &[Stamp]) -> Self {
        let of = |shared| input(shared, slug, stamps);
        Self { judged: of(self.judged), indexed: of(self.indexed), shown: of(self.shown) }
    }
}

/// Everything that all agencies share: the program, the day, the theme, the rules, the portal's own documents, the names of
/// all agencies, and where every document of the portal stands. `None`: something of it cannot be read.
pub fn grounds(engine: &Engine) -> Option<Grounds> {
    let Engine { site, sources, .. } = engine;
    let settings = &site.settings;
    let mut words = HashedWords::default();
    words.add(PROGRAM).add(if cfg!(feature = "images") { "images" } else { "" });
    words.add(settings.date.iso()).add([u8::from(settings.portable), u8::from(settings.preview)]);
    words.add(format!("{:?}", engine.context().agencies.as_slice()));
    for entry in &sources.standards {
        words.add(&entry.path).add(engine.files().read(entry).ok()?);
    }
    for entry in &sources.portal {
        words.add(&entry.path).add(entry.size.to_le_bytes());
        // Documents, and what was published before; of other files agencies see no more than that they are there.
        if is_words(entry) {
            words.add(engine.files().read(entry).ok()?);
        }
    }
    for agency in &sources.agencies {
        words.add(&agency.slug);
        agency.entries.iter().for_each(|entry| {
            words.add(&entry.path);
        });
    }
    // No rule reads the theme.
    let judged = words.hash();
    for (language, table) in site.theme.tables() {
        words.add(language);
        table.iter().for_each(|(key, word)| {
            words.add(key).add(word);
        });
    }
    let indexed = words.hash();
    words.add(&site.theme.name).add(&site.theme.stamp);
    engine.is_as_opened().then(|| Grounds { judged, indexed, shown: words.hash() })
}

/// Of one agency, or of the portal's own files.
pub fn input(grounds: Hash, key: &str, stamps: &[Stamp]) -> Hash {
    let mut words = HashedWords::default();
    words.add(grounds.as_bytes()).add(key);
    for stamp in stamps {
        words.add(stamp.path()).add(stamp.hash());
    }
    words.hash()
}
