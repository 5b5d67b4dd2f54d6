//! Attribution: source, cue and content, found in running text.
//!
//! A text is read into tokens with their quotations and units; a logistic model finds what may be the
//! heads of cues among them, and a chain beside each proposes which words are the source and which the
//! content. Trees judge how likely each proposal is right, and those that go together are chosen.

mod candidates;
mod choice;
mod cues;
mod features;
mod model;
mod numbers;
mod quotes;
mod reading;
mod spans;
mod tokens;
pub mod train;
mod trees;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::LazyLock;

use crate::read::is_clause;

use candidates::Candidate;
pub(super) use cues::{CueKind, kind};
use model::{Model, SIZE};
pub(super) use reading::class_words;
use reading::{Reading, read};
use tokens::OPENS;
use trees::Trees;

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
/// The shipped trees. A test reads them.
static SHIPPED_TREES: &[u8] = include_bytes!("trees.bin");

/// Finds the attributions of texts by learned weights; one serves all threads.
pub struct Attributor<'a> {
    model: Model<'a>,
    trees: Trees,
}

static ATTRIBUTOR: LazyLock<Attributor<'static>> = LazyLock::new(|| Attributor {
    model: Model::from_bytes(SHIPPED),
    trees: Trees::read(SHIPPED_TREES).unwrap_or_else(|| Trees::new(0.0, 1.0)),
});

impl Attributor<'static> {
    /// The one that comes with the library.
    pub fn shipped() -> &'static Self {
        &ATTRIBUTOR
    }
}

impl<'a> Attributor<'a> {
    /// One with the weights that [`train::learn`] gave; `None` where the bytes are no such weights.
    pub fn new(weights: &'a train::Learned) -> Option<Self> {
        Some(Self { model: Model::read(&weights.model)?, trees: Trees::read(&weights.trees)? })
    }

    /// The attributions of a text, in order of their cues. Takes linear time.
    pub fn find(&self, text: &str) -> Vec<AttributionSpans> {
        find(&read(text, &super::sentences(text)), &self.model, &self.trees)
    }
}

/// The attributions of a text with such sentences by the shipped weights, in order of their cues.
pub(super) fn attribute(text: &str, sentences: &[Range<usize>]) -> Vec<AttributionSpans> {
    find(&read(text, sentences), &ATTRIBUTOR.model, &ATTRIBUTOR.trees)
}

/// The attributions of a text, in order of their cues: of all candidates those that go together and are
/// likeliest right.
fn find(reading: &Reading, model: &Model<'_>, trees: &Trees) -> Vec<AttributionSpans> {
    let candidates = candidates::candidates(reading, model);
    let numbers = numbers::describe(reading, &candidates);
    let worths: Vec<f32> = trees.likelihoods(&numbers).iter().map(|one| one - trees.least).collect();
    let kept = choice::choose(&candidates, &worths);
    kept.into_iter().map(|one| spans_of(reading, &candidates[one])).collect()
}

/// An attribution in bytes of its text.
fn spans_of(reading: &Reading, one: &Candidate) -> AttributionSpans {
    let tokens = &reading.tokens;
    let bytes = |run: &Range<usize>| tokens[run.start].start as usize..tokens[run.end - 1].end as usize;
    let opens = |run: &Range<usize>| tokens[run.clone()].iter().any(|token| token.is(OPENS));
    AttributionSpans {
        source: one.source.as_ref().map(bytes),
        cue: bytes(&one.cue),
        head: tokens[one.head].range(),
        content: one.content.iter().map(bytes).collect(),
        direct: one.content.iter().any(opens),
    }
}

/// The words by which a clause is told as somebody's: `retorted that`.
const COMPLEMENTISERS: [&str; 7] = ["that", "whether", "if", "how", "why", "what", "who"];

/// The forms of `be` that a passive is made with.
const BE: [&str; 8] = ["is", "are", "was", "were", "be", "been", "being", "am"];

/// Participles that say how somebody stands to what comes.
const STANCES: [&str; 11] = [
    "committed",
    "determined",
    "prepared",
    "resolved",
    "dedicated",
    "inclined",
    "willing",
    "pledged",
    "convinced",
    "agreed",
    "persuaded",
];

/// What follows a participle that says what was done to somebody, and none that says how somebody feels.
const AFTER_PASSIVES: [&str; 9] =
    ["for ", "as ", "by ", "among ", "from ", "throughout ", "across ", "during ", "within "];

/// Participles that are no past tense: without `have` they say what is done to somebody.
const PARTICIPLES: [&str; 7] = ["known", "given", "seen", "shown", "taken", "chosen", "written"];

