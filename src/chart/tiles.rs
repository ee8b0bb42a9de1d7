//! A province as tiles: one for each tambon, in blocks of amphoe, a miniature bar in each. Who says nothing is seen at once:
//! grey has no plan, dotted has no report. Order is the caller's; a tile is no map and no ranking.

use super::canvas::px;
use super::element::Segment;
use super::saying::{self, StatusPhrase};
use super::sheet::{ChartKey, ChartSheet, Frame, KeyEntry, KeySign, NOTE, STRONG, WrappedText, draw, is_wide, shares};
use super::status::{Status, StatusCounts};
use super::wording::{ChartLook, ChartWording};
use super::{Chart, ChartCell, ChartHead, Subject};

#[derive(Clone, Debug)]
pub struct TileMap {
    pub about: String,
    pub blocks: Vec<TileBlock>,
    /// Whether the blocks hold every tambon that there is, and not only those with an authority.
    pub complete: bool,
}

#[derive(Clone, Debug)]
pub struct TileBlock {
    pub name: String,
    pub tiles: Vec<Tile>,
}

#[derive(Clone, Debug)]
pub struct Tile {
    /// The tambon; else the authority that is of none.
    pub name: String,
    /// Whose plan it is; none where nobody of the tambon has one here.
    pub authority: Option<String>,
    pub href: Option<String>,
    pub state: TileState,
    /// A tambon, and not an authority of a whole amphoe or province; each is counted once, however many plans it has.
    pub is_tambon: bool,
    pub of: Option<Subject>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TileState {
    NoPlan,
    NoReport(u64),
    /// A report that says of nothing how far it is.
    Untold(u64),
    Told(StatusCounts),
}

const WIDE: i32 = px(24);
const TALL: i32 = px(24);
const GAP: i32 = px(3);
/// Of an amphoe of which nobody is here: small, so that those who are here are found.
const SMALL: i32 = px(8);
const SMALL_GAP: i32 = px(2);
const SMALL_NAME: i32 = px(18);
const NAME: i32 = px(21);
const BETWEEN: i32 = px(6);

pub fn chart(id: &str, map: &TileMap, look: ChartLook) -> Chart {
    let look = look.clamped();
    let wording = look.wording();
    let (thai, english) = (heading(map, look.thai()), heading(map, look.english()));
    let title = saying::title(look, &thai, &english, &map.about);
    let said = StatusPhrase::new(look, |wording| sentence(map, wording));
    let width = px(look.width as i32);
    let columns = if is_wide(look) { 4 } else { 2 };
    let column = (width + px(14)) / columns - px(14);
    let per_line = ((column + GAP) / (WIDE + GAP)).max(1);
    let small_per_line = ((column + SMALL_GAP) / (SMALL + SMALL_GAP)).max(1);
    let key = key(map, wording, width);
    let places = places(&map.blocks, columns, |block| {
        let tiles = block.tiles.len() as i32;
        let lines = match block.is_silent() {
            true => SMALL_NAME + (tiles + small_per_line - 1) / small_per_line * (SMALL + SMALL_GAP),
            false => NAME + (tiles + per_line - 1) / per_line * (TALL + GAP),
        };
        lines + BETWEEN
    });
    let top = key.height() + px(4);
    let height = top + places.iter().map(|place| place.below).max().unwrap_or(0);
    let has_links = map.blocks.iter().flat_map(|block| &block.tiles).any(|tile| tile.href.is_some());
    let frame = Frame {
        id,
        kind: "tiles",
        title: &title,
        sentence: said.own(look),
        look,
        has_links,
        height: height.max(px(30)),
    };
    let svg = draw(&frame, |sheet| {
        sheet.key((0, 0), &key);
        for (block, place) in map.blocks.iter().zip(&places) {
            let (x, y) = (place.column * (column + px(14)), top + place.top);
            let look = super::canvas::TextLook { size: NOTE.size, ..STRONG };
            sheet.lines((x, y), &WrappedText::set(&block.name, column, look, 1));
            if block.is_silent() {
                silent(sheet, block.tiles.len() as i32, small_per_line, (x, y + SMALL_NAME));
                continue;
            }
            for (at, tile) in (0..).zip(&block.tiles) {
                let place = (x + at % per_line * (WIDE + GAP), y + NAME + at / per_line * (TALL + GAP));
                one(sheet, tile, place);
            }
        }
    });
    saying::chart(id, title, said, svg, table(map, wording))
}

/// Where a block stands: in which column, from where to where.
struct BlockPlace {
    column: i32,
    top: i32,
    below: i32,
}

/// Down one column, then down the next: each takes its share of the whole height.
fn places(blocks: &[TileBlock], columns: i32, tall: impl Fn(&TileBlock) -> i32) -> Vec<BlockPlace> {
    let share = (blocks.iter().map(&tall).sum::<i32>() + columns - 1) / columns;
    let (mut column, mut top) = (0, 0);
    blocks
        .iter()
        .map(|block| {
            let own = tall(block);
            // More than half of it must fit the share.
            if top > 0 && column + 1 < columns && top + own / 2 > share {
                column += 1;
                top = 0;
            }
            let place = BlockPlace { column, top, below: top + own };
            top += own;
            place
        })
        .collect()
}

impl TileBlock {
    /// None of its tambons has a plan here.
    fn is_silent(&self) -> bool {
        self.tiles.iter().all(|tile| tile.state == TileState::NoPlan && tile.href.is_none())
    }
}

/// A line of tiles of which none says anything is one dashed stroke.
fn silent(sheet: &ChartSheet<'_>, tiles: i32, per_line: i32, (x, y): (i32, i32)) {
    let (tile, gap) = (SMALL / px(1), SMALL_GAP / px(1));
    let strokes = format!(" stroke-width=\"{tile}\" stroke-dasharray=\"{tile} {gap}\"");
    for (line, from) in (0..tiles).step_by(usize::try_from(per_line).unwrap_or(1)).enumerate() {
        let middle = y + line as i32 * (SMALL + SMALL_GAP) + SMALL / 2;
        let here = per_line.min(tiles - from);
        let end = x + here * (SMALL + SMALL_GAP) - SMALL_GAP;
        sheet.line(&[(x, middle), (end, middle)], "line-rule", &strokes);
    }
}

fn one(sheet: &ChartSheet<'_>, tile: &Tile, (x, y): (i32, i32)) {
    let end = (x + WIDE, y + TALL);
    let paint = || match tile.state {
        TileState::NoPlan => sheet.block((x, y), end, "fill-rule", "", ""),
        TileState::NoReport(_) => {
            sheet.put(&Segment { corners: [(x, y), end], status: Status::Awaiting, title: "" });
        }
        TileState::Untold(_) => {
            sheet.put(&Segment { corners: [(x, y), end], status: Status::NotStated, title: "" });
        }
        TileState::Told(counts) => {
            let mut left = x;
            for (status, _, wide) in shares(&counts, WIDE) {
                let right = (left + wide).min(end.0);
                sheet.put(&Segment { corners: [(left, y), (right, end.1)], status, title: "" });
                left = right;
            }
        }
    };
    match &tile.href {
        Some(href) => sheet.link(Some(href), &told(tile, sheet.wording), paint),
        None => paint(),
    }
}

/// "นากอก: ทำเสร็จ ๔๙ จาก ๖๓ เรื่อง"
fn told(tile: &Tile, wording: ChartWording) -> String {
    let name = tile.authority.as_deref().unwrap_or(&tile.name);
    let thai = wording.is_thai();
    match tile.state {
        TileState::NoPlan if thai => format!("{name}: ไม่มีแผนในเว็บนี้"),
        TileState::NoPlan => format!("{name}: no plan on this site"),
        TileState::NoReport(items) if thai => format!("{name}: สัญญา {} ยังไม่มีรายงาน", wording.items(items)),
        TileState::NoReport(items) => format!("{name}: {} promised, no report yet", wording.items(items)),
        TileState::Untold(items) if thai => format!("{name}: รายงานไม่บอกผลของ {}", wording.items(items)),
        TileState::Untold(items) => format!("{name}: the report does not say how far {} are", wording.items(items)),
        TileState::Told(counts) if thai => {
            format!("{name}: ทำเสร็จ {} จาก {}", wording.count(counts.done), wording.items(counts.all()))
        }
        TileState::Told(counts) => {
            format!("{name}: {} of {} done", wording.count(counts.done), wording.items(counts.all()))
        }
    }
}

/// Only what occurs.
fn key(map: &TileMap, wording: ChartWording, width: i32) -> ChartKey {
    let tiles = || map.blocks.iter().flat_map(|block| &block.tiles);
    let mut entries = Vec::new();
    for status in [Status::Done, Status::InProgress, Status::NotDone] {
        if tiles().any(|tile| matches!(tile.state, TileState::Told(counts) if counts.get(status) > 0)) {
            entries.push(KeyEntry { sign: KeySign::Status(status), text: status.word(wording.language).to_owned() });
        }
    }
    if tiles().any(|tile| {
        matches!(tile.state, TileState::Untold(_))
            || matches!(tile.state, TileState::Told(counts) if counts.not_stated > 0)
    }) {
        let text = wording.pick("รายงานไม่บอกผล", "The report does not say").to_owned();
        entries.push(KeyEntry { sign: KeySign::Status(Status::NotStated), text });
    }
    if tiles().any(|tile| {
        matches!(tile.state, TileState::NoReport(_))
            || matches!(tile.state, TileState::Told(counts) if counts.awaiting > 0)
    }) {
        let text = wording.pick("ยังไม่มีรายงาน", "No report yet").to_owned();
        entries.push(KeyEntry { sign: KeySign::Status(Status::Awaiting), text });
    }
    if tiles().any(|tile| tile.state == TileState::NoPlan) {
        let text = wording.pick("ไม่มีแผนในเว็บนี้", "No plan on this site").to_owned();
        entries.push(KeyEntry { sign: KeySign::Block("fill-rule"), text });
    }
    ChartKey::set(entries, width)
}

/// How many tambons there are, have a plan here, a report here; and how many authorities are of no tambon.
struct TileSums {
    tambons: u64,
    planned: u64,
    reported: u64,
    others: u64,
    amphoes: u64,
}

impl TileSums {
    fn of(map: &TileMap) -> Self {
        let mut sums = Self { tambons: 0, planned: 0, reported: 0, others: 0, amphoes: 0 };
        for block in &map.blocks {
            sums.amphoes += u64::from(block.tiles.iter().any(|tile| tile.is_tambon));
            let mut seen: Vec<&str> = Vec::new();
            for tile in &block.tiles {
                if !tile.is_tambon {
                    sums.others += 1;
                } else if !seen.contains(&tile.name.as_str()) {
                    seen.push(&tile.name);
                    let of_it = || block.tiles.iter().filter(|other| other.is_tambon && other.name == tile.name);
                    sums.tambons += 1;
                    sums.planned += u64::from(of_it().any(|tile| tile.state != TileState::NoPlan));
                    let reported = |tile: &Tile| matches!(tile.state, TileState::Told(_) | TileState::Untold(_));
                    sums.reported += u64::from(of_it().any(reported));
                }
            }
        }
        sums
    }
}

fn heading(map: &TileMap, wording: ChartWording) -> String {
    let sums = TileSums::of(map);
    let (planned, all) = (wording.count(sums.planned), wording.count(sums.tambons));
    match (map.complete, wording.is_thai()) {
        (true, true) => format!("{planned} จาก {all} ตำบลมีแผนในเว็บนี้"),
        (true, false) => format!("{planned} of {all} tambons have a plan here"),
        (false, true) => format!("{planned} ตำบลมีแผนในเว็บนี้"),
        (false, false) => format!("{planned} tambons have a plan here"),
    }
}

fn sentence(map: &TileMap, wording: ChartWording) -> String {
    let sums = TileSums::of(map);
    let count = |number| wording.count(number);
    match wording.is_thai() {
        true => {
            let from = if map.complete {
                format!("จาก {} ตำบล {} อำเภอ ", count(sums.tambons), count(sums.amphoes))
            } else {
                String::new()
            };
            let others = match sums.others {
                0 => String::new(),
                more => format!(" และยังมีหน่วยงานที่ไม่ใช่ของตำบลใดตำบลหนึ่ง {} แห่ง", count(more)),
            };
            format!(
                "{from}มีแผนในเว็บนี้ {} ตำบล ในนี้มีรายงานแล้ว {} ตำบล{others} หนึ่งช่องคือหนึ่งตำบล เรียงตามทะเบียน ไม่ใช่แผนที่และไม่ใช่อันดับ",
                count(sums.planned),
                count(sums.reported)
            )
        }
        false => {
            let from = if map.complete {
                format!("Of {} tambons in {} amphoe, ", count(sums.tambons), count(sums.amphoes))
            } else {
                String::new()
            };
            let others = match sums.others {
                0 => String::new(),
                more => format!("; authorities of no single tambon: {}", count(more)),
            };
            format!(
                "{from}{} have a plan on this site and {} of these a report{others}. A tile is a tambon, in the order of the register: no map and no ranking.",
                count(sums.planned),
                count(sums.reported)
            )
        }
    }
}

fn table(map: &TileMap, wording: ChartWording) -> (Vec<ChartHead>, Vec<Vec<ChartCell>>) {
    let heads = vec![
        ChartHead::word("อำเภอ", "Amphoe", "amphoe"),
        ChartHead::word("ตำบล", "Tambon", "tambon"),
        ChartHead::word("หน่วยงาน", "Authority", "agency"),
        ChartHead::figure("ทั้งหมด (เรื่อง)", "Items", "items"),
        ChartHead::figure("แล้วเสร็จ (เรื่อง)", "Done", "done"),
    ];
    let none = || ChartCell { raw: String::new(), ..ChartCell::word("–") };
    let rows =
        map.blocks.iter().flat_map(|block| block.tiles.iter().map(move |tile| (block, tile))).map(|(block, tile)| {
            let (items, done) = match tile.state {
                TileState::NoPlan => (none(), none()),
                TileState::NoReport(items) | TileState::Untold(items) => (ChartCell::count(items, wording), none()),
                TileState::Told(counts) => {
                    (ChartCell::count(counts.all(), wording), ChartCell::count(counts.done, wording))
                }
            };
            let tambon = if tile.is_tambon { ChartCell::word(&tile.name) } else { none() };
            let authority = match &tile.authority {
                Some(name) => ChartCell::link(name, tile.href.as_ref()),
                None => ChartCell {
                    raw: String::new(),
                    ..ChartCell::word(wording.pick("ไม่มีแผนในเว็บนี้", "no plan on this site"))
                },
            };
            vec![ChartCell::word(&block.name).of(tile.of), tambon, authority, items, done]
        });
    (heads, rows.collect())
}
