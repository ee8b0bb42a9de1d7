//! Every table and picture with figures, on every page and in both languages, worked out again: shares from their counts,
//! totals from their parts, and all of it from the list of promises that a page of the same year shows.

use std::collections::{BTreeMap, BTreeSet};

use prongsai::thai::{Fraction, Money, to_arabic};

use crate::html::{self, Table, tables};
use crate::{Pages, sample};

/// Counts by status in the order of the columns: done, in progress, not done, awaiting, not stated.
type Counts = [i64; 5];

const STATUSES: [[&str; 5]; 2] = [
    ["แล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "ไม่ได้ดำเนินการ", "รอรายงาน", "ไม่ระบุสถานะ"],
    ["Done", "In progress", "Not done", "Awaiting report", "Status not stated"],
];
const WHOLE: [&str; 6] = ["ทั้งหมด", "รวม", "All", "Total", "All items", "Whole"];

fn arabic(text: &str) -> String {
    to_arabic(text).replace(',', "")
}

fn number(cell: &str) -> Option<i64> {
    arabic(cell).parse().ok()
}

/// A share as pictures write it: whole.
fn whole_share(part: i64, whole: i64) -> String {
    let text = Fraction::new(part, whole).map_or_else(|| "–".to_owned(), |share| share.percent_text(0));
    match text.as_str() {
        "0" if part > 0 => "<1".to_owned(),
        "100" if part < whole => ">99".to_owned(),
        _ => text,
    }
}

/// A share as tables write it: two decimals at most, none that are naught.
fn share(part: i64, whole: i64) -> String {
    let text = Fraction::new(part, whole).map_or_else(|| "–".to_owned(), |share| share.percent_text(2));
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

fn status_of(cell: &str) -> Option<usize> {
    let cell = if cell == "ดำเนินการแล้วเสร็จ" {
        "แล้วเสร็จ"
    } else {
        cell
    };
    STATUSES.iter().find_map(|words| words.iter().position(|word| *word == cell))
}

fn satang(cell: &str) -> Option<i64> {
    let digits = arabic(cell);
    let (baht, rest) = digits.split_once('.').unwrap_or((&digits, "00"));
    Some(baht.parse::<i64>().ok()? * 100 + rest.parse::<i64>().ok()?)
}

fn amount(satang: i64) -> String {
    arabic(&Money::from_satang(satang).baht_text())
}

/// What the list of promises of a page says.
struct Listed {
    counts: Counts,
    owners: BTreeMap<String, Counts>,
    /// Plan, ordinance, disbursed; `None` where no row states one.
    money: [Option<i64>; 3],
}

fn listed(page: &str) -> Option<Listed> {
    let table = tables(page).into_iter().find(|table| table.id == "items")?;
    let at = |names: &[&str]| table.heads.iter().position(|head| names.iter().any(|name| head == name));
    let status = at(&["สถานะ", "Status"])?;
    let owner = at(&["ผู้รับผิดชอบ", "Responsible office"]);
    let money = [
        at(&["ตามแผน (บาท)", "Planned (baht)"]),
        at(&["ตามข้อบัญญัติ (บาท)", "In the ordinance (baht)"]),
        at(&["เบิกจ่าย (บาท)", "Disbursed (baht)"]),
    ];
    let mut listed = Listed { counts: [0; 5], owners: BTreeMap::new(), money: [None; 3] };
    for row in &table.rows {
        let status = status_of(&row[status])?;
        listed.counts[status] += 1;
        if let Some(owner) = owner {
            listed.owners.entry(row[owner].clone()).or_default()[status] += 1;
        }
        for (sum, column) in listed.money.iter_mut().zip(money) {
            if let Some(stated) = column.and_then(|column| satang(&row[column])) {
                *sum = Some(sum.unwrap_or(0) + stated);
            }
        }
    }
    Some(listed)
}

/// The year's own page, from any page below it: `en/na-kok/2564/report-12m/` → `en/na-kok/2564/`.
fn year_of(url: &str) -> Option<String> {
    let mut parts = url.split_inclusive('/');
    let mut year = String::new();
    loop {
        let part = parts.next()?;
        year.push_str(part);
        if part.trim_end_matches('/').parse::<u16>().is_ok() {
            return Some(year);
        }
    }
}

struct Check<'a> {
    url: &'a str,
    page: &'a str,
    /// The list that the page's totals must agree with.
    listed: Option<&'a Listed>,
    faults: Vec<String>,
    /// How many tables of each kind were worked out.
    seen: BTreeMap<&'static str, usize>,
}

impl Check<'_> {
    fn same(&mut self, what: &str, shown: &str, computed: &str) {
        if shown != computed {
            self.faults.push(format!("{}: {what}: {shown} is shown, {computed} is right", self.url));
        }
    }

    fn run(&mut self) {
        let all = tables(self.page);
        for table in &all {
            let starts = |words: [&str; 2]| table.heads.first().is_some_and(|head| words.contains(&head.as_str()));
            let kind = if table.heads.windows(5).any(|heads| STATUSES.iter().any(|words| heads == *words)) {
                self.counts(table);
                "counts"
            } else if starts(["รายการ", "Row"]) && table.heads.len() == 6 && table.heads[1] != "จำนวน"
            {
                self.budget(table);
                "budget"
            } else if starts(["ข้อมูล", "Field"]) && table.heads.len() == 4 {
                self.completeness(table);
                "completeness"
            } else if starts(["รอบ", "Round"]) && table.heads.len() == 4 {
                self.score(table);
                "score"
            } else if starts(["เงิน", "Money"]) && table.heads.len() == 4 {
                self.areas(table);
                "areas"
            } else if table.class == "declared" {
                self.declared(table);
                "declared"
            } else {
                continue;
            };
            *self.seen.entry(kind).or_default() += 1;
        }
        self.marks(&all);
        self.pictures(&all);
    }

    /// The three totals of a year are those of its rows.
    fn areas(&mut self, table: &Table) {
        let Some(listed) = self.listed else { return };
        for (row, sum) in table.rows.iter().zip(listed.money) {
            if let Some(shown) = satang(&row[1]) {
                self.same(&row[0], &shown.to_string(), &sum.unwrap_or_default().to_string());
            }
        }
    }

    /// Counts by status and their share, by dimension, office or agency.
    fn counts(&mut self, table: &Table) {
        let first = table.heads.iter().position(|head| status_of(head) == Some(0)).expect("a table of counts");
        let mut sums: BTreeMap<&str, Counts> = BTreeMap::new();
        for row in &table.rows {
            let name = row[..first].join(" ");
            let counts: Counts = std::array::from_fn(|at| number(&row[first + at]).expect("a count"));
            let all: i64 = counts.iter().sum();
            self.same(&name, &arabic(&row[first + 5]), &all.to_string());
            // Where no row says how far it came, there is no share: not stated is not nothing done.
            let is_told = counts[..3].iter().sum::<i64>() > 0;
            let right = if is_told { share(counts[0], all) } else { "–".to_owned() };
            // Work of a quarter has no share of its own.
            if let Some(shown) = row.get(first + 6) {
                self.same(&name, &arabic(shown), &right);
            }
            // In a comparison each agency has a total of its own.
            let group = if first == 2 { row[0].as_str() } else { "" };
            let last = row[first - 1].as_str();
            if WHOLE.contains(&last) {
                let parts = sums.remove(group);
                if let (1, Some(listed)) = (first, self.listed) {
                    self.same(&name, &format!("{counts:?}"), &format!("{:?}", listed.counts));
                }
                if first == 2 {
                    self.same(&name, &format!("{counts:?}"), &format!("{:?}", parts.unwrap_or_default()));
                }
                // A total may stand above its parts.
                sums.insert("whole", counts);
            } else {
                let sum = sums.entry(group).or_default();
                sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
                let owners = self.listed.map(|listed| &listed.owners);
                if let Some(owners) = owners.filter(|_| ["ผู้รับผิดชอบ", "Owner"].contains(&table.heads[0].as_str()))
                    && let Some(counted) = owners.get(last)
                {
                    self.same(&name, &format!("{counts:?}"), &format!("{counted:?}"));
                }
            }
        }
        if first == 1
            && let (Some(whole), Some(parts)) = (sums.get("whole"), sums.get(""))
        {
            self.same("total of counts", &format!("{whole:?}"), &format!("{parts:?}"));
        }
        if first == 1
            && !sums.contains_key("whole")
            && let (Some(listed), Some(parts)) = (self.listed, sums.get(""))
        {
            self.same("all offices", &format!("{parts:?}"), &format!("{:?}", listed.counts));
        }
    }

    fn budget(&mut self, table: &Table) {
        for column in 2..5 {
            let of = |levels: [&str; 2]| {
                let rows = table.rows.iter().filter(|row| levels.contains(&row[1].as_str()));
                rows.filter_map(|row| satang(&row[column])).reduce(|sum, more| sum + more)
            };
            let total = of(["รวม", "Total"]).or(of(["ทั้งหมด", "All"]));
            let parts = of(["มิติ", "Dimension"]);
            let shown = |sum: Option<i64>| sum.map_or_else(|| "–".to_owned(), amount);
            self.same(&table.heads[column], &shown(total), &shown(parts));
            if let Some(listed) = self.listed {
                self.same(&table.heads[column], &shown(total), &shown(listed.money[column - 2]));
            }
        }
    }

    fn completeness(&mut self, table: &Table) {
        for row in &table.rows {
            let (has, should) = (number(&row[1]).expect("a count"), number(&row[2]).expect("a count"));
            self.same(&row[0], &arabic(&row[3]), &share(has, should));
        }
    }

    fn score(&mut self, table: &Table) {
        let Some([done, going, not, wait, none]) = self.listed.map(|listed| listed.counts) else { return };
        let all = done + going + not + wait + none;
        // The last round is what the list of the year shows.
        let row = table.rows.last().expect("a round");
        self.same(&row[0], &arabic(&row[1]), &share(2 * done + going, 2 * all));
    }

    /// A mark for each promise: as many of each status as the table beside the marks counts.
    fn marks(&mut self, all: &[Table]) {
        for picture in self.page.split("class=\"flow flow-promises\"").skip(1) {
            let picture = picture.split_once("<details").expect("the table follows").0;
            let mut whole: Counts = [0; 5];
            for group in picture.split("<div><p>").skip(1) {
                let (name, marks) = group.split_once("</p>").expect("a group has a name");
                let stems = ["done", "going", "not", "wait", "none"];
                let marked = stems.map(|stem| marks.matches(&format!("\"#mark-{stem}\"")).count() as i64);
                whole.iter_mut().zip(marked).for_each(|(sum, more)| *sum += more);
                let name = html::plain(name);
                let rows = all.iter().filter(|table| table.heads.len() == 8).flat_map(|table| &table.rows);
                for row in rows.filter(|row| row[0] == name) {
                    let shown: Counts = std::array::from_fn(|at| number(&row[1 + at]).expect("a count"));
                    self.same(&name, &format!("{shown:?}"), &format!("{marked:?}"));
                    *self.seen.entry("marks").or_default() += 1;
                }
            }
            if let Some(listed) = self.listed {
                self.same("marks", &format!("{whole:?}"), &format!("{:?}", listed.counts));
            }
        }
    }

    /// What a report states beside what its lists add up to; a difference is marked, and nothing else is.
    fn declared(&mut self, table: &Table) {
        let lists: Vec<Option<Listed>> = ["items", "eplan"]
            .iter()
            .map(|id| {
                listed(&self.page.replace("id=\"items\"", "id=\"-\"").replace(&format!("id=\"{id}\""), "id=\"items\""))
            })
            .enumerate()
            .map(|(at, other)| if at == 0 { listed(self.page) } else { other })
            .collect();
        let mut whole = false;
        for (row, source) in table.rows.iter().zip(&table.source) {
            let [label, cells @ ..] = row.as_slice() else { continue };
            if cells.is_empty() {
                whole = ["ทั้งเล่ม", "The whole document", "Whole document"].contains(&label.as_str());
                continue;
            }
            let label = label.split(" ไม่ตรงกัน").next().unwrap_or_default().split(" differs").next().unwrap_or_default();
            let marks: Vec<bool> = source.split("<td").skip(1).map(|cell| cell.contains("<mark>")).collect();
            for (at, cell) in cells.iter().enumerate().skip(1) {
                // A printed 0 does not contradict rows that state nothing.
                let plain = |cell: &str| arabic(cell).replace(".00", "").replace(" บาท", "").replace(" baht", "");
                let naught = |cell: &str| matches!(plain(cell).as_str(), "0" | "–" | "ไม่ระบุ" | "not stated");
                let rounded = |cell: &str, other: &str| {
                    let places = plain(cell).split_once('.').map_or(0, |(_, places)| places.len());
                    plain(other).parse::<f64>().is_ok_and(|other| format!("{other:.places$}") == plain(cell))
                };
                let differs = cell != "–" && plain(cell) != plain(&cells[0]) && !rounded(&cells[0], cell);
                if differs != marks[at] && !(naught(cell) && naught(&cells[0])) {
                    self.faults
                        .push(format!("{}: {label}: {} beside {cell}, marked: {}", self.url, cells[0], marks[at]));
                }
                let Some(Some(list)) = lists.get(at - 1) else { continue };
                if let Some(computed) = whole.then(|| list.quantity(label)).flatten()
                    && cell != "–"
                {
                    self.same(label, &plain(cell), &plain(&computed));
                }
            }
        }
    }

    /// Shares beside counts inside pictures: `๑๒ (๗๕%)` stands in a table of the page, `๘ จาก ๖๖ (๑๒%)` says it itself.
    fn pictures(&mut self, all: &[Table]) {
        let mut shares: BTreeSet<(i64, String)> = BTreeSet::new();
        for row in all.iter().filter(|table| table.heads.len() >= 4).flat_map(|table| &table.rows) {
            let numbers: Vec<i64> = row.iter().filter_map(|cell| number(cell)).collect();
            for part in &numbers {
                shares.extend(numbers.iter().map(|whole| (*part, whole_share(*part, *whole))));
            }
        }
        let text = arabic(&html::plain(self.page));
        for (at, _) in text.match_indices("%)") {
            let Some((before, shown)) = text[..at].rsplit_once('(').filter(|(_, shown)| !shown.is_empty()) else {
                continue;
            };
            let words: Vec<&str> = before.split_whitespace().rev().take(3).collect();
            let right = match words.as_slice() {
                [whole, "จาก" | "of", part] => match (part.parse(), whole.parse()) {
                    (Ok(part), Ok(whole)) => whole_share(part, whole) == shown,
                    _ => false,
                },
                [count, ..] => count.parse().is_ok_and(|count| shares.contains(&(count, shown.to_owned()))),
                [] => false,
            };
            if !right {
                self.faults.push(format!("{}: a picture says {} ({shown}%)", self.url, words.join(" < ")));
            }
        }
    }
}

