//! Names, leftovers, wording, completeness, accessibility and personal data: a clean authority of 200 items and three
//! years gives no finding under any rule, and of single faults sown into it nearly all are found, at their line.
//! The faults of figures, lists and dates are `check_precision`'s.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod corpus;
mod faults;

use prongsai::check::{self, AgencyName, AgencyNames, Context, Located, locate};
use prongsai::finding::Findings;
use prongsai::model::{Sources, load_agency, load_portal};
use prongsai::source::{Files, Memory};
use prongsai::standards::Standards;
use prongsai::thai::Date;

use corpus::{PHOTO, Site, site};
use faults::FAULTS;

fn checked(site: &Site) -> Vec<Located> {
    let mut files = Memory::default().with("photo.svg", PHOTO);
    for (path, lines) in site {
        files = files.with(path, &format!("{}\n", lines.join("\n")));
    }
    let standards = Standards::embedded();
    let mut findings = Findings::default();
    let sources = Sources::share_out(files.list(&mut findings).unwrap());
    let portal = load_portal(&files, &sources, standards, &mut findings);
    let mut loaded = Findings::default();
    let agency = load_agency(&files, &sources.agencies[0], standards, &mut loaded).unwrap();
    let neighbour = AgencyName {
        slug: "other".to_owned(),
        name: "องค์การบริหารส่วนตำบลโคกหินแฮ่".to_owned(),
        amphoe: Some("เรณูนคร".to_owned()),
        province: Some("นครพนม".to_owned()),
        ..AgencyName::default()
    };
    let names = AgencyNames::from_iter([AgencyName::of(&agency.slug, &agency.meta), neighbour]);
    let today = Date::from_be(2567, 1, 15).unwrap();
    let context = Context { standards, today, portal: &portal.meta, agencies: &names };
    let found = check::check_agency(&agency, loaded, &context);
    locate(found.iter(), &|file| {
        let document = agency.documents.iter().find(|document| document.file == file);
        document.map(|document| (document.path.clone(), document.text.clone()))
    })
}

fn shown(found: &[Located]) -> Vec<String> {
    found
        .iter()
        .take(12)
        .map(|found| format!("{}:{} {} {}", found.primary.path, found.primary.line, found.code, found.message))
        .collect()
}

#[test]
fn a_clean_authority_of_200_items_and_three_years_has_no_finding() {
    let found = checked(&site(200, 2564..=2566));
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), shown(&found).join("\n"));
}

pub struct Dice(u64);

impl Dice {
    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(most).unwrap()).unwrap()
    }
}

#[test]
fn single_faults_are_found_at_their_line() {
    const EACH: usize = 13;
    let clean = site(40, 2564..=2564);
    let mut dice = Dice(2569);
    let (mut sown, mut missed) = (0, Vec::new());
    assert!(checked(&clean).is_empty(), "{}", shown(&checked(&clean)).join("\n"));
    for fault in FAULTS {
        let places: Vec<usize> =
            clean[fault.path].iter().enumerate().filter(|(_, line)| (fault.fits)(line)).map(|(at, _)| at).collect();
        assert!(!places.is_empty(), "{}", fault.name);
        for _ in 0..EACH {
            let at = places[dice.below(places.len())];
            let line = &clean[fault.path][at];
            let faulty = (fault.sow)(line, &mut dice);
            assert_ne!(*line, faulty, "{} changes nothing", fault.name);
            let told_at = at + 1..=at + 1 + faulty.matches('\n').count();
            let mut files = clean.clone();
            files.get_mut(fault.path).unwrap()[at] = faulty.clone();
            let found = checked(&files);
            sown += 1;
            let tells = found.iter().any(|finding| {
                fault.codes.contains(&finding.code.as_str())
                    && std::iter::once(&finding.primary)
                        .chain(&finding.secondary)
                        .any(|place| &*place.path == fault.path && told_at.contains(&(place.line as usize)))
            });
            if !tells {
                missed.push(format!("{}: {faulty}\n    {}", fault.name, shown(&found).join("\n    ")));
            }
        }
    }
    println!("{} of {sown} faults found", sown - missed.len());
    assert!(sown >= 300, "{sown}");
    assert!(missed.len() * 100 <= sown * 3, "{} of {sown} missed:\n{}", missed.len(), missed.join("\n"));
}
