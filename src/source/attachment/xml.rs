//! One pass over an XML part, forgiving and flat: opening tags, letters, closing tags. Knows no format.
//! No entity beyond the five of XML is expanded, so nothing grows.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

pub(crate) enum XmlNode<'a> {
    /// Local name, and the attributes.
    Open(&'a str, &'a BytesStart<'a>),
    Letters(&'a str),
    Close(&'a str),
}

/// False when the part breaks off or is not XML; what came before has been seen.
pub(crate) fn walk(bytes: &[u8], mut see: impl FnMut(XmlNode<'_>)) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let mut reader = Reader::from_str(text.strip_prefix('\u{FEFF}').unwrap_or(&text));
    reader.config_mut().allow_dangling_amp = true;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => see(XmlNode::Open(tag.local_name().as_ref(), &tag)),
            Ok(Event::Empty(tag)) => {
                see(XmlNode::Open(tag.local_name().as_ref(), &tag));
                see(XmlNode::Close(tag.local_name().as_ref()));
            }
            Ok(Event::End(tag)) => see(XmlNode::Close(tag.local_name().as_ref())),
            Ok(Event::Text(letters)) => see(XmlNode::Letters(&letters.xml10_content())),
            Ok(Event::CData(letters)) => see(XmlNode::Letters(&letters.xml10_content())),
            Ok(Event::GeneralRef(name)) => {
                if let Some(letter) = resolve(&name) {
                    see(XmlNode::Letters(letter.encode_utf8(&mut [0; 4])));
                }
            }
            Ok(Event::Eof) => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

fn resolve(name: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(letter)) = name.resolve_char_ref() {
        return Some(letter);
    }
    match &*name.xml10_content() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{A0}'),
        _ => None,
    }
}

/// The value of an attribute by its local name.
pub(crate) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    // Checks for repeated attributes compare each with each: no use here, and slow on purpose-made files.
    let mut attributes = tag.attributes();
    attributes
        .with_checks(false)
        .flatten()
        .find(|it| it.key.local_name().as_ref() == name)
        .map(|it| plain_value(&it.value))
}

/// An attribute's value with its entities read; as it stands where they are wrong.
pub(super) fn plain_value(raw: &str) -> String {
    quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), std::borrow::Cow::into_owned)
}

/// The letters inside the first element of that local name.
pub(super) fn first_text(bytes: &[u8], name: &str) -> Option<String> {
    let (mut inside, mut text, mut done) = (false, String::new(), false);
    walk(bytes, |node| match node {
        XmlNode::Open(tag, _) if tag == name && !done => inside = true,
        XmlNode::Letters(letters) if inside => text.push_str(letters),
        XmlNode::Close(tag) if tag == name && inside => (inside, done) = (false, true),
        _ => {}
    });
    Some(text.trim().to_owned()).filter(|it| !it.is_empty())
}
