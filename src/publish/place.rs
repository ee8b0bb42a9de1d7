//! Where a site is published to, as an author writes it: `to: ftps://host/path`. Pure: text in, place out.
//! A secret never stands in an address; where it is taken from is said by its name.

use std::path::PathBuf;

use super::remembered::recall;
use super::trouble::{Trouble, Why};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishPlace {
    /// What the author calls it.
    pub name: String,
    /// As written; for people.
    pub to: String,
    pub kind: PlaceKind,
    /// How many releases can be gone back to.
    pub keep: usize,
    /// Connections at a time.
    pub connections: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    Folder(PathBuf),
    Zip(PathBuf),
    Ftp(ServerAddress),
    Sftp(ServerAddress),
    Git { address: String, branch: String },
    Rsync { address: String },
    Rclone { address: String },
}

impl PlaceKind {
    /// On this machine, or on a disk that it has.
    pub fn is_here(&self) -> bool {
        matches!(self, Self::Folder(_) | Self::Zip(_))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerAddress {
    pub host: String,
    pub port: u16,
    pub user: String,
    /// The site's root there, without `/` at its end. Empty: where the login leads.
    pub path: String,
    /// FTP only: TLS before the password is sent.
    pub tls: bool,
    /// FTP only: a file of certificates to trust, or the fingerprint of the one certificate to trust.
    pub certificate: Option<String>,
}

/// What a target needs beside its address, as the front matter has it.
#[derive(Clone, Debug, Default)]
pub struct Wishes<'a> {
    pub name: &'a str,
    pub to: &'a str,
    pub user: Option<&'a str>,
    pub branch: Option<&'a str>,
    pub certificate: Option<&'a str>,
    pub keep: Option<usize>,
    pub connections: Option<usize>,
}

pub const MOST_CONNECTIONS: usize = 8;

impl PublishPlace {
    pub fn read(wishes: &Wishes<'_>) -> Result<Self, Trouble> {
        let to = wishes.to.trim();
        Ok(Self {
            name: wishes.name.to_owned(),
            to: to.to_owned(),
            kind: kind_of(to, wishes)?,
            keep: wishes.keep.unwrap_or(10).max(1),
            connections: wishes.connections.unwrap_or(3).clamp(1, MOST_CONNECTIONS),
        })
    }

