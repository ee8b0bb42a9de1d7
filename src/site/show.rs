//! Figures, dates and statuses as readers see them, in the language and the digits of the page.
//! The only place where a number becomes words for a page.

use serde::Serialize;

use crate::address::Lang;
use crate::chart;
use crate::standards::{ItemKind, Status};
use crate::thai::{Date, Digits, FiscalYear, Fraction, Money, Round, StatedMoney};

#[derive(Clone, Copy, Debug)]
pub struct Show {
    pub lang: Lang,
    pub digits: Digits,
}

/// A status ready for a template: the same class, word and shape everywhere.
#[derive(Clone, Debug, Serialize)]
pub struct StatusView {
    /// `done`, `in_progress`, `not_done`, `awaiting`, `not_stated`.
    pub class: &'static str,
    pub word: &'static str,
    /// Stem of its mark and of its colour: `done`, `going`, `not`, `wait`, `none`.
    pub mark: &'static str,
}

impl Show {
    pub fn new(lang: Lang, digits: Digits) -> Self {
        // English pages use Arabic digits whatever the site's setting.
        Self { lang, digits: if lang == Lang::En { Digits::Arabic } else { digits } }
    }

    pub fn text(&self, text: &str) -> String {
        self.digits.show(text).into_owned()
    }

    /// Words of an author in the page's digits; those of a name with Latin letters stay: COVID-19, 2569/o24.
    pub fn words(&self, text: &str) -> String {
        crate::site::typeset::with_digits(text, self.digits)
    }

    pub fn number(&self, number: i64) -> String {
        self.digits.number(number)
    }

    pub fn year(&self, year: FiscalYear) -> String {
        match self.lang {
            Lang::Th => self.text(&year.be().to_string()),
            Lang::En => year.ce().to_string(),
        }
    }

    pub fn date(&self, date: Date) -> String {
        match self.lang {
            Lang::Th => self.text(&date.long()),
            Lang::En => date.english(),
        }
    }

    /// Where a column is narrow: "๘ เม.ย. ๒๕๖๔".
    pub fn short_date(&self, date: Date) -> String {
        match self.lang {
            Lang::Th => self.text(&date.short()).replacen(' ', "\u{a0}", 1),
            Lang::En => date.english().replacen(' ', "\u{a0}", 1),
        }
    }

    pub fn round(&self, round: Round) -> String {
        match self.lang {
            Lang::Th => self.text(round.name_th()),
            Lang::En => round.name_en().to_owned(),
        }
    }

    pub fn baht(&self, money: Money) -> String {
        match self.lang {
            Lang::Th => format!("{}\u{a0}บาท", self.text(&money.baht_text())),
            Lang::En => format!("{}\u{a0}baht", money.baht_text()),
        }
    }

    pub fn money(&self, money: StatedMoney) -> String {
        match (money, self.lang) {
            (StatedMoney::Amount(money), _) => self.baht(money),
            (StatedMoney::NoneUsed, Lang::Th) => "ไม่ใช้งบประมาณ".to_owned(),
            (StatedMoney::NoneUsed, Lang::En) => "no budget used".to_owned(),
            (StatedMoney::NotStated, Lang::Th) => "ไม่ระบุ".to_owned(),
            (StatedMoney::NotStated, Lang::En) => "not stated".to_owned(),
        }
    }

    /// For a column headed "บาท": the bare figure, or a dash.
    pub fn money_cell(&self, money: StatedMoney) -> String {
        match money {
            StatedMoney::Amount(money) => self.text(&money.baht_text()),
            StatedMoney::NoneUsed => self.money(money),
            StatedMoney::NotStated => "–".to_owned(),
        }
    }

    pub fn percent(&self, fraction: Fraction, decimals: u8) -> String {
        self.text(&fraction.percent_text(decimals))
    }

    /// "๒%": whole, in a table.
    pub fn whole_percent(&self, fraction: Fraction) -> String {
        let (wording, ratio) = self.ratio(fraction);
        wording.percent(ratio)
    }

    /// "ร้อยละ ๒", "2%": whole, as a sentence says it.
    pub fn spoken_percent(&self, fraction: Fraction) -> String {
        let (wording, ratio) = self.ratio(fraction);
        wording.spoken_percent(ratio)
    }

    /// The same figure as pictures show it.
    fn ratio(&self, fraction: Fraction) -> (chart::ChartWording, chart::Ratio) {
        let part = |number: i64| u64::try_from(number).unwrap_or_default();
        let language = match self.lang {
            Lang::Th => chart::Language::Thai,
            Lang::En => chart::Language::English,
        };
        let digits = if self.digits == Digits::Thai { chart::Digits::Thai } else { chart::Digits::Arabic };
        let ratio = chart::Ratio::new(part(fraction.numerator()), part(fraction.denominator()));
        (chart::ChartWording { language, digits }, ratio)
    }

    pub fn status(&self, status: Option<Status>) -> StatusView {
        let mark = chart_status(status).class();
        match (status, self.lang) {
            (Some(status), Lang::Th) => StatusView { class: status.as_str(), word: status.name_th(), mark },
            (Some(status), Lang::En) => StatusView { class: status.as_str(), word: status.name_en(), mark },
            (None, Lang::Th) => StatusView { class: "not_stated", word: "ไม่ระบุสถานะ", mark },
            (None, Lang::En) => StatusView { class: "not_stated", word: "Status not stated", mark },
        }
    }

    pub fn kind(&self, kind: Option<ItemKind>) -> &'static str {
        match (kind, self.lang) {
            (Some(kind), Lang::Th) => kind.name_th(),
            (Some(kind), Lang::En) => kind.name_en(),
            (None, Lang::Th) => "ไม่ระบุประเภท",
            (None, Lang::En) => "Kind not stated",
        }
    }
}

/// A status as the charts know it.
pub fn chart_status(status: Option<Status>) -> chart::Status {
    match status {
        Some(Status::Done) => chart::Status::Done,
        Some(Status::InProgress) => chart::Status::InProgress,
        Some(Status::NotDone) => chart::Status::NotDone,
        Some(Status::Awaiting) => chart::Status::Awaiting,
        None => chart::Status::NotStated,
    }
}
