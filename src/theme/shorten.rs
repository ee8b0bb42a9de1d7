//! The program's own scripts as they are sent: without blanks, comments, and long names of local things.
//! Knows tokens, not the language: it is for scripts whose every page is tried in a browser, never for an author's.

use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Name,
    /// A number, a text, a pattern: kept letter by letter.
    Value,
    Sign,
    /// One or more line ends.
    Line,
}

struct StyleToken<'s> {
    kind: Kind,
    text: &'s str,
}

impl StyleToken<'_> {
    fn is(&self, sign: &str) -> bool {
        self.kind == Kind::Sign && self.text == sign
    }
}

/// What the script says in fewer bytes; itself where it has something that these few rules do not know.
pub fn shorten(script: Vec<u8>) -> Vec<u8> {
    let short = std::str::from_utf8(&script).ok().and_then(tokens).map(|tokens| write(&tokens, &short_names(&tokens)));
    short.map_or(script, String::into_bytes)
}

fn is_in_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == '$'
}

/// `None` where something is met that may run over several lines, or does not end.
fn tokens(script: &str) -> Option<Vec<StyleToken<'_>>> {
    let mut tokens: Vec<StyleToken<'_>> = Vec::new();
    let mut rest = script;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = match first {
            '\n' => (Kind::Line, rest.len() - rest.trim_start().len()),
            letter if letter.is_whitespace() => {
                rest = &rest[letter.len_utf8()..];
                continue;
            }
            '/' if rest.starts_with("//") => {
                rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
                continue;
            }
            '`' => return None,
            '/' if rest.starts_with("/*") => return None,
            '"' | '\'' => (Kind::Value, end_of(rest, first)?),
            '/' if begins_pattern(tokens.last()) => (Kind::Value, end_of_pattern(rest)?),
            letter if letter.is_ascii_digit() || rest.starts_with("..") => {
                let end = if letter == '.' { 3 } else { end_of_number(rest) };
                (if letter == '.' { Kind::Sign } else { Kind::Value }, end.min(rest.len()))
            }
            letter if is_in_name(letter) => (Kind::Name, rest.find(|c| !is_in_name(c)).unwrap_or(rest.len())),
            letter => (Kind::Sign, letter.len_utf8()),
        };
        let (text, after) = rest.split_at_checked(length)?;
        tokens.push(StyleToken { kind, text });
        rest = after;
    }
    Some(tokens)
}

fn end_of_number(rest: &str) -> usize {
    rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.').unwrap_or(rest.len())
}

fn end_of(rest: &str, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            '\n' => return None,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            letter if letter == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// A slash after something that has a value divides.
fn begins_pattern(before: Option<&StyleToken<'_>>) -> bool {
    before.is_none_or(|token| match token.kind {
        Kind::Name => matches!(token.text, "return" | "typeof" | "case" | "in" | "of"),
        Kind::Value => false,
        Kind::Sign => !matches!(token.text, ")" | "]" | "}"),
        Kind::Line => true,
    })
}

fn end_of_pattern(rest: &str) -> Option<usize> {
    let (mut is_escaped, mut is_set) = (false, false);
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            '\n' => return None,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => is_set = true,
            ']' => is_set = false,
            '/' if !is_set => {
                let flags = &rest[at + 1..];
                return Some(at + 1 + flags.find(|c| !is_in_name(c)).unwrap_or(flags.len()));
            }
            _ => {}
        }
    }
    None
}

