//! What can be wrong with a theme, said to its author: template, line and field.

use std::path::Path;

#[derive(Clone, Debug)]
pub struct ThemeError {
    pub message: String,
}

impl std::fmt::Display for ThemeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ThemeError {}

impl ThemeError {
    pub fn unknown(name: &str, known: &[&str]) -> Self {
        Self {
            message: format!("ไม่รู้จักธีม `{name}` ใช้ {} หรือสร้างโฟลเดอร์ themes/{name}/", crate::thai::OneOf(known))
        }
    }

    pub fn unreadable(path: &Path, reason: &str) -> Self {
        Self {
            message: format!("เปิดไฟล์ของธีม {} ไม่ได้: {reason}", path.display())
        }
    }

    pub fn not_text(path: &str) -> Self {
        Self { message: format!("ไฟล์ของธีม {path} ไม่ใช่ข้อความ UTF-8") }
    }

    pub fn words(path: &str, reason: &str) -> Self {
        Self {
            message: format!("ไฟล์คำของธีม {path} อ่านไม่ได้: {reason}")
        }
    }

    /// Tera's report already names template, line and field.
    pub fn template(error: &tera::Error) -> Self {
        use std::error::Error as _;
        let mut message = format!("แม่แบบของธีมมีข้อผิดพลาด:\n{error}");
        let mut source = error.source();
        while let Some(inner) = source {
            message.push_str(&format!("\n{inner}"));
            source = inner.source();
        }
        Self { message: in_thai(&super::layout::as_written(&message)) }
    }
}

/// What the template engine says, in Thai: its words before what it quotes, and those after.
const SAYINGS: [(&str, &str); 24] = [
    ("Unknown template ", "ไม่มีแม่แบบชื่อ "),
    ("Unknown filter ", "ไม่มีตัวกรองชื่อ "),
    ("Unknown function ", "ไม่มีฟังก์ชันชื่อ "),
    ("Unknown test ", "ไม่มีการทดสอบชื่อ "),
    ("Unknown component ", "ไม่มีส่วนประกอบชื่อ "),
    ("Unexpected end of input", "ไฟล์จบก่อนที่จะปิดบล็อกหรือคำสั่งครบ"),
    ("Variable ", "ไม่มีตัวแปร "),
    ("Field ", "ไม่มีช่อง "),
    (" exists but its value is undefined", " มีชื่อแต่ไม่มีค่า"),
    (" is not defined in any parent template", " ในแม่แบบที่ต่อจาก"),
    (" is not defined.", " ในหน้านี้ "),
    (" is not defined", " ในหน้านี้"),
    ("Available variables:", "ตัวแปรที่มี:"),
    ("Available fields:", "ช่องที่มี:"),
    (" but expected one of: ", " แต่ตรงนี้ต้องเป็นอย่างใดอย่างหนึ่ง: "),
    (" but was expecting ", " แต่ตรงนี้ต้องเป็น "),
    (" but expected ", " แต่ตรงนี้ต้องเป็น "),
    ("Found ", "พบ "),
    ("Iteration not possible on type ", "วนซ้ำไม่ได้กับค่าชนิด "),
    ("Unable to perform ", "คำนวณไม่ได้: "),
    ("Cannot compare ", "เทียบกันไม่ได้: "),
    (" is inheriting from ", " ต่อจาก "),
    (", which doesn't exist or isn't loaded.", " ซึ่งไม่มี"),
    ("Template ", "แม่แบบ "),
];

/// Lines that show the author's own text stay as they are.
fn in_thai(message: &str) -> String {
    let say = |line: &str| {
        let is_shown =
            line.contains(" | ") || line.trim_start().starts_with(['|', '-', '=']) && !line.contains("error");
        let begins_with_number = line.trim_start().starts_with(|letter: char| letter.is_ascii_digit());
        if is_shown || begins_with_number {
            return line.to_owned();
        }
        let line = line.strip_prefix("error: ").unwrap_or(line);
        SAYINGS.iter().fold(line.to_owned(), |line, (english, thai)| line.replace(english, thai))
    };
    message.lines().map(say).collect::<Vec<_>>().join("\n")
}

impl ThemeError {
    /// Adds which page was being made.
    pub fn on_page(mut self, page: &str) -> Self {
        self.message.push_str(&format!("\nขณะสร้างหน้า {page}"));
        self
    }
}
