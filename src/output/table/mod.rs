//! Tables with typed columns: the same facts under the same names in every table, for CSV with columns that one
//! chooses, and with the features `arrow` and `tables` for programs that read Arrow and Parquet.
//!
//! A date is never filled up: `date` is as it is known (`2024-10`), `first_day` and `last_day` are the days that it
//! covers, `date_precision` says how exact it is. Offsets count code points of a document's body from 0.

#[cfg(feature = "arrow")]
mod batch;
mod columns;
#[cfg(feature = "tables")]
mod files;
mod quotations;
mod rows;
mod writer;

use std::borrow::Cow;

use chrono::NaiveDate;

use super::csv::harmless;

pub use quotations::ReviewRow;
pub use rows::{BinRow, EventRow, FacetRow};
pub use writer::{TableFormat, TableWriter};

/// The columns of a table whose rows are made of `T`.
pub struct Table<T> {
    columns: Vec<Column<T>>,
}

/// A column: its name, and what it takes of a row.
pub(super) struct Column<T> {
    name: &'static str,
    cell: Cell<T>,
}

/// What a column takes of a row; nothing where it is not known.
pub(super) enum Cell<T> {
    Text(for<'a> fn(&'a T) -> Option<Cow<'a, str>>),
    Texts(fn(&T) -> Vec<String>),
    Whole(fn(&T) -> Option<u64>),
    Real(fn(&T) -> Option<f64>),
    Day(fn(&T) -> Option<NaiveDate>),
    Truth(fn(&T) -> bool),
    Perhaps(fn(&T) -> Option<bool>),
}

/// A column that a table does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no column `{name}`; there are {known}")]
pub struct UnknownColumn {
    /// The name.
    pub name: String,
    /// The columns it has.
    pub known: String,
}

impl<T> Table<T> {
    /// The names of the columns, in order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|column| column.name)
    }

    /// The table with these columns alone, in this order. `quanteda` stands for what that package wants: `doc_id`, `text`,
    /// and all others after them, as its variables of documents.
    ///
    /// # Errors
    /// [`UnknownColumn`] where the table has no column of that name.
    pub fn only(mut self, names: &[String]) -> Result<Self, UnknownColumn> {
        if names == ["quanteda"] {
            let order = |column: &Column<T>| match column.name {
                "doc_id" => 0,
                "text" => 1,
                _ => 2,
            };
            self.columns.sort_by_key(order);
            return Ok(self);
        }
        let known = self.names().collect::<Vec<_>>().join(", ");
        let mut columns = Vec::with_capacity(names.len());
        for name in names {
            let at = self.columns.iter().position(|column| column.name == name);
            let at = at.ok_or_else(|| UnknownColumn { name: name.clone(), known: known.clone() })?;
            columns.push(self.columns.remove(at));
        }
        Ok(Self { columns })
    }

    /// A row as cells of CSV: lists are joined by `;`, what is not known is empty. Text that a spreadsheet would take for a
    /// formula gets an apostrophe before it; numbers and days do not, whatever their sign.
    fn cells(&self, row: &T) -> impl Iterator<Item = String> {
        self.columns.iter().map(move |column| match column.cell {
            Cell::Text(_) | Cell::Texts(_) => harmless(column.cell.text(row)),
            _ => column.cell.text(row),
        })
    }
}

impl<T> Cell<T> {
    fn text(&self, row: &T) -> String {
        match self {
            Self::Text(of) => of(row).unwrap_or_default().into_owned(),
            Self::Texts(of) => of(row).join(";"),
            Self::Whole(of) => of(row).map(|number| number.to_string()).unwrap_or_default(),
            Self::Real(of) => of(row).map(|number| format!("{number:.6}")).unwrap_or_default(),
            Self::Day(of) => of(row).map(|day| day.to_string()).unwrap_or_default(),
            Self::Truth(of) => of(row).to_string(),
            Self::Perhaps(of) => of(row).map(|truth| truth.to_string()).unwrap_or_default(),
        }
    }
}
