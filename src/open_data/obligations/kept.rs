//! Answers without the list that they answer: small enough to be kept by a build, and joined with the list again.

use serde::{Deserialize, Serialize};

use super::{AnswerPage, AnswerState, AnswerWords, Answered, due};
use crate::standards::ObligationList;

/// What answers the items of the list of one year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAnswers {
    year: u16,
    /// In the order of the list.
    rows: Vec<KeptRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct KeptRow {
    state: AnswerState,
    /// Each with the way that leads to it.
    answers: Vec<(AnswerPage, String)>,
}

impl KeptAnswers {
    pub fn of(list: &ObligationList, answered: &[Answered<'_>], words: &dyn AnswerWords) -> Self {
        let with_way = |answer: &AnswerPage| (answer.clone(), words.click_path(answer));
        let row =
            |row: &Answered<'_>| KeptRow { state: row.state, answers: row.answers.iter().map(with_way).collect() };
        Self { year: list.year, rows: answered.iter().map(row).collect() }
    }

    /// `None`: it was another list that they answered.
    pub fn answered<'l>(&self, list: &'l ObligationList) -> Option<Vec<Answered<'l>>> {
        (self.year == list.year && self.rows.len() == list.items.len()).then_some(())?;
        let answered = |(obligation, row): (_, &KeptRow)| {
            let obligation: &'l crate::standards::Obligation = obligation;
            let document_year = obligation.document_year(list.year);
            let answers = row.answers.iter().map(|(answer, _)| answer.clone()).collect();
            Answered { obligation, document_year, state: row.state, answers, due: due(obligation, document_year) }
        };
        Some(list.items.iter().zip(&self.rows).map(answered).collect())
    }

    /// The way to a page that answers.
    pub fn click_path(&self, answer: &AnswerPage) -> &str {
        let mut known = self.rows.iter().flat_map(|row| &row.answers);
        known.find(|(page, _)| page == answer).map_or("", |(_, way)| way)
    }
}
