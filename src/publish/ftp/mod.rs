//! FTP and explicit FTPS: what shared hosting offers. A file is sent under a name of our own and renamed into place.
//! Several connections share the work; one that breaks is opened again a few times before the publishing stops.

mod line;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use self::line::{ControlLine, refused};

/// Other protocols list in the same form.
pub use self::line::plain_line;
use super::place::{PublishPlace, Secret, ServerAddress};
use super::plan::{PublishStep, StepKind};
use super::tls::Tls;
use super::trouble::{Trouble, Why};
use super::{BuiltSite, Host, HostItem, News, Teller};

/// Waits before a broken connection is opened again.
const PAUSES: [Duration; 4] =
    [Duration::from_millis(200), Duration::from_secs(1), Duration::from_secs(3), Duration::from_secs(6)];

pub struct Ftp {
    server: ServerAddress,
    secret: Option<Secret>,
    tls: Option<Tls>,
    connections: usize,
    lines: Vec<ControlLine>,
    /// Folders that are known to be there.
    made: Mutex<BTreeSet<String>>,
}

impl Ftp {
    pub fn open(server: &ServerAddress, place: &PublishPlace) -> Result<Self, Trouble> {
        let certificate = server.certificate.as_deref();
        let secret = Secret::of(place);
        let mut ftp = Self {
            server: server.clone(),
            secret,
            tls: None,
            connections: place.connections,
            lines: Vec::new(),
            made: Mutex::default(),
        };
        if server.tls {
            ftp.tls = Some(Tls::new(certificate, true)?);
        }
        let first = match ftp.connect() {
            // A host that has given up TLS 1.2.
            Err(trouble) if trouble.message.contains("ProtocolVersion") && server.tls => {
                ftp.tls = Some(Tls::new(certificate, false)?);
                ftp.connect()?
            }
            opened => opened?,
        };
        ftp.lines.push(first);
        Ok(ftp)
    }

    fn connect(&self) -> Result<ControlLine, Trouble> {
        ControlLine::open(&self.server, self.tls.as_ref(), self.secret.as_ref())
            .map_err(|trouble| self.covered(trouble))
    }

    fn covered(&self, trouble: Trouble) -> Trouble {
        match &self.secret {
            Some(secret) => Trouble::new(trouble.why, secret.cover(&trouble.message)),
            None => trouble,
        }
    }

    fn at(&self, path: &str) -> String {
        match (self.server.path.as_str(), path) {
            ("", path) => path.to_owned(),
            (root, "") => root.to_owned(),
            (root, path) => format!("{root}/{path}"),
        }
    }

