//! What cannot be right about a paper's number, dates and signatory. Reports; changes nothing.

use std::collections::BTreeMap;

use crate::finding::{Finding, Findings, code};
use crate::model::agency::{Agency, Paper};
use crate::model::life::resolve::number_key;
use crate::source::Document;
use crate::source::meta::{Official, PaperMeta};
use crate::span::Spanned;
use crate::thai::{self, Date};

pub(super) fn find(agency: &Agency, findings: &mut Findings) {
    numbers(agency, findings);
    for paper in &agency.papers {
        let Some(meta) = agency.paper_meta(paper) else { continue };
        backward_days(meta, findings);
        order_of_acts(agency, paper, findings);
        printed_date(agency.document(paper.document), meta, findings);
        signatory(agency, meta, findings);
    }
}

/// Two papers of one kind with one number and year.
fn numbers(agency: &Agency, findings: &mut Findings) {
    let mut first: BTreeMap<_, &Spanned<String>> = BTreeMap::new();
    // From the oldest on, so that the later one is the one to correct.
    for paper in agency.papers.iter().rev() {
        let Some(number) = agency.paper_meta(paper).and_then(|meta| meta.number.as_ref()) else { continue };
        let key = number_key(&number.value, paper.date.map(Date::year_be));
        // Without a year a number repeats every year.
        if !key.contains('/') {
            continue;
        }
        match first.get(&(paper.kind, key.clone())) {
            Some(known) => findings.push(
                Finding::of(code::M030, number.span, format!("มี{}เลขที่ {key} สองฉบับ", paper.kind.name_th()))
                    .english(format!("two papers of this kind have the number {key}"))
                    .also(known.span, "ฉบับแรกที่ใช้เลขนี้")
                    .help("ตรวจทะเบียนเลขที่ แล้วแก้ `number` ของฉบับที่ผิด เช่น `76/2560`"),
            ),
            None => {
                first.insert((paper.kind, key), number);
            }
        }
    }
}

/// Days of one paper that run backwards.
fn backward_days(meta: &PaperMeta, findings: &mut Findings) {
    if let (Some(signed), Some(from)) = (&meta.date, &meta.effective_from)
        && from.value < signed.value
    {
        findings.push(
            Finding::of(
                code::M038,
                from.span,
                format!("มีผลตั้งแต่ {} ก่อนวันลงนาม {}", from.value.long(), signed.value.long()),
            )
            .english("takes effect before it was signed")
            .also(signed.span, "วันลงนาม")
            .help("ตรวจปีและเดือนของทั้งสองวัน ถ้าให้มีผลย้อนหลังจริง ให้ตอบข้อนี้ด้วย `accept`"),
        );
    }
    let starts = meta.effective_from.as_ref().or(meta.date.as_ref());
    let posted = meta.posted.as_ref();
    for (code, what, from, until) in [
        (code::M039, "การมีผล", starts, meta.effective_until.as_ref()),
        (code::M040, "การติดประกาศ", posted.and_then(|it| it.from.as_ref()), posted.and_then(|it| it.until.as_ref())),
    ] {
        let (Some(from), Some(until)) = (from, until) else { continue };
        if until.value < from.value {
            findings.push(
                Finding::of(
                    code,
                    until.span,
                    format!("วันสุดท้ายของ{what} {} อยู่ก่อนวันเริ่ม {}", until.value.long(), from.value.long()),
                )
                .english("ends before it begins")
                .also(from.span, "วันเริ่ม")
                .help("สลับหรือแก้วันทั้งสองให้วันเริ่มมาก่อน"),
            );
        }
    }
}

