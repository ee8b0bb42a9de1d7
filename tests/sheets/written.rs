//! What the site gives away is read back by ourselves, by openpyxl and by LibreOffice.

use std::path::Path;
use std::process::Command;

use super::{heads, read_csv, read_xlsx, rows};
use prongsai::open_data::csv::csv;
use prongsai::open_data::value::Value;
use prongsai::open_data::xlsx::Workbook;

const HEADS: [&str; 6] = ["รหัส", "โครงการ/กิจกรรม/มาตรการ", "งบตามแผน", "ร้อยละ", "วันที่", "จำนวน"];

fn sample() -> Vec<Vec<Value>> {
    let date = Value::Date { year: 2021, month: 10, day: 1 };
    vec![
        vec![
            Value::text("3-04"),
            Value::text("โครงการ \"น้ำ\", กำลัง <&>\nสองบรรทัด"),
            Value::Money(37_000_050),
            Value::Percent(8095),
            date,
            Value::Integer(63),
        ],
        vec![
            Value::text("=1+1"),
            Value::text("-"),
            Value::Money(-5),
            Value::Percent(0),
            Value::Empty,
            Value::Decimal(-125, 3),
        ],
        vec![
            Value::text("@x"),
            Value::text(" ขอบ "),
            Value::Empty,
            Value::Percent(10_000),
            Value::Date { year: 2024, month: 2, day: 29 },
            Value::Integer(1_103_700_000_001),
        ],
    ]
}

fn workbook() -> Vec<u8> {
    Workbook::new()
        .title("รายการ & แผน")
        .sheet("รายการ ปี 2564/รอบ 12", &HEADS, sample())
        .sheet("รายการ ปี 2564:รอบ 12", &["ก"], vec![vec![Value::text("ข")]])
        .sheet("", &[], Vec::new())
        .bytes()
        .unwrap()
}

#[test]
fn csv_is_written_as_programs_read_it() {
    let rows = sample();
    let text = csv(&HEADS, rows.iter().map(Vec::as_slice));
    let expected = "รหัส,โครงการ/กิจกรรม/มาตรการ,งบตามแผน,ร้อยละ,วันที่,จำนวน\r\n\
        3-04,\"โครงการ \"\"น้ำ\"\", กำลัง <&>\nสองบรรทัด\",370000.50,80.95,2021-10-01,63\r\n\
        '=1+1,-,-0.05,0.00,,-0.125\r\n\
        '@x,\" ขอบ \",,100.00,2024-02-29,1103700000001\r\n";
    assert_eq!(text, expected);
    assert_eq!(csv(&["ก"], [[Value::Empty].as_slice()]), "ก\r\n\"\"\r\n");
}

#[test]
fn risky_text_is_guarded_and_figures_are_not() {
    for (text, written) in [
        ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
        ("+66 2 123", "'+66 2 123"),
        ("-5 คน", "'-5 คน"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "\"'\t=1\""),
        ("-", "-"),
        ("–", "–"),
        ("a=b", "a=b"),
    ] {
        assert_eq!(csv(&["ก"], [[Value::text(text)].as_slice()]), format!("ก\r\n{written}\r\n"));
    }
    assert_eq!(csv(&["ก"], [[Value::Money(-1)].as_slice()]), "ก\r\n-0.01\r\n");
}

#[test]
fn csv_comes_back() {
    let written = sample();
    let table = read_csv(csv(&HEADS, written.iter().map(Vec::as_slice)).as_bytes());
    assert_eq!(heads(&table), HEADS);
    assert_eq!(table.problems, []);
    assert_eq!(
        rows(&table)[0],
        ["3-04", "โครงการ \"น้ำ\", กำลัง <&>\nสองบรรทัด", "370000.50", "80.95", "2021-10-01", "63"]
    );
    assert_eq!(rows(&table)[1], ["'=1+1", "-", "-0.05", "0.00", "", "-0.125"]);
}

#[test]
fn xlsx_comes_back() {
    let table = read_xlsx(&workbook());
    assert_eq!(table.sheet.as_deref(), Some("รายการ ปี 2564 รอบ 12"));
    assert_eq!(heads(&table), HEADS);
    assert_eq!(table.problems, []);
    assert_eq!(
        rows(&table),
        [
            ["3-04", "โครงการ \"น้ำ\", กำลัง <&>\nสองบรรทัด", "370000.5", "80.95%", "2021-10-01", "63"],
            ["=1+1", "-", "-0.05", "0%", "", "-0.125"],
            ["@x", "ขอบ", "", "100%", "2024-02-29", "1103700000001"],
        ]
    );
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    assert_eq!(workbook(), workbook());
    assert!(Workbook::new().bytes().unwrap().starts_with(b"PK"));
}

