//! A text as attribution sees it: tokens with their classes, quotations and units.

use std::ops::Range;
use std::sync::LazyLock;

use super::features::{self, Classes};
use super::tokens::{self, FIRST, Token, hash};
use super::{cues, quotes};

/// A text as attribution sees it.
pub(super) struct Reading {
    pub tokens: Vec<Token>,
}

/// The classes of verbs that attribute begin here; those of `words.txt` are far fewer.
pub(super) const VERBS: u8 = 64;

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

/// The words of a class of `words.txt`; none where there is no such class.
pub(in crate::extract) fn class_words(class: &str) -> impl Iterator<Item = &'static str> {
    let line = classes().find(|(name, _)| *name == class);
    line.into_iter().flat_map(|(_, words)| words.split_whitespace())
}

pub(super) static CLASSES: LazyLock<Classes> = LazyLock::new(|| {
    let class =
        |name: &str| (1..).zip(classes()).find(|(_, line)| line.0 == name).map_or(0, |(class, _)| class);
    Classes { that: class("that"), joins: [class("and"), class("but"), class("because"), class("who")] }
});

/// Reads a text into tokens with their classes, quotations and units.
pub(super) fn read(text: &str, sentences: &[Range<usize>]) -> Reading {
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
