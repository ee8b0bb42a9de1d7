//! CSV as spreadsheet programs write it.

use super::{Table, heads, read_csv, rows};
use prongsai::source::sheet::{SheetProblemKind, decoded};

fn kinds(table: &Table) -> Vec<SheetProblemKind> {
    table.problems.iter().map(|it| it.kind).collect()
}

#[test]
fn separators_quotes_and_line_ends() {
    for text in [
        "รหัส,ชื่อ,งบ\n1,\"ก, ข\",\"10,000\"\n2,\"เขา\"\"พูด\"\"\",-\n",
        "รหัส,ชื่อ,งบ\r\n1,\"ก, ข\",\"10,000\"\r\n2,\"เขา\"\"พูด\"\"\",-",
        "\u{FEFF}รหัส;ชื่อ;งบ\n1;ก, ข;10,000\n2;\"เขา\"\"พูด\"\"\";-\n",
        "รหัส\tชื่อ\tงบ\n1\tก, ข\t10,000\n2\t\"เขา\"\"พูด\"\"\"\t-\n",
        "sep=;\r\nรหัส;ชื่อ;งบ\r\n1;ก, ข;10,000\r\n2;\"เขา\"\"พูด\"\"\";-\r\n",
        "\"sep=|\"\nรหัส|ชื่อ|งบ\n1|ก, ข|10,000\n2|\"เขา\"\"พูด\"\"\"|-\n",
        " รหัส , ชื่อ , งบ \n 1 , \"ก, ข\" , \"10,000\" \n\n,,\n2,\"เขา\"\"พูด\"\"\",-\n\n",
        "รหัส,ชื่อ,งบ\r1,\"ก, ข\",\"10,000\"\r2,\"เขา\"\"พูด\"\"\",-\r",
    ] {
        let table = read_csv(text.as_bytes());
        assert_eq!(heads(&table), ["รหัส", "ชื่อ", "งบ"], "{text:?}");
        assert_eq!(rows(&table), [["1", "ก, ข", "10,000"], ["2", "เขา\"พูด\"", "-"]], "{text:?}");
        assert_eq!(table.problems, [], "{text:?}");
    }
}

#[test]
fn each_cell_keeps_its_bytes_and_its_name() {
    let text = "\u{FEFF}รหัส,ชื่อ\r\n1, \"บรรทัด\nสอง\" \r\n๒,ค\r\n";
    let table = read_csv(text.as_bytes());
    let of = |row: usize, column: usize| {
        let cell = &table.rows[row].cells[column];
        (&text[cell.start..cell.end], cell.name(), table.rows[row].line)
    };
    assert_eq!(&text[table.heads[1].start..table.heads[1].end], "ชื่อ");
    assert_eq!(of(0, 0), ("1", "A2".to_owned(), 2));
    assert_eq!(of(0, 1), ("บรรทัด\nสอง", "B2".to_owned(), 2));
    // The line of an editor and the row of a spreadsheet program part after a line break in a cell.
    assert_eq!(of(1, 1), ("ค", "B3".to_owned(), 4));
}

#[test]
fn stray_quotes_are_told_and_lose_nothing() {
    let text = "รหัส,ชื่อ\n1,\"ป้าย\" ใหญ่\n2,ยาว 5\" กว้าง\n3,\"ไม่ปิด\n4,ค\n";
    let table = read_csv(text.as_bytes());
    assert_eq!(rows(&table), [["1", "ป้าย ใหญ่"], ["2", "ยาว 5\" กว้าง"], ["3", "\"ไม่ปิด"], ["4", "ค"]]);
    assert_eq!(kinds(&table), [SheetProblemKind::StrayQuote; 2]);
    assert_eq!(table.problems[0].cell.as_deref(), Some("B2"));
    assert_eq!(&text[table.problems[1].start..table.problems[1].end], "\"ไม่ปิด");
}

#[test]
fn other_encodings_are_read() {
    // "แผน,ข" and "ก,ค" in TIS-620.
    let bytes = [0xE1, 0xBC, 0xB9, b',', 0xA2, b'\n', 0xA1, b',', 0xA4, b'\n'];
    assert_eq!(decoded(&bytes), Some(("แผน,ข\nก,ค\n".to_owned(), "Windows-874")));
    let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain("ก\tข\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(decoded(&wide), Some(("ก\tข\n".to_owned(), "UTF-16")));
    assert_eq!(decoded("แผน".as_bytes()), None);
    let broken = b"a,b\n1,\xE0\xB8\n";
    let problem = &read_csv(broken).problems[0];
    assert_eq!((problem.kind, problem.start), (SheetProblemKind::Encoding, 6));
}

#[test]
fn empty_and_odd_files() {
    for bytes in [b"".as_slice(), b"\n\n", b"\xEF\xBB\xBF", b",,\n,,\n", b"   \n"] {
        assert_eq!(kinds(&read_csv(bytes)), [SheetProblemKind::Empty], "{bytes:?}");
    }
    assert_eq!(kinds(&read_csv(b"PK\x03\x04abc")), [SheetProblemKind::Damaged]);
    let one = read_csv("ชื่อ\nก\nข\n".as_bytes());
    assert_eq!((heads(&one), rows(&one)), (vec!["ชื่อ"], vec![vec!["ก"], vec!["ข"]]));
}

#[test]
fn large_and_hostile_sheets_end() {
    let start = std::time::Instant::now();
    let many = format!("a,b\n{}", "1,2\n".repeat(150_000));
    let table = read_csv(many.as_bytes());
    assert!(table.rows.len() <= 10_000 && kinds(&table).contains(&SheetProblemKind::TooLarge));
    // Rows of separators alone, as Excel leaves them behind, are no rows.
    let blank = format!("a,b,c,d,e,f,g,h\n1,2,3,4,5,6,7,8\n{}", ",,,,,,,\n".repeat(65_000));
    let table = read_csv(blank.as_bytes());
    assert!(table.rows.len() <= 2 && table.problems.is_empty(), "{:?}", kinds(&table));
    assert!(kinds(&read_csv("กก,ข\n".repeat(800_000).as_bytes())).contains(&SheetProblemKind::TooLarge));
    let wide = format!("{}\n{}\n", "a,".repeat(5_000), "1,".repeat(5_000));
    assert!(kinds(&read_csv(wide.as_bytes())).contains(&SheetProblemKind::TooLarge));
    let quotes = "a,\"b\n".repeat(100_000);
    read_csv(quotes.as_bytes());
    read_csv("\"".repeat(1_000_000).as_bytes());
    assert!(start.elapsed() < std::time::Duration::from_secs(30), "{:?}", start.elapsed());
}

#[test]
fn changed_bytes_never_crash() {
    let text = "\u{FEFF}รหัส,ชื่อ,\"งบ\nรวม\"\r\n1,\"ก, \"\"ข\"\"\",10\r\n;;\t2,\"x\",-\r\n".as_bytes();
    let mut state = 0x1234_5678_9ABC_DEF1_u64;
    let mut below = |most: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % most as u64) as usize
    };
    for _ in 0..2000 {
        let mut changed = text.to_vec();
        for _ in 0..=below(6) {
            let at = below(changed.len());
            match below(3) {
                0 => changed[at] = b"\",;\t\n\r=\xE0\xFF "[below(10)],
                1 => changed[at] ^= 1 << below(8),
                _ => changed.truncate(at.max(1)),
            }
        }
        let table = read_csv(&changed);
        for cell in table.heads.iter().chain(table.rows.iter().flat_map(|row| &row.cells)) {
            assert!(cell.start <= cell.end && cell.end <= changed.len());
        }
    }
}
