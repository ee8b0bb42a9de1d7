//! What readers ask for besides the words of a page: an authority's names, whom to call, a status, an office, money, days.
//! Says only what the page itself shows; which words are searched is decided here and nowhere else.

use crate::address::DataPage;
use crate::model::{Agency, Budget, DocumentId, PromiseView};
use crate::search::{RecordKind, SearchRecord};
use crate::site::page::Page;
use crate::source::meta::{Meta, Official, PaperKind, PaperMeta};
use crate::span::Spanned;
use crate::standards::{Field, ItemKind};
use crate::thai::{Date, FiscalYear, StatedMoney};

/// What stands before the place's own name, in full and as people write it.
const FORMS: &[(&str, &[&str])] = &[
    ("องค์การบริหารส่วนตำบล", &["อบต", "ตำบล"]),
    ("องค์การบริหารส่วนจังหวัด", &["อบจ", "จังหวัด"]),
    ("เทศบาลตำบล", &["ทต", "เทศบาล", "ตำบล"]),
    ("เทศบาลเมือง", &["ทม", "เทศบาล", "เมือง"]),
    ("เทศบาลนคร", &["ทน", "เทศบาล", "นคร"]),
];

type AskedText = Option<Spanned<String>>;

fn stated(text: &AskedText) -> Option<&str> {
    text.as_ref().map(|text| text.value.as_str())
}

/// Every way in which the authority is called: in full, short, with and without a blank, the place alone, spellings of
/// its own name that its papers print.
pub fn names(agency: &Agency) -> Vec<String> {
    let meta = &agency.meta;
    let mut names = vec![agency.name().to_owned(), agency.short_name().to_owned()];
    for (full, shorts) in FORMS {
        let Some(place) = agency.name().strip_prefix(full).map(str::trim).filter(|place| !place.is_empty()) else {
            continue;
        };
        names.push(place.to_owned());
        for short in *shorts {
            names.push(format!("{short} {place}"));
            names.push(format!("{short}{place}"));
        }
    }
    names.extend(stated(&meta.tambon).map(str::to_owned));
    names.extend(meta.also_written.iter().map(|name| name.value.clone()));
    for (before, place) in [("อำเภอ", &meta.amphoe), ("จังหวัด", &meta.province)] {
        names.extend(stated(place).map(|place| format!("{before}{place}")));
    }
    names
}

/// A number in one piece, as people type it who leave out the hyphens.
fn in_one_piece(number: &str) -> String {
    crate::thai::to_arabic(number).chars().filter(char::is_ascii_digit).collect()
}

/// The contact page: each line under the word that stands before it there.
pub fn of_contact(page: &Page<'_>, agency: &Agency, record: &mut SearchRecord) {
    record.kind = RecordKind::Contact;
    let meta = &agency.meta;
    let contact = &meta.contact;
    let mut lines: Vec<String> = Vec::new();
    let mut heads: Vec<String> = vec![record.title.clone()];
    let mut say = |word: &str, value: &str| {
        lines.push(format!("{word} {value}"));
        heads.push(word.to_owned());
    };
    let phones = contact.phone.iter().map(|phone| ("phone", phone.value.as_str()));
    let others = [
        ("address", &contact.address),
        ("fax", &contact.fax),
        ("email", &contact.email),
        ("website", &contact.website),
        ("facebook", &contact.facebook),
        ("line", &contact.line),
        ("hours", &contact.hours),
    ];
    for (key, value) in phones.chain(others.into_iter().filter_map(|(key, value)| Some((key, stated(value)?)))) {
        say(page.word(key), value);
        if matches!(key, "phone" | "fax") {
            record.facts.push(in_one_piece(value));
        }
    }
    if !meta.complaints.is_empty() {
        say("ร้องเรียน", "แจ้งเบาะแสการทุจริต");
    }
    for channel in &meta.complaints {
        let value = channel.value.as_ref().or(channel.url.as_ref());
        lines.push([channel.channel.value.as_str(), value.map_or("", |value| &value.value)].join(" "));
    }
    if !meta.complaints.is_empty() {
        heads.push("แจ้งเบาะแส".to_owned());
    }
    let today = page.site.settings.date;
    for official in meta.officials.iter().filter(|official| is_in_office(official, today)) {
        let words =
            [Some(&official.name), official.position.as_ref(), official.office.as_ref(), official.phone.as_ref()];
        lines.push(words.into_iter().flatten().map(|word| word.value.as_str()).collect::<Vec<_>>().join(" "));
        heads.push(official.name.value.clone());
        if let Some(position) = stated(&official.position) {
            heads.push(position.to_owned());
            // "นายก" of "นายกองค์การบริหารส่วนตำบลพิปูน".
            let office = FORMS.iter().filter_map(|(full, _)| position.split_once(full)).map(|(office, _)| office);
            heads.extend(office.filter(|office| !office.is_empty()).map(str::to_owned));
        }
        record.facts.extend(stated(&official.phone).map(in_one_piece));
    }
    if !meta.officials.is_empty() {
        heads.push(page.word("officials").to_owned());
    }
    record.text = lines.join("\n");
    record.heads = heads;
}

