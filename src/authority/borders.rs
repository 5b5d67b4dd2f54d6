//! Borders of words: whether a name stands in a text as a whole, and is no part of a longer word.

/// Whether no letter or digit stands right before a byte.
pub(super) fn opens(text: &str, start: usize) -> bool {
    !text[..start].chars().next_back().is_some_and(char::is_alphanumeric)
}

/// Whether no letter or digit stands right after the byte before which a name ends.
pub(super) fn closes(text: &str, end: usize) -> bool {
    !text[end..].chars().next().is_some_and(char::is_alphanumeric)
}
