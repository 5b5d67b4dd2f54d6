//! Candidates: for every token that may head a cue, the best answers to whose words stand around it.

use std::ops::Range;

use super::features::Window;
use super::model::{CONTENT, CUE, SOURCE, Weights};
use super::reading::{CLASSES, Reading};
use super::tokens::{CLOSES, MARK, OPENS, Token};
use super::{features, spans};

/// What may be an attribution, in tokens.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// The cue's head.
    pub head: usize,
    /// How likely that is one, as a logit.
    pub score: f32,
    /// How many other answers of this cue the chain holds for better.
    pub rank: usize,
    /// How far it is behind the chain's best labels.
    pub behind: f32,
    /// The same for the best labels that have no content; [`FAR`] where those found all have some.
    pub nothing: f32,
    /// Who.
    pub source: Option<Range<usize>>,
    /// The words that attribute, with the head among them.
    pub cue: Range<usize>,
    /// What was said. Never empty.
    pub content: Vec<Range<usize>>,
}

/// A token of this score may be a cue's head.
const LEAST: f32 = -1.4;
/// A cue of this score has content, even where the chain alone would see none.
const SURE: f32 = 1.5;
/// The most answers of one cue.
const ANSWERS: usize = 3;
/// Behind the best labels by more than is told.
const FAR: f32 = -30.0;

/// A token whose first features add up to less is taken for no cue's head, whatever else speaks for it: in
/// the training texts that passes over three tokens in four, and one in a thousand of those that count.
const HOPELESS: f32 = -2.5;

/// A token that may be a cue's head, for the sake of its neighbours.
pub(super) const LIKELY: f32 = -1.0;

/// How likely each token is the head of a cue, as a logit.
pub(super) fn cue_scores(reading: &Reading, weights: &impl Weights) -> Vec<f32> {
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

/// The candidates of a text, in order of their heads, the chain's best of each first.
pub(super) fn candidates(reading: &Reading, weights: &impl Weights) -> Vec<Candidate> {
    let scores = cue_scores(reading, weights);
    let likely: Vec<bool> = scores.iter().map(|score| *score > LIKELY).collect();
    let mut found = Vec::new();
    for (head, &score) in scores.iter().enumerate().filter(|(_, score)| **score > LEAST) {
        let window = Window::new(&reading.tokens, head, &CLASSES, &likely);
        answers(&window, score, weights, &mut found);
    }
    found
}

/// Adds the different answers of one cue.
fn answers(window: &Window<'_>, score: f32, weights: &impl Weights, found: &mut Vec<Candidate>) {
    let mut labellings = spans::best(window, weights);
    let Some(&(best, _)) = labellings.first() else { return };
    let has_content = |labels: &[u8]| labels.contains(&(CONTENT as u8));
    let nothing = labellings.iter().find(|(_, labels)| !has_content(labels));
    let nothing = nothing.map_or(FAR, |(score, _)| score - best);
    if score > SURE && !labellings.iter().any(|(_, labels)| has_content(labels)) {
        labellings.push((best + FAR, spans::best_with_content(window, weights)));
    }
    let mut answers = Answers { window, score, best, nothing, first: found.len(), found };
    for (labelled, labels) in &labellings {
        let content = with_marks(window.tokens, runs(labels, CONTENT, window.start));
        let cue = runs(labels, CUE, window.start).into_iter().find(|run| run.contains(&window.head));
        let (false, Some(cue)) = (content.is_empty(), cue) else { continue };
        let sources = runs(labels, SOURCE, window.start).into_iter();
        let sources = sources.filter_map(|run| without_marks(window.tokens, run));
        let source = sources.min_by_key(|run| run.start.abs_diff(window.head));
        answers.add(*labelled, source, cue, content);
    }
    answers.add_nearest();
}

/// The different answers of one cue, as they are found.
struct Answers<'a> {
    window: &'a Window<'a>,
    score: f32,
    best: f32,
    nothing: f32,
    /// The place of the first of them among those found.
    first: usize,
    found: &'a mut Vec<Candidate>,
}

impl Answers<'_> {
    fn add(
        &mut self,
        labelled: f32,
        source: Option<Range<usize>>,
        cue: Range<usize>,
        content: Vec<Range<usize>>,
    ) {
        let rank = self.found.len() - self.first;
        let known = |one: &Candidate| one.source == source && one.content == content;
        if rank < ANSWERS && !self.found[self.first..].iter().any(known) {
            let (head, behind) = (self.window.head, labelled - self.best);
            let (score, nothing) = (self.score, self.nothing);
            self.found.push(Candidate { head, score, rank, behind, nothing, source, cue, content });
        }
    }

    /// Where the best answer has the words of several sentences, those of the cue's own may be all: the next
    /// sentence may be somebody else's. It takes the place of the last answer where there are too many.
    fn add_nearest(&mut self) {
        let Some(best) = self.found.get(self.first) else { return };
        let tokens = self.window.tokens;
        let unit = |at: usize| tokens[at].unit;
        let own =
            |run: &&Range<usize>| unit(run.start) == unit(best.head) && unit(run.end - 1) == unit(best.head);
        let content: Vec<Range<usize>> = best.content.iter().filter(own).cloned().collect();
        if content.is_empty() || content.len() == best.content.len() {
            return;
        }
        let (source, cue) = (best.source.clone(), best.cue.clone());
        if self.found.len() - self.first == ANSWERS {
            self.found.pop();
        }
        self.add(self.best + FAR, source, cue, content);
    }
}

/// Runs with the marks that open and close the quotations at their ends; a run of marks alone is none.
fn with_marks(tokens: &[Token], mut content: Vec<Range<usize>>) -> Vec<Range<usize>> {
    content.retain(|run| tokens[run.clone()].iter().any(|token| !token.is(MARK)));
    for run in &mut content {
        let same = |one: usize, other: usize| tokens[one].quote == tokens[other].quote;
        if run.start > 0 && tokens[run.start - 1].is(OPENS) && same(run.start - 1, run.start) {
            run.start -= 1;
        }
        if run.end < tokens.len() && tokens[run.end].is(CLOSES) && same(run.end, run.end - 1) {
            run.end += 1;
        }
    }
    content
}

/// A run without the marks at its ends; `None` where nothing is left.
fn without_marks(tokens: &[Token], mut run: Range<usize>) -> Option<Range<usize>> {
    while run.start < run.end && tokens[run.end - 1].is(MARK) {
        run.end -= 1;
    }
    while run.start < run.end && tokens[run.start].is(MARK) {
        run.start += 1;
    }
    (run.start < run.end).then_some(run)
}

/// The runs of a label, in tokens of the text.
fn runs(labels: &[u8], wanted: usize, start: usize) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in labels.iter().enumerate().filter(|(_, label)| usize::from(**label) == wanted) {
        let at = start + at;
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

impl Candidate {
    /// How many tokens its content has.
    pub fn size(&self) -> usize {
        self.content.iter().map(ExactSizeIterator::len).sum()
    }

    /// How many tokens the contents of both hold.
    pub fn shared(&self, other: &Self) -> usize {
        let shared =
            |a: &Range<usize>, b: &Range<usize>| a.end.min(b.end).saturating_sub(a.start.max(b.start));
        self.content.iter().map(|a| other.content.iter().map(|b| shared(a, b)).sum::<usize>()).sum()
    }

    /// From the first token of its content to the last.
    pub fn extent(&self) -> Range<usize> {
        let first = self.content.first().map_or(self.head, |run| run.start);
        first..self.content.last().map_or(self.head, |run| run.end)
    }
}