#[test]
fn odd_names_cells_and_dates_still_open() {
    let long = "ชื่อยาวมาก".repeat(10);
    let control = "ก\u{0}\u{8}\u{FFFF}ข";
    let impossible = Value::Date { year: 2021, month: 9, day: 31 };
    let row = vec![Value::text(control), impossible, Value::Integer(i64::MIN), Value::text("ย".repeat(40_000))];
    let bytes = Workbook::new()
        .sheet(&long, &["ก", "ข", "ค", "ง"], vec![row.clone()])
        .sheet(&long, &["ก"], vec![row])
        .sheet("'", &["ก"], Vec::new())
        .bytes()
        .unwrap();
    let table = read_xlsx(&bytes);
    let cells = &rows(&table)[0];
    assert_eq!(cells[..3], ["กข", "2021-09-31", "-9223372036854775808"]);
    assert_eq!(cells[3].chars().count(), 32_767);
    python(&bytes, "assert all(len(n) <= 31 for n in book.sheetnames), book.sheetnames");
}

#[test]
fn dates_count_as_excel_counts() {
    for (year, month, day) in [(1900, 3, 1), (1999, 12, 31), (2000, 2, 29), (2021, 10, 1), (2100, 3, 1), (9999, 12, 31)]
    {
        let date = Value::Date { year, month, day };
        let bytes =
            Workbook::new().sheet("S", &["ก", "ข"], vec![vec![date.clone(), Value::Integer(1)]]).bytes().unwrap();
        assert_eq!(rows(&read_xlsx(&bytes))[0][0], date.plain());
    }
}

/// Runs a piece of Python over the workbook with openpyxl; says so when it cannot.
fn python(bytes: &[u8], check: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.xlsx");
    std::fs::write(&path, bytes).unwrap();
    let known = Command::new("python3").args(["-c", "import openpyxl"]).output();
    if !known.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: python3 with openpyxl is not installed");
        return;
    }
    let script = format!("import sys, datetime, openpyxl\nbook = openpyxl.load_workbook(sys.argv[1])\n{check}");
    let output = Command::new("python3").arg("-c").arg(script).arg(&path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn openpyxl_reads_it() {
    python(
        &workbook(),
        r##"
assert book.sheetnames == ["รายการ ปี 2564 รอบ 12", "รายการ ปี 2564 รอบ 12 (2)", "แผ่นงาน"], book.sheetnames
assert book.properties.title == "รายการ & แผน"
sheet = book.worksheets[0]
assert sheet.freeze_panes == "A2" and sheet["A1"].font.bold
assert sheet["B2"].value == 'โครงการ "น้ำ", กำลัง <&>\nสองบรรทัด', sheet["B2"].value
assert sheet["C2"].value == 370000.5 and sheet["C2"].number_format == "#,##0.00"
assert sheet["D2"].value == 0.8095 and sheet["D2"].number_format == "0.00%"
assert sheet["E2"].value == datetime.datetime(2021, 10, 1) and sheet["E2"].is_date
assert sheet["A3"].value == "=1+1" and sheet["A3"].data_type in ("s", "inlineStr"), sheet["A3"].data_type
assert sheet["F3"].value == -0.125 and sheet["F4"].value == 1103700000001
assert sheet.column_dimensions["B"].width > sheet.column_dimensions["A"].width
assert sheet.auto_filter.ref == "A1:F4"
"##,
    );
}

#[test]
fn libreoffice_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.xlsx");
    std::fs::write(&path, workbook()).unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let args =
        ["--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false", "--outdir"];
    let run = Command::new("soffice").arg(profile).args(args).arg(folder.path()).arg(&path).output();
    if !run.as_ref().is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: LibreOffice Calc is not installed");
        return;
    }
    let table = read_csv(&std::fs::read(converted(folder.path())).unwrap());
    assert_eq!(heads(&table), HEADS);
    assert_eq!(
        rows(&table),
        [
            ["3-04", "โครงการ \"น้ำ\", กำลัง <&>\nสองบรรทัด", "370000.5", "80.95%", "2021-10-01", "63"],
            ["=1+1", "-", "-0.05", "0%", "", "-0.125"],
            ["@x", "ขอบ", "", "100%", "2024-02-29", "1103700000001"],
        ]
    );
}

fn converted(folder: &Path) -> std::path::PathBuf {
    folder.join("book.csv")
}
