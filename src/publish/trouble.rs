//! Why publishing stopped, in Thai, for the officer who must do something about it. Holds no secret.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The site on this disk is missing or not what its manifest says.
    NotBuilt,
    /// The target's address or settings cannot be understood.
    Address,
    /// Nobody answers, or the name leads nowhere.
    Unreachable,
    /// The name or password is wrong or missing.
    Login,
    /// The other side is not who it should be: host key or certificate.
    Identity,
    /// The host does not let us write, or has no more room.
    Refused,
    /// The connection broke in the middle. Publishing again goes on from there.
    Cut,
    /// Somebody else's site or file is in the way.
    Foreign,
    /// Somebody else is publishing.
    Locked,
    /// A program on this machine is missing.
    Program,
    /// The host cannot hold names that the site has.
    Names,
    /// What was published before is not known here.
    History,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub why: Why,
    pub message: String,
}

impl Trouble {
    pub fn new(why: Why, message: impl Into<String>) -> Self {
        Self { why, message: message.into() }
    }

    /// The same for a file of the host.
    pub fn at(self, path: &str) -> Self {
        Self { why: self.why, message: format!("`{path}`: {}", self.message) }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Trouble {}

/// A disk of this machine that refuses.
pub fn of_disk(doing: &str, path: &std::path::Path, error: &std::io::Error) -> Trouble {
    use std::io::ErrorKind;
    let at = path.display();
    let message = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            format!("เนื้อที่เต็มขณะ{doing} `{at}` เว็บเดิมยังอยู่ เพิ่มเนื้อที่แล้วสั่งเผยแพร่อีกครั้ง จะทำต่อจากที่ค้าง")
        }
        ErrorKind::PermissionDenied => format!("ไม่มีสิทธิ์{doing} `{at}`"),
        ErrorKind::ReadOnlyFilesystem => format!("{doing} `{at}` ไม่ได้ เพราะดิสก์เป็นแบบอ่านอย่างเดียว"),
        _ => format!("{doing} `{at}` ไม่ได้: {error}"),
    };
    Trouble::new(Why::Refused, message)
}
