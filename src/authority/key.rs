//! One key for all the spellings of a name.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The key of a name: without case and accents.
pub fn name_key(name: &str) -> String {
    name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}
