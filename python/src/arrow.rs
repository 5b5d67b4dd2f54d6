//! Tables as streams of Apache Arrow (the PyCapsule interface): polars, pandas, DuckDB and others take them as they are.

use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use demarche::output::{Table, UnknownColumn};
use pyo3::exceptions::PyValueError;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::type_hint_identifier;

use crate::failure::Failure;
use crate::guard;
use pyo3::types::PyCapsule;

/// So many rows are a batch.
pub const BATCH_ROWS: usize = 2048;

/// A stream that Python hands on to whoever asked for it.
pub struct Stream<'py>(Bound<'py, PyCapsule>);

impl<'py> IntoPyObject<'py> for Stream<'py> {
    type Target = PyCapsule;
    type Output = Bound<'py, PyCapsule>;
    type Error = std::convert::Infallible;
    const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!("builtins", "object");

    fn into_pyobject(self, _py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(self.0)
    }
}

/// The stream of batches.
pub fn stream<'py>(
    py: Python<'py>,
    batches: impl RecordBatchReader + Send + 'static,
) -> PyResult<Stream<'py>> {
    let stream = FFI_ArrowArrayStream::new(Box::new(batches));
    PyCapsule::new_with_value(py, stream, c"arrow_array_stream").map(Stream)
}

/// The rows of an answer that is held, as batches that are made when they are asked for.
pub struct Held<A, T> {
    answer: Arc<A>,
    rows: fn(&A) -> &[T],
    table: Table<T>,
    schema: SchemaRef,
    next: usize,
}

impl<A, T> Held<A, T> {
    pub fn new(answer: Arc<A>, rows: fn(&A) -> &[T], table: Table<T>) -> Self {
        Self { answer, rows, schema: table.schema(), table, next: 0 }
    }
}

impl<A, T> Iterator for Held<A, T> {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let rows = (self.rows)(&self.answer);
        let end = (self.next + BATCH_ROWS).min(rows.len());
        let batch = &rows[self.next..end];
        self.next = end;
        // Whoever asks is no Rust: a panic would end the process.
        let made = || guard::caught(|| Ok(self.table.batch(batch).map_err(std::io::Error::other)?));
        (!batch.is_empty()).then(|| made().map_err(in_arrow))
    }
}

impl<A, T> RecordBatchReader for Held<A, T> {
    fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.schema)
    }
}

/// A failure where only Arrow's own can be told.
pub fn in_arrow(failure: Failure) -> ArrowError {
    ArrowError::ExternalError(failure.words().into())
}

/// A table with the columns that are wanted, all where none is named.
pub fn columns<T>(table: Table<T>, wanted: Option<Vec<String>>) -> PyResult<Table<T>> {
    let Some(wanted) = wanted else { return Ok(table) };
    table.only(&wanted).map_err(|error: UnknownColumn| PyValueError::new_err(error.to_string()))
}
