//! A portal with drafts and papers of later days of every kind: not a name, a figure or a file of them is anywhere in the
//! built tree, sheets and archives opened, whatever it is written in. On their day they are there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::Command;

/// A word and a figure that stand in nothing but what is not published yet.
const WORD: &str = "zqxsecret";
const SECRETS: [&str; 6] = [WORD, "98,765", "98765", "๙๘,๗๖๕", "9876543", "กุหลาบลับ"];

fn write(root: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = root.join("content").join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn rows(name: &str) -> String {
    format!(
        "| รหัส | โครงการ | สถานะ | เบิกจ่าย |\n|---|---|---|---|\n| 1-01 | {name} | ดำเนินการแล้ว | 98,765.43 |\n| 1-77 | {name}อื่น | ดำเนินการแล้ว | 98,765.43 |\n"
    )
}

fn portal(root: &Path) {
    write(
        root,
        "portal.md",
        "---\ntitle: เว็บรวม\nbase_url: https://example.go.th/\n---\nดู[คู่มือ](files/open-guide.txt)\n",
    );
    for file in ["open-guide", "zqxsecret-unnamed", "zqxsecret-of-draft", "zqxsecret-of-agency"] {
        let text = if file.starts_with("open") { "เปิดเผย" } else { WORD };
        write(root, &format!("files/{file}.txt"), text);
    }
    write(
        root,
        "zqxsecret-page.md",
        "---\ntitle: zqxsecret\ndraft: true\n---\nzqxsecret [x](files/zqxsecret-of-draft.txt)\n",
    );
    write(root, "zqxsecret-later.md", "---\ntitle: zqxsecret\npublish_from: 1 ธันวาคม 2569\n---\nกุหลาบลับ\n");
    write(
        root,
        "na-kok/agency.md",
        "---\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n---\nดู[ปีหน้า](2570/plan.md) [รายงาน](2569/report-12m.md) [หน้า](draft.md)\n",
    );
    let plan =
        "---\nfiscal_year: 2569\n---\n\n| รหัส | โครงการ | งบประมาณ |\n|---|---|---|\n| 1-01 | โครงการอบรม | 20,000 |\n";
    write(root, "na-kok/2569/plan.md", plan);
    write(
        root,
        "na-kok/2569/report-12m.md",
        format!(
            "---\nkind: report\nfiscal_year: 2569\nround: 12\ndraft: true\n---\nzqxsecret\n\n## 1-01 zqxsecret\n\nกุหลาบลับ\n\n{}",
            rows("โครงการอบรม zqxsecret")
        ),
    );
    write(
        root,
        "na-kok/2569/report-6m.md",
        "---\nkind: report\nfiscal_year: 2569\nround: 6\npublish_from: 1 ธันวาคม 2569\n---\nตาราง\n",
    );
    write(root, "na-kok/2569/report-6m.csv", "รหัส,โครงการ,สถานะ,เบิกจ่าย\n1-01,โครงการ zqxsecret,ดำเนินการแล้ว,98765.43\n");
    write(root, "na-kok/2569/report-6m.en.md", "---\ntitle: zqxsecret\n---\nzqxsecret\n");
    write(
        root,
        "na-kok/2570/plan.md",
        "---\nfiscal_year: 2570\ndraft: true\n---\n\n| รหัส | โครงการ | งบประมาณ |\n|---|---|---|\n| 1-01 | โครงการ zqxsecret | 98,765.43 |\n",
    );
    write(
        root,
        "na-kok/2569/measures.md",
        "---\nkind: measures\nfiscal_year: 2569\ndraft: true\n---\n\n| ที่ | มาตรการ | ผลการดำเนินงาน |\n|---|---|---|\n| 1 | มาตรการ zqxsecret | กุหลาบลับ |\n",
    );
    write(
        root,
        "na-kok/committees/c.md",
        "---\nkind: committee\ntitle: zqxsecret\npublish_from: 1 ธันวาคม 2569\nmembers:\n  - name: นายกุหลาบลับ ใจดี\n---\n",
    );
    write(
        root,
        "na-kok/announcements/a.md",
        "---\nkind: announcement\ntitle: zqxsecret\ndate: 1 ธันวาคม 2569\nnumber: zqxsecret/2569\npublish_from: 1 ธันวาคม 2569\n\
         replaces: [12/2569]\nattachments:\n  - file: zqxsecret.txt\n---\n[x](../../files/zqxsecret-of-agency.txt)\n",
    );
    write(
        root,
        "na-kok/announcements/b.md",
        "---\nkind: announcement\ntitle: ประกาศเปิด\ndate: 1 มกราคม 2569\nnumber: 12/2569\n---\nเปิด\n",
    );
    write(root, "na-kok/announcements/zqxsecret.txt", WORD);
    write(
        root,
        "na-kok/announcements/zqxsecret.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>zqxsecret</text></svg>",
    );
    write(root, "na-kok/files/zqxsecret-lone.txt", WORD);
    write(
        root,
        "na-kok/draft.md",
        "---\ntitle: zqxsecret\ndraft: true\nredirect_from: [zqxsecret-old]\n---\nzqxsecret\n",
    );
    write(root, "later/agency.md", "---\nname: องค์การบริหารส่วนตำบลกุหลาบลับ\ntype: sao\ndraft: true\n---\nzqxsecret\n");
    write(root, "later/2569/plan.md", plan.replace("โครงการอบรม", "โครงการ zqxsecret").replace("20,000", "98,765.43"));
}

fn look(name: &str, bytes: &[u8], found: &mut Vec<String>) {
    let text = String::from_utf8_lossy(bytes);
    for secret in SECRETS {
        // Search records and names of files may be folded; UTF-16 is what a spreadsheet program may be given.
        let wide: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let is_wide = secret != "98765" && bytes.windows(wide.len()).any(|window| window == wide);
        if name.contains(secret) || text.contains(secret) || is_wide {
            found.push(format!("{name}: {secret}"));
        }
    }
    if bytes.starts_with(b"PK") {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        for at in 0..archive.len() {
            let mut member = archive.by_index(at).unwrap();
            let inner = format!("{name}!{}", member.name().unwrap());
            let mut text = Vec::new();
            member.read_to_end(&mut text).unwrap();
            look(&inner, &text, found);
        }
    }
}

fn leaks(site: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new(site).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file())
    {
        let name = entry.path().strip_prefix(site).unwrap().to_string_lossy().into_owned();
        look(&name, &fs::read(entry.path()).unwrap(), &mut found);
    }
    found
}

