//! The shapes: what a file, or a folder of files, of about so many bytes is made of.

use std::io::Write;

pub type Files = Vec<(String, Vec<u8>)>;

pub struct Shape {
    pub name: String,
    pub files: Box<dyn Fn(usize) -> Files>,
}

const PAGE: &str = "---\nkind: page\ntitle: t\n---\n";
const PLAN: &str = "---\nkind: plan\nfiscal_years: 2564\n---\n";

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
    // What the first fifty-six had not thought of.
    "*a **b ",
    "***a",
    "*a _b ",
    "_*",
    "**\"ก\"**ข",
    "[[]]",
    "[^1] ",
    "[a] ",
    "<?",
    "<!A ",
    "<![CDATA[",
    "<div>\n\n",
    "<script>\n",
    "<ruby>ก<rt>ข",
    "-->",
    "<!--\n",
    "<http://a> ",
    "a@b.c ",
    "&#x10ffff;",
    "a\n=\n",
    "a  \n",
    "\t",
    "\ta\n",
    "\r\n",
    "\\\n",
    "# a {#b}\n",
    "# a {.c .d}\n",
    "## a\n## a-1\n",
    "- [x] a\n",
    "* a\n\n  b\n",
    "1) a\n",
    "\\|",
    "|ก|๑|\n",
    "1",
    "9,",
    "1.",
    "1/2/",
    "1-",
    "-",
    "๑๒:๓๐ น. ",
    "มกราคม ",
    "๑-๓๑ มกราคม ",
    "พ.ศ. ",
    "ปี ๒๕๖๔ ",
    "๒๕๖๔-",
    "นาย",
    "ม.๑ ",
    "หมู่ที่ ๑ ตำบล",
    "+66 8 ",
    "ร้อยละ ๑๒๐ ",
    "บาทถ้วน ",
    "(หนึ่งร้อยบาทถ้วน) ",
    "๑๐๐ บาท (สองร้อยบาทถ้วน) ",
    "โครงการ ก ",
    "XXX ",
    "… ",
    "[รอเติม] ",
    "ํา",
    "เเ",
    "ูุ",
    "\u{202e}",
    "😀",
    "ทุจริจ ",
];

/// The same in the front matter.
const KEYS: &[&str] = &[
    "k{n}: v\n",
    "oit: [O1]\n",
    "redirect_from: ['/a{n}/']\n",
    "accept: [{code: T101, reason: r}]\n",
    "#\n",
    "- a\n",
    "? a\n",
    "a: &a{n} b\n",
    "<<: *a\n",
    "--- \n",
    "\"",
    "'",
    "{",
    "[",
    "[a, ",
    "{a: ",
    "! a",
    "k: |\n  a\n",
    "%TAG ! !\n",
];

/// One key, whose list or text is repeated: what stands before, what is repeated, what stands after.
const LISTS: &[(&str, &str, &str)] = &[
    ("accept: [", "{code: T101, reason: r, at: {n}}, ", "]\n"),
    ("redirect_from: [", "/a{n}/, ", "]\n"),
    ("oit: [", "O{n}, ", "]\n"),
    ("fiscal_years: [", "2564, ", "]\n"),
    ("title: ", "ก", "\n"),
    ("title: ", "9", "\n"),
    ("title: \"", "\\n", "\"\n"),
    ("date: ", "1/", "\n"),
    ("x: ", "[", "\n"),
    ("", "k", ": v\n"),
];

/// The same of the heads of an authority and of the portal.
const HEADS: &[(&str, &str, &str)] = &[
    ("complaints: [", "{channel: ก{n}, value: x, url: 'javascript:1'}, ", "]\n"),
    ("contact: {phone: '", "0812345678 ", "'}\n"),
    ("people: [", "{name: ก{n}, position: ข}, ", "]\n"),
    ("severities: {", "T{n}: note, ", "}\n"),
    ("outside_links: [", "a{n}, ", "]\n"),
];

/// Rows under the head of a plan.
const ROWS: &[&str] = &[
    "| {n} | โครงการ {n} | 1 | 100 |\n",
    "| {n} | โครงการ ก | 1 | 100 |\n",
    "| 1 | โครงการ ก | 1 | 100 |\n",
    "| {n} | โครงการ {n} | 9 | ร้อย |\n",
    "| {n} | กิจกรรม ก{n}ข | ๑.๑ | ๑๐๐,๐๐๐.๕๐ |\n",
    "| | | | |\n",
    "|\n",
    "| {n} | ก | ข | ค | ง | จ |\n",
    "| รวม | | | 100 |\n",
    "| มิติที่ 1 | | | |\n",
];

