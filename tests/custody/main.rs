//! A portal over sites of others: from folders, from a server on this machine, over TLS; and from servers that are slow,
//! lie, change, lead elsewhere or are of another version. Nothing of a member but its digest is asked for.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod server;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use server::{Answer, Served, certificate, serve};

fn prongsai(folder: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prongsai"));
    command.current_dir(folder).args(words).env_remove("SSL_CERT_FILE").env_remove("SOURCE_DATE_EPOCH");
    command.output().unwrap()
}

#[track_caller]
fn run(folder: &Path, words: &[&str], code: i32) -> String {
    let done = prongsai(folder, words);
    let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert_eq!(done.status.code(), Some(code), "{words:?}: {said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

const DATE: [&str; 2] = ["--date", "2026-11-21"];

/// Agencies with two promises each, of which one is done.
fn agencies(root: &Path, content: &str, province: &str, slugs: &[&str]) {
    for slug in slugs {
        let folder = format!("{content}/{slug}");
        let name = format!(
            "---\nkind: agency\nname: องค์การบริหารส่วนตำบล{slug}\nshort_name: อบต.{slug}\ntype: sao\ntambon: {slug}\n\
             province: {province}\n---\nข่าวสารของ{slug}\n"
        );
        write(root, &format!("{folder}/agency.md"), &name);
        let plan = "---\nkind: plan\nfiscal_year: 2564\n---\n| รหัส | โครงการ/กิจกรรม/มาตรการ | งบประมาณ |\n|---|---|---|\n\
                    | 1-01 | โครงการอบรมคุณธรรม | 10,000 |\n| 1-02 | โครงการเปิดเผยข้อมูล | 5,000 |\n";
        write(root, &format!("{folder}/2564/plan.md"), plan);
        let report = "---\nkind: report\nfiscal_year: 2564\nround: 12\n---\n\
                      | รหัส | โครงการ/กิจกรรม/มาตรการ | สถานะ |\n|---|---|---|\n\
                      | 1-01 | โครงการอบรมคุณธรรม | แล้วเสร็จ |\n| 1-02 | โครงการเปิดเผยข้อมูล | ยังไม่ดำเนินการ |\n";
        write(root, &format!("{folder}/2564/report-12m.md"), report);
    }
}

fn member(root: &Path, name: &str, base_url: &str, province: &str, slugs: &[&str]) {
    let head = format!("---\nkind: portal\ntitle: เว็บของ{province}\nbase_url: {base_url}\ndigests: true\n---\n");
    write(root, &format!("{name}/content/portal.md"), &head);
    agencies(root, &format!("{name}/content"), province, slugs);
    run(&root.join(name), &["build", DATE[0], DATE[1], "--out", "site"], 0);
}

fn portal(root: &Path, members: &[&str], more: &str) {
    let head = format!(
        "---\nkind: portal\ntitle: ทั้งภาค\nbase_url: https://top.example.go.th/\nmembers: [{}]\n{more}---\n",
        members.join(", ")
    );
    write(root, "top/content/portal.md", &head);
}

fn merge(root: &Path, words: &[&str], code: i32) -> String {
    run(&root.join("top"), &[&["merge", DATE[0], DATE[1], "--out", "site"], words].concat(), code)
}

fn page(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join("top/site").join(path)).unwrap_or_else(|_| panic!("{path} is missing"))
}

fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                waiting.push(entry);
            } else {
                files.insert(entry.strip_prefix(root).unwrap().to_str().unwrap().to_owned(), fs::read(&entry).unwrap());
            }
        }
    }
    files.retain(|path, _| !path.starts_with(".prongsai"));
    files
}

fn main_of(html: &str) -> &str {
    html.split("<main id=\"main\">").nth(1).unwrap().split("</main>").next().unwrap()
}

/// What a reader reads: words may be held together by elements of their own.
fn words_of(html: &str) -> String {
    html.split('<').filter_map(|part| part.split('>').nth(1)).collect::<String>().replace('\u{a0}', " ")
}

