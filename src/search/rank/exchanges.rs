//! Exchanges: questions and their answers. A question is asked to be answered: the answer comes before it, and what
//! the question asks is what the answer speaks of.

use tantivy::query::Occur;
use tantivy::{DocAddress, DocId};

use crate::index::IndexError;
use crate::index::Snapshot;
use crate::index::schema::standing::Standing;
use crate::search::engine::top_k::Candidate;
use crate::search::plan::matches::{Matches, holds};
use crate::search::weights;

/// An answer is looked for among so many turns after its question.
const TURNS: usize = 5;

/// A question among the candidates and the first passage of its answer.
pub(crate) struct Exchange {
    pub question: DocAddress,
    pub answer: DocAddress,
}

/// The questions among candidates that are answered by what satisfies the query's conditions.
pub(crate) fn exchanges(matches: &Matches, found: &[Candidate]) -> Result<Vec<Exchange>, IndexError> {
    let mut exchanges = Vec::new();
    for question in found.iter().map(|found| found.at) {
        if let Some(answer) = answer_to(matches, question)?
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
        let held = holds(&*condition.query, &matches.statistics, at)?.is_some();
        if held != (condition.occur == Occur::Must) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The first passage of the answer to a question: of what follows it in its document. Who answers is often broken off
/// (`Look —`) and asked on: then the answer is the first that says something, among the next few turns.
fn answer_to(matches: &Matches, question: DocAddress) -> Result<Option<DocAddress>, IndexError> {
    let snapshot = matches.snapshot();
    let keys = &snapshot.keys()?[question.segment_ord as usize];
    if keys.standing.of(question.doc_id) != Some(Standing::Question) {
        return Ok(None);
    }
    let document = snapshot.document_around(question)?;
    let next = (question.doc_id + 1..document.end).filter(|at| keys.statement.begins(*at));
    let asks = |at: &DocId| keys.standing.of(*at) == Some(Standing::Question);
    let answers: Vec<DocId> = next.take(TURNS).skip_while(|at| asks(at)).filter(|at| !asks(at)).collect();
    let segment = matches.searcher().segment_reader(question.segment_ord);
    let lengths = segment.get_fieldnorms_reader(matches.fields().text)?;
    let says_something = |at: &&DocId| lengths.fieldnorm(**at) as f32 >= weights::FEW_WORDS;
    let answer = answers.iter().find(says_something).or(answers.first());
    Ok(answer.map(|at| DocAddress::new(question.segment_ord, *at)))
}

/// The passages of the question that a passage answers: the one that was `found` by the words, else the one that its
/// statement follows; empty where it answers none.
pub(crate) fn question_of(snapshot: &Snapshot, found: &Candidate) -> Result<Vec<DocAddress>, IndexError> {
    let at = found.at;
    let keys = &snapshot.keys()?[at.segment_ord as usize];
    let asks = |at: DocId| keys.standing.of(at) == Some(Standing::Question);
    let document = snapshot.document_around(at)?;
    let before = keys.statement.first(at.doc_id).checked_sub(1);
    let asked = found.question.or(before).filter(|asked| *asked >= document.start && asks(*asked));
    let Some(asked) = asked.filter(|_| !asks(at.doc_id)) else { return Ok(Vec::new()) };
    let begins = keys.statement.first(asked);
    let goes_on = |next: &DocId| *next == begins || !keys.statement.begins(*next);
    let question = (begins..document.end).take_while(goes_on);
    Ok(question.map(|passage| DocAddress::new(at.segment_ord, passage)).collect())
}

/// Gives answers what their questions hold, where that is more, and puts the questions after them. The candidates are
/// in the order of the index, and scored.
pub(crate) fn lend(exchanges: &[Exchange], found: &mut [Candidate]) {
    for Exchange { question, answer } in exchanges {
        let place = |at: &DocAddress| found.binary_search_by_key(at, |found| found.at).ok();
        let (Some(question), Some(answer)) = (place(question), place(answer)) else { continue };
        let asked = found[question];
        let answer = &mut found[answer];
        if answer.question.is_none() || asked.engine > answer.engine {
            answer.question = Some(asked.at.doc_id);
        }
        answer.engine = answer.engine.max(asked.engine);
        answer.close = answer.close.max(asked.close);
        answer.by_role &= asked.by_role;
        let most = answer.score();
        if asked.score() >= most {
            found[question].share = 0.99 * asked.share * most / asked.score().max(f32::MIN_POSITIVE);
        }
    }
}
