//! Attribution: source, cue and content, found in running text.
//!
//! A text is read into tokens with their quotations and units; a logistic model finds the heads of
//! cues among them, and a chain beside each says which words are the source and which the content.

mod cues;
mod features;
mod model;
mod quotes;
mod spans;
mod tokens;
pub mod train;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::LazyLock;

pub(super) use cues::{CueKind, kind};
use features::{Classes, Window};
use model::{CONTENT, CUE, Model, SIZE, SOURCE, Weights};
use tokens::{FIRST, Token, hash};

/// One attribution, in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributionSpans {
    /// The words that name who spoke; `None` where the text names nobody.
    pub source: Option<Range<usize>>,
    /// The words that attribute, such as `said that` or `according to`.
    pub cue: Range<usize>,
    /// The cue's chief word.
    pub head: Range<usize>,
    /// What was said, in order; several pieces where other words stand between them. Never empty.
    pub content: Vec<Range<usize>>,
    /// Whether a quotation opens in the content.
    pub direct: bool,
}

/// The shipped weights. Their length is checked when the library is built.
static SHIPPED: &[u8; SIZE] = include_bytes!("model.bin");

/// Finds the attributions of texts by learned weights; one serves all threads.
pub struct Attributor<'a> {
    model: Model<'a>,
}

static ATTRIBUTOR: LazyLock<Attributor<'static>> =
    LazyLock::new(|| Attributor { model: Model::from_bytes(SHIPPED) });

impl Attributor<'static> {
    /// The one that comes with the library.
    pub fn shipped() -> &'static Self {
        &ATTRIBUTOR
    }
}

impl<'a> Attributor<'a> {
    /// One with the weights that [`train::learn`] gave; `None` where the bytes are no such weights.
    pub fn new(model: &'a [u8]) -> Option<Self> {
        Model::read(model).map(|model| Self { model })
    }

    /// The attributions of a text, in order of their cues. Takes linear time.
    pub fn find(&self, text: &str) -> Vec<AttributionSpans> {
        find(&read(text, &super::sentences(text)), &self.model)
    }
}

/// The attributions of a text with such sentences by the shipped weights, in order of their cues.
pub(super) fn attribute(text: &str, sentences: &[Range<usize>]) -> Vec<AttributionSpans> {
    find(&read(text, sentences), &ATTRIBUTOR.model)
}

/// A text as attribution sees it.
struct Reading {
    tokens: Vec<Token>,
}

/// The classes of verbs that attribute begin here; those of `words.txt` are far fewer.
const VERBS: u8 = 64;

/// The classes of words by their hash, in slots that are probed one after the other.
struct Words {
    slots: Vec<(u32, u8)>,
}

impl Words {
    /// Far more slots than words: a search ends soon.
    const SLOTS: usize = 1 << 14;

    fn slot(&self, word: u32) -> usize {
        let mut at = word as usize % Self::SLOTS;
        while self.slots[at].1 != 0 && self.slots[at].0 != word {
            at = (at + 1) % Self::SLOTS;
        }
        at
    }

    fn class(&self, word: u32) -> u8 {
        self.slots[self.slot(word)].1
    }

    /// The first class that a word is given is kept.
    fn add(&mut self, word: u32, class: u8) {
        let at = self.slot(word);
        if self.slots[at].1 == 0 {
            self.slots[at] = (word, class);
        }
    }
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words { slots: vec![(0, 0); Words::SLOTS] };
    for (class, line) in (1..).zip(classes()) {
        line.1.split_whitespace().for_each(|word| words.add(hash(word), class));
    }
    cues::forms().for_each(|(form, kind)| words.add(hash(form), VERBS + kind as u8));
    words
});

fn classes() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("words.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(':'))
}

static CLASSES: LazyLock<Classes> = LazyLock::new(|| {
    let class =
        |name: &str| (1..).zip(classes()).find(|(_, line)| line.0 == name).map_or(0, |(class, _)| class);
    Classes { that: class("that"), joins: [class("and"), class("but"), class("because"), class("who")] }
});

/// Reads a text into tokens with their classes, quotations and units.
fn read(text: &str, sentences: &[Range<usize>]) -> Reading {
    let mut tokens = tokens::tokens(text);
    quotes::quotes(&mut tokens, text);
    let words = &*WORDS;
    for token in &mut tokens {
        token.class = words.class(token.word);
    }
    units(&mut tokens, sentences);
    tokens.iter_mut().for_each(|token| token.kind = features::kind(token));
    Reading { tokens }
}

