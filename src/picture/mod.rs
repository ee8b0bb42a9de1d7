//! Pictures of pixels that every site has: the cards that chat programs show, drawn straight onto sixteen colours with
//! the embedded Sarabun, the same bytes on every machine. Knows words, figures and marks; no model, no site, no disk.

mod canvas;
mod card;
mod deflate;
mod glyphs;
mod png;
mod prefix_code;
pub mod shape;
mod strip;

pub use canvas::{CardColours, CardMark, HEIGHT, WIDTH};
pub use card::{BelowWords, Card, CardStep, card};
