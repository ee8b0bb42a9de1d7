//! The national frameworks of four dimensions and their missions, as `frameworks/*.toml` states them.
//! Data only: which framework a plan follows is the model's decision.

use serde::Deserialize;

use super::{Standards, heads};

/// How sure we are of an entry: an authority can correct the rest in `content/_standards/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// A published source says so.
    Found,
    /// Read in a real authority's document.
    Seed,
    /// From memory, not verified.
    Memory,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Framework {
    pub id: u16,
    /// Fiscal years, Buddhist era.
    pub first_year: u16,
    pub last_year: u16,
    pub name: String,
    pub name_en: String,
    pub source: String,
    pub dimensions: Vec<Dimension>,
    pub missions: Vec<Mission>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    pub number: u8,
    pub name: String,
    pub name_en: String,
    /// Other wordings that mean the same.
    #[serde(default)]
    pub also: Vec<String>,
    pub certainty: Certainty,
    pub source: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mission {
    /// `1.1` or `2.2.3`.
    pub code: String,
    pub name: String,
    pub name_en: String,
    #[serde(default)]
    pub also: Vec<String>,
    pub certainty: Certainty,
    pub source: String,
}

impl Mission {
    pub fn dimension(&self) -> Option<u8> {
        self.code.bytes().next().filter(u8::is_ascii_digit).map(|digit| digit - b'0')
    }
}

impl Framework {
    pub fn by_id(id: u16) -> Option<&'static Self> {
        Standards::embedded().framework(id)
    }

    /// Whether the framework was made for that year; after its last year it is only the newest one known.
    pub fn covers(&self, year: u16) -> bool {
        (self.first_year..=self.last_year).contains(&year)
    }

    pub fn dimension(&self, number: u8) -> Option<&Dimension> {
        self.dimensions.iter().find(|dimension| dimension.number == number)
    }

    pub fn mission(&self, code: &str) -> Option<&Mission> {
        self.missions.iter().find(|mission| mission.code == code)
    }

    /// In the order of their codes.
    pub fn missions_of(&self, dimension: u8) -> impl Iterator<Item = &Mission> {
        self.missions.iter().filter(move |mission| mission.dimension() == Some(dimension))
    }

    /// The dimension whose name or accepted wording this is, spaces and punctuation aside.
    pub fn dimension_named(&self, name: &str) -> Option<&Dimension> {
        let wanted = heads::fold(name);
        self.dimensions.iter().find(|dimension| says(&dimension.name, &dimension.also, &wanted))
    }

    /// What makes this file unusable, if anything does.
    pub(super) fn fault(&self) -> Option<String> {
        if self.first_year > self.last_year {
            return Some(format!("ปีแรก {} อยู่หลังปีสุดท้าย {}", self.first_year, self.last_year));
        }
        let numbers: Vec<u8> = self.dimensions.iter().map(|dimension| dimension.number).collect();
        if numbers != [1, 2, 3, 4] {
            return Some("ต้องมีมิติ 1 2 3 4 ครบและเรียงตามลำดับ".to_owned());
        }
        for (place, mission) in self.missions.iter().enumerate() {
            let parts: Vec<Option<u8>> = mission.code.split('.').map(|part| part.parse().ok()).collect();
            let known_dimension = parts.first().copied().flatten().is_some_and(|n| (1..=4).contains(&n));
            if !(2..=3).contains(&parts.len()) || parts.contains(&None) || !known_dimension {
                return Some(format!("รหัสภารกิจ “{}” ไม่ถูกต้อง ตัวอย่างที่ถูก: 2.2.3", mission.code));
            }
            if self.missions[..place].iter().any(|other| other.code == mission.code) {
                return Some(format!("รหัสภารกิจ {} ซ้ำกัน", mission.code));
            }
        }
        None
    }
}

fn says(name: &str, also: &[String], wanted: &str) -> bool {
    std::iter::once(name).chain(also.iter().map(String::as_str)).any(|wording| heads::fold(wording) == wanted)
}
