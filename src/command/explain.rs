//! `prongsai explain CODE`: why a rule exists, a case of it, and how to answer.

use crate::check::explain;
use crate::command::arguments::ExplainArguments;
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};

pub fn run(arguments: &ExplainArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    match &arguments.code {
        Some(code) => terminal.result(&explain::explain(code).map_err(Failure)?),
        None => terminal.result(&explain::list()),
    }
    Ok(Outcome::Fine)
}
