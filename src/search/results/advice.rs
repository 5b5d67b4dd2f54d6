//! Advice where nothing is found: which word or filter removed the last passages, and near spellings.

use tantivy::query::{BooleanQuery, Occur, Query as Engine};
use tantivy::schema::{Field as Column, Term};

use crate::index::analysis;
use crate::search::engine::term_queries::{BoxQuery, EngineResult};
use crate::search::plan::builder::QueryBuilder;
use crate::search::plan::matches::Matches;
use crate::search::plan::term_expansion;

/// How many spellings are offered for one word.
const MAX_SPELLINGS: usize = 3;

/// Sentences for the user, where no passage has all the words; `found_some` where some have some of them.
pub(crate) fn advice(matches: &Matches, found_some: bool) -> EngineResult<Vec<String>> {
    let builder = QueryBuilder::new(&matches.statistics);
    let count = |query: &dyn Engine| -> EngineResult<usize> { Ok(matches.statistics.count(query)? as usize) };
    let mut said = Vec::new();
    for clause in &matches.clauses {
        if count(&*clause.query)? == 0 {
            said.push(with_spellings(
                &builder,
                format!("found nowhere: {}", clause.text),
                &clause.text,
                None,
            )?);
        }
    }
    for condition in matches.conditions.iter().filter(|condition| condition.occur == Occur::Must) {
        if count(&*condition.query)? == 0 {
            let text = format!("nothing in the index satisfies `{}`", condition.text);
            said.push(with_spellings(&builder, text, &condition.value, condition.column)?);
        }
    }
    // Of a collection statements are counted, not passages.
    if !said.is_empty() || found_some || matches.snapshot().collection().is_some() {
        return Ok(said);
    }
    // Each holds alone: which one leaves nothing of what those before it left?
    let words = matches.clauses.iter().map(|clause| (&clause.text, Occur::Must, &clause.query));
    let filters = matches.conditions.iter().map(|c| (&c.text, c.occur, &c.query));
    let mut parts: Vec<(Occur, BoxQuery)> = vec![(Occur::Must, builder.passages())];
    let mut before: Vec<&str> = Vec::new();
    let mut left = 0;
    for (text, occur, query) in words.chain(filters) {
        parts.push((occur, query.box_clone()));
        let now = count(&BooleanQuery::new(parts.iter().map(|(o, q)| (*o, q.box_clone())).collect()))?;
        if now == 0 {
            let passages =
                if left == 1 { "the last passage".to_owned() } else { format!("the last {left} passages") };
            said.push(format!(
                "`{text}` removed {passages}, which satisfy {}: try without it",
                before.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(" and ")
            ));
            break;
        }
        before.push(text);
        left = now;
    }
    Ok(said)
}

/// Adds near spellings of the words that the index does not know in that column.
fn with_spellings(
    builder: &QueryBuilder<'_>,
    text: String,
    words: &str,
    column: Option<Column>,
) -> EngineResult<String> {
    let column = column.unwrap_or(builder.fields.exact);
    let stemmed = [builder.fields.topics, builder.fields.title].contains(&column);
    // Stems are no words: where a column holds them, the words of texts that have them are offered.
    let looked_in = if stemmed { builder.fields.exact } else { column };
    let mut offers: Vec<String> = Vec::new();
    for word in analysis::words(words).map(|word| word.folded) {
        let distance = if word.chars().count() < 5 { 1 } else { 2 };
        let mut near = term_expansion::fuzzy(&builder.statistics, looked_in, &word, distance)?.words;
        if stemmed {
            near.retain(|(known, _)| builder.held(Term::from_field_text(column, &analysis::stem(known))) > 0);
        }
        if near.iter().any(|(known, _)| *known == word) {
            continue;
        }
        near.sort_by_key(|(known, passages)| {
            (strsim::osa_distance(&word, known), std::cmp::Reverse(*passages))
        });
        offers.extend(near.into_iter().take(MAX_SPELLINGS).map(|(known, _)| known));
    }
    let asked: Vec<String> = offers.into_iter().map(as_written).collect();
    Ok(if asked.is_empty() { text } else { format!("{text}; the index has {}", asked.join(", ")) })
}

/// A word of the index as people write it.
fn as_written(word: String) -> String {
    if word == analysis::UNITED_STATES { "US".to_owned() } else { word }
}
