//! `prongsai new announcement|order|report|plan|measures|agency`: one file of a site that is there, in its right place.
//! Writes what the author has said and no figures; the rest stands as comments beside each key.

use std::path::{Path, PathBuf};

use super::{NewAgency, Outcome, files, write};
use crate::command::Failure;
use crate::command::arguments::NewArguments;
use crate::command::terminal::Terminal;
use crate::engine::clock::date_of;
use crate::thai::{FiscalYear, slug, to_thai};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewDocument {
    Announcement,
    Order,
    Report,
    Plan,
    Measures,
    Agency,
}

impl NewDocument {
    /// A folder of that name is still made by `./report`.
    pub fn of(word: &Path) -> Option<Self> {
        Some(match word.to_str()? {
            "announcement" => Self::Announcement,
            "order" => Self::Order,
            "report" => Self::Report,
            "plan" => Self::Plan,
            "measures" => Self::Measures,
            "agency" => Self::Agency,
            _ => return None,
        })
    }
}

pub fn run(kind: NewDocument, arguments: &NewArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let content = &arguments.content;
    if !content.is_dir() {
        return Err(Failure(format!(
            "ไม่พบโฟลเดอร์เนื้อหา `{}` สั่งในโฟลเดอร์ของเว็บ หรือบอกด้วย --content; ถ้าจะเริ่มเว็บใหม่สั่ง `prongsai new เว็บ`",
            content.display()
        )));
    }
    if kind == NewDocument::Agency {
        return new_agency(arguments, terminal);
    }
    let base = base_of(arguments)?;
    let year = match &arguments.year {
        Some(year) => super::year_of(year)?,
        None => FiscalYear::of(date_of(None)?)
            .ok_or_else(|| Failure("บอกปีงบประมาณด้วย --year เช่น --year 2569".to_owned()))?,
    };
    let title = arguments.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let (path, text) = match kind {
        NewDocument::Announcement | NewDocument::Order => {
            let (name, word) = if kind == NewDocument::Order {
                ("order", "คำสั่ง")
            } else {
                ("announcement", "ประกาศ")
            };
            let title = title.ok_or_else(|| Failure(format!("บอกชื่อเรื่องด้วย เช่น `prongsai new {name} \"{word}…\"`")))?;
            (base.join("announcements").join(format!("{}.md", slug::slug(title))), paper(name, title))
        }
        NewDocument::Report => {
            let round = arguments.round.unwrap_or(12);
            if !matches!(round, 6 | 12) {
                return Err(Failure("รอบของรายงานมี 6 กับ 12 เดือน เช่น `--round 6`".to_owned()));
            }
            (base.join(year.be().to_string()).join(format!("report-{round}m.md")), report(year, round))
        }
        NewDocument::Plan => (base.join(year.be().to_string()).join("plan.md"), plan(year)),
        NewDocument::Measures | NewDocument::Agency => {
            (base.join(year.be().to_string()).join("measures.md"), measures(year))
        }
    };
    let below = path.strip_prefix(&arguments.content).unwrap_or(&path);
    write(&arguments.content, below, &text).map_err(|failure| match path.exists() {
        true => Failure(format!("มี `{}` อยู่แล้ว จึงไม่เขียนทับ", path.display())),
        false => failure,
    })?;
    terminal.say(&format!("เขียน {} แล้ว เปิดแก้ แล้วสั่ง `prongsai check`", path.display()));
    Ok(Outcome::Fine)
}

/// The folder of the authority that the file is for.
fn base_of(arguments: &NewArguments) -> Result<PathBuf, Failure> {
    let content = &arguments.content;
    if content.join("agency.md").exists() {
        return Ok(content.clone());
    }
    let mut slugs: Vec<String> = std::fs::read_dir(content)
        .map_err(|error| Failure(format!("เปิดโฟลเดอร์ `{}` ไม่ได้: {error}", content.display())))?
        .filter_map(Result::ok)
        .filter(|entry| entry.path().join("agency.md").exists())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    slugs.sort();
    match (&arguments.agency, slugs.as_slice()) {
        (Some(wanted), _) if slugs.contains(wanted) => Ok(content.join(wanted)),
        (None, [only]) => Ok(content.join(only)),
        (_, []) => Err(Failure(format!("ยังไม่มีหน่วยงานใน `{}` สั่ง `prongsai new agency` ก่อน", content.display()))),
        (_, all) => {
            Err(Failure(format!("เว็บนี้มีหลายหน่วยงาน บอกด้วย --agency เช่น --agency {} ({})", all[0], all.join(", "))))
        }
    }
}

