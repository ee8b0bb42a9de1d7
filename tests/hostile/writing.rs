//! What is written into the author's folder: `codes`, `check --fix`, `ledger`, `new` and `theme --eject`.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::room::Room;

const PLAN: &str = "---\nkind: plan\nfiscal_years: 2564\n---\n| ลำดับ | โครงการ/กิจกรรม/มาตรการ | มิติ | แผนฯ |\n|---|---|---|---|\n| 1 | โครงการ ก | 1 | 100 |\n";
const PAGE: &str = "---\nkind: page\ntitle: t\n---\n[ลิงก์ยาว](../agecy.md) ข้อความ\n";

fn with_work() -> Room {
    let room = Room::new();
    room.write("content/na/2564/plan.md", PLAN);
    room.write("content/na/p.md", PAGE);
    room
}

fn write_everything(room: &Room) {
    room.run(&["codes"]);
    room.run(&["check", "--fix"]);
    room.run(&["ledger"]);
    room.run(&["theme", "--eject", "templates/item.html"]);
}

#[test]
fn nothing_is_written_through_a_planted_link() {
    let shapes: &[&[(&str, &str)]] = &[
        &[("OUT/secret.txt", "content/na/2564/plan.md.part")],
        &[("OUT/secret.txt", "content/_ledger.tsv.part"), ("OUT/secret.txt", "content/_changes.tsv.part")],
        &[("OUT/secret.txt", "content/na/p.md.part")],
        &[("OUT/secret.txt", "content/_ledger.tsv")],
        &[("OUT/secret.txt", "content/_changes.tsv")],
        &[("OUT/new.txt", "content/_ledger.tsv")],
        &[("OUT", "themes")],
        &[("OUT", "themes/prongsai")],
        &[("OUT/secret.txt", "themes/prongsai/templates/item.html")],
    ];
    for links in shapes {
        let room = with_work();
        for (target, link) in *links {
            room.link(target, link);
        }
        let before = room.outside();
        write_everything(&room);
        room.run(&["theme", "--eject", "templates/item.html", "--force"]);
        assert_eq!(room.outside(), before, "{links:?}");
    }
}

#[test]
fn what_is_written_is_a_file_of_its_own() {
    let room = with_work();
    // A second name of the author's file, outside: changed inside, it stays what it was outside.
    fs::hard_link(room.path.join("content/na/2564/plan.md"), room.path.join("../outside/plan.md")).unwrap();
    write_everything(&room);
    assert_eq!(fs::read_to_string(room.path.join("../outside/plan.md")).unwrap(), PLAN);
    assert!(fs::read_to_string(room.path.join("content/na/2564/plan.md")).unwrap().contains("1-01"));
    let left = room.all("content");
    assert!(left.keys().all(|name| !name.contains(".part")), "{:?}", left.keys());
}

#[test]
fn a_file_keeps_its_mode() {
    for mode in [0o600, 0o640, 0o644, 0o660, 0o400, 0o755] {
        let room = with_work();
        write_everything(&room);
        room.write("content/na/2564/plan.md", PLAN);
        room.write("content/na/p.md", PAGE);
        let files = ["content/na/2564/plan.md", "content/na/p.md", "content/_ledger.tsv", "content/_changes.tsv"];
        for file in files {
            fs::set_permissions(room.path.join(file), fs::Permissions::from_mode(mode)).unwrap();
        }
        write_everything(&room);
        for file in files {
            let now = fs::metadata(room.path.join(file)).unwrap().permissions().mode() & 0o777;
            assert_eq!(now, mode, "{file} {mode:o}");
        }
    }
}

#[test]
fn publishing_writes_through_no_planted_link() {
    let memory = ".prongsai/published";
    let shapes: &[(&str, String)] = &[
        ("OUT", ".prongsai".to_owned()),
        ("OUT", memory.to_owned()),
        ("OUT", format!("{memory}/MEMORY")),
        ("OUT", format!("{memory}/MEMORY/store")),
        ("OUT", format!("{memory}/MEMORY/manifests")),
        ("OUT/new.txt", format!("{memory}/.gitignore")),
        ("OUT/secret.txt", format!("{memory}/.gitignore")),
        ("OUT/new.txt", format!("{memory}/MEMORY/lock")),
        ("OUT/secret.txt", format!("{memory}/MEMORY/lock")),
        ("OUT/secret.txt", format!("{memory}/MEMORY/history.tsv")),
        ("OUT/secret.txt", format!("{memory}/MEMORY/history.tsv.part")),
        ("OUT/secret.txt", format!("{memory}/MEMORY/journal.tsv.part")),
        ("OUT/secret.txt", "site.zip.part".to_owned()),
        ("OUT/secret.txt", ".site.zip.part".to_owned()),
        ("OUT/new.txt", ".prongsai/.gitignore".to_owned()),
        ("OUT", "host/.prongsai".to_owned()),
        ("OUT", ".host.prongsai".to_owned()),
        ("OUT", ".host.prongsai/tree".to_owned()),
        ("OUT/secret.txt", ".host.prongsai/seal".to_owned()),
    ];
    // How the memory of each place is called.
    let places = ["./host", "./site.zip"].map(|place| {
        let first = Room::new();
        first.run(&["publish", place]);
        let names = fs::read_dir(first.path.join(memory)).unwrap().map(|entry| entry.unwrap());
        (place, names.filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name()).next().unwrap())
    });
    for (target, link) in shapes {
        for (place, name) in &places {
            let room = Room::new();
            room.link(target, &link.replace("MEMORY", &name.to_string_lossy()));
            let before = room.outside();
            let said = room.run(&["publish", place]);
            assert_eq!(room.outside(), before, "{link} {place}: {}", said.text);
            assert!(room.published("SECRET").is_empty(), "{link}");
        }
    }
}

#[test]
fn settings_and_forms_are_not_written_through_a_link() {
    let room = with_work();
    room.link("OUT/secret.txt", "deploy/prongsai-nginx.conf");
    room.link("OUT/secret.txt", "content/na/2564/plan.form.xlsx");
    room.link("OUT/new.txt", "content/na/2564/other.form.xlsx");
    let before = room.outside();
    assert_eq!(room.run(&["host", "nginx", "--out", "deploy"]).code, 2);
    for sheet in [
        &["sheet", "content/na/2564/plan.md"] as &[&str],
        &["sheet", "content/na/2564/plan.md", "--out", "content/na/2564/other.form.xlsx"],
    ] {
        let said = room.run(sheet);
        assert_eq!(said.code, 2, "{}", said.text);
    }
    assert_eq!(room.outside(), before);
}
