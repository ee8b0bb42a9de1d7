//! Arguments → command → exit code; nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    prongsai::command::run(std::env::args_os())
}
