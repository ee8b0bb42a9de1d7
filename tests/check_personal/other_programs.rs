//! The same numbers in files that other programs write: Word's format by python-docx, Excel's by openpyxl, LibreOffice's
//! own, old Excel, PDF by Chromium and by LibreOffice. Run by tests/run, which installs those programs:
//! `PYTHON=… CHROMIUM=… cargo test --test check_personal -- --ignored`. Nothing of it is stored.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use prongsai::check::rules::personal::{Contacts, findings_in_attachment, scan};
use prongsai::finding::Findings;
use prongsai::source::attachment::inspect;

use crate::{Dice, harmless, planted};

fn made_by_others(name: &str, lines: &[String]) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("lines.txt"), lines.join("\n")).unwrap();
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "tests/.tools/python/bin/python".to_owned());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/check_personal/make.py");
    let done = Command::new(python).arg(script).arg(&folder).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|it| it != "txt" && it != "html"));
    files.sort();
    assert_eq!(files.len(), 7, "{files:?}");
    files
}

#[test]
#[ignore = "needs Chromium, LibreOffice and Python packages"]
fn no_number_is_missed_in_files_of_other_programs() {
    let mut dice = Dice(19);
    let all: Vec<_> = (0..240).map(|at| planted(at, &mut dice)).collect();
    let lines: Vec<String> = all.iter().map(|(text, _)| text.clone()).collect();
    let mut missed = Vec::new();
    for path in made_by_others("planted", &lines) {
        let inspection = inspect(&path.to_string_lossy(), &std::fs::read(&path).unwrap());
        let text = inspection.text.unwrap_or_default();
        let found: BTreeSet<String> =
            scan(&text).into_iter().map(|hit| format!("{:?} {}", hit.kind, hit.masked)).collect();
        for (line, kind) in &all {
            let own = scan(line).into_iter().find(|hit| hit.kind == *kind).unwrap();
            if !found.contains(&format!("{kind:?} {}", own.masked)) {
                missed.push(format!("{}: {kind:?} {line}", path.display()));
            }
        }
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
#[ignore = "needs Chromium, LibreOffice and Python packages"]
fn no_figure_in_files_of_other_programs_is_taken_for_a_persons() {
    let mut dice = Dice(20);
    let lines: Vec<String> = (0..5_000).map(|at| harmless(at, &mut dice)).collect();
    let mut alarms = Vec::new();
    for path in made_by_others("harmless", &lines) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let inspection = inspect(&name, &std::fs::read(&path).unwrap());
        let text = inspection.text.unwrap_or_default();
        assert!(text.len() > 100_000, "{name} has its words");
        let mut findings = Findings::default();
        findings_in_attachment(&name, &text, &Contacts::default(), &mut findings);
        alarms.extend(findings.iter().map(|found| format!("{name}: {}", found.message)));
    }
    assert!(alarms.is_empty(), "{} alarms:\n{}", alarms.len(), alarms.join("\n"));
}
