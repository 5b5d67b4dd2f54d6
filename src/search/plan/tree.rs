//! A query's tree to engine queries and to the patterns that are marked in texts.

use tantivy::query::{BooleanQuery, EmptyQuery, Occur};
use tantivy::schema::{Field as Column, Term};

use super::builder::QueryBuilder;
use crate::index::analysis;
use crate::index::read::lookup::addresses_of_id;
use crate::index::schema::column;
use crate::index::schema::days::days;
use crate::query::{Days, Expr, Field, Node};
use crate::search::engine::date_range::DateRange;
use crate::search::engine::doc_list::DocList;
use crate::search::engine::forward_only::ForwardOnly;
use crate::search::engine::legible::Legible;
use crate::search::engine::pattern::Pattern;
use crate::search::engine::term_queries::{BoxQuery, EngineResult, boosted, whole};
use crate::search::weights;

impl QueryBuilder<'_> {
    /// The passages that a node asks for, every part of it required; `field` is the one whose value it is.
    pub fn node(&self, node: &Node, field: Option<Field>) -> EngineResult<BoxQuery> {
        Ok(match &node.expr {
            Expr::All => self.passages(),
            Expr::Nothing => Box::new(EmptyQuery),
            Expr::Words(words) => self.best(&self.term_fields(words, field)?),
            Expr::Best(parts) | Expr::And(parts) => self.every(parts, field)?,
            Expr::Or(parts) => {
                let mut term_fields = Vec::new();
                for part in parts {
                    term_fields.push((Occur::Should, self.node(part, field)?));
                }
                Box::new(BooleanQuery::new(term_fields))
            }
            Expr::Not(part) => {
                let parts =
                    vec![(Occur::Must, self.passages()), (Occur::MustNot, excluded(self.node(part, field)?))];
                Box::new(BooleanQuery::new(parts))
            }
            Expr::Must(part) => self.node(part, field)?,
            Expr::Near { left, right, .. } => {
                let both = vec![(Occur::Must, self.said(left)?), (Occur::Must, self.said(right)?)];
                self.near_each_other(node, Box::new(BooleanQuery::new(both)))?
            }
            Expr::Sentence(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    all.push((Occur::Must, self.said(part)?));
                }
                self.near_each_other(node, Box::new(BooleanQuery::new(all)))?
            }
            Expr::Boost(part, weight) => boosted(self.node(part, field)?, *weight),
            Expr::In(field, part) => boosted(self.node(part, Some(*field))?, weights::FIELD),
            Expr::Exactly(field, value) => self.exactly(*field, value)?,
            Expr::Has(field) => self.has(*field)?,
            Expr::Kind(kind) => quiet(whole(self.fields.kind, kind.as_str())),
            Expr::Id(id) => {
                let passages = addresses_of_id(self.searcher, id)?;
                quiet(Legible::id(id, Box::new(DocList::new(self.searcher, passages))))
            }
            Expr::Date(days) => self.dated(days),
            Expr::Undated => {
                let parts =
                    vec![(Occur::Must, self.passages()), (Occur::MustNot, excluded(self.has(Field::Date)?))];
                Box::new(BooleanQuery::new(parts))
            }
        })
    }

    fn every(&self, parts: &[Node], field: Option<Field>) -> EngineResult<BoxQuery> {
        let mut all = Vec::new();
        for part in parts {
            match &part.expr {
                Expr::Not(part) => all.push((Occur::MustNot, excluded(self.node(part, field)?))),
                _ => all.push((Occur::Must, self.node(part, field)?)),
            }
        }
        if all.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            all.push((Occur::Must, self.passages()));
        }
        Ok(Box::new(BooleanQuery::new(all)))
    }

    /// The passages in whose words, not in whose fields, a part stands.
    fn said(&self, node: &Node) -> EngineResult<BoxQuery> {
        self.node(node, Some(Field::Text))
    }

    fn near_each_other(&self, node: &Node, among: BoxQuery) -> EngineResult<BoxQuery> {
        Ok(match self.text_pattern(node)? {
            Some(pattern) => self.filtered(among, pattern),
            None => Box::new(EmptyQuery),
        })
    }

    /// What of a node is to be found in a text; `None` for filters and exclusions.
    pub fn text_pattern(&self, node: &Node) -> EngineResult<Option<Pattern>> {
        self.pattern_within(node, None)
    }

    /// `near` is how many other words may stand among the parts of a group beside NEAR.
    fn pattern_within(&self, node: &Node, near: Option<u32>) -> EngineResult<Option<Pattern>> {
        let parts = |nodes: &[Node], near| -> EngineResult<Vec<Pattern>> {
            let found: EngineResult<Vec<_>> =
                nodes.iter().map(|part| self.pattern_within(part, near)).collect();
            Ok(found?.into_iter().flatten().collect())
        };
        let any = |mut term_fields: Vec<Pattern>| {
            if term_fields.len() < 2 { term_fields.pop() } else { Some(Pattern::Any(term_fields)) }
        };
        Ok(match &node.expr {
            Expr::Words(words) => Some(self.pattern(words)?),
            Expr::Best(nodes) | Expr::And(nodes) => match near {
                Some(others) => Some(Pattern::Near { parts: parts(nodes, near)?, others, ordered: false }),
                None => any(parts(nodes, near)?),
            },
            Expr::Or(nodes) => any(parts(nodes, near)?),
            Expr::Sentence(nodes) => Some(Pattern::Sentence(parts(nodes, None)?)),
            Expr::Near { left, right, distance, ordered } => {
                let others = distance - 1;
                let left = self.pattern_within(left, Some(others))?;
                let right = self.pattern_within(right, Some(others))?;
                let parts = left.into_iter().chain(right).collect();
                Some(Pattern::Near { parts, others, ordered: *ordered })
            }
            Expr::Must(part) | Expr::Boost(part, _) | Expr::In(Field::Text, part) => {
                self.pattern_within(part, near)?
            }
            _ => None,
        })
    }

    fn has(&self, field: Field) -> EngineResult<BoxQuery> {
        let exists = |column| quiet(Legible::value(column));
        Ok(match field {
            Field::Text | Field::Kind | Field::Id => self.passages(),
            Field::Speaker => exists(column::SPEAKER),
            Field::Quoted => exists(column::QUOTED),
            Field::Entity => exists(column::ENTITY),
            Field::Topic => exists(column::TOPIC),
            Field::Form => exists(column::FORM),
            Field::Tag => exists(column::TAG),
            Field::Source => exists(column::SOURCE),
            Field::Date => exists(column::FIRST_DAY),
            Field::Role => quiet(Legible::word(self.fields.role)?),
            Field::Title => quiet(Legible::word(self.fields.title)?),
        })
    }

    /// The field's whole value, whatever its case and accents.
    fn exactly(&self, field: Field, value: &str) -> EngineResult<BoxQuery> {
        let column = match field {
            Field::Speaker => self.fields.speaker_name,
            Field::Quoted => self.fields.quoted_name,
            Field::Role => self.fields.role_name,
            Field::Entity => self.fields.entity_name,
            Field::Topic => self.fields.topic_name,
            Field::Form => self.fields.form_name,
            Field::Tag => self.fields.tag_name,
            _ => self.fields.source_name,
        };
        let wanted: Vec<String> = analysis::words(value).map(|word| word.folded).collect();
        // Names are the same but for case, accents and punctuation.
        let is_same = |known: &str| analysis::words(known).map(|word| word.folded).eq(wanted.iter().cloned());
        let values = self.values(column, &wanted, is_same)?;
        let terms = values.iter().map(|value| Term::from_field_text(column, value));
        Ok(quiet(Legible::terms(terms.collect())))
    }

    /// The values of a column of whole names that pass; all of these hold the words.
    pub fn values(
        &self,
        column: Column,
        words: &[String],
        passes: impl Fn(&str) -> bool,
    ) -> EngineResult<Vec<String>> {
        if let Some(whole) = self.statistics.snapshot.collection() {
            let mut found = whole.values(self.searcher.schema().get_field_name(column), words)?;
            found.retain(|value| passes(value));
            return Ok(found);
        }
        let mut found = Vec::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(column)?;
            let mut terms = index.terms().stream().map_err(tantivy::TantivyError::from)?;
            while terms.advance() {
                if let Ok(value) = std::str::from_utf8(terms.key())
                    && passes(value)
                    && !found.iter().any(|known| known == value)
                {
                    found.push(value.to_owned());
                }
            }
        }
        Ok(found)
    }

    /// Statements one of whose possible days lies in the range.
    pub fn dated(&self, days_wanted: &Days) -> BoxQuery {
        let (mut first, mut last) = ((i64::MIN, i64::MAX), (i64::MIN, i64::MAX));
        if let Some(day) = days_wanted.first.map(days) {
            last.0 = day;
            if days_wanted.just {
                first.0 = day;
                first.1 = day;
            }
        }
        if let Some(day) = days_wanted.last.map(days) {
            first.1 = day.min(first.1);
            if days_wanted.just {
                last.0 = day.max(last.0);
                last.1 = day;
            }
        }
        Box::new(DateRange { first: first.0..=first.1, last: last.0..=last.1 })
    }
}

/// A query as it can be excluded.
fn excluded(query: BoxQuery) -> BoxQuery {
    Box::new(ForwardOnly(query))
}

/// A query that adds nothing to the score.
fn quiet(query: BoxQuery) -> BoxQuery {
    Legible::scored(query, 0.0)
}
