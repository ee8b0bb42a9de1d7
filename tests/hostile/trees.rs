//! Any tree of bytes, links and names as content gives findings or a site: never a panic, never a file outside, every link of
//! every page answered, and the same bytes again. `HOSTILE_TREES=5000` tries more of them, `HOSTILE_SEED` others.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::room::Room;

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn of<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[self.below(all.len())]
    }
}

const FOLDERS: &[&str] = &[
    "",
    "na/",
    "na/",
    "na/",
    "na/2564/",
    "na/2564/",
    "na/2565/",
    "na/announcements/",
    "na/files/",
    "nb/",
    "NB/",
    "nb/2564/",
    "api/",
    "places/",
    "en/",
    "a%41/",
    "ก ข/",
    "data/",
    "na/data/",
    "na/2564/1-01/",
    "_standards/words/",
    ".hidden/",
    "a/b/c/d/e/",
    "na/charts/",
    "assets/",
    "output/",
    "con/",
    "na /",
    "na./",
    "na/feeds/",
    "na/changes/",
];

const NAMES: &[&str] = &[
    "agency.md",
    "agency.md",
    "portal.md",
    "p.md",
    "P.md",
    "p.en.md",
    "index.md",
    "README.md",
    "plan.md",
    "plan.md",
    "report-12m.md",
    "report-6m.md",
    "measures.md",
    "plan.csv",
    "report-12m.csv",
    "plan.xlsx",
    "2564.md",
    "1-01.md",
    "changes.md",
    "data.md",
    "404.md",
    "compare.md",
    "contact.md",
    "ก.md",
    "a%2fb.md",
    "a?b.md",
    "a\\b.md",
    "a\u{202e}b.md",
    "-.md",
    "..md",
    "con.md",
    "kinds.toml",
    "_redirects.txt",
    "_ledger.tsv",
    "_changes.tsv",
    "a.pdf",
    "a.svg",
    "a.html",
    "a.png",
    "a.txt",
    "A.TXT",
    "plan.PDF",
    "sitemap.xml",
    "2564-04-08-x.md",
    "committee.md",
    "o1.md",
    "plan.2.md",
    "robots.txt",
];

const KINDS: &[&str] = &[
    "page",
    "plan",
    "report",
    "measures",
    "announcement",
    "order",
    "pledge",
    "committee",
    "document",
    "agency",
    "portal",
    "pge",
    "[a]",
];

const KEYS: &[&str] = &[
    "title",
    "name",
    "type",
    "fiscal_year",
    "fiscal_years",
    "round",
    "date",
    "number",
    "province",
    "amphoe",
    "tambon",
    "summary",
    "oit",
    "redirect_from",
    "accept",
    "publish_from",
    "draft",
    "signed_by",
    "members",
    "contact",
    "complaints",
    "officials",
    "emblem",
    "colour",
    "banner",
    "theme",
    "base_url",
    "languages",
    "digits",
    "licence",
    "severities",
    "framework",
    "declared",
    "targets",
    "replaces",
    "attachments",
    "effective",
    "related",
    "budget",
    "invented",
    "short_name",
    "also_written",
    "outside_links",
    "withhold_until",
];

const VALUES: &[&str] = &[
    "ก",
    "องค์การบริหารส่วนตำบลนากอก",
    "sao",
    "2564",
    "๒๕๖๔",
    "2564-2570",
    "12",
    "6",
    "2564-04-08",
    "31 กุมภาพันธ์ 2564",
    "-1",
    "0",
    "99999999999999999999",
    "true",
    "no",
    "~",
    "\"\"",
    "\" \"",
    "\"<script>\"",
    "'a/b'",
    "\"../../x\"",
    "/etc/passwd",
    "[]",
    "{}",
    "[O1, O1, o99]",
    "[/old/, /na/, //x/, '/a/../b/']",
    "[{code: T101, reason: r}]",
    "{name: ก, position: ข}",
    "[{name: ก}, {}]",
    "[{channel: ก, url: 'javascript:1'}]",
    "files/a.png",
    "\"#fff\"",
    "red",
    "plain",
    "https://p.example/x/",
    "ftp://x",
    "[th, en]",
    "arabic",
    "{T101: error}",
    "{projects: ๑, budget: {plan: x}}",
    "\"javascript:R()\"",
    "\"JavaScript R\"",
    "2561",
    "<>",
    "\"\\u0000\"",
    "\"\\u202e\"",
    "../na/p.md",
    "na",
    "{2566: ร้อยละ 80}",
    "[[[[]]]]",
    "|\n  a\n  b",
    "&a [*a]",
];

