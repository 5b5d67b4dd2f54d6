//! Alignment of a quotation with a text, word by word: all of the quotation, any part of the text.
//!
//! Gaps cost by their length (O. Gotoh, An improved algorithm for matching biological sequences, 1982), and none costs more
//! than a jump, so that a piece far away is still found. What is marked as an omission may be left out for nothing, and
//! what is marked as an insertion may stand in place of a few words.

use super::asked::Asked;
use super::words::Word;

/// A step of an alignment: numbers of words of the quotation and of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The same word in both.
    Same(usize, usize),
    /// Two words of the quotation are one of the text: `cease fire`, `ceasefire`.
    Joined(usize, usize),
    /// One word of the quotation is two of the text.
    Parted(usize, usize),
    /// One word in place of another.
    Changed(usize, usize),
    /// A word of the quotation that the text has not.
    Added(usize),
    /// A word of the text that the quotation has not.
    LeftOut(usize),
}

/// A quotation aligned with a text.
#[derive(Clone, Debug)]
pub(super) struct Alignment {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// As a share of what the same words throughout would have.
    pub score: f32,
}

/// What each step is worth, in tenths of a word that is the same.
mod worth {
    pub const SAME: i32 = 10;
    pub const CHANGED: i32 = -6;
    /// A word changed in its form only, or misspelt.
    pub const LIKE: i32 = -3;
    pub const ADDED_FIRST: i32 = -7;
    pub const ADDED: i32 = -4;
    pub const LEFT_OUT_FIRST: i32 = -7;
    pub const LEFT_OUT: i32 = -3;
    pub const JUMP: i32 = -45;
    pub const OMISSION: i32 = -1;
    pub const INSERTION: i32 = -2;
}

/// More cells than this are not looked at: the text is cut to what fits.
pub(super) const MOST_CELLS: usize = 4_000_000;

/// What the last step was.
const PAIR: usize = 0;
const ADDED: usize = 1;
const LEFT_OUT: usize = 2;
const JUMP: usize = 3;
const LAYERS: usize = 4;
/// No way leads here.
const NEVER: i32 = i32::MIN / 2;

/// How a cell was reached: the layer before in the low bits, the kind of pair above.
const FROM: u8 = 0b11;
const START: u8 = 1 << 2;
const IS_SAME: u8 = 1 << 3;
const IS_JOINED: u8 = 1 << 4;
const IS_PARTED: u8 = 1 << 5;

/// Aligns all of a quotation with a part of a text; `None` where either has no word.
pub(super) fn align(asked: &Asked, text: &[Word]) -> Option<Alignment> {
    let rows = asked.len();
    if rows == 0 || text.is_empty() {
        return None;
    }
    let columns = text.len().min(MOST_CELLS / (rows + 1));
    let mut table = Table::new(asked, &text[..columns]);
    table.fill();
    table.trace()
}

struct Table<'a> {
    asked: &'a Asked,
    text: &'a [Word],
    width: usize,
    /// Scores of all cells, by layer.
    scores: Vec<[i32; LAYERS]>,
    ways: Vec<[u8; LAYERS]>,
}

impl<'a> Table<'a> {
    fn new(asked: &'a Asked, text: &'a [Word]) -> Self {
        let width = text.len() + 1;
        let cells = (asked.len() + 1) * width;
        Self { asked, text, width, scores: vec![[NEVER; LAYERS]; cells], ways: vec![[0; LAYERS]; cells] }
    }

    fn at(&self, i: usize, j: usize) -> usize {
        i * self.width + j
    }

    fn fill(&mut self) {
        for j in 0..self.width {
            // The text before the quotation costs nothing.
            let at = self.at(0, j);
            self.scores[at][PAIR] = 0;
            self.ways[at][PAIR] = START;
        }
        for i in 1..=self.asked.len() {
            let marks = self.asked.marks_before(i);
            let (first, more) = if marks.omission.is_some() {
                (worth::OMISSION, 0)
            } else if marks.insertion.is_some() {
                (worth::INSERTION, worth::INSERTION)
            } else {
                (worth::LEFT_OUT_FIRST, worth::LEFT_OUT)
            };
            for j in 0..self.width {
                self.pair(i, j);
                self.added(i, j);
                if j > 0 && i < self.asked.len() {
                    self.left_out(i, j, first, more);
                }
            }
        }
    }

