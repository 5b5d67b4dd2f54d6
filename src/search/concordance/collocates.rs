//! Collocates: words that stand near the query's matches more often than chance would have it.
//!
//! The counts follow Evert (2008), “Corpora and collocations”, section 4.1 (surface co-occurrence): the words
//! up to so many places before and after a match are its window; the words of the matches themselves are taken
//! out of all counts; a word in two windows counts once. For each word that makes a table of four cells,
//!
//! | | the word | other words |
//! |---|---|---|
//! | in the windows | O11 | O12 |
//! | elsewhere | O21 | O22 |
//!
//! with R1 = O11 + O12 words in the windows, C1 = O11 + O21 occurrences of the word, N of all words, and
//! E11 = R1 · C1 / N expected in the windows by chance.

use std::collections::HashMap;

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rustc_hash::FxHashMap;
use serde::Serialize;
use tantivy::postings::Postings;
use tantivy::query::EnableScoring;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use crate::index::analysis;
use crate::index::analysis::UNITED_STATES;
use crate::query::Filters;
use crate::search::error::SearchError;
use crate::search::plan::matches::Match;
use crate::search::plan::matches::{Matches, passages};

/// What collocates are put in order by, the highest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Association {
    /// How sure one can be that it is no chance.
    #[default]
    LogLikelihood,
    /// How strong the tie is; it favours rare words.
    Mi,
}

/// How collocates are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CollocateOptions {
    /// What is counted as the corpus, and what every match must satisfy.
    pub filters: Filters,
    /// How many words before and after a match belong to it. A window ends with its passage.
    pub window: usize,
    /// How often a word must stand in the windows.
    pub min: u64,
    /// Whether words such as `the` are left out of the list; they are counted as words all the same.
    pub skip_function_words: bool,
    /// The order.
    pub order: Association,
}

impl Default for CollocateOptions {
    fn default() -> Self {
        Self {
            filters: Filters::default(),
            window: 5,
            min: 3,
            skip_function_words: false,
            order: Association::LogLikelihood,
        }
    }
}

/// A word, with the figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Collocate {
    /// The word, without case and accents.
    pub word: String,
    /// How often it stands in the windows (O11).
    pub observed: u64,
    /// How often chance would put it there (E11).
    pub expected: f64,
    /// How often it stands in the corpus, outside the matches (C1).
    pub frequency: u64,
    /// Dunning's log-likelihood ratio.
    pub log_likelihood: f64,
    /// Mutual information, in bits.
    pub mi: f64,
}

/// The collocates of a query, and what they were counted from.
#[derive(Clone, Debug, Serialize)]
pub struct Collocates {
    /// How many matches there are.
    pub matches: u64,
    /// Passages that hold them.
    pub passages: u64,
    /// Words in the windows (R1).
    pub window_words: u64,
    /// Words in the corpus, outside the matches (N).
    pub corpus_words: u64,
    /// Whether the passages hold all the query's words, or, there being none that does, some.
    pub matched: Match,
    /// What was cut short, such as the words that a wildcard stands for.
    #[serde(skip)]
    pub notes: Vec<String>,
    /// Every word that stands in the windows often enough, and more often than by chance, in order.
    pub collocates: Vec<Collocate>,
}

/// Dunning's log-likelihood ratio −2 log λ of a table of four cells (Dunning 1993, “Accurate methods for the
/// statistics of surprise and coincidence”): 2 Σ O ln(O / E). By the χ² distribution with one degree of
/// freedom, 3.84 is passed by chance in one case of 20, 6.63 in one of 100, 10.83 in one of 1000.
pub fn log_likelihood(o11: u64, o12: u64, o21: u64, o22: u64) -> f64 {
    let n = (o11 + o12 + o21 + o22) as f64;
    let cell = |observed: u64, row: u64, column: u64| {
        let (observed, expected) = (observed as f64, row as f64 * column as f64 / n);
        if observed > 0.0 { observed * (observed / expected).ln() } else { 0.0 }
    };
    let (r1, r2, c1, c2) = (o11 + o12, o21 + o22, o11 + o21, o12 + o22);
    2.0 * (cell(o11, r1, c1) + cell(o12, r1, c2) + cell(o21, r2, c1) + cell(o22, r2, c2))
}

