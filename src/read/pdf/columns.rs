//! The columns of a page: gutters, found on each page and voted over the document, and the order in which the
//! blocks between them are read.

use super::glyphs::Word;
use super::lines::{Line, lines};

/// A gap narrower than this part of the letters' size is no gutter.
const NARROWEST: f32 = 0.5;
/// A gutter parts at least so many lines of a page by itself; fewer where other pages have it too.
const LINES: usize = 8;
/// A page has at most so many columns.
const MOST_COLUMNS: usize = 6;
/// Columns of prose have at least so many words a line, on the average; cells of a table have fewer.
const WORDS: f32 = 2.5;

/// Lines that are read one after the other, in a column or across the page.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub lines: Vec<Line>,
    /// Where its column begins and ends.
    pub left: f32,
    pub right: f32,
}

/// The gutters of a page by itself: where they stand, from left to right.
pub(super) fn gutters(words: &[Word]) -> Vec<f32> {
    let mut found = Vec::new();
    let words: Vec<&Word> = words.iter().collect();
    search(&words, &mut found, 0);
    found.sort_by(f32::total_cmp);
    found
}

fn search(words: &[&Word], found: &mut Vec<f32>, depth: usize) {
    if depth > 3 || found.len() + 1 >= MOST_COLUMNS {
        return;
    }
    let Some(gutter) = Bands::of(words).gutter() else { return };
    found.push(gutter);
    let left: Vec<&Word> = words.iter().copied().filter(|word| word.right <= gutter + 1.0).collect();
    let right: Vec<&Word> = words.iter().copied().filter(|word| word.left >= gutter - 1.0).collect();
    search(&left, found, depth + 1);
    search(&right, found, depth + 1);
}

/// The gutters of every page: its own, and those of other pages that it does not speak against.
pub(super) fn vote(pages: &[&[Word]]) -> Vec<Vec<f32>> {
    let own: Vec<Vec<f32>> = pages.iter().map(|words| gutters(words)).collect();
    let mut common: Vec<(f32, usize)> = Vec::new();
    for x in own.iter().flatten() {
        match common.iter_mut().find(|(other, _)| (other - x).abs() < 12.0) {
            Some((_, count)) => *count += 1,
            None => common.push((*x, 1)),
        }
    }
    common.retain(|(_, count)| *count >= 2);
    common.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let shared = |(words, mut own): (&&[Word], Vec<f32>)| {
        if own.is_empty() {
            let all: Vec<&Word> = words.iter().collect();
            let bands = Bands::of(&all);
            // The gutters of the pages that have most columns alike; the most common first.
            own = common.iter().map(|(x, _)| *x).filter(|x| bands.allows(*x)).take(1).collect();
        }
        own
    };
    pages.iter().zip(own).map(shared).collect()
}

/// The blocks of a page in the order of reading: what stands across all columns parts what is above from what is
/// below; between, a column after the other.
pub(super) fn blocks(words: Vec<Word>, gutters: &[f32]) -> Vec<Block> {
    let rows = lines(words);
    if gutters.is_empty() {
        return vec![Block::of(rows)];
    }
    let mut blocks = Vec::new();
    let mut columns: Vec<Vec<Word>> = vec![Vec::new(); gutters.len() + 1];
    let mut across: Vec<Line> = Vec::new();
    for row in rows {
        if crosses(&row, gutters) {
            flush(&mut columns, &mut blocks);
            across.push(row);
            continue;
        }
        if !across.is_empty() {
            blocks.push(Block::of(std::mem::take(&mut across)));
        }
        for word in row.words {
            let middle = (word.left + word.right) / 2.0;
            let at = gutters.iter().filter(|gutter| **gutter < middle).count();
            columns[at].push(word);
        }
    }
    if !across.is_empty() {
        blocks.push(Block::of(across));
    }
    flush(&mut columns, &mut blocks);
    widen(&mut blocks);
    blocks
}