impl Listed {
    /// A quantity of the whole document, by its name on the page.
    fn quantity(&self, label: &str) -> Option<String> {
        let [done, going, not, wait, none] = self.counts;
        let all = done + going + not + wait + none;
        let percent = |part, whole| Fraction::new(part, whole).map(|share| share.percent_text(2));
        Some(match label {
            "จำนวนทั้งหมด" | "All items" => all.to_string(),
            "ดำเนินการแล้วเสร็จ" | "Done" => done.to_string(),
            "อยู่ระหว่างดำเนินการ" | "In progress" => going.to_string(),
            "ไม่ได้ดำเนินการ" | "Not done" => not.to_string(),
            "รอรายงาน" | "Awaiting report" => wait.to_string(),
            "ร้อยละที่แล้วเสร็จ" | "Completion, percent" => percent(done, all)?,
            "คะแนนการนำแผนไปปฏิบัติ" | "Implementation score, percent" => {
                percent(2 * done + going, 2 * all)?
            }
            "งบตามแผน" | "Planned budget" => amount(self.money[0]?),
            "งบตามข้อบัญญัติ" | "Budget in the ordinance" => amount(self.money[1]?),
            "งบที่เบิกจ่าย" | "Disbursed" => amount(self.money[2]?),
            "ร้อยละการใช้งบ" | "Budget spent, percent" => {
                percent(self.money[2]?, self.money[0]?)?
            }
            _ => return None,
        })
    }
}

