//! A branch of a git repository, as the Pages of GitHub, GitLab and Codeberg serve it. One commit a publishing, on top of
//! what is there, never by force; files of others in the branch stay.

use std::path::PathBuf;
use std::process::Command;

use super::place::Secret;
use super::plan::{PublishPlan, PublishStep};
use super::program::{Bench, ProgramSaid, ask, program, run, ssh_options, trouble};
use super::trouble::{Trouble, Why};
use super::{BuiltSite, News, Teller, Whole};
use crate::output::{MANIFEST_PATH, Manifest};

pub struct Git {
    address: String,
    branch: String,
    secret: Option<Secret>,
    bench: Bench,
    /// The branch as it stands there.
    tip: Option<String>,
}

impl Git {
    pub fn new(address: &str, branch: &str, secret: Option<Secret>) -> Result<Self, Trouble> {
        let bench = Bench::new()?;
        let git = Self { address: address.to_owned(), branch: branch.to_owned(), secret, bench, tip: None };
        git.must(git.command().arg("init").arg("--quiet").arg("--bare").arg(git.store()), &[])?;
        Ok(git)
    }

    fn store(&self) -> PathBuf {
        self.bench.path().join("store")
    }

    fn command(&self) -> Command {
        let mut command = program("git");
        command.env("GIT_SSH_COMMAND", format!("ssh {}", ssh_options(self.secret.as_ref()).join(" ")));
        command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env_remove("GIT_INDEX_FILE");
        ask(&mut command, self.secret.as_ref());
        if let Some(secret) = &self.secret {
            // git asks this program as ssh does; see `program::ask`.
            if let Ok(own) = std::env::current_exe() {
                command.env("GIT_ASKPASS", own).env(super::program::ASKED, secret.expose());
            }
        }
        command
    }

    /// A command inside our own store, untouched by anybody's settings of line ends and filters.
    fn inside(&self) -> Command {
        let mut command = self.command();
        command.arg("--git-dir").arg(self.store());
        command.args(["-c", "core.autocrlf=false", "-c", "core.safecrlf=false", "-c", "core.quotepath=false"]);
        command.args([
            "-c",
            "core.attributesFile=",
            "-c",
            "core.excludesFile=",
            "-c",
            "gc.auto=0",
            "-c",
            "core.precomposeunicode=false",
        ]);
        command.env("GIT_INDEX_FILE", self.bench.path().join("index"));
        command
    }

    fn run(&self, command: &mut Command, input: &[u8]) -> Result<ProgramSaid, Trouble> {
        run(command, input, self.secret.as_ref(), |_| {})
    }

    fn must(&self, command: &mut Command, input: &[u8]) -> Result<Vec<u8>, Trouble> {
        let said = self.run(command, input)?;
        if said.good { Ok(said.out) } else { Err(trouble("git", &said)) }
    }

    fn text(&self, command: &mut Command) -> Result<String, Trouble> {
        Ok(String::from_utf8_lossy(&self.must(command, &[])?).trim().to_owned())
    }
}

impl Whole for Git {
    fn published(&mut self) -> Result<Option<Manifest>, Trouble> {
        let reference = format!("refs/heads/{}", self.branch);
        let said = self.run(self.inside().args(["ls-remote", "--", &self.address, &reference]), &[])?;
        if !said.good {
            return Err(trouble("git", &said));
        }
        if said.out.is_empty() {
            return Ok(None);
        }
        self.must(
            self.inside().args(["fetch", "--quiet", "--depth=1", "--no-tags", "--", &self.address, &reference]),
            &[],
        )?;
        self.tip = Some(self.text(self.inside().args(["rev-parse", "FETCH_HEAD"]))?);
        let said = self.run(self.inside().args(["show", &format!("FETCH_HEAD:{MANIFEST_PATH}")]), &[])?;
        if said.good {
            let text = String::from_utf8_lossy(&said.out).into_owned();
            return Manifest::read(&text).map(Some).map_err(|error| Trouble::new(Why::Foreign, error.to_string()));
        }
        let names = self.text(self.inside().args(["ls-tree", "--name-only", "FETCH_HEAD"]))?;
        let harmless = |name: &str| name.starts_with('.') || matches!(name, "CNAME" | "README.md" | "LICENSE");
        match names.lines().find(|name| !harmless(name)) {
            None => Ok(None),
            Some(name) => Err(Trouble::new(
                Why::Foreign,
                format!(
                    "กิ่ง `{}` มีของอื่นอยู่แล้ว (เช่น `{name}`) จึงไม่เขียนทับ ตั้งกิ่งของเว็บโดยเฉพาะด้วย `branch:` เช่น gh-pages",
                    self.branch
                ),
            )),
        }
    }

