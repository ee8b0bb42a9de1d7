//! HTTP/1.1 as far as a preview needs it: requests read with limits, answers written whole or in part.
//! Knows neither pages nor sockets' lives; those are `answer` and `server`.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

/// A browser's request stays far below; what is larger is a mistake or an attack.
pub const MOST_HEAD_BYTES: usize = 16 * 1024;
const MOST_TARGET_BYTES: usize = 8 * 1024;
const MOST_HEADERS: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Head,
    /// Only for the author's own panel; see `guard`.
    Post,
    Other,
}

#[derive(Debug)]
pub struct Request {
    pub method: Method,
    /// Decoded, begins with `/`, free of `.` and `..` parts.
    pub path: String,
    pub query: Option<String>,
    /// The rest of the connection can be trusted to begin with another request.
    pub keep_alive: bool,
    headers: Vec<(String, String)>,
}

impl Request {
    /// `name` in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Values of a query's key, in order.
    pub fn values<'a>(&'a self, key: &'a str) -> impl Iterator<Item = String> + 'a {
        let pairs = self.query.as_deref().unwrap_or("").split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(move |(name, _)| *name == key).filter_map(|(_, value)| decode(&value.replace('+', " ")).ok())
    }
}

/// Why a request is refused; the number is the status of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused(pub u16);

/// Reads the first request of `bytes`. `Ok(None)`: its head is not complete yet. The number is how many bytes it took.
pub fn parse(bytes: &[u8]) -> Result<Option<(Request, usize)>, Refused> {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
        let line_ended = bytes.iter().take(MOST_TARGET_BYTES).any(|byte| *byte == b'\n');
        return match bytes.len() {
            length if length >= MOST_TARGET_BYTES && !line_ended => Err(Refused(414)),
            length if length >= MOST_HEAD_BYTES => Err(Refused(431)),
            _ => Ok(None),
        };
    };
    if end > MOST_HEAD_BYTES {
        return Err(Refused(431));
    }
    let head = std::str::from_utf8(&bytes[..end]).map_err(|_| Refused(400))?;
    let mut lines = head.split("\r\n");
    let mut words = lines.next().unwrap_or("").split(' ');
    let (Some(method), Some(target), Some(version), None) = (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(Refused(400));
    };
    if target.len() > MOST_TARGET_BYTES {
        return Err(Refused(414));
    }
    if method.is_empty() || !method.bytes().all(is_token) {
        return Err(Refused(400));
    }
    let modern = match version {
        "HTTP/1.1" => true,
        "HTTP/1.0" => false,
        _ if version.starts_with("HTTP/") => return Err(Refused(505)),
        _ => return Err(Refused(400)),
    };
    let mut headers = headers(lines)?;
    let (target, authority) = match target.strip_prefix("http://") {
        Some(rest) => {
            let at = rest.find('/').unwrap_or(rest.len());
            (rest.get(at..).filter(|path| !path.is_empty()).unwrap_or("/"), Some(&rest[..at]))
        }
        None => (target, None),
    };
    if let Some(authority) = authority {
        headers.retain(|(name, _)| name != "host");
        headers.push(("host".to_owned(), authority.to_owned()));
    }
    let hosts = headers.iter().filter(|(name, _)| name == "host").count();
    if hosts > 1 || (modern && hosts == 0) {
        return Err(Refused(400));
    }
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query.to_owned())));
    let path = clean_path(path)?;
    let mut request = Request {
        method: match method {
            "GET" => Method::Get,
            "HEAD" => Method::Head,
            "POST" => Method::Post,
            _ => Method::Other,
        },
        path,
        query,
        keep_alive: modern,
        headers,
    };
    if let Some(wish) = request.header("connection") {
        let wish = wish.to_ascii_lowercase();
        let says = |word: &str| wish.split(',').any(|part| part.trim() == word);
        request.keep_alive = if modern { !says("close") } else { says("keep-alive") };
    }
    // A body is hardly ever read, so what follows the head is not a request.
    let body = request.header("content-length").is_some_and(|length| length.trim() != "0");
    if body || request.header("transfer-encoding").is_some() {
        request.keep_alive = false;
    }
    Ok(Some((request, end + 4)))
}

fn headers<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Vec<(String, String)>, Refused> {
    let mut headers = Vec::new();
    for line in lines {
        let (name, value) = line.split_once(':').ok_or(Refused(400))?;
        if name.is_empty() || !name.bytes().all(is_token) || value.bytes().any(|byte| byte < b' ' && byte != b'\t') {
            return Err(Refused(400));
        }
        if headers.len() == MOST_HEADERS {
            return Err(Refused(431));
        }
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    Ok(headers)
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Decodes a path and refuses what could lead out of the site wherever it is used later.
pub fn clean_path(raw: &str) -> Result<String, Refused> {
    let path = decode(raw)?;
    let climbs = path.split('/').any(|part| part == ".." || part == ".");
    if !path.starts_with('/') || climbs || path.contains(['\0', '\\']) || path.chars().any(|c| c.is_control()) {
        return Err(Refused(400));
    }
    Ok(path)
}

fn decode(raw: &str) -> Result<String, Refused> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = rest.next().and_then(hex).ok_or(Refused(400))?;
            let low = rest.next().and_then(hex).ok_or(Refused(400))?;
            bytes.push(high << 4 | low);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).map_err(|_| Refused(400))
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// A path as a `Location` header may hold it.
pub fn encode_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    // Two slashes at the start would name another host.
    if out.starts_with("//") { format!("/{}", out.trim_start_matches('/')) } else { out }
}