    /// The best layer of a cell among some.
    fn best(&self, at: usize, layers: usize) -> (i32, usize) {
        let scores = &self.scores[at][..layers];
        let mut best = (scores[PAIR], PAIR);
        for (layer, score) in scores.iter().enumerate().skip(1) {
            if *score > best.0 {
                best = (*score, layer);
            }
        }
        best
    }

    fn reach(&mut self, at: usize, layer: usize, score: i32, from: usize, how: u8) {
        if score > self.scores[at][layer] {
            self.scores[at][layer] = score;
            self.ways[at][layer] = from as u8 | how;
        }
    }

    fn pair(&mut self, i: usize, j: usize) {
        if j == 0 {
            return;
        }
        let at = self.at(i, j);
        let (asked, text) = (&self.asked.words[i - 1], &self.text[j - 1]);
        let (score, from) = self.best(self.at(i - 1, j - 1), LAYERS);
        if asked.hash == text.hash || asked.other == Some(text.hash) {
            self.reach(at, PAIR, score + worth::SAME, from, IS_SAME);
        } else {
            let likeness = if is_like(asked, text) { worth::LIKE } else { worth::CHANGED };
            self.reach(at, PAIR, score + likeness, from, 0);
        }
        if i > 1 && is_joined(&self.asked.words[i - 2], asked, text) && self.asked.marks[i - 1].is_empty() {
            let (score, from) = self.best(self.at(i - 2, j - 1), LAYERS);
            self.reach(at, PAIR, score + 2 * worth::SAME, from, IS_JOINED);
        }
        if j > 1 && is_joined(&self.text[j - 2], text, asked) {
            let (score, from) = self.best(self.at(i - 1, j - 2), LAYERS);
            self.reach(at, PAIR, score + worth::SAME, from, IS_PARTED);
        }
    }

    fn added(&mut self, i: usize, j: usize) {
        let (at, before) = (self.at(i, j), self.at(i - 1, j));
        let more = self.scores[before][ADDED] + worth::ADDED;
        self.reach(at, ADDED, more, ADDED, 0);
        for layer in [PAIR, LEFT_OUT, JUMP] {
            let first = self.scores[before][layer] + worth::ADDED_FIRST;
            self.reach(at, ADDED, first, layer, 0);
        }
    }

    fn left_out(&mut self, i: usize, j: usize, first: i32, more: i32) {
        let (at, before) = (self.at(i, j), self.at(i, j - 1));
        let goes_on = self.scores[before][LEFT_OUT] + more;
        self.reach(at, LEFT_OUT, goes_on, LEFT_OUT, 0);
        let goes_on = self.scores[before][JUMP];
        self.reach(at, JUMP, goes_on, JUMP, 0);
        let (score, from) = self.best(before, LEFT_OUT);
        self.reach(at, LEFT_OUT, score + first, from, 0);
        self.reach(at, JUMP, score + worth::JUMP, from, 0);
    }

