//! The filters and functions that templates may call: showing only, never deciding.

use tera::{Filter, Kwargs, State, Tera};

use crate::escape::html as escape;
use crate::thai::segment::fragile_words;

/// Must run before templates are added: the engine checks their names when it reads them.
pub fn register(tera: &mut Tera) {
    tera.register_filter("held", Held);
}

/// `{{ title | held }}`: plain text as HTML in which no browser cuts a Thai word in two. For headings, where a line that
/// begins with half a word is seen at once; running text is left to the browser.
struct Held;

/// A longer word would push a narrow screen sideways: better cut than that.
const LONGEST: usize = 20;

impl<'s> Filter<&'s str, String> for Held {
    fn call(&self, text: &'s str, _: Kwargs, _: &State) -> String {
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

    fn is_safe(&self) -> bool {
        true
    }
}
