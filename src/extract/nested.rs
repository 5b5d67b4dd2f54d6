//! Quotations inside speeches and turns: whoever speaks quotes somebody else. The words stay the speaker's statement;
//! the attribution inside names its own source.
//!
//! Only paragraphs with a quotation mark are read, and only quotations are taken: of what a speaker reports in other
//! words few would say that it was another's statement. A source is given a name where the paragraph names it; `I` is
//! the speaker.

use std::ops::Range;
use std::rc::Rc;

use super::attribution::{self, AttributionSpans};
use super::cut::{Cut, Said, paragraphs};
use super::people::{Naming, People, Rule, Setting, Who};
use super::sentences;
use crate::authority::Mention;
use crate::model::{Kind, Speaker};

/// A quotation has so many words at least: less is a word that is used with care.
const WORDS: usize = 3;

/// Adds to what is spoken the quotations in it, each with its source.
pub(super) fn add(body: &str, cuts: &mut [Cut], mentions: &[Mention], setting: Setting<'_>, persons: Naming) {
    let mut people = People::new(body, mentions, setting, persons);
    let ends: Vec<usize> = cuts.iter().skip(1).map(|cut| cut.start).chain([body.len()]).collect();
    for (cut, end) in cuts.iter_mut().zip(ends) {
        if cut.kind == Kind::Spoken && cut.speaker.is_some() && quotes(&body[cut.start..end]) {
            let speaker = cut.speaker.clone();
            let quoted = quoted_in(body, cut.start..end);
            cut.said.extend(
                quoted
                    .into_iter()
                    .map(|(paragraph, found)| said(body, found, &paragraph, speaker.as_ref(), &mut people)),
            );
        }
    }
}

/// The quotations of a run of a body that have a source, in order, each with the bytes of its paragraph.
fn quoted_in(body: &str, run: Range<usize>) -> Vec<(Range<usize>, AttributionSpans)> {
    let text = &body[run.clone()];
    let starts = paragraphs(text);
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let with_marks = starts.iter().copied().zip(ends).filter(|(start, end)| quotes(&text[*start..*end]));
    let mut all = Vec::new();
    for (start, end) in with_marks {
        let paragraph = &text[start..end];
        let found = attribution::attribute(paragraph, &sentences(paragraph));
        let is_quotation = |one: &AttributionSpans| {
            let words: usize =
                one.content.iter().map(|part| paragraph[part.clone()].split_whitespace().count()).sum();
            one.direct && one.source.is_some() && words >= WORDS && one.speaks(paragraph)
        };
        let place = run.start + start..run.start + end;
        let quotations = found.into_iter().map(|one| only_quoted(paragraph, one)).filter(is_quotation);
        all.extend(quotations.map(|one| (place.clone(), moved(one, place.start))));
    }
    all
}

/// An attribution whose content ends where its quotation does: what stands after the mark may be quoted of somebody else.
fn only_quoted(paragraph: &str, mut found: AttributionSpans) -> AttributionSpans {
    for part in &mut found.content {
        let text = &paragraph[part.clone()];
        let closes = match text.chars().next() {
            Some('“') => '”',
            Some('«') => '»',
            Some('"') => '"',
            _ => continue,
        };
        let end = text.char_indices().skip(1).find(|(_, c)| *c == closes);
        if let Some((at, _)) = end {
            part.end = part.start + at + closes.len_utf8();
        }
    }
    found
}

/// An attribution of a part of a body that begins at `by`, in bytes of the body.
fn moved(found: AttributionSpans, by: usize) -> AttributionSpans {
    let at = |range: Range<usize>| range.start + by..range.end + by;
    AttributionSpans {
        source: found.source.map(at),
        cue: at(found.cue),
        head: at(found.head),
        content: found.content.into_iter().map(at).collect(),
        direct: found.direct,
    }
}

/// A quotation with whoever its source is, where the paragraph says who.
fn said(
    body: &str,
    found: AttributionSpans,
    paragraph: &Range<usize>,
    speaker: Option<&Speaker>,
    people: &mut People<'_>,
) -> Said {
    let found = people.align(found);
    let Some(source) = found.source.clone() else { return Said { who: None, found } };
    if body[source.clone()].trim() == "I" {
        let itself = speaker.map(|speaker| Rc::new(Who::of_words(speaker.clone(), Rule::Name, &source)));
        return Said { who: itself, found };
    }
    let is_named = |who: &Who| {
        let here = who.named.as_ref().is_none_or(|at| paragraph.start <= at.start);
        who.rule != Rule::Words && (here || who.rule == Rule::Name)
    };
    let who = people.speaker(source).filter(|who| is_named(who));
    Said { who, found }
}

/// Whether a text holds a quotation of enough words: a word in marks is used with care.
fn quotes(text: &str) -> bool {
    let mut rest = text;
    while let Some((at, opens)) = rest.char_indices().find(|(_, c)| matches!(c, '“' | '"' | '«' | '„')) {
        let inside = &rest[at + opens.len_utf8()..];
        let closes: &[char] = match opens {
            '«' => &['»'],
            '"' => &['"'],
            _ => &['”', '“'],
        };
        // One that is left open goes on to the end.
        let end = inside.find(closes).unwrap_or(inside.len());
        if inside[..end].split_whitespace().nth(WORDS - 1).is_some() {
            return true;
        }
        rest = inside[end..].strip_prefix(closes).unwrap_or("");
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::extract::Extractor;
    use crate::model::{Document, Layout};

    const BRIEFING: &str = "MS. EXAMPLE:  Thank you. As Anders Holmgren once told me, “We must hold the door open for those who \
come after us.” I said, “Of course we will.”\n\nMy mother used to say, “Never give up on people.” And she did not.\n\n\
Q:  Minister Ingrid Solheim said, “The talks are over.” Is she right?\n\nMS. EXAMPLE:  No. We call that a “safe zone”.\n";

    #[test]
    fn whoever_is_quoted_in_a_turn_is_named_and_the_turn_stays_the_speaker_s() {
        let document = Document { layout: Layout::Transcript, ..Document::new("x.txt", BRIEFING) };
        let statements = Extractor::default().extract(&document);
        let told: Vec<_> = statements
            .iter()
            .map(|one| (one.speaker.as_ref().map(|speaker| speaker.name.as_str()), one.quoted()))
            .collect();
        assert_eq!(
            told,
            [
                (Some("Example"), vec!["Anders Holmgren"]),
                (Some("Journalist"), vec!["Ingrid Solheim"]),
                (Some("Example"), vec![]),
            ]
        );
        // Whoever is quoted is somebody whom the speaker names.
        assert!(statements[0].entities.iter().any(|entity| entity.name == "Anders Holmgren"));
        let letters: Vec<char> = BRIEFING.chars().collect();
        let content = &statements[0].attributions[0].content[0];
        let content: String = letters[content.start..content.end].iter().collect();
        assert!(content.starts_with("“We must hold") && content.ends_with("come after us.”"), "{content}");
    }
}
