//! How a source came by its speaker, kept so that it can be told.

use std::ops::Range;

use super::Pronoun;
use crate::model::Speaker;

/// The rule that named a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) enum Rule {
    /// A person's name stands in the source.
    Name,
    /// A pronoun: who spoke last.
    LastSpeaker,
    /// A pronoun: the person named before whom it goes with best.
    LastNamed,
    /// `who`: the name right before it.
    NameBefore,
    /// A body, or a government by its country or seat.
    Body,
    /// A post that one person of the document holds.
    Holder,
    /// A post of a state or body: whoever the list of office holders has for the date.
    OnDate,
    /// A post that nobody in the document is known to hold.
    Post,
    /// Words that name nobody that is known: `critics`.
    Words,
}

/// A source's speaker, and what it rests on, in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::extract) struct Who {
    pub speaker: Speaker,
    pub rule: Rule,
    /// The words of the source.
    pub source: Range<usize>,
    /// Where the name that is given stands, where it is not in the source.
    pub named: Option<Range<usize>>,
    /// Where the role was read.
    pub role: Option<Range<usize>>,
    /// Where the affiliation was read.
    pub affiliation: Option<Range<usize>>,
    /// The person of the document who it is.
    pub(super) person: Option<usize>,
    /// The pronoun that goes with the speaker.
    pub(super) pronoun: Option<Pronoun>,
}

impl Who {
    /// The places that it rests on.
    pub fn ranges(&mut self) -> impl Iterator<Item = &mut Range<usize>> {
        let others = [&mut self.named, &mut self.role, &mut self.affiliation];
        std::iter::once(&mut self.source).chain(others.into_iter().flatten())
    }

    /// A speaker named by the words of the source alone.
    pub(in crate::extract) fn of_words(speaker: Speaker, rule: Rule, source: &Range<usize>) -> Self {
        let source = source.clone();
        Self {
            speaker,
            rule,
            source,
            named: None,
            role: None,
            affiliation: None,
            person: None,
            pronoun: None,
        }
    }
}
