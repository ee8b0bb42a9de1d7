//! Reads our own well-formed pages back: text with the language it stands in, tables as rows of cells.

/// A piece of text, the language in force, and the names of the elements around it.
pub struct Text {
    pub text: String,
    pub lang: String,
    pub inside: Vec<String>,
}

const VOID: [&str; 9] = ["meta", "link", "br", "hr", "img", "input", "source", "col", "wbr"];

pub fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split('"').next())
}

pub fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace('\u{a0}', " ")
        .replace("&amp;", "&")
}

pub fn texts(html: &str) -> Vec<Text> {
    let mut open: Vec<(String, String)> = Vec::new();
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let text = &rest[..at];
        if !text.trim().is_empty() {
            found.push(Text {
                text: unescape(text.trim()),
                lang: open.last().map(|(_, lang)| lang.clone()).unwrap_or_default(),
                inside: open.iter().map(|(name, _)| name.clone()).collect(),
            });
        }
        let end = rest[at..].find('>').expect("tags end") + at;
        let tag = &rest[at..=end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix("</") {
            let name = name.trim_end_matches('>').trim();
            let place = open.iter().rposition(|(known, _)| known == name).expect("what closes was open");
            open.truncate(place);
        } else if !tag.starts_with("<!") {
            let name = tag[1..].split([' ', '>', '/', '\n']).next().unwrap_or_default().to_owned();
            let lang = attribute(tag, "lang")
                .map(str::to_owned)
                .or_else(|| open.last().map(|(_, lang)| lang.clone()))
                .unwrap_or_default();
            if !tag.ends_with("/>") && !VOID.contains(&name.as_str()) {
                open.push((name, lang));
            }
        }
    }
    found
}

/// The text of a piece of HTML, tags left out; what only holds a word together parts it from nothing.
pub fn plain(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    let mut held = false;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let (tag, after) = rest[at..].split_once('>').unwrap_or_default();
        let opens = tag == "<span class=\"nobr\"";
        if !(opens || held && tag == "</span") {
            out.push(' ');
        }
        held = opens;
        rest = after;
    }
    out.push_str(rest);
    unescape(&out).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A table as rows of plain cells.
pub struct Table {
    pub id: String,
    pub class: String,
    pub heads: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// The rows as they were written.
    pub source: Vec<String>,
}

pub fn tables(html: &str) -> Vec<Table> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find("<table") {
        let end = rest[start..].find("</table>").expect("tables end") + start;
        let whole = &rest[start..end];
        rest = &rest[end..];
        let tag = &whole[..=whole.find('>').expect("tags end")];
        let (head, body) = whole.split_once("</thead>").unwrap_or(("", whole));
        let source: Vec<String> = body.split("<tr").skip(1).map(str::to_owned).collect();
        found.push(Table {
            id: attribute(tag, "id").unwrap_or_default().to_owned(),
            class: attribute(tag, "class").unwrap_or_default().to_owned(),
            heads: head.split_once("<thead>").map(|(_, heads)| cells(heads)).unwrap_or_default(),
            rows: source.iter().map(|row| cells(row)).collect(),
            source,
        });
    }
    found
}

/// The table with this id: heads and rows of plain cells.
pub fn table(html: &str, id: &str) -> Option<(Vec<String>, Vec<Vec<String>>)> {
    tables(html).into_iter().find(|table| table.id == id).map(|table| (table.heads, table.rows))
}

fn cells(row: &str) -> Vec<String> {
    let mut cells = Vec::new();
    let mut rest = row;
    while let Some(at) = ["<th", "<td"].iter().filter_map(|tag| rest.find(tag)).min() {
        let inner = rest[at..].split_once('>').map_or("", |(_, inner)| inner);
        let end = ["</th>", "</td>"].iter().filter_map(|tag| inner.find(tag)).min().unwrap_or(inner.len());
        cells.push(plain(&inner[..end]));
        rest = &inner[end..];
    }
    cells
}
