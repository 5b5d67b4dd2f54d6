//! Evidence: what is known of the passages that are looked at again, each by itself and by its document.

use tantivy::query::{Bm25Weight, Occur, Weight};
use tantivy::{DocAddress, DocId, SeekDangerResult, SegmentReader};

use super::adjacent_pairs::Pairs;
use super::document_scores::DocumentQuery;
use crate::index::IndexError;
use crate::index::analysis;
use crate::index::schema::standing::Standing;
use crate::search::engine::date_range::DateRange;
use crate::search::engine::disjunction_max::combined_score;
use crate::search::engine::parallel::over_segments;
use crate::search::engine::proximity::Positions;
use crate::search::engine::term_queries::BoxQuery;
use crate::search::plan::matches::{Clause, Matches};
use crate::search::plan::term_fields::Part;

/// To look at one word of a passage is so much work in entries of the index read one after the other.
const POSTINGS_PER_LOOKUP: u64 = 100;

/// What one passage holds.
#[derive(Default)]
pub(crate) struct Evidence {
    /// The first passage of its document.
    pub first: DocId,
    /// The score of each word in what it says itself, without who says it.
    words: Vec<f32>,
    /// What it holds itself: words and conditions.
    pub passage: f32,
    /// What its document's title holds.
    pub title: f32,
    /// What is known of who says it and when.
    pub source: f32,
    /// What its whole document holds.
    pub document: f32,
    /// What neighbours of the query give that are neighbours in it.
    pub adjacent: f32,
    /// Whether a word is there only as what the speaker is.
    pub by_role: bool,
    /// How many words it has, without those of grammar; roughly, where there are many.
    pub length: u32,
    pub standing: Option<Standing>,
}

/// The evidence for passages, which are in order.
pub(crate) fn gather(matches: &Matches, passages: &[DocAddress]) -> Result<Vec<Evidence>, IndexError> {
    let (searcher, clauses) = (matches.searcher(), &matches.clauses);
    let scoring = matches.statistics.scoring();
    let term_fields = |clause: &Clause| {
        let ready = |(part, query): &(Part, BoxQuery)| Ok((*part, query.weight(scoring)?));
        clause.each.iter().map(ready).collect::<tantivy::Result<Vec<_>>>()
    };
    let words: Vec<_> = clauses.iter().map(term_fields).collect::<Result<_, _>>()?;
    let conditions = matches.conditions.iter().filter(|condition| condition.occur == Occur::Must);
    // A date adds nothing to a score.
    let beside = conditions.map(|condition| &condition.query).filter(|query| !query.is::<DateRange>());
    let beside: Vec<_> = beside.map(|query| query.weight(scoring)).collect::<Result<_, _>>()?;
    let stems: Vec<_> = clauses.iter().map(|clause| clause.word.as_deref().map(analysis::stem)).collect();
    let pairs = Pairs::new(matches, &stems)?;
    let documents = DocumentQuery::of_words(matches)?;
    let document_weights = documents.weights()?;
    let gatherer = Gatherer { matches, words, beside, pairs, documents, document_weights };
    let entries = (passages.len() * clauses.len()) as u64 * POSTINGS_PER_LOOKUP;
    let parts = over_segments(searcher, entries, Vec::new, |parts, ordinal, segment| {
        let here = in_segment(passages, ordinal);
        if !here.is_empty() {
            parts.push((ordinal, gatherer.in_segment(ordinal, segment, here)?));
        }
        Ok::<_, IndexError>(())
    })?;
    let mut parts: Vec<_> = parts.into_iter().flatten().collect();
    parts.sort_unstable_by_key(|(ordinal, _)| *ordinal);
    Ok(parts.into_iter().flat_map(|(_, held)| held).collect())
}

/// Those of some addresses, in order, that lie in a segment.
pub(crate) fn in_segment(addresses: &[DocAddress], ordinal: u32) -> &[DocAddress] {
    let here = &addresses[addresses.partition_point(|at| at.segment_ord < ordinal)..];
    &here[..here.partition_point(|at| at.segment_ord == ordinal)]
}

/// What is looked for in every segment.
struct Gatherer<'m> {
    matches: &'m Matches,
    /// For each word its fields.
    words: Vec<Vec<(Part, Box<dyn Weight>)>>,
    /// What must hold beside the words.
    beside: Vec<Box<dyn Weight>>,
    pairs: Pairs<'m>,
    documents: DocumentQuery<'m>,
    document_weights: Vec<Bm25Weight>,
}

