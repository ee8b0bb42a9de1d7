//! A fiscal year of an agency: its plan, its rounds, and every promise followed from plan to result.

use std::collections::BTreeMap;

use crate::model::agency::{Agency, Plan, Report};
use crate::model::item::{Budget, Entry, ItemCode, Tally};
use crate::model::lists::{SourceList, StandsIn};
use crate::standards::{ItemKind, Status};
use crate::thai::{FiscalYear, Round, StatedMoney};

#[derive(Clone, Debug)]
pub struct Year {
    pub year: FiscalYear,
    pub framework: u16,
    /// Indices into the agency's lists.
    pub plan: Option<usize>,
    pub six_months: Option<usize>,
    pub twelve_months: Option<usize>,
    pub measures: Option<usize>,
    /// In the order of the plan, then of the reports.
    pub promises: Vec<Promise>,
}

/// A promise of one fiscal year: where each document speaks of it.
#[derive(Clone, Debug)]
pub struct Promise {
    pub code: ItemCode,
    pub dimension: Option<u8>,
    pub kind: Option<ItemKind>,
    /// Index into `Plan::entries`.
    pub plan: Option<usize>,
    pub six_months: RoundRows,
    pub twelve_months: RoundRows,
}

/// Indices into `Report::entries` and `Report::eplan`.
#[derive(Clone, Copy, Debug, Default)]
pub struct RoundRows {
    pub entry: Option<usize>,
    pub eplan: Option<usize>,
}

impl RoundRows {
    pub fn is_empty(self) -> bool {
        self.entry.is_none() && self.eplan.is_none()
    }
}

impl Year {
    /// A promise of a year without any report awaits one; nobody has left its status out.
    pub fn standing(&self, agency: &Agency, stated: Option<Status>) -> Option<Status> {
        stated.or(self.latest(agency).is_none().then_some(Status::Awaiting))
    }

    /// Whether a document of this very year is here; else the year is one that a plan of several years names.
    pub fn has_document(&self, agency: &Agency) -> bool {
        let reported = self.six_months.is_some() || self.twelve_months.is_some() || self.measures.is_some();
        reported || self.own_plan(agency).is_some()
    }

    /// What was known of all promises at the end of a round: of each the newest word until then.
    pub fn tally_at(&self, agency: &Agency, round: Round) -> Tally {
        if round == Round::TwelveMonths {
            return self.tally(agency);
        }
        let mut tally = Tally::default();
        for promise in self.promises.iter().filter(|promise| promise.plan.is_some() || !promise.six_months.is_empty()) {
            let view = self.view(agency, promise);
            tally.add(view.six_months.status(), &view.budget);
        }
        tally
    }

    /// The dimensions that have promises, ascending.
    pub fn dimensions(&self) -> Vec<u8> {
        let mut dimensions: Vec<u8> = self.promises.iter().filter_map(|promise| promise.dimension).collect();
        dimensions.sort_unstable();
        dimensions.dedup();
        dimensions
    }

    pub fn build(agency: &Agency, year: FiscalYear, framework: u16) -> Self {
        let plan = agency.plan_for(year);
        let index_of_report =
            |round| agency.reports.iter().position(|report: &Report| report.year == year && report.round == round);
        let six_months = index_of_report(Round::SixMonths);
        let twelve_months = index_of_report(Round::TwelveMonths);
        let measures = agency.measures.iter().position(|book| book.year == year);
        let mut built = Self {
            year,
            framework,
            plan: plan.and_then(|plan| agency.plans.iter().position(|known| known.document == plan.document)),
            six_months,
            twelve_months,
            measures,
            promises: Vec::new(),
        };
        built.gather(agency, plan);
        built
    }

