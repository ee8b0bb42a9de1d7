//! The promise of `prongsai::output` on a real disk: the old site or the new one, never half, and nobody else's files touched.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

#[cfg(target_os = "linux")]
mod disks;
mod killed;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use prongsai::output::{CommitReport, MANIFEST_PATH, Output, OutputError, OutputOptions, Swap};

type Site = BTreeMap<String, Vec<u8>>;

fn options(swap: Swap) -> OutputOptions {
    OutputOptions { generator: "test".to_owned(), swap, durable: false, ..OutputOptions::default() }
}

fn build_with(folder: &Path, site: &Site, options: &OutputOptions) -> Result<CommitReport, OutputError> {
    let mut output = Output::open(folder, options)?;
    let stage = output.begin().unwrap();
    for (path, bytes) in site {
        stage.put(path, bytes)?;
    }
    stage.commit()
}

fn build(folder: &Path, site: &Site) -> CommitReport {
    build_with(folder, site, &options(Swap::Exchange)).unwrap()
}

fn site(files: &[(&str, &str)]) -> Site {
    files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

/// All files below a folder without the program's own.
fn contents(folder: &Path) -> Site {
    let mut found = Site::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
        if !entry.file_type().is_dir() && !path.starts_with(".prongsai/") {
            let bytes = fs::read(entry.path());
            found.insert(path, if entry.file_type().is_symlink() { Vec::new() } else { bytes.unwrap() });
        }
    }
    found
}

fn empty_folders(folder: &Path) -> Vec<PathBuf> {
    let is_empty = |path: &Path| fs::read_dir(path).unwrap().next().is_none();
    let folders = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.unwrap().into_path());
    folders.filter(|path| path.is_dir() && is_empty(path)).collect()
}

fn room() -> (tempfile::TempDir, PathBuf) {
    let room = tempfile::tempdir().unwrap();
    let folder = room.path().join("output");
    (room, folder)
}

const WAYS: [Swap; 3] = [Swap::Exchange, Swap::Rename, Swap::InPlace];

#[test]
fn only_what_changed_is_written_and_what_vanished_is_removed() {
    for swap in WAYS {
        let (_room, folder) = room();
        let first = site(&[("index.html", "หนึ่ง"), ("a/index.html", "ก"), ("b/c/index.html", "ข")]);
        let report = build_with(&folder, &first, &options(swap)).unwrap();
        assert_eq!((report.written, report.unchanged, report.removed), (3, 0, 0), "{swap:?}");
        assert_eq!(contents(&folder), first);

        let report = build_with(&folder, &first, &options(swap)).unwrap();
        assert_eq!((report.written, report.unchanged, report.removed, report.bytes), (0, 3, 0, 0));
        assert!(report.to_string().contains("เขียน 0 ไฟล์"), "{report}");

        let second = site(&[("index.html", "สอง"), ("a/index.html", "ก"), ("d/index.html", "ง")]);
        let report = build_with(&folder, &second, &options(swap)).unwrap();
        assert_eq!((report.written, report.unchanged, report.removed), (2, 1, 1));
        assert_eq!(report.in_place.is_some(), swap == Swap::InPlace);

        // Back and forth, so that the spare tree's leftovers are used.
        for _ in 0..3 {
            for wanted in [&first, &second] {
                build_with(&folder, wanted, &options(swap)).unwrap();
                assert_eq!(&contents(&folder), wanted, "{swap:?}");
                assert_eq!(empty_folders(&folder), Vec::<PathBuf>::new(), "{swap:?}");
            }
        }
    }
}

#[test]
fn an_unchanged_file_keeps_its_inode_and_time() {
    let (_room, folder) = room();
    build(&folder, &site(&[("same.html", "x"), ("other.html", "1")]));
    let before = fs::metadata(folder.join("same.html")).unwrap();
    for round in ["2", "3", "4"] {
        build(&folder, &site(&[("same.html", "x"), ("other.html", round)]));
    }
    assert_eq!(fs::metadata(folder.join("same.html")).unwrap().modified().unwrap(), before.modified().unwrap());
}

#[test]
fn the_manifest_depends_on_the_site_alone() {
    let (_room, one) = room();
    let (_other_room, two) = room();
    let wanted: Site = (0..500).map(|n| (format!("p/{n}/index.html"), format!("หน้า {n}").into_bytes())).collect();
    build(&one, &site(&[("old.html", "x")]));
    build(&one, &wanted);
    let mut output = Output::open(&two, &options(Swap::InPlace)).unwrap();
    let stage = output.begin().unwrap();
    let parts: Vec<_> = wanted.iter().rev().collect();
    std::thread::scope(|scope| {
        for part in parts.chunks(63) {
            scope.spawn(|| {
                part.iter().for_each(|(path, bytes)| {
                    let _ = stage.put(path, bytes).unwrap();
                })
            });
        }
    });
    assert_eq!(stage.commit().unwrap().written, 500);
    assert_eq!(output.manifest().unwrap().entries.len(), 500);
    assert_eq!(contents(&one), contents(&two));
    assert_eq!(fs::read(one.join(MANIFEST_PATH)).unwrap(), fs::read(two.join(MANIFEST_PATH)).unwrap());
}

