//! Words to lines, and the words of a line in the order of reading.

use unicode_normalization::UnicodeNormalization;

use super::glyphs::{Word, is_leftward};

/// Words closer than this part of their size are one word that was drawn in pieces.
const ONE_WORD: f32 = 0.1;

/// Words that stand on one line, from left to right.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub words: Vec<Word>,
    pub left: f32,
    pub right: f32,
    pub base: f32,
    /// The size of most of its letters.
    pub size: f32,
}

/// The lines of words, from the top.
pub(super) fn lines(mut words: Vec<Word>) -> Vec<Line> {
    words.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut rows: Vec<Row> = Vec::new();
    for word in words {
        let band = Band::of(&word);
        // A raised figure may come before the line that it belongs to.
        let near = rows
            .iter_mut()
            .rev()
            .take(3)
            .max_by(|a, b| a.band.shared(&band).total_cmp(&b.band.shared(&band)));
        match near {
            Some(row) if row.band.shared(&band) > 0.5 => row.add(word, band),
            _ => rows.push(Row { words: vec![word], band }),
        }
    }
    let mut lines: Vec<Line> = rows.into_iter().map(|row| Line::of(row.words)).collect();
    lines.sort_by(|a, b| a.base.total_cmp(&b.base));
    lines
}

struct Row {
    words: Vec<Word>,
    band: Band,
}

impl Row {
    fn add(&mut self, word: Word, band: Band) {
        if band.bottom - band.top > 1.05 * (self.band.bottom - self.band.top) {
            self.band = band;
        }
        self.words.push(word);
    }
}

/// How high letters reach.
struct Band {
    top: f32,
    bottom: f32,
}

impl Band {
    fn of(word: &Word) -> Self {
        Self { top: word.base - 0.7 * word.size, bottom: word.base }
    }

    /// The part of the lower of two that the other shares.
    fn shared(&self, other: &Self) -> f32 {
        let both = self.bottom.min(other.bottom) - self.top.max(other.top);
        both / (self.bottom - self.top).min(other.bottom - other.top).max(0.01)
    }
}

impl Line {
    fn of(mut words: Vec<Word>) -> Self {
        words.sort_by(|a, b| a.left.total_cmp(&b.left));
        let (size, base) = main_letters(&words);
        let left = words.iter().map(|word| word.left).fold(f32::MAX, f32::min);
        let right = words.iter().map(|word| word.right).fold(f32::MIN, f32::max);
        let words = unspaced(joined(words));
        Self { words, left, right, base, size }
    }

    /// Whether most of its letters are written from right to left.
    pub fn is_leftward(&self) -> bool {
        let letters = || self.words.iter().flat_map(|word| word.text.chars()).filter(|c| c.is_alphabetic());
        letters().filter(|c| is_leftward(*c)).count() * 2 > letters().count()
    }

    /// Its words, with one space between two.
    pub fn text(&self) -> String {
        let mut words: Vec<&str> = self.words.iter().map(|word| word.text.as_str()).collect();
        if self.is_leftward() {
            words.reverse();
            turn_rightward_runs(&mut words);
        }
        let mut text = String::new();
        let mut led = false;
        for (at, word) in words.iter().enumerate() {
            // Dots that lead the eye to a number or a name are no text.
            let dots = |word: &str| word.chars().all(|c| matches!(c, '.' | '…' | '·'));
            let beside = |at: Option<usize>| at.and_then(|at| words.get(at)).is_some_and(|word| dots(word));
            let lone = beside(at.checked_sub(1)) || beside(Some(at + 1));
            if dots(word) && (word.chars().count() > 3 || (lone && words.len() > 3)) {
                led = true;
                continue;
            }
            let word = if led { word.trim_start_matches('.') } else { word };
            led = false;
            let cut = leader(word);
            if !text.is_empty() && !cut.is_empty() && !without_space(&text, &cut) {
                text.push(' ');
            }
            text.push_str(&cut);
        }
        if text.chars().any(unicode_normalization::char::is_combining_mark) {
            text.nfc().collect()
        } else {
            text
        }
    }
}

/// A word without the dots that lead on from it, where there are more than three.
fn leader(word: &str) -> String {
    let bare = word.trim_end_matches('.');
    if word.len() - bare.len() > 3 { bare.to_owned() } else { word.to_owned() }
}

/// Scripts of whole characters have no spaces between two lines or words.
pub(super) fn without_space(before: &str, after: &str) -> bool {
    let whole = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff60}');
    before.chars().next_back().is_some_and(whole) && after.chars().next().is_some_and(whole)
}

/// Numbers and Latin words within a line of Arabic or Hebrew run from left to right.
fn turn_rightward_runs(words: &mut [&str]) {
    let rightward = |word: &&str| word.chars().any(char::is_alphanumeric) && !word.chars().any(is_leftward);
    let mut from = 0;
    while from < words.len() {
        let count = words[from..].iter().take_while(|word| rightward(word)).count();
        words[from..from + count].reverse();
        from += count.max(1);
    }
}

/// The size and the base of most letters.
fn main_letters(words: &[Word]) -> (f32, f32) {
    let mut sizes: Vec<(f32, f32, usize)> = Vec::new();
    for word in words {
        let count = word.text.chars().count();
        match sizes
            .iter_mut()
            .find(|(size, base, _)| (size - word.size).abs() < 0.3 && (base - word.base).abs() < 0.5)
        {
            Some((.., all)) => *all += count,
            None => sizes.push((word.size, word.base, count)),
        }
    }
    let most = sizes.iter().max_by_key(|(.., count)| *count);
    most.map_or((10.0, 0.0), |(size, base, _)| (*size, *base))
}

/// Words that were drawn in pieces, whole.
fn joined(words: Vec<Word>) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    for word in words {
        match out.last_mut() {
            Some(last) if !last.spaced && is_one(last, &word) => {
                let leftward = word.text.chars().any(is_leftward);
                if leftward {
                    last.text.insert_str(0, &word.text)
                } else {
                    last.text.push_str(&word.text)
                }
                last.right = last.right.max(word.right);
                last.spaced = word.spaced;
            }
            _ => out.push(word),
        }
    }
    out
}

fn is_one(last: &Word, word: &Word) -> bool {
    let gap = word.left - last.right;
    let size = last.size.max(word.size);
    gap < ONE_WORD * size && gap > -0.3 * size
}

/// A line of l e t t e r s that are set apart, as words: where the gaps are wider than most of them.
fn unspaced(words: Vec<Word>) -> Vec<Word> {
    let single = words
        .iter()
        .filter(|word| word.text.chars().count() == 1 && word.text.chars().all(char::is_alphabetic));
    if words.len() < 6 || single.count() * 10 < words.len() * 8 {
        return words;
    }
    let mut gaps: Vec<f32> = words.windows(2).map(|pair| pair[1].left - pair[0].right).collect();
    gaps.sort_by(f32::total_cmp);
    let most = 1.5 * gaps[gaps.len() / 2].max(0.1);
    let mut out: Vec<Word> = Vec::new();
    for word in words {
        match out.last_mut() {
            Some(last) if word.left - last.right < most => {
                last.text.push_str(&word.text);
                last.right = word.right;
            }
            _ => out.push(word),
        }
    }
    out
}
