//! What counts as the same letter when searching. One table, read here and written out as JavaScript by `fold_js`,
//! so that the index and the browser can never disagree. Never drops a vowel or a tone from the exact form.

use std::sync::OnceLock;

/// First and last character of a run, and what the first becomes; the others follow in step.
/// Whatever stands in no run (blanks, punctuation, symbols, ๆ and ฯ) is a blank.
const KEPT: &[(u16, u16, u16)] = &[
    (0x30, 0x39, 0x30),
    (0x61, 0x7a, 0x61),
    (0x41, 0x5a, 0x61),
    (0xc0, 0xd6, 0xe0),
    (0xd8, 0xde, 0xf8),
    (0xdf, 0xf6, 0xdf),
    (0xf8, 0x24f, 0xf8),
    (0x300, 0xe2e, 0x300),
    (0xe30, 0xe3a, 0xe30),
    (0xe40, 0xe45, 0xe40),
    (0xe47, 0xe4e, 0xe47),
    (0xe50, 0xe59, 0x30),
    (0xe80, 0x1fff, 0xe80),
    (0x3040, 0xd7ff, 0x3040),
    (0xf900, 0xfaff, 0xf900),
];

/// Characters that nobody sees.
const DROPPED: &[(u16, u16)] = &[(0xad, 0xad), (0x200b, 0x200f), (0x2060, 0x2060), (0xfeff, 0xfeff)];

/// The order of what follows a Thai consonant; a lower one moves before a higher one, a doubled one is typed once.
const RANKED: &[(u16, u16, u8)] = &[
    (0xe3a, 0xe3a, 1),
    (0xe31, 0xe31, 2),
    (0xe34, 0xe39, 2),
    (0xe47, 0xe47, 2),
    (0xe48, 0xe4b, 3),
    (0xe4c, 0xe4c, 4),
    (0xe4e, 0xe4e, 4),
    (0xe4d, 0xe4d, 5),
    (0xe32, 0xe33, 6),
];

/// Two characters that people type for one: เ เ for แ, ํ า for ำ.
const JOINED: &[(u16, u16, u16)] = &[(0xe40, 0xe40, 0xe41), (0xe4d, 0xe32, 0xe33)];

/// Left out where it stands between two digits: 8,000 is 8000.
const BETWEEN_DIGITS: u16 = 0x2c;

/// What the second, forgiving pass ignores: ็ ่ ้ ๊ ๋ ์ ํ ๎.
const TONES: (u16, u16) = (0xe47, 0xe4e);

const BLANK: u16 = 0x20;
const NOTHING: u16 = 0;

struct FoldTable {
    to: Vec<u16>,
    rank: Vec<u8>,
    /// Of what `to` gives: it changes nothing of what stands before it, and nothing before changes it.
    plain: Vec<bool>,
}

fn table() -> &'static FoldTable {
    static TABLE: OnceLock<FoldTable> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = FoldTable { to: vec![BLANK; 0x10000], rank: vec![0; 0x1000], plain: vec![true; 0x10000] };
        for &(first, last, to) in KEPT {
            for unit in first..=last {
                table.to[usize::from(unit)] = to + (unit - first);
            }
        }
        for &(first, last) in DROPPED {
            table.to[usize::from(first)..=usize::from(last)].fill(NOTHING);
        }
        for &(first, last, rank) in RANKED {
            table.rank[usize::from(first)..=usize::from(last)].fill(rank);
            table.plain[usize::from(first)..=usize::from(last)].fill(false);
        }
        for unit in [NOTHING, BLANK].into_iter().chain(JOINED.iter().map(|&(_, second, _)| second)) {
            table.plain[usize::from(unit)] = false;
        }
        table
    })
}

impl FoldTable {
    /// Characters beyond the basic plane are blanks, as both halves of them are to JavaScript.
    fn to(&self, letter: char) -> u16 {
        u16::try_from(u32::from(letter)).map_or(BLANK, |unit| self.to[usize::from(unit)])
    }

    fn rank(&self, unit: u16) -> u8 {
        self.rank.get(usize::from(unit)).copied().unwrap_or(0)
    }

    fn put(&self, out: &mut Vec<u16>, unit: u16) {
        let last = out.last().copied().unwrap_or(BLANK);
        let rank = self.rank(unit);
        if rank > 0 && self.rank(last) > rank {
            out.pop();
            self.put(out, unit);
            self.put(out, last);
            return;
        }
        if unit == last && (rank > 0 || unit == BLANK) {
            return;
        }
        if let Some(&(_, _, joined)) = JOINED.iter().find(|&&(first, second, _)| (first, second) == (last, unit)) {
            out.pop();
            self.put(out, joined);
            return;
        }
        out.push(unit);
    }
}

fn is_digit(unit: u16) -> bool {
    (0x30..=0x39).contains(&unit)
}

/// The form in which texts and queries are compared.
pub fn fold(text: &str) -> String {
    let mut units = Vec::with_capacity(text.len() / 2);
    fold_into(text, &mut units);
    String::from_utf16_lossy(&units)
}

pub(super) fn fold_into(text: &str, out: &mut Vec<u16>) {
    out.clear();
    let table = table();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let unit = table.to(letter);
        if table.plain.get(usize::from(unit)) == Some(&true) {
            out.push(unit);
            continue;
        }
        if unit == NOTHING {
            continue;
        }
        let after_digit = out.last().is_some_and(|&unit| is_digit(unit));
        if u32::from(letter) == u32::from(BETWEEN_DIGITS)
            && after_digit
            && letters.peek().is_some_and(|&next| is_digit(table.to(next)))
        {
            continue;
        }
        table.put(out, unit);
    }
    if out.last() == Some(&BLANK) {
        out.pop();
    }
}

