//! What was found out about a quotation, as plain data.

use serde::Serialize;

use super::difference::{Difference, PlacedWords};
use crate::index::StoredPassage;
use crate::model::{Kind, Span, Speaker};
use crate::search::Copy;

/// How a quotation stands to the corpus. `docs/quotations.md` defines each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Character for character, white space apart.
    Exact,
    /// The same words in the same order; what differs is told, and marked where words are left out or put in.
    SameWords,
    /// Words changed, added or left out without a mark.
    Altered,
    /// Its pieces stand in several statements, or in another order.
    Spliced,
    /// Not in this corpus.
    NotFound,
}

impl Verdict {
    /// Every verdict, the best first.
    pub const ALL: [Verdict; 5] =
        [Self::Exact, Self::SameWords, Self::Altered, Self::Spliced, Self::NotFound];

    /// Whether the quotation is faithful.
    pub fn is_faithful(self) -> bool {
        matches!(self, Self::Exact | Self::SameWords)
    }

    /// The word users read: `same-words`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::SameWords => "same-words",
            Self::Altered => "altered",
            Self::Spliced => "spliced",
            Self::NotFound => "not-found",
        }
    }
}

/// Why words are not those of whoever is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Disagreement {
    /// Somebody else said it.
    OtherSpeaker,
    /// The narrator's own words.
    Narrator,
    /// A question put by one who asks.
    Questioner,
    /// Whoever is named quotes somebody there.
    QuotesAnother,
    /// The corpus does not say who said it.
    SpeakerUnknown,
}

/// Whose words a place has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Voice {
    /// How the words came to stand there.
    pub kind: Kind,
    /// Who said them; nobody where they are narration, or where nobody can be named.
    pub speakers: Vec<Speaker>,
    /// Who quotes them there, where somebody does.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quoted_by: Vec<Speaker>,
}

/// A place where a quotation, or a piece of it, stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// How the quotation stands to the words here.
    pub verdict: Verdict,
    /// The passage in which the words begin.
    pub stored: StoredPassage,
    /// Where the words stand in the document's body, in code points, from the first to the last.
    pub span: Span,
    /// The words as they stand here, as one reads them.
    pub text: String,
    /// The same as the document's body has them: what a link to them is made of.
    pub in_body: String,
    /// The part of the quotation that stands here, in code points of the quotation as given.
    pub quoted: PlacedWords,
    /// Whose words they are.
    pub voice: Voice,
    /// Whether that agrees with the name that was given; `None` where none was.
    pub speaker_agrees: Option<bool>,
    /// Why it does not.
    pub disagreement: Option<Disagreement>,
    /// Whether the day agrees with that given; `None` where none was, or the corpus has no date.
    pub date_agrees: Option<bool>,
    /// What differs.
    pub differences: Vec<Difference>,
    /// Near-identical statements that have the words too.
    pub copies: Vec<Copy>,
}

/// What was found out about a quotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The quotation as given.
    pub quotation: String,
    /// How many words it has, those of insertions left out.
    pub words: usize,
    /// How it stands to the corpus.
    pub verdict: Verdict,
    /// Whether who said it agrees with the name given; `None` where none was given, or nobody said it.
    pub speaker_agrees: Option<bool>,
    /// Why it does not.
    pub disagreement: Option<Disagreement>,
    /// Whether the day agrees with that given; `None` where none was, or the corpus has no date.
    pub date_agrees: Option<bool>,
    /// Whether it stands in the statement or document named; `None` where none was.
    pub link_agrees: Option<bool>,
    /// What differs, at the place that the verdict is of.
    pub differences: Vec<Difference>,
    /// Where it stands, the earliest first; of one that is spliced, a place for each piece, in the quotation's order.
    pub places: Vec<Place>,
    /// How many more places there are that were not looked at.
    pub more_places: usize,
    /// Of one that was not found, what is nearest. These are no matches.
    pub nearest: Vec<Place>,
}

impl Finding {
    /// Whether the quotation is faithful, and everything that was given beside it agrees.
    pub fn holds(&self, speaker_given: bool, date_given: bool) -> bool {
        self.verdict.is_faithful()
            && (!speaker_given || self.speaker_agrees == Some(true))
            && (!date_given || self.date_agrees == Some(true))
            && self.link_agrees != Some(false)
    }
}
