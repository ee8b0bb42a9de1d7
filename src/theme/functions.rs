//! The filters and functions that templates may call: showing only, never deciding.

use tera::Tera;

/// Must run before templates are added: the engine checks their names when it reads them.
pub fn register(_tera: &mut Tera) {}
