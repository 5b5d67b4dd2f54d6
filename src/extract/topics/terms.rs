//! The words that topic rules look for, and where they stand in a text.

use std::collections::HashMap;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A place where a term or a rule holds: the first and the last word by their numbers, and bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    pub word: usize,
    pub last: usize,
    pub start: usize,
    pub end: usize,
}

/// The places of all terms in one text.
pub(super) struct Hits(Vec<(usize, Hit)>);

impl Hits {
    /// Takes the places in the order of the text.
    pub fn new(mut hits: Vec<(usize, Hit)>) -> Self {
        hits.sort_by_key(|(term, _)| *term);
        Self(hits)
    }

    /// The places of a term, in order.
    pub fn of_term(&self, term: usize) -> &[(usize, Hit)] {
        let start = self.0.partition_point(|(other, _)| *other < term);
        let length = self.0[start..].partition_point(|(other, _)| *other == term);
        &self.0[start..start + length]
    }

    /// The terms that were found, each once.
    pub fn terms(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.chunk_by(|(a, _), (b, _)| a == b).map(|chunk| chunk[0].0)
    }
}

/// A spelling of a term, in lower case.
struct Spelling {
    /// Its first eight bytes as [`front`] has them, and the bits of them that it fills.
    front: u64,
    filled: u64,
    word: Box<[u8]>,
    /// Whether words that go on are found too.
    beginning: bool,
    term: usize,
}

/// The words that the rules look for.
#[derive(Default)]
pub(super) struct Terms {
    by_word: HashMap<(String, bool), usize>,
    /// The spellings by their first three letters, so that a word is compared with few.
    shelves: Vec<Vec<Spelling>>,
    /// For each way a word can begin, its shelf; 0 where there is none.
    places: Vec<u16>,
    /// Beginnings of one or two letters.
    short: Vec<Spelling>,
    /// How many terms there are.
    pub count: usize,
}

impl Terms {
    /// The number of a word in lower case; `beginning`: of all words that begin so.
    pub fn number(&mut self, word: &str, beginning: bool) -> usize {
        if let Some(&term) = self.by_word.get(&(word.to_owned(), beginning)) {
            return term;
        }
        let term = self.count;
        self.count += 1;
        self.by_word.insert((word.to_owned(), beginning), term);
        let bare: String = word.nfkd().filter(|c| !is_combining_mark(*c)).collect();
        for spelling in [word, &bare].into_iter().take(1 + usize::from(bare != word)) {
            let word: Box<[u8]> = spelling.as_bytes().into();
            let filled = !u64::MAX.checked_shr(8 * word.len() as u32).unwrap_or(0);
            let spelling = Spelling { front: front(&word) & filled, filled, word, beginning, term };
            if beginning && spelling.word.len() < 3 {
                self.short.push(spelling);
            } else {
                let shelf = shelf(&spelling.word);
                self.places.resize(SHELVES, 0);
                if self.places[shelf] == 0 {
                    self.shelves.push(Vec::new());
                    // There are fewer shelves than 2¹⁶.
                    self.places[shelf] = self.shelves.len() as u16;
                }
                self.shelves[usize::from(self.places[shelf]) - 1].push(spelling);
            }
        }
        term
    }

    /// Calls `found` with each term that the word is one of.
    pub fn of_word(&self, word: &[u8], mut found: impl FnMut(usize)) {
        let shelf = shelf(word);
        let place = self.places.get(shelf).copied().unwrap_or(0);
        let shelved = usize::from(place).checked_sub(1).and_then(|at| self.shelves.get(at));
        let front = front(word);
        for spelling in shelved.into_iter().flatten().chain(&self.short) {
            // Most that stand on a shelf differ in the first letters.
            if front & spelling.filled != spelling.front {
                continue;
            }
            let length = spelling.word.len();
            let fits = if spelling.beginning { word.len() >= length } else { word.len() == length };
            if fits && word[..length].eq_ignore_ascii_case(&spelling.word) {
                found(spelling.term);
            }
        }
    }
}

/// Five bits of each of three bytes.
const SHELVES: usize = 1 << 15;

/// Where words stand that begin like this one: capital letters differ from small ones in none of the bits.
fn shelf(word: &[u8]) -> usize {
    word.iter().take(3).fold(0, |shelf, byte| shelf << 5 | usize::from(byte & 31))
}

/// The first eight bytes, the first highest; capital letters are as small ones, and some other bytes one.
fn front(word: &[u8]) -> u64 {
    let mut front = [0; 8];
    let length = word.len().min(8);
    front[..length].copy_from_slice(&word[..length]);
    u64::from_be_bytes(front) | 0x2020_2020_2020_2020
}
