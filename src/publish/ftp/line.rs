//! One FTP connection: commands and answers, data over passive connections, with or without TLS. Knows no site.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use crate::publish::place::{Secret, ServerAddress};
use crate::publish::stream::ServerStream;
use crate::publish::tls::Tls;
use crate::publish::trouble::{Trouble, Why};

const CONNECT: Duration = Duration::from_secs(15);
/// A host may think for a while about a large file.
const PATIENCE: Duration = Duration::from_secs(60);
/// An answer is a few lines.
const LONGEST_ANSWER: usize = 64 * 1024;
/// More than any list of names or any file of ours that is read back.
const LARGEST_DATA: u64 = 256 * 1024 * 1024;

pub struct FtpReply {
    pub code: u16,
    pub text: String,
}

pub struct ControlLine {
    control: Option<ServerStream>,
    received: Vec<u8>,
    server: ServerAddress,
    tls: Option<Tls>,
    /// Where the login leads.
    home: String,
    /// Lists with facts that programs can read.
    has_facts: bool,
    /// How data connections are asked for, once known.
    extended: bool,
}

fn cut(error: &io::Error) -> Trouble {
    Trouble::new(Why::Cut, format!("สายขาดกลางทาง ({error}) สั่งเผยแพร่อีกครั้งเพื่อทำต่อจากที่ค้าง"))
}

impl ControlLine {
    /// Connects and logs in. The password is not sent before TLS where TLS is asked for.
    pub fn open(server: &ServerAddress, tls: Option<&Tls>, secret: Option<&Secret>) -> Result<Self, Trouble> {
        let stream = connect(&server.host, server.port)?;
        let extended = stream.peer_addr().is_ok_and(|peer| peer.is_ipv6());
        let mut line = Self {
            control: Some(ServerStream::Plain(stream)),
            received: Vec::new(),
            server: server.clone(),
            tls: None,
            home: String::new(),
            has_facts: false,
            extended,
        };
        let greeting = line.answer()?;
        if greeting.code != 220 {
            return Err(refused("โฮสต์ยังไม่รับ", &greeting));
        }
        if let Some(tls) = tls {
            let tls = tls.with_own_sessions();
            let answer = line.command("AUTH TLS")?;
            if answer.code != 234 {
                return Err(Trouble::new(
                    Why::Identity,
                    format!(
                        "โฮสต์ไม่มี FTPS ({}) ถามบริษัทโฮสต์ หรือใช้ sftp:// (ftp:// ส่งรหัสผ่านให้คนกลางทางอ่านได้)",
                        answer.text
                    ),
                ));
            }
            line.received.clear(); // what was said before TLS does not count
            if let Some(ServerStream::Plain(plain)) = line.control.take() {
                line.control = Some(ServerStream::new(plain, Some(&tls), &server.host)?);
            }
            line.tls = Some(tls);
        }
        line.log_in(secret)?;
        if line.tls.is_some() {
            line.expect("PBSZ 0", 200)?;
            line.expect("PROT P", 200)?;
        }
        let features = line.command("FEAT")?.text.to_ascii_uppercase();
        if features.contains("UTF8") {
            // Some say it is on already, in the words of a refusal.
            line.command("OPTS UTF8 ON")?;
        }
        line.has_facts = features.contains("MLST") || features.contains("MLSD");
        line.expect("TYPE I", 200)?;
        let here = line.command("PWD")?.text;
        line.home = here.split('"').nth(1).unwrap_or("/").to_owned();
        Ok(line)
    }

    fn log_in(&mut self, secret: Option<&Secret>) -> Result<(), Trouble> {
        let user = if self.server.user.is_empty() { "anonymous" } else { &self.server.user }.to_owned();
        let mut answer = self.command(&format!("USER {user}"))?;
        if answer.code == 331 {
            let Some(secret) = secret else {
                return Err(Trouble::new(
                    Why::Login,
                    format!("โฮสต์ต้องการรหัสผ่านของ `{user}` ตั้งตัวแปร PRONGSAI_PASSWORD ก่อนสั่ง (ไม่เก็บในไฟล์)"),
                ));
            };
            if secret.expose().contains(['\r', '\n']) {
                return Err(Trouble::new(Why::Login, "รหัสผ่านมีการขึ้นบรรทัดใหม่อยู่ข้างใน"));
            }
            answer = self.command(&format!("PASS {}", secret.expose()))?;
        }
        match answer.code {
            230 | 202 => Ok(()),
            421 => Err(refused("โฮสต์ยังไม่รับ", &answer)),
            _ => Err(Trouble::new(Why::Login, format!("ชื่อผู้ใช้ `{user}` หรือรหัสผ่านไม่ถูกต้อง โฮสต์ไม่ให้เข้า"))),
        }
    }

