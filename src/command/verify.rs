//! `prongsai verify`: does every file of a copy still have the bytes that the site was built with?
//! Reads a folder, or a server on this machine; says what differs, what is missing and what was added.

use std::fmt::Write as _;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use crate::command::arguments::{OutputFormat, VerifyArguments};
use crate::command::signature;
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::output::{Hash, MANIFEST_PATH, Manifest, SIGNATURE_PATH};
use crate::source::door;
use crate::source::files::portable;

/// More than any page or attachment of a site.
const LARGEST_ANSWER: u64 = 512 * 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Debug, Default, PartialEq, Eq)]
struct Differences {
    changed: Vec<String>,
    missing: Vec<String>,
    added: Vec<String>,
    /// The server leads elsewhere by a rule of its own, so the page behind it cannot be compared.
    redirected: Vec<String>,
    checked: usize,
}

pub fn run(arguments: &VerifyArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let place = arguments.place.trim_end_matches('/');
    if arguments.target.is_some() || super::live::is_far(place) {
        return super::live::run(arguments, terminal);
    }
    let (proof, found) = if let Some(address) = place.strip_prefix("http://") {
        let server = LocalServer::new(address)?;
        let fetch = |path: &str| match server.get(path)? {
            Got::Bytes(bytes) => Ok(Some(bytes)),
            Got::Nothing | Got::Elsewhere => Ok(None),
        };
        let proof = Proof::of(arguments, fetch)?;
        let found = compare(&proof.manifest, |path, _| server.get(path))?;
        (proof, found)
    } else {
        let folder = Path::new(&arguments.place);
        let proof = Proof::of(arguments, |path| Ok(door::read(folder, &folder.join(path), LARGEST_MANIFEST).ok()))?;
        let mut found = compare(&proof.manifest, |path, size| read_copy(folder, path, size))?;
        found.added = added(folder, &proof.manifest)?;
        (proof, found)
    };
    show(terminal, &proof, &found);
    let same = found.changed.is_empty() && found.missing.is_empty() && found.added.is_empty();
    Ok(if same && proof.fault.is_none() { Outcome::Fine } else { Outcome::Findings })
}

const LARGEST_MANIFEST: u64 = 1 << 30;

/// What the copy is compared with, and what speaks for it.
struct Proof {
    manifest: Manifest,
    digest: Hash,
    /// What was asked to be proved and is not so.
    fault: Option<String>,
    /// Whether anything but the copy itself speaks for the manifest.
    is_proved: bool,
}

impl Proof {
    fn of(
        arguments: &VerifyArguments,
        fetch: impl Fn(&str) -> Result<Option<Vec<u8>>, Failure>,
    ) -> Result<Self, Failure> {
        let bytes = match &arguments.manifest {
            Some(kept) => {
                std::fs::read(kept).map_err(|error| Failure(format!("อ่าน `{}` ไม่ได้: {error}", kept.display())))?
            }
            None => fetch(MANIFEST_PATH)?.ok_or_else(no_manifest)?,
        };
        let digest = Hash::of(&bytes);
        let mut fault = None;
        if let Some(stated) = &arguments.digest {
            let stated = Hash::parse(&stated.trim().to_ascii_lowercase())
                .ok_or_else(|| Failure("ลายนิ้วมือต้องเป็นเลขฐานสิบหก 64 ตัว ตามที่ build พิมพ์ไว้".to_owned()))?;
            if stated != digest {
                fault = Some(format!("ลายนิ้วมือไม่ตรง: สำเนานี้คือ {digest}"));
            }
        }
        if let Some(key) = &arguments.signer {
            let signature = fetch(SIGNATURE_PATH)?;
            let is_signed = match signature {
                Some(signature) => signature::is_signed_by(&bytes, &signature, key)?,
                None => false,
            };
            if !is_signed {
                fault = Some("ลายมือชื่อไม่ใช่ของกุญแจนี้ หรือเว็บไม่ได้ลงลายมือชื่อ".to_owned());
            }
        }
        let is_proved = arguments.manifest.is_some() || arguments.digest.is_some() || arguments.signer.is_some();
        Ok(Self { manifest: read_manifest(&bytes)?, digest, fault, is_proved })
    }
}