/// Mutual information log2(O / E) (Church and Hanks 1990, “Word association norms, mutual information, and
/// lexicography”).
pub fn mutual_information(observed: u64, expected: f64) -> f64 {
    (observed as f64 / expected).log2()
}

/// The words near a query's matches, against those of `corpus`: all passages that satisfy the filters.
pub(crate) fn collocates(
    matches: Matches,
    corpus: &Matches,
    options: &CollocateOptions,
) -> Result<Collocates, SearchError> {
    let corpus = corpus.engine().weight(EnableScoring::disabled_from_searcher(matches.searcher()))?;
    let counted = matches.by_segment(|_, reader, found| {
        let corpus = passages(&*corpus, reader)?;
        Counted::in_segment(&matches, reader, &found, &corpus, options.window)
    })?;
    let counts = together(&matches, counted, options.min.max(1))?;
    let n = counts.total.all - counts.total.inside;
    let r1 = counts.total.near;
    let mut collocates: Vec<Collocate> = counts
        .words
        .iter()
        .filter(|(word, _)| !(options.skip_function_words && analysis::is_grammar(word)))
        .map(|(word, count)| {
            let (o11, c1) = (count.near, count.all - count.inside);
            let o22 = (n + o11).saturating_sub(r1 + c1);
            let expected = r1 as f64 * c1 as f64 / n.max(1) as f64;
            Collocate {
                word: if word == UNITED_STATES { "US".to_owned() } else { word.clone() },
                observed: o11,
                expected,
                frequency: c1,
                log_likelihood: log_likelihood(o11, r1 - o11, c1 - o11, o22),
                mi: mutual_information(o11, expected),
            }
        })
        .filter(|collocate| collocate.observed as f64 > collocate.expected)
        .collect();
    let rank = |collocate: &Collocate| match options.order {
        Association::LogLikelihood => collocate.log_likelihood,
        Association::Mi => collocate.mi,
    };
    collocates.sort_by(|a, b| rank(b).total_cmp(&rank(a)).then_with(|| a.word.cmp(&b.word)));
    Ok(Collocates {
        matches: counts.matches,
        passages: counts.passages,
        window_words: r1,
        corpus_words: n,
        matched: matches.matched(),
        notes: matches.notes,
        collocates,
    })
}

/// How often a word stands in the corpus, and there in the windows and in the matches themselves.
#[derive(Clone, Copy, Default)]
struct Count {
    all: u64,
    near: u64,
    inside: u64,
}

/// Beside no match, near one, in one.
const NEAR: u8 = 1;
const INSIDE: u8 = 2;

impl Count {
    fn add(&mut self, more: Self) {
        self.all += more.all;
        self.near += more.near;
        self.inside += more.inside;
    }
}

/// What was counted in the index.
#[derive(Default)]
struct Counts {
    matches: u64,
    passages: u64,
    /// All words together.
    total: Count,
    /// Words that stand near a match, or in one: a corpus has far more.
    words: HashMap<String, Count>,
}

/// What was counted in a segment, and which of its passages are the corpus.
struct Counted {
    counts: Counts,
    of_corpus: Vec<bool>,
}

impl Counted {
    /// Counts the words of `corpus`, of which the passages `found` are a part. The index says where each word
    /// stands: no text is read.
    fn in_segment(
        matches: &Matches,
        reader: &SegmentReader,
        found: &[DocId],
        corpus: &[DocId],
        window: usize,
    ) -> Result<Self, SearchError> {
        let mut counts = Counts::default();
        // For each passage that matches what its words are, as far as the last window goes.
        let mut marks: FxHashMap<DocId, Vec<u8>> = FxHashMap::default();
        matches.runs(reader, found, &mut |passage, runs| {
            counts.passages += u64::from(!runs.is_empty());
            counts.matches += runs.len() as u64;
            if !runs.is_empty() {
                marks.insert(passage, marked(&runs, window));
            }
        })?;
        let mut of_corpus = vec![false; reader.max_doc() as usize];
        corpus.iter().chain(found).for_each(|passage| of_corpus[*passage as usize] = true);
        let words = reader.inverted_index(matches.fields().exact)?;
        let mut terms = words.terms().stream()?;
        let mut places = Vec::new();
        while terms.advance() {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let mut postings = words.read_postings_from_terminfo(terms.value(), option)?;
            let mut count = Count::default();
            while postings.doc() != TERMINATED {
                let passage = postings.doc();
                if of_corpus[passage as usize] {
                    count.all += u64::from(postings.term_freq());
                }
                if let Some(marks) = marks.get(&passage) {
                    postings.positions(&mut places);
                    for place in &places {
                        match marks.get(*place as usize) {
                            Some(&NEAR) => count.near += 1,
                            Some(&INSIDE) => count.inside += 1,
                            _ => {}
                        }
                    }
                }
                postings.advance();
            }
            let Ok(word) = std::str::from_utf8(terms.key()) else { continue };
            counts.total.add(count);
            if count.near > 0 || count.inside > 0 {
                counts.words.insert(word.to_owned(), count);
            }
        }
        Ok(Self { counts, of_corpus })
    }

