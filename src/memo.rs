//! Memo of what was worked out of short texts: a corpus has the same names and titles over and over.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

/// So many are remembered; then all are forgotten.
const MAX_TEXTS: usize = 10_000;
/// A longer text is worked out anew each time, in bytes.
const MAX_TEXT_BYTES: usize = 300;

/// Texts, and what was made of each. Every thread has its own.
pub(crate) struct Memo<T>(RefCell<FxHashMap<Box<str>, T>>);

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<T: Clone> Memo<T> {
    /// What `make` makes of the text, which depends on nothing else.
    pub fn get_or_make(&self, text: &str, make: impl FnOnce(&str) -> T) -> T {
        if let Some(known) = self.0.borrow().get(text) {
            return known.clone();
        }
        let made = make(text);
        if text.len() <= MAX_TEXT_BYTES {
            let mut known = self.0.borrow_mut();
            if known.len() == MAX_TEXTS {
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
        let known = Memo::default();
        let made = std::cell::Cell::new(0);
        let length = |text: &str| {
            made.set(made.get() + 1);
            text.len()
        };
        assert_eq!(
            (known.get_or_make("Geneva", length), known.get_or_make("Geneva", length), made.get()),
            (6, 6, 1)
        );
        let long = "Geneva ".repeat(100);
        assert_eq!(
            (known.get_or_make(&long, length), known.get_or_make(&long, length), made.get()),
            (700, 700, 3)
        );
        for number in 0..MAX_TEXTS {
            known.get_or_make(&number.to_string(), length);
        }
        assert_eq!(known.get_or_make("Geneva", length), 6);
    }
}
