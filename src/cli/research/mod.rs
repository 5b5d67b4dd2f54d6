//! Research on the command line: samples, agreement, scores, kept searches, the log.

pub mod agree;
pub mod log;
pub mod sample;
pub mod saved;
pub mod score;

use std::path::Path;

use demarche::research::Sheet;

use super::Failure;

/// A sheet that was filled in.
fn sheet(path: &Path) -> Result<Sheet, Failure> {
    let shown = path.display();
    let file = std::fs::File::open(path).map_err(|error| {
        Failure::new(format!("{shown}: {error}"), "name a sheet that `demarche sample` made")
    })?;
    Sheet::read(file).map_err(|error| {
        Failure::new(format!("{shown}: {error}"), "name a sheet that `demarche sample` made, saved as CSV")
    })
}

/// `0.812`, or `–` where there is no value.
fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"))
}
