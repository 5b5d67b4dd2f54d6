//! Rows as batches of Apache Arrow.

use std::borrow::Borrow;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use chrono::NaiveDate;

use super::{Cell, Table};

impl<T> Table<T> {
    /// The columns as Arrow has them: texts, lists of texts, 64-bit numbers, days (`date32`). All may be null but truths.
    pub fn schema(&self) -> SchemaRef {
        let field =
            |name: &str, cell: &Cell<T>| Field::new(name, cell.data_type(), !matches!(cell, Cell::Truth(_)));
        let fields: Vec<Field> = self.columns.iter().map(|column| field(column.name, &column.cell)).collect();
        Arc::new(Schema::new(fields))
    }

    /// Rows as one batch.
    ///
    /// # Errors
    /// Where the texts of one column are more than 2 GiB together.
    pub fn batch<R: Borrow<T>>(&self, rows: &[R]) -> Result<RecordBatch, ArrowError> {
        let arrays = self.columns.iter().map(|column| column.cell.array(rows)).collect();
        let options = arrow_array::RecordBatchOptions::new().with_row_count(Some(rows.len()));
        RecordBatch::try_new_with_options(self.schema(), arrays, &options)
    }
}

impl<T> Cell<T> {
    fn data_type(&self) -> DataType {
        match self {
            Self::Text(_) => DataType::Utf8,
            Self::Texts(_) => DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true))),
            Self::Whole(_) => DataType::Int64,
            Self::Real(_) => DataType::Float64,
            Self::Day(_) => DataType::Date32,
            Self::Truth(_) | Self::Perhaps(_) => DataType::Boolean,
        }
    }

    fn array<R: Borrow<T>>(&self, rows: &[R]) -> ArrayRef {
        let rows = rows.iter().map(R::borrow);
        match self {
            Self::Text(of) => Arc::new(rows.map(of).collect::<StringArray>()),
            Self::Texts(of) => {
                let mut lists = ListBuilder::new(StringBuilder::new());
                for row in rows {
                    lists.append_value(of(row).into_iter().map(Some));
                }
                Arc::new(lists.finish())
            }
            // No text is so long that its offsets do not fit.
            Self::Whole(of) => {
                Arc::new(rows.map(|row| of(row).map(u64::cast_signed)).collect::<Int64Array>())
            }
            Self::Real(of) => Arc::new(rows.map(of).collect::<Float64Array>()),
            Self::Day(of) => Arc::new(rows.map(|row| of(row).map(days)).collect::<Date32Array>()),
            Self::Truth(of) => Arc::new(rows.map(|row| Some(of(row))).collect::<BooleanArray>()),
            Self::Perhaps(of) => Arc::new(rows.map(of).collect::<BooleanArray>()),
        }
    }
}

/// Days since 1970.
fn days(day: NaiveDate) -> i32 {
    day.to_epoch_days()
}
