//! What may be typed after `prongsai`, with help in Thai. Parses; does not act.

mod new;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::command::Failure;
use crate::engine::build::parts::Shard;
use crate::engine::{EngineOptions, clock};
use crate::thai::Date;

pub use new::NewArguments;

#[derive(Debug, Parser)]
#[command(
    name = "prongsai",
    version,
    about = "โปร่งใส: แฟ้มแผนและรายงานของหน่วยงาน กลายเป็นเว็บที่ประชาชนอ่านได้",
    long_about = "โปร่งใส อ่านไฟล์แผนป้องกันการทุจริต รายงาน มาตรการ และประกาศของหน่วยงาน แล้วสร้างเว็บไซต์ที่เปิดได้ทุกที่\n\
                  A folder of an authority's plans and reports becomes a public website.",
    disable_help_subcommand = true
)]
pub struct Arguments {
    /// ไม่ใส่คำสั่ง = เปิดหน้าตัวอย่างของเว็บในโฟลเดอร์นี้ (none: preview the site in this folder)
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub output: OutputChoices,
}

#[derive(Clone, Debug, Args)]
pub struct OutputChoices {
    /// พิมพ์เฉพาะข้อผิดพลาด (print errors only)
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// สีของข้อความ (colour of messages)
    #[arg(long, value_enum, default_value_t = Colour::Auto, global = true, value_name = "WHEN")]
    pub color: Colour,
    /// รูปแบบผลลัพธ์ (form of the result)
    #[arg(long, value_enum, default_value_t = OutputFormat::Text, global = true, value_name = "FORMAT")]
    pub format: OutputFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    Text,
    Json,
    /// รายงานสำหรับระบบตรวจโค้ด (for code scanning; `check` only)
    Sarif,
    /// หมายเหตุใน GitHub Actions (annotations; `check` only)
    Github,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// สร้างเว็บไซต์ (build the site)
    Build(BuildArguments),
    /// เผยแพร่เว็บไปยังโฮสต์: ส่งเฉพาะที่เปลี่ยน ทำต่อได้เมื่อขาดกลางทาง ย้อนกลับได้ (publish to a host)
    Publish(PublishArguments),
    /// รวมส่วนที่สร้างด้วย build --shard เป็นเว็บเดียว (join the parts of a site)
    Merge(MergeArguments),
    /// เขียนไฟล์ตั้งค่าที่โฮสต์ต้องใช้ เช่น .htaccess (write the settings that a host needs)
    Host(HostArguments),
    /// บันทึกที่อยู่และการเปลี่ยนแปลงที่เผยแพร่ ลงในโฟลเดอร์เนื้อหา (record what is published)
    Ledger(LedgerArguments),
    /// ตรวจว่าสำเนาของเว็บตรงกับที่สร้างไว้ทุกไฟล์ (does a copy of a site still have its bytes?)
    Verify(VerifyArguments),
    /// รายการ OIT ของปีที่ประเมิน และหน้าที่ตอบ (OIT items of an ITA year and the pages that answer them)
    Obligations(ObligationsArguments),
    /// ดูเว็บขณะเขียน (preview while writing)
    Serve(ServeArguments),
    /// ตรวจว่าอะไรไม่ตรงกัน (tell what does not add up)
    Check(CheckArguments),
    /// อธิบายรหัสข้อค้นพบ (explain a code)
    Explain(ExplainArguments),
    /// รายการที่ต้องทำต่อ ของแต่ละหน่วยงานและผู้รับผิดชอบ (what to do next)
    Todo(TodoArguments),
    /// JSON Schema ของส่วนหัว ให้โปรแกรมแก้ไขช่วยเติมและตรวจ (schema of the front matter)
    Schema(SchemaArguments),
    /// เติมรหัสถาวรให้รายการที่ยังไม่มี (write codes for items that have none)
    Codes(CodesArguments),
    /// สัญญาอนุญาตของสิ่งที่อยู่ในโปรแกรม (licences of what is inside; JSON gives a CycloneDX bill of materials)
    Licences,
    /// บอกวันที่เว็บจะเปลี่ยนเอง เพื่อตั้งเวลาสร้างใหม่ (list the days on which the site changes by itself)
    Due(DueArguments),
    /// นำเข้าไฟล์ Word, Excel, PDF, HTML หรือข้อความ ให้เป็นไฟล์เนื้อหา (turn office papers into content files)
    Import(ImportArguments),
    /// ทำแบบกรอกใน Excel จากแผน รายงาน หรือมาตรการ กรอกแล้วนำเข้ากลับได้ (an Excel form to fill in and import back)
    Sheet(SheetArguments),
    /// เริ่มเว็บใหม่ (start a new site)
    New(NewArguments),
    /// ดูหรือคัดลอกไฟล์ของธีมออกมาแก้ (list a theme's files, or copy one out to change it)
    Theme(ThemeArguments),
}

