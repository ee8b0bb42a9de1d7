//! Rows of a report without a code → the promise of the plan that they speak of: by name within the dimension, unique
//! or not at all; by their place in a table never. What joins to nothing is an error that shows both lists.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Finding, Findings, code};
use crate::model::agency::Agency;
use crate::model::item::{Entry, ItemCode};
use crate::span::Span;
use crate::standards::heads::{self, KnownWord};
use crate::standards::{Field, ItemKind};
use crate::thai::Round;

/// What is compared of a row.
struct Side {
    code: ItemCode,
    key: KnownWord,
    /// All its letters, the word of its kind among them.
    whole: String,
    dimension: Option<u8>,
    mission: Option<String>,
    seq: Option<String>,
    name: String,
    span: Span,
}

impl Side {
    fn of(entry: &Entry) -> Self {
        Self {
            code: entry.code.clone(),
            key: KnownWord::from_folded(key(&entry.name.value)),
            whole: heads::fold(&entry.name.value),
            dimension: entry.dimension,
            mission: entry.text(Field::Mission).map(|mission| mission.value.clone()),
            seq: entry.text(Field::Seq).map(|seq| heads::fold(&seq.value)),
            name: entry.name.value.clone(),
            span: entry.span,
        }
    }

    fn is_alike(&self, other: &Self, likeness: NameMatch) -> bool {
        match likeness {
            NameMatch::Whole => self.whole == other.whole,
            _ => self.key.folded == other.key.folded,
        }
    }

    fn may_be(&self, other: &Self) -> bool {
        self.dimension.zip(other.dimension).is_none_or(|(one, two)| one == two)
    }
}

/// Letters and digits of a name, without the word of its kind.
pub fn key(name: &str) -> String {
    ItemKind::without_word(&heads::fold(name), 4).to_owned()
}

/// Every report's rows take the codes of what they answer.
pub fn join(agency: &mut Agency, findings: &mut Findings) {
    adopt_codes_of_reports(agency);
    for at in 0..agency.reports.len() {
        let (year, round) = (agency.reports[at].year, agency.reports[at].round);
        let plan: Vec<Side> = agency
            .plan_for(year)
            .map(|plan| plan.entries.iter().filter(|entry| entry.is_due_in(year)).map(Side::of).collect())
            .unwrap_or_default();
        // Without a plan the later round answers the earlier one.
        let base = if plan.is_empty() && round == Round::TwelveMonths {
            agency
                .report(year, Round::SixMonths)
                .map(|six| six.entries.iter().map(Side::of).collect())
                .unwrap_or_default()
        } else {
            plan
        };
        let mut entries = std::mem::take(&mut agency.reports[at].entries);
        join_list(&mut entries, &base, what_of(round), findings);
        tell_doubtful_codes(agency, at, &entries, findings);
        let mut eplan = std::mem::take(&mut agency.reports[at].eplan);
        let with_own: Vec<Side> = if base.is_empty() { entries.iter().map(Side::of).collect() } else { base };
        join_list(&mut eplan, &with_own, "รายการในระบบ e-PlanNACC", findings);
        let report = &mut agency.reports[at];
        (report.entries, report.eplan) = (entries, eplan);
    }
}

fn what_of(round: Round) -> &'static str {
    match round {
        Round::SixMonths => "รายงานรอบ 6 เดือน",
        Round::TwelveMonths => "รายงานรอบ 12 เดือน",
    }
}

/// A plan without codes takes those that its reports state for the same names; codes made for it never meet theirs.
fn adopt_codes_of_reports(agency: &mut Agency) {
    let mut stated: BTreeMap<usize, Vec<Side>> = BTreeMap::new();
    for report in &agency.reports {
        let Some(plan) = agency.plan_for(report.year).map(|plan| plan.document) else { continue };
        let rows = report.entries.iter().filter(|entry| entry.code_stated);
        stated.entry(plan).or_default().extend(rows.map(Side::of));
    }
    for plan in &mut agency.plans {
        let Some(stated) = stated.get(&plan.document) else { continue };
        if plan.entries.iter().all(|entry| entry.code_stated) {
            continue;
        }
        let mut used: BTreeSet<ItemCode> =
            plan.entries.iter().filter(|entry| entry.code_stated).map(|entry| entry.code.clone()).collect();
        let mut waiting: Vec<usize> = (0..plan.entries.len()).filter(|at| !plan.entries[*at].code_stated).collect();
        for likeness in [NameMatch::Whole, NameMatch::Key] {
            waiting.retain(|at| {
                let side = Side::of(&plan.entries[*at]);
                let codes: BTreeSet<&ItemCode> = stated
                    .iter()
                    .filter(|other| {
                        other.is_alike(&side, likeness) && other.may_be(&side) && !used.contains(&other.code)
                    })
                    .map(|other| &other.code)
                    .collect();
                let Some(code) = codes.first().filter(|_| codes.len() == 1) else { return true };
                used.insert((*code).clone());
                plan.entries[*at].code = (*code).clone();
                false
            });
        }
        used.extend(stated.iter().map(|side| side.code.clone()));
        for at in waiting {
            let entry = &mut plan.entries[at];
            entry.code = free_code(&used, entry.dimension);
            used.insert(entry.code.clone());
        }
    }
}

