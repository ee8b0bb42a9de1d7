//! A read paper → the content files of an authority: which documents it holds, where each paragraph and table goes, codes.
//! Puts together what the other files of this room read; writes no disk.

use std::collections::BTreeSet;

use super::accounting::account;
use super::codes;
use super::facts;
use super::figures::Stated;
use super::import_source::{ImportSource, Main, main_of};
use super::lists;
use super::main_document::main_files;
use super::paper::{Note, SourcePaper};
use super::papers::{self, Announcement, CommitteeDraft};
use super::tables;
use super::write::{self, Front};
use super::{ImportOptions, Imported, marks};
use crate::reader::Ask;
use crate::standards::{Role, Standards};
use crate::thai::{Date, Round};

pub fn assemble(paper: &SourcePaper, file_name: &str, options: &ImportOptions, standards: &Standards) -> Imported {
    let lines = facts::lines_of(paper);
    let facts = facts::read(&lines, file_name);
    let ask = Ask { round: facts.round.map(Round::months), ..Ask::default() };
    let mapped = (!options.maps.is_empty()).then(|| standards.with_heads(&options.maps));
    let tables = tables::understand(paper, &ask, facts.is_of_measures, mapped.as_ref().unwrap_or(standards));
    let plan_list = lists::read(paper, standards);
    let mut stated = Stated::default();
    stated.take_tables(&tables.understood, standards);
    stated.take_lines(&lines);
    for table in tables.understood.iter().filter(|table| table.role == Role::Items) {
        stated.take_totals(table);
    }
    let mut source = ImportSource { paper, lines, facts, tables, plan_list, stated, standards };
    let main = main_of(&source);
    let year = source.facts.fiscal_year.or(source.facts.plan_years.map(|(first, _)| first));
    let mut guesses: Vec<Note> = source.facts.doubts.clone();
    let list_codes = codes::give(&mut source, options, year, &mut guesses);
    let mut files = Vec::new();
    let announcements = papers::announcements(&source.lines);
    let committee = papers::committee(&source.lines, standards);
    if let Some(text) = agency_file(&source, options) {
        files.push((format!("{}agency.md", folder(options)), text));
    }
    let mut taken: BTreeSet<usize> = source.facts.used.iter().copied().collect();
    taken.extend(source.plan_list.used.iter().copied());
    for paper in &announcements {
        taken.extend(paper.lines.iter().filter_map(|at| source.lines.get(*at)).map(|line| line.block));
    }
    if let Some(committee) = &committee {
        taken.extend(committee.lines.iter().filter_map(|at| source.lines.get(*at)).map(|line| line.block));
    }
    let mut notes: Vec<Note> = Vec::new();
    main_files(&source, main, year, &taken, &list_codes, options, &mut notes, &mut files);
    paper_files(&source, &announcements, committee.as_ref(), year, main, options, &mut files);
    account(source, main, files, notes, guesses, file_name)
}

pub(super) fn folder(options: &ImportOptions) -> String {
    if options.folder.is_empty() { String::new() } else { format!("{}/", options.folder.trim_matches('/')) }
}

fn agency_file(source: &ImportSource<'_>, options: &ImportOptions) -> Option<String> {
    if options.has_agency {
        return None;
    }
    let agency = source.facts.agency.clone().unwrap_or_default();
    let mut front = Front::default();
    front.put("kind", "agency");
    if agency.name.is_empty() {
        front.put("name", "(ไม่พบชื่อหน่วยงานในเอกสาร)");
        front.put("type", "other");
        let mark = marks::mark("ไม่พบชื่อหน่วยงานในเอกสาร เติม name, type, tambon, amphoe, province");
        return Some(front.document(&mark));
    }
    front.put("name", &agency.name);
    let short = agency.name.replacen("องค์การบริหารส่วนตำบล", "อบต.", 1).replacen("องค์การบริหารส่วนจังหวัด", "อบจ.", 1);
    if short != agency.name {
        front.put("short_name", &short);
    }
    front.put("type", agency.kind);
    for (key, value) in [
        ("tambon", &agency.tambon),
        ("amphoe", &agency.amphoe),
        ("province", &agency.province),
        ("postcode", &agency.postcode),
    ] {
        front.put_some(key, value.as_deref());
    }
    front.list("also_written", &agency.also_written);
    let contacts = [
        ("address", &agency.address),
        ("phone", &agency.phone),
        ("fax", &agency.fax),
        ("email", &agency.email),
        ("website", &agency.website),
        ("facebook", &agency.facebook),
    ];
    if contacts.iter().any(|(_, value)| value.is_some()) {
        front.raw("contact:");
        for (key, value) in contacts {
            if let Some(value) = value {
                let value = write::scalar(value);
                front.raw(&if key == "phone" { format!("  phone: [{value}]") } else { format!("  {key}: {value}") });
            }
        }
    }
    front.put_some("source", source.facts.title.as_deref());
    let marks: Vec<String> = source.facts.doubts.iter().map(|note| marks::mark(&note.why)).collect();
    Some(front.document(&marks.join("\n")))
}

