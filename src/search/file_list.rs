//! A page that names every file of an index. Scripts load them when somebody searches, so a program that makes a copy of
//! the site by following links would find none of them.

use std::fmt::Write as _;

use super::SearchFile;
use crate::address::numbered_search_list;

/// So many names to a page: the index of a whole country has thousands of files.
const MOST_NAMES: usize = 800;

#[derive(Default)]
pub(super) struct FileList {
    pages: Vec<String>,
    names: usize,
}

impl FileList {
    /// `path` is below the index's folder, without its ending. The script asks with the stamp, a copy on a plain disk is
    /// asked without: both addresses are named.
    pub fn add(&mut self, path: &str, stamp: &str) {
        if self.names.is_multiple_of(MOST_NAMES) {
            self.pages.push(String::new());
        }
        self.names += 1;
        let Some(page) = self.pages.last_mut() else { return };
        let _ = write!(page, "<li><a href=\"{path}.js\">{path}.js</a>");
        if !stamp.is_empty() {
            let _ = write!(page, " <a href=\"{path}.js?{stamp}\">{stamp}</a>");
        }
        page.push_str("</li>\n");
    }

    /// The first leads to the others.
    pub fn pages(&self, slug: &str) -> Vec<SearchFile> {
        let page = |(number, names): (usize, &str)| {
            let mut others = String::new();
            for other in 2..=if number == 1 { self.pages.len() } else { 0 } {
                let path = numbered_search_list(slug, other);
                let name = path.rsplit('/').next().unwrap_or_default();
                let _ = writeln!(others, "<li><a href=\"{name}\">{name}</a></li>");
            }
            let text = format!(
                "<!doctype html>\n<html lang=\"th\">\n<head>\n<meta charset=\"utf-8\">\n\
                 <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
                 <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">\n\
                 <meta name=\"robots\" content=\"noindex\">\n<title>ไฟล์ของดัชนีค้นหา</title>\n</head>\n<body>\n\
                 <main>\n<h1>ไฟล์ของดัชนีค้นหา</h1>\n<p><a href=\"index.html\">กลับไปหน้าค้นหา</a> \
                 รายชื่อนี้ให้โปรแกรมที่เก็บสำเนาเว็บพบไฟล์ครบ</p>\n<ul>\n{others}{names}</ul>\n</main>\n</body>\n</html>\n"
            );
            SearchFile { path: numbered_search_list(slug, number), bytes: text.into_bytes() }
        };
        // An index without files has an empty list.
        let first = self.pages.first().map_or("", String::as_str);
        let rest = self.pages.iter().skip(1).map(String::as_str);
        (1..).zip(std::iter::once(first).chain(rest)).map(page).collect()
    }
}
