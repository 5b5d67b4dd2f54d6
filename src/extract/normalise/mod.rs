//! A text as its reader sees it: what a program wrote for a character is that character, and a text in capitals has small
//! letters.
//!
//! A body is the file's text as it stands, and all offsets are its own. Files come with `&quot;` for a quotation mark,
//! with UTF-8 that was read as Windows-1252 (`â€œ`), with letters and accents apart (NFD), as Markdown, and in capitals,
//! as cables are. Names, quotations and dates are read from the text without these, and what is found is carried back to
//! the bytes of the body. Most texts have none, and are read as they stand.

mod capitals;
mod marks;

use std::ops::Range;
use std::rc::Rc;

use super::cut::{By, Cut, Dated};
use crate::authority::{Authority, Mention};
use crate::model::{Document, Format};

/// A text as its reader sees it, and where each part of it stands in the body.
pub(super) struct Normalised {
    pub text: String,
    /// In order; the last stands at the end of both.
    parts: Vec<Part>,
}

/// What begins at a byte of the text, up to the next part.
#[derive(Clone, Copy)]
struct Part {
    at: usize,
    /// The byte of the body.
    body: usize,
    /// Whether the body has the same bytes.
    same: bool,
}

impl Normalised {
    /// The text of a document as its reader sees it; `None` where that is the body.
    pub fn of(document: &Document, authority: &Authority) -> Option<Self> {
        let body = document.body.as_str();
        // Turns that the source marks are places in the body.
        if !document.turns.is_empty() {
            return None;
        }
        let marks = marks::Marks::of(body, document.format == Format::Markdown);
        let capitals = capitals::is_in_capitals(body);
        if !marks.any() && !capitals {
            return None;
        }
        let mut normalised = if marks.any() { marks.read(body) } else { Self::same(body) };
        if capitals {
            normalised.text = capitals::lowered(&normalised.text, authority);
        }
        Some(normalised)
    }

    fn same(body: &str) -> Self {
        let mut whole = Self { text: String::with_capacity(body.len()), parts: Vec::new() };
        whole.copy(body, 0..body.len());
        whole.close(body);
        whole
    }

    /// Goes on with the body's own bytes.
    fn copy(&mut self, body: &str, range: Range<usize>) {
        if !range.is_empty() {
            self.parts.push(Part { at: self.text.len(), body: range.start, same: true });
            self.text.push_str(&body[range]);
        }
    }

    /// Goes on with other words for what begins at a byte of the body.
    fn put(&mut self, written: &str, body: usize) {
        self.parts.push(Part { at: self.text.len(), body, same: false });
        self.text.push_str(written);
    }

    fn close(&mut self, body: &str) {
        self.parts.push(Part { at: self.text.len(), body: body.len(), same: false });
    }

    /// The byte of the body where a part of the text begins: what the text leaves out before it is not its own.
    fn start(&self, at: usize) -> usize {
        let next = self.parts.partition_point(|part| part.at <= at);
        let part = self.parts[next.saturating_sub(1)];
        part.body + if part.same { at - part.at } else { 0 }
    }

    /// The byte of the body where a part of the text ends: what the text leaves out after it is not its own.
    fn end(&self, at: usize) -> usize {
        let next = self.parts.partition_point(|part| part.at < at);
        let Some(part) = next.checked_sub(1).map(|last| self.parts[last]) else { return 0 };
        if part.same { part.body + at - part.at } else { self.parts[next.min(self.parts.len() - 1)].body }
    }

    fn carry(&self, range: &mut Range<usize>) {
        let start = self.start(range.start);
        *range = start..self.end(range.end).max(start);
    }