#[derive(Clone, Debug, Args)]
pub struct ThemeArguments {
    /// ชื่อธีมที่มากับโปรแกรม (name of a built-in theme)
    #[arg(long, default_value = crate::theme::DEFAULT)]
    pub name: String,
    /// คัดลอกไฟล์นี้ออกมา เช่น templates/item.html (copy this file out; without it, list all files)
    #[arg(long, value_name = "FILE")]
    pub eject: Option<String>,
    /// แสดงว่าไฟล์ที่แก้ไว้ต่างจากต้นฉบับที่ใด (show how your files differ from the originals)
    #[arg(long, conflicts_with = "eject")]
    pub diff: bool,
    /// โฟลเดอร์ธีมที่แก้เอง (folder of your own themes)
    #[arg(long, default_value = "themes", value_name = "DIR")]
    pub themes: PathBuf,
    /// เขียนทับไฟล์ที่แก้ไว้ (overwrite a changed file)
    #[arg(long)]
    pub force: bool,
}

#[derive(Clone, Debug, Args)]
pub struct SiteArguments {
    /// โฟลเดอร์เนื้อหา (content folder)
    #[arg(default_value = "content")]
    pub content: PathBuf,
    /// วันที่ของเว็บ เช่น 2569-11-21 (the day the site is built for; default today)
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    pub date: Option<Date>,
    /// โฟลเดอร์ธีมที่แก้เอง (default: themes beside the content folder)
    #[arg(long, value_name = "DIR")]
    pub themes: Option<PathBuf>,
    /// จำนวนงานที่ทำพร้อมกัน (threads; default: all cores)
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

#[derive(Clone, Debug, Args)]
pub struct MergeArguments {
    /// ส่วนที่สร้างไว้ ครบทุกส่วน ถ้าเว็บไม่ได้แบ่งส่วน ไม่ต้องเขียน (all parts, if the site was made in parts)
    #[arg(value_name = "PART")]
    pub parts: Vec<PathBuf>,
    /// วันที่ของเว็บ ถ้าไม่ได้แบ่งส่วน (the day the site is built for, where there are no parts; default today)
    #[arg(long, value_parser = parse_date, value_name = "DATE", conflicts_with = "parts")]
    pub date: Option<Date>,
    /// รอเว็บสมาชิกแต่ละเว็บไม่เกินกี่วินาที (longest wait for each member site, in seconds)
    #[arg(long, default_value_t = 300, value_name = "SECONDS")]
    pub timeout: u64,
    /// โฟลเดอร์เนื้อหาที่ส่วนเหล่านั้นสร้างมา (the content that the parts were made from)
    #[arg(long, default_value = "content", value_name = "DIR")]
    pub content: PathBuf,
    /// โฟลเดอร์ธีมที่แก้เอง (default: themes beside the content folder)
    #[arg(long, value_name = "DIR")]
    pub themes: Option<PathBuf>,
    /// โฟลเดอร์ผลลัพธ์ (output folder)
    #[arg(long, short, default_value = "output", value_name = "DIR")]
    pub out: PathBuf,
    /// รวมต่อแม้บางไฟล์ผิด (join although some files are wrong)
    #[arg(long)]
    pub keep_going: bool,
}

impl SiteArguments {
    /// The published site as the command line names it.
    pub fn options(&self) -> Result<EngineOptions, Failure> {
        let (content, themes) = (self.content.clone(), self.themes.clone());
        Ok(EngineOptions { content, themes, date: clock::date_of(self.date)?, portable: false, preview: false })
    }
}

#[derive(Clone, Debug, Args)]
pub struct BuildArguments {
    #[command(flatten)]
    pub site: SiteArguments,
    /// โฟลเดอร์ผลลัพธ์ (output folder)
    #[arg(long, short, default_value = "output", value_name = "DIR")]
    pub out: PathBuf,
    /// ลิงก์ชี้ index.html ตรงๆ เปิดจากแผ่นหรือ USB ได้ (explicit index.html links, for file:// and USB sticks)
    #[arg(long)]
    pub portable: bool,
    /// สร้างหน้าที่ดีต่อแม้บางไฟล์ผิด (build the good pages although some files are wrong)
    #[arg(long)]
    pub keep_going: bool,
    /// บอกเวลาที่ใช้แต่ละช่วง (print time by stage)
    #[arg(long)]
    pub timings: bool,
    /// ลงลายมือชื่อเว็บด้วยกุญแจ SSH (sign the site with an SSH key, by ssh-keygen)
    #[arg(long, value_name = "KEY")]
    pub sign: Option<PathBuf>,
    /// ใส่ไฟล์ตั้งค่าของโฮสต์ชนิดนี้ไว้ในเว็บ เช่น .htaccess (files that this kind of host needs)
    #[arg(long, value_enum, value_name = "KIND")]
    pub host: Option<HostChoice>,
    /// เพิ่มสำเนาบีบอัด .gz และ .br ให้ nginx และ Caddy ส่งได้เลย (packed copies for servers that send them as they are)
    #[arg(long)]
    pub compress: bool,
    /// อ่านเทียบทุกไฟล์ของเว็บเดิม แทนการเชื่อขนาดและเวลา (read and compare every file of the old site)
    #[arg(long)]
    pub audit: bool,
    /// สร้างใหม่ทั้งหมด ไม่ใช้ผลที่เก็บไว้ (make everything from nothing)
    #[arg(long)]
    pub cold: bool,
    /// สร้างเฉพาะส่วนที่ I จาก N ส่วน เช่น 2/4 หรือ auto/4 แล้วรวมด้วย merge (make one part of N)
    #[arg(long, value_parser = parse_shard, value_name = "I/N")]
    pub shard: Option<Shard>,
    /// พิสูจน์ว่าผลที่ใช้ซ้ำตรงกับการสร้างใหม่ทั้งหมด (prove what was reused equal to a build from nothing)
    #[arg(long)]
    pub verify: bool,
    /// แทนที่ทีละไฟล์แทนการสลับทั้งโฟลเดอร์ (replace file by file instead of swapping folders)
    #[arg(long)]
    pub in_place: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum HostChoice {
    Nginx,
    Apache,
    Caddy,
    Iis,
    Netlify,
    Cloudflare,
    Github,
}

#[derive(Clone, Debug, Args)]
pub struct HostArguments {
    /// ชนิดของโฮสต์ (kind of host)
    #[arg(value_enum)]
    pub kind: HostChoice,
    #[command(flatten)]
    pub site: SiteArguments,
    /// เขียนลงโฟลเดอร์นี้ แทนการพิมพ์ (write into this folder instead of printing)
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

#[derive(Clone, Debug, Args)]
pub struct PublishArguments {
    /// ชื่อปลายทางใน publish: ของ portal.md หรือที่อยู่เช่น /srv/www, เว็บ.zip (a target's name, or an address)
    pub target: Option<String>,
    /// โฟลเดอร์เนื้อหา (content folder)
    #[arg(long, default_value = "content", value_name = "DIR")]
    pub content: PathBuf,
    /// วันที่ของเว็บ (the day the site is built for; default today)
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    pub date: Option<Date>,
    /// โฟลเดอร์ธีมที่แก้เอง (default: themes beside the content folder)
    #[arg(long, value_name = "DIR")]
    pub themes: Option<PathBuf>,
    /// โฟลเดอร์ที่สร้างเว็บก่อนส่ง (where the site is built before it is sent)
    #[arg(long, short, default_value = "output", value_name = "DIR")]
    pub out: PathBuf,
    /// บอกว่าจะส่งอะไร ยังไม่ส่ง (print the plan, send nothing)
    #[arg(long)]
    pub dry_run: bool,
    /// อ่านทุกไฟล์ที่โฮสต์ซ้ำ แล้วซ่อมที่ถูกแก้หรือลบ (re-read the host and repair)
    #[arg(long)]
    pub audit: bool,
    /// บอกว่าเคยเผยแพร่อะไรเมื่อไร (what was published when)
    #[arg(long)]
    pub history: bool,
    /// กลับไปเป็นเว็บก่อนหน้า N ครั้ง (go back N releases; default 1)
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "1")]
    pub rollback: Option<usize>,
    /// เผยแพร่ทั้งที่มีข้อผิดพลาด พร้อมเหตุผลที่แสดงต่อสาธารณะ (override the gate; the reason is public)
    #[arg(long, value_name = "REASON")]
    pub because: Option<String>,
    /// ถามรหัสผ่านหนึ่งครั้ง แล้วให้ระบบจำ: Windows และ macOS (ask for the password once, the system keeps it)
    #[arg(long)]
    pub remember: bool,
    /// ยึดต่อจากผู้ที่เริ่มเผยแพร่ค้างไว้ (take over another publisher's lock)
    #[arg(long)]
    pub break_lock: bool,
}

#[derive(Clone, Debug, Args)]
pub struct LedgerArguments {
    #[command(flatten)]
    pub site: SiteArguments,
    /// เหตุผลของการเปลี่ยนแปลงครั้งนี้ แสดงต่อสาธารณะ (reason, shown in public)
    #[arg(long)]
    pub reason: Option<String>,
}

#[derive(Clone, Debug, Args)]
pub struct VerifyArguments {
    /// โฟลเดอร์ หรือที่อยู่เว็บ เช่น https://www.example.go.th/ (folder, or a site's address)
    #[arg(default_value = "output")]
    pub place: String,
    /// เทียบกับบันทึกรายชื่อไฟล์ที่เก็บไว้เอง แทนบันทึกในสำเนา (a manifest that you kept yourself)
    #[arg(long, value_name = "FILE")]
    pub manifest: Option<PathBuf>,
    /// ลายนิ้วมือที่ build พิมพ์ไว้ (the digest that build printed)
    #[arg(long, value_name = "HEX")]
    pub digest: Option<String>,
    /// กุญแจสาธารณะของหน่วยงาน (the public SSH key of the authority)
    #[arg(long, value_name = "FILE")]
    pub signer: Option<PathBuf>,
    /// ตรวจเว็บของปลายทางนี้ใน publish: ซึ่งมี url: (the site of a target that states its url)
    #[arg(long, value_name = "NAME")]
    pub target: Option<String>,
    /// โฟลเดอร์เนื้อหาที่ตั้งปลายทางไว้ (content folder that names the targets)
    #[arg(long, default_value = "content", value_name = "DIR")]
    pub content: PathBuf,
}

#[derive(Clone, Debug, Args)]
pub struct ObligationsArguments {
    #[command(flatten)]
    pub site: SiteArguments,
    /// ปีที่ประเมิน (พ.ศ.) เช่น 2569 (ITA year; default: the list in force)
    #[arg(long)]
    pub year: Option<String>,
    /// เฉพาะหน่วยงานนี้ เช่น na-kok (folder of one agency)
    #[arg(long)]
    pub agency: Option<String>,
    /// เฉพาะข้อที่ยังไม่มี เก่า หรือไม่ตรงปี (only what is not yet answered)
    #[arg(long)]
    pub open: bool,
    /// รายการของปีใหม่จากไฟล์ รูปแบบเดียวกับ content/_standards/oit/2569.toml (a list from a file)
    #[arg(long, value_name = "FILE")]
    pub pack: Option<PathBuf>,
}

#[derive(Clone, Debug, Args)]
pub struct ServeArguments {
    #[command(flatten)]
    pub site: SiteArguments,
    /// พอร์ตแรกที่ลอง (first port to try)
    #[arg(long, default_value_t = 4564)]
    pub port: u16,
    /// ที่อยู่ที่รับการเชื่อมต่อ (address to listen on)
    #[arg(long, default_value = "127.0.0.1")]
    pub host: String,
    /// ดูเวลาแก้ไขของไฟล์แทนการรอสัญญาณ สำหรับไดรฟ์เครือข่ายและ WSL (compare files now and then)
    #[arg(long)]
    pub poll: bool,
    /// เปิดหน้าของไฟล์ที่เพิ่งบันทึก (go to the page just saved)
    #[arg(long)]
    pub follow: bool,
    /// พิสูจน์ทุกครั้งว่าสิ่งที่ใช้ซ้ำตรงกับการสร้างใหม่ (prove that what is reused equals a fresh build)
    #[arg(long)]
    pub verify: bool,
    /// เปิดเบราว์เซอร์ให้ (open a browser)
    #[arg(long)]
    pub open: bool,
    /// โฟลเดอร์ผลลัพธ์ของ build ซึ่งไม่ใช่ของผู้เขียน (output folder to ignore)
    #[arg(long, default_value = "output", value_name = "DIR")]
    pub out: PathBuf,
}

#[derive(Clone, Debug, Args)]
pub struct CheckArguments {
    #[command(flatten)]
    pub site: SiteArguments,
    /// แก้ข้อที่แก้ได้อย่างปลอดภัยลงในไฟล์ (apply the safe fixes)
    #[arg(long)]
    pub fix: bool,
    /// แสดงสิ่งที่จะแก้ ยังไม่เขียนไฟล์ (show what would be fixed)
    #[arg(long)]
    pub diff: bool,
    /// ตรวจใหม่ทุกครั้งที่บันทึก (check again at each save)
    #[arg(long)]
    pub watch: bool,
    /// แสดงเฉพาะรหัสเหล่านี้ เช่น T101,T3 (only these codes or their beginnings)
    #[arg(long, value_delimiter = ',', value_name = "CODES")]
    pub only: Vec<String>,
    /// แสดงว่าอ่านแต่ละตารางเป็นอะไร: หัวตาราง แถว และผลรวม ไม่ใส่ชื่อไฟล์ = ทุกตาราง (show how each table was read)
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "")]
    pub read: Option<String>,
}

