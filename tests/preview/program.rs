//! The real program as a preview: started in a folder of its own, asked over plain HTTP, and listened to.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub struct Server {
    pub child: Child,
    pub address: String,
    /// What it says goes to this file.
    log: PathBuf,
    _log_folder: tempfile::TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Server {
    pub fn start(root: &Path) -> Self {
        Self::start_as(Command::new(env!("CARGO_BIN_EXE_prongsai")), root, &[])
    }

    /// `program` runs prongsai in some way of its own; `more`: further arguments of `serve`.
    pub fn start_as(mut program: Command, root: &Path, more: &[&str]) -> Self {
        let port = free_port();
        program.args(["serve", "content", "--date", "2026-11-21", "--port", &port.to_string()]).args(more);
        let server = Self::spawn(program, root, port);
        server.until("/na-kok/", "นากอก");
        server
    }

    pub fn spawn(mut program: Command, root: &Path, port: u16) -> Self {
        let log_folder = tempfile::tempdir().unwrap();
        let log = log_folder.path().join("log");
        let file = fs::File::create(&log).unwrap();
        let child = program
            .current_dir(root)
            .stdin(Stdio::null())
            .stdout(file.try_clone().unwrap())
            .stderr(file)
            .spawn()
            .unwrap();
        Self { child, address: format!("127.0.0.1:{port}"), log, _log_folder: log_folder }
    }

    pub fn said(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    #[track_caller]
    pub fn until_said(&self, words: &str) -> String {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(30) {
            let said = self.said();
            if said.contains(words) {
                return said;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("`{words}` was never said:\n{}", self.said());
    }

    pub fn get(&self, path: &str) -> Option<String> {
        let mut stream = TcpStream::connect(&self.address).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).ok()?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    #[track_caller]
    pub fn until(&self, path: &str, words: &str) -> String {
        let start = Instant::now();
        let mut last = String::new();
        while start.elapsed() < Duration::from_secs(30) {
            last = self.get(path).unwrap_or_default();
            if last.contains(words) {
                return last;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("`{words}` never came to {path}; the last answer:\n{last}");
    }

    pub fn panel(&self, path: &str) -> String {
        format!("/_prongsai/findings?path={path}")
    }
}

pub fn site(root: &Path) {
    let folder = root.join("content/na-kok");
    fs::create_dir_all(folder.join("2564")).unwrap();
    fs::write(root.join("content/portal.md"), "---\nkind: portal\ntitle: ทดสอบ\n---\n").unwrap();
    fs::write(folder.join("agency.md"), "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n---\n").unwrap();
    fs::write(folder.join("page.md"), "---\ntitle: หน้าดี\n---\nข้อความเดิม\n").unwrap();
    fs::write(folder.join("other.md"), "---\ntitle: หน้าอื่น\n---\nข้อความอื่น\n").unwrap();
}
