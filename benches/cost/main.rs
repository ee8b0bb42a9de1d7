//! What a file made to be expensive costs: each shape at the largest size that is accepted and at a quarter of it, in seconds of
//! the processor (median of three), the exponent between them, which must stay near 1, and the most memory that the build held.
//! An exponent of times above 1.1 is asked again by instructions, which neither the machine's other work nor the first touch of
//! fresh memory changes: counted by `perf`, or else, some twenty times slower, by `valgrind`; without both it stays what it is.
//! `cargo bench --bench cost [-- PART OF A NAME] [--write]`: the table into the README beside this folder. `PRONGSAI=PATH` measures
//! another program, `COST_BYTES=…` has another largest size, `COST_RUNS=1` measures once. Prints, asserts nothing.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod instructions;
mod shapes;
mod table;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use shapes::{Files, Shape};
use table::Row;

/// A text that is larger is refused.
const LARGEST: usize = 4 * 1024 * 1024 - 4096;
const TIMES: usize = 4;
/// A build that takes longer is told and given up.
const PATIENCE: Duration = Duration::from_secs(180);
/// Above it an exponent of times is asked again by instructions, which may take twenty times as long.
const IN_DOUBT: f64 = 1.1;
const AGENCY: &str = "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n";

fn main() {
    let wanted = std::env::args().skip(1).find(|word| !word.starts_with("--"));
    let most = number("COST_BYTES").unwrap_or(LARGEST);
    let room = tempfile::tempdir().unwrap();
    let base = median(room.path(), &Vec::new()).0;
    let counter = instructions::Counter::of_this_machine(room.path());
    let counted_base = counter.as_ref().and_then(|counter| counter.count(&mut made(room.path(), &Vec::new())));
    println!("{}", Row::HEAD);
    let mut rows = Vec::new();
    for Shape { name, files } in shapes::all() {
        if wanted.as_ref().is_some_and(|wanted| !name.contains(wanted.as_str())) {
            continue;
        }
        let size = accepted(&files, most);
        let (small, _) = median(room.path(), &files(size / TIMES));
        let (large, memory) = median(room.path(), &files(size));
        let above = |time: Duration| time.saturating_sub(base).as_secs_f64();
        // Below a twentieth of a second the machine's own noise is all that is measured.
        let by_time = (above(small) >= 0.05).then(|| exponent(above(small), above(large).max(0.01)));
        let count = |size| counter.as_ref()?.count(&mut made(room.path(), &files(size)));
        let is_doubtful = large < PATIENCE && by_time.is_some_and(|it| it > IN_DOUBT);
        let by_instructions = is_doubtful.then(|| (count(size / TIMES), count(size))).and_then(|(small, large)| {
            let (small, large) = (small?.saturating_sub(counted_base?), large?.saturating_sub(counted_base?));
            Some(exponent(small.max(1) as f64, large.max(1) as f64))
        });
        let name: String = name.chars().filter(|letter| !letter.is_control()).take(44).collect();
        let given_up = large >= PATIENCE;
        let row = Row { name, size, small, large, by_time, by_instructions, memory, given_up };
        println!("{}", row.line());
        rows.push(row);
    }
    if std::env::args().any(|word| word == "--write") {
        table::write(&rows);
    }
}

fn number(key: &str) -> Option<usize> {
    std::env::var(key).ok()?.parse().ok()
}

fn exponent(small: f64, large: f64) -> f64 {
    (large / small).ln() / (TIMES as f64).ln()
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
    let runs = number("COST_RUNS").unwrap_or(3).max(1);
    let mut times: Vec<_> = (0..runs).map(|_| measured(room, files)).collect();
    times.sort();
    times[runs / 2]
}

/// A portal with one authority and these files, and the build of it.
fn made(room: &Path, files: &Files) -> Command {
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
    let mut build = Command::new(program);
    build
        .args(["build", "--keep-going", "-q", "--date", "2569-11-21", "--out"])
        .arg(&out)
        .current_dir(room)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    build
}

/// The processor's time of a whole build (elsewhere than on Linux the clock's), and its most memory in megabytes.
fn measured(room: &Path, files: &Files) -> (Duration, u64) {
    let mut build = made(room, files);
    let started = Instant::now();
    let mut build = build.spawn().unwrap();
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

/// What all threads of a process have worked, to the nanosecond, as Linux tells it.
fn work_of(process: u32) -> Option<Duration> {
    let threads = std::fs::read_dir(format!("/proc/{process}/task")).ok()?;
    let work = threads.flatten().filter_map(|thread| {
        std::fs::read_to_string(thread.path().join("schedstat")).ok()?.split(' ').next()?.parse::<u64>().ok()
    });
    Some(Duration::from_nanos(work.sum()))
}
