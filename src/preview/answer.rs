//! From a request to its answer: the snapshot's pages, what the browser's side of the preview asks for, and the rules
//! about who may ask. Renders nothing itself and touches no socket.

use std::collections::{HashMap, VecDeque};
use std::io::Write;
use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::guard::Guard;
use super::http::{self, Refused, Request, Response};
use super::inject;
use super::server::{Answers, Served};
use super::{ServedPage, Snapshot, client, lock};

/// What pages of one snapshot may take in memory before the oldest is made anew.
/// Enough for the pages that are open: what nobody looks at is cheaper to make anew than to keep.
const MOST_CACHED_BYTES: usize = 8 * 1024 * 1024;
const MOST_CACHED_PAGES: usize = 1024;
/// A page has fewer stylesheets, scripts and pictures than this.
const MOST_HASHES: usize = 200;
const LEAST_ZIPPED_BYTES: usize = 860;

/// What is shown now.
#[derive(Clone)]
pub struct Current {
    pub snapshot: Arc<dyn Snapshot>,
    pub number: u64,
}

/// What the author's side needs to know about this run.
pub struct AuthorSettings {
    /// Distinguishes the snapshots of this run from those of one before.
    pub run: String,
    pub editor: String,
    pub root: String,
    pub follow: bool,
    /// Names under which this machine may be asked, in lower case.
    pub hosts: Vec<String>,
    /// Listening on every address: any number is ours, but no other name.
    pub any_number: bool,
}

pub struct Preview {
    current: RwLock<Current>,
    cache: Mutex<Cache>,
    settings: AuthorSettings,
    guard: Guard,
    script: Ready,
    style: Ready,
}

/// A page as it is sent.
struct Ready {
    bytes: Arc<[u8]>,
    media_type: String,
    hash: u64,
    policy: Option<String>,
    zipped: OnceLock<Option<Arc<[u8]>>>,
}

impl Preview {
    pub fn new(snapshot: Arc<dyn Snapshot>, settings: AuthorSettings, guard: Guard) -> Self {
        let current = RwLock::new(Current { snapshot, number: 1 });
        let script = Ready::new(ServedPage::new(client::SCRIPT.as_bytes(), "text/javascript"));
        let style = Ready::new(ServedPage::new(client::STYLE.as_bytes(), "text/css"));
        Self { current, cache: Mutex::default(), settings, guard, script, style }
    }

    pub fn current(&self) -> Current {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Shows `snapshot` from now on. Gives back its name, and the one before: letting go of that takes time, which is
    /// better spent once everybody has been told.
    pub fn show(&self, snapshot: Arc<dyn Snapshot>) -> (String, Arc<dyn Snapshot>) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let number = current.number + 1;
        let before = std::mem::replace(&mut *current, Current { snapshot, number });
        (self.name(number), before.snapshot)
    }

    pub fn name(&self, number: u64) -> String {
        format!("{}-{number}", self.settings.run)
    }

    fn ready(&self, current: &Current, path: &str) -> Option<Arc<Ready>> {
        let cached = lock(&self.cache).get(path);
        if let Some((number, ready)) = &cached
            && *number == current.number
        {
            return Some(Arc::clone(ready));
        }
        let page = current.snapshot.route(path)?;
        let ready = match cached {
            // The same page as in the snapshot before: its compressed form is still right.
            Some((_, ready)) if ready.hash == page.hash && ready.media_type.starts_with(page.media_type) => ready,
            _ => Arc::new(Ready::new(page)),
        };
        lock(&self.cache).put(path, current.number, Arc::clone(&ready));
        Some(ready)
    }

    fn page(&self, request: &Request) -> Response {
        let current = self.current();
        if let Some(ready) = self.ready(&current, &request.path) {
            return ready.response(request, 200);
        }
        let elsewhere = match request.path.strip_suffix("index.html") {
            Some(folder) if folder.ends_with('/') => folder.to_owned(),
            _ => format!("{}/", request.path),
        };
        if !request.path.ends_with('/') && self.ready(&current, &elsewhere).is_some() {
            let query = request.query.as_ref().map_or(String::new(), |query| format!("?{query}"));
            let place = format!("{}{query}", http::encode_path(&elsewhere));
            return Response::text(302, "").with("Location", place).with("Cache-Control", "no-cache");
        }
        Ready::new(current.snapshot.not_found()).response(request, 404)
    }

