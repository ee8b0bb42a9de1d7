//! Old formats through LibreOffice, where it is installed: one child process, a profile of its own, a bound on its time.
//! Owns the temporary folder; nothing else of the machine is touched.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Opening a large document takes some seconds; more is a hang.
const MOST_SECONDS: u64 = 60;

/// The bytes of the file of this name as `kind` (docx, xlsx); `None` when LibreOffice is not there or gives nothing.
pub fn convert(name: &str, bytes: &[u8], kind: &str) -> Option<Vec<u8>> {
    let work = Work::new()?;
    let source = work.path.join("in").with_extension(Path::new(name).extension().unwrap_or_default());
    std::fs::write(&source, bytes).ok()?;
    let profile = format!("-env:UserInstallation=file://{}", work.path.join("profile").display());
    let mut child = ["soffice", "libreoffice"].iter().find_map(|program| {
        Command::new(program)
            .args([&profile, "--headless", "--norestore", "--nolockcheck", "--convert-to", kind, "--outdir"])
            .arg(work.path.join("out"))
            .arg(&source)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()
    })?;
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(_)) => break,
            Ok(None) if begun.elapsed() < Duration::from_secs(MOST_SECONDS) => {
                std::thread::sleep(Duration::from_millis(50))
            }
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
    }
    std::fs::read(work.path.join("out/in").with_extension(kind)).ok()
}

/// A folder that goes when it is no longer used.
struct Work {
    path: PathBuf,
}

impl Work {
    fn new() -> Option<Self> {
        let base = std::env::temp_dir();
        // Created, never taken over: a name that is there belongs to somebody else.
        (0..64).find_map(|number| {
            let path = base.join(format!("prongsai-import-{}-{number}", std::process::id()));
            std::fs::create_dir(&path).ok().map(|()| Self { path })
        })
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}
