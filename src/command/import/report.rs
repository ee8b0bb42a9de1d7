//! What an import understood, guessed and left out, for a person and as JSON. Words only.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::target::FileChanges;
use crate::import::Imported;

/// So many lines of what was left out; the rest is in `--format json`.
const SHOWN: usize = 30;

pub fn text(imported: &Imported, changes: &FileChanges, is_dry: bool) -> String {
    let account = &imported.account;
    let mut out = format!("{}\n", account.source);
    for fact in &account.facts {
        let _ = writeln!(out, "  {:<16} {} ({}%)", fact.name, fact.value, fact.confidence);
    }
    for table in &account.tables {
        let _ = writeln!(
            out,
            "  ตาราง {} ที่ {}: {} แถว{} ({}%)",
            table.role,
            table.place,
            table.rows,
            sums(table.totals),
            table.confidence
        );
        for (head, field) in &table.columns {
            let _ =
                writeln!(out, "      {} → {}", short(head, 50), field.as_deref().unwrap_or("เก็บไว้เป็นคอลัมน์ของหน่วยงาน"));
        }
    }
    for line in &account.guesses {
        let _ = writeln!(out, "  เดา {}: {} {}", line.place, line.why, short(&line.words, 60));
    }
    if !account.left_out.is_empty() {
        let _ = writeln!(out, "  ไม่ได้อยู่ในไฟล์ที่ได้ {} แห่ง", account.left_out.len());
        for line in account.left_out.iter().take(SHOWN) {
            let _ = writeln!(out, "      {}: {} {}", line.place, line.why, short(&line.words, 60));
        }
        if account.left_out.len() > SHOWN {
            let _ = writeln!(out, "      … อีก {} แห่ง ดูทั้งหมดด้วย --format json", account.left_out.len() - SHOWN);
        }
    }
    for change in &changes.0 {
        let what = match (&change.before, change.is_kept) {
            (_, true) => "มีอยู่แล้วและไม่ได้มาจากการนำเข้า จึงไม่แตะ ดูความต่างด้วย --diff".to_owned(),
            (None, _) => "ใหม่".to_owned(),
            (Some(before), _) if *before == change.after => "เหมือนเดิม".to_owned(),
            (Some(_), _) => "ปรับตามไฟล์ใหม่ คงส่วนที่แก้เองไว้".to_owned(),
        };
        let _ = writeln!(out, "  {} {}: {what}", if is_dry { "จะเขียน" } else { "เขียน" }, change.path);
        for conflict in &change.conflicts {
            let _ = writeln!(
                out,
                "      บรรทัด {}: คงไว้ `{}` ไฟล์ใหม่ว่า `{}`",
                conflict.line,
                short(&conflict.kept, 60),
                short(&conflict.offered, 60)
            );
        }
    }
    if account.marks > 0 {
        let _ =
            writeln!(out, "  มี {} แห่งที่ต้องตรวจด้วยตา ค้นหา `<!-- import:` ในไฟล์ หรือสั่ง `prongsai check`", account.marks);
    }
    out
}

fn sums(count: usize) -> String {
    if count == 0 { String::new() } else { format!(" แถวรวม {count}") }
}

fn short(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most { text } else { format!("{}…", text.chars().take(most).collect::<String>()) }
}

pub fn json(imported: &Imported, changes: &FileChanges) -> Value {
    let mut account = serde_json::to_value(&imported.account).unwrap_or_default();
    let changes: Vec<Value> = changes
        .0
        .iter()
        .map(|change| {
            let conflicts: Vec<Value> = change
                .conflicts
                .iter()
                .map(|conflict| json!({ "line": conflict.line, "kept": conflict.kept, "offered": conflict.offered }))
                .collect();
            let is_new = change.before.is_none();
            json!({ "path": change.path, "new": is_new, "kept": change.is_kept, "conflicts": conflicts })
        })
        .collect();
    if let Value::Object(account) = &mut account {
        account.insert("changes".to_owned(), Value::Array(changes));
    }
    account
}
