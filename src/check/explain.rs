//! What `prongsai explain T104` tells, and the data of the page that documents every code.

use serde::Serialize;

use crate::finding::registry::{self, Known, severity_th};
use crate::finding::{Code, Severity, code};
use crate::thai;

/// One code as pages and data files show it.
#[derive(Clone, Debug, Serialize)]
pub struct CodeView {
    pub code: Code,
    pub family: &'static str,
    pub severity: Severity,
    pub severity_th: &'static str,
    pub title: &'static str,
    pub title_en: &'static str,
    pub why: &'static str,
    pub bad: &'static str,
    pub good: &'static str,
    pub answer: &'static str,
}

impl From<&'static Known> for CodeView {
    fn from(code: &'static Known) -> Self {
        Self {
            code: code.code,
            family: code.family.title(),
            severity: code.severity,
            severity_th: severity_th(code.severity),
            title: &code.title,
            title_en: &code.title_en,
            why: code.why.trim(),
            bad: code.bad.trim_matches('\n'),
            good: code.good.trim_matches('\n'),
            answer: code.answer.trim(),
        }
    }
}

/// Every code, in order.
pub fn views() -> Vec<CodeView> {
    registry::all().map(CodeView::from).collect()
}

/// The page of one code for the terminal; or what is nearest to a code that does not exist.
pub fn explain(code: &str) -> Result<String, String> {
    let Some(known) = Code::named(code).and_then(registry::get) else {
        let wanted = code.trim().to_ascii_uppercase();
        let nearest = thai::nearest(&wanted, code::ALL.iter().map(|known| known.as_str()));
        let hint = nearest.map_or(String::new(), |nearest| format!(" หมายถึง `{nearest}` หรือไม่"));
        return Err(format!("ไม่มีข้อค้นพบรหัส `{wanted}`{hint} ดูทั้งหมดด้วย `prongsai explain`"));
    };
    let view = CodeView::from(known);
    Ok(format!(
        "{} {}\n({}) · {} · {}\n\nทำไมจึงสำคัญ\n{}\n\nตัวอย่างที่ไม่ตรงกัน\n{}\n\nตัวอย่างที่ถูก\n{}\n\nจะตอบอย่างไร\n{}\n",
        view.code,
        view.title,
        view.title_en,
        view.family,
        view.severity_th,
        indent(view.why),
        indent(view.bad),
        indent(view.good),
        indent(view.answer),
    ))
}

/// One line for each code.
pub fn list() -> String {
    let mut out = String::new();
    let mut family = "";
    for view in views() {
        if view.family != family {
            family = view.family;
            out.push_str(&format!("{}{family}\n", if out.is_empty() { "" } else { "\n" }));
        }
        out.push_str(&format!("  {} {:<9} {}\n", view.code, view.severity_th, view.title));
    }
    out
}

/// All codes as one Markdown page.
pub fn markdown() -> String {
    let mut out = String::from("# ข้อค้นพบทั้งหมด\n");
    let mut family = "";
    for view in views() {
        if view.family != family {
            family = view.family;
            out.push_str(&format!("\n## {family}\n"));
        }
        out.push_str(&format!(
            "\n### {} {}\n\n{} · {}\n\n{}\n\nไม่ตรงกัน:\n\n```\n{}\n```\n\nถูก:\n\n```\n{}\n```\n\n{}\n",
            view.code, view.title, view.severity_th, view.title_en, view.why, view.bad, view.good, view.answer
        ));
    }
    out
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}
