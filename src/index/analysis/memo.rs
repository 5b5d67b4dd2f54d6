//! What was worked out of short texts, remembered: a corpus has the same names and titles over and over.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

/// So many are remembered; then all are forgotten.
const REMEMBERED: usize = 10_000;
/// A longer text is worked out anew each time, in bytes.
const LONGEST: usize = 300;

/// Texts, and what was made of each. Every thread has its own.
pub(crate) struct Known<T>(RefCell<FxHashMap<Box<str>, T>>);

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<T: Clone> Known<T> {
    /// What `make` makes of the text, which depends on nothing else.
    pub fn of(&self, text: &str, make: impl FnOnce(&str) -> T) -> T {
        if let Some(known) = self.0.borrow().get(text) {
            return known.clone();
        }
        let made = make(text);
        if text.len() <= LONGEST {
            let mut known = self.0.borrow_mut();
            if known.len() == REMEMBERED {
                known.clear();
            }
            known.insert(text.into(), made.clone());
        }
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_is_made_once() {
        let known = Known::default();
        let made = std::cell::Cell::new(0);
        let length = |text: &str| {
            made.set(made.get() + 1);
            text.len()
        };
        assert_eq!((known.of("Geneva", length), known.of("Geneva", length), made.get()), (6, 6, 1));
        let long = "Geneva ".repeat(100);
        assert_eq!((known.of(&long, length), known.of(&long, length), made.get()), (700, 700, 3));
        for number in 0..REMEMBERED {
            known.of(&number.to_string(), length);
        }
        assert_eq!(known.of("Geneva", length), 6);
    }
}
