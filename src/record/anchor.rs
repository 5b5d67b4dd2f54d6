//! Anchors: words of a document, told so that they are found again after the document or the program changed.
//!
//! An anchor has the words themselves, what stands before and after them (the W3C's TextQuoteSelector has 32 characters), and
//! their place. The words decide: they are found in whatever white space, and never others in their stead. The place only
//! tells whether they moved; what stands around them tells which are meant where the same words stand several times.

use std::ops::Range;

use memchr::memmem;
use serde::{Deserialize, Serialize};

use super::folded::{Folded, fold};
use crate::model::{Document, Span};

/// So many code points before and after the words are kept, as in the W3C's Web Annotation Data Model, section 4.2.4; more where
/// the same words stand in the same context elsewhere.
pub const CONTEXT: usize = 32;
/// No more than so many are kept.
const MOST_CONTEXT: usize = 512;
/// A longer quotation is kept by its beginning, its end and a hash of the whole, in code points.
const LONG: usize = 1_000;
/// So much of the beginning and of the end is kept of a longer one.
const ENDS: usize = 200;
/// Words that stand more often than this are not told apart.
const MOST_PLACES: usize = 2_000;

/// Words of a document. White space in them, and around them, does not count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// The file, as [`Document::path`] has it.
    pub path: String,
    /// The document's id, where the file holds several documents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Where the words began when the anchor was made, in code points of the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// Where they ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
    /// The words; of a long quotation the first.
    pub quote: String,
    /// The last words of a long quotation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
    /// The BLAKE3 hash of a long quotation with its white space folded, sixteen hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// What stands before the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What stands after them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// How often the words stood in the document, where that was more than once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<usize>,
    /// A hash of the whole document, where the same words stood in the same context several times: only in this very text can
    /// they be told apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_in: Option<String>,
}

/// Where the words of an anchor stand now, in bytes of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Where they stood.
    Here(Range<usize>),
    /// Once elsewhere.
    Moved(Range<usize>),
    /// So often, and nothing tells which are meant.
    InDoubt(usize),
    /// Nowhere.
    Lost,
}

/// Words to which nothing can be anchored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnchorError {
    /// The place holds no word.
    #[error("code points {} to {} hold no words", .0.start, .0.end)]
    Empty(Span),
    /// The place begins or ends inside a word.
    #[error("code points {} to {} begin or end inside a word", .0.start, .0.end)]
    InsideWord(Span),
    /// The words stand too often to be told apart.
    #[error("the words at code points {} to {} stand more than {MOST_PLACES} times in the document", .0.start, .0.end)]
    TooOften(Span),
}

impl Anchor {
    /// An anchor to the words of a document at a place.
    ///
    /// # Errors
    /// Where the place holds no words, or cuts one.
    pub fn new(document: &Document, place: Span) -> Result<Self, AnchorError> {
        let body = &document.body;
        let (from, to) = (byte_at(body, place.start), byte_at(body, place.end));
        let words = body[from..to].trim();
        if words.is_empty() {
            return Err(AnchorError::Empty(place));
        }
        let from = from + (body[from..to].len() - body[from..to].trim_start().len());
        let start = body[..from].chars().count();
        let several = document.id != Document::id_of(&document.path, "");
        let mut anchor = Self {
            path: document.path.clone(),
            document: several.then(|| document.id.clone()),
            start: Some(start),
            end: Some(start + words.chars().count()),
            ..quoting(words)
        };
        let folded = Folded::new(body);
        let places = anchor.places(&folded);
        let own = from..from + words.len();
        let Some(at) = places.iter().find(|place| in_body(&folded, place) == own) else {
            let often = places.len() > MOST_PLACES;
            return Err(if often { AnchorError::TooOften(place) } else { AnchorError::InsideWord(place) });
        };
        anchor.times = Some(places.len()).filter(|times| *times > 1);
        let mut context = CONTEXT;
        loop {
            anchor.before = Some(last_chars(&folded.text[..at.start], context).to_owned());
            anchor.after = Some(first_chars(&folded.text[at.end..], context).to_owned());
            if places.len() == 1 || anchor.in_context(&folded, &places).is_some() {
                return Ok(anchor);
            }
            if context >= MOST_CONTEXT {
                anchor.only_in = Some(hash(&folded.text));
                return Ok(anchor);
            }
            context *= 2;
        }
    }

    /// The id of the document.
    pub fn document_id(&self) -> String {
        self.document.clone().unwrap_or_else(|| Document::id_of(&self.path, ""))
    }