fn new_agency(arguments: &NewArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let content = &arguments.content;
    if content.join("agency.md").exists() {
        return Err(Failure(
            "เว็บนี้เป็นเว็บของหน่วยงานเดียว ย้ายไฟล์ของหน่วยงานแรกเข้าโฟลเดอร์ของตัวเองก่อน เช่น content/na-kok/".to_owned(),
        ));
    }
    let Some(agency) = NewAgency::asked(arguments, terminal)? else { return Ok(Outcome::Findings) };
    let place = agency.tambon.as_deref().or(agency.amphoe.as_deref()).unwrap_or(&agency.province);
    let path = content.join(arguments.agency.clone().unwrap_or_else(|| slug::slug(place))).join("agency.md");
    if path.exists() {
        return Err(Failure(format!("มี `{}` อยู่แล้ว จึงไม่เขียนทับ ตั้งชื่อโฟลเดอร์ด้วย --agency", path.display())));
    }
    write(content, path.strip_prefix(content).unwrap_or(&path), &files::agency_file(&agency))?;
    terminal.say(&format!("เขียน {} แล้ว", path.display()));
    Ok(Outcome::Fine)
}

fn paper(kind: &str, title: &str) -> String {
    format!(
        "---\n\
         kind: {kind}\n\
         title: {}\n\
         # วันที่ลงนาม ลบ # แล้วใส่ค่าจริง\n\
         # date: 15 มกราคม 2569\n\
         # เลขที่ ถ้ามี\n\
         # number: 12/2569\n\
         # ผู้ลงนาม\n\
         # signatory: {{ name: นายสมชาย ใจดี, position: นายกองค์การบริหารส่วนตำบล }}\n\
         # ไฟล์แนบ วางใน files/ แล้วเขียนทางไปยังไฟล์\n\
         # attachments:\n\
         #   - file: ../files/ประกาศ.pdf\n\
         # ยังไม่เผยแพร่จนถึงวันนี้\n\
         # publish_from: 1 ธันวาคม 2569\n\
         ---\n\
         พิมพ์เนื้อความที่นี่\n",
        files::quoted(title)
    )
}

fn report(year: FiscalYear, round: u8) -> String {
    let thai = to_thai(&year.be().to_string()).into_owned();
    let end = if round == 6 { "31 มีนาคม" } else { "30 กันยายน" };
    format!(
        "---\n\
         kind: report\n\
         title: รายงานผลตามแผนปฏิบัติการป้องกันการทุจริต ปีงบประมาณ พ.ศ. {thai} รอบ {} เดือน\n\
         fiscal_year: {}\n\
         round: {round}\n\
         # ข้อมูล ณ วันที่ ลบ # แล้วใส่วันจริง\n\
         # as_of: {end} {}\n\
         ---\n\
         <!-- วางตารางที่นี่ หรือวางไฟล์ Excel ชื่อ report-{round}m.xlsx ไว้ข้างไฟล์นี้ แถวละหนึ่งเรื่อง รหัสตรงกับในแผน\n\
         ทำแบบกรอกจากแผน: prongsai sheet -->\n\n\
         | รหัส | โครงการ/กิจกรรม/มาตรการ | มิติ | แผนฯ | ข้อบัญญัติ | เบิกจ่าย | สถานะ | ผู้รับผิดชอบ |\n\
         |---|---|---|---:|---:|---:|---|---|\n",
        to_thai(&round.to_string()),
        year.be(),
        year.be(),
    )
}

fn plan(year: FiscalYear) -> String {
    format!(
        "---\n\
         kind: plan\n\
         title: แผนปฏิบัติการป้องกันการทุจริต ประจำปีงบประมาณ พ.ศ. {}\n\
         # แผนหลายปีเขียนปีแรกถึงปีท้าย เช่น {}-{}\n\
         fiscal_years: {}\n\
         ---\n\
         <!-- วางตารางที่นี่ หรือวางไฟล์ Excel ชื่อ plan.xlsx ไว้ข้างไฟล์นี้ -->\n\n\
         | รหัส | โครงการ/กิจกรรม/มาตรการ | มิติ | แผนฯ | ผู้รับผิดชอบ |\n\
         |---|---|---|---:|---|\n",
        to_thai(&year.be().to_string()),
        year.be(),
        year.be() + 4,
        year.be(),
    )
}

fn measures(year: FiscalYear) -> String {
    format!(
        "---\n\
         kind: measures\n\
         title: มาตรการส่งเสริมคุณธรรมและความโปร่งใส ปีงบประมาณ พ.ศ. {}\n\
         fiscal_year: {}\n\
         ---\n\n\
         | รหัส | มาตรการ | วิธีการดำเนินการ | ผู้รับผิดชอบ | ผลการดำเนินการ |\n\
         |---|---|---|---|---|\n",
        to_thai(&year.be().to_string()),
        year.be(),
    )
}
