//! Makes files byte by byte, so that each test says what is in its file.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use zip::write::SimpleFileOptions;

pub fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/files/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A PDF of these objects, numbered from 1; the first is the catalog.
pub fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    pdf_with_trailer(objects, "")
}

pub fn pdf_with_trailer(objects: &[Vec<u8>], more: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", at + 1).bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let start = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        bytes.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    let trailer = format!("trailer\n<< /Size {} /Root 1 0 R {more} >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    bytes.extend(trailer.bytes());
    bytes
}

pub fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let mut bytes = format!("<< {dictionary} /Length {} >>\nstream\n", data.len()).into_bytes();
    bytes.extend(data);
    bytes.extend(b"\nendstream");
    bytes
}

/// Codes 1, 2, 3 … for the letters of `words`, and the map back.
pub fn coded(words: &str) -> (String, String) {
    let mut letters: Vec<char> = words.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    let hexadecimal: String =
        words.chars().map(|it| format!("{:04X}", letters.binary_search(&it).unwrap() + 1)).collect();
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin begincmap\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n",
    );
    map += &format!("{} beginbfchar\n", letters.len());
    for (at, letter) in letters.iter().enumerate() {
        let units: String = letter.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("{unit:04X}")).collect();
        map += &format!("<{:04X}> <{units}>\n", at + 1);
    }
    map += "endbfchar endcmap";
    (hexadecimal, map)
}

/// One page with these words, coded as Word and LibreOffice code Thai.
pub fn pdf_with_words(words: &str) -> Vec<u8> {
    let (hexadecimal, map) = coded(words);
    let contents = format!("BT /F1 16 Tf 72 700 Td <{hexadecimal}> Tj ET");
    pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R /Lang (th-TH) >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_vec(),
        stream("/Filter /FlateDecode", &deflated(contents.as_bytes())),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 6 0 R >>".to_vec(),
        stream("/Filter /FlateDecode", &deflated(map.as_bytes())),
    ])
}

/// Pages that are one picture each.
pub fn scanned_pdf(pages: usize) -> Vec<u8> {
    let kids: String = (0..pages).map(|at| format!("{} 0 R ", at + 5)).collect();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {pages} /MediaBox [0 0 595 842] >>").into_bytes(),
        stream("/Type /XObject /Subtype /Image /Width 1654 /Height 2339 /Filter /DCTDecode", &[0xFF, 0xD8, 0xFF, 0xD9]),
        stream("", b"q 595 0 0 842 0 0 cm /Im1 Do Q"),
    ];
    for _ in 0..pages {
        let page = "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /Im1 3 0 R >> >> >>";
        objects.push(page.into());
    }
    pdf(&objects)
}

pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, data) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(data).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub const CORE: &str = "<cp:coreProperties xmlns:cp='c' xmlns:dc='d'><dc:title>รายงานผล &amp; แผน</dc:title><dc:language>th-TH</dc:language></cp:coreProperties>";

pub fn docx(words: &str) -> Vec<u8> {
    let body = format!(
        "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r>\
         <w:t>ช่อง</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:del><w:r><w:delText>ลบแล้ว</w:delText></w:r></w:del>\
         </w:p></w:body></w:document>"
    );
    let footer = "<w:ftr xmlns:w='w'><w:p><w:r><w:t>ท้ายกระดาษ</w:t></w:r></w:p></w:ftr>";
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", body.as_bytes()),
        ("word/footer1.xml", footer.as_bytes()),
        ("docProps/core.xml", CORE.as_bytes()),
        ("docProps/app.xml", b"<Properties><Pages>12</Pages></Properties>"),
    ])
}

pub fn pptx(slides: &[&str]) -> Vec<u8> {
    let names: Vec<String> = (1..=slides.len()).map(|at| format!("ppt/slides/slide{at}.xml")).collect();
    let bodies: Vec<String> = slides
        .iter()
        .map(|it| format!("<p:sld xmlns:a='a' xmlns:p='p'><a:p><a:r><a:t>{it}</a:t></a:r></a:p></p:sld>"))
        .collect();
    let mut members: Vec<(&str, &[u8])> = vec![("[Content_Types].xml", b"<Types/>"), ("ppt/presentation.xml", b"<p/>")];
    // The order in the archive is not the order of the slides.
    for (name, body) in names.iter().zip(&bodies).rev() {
        members.push((name, body.as_bytes()));
    }
    zip(&members)
}

pub fn odt(words: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office='o' xmlns:text='t'><office:body><office:text><text:p>{words}<text:s text:c='2'/>ต่อ</text:p>\
         </office:text></office:body></office:document-content>"
    );
    let meta = "<office:document-meta xmlns:office='o' xmlns:meta='m' xmlns:dc='d'><office:meta><dc:title>แผน</dc:title><meta:document-statistic meta:page-count='7'/></office:meta></office:document-meta>";
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
        ("meta.xml", meta.as_bytes()),
    ])
}

/// Looks like an old office file to those who only look for its parts.
pub fn ole(part: &str, words: &str) -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.extend([0; 504]);
    bytes.extend(part.encode_utf16().flat_map(u16::to_le_bytes));
    bytes.extend([0; 65]);
    bytes.extend(words.encode_utf16().flat_map(u16::to_le_bytes));
    bytes.extend([0; 64]);
    bytes
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    bytes.extend(b"IEND\xAEB`\x82");
    bytes
}

pub fn jpeg(width: u16, height: u16, orientation: u8) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE1, 0, 34];
    bytes.extend(b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0");
    bytes.extend([orientation, 0, 0, 0, 0, 0, 0]);
    bytes.extend([0xFF, 0xFF, 0xC2, 0, 11, 8]);
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.extend([1, 1, 0x11, 0, 0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9]);
    bytes
}

pub fn gif(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = b"GIF89a".to_vec();
    bytes.extend(width.to_le_bytes());
    bytes.extend(height.to_le_bytes());
    bytes.extend([0, 0, 0, b';']);
    bytes
}

fn riff(chunk: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((12 + data.len() as u32).to_le_bytes());
    bytes.extend(b"WEBP");
    bytes.extend(chunk);
    bytes.extend((data.len() as u32).to_le_bytes());
    bytes.extend(data);
    bytes
}

pub fn webp_extended(width: u32, height: u32) -> Vec<u8> {
    let mut data = vec![0; 4];
    data.extend(&(width - 1).to_le_bytes()[..3]);
    data.extend(&(height - 1).to_le_bytes()[..3]);
    riff(b"VP8X", &data)
}

pub fn webp_lossless(width: u32, height: u32) -> Vec<u8> {
    let mut data = vec![0x2F];
    data.extend(((width - 1) | ((height - 1) << 14)).to_le_bytes());
    riff(b"VP8L", &data)
}

pub fn webp_lossy(width: u16, height: u16) -> Vec<u8> {
    let mut data = vec![0, 0, 0, 0x9D, 0x01, 0x2A];
    data.extend(width.to_le_bytes());
    data.extend(height.to_le_bytes());
    riff(b"VP8 ", &data)
}

/// The same numbers on every run.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }
}
