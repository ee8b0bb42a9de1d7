//! Typed reading of front matter: every wrong key and value becomes a finding, and the good ones are kept.
//! Knows nodes and findings; the meaning of a key belongs to `meta`.

use std::cell::RefCell;

use crate::finding::{Code, Finding, Findings, code};
use crate::source::node::{Node, NodeValue};
use crate::span::{Span, Spanned};
use crate::thai::{self, Date, Decimal, FiscalYear, StatedMoney};

pub type FindingSink = RefCell<Findings>;

pub struct Fields<'a> {
    pairs: Vec<(Spanned<String>, Node)>,
    used: Vec<bool>,
    known: Vec<&'static str>,
    /// Required keys that are not there, with an example: said at the end, unless a misspelt key explains them.
    missing: RefCell<Vec<(String, String)>>,
    /// Not a map at all; what it lacks is then beside the point.
    misshapen: bool,
    /// The whole map, where a missing key is reported.
    pub span: Span,
    sink: &'a FindingSink,
}

/// One part of a path that leads neither up nor elsewhere on any system.
pub fn is_folder_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('.')
        && !name.contains(['/', '\\', ':'])
        && !name.chars().any(char::is_control)
}

impl<'a> Fields<'a> {
    pub fn new(node: Node, sink: &'a FindingSink) -> Self {
        let span = node.span;
        let mut misshapen = false;
        let pairs = match node.value {
            NodeValue::Map(pairs) => pairs,
            NodeValue::Empty => Vec::new(),
            other => {
                sink.borrow_mut().push(
                    Finding::of(code::S012, span, format!("ตรงนี้ต้องเป็นกลุ่มของคีย์ แต่พบ{}", other.describe()))
                        .english("expected a map of keys here")
                        .help("เขียนเป็น `คีย์: ค่า` เยื้องเข้าไปสองช่อง เช่น\n  name: นายสมชาย ใจดี\n  position: นายก อบต."),
                );
                misshapen = true;
                Vec::new()
            }
        };
        let used = vec![false; pairs.len()];
        Self { used, pairs, known: Vec::new(), missing: RefCell::default(), misshapen, span, sink }
    }

    pub fn report(&self, finding: Finding) {
        self.sink.borrow_mut().push(finding);
    }

    pub fn has(&self, key: &str) -> bool {
        self.pairs.iter().any(|(name, node)| name.value == key && node.value != NodeValue::Empty)
    }

    pub fn take(&mut self, key: &'static str) -> Option<Node> {
        self.known.push(key);
        let at = self.pairs.iter().position(|(name, _)| name.value == key)?;
        self.used[at] = true;
        let node = std::mem::replace(&mut self.pairs[at].1, Spanned::new(NodeValue::Empty, Span::default()));
        (node.value != NodeValue::Empty).then_some(node)
    }

    fn wrong(&self, key: &str, node: &Node, expected: &str, example: &str) {
        let found = match &node.value {
            NodeValue::Scalar(text) => format!("`{text}`"),
            other => other.describe().to_owned(),
        };
        self.report(
            Finding::of(code::S012, node.span, format!("ค่าของ `{key}` ไม่ถูกต้อง: พบ {found} แต่ต้องเป็น{expected}"))
                .english(format!("wrong value for `{key}`"))
                .label(format!("ต้องเป็น{expected}"))
                .help(format!("ตัวอย่างที่ถูก: `{key}: {example}`")),
        );
    }

    pub fn missing(&self, key: &str, example: &str) {
        if !self.misshapen {
            self.missing.borrow_mut().push((key.to_owned(), example.to_owned()));
        }
    }

    fn report_missing(&self, key: &str, example: &str) {
        // The first key stands for the map: underlining all of it says nothing.
        let at = self.pairs.first().map_or(self.span, |(first, _)| first.span);
        self.report(
            Finding::of(code::S011, at, format!("ไม่พบคีย์ `{key}` ซึ่งจำเป็น"))
                .english(format!("required key `{key}` is missing"))
                .help(format!("เพิ่มบรรทัดนี้ในส่วนหัว: `{key}: {example}`")),
        );
    }

