//! Explanations: what each word was searched as, and why a passage scores as it does.

use serde::Serialize;
use tantivy::DocAddress;

use crate::search::engine::term_queries::EngineResult;
use crate::search::engine::term_statistics::TermStatistics;
use crate::search::engine::top_k::Candidate;
use crate::search::plan::matches::{Matches, holds};
use crate::search::plan::term_fields::TermField;

/// What a word or a filter was searched as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Searched {
    /// As typed.
    pub text: String,
    /// Where and as what it was looked for: `speaker: miller`.
    #[serde(rename = "as")]
    pub term_fields: Vec<String>,
}

/// What all words and filters of a query were searched as.
pub(crate) fn searched(matches: &Matches) -> Vec<Searched> {
    let words = matches.clauses.iter().map(|clause| (&clause.text, &clause.term_fields));
    let filters = matches.conditions.iter().map(|condition| (&condition.text, &condition.term_fields));
    words
        .chain(filters)
        .map(|(text, term_fields)| Searched {
            text: text.clone(),
            term_fields: term_fields.iter().map(|term_field| term_field.what.clone()).collect(),
        })
        .collect()
}

/// Why a passage was found and ranked where it is: for each word how it was found, the best way first,
/// each with its score, and what came on top.
pub(crate) fn score_lines(matches: &Matches, found: &Candidate) -> EngineResult<Vec<String>> {
    let statistics = &matches.statistics;
    let mut lines = Vec::new();
    for clause in &matches.clauses {
        let term_fields = held(statistics, &clause.term_fields, found.at)?;
        if !term_fields.is_empty() {
            lines.push(format!("{}: {}", clause.text, term_fields.join("; ")));
        }
    }
    for condition in matches.conditions.iter().filter(|c| c.occur == tantivy::query::Occur::Must) {
        let term_fields = held(statistics, &condition.term_fields, found.at)?;
        lines.push(format!("{}: {}", condition.text, term_fields.join("; ")));
    }
    for (name, score) in [
        ("its whole document", found.document),
        ("its document's title", found.title),
        ("who says it, or when", found.source),
        ("words side by side", found.close),
        ("words that the best documents share", found.shared),
    ] {
        if score > 0.0 {
            lines.push(format!("{name} +{score:.2}"));
        }
    }
    Ok(lines)
}

fn held(statistics: &TermStatistics, term_fields: &[TermField], at: DocAddress) -> EngineResult<Vec<String>> {
    let mut found = Vec::new();
    for term_field in term_fields {
        if let Some(score) = holds(&*term_field.query, statistics, at)? {
            found.push((score, &term_field.what));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ok(found.into_iter().map(|(score, what)| format!("{what} {score:.2}")).collect())
}
