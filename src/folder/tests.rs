//! What a held folder refuses and does, by handles and by names alike.
#![cfg(unix)]

use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::Path;

use super::*;

/// A folder with a file and a folder, links out of it, and something outside that nobody may touch.
fn room() -> tempfile::TempDir {
    let room = tempfile::tempdir().unwrap();
    let at = |path: &str| room.path().join(path);
    fs::create_dir_all(at("own/deep/deeper")).unwrap();
    fs::create_dir_all(at("outside/deeper")).unwrap();
    fs::write(at("own/file"), "own").unwrap();
    fs::write(at("own/deep/deeper/file"), "deep").unwrap();
    fs::write(at("outside/file"), "work").unwrap();
    fs::write(at("outside/deeper/file"), "work").unwrap();
    symlink("../outside", at("own/out")).unwrap();
    symlink("../outside/file", at("own/outfile")).unwrap();
    symlink("file", at("own/infile")).unwrap();
    symlink("deep", at("own/indeep")).unwrap();
    room
}

fn is_outside_untouched(room: &tempfile::TempDir) -> bool {
    let outside = room.path().join("outside");
    let read = |path: &str| fs::read_to_string(outside.join(path)).is_ok_and(|text| text == "work");
    read("file") && read("deeper/file") && fs::read_dir(outside).unwrap().count() == 2
}

