//! Counts by speaker, entity and the like as JSON and CSV.

use std::io::{self, Write};

use serde::Serialize;

use super::csv::harmless;
use super::json::{Asked, SCHEMA_VERSION};
use crate::query::{Filters, Query};
use crate::search::Facets;

/// One JSON object: the query as understood, what was counted, every value of each field.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_facets_json(
    out: &mut dyn Write,
    query: &Query,
    filters: &Filters,
    facets: &Facets,
) -> io::Result<()> {
    #[derive(Serialize)]
    struct Answer<'a> {
        schema_version: u32,
        query: Asked<'a>,
        #[serde(flatten)]
        facets: &'a Facets,
    }
    let answer =
        Answer { schema_version: SCHEMA_VERSION, query: Asked::new(query, filters, &facets.notes), facets };
    serde_json::to_writer_pretty(&mut *out, &answer)?;
    out.write_all(b"\n")
}

/// One row a value: field, value, statements, the id that lasts if there is one. Statements without a value come in a row with an empty one.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_facets_csv(out: &mut dyn Write, facets: &Facets) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["field", "value", "statements", "id"])?;
    for facet in &facets.facets {
        let field = facet.field.as_str();
        for value in &facet.values {
            let (name, id) = (harmless(value.value.clone()), value.id.as_deref().unwrap_or_default());
            table.write_record([field, &name, &value.statements.to_string(), id])?;
        }
        if facet.without > 0 {
            table.write_record([field, "", &facet.without.to_string(), ""])?;
        }
    }
    table.flush()
}
