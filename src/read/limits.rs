//! How much of one thing is read. What is larger is a skip that says so; it is found without holding it in memory.

/// The most bytes of text, as UTF-8, of one document: a whole text or Markdown file, a row of a table, an
/// object of JSON. Working out who said what, and indexing it, takes memory of some thirty times the text.
pub const MOST_TEXT: usize = 8 << 20;
/// The most bytes of a file that is read whole: PDF, Word, XML and the like.
pub const MOST_FILE: usize = 1 << 30;
/// The most columns of a table, and keys of a JSON object.
pub const MOST_COLUMNS: usize = 100_000;
/// The most bytes of front matter.
pub const MOST_FRONT_MATTER: usize = 64 << 10;
/// How deep lists and mappings of front matter may be nested.
pub const MOST_NESTED: usize = 64;
/// The most skips of one file that are listed; the others are counted.
pub const MOST_SKIPS: usize = 1000;
/// A compressed file may unpack to so many bytes, however small it is.
pub const UNPACKED_FREELY: u64 = 256 << 20;
/// Beyond [`UNPACKED_FREELY`], it may unpack to so many times its size. Texts come to a tenth or a twentieth.
pub const MOST_EXPANSION: u64 = 200;

/// A number of bytes as it stands in a message: `16 MiB`.
pub(super) fn shown(bytes: usize) -> String {
    if bytes >= 1 << 20 { format!("{} MiB", bytes >> 20) } else { format!("{} KiB", bytes >> 10) }
}
