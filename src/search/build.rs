//! A query's clauses and filters to tantivy queries.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, ExistsQuery, Occur,
    PhraseQuery, Query as Engine, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::weights;
use crate::authority::Authority;
use crate::index::analysis::{self, UNITED_STATES};
use crate::index::days;
use crate::index::schema::Fields;
use crate::query::{Clause, Filters, Query};

type Boxed = Box<dyn Engine>;

/// Words that say nothing alone. A passage need not hold them where the query has other words.
const FUNCTION_WORDS: [&str; 24] = [
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "of", "on", "or",
    "that", "the", "to", "was", "were", "which", "with", "what",
];

/// Builds for the fields of one index.
pub(super) struct Builder<'a> {
    pub fields: &'a Fields,
    /// Tells whether a word stands in the index, in the exact field.
    pub known: &'a dyn Fn(&str) -> bool,
}

impl Builder<'_> {
    /// The query for passages that satisfy every clause.
    pub fn all(&self, query: &Query) -> Boxed {
        let clauses = self.needs(query);
        if clauses.is_empty() {
            return Box::new(ConstScoreQuery::new(Box::new(AllQuery), 1.0));
        }
        let mut parts = self.parts(&clauses, Occur::Must);
        parts.extend(self.bonus(query).map(|bonus| (Occur::Should, bonus)));
        Box::new(BooleanQuery::new(parts))
    }

    /// The query for passages that satisfy at least one clause but not all; `None` where there is one clause only.
    pub fn some(&self, query: &Query) -> Option<Boxed> {
        let clauses = self.needs(query);
        if clauses.len() < 2 {
            return None;
        }
        let any: Boxed = Box::new(BooleanQuery::new(self.parts(&clauses, Occur::Should)));
        let all: Boxed = Box::new(BooleanQuery::new(self.parts(&clauses, Occur::Must)));
        Some(Box::new(BooleanQuery::new(vec![(Occur::Must, any), (Occur::MustNot, all)])))
    }

    /// What each clause needs, neighbours that the index knows as one word included.
    fn needs<'q>(&self, query: &'q Query) -> Vec<Need<'q>> {
        let mut needs = essential(query);
        for at in 1..needs.len() {
            if needs[at - 1].quoted || needs[at].quoted {
                continue;
            }
            if let Some(word) = join(needs[at - 1].words, needs[at].words).filter(|word| (self.known)(word)) {
                needs[at - 1].joined.push(word.clone());
                needs[at].joined.push(word);
            }
        }
        needs
    }

    fn parts(&self, clauses: &[Need<'_>], occur: Occur) -> Vec<(Occur, Boxed)> {
        clauses.iter().map(|need| (occur, self.need(need))).collect()
    }

    /// Whether one passage (by the query this gives) satisfies a clause.
    pub fn clause(&self, clause: &Clause) -> Boxed {
        self.need(&Need { words: &clause.words, quoted: clause.quoted, joined: Vec::new() })
    }

    fn need(&self, need: &Need<'_>) -> Boxed {
        let Need { words, quoted, joined } = need;
        if *quoted && words.len() > 1 {
            return phrase(self.fields.exact, words);
        }
        if *quoted {
            return self.in_fields(
                words,
                &[(self.fields.exact, weights::EXACT), (self.fields.speaker, weights::SPEAKER)],
            );
        }
        let f = self.fields;
        let mut ways = vec![self.in_fields(
            words,
            &[
                (f.exact, weights::EXACT),
                (f.speaker, weights::SPEAKER),
                (f.role, weights::ROLE),
                (f.entities, weights::ENTITIES),
            ],
        )];
        let stems: Vec<_> = words.iter().map(|word| analysis::stem(word)).collect();
        ways.push(self.in_fields(
            &stems,
            &[(f.text, weights::TEXT), (f.topics, weights::TOPICS), (f.title, weights::TITLE)],
        ));
        let others =
            spellings(words, self.known).into_iter().chain(joined.iter().map(|word| vec![word.clone()]));
        for other in others {
            let stems: Vec<_> = other.iter().map(|word| analysis::stem(word)).collect();
            ways.push(self.in_fields(&stems, &[(f.text, weights::TEXT), (f.title, weights::TITLE)]));
        }
        Box::new(DisjunctionMaxQuery::with_tie_breaker(ways, weights::TIE))
    }

    fn in_fields(&self, words: &[String], fields: &[(Field, f32)]) -> Boxed {
        let ways = fields.iter().map(|(field, weight)| boxed_boost(phrase(*field, words), *weight)).collect();
        Box::new(DisjunctionMaxQuery::with_tie_breaker(ways, weights::TIE))
    }

    /// Lifts passages in which neighbours of the query are neighbours too.
    fn bonus(&self, query: &Query) -> Option<Boxed> {
        let words: Vec<_> = query.clauses.iter().filter(|c| !c.quoted).flat_map(|c| c.words.iter()).collect();
        let pairs: Vec<_> = words
            .windows(2)
            .map(|pair| {
                let stems: Vec<_> = pair.iter().map(|word| analysis::stem(word)).collect();
                (Occur::Should, boxed_boost(phrase(self.fields.text, &stems), weights::ADJACENT))
            })
            .collect();
        (!pairs.is_empty()).then(|| Box::new(BooleanQuery::new(pairs)) as Boxed)
    }

    /// The query that filters hold to; `None` where nothing is asked. `authority` gives entities their canonical names.
    pub fn filter(&self, filters: &Filters, authority: &Authority) -> Option<Boxed> {
        let f = self.fields;
        let mut must: Vec<(Occur, Boxed)> = Vec::new();
        let mut any = |ways: Vec<Boxed>| {
            if !ways.is_empty() {
                let ways = ways.into_iter().map(|way| (Occur::Should, way)).collect();
                must.push((Occur::Must, Box::new(BooleanQuery::new(ways))));
            }
        };
        any(filters.speakers.iter().map(|value| all_words(f.speaker, value, false)).collect());
        any(filters.entities.iter().map(|value| entity(f, value, authority)).collect());
        any(filters.topics.iter().map(|value| all_words(f.topics, value, true)).collect());
        any(filters.sources.iter().map(|value| all_words(f.source, value, false)).collect());
        any(filters.kinds.iter().map(|kind| whole(f.kind, kind.as_str())).collect());
        if let Some(from) = filters.from {
            let term = Term::from_field_i64(f.last_day, days(from.first_day()));
            must.push((Occur::Must, Box::new(RangeQuery::new(Bound::Included(term), Bound::Unbounded))));
        }
        if let Some(to) = filters.to {
            let term = Term::from_field_i64(f.first_day, days(to.last_day()));
            must.push((Occur::Must, Box::new(RangeQuery::new(Bound::Unbounded, Bound::Included(term)))));
        }
        (!must.is_empty())
            .then(|| Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::new(must)), 0.0)) as Boxed)
    }

    /// Only passages, not what is stored of files.
    pub fn passages(&self) -> Boxed {
        Box::new(ConstScoreQuery::new(Box::new(ExistsQuery::new("kind".into(), false)), 0.0))
    }
}

