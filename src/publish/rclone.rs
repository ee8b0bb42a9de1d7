//! rclone: object stores (S3 and its like), WebDAV, and the many others that it knows. Its own settings hold its secrets.

use std::process::Command;

use super::place::PublishPlace;
use super::plan::{PublishStep, StepKind};
use super::program::{Bench, program, run, trouble};
use super::trouble::Trouble;
use super::{BuiltSite, Host, HostItem, News, Teller};

/// Files of one run: what a cut throws away stays small, and the diary knows the rest.
const AT_A_TIME: usize = 200;

pub struct Rclone {
    address: String,
    connections: usize,
}

impl Rclone {
    pub fn new(address: &str, place: &PublishPlace) -> Self {
        Self { address: address.to_owned(), connections: place.connections }
    }

    fn command(&self, verb: &str) -> Command {
        let mut command = program("rclone");
        command.args([verb, "--retries=3", "--low-level-retries=5", "--contimeout=15s", "--timeout=60s"]);
        command
    }

    fn within(&self, path: &str) -> String {
        if self.address.ends_with(':') { format!("{}{path}", self.address) } else { format!("{}/{path}", self.address) }
    }

    fn listed<'p>(bench: &Bench, paths: impl Iterator<Item = &'p str>) -> Result<std::path::PathBuf, Trouble> {
        let text: String = paths.map(|path| format!("{path}\n")).collect();
        bench.write("list", text.as_bytes())
    }
}

impl Host for Rclone {
    fn fetch(&mut self, paths: &[String]) -> Result<Vec<Option<Vec<u8>>>, Trouble> {
        let (bench, lists) = (Bench::new()?, Bench::new()?);
        let mut command = self.command("copy");
        command
            .arg("--no-traverse")
            .arg("--files-from-raw")
            .arg(Self::listed(&lists, paths.iter().map(String::as_str))?);
        command.arg("--").arg(&self.address).arg(bench.path());
        let said = run(&mut command, &[], None, |_| {})?;
        if !said.good && !is_missing(said.code, &said.err) {
            return Err(trouble("rclone", &said));
        }
        Ok(bench.found(paths))
    }

    fn list(&mut self, folder: &str) -> Result<Option<Vec<HostItem>>, Trouble> {
        let mut command = self.command("lsjson");
        command.arg("--").arg(self.within(folder));
        let said = run(&mut command, &[], None, |_| {})?;
        if !said.good {
            return if is_missing(said.code, &said.err) { Ok(None) } else { Err(trouble("rclone", &said)) };
        }
        #[derive(serde::Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Entry {
            name: String,
            is_dir: bool,
        }
        let entries: Vec<Entry> = serde_json::from_slice(&said.out).unwrap_or_default();
        Ok(Some(entries.into_iter().map(|entry| HostItem { name: entry.name, is_folder: entry.is_dir }).collect()))
    }

    fn carry(&mut self, steps: &[PublishStep], site: &BuiltSite, _: &str, told: Teller<'_>) -> Result<(), Trouble> {
        let (puts, removes): (Vec<&PublishStep>, Vec<&PublishStep>) =
            steps.iter().partition(|step| step.what != StepKind::Remove);
        for (steps, verb) in [(removes, "delete"), (puts, "copy")] {
            for chunk in steps.chunks(AT_A_TIME) {
                let (bench, lists) = (Bench::of(site)?, Bench::new()?);
                bench.lay(chunk, site)?;
                let mut command = self.command(verb);
                command.arg("--no-traverse").arg(format!("--transfers={}", self.connections));
                command.arg("--files-from-raw").arg(Self::listed(&lists, chunk.iter().map(|step| step.path.as_str()))?);
                if verb == "copy" {
                    // What is sent was chosen by hash; sizes and times of the host do not count.
                    command.arg("--ignore-times").arg("--").arg(bench.path());
                } else {
                    command.arg("--");
                }
                command.arg(&self.address);
                chunk.iter().for_each(|step| told(News::Begun(step)));
                let said = run(&mut command, &[], None, |_| {})?;
                let gone_already = verb == "delete" && is_missing(said.code, &said.err);
                if !said.good && !gone_already {
                    return Err(trouble("rclone", &said));
                }
                chunk.iter().for_each(|step| told(News::Done(step)));
            }
        }
        Ok(())
    }

    fn remove_folders(&mut self, folders: &[String]) {
        for folder in folders {
            let mut command = self.command("rmdir");
            command.arg("--").arg(self.within(folder));
            let _ = run(&mut command, &[], None, |_| {});
        }
    }
}

fn is_missing(code: i32, text: &str) -> bool {
    matches!(code, 3 | 4) || text.contains("directory not found") || text.contains("object not found")
}