/// A paper that acts on a later one.
fn order_of_acts(agency: &Agency, paper: &Paper, findings: &mut Findings) {
    for link in &paper.acts {
        let Some(older) = agency.papers.get(link.paper) else { continue };
        if let (Some(newer_date), Some(older_date)) = (paper.date, older.date)
            && newer_date < older_date
        {
            findings.push(
                Finding::of(
                    code::M034,
                    link.span,
                    format!(
                        "ฉบับลงวันที่ {} {}ฉบับลงวันที่ {} ซึ่งมาทีหลัง",
                        newer_date.long(),
                        link.act.name_th(),
                        older_date.long()
                    ),
                )
                .english("acts on a paper of a later date")
                .also(agency.document(older.document).whole(), "ฉบับที่มาทีหลัง")
                .help("ตรวจ `date` ของทั้งสองฉบับ หรือย้ายบรรทัดนี้ไปไว้ในฉบับที่ใหม่กว่า"),
            );
        }
    }
}

/// The body may repeat the date; it must not say another.
fn printed_date(document: &Document, meta: &PaperMeta, findings: &mut Findings) {
    let Some(signed) = &meta.date else { return };
    let Some((at, line)) = date_line(&document.text) else { return };
    let words = line.find("วันที่").map_or("", |at| &line[at..]);
    let Ok(printed) = Date::parse(words) else { return };
    if printed != signed.value {
        let span = crate::span::Span::new(document.file, at, at + line.len());
        findings.push(
            Finding::of(
                code::M036,
                signed.span,
                format!("`date` คือ {} แต่ท้ายประกาศเขียน {}", signed.value.long(), printed.long()),
            )
            .english("the date line of the body differs from `date`")
            .also(span, "บรรทัดในเนื้อความ")
            .help("แก้ให้ตรงกัน หรือลบบรรทัดท้ายเนื้อความออก ระบบพิมพ์บรรทัด \"ณ วันที่\" ให้เอง"),
        );
    }
}

/// The last line that dates the paper, and where it stands.
fn date_line(text: &str) -> Option<(usize, &str)> {
    let trimmed = text.trim_end();
    let at = trimmed.rfind('\n').map_or(0, |at| at + 1);
    let line = &trimmed[at..];
    is_date_line(line).then_some((at, line))
}

/// "ประกาศ ณ วันที่ …", "สั่ง ณ วันที่ …".
pub fn is_date_line(line: &str) -> bool {
    let line: String = line.split_whitespace().collect();
    ["ประกาศณวันที่", "สั่งณวันที่", "ให้ไว้ณวันที่"].iter().any(|begin| line.starts_with(begin))
}

fn signatory(agency: &Agency, meta: &PaperMeta, findings: &mut Findings) {
    let officials = &agency.meta.officials;
    if !officials.iter().any(|official| official.from.is_some() || official.until.is_some()) {
        return;
    }
    let (Some(signatory), Some(signed)) = (&meta.signatory, &meta.date) else { return };
    let name = folded(&signatory.name.value);
    let of_that_name: Vec<&Official> = officials.iter().filter(|known| folded(&known.name.value) == name).collect();
    if of_that_name.iter().any(|official| in_office(official, signed.value)) {
        return;
    }
    let mut finding = Finding::of(
        code::M035,
        signatory.name.span,
        match of_that_name.first() {
            Some(_) => {
                format!("{} ไม่ได้อยู่ในตำแหน่งในวันลงนาม {}", signatory.name.value, signed.value.long())
            }
            None => format!("ผู้ลงนาม {} ไม่อยู่ในรายชื่อผู้บริหารของหน่วยงาน", signatory.name.value),
        },
    )
    .english("the signatory was not among the officials of that day")
    .help("ตรวจตัวสะกดและวันดำรงตำแหน่ง (`from`, `until`) ใน `officials` ของ agency.md");
    if let Some(official) = of_that_name.first() {
        finding = finding.also(official.name.span, "วันดำรงตำแหน่งที่ให้ไว้");
    } else if let Some(near) =
        thai::nearest(&signatory.name.value, officials.iter().map(|known| known.name.value.as_str()))
    {
        finding = finding.label(format!("หมายถึง {near} หรือไม่"));
    }
    findings.push(finding);
}

fn in_office(official: &Official, day: Date) -> bool {
    official.from.as_ref().is_none_or(|from| from.value <= day)
        && official.until.as_ref().is_none_or(|until| day <= until.value)
}

fn folded(name: &str) -> String {
    thai::repair(name).split_whitespace().collect()
}
