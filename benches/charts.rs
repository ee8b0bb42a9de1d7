//! What a chart costs: the average of each, and its ratio to writing the same number of bytes by plain formatting.
//! `cargo bench --bench charts`; ratios compare between machines, microseconds do not.
#![allow(clippy::print_stdout)]

#[path = "../tests/charts/samples.rs"]
mod samples;

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use prongsai::chart::text::Weight;
use prongsai::chart::wrap::wrap;
use prongsai::chart::{
    Chart, ChartLook, Digits, Language, budget, compare, completeness, flow, owners, progress, promises, river, score,
    standalone, targets, tiles, timeline, trend,
};

const LIMIT: Duration = Duration::from_micros(300);
const ROUNDS: u32 = 400;

/// The mean of many runs: what a build of many pages pays.
fn mean<T>(mut run: impl FnMut() -> T) -> Duration {
    (0..ROUNDS / 10).for_each(|_| drop(black_box(run())));
    let start = Instant::now();
    (0..ROUNDS).for_each(|_| drop(black_box(run())));
    start.elapsed() / ROUNDS
}

/// The same number of bytes by `write!` of small pieces, which any SVG writer must do at least.
fn floor(bytes: usize) -> String {
    let mut out = String::with_capacity(bytes);
    let mut at = 0u32;
    while out.len() < bytes {
        let _ = write!(out, "<rect x=\"{}\" y=\"{}\"/>", black_box(at), black_box(at + 7));
        at += 1;
    }
    out
}

fn main() {
    let look = ChartLook { language: Language::Thai, digits: Digits::Thai, width: ChartLook::NARROW };
    let promises_63 = samples::promises(&samples::STANDING);
    let promises_500 = samples::promises(&[[125, 0, 0, 0, 0], [0, 125, 0, 0, 0], [0, 0, 125, 0, 0], [0, 0, 0, 125, 0]]);
    let progress_4 = samples::progress(&samples::STANDING);
    let (river_3, tiles_200) = (samples::three_years(), samples::tiles(20));
    let flow_63 = samples::flow(&samples::MOVES);
    let (budget_7, score_2, targets_5) = (samples::budget(), samples::score(), samples::targets(&samples::YEARS));
    let (owners_5, timeline_40, trend_7) =
        (samples::owners(&samples::OWNERS), samples::timeline(40), samples::trend(&samples::SCORES));
    let (agencies_5, fields_6) = (samples::comparison(5), samples::completeness());
    let finished = promises::chart("a", &promises_63, look);

    type Run<'a> = Box<dyn Fn() -> Chart + 'a>;
    let charts: Vec<(&str, Run<'_>)> = vec![
        ("promises (63)", Box::new(|| promises::chart("a", &promises_63, look))),
        ("promises (500 as bars)", Box::new(|| promises::or_progress("a", &promises_500, look))),
        ("progress", Box::new(|| progress::chart("a", &progress_4, look))),
        ("flow (63)", Box::new(|| flow::chart("a", &flow_63, look))),
        ("river (3 years)", Box::new(|| river::chart("a", &river_3, look))),
        ("tiles (200)", Box::new(|| tiles::chart("a", &tiles_200, look))),
        ("budget", Box::new(|| budget::chart("a", &budget_7, look))),
        ("score", Box::new(|| score::chart("a", &score_2, look))),
        ("targets", Box::new(|| targets::chart("a", &targets_5, look))),
        ("owners", Box::new(|| owners::chart("a", &owners_5, look))),
        ("timeline (40)", Box::new(|| timeline::chart("a", &timeline_40, look))),
        ("trend", Box::new(|| trend::chart("a", &trend_7, look))),
        ("multiples (5)", Box::new(|| compare::multiples("a", &agencies_5, look))),
        ("heat map (5)", Box::new(|| compare::heat_map("a", &agencies_5, look))),
        ("completeness", Box::new(|| completeness::chart("a", &fields_6, look))),
    ];

    println!("{:24} {:>9} {:>8} {:>7}", "chart", "mean µs", "bytes", "×floor");
    let mut total = Duration::ZERO;
    let mut over = 0;
    for (name, run) in &charts {
        let bytes = run().svg.len();
        let (own, least) = (mean(run), mean(|| floor(bytes)));
        total += own;
        over += u32::from(own > LIMIT);
        println!("{name:24} {:>9.1} {bytes:>8} {:>7.1}", micros(own), micros(own) / micros(least).max(0.001));
    }
    println!("{:24} {:>9.1}", "mean of all", micros(total) / charts.len() as f64);
    println!("{:24} {:>9.1}", "standalone file", micros(mean(|| standalone(&finished))));
    let text = samples::long_name();
    let mut fresh = 0u32;
    let first = mean(|| {
        fresh += 1;
        wrap(&format!("{fresh} {text}"), 300.0, 15.0, Weight::Regular)
    });
    println!("{:24} {:>9.1}", "200 letters, first wrap", micros(first));
    println!("{:24} {:>9.1}", "200 letters, again", micros(mean(|| wrap(&text, 300.0, 15.0, Weight::Regular))));
    println!("{over} of {} charts above {} µs", charts.len(), LIMIT.as_micros());
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
