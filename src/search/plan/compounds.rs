//! Compounds: what is typed as two words, `cease fire`, and the index knows as one, `ceasefire`, is one thing asked for, as
//! `cease-fire` is.

use super::builder::QueryBuilder;
use crate::index::analysis;
use crate::model::Span;
use crate::query::{Expr, Field, Form, Node, Query, Slot, Words};

/// The same query with neighbours that the index knows as one word joined.
pub(crate) fn joined(query: &Query, builder: &QueryBuilder<'_>) -> Query {
    let root = query.root.as_ref().map(|root| node(root, &query.input, builder));
    Query { root, ..query.clone() }
}

fn node(asked: &Node, input: &str, builder: &QueryBuilder<'_>) -> Node {
    let one = |part: &Node| Box::new(node(part, input, builder));
    let each = |parts: &[Node]| parts.iter().map(|part| node(part, input, builder)).collect::<Vec<_>>();
    let expr = match &asked.expr {
        Expr::Best(parts) => Expr::Best(neighbours(each(parts), input, builder)),
        Expr::And(parts) => Expr::And(each(parts)),
        Expr::Or(parts) => Expr::Or(each(parts)),
        Expr::Not(part) => Expr::Not(one(part)),
        Expr::Must(part) => Expr::Must(one(part)),
        Expr::Boost(part, weight) => Expr::Boost(one(part), *weight),
        Expr::In(Field::Text, part) => match &part.expr {
            Expr::And(parts) => {
                let parts = neighbours(each(parts), input, builder);
                Expr::In(Field::Text, Box::new(Node::new(part.span, Expr::And(parts))))
            }
            _ => Expr::In(Field::Text, one(part)),
        },
        other => other.clone(),
    };
    Node::new(asked.span, expr)
}

/// The parts, with each two neighbours that are a compound as one.
fn neighbours(parts: Vec<Node>, input: &str, builder: &QueryBuilder<'_>) -> Vec<Node> {
    let mut joined: Vec<Node> = Vec::with_capacity(parts.len());
    for part in parts {
        match joined.last().and_then(|before| compound(before, &part, input, builder)) {
            Some(whole) => {
                joined.pop();
                joined.push(whole);
            }
            None => joined.push(part),
        }
    }
    joined
}

/// Two words as one thing asked for, where the index knows them written as one.
fn compound(first: &Node, second: &Node, input: &str, builder: &QueryBuilder<'_>) -> Option<Node> {
    const FEWEST_LETTERS: usize = 3;
    let (one, other) = (first.plain_word()?, second.plain_word()?);
    let between = slice(input, Span::new(first.span.end, second.span.start));
    let letters = |word: &str| word.chars().count() >= FEWEST_LETTERS && !analysis::is_grammar(word);
    if !between.chars().all(char::is_whitespace) || !letters(one) || !letters(other) {
        return None;
    }
    if !builder.knows_stem(&format!("{one}{other}")) {
        return None;
    }
    let span = Span::new(first.span.start, second.span.end);
    let slots = vec![Slot::Word(one.to_owned()), Slot::Word(other.to_owned())];
    let words = Words { text: slice(input, span), slots, form: Form::Stemmed, slop: None };
    Some(Node::new(span, Expr::Words(words)))
}

fn slice(input: &str, span: Span) -> String {
    input.chars().skip(span.start).take(span.end.saturating_sub(span.start)).collect()
}
