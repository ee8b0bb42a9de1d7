//! `prongsai new`: a commented starting site that builds without a warning.
//! Asks what it was not told, checks each answer against the gazetteer, and writes into an empty folder only.

mod document;
mod files;

use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;

use crate::check::locate;
use crate::command::arguments::NewArguments;
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::engine::clock::date_of;
use crate::finding::{Finding, code};
use crate::folder::Folder;
use crate::source::meta::AgencyType;
use crate::span::Span;
use crate::standards::gazetteer::{self, Tambon};
use crate::thai::{self, FiscalYear};

pub fn run(arguments: &NewArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    if let Some(kind) = document::NewDocument::of(&arguments.dir) {
        return document::run(kind, arguments, terminal);
    }
    refuse_used_folder(&arguments.dir)?;
    let Some(agency) = NewAgency::asked(arguments, terminal)? else { return Ok(Outcome::Findings) };
    let files = files::starting_files(&agency, arguments.portal);
    for (path, text) in &files {
        write(&arguments.dir, path.as_ref(), text)?;
        terminal.say(&format!("เขียน {path}"));
    }
    if arguments.dir == Path::new(".") {
        terminal.say("\nพร้อมแล้ว อ่านต่อใน README.txt");
        return Ok(Outcome::Fine);
    }
    let dir = arguments.dir.display();
    terminal.say(&format!("\nพร้อมแล้ว ลองสั่ง:\n  cd \"{dir}\"\n  prongsai serve     ดูเว็บขณะแก้\n  prongsai build     สร้างเว็บลงใน output/\nอ่านต่อใน README.txt"));
    Ok(Outcome::Fine)
}

fn refuse_used_folder(dir: &Path) -> Result<(), Failure> {
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Failure(format!("เปิดโฟลเดอร์ `{}` ไม่ได้: {error}", dir.display()))),
    };
    let own = std::env::current_exe().ok().and_then(|path| path.file_name().map(std::ffi::OsStr::to_owned));
    // The program itself may lie here, and what Windows keeps of its view of a folder.
    let is_nobodys = |name: &std::ffi::OsStr| {
        Some(name) == own.as_deref() || ["desktop.ini", "Thumbs.db"].iter().any(|known| name == *known)
    };
    match entries.flatten().find(|entry| !is_nobodys(&entry.file_name())) {
        None => Ok(()),
        Some(_) => {
            Err(Failure(format!("โฟลเดอร์ `{}` มีของอยู่แล้ว จึงไม่เขียนทับ ตั้งชื่อโฟลเดอร์ใหม่ หรือเลือกโฟลเดอร์ว่าง", dir.display())))
        }
    }
}

/// Below a folder that is made where it is missing, by no link.
fn write(root: &Path, path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure(format!("เขียน `{}` ไม่ได้: {error}", root.join(path).display()));
    std::fs::create_dir_all(root).map_err(failed)?;
    let root = Folder::hold(root).map_err(failed)?;
    root.make_folders(path.parent().unwrap_or(Path::new(""))).map_err(failed)?;
    // Into an empty folder: whatever lies there by now is not ours to write into.
    root.create_new(path).and_then(|mut file| file.write_all(text.as_bytes())).map_err(failed)
}

/// The authority that the starting site speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAgency {
    pub name: String,
    pub kind: AgencyType,
    pub tambon: Option<String>,
    pub amphoe: Option<String>,
    pub province: String,
    pub postcode: Option<u32>,
    pub year: FiscalYear,
    /// Where the site will be read.
    pub base_url: Option<String>,
}

impl NewAgency {
    /// From the arguments and, at a terminal, from whoever sits there. `None`: what is wrong has been said.
    fn asked(arguments: &NewArguments, terminal: &Terminal) -> Result<Option<Self>, Failure> {
        let mut asked = NewSite::of(arguments)?;
        asked.ask_if_terminal()?;
        match asked.settle()? {
            Ok(agency) => Ok(Some(agency)),
            Err(finding) => {
                terminal.findings(&locate([&finding], &|_| None));
                Ok(None)
            }
        }
    }
}

/// What is known so far.
#[derive(Clone, Debug, Default)]
struct NewSite {
    name: Option<String>,
    kind: Option<AgencyType>,
    tambon: Option<String>,
    amphoe: Option<String>,
    province: Option<String>,
    year: Option<FiscalYear>,
    base_url: Option<String>,
}

