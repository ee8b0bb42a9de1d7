//! `prongsai merge`: the parts that `build --shard` made, joined to the site that one build would have made; and the sites
//! of others, `members:` of `portal.md`, brought together from the digests that they give away.

use std::time::Duration;

use crate::command::arguments::MergeArguments;
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome, members};
use crate::engine::build::parts::PartLabel;
use crate::engine::build::{self, BuildOptions, Task};
use crate::engine::{Engine, EngineOptions, Timings, clock};
use crate::finding::Severity;
use crate::output::{Output, OutputOptions, OutputPlace};
use crate::thai::Date;

pub fn run(arguments: &MergeArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let labels: Vec<PartLabel> = arguments.parts.iter().map(|part| PartLabel::read(part)).collect::<Result<_, _>>()?;
    let first = labels.first();
    let is_alike = |label: &PartLabel| {
        first.is_some_and(|first| (label.of, &label.date, label.portable) == (first.of, &first.date, first.portable))
    };
    if !labels.iter().all(is_alike) {
        return Err(Failure("ส่วนเหล่านี้ไม่ได้สร้างสำหรับวันเดียวกัน หรือแบ่งไว้ไม่เท่ากัน".to_owned()));
    }
    let date = match first {
        Some(first) => Date::parse(&first.date).map_err(|error| Failure(error.to_string()))?,
        None => clock::date_of(arguments.date)?,
    };
    let options = EngineOptions {
        content: arguments.content.clone(),
        themes: arguments.themes.clone(),
        date,
        portable: first.is_some_and(|first| first.portable),
        preview: false,
    };
    let timings = Timings::default();
    let place = OutputPlace::hold(&arguments.out);
    let mut engine = Engine::open(&options, &timings)?;
    if first.is_none() && engine.site.portal.meta.members.is_empty() {
        return Err(Failure("ไม่มีส่วนที่จะรวม และ portal.md ไม่มีเว็บสมาชิก (members)".to_owned()));
    }
    let patience = Duration::from_secs(arguments.timeout);
    let members = members::join(&mut engine, &arguments.content, patience, terminal)?;
    let mut output = Output::open_at(place, &OutputOptions { date: date.iso(), ..OutputOptions::default() })?;
    let stage = output.begin()?;
    let agencies = engine.sources.agencies.len() + members.iter().flat_map(|members| members.agencies()).count();
    let progress = terminal.progress("รวมเว็บ", agencies);
    let step = || progress.step();
    let task = if first.is_some() { Task::Join(&arguments.parts) } else { Task::Whole };
    let keep_going = arguments.keep_going;
    let plan = BuildOptions { task, keep_going, store: None, members: members.as_ref(), step: &step };
    let built = build::build(&engine, &stage, &plan, &timings)?;
    drop(progress);
    terminal.findings(&built.errors);
    terminal.findings(
        &members
            .iter()
            .flat_map(|members| members.findings(&engine))
            .filter(|it| it.severity != Severity::Error)
            .collect::<Vec<_>>(),
    );
    if built.stopped {
        terminal.complain(&format!("พบข้อผิดพลาด {} ข้อ จึงยังไม่รวม", built.counts.errors));
        return Ok(Outcome::Findings);
    }
    let report = stage.commit()?;
    terminal.say(&format!("{} หน้าและไฟล์จาก {} ส่วน: {report}", built.pages, labels.len().max(1)));
    Ok(if built.counts.errors > 0 { Outcome::Findings } else { Outcome::Fine })
}
