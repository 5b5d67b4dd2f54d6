//! Statements to passages: what is ranked and shown.

use std::ops::Range;

use super::cut::Points;
use super::sentences::sentences;
use crate::model::{Passage, Statement};

/// The most words of a passage, counted by white space.
pub const PASSAGE_WORDS: usize = 150;
/// A passage of so many words ends where its paragraph does.
const ENOUGH: usize = 90;
/// A passage of fewer words says too little to stand alone where its statement has more.
const SCRAP: usize = 20;
/// The most bytes of a passage: text without white space is cut too.
const MOST_BYTES: usize = 3600;

/// The passages of a statement: they partition it, end at sentence ends and hold at most
/// [`PASSAGE_WORDS`] words; a longer sentence is cut at a comma, or between words. Takes linear time.
pub fn passages(statement: &Statement) -> Vec<Passage<'_>> {
    passages_of(statement, &sentences(&statement.text))
}

/// The same, where the sentences of the statement are known.
pub(crate) fn passages_of<'s>(statement: &'s Statement, sentences: &[Range<usize>]) -> Vec<Passage<'s>> {
    let text = statement.text.as_str();
    let mut points = Points::new(text);
    let offset = statement.span.start;
    let cut = cuts(text, sentences).into_iter().map(|range| {
        let mut span = points.span(range.start, range.end);
        span.start += offset;
        span.end += offset;
        Passage { span, text: &text[range] }
    });
    cut.collect()
}

fn cuts(text: &str, sentences: &[Range<usize>]) -> Vec<Range<usize>> {
    if text.len() <= PASSAGE_WORDS * 2 {
        return if text.is_empty() { Vec::new() } else { std::iter::once(0..text.len()).collect() };
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut start, mut words) = (0, 0);
    for piece in sentences.iter().flat_map(|sentence| pieces(text, sentence.clone())) {
        let count = word_count(&text[piece.clone()]);
        let full = words + count > PASSAGE_WORDS || piece.end - start > MOST_BYTES;
        let ends_paragraph = words >= ENOUGH && blank_before(text, piece.start);
        if words > 0 && (full || ends_paragraph) {
            found.push(start..piece.start);
            (start, words) = (piece.start, 0);
        }
        words += count;
    }
    match found.pop() {
        Some(before) if words < SCRAP => found.extend(shared_out(text, sentences, before.start)),
        before => {
            found.extend(before);
            found.push(start..text.len());
        }
    }
    found
}

/// The end of a text, from `start` on, where its last passage would be a scrap: as one passage, or as two about as
/// long.
fn shared_out(text: &str, sentences: &[Range<usize>], start: usize) -> Vec<Range<usize>> {
    let next = sentences.partition_point(|sentence| sentence.end <= start);
    let pieces = sentences[next..].iter().flat_map(|sentence| pieces(text, sentence.clone()));
    let pieces: Vec<_> = pieces.filter(|piece| piece.start >= start).collect();
    let counts: Vec<usize> = pieces.iter().map(|piece| word_count(&text[piece.clone()])).collect();
    let all: usize = counts.iter().sum();
    if all <= PASSAGE_WORDS && text.len() - start <= MOST_BYTES {
        return std::iter::once(start..text.len()).collect();
    }
    let mut before = 0;
    let middle = pieces.iter().zip(&counts).find(|(_, count)| {
        before += **count;
        2 * before >= all
    });
    // The piece in the middle goes with those before it, unless it is the last.
    let at = middle.map_or(text.len(), |(piece, _)| piece.end);
    let at = if at < text.len() { at } else { pieces.last().map_or(start, |piece| piece.start) };
    vec![start..at, at..text.len()]
}

/// How many words there are between white space.
fn word_count(text: &str) -> usize {
    if !text.is_ascii() {
        return text.split_whitespace().count();
    }
    let white = |byte: &u8| matches!(byte, b'\t'..=b'\r' | b' ');
    let bytes = text.as_bytes();
    let begins = bytes.windows(2).filter(|two| white(&two[0]) && !white(&two[1])).count();
    begins + usize::from(bytes.first().is_some_and(|first| !white(first)))
}

/// Whether a blank line stands before `at`.
fn blank_before(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let blank = &before[before.trim_end().len()..];
    blank.matches('\n').nth(1).is_some()
}

