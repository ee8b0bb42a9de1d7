//! `prongsai new`: a commented starting site that builds without a warning.

use crate::command::arguments::NewArguments;
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};

pub fn run(arguments: &NewArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let _ = (arguments, terminal);
    Err(Failure("ยังไม่พร้อม".to_owned()))
}
