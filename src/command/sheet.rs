//! `prongsai sheet`: the rows of a plan, a report or measures as an Excel form to fill in, and to import back.

use std::path::{Path, PathBuf};

use crate::command::arguments::SheetArguments;
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::engine;
use crate::finding::Findings;
use crate::folder::Folder;
use crate::import::form_sheet::{CellKind, FormSheet, SheetColumn};
use crate::model::{self, Agency, Entry, Sources};
use crate::source::meta::Meta;
use crate::source::{Disk, Files, door};
use crate::standards::{Field, Status};
use crate::thai::StatedMoney;

/// Lists of the hidden sheet, by number.
const STATUS: usize = 0;
const DIMENSION: usize = 1;
const OWNER: usize = 2;

pub fn run(arguments: &SheetArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let out = arguments.out.clone().unwrap_or_else(|| arguments.document.with_extension("form.xlsx"));
    // Where it is asked for, and not where a link of that name leads.
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(""));
    let failed = |error: std::io::Error| Failure(format!("เขียน `{}` ไม่ได้: {error}", out.display()));
    let folder = Folder::hold(folder);
    let (root, relative) = content_of(&arguments.document)?;
    let files = Disk::at(root);
    let mut ignored = Findings::default();
    let listed = files.list(&mut ignored).map_err(|error| Failure(format!("เปิดโฟลเดอร์เนื้อหาไม่ได้: {error}")))?;
    let sources = Sources::share_out(listed);
    let standards = &engine::standards_of(&files, &sources, &mut ignored);
    let found = sources.agencies.iter().find_map(|entries| {
        let agency = model::load_agency(&files, entries, standards, &mut ignored)?;
        let document = agency.document_at(&relative)?;
        Some((agency, document))
    });
    let Some((agency, document)) = found else {
        return Err(Failure(format!("ไม่พบเอกสาร `{relative}` ในโฟลเดอร์เนื้อหา หรืออ่านไม่ได้ ลองสั่ง `prongsai check` ดูก่อน")));
    };
    let sheet = form_of(&agency, document, &relative, arguments.round)?;
    let bytes = sheet.bytes().map_err(|error| Failure(format!("ทำไฟล์ Excel ไม่ได้: {error}")))?;
    door::replace(&folder.map_err(failed)?, &out, &bytes).map_err(failed)?;
    terminal.say(&format!(
        "เขียน {} แล้ว ({} แถว) กรอกใน Excel แล้วสั่ง `prongsai import {}`",
        out.display(),
        sheet.rows.len(),
        out.display()
    ));
    Ok(Outcome::Fine)
}

/// The content folder around a document: the outermost one that holds `portal.md` or `agency.md`.
fn content_of(document: &Path) -> Result<(PathBuf, String), Failure> {
    let failed = |error: std::io::Error| Failure(format!("เปิด `{}` ไม่ได้: {error}", document.display()));
    let whole = document.canonicalize().map_err(failed)?;
    let is_root = |folder: &&Path| folder.join("portal.md").is_file() || folder.join("agency.md").is_file();
    let root = whole.ancestors().skip(1).filter(is_root).last();
    let Some(root) = root else {
        return Err(Failure(format!(
            "`{}` ไม่ได้อยู่ในโฟลเดอร์เนื้อหา (ไม่พบ agency.md หรือ portal.md เหนือขึ้นไป)",
            document.display()
        )));
    };
    let relative = whole.strip_prefix(root).map(crate::source::files::portable).unwrap_or_default();
    Ok((root.to_owned(), relative))
}

fn column(head: &str, field: Field, kind: CellKind, width: u16) -> SheetColumn {
    SheetColumn { head: head.to_owned(), field: field.as_str().to_owned(), kind, width }
}

