//! A folder that somebody else delivers with results and an output beside the content, as if the program had left them: what
//! another user sealed is not believed, however well it is made.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use prongsai::output::Hash;

use crate::room::Room;

const NAME: &str = "นากอก";
const FORGED: &str = "นาขอข";

/// The home of whoever delivers, and of whoever builds.
const THEIRS: &str = "theirs";
const OURS: &str = "ours";

fn cache(room: &Room) -> Vec<PathBuf> {
    let entries = fs::read_dir(room.path.join(".prongsai/cache/content")).unwrap();
    entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect()
}

fn sealed_by(home: &Path, bytes: &[u8]) -> Hash {
    let text = fs::read_to_string(home.join(".local/state/prongsai/key")).unwrap();
    let key = Hash::parse(text.trim()).unwrap();
    let around = |bytes: &[u8]| Hash::of(&[key.as_bytes(), bytes].concat());
    around(around(bytes).as_bytes())
}

/// The authority's name is another in what is kept, and every hash fits.
fn forge(path: &Path, seal: &dyn Fn(&[u8]) -> Hash) {
    let bytes = fs::read(path).unwrap();
    let number = |at: usize| usize::try_from(u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap())).unwrap();
    let count = usize::try_from(u32::from_le_bytes(bytes[20..24].try_into().unwrap())).unwrap();
    let mut head = bytes[..24].to_vec();
    let mut rest = Vec::new();
    let mut at = 24 + count * 40 + 32;
    for entry in 0..count {
        let long = number(24 + entry * 40);
        let mut section = bytes[at..at + long].to_vec();
        at += long;
        let places: Vec<usize> = section
            .windows(NAME.len())
            .enumerate()
            .filter(|(_, part)| *part == NAME.as_bytes())
            .map(|(at, _)| at)
            .collect();
        for place in places {
            section[place..place + NAME.len()].copy_from_slice(FORGED.as_bytes());
        }
        head.extend((section.len() as u64).to_le_bytes());
        head.extend(Hash::of(&section).as_bytes());
        rest.extend(section);
    }
    let seal = seal(&head);
    head.extend(seal.as_bytes());
    head.extend(rest);
    fs::write(path, head).unwrap();
}

#[test]
fn results_that_another_user_kept_are_not_believed() {
    let shapes: &[(&str, bool)] = &[
        ("sealed by whom it is built", true),
        ("sealed by whom it is delivered", false),
        ("sealed without a secret", false),
        ("sealed by nobody", false),
        ("sealed by the hash of nothing", false),
        ("not forged, another's", false),
    ];
    for (shape, believed) in shapes {
        let room = Room::new();
        let home = |name: &str| room.path.join("..").join(name);
        let neighbour = "---\nkind: agency\nname: องค์การบริหารส่วนตำบลบ้านใหม่\ntype: sao\n---\n";
        room.write("content/nb/agency.md", neighbour);
        let run = |home: &Path| room.run_at_home(&["build", "--keep-going"], home);
        for name in [THEIRS, OURS] {
            fs::create_dir(home(name)).unwrap();
            // A secret of each.
            assert_eq!(room.run_at_home(&["build", "--keep-going", "--out", name], &home(name)).code, 0, "{shape}");
        }
        let who = if *shape == "sealed by whom it is built" { OURS } else { THEIRS };
        assert_eq!(run(&home(who)).code, 0);
        for path in cache(&room) {
            let nothing = [0; 32];
            match *shape {
                "not forged, another's" => {}
                "sealed without a secret" => forge(&path, &|head| Hash::of(head)),
                "sealed by nobody" => forge(&path, &|_| Hash::of(b"guessed")),
                "sealed by the hash of nothing" => {
                    forge(&path, &|head| {
                        Hash::of(&[&nothing, Hash::of(&[&nothing, head].concat()).as_bytes() as &[u8]].concat())
                    });
                }
                _ => forge(&path, &|head| sealed_by(&home(who), head)),
            }
        }
        // Another authority's edit: the portal's pages are made again, of what is kept of this one.
        room.write("content/nb/agency.md", &format!("{neighbour}อีกคำ\n"));
        let built = run(&home(OURS));
        assert_eq!(built.code, 0, "{shape}: {}", built.text);
        // That the forgery is one at all is shown by the one who holds the secret.
        assert_eq!(!room.published(FORGED).is_empty(), *believed, "{shape}: {:?}", room.published(FORGED));
    }
}

#[test]
fn an_output_that_another_user_sealed_is_read_file_by_file() {
    for (who, believed) in [(OURS, true), (THEIRS, false)] {
        for page in ["index.html", "na/index.html", "assets/site.css", "na/data/index.html", "404.html", "robots.txt"] {
            let room = Room::new();
            let home = |name: &str| room.path.join("..").join(name);
            for name in [THEIRS, OURS] {
                fs::create_dir(home(name)).unwrap();
                assert_eq!(room.run_at_home(&["build"], &home(name)).code, 0);
            }
            let page = room.all("output").into_keys().find(|name| name.starts_with(&page[..page.len() - 4])).unwrap();
            let path = room.path.join("output").join(&page);
            let mut bytes = fs::read(&path).unwrap();
            let at = bytes.len() / 2;
            bytes[at] ^= 1;
            let forged = bytes.clone();
            fs::remove_file(&path).unwrap(); // the spare tree's stays as it is
            fs::write(&path, bytes).unwrap();
            std::thread::sleep(std::time::Duration::from_millis(20));
            let manifest = room.path.join("output/.prongsai/manifest.json");
            let text = fs::read(&manifest).unwrap();
            fs::remove_file(&manifest).unwrap();
            fs::write(&manifest, text).unwrap();
            let (live, list) = (fs::metadata(room.path.join("output")).unwrap(), fs::metadata(&manifest).unwrap());
            let changed = i128::from(list.ctime()) * 1_000_000_000 + i128::from(list.ctime_nsec());
            let marks = format!("live\t{}:{} {}:{} {changed}\n", live.dev(), live.ino(), list.dev(), list.ino());
            let seal = format!("{marks}by\t{}\n", sealed_by(&home(who), marks.as_bytes()));
            room.write(".output.prongsai/seal", &seal);
            room.run_at_home(&["build"], &home(OURS));
            assert_eq!(fs::read(&path).unwrap() == forged, believed, "{page} sealed by {who}");
        }
    }
}
