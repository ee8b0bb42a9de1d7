//! The real `prongsai serve` through what goes wrong on an old office computer: rubbish saved into a file, files that
//! cannot be read, the content folder taken away and brought back, a full disk. It goes on answering and says what is wrong.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

#[path = "preview/program.rs"]
mod program;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use program::{Server, site};

#[test]
fn rubbish_keeps_the_last_good_page_and_is_told() {
    let root = tempfile::tempdir().unwrap();
    site(root.path());
    let server = Server::start(root.path());
    let page = root.path().join("content/na-kok/page.md");
    fs::write(&page, [0xff, 0xfe, 0x00, 0x80, 0x0e]).unwrap();
    server.until(&server.panel("/na-kok/page/"), "S002");
    assert!(server.get("/na-kok/page/").unwrap().contains("ข้อความเดิม"), "the last good version stays");
    fs::write(root.path().join("content/na-kok/other.md"), "---\ntitle: หน้าอื่น\n---\nยังมีชีวิต\n").unwrap();
    server.until("/na-kok/other/", "ยังมีชีวิต");
    fs::write(&page, "---\ntitle: หน้าดี\n---\nหายแล้ว\n").unwrap();
    server.until("/na-kok/page/", "หายแล้ว");
    let panel = server.get(&server.panel("/na-kok/page/")).unwrap();
    assert!(!panel.contains("S002"), "{panel}");
}

#[test]
fn a_front_matter_error_names_its_line() {
    let root = tempfile::tempdir().unwrap();
    site(root.path());
    let server = Server::start(root.path());
    let page = root.path().join("content/na-kok/page.md");
    fs::write(&page, "---\ntitle: หน้าดี\nsummary: [\n---\nใหม่\n").unwrap();
    let panel = server.until(&server.panel("/na-kok/page/"), "S006");
    assert!(panel.contains("page.md"), "{panel}");
    assert!(server.get("/na-kok/page/").unwrap().contains("ข้อความเดิม"));
}

#[test]
fn the_content_folder_may_go_and_come_back() {
    let root = tempfile::tempdir().unwrap();
    site(root.path());
    let server = Server::start(root.path());
    let (content, aside) = (root.path().join("content"), root.path().join("aside"));
    fs::rename(&content, &aside).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    assert!(server.get("/").is_some(), "it answers while the folder is away");
    fs::rename(&aside, &content).unwrap();
    fs::write(content.join("na-kok/page.md"), "---\ntitle: หน้าดี\n---\nกลับมาแล้ว\n").unwrap();
    server.until("/na-kok/page/", "กลับมาแล้ว");
}

/// A file without leave to read: the last good page stays, the panel says why, the rest is live; and leave given back
/// mends it. The administrator may read everything, so for him the server runs as somebody who may not.
#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_told() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let root = tempfile::tempdir().unwrap();
    let allow = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    site(root.path());
    allow(root.path(), 0o755);
    let is_root = fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    let command = match is_root {
        true => {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups", env!("CARGO_BIN_EXE_prongsai")]);
            command
        }
        false => Command::new(env!("CARGO_BIN_EXE_prongsai")),
    };
    let server = Server::start_as(command, root.path(), &[]);
    let page = root.path().join("content/na-kok/page.md");
    allow(&page, 0o000);
    // Saved by rename, as most editors do: what comes cannot be read.
    let new = root.path().join("new.md");
    fs::write(&new, "---\ntitle: หน้าดี\n---\nอ่านไม่ได้\n").unwrap();
    allow(&new, 0o000);
    fs::rename(&new, &page).unwrap();
    let panel = server.until(&server.panel("/na-kok/page/"), "S004");
    assert!(panel.contains("na-kok/page.md"), "{panel}");
    assert!(server.get("/na-kok/page/").unwrap().contains("ข้อความเดิม"), "the last good version stays");
    fs::write(root.path().join("content/na-kok/other.md"), "---\ntitle: หน้าอื่น\n---\nยังอยู่\n").unwrap();
    server.until("/na-kok/other/", "ยังอยู่");
    // A whole folder without leave: the rest is live, and the listing says so.
    allow(&root.path().join("content/na-kok/2564"), 0o000);
    fs::write(root.path().join("content/na-kok/third.md"), "---\ntitle: หน้าสาม\n---\nหน้าใหม่\n").unwrap();
    server.until("/na-kok/third/", "หน้าใหม่");
    allow(&root.path().join("content/na-kok/2564"), 0o755);
    allow(&page, 0o644);
    server.until("/na-kok/page/", "อ่านไม่ได้");
    assert!(!server.get(&server.panel("/na-kok/page/")).unwrap().contains("S004"));
}