fn is_in_office(official: &Official, today: Date) -> bool {
    official.until.as_ref().is_none_or(|until| today <= until.value)
        && official.from.as_ref().is_none_or(|from| from.value <= today)
}

/// The year's page: which plan and which reports there are.
pub fn of_year(page: &Page<'_>, agency: &Agency, year: FiscalYear, record: &mut SearchRecord) {
    record.heads.extend([format!("ปี {}", year.be()), year.be().to_string()]);
    let Some(known) = agency.year(year) else { return };
    let titles = [
        known.plan.and_then(|plan| agency.plans.get(plan)).map(|plan| plan.document),
        known.six_months.and_then(|report| agency.reports.get(report)).map(|report| report.document),
        known.twelve_months.and_then(|report| agency.reports.get(report)).map(|report| report.document),
    ];
    let titles = titles.into_iter().flatten().map(|id| crate::site::names::of_document(page, agency, id));
    record.text = titles.collect::<Vec<_>>().join("\n");
}

/// A promise: its status, its dimension, its kind, its money. Whom it answers to is among its texts.
pub fn of_item(page: &Page<'_>, view: &PromiseView<'_>, record: &mut SearchRecord) {
    let status = view.status;
    record.status = status.map(|status| page.show.status(Some(status)).word.to_owned());
    // Nothing is claimed of a row whose form has no place for a status, but it can be asked for.
    record.facts.push(page.show.status(status).word.to_owned());
    record.facts.extend(record.dimension.map(|number| format!("มิติที่ {number}")));
    let kind = view.row().and_then(|row| row.kind);
    record.facts.extend(kind.map(ItemKind::name_th).map(str::to_owned));
    record.facts.extend(amounts(&view.budget).map(|money| format!("{money} บาท")));
    record.facts.extend(view.first(|entry| entry.said(Field::Owner)).map(str::to_owned));
}

fn amounts(budget: &Budget) -> impl Iterator<Item = String> {
    let Budget { plan, ordinance, disbursed, integrated, agency, by_year, silent_years: _ } = budget;
    let one = [plan, ordinance, disbursed, integrated, agency].into_iter().map(|money| money.value);
    let all: Vec<StatedMoney> = one.chain(by_year.iter().map(|(_, money)| money.value)).collect();
    all.into_iter().filter_map(StatedMoney::amount).map(|money| money.baht_text())
}

