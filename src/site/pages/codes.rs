//! "รหัสข้อค้นพบ": all codes of findings, and of each letter what its codes mean, why it matters and how to answer; findings
//! link there. A page a letter: whoever follows one code on a phone does not load them all.

use serde::Serialize;

use crate::address::{Lang, PortalPage};
use crate::escape;
use crate::finding::Code;
use crate::finding::registry::{self, Known};
use crate::site::ground::Artifact;
use crate::site::page::{LinkView, Page};
use crate::site::shell::PageAbout;
use crate::theme::ThemeError;

#[derive(Serialize)]
struct CodesPage {
    letters: Vec<CodeLetter>,
}

#[derive(Serialize)]
struct CodeLetter {
    title: String,
    href: String,
    codes: Vec<CodeName>,
}

#[derive(Serialize)]
struct CodeName {
    code: Code,
    /// HTML.
    title: String,
    href: String,
}

#[derive(Serialize)]
struct CodesOfLetter {
    title: String,
    codes: Vec<CodeRow>,
    all: LinkView,
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
    page.to(&format!("{}#{code}", PortalPage::CodesOf(code.letter()).address()))
}

fn of_letter(wanted: char) -> impl Iterator<Item = &'static Known> {
    registry::all().filter(move |known| known.code.letter() == wanted)
}

/// "T: ข้อเท็จจริงที่ไม่ตรงกัน".
pub fn title(page: &Page<'_>, letter: char) -> String {
    let about = of_letter(letter).next().map_or("", |known| known.family.title());
    format!("{} {letter}: {about}", page.word("codes_of"))
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

/// The name of a code, as HTML.
fn name(page: &Page<'_>, known: &Known) -> String {
    with_code(
        page,
        match page.lang {
            Lang::Th => &known.title,
            Lang::En => &known.title_en,
        },
    )
}

pub fn render(page: &Page<'_>) -> Result<Artifact, ThemeError> {
    let of =
        |known: &'static Known| CodeName { code: known.code, title: name(page, known), href: href(page, known.code) };
    let letters = registry::letters().into_iter().map(|letter| CodeLetter {
        title: title(page, letter),
        href: page.to(&PortalPage::CodesOf(letter).address()),
        codes: of_letter(letter).map(of).collect(),
    });
    let about = PageAbout {
        title: page.word("codes_title"),
        description: page.word("codes_words"),
        trail: page.trail(None),
        agency: None,
    };
    page.render("codes.html", about, &CodesPage { letters: letters.collect() })
}

pub fn render_letter(page: &Page<'_>, letter: char) -> Result<Artifact, ThemeError> {
    let codes = of_letter(letter).map(|known| CodeRow {
        code: known.code,
        title: name(page, known),
        why: with_code(page, &known.why),
        bad: &known.bad,
        good: &known.good,
        answer: with_code(page, &known.answer),
    });
    let all = LinkView { title: page.word("codes_title").to_owned(), href: page.to(&PortalPage::Codes.address()) };
    let view = CodesOfLetter { title: title(page, letter), codes: codes.collect(), all };
    let about = PageAbout {
        title: &view.title,
        description: page.word("codes_of_words"),
        trail: page.trail(None),
        agency: None,
    };
    page.render("codes_of_letter.html", about, &view)
}