#[test]
fn a_portal_over_folders_counts_and_links_what_its_members_have() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    member(root, "surin", "https://surin.example.go.th/", "สุรินทร์", &["ก", "ข"]);
    member(root, "sisaket", "https://sisaket.example.go.th/pr/", "ศรีสะเกษ", &["ก"]);
    // A site of a single agency may be a member as well.
    write(
        root,
        "one/content/agency.md",
        "---\nkind: agency\nname: เทศบาลตำบลเดี่ยว\ntype: municipality\nprovince: ยโสธร\nbase_url: https://one.example.go.th\ndigests: true\n---\nยินดีต้อนรับ\n",
    );
    run(&root.join("one"), &["build", DATE[0], DATE[1], "--out", "site"], 0);
    portal(root, &["../surin/site", "../sisaket/site", "../one/site"], "");
    agencies(root, "top/content", "ยโสธร", &["บ้าน"]);
    // The sources are not needed.
    for name in ["surin", "sisaket", "one"] {
        fs::rename(root.join(name).join("content"), root.join(name).join("elsewhere")).unwrap();
    }
    let refused = run(&root.join("top"), &["build", "--out", "alone"], 2);
    assert!(refused.contains("prongsai merge"), "{refused}");
    merge(root, &[], 0);

    // The sums, worked out by hand: four agencies with promises, two promises each, one of them done.
    let home = page(root, "index.html");
    let words = words_of(main_of(&home));
    for said in ["๔ หน่วยงานสัญญาไว้ ๘ เรื่อง", "ทำเสร็จแล้ว ๔ เรื่อง"]
    {
        let arabic: String = said
            .chars()
            .map(|c| match c {
                '๐'..='๙' => char::from(b'0' + (c as u32 - '๐' as u32) as u8),
                c => c,
            })
            .collect();
        assert!(words.contains(said) || words.contains(&arabic), "{said}: {words}");
    }
    assert!(!home.contains("class=\"alert\""), "all members are up to date");
    // Their pages are linked where they stand; nothing of them stands here but what search needs.
    for href in ["https://surin.example.go.th/ก/", "https://sisaket.example.go.th/pr/ก/", "https://one.example.go.th/"]
    {
        assert!(home.contains(&format!("href=\"{href}\"")), "{href}");
    }
    let files = tree(&root.join("top/site"));
    assert!(files.contains_key("บ้าน/2564/index.html") && !files.keys().any(|path| path.starts_with("ก/")));
    let place = page(root, "places/สุรินทร์/index.html");
    assert!(place.contains("https://surin.example.go.th/ข/") && !place.contains("sisaket"));
    let compare = page(root, "compare/index.html");
    assert!(compare.contains("https://sisaket.example.go.th/pr/ก/") && compare.contains("../บ้าน/"));
    // Search: each text is there, with the whole address of its page.
    let texts: String = files
        .iter()
        .filter(|(path, _)| path.starts_with("members/") && path.ends_with(".js"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes))
        .collect();
    for found in
        ["https://surin.example.go.th/ข/2564/1-01/", "ข่าวสารของข", "https://sisaket.example.go.th/pr/ก/2564/1-02/"]
    {
        assert!(texts.contains(found), "{found}");
    }
    // Open data: four rows that differ in their key, with whole addresses.
    let rows = page(root, "data/agencies.csv");
    for key in
        ["surin.example.go.th/ก", "sisaket.example.go.th/pr/ก", "\nบ้าน", "https://sisaket.example.go.th/pr/%E0%B8%81/"]
    {
        assert!(rows.contains(key), "{key}: {rows}");
    }
    assert_eq!(rows.lines().count(), 6, "{rows}");
    assert!(!page(root, "sitemap.xml").contains("surin"), "maps of others are their own affair");
    let members = page(root, "members/index.html");
    for said in ["เว็บของสุรินทร์", "เว็บของศรีสะเกษ", "https://one.example.go.th/", "เป็นปัจจุบัน"]
    {
        assert!(members.contains(said), "{said}");
    }
    // The same again, byte for byte, and as one more build with English pages links members as they are.
    let before = tree(&root.join("top/site"));
    merge(root, &[], 0);
    assert!(before == tree(&root.join("top/site")));
    portal(root, &["../surin/site"], "languages: [th, en]\n");
    merge(root, &[], 0);
    assert!(page(root, "en/index.html").contains("href=\"https://surin.example.go.th/ก/\""));
}

