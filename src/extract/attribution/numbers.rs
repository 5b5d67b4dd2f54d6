//! What is told of a candidate, in numbers: by these the trees judge whether it is right.

use std::ops::Range;

use super::candidates::Candidate;
use super::reading::Reading;
use super::tokens::{CAPITAL, CLOSES, FIRST, MARK, OPENS, QUOTED, Token};

/// How many numbers describe a candidate.
pub(super) const NUMBERS: usize = 75;

/// What is told of a candidate.
pub(super) type Numbers = [f32; NUMBERS];

/// The numbers that name a class, from 0 to 255: which is greater says nothing. They come first.
pub(super) const CLASSES: usize = 17;

/// Nothing stands there.
const NOTHING: f32 = 255.0;
/// Marks have classes from here on, above those of words.
const MARKS: u32 = 100;
/// No rival has such a score.
const NO_RIVAL: f32 = -9.0;
/// Rivals are looked for so many tokens away: no window is wider.
const NEAR: usize = 440;
/// So many tokens after a content are counted.
const REST: usize = 60;

/// The numbers of each candidate of a text.
pub(super) fn describe(reading: &Reading, candidates: &[Candidate]) -> Vec<Numbers> {
    let firsts: Vec<&Candidate> = candidates.iter().filter(|one| one.rank == 0).collect();
    let mut near = 0..0;
    let one = |candidate: &Candidate| {
        while firsts.get(near.start).is_some_and(|first| first.head + NEAR < candidate.head) {
            near.start += 1;
        }
        while firsts.get(near.end).is_some_and(|first| first.head < candidate.head + NEAR) {
            near.end += 1;
        }
        let mut list = List { numbers: [0.0; NUMBERS], length: 0 };
        classes(&reading.tokens, candidate, &mut list);
        debug_assert_eq!(list.length, CLASSES);
        cue(&reading.tokens, candidate, &mut list);
        source(&reading.tokens, candidate, &mut list);
        content(&reading.tokens, candidate, &mut list);
        quotation(&reading.tokens, candidate, &mut list);
        rivals(candidate, &firsts[near.clone()], &mut list);
        debug_assert_eq!(list.length, NUMBERS);
        list.numbers
    };
    candidates.iter().map(one).collect()
}

/// Numbers that are being written down.
struct List {
    numbers: Numbers,
    length: usize,
}

impl List {
    fn push(&mut self, number: f32) {
        self.numbers[self.length] = number;
        self.length += 1;
    }

    fn count(&mut self, count: usize) {
        self.push(count as f32);
    }

    fn tell(&mut self, yes: bool) {
        self.push(if yes { 1.0 } else { 0.0 });
    }
}

/// The class of a word or a mark.
fn class(token: Option<&Token>) -> f32 {
    match token {
        None => NOTHING,
        Some(token) if token.is(MARK) => (MARKS + token.word % 61) as f32,
        // A word of no class in capitals is a name, or opens a sentence.
        Some(token) if token.class == 0 && token.is(CAPITAL) => (MARKS - 1) as f32,
        Some(token) => f32::from(token.class),
    }
}

/// Words at the borders of cue, source and content, by class.
fn classes(tokens: &[Token], one: &Candidate, list: &mut List) {
    let extent = one.extent();
    let at = |at: usize, offset: isize| class(at.checked_add_signed(offset).and_then(|at| tokens.get(at)));
    list.push(at(one.head, 0));
    list.push(at(one.cue.start, -1));
    list.push(at(one.cue.end, 0));
    list.push(at(one.head, -1));
    list.push(at(one.head, 1));
    list.push((tokens[one.head].ending % 251) as f32);
    match &one.source {
        None => (0..4).for_each(|_| list.push(NOTHING)),
        Some(source) => {
            list.push(at(source.start, 0));
            list.push(at(source.end, -1));
            list.push(at(source.start, -1));
            list.push(at(source.end, 0));
        }
    }
    for offset in [-1, 0, 1] {
        list.push(at(extent.start, offset));
    }
    for offset in [-2, -1, 0, 1] {
        list.push(at(extent.end, offset));
    }
}

/// The scores of the cue and the chain, and what the head is.
fn cue(tokens: &[Token], one: &Candidate, list: &mut List) {
    let head = &tokens[one.head];
    for number in [one.score, one.rank as f32, one.behind, one.nothing] {
        list.push(number);
    }
    for flag in [QUOTED, FIRST, CAPITAL, MARK] {
        list.tell(head.is(flag));
    }
    list.count(one.cue.len());
    list.count(one.head - one.cue.start);
}

/// Who, and where that stands.
fn source(tokens: &[Token], one: &Candidate, list: &mut List) {
    let Some(source) = &one.source else {
        list.tell(false);
        (0..6).for_each(|_| list.push(NO_RIVAL));
        return;
    };
    list.tell(true);
    list.count(source.len());
    list.push(distance(source, &one.cue));
    let (first, last) = (&tokens[source.start], &tokens[source.end - 1]);
    list.tell(first.is(CAPITAL));
    list.tell(last.is(CAPITAL));
    list.tell(first.is(QUOTED));
    list.tell(first.unit != tokens[one.head].unit);
}

/// How far a run stands behind another, in tokens; below 0 where it stands before.
fn distance(run: &Range<usize>, other: &Range<usize>) -> f32 {
    if run.start >= other.end {
        (run.start - other.end) as f32
    } else {
        run.end as f32 - other.start as f32 - 0.5
    }
}

