//! Parquet tables, as data sets are shared: each row a document, like the rows of any table.

use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use chrono::{DateTime, NaiveDate, TimeDelta};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};

use super::limits::{MOST_COLUMNS, MOST_EXPANSION, MOST_TEXT, UNPACKED_FREELY, shown};
use super::record::Records;
use super::value::Value;
use super::{ReadError, Sink};
use crate::model::Format;

/// How deep lists and structures of a cell are followed.
const MOST_NESTED: usize = 16;

/// Reads the rows, each a document.
pub(super) fn read(bytes: Vec<u8>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let size = bytes.len() as u64;
    // The library may panic where a file was damaged or made to do harm.
    let read = catch_unwind(AssertUnwindSafe(|| rows(Bytes::from(bytes), size, sink)));
    match read {
        Ok(Ok(())) => {}
        Ok(Err(Wrong::Table(error))) => return Err(error),
        Ok(Err(Wrong::Broken(reason))) => {
            sink.skip(
                None,
                format!("is a Parquet table that cannot be read on ({reason}); the rows before were kept"),
            );
        }
        Err(_) => sink.skip(None, "is a Parquet table that is damaged; the rows before were kept"),
    }
    Ok(())
}

enum Wrong {
    Table(ReadError),
    Broken(String),
}

impl From<ParquetError> for Wrong {
    fn from(error: ParquetError) -> Self {
        Self::Broken(error.to_string())
    }
}

fn rows(bytes: Bytes, size: u64, sink: &mut Sink<'_>) -> Result<(), Wrong> {
    let reader = SerializedFileReader::new(bytes)?;
    let unpacked: i64 =
        reader.metadata().row_groups().iter().map(|group| group.total_byte_size().max(0)).sum();
    if u64::try_from(unpacked).unwrap_or(u64::MAX) > UNPACKED_FREELY.max(size.saturating_mul(MOST_EXPANSION))
    {
        return Err(Wrong::Broken(format!("it unpacks to more than {MOST_EXPANSION} times its size")));
    }
    let mut records = Records::new(Format::Parquet);
    let mut columns: Vec<String> = Vec::new();
    let mut checked = false;
    for (number, row) in (1..).zip(reader.get_row_iter(None)?) {
        let row = cells(&row?);
        if row.len() > MOST_COLUMNS {
            return Err(Wrong::Broken(format!("it has more than {MOST_COLUMNS} columns")));
        }
        if row.iter().map(|(_, cell)| bytes_of(cell)).sum::<usize>() > MOST_TEXT {
            sink.skip(Some(number), format!("holds more than {}; the row was left out", shown(MOST_TEXT)));
            continue;
        }
        columns.clear();
        columns.extend(row.iter().map(|(name, _)| name.clone()));
        let names: Vec<&str> = columns.iter().map(String::as_str).collect();
        if !std::mem::replace(&mut checked, true) {
            records.check(&names, sink).map_err(Wrong::Table)?;
        }
        records.add(number, &names, &|at| row[at].1.clone(), sink);
    }
    records.end(sink);
    Ok(())
}

/// How much text a cell holds.
fn bytes_of(cell: &Value) -> usize {
    match cell {
        Value::Text(text) => text.len(),
        Value::List(items) => items.iter().map(bytes_of).sum(),
        Value::Nothing | Value::Map(_) => 0,
    }
}

/// The cells of a row with the names of their columns; a structure's are `speaker.name`.
fn cells(row: &Row) -> Vec<(String, Value)> {
    let members = row.get_column_iter().map(|(name, field)| (name.clone(), value(field, 0)));
    Value::Map(members.collect()).flat().into_iter().collect()
}

/// A cell; nothing where it is empty, or no text.
fn value(field: &Field, depth: usize) -> Value {
    match field {
        Field::Group(row) if depth < MOST_NESTED => {
            let members = row.get_column_iter().map(|(name, field)| (name.clone(), value(field, depth + 1)));
            Value::Map(members.collect())
        }
        Field::ListInternal(list) if depth < MOST_NESTED => {
            Value::List(list.elements().iter().map(|item| value(item, depth + 1)).collect())
        }
        field => text(field).map_or(Value::Nothing, Value::Text),
    }
}

/// A cell of one value as text.
fn text(field: &Field) -> Option<String> {
    let number = |value: f64| (!value.is_nan()).then(|| value.to_string());
    match field {
        Field::Null | Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => None,
        Field::Str(text) => Some(text.clone()),
        Field::Bytes(bytes) => std::str::from_utf8(bytes.data()).ok().map(str::to_owned),
        Field::Float16(value) => number(f64::from(value.to_f32())),
        Field::Float(value) => number(f64::from(*value)),
        Field::Double(value) => number(*value),
        Field::Date(days) => day(*days),
        Field::TimestampMillis(time) => DateTime::from_timestamp_millis(*time).map(|time| time.to_rfc3339()),
        Field::TimestampMicros(time) => DateTime::from_timestamp_micros(*time).map(|time| time.to_rfc3339()),
        other => Some(other.to_string()),
    }
}

fn day(days: i32) -> Option<String> {
    let date = NaiveDate::from_ymd_opt(1970, 1, 1)?.checked_add_signed(TimeDelta::days(i64::from(days)))?;
    Some(date.format("%Y-%m-%d").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_text() {
        assert_eq!(text(&Field::Date(17_428)).as_deref(), Some("2017-09-19"));
        assert_eq!(text(&Field::Double(f64::NAN)), None);
        assert_eq!(text(&Field::Null), None);
        assert_eq!(text(&Field::Int(7)).as_deref(), Some("7"));
        let time = Field::TimestampMillis(1_505_779_200_000);
        assert_eq!(text(&time).as_deref(), Some("2017-09-19T00:00:00+00:00"));
    }
}
