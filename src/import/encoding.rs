//! Bytes of a text file → letters: UTF-8, UTF-16 with its mark, and the old Thai encodings, which no file names. What was
//! taken for what is told; where it is doubtful the file is refused rather than guessed.

use super::Refusal;
use super::paper::{Note, SourcePlace};
use crate::source::attachment::{is_thai_8bit, thai_8bit_letter};

pub fn decode(bytes: &[u8], notes: &mut Vec<Note>) -> Result<String, Refusal> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return decode(rest, notes);
    }
    let wide = |rest: &[u8], of: fn([u8; 2]) -> u16| -> String {
        let units = rest.chunks_exact(2).map(|pair| of([pair[0], pair[1]]));
        char::decode_utf16(units).map(|letter| letter.unwrap_or('\u{FFFD}')).collect()
    };
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        notes.push(Note::new(SourcePlace::default(), "ไฟล์นี้เป็น UTF-16 แปลงเป็น UTF-8 แล้ว", ""));
        return Ok(wide(rest, u16::from_le_bytes));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        notes.push(Note::new(SourcePlace::default(), "ไฟล์นี้เป็น UTF-16 แปลงเป็น UTF-8 แล้ว", ""));
        return Ok(wide(rest, u16::from_be_bytes));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => Ok(text.to_owned()),
        Ok(_) => Err(binary()),
        Err(_) if bytes.contains(&0) => Err(binary()),
        Err(error) => {
            if !is_thai_8bit(bytes) {
                return Err(doubtful(error.valid_up_to()));
            }
            let text: String = bytes.iter().map(|byte| thai_8bit_letter(*byte)).collect();
            if !reads_like_thai(&text) {
                return Err(doubtful(error.valid_up_to()));
            }
            notes.push(Note::new(
                SourcePlace::default(),
                "ไฟล์นี้ไม่บอกรหัสตัวอักษร อ่านเป็น TIS-620 / Windows-874 แล้วแปลงเป็น UTF-8",
                "",
            ));
            Ok(text)
        }
    }
}

fn binary() -> Refusal {
    Refusal::new(
        "ไฟล์นี้ไม่ใช่ข้อความ",
        "นำเข้าได้: .docx .xlsx .ods .csv .tsv .txt .md .html .pdf (และ .doc .xls .rtf .odt ถ้ามี LibreOffice)",
    )
}

fn doubtful(at: usize) -> Refusal {
    Refusal::new(
        format!("อ่านรหัสตัวอักษรของไฟล์ไม่ได้ (ไบต์ที่ {at}) ไม่ใช่ UTF-8 และไม่เหมือน TIS-620 / Windows-874"),
        "เปิดในโปรแกรมเดิมแล้วบันทึกเป็น UTF-8 (Excel: “CSV UTF-8”)",
    )
}

/// A mark without a letter before it is rare in Thai, and everywhere in other languages' bytes.
fn reads_like_thai(text: &str) -> bool {
    let (mut marks, mut lost, mut before) = (0_usize, 0_usize, ' ');
    for letter in text.chars() {
        if crate::thai::segment::is_mark(letter) {
            marks += 1;
            let stands = ('ก'..='ฮ').contains(&before) || crate::thai::segment::is_mark(before);
            lost += usize::from(!stands);
        }
        before = letter;
    }
    lost * 10 <= marks.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_thai_is_told_and_french_refused() {
        let thai: Vec<u8> = "โครงการอบรม,๕๐"
            .chars()
            .map(|letter| {
                if letter.is_ascii() {
                    letter as u8
                } else {
                    u8::try_from(letter as u32 - 0x0E00 + 0xA0).unwrap_or(b'?')
                }
            })
            .collect();
        let mut notes = Vec::new();
        assert_eq!(decode(&thai, &mut notes).ok().as_deref(), Some("โครงการอบรม,๕๐"));
        assert_eq!(notes.len(), 1);
        assert!(decode(b"caf\xE9 cr\xE8me br\xFBl\xE9e", &mut notes).is_err());
    }
}
