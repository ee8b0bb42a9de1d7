//! Real words damaged as reading a printed page back damages them: marks a letter late, spaces inside words, tones before
//! their vowels, ำ without its circle, glyphs of old fonts. What is read is what was written, or it is marked.

use std::collections::BTreeSet;
use std::path::Path;

use prongsai::import::paper::{Block, SourcePaper};
use prongsai::import::{self, Incoming};

fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}')
}

fn is_letter(letter: char) -> bool {
    ('ก'..='\u{e3a}').contains(&letter) && letter != 'ฯ' || ('เ'..='\u{e4e}').contains(&letter) && letter != 'ๆ'
}

/// Runs of Thai letters of the sample content, each once.
fn runs() -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("content")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "md") {
                files.push(path);
            }
        }
    }
    files.sort();
    let mut all = BTreeSet::new();
    for file in files {
        let text = std::fs::read_to_string(file).unwrap();
        all.extend(text.split(|letter| !is_letter(letter)).filter(|run| run.chars().count() >= 6).map(str::to_owned));
    }
    // A run that is odd before anybody damages it tells nothing.
    all.into_iter().filter(|run| prongsai::thai::repair(run) == *run && run.chars().count() < 200).collect()
}

/// The same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn percent(&mut self, of: u64) -> bool {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % 100 < of
    }
}

/// Marks go behind the letter after theirs, with a space behind them: "ยุทธ" is "ยทุ ธ".
fn late(run: &str, dice: &mut Dice, share: u64) -> String {
    let letters: Vec<char> = run.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < letters.len() {
        let mut end = at + 1;
        while end < letters.len() && is_mark(letters[end]) {
            end += 1;
        }
        let next = letters.get(end).copied();
        let is_free = !letters.get(end + 1).is_some_and(|letter| is_mark(*letter) || *letter == 'ำ');
        if end > at + 1 && next.is_some_and(|next| next != 'ำ') && is_free && dice.percent(share) {
            out.push(letters[at]);
            // Of two marks often only the tone comes late.
            let stays = if end > at + 2 && dice.percent(50) { at + 2 } else { at + 1 };
            out.extend(&letters[at + 1..stays]);
            out.extend(next);
            out.extend(&letters[stays..end]);
            end += 1;
            if end < letters.len() && dice.percent(80) {
                out.push(' ');
            }
        } else {
            out.extend(&letters[at..end]);
        }
        at = end;
    }
    out
}

fn tones_first(run: &str) -> String {
    let mut letters: Vec<char> = run.chars().collect();
    for at in 1..letters.len() {
        if ('\u{e48}'..='\u{e4b}').contains(&letters[at])
            && matches!(letters[at - 1], '\u{e31}' | '\u{e34}'..='\u{e39}')
        {
            letters.swap(at - 1, at);
        }
    }
    letters.into_iter().collect()
}

fn spaced(run: &str, dice: &mut Dice) -> String {
    let mut out = String::new();
    for letter in run.chars() {
        if !out.is_empty() && dice.percent(6) {
            out.push(' ');
        }
        out.push(letter);
    }
    out
}

fn shifted(run: &str) -> String {
    run.replace('่', "\u{F70A}").replace('้', "\u{F70B}").replace('ี', "\u{F702}").replace('ั', "\u{F710}")
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

fn read(lines: &[String]) -> SourcePaper {
    let page: String = lines.iter().map(|line| format!("<p>{line}</p>\n")).collect();
    let page = format!("<!doctype html><html><body>{page}</body></html>");
    import::read(Incoming { name: "a.html", bytes: page.as_bytes() }).unwrap()
}

#[test]
fn scattered_thai_is_gathered_or_marked() {
    let runs = runs();
    let mut dice = Dice(1854);
    let mut failed = Vec::new();
    for kind in ["whole", "late", "seldom late", "tones first", "circles", "spaces", "glyphs", "all"] {
        let (mut right, mut marked, mut silent, mut untouched, mut damaged_runs) = (0, 0, 0, 0, 0);
        for part in runs.chunks(60) {
            let damaged: Vec<String> = part
                .iter()
                .map(|run| match kind {
                    "late" => late(run, &mut dice, 60),
                    "seldom late" => late(run, &mut dice, 12),
                    "tones first" => tones_first(run),
                    "circles" => run.replace('ำ', "า"),
                    "spaces" => late(&spaced(run, &mut dice), &mut dice, 40),
                    "glyphs" => shifted(run),
                    "all" => shifted(&late(&tones_first(run), &mut dice, 40).replace('ำ', "า")),
                    _ => run.clone(),
                })
                .collect();
            let paper = read(&damaged);
            let texts: Vec<_> = paper
                .blocks
                .iter()
                .filter_map(|block| if let Block::Text(text) = block { Some(text) } else { None })
                .collect();
            assert_eq!(texts.len(), part.len(), "{kind}");
            for ((whole, damaged), found) in part.iter().zip(&damaged).zip(texts) {
                damaged_runs += usize::from(whole != damaged);
                let told = paper.notes.iter().find(|note| note.place == found.place && note.why.contains("อ่านไม่แน่"));
                if squeeze(whole) == squeeze(&found.text) {
                    right += 1;
                    untouched += usize::from(told.is_some());
                } else if told.is_some() {
                    marked += 1;
                } else {
                    silent += 1;
                    println!("    {kind}: {whole} ← {damaged} read as {}", found.text);
                }
            }
            if kind == "whole" && !paper.notes.is_empty() {
                failed.push(format!("{kind}: {:?}", paper.notes.first()));
            }
        }
        println!(
            "{kind:<12} {:>5} runs, {damaged_runs} damaged: {right} right ({untouched} of them marked), {marked} marked, {silent} wrong in silence",
            runs.len()
        );
        if silent > 0 {
            failed.push(format!("{kind}: {silent} wrong in silence"));
        }
    }
    assert!(failed.is_empty(), "{failed:?}");
}
