//! One author's slip, or trick, stops one page and not the portal: old addresses, attached files, addresses in the front matter.

use std::fs;

use crate::room::Room;

fn with_old_address(address: &str) -> Room {
    let room = Room::new();
    room.write("content/na/p.md", &format!("---\nkind: page\ntitle: p\nredirect_from: ['{address}']\n---\nx\n"));
    room
}

#[test]
fn an_old_address_that_cannot_be_is_told_and_the_rest_is_built() {
    let shapes = [
        "/news/?id=12",
        "/a//b/",
        "/index.html",
        "/",
        "/old:page/",
        "//x/",
        "/a/../b/",
        "/a/./b/",
        "/con/",
        "/a/nul.html",
        "/a*/",
        "/a/#b",
        "/.prongsai/x/",
        "/a /",
        "/a./",
        "https://p.example/?page=3",
        "/${HOME}/",
        "/<script>/",
    ];
    for shape in shapes {
        let room = with_old_address(shape);
        let told = room.check();
        assert!(told.code == 1 && told.text.contains("na/p.md:4"), "{shape}: {}", told.text);
        let built = room.build();
        assert_eq!(built.code, 1, "{shape}: {}", built.text);
        assert!(room.path.join("output/na/p/index.html").is_file(), "{shape}");
    }
}

#[test]
fn an_old_address_that_something_else_has_stops_nothing() {
    for shape in [
        "/na/",
        "/NA/",
        "/Na/p/",
        "/api/",
        "/about/",
        "/assets/",
        "/search/",
        "/sitemap.xml/",
        "/redirects/",
        "/na2/",
        "/na2/x/",
        "/en/",
        "/404.html",
    ] {
        let room = with_old_address(shape);
        room.write("content/about.md", "---\nkind: page\ntitle: a\n---\nx\n");
        room.write("content/na2/agency.md", "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนาสอง\ntype: sao\n---\nสอง\n");
        let built = room.build();
        assert_eq!(built.code, 0, "{shape}: {}", built.text);
        let home = fs::read_to_string(room.path.join("output/na2/index.html")).unwrap();
        assert!(!home.contains("http-equiv=\"refresh\""), "{shape}");
        let rules = fs::read_to_string(room.path.join("output/redirects/nginx.conf")).unwrap_or_default();
        assert!(!rules.contains("\"/na2/"), "{shape}: {rules}");
    }
    // Several that want the same one, or what a disk takes for the same: one has it, in every build.
    let room = with_old_address("/old/");
    room.write("content/nb/agency.md", "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนาข\ntype: sao\nredirect_from: [/old/, /Old/, /old/x.html, /old/x.html/y/]\n---\nสอง\n");
    assert_eq!(room.build().code, 0);
    let made = ["old", "Old"].iter().filter(|name| room.path.join("output").join(name).exists());
    assert_eq!(made.count(), 1);
}

#[test]
fn a_folder_called_like_a_page_of_the_portal_is_told() {
    for name in ["api", "API", "index.html", "Index.HTML", "assets", "search", "en", "404.html", "robots.txt"] {
        let room = Room::new();
        room.write(
            &format!("content/{name}/agency.md"),
            "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนาข\ntype: sao\n---\nx\n",
        );
        assert_eq!(room.check().code, 1, "{name}");
        let built = room.build();
        assert_eq!(built.code, 1, "{name}: {}", built.text);
        assert!(room.path.join("output/na/index.html").is_file(), "{name}");
    }
}

