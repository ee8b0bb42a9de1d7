//! The input of a province's tiles: every tambon of the gazetteer under its amphoe, and what the site has of each.
//! Authorities of no single tambon stand after those of their amphoe, or by themselves.

use crate::address::AgencyPage;
use crate::chart::Subject;
use crate::chart::tiles::{Tile, TileBlock, TileMap, TileState};
use crate::model::AgencySummary;
use crate::site::page::Page;
use crate::site::{charts, places};
use crate::standards::gazetteer;

/// Fewer authorities than this are told by their lines alone.
const FEWEST: usize = 2;

/// Without the gazetteer nobody knows which tambons there are.
pub fn exists(summaries: &[AgencySummary], province: &str) -> bool {
    let here = places::in_province(summaries, province).filter(|summary| !summary.invented);
    gazetteer::province(province).is_some() && here.count() >= FEWEST
}

pub fn map(page: &Page<'_>, here: &[&AgencySummary], province: &str) -> TileMap {
    let known = gazetteer::province(province);
    // An invented authority is of no tambon that there is.
    let mut placed: Vec<bool> = here.iter().map(|summary| summary.invented).collect();
    let tile = |at: usize, name: String, is_tambon: bool| Tile {
        name,
        authority: Some(here[at].short_name.clone()),
        href: Some(page.to(&here[at].at(&AgencyPage::Home))),
        state: state(here[at]),
        is_tambon,
        of: Some(Subject::One(at)),
    };
    let mut blocks: Vec<TileBlock> = Vec::new();
    for amphoe in known.into_iter().flat_map(gazetteer::Province::amphoes) {
        let of_amphoe = |summary: &AgencySummary| summary.amphoe.as_deref() == Some(amphoe.name());
        let mut tiles = Vec::new();
        for tambon in amphoe.tambons() {
            let before = tiles.len();
            for (at, summary) in here.iter().enumerate() {
                if !placed[at] && of_amphoe(summary) && summary.tambon.as_deref() == Some(tambon.name()) {
                    placed[at] = true;
                    tiles.push(tile(at, tambon.name().to_owned(), true));
                }
            }
            if tiles.len() == before {
                tiles.push(Tile {
                    name: tambon.name().to_owned(),
                    authority: None,
                    href: None,
                    state: TileState::NoPlan,
                    is_tambon: true,
                    of: None,
                });
            }
        }
        for (at, summary) in here.iter().enumerate() {
            if !placed[at] && of_amphoe(summary) {
                placed[at] = true;
                tiles.push(tile(at, summary.short_name.clone(), false));
            }
        }
        blocks.push(TileBlock { name: amphoe.name().to_owned(), tiles });
    }
    // What the gazetteer does not know, under the names that its authors give.
    for (at, summary) in here.iter().enumerate().filter(|(at, _)| !placed[*at]) {
        let name = match summary.amphoe.as_deref() {
            Some(amphoe) => amphoe.to_owned(),
            None => page.word("amphoe_not_stated").to_owned(),
        };
        let tile = tile(at, summary.short_name.clone(), false);
        match blocks.iter_mut().find(|block| block.name == name) {
            Some(block) => block.tiles.push(tile),
            None => blocks.push(TileBlock { name, tiles: vec![tile] }),
        }
    }
    TileMap { about: places::name_of(page, province).into_owned(), blocks, complete: known.is_some() }
}

fn state(summary: &AgencySummary) -> TileState {
    let Some(year) = summary.newest_year() else { return TileState::NoPlan };
    let counts = charts::counts(&year.tally);
    match (year.round_months, year.tally.states_status()) {
        (0, _) => TileState::NoReport(counts.all()),
        (_, false) => TileState::Untold(counts.all()),
        (_, true) => TileState::Told(counts),
    }
}
