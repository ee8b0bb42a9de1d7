//! A plan told as lists instead of tables: a title for each dimension, a paragraph for each mission with the number of its
//! items, then the items one by one. Reads paragraphs only; needs the words "ประกอบด้วย" to take a list for a plan.

use super::grid::one_line;
use super::numbering;
use super::paper::{Block, SourcePaper, SourcePlace, Style};
use crate::standards::Standards;

#[derive(Clone, Debug, Default)]
pub struct ListedMission {
    pub dimension: u8,
    pub number: String,
    pub title: String,
    /// "๓ โครงการ ๑ กิจกรรม", as printed.
    pub counted: String,
    pub items: Vec<ListItem>,
}

#[derive(Clone, Debug, Default)]
pub struct ListItem {
    pub seq: String,
    pub name: String,
    pub place: SourcePlace,
}

#[derive(Clone, Debug, Default)]
pub struct PlanList {
    pub missions: Vec<ListedMission>,
    /// Title of each dimension, by number.
    pub dimensions: Vec<(u8, String)>,
    pub used: Vec<usize>,
}

impl PlanList {
    pub fn count(&self) -> usize {
        self.missions.iter().map(|mission| mission.items.len()).sum()
    }
}

pub fn read(paper: &SourcePaper, standards: &Standards) -> PlanList {
    let mut list = PlanList::default();
    let mut dimension = None;
    let mut is_open = false;
    for (at, block) in paper.blocks.iter().enumerate() {
        let Block::Text(paragraph) = block else {
            is_open = false;
            dimension = None;
            continue;
        };
        let text = one_line(&paragraph.text);
        if let Some((number, title)) = numbering::dimension_title(&text).filter(|_| text.chars().count() < 160) {
            (dimension, is_open) = (Some(number), false);
            if let Some(next) = paper.blocks.get(at + 1)
                && matches!(next, Block::Text(next) if one_line(&next.text).starts_with("ภารกิจตามม"))
            {
                list.dimensions.retain(|(other, _)| *other != number);
                list.dimensions.push((number, title));
            }
            continue;
        }
        let Some(current) = dimension else { continue };
        if let Some((head, counted)) = text.split_once("ประกอบด้วย")
            && let Some(numbered) = numbering::leading(head)
            && numbered.bracket.is_none()
        {
            let number = match numbered.parts.as_slice() {
                [only] => format!("{current}.{only}"),
                parts => numbering::dotted(parts),
            };
            let (counted, single) = match counted.split_once("ได้แก่") {
                Some((counted, item)) => (counted, Some(item.trim().to_owned())),
                None => (counted, None),
            };
            let counted = counted.trim().trim_end_matches("ดังนี้").trim().to_owned();
            let mut mission = ListedMission {
                dimension: current,
                number,
                title: numbered.rest.trim().to_owned(),
                counted,
                ..ListedMission::default()
            };
            if let Some(name) = single {
                mission.items.push(ListItem { seq: String::new(), name, place: paragraph.place });
            }
            list.missions.push(mission);
            list.used.push(at);
            is_open = true;
            continue;
        }
        if !is_open {
            continue;
        }
        let Some(mission) = list.missions.last_mut() else { continue };
        match numbering::leading(&text) {
            Some(numbered) if numbered.parts.len() == 2 || standards.kind_of_name(&numbered.rest).is_some() => {
                let seq = numbered.printed.clone();
                mission.items.push(ListItem { seq, name: numbered.rest, place: paragraph.place });
                list.used.push(at);
            }
            None if matches!(paragraph.style, Style::Plain | Style::Item)
                && text.chars().count() < 80
                && !mission.items.is_empty()
                && !text.starts_with("ภารกิจ") =>
            {
                // The rest of a name that a line end broke.
                if let Some(item) = mission.items.last_mut() {
                    item.name.push(' ');
                    item.name.push_str(&text);
                }
                list.used.push(at);
            }
            _ => is_open = false,
        }
    }
    if list.count() == 0 {
        return PlanList::default();
    }
    list
}
