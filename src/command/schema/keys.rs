//! Every key of the front matter, by kind of document: one table for the schema and for its test against the reader.
//! Says what may be written; reading it is `source::meta`'s.

/// What stands under a key.
#[derive(Clone, Copy, Debug)]
pub enum KeyShape {
    Text,
    /// One text or a list of them.
    Texts,
    /// A day, in any of the ways people write one.
    Date,
    /// A fiscal year, or several: `2566-2570`.
    Years,
    Number,
    Money,
    Flag,
    Choice(&'static [&'static str]),
    Map(&'static [Key]),
    /// A list of maps.
    Maps(&'static [Key]),
    /// The keys are the author's own.
    Open,
    /// The keys are the author's own, each over a map of these.
    OpenMaps(&'static [Key]),
    /// A list of maps whose keys are columns of a table.
    Rows,
}

#[derive(Clone, Copy, Debug)]
pub struct Key {
    pub name: &'static str,
    pub shape: KeyShape,
    /// For the person who types it.
    pub about: &'static str,
    pub required: bool,
}

const fn key(name: &'static str, shape: KeyShape, about: &'static str) -> Key {
    Key { name, shape, about, required: false }
}

const fn needed(name: &'static str, shape: KeyShape, about: &'static str) -> Key {
    Key { name, shape, about, required: true }
}

use KeyShape::{Choice, Date, Flag, Map, Maps, Money, Number, Open, OpenMaps, Rows, Text, Texts, Years};

pub const COMMON: &[Key] = &[
    key("title", Text, "ชื่อเอกสาร"),
    key("summary", Text, "สรุปหนึ่งประโยค ใช้ในหน้ารวมและผลการค้น"),
    key("source", Text, "เอกสารต้นทางที่คัดมา"),
    key("draft", Flag, "true = ยังไม่เผยแพร่"),
    key("publish_from", Date, "เผยแพร่ตั้งแต่วันที่"),
    key("updated", Date, "วันที่ปรับปรุงล่าสุด"),
    key("change_reason", Text, "เหตุผลของการปรับปรุง แสดงในหน้าบันทึกการเปลี่ยนแปลง"),
    key("oit", Texts, "ข้อ OIT ที่เอกสารนี้ตอบ เช่น o24"),
    key("redirect_from", Texts, "ที่อยู่เดิมบนเว็บ"),
    key("order", Number, "ลำดับในรายการ"),
    key("accept", Maps(ACCEPT), "คำตอบต่อข้อค้นพบ พร้อมเหตุผล"),
];

const ACCEPT: &[Key] = &[
    needed("code", Text, "รหัสข้อค้นพบ เช่น T104"),
    needed("reason", Text, "เหตุผลที่คงไว้ ผู้อ่านเว็บจะเห็น"),
    key("at", Text, "รหัสเรื่องหรือข้อความที่หมายถึง"),
    key("by", Text, "ผู้ตอบ"),
    key("until", Date, "คำตอบหมดอายุวันที่"),
];

const PERSON: &[Key] = &[needed("name", Text, "ชื่อและนามสกุล"), key("position", Text, "ตำแหน่ง")];
const ATTACHMENTS: &[Key] = &[
    needed("file", Text, "ไฟล์ เช่น files/report.pdf"),
    key("title", Text, "ชื่อที่แสดง"),
    key("language", Text, "ภาษา เช่น th"),
];
const MEMBERS: &[Key] =
    &[key("name", Text, "ชื่อและนามสกุล"), key("position", Text, "ตำแหน่ง"), key("role", Text, "หน้าที่ เช่น ประธานกรรมการ")];

const BUDGET: &[Key] = &[
    key("plan", Money, "งบตามแผน"),
    key("ordinance", Money, "งบตามข้อบัญญัติ"),
    key("disbursed", Money, "เบิกจ่าย"),
    key("left", Money, "คงเหลือ"),
    key("spent_percent", Number, "ร้อยละการใช้งบ"),
];
macro_rules! figures {
    ($($more:expr),*) => {
        &[
            key("items", Number, "จำนวนทั้งหมดที่เอกสารพิมพ์"),
            key("projects", Number, "โครงการ"),
            key("activities", Number, "กิจกรรม"),
            key("measures", Number, "มาตรการ"),
            key("practices", Number, "แนวปฏิบัติ"),
            key("awaiting", Number, "รอรายงาน"),
            key("in_progress", Number, "อยู่ระหว่างดำเนินการ"),
            key("done", Number, "ดำเนินการแล้วเสร็จ"),
            key("not_done", Number, "ไม่ได้ดำเนินการ"),
            key("in_ordinance", Number, "บรรจุในข้อบัญญัติ"),
            key("uses_budget", Number, "ใช้งบประมาณ"),
            key("no_budget", Number, "ไม่ใช้งบประมาณ"),
            key("completion", Number, "ร้อยละที่แล้วเสร็จ"),
            key("score", Number, "คะแนนการนำแผนไปปฏิบัติ"),
            key("level", Text, "ระดับ เช่น มาก"),
            key("budget", Map(BUDGET), "เงินตามที่พิมพ์"),
            $($more),*
        ]
    };
}
const DIMENSION_FIGURES: &[Key] = figures!();
const DECLARED: &[Key] =
    figures!(key("dimensions", OpenMaps(DIMENSION_FIGURES), "ตัวเลขของแต่ละมิติ เช่น 1: { items: 16 }"));

const CONTACT: &[Key] = &[
    key("address", Text, "ที่ทำการ"),
    key("phone", Texts, "โทรศัพท์ราชการ"),
    key("fax", Text, "โทรสาร"),
    key("email", Text, "อีเมลราชการ"),
    key("website", Text, "เว็บไซต์"),
    key("facebook", Text, "Facebook"),
    key("line", Text, "LINE"),
    key("hours", Text, "เวลาทำการ"),
    key("signing_key", Text, "กุญแจสาธารณะ SSH ที่ลงลายมือชื่อเว็บ จากไฟล์ .pub"),
];
const COMPLAINTS: &[Key] =
    &[needed("channel", Text, "ช่องทางร้องเรียน"), key("value", Text, "หมายเลขหรือที่ติดต่อ"), key("url", Text, "ที่อยู่เว็บ")];
const OFFICIALS: &[Key] = &[
    needed("name", Text, "ชื่อและนามสกุล"),
    key("position", Text, "ตำแหน่ง"),
    key("office", Text, "ส่วนราชการ"),
    key("phone", Text, "โทรศัพท์ราชการ"),
    key("from", Date, "ดำรงตำแหน่งตั้งแต่"),
    key("until", Date, "ถึงวันที่"),
];

const CARDS: &[&str] = &["all", "years", "off", "ทุกหน้า", "รายปี", "ไม่ทำ"];

const PORTAL: &[Key] = &[
    key("operator", Text, "ผู้ดูแลเว็บ"),
    key("base_url", Text, "ที่อยู่เว็บเมื่อเผยแพร่"),
    key("digits", Choice(&["thai", "arabic", "ไทย", "อารบิก"]), "เลขที่แสดงบนเว็บ"),
    key("languages", Texts, "ภาษา เช่น [th, en]"),
    key("theme", Text, "ธีม"),
    key("licence", Text, "สัญญาอนุญาตของข้อมูล"),
    key("contact_email", Text, "อีเมลของผู้ดูแลเว็บ"),
    key("severities", Open, "ระดับของข้อค้นพบ เช่น { T104: note }"),
    key("outside_links", Texts, "ทางลัดที่ยอมให้ชี้ออกนอกโฟลเดอร์เนื้อหา"),
    key("members", Texts, "เว็บของผู้อื่นที่รวมไว้ใต้เว็บนี้ด้วย prongsai merge: https://… หรือโฟลเดอร์"),
    key("digests", Flag, "true = แนบผลย่อของเว็บ ให้เว็บรวมชั้นบนนำไปรวมได้"),
    key("cards", Choice(CARDS), "ภาพที่โปรแกรมแชตแสดงคู่ลิงก์: ทุกหน้า, รายปี หรือไม่ทำ"),
    key("editor", Text, "รูปแบบที่อยู่สำหรับเปิดโปรแกรมแก้ไข"),
    key("publish", Maps(PUBLISH), "ปลายทางของ prongsai publish (ไม่มีรหัสผ่าน)"),
];
const PUBLISH: &[Key] = &[
    needed("to", Text, "ที่อยู่ เช่น ftps://ftp.example.go.th/public_html"),
    key("name", Text, "ชื่อเรียก เช่น main"),
    key("user", Text, "ชื่อผู้ใช้"),
    key("branch", Text, "กิ่งของ git เช่น gh-pages"),
    key("certificate", Text, "ไฟล์ใบรับรองที่เชื่อถือ หรือ sha256:ลายนิ้วมือ"),
    key("keep", Number, "ย้อนกลับได้กี่ครั้ง"),
    key("connections", Number, "ส่งพร้อมกันกี่สาย"),
    key("url", Text, "ที่อยู่เว็บที่ประชาชนอ่าน"),
    key("host", Choice(&["nginx", "apache", "caddy", "iis", "netlify", "cloudflare", "github"]), "ชนิดของโฮสต์"),
];

const AGENCY: &[Key] = &[
    needed("name", Text, "ชื่อเต็มของหน่วยงาน"),
    key("short_name", Text, "ชื่อย่อ เช่น อบต.นากอก"),
    key(
        "type",
        Choice(&[
            "sao",
            "municipality",
            "pao",
            "other",
            "อบต.",
            "องค์การบริหารส่วนตำบล",
            "เทศบาล",
            "เทศบาลตำบล",
            "เทศบาลเมือง",
            "เทศบาลนคร",
            "อบจ.",
            "องค์การบริหารส่วนจังหวัด",
        ]),
        "ประเภทหน่วยงาน",
    ),
    key("tambon", Text, "ตำบล"),
    key("amphoe", Text, "อำเภอ"),
    key("province", Text, "จังหวัด"),
    key("postcode", Text, "รหัสไปรษณีย์"),
    key("also_written", Texts, "ชื่อตนเองแบบอื่นที่เอกสารพิมพ์"),
    key("contact", Map(CONTACT), "ช่องทางติดต่อราชการ"),
    key("complaints", Maps(COMPLAINTS), "ช่องทางร้องเรียน"),
    key("officials", Maps(OFFICIALS), "ผู้บริหารและเจ้าหน้าที่"),
    key("emblem", Text, "ไฟล์ตราหน่วยงาน"),
    key("colour", Text, "สีประจำหน่วยงาน"),
    key("banner", Text, "ภาพหัวเว็บ"),
    key("base_url", Text, "ที่อยู่เว็บเมื่อเผยแพร่ (เว็บของหน่วยงานเดียว)"),
    key("digits", Choice(&["thai", "arabic", "ไทย", "อารบิก"]), "เลขที่แสดงบนเว็บ (เว็บของหน่วยงานเดียว)"),
    key("languages", Texts, "ภาษา เช่น [th, en] (เว็บของหน่วยงานเดียว)"),
    key("digests", Flag, "true = แนบผลย่อของเว็บ ให้เว็บรวมชั้นบนนำไปรวมได้ (เว็บของหน่วยงานเดียว)"),
    key("cards", Choice(CARDS), "ภาพที่โปรแกรมแชตแสดงคู่ลิงก์: ทุกหน้า, รายปี หรือไม่ทำ (เว็บของหน่วยงานเดียว)"),
    key("theme", Text, "ธีม (เว็บของหน่วยงานเดียว)"),
    key("licence", Text, "สัญญาอนุญาตของข้อมูล (เว็บของหน่วยงานเดียว)"),
    key("publish", Maps(PUBLISH), "ปลายทางของ prongsai publish (ไม่มีรหัสผ่าน)"),
    key("invented", Flag, "หน่วยงานสมมติ ไม่มีอยู่จริง ทุกหน้าจะบอกไว้"),
];

const PLAN: &[Key] = &[
    key("fiscal_year", Years, "ปีงบประมาณของแผนปีเดียว เช่น 2564"),
    key("fiscal_years", Years, "ปีแรกถึงปีสุดท้าย เช่น 2566-2570"),
    key("framework", Choice(&["2561", "2566"]), "กรอบ ๔ มิติที่ใช้"),
    key("approved", Date, "วันที่เห็นชอบแผน"),
    key("targets", Maps(TARGETS), "เป้าหมายรายปี"),
    key("declared", Map(DECLARED), "ตัวเลขตามที่เอกสารพิมพ์"),
    key("items", Rows, "รายการ ถ้าเขียนในส่วนหัวแทนตาราง"),
];
const TARGETS: &[Key] = &[
    needed("indicator", Text, "ตัวชี้วัด"),
    key("baseline", Text, "ค่าฐาน"),
    key("unit", Text, "หน่วย"),
    key("values", Open, "เป้าหมายรายปี เช่น { 2566: ร้อยละ 10 }"),
    key("results", Open, "ผลรายปีที่วัดได้"),
];

const REPORT: &[Key] = &[
    needed("fiscal_year", Years, "ปีงบประมาณ"),
    key(
        "round",
        Choice(&["6", "12", "six_months", "twelve_months", "6 เดือน", "12 เดือน", "รอบ 6 เดือน", "รอบ 12 เดือน"]),
        "รอบ 6 หรือ 12 เดือน",
    ),
    key("as_of", Date, "ข้อมูล ณ วันที่"),
    key("period_from", Date, "ตั้งแต่วันที่"),
    key("period_until", Date, "ถึงวันที่"),
    key("submitted", Date, "วันที่ส่งรายงาน"),
    key("reporter", Map(PERSON), "ผู้รายงาน"),
    key("declared", Map(DECLARED), "ตัวเลขตามที่เอกสารพิมพ์"),
];

const MEASURES: &[Key] = &[needed("fiscal_year", Years, "ปีงบประมาณ"), key("as_of", Date, "ข้อมูล ณ วันที่")];

const PAPER: &[Key] = &[
    key("number", Text, "เลขที่ เช่น 75/2560"),
    key("office", Text, "หน่วยงานที่ออก"),
    key("date", Date, "ลงวันที่"),
    key("signatory", Map(SIGNATORY), "ผู้ลงนาม"),
    key("effective_from", Date, "มีผลตั้งแต่"),
    key("effective_until", Date, "มีผลถึง"),
    key("replaces", Texts, "ใช้แทนฉบับ"),
    key("amends", Texts, "แก้ไขฉบับ"),
    key("cancels", Texts, "ยกเลิกฉบับ"),
    key("attachments", Maps(ATTACHMENTS), "เอกสารแนบ"),
    key("related", Texts, "เอกสารที่เกี่ยวข้อง"),
    key("posted", Map(POSTED), "การติดประกาศ"),
    key("about", Map(ABOUT), "สรุปให้ประชาชน"),
    key("subjects", Texts, "เรื่อง"),
    key("retold", Flag, "เนื้อความเรียบเรียงใหม่"),
    key("members", Maps(MEMBERS), "รายชื่อในคำสั่ง"),
];
const SIGNATORY: &[Key] = &[
    needed("name", Text, "ชื่อและนามสกุล"),
    key("position", Text, "ตำแหน่ง"),
    key("acting", Text, "รักษาราชการแทน ฯลฯ"),
    key("acting_for", Text, "ทำการแทนตำแหน่ง"),
];
const POSTED: &[Key] = &[key("from", Date, "ติดตั้งแต่"), key("until", Date, "ติดถึง"), key("place", Text, "ที่ติดประกาศ")];
const ABOUT: &[Key] = &[key("what", Text, "เรื่องอะไร"), key("who", Text, "เกี่ยวกับใคร"), key("when", Text, "เมื่อใด")];

const COMMITTEE: &[Key] =
    &[key("by_order", Text, "คำสั่งแต่งตั้ง"), key("date", Date, "วันที่แต่งตั้ง"), key("members", Maps(MEMBERS), "กรรมการ")];

const DOCUMENT: &[Key] = &[
    key("document_kind", Text, "ชนิดเอกสาร"),
    key("fiscal_year", Years, "ปีงบประมาณ"),
    key("attachments", Maps(ATTACHMENTS), "เอกสารแนบ"),
    key("complaints", Map(COUNTS), "สถิติเรื่องร้องเรียน"),
];
const COUNTS: &[Key] =
    &[key("total", Number, "ทั้งหมด"), key("done", Number, "เสร็จแล้ว"), key("pending", Number, "ค้างอยู่")];

/// Kinds of document and their own keys, beside `COMMON` and `kind`.
pub const KINDS: &[(&str, &[Key])] = &[
    ("portal", PORTAL),
    ("agency", AGENCY),
    ("plan", PLAN),
    ("report", REPORT),
    ("measures", MEASURES),
    ("announcement", PAPER),
    ("order", PAPER),
    ("pledge", PAPER),
    ("committee", COMMITTEE),
    ("document", DOCUMENT),
    ("page", &[]),
];
