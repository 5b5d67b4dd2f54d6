//! Voice: whose words a place of the corpus has, and whether they are those of whoever is named.

use tantivy::DocAddress;
use tantivy::query::{EnableScoring, Weight};

use super::finding::{Disagreement, Voice};
use crate::authority::{Authority, NameMatch, Wanted};
use crate::index::StoredPassage;
use crate::model::{Attribution, Kind, Span, Speaker};
use crate::query::{Filters, Query};
use crate::search::{SearchError, Searcher, held};

/// Whose words a place has: those of the statement's speaker, of somebody whom the speaker quotes, or the narrator's.
/// `first` is the statement's first passage, which has its attributions.
pub(super) fn voice(first: &StoredPassage, place: Span) -> Voice {
    let speakers = first.all_speakers().to_vec();
    let said = first.attributions.iter().filter(|one| half_in(one, place));
    match first.kind {
        Kind::Spoken => {
            // The narrowest: a quotation in a quotation is the inner one's.
            let quoted = said.filter(|one| one.direct).min_by_key(|one| length(one));
            let other = quoted.filter(|one| {
                let name = one.speaker.as_deref();
                name.is_none_or(|name| speakers.iter().all(|speaker| speaker.name != name))
            });
            match other {
                Some(one) => {
                    let named = one.speaker.as_deref().map(Speaker::named);
                    Voice { kind: Kind::Quoted, speakers: named.into_iter().collect(), quoted_by: speakers }
                }
                None => Voice { kind: Kind::Spoken, speakers, quoted_by: Vec::new() },
            }
        }
        Kind::Quoted if !first.attributions.is_empty() => {
            let mut direct = None;
            for one in said {
                direct = Some(direct.unwrap_or(false) || one.direct);
            }
            match direct {
                Some(true) => Voice { kind: Kind::Quoted, speakers, quoted_by: Vec::new() },
                Some(false) => Voice { kind: Kind::Reported, speakers, quoted_by: Vec::new() },
                None => Voice { kind: Kind::Narration, speakers: Vec::new(), quoted_by: Vec::new() },
            }
        }
        kind => Voice { kind, speakers, quoted_by: Vec::new() },
    }
}

/// Whether half of a place or more lies in what is attributed.
fn half_in(one: &Attribution, place: Span) -> bool {
    let inside: usize = one
        .content
        .iter()
        .map(|part| part.end.min(place.end).saturating_sub(part.start.max(place.start)))
        .sum();
    inside * 2 >= (place.end - place.start).max(1)
}

fn length(one: &Attribution) -> usize {
    one.content.iter().map(|part| part.end - part.start).sum()
}

/// Somebody who is named as the speaker.
pub(super) struct Named {
    name: String,
    wanted: Vec<Wanted>,
    /// Finds the statements that are theirs, as the filter of a search does.
    theirs: Box<dyn Weight>,
}

impl Named {
    /// Understands a name: a name in any of its forms, an office, a state.
    pub fn new(searcher: &Searcher, name: &str) -> Result<Self, SearchError> {
        let snapshot = searcher.snapshot();
        let known = snapshot.has_speaker(name)?;
        let mut filters = Filters { speakers: vec![name.to_owned()], ..Filters::default() };
        filters.understand(Authority::builtin(), &|asked| known && asked == name);
        filters.check()?;
        let meant = filters.meant.iter().flat_map(|meaning| &meaning.names).map(|name| name.name.as_str());
        let wanted = [name].into_iter().chain(meant).map(Wanted::new).collect();
        let matches = searcher.matches(&Query::default(), &filters)?;
        let scoring = EnableScoring::disabled_from_searcher(&snapshot.searcher);
        Ok(Self { name: name.to_owned(), wanted, theirs: matches.engine().weight(scoring)? })
    }

    /// Whether words are theirs, and why not.
    pub fn said(
        &self,
        searcher: &Searcher,
        at: DocAddress,
        voice: &Voice,
    ) -> Result<Option<Disagreement>, SearchError> {
        let is_theirs = held(&*self.theirs, &searcher.snapshot().searcher, at)?.is_some();
        let quoted = !voice.quoted_by.is_empty();
        if voice.speakers.iter().any(|speaker| self.is(speaker))
            || is_theirs && !quoted && !voice.speakers.is_empty()
        {
            return Ok(None);
        }
        Ok(Some(if quoted && (is_theirs || voice.quoted_by.iter().any(|speaker| self.is(speaker))) {
            Disagreement::QuotesAnother
        } else if voice.kind == Kind::Narration {
            Disagreement::Narrator
        } else if voice.speakers.iter().any(Speaker::is_questioner) {
            Disagreement::Questioner
        } else if voice.speakers.is_empty() {
            Disagreement::SpeakerUnknown
        } else {
            Disagreement::OtherSpeaker
        }))
    }

    /// Whether a name is theirs. One that is only near in spelling is another's.
    fn is(&self, speaker: &Speaker) -> bool {
        let fits = |name: &str| {
            self.wanted.iter().any(|wanted| wanted.matches(name).is_some_and(|how| how != NameMatch::Near))
        };
        fits(&speaker.name) || may_be_one(&self.name, &speaker.name)
    }
}

/// Whether two names may be one person's: `Colin Powell`, where a transcript has `Powell`.
pub(super) fn may_be_one(one: &str, other: &str) -> bool {
    one == other || Authority::builtin().may_be_same(&[one, other])[0].contains(&1)
}