/// A page that is a link, or that stands behind one, is not the page that was built, whatever it shows.
fn read_copy(folder: &Path, path: &str, size: u64) -> Result<Got, Failure> {
    let full = folder.join(path);
    let ways = path.match_indices('/').map(|(at, _)| folder.join(&path[..at]));
    let is_link = |path: &Path| path.symlink_metadata().is_ok_and(|about| about.is_symlink());
    if ways.into_iter().any(|way| is_link(&way)) || is_link(&full) {
        return Ok(Got::Bytes(Vec::new()));
    }
    match door::read(folder, &full, size) {
        Ok(bytes) => Ok(Got::Bytes(bytes)),
        Err(error) => match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Ok(Got::Nothing),
            ErrorKind::FileTooLarge | ErrorKind::InvalidInput | ErrorKind::IsADirectory => Ok(Got::Bytes(Vec::new())),
            _ if full.is_dir() => Ok(Got::Nothing),
            _ => Err(Failure(format!("อ่าน `{path}` ไม่ได้: {error}"))),
        },
    }
}

enum Got {
    Bytes(Vec<u8>),
    Nothing,
    Elsewhere,
}

fn no_manifest() -> Failure {
    Failure(format!("ไม่พบ `{MANIFEST_PATH}` ซึ่งเก็บลายนิ้วมือของทุกไฟล์ สำเนานี้ไม่ครบ หรือไม่ได้สร้างด้วย prongsai"))
}

fn read_manifest(bytes: &[u8]) -> Result<Manifest, Failure> {
    Ok(Manifest::read(&String::from_utf8_lossy(bytes))?)
}

fn compare(manifest: &Manifest, get: impl Fn(&str, u64) -> Result<Got, Failure>) -> Result<Differences, Failure> {
    let mut found = Differences::default();
    for (path, record) in &manifest.entries {
        found.checked += 1;
        match get(path, record.size)? {
            Got::Nothing => found.missing.push(path.clone()),
            Got::Elsewhere => found.redirected.push(path.clone()),
            Got::Bytes(bytes) if bytes.len() as u64 != record.size || Hash::of(&bytes) != record.hash => {
                found.changed.push(path.clone());
            }
            Got::Bytes(_) => {}
        }
    }
    Ok(found)
}

/// What the program keeps in an output folder beside the site.
const OWN: [&str; 5] =
    [MANIFEST_PATH, SIGNATURE_PATH, ".prongsai/work/lock", ".prongsai/work/seal", ".prongsai/work/.gitignore"];

/// Whatever lies in the copy and the site never had: files, links, pipes; a folder that cannot be looked into is a failure.
fn added(folder: &Path, manifest: &Manifest) -> Result<Vec<String>, Failure> {
    let mut added = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| Failure(format!("ดูในสำเนาไม่ครบ: {error}")))?;
        let kind = entry.file_type();
        let Ok(relative) = entry.path().strip_prefix(folder) else { continue };
        let path = portable(relative);
        let is_known = kind.is_file() && (OWN.contains(&path.as_str()) || manifest.entries.contains_key(&path));
        // A link in the place of a page is told as changed.
        let stands_for_page = manifest.entries.contains_key(&path);
        if !kind.is_dir() && !is_known && !stands_for_page {
            added.push(path);
        }
    }
    Ok(added)
}

