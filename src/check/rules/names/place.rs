//! `T405` and `T406`: the place in agency.md against the gazetteer.

use crate::finding::{Finding, Findings, code};
use crate::model::Agency;
use crate::span::Spanned;
use crate::standards::gazetteer::{self, Amphoe, Province};
use crate::thai;

pub fn check(agency: &Agency, findings: &mut Findings) {
    let meta = &agency.meta;
    if meta.invented {
        return;
    }
    let Some(province_named) = &meta.province else { return };
    let Some(province) = gazetteer::province(&province_named.value) else {
        let nearest = gazetteer::nearest_province(&province_named.value).map(Province::name);
        findings.push(unknown(province_named, "ไม่มีจังหวัดชื่อนี้", nearest, None));
        return;
    };
    let Some(amphoe_named) = &meta.amphoe else { return };
    let tambon_named = meta.tambon.as_ref();
    let Some(amphoe) = province.amphoe(&amphoe_named.value) else {
        // The tambon, where the province has it, tells which amphoe is meant.
        let by_tambon = tambon_named.and_then(|tambon| {
            let mut all = gazetteer::tambons_named(&tambon.value).into_iter().filter_map(|found| found.amphoe());
            let mut here = all.by_ref().filter(|amphoe| amphoe.province() == Some(province));
            here.next().filter(|_| here.next().is_none())
        });
        let (nearest, how) = match (by_tambon, tambon_named) {
            (Some(amphoe), Some(tambon)) => {
                let how = format!("ทะเบียนมีตำบล{}ของจังหวัดนี้ในอำเภอ{}", tambon.value, amphoe.name());
                (Some(amphoe.name()), Some(how))
            }
            _ => (gazetteer::nearest_amphoe(province, &amphoe_named.value).map(Amphoe::name), None),
        };
        findings.push(unknown(amphoe_named, &format!("จังหวัด{}ไม่มีอำเภอชื่อนี้", province.name()), nearest, how));
        return;
    };
    let Some(tambon_named) = tambon_named else {
        postcode(
            agency,
            &|code| amphoe.tambons().any(|tambon| tambon.accepts(code)),
            &format!("อำเภอ{}", amphoe.name()),
            findings,
        );
        return;
    };
    let Some(tambon) = amphoe.tambon(&tambon_named.value) else {
        let nearest = gazetteer::nearest_tambon(amphoe, &tambon_named.value).map(gazetteer::Tambon::name);
        findings.push(unknown(tambon_named, &format!("อำเภอ{}ไม่มีตำบลชื่อนี้", amphoe.name()), nearest, None));
        return;
    };
    postcode(
        agency,
        &|code| tambon.accepts(code),
        &format!("ตำบล{} คือ {}", tambon.name(), tambon.postcode()),
        findings,
    );
}

fn unknown(named: &Spanned<String>, why: &str, nearest: Option<&str>, how: Option<String>) -> Finding {
    let mut finding = Finding::of(code::T405, named.span, format!("`{}`: {why}", named.value))
        .english("no such place there")
        .help(
            how.into_iter()
                .chain(nearest.map(|nearest| format!("ตัวอย่างที่ถูก `{nearest}`")))
                .collect::<Vec<_>>()
                .join(" "),
        )
        .or_answer();
    if let Some(nearest) = nearest {
        finding = finding.label(format!("หมายถึง `{nearest}` หรือไม่"));
    }
    finding
}

fn postcode(agency: &Agency, accepts: &dyn Fn(u32) -> bool, expected: &str, findings: &mut Findings) {
    let Some(stated) = &agency.meta.postcode else { return };
    let code = thai::parse_integer(&stated.value).and_then(|code| u32::try_from(code).ok());
    if code.is_some_and(accepts) {
        return;
    }
    findings.push(
        Finding::of(code::T406, stated.span, format!("รหัสไปรษณีย์ `{}` ไม่ใช่ของ{expected}", stated.value))
            .english("a postcode of elsewhere")
            .label("ไม่ตรงกับทะเบียน")
            .help(format!("รหัสไปรษณีย์ของ{expected}"))
            .or_answer(),
    );
}