#[test]
fn what_a_portal_may_not_count_is_told() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    member(root, "a", "https://a.example.go.th/", "สุรินทร์", &["ก", "ข"]);
    member(root, "b", "https://b.example.go.th/", "สุรินทร์", &["ข", "ค"]);
    portal(root, &["../a/site", "../b/site"], "");
    agencies(root, "top/content", "สุรินทร์", &["ก"]);
    let said = merge(root, &[], 0);
    assert_eq!(said.matches("L052").count(), 2, "{said}");
    let rows = page(root, "data/agencies.csv");
    assert_eq!(rows.lines().count(), 4, "{rows}");
    assert!(
        rows.contains("a.example.go.th/ข") && rows.contains("b.example.go.th/ค") && !rows.contains("b.example.go.th/ข")
    );

    // A member that should have changed since: an announcement has come into effect after it was built.
    write(
        root,
        "a/content/ข/next.md",
        "---\nkind: announcement\ntitle: ประกาศ\ndate: 2026-11-01\neffective_from: 2026-11-25\n---\nประกาศ\n",
    );
    run(&root.join("a"), &["build", DATE[0], DATE[1], "--out", "site"], 0);
    let said = run(&root.join("top"), &["merge", "--date", "2026-11-24", "--out", "site"], 0);
    assert!(!said.contains("L051"), "{said}");
    let said = run(&root.join("top"), &["merge", "--date", "2026-11-25", "--out", "site"], 0);
    assert!(said.contains("L051"), "{said}");
    assert!(page(root, "members/index.html").contains("เก่ากว่ากำหนด"));
    for place in ["index.html", "compare/index.html", "places/สุรินทร์/index.html", "data/index.html"] {
        assert!(page(root, place).contains("สำเนาเก่า"), "{place}");
    }
    assert!(!page(root, "ก/index.html").contains("สำเนาเก่า"), "its own pages are not concerned");

    // A member whose folder is gone is shown as it last was; one that never was cannot be.
    fs::remove_dir_all(root.join("b/site")).unwrap();
    let said = merge(root, &[], 0);
    assert!(said.contains("L051") && said.contains("สำเนา"), "{said}");
    assert!(page(root, "members/index.html").contains("ติดต่อไม่ได้"));
    assert!(page(root, "data/agencies.csv").contains("b.example.go.th/ค"));
    portal(root, &["../a/site", "../nowhere"], "");
    let before = page(root, "data/agencies.csv");
    let said = merge(root, &[], 1);
    assert!(said.contains("L050"), "{said}");
    assert_eq!(before, page(root, "data/agencies.csv"), "the old site stands");
    merge(root, &["--keep-going"], 1);
    let home = page(root, "index.html");
    assert!(words_of(&home).contains("ขาดข้อมูลของเว็บสมาชิก"), "{home}");
    assert!(page(root, "members/index.html").contains("../nowhere"));
}

#[test]
fn addresses_that_are_none_are_told_by_check() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    agencies(root, "top/content", "สุรินทร์", &["ก"]);
    for bad in [
        "http://far.example.go.th/",
        "https://a@b.go.th/",
        "https://",
        "ftp://x.go.th/",
        "https://a.go.th/?x",
        "'https://a.go.th/ x'",
    ] {
        portal(root, &[bad], "");
        let said = run(&root.join("top"), &["check"], 1);
        assert!(said.contains("S012"), "{bad}: {said}");
    }
    portal(root, &["https://a.go.th/", "https://a.go.th"], "");
    assert!(run(&root.join("top"), &["check"], 1).contains("สองครั้ง"));
    portal(root, &["https://a.go.th/", "http://127.0.0.1:9/", "../folder"], "");
    run(&root.join("top"), &["check"], 0);
}

const INDEX: &str = "api/v1/digest/index.json";

/// A member of two agencies on a server of its own, and a portal that names it; with its address.
fn one_served_member(root: &Path) -> (Served, String) {
    member(root, "surin", "https://surin.example.go.th/", "สุรินทร์", &["ก", "ข"]);
    let served = serve(&root.join("surin/site"), None);
    let address = format!("http://127.0.0.1:{}/", served.port);
    portal(root, &[&address], "");
    (served, address)
}