#[test]
fn redirects_lead_somewhere() {
    let room = Room::new();
    let rules = "/a/ /a/\n/b/ /c/\n/c/ /b/\n/d/ //evil.example/\n/e/ /nowhere/\n/f/* /na/*\n/g/ /na/\n/h/ https://x.go.th/${PATH}/\n/i/ /g/\n";
    room.write("content/_redirects.txt", rules);
    let told = room.check().text;
    for (code, times) in [("L024", 3), ("L022", 2), ("L026", 1), ("L025", 1)] {
        assert_eq!(told.matches(&format!("[{code}]")).count(), times, "{code}: {told}");
    }
    room.build();
    let nginx = fs::read_to_string(room.path.join("output/redirects/nginx.conf")).unwrap();
    assert!(nginx.contains("\"/g/\"") && !nginx.contains("evil") && !nginx.contains("\"/b/\""), "{nginx}");
    assert!(!room.path.join("output/a").exists());
}

const PAGE: &str = "<html xmlns=\"http://www.w3.org/1999/xhtml\"><script>alert(document.domain)</script></html>";

#[test]
fn what_would_run_is_not_published() {
    let shapes: &[(&str, &str)] = &[
        ("e.html", PAGE),
        ("e.HTM", PAGE),
        ("e.xhtml", PAGE),
        ("e.xml", PAGE),
        ("e.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
        ("e.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"),
        (
            "e.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><a href=\"java&#9;script:alert(1)\"><text>x</text></a></svg>",
        ),
        ("e.php", "<?php system($_GET[0]);"),
        ("e.php.jpg", "<?php system($_GET[0]);"),
        ("e.html.th", PAGE),
        ("e.js", "alert(1)"),
        ("e.shtml", "<!--#exec cmd=\"id\" -->"),
        ("web.config", "<configuration/>"),
        ("noname", PAGE),
        ("e.unknown", "\u{feff} <script>alert(1)</script>"),
        ("e.mhtml", PAGE),
        ("e.csv", PAGE),
        ("e.xsl", PAGE),
    ];
    for (name, text) in shapes {
        for folder in ["na/files", "files"] {
            let room = Room::new();
            room.write(&format!("content/{folder}/{name}"), text);
            room.write(
                "content/na/p.md",
                &format!("---\nkind: page\ntitle: p\n---\n[ไฟล์](../{folder}/{name}) ![รูป](../{folder}/{name})\n"),
            );
            assert!(room.check().text.contains("L032"), "{folder}/{name}");
            room.build();
            let found: Vec<String> = room
                .all("output")
                .into_keys()
                .filter(|path| path.starts_with(folder) && !path.ends_with(".txt"))
                .collect();
            assert_eq!(found, [""; 0], "{folder}/{name}");
        }
    }
    // What only looks a little like it stays.
    let room = Room::new();
    for (name, text) in [
        ("a.txt", "<b>x</b>"),
        ("a.csv", "a,b\n1,2\n"),
        ("ok.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>x</text></svg>"),
    ] {
        room.write(&format!("content/na/files/{name}"), text);
    }
    room.name_on_a_page(&["na/files/a.txt", "na/files/a.csv", "na/files/ok.svg"]);
    assert!(!room.check().text.contains("L032"));
    room.build();
    assert_eq!(room.all("output/na/files").len(), 3);
}

#[test]
fn no_address_of_the_front_matter_runs() {
    for address in [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java\\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "blob:https://x/1",
        "\\u0001javascript:alert(1)",
        "filesystem:https://x/y",
        "view-source:javascript:1",
    ] {
        let room = Room::new();
        let own = format!(
            "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\ncomplaints: [{{channel: สายด่วน, value: x, url: \"{address}\"}}]\ncontact: {{ website: \"{address}\", facebook: \"{address}\", line: \"{address}\" }}\n---\nx\n"
        );
        room.write("content/na/agency.md", &own);
        assert!(room.check().text.contains("L004"), "{address}");
        room.build();
        for scheme in ["script:", "data:text", "blob:", "filesystem:"] {
            for entry in walkdir::WalkDir::new(room.path.join("output")).into_iter().filter_map(Result::ok) {
                if entry.path().extension().is_some_and(|end| end == "html") {
                    let html = fs::read_to_string(entry.path()).unwrap().to_lowercase();
                    let bad =
                        html.split("href=\"").skip(1).any(|rest| rest.split('"').next().unwrap().contains(scheme));
                    assert!(!bad, "{address} in {:?}", entry.path());
                }
            }
        }
    }
}

#[test]
fn nothing_steers_the_terminal() {
    let room = Room::new();
    room.write(
        "content/na/p.md",
        "---\nkind: page\ntitle: \"t\"\nnmae\u{1b}[31m: x\n---\n[x](../\u{1b}]0;pwn\u{7}.md) \u{9b}31m\n",
    );
    room.write("content/na/\u{1b}[2J.md", "---\nkind: pge\n---\n");
    for arguments in
        [&["check"] as &[&str], &["check", "--format", "json"], &["check", "--color", "always"], &["build"], &["todo"]]
    {
        let told = room.run(arguments);
        let own = told.text.matches("\u{1b}[").count();
        assert!(own == 0 || arguments.contains(&"always"), "{arguments:?}");
        for steering in ["\u{1b}]", "\u{1b}[2J", "\u{7}", "\u{9b}"] {
            assert!(!told.text.contains(steering), "{arguments:?} {steering:?}");
        }
    }
}

#[test]
fn a_day_that_cannot_be_read_stops_the_work() {
    let room = Room::new();
    for day in ["garbage", "12.5", "99999999999999999999", "-99999999999999", "0x10"] {
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_prongsai"))
            .args(["build"])
            .current_dir(&room.path)
            .env("SOURCE_DATE_EPOCH", day)
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(2), "{day}");
    }
}

