//! "รหัสข้อค้นพบ": what each code of a finding means, why it matters and how to answer it; findings link here.

use serde::Serialize;

use crate::address::{Lang, PortalPage};
use crate::escape;
use crate::finding::{Code, registry};
use crate::site::ground::Artifact;
use crate::site::page::Page;
use crate::site::shell::PageAbout;
use crate::theme::ThemeError;

#[derive(Serialize)]
struct CodesPage {
    families: Vec<CodeFamily>,
}

#[derive(Serialize)]
struct CodeFamily {
    title: &'static str,
    codes: Vec<CodeRow>,
}

#[derive(Serialize)]
struct CodeRow {
    code: Code,
    /// HTML, as `why` and `answer` are: what stands between backticks is code.
    title: String,
    why: String,
    bad: &'static str,
    good: &'static str,
    answer: String,
}

/// The address of a code's explanation.
pub fn href(page: &Page<'_>, code: Code) -> String {
    page.to(&format!("{}#{code}", PortalPage::Codes.address()))
}

/// What an author types stands between backticks in these texts; here it becomes code.
fn with_code(page: &Page<'_>, text: &str) -> String {
    let mut parts = text.split('`').enumerate().map(|(at, part)| {
        if at % 2 == 1 {
            format!("<code>{}</code>", escape::html(part))
        } else {
            escape::html(&page.show.words(part)).to_string()
        }
    });
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |out, part| out + &part)
}

pub fn render(page: &Page<'_>) -> Result<Artifact, ThemeError> {
    let mut families: Vec<CodeFamily> = Vec::new();
    for code in registry::all() {
        let view = CodeRow {
            code: code.code,
            title: with_code(
                page,
                match page.lang {
                    Lang::Th => &code.title,
                    Lang::En => &code.title_en,
                },
            ),
            why: with_code(page, &code.why),
            bad: &code.bad,
            good: &code.good,
            answer: with_code(page, &code.answer),
        };
        match families.last_mut().filter(|family| family.title == code.family.title()) {
            Some(family) => family.codes.push(view),
            None => families.push(CodeFamily { title: code.family.title(), codes: vec![view] }),
        }
    }
    let about = PageAbout {
        title: page.word("codes_title"),
        description: page.word("codes_words"),
        trail: page.trail(None),
        agency: None,
    };
    page.render("codes.html", about, &CodesPage { families })
}
