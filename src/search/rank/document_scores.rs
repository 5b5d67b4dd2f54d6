//! Document scores: how well whole documents answer, by BM25 of their words and their title.
//!
//! The statistics are those of documents, not of passages: in how many documents a word stands, and how long these are.

use rustc_hash::FxHashMap;
use tantivy::query::{
    Bm25StatisticsProvider, Bm25Weight, BooleanQuery, BoostQuery, EnableScoring, Occur, Query as Engine,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocAddress, DocId, SegmentReader};

use crate::index::IndexError;
use crate::index::analysis;
use crate::search::engine::term_queries::BoxQuery;
use crate::search::engine::term_statistics::TermStatistics;
use crate::search::engine::top_k::best_of;
use crate::search::plan::matches::Matches;

/// What is asked of documents: stems, each with its weight.
pub(crate) struct DocumentQuery<'a> {
    statistics: DocumentStatistics<'a>,
    terms: Vec<(Term, f32)>,
}

/// What an index knows of terms, counted in documents.
struct DocumentStatistics<'a> {
    terms: &'a TermStatistics,
    documents: u64,
}

impl Bm25StatisticsProvider for DocumentStatistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.terms.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.documents)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.terms.doc_freq(term)
    }
}

impl<'a> DocumentQuery<'a> {
    /// What a query asks: its words, one that is asked twice counting twice.
    pub fn of_words(matches: &'a Matches) -> Result<Self, IndexError> {
        let words = matches.clauses.iter().flat_map(|clause| &clause.words);
        Self::new(matches, words.map(|word| (analysis::stem(word), 1.0)))
    }

    /// Words of grammar are left out: documents are not told apart by them.
    pub fn new(
        matches: &'a Matches,
        stems: impl IntoIterator<Item = (String, f32)>,
    ) -> Result<Self, IndexError> {
        let documents = matches.statistics.documents()?;
        let statistics = DocumentStatistics { terms: &matches.statistics, documents };
        let field = matches.fields().document;
        let mut weights: FxHashMap<String, f32> = FxHashMap::default();
        for (stem, weight) in stems.into_iter().filter(|(stem, _)| !analysis::is_grammar(stem)) {
            *weights.entry(stem).or_default() += weight;
        }
        let term = |(stem, weight): (String, f32)| (Term::from_field_text(field, &stem), weight);
        let mut terms: Vec<_> = weights.into_iter().map(term).collect();
        terms.retain(|(term, _)| matches.statistics.passages(term) > 0);
        // Sums of the same numbers in another order are other numbers.
        terms
            .sort_by(|(one, _), (other, _)| one.serialized_value_bytes().cmp(other.serialized_value_bytes()));
        Ok(Self { statistics, terms })
    }

    /// The first passages of the best documents.
    pub fn best(&self, most: usize) -> Result<Vec<DocAddress>, IndexError> {
        if self.terms.is_empty() {
            return Ok(Vec::new());
        }
        let part = |(term, weight): &(Term, f32)| -> (Occur, BoxQuery) {
            let query = Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs));
            let plain = *weight == 1.0;
            (Occur::Should, if plain { query } else { Box::new(BoostQuery::new(query, *weight)) })
        };
        let query = BooleanQuery::new(self.terms.iter().map(part).collect());
        let searcher = &self.statistics.terms.snapshot.searcher;
        let scoring = EnableScoring::enabled_from_statistics_provider(&self.statistics, searcher);
        let postings = self.terms.iter().map(|(term, _)| self.statistics.terms.passages(term)).sum();
        best_of(searcher, &*query.weight(scoring)?, most, postings)
    }

    /// The weights of the stems, for [`DocumentQuery::scores`].
    pub fn weights(&self) -> tantivy::Result<Vec<Bm25Weight>> {
        let weight = |(term, weight): &(Term, f32)| {
            let bm25 = Bm25Weight::for_terms(&self.statistics, std::slice::from_ref(term))?;
            Ok(bm25.boost_by(*weight))
        };
        self.terms.iter().map(weight).collect()
    }

    /// The scores of documents of a segment, by their first passages, which are in order; equal ones may follow
    /// one another.
    pub fn scores(
        &self,
        weights: &[Bm25Weight],
        reader: &SegmentReader,
        firsts: &[DocId],
    ) -> tantivy::Result<Vec<f32>> {
        let mut scores = vec![0.0; firsts.len()];
        let Some((term, _)) = self.terms.first() else { return Ok(scores) };
        let index = reader.inverted_index(term.field())?;
        let lengths = reader.get_fieldnorms_reader(term.field())?;
        for ((term, _), weight) in self.terms.iter().zip(weights) {
            let Some(mut postings) = index.read_block_postings(term, IndexRecordOption::WithFreqs)? else {
                continue;
            };
            for (score, first) in scores.iter_mut().zip(firsts) {
                let at = postings.seek(*first);
                if postings.docs().get(at) == Some(first) {
                    *score += weight.score(lengths.fieldnorm_id(*first), postings.freq(at));
                }
            }
        }
        Ok(scores)
    }
}
