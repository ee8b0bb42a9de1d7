//! Front matter as a tree in which every value keeps its place, from YAML or TOML alike.
//! Scalars stay the author's own text: `๒๕๖๔`, `80.95` and `no` are read by whoever knows what they should be.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::finding::{Finding, Findings, code};
use crate::source::indents;
use crate::span::{FileId, Span, Spanned};
use crate::thai;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeValue {
    Scalar(String),
    List(Vec<Node>),
    Map(Vec<(Spanned<String>, Node)>),
    /// A key without a value.
    Empty,
}

pub type Node = Spanned<NodeValue>;

impl NodeValue {
    pub fn describe(&self) -> &'static str {
        match self {
            NodeValue::Scalar(_) => "ข้อความ",
            NodeValue::List(_) => "รายการ",
            NodeValue::Map(_) => "กลุ่มของคีย์",
            NodeValue::Empty => "ค่าว่าง",
        }
    }
}

/// What serde sees before spans are attached: positions are read off serde-saphyr's `Spanned`.
struct RawNode(RawValue);

enum RawValue {
    Text(String),
    /// Typed by YAML; the author's spelling is taken from the source instead.
    Other,
    List(Vec<serde_saphyr::Spanned<RawNode>>),
    Map(Vec<(serde_saphyr::Spanned<String>, serde_saphyr::Spanned<RawNode>)>),
    Null,
}

