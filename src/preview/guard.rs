//! Who may change something through the preview: only the author's own panel, on this machine, in this run.
//! Owns the token and every test of a request that writes; what is then done is the [`Action`]'s.
//!
//! A page of another website open in the same browser can send requests here, even under a name that it has made lead to
//! this machine. So a write needs all of: a connection from this machine to this machine, one of our own names with our
//! port as `Host`, the same as `Origin`, `Sec-Fetch-Site: same-origin` where the browser tells, the token of this run
//! (which only a page of this origin can read), and JSON, which a form cannot send. The body is read after that, and
//! only as far as the action takes it.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::net::IpAddr;

use serde_json::Value;

use super::http::{Method, Refused, Request, Response};

/// The header that carries the token.
pub const TOKEN_HEADER: &str = "x-prongsai-token";
/// Actions are asked for under this path.
pub const ACTIONS: &str = "/_prongsai/do/";

/// Something that the author's panel may have done.
pub trait Action: Send + Sync {
    /// The last part of its address: letters, digits and `-`.
    fn name(&self) -> &'static str;

    /// The largest body that it takes.
    fn most_bytes(&self) -> usize {
        4 * 1024
    }

    /// Done on a worker of the server: what takes long goes on a thread of its own, and is asked about again.
    /// `Err` is said to the author as it is.
    fn act(&self, asked: &Value) -> Result<Value, String>;
}

/// The door to the actions. Closed altogether where others may look on.
pub struct Guard {
    token: String,
    /// `127.0.0.1:4564` and the like, in lower case. Empty: nothing may be written in this run.
    hosts: Vec<String>,
    actions: Vec<Box<dyn Action>>,
}

impl Guard {
    /// `address` is where the preview listens; anything but this machine alone closes the door.
    pub fn new(address: std::net::SocketAddr, actions: Vec<Box<dyn Action>>) -> Self {
        let port = address.port();
        let hosts = match address.ip().is_loopback() {
            true => ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{port}")).into(),
            false => Vec::new(),
        };
        Self { token: random_token(), hosts, actions }
    }

    /// What the panel is told, over the same origin: the token and which actions there are. `None`: nothing to write.
    pub fn told(&self, from: IpAddr) -> Option<Value> {
        let open = !self.hosts.is_empty() && !self.actions.is_empty() && from.is_loopback();
        let names: Vec<&str> = self.actions.iter().map(|action| action.name()).collect();
        open.then(|| serde_json::json!({ "token": self.token, "actions": names }))
    }