fn check(pages: &Pages) -> (Vec<String>, BTreeMap<&'static str, usize>) {
    let lists: BTreeMap<&str, Listed> =
        pages.iter().filter_map(|(url, page)| Some((url.as_str(), listed(page)?))).collect();
    let mut faults = Vec::new();
    let mut seen = BTreeMap::new();
    // Examples of what authors write are not tables of the site.
    for (url, page) in pages.iter().filter(|(url, _)| !url.contains("codes/")) {
        // A dimension is a part of its year, and a year may have more than one report.
        let whole = !url.contains("/dimension-");
        let mut check = Check {
            url,
            page,
            listed: year_of(url).filter(|_| whole).and_then(|year| lists.get(year.as_str())),
            faults: Vec::new(),
            seen: BTreeMap::new(),
        };
        check.run();
        faults.append(&mut check.faults);
        for (kind, count) in check.seen {
            *seen.entry(kind).or_default() += count;
        }
    }
    (faults, seen)
}

#[test]
fn every_table_adds_up() {
    let (faults, seen) = check(sample());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for kind in ["counts", "budget", "areas", "completeness", "score", "marks", "declared"] {
        assert!(seen.get(kind).is_some_and(|count| *count >= 4), "{kind}: {seen:?}");
    }
}

/// Money that a page draws as bars: the share in words is that of the amounts beside it.
#[test]
fn the_share_of_money_is_that_of_the_amounts() {
    let mut checked = 0;
    for (url, page) in sample().iter().filter(|(url, _)| !url.starts_with("en/")) {
        for part in page.split("<dl class=\"money\">").skip(1) {
            let (list, rest) = part.split_once("</dl>").unwrap();
            let rows: Vec<i64> = list
                .split("<dd>")
                .skip(1)
                .filter_map(|cell| {
                    // The lists that it was taken from stand after it.
                    let amount = cell.split("</dd>").next()?.split("<span").next()?;
                    satang(html::plain(amount).trim_end_matches(" บาท").trim())
                })
                .collect();
            if !rest.trim_start().starts_with("<p class=\"small\">") {
                continue;
            }
            let note = arabic(&html::plain(rest.split("</p>").next().unwrap()));
            let Some((_, said)) = note.split_once("ร้อยละ ") else { continue };
            let (plan, spent) = (rows[0], *rows.last().unwrap());
            let right = whole_share(spent, plan);
            assert_eq!(said.split(' ').next().unwrap(), right, "{url}: {note}");
            checked += 1;
        }
    }
    assert!(checked >= 8, "{checked} shares");
}

