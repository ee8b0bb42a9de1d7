//! What stands where on a page: letters, and the lines of its tables.

/// Where a letter stands, in units of the page; `end` is where the next one would begin.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    pub text: String,
    pub x: f32,
    pub end: f32,
    pub y: f32,
    pub height: f32,
}

/// A straight line that is drawn, or a filled box so thin that it is one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DrawnRule {
    pub x: (f32, f32),
    pub y: (f32, f32),
}

/// What stands where on one page; kept only for whoever asks.
#[derive(Clone, Debug, Default)]
pub struct PageLayout {
    pub letters: Vec<Letter>,
    pub rules: Vec<DrawnRule>,
}