    /// How often the corpus has each word in this segment that stands near no match here.
    fn elsewhere<'w>(
        &self,
        reader: &SegmentReader,
        field: Field,
        words: impl Iterator<Item = &'w String>,
    ) -> Result<Vec<(&'w String, u64)>, SearchError> {
        let index = reader.inverted_index(field)?;
        let mut found = Vec::new();
        for word in words.filter(|word| !self.counts.words.contains_key(*word)) {
            let Some(term) = index.terms().get(word.as_bytes())? else { continue };
            let mut postings = index.read_postings_from_terminfo(&term, IndexRecordOption::WithFreqs)?;
            let mut all = 0;
            while postings.doc() != TERMINATED {
                if self.of_corpus[postings.doc() as usize] {
                    all += u64::from(postings.term_freq());
                }
                postings.advance();
            }
            found.push((word, all));
        }
        Ok(found)
    }
}

/// The counts of all segments, with the words that stand near matches so often at least.
fn together(matches: &Matches, counted: Vec<Counted>, min: u64) -> Result<Counts, SearchError> {
    let mut counts = Counts::default();
    for Counted { counts: more, .. } in &counted {
        counts.matches += more.matches;
        counts.passages += more.passages;
        counts.total.add(more.total);
        for (word, count) in &more.words {
            match counts.words.get_mut(word) {
                Some(known) => known.add(*count),
                None => drop(counts.words.insert(word.clone(), *count)),
            }
        }
    }
    counts.words.retain(|_, count| count.near >= min);
    let segments = counted.par_iter().zip(matches.searcher().segment_readers());
    let field = matches.fields().exact;
    let elsewhere = segments.map(|(one, reader)| one.elsewhere(reader, field, counts.words.keys()));
    let elsewhere: Vec<Vec<(&String, u64)>> = elsewhere.collect::<Result<_, _>>()?;
    let mut more: HashMap<String, u64> = HashMap::new();
    for (word, all) in elsewhere.into_iter().flatten() {
        *more.entry(word.clone()).or_default() += all;
    }
    for (word, all) in more {
        counts.words.entry(word).or_default().all += all;
    }
    Ok(counts)
}

