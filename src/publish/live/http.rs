//! HTTP/1.1 as far as looking at a published site needs it: one connection, kept open, asked one thing at a time.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::address::of_file;
use crate::publish::stream::ServerStream;
use crate::publish::tls::Tls;
use crate::publish::trouble::{Trouble, Why};

const CONNECT: Duration = Duration::from_secs(15);
const PATIENCE: Duration = Duration::from_secs(30);
/// Sockets wait for no time at all without end.
const SHORTEST: Duration = Duration::from_millis(1);
/// More than any page or attachment of a site.
const LARGEST_BODY: u64 = 512 * 1024 * 1024;
const LONGEST_HEAD: u64 = 64 * 1024;
const MOST_HEADERS: usize = 200;
/// What an answer may be larger than what was built, before the rest of it is not waited for.
const BEYOND: u64 = 1024 * 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostAddress {
    pub secure: bool,
    pub host: String,
    pub port: u16,
    /// The folder of the site: empty, or `/transparency`.
    pub base: String,
}

impl HostAddress {
    pub fn parse(text: &str) -> Result<Self, Trouble> {
        let bad = || Trouble::new(Why::Address, format!("`{text}` ไม่ใช่ที่อยู่เว็บ เช่น https://www.example.go.th/"));
        let (secure, rest) = match text.split_once("://") {
            Some(("https", rest)) => (true, rest),
            Some(("http", rest)) => (false, rest),
            _ => return Err(bad()),
        };
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        if authority.contains('@') || path.contains(['?', '#']) || text.chars().any(|c| c.is_control() || c == ' ') {
            return Err(bad());
        }
        let (host, port) = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((host, rest)) => (host, rest.strip_prefix(':')),
            None => authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))),
        };
        let port = match port {
            Some(port) => port.parse().map_err(|_| bad())?,
            None => {
                if secure {
                    443
                } else {
                    80
                }
            }
        };
        let base = path.trim_matches('/');
        let base = if base.is_empty() { String::new() } else { format!("/{base}") };
        if host.is_empty() { Err(bad()) } else { Ok(Self { secure, host: host.to_owned(), port, base }) }
    }

    fn authority(&self) -> String {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        let usual = if self.secure { 443 } else { 80 };
        if self.port == usual { host } else { format!("{host}:{}", self.port) }
    }

    /// As it is asked for: percent-encoded, below the site's folder. Page files are named by their folder.
    pub fn target(&self, path: &str) -> String {
        let page = of_file(path);
        crate::record::redirects::encode(&format!("{}/{page}", self.base)).replace('#', "%23").replace('?', "%3F")
    }
}

#[derive(Debug)]
pub struct HttpReply {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl HttpReply {
    /// `name` in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// How much is taken of another side, and how long it is waited for.
#[derive(Clone, Copy, Debug)]
pub struct HttpBounds {
    pub largest: u64,
    /// When a connection is cut, however much is still to come; without, a side that goes on speaking is listened to.
    pub until: Option<Instant>,
}

impl HttpBounds {
    const USUAL: Self = Self { largest: LARGEST_BODY, until: None };

    fn left(self) -> Option<Duration> {
        self.until.map(|until| until.saturating_duration_since(Instant::now()))
    }
}

pub struct HttpConnection {
    address: HostAddress,
    tls: Option<Tls>,
    open: Option<BufReader<ServerStream>>,
    bounds: HttpBounds,
    /// While it is held, somebody waits to cut the connection off.
    watch: Option<mpsc::Sender<()>>,
}

impl HttpConnection {
    pub fn new(address: &HostAddress, tls: Option<&Tls>) -> Self {
        let tls = tls.filter(|_| address.secure).cloned();
        Self { address: address.clone(), tls, open: None, bounds: HttpBounds::USUAL, watch: None }
    }

    /// The same with other bounds for what is asked from now on.
    pub fn bound(&mut self, bounds: HttpBounds) {
        if bounds.until != self.bounds.until {
            (self.open, self.watch) = (None, None);
        }
        self.bounds = bounds;
    }

    /// Asks for a target as [`HostAddress::target`] writes it. A connection that was kept and has gone is opened again once.
    pub fn get(&mut self, target: &str, encoding: &str) -> Result<HttpReply, Trouble> {
        self.get_of_size(target, encoding, self.bounds.largest)
    }

