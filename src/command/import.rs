//! `prongsai import`: papers that an office has become content files. Reads the files, writes only what is new, and never
//! over an edited line; what a file holds is `crate::import`'s business.

pub mod dropped;
mod report;
mod target;

use std::path::Path;

use crate::command::arguments::{ImportArguments, OutputFormat};
use crate::command::soffice;
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::import::{self, Imported, Incoming, Refusal};
use crate::standards::Field;
use target::{FileChanges, ImportTarget};

/// Larger files are no office papers; reading one would fill the memory.
const MAX_FILE_BYTES: u64 = 256 << 20;

pub fn run(arguments: &ImportArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let maps = maps_of(&arguments.map)?;
    let mut worst = Outcome::Fine;
    let mut accounts = Vec::new();
    for path in &arguments.files {
        let target = ImportTarget::find(&arguments.into, arguments.agency.as_deref())?;
        let bytes = read_bounded(path)?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match OneFile::look(target, &name, &bytes, &maps, arguments.repair)? {
            Ok(file) => {
                if terminal.format == OutputFormat::Json {
                    accounts.push(report::json(&file.imported, &file.changes));
                } else if arguments.diff {
                    terminal.result(file.changes.diff().trim_end());
                } else {
                    let words = report::text(&file.imported, &file.changes, arguments.dry_run);
                    terminal.result(words.trim_end());
                }
                if !arguments.dry_run && !arguments.diff {
                    file.write(&name, &bytes)?;
                    file.target.remember(&maps)?;
                }
                if file.changes.kept() > 0 || file.imported.files.is_empty() {
                    worst = worst_of(worst, Outcome::Findings);
                }
            }
            Err(refusal) => {
                terminal.complain(&format!("{name}: {}\n  {}", refusal.message, refusal.help));
                worst = Outcome::Failed;
            }
        }
    }
    if terminal.format == OutputFormat::Json {
        let all = serde_json::Value::Array(accounts);
        terminal.result(&serde_json::to_string_pretty(&all).unwrap_or_default());
    }
    Ok(worst)
}

/// One file that was understood, and what it would change.
struct OneFile {
    target: ImportTarget,
    imported: Imported,
    changes: FileChanges,
    keeps_original: bool,
}

impl OneFile {
    /// Writes nothing.
    fn look(
        target: ImportTarget,
        name: &str,
        bytes: &[u8],
        maps: &[(String, Field)],
        repair: bool,
    ) -> Result<Result<Self, Refusal>, Failure> {
        let options = target.options(name, maps, repair);
        let converted = match import::needs_converting(bytes).map(|kind| soffice::convert(name, bytes, kind)) {
            Some(Err(refusal)) => return Ok(Err(refusal)),
            Some(Ok(converted)) => Some(converted),
            None => None,
        };
        let read = converted.as_deref().unwrap_or(bytes);
        let imported = match import::import(Incoming { name, bytes: read }, &options, &target.standards) {
            Ok(imported) => imported,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let patched = match &imported.origin {
            Some(origin) => target.patch(origin)?,
            None => None,
        };
        let changes = match patched {
            Some(patched) => patched,
            None => target.merge(&imported)?,
        };
        let keeps_original = options.original.is_some() && imported.origin.is_none();
        Ok(Ok(Self { target, imported, changes, keeps_original }))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.target.write(&self.changes, self.keeps_original.then_some((name, bytes)))
    }
}

fn worst_of(one: Outcome, other: Outcome) -> Outcome {
    if one == Outcome::Failed { one } else { other }
}

/// `หัวเดิม=owner`.
fn maps_of(stated: &[String]) -> Result<Vec<(String, Field)>, Failure> {
    let wrong = |map: &str| {
        let names: Vec<&str> = Field::ALL.iter().map(|field| field.as_str()).collect();
        Failure(format!("--map `{map}` อ่านไม่ได้ เขียนเป็น `หัวเดิม=ชื่อช่อง` เช่น `ผู้ดูแล=owner` ชื่อช่องที่มี: {}", names.join(" ")))
    };
    stated
        .iter()
        .map(|map| {
            let (head, field) = map.rsplit_once('=').ok_or_else(|| wrong(map))?;
            let field = Field::from_name(field.trim()).ok_or_else(|| wrong(map))?;
            Ok((head.trim().to_owned(), field))
        })
        .collect()
}

fn read_bounded(path: &Path) -> Result<Vec<u8>, Failure> {
    let failed = |error: std::io::Error| Failure(format!("อ่าน `{}` ไม่ได้: {error}", path.display()));
    let facts = std::fs::metadata(path).map_err(failed)?;
    if !facts.is_file() {
        return Err(Failure(format!("`{}` ไม่ใช่ไฟล์", path.display())));
    }
    if facts.len() > MAX_FILE_BYTES {
        return Err(Failure(format!(
            "`{}` ใหญ่เกินไป ({} เมกะไบต์) นำเข้าได้ไม่เกิน ๒๕๖ เมกะไบต์",
            path.display(),
            facts.len() >> 20
        )));
    }
    std::fs::read(path).map_err(failed)
}
