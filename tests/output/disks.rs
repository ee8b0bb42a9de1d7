//! Disks that are full, mounted in place or read-only: told, and the old site stays.

use std::fs;
use std::process::Command;

use prongsai::output::Swap;

use crate::killed::rival;
use crate::{Site, WAYS, build, build_with, contents, options, site};

/// A small memory disk for one test; `None`, with the reason printed, where it cannot be had.
struct SmallDisk(tempfile::TempDir);

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

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

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

#[test]
fn a_mount_point_is_filled_in_place() {
    let Some(disk) = SmallDisk::mount("size=4m") else { return };
    for round in [b'A', b'B', b'A'] {
        let report = build(disk.0.path(), &rival(round));
        assert!(report.in_place.is_some_and(|why| why.contains("mount")), "{report}");
        assert_eq!(contents(disk.0.path()), rival(round));
    }
}

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