    pub fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let node = self.take(key)?;
        match node.value {
            NodeValue::Scalar(text) => {
                let text = thai::repair(text.trim()).into_owned();
                (!text.is_empty()).then(|| Spanned::new(text, node.span))
            }
            _ => {
                self.wrong(key, &node, "ข้อความบรรทัดเดียว", "ข้อความ");
                None
            }
        }
    }

    /// Addresses that a page had before; what could not stand on a site is told and left out.
    pub fn old_addresses(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        let mut addresses = self.texts(key);
        addresses.retain(|address| match crate::address::unfit_old(&address.value) {
            None => true,
            Some(why) => {
                self.report(
                    Finding::of(code::L023, address.span, format!("ใช้ที่อยู่เดิม `{}` ไม่ได้ เพราะ{why}", address.value))
                        .english(format!("`{}` cannot be an old address", address.value))
                        .help(format!("เขียนเฉพาะทางไปยังหน้า ขึ้นต้นและลงท้ายด้วย / เช่น `{key}: [/na-ok/2564/plan/]`")),
                );
                false
            }
        });
        addresses
    }

    /// The name of a folder: one part of a path, and no way out of where it is looked for.
    pub fn folder_name(&mut self, key: &'static str, example: &str) -> Option<Spanned<String>> {
        let node = self.take(key)?;
        match &node.value {
            NodeValue::Scalar(name) if is_folder_name(name.trim()) => {
                Some(Spanned::new(name.trim().to_owned(), node.span))
            }
            _ => {
                self.wrong(key, &node, "ชื่อโฟลเดอร์ชื่อเดียว", example);
                None
            }
        }
    }

    /// Where the site is published. It becomes part of settings of servers, of feeds and of addresses: what a sign would end
    /// or begin there is refused.
    pub fn site_address(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let node = self.take(key)?;
        let is_unfit = |sign: char| sign.is_whitespace() || sign.is_control() || "\"'<>\\^`{|}$;#?*@".contains(sign);
        match &node.value {
            NodeValue::Scalar(text) if !thai::repair(text.trim()).contains(is_unfit) => {
                let text = thai::repair(text.trim()).into_owned();
                (!text.is_empty()).then(|| Spanned::new(text, node.span))
            }
            _ => {
                self.wrong(key, &node, "ที่อยู่เว็บ ซึ่งไม่มีช่องว่าง เครื่องหมายคำพูด หรือ ? # $ { }", "https://www.example.go.th/");
                None
            }
        }
    }

    pub fn required_text(&mut self, key: &'static str, example: &str) -> Option<Spanned<String>> {
        let present = self.has(key);
        let value = self.text(key);
        if !present {
            self.missing(key, example);
        }
        value
    }

    /// One text or a list of texts.
    pub fn texts(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        let Some(node) = self.take(key) else { return Vec::new() };
        let list = match node.value {
            NodeValue::List(list) => list,
            _ => vec![node],
        };
        let mut texts = Vec::with_capacity(list.len());
        for node in list {
            match node.value {
                NodeValue::Scalar(text) => texts.push(Spanned::new(thai::repair(text.trim()).into_owned(), node.span)),
                NodeValue::Empty => {}
                _ => self.wrong(key, &node, "ข้อความ หรือรายการของข้อความ", "[ข้อความ, ข้อความ]"),
            }
        }
        texts
    }

    /// Reads a scalar with `parse`; its error is shown as it is.
    fn parsed<T, E: std::fmt::Display>(
        &mut self,
        key: &'static str,
        code: Code,
        example: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Spanned<T>> {
        let node = self.take(key)?;
        let NodeValue::Scalar(text) = &node.value else {
            self.wrong(key, &node, "ค่าเดียว", example);
            return None;
        };
        match parse(text.trim()) {
            Ok(value) => Some(Spanned::new(value, node.span)),
            Err(error) => {
                self.report(
                    Finding::of(code, node.span, format!("ค่าของ `{key}` อ่านไม่ได้: {error}"))
                        .english(format!("cannot read `{key}`: `{text}`"))
                        .help(format!("ตัวอย่างที่ถูก: `{key}: {example}`")),
                );
                None
            }
        }
    }

    pub fn date(&mut self, key: &'static str) -> Option<Spanned<Date>> {
        self.parsed(key, code::S020, "1 ตุลาคม 2564", Date::parse)
    }

    /// A date kept as the source prints it, even when it cannot be: the checker speaks of it, the page shows it.
    pub fn printed_date(&mut self, key: &'static str) -> Option<Spanned<PrintedDate>> {
        let text = self.text(key)?;
        let date = Date::parse(&text.value);
        Some(Spanned::new(PrintedDate { text: text.value, date }, text.span))
    }

    pub fn fiscal_year(&mut self, key: &'static str) -> Option<Spanned<FiscalYear>> {
        self.parsed(key, code::S022, "2564", FiscalYear::parse)
    }

    pub fn fiscal_years(&mut self, key: &'static str) -> Option<Spanned<(FiscalYear, FiscalYear)>> {
        self.parsed(key, code::S022, "2566-2570", FiscalYear::parse_range)
    }

    pub fn money(&mut self, key: &'static str) -> Option<Spanned<StatedMoney>> {
        self.parsed(key, code::S023, "410,000", StatedMoney::parse)
    }

    pub fn decimal(&mut self, key: &'static str) -> Option<Spanned<Decimal>> {
        self.parsed(key, code::S024, "80.95", Decimal::parse)
    }

    pub fn count(&mut self, key: &'static str) -> Option<Spanned<i64>> {
        self.parsed(key, code::S024, "63", |text| {
            thai::parse_integer(text).ok_or_else(|| format!("`{text}` ไม่ใช่จำนวนเต็ม"))
        })
    }

    pub fn flag(&mut self, key: &'static str) -> Option<Spanned<bool>> {
        self.parsed(key, code::S012, "true", |text| match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "ใช่" | "จริง" => Ok(true),
            "false" | "no" | "ไม่" | "ไม่ใช่" | "เท็จ" => Ok(false),
            _ => Err(format!("`{text}` ต้องเป็น true หรือ false")),
        })
    }

    pub fn choice<T: Clone>(&mut self, key: &'static str, choices: &[(&'static str, T)]) -> Option<Spanned<T>> {
        self.choice_with_meanings(key, choices, &[])
    }

    /// `meanings` are words that people write instead, with the choice that each stands for: offered, not taken.
    pub fn choice_with_meanings<T: Clone>(
        &mut self,
        key: &'static str,
        choices: &[(&'static str, T)],
        meanings: &[(&str, &'static str)],
    ) -> Option<Spanned<T>> {
        let node = self.take(key)?;
        let NodeValue::Scalar(text) = &node.value else {
            self.wrong(key, &node, "คำเดียว", choices.first().map_or("", |choice| choice.0));
            return None;
        };
        let word = thai::to_arabic(text.trim()).to_lowercase();
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == word) {
            return Some(Spanned::new(value.clone(), node.span));
        }
        let names: Vec<&str> = choices.iter().map(|choice| choice.0).collect();
        let mut finding = Finding::of(code::S014, node.span, format!("ไม่รู้จักค่า `{text}` ของ `{key}`"))
            .english(format!("unknown value `{text}` for `{key}`"))
            .help(format!("ใช้ {} เช่น `{key}: {}`", thai::OneOf(&names), names.first().copied().unwrap_or("")));
        let meant = meanings.iter().find(|(written, _)| word.starts_with(written)).map(|(_, choice)| *choice);
        if let Some(nearest) = meant.or_else(|| thai::nearest(&word, names.iter().copied())) {
            finding = finding.label(format!("หมายถึง `{nearest}` หรือไม่")).fix(
                format!("เปลี่ยนเป็น `{nearest}`"),
                node.span,
                nearest,
            );
        }
        self.report(finding);
        None
    }

    pub fn map(&mut self, key: &'static str) -> Option<Fields<'a>> {
        let node = self.take(key)?;
        Some(Fields::new(node, self.sink))
    }

    /// The keys and nodes of a map whose keys are the author's own.
    pub fn open_map(&mut self, key: &'static str) -> Vec<(Spanned<String>, Node)> {
        let Some(node) = self.take(key) else { return Vec::new() };
        match node.value {
            NodeValue::Map(pairs) => pairs,
            _ => {
                self.wrong(key, &node, "กลุ่มของคีย์", "{ 2566: ร้อยละ 10 }");
                Vec::new()
            }
        }
    }

    pub fn maps(&mut self, key: &'static str) -> Vec<Fields<'a>> {
        let Some(node) = self.take(key) else { return Vec::new() };
        match node.value {
            NodeValue::List(list) => list.into_iter().map(|node| Fields::new(node, self.sink)).collect(),
            NodeValue::Map(_) => vec![Fields::new(node, self.sink)],
            _ => {
                self.wrong(key, &node, "รายการ", "\n  - name: …");
                Vec::new()
            }
        }
    }

    pub fn sub(&self, node: Node) -> Fields<'a> {
        Fields::new(node, self.sink)
    }

    /// Every key that nobody asked for is a finding, with the nearest known one.
    /// Ends reading where keys of other places may stand by mistake; `say` tells of each.
    pub fn finish_with(self, say: impl Fn(&Spanned<String>) -> Finding) {
        let rest = self.pairs.iter().zip(&self.used).filter(|(_, used)| !**used);
        self.sink.borrow_mut().extend(rest.map(|((key, _), _)| say(key)));
    }

    pub fn finish(self) {
        let mut missing = self.missing.take();
        for ((key, _), used) in self.pairs.iter().zip(&self.used) {
            if *used {
                continue;
            }
            let mut finding = Finding::of(code::S010, key.span, format!("ไม่รู้จักคีย์ `{}`", key.value))
                .english(format!("unknown key `{}`", key.value));
            finding = match thai::nearest(&key.value, self.known.iter().copied()) {
                Some(nearest) => {
                    missing.retain(|(absent, _)| absent != nearest);
                    finding
                    .label(format!("หมายถึง `{nearest}` หรือไม่"))
                    .help(format!("เปลี่ยนเป็น `{nearest}: …` หรือลบบรรทัดนี้ออก"))
                    .fix(format!("เปลี่ยนเป็น `{nearest}`"), key.span, nearest)
                }
                None if key.value.len() == 3 && key.value.bytes().all(|byte| byte.is_ascii_digit()) => finding.help(
                    "ใน { } เครื่องหมาย , คั่นคีย์ จึงตัดจำนวนเงินเป็นสองส่วน ให้เขียน `410000` หรือเขียนบรรทัดละหนึ่งคีย์ เช่น `plan: 410,000`",
                ),
                None => {
                    let mut known = self.known.clone();
                    known.sort_unstable();
                    known.dedup();
                    finding.help(format!("คีย์ที่ใช้ได้ที่นี่ เช่น {}", known.join(", ")))
                }
            };
            self.sink.borrow_mut().push(finding);
        }
        for (key, example) in &missing {
            self.report_missing(key, example);
        }
    }
}

/// A date as printed; `date` is its reading, or why it has none.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintedDate {
    pub text: String,
    pub date: Result<Date, thai::DateError>,
}