    fn gather(&mut self, agency: &Agency, plan: Option<&Plan>) {
        let mut at: BTreeMap<ItemCode, usize> = BTreeMap::new();
        let mut promises: Vec<Promise> = Vec::new();
        let mut promise_of = |entry: &Entry, promises: &mut Vec<Promise>| -> usize {
            *at.entry(entry.code.clone()).or_insert_with(|| {
                promises.push(Promise {
                    code: entry.code.clone(),
                    dimension: entry.dimension,
                    kind: entry.kind,
                    plan: None,
                    six_months: RoundRows::default(),
                    twelve_months: RoundRows::default(),
                });
                promises.len() - 1
            })
        };
        if let Some(plan) = plan {
            let due = |entry: &Entry| entry.is_due_in(self.year);
            for (row, entry) in plan.entries.iter().enumerate().filter(|(_, entry)| due(entry)) {
                let at = promise_of(entry, &mut promises);
                promises[at].plan.get_or_insert(row);
            }
        }
        for (report, twelve) in [(self.six_months, false), (self.twelve_months, true)] {
            let Some(report) = report.and_then(|report| agency.reports.get(report)) else { continue };
            for (row, entry) in report.entries.iter().enumerate() {
                let at = promise_of(entry, &mut promises);
                let rows = if twelve { &mut promises[at].twelve_months } else { &mut promises[at].six_months };
                rows.entry.get_or_insert(row);
                promises[at].kind = promises[at].kind.or(entry.kind);
                promises[at].dimension = promises[at].dimension.or(entry.dimension);
            }
            for (row, entry) in report.eplan.iter().enumerate() {
                let at = promise_of(entry, &mut promises);
                let rows = if twelve { &mut promises[at].twelve_months } else { &mut promises[at].six_months };
                rows.eplan.get_or_insert(row);
                promises[at].dimension = promises[at].dimension.or(entry.dimension);
            }
        }
        self.promises = promises;
    }

    pub fn promise(&self, code: &ItemCode) -> Option<&Promise> {
        self.promises.iter().find(|promise| promise.code == *code)
    }

    pub fn report<'a>(&self, agency: &'a Agency, round: Round) -> Option<&'a Report> {
        let index = match round {
            Round::SixMonths => self.six_months,
            Round::TwelveMonths => self.twelve_months,
        };
        agency.reports.get(index?)
    }

    /// The reports of this year in the order of their rounds; of one round alone when asked.
    pub fn reports<'a>(
        &'a self,
        agency: &'a Agency,
        only: Option<Round>,
    ) -> impl Iterator<Item = (Round, &'a Report)> + 'a {
        let rounds = Round::ALL.into_iter().filter(move |round| only.is_none_or(|only| only == *round));
        rounds.filter_map(|round| Some((round, self.report(agency, round)?)))
    }

    /// The plan that stands under this year: of its own, or of several years that begin with it.
    pub fn own_plan<'a>(&self, agency: &'a Agency) -> Option<&'a Plan> {
        self.plan.and_then(|plan| agency.plans.get(plan)).filter(|plan| plan.home_year == self.year)
    }

    /// The newest round of this year that is reported.
    pub fn latest<'a>(&self, agency: &'a Agency) -> Option<&'a Report> {
        self.report(agency, Round::TwelveMonths).or_else(|| self.report(agency, Round::SixMonths))
    }

    /// What the newest round says of all promises; from the plan alone when nothing is reported yet.
    pub fn tally(&self, agency: &Agency) -> Tally {
        self.tally_where(agency, |_| true)
    }

    pub fn tally_of(&self, agency: &Agency, dimension: Option<u8>) -> Tally {
        self.tally_where(agency, |promise| promise.dimension == dimension)
    }

    pub fn tally_where(&self, agency: &Agency, keep: impl Fn(&Promise) -> bool) -> Tally {
        let mut tally = Tally::default();
        for promise in self.promises.iter().filter(|promise| keep(promise)) {
            let view = self.view(agency, promise);
            tally.add_promise(self.standing(agency, view.status), &view.budget, &view.from);
        }
        tally
    }

    /// Everything known about a promise in this year.
    pub fn view<'a>(&self, agency: &'a Agency, promise: &Promise) -> PromiseView<'a> {
        let plan = promise.plan.and_then(|row| agency.plans.get(self.plan?)?.entries.get(row));
        let plan = plan.map(|entry| entry.in_year(self.year));
        let rows = |round: Round, rows: RoundRows| -> (Option<&'a Entry>, Option<&'a Entry>) {
            let Some(report) = self.report(agency, round) else { return (None, None) };
            (rows.entry.and_then(|row| report.entries.get(row)), rows.eplan.and_then(|row| report.eplan.get(row)))
        };
        let six = rows(Round::SixMonths, promise.six_months);
        let twelve = rows(Round::TwelveMonths, promise.twelve_months);
        PromiseView::new(plan, six, twelve, self.year)
    }
}

/// The rows of one promise, and what they say together: the newest word counts.
#[derive(Clone, Debug)]
pub struct PromiseView<'a> {
    pub plan: Option<&'a Entry>,
    pub six_months: RoundView<'a>,
    pub twelve_months: RoundView<'a>,
    /// The newest round that has a row of it: what is done after six months is not reported again.
    pub newest: Round,
    pub status: Option<Status>,
    pub budget: Budget,
    /// Which lists status and amounts stand in.
    pub from: StandsIn,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct RoundView<'a> {
    pub entry: Option<&'a Entry>,
    pub eplan: Option<&'a Entry>,
}