fn free_code(used: &BTreeSet<ItemCode>, dimension: Option<u8>) -> ItemCode {
    let mut number = 1;
    loop {
        let code = ItemCode::made(dimension, number);
        if !used.contains(&code) {
            return code;
        }
        number += 1;
    }
}

fn join_list(entries: &mut [Entry], base: &[Side], what: &str, findings: &mut Findings) {
    if base.is_empty() {
        return;
    }
    spell_codes_alike(entries, base);
    tell_doubled(entries, base, what, findings);
    if entries.iter().all(|entry| entry.code_stated) {
        return;
    }
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for entry in entries.iter().filter(|entry| entry.code_stated) {
        taken.extend(base.iter().position(|side| side.code == entry.code));
    }
    let waiting: Vec<usize> = (0..entries.len()).filter(|at| !entries[*at].code_stated).collect();
    let sides: BTreeMap<usize, Side> = waiting.iter().map(|at| (*at, Side::of(&entries[*at]))).collect();
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    for likeness in [NameMatch::Whole, NameMatch::Key, NameMatch::Near] {
        let left: Vec<usize> = waiting.iter().copied().filter(|at| !found.contains_key(at)).collect();
        // Each row's only candidate, and no two rows with the same one.
        let mut wanted: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in left {
            if let Some(place) = candidate(&sides[&at], base, &taken, likeness) {
                wanted.entry(place).or_default().push(at);
            }
        }
        for (place, rows) in wanted {
            if let [only] = rows.as_slice() {
                found.insert(*only, place);
                taken.insert(place);
            }
        }
    }
    let mut used: BTreeSet<ItemCode> = base.iter().map(|side| side.code.clone()).collect();
    used.extend(entries.iter().filter(|entry| entry.code_stated).map(|entry| entry.code.clone()));
    let mut unmatched = Vec::new();
    for at in waiting {
        let entry = &mut entries[at];
        match found.get(&at) {
            Some(place) => {
                let side = &base[*place];
                entry.code = side.code.clone();
                entry.dimension = entry.dimension.or(side.dimension);
            }
            None => {
                entry.code = free_code(&used, entry.dimension);
                used.insert(entry.code.clone());
                unmatched.push(at);
            }
        }
    }
    if !unmatched.is_empty() {
        let rows: Vec<&Side> = unmatched.iter().map(|at| &sides[at]).collect();
        let open: Vec<&Side> =
            base.iter().enumerate().filter(|(at, _)| !taken.contains(at)).map(|(_, side)| side).collect();
        findings.push(joins_to_nothing(&rows, &open, what));
    }
}

