//! The preview while writing: watches the author's files, keeps an immutable snapshot of the site, shows its pages.
//! Knows the site only through [`Keeper`] and [`Snapshot`]; what a page holds is decided elsewhere.

mod answer;
mod client;
mod events;
pub mod guard;
pub mod http;
mod inject;
mod server;
pub mod watch;

use std::io;
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use self::answer::{AuthorSettings, Preview};
use self::events::Hub;
use self::server::Server;
pub use self::watch::DiskChanges;
use self::watch::{Stopper, Watch, WatchOptions};

/// What the preview shows at one moment. Never changes.
pub trait Snapshot: Send + Sync {
    /// The artifact at a decoded path such as `/na-kok/2564/`, rendered now if need be.
    fn route(&self, path: &str) -> Option<ServedPage>;

    fn not_found(&self) -> ServedPage;

    /// A JSON object for the author's panel; for the whole site without a path.
    ///
    /// `{ "page_errors": [F…], "findings": [F…], "counts": {"errors", "warnings", "notes"}, "marks": [{"kind", "text"}…] }`
    /// where `page_errors` are the reasons why the page is shown in an older version, `marks` are such as `draft` and
    /// `future`, and F is `{ "code", "severity", "message", "help", "file", "line", "column", "lines": [{"number",
    /// "text"}…], "text", "path" }`: `text` as the terminal prints it, `path` the page that the finding belongs to.
    fn findings_json(&self, path: Option<&str>) -> String;

    /// A JSON list of what was understood of each table behind a page; of every table without a path. Of each: `document`,
    /// `file`, `sheet`, `role`, `columns` with `head` and `meaning`, `hidden`, `rows`, `others`, `sums`, `joined_by_name`.
    fn tables_json(&self, _path: Option<&str>) -> String {
        "[]".to_owned()
    }

    /// The content file behind a page, as findings name it.
    fn source_of(&self, path: &str) -> Option<String>;

    /// The page that a content file makes, for `--follow`.
    fn page_of(&self, _source: &Path) -> Option<String> {
        None
    }
}

/// An artifact as the browser gets it.
#[derive(Clone, Debug)]
pub struct ServedPage {
    pub bytes: Arc<[u8]>,
    pub media_type: &'static str,
    /// Equal for equal bytes, whichever snapshot made them.
    pub hash: u64,
}

impl ServedPage {
    pub fn new(bytes: &[u8], media_type: &'static str) -> Self {
        Self { bytes: bytes.into(), media_type, hash: hash_of(bytes) }
    }
}

/// Makes snapshots, and keeps what the next one can reuse.
pub trait Keeper: Send {
    /// Called on one thread, one at a time. A broken file is no failure: its last good version stays in the snapshot.
    fn refresh(&mut self, changed: &DiskChanges) -> Arc<dyn Snapshot>;

    /// The snapshot that the first page is served from, as soon as there is one: what it leaves open, the next
    /// refresh, which follows at once, tells. `true`: it leaves something open.
    fn first(&mut self) -> (Arc<dyn Snapshot>, bool) {
        (self.refresh(&DiskChanges::everything()), false)
    }

    /// Folders and files whose changes matter. Asked again after each refresh.
    fn watched(&self) -> Vec<PathBuf>;
}

pub struct ServeOptions {
    /// `127.0.0.1` unless others may look on as well.
    pub host: String,
    /// The first to try; the next free one is taken. 0: any.
    pub port: u16,
    /// Compare files this often instead of waiting for the system to report: network drives, WSL.
    pub poll: Option<Duration>,
    /// Go to the page of the file that was saved.
    pub follow: bool,
    /// The address that opens an editor; `{path}`, `{line}` and `{column}` are filled in.
    pub editor: String,
    /// What findings' and sources' file names are relative to.
    pub root: PathBuf,
    /// Our own output: its changes are not the author's.
    pub ignored: Vec<PathBuf>,
    /// Told on the refreshing thread.
    pub on_refresh: Option<OnRefresh>,
    /// What the author's panel may have done; on this machine only.
    pub actions: Vec<Box<dyn guard::Action>>,
}

pub type OnRefresh = Box<dyn FnMut(&Refreshed<'_>) + Send>;

/// One refresh, for the terminal.
pub struct Refreshed<'a> {
    pub changes: &'a DiskChanges,
    pub snapshot: &'a Arc<dyn Snapshot>,
    pub took: Duration,
    /// The refresh itself broke; the snapshot is the one before.
    pub failed: bool,
    /// Why polling replaced the system's watcher, if it did.
    pub polling_because: Option<&'a str>,
}

impl Default for ServeOptions {
    fn default() -> Self {
        Self {
            host: "127.0.0.1".to_owned(),
            port: 4564,
            poll: None,
            follow: false,
            editor: "vscode://file/{path}:{line}:{column}".to_owned(),
            root: PathBuf::new(),
            ignored: Vec::new(),
            on_refresh: None,
            actions: Vec::new(),
        }
    }
}

/// A preview that runs until it is stopped or dropped.
pub struct Running {
    server: Arc<Mutex<Server>>,
    preview: Arc<Preview>,
    hub: Hub,
    stopper: Stopper,
    refresher: Option<JoinHandle<()>>,
    address: SocketAddr,
    wanted_port: u16,
}