macro_rules! handles_refuse_and_do {
    ($name:ident, $handle:ty) => {
        #[test]
        fn $name() {
            let room = room();
            let own = <$handle>::hold(&room.path().join("own")).unwrap();
            let path = Path::new;
            for way in ["out", "indeep", "out/deeper", "indeep/deeper", "../outside", "deep/../../outside", "/"] {
                let file = path(way).join("file");
                assert!(own.folder(path(way)).is_err(), "{way}");
                assert!(own.open(&file).is_err(), "{way}");
                assert!(own.open_to_write(&file).is_err(), "{way}");
                assert!(own.open_to_append(&file).is_err(), "{way}");
                assert!(own.open_or_create(&file).is_err(), "{way}");
                assert!(own.create_new(&path(way).join("new")).is_err(), "{way}");
                assert!(own.create_folder(&path(way).join("new")).is_err(), "{way}");
                assert!(own.list(path(way)).is_err(), "{way}");
                assert!(own.rename(&file, &own, path("taken")).is_err(), "{way}");
                assert!(own.rename(path("file"), &own, &file).is_err(), "{way}");
                assert!(own.link_from(&own, &file, path("taken")).is_err(), "{way}");
                assert!(own.link_from(&own, path("file"), &path(way).join("new")).is_err(), "{way}");
                assert!(own.remove_file(&file).is_err(), "{way}");
                assert!(own.remove_folder(&path(way).join("deeper")).is_err(), "{way}");
                assert!(own.remove_all(&path(way).join("deeper")).is_err(), "{way}");
                assert!(own.remove_all(path(way)).is_err(), "{way}");
            }
            for link in ["outfile", "infile"] {
                assert!(own.open(path(link)).is_err());
                assert!(own.open_to_write(path(link)).is_err());
                assert!(own.create_new(path(link)).is_err());
                assert_eq!(own.about(path(link)).unwrap().kind, DiskKind::Link);
            }
            assert!(is_outside_untouched(&room));
            // What lies inside is done, the second time by the way that is known.
            for number in 0..40 {
                let folder = path("deep").join(number.to_string());
                own.create_folder(&folder).unwrap();
                for name in ["a", "b"] {
                    own.create_new(&folder.join(name)).unwrap().write_all(b"new").unwrap();
                    own.rename(&folder.join(name), &own, &folder.join(format!("{name}2"))).unwrap();
                }
                own.link_from(&own, &folder.join("a2"), &folder.join("c")).unwrap();
                assert!(own.link_from(&own, &folder.join("a2"), &folder.join("b2")).is_err());
            }
            assert_eq!(own.list(path("deep/7")).unwrap().len(), 3);
            // A folder that is made anew under a name is the new one.
            own.remove_all(path("deep/7")).unwrap();
            assert!(own.about(path("deep/7")).is_err());
            own.create_folder(path("deep/7")).unwrap();
            own.create_new(path("deep/7/x")).unwrap();
            fs::remove_dir_all(room.path().join("own/deep/7")).unwrap();
            fs::create_dir(room.path().join("own/deep/7")).unwrap();
            own.create_new(path("deep/7/x")).unwrap();
            // All that goes leaves what its links lead to.
            own.rename(path("out"), &own, path("deep/out")).unwrap();
            own.remove_all(path("deep")).unwrap();
            assert!(!room.path().join("own/deep").exists());
            assert!(is_outside_untouched(&room));
        }
    };
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
handles_refuse_and_do!(by_handles, held::HeldHandle);
handles_refuse_and_do!(by_names, named::NamedHandle);

#[test]
fn part_by_part_nothing_else_is_opened_than_by_one_call() {
    use std::os::fd::AsFd;

    use rustix::fs::{Mode, OFlags};
    let room = room();
    let own = fs::File::open(room.path().join("own")).unwrap();
    let opens = |path: &str| held::by_parts(own.as_fd(), Path::new(path), OFlags::RDONLY, Mode::empty());
    for path in ["file", "deep/deeper/file", "./deep", "", "deep/deeper"] {
        assert!(opens(path).is_ok(), "{path}");
    }
    for path in ["out/file", "indeep/deeper/file", "infile", "outfile", "../outside/file", "/etc/hosts", "file/x"] {
        assert!(opens(path).is_err(), "{path}");
    }
    assert_eq!(opens("out/file").unwrap_err().to_string(), leads_outside().to_string());
    assert_eq!(opens("deep/nothing").unwrap_err().kind(), io::ErrorKind::NotFound);
}

/// The folder is what was held, whatever lies at its path by now.
#[test]
fn a_link_in_the_place_of_what_is_held_is_not_followed() {
    let room = room();
    let (own, away, outside) = (room.path().join("own"), room.path().join("away"), room.path().join("outside"));
    let held = Folder::hold(&own).unwrap();
    let around = Folder::hold(room.path()).unwrap();
    assert!(held.lies_at(&around, "own"));
    fs::rename(&own, &away).unwrap();
    symlink(&outside, &own).unwrap();
    assert!(!held.lies_at(&around, "own"));
    held.put_whole("deep/new", b"new").unwrap();
    held.make_folders("deep/deeper/deepest").unwrap();
    assert_eq!(held.read("file").unwrap(), b"own");
    held.remove_file("file").unwrap();
    held.remove_all("deep/deeper").unwrap();
    assert_eq!(fs::read(away.join("deep/new")).unwrap(), b"new");
    assert!(around.folder("own").is_err() && around.make_folder("own").is_err());
    // A folder below, exchanged while the way to it is known.
    held.put_whole("deep/one", b"1").unwrap();
    fs::rename(away.join("deep"), away.join("moved")).unwrap();
    symlink(&outside, away.join("deep")).unwrap();
    let _ = held.put_whole("deep/two", b"2");
    assert!(held.create_new("deep/three").is_err());
    assert!(held.remove_file("deep/file").is_err());
    assert!(is_outside_untouched(&room));
}

/// A pipe is not waited for, neither to be read nor to be written.
#[test]
fn only_regular_files_are_opened() {
    let room = room();
    let made = std::process::Command::new("mkfifo").arg(room.path().join("own/pipe")).status();
    if !made.is_ok_and(|made| made.success()) {
        return;
    }
    let own = Folder::hold(&room.path().join("own")).unwrap();
    assert!(own.open("pipe").is_err() && own.open_to_write("pipe").is_err() && own.open_or_create("pipe").is_err());
    assert!(own.open("deep").is_err() && own.read("deep").is_err());
}
