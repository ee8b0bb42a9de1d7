//! `kind: portal`, `plan`, `report`, `measures`: the documents of promise and result.

use crate::finding::code;
use crate::source::fields::{Fields, PrintedDate};
use crate::source::meta::declared::{DeclaredFigure, read_declared};
use crate::source::meta::members::{MemberPlace, read_members};
use crate::source::meta::publish::{PublishMeta, read_publish};
use crate::span::Spanned;
use crate::thai::{Date, Digits, FiscalYear, Round};

#[derive(Clone, Debug, Default)]
pub struct PortalMeta {
    pub title: Option<Spanned<String>>,
    pub operator: Option<Spanned<String>>,
    pub base_url: Option<Spanned<String>>,
    pub digits: Option<Spanned<Digits>>,
    pub languages: Vec<Spanned<String>>,
    pub theme: Option<Spanned<String>>,
    pub licence: Option<Spanned<String>>,
    pub contact_email: Option<Spanned<String>>,
    /// Severity of single codes, changed by the site: `T104: note`.
    pub severities: Vec<(Spanned<String>, Spanned<String>)>,
    /// The address pattern that opens an editor at a line, for the preview.
    pub editor: Option<Spanned<String>>,
    pub publish: Vec<PublishMeta>,
    /// Links in the content folder that may lead outside, by path. `source::walk` reads the key before all else.
    pub outside_links: Vec<Spanned<String>>,
    /// Sites of others that stand under this portal, with their own custody.
    pub members: Vec<Spanned<MemberPlace>>,
    /// Whether the site gives its digests away, so that a portal above can stand on them.
    pub digests: Option<Spanned<bool>>,
    /// Which pages have a picture of their own for chat programs.
    pub cards: Option<Spanned<CardsWish>>,
}

/// Which pages have a picture of their own for chat programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CardsWish {
    /// Every authority, year, report and item.
    #[default]
    All,
    /// Items are shown with the picture of their year.
    Years,
    Off,
}

impl PortalMeta {
    pub fn read(fields: &mut Fields<'_>) -> Self {
        Self {
            title: None,
            operator: fields.text("operator"),
            contact_email: fields.text("contact_email"),
            severities: fields
                .open_map("severities")
                .into_iter()
                .filter_map(|(code, node)| match node.value {
                    crate::source::node::NodeValue::Scalar(word) => Some((code, Spanned::new(word, node.span))),
                    _ => None,
                })
                .collect(),
            editor: fields.text("editor"),
            publish: read_publish(fields),
            outside_links: fields.texts("outside_links"),
            members: read_members(fields),
            ..Self::read_site(fields)
        }
    }

    /// What is chosen for the site as a whole, and for that of a single agency in its `agency.md`.
    pub fn read_site(fields: &mut Fields<'_>) -> Self {
        let digits =
            &[("thai", Digits::Thai), ("arabic", Digits::Arabic), ("ไทย", Digits::Thai), ("อารบิก", Digits::Arabic)];
        let cards = &[
            ("all", CardsWish::All),
            ("years", CardsWish::Years),
            ("off", CardsWish::Off),
            ("ทุกหน้า", CardsWish::All),
            ("รายปี", CardsWish::Years),
            ("ไม่ทำ", CardsWish::Off),
        ];
        Self {
            base_url: fields.site_address("base_url"),
            digits: fields.choice("digits", digits),
            languages: fields.texts("languages"),
            theme: fields.folder_name("theme", "plain"),
            licence: fields.text("licence"),
            digests: fields.flag("digests"),
            cards: fields.choice("cards", cards),
            ..Self::default()
        }
    }

    /// A single agency's choices, where `portal.md` has not made them.
    pub fn or_of(&mut self, own: &Self) {
        let Self { base_url, digits, languages, theme, licence, digests, cards, .. } = own;
        self.base_url = self.base_url.take().or_else(|| base_url.clone());
        self.digits = self.digits.take().or_else(|| digits.clone());
        self.theme = self.theme.take().or_else(|| theme.clone());
        self.licence = self.licence.take().or_else(|| licence.clone());
        self.digests = self.digests.take().or_else(|| digests.clone());
        self.cards = self.cards.take().or_else(|| cards.clone());
        if self.languages.is_empty() {
            self.languages.clone_from(languages);
        }
    }
}

#[derive(Clone, Debug)]
pub struct PlanMeta {
    pub years: Option<Spanned<(FiscalYear, FiscalYear)>>,
    pub framework: Option<Spanned<String>>,
    pub approved: Option<Spanned<Date>>,
    pub targets: Vec<TargetMeta>,
    pub declared: Vec<DeclaredFigure>,
    /// Items written as a list instead of a table: key and text of every field.
    pub items: Vec<Vec<(Spanned<String>, Spanned<String>)>>,
}

/// One yearly indicator of a plan of several years.
#[derive(Clone, Debug)]
pub struct TargetMeta {
    pub indicator: Spanned<String>,
    pub baseline: Option<Spanned<String>>,
    pub unit: Option<Spanned<String>>,
    pub values: Vec<(FiscalYear, Spanned<String>)>,
    /// Measured results, where the author has them.
    pub results: Vec<(FiscalYear, Spanned<String>)>,
}

impl PlanMeta {
    pub fn read(fields: &mut Fields<'_>) -> Self {
        let years = if fields.has("fiscal_year") {
            fields.fiscal_year("fiscal_year").map(|year| Spanned::new((year.value, year.value), year.span))
        } else {
            if !fields.has("fiscal_years") {
                fields.missing("fiscal_years", "2566-2570");
            }
            fields.fiscal_years("fiscal_years")
        };
        fields.take("fiscal_year");
        fields.take("fiscal_years");
        Self {
            years,
            framework: fields.text("framework"),
            approved: fields.date("approved"),
            targets: fields.maps("targets").into_iter().filter_map(TargetMeta::read).collect(),
            declared: read_declared(fields),
            items: read_items(fields),
        }
    }
}

