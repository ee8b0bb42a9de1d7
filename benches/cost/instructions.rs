//! How many instructions a command needs, where the machine lets them be counted.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub struct Counter {
    by: &'static str,
    /// What is told of a count is written here.
    told: PathBuf,
}

impl Counter {
    /// A machine inside another often has no counters: then `valgrind` follows each instruction, some twenty times slower.
    pub fn of_this_machine(room: &Path) -> Option<Self> {
        ["perf", "valgrind"]
            .into_iter()
            .map(|by| Self { by, told: room.join("instructions") })
            .find(|counter| counter.count(&mut Command::new("true")).is_some())
    }

    pub fn count(&self, command: &mut Command) -> Option<u64> {
        let _ = std::fs::remove_file(&self.told);
        let mut counted = Command::new(self.by);
        match self.by {
            "perf" => counted.args(["stat", "-x", " ", "-e", "instructions:u", "-o"]).arg(&self.told).arg("--"),
            _ => {
                let log = format!("--log-file={}", self.told.display());
                counted.args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", &log])
            }
        };
        counted.arg(command.get_program()).args(command.get_args()).stdout(Stdio::null()).stderr(Stdio::null());
        // Threads that wait for each other count as well.
        counted.env("RAYON_NUM_THREADS", "1");
        if let Some(folder) = command.get_current_dir() {
            counted.current_dir(folder);
        }
        counted.status().ok()?;
        let told = std::fs::read_to_string(&self.told).ok()?;
        match self.by {
            "perf" => told.lines().find(|line| line.contains("instructions"))?.split(' ').next()?.parse().ok(),
            _ => told
                .lines()
                .find_map(|line| line.split_once("I")?.1.split_once("refs:"))?
                .1
                .trim()
                .replace(',', "")
                .parse()
                .ok(),
        }
    }
}
