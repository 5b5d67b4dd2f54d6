//! Tokens to a tree. The grammar is published in `docs/query-language.md`.

use chrono::NaiveDate;

use super::error::{Problem, QueryError};
use super::field::Name;
use super::question::understand;
use super::token::{self, Kind, Remark, Token, tokens};
use super::tree::{Expr, Node};
use super::{Field, Note, ParseOptions};
use crate::model::Span;

/// The longest query, in code points.
pub(super) const MOST_CHARS: usize = 10_000;
/// The most parentheses and signs within each other.
const MOST_DEPTH: usize = 40;

type Parsed<T> = Result<T, QueryError>;

/// Reads a query; `None` where nothing is asked.
pub(super) fn parse(input: &str, options: &ParseOptions) -> Parsed<(Option<Node>, Vec<Note>)> {
    let length = input.chars().count();
    let mut parser = Parser {
        input,
        today: options.today,
        tokens: Vec::new(),
        at: 0,
        depth: 0,
        words: 0,
        patterns: 0,
        field: None,
        notes: Vec::new(),
    };
    if length > MOST_CHARS {
        return Err(parser.too_much(Span::new(MOST_CHARS, length), MOST_CHARS, "characters"));
    }
    if options.literal {
        let node = parser.literal()?;
        return Ok((parser.or_nothing(node), parser.notes));
    }
    let (found, remarks) = tokens(input);
    parser.tokens = found;
    for remark in remarks {
        match remark {
            Remark::Error(span, problem) => return Err(parser.error(span, problem)),
            Remark::Note(span, text) => parser.notes.push(Note { span, text }),
        }
    }
    let mut parts = Vec::new();
    while parser.at < parser.tokens.len() {
        parts.extend(parser.or()?);
        if let Some(Kind::Close) = parser.kind() {
            let span = parser.next_span();
            parser.note(span, "left out a lone `)`");
        }
    }
    let root = parser.side_by_side(parts);
    parser.notes.sort_by_key(|note| note.span.start);
    let root = parser.or_nothing(root);
    if options.strict
        && let Some(note) = parser.notes.first()
    {
        return Err(parser.error(note.span, Problem::Strict(note.text.clone())));
    }
    let (Some(root), false) = (&root, options.strict) else { return Ok((root, parser.notes)) };
    let (root, note) = understand(root, input, options.today);
    parser.notes.extend(note);
    Ok((Some(root), parser.notes))
}

pub(super) struct Parser<'i> {
    pub input: &'i str,
    pub today: NaiveDate,
    pub tokens: Vec<Token>,
    pub at: usize,
    depth: usize,
    pub words: usize,
    pub patterns: usize,
    /// The field whose value is read.
    pub field: Option<Field>,
    notes: Vec<Note>,
}

