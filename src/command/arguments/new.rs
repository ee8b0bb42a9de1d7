//! What `prongsai new` is told. Data only.

use std::path::PathBuf;

use clap::Args;

#[derive(Clone, Debug, Default, Args)]
pub struct NewArguments {
    /// โฟลเดอร์ของเว็บใหม่ หรือเอกสารใหม่ในเว็บนี้: announcement, order, report, plan, measures, agency (folder of a new
    /// site, or a new document of this one)
    #[arg(default_value = "เว็บโปร่งใส")]
    pub dir: PathBuf,
    /// ชื่อเรื่องของประกาศหรือคำสั่ง (title of the paper)
    pub title: Option<String>,
    /// ชื่อหน่วยงาน เช่น องค์การบริหารส่วนตำบลนากอก (name of the authority)
    #[arg(long)]
    pub name: Option<String>,
    /// ประเภท: sao (อบต.), municipality (เทศบาล), pao (อบจ.)
    #[arg(long)]
    pub kind: Option<String>,
    /// ตำบล
    #[arg(long)]
    pub tambon: Option<String>,
    /// อำเภอ
    #[arg(long)]
    pub amphoe: Option<String>,
    /// จังหวัด
    #[arg(long)]
    pub province: Option<String>,
    /// ปีงบประมาณ (พ.ศ.) เช่น 2569
    #[arg(long)]
    pub year: Option<String>,
    /// ที่อยู่เว็บเมื่อเผยแพร่ เช่น https://www.nakok.go.th (where the site will be read)
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// เว็บรวมหลายหน่วยงาน (a portal of several authorities)
    #[arg(long)]
    pub portal: bool,
    /// โฟลเดอร์เนื้อหาของเว็บที่จะเพิ่มเอกสาร (content folder of the site that gets the document)
    #[arg(long, default_value = "content", value_name = "DIR")]
    pub content: PathBuf,
    /// หน่วยงานที่จะเพิ่มเอกสาร: ชื่อโฟลเดอร์ (folder of the authority)
    #[arg(long, value_name = "FOLDER")]
    pub agency: Option<String>,
    /// รอบของรายงาน: 6 หรือ 12 เดือน (round of the report)
    #[arg(long, value_name = "MONTHS")]
    pub round: Option<u8>,
}

impl NewArguments {
    /// In this very folder, with every question asked.
    pub fn here() -> Self {
        Self { dir: PathBuf::from("."), content: PathBuf::from("content"), ..Self::default() }
    }
}
