//! Programs that carry a site for us: `sftp`, `git`, `rsync`, `rclone`. Called by name with arguments, never through a
//! shell; what they say is read for its reason. A password reaches ssh only by its own question to us, see [`ask`].

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::BuiltSite;
use super::place::Secret;
use super::plan::{PublishStep, StepKind};
use super::trouble::{Trouble, Why, of_disk};
use crate::folder::{Folder, PrivateRoom};

/// In the environment of ssh: it calls this program to ask for the password, and is told this.
pub const ASKED: &str = "PRONGSAI_ASKED_BY_SSH";

pub struct ProgramSaid {
    pub good: bool,
    pub code: i32,
    pub out: Vec<u8>,
    pub err: String,
}

/// A program, and how to get it where it is missing.
pub fn program(name: &str) -> Command {
    let mut command = Command::new(name);
    // Names in their own letters, messages in the words that are looked for.
    command.env("LC_ALL", "C.UTF-8").env_remove("LANGUAGE").env("GIT_TERMINAL_PROMPT", "0");
    command
}

/// Has ssh ask this program for the password, and nobody else; or, without one, ask nobody.
pub fn ask(command: &mut Command, secret: Option<&Secret>) {
    let own = std::env::current_exe().ok();
    if let (Some(secret), Some(own)) = (secret, own) {
        command.env("SSH_ASKPASS", own).env("SSH_ASKPASS_REQUIRE", "force").env(ASKED, secret.expose());
        if std::env::var_os("DISPLAY").is_none() {
            command.env("DISPLAY", ":0"); // older ones ask nobody without it
        }
    }
}

/// Options for every ssh: an unknown key is no question that may be answered in passing.
pub fn ssh_options(secret: Option<&Secret>) -> Vec<String> {
    let mut options = vec![
        "-oStrictHostKeyChecking=yes".to_owned(),
        "-oConnectTimeout=15".to_owned(),
        "-oServerAliveInterval=15".to_owned(),
        "-oNumberOfPasswordPrompts=1".to_owned(),
    ];
    options.push(if secret.is_some() { "-oBatchMode=no" } else { "-oBatchMode=yes" }.to_owned());
    options
}

/// Why a program could not be called, and how to get it.
pub fn missing(command: &Command, error: &std::io::Error) -> Trouble {
    let name = command.get_program().to_string_lossy().into_owned();
    if error.kind() != std::io::ErrorKind::NotFound {
        return Trouble::new(Why::Program, format!("เรียกโปรแกรม `{name}` ไม่ได้: {error}"));
    }
    let how = match name.as_str() {
        "sftp" => {
            "Windows 10 ขึ้นไป: Settings → Optional features → OpenSSH Client; Debian/Ubuntu: apt install openssh-client"
        }
        "git" => "https://git-scm.com/downloads หรือ apt install git",
        "rsync" => "apt install rsync (บน Windows ใช้ sftp:// แทนได้)",
        "rclone" => "https://rclone.org/downloads/ หรือ apt install rclone แล้วสั่ง rclone config",
        _ => "",
    };
    Trouble::new(Why::Program, format!("เครื่องนี้ไม่มีโปรแกรม `{name}` ติดตั้งก่อน: {how}"))
}

/// Runs to the end. `each` hears the lines of its standard output as they come.
pub fn run(
    command: &mut Command,
    input: &[u8],
    secret: Option<&Secret>,
    mut each: impl FnMut(&[u8]),
) -> Result<ProgramSaid, Trouble> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| missing(command, &error))?;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let mut out = Vec::new();
    let err = std::thread::scope(|scope| {
        scope.spawn(move || {
            if let Some(mut stdin) = stdin {
                let _ = stdin.write_all(input); // a program that ends early says why itself
            }
        });
        let errors = scope.spawn(move || {
            let mut text = Vec::new();
            if let Some(mut stderr) = stderr {
                let _ = std::io::Read::read_to_end(&mut stderr, &mut text);
            }
            String::from_utf8_lossy(&text).into_owned()
        });
        if let Some(stdout) = stdout {
            let mut reader = BufReader::new(stdout);
            let mut line = Vec::new();
            while matches!(reader.read_until(b'\n', &mut line), Ok(count) if count > 0) {
                each(&line);
                out.append(&mut line);
            }
        }
        errors.join().unwrap_or_default()
    });
    let status = child.wait().map_err(|error| Trouble::new(Why::Program, error.to_string()))?;
    let err = secret.map_or_else(|| err.clone(), |secret| secret.cover(&err));
    Ok(ProgramSaid { good: status.success(), code: status.code().unwrap_or(-1), out, err })
}

