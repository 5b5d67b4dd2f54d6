//! Counts by speaker, entity and the like as text.

use std::io::{self, Write};

use textwrap::core::display_width;

use super::super::plain::plain;
use super::lines::first;
use super::{HEAD, QUIET};
use crate::search::{Facet, FacetField, Facets};

/// Every field's values, one a line, with how many of the statements found have it, its share of them and
/// a bar; `most` values of each, years all. What is left out is said.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_facets(out: &mut dyn Write, facets: &Facets, most: usize, width: usize) -> io::Result<()> {
    for (at, facet) in facets.facets.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        write_facet(out, facet, facets.statements, most, width)?;
    }
    Ok(())
}

fn write_facet(out: &mut dyn Write, facet: &Facet, all: u64, most: usize, width: usize) -> io::Result<()> {
    let most = if facet.field == FacetField::Year { usize::MAX } else { most };
    let shown = &facet.values[..facet.values.len().min(most)];
    let mut rows: Vec<(String, u64)> =
        shown.iter().map(|value| (plain(&value.value), value.statements)).collect();
    let top = rows.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
    if facet.without > 0 {
        rows.push((format!("({})", facet.field.without()), facet.without));
    }
    let widest = rows.iter().map(|(name, ..)| display_width(name)).max().unwrap_or(0);
    let name_columns = widest.min(width.saturating_sub(22).max(12));
    let bar_columns = width.saturating_sub(name_columns + 22).min(30);
    let counted = if all == 1 { "1 statement".to_owned() } else { format!("{all} statements") };
    writeln!(out, "{HEAD}{}{HEAD:#}{QUIET}, of {counted}{QUIET:#}", facet.field.as_str())?;
    for (at, (name, count)) in rows.iter().enumerate() {
        let name = first(name, name_columns);
        let fill = " ".repeat(name_columns.saturating_sub(display_width(&name)));
        let share = 100.0 * *count as f64 / all.max(1) as f64;
        let length = (*count as f64 / top as f64 * bar_columns as f64).round() as usize;
        write!(out, "  {name}{fill} {count:>8} {share:>5.1} %")?;
        // What has no value is no bar among the values.
        if length > 0 && at < shown.len() {
            write!(out, "  {QUIET}{}{QUIET:#}", "▪".repeat(length))?;
        }
        writeln!(out)?;
    }
    let left = facet.values.len() - shown.len();
    if left > 0 {
        let values = if left == 1 { "value" } else { "values" };
        writeln!(
            out,
            "  {QUIET}{left} more {values}: see `demarche facets {} QUERY -n 0`{QUIET:#}",
            facet.field.as_str()
        )?;
    }
    Ok(())
}
