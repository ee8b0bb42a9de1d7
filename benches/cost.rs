//! What a file made to be expensive costs: each shape at two sizes, and the exponent between them, which must stay near 1; and
//! the most memory that the build held. `cargo bench --bench cost [-- PART OF A NAME]`. Prints, asserts nothing.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Bytes of the smaller size; the larger is four times that.
const SMALL: usize = 256 * 1024;
const TIMES: usize = 4;
/// A build that takes longer is told and given up.
const PATIENCE: Duration = Duration::from_secs(180);

/// What is repeated in the text of a page; `{n}` counts.
const REPEATED: &[&str] = &[
    "[",
    "]",
    "[a](",
    "[a](b) ",
    "![a](",
    "![",
    "*a ",
    "**a ",
    "**ก**",
    "_a ",
    "__a ",
    "`",
    "`a ",
    "``` ",
    "<",
    "<a ",
    "<a>",
    "<!--",
    "<!-- a -->",
    "&amp;",
    "&",
    "\\*",
    "~~a ",
    "~a",
    "| a ",
    "|a|\n|-|\n",
    "> ",
    "> a\n",
    "- ",
    "- a\n",
    "  - a\n",
    "1. a\n",
    "๑. ก\n",
    "# a\n",
    "## ก {n}\n",
    "## ก\n",
    "ก[^{n}] ",
    "[^{n}]: ข\n\n",
    "[a{n}]: b\n",
    "[a{n}][b{n}] ",
    "http://a.b/{n} ",
    "(((",
    "\"ก\" ",
    "๑๒๓,๔๕๖ บาท ",
    "๓๑ กุมภาพันธ์ ๒๕๖๔ ",
    "นายสมชาย ใจดี ",
    "1-2345-67890-12-1 ",
    "0812345678 ",
    "[ลิงก์](../agecy.md) ",
    "[ลิงก์](#ไม่มี{n}) ",
    "```chart x\n```\n",
    "ก",
    "กกกก ",
    "\u{200b}",
    "a\u{301}",
    "องค์การบริหารส่วนตำบลนากอก ",
];

/// The same in the front matter.
const KEYS: &[&str] =
    &["k{n}: v\n", "oit: [O1]\n", "redirect_from: ['/a{n}/']\n", "accept: [{code: T101, reason: r}]\n"];

fn main() {
    let wanted = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let room = tempfile::tempdir().unwrap();
    let base = measured(room.path(), "---\nkind: page\ntitle: t\n---\n").0;
    println!("{:<34} {:>9} {:>9} {:>8} {:>8}", "shape", "256 KB", "1 MB", "exponent", "MB");
    let mut shapes: Vec<(String, String, &str)> = Vec::new();
    shapes.extend(
        REPEATED.iter().map(|part| (format!("{part:?}"), "---\nkind: page\ntitle: t\n---\n".to_owned(), *part)),
    );
    shapes.extend(KEYS.iter().map(|part| (format!("key {part:?}"), "---\nkind: page\n".to_owned(), *part)));
    for (name, head, part) in shapes {
        if wanted.as_ref().is_some_and(|wanted| !name.contains(wanted.as_str())) {
            continue;
        }
        let text = |bytes: usize| {
            let mut text = head.clone();
            let mut number = 0;
            while text.len() < bytes {
                text.push_str(&part.replace("{n}", &number.to_string()));
                number += 1;
            }
            if name.starts_with("key") { text + "---\nx\n" } else { text + "\n" }
        };
        let (small, _) = measured(room.path(), &text(SMALL));
        let (large, memory) = measured(room.path(), &text(SMALL * TIMES));
        let above = |time: Duration| (time.saturating_sub(base)).as_secs_f64().max(0.02);
        let exponent = (above(large) / above(small)).ln() / (TIMES as f64).ln();
        let told = if large >= PATIENCE { " given up" } else { "" };
        println!(
            "{name:<34} {:>7.2} s {:>7.2} s {exponent:>8.2} {memory:>8}{told}",
            small.as_secs_f64(),
            large.as_secs_f64()
        );
    }
}

/// The time of a whole build, and its most memory in megabytes.
fn measured(room: &Path, page: &str) -> (Duration, u64) {
    let content = room.join("content");
    std::fs::create_dir_all(content.join("na")).unwrap();
    std::fs::write(content.join("portal.md"), "---\nkind: portal\n---\nx\n").unwrap();
    let agency = "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n---\nx\n";
    std::fs::write(content.join("na/agency.md"), agency).unwrap();
    std::fs::write(content.join("na/p.md"), page).unwrap();
    let out = room.join("out");
    let _ = std::fs::remove_dir_all(&out);
    let started = Instant::now();
    let mut build = Command::new(env!("CARGO_BIN_EXE_prongsai"))
        .args(["build", "--keep-going", "-q", "--date", "2569-11-21", "--out"])
        .arg(&out)
        .current_dir(room)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut most = 0;
    loop {
        let status = std::fs::read_to_string(format!("/proc/{}/status", build.id())).unwrap_or_default();
        let held =
            status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        most = most.max(held.unwrap_or(0_u64) / 1024);
        if build.try_wait().unwrap().is_some() {
            return (started.elapsed(), most);
        }
        if started.elapsed() > PATIENCE {
            build.kill().unwrap();
            build.wait().unwrap();
            return (PATIENCE, most);
        }
        std::thread::sleep(Duration::from_millis(4));
    }
}
