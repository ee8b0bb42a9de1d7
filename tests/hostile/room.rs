//! A folder with a small portal in it, a folder outside that must stay as it is, and the real binary.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

pub struct Room {
    _keep: tempfile::TempDir,
    pub path: PathBuf,
}

pub struct Run {
    pub code: i32,
    pub text: String,
}

impl Room {
    pub fn new() -> Self {
        let keep = tempfile::tempdir().unwrap();
        let path = keep.path().join("repo");
        fs::create_dir(&path).unwrap();
        let room = Self { _keep: keep, path };
        room.write("content/portal.md", "---\nkind: portal\nbase_url: https://p.example/\n---\nx\n");
        room.write("content/na/agency.md", "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n---\nเนื้อ\n");
        room.write("../outside/secret.txt", "SECRET");
        room.write("../outside/deep/work.txt", "three years");
        room
    }

    /// A page that names files of the content: what no page names is not published.
    pub fn name_on_a_page(&self, files: &[&str]) {
        let links: String = files.iter().map(|file| format!("[ไฟล์](../{file})\n")).collect();
        self.write("content/na/names.md", &format!("---\nkind: page\ntitle: ไฟล์\n---\n{links}"));
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// `OUT` at the beginning of a target stands for the folder outside.
    pub fn link(&self, target: &str, path: &str) {
        let up = "../".repeat(path.matches('/').count() + 1);
        let target = target.replace("OUT", &format!("{up}outside"));
        let path = self.path.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        symlink(target, path).unwrap();
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        self.answer(arguments, None)
    }

    /// As another user of the machine.
    pub fn run_at_home(&self, arguments: &[&str], home: &Path) -> Run {
        self.answer(arguments, Some(home))
    }

    fn answer(&self, arguments: &[&str], home: Option<&Path>) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_prongsai"))
            .args(arguments)
            .current_dir(&self.path)
            .env_clear()
            .env("CI_TOKEN", "tok_123")
            .env("SOURCE_DATE_EPOCH", "1795219200")
            .envs(home.map(|home| ("HOME", home)))
            .output()
            .unwrap();
        let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        Run { code: output.status.code().unwrap_or(-1), text }
    }

    pub fn build(&self) -> Run {
        self.run(&["build", "--keep-going"])
    }

    pub fn check(&self) -> Run {
        self.run(&["check"])
    }

    /// Every file below a folder with its bytes, mode and number of names; links by where they lead.
    pub fn all(&self, folder: &str) -> BTreeMap<String, (Vec<u8>, u32, u64)> {
        let root = self.path.join(folder);
        let files = walkdir::WalkDir::new(&root).into_iter().map(|entry| entry.unwrap());
        files
            .filter(|entry| !entry.file_type().is_dir())
            .map(|entry| {
                let about = fs::symlink_metadata(entry.path()).unwrap();
                let bytes = if about.is_symlink() {
                    fs::read_link(entry.path()).unwrap().into_os_string().into_encoded_bytes()
                } else {
                    fs::read(entry.path()).unwrap()
                };
                (name_below(&root, entry.path()), (bytes, about.mode(), about.nlink()))
            })
            .collect()
    }

    /// The same of the folder outside, by a digest that can be shown.
    pub fn outside(&self) -> Vec<String> {
        let all = self.all("../outside").into_iter();
        all.map(|(name, (bytes, mode, _))| format!("{name} {mode:o} {} {:?}", bytes.len(), bytes.get(..8))).collect()
    }

    /// What of `output/` holds these bytes.
    pub fn published(&self, bytes: &str) -> Vec<String> {
        let root = self.path.join("output");
        let files = walkdir::WalkDir::new(&root).into_iter().filter_map(Result::ok);
        files
            .filter(|entry| entry.file_type().is_file())
            .filter(|entry| fs::read(entry.path()).unwrap().windows(bytes.len()).any(|part| part == bytes.as_bytes()))
            .map(|entry| name_below(&root, entry.path()))
            .collect()
    }
}

fn name_below(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap().to_string_lossy().into_owned()
}
