//! Signing a site with an SSH key, and proving a signature: by `ssh-keygen`, which every system has. Keeps no key and writes
//! nothing but the signature beside the manifest.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::command::Failure;
use crate::source::door;

/// What the signature is for, so that one made for something else does not count.
const PURPOSE: &str = "prongsai";

/// Writes `manifest.json.sig` beside the manifest.
pub fn sign(manifest: &Path, key: &Path) -> Result<(), Failure> {
    let bytes =
        std::fs::read(manifest).map_err(|error| Failure(format!("อ่าน `{}` ไม่ได้: {error}", manifest.display())))?;
    let arguments = ["-Y", "sign", "-q", "-n", PURPOSE, "-f"].map(OsStr::new);
    let signature = run(&[&arguments[..], &[key.as_os_str()]].concat(), &bytes, "ลงลายมือชื่อ")?;
    let mut path = manifest.as_os_str().to_owned();
    path.push(".sig");
    let folder = manifest.parent().unwrap_or(Path::new("."));
    door::replace(folder, Path::new(&path), &signature).map_err(|error| Failure(format!("เขียนลายมือชื่อไม่ได้: {error}")))
}

/// Whether `signature` is the key's own over these bytes.
pub fn is_signed_by(bytes: &[u8], signature: &[u8], public_key: &Path) -> Result<bool, Failure> {
    let key = std::fs::read_to_string(public_key)
        .map_err(|error| Failure(format!("อ่านกุญแจ `{}` ไม่ได้: {error}", public_key.display())))?;
    let key = key.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default();
    let room = Room::new()?;
    let signers = room.write("signers", format!("{PURPOSE} {key}\n").as_bytes())?;
    let signature = room.write("signature", signature)?;
    let arguments = ["-Y", "verify", "-q", "-n", PURPOSE, "-I", PURPOSE, "-f"].map(OsStr::new);
    let rest = [signers.as_os_str(), OsStr::new("-s"), signature.as_os_str()];
    let mut child = start(&[&arguments[..], &rest].concat())?;
    feed(&mut child, bytes);
    child.wait().map(|status| status.success()).map_err(|error| Failure(format!("ssh-keygen หยุดกลางคัน: {error}")))
}

fn start(arguments: &[&OsStr]) -> Result<std::process::Child, Failure> {
    let mut command = Command::new("ssh-keygen");
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().map_err(|error| Failure(format!("เรียก ssh-keygen ไม่ได้ ({error}) โปรดติดตั้ง OpenSSH")))
}

fn feed(child: &mut std::process::Child, bytes: &[u8]) {
    if let Some(mut input) = child.stdin.take() {
        // Whoever ends before it has read all says so by its exit code.
        let _ = input.write_all(bytes);
    }
}

fn run(arguments: &[&OsStr], bytes: &[u8], what: &str) -> Result<Vec<u8>, Failure> {
    let mut child = start(arguments)?;
    feed(&mut child, bytes);
    let output = child.wait_with_output().map_err(|error| Failure(format!("{what}ไม่สำเร็จ: {error}")))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(Failure(format!("{what}ไม่สำเร็จ: {}", String::from_utf8_lossy(&output.stderr).trim())))
}

/// A folder of our own for a moment, under a name that nobody could prepare.
struct Room(PathBuf);

impl Room {
    fn new() -> Result<Self, Failure> {
        let path = std::env::temp_dir().join(format!("prongsai-{}", door::random_name()));
        std::fs::create_dir(&path).map_err(|error| Failure(format!("สร้าง `{}` ไม่ได้: {error}", path.display())))?;
        Ok(Self(path))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, Failure> {
        let path = self.0.join(name);
        let failed = |error: std::io::Error| Failure(format!("เขียน `{}` ไม่ได้: {error}", path.display()));
        std::fs::File::create_new(&path).and_then(|mut file| file.write_all(bytes)).map_err(failed)?;
        Ok(path)
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        // Only two public files lie there.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
