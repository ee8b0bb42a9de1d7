//! Findings as workflow commands, which GitHub shows as annotations on the changed lines.

use crate::check::located::Located;
use crate::finding::Severity;
use crate::finding::registry;

/// `prefix` leads from the root of the repository to the content folder: `content/`.
pub fn github(findings: &[Located], prefix: &str) -> String {
    let mut out = String::new();
    for finding in findings {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let place = &finding.primary;
        let title = registry::get(finding.code).map_or("", |code| code.title.as_str());
        out.push_str(&format!(
            "::{command} file={},line={},endLine={},col={},endColumn={},title={}::{}\n",
            property(&format!("{prefix}{}", place.path)),
            place.line,
            place.end_line,
            place.column,
            place.end_column,
            property(&format!("{} {title}", finding.code)),
            data(&format!("{}\n{}", finding.message, finding.help)),
        ));
    }
    out
}

fn data(text: &str) -> String {
    text.trim_end().replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
