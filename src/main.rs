//! Arguments → command → exit code; nothing else.

use std::process::ExitCode;

/// Pages are made of small pieces on all cores at once, which the system's allocator serves slowly, Windows' most of all.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    prongsai::command::run(std::env::args_os())
}