pub(super) fn is_tone(unit: u16) -> bool {
    (TONES.0..=TONES.1).contains(&unit)
}

/// A folded text without tone marks, for the pass that runs when nothing matches exactly.
pub fn without_tones(folded: &str) -> String {
    folded.chars().filter(|&letter| !u16::try_from(u32::from(letter)).is_ok_and(is_tone)).collect()
}

/// The browser's half: the same table, and `put` and `fold` in JavaScript. `fold(text, at)` also fills `at` with the
/// place in `text` of each folded character, which is how excerpts are marked.
pub fn fold_js() -> String {
    let mut rows: Vec<String> = Vec::new();
    for &(first, last, to) in KEPT {
        rows.push([first, last, to].map(radix_36).join(" "));
    }
    for &(first, last) in DROPPED {
        rows.push([first, last, NOTHING].map(radix_36).join(" "));
    }
    let ranks = RANKED.iter().map(|&(first, last, rank)| [first, last, u16::from(rank)].map(radix_36).join(" "));
    let joined =
        JOINED.iter().map(|&(first, second, to)| format!("{}: {to}", u32::from(first) * 65536 + u32::from(second)));
    FOLD_JS
        .replace("@ROWS", &rows.join(","))
        .replace("@RANKS", &ranks.collect::<Vec<_>>().join(","))
        .replace("@JOINED", &joined.collect::<Vec<_>>().join(", "))
        .replace("@COMMA", &BETWEEN_DIGITS.to_string())
        .replace("@TONES", &format!("[\\u{:04x}-\\u{:04x}]", TONES.0, TONES.1))
}

fn radix_36(number: u16) -> String {
    let mut digits = Vec::new();
    let mut rest = u32::from(number);
    loop {
        digits.push(char::from_digit(rest % 36, 36).unwrap_or('0'));
        rest /= 36;
        if rest == 0 {
            break;
        }
    }
    digits.iter().rev().collect()
}

const FOLD_JS: &str = r#"// Written by prongsai::search::fold_js from the table of src/search/fold.rs; change it there.
var prongsaiFold = (() => {
 "use strict";
 const to = new Uint16Array(65536).fill(32), rank = {}, joined = { @JOINED };
 const rows = (text, put) => text.split(",").forEach(row => {
  const [a, b, c] = row.split(" ").map(n => parseInt(n, 36));
  for (let u = a; u <= b; u++) put(u, c, u - a);
 });
 rows("@ROWS", (u, c, step) => to[u] = c && c + step);
 rows("@RANKS", (u, c) => rank[u] = c);
 const digit = u => u > 47 && u < 58;
 const fold = (text, at = []) => {
  const out = [];
  const put = (u, i) => {
   const n = out.length, last = n ? out[n - 1] : 32, j = at[n - 1], one = joined[last * 65536 + u];
   if (rank[last] > rank[u]) { out.pop(); put(u, i); put(last, j) }
   else if (u === last && (rank[u] || u === 32)) return;
   else if (one) { out.pop(); put(one, j) }
   else { at[n] = i; out.push(u) }
  };
  for (let i = 0; i < text.length; i++) {
   const c = text.charCodeAt(i);
   if (to[c] && !(c === @COMMA && digit(out[out.length - 1]) && digit(to[text.charCodeAt(i + 1)]))) put(to[c], i);
  }
  if (out[out.length - 1] === 32) out.pop();
  at.length = out.length;
  return out.map(u => String.fromCharCode(u)).join("");
 };
 return { fold, tones: /@TONES/g };
})();
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_faults_digits_case_and_blanks_make_no_difference() {
        for (typed, meant) in [
            ("นํ้า", "น้ำ"),
            ("น้ํา", "น้ำ"),
            ("นำ้", "น้ำ"),
            ("เเผน", "แผน"),
            ("ที่ี่", "ที่"),
            ("ก่ี", "กี่"),
            ("๒๕๖๔", "2564"),
            ("๘,๐๐๐.๕๐", "8000 50"),
            ("e-PlanNACC", "e plannacc"),
            ("ต่าง ๆ", "ต่างๆ"),
            ("  ป.ป.ช.  ", "ป ป ช"),
            ("ทุ\u{200b}จริต", "ทุจริต"),
            ("ก\u{1f600}ข", "ก ข"),
            ("8, 9", "8 9"),
        ] {
            assert_eq!(fold(typed), fold(meant), "{typed}");
        }
    }

    #[test]
    fn vowels_and_tones_are_never_ignored_in_the_exact_form() {
        for (one, other) in [("ปี", "ป"), ("คน", "คืน"), ("ข่าว", "ข้าว"), ("น้ำ", "นำ"), ("เก้า", "เก่า")]
        {
            assert_ne!(fold(one), fold(other));
        }
        assert_eq!(without_tones(&fold("เว็บไซต์")), "เวบไซต");
    }

    #[test]
    fn radix_36_agrees_with_the_standard_reader() {
        for number in [0, 35, 36, 0xe01, u16::MAX] {
            assert_eq!(u16::from_str_radix(&radix_36(number), 36), Ok(number));
        }
    }
}
