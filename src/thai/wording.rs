//! Small types for wording: choices, lists and counts are written once and read alike in every message.

use std::fmt;

use super::digits::grouped;

/// A choice: "`a`, `b` หรือ `c`".
#[derive(Clone, Copy, Debug)]
pub struct OneOf<'a>(pub &'a [&'a str]);

/// A list: "a, b และ c".
#[derive(Clone, Copy, Debug)]
pub struct AllOf<'a>(pub &'a [&'a str]);

/// A number with its classifier: "63 รายการ", "ไม่มีรายการ" for none.
#[derive(Clone, Copy, Debug)]
pub struct Count<'a>(pub usize, pub &'a str);

/// A cell that says nothing: blank, a dash of any kind, or an ellipsis.
pub fn says_nothing(text: &str) -> bool {
    text.trim().chars().all(|letter| is_dash(letter) || letter == '…')
}

/// A hyphen, a dash or a minus, as programs and typists put them.
pub fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '–' | '—' | '−' | '‐' | '‑' | '‒' | '―')
}

impl fmt::Display for OneOf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        join(f, self.0, "หรือ", "`")
    }
}

impl fmt::Display for AllOf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        join(f, self.0, "และ", "")
    }
}

impl fmt::Display for Count<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => write!(f, "ไม่มี{}", self.1),
            some => write!(f, "{} {}", grouped(i64::try_from(some).unwrap_or(i64::MAX)), self.1),
        }
    }
}

/// What a message quotes of a text: the beginning, for a whole paragraph in a number's place would bury the message.
pub fn quoted(text: &str) -> String {
    const MOST: usize = 60;
    let text = text.trim();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn join(f: &mut fmt::Formatter<'_>, words: &[&str], conjunction: &str, quote: &str) -> fmt::Result {
    for (place, word) in words.iter().enumerate() {
        match place {
            0 => {}
            _ if place + 1 == words.len() => write!(f, " {conjunction} ")?,
            _ => f.write_str(", ")?,
        }
        write!(f, "{quote}{word}{quote}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_people_say_it() {
        assert_eq!(OneOf(&["a", "b", "c"]).to_string(), "`a`, `b` หรือ `c`");
        assert_eq!(OneOf(&["a"]).to_string(), "`a`");
        assert_eq!(AllOf(&["ก", "ข"]).to_string(), "ก และ ข");
        assert_eq!(AllOf(&[]).to_string(), "");
        assert_eq!(Count(0, "รายการ").to_string(), "ไม่มีรายการ");
        assert_eq!(Count(1_234, "โครงการ").to_string(), "1,234 โครงการ");
    }
}
