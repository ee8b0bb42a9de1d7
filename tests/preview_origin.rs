//! "Where does this come from": every figure of the preview names its file, line and formula. Told of the sample portal:
//! apart from that the pages are the built ones byte for byte, and the named lines hold what is said.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use prongsai::engine::{KeeperOptions, SiteKeeper};
use prongsai::preview::DiskChanges;
use prongsai::thai::{Date, to_arabic};

const OPEN: &str = "<prongsai-source";
const CLOSE: &str = "</prongsai-source>";

fn content() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/content"))
}

fn preview_of(content: &Path) -> BTreeMap<String, Vec<u8>> {
    let options = KeeperOptions {
        content: content.to_owned(),
        themes: None,
        date: Date::new(2026, 11, 21).unwrap(),
        public: false,
        prove: None,
    };
    SiteKeeper::open(options).unwrap().snapshot(&DiskChanges::everything()).all()
}

/// The sample portal's, made once for all tests.
fn sample() -> &'static BTreeMap<String, Vec<u8>> {
    static SAMPLE: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    SAMPLE.get_or_init(|| preview_of(content()))
}

/// One told figure of a page.
#[derive(Debug)]
struct Told {
    source: String,
    formula: String,
    shown: String,
}

impl Told {
    fn line(&self, content: &Path) -> String {
        let (path, rest) = self.source.split_once(".md:").unwrap_or_else(|| panic!("no line in {self:?}"));
        let number: usize = rest.split(':').next().unwrap().parse().unwrap();
        let text = fs::read_to_string(content.join(format!("{path}.md"))).unwrap();
        text.lines().nth(number - 1).unwrap_or_else(|| panic!("no such line: {self:?}")).to_owned()
    }
}

fn attribute(tag: &str, name: &str) -> String {
    let value = tag.split_once(&format!(" {name}=\"")).map_or("", |(_, value)| value.split('"').next().unwrap());
    value.replace("&lt;", "<").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

fn told(html: &str) -> Vec<Told> {
    html.match_indices(OPEN)
        .map(|(at, _)| {
            let (tag, rest) = html[at..].split_once('>').unwrap();
            let mut shown = String::new();
            let mut inside_tag = false;
            for letter in rest.split(CLOSE).next().unwrap().chars() {
                match letter {
                    '<' => inside_tag = true,
                    '>' => inside_tag = false,
                    letter if !inside_tag => shown.push(letter),
                    _ => {}
                }
            }
            Told { source: attribute(tag, "data-source"), formula: attribute(tag, "data-formula"), shown }
        })
        .collect()
}

fn stripped(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(OPEN) {
        out.push_str(&rest[..at]);
        rest = rest[at..].split_once('>').unwrap().1;
    }
    out.push_str(rest);
    out.replace(CLOSE, "")
}

#[test]
fn without_the_places_every_page_is_the_built_one() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("site");
    let built = Command::new(env!("CARGO_BIN_EXE_prongsai"))
        .args(["build", content().to_str().unwrap(), "--quiet", "--date", "2026-11-21", "--out", out.to_str().unwrap()])
        .status()
        .unwrap();
    assert!(built.success());
    let (mut pages, mut figures) = (0, 0);
    for (url, bytes) in sample() {
        let text = String::from_utf8_lossy(bytes);
        let strays = text.chars().filter(|letter| matches!(u32::from(*letter), 0x10_ff00..=0x10_ff3f)).count();
        let binary = [".png", ".xlsx", ".zip", ".woff2"].iter().any(|ending| url.ends_with(ending));
        assert!(binary || strays == 0, "{url}: {strays} marks were left");
        if !(url.is_empty() || url.ends_with('/') || url.ends_with(".html")) {
            assert!(!text.contains(OPEN), "{url} is no page");
            continue;
        }
        let file = if url.ends_with(".html") { url.clone() } else { format!("{url}index.html") };
        let Ok(expected) = fs::read_to_string(out.join(&file)) else { continue };
        let own = stripped(&text);
        let differs = own.bytes().zip(expected.bytes()).position(|(one, other)| one != other);
        let at = differs.unwrap_or_else(|| own.len().min(expected.len()));
        let near = |text: &str| {
            String::from_utf8_lossy(&text.as_bytes()[at.saturating_sub(120)..(at + 120).min(text.len())]).into_owned()
        };
        assert!(own == expected, "{url} differs at {at}:\n{}\nbuilt:\n{}", near(&own), near(&expected));
        pages += 1;
        figures += told(&text).len();
    }
    assert!(pages > 400 && figures > 5_000, "{figures} figures on {pages} pages");
}