    pub fn command(&mut self, text: &str) -> Result<FtpReply, Trouble> {
        if text.contains(['\r', '\n']) {
            return Err(Trouble::new(Why::Names, "ชื่อไฟล์มีการขึ้นบรรทัดใหม่"));
        }
        let control = self.control.as_mut().ok_or_else(|| cut(&io::ErrorKind::NotConnected.into()))?;
        control
            .write_all(format!("{text}\r\n").as_bytes())
            .and_then(|()| control.flush())
            .map_err(|error| cut(&error))?;
        self.answer()
    }

    fn expect(&mut self, text: &str, code: u16) -> Result<FtpReply, Trouble> {
        let answer = self.command(text)?;
        if answer.code == code {
            Ok(answer)
        } else {
            Err(refused("โฮสต์ไม่ยอมทำตาม", &answer))
        }
    }

    fn answer(&mut self) -> Result<FtpReply, Trouble> {
        let mut text = String::new();
        let mut opened: Option<String> = None;
        loop {
            let line = self.text_line()?;
            let code = line.get(..3).and_then(|digits| digits.parse::<u16>().ok());
            text.push_str(line.get(4..).unwrap_or(&line));
            let ends = line.as_bytes().get(3) != Some(&b'-');
            match (&opened, code) {
                (None, Some(code)) if ends => return Ok(FtpReply { code, text }),
                (None, Some(_)) => opened = line.get(..3).map(str::to_owned),
                (Some(open), Some(code)) if ends && line.starts_with(open.as_str()) => {
                    return Ok(FtpReply { code, text });
                }
                (None, None) => {
                    return Err(Trouble::new(Why::Unreachable, format!("`{}` ไม่ใช่เซิร์ฟเวอร์ FTP", self.server.host)));
                }
                _ => {}
            }
            text.push('\n');
            if text.len() > LONGEST_ANSWER {
                return Err(Trouble::new(Why::Unreachable, "โฮสต์ตอบยาวผิดปกติ"));
            }
        }
    }

