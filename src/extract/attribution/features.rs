//! What is looked at to decide whether a token is a cue, and whose words those around it are.

use super::model::{mix, pair};
use super::tokens::{CLOSES, FIRST, MARK, OPENS, QUOTED, Token};

/// No token: before the first and after the last.
const NONE: Token = Token {
    start: 0,
    end: 0,
    word: 0,
    ending: 0,
    flags: MARK,
    class: 0,
    unit: u32::MAX,
    paragraph: u32::MAX,
    quote: 0,
};

fn near(tokens: &[Token], at: usize, offset: isize) -> &Token {
    at.checked_add_signed(offset).and_then(|at| tokens.get(at)).unwrap_or(&NONE)
}

/// A token's class, letters and marks in one number: what it is, not which word.
fn kind(token: &Token) -> u32 {
    let mark = if token.is(MARK) { token.word & 0xff } else { u32::from(token.class) };
    u32::from(token.flags & (1 | 2 | 4 | 8 | 16 | 32)) << 8 | mark
}

/// The features of `tokens[at]` as the head of a cue.
pub(super) fn cue(tokens: &[Token], at: usize, mut take: impl FnMut(u32)) {
    let here = &tokens[at];
    let (p1, p2, p3) = (near(tokens, at, -1), near(tokens, at, -2), near(tokens, at, -3));
    let (n1, n2, n3) = (near(tokens, at, 1), near(tokens, at, 2), near(tokens, at, 3));
    let w = here.word;
    let quoted = u32::from(here.is(QUOTED));
    let mut t = 0;
    let mut put = |value: u32| {
        t += 1;
        take(mix(t, value));
    };
    put(0);
    put(w);
    put(pair(w, quoted));
    put(pair(w, p1.word));
    put(pair(w, n1.word));
    put(pair(w, kind(p1)));
    put(pair(w, kind(n1)));
    put(pair(w, pair(kind(p1), kind(n1))));
    put(pair(w, kind(n2)));
    put(pair(w, kind(p2)));
    put(here.ending);
    put(pair(here.ending, pair(kind(p1), kind(n1))));
    put(p1.word);
    put(n1.word);
    put(pair(p2.word, p1.word));
    put(pair(n1.word, n2.word));
    put(pair(kind(p2), pair(kind(p1), here.ending)));
    put(pair(kind(n1), pair(kind(n2), here.ending)));
    put(pair(kind(p2), pair(kind(p1), pair(kind(here), pair(kind(n1), kind(n2))))));
    put(pair(kind(here), quoted));
    put(pair(p1.ending, here.ending));
    put(pair(n1.ending, here.ending));
    put(pair(kind(p3), kind(p2)));
    put(pair(kind(n2), kind(n3)));
    put(pair(u32::from(here.flags & FIRST), kind(here)));
    put(pair(n2.word, w));
    put(pair(p2.word, w));
    put(pair(kind(p3), w));
    put(pair(kind(n3), w));
}

/// The tokens around a cue's head that are looked at, and what is the same for all of them.
pub(super) struct Window<'a> {
    pub tokens: &'a [Token],
    /// The cue's head.
    pub head: usize,
    /// The first token looked at, and the one after the last.
    pub start: usize,
    pub end: usize,
    /// For each token of the window: what lies between it and the head, as bits.
    between: Vec<u8>,
    /// Whether the unit of the head holds a quotation outside which the head stands.
    quotation: u32,
}

/// The most tokens looked at on each side of a cue.
const REACH: usize = 220;

const COMMA: u8 = 1;
const QUOTE: u8 = 2;
const STOP: u8 = 4;
const THAT: u8 = 8;
const VERB: u8 = 16;
const JOIN: u8 = 32;
const MANY: u8 = 64;

impl<'a> Window<'a> {
    /// The unit of the head, with the one before and the two after it in the paragraph as far as a
    /// quotation stands in them: what is not quoted is told where it is attributed.
    pub fn new(tokens: &'a [Token], head: usize, classes: &Classes, likely: &[bool]) -> Self {
        let here = &tokens[head];
        let unit = |at: usize| (tokens[at].unit, tokens[at].paragraph);
        let (mut start, mut end) = (head, head + 1);
        while start > 0 && head - start < REACH && unit(start - 1) == unit(head) {
            start -= 1;
        }
        while end < tokens.len() && end - head < REACH && unit(end) == unit(head) {
            end += 1;
        }
        let (first, last) = (start, end);
        let (mut at, mut quoted) = (start, false);
        while at > 0 && head - at < REACH && unit(at - 1) == (here.unit.wrapping_sub(1), here.paragraph) {
            at -= 1;
            quoted |= tokens[at].is(QUOTED);
        }
        if quoted {
            start = at;
        }
        for ahead in 1..=2 {
            let (mut at, mut quoted) = (end, false);
            while at < tokens.len() && at - head < REACH && unit(at) == (here.unit + ahead, here.paragraph) {
                quoted |= tokens[at].is(QUOTED);
                at += 1;
            }
            end = if quoted { at } else { break };
        }
        let mut between = vec![0_u8; end - start];
        let mut bits = 0;
        for at in head + 1..end {
            between[at - start] = bits;
            bits = with(bits, &tokens[at], classes, likely[at]);
        }
        bits = 0;
        for at in (start..head).rev() {
            between[at - start] = bits;
            bits = with(bits, &tokens[at], classes, likely[at]);
        }
        let quotation = tokens[first..last].iter().any(|token| token.is(QUOTED) && token.quote != here.quote);
        Self { tokens, head, start, end, between, quotation: u32::from(quotation) }
    }