    /// Where the words stand in a body.
    ///
    /// Words that stood once and stand once are found wherever that is. Of several those are meant that stand in the context
    /// that the anchor has, if no others have any of it.
    pub fn find(&self, body: &str) -> Found {
        let folded = Folded::new(body);
        let places = self.places(&folded);
        let meant = match &places[..] {
            [] => return Found::Lost,
            [only] if self.times.unwrap_or(1) <= 1 => only,
            // Whoever writes an anchor by hand may name words alone.
            several if self.before.is_none() && self.after.is_none() => return Found::InDoubt(several.len()),
            several => {
                let at_start = |place: &&Range<usize>| Some(start_of(body, &folded, place)) == self.start;
                let meant = match &self.only_in {
                    Some(text) if hash(&folded.text) == *text => several.iter().find(at_start),
                    Some(_) => None,
                    None => self.in_context(&folded, several),
                };
                match meant {
                    Some(meant) => meant,
                    None => return Found::InDoubt(several.len()),
                }
            }
        };
        let here = self.start.is_none_or(|start| start == start_of(body, &folded, meant));
        let range = in_body(&folded, meant);
        if here { Found::Here(range) } else { Found::Moved(range) }
    }

    /// The same words at the same place, however they are written down.
    pub fn is_same_as(&self, other: &Self) -> bool {
        let words =
            |anchor: &Self| (anchor.document_id(), fold(&anchor.quote), anchor.hash.clone(), anchor.start);
        words(self) == words(other)
    }

    /// The words for people: a long quotation by its ends.
    pub fn shown(&self) -> String {
        let quote = fold(&self.quote);
        match &self.last {
            Some(last) => format!("{quote} … {}", fold(last)),
            None => quote,
        }
    }

    /// All places of the words in a folded body; one more than [`MOST_PLACES`] stands for all the others.
    fn places(&self, folded: &Folded) -> Vec<Range<usize>> {
        let text = folded.text.as_str();
        let quote = fold(&self.quote);
        let last = self.last.as_deref().map(fold);
        let finder = memmem::Finder::new(&quote);
        let mut places = Vec::new();
        let mut from = 0;
        for _ in 0..=2 * MOST_PLACES {
            let found = finder.find(&text.as_bytes()[from..]).filter(|_| !quote.is_empty());
            let Some(start) = found.map(|found| from + found) else { break };
            from = start + quote.chars().next().map_or(1, char::len_utf8);
            let end = match &last {
                None => Some(start + quote.len()),
                Some(last) => self.end_of_long(text, start, last),
            };
            let Some(end) = end else { continue };
            if !cuts_word(text, start) && !cuts_word(text, end) {
                places.push(start..end);
                if places.len() > MOST_PLACES {
                    break;
                }
            }
        }
        places
    }

    /// Where a long quotation ends that begins at a byte.
    fn end_of_long(&self, text: &str, start: usize, last: &str) -> Option<usize> {
        let wanted = self.hash.as_deref()?;
        let mut hasher = blake3::Hasher::new();
        let mut hashed = start;
        // A hash that is carried on: the end is looked for in one pass.
        for found in memmem::find_iter(&text.as_bytes()[start..], last).take(MOST_PLACES) {
            let end = start + found + last.len();
            hasher.update(&text.as_bytes()[hashed..end]);
            hashed = end;
            if hasher.finalize().to_hex()[..16] == *wanted {
                return Some(end);
            }
        }
        None
    }

    /// Whether what stands before a place, and what stands after it, is what the anchor has; `None` where it has nothing.
    fn context_at(&self, folded: &Folded, place: &Range<usize>) -> [Option<bool>; 2] {
        let before = folded.text[..place.start].trim_end();
        let after = folded.text[place.end..].trim_start();
        // Nothing stands before the first words of a text, and nothing after its last.
        let is = |own: &Option<String>, there: &str, fits: &dyn Fn(&str) -> bool| {
            let own = fold(own.as_deref()?);
            Some(if own.is_empty() { there.is_empty() } else { fits(&own) })
        };
        [
            is(&self.before, before, &|own| before.ends_with(own)),
            is(&self.after, after, &|own| after.starts_with(own)),
        ]
    }

    /// The one place that stands in the context that the anchor has, before it and after it. Where another has a part of that
    /// context, a copy may have been put between the words and what stood beside them: then none is meant.
    fn in_context<'p>(&self, folded: &Folded, places: &'p [Range<usize>]) -> Option<&'p Range<usize>> {
        let mut meant = None;
        for place in places {
            let context = self.context_at(folded, place);
            if context.contains(&Some(true)) {
                if meant.is_some() || context.contains(&Some(false)) {
                    return None;
                }
                meant = Some(place);
            }
        }
        meant
    }
}

/// The words alone.
fn quoting(words: &str) -> Anchor {
    let folded = fold(words);
    if folded.chars().count() <= LONG {
        return Anchor { quote: words.to_owned(), ..Anchor::default() };
    }
    Anchor {
        quote: first_chars(&folded, ENDS).to_owned(),
        last: Some(last_chars(&folded, ENDS).trim_start().to_owned()),
        hash: Some(hash(&folded)),
        ..Anchor::default()
    }
}

fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..16].to_owned()
}

