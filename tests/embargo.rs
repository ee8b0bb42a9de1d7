//! What a draft or a paper of a later day names is nowhere in a built site: no file, no name, no word of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;
use std::process::Command;

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join("content").join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Every file of the site in which one of these stands, in its name or in its bytes.
fn leaks(site: &Path, secrets: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new(site).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file())
    {
        let name = entry.path().strip_prefix(site).unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(entry.path()).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for secret in secrets {
            if name.contains(secret) || text.contains(secret) {
                found.push(format!("{name}: {secret}"));
            }
        }
    }
    found
}

#[test]
fn files_of_drafts_and_later_papers_stay_at_home() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    write(root, "agency.md", "---\nname: องค์การบริหารส่วนตำบลตัวอย่าง\ntype: sao\n---\nดู[เอกสาร](files/open.txt)\n");
    write(
        root,
        "announcements/later.md",
        "---\nkind: announcement\ntitle: ประกาศลับเดือนหน้า\ndate: 1 ธันวาคม 2569\npublish_from: 1 ธันวาคม 2569\n\
         attachments:\n  - file: ../files/secret-until-december.txt\n---\nข้อความลับกุหลาบ [แผนที่](../files/secret-map.txt)\n",
    );
    write(root, "draft.md", "---\ntitle: ร่างลับทานตะวัน\ndraft: true\n---\n![ภาพ](files/secret-picture.txt)\n");
    for file in ["secret-until-december", "secret-map", "secret-picture"] {
        write(root, &format!("files/{file}.txt"), &format!("{file} เนื้อความลับมะลิ\n"));
    }
    write(root, "files/open.txt", "เปิดเผย\n");
    let run = Command::new(env!("CARGO_BIN_EXE_prongsai"))
        .args(["build", "content", "--out", "site", "--date", "2569-11-21", "--keep-going"])
        .current_dir(root)
        .output()
        .unwrap();
    let site = root.join("site");
    assert!(site.join("files/open.txt").exists(), "{}", String::from_utf8_lossy(&run.stderr));
    let secrets = ["secret-", "กุหลาบ", "ทานตะวัน", "มะลิ", "ประกาศลับเดือนหน้า"];
    assert_eq!(leaks(&site, &secrets), Vec::<String>::new());
    // On its day the paper and what it names are there.
    let run = Command::new(env!("CARGO_BIN_EXE_prongsai"))
        .args(["build", "content", "--out", "december", "--date", "2569-12-01", "--keep-going"])
        .current_dir(root)
        .output()
        .unwrap();
    let site = root.join("december");
    assert!(site.join("files/secret-until-december.txt").exists(), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(!site.join("files/secret-picture.txt").exists());
}
