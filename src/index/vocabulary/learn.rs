//! Which words an index's vocabulary has.

use rustc_hash::FxHashMap;

use super::pieces::{PieceSink, words};
use super::{MAX_PIECES, Vocabulary};

/// A vocabulary is learned from the first so many bytes: learned from twice as many, it makes texts shorter by a
/// thirtieth.
const SAMPLE_BYTES: usize = if cfg!(test) { 64 << 10 } else { 8 << 20 };
/// A word that stands there less often is not worth its place.
const MIN_COUNT: u32 = 2;
/// Longer strings are names of nothing; no more than a byte says.
const MAX_PIECE_BYTES: usize = 100;

/// How often each piece was met.
#[derive(Default)]
pub(crate) struct Sample {
    counts: FxHashMap<Box<[u8]>, u32>,
    bytes: usize,
}

impl Sample {
    /// Whether enough was seen to learn from.
    pub fn is_enough(&self) -> bool {
        self.bytes >= SAMPLE_BYTES
    }

    /// The vocabulary of the commonest pieces.
    pub fn learn(&self) -> Vocabulary {
        let mut common: Vec<(&[u8], u32)> =
            self.counts.iter().map(|(piece, count)| (&**piece, *count)).collect();
        common.retain(|(_, count)| *count >= MIN_COUNT);
        common.sort_unstable_by(|(a, often), (b, as_often)| as_often.cmp(often).then(a.cmp(b)));
        common.truncate(MAX_PIECES);
        let lengths: Vec<u8> = common.iter().map(|(piece, _)| piece.len() as u8).collect();
        let pieces: Vec<&[u8]> = common.into_iter().map(|(piece, _)| piece).collect();
        Vocabulary::new(pieces.concat(), &lengths)
    }

    fn count(&mut self, piece: &[u8]) {
        if let Some(count) = self.counts.get_mut(piece) {
            *count += 1;
        } else if piece.len() <= MAX_PIECE_BYTES {
            self.counts.insert(piece.into(), 1);
        }
    }
}

impl PieceSink for &mut Sample {
    fn string(&mut self, string: &[u8]) {
        self.bytes += string.len();
        let mut pieces = words(string);
        // A name of two words is a piece, too.
        if let (Some(_), Some(_)) = (pieces.next(), pieces.next()) {
            self.count(string);
        }
        words(string).for_each(|word| self.count(word));
    }

    fn between(&mut self, bytes: &[u8]) {
        self.count(bytes);
    }
}
