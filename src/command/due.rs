//! `prongsai due`: the days on which the site changes by itself, so that a build can be planned for them.
//! Reads content; writes nothing.

use rayon::prelude::*;
use serde::Serialize;

use crate::command::arguments::{DueArguments, OutputFormat};
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::engine::build::recall::Recall;
use crate::engine::lists::{self, DueDay};
use crate::engine::{Engine, Timings};
use crate::finding::Findings;
use crate::model;
use crate::model::life;
use crate::open_data::obligations::current_list;
use crate::thai::Date;

/// A day, the page, and what becomes of it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct DueRow {
    date: Date,
    page: String,
    title: String,
    what: &'static str,
    words: &'static str,
    /// The file to look at.
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
}

pub fn run(arguments: &DueArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let timings = Timings::default();
    let engine = Engine::open(&arguments.site.options()?, &timings)?;
    let date = engine.site.settings.date;
    let recall = Recall::of(&engine, &arguments.site.content);
    let mut rows: Vec<DueRow> = engine
        .sources
        .agencies
        .par_iter()
        .flat_map_iter(|files| {
            if let Some((lists, _)) = recall.as_ref().and_then(|recall| recall.lists(files)) {
                return lists.dues.into_iter().map(row).collect();
            }
            // Attachments and findings have no day of their own: reading the documents is enough.
            let mut unread = Findings::default();
            let (documents, others) =
                model::read_documents(engine.files(), &files.entries, &engine.site.standards, &mut unread);
            let agency = model::assemble::assemble(&files.slug, documents, others, &engine.site.standards, &mut unread);
            let dues = agency.map(|agency| lists::dues(&agency, date)).unwrap_or_default();
            dues.into_iter().map(row).collect::<Vec<_>>()
        })
        .collect();
    for document in engine.site.portal.pages.iter().filter(|document| !document.common.draft) {
        if let Some(from) = document.common.publish_from.as_ref().filter(|from| from.value > date) {
            rows.push(DueRow {
                date: from.value,
                page: model::document_url(&document.path),
                title: document.title().to_owned(),
                what: life::DueKind::Publishes.key(),
                words: life::DueKind::Publishes.name_th(),
                file: document.path.to_string(),
                by: None,
            });
        }
    }
    rows.sort();
    if let Some(caution) = current_list(&engine.site.standards, date).and_then(|current| current.caution())
        && terminal.format != OutputFormat::Json
    {
        terminal.result(&caution);
    }
    match terminal.format {
        OutputFormat::Json => terminal.result(&serde_json::to_string_pretty(&rows).unwrap_or_default()),
        _ if rows.is_empty() => terminal.result("ไม่มีวันที่เว็บต้องเปลี่ยนเอง"),
        _ => rows.iter().for_each(|row| terminal.result(&line(row))),
    }
    Ok(Outcome::Fine)
}

fn row(due: DueDay) -> DueRow {
    let DueDay { date, kind, page, title, file, by } = due;
    DueRow { date, page, title, what: kind.key(), words: kind.name_th(), file, by }
}

fn line(row: &DueRow) -> String {
    let by = row.by.as_ref().map(|by| format!(" (/{by})")).unwrap_or_default();
    format!("{} ({})  /{}  {}{by}: {}", row.date.iso(), row.date.long(), row.page, row.words, row.title)
}
