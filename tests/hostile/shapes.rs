//! More shapes of attacks that have one test of their own elsewhere, so that each has at least six: `README.md` here counts.

use std::fs;

use crate::room::Room;

/// Attack 07: a site among the content, under any name and at any depth, is never read back as content.
#[test]
fn a_site_built_among_the_content_is_not_read_back() {
    let shapes = [
        "content/site",
        "content/na/output",
        "content/na/2564/site",
        "content/เว็บ",
        "content/na/files",
        "content/a/b/c",
    ];
    for out in shapes {
        let room = Room::new();
        let mut sizes = Vec::new();
        for _ in 0..3 {
            let built = room.run(&["build", "content", "-o", out]);
            assert_eq!(built.code, 0, "{out}: {}", built.text);
            sizes.push(room.all(out).len());
        }
        assert!(sizes.windows(2).all(|pair| pair[0] == pair[1]), "{out}: {sizes:?}");
        // And a site that another command reads beside it is the same as one built elsewhere.
        assert_eq!(room.run(&["build", "content", "-o", "elsewhere"]).code, 0);
        assert_eq!(room.all("elsewhere").len(), sizes[0], "{out}");
    }
}

/// Attack 14: what a server would put its environment in the place of, in either side of a rule and in names.
#[test]
fn no_rule_of_a_server_holds_a_variable() {
    let shapes = [
        "/a/ https://x.go.th/${PATH}/",
        "/a/ /na/?x=${SERVER_SOFTWARE}",
        "/a/ /na/#${PATH}",
        "/a/ \\${PATH}",
        "/a/ https://x.go.th/\\\\${PATH}",
        "/${HOME}/ /na/",
        "/a/ https://${HOME}.go.th/",
        "/a/ /na/$${PATH}",
        "/a/ /na/%24{PATH}/",
    ];
    for rule in shapes {
        let room = Room::new();
        room.write("content/_redirects.txt", &format!("{rule}\n"));
        for kind in ["apache", "nginx", "iis", "caddy"] {
            let made = room.run(&["build", "--host", kind, "-o", kind]);
            assert!(matches!(made.code, 0 | 1), "{rule}: {}", made.text);
            for (path, (bytes, ..)) in room.all(kind) {
                let is_of_server =
                    path.starts_with("redirects/") || path.ends_with(".htaccess") || path.ends_with(".config");
                if is_of_server && path.contains("apache") || path.ends_with(".htaccess") {
                    let text = String::from_utf8_lossy(&bytes);
                    let rules = text.lines().filter(|line| line.contains("PATH") || line.contains("HOME"));
                    assert_eq!(rules.filter(|line| line.contains("${")).count(), 0, "{rule} in {path}");
                }
            }
        }
    }
}

/// Attack 19: whatever lies too deep is told, whatever it is, and what lies just deep enough is read.
#[test]
fn whatever_lies_too_deep_is_told() {
    let names = ["p.md", "plan.csv", "ประกาศ.pdf", "plan.xlsx", "agency.md", "picture.png", "files/a.docx"];
    for name in names {
        for (depth, is_told) in [(11, false), (12, true), (13, true), (30, true)] {
            let folder: String = (0..depth - 1).map(|number| format!("/d{number}")).collect();
            let room = Room::new();
            room.write(&format!("content/na{folder}/{name}"), "---\nkind: page\ntitle: p\n---\nx\n");
            let is_told = is_told || (depth == 11 && name.contains('/'));
            assert_eq!(room.check().text.contains("S061"), is_told, "{name} at {depth}");
        }
    }
}

/// Attack 20: marks that are numbered or looked up cost what they are, in each arrangement.
#[test]
fn footnotes_in_every_arrangement_come_to_an_end() {
    const MANY: usize = 20_000;
    let list = |one: &dyn Fn(usize) -> String, between: &str| (0..MANY).map(one).collect::<Vec<_>>().join(between);
    let shapes = [
        format!("{}\n\n{}", list(&|n| format!("ก[^{n}]"), " "), list(&|n| format!("[^{n}]: ข"), "\n\n")),
        format!("{}\n\n{}", list(&|n| format!("[^{n}]: ข"), "\n\n"), list(&|n| format!("ก[^{n}]"), " ")),
        format!("{}\n\n[^a]: ข", list(&|_| "ก[^a]".to_owned(), " ")),
        list(&|n| format!("ก[^{n}]"), " "),
        format!("ก[^0]\n\n{}", list(&|n| format!("[^{n}]: ข[^{}]", n + 1), "\n\n")),
        format!("{}\n\n[^a]: ข", list(&|n| format!("ก[^{}]", MANY - n), "\n\n")),
        format!(
            "{}\n\n{}",
            list(&|n| format!("[ก][{n}]"), " "),
            list(&|n| format!("[{n}]: https://x.go.th/{n}"), "\n")
        ),
    ];
    for (number, text) in shapes.iter().enumerate() {
        let room = Room::new();
        room.write("content/na/p.md", &format!("---\nkind: page\ntitle: t\n---\n{text}\n"));
        let started = std::time::Instant::now();
        let told = room.build();
        assert!(matches!(told.code, 0 | 1), "{number}: {}", told.text.chars().take(300).collect::<String>());
        assert!(started.elapsed().as_secs() < 120, "{number}");
        assert!(fs::metadata(room.path.join("output/na/index.html")).is_ok(), "{number}");
    }
}

/// The address of the site stands in the settings of servers: it ends no line there and names no variable.
#[test]
fn the_address_of_the_site_writes_no_line_of_a_server() {
    let shapes = [
        "https://x.go.th/\"; } evil {",
        "https://x.go.th/${HOME}/",
        "https://x.go.th/a b",
        "https://x.go.th/;evil/",
        "https://x.go.th/'evil",
        "https://x.go.th/\\evil",
        "https://x.go.th/<evil>/",
        "https://x.go.th/{evil}/",
        "https://evil:evil@x.go.th/",
        "https://x.go.th/#evil",
        "https://x.go.th/?evil",
        "https://x.go.th/\u{2028}evil",
    ];
    for shape in shapes {
        for file in ["content/portal.md", "content/agency.md"] {
            let room = Room::new();
            let address = serde_json::to_string(shape).unwrap();
            if file.ends_with("agency.md") {
                fs::remove_dir_all(room.path.join("content")).unwrap();
            }
            let kind = if file.ends_with("portal.md") { "portal" } else { "agency\nname: อบต.ก\ntype: sao" };
            room.write(file, &format!("---\nkind: {kind}\nbase_url: {address}\n---\nx\n"));
            let told = room.check();
            assert!(told.code == 1 && told.text.contains("base_url"), "{shape}: {}", told.text);
            for server in ["nginx", "apache", "caddy", "iis"].into_iter().take(if kind == "portal" { 4 } else { 1 }) {
                let settings = room.run(&["host", server]).text;
                let lines = settings.lines().filter(|line| line.contains("evil") || line.contains("${HOME}"));
                assert_eq!(lines.filter(|line| !line.contains("base_url")).count(), 0, "{shape} {server}: {settings}");
            }
        }
    }
}
