//! `prongsai licences`: what of others is inside the program, and under which licence; with `--format json` as a bill of
//! materials (CycloneDX 1.5). The list is `licences.tsv`, which `tests/licences` writes from `cargo metadata`; a test holds it against `Cargo.lock`.

use serde_json::json;

use crate::command::arguments::OutputFormat;
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};

const LIST: &str = include_str!("licences.tsv");

struct LicensedPart {
    name: &'static str,
    version: &'static str,
    licence: &'static str,
    place: &'static str,
}

fn parts() -> impl Iterator<Item = LicensedPart> {
    LIST.lines().filter_map(|line| {
        let mut cells = line.split('\t');
        Some(LicensedPart { name: cells.next()?, version: cells.next()?, licence: cells.next()?, place: cells.next()? })
    })
}

pub fn run(terminal: &Terminal) -> Result<Outcome, Failure> {
    if terminal.format == OutputFormat::Json {
        terminal.result(&bill().to_string());
        return Ok(Outcome::Fine);
    }
    for LicensedPart { name, version, licence, place } in parts() {
        terminal.result(&format!("{name} {version}\t{}\t{place}", expression(licence)));
    }
    Ok(Outcome::Fine)
}

/// `MIT/Apache-2.0` of old crates is `MIT OR Apache-2.0`.
fn expression(licence: &str) -> String {
    licence.replace('/', " OR ")
}

fn bill() -> serde_json::Value {
    let components: Vec<_> = parts()
        .map(|part| {
            let licences = json!([{ "expression": expression(part.licence) }]);
            let links = json!([{ "type": "website", "url": part.place }]);
            if part.version.is_empty() {
                return json!({ "type": "file", "name": part.name, "licenses": licences, "externalReferences": links });
            }
            let url = format!("pkg:cargo/{}@{}", part.name, part.version);
            let mut component = json!({
                "type": "library", "bom-ref": url, "name": part.name, "version": part.version, "purl": url,
                "licenses": licences
            });
            if !part.place.is_empty() {
                component["externalReferences"] = links;
            }
            component
        })
        .collect();
    let own = json!({ "type": "application", "name": "prongsai", "version": env!("CARGO_PKG_VERSION") });
    json!({ "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "metadata": { "component": own }, "components": components })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_list_is_of_what_is_built() {
        let lock: toml::Table = toml::from_str(include_str!("../../Cargo.lock")).unwrap();
        let text = |package: &toml::Value, key: &str| package[key].as_str().unwrap().to_owned();
        let packages = lock["package"].as_array().unwrap();
        let locked: BTreeSet<(String, String)> =
            packages.iter().map(|package| (text(package, "name"), text(package, "version"))).collect();
        // Lists of words have a version and are no crate.
        for part in parts().filter(|part| !part.version.is_empty() && !part.name.contains(" (")) {
            assert!(!part.licence.is_empty() && part.licence != "?", "{}", part.name);
            assert!(
                locked.contains(&(part.name.to_owned(), part.version.to_owned())),
                "{} {}",
                part.name,
                part.version
            );
        }
        let known: BTreeSet<&str> = parts().map(|part| part.name).collect();
        let own: toml::Table = toml::from_str(include_str!("../../Cargo.toml")).unwrap();
        for name in own["dependencies"].as_table().unwrap().keys() {
            assert!(known.contains(name.as_str()), "{name} is not in the list: run tests/licences");
        }
    }

    #[test]
    fn the_bill_names_every_part() {
        let bill = bill();
        assert_eq!(bill["components"].as_array().unwrap().len(), LIST.lines().count());
        assert_eq!(bill["bomFormat"], "CycloneDX");
    }
}
