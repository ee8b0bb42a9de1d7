//! The rules of the field as data: frameworks, forms, OIT lists, words, places. Embedded, and overridable by files
//! of the same relative path in `content/_standards/`. Reads no disk: overriding files arrive as text.

mod beside;
mod boxes;
mod embedded;
mod field;
pub mod forms;
mod frameworks;
pub mod gazetteer;
pub mod heads;
mod item_text;
pub mod oit;
mod promise;
mod reading;
mod sentences;
mod slips;
mod totals;
mod words;

use std::sync::OnceLock;

pub use beside::BesideWords;
pub use field::{Field, Role};
pub use forms::{ColumnMeaning, Form, FormBook, FormColumn, NearHead, Recognised};
pub use frameworks::{Certainty, Dimension, Framework, Mission};
pub use item_text::{ITEM_TEXTS, ItemText, ShownAt};
pub use oit::{Obligation, ObligationGroup, ObligationList};
pub use promise::{ItemKind, Status};
pub use reading::StandardsProblem;
pub use sentences::{ComplaintFate, SentenceWords};
pub use slips::{Confusion, Leftover, LeftoverMatch, SlipIndex, Suspects};
pub use totals::{Total, TotalWords};
pub use words::{Offices, Reading, Statuses, Vocabulary, Wording};

/// Every rule of the field in force for one site.
#[derive(Clone, Debug, Default)]
pub struct Standards {
    /// By first year.
    pub frameworks: Vec<Framework>,
    pub forms: FormBook,
    /// By year.
    pub oit: Vec<ObligationList>,
    pub statuses: Statuses,
    pub kinds: Vocabulary<ItemKind>,
    pub offices: Offices,
    pub acting: Vocabulary<String>,
    pub committee_roles: Vocabulary<String>,
    pub leftovers: Vec<Leftover>,
    pub sentences: SentenceWords,
    pub confusions: Vec<Confusion>,
    beside: BesideWords,
    totals: TotalWords,
    slips: SlipIndex,
}

