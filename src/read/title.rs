//! Titles as they are kept.

/// A title on one line, without the no-break spaces of web pages.
pub(super) fn clean(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}
