//! `prongsai verify https://…`: the site as the public gets it. What is looked at is `publish::live`'s.

use crate::command::arguments::{OutputFormat, VerifyArguments};
use crate::command::publish::{memory_of, place_of, targets};
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::output::Manifest;
use crate::publish::Diary;
use crate::publish::live::{HostAddress, Live};

/// Everything but a plain server on this machine, which is asked by `verify` itself.
pub fn is_far(place: &str) -> bool {
    let here =
        |host: &str| host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    place.starts_with("https://") || HostAddress::parse(place).is_ok_and(|address| !here(&address.host))
}

pub fn run(arguments: &VerifyArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let mut kept: Option<Manifest> = None;
    let mut certificate = None;
    let address = match &arguments.target {
        None => arguments.place.clone(),
        Some(name) => {
            let known = targets(&arguments.content);
            let target = known.iter().find(|meta| meta.name.as_ref().map_or("main", |name| &name.value) == name);
            let target = target.ok_or_else(|| Failure(format!("ไม่รู้จักปลายทาง `{name}`")))?;
            let url = target.url.as_ref().ok_or_else(|| {
                Failure(format!("ปลายทาง `{name}` ยังไม่ได้บอกที่อยู่เว็บ เติม url: https://www.example.go.th/ ที่ปลายทางนั้น"))
            })?;
            certificate = target.certificate.as_ref().map(|text| text.value.clone());
            // What was published from here is better proof than what the site says of itself.
            let diary = Diary::open(&memory_of(&arguments.content), &place_of(target)?.name)?;
            if let Some(last) = diary.history().last() {
                kept = Some(diary.site_of(last)?.manifest);
            }
            url.value.clone()
        }
    };
    let live = Live::open(&address, certificate.as_deref())?;
    let manifest = match kept {
        Some(manifest) => manifest,
        None => live.manifest()?,
    };
    let found = live.look(&manifest)?;
    let fine = found.changed.is_empty() && found.missing.is_empty() && found.remarks.is_empty();
    if terminal.format == OutputFormat::Json {
        let remarks: Vec<serde_json::Value> = found
            .remarks
            .iter()
            .map(|remark| serde_json::json!({ "code": remark.code, "message": remark.message }))
            .collect();
        let told = serde_json::json!({
            "generator": manifest.generator, "date": manifest.date, "checked": found.checked,
            "changed": found.changed, "missing": found.missing, "remarks": remarks,
        });
        terminal.result(&told.to_string());
    } else {
        for (word, paths) in [("ต่างไป", &found.changed), ("หายไป", &found.missing)] {
            paths.iter().for_each(|path| terminal.result(&format!("{word}: {path}")));
        }
        for remark in &found.remarks {
            terminal.result(&format!("โฮสต์[{}]: {}", remark.code, remark.message));
        }
        let (changed, missing, remarks) = (found.changed.len(), found.missing.len(), found.remarks.len());
        terminal.result(&match fine {
            true => format!("ตรงทุกไฟล์ และโฮสต์ตั้งค่าครบ: {} ไฟล์ สร้างเมื่อ {}", found.checked, manifest.date),
            false => format!("ตรวจ {} ไฟล์: ต่างไป {changed} หายไป {missing} ข้อสังเกตของโฮสต์ {remarks}", found.checked),
        });
    }
    Ok(if fine { Outcome::Fine } else { Outcome::Findings })
}