#[test]
fn a_member_on_a_server_gives_its_digests_once_and_nothing_else() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let (served, address) = one_served_member(root);
    merge(root, &[], 0);
    let asked = || std::mem::take(&mut *served.asked.lock().unwrap());
    let first = asked();
    assert_eq!(first.len(), 3, "{first:?}");
    assert!(first.iter().all(|path| path.starts_with("api/v1/digest/")), "{first:?}");
    // Its pages stand where it is read, whatever it says of itself.
    assert!(page(root, "index.html").contains(&format!("href=\"{address}ก/\"")));
    let before = tree(&root.join("top/site"));
    // Nothing changed: only the index is fetched.
    merge(root, &[], 0);
    assert_eq!(asked(), [INDEX]);
    assert!(before == tree(&root.join("top/site")));
    // One agency changed: its digest and no other.
    write(root, "surin/content/ก/more.md", "---\ntitle: อีกหน้า\n---\nเรื่องใหม่ที่ค้นได้\n");
    run(&root.join("surin"), &["build", DATE[0], DATE[1], "--out", "site"], 0);
    *served.answers.lock().unwrap() =
        tree(&root.join("surin/site")).into_iter().map(|(path, bytes)| (path, Answer::File(bytes))).collect();
    merge(root, &[], 0);
    assert_eq!(asked().len(), 2);
    let texts: String = tree(&root.join("top/site"))
        .iter()
        .filter(|(path, _)| path.starts_with("members/"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    assert!(texts.contains("เรื่องใหม่ที่ค้นได้"));
}

#[test]
fn a_hostile_member_changes_nothing_and_is_told() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let (served, _) = one_served_member(root);
    let good = served.answers.lock().unwrap().clone();
    let digest = good.keys().find(|path| path.ends_with(".bin")).unwrap().clone();
    let Answer::File(bytes) = good[&digest].clone() else { panic!() };
    let Answer::File(index) = good[INDEX].clone() else { panic!() };
    let index_text = String::from_utf8(index.clone()).unwrap();
    let raw = |head: &str, body: &[u8]| Answer::Raw([head.as_bytes(), body].concat());
    let mut wrong = bytes.clone();
    *wrong.last_mut().unwrap() ^= 1;
    let version = |more: u32| format!("\"version\": {}", prongsai::digest::VERSION + more);
    let swapped = |from: &str, to: &str| {
        assert!(index_text.contains(from), "{from}");
        Answer::File(index_text.replace(from, to).into_bytes())
    };
    // A digest that is whole and has the hash that the index says, but says what cannot be.
    let forged = |at: &[u8], with: &[u8]| {
        let payload = &bytes[16 + 8 + 40 + 32..];
        let place = payload.windows(at.len()).position(|part| part == at).unwrap();
        let mut payload = payload.to_vec();
        payload.splice(place..place + at.len(), with.iter().copied());
        let forged = prongsai::digest::sealed(&[&payload], None);
        let hash = |bytes: &[u8]| prongsai::output::Hash::of(bytes).to_string();
        let text = index_text
            .replace(&hash(&bytes), &hash(&forged))
            .replace(&format!("\"bytes\": {}", bytes.len()), &format!("\"bytes\": {}", forged.len()));
        assert_ne!(text, index_text);
        vec![(digest.clone(), Answer::File(forged)), (INDEX.to_owned(), Answer::File(text.into_bytes()))]
    };
    let huge = format!("\"bytes\": {}", 1_u64 << 40);
    let of_digest = |answer: Answer| vec![(digest.clone(), answer)];
    let of_index = |answer: Answer| vec![(INDEX.to_owned(), answer)];
    let name = "องค์การบริหารส่วนตำบล".as_bytes();
    let hostile: Vec<(&str, Vec<(String, Answer)>)> = vec![
        ("wrong hash", of_digest(Answer::File(wrong))),
        (
            "truncated",
            of_digest(raw(
                &format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", bytes.len()),
                &bytes[..bytes.len() / 2],
            )),
        ),
        ("missing", of_digest(Answer::Nothing)),
        ("longer than said", of_digest(Answer::File([&bytes[..], b"more"].concat()))),
        ("too big by its index", of_index(swapped(&format!("\"bytes\": {}", bytes.len()), &huge))),
        (
            "a body without end",
            of_index(Answer::Raw([b"HTTP/1.0 200 OK\r\n\r\n".to_vec(), vec![b' '; 9 << 20]].concat())),
        ),
        ("a length without end", of_index(raw("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", b"{}"))),
        (
            "led elsewhere",
            of_index(raw(
                "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/\r\nContent-Length: 0\r\n\r\n",
                b"",
            )),
        ),
        ("slow", of_index(Answer::Drip(b"HTTP/1.1 200 OK\r\nX: ".to_vec()))),
        ("slow body", of_digest(Answer::Drip(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".to_vec()))),
        ("too much in all", {
            let entry = |at: usize| serde_json::json!({"slug": format!("ก{at}"), "name": "ก", "sha256": "0".repeat(64), "bytes": 60 << 20});
            let mut index: serde_json::Value = serde_json::from_slice(&index).unwrap();
            index["agencies"] = (0..20).map(entry).collect();
            of_index(Answer::File(index.to_string().into_bytes()))
        }),
        ("another version", of_index(swapped(&version(0), &version(1)))),
        ("no index of ours", of_index(Answer::File(b"<html>".to_vec()))),
        ("a folder outside", of_index(swapped("\"slug\": \"ก\"", "\"slug\": \"../../etc\""))),
        ("another's digest", of_index(swapped("\"slug\": \"ก\"", "\"slug\": \"ค\""))),
        ("twice the same", of_index(swapped("\"slug\": \"ก\"", "\"slug\": \"ข\""))),
        ("a line break in a name", forged(name, &[&name[..name.len() - 1], b"\n"].concat())),
        ("letters that are none", forged(name, &[&name[..name.len() - 1], b"\xff"].concat())),
        ("no HTTP", of_index(Answer::Raw(b"SSH-2.0-OpenSSH\r\n".to_vec()))),
    ];
    let attack = |answers: &[(String, Answer)]| {
        let mut all = good.clone();
        all.extend(answers.iter().cloned());
        *served.answers.lock().unwrap() = all;
    };
    // Before it was ever had: no site, or one that says what is missing.
    for (what, answers) in &hostile {
        attack(answers);
        let began = Instant::now();
        let said = merge(root, &["--timeout", "2"], 1);
        assert!(said.contains("L050"), "{what}: {said}");
        // Told before the first digest is asked for: a member must not fill the disk of a portal.
        assert!(*what != "too much in all" || said.contains("อ่านไม่ได้"), "{said}");
        assert!(began.elapsed() < Duration::from_secs(20), "{what}");
        assert!(!root.join("top/site/index.html").exists(), "{what}");
    }
    // Once it was had: its last copy stays, and is shown as such.
    *served.answers.lock().unwrap() = good.clone();
    merge(root, &[], 0);
    let rows = page(root, "data/agencies.csv");
    for (what, answers) in &hostile {
        attack(answers);
        // What is kept by its hash is not asked for again: the digest must be another one to be fetched.
        let is_of_digest = answers.len() == 1 && answers[0].0 == digest;
        if is_of_digest {
            continue;
        }
        let said = merge(root, &["--timeout", "2"], 0);
        assert!(said.contains("L051") && said.contains("สำเนา"), "{what}: {said}");
        assert_eq!(rows, page(root, "data/agencies.csv"), "{what}");
        assert!(page(root, "index.html").contains("สำเนาเก่า"), "{what}");
    }
    // Words of a member are words, never markup.
    let evil = "<script>alert(1)</script>";
    write(
        root,
        "surin/content/portal.md",
        &format!("---\nkind: portal\ntitle: '{evil}'\nbase_url: https://surin.example.go.th/\ndigests: true\n---\n"),
    );
    write(
        root,
        "surin/content/ก/agency.md",
        &format!("---\nkind: agency\nname: 'อบต.{evil}'\ntype: sao\nprovince: '{evil}'\n---\nก\n"),
    );
    run(&root.join("surin"), &["build", DATE[0], DATE[1], "--keep-going", "--out", "site"], 0);
    *served.answers.lock().unwrap() =
        tree(&root.join("surin/site")).into_iter().map(|(path, bytes)| (path, Answer::File(bytes))).collect();
    merge(root, &[], 0);
    for (path, bytes) in tree(&root.join("top/site")) {
        if path.ends_with(".html") {
            assert!(!String::from_utf8_lossy(&bytes).contains(evil), "{path}");
        }
    }
}

#[test]
fn a_member_over_tls_is_believed_only_with_its_certificate() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    member(root, "surin", "https://surin.example.go.th/", "สุรินทร์", &["ก"]);
    let served = serve(&root.join("surin/site"), Some(certificate(root)));
    let address = format!("https://localhost:{}/", served.port);
    portal(root, &[&address], "");
    let said = merge(root, &[], 1);
    assert!(said.contains("L050") && served.asked.lock().unwrap().is_empty(), "{said}");
    let done = Command::new(env!("CARGO_BIN_EXE_prongsai"))
        .current_dir(root.join("top"))
        .env("SSL_CERT_FILE", root.join("cert.pem"))
        .args(["merge", DATE[0], DATE[1], "--out", "site"])
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(page(root, "index.html").contains(&format!("href=\"{address}ก/\"")));
}
