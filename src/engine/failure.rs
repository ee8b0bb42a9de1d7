//! What stops the work before there are findings to show. One sentence in Thai, for the person at the terminal.

#[derive(Debug)]
pub struct Failure(pub String);

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<crate::theme::ThemeError> for Failure {
    fn from(error: crate::theme::ThemeError) -> Self {
        Self(error.message)
    }
}

impl From<crate::output::OutputError> for Failure {
    fn from(error: crate::output::OutputError) -> Self {
        Self(error.to_string())
    }
}
