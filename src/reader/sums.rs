//! Running sums of the columns of money: a row whose figures equal what stands above it adds it up.
//! Knows columns by their place alone.

use super::DataRow;
use crate::thai::StatedMoney;

/// Sums of the figures so far: since the last total, and of everything.
pub(super) struct RunningSums {
    columns: Vec<usize>,
    part: Vec<i64>,
    whole: Vec<i64>,
    rows: usize,
}

impl RunningSums {
    pub fn new(money: &[usize]) -> Self {
        let columns: Vec<usize> = money.to_vec();
        Self { part: vec![0; columns.len()], whole: vec![0; columns.len()], columns, rows: 0 }
    }

    pub fn add(&mut self, row: &DataRow) {
        for (place, column) in self.columns.iter().enumerate() {
            let amount = row.cells.get(*column).map_or(0, |cell| amount(&cell.value).unwrap_or(0));
            self.part[place] = self.part[place].saturating_add(amount);
            self.whole[place] = self.whole[place].saturating_add(amount);
        }
        self.rows += 1;
    }

    pub fn close(&mut self) {
        self.part.fill(0);
    }

    /// Whether every amount of the row equals what stands above it.
    pub fn equal(&self, row: &DataRow) -> bool {
        let fits = |sums: &[i64]| {
            let mut some = false;
            let all = self.columns.iter().zip(sums).all(|(column, sum)| {
                match row.cells.get(*column).and_then(|cell| amount(&cell.value)) {
                    Some(amount) => {
                        some |= amount != 0;
                        amount == *sum
                    }
                    None => true,
                }
            });
            all && some
        };
        self.rows >= 2 && (fits(&self.part) || fits(&self.whole))
    }
}

fn amount(text: &str) -> Option<i64> {
    match StatedMoney::parse(&text.replace('\n', " ")) {
        Ok(StatedMoney::Amount(money)) => Some(money.satang()),
        _ => None,
    }
}
