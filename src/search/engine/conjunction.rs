//! Conjunction of terms, block by block: the passages that hold all of them.
//!
//! The engine's own intersection asks its lists for one passage after the other, and counts by sets of bits: the
//! best for a rare term beside a common one, and for terms that a large part of all passages hold. Between
//! these, two lists are gone through together within the blocks of 128 entries that they are unpacked in.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{Bm25StatisticsProvider, Bm25Weight, Occur, Query as Engine};
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocId, Score, SegmentReader};

use super::term_queries::plain_terms;
use super::term_statistics::TermStatistics;

/// Lists of so many times as many passages as the rarest has are left to the engine.
const MAX_RATIO: u64 = 8;
/// And terms that one of so many passages holds.
const MIN_RARITY: u64 = 32;

/// Terms that a passage must all hold.
pub(crate) struct Conjunction<'q> {
    terms: Vec<&'q Term>,
    /// Their weights, in the same order.
    weights: Vec<Bm25Weight>,
}

impl<'q> Conjunction<'q> {
    /// `None` where a query asks for something else, or for what the engine does faster.
    pub fn from_query(query: &'q dyn Engine, statistics: &TermStatistics) -> tantivy::Result<Option<Self>> {
        let Some(terms) = plain_terms(query, Occur::Must) else { return Ok(None) };
        let mut passages: Vec<u64> = terms.iter().map(|term| statistics.passages(term)).collect();
        passages.sort_unstable();
        if passages[0] * MAX_RATIO < passages[1] || passages[0] * MIN_RARITY > statistics.total_num_docs()? {
            return Ok(None);
        }
        Self::new(terms, statistics).map(Some)
    }

    fn new(terms: Vec<&'q Term>, statistics: &TermStatistics) -> tantivy::Result<Self> {
        let weight = |term: &&Term| Bm25Weight::for_terms(statistics, std::slice::from_ref(*term));
        let weights = terms.iter().map(weight).collect::<Result<_, _>>()?;
        Ok(Self { terms, weights })
    }

    /// How many passages of a segment hold them.
    pub fn count(&self, reader: &SegmentReader) -> tantivy::Result<usize> {
        let alive = reader.alive_bitset();
        let mut number = 0;
        let Some(mut cursors) = self.cursors(reader, IndexRecordOption::Basic)? else { return Ok(0) };
        intersect(&mut cursors, &mut |doc, _, _| {
            number += usize::from(alive.is_none_or(|alive| alive.is_alive(doc)));
        });
        Ok(number)
    }

    /// Each passage of a segment that holds them, in order and with its score, those taken out too.
    pub fn for_each(
        &self,
        reader: &SegmentReader,
        each: &mut dyn FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        let Some(mut cursors) = self.cursors(reader, IndexRecordOption::WithFreqs)? else { return Ok(()) };
        intersect(&mut cursors, &mut |doc, two, others| {
            let score = |list: &PostingCursor<'_>| list.score(doc);
            each(doc, score(&two[0]) + score(&two[1]) + others.iter().map(score).sum::<Score>());
        });
        Ok(())
    }

    /// Their lists in a segment, the rarest first; `None` where one has none.
    fn cursors(
        &self,
        reader: &SegmentReader,
        option: IndexRecordOption,
    ) -> tantivy::Result<Option<Vec<PostingCursor<'_>>>> {
        let mut cursors = Vec::with_capacity(self.terms.len());
        for (term, weight) in self.terms.iter().zip(&self.weights) {
            let index = reader.inverted_index(term.field())?;
            let Some(postings) = index.read_block_postings(term, option)? else { return Ok(None) };
            let lengths = reader.fieldnorms_readers().get_field(term.field())?;
            let lengths = lengths.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1));
            cursors.push(PostingCursor { postings, at: 0, weight, lengths });
        }
        cursors.sort_by_key(|cursor| cursor.postings.doc_freq());
        Ok(Some(cursors))
    }
}

/// The passages of a segment that hold a term.
struct PostingCursor<'w> {
    postings: BlockSegmentPostings,
    /// The entry of the unpacked block where it stands.
    at: usize,
    weight: &'w Bm25Weight,
    lengths: FieldNormReader,
}

impl PostingCursor<'_> {
    /// The passage where it stands; `None` at the end.
    fn doc(&self) -> Option<DocId> {
        self.postings.docs().get(self.at).copied()
    }

    /// What is left of the block.
    fn block(&self) -> &[DocId] {
        self.postings.docs().get(self.at..).unwrap_or_default()
    }

    /// Goes to the first passage from `target` on.
    fn seek(&mut self, target: DocId) {
        self.at = self.postings.seek(target);
    }

    /// Goes to a passage; whether it is in the list.
    fn holds(&mut self, target: DocId) -> bool {
        if self.doc().is_some_and(|doc| doc < target) {
            self.seek(target);
        }
        self.doc() == Some(target)
    }

    /// Goes to the next block where the one that is unpacked is at its end; the first passage there.
    fn refill(&mut self) -> Option<DocId> {
        if self.doc().is_none() {
            self.postings.advance();
            self.at = 0;
        }
        self.doc()
    }

    /// Whether no passage from `target` on is left in the block.
    fn ends_before(&self, target: DocId) -> bool {
        self.block().last().is_none_or(|last| *last < target)
    }

    /// Of the passage where it stands.
    fn score(&self, doc: DocId) -> Score {
        self.weight.score(self.lengths.fieldnorm_id(doc), self.postings.freq(self.at))
    }
}