fn form_of(agency: &Agency, document: usize, path: &str, round: Option<u8>) -> Result<FormSheet, Failure> {
    let meta = &agency.documents[document].meta;
    let title = agency.documents[document].title().to_owned();
    let place = |value: &Option<crate::span::Spanned<String>>| {
        value.as_ref().map(|value| value.value.clone()).unwrap_or_default()
    };
    let below = format!("อำเภอ{} จังหวัด{}", place(&agency.meta.amphoe), place(&agency.meta.province));
    let mut sheet = FormSheet {
        path: path.to_owned(),
        titles: vec![title, agency.name().to_owned(), below],
        ..FormSheet::default()
    };
    let names =
        [Status::Done, Status::InProgress, Status::NotDone, Status::Awaiting].map(|status| status.name_th().to_owned());
    let all: Vec<&Entry> = agency
        .plans
        .iter()
        .flat_map(|plan| &plan.entries)
        .chain(agency.reports.iter().flat_map(|report| &report.entries))
        .collect();
    let mut owners: Vec<String> = all.iter().filter_map(|entry| entry.owner().map(str::to_owned)).collect();
    owners.sort();
    owners.dedup();
    sheet.lists = vec![names.to_vec(), ["๑", "๒", "๓", "๔"].map(str::to_owned).to_vec(), owners];
    let head = [
        column("รหัส", Field::Code, CellKind::Code, 10),
        column("ลำดับ", Field::Seq, CellKind::Text, 7),
        column("โครงการ/กิจกรรม/มาตรการ", Field::Name, CellKind::Text, 48),
        column("มิติ", Field::Dimension, CellKind::Choice(DIMENSION), 8),
    ];
    let (columns, entries): (Vec<SheetColumn>, Vec<&Entry>) = match meta {
        Meta::Plan(_) if round.is_none() => {
            let plan = agency.plans.iter().find(|plan| plan.document == document).ok_or_else(no_rows)?;
            let more = [
                column("ตัวชี้วัด", Field::Indicator, CellKind::Text, 28),
                column("เป้าหมาย", Field::Target, CellKind::Text, 28),
                column("แผนฯ", Field::BudgetPlan, CellKind::Money, 16),
                column("ผู้รับผิดชอบ", Field::Owner, CellKind::Choice(OWNER), 20),
                column("ระยะเวลาดำเนินการ", Field::Period, CellKind::Text, 20),
                column("หมายเหตุ", Field::Note, CellKind::Text, 20),
            ];
            (head.into_iter().chain(more).collect(), plan.entries.iter().collect())
        }
        Meta::Plan(_) | Meta::Report(_) => {
            let more = [
                column("แผนฯ", Field::BudgetPlan, CellKind::Money, 16),
                column("ข้อบัญญัติ", Field::BudgetOrdinance, CellKind::Money, 16),
                column("เบิกจ่าย", Field::BudgetDisbursed, CellKind::Money, 16),
                column("สถานะ", Field::Status, CellKind::Choice(STATUS), 22),
                column("ผู้รับผิดชอบ", Field::Owner, CellKind::Choice(OWNER), 20),
                column("ผลการดำเนินงาน", Field::Result, CellKind::Text, 36),
                column("หมายเหตุ", Field::Note, CellKind::Text, 20),
            ];
            let entries: Vec<&Entry> = match meta {
                Meta::Report(_) => {
                    let report =
                        agency.reports.iter().find(|report| report.document == document).ok_or_else(no_rows)?;
                    report.entries.iter().collect()
                }
                _ => {
                    let plan = agency.plans.iter().find(|plan| plan.document == document).ok_or_else(no_rows)?;
                    let months = round.unwrap_or(12);
                    let year = plan.home_year.be();
                    let line = format!(
                        "รายงานผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต ประจำปีงบประมาณ พ.ศ. {year} รอบ {months} เดือน"
                    );
                    if let Some(title) = sheet.titles.first_mut() {
                        *title = line;
                    }
                    sheet.path = String::new();
                    plan.entries.iter().collect()
                }
            };
            (head.into_iter().chain(more).collect(), entries)
        }
        Meta::Measures(_) => {
            let book = agency.measures.iter().find(|book| book.document == document).ok_or_else(no_rows)?;
            let columns = vec![
                column("รหัส", Field::Code, CellKind::Code, 10),
                column("ลำดับ", Field::Seq, CellKind::Text, 7),
                column("มาตรการ/กิจกรรม", Field::Name, CellKind::Text, 44),
                column("วิธีการดำเนินการ", Field::Methods, CellKind::Text, 48),
                column("ผู้รับผิดชอบ", Field::Owner, CellKind::Choice(OWNER), 20),
                column("ระยะเวลาดำเนินการ", Field::Period, CellKind::Text, 20),
                column("สรุปผลการดำเนินการตามมาตรการ/กิจกรรม", Field::Result, CellKind::Text, 40),
                column("ผลลัพธ์/ความสำเร็จของการดำเนินการ", Field::Outcome, CellKind::Text, 40),
            ];
            (columns, book.entries.iter().collect())
        }
        _ => return Err(Failure("ทำแบบกรอกได้เฉพาะแผน รายงาน และมาตรการ".to_owned())),
    };
    sheet.rows = entries.iter().map(|entry| columns.iter().map(|column| cell_of(entry, column)).collect()).collect();
    sheet.columns = columns;
    Ok(sheet)
}

fn no_rows() -> Failure {
    Failure("เอกสารนี้ยังไม่มีแถวข้อมูล".to_owned())
}

fn cell_of(entry: &Entry, column: &SheetColumn) -> String {
    let Some(field) = Field::from_name(&column.field) else { return String::new() };
    let money = |money: &StatedMoney| match money {
        StatedMoney::Amount(money) => money.plain_text(),
        StatedMoney::NoneUsed => "ไม่ใช้งบประมาณ".to_owned(),
        StatedMoney::NotStated => "-".to_owned(),
    };
    match field {
        Field::Code => entry.code.to_string(),
        Field::Name => entry.name.value.clone(),
        Field::Dimension => {
            entry.dimension.map(|number| crate::thai::to_thai(&number.to_string()).into_owned()).unwrap_or_default()
        }
        Field::BudgetPlan => money(&entry.budget.plan.value),
        Field::BudgetOrdinance => money(&entry.budget.ordinance.value),
        Field::BudgetDisbursed => money(&entry.budget.disbursed.value),
        Field::Status => entry.status.as_ref().map(|status| status.value.name_th().to_owned()).unwrap_or_default(),
        Field::Methods => entry.methods.join("\n"),
        field => entry.said(field).unwrap_or_default().to_owned(),
    }
}
