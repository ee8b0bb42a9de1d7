//! `prongsai verify`: does every file of a copy still have the bytes that the site was built with?
//! Reads a folder, or a server on this machine; says what differs, what is missing and what was added.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use crate::command::arguments::{Format, VerifyArguments};
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::output::{Hash, MANIFEST_PATH, Manifest};
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
    let (manifest, found) = if let Some(address) = place.strip_prefix("http://") {
        let server = Server::new(address)?;
        let Got::Bytes(bytes) = server.get(MANIFEST_PATH)? else { return Err(no_manifest()) };
        let manifest = read_manifest(&bytes)?;
        let found = compare(&manifest, |path| server.get(path))?;
        (manifest, found)
    } else {
        let folder = Path::new(&arguments.place);
        let bytes = std::fs::read(folder.join(MANIFEST_PATH)).map_err(|_| no_manifest())?;
        let manifest = read_manifest(&bytes)?;
        let mut found = compare(&manifest, |path| match std::fs::read(folder.join(path)) {
            Ok(bytes) => Ok(Got::Bytes(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Got::Nothing),
            Err(error) => Err(Failure(format!("อ่าน `{path}` ไม่ได้: {error}"))),
        })?;
        found.added = added(folder, &manifest);
        (manifest, found)
    };
    show(terminal, &manifest, &found);
    let same = found.changed.is_empty() && found.missing.is_empty() && found.added.is_empty();
    Ok(if same { Outcome::Fine } else { Outcome::Findings })
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

fn compare(manifest: &Manifest, get: impl Fn(&str) -> Result<Got, Failure>) -> Result<Differences, Failure> {
    let mut found = Differences::default();
    for (path, record) in &manifest.entries {
        found.checked += 1;
        match get(path)? {
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

/// Files of the copy that the site never had.
fn added(folder: &Path, manifest: &Manifest) -> Vec<String> {
    let known: BTreeSet<&str> = manifest.entries.keys().map(String::as_str).collect();
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    files
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| entry.path().strip_prefix(folder).ok().map(portable))
        .filter(|path| path != MANIFEST_PATH && !known.contains(path.as_str()))
        .collect()
}

fn show(terminal: &Terminal, manifest: &Manifest, found: &Differences) {
    if terminal.format == Format::Json {
        let answer = serde_json::json!({
            "generator": manifest.generator, "date": manifest.date, "checked": found.checked,
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
    terminal.result(&text);
}

/// A plain HTTP server on this machine.
struct Server {
    host: String,
    base: String,
}

impl Server {
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
            assert!(Server::new(address).is_ok(), "{address}");
        }
        for address in ["example.go.th", "10.0.0.1:80", "127.example.org"] {
            assert!(Server::new(address).is_err(), "{address}");
        }
    }
}
