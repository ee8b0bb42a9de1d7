//! A run of `sftp` that stays open, so that many commands cost one login. Owns the child, its pipes, and how the end of
//! a batch is known; knows nothing of sites, steps and order.

use std::io::{BufRead, BufReader, PipeReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

use super::place::Secret;
use super::program::{ProgramSaid, missing};
use super::trouble::{Trouble, Why};

/// A command that does nothing, and what its answer begins with: once that is there, all before it has ended.
const NOTHING: &str = "lpwd\n";
const NOTHING_DONE: &[u8] = b"Local working directory: ";
/// Before the echo of each command.
pub const ECHO: &[u8] = b"sftp> ";
/// Windows buffers what a program writes into a pipe until it ends, so that no answer would come before that.
const STAYS_OPEN: bool = !cfg!(windows);

pub struct SftpSession {
    child: Child,
    /// Gone when the last commands are said.
    input: Option<ChildStdin>,
    /// Both of its outputs, in the order in which it wrote them.
    output: BufReader<PipeReader>,
}

impl SftpSession {
    fn open(mut command: Command) -> Result<Self, Trouble> {
        let fault = |error: std::io::Error| Trouble::new(Why::Program, format!("เรียกโปรแกรม `sftp` ไม่ได้: {error}"));
        let (reader, writer) = std::io::pipe().map_err(fault)?;
        command.stdin(Stdio::piped()).stdout(writer.try_clone().map_err(fault)?).stderr(writer);
        let mut child = command.spawn().map_err(|error| missing(&command, &error))?;
        let input = child.stdin.take();
        // The command holds our ends of the pipe; with them open its end would never be seen.
        drop(command);
        Ok(Self { child, input, output: BufReader::new(reader) })
    }

    /// Says the commands and hears them out. `each` hears the lines as they come. Not good: a command has failed, or
    /// the connection; the session has ended with it.
    fn say(&mut self, lines: &str, mut each: impl FnMut(&[u8])) -> Result<ProgramSaid, Trouble> {
        let mut out = Vec::new();
        let mut whole = false;
        let (input, output) = (&mut self.input, &mut self.output);
        std::thread::scope(|scope| {
            scope.spawn(move || {
                // A program that ends early says why itself.
                let written = input.as_mut().is_some_and(|input| {
                    let said = input.write_all(lines.as_bytes()).and_then(|()| input.write_all(NOTHING.as_bytes()));
                    said.and_then(|()| input.flush()).is_ok()
                });
                if !written || !STAYS_OPEN {
                    *input = None;
                }
            });
            let mut line = Vec::new();
            while matches!(output.read_until(b'\n', &mut line), Ok(count) if count > 0) {
                if line.starts_with(NOTHING_DONE) {
                    whole = true;
                    break;
                }
                each(&line);
                out.append(&mut line);
            }
        });
        let mut code = 0;
        if !whole || self.input.is_none() {
            self.input = None;
            let ended = self.child.wait().map_err(|error| Trouble::new(Why::Program, error.to_string()))?;
            code = ended.code().unwrap_or(-1);
        }
        Ok(ProgramSaid { good: whole && code == 0, code, err: complaints(&out, whole), out })
    }
}

/// What is left of its words without echoes and the names of what it carries, which may say anything. After a command
/// that failed, only what follows that command.
fn complaints(out: &[u8], whole: bool) -> String {
    let text = String::from_utf8_lossy(out);
    let mut left = String::new();
    for line in text.split_inclusive('\n') {
        if line.as_bytes().starts_with(ECHO) {
            if !whole {
                left.clear();
            }
        } else if !line.starts_with("Uploading ") && !line.starts_with("Fetching ") {
            left.push_str(line);
        }
    }
    left
}

impl Drop for SftpSession {
    fn drop(&mut self) {
        self.input = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Says the commands in the session of `place`, opening one where there is none.
pub fn say(
    place: &mut Option<SftpSession>,
    command: impl FnOnce() -> Command,
    secret: Option<&Secret>,
    lines: &str,
    each: impl FnMut(&[u8]),
) -> Result<ProgramSaid, Trouble> {
    let session = match place {
        Some(session) => session,
        None => place.insert(SftpSession::open(command())?),
    };
    let said = session.say(lines, each);
    if session.input.is_none() {
        *place = None;
    }
    let mut said = said?;
    if let Some(secret) = secret {
        said.err = secret.cover(&said.err);
    }
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_is_what_the_failed_command_said_and_no_name_of_a_file() {
        let out = b"sftp> -mkdir a\nremote mkdir: Failure\nsftp> put x\nUploading quota.html to a\nno room\n";
        assert_eq!(complaints(out, false), "no room\n");
        assert_eq!(complaints(out, true), "remote mkdir: Failure\nno room\n");
        assert_eq!(complaints(b"Host key verification failed.\n", false), "Host key verification failed.\n");
    }
}
