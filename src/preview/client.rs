//! The browser's side of the preview, embedded. Served under `/_prongsai/`; built pages never mention it.

use std::sync::OnceLock;

/// Plain scripts in one file, run where they stand: the first must see the page before the site's own scripts do.
pub const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("client/patch.js"),
    include_str!("client/print.js"),
    include_str!("client/panel.js"),
    include_str!("client/source.js"),
    include_str!("client/drop.js"),
    include_str!("client/publish.js"),
    include_str!("client/client.js"),
    "})();\n",
);

pub const STYLE: &str = include_str!("client/client.css");

/// Changes with the script, so that a page kept by the browser is not taken for one that holds the newest.
pub fn version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| format!("-{:08x}", super::hash_of(SCRIPT.as_bytes()) >> 32))
}