/// Items as a front-matter list: every key is a column, read later as a table row would be.
fn read_items(fields: &mut Fields<'_>) -> Vec<Vec<(Spanned<String>, Spanned<String>)>> {
    use crate::source::node::NodeValue;
    let Some(node) = fields.take("items") else { return Vec::new() };
    let list = match node.value {
        NodeValue::List(list) => list,
        _ => {
            fields.report(
                crate::finding::Finding::of(code::S012, node.span, "`items` ต้องเป็นรายการ")
                    .english("`items` must be a list")
                    .help("ตัวอย่าง:\nitems:\n  - code: 1-01\n    name: โครงการ…"),
            );
            return Vec::new();
        }
    };
    list.into_iter()
        .filter_map(|node| match node.value {
            NodeValue::Map(pairs) => Some(
                pairs
                    .into_iter()
                    .map(|(key, node)| {
                        let text = match node.value {
                            NodeValue::Scalar(text) => text,
                            NodeValue::List(list) => list
                                .into_iter()
                                .filter_map(|node| match node.value {
                                    NodeValue::Scalar(text) => Some(text),
                                    _ => None,
                                })
                                .collect::<Vec<_>>()
                                .join("\n"),
                            _ => String::new(),
                        };
                        (key, Spanned::new(text, node.span))
                    })
                    .collect(),
            ),
            _ => None,
        })
        .collect()
}

impl TargetMeta {
    fn read(mut fields: Fields<'_>) -> Option<Self> {
        let indicator = fields.required_text("indicator", "คะแนน ITA");
        let baseline = fields.text("baseline");
        let unit = fields.text("unit");
        let values = by_year(&mut fields, "values");
        let results = by_year(&mut fields, "results");
        fields.finish();
        Some(Self { indicator: indicator?, baseline, unit, values, results })
    }
}

fn by_year(fields: &mut Fields<'_>, key: &'static str) -> Vec<(FiscalYear, Spanned<String>)> {
    let mut years = Vec::new();
    for (name, node) in fields.open_map(key) {
        match (FiscalYear::parse(&name.value), node.value) {
            (Ok(year), crate::source::node::NodeValue::Scalar(text)) => {
                years.push((year, Spanned::new(text, node.span)))
            }
            (Err(error), _) => fields.report(
                crate::finding::Finding::of(code::S022, name.span, error.to_string())
                    .english("not a fiscal year")
                    .help("ตัวอย่าง `2566: ร้อยละ 10`"),
            ),
            _ => {}
        }
    }
    years
}

#[derive(Clone, Debug)]
pub struct ReportMeta {
    pub fiscal_year: Option<Spanned<FiscalYear>>,
    pub round: Option<Spanned<Round>>,
    pub as_of: Option<Spanned<PrintedDate>>,
    pub period_from: Option<Spanned<PrintedDate>>,
    pub period_until: Option<Spanned<PrintedDate>>,
    pub submitted: Option<Spanned<Date>>,
    pub reporter: Option<Reporter>,
    pub declared: Vec<DeclaredFigure>,
}

#[derive(Clone, Debug)]
pub struct Reporter {
    pub name: Spanned<String>,
    pub position: Option<Spanned<String>>,
}

impl ReportMeta {
    pub fn read(fields: &mut Fields<'_>, file_stem: &str) -> Self {
        if !fields.has("fiscal_year") {
            fields.missing("fiscal_year", "2564");
        }
        let rounds = &[
            ("6", Round::SixMonths),
            ("12", Round::TwelveMonths),
            ("six_months", Round::SixMonths),
            ("twelve_months", Round::TwelveMonths),
            ("6 เดือน", Round::SixMonths),
            ("12 เดือน", Round::TwelveMonths),
            ("รอบ 6 เดือน", Round::SixMonths),
            ("รอบ 12 เดือน", Round::TwelveMonths),
        ];
        let stated = fields.has("round");
        let mut round = fields.choice("round", rounds);
        if !stated {
            let by_name = if file_stem.contains("12") {
                Some(Round::TwelveMonths)
            } else if file_stem.contains('6') {
                Some(Round::SixMonths)
            } else {
                None
            };
            match by_name {
                Some(value) => round = Some(Spanned::new(value, fields.span)),
                None => fields.missing("round", "12"),
            }
        }
        Self {
            fiscal_year: fields.fiscal_year("fiscal_year"),
            round,
            as_of: fields.printed_date("as_of"),
            period_from: fields.printed_date("period_from"),
            period_until: fields.printed_date("period_until"),
            submitted: fields.date("submitted"),
            reporter: fields.map("reporter").and_then(Reporter::read),
            declared: read_declared(fields),
        }
    }
}

impl Reporter {
    fn read(mut fields: Fields<'_>) -> Option<Self> {
        let name = fields.required_text("name", "นางสาวสมหญิง ใจดี");
        let position = fields.text("position");
        fields.finish();
        Some(Self { name: name?, position })
    }
}

#[derive(Clone, Debug)]
pub struct MeasuresMeta {
    pub fiscal_year: Option<Spanned<FiscalYear>>,
    pub as_of: Option<Spanned<PrintedDate>>,
}

impl MeasuresMeta {
    pub fn read(fields: &mut Fields<'_>) -> Self {
        if !fields.has("fiscal_year") {
            fields.missing("fiscal_year", "2568");
        }
        Self { fiscal_year: fields.fiscal_year("fiscal_year"), as_of: fields.printed_date("as_of") }
    }
}