/// The portal and the places say of each agency what the agency says of itself.
#[test]
fn lists_of_agencies_say_what_the_agencies_say() {
    let mut checked = 0;
    for (url, page) in sample().iter().filter(|(url, _)| url.is_empty() || url.starts_with("places/")) {
        for row in page.split("<tr class=\"agency\">").skip(1) {
            let row = row.split("</tr>").next().unwrap();
            let href = html::attribute(row, "href").unwrap().trim_start_matches("../").trim_start_matches("./");
            let say = |text: &str, class: &str| {
                let (_, rest) = text.split_once(&format!("class=\"{class}\">"))?;
                let end = if class == "say" { "</p>" } else { "</span>" };
                Some(html::plain(rest.split_once(end)?.0).replace(' ', ""))
            };
            if let Some(said) = say(row, "unseen brief-say") {
                // The agency's own page adds what stands beside; the row adds which list it was counted from.
                let own = &sample()[href];
                let sentence = own.split_once("<span class=\"beside\">").map_or(own.as_str(), |(before, _)| before);
                let sentence = say(&format!("{sentence}</p>"), "say").unwrap();
                assert!(said.starts_with(&sentence), "{url}: {href}: {said} and {sentence}");
                checked += 1;
            }
        }
    }
    assert!(checked >= 10, "{checked} rows");
}