/// A sentence whole, or in parts that fit a passage.
fn pieces(text: &str, sentence: Range<usize>) -> Vec<Range<usize>> {
    let fits = |range: &Range<usize>| {
        range.len() <= 2 * PASSAGE_WORDS
            || range.len() <= MOST_BYTES && word_count(&text[range.clone()]) <= PASSAGE_WORDS
    };
    if fits(&sentence) {
        return vec![sentence];
    }
    let mut parts = Vec::new();
    let mut start = sentence.start;
    while start < sentence.end {
        let end = part(text, start, sentence.end);
        parts.push(start..end);
        start = end;
    }
    parts
}

/// Where the part that begins at `start` ends: after the last `;`, else `,`, else word, in its second half.
fn part(text: &str, start: usize, end: usize) -> usize {
    let (mut words, mut inside) = (0, false);
    let (mut semicolon, mut comma, mut space) = (None, None, None);
    for (at, c) in text[start..end].char_indices() {
        if c.is_whitespace() {
            inside = false;
        } else if !inside {
            inside = true;
            words += 1;
            if words > 1 {
                space = Some(start + at);
                let before = text[start..start + at].trim_end();
                if words > PASSAGE_WORDS / 2 {
                    comma = if before.ends_with(',') { space } else { comma };
                    semicolon = if before.ends_with([';', ':', '—']) { space } else { semicolon };
                }
            }
        }
        if words > PASSAGE_WORDS || at >= MOST_BYTES {
            return semicolon.or(comma).or(space).unwrap_or(start + at);
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Extractor;
    use crate::model::{Document, Layout, Speaker};

    fn cut(text: &str) -> Vec<String> {
        let speaker = Some(Speaker::named("A"));
        let document = Document { layout: Layout::Speech, speaker, ..Document::new("x", text) };
        let statements = Extractor::default().extract(&document);
        statements.iter().flat_map(passages).map(|passage| passage.text.to_owned()).collect()
    }

    #[test]
    fn passages_are_whole_sentences_of_at_most_150_words() {
        let text = "Mr. Smith said that the talks in Geneva had gone on for three weeks. ".repeat(60);
        let found = cut(&text);
        assert_eq!(found.concat(), text);
        for passage in &found {
            assert!(passage.trim_end().ends_with('.'), "{passage}");
            assert!((90..=150).contains(&passage.split_whitespace().count()));
        }
    }

    #[test]
    fn a_scrap_is_no_passage_where_its_statement_goes_on() {
        let sentence = "The talks in Geneva went on for three weeks and more. ";
        let short = format!("{}\n\nThat is all, thank you.", sentence.repeat(10));
        let long = format!("{}That is all, thank you.", sentence.repeat(14));
        for (text, passages) in [(short, 1), (long, 2)] {
            let found = cut(&text);
            assert_eq!(found.concat(), text);
            let words: Vec<usize> = found.iter().map(|passage| passage.split_whitespace().count()).collect();
            assert!(
                words.len() == passages && words.iter().all(|count| (20..=150).contains(count)),
                "{words:?}"
            );
        }
    }

    #[test]
    fn endless_sentences_and_words_are_cut() {
        for text in ["word, ".repeat(1000), "word ".repeat(1000), "字".repeat(20_000), "x".repeat(50_000)] {
            let found = cut(&text);
            assert_eq!(found.concat(), text);
            assert!(found.len() > 5);
            assert!(found.iter().all(|p| p.split_whitespace().count() <= 150 && p.len() <= 3610));
        }
    }

    #[test]
    fn a_passage_has_the_sentences_of_its_statement() {
        let body = "The envoy met Gen. Smith in Washington, D.C. on Oct. 9. “No deal.” he said… He left.\n\n";
        let long = format!("{}; so it went on. ", "the talks went on and on, ".repeat(80));
        let text = format!("{body}{long}U.S. officials agreed! Why? 3.5 million people (i.e. half) left. ")
            .repeat(5);
        let document = Document { layout: Layout::Speech, ..Document::new("x", text.as_str()) };
        let statement = &Extractor::default().extract(&document)[0];
        let all: Vec<usize> = sentences(&statement.text).into_iter().map(|range| range.start).collect();
        let mut begins = 0;
        for passage in passages(statement) {
            let ends = begins + passage.text.len();
            let mut own: Vec<usize> =
                sentences(passage.text).into_iter().map(|range| begins + range.start).collect();
            assert_eq!(own.remove(0), begins);
            let inside: Vec<usize> = all.iter().copied().filter(|at| begins < *at && *at < ends).collect();
            assert_eq!(own, inside, "{}", passage.text);
            begins = ends;
        }
        assert_eq!(begins, text.len());
    }
}
