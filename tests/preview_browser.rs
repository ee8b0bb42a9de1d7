//! The preview in a real Chromium, driven by `tests/browser/preview.mjs`, which asks this side to restart the server.
//! Needs node, chromium, and `npm install --prefix tests/.tools playwright-core`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod preview;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use preview::{Folder, Site};
use prongsai::engine::{KeeperOptions, SiteKeeper};
use prongsai::preview::{ServeOptions, serve};

/// A minute and a half on two quiet cores.
const LONGEST: Duration = Duration::from_secs(420);

#[test]
#[ignore = "needs node, chromium and playwright-core"]
fn in_a_real_browser() {
    let options = || ServeOptions { port: 0, follow: true, ..ServeOptions::default() };
    let Site { folder, mut running } =
        Site::with_options(&[("index.md", "ก"), ("style.css", "body { margin: 0 }")], options());
    let root = folder.path().join("content");
    let port = running.address().port();
    let sample = sample_portal();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/preview.mjs");
    let mut node = Command::new("node")
        .arg(script)
        .args([running.url().as_str(), root.to_str().unwrap(), sample.url().as_str()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node runs");
    let mut answers = node.stdin.take().unwrap();
    let (told, heard) = std::sync::mpsc::channel();
    let out = BufReader::new(node.stdout.take().unwrap());
    std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| told.send(line)));
    let end = Instant::now() + LONGEST;
    let heard = std::iter::from_fn(|| match heard.recv_timeout(end.saturating_duration_since(Instant::now())) {
        Ok(line) => Some(line),
        Err(RecvTimeoutError::Disconnected) => None,
        Err(RecvTimeoutError::Timeout) => {
            let _ = node.kill();
            panic!("the browser was not done after {LONGEST:?}");
        }
    });
    for line in heard {
        println!("{line}");
        if line == "STOP" {
            running.stop();
            writeln!(answers, "stopped").unwrap();
            // The script writes while nobody listens, then asks for the start.
            running = start_again(&root, port, &mut answers);
        }
    }
    assert!(node.wait().unwrap().success());
}

/// The sample portal as the program itself shows it.
fn sample_portal() -> prongsai::preview::Running {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let keeper = KeeperOptions {
        content: content.clone(),
        themes: None,
        date: prongsai::thai::Date::new(2026, 11, 21).unwrap(),
        public: false,
        prove: None,
    };
    let options = ServeOptions { port: 0, root: content, ..ServeOptions::default() };
    serve(Box::new(SiteKeeper::open(keeper).unwrap()), options).unwrap()
}

fn start_again(root: &Path, port: u16, answers: &mut impl Write) -> prongsai::preview::Running {
    std::thread::sleep(std::time::Duration::from_millis(900));
    let options = ServeOptions { port, root: root.to_path_buf(), follow: true, ..ServeOptions::default() };
    let running = serve(Box::new(Folder::new(root)), options).unwrap();
    assert_eq!(running.address().port(), port);
    writeln!(answers, "started").unwrap();
    running
}
