//! Import: the papers of five authorities against the sample content, wrapped papers, hostile ones, the marks of guesses.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[path = "import/compare.rs"]
mod compare;
#[path = "import/damaged.rs"]
mod damaged;
#[path = "import/hostile.rs"]
mod hostile;
#[path = "import/seeds.rs"]
mod seeds;
#[path = "import/shuffled.rs"]
mod shuffled;
#[path = "import/wrapped.rs"]
mod wrapped;
