//! `prongsai todo`: what each authority and each owner has to do next.

use rayon::prelude::*;

use crate::check::todo::{self, TodoList};
use crate::command::arguments::{OutputFormat, TodoArguments};
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::engine::build::recall::Recall;
use crate::engine::{Engine, Timings};

pub fn run(arguments: &TodoArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let timings = Timings::default();
    let engine = Engine::open(&arguments.site.options()?, &timings)?;
    let recall = Recall::of(&engine, &arguments.site.content);
    let lists: Vec<TodoList> = engine
        .sources
        .agencies
        .par_iter()
        .filter_map(|files| {
            if let Some((lists, findings)) = recall.as_ref().and_then(|recall| recall.lists(files)) {
                return Some(TodoList::of(&files.slug, lists.work, &findings));
            }
            let site = engine.agency(files, &timings).ok()?;
            Some(todo::todo(&site.agency, &site.findings, engine.site.settings.date))
        })
        .collect();
    let lists: Vec<TodoList> = lists.into_iter().filter_map(|list| wanted(list, arguments)).collect();
    match terminal.format {
        OutputFormat::Json => {
            let json = serde_json::to_string_pretty(&lists).map_err(|error| Failure(error.to_string()))?;
            terminal.result(&json);
        }
        _ => {
            let texts: Vec<String> = lists.iter().map(todo::text).collect();
            terminal.result(texts.join("\n").trim_end());
        }
    }
    Ok(Outcome::Fine)
}

/// The list cut down to one owner, where one is asked for.
fn wanted(mut list: TodoList, arguments: &TodoArguments) -> Option<TodoList> {
    let Some(owner) = &arguments.owner else { return Some(list) };
    list.owners.retain(|known| known.owner.as_deref().is_some_and(|name| name.contains(owner.as_str())));
    list.answers.clear();
    list.overdue.clear();
    list.next = None;
    (!list.owners.is_empty()).then_some(list)
}
