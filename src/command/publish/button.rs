//! The button of the preview: what would be published, then publishing, with its progress. Over the guarded channel of
//! `preview::guard` alone. The same command as at a terminal, run as a process of its own: the button can do nothing that
//! the command does not, and the preview goes on whatever happens to it.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::preview::{guard::Action, hash_of};
use crate::publish::{ProgramSaid, run_program};

/// So many lines of what the command says are kept for the panel.
const MOST_LINES: usize = 40;
/// So many pages are told by their titles.
const MOST_TITLES: usize = 300;
/// A page's title stands in its first lines.
const HEAD_BYTES: u64 = 4 * 1024;

/// What the three actions share. One publishing at a time.
pub struct PublishDesk {
    content: PathBuf,
    out: PathBuf,
    themes: Option<PathBuf>,
    job: Mutex<Job>,
}

/// What was asked for last, and how far it is.
#[derive(Clone, Default)]
struct Job {
    busy: bool,
    lines: Vec<String>,
    /// The command's own plan, with titles.
    plan: Option<Value>,
    /// Equal as long as the plan is.
    seal: Option<String>,
    /// Findings that hold the gate.
    gate: Vec<Value>,
    failed: Option<String>,
    published: bool,
}

impl PublishDesk {
    pub fn new(content: &Path, out: &Path, themes: Option<&Path>) -> Arc<Self> {
        let (content, out, themes) = (content.to_owned(), out.to_owned(), themes.map(Path::to_owned));
        Arc::new(Self { content, out, themes, job: Mutex::default() })
    }

    pub fn actions(desk: &Arc<Self>) -> Vec<Box<dyn Action>> {
        vec![
            Box::new(LookAtPlan(Arc::clone(desk))),
            Box::new(PublishNow(Arc::clone(desk))),
            Box::new(TellState(Arc::clone(desk))),
        ]
    }

    fn job(&self) -> MutexGuard<'_, Job> {
        self.job.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `prongsai publish` over this site; `each` hears its lines as they come.
    fn command(&self, more: &[&str], each: impl FnMut(&[u8])) -> Result<ProgramSaid, String> {
        let program = std::env::current_exe().map_err(|error| format!("หาโปรแกรมของตนเองไม่พบ: {error}"))?;
        let mut command = Command::new(program);
        command.arg("publish").arg("--content").arg(&self.content).arg("--out").arg(&self.out).args(more);
        if let Some(themes) = &self.themes {
            command.arg("--themes").arg(themes);
        }
        run_program(&mut command, &[], None, each).map_err(|trouble| trouble.message)
    }

    /// Asks the command what it would do.
    fn look(&self) -> Job {
        let said = match self.command(&["--dry-run", "--format", "json"], |_| {}) {
            Ok(said) => said,
            Err(why) => return Job { failed: Some(why), ..Job::default() },
        };
        let told: Vec<Value> =
            serde_json::Deserializer::from_slice(&said.out).into_iter().map_while(Result::ok).collect();
        if let Some(why) = told.iter().find_map(|value| value.get("failed")?.as_str()) {
            return Job { failed: Some(why.to_owned()), ..Job::default() };
        }
        match told.iter().find(|value| value.get("dry_run").is_some()) {
            Some(plan) if said.good => {
                let seal = format!("{:016x}", hash_of(plan.to_string().as_bytes()));
                let mut plan = plan.clone();
                plan["pages"] = self.titles(&plan);
                Job { plan: Some(plan), seal: Some(seal), ..Job::default() }
            }
            _ => {
                let listed = told.iter().find_map(|value| value.get("findings")?.as_array());
                let gate = listed.cloned().unwrap_or_default();
                Job { gate, failed: Some(said.err.trim().to_owned()), ..Job::default() }
            }
        }
    }

    /// Publishes what was looked at, if that is still what would be published.
    fn publish(&self, seal: &str) -> Job {
        let now = self.look();
        match now.seal.as_deref() {
            None => return now,
            Some(sealed) if sealed != seal => {
                let why = "เนื้อหาเปลี่ยนไประหว่างที่ดูอยู่ จึงยังไม่เผยแพร่ ตรวจแผนใหม่ข้างล่างแล้วกดอีกครั้ง";
                return Job { failed: Some(why.to_owned()), ..now };
            }
            Some(_) => {}
        }
        let said = self.command(&[], |line| {
            let mut job = self.job();
            job.lines.push(String::from_utf8_lossy(line).trim_end().to_owned());
            let over = job.lines.len().saturating_sub(MOST_LINES);
            job.lines.drain(..over);
        });
        let lines = std::mem::take(&mut self.job().lines);
        match said {
            Ok(said) if said.good => Job { lines, published: true, ..Job::default() },
            Ok(said) => Job { lines, failed: Some(said.err.trim().to_owned()), ..Job::default() },
            Err(why) => Job { lines, failed: Some(why), ..Job::default() },
        }
    }

