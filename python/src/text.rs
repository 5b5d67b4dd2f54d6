//! Answers as text.

use demarche::output::{Citation, CiteFormat, write_citations};
use pyo3::prelude::*;

use crate::asked::one_of;

/// The first words of a text.
pub fn beginning(text: &str) -> String {
    const MOST: usize = 60;
    let mut short: String = text.chars().take(MOST).collect();
    if text.chars().nth(MOST).is_some() {
        short.push('…');
    }
    short
}

/// Citations in a format that is named.
pub fn cited(citations: &[Citation], format: &str) -> PyResult<String> {
    let formats = [
        ("text", CiteFormat::Text),
        ("bibtex", CiteFormat::Bibtex),
        ("ris", CiteFormat::Ris),
        ("csl-json", CiteFormat::CslJson),
    ];
    let format = one_of("format", format, &formats)?;
    let mut bytes = Vec::new();
    write_citations(&mut bytes, citations, format)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What is written, as text.
pub fn written(
    py: Python<'_>,
    write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()> + Send,
) -> PyResult<String> {
    crate::guard::run(py, || {
        let mut bytes = Vec::new();
        write(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    })
}
