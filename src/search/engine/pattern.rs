//! What to find among a passage's words, and finding it: the same for the index, which knows the
//! positions of words, and for a text on its way to the user.

use std::collections::HashSet;
use std::sync::Arc;

use crate::index::analysis;

/// Words, and how they must stand to each other.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Pattern {
    /// Side by side and in order.
    Run(Vec<Choice>),
    /// Any of these.
    Any(Vec<Pattern>),
    /// All of these, with at most so many other words among them.
    Near { parts: Vec<Pattern>, others: u32, ordered: bool },
    /// All of these in one sentence.
    Sentence(Vec<Pattern>),
}

/// One place in a run: a word by its stem, or any of some words as they are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Choice {
    Stem(String),
    Exact(Arc<[String]>),
}

/// Where words stand, counted in words.
pub(crate) trait WordPositions {
    fn stem(&mut self, stem: &str, found: &mut Vec<u32>);
    fn exact(&mut self, word: &str, found: &mut Vec<u32>);
    /// Any of several words.
    fn any(&mut self, words: &Arc<[String]>, found: &mut Vec<u32>) {
        words.iter().for_each(|word| self.exact(word, found));
    }
    /// The first word of each sentence.
    fn sentences(&mut self) -> Vec<u32>;
}

/// A pattern found: the words from `start` up to `end`, and the runs in it that matched.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PatternMatch {
    pub start: u32,
    pub end: u32,
    pub runs: Vec<(u32, u32)>,
}

/// The most combinations of parts that are tried in one passage: beyond lies only what nobody asks.
const MAX_STEPS: usize = 20_000;
/// How many places of one pattern are kept.
const MAX_MATCHES: usize = 1_000;

impl Pattern {
    /// Where the pattern is found, in order.
    pub fn find(&self, places: &mut dyn WordPositions) -> Vec<PatternMatch> {
        let mut found = match self {
            Pattern::Run(choices) => run(choices, places),
            Pattern::Any(parts) => parts.iter().flat_map(|part| part.find(places)).collect(),
            Pattern::Near { parts, others, ordered } => {
                let lists: Vec<_> = parts.iter().map(|part| part.find(places)).collect();
                near(&lists, *others, *ordered, MAX_MATCHES)
            }
            Pattern::Sentence(parts) => {
                let lists: Vec<_> = parts.iter().map(|part| part.find(places)).collect();
                in_sentences(&lists, places)
            }
        };
        found.sort();
        found.dedup();
        found.truncate(MAX_MATCHES);
        found
    }

    /// Whether it asks for more than one word at a place.
    pub fn has_several_words(&self) -> bool {
        match self {
            Pattern::Run(choices) => choices.len() > 1,
            Pattern::Any(parts) => parts.iter().any(Self::has_several_words),
            Pattern::Near { .. } => true,
            Pattern::Sentence(_) => false,
        }
    }

    /// Whether the pattern is found at all: [`Pattern::find`] without listing where.
    pub fn holds(&self, places: &mut dyn WordPositions) -> bool {
        match self {
            Pattern::Any(parts) => parts.iter().any(|part| part.holds(places)),
            Pattern::Run(choices) => !starts(choices, places).is_empty(),
            Pattern::Sentence(parts) => {
                let Some(mut lists) = single_words(parts, places) else {
                    return !self.find(places).is_empty();
                };
                if lists.iter().any(Vec::is_empty) {
                    return false;
                }
                let starts = places.sentences();
                for list in &mut lists {
                    list.iter_mut().for_each(|at| *at = starts.partition_point(|s| s <= at) as u32);
                }
                let Some((first, others)) = lists.split_first() else { return false };
                first.iter().any(|sentence| others.iter().all(|list| list.contains(sentence)))
            }
            Pattern::Near { parts, others, ordered } => {
                let lists: Vec<_> = parts.iter().map(|part| part.find(places)).collect();
                !near(&lists, *others, *ordered, 1).is_empty()
            }
        }
    }
}

/// Where each of some parts stands, if each is one word.
fn single_words(parts: &[Pattern], places: &mut dyn WordPositions) -> Option<Vec<Vec<u32>>> {
    let choices: Option<Vec<&[Choice]>> = parts
        .iter()
        .map(|part| match part {
            Pattern::Run(choices) if choices.len() == 1 => Some(choices.as_slice()),
            _ => None,
        })
        .collect();
    Some(choices?.into_iter().map(|choices| starts(choices, places)).collect())
}

/// The first words of the runs found.
fn starts(choices: &[Choice], places: &mut dyn WordPositions) -> Vec<u32> {
    let mut starts: Vec<u32> = Vec::new();
    for (at, choice) in choices.iter().enumerate() {
        let mut here = Vec::new();
        match choice {
            Choice::Stem(stem) => places.stem(stem, &mut here),
            Choice::Exact(words) => places.any(words, &mut here),
        }
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        if at == 0 {
            starts = here;
        } else {
            let here: HashSet<u32> = here.into_iter().collect();
            starts.retain(|start| here.contains(&(start + at)));
        }
        if starts.is_empty() {
            return Vec::new();
        }
    }
    starts
}

