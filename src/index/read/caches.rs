//! What was worked out of an index as it stands, kept until it is seen anew.

use std::any::Any;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::Searcher;
use tantivy::schema::Field;

use crate::index::error::IndexError;
use crate::index::open::Index;

/// So many things are kept; then all are forgotten.
const MOST: usize = 32;

/// Things by their names, of one state of the index.
#[derive(Default)]
pub(crate) struct Remembered(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    generation: u64,
    things: Vec<(String, Arc<dyn Any + Send + Sync>)>,
}

impl Index {
    /// What `make` makes of the index as the searcher sees it, made once for all who ask by that name.
    pub(crate) fn remembered<T: Any + Send + Sync, E>(
        &self,
        searcher: &Searcher,
        name: &str,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<Arc<T>, E> {
        let generation = searcher.generation().generation_id();
        if let Some(known) = self.remembered.find(generation, name) {
            return Ok(known);
        }
        let made = Arc::new(make()?);
        self.remembered.put(generation, name, made.clone());
        Ok(made)
    }
}

impl Index {
    /// The fields in which any document has something to find, be it taken out since.
    pub(crate) fn fields_in_use(&self, searcher: &Searcher) -> Result<Arc<HashSet<Field>>, IndexError> {
        self.remembered(searcher, "fields", || {
            let mut fields = HashSet::new();
            for (field, _) in searcher.schema().fields().filter(|(_, entry)| entry.is_indexed()) {
                for reader in searcher.segment_readers() {
                    if reader.inverted_index(field)?.terms().num_terms() > 0 {
                        fields.insert(field);
                        break;
                    }
                }
            }
            Ok(fields)
        })
    }
}

impl Remembered {
    /// Forgets everything: files of segments that are gone would stay open.
    pub fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).things.clear();
    }

    fn find<T: Any + Send + Sync>(&self, generation: u64, name: &str) -> Option<Arc<T>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let things = kept.things.iter().filter(|_| kept.generation == generation);
        let mut named = things.filter(|(known, _)| known == name);
        named.find_map(|(_, thing)| Arc::clone(thing).downcast().ok())
    }

    fn put(&self, generation: u64, name: &str, thing: Arc<dyn Any + Send + Sync>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Who still searches an older state gets on without.
        if kept.generation < generation || kept.things.len() == MOST {
            *kept = Kept { generation, things: Vec::new() };
        }
        if kept.generation == generation {
            kept.things.push((name.to_owned(), thing));
        }
    }
}