const BODIES: &[&str] = &[
    "เนื้อ\n",
    "",
    "# ก\n\n## ก\n",
    "[ก](p.md) [ข](../nb/agency.md) [ค](files/a.pdf) [ง](#ก) [จ](/na/) [ฉ](x.md)\n",
    "![ก](files/a.png)\n",
    "| รหัส | โครงการ/กิจกรรม/มาตรการ | มิติ | แผนฯ |\n|---|---|---|---|\n| 1-01 | โครงการ ก | 1 | 100 |\n| 1-01 | โครงการ ก | 9 | ร้อย |\n",
    "| ลำดับ | โครงการ/กิจกรรม/มาตรการ | สถานะ | ผู้รับผิดชอบ |\n|---|---|---|---|\n| ๑ | โครงการ ก | ดำเนินการแล้ว | <b> |\n| รวม | | | |\n",
    "```chart progress\n```\n\n```chart nothing\n```\n",
    "[^1]\n\n[^1]: ก\n",
    "<script>R()</script>\n",
    "1-2345-67890-12-1\n",
    "0812345678\n",
    "- a\n  - b\n\n> ค\n",
    "\u{feff}\u{200b}ำ\n",
    "**ก**ข**\n",
    "|\n|-|\n|\n",
    "&#0; &amp; <!-- x\n",
    "รหัส,โครงการ/กิจกรรม/มาตรการ\n1-01,ก\n1-02\n",
    "/old/ /na/\n/a/ /b/\n/b/ /a/\n/x/* /na/*\n",
    "/gone/\t2026-01-01\t2026-01-02\tก\n",
    "2026-01-01\tpublished\t/na/\t1\tก\t\n",
    "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    "%PDF-1.4\n",
    "\u{1b}[31m",
    "[[a]]\nb = 1\n",
];

fn bytes(random: &mut Random, name: &str) -> Vec<u8> {
    let mut text = String::new();
    if name.ends_with(".md") && random.below(12) > 0 {
        text.push_str("---\n");
        let kind = match name {
            "agency.md" => "agency",
            "portal.md" => "portal",
            _ => random.of(KINDS),
        };
        text.push_str(&format!("kind: {kind}\n"));
        if kind == "agency" && random.below(4) > 0 {
            text.push_str("name: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n");
        }
        for _ in 0..random.below(5) {
            text.push_str(&format!("{}: {}\n", random.of(KEYS), random.of(VALUES)));
        }
        if random.below(20) > 0 {
            text.push_str("---\n");
        }
    }
    for _ in 0..random.below(4) {
        text.push_str(random.of(BODIES));
    }
    let mut bytes = text.into_bytes();
    if random.below(10) == 0 {
        for _ in 0..=random.below(6) {
            let at = random.below(bytes.len() + 1);
            bytes.insert(at, random.below(256) as u8);
        }
    }
    bytes
}

fn grow(room: &Room, random: &mut Random) {
    for _ in 0..3 + random.below(24) {
        let name = random.of(NAMES);
        let path = format!("{}{name}", random.of(FOLDERS));
        let full = room.path.join("content").join(&path);
        if random.below(14) == 0 {
            let target = random.of(&[
                "OUT/secret.txt",
                "OUT",
                ".",
                "..",
                "p.md",
                "/proc/self/environ",
                "nowhere",
                "agency.md",
                "/",
            ]);
            if fs::symlink_metadata(&full).is_err() && !full.parent().unwrap().is_file() {
                room.link(target, &format!("content/{path}"));
            }
            continue;
        }
        // A name that is a folder already, or below a file, is nothing that a disk holds.
        if fs::create_dir_all(full.parent().unwrap()).is_ok() && !full.is_symlink() {
            let _ = fs::write(&full, bytes(random, name));
        }
    }
}

