//! Everything that matches a query, for concordances and counts: passages in the index, words in a passage.
//!
//! The one place where they meet the query language.

use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query as Engine};
use tantivy::schema::Term;
use tantivy::{DocAddress, DocId, DocSet, Searcher, SegmentReader, TERMINATED};

use super::build::Builder;
use super::highlight::Highlighter;
use super::hit::Match;
use super::run::SearchError;
use crate::authority::Authority;
use crate::index::Index;
use crate::model::Span;
use crate::query::{Filters, Query};

/// Is handed a segment's number, the segment, and its matching passages.
pub(super) type EachSegment<'a> =
    dyn FnMut(u32, &SegmentReader, &mut dyn Iterator<Item = DocId>) -> Result<(), SearchError> + 'a;

/// The passages that match a query.
pub(super) struct Matches {
    pub searcher: Searcher,
    engine: Box<dyn Engine>,
    /// Whether they hold all the query's words. Where no passage does, those with some are taken.
    pub matched: Match,
    highlighter: Highlighter,
}

impl Matches {
    /// The passages that hold all the query's words and satisfy the filters; where there is none, those
    /// with some of the words.
    pub fn of(index: &Index, query: &Query, filters: &Filters) -> Result<Self, SearchError> {
        filters.check()?;
        let searcher = index.searcher();
        let known = |word: &str| {
            searcher
                .doc_freq(&Term::from_field_text(index.fields.exact, word))
                .is_ok_and(|documents| documents > 0)
        };
        let builder = Builder { fields: &index.fields, known: &known };
        let filter = builder.filter(filters, Authority::builtin());
        let narrow = |wanted: Box<dyn Engine>| -> Box<dyn Engine> {
            let mut parts = vec![(Occur::Must, wanted), (Occur::Must, builder.passages())];
            parts.extend(filter.iter().map(|filter| (Occur::Must, filter.box_clone())));
            Box::new(BooleanQuery::new(parts))
        };
        let highlighter = Highlighter::new(query, &known);
        let all = narrow(builder.all(query));
        let (engine, matched) = match builder.some(query) {
            Some(some) if searcher.search(&*all, &tantivy::collector::Count)? == 0 => {
                (narrow(some), Match::Some)
            }
            _ => (all, Match::All),
        };
        Ok(Self { searcher, engine, matched, highlighter })
    }

    /// Every matching passage, segment after segment, in the order of the index.
    pub fn segments(&self, each: &mut EachSegment<'_>) -> Result<(), SearchError> {
        let weight = self.engine.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
        for (ordinal, reader) in (0..).zip(self.searcher.segment_readers()) {
            let mut found = weight.scorer(reader, 1.0)?;
            let mut begun = false;
            let mut passages = std::iter::from_fn(|| {
                loop {
                    let at = if begun { found.advance() } else { found.doc() };
                    begun = true;
                    if at == TERMINATED {
                        return None;
                    }
                    if reader.alive_bitset().is_none_or(|alive| alive.is_alive(at)) {
                        return Some(at);
                    }
                }
            });
            each(ordinal, reader, &mut passages)?;
        }
        Ok(())
    }

    /// Every matching passage's address, in the order of the index.
    pub fn addresses(
        &self,
        each: &mut dyn FnMut(DocAddress) -> Result<(), SearchError>,
    ) -> Result<(), SearchError> {
        self.segments(&mut |segment, _, passages| {
            for passage in passages {
                each(DocAddress::new(segment, passage))?;
            }
            Ok(())
        })
    }

    /// What matched in a text, in code points of it, in order, none overlapping another.
    pub fn spans(&self, text: &str) -> Vec<Span> {
        self.highlighter.find(text)
    }
}
