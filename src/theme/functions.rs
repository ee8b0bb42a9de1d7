//! The filters and functions that templates may call: showing only, never deciding.

use std::cell::RefCell;
use std::collections::HashMap;

use tera::{Filter, Kwargs, State, Tera, TeraResult};

use crate::escape::html as escape;
use crate::thai::segment::fragile_words;

/// Must run before templates are added: the engine checks their names when it reads them.
pub fn register(tera: &mut Tera) {
    tera.register_filter("held", Held);
    tera.register_function(STEP, step);
}

/// What a page may cost: turns of all its loops together, far above any page of a real site.
const MOST_TURNS: u64 = 2_000_000;
const STEP: &str = "prongsai_turn";

thread_local! {
    static TURNS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// A page begins: its loops are counted anew.
pub fn begin_page() {
    TURNS.with(|turns| turns.set(0));
}

fn step(_: Kwargs, _: &State) -> TeraResult<String> {
    let turns = TURNS.with(|turns| {
        turns.set(turns.get() + 1);
        turns.get()
    });
    if turns > MOST_TURNS {
        return Err(tera::Error::message(format!("แม่แบบวนซ้ำเกิน {MOST_TURNS} รอบในหน้าเดียว")));
    }
    Ok(String::new())
}

/// An author's template with a count in each of its loops, so that a loop in a loop in a loop comes to an end.
pub fn counted(template: &str) -> String {
    let mut out = String::with_capacity(template.len() + 64);
    let mut rest = template;
    let mut is_raw = false;
    while let Some(at) = rest.find("{%") {
        let tag = &rest[at + 2..];
        let Some(end) = tag.find("%}") else { break };
        let inner = tag[..end].trim_start_matches('-');
        let word = inner.split_whitespace().next().unwrap_or("").trim_end_matches('-');
        let cuts_after = tag[..end].ends_with('-');
        out.push_str(&rest[..at + 2 + end + 2]);
        match word {
            "raw" => is_raw = true,
            "endraw" => is_raw = false,
            "for" if !is_raw && cuts_after => out.push_str(&format!("{{{{- {STEP}() -}}}}")),
            "for" if !is_raw => out.push_str(&format!("{{{{ {STEP}() }}}}")),
            _ => {}
        }
        rest = &tag[end + 2..];
    }
    out.push_str(rest);
    out
}

/// `{{ title | held }}`: plain text as HTML in which no browser cuts a Thai word in two. For headings, where a line that
/// begins with half a word is seen at once; running text is left to the browser.
struct Held;

/// A longer word would push a narrow screen sideways: better cut than that.
const LONGEST: usize = 20;

impl<'s> Filter<&'s str, String> for Held {
    fn call(&self, text: &'s str, _: Kwargs, _: &State) -> String {
        HELD.with_borrow_mut(|known| {
            if let Some(html) = known.get(text) {
                return html.clone();
            }
            if known.len() >= MOST_HELD {
                known.clear();
            }
            let html = held(text);
            if text.len() > LONGEST_HELD {
                return html;
            }
            known.insert(text.to_owned(), html.clone());
            html
        })
    }

    fn is_safe(&self) -> bool {
        true
    }
}

/// The title of one promise stands on ten pages of its authority, which follow one another.
const MOST_HELD: usize = 512;
const LONGEST_HELD: usize = 1_000;

thread_local! {
    static HELD: RefCell<HashMap<String, String>> = RefCell::default();
}

fn held(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut from = 0;
    for word in fragile_words(text) {
        let body = text[word.clone()].trim_end();
        if body.chars().count() > LONGEST {
            continue;
        }
        out.push_str(&escape(&text[from..word.start]));
        out.push_str("<span class=\"nobr\">");
        out.push_str(&escape(body));
        out.push_str("</span>");
        from = word.start + body.len();
    }
    out.push_str(&escape(&text[from..]));
    out
}