pub fn all() -> Vec<Shape> {
    let mut shapes = Vec::new();
    for part in REPEATED {
        shapes.push(page(shown(part), PAGE, part, "\n"));
    }
    for part in KEYS {
        shapes.push(page(format!("key {}", shown(part)), "---\nkind: page\n", part, "---\nx\n"));
    }
    for (before, part, after) in LISTS {
        let head = format!("---\nkind: page\n{before}");
        shapes.push(page(format!("list {before:?} {}", shown(part)), &head, part, &format!("{after}---\nx\n")));
    }
    for (before, part, after) in HEADS {
        let (before, part, after) = (before.to_string(), part.to_string(), after.to_string());
        let name = format!("head {before:?}");
        shapes.push(Shape {
            name,
            files: Box::new(move |bytes| {
                let own = format!("{}{before}{}{after}---\nx\n", super::AGENCY, repeated(&part, bytes));
                vec![("na/agency.md".to_owned(), own.into_bytes())]
            }),
        });
    }
    let head = format!("{PLAN}| ลำดับ | โครงการ/กิจกรรม/มาตรการ | มิติ | แผนฯ |\n|---|---|---|---|\n");
    for part in ROWS {
        shapes.push(page(format!("row {}", shown(part)), &head, part, "\n"));
    }
    shapes.push(page("toml [a.a".to_owned(), "+++\nkind = 'page'\n[a", ".a", "]\n+++\nx\n"));
    shapes.push(page("toml a.a".to_owned(), "+++\nkind = 'page'\na", ".a", " = 1\n+++\nx\n"));
    shapes.push(page("toml [[a]]".to_owned(), "+++\nkind = 'page'\n", "[[a]]\n", "+++\nx\n"));
    shapes.push(page("toml [".to_owned(), "+++\nkind = 'page'\na = ", "[", "\n+++\nx\n"));
    shapes.extend(built());
    shapes.extend(sheets());
    shapes.extend(folders());
    shapes
}

/// As in a program, but with the marks over and under Thai letters where they belong.
fn shown(part: &str) -> String {
    format!("\"{}\"", part.escape_debug())
}

fn page(name: String, head: &str, part: &str, after: &str) -> Shape {
    let (head, part, after) = (head.to_owned(), part.to_owned(), after.to_owned());
    let text = move |bytes| format!("{head}{}{after}", repeated(&part, bytes));
    Shape { name, files: Box::new(move |bytes| vec![("na/p.md".to_owned(), text(bytes).into_bytes())]) }
}

fn repeated(part: &str, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + part.len());
    let mut number = 0;
    while text.len() < bytes {
        text.push_str(&part.replace("{n}", &number.to_string()));
        number += 1;
    }
    text
}

fn of_page(name: &str, body: impl Fn(usize) -> String + 'static) -> Shape {
    let text = move |bytes| format!("{PAGE}{}\n", body(bytes));
    Shape {
        name: name.to_owned(),
        files: Box::new(move |bytes| vec![("na/p.md".to_owned(), text(bytes).into_bytes())]),
    }
}