impl<'de> Deserialize<'de> for RawNode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor).map(RawNode)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = RawValue;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<RawValue, E> {
        Ok(RawValue::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<RawValue, E> {
        Ok(RawValue::Text(text))
    }

    fn visit_bool<E>(self, _: bool) -> Result<RawValue, E> {
        Ok(RawValue::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<RawValue, E> {
        Ok(RawValue::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<RawValue, E> {
        Ok(RawValue::Other)
    }

    fn visit_i128<E>(self, _: i128) -> Result<RawValue, E> {
        Ok(RawValue::Other)
    }

    fn visit_u128<E>(self, _: u128) -> Result<RawValue, E> {
        Ok(RawValue::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<RawValue, E> {
        Ok(RawValue::Other)
    }

    fn visit_unit<E>(self) -> Result<RawValue, E> {
        Ok(RawValue::Null)
    }

    fn visit_none<E>(self) -> Result<RawValue, E> {
        Ok(RawValue::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<RawValue, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<RawValue, A::Error> {
        let mut list = Vec::new();
        while let Some(node) = seq.next_element()? {
            list.push(node);
        }
        Ok(RawValue::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawValue, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(RawValue::Map(pairs))
    }
}

/// The file, and where its front matter begins in it.
#[derive(Clone, Copy)]
pub struct BlockAt<'a> {
    pub file: FileId,
    pub text: &'a str,
    pub offset: usize,
    /// Of the file, counted from 1: where the block begins.
    pub line: usize,
}

impl BlockAt<'_> {
    fn span(&self, location: serde_saphyr::Location) -> Span {
        let span = location.span();
        match (span.byte_offset(), span.byte_len()) {
            (Some(start), Some(length)) => {
                let start = start as usize;
                let end = (start + length as usize).min(self.text.len());
                let shown = self.text.get(start..end).unwrap_or("");
                Span::new(self.file, self.offset + start, self.offset + start + shown.trim_end().len())
            }
            _ => {
                let at = self.offset + self.position(location.line(), location.column());
                Span::new(self.file, at, at)
            }
        }
    }

    /// The byte of a line and column, both counted from 1; where the scanner knows no offset.
    fn position(&self, line: u64, column: u64) -> usize {
        let (Some(line), Some(column)) = (line.checked_sub(1), column.checked_sub(1)) else { return 0 };
        let mut start = 0;
        for (number, text) in (0..).zip(self.text.split_inclusive('\n')) {
            if number == line {
                let letters = text.trim_end();
                let column = usize::try_from(column).unwrap_or(usize::MAX);
                return start + letters.char_indices().nth(column).map_or(letters.len(), |(at, _)| at);
            }
            start += text.len();
        }
        start
    }

    /// A parser points between characters or past the end; the author needs to see something underlined.
    fn whole_line(&self, span: Span) -> Span {
        let at = (span.start as usize - self.offset).min(self.text.trim_end().len());
        let start = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let line = self.text[start..].lines().next().unwrap_or("");
        let start = start + (line.len() - line.trim_start().len());
        Span::new(self.file, self.offset + start, self.offset + start + line.trim().len())
    }

    fn indents_with_tab(&self, span: Span) -> bool {
        let at = (span.start as usize - self.offset).min(self.text.len());
        let start = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        self.text[start..].chars().take_while(|letter| letter.is_whitespace()).any(|letter| letter == '\t')
    }

    fn source_of(&self, span: Span) -> &str {
        let start = span.start as usize - self.offset;
        self.text.get(start..span.end as usize - self.offset).unwrap_or("").trim()
    }

    fn node(&self, raw: serde_saphyr::Spanned<RawNode>) -> Node {
        let span = self.span(raw.defined);
        let value = match raw.value.0 {
            RawValue::Text(text) if text.is_empty() && span.start == span.end => NodeValue::Empty,
            RawValue::Text(text) => NodeValue::Scalar(text),
            RawValue::Other => NodeValue::Scalar(self.source_of(span).to_owned()),
            RawValue::Null if matches!(self.source_of(span), "" | "~" | "null" | "Null" | "NULL") => NodeValue::Empty,
            RawValue::Null => NodeValue::Scalar(self.source_of(span).to_owned()),
            RawValue::List(list) => NodeValue::List(list.into_iter().map(|node| self.node(node)).collect()),
            RawValue::Map(pairs) => NodeValue::Map(
                pairs
                    .into_iter()
                    .map(|(key, node)| (Spanned::new(key.value.clone(), self.span(key.defined)), self.node(node)))
                    .collect(),
            ),
        };
        Spanned::new(value, span)
    }
}

/// An officer's front matter is a few dozen lines; the bound only has to stop an attack.
fn budget() -> serde_saphyr::Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_events: 200_000,
            max_aliases: 100,
            max_anchors: 100,
            max_depth: 24,
            max_nodes: 60_000,
            max_total_scalar_bytes: 4_000_000,
        },
    }
}

pub fn parse_yaml(block: BlockAt<'_>, findings: &mut Findings) -> Option<Node> {
    if block.text.trim().is_empty() {
        return Some(Spanned::new(NodeValue::Map(Vec::new()), Span::new(block.file, block.offset, block.offset)));
    }
    match serde_saphyr::from_str_with_options::<serde_saphyr::Spanned<RawNode>>(block.text, budget()) {
        Ok(raw) => Some(block.node(raw)),
        Err(error) => {
            findings.push(yaml_finding(block, &error));
            None
        }
    }
}

fn yaml_finding(block: BlockAt<'_>, error: &serde_saphyr::Error) -> Finding {
    let words = error.without_snippet().to_string();
    let mut span = error.location().map_or(Span::new(block.file, block.offset, block.offset), |at| block.span(at));
    if block.source_of(span).is_empty() {
        span = block.whole_line(span);
    }
    let (code, message, help) = if words.contains("duplicate") {
        (
            code::S015,
            format!("คีย์ซ้ำในส่วนหัวของไฟล์: `{}`", block.source_of(span)),
            "แต่ละคีย์เขียนได้ครั้งเดียว ลบบรรทัดที่ไม่ใช้ออก".to_owned(),
        )
    } else if words.contains("budget")
        || words.contains("limit")
        || words.contains("recursion")
        || words.contains("depth")
    {
        (
            code::S016,
            "ส่วนหัวของไฟล์ใหญ่หรือซ้อนกันลึกผิดปกติ จึงไม่อ่านต่อ".to_owned(),
            "ส่วนหัวปกติมีไม่กี่สิบบรรทัด ตัวอย่าง `kind: report` แล้วขึ้นบรรทัดใหม่ `fiscal_year: 2564`".to_owned(),
        )
    } else if block.indents_with_tab(span) {
        (
            code::S006,
            format!("อ่านส่วนหัว (YAML) ไม่ได้ตรงนี้: `{}` เพราะบรรทัดเยื้องด้วยแท็บ", block.source_of(span)),
            "ลบแท็บหน้าบรรทัด แล้วเคาะเว้นวรรคสองครั้งแทน เช่น `  name: นายสมชาย ใจดี`".to_owned(),
        )
    } else if let Some(off) = indents::find(block.text).filter(|off| off.start <= span.end as usize - block.offset) {
        span = Span::new(block.file, block.offset + off.start, block.offset + off.end);
        let (earlier, line) = (block.line + off.earlier.0, block.line + off.line.0);
        (
            code::S006,
            format!(
                "ส่วนหัวเยื้องไม่ตรงกัน: บรรทัด {} เยื้อง {} ช่อง แต่บรรทัด {} เยื้อง {} ช่อง",
                thai::to_thai(&earlier.to_string()),
                thai::to_thai(&off.earlier.1.to_string()),
                thai::to_thai(&line.to_string()),
                thai::to_thai(&off.line.1.to_string())
            ),
            format!(
                "คีย์ในกลุ่มเดียวกันต้องเยื้องเท่ากัน เคาะเว้นวรรคหน้าบรรทัด {line} ให้เท่ากับบรรทัด {earlier} (คีย์ใหม่ที่ไม่อยู่ในกลุ่มใดไม่ต้องเยื้อง)"
            ),
        )
    } else {
        (
            code::S006,
            format!("อ่านส่วนหัว (YAML) ไม่ได้ตรงนี้: `{}`{}", block.source_of(span), reason(&words)),
            "เขียนเป็น `คีย์: ค่า` บรรทัดละหนึ่งคู่ ถ้าค่ามีเครื่องหมาย : # { [ \" ให้ใส่ในอัญประกาศ เช่น `title: \"มาตรการ: การเปิดเผยข้อมูล\"`"
                .to_owned(),
        )
    };
    Finding::of(code, span, message).english(format!("front matter cannot be read: {words}")).help(help)
}

/// What the scanner complains of, where a person can do something with it.
fn reason(words: &str) -> &'static str {
    if words.contains("mapping values are not allowed") {
        " เพราะมี `:` สองแห่งในบรรทัดเดียวกัน"
    } else if words.contains("quote") || words.contains("unexpected end of stream") || words.contains("scalar") {
        " เพราะอัญประกาศหรือวงเล็บเปิดแล้วไม่ปิด"
    } else if words.contains("expected ',' or") || words.contains("flow") {
        " เพราะวงเล็บเปิดแล้วไม่ปิด หรือขาดเครื่องหมายจุลภาค"
    } else {
        ""
    }
}

/// A head of more dots, commas and brackets is none; the parser remembers each of them in a hundred bytes.
const MOST_MARKS_OF_TOML: usize = 100_000;

pub fn parse_toml(block: BlockAt<'_>, findings: &mut Findings) -> Option<Node> {
    let is_mark = |byte: &u8| matches!(byte, b'.' | b',' | b'=' | b'[' | b'{');
    if block.text.bytes().filter(is_mark).count() > MOST_MARKS_OF_TOML {
        let span = Span::new(block.file, block.offset, block.offset + 1);
        findings.push(
            Finding::of(code::S007, span, "ส่วนหัว (TOML) มีเครื่องหมายมากกว่าส่วนหัวใด จึงไม่อ่าน")
                .english(format!("more than {MOST_MARKS_OF_TOML} marks in front matter"))
                .help("ส่วนหัวมีเพียงคีย์กับค่า เช่น `title = \"รายงานผล\"` เนื้อความอยู่หลังเส้น `+++` เส้นที่สอง"),
        );
        return None;
    }
    let (table, errors) = toml::de::DeTable::parse_recoverable(block.text);
    if let Some(error) = errors.first() {
        let range = error.span().unwrap_or(0..0);
        let span = Span::new(block.file, block.offset + range.start, block.offset + range.end.max(range.start + 1));
        findings.push(
            Finding::of(code::S007, span, format!("อ่านส่วนหัว (TOML) ไม่ได้ตรงนี้: `{}`", block.source_of(span)))
                .english(format!("front matter cannot be read: {}", error.message()))
                .help(format!("เขียนเป็น `คีย์ = \"ค่า\"` เช่น `title = \"รายงานผล\"` (ตัวอ่านแจ้งว่า: {})", error.message())),
        );
        return None;
    }
    let span = Span::new(block.file, block.offset, block.offset + block.text.len());
    Some(Spanned::new(toml_table(&block, table.get_ref()), span))
}

fn toml_table(block: &BlockAt<'_>, table: &toml::de::DeTable<'_>) -> NodeValue {
    let mut pairs: Vec<_> = table.iter().collect();
    pairs.sort_by_key(|(key, _)| key.span().start);
    NodeValue::Map(
        pairs
            .into_iter()
            .map(|(key, value)| {
                let range = key.span();
                let span = Span::new(block.file, block.offset + range.start, block.offset + range.end);
                (Spanned::new(key.get_ref().to_string(), span), toml_node(block, value))
            })
            .collect(),
    )
}

fn toml_node(block: &BlockAt<'_>, value: &toml::Spanned<toml::de::DeValue<'_>>) -> Node {
    use toml::de::DeValue;
    let range = value.span();
    let span = Span::new(block.file, block.offset + range.start, block.offset + range.end);
    let node = match value.get_ref() {
        DeValue::String(text) => NodeValue::Scalar(text.to_string()),
        DeValue::Array(list) => NodeValue::List(list.iter().map(|node| toml_node(block, node)).collect()),
        DeValue::Table(table) => toml_table(block, table),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            NodeValue::Scalar(block.source_of(span).to_owned())
        }
    };
    Spanned::new(node, span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_of_nothing_but_marks_is_told_and_not_read() {
        let read = |marks: usize| {
            let text = format!("a = 1 # {}", ".".repeat(marks));
            let mut findings = Findings::default();
            let block = BlockAt { file: FileId::of("a.md"), text: &text, offset: 4, line: 2 };
            (parse_toml(block, &mut findings).is_some(), findings.into_iter().map(|it| it.code).collect::<Vec<_>>())
        };
        assert_eq!(read(0), (true, vec![]));
        assert_eq!(read(MOST_MARKS_OF_TOML), (false, vec![code::S007]));
    }
}
