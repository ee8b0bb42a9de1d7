//! Bars as HTML that flows: names, bars in parts of their column, figures; one drawing for every width.
//! Owns the markup; what a bar stands for belongs to the chart.

use crate::escape::html_into;

use super::flow_marks::{begun, name_into};

/// The least of a bar that can be seen, in tenths of a hundredth of the column.
const LEAST: i64 = 6;

pub(super) struct FlowBars {
    out: String,
}

impl FlowBars {
    pub(super) fn new((id, kind): (&str, &str), title: &str) -> Self {
        Self { out: begun((id, &format!("bars flow-{kind}")), title) }
    }

    fn raw(&mut self, parts: &[&str]) {
        parts.iter().for_each(|part| self.out.push_str(part));
    }

    fn words(&mut self, text: &str) {
        html_into(&mut self.out, text);
    }

    /// What the classes mean.
    pub(super) fn key<'k>(&mut self, entries: impl Iterator<Item = (&'k str, &'k str)>) {
        self.raw(&["<p class=\"flow-key\">"]);
        for (class, name) in entries {
            self.raw(&[
                "<span><svg class=\"chart\" width=\"16\" height=\"10\"><rect class=\"",
                class,
                "\" width=\"16\" height=\"10\"/></svg> ",
                name,
                "</span> ",
            ]);
        }
        self.raw(&["</p>"]);
    }

    /// Whose the bars are that follow.
    pub(super) fn name(&mut self, name: &str, href: Option<&str>) {
        self.raw(&["<p>"]);
        name_into(&mut self.out, name, href);
        self.raw(&["</p>"]);
    }

    /// So much of the most.
    pub(super) fn bar(&mut self, stage: &str, class: &str, (value, most): (i64, i64), figure: &str) {
        self.raw(&["<span>", stage, "</span><svg class=\"chart\" height=\"10\"><rect class=\"", class, "\" width=\""]);
        if value > 0 {
            let share = (i128::from(value) * 1000 / i128::from(most.max(1))) as i64;
            let share = share.clamp(LEAST, 1000);
            self.raw(&[&(share / 10).to_string()]);
            if share % 10 > 0 {
                self.raw(&[".", &(share % 10).to_string()]);
            }
            self.raw(&["%"]);
        } else {
            self.raw(&["2"]);
        }
        self.raw(&["\" height=\"10\"/></svg><b>"]);
        self.words(figure);
        self.raw(&["</b>"]);
    }

    /// Nothing that a bar could show.
    pub(super) fn no_bar(&mut self, stage: &str, said: &str) {
        self.raw(&["<span>", stage, "</span><i></i><span>"]);
        self.words(said);
        self.raw(&["</span>"]);
    }

    pub(super) fn note(&mut self, text: &str) {
        if !text.is_empty() {
            self.raw(&["<p class=\"small\">"]);
            self.words(text);
            self.raw(&["</p>"]);
        }
    }

    pub(super) fn finish(mut self) -> String {
        self.raw(&["</div>"]);
        self.out
    }
}