    /// As `get`, of something that should be so many bytes: of a far larger answer the end is left.
    pub fn get_of_size(&mut self, target: &str, encoding: &str, size: u64) -> Result<HttpReply, Trouble> {
        let kept = self.open.is_some();
        let most = size.saturating_add(BEYOND);
        match self.ask(target, encoding, most) {
            Err(trouble) if kept && trouble.why == Why::Cut => {
                self.open = None;
                self.ask(target, encoding, most)
            }
            answered => answered,
        }
    }

    fn ask(&mut self, target: &str, encoding: &str, most: u64) -> Result<HttpReply, Trouble> {
        let mut open = match self.open.take() {
            Some(open) => open,
            None => BufReader::new(self.connect()?),
        };
        let host = self.address.authority();
        let request = format!(
            "GET {target} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: {encoding}\r\nUser-Agent: prongsai-verify\r\n\r\n"
        );
        let cut = |error: io::Error| Trouble::new(Why::Cut, format!("`{host}` ตอบกลับมาไม่ครบ: {error}"));
        open.get_mut().write_all(request.as_bytes()).and_then(|()| open.get_mut().flush()).map_err(cut)?;
        let (answer, kept) = read(&mut open, most, self.bounds.largest).map_err(cut)?;
        self.open = kept.then_some(open);
        Ok(answer)
    }

    /// A side that sends a letter now and then keeps every reading short and the whole endless: its connection is cut.
    fn cut_off(&mut self, stream: &TcpStream) -> io::Result<()> {
        let Some(left) = self.bounds.left() else { return Ok(()) };
        let stream = stream.try_clone()?;
        let (watch, gone) = mpsc::channel::<()>();
        std::thread::spawn(move || {
            if gone.recv_timeout(left) == Err(mpsc::RecvTimeoutError::Timeout) {
                let _ = stream.shutdown(Shutdown::Both);
            }
        });
        self.watch = Some(watch);
        Ok(())
    }

