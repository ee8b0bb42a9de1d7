//! `members:` of `portal.md`: sites of others that stand under the portal, each by its address or by a folder of this disk.
//! Says only where they are; nothing is fetched here.

use crate::finding::{Finding, code};
use crate::source::fields::Fields;
use crate::span::Spanned;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MemberPlace {
    /// Where the public reads it; without a slash at the end.
    Address(String),
    /// A site that was built or copied here, from the folder in which the content folder stands.
    Folder(String),
}

impl MemberPlace {
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let Some((scheme, rest)) = text.split_once("://") else {
            return match text {
                "" => Err("ว่างเปล่า"),
                folder => Ok(Self::Folder(folder.to_owned())),
            };
        };
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let host = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((host, _)) => host,
            None => authority.split(':').next().unwrap_or(""),
        };
        let is_number = |part: &str| part.parse::<u8>().is_ok();
        let is_loopback = host.starts_with("127.") && host.split('.').count() == 4 && host.split('.').all(is_number);
        let is_here = is_loopback || ["localhost", "::1"].contains(&host);
        if host.is_empty() || authority.contains('@') || path.contains(['?', '#', '\\', '%']) {
            return Err("ไม่ใช่ที่อยู่ของเว็บทั้งเว็บ (ไม่มี @ ? # % ในที่อยู่)");
        }
        if text.chars().any(|letter| letter.is_control() || letter.is_whitespace()) {
            return Err("มีช่องว่าง");
        }
        if scheme != "https" && !(scheme == "http" && is_here) {
            return Err("ต้องเป็น https:// เพราะข้อมูลที่มาทาง http:// ถูกแก้กลางทางได้");
        }
        Ok(Self::Address(text.trim_end_matches('/').to_owned()))
    }

    pub fn as_written(&self) -> &str {
        match self {
            Self::Address(place) | Self::Folder(place) => place,
        }
    }
}

pub fn read_members(fields: &mut Fields<'_>) -> Vec<Spanned<MemberPlace>> {
    let mut members: Vec<Spanned<MemberPlace>> = Vec::new();
    for text in fields.texts("members") {
        match MemberPlace::parse(&text.value) {
            Ok(place) if members.iter().any(|known| known.value == place) => fields.report(
                Finding::of(code::S012, text.span, format!("เว็บสมาชิก `{}` เขียนไว้สองครั้ง", text.value))
                    .english(format!("the member `{}` is listed twice", text.value))
                    .help("ลบบรรทัดที่ซ้ำ"),
            ),
            Ok(place) => members.push(Spanned::new(place, text.span)),
            Err(why) => fields.report(
                Finding::of(code::S012, text.span, format!("เว็บสมาชิก `{}` ใช้ไม่ได้: {why}", text.value))
                    .english(format!("`{}` is no address of a member site", text.value))
                    .help("ตัวอย่างที่ถูก: `members: [https://surin.example.go.th/, ../sisaket/output]`"),
            ),
        }
    }
    members
}
