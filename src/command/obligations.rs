//! `prongsai obligations`: for the officer who fills in the assessment form, the OIT items of a year and what answers them.

use crate::command::arguments::{Format, ObligationsArguments};
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::engine::{Engine, Timings};
use crate::open_data::obligations::{self, State, Words};
use crate::open_data::table::Table;
use crate::open_data::{json, obligations::Answered};
use crate::site::data_pages::obligations as pages;
use crate::site::{Lang, Page};
use crate::standards::ObligationList;
use crate::thai;

pub fn run(arguments: &ObligationsArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let timings = Timings::default();
    let engine = Engine::open(&arguments.site.options(), &timings)?;
    let list = list_of(&engine, arguments)?;
    let page = Page::new(&engine.site, Lang::Th, "");
    let mut told = Vec::new();
    let mut table = Table::new(&obligations::OBLIGATIONS);
    let mut seen = false;
    for files in &engine.sources.agencies {
        if arguments.agency.as_ref().is_some_and(|slug| slug.trim_matches('/') != files.slug) {
            continue;
        }
        seen = true;
        match engine.agency(files, &timings) {
            Ok(agency) => {
                let agency = &agency.agency;
                let words = pages::SiteWords { page: &page, agency };
                let mut answered = pages::answered(page.site, agency, list);
                if arguments.open {
                    answered.retain(|row| row.state != State::Present);
                }
                told.push(text(agency.name(), list, &answered, &words));
                table.extend(&obligations::table(agency, list, &answered, &words));
            }
            Err(findings) => terminal.findings(&findings),
        }
    }
    if let Some(slug) = arguments.agency.as_ref().filter(|_| !seen) {
        let known: Vec<&str> = engine.sources.agencies.iter().map(|agency| agency.slug.as_str()).collect();
        return Err(Failure(format!("ไม่พบหน่วยงาน `{slug}` มี: {}", known.join(", "))));
    }
    match terminal.format {
        Format::Json => terminal.result(&json::records(&table)),
        _ => terminal.result(&told.join("\n")),
    }
    Ok(Outcome::Fine)
}

fn list_of<'e>(engine: &'e Engine, arguments: &ObligationsArguments) -> Result<&'e ObligationList, Failure> {
    let standards = &engine.site.standards;
    let known = || standards.oit.iter().map(|list| list.year.to_string()).collect::<Vec<_>>().join(", ");
    let list = match &arguments.year {
        Some(year) => thai::to_arabic(year.trim()).parse().ok().and_then(|year| standards.obligations(year)),
        None => obligations::current_list(standards, engine.site.settings.date),
    };
    list.ok_or_else(|| {
        let year = arguments.year.as_deref().unwrap_or("");
        Failure(format!("ไม่มีรายการ OIT ของปี {year} มี: {} (เพิ่มได้ที่ content/_standards/oit/)", known()))
    })
}

fn text(name: &str, list: &ObligationList, answered: &[Answered<'_>], words: &dyn Words) -> String {
    let mut lines = vec![format!("{name}: รายการ OIT ปี {}", list.year), format!("ที่มา: {}", list.source)];
    for row in answered {
        let mark = match row.state {
            State::Present => "●",
            State::Stale => "◐",
            State::WrongYear => "◇",
            State::Missing => "○",
        };
        let doubt = match obligations::certainty_key(row.obligation.certainty) {
            "unconfirmed" => " (ยังไม่ยืนยันกับคู่มือ)",
            _ => "",
        };
        lines.push(format!(
            "{mark} {:<4} {}{doubt} [{}, ปี {}]",
            row.obligation.id.to_uppercase(),
            row.obligation.title,
            row.state.name_th(),
            row.document_year
        ));
        for answer in row.fitting() {
            lines.push(format!("       {}", words.address(&answer.url)));
            lines.push(format!("       ทางเข้า: {}", words.click_path(answer)));
        }
    }
    let counts: Vec<String> = State::ALL
        .iter()
        .map(|state| format!("{} {}", state.name_th(), answered.iter().filter(|row| row.state == *state).count()))
        .collect();
    lines.push(format!("รวม {} ข้อ: {}", answered.len(), counts.join(" · ")));
    lines.push(String::new());
    lines.join("\n")
}
