//! SFTP through OpenSSH's own program, which knows agents, keys and jump hosts, and is part of Windows 10. Several
//! sessions of it share the work; each file goes under a name of our own and is renamed over the old one.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::Mutex;
use std::time::Duration;

use super::place::{PublishPlace, Secret, ServerAddress};
use super::plan::{PublishStep, StepKind};
use super::program::{Bench, ProgramSaid, ask, program, ssh_options, trouble};
use super::sftp_session::{ECHO, SftpSession, say};
use super::trouble::{Trouble, Why};
use super::{BuiltSite, Host, HostItem, News, Teller};

const PAUSES: [Duration; 3] = [Duration::from_millis(300), Duration::from_secs(2), Duration::from_secs(5)];
/// Steps of one run: what is lost to a restart stays small.
const AT_A_TIME: usize = 2000;

pub struct Sftp {
    server: ServerAddress,
    secret: Option<Secret>,
    connections: usize,
    made: BTreeSet<String>,
    /// The first also looks at what is there.
    sessions: Vec<Option<SftpSession>>,
}

impl Sftp {
    pub fn new(server: &ServerAddress, place: &PublishPlace) -> Self {
        Self {
            server: server.clone(),
            secret: Secret::of(place),
            connections: place.connections,
            made: BTreeSet::new(),
            sessions: vec![None],
        }
    }

    fn at(&self, path: &str) -> String {
        match (self.server.path.as_str(), path) {
            ("", "") => ".".to_owned(),
            ("", path) => path.to_owned(),
            (root, "") => root.to_owned(),
            (root, path) => format!("{root}/{path}"),
        }
    }

    fn command(&self) -> Command {
        let mut command = program("sftp");
        // The first word of an option counts, so these stand before `-b`, which would forbid passwords.
        command.args(ssh_options(self.secret.as_ref()));
        command.arg("-P").arg(self.server.port.to_string()).args(["-b", "-"]);
        let user = if self.server.user.is_empty() { String::new() } else { format!("{}@", self.server.user) };
        let host =
            if self.server.host.contains(':') { format!("[{}]", self.server.host) } else { self.server.host.clone() };
        command.arg("--").arg(format!("{user}{host}"));
        ask(&mut command, self.secret.as_ref());
        command
    }

    /// Commands that look or tidy up.
    fn batch(&mut self, lines: &str) -> Result<ProgramSaid, Trouble> {
        let mut session = self.sessions.first_mut().and_then(Option::take);
        let said = say(&mut session, || self.command(), self.secret.as_ref(), lines, |_| {});
        if let Some(first) = self.sessions.first_mut() {
            *first = session;
        }
        said
    }

    /// All of a worker's steps, with a new session where one was cut.
    fn go_on(
        &self,
        session: &mut Option<SftpSession>,
        mut steps: &[&PublishStep],
        number: usize,
        own: &str,
        bench: &Bench,
        told: Teller<'_>,
    ) -> Result<(), Trouble> {
        let mut pauses = PAUSES.iter();
        loop {
            let (done, result) = self.go(session, steps, number, own, bench, told);
            let Err(trouble) = result else { return Ok(()) };
            steps = steps.get(done..).unwrap_or_default();
            let passing = matches!(trouble.why, Why::Cut | Why::Unreachable);
            match pauses.next().filter(|_| passing) {
                Some(pause) => std::thread::sleep(*pause),
                None => return Err(trouble),
            }
        }
    }

    /// Some steps in one session. The number counts those that are finished, also when it fails.
    fn go(
        &self,
        session: &mut Option<SftpSession>,
        steps: &[&PublishStep],
        number: usize,
        own: &str,
        bench: &Bench,
        told: Teller<'_>,
    ) -> (usize, Result<(), Trouble>) {
        let part = self.at(&format!("{own}/part-{number}"));
        let mut text = String::new();
        // After so many commands, so many steps are done.
        let mut ends = Vec::with_capacity(steps.len());
        let mut commands = 0;
        let mut add = |line: String| {
            text.push_str(&line);
            text.push('\n');
            commands += 1;
            commands
        };
        let mut here = self.made.clone();
        for step in steps {
            let path = self.at(&step.path);
            if step.what == StepKind::Remove {
                ends.push(add(format!("-rm {}", quoted(&path))));
                continue;
            }
            for target in [part.as_str(), path.as_str()] {
                let mut folders: Vec<&str> = target
                    .match_indices('/')
                    .map(|(at, _)| &target[..at])
                    .filter(|folder| !folder.is_empty())
                    .collect();
                folders.retain(|folder| here.insert((*folder).to_owned()));
                for folder in folders {
                    add(format!("-mkdir {}", quoted(folder)));
                }
            }
            let local = bench.path().join(&step.path);
            add(format!("put {} {}", quoted(&local.to_string_lossy()), quoted(&part)));
            ends.push(add(format!("rename {} {}", quoted(&part), quoted(&path))));
        }
        let mut seen = 0;
        let mut done = 0;
        if let Some(first) = steps.first() {
            told(News::Begun(first));
        }
        let said = say(
            session,
            || self.command(),
            self.secret.as_ref(),
            &text,
            |line| {
                if line.starts_with(ECHO) {
                    seen += 1;
                    // The command that is named now begins; those before it have ended well.
                    while done < ends.len() && ends[done] < seen {
                        told(News::Done(steps[done]));
                        done += 1;
                        if let Some(next) = steps.get(done) {
                            told(News::Begun(next));
                        }
                    }
                }
            },
        );
        let said = match said {
            Ok(said) => said,
            Err(trouble) => return (done, Err(trouble)),
        };
        if !said.good {
            return (done, Err(trouble("sftp", &said)));
        }
        // A file that could not be removed is passed over by sftp; whether it was there is in its words.
        if let Some(line) = said.err.lines().find(|line| line.contains("delete") && line.contains("Permission denied"))
        {
            return (done, Err(Trouble::new(Why::Refused, format!("โฮสต์ไม่ให้ลบ: {line}"))));
        }
        while done < steps.len() {
            told(News::Done(steps[done]));
            done += 1;
        }
        (done, Ok(()))
    }
}

