//! Random edits of a small portal: text, status, titles, new and vanished files and folders, rubbish, theme and settings.
//! Shared by the tests that compare what was kept with what is made from nothing.

use std::fs;
use std::path::{Path, PathBuf};

pub struct Sequence(pub u64);

impl Sequence {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    pub fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const STATUSES: [&str; 5] = ["ดำเนินการแล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "ไม่ได้ดำเนินการ", "รอรายงาน", "ทำไปบ้าง"];
const SLUGS: [&str; 3] = ["na-kok", "phipun", "tha-samet"];

fn table(sequence: &mut Sequence, rows: usize) -> String {
    let mut text = String::from(
        "| รหัส | โครงการ/กิจกรรม/มาตรการ | แผนฯ | เบิกจ่าย | สถานะ | ผู้รับผิดชอบ |\n|---|---|---:|---:|---|---|\n",
    );
    for row in 1..=rows {
        let dimension = 1 + row % 4;
        text.push_str(&format!(
            "| {dimension}-{row:02} | โครงการที่ {row} | {},000 | {} | {} | กองคลัง |\n",
            1 + sequence.below(90),
            sequence.pick(&["-", "๐", "500"]),
            sequence.pick(&STATUSES)
        ));
    }
    text
}

fn agency(name: &str) -> String {
    format!("---\nkind: agency\nname: องค์การบริหารส่วนตำบล{name}\ntype: sao\nprovince: ยะลา\n---\nข้อความของ{name}\n")
}

pub fn report(sequence: &mut Sequence, round: u8) -> String {
    let rows = 3 + sequence.below(4);
    format!(
        "---\nkind: report\nfiscal_year: 2564\nround: {round}\ndeclared: {{ items: {rows} }}\n---\nเกริ่นนำ\n\n{}\n### 1-04 เรื่องเล่า\nเล่าเรื่อง\n",
        table(sequence, rows)
    )
}

pub fn write(path: &Path, text: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

pub fn start(root: &Path, sequence: &mut Sequence) {
    write(
        &root.join("content/portal.md"),
        "---\nkind: portal\ntitle: ทดสอบ\nbase_url: https://edits.example/\ncards: years\ndigits: thai\n---\nหน้าแรก\n",
    );
    for slug in &SLUGS[..2] {
        let folder = root.join("content").join(slug);
        write(&folder.join("agency.md"), agency(slug));
        write(&folder.join("2564/plan.md"), format!("---\nkind: plan\nfiscal_year: 2564\n---\n{}", table(sequence, 5)));
        write(&folder.join("2564/report-6m.md"), report(sequence, 6));
    }
}

/// One edit; the paths that a watcher would name.
pub fn edit(root: &Path, sequence: &mut Sequence, step: usize) -> Vec<PathBuf> {
    let slug = SLUGS[sequence.below(SLUGS.len())];
    let folder = root.join("content").join(slug);
    let one = |path: PathBuf, text: String| {
        write(&path, text);
        vec![path]
    };
    match sequence.below(16) {
        0 => one(folder.join("agency.md"), agency(&format!("{slug} {step}"))),
        1 => {
            one(folder.join("2564/plan.md"), format!("---\nkind: plan\nfiscal_year: 2564\n---\n{}", table(sequence, 4)))
        }
        2 => one(folder.join("2564/report-6m.md"), report(sequence, 6)),
        3 => one(folder.join("2564/report-12m.md"), report(sequence, 12)),
        4 => one(
            folder.join(format!("page-{}.md", sequence.below(4))),
            format!("# หน้า {step}\n[แผน](2564/plan.md) **ข้อความ**\n"),
        ),
        5 => {
            let date = format!("{} เมษายน 2564", 1 + sequence.below(28));
            let path = folder.join(format!("announcements/a{}.md", sequence.below(3)));
            one(path, format!("---\nkind: announcement\ntitle: ประกาศ {step}\ndate: {date}\n---\nเนื้อความ\n"))
        }
        6 => {
            let path =
                folder.join(sequence.pick(&["2564/report-6m.md", "2564/report-12m.md", "2564/plan.md", "page-1.md"]));
            let _ = fs::remove_file(&path);
            vec![path]
        }
        7 => {
            let (from, to) = (folder.join("page-0.md"), folder.join("page-3.md"));
            let _ = fs::rename(&from, &to);
            vec![from, to]
        }
        8 => {
            let path = folder.join("2564");
            let _ = fs::remove_dir_all(&path);
            vec![path]
        }
        9 => {
            let (from, to) = (folder.join("2564"), folder.join("2563"));
            let _ = fs::remove_dir_all(&to);
            let _ = fs::rename(&from, &to);
            vec![from, to]
        }
        10 => {
            let path = folder.join(sequence.pick(&["2564/plan.md", "page-2.md", "agency.md"]));
            write(&path, [0xff, 0x00, 0xe0, step as u8]);
            vec![path]
        }
        11 => one(folder.join("2564/plan.md"), "---\nkind: plan\nfiscal_year: [\n---\n".to_owned()),
        12 => {
            let digits = sequence.pick(&["thai", "arabic"]);
            let cards = sequence.pick(&["years", "years", "all", "off"]);
            let languages = sequence.pick(&["[th]", "[th, en]"]);
            one(
                root.join("content/portal.md"),
                format!(
                    "---\nkind: portal\ntitle: ทดสอบ {step}\nbase_url: https://edits.example/\ncards: {cards}\n\
                     digits: {digits}\nlanguages: {languages}\n---\nหน้าแรก\n"
                ),
            )
        }
        13 => one(root.join("themes/prongsai/assets/css/90-own.css"), format!("body {{ --step: {step} }}\n")),
        14 => {
            let path = root.join("themes/prongsai/templates/plain.html");
            if sequence.below(2) == 0 {
                let _ = fs::remove_file(&path);
            } else {
                write(
                    &path,
                    format!(
                        "{{% extends \"base.html\" %}}{{% block content %}}<h1>{{{{ page.title }}}} {step}</h1>{{% endblock %}}"
                    ),
                );
            }
            vec![path]
        }
        _ => one(folder.join("files/ภาพ.png"), format!("not really a picture {step}")),
    }
}
