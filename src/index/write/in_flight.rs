//! Bytes in flight: documents are counted until the engine takes them, since it does not say how many wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tantivy::TantivyDocument;
use tantivy::schema::document::Document;

/// The bytes of the texts that the engine has not taken yet.
#[derive(Clone, Default)]
pub(crate) struct BytesInFlight(Arc<AtomicUsize>);

impl BytesInFlight {
    /// How many there are.
    pub fn bytes(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    /// A document with a text of so many bytes.
    pub fn counted(&self, document: TantivyDocument, bytes: usize) -> CountedDocument {
        self.0.fetch_add(bytes, Ordering::Relaxed);
        CountedDocument { document, _count: InFlightGuard { in_flight: self.clone(), bytes } }
    }
}

/// A document that is under way.
pub(crate) struct CountedDocument {
    document: TantivyDocument,
    _count: InFlightGuard,
}

struct InFlightGuard {
    in_flight: BytesInFlight,
    bytes: usize,
}

impl Drop for InFlightGuard {
    fn drop(&mut self) {
        self.in_flight.0.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

impl Document for CountedDocument {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }

    /// Called by the thread that indexes, once.
    fn into_tantivy_document(self) -> TantivyDocument {
        self.document
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_or_given_up_is_no_longer_under_way() {
        let in_flight = BytesInFlight::default();
        let [one, other] = [40, 2].map(|bytes| in_flight.counted(TantivyDocument::new(), bytes));
        assert_eq!(in_flight.bytes(), 42);
        let _taken = one.into_tantivy_document();
        assert_eq!(in_flight.bytes(), 2);
        drop(other);
        assert_eq!(in_flight.bytes(), 0);
    }
}
