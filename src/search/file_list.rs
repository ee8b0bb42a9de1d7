//! A page that names every file of an index. Scripts load them when somebody searches, so a program that makes a copy of
//! the site by following links would find none of them.

use std::fmt::Write as _;

use super::SearchFile;
use crate::address::search_list;

#[derive(Default)]
pub(super) struct FileList(String);

impl FileList {
    /// `path` is below the index's folder, without its ending. The script asks with the stamp, a copy on a plain disk is
    /// asked without: both addresses are named.
    pub fn add(&mut self, path: &str, stamp: &str) {
        let _ = write!(self.0, "<li><a href=\"{path}.js\">{path}.js</a>");
        if !stamp.is_empty() {
            let _ = write!(self.0, " <a href=\"{path}.js?{stamp}\">{stamp}</a>");
        }
        self.0.push_str("</li>\n");
    }

    pub fn page(&self, slug: &str) -> SearchFile {
        let text = format!(
            "<!doctype html>\n<html lang=\"th\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">\n\
             <meta name=\"robots\" content=\"noindex\">\n<title>ไฟล์ของดัชนีค้นหา</title>\n</head>\n<body>\n\
             <main>\n<h1>ไฟล์ของดัชนีค้นหา</h1>\n<p><a href=\"index.html\">กลับไปหน้าค้นหา</a> \
             รายชื่อนี้ให้โปรแกรมที่เก็บสำเนาเว็บพบไฟล์ครบ</p>\n<ul>\n{}</ul>\n</main>\n</body>\n</html>\n",
            self.0
        );
        SearchFile { path: search_list(slug), bytes: text.into_bytes() }
    }
}
