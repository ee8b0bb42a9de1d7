//! Findings as people and machines read them: terminal text, JSON, SARIF, annotations of GitHub.
//! Works from located findings alone; decides nothing.

mod github;
mod json;
mod sarif;
mod text;

pub use github::github;
pub use json::json;
pub use sarif::sarif;
pub use text::{Look, summary, text};
