//! What a run takes from around it: the day that a site is built for, and which part of it this is. The only place that
//! looks at the clock, at `SOURCE_DATE_EPOCH` and at the numbers of schedulers.

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

/// Which part of a site this run makes, counted from 1, where a scheduler numbers its jobs.
pub fn part_of_scheduler() -> Option<usize> {
    let number = |name: &str| std::env::var(name).ok()?.trim().parse::<usize>().ok();
    // Kubernetes counts from 0, Slurm from what the user says, CI services from 1.
    number("JOB_COMPLETION_INDEX")
        .map(|index| index + 1)
        .or_else(|| {
            let first = number("SLURM_ARRAY_TASK_MIN").unwrap_or(1);
            Some(number("SLURM_ARRAY_TASK_ID")?.checked_sub(first)? + 1)
        })
        .or_else(|| number("CI_NODE_INDEX"))
}
