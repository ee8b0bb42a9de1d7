//! `prongsai import`: papers that an office has become content files. Reads the files, writes only what is new, and never
//! over an edited line; what a file holds is `crate::import`'s business.

use std::path::Path;

use crate::command::arguments::{Format, ImportArguments};
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::import::{self, Imported, Incoming, Options};
use crate::standards::{Field, Standards};

/// Larger files are no office papers; reading one would fill the memory.
const MAX_FILE_BYTES: u64 = 256 << 20;

pub fn run(arguments: &ImportArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let maps = maps_of(&arguments.map)?;
    let mut worst = Outcome::Fine;
    for path in &arguments.files {
        let options = Options { maps: maps.clone(), folder: arguments.agency.clone().unwrap_or_default(), repair: arguments.repair, ..Options::default() };
        let bytes = read_bounded(path)?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match import::import(Incoming { name: &name, bytes: &bytes }, &options, Standards::embedded()) {
            Ok(imported) => {
                if terminal.format == Format::Json {
                    terminal.result(&serde_json::to_string_pretty(&imported.account).unwrap_or_default());
                }
                if !arguments.dry_run {
                    write_all(&arguments.into, &imported)?;
                }
            }
            Err(refusal) => {
                terminal.complain(&format!("{name}: {}\n  {}", refusal.message, refusal.help));
                worst = Outcome::Failed;
            }
        }
    }
    Ok(worst)
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
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if size > MAX_FILE_BYTES {
        return Err(Failure(format!("`{}` ใหญ่เกินไป ({} เมกะไบต์) นำเข้าได้ไม่เกิน ๒๕๖ เมกะไบต์", path.display(), size >> 20)));
    }
    std::fs::read(path).map_err(failed)
}

fn write_all(into: &Path, imported: &Imported) -> Result<(), Failure> {
    for (path, text) in &imported.files {
        let target = into.join(path);
        let failed = |error: std::io::Error| Failure(format!("เขียน `{}` ไม่ได้: {error}", target.display()));
        if let Some(folder) = target.parent() {
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        let mut aside = target.clone().into_os_string();
        aside.push(".part");
        std::fs::write(&aside, text).map_err(failed)?;
        std::fs::rename(&aside, &target).map_err(failed)?;
    }
    Ok(())
}
