//! Which lines of one text are those of another, in order: the longest common sequence. Pure; a leaf.

/// For each line of `left` the line of `right` that it is. Equal beginnings and ends are always found; what lies between
/// only up to `most` pairs of lines. `whole`: nothing was left uncompared.
pub struct LineMatch {
    pub to_right: Vec<Option<usize>>,
    pub whole: bool,
}

pub fn line_match(left: &[&str], right: &[&str], most: usize) -> LineMatch {
    let mut found = vec![None; left.len()];
    let start = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    for (at, slot) in found.iter_mut().enumerate().take(start) {
        *slot = Some(at);
    }
    let end = left[start..].iter().rev().zip(right[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    for step in 0..end {
        found[left.len() - 1 - step] = Some(right.len() - 1 - step);
    }
    let (a, b) = (&left[start..left.len() - end], &right[start..right.len() - end]);
    if a.len().saturating_mul(b.len()) > most {
        return LineMatch { to_right: found, whole: false };
    }
    // The longest common run of lines from each place to the end.
    let width = b.len() + 1;
    let mut lengths = vec![0_u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            lengths[i * width + j] = if a[i] == b[j] {
                lengths[(i + 1) * width + j + 1] + 1
            } else {
                lengths[(i + 1) * width + j].max(lengths[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            found[start + i] = Some(start + j);
            (i, j) = (i + 1, j + 1);
        } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    LineMatch { to_right: found, whole: true }
}
