//! Steps of an alignment to differences: what of a quotation is not as it stands in the corpus, and whether the words are
//! still the same.

use std::ops::Range;

use super::align::{Alignment, Step};
use super::asked::Asked;
use super::difference::{Difference, DifferenceKind, PlacedWords, Sense};
use super::sense::senses;
use super::source::{OPENING, Source};
use super::words::{Word, is_apostrophe, is_unseen, plain};
use crate::model::Span;

/// An insertion stands in place of so many words at most: `[the president]` for `he`.
const REPLACED_WORDS: usize = 5;
/// Of letters in brackets so many outside must be those of the word that was said: `talk[ed]`, `talks`.
const OUTSIDE_LETTERS: usize = 3;

/// A quotation beside a text of the corpus.
pub(super) struct Comparison<'a> {
    asked: &'a Asked,
    source: &'a Source,
    found: Vec<Difference>,
    /// The words behind which the next step stands.
    at: (usize, usize),
}

/// A run of steps: words that are the same in both, or words that are not.
enum Part {
    Same(Range<usize>, Range<usize>),
    Other(Range<usize>, Range<usize>),
}

/// All that differs, in the order of the quotation; nothing where the two agree character for character, white space
/// apart.
pub(super) fn differences(asked: &Asked, source: &Source, alignment: &Alignment) -> Vec<Difference> {
    let parts = parts(asked, source, &alignment.steps);
    let start = parts.first().map_or(0, |part| match part {
        Part::Same(_, there) | Part::Other(_, there) => there.start,
    });
    let mut comparison = Comparison { asked, source, found: Vec::new(), at: (0, start) };
    comparison.leading(start);
    for (number, part) in parts.iter().enumerate() {
        match part {
            Part::Same(here, there) => comparison.same(here.clone(), there.clone(), number > 0),
            Part::Other(here, there) => comparison.other(here.clone(), there.clone()),
        }
    }
    comparison.trailing();
    comparison.found
}

fn parts(asked: &Asked, source: &Source, steps: &[Step]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::with_capacity(steps.len());
    let mut there = match steps.first() {
        Some(Step::Same(_, t) | Step::Joined(_, t) | Step::Parted(_, t) | Step::Changed(_, t)) => *t,
        Some(Step::LeftOut(t)) => *t,
        _ => steps.iter().find_map(text_of).unwrap_or(0),
    };
    let mut here = 0;
    for step in steps {
        let (same, more_here, more_there) = match step {
            Step::Same(..) => (true, 1, 1),
            Step::Joined(..) => (true, 2, 1),
            Step::Parted(..) => (true, 1, 2),
            Step::Changed(q, t) => (is_bracketed_form(asked, *q, &source.words[*t]), 1, 1),
            Step::Added(_) => (false, 1, 0),
            Step::LeftOut(_) => (false, 0, 1),
        };
        let (to_here, to_there) = (here + more_here, there + more_there);
        match parts.last_mut() {
            Some(Part::Other(a, b)) if !same && asked.marks[here].is_empty() => {
                (a.end, b.end) = (to_here, to_there)
            }
            Some(Part::Other(a, b)) if !same && a.end == a.start && more_here == 0 => b.end = to_there,
            _ if same => parts.push(Part::Same(here..to_here, there..to_there)),
            _ => parts.push(Part::Other(here..to_here, there..to_there)),
        }
        (here, there) = (to_here, to_there);
    }
    parts
}

fn text_of(step: &Step) -> Option<usize> {
    match step {
        Step::Same(_, t)
        | Step::Joined(_, t)
        | Step::Parted(_, t)
        | Step::Changed(_, t)
        | Step::LeftOut(t) => Some(*t),
        Step::Added(_) => None,
    }
}

/// Whether a word with letters in brackets is a form of the word that was said.
fn is_bracketed_form(asked: &Asked, word: usize, said: &Word) -> bool {
    let outside = asked.outside[word].as_deref();
    outside.is_some_and(|outside| {
        outside.chars().count() >= OUTSIDE_LETTERS
            && (said.key.starts_with(outside) || said.key.ends_with(outside))
    })
}

