//! `prongsai publish` from outside: folder and zip, gate, record, history and rollback, as an officer meets them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Office {
    home: tempfile::TempDir,
}

const AGENCY: &str = "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n---\nยินดีต้อนรับ\n";
const PLAN: &str =
    "---\nkind: plan\nfiscal_years: 2564\n---\n| รหัส | โครงการ/กิจกรรม/มาตรการ |\n|---|---|\n| 1-01 | โครงการหนึ่ง |\n";

impl Office {
    fn new() -> Self {
        let office = Self { home: tempfile::tempdir().unwrap() };
        office.write("content/agency.md", AGENCY);
        office.write("content/2564/plan.md", PLAN);
        office
    }

    fn at(&self, path: &str) -> PathBuf {
        self.home.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let at = self.at(path);
        std::fs::create_dir_all(at.parent().unwrap()).unwrap();
        std::fs::write(at, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.at(path)).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_prongsai"))
            .args(arguments)
            .current_dir(self.home.path())
            .env("PRONGSAI_PASSWORD", "hunter2-secret")
            .env_remove("SOURCE_DATE_EPOCH")
            .output()
            .unwrap();
        let said = format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
        assert!(!said.contains("hunter2-secret"), "a secret was printed: {said}");
        assert!(!said.contains("panicked"), "{said}");
        (status.code().unwrap_or(-1), said)
    }

    fn publish(&self, arguments: &[&str]) -> (i32, String) {
        self.run(&[&["publish"], arguments, &["--date", "2569-11-21"]].concat())
    }
}

fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn a_folder_gets_the_site_then_nothing_then_only_what_changed() {
    let office = Office::new();
    let (code, said) = office.publish(&["./www"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(tree(&office.at("www")), tree(&office.at("output")));
    assert!(office.read("content/_ledger.tsv").contains("/2564/1-01/"), "the record is kept by publishing itself");
    assert!(office.read("content/_changes.tsv").contains("published"));
    let (code, said) = office.publish(&["./www"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("ส่ง 0 ไฟล์"), "{said}");
    // A stranger's file beside ours stays.
    office.write("www/ของคนอื่น.txt", "x");
    office.write("content/2564/plan.md", &PLAN.replace("โครงการหนึ่ง", "โครงการที่หนึ่ง"));
    let (code, said) = office.publish(&["./www", "--dry-run", "--format", "json"]);
    assert_eq!(code, 0, "{said}");
    let plan: serde_json::Value = serde_json::from_str(said.lines().last().unwrap()).unwrap();
    let changed = plan["changed"].as_array().unwrap().len();
    assert!(changed > 0 && plan["unchanged"].as_u64().unwrap() > 10, "{plan}");
    assert!(!office.read("www/2564/1-01/index.html").contains("โครงการที่หนึ่ง"), "a dry run sends nothing");
    let (code, said) = office.publish(&["./www"]);
    assert_eq!(code, 0, "{said}");
    assert!(office.read("www/2564/1-01/index.html").contains("โครงการที่หนึ่ง"));
    assert_eq!(office.read("www/ของคนอื่น.txt"), "x");
}

#[test]
fn a_site_of_somebody_else_is_not_touched() {
    let office = Office::new();
    office.write("www/index.html", "เว็บเดิมของเทศบาล");
    let (code, said) = office.publish(&["./www"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("ไม่ได้เขียน") && said.contains("index.html"), "{said}");
    assert_eq!(tree(&office.at("www")).len(), 1);
    office.write("other.zip", "not ours");
    let (code, said) = office.publish(&["other.zip"]);
    assert_eq!(code, 2, "{said}");
    assert_eq!(office.read("other.zip"), "not ours");
    let (code, said) = office.publish(&["/no/such/drive/site"]);
    assert_eq!(code, 2);
    assert!(said.contains("ยังไม่ได้ต่อไดรฟ์"), "{said}");
}

#[test]
fn equal_sites_make_equal_zips() {
    let office = Office::new();
    assert_eq!(office.publish(&["a.zip"]).0, 0);
    assert_eq!(office.publish(&["./b.zip"]).0, 0);
    let zip = std::fs::read(office.at("a.zip")).unwrap();
    assert_eq!(zip, std::fs::read(office.at("b.zip")).unwrap());
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
    let mut found = BTreeMap::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        std::io::copy(&mut entry, &mut bytes).unwrap();
        found.insert(entry.name().unwrap().into_owned(), bytes);
    }
    assert_eq!(found, tree(&office.at("output")));
    let (code, said) = office.publish(&["a.zip"]);
    assert_eq!(code, 0);
    assert!(said.contains("ส่ง 0 ไฟล์"), "{said}");
}

#[test]
fn history_tells_what_was_published_and_any_of_it_comes_back_to_the_byte() {
    let office = Office::new();
    office.write(
        "content/agency.md",
        &AGENCY.replace("type: sao\n", "type: sao\npublish:\n  - { to: ./www, keep: 4 }\n"),
    );
    let (code, said) = office.run(&["publish", "--history"]);
    assert!(code == 0 && said.contains("ยังไม่เคย"), "{said}");
    let mut versions = Vec::new();
    for word in ["หนึ่ง", "สอง", "สาม"] {
        office.write("content/2564/plan.md", &PLAN.replace("โครงการหนึ่ง", word));
        let (code, said) = office.publish(&[]);
        assert_eq!(code, 0, "{said}");
        versions.push(tree(&office.at("www")));
    }
    let (_, said) = office.run(&["publish", "--history", "--format", "json"]);
    let history: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(history["releases"].as_array().unwrap().len(), 3, "{history}");
    let (code, said) = office.publish(&["--rollback", "2"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(tree(&office.at("www")), versions[0]);
    let (code, said) = office.publish(&["--rollback"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(tree(&office.at("www")), versions[2], "the release before the rollback");
    let (code, said) = office.publish(&["--rollback", "9"]);
    assert!(code == 2 && said.contains("จำไว้ 4 ครั้ง"), "{said}");
}

/// What a copy of that day must hash to can be read in the log and the feed of the next site; publishing what is the same
/// adds nothing, to whichever target.
#[test]
fn the_next_site_says_what_the_last_one_hashes_to() {
    let office = Office::new();
    let digest = || {
        let manifest = office.at("output/.prongsai/manifest.json");
        let told = Command::new("sha256sum").arg(manifest).output().unwrap();
        String::from_utf8_lossy(&told.stdout).split_whitespace().next().unwrap().to_owned()
    };
    let mut noted: Vec<String> = Vec::new();
    for round in 0..4 {
        office.write("content/agency.md", &AGENCY.replace("ยินดีต้อนรับ", &format!("ยินดีต้อนรับ {round}")));
        assert_eq!(office.publish(&["./www"]).0, 0);
        let first = digest();
        for target in ["./mirror", "./www", "./mirror"] {
            assert_eq!(office.publish(&[target]).0, 0);
            assert_eq!(digest(), first, "publishing to {target} once more changes nothing");
        }
        let (log, feed) = (office.read("output/changes/index.html"), office.read("output/changes.xml"));
        for digest in &noted {
            assert!(log.contains(digest.as_str()) && feed.contains(&format!("SHA-256 {digest}")), "{round}: {digest}");
        }
        assert!(!log.contains(&first));
        noted.push(first);
    }
    office.publish(&["--history", "./www"]);
    let at = office.run(&["verify", "www", "--digest", noted.last().unwrap()]);
    assert_eq!(at.0, 0, "{}", at.1);
}

#[test]
fn errors_hold_the_gate_a_reason_opens_it_and_personal_data_never_passes() {
    let office = Office::new();
    assert_eq!(office.publish(&["./www"]).0, 0);
    let before = tree(&office.at("www"));
    // An address that vanishes.
    std::fs::rename(office.at("content/2564"), office.at("content/2565")).unwrap();
    let record = office.read("content/_ledger.tsv");
    let (code, said) = office.publish(&["./www"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("L020") && said.contains("--because"), "{said}");
    assert_eq!(tree(&office.at("www")), before);
    assert_eq!(office.read("content/_ledger.tsv"), record, "what is not published is not recorded");
    let (code, said) = office.publish(&["./www", "--because", "ย้ายปีตามคำสั่ง"]);
    assert_eq!(code, 0, "{said}");
    assert!(office.read("content/_changes.tsv").contains("ย้ายปีตามคำสั่ง"));
    let site = tree(&office.at("www"));
    assert!(site.keys().any(|path| path.starts_with("2565/")));
    assert!(site.values().any(|bytes| String::from_utf8_lossy(bytes).contains("ย้ายปีตามคำสั่ง")), "the reason is public");
    let (code, _) = office.publish(&["./www", "--because", "  "]);
    assert_eq!(code, 2, "a reason says something");
    // A citizen's number.
    office
        .write("content/notes.md", "---\nkind: page\ntitle: บันทึก\n---\nนายสมชาย เลขประจำตัวประชาชน 1-1017-00230-70-8\n");
    let (code, said) = office.publish(&["./www", "--because", "รีบ"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("ข้อมูลส่วนบุคคล"), "{said}");
    assert_eq!(tree(&office.at("www")), site);
}

#[test]
fn a_target_is_named_told_apart_and_explained_when_missing() {
    let office = Office::new();
    let (code, said) = office.publish(&[]);
    assert!(code == 2 && said.contains("publish:"), "{said}");
    let targets = "type: sao\npublish:\n  - { name: จริง, to: ./www }\n  - { name: ทดสอบ, to: ./try }\n";
    office.write("content/agency.md", &AGENCY.replace("type: sao\n", targets));
    let (code, said) = office.publish(&[]);
    assert!(code == 2 && said.contains("จริง, ทดสอบ"), "{said}");
    assert_eq!(office.publish(&["ทดสอบ"]).0, 0);
    assert!(office.at("try/index.html").exists() && !office.at("www").exists());
    let (code, said) = office.publish(&["ผิด"]);
    assert!(code == 2 && said.contains("จริง, ทดสอบ"), "{said}");
    let (code, said) = office.publish(&["ftps://a:hunter3@ftp.example.go.th/x"]);
    assert!(code == 2 && !said.contains("hunter3") && said.contains("รหัสผ่าน"), "{said}");
}