#[test]
fn the_named_lines_hold_what_is_said() {
    let all = sample();
    let page = |url: &str| String::from_utf8(all[url].clone()).unwrap();
    let digits = |text: &str| to_arabic(text).chars().filter(|letter| letter.is_ascii_digit()).collect::<String>();

    // The home: one sentence of the result, score and money.
    let home = told(&page("na-kok/"));
    let done = home.iter().find(|told| told.formula.contains("สถานะดำเนินการแล้วเสร็จ = ")).expect("done is told");
    assert!(done.formula.contains(&format!("= {}", digits(&done.shown))), "{done:?}");
    assert!(done.source.starts_with("na-kok/") && done.line(content()).starts_with('|'), "{done:?}");
    assert!(done.formula.contains("แถวที่บรรทัด "), "{done:?}");
    let score = home.iter().find(|told| told.formula.contains("× 0.5) ÷ ")).expect("the score is told");
    let worked = score.formula.split("= ").nth(1).unwrap().split(' ').next().unwrap();
    assert_eq!(digits(worked), digits(&score.shown), "{score:?}");
    let money = home.iter().find(|told| told.formula.contains("รวมงบที่เบิกจ่าย")).expect("money is told");
    let line = to_arabic(&money.line(content())).into_owned();
    assert!(line.starts_with('|') && line.chars().any(|letter| letter.is_ascii_digit()), "{money:?}: {line}");

    // Cells: each amount stands in the line that is named.
    let (mut cells, mut stated) = (0, 0);
    for (url, bytes) in all.iter().filter(|(url, _)| url.is_empty() || url.ends_with('/')) {
        for told in told(std::str::from_utf8(bytes).unwrap()) {
            assert!(!told.source.is_empty() || !told.formula.is_empty(), "{url}: {told:?}");
            if told.source.is_empty() {
                continue;
            }
            let line = told.line(content());
            if !told.formula.is_empty() {
                stated += 1;
                continue;
            }
            // A cell of a table stands on one line; a text of the front matter may be folded over several.
            let plain = |text: &str| digits(&to_arabic(text).replace(".00", ""));
            let (shown, line) = (plain(&told.shown), plain(&line));
            assert!(line.contains(&shown) || shown.len() > 9, "{url}: {told:?} is not in {line}");
            cells += 1;
        }
    }
    assert!(cells > 1_000 && stated > 1_000, "{cells} cells, {stated} formulas");
}

#[test]
fn the_rows_of_a_sheet_are_named_by_the_sheets_lines() {
    let root = tempfile::tempdir().unwrap();
    let content = root.path().join("content");
    fs::create_dir_all(content.join("2564")).unwrap();
    let write = |path: &str, text: &str| fs::write(content.join(path), text).unwrap();
    write("agency.md", "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n---\n");
    write("2564/plan.md", "---\nkind: plan\nfiscal_year: 2564\n---\n");
    write(
        "2564/plan.csv",
        "รหัส,โครงการ/กิจกรรม/มาตรการ,แผนฯ\n1-01,\"โครงการ\nหนึ่ง\",\"1,000\"\n1-02,โครงการสอง,\"2,500\"\n",
    );
    let all = preview_of(&content);
    let plan = told(std::str::from_utf8(&all["2564/plan/"]).unwrap());
    let cell = plan.iter().find(|told| told.shown == "๒,๕๐๐" && told.formula.is_empty()).expect("the cell is told");
    assert_eq!(cell.source, "2564/plan.csv:4");
    let sum = plan.iter().find(|told| told.formula.contains("= 3,500 บาท")).expect("the sum is told");
    assert!(sum.source == "2564/plan.csv:3" && sum.formula.contains("บรรทัด 3–4"), "{sum:?}");
}

/// Two promises of one name: each row of the picture's table leads to its own row of the file.
#[test]
fn a_row_of_a_picture_is_known_by_its_promise_and_not_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("agency.md", "---\nname: องค์การบริหารส่วนตำบลตัวอย่าง\ntype: sao\n---\n");
    write(
        "2564/report-12m.md",
        "---\nfiscal_year: 2564\nround: 12\n---\n\n| รหัส | โครงการ/กิจกรรม/มาตรการ | แผนฯ | สถานะ |\n|---|---|---:|---|\n\
         | 1-01 | โครงการอบรม | 10,000 | แล้วเสร็จ |\n| 2-01 | โครงการอบรม | 20,000 | แล้วเสร็จ |\n",
    );
    let pages = preview_of(folder.path());
    let page = String::from_utf8(pages["2564/"].clone()).unwrap();
    for (amount, line) in [("๑๐,๐๐๐", 8), ("๒๐,๐๐๐", 9)] {
        let place = format!("2564/report-12m.md:{line}:");
        let all = told(&page);
        let shown: Vec<&Told> = all.iter().filter(|told| told.shown == amount).collect();
        assert!(!shown.is_empty() && shown.iter().all(|told| told.source.starts_with(&place)), "{place} {shown:?}");
    }
}