impl Comparison<'_> {
    /// Words that are the same, and what stands between them and the words before.
    fn same(&mut self, here: Range<usize>, there: Range<usize>, goes_on: bool) {
        if goes_on && self.at == (here.start, there.start) {
            self.between(here.start, there.start);
        }
        let words = (self.asked.words.get(here.clone()), self.source.words.get(there.clone()));
        if let (Some(quoted), Some(said)) = words
            && let Some(kind) = self.kind(here.start, quoted, said)
        {
            let (from, to) = (here.clone(), there.clone());
            self.tell(kind, self.asked_span(&from), self.source_span(&to), Vec::new());
        }
        self.at = (here.end, there.end);
    }

    /// How words that count as the same differ.
    fn kind(&self, at: usize, quoted: &[Word], said: &[Word]) -> Option<DifferenceKind> {
        if self.asked.outside[at].is_some() {
            return Some(DifferenceKind::Insertion);
        }
        let ([quoted], [said]) = (quoted, said) else {
            let hyphen = [quoted, said].iter().any(|words| words.len() > 1 && words[0].hyphen);
            return Some(if hyphen { DifferenceKind::Hyphen } else { DifferenceKind::Spelling });
        };
        word_kind(&quoted.written, &said.written)
    }

    /// Words that are not the same: changed, added or left out, unless a mark says so.
    fn other(&mut self, here: Range<usize>, there: Range<usize>) {
        let before = std::mem::replace(&mut self.at, (here.end, there.end));
        let marks = self.asked.marks_before(here.start).clone();
        if here.is_empty() && !marks.is_empty() {
            let senses = self.senses(&(0..0), &there);
            if self.is_same_gap(here.start, before.1, there.end) {
                return;
            }
            if let Some(mark) = marks.omission {
                let turns = there.len() <= REPLACED_WORDS && senses.contains(&Sense::Negation);
                let senses = if turns { vec![Sense::Negation] } else { Vec::new() };
                self.tell(DifferenceKind::Omission, mark, self.source_span(&there), senses);
                if let Some(mark) = marks.insertion {
                    self.inserted(mark, there.end..there.end);
                }
                return;
            }
            if let Some(mark) = marks.insertion
                && there.len() <= REPLACED_WORDS
                && !self.turns(&senses, mark)
            {
                return self.inserted(mark, there);
            }
        }
        let kind = match (here.is_empty(), there.is_empty()) {
            (true, _) => DifferenceKind::LeftOut,
            (_, true) => DifferenceKind::Added,
            _ => DifferenceKind::Changed,
        };
        let senses = self.senses(&here, &there);
        self.tell(kind, self.asked_span(&here), self.source_span(&there), senses);
    }

    /// Whether an insertion takes away what must not go unseen: a negation, a modal verb, or one number for another.
    fn turns(&self, replaced: &[Sense], mark: Span) -> bool {
        let number = |sense: &Sense| matches!(sense, Sense::Number | Sense::Date);
        let numbers = replaced.iter().any(number) && self.senses_in(mark).iter().any(number);
        numbers || replaced.iter().any(|sense| matches!(sense, Sense::Negation | Sense::Modal))
    }

    /// What of the words of an insertion may turn the sense.
    fn senses_in(&self, mark: Span) -> Vec<Sense> {
        let inside = Asked::read(self.slice(mark).trim_matches(['[', ']']));
        senses(inside.words.iter().map(|word| (word, false)))
    }

    fn inserted(&mut self, mark: Span, there: Range<usize>) {
        let turns = self.senses_in(mark).contains(&Sense::Negation);
        let senses = if turns { vec![Sense::Negation] } else { Vec::new() };
        self.tell(DifferenceKind::Insertion, mark, self.source_span(&there), senses);
    }

    /// Whether what stands in the quotation before a word, marks and all, stands so in the corpus.
    fn is_same_gap(&self, here: usize, from: usize, to: usize) -> bool {
        let quoted = self.asked_gap(here);
        let start = self.source.gap_before(from).start;
        let end = self.source.gap_before(to).end;
        tight(&self.slice(quoted)) == tight(&self.source.text(start, end))
    }

    /// What stands between two words in both.
    fn between(&mut self, here: usize, there: usize) {
        let (quoted, said) = (self.asked_gap(here), self.source.gap_before(there));
        let (one, other) = (self.slice(quoted), self.source.text(said.start, said.end));
        let (one, other) = (tight(&one), tight(&other));
        if one == other {
            return;
        }
        let marks = self.asked.marks_before(here).clone();
        let place = self.source.place(said.start, said.end);
        if marks.is_empty() {
            let text = self.source.text(said.start, said.end);
            self.push(gap_kind(&one, &other), quoted, PlacedWords { span: place, text }, Vec::new());
            return;
        }
        let nothing = Span::new(said.start, said.start);
        if let Some(mark) = marks.omission {
            self.tell(DifferenceKind::Omission, mark, nothing, Vec::new());
        }
        if let Some(mark) = marks.insertion {
            self.inserted(mark, there..there);
        }
    }

    /// Signs before the first word.
    fn leading(&mut self, there: usize) {
        let marks = self.asked.marks_before(0).clone();
        if !marks.is_empty() {
            let at = self.source.gap_before(there).end;
            return self.marked(&marks, at, there);
        }
        let (quoted, said) = (self.asked_gap(0), self.source.gap_before(there));
        let (one, other) = (tight(&self.slice(quoted)), tight(&self.source.text(said.start, said.end)));
        if !one.is_empty() && !other.ends_with(&one) {
            let kind = if typographic(&other).ends_with(&typographic(&one)) {
                DifferenceKind::Typographic
            } else {
                DifferenceKind::Punctuation
            };
            let at = Span::new(said.end, said.end);
            self.tell(kind, quoted, at, Vec::new());
        }
    }

    /// Signs after the last word.
    fn trailing(&mut self) {
        let (here, there) = (self.asked.len(), self.at.1);
        let marks = self.asked.marks_before(here).clone();
        let (quoted, said) = (self.asked_gap(here), self.source.gap_before(there));
        let (one, other) = (tight(&self.slice(quoted)), tight(&self.source.text(said.start, said.end)));
        if one.is_empty() || other.starts_with(&one) {
            return;
        }
        if !marks.is_empty() {
            return self.marked(&marks, said.start, there);
        }
        let kind = if typographic(&other).starts_with(&typographic(&one)) {
            DifferenceKind::Typographic
        } else {
            DifferenceKind::Punctuation
        };
        self.tell(kind, quoted, said, Vec::new());
    }

    /// Marks at an end of the quotation, where nothing needs to be left out.
    fn marked(&mut self, marks: &super::asked::Marks, at: usize, word: usize) {
        if let Some(mark) = marks.omission {
            self.tell(DifferenceKind::Omission, mark, Span::new(at, at), Vec::new());
        }
        if let Some(mark) = marks.insertion {
            self.inserted(mark, word..word);
        }
    }

    fn senses(&self, here: &Range<usize>, there: &Range<usize>) -> Vec<Sense> {
        let asked = self.asked.words[here.clone()].iter().zip(here.clone());
        let asked =
            asked.map(|(word, at)| (word, at == 0 || self.slice(self.asked_gap(at)).contains(OPENING)));
        let said = self.source.words[there.clone()].iter().zip(there.clone());
        senses(asked.chain(said.map(|(word, at)| (word, self.source.opens(at)))))
    }

    /// What stands in the quotation between a word and the one before.
    fn asked_gap(&self, word: usize) -> Span {
        let words = &self.asked.words;
        let start = word.checked_sub(1).and_then(|before| words.get(before)).map_or(0, |word| word.span.end);
        let end = words.get(word).map_or_else(|| self.asked.text.chars().count(), |word| word.span.start);
        Span::new(start, end.max(start))
    }

    fn slice(&self, span: Span) -> String {
        self.asked.text.chars().skip(span.start).take(span.end - span.start).collect()
    }

    /// From the first of some words to the last; where there is none, the place before the first.
    fn asked_span(&self, words: &Range<usize>) -> Span {
        let start = self.asked_gap(words.start).end;
        let last = words.end.checked_sub(1).filter(|_| !words.is_empty());
        Span::new(start, last.map_or(start, |last| self.asked.words[last].span.end))
    }

    fn source_span(&self, words: &Range<usize>) -> Span {
        let start = self.source.gap_before(words.start).end;
        let last = words.end.checked_sub(1).filter(|_| !words.is_empty());
        Span::new(start, last.map_or(start, |last| self.source.words[last].span.end))
    }

    /// Tells a difference; `said` counts the characters of the source.
    fn tell(&mut self, kind: DifferenceKind, quoted: Span, said: Span, senses: Vec<Sense>) {
        let text = self.source.text(said.start, said.end);
        let span = self.source.place(said.start, said.end);
        self.push(kind, quoted, PlacedWords { span, text }, senses);
    }

    fn push(&mut self, kind: DifferenceKind, quoted: Span, source: PlacedWords, senses: Vec<Sense>) {
        let before = self.asked.before;
        let span = Span::new(quoted.start + before, quoted.end + before);
        let quoted = PlacedWords { span, text: self.slice(quoted) };
        self.found.push(Difference { kind, may_turn_the_sense: senses, quoted, source });
    }
}

