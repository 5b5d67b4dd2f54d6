//! A text of the corpus that a quotation is compared with: passages of one statement as one reads them.

use super::words::{Word, words};
use crate::index::StoredPassage;
use crate::model::Span;
use crate::search::as_read;

/// Passages of a statement, in order, as one reads them.
#[derive(Clone, Debug, Default)]
pub(super) struct Source {
    /// The characters as one reads them, each with its place in the document's body.
    pub chars: Vec<(char, usize)>,
    /// The words; their spans count `chars`.
    pub words: Vec<Word>,
}

impl Source {
    /// Of passages of one statement, in order; between some that are not side by side stands a blank line.
    pub fn of(passages: &[StoredPassage]) -> Self {
        let mut chars: Vec<(char, usize)> = Vec::new();
        let mut rest = passages;
        while let Some(first) = rest.first() {
            let mut end = first.span.end;
            let more = rest[1..].iter().take_while(|next| {
                let beside = next.span.start == end;
                end = next.span.end;
                beside
            });
            let beside = 1 + more.count();
            let text: String = rest[..beside].iter().map(|passage| passage.text.as_str()).collect();
            if let Some((_, last)) = chars.last().copied() {
                chars.extend([('\n', last + 1), ('\n', last + 1)]);
            }
            chars.extend(as_read(&text).into_iter().map(|(c, at)| (c, at + first.span.start)));
            rest = &rest[beside..];
        }
        let text: String = chars.iter().map(|(c, _)| *c).collect();
        Self { words: words(&text), chars }
    }

    /// The characters from one to another, as one reads them.
    pub fn text(&self, from: usize, to: usize) -> String {
        self.chars.get(from..to.max(from)).unwrap_or_default().iter().map(|(c, _)| *c).collect()
    }

    /// Where characters stand in the document's body.
    pub fn place(&self, from: usize, to: usize) -> Span {
        let end = |at: usize| self.chars.get(at).map(|(_, place)| *place);
        let after_last = self.chars.last().map_or(0, |(_, place)| place + 1);
        let start = end(from).unwrap_or(after_last);
        let last = if to > from { end(to - 1).map_or(after_last, |place| place + 1) } else { start };
        Span::new(start, last)
    }

    /// Where characters before a word begin that follow the word before it.
    pub fn gap_before(&self, word: usize) -> Span {
        let start =
            word.checked_sub(1).and_then(|before| self.words.get(before)).map_or(0, |word| word.span.end);
        let end = self.words.get(word).map_or(self.chars.len(), |word| word.span.start);
        Span::new(start, end)
    }

    /// Whether a word opens a sentence, as far as the marks before it tell.
    pub fn opens(&self, word: usize) -> bool {
        let gap = self.gap_before(word);
        word == 0 || self.text(gap.start, gap.end).contains(OPENING)
    }
}

/// A sentence, a quotation or a paragraph begins after such a mark.
pub(super) const OPENING: &[char] = &['.', '!', '?', ':', '“', '"', '\n', '«', '„', '‘', '…'];
