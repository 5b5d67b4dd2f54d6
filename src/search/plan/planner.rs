//! Planner: makes [`Matches`] of what a query asks side by side, and of what must hold in any case.

use std::sync::Arc;

use tantivy::query::{BooleanQuery, Occur};

use super::builder::{QueryBuilder, is_function_word};
use super::compounds::joined;
use super::highlight::Highlighter;
use super::matches::{Clause, Condition, Matches};
use super::person_names::PersonName;
use super::term_fields::{Part, TermField};
use crate::index::read::collection::Collection;
use crate::model::Span;
use crate::query::{Expr, Field, Filters, Node, Query, Slot};
use crate::search::engine::count::count;
use crate::search::engine::date_range::DateRange;
use crate::search::engine::forward_only::ForwardOnly;
use crate::search::engine::pattern::Pattern;
use crate::search::engine::term_queries::{BoxQuery, EngineResult, boosted, phrase};
use crate::search::engine::term_statistics::TermStatistics;
use crate::search::error::SearchError;
use crate::search::weights;

/// A query, and the index it is planned for.
pub(crate) struct Planner<'a> {
    pub builder: &'a QueryBuilder<'a>,
    pub query: &'a Query,
}

/// One of the things that a query asks side by side.
struct Unit {
    node: Node,
    /// Whose name it is, if it is a speaker's.
    name: Option<PersonName>,
}

impl Unit {
    fn of(node: &Node) -> Self {
        Self { node: node.clone(), name: None }
    }
}

/// Builds what a query and its filters ask of an index.
pub(crate) fn matches(
    statistics: &Arc<TermStatistics>,
    query: &Query,
    filters: &Filters,
) -> Result<Matches, SearchError> {
    let mut matches = planned(statistics, query, filters)?;
    if matches.any.is_some() {
        matches.only_some = count(&*matches.all, statistics)? == 0;
    }
    Ok(matches)
}

/// The same where it is not known yet whether any passage holds all the words.
pub(crate) fn planned(
    statistics: &Arc<TermStatistics>,
    query: &Query,
    filters: &Filters,
) -> Result<Matches, SearchError> {
    filters.check()?;
    let mut builder = QueryBuilder::new(statistics);
    builder.words_only = query.words_only;
    let query = &joined(query, &builder);
    let mut matches = Planner { builder: &builder, query }.matches(filters)?;
    matches.notes = builder.notes.into_inner();
    // A number that could not be had was taken for none.
    match statistics.snapshot.collection().and_then(Collection::failure) {
        Some(failure) => Err(failure.into()),
        None => Ok(matches),
    }
}

