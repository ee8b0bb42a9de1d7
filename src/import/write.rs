//! Content files as text: front matter that YAML takes as it stands, paragraphs and tables that Markdown shows as they were.
//! Strings only; decides nothing about content.

use std::fmt::Write as _;

/// Front matter in the order in which it is written.
#[derive(Clone, Debug, Default)]
pub struct Front {
    text: String,
}

impl Front {
    pub fn put(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.text, "{key}: {}", scalar(value));
    }

    pub fn put_some(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            self.put(key, value);
        }
    }

    /// A line as it stands: a key of a map, a number.
    pub fn raw(&mut self, line: &str) {
        let _ = writeln!(self.text, "{line}");
    }

    pub fn list(&mut self, key: &str, values: &[String]) {
        if values.is_empty() {
            return;
        }
        self.raw(&format!("{key}:"));
        for value in values {
            let _ = writeln!(self.text, "  - {}", scalar(value));
        }
    }

    pub fn document(&self, body: &str) -> String {
        let body = body.trim_matches('\n');
        if body.is_empty() { format!("---\n{}---\n", self.text) } else { format!("---\n{}---\n{body}\n", self.text) }
    }
}

/// A value that YAML reads back as the same text.
pub fn scalar(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let begins =
        text.chars().next().is_some_and(|letter| letter.is_alphabetic() || crate::thai::digits::is_thai_digit(letter));
    let plain = begins
        && text.chars().all(|letter| {
            letter.is_alphanumeric() || crate::thai::segment::is_mark(letter) || " ๆฯ.()/–-“”,".contains(letter)
        })
        && !text.contains(": ")
        && !matches!(text.to_lowercase().as_str(), "yes" | "no" | "true" | "false" | "null" | "on" | "off" | "y" | "n");
    if plain {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                out.push('\\');
                out.push(letter);
            }
            _ if letter.is_control() => {}
            _ => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// The words of a cell: bars escaped, lines as `<br>`, nothing that Markdown would take for a sign of its own.
pub fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, line) in text.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate() {
        if at > 0 {
            out.push_str("<br>");
        }
        push_escaped(&mut out, line);
    }
    out
}

/// A line of prose.
pub fn line(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(text.len() + 2);
    let begins_sign = text.starts_with(['#', '>', '+', '=', '~', ':'])
        || text.starts_with("- ")
        || text == "-"
        || text.starts_with("---")
        || text.starts_with("* ");
    if begins_sign {
        out.push('\\');
    }
    push_escaped(&mut out, &text);
    // `1. ` and `1) ` at the start would number by themselves and change what is printed.
    let digits = out.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && out[digits..].starts_with(['.', ')']) && out[digits + 1..].starts_with(' ') {
        out.insert(digits, '\\');
    }
    out
}

pub fn heading(level: usize, text: &str, classes: &str) -> String {
    let text = line(text).replace(['{', '}'], "");
    let text = text.trim_end_matches('#').trim();
    let classes = if classes.is_empty() { String::new() } else { format!(" {{{classes}}}") };
    format!("{} {text}{classes}", "#".repeat(level))
}

fn push_escaped(out: &mut String, text: &str) {
    let mut letters = text.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        let is_sign = match letter {
            '|' | '`' | '\\' => true,
            // `<` begins a tag only before a letter or a stroke.
            '<' => next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'),
            '*' => !(before == ' ' && next == ' '),
            '_' => !before.is_alphanumeric() || !next.is_alphanumeric(),
            '[' => true,
            '&' => next == '#' || next.is_ascii_alphabetic(),
            '~' => next == '~',
            _ => false,
        };
        if is_sign {
            out.push('\\');
        }
        out.push(letter);
        before = letter;
    }
}

/// Heads, their alignment (`true`: figures, to the right) and rows of cells that are Markdown already.
pub fn table(heads: &[(String, bool)], rows: &[Vec<String>]) -> String {
    let mut out = String::new();
    out.push('|');
    for (head, _) in heads {
        let _ = write!(out, " {} |", cell(&head.split_whitespace().collect::<Vec<_>>().join(" ")));
    }
    out.push_str("\n|");
    for (_, is_figure) in heads {
        out.push_str(if *is_figure { "---:|" } else { "---|" });
    }
    out.push('\n');
    for row in rows {
        out.push('|');
        for cell in row {
            if cell.is_empty() {
                out.push_str(" |");
            } else {
                let _ = write!(out, " {cell} |");
            }
        }
        out.push('\n');
    }
    out
}
