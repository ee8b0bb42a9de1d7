//! What is put in place: links and trees that somebody prepared where the program keeps its own.

use std::fs;
use std::time::SystemTime;

use crate::room::Room;

const EVIL: &str = "<script>evil</script>";

#[test]
fn nothing_behind_a_planted_link_is_touched() {
    let shapes: &[(&str, &str)] = &[
        ("../..", "output/.prongsai"),
        ("OUT", "output/.prongsai"),
        ("OUT/deep", "output/.prongsai/work"),
        ("OUT", ".output.prongsai"),
        ("OUT", ".output.prongsai/tree"),
        ("OUT", ".output.prongsai/old"),
        ("OUT/secret.txt", ".output.prongsai/lock"),
        ("OUT/secret.txt", ".output.prongsai/.gitignore"),
        ("OUT/secret.txt", ".output.prongsai/phase"),
        ("OUT/secret.txt", ".output.prongsai/phase.part"),
        ("OUT/secret.txt", ".output.prongsai/journal"),
        ("OUT/secret.txt", ".output.prongsai/journal.part"),
        ("OUT/secret.txt", ".output.prongsai/seal"),
        ("OUT/secret.txt", ".output.prongsai/tree/index.html"),
        ("OUT", ".output.prongsai/tree/na"),
        ("OUT", ".output.prongsai/tree/.prongsai"),
    ];
    for (target, link) in shapes {
        for way in [&["build"] as &[&str], &["build", "--in-place"]] {
            let room = Room::new();
            room.write("../outside/work/thesis.txt", "three years");
            room.write("../outside/tree/private.txt", "three years");
            room.link(target, link);
            let before = room.outside();
            let built = room.run(way);
            assert_eq!(room.outside(), before, "{link} {way:?}: {}", built.text);
            assert!(room.published("three years").is_empty(), "{link}");
            assert!(room.published("SECRET").is_empty(), "{link}");
        }
    }
}

#[test]
fn a_second_name_of_a_file_outside_is_not_written_into() {
    for own in ["lock", ".gitignore", "phase", "seal", "journal", "tree/index.html", "tree/na/index.html"] {
        let room = Room::new();
        let own = room.path.join(".output.prongsai").join(own);
        fs::create_dir_all(own.parent().unwrap()).unwrap();
        fs::hard_link(room.path.join("../outside/secret.txt"), &own).unwrap();
        assert_eq!(room.build().code, 0);
        assert_eq!(fs::read_to_string(room.path.join("../outside/secret.txt")).unwrap(), "SECRET", "{own:?}");
        assert!(room.published("SECRET").is_empty());
    }
}

/// A build that nobody prepared, for comparison.
fn clean() -> Vec<String> {
    let room = Room::new();
    assert_eq!(room.build().code, 0);
    room.all("output").into_keys().collect()
}

#[test]
fn files_planted_in_the_spare_tree_are_never_published() {
    let expected = clean();
    let entry = |path: &str| format!("\"{path}\": {{\"hash\":\"{}\",\"size\":{}}}", "0".repeat(64), EVIL.len());
    let manifest = |entries: &[String]| {
        format!("{{\"version\": 1,\"generator\": \"x\",\"date\": \"x\",\"entries\": {{{}}}}}", entries.join(","))
    };
    let manifests = [
        None,
        Some("<<<".to_owned()),
        Some(manifest(&[])),
        Some(manifest(&[entry("evil.html"), entry("a/evil.html")])),
    ];
    for planted in manifests {
        for name in ["evil.html", "a/evil.html", "na/evil.html", ".prongsai/evil.html", "na/x/y/evil.html", ".htaccess"]
        {
            let room = Room::new();
            room.write(&format!(".output.prongsai/tree/{name}"), EVIL);
            if let Some(text) = &planted {
                room.write(".output.prongsai/tree/.prongsai/manifest.json", text);
            }
            assert_eq!(room.build().code, 0);
            let found: Vec<String> = room.all("output").into_keys().collect();
            assert_eq!(found, expected, "{name} {planted:?}");
        }
    }
}

#[test]
fn a_planted_journal_moves_nothing() {
    let room = Room::new();
    assert_eq!(room.build().code, 0);
    for journal in [".output.prongsai/journal", "output/.prongsai/work/journal"] {
        room.write(journal, "remove\tindex.html\nput\tevil.html\n");
        room.write(&journal.replace("journal", "tree/evil.html"), EVIL);
        let built = room.run(&["build"]);
        assert_eq!(built.code, 0, "{}", built.text);
        assert!(room.published(EVIL).is_empty(), "{journal}");
    }
    // Nor does it open a folder of somebody else's to the program.
    room.write("letters/a.txt", "private");
    room.write(".letters.prongsai/journal", "remove\ta.txt\n");
    assert_eq!(room.run(&["build", "-o", "letters"]).code, 2);
    assert_eq!(room.all("letters").len(), 1);
}

/// Another byte in the same place, the size and the time kept.
fn tamper(path: &std::path::Path) {
    let time = fs::metadata(path).unwrap().modified().unwrap();
    let mut bytes = fs::read(path).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
    fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}

#[test]
fn a_page_changed_behind_the_back_is_written_again() {
    let room = Room::new();
    assert_eq!(room.build().code, 0);
    let before = room.all("output");
    for (page, audit) in
        [("index.html", false), ("na/index.html", false), ("assets/site.css", true), ("na/search/", true)]
    {
        let page = before.keys().find(|name| name.starts_with(page)).unwrap().clone();
        tamper(&room.path.join("output").join(&page));
        let built = room.run(if audit { &["build", "--audit"] } else { &["build"] });
        assert!(built.text.contains("เขียน 1 ไฟล์"), "{page}: {}", built.text);
        assert_eq!(room.all("output")[&page].0, before[&page].0, "{page}");
    }
    // A manifest that looks younger than what was changed.
    let (page, manifest) = (room.path.join("output/index.html"), room.path.join("output/.prongsai/manifest.json"));
    tamper(&page);
    std::thread::sleep(std::time::Duration::from_millis(20));
    let text = fs::read(&manifest).unwrap();
    fs::write(&manifest, text).unwrap();
    assert!(room.run(&["build"]).text.contains("เขียน 1 ไฟล์"));
    // And the whole site brought from elsewhere, as a clone or an archive would.
    assert!(
        std::process::Command::new("cp")
            .args(["-r", "output", "copy"])
            .current_dir(&room.path)
            .status()
            .unwrap()
            .success()
    );
    tamper(&room.path.join("copy/na/index.html"));
    fs::File::options()
        .write(true)
        .open(room.path.join("copy/.prongsai/manifest.json"))
        .unwrap()
        .set_modified(SystemTime::now())
        .unwrap();
    assert!(room.run(&["build", "-o", "copy"]).text.contains("เขียน 1 ไฟล์"));
}