/// New names for what the script itself declares below its top and nowhere uses as the name of a property, and for
/// whatever it marks as its own by a `_` at the end.
fn short_names<'s>(tokens: &[StyleToken<'s>]) -> BTreeMap<&'s str, String> {
    let code: Vec<&StyleToken<'s>> = tokens.iter().filter(|token| token.kind != Kind::Line).collect();
    let (mut declared, mut fixed, mut used) = (BTreeSet::new(), BTreeSet::new(), BTreeMap::<&str, usize>::new());
    let mut open: Vec<&str> = Vec::new();
    let mut is_declaring = false;
    for (at, token) in code.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| code.get(at));
        let after = code.get(at + 1);
        let follows = |signs: &[&str]| after.is_some_and(|next| signs.iter().any(|sign| next.is(sign)));
        let comes_after = |signs: &[&str]| before.is_some_and(|last| signs.iter().any(|sign| last.is(sign)));
        match token.text {
            "(" | "[" | "{" if token.kind == Kind::Sign => open.push(token.text),
            ")" | "]" | "}" if token.kind == Kind::Sign => {
                open.pop();
            }
            "const" | "let" | "var" => is_declaring = true,
            ";" => is_declaring = false,
            // The script says itself that nobody else knows this one.
            name if token.kind == Kind::Name && name.len() > 2 && name.ends_with('_') => {
                *used.entry(name).or_default() += 1;
                declared.insert(name);
            }
            name if token.kind == Kind::Name => {
                *used.entry(name).or_default() += 1;
                let in_braces = open.last() == Some(&"{");
                let is_key = in_braces && comes_after(&["{", ","]) && follows(&[":", ",", "}"]);
                if comes_after(&["."]) || is_key {
                    fixed.insert(name);
                }
                let begins = before.is_some_and(|last| matches!(last.text, "const" | "let" | "var"));
                let is_listed = is_declaring && comes_after(&[","]) && follows(&["=", ",", ";"]);
                let is_only_parameter =
                    after.is_some_and(|next| next.is("=")) && code.get(at + 2).is_some_and(|next| next.is(">"));
                if begins || is_listed || is_only_parameter || is_parameter(&code, at) {
                    if open.is_empty() {
                        fixed.insert(name)
                    } else {
                        declared.insert(name)
                    };
                }
            }
            _ => {}
        }
    }
    let mut names: Vec<(&str, usize)> = declared
        .difference(&fixed)
        .filter(|name| name.len() > 2)
        .filter_map(|name| Some((*name, *used.get(name)?)))
        .collect();
    names.sort_by_key(|(name, times)| (std::cmp::Reverse(*times), *name));
    let mut fresh = fresh_names().filter(|short| !used.contains_key(short.as_str()));
    names.into_iter().filter_map(|(name, _)| Some((name, fresh.next()?))).collect()
}

/// One of the names before `) =>`.
fn is_parameter(code: &[&StyleToken<'_>], at: usize) -> bool {
    let list = |token: &&&StyleToken<'_>| {
        token.kind == Kind::Name || token.is(",") || token.kind == Kind::Value || token.is("=")
    };
    let from = code[..at].iter().rev().take_while(list).count();
    let to = code[at..].iter().take_while(list).count();
    let is = |at: Option<usize>, sign: &str| at.and_then(|at| code.get(at)).is_some_and(|token| token.is(sign));
    let comes_after = at.checked_sub(1).and_then(|at| code.get(at)).is_some_and(|last| last.is("(") || last.is(","));
    comes_after
        && is((at - from).checked_sub(1), "(")
        && is(Some(at + to), ")")
        && is(Some(at + to + 1), "=")
        && is(Some(at + to + 2), ">")
}

/// `a` … `Z`, then of two letters; no word of the language is so short but these.
fn fresh_names() -> impl Iterator<Item = String> {
    let letters = || ('a'..='z').chain('A'..='Z');
    let two = letters().flat_map(move |first| letters().map(move |second| format!("{first}{second}")));
    letters().map(String::from).chain(two).filter(|name| !matches!(name.as_str(), "do" | "if" | "in" | "of" | "as"))
}