    /// The name of the environment's variable that may hold the secret of this place.
    pub fn variable(&self) -> String {
        let name: String =
            self.name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
        format!("PRONGSAI_PASSWORD_{name}")
    }
}

fn kind_of(to: &str, wishes: &Wishes<'_>) -> Result<PlaceKind, Trouble> {
    let bad = |why: &str| Err(Trouble::new(Why::Address, format!("ปลายทาง `{}` ใช้ไม่ได้: {why}", without_secret(to))));
    if to.is_empty() {
        return bad("ว่าง เช่น to: ftps://ftp.example.go.th/public_html");
    }
    // A drive letter is no scheme.
    let scheme = to
        .split_once(':')
        .filter(|(scheme, _)| scheme.len() > 1 && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+'));
    let Some((scheme, rest)) = scheme else {
        let is_zip = to.to_ascii_lowercase().ends_with(".zip");
        return Ok(if is_zip { PlaceKind::Zip(to.into()) } else { PlaceKind::Folder(to.into()) });
    };
    let rest_of_url = rest.strip_prefix("//");
    match scheme.to_ascii_lowercase().as_str() {
        "ftp" | "ftps" | "ftpes" | "sftp" => {
            let Some(rest) = rest_of_url else {
                return bad("ต้องมี // หลัง : เช่น ftps://ftp.example.go.th/public_html");
            };
            let secure = scheme.eq_ignore_ascii_case("sftp");
            let mut server = server(rest, if secure { 22 } else { 21 }, to)?;
            server.tls = !scheme.eq_ignore_ascii_case("ftp");
            server.certificate = wishes.certificate.map(str::to_owned);
            if let Some(user) = wishes.user {
                server.user = user.trim().to_owned();
            }
            if server.user.starts_with('-') || server.user.chars().any(char::is_control) {
                return bad("ชื่อผู้ใช้ไม่ถูกต้อง");
            }
            if secure { Ok(PlaceKind::Sftp(server)) } else { Ok(PlaceKind::Ftp(server)) }
        }
        "git" | "git+https" | "git+ssh" | "git+file" | "git+http" => {
            let address = to.strip_prefix("git+").unwrap_or(rest);
            let (address, in_address) = address.split_once('#').map_or((address, None), |(a, b)| (a, Some(b)));
            let branch = wishes.branch.or(in_address).unwrap_or("gh-pages").to_owned();
            if has_password(address) {
                return secret_in_address(to);
            }
            if address.is_empty()
                || address.starts_with('-')
                || branch.starts_with('-')
                || branch.is_empty()
                || branch.contains([' ', ':', '~', '^', '\\'])
            {
                return bad("ตัวอย่าง: git:git@github.com:office/site.git#gh-pages");
            }
            Ok(PlaceKind::Git { address: address.to_owned(), branch })
        }
        "rsync" => {
            let address = if rest_of_url.is_some() { to } else { rest };
            if has_password(address) {
                return secret_in_address(to);
            }
            if address.is_empty() || address.starts_with('-') {
                return bad("ตัวอย่าง: rsync:web@example.go.th:/srv/www/site");
            }
            Ok(PlaceKind::Rsync { address: address.trim_end_matches('/').to_owned() })
        }
        "rclone" => {
            if rest.is_empty() || rest.starts_with('-') || !rest.contains(':') {
                return bad("ตัวอย่าง: rclone:ชื่อที่ตั้งใน-rclone:bucket/โฟลเดอร์");
            }
            Ok(PlaceKind::Rclone { address: rest.trim_end_matches('/').to_owned() })
        }
        "file" => Ok(PlaceKind::Folder(rest_of_url.unwrap_or(rest).into())),
        "http" | "https" | "s3" | "webdav" | "dav" => {
            bad("ใช้ rclone สำหรับที่เก็บแบบ S3 และ WebDAV เช่น to: rclone:ชื่อ:bucket (ดู docs/hosts/objects.md)")
        }
        _ => bad("รู้จัก: โฟลเดอร์ ไฟล์ .zip ftps:// ftp:// sftp:// git: rsync: rclone:"),
    }
}

fn server(rest: &str, port: u16, to: &str) -> Result<ServerAddress, Trouble> {
    let bad = |why: &str| Err(Trouble::new(Why::Address, format!("ปลายทาง `{}` ใช้ไม่ได้: {why}", without_secret(to))));
    let (authority, path) = rest.split_once('/').map_or((rest, ""), |(authority, path)| (authority, path));
    let (user, address) = authority.rsplit_once('@').map_or(("", authority), |(user, address)| (user, address));
    if user.contains(':') {
        return secret_in_address(to);
    }
    let (host, stated) = match address.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, rest)) => (host, rest.strip_prefix(':')),
        None => address.split_once(':').map_or((address, None), |(host, port)| (host, Some(port))),
    };
    let port = match stated.map(str::parse) {
        None => port,
        Some(Ok(port)) => port,
        Some(Err(_)) => return bad("เลขพอร์ตไม่ถูกต้อง"),
    };
    // A name that begins with `-` would be read as an option by the programs that are called with it.
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
    if host.is_empty() || host.starts_with('-') || !host.chars().all(fits) {
        return bad("ชื่อโฮสต์ไม่ถูกต้อง");
    }
    if path.split('/').any(|part| part == "..") || path.chars().any(char::is_control) {
        return bad("เส้นทางไม่ถูกต้อง");
    }
    // `ftps://host/a` is relative to where the login leads, `ftps://host//a` counts from the server's root.
    let path = path.trim_end_matches('/').to_owned();
    Ok(ServerAddress { host: host.to_owned(), port, user: user.to_owned(), path, tls: false, certificate: None })
}

fn has_password(address: &str) -> bool {
    let after = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = after.split('/').next().unwrap_or(after);
    authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'))
}

fn secret_in_address<T>(to: &str) -> Result<T, Trouble> {
    Err(Trouble::new(
        Why::Address,
        format!(
            "ปลายทาง `{}` มีรหัสผ่านอยู่ในที่อยู่ ลบออกจากไฟล์ แล้วเปลี่ยนรหัสนั้นที่โฮสต์ (ไฟล์อาจถูกคัดลอกไปแล้ว) \
             รหัสให้มาทางตัวแปรสภาพแวดล้อม PRONGSAI_PASSWORD",
            without_secret(to)
        ),
    ))
}

