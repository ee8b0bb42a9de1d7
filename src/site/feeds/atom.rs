//! Atom 1.0 (RFC 4287).

use std::fmt::Write as _;

use super::{Channel, newest, timestamp};
use crate::escape::xml;
use crate::model::PaperSummary;

pub(super) fn write(channel: &Channel<'_>, papers: &[&PaperSummary]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"th\">\n",
    );
    let _ = writeln!(out, "<title>{}</title>", xml(&channel.title));
    let _ = writeln!(out, "<id>{}</id>", xml(&channel.id(channel.url)));
    let _ = writeln!(out, "<updated>{}</updated>", timestamp(newest(papers)));
    let _ = writeln!(out, "<author><name>{}</name></author>", xml(&channel.author));
    let link = |rel: &str, media_type: &str, url: &str| {
        format!("<link rel=\"{rel}\" type=\"{media_type}\" href=\"{}\"/>\n", xml(&channel.absolute(url)))
    };
    out.push_str(&link("self", "application/atom+xml", channel.url));
    out.push_str(&link("alternate", "text/html", &channel.home));
    for paper in papers {
        out.push_str("<entry>\n");
        let _ = writeln!(out, "<title>{}</title>", xml(&paper.title));
        let _ = writeln!(out, "<id>{}</id>", xml(&channel.id(&paper.url)));
        out.push_str(&link("alternate", "text/html", &paper.url));
        if let Some(day) = &paper.published {
            let _ = writeln!(out, "<published>{}</published>", timestamp(day));
        }
        if let Some(day) = &paper.updated {
            let _ = writeln!(out, "<updated>{}</updated>", timestamp(day));
        }
        let _ = writeln!(out, "<author><name>{}</name></author>", xml(&paper.office));
        let _ = writeln!(out, "<category term=\"{}\"/>", xml(&paper.kind));
        let _ = writeln!(out, "<summary type=\"text\">{}</summary>", xml(&paper.summary));
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}
