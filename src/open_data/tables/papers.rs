//! Announcements, orders, pledges and committees.

use crate::open_data::table::{Kind, Shape, Table, column, date, spanned, text};
use crate::open_data::tables::{Source, agency_key};
use crate::open_data::value::Value;
use crate::source::meta::Meta;

const PAPER_KINDS: &[&str] = &["announcement", "order", "pledge"];

pub static PAPERS: Shape = Shape {
    name: "papers",
    title: "ประกาศ คำสั่ง และประกาศเจตจำนง",
    title_en: "Announcements, orders and pledges",
    about: "หนึ่งแถวต่อหนึ่งฉบับ พร้อมเลขที่ วันที่ และผู้ลงนาม",
    about_en: "One row for each paper: number, date and signatory",
    columns: &[
        column("agency", "หน่วยงาน (รหัสที่อยู่)", Kind::Text, "Folder of the agency in this site's addresses"),
        column("url", "ที่อยู่หน้าเว็บ", Kind::Url, "Page of the paper"),
        column("kind", "ชนิด", Kind::Choice(PAPER_KINDS), "Kind of paper"),
        column("number", "เลขที่", Kind::Text, "Number as printed"),
        column("date", "วันที่", Kind::Date, "Date of the paper"),
        column("title", "เรื่อง", Kind::Text, "Subject"),
        column("office", "ออกโดย", Kind::Text, "Issuing office"),
        column("signatory", "ผู้ลงนาม", Kind::Text, "Who signed"),
        column("signatory_position", "ตำแหน่งผู้ลงนาม", Kind::Text, "Position of the signatory"),
        column("effective_from", "มีผลตั้งแต่", Kind::Date, "First day in force, where stated"),
        column("effective_until", "มีผลถึง", Kind::Date, "Last day in force, where stated"),
    ],
    key: &["url"],
};

pub static COMMITTEES: Shape = Shape {
    name: "committees",
    title: "คณะกรรมการและคณะทำงาน",
    title_en: "Committees and their members",
    about: "หนึ่งแถวต่อกรรมการหนึ่งคน",
    about_en: "One row for each member",
    columns: &[
        column("agency", "หน่วยงาน (รหัสที่อยู่)", Kind::Text, "Folder of the agency in this site's addresses"),
        column("url", "ที่อยู่หน้าเว็บ", Kind::Url, "Page of the committee"),
        column("committee", "คณะ", Kind::Text, "Name of the committee"),
        column("order_number", "คำสั่งแต่งตั้ง", Kind::Text, "Number of the appointing order"),
        column("row", "ลำดับ", Kind::Integer, "Place in the list, from 1"),
        column("name", "ชื่อ", Kind::Text, "Member; an office where no person is named"),
        column("position", "ตำแหน่ง", Kind::Text, "Position of the member"),
        column("role", "หน้าที่ในคณะ", Kind::Text, "Role in the committee"),
    ],
    key: &["url", "row"],
};

pub fn papers(source: &Source<'_>) -> Table {
    let agency = source.agency;
    let mut table = Table::new(&PAPERS);
    for paper in agency.papers.iter().filter(|paper| (source.published)(paper.document)) {
        let Meta::Paper(meta) = &agency.document(paper.document).meta else { continue };
        table.rows.push(vec![
            agency_key(&agency.slug),
            Value::Text((source.address)(&agency.url_of(paper.document))),
            Value::text(paper.kind.key()),
            text(paper.number.as_deref()),
            date(paper.date),
            text(Some(&paper.title)),
            spanned(&meta.office),
            text(meta.signatory.as_ref().map(|signatory| signatory.name.value.as_str())),
            text(
                meta.signatory
                    .as_ref()
                    .and_then(|signatory| signatory.position.as_ref())
                    .map(|text| text.value.as_str()),
            ),
            date(meta.effective_from.as_ref().map(|day| day.value)),
            date(meta.effective_until.as_ref().map(|day| day.value)),
        ]);
    }
    table
}

pub fn committees(source: &Source<'_>) -> Table {
    let agency = source.agency;
    let mut table = Table::new(&COMMITTEES);
    for committee in agency.committees.iter().filter(|committee| (source.published)(committee.document)) {
        let order = committee.by_order.and_then(|paper| agency.papers.get(paper));
        for (at, member) in committee.members.iter().enumerate() {
            table.rows.push(vec![
                agency_key(&agency.slug),
                Value::Text((source.address)(&agency.url_of(committee.document))),
                text(Some(&committee.title)),
                text(order.and_then(|order| order.number.as_deref())),
                Value::Integer(at as i64 + 1),
                text(Some(&member.name.value)),
                spanned(&member.position),
                spanned(&member.role),
            ]);
        }
    }
    table
}
