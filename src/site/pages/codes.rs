//! "รหัสข้อค้นพบ": what each code of a finding means, why it matters and how to answer it; findings link here.

use serde::Serialize;

use crate::address::{Lang, PortalPage};
use crate::check::codes;
use crate::site::ground::Artifact;
use crate::site::page::Page;
use crate::site::shell::About;
use crate::theme::ThemeError;

#[derive(Serialize)]
struct CodesPage {
    families: Vec<CodeFamily>,
}

#[derive(Serialize)]
struct CodeFamily {
    title: &'static str,
    codes: Vec<CodeView>,
}

#[derive(Serialize)]
struct CodeView {
    code: &'static str,
    title: &'static str,
    why: &'static str,
    bad: &'static str,
    good: &'static str,
    answer: &'static str,
}

/// The address of a code's explanation.
pub fn href(page: &Page<'_>, code: &str) -> String {
    page.to(&format!("{}#{code}", PortalPage::Codes.address()))
}

pub fn render(page: &Page<'_>) -> Result<Artifact, ThemeError> {
    let mut families: Vec<CodeFamily> = Vec::new();
    for code in codes::all() {
        let view = CodeView {
            code: &code.code,
            title: match page.lang {
                Lang::Th => &code.title,
                Lang::En => &code.title_en,
            },
            why: &code.why,
            bad: &code.bad,
            good: &code.good,
            answer: &code.answer,
        };
        match families.last_mut().filter(|family| family.title == code.family()) {
            Some(family) => family.codes.push(view),
            None => families.push(CodeFamily { title: code.family(), codes: vec![view] }),
        }
    }
    let about = About {
        title: page.word("codes_title"),
        description: page.word("codes_words"),
        trail: page.trail(None),
        agency: None,
    };
    page.render("codes.html", about, &CodesPage { families })
}