fn flush(columns: &mut [Vec<Word>], blocks: &mut Vec<Block>) {
    for words in columns {
        if !words.is_empty() {
            blocks.push(Block::of(lines(std::mem::take(words))));
        }
    }
}

/// Blocks of one column have its width, also where their own lines are short.
fn widen(blocks: &mut [Block]) {
    let widths: Vec<(f32, f32)> = blocks.iter().map(|block| (block.left, block.right)).collect();
    for block in blocks {
        let same =
            widths.iter().filter(|(left, right)| (left - block.left).abs() < 8.0 && *right > block.right);
        block.right = same
            .map(|(_, right)| *right)
            .filter(|right| *right - block.left < 1000.0)
            .fold(block.right, f32::max);
    }
}

impl Block {
    fn of(lines: Vec<Line>) -> Self {
        let left = lines.iter().map(|line| line.left).fold(f32::MAX, f32::min);
        let right = lines.iter().map(|line| line.right).fold(f32::MIN, f32::max);
        Self { lines, left, right }
    }
}

/// Whether letters of the line stand in a gutter, or its words are no further apart there than elsewhere.
fn crosses(line: &Line, gutters: &[f32]) -> bool {
    gutters.iter().any(|gutter| {
        let over = |word: &Word| word.left < gutter - 1.0 && word.right > gutter + 1.0;
        let before = line.words.iter().filter(|word| word.right <= gutter + 1.0).map(|word| word.right);
        let after = line.words.iter().filter(|word| word.left >= gutter - 1.0).map(|word| word.left);
        let (before, after) = (before.fold(f32::MIN, f32::max), after.fold(f32::MAX, f32::min));
        line.words.iter().any(over) || after - before < NARROWEST * line.size
    })
}

/// A page cut into bands of a line's height, each with the stretches that are written on.
struct Bands {
    bands: Vec<Vec<Stretch>>,
    size: f32,
    left: f32,
    right: f32,
}

#[derive(Clone, Copy)]
struct Stretch {
    left: f32,
    right: f32,
    words: usize,
}

impl Bands {
    fn of(words: &[&Word]) -> Self {
        let mut sizes: Vec<f32> = words.iter().map(|word| word.size).collect();
        sizes.sort_by(f32::total_cmp);
        let size = sizes.get(sizes.len() / 2).copied().unwrap_or(10.0);
        let top = words.iter().map(|word| word.base).fold(f32::MAX, f32::min);
        let mut rows: std::collections::BTreeMap<i32, Vec<Stretch>> = std::collections::BTreeMap::new();
        for word in words {
            let band = ((word.base - top) / (1.15 * size)).round() as i32;
            rows.entry(band).or_default().push(Stretch { left: word.left, right: word.right, words: 1 });
        }
        let left = words.iter().map(|word| word.left).fold(f32::MAX, f32::min);
        let right = words.iter().map(|word| word.right).fold(f32::MIN, f32::max);
        Self {
            bands: rows.into_values().map(|row| merged(row, NARROWEST * size)).collect(),
            size,
            left,
            right,
        }
    }

    /// The place where a gap goes through most lines, where they look like two columns of prose.
    fn gutter(&self) -> Option<f32> {
        let width = self.right - self.left;
        if self.bands.len() < LINES || !(8.0 * self.size..20_000.0).contains(&width) {
            return None;
        }
        let steps = width as usize;
        let mut score = vec![0_i32; steps + 2];
        for band in &self.bands {
            for pair in band.windows(2) {
                self.mark(&mut score, pair[0].right, pair[1].left, 1);
            }
            for stretch in band {
                self.mark(&mut score, stretch.left, stretch.right, -1);
            }
        }
        for at in 1..score.len() {
            score[at] += score[at - 1];
        }
        let margin = steps / 8;
        let inner = &score[margin..steps.saturating_sub(margin).max(margin)];
        let best = *inner.iter().max()?;
        let from = margin + inner.iter().position(|score| *score == best)?;
        let to = from + score[from..].iter().take_while(|score| **score == best).count();
        let x = self.left + (from + to) as f32 / 2.0;
        (best > 0 && self.is_gutter(x)).then_some(x)
    }