/// Texts that no single part makes.
fn built() -> Vec<Shape> {
    vec![
        of_page("a table of many columns", |bytes| {
            let columns = bytes / 6;
            format!("{}|\n{}|\n{}|\n", "|a".repeat(columns), "|-".repeat(columns), "|1".repeat(columns))
        }),
        of_page("a table of a thousand columns", |bytes| {
            let head = format!("{}|\n{}|\n", "|a".repeat(1000), "|-".repeat(1000));
            head + &"|\n".repeat(bytes / 2)
        }),
        of_page("footnotes, then their words", |bytes| {
            let (mut calls, mut words) = (String::new(), String::new());
            for number in 0..bytes / 24 {
                calls.push_str(&format!("ก[^{number}] "));
                words.push_str(&format!("[^{number}]: ข\n\n"));
            }
            format!("{calls}\n\n{words}")
        }),
        of_page("lists that go deeper", |bytes| {
            (0..).map(|deep| format!("{}- a\n", " ".repeat(deep * 2))).scan(0, until(bytes)).collect()
        }),
        of_page("quotes that go deeper", |bytes| {
            (1..).map(|deep| format!("{}a\n", "> ".repeat(deep))).scan(0, until(bytes)).collect()
        }),
        of_page("fences that grow", |bytes| {
            (3..).map(|long| format!("{}\n", "`".repeat(long))).scan(0, until(bytes)).collect()
        }),
        of_page("code that grows", |bytes| {
            (1..).map(|long| format!("e{}", "`".repeat(long))).scan(0, until(bytes)).collect()
        }),
        of_page("one link, called many times", |bytes| {
            format!("[a]: {}\n\n{}", "b".repeat(200), "[a] ".repeat(bytes / 4))
        }),
        of_page("a long label", |bytes| format!("[{0}]: b\n\n[{0}]", "a".repeat(bytes / 2))),
        of_page("open, then closed", |bytes| "[".repeat(bytes / 2) + &"]".repeat(bytes / 2)),
        of_page("strong, then closed", |bytes| "**ก ".repeat(bytes / 12) + &" ก**".repeat(bytes / 12)),
        of_page("a link around links", |bytes| "[a".repeat(bytes / 8) + &"](b)".repeat(bytes / 8)),
        of_page("one long word", |bytes| "a".repeat(bytes)),
        of_page("one long number", |bytes| "๙".repeat(bytes / 3)),
        of_page("headings of one long name", |bytes| format!("## {}\n", "ก".repeat(bytes / 3))),
    ]
}

fn until(bytes: usize) -> impl FnMut(&mut usize, String) -> Option<String> {
    move |sum, line| {
        *sum += line.len();
        (*sum < bytes).then_some(line)
    }
}

fn of_sheet(name: &str, file: &'static str, bytes: impl Fn(usize) -> Vec<u8> + 'static) -> Shape {
    let files = move |size| vec![("na/p.md".to_owned(), PLAN.into()), (format!("na/{file}"), bytes(size))];
    Shape { name: name.to_owned(), files: Box::new(files) }
}

const HEAD: &str = "ลำดับ,โครงการ/กิจกรรม/มาตรการ,มิติ,แผนฯ\n";

fn sheets() -> Vec<Shape> {
    let csv = |name: &str, part: &'static str| {
        of_sheet(name, "p.csv", move |bytes| format!("{HEAD}{}", repeated(part, bytes)).into_bytes())
    };
    vec![
        csv("csv rows", "{n},โครงการ {n},1,100\n"),
        csv("csv rows that are too long", "{n},โครงการ {n},1,100,5,6,7\n"),
        csv("csv rows that are too short", "{n}\n"),
        csv("csv one cell", "ก"),
        csv("csv quotes", "\""),
        csv("csv cells in quotes", "\"ก\"\"\","),
        csv("csv commas", ","),
        csv("csv empty lines", "\n"),
        of_sheet("xlsx rows", "p.xlsx", |bytes| {
            let row = "<row><c t=\"inlineStr\"><is><t>{n}</t></is></c><c t=\"inlineStr\"><is><t>โครงการ {n}</t></is></c></row>";
            workbook(&repeated(row, bytes), "")
        }),
        of_sheet("xlsx shared strings", "p.xlsx", |bytes| {
            workbook("<row><c t=\"s\"><v>0</v></c></row>", &repeated("<si><t>ก{n}</t></si>", bytes))
        }),
        of_sheet("xlsx one string, many cells", "p.xlsx", |bytes| {
            let text = format!("<si><t>{}</t></si>", "ก".repeat(10_000));
            workbook(&format!("<row>{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(bytes / 24)), &text)
        }),
        of_sheet("xlsx merged cells", "p.xlsx", |bytes| {
            let merges = repeated("<mergeCell ref=\"A1:ZZ9999\"/>", bytes);
            workbook(&format!("<row><c><v>1</v></c></row></sheetData><mergeCells>{merges}</mergeCells><sheetData>"), "")
        }),
        of_sheet("xlsx far cells", "p.xlsx", |bytes| {
            workbook(&repeated("<row r=\"{n}9\"><c r=\"ZZ{n}9\"><v>1</v></c></row>", bytes), "")
        }),
        of_sheet("xlsx deep elements", "p.xlsx", |bytes| workbook(&"<row>".repeat(bytes / 5), "")),
    ]
}

fn workbook(rows: &str, strings: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut put = |name: &str, text: String| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    put(
        "xl/workbook.xml",
        format!(
            "<workbook xmlns=\"{space}\" xmlns:r=\"{links}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
        ),
    );
    put(
        "xl/_rels/workbook.xml.rels",
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{links}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
        ),
    );
    let heads: String =
        HEAD.trim().split(',').map(|head| format!("<c t=\"inlineStr\"><is><t>{head}</t></is></c>")).collect();
    put(
        "xl/worksheets/sheet1.xml",
        format!("<worksheet xmlns=\"{space}\"><sheetData><row>{heads}</row>{rows}</sheetData></worksheet>"),
    );
    put("xl/sharedStrings.xml", format!("<sst xmlns=\"{space}\">{strings}</sst>"));
    zip.finish().unwrap().into_inner()
}

