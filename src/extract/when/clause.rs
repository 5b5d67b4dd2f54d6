//! Which of a sentence's dates is that of what was said: the one that hangs on the verb of saying.
//!
//! In `Orlov, who was born in 1950, said on Monday that …` the year is the person's and the Monday the statement's. No
//! grammar is parsed: a date is judged by the words between it and the verb or the source, and by the word that opens its
//! part of the sentence.

use std::ops::Range;

use super::tokens::{LISTS, Token};
use super::words::{Expression, Words};
use super::{Attributed, When};
use crate::model::Precision;

/// How a date hangs on a verb of saying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tie {
    /// How many words lie between.
    pub distance: usize,
    /// Whether the verb is of what is yet to come: `will tell`, `plans to say`.
    pub ahead: bool,
}

/// So many words further off counts a date that stands among other words of its part.
const AMONG_OTHERS: usize = 50;

/// The words of a sentence as parts between commas, dashes and marks, and what is attributed in it.
pub(super) struct Clauses<'a> {
    pub words: &'a Words<'a>,
    pub said: &'a [Attributed],
}

impl Clauses<'_> {
    /// How the date hangs on what the speaker's verb says; `None` where it is somebody's or something's else.
    pub fn tie(&self, date: &Expression) -> Option<Tie> {
        let own = || self.said.iter().filter(|one| one.own);
        let ties = own().filter_map(|one| self.tie_to(date, one));
        let nearest = ties.min_by_key(|tie| tie.distance);
        // Where the verb stands elsewhere, a part that a date opens may be the frame's.
        nearest.or_else(|| {
            let alone = own().next().is_none() && !self.in_content(date, None);
            let opens = alone && self.belongs(self.part(date.at).start..self.lead(date));
            opens.then_some(Tie { distance: usize::MAX, ahead: false })
        })
    }

    /// Whether the date is the sentence's own, not that of a thing or a clause in it.
    pub fn is_main(&self, date: &Expression) -> bool {
        let part = self.part(date.at).start..self.lead(date);
        !date.aside && !self.in_content(date, None) && self.is_clear(part)
    }

    /// The bytes of a date with the small words that lead to it, where it is not among the words said.
    pub fn outside(&self, date: &Expression) -> Option<Range<usize>> {
        let start = self.words.tokens[self.lead(date)].start;
        (!self.in_content(date, None)).then_some(start..date.end)
    }

    fn tie_to(&self, date: &Expression, said: &Attributed) -> Option<Tie> {
        if self.in_content(date, Some(said)) {
            return None;
        }
        let source = said.source.as_ref().map(|source| self.tokens_of(&self.name_of(source)));
        let cue = self.tokens_of(&said.cue);
        let ahead = self.is_ahead(&source, &cue, said.head);
        let (from, part) = (self.lead(date), self.part(date.at));
        let near = part.contains(&cue.start) || part.contains(&cue.end.saturating_sub(1));
        let ties = match &source {
            _ if said.cue.start < date.start && date.start < said.cue.end => true,
            Some(source) if source.start <= date.at && date.at < source.end => self.is_sources(date, source),
            _ if date.at >= cue.end => self.follows(date, said, &source, &cue),
            Some(source) if from >= source.end => self.lies_between(date, source, &cue, near, ahead),
            Some(source) => self.opens(date, source.start),
            None => self.opens(date, cue.start),
        };
        let distance = if date.at >= cue.end {
            from.saturating_sub(cue.end)
        } else {
            cue.start.saturating_sub(date.next)
        };
        // A date that stands for itself goes before one among other words: `Today, after a meeting on Monday, he said`.
        let bare = from <= part.start || from <= cue.end && date.at >= cue.end;
        let distance = distance + if bare { 0 } else { AMONG_OTHERS };
        ties.then_some(Tie { distance, ahead })
    }

    /// A date after the verb: `said in Cairo on Monday`, `said Orlov, speaking on Monday`.
    fn follows(
        &self,
        date: &Expression,
        said: &Attributed,
        source: &Option<Range<usize>>,
        cue: &Range<usize>,
    ) -> bool {
        let (from, part) = (self.lead(date).max(cue.end), self.part(date.at));
        let source = source.as_ref().filter(|source| source.start >= cue.end && source.end <= from);
        let start = part.start.max(cue.end).max(source.map_or(0, |source| source.end));
        let opened = said.content.iter().find(|part| !said.direct && part.start >= said.cue.end);
        if let Some(content) = opened.filter(|content| content.start < date.start) {
            // What follows the words said without a comma is of them; after one a frame says so.
            let apart = part.start > 0 && self.words.tokens[part.start].start >= content.end;
            let head = self.is_head(date, said);
            return head || (apart && self.is_speech(part.start..from) && self.belongs(part.start..from));
        }
        let with_verb = part.start < cue.end || source.is_some_and(|source| part.start < source.end);
        if with_verb { self.is_clear(start..from) } else { self.belongs(start..from) }
    }

    /// A date between the source and the verb: `Orlov on Monday said`, `Orlov, in Cairo on Monday, said`, `Orlov met
    /// Weiss on Monday and said`.
    fn lies_between(
        &self,
        date: &Expression,
        source: &Range<usize>,
        cue: &Range<usize>,
        near: bool,
        ahead: bool,
    ) -> bool {
        let (from, part) = (self.lead(date), self.part(date.at));
        let region = part.start.max(source.end)..from;
        let joined = self.any(date.next..cue.start, "joins");
        // The source's own clause goes on to the verb.
        let main = part.start < source.end && (joined || !near);
        if main && !region.is_empty() {
            let come = self.any(region.clone(), "will") || self.any(region.clone(), "plan");
            return (ahead || !come) && self.is_clear(region.start + 1..region.end.max(region.start + 1));
        }
        self.belongs(region)
    }

    /// A date among the words of the source: `a statement released on Monday`, `officials on Monday`.
    fn is_sources(&self, date: &Expression, source: &Range<usize>) -> bool {
        let region = source.start..self.lead(date);
        let day = !matches!(date.when, When::Stated(date) if date.precision() != Precision::Day);
        let speech = self.is_speech(region.clone());
        let told = |at: usize| speech && self.is(at, "utterance");
        (day || speech) && region.clone().all(|at| told(at) || self.is_clear(at..at + 1) && !self.is_deed(at))
    }

    /// A date before the source and the verb: `On Monday, Orlov said`.
    fn opens(&self, date: &Expression, main: usize) -> bool {
        let (from, part) = (self.lead(date), self.part(date.at));
        let between = date.next..main;
        if between.clone().any(|at| self.ends(at)) || self.words.tokens.len() <= main {
            return false;
        }
        // `On Monday troops came, and Orlov said`: the date is that of another clause.
        let last = self.part(main);
        let joined = last.start < main && last.start >= date.next && self.is(last.start, "joins");
        let other = joined && last.start > date.next;
        !other && self.belongs(part.start..from)
    }

    /// Whether a part that opens with such words says when its sentence's deed was done: it opens with a preposition or what
    /// somebody did meanwhile, not with a clause on a person or a deed before.
    fn belongs(&self, region: Range<usize>) -> bool {
        let skipped = |at: &usize| self.is(*at, "joins") || self.is(*at, "adverb") || self.is(*at, "part");
        let start = region.clone().find(|at| !skipped(at)).unwrap_or(region.end);
        let Some(first) = self.words.get(start).filter(|_| start < region.end) else { return true };
        let doing = first.text.len() > 4 && first.text.ends_with("ing") && !LISTS.has("back", first);
        let speech = |at: usize| self.words.get(at).is_some_and(|word| LISTS.has("speaks", word));
        let spoke = LISTS.has("relative", first)
            && (speech(start + 1) || (self.is(start + 1, "was") && speech(start + 2)));
        if spoke {
            return self.is_clear(start + 2..region.end.max(start + 2));
        }
        let counted = first.count().is_some() || first.is_digits();
        let opens = LISTS.has("opens", first) || LISTS.has("governs", first) || doing || speech(start);
        if counted || !opens {
            return false;
        }
        // What opens it is no barrier itself, but for what governs.
        let rest = if LISTS.has("governs", first) { start } else { start + 1 };
        self.is_clear(rest..region.end)
    }

    /// Whether no clause, deed or thing of its own lies in the words before a date, to which it would belong.
    fn is_clear(&self, region: Range<usize>) -> bool {
        region.clone().all(|at| {
            let word = self.words.tokens[at];
            if LISTS.has("relative", word) {
                return false;
            }
            if LISTS.has("governs", word) {
                return self.is_meeting(at, at + 1..region.end);
            }
            let noun = at + 1 < region.end && !self.is_followed(at + 1);
            !self.is_deed(at) || noun || self.is_utterance(region.start..at)
        })
    }

    /// `After a meeting on Monday`, `after meeting Weiss on Monday`: the day is that of the words too.
    fn is_meeting(&self, at: usize, rest: Range<usize>) -> bool {
        let after = self.words.tokens[at].is("after") || self.words.tokens[at].is("following");
        let counted = at > 0 && self.words.tokens[at - 1].unit().is_some_and(|unit| unit > super::Unit::Hour);
        let doing = self.words.get(rest.start).is_some_and(|word| word.text.ends_with("ing"));
        after
            && !counted
            && !rest.is_empty()
            && (doing || self.any(rest.clone(), "meeting") || self.is_speech(rest))
    }

    /// Whether a word says what was done or happened: a past form that is no noun's.
    fn is_deed(&self, at: usize) -> bool {
        let word = self.words.tokens[at];
        let regular = word.text.len() > 4 && word.text.ends_with("ed") && !LISTS.has("notpast", word);
        let irregular = LISTS.has("past", word) || LISTS.has("utterance", word);
        !word.is_capital() && (regular || irregular)
    }

    /// Whether what was done before a date is that somebody spoke or met: `in a speech delivered on Monday`, `at a meeting
    /// held on Monday`; not `condemned the vote held on Sunday`.
    fn is_utterance(&self, region: Range<usize>) -> bool {
        let noun = self.any(region.clone(), "meeting") || self.is_speech(region.clone());
        let led = self.any(region.start.saturating_sub(1)..region.end, "opens");
        noun && led && self.is(region.end, "utterance")
    }

    /// Whether a word goes on with what was done: `agreed on`, `signed by`; not `wounded soldiers`.
    fn is_followed(&self, at: usize) -> bool {
        let word = self.words.tokens[at];
        let noun = word.text.starts_with(char::is_lowercase)
            && !["opens", "governs", "adverb", "part", "article", "bound"]
                .iter()
                .any(|kind| LISTS.has(kind, word));
        !noun
    }

    fn is_speech(&self, region: Range<usize>) -> bool {
        ["speech", "speaks", "work"].iter().any(|kind| self.any(region.clone(), kind))
    }

    /// Whether the verb is of what is yet to come.
    fn is_ahead(&self, source: &Option<Range<usize>>, cue: &Range<usize>, head: usize) -> bool {
        let start = source.as_ref().map_or(0, |source| source.end).min(cue.start);
        let start = start.max(self.part(cue.start).start);
        // `Plans to say`: the verb of the plan may be the chief word itself.
        let planned = (start..cue.end).any(|at| {
            let to = |at: usize| self.words.get(at).is_some_and(|to| to.is("to"));
            self.is(at, "plan") && (to(at + 1) || to(at + 2)) && at + 1 < cue.end
        });
        let head = self.words.tokens.partition_point(|token| token.start < head).max(cue.start);
        planned || self.any(start..head, "will")
    }

    /// Whether the date stands in the words said. What a verb has of its date right after it is its own, though these may
    /// seem to begin there: `said on the 3rd of October that`.
    fn in_content(&self, date: &Expression, of: Option<&Attributed>) -> bool {
        let within = |part: &Range<usize>| part.start < date.end && date.start < part.end;
        let inside = self.said.iter().any(|said| said.content.iter().any(within));
        inside && !of.is_some_and(|of| self.is_head(date, of))
    }

    /// Whether a date follows the verb at once, or whom it speaks to, and what was said follows the date.
    fn is_head(&self, date: &Expression, said: &Attributed) -> bool {
        let cue = self.tokens_of(&said.cue);
        let inner = said.cue.end > date.start && said.cue.start < date.start;
        if said.direct || !(inner || date.at >= cue.end) {
            return false;
        }
        let before = cue.end.min(date.at)..date.at;
        let that = self.words.get(date.next).is_some_and(|that| that.is("that"));
        let told = that
            && cue.clone().any(|at| self.is(at, "tells"))
            && before.len() < 8
            && self.is_clear(before.clone());
        let led = date.at > 0 && (self.is(date.at - 1, "opens") || self.words.tokens[date.at - 1].is("the"));
        let verb = self.is(date.next, "was") || self.is(date.next, "will") || self.is(date.next, "verb");
        told || (before.clone().all(|at| self.is_lead(at)) && (led || !verb))
    }

    /// The first of the small words that lead to a date: `late on`, `on the`.
    fn lead(&self, date: &Expression) -> usize {
        let mut at = date.at;
        while at > 0 && self.is_lead(at - 1) && !self.breaks(at - 1) {
            at -= 1;
        }
        at
    }

    fn is_lead(&self, at: usize) -> bool {
        let token = self.words.tokens[at];
        ["on", "in", "at", "during", "the"].iter().any(|word| token.is(word))
            || ["part", "adverb", "about"].iter().any(|kind| LISTS.has(kind, token))
    }

    /// The name of a source without what is said of it: `Orlov` of `Orlov, who was born in 1950`.
    fn name_of(&self, source: &Range<usize>) -> Range<usize> {
        let tokens = self.tokens_of(source);
        let cut =
            tokens.clone().find(|&at| (at > tokens.start && self.breaks(at - 1)) || self.is(at, "relative"));
        let end = match cut {
            Some(at) if at > tokens.start => self.words.tokens[at - 1].end(),
            Some(_) => source.start,
            None => source.end,
        };
        source.start..end
    }

    /// The tokens in a range of bytes.
    fn tokens_of(&self, bytes: &Range<usize>) -> Range<usize> {
        let at = |byte: usize| self.words.tokens.partition_point(|token| token.start < byte);
        at(bytes.start)..at(bytes.end)
    }

    /// The part of the sentence that holds a token, between commas and other marks.
    fn part(&self, at: usize) -> Range<usize> {
        let start = (0..at).rev().find(|&at| self.breaks(at)).map_or(0, |at| at + 1);
        let end = (at..self.words.tokens.len()).find(|&at| self.breaks(at));
        start..end.map_or(self.words.tokens.len(), |at| at + 1)
    }

    /// Whether a mark after a token divides the sentence.
    fn breaks(&self, at: usize) -> bool {
        let gap = self.words.gap(at);
        gap.contains([',', ';', ':', '—', '–', '(', ')', '“', '”', '"', '«', '»'])
            || gap.contains(" - ")
            || self.ends(at)
    }

    /// Whether a sentence ends after a token: not after an abbreviation.
    fn ends(&self, at: usize) -> bool {
        let gap = self.words.gap(at);
        let short = self.words.get(at).is_some_and(|token| token.text.len() < 4 || token.month().is_some());
        gap.contains(['!', '?', ';']) || (gap.contains(". ") && !short)
    }

    fn is(&self, at: usize, kind: &str) -> bool {
        self.words.get(at).is_some_and(|token: Token<'_>| LISTS.has(kind, token))
    }

    fn any(&self, mut range: Range<usize>, kind: &str) -> bool {
        range.any(|at| self.is(at, kind))
    }
}
