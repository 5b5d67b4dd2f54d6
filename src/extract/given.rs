//! Turns whose speakers the source's markup gives: nothing is guessed.

use super::cut::{By, Cut};
use crate::model::{Document, Kind};

/// One statement a turn; what stands between turns is nobody's.
pub(super) fn cut(document: &Document) -> Vec<Cut> {
    let mut bytes = Bytes { chars: document.body.char_indices(), point: 0, byte: 0 };
    let mut cuts = vec![Cut::at(0, Kind::Narration)];
    let mut add = |cut: Cut| match cuts.last_mut() {
        // What ends where the next begins is empty.
        Some(last) if last.start == cut.start => *last = cut,
        _ => cuts.push(cut),
    };
    for turn in &document.turns {
        let start = bytes.of(turn.span.start);
        let end = bytes.of(turn.span.end);
        if start >= end {
            continue;
        }
        let kind = if turn.speaker.is_some() { Kind::Spoken } else { Kind::Narration };
        add(Cut { speaker: turn.speaker.clone(), who: By::Given, ..Cut::at(start, kind) });
        if !document.body[end..].trim().is_empty() {
            add(Cut::at(end, Kind::Narration));
        }
    }
    join_space(&document.body, &mut cuts);
    cuts
}

/// White space alone between two turns is the end of the first.
fn join_space(body: &str, cuts: &mut Vec<Cut>) {
    let ends: Vec<usize> = cuts.iter().skip(1).map(|cut| cut.start).chain([body.len()]).collect();
    let mut at = 0;
    cuts.retain(|cut| {
        let end = ends[at];
        at += 1;
        cut.start == 0 || !body[cut.start..end].trim().is_empty()
    });
}

/// Bytes of code points that are asked for in order.
struct Bytes<'a> {
    chars: std::str::CharIndices<'a>,
    point: usize,
    byte: usize,
}

impl Bytes<'_> {
    /// The byte at which a code point begins; the body's end where it has fewer. What lies before the last that was asked
    /// for is taken to be that one.
    fn of(&mut self, point: usize) -> usize {
        while self.point < point {
            if self.chars.next().is_none() {
                break;
            }
            self.point += 1;
        }
        self.byte = self.byte.max(self.chars.offset());
        self.byte
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::Extractor;
    use crate::model::{Document, GivenTurn, Kind, Span, Speaker};

    #[test]
    fn each_turn_is_its_speaker_s_and_what_stands_between_is_nobody_s() {
        let body = "The sitting was opened at ten.\n\nDie Brücke ist zu.\n\nIch komme.\n\n(Applause.)\n";
        let at = |words: &str| {
            let start = body[..body.find(words).unwrap()].chars().count();
            Span::new(start, start + words.chars().count())
        };
        let turn = |words, name: &str| GivenTurn {
            span: at(words),
            speaker: Some(Speaker::named(name)),
            language: None,
        };
        let turns = vec![turn("Die Brücke ist zu.", "Ada Example"), turn("Ich komme.", "Ben Sample")];
        let document = Document { turns, ..Document::new("sitting.xml", body) };
        let statements = Extractor::default().extract(&document);
        let told: Vec<_> = statements
            .iter()
            .map(|one| (one.speaker.as_ref().map(|speaker| &*speaker.name), one.kind, one.text.trim()))
            .collect();
        assert_eq!(
            told,
            [
                (None, Kind::Narration, "The sitting was opened at ten."),
                (Some("Ada Example"), Kind::Spoken, "Die Brücke ist zu."),
                (Some("Ben Sample"), Kind::Spoken, "Ich komme."),
                (None, Kind::Narration, "(Applause.)"),
            ]
        );
        assert_eq!(statements.iter().map(|one| one.text.as_str()).collect::<String>(), body);
    }

    #[test]
    fn turns_that_reach_beyond_the_body_or_overlap_lose_no_text() {
        let body = "One. Two. Three.";
        let spans = [(0, 4), (2, 9), (5, 5), (12, 90), (95, 99)];
        let turns = spans
            .iter()
            .map(|&span| GivenTurn {
                span: span.into(),
                speaker: Some(Speaker::named("Ada Example")),
                language: None,
            })
            .collect();
        let document = Document { turns, ..Document::new("x.xml", body) };
        let statements = Extractor::default().extract(&document);
        assert_eq!(statements.iter().map(|one| one.text.as_str()).collect::<String>(), body);
    }
}
