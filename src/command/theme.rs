//! `prongsai theme`: lists the files of a theme, or copies one of them out to be changed. Writes only into the themes folder.

use std::path::Path;

use crate::command::arguments::ThemeArguments;
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::source::door;
use crate::theme;

pub fn run(arguments: &ThemeArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let names = theme::embedded_names();
    if !names.contains(&arguments.name.as_str()) {
        return Err(Failure(format!("ไม่รู้จักธีม `{}` ใช้ {}", arguments.name, crate::thai::OneOf(&names))));
    }
    let files = theme::embedded(&arguments.name);
    let Some(wanted) = &arguments.eject else {
        for path in files.keys() {
            terminal.result(path);
        }
        return Ok(Outcome::Fine);
    };
    let wanted = wanted.trim_start_matches("./").replace('\\', "/");
    let Some(bytes) = files.get(&wanted) else {
        let hint = crate::thai::nearest(&wanted, files.keys().map(String::as_str))
            .map_or_else(String::new, |near| format!(" หมายถึง `{near}` หรือไม่"));
        return Err(Failure(format!("ธีม `{}` ไม่มีไฟล์ `{wanted}`{hint} (ดูรายชื่อด้วย `prongsai theme`)", arguments.name)));
    };
    let target = arguments.themes.join(&arguments.name).join(&wanted);
    if target.exists() && !arguments.force {
        return Err(Failure(format!(
            "มีไฟล์ `{}` อยู่แล้ว จึงไม่เขียนทับ (ใช้ --force ถ้าต้องการเริ่มใหม่จากต้นฉบับ)",
            target.display()
        )));
    }
    let write = || -> std::io::Result<()> {
        // A link that was put there leads nowhere that is ours to write into.
        let here = if arguments.themes.is_absolute() { arguments.themes.parent() } else { Some(Path::new(".")) };
        let there = target.ancestors().find(|folder| folder.symlink_metadata().is_ok());
        if let (Some(here), Some(there)) = (here, there) {
            door::inside(here, there)?;
        }
        if let Some(folder) = target.parent() {
            std::fs::create_dir_all(folder)?;
        }
        door::replace(&arguments.themes, &target, bytes)
    };
    write().map_err(|error| Failure(format!("เขียน `{}` ไม่ได้: {error}", target.display())))?;
    terminal.say(&format!("คัดลอกไว้ที่ `{}` แก้ไฟล์นี้แล้วสร้างเว็บใหม่ได้เลย ไฟล์อื่นของธีมยังใช้ของเดิม", target.display()));
    Ok(Outcome::Fine)
}
