//! Attached files: what is said of each, one copy of each, safe names.