impl AttributionSpans {
    /// Whether the cue says that somebody spoke, wrote, asked or took a stand. A verb that is not known to mean that does
    /// where it stands beside a quotation, after the words it tells, or before `that` and the like: `Weiss retorted that …`
    /// tells her words, `Weiss held posts in …` does not.
    ///
    /// What is not in quotation marks is nobody's words where the cue is a mark and the words make no clause (`Ana Weiss:
    /// Commissioner for Trade`), where the source is what the verb is done to (`Weiss was named director`), or where it is
    /// whom a participle addresses or somebody meets (`by urging members to wait`, `met with Weiss to stress`).
    pub(super) fn speaks(&self, text: &str) -> bool {
        let head = &text[self.head.clone()];
        if !head.contains(char::is_alphabetic) {
            // `… the park – Old Footprints of the Canyon.`: a sentence goes on; a name that signs ends a line.
            let after = self.source.as_ref().filter(|source| source.start >= self.head.end);
            let goes_on = after.is_some_and(|source| text[source.end..].starts_with(['.', ',', ';']));
            if goes_on && !self.direct && head != ":" {
                return false;
            }
            return self.direct || self.content.iter().any(|content| is_clause(&text[content.clone()]));
        }
        let after = || self.source.as_ref().is_some_and(|source| source.start >= self.head.end);
        // `He is also Director of the Forum`: what somebody is tells nothing.
        let first = text[self.cue.clone()].split_whitespace().next().unwrap_or("");
        let is = BE.iter().any(|form| first.eq_ignore_ascii_case(form)) && kind(head).is_none();
        if !self.direct && is && after() {
            return false;
        }
        let met = || self.source.as_ref().is_some_and(|source| is_met(text, source, &self.cue, &self.head));
        let addressed = head.ends_with("ing") && !head.eq_ignore_ascii_case("according") && after();
        if !self.direct && (addressed || self.is_passive(text) || met()) {
            return false;
        }
        match kind(head) {
            Some(CueKind::Act | CueKind::Show) => false,
            Some(_) => true,
            None => {
                let source = self.source.as_ref().map_or(self.cue.start, |source| source.end);
                let told = self.content.first().map_or(0, |content| content.start);
                let in_order = source <= self.head.start && self.head.end <= told;
                self.direct || !in_order || self.has_complementiser(text)
            }
        }
    }

    /// Whether the source before the cue is told or asked, and tells nothing: `Weiss was told`, `has been asked`. `Is
    /// quoted as saying` is no such thing, nor is how somebody feels: `is concerned`.
    fn is_passive(&self, text: &str) -> bool {
        let head = &text[self.head.clone()];
        let before = text[..self.head.start].split_whitespace().next_back().unwrap_or("");
        let after = text[self.head.end..].trim_start();
        // `Was named Chairman of the Board`: what stands after is what somebody became; `was said by Weiss` has who said it.
        let told = |source: &Range<usize>| {
            source.end <= self.head.start
                || text.get(self.head.end..source.start).is_some_and(|between| between.trim().is_empty())
        };
        let first = self.source.as_ref().is_none_or(told);
        if !first || head.ends_with("ing") || after.starts_with("as saying") {
            return false;
        }
        // `Is prepared to go`, `is convinced that`: how somebody stands.
        if STANCES.iter().any(|word| head.eq_ignore_ascii_case(word)) {
            return false;
        }
        let done_to = || match kind(head) {
            Some(CueKind::Say | CueKind::Ask | CueKind::Want) => true,
            _ => AFTER_PASSIVES.iter().any(|word| after.starts_with(word)),
        };
        // `An actress known for …`
        let has = ["have", "has", "had"].iter().any(|form| before.eq_ignore_ascii_case(form));
        let bare = PARTICIPLES.iter().any(|form| head.eq_ignore_ascii_case(form)) && !has;
        bare || BE.iter().any(|form| before.eq_ignore_ascii_case(form)) && done_to()
    }

    fn has_complementiser(&self, text: &str) -> bool {
        let Some(content) = self.content.first() else { return false };
        let first = text[content.clone()].split_whitespace().next().unwrap_or("");
        let last = text[..content.start].split_whitespace().next_back().unwrap_or("");
        [first, last].iter().any(|word| COMPLEMENTISERS.iter().any(|known| word.eq_ignore_ascii_case(known)))
    }
}

/// Whether somebody does what follows with the source: `met with Weiss to stress that …` tells the words of another.
/// So does a participle after a comma: `has been in contact with Weiss, affirming that …`.
fn is_met(text: &str, source: &Range<usize>, cue: &Range<usize>, head: &Range<usize>) -> bool {
    let before = text[..source.start].split_whitespace().next_back();
    let between = text.get(source.end..cue.end).unwrap_or("").trim_start();
    let participle = || between.starts_with(',') && text[head.clone()].ends_with("ing");
    before == Some("with") && source.end <= cue.start && (between.starts_with("to ") || participle())
}