    /// Carries what was found in the text back to the bytes of the body.
    pub fn carry_back(&self, cuts: &mut [Cut], mentions: &mut [Mention]) {
        for cut in cuts {
            // What is left out before a statement is its own: nothing of the body is lost.
            cut.start = self.end(cut.start);
            for said in &mut cut.said {
                let found = &mut said.found;
                self.carry(&mut found.cue);
                self.carry(&mut found.head);
                found.source.iter_mut().chain(&mut found.content).for_each(|range| self.carry(range));
                if let Some(who) = &mut said.who {
                    Rc::make_mut(who).ranges().for_each(|range| self.carry(range));
                }
            }
            cut.goes_on.iter_mut().for_each(|range| self.carry(range));
            match &mut cut.who {
                By::Source(who) | By::Open(who) => {
                    Rc::make_mut(who).ranges().for_each(|range| self.carry(range));
                }
                By::Head(head) => self.carry(head),
                By::Metadata | By::Given => {}
            }
            match &mut cut.when {
                Dated::Words { at, .. } | Dated::Before(at) => self.carry(at),
                Dated::Document => {}
            }
        }
        for mention in mentions {
            (mention.start, mention.end) = (self.start(mention.start), self.end(mention.end));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::Extractor;
    use crate::model::{Document, Format, Kind, Statement};

    fn statements(body: &str, format: Format) -> Vec<Statement> {
        let document = Document { format, ..Document::new("x.txt", body) };
        let statements = Extractor::default().extract(&document);
        // Nothing of the text is lost.
        assert_eq!(statements.iter().map(|one| one.text.as_str()).collect::<String>(), body);
        statements
    }

    /// Who says what, in the body's own letters.
    fn said(body: &str, format: Format) -> Vec<(String, String)> {
        let letters: Vec<char> = body.chars().collect();
        let all = statements(body, format);
        let attributions = all.iter().flat_map(|one| &one.attributions);
        attributions
            .map(|one| {
                let content = one.content.iter().map(|span| letters[span.start..span.end].iter().collect());
                (one.speaker.clone().unwrap_or_default(), content.collect::<Vec<String>>().join(" … "))
            })
            .collect()
    }

    #[test]
    fn a_quotation_mark_that_a_program_wrote_is_one() {
        for (opens, closes) in [
            ("&quot;", "&quot;"),
            ("&#8220;", "&#x201D;"),
            ("&laquo;", "&raquo;"),
            ("â€œ", "â€\u{9d}"),
            ("â€œ", "â€"),
        ] {
            let body =
                format!("The hall was cold. {opens}We stay here,{closes} Ada Example said. It rained.\n");
            let all = statements(&body, Format::Text);
            let quoted = all.iter().find(|one| one.kind == Kind::Quoted).expect(&body);
            assert!(quoted.text.contains("We stay here") && !quoted.text.contains("cold"), "{}", quoted.text);
            let said = said(&body, Format::Text);
            assert_eq!(said, [("Ada Example".to_owned(), format!("{opens}We stay here,{closes}"))]);
        }
    }

    #[test]
    fn an_ampersand_is_no_reference() {
        let body = "A&B &c; &#0; &#xFFFFFFFF; R&D; & &amp;amp; &nosuch; &quot";
        assert_eq!(statements(body, Format::Text).len(), 1);
    }

    #[test]
    fn names_with_accents_apart_are_names() {
        let body = "Troops left Co\u{302}te d'Ivoire. “We stay,” Minister Rene\u{301} Example said.\n";
        let all = statements(body, Format::Text);
        let named: Vec<_> = all.iter().flat_map(|one| &one.entities).map(|one| one.name.as_str()).collect();
        assert_eq!(named, ["Côte d’Ivoire"]);
        assert_eq!(said(body, Format::Text)[0].0, "René Example");
    }

    #[test]
    fn marks_of_markdown_are_no_words() {
        let body = "# Notes\n\n[Lindner](https://example.org/a) said the road was open.\n\n**Barrow** said it was shut.\n";
        let said = said(body, Format::Markdown);
        let names: Vec<_> = said.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Lindner", "Barrow"]);
    }

    #[test]
    fn a_text_in_capitals_has_speakers() {
        let body = "THE COUNCIL MET AT NOON IN GENEVA. FOREIGN MINISTER ADA HOLMGREN OF FRANCE SAID THAT THE DRAFT WAS READY. \
THE U.S. ENVOY AND NATO LEFT.\n";
        let all = statements(body, Format::Text);
        let said = all.iter().find_map(|one| one.speaker.as_ref()).expect("a speaker");
        assert_eq!(said.name, "Ada Holmgren");
        let named: Vec<_> = all.iter().flat_map(|one| &one.entities).map(|one| one.name.as_str()).collect();
        assert_eq!(named, ["Geneva", "France", "United States", "NATO"]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost(body in "(&quot;|&amp;|â€œ|â€|Ã©|e\u{301}|\\*\\*|\\[a\\]\\(b\\)|Ada Example|said| |\\.|\n|\n\n|\\PC){0,24}") {
            for format in [Format::Text, Format::Markdown] {
                statements(&body, format);
            }
        }
    }
}