#[test]
fn a_template_comes_to_an_end() {
    let loops = "{% for a in range(end=100000) %}".repeat(4) + &"{% endfor %}".repeat(4);
    let writes = format!("{}{}{}", "{% for a in range(end=90000) %}", "x".repeat(4000), "{% endfor %}");
    for template in [
        loops.as_str(),
        &writes,
        "{%- for a in range(end=99999) -%}{%- for b in range(end=99999) -%}{%- endfor -%}{%- endfor -%}",
    ] {
        let room = Room::new();
        room.write("content/portal.md", "---\nkind: portal\ntheme: own\n---\nx\n");
        room.write(
            "themes/own/templates/agency.html",
            &format!("{{% extends \"base.html\" %}}{{% block content %}}{template}{{% endblock %}}"),
        );
        let started = std::time::Instant::now();
        let built = room.build();
        assert_eq!(built.code, 2, "{}", built.text);
        assert!(started.elapsed().as_secs() < 120);
    }
}

#[test]
fn a_percent_sign_in_a_name_is_part_of_it() {
    for name in ["a%41b", "100%", "%2e%2e", "%", "ก%E0", "a%00b"] {
        let room = Room::new();
        room.write(
            &format!("content/{name}/agency.md"),
            "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนาข\ntype: sao\n---\nx\n",
        );
        assert_eq!(room.build().code, 0, "{name}");
        let home = fs::read_to_string(room.path.join("output/index.html")).unwrap();
        let wanted = format!("href=\"{}/\"", name.replace('%', "%25"));
        assert!(home.contains(&wanted), "{name}: no {wanted}");
        assert!(room.path.join("output").join(name).join("index.html").is_file());
    }
}

