//! `prongsai merge`: the parts that `build --shard` made, joined to the site that one build would have made.

use crate::command::arguments::MergeArguments;
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::engine::build::parts::PartLabel;
use crate::engine::build::{self, BuildOptions, Task};
use crate::engine::{Engine, EngineOptions, Timings};
use crate::output::{Output, OutputOptions};
use crate::thai::Date;

pub fn run(arguments: &MergeArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let labels: Vec<PartLabel> = arguments.parts.iter().map(|part| PartLabel::read(part)).collect::<Result<_, _>>()?;
    let Some(first) = labels.first() else {
        return Err(Failure("ไม่มีส่วนที่จะรวม".to_owned()));
    };
    let is_alike =
        |label: &&PartLabel| (label.of, &label.date, label.portable) == (first.of, &first.date, first.portable);
    if labels.iter().filter(is_alike).count() != labels.len() {
        return Err(Failure("ส่วนเหล่านี้ไม่ได้สร้างสำหรับวันเดียวกัน หรือแบ่งไว้ไม่เท่ากัน".to_owned()));
    }
    let date = Date::parse(&first.date).map_err(|error| Failure(error.to_string()))?;
    let options = EngineOptions {
        content: arguments.content.clone(),
        themes: arguments.themes.clone(),
        date,
        portable: first.portable,
        preview: false,
    };
    let timings = Timings::default();
    let engine = Engine::open(&options, &timings)?;
    let mut output = Output::open(&arguments.out, &OutputOptions { date: date.iso(), ..OutputOptions::default() })?;
    let stage = output.begin();
    let progress = terminal.progress("รวมส่วน", engine.sources.agencies.len());
    let step = || progress.step();
    let plan =
        BuildOptions { task: Task::Join(&arguments.parts), keep_going: arguments.keep_going, store: None, step: &step };
    let built = build::build(&engine, &stage, &plan, &timings)?;
    drop(progress);
    terminal.findings(&built.errors);
    if built.stopped {
        terminal.complain(&format!("พบข้อผิดพลาด {} ข้อ จึงยังไม่รวม", built.counts.errors));
        return Ok(Outcome::Findings);
    }
    let report = stage.commit()?;
    terminal.say(&format!("{} หน้าและไฟล์จาก {} ส่วน: {report}", built.pages, labels.len()));
    Ok(if built.counts.errors > 0 { Outcome::Findings } else { Outcome::Fine })
}
