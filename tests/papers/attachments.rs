//! Attached files: what is said of each, an address of its own for each, safe names with the old one still working.

use std::io::{self, Write as _};

use prongsai::finding::{Finding, Findings};
use prongsai::model::{Agency, Sources, load_agency};
use prongsai::source::{FileEntry, Files, Memory};
use prongsai::standards::Standards;

const AGENCY: &str = "---\nkind: agency\nname: อบต.ตัวอย่าง\ntype: sao\n---\n";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\x0dIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";

/// Says of one file that it is larger than any test wants to hold; reading it would be a mistake.
struct WithHuge {
    memory: Memory,
    huge: &'static str,
    size: u64,
}

impl Files for WithHuge {
    fn list(&self, findings: &mut Findings) -> io::Result<Vec<FileEntry>> {
        let mut entries = self.memory.list(findings)?;
        entries.push(FileEntry { path: self.huge.to_owned(), on_disk: self.huge.into(), size: self.size });
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    fn read(&self, entry: &FileEntry) -> io::Result<Vec<u8>> {
        assert_ne!(entry.path, self.huge, "a file of {} bytes was read into memory", self.size);
        self.memory.read(entry)
    }
}

fn load(files: &dyn Files) -> (Agency, Vec<Finding>) {
    let mut findings = Findings::default();
    let sources = Sources::share_out(files.list(&mut findings).unwrap());
    let agency = load_agency(files, &sources.agencies[0], Standards::embedded(), &mut findings).unwrap();
    (agency, findings.into_vec())
}

fn paper(files: &[&str]) -> String {
    let attachments: String = files.iter().map(|file| format!("  - {{ file: \"../files/{file}\" }}\n")).collect();
    format!("---\nkind: announcement\ntitle: ก\ndate: 1 มกราคม 2566\nattachments:\n{attachments}---\nก\n")
}

fn memory(files: &[(&str, &[u8])]) -> Memory {
    let mut memory = Memory::default().with("agency.md", AGENCY);
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    memory = memory.with("announcements/a.md", &paper(&names));
    for (name, bytes) in files {
        memory.0.insert(format!("files/{name}"), bytes.to_vec());
    }
    memory
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code.as_str()).collect()
}

/// A PDF of one page; `content` is the stream, deflated when asked.
fn pdf(content: &[u8], deflated: bool) -> Vec<u8> {
    let (stream, filter) = if deflated {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(content).unwrap();
        (encoder.finish().unwrap(), "/Filter /FlateDecode ")
    } else {
        (content.to_vec(), "")
    };
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    let mut object = |bytes: &mut Vec<u8>, body: &[u8]| {
        offsets.push(bytes.len());
        bytes.extend_from_slice(format!("{} 0 obj\n", offsets.len()).as_bytes());
        bytes.extend_from_slice(body);
        bytes.extend_from_slice(b"\nendobj\n");
    };
    object(&mut bytes, b"<< /Type /Catalog /Pages 2 0 R >>");
    object(&mut bytes, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    object(
        &mut bytes,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
    );
    let mut body = format!("<< {filter}/Length {} >>\nstream\n", stream.len()).into_bytes();
    body.extend_from_slice(&stream);
    body.extend_from_slice(b"\nendstream");
    object(&mut bytes, &body);
    object(&mut bytes, b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream");
    let start = bytes.len();
    bytes.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1).as_bytes());
    for offset in &offsets {
        bytes.extend_from_slice(format!("{offset:010} 00000 n \n").as_bytes());
    }
    let trailer = format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", offsets.len() + 1);
    bytes.extend_from_slice(trailer.as_bytes());
    bytes
}

#[test]
fn each_fault_has_its_code() {
    let scan = pdf(b"q 595 0 0 842 0 0 cm /I Do Q", false);
    let bomb = pdf(&vec![b' '; 100 << 20], true);
    let larger = pdf(&vec![b' '; 400 << 20], true);
    let cases: [(&str, &[u8], &str); 6] = [
        ("empty.pdf", b"", "L011"),
        ("picture.pdf", PNG, "L013"),
        ("scan.pdf", &scan, "L014"),
        ("cut.pdf", &scan[..60], "L015"),
        ("bomb.pdf", &bomb, "L016"),
        // Too large to be told from an honest file without unpacking it: stopped all the same.
        ("larger.pdf", &larger, "L019"),
    ];
    for (name, bytes, code) in cases {
        let (agency, findings) = load(&memory(&[(name, bytes)]));
        assert_eq!(codes(&findings), [code], "{name}: {findings:?}");
        assert!(!findings[0].help.is_empty() && findings[0].message.contains(name));
        // The finding stands where the paper names the file.
        assert_eq!(findings[0].primary.span.file, agency.document(agency.papers[0].document).file);
    }
    let (agency, findings) = load(&memory(&[("picture.png", PNG)]));
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(agency.attachments.iter().next().unwrap().inspection.width, Some(1));
}

#[test]
fn a_file_that_is_not_there_is_named_with_the_nearest() {
    let mut files = memory(&[("report-2566.png", PNG)]);
    files.0.insert("announcements/a.md".to_owned(), paper(&["report-2565.png"]).into_bytes());
    let (_, findings) = load(&files);
    assert_eq!(codes(&findings), ["L010"]);
    assert!(findings[0].primary.text.contains("files/report-2566.png"), "{findings:?}");
}

#[test]
fn five_hundred_megabytes_are_never_read() {
    let files = WithHuge { memory: memory(&[]), huge: "files/scan.pdf", size: 500 << 20 };
    let (agency, findings) = load(&files);
    assert_eq!(codes(&findings), ["L012"]);
    assert_eq!(findings[0].severity, prongsai::finding::Severity::Error);
    assert_eq!(agency.attachments.served().count(), 0, "beyond all measure is not part of the site");
    let files = WithHuge { size: 150 << 20, ..files };
    let (agency, findings) = load(&files);
    assert_eq!(findings[0].severity, prongsai::finding::Severity::Warning);
    assert_eq!(agency.attachments.served().count(), 1);
}

#[test]
fn the_same_content_moves_no_address() {
    let (agency, findings) = load(&memory(&[("a.png", PNG), ("b.png", PNG)]));
    assert!(findings.is_empty(), "{findings:?}");
    let served: Vec<&str> = agency.attachments.served().map(|(url, _)| url).collect();
    assert_eq!(served, ["files/a.png", "files/b.png"]);
    assert_eq!(agency.attachments.redirects(), []);
    // Nor does a name that comes before it and is made safe to the same.
    let (agency, _) = load(&memory(&[("a b.png", PNG), ("a-b.png", PNG)]));
    assert_eq!(agency.attachments.get("files/a-b.png").unwrap().url, "files/a-b.png");
    assert_ne!(agency.attachments.get("files/a b.png").unwrap().url, "files/a-b.png");
}

#[test]
fn names_are_safe_and_old_ones_keep_working() {
    let (agency, _) = load(&memory(&[("ประกาศ เมษายน (1).png", PNG)]));
    let served: Vec<&str> = agency.attachments.served().map(|(url, _)| url).collect();
    assert_eq!(served, ["files/ประกาศ-เมษายน-1.png", "files/ประกาศ เมษายน (1).png"]);
    // A name that some host cannot store lives on as a redirect alone.
    let (agency, _) = load(&memory(&[("con.png", PNG)]));
    let served: Vec<&str> = agency.attachments.served().map(|(url, _)| url).collect();
    assert_eq!(served, ["files/con-file.png"]);
}