impl NewSite {
    fn of(arguments: &NewArguments) -> Result<Self, Failure> {
        let text = |value: &Option<String>| value.as_deref().map(repaired).filter(|text| !text.is_empty());
        let kind = arguments.kind.as_deref().map(kind_of).transpose()?;
        let year = arguments.year.as_deref().map(year_of).transpose()?;
        let name = text(&arguments.name);
        Ok(Self {
            kind: kind.or_else(|| name.as_deref().and_then(kind_of_name)),
            name,
            tambon: text(&arguments.tambon),
            amphoe: text(&arguments.amphoe),
            province: text(&arguments.province),
            year,
            base_url: arguments.base_url.as_deref().map(address_of).transpose()?,
        })
    }

    fn ask_if_terminal(&mut self) -> Result<(), Failure> {
        if std::io::stdin().is_terminal() {
            self.ask(&mut std::io::stdin().lock(), &mut std::io::stderr().lock())?;
        }
        Ok(())
    }

    /// Asks every question, again if the answer cannot be read; an empty line takes the proposal.
    fn ask(&mut self, answers: &mut impl BufRead, questions: &mut impl Write) -> Result<(), Failure> {
        let this_year = FiscalYear::of(date_of(None)?).map_or(2569, FiscalYear::be);
        let mut ask = |question: &str, proposal: Option<&str>| -> Result<String, Failure> {
            let shown = proposal.map(|proposal| format!(" [{proposal}]")).unwrap_or_default();
            let _ = write!(questions, "{question}{shown}: ");
            let _ = questions.flush();
            let mut line = String::new();
            let read = answers.read_line(&mut line).map_err(|error| Failure(format!("อ่านคำตอบไม่ได้: {error}")))?;
            match repaired(&line) {
                answer if !answer.is_empty() => Ok(answer),
                _ if read == 0 && proposal.is_none() => Err(Failure("เลิกกลางคัน ยังไม่ได้เขียนอะไร".to_owned())),
                _ => Ok(proposal.unwrap_or_default().to_owned()),
            }
        };
        while self.name.is_none() && self.kind.is_none() {
            match kind_of(&ask("ประเภทหน่วยงาน (อบต., เทศบาล, อบจ.)", Some("อบต."))?)
            {
                Ok(kind) => self.kind = Some(kind),
                Err(failure) => drop(ask(&format!("{failure} กด Enter แล้วลองใหม่"), Some(""))?),
            }
        }
        // Each answer is looked up when it is given: nobody types six of them to hear that the second was wrong.
        let mut place = |question: &str, known: &dyn Fn(&str) -> Result<(), Box<Finding>>| -> Result<String, Failure> {
            let mut hint = String::new();
            loop {
                let answer = ask(&format!("{hint}{question}"), None)?;
                hint = match known(&answer) {
                    _ if answer.is_empty() => "พิมพ์ชื่อก่อน\n".to_owned(),
                    Ok(()) => return Ok(answer),
                    Err(finding) => format!("{} {}\n", finding.message, finding.help),
                };
            }
        };
        let kind = self.kind.unwrap_or(AgencyType::Sao);
        if self.province.is_none() {
            self.province = Some(place("จังหวัด", &|name| find_place(name, None, None).map(drop))?);
        }
        let province = self.province.clone().unwrap_or_default();
        if kind != AgencyType::Pao && self.amphoe.is_none() {
            self.amphoe = Some(place("อำเภอ", &|name| find_place(&province, Some(name), None).map(drop))?);
        }
        let amphoe = self.amphoe.clone();
        if kind == AgencyType::Sao && self.tambon.is_none() {
            let known = |name: &str| find_place(&province, amphoe.as_deref(), Some(name)).map(drop);
            self.tambon = Some(place("ตำบล", &known)?);
        }
        while self.name.is_none() {
            let proposal = self.proposed_name();
            self.name = Some(ask("ชื่อหน่วยงาน", proposal.as_deref())?).filter(|text| !text.is_empty());
        }
        let mut hint = String::new();
        while self.year.is_none() {
            match year_of(&ask(&format!("{hint}ปีงบประมาณ"), Some(&this_year.to_string()))?) {
                Ok(year) => self.year = Some(year),
                Err(failure) => hint = format!("{failure}\n"),
            }
        }
        hint.clear();
        while self.base_url.is_none() {
            let answer =
                ask(&format!("{hint}ที่อยู่เว็บเมื่อเผยแพร่ เช่น https://www.nakok.go.th (ยังไม่มีให้กด Enter)"), Some(""))?;
            match address_of(&answer) {
                _ if answer.is_empty() => break,
                Ok(address) => self.base_url = Some(address),
                Err(failure) => hint = format!("{failure}\n"),
            }
        }
        Ok(())
    }

