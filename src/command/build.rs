//! `prongsai build`: every route of the site, written so that a reader sees the old site or the new one.

use crate::check::{Counts, Located, render};
use crate::command::arguments::BuildArguments;
use crate::command::signature;
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome, host};
use crate::digest::Store;
use crate::engine::build::{self, BuildOptions, Built, Task};
use crate::engine::{Engine, EngineOptions, Stage, Timings};
use crate::output::{Output, OutputOptions, OutputPlace, SIGNATURE_PATH, Swap, original_of};
use crate::publish::host_files;

pub fn run(arguments: &BuildArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    make(arguments, terminal).map(|made| made.outcome)
}

/// What a build came to, for a command that goes on from it.
pub struct BuildDone {
    pub outcome: Outcome,
    /// Findings of severity error, all told already.
    pub errors: Vec<Located>,
}

pub fn make(arguments: &BuildArguments, terminal: &Terminal) -> Result<BuildDone, Failure> {
    let threads = arguments.site.threads.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| Failure(format!("เริ่มงานหลายสายไม่ได้: {error}")))?;
    pool.install(|| run_here(arguments, terminal))
}

fn run_here(arguments: &BuildArguments, terminal: &Terminal) -> Result<BuildDone, Failure> {
    let timings = Timings::default();
    let mut place = OutputPlace::hold(&arguments.out);
    let options = EngineOptions { portable: arguments.portable, ..arguments.site.options()? };
    let (engine, ()) = rayon::join(|| Engine::open(&options, &timings), || place.glance());
    let engine = engine?;
    if !engine.site.portal.meta.members.is_empty() && arguments.shard.is_none() {
        return Err(Failure(
            "portal.md มีเว็บสมาชิก (members) ให้สั่ง `prongsai merge` ซึ่งสร้างหน่วยงานในเว็บนี้และรวมเว็บสมาชิกให้".to_owned(),
        ));
    }
    let output = OutputOptions {
        date: engine.site.settings.date.iso(),
        audit: arguments.audit,
        swap: if arguments.in_place { Swap::InPlace } else { Swap::Exchange },
        ..OutputOptions::default()
    };
    let mut output = Output::open_at(place, &output)?;
    let store = if arguments.cold || arguments.shard.is_some() { None } else { Store::beside(&arguments.site.content) };
    let progress = terminal.progress("สร้างหน้า", engine.sources.agencies.len());
    let stage = output.begin()?;
    let step = || progress.step();
    let task = arguments.shard.map_or(Task::Whole, Task::Part);
    let plan =
        BuildOptions { task, keep_going: arguments.keep_going, store: store.as_ref(), members: None, step: &step };
    let built = build::build(&engine, &stage, &plan, &timings)?;
    let mut of_host = Vec::new();
    if let Some(kind) = arguments.host.filter(|_| !built.stopped) {
        for file in host_files::files(kind.into(), &host::facts(&engine)).into_iter().filter(|file| file.in_site) {
            stage.put(file.path, file.text.as_bytes())?;
            of_host.push(file.path);
        }
    }
    if arguments.compress && !built.stopped {
        stage.pack()?;
    }
    drop(progress);
    terminal.findings(&built.errors);
    if built.stopped {
        terminal.complain(&format!(
            "พบข้อผิดพลาด {} ข้อ จึงยังไม่เปลี่ยนเว็บเดิม (ใช้ --keep-going เพื่อสร้างเฉพาะหน้าที่ดี)",
            built.counts.errors
        ));
        return Ok(BuildDone { outcome: Outcome::Findings, errors: built.errors });
    }
    let report = timings.time(Stage::Write, || stage.commit())?;
    terminal.say(&format!("{} หน้าและไฟล์: {report}", built.pages));
    if let Some(digest) = report.digest {
        terminal.say(&format!("ลายนิ้วมือของเว็บ: {digest} (เก็บไว้ตรวจสำเนาด้วย `prongsai verify --digest`)"));
    }
    if let Some(key) = &arguments.sign {
        signature::sign(&output.folder()?, key)?;
        terminal.say(&format!("ลงลายมือชื่อแล้วที่ {SIGNATURE_PATH}"));
    }
    if built.counts != Counts::default() {
        terminal.say(&format!("{} (ดูทีละข้อด้วย `prongsai check`)", render::summary(&built.counts)));
    }
    if engine.site.settings.base_url.is_none() && !arguments.portable {
        terminal.say(
            "ยังไม่ได้บอก base_url คือที่อยู่เว็บเมื่อเผยแพร่ (ใน portal.md หรือ agency.md) แผนผังเว็บ ฟีด และลิงก์ที่ส่งให้ผู้อื่นจึงไม่มีที่อยู่เต็ม",
        );
    }
    if let Some(next) = built.next_change {
        terminal.say(&format!("เว็บจะเปลี่ยนเองครั้งถัดไป {} ({}) ให้สร้างใหม่ในวันนั้น", next.long(), next.iso()));
    }
    if arguments.timings {
        for line in timings.lines() {
            terminal.say(&line);
        }
    }
    if arguments.verify && arguments.shard.is_none() {
        prove(&options, &mut output, arguments.keep_going, &built, &of_host, terminal)?;
    }
    let outcome = if built.counts.errors > 0 { Outcome::Findings } else { Outcome::Fine };
    Ok(BuildDone { outcome, errors: built.errors })
}

/// A site of which something was taken as it was must equal one that is made from nothing.
fn prove(
    options: &EngineOptions,
    output: &mut Output,
    keep_going: bool,
    built: &Built,
    of_host: &[&str],
    terminal: &Terminal,
) -> Result<(), Failure> {
    let engine = Engine::open(options, &Timings::default())?;
    let manifest = output.manifest()?;
    let (fresh, mut differ) = build::differences(&engine, &manifest, keep_going)?;
    if !fresh.says_the_same(built) {
        differ.push("ข้อค้นพบ".to_owned());
    }
    // What the build adds to the engine's files: packed copies, and settings of a host.
    differ.retain(|path| {
        let is_copy = || original_of(path).is_some_and(|original| manifest.entries.contains_key(original));
        !of_host.contains(&path.as_str()) && !is_copy()
    });
    if differ.is_empty() {
        let reused = built.reused;
        terminal.say(&format!("--verify: ตรงกับการสร้างใหม่ทั้งหมดทุกไฟล์ (ใช้ผลเดิม {reused} หน่วยงาน)"));
        return Ok(());
    }
    let first = differ.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
    Err(Failure(format!(
        "--verify: {} ไฟล์ไม่ตรงกับการสร้างใหม่ทั้งหมด: {first} โปรดลบโฟลเดอร์ .prongsai ข้างโฟลเดอร์เนื้อหา แล้วแจ้งผู้พัฒนา",
        differ.len()
    )))
}
