//! Ids as the numbers that stand in the columns, and back.
//!
//! An id that demarche makes is a hash in hexadecimal digits, and the number says all of it: of a document the
//! sixteen digits, of a statement what tells it from the others of its document, mixed into the document's
//! number. Another id, of a document that a program made itself, is hashed, and is stored beside the words.

use crate::index::hash::{mix, unmix};

/// Digits of a document's id.
const DOCUMENT: usize = 16;
/// Digits of the hash of a statement's words in its id.
const WORDS: usize = 8;

/// A number for an id, to group by. Two of a million ids share one with a chance of one in thirty million.
pub(crate) fn key(id: &str) -> u64 {
    document(id).or_else(|| statement(id)).unwrap_or_else(|| {
        let hash = blake3::hash(id.as_bytes());
        u64::from_le_bytes(std::array::from_fn(|at| hash.as_bytes()[at]))
    })
}

/// The number of a document's id that [`document_id`] gives back.
fn document(id: &str) -> Option<u64> {
    digits(id, DOCUMENT)
}

/// The number of a statement's id that [`statement_id`] gives back.
fn statement(id: &str) -> Option<u64> {
    let (document, rest) = id.split_once('-')?;
    let (words, times) = rest.split_once('-').map_or((rest, None), |(words, times)| (words, Some(times)));
    let times = match times {
        None => 1,
        Some(times) => times.parse::<u32>().ok().filter(|n| *n > 1 && n.to_string() == times)?,
    };
    Some(self::document(document)? ^ mix(u64::from(times) << 32 | digits(words, WORDS)?))
}

/// The document's id that has this number, if demarche made it.
pub(crate) fn document_id(key: u64) -> String {
    format!("{key:016x}")
}

/// The statement's id that has this number, if demarche made it, in the document with that number.
pub(crate) fn statement_id(document: u64, key: u64) -> String {
    let inside = unmix(document ^ key);
    let (times, words) = (inside >> 32, inside & u64::from(u32::MAX));
    let id = format!("{document:016x}-{words:08x}");
    if times == 1 { id } else { format!("{id}-{times}") }
}

/// Whether the numbers of a document and of a statement in it say their ids.
pub(crate) fn are_told(document: &str, statement: &str) -> bool {
    let key = key(document);
    document_id(key) == document && statement_id(key, self::key(statement)) == statement
}

/// So many small hexadecimal digits, and nothing else.
fn digits(text: &str, count: usize) -> Option<u64> {
    let small = |digit: u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
    (text.len() == count && text.bytes().all(small)).then(|| u64::from_str_radix(text, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_say_the_ids_that_demarche_makes() {
        let document = "0007bfc482dae505";
        for statement in ["800f3bb0", "00000000", "ffffffff-2", "800f3bb0-4000000000"] {
            let statement = format!("{document}-{statement}");
            assert!(are_told(document, &statement), "{statement}");
            assert_eq!(statement_id(key(document), key(&statement)), statement);
        }
        assert_eq!(document_id(key(document)), document);
    }

    #[test]
    fn other_ids_are_not_taken_for_such() {
        let document = "0007bfc482dae505";
        for other in ["800F3BB0", "800f3bb", "800f3bb0-1", "800f3bb0-02", "800f3bb0-x", "", "+00f3bb0"] {
            let statement = format!("{document}-{other}");
            assert!(!are_told(document, &statement), "{statement}");
        }
        assert!(!are_told("speech", "speech-800f3bb0"));
        assert!(!are_told(document, "1007bfc482dae505-800f3bb0"));
        assert_ne!(key("speech"), key("speech-800f3bb0"));
    }
}
