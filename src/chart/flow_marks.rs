//! Marks as HTML that flows: one drawing for every width, where a picture would be drawn once for phones and once for desks.
//! Owns the markup of marks in groups; what is grouped and said belongs to the charts. The marks are the page's symbols.

use crate::escape::html_into;

use super::canvas::safe_id;
use super::status::{Status, StatusCounts};
use super::wording::ChartWording;

/// Marks that belong together under one name.
pub(super) struct MarkGroup<'a> {
    pub(super) name: &'a str,
    pub(super) href: Option<&'a str>,
    /// What is said of the group, line by line.
    pub(super) notes: Vec<String>,
    pub(super) marks: Vec<FlowMark<'a>>,
}

pub(super) struct FlowMark<'a> {
    pub(super) name: &'a str,
    pub(super) href: Option<&'a str>,
    /// `None` where marks only count.
    pub(super) status: Option<Status>,
}

/// Without a style sheet a mark is as large as this.
const SIZE: &str = " width=\"24\" height=\"24\"";

/// The beginning of a picture that flows; of its classes `kind` is what comes behind the first `flow-`.
pub(super) fn begun((id, kind): (&str, &str), title: &str) -> String {
    let mut out = String::with_capacity(8192);
    for part in ["<div class=\"flow flow-", kind, "\" id=\"", &safe_id(id), "\" role=\"figure\" aria-label=\""] {
        out.push_str(part);
    }
    html_into(&mut out, title);
    out.push_str("\">");
    out
}

/// A name that may lead somewhere.
pub(super) fn name_into(out: &mut String, name: &str, href: Option<&str>) {
    let Some(href) = href else { return html_into(out, name) };
    out.push_str("<a href=\"");
    html_into(out, href);
    out.push_str("\">");
    html_into(out, name);
    out.push_str("</a>");
}

/// The groups, after a key of the statuses that occur.
pub(super) fn html(
    (id, kind): (&str, &str),
    title: &str,
    key: &StatusCounts,
    groups: &[MarkGroup<'_>],
    wording: ChartWording,
) -> String {
    let mut out = begun((id, kind), title);
    if key.all() > 0 {
        out.push_str("<p class=\"flow-key\">");
        for (status, count) in key.present() {
            for part in ["<span class=\"state ", status.class(), "\">"] {
                out.push_str(part);
            }
            mark(&mut out, Some(status));
            for part in [" <span>", status.word(wording.language), " ", &wording.count(count), "</span></span> "] {
                out.push_str(part);
            }
        }
        out.push_str("</p>");
    }
    for group in groups {
        out.push_str("<div><p>");
        name_into(&mut out, group.name, group.href);
        out.push_str("</p>");
        if !group.marks.is_empty() {
            out.push_str("<ul>");
            for one in &group.marks {
                one.write(&mut out, wording);
            }
            out.push_str("</ul>");
        }
        for note in &group.notes {
            out.push_str("<p class=\"small\">");
            html_into(&mut out, note);
            out.push_str("</p>");
        }
        out.push_str("</div>");
    }
    out.push_str("</div>");
    out
}

impl FlowMark<'_> {
    fn write(&self, out: &mut String, wording: ChartWording) {
        out.push_str("<li><");
        match self.href {
            Some(href) => {
                out.push_str("a href=\"");
                html_into(out, href);
                out.push_str("\" title=\"");
            }
            None => out.push_str("span role=\"img\" aria-label=\""),
        }
        html_into(out, self.name);
        if let Some(status) = self.status {
            out.push_str(" — ");
            out.push_str(status.word(wording.language));
        }
        out.push_str("\">");
        mark(out, self.status);
        out.push_str(if self.href.is_some() { "</a></li>" } else { "</span></li>" });
    }
}

fn mark(out: &mut String, status: Option<Status>) {
    out.push_str("<svg class=\"mark\"");
    out.push_str(SIZE);
    match status {
        Some(status) => {
            for part in ["><use href=\"#mark-", status.class(), "\"/></svg>"] {
                out.push_str(part);
            }
        }
        None => out.push_str(
            " viewBox=\"0 0 24 24\"><rect class=\"fill-accent\" x=\"2\" y=\"2\" width=\"20\" height=\"20\" rx=\"3\"/></svg>",
        ),
    }
}
