//! (filled below)

pub mod csv;
pub mod value;
pub mod xlsx;
