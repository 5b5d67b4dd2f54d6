//! The ways in which a passage can hold one word, and what the engine is asked for them.

use tantivy::query::EmptyQuery;
use tantivy::schema::Term;

use crate::search::engine::disjunction_max::Union;
use crate::search::engine::term_queries::Boxed;

/// One way in which a passage can hold a word.
pub(crate) struct Way {
    /// What is looked for where, for people: `speaker: miller`.
    pub what: String,
    pub query: Boxed,
    /// The one term that is looked for, if it is one.
    term: Option<Term>,
    /// Terms that a passage must all hold, and need hold nothing else.
    all: Vec<Term>,
    /// Whether it finds only passages that another of the ways finds too.
    finer: bool,
}

impl Way {
    pub fn new(what: String, query: Boxed) -> Self {
        Self { what, query, term: None, all: Vec::new(), finer: false }
    }

    /// The way is this term.
    pub fn of(self, term: Term) -> Self {
        Self { term: Some(term), ..self }
    }

    /// The way finds the passages that hold all of these.
    pub fn of_all(self, all: Vec<Term>) -> Self {
        Self { all, ..self }
    }

    /// The way finds only what another of the ways finds too: it matters for the order alone.
    pub fn finer(self) -> Self {
        Self { finer: true, ..self }
    }

    /// Whether the way can find anything, where so many passages hold a term.
    fn can_find(&self, held: &impl Fn(&Term) -> u64) -> bool {
        self.term.as_ref().is_none_or(|term| held(term) > 0)
    }
}

/// The best of several ways, and a little of the others, without those that find nothing.
pub(crate) fn best(ways: &[Way], held: impl Fn(&Term) -> u64) -> Boxed {
    joined(ways.iter().filter(|way| way.can_find(&held)))
}

/// The ways that [`best`] puts together, each for itself.
pub(crate) fn each(ways: &[Way], held: impl Fn(&Term) -> u64) -> Vec<Boxed> {
    ways.iter().filter(|way| way.can_find(&held)).map(|way| way.query.box_clone()).collect()
}

/// A query for the same passages with less work for each: their order by it is nearly the same.
pub(crate) fn lean(ways: &[Way], held: impl Fn(&Term) -> u64) -> Boxed {
    joined(needed(ways, &held))
}

/// Terms that the passages of these ways all hold, and no others do, where there are such.
pub(crate) fn all_terms(ways: &[Way], held: impl Fn(&Term) -> u64) -> Option<&[Term]> {
    let mut ways = needed(ways, &held);
    let only = ways.next().filter(|_| ways.next().is_none())?;
    Some(&only.all[..]).filter(|all| !all.is_empty())
}

/// Terms of which each finds passages of these ways, and which find them all together, where there are such.
pub(crate) fn each_term<'w>(
    ways: impl IntoIterator<Item = &'w Way>,
    held: impl Fn(&Term) -> u64,
) -> Option<Vec<&'w Term>> {
    needed(ways, &held).map(|way| way.term.as_ref()).collect()
}

/// The ways without which a passage would be missed.
fn needed<'w>(
    ways: impl IntoIterator<Item = &'w Way>,
    held: &impl Fn(&Term) -> u64,
) -> impl Iterator<Item = &'w Way> {
    ways.into_iter().filter(move |way| !way.finer && way.can_find(held))
}

fn joined<'w>(ways: impl Iterator<Item = &'w Way>) -> Boxed {
    let mut queries: Vec<Boxed> = ways.map(|way| way.query.box_clone()).collect();
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(Union(queries)),
    }
}