fn in_body(folded: &Folded, place: &Range<usize>) -> Range<usize> {
    // The end is that of the last character: what follows it may be any white space.
    let last = folded.text[..place.end].chars().next_back().map_or(0, char::len_utf8);
    folded.to_body(place.start)..folded.to_body(place.end - last) + last
}

fn start_of(body: &str, folded: &Folded, place: &Range<usize>) -> usize {
    body[..folded.to_body(place.start)].chars().count()
}

/// Whether a word goes on over a byte.
fn cuts_word(text: &str, at: usize) -> bool {
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    inside(text[..at].chars().next_back()) && inside(text[at..].chars().next())
}

fn first_chars(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(at, _)| &text[..at])
}

fn last_chars(text: &str, count: usize) -> &str {
    match count.checked_sub(1) {
        Some(back) => text.char_indices().nth_back(back).map_or(text, |(at, _)| &text[at..]),
        None => "",
    }
}

/// The byte at which a code point begins; the end of the text where there are fewer.
fn byte_at(text: &str, point: usize) -> usize {
    text.char_indices().nth(point).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "MS. EXAMPLE: Yes.\n\nMR. SAMPLE: Will the talks\ngo on?\n\nMS. EXAMPLE: Yes.\n";

    fn anchor_to(body: &str, words: &str, nth: usize) -> Anchor {
        let (at, _) = body.match_indices(words).nth(nth).unwrap();
        let start = body[..at].chars().count();
        let place = Span::new(start, start + words.chars().count());
        Anchor::new(&Document::new("talks.txt", body), place).unwrap()
    }

    fn words(body: &str, found: Found) -> (&'static str, String) {
        match found {
            Found::Here(at) => ("here", body[at].to_owned()),
            Found::Moved(at) => ("moved", body[at].to_owned()),
            Found::InDoubt(_) => ("in doubt", String::new()),
            Found::Lost => ("lost", String::new()),
        }
    }

    #[test]
    fn words_are_found_where_they_moved_to_and_in_other_white_space() {
        let anchor = anchor_to(BODY, "Will the talks\ngo on?", 0);
        assert_eq!(words(BODY, anchor.find(BODY)), ("here", "Will the talks\ngo on?".into()));
        let wrapped = BODY.replace("talks\ngo", "talks go").replace("MS. EXAMPLE: Yes.\n\nMR", "MR");
        assert_eq!(words(&wrapped, anchor.find(&wrapped)), ("moved", "Will the talks go on?".into()));
        assert_eq!(anchor.find(&BODY.replace("go on", "stop")), Found::Lost);
        assert_eq!(anchor.find(&BODY.replace("Will", "Wiill")), Found::Lost);
    }

    #[test]
    fn an_answer_that_is_given_twice_is_told_apart_by_its_question() {
        let anchor = anchor_to(BODY, "Yes.", 1);
        assert_eq!(anchor.times, Some(2));
        let at = BODY.rfind("Yes.").unwrap();
        assert_eq!(anchor.find(BODY), Found::Here(at..at + 4));
        // Without the question nothing tells which answer is meant, be there one left.
        assert_eq!(anchor.find(&BODY.replace("go on?", "end?")), Found::InDoubt(2));
        assert_eq!(anchor.find("MS. EXAMPLE: Yes.\n"), Found::InDoubt(1));
    }

    #[test]
    fn what_cannot_be_told_apart_holds_for_the_very_text_only() {
        let body = "Yes.\n".repeat(400);
        let anchor = anchor_to(&body, "Yes.", 200);
        assert_eq!(anchor.find(&body), Found::Here(1000..1004));
        assert_eq!(anchor.find(&body[5..]), Found::InDoubt(399));
    }

    #[test]
    fn a_long_quotation_is_held_by_a_hash() {
        let words: Vec<String> = (0..900).map(|at| format!("word{at}")).collect();
        let speech = words.join(" ");
        let body = format!("Title\n\n{speech}\n\nThe end.");
        let anchor = anchor_to(&body, &speech, 0);
        assert!(anchor.quote.chars().count() == ENDS && anchor.last.is_some());
        assert_eq!(anchor.find(&body), Found::Here(7..7 + speech.len()));
        let moved = format!("A {body}").replace("word7 word8", "word7\nword8");
        assert_eq!(anchor.find(&moved), Found::Moved(9..9 + speech.len()));
        assert_eq!(anchor.find(&body.replace("word450", "word45O")), Found::Lost);
    }

    #[test]
    fn a_place_inside_a_word_or_without_one_holds_nothing() {
        let document = Document::new("talks.txt", BODY);
        assert!(matches!(Anchor::new(&document, Span::new(14, 17)), Err(AnchorError::InsideWord(_))));
        assert!(matches!(Anchor::new(&document, Span::new(17, 19)), Err(AnchorError::Empty(_))));
        assert!(matches!(Anchor::new(&document, Span::new(900, 990)), Err(AnchorError::Empty(_))));
    }
}
