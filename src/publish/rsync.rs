//! rsync: over ssh or to its own server. Sends parts of what changed, each file under a name of its own until it is whole.

use std::collections::BTreeMap;
use std::process::Command;

use super::place::{PublishPlace, Secret};
use super::plan::{PublishStep, StepKind};
use super::program::{Bench, ask, program, run, ssh_options, trouble};
use super::trouble::Trouble;
use super::{BuiltSite, Host, HostItem, News, Teller};

/// Its code for files that are listed and not there: what is asked for here.
const VANISHED: i32 = 24;

pub struct Rsync {
    address: String,
    secret: Option<Secret>,
}

impl Rsync {
    pub fn new(address: &str, place: &PublishPlace) -> Self {
        Self { address: address.to_owned(), secret: Secret::of(place) }
    }

    fn command(&self) -> Command {
        let mut command = program("rsync");
        command.args(["-8", "-s", "--timeout=60"]);
        if !self.address.starts_with("rsync://") && self.address.contains(':') {
            command.arg("-e").arg(format!("ssh {}", ssh_options(self.secret.as_ref()).join(" ")));
        }
        if let Some(secret) = &self.secret {
            command.env("RSYNC_PASSWORD", secret.expose());
        }
        ask(&mut command, self.secret.as_ref());
        command
    }
}

fn zeroed<'a>(paths: impl Iterator<Item = &'a str>) -> Vec<u8> {
    paths.flat_map(|path| path.bytes().chain([0])).collect()
}

impl Host for Rsync {
    fn fetch(&mut self, paths: &[String]) -> Result<Vec<Option<Vec<u8>>>, Trouble> {
        let bench = Bench::new()?;
        let mut command = self.command();
        command.args(["-I", "--ignore-missing-args", "--from0", "--files-from=-"]);
        command.arg("--").arg(format!("{}/", self.address)).arg(bench.path());
        let said = run(&mut command, &zeroed(paths.iter().map(String::as_str)), self.secret.as_ref(), |_| {})?;
        // A root that is not there yet has no files.
        let no_root = said.code == 23 || said.err.contains("change_dir") || said.err.contains("chdir failed");
        if !said.good && !no_root && said.code != VANISHED {
            return Err(trouble("rsync", &said));
        }
        Ok(bench.found(paths))
    }

    fn list(&mut self, folder: &str) -> Result<Option<Vec<HostItem>>, Trouble> {
        let mut command = self.command();
        let slash = if folder.is_empty() { "" } else { "/" };
        command.args(["--list-only", "--"]).arg(format!("{}/{folder}{slash}", self.address));
        let said = run(&mut command, &[], self.secret.as_ref(), |_| {})?;
        if !said.good {
            let missing = said.code == 23 || said.err.contains("No such file") || said.err.contains("chdir failed");
            return if missing { Ok(None) } else { Err(trouble("rsync", &said)) };
        }
        let text = String::from_utf8_lossy(&said.out).into_owned();
        let item = |line: &str| {
            let mut rest = line;
            for _ in 0..4 {
                rest = rest.trim_start().split_once(' ')?.1;
            }
            let name = rest.split(" -> ").next()?;
            (name != ".").then(|| HostItem { name: name.to_owned(), is_folder: line.starts_with('d') })
        };
        Ok(Some(text.lines().filter(|line| line.starts_with(['d', '-', 'l'])).filter_map(item).collect()))
    }

    fn carry(&mut self, steps: &[PublishStep], site: &BuiltSite, _: &str, told: Teller<'_>) -> Result<(), Trouble> {
        let (puts, removes): (Vec<&PublishStep>, Vec<&PublishStep>) =
            steps.iter().partition(|step| step.what != StepKind::Remove);
        for (steps, removing) in [(removes, true), (puts, false)] {
            if steps.is_empty() {
                continue;
            }
            let bench = Bench::of(site)?;
            bench.lay(&steps, site)?;
            let mut command = self.command();
            command.args([
                "-I",
                "--from0",
                "--files-from=-",
                "--out-format=%n",
                "--outbuf=L",
                "--chmod=D755,F644",
                "-p",
            ]);
            // Nothing of it lies here, which is what takes it away there.
            command.arg(if removing { "--delete-missing-args" } else { "--no-owner" });
            command.arg("--mkpath");
            command.arg("--").arg(format!("{}/", bench.path().display())).arg(format!("{}/", self.address));
            let mut waiting: BTreeMap<&str, &PublishStep> =
                steps.iter().map(|step| (step.path.as_str(), *step)).collect();
            steps.iter().for_each(|step| told(News::Begun(step)));
            let list = zeroed(steps.iter().map(|step| step.path.as_str()));
            // A file is named when it begins; the one named before it has arrived.
            let mut before: Option<String> = None;
            let said = run(&mut command, &list, self.secret.as_ref(), |line| {
                let name = String::from_utf8_lossy(line).trim_end().to_owned();
                if let Some(step) = before.replace(name).and_then(|name| waiting.remove(name.as_str())) {
                    told(News::Done(step));
                }
            })?;
            let taken_away = removing && said.code == VANISHED;
            if !said.good && !taken_away {
                return Err(trouble("rsync", &said));
            }
            waiting.into_values().for_each(|step| told(News::Done(step)));
        }
        Ok(())
    }

    /// rsync takes away files, and leaves their folders.
    fn remove_folders(&mut self, folders: &[String]) {
        let Ok(bench) = Bench::new() else { return };
        let mut command = self.command();
        command.args(["-d", "--from0", "--files-from=-", "--delete-missing-args", "--"]);
        command.arg(format!("{}/", bench.path().display())).arg(format!("{}/", self.address));
        let _ = run(&mut command, &zeroed(folders.iter().map(String::as_str)), self.secret.as_ref(), |_| {});
    }
}
