//! The names of a data table's columns and of the tables themselves: the vocabulary that `forms/*.toml` maps heads to.
//! A leaf of this room; what the texts of an item mean is `item_text`'s, what a field means for the model is the model's.

macro_rules! named {
    ($(#[$doc:meta])* $type:ident { $($variant:ident = $name:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $type { $(#[serde(rename = $name)] $variant),+ }

        impl $type {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The value with exactly this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::str::FromStr for $type {
            type Err = ();

            fn from_str(name: &str) -> Result<Self, ()> {
                Self::from_name(name).ok_or(())
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(super) use named;

named! {
    /// What a column holds. The names are those of `docs/format.md`.
    Field {
        Code = "code",
        Seq = "seq",
        Name = "name",
        Kind = "kind",
        Dimension = "dimension",
        Mission = "mission",
        Indicator = "indicator",
        Target = "target",
        Result = "result",
        Output = "output",
        Outcome = "outcome",
        BudgetPlan = "budget_plan",
        BudgetOrdinance = "budget_ordinance",
        BudgetDisbursed = "budget_disbursed",
        BudgetIntegrated = "budget_integrated",
        BudgetAgency = "budget_agency",
        Status = "status",
        StatusDone = "status_done",
        StatusInProgress = "status_in_progress",
        StatusNotDone = "status_not_done",
        StatusAwaiting = "status_awaiting",
        StrategyAwareness = "strategy_awareness",
        StrategyMechanism = "strategy_mechanism",
        StrategyEfficiency = "strategy_efficiency",
        Owner = "owner",
        Period = "period",
        Quarter = "quarter",
        Methods = "methods",
        Obstacles = "obstacles",
        Recommendations = "recommendations",
        Evidence = "evidence",
        Note = "note",
        Reason = "reason",
        // Of a committee.
        Position = "position",
        Role = "role",
        // Of yearly targets; `value` always comes with a year or a dimension.
        Baseline = "baseline",
        Unit = "unit",
        Value = "value",
        // Of summary tables as printed.
        Subject = "subject",
        Items = "items",
        Projects = "projects",
        Activities = "activities",
        Measures = "measures",
        Practices = "practices",
        WithBudget = "with_budget",
        WithoutBudget = "without_budget",
        InOrdinance = "in_ordinance",
        Total = "total",
        Completion = "completion",
        SpentPercent = "spent_percent",
        Score = "score",
        Level = "level",
    }
}

named! {
    /// What a whole table is. A heading may name it: `## รายการในระบบ e-PlanNACC {.eplan}`.
    Role {
        Items = "items",
        Eplan = "eplan",
        Measures = "measures",
        Committee = "committee",
        Targets = "targets",
        Declared = "declared",
    }
}

impl Field {
    pub fn is_money(self) -> bool {
        matches!(
            self,
            Self::BudgetPlan
                | Self::BudgetOrdinance
                | Self::BudgetDisbursed
                | Self::BudgetIntegrated
                | Self::BudgetAgency
        )
    }

    /// A column of its own for one status, ticked where it holds.
    pub fn is_tick(self) -> bool {
        matches!(self, Self::StatusDone | Self::StatusInProgress | Self::StatusNotDone | Self::StatusAwaiting)
    }

    pub fn is_status(self) -> bool {
        self == Self::Status || self.is_tick()
    }

    /// How many of something there are, in a summary as printed.
    pub fn is_count(self) -> bool {
        matches!(
            self,
            Self::Items
                | Self::Total
                | Self::Projects
                | Self::Activities
                | Self::Measures
                | Self::Practices
                | Self::WithBudget
                | Self::WithoutBudget
                | Self::InOrdinance
        )
    }
}

impl Role {
    /// What such a table holds, for people.
    pub fn name_th(self) -> &'static str {
        match self {
            Self::Items => "รายการโครงการ กิจกรรม มาตรการ",
            Self::Eplan => "รายการจาก e-PlanNACC",
            Self::Measures => "มาตรการภายใน",
            Self::Committee => "คณะกรรมการ",
            Self::Targets => "เป้าหมายรายปี",
            Self::Declared => "ตารางสรุปตามเล่ม",
        }
    }

    /// Its rows are promises, or what became of them.
    pub fn holds_promises(self) -> bool {
        matches!(self, Self::Items | Self::Eplan | Self::Measures)
    }

    /// Roles whose tables share one set of heads: a table may mix the wordings of several forms.
    pub(crate) fn shares_heads_with(self, other: Self) -> bool {
        self == other || (self.holds_promises() && other.holds_promises())
    }
}
