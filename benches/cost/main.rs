//! What a file made to be expensive costs: each shape at two sizes, in seconds of the processor, and the exponent between them, which must stay near 1; and
//! the most memory that the build held. `cargo bench --bench cost [-- [--largest] PART OF A NAME]`: with `--largest` also the
//! time and memory at the largest size that a text may have. `PRONGSAI=PATH` measures another program. Prints, asserts nothing.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shapes;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use shapes::{Files, Shape};

/// Bytes of the smaller size (`COST_BYTES` has another, for a slow program); the larger is four times that.
const SMALL: usize = 256 * 1024;
const TIMES: usize = 4;
const LARGEST: usize = 8 * 1024 * 1024 - 4096;
/// A build that takes longer is told and given up.
const PATIENCE: Duration = Duration::from_secs(180);
const AGENCY: &str = "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n";

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let largest = words.iter().any(|word| word == "--largest");
    let wanted = words.iter().find(|word| !word.starts_with("--"));
    let small_size = std::env::var("COST_BYTES").map_or(SMALL, |bytes| bytes.parse().unwrap());
    let room = tempfile::tempdir().unwrap();
    let base = measured(room.path(), &Vec::new()).0;
    println!("{:<44} {:>9} {:>9} {:>8} {:>8}", "shape", "once", "4 times", "exponent", "MB");
    for Shape { name, files } in shapes::all() {
        if wanted.is_some_and(|wanted| !name.contains(wanted.as_str())) {
            continue;
        }
        let small = measured(room.path(), &files(small_size)).0;
        let (large, memory) = measured(room.path(), &files(small_size * TIMES));
        let above = |time: Duration| (time.saturating_sub(base)).as_secs_f64().max(0.02);
        let exponent = (above(large) / above(small)).ln() / (TIMES as f64).ln();
        let mut told = if large >= PATIENCE { " given up".to_owned() } else { String::new() };
        if largest {
            let (time, memory) = measured(room.path(), &files(LARGEST));
            told.push_str(&format!("   8 MB: {:>6.2} s {memory:>5} MB", time.as_secs_f64()));
        }
        let name: String = name.chars().take(44).collect();
        println!(
            "{name:<44} {:>7.2} s {:>7.2} s {exponent:>8.2} {memory:>8}{told}",
            small.as_secs_f64(),
            large.as_secs_f64()
        );
    }
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
    for old in [out.clone(), room.join(".out.prongsai"), room.join(".content.prongsai")] {
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