    /// `{"snapshot": "…", "hashes": {"/path/": "…"}}`; the hash of a page that does not exist begins with `missing-`.
    fn hashes(&self, request: &Request) -> Response {
        let current = self.current();
        let mut hashes = serde_json::Map::new();
        for path in request.values("path").take(MOST_HASHES) {
            let hash = match http::clean_path(&http::encode_path(&path)) {
                Err(Refused(status)) => format!("refused-{status}"),
                Ok(clean) => match self.ready(&current, &clean) {
                    Some(ready) => format!("{:016x}", ready.hash),
                    None => format!("missing-{:016x}", current.snapshot.not_found().hash),
                },
            };
            hashes.insert(path, hash.into());
        }
        json(&serde_json::json!({ "snapshot": self.name(current.number), "hashes": hashes }).to_string())
    }

    fn findings(&self, request: &Request) -> Response {
        let current = self.current();
        let path = request.values("path").next();
        let source = path.as_deref().and_then(|path| current.snapshot.source_of(path));
        // The snapshot's own text is put in as it is; it was made to be sent.
        json(&format!(
            "{{\"snapshot\":{},\"source\":{},\"findings\":{}}}",
            serde_json::Value::from(self.name(current.number)),
            serde_json::Value::from(source),
            current.snapshot.findings_json(path.as_deref())
        ))
    }

    fn tables(&self, request: &Request) -> Response {
        let path = request.values("path").next();
        json(&format!("{{\"tables\":{}}}", self.current().snapshot.tables_json(path.as_deref())))
    }

    fn settings(&self, from: IpAddr) -> Response {
        let AuthorSettings { editor, root, follow, .. } = &self.settings;
        // Somebody at another machine has neither the files nor business with where they are.
        let (editor, root) = if from.is_loopback() { (editor.as_str(), root.as_str()) } else { ("", "") };
        let write = self.guard.told(from);
        json(&serde_json::json!({ "editor": editor, "root": root, "follow": follow, "write": write }).to_string())
    }

    fn is_our_name(&self, host: &str) -> bool {
        let host = host.trim().to_ascii_lowercase();
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !name.is_empty() => name,
            _ => host.as_str(),
        };
        let name = name.trim_start_matches('[').trim_end_matches(']');
        let known = self.settings.hosts.iter().any(|own| own == name);
        known || (self.settings.any_number && name.parse::<IpAddr>().is_ok())
    }

    fn own(&self, request: &Request, name: &str, from: IpAddr) -> Served {
        // Another website open in the same browser must neither read nor keep anything here.
        if request.header("sec-fetch-site").is_some_and(|site| site == "cross-site") {
            return Served::Whole(Response::refused(Refused(403)));
        }
        Served::Whole(match name {
            "events" => return Served::Events,
            "hash" => self.hashes(request),
            "findings" => self.findings(request),
            "tables" => self.tables(request),
            "settings" => self.settings(from),
            "client.js" => self.script.response(request, 200),
            "client.css" => self.style.response(request, 200),
            _ => Response::text(404, "ไม่มีหน้านี้"),
        })
    }
}

impl Answers for Preview {
    fn answer(&self, request: &Request, from: IpAddr) -> Served {
        if !request.header("host").is_some_and(|host| self.is_our_name(host)) {
            return Served::Whole(Response::refused(Refused(403)));
        }
        // A fault while rendering one page must not take a worker, and with it the preview, down.
        let answered = catch_unwind(AssertUnwindSafe(|| match request.path.strip_prefix("/_prongsai/") {
            Some(name) => self.own(request, name, from),
            None => Served::Whole(self.page(request)),
        }));
        answered.unwrap_or_else(|_| {
            let message = "สร้างหน้านี้ไม่สำเร็จเพราะข้อผิดพลาดของโปรแกรม หน้าอื่นยังใช้ได้ แก้แฟ้มแล้วบันทึกใหม่เพื่อลองอีกครั้ง";
            Served::Whole(
                Ready::new(ServedPage::new(message_page(message).as_bytes(), "text/html")).response(request, 500),
            )
        })
    }

    fn admit(&self, request: &Request, from: IpAddr) -> Result<usize, Response> {
        self.guard.admit(request, from)
    }

    fn act(&self, request: &Request, body: &[u8]) -> Response {
        let done = catch_unwind(AssertUnwindSafe(|| self.guard.act(request, body)));
        done.unwrap_or_else(|_| Response::text(500, "ทำไม่สำเร็จเพราะข้อผิดพลาดของโปรแกรม"))
    }
}

fn message_page(message: &str) -> String {
    format!(
        "<!doctype html><html lang=\"th\"><meta charset=\"utf-8\"><title>โปร่งใส</title><body><main><p>{message}</p></main></body></html>"
    )
}

fn json(text: &str) -> Response {
    Response::new(200, "application/json; charset=utf-8", text.as_bytes()).with("Cache-Control", "no-store")
}

