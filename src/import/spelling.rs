//! Words of a paper that are damaged in a way that has one answer: misspellings that are known, on the wish of who imports,
//! and what writers of PDF make of Thai, ำ without its circle. Each change is told; where two words are possible the cell
//! is marked and stays as it is.

use super::paper::{Block, Note, SourcePaper, SourcePlace};
use crate::thai::misspelt::misspellings;

/// Without their circle these are no words, so only one can be meant.
const WITHOUT_CIRCLE: [(&str, &str); 34] = [
    ("สานักงาน", "สำนักงาน"),
    ("สานัก", "สำนัก"),
    ("กาหนด", "กำหนด"),
    ("ดาเนิน", "ดำเนิน"),
    ("จานวน", "จำนวน"),
    ("ตาบล", "ตำบล"),
    ("อาเภอ", "อำเภอ"),
    ("ประจาปี", "ประจำปี"),
    ("อานาจ", "อำนาจ"),
    ("อานวย", "อำนวย"),
    ("สาคัญ", "สำคัญ"),
    ("สาเร็จ", "สำเร็จ"),
    ("สารวจ", "สำรวจ"),
    ("สาหรับ", "สำหรับ"),
    ("กาลัง", "กำลัง"),
    ("กากับ", "กำกับ"),
    ("บารุง", "บำรุง"),
    ("บาบัด", "บำบัด"),
    ("แนะนา", "แนะนำ"),
    ("ลาดับ", "ลำดับ"),
    ("คาสั่ง", "คำสั่ง"),
    ("คานวณ", "คำนวณ"),
    ("คาร้อง", "คำร้อง"),
    ("จาหน่าย", "จำหน่าย"),
    ("จาเป็น", "จำเป็น"),
    ("ชารุด", "ชำรุด"),
    ("จัดทา", "จัดทำ"),
    ("ทางาน", "ทำงาน"),
    ("ทาให้", "ทำให้"),
    ("ผู้นา", "ผู้นำ"),
    ("นาไปสู่", "นำไปสู่"),
    ("ประจาเดือน", "ประจำเดือน"),
    ("ข้อแนะนา", "ข้อแนะนำ"),
    ("ตาแหน่ง", "ตำแหน่ง"),
];
/// Words both with the circle and without it.
const EITHER: [(&str, &str); 4] = [("น้า", "น้ำ"), ("การทา", "การทำ"), ("การนา", "การนำ"), ("คาขอ", "คำขอ")];
/// So many words without their circle, and none with it, are a font's fault and no writer's.
const LEAST: usize = 2;

type OnText<'t> = dyn FnMut(&mut String, SourcePlace, Option<&mut Option<String>>) + 't;

impl SourcePaper {
    /// ำ that has lost its circle all over the paper.
    pub(super) fn mend_circles(&mut self) {
        let (mut has_circle, mut without) = (false, 0);
        self.for_each_text(&mut |text, _, _| {
            has_circle |= text.contains('ำ');
            without += WITHOUT_CIRCLE.iter().filter(|(wrong, _)| text.contains(wrong)).count();
        });
        if has_circle || without < LEAST {
            return;
        }
        let mut notes = Vec::new();
        self.for_each_text(&mut |text, place, doubt| {
            let before = text.clone();
            for (wrong, right) in WITHOUT_CIRCLE {
                if text.contains(wrong) {
                    *text = text.replace(wrong, right);
                }
            }
            if let Some((plain, other)) = EITHER.iter().find(|(plain, _)| text.contains(plain)) {
                let why = format!("สระอำในไฟล์นี้หาย บอกไม่ได้ว่า `{plain}` หรือ `{other}`");
                match doubt {
                    Some(doubt) => *doubt = doubt.take().or(Some(why)),
                    None => notes.push(Note::new(place, why, text.clone())),
                }
            }
            if *text != before {
                notes.push(Note::new(place, "สระอำในไฟล์นี้หาย เติมให้คำที่มีคำตอบเดียวแล้ว", before));
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
        let mut lost = paper("สานักงานกาหนดจานวน", "โครงการคลองน้าใส");
        lost.mend_circles();
        assert_eq!(texts(&mut lost), [("สำนักงานกำหนดจำนวน".into(), false), ("โครงการคลองน้าใส".into(), true)]);
        assert_eq!(lost.notes.len(), 1);
        // One word of a writer's own, or a paper that has the sign: nothing is touched.
        let mut own = paper("สานักงานกาหนด", "ดำเนินการ");
        own.mend_circles();
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