/// Numbers the units: sentences, where a quotation keeps its own together.
fn units(tokens: &mut [Token], sentences: &[Range<usize>]) {
    let (mut sentence, mut unit) = (0, 0);
    for at in 0..tokens.len() {
        let start = tokens[at].start as usize;
        let mut crossed = at == 0;
        while sentences.get(sentence).is_some_and(|range| range.end <= start) {
            sentence += 1;
            crossed = true;
        }
        if at > 0 {
            let before = &tokens[at - 1];
            let same_quote = before.quote != 0 && before.quote == tokens[at].quote;
            let paragraph = before.paragraph != tokens[at].paragraph;
            crossed = paragraph || (crossed && !same_quote);
        }
        if crossed {
            unit += 1;
            tokens[at].flags |= FIRST;
        }
        tokens[at].unit = unit;
    }
}

/// How likely each token is the head of a cue, as a logit.
fn cue_scores(reading: &Reading, weights: &impl Weights) -> Vec<f32> {
    let tokens = &reading.tokens;
    let score = |at: usize| {
        let mut sum = 0.0;
        features::cue_first(tokens, at, |feature| sum += weights.cue(feature));
        if sum > HOPELESS {
            features::cue_rest(tokens, at, |feature| sum += weights.cue(feature));
        }
        sum
    };
    (0..tokens.len()).map(score).collect()
}

/// A token whose first features add up to less is taken for no cue's head, whatever else speaks for it: in
/// the training texts that passes over three tokens in four, and one in a thousand of those that count.
const HOPELESS: f32 = -2.5;

/// A token that may be a cue's head, for the sake of its neighbours.
const LIKELY: f32 = -1.0;

/// A cue of this score has content, even where the chain alone would see none.
const SURE: f32 = 1.5;
/// How far below the least score a verb of speech with a source still counts.
const DOUBTFUL: f32 = 0.6;

/// The attributions of a text, in order of their cues.
fn find(reading: &Reading, model: &Model<'_>) -> Vec<AttributionSpans> {
    let scores = cue_scores(reading, model);
    let likely: Vec<bool> = scores.iter().map(|score| *score > LIKELY).collect();
    let mut found = Vec::new();
    for (head, (token, &score)) in reading.tokens.iter().zip(&scores).enumerate() {
        let speech = token.class == VERBS + CueKind::Say as u8;
        if score > model.threshold - if speech { DOUBTFUL } else { 0.0 } {
            let window = Window::new(&reading.tokens, head, &CLASSES, &likely);
            let labels = spans::best(&window, model, score > SURE);
            // A doubtful verb of speech counts where somebody is its subject.
            let counts = |found: &AttributionSpans| score > model.threshold || found.source.is_some();
            found.extend(one(&window, &labels).filter(counts));
        }
    }
    found
}

/// The attribution that labels spell out; `None` where nothing is content.
fn one(window: &Window<'_>, labels: &[u8]) -> Option<AttributionSpans> {
    let runs = |wanted: usize| {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for (i, label) in labels.iter().enumerate() {
            if usize::from(*label) == wanted {
                let at = window.start + i;
                match runs.last_mut() {
                    Some(run) if run.end == at => run.end = at + 1,
                    _ => runs.push(at..at + 1),
                }
            }
        }
        runs
    };
    let bytes =
        |run: &Range<usize>| window.tokens[run.start].start as usize..window.tokens[run.end - 1].end as usize;
    let content = runs(CONTENT);
    if content.is_empty() {
        return None;
    }
    let source = runs(SOURCE).into_iter().min_by_key(|run| run.start.abs_diff(window.head));
    let cue = runs(CUE).into_iter().find(|run| run.contains(&window.head))?;
    let direct = content.iter().any(|run| window.tokens[run.clone()].iter().any(|t| t.is(tokens::OPENS)));
    Some(AttributionSpans {
        source: source.as_ref().map(bytes),
        cue: bytes(&cue),
        head: window.tokens[window.head].range(),
        content: content.iter().map(bytes).collect(),
        direct,
    })
}

impl AttributionSpans {
    /// Whether the cue says that somebody spoke, wrote, asked or took a stand.
    pub(super) fn speaks(&self, text: &str) -> bool {
        !matches!(kind(&text[self.head.clone()]), Some(CueKind::Act | CueKind::Show))
    }
}