impl Parser<'_> {
    pub fn kind(&self) -> Option<&Kind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    /// Takes the next token for its place; past the end, the end of the input.
    pub fn next_span(&mut self) -> Span {
        let end = self.input.chars().count();
        let span = self.tokens.get(self.at).map_or(Span::new(end, end), |token| token.span);
        self.at += 1;
        span
    }

    pub fn error(&self, span: Span, problem: Problem) -> QueryError {
        QueryError { input: self.input.to_owned(), span, problem }
    }

    pub fn too_much(&self, span: Span, most: usize, what: &'static str) -> QueryError {
        self.error(span, Problem::TooMuch { most, what })
    }

    pub fn note(&mut self, span: Span, text: impl Into<String>) {
        self.notes.push(Note { span, text: text.into() });
    }

    /// What is asked; nothing is to be found where signs were typed and no word is left of them.
    fn or_nothing(&mut self, root: Option<Node>) -> Option<Node> {
        if root.is_some() || self.input.trim().is_empty() {
            return root;
        }
        let whole = Span::new(0, self.input.chars().count());
        self.note(whole, "there is no word to look for: nothing is found; `*` finds everything");
        Some(Node::new(whole, Expr::Nothing))
    }

    /// `a OR b`
    pub fn or(&mut self) -> Parsed<Option<Node>> {
        let mut parts = Vec::new();
        loop {
            let before = parts.len();
            parts.extend(self.sequence()?);
            let Some(Kind::Or) = self.kind() else {
                if parts.len() == before && before > 0 {
                    self.trailing("OR");
                }
                break;
            };
            if parts.len() == before {
                let span = self.tokens[self.at].span;
                self.note(span, "left out an OR with nothing before it");
            }
            self.at += 1;
        }
        Ok(joined(parts, Expr::Or))
    }

    /// `a b c`, with parts joined by AND as one.
    fn sequence(&mut self) -> Parsed<Option<Node>> {
        let mut parts: Vec<Node> = Vec::new();
        loop {
            match self.kind() {
                None | Some(Kind::Or | Kind::Close) => break,
                Some(Kind::Sentence) => {
                    let span = self.next_span();
                    parts = self.all_in_a_sentence(parts, span)?;
                }
                _ => parts.extend(self.and()?),
            }
        }
        Ok(self.side_by_side(parts))
    }

    pub fn side_by_side(&self, mut parts: Vec<Node>) -> Option<Node> {
        if parts.len() > 1 {
            // A star asks for nothing more beside other words.
            parts.retain(|part| part.expr != Expr::All);
        }
        joined(parts, if self.field.is_some() { Expr::And } else { Expr::Best })
    }

    /// `a b WITHIN sentence` and `(a b) WITHIN sentence`, with nothing after it.
    fn all_in_a_sentence(&mut self, mut parts: Vec<Node>, span: Span) -> Parsed<Vec<Node>> {
        let Some(last) = parts.pop() else {
            self.note(span, "left out `WITHIN sentence` with no words before it");
            return Ok(parts);
        };
        let last_parts = in_group(last);
        if last_parts.len() > 1 {
            last_parts.iter().try_for_each(|part| self.only_words(part))?;
            parts.extend(joined(last_parts, Expr::Sentence));
            return Ok(parts);
        }
        parts.extend(last_parts);
        parts.retain(|part| part.expr != Expr::All);
        let (filters, words): (Vec<_>, Vec<_>) = parts.into_iter().partition(Node::is_filter);
        words.iter().try_for_each(|part| self.only_words(part))?;
        if words.len() > 1 {
            self.note(span, "all the words before `WITHIN sentence` are looked for in one sentence");
        } else {
            self.note(span, "`WITHIN sentence` needs two words: left out");
        }
        Ok(filters.into_iter().chain(joined(words, Expr::Sentence)).collect())
    }

    /// `a AND b`
    fn and(&mut self) -> Parsed<Option<Node>> {
        let mut parts = Vec::new();
        parts.extend(self.near()?);
        while let Some(Kind::And) = self.kind() {
            let span = self.next_span();
            if parts.is_empty() {
                self.note(span, "left out an AND with nothing before it");
            }
            match self.kind() {
                Some(kind) if kind.opens_operand() => parts.extend(self.near()?),
                Some(Kind::Or | Kind::And | Kind::Near(..) | Kind::Sentence) => {
                    self.note(span, "left out an AND that stands before another operator");
                }
                _ => self.note(span, "left out an AND with nothing after it"),
            }
        }
        Ok(joined(parts, Expr::And))
    }

    fn trailing(&mut self, name: &str) {
        let span = self.tokens[self.at - 1].span;
        self.note(span, format!("left out an {name} with nothing after it"));
    }

    /// `a NEAR/5 b`, `a BEFORE/5 b`, `a WITHIN sentence b`
    fn near(&mut self) -> Parsed<Option<Node>> {
        let mut left = self.unary()?;
        loop {
            let kind = self.kind().cloned();
            let follows = self.tokens.get(self.at + 1).is_some_and(|token| token.kind.opens_operand());
            let (distance, ordered, span) = match kind {
                Some(Kind::Near(distance, ordered)) => (Some(distance.max(1)), ordered, self.next_span()),
                Some(Kind::Sentence) if follows && left.is_some() => (None, false, self.next_span()),
                _ => return Ok(left),
            };
            let right = if follows { self.unary()? } else { None };
            left = match (left, right) {
                (Some(left), Some(right)) => {
                    let whole = Span::new(left.span.start, right.span.end);
                    self.only_words(&left)?;
                    self.only_words(&right)?;
                    let expr = match distance {
                        Some(distance) => {
                            let (left, right) = (Box::new(left), Box::new(right));
                            Expr::Near { left, right, distance, ordered }
                        }
                        None => Expr::Sentence(in_group(left).into_iter().chain(in_group(right)).collect()),
                    };
                    Some(Node::new(whole, expr))
                }
                (left, right) => {
                    self.note(span, "left out an operator that needs a word before it and after it");
                    left.or(right)
                }
            };
        }
    }

    /// Refuses filters and exclusions beside NEAR, BEFORE and WITHIN.
    fn only_words(&self, node: &Node) -> Parsed<()> {
        if node.is_filter() || matches!(node.expr, Expr::All) {
            let what = "NEAR, BEFORE and WITHIN join words, phrases and groups of them, not filters";
            return Err(self.error(node.span, Problem::Misplaced(what.to_owned())));
        }
        node.children().into_iter().try_for_each(|part| self.only_words(part))
    }

    /// `+a`, `-a`, `NOT a`
    fn unary(&mut self) -> Parsed<Option<Node>> {
        let (span, not) = match self.kind() {
            Some(Kind::Not) => (self.next_span(), true),
            Some(Kind::Must) => (self.next_span(), false),
            _ => return self.atom(),
        };
        if !self.kind().is_some_and(Kind::opens_operand) {
            self.note(span, if not { "left out a NOT with nothing after it" } else { "left out a lone `+`" });
            return Ok(None);
        }
        self.deeper(span)?;
        let part = self.unary()?;
        self.depth -= 1;
        Ok(part.map(|part| {
            let whole = Span::new(span.start, part.span.end);
            // All the words of a field's value must be there anyway.
            if !not && self.field.is_some() {
                return part;
            }
            let part = Box::new(part);
            Node::new(whole, if not { Expr::Not(part) } else { Expr::Must(part) })
        }))
    }

    pub fn deeper(&mut self, span: Span) -> Parsed<()> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return Err(self.too_much(span, MOST_DEPTH, "parentheses and signs within each other"));
        }
        Ok(())
    }

    fn atom(&mut self) -> Parsed<Option<Node>> {
        let Some(token) = self.tokens.get(self.at).cloned() else { return Ok(None) };
        let node = match (token.kind, self.field) {
            (Kind::Text(_) | Kind::Quote(..), Some(field @ (Field::Date | Field::Kind | Field::Id))) => {
                self.typed(field, Name::Field(field))?
            }
            (Kind::Text(text), _) => {
                self.at += 1;
                self.word(&text, token.span)?
            }
            (Kind::Quote(text, closed), _) => {
                self.at += 1;
                self.phrase(&text, closed, token.span)?
            }
            (Kind::Open, _) => self.group()?,
            (Kind::Field(name, written), _) => {
                self.at += 1;
                self.value(name, &written, token.span)?
            }
            // What joins or ends is not ours.
            (Kind::Close | Kind::Or | Kind::And | Kind::Near(..) | Kind::Sentence, _) => return Ok(None),
            (Kind::Not | Kind::Must, _) => return self.unary(),
            (Kind::Boost(_) | Kind::Tilde(_) | Kind::Star | Kind::Range(_), _) => {
                self.at += 1;
                let sign = self.slice(token.span);
                self.note(token.span, format!("left out `{sign}`, which stands after no word"));
                None
            }
        };
        Ok(self.boosted(node))
    }

    /// `a^2`
    fn boosted(&mut self, node: Option<Node>) -> Option<Node> {
        let mut all: Option<(f32, Span)> = None;
        // Several weights are one, so that a row of them is no deep tree.
        while let Some(Kind::Boost(weight)) = self.kind().cloned() {
            let span = self.next_span();
            all = Some((all.map_or(weight, |(before, _)| before * weight), span));
        }
        let (Some(node), Some((weight, span))) = (&node, all) else { return node };
        let whole = Span::new(node.span.start, span.end);
        Some(Node::new(whole, Expr::Boost(Box::new(node.clone()), weight)))
    }

    pub fn group(&mut self) -> Parsed<Option<Node>> {
        let open = self.next_span();
        self.deeper(open)?;
        let inside = self.or()?;
        self.depth -= 1;
        let close = match self.kind() {
            Some(Kind::Close) => self.next_span(),
            _ => {
                let end = self.input.chars().count();
                self.note(open, "closed a `(` at the end");
                Span::new(end, end)
            }
        };
        let whole = Span::new(open.start, close.end);
        if inside.is_none() {
            self.note(whole, "left out parentheses with nothing in them");
        }
        if let Some(&Kind::Tilde(_)) = self.kind() {
            let span = self.next_span();
            self.note(span, "left out a `~` after a parenthesis");
        }
        Ok(inside.map(|node| Node::new(whole, node.expr)))
    }

    pub fn slice(&self, span: Span) -> String {
        self.input.chars().skip(span.start).take(span.end - span.start).collect()
    }
}

/// One node for several parts; a part alone stays as it is. `AND`s and `OR`s in a row are one.
fn joined(mut parts: Vec<Node>, join: fn(Vec<Node>) -> Expr) -> Option<Node> {
    if parts.len() < 2 {
        return parts.pop();
    }
    // WITHIN sentence may have put filters before the words that they stood among.
    let start = parts.iter().map(|part| part.span.start).min().unwrap_or(0);
    let span = Span::new(start, parts.iter().map(|part| part.span.end).max().unwrap_or(start));
    Some(Node::new(span, join(parts)))
}

/// The parts of a group of words, or the one node.
fn in_group(node: Node) -> Vec<Node> {
    match node.expr {
        Expr::Best(parts) | Expr::And(parts) | Expr::Sentence(parts) => parts,
        _ => vec![node],
    }
}

/// Whether a token can be a part of an unquoted date.
pub(super) fn is_text(token: &Token) -> Option<&str> {
    match &token.kind {
        token::Kind::Text(text) => Some(text),
        _ => None,
    }
}
