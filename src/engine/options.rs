//! Which site is opened, how and for which day.

use std::path::PathBuf;

use crate::thai::Date;

#[derive(Clone, Debug)]
pub struct EngineOptions {
    pub content: PathBuf,
    pub themes: Option<PathBuf>,
    pub date: Date,
    pub portable: bool,
    pub preview: bool,
}