#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Arc<[u8]>,
    /// The part of the body that is sent.
    pub range: Range<usize>,
}

impl Response {
    pub fn new(status: u16, media_type: &str, body: impl Into<Arc<[u8]>>) -> Self {
        let body = body.into();
        let range = 0..body.len();
        Self { status, headers: vec![("Content-Type", media_type.to_owned())], body, range }
    }

    pub fn text(status: u16, message: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", message.as_bytes())
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub fn refused(Refused(status): Refused) -> Self {
        let message = match status {
            403 => "ไม่อนุญาต: ตัวอย่างเว็บนี้ตอบเฉพาะที่อยู่ของเครื่องนี้ (forbidden host)",
            405 => "รับเฉพาะ GET และ HEAD (method not allowed)",
            408 => "รอคำขอนานเกินไป (request timeout)",
            414 => "ที่อยู่ยาวเกินไป (URI too long)",
            431 => "ส่วนหัวของคำขอใหญ่เกินไป (header fields too large)",
            503 => "มีผู้เปิดดูมากเกินไป ลองใหม่อีกครั้ง (too many connections)",
            505 => "รับเฉพาะ HTTP/1.1 (version not supported)",
            _ => "คำขอไม่ถูกต้อง (bad request)",
        };
        let response = Self::text(status, message);
        if status == 405 { response.with("Allow", "GET, HEAD") } else { response }
    }

    pub fn write(&self, out: &mut impl Write, with_body: bool, keep_alive: bool) -> io::Result<()> {
        let body = self.body.get(self.range.clone()).unwrap_or_default();
        let mut bytes = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status)).into_bytes();
        for (name, value) in &self.headers {
            // A line break in a value would start another header.
            let value: String = value.chars().filter(|c| !c.is_control()).collect();
            bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        if self.status != 304 {
            bytes.extend_from_slice(format!("Content-Length: {}\r\n", body.len()).as_bytes());
        }
        bytes.extend_from_slice(b"X-Content-Type-Options: nosniff\r\nReferrer-Policy: same-origin\r\n");
        bytes.extend_from_slice(b"Cross-Origin-Resource-Policy: same-origin\r\n");
        bytes.extend_from_slice(if keep_alive {
            b"Connection: keep-alive\r\n\r\n"
        } else {
            b"Connection: close\r\n\r\n"
        });
        let body = if with_body && self.status != 304 { body } else { &[] };
        // One write for head and body where it is small: one packet, one wake-up of the browser.
        if body.len() <= 64 * 1024 {
            bytes.extend_from_slice(body);
            return out.write_all(&bytes);
        }
        out.write_all(&bytes)?;
        out.write_all(body)
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        206 => "Partial Content",
        302 => "Found",
        304 => "Not Modified",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        409 => "Conflict",
        411 => "Length Required",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Status",
    }
}

/// One range of a body of `length` bytes. `Ok(None)`: the header is not one that must be honoured, so all is sent.
pub(super) fn range(header: &str, length: usize) -> Result<Option<Range<usize>>, ()> {
    let Some(spec) = header.trim().strip_prefix("bytes=").filter(|spec| !spec.contains(',')) else { return Ok(None) };
    let Some((first, last)) = spec.trim().split_once('-') else { return Ok(None) };
    let number = |text: &str| {
        (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| {
            // More digits than a number can hold mean "beyond the end".
            text.parse::<usize>().unwrap_or(usize::MAX)
        })
    };
    let range = match (number(first), number(last)) {
        (Some(first), Some(last)) if first > last => return Ok(None),
        (Some(first), Some(last)) => first..last.saturating_add(1).min(length),
        (Some(first), None) if last.is_empty() => first..length,
        (None, Some(count)) if first.is_empty() => length.saturating_sub(count)..length,
        _ => return Ok(None),
    };
    if range.start >= length || range.is_empty() { Err(()) } else { Ok(Some(range)) }
}

/// Whether `If-None-Match` names `tag`.
pub fn matches_tag(header: &str, tag: &str) -> bool {
    header.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

/// Whether the client takes gzip: named, or `*`, and not with quality 0.
pub fn accepts_gzip(header: &str) -> bool {
    let mut any = false;
    for part in header.split(',') {
        let (name, weight) = part.split_once(';').unwrap_or((part, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse::<f32>().is_ok_and(|q| q <= 0.0));
        match name.trim() {
            "gzip" | "x-gzip" => return !refused,
            "*" => any = !refused,
            _ => {}
        }
    }
    any
}
