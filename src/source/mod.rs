//! Files → documents: walking, front matter, Markdown, tables and sheets; every value keeps its place in the author's file.
//! The only room that reads the author's disk. Knows `reader`, `thai`, `standards`, `span`, `finding`; nothing later.

pub mod attachment;
mod bars;
pub mod document;
pub mod door;
mod emphasis;
pub mod fields;
pub mod files;
pub mod headless;
mod indents;
mod lists;
pub mod markdown;
pub mod meta;
mod node;
mod pasted;
pub mod rich;
pub mod sheet;
mod sheet_looks;
pub mod sheets;
pub mod tables;
mod walk;

pub use document::Document;
pub use files::{Disk, FileEntry, Files, Memory};
pub use rich::{RichText, SlotContent};
pub use tables::{DataRow, DataTable, RowSort, Unread};

pub use crate::reader::SheetLines;
