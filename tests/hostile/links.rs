//! What is read: links in the content and in the themes, folders too deep, and sites among the content.

use std::fs;

use crate::room::Room;

#[test]
fn a_link_that_leads_outside_is_told_and_not_published() {
    let shapes: &[(&str, &str)] = &[
        ("OUT/secret.txt", "content/na/files/link.txt"),
        ("OUT", "content/na/docs"),
        ("/proc/self/environ", "content/na/files/env.txt"),
        ("/proc/self/root/etc/passwd", "content/na/files/root.txt"),
        ("OUT", "content/whole"),
        ("../../../.git/config", "content/na/files/config.txt"),
        ("../../.hidden/key.txt", "content/na/files/key.txt"),
        ("OUT/../outside/secret.txt", "content/na/files/around.txt"),
        ("OUT/secret.txt", "content/na/page.md"),
        ("OUT/secret.txt", "content/_redirects.txt"),
        ("OUT/secret.txt", "content/_standards/forms.toml"),
    ];
    for (target, link) in shapes {
        let room = Room::new();
        room.write(".git/config", "token = SECRET");
        room.write("content/.hidden/key.txt", "SECRET");
        room.link(target, link);
        room.name_on_a_page(&[link.trim_start_matches("content/")]);
        let told = room.check();
        assert!(told.text.contains("S060"), "{link}: {}", told.text);
        let built = room.build();
        assert_ne!(built.code, 2, "{link}: {}", built.text);
        for secret in ["SECRET", "tok_123", "root:x:"] {
            assert_eq!(room.published(secret), [""; 0], "{link}");
        }
    }
}

#[test]
fn a_chain_of_links_is_followed_to_its_end() {
    let room = Room::new();
    room.link("two", "content/na/files/one");
    room.link("three", "content/na/files/two");
    room.link("/etc/hostname", "content/na/files/three");
    room.write("content/na/real/a.txt", "real");
    room.link("../real/a.txt", "content/na/files/fine.txt");
    room.name_on_a_page(&["na/files/one", "na/files/two", "na/files/three", "na/files/fine.txt"]);
    let told = room.check();
    assert_eq!(told.text.matches("S060").count(), 3, "{}", told.text);
    room.build();
    assert_eq!(fs::read_to_string(room.path.join("output/na/files/fine.txt")).unwrap(), "real");
}

#[test]
fn links_to_folders_that_link_to_folders_cost_no_more_than_they_hold() {
    let room = Room::new();
    for level in 0..8 {
        for number in 0..8 {
            room.link(&format!("../d{}", level + 1), &format!("content/na/d{level}/l{number}"));
        }
    }
    room.write("content/na/d8/a.txt", "a");
    let started = std::time::Instant::now();
    room.check();
    assert!(started.elapsed().as_secs() < 20);
}

#[test]
fn the_site_may_allow_a_link_by_name_and_an_authority_may_not() {
    let room = Room::new();
    room.link("OUT/secret.txt", "content/na/files/a.txt");
    room.link("OUT/secret.txt", "content/na/files/b.txt");
    let own = "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\noutside_links: na/files/b.txt\n---\n";
    room.write("content/na/agency.md", own);
    room.write("content/portal.md", "---\nkind: portal\noutside_links: [na/files/a.txt]\n---\n");
    room.name_on_a_page(&["na/files/a.txt", "na/files/b.txt"]);
    let told = room.check().text;
    assert!(told.contains("na/files/b.txt") && !told.contains("`na/files/a.txt` ชี้"), "{told}");
    room.build();
    assert_eq!(room.published("SECRET"), ["na/files/a.txt"]);
}

#[test]
fn pipes_and_sockets_are_left_alone() {
    let room = Room::new();
    fs::create_dir_all(room.path.join("content/na/files")).unwrap();
    let pipe = room.path.join("content/na/files/pipe.txt");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(room.path.join("content/na/files/s.txt")).unwrap();
    room.link("pipe.txt", "content/na/files/link.txt");
    assert_eq!(room.build().code, 0);
    assert!(!room.path.join("output/na/files").exists());
}

#[test]
fn a_theme_is_a_folder_of_the_themes() {
    for name in ["../../private", "/etc", "..", "a/../../private", ".hidden", "x\\..\\y", "~", "C:x"] {
        let room = Room::new();
        room.write("../private/assets/secret.txt", "SECRET");
        room.write("private/assets/secret.txt", "SECRET");
        room.write("themes/.hidden/assets/secret.txt", "SECRET");
        room.write("content/portal.md", &format!("---\nkind: portal\ntheme: '{name}'\n---\nx\n"));
        let told = room.check();
        assert!(told.code != 0, "{name}: {}", told.text);
        room.build();
        assert_eq!(room.published("SECRET"), [""; 0], "{name}");
    }
}

#[test]
fn a_link_in_the_themes_publishes_nothing_from_elsewhere() {
    let shapes: &[(&str, &str)] = &[
        ("OUT", "themes/own"),
        ("OUT/secret.txt", "themes/own/assets/x.txt"),
        ("OUT", "themes/own/assets"),
        ("OUT", "themes"),
        ("/proc/self/environ", "themes/own/assets/env.txt"),
    ];
    for (target, link) in shapes {
        let room = Room::new();
        room.write("../outside/assets/secret.txt", "SECRET");
        room.write("../outside/own/assets/secret.txt", "SECRET");
        room.write("content/portal.md", "---\nkind: portal\ntheme: own\n---\nx\n");
        room.link(target, link);
        let built = room.build();
        assert_eq!(built.code, 2, "{link}: {}", built.text);
        assert!(room.published("SECRET").is_empty() && room.published("tok_123").is_empty(), "{link}");
    }
}

#[test]
fn documents_too_deep_are_told() {
    let room = Room::new();
    let mut folder = "content/na".to_owned();
    for depth in 1..=14 {
        folder = format!("{folder}/d{depth}");
        room.write(&format!("{folder}/p.md"), "---\nkind: page\ntitle: p\n---\nx\n");
    }
    room.write("content/na/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o.pdf", "x");
    let told = room.check();
    assert_eq!((told.code, told.text.matches("S061").count()), (1, 2), "{}", told.text);
}

#[test]
fn a_built_site_among_the_content_is_not_content() {
    let room = Room::new();
    let mut sizes = Vec::new();
    for _ in 0..3 {
        let built = room.run(&["build", "content", "-o", "content/output"]);
        assert_eq!(built.code, 0, "{}", built.text);
        sizes.push(room.all("content/output").len());
    }
    assert!(sizes.windows(2).all(|pair| pair[0] == pair[1]), "{sizes:?}");
    let here = Room::new();
    fs::rename(here.path.join("content/portal.md"), here.path.join("portal.md")).unwrap();
    fs::rename(here.path.join("content/na"), here.path.join("na")).unwrap();
    for _ in 0..3 {
        assert_eq!(here.run(&["build", "."]).code, 0);
    }
    assert!(!here.path.join("output/output").exists());
    // A copy under another name, too; but an author's document is never passed over in silence.
    room.write("content/site/.prongsai/manifest.json", "{}");
    room.write("content/site/agency.md", "---\nkind: agency\nname: อบต.ข\n---\n");
    assert!(room.check().text.contains("S062"));
}
