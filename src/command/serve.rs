//! `prongsai serve`: the preview while writing. Joins the engine's keeper to `preview`, and says what happens.

use std::time::Duration;

use crate::command::arguments::ServeArguments;
use crate::command::import::dropped::{LookAtFile, WriteFile};
use crate::command::publish::button::PublishDesk;
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::engine::clock::date_of;
use crate::engine::{EarlyKeeper, KeeperOptions};
use crate::preview::{self, Refreshed, ServeOptions};

pub fn run(arguments: &ServeArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let content = arguments.site.content.clone();
    let is_public = !["127.0.0.1", "localhost", "::1"].contains(&arguments.host.as_str());
    let keeper = EarlyKeeper::open(KeeperOptions {
        themes: arguments.site.themes.clone(),
        content: content.clone(),
        date: date_of(arguments.site.date)?,
        public: is_public,
        prove: arguments.verify.then_some(differing as fn(&[String])),
    })?;
    let editor = keeper.editor();
    let verify = arguments.verify;
    let quiet = terminal.quiet;
    let mut polls = false;
    let report = move |refreshed: &Refreshed<'_>| {
        if quiet {
            return;
        }
        let changed: Vec<String> =
            refreshed.changes.paths.iter().take(3).map(|path| path.display().to_string()).collect();
        let more = refreshed.changes.paths.len().saturating_sub(3);
        let rest = if more > 0 { format!(" และอีก {more}") } else { String::new() };
        let took = refreshed.took.as_millis();
        let what = match changed.is_empty() {
            true => "ดูทุกไฟล์ใหม่".to_owned(),
            false => format!("เปลี่ยน {}{rest}", changed.join(", ")),
        };
        crate::command::terminal::line(&format!("{what} → พร้อมใน {took} มิลลิวินาที"));
        if let Some(why) = refreshed.polling_because
            && !std::mem::replace(&mut polls, true)
        {
            crate::command::terminal::line(&format!("ใช้วิธีดูเวลาแก้ไขของไฟล์แทน เพราะ{why}"));
        }
    };
    if is_public {
        terminal.complain(&format!(
            "คำเตือน: เปิดให้เครื่องอื่นในเครือข่ายดูได้ที่ {} รวมถึงฉบับร่างและประกาศที่ยังไม่ถึงวัน แต่ไม่รวมไฟล์ที่มีข้อมูลส่วนบุคคล",
            arguments.host
        ));
    }
    let desk = PublishDesk::new(&content, &arguments.out, arguments.site.themes.as_deref());
    let mut actions = PublishDesk::actions(&desk);
    actions.push(Box::new(LookAtFile(content.clone())));
    actions.push(Box::new(WriteFile(content.clone())));
    let running = preview::serve(
        Box::new(keeper),
        ServeOptions {
            host: arguments.host.clone(),
            port: arguments.port,
            poll: arguments.poll.then(|| Duration::from_millis(500)),
            follow: arguments.follow,
            editor,
            root: content.clone(),
            ignored: vec![arguments.out.clone()],
            on_refresh: Some(Box::new(report)),
            actions,
        },
    )
    .map_err(|error| Failure(format!("เปิดหน้าตัวอย่างไม่ได้: {error}")))?;
    if let Some(taken) = running.moved_from() {
        terminal.say(&format!("พอร์ต {taken} มีโปรแกรมอื่นใช้อยู่ จึงใช้พอร์ต {} แทน", running.address().port()));
    }
    terminal.say(&format!("ดูเว็บได้ที่ {} (กด Ctrl-C เพื่อหยุด)", running.url()));
    if verify {
        terminal.say("ตรวจทุกครั้งว่าสิ่งที่ใช้ซ้ำตรงกับการสร้างใหม่ทั้งหมด");
    }
    if arguments.open {
        open_browser(&running.url());
    }
    running.wait();
    Ok(Outcome::Fine)
}

/// Best effort: the address is printed as well.
fn open_browser(url: &str) {
    let (program, arguments): (&str, Vec<&str>) = if cfg!(windows) {
        ("cmd", vec!["/C", "start", "", url])
    } else if cfg!(target_os = "macos") {
        ("open", vec![url])
    } else {
        ("xdg-open", vec![url])
    };
    let _ = std::process::Command::new(program)
        .args(arguments)
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn();
}

/// What `--verify` found to differ from a site made from nothing.
fn differing(urls: &[String]) {
    let first = urls.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
    crate::command::terminal::line(&format!("--verify: {} หน้าที่ใช้ซ้ำไม่ตรงกับการสร้างใหม่: {first}", urls.len()));
}
