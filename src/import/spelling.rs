//! Words of a paper that are damaged in a way that has one answer: misspellings that are known, on the wish of who imports,
//! and what writers of PDF make of Thai, ำ without its circle and marks a letter too late. Each change is told; where two words are possible the cell
//! is marked and stays as it is.

use super::paper::{Block, Note, SourcePaper, SourcePlace};
use crate::thai::misspelt::{self, GatheredText, Scattering, misspellings};

/// Without their circle these are no words: what tells a font that loses it.
const WITHOUT_CIRCLE: [&str; 22] = [
    "สานัก",
    "กาหนด",
    "ดาเนิน",
    "จานวน",
    "ตาบล",
    "อาเภอ",
    "ประจา",
    "อานาจ",
    "อานวย",
    "สาคัญ",
    "สาเร็จ",
    "สารวจ",
    "สาหรับ",
    "กากับ",
    "บารุง",
    "บาบัด",
    "ลาดับ",
    "คานวณ",
    "จาหน่าย",
    "จาเป็น",
    "จัดทา",
    "ตาแหน่ง",
];
/// So many words that nobody writes are the doing of a font or a program and no writer's.
const LEAST: usize = 2;
/// Texts that are looked at closely for marks that came late.
const MOST_TRIED: usize = 200;

type OnText<'t> = dyn FnMut(&mut String, SourcePlace, Option<&mut Option<String>>) + 't;

impl SourcePaper {
    /// Marks that stand a letter too late, spaces inside words, ำ without its circle, where they are all over the paper.
    pub(super) fn mend_scattered(&mut self) {
        let (mut has_circle, mut without, mut impossible, mut moved, mut tried) = (false, 0, 0, 0, 0);
        self.for_each_text(&mut |text, _, _| {
            if tried < MOST_TRIED && misspelt::may_be_late(text) {
                tried += 1;
                let gathered = misspelt::gather(text, Scattering { marks: true, circles: false });
                moved += if gathered.doubts.is_empty() { gathered.marks } else { 0 };
            }
            has_circle |= text.contains('ำ');
            without += WITHOUT_CIRCLE.iter().filter(|wrong| text.contains(**wrong)).count();
            impossible += misspelt::impossible(text);
        });
        let scattering =
            Scattering { marks: impossible >= LEAST || moved >= LEAST, circles: !has_circle && without >= LEAST };
        if scattering == Scattering::default() {
            return;
        }
        let mut read: Vec<GatheredText> = Vec::new();
        self.for_each_text(&mut |text, _, _| read.push(misspelt::gather(text, scattering)));
        if read.iter().map(|text| text.marks + text.circles).sum::<usize>() < LEAST {
            return;
        }
        let mut notes = Vec::new();
        let mut read = read.into_iter();
        self.for_each_text(&mut |text, place, doubt| {
            let Some(gathered) = read.next() else { return };
            if !gathered.doubts.is_empty() {
                let why = format!("สระหรือวรรณยุกต์ในไฟล์นี้เคลื่อนหรือหาย อ่านไม่แน่: `{}`", gathered.doubts.join("` `"));
                match doubt {
                    Some(doubt) => *doubt = doubt.take().or(Some(why)),
                    None => notes.push(Note::new(place, why, text.clone())),
                }
            }
            if gathered.text != *text {
                let why = match gathered.circles {
                    0 => "สระ วรรณยุกต์ หรือช่องว่างในไฟล์นี้เคลื่อน จัดกลับในคำที่มีคำตอบเดียวแล้ว",
                    _ => "สระอำในไฟล์นี้หาย เติมให้คำที่มีคำตอบเดียวแล้ว",
                };
                notes.push(Note::new(place, why, std::mem::replace(text, gathered.text)));
            }
        });
        self.notes.append(&mut notes);
    }

    /// Misspellings whose right form is known and certain.
    pub(super) fn mend_spelling(&mut self) {
        let mut notes = Vec::new();
        self.for_each_text(&mut |text, place, _| {
            let mut slips: Vec<_> = misspellings(text).into_iter().filter(|slip| slip.known && slip.certain).collect();
            slips.sort_by_key(|slip| std::cmp::Reverse(slip.range.start));
            for slip in slips {
                let Some(wrong) = text.get(slip.range.clone()).map(str::to_owned) else { continue };
                text.replace_range(slip.range, &slip.right);
                notes.push(Note::new(place, format!("แก้คำสะกด `{wrong}` เป็น `{}` (--repair)", slip.right), wrong));
            }
        });
        self.notes.append(&mut notes);
    }

    /// Every text, its place, and of a cell its doubt.
    fn for_each_text(&mut self, act: &mut OnText<'_>) {
        for block in &mut self.blocks {
            match block {
                Block::Text(paragraph) => act(&mut paragraph.text, paragraph.place, None),
                Block::Table(table) => {
                    for row in &mut table.rows {
                        for (at, cell) in row.cells.iter_mut().enumerate() {
                            act(&mut cell.text, row.place.column(at + 1), Some(&mut cell.doubt));
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::paper::{PaperCell, PaperTable, Style, TableRow};

    fn paper(paragraph: &str, cell: &str) -> SourcePaper {
        let mut paper = SourcePaper::default();
        paper.paragraph(paragraph, Style::Plain, false, SourcePlace::line(1));
        let row = TableRow { cells: vec![PaperCell::of(cell)], place: SourcePlace::line(2) };
        paper.blocks.push(Block::Table(PaperTable { rows: vec![row], ..PaperTable::default() }));
        paper
    }

    fn texts(paper: &mut SourcePaper) -> Vec<(String, bool)> {
        let mut all = Vec::new();
        paper.for_each_text(&mut |text, _, doubt| all.push((text.clone(), doubt.is_some_and(|doubt| doubt.is_some()))));
        all
    }

    #[test]
    fn a_lost_circle_is_given_back_where_one_word_is_possible() {
        let mut lost = paper("สานักงานกาหนดจานวน", "โครงการของน้า");
        lost.mend_scattered();
        assert_eq!(texts(&mut lost), [("สำนักงานกำหนดจำนวน".into(), false), ("โครงการของน้า".into(), true)]);
        assert_eq!(lost.notes.len(), 1);
        // One word of a writer's own, or a paper that has the sign: nothing is touched.
        let mut own = paper("สานักงานกาหนด", "ดำเนินการ");
        own.mend_scattered();
        assert_eq!(texts(&mut own)[0].0, "สานักงานกาหนด");
    }

    #[test]
    fn known_misspellings_are_mended_on_wish() {
        let mut paper = paper("ประชาชนมาใช้บริการอินเตอร์เน็ต", "ขออนุญาติก่อสร้าง");
        paper.mend_spelling();
        assert!(texts(&mut paper)[1].0.contains("อนุญาตก่อสร้าง"), "{:?}", texts(&mut paper));
        assert!(paper.notes.iter().any(|note| note.why.contains("อนุญาติ")));
    }
}