/// A code that was a date in its file is not believed alone: the names must agree.
fn tell_doubtful_codes(agency: &Agency, report: usize, entries: &[Entry], findings: &mut Findings) {
    let report = &agency.reports[report];
    let Some(plan) = agency.plan_for(report.year) else { return };
    let read_back = |document: usize, entry: &Entry| {
        let table = agency.document(document).tables.get(entry.table);
        table.and_then(|table| table.rows.get(entry.row)).is_some_and(|row| row.is_code_read_back)
    };
    let doubtful: Vec<(&Entry, &Entry)> = entries
        .iter()
        .filter_map(|entry| Some((entry, plan.entries.iter().find(|known| known.code == entry.code)?)))
        .filter(|(entry, known)| read_back(report.document, entry) || read_back(plan.document, known))
        .filter(|(entry, known)| !may_be_one_name(&entry.name.value, &known.name.value))
        .collect();
    let Some((first, _)) = doubtful.first() else { return };
    let short = |entry: &Entry| entry.name.value.chars().take(50).collect::<String>();
    let listed: Vec<String> = doubtful
        .iter()
        .take(3)
        .map(|(entry, known)| format!("`{}` ในรายงานคือ “{}” ในแผนคือ “{}”", entry.code, short(entry), short(known)))
        .collect();
    let mut finding = Finding::of(
        code::M046,
        first.name.span,
        format!("รหัส {} ช่องที่อ่านกลับจากวันที่ไปตรงกับเรื่องชื่ออื่น: {}", doubtful.len(), listed.join("; ")),
    )
    .english("codes that were read back from dates lead to promises of other names")
    .help("เลือกทั้งคอลัมน์ รหัส ตั้งรูปแบบเซลล์เป็น ข้อความ (Text) แล้วพิมพ์รหัสใหม่ หรือลบคอลัมน์ รหัส ให้จับคู่ด้วยชื่อ")
    .item(first.code.as_str());
    for (_, known) in doubtful.iter().take(3) {
        finding = finding.also(known.name.span, "ในแผน");
    }
    findings.push(finding);
}

/// Whether two names may be of one promise: the same but for a slip, one within the other, or half of their letters in
/// pairs.
fn may_be_one_name(one: &str, other: &str) -> bool {
    let (one, other) = (key(one), key(other));
    if one.is_empty() || other.is_empty() || one.contains(&other) || other.contains(&one) {
        return true;
    }
    let pairs = |text: &str| -> BTreeSet<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (left, right) = (pairs(&one), pairs(&other));
    left.intersection(&right).count() * 4 >= left.len() + right.len()
}

/// `1-1` of a report is `1-01` of the plan, where nothing else can be meant.
fn spell_codes_alike(entries: &mut [Entry], base: &[Side]) {
    let known: BTreeSet<&ItemCode> = base.iter().map(|side| &side.code).collect();
    let is_other = |entry: &Entry| entry.code_stated && !known.contains(&entry.code);
    if !entries.iter().any(is_other) {
        return;
    }
    let mut alike: BTreeMap<(String, u32), Vec<&ItemCode>> = BTreeMap::new();
    for code in base.iter().map(|side| &side.code) {
        if let Some(key) = number_of(code) {
            alike.entry(key).or_default().push(code);
        }
    }
    let mut used: BTreeSet<ItemCode> =
        entries.iter().filter(|entry| entry.code_stated).map(|entry| entry.code.clone()).collect();
    for entry in entries.iter_mut().filter(|entry| is_other(entry)) {
        let Some([only]) = number_of(&entry.code).and_then(|key| alike.get(&key)).map(Vec::as_slice) else { continue };
        if used.insert((*only).clone()) {
            entry.code = (*only).clone();
        }
    }
}

/// The parts of a code as a person says them: `1-01` and `1-1` are the first of dimension 1.
fn number_of(code: &ItemCode) -> Option<(String, u32)> {
    let (head, number) = code.as_str().rsplit_once('-')?;
    Some((head.to_owned(), number.parse().ok()?))
}

/// Rows under codes that the plan does not have, of names that it has: each would be promised twice.
fn tell_doubled(entries: &[Entry], base: &[Side], what: &str, findings: &mut Findings) {
    let answered: BTreeSet<&ItemCode> =
        entries.iter().filter(|entry| entry.code_stated).map(|entry| &entry.code).collect();
    let mut waiting: BTreeMap<&str, Vec<&Side>> = BTreeMap::new();
    for side in base.iter().filter(|side| !answered.contains(&side.code)) {
        waiting.entry(side.whole.as_str()).or_default().push(side);
    }
    let known: BTreeSet<&ItemCode> = base.iter().map(|side| &side.code).collect();
    let rows: Vec<Side> =
        entries.iter().filter(|entry| entry.code_stated && !known.contains(&entry.code)).map(Side::of).collect();
    let doubled: Vec<(&Side, &Side)> = rows
        .iter()
        .filter_map(|row| match waiting.get(row.whole.as_str())?.as_slice() {
            [only] if only.may_be(row) && !row.whole.is_empty() => Some((row, *only)),
            _ => None,
        })
        .collect();
    // A code or two that differ may be how both were printed: T224 tells them.
    if doubled.len() < 3 && doubled.len() * 2 < entries.len() {
        return;
    }
    let Some((first, _)) = doubled.first() else { return };
    let listed: Vec<String> = doubled
        .iter()
        .take(5)
        .map(|(row, side)| {
            format!("{} ในแผนคือ {} ({})", row.code, side.code, side.name.chars().take(40).collect::<String>())
        })
        .collect();
    let mut finding = Finding::of(
        code::M044,
        first.span,
        format!("{what} มี {} เรื่องที่ชื่อตรงกับแผนแต่รหัสไม่ตรง จะถูกนับซ้ำเป็นสองเรื่อง: {}", doubled.len(), listed.join("; ")),
    )
    .english(format!("{} rows have names of the plan under other codes, and would count twice", doubled.len()))
    .help("แก้รหัสในรายงานให้ตรงกับแผน หรือลบคอลัมน์ รหัส ออกจากรายงาน แล้วโปรแกรมจะจับคู่ด้วยชื่อ");
    for (row, side) in doubled.iter().take(3) {
        finding = finding.also(row.span, "ในรายงาน").also(side.span, "ในแผน");
    }
    findings.push(finding);
}

