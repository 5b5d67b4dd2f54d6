//! MinHash of near-identical statements: what two texts share, and the bands under which a copy is found.
//!
//! A text is taken as the set of its runs of three words (shingles), folded as for searching. How alike two
//! are is the Jaccard index of their sets (A. Broder, On the resemblance and containment of documents, 1997).
//!
//! Which texts are compared is told by runs of four words: few texts share one by chance. For each of some hash
//! functions the least hash of these is kept: two sets have it in common with the chance of their Jaccard
//! index. The least hashes are put together in bands of two; texts that share a band are compared (Leskovec,
//! Rajaraman and Ullman, Mining of Massive Datasets, section 3.4). With eight bands of two, a pair that is
//! alike by 0.6 (by some 0.5 in runs of four words, where some words were changed) is found with a chance of
//! 0.90, by 0.7 of 0.98, by 0.8 of 0.998; one that is alike by 0.05 with a chance of 0.006. Of 4,648
//! statements in White House briefings that are copies of one before them, 99 % are found so; twelve bands of
//! three, from runs of three words, find 99.5 % for half as many entries of the index more.
//!
//! Words alone do not make a copy: a template filled in anew shares most of its words. So figures, names and
//! negations are compared too: see [`Sketch::same`].

use crate::index::analysis;
use crate::index::analysis::Tokens;
use crate::index::hash::{ODD, mix};
use crate::index::storage::manifest::{LEAST_ALIKE, SHORT_WORDS};

/// How many bands a statement is found by.
const BANDS: usize = 8;
/// How many least hashes make a band.
const ROWS: usize = 2;
/// Words of the runs that bands are made of.
const RUN: usize = 4;
/// Words of a shingle.
const SHINGLE: usize = 3;

/// In the place of a band by which a statement is not to be found: enough others are.
pub(crate) const NO_BAND: u32 = 0;

/// What a text is compared by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    /// A hash of all the words in their order.
    words: u32,
    /// How many words there are.
    length: u32,
    /// Hashes of the shingles with the place of their first word, in order, each hash once.
    shingles: Vec<(u32, u32)>,
    /// Places and hashes of figures and negations.
    figures: Vec<(u32, u32)>,
    /// Places and hashes of words in capitals where no sentence begins.
    names: Vec<(u32, u32)>,
}

/// The numbers under which copies of a text are found: they share one with it; none where it has no word.
/// One is of all the words with the speaker; a short text has one without, a longer one those of its runs of
/// words.
pub(crate) fn bands(tokens: &Tokens, speaker: Option<&str>) -> Vec<u32> {
    let hashes: Vec<u32> = tokens.hashes().iter().copied().map(of_word).collect();
    if hashes.is_empty() {
        return Vec::new();
    }
    // No band is that number.
    let band = |parts: &[u32]| of_all(parts).max(NO_BAND + 1);
    let words = of_all(&hashes);
    let mut bands = vec![band(&[words, speaker.map_or(0, |name| of_word(analysis::hash(name)))])];
    if hashes.len() < SHORT_WORDS {
        bands.extend(speaker.map(|_| band(&[words, 0])));
        return bands;
    }
    let mut least = [u32::MAX; BANDS * ROWS];
    for run in hashes.windows(RUN).map(of_all) {
        for (least, (add, times)) in least.iter_mut().zip(&ROW_HASHES) {
            *least = (*least).min((run ^ add).wrapping_mul(*times));
        }
    }
    let of_rows = |(at, rows): (u32, &[u32])| band(&[&[at], rows].concat());
    bands.extend((0..).zip(least.chunks(ROWS)).map(of_rows));
    bands
}

/// The beginning of a band: what it is looked up by. A million statements have some 550 bands for each: more
/// would make a large dictionary, slow to write and to merge.
pub(crate) fn key(band: u32) -> u64 {
    u64::from(band >> 18)
}

/// Words from the first place up to, not including, the second.
type Stretch = (u32, u32);