#[derive(Clone, Debug, Args)]
pub struct ExplainArguments {
    /// รหัส เช่น T101; ไม่ใส่ = ดูทั้งหมด (a code; none lists all)
    pub code: Option<String>,
}

#[derive(Clone, Debug, Args)]
pub struct TodoArguments {
    #[command(flatten)]
    pub site: SiteArguments,
    /// เฉพาะผู้รับผิดชอบที่ชื่อมีคำนี้ เช่น กองคลัง (only owners whose name has this word)
    #[arg(long, value_name = "WORD")]
    pub owner: Option<String>,
}

#[derive(Clone, Debug, Args)]
pub struct SchemaArguments {
    /// ชนิดเอกสาร เช่น report; ไม่ใส่ = ทุกชนิด (a kind of document; none gives all)
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
}

#[derive(Clone, Debug, Args)]
pub struct CodesArguments {
    #[command(flatten)]
    pub site: SiteArguments,
    /// แสดงสิ่งที่จะเปลี่ยน โดยยังไม่แก้ไฟล์ (show the changes, write nothing)
    #[arg(long)]
    pub diff: bool,
}

#[derive(Clone, Debug, Args)]
pub struct DueArguments {
    #[command(flatten)]
    pub site: SiteArguments,
}

#[derive(Clone, Debug, Args)]
pub struct ImportArguments {
    /// ไฟล์ที่จะนำเข้า (files to import)
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// โฟลเดอร์เนื้อหา (content folder)
    #[arg(long, default_value = "content", value_name = "CONTENT")]
    pub into: PathBuf,
    /// โฟลเดอร์ของหน่วยงานในเว็บรวม เช่น na-kok (folder of the agency in a portal)
    #[arg(long, value_name = "SLUG")]
    pub agency: Option<String>,
    /// แสดงสิ่งที่เข้าใจ ยังไม่เขียนไฟล์ (show what was understood, write nothing)
    #[arg(long)]
    pub dry_run: bool,
    /// ความหมายของหัวตารางที่ไม่รู้จัก เช่น "ผู้ดูแล=owner" (what an unknown head means)
    #[arg(long, value_name = "HEAD=FIELD")]
    pub map: Vec<String>,
    /// แสดงสิ่งที่จะเปลี่ยนในไฟล์ที่มีอยู่ ยังไม่เขียน (show the differences, write nothing)
    #[arg(long)]
    pub diff: bool,
    /// แก้คำที่เครื่องอ่านผิดซึ่งแก้ได้อย่างปลอดภัย (apply the safe repairs of spelling)
    #[arg(long)]
    pub repair: bool,
}