fn write(tokens: &[StyleToken<'_>], names: &BTreeMap<&str, String>) -> String {
    let mut out = String::new();
    let empty = empty_statements(tokens);
    for (at, token) in tokens.iter().enumerate() {
        let closes = || tokens[at + 1..].iter().find(|next| next.kind != Kind::Line).is_some_and(|next| next.is("}"));
        if token.is(";") && !empty.contains(&at) && closes() {
            continue;
        }
        let text = match token.kind {
            Kind::Line => {
                let before = at.checked_sub(1).and_then(|at| tokens.get(at));
                if needs_line(before, tokens.get(at + 1)) {
                    out.push('\n');
                }
                continue;
            }
            Kind::Name => names.get(token.text).map_or(token.text, String::as_str),
            _ => token.text,
        };
        let last = out.chars().next_back();
        let next = text.chars().next();
        let grows = |letter: Option<char>| letter.is_some_and(is_in_name);
        let token_before = at.checked_sub(1).and_then(|at| tokens.get(at));
        // After a pattern's slash a name would be its flags.
        let is_pattern = token_before.is_some_and(|last| last.kind == Kind::Value && last.text.starts_with('/'));
        let joins = (grows(last) || is_pattern) && grows(next);
        let doubles = matches!((last, next), (Some('+'), Some('+')) | (Some('-'), Some('-')));
        if joins || (doubles && !token_before.is_some_and(|last| ends_at(last, token))) {
            out.push(' ');
        }
        out.push_str(text);
    }
    out
}

/// The semicolons that are a statement themselves: `while (…);`.
fn empty_statements(tokens: &[StyleToken<'_>]) -> BTreeSet<usize> {
    let mut open: Vec<bool> = Vec::new();
    let mut empty = BTreeSet::new();
    let mut was_head = false;
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        if token.is(";") && was_head {
            empty.insert(at);
        }
        was_head = false;
        if token.is("(") {
            open.push(before.is_some_and(|word| matches!(word.text, "if" | "for" | "while" | "with")));
        } else if token.is(")") {
            was_head = open.pop().unwrap_or_default();
        }
    }
    empty
}

/// Whether one token stands right behind the other in the script.
fn ends_at(last: &StyleToken<'_>, next: &StyleToken<'_>) -> bool {
    std::ptr::eq(last.text.as_bytes().as_ptr_range().end, next.text.as_ptr())
}

/// A line end goes where no statement can end or begin.
fn needs_line(before: Option<&StyleToken<'_>>, after: Option<&StyleToken<'_>>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let goes_on = before.kind == Kind::Sign && !matches!(before.text, ")" | "]" | "}" | "+" | "-");
    let is_goon = after.kind == Kind::Sign
        && matches!(after.text, ")" | "]" | "}" | "," | ";" | ":" | "?" | "." | "=" | "&" | "|");
    !goes_on && !is_goon
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shortened(script: &str) -> String {
        String::from_utf8(shorten(script.as_bytes().to_vec())).unwrap_or_default()
    }

    #[test]
    fn blanks_comments_and_long_names_go() {
        assert_eq!(
            shortened(
                "// head\n(() => {\n  const first = 1, second = first + 1; // one\n\n  call(first + +second)\n  done()\n})()"
            ),
            "(()=>{const a=1,b=a+1;call(a+ +b)\ndone()})()"
        );
    }

    #[test]
    fn properties_keys_and_what_others_see_keep_their_names() {
        let script = "var shared = (() => {\n const title = 1, word = 2, other = word => word.title\n return { title, word: other, a: [word, other] }\n})()";
        assert_eq!(
            shortened(script),
            "var shared=(()=>{const title=1,word=2,b=word=>word.title\nreturn{title,word:b,a:[word,b]}})()"
        );
    }

    #[test]
    fn texts_and_patterns_are_kept() {
        let script = "(() => { const value = \"a  // b\", split = value.match(/[/\"]  x/g), half = value.length / 2 / 1; return / /.test(value) })()";
        assert_eq!(
            shortened(script),
            "(()=>{const a=\"a  // b\",c=a.match(/[/\"]  x/g),b=a.length/2/1;return/ /.test(a)})()"
        );
    }

    #[test]
    fn properties_of_its_own_are_short_too() {
        assert_eq!(shortened("f({ words_: 1 }.words_, { words_ })"), "f({a:1}.a,{a})");
    }

    #[test]
    fn a_semicolon_before_a_brace_goes_unless_it_is_the_loop() {
        assert_eq!(
            shortened("(() => { for (;next();); { step(); } while (next()); })()"),
            "(()=>{for(;next(););{step()}while(next());})()"
        );
    }

    #[test]
    fn what_these_rules_do_not_know_is_left_alone() {
        for script in ["const a = `\n  // words\n`", "/*\n  licence\n*/", "const a = \"one \\\n  two\""] {
            assert_eq!(shortened(script), script);
        }
    }

    /// The scripts of the built-in theme do get shorter, and are small as a whole.
    #[test]
    fn scripts_of_the_theme_are_small() {
        let files = crate::theme::embedded(crate::theme::DEFAULT);
        let scripts = files.into_iter().filter(|(path, _)| path.ends_with(".js"));
        let sizes: Vec<(usize, usize)> = scripts.map(|(_, bytes)| (bytes.len(), shorten(bytes).len())).collect();
        assert!(sizes.iter().all(|(written, sent)| sent < written), "{sizes:?}");
        assert!(sizes.iter().map(|(_, sent)| sent).sum::<usize>() <= 15_000, "{sizes:?}");
    }
}
