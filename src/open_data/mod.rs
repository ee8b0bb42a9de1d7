//! Open data: the tables of the site and every form in which they are given away. Pure; the site decides the addresses.
//!
//! One `Layout` says a table's columns and cells once; CSV, XLSX, JSON, its schema and the data package follow from it.

mod archive;
pub mod bundle;
pub mod csv;
pub mod item;
pub mod json;
pub mod layout;
pub mod licence;
pub mod obligations;
pub mod package;
pub mod table;
pub mod tables;
pub mod value;
pub mod xlsx;
