//! What each parser promises of any bytes. A function answers with what tells one behaviour from another.

use std::collections::BTreeSet;
use std::path::Path;

use prongsai::finding::{Findings, code};
use prongsai::source::attachment::inspect;
use prongsai::source::{RichText, document, sheet};
use prongsai::standards::Standards;
use prongsai::{digest, import, output, preview, record, theme};

/// All of them, handed to a macro of whoever tries them.
macro_rules! parsers {
    ($each:ident) => {
        $each! {
            front_matter markdown tables csv xlsx ods docx pdf archive svg import_text http manifest digest ledger changes
            redirects templates standards
        }
    };
}
pub(crate) use parsers;

/// How many there are, roughly: 0, 1, 2, 3–4, 5–8 …
fn about(count: usize) -> u32 {
    usize::BITS - count.saturating_sub(1).leading_zeros() + u32::from(count > 0)
}

fn codes(findings: &Findings) -> String {
    let codes: BTreeSet<String> = findings.iter().map(|finding| finding.code.to_string()).collect();
    codes.into_iter().collect::<Vec<_>>().join(" ")
}

/// Places lie inside the text; and nothing of the author's comes out as markup.
fn read(bytes: &[u8]) -> String {
    let mut findings = Findings::default();
    let read = document::read("na/p.md", bytes, Standards::embedded(), &mut findings);
    let text: std::sync::Arc<str> = String::from_utf8_lossy(bytes).into();
    let located = prongsai::check::locate(findings.iter(), &|_| Some(("na/p.md".into(), text.clone())));
    for finding in &located {
        assert!(finding.primary.start <= finding.primary.end, "{finding:?}");
        assert!(finding.primary.end as usize <= text.len().max(bytes.len()), "{finding:?}");
    }
    let Some(document) = read else { return codes(&findings) };
    let body = &document.body;
    plain(&body.intro);
    plain(&body.footnotes);
    for section in &body.sections {
        plain(&section.body);
        only_own_tags(&section.title_html);
        assert!(!section.anchor.contains(['"', '<', '>', ' ']), "{}", section.anchor);
    }
    body.grids.iter().for_each(|grid| plain(&grid.html));
    let counts = (about(body.sections.len()), about(body.grids.len()), about(body.prose.len()));
    let rows: usize = document.tables.iter().map(|table| table.items().count()).sum();
    let kind = format!("{:?}", std::mem::discriminant(&document.meta));
    format!("{} {counts:?} {} {} {kind}", codes(&findings), about(rows), document.tables.len().min(4))
}

fn plain(text: &RichText) {
    only_own_tags(&text.fill(|_, _| {}));
}

const OWN_TAGS: &[&str] = &[
    "p",
    "a",
    "hr",
    "blockquote",
    "ul",
    "ol",
    "li",
    "pre",
    "code",
    "em",
    "strong",
    "del",
    "br",
    "sup",
    "div",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "img",
    "input",
    "span",
    "section",
    "small",
    "b",
    "i",
    "s",
];

fn only_own_tags(html: &str) {
    for rest in html.split('<').skip(1) {
        let name: String =
            rest.trim_start_matches('/').chars().take_while(|letter| letter.is_ascii_alphanumeric()).collect();
        assert!(OWN_TAGS.contains(&name.as_str()), "<{}", rest.chars().take(40).collect::<String>());
        let tag = rest.split('>').next().unwrap_or_default();
        assert!(!tag.contains(" on") && !tag.to_ascii_lowercase().contains("javascript:"), "<{tag}>");
    }
}

pub fn front_matter(bytes: &[u8]) -> String {
    read(&[b"---\n", bytes, b"\n---\nx\n"].concat())
}

pub fn markdown(bytes: &[u8]) -> String {
    read(bytes)
}

pub fn tables(bytes: &[u8]) -> String {
    read(&[b"---\nkind: report\nfiscal_year: 2564\nround: 12\n---\n", bytes].concat())
}

pub fn csv(bytes: &[u8]) -> String {
    let sheet = sheet::read_csv(bytes);
    for cell in sheet.rows.iter().flat_map(|row| &row.cells) {
        assert!(cell.start <= cell.end && cell.end <= bytes.len(), "{cell:?}");
    }
    about_sheets(&[sheet])
}

