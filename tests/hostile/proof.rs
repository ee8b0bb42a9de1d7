//! `verify` proves: what the copy says of itself proves nothing.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use crate::room::{Room, Run};

/// A page changed, and the copy's own manifest made to agree.
fn forge(room: &Room) {
    use sha2::{Digest, Sha256};
    let manifest = room.path.join("output/.prongsai/manifest.json");
    let evil = b"<script>evil</script>";
    fs::write(room.path.join("output/index.html"), evil).unwrap();
    let hash: String = Sha256::digest(evil).iter().map(|byte| format!("{byte:02x}")).collect();
    let text = fs::read_to_string(&manifest).unwrap();
    let line = text.lines().find(|line| line.starts_with("\"index.html\"")).unwrap();
    let forged = format!("\"index.html\": {{\"hash\":\"{hash}\",\"size\":{}}},", evil.len());
    fs::write(&manifest, text.replace(line, &forged)).unwrap();
}

fn digest_of(run: &Run) -> String {
    let after = run.text.split("ลายนิ้วมือของเว็บ: ").nth(1).expect(&run.text);
    after.split_whitespace().next().unwrap().to_owned()
}

#[test]
fn a_forged_copy_is_told_by_what_was_kept() {
    let room = Room::new();
    let digest = digest_of(&room.build());
    let kept = room.path.join("kept.json");
    fs::copy(room.path.join("output/.prongsai/manifest.json"), &kept).unwrap();
    let with = |more: &[&str]| room.run(&[&["verify", "output"], more].concat());
    assert_eq!(with(&[]).code, 0);
    assert!(with(&[]).text.contains("มากับสำเนาเอง"));
    assert_eq!((with(&["--digest", &digest]).code, with(&["--manifest", "kept.json"]).code), (0, 0));
    forge(&room);
    assert_eq!(with(&[]).code, 0, "the copy alone cannot tell");
    assert_eq!((with(&["--digest", &digest]).code, with(&["--manifest", "kept.json"]).code), (1, 1));
    assert_eq!(with(&["--digest", "abc"]).code, 2);
}

#[test]
fn whatever_was_added_is_told() {
    type Deed = fn(&Room);
    let deeds: &[(&str, Deed)] = &[
        ("a link", |room| symlink("/etc/passwd", room.path.join("output/leak.txt")).unwrap()),
        ("a link to a folder", |room| symlink("/etc", room.path.join("output/na/leak")).unwrap()),
        ("a page that is a link", |room| {
            let page = room.path.join("output/na/index.html");
            fs::rename(&page, room.path.join("moved")).unwrap();
            symlink(room.path.join("moved"), page).unwrap();
        }),
        ("a folder that is a link", |room| {
            fs::rename(room.path.join("output/na"), room.path.join("moved")).unwrap();
            symlink(room.path.join("moved"), room.path.join("output/na")).unwrap();
        }),
        ("a pipe", |room| {
            assert!(Command::new("mkfifo").arg(room.path.join("output/pipe")).status().unwrap().success());
        }),
        ("a pipe for a page", |room| {
            fs::remove_file(room.path.join("output/index.html")).unwrap();
            assert!(Command::new("mkfifo").arg(room.path.join("output/index.html")).status().unwrap().success());
        }),
        ("a file of the program's folder", |room| room.write("output/.prongsai/evil.html", "x")),
        ("a hidden file", |room| room.write("output/.htaccess", "x")),
        ("a longer page", |room| {
            let page = room.path.join("output/index.html");
            let text = fs::read_to_string(&page).unwrap();
            fs::write(page, text + " ").unwrap();
        }),
    ];
    for (what, deed) in deeds {
        let room = Room::new();
        room.build();
        deed(&room);
        let told = room.run(&["verify", "output"]);
        assert_eq!(told.code, 1, "{what}: {}", told.text);
    }
}

#[test]
fn a_signature_is_the_keys_own() {
    let room = Room::new();
    for name in ["own", "other"] {
        let made = Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f"])
            .arg(room.path.join(name))
            .status();
        if !made.is_ok_and(|status| status.success()) {
            return; // no OpenSSH here
        }
    }
    let signed = room.run(&["build", "--sign", "own"]);
    assert_eq!(signed.code, 0, "{}", signed.text);
    let verify = |key: &str| room.run(&["verify", "output", "--signer", key]);
    assert_eq!((verify("own.pub").code, verify("other.pub").code), (0, 1), "{}", verify("own.pub").text);
    forge(&room);
    assert_eq!(verify("own.pub").code, 1);
    // A build without the key leaves no signature of another site.
    room.write("content/na/agency.md", "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n---\nใหม่\n");
    for _ in 0..2 {
        room.write("content/na/p.md", &format!("---\nkind: page\ntitle: p\n---\n{}\n", room.all("output").len()));
        room.build();
        assert!(!room.path.join("output/.prongsai/manifest.json.sig").exists());
    }
    assert_eq!(verify("own.pub").code, 1);
}