/// Each passage that all of the lists hold, in order; the first two lists and the others stand there then.
fn intersect(
    cursors: &mut [PostingCursor<'_>],
    each: &mut impl FnMut(DocId, &[PostingCursor<'_>], &[PostingCursor<'_>]),
) {
    let (two, others) = cursors.split_at_mut(2);
    while let (Some(one), Some(other)) = (two[0].refill(), two[1].refill()) {
        if two[0].ends_before(other) {
            two[0].seek(other);
        } else if two[1].ends_before(one) {
            two[1].seek(one);
        }
        while let Some(doc) = next_common(two) {
            if others.iter_mut().all(|list| list.holds(doc)) {
                each(doc, two, others);
            }
            two.iter_mut().for_each(|list| list.at += 1);
        }
    }
}

/// Goes on to the next passage that the blocks of two lists share; `None` when one of the blocks is at its end.
fn next_common(two: &mut [PostingCursor<'_>]) -> Option<DocId> {
    let (mut i, mut j) = (0, 0);
    let (one, other) = (two[0].block(), two[1].block());
    let found = loop {
        let (Some(here), Some(there)) = (one.get(i), other.get(j)) else { break None };
        if here == there {
            break Some(*here);
        }
        i += usize::from(here < there);
        j += usize::from(there < here);
    };
    two[0].at += i;
    two[1].at += j;
    found
}

#[cfg(test)]
mod tests {
    use tantivy::query::{BooleanQuery, TermQuery};

    use super::*;
    use crate::extract::Extractor;
    use crate::index::Index;
    use crate::model::Document;
    use crate::search::engine::count::count;

    /// Whether a statement says a word: the rarer, the later the letter; `e` comes in crowds.
    fn says(word: char, number: u32) -> bool {
        let mixed = number.wrapping_mul(2_654_435_761) >> 16;
        match word {
            'a' => !mixed.is_multiple_of(3),
            'b' => mixed.is_multiple_of(5),
            'c' => mixed.is_multiple_of(97),
            'd' => mixed.is_multiple_of(1_009),
            _ => number % 2_000 < 150,
        }
    }

    #[test]
    fn finds_what_the_engine_finds() {
        let index = Index::in_memory().unwrap();
        let writer = index.writer().unwrap();
        for number in 0..6_000 {
            let words = ['a', 'b', 'c', 'd', 'e'].into_iter().filter(|word| says(*word, number));
            let words: String =
                words.map(|word| format!("word{word} ").repeat(1 + number as usize % 3)).collect();
            let document = Document::new(format!("f{number}"), format!("Nothing of note, {words}."));
            writer.add(&document, &Extractor::default().extract(&document)).unwrap();
            if number % 2_500 == 2_000 {
                writer.commit().unwrap();
            }
        }
        writer.commit().unwrap();
        for number in (0..6_000).step_by(7) {
            writer.remove_file(&format!("f{number}"));
        }
        writer.commit().unwrap();
        let snapshot = index.snapshot();
        let searcher = snapshot.searcher.clone();
        let statistics = TermStatistics::new(snapshot).unwrap();
        let mut deleted = 0;
        for words in ["ab", "ba", "ac", "ad", "bc", "cd", "ae", "ed", "abc", "eabd", "abcde", "ax", "aa"] {
            let term = |word| Term::from_field_text(index.shared.fields.exact, &format!("word{word}"));
            let part =
                |word| Box::new(TermQuery::new(term(word), IndexRecordOption::WithFreqs)) as Box<dyn Engine>;
            let query = BooleanQuery::new(words.chars().map(|word| (Occur::Must, part(word))).collect());
            let weight = query.weight(statistics.scoring()).unwrap();
            let terms: Vec<_> = words.chars().map(term).collect();
            let together = Conjunction::new(terms.iter().collect(), &statistics).unwrap();
            let mut number = 0;
            for reader in searcher.segment_readers() {
                let (mut expected, mut found) = (Vec::new(), Vec::new());
                weight.for_each(reader, &mut |at, score| expected.push((at, score))).unwrap();
                together.for_each(reader, &mut |at, score| found.push((at, score))).unwrap();
                assert_eq!(found, expected, "{words}");
                assert_eq!(
                    together.count(reader).unwrap(),
                    weight.count(reader).unwrap() as usize,
                    "{words}"
                );
                number += found.len();
                deleted += reader.num_deleted_docs();
            }
            let any = BooleanQuery::new(words.chars().map(|word| (Occur::Should, part(word))).collect());
            let weight = any.weight(statistics.scoring()).unwrap();
            let counts =
                searcher.segment_readers().iter().map(|reader| weight.count(reader).unwrap() as usize);
            assert_eq!(count(&any, &statistics).unwrap(), counts.sum::<usize>(), "{words}");
            let all = |number: &u32| words.chars().all(|word| word != 'x' && says(word, *number));
            assert!(number >= (0..6_000).filter(|number| number % 7 > 0).filter(all).count(), "{words}");
        }
        assert!(searcher.segment_readers().len() > 1 && deleted > 0);
    }
}
