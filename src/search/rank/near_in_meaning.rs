//! Passages near in meaning: who recalls a matter in other words finds what is said in words used alike. They are a tier
//! of their own, after the passages with the words, and only where that is asked for.

use std::collections::HashSet;

use tantivy::DocAddress;
use tantivy::query::{BooleanQuery, Occur};

use crate::index::IndexError;
use crate::index::analysis;
use crate::search::engine::disjunction_max::DisjunctionMax;
use crate::search::engine::term_queries::{BoxQuery, boosted, phrase};
use crate::search::engine::top_k::{Candidate, top_k};
use crate::search::plan::matches::{Clause, Matches};
use crate::search::plan::related_words::related_words;
use crate::search::weights;

/// The best passages by the words asked for and the words related to them, without those in `shown`; none where no word
/// has related ones.
pub(crate) fn near_in_meaning(
    matches: &Matches,
    wanted: usize,
    shown: &HashSet<DocAddress>,
) -> Result<Vec<Candidate>, IndexError> {
    let mut related_to_any = false;
    let mut with_related = |clause: &Clause| -> BoxQuery {
        let Some(word) = &clause.word else { return clause.lean.box_clone() };
        let by_stem = |stem: String| phrase(matches.fields().stem_column(&stem), &[stem]);
        let related =
            related_words(word).map(|other| boosted(by_stem(analysis::stem(other)), weights::RELATED));
        let mut ways: Vec<BoxQuery> = related.collect();
        related_to_any |= !ways.is_empty();
        ways.push(by_stem(analysis::stem(word)));
        Box::new(DisjunctionMax(ways))
    };
    let words = matches.clauses.iter().map(|clause| (Occur::Should, with_related(clause))).collect();
    let mut parts: Vec<(Occur, BoxQuery)> = vec![(Occur::Must, Box::new(BooleanQuery::new(words)))];
    if !related_to_any {
        return Ok(Vec::new());
    }
    let conditions = matches.conditions.iter();
    parts.extend(conditions.map(|condition| (condition.occur, condition.query.box_clone())));
    let (found, _) =
        top_k(&matches.statistics, &BooleanQuery::new(parts), wanted.saturating_add(shown.len()))?;
    let keys = matches.snapshot().keys()?;
    let says_little = |at: DocAddress| keys[at.segment_ord as usize].standing.of(at.doc_id).is_some();
    let found = found.into_iter().filter(|found| !shown.contains(&found.at) && !says_little(found.at));
    Ok(found.take(wanted).collect())
}
