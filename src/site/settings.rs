//! The choices of one build: the author's, from `portal.md`, and the command line's. The date is an input.

use crate::model::Portal;
use crate::source::meta::CardsWish;
use crate::thai::{Date, Digits};

#[derive(Clone, Debug)]
pub struct Settings {
    pub title: String,
    pub operator: Option<String>,
    pub base_url: Option<String>,
    pub digits: Digits,
    /// Write explicit `index.html`, so that everything works from a disk.
    pub portable: bool,
    /// The day for which the site is built.
    pub date: Date,
    /// Languages beside Thai that have a tree of their own.
    pub english: bool,
    /// Shows drafts and what is not yet due, marked.
    pub preview: bool,
    pub licence: Option<String>,
    /// Whether digests are given away for a portal above.
    pub digests: bool,
    /// Which pages have a picture of their own for chat programs.
    pub cards: CardsWish,
    /// Who makes the site, for ids of a site that has no address yet.
    pub maker: String,
}

impl Settings {
    pub fn new(portal: &Portal, date: Date, portable: bool, preview: bool) -> Self {
        let text = |value: &Option<crate::span::Spanned<String>>| value.as_ref().map(|value| value.value.clone());
        Self {
            title: portal
                .home
                .as_ref()
                .and_then(|home| home.common.title.as_ref())
                .map_or_else(|| "โปร่งใส".to_owned(), |title| title.value.clone()),
            operator: text(&portal.meta.operator),
            base_url: text(&portal.meta.base_url),
            digits: portal.meta.digits.as_ref().map_or(Digits::Thai, |digits| digits.value),
            portable,
            date,
            english: portal.meta.languages.iter().any(|language| language.value == "en"),
            preview,
            licence: text(&portal.meta.licence),
            digests: portal.meta.digests.as_ref().is_some_and(|wish| wish.value),
            cards: portal.meta.cards.as_ref().map_or_else(CardsWish::default, |wish| wish.value),
            maker: match portal.own_name.as_str() {
                "" => portal.home.as_ref().map(|home| home.title().to_owned()).unwrap_or_default(),
                own => own.to_owned(),
            },
        }
    }
}
