//! Proximity query, for words that stand near each other: the passages of another query in whose
//! positions a [`Pattern`] is found. Scored as that other query.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EnableScoring, Explanation, Query as Engine, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocId, DocSet, InvertedIndexReader, Score, SegmentReader, TERMINATED};

use super::pattern::{Pattern, WordPositions};
use crate::index::schema::fields::{Fields, SENTENCE};

/// The passages of `among` that hold `pattern`.
#[derive(Debug)]
pub(crate) struct Proximity {
    pub among: Box<dyn Engine>,
    pub pattern: Arc<Pattern>,
    pub fields: Fields,
}

impl Clone for Proximity {
    fn clone(&self) -> Self {
        Self { among: self.among.box_clone(), pattern: Arc::clone(&self.pattern), fields: self.fields }
    }
}

impl Engine for Proximity {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let among = self.among.weight(scoring)?;
        Ok(Box::new(ProximityWeight { among, pattern: Arc::clone(&self.pattern), fields: self.fields }))
    }
}

struct ProximityWeight {
    among: Box<dyn Weight>,
    pattern: Arc<Pattern>,
    fields: Fields,
}

impl Weight for ProximityWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let positions = Positions::new(reader, self.fields)?;
        let among = self.among.scorer(reader, boost)?;
        let mut scorer = ProximityScorer { among, pattern: Arc::clone(&self.pattern), positions };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.among.explain(reader, doc)
    }
}

struct ProximityScorer {
    among: Box<dyn Scorer>,
    pattern: Arc<Pattern>,
    positions: Positions,
}

impl ProximityScorer {
    /// Goes on to the next passage that holds the pattern, if this one does not.
    fn settle(&mut self) -> DocId {
        loop {
            let doc = self.among.doc();
            if doc == TERMINATED {
                return doc;
            }
            self.positions.doc = doc;
            if self.pattern.holds(&mut self.positions) {
                return doc;
            }
            self.among.advance();
        }
    }
}

impl DocSet for ProximityScorer {
    fn advance(&mut self) -> DocId {
        self.among.advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.among.seek(target);
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.among.doc()
    }

    fn size_hint(&self) -> u32 {
        self.among.size_hint()
    }
}

impl Scorer for ProximityScorer {
    fn score(&mut self) -> Score {
        self.among.score()
    }
}

/// The positions of words in one passage after the other.
pub(crate) struct Positions {
    stems: Arc<InvertedIndexReader>,
    exacts: Arc<InvertedIndexReader>,
    breaks: Arc<InvertedIndexReader>,
    fields: Fields,
    /// Words that were looked for, and the number of their list.
    known: FxHashMap<Field, FxHashMap<String, usize>>,
    /// `None` for a word that the segment does not hold.
    open: Vec<Option<SegmentPostings>>,
    /// Long lists of words, and where any of their words stand.
    lists: Vec<(Arc<[String]>, PositionList)>,
    doc: DocId,
}

/// Passages and places in them, in order.
type PositionList = Vec<(DocId, u32)>;

/// A list of more words than this is read once and whole.
pub(super) const LONG_LIST: usize = 8;

impl Positions {
    pub fn new(reader: &SegmentReader, fields: Fields) -> tantivy::Result<Self> {
        Ok(Self {
            stems: reader.inverted_index(fields.text)?,
            exacts: reader.inverted_index(fields.exact)?,
            breaks: reader.inverted_index(fields.sentences)?,
            fields,
            known: FxHashMap::default(),
            open: Vec::new(),
            lists: Vec::new(),
            doc: 0,
        })
    }

    /// Goes to a passage of the segment; only ever onwards.
    pub fn go_to(&mut self, passage: DocId) {
        self.doc = passage;
    }

    /// The number of the list of a stem, by which [`Positions::positions_in`] finds it faster.
    pub fn list_of(&mut self, stem: &str) -> usize {
        self.list(self.fields.stem_column(stem), stem)
    }

    /// Where the words of a list stand in the passage.
    pub fn positions_in(&mut self, list: usize, found: &mut Vec<u32>) {
        if let Some(Some(postings)) = self.open.get_mut(list) {
            // Seeking back is not allowed.
            if postings.doc() < self.doc {
                postings.seek(self.doc);
            }
            if postings.doc() == self.doc {
                postings.append_positions_with_offset(0, found);
            }
        }
    }

    fn list(&mut self, field: Field, word: &str) -> usize {
        let known = self.known.entry(field).or_default();
        if let Some(list) = known.get(word) {
            return *list;
        }
        let index = if field == self.fields.text {
            &self.stems
        } else if field == self.fields.exact {
            &self.exacts
        } else {
            &self.breaks
        };
        let term = Term::from_field_text(field, word);
        // A list that cannot be read is as if empty: checksums are for `verify`.
        self.open.push(index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions).ok().flatten());
        known.insert(word.to_owned(), self.open.len() - 1);
        self.open.len() - 1
    }

    fn positions_of(&mut self, field: Field, word: &str, found: &mut Vec<u32>) {
        let list = self.list(field, word);
        self.positions_in(list, found);
    }
}

impl Positions {
    /// Where any of the words stand in the segment, in order.
    fn read(&self, words: &[String]) -> PositionList {
        let mut found = Vec::new();
        let mut places = Vec::new();
        for word in words {
            let term = Term::from_field_text(self.fields.exact, word);
            let option = IndexRecordOption::WithFreqsAndPositions;
            let Some(mut postings) = self.exacts.read_postings(&term, option).ok().flatten() else {
                continue;
            };
            while postings.doc() != TERMINATED {
                postings.positions(&mut places);
                found.extend(places.iter().map(|place| (postings.doc(), *place)));
                postings.advance();
            }
        }
        found.sort_unstable();
        found
    }
}

impl WordPositions for Positions {
    fn any(&mut self, words: &Arc<[String]>, found: &mut Vec<u32>) {
        if words.len() <= LONG_LIST {
            return words.iter().for_each(|word| self.exact(word, found));
        }
        let at = self.lists.iter().position(|(known, _)| Arc::ptr_eq(known, words)).unwrap_or_else(|| {
            self.lists.push((Arc::clone(words), self.read(words)));
            self.lists.len() - 1
        });
        let list = &self.lists[at].1;
        let here = &list[list.partition_point(|(passage, _)| *passage < self.doc)..];
        found.extend(here.iter().take_while(|(passage, _)| *passage == self.doc).map(|(_, place)| place));
    }

    fn stem(&mut self, stem: &str, found: &mut Vec<u32>) {
        self.positions_of(self.fields.stem_column(stem), stem, found);
    }

    fn exact(&mut self, word: &str, found: &mut Vec<u32>) {
        self.positions_of(self.fields.exact, word, found);
    }

    fn sentences(&mut self) -> Vec<u32> {
        let mut found = Vec::new();
        self.positions_of(self.fields.sentences, SENTENCE, &mut found);
        found
    }
}
