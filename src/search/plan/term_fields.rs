//! Fields in which a passage can hold one word, and what the engine is asked for them.

use tantivy::query::EmptyQuery;
use tantivy::schema::Term;

use crate::search::engine::disjunction_max::DisjunctionMax;
use crate::search::engine::term_queries::BoxQuery;

/// What a field says of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// What is said in it, of whom and about what.
    Passage,
    /// Who says it, or when.
    Source,
    /// What its document is called.
    Title,
    /// What its speaker is, or whom the speaker belongs to.
    Role,
}

/// A field in which a passage can hold a word, and what is looked for there.
pub(crate) struct TermField {
    /// What is looked for where, for people: `speaker: miller`.
    pub what: String,
    pub query: BoxQuery,
    /// The one term that is looked for, if it is one.
    term: Option<Term>,
    /// Terms that a passage must all hold, and need hold nothing else.
    all: Vec<Term>,
    /// Whether it finds only passages that another of the fields finds too.
    finer: bool,
    pub part: Part,
}

impl TermField {
    pub fn new(what: String, query: BoxQuery) -> Self {
        Self { what, query, term: None, all: Vec::new(), finer: false, part: Part::Passage }
    }

    /// What it says of a passage.
    pub fn of(self, part: Part) -> Self {
        Self { part, ..self }
    }

    /// What is looked for is this term.
    pub fn with_term(self, term: Term) -> Self {
        Self { term: Some(term), ..self }
    }

    /// What is looked for finds the passages that hold all of these.
    pub fn with_all(self, all: Vec<Term>) -> Self {
        Self { all, ..self }
    }

    /// The field finds only what another of the fields finds too: it matters for the order alone.
    pub fn finer(self) -> Self {
        Self { finer: true, ..self }
    }

    /// Whether anything can be found in the field, where so many passages hold a term.
    fn can_find(&self, held: &impl Fn(&Term) -> u64) -> bool {
        self.term.as_ref().is_none_or(|term| held(term) > 0)
    }
}

/// The best of several fields, and a little of the others, without those that find nothing.
pub(crate) fn best(term_fields: &[TermField], held: impl Fn(&Term) -> u64) -> BoxQuery {
    joined(term_fields.iter().filter(|term_field| term_field.can_find(&held)))
}

/// The fields that [`best`] puts together, each for itself.
pub(crate) fn each(term_fields: &[TermField], held: impl Fn(&Term) -> u64) -> Vec<(Part, BoxQuery)> {
    term_fields
        .iter()
        .filter(|term_field| term_field.can_find(&held))
        .map(|term_field| (term_field.part, term_field.query.box_clone()))
        .collect()
}

/// A query for the same passages with less work for each: their order by it is nearly the same.
pub(crate) fn lean(term_fields: &[TermField], held: impl Fn(&Term) -> u64) -> BoxQuery {
    joined(needed(term_fields, &held))
}

/// Terms that the passages of these fields all hold, and no others do, where there are such.
pub(crate) fn all_terms(term_fields: &[TermField], held: impl Fn(&Term) -> u64) -> Option<&[Term]> {
    let mut term_fields = needed(term_fields, &held);
    let only = term_fields.next().filter(|_| term_fields.next().is_none())?;
    Some(&only.all[..]).filter(|all| !all.is_empty())
}

/// Terms of which each finds passages of these fields, and which find them all together, where there are such.
pub(crate) fn each_term<'w>(
    term_fields: impl IntoIterator<Item = &'w TermField>,
    held: impl Fn(&Term) -> u64,
) -> Option<Vec<&'w Term>> {
    needed(term_fields, &held).map(|term_field| term_field.term.as_ref()).collect()
}

/// The fields without which a passage would be missed.
fn needed<'w>(
    term_fields: impl IntoIterator<Item = &'w TermField>,
    held: &impl Fn(&Term) -> u64,
) -> impl Iterator<Item = &'w TermField> {
    term_fields.into_iter().filter(move |term_field| !term_field.finer && term_field.can_find(held))
}

fn joined<'w>(term_fields: impl Iterator<Item = &'w TermField>) -> BoxQuery {
    let mut queries: Vec<BoxQuery> = term_fields.map(|term_field| term_field.query.box_clone()).collect();
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(DisjunctionMax(queries)),
    }
}
