//! `demarche collection`: passages that were collected.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args as Group, ValueEnum};
use demarche::output::{write_collection_csv, write_collection_markdown};
use demarche::research::coded_documents;

use super::super::global::Global;
use super::super::{Failure, Outcome, place, say};
use super::stored_record;

#[derive(Group)]
pub struct CollectionArgs {
    /// The collection [else all collections are listed]
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "markdown")]
    pub format: Format,
    /// The file to write [else standard output]
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Quotations with notes, and footnotes that cite them
    Markdown,
    Csv,
}

/// Writes the collection.
pub fn run(global: &Global, args: CollectionArgs) -> Outcome {
    let (_, record) = stored_record(global)?;
    let Some(name) = &args.name else {
        let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
        let all = record.notes.marked().iter().flat_map(|marked| &marked.collections);
        all.for_each(|name| *counts.entry(name).or_default() += 1);
        for (name, count) in &counts {
            writeln!(anstream::stdout(), "{count:>6}  {}", demarche::output::plain(name))?;
        }
        if counts.is_empty() {
            say(global, "there is no collection yet: `demarche collect NAME LINK` begins one");
        }
        return place::code(!counts.is_empty());
    };
    let index = place::open(global)?;
    let wanted = |marked: &demarche::record::Marked| marked.collections.contains(name);
    let (documents, missing) = coded_documents(&index.snapshot(), &record, wanted)?;
    super::tell_missing(global, &missing);
    if documents.is_empty() {
        say(global, format!("nothing is in a collection `{name}`; `demarche collection` lists them"));
        return Ok(super::super::NOTHING);
    }
    let mut bytes = Vec::new();
    match args.format {
        Format::Markdown => write_collection_markdown(&mut bytes, name, &documents)?,
        Format::Csv => write_collection_csv(&mut bytes, &documents)?,
    }
    write_out(args.output.as_deref(), &bytes)?;
    Ok(super::super::FOUND)
}

/// Writes to a file, or to standard output.
pub fn write_out(file: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
    match file {
        None => Ok(std::io::stdout().write_all(bytes)?),
        Some(file) => std::fs::write(file, bytes).map_err(|error| {
            Failure::new(format!("{}: {error}", file.display()), "name a file that you may write")
        }),
    }
}