    /// Does `work` for each item over several connections, each opened again when it breaks.
    fn share<I: Sync>(
        &mut self,
        items: &[I],
        work: impl Fn(&Self, &mut ControlLine, usize, &I) -> Result<(), Trouble> + Sync,
    ) -> Result<(), Trouble> {
        let mut lines = std::mem::take(&mut self.lines);
        let next = AtomicUsize::new(0);
        let failed: Mutex<Option<Trouble>> = Mutex::new(None);
        let workers = self.connections.min(items.len()).max(1);
        let given: Vec<Option<ControlLine>> = (0..workers).map(|_| lines.pop()).collect();
        let this = &*self;
        let kept = std::thread::scope(|scope| {
            let threads: Vec<_> = given
                .into_iter()
                .enumerate()
                .map(|(number, line)| {
                    let (next, failed, work) = (&next, &failed, &work);
                    scope.spawn(move || {
                        let mut line = line;
                        if line.is_none() && number > 0 {
                            // A host that allows fewer connections than we ask for is served over those it allows.
                            match this.connect() {
                                Ok(opened) => line = Some(opened),
                                Err(_) => return None,
                            }
                        }
                        loop {
                            if failed.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
                                return line;
                            }
                            let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) else { return line };
                            let done = this.with_patience(&mut line, |line| work(this, line, number, item));
                            if let Err(trouble) = done {
                                failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(trouble);
                                return None;
                            }
                        }
                    })
                })
                .collect();
            threads.into_iter().filter_map(|thread| thread.join().ok().flatten()).collect::<Vec<ControlLine>>()
        });
        self.lines = kept;
        match failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(trouble) => Err(self.covered(trouble)),
            None => Ok(()),
        }
    }

    fn with_patience(
        &self,
        line: &mut Option<ControlLine>,
        work: impl Fn(&mut ControlLine) -> Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        let mut pauses = PAUSES.iter();
        loop {
            let done = match line {
                Some(line) => work(line),
                None => self.connect().and_then(|opened| work(line.insert(opened))),
            };
            let Err(trouble) = done else { return Ok(()) };
            let passing = matches!(trouble.why, Why::Cut | Why::Unreachable);
            if !passing {
                return Err(trouble);
            }
            *line = None;
            match pauses.next() {
                Some(pause) => std::thread::sleep(*pause),
                None => return Err(trouble),
            }
        }
    }

    fn make_folder(&self, line: &mut ControlLine, folder: &str) -> Result<(), Trouble> {
        if folder.is_empty() || self.made.lock().unwrap_or_else(PoisonError::into_inner).contains(folder) {
            return Ok(());
        }
        if let Some((parent, _)) = folder.rsplit_once('/') {
            self.make_folder(line, parent)?;
        }
        let answer = line.command(&format!("MKD {folder}"))?;
        // It may have been there; if it could not be made, what is put into it says so.
        if answer.code != 257 && line.command(&format!("CWD {folder}"))?.code == 250 {
            line.go_home()?;
        }
        self.made.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
        Ok(())
    }

    fn step(
        &self,
        line: &mut ControlLine,
        number: usize,
        step: &PublishStep,
        site: &BuiltSite,
        own: &str,
    ) -> Result<(), Trouble> {
        let path = self.at(&step.path);
        let bytes;
        let content = match &step.what {
            StepKind::Remove => return self.remove(line, &path).map_err(|trouble| trouble.at(&step.path)),
            StepKind::Put(record) => {
                bytes = site.read(&step.path, *record)?;
                &bytes
            }
            StepKind::Write(written) => written,
        };
        let part = self.at(&format!("{own}/part-{number}"));
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.make_folder(line, &self.at(own))?;
        self.make_folder(line, folder)?;
        line.store(&part, content)
            .and_then(|()| self.rename(line, &part, &path))
            .map_err(|trouble| trouble.at(&step.path))
    }

    fn rename(&self, line: &mut ControlLine, from: &str, to: &str) -> Result<(), Trouble> {
        let answer = line.command(&format!("RNFR {from}"))?;
        if answer.code != 350 {
            return Err(refused("โฮสต์ไม่ให้เปลี่ยนชื่อไฟล์", &answer));
        }
        let answer = line.command(&format!("RNTO {to}"))?;
        if matches!(answer.code, 250 | 200) {
            return Ok(());
        }
        if answer.code == 421 {
            return Err(refused("โฮสต์ปิดสาย", &answer));
        }
        // A host that does not replace: for an instant nothing stands there.
        line.command(&format!("DELE {to}"))?;
        let again = line.command(&format!("RNFR {from}"))?;
        if again.code == 350 && matches!(line.command(&format!("RNTO {to}"))?.code, 250 | 200) {
            return Ok(());
        }
        Err(refused("โฮสต์ไม่ให้วางไฟล์", &answer))
    }

    fn remove(&self, line: &mut ControlLine, path: &str) -> Result<(), Trouble> {
        let answer = line.command(&format!("DELE {path}"))?;
        if matches!(answer.code, 250 | 200) {
            return Ok(());
        }
        // Gone already, or not allowed?
        let is_there = line.command(&format!("SIZE {path}"))?.code == 213;
        if is_there || answer.code == 421 {
            Err(refused("โฮสต์ไม่ให้ลบ", &answer))
        } else {
            Ok(())
        }
    }
}

impl Host for Ftp {
    fn fetch(&mut self, paths: &[String]) -> Result<Vec<Option<Vec<u8>>>, Trouble> {
        let found: Vec<Mutex<Option<Vec<u8>>>> = paths.iter().map(|_| Mutex::new(None)).collect();
        let numbered: Vec<usize> = (0..paths.len()).collect();
        // A second connection costs more than a few small files.
        let connections = self.connections;
        self.connections = if paths.len() > 16 { connections } else { 1 };
        let done = self.share(&numbered, |this, line, _, at| {
            let bytes = line.retrieve(&this.at(&paths[*at]))?;
            *found[*at].lock().unwrap_or_else(PoisonError::into_inner) = bytes;
            Ok(())
        });
        self.connections = connections;
        done?;
        Ok(found.into_iter().map(|found| found.into_inner().unwrap_or_else(PoisonError::into_inner)).collect())
    }

    fn list(&mut self, folder: &str) -> Result<Option<Vec<HostItem>>, Trouble> {
        let listed = Mutex::new(None);
        self.share(&[folder], |this, line, _, folder| {
            *listed.lock().unwrap_or_else(PoisonError::into_inner) = line.list(&this.at(folder))?;
            Ok(())
        })?;
        let listed = listed.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(listed.map(|items| items.into_iter().map(|(name, is_folder)| HostItem { name, is_folder }).collect()))
    }

    fn carry(&mut self, steps: &[PublishStep], site: &BuiltSite, own: &str, told: Teller<'_>) -> Result<(), Trouble> {
        self.share(steps, |this, line, number, step| {
            told(News::Begun(step));
            this.step(line, number, step, site, own)?;
            told(News::Done(step));
            Ok(())
        })
    }

    fn remove_folders(&mut self, folders: &[String]) {
        // A folder that stays, because it holds somebody's file or the host says no, is no fault.
        if let Some(line) = self.lines.first_mut() {
            for folder in folders {
                let folder = match self.server.path.as_str() {
                    "" => folder.clone(),
                    root => format!("{root}/{folder}"),
                };
                if line.command(&format!("RMD {folder}")).is_err() {
                    return;
                }
            }
        }
    }
}

impl Drop for Ftp {
    fn drop(&mut self) {
        for line in std::mem::take(&mut self.lines) {
            line.quit();
        }
    }
}