impl Planner<'_> {
    pub fn matches(&self, filters: &Filters) -> EngineResult<Matches> {
        let mut wanted: Vec<&Node> = Vec::new();
        let mut conditions = Vec::new();
        let mut patterns = Vec::new();
        self.query.root.iter().for_each(|root| side_by_side(root, &mut wanted));
        let (hard, soft): (Vec<&Node>, Vec<&Node>) = wanted.into_iter().partition(|node| is_required(node));
        for node in &hard {
            patterns.extend(self.builder.text_pattern(node)?);
            conditions.push(self.condition(node, self.typed(node.span))?);
        }
        for (text, node) in filters.nodes() {
            conditions.push(self.condition(&node, text)?);
        }
        if let ([condition], [node], []) = (&mut conditions[..], &hard[..], &soft[..])
            && let Expr::In(field, part) = &node.expr
        {
            // Nothing is there for the field to be weighed against.
            condition.query = self.builder.node(part, Some(*field))?;
        }
        let name = self.name_cut_short(&hard, &soft)?;
        let clauses = self.clauses(&soft, &mut patterns, name)?;
        if patterns.is_empty() {
            // No words tell passages apart: who bears a name as typed comes before who bears it in another
            // spelling.
            conditions.iter_mut().for_each(|condition| condition.lean = None);
        }
        let all = self.together(&clauses, &conditions, Some(Occur::Must));
        // Beside words that must be there, all the others may be missing.
        let has_must = hard.iter().any(|node| !node.is_filter());
        let any = match (has_must, clauses.len()) {
            (true, 1..) => Some(self.together(&clauses, &conditions, None)),
            (false, 2..) => Some(self.together(&clauses, &conditions, Some(Occur::Should))),
            _ => None,
        };
        let highlighter = Highlighter::new(patterns);
        Ok(Matches {
            clauses,
            conditions,
            notes: Vec::new(),
            statistics: Arc::clone(&self.builder.statistics),
            all,
            any,
            only_some: false,
            highlighter,
        })
    }

    /// `speaker:Matthew Miller`: where the index knows a Matthew Miller, the user is told that the
    /// second name is no part of the filter, and whoever bears both comes first. Gives where that
    /// second name stands, and the whole one.
    fn name_cut_short(&self, hard: &[&Node], soft: &[&Node]) -> EngineResult<Option<(Span, [String; 2])>> {
        for filter in hard {
            let Expr::In(Field::Speaker, value) = &filter.expr else { continue };
            let Some(first) = value.plain_word() else { continue };
            let next = soft.iter().find(|node| node.span.start == filter.span.end + 1);
            let Some((next, second)) = next.and_then(|node| node.plain_word().map(|word| (node, word)))
            else {
                continue;
            };
            let name = [first.to_owned(), second.to_owned()];
            if self.builder.statistics.count(&*self.speaker(&name))? > 0 {
                let field = self.typed(Span::new(filter.span.start, value.span.start));
                let (value, after) = (self.typed(value.span), self.typed(next.span));
                self.builder.notes.borrow_mut().push(format!(
                    "`{field}{value}` takes one name, and `{after}` is looked for everywhere; for the whole name \
                     write {field}\"{value} {after}\""
                ));
                return Ok(Some((next.span, name)));
            }
        }
        Ok(None)
    }

    fn speaker(&self, name: &[String]) -> BoxQuery {
        boosted(phrase(self.builder.fields.speaker, name), 2.0 * weights::SPEAKER)
    }

    fn typed(&self, span: Span) -> String {
        self.query.input.chars().skip(span.start).take(span.end - span.start).collect()
    }

    fn condition(&self, node: &Node, text: String) -> EngineResult<Condition> {
        let (occur, inner) = match &node.expr {
            Expr::Not(part) => (Occur::MustNot, &**part),
            _ => (Occur::Must, node),
        };
        let mut query = self.builder.node(inner, None)?;
        if occur == Occur::MustNot {
            query = Box::new(ForwardOnly(query));
        }
        let (mut value, mut column, mut lean) = (String::new(), None, None);
        let mut term_fields = vec![TermField::new(node.to_string(), query.box_clone())];
        if let Expr::In(field, part) = &inner.expr
            && let Expr::Words(words) = &part.expr
        {
            value.clone_from(&words.text);
            column = self.builder.column(*field);
            term_fields = self.builder.term_fields(words, Some(*field))?;
            lean = self.builder.conditions(&term_fields).filter(|_| occur == Occur::Must);
        }
        Ok(Condition { text, value, column, term_fields, query, lean, occur })
    }

    /// What the words side by side need, without function words if there are others.
    fn clauses(
        &self,
        nodes: &[&Node],
        patterns: &mut Vec<Pattern>,
        name: Option<(Span, [String; 2])>,
    ) -> EngineResult<Vec<Clause>> {
        let function = |node: &&Node| matches!(&node.expr, Expr::Words(words) if is_function_word(words));
        let content: Vec<&Node> = nodes.iter().copied().filter(|node| !function(node)).collect();
        let nodes = if content.is_empty() { nodes.to_vec() } else { content };
        let units = self.units(&nodes)?;
        let nodes: Vec<&Node> = units.iter().map(|unit| &unit.node).collect();
        let mut clauses = Vec::with_capacity(nodes.len());
        let mut term_fields: Vec<Vec<TermField>> = Vec::with_capacity(nodes.len());
        for Unit { node, name } in &units {
            patterns.extend(self.builder.text_pattern(node)?);
            term_fields.push(match (&node.expr, name) {
                (_, Some(name)) => self.builder.by_or_about(name)?,
                (Expr::Words(words), None) => self.builder.term_fields(words, None)?,
                _ => vec![TermField::new(node.to_string(), self.builder.node(node, None)?)],
            });
        }
        let everywhere = !self.builder.words_only;
        if let Some((span, name)) = name.filter(|_| everywhere)
            && let Some(at) = nodes.iter().position(|node| node.span == span)
        {
            let by = TermField::new(format!("speaker: {}", name.join(" ")), self.speaker(&name));
            term_fields[at].push(by.of(Part::Source));
        }
        if nodes.len() > 1 && everywhere {
            for (node, term_fields) in nodes.iter().zip(&mut term_fields) {
                term_fields
                    .extend(node.plain_word().map(|word| self.builder.said_in(word)).transpose()?.flatten());
            }
        }
        if everywhere {
            self.named_together(&nodes, &mut term_fields);
        }
        for (node, term_fields) in nodes.iter().zip(term_fields) {
            let text = match &node.expr {
                Expr::Words(words) => words.text.clone(),
                _ => self.typed(node.span),
            };
            let (query, lean) = (self.builder.best(&term_fields), self.builder.lean(&term_fields));
            let each = self.builder.each(&term_fields);
            clauses.push(Clause {
                text,
                query,
                each,
                lean,
                term_fields,
                word: node.plain_word().map(str::to_owned),
                words: words_of(node),
            });
        }
        Ok(clauses)
    }

    /// The parts side by side, each a unit, and those that together are a speaker's name one.
    fn units(&self, nodes: &[&Node]) -> EngineResult<Vec<Unit>> {
        let names = if self.query.literal { Vec::new() } else { self.builder.person_names(nodes)? };
        let mut units = Vec::with_capacity(nodes.len());
        let mut next = 0;
        for name in names {
            units.extend(nodes[next..name.nodes.start].iter().map(|node| Unit::of(node)));
            next = name.nodes.end;
            let span = Span::new(nodes[name.nodes.start].span.start, nodes[next - 1].span.end);
            let told = format!("understood as: by or about {}", name.name);
            self.builder.notes.borrow_mut().push(told);
            let node = Node::new(span, Expr::Words(name.words.clone()));
            units.push(Unit { node, name: Some(name) });
        }
        units.extend(nodes[next..].iter().map(|node| Unit::of(node)));
        Ok(units)
    }

    /// Neighbours that together are one of the names of a country or body: `Ivory Coast`.
    fn named_together(&self, nodes: &[&Node], term_fields: &mut [Vec<TermField>]) {
        const LONGEST_NAME: usize = 4;
        let texts: Vec<Option<&str>> = nodes.iter().map(|node| node.plain_word()).collect();
        for length in 2..=LONGEST_NAME.min(texts.len()) {
            for start in 0..=texts.len() - length {
                let Some(name) = texts[start..start + length].iter().copied().collect::<Option<Vec<_>>>()
                else {
                    continue;
                };
                if let Some(entity) = self.builder.authority.canonical(&name.join(" ")) {
                    for term_fields in &mut term_fields[start..start + length] {
                        self.builder.known_as(&entity.name, None, term_fields);
                    }
                }
            }
        }
    }

    /// Passages with all the words, with at least one of them, or (`None`) with or without them.
    fn together(&self, clauses: &[Clause], conditions: &[Condition], words: Option<Occur>) -> BoxQuery {
        let each = |occur| clauses.iter().map(move |clause| (occur, clause.lean.box_clone()));
        // What is asked for alone is not wrapped in anything: the engine is fastest with plain terms.
        let mut parts: Vec<(Occur, BoxQuery)> = match words {
            Some(Occur::Should) if conditions.is_empty() => {
                return Box::new(BooleanQuery::new(each(Occur::Should).collect()));
            }
            Some(Occur::Should) => {
                vec![(Occur::Must, Box::new(BooleanQuery::new(each(Occur::Should).collect())))]
            }
            words => each(words.unwrap_or(Occur::Should)).collect(),
        };
        parts.extend(as_few(conditions));
        if !parts.iter().any(|(occur, _)| *occur == Occur::Must) {
            parts.push((Occur::Must, self.builder.passages()));
        }
        match &mut parts[..] {
            [(Occur::Must, _)] => parts.remove(0).1,
            _ => Box::new(BooleanQuery::new(parts)),
        }
    }
}