fn about_sheets(sheets: &[sheet::Sheet]) -> String {
    let rows: usize = sheets.iter().map(|sheet| sheet.rows.len()).sum();
    let cells: usize = sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| row.cells.len()).sum();
    let problems: BTreeSet<String> =
        sheets.iter().flat_map(|sheet| &sheet.problems).map(|problem| format!("{:?}", problem.kind)).collect();
    let merges: usize = sheets.iter().map(|sheet| sheet.merges.len()).sum();
    format!("{} {} {} {} {problems:?}", about(sheets.len()), about(rows), about(cells), about(merges))
}

pub fn xlsx(bytes: &[u8]) -> String {
    about_sheets(&sheet::read_xlsx(bytes)) + &imported("a.xlsx", bytes)
}

pub fn ods(bytes: &[u8]) -> String {
    about_sheets(&sheet::read_ods(bytes)) + &imported("a.ods", bytes)
}

pub fn docx(bytes: &[u8]) -> String {
    inspected("a.docx", bytes) + &imported("a.docx", bytes)
}

pub fn pdf(bytes: &[u8]) -> String {
    inspected("a.pdf", bytes) + &imported("a.pdf", bytes)
}

pub fn archive(bytes: &[u8]) -> String {
    inspected("a.zip", bytes)
}

pub fn svg(bytes: &[u8]) -> String {
    inspected("a.svg", bytes)
}

pub fn import_text(bytes: &[u8]) -> String {
    imported("a.html", bytes) + &imported("a.txt", bytes)
}

fn inspected(name: &str, bytes: &[u8]) -> String {
    let found = inspect(name, bytes);
    let problems: BTreeSet<String> = found.problems.iter().map(|problem| format!("{:?}", problem.kind)).collect();
    format!("{:?} {problems:?}", found.kind)
}

/// What is imported is content that can be read, in files that lie where they may.
fn imported(name: &str, bytes: &[u8]) -> String {
    let options = import::ImportOptions::default();
    match import::import(import::Incoming { name, bytes }, &options, Standards::embedded()) {
        Ok(made) => {
            for (path, text) in &made.files {
                assert!(!path.starts_with('/') && !path.split('/').any(|part| part == ".."), "{path}");
                if path.ends_with(".md") {
                    let mut findings = Findings::default();
                    let read = document::read(path, text.as_bytes(), Standards::embedded(), &mut findings);
                    assert!(read.is_some() || findings.iter().any(|it| it.code == code::S005), "{path}: {text}");
                }
            }
            format!("imported {}", about(made.files.len()))
        }
        Err(refusal) => format!("refused {}", refusal.message.chars().take(24).collect::<String>()),
    }
}

/// A path that is taken is clean.
pub fn http(bytes: &[u8]) -> String {
    match preview::http::parse(bytes) {
        Ok(Some((request, taken))) => {
            assert!(taken <= bytes.len());
            assert!(request.path.starts_with('/'), "{}", request.path);
            assert!(!request.path.split('/').any(|part| part == ".." || part == "."), "{}", request.path);
            assert!(!request.path.contains(['\0', '\\']), "{}", request.path);
            let values = request.values("q").count();
            format!("{:?} {} {} {}", request.method, request.query.is_some(), request.keep_alive, about(values))
        }
        Ok(None) => "more".to_owned(),
        Err(refused) => format!("{}", refused.0),
    }
}

/// What is read is written as it was, and names nothing outside the site.
pub fn manifest(bytes: &[u8]) -> String {
    let Ok(text) = std::str::from_utf8(bytes) else { return "no text".to_owned() };
    match output::Manifest::read(text) {
        Ok(manifest) => {
            let again = output::Manifest::read(&manifest.to_text()).unwrap();
            assert_eq!(manifest.to_text(), again.to_text());
            for path in manifest.entries.keys() {
                assert!(!path.starts_with('/') && !path.split('/').any(|part| part == ".."), "{path}");
            }
            format!("{}", about(manifest.entries.len()))
        }
        Err(error) => error.to_string().chars().take(20).collect(),
    }
}

pub fn digest(bytes: &[u8]) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    match digest::Sealed::open(file.path(), None) {
        Some(sealed) => format!("{}", (0..20).filter(|at| sealed.section(*at).is_some()).count()),
        None => "no".to_owned(),
    }
}