fn status_of(entry: Option<&Entry>) -> Option<Status> {
    entry.and_then(|entry| entry.status.as_ref()).map(|status| status.value)
}

impl<'a> RoundView<'a> {
    /// The official list's word before the report's own table.
    pub fn status(&self) -> Option<Status> {
        status_of(self.eplan).or_else(|| status_of(self.entry))
    }

    /// Which of the two lists of `round` states it.
    fn status_from(&self, round: Round) -> Option<SourceList> {
        let eplan = status_of(self.eplan).map(|_| SourceList::Eplan(round));
        eplan.or_else(|| status_of(self.entry).map(|_| SourceList::Table(round)))
    }

    /// The richer row: the report's own table before the bare list.
    pub fn row(&self) -> Option<&'a Entry> {
        self.entry.or(self.eplan)
    }
}

impl<'a> PromiseView<'a> {
    fn new(
        plan: Option<&'a Entry>,
        six: (Option<&'a Entry>, Option<&'a Entry>),
        twelve: (Option<&'a Entry>, Option<&'a Entry>),
        year: FiscalYear,
    ) -> Self {
        let six_months = RoundView { entry: six.0, eplan: six.1 };
        let twelve_months = RoundView { entry: twelve.0, eplan: twelve.1 };
        let newest = if twelve_months.row().is_some() { Round::TwelveMonths } else { Round::SixMonths };
        let mut view = Self {
            plan,
            six_months,
            twelve_months,
            newest,
            status: None,
            budget: Budget::default(),
            from: StandsIn::default(),
        };
        let rows = view.newest();
        view.status = rows.status();
        view.from.status = rows.status_from(newest);
        // The newest document that states a figure wins, cell by cell; the plan fills what reports leave open.
        let mut parts = PlannedFrom::default();
        for (list, entry) in
            [(SourceList::Table(newest), rows.entry), (SourceList::Eplan(newest), rows.eplan), (SourceList::Plan, plan)]
        {
            if let Some(entry) = entry {
                view.fill(list, &entry.budget, &mut parts);
            }
        }
        view.from.plan = parts.of(&view.budget);
        view.budget.keep_to(year);
        if view.budget.planned() == StatedMoney::NotStated {
            view.from.plan = None;
        }
        view
    }

    fn fill(&mut self, list: SourceList, from: &Budget, parts: &mut PlannedFrom) {
        let budget = &mut self.budget;
        for (have, more, known) in [
            (&mut budget.plan, &from.plan, &mut parts.plan),
            (&mut budget.integrated, &from.integrated, &mut parts.integrated),
            (&mut budget.agency, &from.agency, &mut parts.agency),
            (&mut budget.ordinance, &from.ordinance, &mut self.from.ordinance),
            (&mut budget.disbursed, &from.disbursed, &mut self.from.disbursed),
        ] {
            if have.value == StatedMoney::NotStated && more.value != StatedMoney::NotStated {
                *have = more.clone();
                known.get_or_insert(list);
            }
        }
        if budget.by_year.is_empty() {
            budget.by_year.clone_from(&from.by_year);
            budget.silent_years.clone_from(&from.silent_years);
            parts.years = (!from.by_year.is_empty()).then_some(list);
        }
    }

    pub fn newest(&self) -> RoundView<'a> {
        match self.newest {
            Round::TwelveMonths => self.twelve_months,
            Round::SixMonths => self.six_months,
        }
    }

    /// The row to name the promise by: the report's words, else the plan's.
    pub fn row(&self) -> Option<&'a Entry> {
        self.newest().row().or(self.plan)
    }

    pub fn name(&self) -> &'a str {
        self.row().map_or("", |entry| &entry.name.value)
    }

    /// The first row, newest first, in which `field` is stated.
    pub fn first<T>(&self, field: impl Fn(&'a Entry) -> Option<T>) -> Option<T> {
        [self.newest().entry, self.newest().eplan, self.six_months.row(), self.plan]
            .into_iter()
            .flatten()
            .find_map(field)
    }
}

/// The lists of the parts that a planned amount can be made of, as `Budget::planned` looks for them.
#[derive(Default)]
struct PlannedFrom {
    plan: Option<SourceList>,
    integrated: Option<SourceList>,
    agency: Option<SourceList>,
    years: Option<SourceList>,
}

impl PlannedFrom {
    fn of(&self, budget: &Budget) -> Option<SourceList> {
        let is_stated = |money: StatedMoney| money != StatedMoney::NotStated;
        if is_stated(budget.plan.value) {
            return self.plan;
        }
        self.integrated.or(self.agency).or(self.years)
    }
}