/// A document: the kind and the year that people name it by, its number, its days, who signed or reported.
pub fn of_document(page: &Page<'_>, agency: &Agency, id: DocumentId, record: &mut SearchRecord) {
    match &agency.document(id).meta {
        Meta::Plan(meta) => {
            record.heads.push("แผนป้องกันการทุจริต".to_owned());
            let years = meta.years.as_ref().map(|years| (years.value.0.be(), years.value.1.be()));
            record
                .heads
                .extend(years.into_iter().flat_map(|(first, last)| first..=last).map(|year| format!("ปี {year}")));
        }
        Meta::Report(meta) => {
            record.heads.push("ผลการดำเนินงานตามแผนป้องกันการทุจริต".to_owned());
            record.heads.extend(meta.round.as_ref().map(|round| round.value.name_th().to_owned()));
            record.heads.extend(meta.fiscal_year.as_ref().map(|year| format!("ปี {}", year.value.be())));
            record.facts.extend(meta.submitted.as_ref().map(|date| date.value.long()));
            if let Some(reporter) = &meta.reporter {
                let words = ["ผู้รายงาน", &reporter.name.value, stated(&reporter.position).unwrap_or_default()];
                record.text.push('\n');
                record.text.push_str(&words.join(" "));
                record.heads.extend([words[0].to_owned(), words[1].to_owned()]);
            }
        }
        Meta::Paper(paper) => of_paper(page, paper, record),
        Meta::Committee(meta) => {
            record.heads.push("คณะทำงาน".to_owned());
            record.facts.extend(meta.date.as_ref().map(|date| date.value.long()));
        }
        Meta::Measures(_) => record.heads.push("มาตรการส่งเสริมคุณธรรมและความโปร่งใส".to_owned()),
        Meta::Document(meta) => {
            let kind = meta.document_kind.as_ref();
            record.heads.extend(kind.map(|kind| crate::site::pages::kind_name(page.lang, &kind.value)));
        }
        _ => {}
    }
    if agency.contact_document() == Some(id) {
        let mut contact = SearchRecord { text: String::new(), heads: Vec::new(), facts: Vec::new(), ..record.clone() };
        of_contact(page, agency, &mut contact);
        record.kind = contact.kind;
        record.heads.extend(contact.heads);
    }
}

fn of_paper(page: &Page<'_>, paper: &PaperMeta, record: &mut SearchRecord) {
    let kind = match paper.kind {
        PaperKind::Announcement => "ประกาศ",
        PaperKind::Order => "คำสั่ง",
        PaperKind::Pledge => "ประกาศเจตจำนง",
    };
    record.heads.push(kind.to_owned());
    if let Some(number) = stated(&paper.number) {
        record.heads.extend([format!("{kind}ที่ {number}"), format!("ที่ {number}"), number.to_owned()]);
    }
    let days = [&paper.date, &paper.effective_from, &paper.effective_until];
    record.facts.extend(days.into_iter().flatten().map(|day| day.value.long()));
    if let Some(signatory) = &paper.signatory {
        record.facts.push("ผู้ลงนาม".to_owned());
        record.facts.extend(stated(&signatory.position).map(str::to_owned));
    }
    record.heads.extend(paper.subjects.iter().map(|subject| subject.value.clone()));
    for member in &paper.members {
        record.facts.push(member.name.value.clone());
        record.facts.extend([stated(&member.position), stated(&member.role)].into_iter().flatten().map(str::to_owned));
    }
    if let Some(about) = &paper.about {
        let words = [&about.what, &about.who, &about.when];
        record.facts.extend(words.into_iter().filter_map(stated).map(|word| page.show.text(word)));
    }
}

/// What the pages of data are asked for by.
pub fn of_data(data: &DataPage, record: &mut SearchRecord) {
    let heads: &[&str] = match data {
        DataPage::Obligations => &["OIT", "ITA", "ตัวชี้วัดการเปิดเผยข้อมูล"],
        DataPage::ObligationYear(year) => {
            record.year = Some(*year);
            &["OIT", "ITA", "ตัวชี้วัดการเปิดเผยข้อมูล"]
        }
        DataPage::Home => &["ข้อมูลเปิด", "ดาวน์โหลด", "CSV", "Excel"],
        _ => &[],
    };
    record.heads.extend(heads.iter().map(|head| (*head).to_owned()));
}
