//! A table's columns and the cells under them as one thing: a column says how it is read from a row, so that no cell
//! can stand under another's head. Knows no model; the rows are those who have it.

use super::table::{Column, Shape, Table, money};
use super::value::Value;
use crate::thai::StatedMoney;

/// What a row of a table is made from.
pub trait Rows: 'static {
    type Row<'r>;
}

type Get<R> = Box<dyn for<'a, 'r> Fn(&'a <R as Rows>::Row<'r>) -> Value + Send + Sync>;

/// A kind of table, made once: `Layout::new(…).column(…).column(…)`.
pub struct Layout<R: Rows> {
    shape: Shape,
    gets: Vec<Get<R>>,
}

impl<R: Rows> Layout<R> {
    /// `about`: what one row is. Titles and words in Thai, then in English.
    pub fn new(name: &'static str, title: [&'static str; 2], about: [&'static str; 2]) -> Self {
        let ([title, title_en], [about, about_en]) = (title, about);
        let shape = Shape { name, title, title_en, about, about_en, columns: Vec::new(), key: &[] };
        Self { shape, gets: Vec::new() }
    }

    /// The columns that name a row.
    pub fn key(mut self, key: &'static [&'static str]) -> Self {
        self.shape.key = key;
        self
    }

    pub fn column(
        mut self,
        column: Column,
        get: impl for<'a, 'r> Fn(&'a R::Row<'r>) -> Value + Send + Sync + 'static,
    ) -> Self {
        self.shape.columns.push(column);
        self.gets.push(Box::new(get));
        self
    }

    /// The amount, and beside it what the cell says when it is none.
    pub fn money(self, [amount, state]: [Column; 2], get: for<'a, 'r> fn(&'a R::Row<'r>) -> StatedMoney) -> Self {
        self.column(amount, move |row| money(get(row)).0).column(state, move |row| money(get(row)).1)
    }

    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    pub fn table<'r>(&'static self, rows: impl IntoIterator<Item = R::Row<'r>>) -> Table {
        let rows = rows.into_iter().map(|row| self.gets.iter().map(|get| get(&row)).collect()).collect();
        Table { shape: &self.shape, rows }
    }
}
