//! Passwords in the system's own store: the credential manager of Windows, the keychain of macOS. Elsewhere there is none
//! that a program can count on, and the environment serves. A password belongs to a host and a user, never to a name in
//! `publish:`, so that a folder that somebody else made cannot have it sent elsewhere.

use super::place::{PlaceKind, PublishPlace, Secret};
use super::trouble::{Trouble, Why};

/// Asks for the password of a place on the terminal, without showing it, and keeps it.
pub fn remember(place: &PublishPlace) -> Result<(), Trouble> {
    let Some(owner) = owner_of(place) else {
        let why = "ปลายทางนี้ไม่ใช้รหัสผ่านที่โปรแกรมจำให้ได้ (จำให้เฉพาะ ftps:// ftp:// และ sftp://)";
        return Err(Trouble::new(Why::Address, why));
    };
    store::ask_and_keep(&owner)
}

/// What was kept for this place, if anything.
pub fn recall(place: &PublishPlace) -> Option<Secret> {
    store::recall(&owner_of(place)?).map(Secret::new)
}

/// Whose password it is: `ftps://office@ftp.example.go.th:21`.
fn owner_of(place: &PublishPlace) -> Option<String> {
    let (scheme, server) = match &place.kind {
        PlaceKind::Ftp(server) if server.tls => ("ftps", server),
        PlaceKind::Ftp(server) => ("ftp", server),
        PlaceKind::Sftp(server) => ("sftp", server),
        _ => return None,
    };
    Some(format!("{scheme}://{}@{}:{}", server.user, server.host.to_ascii_lowercase(), server.port))
}

#[cfg(any(windows, target_os = "macos"))]
mod store {
    use super::{Trouble, Why};

    const SERVICE: &str = "prongsai";

    pub fn ask_and_keep(owner: &str) -> Result<(), Trouble> {
        let failed = |what: &str, error: &dyn std::fmt::Display| Trouble::new(Why::Program, format!("{what}: {error}"));
        let secret = rpassword::prompt_password(format!("รหัสผ่านของ {owner} (จะไม่แสดงขณะพิมพ์): "))
            .map_err(|error| failed("อ่านรหัสผ่านจากหน้าจอไม่ได้", &error))?;
        let entry = keyring::Entry::new(SERVICE, owner).map_err(|error| failed("เปิดที่เก็บรหัสของระบบไม่ได้", &error))?;
        if secret.is_empty() {
            // Nothing typed: what was kept is forgotten.
            return match entry.delete_credential() {
                Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
                Err(error) => Err(failed("ลบรหัสเดิมไม่ได้", &error)),
            };
        }
        entry.set_password(&secret).map_err(|error| failed("เก็บรหัสในระบบไม่ได้", &error))
    }

    pub fn recall(owner: &str) -> Option<String> {
        keyring::Entry::new(SERVICE, owner).ok()?.get_password().ok().filter(|secret| !secret.is_empty())
    }
}

#[cfg(not(any(windows, target_os = "macos")))]
mod store {
    use super::{Trouble, Why};

    pub fn ask_and_keep(_: &str) -> Result<(), Trouble> {
        Err(Trouble::new(
            Why::Program,
            "ระบบนี้ไม่มีที่เก็บรหัสที่ใช้ได้แน่นอน ตั้ง PRONGSAI_PASSWORD ในสภาพแวดล้อมก่อนสั่ง หรือใช้กุญแจใน ssh-agent กับ sftp://",
        ))
    }

    pub fn recall(_: &str) -> Option<String> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::place::Wishes;
    use super::*;

    #[test]
    fn a_password_belongs_to_host_and_user() {
        let owner =
            |to: &str| owner_of(&PublishPlace::read(&Wishes { name: "main", to, ..Wishes::default() }).unwrap());
        assert_eq!(owner("ftps://office@FTP.example.go.th/public_html").unwrap(), "ftps://office@ftp.example.go.th:21");
        assert_ne!(owner("ftps://office@ftp.example.go.th"), owner("ftp://office@ftp.example.go.th"));
        assert_ne!(owner("sftp://a@host"), owner("sftp://b@host"));
        assert_eq!(owner("/srv/www"), None);
    }
}
