//! A measured shape as a line, and the worst of all as the table of the README.

use std::path::Path;
use std::time::Duration;

pub struct Row {
    pub name: String,
    pub size: usize,
    pub small: Duration,
    pub large: Duration,
    pub by_time: Option<f64>,
    pub by_instructions: Option<f64>,
    pub memory: u64,
    pub given_up: bool,
}

const SHOWN: usize = 20;

impl Row {
    pub const HEAD: &str =
        "shape                                            size  a quarter     whole  by time  by instr.     MB";

    pub fn line(&self) -> String {
        format!(
            "{:<44} {:>5} KB {:>8.2} s {:>7.2} s {:>8} {:>10} {:>6}{}",
            self.name,
            self.size / 1024,
            self.small.as_secs_f64(),
            self.large.as_secs_f64(),
            told(self.by_time),
            told(self.by_instructions),
            self.memory,
            if self.given_up { " given up" } else { "" }
        )
    }

    /// By instructions where they were counted.
    fn exponent(&self) -> f64 {
        self.by_instructions.or(self.by_time).unwrap_or_default()
    }
}

fn told(exponent: Option<f64>) -> String {
    exponent.map_or_else(|| "-".to_owned(), |exponent| format!("{exponent:.2}"))
}

/// Puts the worst between the marks of `benches/README.md`, and a sentence on the rest.
pub fn write(rows: &[Row]) {
    let mut sorted: Vec<&Row> = rows.iter().collect();
    sorted.sort_by(|a, b| b.exponent().total_cmp(&a.exponent()));
    let mut table = format!(
        "\n{} shapes. The {SHOWN} whose cost grows fastest, then those that hold more than 200 MB:\n\n\
         | shape | size | a quarter | whole | exponent by time | by instructions | memory |\n|---|---:|---:|---:|---:|---:|---:|\n",
        rows.len()
    );
    let (first, rest) = sorted.split_at(sorted.len().min(SHOWN));
    let large = rest.iter().filter(|row| row.memory > 200);
    for row in first.iter().chain(large) {
        let name = row.name.replace('|', "\\|").replace('`', "ˋ");
        table.push_str(&format!(
            "| `{name}` | {} KB | {:.2} s | {:.2} s | {} | {} | {} MB |\n",
            row.size / 1024,
            row.small.as_secs_f64(),
            row.large.as_secs_f64(),
            told(row.by_time),
            told(row.by_instructions),
            row.memory
        ));
    }
    let slowest = rest.iter().map(|row| row.large.as_secs_f64()).fold(0.0, f64::max);
    let most = rest.iter().map(|row| row.memory).max().unwrap_or_default();
    let next = rest.first().map_or(0.0, |row| row.exponent());
    table.push_str(&format!(
        "\nThe other {}: exponent at most {next:.2} (or under a twentieth of a second at a quarter of the size, too little to tell), \
         {slowest:.1} s, {most} MB.\n\n",
        rest.len()
    ));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/README.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, after) = text.split_once("<!-- cost -->\n").unwrap();
    let (_, after) = after.split_once("<!-- /cost -->").unwrap();
    std::fs::write(&path, format!("{before}<!-- cost -->\n{table}<!-- /cost -->{after}")).unwrap();
}
