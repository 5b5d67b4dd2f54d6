//! Bloom filter of MinHash bands: which numbers may be in the index. It spares looking for those that are not.
//!
//! A Bloom filter (B. Bloom, Space/time trade-offs in hash coding with allowable errors, 1970) whose bits for
//! one number stand in one word of memory, so that asking reads one (F. Putze, P. Sanders and J. Singler,
//! Cache-, hash- and space-efficient Bloom filters, 2007). It never denies a number that was put in.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::index::hash::mix;

/// Bits for each number that is expected. With four of them set, about one in eighty numbers that were not
/// put in is taken for one that was.
const BITS_PER_NUMBER: usize = 16;
/// No filter takes more than so many bytes, which do for 128 million numbers, those of 14 million statements;
/// with more numbers it errs more often.
const MAX_BYTES: usize = 256 << 20;

/// A set of numbers that errs on the side of having one. It can be used from several threads.
pub(crate) struct BloomFilter {
    words: Vec<AtomicU64>,
}

impl BloomFilter {
    /// For about so many numbers, which need not be hashes.
    pub fn with_capacity(numbers: usize) -> Self {
        let words = numbers.saturating_mul(BITS_PER_NUMBER).div_ceil(64).clamp(1, MAX_BYTES / 8);
        Self { words: (0..words).map(|_| AtomicU64::new(0)).collect() }
    }

    /// Puts a number in.
    pub fn insert(&self, number: u64) {
        let (word, bits) = self.place(number);
        self.words[word].fetch_or(bits, Ordering::Relaxed);
    }

    /// Whether a number may have been put in.
    pub fn may_contain(&self, number: u64) -> bool {
        let (word, bits) = self.place(number);
        self.words[word].load(Ordering::Relaxed) & bits == bits
    }

    /// The word of a number, and its bits there.
    fn place(&self, number: u64) -> (usize, u64) {
        let hash = mix(number);
        let bits = (0..4).fold(0, |bits, at| bits | 1 << (hash >> (at * 6) & 63));
        // The upper bits, as a share of the number of words.
        let word = (u128::from(hash) * self.words.len() as u128) >> 64;
        (word as usize, bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_there_and_little_else() {
        let filter = BloomFilter::with_capacity(10_000);
        (0..10_000).for_each(|number| filter.insert(number));
        assert!((0..10_000).all(|number| filter.may_contain(number)));
        let wrong = (10_000..110_000).filter(|number| filter.may_contain(*number)).count();
        assert!(wrong < 5_000, "{wrong} of 100,000");
    }
}