    fn replace(&mut self, site: &BuiltSite, plan: &PublishPlan, told: Teller<'_>) -> Result<(), Trouble> {
        if let Some(tip) = &self.tip {
            self.must(self.inside().args(["read-tree", tip]), &[])?;
        }
        // Somebody's file that lies where a new one comes.
        let there = match &self.tip {
            Some(tip) => self.text(self.inside().args(["ls-tree", "-r", "--name-only", tip]))?,
            None => String::new(),
        };
        let there: std::collections::BTreeSet<&str> = there.lines().collect();
        if let Some((path, _)) = plan.new.iter().find(|(path, _)| there.contains(path.as_str())) {
            return Err(Trouble::new(Why::Foreign, format!("ในกิ่ง `{}` มี `{path}` ของผู้อื่นอยู่ตรงที่เว็บต้องใช้", self.branch)));
        }
        let mut steps: Vec<PublishStep> = plan.stages().into_iter().flat_map(|(_, steps)| steps).collect();
        steps.retain(|step| step.what != super::StepKind::Remove);
        steps.push(PublishStep::write(MANIFEST_PATH.to_owned(), site.manifest_text.clone()));
        if !there.contains(".nojekyll") {
            steps.push(PublishStep::write(".nojekyll".to_owned(), "")); // or GitHub hides what begins with `_` or a dot
        }
        let tree = Bench::new()?;
        tree.lay(&steps.iter().collect::<Vec<_>>(), site)?;
        let gone: Vec<u8> = plan.gone.iter().flat_map(|path| path.bytes().chain([0])).collect();
        if !gone.is_empty() {
            self.must(
                self.inside().arg("--work-tree").arg(tree.path()).args([
                    "update-index",
                    "--force-remove",
                    "-z",
                    "--stdin",
                ]),
                &gone,
            )?;
        }
        let mut add = self.inside();
        add.arg("--work-tree").arg(tree.path()).current_dir(tree.path());
        add.args(["add", "--force", "--sparse", "--pathspec-from-file=-", "--pathspec-file-nul"]);
        // Names are names, not patterns.
        add.env("GIT_LITERAL_PATHSPECS", "1");
        let names: Vec<u8> = steps.iter().flat_map(|step| step.path.bytes().chain([0])).collect();
        self.must(&mut add, &names)?;
        let tree_name = self.text(self.inside().arg("write-tree"))?;
        let mut commit = self.inside();
        commit.args(["-c", "user.name=prongsai", "-c", "user.email=prongsai@localhost", "-c", "commit.gpgsign=false"]);
        commit.args(["commit-tree", &tree_name, "-m", &format!("Publish {}", site.manifest.date)]);
        if let Some(tip) = &self.tip {
            commit.args(["-p", tip]);
        }
        let commit = self.text(&mut commit)?;
        let refspec = format!("{commit}:refs/heads/{}", self.branch);
        let said = self.run(self.inside().args(["push", "--quiet", "--", &self.address, &refspec]), &[])?;
        if !said.good {
            if ["rejected", "fetch first", "non-fast-forward", "cannot lock ref"]
                .iter()
                .any(|word| said.err.contains(word))
            {
                return Err(Trouble::new(
                    Why::Locked,
                    format!("มีผู้อื่นส่งเข้ากิ่ง `{}` ไปก่อน หรือที่เก็บไม่รับ สั่งเผยแพร่อีกครั้ง", self.branch),
                ));
            }
            return Err(trouble("git", &said));
        }
        steps.iter().for_each(|step| told(News::Done(step)));
        Ok(())
    }
}