#[test]
fn files_of_others_stay() {
    for swap in WAYS {
        let (_room, folder) = room();
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join(".gitignore"), "*").unwrap();
        fs::write(folder.join("CNAME"), "example.go.th").unwrap();
        let mut wanted = site(&[("a/index.html", "1"), ("index.html", "1")]);
        build_with(&folder, &wanted, &options(swap)).unwrap();
        fs::create_dir_all(folder.join("a/mine/deep")).unwrap();
        fs::write(folder.join("a/mine/deep/note.txt"), "ของฉัน").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("CNAME", folder.join("link")).unwrap();
        for round in ["2", "3", "4"] {
            wanted.insert("index.html".to_owned(), round.as_bytes().to_vec());
            if round == "4" {
                wanted.remove("a/index.html"); // the folder stays for what else is in it
            }
            build_with(&folder, &wanted, &options(swap)).unwrap();
            let found = contents(&folder);
            assert_eq!(found.get("CNAME").unwrap(), b"example.go.th");
            assert_eq!(found.get(".gitignore").unwrap(), b"*");
            assert_eq!(found.get("a/mine/deep/note.txt").unwrap(), "ของฉัน".as_bytes(), "{swap:?} {round}");
            #[cfg(unix)]
            assert_eq!(fs::read_link(folder.join("link")).unwrap(), Path::new("CNAME"));
        }
        // What its owner deletes or changes does not come back.
        fs::remove_file(folder.join("CNAME")).unwrap();
        fs::remove_dir_all(folder.join("a")).unwrap();
        fs::write(folder.join(".gitignore"), "!").unwrap();
        for round in ["5", "6"] {
            wanted.insert("index.html".to_owned(), round.as_bytes().to_vec());
            build_with(&folder, &wanted, &options(swap)).unwrap();
            let found = contents(&folder);
            assert!(!found.contains_key("CNAME") && !folder.join("a").exists(), "{swap:?} {round}");
            assert_eq!(found.get(".gitignore").unwrap(), b"!");
        }
    }
}

#[test]
fn a_folder_of_others_is_refused_without_a_trace() {
    let (room, folder) = room();
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("วิทยานิพนธ์.docx"), "x").unwrap();
    let error = build_with(&folder, &site(&[("index.html", "1")]), &options(Swap::Exchange)).unwrap_err();
    assert!(matches!(error, OutputError::NotOurs { .. }));
    assert!(error.to_string().contains("วิทยานิพนธ์.docx"), "{error}");
    assert_eq!(contents(room.path()).len(), 1);
    assert_eq!(fs::read_dir(room.path()).unwrap().count(), 1);

    let file = room.path().join("file");
    fs::write(&file, "x").unwrap();
    let error = build_with(&file, &Site::new(), &options(Swap::Exchange)).unwrap_err();
    assert!(matches!(error, OutputError::NotAFolder { .. }));
}

