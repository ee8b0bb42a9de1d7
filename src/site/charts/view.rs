//! A chart on a page as its template sees it. Filled by `figure`, marked by `origin`.

use serde::Serialize;

use crate::chart::Subject;

#[derive(Debug, Serialize)]
pub struct FigureView {
    pub id: String,
    /// With whose and of when, for a picture that stands alone.
    pub title: String,
    /// Without, for a page that says so itself.
    pub heading: String,
    pub sentence: String,
    /// SVG, or marks that flow, escaped already.
    pub narrow: String,
    /// Empty where the other fits every width.
    pub wide: String,
    /// Of a picture too large to stand in the page: its file, in place of both.
    pub picture: Option<String>,
    pub table: ChartTableView,
    pub downloads: Vec<Download>,
}

#[derive(Debug, Serialize)]
pub struct ChartTableView {
    pub caption: String,
    pub heads: Vec<HeadView>,
    pub rows: Vec<Vec<CellView>>,
}

#[derive(Debug, Serialize)]
pub struct HeadView {
    pub text: &'static str,
    #[serde(skip)]
    pub text_th: &'static str,
    #[serde(skip)]
    pub column: &'static str,
    pub numeric: bool,
}

#[derive(Debug, Serialize)]
pub struct CellView {
    pub text: String,
    pub href: Option<String>,
    #[serde(skip)]
    pub of: Option<Subject>,
}

#[derive(Debug, Serialize)]
pub struct Download {
    pub title: &'static str,
    pub href: String,
}

impl FigureView {
    /// For a page whose own table has what is said of single promises.
    pub fn leave_out_single_rows(&mut self) {
        let is_single = |row: &[CellView]| matches!(row.first().and_then(|cell| cell.of), Some(Subject::One(_)));
        self.table.rows.retain(|row| !is_single(row));
    }

    /// Gives every id of the figure another beginning.
    pub fn rename(&mut self, id: &str) {
        for (svg, size) in [(&mut self.narrow, "narrow"), (&mut self.wide, "wide")] {
            let (old, new) = (format!("{}-{size}", self.id), format!("{id}-{size}"));
            *svg =
                svg.replace(&format!("\"{old}"), &format!("\"{new}")).replace(&format!("#{old}"), &format!("#{new}"));
            *svg = svg.replace(&format!(" {old}-"), &format!(" {new}-"));
        }
        id.clone_into(&mut self.id);
    }
}