/// How two forms of one word differ; `None` where they do not.
fn word_kind(quoted: &str, said: &str) -> Option<DifferenceKind> {
    if quoted == said {
        return None;
    }
    let (quoted, said) = (plain(quoted), plain(said));
    let bare = |word: &str| word.to_lowercase().replace('.', "").trim_matches('\'').to_owned();
    Some(if quoted == said {
        DifferenceKind::Typographic
    } else if quoted.to_lowercase() == said.to_lowercase() {
        DifferenceKind::Capitals
    } else if bare(&quoted) == bare(&said) {
        DifferenceKind::Punctuation
    } else {
        DifferenceKind::Spelling
    })
}

/// How what stands between two words differs, white space apart.
fn gap_kind(quoted: &str, said: &str) -> DifferenceKind {
    let (quoted, said) = (typographic(quoted), typographic(said));
    if quoted == said {
        DifferenceKind::Typographic
    } else if quoted.replace('-', "") == said.replace('-', "") {
        DifferenceKind::Hyphen
    } else {
        DifferenceKind::Punctuation
    }
}

/// Without white space and what is not seen.
fn tight(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !is_unseen(*c)).collect()
}

/// Signs in one form each.
fn typographic(text: &str) -> String {
    let one = |c: char| match c {
        c if is_apostrophe(c) || matches!(c, '‚' | '‹' | '›') => '\'',
        '“' | '”' | '„' | '«' | '»' | '＂' | '″' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        c => c,
    };
    let text: String = text.chars().map(one).collect();
    text.replace("''", "\"").replace("--", "-").replace("--", "-").replace('…', "...")
}
