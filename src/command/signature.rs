//! Signing a site with an SSH key, and proving a signature: by `ssh-keygen`, which every system has. Keeps no key and writes
//! nothing but the signature beside the manifest.

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::command::Failure;
use crate::folder::{Folder, PrivateRoom};
use crate::output::{MANIFEST_PATH, SIGNATURE_PATH};
use crate::source::door;

/// What the signature is for, so that one made for something else does not count.
const PURPOSE: &str = "prongsai";

/// Writes `manifest.json.sig` beside the manifest.
pub fn sign(site: &Folder, key: &Path) -> Result<(), Failure> {
    let manifest = site.at(MANIFEST_PATH);
    let bytes =
        site.read(MANIFEST_PATH).map_err(|error| Failure(format!("อ่าน `{}` ไม่ได้: {error}", manifest.display())))?;
    let arguments = ["-Y", "sign", "-q", "-n", PURPOSE, "-f"].map(OsStr::new);
    let signature = run(&[&arguments[..], &[key.as_os_str()]].concat(), &bytes, "ลงลายมือชื่อ")?;
    let failed = |error: std::io::Error| Failure(format!("เขียนลายมือชื่อไม่ได้: {error}"));
    door::replace(site, &site.at(SIGNATURE_PATH), &signature).map_err(failed)
}

/// Whether `signature` is the key's own over these bytes.
pub fn is_signed_by(bytes: &[u8], signature: &[u8], public_key: &Path) -> Result<bool, Failure> {
    let key = std::fs::read_to_string(public_key)
        .map_err(|error| Failure(format!("อ่านกุญแจ `{}` ไม่ได้: {error}", public_key.display())))?;
    let key = key.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default();
    let failed = |error: std::io::Error| Failure(format!("เขียนในโฟลเดอร์ชั่วคราวไม่ได้: {error}"));
    let room = PrivateRoom::new().map_err(failed)?;
    let signers = room.write("signers", format!("{PURPOSE} {key}\n").as_bytes()).map_err(failed)?;
    let signature = room.write("signature", signature).map_err(failed)?;
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