    fn connect(&mut self) -> Result<ServerStream, Trouble> {
        let limit = |usual: Duration| self.bounds.left().map_or(usual, |left| usual.min(left).max(SHORTEST));
        let (connect, patience) = (limit(CONNECT), limit(PATIENCE));
        let HostAddress { host, port, .. } = &self.address.clone();
        let addresses = (host.as_str(), *port).to_socket_addrs().map_err(|_| {
            Trouble::new(Why::Unreachable, format!("ไม่พบชื่อโฮสต์ `{host}` ตรวจตัวสะกดและอินเทอร์เน็ตของเครื่องนี้"))
        })?;
        let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
        for address in addresses {
            match TcpStream::connect_timeout(&address, connect) {
                Ok(stream) => {
                    let settled = stream.set_nodelay(true).and_then(|()| stream.set_read_timeout(Some(patience)));
                    settled
                        .and_then(|()| stream.set_write_timeout(Some(patience)))
                        .and_then(|()| self.cut_off(&stream))
                        .map_err(|error| Trouble::new(Why::Cut, error.to_string()))?;
                    return ServerStream::new(stream, self.tls.as_ref(), host);
                }
                Err(error) => last = error,
            }
        }
        Err(Trouble::new(Why::Unreachable, format!("ติดต่อ `{host}` พอร์ต {port} ไม่ได้: {last}")))
    }
}

fn broken(why: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

/// An answer, and whether the connection can be asked again. A body above `most` is left there; one that is allowed no less
/// than `largest` is refused instead.
fn read(open: &mut impl BufRead, most: u64, largest: u64) -> io::Result<(HttpReply, bool)> {
    let most = most.min(largest);
    let first = line(open)?;
    let mut words = first.split(' ');
    let version = words.next().unwrap_or("");
    let status = words.next().and_then(|status| status.parse::<u16>().ok()).ok_or_else(|| broken("ไม่ใช่ HTTP"))?;
    let mut headers = Vec::new();
    loop {
        let text = line(open)?;
        if text.is_empty() {
            break;
        }
        let (name, value) = text.split_once(':').ok_or_else(|| broken("ส่วนหัวผิดรูป"))?;
        headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        if headers.len() > MOST_HEADERS {
            return Err(broken("ส่วนหัวมากเกินไป"));
        }
    }
    let mut answer = HttpReply { status, headers, body: Vec::new() };
    let mut keeps = version == "HTTP/1.1"
        && !answer.header("connection").is_some_and(|wish| wish.to_ascii_lowercase().contains("close"));
    if matches!(status, 204 | 304) {
        return Ok((answer, keeps));
    }
    let chunked = answer.header("transfer-encoding").is_some_and(|how| how.to_ascii_lowercase().contains("chunked"));
    if chunked {
        loop {
            let size = line(open)?;
            let size = size.split(';').next().unwrap_or("").trim();
            let size = u64::from_str_radix(size, 16).map_err(|_| broken("ชิ้นข้อมูลผิดรูป"))?;
            let room = most.saturating_sub(answer.body.len() as u64);
            if size > room {
                if most == largest {
                    return Err(broken("ใหญ่เกินไป"));
                }
                take(open, room, &mut answer.body)?;
                return Ok((answer, false));
            }
            if size == 0 {
                // A host that never ends is not listened to for ever.
                let mut more = 0;
                while !line(open)?.is_empty() {
                    more += 1;
                    if more > MOST_HEADERS {
                        return Err(broken("ส่วนหัวมากเกินไป"));
                    }
                }
                break;
            }
            take(open, size, &mut answer.body)?;
            line(open)?;
        }
    } else if let Some(length) = answer.header("content-length") {
        let length = length.parse::<u64>().ok().filter(|length| most < largest || *length <= largest);
        let length = length.ok_or_else(|| broken("ยาวเกินไป หรือบอกความยาวผิด"))?;
        take(open, length.min(most), &mut answer.body)?;
        keeps &= length <= most;
    } else {
        open.take(most.saturating_add(1)).read_to_end(&mut answer.body)?;
        if answer.body.len() as u64 > most && most == largest {
            return Err(broken("ใหญ่เกินไป"));
        }
        keeps = false;
    }
    Ok((answer, keeps))
}

fn take(open: &mut impl BufRead, length: u64, into: &mut Vec<u8>) -> io::Result<()> {
    let read = open.take(length).read_to_end(into)?;
    if read as u64 == length { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

fn line(open: &mut impl BufRead) -> io::Result<String> {
    let mut bytes = Vec::new();
    open.take(LONGEST_HEAD).read_until(b'\n', &mut bytes)?;
    if bytes.pop() != Some(b'\n') {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(String::from_utf8_lossy(&bytes).trim_end_matches('\r').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_every_form_are_read() {
        let read = |text: &str| {
            read(&mut io::Cursor::new(text.to_owned()), 1000, 1000)
                .map(|(answer, kept)| (answer.status, answer.body, kept))
        };
        let chunked =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=1\r\nde\r\n0\r\nA: b\r\n\r\n";
        assert_eq!(read(chunked).unwrap(), (200, b"abcde".to_vec(), true));
        assert!(!read("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc").unwrap().2);
        assert_eq!(read("HTTP/1.0 404 No\r\n\r\nto the end").unwrap(), (404, b"to the end".to_vec(), false));
        assert!(read("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc").is_err(), "cut");
        assert!(read("SSH-2.0-OpenSSH\r\n").is_err());
        assert!(read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffff\r\n").is_err());
        assert!(read("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n").is_err(), "too much is announced");
        assert!(read(&format!("HTTP/1.0 200 OK\r\n\r\n{}", "x".repeat(1001))).is_err(), "too much comes");
        // Of what should be small no more is held than that, however much a host sends; and it is not asked again.
        let cut = |text: &str| {
            let (answer, kept) = super::read(&mut io::Cursor::new(text.to_owned()), 100, 1000).unwrap();
            (answer.status, answer.body, kept)
        };
        let long = format!("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{}", "a".repeat(5000));
        assert_eq!(cut(&long), (200, vec![b'a'; 100], false));
        let long = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1388\r\n{}\r\n", "a".repeat(5000));
        assert_eq!(cut(&long), (200, vec![b'a'; 100], false));
        let trailers =
            format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n{}\r\n", "A: b\r\n".repeat(500));
        assert!(read(&trailers).is_err());
    }

    #[test]
    fn addresses_are_read_and_targets_written() {
        let address = HostAddress::parse("https://www.example.go.th/โปร่งใส/").unwrap();
        assert_eq!((address.port, address.base.as_str()), (443, "/โปร่งใส"));
        assert!(address.target("2564/index.html").ends_with("/2564/"));
        assert_eq!(HostAddress::parse("http://localhost:8000").unwrap().target("a b#?.html"), "/a%20b%23%3F.html");
        for bad in ["ftp://x/", "https://", "https://a@b/", "https://a/?x", "www.example.go.th"] {
            assert!(HostAddress::parse(bad).is_err(), "{bad}");
        }
    }
}
