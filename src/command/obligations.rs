//! `prongsai obligations`: for the officer who fills in the assessment form, the OIT items of a year and what answers them.

use std::path::Path;

use crate::command::arguments::{ObligationsArguments, OutputFormat};
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::engine::build::recall::Recall;
use crate::engine::lists::AgencyAnswers;
use crate::engine::{Engine, Timings};
use crate::open_data::obligations::{self, AnswerState, AnswerWords};
use crate::open_data::table::Table;
use crate::open_data::{json, obligations::Answered};
use crate::site::data_pages::obligations as pages;
use crate::standards::ObligationList;
use crate::thai;

pub fn run(arguments: &ObligationsArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let timings = Timings::default();
    let mut engine = Engine::open(&arguments.site.options()?, &timings)?;
    let packed = arguments.pack.as_deref().map(|file| take_pack(&mut engine, file)).transpose()?;
    let Chosen { list, caution } = choose(&engine, arguments, packed)?;
    let site = &*engine.site;
    // A list of the officer's own is known to no build.
    let recall = if packed.is_some() { None } else { Recall::of(&engine, &arguments.site.content) };
    let mut told = Vec::new();
    let mut table = Table::new(obligations::OBLIGATIONS.shape());
    let mut seen = false;
    for files in &engine.sources.agencies {
        if arguments.agency.as_ref().is_some_and(|slug| slug.trim_matches('/') != files.slug) {
            continue;
        }
        seen = true;
        let of_agency = || engine.agency(files, &timings).map(|known| AgencyAnswers::of(site, &known.agency, list));
        let recalled = recall.as_ref().and_then(|recall| recall.lists(files)?.0.obligations);
        let recalled = recalled.filter(|known| known.answers.answered(list).is_some());
        match recalled.map_or_else(of_agency, Ok) {
            Ok(AgencyAnswers { name, id, answers }) => {
                let words = pages::KeptWords { site, kept: &answers };
                let unknown = obligations::unknown_year(&site.standards, list, site.settings.date);
                let mut answered = answers.answered(list).unwrap_or_default();
                if arguments.open {
                    answered.retain(|row| row.state != AnswerState::Present);
                }
                told.push(text(&name, list, &answered, &words));
                table.extend(&obligations::table(&id, list, unknown, &answered, &words));
            }
            Err(findings) => terminal.findings(&findings),
        }
    }
    if let Some(slug) = arguments.agency.as_ref().filter(|_| !seen) {
        let known: Vec<&str> = engine.sources.agencies.iter().map(|agency| agency.slug.as_str()).collect();
        return Err(Failure(format!("ไม่พบหน่วยงาน `{slug}` มี: {}", known.join(", "))));
    }
    match terminal.format {
        OutputFormat::Json => terminal.result(&json::records(&table)),
        _ => terminal.result(&caution.into_iter().chain(told).collect::<Vec<_>>().join("\n")),
    }
    Ok(Outcome::Fine)
}

struct Chosen<'e> {
    list: &'e ObligationList,
    /// Said above the list when it is not of the year at hand.
    caution: Option<String>,
}

/// The year that was asked for, else the pack's, else the list in force.
fn choose<'e>(
    engine: &'e Engine,
    arguments: &ObligationsArguments,
    packed: Option<u16>,
) -> Result<Chosen<'e>, Failure> {
    let standards = &engine.site.standards;
    let known = || standards.oit.iter().map(|list| list.year.to_string()).collect::<Vec<_>>().join(", ");
    let asked = arguments.year.as_ref().map(|year| thai::to_arabic(year.trim()));
    let list = match (&asked, packed) {
        (Some(year), _) => year.parse().ok().and_then(|year| standards.obligations(year)),
        (None, Some(year)) => standards.obligations(year),
        (None, None) => {
            let current = obligations::current_list(standards, engine.site.settings.date);
            return current
                .map(|current| Chosen { list: current.list, caution: current.caution() })
                .ok_or_else(|| Failure("ไม่มีรายการ OIT ของปีใดเลย".to_owned()));
        }
    };
    list.map(|list| Chosen { list, caution: None }).ok_or_else(|| {
        let year = asked.unwrap_or_default();
        Failure(format!(
            "ยังไม่ทราบรายการ OIT ของปี {year} ที่มีคือ: {} เมื่อได้รายการของปีนั้นแล้ว ใช้ `--pack ไฟล์.toml` หรือวางไว้ที่ content/_standards/oit/{year}.toml",
            known()
        ))
    })
}

/// A list of the officer's own takes the place of the one of its year, for this answer.
fn take_pack(engine: &mut Engine, file: &Path) -> Result<u16, Failure> {
    let shown = file.display();
    let text = std::fs::read_to_string(file).map_err(|error| Failure(format!("เปิดรายการ `{shown}` ไม่ได้: {error}")))?;
    engine.replace_obligations(&text).map_err(|problem| {
        let line = text.get(..problem.bytes.start).map_or(1, |before| before.matches('\n').count() + 1);
        Failure(format!("รายการ `{shown}` บรรทัด {line} ใช้ไม่ได้: {}", problem.message))
    })
}

fn text(name: &str, list: &ObligationList, answered: &[Answered<'_>], words: &dyn AnswerWords) -> String {
    let mut lines = vec![format!("{name}: รายการ OIT ปี {}", list.year), format!("ที่มา: {}", list.source)];
    for row in answered {
        let mark = match row.state {
            AnswerState::Present => "●",
            AnswerState::Stale => "◐",
            AnswerState::WrongYear => "◇",
            AnswerState::Missing => "○",
        };
        let doubt = match row.obligation.sources {
            0 => " (ยังไม่พบแหล่งที่ยืนยันถ้อยคำ)".to_owned(),
            sources => format!(" (พบใน {sources} แหล่ง: {})", row.obligation.bodies_th()),
        };
        lines.push(format!(
            "{mark} {:<4} {}{doubt} [{}, ปี {}]",
            row.obligation.id.to_uppercase(),
            row.obligation.title,
            row.state.name_th(),
            row.document_year
        ));
        lines.extend(row.obligation.note.iter().map(|note| format!("       หมายเหตุ: {note}")));
        for answer in row.fitting() {
            lines.push(format!("       {}", words.address(&answer.url).unwrap_or_else(|| answer.url.clone())));
            lines.push(format!("       ทางเข้า: {}", words.click_path(answer)));
        }
    }
    let counts: Vec<String> = AnswerState::ALL
        .iter()
        .map(|state| format!("{} {}", state.name_th(), answered.iter().filter(|row| row.state == *state).count()))
        .collect();
    lines.push(format!("รวม {} ข้อ: {}", answered.len(), counts.join(" · ")));
    lines.push(String::new());
    lines.join("\n")
}
