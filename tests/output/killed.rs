//! A build that is killed at any moment, and a reader who asks all the while: the old site or the new one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use prongsai::output::{Output, OutputOptions, Swap};

use crate::{Site, WAYS, build, build_with, contents, empty_folders, options, room};

const CHILD: &str = "PRONGSAI_TEST_BUILDS_IN";

/// Two sites that differ in every way: changed, added, removed, equal, a file that becomes a folder, small and large.
pub fn rival(letter: u8) -> Site {
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
            .args(["--exact", "killed::child_that_builds_without_end", "--nocapture"])
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