#[derive(Clone, Debug, Args)]
pub struct SheetArguments {
    /// เอกสาร เช่น content/na-kok/2564/plan.md (a plan, report or measures document)
    #[arg(value_name = "DOCUMENT")]
    pub document: PathBuf,
    /// จากแผน: แบบรายงานรอบ 6 หรือ 12 เดือน (from a plan: the form of a report)
    #[arg(long, value_name = "MONTHS", value_parser = clap::value_parser!(u8).range(6..=12))]
    pub round: Option<u8>,
    /// ไฟล์ที่จะเขียน (file to write; default: beside the document)
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

impl ServeArguments {
    /// What a double click means: preview the site around, in a browser.
    pub fn here(content: PathBuf) -> Self {
        Self {
            site: SiteArguments { content, date: None, themes: None, threads: None },
            port: 4564,
            host: "127.0.0.1".to_owned(),
            poll: false,
            follow: false,
            verify: false,
            open: true,
            out: PathBuf::from("output"),
        }
    }
}

/// `2/4`; or `auto/4`, where a scheduler says in the environment which part this is.
fn parse_shard(text: &str) -> Result<Shard, String> {
    let wrong = || format!("`{text}` ไม่ใช่ส่วนที่ I จาก N ส่วน เช่น 2/4");
    let (number, of) = text.split_once('/').ok_or_else(wrong)?;
    let of = of.trim().parse().map_err(|_| wrong())?;
    let number = match number.trim() {
        "auto" => {
            clock::part_of_scheduler().ok_or("ไม่พบ JOB_COMPLETION_INDEX, SLURM_ARRAY_TASK_ID หรือ CI_NODE_INDEX")?
        }
        number => number.parse().map_err(|_| wrong())?,
    };
    Shard::new(number, of).ok_or_else(wrong)
}

fn parse_date(text: &str) -> Result<Date, String> {
    Date::parse(text).map_err(|error| error.to_string())
}