/// As sftp reads a name in its commands.
fn quoted(path: &str) -> String {
    let mut text = String::from('"');
    for character in path.chars() {
        if matches!(character, '"' | '\\') {
            text.push('\\');
        }
        text.push(character);
    }
    text.push('"');
    text
}

impl Host for Sftp {
    fn fetch(&mut self, paths: &[String]) -> Result<Vec<Option<Vec<u8>>>, Trouble> {
        let bench = Bench::new()?;
        let mut text = String::new();
        for (number, path) in paths.iter().enumerate() {
            let local = bench.path().join(number.to_string());
            text.push_str(&format!("-get {} {}\n", quoted(&self.at(path)), quoted(&local.to_string_lossy())));
        }
        let said = self.batch(&text)?;
        if !said.good {
            return Err(trouble("sftp", &said));
        }
        let names: Vec<String> = (0..paths.len()).map(|number| number.to_string()).collect();
        Ok(bench.found(&names))
    }

    fn list(&mut self, folder: &str) -> Result<Option<Vec<HostItem>>, Trouble> {
        let at = self.at(folder);
        let said = self.batch(&format!("-ls -la {}\n", quoted(&at)))?;
        if !said.good {
            return Err(trouble("sftp", &said));
        }
        // Each name stands behind its folder's; a folder that is there lists itself, a file only its own name.
        let text = String::from_utf8_lossy(&said.out).into_owned();
        let inside = format!("{}/", at.trim_end_matches('/'));
        let mut is_folder = false;
        let mut items = Vec::new();
        for line in text.lines().filter(|line| !line.as_bytes().starts_with(ECHO)) {
            let Some((before, name)) = line.split_once(&inside) else { continue };
            is_folder = true;
            items.extend(super::ftp::plain_line(&format!("{before}{name}")));
        }
        if !is_folder && said.err.contains("Permission denied") {
            return Err(Trouble::new(Why::Refused, format!("โฮสต์ไม่ให้ดูรายชื่อใน `{at}`")));
        }
        Ok(is_folder.then(|| items.into_iter().map(|(name, is_folder)| HostItem { name, is_folder }).collect()))
    }

    fn carry(&mut self, steps: &[PublishStep], site: &BuiltSite, own: &str, told: Teller<'_>) -> Result<(), Trouble> {
        for chunk in steps.chunks(AT_A_TIME) {
            let all: Vec<&PublishStep> = chunk.iter().collect();
            let bench = Bench::of(site)?;
            // A second session costs a login, which a few files are not worth.
            let workers = self.connections.min(chunk.len().div_ceil(50)).max(1);
            let shares: Vec<Vec<&PublishStep>> =
                (0..workers).map(|number| all.iter().skip(number).step_by(workers).copied().collect()).collect();
            let failed = Mutex::new(None);
            let mut sessions = std::mem::take(&mut self.sessions);
            sessions.resize_with(workers.max(sessions.len()), || None);
            let this = &*self;
            std::thread::scope(|scope| {
                for (number, (share, session)) in shares.iter().zip(&mut sessions).enumerate() {
                    let (failed, bench) = (&failed, &bench);
                    scope.spawn(move || {
                        let result =
                            bench.lay(share, site).and_then(|()| this.go_on(session, share, number, own, bench, told));
                        if let Err(trouble) = result {
                            let mut failed = failed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                            failed.get_or_insert(trouble);
                        }
                    });
                }
            });
            self.sessions = sessions;
            if let Some(trouble) = failed.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
                return Err(trouble);
            }
            for step in chunk.iter().filter(|step| step.what != StepKind::Remove) {
                let path = self.at(&step.path);
                self.made.extend(path.match_indices('/').map(|(at, _)| path[..at].to_owned()));
            }
        }
        Ok(())
    }

    fn remove_folders(&mut self, folders: &[String]) {
        let lines: String = folders.iter().map(|folder| format!("-rmdir {}\n", quoted(&self.at(folder)))).collect();
        // What stays, because it holds somebody's file, is no fault.
        let _ = self.batch(&lines);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_quotes() {
        assert_eq!(quoted("ก ข/\"x\\"), "\"ก ข/\\\"x\\\\\"");
    }
}