/// What was said: where it stands, how long it is, and whether it ends where clauses do.
fn content(tokens: &[Token], one: &Candidate, list: &mut List) {
    let (extent, head) = (one.extent(), &tokens[one.head]);
    let (first, last, next) = (&tokens[extent.start], &tokens[extent.end - 1], tokens.get(extent.end));
    list.count(one.size());
    list.count(one.content.len());
    list.tell(extent.start > one.head);
    list.push(distance(&extent, &one.cue));
    list.push(one.source.as_ref().map_or(NO_RIVAL, |source| distance(&extent, source)));
    list.tell(first.unit != head.unit);
    list.tell(last.unit != head.unit);
    list.tell(first.is(FIRST));
    list.tell(next.is_none_or(|next| next.unit != last.unit));
    list.tell(next.is_none_or(|next| next.paragraph != last.paragraph));
    let rest = tokens[extent.end..].iter().take(REST);
    list.count(rest.take_while(|token| token.unit == last.unit).count());
    let before = tokens[..extent.start].iter().rev().take(REST);
    list.count(before.take_while(|token| token.unit == first.unit).count());
    let (mut capitals, mut words, mut plain) = (0, 0, 0);
    for token in one.content.iter().flat_map(|run| &tokens[run.clone()]).filter(|token| !token.is(MARK)) {
        words += 1;
        capitals += usize::from(token.is(CAPITAL));
        plain += usize::from(!token.is(CAPITAL) && token.class == 0);
    }
    // In the title of a work none is plain.
    list.count(plain);
    list.push(capitals as f32 / words.max(1) as f32);
    match &one.content[..] {
        [_] => (0..4).for_each(|_| list.push(0.0)),
        [piece, second, ..] => {
            list.count(second.len());
            list.count(second.start - piece.end);
            list.tell(tokens[second.start].is(OPENS));
            list.tell(tokens[second.start].unit != head.unit);
        }
        [] => (0..4).for_each(|_| list.push(0.0)),
    }
}

/// The quotations in what was said: how much they are of it, and whether it cuts them.
fn quotation(tokens: &[Token], one: &Candidate, list: &mut List) {
    let (extent, head) = (one.extent(), &tokens[one.head]);
    let (first, last, next) = (&tokens[extent.start], &tokens[extent.end - 1], tokens.get(extent.end));
    let (mut quoted, mut opens, mut closes, mut own) = (0, 0, 0, 0);
    for token in one.content.iter().flat_map(|run| &tokens[run.clone()]) {
        quoted += usize::from(token.is(QUOTED));
        opens += usize::from(token.is(OPENS));
        closes += usize::from(token.is(CLOSES));
        own += usize::from(token.quote != 0 && token.quote == head.quote);
    }
    list.push(quoted as f32 / one.size() as f32);
    list.push(own as f32 / one.size() as f32);
    list.count(quoted);
    list.count(opens);
    list.push(opens as f32 - closes as f32);
    list.tell(first.is(OPENS));
    list.tell(last.is(CLOSES));
    list.tell(next.is_some_and(|next| next.is(QUOTED) && next.quote == last.quote));
    list.tell(first.is(QUOTED) && !first.is(OPENS));
    let comma = |token: &Token| token.is(MARK) && token.end - token.start == 1;
    list.tell(last.is(CLOSES) && extent.len() > 1 && comma(&tokens[extent.end - 2]));
}

/// The best answers of other cues that would have the same words, or hold this cue, or are held.
fn rivals(one: &Candidate, others: &[&Candidate], list: &mut List) {
    let (mut inside, mut inside_score, mut longest) = (0, NO_RIVAL, 0);
    let (mut holds, mut holds_score) = (0, NO_RIVAL);
    let (mut over, mut over_score, mut same, mut same_score) = (0, NO_RIVAL, 0, NO_RIVAL);
    let (extent, size) = (one.extent(), one.size());
    // What the chain holds for this cue's, and this answer leaves to another.
    let best = others.iter().find(|first| one.rank > 0 && first.head == one.head);
    let mut left_to = NO_RIVAL;
    for other in others.iter().filter(|other| other.head != one.head) {
        let wide = other.extent();
        if wide.contains(&one.head) && other.content.iter().any(|run| run.contains(&one.head)) {
            inside += 1;
            inside_score = f32::max(inside_score, other.score);
            longest = longest.max(other.size());
        }
        if extent.contains(&other.head) && one.content.iter().any(|run| run.contains(&other.head)) {
            holds += 1;
            holds_score = f32::max(holds_score, other.score);
        }
        let others_size = other.size();
        if best.is_some_and(|best| best.shared(other) > one.shared(other) + others_size / 2) {
            left_to = f32::max(left_to, other.score);
        }
        if wide.start >= extent.end || extent.start >= wide.end {
            continue;
        }
        let shared = one.shared(other);
        if shared * 2 > size.min(others_size) {
            over += 1;
            over_score = f32::max(over_score, other.score);
        }
        if shared * 5 > size.max(others_size) * 4 {
            same += 1;
            same_score = f32::max(same_score, other.score);
        }
    }
    for count in [inside, holds, over, same, longest] {
        list.count(count);
    }
    for score in [inside_score, holds_score, over_score, same_score, left_to] {
        list.push(score);
    }
    list.push(best.map_or(1.0, |best| size as f32 / best.size() as f32));
    let between = one.head.min(extent.start)..one.head.max(extent.end);
    list.count(between.len());
    list.count(one.cue.start.abs_diff(extent.end).min(one.cue.end.abs_diff(extent.start)));
}
