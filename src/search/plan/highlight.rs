//! Highlights: where a text holds what a query asked for.

use crate::extract::sentences;
use crate::index::analysis::Tokens;
use crate::model::Span;
use crate::search::engine::pattern::{Pattern, PatternMatch, WordPositions};

/// What to look for in passages: made once for a query.
pub(crate) struct Highlighter {
    patterns: Vec<Pattern>,
}

impl Highlighter {
    pub fn new(patterns: Vec<Pattern>) -> Self {
        Self { patterns }
    }

    /// The matches in `text`, in code points of it, in order, none overlapping another. Words that a
    /// phrase asked for side by side are one match.
    pub fn find(&self, text: &str) -> Vec<Span> {
        let mut read = Read::new(text);
        let runs = self.runs(&mut read);
        spans(text, &read.words, &runs)
    }

    /// Whether anything that is looked for may reach over the end of a passage: several words together.
    pub fn reaches_over(&self) -> bool {
        self.patterns.iter().any(Pattern::has_several_words)
    }

    /// The patterns that may.
    pub fn reaching_over(&self) -> impl Iterator<Item = &Pattern> {
        self.patterns.iter().filter(|pattern| pattern.has_several_words())
    }

    /// Whether a match in `text` begins before a byte of it and ends after.
    pub fn crosses(&self, text: &str, byte: usize) -> bool {
        let mut read = Read::new(text);
        let before = u32::try_from(read.words.part(0..byte).len()).unwrap_or(u32::MAX);
        let crosses = |found: &PatternMatch| found.start < before && found.end > before;
        self.reaching_over().any(|pattern| pattern.find(&mut read).iter().any(crosses))
    }

    /// The matches counted in words, each from its first word up to the word after its last; in order, none
    /// overlapping another.
    pub fn runs(&self, places: &mut dyn WordPositions) -> Vec<(u32, u32)> {
        let mut found: Vec<(u32, u32)> = Vec::new();
        for pattern in &self.patterns {
            found.extend(pattern.find(places).into_iter().flat_map(|found| found.runs));
        }
        found.sort_unstable();
        let mut runs: Vec<(u32, u32)> = Vec::with_capacity(found.len());
        for (start, end) in found {
            match runs.last_mut() {
                Some(before) if start < before.1 => before.1 = before.1.max(end),
                _ => runs.push((start, end)),
            }
        }
        runs
    }
}

/// Where runs of a text's words stand, in code points.
pub(crate) fn spans(text: &str, words: &Tokens, runs: &[(u32, u32)]) -> Vec<Span> {
    let bytes = |&(start, end): &(u32, u32)| {
        Some((words.range(start as usize)?.start, words.range(end as usize - 1)?.end))
    };
    code_points(text, &runs.iter().filter_map(bytes).collect::<Vec<_>>())
}

/// A text, by its words. A query asks for few of them: they are looked for one after the other.
struct Read<'t> {
    text: &'t str,
    words: Tokens,
}

impl<'t> Read<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, words: Tokens::from_text(text) }
    }
}

impl WordPositions for Read<'_> {
    fn stem(&mut self, stem: &str, found: &mut Vec<u32>) {
        found.extend(self.words.with_stem(stem).map(|at| at as u32));
    }

    fn exact(&mut self, word: &str, found: &mut Vec<u32>) {
        found.extend((0..).zip(self.words.iter()).filter(|(_, (other, _))| *other == word).map(|(at, _)| at));
    }

    fn sentences(&mut self) -> Vec<u32> {
        let first_word = |start: usize| self.words.part(0..start).len();
        sentences(self.text)
            .into_iter()
            .filter_map(|range| u32::try_from(first_word(range.start)).ok())
            .collect()
    }
}

/// Byte ranges, in order, as code points.
fn code_points(text: &str, bytes: &[(usize, usize)]) -> Vec<Span> {
    let (mut byte, mut point) = (0, 0);
    let mut advance = |to: usize| {
        point += text[byte..to].chars().count();
        byte = to;
        point
    };
    bytes.iter().map(|&(start, end)| Span::new(advance(start), advance(end))).collect()
}

#[cfg(test)]
mod tests {
    use crate::extract::Extractor;
    use crate::index::Index;
    use crate::index::analysis;
    use crate::model::{Document, Layout, Speaker};
    use crate::query::{Filters, ParseOptions, Query};
    use crate::search::plan::highlight::spans;

    #[test]
    fn matches_found_in_the_index_are_those_found_in_the_text() {
        let index = Index::in_memory().unwrap();
        let writer = index.writer().unwrap();
        let text = "The U.S.’s cease-fire held. A ceasefire, or cease fire, is no peace; naïve talk of l’accord, talks \
            of 3.5 days. Was the red line crossed? The line was red. ".repeat(40);
        let speaker = Some(Speaker::named("Ada Example"));
        let document = Document { speaker, layout: Layout::Speech, ..Document::new("a", text) };
        writer.add(&document, &Extractor::default().extract(&document)).unwrap();
        writer.commit().unwrap();
        for asked in [
            "ceasefire",
            "US",
            "\"red line\"",
            "red NEAR/3 line",
            "line WITHIN sentence red",
            "accord OR \"3.5 days\"",
            "t* NEAR/4 *e",
            "naive talk~",
            "\"red line\"~2",
            "\"cease fi*\"",
            "ceasefire talk",
        ] {
            let query = Query::parse(asked, &ParseOptions::default()).unwrap();
            let matches = index.searcher().unwrap().matches(&query, &Filters::default()).unwrap();
            let counted = matches.by_segment(|ordinal, reader, passages| {
                let mut seen = 0;
                matches.runs(reader, &passages, &mut |passage, runs| {
                    let at = tantivy::DocAddress::new(ordinal, passage);
                    let stored = index.snapshot().passage(at).unwrap();
                    let words = analysis::Tokens::from_text(&stored.text);
                    assert_eq!(spans(&stored.text, &words, &runs), matches.spans(&stored.text), "{asked}");
                    seen += runs.len();
                })?;
                Ok(seen)
            });
            let seen: usize = counted.unwrap().into_iter().sum();
            assert!(seen > 0, "{asked}");
        }
    }
}
