//! `kind: agency`: who the authority is, where it is, and how to reach it.

use crate::finding::{Finding, code};
use crate::source::fields::Fields;
use crate::source::meta::publish::{PublishMeta, read_publish};
use crate::source::meta::records::PortalMeta;
use crate::span::Spanned;
use crate::thai::Date;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AgencyType {
    /// องค์การบริหารส่วนตำบล
    Sao,
    /// เทศบาล
    Municipality,
    /// องค์การบริหารส่วนจังหวัด
    Pao,
    Other,
}

impl AgencyType {
    pub fn name_th(self) -> &'static str {
        match self {
            AgencyType::Sao => "องค์การบริหารส่วนตำบล",
            AgencyType::Municipality => "เทศบาล",
            AgencyType::Pao => "องค์การบริหารส่วนจังหวัด",
            AgencyType::Other => "หน่วยงาน",
        }
    }

    pub fn key(self) -> &'static str {
        match self {
            AgencyType::Sao => "sao",
            AgencyType::Municipality => "municipality",
            AgencyType::Pao => "pao",
            AgencyType::Other => "other",
        }
    }

    pub const CHOICES: &'static [(&'static str, AgencyType)] = &[
        ("sao", AgencyType::Sao),
        ("municipality", AgencyType::Municipality),
        ("pao", AgencyType::Pao),
        ("other", AgencyType::Other),
        ("อบต.", AgencyType::Sao),
        ("องค์การบริหารส่วนตำบล", AgencyType::Sao),
        ("เทศบาล", AgencyType::Municipality),
        ("เทศบาลตำบล", AgencyType::Municipality),
        ("เทศบาลเมือง", AgencyType::Municipality),
        ("เทศบาลนคร", AgencyType::Municipality),
        ("อบจ.", AgencyType::Pao),
        ("องค์การบริหารส่วนจังหวัด", AgencyType::Pao),
    ];
}

#[derive(Clone, Debug)]
pub struct AgencyMeta {
    pub name: Spanned<String>,
    pub short_name: Option<Spanned<String>>,
    pub agency_type: AgencyType,
    pub tambon: Option<Spanned<String>>,
    pub amphoe: Option<Spanned<String>>,
    pub province: Option<Spanned<String>>,
    pub postcode: Option<Spanned<String>>,
    /// Spellings of the own name that source documents print.
    pub also_written: Vec<Spanned<String>>,
    pub contact: Contact,
    pub complaints: Vec<ComplaintChannel>,
    pub officials: Vec<Official>,
    pub emblem: Option<Spanned<String>>,
    pub colour: Option<Spanned<String>>,
    pub banner: Option<Spanned<String>>,
    /// Of a site of this agency alone.
    pub publish: Vec<PublishMeta>,
    /// Its address, digits, languages, theme and licence: of a site of this agency alone, too.
    pub site: PortalMeta,
    /// Whether there is no such authority: every page of it says so, and no register is asked for its place.
    pub invented: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Contact {
    pub address: Option<Spanned<String>>,
    pub phone: Vec<Spanned<String>>,
    pub fax: Option<Spanned<String>>,
    pub email: Option<Spanned<String>>,
    pub website: Option<Spanned<String>>,
    pub facebook: Option<Spanned<String>>,
    pub line: Option<Spanned<String>>,
    pub hours: Option<Spanned<String>>,
    /// The public half of the key that signs the site: kind and letters, without the comment.
    pub signing_key: Option<Spanned<String>>,
}

#[derive(Clone, Debug)]
pub struct ComplaintChannel {
    pub channel: Spanned<String>,
    pub value: Option<Spanned<String>>,
    pub url: Option<Spanned<String>>,
}

#[derive(Clone, Debug)]
pub struct Official {
    pub name: Spanned<String>,
    pub position: Option<Spanned<String>>,
    pub office: Option<Spanned<String>>,
    pub phone: Option<Spanned<String>>,
    pub from: Option<Spanned<Date>>,
    pub until: Option<Spanned<Date>>,
}

impl AgencyMeta {
    pub fn read(fields: &mut Fields<'_>) -> Self {
        let name = fields.required_text("name", "องค์การบริหารส่วนตำบลตัวอย่าง");
        let agency_type = match fields.choice("type", AgencyType::CHOICES) {
            Some(stated) => stated.value,
            None => AgencyType::Other,
        };
        Self {
            name: name.unwrap_or_default(),
            short_name: fields.text("short_name"),
            agency_type,
            tambon: fields.text("tambon"),
            amphoe: fields.text("amphoe"),
            province: fields.text("province"),
            postcode: fields.text("postcode"),
            also_written: fields.texts("also_written"),
            contact: fields.map("contact").map(Contact::read).unwrap_or_default(),
            complaints: fields.maps("complaints").into_iter().filter_map(ComplaintChannel::read).collect(),
            officials: fields.maps("officials").into_iter().filter_map(Official::read).collect(),
            emblem: fields.text("emblem"),
            colour: fields.text("colour"),
            banner: fields.text("banner"),
            publish: read_publish(fields),
            site: PortalMeta::read_site(fields),
            invented: fields.flag("invented").is_some_and(|flag| flag.value),
        }
    }
}

impl Contact {
    fn read(mut fields: Fields<'_>) -> Self {
        let contact = Self {
            address: fields.text("address"),
            phone: fields.texts("phone"),
            fax: fields.text("fax"),
            email: fields.text("email"),
            website: fields.text("website"),
            facebook: fields.text("facebook"),
            line: fields.text("line"),
            hours: fields.text("hours"),
            signing_key: fields.text("signing_key").and_then(|key| public_key(&fields, key)),
        };
        fields.finish();
        contact
    }
}

/// What stands in a `.pub` file. Whatever else it may be is not quoted: it could be the private half.
fn public_key(fields: &Fields<'_>, key: Spanned<String>) -> Option<Spanned<String>> {
    let mut words = key.value.split_whitespace();
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    match (words.next(), words.next()) {
        (Some(kind), Some(letters))
            if ["ssh-", "ecdsa-", "sk-"].iter().any(|known| kind.starts_with(known))
                && kind.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-@.".contains(&byte))
                && letters.starts_with("AAAA")
                && letters.bytes().all(is_letter) =>
        {
            Some(Spanned::new(format!("{kind} {letters}"), key.span))
        }
        _ => {
            fields.report(
                Finding::of(code::S012, key.span, "`signing_key` ไม่ใช่กุญแจสาธารณะของ SSH จึงไม่ขึ้นเว็บ")
                    .english("this is no public key of SSH")
                    .help("ใส่เนื้อความของไฟล์ที่ลงท้าย .pub เท่านั้น เช่น `signing_key: ssh-ed25519 AAAAC3Nza…` ถ้าเผลอใส่กุญแจลับไว้ ให้ลบออกแล้วสร้างกุญแจใหม่"),
            );
            None
        }
    }
}

impl ComplaintChannel {
    fn read(mut fields: Fields<'_>) -> Option<Self> {
        let channel = fields.required_text("channel", "โทรศัพท์");
        let value = fields.text("value");
        let url = fields.text("url");
        fields.finish();
        Some(Self { channel: channel?, value, url })
    }
}

impl Official {
    fn read(mut fields: Fields<'_>) -> Option<Self> {
        let name = fields.required_text("name", "นายสมชาย ใจดี");
        let position = fields.text("position");
        let office = fields.text("office");
        let phone = fields.text("phone");
        let from = fields.date("from");
        let until = fields.date("until");
        fields.finish();
        Some(Self { name: name?, position, office, phone, from, until })
    }
}