fn run(choices: &[Choice], places: &mut dyn WordPositions) -> Vec<PatternMatch> {
    let length = u32::try_from(choices.len()).unwrap_or(u32::MAX);
    starts(choices, places)
        .into_iter()
        .map(|start| PatternMatch { start, end: start + length, runs: vec![(start, start + length)] })
        .collect()
}

fn near(lists: &[Vec<PatternMatch>], others: u32, ordered: bool, max_matches: usize) -> Vec<PatternMatch> {
    if lists.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let mut search =
        Near { lists, others, ordered, max_matches, chosen: Vec::new(), steps: 0, found: Vec::new() };
    search.choose();
    search.found
}

/// Tries the parts one after the other, and gives up a choice as soon as it is too wide.
struct Near<'a> {
    lists: &'a [Vec<PatternMatch>],
    others: u32,
    ordered: bool,
    max_matches: usize,
    chosen: Vec<&'a PatternMatch>,
    steps: usize,
    found: Vec<PatternMatch>,
}

impl<'a> Near<'a> {
    fn choose(&mut self) {
        let Some(list) = self.lists.get(self.chosen.len()) else {
            let start = self.chosen.iter().map(|part| part.start).min().unwrap_or(0);
            let end = self.chosen.iter().map(|part| part.end).max().unwrap_or(0);
            let mut runs: Vec<_> = self.chosen.iter().flat_map(|part| part.runs.clone()).collect();
            runs.sort_unstable();
            self.found.push(PatternMatch { start, end, runs });
            return;
        };
        for next in list {
            self.steps += 1;
            if self.steps > MAX_STEPS || self.found.len() >= self.max_matches {
                return;
            }
            if self.fits(next) {
                self.chosen.push(next);
                self.choose();
                self.chosen.pop();
            }
        }
    }

    fn fits(&self, next: &'a PatternMatch) -> bool {
        let apart = self.chosen.iter().all(|part| part.end <= next.start || next.end <= part.start);
        let follows = !self.ordered || self.chosen.last().is_none_or(|last| last.end <= next.start);
        let all = || self.chosen.iter().copied().chain(std::iter::once(next));
        let start = all().map(|part| part.start).min().unwrap_or(0);
        let end = all().map(|part| part.end).max().unwrap_or(0);
        let held: u32 = all().map(|part| part.end - part.start).sum();
        // Parts still to come may fill the gap: only what they cannot fill is too much.
        let to_come: u32 = self.lists[self.chosen.len() + 1..].iter().map(|list| longest(list)).sum();
        apart && follows && (end - start).saturating_sub(held + to_come) <= self.others
    }
}

fn longest(list: &[PatternMatch]) -> u32 {
    list.iter().map(|part| part.end - part.start).max().unwrap_or(0)
}

fn in_sentences(lists: &[Vec<PatternMatch>], places: &mut dyn WordPositions) -> Vec<PatternMatch> {
    let starts = places.sentences();
    let sentence = |part: &PatternMatch| {
        let of = |word: u32| starts.partition_point(|start| *start <= word);
        (of(part.start) == of(part.end - 1)).then(|| of(part.start))
    };
    let mut found = Vec::new();
    let first = lists.first().map(Vec::as_slice).unwrap_or_default();
    let mut wanted: Vec<usize> = first.iter().filter_map(sentence).collect();
    wanted.dedup();
    for here in wanted {
        let parts: Vec<Vec<&PatternMatch>> = lists
            .iter()
            .map(|list| list.iter().filter(|part| sentence(part) == Some(here)).collect())
            .collect();
        if parts.iter().any(Vec::is_empty) {
            continue;
        }
        let all = || parts.iter().flatten();
        let start = all().map(|part| part.start).min().unwrap_or(0);
        let end = all().map(|part| part.end).max().unwrap_or(0);
        let mut runs: Vec<_> = all().flat_map(|part| part.runs.clone()).collect();
        runs.sort_unstable();
        runs.dedup();
        found.push(PatternMatch { start, end, runs });
    }
    found
}

/// What may stand in the places of words side by side.
pub(crate) fn run_of(stems: &[String]) -> Vec<Choice> {
    match stems {
        [stem] => vec![Choice::Stem(stem.clone())],
        all => all.iter().map(|stem| in_compound(stem)).collect(),
    }
}

/// What may stand in the place of one of several words: what has its stem. A word of grammar is its own stem
/// and has no forms, but in a compound: `follow-ups`.
pub(crate) fn in_compound(stem: &str) -> Choice {
    let forms = match stem.strip_suffix('s') {
        _ if analysis::is_grammar(stem) => Some([stem.to_owned(), format!("{stem}s")]),
        Some(one) if analysis::is_grammar(one) => Some([one.to_owned(), stem.to_owned()]),
        _ => None,
    };
    // `a` and `as` are two words.
    let forms = forms.filter(|[_, many]| !analysis::is_grammar(many));
    forms.map_or_else(|| Choice::Stem(stem.to_owned()), |forms| Choice::Exact(forms.into()))
}

/// Words side by side, by their stems.
pub(crate) fn stems(words: &[String]) -> Pattern {
    let stems: Vec<_> = words.iter().map(|word| analysis::stem(word)).collect();
    Pattern::Run(run_of(&stems))
}
