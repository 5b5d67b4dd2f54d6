//! What a passage is stored as, in pieces: its strings, the words of these, and what stands between.

use postcard::Result;
use postcard::ser_flavors::Flavor;
use serde::Serialize;

/// Numbers are stored in few bytes; what is longer is a string, or as good as one.
const NUMBER: usize = 2;

/// What takes the pieces, in order.
pub(crate) trait PieceSink {
    /// One string, whole.
    fn string(&mut self, string: &[u8]);

    /// The bytes between two strings.
    fn between(&mut self, bytes: &[u8]);
}

/// Hands the pieces of a value in [postcard](https://docs.rs/postcard)'s format to `take`.
pub(crate) fn feed<T: PieceSink>(value: &impl Serialize, take: T) -> Result<T> {
    postcard::serialize_with_flavor(value, Pieces { take, between: Vec::with_capacity(32) })
}

struct Pieces<T> {
    take: T,
    between: Vec<u8>,
}

impl<T: PieceSink> Pieces<T> {
    fn flush(&mut self) {
        if !self.between.is_empty() {
            self.take.between(&self.between);
            self.between.clear();
        }
    }
}

impl<T: PieceSink> Flavor for Pieces<T> {
    type Output = T;

    fn try_push(&mut self, byte: u8) -> Result<()> {
        self.between.push(byte);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> Result<()> {
        if bytes.len() <= NUMBER {
            self.between.extend_from_slice(bytes);
        } else {
            self.flush();
            self.take.string(bytes);
        }
        Ok(())
    }

    fn finalize(mut self) -> Result<T> {
        self.flush();
        Ok(self.take)
    }
}

/// The words of a string, each with the space before it, and what stands between them: together they are the string.
pub(crate) fn words(mut string: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (piece, rest) = string.split_at(end_of_first(string));
        string = rest;
        (!piece.is_empty()).then_some(piece)
    })
}

fn end_of_first(string: &[u8]) -> usize {
    let of_word = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let spaced = usize::from(string.first() == Some(&b' '));
    let length = |string: &[u8], inside: &dyn Fn(&u8) -> bool| {
        string.iter().position(|byte| !inside(byte)).unwrap_or(string.len())
    };
    match length(&string[spaced..], &of_word) {
        // A space before a word is the word's.
        0 => {
            let end = length(string, &|byte| !of_word(byte));
            let spaced = end > 1 && end < string.len() && string[end - 1] == b' ';
            end - usize::from(spaced)
        }
        word => spaced + word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_spaces() {
        let all = |text: &'static str| {
            words(text.as_bytes()).map(|word| std::str::from_utf8(word).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(
            all("We met, twice: in  Oslo."),
            ["We", " met", ",", " twice", ":", " in", " ", " Oslo", "."]
        );
        assert_eq!(all(" — "), [" —", " "]);
        assert_eq!(all(""), [""; 0]);
    }
}
