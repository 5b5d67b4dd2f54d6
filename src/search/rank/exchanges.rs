//! Exchanges: questions and their answers. A question is asked to be answered: the answer comes before it, and what
//! the question asks is what the answer speaks of.

use std::collections::HashSet;

use tantivy::query::Occur;
use tantivy::{DocAddress, DocId};

use crate::index::IndexError;
use crate::index::Snapshot;
use crate::index::schema::standing::Standing;
use crate::search::engine::top_k::Candidate;
use crate::search::plan::matches::{Matches, holds};

/// A question among the candidates and the first passage of its answer.
pub(crate) struct Exchange {
    pub question: DocAddress,
    pub answer: DocAddress,
}

/// The questions among candidates that are answered by what satisfies the query's conditions.
pub(crate) fn exchanges(matches: &Matches, found: &[Candidate]) -> Result<Vec<Exchange>, IndexError> {
    let mut exchanges = Vec::new();
    let mut seen = HashSet::new();
    for question in found.iter().map(|found| found.at) {
        if let Some(answer) = answer_to(matches.snapshot(), question)?
            && seen.insert(answer)
            && satisfies(matches, answer)?
        {
            exchanges.push(Exchange { question, answer });
        }
    }
    Ok(exchanges)
}

/// Whether a passage satisfies all that must hold beside the words.
fn satisfies(matches: &Matches, at: DocAddress) -> Result<bool, IndexError> {
    for condition in &matches.conditions {
        let held = holds(&*condition.query, matches.searcher(), at)?.is_some();
        if held != (condition.occur == Occur::Must) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The first passage of what follows a question in its document, unless that is a question too.
fn answer_to(snapshot: &Snapshot, question: DocAddress) -> Result<Option<DocAddress>, IndexError> {
    let keys = &snapshot.keys()?[question.segment_ord as usize];
    if keys.standing.of(question.doc_id) != Some(Standing::Question) {
        return Ok(None);
    }
    let document = snapshot.document_around(question)?;
    let next = (question.doc_id + 1..document.end).find(|at| keys.statement.begins(*at));
    let next = next.filter(|at| keys.standing.of(*at) != Some(Standing::Question));
    Ok(next.map(|at| DocAddress::new(question.segment_ord, at)))
}

/// The passages of the question that the statement of a passage answers; empty where it answers none.
pub(crate) fn question_before(snapshot: &Snapshot, at: DocAddress) -> Result<Vec<DocAddress>, IndexError> {
    let keys = &snapshot.keys()?[at.segment_ord as usize];
    let asks = |at: DocId| keys.standing.of(at) == Some(Standing::Question);
    let document = snapshot.document_around(at)?;
    let begins = keys.statement.first(at.doc_id);
    let Some(last) = begins.checked_sub(1).filter(|last| *last >= document.start && asks(*last)) else {
        return Ok(Vec::new());
    };
    if asks(at.doc_id) {
        return Ok(Vec::new());
    }
    let question = keys.statement.first(last)..begins;
    Ok(question.map(|at_doc| DocAddress::new(at.segment_ord, at_doc)).collect())
}

/// Gives answers what their questions hold, where that is more, and puts the questions after them. The candidates are
/// in the order of the index, and scored.
pub(crate) fn lend(exchanges: &[Exchange], found: &mut [Candidate]) {
    for Exchange { question, answer } in exchanges {
        let place = |at: &DocAddress| found.binary_search_by_key(at, |found| found.at).ok();
        let (Some(question), Some(answer)) = (place(question), place(answer)) else { continue };
        let asked = found[question];
        let answer = &mut found[answer];
        answer.engine = answer.engine.max(asked.engine);
        answer.close = answer.close.max(asked.close);
        answer.by_role &= asked.by_role;
        answer.question = Some(asked.at.doc_id);
        let most = answer.score();
        if asked.score() >= most {
            found[question].share = 0.99 * asked.share * most / asked.score().max(f32::MIN_POSITIVE);
        }
    }
}
