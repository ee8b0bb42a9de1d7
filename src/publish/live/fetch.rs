//! Files of another site, taken with bounds: no more bytes than are said, no longer than is said, and from nowhere else
//! than the address that was given. Judges nothing of what they hold.

use std::time::{Duration, Instant};

use super::http::{HostAddress, HttpBounds, HttpConnection};
use crate::publish::tls::Tls;
use crate::publish::trouble::{Trouble, Why};

pub struct Fetcher {
    address: HostAddress,
    connection: HttpConnection,
    until: Instant,
}

impl Fetcher {
    /// Everything that is fetched through it together may take `patience`.
    pub fn open(address: &str, patience: Duration) -> Result<Self, Trouble> {
        let address = HostAddress::parse(address)?;
        let tls = if address.secure { Some(Tls::new(None, false)?) } else { None };
        let connection = HttpConnection::new(&address, tls.as_ref());
        Ok(Self { address, connection, until: Instant::now() + patience })
    }

    /// A file of the site, of at most so many bytes. `None`: it has none there.
    pub fn get(&mut self, path: &str, largest: u64) -> Result<Option<Vec<u8>>, Trouble> {
        if self.until <= Instant::now() {
            return Err(Trouble::new(Why::Cut, "ช้าเกินเวลาที่ให้ไว้"));
        }
        self.connection.bound(HttpBounds { largest, until: Some(self.until) });
        let answer = self.connection.get(&self.address.target(path), "identity").map_err(|trouble| {
            let is_late = self.until <= Instant::now();
            if is_late {
                Trouble::new(Why::Cut, "ช้าเกินเวลาที่ให้ไว้")
            } else {
                trouble
            }
        })?;
        match answer.status {
            200 if answer.header("content-encoding").is_none_or(|how| how.eq_ignore_ascii_case("identity")) => {
                Ok(Some(answer.body))
            }
            404 | 410 => Ok(None),
            // Whoever moved says so to the person who keeps the list: nobody is led to another host unasked.
            301 | 302 | 303 | 307 | 308 => {
                let place = answer.header("location").unwrap_or("").chars().take(200).collect::<String>();
                Err(Trouble::new(Why::Foreign, format!("เว็บนี้พาไปที่อื่น: {place}")))
            }
            status => Err(Trouble::new(Why::Refused, format!("เซิร์ฟเวอร์ตอบ {status}"))),
        }
    }
}
