//! SFTP through OpenSSH's own program, which knows agents, keys and jump hosts, and is part of Windows 10. Several runs
//! of it share the work; each file goes under a name of our own and is renamed over the old one.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::Mutex;
use std::time::Duration;

use super::place::{PublishPlace, Secret, ServerAddress};
use super::plan::{PublishStep, StepKind};
use super::program::{Bench, ProgramSaid, ask, program, run, ssh_options, trouble};
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
}

impl Sftp {
    pub fn new(server: &ServerAddress, place: &PublishPlace) -> Self {
        Self {
            server: server.clone(),
            secret: Secret::of(place),
            connections: place.connections,
            made: BTreeSet::new(),
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

    fn batch(&self, lines: &str, each: impl FnMut(&[u8])) -> Result<ProgramSaid, Trouble> {
        run(&mut self.command(), lines.as_bytes(), self.secret.as_ref(), each)
    }

    /// One run over some steps. `done` counts those that are finished, also when it fails.
    fn go(
        &self,
        steps: &[&PublishStep],
        number: usize,
        own: &str,
        made: &BTreeSet<String>,
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
        let mut here = made.clone();
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
        let said = self.batch(&text, |line| {
            if line.starts_with(b"sftp> ") {
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
        });
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
        let said = self.batch(&text, |_| {})?;
        if !said.good {
            return Err(trouble("sftp", &said));
        }
        let names: Vec<String> = (0..paths.len()).map(|number| number.to_string()).collect();
        Ok(bench.found(&names))
    }

    fn list(&mut self, folder: &str) -> Result<Option<Vec<HostItem>>, Trouble> {
        let said = self.batch(&format!("cd {}\nls -la\n", quoted(&self.at(folder))), |_| {})?;
        if !said.good {
            let missing = ["No such file", "not found", "Can't change directory", "not a directory"];
            return match missing.iter().any(|word| said.err.contains(word)) {
                true => Ok(None),
                false => Err(trouble("sftp", &said)),
            };
        }
        let text = String::from_utf8_lossy(&said.out).into_owned();
        let items = text.lines().filter(|line| !line.starts_with("sftp> ")).filter_map(super::ftp::plain_line);
        Ok(Some(items.map(|(name, is_folder)| HostItem { name, is_folder }).collect()))
    }

    fn carry(&mut self, steps: &[PublishStep], site: &BuiltSite, own: &str, told: Teller<'_>) -> Result<(), Trouble> {
        for chunk in steps.chunks(AT_A_TIME) {
            let all: Vec<&PublishStep> = chunk.iter().collect();
            let bench = Bench::new()?;
            bench.lay(&all, site)?;
            // A second run costs a login, which a few files are not worth.
            let workers = self.connections.min(chunk.len().div_ceil(50)).max(1);
            let shares: Vec<Vec<&PublishStep>> =
                (0..workers).map(|number| all.iter().skip(number).step_by(workers).copied().collect()).collect();
            let failed = Mutex::new(None);
            let this = &*self;
            std::thread::scope(|scope| {
                for (number, share) in shares.iter().enumerate() {
                    let (failed, bench) = (&failed, &bench);
                    scope.spawn(move || {
                        let mut rest: &[&PublishStep] = share;
                        let mut pauses = PAUSES.iter();
                        loop {
                            let (done, result) = this.go(rest, number, own, &this.made, bench, told);
                            let Err(trouble) = result else { return };
                            rest = rest.get(done..).unwrap_or_default();
                            let passing = matches!(trouble.why, Why::Cut | Why::Unreachable);
                            match pauses.next().filter(|_| passing) {
                                Some(pause) => std::thread::sleep(*pause),
                                None => {
                                    failed
                                        .lock()
                                        .unwrap_or_else(std::sync::PoisonError::into_inner)
                                        .get_or_insert(trouble);
                                    return;
                                }
                            }
                        }
                    });
                }
            });
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
        let _ = self.batch(&lines, |_| {});
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