impl Gatherer<'_> {
    fn in_segment(
        &self,
        ordinal: u32,
        segment: &SegmentReader,
        passages: &[DocAddress],
    ) -> Result<Vec<Evidence>, IndexError> {
        let mut held = self.by_words(segment, passages)?;
        for part in &self.beside {
            scored(&**part, segment, passages, |at, score| held[at].passage += score)?;
        }
        let keys = &self.matches.snapshot().keys()?[ordinal as usize];
        let firsts: Vec<DocId> = passages.iter().map(|at| keys.document.first(at.doc_id)).collect();
        let documents = self.documents.scores(&self.document_weights, segment, &firsts)?;
        let mut positions = Positions::new(segment, *self.matches.fields())?;
        let mut places = self.pairs.places(&mut positions);
        let lengths = segment.get_fieldnorms_reader(self.matches.fields().text)?;
        for (place, (at, one)) in passages.iter().zip(&mut held).enumerate() {
            one.first = firsts[place];
            one.document = documents[place];
            one.length = lengths.fieldnorm(at.doc_id);
            one.standing = keys.standing.of(at.doc_id);
            positions.go_to(at.doc_id);
            one.adjacent =
                self.pairs.weigh(&mut places, &mut positions, &one.words, lengths.fieldnorm_id(at.doc_id));
        }
        Ok(held)
    }

    /// The words that these passages hold, each word by its fields.
    fn by_words(&self, segment: &SegmentReader, passages: &[DocAddress]) -> tantivy::Result<Vec<Evidence>> {
        let new = || Evidence { words: vec![0.0; self.words.len()], ..Evidence::default() };
        let mut evidence: Vec<Evidence> = passages.iter().map(|_| new()).collect();
        let mut fields = vec![FieldScores::default(); passages.len()];
        for (word, term_fields) in self.words.iter().enumerate() {
            fields.fill(FieldScores::default());
            // One way after the other: all of them as one query would score what lies between, too.
            for (part, term_field) in term_fields {
                scored(&**term_field, segment, passages, |at, score| fields[at].add(*part, score))?;
            }
            for (one, fields) in evidence.iter_mut().zip(&fields) {
                let score = combined_score(fields.greatest, fields.sum);
                one.words[word] = score;
                one.passage += score;
                one.title += fields.title;
                one.source += fields.source;
                one.by_role |= fields.role && !fields.elsewhere;
            }
        }
        Ok(evidence)
    }
}

/// What the fields of a passage give for one word.
#[derive(Clone, Copy, Default)]
struct FieldScores {
    greatest: f32,
    sum: f32,
    title: f32,
    source: f32,
    role: bool,
    /// Whether it is there otherwise than as a role.
    elsewhere: bool,
}

impl FieldScores {
    fn add(&mut self, part: Part, score: f32) {
        self.elsewhere |= part != Part::Role;
        self.role |= part == Part::Role;
        match part {
            Part::Title => self.title = self.title.max(score),
            Part::Source => self.source = self.source.max(score),
            Part::Passage | Part::Role => {
                self.greatest = self.greatest.max(score);
                self.sum += score;
            }
        }
    }
}

/// Hands on the scores of those passages of a segment, in order, that a query finds.
fn scored(
    query: &dyn Weight,
    segment: &SegmentReader,
    passages: &[DocAddress],
    mut each: impl FnMut(usize, f32),
) -> tantivy::Result<()> {
    let mut found = query.scorer(segment, 1.0)?;
    // No match lies before it; whether one is there is known unless the last passage asked about was none.
    let (mut next, mut known) = (found.doc(), true);
    for (place, DocAddress { doc_id: at, .. }) in passages.iter().enumerate() {
        // Asking about a passage is less work than looking for the match after it. Going back is not allowed.
        if *at < next {
            continue;
        }
        let seek = if known && *at == next { SeekDangerResult::Found } else { found.seek_danger(*at) };
        (next, known) = match seek {
            SeekDangerResult::Found => (*at, true),
            SeekDangerResult::SeekLowerBound(next) => (next, false),
        };
        if known {
            each(place, found.score());
        }
    }
    Ok(())
}