#[test]
fn a_strangers_file_is_not_overwritten() {
    for swap in WAYS {
        let (_room, folder) = room();
        let old = site(&[("index.html", "1")]);
        build_with(&folder, &old, &options(swap)).unwrap();
        fs::write(folder.join("robots.txt"), "mine").unwrap();
        fs::write(folder.join("news"), "a file where a folder must be").unwrap();
        for path in ["robots.txt", "news/index.html"] {
            let error = build_with(&folder, &site(&[("index.html", "2"), (path, "ours")]), &options(swap)).unwrap_err();
            assert!(matches!(&error, OutputError::Foreign { path: named } if named.starts_with(&path[..4])), "{error}");
            assert_eq!(fs::read(folder.join("index.html")).unwrap(), b"1");
            assert_eq!(fs::read(folder.join("robots.txt")).unwrap(), b"mine");
        }
        // The same bytes are no conflict.
        let report =
            build_with(&folder, &site(&[("index.html", "1"), ("robots.txt", "mine")]), &options(swap)).unwrap();
        assert_eq!((report.written, report.unchanged), (0, 2));
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_removed_through_a_link() {
    for swap in WAYS {
        let (room, folder) = room();
        let precious = room.path().join("precious");
        fs::create_dir(&precious).unwrap();
        fs::write(precious.join("index.html"), "precious").unwrap();
        let with = site(&[("index.html", "1"), ("a/index.html", "1")]);
        build_with(&folder, &with, &options(swap)).unwrap();
        fs::remove_dir_all(folder.join("a")).unwrap();
        std::os::unix::fs::symlink(&precious, folder.join("a")).unwrap();
        let changed = site(&[("index.html", "1"), ("a/index.html", "2")]);
        assert!(matches!(build_with(&folder, &changed, &options(swap)), Err(OutputError::Foreign { .. })), "{swap:?}");
        for round in ["3", "4", "5"] {
            build_with(&folder, &site(&[("index.html", round)]), &options(swap)).unwrap();
        }
        assert_eq!(fs::read(precious.join("index.html")).unwrap(), b"precious");
        assert!(fs::symlink_metadata(folder.join("a")).unwrap().is_symlink());
    }
}

#[test]
fn a_page_edited_or_deleted_by_hand_is_written_again() {
    for swap in WAYS {
        let (_room, folder) = room();
        let wanted = site(&[("index.html", "12345"), ("b.html", "b"), ("c.html", "c")]);
        build_with(&folder, &wanted, &options(swap)).unwrap();
        fs::write(folder.join("index.html"), "54321").unwrap(); // same size
        fs::remove_file(folder.join("b.html")).unwrap();
        let report = build_with(&folder, &wanted, &options(swap)).unwrap();
        assert_eq!((report.written, report.unchanged), (2, 1), "{swap:?}");
        assert_eq!(contents(&folder), wanted);
        // Younger but equal, as after a copy or a checkout: nothing to write.
        fs::write(folder.join("c.html"), "c").unwrap();
        assert_eq!(build_with(&folder, &wanted, &options(swap)).unwrap().written, 0);
    }
}

#[test]
fn a_file_may_become_a_folder_and_back() {
    for swap in WAYS {
        let (_room, folder) = room();
        let (file, inside) = (site(&[("a", "1"), ("z", "1")]), site(&[("a/b/c", "2"), ("z", "1")]));
        for wanted in [&file, &inside, &file, &inside, &file] {
            build_with(&folder, wanted, &options(swap)).unwrap();
            assert_eq!(&contents(&folder), wanted, "{swap:?}");
        }
    }
}

#[test]
fn bad_and_double_names_are_refused() {
    let (_room, folder) = room();
    let mut output = Output::open(&folder, &options(Swap::Exchange)).unwrap();
    let stage = output.begin().unwrap();
    for path in ["../x", "/x", "a\\b", "aux.html", "a/../b", "", "x\0", ".prongsai/manifest.json", "ช่อง /x"] {
        assert!(matches!(stage.put(path, b"x"), Err(OutputError::BadPath { .. })), "{path:?}");
    }
    stage.put("Page.html", b"x").unwrap();
    let error = stage.put("page.html", b"y").unwrap_err().to_string();
    assert!(error.contains("Page.html") && error.contains("\"page.html\""), "{error}");
}

#[test]
fn two_builds_at_once_are_refused_and_a_dead_one_is_forgotten() {
    let (_room, folder) = room();
    let first = Output::open(&folder, &options(Swap::Exchange)).unwrap();
    let error = Output::open(&folder, &options(Swap::Exchange)).map(|_| ()).unwrap_err();
    assert!(matches!(error, OutputError::Busy { .. }));
    assert!(error.to_string().contains(&std::process::id().to_string()), "{error}");
    drop(first);
    assert!(Output::open(&folder, &options(Swap::Exchange)).is_ok());
}

#[test]
fn a_build_given_up_leaves_the_old_site() {
    for swap in WAYS {
        let (_room, folder) = room();
        let old = site(&[("index.html", "1"), ("a/x.html", "1")]);
        build_with(&folder, &old, &options(swap)).unwrap();
        let mut output = Output::open(&folder, &options(swap)).unwrap();
        let stage = output.begin().unwrap();
        stage.put("index.html", b"2").unwrap();
        stage.put("n/e/w.html", b"2").unwrap();
        drop(stage);
        assert_eq!(contents(&folder), old);
        // The same `Output` can go on.
        let stage = output.begin().unwrap();
        stage.put("index.html", b"3").unwrap();
        stage.commit().unwrap();
        drop(output);
        assert_eq!(contents(&folder), site(&[("index.html", "3")]));
        assert_eq!(empty_folders(&folder), Vec::<PathBuf>::new());
    }
}

#[cfg(unix)]
#[test]
fn an_output_that_is_a_link_stays_one() {
    let (room, folder) = room();
    let real = room.path().join("real");
    fs::create_dir(&real).unwrap();
    std::os::unix::fs::symlink("real", &folder).unwrap();
    for round in ["1", "2", "3"] {
        build(&folder, &site(&[("index.html", round)]));
        assert_eq!(fs::read(real.join("index.html")).unwrap(), round.as_bytes());
    }
    assert!(fs::symlink_metadata(&folder).unwrap().is_symlink());
}

#[test]
fn a_broken_manifest_is_told() {
    let (_room, folder) = room();
    build(&folder, &site(&[("index.html", "1")]));
    fs::write(folder.join(MANIFEST_PATH), "<<<<<<< HEAD").unwrap();
    let error = build_with(&folder, &site(&[("index.html", "2")]), &options(Swap::Exchange)).unwrap_err();
    assert!(matches!(error, OutputError::BrokenManifest { .. }));
    assert_eq!(fs::read(folder.join("index.html")).unwrap(), b"1");
}
