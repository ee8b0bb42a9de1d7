//! What a file made to be expensive costs: each shape at the largest size that is accepted and at a quarter of it, in seconds of
//! the processor (median of three), the exponent between them, which must stay near 1, and the most memory that the build held.
//! `cargo bench --bench cost [-- PART OF A NAME]`. `PRONGSAI=PATH` measures another program, `COST_BYTES=…` has another largest
//! size. Prints, asserts nothing.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shapes;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use shapes::{Files, Shape};

/// A text that is larger is refused.
const LARGEST: usize = 4 * 1024 * 1024 - 4096;
const TIMES: usize = 4;
/// A build that takes longer is told and given up.
const PATIENCE: Duration = Duration::from_secs(180);
const AGENCY: &str = "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n";

fn main() {
    let wanted = std::env::args().skip(1).find(|word| !word.starts_with("--"));
    let most = std::env::var("COST_BYTES").map_or(LARGEST, |bytes| bytes.parse().unwrap());
    let room = tempfile::tempdir().unwrap();
    let base = median(room.path(), &Vec::new()).0;
    println!("{:<44} {:>8} {:>9} {:>9} {:>8} {:>6}", "shape", "size", "a quarter", "whole", "exponent", "MB");
    for Shape { name, files } in shapes::all() {
        if wanted.as_ref().is_some_and(|wanted| !name.contains(wanted.as_str())) {
            continue;
        }
        let size = accepted(&files, most);
        let (small, _) = median(room.path(), &files(size / TIMES));
        let (large, memory) = median(room.path(), &files(size));
        let above = |time: Duration| time.saturating_sub(base).as_secs_f64();
        // Below a twentieth of a second the machine's own noise is all that is measured.
        let exponent = match above(small) {
            small if small < 0.05 => "-".to_owned(),
            small => format!("{:.2}", (above(large).max(0.01) / small).ln() / (TIMES as f64).ln()),
        };
        let told = if large >= PATIENCE { " given up" } else { "" };
        let name: String = name.chars().filter(|letter| !letter.is_control()).take(44).collect();
        println!(
            "{name:<44} {:>5} KB {:>7.2} s {:>7.2} s {exponent:>8} {memory:>6}{told}",
            size / 1024,
            small.as_secs_f64(),
            large.as_secs_f64()
        );
    }
}

/// The largest size, of files as they would be, that is read and not refused.
fn accepted(files: &dyn Fn(usize) -> Files, most: usize) -> usize {
    let is_refused = |(path, bytes): &(String, Vec<u8>)| {
        let text = String::from_utf8_lossy(bytes);
        bytes.len() > LARGEST || path.ends_with(".md") && prongsai::source::markdown::is_all_marks(&text)
    };
    let mut size = most;
    while files(size).iter().any(is_refused) {
        size -= size / 16;
    }
    size
}

fn median(room: &Path, files: &Files) -> (Duration, u64) {
    let mut times = [0; 3].map(|_| measured(room, files));
    times.sort();
    times[1]
}

/// The processor's time of a whole build (elsewhere than on Linux the clock's), and its most memory in megabytes.
fn measured(room: &Path, files: &Files) -> (Duration, u64) {
    let content = room.join("content");
    let _ = std::fs::remove_dir_all(&content);
    let own = [
        ("portal.md".to_owned(), b"---\nkind: portal\n---\nx\n".to_vec()),
        ("na/agency.md".to_owned(), format!("{AGENCY}---\nx\n").into_bytes()),
    ];
    for (path, bytes) in own.iter().chain(files) {
        let path = content.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let out = room.join("out");
    for old in [out.clone(), room.join(".out.prongsai"), room.join(".prongsai")] {
        let _ = std::fs::remove_dir_all(old);
    }
    let program = std::env::var("PRONGSAI").unwrap_or_else(|_| env!("CARGO_BIN_EXE_prongsai").to_owned());
    let started = Instant::now();
    let mut build = Command::new(program)
        .args(["build", "--keep-going", "-q", "--date", "2569-11-21", "--out"])
        .arg(&out)
        .current_dir(room)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut most = 0;
    let mut worked = Duration::ZERO;
    loop {
        worked = work_of(build.id()).unwrap_or(worked).max(worked);
        let status = std::fs::read_to_string(format!("/proc/{}/status", build.id())).unwrap_or_default();
        let held =
            status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        most = most.max(held.unwrap_or(0_u64) / 1024);
        if build.try_wait().unwrap().is_some() {
            return (if worked.is_zero() { started.elapsed() } else { worked }, most);
        }
        if started.elapsed() > PATIENCE {
            build.kill().unwrap();
            build.wait().unwrap();
            return (PATIENCE, most);
        }
        std::thread::sleep(Duration::from_millis(4));
    }
}

/// What all threads of a process have worked, in the hundredths that Linux counts.
fn work_of(process: u32) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some(Duration::from_millis((ticks(11)? + ticks(12)?) * 10))
}
