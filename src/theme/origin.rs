//! What an ejected file says of itself: the version of the program that it came from, and which original it was.
//! A last line that no page shows; files that are no text carry none.

use sha2::{Digest, Sha256};

/// Of an ejected file: where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileOrigin {
    pub version: String,
    /// Of the original's bytes.
    sum: String,
}

const SIGN: &str = "prongsai theme --eject: ";

/// How a comment opens and closes in a file of the theme.
fn comment(path: &str) -> Option<(&'static str, &'static str)> {
    match path.rsplit_once('.')?.1 {
        "html" => Some(("{#- ", " -#}")),
        "css" => Some(("/* ", " */")),
        "js" => Some(("// ", "")),
        "toml" => Some(("# ", "")),
        _ => None,
    }
}

fn sum(original: &[u8]) -> String {
    Sha256::digest(original)[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The file as it is copied out.
pub fn marked(path: &str, original: &[u8]) -> Vec<u8> {
    let mut bytes = original.to_vec();
    let Some((open, close)) = comment(path) else { return bytes };
    if !bytes.ends_with(b"\n") {
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(format!("{open}{SIGN}{} {}{close}\n", env!("CARGO_PKG_VERSION"), sum(original)).as_bytes());
    bytes
}

/// The author's file without its mark, and what the mark says.
pub fn read(path: &str, bytes: Vec<u8>) -> (Vec<u8>, Option<FileOrigin>) {
    let Some((open, close)) = comment(path) else { return (bytes, None) };
    let Ok(text) = std::str::from_utf8(&bytes) else { return (bytes, None) };
    let body = text.trim_end();
    let (before, last) = body.rsplit_once('\n').unwrap_or(("", body));
    let said = last.trim().strip_prefix(open.trim_end()).and_then(|rest| rest.trim_end().strip_suffix(close.trim()));
    let said = said.map(str::trim).and_then(|said| said.strip_prefix(SIGN)?.split_once(' '));
    let Some((version, sum)) = said else { return (bytes, None) };
    let origin = FileOrigin { version: version.to_owned(), sum: sum.trim().to_owned() };
    let own = format!("{before}\n").into_bytes();
    (own, Some(origin))
}

impl FileOrigin {
    /// Whether the program's own file is another one by now.
    pub fn is_older_than(&self, original: &[u8]) -> bool {
        self.sum != sum(original)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_itself_again_without_its_mark() {
        for path in ["templates/a.html", "assets/css/a.css", "assets/js/a.js", "i18n/th.toml"] {
            let original = b"a\nb\n".to_vec();
            let (own, origin) = read(path, marked(path, &original));
            assert_eq!(own, original, "{path}");
            let origin = origin.unwrap_or_else(|| panic!("{path} says where it came from"));
            assert!(!origin.is_older_than(b"a\nb\n") && origin.is_older_than(b"a\nc\n"), "{path}");
        }
        assert_eq!(read("assets/icon.png", vec![1, 2]), (vec![1, 2], None));
        assert_eq!(read("templates/a.html", b"x".to_vec()), (b"x".to_vec(), None));
    }
}
