//! The authority's own name, place and kind, and the names of the portal's other authorities, ready for comparing.

use crate::check::{AgencyHead, AgencyName};
use crate::source::meta::{AgencyMeta, AgencyType};
use crate::standards::gazetteer::{self, Amphoe, Province};
use crate::thai;

/// Words before an authority's name, the longest first. The misread ones are `T410`'s to tell.
pub const AUTHORITY_WORDS: [&str; 14] = [
    "องค์การบริหารส่วนจังหวัด",
    "องค์กรบริหารส่วนจังหวัด",
    "องค์การบริหารส่วนตำบล",
    "องค์กรบริหารส่วนตำบล",
    "องค์กรบริการส่วนตำบล",
    "องค์การบริการส่วนตำบล",
    "องค์กรส่วนตำบล",
    "เทศบาลตำบล",
    "เทศบาลเมือง",
    "เทศบาลนคร",
    "อบต.",
    "อบจ.",
    "ทต.",
    "ทม.",
];

pub struct Own {
    /// As agency.md gives it.
    pub name: String,
    /// The bare name: `นากอก`.
    pub base: String,
    pub kind: AgencyType,
    /// Bare names that `also_written` declares, and the tambon's where it is another.
    pub variants: Vec<String>,
    pub tambon: Option<String>,
    pub amphoe: Option<String>,
    pub province: Option<String>,
    pub amphoe_known: Option<Amphoe>,
    pub province_known: Option<Province>,
}

pub fn bare(name: &str) -> &str {
    let name = name.trim();
    let from = AUTHORITY_WORDS.iter().filter_map(|word| name.rfind(word).map(|at| at + word.len())).max().unwrap_or(0);
    name[from..].trim()
}

impl Own {
    pub fn of(meta: &AgencyMeta) -> Self {
        let text = |field: &Option<crate::span::Spanned<String>>, words: &[&str]| {
            field.as_ref().map(|field| {
                let value = field.value.trim();
                words.iter().find_map(|word| value.strip_prefix(word)).unwrap_or(value).trim().to_owned()
            })
        };
        let base = bare(&meta.name.value).to_owned();
        let tambon = text(&meta.tambon, &["ตำบล", "แขวง", "ต."]);
        let amphoe = text(&meta.amphoe, &["อำเภอ", "เขต", "อ."]);
        let province = text(&meta.province, &["จังหวัด", "จ."]);
        let mut variants: Vec<String> = meta.also_written.iter().map(|name| bare(&name.value).to_owned()).collect();
        variants.retain(|name| *name != base && !name.is_empty());
        variants.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        variants.dedup();
        let province_known = province.as_deref().and_then(gazetteer::province);
        let amphoe_known = province_known.and_then(|province| province.amphoe(amphoe.as_deref()?));
        Self {
            name: meta.name.value.clone(),
            base,
            kind: meta.agency_type,
            variants,
            tambon,
            amphoe,
            province,
            amphoe_known,
            province_known,
        }
    }

    pub fn place(&self) -> String {
        let parts = [("ตำบล", &self.tambon), ("อำเภอ", &self.amphoe), ("จังหวัด", &self.province)];
        let parts: Vec<String> =
            parts.iter().filter_map(|(word, name)| name.as_ref().map(|name| format!("{word}{name}"))).collect();
        parts.join(" ")
    }

    /// Why the program holds one spelling for the right one.
    pub fn how_known(&self) -> String {
        let in_register = self.amphoe_known.is_some_and(|amphoe| amphoe.tambon(&self.base).is_some());
        match (&self.amphoe, &self.province) {
            (Some(amphoe), Some(province)) if in_register => {
                format!("ทะเบียนตำบลมี `{}` ในอำเภอ{amphoe} จังหวัด{province} จึงถือว่าเป็นชื่อที่ถูก", self.base)
            }
            _ => format!("ถือตาม `name` ใน agency.md คือ `{}`", self.base),
        }
    }

    /// Whether the word is the own name, one or two letters off, and no place of its own that would explain it.
    pub fn is_near(&self, word: &str) -> bool {
        let letters = self.base.chars().count();
        let most = match letters {
            0..=3 => return false,
            4 => 1,
            _ => 2,
        };
        word != self.base && crate::standards::heads::distance(word, &self.base, most).is_some()
    }
}

/// Another authority of the portal.
pub struct Other {
    pub base: String,
    pub place: String,
}

pub fn others(agency: AgencyHead<'_>, names: &[AgencyName]) -> Vec<Other> {
    let mut others: Vec<Other> = names
        .iter()
        .filter(|name| name.slug != agency.slug)
        .map(|name| Other {
            base: thai::repair(bare(&name.name)).into_owned(),
            place: [("อำเภอ", &name.amphoe), ("จังหวัด", &name.province)]
                .iter()
                .filter_map(|(word, part)| part.as_ref().map(|part| format!("{word}{part}")))
                .collect::<Vec<_>>()
                .join(" "),
        })
        .filter(|other| !other.base.is_empty() && other.base != bare(&agency.meta.name.value))
        .collect();
    others.sort_by(|a, b| b.base.len().cmp(&a.base.len()).then_with(|| a.base.cmp(&b.base)));
    others
}
