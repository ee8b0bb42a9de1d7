//! `prongsai check --read [FILE]`: what the program has understood of each table, as text.

use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::engine::table_reads::{TableRead, tables_of};
use crate::engine::{Engine, Timings};

/// `only`: a part of a path; empty for every table there is.
pub fn run(engine: &Engine, only: &str, terminal: &Terminal) -> Result<Outcome, Failure> {
    let mut shown = 0;
    for files in &engine.sources.agencies {
        let Ok(checked) = engine.check(files, &Timings::default()) else { continue };
        for table in tables_of(&checked.agency, &engine.site.standards.forms) {
            if table.file.contains(only) || table.document.contains(only) {
                terminal.result(described(&table).trim_end());
                shown += 1;
            }
        }
    }
    if shown == 0 {
        terminal.say(&format!("ไม่มีตารางข้อมูลที่อ่านได้ใน `{}`", if only.is_empty() { "เว็บนี้" } else { only }));
    }
    Ok(Outcome::Fine)
}

fn described(table: &TableRead) -> String {
    let mut text = table.file.clone();
    if let Some(sheet) = &table.sheet {
        text.push_str(&format!(" ชีต `{sheet}`"));
    }
    text.push_str(&format!(" ({})\n", table.role));
    for column in &table.columns {
        let meaning = column.meaning.as_deref().unwrap_or("ไม่ได้อ่าน (คอลัมน์ของผู้เขียน)");
        text.push_str(&format!("  หัวตาราง `{}` → {meaning}\n", column.head));
    }
    if let Some(hidden) = &table.hidden {
        text.push_str(&format!("  อ่านทั้งที่ซ่อนไว้ในชีต: {hidden}\n"));
    }
    let counted: Vec<String> = table.rows.iter().map(|(sort, count)| format!("{sort} {count}")).collect();
    text.push_str(&format!("  แถว: {}\n", counted.join(" · ")));
    for (sort, words) in &table.others {
        text.push_str(&format!("    {sort}: {words}\n"));
    }
    for (name, parts) in &table.sums {
        text.push_str(&format!("  {name}: {}\n", parts.join(" · ")));
    }
    if table.joined_by_name {
        text.push_str("  ไม่มีคอลัมน์ รหัส: จับคู่กับแผนด้วยชื่อ\n");
    }
    text
}
