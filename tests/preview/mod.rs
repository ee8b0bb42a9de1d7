//! What the preview's tests share: a small site over a temporary folder, and a client that speaks plain HTTP.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use prongsai::preview::{DiskChanges, Keeper, Running, ServeOptions, ServedPage, Snapshot, serve};
use tempfile::TempDir;

/// Markdown files become pages at their own path, other files are served as they are. A file that is not UTF-8 or
/// cannot be read keeps its last good version and is reported.
pub struct Folder {
    root: PathBuf,
    files: BTreeMap<String, File>,
}

#[derive(Clone)]
struct File {
    page: Option<ServedPage>,
    error: Option<String>,
    source: String,
}

struct Shown(BTreeMap<String, File>);

impl Folder {
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf(), files: BTreeMap::new() }
    }

    fn load(&mut self, path: &Path) {
        let source = path.strip_prefix(&self.root).unwrap().to_string_lossy().replace('\\', "/");
        let route = match source.strip_suffix(".md") {
            Some("index") => "/".to_owned(),
            Some(stem) => format!("/{stem}/"),
            None => format!("/{source}"),
        };
        let last = self.files.get(&route).and_then(|file| file.page.clone());
        let file = match (fs::read(path), path.extension().and_then(|ending| ending.to_str())) {
            (Err(error), _) => File { page: last, error: Some(error.to_string()), source },
            (Ok(bytes), Some("md")) => match String::from_utf8(bytes) {
                Ok(text) => {
                    let page = ServedPage::new(html(&text).as_bytes(), "text/html");
                    File { page: Some(page), error: None, source }
                }
                Err(_) => {
                    File { page: last, error: Some("ไม่ใช่ข้อความ UTF-8".to_owned()), source }
                }
            },
            (Ok(bytes), ending) => {
                let media_type = match ending {
                    Some("css") => "text/css",
                    Some("svg") => "image/svg+xml",
                    Some("js") => "text/javascript",
                    Some("pdf") => "application/pdf",
                    _ => "application/octet-stream",
                };
                File { page: Some(ServedPage::new(&bytes, media_type)), error: None, source }
            }
        };
        self.files.insert(route, file);
    }
}

/// A file that begins with `<!doctype` is a whole page already.
fn html(text: &str) -> String {
    if text.starts_with("<!doctype") {
        return text.to_owned();
    }
    format!(
        "<!doctype html><html lang=\"th\"><head><meta charset=\"utf-8\"><title>ตัวอย่าง</title>\
         <link rel=\"stylesheet\" href=\"/style.css\"></head><body><main>{text}</main></body></html>"
    )
}

impl Keeper for Folder {
    fn refresh(&mut self, changed: &DiskChanges) -> Arc<dyn Snapshot> {
        if changed.rescan {
            let found: Vec<PathBuf> = walkdir::WalkDir::new(&self.root)
                .into_iter()
                .filter_map(Result::ok)
                .filter(|entry| entry.file_type().is_file())
                .map(walkdir::DirEntry::into_path)
                .collect();
            let root = self.root.clone();
            self.files.retain(|_, file| root.join(&file.source).symlink_metadata().is_ok());
            for path in found {
                self.load(&path);
            }
        } else {
            for path in &changed.paths {
                if path.symlink_metadata().is_ok() && !path.is_dir() {
                    self.load(path);
                } else {
                    let root = self.root.clone();
                    self.files.retain(|_, file| !root.join(&file.source).starts_with(path));
                }
            }
        }
        Arc::new(Shown(self.files.clone()))
    }

    fn watched(&self) -> Vec<PathBuf> {
        vec![self.root.clone()]
    }
}

impl Snapshot for Shown {
    fn route(&self, path: &str) -> Option<ServedPage> {
        assert!(!path.contains("breaks-the-renderer"), "asked to break");
        self.0.get(path)?.page.clone()
    }

    fn not_found(&self) -> ServedPage {
        ServedPage::new("<!doctype html><title>ไม่พบหน้า</title><main>ไม่พบหน้า</main>".as_bytes(), "text/html")
    }