pub fn ledger(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let (ledger, bad) = record::ledger::Ledger::read(&text);
    let (again, none) = record::ledger::Ledger::read(&ledger.to_text());
    assert!(none.is_empty() && again.to_text() == ledger.to_text());
    format!("{} {}", about(ledger.addresses.len()), about(bad.len()))
}

pub fn changes(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let (changes, bad) = record::changes::Changes::read(&text);
    let (again, none) = record::changes::Changes::read(&changes.to_text());
    assert!(none.is_empty() && again.to_text() == changes.to_text(), "{}", changes.to_text());
    format!("{} {}", about(changes.all.len()), about(bad.len()))
}

/// A rule is one line, in which the server replaces nothing.
pub fn redirects(bytes: &[u8]) -> String {
    use record::redirects::{Redirect, apache, netlify, nginx, pages};
    let text = String::from_utf8_lossy(bytes);
    let (ledger, _) = record::ledger::Ledger::read(&text);
    let mut list = record::redirect_list::RedirectList::read(&text, Some("https://p.example/"));
    let circles = list.take_circles();
    let rules: Vec<Redirect> = list.expanded(&ledger).into_iter().map(|(from, to)| Redirect { from, to }).collect();
    let (apache, nginx, netlify) = (apache(&rules, "/b"), nginx(&rules, "/b"), netlify(&rules, "/b"));
    assert!(!apache.contains("${"), "{apache}");
    for line in apache.lines() {
        assert!(line.starts_with("RedirectMatch 301 "), "{line}");
    }
    for line in nginx.lines() {
        assert!(line.starts_with("location = ") && line.ends_with("; }") && !line.contains("return 301 \"$"), "{line}");
    }
    for line in netlify.lines() {
        assert_eq!(line.split_whitespace().count(), 3, "{line}");
    }
    for page in pages(&rules) {
        assert!(!page.path.starts_with('/') && !page.path.split('/').any(|part| part == ".."), "{}", page.path);
        assert!(!page.target.to_ascii_lowercase().trim().starts_with("javascript:"), "{}", page.target);
    }
    format!("{} {} {}", about(rules.len()), about(list.bad.len()), about(circles.len()))
}

pub fn templates(bytes: &[u8]) -> String {
    let mut files = theme::ThemeFiles::new();
    files.insert("templates/base.html".to_owned(), b"<p>{% block content %}{% endblock %}</p>".to_vec());
    files.insert("templates/own.html".to_owned(), bytes.to_vec());
    files.insert("i18n/th.toml".to_owned(), b"a = \"b\"\n".to_vec());
    let made = match theme::Theme::new("own", files) {
        Ok(made) => made,
        Err(error) => return words_of(&error.to_string()),
    };
    let mut context = tera::Context::new();
    context.insert("b", &["x", "y"]);
    context.insert("c", &7);
    match made.render("own.html", &context) {
        Ok(page) => format!("{}", about(page.len())),
        Err(error) => words_of(&error.to_string()),
    }
}

/// Of a complaint what does not come from the input.
fn words_of(error: &str) -> String {
    error
        .split(['`', '"', '\''])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|it| !it.is_ascii_digit())
        .take(60)
        .collect()
}

pub fn standards(bytes: &[u8]) -> String {
    let Ok(text) = std::str::from_utf8(bytes) else { return "no text".to_owned() };
    for path in ["words/kinds.toml", "forms/plain.toml", "oit/2569.toml"] {
        let made = Standards::with_overrides(&[(path.to_owned(), text.to_owned())]);
        if let Err(problems) = &made {
            for problem in problems {
                assert!(problem.bytes.end <= text.len().max(1) + 1, "{problem:?}");
            }
        }
    }
    let made = Standards::with_overrides(&[("words/kinds.toml".to_owned(), text.to_owned())]);
    made.map_or_else(|problems| words_of(&problems[0].message), |_| "fine".to_owned())
}

