//! Provinces, amphoe and tambons of Thailand with their postcodes, from `places.txt` (see README.md beside it).
//! Looks names up and finds the nearest one; whether a wrong name matters is `check`'s decision.

mod names;

use std::sync::OnceLock;

use names::{nearest_of, without_title};

/// A five-digit postcode.
pub type Postcode = u32;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Province(&'static ProvinceEntry);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amphoe(&'static AmphoeRow);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tambon(&'static TambonRow);

#[derive(Debug, PartialEq, Eq)]
struct ProvinceEntry {
    name: &'static str,
    amphoes: std::ops::Range<usize>,
}

#[derive(Debug, PartialEq, Eq)]
struct AmphoeRow {
    name: &'static str,
    province: usize,
    tambons: std::ops::Range<usize>,
}

#[derive(Debug, PartialEq, Eq)]
struct TambonRow {
    name: &'static str,
    amphoe: usize,
    postcode: Postcode,
    /// A second postcode where the sources differ.
    or_postcode: Option<Postcode>,
}

/// Rows in the order of the file: by name within what they belong to.
#[derive(Default)]
struct Gazetteer {
    provinces: Vec<ProvinceEntry>,
    amphoes: Vec<AmphoeRow>,
    tambons: Vec<TambonRow>,
    amphoes_by_name: Vec<u32>,
    tambons_by_name: Vec<u32>,
}

fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
    GAZETTEER.get_or_init(|| Gazetteer::read(include_str!("places.txt")))
}

impl Gazetteer {
    fn read(text: &'static str) -> Self {
        let mut all = Self::default();
        for line in text.lines() {
            match line.strip_prefix('\t') {
                None => {
                    let at = all.amphoes.len();
                    all.provinces.push(ProvinceEntry { name: line, amphoes: at..at });
                }
                Some(amphoe) => all.read_amphoe(amphoe),
            }
        }
        all.amphoes_by_name = sorted_by_name(all.amphoes.iter().map(|row| row.name));
        all.tambons_by_name = sorted_by_name(all.tambons.iter().map(|row| row.name));
        all
    }

    /// `name usual-postcode tambon tambon:postcode tambon:postcode,postcode …`
    fn read_amphoe(&mut self, line: &'static str) {
        let mut words = line.split(' ');
        let (Some(name), Some(usual)) = (words.next(), words.next().and_then(|it| it.parse().ok())) else { return };
        let Some(province) = self.provinces.len().checked_sub(1) else { return };
        let amphoe = self.amphoes.len();
        let first = self.tambons.len();
        for word in words {
            let (name, codes) = word.split_once(':').unwrap_or((word, ""));
            let mut codes = codes.split(',').filter_map(|code| code.parse().ok());
            let postcode = codes.next().unwrap_or(usual);
            self.tambons.push(TambonRow { name, amphoe, postcode, or_postcode: codes.next() });
        }
        self.amphoes.push(AmphoeRow { name, province, tambons: first..self.tambons.len() });
        if let Some(row) = self.provinces.last_mut() {
            row.amphoes.end = self.amphoes.len();
        }
    }
}

fn sorted_by_name<'a>(names: impl Iterator<Item = &'a str>) -> Vec<u32> {
    let names: Vec<&str> = names.collect();
    let mut order: Vec<u32> = (0..u32::try_from(names.len()).unwrap_or(0)).collect();
    order.sort_by_key(|at| names.get(*at as usize).copied());
    order
}

/// Rows of a name, by binary search in an index sorted by name.
fn named<'a, T>(rows: &'a [T], order: &'a [u32], name: &str, name_of: fn(&T) -> &'static str) -> Vec<&'a T> {
    let at = |place: &u32| rows.get(*place as usize);
    let first = order.partition_point(|place| at(place).is_some_and(|row| name_of(row) < name));
    let rest = order.get(first..).unwrap_or_default();
    rest.iter().map_while(at).take_while(|row| name_of(row) == name).collect()
}