fn show(terminal: &Terminal, proof: &Proof, found: &Differences) {
    let Proof { manifest, digest, fault, is_proved } = proof;
    if terminal.format == OutputFormat::Json {
        let answer = serde_json::json!({
            "generator": manifest.generator, "date": manifest.date, "checked": found.checked,
            "digest": digest.to_string(), "fault": fault, "proved": *is_proved && fault.is_none(),
            "changed": found.changed, "missing": found.missing, "added": found.added, "redirected": found.redirected
        });
        terminal.result(&answer.to_string());
        return;
    }
    let mut text = String::new();
    for (word, paths) in [("ต่างไป", &found.changed), ("หายไป", &found.missing), ("เพิ่มมา", &found.added)]
    {
        for path in paths {
            let _ = writeln!(text, "{word}: {path}");
        }
    }
    if text.is_empty() {
        let _ = write!(text, "ตรงทุกไฟล์: {} ไฟล์ สร้างเมื่อ {} ด้วย {}", found.checked, manifest.date, manifest.generator);
    } else {
        let _ = write!(
            text,
            "ตรวจ {} ไฟล์: ต่างไป {} หายไป {} เพิ่มมา {}",
            found.checked,
            found.changed.len(),
            found.missing.len(),
            found.added.len()
        );
    }
    if !found.redirected.is_empty() {
        let _ = write!(text, "\nเซิร์ฟเวอร์เปลี่ยนทางเอง จึงเทียบไม่ได้: {} ไฟล์", found.redirected.len());
    }
    let _ = write!(text, "\nลายนิ้วมือ: {digest}");
    match fault {
        Some(fault) => {
            let _ = write!(text, "\n{fault}");
        }
        None if *is_proved => {}
        None => text.push_str(
            "\nเทียบกับบันทึกที่มากับสำเนาเอง ซึ่งผู้แก้สำเนาแก้ตามได้ ให้เทียบกับของหน่วยงานด้วย --digest, --manifest หรือ --signer",
        ),
    }
    terminal.result(&text);
}

/// A plain HTTP server on this machine.
struct LocalServer {
    host: String,
    base: String,
}

impl LocalServer {
    fn new(address: &str) -> Result<Self, Failure> {
        let (host, base) = address.split_once('/').unwrap_or((address, ""));
        let name = match host.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or(rest),
            None => host.split(':').next().unwrap_or(host),
        };
        let address = name.parse::<std::net::IpAddr>();
        let on_this_machine = name == "localhost" || address.is_ok_and(|address| address.is_loopback());
        if !on_this_machine {
            return Err(Failure(format!(
                "ตรวจได้เฉพาะเว็บบนเครื่องนี้ เช่น http://127.0.0.1:8000/ สำหรับ `{name}` ให้ดาวน์โหลดสำเนาก่อน แล้วสั่ง `prongsai verify โฟลเดอร์`"
            )));
        }
        let has_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        let host = if has_port { host.to_owned() } else { format!("{host}:80") };
        Ok(Self { host, base: base.trim_matches('/').to_owned() })
    }

    fn get(&self, path: &str) -> Result<Got, Failure> {
        let failed = |error: std::io::Error| Failure(format!("ติดต่อ http://{} ไม่ได้: {error}", self.host));
        // A server names a page by its folder; asking for the file itself may be answered by a redirect.
        let page = path.strip_suffix("index.html").unwrap_or(path);
        let slash = if self.base.is_empty() { "" } else { "/" };
        let target = crate::record::redirects::encode(&format!("/{}{slash}{page}", self.base)).replace('#', "%23");
        let mut stream = TcpStream::connect(&self.host).map_err(failed)?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(failed)?;
        stream.set_write_timeout(Some(PATIENCE)).map_err(failed)?;
        let request = format!("GET {target} HTTP/1.0\r\nHost: {}\r\nAccept-Encoding: identity\r\n\r\n", self.host);
        stream.write_all(request.as_bytes()).map_err(failed)?;
        let mut answer = Vec::new();
        stream.take(LARGEST_ANSWER).read_to_end(&mut answer).map_err(failed)?;
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
        let Some(end) = end else {
            return Err(Failure(format!("http://{} ตอบกลับมาไม่ครบ", self.host)));
        };
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        match head.split_whitespace().nth(1) {
            Some("200") => Ok(Got::Bytes(answer.split_off(end + 4))),
            Some("404" | "403" | "410") => Ok(Got::Nothing),
            Some("301" | "302" | "307" | "308") => Ok(Got::Elsewhere),
            status => Err(Failure(format!("`{path}`: เซิร์ฟเวอร์ตอบ {}", status.unwrap_or("ไม่เป็น HTTP")))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_asked() {
        for address in ["127.0.0.1:8000", "localhost", "[::1]:90/site"] {
            assert!(LocalServer::new(address).is_ok(), "{address}");
        }
        for address in ["example.go.th", "10.0.0.1:80", "127.example.org"] {
            assert!(LocalServer::new(address).is_err(), "{address}");
        }
    }
}
