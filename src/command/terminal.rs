//! What a person or a program sees while a command runs: progress on a terminal, plain lines elsewhere, JSON when asked.
//! The only place of the crate that prints.

use std::borrow::Cow;
use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::check::Located;
use crate::check::render::{self, Look};
use crate::command::Failure;
use crate::command::arguments::{Colour, OutputChoices, OutputFormat};

/// A line to standard output from work that runs on its own thread.
pub fn line(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// Text as a terminal may safely show it: what would steer it (escapes, backspaces, bells) becomes a question mark. Line
/// ends and tabs stay. The same number of bytes, so that marks stay under what they mean.
fn tame(text: &str) -> Cow<'_, str> {
    let steers = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t');
    let text = if text.contains("\r\n") { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) };
    if !text.contains(steers) {
        return text;
    }
    let letters = text.chars().map(|letter| if steers(letter) { &"??"[..letter.len_utf8().min(2)] } else { "" });
    let mut tamed = String::with_capacity(text.len());
    for (letter, mark) in text.chars().zip(letters) {
        if mark.is_empty() { tamed.push(letter) } else { tamed.push_str(mark) }
    }
    Cow::Owned(tamed)
}

fn tame_finding(found: &Located) -> Located {
    let mut found = found.clone();
    let texts = [&mut found.message, &mut found.message_en, &mut found.help, &mut found.primary.text];
    let secondary = found.secondary.iter_mut().map(|place| &mut place.text);
    for text in texts.into_iter().chain(secondary) {
        *text = tame(text).into_owned();
    }
    for place in std::iter::once(&mut found.primary).chain(&mut found.secondary) {
        place.shown = tame(&place.shown).as_ref().into();
        place.path = tame(&place.path).as_ref().into();
    }
    if let Some(fix) = &mut found.fix {
        for edit in &mut fix.edits {
            edit.replacement = tame(&edit.replacement).into_owned();
            edit.place.shown = tame(&edit.place.shown).as_ref().into();
        }
    }
    if let Some(answer) = &mut found.answer {
        answer.reason = tame(&answer.reason).into_owned();
        answer.by = answer.by.as_ref().map(|by| tame(by).into_owned());
    }
    found
}

#[derive(Clone)]
pub struct Terminal {
    pub quiet: bool,
    pub color: bool,
    pub format: OutputFormat,
    progress: bool,
}

impl Terminal {
    pub fn new(choices: &OutputChoices) -> Self {
        let errors_to_person = std::io::stderr().is_terminal();
        let color = match choices.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => errors_to_person && std::env::var_os("NO_COLOR").is_none(),
        };
        let progress = errors_to_person && !choices.quiet && choices.format == OutputFormat::Text;
        Self { quiet: choices.quiet, color, format: choices.format, progress }
    }

    /// A line of the result, to standard output.
    pub fn result(&self, text: &str) {
        let _ = match self.format {
            // Inside JSON every control character is escaped already, but for those that JSON has no need to.
            OutputFormat::Json | OutputFormat::Sarif => {
                let text = text.chars().flat_map(|letter| match letter {
                    '\u{7f}'..='\u{9f}' => format!("\\u{:04x}", u32::from(letter)).chars().collect::<Vec<_>>(),
                    letter => vec![letter],
                });
                writeln!(std::io::stdout().lock(), "{}", text.collect::<String>())
            }
            OutputFormat::Text | OutputFormat::Github => writeln!(std::io::stdout().lock(), "{}", tame(text)),
        };
    }

    /// Findings as the result of a command.
    pub fn shown_findings(&self, findings: &[Located]) {
        let tamed: Vec<Located> = findings.iter().map(tame_finding).collect();
        let _ = writeln!(std::io::stdout().lock(), "{}", render::text(&tamed, self.look()).trim_end());
    }

    /// A line about the work, for people.
    pub fn say(&self, text: &str) {
        if !self.quiet && self.format == OutputFormat::Text {
            let _ = writeln!(std::io::stdout().lock(), "{}", tame(text));
        }
    }

    /// A line to standard error, shown even when quiet.
    pub fn complain(&self, text: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{}", tame(text));
    }

    pub fn fail(&self, failure: &Failure) {
        match self.format {
            OutputFormat::Text => self.complain(&format!("ทำต่อไม่ได้: {failure}")),
            OutputFormat::Json => self.result(&serde_json::json!({ "failed": failure.to_string() }).to_string()),
            OutputFormat::Sarif | OutputFormat::Github => self.complain(&failure.to_string()),
        }
    }

    /// Findings in full, to standard error so that results can be piped.
    pub fn findings(&self, findings: &[Located]) {
        if findings.is_empty() {
            return;
        }
        match self.format {
            OutputFormat::Text => {
                let tamed: Vec<Located> = findings.iter().map(tame_finding).collect();
                let _ = writeln!(std::io::stderr().lock(), "{}", render::text(&tamed, self.look()));
            }
            OutputFormat::Json => self.result(&render::json(findings)),
            OutputFormat::Sarif => self.result(&render::sarif(findings, "")),
            OutputFormat::Github => self.result(&render::github(findings, "")),
        }
    }

    /// The same that says nothing about the work.
    pub fn quietly(&self) -> Self {
        Self { quiet: true, progress: false, ..self.clone() }
    }

    pub fn shows_progress(&self) -> bool {
        self.progress
    }

    /// Redraws one line of progress on a terminal; says nothing elsewhere. An empty text clears it.
    pub fn redraw(&self, text: &str) {
        if self.progress {
            let _ = write!(std::io::stderr().lock(), "\r\u{1b}[2K{text}");
        }
    }

    pub fn look(&self) -> Look {
        Look { colour: self.color, unicode: self.color, ..Look::default() }
    }

    pub fn progress(&self, what: &'static str, total: usize) -> Progress<'_> {
        Progress { terminal: self, what, total, done: AtomicUsize::new(0) }
    }
}

/// Counts work from many threads and redraws one line now and then.
pub struct Progress<'t> {
    terminal: &'t Terminal,
    what: &'static str,
    total: usize,
    done: AtomicUsize,
}

impl Progress<'_> {
    pub fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        // A hundred redraws are enough for the eye, whatever the size of the site.
        if self.terminal.progress
            && self.total > 0
            && (done == self.total || done.is_multiple_of(self.total.div_ceil(100).max(1)))
        {
            let share = done * 20 / self.total;
            let bar: String = (0..20).map(|cell| if cell < share { '█' } else { '░' }).collect();
            let _ = write!(std::io::stderr().lock(), "\r{} {bar} {done}/{} ", self.what, self.total);
        }
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        if self.terminal.progress {
            let _ = write!(std::io::stderr().lock(), "\r\u{1b}[2K");
        }
    }
}
