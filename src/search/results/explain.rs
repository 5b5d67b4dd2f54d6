//! What each word was searched as, and why a passage scores as it does.

use serde::Serialize;
use tantivy::{DocAddress, Searcher};

use crate::search::engine::term_queries::Built;
use crate::search::engine::top_k::Found;
use crate::search::plan::matches::{Matches, holds};
use crate::search::plan::term_fields::Way;

/// What a word or a filter was searched as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Searched {
    /// As typed.
    pub text: String,
    /// Where and as what it was looked for: `speaker: miller`.
    #[serde(rename = "as")]
    pub ways: Vec<String>,
}

/// What all words and filters of a query were searched as.
pub(crate) fn searched(matches: &Matches) -> Vec<Searched> {
    let words = matches.needs.iter().map(|need| (&need.text, &need.ways));
    let filters = matches.conditions.iter().map(|condition| (&condition.text, &condition.ways));
    words
        .chain(filters)
        .map(|(text, ways)| Searched {
            text: text.clone(),
            ways: ways.iter().map(|way| way.what.clone()).collect(),
        })
        .collect()
}

/// Why a passage was found and ranked where it is: for each word how it was found, the best way first,
/// each with its score, and what came on top.
pub(crate) fn why(matches: &Matches, found: &Found) -> Built<Vec<String>> {
    let searcher = matches.searcher();
    let mut lines = Vec::new();
    for need in &matches.needs {
        let ways = held(searcher, &need.ways, found.at)?;
        if !ways.is_empty() {
            lines.push(format!("{}: {}", need.text, ways.join("; ")));
        }
    }
    for condition in matches.conditions.iter().filter(|c| c.occur == tantivy::query::Occur::Must) {
        let ways = held(searcher, &condition.ways, found.at)?;
        lines.push(format!("{}: {}", condition.text, ways.join("; ")));
    }
    for (name, score) in [
        ("its statement and document as a whole", found.document),
        ("words close together", found.close),
        ("words that the best passages share", found.shared),
    ] {
        if score > 0.0 {
            lines.push(format!("{name} +{score:.2}"));
        }
    }
    Ok(lines)
}

fn held(searcher: &Searcher, ways: &[Way], at: DocAddress) -> Built<Vec<String>> {
    let mut found = Vec::new();
    for way in ways {
        if let Some(score) = holds(&*way.query, searcher, at)? {
            found.push((score, &way.what));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ok(found.into_iter().map(|(score, what)| format!("{what} {score:.2}")).collect())
}