impl Ready {
    fn new(page: ServedPage) -> Self {
        let ServedPage { bytes, media_type, hash } = page;
        let is_page = media_type.starts_with("text/html");
        let injected = is_page.then(|| inject::inject(&bytes, &format!("{hash:016x}")));
        let (bytes, policy) = match injected {
            Some(injected) => (injected.bytes.into(), Some(injected.policy)),
            None => (bytes, None),
        };
        Self { bytes, media_type: with_charset(media_type), hash, policy, zipped: OnceLock::new() }
    }

    /// What it takes in memory, the compressed form at its largest included.
    fn size(&self) -> usize {
        self.bytes.len() + if is_text(&self.media_type) { self.bytes.len() / 4 } else { 0 }
    }

    fn zipped(&self) -> Option<Arc<[u8]>> {
        let zip = || {
            if !is_text(&self.media_type) || self.bytes.len() < LEAST_ZIPPED_BYTES {
                return None;
            }
            let mut out = GzEncoder::new(Vec::new(), Compression::fast());
            out.write_all(&self.bytes).ok()?;
            out.finish().ok().filter(|zipped| zipped.len() < self.bytes.len()).map(Into::into)
        };
        self.zipped.get_or_init(zip).clone()
    }

    fn response(&self, request: &Request, status: u16) -> Response {
        let tag = format!("\"{:016x}{}\"", self.hash, if self.policy.is_some() { client::version() } else { "" });
        let asked = request.header("range").filter(|_| status == 200);
        // A part is asked for by those who hold the rest of the same version.
        let asked = asked.filter(|_| request.header("if-range").is_none_or(|held| held.trim() == tag));
        let zipped = match request.header("accept-encoding") {
            Some(accepted) if asked.is_none() && http::accepts_gzip(accepted) => self.zipped(),
            _ => None,
        };
        let unchanged = request.header("if-none-match").is_some_and(|held| http::matches_tag(held, &tag));
        let mut response = match zipped {
            Some(zipped) => Response::new(status, &self.media_type, zipped).with("Content-Encoding", "gzip"),
            None => Response::new(status, &self.media_type, Arc::clone(&self.bytes)),
        };
        // Weak for text: both forms of it carry the same tag.
        let weak = if is_text(&self.media_type) { "W/" } else { "" };
        response = response.with("ETag", format!("{weak}{tag}")).with("Cache-Control", "no-cache");
        response = response.with("Accept-Ranges", "bytes");
        if is_text(&self.media_type) {
            response = response.with("Vary", "Accept-Encoding");
        }
        if let Some(policy) = &self.policy {
            response = response.with("Content-Security-Policy", policy.clone());
        }
        if unchanged && status == 200 {
            response.status = 304;
            return response;
        }
        let Some(asked) = asked else { return response };
        match http::range(asked, self.bytes.len()) {
            Ok(None) => response,
            Ok(Some(range)) => {
                let place = format!("bytes {}-{}/{}", range.start, range.end - 1, self.bytes.len());
                response.status = 206;
                response.range = range;
                response.with("Content-Range", place)
            }
            Err(()) => {
                let place = format!("bytes */{}", self.bytes.len());
                Response::text(416, "ไม่มีช่วงที่ขอ (range not satisfiable)").with("Content-Range", place)
            }
        }
    }
}

fn is_text(media_type: &str) -> bool {
    const TEXTS: [&str; 7] = [
        "text/",
        "application/json",
        "application/ld+json",
        "application/xml",
        "application/javascript",
        "image/svg+xml",
        "application/manifest+json",
    ];
    TEXTS.iter().any(|text| media_type.starts_with(text)) || media_type.contains("+xml")
}

fn with_charset(media_type: &str) -> String {
    match is_text(media_type) && !media_type.contains("charset") {
        true => format!("{media_type}; charset=utf-8"),
        false => media_type.to_owned(),
    }
}

/// Pages by path, each with the number of the snapshot for which it is right. The oldest go first.
#[derive(Default)]
struct Cache {
    pages: HashMap<String, (u64, Arc<Ready>)>,
    order: VecDeque<String>,
    bytes: usize,
}

impl Cache {
    fn get(&self, path: &str) -> Option<(u64, Arc<Ready>)> {
        self.pages.get(path).cloned()
    }

    fn put(&mut self, path: &str, number: u64, ready: Arc<Ready>) {
        if self.pages.get(path).is_some_and(|(newer, _)| *newer > number) {
            return;
        }
        self.bytes += ready.size();
        match self.pages.insert(path.to_owned(), (number, ready)) {
            Some((_, old)) => self.bytes -= old.size(),
            None => self.order.push_back(path.to_owned()),
        }
        while (self.bytes > MOST_CACHED_BYTES || self.pages.len() > MOST_CACHED_PAGES)
            && let Some(oldest) = self.order.pop_front()
        {
            if let Some((_, old)) = self.pages.remove(&oldest) {
                self.bytes -= old.size();
            }
        }
    }
}
