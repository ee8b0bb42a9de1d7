//! Scripts as they are sent: without the indentation and the comments that only their readers need.
//! Knows lines, not the language, and leaves alone whatever lines are not enough to understand.

/// A line of its own that is blank or a comment goes, and so does what stands before the first sign of a line. Line ends
/// stay, because a statement may end with one. Only texts that run over several lines could be hurt by this; a script
/// in which one might begin is sent as it was written.
pub fn tighten(script: Vec<u8>) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(&script) else { return script };
    if ["`", "/*", "\\\n", "\\\r"].iter().any(|sign| text.contains(sign)) {
        return script;
    }
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")) {
        out.push_str(line);
        out.push('\n');
    }
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tightened(script: &str) -> String {
        String::from_utf8(tighten(script.as_bytes().to_vec())).unwrap_or_default()
    }

    #[test]
    fn indentation_and_comments_go() {
        assert_eq!(
            tightened("// head\n(() => {\n  const a = 1 // one\n\n  // two\n  f(\"//x\")\n})()"),
            "(() => {\nconst a = 1 // one\nf(\"//x\")\n})()\n"
        );
    }

    #[test]
    fn texts_over_several_lines_are_left_alone() {
        for script in ["const a = `\n  // words\n`", "/*\n  licence\n*/", "const a = \"one \\\n  two\""] {
            assert_eq!(tightened(script), script);
        }
    }
}
