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
        Self { message: super::layout::as_written(&message) }
    }
}

impl ThemeError {
    /// Adds which page was being made.
    pub fn on_page(mut self, page: &str) -> Self {
        self.message.push_str(&format!("\nขณะสร้างหน้า {page}"));
        self
    }
}
