//! Matches across the end of a passage: what is asked for begins in one passage of a statement and ends in the next.
//!
//! A statement's passages stand one after the other in the index ([`crate::index::schema::runs`]), each with the number of
//! its words: the places of the second go on where those of the first end. The first stands for such a match.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::postings::SegmentPostings;
use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query as Engine, Scorer, Weight};
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocId, DocSet, InvertedIndexReader, Score, SegmentReader};

use super::doc_list::DocListScorer;
use super::pattern::{Choice, Pattern, PatternMatch, WordPositions};
use super::proximity::{LONG_LIST, Positions};
use crate::index::schema::column;
use crate::index::schema::fields::Fields;
use crate::index::schema::runs::{KeyRuns, PassageFilter};

/// The passages that hold the beginning of a pattern whose end is in the next.
#[derive(Clone, Debug)]
pub(crate) struct AcrossPassages {
    pub pattern: Arc<Pattern>,
    pub fields: Fields,
}

impl Engine for AcrossPassages {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for AcrossPassages {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let found = crossings(reader, self.fields, &self.pattern)?;
        let passages = found.into_iter().map(|crossing| crossing.passage).collect();
        Ok(Box::new(ConstScorer::new(DocListScorer::new(passages), boost)))
    }

    fn explain(&self, _reader: &SegmentReader, _doc: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("across the passage's end", 1.0))
    }
}

/// A match that begins in a passage and ends in the next.
pub(crate) struct Crossing {
    /// The first of the two.
    pub passage: DocId,
    /// What matched: in words of the first, on into the second.
    pub runs: Vec<(u32, u32)>,
}

/// The passages of a segment, in order, in which a pattern begins that ends in the next.
pub(crate) fn crossings(
    reader: &SegmentReader,
    fields: Fields,
    pattern: &Pattern,
) -> tantivy::Result<Vec<Crossing>> {
    let Some(seams) = Seams::open(reader, fields)? else { return Ok(Vec::new()) };
    let candidates = seams.candidates(pattern, None)?;
    if candidates.is_empty() {
        return Ok(Vec::new());
    }
    let lengths = reader.fast_fields().u64(column::WORDS)?;
    let mut positions = Positions::new(reader, fields)?;
    let mut found = Vec::new();
    for first in candidates {
        let length = lengths.first(first).unwrap_or_default() as u32;
        let mut places =
            PairPositions { positions: &mut positions, first, length, known: HashMap::default() };
        let crosses = |found: &PatternMatch| found.start < length && found.end > length;
        let crossing = pattern.find(&mut places).into_iter().filter(crosses);
        let runs: Vec<(u32, u32)> = crossing.flat_map(|found| found.runs).collect();
        if !runs.is_empty() {
            found.push(Crossing { passage: first, runs });
        }
    }
    Ok(found)
}

/// Whether any statement of a segment goes on in another passage.
pub(crate) fn any_goes_on(reader: &SegmentReader) -> tantivy::Result<bool> {
    Ok(KeyRuns::of(reader, column::STATEMENT_KEY)?.len() < PassageFilter::of(reader)?.len())
}

/// The ends of passages after which the statement goes on.
struct Seams<'a> {
    reader: &'a SegmentReader,
    fields: Fields,
    texts: Arc<InvertedIndexReader>,
    exacts: Arc<InvertedIndexReader>,
    statements: KeyRuns,
    passages: PassageFilter,
}

impl<'a> Seams<'a> {
    /// Those of a segment; `None` where it has none.
    fn open(reader: &'a SegmentReader, fields: Fields) -> tantivy::Result<Option<Self>> {
        if !any_goes_on(reader)? {
            return Ok(None);
        }
        Ok(Some(Self {
            reader,
            fields,
            texts: reader.inverted_index(fields.text)?,
            exacts: reader.inverted_index(fields.exact)?,
            statements: KeyRuns::of(reader, column::STATEMENT_KEY)?,
            passages: PassageFilter::of(reader)?,
        }))
    }

    /// Whether the statement of a passage goes on in the next.
    fn goes_on(&self, passage: DocId) -> bool {
        let next = passage + 1;
        next < self.reader.max_doc()
            && !self.statements.begins(next)
            && self.passages.holds(passage)
            && self.passages.holds(next)
    }