    /// Adds to the places from one x to another, as differences that are summed up at the end.
    fn mark(&self, score: &mut [i32], from: f32, to: f32, by: i32) {
        let at = |x: f32| ((x - self.left).max(0.0) as usize).min(score.len() - 1);
        let (from, to) = (at(from + 1.0), at(to));
        if from < to {
            score[from] += by;
            score[to] -= by;
        }
    }

    /// For each band, whether there is a gap at x with words on both sides, or words over it; `None` where it
    /// has words on one side only.
    fn states(&self, x: f32) -> Vec<Option<bool>> {
        let state = |band: &Vec<Stretch>| {
            if band.iter().any(|stretch| stretch.left < x && stretch.right > x) {
                return Some(false);
            }
            let left = band.iter().any(|stretch| stretch.right <= x);
            let right = band.iter().any(|stretch| stretch.left >= x);
            (left && right).then_some(true)
        };
        self.bands.iter().map(state).collect()
    }

    fn is_gutter(&self, x: f32) -> bool {
        let states = self.states(x);
        let open = states.iter().filter(|state| **state == Some(true)).count();
        if open < LINES || !is_steady(&states, open) {
            return false;
        }
        let bands = || {
            self.bands.iter().zip(&states).filter(|(_, state)| **state == Some(true)).map(|(band, _)| band)
        };
        let sides = [true, false].map(|left| Side::of(bands(), x, left));
        let width = self.right - self.left;
        sides.iter().all(|side| side.words >= WORDS && side.fill >= 0.6 && side.width >= width / 8.0)
    }

    /// Whether a gutter that other pages have may run here too.
    fn allows(&self, x: f32) -> bool {
        let states = self.states(x);
        let open = states.iter().filter(|state| **state == Some(true)).count();
        let closed = states.iter().filter(|state| **state == Some(false)).count();
        (closed == 0 || open >= 2) && is_steady(&states, open)
    }
}

/// Whether lines with a gap and lines without one do not take turns all the time.
fn is_steady(states: &[Option<bool>], open: usize) -> bool {
    let known: Vec<bool> = states.iter().copied().flatten().collect();
    let changes = known.windows(2).filter(|pair| pair[0] != pair[1]).count();
    changes <= 2 + open / 6
}

/// How one side of a gutter is written on.
struct Side {
    /// Words a line.
    words: f32,
    /// The part of the width that half of the lines fill at least.
    fill: f32,
    width: f32,
}

impl Side {
    fn of<'b>(bands: impl Iterator<Item = &'b Vec<Stretch>>, x: f32, is_left: bool) -> Self {
        let mut lengths = Vec::new();
        let mut words = 0;
        for band in bands {
            let side = |stretch: &&Stretch| if is_left { stretch.right <= x } else { stretch.left >= x };
            let stretches: Vec<&Stretch> = band.iter().filter(side).collect();
            words += stretches.iter().map(|stretch| stretch.words).sum::<usize>();
            lengths.push(stretches.iter().map(|stretch| stretch.right - stretch.left).sum::<f32>());
        }
        lengths.sort_by(f32::total_cmp);
        let width = lengths.last().copied().unwrap_or_default().max(1.0);
        let middle = lengths.get(lengths.len() / 2).copied().unwrap_or_default();
        Self { words: words as f32 / lengths.len().max(1) as f32, fill: middle / width, width }
    }
}

/// The stretches of a band, those that stand closer than `gap` as one.
fn merged(mut row: Vec<Stretch>, gap: f32) -> Vec<Stretch> {
    row.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut out: Vec<Stretch> = Vec::new();
    for next in row {
        match out.last_mut() {
            Some(last) if next.left - last.right < gap => {
                last.right = last.right.max(next.right);
                last.words += next.words;
            }
            _ => out.push(next),
        }
    }
    out
}
