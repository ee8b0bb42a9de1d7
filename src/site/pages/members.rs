//! The sites of others under this portal: whose they are, of which day, and which of them could not be had.

use serde::Serialize;

use crate::site::ground::{Artifact, MemberNote, MemberState};
use crate::site::page::Page;
use crate::site::shell::PageAbout;
use crate::thai::Date;
use crate::theme::ThemeError;

#[derive(Serialize)]
struct MembersPage {
    title: String,
    members: Vec<MemberView>,
}

#[derive(Serialize)]
struct MemberView {
    name: String,
    href: Option<String>,
    agencies: String,
    /// The day for which it was made; empty where nobody knows.
    date: String,
    state: String,
    /// Its figures are as they should be.
    is_fresh: bool,
}

pub fn render(page: &Page<'_>) -> Result<Artifact, ThemeError> {
    let view = MembersPage {
        title: page.word("members_title").to_owned(),
        members: page.site.members.iter().map(|note| member(page, note)).collect(),
    };
    let (title, description) = (page.word("members_title"), page.word("members_words"));
    let about = PageAbout { title, description, trail: page.trail(None), agency: None };
    page.render("members.html", about, &view)
}

fn member(page: &Page<'_>, note: &MemberNote) -> MemberView {
    let date = note.date.as_deref().and_then(|day| Date::parse(day).ok());
    let state = match note.state {
        MemberState::Fresh => "member_fresh",
        MemberState::Behind => "member_behind",
        MemberState::Kept => "member_kept",
        MemberState::Broken => "member_broken",
    };
    MemberView {
        name: note.title.clone(),
        href: note.href.clone(),
        agencies: page.show.number(i64::try_from(note.agencies).unwrap_or(i64::MAX)),
        date: date.map(|date| page.show.date(date)).unwrap_or_default(),
        state: page.word(state).to_owned(),
        is_fresh: note.state == MemberState::Fresh,
    }
}