/// An address as it may be shown: what stands between `:` and `@` of its authority is covered.
pub fn without_secret(to: &str) -> String {
    let start = to.find("://").map_or(0, |at| at + 3);
    let end = to[start..].find('/').map_or(to.len(), |at| start + at);
    match to[start..end].rfind('@').map(|at| start + at) {
        Some(at) => match to[start..at].find(':') {
            Some(colon) => format!("{}:•••{}", &to[..start + colon], &to[at..]),
            None => to.to_owned(),
        },
        None => to.to_owned(),
    }
}

/// A password. Cannot be printed; goes to the host and nowhere else.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// From the environment, `PRONGSAI_PASSWORD_NAME` before `PRONGSAI_PASSWORD`; then what the system keeps for us.
    pub fn of(place: &PublishPlace) -> Option<Self> {
        let given = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty());
        given(&place.variable()).or_else(|| given("PRONGSAI_PASSWORD")).map(Self).or_else(|| recall(place))
    }

    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Text that came from elsewhere, without this secret in it.
    pub fn cover(&self, text: &str) -> String {
        text.replace(&self.0, "•••")
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(•••)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(to: &str) -> Result<PlaceKind, Trouble> {
        PublishPlace::read(&Wishes { name: "main", to, ..Wishes::default() }).map(|place| place.kind)
    }

    #[test]
    fn every_kind_of_address_is_known() {
        assert_eq!(read("/srv/www").unwrap(), PlaceKind::Folder("/srv/www".into()));
        assert_eq!(read(r"D:\เว็บ").unwrap(), PlaceKind::Folder(r"D:\เว็บ".into()));
        assert_eq!(read("site.ZIP").unwrap(), PlaceKind::Zip("site.ZIP".into()));
        let PlaceKind::Ftp(server) = read("ftps://web@ftp.example.go.th:2121/public_html/").unwrap() else { panic!() };
        assert_eq!(
            (&*server.host, server.port, &*server.user, &*server.path, server.tls),
            ("ftp.example.go.th", 2121, "web", "public_html", true)
        );
        let PlaceKind::Sftp(server) = read("sftp://[::1]//srv/www").unwrap() else { panic!() };
        assert_eq!((&*server.host, server.port, &*server.path), ("::1", 22, "/srv/www"));
        assert_eq!(
            read("git:git@github.com:a/b.git").unwrap(),
            PlaceKind::Git { address: "git@github.com:a/b.git".into(), branch: "gh-pages".into() }
        );
        assert_eq!(
            read("git+https://codeberg.org/a/b#pages").unwrap(),
            PlaceKind::Git { address: "https://codeberg.org/a/b".into(), branch: "pages".into() }
        );
        assert_eq!(read("rclone:s3:bucket/site").unwrap(), PlaceKind::Rclone { address: "s3:bucket/site".into() });
    }

    #[test]
    fn a_password_in_an_address_is_refused_and_not_repeated() {
        for to in [
            "ftps://web:hunter2@host/x",
            "git+https://a:hunter2@host/x",
            "rsync://u:hunter2@host/m",
            "ftp://a@b:hunter2@host/",
        ] {
            let trouble = read(to).unwrap_err();
            assert_eq!(trouble.why, Why::Address);
            assert!(!trouble.message.contains("hunter2"), "{trouble}");
        }
        assert_eq!(without_secret("ftps://web@host/x"), "ftps://web@host/x");
        assert!(!format!("{:?}", Secret::new("hunter2".into())).contains("hunter2"));
    }

    #[test]
    fn what_a_called_program_would_read_as_an_option_is_refused() {
        for to in [
            "sftp://-oProxyCommand=x/y",
            "git:--upload-pack=x",
            "git:host:x#--x",
            "rsync:-e",
            "sftp://a b/",
            "ftps://host/../x",
            "ftps://host:99999/",
        ] {
            assert!(read(to).is_err(), "{to}");
        }
        let user = Wishes { name: "m", to: "sftp://host/x", user: Some("-oX"), ..Wishes::default() };
        assert!(PublishPlace::read(&user).is_err());
    }
}
