//! Sources that end where names end: an attribution’s words are marked one by one, and a name may come out in part, or
//! not at all. A name is one thing: the source takes all of it, and nothing of it is content.

use std::ops::Range;

use super::People;
use super::recognise::{NameMention, Title};
use crate::authority::offices;
use crate::extract::attribution::{AttributionSpans, CueKind, kind};

/// A place, an adverb or a comma of a few bytes may stand between a name and the cue after it.
const GAP: usize = 3;

impl People<'_> {
    /// The same attribution with a source that holds whole names; where it has none and a name stands right beside the
    /// verb of speech, that name.
    pub fn align(&self, mut found: AttributionSpans) -> AttributionSpans {
        let source = match &found.source {
            Some(source) => self.whole(source),
            None if kind(&self.context.text[found.head.clone()]) == Some(CueKind::Say) => {
                match self.beside(&found.cue) {
                    Some(source) => source,
                    None => return found,
                }
            }
            None => return found,
        };
        let content: Vec<_> = found.content.iter().flat_map(|part| without(part, &source)).collect();
        if content.is_empty() {
            return found;
        }
        found.content = content;
        found.direct = found.direct
            && found.content.iter().any(|part| opens_quotation(&self.context.text[part.clone()]));
        found.source = Some(source);
        found
    }

    /// A source with the whole of the names that it has a part of.
    fn whole(&self, source: &Range<usize>) -> Range<usize> {
        let mut whole = source.clone();
        let first = self.before(source.start).saturating_sub(1);
        for (name, _) in self.persons.named[first..].iter().take_while(|(name, _)| name.start < source.end) {
            if name.end > source.start {
                whole.start = whole.start.min(name.start);
                whole.end = whole.end.max(name.end);
            }
        }
        whole
    }

    /// The name right after a verb, `said Weiss by phone`, or right before it, `Yesterday Weiss said`; with its title.
    fn beside(&self, cue: &Range<usize>) -> Option<Range<usize>> {
        let text = self.context.text;
        let at = self.before(cue.end);
        let after = self.persons.named.get(at).map(|(name, _)| name).and_then(|name| {
            let start = self.with_title(name);
            let quoted = text[..cue.start].trim_end().ends_with(['”', '"', ',', '’', '“', '?', '!', '»']);
            let near = text.get(cue.end..start).is_some_and(|gap| gap.trim().is_empty() && !gap.is_empty());
            (quoted && near).then_some(start..name.end)
        });
        after.or_else(|| {
            let before = at.checked_sub(1).and_then(|at| self.persons.named.get(at)).map(|(name, _)| name)?;
            let near = cue.start >= before.end && cue.start - before.end < GAP;
            let near = near && text[before.end..cue.start].trim().is_empty();
            (near && !before.possessive).then(|| self.with_title(before)..before.end)
        })
    }

    /// Where a name begins with its title.
    fn with_title(&self, name: &NameMention) -> usize {
        match name.title {
            Title::Office(office) => office.start,
            _ => {
                let before = self.context.text[..name.start].trim_end().len();
                offices().ending_at(self.context.text, before).map_or(name.start, |office| office.start)
            }
        }
    }
}

/// What of a part is left without a source, but for marks alone.
fn without(part: &Range<usize>, source: &Range<usize>) -> Vec<Range<usize>> {
    if part.end <= source.start || part.start >= source.end {
        return vec![part.clone()];
    }
    [part.start..source.start.max(part.start), source.end.min(part.end)..part.end]
        .into_iter()
        .filter(|left| left.end > left.start + 1)
        .collect()
}

fn opens_quotation(content: &str) -> bool {
    content.contains(['“', '"', '«', '„', '‘', '\''])
}