/// The conditions for the engine. Days that must all hold are one: `since:` and `until:` read a date once.
fn as_few(conditions: &[Condition]) -> Vec<(Occur, BoxQuery)> {
    let mut parts = Vec::with_capacity(conditions.len());
    let mut dated: Option<DateRange> = None;
    for condition in conditions {
        let days = condition.query.downcast_ref::<DateRange>().filter(|_| condition.occur == Occur::Must);
        match (days, &condition.lean) {
            (Some(days), _) => dated = Some(dated.map_or_else(|| days.clone(), |other| other.and(days))),
            (None, Some(lean)) => parts.extend(lean.iter().map(|part| (condition.occur, part.box_clone()))),
            (None, None) => parts.push((condition.occur, condition.query.box_clone())),
        }
    }
    parts.extend(dated.map(|days| (Occur::Must, Box::new(days) as BoxQuery)));
    parts
}

/// The words that stand side by side at the top of a query, parentheses without operators opened.
fn side_by_side<'q>(node: &'q Node, found: &mut Vec<&'q Node>) {
    match &node.expr {
        Expr::Best(parts) => parts.iter().for_each(|part| side_by_side(part, found)),
        _ => found.push(node),
    }
}

/// Whether a part holds in any case: filters, exclusions, and what stands beside an operator in capitals.
fn is_required(node: &Node) -> bool {
    match &node.expr {
        Expr::Words(_) => false,
        Expr::Or(_) => node.is_filter(),
        Expr::Boost(part, _) => is_required(part),
        _ => true,
    }
}

/// The words of a node, without wildcards.
fn words_of(node: &Node) -> Vec<String> {
    let word = |slot: &Slot| match slot {
        Slot::Word(word) => Some(word.clone()),
        Slot::Pattern(_) => None,
    };
    match &node.expr {
        Expr::Words(words) => words.slots.iter().filter_map(word).collect(),
        _ => Vec::new(),
    }
}
