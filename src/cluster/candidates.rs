//! Candidates: a query of the engine as OpenSearch's JSON.
//!
//! The engine asks of passages, a cluster of statements. What a passage must hold its statement holds, so that the
//! statements found here are all that can match, and perhaps more; the engine decides. Where every passage of a statement
//! says the same, as of its speaker and date, the two find the same, and an exclusion holds for both.

use serde_json::{Map, Value, json};
use tantivy::Term;
use tantivy::query::{BooleanQuery, EmptyQuery, Occur, PhraseQuery, Query as Engine, TermQuery};
use tantivy::schema::Schema;

use super::error::ClusterError;
use crate::index::schema::column;
use crate::index::schema::fields;
use crate::search::{
    AcrossPassages, Asks, CachedQuery, DateRange, DisjunctionMax, ForwardOnly, Legible, Proximity,
};

/// What a cluster is asked in place of the engine.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Candidates {
    /// The query.
    pub query: Value,
    /// Whether all passages of these statements match, and no others do.
    pub exact: bool,
}

/// Columns whose words are those of the passage, and not of all the statement.
const OF_PASSAGES: [&str; 3] = ["text", "exact", "sentences"];

impl Candidates {
    /// The statements that hold what matches a query.
    pub fn of(query: &dyn Engine) -> Result<Self, ClusterError> {
        Translator { schema: fields::build().0 }.query(query)
    }

    fn exactly(query: Value) -> Self {
        Self { query, exact: true }
    }

    fn none() -> Self {
        Self::exactly(json!({ "match_none": {} }))
    }
}

struct Translator {
    schema: Schema,
}

impl Translator {
    fn query(&self, query: &dyn Engine) -> Result<Candidates, ClusterError> {
        if let Some(one) = query.downcast_ref::<TermQuery>() {
            return Ok(self.term(one.term()));
        }
        if let Some(one) = query.downcast_ref::<PhraseQuery>() {
            return Ok(self.phrase(one));
        }
        if let Some(one) = query.downcast_ref::<BooleanQuery>() {
            return self.boolean(one);
        }
        if let Some(one) = query.downcast_ref::<Legible>() {
            return self.legible(&one.asks);
        }
        if let Some(one) = query.downcast_ref::<DisjunctionMax>() {
            return self.any(one.0.iter().map(|part| &**part));
        }
        if let Some(one) = query.downcast_ref::<CachedQuery>() {
            return self.query(one.inner());
        }
        if let Some(one) = query.downcast_ref::<ForwardOnly>() {
            return self.query(&*one.0);
        }
        if let Some(one) = query.downcast_ref::<Proximity>() {
            return Ok(Candidates { exact: false, ..self.query(&*one.among)? });
        }
        if let Some(one) = query.downcast_ref::<DateRange>() {
            return Ok(dated(one));
        }
        // What goes over the end of a passage stands in the statement: the query beside this one finds it.
        if query.is::<AcrossPassages>() || query.is::<EmptyQuery>() {
            return Ok(Candidates { exact: query.is::<EmptyQuery>(), ..Candidates::none() });
        }
        // A box round a query.
        if let Some(inner) = query.downcast_ref::<Box<dyn Engine>>() {
            return self.query(&**inner);
        }
        Err(ClusterError::Unable(format!("this: {query:?}")))
    }

    fn term(&self, term: &Term) -> Candidates {
        let column = self.schema.get_field_name(term.field());
        let exact = !OF_PASSAGES.contains(&column);
        Candidates { query: json!({ "term": { column: text_of(term) } }), exact }
    }

    fn phrase(&self, phrase: &PhraseQuery) -> Candidates {
        let column = self.schema.get_field_name(phrase.field());
        let words: Vec<String> = phrase.phrase_terms().iter().map(text_of).collect();
        let exact = !OF_PASSAGES.contains(&column);
        Candidates { query: json!({ "match_phrase": { column: words.join(" ") } }), exact }
    }

    fn boolean(&self, query: &BooleanQuery) -> Result<Candidates, ClusterError> {
        let (mut filter, mut should, mut must_not) = (Vec::new(), Vec::new(), Vec::new());
        let mut exact = true;
        for (occur, part) in query.clauses() {
            match occur {
                Occur::Should => should.push(&**part),
                Occur::Must => {
                    let part = self.query(&**part)?;
                    exact &= part.exact;
                    filter.push(part.query);
                }
                Occur::MustNot => {
                    let part = self.query(&**part)?;
                    exact &= part.exact;
                    // Another passage of the statement may be without it.
                    must_not.extend(part.exact.then_some(part.query));
                }
            }
        }
        let needed = query.get_minimum_number_should_match() > 0 || filter.is_empty();
        if needed && !should.is_empty() {
            let any = self.any(should.into_iter())?;
            exact &= any.exact;
            filter.push(any.query);
        }
        let query = match (filter.len(), must_not.is_empty()) {
            (0, _) => json!({ "match_none": {} }),
            (1, true) => filter.remove(0),
            (_, true) => json!({ "bool": { "filter": filter } }),
            (_, false) => json!({ "bool": { "filter": filter, "must_not": must_not } }),
        };
        Ok(Candidates { query, exact })
    }

