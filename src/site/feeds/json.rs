//! JSON Feed 1.1.

use serde_json::{Value, json};

use super::{Channel, timestamp};
use crate::model::PaperSummary;

pub(super) fn write(channel: &Channel<'_>, papers: &[&PaperSummary]) -> String {
    let items: Vec<Value> = papers
        .iter()
        .map(|paper| {
            let mut item = json!({
                "id": channel.id(&paper.url),
                "url": channel.absolute(&paper.url),
                "title": paper.title,
                "content_text": paper.summary,
                "authors": [{ "name": paper.office }],
                "tags": [paper.kind, paper.state],
                "language": "th",
            });
            for (key, day) in [("date_published", &paper.published), ("date_modified", &paper.updated)] {
                if let Some(day) = day {
                    item[key] = Value::String(timestamp(day));
                }
            }
            item
        })
        .collect();
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.absolute(&channel.home),
        "feed_url": channel.absolute(channel.url),
        "language": "th",
        "authors": [{ "name": channel.author }],
        "items": items,
    });
    let mut text = serde_json::to_string_pretty(&feed).unwrap_or_default();
    text.push('\n');
    text
}
