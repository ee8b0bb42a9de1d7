//! Announcements, orders, pledges and committees.

use std::sync::LazyLock;

use crate::model::{Agency, Committee, Paper};
use crate::open_data::layout::{Layout, Rows};
use crate::open_data::table::{AGENCY, Table, ValueKind, column, date, spanned, text};
use crate::open_data::tables::{TableSource, agency_key};
use crate::open_data::value::Value;
use crate::source::meta::{Member, Meta, PaperMeta};

const PAPER_KINDS: &[&str] = &["announcement", "order", "pledge"];

pub struct PaperRecord<'r> {
    agency: &'r Agency,
    paper: &'r Paper,
    meta: &'r PaperMeta,
    url: String,
}

pub struct Papers;

impl Rows for Papers {
    type Row<'r> = PaperRecord<'r>;
}

pub static PAPERS: LazyLock<Layout<Papers>> = LazyLock::new(|| {
    Layout::<Papers>::new(
        "papers",
        ["ประกาศ คำสั่ง และประกาศเจตจำนง", "Announcements, orders and pledges"],
        ["หนึ่งแถวต่อหนึ่งฉบับ พร้อมเลขที่ วันที่ และผู้ลงนาม", "One row for each paper: number, date and signatory"],
    )
    .key(&["url"])
    .column(AGENCY, |row| agency_key(row.agency.id()))
    .column(column("url", "ที่อยู่หน้าเว็บ", ValueKind::Url, "Page of the paper"), |row| {
        Value::text(&row.url)
    })
    .column(column("kind", "ชนิด", ValueKind::Choice(PAPER_KINDS), "Kind of paper"), |row| {
        Value::text(row.paper.kind.key())
    })
    .column(column("number", "เลขที่", ValueKind::Text, "Number as printed"), |row| {
        text(row.paper.number.as_deref())
    })
    .column(column("date", "วันที่", ValueKind::Date, "Date of the paper"), |row| date(row.paper.date))
    .column(column("title", "เรื่อง", ValueKind::Text, "Subject"), |row| text(Some(&row.paper.title)))
    .column(column("office", "ออกโดย", ValueKind::Text, "Issuing office"), |row| spanned(&row.meta.office))
    .column(column("signatory", "ผู้ลงนาม", ValueKind::Text, "Who signed"), |row| {
        text(row.meta.signatory.as_ref().map(|signatory| signatory.name.value.as_str()))
    })
    .column(
        column("signatory_position", "ตำแหน่งผู้ลงนาม", ValueKind::Text, "Position of the signatory"),
        |row| row.meta.signatory.as_ref().map_or(Value::Empty, |signatory| spanned(&signatory.position)),
    )
    .column(
        column("effective_from", "มีผลตั้งแต่", ValueKind::Date, "First day in force, where stated"),
        |row| date(row.meta.effective_from.as_ref().map(|day| day.value)),
    )
    .column(
        column("effective_until", "มีผลถึง", ValueKind::Date, "Last day in force, where stated"),
        |row| date(row.meta.effective_until.as_ref().map(|day| day.value)),
    )
});

pub struct MemberRecord<'r> {
    agency: &'r Agency,
    committee: &'r Committee,
    url: String,
    at: usize,
    member: &'r Member,
}

pub struct Members;

impl Rows for Members {
    type Row<'r> = MemberRecord<'r>;
}

pub static COMMITTEES: LazyLock<Layout<Members>> = LazyLock::new(|| {
    Layout::<Members>::new(
        "committees",
        ["คณะกรรมการและคณะทำงาน", "Committees and their members"],
        ["หนึ่งแถวต่อกรรมการหนึ่งคน", "One row for each member"],
    )
    .key(&["url", "row"])
    .column(AGENCY, |row| agency_key(row.agency.id()))
    .column(column("url", "ที่อยู่หน้าเว็บ", ValueKind::Url, "Page of the committee"), |row| Value::text(&row.url))
    .column(column("committee", "คณะ", ValueKind::Text, "Name of the committee"), |row| {
        text(Some(&row.committee.title))
    })
    .column(
        column("order_number", "คำสั่งแต่งตั้ง", ValueKind::Text, "Number of the appointing order"),
        |row| {
            let order = row.committee.by_order.and_then(|paper| row.agency.papers.get(paper));
            text(order.and_then(|order| order.number.as_deref()))
        },
    )
    .column(column("row", "ลำดับ", ValueKind::Integer, "Place in the list, from 1"), |row| {
        Value::Integer(row.at as i64 + 1)
    })
    .column(column("name", "ชื่อ", ValueKind::Text, "Member; empty: the source prints no name"), |row| {
        text(Some(row.member.name.value.as_str()).filter(|_| row.member.is_named()))
    })
    .column(column("position", "ตำแหน่ง", ValueKind::Text, "Position of the member"), |row| {
        spanned(&row.member.position)
    })
    .column(column("role", "หน้าที่ในคณะ", ValueKind::Text, "Role in the committee"), |row| spanned(&row.member.role))
});

pub fn papers(source: &TableSource<'_>) -> Table {
    let agency = source.agency;
    let published = agency.papers.iter().filter(|paper| (source.published)(paper.document));
    PAPERS.table(published.filter_map(|paper| {
        let Meta::Paper(meta) = &agency.document(paper.document).meta else { return None };
        Some(PaperRecord { agency, paper, meta, url: (source.address)(&agency.url_of(paper.document)) })
    }))
}

pub fn committees(source: &TableSource<'_>) -> Table {
    let agency = source.agency;
    let published = agency.committees.iter().filter(|committee| (source.published)(committee.document));
    COMMITTEES.table(published.flat_map(|committee| {
        let url = (source.address)(&agency.url_of(committee.document));
        let members = committee.members.iter().enumerate();
        members.map(move |(at, member)| MemberRecord { agency, committee, url: url.clone(), at, member })
    }))
}