    fn legible(&self, asks: &Asks) -> Result<Candidates, ClusterError> {
        Ok(match asks {
            Asks::Same(query) => self.query(&**query)?,
            Asks::Any(queries) => self.any(queries.iter().map(|query| &**query))?,
            Asks::Value(column::KIND) => Candidates::exactly(json!({ "match_all": {} })),
            Asks::Value(column) => Candidates::exactly(json!({ "exists": { "field": column } })),
            Asks::Word(column) => {
                Candidates::exactly(json!({ "exists": { "field": self.schema.get_field_name(*column) } }))
            }
            Asks::Terms(terms) => self.terms(terms.iter()),
            Asks::Id(id) => Candidates::exactly(json!({ "bool": { "should": [
                { "ids": { "values": [id] } },
                { "term": { "document_id": id } },
            ] } })),
        })
    }

    /// Any of the queries. Terms of one column are asked for together: a cluster takes so many parts at most.
    fn any<'q>(&self, queries: impl Iterator<Item = &'q dyn Engine>) -> Result<Candidates, ClusterError> {
        let mut terms = Vec::new();
        let mut parts = Vec::new();
        let mut exact = true;
        for query in queries {
            match plain_term(query) {
                Some(term) => terms.push(term),
                None => {
                    let part = self.query(query)?;
                    exact &= part.exact;
                    parts.push(part.query);
                }
            }
        }
        if !terms.is_empty() {
            let together = self.terms(terms.into_iter());
            exact &= together.exact;
            parts.push(together.query);
        }
        let query = match parts.len() {
            0 => json!({ "match_none": {} }),
            1 => parts.remove(0),
            _ => json!({ "bool": { "should": parts } }),
        };
        Ok(Candidates { query, exact })
    }

    fn terms<'t>(&self, terms: impl Iterator<Item = &'t Term>) -> Candidates {
        let mut columns: Map<String, Value> = Map::new();
        for term in terms {
            let column = self.schema.get_field_name(term.field());
            let list = columns.entry(column).or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(list) = list {
                list.push(text_of(term).into());
            }
        }
        let exact = columns.keys().all(|column| !OF_PASSAGES.contains(&column.as_str()));
        let mut parts: Vec<Value> =
            columns.into_iter().map(|(column, words)| json!({ "terms": { column: words } })).collect();
        let query = match parts.len() {
            0 => json!({ "match_none": {} }),
            1 => parts.remove(0),
            _ => json!({ "bool": { "should": parts } }),
        };
        Candidates { query, exact }
    }
}

/// The one term that a query asks for, however it is scored.
fn plain_term(query: &dyn Engine) -> Option<&Term> {
    if let Some(one) = query.downcast_ref::<TermQuery>() {
        return Some(one.term());
    }
    match &query.downcast_ref::<Legible>()?.asks {
        Asks::Same(inner) => plain_term(&**inner),
        _ => None,
    }
}

/// A term's word.
pub(super) fn text_of(term: &Term) -> String {
    term.value().as_str().unwrap_or_default().to_owned()
}

fn dated(range: &DateRange) -> Candidates {
    let end = |column: &str, days: &std::ops::RangeInclusive<i64>| {
        let mut bounds = Map::new();
        if *days.start() != i64::MIN {
            bounds.insert("gte".to_owned(), (*days.start()).into());
        }
        if *days.end() != i64::MAX {
            bounds.insert("lte".to_owned(), (*days.end()).into());
        }
        (!bounds.is_empty()).then(|| json!({ "range": { column: bounds } }))
    };
    let mut parts = vec![json!({ "exists": { "field": column::FIRST_DAY } })];
    parts.extend(end(column::FIRST_DAY, &range.first));
    parts.extend(end(column::LAST_DAY, &range.last));
    Candidates::exactly(json!({ "bool": { "filter": parts } }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Extractor;
    use crate::index::Index;
    use crate::model::Document;
    use crate::query::{Filters, ParseOptions, Query};

    /// What is asked of a cluster for a query, by the words of a small index.
    fn asked(query: &str) -> Candidates {
        let index = Index::in_memory().unwrap();
        let writer = index.writer().unwrap();
        let document =
            Document::new("talks.txt", "The delegates of Latvia met. The talks on the harbour failed.");
        writer.add(&document, &Extractor::default().extract(&document)).unwrap();
        writer.commit().unwrap();
        let query = Query::parse(query, &ParseOptions::default()).unwrap();
        let matches = index.searcher().unwrap().matches(&query, &Filters::default()).unwrap();
        Candidates::of(matches.engine()).unwrap()
    }

    #[test]
    fn a_date_is_exact_and_words_are_not() {
        let date = asked("date:2017");
        assert!(date.exact);
        let text = date.query.to_string();
        assert!(
            text.contains(r#""last_day":{"gte":17167}"#) && text.contains(r#""first_day":{"lte":17531}"#),
            "{text}"
        );
        assert!(!asked("text:harbour text:talks").exact, "they may stand in two passages");
    }

    #[test]
    fn an_exclusion_of_words_excludes_no_statement() {
        assert!(!asked("text:harbour -text:failed").query.to_string().contains("must_not"));
        assert!(asked("text:harbour -entity:Latvia").query.to_string().contains("must_not"));
    }

    #[test]
    fn a_phrase_is_one_in_the_statement() {
        let text = asked("text:\"talks on the harbour\"").query.to_string();
        assert!(text.contains(r#"{"match_phrase":{"exact":"talks on the harbour"}}"#), "{text}");
    }

    #[test]
    fn everything_can_be_asked() {
        for query in [
            "*",
            "talk*",
            "harbor~",
            "talks NEAR/5 harbour",
            "(talks harbour) WITHIN sentence",
            "speaker:*",
            "date:none",
            "title:x",
            "id:0007bfc482dae505",
            "speaker:=\"Ana Weiss\"",
            "-talks",
            "talks OR harbour^2",
            "role:*",
        ] {
            asked(query);
        }
    }
}
