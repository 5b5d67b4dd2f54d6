//! What was made for the last pages, kept for those that follow. However large one answer is, all together take no more than
//! a number of bytes.

use std::any::Any;
use std::collections::VecDeque;
use std::mem::size_of;
use std::sync::{Arc, Mutex, PoisonError};

use crate::search::{Collocate, Collocates, FacetValue, Facets, KwicTotals, Line};
use crate::timeline::Timeline;

/// The answers that are kept of one view take so many bytes together, about.
pub(super) const MOST_BYTES: usize = 16 << 20;

/// What can be kept: it says how many bytes it takes, about.
pub(super) trait Weighed: Any + Send + Sync {
    fn bytes(&self) -> usize;
}

/// Answers by what was asked, those asked for last in front.
pub(super) struct Kept {
    most: usize,
    entries: Mutex<VecDeque<Entry>>,
}

struct Entry {
    key: String,
    bytes: usize,
    answer: Arc<dyn Any + Send + Sync>,
}

impl Kept {
    /// Keeps answers of so many bytes together.
    pub fn new(most: usize) -> Self {
        Self { most, entries: Mutex::default() }
    }

    /// What was made, or is made now. Two that ask at once may both make it; neither waits for the other.
    pub fn get_or_make<T: Weighed, E>(
        &self,
        key: String,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<Arc<T>, E> {
        if let Some(known) = self.known(&key) {
            return Ok(known);
        }
        let made = Arc::new(make()?);
        let bytes = made.bytes() + key.len() + size_of::<Entry>();
        // What takes too much by itself would drive out all the others.
        if bytes <= self.most / 4 {
            let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
            entries.retain(|entry| entry.key != key || !entry.answer.is::<T>());
            entries.push_front(Entry { key, bytes, answer: Arc::clone(&made) as _ });
            let mut left = self.most;
            entries.retain(|entry| {
                let fits = entry.bytes <= left;
                left = if fits { left - entry.bytes } else { 0 };
                fits
            });
        }
        Ok(made)
    }

    /// What was made of that type for that key; it goes to the front.
    fn known<T: Weighed>(&self, key: &str) -> Option<Arc<T>> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let at = entries.iter().position(|entry| entry.key == key && entry.answer.is::<T>())?;
        let entry = entries.remove(at)?;
        let answer = Arc::clone(&entry.answer);
        entries.push_front(entry);
        answer.downcast().ok()
    }
}

/// What the allocator adds to a text of its own.
const OF_A_TEXT: usize = 16;

impl Weighed for Facets {
    fn bytes(&self) -> usize {
        let value = |value: &FacetValue| size_of::<FacetValue>() + value.value.len() + OF_A_TEXT;
        self.facets.iter().flat_map(|facet| &facet.values).map(value).sum()
    }
}

impl Weighed for Collocates {
    fn bytes(&self) -> usize {
        let one = |one: &Collocate| size_of::<Collocate>() + one.word.len() + OF_A_TEXT;
        self.collocates.iter().map(one).sum()
    }
}

impl Weighed for (KwicTotals, Vec<Line>) {
    fn bytes(&self) -> usize {
        let line = |line: &Line| {
            let texts = [&line.docname, &line.pre, &line.keyword, &line.post, &line.pattern, &line.id];
            // Names and dates of speakers have some texts more.
            size_of::<Line>() + texts.iter().map(|text| text.len() + OF_A_TEXT).sum::<usize>() + 200
        };
        self.1.iter().map(line).sum()
    }
}

impl Weighed for Timeline {
    fn bytes(&self) -> usize {
        use crate::timeline::{Bin, Event, Mentions};
        let lanes = self.lanes.as_ref().map_or(0, |lanes| lanes.names.len());
        let bins = (self.bins.len() + self.coarse.len()) * (size_of::<Bin>() + 2 * OF_A_TEXT + lanes * 8);
        let speakers = self.speakers.len() * (size_of::<Mentions>() + 2 * OF_A_TEXT);
        let events = self.events.iter().map(|event| size_of::<Event>() + 2 * event.stored.text.len() + 500);
        bins + speakers + events.sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Bytes(usize);

    impl Weighed for Bytes {
        fn bytes(&self) -> usize {
            self.0
        }
    }

    fn is_known(kept: &Kept, key: &str) -> bool {
        let mut known = true;
        let made = kept.get_or_make::<Bytes, ()>(key.to_owned(), || {
            known = false;
            Ok(Bytes(300))
        });
        assert!(made.is_ok());
        known
    }

    #[test]
    fn what_was_asked_for_last_stays_within_the_room() {
        let kept = Kept::new(2_000);
        assert!(!is_known(&kept, "a") && !is_known(&kept, "b") && is_known(&kept, "a"));
        (0..4).for_each(|more| assert!(!is_known(&kept, &more.to_string())));
        assert!(is_known(&kept, "a"), "asked for after b");
        assert!(!is_known(&kept, "b"));
        let bytes: usize = kept.entries.lock().unwrap().iter().map(|entry| entry.bytes).sum();
        assert!(bytes <= 2_000, "{bytes}");
    }

    #[test]
    fn what_takes_too_much_by_itself_is_not_kept() {
        let kept = Kept::new(2_000);
        assert!(!is_known(&kept, "a"));
        let large = kept.get_or_make::<Bytes, ()>("large".to_owned(), || Ok(Bytes(1_900)));
        assert_eq!(large.map(|large| large.0), Ok(1_900));
        assert!(is_known(&kept, "a") && !is_known(&kept, "large"));
    }
}