    fn proposed_name(&self) -> Option<String> {
        let bare = |name: &Option<String>, titles: &[&str]| {
            let name = name.as_deref()?;
            Some(titles.iter().find_map(|title| name.strip_prefix(title)).unwrap_or(name).trim().to_owned())
        };
        match self.kind.unwrap_or(AgencyType::Sao) {
            AgencyType::Sao => Some(format!("องค์การบริหารส่วนตำบล{}", bare(&self.tambon, &["ตำบล", "ต."])?)),
            AgencyType::Pao => Some(format!("องค์การบริหารส่วนจังหวัด{}", bare(&self.province, &["จังหวัด", "จ."])?)),
            AgencyType::Municipality | AgencyType::Other => None,
        }
    }

    /// Everything needed, checked. The outer error is wrong use, the inner one a place that does not exist.
    fn settle(self) -> Result<Result<NewAgency, Finding>, Failure> {
        let kind = self.kind.unwrap_or(AgencyType::Sao);
        let mut missing = Vec::new();
        if self.province.is_none() {
            missing.push("--province");
        }
        if kind != AgencyType::Pao && self.amphoe.is_none() {
            missing.push("--amphoe");
        }
        if kind == AgencyType::Sao && self.tambon.is_none() {
            missing.push("--tambon");
        }
        let name = self.name.clone().or_else(|| self.proposed_name());
        if name.is_none() {
            missing.push("--name");
        }
        let (Some(name), Some(province), []) = (name, &self.province, missing.as_slice()) else {
            return Err(Failure(format!(
                "ยังขาด {} เช่น `prongsai new เว็บ --name องค์การบริหารส่วนตำบลนากอก --tambon นากอก --amphoe นิคมคำสร้อย --province มุกดาหาร --year 2569`",
                missing.join(" ")
            )));
        };
        let place = match find_place(province, self.amphoe.as_deref(), self.tambon.as_deref()) {
            Ok(place) => place,
            Err(finding) => return Ok(Err(*finding)),
        };
        let year = match self.year {
            Some(year) => Some(year),
            None => FiscalYear::of(date_of(None)?),
        };
        let year = year.ok_or_else(|| Failure("บอกปีงบประมาณด้วย --year เช่น --year 2569".to_owned()))?;
        let postcode = place.tambon.map(Tambon::postcode);
        Ok(Ok(NewAgency {
            name,
            kind,
            tambon: place.tambon.map(|tambon| tambon.name().to_owned()),
            amphoe: place.amphoe,
            province: place.province,
            postcode,
            year,
            base_url: self.base_url,
        }))
    }
}

struct NewPlace {
    province: String,
    amphoe: Option<String>,
    tambon: Option<Tambon>,
}

/// The place by its names in the gazetteer; what is not there is a finding with the nearest that is.
fn find_place(province: &str, amphoe: Option<&str>, tambon: Option<&str>) -> Result<NewPlace, Box<Finding>> {
    let Some(found) = gazetteer::province(province) else {
        return Err(no_such(
            "จังหวัด",
            province,
            "ประเทศไทย",
            gazetteer::nearest_province(province).map(|near| near.name()),
        ));
    };
    let mut place = NewPlace { province: found.name().to_owned(), amphoe: None, tambon: None };
    let Some(amphoe) = amphoe else { return Ok(place) };
    let Some(in_amphoe) = found.amphoe(amphoe) else {
        let near = gazetteer::nearest_amphoe(found, amphoe).map(|near| near.name());
        return Err(no_such("อำเภอ", amphoe, &format!("จังหวัด{}", found.name()), near));
    };
    place.amphoe = Some(in_amphoe.name().to_owned());
    let Some(tambon) = tambon else { return Ok(place) };
    let Some(in_tambon) = in_amphoe.tambon(tambon) else {
        let near = gazetteer::nearest_tambon(in_amphoe, tambon).map(|near| near.name());
        let within = format!("อำเภอ{} จังหวัด{}", in_amphoe.name(), found.name());
        let mut finding = no_such("ตำบล", tambon, &within, near);
        if near.is_none() {
            let elsewhere = gazetteer::tambons_named(tambon).into_iter().filter_map(|tambon| {
                let amphoe = tambon.amphoe()?;
                Some(format!("อำเภอ{} จังหวัด{}", amphoe.name(), amphoe.province()?.name()))
            });
            let elsewhere: Vec<String> = elsewhere.take(3).collect();
            finding.help = if elsewhere.is_empty() {
                let known: Vec<&str> = in_amphoe.tambons().map(Tambon::name).collect();
                format!("ตำบลในอำเภอนี้: {}", known.join(" "))
            } else {
                format!("ตำบล{tambon} อยู่ใน{}", elsewhere.join(", "))
            };
        }
        return Err(finding);
    };
    place.tambon = Some(in_tambon);
    Ok(place)
}