/// The check above finds a figure that is wrong, whichever it is.
#[test]
fn a_wrong_figure_is_found() {
    let wrong = [
        ("na-kok/2564/report-12m/", "<td class=\"num\">๗๗.๗๘</td>", "<td class=\"num\">๗๗.๗๙</td>"),
        ("na-kok/2564/report-12m/", "<td class=\"num\">๔๙</td>", "<td class=\"num\">๔๘</td>"),
        ("na-kok/2564/", "<td class=\"num\">๔๑๐,๐๐๐</td>", "<td class=\"num\">๔๑๑,๐๐๐</td>"),
        ("na-kok/2564/report-12m/", "(๗๘%)", "(๗๙%)"),
        ("na-kok/2564/", "<td class=\"num\">๘๐.๙๕</td>", "<td class=\"num\">๘๐.๙๖</td>"),
        ("na-kok/completeness/", "<td class=\"num\">๑๐๐</td>", "<td class=\"num\">๙๙</td>"),
        ("compare/", "<td class=\"num\">๔๐.๖๓</td>", "<td class=\"num\">๔๐.๖๒</td>"),
        ("na-kok/2564/report-12m/", "<mark>๕๑</mark>", "<mark>๕๐</mark>"),
        ("na-kok/2564/report-12m/", "<mark>๕๑</mark>", "๕๑"),
        ("tha-samet/2563/", "<span>อยู่ระหว่างดำเนินการ</span>", "<span>ดำเนินการแล้วเสร็จ</span>"),
    ];
    for (url, right, false_figure) in wrong {
        let page = &sample()[url];
        assert!(page.contains(right), "{url} shows {right}");
        let mut pages: Pages = sample()
            .iter()
            .filter(|(known, _)| url.starts_with(known.as_str()))
            .map(|(url, page)| (url.clone(), page.clone()))
            .collect();
        assert_eq!(check(&pages).0, Vec::<String>::new(), "as it is");
        pages.insert(url.to_owned(), page.replacen(right, false_figure, 1));
        let (faults, _) = check(&pages);
        assert!(!faults.is_empty(), "{url}: {false_figure} instead of {right} goes unnoticed");
    }
}
