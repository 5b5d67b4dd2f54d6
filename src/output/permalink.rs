//! A link that names a quotation: the statement, its place in the document, and how its hash begins, so that
//! whoever follows it to a text that was shifted or changed can tell.

use std::fmt;
use std::str::FromStr;

use crate::index::StoredPassage;
use crate::model::Span;

/// What stands before the statement's id.
const SCHEME: &str = "demarche:s/";
/// So many hexadecimal digits of the quotation's BLAKE3 hash are given.
const DIGITS: usize = 8;

/// The link: `demarche:s/ID#c=START-END;h=HASH`, the place in code points of the document's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permalink {
    /// The statement's id.
    pub id: String,
    /// The quotation's place.
    pub place: Span,
    hash: String,
}

/// A text that is no such link.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no link of the form demarche:s/ID#c=START-END;h=HASH")]
pub struct ParsePermalinkError(String);

impl Permalink {
    /// The link to a quotation of a statement.
    pub fn new(id: &str, place: Span, quote: &str) -> Self {
        Self { id: id.to_owned(), place, hash: hash(quote) }
    }

    /// Whether a text is meant as a link.
    pub fn is_meant(text: &str) -> bool {
        text.trim_start().starts_with(SCHEME)
    }

    /// The words that the statement's passages now have at the place; `None` where it reaches beyond them.
    pub fn words(&self, passages: &[StoredPassage]) -> Option<String> {
        let first = passages.first()?.span.start;
        let all = passages.iter().flat_map(|passage| passage.text.chars());
        let skip = self.place.start.checked_sub(first)?;
        let words: String = all.skip(skip).take(self.place.end - self.place.start).collect();
        (words.chars().count() == self.place.end - self.place.start).then_some(words)
    }

    /// Whether these are the words that were cited.
    pub fn cites(&self, words: &str) -> bool {
        self.hash == hash(words)
    }
}

fn hash(quote: &str) -> String {
    blake3::hash(quote.as_bytes()).to_hex()[..DIGITS].to_owned()
}

impl fmt::Display for Permalink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SCHEME}{}#c={}-{};h={}", self.id, self.place.start, self.place.end, self.hash)
    }
}

impl FromStr for Permalink {
    type Err = ParsePermalinkError;

    fn from_str(text: &str) -> Result<Self, ParsePermalinkError> {
        let parse = || {
            let (id, rest) = text.trim().strip_prefix(SCHEME)?.split_once("#c=")?;
            let (place, hash) = rest.split_once(";h=")?;
            let (start, end) = place.split_once('-')?;
            let place = Span::new(start.parse().ok()?, end.parse().ok()?);
            (place.start <= place.end).then(|| Self { id: id.to_owned(), place, hash: hash.to_owned() })
        };
        parse().ok_or_else(|| ParsePermalinkError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_as_it_was_written() {
        let link = Permalink::new("1a2b-90ab", Span::new(12, 31), "The talks will go on.");
        assert_eq!(link.to_string().parse(), Ok(link.clone()));
        assert!(link.cites("The talks will go on.") && !link.cites("The talks will not go on."));
        for wrong in ["1a2b-90ab", "demarche:s/1a2b", "demarche:s/1a2b#c=9-3;h=00", "demarche:s/1a#c=x-3;h=0"]
        {
            assert!(wrong.parse::<Permalink>().is_err(), "{wrong}");
        }
    }
}