/// What a passage must hold for one clause.
struct Need<'q> {
    words: &'q [String],
    quoted: bool,
    /// The word that this clause and its neighbour make when written as one: `cease fire`.
    joined: Vec<String>,
}

impl<'q> Need<'q> {
    fn of(clause: &'q Clause) -> Self {
        Self { words: &clause.words, quoted: clause.quoted, joined: Vec::new() }
    }
}

/// The clauses without function words, unless there is nothing else.
fn essential(query: &Query) -> Vec<Need<'_>> {
    let said: Vec<_> =
        query.clauses.iter().filter(|clause| !is_function_word(clause)).map(Need::of).collect();
    if said.is_empty() { query.clauses.iter().map(Need::of).collect() } else { said }
}

/// Whether two words written one after the other may be one word.
pub(super) fn join(first: &[String], second: &[String]) -> Option<String> {
    match (first, second) {
        ([first], [second]) if first.len() > 2 && second.len() > 2 => Some(format!("{first}{second}")),
        _ => None,
    }
}

/// Whether a clause is a word like `the`, which a passage need not hold.
pub(super) fn is_function_word(clause: &Clause) -> bool {
    !clause.quoted && matches!(&clause.words[..], [word] if FUNCTION_WORDS.contains(&word.as_str()))
}

/// Other spellings of one clause: cease-fire and ceasefire, us and US.
pub(super) fn spellings(words: &[String], known: &dyn Fn(&str) -> bool) -> Vec<Vec<String>> {
    match words {
        [word] if word == "us" => vec![vec![UNITED_STATES.to_owned()]],
        [word] => compound(word, known).into_iter().collect(),
        [first, second] => vec![vec![format!("{first}{second}")]],
        _ => Vec::new(),
    }
}

/// `ceasefire` as `cease fire`, where the index knows both parts: at least four letters each, and the longest
/// second part wins.
fn compound(word: &str, known: &dyn Fn(&str) -> bool) -> Option<Vec<String>> {
    if !word.is_ascii() || word.len() < 8 {
        return None;
    }
    (4..=word.len() - 4)
        .map(|at| word.split_at(at))
        .find(|(first, second)| known(first) && known(second))
        .map(|(first, second)| vec![first.to_owned(), second.to_owned()])
}

fn entity(fields: &Fields, value: &str, authority: &Authority) -> Boxed {
    match authority.canonical(value) {
        Some(entity) => whole(fields.entity_name, &entity.name),
        None => all_words(fields.entities, value, false),
    }
}

fn whole(field: Field, value: &str) -> Boxed {
    Box::new(TermQuery::new(Term::from_field_text(field, value), IndexRecordOption::Basic))
}

fn all_words(field: Field, value: &str, stemmed: bool) -> Boxed {
    let words =
        analysis::words(value).map(|word| if stemmed { analysis::stem(&word.folded) } else { word.folded });
    Box::new(BooleanQuery::new(words.map(|word| (Occur::Must, phrase(field, &[word]))).collect()))
}

fn phrase(field: Field, words: &[String]) -> Boxed {
    match words {
        [] => Box::new(EmptyQuery),
        [word] => Box::new(TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::WithFreqs)),
        _ => {
            Box::new(PhraseQuery::new(words.iter().map(|word| Term::from_field_text(field, word)).collect()))
        }
    }
}

fn boxed_boost(query: Boxed, weight: f32) -> Boxed {
    if weight == 1.0 { query } else { Box::new(BoostQuery::new(query, weight)) }
}