fn no_such(what: &str, name: &str, within: &str, nearest: Option<&str>) -> Box<Finding> {
    let help = match nearest {
        Some(nearest) => format!("หมายถึง `{nearest}` หรือไม่"),
        None => "ตรวจตัวสะกดกับทำเนียบจังหวัด อำเภอ ตำบล".to_owned(),
    };
    Box::new(
        Finding::of(code::M009, Span::default(), format!("ไม่มี{what} `{name}` ใน{within}"))
            .english(format!("no place `{name}` in the gazetteer"))
            .help(help),
    )
}

fn repaired(text: &str) -> String {
    thai::repair(text.trim()).trim().to_owned()
}

fn kind_of(word: &str) -> Result<AgencyType, Failure> {
    let word = word.trim().to_lowercase();
    let known = AgencyType::CHOICES.iter().find(|(name, _)| *name == word || name.trim_end_matches('.') == word);
    known
        .map(|(_, kind)| *kind)
        .ok_or_else(|| Failure(format!("ไม่รู้จักประเภท `{word}` ใช้ sao (อบต.), municipality (เทศบาล) หรือ pao (อบจ.)")))
}

fn kind_of_name(name: &str) -> Option<AgencyType> {
    let beginnings = [
        ("องค์การบริหารส่วนตำบล", AgencyType::Sao),
        ("อบต.", AgencyType::Sao),
        ("องค์การบริหารส่วนจังหวัด", AgencyType::Pao),
        ("อบจ.", AgencyType::Pao),
        ("เทศบาล", AgencyType::Municipality),
    ];
    beginnings.iter().find(|(beginning, _)| name.starts_with(beginning)).map(|(_, kind)| *kind)
}

/// `www.nakok.go.th` is what people write for `https://www.nakok.go.th/`.
fn address_of(text: &str) -> Result<String, Failure> {
    let text = text.trim();
    let wrong = || Failure(format!("`{text}` ไม่ใช่ที่อยู่เว็บ เขียนเช่น https://www.nakok.go.th/"));
    let whole = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let host = whole.strip_prefix("https://").or_else(|| whole.strip_prefix("http://")).ok_or_else(wrong)?;
    let name = host.split('/').next().unwrap_or_default();
    let fits = name.contains('.')
        && !name.starts_with('.')
        && !host.contains(|letter: char| letter.is_whitespace() || letter == '"');
    if fits { Ok(format!("{}/", whole.trim_end_matches('/'))) } else { Err(wrong()) }
}

fn year_of(text: &str) -> Result<FiscalYear, Failure> {
    FiscalYear::parse(text.trim()).map_err(|error| Failure(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(tambon: &str) -> NewSite {
        NewSite {
            tambon: Some(tambon.to_owned()),
            amphoe: Some("นิคมคำสร้อย".to_owned()),
            province: Some("จังหวัดมุกดาหาร".to_owned()),
            year: FiscalYear::new(2569),
            ..NewSite::default()
        }
    }

    #[test]
    fn names_come_from_the_gazetteer() {
        let asked = NewSite { kind: Some(AgencyType::Sao), ..asked("ต.นากอก") };
        let agency = asked.settle().unwrap().unwrap();
        assert_eq!(agency.name, "องค์การบริหารส่วนตำบลนากอก");
        assert_eq!((agency.tambon.as_deref(), agency.province.as_str()), (Some("นากอก"), "มุกดาหาร"));
        assert_eq!(agency.postcode, Some(49130));
    }

    #[test]
    fn a_tambon_of_another_amphoe_is_told_with_the_nearest() {
        let finding = asked("นากอด").settle().unwrap().unwrap_err();
        assert!(finding.message.contains("นากอด") && finding.help.contains("นากอก"), "{finding:?}");
    }

    #[test]
    fn answers_are_asked_for_until_complete() {
        let mut asked = NewSite::default();
        let mut questions = Vec::new();
        asked.ask(&mut "\nมุกดาหาร\nนิคมคำสร้อย\n\nนากอก\n\n2568\n".as_bytes(), &mut questions).unwrap();
        let agency = asked.settle().unwrap().unwrap();
        assert_eq!((agency.name.as_str(), agency.year.be()), ("องค์การบริหารส่วนตำบลนากอก", 2568));
        assert!(String::from_utf8(questions).unwrap().contains("ปีงบประมาณ"));
    }

    #[test]
    fn the_end_of_the_answers_ends_the_questions() {
        assert!(NewSite::default().ask(&mut "".as_bytes(), &mut Vec::new()).is_err());
    }
}