/// Links that lead nowhere or back to themselves, a pipe that nobody writes to, a folder named like a page: nothing of
/// it holds the server up, and what cannot be opened is told.
#[cfg(unix)]
#[test]
fn what_is_no_file_at_all_does_not_hold_it_up() {
    use std::os::unix::fs::symlink;
    let root = tempfile::tempdir().unwrap();
    site(root.path());
    let server = Server::start(root.path());
    let folder = root.path().join("content/na-kok");
    let all = "/_prongsai/findings";
    symlink("loop-b.md", folder.join("loop-a.md")).unwrap();
    symlink("loop-a.md", folder.join("loop-b.md")).unwrap();
    server.until(all, "na-kok/loop-a.md");
    symlink("nowhere.md", folder.join("dangling.md")).unwrap();
    server.until(all, "na-kok/dangling.md");
    symlink("..", folder.join("round")).unwrap();
    server.until(all, "na-kok/round");
    fs::create_dir(folder.join("folder.md")).unwrap();
    let piped = Command::new("mkfifo").arg(folder.join("pipe.md")).status().unwrap();
    assert!(piped.success());
    fs::remove_file(folder.join("page.md")).unwrap();
    fs::create_dir(folder.join("page.md")).unwrap();
    fs::write(folder.join("other.md"), "---\ntitle: หน้าอื่น\n---\nยังอยู่\n").unwrap();
    server.until("/na-kok/other/", "ยังอยู่");
    for name in ["loop-a.md", "loop-b.md", "dangling.md", "round", "pipe.md"] {
        fs::remove_file(folder.join(name)).unwrap();
    }
    fs::remove_dir(folder.join("page.md")).unwrap();
    fs::write(folder.join("page.md"), "---\ntitle: หน้าดี\n---\nกลับเป็นไฟล์\n").unwrap();
    server.until("/na-kok/page/", "กลับเป็นไฟล์");
    let told = server.get(all).unwrap();
    assert!(!told.contains("na-kok/loop-a.md") && !told.contains("na-kok/dangling.md"), "{told}");
}

/// The preview keeps its site in memory: a disk without room stops the author's editor, never the server.
#[test]
fn a_full_disk_does_not_stop_it() {
    let root = tempfile::tempdir().unwrap();
    let small = root.path().join("small");
    fs::create_dir(&small).unwrap();
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"]).arg(&small).status();
    if !mounted.is_ok_and(|status| status.success()) {
        eprintln!("skipped: no small disk can be mounted here");
        return;
    }
    site(&small);
    let server = Server::start(&small);
    let filled = fs::write(small.join("content/filler.bin"), vec![0_u8; 1_000_000]);
    assert!(filled.is_err(), "the disk is full");
    let cut = fs::write(small.join("content/na-kok/page.md"), "x".repeat(20_000));
    assert!(cut.is_err());
    assert!(server.get("/na-kok/other/").unwrap().contains("ข้อความอื่น"));
    fs::remove_file(small.join("content/filler.bin")).unwrap();
    fs::write(small.join("content/na-kok/page.md"), "---\ntitle: หน้าดี\n---\nมีที่แล้ว\n").unwrap();
    server.until("/na-kok/page/", "มีที่แล้ว");
    drop(server);
    let _ = Command::new("umount").arg(&small).status();
}

/// The system's watcher may have no room left, as where many programs watch many folders: then times are compared
/// instead, which is said, and saves arrive all the same.
#[cfg(target_os = "linux")]
#[test]
fn without_room_for_the_watcher_it_compares_times() {
    let root = tempfile::tempdir().unwrap();
    site(root.path());
    let limited = |words: &str| {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "sh", "-c", words, env!("CARGO_BIN_EXE_prongsai")]);
        command
    };
    const LIMIT: &str = "echo 1 > /proc/sys/user/max_inotify_watches";
    if !limited(LIMIT).status().is_ok_and(|status| status.success()) {
        eprintln!("skipped: no limit can be set here");
        return;
    }
    let server = Server::start_as(limited(&format!("{LIMIT} && exec \"$0\" \"$@\"")), root.path(), &[]);
    for round in ["หนึ่ง", "สอง"] {
        fs::write(root.path().join("content/na-kok/page.md"), format!("---\ntitle: หน้าดี\n---\nรอบ{round}\n")).unwrap();
        server.until("/na-kok/page/", &format!("รอบ{round}"));
    }
    let said = server.until_said("ใช้วิธีดูเวลาแก้ไขของไฟล์แทน");
    assert_eq!(said.matches("ใช้วิธีดูเวลาแก้ไขของไฟล์แทน").count(), 1, "once is enough: {said}");
}
