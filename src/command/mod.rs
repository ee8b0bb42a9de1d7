//! The command line: one file per command. Owns arguments, exit codes and what is printed; decides nothing about content.

mod arguments;
mod build;
mod engine;
mod new;
mod obligations;
mod terminal;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

pub use engine::{Engine, EngineOptions, Timings};

/// 0 fine, 1 findings of severity error, 2 wrong use or a disk that refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Fine,
    Findings,
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Fine => ExitCode::SUCCESS,
            Outcome::Findings => ExitCode::from(1),
            Outcome::Failed => ExitCode::from(2),
        }
    }
}

/// What stops a command before it has findings to show; said in Thai.
#[derive(Debug)]
pub struct Failure(pub String);

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<crate::theme::ThemeError> for Failure {
    fn from(error: crate::theme::ThemeError) -> Self {
        Self(error.message)
    }
}

impl From<crate::output::OutputError> for Failure {
    fn from(error: crate::output::OutputError) -> Self {
        Self(error.to_string())
    }
}

pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
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
    let done = match arguments.command {
        arguments::Command::Build(options) => build::run(&options, &terminal),
        arguments::Command::Obligations(options) => obligations::run(&options, &terminal),
        arguments::Command::New(options) => new::run(&options, &terminal),
    };
    match done {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            terminal.fail(&failure);
            Outcome::Failed.into()
        }
    }
}
