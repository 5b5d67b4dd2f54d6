//! Pieces: a quotation put together of words that stand in several statements, or in another order.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::asked::Asked;
use super::examine::Examined;
use super::words::Word;

/// A piece has so many words at least.
pub(super) const PIECE_WORDS: usize = 4;
/// A piece tells so many bits at least, or has so many words: `of the people of the` stands everywhere.
const PIECE_BITS: f32 = 16.0;
const LONG_PIECE: usize = 7;
/// One word in so many may stand nowhere.
const WORDS_A_MISS: usize = 12;
/// Pieces have so many words on the average at least.
const MEAN_WORDS: usize = 5;
/// So many runs of words are put together, the longest.
const MOST_RUNS: usize = 400;
/// What a word costs that no piece has, and what a piece costs.
const MISSED: u32 = 2;
const PIECE: u32 = 3;

/// Words of the quotation that stand side by side in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// In words of the quotation.
    pub words: Range<usize>,
    /// Which of the texts, and where in it, in words.
    pub text: usize,
    pub at: usize,
}

/// The pieces of which a quotation is put together, in its order; `None` where it is not.
pub(super) fn pieces(asked: &Asked, texts: &[Examined], bits: &[f32]) -> Option<Vec<Piece>> {
    let mut runs = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        runs_in(&asked.words, &text.source.words, number, &mut runs);
    }
    runs.retain(|run| tells(run, bits));
    runs.sort_by_key(|run| (std::cmp::Reverse(run.words.len()), run.text, run.at));
    runs.truncate(MOST_RUNS);
    let found = cover(asked.len(), &runs)?;
    let missed = asked.len() - found.iter().map(|piece| piece.words.len()).sum::<usize>();
    let few = found.len() > 1 && found.len() * MEAN_WORDS <= asked.len().max(2 * PIECE_WORDS);
    let whole = missed <= asked.len() / WORDS_A_MISS;
    (few && whole && !is_in_order(&found)).then_some(found)
}

/// Whether a run tells enough to be no chance.
fn tells(run: &Piece, bits: &[f32]) -> bool {
    run.words.len() >= LONG_PIECE || bits[run.words.clone()].iter().sum::<f32>() >= PIECE_BITS
}

/// The longest runs of words that a quotation and a text have in common.
fn runs_in(asked: &[Word], text: &[Word], number: usize, runs: &mut Vec<Piece>) {
    let mut places: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (at, word) in text.iter().enumerate() {
        places.entry(word.hash).or_default().push(at);
    }
    for (q, word) in asked.iter().enumerate() {
        for &t in places.get(&word.hash).map(Vec::as_slice).unwrap_or_default() {
            if q > 0 && t > 0 && asked[q - 1].hash == text[t - 1].hash {
                continue;
            }
            let length = asked[q..].iter().zip(&text[t..]).take_while(|(a, b)| a.hash == b.hash).count();
            if length >= PIECE_WORDS {
                runs.push(Piece { words: q..q + length, text: number, at: t });
            }
        }
    }
}

/// The fewest pieces that leave the fewest words out, of runs or parts of them.
fn cover(words: usize, runs: &[Piece]) -> Option<Vec<Piece>> {
    // Of each beginning of the quotation: what it costs, and the last piece.
    let mut best: Vec<(u32, Option<Piece>)> = vec![(0, None)];
    for end in 1..=words {
        let mut least = (best[end - 1].0 + MISSED, None);
        for run in runs.iter().filter(|run| run.words.start < end && end <= run.words.end) {
            let starts = run.words.start..end.saturating_sub(PIECE_WORDS - 1);
            let start = starts.min_by_key(|start| best[*start].0);
            if let Some(start) = start
                && best[start].0 + PIECE < least.0
            {
                let at = run.at + (start - run.words.start);
                least = (best[start].0 + PIECE, Some(Piece { words: start..end, text: run.text, at }));
            }
        }
        best.push(least);
    }
    let (mut at, mut found) = (words, Vec::new());
    while at > 0 {
        match best[at].1.take() {
            Some(piece) => {
                at = piece.words.start;
                found.push(piece);
            }
            None => at -= 1,
        }
    }
    found.reverse();
    (!found.is_empty()).then_some(found)
}

/// Whether all pieces stand in one text in the quotation's order: then words are left out, and nothing is put together.
fn is_in_order(pieces: &[Piece]) -> bool {
    pieces.windows(2).all(|two| two[0].text == two[1].text && two[0].at + two[0].words.len() <= two[1].at)
}

/// The pieces of a quotation whose words stand side by side in a text, all of them, in another order.
pub(super) fn reordered(asked: &Asked, text: &[Word], number: usize) -> Option<Vec<Piece>> {
    let length = asked.len();
    if length < 3 || text.len() < length {
        return None;
    }
    let mut left: FxHashMap<u64, i32> = FxHashMap::default();
    asked.words.iter().for_each(|word| *left.entry(word.hash).or_default() += 1);
    let mut wrong = left.len();
    let mut count = |word: &Word, by: i32| {
        let before = left.entry(word.hash).or_default();
        let was = *before;
        *before -= by;
        match (was == 0, *before == 0) {
            (true, false) => wrong += 1,
            (false, true) => wrong -= 1,
            _ => {}
        }
        wrong == 0
    };
    for end in 0..text.len() {
        if end >= length {
            count(&text[end - length], -1);
        }
        if count(&text[end], 1) {
            return Some(in_window(&asked.words, text, end + 1 - length..end + 1, number));
        }
    }
    None
}

/// The longest pieces, one after the other, of words that are those of a window of a text.
fn in_window(asked: &[Word], text: &[Word], window: Range<usize>, number: usize) -> Vec<Piece> {
    let mut used = vec![false; window.len()];
    let (mut at, mut found) = (0, Vec::new());
    while at < asked.len() {
        let length = |start: usize| {
            let free = (start..window.end).take_while(|t| !used[t - window.start]);
            free.zip(&asked[at..]).take_while(|(t, word)| text[*t].hash == word.hash).count()
        };
        let longest = window.clone().max_by_key(|start| (length(*start), std::cmp::Reverse(*start)));
        let Some((start, length)) =
            longest.map(|start| (start, length(start))).filter(|(_, length)| *length > 0)
        else {
            break;
        };
        used[start - window.start..start - window.start + length].fill(true);
        found.push(Piece { words: at..at + length, text: number, at: start });
        at += length;
    }
    found
}