impl Standards {
    /// The standards inside the program, parsed once.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Standards> = OnceLock::new();
        // The embedded files are tested to parse; a file that would not is left out rather than crash a site.
        EMBEDDED.get_or_init(|| Self::read(&embedded::files()).0)
    }

    /// The same, with heads of an office's own and what they mean.
    pub fn with_heads(&self, maps: &[(String, Field)]) -> Self {
        Self { forms: self.forms.with_heads(maps), ..self.clone() }
    }

    /// The embedded standards with files replaced or added: `(path inside _standards, text)`.
    /// Either all files are good, or all that is wrong with them is told.
    pub fn with_overrides(files: &[(String, String)]) -> Result<Self, Vec<StandardsProblem>> {
        let mut all = embedded::files();
        for (path, text) in files {
            match all.iter_mut().find(|(known, _)| known == path) {
                Some(entry) => entry.1 = text,
                None => all.push((path, text)),
            }
        }
        match Self::read(&all) {
            (standards, problems) if problems.is_empty() => Ok(standards),
            (_, problems) => Err(problems),
        }
    }

    /// What is wrong with the embedded files themselves; for tests.
    pub fn embedded_problems() -> Vec<StandardsProblem> {
        Self::read(&embedded::files()).1
    }

    /// Which leftovers and confusions these texts may hold.
    pub fn suspects<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Suspects {
        self.slips.suspects(&self.leftovers, &self.confusions, texts)
    }

    fn read(files: &[(&str, &str)]) -> (Self, Vec<StandardsProblem>) {
        let mut standards = Self::default();
        let mut problems = Vec::new();
        let mut forms: Vec<Form> = Vec::new();
        for (path, text) in files {
            if let Err(problem) = standards.take(path, text, &mut forms) {
                problems.push(problem);
            }
        }
        standards.frameworks.sort_by_key(|framework| framework.first_year);
        standards.oit.sort_by_key(|list| list.year);
        standards.forms = FormBook::new(forms);
        (standards, problems)
    }

    fn take(&mut self, path: &str, text: &str, forms: &mut Vec<Form>) -> Result<(), StandardsProblem> {
        let (folder, _) = path.split_once('/').unwrap_or(("", path));
        match folder {
            "frameworks" => {
                let framework = reading::checked(path, reading::read(path, text)?, Framework::fault)?;
                only_once(path, self.framework(framework.id).is_none(), framework.id)?;
                self.frameworks.push(framework);
            }
            "forms" => {
                let form: Form = reading::checked(path, reading::read(path, text)?, Form::fault)?;
                only_once(path, forms.iter().all(|other| other.id != form.id), &form.id)?;
                forms.push(form);
            }
            "oit" => {
                let list = oit::read(path, text)?;
                only_once(path, self.obligations(list.year).is_none(), list.year)?;
                self.oit.push(list);
            }
            "words" => return self.take_words(path, text),
            _ => return Err(reading::whole_file(path, unknown_file())),
        }
        Ok(())
    }

    fn take_words(&mut self, path: &str, text: &str) -> Result<(), StandardsProblem> {
        match path {
            "words/statuses.toml" => self.statuses = Statuses::from_toml(path, text)?,
            "words/kinds.toml" => self.kinds = Vocabulary::new(words::list(path, text, "kinds")?),
            "words/offices.toml" => self.offices = Offices::from_toml(path, text)?,
            "words/acting.toml" => self.acting = Vocabulary::new(words::list(path, text, "acting")?),
            "words/committee_roles.toml" => {
                self.committee_roles = Vocabulary::new(words::list(path, text, "committee_roles")?)
            }
            "words/leftovers.toml" => self.leftovers = words::list(path, text, "leftovers")?,
            "words/beside.toml" => self.beside = BesideWords::from_toml(path, text)?,
            "words/sentences.toml" => self.sentences = SentenceWords::from_toml(path, text)?,
            "words/totals.toml" => self.totals = TotalWords::from_toml(path, text)?,
            "words/confusions.toml" => self.confusions = words::list(path, text, "confusions")?,
            _ => return Err(reading::whole_file(path, unknown_file())),
        }
        Ok(())
    }

    /// The OIT list of an ITA year (Buddhist era).
    pub fn obligations(&self, year: u16) -> Option<&ObligationList> {
        self.oit.iter().find(|list| list.year == year)
    }

    /// A list that came after this program, in the form of `oit/*.toml`: it replaces the one of its year. Returns the year.
    pub fn replace_obligations(&mut self, text: &str) -> Result<u16, StandardsProblem> {
        let list = oit::read("oit/pack.toml", text)?;
        let year = list.year;
        self.oit.retain(|other| other.year != year);
        self.oit.push(list);
        self.oit.sort_by_key(|list| list.year);
        Ok(year)
    }

    pub fn framework(&self, id: u16) -> Option<&Framework> {
        self.frameworks.iter().find(|framework| framework.id == id)
    }

    /// The framework in force in a fiscal year (Buddhist era): the newest one begun by then.
    pub fn framework_for_year(&self, year: u16) -> Option<&Framework> {
        self.frameworks.iter().rev().find(|framework| framework.first_year <= year)
    }
}

fn only_once(path: &str, is_new: bool, id: impl std::fmt::Display) -> Result<(), StandardsProblem> {
    if is_new {
        return Ok(());
    }
    Err(reading::whole_file(path, format!("“{id}” มีอยู่แล้วในอีกไฟล์หนึ่ง ถ้าต้องการแทนที่ ให้ใช้ชื่อไฟล์เดียวกัน")))
}

fn unknown_file() -> String {
    "ไม่รู้จักไฟล์นี้ใน _standards ใช้ได้: frameworks/*.toml forms/*.toml oit/*.toml และ words/*.toml ชื่อเดียวกับที่มากับโปรแกรม"
        .to_owned()
}