/// Many files, and files that are neither pages nor sheets; the size counts a file for so many bytes.
fn folders() -> Vec<Shape> {
    fn many(name: &str, each: usize, file: impl Fn(usize) -> (String, String) + 'static) -> Shape {
        let files = move |bytes: usize| {
            (0..bytes / each)
                .map(|number| {
                    let (path, text) = file(number);
                    (path, text.into_bytes())
                })
                .collect()
        };
        Shape { name: name.to_owned(), files: Box::new(files) }
    }
    fn one(name: &str, path: &'static str, text: impl Fn(usize) -> String + 'static) -> Shape {
        let files = move |bytes| vec![(path.to_owned(), text(bytes).into_bytes())];
        Shape { name: name.to_owned(), files: Box::new(files) }
    }
    vec![
        many("pages of one title", 1024, |n| (format!("na/p{n}.md"), format!("{PAGE}ก\n"))),
        many("pages in folders of their own", 1024, |n| (format!("na/d{n}/p.md"), format!("{PAGE}ก\n"))),
        many("pages with the same old address", 1024, |n| {
            (format!("na/p{n}.md"), "---\nkind: page\ntitle: t\nredirect_from: [/old/]\n---\nx\n".to_owned())
        }),
        many("files in one folder", 64, |n| (format!("na/files/f{n}.txt"), n.to_string())),
        many("files of the same bytes", 256, |n| (format!("na/files/f{n}.txt"), "x".to_owned())),
        many("names in other letters", 256, |n| {
            let name: String = (0..16).map(|bit| if n >> bit & 1 == 0 { 'a' } else { 'A' }).collect();
            (format!("na/files/{name}.txt"), "x".to_owned())
        }),
        many("translations without pages", 1024, |n| (format!("na/p{n}.en.md"), format!("{PAGE}ก\n"))),
        many("authorities of one name", 16384, |n| (format!("na{n}/agency.md"), format!("{}---\nx\n", super::AGENCY))),
        many("agency in agency", 65536, |n| {
            (format!("{}agency.md", "a/".repeat(n + 1)), format!("{}---\nx\n", super::AGENCY))
        }),
        one("redirects", "_redirects.txt", |bytes| repeated("/a{n}/ /na/\n", bytes)),
        one("redirects, one after another", "_redirects.txt", |bytes| {
            (0..bytes / 20).map(|n| format!("/a{n}/ /a{}/\n", n + 1)).collect()
        }),
        one("redirects with stars", "_redirects.txt", |bytes| repeated("/a{n}/* /na/*\n", bytes)),
        one("a ledger", "_ledger.tsv", |bytes| repeated("/gone{n}/\t2026-01-01\n", bytes)),
        one("changes", "_changes.tsv", |bytes| repeated("2026-01-01\t/gone{n}/\tx\ty\tz\n", bytes)),
        one("an attached text", "na/files/a.txt", |bytes| repeated("0812345678 นายสมชาย ใจดี\n", bytes)),
        one("an attached SVG", "na/files/a.svg", |bytes| {
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{}</svg>", repeated("<g>", bytes))
        }),
        one("an attached PDF of nothing", "na/files/a.pdf", |bytes| {
            format!("%PDF-1.4\n{}", repeated("{n} 0 obj\n<< /A [", bytes))
        }),
        one("standards", "_standards/words/own.toml", |bytes| repeated("[[a{n}]]\nb = 1\n", bytes)),
    ]
}