impl Sketch {
    /// The sketch of a text; `None` where it has no word.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::of_tokens(text, &Tokens::from_text(text))
    }

    /// The sketch of a text whose words are found already.
    pub(crate) fn of_tokens(text: &str, tokens: &Tokens) -> Option<Self> {
        let mut hashes = Vec::with_capacity(tokens.len());
        let (mut figures, mut names) = (Vec::new(), Vec::new());
        let mut before = None;
        for ((place, (word, range)), hash) in (0..).zip(tokens.iter()).zip(tokens.hashes()) {
            let hash = of_word(*hash);
            let begins = |end: usize| begins_sentence(&text[end..range.start]);
            let written = &text[range.clone()];
            if written.contains(|c: char| c.is_numeric()) || analysis::is_negation(word, written) {
                figures.push((place, hash));
            } else if written.starts_with(char::is_uppercase) && !before.is_none_or(begins) {
                names.push((place, hash));
            }
            before = Some(range.end);
            hashes.push(hash);
        }
        if hashes.is_empty() {
            return None;
        }
        let mut shingles: Vec<(u32, u32)> = hashes.windows(SHINGLE).map(of_all).zip(0..).collect();
        shingles.sort_unstable();
        shingles.dedup_by_key(|(hash, _)| *hash);
        let length = u32::try_from(hashes.len()).unwrap_or(u32::MAX);
        Some(Self { words: of_all(&hashes), length, shingles, figures, names })
    }

    fn is_short(&self) -> bool {
        self.length < SHORT_WORDS as u32
    }

    /// How alike two texts are, from 0 to 1: the Jaccard index of their shingles.
    pub fn alike(&self, other: &Self) -> f64 {
        if self.words == other.words {
            return 1.0;
        }
        let common = self.shared(other).len();
        let all = self.shingles.len() + other.shingles.len() - common;
        if all == 0 { 0.0 } else { common as f64 / all as f64 }
    }

    /// The places of each shingle that both have, in one and in the other.
    fn shared(&self, other: &Self) -> Vec<(u32, u32)> {
        let mut others = other.shingles.iter().peekable();
        let shared = self.shingles.iter().filter_map(|(hash, place)| {
            while others.next_if(|(other, _)| other < hash).is_some() {}
            others.next_if(|(other, _)| other == hash).map(|(_, there)| (*place, *there))
        });
        shared.collect()
    }

    /// Whether two texts are copies of one: alike, with the same figures and negations in the stretch that
    /// they share, and no name there in the place of another. One may be cut short, or have words before and
    /// after.
    pub fn same(&self, other: &Self) -> bool {
        if self.words == other.words {
            return true;
        }
        if self.is_short() || other.is_short() || self.alike(other) < LEAST_ALIKE {
            return false;
        }
        let (here, there) = self.stretches(other);
        let of = |marks: &[(u32, u32)], (start, end): Stretch| {
            let inside = marks.iter().filter(|(place, _)| (start..end).contains(place));
            let mut hashes: Vec<u32> = inside.map(|(_, hash)| *hash).collect();
            hashes.sort_unstable();
            hashes
        };
        let (names, other_names) = (of(&self.names, here), of(&other.names, there));
        of(&self.figures, here) == of(&other.figures, there)
            && (holds(&names, &other_names) || holds(&other_names, &names))
    }

    /// From the first shingle that two texts share to the last, and as many words before and after as both have.
    fn stretches(&self, other: &Self) -> (Stretch, Stretch) {
        let shared = self.shared(other);
        let (mut here, mut there) = ((u32::MAX, 0), (u32::MAX, 0));
        let reach = |stretch: &mut Stretch, place: u32| {
            *stretch = (stretch.0.min(place), stretch.1.max(place + SHINGLE as u32));
        };
        for (place, other) in shared {
            reach(&mut here, place);
            reach(&mut there, other);
        }
        let before = here.0.min(there.0);
        let after = self.length.saturating_sub(here.1).min(other.length.saturating_sub(there.1));
        ((here.0 - before, here.1 + after), (there.0 - before, there.1 + after))
    }
}

/// Whether all of the second stand in the first, as often; both in order.
fn holds(all: &[u32], some: &[u32]) -> bool {
    let mut all = all.iter();
    some.iter().all(|wanted| all.by_ref().any(|hash| hash == wanted))
}

/// Whether a sentence, a quotation or a paragraph begins after what stands between two words.
fn begins_sentence(between: &str) -> bool {
    between.contains(['.', '!', '?', ':', '“', '"', '\n', '«', '„', '‘', '…'])
}

// The hashes are part of the index's format. The words are not chosen against us, and a clash costs one
// comparison.

/// The least hashes' functions: what is mixed into a run's hash, and an odd number to multiply by. That
/// orders hashes, which are spread already, in another way for each.
const ROW_HASHES: [(u32, u32); BANDS * ROWS] = {
    let mut hashes = [(0, 0); BANDS * ROWS];
    let mut at = 0;
    while at < hashes.len() {
        hashes[at] = (upper(at as u64), upper((at + hashes.len()) as u64) | 1);
        at += 1;
    }
    hashes
};

/// Of a word.
fn of_word(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// Of hashes in their order.
fn of_all(hashes: &[u32]) -> u32 {
    upper(hashes.iter().fold(0, |all, hash| (all.rotate_left(23) ^ u64::from(*hash)).wrapping_mul(ODD)))
}

/// The upper half of a number whose bits are mixed.
const fn upper(x: u64) -> u32 {
    (mix(x) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The envoy told reporters in Geneva that the two delegations had agreed on 3 of 5 points, \
        that the talks would go on next week and that nobody had walked out of the room.";

    fn same(a: &str, b: &str) -> bool {
        let (a, b) = (Sketch::from_text(a).unwrap(), Sketch::from_text(b).unwrap());
        assert_eq!(a.same(&b), b.same(&a));
        a.same(&b)
    }

    #[test]
    fn edits_and_cuts_are_copies() {
        assert!(same(TEXT, &TEXT.to_uppercase().replace("GENEVA", "Geneva")));
        assert!(same(TEXT, &TEXT.replace("told reporters", "told journalists")));
        assert!(same(TEXT, TEXT.trim_end_matches(" and that nobody had walked out of the room.")));
    }

    #[test]
    fn another_figure_name_or_negation_is_another_statement() {
        for (from, to) in [("3 of 5", "4 of 5"), ("Geneva", "Vienna"), ("would go on", "would not go on")] {
            assert!(!same(TEXT, &TEXT.replace(from, to)), "{from}: {to}");
        }
        assert!(!same("We will answer.", "We will not answer."));
        assert!(same("We will answer!", "“We will answer.”"));
    }

    #[test]
    fn copies_share_a_band() {
        let bands = |text: &str| bands(&Tokens::from_text(text), None);
        let (a, b) = (bands(TEXT), bands(&TEXT.replace("told reporters", "told journalists")));
        assert!(a.iter().any(|band| b.contains(band)));
        let other = bands(
            "The price of fish in the northern harbours has gone up again, said a trader who sells it.",
        );
        assert!(!a.iter().any(|band| other.contains(band)));
        assert!(
            Sketch::from_text(" — ").is_none() && super::bands(&Tokens::from_text(" — "), None).is_empty()
        );
    }
}
