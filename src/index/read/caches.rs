//! Caches of a snapshot: what was worked out of an index as it stands, kept for the next who asks.
//!
//! Each kind has a place of its own type. What the rooms above work out (names of facets, the denominators of a
//! timeline) is kept in types of theirs, found by [`Caches::of_type`].

use std::any::{Any, TypeId};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tantivy::schema::Field;

use crate::index::schema::runs::{PassageFilter, SegmentKeys};

/// A cache holds so many values at most; then all are forgotten.
const MAX_VALUES: usize = 32;

/// The caches of one generation of an index.
#[derive(Default)]
pub(crate) struct Caches {
    /// The columns of keys, by segment.
    pub keys: OnceLock<Arc<Vec<SegmentKeys>>>,
    /// Which documents of the engine are passages, by segment.
    pub passages: OnceLock<Arc<Vec<PassageFilter>>>,
    /// The fields in which anything was indexed.
    pub fields_in_use: OnceLock<Arc<HashSet<Field>>>,
    others: Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
}

impl Caches {
    /// The cache of that type, which begins empty.
    pub fn of_type<T: Any + Default + Send + Sync>(&self) -> Arc<T> {
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let held = others.entry(TypeId::of::<T>()).or_insert_with(|| Arc::<T>::default());
        // Under a type's id lies a value of that type; should it not, the caller gets an empty cache.
        Arc::clone(held).downcast().unwrap_or_default()
    }
}

/// The value in `place`, made by `make` where there is none yet. Of two who make it at once, the first one's stays.
pub(crate) fn get_or_make<T, E>(
    place: &OnceLock<Arc<T>>,
    make: impl FnOnce() -> Result<T, E>,
) -> Result<Arc<T>, E> {
    if let Some(known) = place.get() {
        return Ok(Arc::clone(known));
    }
    let made = Arc::new(make()?);
    Ok(Arc::clone(place.get_or_init(|| made)))
}

/// A cache of values by their keys, of which there are few.
pub(crate) struct Cache<K, V>(Mutex<Vec<(K, Arc<V>)>>);

impl<K, V> Default for Cache<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: PartialEq, V> Cache<K, V> {
    /// The value of a key, made by `make` where it is not held.
    pub fn get_or_make<E>(&self, key: K, make: impl FnOnce() -> Result<V, E>) -> Result<Arc<V>, E> {
        let values = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = values().iter().find(|(other, _)| *other == key) {
            return Ok(Arc::clone(known));
        }
        let made = Arc::new(make()?);
        let mut values = values();
        if values.len() == MAX_VALUES {
            values.clear();
        }
        values.push((key, Arc::clone(&made)));
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Names(Cache<u32, String>);

    #[test]
    fn a_value_is_made_once_and_few_are_held() {
        let caches = Caches::default();
        let name = |number: u32| {
            let made = || Ok::<_, ()>(format!("made as {number}"));
            caches.of_type::<Names>().0.get_or_make(number % 100, made).unwrap()
        };
        assert_eq!((name(1).as_str(), name(101).as_str()), ("made as 1", "made as 1"));
        (2..60).for_each(|number| drop(name(number)));
        assert_eq!(name(101).as_str(), "made as 101");
    }
}
