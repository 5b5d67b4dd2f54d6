//! Makes the shipped list of office holders from tables of terms.
//!
//! ```text
//! cargo run --release --example make_office_holders -- OFFICE-HOLDERS.csv src/authority/holders/additions.csv LIST
//! ```
//!
//! A table has the columns `country_or_body,office,name,other_names,start,end,gender,born,died,id,source`; later
//! ones go before earlier ones. The same tables give the same bytes. To ship them, write them to
//! `src/authority/holders/holders.bin`.

use std::error::Error;
use std::path::{Path, PathBuf};

use demarche::authority::holders::{Row, make};

/// When each source was true: what it lists without an end may have ended since.
const AS_OF: [(&str, &str); 4] = [
    ("wikidata", "2023-01-15"),
    ("pocom", "2021-01-20"),
    ("us-executive", "2025-01-20"),
    ("record", "2025-06-30"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let to = arguments.pop().filter(|_| !arguments.is_empty()).ok_or("which tables, and where to?")?;
    let mut rows = Vec::new();
    for table in &arguments {
        rows.extend(read(table)?);
    }
    let (list, figures) = make(&rows)?;
    std::fs::write(&to, &list)?;
    for (role, terms) in &figures.roles {
        println!("{terms:6} {role}");
    }
    println!(
        "{}: {} bytes, {} terms of {} persons, of {} rows",
        to.display(),
        list.len(),
        figures.terms,
        figures.persons,
        figures.rows
    );
    Ok(())
}

fn read(table: &Path) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).flexible(true).from_path(table)?;
    let headings = reader.headers()?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        let cell = |wanted: &str| {
            let at = headings.iter().position(|heading| heading == wanted);
            at.and_then(|at| record.get(at)).unwrap_or("").trim().to_owned()
        };
        let source = cell("source");
        let source = if source.is_empty() { "record".to_owned() } else { source };
        let as_of = AS_OF.iter().find(|(name, _)| *name == source).map_or("", |(_, as_of)| as_of);
        rows.push(Row {
            body: cell("country_or_body"),
            office: cell("office"),
            name: cell("name"),
            other_names: cell("other_names"),
            start: cell("start"),
            end: cell("end"),
            sex: cell("gender"),
            born: cell("born"),
            died: cell("died"),
            id: cell("id"),
            as_of: as_of.to_owned(),
            source,
        });
    }
    Ok(rows)
}