/// Makes the first snapshot and begins to answer. Edits made meanwhile are seen.
pub fn serve(mut keeper: Box<dyn Keeper>, options: ServeOptions) -> io::Result<Running> {
    let ServeOptions { host, port, poll, follow, editor, root, ignored, on_refresh, actions } = options;
    let listener = server::bind(&host, port)?;
    let address = listener.local_addr()?;
    let mut watch = Watch::start(&keeper.watched(), WatchOptions { poll, ignored });
    let first = catch_unwind(AssertUnwindSafe(|| keeper.first()));
    let (first, leaves_open) = first.map_err(|_| io::Error::other("สร้างเว็บครั้งแรกไม่สำเร็จเพราะข้อผิดพลาดของโปรแกรม"))?;
    watch.set_roots(&keeper.watched());

    let root = std::path::absolute(&root).unwrap_or(root);
    let host = host.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
    let mut hosts: Vec<String> = ["localhost", "127.0.0.1", "::1"].map(str::to_owned).into();
    hosts.push(host);
    let settings = AuthorSettings {
        run: run_name(),
        editor,
        root: root.to_string_lossy().into_owned(),
        follow,
        hosts,
        any_number: address.ip().is_unspecified(),
    };
    let preview = Arc::new(Preview::new(first, settings, guard::Guard::new(address, actions)));
    let hub = Hub::start(preview.name(1))?;
    let server = Server::start(listener, Arc::clone(&preview) as _, hub.clone())?;
    let server = Arc::new(Mutex::new(server));
    let stopper = watch.stopper();
    let refresher = Refresher {
        keeper,
        watch,
        preview: Arc::clone(&preview),
        hub: hub.clone(),
        server: Arc::clone(&server),
        follow,
        on_refresh,
        leaves_open,
    };
    let refresher = thread::Builder::new().name("preview-refresh".into()).spawn(move || refresher.run())?;
    Ok(Running { server, preview, hub, stopper, refresher: Some(refresher), address, wanted_port: port })
}

impl Running {
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What to open in a browser on this machine.
    pub fn url(&self) -> String {
        match self.address.ip().is_unspecified() {
            true => format!("http://127.0.0.1:{}/", self.address.port()),
            false => format!("http://{}/", self.address),
        }
    }

    /// The wanted port was taken, and another is used.
    pub fn moved_from(&self) -> Option<u16> {
        (self.wanted_port != 0 && self.wanted_port != self.address.port()).then_some(self.wanted_port)
    }

    /// Grows by one with each refresh.
    pub fn snapshot_number(&self) -> u64 {
        self.preview.current().number
    }

    /// How many pages are open in browsers.
    pub fn listeners(&self) -> usize {
        self.hub.listeners()
    }

    /// Blocks until the preview ends.
    pub fn wait(mut self) {
        if let Some(refresher) = self.refresher.take() {
            // A refresher that broke has ended as well.
            let _ = refresher.join();
        }
    }

    /// Frees the port and closes every connection at once.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stopper.stop();
        lock(&self.server).stop();
    }
}

struct Refresher {
    keeper: Box<dyn Keeper>,
    watch: Watch,
    preview: Arc<Preview>,
    hub: Hub,
    server: Arc<Mutex<Server>>,
    follow: bool,
    on_refresh: Option<OnRefresh>,
    /// The first snapshot does not tell everything yet.
    leaves_open: bool,
}

impl Refresher {
    fn run(mut self) {
        let mut after_failure = false;
        let mut rest = std::mem::take(&mut self.leaves_open).then(DiskChanges::default);
        while let Some(mut changes) = rest.take().or_else(|| self.watch.next_changes()) {
            // After a failure the keeper may hold anything: let it look at everything again.
            changes.rescan |= after_failure;
            let start = Instant::now();
            let refreshed = catch_unwind(AssertUnwindSafe(|| self.keeper.refresh(&changes)));
            after_failure = refreshed.is_err();
            if let Ok(snapshot) = refreshed {
                // Only now, when every page of it can be had, are the browsers told.
                let (name, before) = self.preview.show(Arc::clone(&snapshot));
                lock(&self.server).expect_requests();
                self.hub.snapshot(name);
                if self.follow
                    && let Some(page) = changes.paths.iter().find_map(|path| snapshot.page_of(path))
                {
                    self.hub.follow(page);
                }
                drop(before);
                self.watch.set_roots(&self.keeper.watched());
            }
            let took = start.elapsed();
            if changes.is_empty() && !after_failure {
                continue; // nothing of the author's changed
            }
            if let Some(tell) = &mut self.on_refresh {
                let snapshot = &self.preview.current().snapshot;
                let polling_because = self.watch.fell_back();
                tell(&Refreshed { changes: &changes, snapshot, took, failed: after_failure, polling_because });
            }
        }
    }
}

/// Differs from run to run, so that a page left open notices that the program was started anew.
fn run_name() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("{:x}", now.as_nanos())
}

/// FNV-1a with a final mix: equal on every machine, and cheap beside rendering.
pub fn hash_of(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in bytes {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 32)
}

/// A thread that broke while it held a lock has left nothing half done here: each critical section is one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
