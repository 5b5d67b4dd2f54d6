//! Legible queries: the engine's own, with what they ask said beside them. The engine hides what its queries hold, and
//! another engine must be asked the same.
#![cfg_attr(not(feature = "cluster"), allow(dead_code, reason = "no other engine is asked"))]

use tantivy::Term;
use tantivy::query::{
    BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EnableScoring, ExistsQuery, Query as Engine,
    RegexQuery, TermSetQuery, Weight,
};
use tantivy::schema::Field as Column;

use super::term_queries::{BoxQuery, EngineResult};

/// A query of the engine, and what it asks.
#[derive(Debug)]
pub(crate) struct Legible {
    pub asks: Asks,
    engine: BoxQuery,
}

/// What a query asks.
#[derive(Debug)]
pub(crate) enum Asks {
    /// What another does, scored otherwise.
    Same(BoxQuery),
    /// Any of these.
    Any(Vec<BoxQuery>),
    /// A value in the column of that name.
    Value(&'static str),
    /// A word in that column.
    Word(Column),
    /// Any of these terms.
    Terms(Vec<Term>),
    /// The statement or the document of that id.
    Id(String),
}

impl Clone for Asks {
    fn clone(&self) -> Self {
        match self {
            Self::Same(query) => Self::Same(query.box_clone()),
            Self::Any(queries) => Self::Any(queries.iter().map(|query| query.box_clone()).collect()),
            Self::Value(column) => Self::Value(column),
            Self::Word(column) => Self::Word(*column),
            Self::Terms(terms) => Self::Terms(terms.clone()),
            Self::Id(id) => Self::Id(id.clone()),
        }
    }
}

impl Clone for Legible {
    fn clone(&self) -> Self {
        Self { asks: self.asks.clone(), engine: self.engine.box_clone() }
    }
}

impl Legible {
    /// The same with its scores times a weight.
    pub fn boosted(query: BoxQuery, weight: f32) -> BoxQuery {
        let engine = Box::new(BoostQuery::new(query.box_clone(), weight));
        Box::new(Self { asks: Asks::Same(query), engine })
    }

    /// The same, each with that score.
    pub fn scored(query: BoxQuery, score: f32) -> BoxQuery {
        let engine = Box::new(ConstScoreQuery::new(query.box_clone(), score));
        Box::new(Self { asks: Asks::Same(query), engine })
    }

    /// Any of these, by the best of their scores.
    pub fn any(queries: Vec<BoxQuery>) -> BoxQuery {
        let each = queries.iter().map(|query| query.box_clone()).collect();
        let engine = Box::new(DisjunctionMaxQuery::new(each));
        Box::new(Self { asks: Asks::Any(queries), engine })
    }

    /// What has a value in a column.
    pub fn value(column: &'static str) -> BoxQuery {
        let engine = Box::new(ExistsQuery::new(column.into(), false));
        Box::new(Self { asks: Asks::Value(column), engine })
    }

    /// What has a word in a column.
    pub fn word(column: Column) -> EngineResult<BoxQuery> {
        let engine = Box::new(RegexQuery::from_pattern(".*", column)?);
        Ok(Box::new(Self { asks: Asks::Word(column), engine }))
    }

    /// What holds any of these.
    pub fn terms(terms: Vec<Term>) -> BoxQuery {
        let engine = Box::new(TermSetQuery::new(terms.clone()));
        Box::new(Self { asks: Asks::Terms(terms), engine })
    }

    /// What has an id; `engine` finds it here.
    pub fn id(id: &str, engine: BoxQuery) -> BoxQuery {
        Box::new(Self { asks: Asks::Id(id.to_owned()), engine })
    }
}

impl Engine for Legible {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        self.engine.weight(scoring)
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.engine.query_terms(visitor);
    }
}
