//! Markdown → sections of rich text and grids of cells, every piece with its place in the file.
//! Raw HTML is shown as text; what a table or a heading means is decided by `tables` and the model.

mod inline;
mod marks;
mod nodes;
mod table;

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

use crate::finding::{Finding, Findings, code};
use crate::source::bars::{bars, lost_cells};
use crate::source::emphasis::{self, Inline};
use crate::source::lists::Mapped;
use crate::source::rich::{RichText, SlotContent};
use crate::span::{FileId, Span, Spanned};
use crate::thai;
use inline::{heading_level, inline_span, is_line_break, plain_text};
use table::TableBeingRead;

pub use marks::{MOST_MARKS, is_all_marks};
pub use nodes::{Body, MarkdownRow, MarkdownTable, Section};

fn options() -> Options {
    // Listed one by one: `Options::all()` minus the old footnotes would remove footnotes altogether.
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
}

/// `offset` is where `text` begins in its file.
pub fn parse(file: FileId, text: &str, offset: usize, findings: &mut Findings) -> Body {
    let mapped = Mapped::new(text, offset);
    let mut writer = HtmlWriter::new(file, &mapped, findings);
    for (event, range) in Parser::new_ext(&mapped.text, options()).into_offset_iter() {
        writer.event(event, range);
    }
    writer.finish()
}

struct OpenHeading {
    level: u8,
    id: Option<String>,
    classes: Vec<String>,
}

struct HtmlWriter<'a, 'm> {
    file: FileId,
    mapped: &'m Mapped<'a>,
    findings: &'m mut Findings,
    body: Body,
    anchors: thai::slug::Anchors,
    inline: Vec<Inline<'m>>,
    heading: Option<OpenHeading>,
    table: Option<TableBeingRead>,
    code: Option<(String, String, Span)>,
    footnote: Option<RichText>,
    footnote_numbers: HashMap<String, usize>,
    /// Text of the block being written, for `prose`.
    plain: String,
    raw_html_seen: bool,
    /// Inside a comment of more than one line.
    in_comment: bool,
    /// Where the last comment of the text ends; no other can end after it.
    last_comment_end: usize,
}

impl<'a, 'm> HtmlWriter<'a, 'm> {
    fn new(file: FileId, mapped: &'m Mapped<'a>, findings: &'m mut Findings) -> Self {
        Self {
            file,
            mapped,
            findings,
            body: Body::default(),
            anchors: thai::slug::Anchors::default(),
            inline: Vec::new(),
            heading: None,
            table: None,
            code: None,
            footnote: None,
            footnote_numbers: HashMap::new(),
            plain: String::new(),
            raw_html_seen: false,
            in_comment: false,
            last_comment_end: mapped.text.rfind("-->").unwrap_or(0),
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.file, self.mapped.original(range.start), self.mapped.original(range.end))
    }

    /// Where prose goes at this moment.
    fn out(&mut self) -> &mut RichText {
        if let Some(footnote) = &mut self.footnote {
            return footnote;
        }
        match self.body.sections.last_mut() {
            Some(section) => &mut section.body,
            None => &mut self.body.intro,
        }
    }

