//! Adjacent pairs: neighbours of a query that stand side by side in a passage.

use tantivy::query::Bm25Weight;
use tantivy::schema::Term;

use crate::index::analysis;
use crate::search::engine::proximity::Positions;
use crate::search::plan::matches::Matches;

/// Where a word of the query stands.
pub(crate) struct PairPositions {
    /// Its list, if it is one word and has a neighbour.
    list: Option<usize>,
    /// Its places in the passage that is looked at.
    found: Vec<u32>,
}

/// Neighbours of the query, and how their standing together counts.
pub(crate) struct Pairs<'a> {
    stems: &'a [Option<String>],
    /// For each word and the next BM25's weight of the two as a phrase, if both are plain words.
    phrases: Vec<Option<Bm25Weight>>,
}

impl<'a> Pairs<'a> {
    pub fn new(matches: &Matches, stems: &'a [Option<String>]) -> tantivy::Result<Self> {
        let phrase = |pair: &[Option<String>]| {
            let [Some(one), Some(next)] = pair else { return Ok(None) };
            // What words of grammar add to a phrase's weight is next to nothing.
            let terms = [one, next].into_iter().filter(|stem| !analysis::is_grammar(stem));
            let terms: Vec<_> =
                terms.map(|stem| Term::from_field_text(matches.fields().text, stem)).collect();
            if terms.is_empty() {
                return Ok(None);
            }
            Bm25Weight::for_terms(&*matches.statistics, &terms).map(Some)
        };
        let phrases = stems.windows(2).map(phrase).collect::<Result<_, _>>()?;
        Ok(Self { stems, phrases })
    }

    /// The lists of the words in a segment.
    pub fn places(&self, positions: &mut Positions) -> Vec<PairPositions> {
        let list = |stem: &Option<String>| {
            let stem = stem.as_ref().filter(|_| !self.phrases.is_empty());
            stem.map(|stem| positions.list_of(stem))
        };
        self.stems.iter().map(list).map(|list| PairPositions { list, found: Vec::new() }).collect()
    }

    /// What a passage gets for neighbours of the query that are neighbours in it: as BM25 scores a phrase that is there
    /// so many times. `held` says which words the passage holds, and `length` is its length as the engine keeps it.
    pub fn weigh(
        &self,
        places: &mut [PairPositions],
        positions: &mut Positions,
        held: &[f32],
        length: u8,
    ) -> f32 {
        for (PairPositions { list, found }, score) in places.iter_mut().zip(held) {
            found.clear();
            if let Some(list) = list.filter(|_| *score > 0.0) {
                positions.positions_in(list, found);
            }
        }
        let mut score = 0.0;
        for (at, phrase) in self.phrases.iter().enumerate() {
            let (here, next) = (&places[at].found, &places[at + 1].found);
            let follows = |place: &&u32| next.binary_search(&(*place + 1)).is_ok();
            let times = here.iter().filter(follows).count() as u32;
            if let Some(phrase) = phrase.as_ref().filter(|_| times > 0) {
                score += phrase.score(length, times);
            }
        }
        score
    }
}
