//! How the letters of a page are moved, turned and scaled.

use lopdf::Object;

/// Row vectors, as PDF has them: `[a b c d e f]`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matrix(pub(super) [f32; 6]);

impl Matrix {
    pub(super) const ONE: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(super) fn read(operands: &[Object]) -> Option<Self> {
        let mut numbers = [0.0; 6];
        let from = operands.len().checked_sub(6)?;
        for (number, object) in numbers.iter_mut().zip(&operands[from..]) {
            *number = object.as_float().ok()?;
        }
        Some(Self(numbers))
    }

    pub(super) fn shift(x: f32, y: f32) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First `self`, then `next`.
    pub(super) fn then(self, next: Self) -> Self {
        let ([a, b, c, d, e, f], [na, nb, nc, nd, ne, nf]) = (self.0, next.0);
        Self([
            a * na + b * nc,
            a * nb + b * nd,
            c * na + d * nc,
            c * nb + d * nd,
            e * na + f * nc + ne,
            e * nb + f * nd + nf,
        ])
    }

    pub(super) fn area(self) -> f32 {
        (self.0[0] * self.0[3] - self.0[1] * self.0[2]).abs()
    }
}
