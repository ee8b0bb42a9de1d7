//! Safe file names and sizes in words.

use prongsai::source::attachment::{SafeNames, safe_name, size_words};

#[test]
fn safe_names() {
    for (given, safe) in [
        ("แผนปฏิบัติการ ๒๕๖๔.pdf", "แผนปฏิบัติการ-๒๕๖๔.pdf"),
        ("รายงานผล (ฉบับแก้ไข) #2 50% & ครบ?.PDF", "รายงานผล-ฉบับแก้ไข-2-50-ครบ.pdf"),
        ("plan+final v1.2.docx", "plan-final-v1.2.docx"),
        ("โฟลเดอร์/ชื่อ.xlsx", "ชื่อ.xlsx"),
        ("C:\\งาน\\แผน.pdf", "แผน.pdf"),
        ("../../etc/passwd", "passwd"),
        ("CON.pdf", "CON-file.pdf"),
        ("com1", "com1-file"),
        ("lpt9.tar.gz", "lpt9-file.tar.gz"),
        ("console.pdf", "console.pdf"),
        (".htaccess", "htaccess"),
        ("a..b...c.txt", "a.b.c.txt"),
        ("a\u{200B}b\u{FEFF}.txt", "ab.txt"),
        ("line\nbreak\ttab.txt", "line-break-tab.txt"),
        // Letters of other scripts are replaced, however they are composed.
        ("e\u{301}te\u{301}.pdf", "t.pdf"),
        ("แผน.", "แผน"),
        ("ไฟล์.ไทย", "ไฟล์.ไทย"),
    ] {
        assert_eq!(safe_name(given), safe, "{given:?}");
    }
}

#[test]
fn a_name_of_nothing_safe_gets_a_name() {
    let first = safe_name("😀.pdf");
    assert!(first.starts_with("file-") && first.ends_with(".pdf"), "{first}");
    assert_ne!(first, safe_name("😁.pdf"));
    assert!(!safe_name("").is_empty());
}

#[test]
fn long_names_keep_their_extension_and_whole_letters() {
    let long = format!("{}.pdf", "ที่ประชุม".repeat(30));
    let safe = safe_name(&long);
    assert!(safe.len() <= 120 && safe.ends_with(".pdf"), "{} {safe}", safe.len());
    let other = format!("{}ก.pdf", "ที่ประชุม".repeat(30));
    assert_ne!(safe, safe_name(&other));
    for length in 100..140 {
        let safe = safe_name(&format!("{}{}.docx", "a".repeat(length), "กิ้".repeat(20)));
        assert!(safe.len() <= 120 && safe.ends_with(".docx"));
        let stem = safe.trim_end_matches(".docx");
        let before_hash = &stem[..stem.len() - 9];
        // A mark is never left without its vowel: each cluster is whole or absent.
        assert!(before_hash.trim_start_matches('a').chars().count().is_multiple_of(3), "{safe}");
    }
}

#[test]
fn a_safe_name_is_safe_and_stays() {
    let mut dice = super::make::Dice(99);
    let letters: Vec<char> = "กขคงจฉำิ่้์๑๒ab .-_/\\:*?\"<>|#%&+'\u{200B}\u{7}é😀CONaux".chars().collect();
    for _ in 0..3000 {
        let name: String = (0..dice.below(90)).map(|_| letters[dice.below(letters.len())]).collect();
        let safe = safe_name(&name);
        assert!((1..=120).contains(&safe.len()), "{name:?} {safe:?}");
        assert!(!safe.contains(|it: char| " #?%&+/\\:*\"<>|'".contains(it) || it.is_control()), "{safe:?}");
        assert!(!safe.starts_with(['.', '-']) && !safe.ends_with('.'), "{safe:?}");
        assert_eq!(safe_name(&safe), safe, "{name:?}");
    }
}

#[test]
fn names_that_meet_are_told_apart() {
    let mut names = SafeNames::default();
    let first = names.name("แผน 1.pdf");
    let second = names.name("แผน#1.pdf");
    let third = names.name("แผน-1.PDF");
    assert_eq!(first, "แผน-1.pdf");
    assert!(second.starts_with("แผน-1-") && second.ends_with(".pdf"), "{second}");
    assert_ne!(second, third);
    assert_eq!(names.name("แผน#1.pdf"), second);
    let mut again = SafeNames::default();
    assert_eq!([again.name("แผน 1.pdf"), again.name("แผน#1.pdf")], [first, second]);
    // Windows and macOS do not tell A from a.
    assert_ne!(again.name("Plan.pdf").to_lowercase(), again.name("plan.pdf").to_lowercase());
}

#[test]
fn sizes_in_words() {
    for (bytes, number, unit) in [
        (0, "0", "ไบต์"),
        (999, "999", "ไบต์"),
        (1000, "1", "กิโลไบต์"),
        (1_250, "1.3", "กิโลไบต์"),
        (999_949, "1", "เมกะไบต์"),
        (999_400, "999", "กิโลไบต์"),
        (1_200_000, "1.2", "เมกะไบต์"),
        (12_345_678, "12", "เมกะไบต์"),
        (5_000_000_000, "5", "กิกะไบต์"),
        (u64::MAX, "18446744", "เทระไบต์"),
    ] {
        assert_eq!(size_words(bytes), (number.to_owned(), unit), "{bytes}");
    }
}