#[test]
fn any_tree_gives_findings_or_a_site() {
    let number = |key: &str| std::env::var(key).ok().and_then(|text| text.parse::<u64>().ok());
    let (trees, seed) = (number("HOSTILE_TREES").unwrap_or(12), number("HOSTILE_SEED").unwrap_or(1));
    for tree in 0..trees {
        let mut random = Random((seed * 1_000_003 + tree).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let room = Room::new();
        let before = room.outside();
        grow(&room, &mut random);
        let authored = room.all("content");
        let at = || {
            let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("tree-{seed}-{tree}"));
            let _ = std::process::Command::new("cp").arg("-a").arg(&room.path).arg(&kept).status();
            format!("tree {tree} of seed {seed}, kept in {}", kept.display())
        };
        let built = room.build();
        if built.text.contains("ไม่รู้จักธีม") || built.text.contains("prongsai merge") {
            continue; // the keeper of the portal is told before anything is read
        }
        assert!(matches!(built.code, 0 | 1) && !built.text.contains("panicked"), "{}: {}", at(), built.text);
        assert_eq!(room.outside(), before, "{}", at());
        assert_eq!(room.all("content"), authored, "{}", at());
        assert_eq!(room.published("SECRET"), [""; 0], "{}", at());
        let again = room.run(&["build", "--keep-going", "--cold", "--out", "again"]);
        assert_eq!(again.code, built.code, "{}: {}", at(), again.text);
        let site = |folder: &str| {
            let mut files = room.all(folder);
            files.retain(|path, _| !path.starts_with(".prongsai/"));
            files.into_iter().map(|(path, (bytes, ..))| (path, bytes)).collect::<Vec<_>>()
        };
        let (one, other) = (site("output"), site("again"));
        let differ: Vec<&String> =
            one.iter().zip(&other).filter(|(one, other)| one != other).map(|(one, _)| &one.0).collect();
        assert!(one.len() == other.len() && differ.is_empty(), "{}: {differ:?}", at());
        // What leads nowhere as the author wrote it is told, and stands as it was written.
        let mut dead = dead_links(&one);
        let told = room.check().text;
        dead.retain(|link| {
            !told.contains("L002")
                || !["p.md", "/agency.md", "a.pdf", "x.md", "a.png"].iter().any(|end| link.ends_with(end))
        });
        assert!(dead.is_empty(), "{}: {dead:#?}", at());
    }
}

/// Links and pictures of pages that lead to nothing in the site.
fn dead_links(site: &[(String, Vec<u8>)]) -> Vec<String> {
    let files: BTreeSet<&str> = site.iter().map(|(path, _)| path.as_str()).collect();
    let mut dead = Vec::new();
    for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        for quote in [" href=\"", " src=\""] {
            for rest in html.split(quote).skip(1) {
                let written = rest.split('"').next().unwrap().replace("&amp;", "&");
                let target = written.split(['?', '#']).next().unwrap();
                let has_scheme = target.split(['/', '%']).next().unwrap().contains(':');
                if target.is_empty() || has_scheme || target.starts_with("//") {
                    continue;
                }
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                if resolved(folder, target).is_none_or(|found| !is_there(&files, &found)) {
                    dead.push(format!("{path}: {written}"));
                }
            }
        }
    }
    dead
}

fn is_there(files: &BTreeSet<&str>, path: &str) -> bool {
    let index = format!("{}/index.html", path.trim_end_matches('/'));
    files.contains(path) || files.contains(index.trim_start_matches('/'))
}

fn resolved(folder: &str, target: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = target.as_bytes();
    while let Some((byte, more)) = rest.split_first() {
        if *byte == b'%' {
            bytes.push(u8::from_str_radix(std::str::from_utf8(more.get(..2)?).ok()?, 16).ok()?);
            rest = &more[2..];
        } else {
            bytes.push(*byte);
            rest = more;
        }
    }
    let target = String::from_utf8(bytes).ok()?;
    let (mut parts, target): (Vec<&str>, &str) = match target.strip_prefix('/') {
        Some(absolute) => (Vec::new(), absolute),
        None => (folder.split('/').filter(|part| !part.is_empty()).collect(), &target),
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
