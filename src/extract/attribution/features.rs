//! What is looked at to decide whether a token is a cue, and whose words those around it are.

use super::model::{mix, pair};
use super::tokens::{CLOSES, FIRST, MARK, OPENS, QUOTED, Token};

/// Before the first token and after the last, a text looks as if another sentence stood there.
const NONE: Token = Token {
    start: 0,
    end: 0,
    word: STOP_WORD,
    ending: STOP_WORD,
    kind: (MARK as u32) << 8 | STOP_WORD & 0xff,
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
pub(super) fn kind(token: &Token) -> u32 {
    let mark = if token.is(MARK) { token.word & 0xff } else { u32::from(token.class) };
    u32::from(token.flags & (1 | 2 | 4 | 8 | 16 | 32)) << 8 | mark
}

/// The features of `tokens[at]` as the head of a cue that tell most: what most tokens are is seen by them.
#[inline]
pub(super) fn cue_first(tokens: &[Token], at: usize, mut take: impl FnMut(u32)) {
    let here = &tokens[at];
    let (p1, n1) = (near(tokens, at, -1), near(tokens, at, 1));
    let (w, quoted) = (here.word, u32::from(here.is(QUOTED)));
    let beside = pair(p1.kind, n1.kind);
    take(mix(1, 0));
    take(mix(2, w));
    take(mix(3, pair(w, quoted)));
    take(mix(6, pair(w, p1.kind)));
    take(mix(7, pair(w, n1.kind)));
    take(mix(8, pair(w, beside)));
    take(mix(11, here.ending));
    take(mix(12, pair(here.ending, beside)));
    take(mix(20, pair(here.kind, quoted)));
}

/// The other features of `tokens[at]` as the head of a cue.
#[inline]
pub(super) fn cue_rest(tokens: &[Token], at: usize, mut take: impl FnMut(u32)) {
    let here = &tokens[at];
    let (p1, p2, p3) = (near(tokens, at, -1), near(tokens, at, -2), near(tokens, at, -3));
    let (n1, n2, n3) = (near(tokens, at, 1), near(tokens, at, 2), near(tokens, at, 3));
    let (w, first) = (here.word, u32::from(here.flags & FIRST));
    take(mix(4, pair(w, p1.word)));
    take(mix(5, pair(w, n1.word)));
    take(mix(9, pair(w, n2.kind)));
    take(mix(10, pair(w, p2.kind)));
    take(mix(13, p1.word));
    take(mix(14, n1.word));
    take(mix(15, pair(p2.word, p1.word)));
    take(mix(16, pair(n1.word, n2.word)));
    take(mix(17, pair(p2.kind, pair(p1.kind, here.ending))));
    take(mix(18, pair(n1.kind, pair(n2.kind, here.ending))));
    take(mix(19, pair(p2.kind, pair(p1.kind, pair(here.kind, pair(n1.kind, n2.kind))))));
    take(mix(21, pair(p1.ending, here.ending)));
    take(mix(22, pair(n1.ending, here.ending)));
    take(mix(23, pair(p3.kind, p2.kind)));
    take(mix(24, pair(n2.kind, n3.kind)));
    take(mix(25, pair(first, here.kind)));
    take(mix(26, pair(n2.word, w)));
    take(mix(27, pair(p2.word, w)));
    take(mix(28, pair(p3.kind, w)));
    take(mix(29, pair(n3.kind, w)));
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
    /// quotation stands in them: what is not quoted is told where it is attributed. A quotation in the
    /// paragraph before or after counts where a dash or a colon points there.
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
        let before = here.unit.wrapping_sub(1);
        let paragraph = if signed(tokens, start) { tokens[start - 1].paragraph } else { here.paragraph };
        let (mut at, mut quoted) = (start, false);
        while at > 0 && head - at < REACH && unit(at - 1) == (before, paragraph) {
            at -= 1;
            quoted |= tokens[at].is(QUOTED);
        }
        if quoted {
            start = at;
        }
        let paragraph = if announced(tokens, end) { tokens[end].paragraph } else { here.paragraph };
        for ahead in 1..=2 {
            let (mut at, mut quoted) = (end, false);
            while at < tokens.len() && at - head < REACH && unit(at) == (here.unit + ahead, paragraph) {
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

    /// Where a token stands to the head.
    pub fn spot(&self, at: usize) -> Spot {
        let (here, head) = (&self.tokens[at], &self.tokens[self.head]);
        let distance = at.abs_diff(self.head);
        let near_by = match distance {
            0..=6 => distance as u32,
            7..=9 => 7,
            10..=14 => 8,
            15..=24 => 9,
            25..=49 => 10,
            _ => 11,
        };
        let unit = here.unit.wrapping_sub(head.unit).wrapping_add(1);
        let same_quote = u32::from(here.quote != 0 && here.quote == head.quote);
        let quoted = u32::from(here.is(QUOTED)) | same_quote << 1 | u32::from(head.is(QUOTED)) << 2;
        let side = u32::from(at > self.head) | unit << 1;
        Spot { side, quoted, near_by, bits: u32::from(self.between[at - self.start]) }
    }

    /// The features of `tokens[at]` beside the head.
    pub fn features(&self, at: usize, mut take: impl FnMut(u32)) {
        let spot = self.spot(at);
        self.of_spot(spot, &mut take);
        self.of_token(at, spot, &mut take);
    }

    /// The features of a spot, whichever token stands there.
    #[inline]
    pub fn of_spot(&self, spot: Spot, mut take: impl FnMut(u32)) {
        let head = &self.tokens[self.head];
        let (h1, g1) = (near(self.tokens, self.head, 1), near(self.tokens, self.head, -1));
        let Spot { side, quoted, near_by, bits } = spot;
        let (place, spot) = (pair(side, quoted), pair(side, near_by));
        take(mix(101, place));
        take(mix(102, pair(place, bits)));
        take(mix(103, pair(place, pair(bits, head.word))));
        take(mix(104, pair(spot, bits)));
        take(mix(106, pair(spot, head.word)));
        take(mix(107, pair(place, pair(self.quotation, head.word))));
        take(mix(108, pair(place, pair(self.quotation, near_by))));
        take(mix(109, pair(place, pair(h1.word, bits))));
        take(mix(110, pair(place, pair(g1.kind, pair(bits, head.ending)))));
        take(mix(128, pair(pair(spot, h1.kind), head.ending)));
    }

    /// The features of `tokens[at]` at its spot.
    #[inline]
    pub fn of_token(&self, at: usize, spot: Spot, mut take: impl FnMut(u32)) {
        let tokens = self.tokens;
        let (here, head) = (&tokens[at], &tokens[self.head]);
        let (p1, p2) = (near(tokens, at, -1), near(tokens, at, -2));
        let (n1, n2) = (near(tokens, at, 1), near(tokens, at, 2));
        let (h1, g1) = (near(tokens, self.head, 1), near(tokens, self.head, -1));
        let Spot { side, quoted, near_by, bits } = spot;
        let (place, spot) = (pair(side, quoted), pair(side, near_by));
        let first = u32::from(here.flags & FIRST);
        take(mix(105, pair(spot, here.kind)));
        take(mix(111, pair(side, here.word)));
        take(mix(112, pair(spot, here.word)));
        take(mix(113, pair(side, pair(p1.word, here.word))));
        take(mix(114, pair(side, pair(here.word, n1.word))));
        take(mix(115, pair(side, p1.word)));
        take(mix(116, pair(side, n1.word)));
        take(mix(117, pair(side, pair(bits, here.kind))));
        take(mix(118, pair(side, pair(p1.kind, here.kind))));
        take(mix(119, pair(side, pair(here.kind, n1.kind))));
        take(mix(120, pair(side, pair(p2.kind, pair(p1.kind, here.kind)))));
        take(mix(121, pair(side, pair(here.kind, pair(n1.kind, n2.kind)))));
        take(mix(122, pair(side, pair(here.ending, n1.kind))));
        take(mix(123, pair(side, pair(here.ending, p1.kind))));
        take(mix(124, pair(spot, pair(p1.kind, pair(here.kind, n1.kind)))));
        take(mix(125, pair(pair(side, here.word), head.word)));
        take(mix(126, pair(pair(side, here.kind), pair(h1.word, near_by))));
        take(mix(127, pair(pair(spot, here.kind), g1.kind)));
        take(mix(129, pair(first, pair(place, here.kind))));
    }
}

/// Whether a dash at `start` names whose words the quotation of the paragraph before is.
fn signed(tokens: &[Token], start: usize) -> bool {
    let here = &tokens[start];
    start > 0 && DASHES.contains(&here.word) && tokens[start - 1].is(CLOSES)
}

/// Whether a colon before `end` says whose words the quotation of the paragraph after is.
fn announced(tokens: &[Token], end: usize) -> bool {
    let colon = |token: &Token| token.word == of_mark(b':');
    end > 0 && colon(&tokens[end - 1]) && tokens.get(end).is_some_and(|next| next.is(OPENS))
}

/// On which side of the head and in which unit a token stands, in which quotation, how far, and what lies
/// between.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    side: u32,
    quoted: u32,
    near_by: u32,
    bits: u32,
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
const COMMA_WORD: u32 = of_mark(b',');
/// The hash of `.`.
const STOP_WORD: u32 = of_mark(b'.');

/// The hashes of `—`, `–`, `-` and `--`.
const DASHES: [u32; 4] = [of_bytes("—".as_bytes()), of_bytes("–".as_bytes()), of_mark(b'-'), of_bytes(b"--")];

/// The hash of a mark of one byte.
const fn of_mark(mark: u8) -> u32 {
    of_bytes(&[mark])
}

/// The hash of a mark: what [`super::tokens::hash`] gives, before the program runs.
const fn of_bytes(bytes: &[u8]) -> u32 {
    let (mut hash, mut at) = (0x811c_9dc5_u32, 0);
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
}