    fn findings_json(&self, path: Option<&str>) -> String {
        let findings = self.0.iter().filter_map(|(route, file)| {
            let error = file.error.as_ref()?;
            let wanted = path.is_none_or(|path| path == route);
            wanted.then(|| {
                serde_json::json!({
                    "code": "S001", "severity": "error", "message": error, "help": "บันทึกใหม่เป็น UTF-8",
                    "file": file.source, "line": 3, "column": 1, "path": route,
                    "lines": [{"number": 3, "text": "บรรทัดที่ผิด"}],
                    "text": format!("error[S001]: {error}\n --> {}:3:1", file.source),
                })
            })
        });
        let findings: Vec<_> = findings.collect();
        let errors = if path.is_some() { findings.clone() } else { Vec::new() };
        let marks = match path {
            Some(path) if path.contains("draft") => serde_json::json!([{"kind": "draft", "text": "ฉบับร่าง"}]),
            _ => serde_json::json!([]),
        };
        serde_json::json!({
            "page_errors": errors, "findings": findings, "marks": marks,
            "counts": {"errors": findings.len(), "warnings": 0, "notes": 0},
        })
        .to_string()
    }

    fn source_of(&self, path: &str) -> Option<String> {
        self.0.get(path).map(|file| file.source.clone())
    }

    fn page_of(&self, source: &Path) -> Option<String> {
        self.0.iter().find(|(_, file)| source.ends_with(&file.source)).map(|(route, _)| route.clone())
    }
}

pub struct Site {
    pub folder: TempDir,
    pub running: Running,
}

pub fn write(folder: &Path, name: &str, text: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

impl Site {
    pub fn with(files: &[(&str, &str)]) -> Self {
        Self::with_options(files, ServeOptions { port: 0, ..ServeOptions::default() })
    }

    pub fn with_options(files: &[(&str, &str)], options: ServeOptions) -> Self {
        let folder = tempfile::Builder::new().prefix("preview").tempdir().unwrap();
        let root = folder.path().join("content");
        fs::create_dir(&root).unwrap();
        for (name, text) in files {
            write(&root, name, text);
        }
        let options = ServeOptions { root: root.clone(), ..options };
        let running = serve(Box::new(Folder::new(&root)), options).unwrap();
        Self { folder, running }
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().join("content")
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        write(&self.root(), name, text);
    }

    pub fn get(&self, path: &str) -> Reply {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
    }

    /// With more header lines, each ended by `\r\n`.
    pub fn get_with(&self, path: &str, headers: &str) -> Reply {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n"))
    }

    pub fn ask(&self, request: &str) -> Reply {
        ask(self.running.address(), request.as_bytes())
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.running.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream
    }

    /// Opens an event stream and reads its greeting.
    pub fn listen(&self) -> TcpStream {
        let mut stream = self.connect();
        stream.write_all(b"GET /_prongsai/events HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let greeting = read_until(&mut stream, "event: hello");
        assert!(greeting.starts_with("HTTP/1.1 200"), "{greeting}");
        stream
    }

    /// Waits until the page holds `text`.
    #[track_caller]
    pub fn wait_for(&self, path: &str, text: &str) {
        self.wait_until(path, |reply| reply.text().contains(text));
    }

    #[track_caller]
    pub fn wait_until(&self, path: &str, good: impl Fn(&Reply) -> bool) {
        let until = Instant::now() + Duration::from_secs(8);
        loop {
            let reply = self.get(path);
            if good(&reply) {
                return;
            }
            assert!(Instant::now() < until, "still {} {}", reply.status, reply.text());
            thread::sleep(Duration::from_millis(5));
        }
    }
}

pub fn read_until(stream: &mut TcpStream, word: &str) -> String {
    let mut seen = Vec::new();
    let mut byte = [0];
    while !String::from_utf8_lossy(&seen).contains(word) {
        match stream.read(&mut byte) {
            Ok(1) => seen.push(byte[0]),
            other => panic!("{other:?} after {}", String::from_utf8_lossy(&seen)),
        }
    }
    String::from_utf8_lossy(&seen).into_owned()
}

pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let name = format!("{}:", name.to_lowercase());
        self.head.lines().find(|line| line.to_lowercase().starts_with(&name)).map(|line| line[name.len()..].trim())
    }
}

pub fn ask(address: SocketAddr, request: &[u8]) -> Reply {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.write_all(request).unwrap();
    read_reply(&mut stream, !request.starts_with(b"HEAD"))
}

/// Reads one reply and leaves the connection where the next begins.
pub fn read_reply(stream: &mut TcpStream, with_body: bool) -> Reply {
    let head = read_until(stream, "\r\n\r\n");
    let status = head.split(' ').nth(1).and_then(|number| number.parse().ok()).expect("a status");
    let mut reply = Reply { status, head, body: Vec::new() };
    let length: usize = reply.header("content-length").map_or(0, |length| length.parse().unwrap());
    if with_body {
        reply.body = vec![0; length];
        stream.read_exact(&mut reply.body).unwrap();
    }
    reply
}