impl Province {
    pub fn name(self) -> &'static str {
        self.0.name
    }

    pub fn amphoes(self) -> impl Iterator<Item = Amphoe> {
        gazetteer().amphoes.get(self.0.amphoes.clone()).unwrap_or_default().iter().map(Amphoe)
    }

    /// With or without อำเภอ / เขต; "เมือง" alone is the capital's amphoe.
    pub fn amphoe(self, name: &str) -> Option<Amphoe> {
        let name = without_title(name, &["อำเภอ", "เขต", "กิ่งอำเภอ", "อ."]);
        self.amphoes()
            .find(|it| it.name() == name || (name == "เมือง" && it.name().strip_prefix("เมือง") == Some(self.name())))
    }
}

impl Amphoe {
    pub fn name(self) -> &'static str {
        self.0.name
    }

    pub fn province(self) -> Option<Province> {
        gazetteer().provinces.get(self.0.province).map(Province)
    }

    pub fn tambons(self) -> impl Iterator<Item = Tambon> {
        gazetteer().tambons.get(self.0.tambons.clone()).unwrap_or_default().iter().map(Tambon)
    }

    /// With or without ตำบล / แขวง.
    pub fn tambon(self, name: &str) -> Option<Tambon> {
        let name = without_title(name, &["ตำบล", "แขวง", "ต."]);
        self.tambons().find(|it| it.name() == name)
    }
}

impl Tambon {
    pub fn name(self) -> &'static str {
        self.0.name
    }

    pub fn amphoe(self) -> Option<Amphoe> {
        gazetteer().amphoes.get(self.0.amphoe).map(Amphoe)
    }

    pub fn postcode(self) -> Postcode {
        self.0.postcode
    }

    /// Whether the postcode is the tambon's; where the sources differ, both are.
    pub fn accepts(self, postcode: Postcode) -> bool {
        self.0.postcode == postcode || self.0.or_postcode == Some(postcode)
    }
}

/// In the order of the Thai alphabet's code points.
pub fn provinces() -> impl Iterator<Item = Province> {
    gazetteer().provinces.iter().map(Province)
}

/// With or without จังหวัด; กทม. and อยุธยา are understood.
pub fn province(name: &str) -> Option<Province> {
    let name = names::full_province(without_title(name, &["จังหวัด", "จ."]).as_ref()).to_owned();
    provinces().find(|it| it.name() == name)
}

pub fn amphoe(province_name: &str, name: &str) -> Option<Amphoe> {
    province(province_name)?.amphoe(name)
}

pub fn tambon(province_name: &str, amphoe_name: &str, name: &str) -> Option<Tambon> {
    amphoe(province_name, amphoe_name)?.tambon(name)
}

/// Every amphoe of that name, in the order of the provinces.
pub fn amphoes_named(name: &str) -> Vec<Amphoe> {
    let name = without_title(name, &["อำเภอ", "เขต", "กิ่งอำเภอ", "อ."]);
    let all = gazetteer();
    named(&all.amphoes, &all.amphoes_by_name, &name, |row| row.name).into_iter().map(Amphoe).collect()
}

/// Every tambon of that name, in the order of the provinces and amphoe.
pub fn tambons_named(name: &str) -> Vec<Tambon> {
    let name = without_title(name, &["ตำบล", "แขวง", "ต."]);
    let all = gazetteer();
    named(&all.tambons, &all.tambons_by_name, &name, |row| row.name).into_iter().map(Tambon).collect()
}

/// The province whose name is nearest, if one is near.
pub fn nearest_province(name: &str) -> Option<Province> {
    nearest_of(&without_title(name, &["จังหวัด", "จ."]), provinces(), Province::name)
}

pub fn nearest_amphoe(province: Province, name: &str) -> Option<Amphoe> {
    nearest_of(&without_title(name, &["อำเภอ", "เขต", "กิ่งอำเภอ", "อ."]), province.amphoes(), Amphoe::name)
}

pub fn nearest_tambon(amphoe: Amphoe, name: &str) -> Option<Tambon> {
    nearest_of(&without_title(name, &["ตำบล", "แขวง", "ต."]), amphoe.tambons(), Tambon::name)
}
