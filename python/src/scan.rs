//! Every match, in batches: found on a thread of its own, so that one batch is made while another is used.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

use arrow_array::{RecordBatch, RecordBatchIterator};
use arrow_schema::{ArrowError, SchemaRef};
use demarche::output::Table;
use demarche::search::{Hit, Options, SearchError, Searcher};
use pyo3::prelude::*;

use crate::arrow::{Stream, in_arrow, stream};
use crate::asked::Asked;
use crate::failure::Failure;
use crate::guard;

/// So many batches lie ready.
const READY: usize = 2;

type Made = Result<RecordBatch, Failure>;

/// Every match, in batches of Arrow: an iterator of batches, or the stream of all that are left. Whatever there is, few
/// batches are held.
#[pyclass(frozen, module = "demarche")]
pub struct Scan {
    batches: Mutex<Option<Receiver<Made>>>,
    schema: SchemaRef,
}

impl Scan {
    pub fn new(searcher: Searcher, asked: Asked, options: Options, table: Table<Hit>, rows: usize) -> Self {
        let schema = table.schema();
        let (send, batches) = sync_channel(READY);
        std::thread::spawn(move || {
            let scanned = guard::caught(|| scan(&searcher, &asked, &options, &table, rows, &send));
            if let Err(failure) = scanned {
                // Where nobody listens any more there is nobody to tell.
                let _ = send.send(Err(failure));
            }
        });
        Self { batches: Mutex::new(Some(batches)), schema }
    }
}

fn scan(
    searcher: &Searcher,
    asked: &Asked,
    options: &Options,
    table: &Table<Hit>,
    rows: usize,
    send: &SyncSender<Made>,
) -> Result<(), Failure> {
    let mut held: Vec<Hit> = Vec::with_capacity(rows);
    let hand_on = |held: &mut Vec<Hit>| {
        let batch = table.batch(held).map_err(std::io::Error::other)?;
        held.clear();
        // Whoever asked has gone: that ends it.
        send.send(Ok(batch)).map_err(|_| std::io::Error::from(std::io::ErrorKind::BrokenPipe))
    };
    searcher.search_each(&asked.query, options, &mut |hit| {
        held.push(hit);
        if held.len() < rows { Ok(()) } else { hand_on(&mut held).map_err(SearchError::from) }
    })?;
    if held.is_empty() { Ok(()) } else { Ok(hand_on(&mut held)?) }
}

#[pymethods]
impl Scan {
    fn __iter__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Batch>> {
        let made = py.detach(|| {
            let batches = self.batches.lock().unwrap_or_else(PoisonError::into_inner);
            batches.as_ref().and_then(|batches| batches.recv().ok())
        });
        py.check_signals()?;
        let made = made.transpose().map_err(|failure| failure.raise(py))?;
        Ok(made.map(|batch| Batch { batch }))
    }

    /// The names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The stream of the batches that are left.
    #[pyo3(signature = (requested_schema: "object | None" = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Stream<'py>> {
        // What is asked for is a wish: the types stay as they are.
        drop(requested_schema);
        let left = self.batches.lock().unwrap_or_else(PoisonError::into_inner).take();
        let batches = left.into_iter().flatten().map(|made| made.map_err(in_arrow));
        stream(py, RecordBatchIterator::new(batches, SchemaRef::clone(&self.schema)))
    }
}

/// Some rows of a table.
#[pyclass(frozen, sequence, module = "demarche")]
pub struct Batch {
    batch: RecordBatch,
}

impl Batch {
    pub fn new(batch: RecordBatch) -> Self {
        Self { batch }
    }
}

#[pymethods]
impl Batch {
    /// The names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.batch.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }

    /// The rows as a stream of one batch.
    #[pyo3(signature = (requested_schema: "object | None" = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Stream<'py>> {
        drop(requested_schema);
        let batches: [Result<RecordBatch, ArrowError>; 1] = [Ok(self.batch.clone())];
        let reader = RecordBatchIterator::new(batches, self.batch.schema());
        stream(py, reader)
    }

    fn __repr__(&self) -> String {
        format!("Batch({} rows, columns {})", self.batch.num_rows(), self.columns().join(", "))
    }
}
