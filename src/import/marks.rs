//! The marks of cells: dashes, ticks of fonts, the `<!-- import: … -->` that a doubtful guess is given.
//! Pure; the rule that reports the marks stands with the other rules.

/// What begins a mark in a content file.
pub const OPEN: &str = "<!-- import: ";
pub const CLOSE: &str = " -->";

/// A mark that says why somebody has to look.
pub fn mark(why: &str) -> String {
    // Two dashes would end the comment early; a bar would end the cell.
    let why: String = why.replace("--", "–").replace('|', "/").split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{OPEN}{why}{CLOSE}")
}

pub fn is_dash(text: &str) -> bool {
    matches!(text.trim(), "-" | "–" | "—" | "--" | "---" | "−" | "‐" | "_")
}

/// What a glyph of Wingdings or Webdings shows, by its code with or without the F000 that Word adds.
pub fn symbol(font: &str, code: u32) -> Option<&'static str> {
    let font = font.to_lowercase();
    let code = code & 0xFF;
    if font.contains("wingdings 2") {
        return match code {
            0x50 | 0x52 => Some("✓"),
            0x4F | 0x51 | 0x53 | 0x54 => Some("☒"),
            0x30 | 0x2A | 0xA3 => Some("☐"),
            _ => None,
        };
    }
    if font.contains("wingdings") {
        return match code {
            0xFC | 0xFE => Some("✓"),
            0x6F | 0xA8 | 0x71 | 0x72 => Some("☐"),
            0xFB | 0xFD | 0x78 => Some("☒"),
            0x6C | 0x9F | 0xA7 | 0x76 => Some("•"),
            0xD8 | 0xE0 | 0xE8 => Some("→"),
            _ => None,
        };
    }
    if font.contains("webdings") {
        return match code {
            0x61 => Some("✓"),
            0x63 => Some("☐"),
            0x72 => Some("☒"),
            _ => None,
        };
    }
    match (font.contains("symbol"), code) {
        (true, 0xD6) => Some("√"),
        (true, 0xB7) => Some("•"),
        _ => None,
    }
}