fn build(root: &Path, out: &str, day: &str) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_prongsai"))
        .args(["build", "content", "--out", out, "--date", day])
        .current_dir(root)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&run.stderr).into_owned() + &String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{told}");
    told
}

#[test]
fn nothing_of_what_is_not_published_is_anywhere() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    portal(root);
    build(root, "site", "2569-11-21");
    let site = root.join("site");
    assert_eq!(leaks(&site), Vec::<String>::new());
    assert!(site.join("files/open-guide.txt").exists() && site.join("na-kok/2569/index.html").exists());
    // A link to what is not there yet leads nowhere.
    let home = fs::read_to_string(site.join("na-kok/index.html")).unwrap();
    assert!(home.contains("<a href=\"#\">ปีหน้า</a>") && home.contains("<a href=\"#\">หน้า</a>"), "{home}");
    // The same from what was kept of the site of the day before; then on its day.
    build(root, "site", "2569-11-22");
    assert_eq!(leaks(&site), Vec::<String>::new());
    build(root, "site", "2569-12-01");
    assert!(site.join("na-kok/announcements/zqxsecret.txt").exists());
    assert!(site.join("files/zqxsecret-of-agency.txt").exists());
    assert!(!site.join("files/zqxsecret-of-draft.txt").exists() && !site.join("files/zqxsecret-unnamed.txt").exists());
    let items = fs::read_to_string(site.join("na-kok/2569/data/items.csv")).unwrap();
    assert!(items.contains("98765.43"), "{items}");
    assert!(!site.join("na-kok/2570/index.html").exists() && !site.join("later").exists());
    // And back again: what was withdrawn is gone.
    build(root, "site", "2569-11-21");
    assert_eq!(leaks(&site), Vec::<String>::new());
}
