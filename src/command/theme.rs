//! `prongsai theme`: lists the files of a theme, or copies one of them out to be changed. Writes only into the themes folder.

use std::path::Path;

use crate::command::arguments::ThemeArguments;
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::folder::Folder;
use crate::source::door;
use crate::theme;
use crate::theme::difference::ChangedLine;

pub fn run(arguments: &ThemeArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let names = theme::embedded_names();
    if arguments.diff {
        return differences(arguments, terminal);
    }
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
        std::fs::create_dir_all(&arguments.themes)?;
        let themes = Folder::hold(&arguments.themes)?;
        themes.make_folders(Path::new(&arguments.name).join(&wanted).parent().unwrap_or(Path::new("")))?;
        door::replace(&themes, &target, &theme::origin::marked(&wanted, bytes))
    };
    write().map_err(|error| Failure(format!("เขียน `{}` ไม่ได้: {error}", target.display())))?;
    terminal.say(&format!("คัดลอกไว้ที่ `{}` แก้ไฟล์นี้แล้วสร้างเว็บใหม่ได้เลย ไฟล์อื่นของธีมยังใช้ของเดิม", target.display()));
    Ok(Outcome::Fine)
}

/// Of every text that the author has, what it says otherwise than the file that comes with the program.
fn differences(arguments: &ThemeArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let own = theme::load(&arguments.name, Some(&arguments.themes)).map_err(|error| Failure(error.message))?;
    let originals = theme::embedded(&arguments.name);
    let original = |path: &str| originals.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    for (path, file) in &own.own {
        let Some(original) = original(path) else {
            terminal.result(&format!("{path}: ไฟล์ของท่านเอง ไม่มีในโปรแกรม"));
            continue;
        };
        let is_older = file.origin.as_ref().is_some_and(|origin| origin.is_older_than(original.as_bytes()));
        let since = match (&file.origin, is_older) {
            (Some(origin), true) => format!(" (คัดลอกจากรุ่น {} ต้นฉบับเปลี่ยนไปแล้ว)", origin.version),
            (Some(origin), false) => format!(" (คัดลอกจากรุ่น {} ต้นฉบับยังเหมือนเดิม)", origin.version),
            (None, _) => String::new(),
        };
        terminal.result(&format!("{path}{since}"));
        let changed = match path.starts_with("i18n/") {
            true => theme::difference::words(&original, &file.text),
            false => theme::difference::lines(&original, &file.text),
        };
        match changed {
            None => terminal.result("  ยาวเกินกว่าจะเทียบทีละบรรทัด"),
            Some(lines) if lines.is_empty() => terminal.result("  เหมือนต้นฉบับทุกบรรทัด"),
            Some(lines) => lines.iter().for_each(|line| match line {
                ChangedLine::Original(at, text) => terminal.result(&format!("  - {at}: {text}")),
                ChangedLine::Own(at, text) => terminal.result(&format!("  + {at}: {text}")),
            }),
        }
    }
    if own.own.is_empty() {
        terminal.say(&format!("ยังไม่มีไฟล์ที่แก้ไว้ใน {}", arguments.themes.join(&arguments.name).display()));
    }
    Ok(Outcome::Fine)
}