/// What a program's last words mean for the officer.
pub fn trouble(name: &str, said: &ProgramSaid) -> Trouble {
    let text = &said.err;
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let last = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("").trim();
    let (why, message) = if has(&["REMOTE HOST IDENTIFICATION HAS CHANGED"]) {
        (Why::Identity, "กุญแจของโฮสต์เปลี่ยนไปจากที่เคยรู้จัก อาจมีผู้ดักกลางทาง จึงไม่ส่งอะไร ถามผู้ดูแลโฮสต์ก่อน แล้วลบกุญแจเดิมด้วย ssh-keygen -R ชื่อโฮสต์".to_owned())
    } else if has(&["Host key verification failed", "host key is known"]) {
        (
            Why::Identity,
            "ยังไม่รู้จักกุญแจของโฮสต์ ต่อครั้งแรกด้วยคำสั่ง ssh ชื่อผู้ใช้@โฮสต์ เทียบลายนิ้วมือกับผู้ดูแลโฮสต์ แล้วสั่งเผยแพร่อีกครั้ง".to_owned(),
        )
    } else if has(&[
        "Permission denied (",
        "Authentication failed",
        "could not read Username",
        "could not read Password",
        "auth failed",
        "@ERROR: auth",
        "AccessDenied",
        "InvalidAccessKeyId",
        "SignatureDoesNotMatch",
        "401 Unauthorized",
        "Too many authentication failures",
    ]) {
        (
            Why::Login,
            "โฮสต์ไม่ให้เข้า: ชื่อผู้ใช้ กุญแจ หรือรหัสผ่านไม่ถูกต้อง (กุญแจอยู่ใน ssh-agent หรือ ~/.ssh รหัสผ่านอยู่ใน PRONGSAI_PASSWORD)"
                .to_owned(),
        )
    } else if has(&[
        "Could not resolve hostname",
        "Could not resolve host",
        "no such host",
        "Name or service not known",
    ]) {
        (Why::Unreachable, "ไม่พบชื่อโฮสต์ ตรวจตัวสะกดและอินเทอร์เน็ตของเครื่องนี้".to_owned())
    } else if has(&[
        "Connection refused",
        "Connection timed out",
        "No route to host",
        "Network is unreachable",
        "connection refused",
    ]) {
        (Why::Unreachable, format!("ติดต่อโฮสต์ไม่ได้: {last}"))
    } else if has(&[
        "Connection closed",
        "Connection reset",
        "Broken pipe",
        "Connection lost",
        "connection unexpectedly closed",
        "EOF",
    ]) {
        (Why::Cut, format!("สายขาดกลางทาง ({last}) สั่งเผยแพร่อีกครั้งเพื่อทำต่อจากที่ค้าง"))
    } else if has(&["No space left", "quota", "Quota", ": Failure"]) {
        (Why::Refused, format!("โฮสต์เขียนไม่ได้ เนื้อที่อาจเต็ม ({last}) เพิ่มเนื้อที่แล้วสั่งอีกครั้ง จะทำต่อจากที่ค้าง"))
    } else if has(&["Permission denied", "Read-only", "Forbidden"]) {
        (Why::Refused, format!("บัญชีนี้ไม่มีสิทธิ์เขียนที่นั่น ({last})"))
    } else {
        (Why::Refused, format!("`{name}` ทำไม่สำเร็จ: {last}"))
    };
    Trouble::new(why, message)
}

/// A folder for the moment, gone when dropped.
pub struct Bench(PrivateRoom);

impl Bench {
    pub fn new() -> Result<Self, Trouble> {
        let failed = |error: std::io::Error| of_disk("สร้างโฟลเดอร์ใน", &std::env::temp_dir(), &error);
        PrivateRoom::new().map(Self).map_err(failed)
    }

    /// For the files of a site.
    pub fn of(site: &BuiltSite) -> Result<Self, Trouble> {
        let Some(bench) = site.bench() else { return Self::new() };
        PrivateRoom::within(bench).map(Self).map_err(|error| of_disk("สร้างโฟลเดอร์ใน", bench.path(), &error))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// The files that are to be put, in a tree of their own. Proven before anything is sent.
    pub fn lay(&self, steps: &[&PublishStep], site: &BuiltSite) -> Result<(), Trouble> {
        for step in steps {
            let (at, folder) = (Path::new(&step.path), self.0.folder());
            let failed = |error: std::io::Error| of_disk("เขียน", &folder.at(at), &error);
            folder.make_folders(at.parent().unwrap_or(Path::new(""))).map_err(failed)?;
            let bytes = match &step.what {
                StepKind::Put(record) if link(site.place_of(&step.path, *record), folder, at) => {
                    site.proven(&step.path, *record, folder, at)?;
                    continue;
                }
                StepKind::Put(record) => site.read(&step.path, *record)?,
                StepKind::Write(bytes) => bytes.clone(),
                StepKind::Remove => continue,
            };
            folder.put_whole_with(at, &bytes, |_| Ok(())).map_err(failed)?;
        }
        Ok(())
    }

    /// A file of ours for a program; where it lies.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, Trouble> {
        self.0.write(name, bytes).map_err(|error| of_disk("เขียน", &self.path().join(name), &error))
    }

    /// What was brought here, in the order asked for.
    pub fn found(&self, paths: &[String]) -> Vec<Option<Vec<u8>>> {
        paths.iter().map(|path| self.0.folder().read(path).ok()).collect()
    }
}

/// A second name for a file, which a later build leaves as it is: it puts new files in the place of old ones. Not where
/// the host could not serve what is only for its owner.
#[cfg(unix)]
fn link((folder, from): (&Folder, PathBuf), bench: &Folder, to: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let for_all = |file: crate::folder::DiskFacts| file.is_file() && file.permissions.mode() & 0o777 == 0o644;
    folder.about(&from).is_ok_and(for_all) && bench.link_from(folder, &from, to).is_ok()
}

/// Windows does not put a file in the place of one that a program has open.
#[cfg(not(unix))]
fn link(_: (&Folder, PathBuf), _: &Folder, _: &Path) -> bool {
    false
}
