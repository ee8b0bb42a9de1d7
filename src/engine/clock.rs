//! The day that a site is built for. The only place that looks at the clock and at `SOURCE_DATE_EPOCH`.

use crate::thai::Date;

/// The date asked for, else `SOURCE_DATE_EPOCH`, else the clock.
pub fn date_of(asked: Option<Date>) -> Date {
    let from_epoch = |seconds: i64| Date::from_days(i32::try_from(seconds.div_euclid(86_400)).ok()? + 719_163);
    asked
        .or_else(|| from_epoch(std::env::var("SOURCE_DATE_EPOCH").ok()?.trim().parse().ok()?))
        .or_else(|| {
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?;
            // Thailand is seven hours ahead all year round.
            from_epoch(i64::try_from(now.as_secs()).ok()? + 7 * 3600)
        })
        .or_else(|| Date::new(2020, 1, 1))
        .unwrap_or_else(|| unreachable!("1 January 2020 is a day"))
}