    fn text_line(&mut self) -> Result<String, Trouble> {
        loop {
            if let Some(end) = self.received.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.received.drain(..=end).collect();
                return Ok(String::from_utf8_lossy(&line).trim_end().to_owned());
            }
            if self.received.len() > LONGEST_ANSWER {
                return Err(Trouble::new(Why::Unreachable, "โฮสต์ตอบยาวผิดปกติ"));
            }
            let mut bytes = [0; 4096];
            let control = self.control.as_mut().ok_or_else(|| cut(&io::ErrorKind::NotConnected.into()))?;
            match control.read(&mut bytes) {
                Ok(0) => return Err(cut(&io::ErrorKind::UnexpectedEof.into())),
                Ok(count) => self.received.extend_from_slice(&bytes[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(cut(&error)),
            }
        }
    }

    /// The port of a passive connection. Behind an address translation the host names an address that only it can
    /// reach, so the address that answered us is taken whatever it says.
    fn passive(&mut self) -> Result<TcpStream, Trouble> {
        let mut port = None;
        if !self.extended {
            let answer = self.command("PASV")?;
            port = if answer.code == 227 { port_of(&answer.text) } else { None };
            self.extended = port.is_none();
        }
        if self.extended {
            let answer = self.command("EPSV")?;
            port = answer.text.split('|').nth(3).and_then(|port| port.parse().ok()).filter(|_| answer.code == 229);
        }
        let port: u16 = port.ok_or_else(|| Trouble::new(Why::Refused, "โฮสต์ไม่เปิดสายข้อมูลแบบ passive"))?;
        let peer = self.control.as_ref().map_or_else(|| Err(io::ErrorKind::NotConnected.into()), ServerStream::peer);
        let mut address = peer.map_err(|error| cut(&error))?;
        address.set_port(port);
        let stream = TcpStream::connect_timeout(&address, CONNECT).map_err(|error| {
            Trouble::new(Why::Cut, format!("เปิดสายข้อมูลที่พอร์ต {port} ไม่ได้ ({error}) ไฟร์วอลล์อาจกั้นช่วงพอร์ตของ passive FTP"))
        })?;
        settle(&stream).map_err(|error| cut(&error))?;
        Ok(stream)
    }

    fn secured(&self, stream: TcpStream) -> Result<ServerStream, Trouble> {
        ServerStream::new(stream, self.tls.as_ref(), &self.server.host)
    }

    /// Sends a whole file to a path.
    pub fn store(&mut self, path: &str, bytes: &[u8]) -> Result<(), Trouble> {
        let data = self.passive()?;
        let answer = self.command(&format!("STOR {path}"))?;
        if !matches!(answer.code, 125 | 150) {
            return Err(refused("โฮสต์ไม่ให้เขียน", &answer));
        }
        let sent = self.secured(data).and_then(|mut data| {
            let written = data.write_all(bytes).and_then(|()| data.end());
            written.map_err(|error| cut(&error))
        });
        // A host that is full breaks the data connection first and then says why.
        let answer = self.answer()?;
        if !matches!(answer.code, 226 | 250) {
            return Err(refused("โฮสต์ไม่รับไฟล์", &answer));
        }
        sent
    }

    /// `None`: no such file.
    pub fn retrieve(&mut self, path: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let data = self.passive()?;
        let answer = self.command(&format!("RETR {path}"))?;
        match answer.code {
            125 | 150 => {}
            450 | 550 | 553 => return Ok(None),
            _ => return Err(refused("โฮสต์ไม่ให้อ่าน", &answer)),
        }
        let (bytes, ended) = self.read_all(data)?;
        let answer = self.answer()?;
        match (answer.code, ended) {
            (226 | 250, _) => Ok(Some(bytes)),
            (_, Err(error)) => Err(cut(&error)),
            _ => Err(refused("โฮสต์ส่งไฟล์มาไม่ครบ", &answer)),
        }
    }

    /// Some servers end the data without saying so in TLS; the answer on the control connection tells whether it was all.
    fn read_all(&mut self, data: TcpStream) -> Result<(Vec<u8>, io::Result<()>), Trouble> {
        let mut data = self.secured(data)?;
        let mut bytes = Vec::new();
        let ended = (&mut data).take(LARGEST_DATA + 1).read_to_end(&mut bytes).map(|_| ());
        if bytes.len() as u64 > LARGEST_DATA {
            return Err(Trouble::new(Why::Refused, "โฮสต์ส่งข้อมูลมามากผิดปกติ จึงเลิกรับ"));
        }
        Ok((bytes, ended))
    }

    /// Name and whether it is a folder. `None`: no such folder.
    pub fn list(&mut self, folder: &str) -> Result<Option<Vec<(String, bool)>>, Trouble> {
        if !folder.is_empty() && self.command(&format!("CWD {folder}"))?.code != 250 {
            return Ok(None);
        }
        let listed = self.list_here();
        if !folder.is_empty() {
            self.go_home()?;
        }
        listed.map(Some)
    }

    fn list_here(&mut self) -> Result<Vec<(String, bool)>, Trouble> {
        if self.has_facts {
            if let Some(text) = self.listing("MLSD")? {
                return Ok(text.lines().filter_map(fact_line).collect());
            }
            self.has_facts = false;
        }
        let text = self.listing("LIST -a")?;
        Ok(text.unwrap_or_default().lines().filter_map(plain_line).collect())
    }

    fn listing(&mut self, command: &str) -> Result<Option<String>, Trouble> {
        let data = self.passive()?;
        let answer = self.command(command)?;
        match answer.code {
            125 | 150 => {}
            // No files, or a command that is not known.
            226 | 250 | 450 | 550 => return Ok(Some(String::new())),
            500..=504 => return Ok(None),
            _ => return Err(refused("โฮสต์ไม่ให้ดูรายชื่อ", &answer)),
        }
        let (bytes, _) = self.read_all(data)?;
        let answer = self.answer()?;
        match answer.code {
            226 | 250 => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
            _ => Err(refused("โฮสต์ส่งรายชื่อมาไม่ครบ", &answer)),
        }
    }

    pub fn go_home(&mut self) -> Result<(), Trouble> {
        let home = self.home.clone();
        self.expect(&format!("CWD {home}"), 250).map(|_| ())
    }

    pub fn quit(mut self) {
        let _ = self.command("QUIT");
    }
}

fn connect(host: &str, port: u16) -> Result<TcpStream, Trouble> {
    let addresses = (host, port)
        .to_socket_addrs()
        .map_err(|_| Trouble::new(Why::Unreachable, format!("ไม่พบชื่อโฮสต์ `{host}` ตรวจตัวสะกดและอินเทอร์เน็ตของเครื่องนี้")))?;
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in addresses {
        match TcpStream::connect_timeout(&address, CONNECT) {
            Ok(stream) => {
                settle(&stream).map_err(|error| cut(&error))?;
                return Ok(stream);
            }
            Err(error) => last = error,
        }
    }
    Err(Trouble::new(Why::Unreachable, format!("ติดต่อ `{host}` พอร์ต {port} ไม่ได้: {last}")))
}

fn settle(stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))
}

