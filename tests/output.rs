//! The promise of `prongsai::output` on a real disk: the old site or the new one, never half, and nobody else's files touched.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use prongsai::output::{CommitReport, MANIFEST_PATH, Output, OutputError, OutputOptions, Swap};

type Site = BTreeMap<String, Vec<u8>>;

fn options(swap: Swap) -> OutputOptions {
    OutputOptions { generator: "test".to_owned(), swap, durable: false, ..OutputOptions::default() }
}

fn build_with(folder: &Path, site: &Site, options: &OutputOptions) -> Result<CommitReport, OutputError> {
    let mut output = Output::open(folder, options)?;
    let stage = output.begin();
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
    let stage = output.begin();
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
    assert_eq!(output.manifest().entries.len(), 500);
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
    let stage = output.begin();
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
        let stage = output.begin();
        stage.put("index.html", b"2").unwrap();
        stage.put("n/e/w.html", b"2").unwrap();
        drop(stage);
        assert_eq!(contents(&folder), old);
        // The same `Output` can go on.
        let stage = output.begin();
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

// ---------------------------------------------------------------------------------------------------------- kill

const CHILD: &str = "PRONGSAI_TEST_BUILDS_IN";

/// Two sites that differ in every way: changed, added, removed, equal, a file that becomes a folder, small and large.
fn rival(letter: u8) -> Site {
    let mut rival = Site::new();
    for n in 0..40_u8 {
        rival.insert(format!("same/{n}/index.html"), vec![b'='; 300 + usize::from(n)]);
        rival.insert(format!("changed/{n}/index.html"), vec![letter; 2_000 + usize::from(n ^ letter) * 40]);
        rival.insert(format!("only-{}/{n}.html", char::from(letter)), vec![letter; 50]);
    }
    rival.insert("large.bin".to_owned(), vec![letter; 200_000 + usize::from(letter)]);
    rival.insert(if letter == b'A' { "turn".to_owned() } else { "turn/index.html".to_owned() }, vec![letter]);
    rival
}

/// Not a test of its own: the process that the test below starts and kills.
#[test]
fn child_that_builds_without_end() {
    let Ok(folder) = std::env::var(CHILD) else { return };
    let (way, folder) = folder.split_once(':').unwrap();
    let swap = WAYS[way.parse::<usize>().unwrap()];
    for round in 0_u64.. {
        let letter = if round % 2 == 0 { b'B' } else { b'A' };
        build_with(Path::new(folder), &rival(letter), &OutputOptions { durable: round % 7 == 3, ..options(swap) })
            .unwrap();
    }
}

/// Starts the child, kills it after a while; the moments are the same on every run.
fn kill_builds(way: usize, times: u64, mut after_each: impl FnMut(&Path)) {
    let (_room, folder) = room();
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("CNAME"), "example.go.th").unwrap();
    build_with(&folder, &rival(b'A'), &options(WAYS[way])).unwrap();
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..times {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child_that_builds_without_end", "--nocapture"])
            .env(CHILD, format!("{way}:{}", folder.display()))
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_micros(2_000 + random % 60_000));
        assert!(child.try_wait().unwrap().is_none(), "the child ended by itself");
        child.kill().unwrap(); // SIGKILL on Unix
        child.wait().unwrap();
        after_each(&folder);
    }
    // And the next build finds its way.
    build_with(&folder, &rival(b'A'), &options(WAYS[way])).unwrap();
    assert_is_one_of_the_rivals(&folder);
    assert_eq!(build_with(&folder, &rival(b'A'), &options(WAYS[way])).unwrap().written, 0);
    assert_eq!(empty_folders(&folder), Vec::<PathBuf>::new());
}

