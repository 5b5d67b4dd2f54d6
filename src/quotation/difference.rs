//! Differences between a quotation and the words that it quotes.

use serde::Serialize;

use crate::model::Span;

/// What differs. Those up to [`DifferenceKind::Insertion`] leave the words as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum DifferenceKind {
    /// Another sign for the same: `’` for `'`, `–` for `-`, `“` for `"`.
    Typographic,
    /// A capital letter for a small one, or the other way.
    Capitals,
    /// Another mark of punctuation, or none.
    Punctuation,
    /// A hyphen, as at a line's end.
    Hyphen,
    /// Another right spelling of the same word: `labour`, `cease fire`.
    Spelling,
    /// Words left out, and marked as left out: `…`, `[…]`.
    Omission,
    /// Words put in, and marked as put in: `[the president]`, `talk[ed]`.
    Insertion,
    /// Other words in place of those that were said.
    Changed,
    /// Words that were not said.
    Added,
    /// Words that were said, left out without a mark.
    LeftOut,
}

impl DifferenceKind {
    /// Whether the words are still the same words in the same order.
    pub fn keeps_words(self) -> bool {
        self <= Self::Insertion
    }

    /// The word users read: `left-out`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Typographic => "typographic",
            Self::Capitals => "capitals",
            Self::Punctuation => "punctuation",
            Self::Hyphen => "hyphen",
            Self::Spelling => "spelling",
            Self::Omission => "omission",
            Self::Insertion => "insertion",
            Self::Changed => "changed",
            Self::Added => "added",
            Self::LeftOut => "left-out",
        }
    }
}

/// What of a difference may turn the sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Sense {
    /// `not`, `never`, `don’t`.
    Negation,
    /// A figure or a number in words.
    Number,
    /// The name of a person, a state, a body.
    Name,
    /// `may`, `must`, `will`.
    Modal,
    /// A day, a month, a year.
    Date,
}

impl Sense {
    /// The word users read: `negation`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Negation => "negation",
            Self::Number => "number",
            Self::Name => "name",
            Self::Modal => "modal",
            Self::Date => "date",
        }
    }
}

/// Words and where they stand; nothing stands at an empty span.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlacedWords {
    /// In code points: of the quotation as it was given, or of the document's body.
    pub span: Span,
    /// The words as one reads them.
    pub text: String,
}

/// One difference, on both sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What differs.
    pub kind: DifferenceKind,
    /// Whether it may turn the sense, and by what.
    pub may_turn_the_sense: Vec<Sense>,
    /// In the quotation.
    pub quoted: PlacedWords,
    /// In the words of the corpus.
    pub source: PlacedWords,
}