    /// Judges a request by its head alone. `Ok`: how many bytes of body are to be read.
    pub fn admit(&self, request: &Request, from: IpAddr) -> Result<usize, Response> {
        let refuse = |status: u16, why: &str| Err(Response::text(status, why));
        if !request.path.starts_with(ACTIONS) {
            return Err(Response::refused(Refused(405)));
        }
        let Some(action) = self.action(request) else {
            return refuse(404, "ไม่มีคำสั่งนี้ (no such action)");
        };
        let host = request.header("host").unwrap_or("").trim().to_ascii_lowercase();
        if !from.is_loopback() || !self.hosts.contains(&host) {
            return refuse(403, "เขียนได้เฉพาะจากเครื่องนี้ (only from this machine)");
        }
        if request.header("origin").map(str::trim) != Some(format!("http://{host}").as_str()) {
            return refuse(403, "คำขอมาจากเว็บอื่น (another origin)");
        }
        if request.header("sec-fetch-site").is_some_and(|site| site.trim() != "same-origin") {
            return refuse(403, "คำขอมาจากเว็บอื่น (another site)");
        }
        if !is_same(request.header(TOKEN_HEADER).unwrap_or(""), &self.token) {
            return refuse(403, "รหัสของรอบนี้ไม่ตรง โหลดหน้าใหม่แล้วลองอีกครั้ง (wrong token)");
        }
        let media_type = request.header("content-type").unwrap_or("").split(';').next().unwrap_or("").trim();
        if !media_type.eq_ignore_ascii_case("application/json") {
            return refuse(415, "รับเฉพาะ JSON (application/json only)");
        }
        if request.header("transfer-encoding").is_some() {
            return refuse(411, "ต้องบอกความยาว (length required)");
        }
        let length = request.header("content-length").map(str::trim);
        let Some(length) = length.filter(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
        else {
            return refuse(411, "ต้องบอกความยาว (length required)");
        };
        match length.parse::<usize>() {
            Ok(length) if length <= action.most_bytes() => Ok(length),
            _ => refuse(413, "ข้อมูลใหญ่เกินไป (too large)"),
        }
    }

    /// For a request that was admitted, with its whole body.
    pub fn act(&self, request: &Request, body: &[u8]) -> Response {
        let Some(action) = self.action(request) else {
            return Response::text(404, "ไม่มีคำสั่งนี้ (no such action)");
        };
        let Ok(asked) = serde_json::from_slice::<Value>(body) else {
            return Response::text(400, "JSON อ่านไม่ได้ (bad JSON)");
        };
        let (status, told) = match action.act(&asked) {
            Ok(told) => (200, told),
            Err(why) => (409, serde_json::json!({ "failed": why })),
        };
        Response::new(status, "application/json; charset=utf-8", told.to_string().into_bytes())
            .with("Cache-Control", "no-store")
    }

    fn action(&self, request: &Request) -> Option<&dyn Action> {
        let name = request.path.strip_prefix(ACTIONS).filter(|_| request.method == Method::Post)?;
        self.actions.iter().find(|action| action.name() == name).map(|action| &**action)
    }
}

/// 256 bits that nobody can guess: the standard library's hash keys come from the system's randomness.
fn random_token() -> String {
    let mut token = String::with_capacity(64);
    for part in 0..4_u64 {
        let mut hasher = RandomState::new().build_hasher();
        hasher.write_u64(part);
        token.push_str(&format!("{:016x}", hasher.finish()));
    }
    token
}

/// Takes as long for a near miss as for a far one.
fn is_same(given: &str, own: &str) -> bool {
    given.len() == own.len() && given.bytes().zip(own.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preview::http;

    struct Echo;

    impl Action for Echo {
        fn name(&self) -> &'static str {
            "echo"
        }

        fn most_bytes(&self) -> usize {
            16
        }

        fn act(&self, asked: &Value) -> Result<Value, String> {
            Ok(asked.clone())
        }
    }

    fn guard(address: &str) -> Guard {
        Guard::new(address.parse().unwrap(), vec![Box::new(Echo)])
    }

    /// The status for a request that is right but for one header (`None` takes it away).
    fn asked(guard: &Guard, changed: &str, value: Option<&str>, from: &str) -> u16 {
        let mut lines: Vec<(String, String)> = [
            ("Host", "127.0.0.1:4564"),
            ("Origin", "http://127.0.0.1:4564"),
            ("Sec-Fetch-Site", "same-origin"),
            ("X-Prongsai-Token", guard.token.as_str()),
            ("Content-Type", "application/json"),
            ("Content-Length", "4"),
        ]
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
        if changed != "path" {
            lines.retain(|(name, _)| !name.eq_ignore_ascii_case(changed));
            lines.extend(value.map(|value| (changed.to_owned(), value.to_owned())));
        }
        let path = value.filter(|_| changed == "path").unwrap_or("/_prongsai/do/echo");
        let head: String = lines.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let text = format!("POST {path} HTTP/1.1\r\n{head}\r\n");
        let (request, _) = http::parse(text.as_bytes()).unwrap().unwrap();
        match guard.admit(&request, from.parse().unwrap()) {
            Ok(_) => 200,
            Err(response) => response.status,
        }
    }

    #[test]
    fn only_the_panel_of_this_run_on_this_machine_is_let_in() {
        let own = guard("127.0.0.1:4564");
        let here = |changed, value| asked(&own, changed, value, "127.0.0.1");
        assert_eq!(here("none", None), 200);
        assert_eq!(here("Sec-Fetch-Site", None), 200, "older browsers do not tell");
        for (header, value) in [
            ("Host", Some("evil.example:4564")),
            ("Host", Some("127.0.0.1")),
            ("Host", Some("127.0.0.1:80")),
            ("Origin", None),
            ("Origin", Some("null")),
            ("Origin", Some("http://evil.example")),
            ("Origin", Some("https://127.0.0.1:4564")),
            ("Origin", Some("http://localhost:4564")),
            ("Sec-Fetch-Site", Some("same-site")),
            ("Sec-Fetch-Site", Some("cross-site")),
            ("Sec-Fetch-Site", Some("none")),
            ("X-Prongsai-Token", None),
            ("X-Prongsai-Token", Some("0")),
        ] {
            assert_eq!(here(header, value), 403, "{header}: {value:?}");
        }
        assert_eq!(here("Content-Type", Some("text/plain")), 415);
        assert_eq!(here("Content-Type", Some("application/x-www-form-urlencoded")), 415);
        assert_eq!(here("Content-Type", Some("application/json; charset=utf-8")), 200);
        assert_eq!(here("Content-Length", None), 411);
        assert_eq!(here("Content-Length", Some("-1")), 411);
        assert_eq!(here("Content-Length", Some("17")), 413);
        assert_eq!(here("Content-Length", Some("99999999999999999999999")), 413);
        assert_eq!(here("Transfer-Encoding", Some("chunked")), 411);
        assert_eq!(here("path", Some("/_prongsai/do/other")), 404);
        assert_eq!(asked(&own, "none", None, "10.0.0.5"), 403);
        let rebound = asked(&own, "Host", Some("rebound.example:4564"), "127.0.0.1");
        assert_eq!(rebound, 403);
    }

    #[test]
    fn a_preview_that_others_can_see_writes_nothing() {
        for address in ["0.0.0.0:4564", "192.168.1.7:4564", "[::]:4564"] {
            let open = guard(address);
            assert_eq!(asked(&open, "none", None, "127.0.0.1"), 403, "{address}");
            assert!(open.told("127.0.0.1".parse().unwrap()).is_none());
        }
        let own = guard("127.0.0.1:4564");
        assert!(own.told("10.0.0.5".parse().unwrap()).is_none());
        assert!(own.told("127.0.0.1".parse().unwrap()).is_some());
    }

    #[test]
    fn every_run_has_another_token() {
        let (one, other) = (random_token(), random_token());
        assert_ne!(one, other);
        assert_eq!(one.len(), 64);
    }
}
