//! Texts by numbers of their words: the commonest words of an index have one byte or two.
//!
//! What is stored of a passage is cut into words, each with the space before it, and names ([`pieces`]). A vocabulary
//! of those that the index's first texts have most often is made once ([`learn`]). It stands beside the index and
//! never changes ([`kept`]), for all that was stored is read by it. A word that has no number stands as it is.
//!
//! The engine compresses such texts once more, in blocks. By itself a compressor meets each word anew in every block
//! and needs some three bytes to say where it stood before: with numbers of words, texts take a quarter less
//! (N. Brisaboa et al., Lightweight natural language text compression, Information Retrieval 10, 2007, is about such
//! codes).

mod learn;
mod pieces;
mod stored;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::Serialize;

pub(crate) use stored::{FILE, StoredVocabulary};

use self::pieces::{PieceSink, feed, words};

/// So many of the commonest pieces have a number of one byte.
const ONE_BYTE_PIECES: usize = 128;
/// The byte that bytes without a number follow, after how many they are.
const ESCAPE: u8 = u8::MAX;
/// What is stored of a passage has about so many bytes, at most.
const USUAL_BYTES: usize = 1 << 10;
/// So many pieces have a number; two bytes say it.
const MAX_PIECES: usize = ONE_BYTE_PIECES + (ESCAPE as usize - ONE_BYTE_PIECES) * 256;
const _: () = assert!(MAX_PIECES <= u16::MAX as usize);

/// What tells one vocabulary from another, in four bytes of which the first is not 0.
type Id = [u8; 4];

/// The words that texts are stored by.
struct Vocabulary {
    id: Id,
    /// All pieces, one after the other, the commonest first.
    pieces: Vec<u8>,
    /// Where each ends.
    ends: Vec<u32>,
    /// The number of each, for who writes.
    numbers: OnceLock<FxHashMap<Box<[u8]>, u16>>,
}

impl Vocabulary {
    /// Of pieces one after the other, which are so long.
    fn new(pieces: Vec<u8>, lengths: &[u8]) -> Self {
        let mut end = 0;
        let ends = lengths.iter().map(|length| {
            end += u32::from(*length);
            end
        });
        let ends = ends.collect();
        let mut hash = blake3::Hasher::new();
        hash.update(lengths).update(&pieces);
        let [first, second, third, fourth, ..] = *hash.finalize().as_bytes();
        Self { id: [first | 1, second, third, fourth], pieces, ends, numbers: OnceLock::new() }
    }

    /// How many pieces there are, how long each is, and the pieces.
    fn file(&self) -> Vec<u8> {
        let mut file = (self.ends.len() as u16).to_le_bytes().to_vec();
        file.extend(
            (0..self.ends.len()).filter_map(|number| self.piece(number)).map(|piece| piece.len() as u8),
        );
        file.extend_from_slice(&self.pieces);
        file
    }

    fn numbers(&self) -> &FxHashMap<Box<[u8]>, u16> {
        let number = |number| Some((self.piece(usize::from(number))?.into(), number));
        self.numbers.get_or_init(|| (0..self.ends.len() as u16).filter_map(number).collect())
    }

    /// What the value is stored as: the vocabulary's id, and numbers; `None` where that is no shorter.
    fn write(&self, value: &impl Serialize) -> postcard::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::with_capacity(USUAL_BYTES);
        bytes.extend(self.id);
        let coder = feed(value, Coder { numbers: self.numbers(), bytes, open: None, plain: 0 })?;
        Ok(Some(coder.bytes).filter(|bytes| bytes.len() < coder.plain))
    }

    /// The value's bytes in postcard's format, of the numbers; `None` where this vocabulary did not write them.
    fn read(&self, written: &[u8]) -> Option<Vec<u8>> {
        let mut bytes = Vec::with_capacity(written.len() * 3);
        let mut rest = written;
        while let [first, after @ ..] = rest {
            let number = usize::from(*first);
            rest = if *first == ESCAPE {
                let (length, after) = after.split_first()?;
                let (piece, after) = after.split_at_checked(usize::from(*length))?;
                bytes.extend_from_slice(piece);
                after
            } else if number < ONE_BYTE_PIECES {
                bytes.extend_from_slice(self.piece(number)?);
                after
            } else {
                let (second, after) = after.split_first()?;
                bytes.extend_from_slice(
                    self.piece(ONE_BYTE_PIECES + (number - ONE_BYTE_PIECES) * 256 + usize::from(*second))?,
                );
                after
            };
        }
        Some(bytes)
    }

    fn piece(&self, number: usize) -> Option<&[u8]> {
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.pieces.get(start as usize..end as usize)
    }
}

/// Writes pieces by their numbers.
struct Coder<'v> {
    numbers: &'v FxHashMap<Box<[u8]>, u16>,
    bytes: Vec<u8>,
    /// Where the length of the bytes stands that are written last, as they are.
    open: Option<usize>,
    /// How many bytes were taken.
    plain: usize,
}

impl Coder<'_> {
    /// Whether the piece has a number, which is then written.
    fn known(&mut self, piece: &[u8]) -> bool {
        let Some(number) = self.numbers.get(piece) else { return false };
        let number = usize::from(*number);
        match number.checked_sub(ONE_BYTE_PIECES) {
            None => self.bytes.push(number as u8),
            Some(number) => self.bytes.extend([(ONE_BYTE_PIECES + number / 256) as u8, (number % 256) as u8]),
        }
        self.open = None;
        true
    }

    fn as_it_is(&mut self, mut piece: &[u8]) {
        while !piece.is_empty() {
            let open = *self.open.get_or_insert_with(|| {
                self.bytes.extend([ESCAPE, 0]);
                self.bytes.len() - 1
            });
            let room = usize::from(u8::MAX - self.bytes[open]);
            let (now, later) = piece.split_at(piece.len().min(room));
            self.bytes.extend_from_slice(now);
            self.bytes[open] += now.len() as u8;
            piece = later;
            self.open = self.open.filter(|_| piece.is_empty());
        }
    }

    fn piece(&mut self, piece: &[u8]) {
        if !self.known(piece) {
            self.as_it_is(piece);
        }
    }
}

impl PieceSink for Coder<'_> {
    fn string(&mut self, string: &[u8]) {
        self.plain += string.len();
        if !self.known(string) {
            words(string).for_each(|word| self.piece(word));
        }
    }

    fn between(&mut self, bytes: &[u8]) {
        self.plain += bytes.len();
        self.piece(bytes);
    }
}