/// What a refusal means for the officer.
pub fn refused(doing: &str, answer: &FtpReply) -> Trouble {
    let text = answer.text.lines().next().unwrap_or("");
    let code = answer.code;
    let (why, hint) = match code {
        421 => (Why::Cut, " โฮสต์ปิดสายหรือมีผู้ต่ออยู่มาก ลองใหม่อีกครั้ง หรือลด `connections:`"),
        426 | 425 => (Why::Cut, " สั่งเผยแพร่อีกครั้งเพื่อทำต่อจากที่ค้าง"),
        // Quota is told by any of these.
        451 | 452 | 552 => (Why::Refused, " เนื้อที่ของโฮสต์อาจเต็ม เพิ่มเนื้อที่แล้วสั่งอีกครั้ง จะทำต่อจากที่ค้าง"),
        530 | 532 => (Why::Login, ""),
        522 | 533 | 534 => (Why::Refused, " โฮสต์ต้องการ TLS ใช้ ftps:// ใน `to:`"),
        550 | 553 => (Why::Refused, " บัญชีนี้อาจไม่มีสิทธิ์เขียนที่นั่น"),
        _ => (Why::Refused, ""),
    };
    Trouble::new(why, format!("{doing}: {code} {text}{hint}"))
}

/// `227 Entering Passive Mode (127,0,0,1,4,1)`: with or without brackets.
fn port_of(text: &str) -> Option<u16> {
    let numbers: Vec<u16> = text
        .split(|c: char| !c.is_ascii_digit() && c != ',')
        .filter(|part| part.matches(',').count() == 5)
        .flat_map(|part| part.split(','))
        .map(|number| number.parse().ok())
        .collect::<Option<_>>()?;
    let [.., high, low] = numbers.as_slice() else { return None };
    (*high < 256 && *low < 256).then(|| high * 256 + low)
}

/// `type=dir;modify=…; name`
fn fact_line(line: &str) -> Option<(String, bool)> {
    let (facts, name) = line.trim_end_matches('\r').split_once(' ')?;
    let facts = facts.to_ascii_lowercase();
    let kind = facts.split(';').find_map(|fact| fact.strip_prefix("type="))?;
    (!matches!(kind, "cdir" | "pdir") && name != "." && name != "..").then(|| (name.to_owned(), kind == "dir"))
}

/// `drwxr-xr-x 2 u g 4096 Nov 26 00:01 name`, or `11-26-26  12:01AM  <DIR>  name`.
pub fn plain_line(line: &str) -> Option<(String, bool)> {
    let line = line.trim_end_matches('\r');
    let first = line.chars().next()?;
    let fields = if first.is_ascii_digit() { 3 } else { 8 };
    let mut rest = line;
    let mut kind = "";
    for number in 0..fields {
        let field = rest.split_ascii_whitespace().next()?;
        if number == fields - 1 || number == 0 {
            kind = if number == 0 && fields == 8 || fields == 3 { field } else { kind };
        }
        rest = rest.trim_start().get(field.len()..)?;
    }
    // The name may begin with spaces of its own; one parts it from the time.
    let name = if fields == 3 { rest.trim_start() } else { rest.strip_prefix(' ')? };
    let is_folder = kind.starts_with('d') || kind.eq_ignore_ascii_case("<DIR>");
    let name = if kind.starts_with('l') { name.split(" -> ").next()? } else { name };
    let shown = fields == 3 || matches!(first, '-' | 'd' | 'l');
    (shown && !matches!(name, "" | "." | "..")).then(|| (name.to_owned(), is_folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_many_hosts_are_read() {
        assert_eq!(port_of("Entering Passive Mode (10,0,0,5,195,80)."), Some(50000));
        assert_eq!(port_of("Entering Passive Mode. 10,0,0,5,4,1"), Some(1025));
        assert_eq!(port_of("Entering Passive Mode"), None);
        assert_eq!(port_of("(1,2,3,4,300,1)"), None);
        let file = |name: &str| Some((name.to_owned(), false));
        let folder = |name: &str| Some((name.to_owned(), true));
        assert_eq!(fact_line("type=file;size=3;modify=20261126000000; ประกาศ ๑.pdf\r"), file("ประกาศ ๑.pdf"));
        assert_eq!(fact_line("Type=dir;perm=el; a"), folder("a"));
        assert_eq!(fact_line("type=cdir;perm=el; ."), None);
        assert_eq!(
            plain_line("drwxr-xr-x    2 1000     1000         4096 Nov 26 00:01 public_html"),
            folder("public_html")
        );
        assert_eq!(plain_line("-rw-r--r--    1 1000     1000            3 Nov 26  2025 a  b.txt\r"), file("a  b.txt"));
        assert_eq!(plain_line("drwxr-xr-x    2 0        0            4096 Nov 26 00:01 .."), None);
        assert_eq!(plain_line("lrwxrwxrwx    1 0 0 4 Nov 26 00:01 www -> public_html"), file("www"));
        assert_eq!(plain_line("11-26-26  12:01AM       <DIR>          httpdocs"), folder("httpdocs"));
        assert_eq!(plain_line("11-26-26  12:01AM                  612 ไฟล์.htm"), file("ไฟล์.htm"));
        assert_eq!(plain_line("total 12"), None);
    }
}