    /// The class of the place at which a label follows another, below [`super::model::PLACES`].
    pub fn place(&self, at: usize) -> usize {
        let (here, before) = (&self.tokens[at], near(self.tokens, at, -1));
        let side = usize::from(at > self.head);
        let unit = usize::from(here.unit != before.unit);
        let mark = |token: &Token| -> usize {
            if token.is(OPENS) {
                1
            } else if token.is(CLOSES) {
                2
            } else if token.is(MARK) {
                3
            } else {
                0
            }
        };
        let near_head = usize::from(at == self.head || at == self.head + 1);
        let quoted = usize::from(here.is(QUOTED));
        ((((side * 2 + unit) * 4 + mark(here)) * 4 + mark(before)) * 2 + near_head) * 2 + quoted
    }

    /// The features of `tokens[at]` beside the head.
    pub fn features(&self, at: usize, mut take: impl FnMut(u32)) {
        let tokens = self.tokens;
        let (here, head) = (&tokens[at], &tokens[self.head]);
        let (p1, p2) = (near(tokens, at, -1), near(tokens, at, -2));
        let (n1, n2) = (near(tokens, at, 1), near(tokens, at, 2));
        let (h1, g1) = (near(tokens, self.head, 1), near(tokens, self.head, -1));
        let right = at > self.head;
        let distance = at.abs_diff(self.head);
        let near_by = match distance {
            0..=6 => distance as u32,
            7..=9 => 7,
            10..=14 => 8,
            15..=24 => 9,
            25..=49 => 10,
            _ => 11,
        };
        let unit = (i64::from(here.unit) - i64::from(head.unit) + 1) as u32;
        let same_quote = u32::from(here.quote != 0 && here.quote == head.quote);
        let quoted = u32::from(here.is(QUOTED)) | same_quote << 1 | u32::from(head.is(QUOTED)) << 2;
        let side = u32::from(right) | unit << 1;
        let bits = u32::from(self.between[at - self.start]);
        let place = pair(side, quoted);
        let spot = pair(side, near_by);
        let mut t = 100;
        let mut put = |value: u32| {
            t += 1;
            take(mix(t, value));
        };
        put(place);
        put(pair(place, bits));
        put(pair(place, pair(bits, head.word)));
        put(pair(spot, bits));
        put(pair(spot, kind(here)));
        put(pair(spot, head.word));
        put(pair(place, pair(self.quotation, head.word)));
        put(pair(place, pair(self.quotation, near_by)));
        put(pair(place, pair(h1.word, bits)));
        put(pair(place, pair(kind(g1), pair(bits, head.ending))));
        put(pair(side, here.word));
        put(pair(spot, here.word));
        put(pair(side, pair(p1.word, here.word)));
        put(pair(side, pair(here.word, n1.word)));
        put(pair(side, p1.word));
        put(pair(side, n1.word));
        put(pair(side, pair(bits, kind(here))));
        put(pair(side, pair(kind(p1), kind(here))));
        put(pair(side, pair(kind(here), kind(n1))));
        put(pair(side, pair(kind(p2), pair(kind(p1), kind(here)))));
        put(pair(side, pair(kind(here), pair(kind(n1), kind(n2)))));
        put(pair(side, pair(here.ending, kind(n1))));
        put(pair(side, pair(here.ending, kind(p1))));
        put(pair(spot, pair(kind(p1), pair(kind(here), kind(n1)))));
        put(pair(pair(side, here.word), head.word));
        put(pair(pair(side, kind(here)), pair(h1.word, near_by)));
        put(pair(pair(spot, kind(here)), kind(g1)));
        put(pair(pair(spot, kind(h1)), head.ending));
        put(pair(u32::from(here.flags & FIRST), pair(place, kind(here))));
    }
}

/// The classes of words that stand between.
pub(super) struct Classes {
    pub that: u8,
    pub joins: [u8; 4],
}

fn with(bits: u8, token: &Token, classes: &Classes, likely: bool) -> u8 {
    let mut bits = bits;
    if token.is(OPENS) || token.is(CLOSES) {
        bits |= QUOTE;
    } else if token.is(MARK) {
        let comma = token.word == COMMA_WORD;
        if comma && bits & COMMA != 0 {
            bits |= MANY;
        }
        bits |= if comma { COMMA } else { STOP };
    } else if token.class == classes.that {
        bits |= THAT;
    } else if classes.joins.contains(&token.class) {
        bits |= JOIN;
    }
    if likely {
        bits |= VERB;
    }
    bits
}

/// The hash of `,`.
const COMMA_WORD: u32 = (0x811c_9dc5_u32 ^ b',' as u32).wrapping_mul(0x0100_0193);
