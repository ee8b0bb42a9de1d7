//! A site that does not know its own address promises none: no page, feed, calendar or file of data of it speaks of a
//! permanent address or has one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::process::Command;

/// What a permanent address is called, what shows one, and what makes one of this site's pages.
const PROMISES: [&str; 7] = [
    "id=\"permanent\">\n    <h2>",
    "class=\"qr\"",
    "ที่อยู่ถาวรของเรื่องนี้",
    "ใช้อ้างในหนังสือราชการ",
    "rel=\"canonical\"",
    "<loc>",
    "URL:http",
];

#[test]
fn without_an_address_of_its_own_a_site_promises_none() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let write = |path: &str, text: &str| {
        let path = root.join("content").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("agency.md", "---\nname: องค์การบริหารส่วนตำบลตัวอย่าง\ntype: sao\n---\n");
    write(
        "2569/plan.md",
        "---\nfiscal_year: 2569\n---\n\n| รหัส | โครงการ | งบประมาณ |\n|---|---|---|\n| 1-01 | โครงการอบรม | 20,000 |\n",
    );
    write(
        "announcements/a.md",
        "---\nkind: announcement\ntitle: ประกาศ\ndate: 1 มกราคม 2569\neffective_until: 1 มกราคม 2570\n---\nเนื้อความ\n",
    );
    let build = |out: &str| {
        let arguments = ["build", "content", "--out", out, "--date", "2569-11-21"];
        let run = Command::new(env!("CARGO_BIN_EXE_prongsai")).args(arguments).current_dir(root).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    };
    build("site");
    // The codes' own explanations speak of addresses; the templates of documents are what is looked at.
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new(root.join("site")).into_iter().map(Result::unwrap) {
        let name = entry.path().to_string_lossy().into_owned();
        if !entry.file_type().is_file() || name.contains("/assets/") || name.contains("/codes/") {
            continue;
        }
        let text = String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned();
        found.extend(PROMISES.iter().filter(|words| text.contains(**words)).map(|words| format!("{name}: {words}")));
    }
    assert_eq!(found, Vec::<String>::new());
    // With an address the same pages have theirs.
    write("agency.md", "---\nname: องค์การบริหารส่วนตำบลตัวอย่าง\ntype: sao\nbase_url: https://example.go.th/\n---\n");
    build("known");
    let item = fs::read_to_string(root.join("known/2569/1-01/index.html")).unwrap();
    assert!(item.contains("https://example.go.th/2569/1-01/") && item.contains("class=\"qr\""), "{item}");
}