    fn event(&mut self, event: Event<'m>, range: Range<usize>) {
        if let Some((_, text, _)) = &mut self.code {
            match event {
                Event::Text(more) => text.push_str(&more),
                Event::End(TagEnd::CodeBlock) => self.end_code(),
                _ => {}
            }
            return;
        }
        match &event {
            Event::Text(_)
            | Event::Code(_)
            | Event::InlineHtml(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image) => {
                self.push_inline(event, range);
            }
            Event::Start(tag) => {
                self.flush();
                self.in_comment = false;
                self.start(tag.clone(), range);
            }
            Event::End(tag) => self.end(*tag, range),
            Event::Html(html) => {
                self.flush();
                self.raw_html(html, &range);
            }
            Event::Rule => {
                self.flush();
                self.out().push_str("<hr>\n");
            }
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    /// Text that goes on where the last one ended is one piece of the source: a paragraph of brackets comes letter by letter.
    fn push_inline(&mut self, event: Event<'m>, range: Range<usize>) {
        let source: &'m str = &self.mapped.text;
        if let (Event::Text(CowStr::Borrowed(_)), Some((Event::Text(CowStr::Borrowed(before)), at))) =
            (&event, self.inline.last_mut())
            && at.end == range.start
            && let Some(piece) = source.get(at.start..range.end)
            && std::ptr::eq(before.as_ptr(), piece.as_ptr())
            && before.len() == at.len()
            && matches!(&event, Event::Text(text) if text.len() == range.len())
        {
            *before = piece;
            at.end = range.end;
            return;
        }
        self.inline.push((event, range));
    }

    fn start(&mut self, tag: Tag<'m>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.out().push_str("<p>"),
            Tag::Heading { level, id, classes, .. } => {
                self.heading = Some(OpenHeading {
                    level: heading_level(level),
                    id: id.map(|id| id.to_string()),
                    classes: classes.iter().map(ToString::to_string).collect(),
                });
            }
            Tag::BlockQuote(_) => self.out().push_str("<blockquote>\n"),
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((info, String::new(), self.span(&range)));
            }
            Tag::List(Some(first)) => {
                let class = if self.mapped.is_thai_item(range.start) { " class=\"thai\"" } else { "" };
                let start = if first == 1 { String::new() } else { format!(" start=\"{first}\"") };
                self.out().push_str(&format!("<ol{class}{start}>\n"));
            }
            Tag::List(None) => self.out().push_str("<ul>\n"),
            Tag::Item => self.out().push_str("<li>"),
            Tag::FootnoteDefinition(name) => {
                let number = self.footnote_number(&name);
                let mut text = RichText::default();
                text.push_str(&format!("<li id=\"fn-{number}\">"));
                self.footnote = Some(text);
            }
            Tag::Table(alignments) => {
                self.table = Some(TableBeingRead::new(alignments, self.span(&range)));
            }
            Tag::TableHead => {
                if let Some(table) = &mut self.table {
                    table.in_head = true;
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        if tag == TagEnd::TableCell {
            self.end_cell(&range);
            return;
        }
        if let TagEnd::Heading(_) = tag {
            self.end_heading(&range);
            return;
        }
        self.flush();
        match tag {
            TagEnd::Paragraph => {
                self.out().push_str("</p>\n");
                self.end_plain(&range);
            }
            TagEnd::BlockQuote(_) => self.out().push_str("</blockquote>\n"),
            TagEnd::List(true) => self.out().push_str("</ol>\n"),
            TagEnd::List(false) => self.out().push_str("</ul>\n"),
            TagEnd::Item => {
                self.out().push_str("</li>\n");
                self.end_plain(&range);
            }
            TagEnd::FootnoteDefinition => {
                if let Some(mut text) = self.footnote.take() {
                    text.push_str("</li>\n");
                    self.body.footnotes.append(text);
                }
            }
            TagEnd::TableHead => {
                if let Some(table) = &mut self.table {
                    table.in_head = false;
                    table.heads = std::mem::take(&mut table.cells);
                    table.head_html = std::mem::take(&mut table.cell_html);
                }
            }
            TagEnd::TableRow => {
                let span = self.span(&range);
                let bars = bars(self.mapped.text.get(range.clone()).unwrap_or(""));
                if let Some(table) = &mut self.table {
                    let heads = table.heads.len();
                    let written = bars.len().saturating_sub(1);
                    if let Some(bar) = bars.get(heads).filter(|_| written > heads) {
                        let extra = self.mapped.original(range.start + bar);
                        let last = bars.last().map_or(extra, |bar| self.mapped.original(range.start + bar + 1));
                        self.findings.push(lost_cells(Span::new(self.file, extra, last), written, heads));
                    }
                    table.rows.push(MarkdownRow { cells: std::mem::take(&mut table.cells), written, span });
                    table.row_html.push(std::mem::take(&mut table.cell_html));
                }
            }
            TagEnd::Table => self.end_table(),
            _ => {}
        }
    }

    fn end_plain(&mut self, range: &Range<usize>) {
        let text = std::mem::take(&mut self.plain);
        let trimmed = text.trim();
        if !trimmed.is_empty() {
            let span = self.span(range);
            let text = if trimmed.len() == text.len() { text } else { trimmed.to_owned() };
            self.body.prose.push(Spanned::new(text, span));
        }
    }

    fn end_code(&mut self) {
        let Some((info, text, span)) = self.code.take() else { return };
        if let Some(name) = info.trim().strip_prefix("chart") {
            let name = name.trim().to_owned();
            self.out().push_slot(SlotContent::Chart { name }, span);
            return;
        }
        let out = self.out();
        out.push_str("<pre tabindex=\"0\"><code>");
        out.push_text(&text);
        out.push_str("</code></pre>\n");
    }

    fn end_heading(&mut self, range: &Range<usize>) {
        let inline = emphasis::mend(std::mem::take(&mut self.inline), &self.mapped.text);
        let Some(open) = self.heading.take() else { return };
        let title = plain_text(&inline);
        let mut rich = RichText::default();
        let mut ignored = String::new();
        self.write_inline(&inline, &mut rich, &mut ignored);
        let base = open.id.unwrap_or_else(|| thai::slug::anchor(&title));
        let anchor = thai::slug::unique(&mut self.anchors, &base);
        let span = inline_span(&inline).map_or_else(|| self.span(range), |inner| self.span(&inner));
        self.body.sections.push(Section {
            level: open.level,
            title: Spanned::new(title, span),
            // A link inside a heading is shown as its words.
            title_html: rich.into_html_without_slots(),
            anchor,
            classes: open.classes,
            body: RichText::default(),
        });
    }

    fn end_cell(&mut self, range: &Range<usize>) {
        let inline = emphasis::mend(std::mem::take(&mut self.inline), &self.mapped.text);
        let mut text = plain_text(&inline);
        if inline.iter().any(|(event, _)| matches!(event, Event::Start(Tag::Strikethrough))) {
            // What is struck out is not what stands there: the reader of forms tells it.
            text = format!("~~{text}~~");
        }
        let mut rich = RichText::default();
        let mut ignored = String::new();
        self.write_inline(&inline, &mut rich, &mut ignored);
        let source = self.mapped.text.get(range.clone()).unwrap_or("");
        let lead = source.len() - source.trim_start().trim_start_matches('|').trim_start().len();
        let inner = source.trim_end().trim_end_matches('|').trim_end();
        let start = range.start + lead.min(source.len());
        let span = self.span(&(start..(range.start + inner.len()).max(start)));
        if let Some(table) = &mut self.table {
            table.cells.push(Spanned::new(text, span));
            table.cell_html.push(rich);
        }
    }

    fn end_table(&mut self) {
        let Some(table) = self.table.take() else { return };
        let span = table.span;
        let section = self.body.sections.len().checked_sub(1);
        let index = self.body.grids.len();
        self.body.grids.push(table.finish(section));
        self.out().push_slot(SlotContent::Table { index }, span);
    }

    fn footnote_number(&mut self, name: &str) -> usize {
        if let Some(number) = self.footnote_numbers.get(name) {
            return *number;
        }
        let number = self.footnote_numbers.len() + 1;
        self.footnote_numbers.insert(name.to_owned(), number);
        number
    }

    fn raw_html(&mut self, html: &str, range: &Range<usize>) {
        let shown = self.without_comments(html, range.start);
        if shown.trim().is_empty() {
            return;
        }
        self.note_raw_html(range);
        let out = self.out();
        out.push_str("<p class=\"raw\">");
        out.push_text(&shown);
        out.push_str("</p>\n");
    }

    /// A comment is a note of the authors to themselves, and may go over many lines, which come one by one. One without
    /// an end would swallow all that follows, so it is text.
    fn without_comments(&mut self, line: &str, start: usize) -> String {
        let mut shown = String::new();
        let mut rest = line;
        loop {
            let sign = if self.in_comment { "-->" } else { "<!--" };
            let Some((before, after)) = rest.split_once(sign) else { break };
            let here = start + line.len() - after.len();
            if !self.in_comment {
                if here > self.last_comment_end {
                    break;
                }
                shown.push_str(before);
            }
            self.in_comment = !self.in_comment;
            rest = after;
        }
        if !self.in_comment {
            shown.push_str(rest);
        }
        shown
    }

    fn note_raw_html(&mut self, range: &Range<usize>) {
        if self.raw_html_seen {
            return;
        }
        self.raw_html_seen = true;
        let span = self.span(range);
        self.findings.push(
            Finding::of(code::S041, span, "พบ HTML ในเนื้อความ จะแสดงเป็นข้อความตามที่พิมพ์")
                .english("raw HTML is shown as text")
                .help("ใช้ Markdown แทน เช่น **ตัวหนา** หรือ `- รายการ`"),
        );
    }

    /// Writes what has gathered since the last block began.
    fn flush(&mut self) {
        if self.inline.is_empty() {
            return;
        }
        let mut inline = emphasis::mend(std::mem::take(&mut self.inline), &self.mapped.text);
        let mut rich = std::mem::take(self.out());
        let mut plain = std::mem::take(&mut self.plain);
        plain.reserve(inline_span(&inline).map_or(0, |span| span.len()));
        self.write_inline(&inline, &mut rich, &mut plain);
        self.plain = plain;
        *self.out() = rich;
        inline.clear();
        self.inline = inline;
    }

    fn write_inline(&mut self, events: &[Inline<'m>], out: &mut RichText, plain: &mut String) {
        let mut image: Option<(String, String, String, Span)> = None;
        for (event, range) in events {
            if let Some((_, alt, _, _)) = &mut image
                && !matches!(event, Event::End(TagEnd::Image))
            {
                if let Event::Text(text) | Event::Code(text) = event {
                    alt.push_str(text);
                }
                continue;
            }
            match event {
                Event::Text(text) => {
                    let text = thai::repair(text);
                    out.push_text(&text);
                    plain.push_str(&text);
                }
                Event::Code(text) => {
                    out.push_str("<code>");
                    out.push_text(text);
                    out.push_str("</code>");
                    plain.push_str(text);
                }
                Event::InlineHtml(html) if is_line_break(html) => out.push_str("<br>"),
                Event::InlineHtml(html) if html.starts_with("<!--") => {}
                Event::InlineHtml(html) => {
                    self.note_raw_html(range);
                    out.push_text(html);
                }
                Event::SoftBreak => {
                    out.push_str("\n");
                    plain.push(' ');
                }
                Event::HardBreak => {
                    out.push_str("<br>\n");
                    plain.push(' ');
                }
                Event::FootnoteReference(name) => {
                    let number = self.footnote_number(name);
                    out.push_str(&format!(
                        "<sup><a href=\"#fn-{number}\" id=\"fnref-{number}\" aria-label=\"เชิงอรรถ {number}\">{number}</a></sup>"
                    ));
                }
                Event::TaskListMarker(done) => {
                    let (mark, word) =
                        if *done { ("☑", "ทำแล้ว") } else { ("☐", "ยังไม่ทำ") };
                    out.push_str(&format!("<span class=\"task\" role=\"img\" aria-label=\"{word}\">{mark}</span> "));
                }
                Event::Start(Tag::Emphasis) => out.push_str("<em>"),
                Event::End(TagEnd::Emphasis) => out.push_str("</em>"),
                Event::Start(Tag::Strong) => out.push_str("<strong>"),
                Event::End(TagEnd::Strong) => out.push_str("</strong>"),
                Event::Start(Tag::Strikethrough) => out.push_str("<del>"),
                Event::End(TagEnd::Strikethrough) => out.push_str("</del>"),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    out.push_str("<a href=\"");
                    let span = self.span(range);
                    out.push_slot(SlotContent::Link { target: dest_url.to_string() }, span);
                    out.push_str("\">");
                }
                Event::End(TagEnd::Link) => out.push_str("</a>"),
                Event::Start(Tag::Image { dest_url, title, .. }) => {
                    image = Some((dest_url.to_string(), String::new(), title.to_string(), self.span(range)));
                }
                Event::End(TagEnd::Image) => {
                    if let Some((target, alt, title, span)) = image.take() {
                        plain.push_str(&alt);
                        out.push_slot(SlotContent::Image { target, alt, title }, span);
                    }
                }
                _ => {}
            }
        }
    }

    fn finish(mut self) -> Body {
        self.flush();
        // The page has its own h1: a body that uses `#` steps down as a whole.
        if self.body.sections.iter().any(|section| section.level == 1) {
            for section in &mut self.body.sections {
                section.level = (section.level + 1).min(6);
            }
        }
        self.body
    }
}
