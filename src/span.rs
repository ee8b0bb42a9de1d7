//! Where a value stands in the author's files: a file and a byte range.
//! A leaf: knows no other module. Line and column are worked out only when a finding is shown.

use serde::Serialize;

/// Names a file by a hash of its path inside the content folder, so that adding or removing another file changes nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct FileId(u64);

impl FileId {
    /// `path` is relative to the content folder, with `/` between parts.
    pub fn of(path: &str) -> Self {
        // FNV-1a with a final mix: stable on every machine and version, which std's hasher does not promise.
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in path.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        hash ^= hash >> 32;
        hash = hash.wrapping_mul(0xd6e8_feb8_6659_fd93);
        Self(hash ^ (hash >> 32))
    }
}

/// A byte range of one file. The default span stands for "no place": a value that the program supplied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        Self { file, start: clamp(start), end: clamp(end.max(start)) }
    }

    pub fn whole_file(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }

    pub fn is_nowhere(self) -> bool {
        self.file == FileId::default()
    }

    /// The part `start..end` of this span, counted from its beginning.
    pub fn part(self, start: usize, end: usize) -> Self {
        Self::new(self.file, self.start as usize + start, self.start as usize + end)
    }

    pub fn to(self, other: Self) -> Self {
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

fn clamp(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

/// Where the lines of a text begin.
#[derive(Clone, Debug)]
pub struct LineStarts(Vec<usize>);

impl LineStarts {
    pub fn of(text: &str) -> Self {
        Self(std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    /// Where a line begins, counted from 0.
    pub fn start_of(&self, line: usize) -> Option<usize> {
        self.0.get(line).copied()
    }

    /// The line of a byte, counted from 0, and where that line begins.
    pub fn line_of(&self, position: usize) -> (usize, usize) {
        let line = self.0.partition_point(|start| *start <= position).saturating_sub(1);
        (line, self.0.get(line).copied().unwrap_or(0))
    }
}

/// A value and the place that states it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

impl<T> Spanned<T> {
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: change(self.value), span: self.span }
    }

    pub fn as_ref(&self) -> Spanned<&T> {
        Spanned { value: &self.value, span: self.span }
    }
}
