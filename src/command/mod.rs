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
use std::process::ExitCode;

use clap::Parser;

pub use crate::engine::Failure;
pub use outcome::Outcome;

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
        return finish(serve_here(&terminal), &terminal);
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

/// Without a command: the preview of the site in this folder, so that a double click works.
fn serve_here(terminal: &terminal::Terminal) -> Result<Outcome, Failure> {
    let content = ["content", "."]
        .into_iter()
        .map(std::path::PathBuf::from)
        .find(|folder| folder.join("portal.md").is_file() || folder.join("agency.md").is_file());
    match content {
        Some(content) => serve::run(&arguments::ServeArguments::here(content), terminal),
        None => Err(Failure("ที่นี่ยังไม่มีเว็บ เริ่มใหม่ด้วย `prongsai new เว็บของเรา` หรือดูวิธีใช้ด้วย `prongsai --help`".to_owned())),
    }
}
