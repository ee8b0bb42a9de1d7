//! Where the time of a run went, by stage. Measures; decides nothing.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

#[derive(Clone, Copy)]
pub enum Stage {
    List,
    Theme,
    Load,
    Check,
    Render,
    Cards,
    Index,
    Write,
}

const STAGES: [(Stage, &str); 8] = [
    (Stage::List, "อ่านรายชื่อไฟล์"),
    (Stage::Theme, "เตรียมธีม"),
    (Stage::Load, "อ่านและเชื่อมเอกสาร"),
    (Stage::Check, "ตรวจ"),
    (Stage::Render, "สร้างหน้า"),
    (Stage::Cards, "วาดภาพคู่ลิงก์"),
    (Stage::Index, "ทำดัชนีค้นหา"),
    (Stage::Write, "เขียนไฟล์"),
];

/// Time spent by stage, added up over all workers.
#[derive(Default)]
pub struct Timings([AtomicU64; 8]);

impl Timings {
    pub fn time<T>(&self, stage: Stage, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = work();
        let micros = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.0[stage as usize].fetch_add(micros, Ordering::Relaxed);
        done
    }

    pub fn lines(&self) -> Vec<String> {
        STAGES
            .iter()
            .map(|(stage, name)| {
                let micros = self.0[*stage as usize].load(Ordering::Relaxed);
                format!("{name:　<20} {:>9}.{:03} ms", micros / 1000, micros % 1000)
            })
            .collect()
    }
}
