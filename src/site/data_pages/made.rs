//! An agency's tables and files, made on first use, and what all that is given away has in common: address and licence.

use crate::address::{PortalData, PortalPage};
use crate::open_data::bundle::{self, Made};
use crate::open_data::licence::Licence;
use crate::open_data::table::Shape;
use crate::open_data::tables::TableSource;
use crate::open_data::value::Value;
use crate::site::ground::{AgencySite, Site, is_published};
use crate::site::linker::absolute;
use crate::thai::FiscalYear;

pub fn schema_url(shape: &Shape) -> String {
    PortalPage::Data(PortalData::Schema(shape.name)).address()
}

/// The address to print in data: absolute where the site knows its own.
pub fn address(site: &Site, url: &str) -> String {
    match &site.settings.base_url {
        Some(base) => absolute(base, url),
        None => url.to_owned(),
    }
}

pub fn licence(site: &Site) -> Licence {
    Licence::read(site.settings.licence.as_deref())
}

/// The agency's tables and files; made on first use.
pub fn made<'a>(site: &Site, agency: &'a AgencySite) -> &'a Made {
    let address = |url: &str| address(site, url);
    let published = |id| is_published(agency.agency.document(id), site);
    let source =
        TableSource { agency: &agency.agency, findings: agency.told(site), address: &address, published: &published };
    let licence = licence(site);
    let schema = |shape: &Shape| address(&schema_url(shape));
    agency.data.get(&source, &bundle::BundleSettings { licence: &licence, schema: &schema })
}

/// Items of a year by code, each with the words that make it: what the change log watches.
pub fn item_words(site: &Site, agency: &AgencySite, year: FiscalYear) -> Vec<(String, String)> {
    let made = made(site, agency);
    let tables = made.tables.iter().filter(|(scope, _)| *scope == bundle::Scope::Year(year));
    let items = tables.flat_map(|(_, tables)| tables).find(|table| table.shape.name == "items");
    let Some(items) = items else { return Vec::new() };
    let code = items.shape.columns.iter().position(|column| column.name == "code").unwrap_or(0);
    let row_words = |row: &Vec<Value>| {
        let cells = items.shape.columns.iter().zip(row).filter(|(column, _)| column.name != "url");
        cells.map(|(_, cell)| cell.plain()).collect::<Vec<_>>().join("\u{1f}")
    };
    items.rows.iter().map(|row| (row[code].plain(), row_words(row))).collect()
}