/// The words of a passage up to the end of its last window.
fn marked(runs: &[(u32, u32)], window: usize) -> Vec<u8> {
    let length = runs.last().map_or(0, |run| run.1 as usize + window);
    let mut marks = vec![0; length];
    for &(start, end) in runs {
        marks[(start as usize).saturating_sub(window)..end as usize + window].fill(NEAR);
    }
    runs.iter().for_each(|&(start, end)| marks[start as usize..end as usize].fill(INSIDE));
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Extractor;
    use crate::index::Index;
    use crate::model::{Document, Layout, Speaker};
    use crate::query::{ParseOptions, Query};

    /// Tables in the manner of Dunning's, with figures worked out by hand from the formula.
    #[test]
    fn log_likelihood_gives_the_figures_of_the_formula() {
        for ((o11, o12, o21, o22), wanted) in [
            ((110, 2442, 111, 29114), 270.72),
            ((29, 13, 123, 31612), 263.90),
            ((31, 23, 139, 31584), 256.84),
            ((10, 0, 3, 31764), 167.23),
        ] {
            let found = log_likelihood(o11, o12, o21, o22);
            assert!((found - wanted).abs() < 0.005, "{found} is not {wanted}");
        }
        assert!(log_likelihood(10, 90, 100, 900).abs() < 1e-9, "independent");
    }

    fn index(texts: &[&str]) -> Index {
        let index = Index::in_memory().unwrap();
        let writer = index.writer().unwrap();
        for (at, text) in texts.iter().enumerate() {
            let speaker = Some(Speaker::named(if at == 0 { "Ada Example" } else { "Ben Sample" }));
            let path = at.to_string();
            let document = Document { speaker, layout: Layout::Speech, ..Document::new(path, *text) };
            writer.add(&document, &Extractor::default().extract(&document)).unwrap();
        }
        writer.commit().unwrap();
        index
    }

    #[test]
    fn counts_are_those_of_the_text() {
        let index = index(&[
            "A lasting truce came. The truce, a lasting truce, held; far from here nothing lasting came.",
            "Nothing came of it.",
        ]);
        let options = CollocateOptions { window: 1, min: 1, ..CollocateOptions::default() };
        let found =
            index.collocates(&Query::parse("truce", &ParseOptions::default()).unwrap(), &options).unwrap();
        // Near the three matches: lasting, came, The, a, lasting, held. 20 words in all, 3 of them matches.
        assert_eq!((found.matches, found.passages, found.window_words, found.corpus_words), (3, 1, 6, 17));
        let lasting = found.collocates.iter().find(|collocate| collocate.word == "lasting").unwrap();
        assert_eq!((lasting.observed, lasting.frequency), (2, 3));
        assert!((lasting.expected - 6.0 * 3.0 / 17.0).abs() < 1e-9);
        assert!((lasting.mi - (2.0 / lasting.expected).log2()).abs() < 1e-9);
        assert!((lasting.log_likelihood - log_likelihood(2, 4, 1, 10)).abs() < 1e-9);
        assert!(found.collocates.iter().all(|collocate| collocate.word != "truce"));
    }

    #[test]
    fn words_count_wherever_they_stand_though_near_matches_in_one_segment_only() {
        let texts = ["A lasting truce came.", "Nothing lasting came of it.", "Lasting doubts, and no truce."];
        let whole = index(&texts);
        let parted = Index::in_memory().unwrap();
        for (at, text) in texts.iter().enumerate() {
            let writer = parted.writer().unwrap();
            let speaker = Some(Speaker::named("Ada Example"));
            let document =
                Document { speaker, layout: Layout::Speech, ..Document::new(at.to_string(), *text) };
            writer.add(&document, &Extractor::default().extract(&document)).unwrap();
            writer.commit().unwrap();
        }
        let options = CollocateOptions { window: 1, min: 1, ..CollocateOptions::default() };
        let query = Query::parse("truce", &ParseOptions::default()).unwrap();
        let [whole, parted] = [whole, parted].map(|index| index.collocates(&query, &options).unwrap());
        assert_eq!((whole.corpus_words, whole.window_words), (parted.corpus_words, parted.window_words));
        assert_eq!(whole.collocates, parted.collocates);
        let lasting = whole.collocates.iter().find(|collocate| collocate.word == "lasting").unwrap();
        assert_eq!((lasting.observed, lasting.frequency), (1, 3));
    }

    #[test]
    fn options_narrow_the_list_and_filters_the_corpus() {
        let index = index(&["A truce of the kings held.", "The truce of the kings fell. We saw it fall."]);
        let words = |options: &CollocateOptions| -> Vec<String> {
            let found =
                index.collocates(&Query::parse("truce", &ParseOptions::default()).unwrap(), options).unwrap();
            found.collocates.into_iter().map(|collocate| collocate.word).collect()
        };
        let all = CollocateOptions { min: 1, window: 3, ..CollocateOptions::default() };
        assert!(words(&all).contains(&"of".to_owned()));
        let content = CollocateOptions { skip_function_words: true, ..all.clone() };
        assert_eq!(words(&content), ["kings"]);
        let filters = Filters { speakers: vec!["Sample".into()], ..Filters::default() };
        let his = index
            .collocates(
                &Query::parse("truce", &ParseOptions::default()).unwrap(),
                &CollocateOptions { filters, ..all.clone() },
            )
            .unwrap();
        assert_eq!((his.matches, his.corpus_words), (1, 9));
        for asked in ["truce speaker:Sample", "truce AND speaker:Sample", "text:truce -speaker:Example"] {
            let query = Query::parse(asked, &ParseOptions::default()).unwrap();
            let same = index.collocates(&query, &all).unwrap();
            assert_eq!((same.matches, same.corpus_words), (1, 9), "{asked}");
        }
        assert!(words(&CollocateOptions { min: 4, ..all }).is_empty());
    }
}
