//! The command line: one file per command. Owns arguments, exit codes and what is printed; decides nothing about content.

mod arguments;
mod build;
mod check;
mod codes;
mod due;
mod explain;
mod host;
mod import;
mod ledger;
mod licences;
mod live;
mod members;
mod merge;
mod new;
mod obligations;
mod outcome;
mod publish;
mod read;
pub mod schema;
mod serve;
mod sheet;
mod signature;
mod soffice;
mod terminal;
mod theme;
mod todo;
mod verify;

use std::ffi::OsString;
use std::io::{BufRead, IsTerminal};
use std::process::ExitCode;

use clap::Parser;

pub use crate::engine::Failure;
pub use outcome::Outcome;

/// Of a content folder that was there when the command began.
fn unreadable(content: &std::path::Path, error: &std::io::Error) -> Failure {
    Failure(format!("เปิดโฟลเดอร์เนื้อหา `{}` ไม่ได้: {error}", content.display()))
}

pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    // ssh, which we have started, asks for the password that it was started for.
    if let Ok(secret) = std::env::var(crate::publish::ASKED) {
        // git also asks for a name where the address has none; the forges take any beside a token.
        let for_a_name = std::env::args().nth(1).is_some_and(|question| question.starts_with("Username"));
        terminal::line(if for_a_name { "git" } else { &secret });
        return ExitCode::SUCCESS;
    }
    let arguments = match arguments::Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are not failures; clap prints both where they belong.
            let failed = error.use_stderr();
            let _ = error.print();
            return if failed { Outcome::Failed.into() } else { Outcome::Fine.into() };
        }
    };
    let terminal = terminal::Terminal::new(&arguments.output);
    let Some(command) = arguments.command else {
        let done = serve_here(&terminal);
        let fine = matches!(done, Ok(Outcome::Fine));
        let code = finish(done, &terminal);
        if !fine {
            wait_for_reader();
        }
        return code;
    };
    let done = match command {
        arguments::Command::Build(options) => build::run(&options, &terminal),
        arguments::Command::Merge(options) => merge::run(&options, &terminal),
        arguments::Command::Ledger(options) => ledger::run(&options, &terminal),
        arguments::Command::Host(options) => host::run(&options, &terminal),
        arguments::Command::Publish(options) => publish::run(&options, &terminal),
        arguments::Command::Verify(options) => verify::run(&options, &terminal),
        arguments::Command::Obligations(options) => obligations::run(&options, &terminal),
        arguments::Command::Check(options) => check::run(&options, &terminal),
        arguments::Command::Explain(options) => explain::run(&options, &terminal),
        arguments::Command::Todo(options) => todo::run(&options, &terminal),
        arguments::Command::Schema(options) => schema::run(&options, &terminal),
        arguments::Command::Serve(options) => serve::run(&options, &terminal),
        arguments::Command::Codes(options) => codes::run(&options, &terminal),
        arguments::Command::Licences => licences::run(&terminal),
        arguments::Command::Due(options) => due::run(&options, &terminal),
        arguments::Command::Sheet(options) => sheet::run(&options, &terminal),
        arguments::Command::Import(options) => import::run(&options, &terminal),
        arguments::Command::New(options) => new::run(&options, &terminal),
        arguments::Command::Theme(options) => theme::run(&options, &terminal),
    };
    finish(done, &terminal)
}

fn finish(done: Result<Outcome, Failure>, terminal: &terminal::Terminal) -> ExitCode {
    match done {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            terminal.fail(&failure);
            Outcome::Failed.into()
        }
    }
}

/// Without a command, as by a double click: the preview of the site in this folder; where there is none yet, the questions
/// of `new` first.
fn serve_here(terminal: &terminal::Terminal) -> Result<Outcome, Failure> {
    let content_here = || {
        let mut places = ["content", "."].into_iter().map(std::path::PathBuf::from);
        places.find(|folder| folder.join("portal.md").is_file() || folder.join("agency.md").is_file())
    };
    if content_here().is_none() {
        if !std::io::stdin().is_terminal() {
            let how = "เริ่มใหม่ด้วย `prongsai new เว็บของเรา` หรือดูวิธีใช้ด้วย `prongsai --help`";
            return Err(Failure(format!("ที่นี่ยังไม่มีเว็บของหน่วยงาน {how}")));
        }
        terminal.say("ที่นี่ยังไม่มีเว็บของหน่วยงาน ตอบคำถามต่อไปนี้เพื่อเริ่ม (ปิดหน้าต่างเพื่อเลิก)\n");
        if !matches!(new::run(&arguments::NewArguments::here(), terminal)?, Outcome::Fine) {
            return Ok(Outcome::Findings);
        }
    }
    match content_here() {
        Some(content) => serve::run(&arguments::ServeArguments::here(content), terminal),
        None => Err(Failure("เปิดเว็บที่เพิ่งเริ่มไม่ได้".to_owned())),
    }
}

/// A window that was opened by a double click closes with the program: what went wrong must be read first.
fn wait_for_reader() {
    if cfg!(windows) && std::io::stdin().is_terminal() {
        terminal::line("\nกด Enter เพื่อปิดหน้าต่างนี้");
        let _ = std::io::stdin().lock().read_line(&mut String::new());
    }
}
