//! What a run takes from around it: the day that a site is built for, and which part of it this is. The only place that
//! looks at the clock, at `SOURCE_DATE_EPOCH` and at the numbers of schedulers.

use crate::engine::failure::Failure;
use crate::thai::Date;

/// The date asked for, else `SOURCE_DATE_EPOCH`, else the clock.
///
/// A `SOURCE_DATE_EPOCH` that cannot be read stops the work: whoever sets it wants that day and no other.
pub fn date_of(asked: Option<Date>) -> Result<Date, Failure> {
    if let Some(asked) = asked {
        return Ok(asked);
    }
    let from_epoch =
        |seconds: i64| Date::from_days(i32::try_from(seconds.div_euclid(86_400)).ok()?.checked_add(719_163)?);
    if let Some(stated) = std::env::var_os("SOURCE_DATE_EPOCH").filter(|stated| !stated.is_empty()) {
        let stated = stated.to_string_lossy().into_owned();
        return stated.trim().parse().ok().and_then(from_epoch).ok_or_else(|| {
            Failure(format!("SOURCE_DATE_EPOCH มีค่า `{stated}` ซึ่งไม่ใช่วินาทีนับจากปี 1970 เช่น 1795219200 ให้แก้หรือลบตัวแปรนี้ออก"))
        });
    }
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok();
    // Thailand is seven hours ahead all year round.
    now.and_then(|now| from_epoch(i64::try_from(now.as_secs()).ok()?.checked_add(7 * 3600)?))
        .ok_or_else(|| Failure("นาฬิกาของเครื่องนี้ผิด ให้ตั้งเวลา หรือบอกวันด้วย --date".to_owned()))
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
