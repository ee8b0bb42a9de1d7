//! What a reader of one format hands back, and the bounds that all of them keep.

use super::problem::Problem;

/// Text beyond this is left out, and said to be left out.
pub const MAX_TEXT_BYTES: usize = 4 << 20;

/// Whether a machine can read the words of a document aloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextLayer {
    HasText,
    /// Most pages are pictures of paper.
    Scan,
    /// Encrypted, damaged, empty, or lines drawn instead of letters.
    Unknown,
}

/// What a format's own reader found; put into the [`Inspection`] by [`inspect`].
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) pages: Option<u32>,
    pub(super) scanned_pages: u32,
    pub(super) text_layer: Option<TextLayer>,
    pub(super) dimensions: Option<PixelSize>,
    pub(super) text: String,
    pub(super) title: Option<String>,
    pub(super) language: Option<String>,
    pub(super) problems: Vec<Problem>,
}

/// In pixels, as the picture is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PixelSize {
    pub width: u32,
    pub height: u32,
}