/// How much of two names is the same, the surest first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NameMatch {
    Whole,
    /// All but the word of the kind.
    Key,
    /// All but a slip of the pen.
    Near,
}

/// The one row that this one may speak of.
fn candidate(row: &Side, base: &[Side], taken: &BTreeSet<usize>, likeness: NameMatch) -> Option<usize> {
    if row.key.folded.is_empty() {
        return None;
    }
    let free = || base.iter().enumerate().filter(|(at, side)| !taken.contains(at) && side.may_be(row));
    if likeness == NameMatch::Near {
        let near: Vec<(usize, &Side)> = free()
            .filter(|(_, side)| same_digits(&side.key.folded, &row.key.folded))
            .filter(|(_, side)| row.key.nearest(std::iter::once(&side.key)).is_some())
            .collect();
        return match near.as_slice() {
            [(only, _)] => Some(*only),
            _ => None,
        };
    }
    let mut same: Vec<(usize, &Side)> = free().filter(|(_, side)| side.is_alike(row, likeness)).collect();
    if same.len() > 1 && row.mission.is_some() {
        same.retain(|(_, side)| side.mission.is_none() || side.mission == row.mission);
    }
    // By its number, where the names leave it open.
    if same.len() > 1 && row.seq.is_some() {
        same.retain(|(_, side)| side.seq == row.seq);
    }
    match same.as_slice() {
        [(only, _)] => Some(*only),
        _ => None,
    }
}

/// Another year or number is never a slip of spelling.
fn same_digits(one: &str, other: &str) -> bool {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
    digits(one) == digits(other)
}

fn listed(sides: &[&Side], with_code: bool) -> String {
    let shown: Vec<String> = sides
        .iter()
        .take(5)
        .map(|side| {
            let name: String = side.name.chars().take(50).collect();
            if with_code { format!("{} {name}", side.code) } else { name }
        })
        .collect();
    let more = sides.len().saturating_sub(5);
    let tail = if more > 0 { format!(" และอีก {more} เรื่อง") } else { String::new() };
    format!("{}{tail}", shown.join("; "))
}

fn joins_to_nothing(rows: &[&Side], open: &[&Side], what: &str) -> Finding {
    let first = rows[0];
    let mut finding = Finding::of(
        code::M041,
        first.span,
        format!("{what} มี {} แถวที่ไม่มีรหัสและชื่อไม่ตรงกับเรื่องใดที่ยังว่างในแผน: {}", rows.len(), listed(rows, false)),
    )
    .english(format!("{} rows without a code join to nothing in the plan", rows.len()));
    let help = if open.is_empty() {
        "ทุกเรื่องในแผนมีแถวของตัวเองแล้ว ถ้าเป็นเรื่องนอกแผนให้เติมรหัสใหม่ที่ยังว่าง เช่น `1-20`; ถ้าเป็นแถวซ้ำให้ลบออก".to_owned()
    } else {
        format!(
            "ในแผนยังไม่มีคู่: {} — เติมคอลัมน์ รหัส ให้ตรงกับแผน หรือแก้ชื่อและมิติให้ตรงกับแผน แล้วสั่ง `prongsai codes` ให้เติมรหัสที่เหลือ",
            listed(open, true)
        )
    };
    for row in rows.iter().skip(1).take(4) {
        finding = finding.also(row.span, "แถวนี้ด้วย");
    }
    for side in open.iter().take(3) {
        finding = finding.also(side.span, "ในแผน ยังไม่มีคู่");
    }
    finding.help(help)
}
