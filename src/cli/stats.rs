//! `demarche stats`: what the index holds.

use std::io::Write;

use serde_json::json;

use super::args::{Global, StatsArgs};
use super::{Outcome, place};

/// Prints the counts.
pub fn run(global: &Global, args: StatsArgs) -> Outcome {
    let index = place::open(global)?;
    let files = index.files()?;
    let documents: u64 = files.iter().map(|file| file.documents).sum();
    let statements: u64 = files.iter().map(|file| file.statements).sum();
    let passages = index.passages()?;
    let mut out = std::io::stdout();
    if args.json {
        let path = index.path().display().to_string();
        let value = json!({ "index": path, "files": files.len(), "documents": documents,
            "statements": statements, "passages": passages });
        writeln!(out, "{value:#}")?;
    } else {
        let path = demarche::output::plain(&index.path().display().to_string());
        writeln!(
            out,
            "{path}: {} files, {documents} documents, {statements} statements, {passages} passages",
            files.len()
        )?;
    }
    place::code(passages > 0)
}
