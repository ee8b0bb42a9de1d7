//! Data files against the model that pages show: the same counts, nothing empty, the same bytes every time.

use prongsai::open_data::bundle::{self, Scope};
use prongsai::open_data::table::Table;
use prongsai::open_data::tables::shapes;
use prongsai::open_data::value::Value;
use prongsai::site::data_pages::made;
use prongsai::thai::Round;

use crate::{agency, sample};

const AGENCIES: [&str; 5] = ["mueang-noi", "na-kok", "na-liang", "phipun", "tha-samet"];

fn cell<'t>(table: &'t Table, row: &'t [Value], name: &str) -> &'t Value {
    let at = table.shape.columns.iter().position(|column| column.name == name).expect(name);
    &row[at]
}

fn text(value: &Value) -> &str {
    match value {
        Value::Text(text) => text,
        _ => "",
    }
}

#[test]
fn every_row_has_a_cell_for_every_column() {
    for shape in shapes() {
        let names: Vec<&str> = shape.columns.iter().map(|column| column.name).collect();
        let mut distinct = names.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), names.len(), "{}", shape.name);
        assert!(
            names.iter().all(|name| name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'))
        );
        assert!(shape.key.iter().all(|key| names.contains(key)), "{}", shape.name);
    }
    let engine = sample();
    for slug in AGENCIES {
        let site = agency(&engine, slug);
        for (scope, tables) in &made(&engine.site, &site).tables {
            for table in tables {
                for row in &table.rows {
                    assert_eq!(row.len(), table.shape.columns.len(), "{slug} {scope:?} {}", table.shape.name);
                }
            }
        }
    }
}

#[test]
fn routes_and_files_are_the_same_set() {
    let engine = sample();
    for slug in AGENCIES {
        let site = agency(&engine, slug);
        let made = made(&engine.site, &site);
        let listed = bundle::files(&site.agency);
        let mut sorted = listed.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, made.files.keys().copied().collect::<Vec<_>>(), "{slug}");
        for (file, bytes) in &made.files {
            assert!(!bytes.is_empty(), "{slug} {file:?}");
            assert!(!bytes.starts_with(b"\xEF\xBB\xBF"), "{file:?}");
        }
        for year in &site.agency.years {
            for promise in &year.promises {
                assert!(made.items.contains_key(&(year.year, promise.code.to_string())), "{slug} {}", promise.code);
            }
        }
    }
}

#[test]
fn rows_add_up_to_what_the_pages_say() {
    let engine = sample();
    let mut seen = 0;
    for slug in AGENCIES {
        let site = agency(&engine, slug);
        let made = made(&engine.site, &site);
        for year in &site.agency.years {
            let tables = &made.tables.iter().find(|(scope, _)| *scope == Scope::Year(year.year)).unwrap().1;
            let Some(items) = tables.iter().find(|table| table.shape.name == "items") else { continue };
            let tally = year.tally(&site.agency);
            let count =
                |word: &str| items.rows.iter().filter(|row| text(cell(items, row, "status")) == word).count() as i64;
            let sum = |column: &str| {
                items
                    .rows
                    .iter()
                    .filter_map(|row| match cell(items, row, column) {
                        Value::Money(satang) => Some(*satang),
                        _ => None,
                    })
                    .sum::<i64>()
            };
            let satang = |money: prongsai::thai::StatedMoney| money.amount().map_or(0, |money| money.satang());
            assert_eq!(items.rows.len() as i64, tally.items, "{slug}");
            assert_eq!(count("done"), tally.done, "{slug}");
            assert_eq!(count("in_progress"), tally.in_progress, "{slug}");
            assert_eq!(count("not_done"), tally.not_done, "{slug}");
            assert_eq!(count("awaiting"), tally.awaiting, "{slug}");
            assert_eq!(count("not_stated"), tally.not_stated, "{slug}");
            assert_eq!(sum("plan_baht"), satang(tally.plan), "{slug}");
            assert_eq!(sum("ordinance_baht"), satang(tally.ordinance), "{slug}");
            assert_eq!(sum("disbursed_baht"), satang(tally.disbursed), "{slug}");
            seen += tally.items;
        }
        for report in &site.agency.reports {
            let scope = Scope::Report(report.year, report.round);
            let tables = &made.tables.iter().find(|(known, _)| *known == scope).unwrap().1;
            let rows =
                |name: &str| tables.iter().find(|table| table.shape.name == name).map_or(0, |table| table.rows.len());
            assert_eq!(rows("entries"), report.entries.len());
            assert_eq!(rows("eplan"), report.eplan.len());
            assert_eq!(rows("declared"), report.declared.len());
        }
    }
    assert_eq!(seen, 63 + 66 + 32 + 14);
}

#[test]
fn the_figures_of_na_kok_are_those_of_its_report() {
    let engine = sample();
    let site = agency(&engine, "na-kok");
    let made = made(&engine.site, &site);
    let year = site.agency.years.iter().find(|year| year.year.be() == 2564).unwrap();
    let scope = Scope::Report(year.year, Round::TwelveMonths);
    let tables = &made.tables.iter().find(|(known, _)| *known == scope).unwrap().1;
    let tally = tables.iter().find(|table| table.shape.name == "tally").unwrap();
    let all = tally.rows.iter().find(|row| text(cell(tally, row, "dimension")) == "all").unwrap();
    assert_eq!(cell(tally, all, "done"), &Value::Integer(49));
    assert_eq!(cell(tally, all, "score_percent"), &Value::Percent(8095));
    assert_eq!(cell(tally, all, "completion_percent"), &Value::Percent(7778));
    let declared = tables.iter().find(|table| table.shape.name == "declared").unwrap();
    let score = declared.rows.iter().find(|row| text(cell(declared, row, "quantity")) == "score").unwrap();
    assert_eq!(cell(declared, score, "value").plain(), "80.95");
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    let (one, other) = (sample(), sample());
    for slug in AGENCIES {
        let (one_site, other_site) = (agency(&one, slug), agency(&other, slug));
        let (a, b) = (made(&one.site, &one_site), made(&other.site, &other_site));
        assert_eq!(a.files, b.files, "{slug}");
        assert_eq!(a.items, b.items, "{slug}");
    }
}
