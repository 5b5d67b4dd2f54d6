//! Near-identical statements: what two texts share, and hashes under which a copy is found.
//!
//! A text is taken as the set of its runs of three words (shingles), folded as for searching. How alike two
//! are is the Jaccard index of their sets (A. Broder, On the resemblance and containment of documents, 1997).
//! For each of some hash functions the least hash of a set is kept: two sets have it in common with the
//! chance of their Jaccard index. The least hashes are put together in bands of three; texts that share a
//! band are compared (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, section 3.4). With
//! [`BANDS`] bands of [`ROWS`], a pair that is alike by 0.6 is found with a chance of 0.95, by 0.7 of 0.99,
//! by 0.8 of 0.9998; one that is alike by 0.05 with a chance of 0.0015.
//!
//! Words alone do not make a copy: a template filled in anew shares most of its words. So figures, names and
//! negations are compared too: see [`Sketch::same`].

use std::collections::BTreeSet;

use super::analysis;

/// How alike copies are at least: the Jaccard index of their shingles.
pub const LEAST_ALIKE: f64 = 0.6;
/// Statements of fewer words are copies only if all their words are the same.
pub const SHORT: usize = 12;
/// How many bands a statement is found by.
const BANDS: usize = 12;
/// How many least hashes make a band.
const ROWS: usize = 3;
/// Words of a shingle.
const SHINGLE: usize = 3;
/// Two texts are of one length, neither cut short, if the shorter has this share of the longer's shingles.
const ONE_LENGTH: f64 = 0.85;

const NEGATIONS: [&str; 14] = [
    "not", "no", "never", "neither", "nor", "none", "nobody", "nothing", "without", "cannot", "refuse",
    "refused", "reject", "rejected",
];

/// What a text is compared by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    /// A hash of all the words in their order.
    words: u32,
    short: bool,
    /// Hashes of the shingles, in order, each once.
    shingles: Vec<u32>,
    /// Hashes of figures and negations.
    figures: BTreeSet<u32>,
    /// Hashes of words in capitals where no sentence begins.
    names: BTreeSet<u32>,
}

impl Sketch {
    /// The sketch of a text; `None` where it has no word.
    pub fn of(text: &str) -> Option<Self> {
        let mut hashes = Vec::new();
        let (mut figures, mut names) = (BTreeSet::new(), BTreeSet::new());
        let mut before = None;
        for word in analysis::words(text) {
            let hash = hash(word.folded.bytes());
            let begins = before.is_none_or(|end: usize| begins_sentence(&text[end..word.range.start]));
            before = Some(word.range.end);
            let written = &text[word.range];
            if written.contains(|c: char| c.is_numeric())
                || NEGATIONS.contains(&word.folded.as_str())
                || word.folded.ends_with("nt") && written.contains(['\'', '’'])
            {
                figures.insert(hash);
            } else if !begins && written.starts_with(char::is_uppercase) {
                names.insert(hash);
            }
            hashes.push(hash);
        }
        if hashes.is_empty() {
            return None;
        }
        let together = |words: &[u32]| hash(words.iter().flat_map(|hash| hash.to_le_bytes()));
        let mut shingles: Vec<u32> = hashes.windows(SHINGLE).map(together).collect();
        shingles.sort_unstable();
        shingles.dedup();
        Some(Self { words: together(&hashes), short: hashes.len() < SHORT, shingles, figures, names })
    }

    /// The numbers under which copies of the text are found: they share one with it. The upper half is the
    /// band's number. The first are of all the words, with the speaker and without.
    pub fn bands(&self, speaker: Option<&str>) -> Vec<u64> {
        let whole = BANDS as u64;
        let mut bands = vec![whole << 32 | u64::from(self.words)];
        if let Some(name) = speaker {
            let hash = hash(self.words.to_le_bytes().into_iter().chain(name.bytes()));
            bands.insert(0, (whole + 1) << 32 | u64::from(hash));
        }
        if self.short {
            return bands;
        }
        let mut least = [u32::MAX; BANDS * ROWS];
        for shingle in &self.shingles {
            for (at, least) in (1..).zip(&mut least) {
                *least = (*least).min(mix(u64::from(*shingle) | at << 32));
            }
        }
        let band = |rows: &[u32]| hash(rows.iter().flat_map(|least| least.to_le_bytes()));
        bands.extend((0..).zip(least.chunks(ROWS)).map(|(at, rows)| at << 32 | u64::from(band(rows))));
        bands
    }

    /// How alike two texts are, from 0 to 1: the Jaccard index of their shingles.
    pub fn alike(&self, other: &Self) -> f64 {
        if self.words == other.words {
            return 1.0;
        }
        let (mut a, mut b) = (self.shingles.iter().peekable(), other.shingles.iter().peekable());
        let mut common = 0;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => {
                    common += 1;
                    (a.next(), b.next());
                }
            }
        }
        let all = self.shingles.len() + other.shingles.len() - common;
        if all == 0 { 0.0 } else { common as f64 / all as f64 }
    }

    /// Whether two texts are copies of one: alike, and neither has figures, negations or names in the place of
    /// the other's. A text cut short may lack some; one as long as the other may lack no figure and negation.
    pub fn same(&self, other: &Self) -> bool {
        if self.words == other.words {
            return true;
        }
        if self.short || other.short || self.alike(other) < LEAST_ALIKE {
            return false;
        }
        let differ = |a: &BTreeSet<u32>, b: &BTreeSet<u32>| !a.is_subset(b) && !b.is_subset(a);
        if differ(&self.figures, &other.figures) || differ(&self.names, &other.names) {
            return false;
        }
        let (a, b) = (self.shingles.len() as f64, other.shingles.len() as f64);
        a.min(b) < ONE_LENGTH * a.max(b) || self.figures == other.figures
    }
}

/// Whether a sentence, a quotation or a paragraph begins after what stands between two words.
fn begins_sentence(between: &str) -> bool {
    between.contains(['.', '!', '?', ':', '“', '"', '\n', '«', '„', '‘', '…'])
}

/// FNV-1a, mixed: the words are not chosen against us, and a clash costs one comparison.
fn hash(bytes: impl Iterator<Item = u8>) -> u32 {
    let fold = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    mix(bytes.fold(0xcbf2_9ce4_8422_2325, fold))
}

/// The finaliser of SplitMix64, upper half.
fn mix(mut x: u64) -> u32 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((x ^ (x >> 31)) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The envoy told reporters in Geneva that the two delegations had agreed on 3 of 5 points, \
        that the talks would go on next week and that nobody had walked out of the room.";

    fn same(a: &str, b: &str) -> bool {
        let (a, b) = (Sketch::of(a).unwrap(), Sketch::of(b).unwrap());
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
        let bands = |text: &str| Sketch::of(text).unwrap().bands(None);
        let (a, b) = (bands(TEXT), bands(&TEXT.replace("told reporters", "told journalists")));
        assert!(a.iter().any(|band| b.contains(band)));
        let other = bands(
            "The price of fish in the northern harbours has gone up again, said a trader who sells it.",
        );
        assert!(!a.iter().any(|band| other.contains(band)));
        assert!(Sketch::of(" — ").is_none());
    }
}
