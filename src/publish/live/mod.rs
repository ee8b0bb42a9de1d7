//! A published site as the public gets it: is every file what was built, and does the host serve it as it should?
//! Only reads, over a few connections. What is found is told in Thai; where it stands is data.

mod fetch;
mod http;
mod judge;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

pub use self::fetch::Fetcher;
pub use self::http::{HostAddress, HttpReply};
pub use self::judge::Remark;

use self::http::HttpConnection;
use super::OWN_FOLDERS;
use super::tls::Tls;
use super::trouble::{Trouble, Why};
use crate::output::{FileRecord, Hash, Manifest};

const CONNECTIONS: usize = 4;
/// A page that only leads on to another is smaller.
const LARGEST_LEADING_PAGE: u64 = 4096;

#[derive(Debug, Default)]
pub struct LiveDifference {
    pub checked: usize,
    pub changed: Vec<String>,
    pub missing: Vec<String>,
    /// Faults of headers, types, TLS.
    pub remarks: Vec<Remark>,
}

pub struct Live {
    address: HostAddress,
    tls: Option<Tls>,
}

impl Live {
    pub fn open(address: &str, certificate: Option<&str>) -> Result<Self, Trouble> {
        let address = HostAddress::parse(address)?;
        let tls = if address.secure { Some(Tls::new(certificate, false)?) } else { None };
        Ok(Self { address, tls })
    }

    fn connection(&self) -> HttpConnection {
        HttpConnection::new(&self.address, self.tls.as_ref())
    }

    /// The manifest that the site itself shows. Some hosts hide it: then the one that was kept is needed.
    pub fn manifest(&self) -> Result<Manifest, Trouble> {
        let mut connection = self.connection();
        for own in OWN_FOLDERS {
            let answer = connection.get(&self.address.target(&format!("{own}/manifest.json")), "identity")?;
            if answer.status == 200
                && let Ok(manifest) = Manifest::read(&String::from_utf8_lossy(&answer.body))
            {
                return Ok(manifest);
            }
        }
        Err(Trouble::new(
            Why::Foreign,
            "เว็บนี้ไม่แสดงรายชื่อไฟล์ (.prongsai/manifest.json) อาจไม่ได้สร้างด้วย prongsai หรือโฮสต์ซ่อนโฟลเดอร์ที่ขึ้นต้นด้วยจุด \
             สั่งในโฟลเดอร์ที่สร้างเว็บด้วย `prongsai verify --target ชื่อปลายทาง` เพื่อเทียบกับที่เผยแพร่จากเครื่องนี้",
        ))
    }

    /// Every file by hash, then how it is served.
    pub fn look(&self, manifest: &Manifest) -> Result<LiveDifference, Trouble> {
        let entries: Vec<(&String, &FileRecord)> = manifest.entries.iter().collect();
        let next = AtomicUsize::new(0);
        let found = Mutex::new(LiveDifference { checked: entries.len(), ..LiveDifference::default() });
        // One answer of each kind of file, to be judged.
        let samples: Mutex<BTreeMap<String, (String, HttpReply)>> = Mutex::default();
        let failed: Mutex<Option<Trouble>> = Mutex::new(None);
        std::thread::scope(|scope| {
            for _ in 0..CONNECTIONS.min(entries.len()) {
                scope.spawn(|| {
                    let mut connection = self.connection();
                    while let Some((path, record)) = entries.get(next.fetch_add(1, Ordering::Relaxed)) {
                        if failed.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
                            return;
                        }
                        let (answer, led_on) = match self.follow(&mut connection, path, record.size) {
                            Ok(answered) => answered,
                            Err(trouble) => {
                                failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(trouble);
                                return;
                            }
                        };
                        let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                        // The page for what is missing may itself be served as missing.
                        let served = answer.status == 200 || (path.ends_with("404.html") && answer.status == 404);
                        // At an old address the host's rule goes before the small page that leads on.
                        let by_rule = led_on && answer.status == 200 && record.size < LARGEST_LEADING_PAGE;
                        if by_rule && Hash::of(&answer.body) != record.hash {
                            continue;
                        }
                        if !served {
                            found.missing.push((*path).clone());
                        } else if Hash::of(&answer.body) != record.hash {
                            found.changed.push((*path).clone());
                        }
                        if answer.status == 200 {
                            let kind = path.rsplit('/').next().and_then(|name| name.rsplit_once('.'));
                            let kind = kind.map_or(String::new(), |(_, kind)| kind.to_ascii_lowercase());
                            let mut samples = samples.lock().unwrap_or_else(PoisonError::into_inner);
                            // The first by name, so that the same site gives the same remarks.
                            if samples.get(&kind).is_none_or(|(known, _)| known > *path) {
                                samples.insert(kind, ((*path).clone(), answer));
                            }
                        }
                    }
                });
            }
        });
        if let Some(trouble) = failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return Err(trouble);
        }
        let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        found.changed.sort();
        found.missing.sort();
        let samples = samples.into_inner().unwrap_or_else(PoisonError::into_inner);
        found.remarks = judge::judge(&self.address, &mut self.connection(), manifest, &samples)?;
        Ok(found)
    }

    /// A host may lead `/a.html` to `/a`: one step within it is followed.
    fn follow(&self, connection: &mut HttpConnection, path: &str, size: u64) -> Result<(HttpReply, bool), Trouble> {
        let answer = connection.get_of_size(&self.address.target(path), "identity", size)?;
        let place = answer.header("location").filter(|_| matches!(answer.status, 301 | 302 | 307 | 308));
        let Some(place) = place else { return Ok((answer, false)) };
        let own = match place.split_once("://") {
            None => Some(place.to_owned()),
            Some((_, rest)) => rest
                .split_once('/')
                .filter(|(host, _)| host.starts_with(&self.address.host))
                .map(|(_, path)| format!("/{path}")),
        };
        match own.filter(|own| own.starts_with('/')) {
            Some(own) => connection.get_of_size(&own, "identity", size).map(|answer| (answer, true)),
            None => Ok((answer, false)),
        }
    }
}
