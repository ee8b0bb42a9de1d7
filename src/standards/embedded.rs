//! The standards files that are part of the program, in the order in which forms are tried.
//! A list and nothing else.

/// One of them; empty where there is none of this path.
pub(super) fn text(path: &str) -> &'static str {
    files().into_iter().find(|(known, _)| *known == path).map_or("", |(_, text)| text)
}

/// `(path, text)`; a file of the same path in `content/_standards/` takes its place.
pub(super) fn files() -> Vec<(&'static str, &'static str)> {
    macro_rules! embed {
        ($($path:literal),+ $(,)?) => { vec![$(($path, include_str!($path))),+] };
    }
    embed![
        "frameworks/2561.toml",
        "frameworks/2566.toml",
        "forms/sao_report.toml",
        "forms/integrated_report.toml",
        "forms/five_year_plan.toml",
        "forms/short_status_list.toml",
        "forms/multi_year_plan.toml",
        "forms/plain.toml",
        "forms/eplan_list.toml",
        "forms/measures_report.toml",
        "forms/committee.toml",
        "forms/targets.toml",
        "forms/declared.toml",
        "forms/declared_by_kind.toml",
        "oit/2566.toml",
        "oit/2567.toml",
        "oit/2568.toml",
        "oit/2569.toml",
        "words/statuses.toml",
        "words/kinds.toml",
        "words/offices.toml",
        "words/totals.toml",
        "words/beside.toml",
        "words/acting.toml",
        "words/committee_roles.toml",
        "words/leftovers.toml",
        "words/sentences.toml",
        "words/confusions.toml",
    ]
}