    fn trace(&self) -> Option<Alignment> {
        let last = self.asked.len();
        let ends = (0..self.width).map(|j| (self.best(self.at(last, j), LEFT_OUT), j));
        // Of equal ones the first.
        let ((score, mut layer), mut j) =
            ends.max_by_key(|((score, _), j)| (*score, std::cmp::Reverse(*j)))?;
        let mut i = last;
        let mut steps = Vec::with_capacity(last + 8);
        loop {
            let way = self.ways[self.at(i, j)][layer];
            if layer == PAIR && way & START != 0 {
                break;
            }
            match layer {
                PAIR if way & IS_JOINED != 0 => {
                    (i, j) = (i - 2, j - 1);
                    steps.push(Step::Joined(i, j));
                }
                PAIR if way & IS_PARTED != 0 => {
                    (i, j) = (i - 1, j - 2);
                    steps.push(Step::Parted(i, j));
                }
                PAIR => {
                    (i, j) = (i - 1, j - 1);
                    steps.push(if way & IS_SAME != 0 { Step::Same(i, j) } else { Step::Changed(i, j) });
                }
                ADDED => {
                    i -= 1;
                    steps.push(Step::Added(i));
                }
                _ => {
                    j -= 1;
                    steps.push(Step::LeftOut(j));
                }
            }
            layer = usize::from(way & FROM);
        }
        steps.reverse();
        Some(Alignment { steps, score: score as f32 / (worth::SAME * last as i32) as f32 })
    }
}

/// Fewer letters do not tell that a word was misspelt.
const LIKE_LETTERS: usize = 5;

/// Whether two words are near in spelling: a slip, or another form of the word.
fn is_like(one: &Word, other: &Word) -> bool {
    let same_start = one.key.bytes().take(3).eq(other.key.bytes().take(3));
    let long = one.key.len().min(other.key.len()) >= LIKE_LETTERS;
    same_start && long && one.key.len().abs_diff(other.key.len()) <= 3
}

/// Two words have so many letters each at least to be a compound; `a lone` is not `alone`.
const PART_LETTERS: usize = 3;

/// Whether two words side by side are one word of the other text: `cease-fire`, `per cent`, `inter- national`.
fn is_joined(first: &Word, second: &Word, whole: &Word) -> bool {
    let lengths = first.key.len() + second.key.len() == whole.key.len();
    if !lengths || !whole.key.starts_with(&first.key) || !whole.key.ends_with(&second.key) {
        return false;
    }
    let is_part = |word: &Word| {
        word.key.chars().count() >= PART_LETTERS && !crate::index::analysis::is_grammar(&word.key)
    };
    let listed = matches!(whole.key.as_str(), "percent" | "cannot");
    listed || first.hyphen || is_part(first) && is_part(second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotation::words::words;

    /// The steps in short: `=` the same, `~` changed, `+` added, `-` left out, `j` and `p` joined and parted.
    fn steps(asked: &str, text: &str) -> String {
        let found = align(&Asked::read(asked), &words(text)).unwrap();
        let short = found.steps.iter().map(|step| match step {
            Step::Same(..) => '=',
            Step::Joined(..) => 'j',
            Step::Parted(..) => 'p',
            Step::Changed(..) => '~',
            Step::Added(_) => '+',
            Step::LeftOut(_) => '-',
        });
        short.collect()
    }

    const TEXT: &str = "Friends, the river feeds both our towns and the cease-fire holds. We shall not sign before the \
        spring, and nobody will sign for us.";

    #[test]
    fn words_that_differ_are_told_in_place() {
        for (asked, expected) in [
            ("the river feeds both our towns", "======"),
            ("the river feeds all our towns", "===~=="),
            ("We shall sign before the spring", "==-===="),
            ("the river still feeds both our towns", "==+===="),
            ("the ceasefire holds", "=p="),
            ("We shall not sign be- fore the spring", "====j=="),
            ("the river feeds […] our towns", "===-=="),
            ("the river feeds […] nobody will sign", "===----------------==="),
            ("the river [still] feeds", "==="),
            ("the [water] feeds both", "=-=="),
        ] {
            assert_eq!(steps(asked, TEXT), expected, "{asked}");
        }
    }

    #[test]
    fn a_jump_costs_no_more_for_being_long() {
        let far = format!(
            "We go on to the end of it all. {} Then we rest for a long time.",
            "So it is. ".repeat(200)
        );
        let found = steps("We go on to the end of it all. Then we rest for a long time.", &far);
        assert_eq!((found.matches('=').count(), found.matches('-').count()), (16, 600));
    }
}
