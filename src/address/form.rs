//! The other forms of an address: from the root, as records and redirects write it, in the English tree, and as the file
//! in which a plain host keeps a page.

use super::Lang;

/// The file that a host serves for a folder.
pub const PAGE_FILE: &str = "index.html";

/// From the root of the site: `na-kok/2564/` → `/na-kok/2564/`.
pub fn rooted(url: &str) -> String {
    format!("/{url}")
}

/// The same in the tree of a language: `/na-kok/` → `/en/na-kok/`.
pub fn rooted_in(lang: Lang, rooted: &str) -> String {
    format!("/{}{}", lang.prefix(), rooted.strip_prefix('/').unwrap_or(rooted))
}

/// Whether it is the address of a page; the rest are files.
pub fn is_page(url: &str) -> bool {
    url.is_empty() || url.ends_with('/')
}

/// Where the bytes of an address are stored.
pub fn file_of(url: &str) -> String {
    if is_page(url) { format!("{url}{PAGE_FILE}") } else { url.to_owned() }
}

/// The address of a stored file, from the root or not: `na-kok/index.html` → `na-kok/`; `na-kok/my-index.html` stays.
pub fn of_file(path: &str) -> &str {
    path.strip_suffix(PAGE_FILE).filter(|folder| is_page(folder)).unwrap_or(path)
}