fn paper_files(
    source: &ImportSource<'_>,
    announcements: &[Announcement],
    committee: Option<&CommitteeDraft>,
    year: Option<u16>,
    main: Main,
    options: &ImportOptions,
    files: &mut Vec<(String, String)>,
) {
    let folder = folder(options);
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut unique = |base: String| {
        let mut name = base.clone();
        let mut number = 2;
        while !names.insert(name.clone()) {
            name = format!("{base}-{number}");
            number += 1;
        }
        name
    };
    for paper in announcements {
        let day = paper.date.as_deref().and_then(|date| Date::parse(date).ok());
        let day = day.map_or_else(
            || year.unwrap_or(2500).to_string(),
            |day| format!("{}-{:02}-{:02}", day.year_be(), day.month(), day.day()),
        );
        let what = match (paper.is_order, main, source.facts.round) {
            (true, ..) => "order",
            (_, Main::Report, Some(Round::SixMonths)) => "report-6m",
            (_, Main::Report, _) => "report-12m",
            (_, Main::Plan, _) => "plan",
            (_, Main::Measures, _) => "measures",
            _ => "announcement",
        };
        let name = unique(format!("{day}-{what}"));
        files.push((format!("{folder}announcements/{name}.md"), announcement_file(source, paper)));
    }
    let Some(committee) = committee else { return };
    let order = committee.order_number.as_ref().map(|number| {
        let day = committee.order_date.as_deref().and_then(|date| Date::parse(date).ok());
        let day = day.map_or_else(String::new, |day| format!("{}-{:02}-{:02}-", day.year_be(), day.month(), day.day()));
        unique(format!("{day}order-{}", number.split('/').next().unwrap_or("")))
    });
    let mut front = Front::default();
    front.put("kind", "committee");
    front.put("title", &committee.title);
    if let Some(order) = &order {
        front.put("by_order", &format!("../announcements/{order}.md"));
    }
    front.put_some("date", committee.order_date.as_deref());
    front.raw("members:");
    for member in &committee.members {
        let pairs = [("name", &member.name), ("position", &member.position), ("role", &member.role)];
        let pairs: Vec<String> = pairs
            .iter()
            .filter_map(|(key, value)| value.as_ref().map(|value| format!("{key}: \"{}\"", value.replace('"', "'"))))
            .collect();
        front.raw(&format!("  - {{ {} }}", pairs.join(", ")));
    }
    let duties: Vec<String> =
        committee.duties.iter().enumerate().map(|(at, duty)| format!("{}. {}", at + 1, write::line(duty))).collect();
    let body = if duties.is_empty() {
        String::new()
    } else {
        format!("{}\n\n{}", write::heading(2, "หน้าที่ของคณะทำงาน", ""), duties.join("\n"))
    };
    files.push((format!("{folder}committees/plan-working-group.md"), front.document(&body)));
    if let (Some(order), Some(number)) = (order, &committee.order_number) {
        let mut front = Front::default();
        front.put("kind", "order");
        front.put("number", number);
        front.put("title", &format!("แต่งตั้ง{}", committee.title));
        front.put_some("office", source.facts.agency.as_ref().map(|agency| agency.name.as_str()));
        front.put_some("date", committee.order_date.as_deref());
        front.list("related", &["../committees/plan-working-group.md".to_owned()]);
        let text = committee
            .lines
            .first()
            .and_then(|at| source.lines.get(*at))
            .map(|line| write::line(&line.text))
            .unwrap_or_default();
        files.push((format!("{folder}announcements/{order}.md"), front.document(&text)));
    }
}

fn announcement_file(source: &ImportSource<'_>, paper: &Announcement) -> String {
    let mut front = Front::default();
    front.put("kind", if paper.is_order { "order" } else { "announcement" });
    front.put_some("number", paper.number.as_deref());
    front.put("title", &paper.title);
    front.put_some("office", paper.office.as_deref());
    front.put_some("date", paper.date.as_deref());
    if let Some((name, position)) = &paper.signatory {
        front.raw("signatory:");
        front.raw(&format!("  name: {}", write::scalar(name)));
        if let Some(position) = position {
            front.raw(&format!("  position: {}", write::scalar(position)));
        }
    }
    let text: Vec<String> =
        paper.lines.iter().filter_map(|at| source.lines.get(*at)).map(|line| write::line(&line.text)).collect();
    front.document(&text.join("\n\n"))
}