/// What each search begins with, beside its corpus.
pub fn seeds(name: &str) -> Vec<Vec<u8>> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = own.ancestors().find(|it| it.join("themes").is_dir()).unwrap();
    let file = |path: &str| std::fs::read(root.join(path)).unwrap();
    let text = |words: &str| vec![words.as_bytes().to_vec()];
    match name {
        "front_matter" => {
            let heads =
                ["content/na-kok/agency.md", "content/na-kok/2564/plan.md", "content/na-kok/2564/report-12m.md"];
            let head = |path: &&str| String::from_utf8(file(path)).unwrap().split("---").nth(1).unwrap().into();
            heads.iter().map(head).collect()
        }
        "markdown" | "tables" => {
            let pages = ["content/portal.md", "content/na-kok/2564/report-12m.md", "docs/start.md"];
            pages
                .iter()
                .filter(|path| root.join(path).is_file())
                .map(|path| file(path).into_iter().take(6_000).collect())
                .collect()
        }
        "csv" => text("รหัส,โครงการ/กิจกรรม/มาตรการ,มิติ,สถานะ\n1-01,\"โครงการ \"\"ก\"\"\",๑,แล้วเสร็จ\n"),
        "xlsx" => vec![file("tests/files/form.xlsx"), file("tests/files/openpyxl.xlsx")],
        "ods" => vec![file("tests/files/form.ods")],
        "docx" => vec![docx_seed()],
        "archive" => vec![docx_seed(), file("tests/files/form.ods")],
        "pdf" => {
            let own = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>\nendobj\n4 0 obj\n<< /Length 33 >>\nstream\nBT /F1 12 Tf 9 9 Td (0812345678) Tj ET\nendstream\nendobj\n5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n";
            vec![own.to_vec(), file("tests/files/chromium.pdf"), file("tests/files/libreoffice.pdf")]
        }
        "svg" => text(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><style>a{}</style><a href=\"x\"><text>ก</text></a></svg>",
        ),
        "import_text" => text(
            "<h1>แผน ปี ๒๕๖๔</h1><table><tr><th>ที่</th><th>โครงการ</th></tr><tr><td rowspan=2>๑</td><td>ก</td></tr></table>",
        ),
        "http" => text(
            "GET /na/?q=a&q=%E0%B8%81 HTTP/1.1\r\nHost: 127.0.0.1:4777\r\nRange: bytes=0-9\r\nIf-None-Match: \"x\"\r\n\r\n",
        ),
        "manifest" => {
            let mut manifest = output::Manifest::new("prongsai 0.1.0", "2026-11-21");
            for path in ["index.html", "na/index.html"] {
                let record = output::FileRecord { hash: output::Hash::of(b"x"), size: 1 };
                manifest.entries.insert(path.to_owned(), record);
            }
            vec![manifest.to_text().into_bytes()]
        }
        "digest" => vec![digest::sealed(&[b"first", b"", b"third"], None)],
        "ledger" => text("# ก\n/a/\t2026-01-01\t2026-01-02\tชื่อ\n/b/x.pdf\t2026-01-01\t2026-01-02\t\n"),
        "changes" => text("# ก\n2026-01-01\tpublished\t/a/\t1\tชื่อ\t\n2026-01-02\twithdrawn\t/a/\t-\tชื่อ\tเหตุผล\n"),
        "redirects" => {
            text("/old/ /new/\n/a/* /b/*\n/c/ https://x.go.th/?a=b#c 301\n/a/x/\t2026-01-01\t2026-01-02\tชื่อ\n")
        }
        "templates" => text(
            "{% extends \"base.html\" %}{% block content %}{% for x in b %}{{ x | upper }}{% if c > 3 %}{{ c * 2 }}{% endif %}{% endfor %}{% endblock %}",
        ),
        "standards" => ["src/standards/words/kinds.toml", "src/standards/forms/plain.toml"]
            .iter()
            .filter(|path| root.join(path).is_file())
            .map(|path| file(path))
            .collect(),
        _ => panic!("{name} has no seeds"),
    }
}

fn docx_seed() -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let body = "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>แผนปฏิบัติการ ปี ๒๕๖๔</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>โครงการ</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr><w:p><w:r><w:t>ก</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>๑๐๐</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    for (name, text) in [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        ("word/document.xml", format!("<w:document {space}><w:body>{body}</w:body></w:document>")),
        (
            "word/numbering.xml",
            format!(
                "<w:numbering {space}><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"thaiNumbers\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
            ),
        ),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
