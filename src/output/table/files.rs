//! Tables as files: Parquet and Arrow.

use std::io::{self, Write};

use arrow_ipc::writer::FileWriter;
use arrow_schema::ArrowError;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::Table;

/// So many rows are held before they are made a batch.
const BATCH_ROWS: usize = 2048;
/// So many bytes of a row group are held before it is written.
const GROUP_BYTES: usize = 32 << 20;

/// A file that is being written.
pub(super) struct File<T, W: Write + Send> {
    rows: Vec<T>,
    writer: Writer<W>,
}

enum Writer<W: Write + Send> {
    Parquet(Box<ArrowWriter<W>>),
    Arrow(Box<FileWriter<W>>),
}

impl<T, W: Write + Send> File<T, W> {
    pub fn parquet(out: W, table: &Table<T>) -> io::Result<Self> {
        let compression = Compression::ZSTD(ZstdLevel::default());
        let properties = WriterProperties::builder().set_compression(compression).build();
        let writer = ArrowWriter::try_new(out, table.schema(), Some(properties)).map_err(parquet)?;
        Ok(Self::of(Writer::Parquet(Box::new(writer))))
    }

    pub fn arrow(out: W, table: &Table<T>) -> io::Result<Self> {
        let writer = FileWriter::try_new(out, &table.schema()).map_err(arrow)?;
        Ok(Self::of(Writer::Arrow(Box::new(writer))))
    }

    fn of(writer: Writer<W>) -> Self {
        Self { rows: Vec::with_capacity(BATCH_ROWS), writer }
    }

    pub fn row(&mut self, row: T, table: &Table<T>) -> io::Result<()> {
        self.rows.push(row);
        if self.rows.len() < BATCH_ROWS { Ok(()) } else { self.flush(table) }
    }

    fn flush(&mut self, table: &Table<T>) -> io::Result<()> {
        let batch = table.batch(&self.rows).map_err(arrow)?;
        self.rows.clear();
        match &mut self.writer {
            Writer::Parquet(writer) => {
                writer.write(&batch).map_err(parquet)?;
                if writer.in_progress_size() > GROUP_BYTES { writer.flush().map_err(parquet) } else { Ok(()) }
            }
            Writer::Arrow(writer) => writer.write(&batch).map_err(arrow),
        }
    }

    pub fn finish(mut self, table: &Table<T>) -> io::Result<()> {
        if !self.rows.is_empty() {
            self.flush(table)?;
        }
        match self.writer {
            Writer::Parquet(writer) => writer.close().map(drop).map_err(parquet),
            Writer::Arrow(mut writer) => writer.finish().map_err(arrow),
        }
    }
}

fn parquet(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        error => io::Error::other(error),
    }
}

fn arrow(error: ArrowError) -> io::Error {
    match error {
        ArrowError::IoError(_, error) => error,
        error => io::Error::other(error),
    }
}
