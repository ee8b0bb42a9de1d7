//! Words of office files.

use super::make;
use prongsai::source::attachment::{ProblemKind, TextLayer, inspect};

#[test]
fn word_files_give_words_title_and_pages() {
    let found = inspect("a.docx", &make::docx("เลข ๑๑๐๓๗๐๐๐๐๐๐๐๑ &lt;ก&gt;"));
    assert_eq!(found.title.as_deref(), Some("รายงานผล & แผน"));
    assert_eq!(found.language.as_deref(), Some("th-TH"));
    assert_eq!(found.pages, Some(12));
    assert_eq!(found.text_layer, Some(TextLayer::HasText));
    let text = found.text.unwrap();
    for words in ["เลข ๑๑๐๓๗๐๐๐๐๐๐๐๑ <ก>\n", "ช่อง\n", "ลบแล้ว", "ท้ายกระดาษ"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn slides_come_in_order() {
    let slides: Vec<String> = (1..=12).map(|at| format!("แผ่น{at}")).collect();
    let slides: Vec<&str> = slides.iter().map(String::as_str).collect();
    let found = inspect("a.pptx", &make::pptx(&slides));
    assert_eq!(found.pages, Some(12));
    assert_eq!(found.text.unwrap().split_whitespace().collect::<Vec<_>>(), slides);
}

#[test]
fn open_document_text() {
    let found = inspect("a.odt", &make::odt("แผนปฏิบัติการป้องกันการทุจริต"));
    assert_eq!(found.text.as_deref(), Some("แผนปฏิบัติการป้องกันการทุจริต  ต่อ\n"));
    assert_eq!((found.title.as_deref(), found.pages, found.language.as_deref()), (Some("แผน"), Some(7), Some("th")));
}

#[test]
fn sheets_give_all_their_words_hidden_ones_too() {
    for name in ["form.xlsx", "openpyxl.xlsx", "form.ods"] {
        let text = inspect(name, &make::fixture(name)).text.unwrap();
        for words in ["แผ่นนี้ไม่ใช่ข้อมูล", "1103700000001", "คำในแผ่นที่ซ่อนไว้", "โครงการอบรม"]
        {
            assert!(text.contains(words), "{name}: {words}: {text}");
        }
    }
}

#[test]
fn old_files_give_their_runs_of_letters() {
    let found = inspect("a.doc", &make::ole("WordDocument", "โทร ๐๘๑-๒๓๔-๕๖๗๘"));
    assert!(found.text.unwrap().contains("โทร ๐๘๑-๒๓๔-๕๖๗๘"));
}

#[test]
fn macros_and_passwords_are_told() {
    let with_macro = make::zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", b"<w:document xmlns:w='w'/>"),
        ("word/vbaProject.bin", b"x"),
    ]);
    assert!(inspect("a.docm", &with_macro).has(ProblemKind::Script));
    assert!(inspect("a.docx", &make::ole("EncryptedPackage", "")).has(ProblemKind::Encrypted));
    assert!(inspect("a.zip", &make::zip(&[("setup.EXE", b"x")])).has(ProblemKind::Script));
}

#[test]
fn plain_archives_give_names_and_words_of_text_members() {
    let bytes = make::zip(&[("รายชื่อ.csv", "ชื่อ,เลข\nก,1103700000001\n".as_bytes()), ("ภาพ.png", &make::png(1, 1))]);
    let text = inspect("a.zip", &bytes).text.unwrap();
    assert!(text.contains("ภาพ.png") && text.contains("1103700000001"), "{text}");
}

#[test]
fn broken_xml_gives_what_comes_before() {
    let bytes = make::zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", "<w:document xmlns:w='w'><w:p><w:t>ก่อน</w:t></w:p></w:oops>".as_bytes()),
    ]);
    let found = inspect("a.docx", &bytes);
    assert!(found.has(ProblemKind::Damaged));
    assert_eq!(found.text.as_deref(), Some("ก่อน\n"));
}
