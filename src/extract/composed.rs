//! Texts whose accents stand apart from their letters: names and words are looked for as composed (NFC), and places
//! are given in the text as it stands.

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc, is_nfc_quick};

use crate::model::{Document, Span, Statement};

/// A document, composed, with where each of its code points stands in the text as it is.
pub(super) struct Composed {
    pub document: Document,
    /// The last is the text's end.
    points: Vec<usize>,
}

impl Composed {
    /// `None` where the text is composed already, as nearly all are.
    pub fn new(document: &Document) -> Option<Self> {
        if document.body.is_ascii() || is_nfc(&document.body) {
            return None;
        }
        let (mut body, mut points) = (String::with_capacity(document.body.len()), Vec::new());
        let (mut group, mut start, mut end) = (String::new(), 0, 0);
        let mut compose = |group: &mut String, start: usize, end: usize| {
            for (at, c) in group.nfc().enumerate() {
                body.push(c);
                points.push((start + at).min(end - 1));
            }
            group.clear();
        };
        for c in document.body.chars() {
            if begins(c) && end > start {
                compose(&mut group, start, end);
                start = end;
            }
            group.push(c);
            end += 1;
        }
        if end > start {
            compose(&mut group, start, end);
        }
        points.push(end);
        let mut document = Document { body, ..document.clone() };
        let at = |point: usize| points.partition_point(|known| *known < point);
        for turn in &mut document.turns {
            turn.span = Span::new(at(turn.span.start), at(turn.span.end));
        }
        Some(Self { document, points })
    }

    /// Where code points of the composed text stand in the text as it is.
    pub fn place(&self, span: Span) -> Span {
        let at = |point: usize| self.points[point.min(self.points.len() - 1)];
        Span::new(at(span.start), at(span.end))
    }

    /// Statements of the composed document as those of `body`, the text as it stands.
    pub fn places(&self, body: &str, statements: &mut [Statement]) {
        let map = |span: &mut Span| *span = self.place(*span);
        let mut rest = body.chars();
        for statement in statements {
            map(&mut statement.span);
            let whole = rest.as_str();
            rest.by_ref().take(statement.span.end - statement.span.start).for_each(drop);
            statement.text = whole[..whole.len() - rest.as_str().len()].to_owned();
            for attribution in &mut statement.attributions {
                let spans = attribution.source.iter_mut().chain(attribution.cue.iter_mut());
                spans.chain(attribution.content.iter_mut()).for_each(map);
            }
        }
    }
}

/// Whether no character before this one is composed with it.
fn begins(c: char) -> bool {
    canonical_combining_class(c) == 0 && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use crate::extract::Extractor;
    use crate::model::{Document, Statement};

    #[test]
    fn accents_that_stand_apart_change_nothing_but_places() {
        let text = "The border is closed. “We will open it in May,” Foreign Minister José Ejémplo said in Málaga on Monday. \
            “And we’ll keep it open,” Ejémplo added.\n\nIt is 각 day’s work.";
        let apart: String = text.nfd().collect();
        let of = |body: &str| Extractor::default().extract(&Document::new("news/1.txt", body));
        let (composed, found) = (of(text), of(&apart));
        let facts = |one: &Statement| {
            (one.speaker.clone(), one.kind, one.entities.clone(), one.text.nfc().collect::<String>())
        };
        assert!(found.iter().map(facts).eq(composed.iter().map(facts)), "{found:?}");
        assert!(
            found
                .iter()
                .any(|one| one.speaker.as_ref().is_some_and(|speaker| speaker.name.contains("Ejémplo")))
        );
        assert_eq!(found.iter().map(|one| one.text.as_str()).collect::<String>(), apart);
        for one in &found {
            let at = |span: crate::model::Span| {
                apart.chars().skip(span.start).take(span.end - span.start).collect::<String>()
            };
            assert_eq!(at(one.span), one.text);
            assert!(
                one.attributions
                    .iter()
                    .all(|one| one.cue.is_none_or(|cue| ["said", "added"].contains(&at(cue).as_str())))
            );
        }
    }
}