#[test]
fn provinces_that_make_one_address_are_one_page() {
    for (one, other) in [
        ("เลย", "เลย!"),
        ("javascript:R()", "JavaScript R"),
        ("ก๑", "ก1"),
        ("<>", "!"),
        ("Loei", "loei"),
        ("ก ข", "ก-ข"),
    ] {
        let room = Room::new();
        for (folder, province) in [("nb", one), ("nc", other)] {
            let text = format!(
                "---\nkind: agency\nname: องค์การบริหารส่วนตำบล{folder}\ntype: sao\nprovince: '{province}'\namphoe: '{province}'\n---\nx\n"
            );
            room.write(&format!("content/{folder}/agency.md"), &text);
        }
        let built = room.build();
        assert!(matches!(built.code, 0 | 1), "{one} {other}: {}", built.text);
        assert!(room.path.join("output/nb/index.html").is_file() && room.path.join("output/nc/index.html").is_file());
        if !room.path.join("output/places").is_dir() {
            assert_eq!(one, "<>", "a name without letters has no address");
            continue;
        }
        let pages = room.all("output/places").into_iter().filter(|(path, _)| path.matches('/').count() == 1);
        for (path, (html, ..)) in pages.filter(|(path, _)| path.ends_with("index.html")) {
            let html = String::from_utf8(html).unwrap();
            assert!(html.contains("nb/\"") && html.contains("nc/\""), "{path}");
        }
    }
}

#[test]
fn a_page_of_nothing_but_findings_costs_what_it_holds() {
    for line in [
        "[ลิงก์](../agecy.md) ",
        "[ลิงก์](#ไม่มี{n}) ",
        "๓๑ กุมภาพันธ์ ๒๕๖๔ ",
        "![](x.png) ",
        "ทดสอบ ทดสอบ {n} ",
        "**ก** [x](../{n}.md) ",
    ] {
        let room = Room::new();
        let text: String = (0..6_000).map(|n| line.replace("{n}", &n.to_string())).collect();
        room.write("content/na/p.md", &format!("---\nkind: page\ntitle: t\n---\n{text}\n"));
        let told = room.run(&["check", "--format", "json"]).text;
        let count = told.matches("\"code\"").count();
        assert!((1..=2 * 2_001).contains(&count), "{line}: {count}");
        assert!(told.contains("และอีก"), "{line}");
    }
}

#[test]
fn a_text_of_nothing_but_marks_is_refused() {
    for part in ["[", "*a ", "&", "a\n", "|a|\n", "<", "`", "\\!", "_", "~"] {
        let room = Room::new();
        room.write("content/na/p.md", &format!("---\nkind: page\ntitle: t\n---\n{}\n", part.repeat(500_000)));
        let told = room.check();
        assert!(
            told.code == 1 && told.text.contains("S005") && told.text.contains("na/p.md:5"),
            "{part}: {}",
            told.text
        );
        assert_eq!(room.build().code, 1);
        assert!(room.path.join("output/na/index.html").is_file() && !room.path.join("output/na/p").exists());
    }
}

#[test]
fn a_signing_key_is_public_and_nothing_else() {
    let agency = |key: &str| {
        format!(
            "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\ncontact: {{ signing_key: \"{key}\" }}\n---\nx\n"
        )
    };
    let room = Room::new();
    room.write("content/na/agency.md", &agency("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEyR somchai@office"));
    assert_eq!(room.build().code, 0);
    let whole = |page: &String| {
        let html = fs::read_to_string(room.path.join("output").join(page)).unwrap();
        html.replace("<span class=\"nobr\">ssh-ed25519</span>", "ssh-ed25519")
            .contains("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEyR")
    };
    assert!(room.published("AAAAC3NzaC1lZDI1NTE5AAAAIEyR").iter().any(whole));
    assert_eq!(room.published("somchai@office"), [""; 0]);
    for key in [
        "-----BEGIN OPENSSH PRIVATE KEY-----b3BlbnNzaC1rZXktdjEA",
        "b3BlbnNzaC1rZXktdjEA",
        "ssh-ed25519",
        "ssh-ed25519 QUJD",
        "ssh-<script> AAAAB3",
        "PuTTY-User-Key-File-3: ssh-ed25519",
    ] {
        room.write("content/na/agency.md", &agency(key));
        let told = room.check();
        assert!(told.code == 1 && told.text.contains("signing_key"), "{key}: {}", told.text);
        room.build();
        assert_eq!(room.published(key), [""; 0], "{key}");
    }
}