/// Which of the two it is.
fn assert_is_one_of_the_rivals(folder: &Path) -> u8 {
    let mut found = contents(folder);
    assert_eq!(found.remove("CNAME").as_deref(), Some(&b"example.go.th"[..]));
    for letter in [b'A', b'B'] {
        if found == rival(letter) {
            return letter;
        }
    }
    let describe = |letter: u8| rival(letter).iter().filter(|(path, bytes)| found.get(*path) != Some(bytes)).count();
    panic!("half a site: {} files differ from A, {} from B, of {}", describe(b'A'), describe(b'B'), found.len());
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
#[test]
fn killed_at_a_hundred_moments_the_site_is_the_old_or_the_new() {
    let mut seen = [0_u32; 2];
    kill_builds(0, 100, |folder| {
        seen[usize::from(assert_is_one_of_the_rivals(folder) - b'A')] += 1;
    });
    assert!(seen[0] > 5 && seen[1] > 5, "the kills hit no swap: {seen:?}");
}

#[test]
fn without_exchange_the_next_start_completes_the_site() {
    for way in [1, 2] {
        kill_builds(way, 40, |folder| {
            drop(Output::open(folder, &options(WAYS[way])).unwrap());
            assert_is_one_of_the_rivals(folder);
        });
    }
}

/// Killed after the last file of a folder went and before the folder did, where a file takes the folder's name.
#[cfg(unix)]
#[test]
fn a_folder_left_empty_by_a_killed_run_gives_way() {
    use std::os::unix::fs::MetadataExt;
    let (_room, folder) = room();
    let in_place = options(Swap::InPlace);
    let site = |path: &str| Site::from([(path.to_owned(), b"x".to_vec())]);
    build_with(&folder, &site("turn/deep/index.html"), &in_place).unwrap();
    fs::remove_dir_all(folder.join("turn/deep")).unwrap();
    let workshop = folder.parent().unwrap().join(".output.prongsai");
    fs::create_dir_all(workshop.join("tree")).unwrap();
    fs::write(workshop.join("tree/turn"), "x").unwrap();
    // Only the program itself knows the folder that its journal speaks of.
    let about = fs::metadata(&workshop).unwrap();
    let folder_line = format!("folder\t{}:{}", about.dev(), about.ino());
    fs::write(workshop.join("journal"), format!("{folder_line}\nremove\tturn/deep/index.html\nput\tturn\n")).unwrap();
    drop(Output::open(&folder, &in_place).unwrap());
    assert!(folder.join("turn").is_file());
}

/// A reader by path sees each page whole at all times, and never a page missing that both sites have.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
#[test]
fn a_reader_never_finds_a_page_missing_or_half() {
    let (_room, folder) = room();
    build(&folder, &rival(b'A'));
    let (a, b) = (rival(b'A'), rival(b'B'));
    let done = AtomicBool::new(false);
    struct AtEnd<'a>(&'a AtomicBool); // also when a build panics
    impl Drop for AtEnd<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let mut reads = 0;
                    while !done.load(Ordering::Relaxed) {
                        for path in a.keys().filter(|path| b.contains_key(*path)) {
                            let bytes = fs::read(folder.join(path)).unwrap();
                            assert!(bytes == a[path] || bytes == b[path], "{path}");
                            reads += 1;
                        }
                    }
                    reads
                })
            })
            .collect();
        let end = AtEnd(&done);
        for round in 0..40 {
            build(&folder, if round % 2 == 0 { &b } else { &a });
        }
        drop(end);
        for reader in readers {
            assert!(reader.join().unwrap() > 1_000);
        }
    });
}

// --------------------------------------------------------------------------------------------- disks that refuse

/// A small memory disk for one test; `None`, with the reason printed, where it cannot be had.
#[cfg(target_os = "linux")]
struct SmallDisk(tempfile::TempDir);

#[cfg(target_os = "linux")]
impl SmallDisk {
    fn mount(options: &str) -> Option<Self> {
        let room = tempfile::tempdir().unwrap();
        let done = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(room.path()).output();
        match done {
            Ok(done) if done.status.success() => Some(Self(room)),
            _ => {
                eprintln!("skipped: no memory disk can be mounted here (needs root)");
                None
            }
        }
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_the_old_site_stays() {
    for swap in WAYS {
        let Some(disk) = SmallDisk::mount("size=1m") else { return };
        let folder = disk.0.path().join("output");
        let old: Site = (0..20).map(|n| (format!("{n}/index.html"), vec![b'1'; 4_000])).collect();
        build_with(&folder, &old, &options(swap)).unwrap();
        let big: Site = (0..400).map(|n| (format!("{n}/index.html"), vec![b'2'; 4_000])).collect();
        for _ in 0..2 {
            let error = build_with(&folder, &big, &options(swap)).unwrap_err();
            assert!(error.to_string().contains("เนื้อที่ดิสก์เต็ม"), "{error}");
            assert_eq!(contents(&folder), old);
        }
        // Its space was given back, so a smaller site fits.
        let small: Site = (0..40).map(|n| (format!("{n}/index.html"), vec![b'3'; 4_000])).collect();
        build_with(&folder, &small, &options(swap)).unwrap();
        assert_eq!(contents(&folder), small);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_mount_point_is_filled_in_place() {
    let Some(disk) = SmallDisk::mount("size=4m") else { return };
    for round in [b'A', b'B', b'A'] {
        let report = build(disk.0.path(), &rival(round));
        assert!(report.in_place.is_some_and(|why| why.contains("mount")), "{report}");
        assert_eq!(contents(disk.0.path()), rival(round));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_read_only_disk_is_told() {
    let Some(disk) = SmallDisk::mount("size=1m") else { return };
    let folder = disk.0.path().join("output");
    build(&folder, &site(&[("index.html", "1")]));
    let remounted = Command::new("mount").args(["-o", "remount,ro"]).arg(disk.0.path()).status().unwrap();
    assert!(remounted.success());
    let error = build_with(&folder, &site(&[("index.html", "2")]), &options(Swap::Exchange)).unwrap_err();
    assert!(error.to_string().contains("อ่านอย่างเดียว"), "{error}");
    assert_eq!(fs::read(folder.join("index.html")).unwrap(), b"1");
}
