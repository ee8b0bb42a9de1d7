//! A site made in parts and joined has the very bytes of one build; parts that are missing, stale or spoiled are refused.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn prongsai(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_prongsai")).current_dir(folder).args(words).output().unwrap()
}

#[track_caller]
fn fine(folder: &Path, words: &[&str]) {
    let done = prongsai(folder, words);
    assert!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
}

fn portal(root: &Path, agencies: usize) {
    let write = |path: String, text: String| {
        let path = root.join("content").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("portal.md".to_owned(), "---\nkind: portal\ntitle: ทดสอบ\nlanguages: [th, en]\n---\n".to_owned());
    for number in 0..agencies {
        let name = format!("---\nkind: agency\nname: องค์การบริหารส่วนตำบลที่ {number}\ntype: sao\n---\n");
        write(format!("a{number}/agency.md"), name);
        let plan = "| รหัส | โครงการ/กิจกรรม/มาตรการ |\n|---|---|\n| 1-01 | โครงการหนึ่ง |\n";
        write(format!("a{number}/2564/plan.md"), format!("---\nkind: plan\nfiscal_year: 2564\n---\n{plan}"));
    }
}

const DAY: [&str; 2] = ["--date", "2026-11-21"];

#[test]
fn parts_joined_are_one_build() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    portal(root, 5);
    fine(root, &["build", DAY[0], DAY[1], "--out", "one"]);
    let manifest = |site: &str| fs::read(root.join(site).join(".prongsai/manifest.json")).unwrap();
    // More parts than agencies: a part may be empty.
    for of in [1, 2, 7] {
        let parts: Vec<String> = (1..=of).map(|number| format!("part-{of}-{number}")).collect();
        for (at, part) in parts.iter().enumerate() {
            fine(root, &["build", DAY[0], DAY[1], "--shard", &format!("{}/{of}", at + 1), "--out", part]);
        }
        let site = format!("joined-{of}");
        let mut words = vec!["merge"];
        words.extend(parts.iter().map(String::as_str));
        words.extend(["--out", &site]);
        fine(root, &words);
        assert!(manifest("one") == manifest(&site), "{of} parts");
        fine(root, &["verify", &site]);
    }
    // A part is missing.
    let done = prongsai(root, &["merge", "part-2-1", "--out", "less"]);
    assert_eq!(done.status.code(), Some(2), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(!root.join("less/index.html").exists());
    // A file of a part is not what was made.
    fs::write(root.join("part-2-2/a1/index.html"), "by hand").unwrap();
    assert_eq!(prongsai(root, &["merge", "part-2-1", "part-2-2", "--out", "less"]).status.code(), Some(2));
    // The content has changed since.
    fs::write(root.join("content/a2/2564/plan.md"), "---\nkind: plan\nfiscal_year: 2564\n---\n").unwrap();
    let done = prongsai(root, &["merge", "part-1-1", "--out", "less"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("a2"));
    for wrong in ["0/2", "3/2", "x/2", "1", "1/0"] {
        assert_eq!(prongsai(root, &["build", "--shard", wrong]).status.code(), Some(2), "{wrong}");
    }
}

#[test]
fn a_scheduler_may_say_which_part_it_is() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    portal(root, 3);
    for (name, value) in [("JOB_COMPLETION_INDEX", "1"), ("SLURM_ARRAY_TASK_ID", "2"), ("CI_NODE_INDEX", "2")] {
        let done = Command::new(env!("CARGO_BIN_EXE_prongsai"))
            .current_dir(root)
            .env(name, value)
            .args(["build", DAY[0], DAY[1], "--shard", "auto/3", "--out", name])
            .output()
            .unwrap();
        assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
        let own: Vec<bool> =
            (0..3).map(|number| root.join(name).join(format!("a{number}/index.html")).exists()).collect();
        assert_eq!(own, [false, true, false], "{name}");
    }
}