    /// The first passages of the pairs that hold all that a pattern needs; `within` some, where these are known.
    fn candidates(&self, pattern: &Pattern, within: Option<Vec<DocId>>) -> tantivy::Result<Vec<DocId>> {
        match pattern {
            Pattern::Run(choices) => {
                let mut lists =
                    choices.iter().map(|choice| self.postings(choice)).collect::<Result<Vec<_>, _>>()?;
                // The rarest word leaves the fewest pairs to look at.
                lists.sort_by_key(|list| list.iter().map(DocSet::size_hint).sum::<u32>());
                let mut left = within;
                for list in lists {
                    left = Some(match left {
                        None => self.pairs(list),
                        Some(pairs) => holding(pairs, list),
                    });
                }
                Ok(left.unwrap_or_default())
            }
            Pattern::Near { parts, .. } => {
                let mut left = within;
                for part in parts {
                    left = Some(self.candidates(part, left)?);
                }
                Ok(left.unwrap_or_default())
            }
            Pattern::Any(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    all.extend(self.candidates(part, within.clone())?);
                }
                all.sort_unstable();
                all.dedup();
                Ok(all)
            }
            // A passage ends with a sentence wherever it can.
            Pattern::Sentence(_) => Ok(Vec::new()),
        }
    }

    /// The lists of the words that may stand in a place.
    fn postings(&self, choice: &Choice) -> tantivy::Result<Vec<SegmentPostings>> {
        let list = |index: &InvertedIndexReader, field, word: &str| {
            Ok::<_, tantivy::TantivyError>(
                index.read_postings(&Term::from_field_text(field, word), IndexRecordOption::Basic)?,
            )
        };
        let found = match choice {
            Choice::Stem(stem) => {
                let field = self.fields.stem_column(stem);
                let index = if field == self.fields.text { &self.texts } else { &self.exacts };
                vec![list(index, field, stem)?]
            }
            Choice::Exact(words) => words
                .iter()
                .map(|word| list(&self.exacts, self.fields.exact, word))
                .collect::<Result<_, _>>()?,
        };
        Ok(found.into_iter().flatten().collect())
    }

    /// The first passages of the pairs of which one is in the lists.
    fn pairs(&self, lists: Vec<SegmentPostings>) -> Vec<DocId> {
        let mut found = Vec::new();
        for mut list in lists {
            while list.doc() != tantivy::TERMINATED {
                let at = list.doc();
                found.extend(at.checked_sub(1).filter(|before| self.goes_on(*before)));
                found.extend(Some(at).filter(|at| self.goes_on(*at)));
                list.advance();
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The pairs, by their first passages, of which one is in the lists.
fn holding(mut pairs: Vec<DocId>, mut lists: Vec<SegmentPostings>) -> Vec<DocId> {
    pairs.retain(|first| {
        lists.iter_mut().any(|list| {
            if list.doc() < *first {
                list.seek(*first);
            }
            list.doc() == *first || list.doc() == *first + 1
        })
    });
    pairs
}

/// Where words stand in a passage and the next, counted on.
struct PairPositions<'a> {
    positions: &'a mut Positions,
    first: DocId,
    /// How many words the first has.
    length: u32,
    /// What was read, by whether it is a stem: lists are read onwards only.
    known: HashMap<(bool, String), Vec<u32>>,
}

impl PairPositions<'_> {
    fn read(&mut self, is_stem: bool, word: &str, found: &mut Vec<u32>) {
        let key = (is_stem, word.to_owned());
        if let Some(known) = self.known.get(&key) {
            found.extend(known);
            return;
        }
        let mut places = Vec::new();
        let mut next = Vec::new();
        for (passage, into) in [(self.first, &mut places), (self.first + 1, &mut next)] {
            self.positions.go_to(passage);
            match is_stem {
                true => self.positions.stem(word, into),
                false => self.positions.exact(word, into),
            }
        }
        places.extend(next.into_iter().map(|at| at + self.length));
        found.extend(&places);
        self.known.insert(key, places);
    }
}

impl WordPositions for PairPositions<'_> {
    fn any(&mut self, words: &Arc<[String]>, found: &mut Vec<u32>) {
        if words.len() <= LONG_LIST {
            return words.iter().for_each(|word| self.exact(word, found));
        }
        // Long lists are read whole, and can be asked about any passage.
        let mut next = Vec::new();
        self.positions.go_to(self.first);
        self.positions.any(words, found);
        self.positions.go_to(self.first + 1);
        self.positions.any(words, &mut next);
        found.extend(next.into_iter().map(|at| at + self.length));
    }

    fn stem(&mut self, stem: &str, found: &mut Vec<u32>) {
        self.read(true, stem, found);
    }

    fn exact(&mut self, word: &str, found: &mut Vec<u32>) {
        self.read(false, word, found);
    }

    fn sentences(&mut self) -> Vec<u32> {
        Vec::new()
    }
}
