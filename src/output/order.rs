//! In which order the files of a site may become visible one by one, so that no page links to what is not there yet.

/// What pages need, then pages that are new, then pages that may link to those, then what lists pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    Needed,
    NewPage,
    ChangedPage,
    List,
}

pub fn turn_of(path: &str, is_new: bool) -> Turn {
    let name = path.rsplit('/').next().unwrap_or(path);
    let kind = name.rsplit_once('.').map_or("", |(_, kind)| kind).to_ascii_lowercase();
    match kind.as_str() {
        "html" | "htm" if is_new => Turn::NewPage,
        "html" | "htm" => Turn::ChangedPage,
        // A list that is new is led to by pages, and leads to nothing that anybody knows yet.
        "xml" | "atom" | "rss" | "ics" | "json" | "jsonld" | "txt" | "webmanifest" if is_new => Turn::NewPage,
        "xml" | "atom" | "rss" | "ics" | "json" | "jsonld" | "txt" | "webmanifest" => Turn::List,
        _ if name.starts_with('_') || path.starts_with("search/") || path.contains("/search/") => Turn::List,
        _ => Turn::Needed,
    }
}
