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
    fn new(mut hits: Vec<(usize, Hit)>) -> Self {
        hits.sort_unstable_by_key(|(term, hit)| (*term as u64) << 32 | hit.word as u64);
        // A word that is two spellings of a term is found once.
        hits.dedup();
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

/// A word of a rule, in lower case: as written, and without its accents if it has any.
struct Word {
    spellings: Vec<Box<[u8]>>,
    /// Whether words that go on are meant too.
    beginning: bool,
}

impl Word {
    fn new(word: &str, beginning: bool) -> Self {
        let bare: String = word.nfkd().filter(|c| !is_combining_mark(*c)).collect();
        let spellings = [word, &bare].into_iter().take(1 + usize::from(bare != word));
        Self { spellings: spellings.map(|spelling| spelling.as_bytes().into()).collect(), beginning }
    }

    fn is(&self, word: &[u8]) -> bool {
        self.spellings.iter().any(|spelling| begins(word, spelling, self.beginning))
    }
}

/// Whether a word of a text is this one, or where `beginning`, begins so.
fn begins(word: &[u8], spelling: &[u8], beginning: bool) -> bool {
    let length = spelling.len();
    let fits = if beginning { word.len() >= length } else { word.len() == length };
    fits && word[..length].eq_ignore_ascii_case(spelling)
}

/// Words side by side that a rule looks for.
struct Term {
    words: Vec<Word>,
    /// The longest of them, which is the rarest in texts: the others are looked at where it stands.
    key: usize,
}

/// A spelling of the word that a term is found by.
struct Spelling {
    /// Its first eight bytes as [`front`] has them, and the bits of them that it fills.
    front: u64,
    filled: u64,
    word: Box<[u8]>,
    beginning: bool,
    /// The terms found by it.
    terms: Vec<usize>,
}

/// The terms that the rules look for.
#[derive(Default)]
pub(super) struct Terms {
    terms: Vec<Term>,
    by_words: HashMap<String, usize>,
    /// The spellings by their first three letters, so that a word is compared with few.
    shelves: Vec<Vec<Spelling>>,
    /// For each way a word can begin, its shelf; 0 where there is none.
    places: Vec<u16>,
    /// Beginnings of one or two letters.
    short: Vec<Spelling>,
}

impl Terms {
    /// How many terms there are.
    pub fn count(&self) -> usize {
        self.terms.len()
    }

    /// The number of a term: words in lower case side by side, each with whether it is a beginning of words.
    pub fn number(&mut self, words: &[(&str, bool)]) -> usize {
        let mark = |(word, beginning): &(&str, bool)| format!("{word}{}", if *beginning { "*" } else { "" });
        let term = self.terms.len();
        let known =
            *self.by_words.entry(words.iter().map(mark).collect::<Vec<_>>().join(" ")).or_insert(term);
        if known < term {
            return known;
        }
        let words: Vec<_> = words.iter().map(|(word, beginning)| Word::new(word, *beginning)).collect();
        let length = |word: &Word| word.spellings.first().map_or(0, |spelling| spelling.len());
        let key = (0..words.len()).max_by_key(|at| length(&words[*at])).unwrap_or(0);
        for spelling in words.get(key).into_iter().flat_map(|word| &word.spellings) {
            self.shelve(spelling, words[key].beginning, term);
        }
        self.terms.push(Term { words, key });
        term
    }

    /// Makes a term findable by a word.
    fn shelve(&mut self, word: &[u8], beginning: bool, term: usize) {
        let shelf = if beginning && word.len() < 3 {
            &mut self.short
        } else {
            self.places.resize(SHELVES, 0);
            let place = &mut self.places[shelf(word)];
            if *place == 0 {
                self.shelves.push(Vec::new());
                // There are fewer shelves than 2¹⁶.
                *place = self.shelves.len() as u16;
            }
            &mut self.shelves[usize::from(*place) - 1]
        };
        let known = shelf.iter_mut().find(|known| *known.word == *word && known.beginning == beginning);
        if let Some(known) = known {
            return known.terms.push(term);
        }
        let filled = !u64::MAX.checked_shr(8 * word.len() as u32).unwrap_or(0);
        let front = front(word) & filled;
        shelf.push(Spelling { front, filled, word: word.into(), beginning, terms: vec![term] });
    }

    /// The places of all terms in a text of these words, given in bytes of the text and in order. Each word is
    /// looked up once.
    pub fn find(&self, text: &str, words: &[(usize, usize)]) -> Hits {
        let mut hits = Vec::new();
        let bytes = text.as_bytes();
        for (at, &(start, end)) in words.iter().enumerate() {
            let word = &bytes[start..end];
            let mut among = |spellings: &[Spelling]| {
                let front = front(word);
                for spelling in spellings {
                    // Most that stand on a shelf differ in the first letters.
                    if front & spelling.filled != spelling.front {
                        continue;
                    }
                    if begins(word, &spelling.word, spelling.beginning) {
                        let terms = spelling.terms.iter();
                        hits.extend(terms.filter_map(|&term| Some((term, self.at(term, bytes, words, at)?))));
                    }
                }
            };
            match self.places.get(shelf(word)) {
                None | Some(0) => {}
                Some(&place) => among(&self.shelves[usize::from(place) - 1]),
            }
            if !self.short.is_empty() {
                among(&self.short);
            }
        }
        Hits::new(hits)
    }

    /// Where a term stands whose key is the word `at`, if its other words stand beside it.
    fn at(&self, term: usize, text: &[u8], words: &[(usize, usize)], at: usize) -> Option<Hit> {
        let Term { words: wanted, key } = &self.terms[term];
        if wanted.len() == 1 {
            let (start, end) = words[at];
            return Some(Hit { word: at, last: at, start, end });
        }
        let first = at.checked_sub(*key)?;
        let found = words.get(first..first + wanted.len())?;
        for (one, (word, &(start, end))) in wanted.iter().zip(found).enumerate() {
            if one != *key && !word.is(&text[start..end]) {
                return None;
            }
        }
        let (&(start, _), &(_, end)) = (found.first()?, found.last()?);
        Some(Hit { word: first, last: first + wanted.len() - 1, start, end })
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
