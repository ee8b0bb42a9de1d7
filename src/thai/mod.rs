//! Thai as people write it: digits, dates, fiscal years, money, spelling, order of words, places to break a line.
//! A leaf: knows no other module of the crate, no disk, no clock.
//!
//! Every error here says in Thai what was expected and shows an example (`Display`), says the same in English
//! (`english()`), and offers the nearest right value where there is one (`suggestion()`).

pub mod collate;
pub mod date;
pub mod digits;
pub mod fiscal;
pub mod glance;
pub mod misspelt;
pub mod money;
pub mod nearest;
pub mod number;
pub mod segment;
pub mod slug;
pub mod spelling;
pub mod wording;

pub use date::{Date, DateError, find_dates, find_dates_among, parse_range};
pub use digits::{Digits, parse_integer, to_arabic, to_thai};
pub use fiscal::{FiscalYear, FiscalYearError, PeriodError, Quarter, Round, parse_quarters};
pub use glance::{Glance, WordSpotter};
pub use money::{Money, MoneyError, StatedMoney};
pub use nearest::nearest;
pub use number::{Decimal, Fraction};
pub use segment::is_mark;
pub use spelling::repair;
pub use wording::{AllOf, Count, OneOf, says_nothing};