    /// The pages of a plan as people call them: `[{"path", "title", "what"}]`.
    fn titles(&self, plan: &Value) -> Value {
        let mut pages = Vec::new();
        for what in ["new", "changed", "gone"] {
            let paths = plan.get(what).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
            for path in paths.filter(|path| path.ends_with("index.html")).take(MOST_TITLES) {
                let title = if what == "gone" { None } else { title_of(&self.out.join(path)) };
                let page = path.trim_end_matches("index.html");
                pages.push(json!({ "path": format!("/{page}"), "title": title, "what": what }));
            }
        }
        pages.truncate(MOST_TITLES);
        Value::Array(pages)
    }

    /// Begins a job on a thread of its own; one at a time.
    fn begin(desk: &Arc<Self>, work: impl FnOnce(&Self) -> Job + Send + 'static) -> Result<Value, String> {
        let mut job = desk.job();
        if job.busy {
            return Err("กำลังทำอยู่ รอให้จบก่อน".to_owned());
        }
        *job = Job { busy: true, ..Job::default() };
        drop(job);
        let desk = Arc::clone(desk);
        std::thread::spawn(move || {
            let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(&desk)));
            *desk.job() = done
                .unwrap_or_else(|_| Job {
                    failed: Some("คำสั่งเผยแพร่หยุดกลางคัน".to_owned()), ..Job::default()
                });
        });
        Ok(json!({ "begun": true }))
    }
}

/// What would be published.
struct LookAtPlan(Arc<PublishDesk>);

impl Action for LookAtPlan {
    fn name(&self) -> &'static str {
        "publish-look"
    }

    fn act(&self, _: &Value) -> Result<Value, String> {
        PublishDesk::begin(&self.0, PublishDesk::look)
    }
}

/// Publishes the plan that was shown, and no other.
struct PublishNow(Arc<PublishDesk>);

impl Action for PublishNow {
    fn name(&self) -> &'static str {
        "publish-go"
    }

    fn act(&self, asked: &Value) -> Result<Value, String> {
        let seal = asked.get("seal").and_then(Value::as_str).unwrap_or("").to_owned();
        if self.0.job().seal.as_deref() != Some(seal.as_str()) {
            return Err("ดูแผนก่อน แล้วจึงเผยแพร่".to_owned());
        }
        PublishDesk::begin(&self.0, move |desk| desk.publish(&seal))
    }
}

/// How far it is.
struct TellState(Arc<PublishDesk>);

impl Action for TellState {
    fn name(&self) -> &'static str {
        "publish-state"
    }

    fn act(&self, _: &Value) -> Result<Value, String> {
        let job = self.0.job().clone();
        Ok(json!({
            "busy": job.busy, "lines": job.lines, "plan": job.plan, "seal": job.seal, "gate": job.gate,
            "failed": job.failed, "published": job.published,
        }))
    }
}

/// What stands between `<title>` and its end, as text.
fn title_of(page: &Path) -> Option<String> {
    let mut head = Vec::new();
    std::fs::File::open(page).ok()?.take(HEAD_BYTES).read_to_end(&mut head).ok()?;
    let head = String::from_utf8_lossy(&head);
    let (_, after) = head.split_once("<title")?;
    let (_, after) = after.split_once('>')?;
    let (title, _) = after.split_once("</title>")?;
    let title = title.trim();
    Some(quick_xml::escape::unescape(title).map_or_else(|_| title.to_owned(), |plain| plain.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_read_as_text() {
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join("index.html");
        std::fs::write(&page, "<!doctype html><title lang=\"th\">ก &amp; ข &lt;ค&gt;</title>").unwrap();
        assert_eq!(title_of(&page).as_deref(), Some("ก & ข <ค>"));
        std::fs::write(&page, "ไม่มี").unwrap();
        assert_eq!(title_of(&page), None);
    }

    #[test]
    fn nothing_is_published_that_was_not_looked_at() {
        let desk = PublishDesk::new(Path::new("content"), Path::new("output"), None);
        let go = PublishNow(Arc::clone(&desk));
        for asked in [json!({}), json!({ "seal": "" }), json!({ "seal": "0" })] {
            assert!(go.act(&asked).is_err(), "{asked}");
        }
    }
}
