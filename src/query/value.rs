//! What stands after a field's colon.

use super::Filters;
use super::dates::{self, When};
use super::error::{Problem, QueryError};
use super::field::{Field, Name};
use super::parse::{Parser, is_text};
use super::token::Kind;
use super::tree::{Days, Expr, Node};
use super::words;
use crate::model::Span;

/// The most words an unquoted date may have: `9 Oct 2023..12 Oct 2023`.
const DATE_WORDS: usize = 5;

type Parsed<T> = Result<T, QueryError>;

impl Parser<'_> {
    /// The value of the field that was just read. `span` is the field's.
    pub fn value(&mut self, name: Name, written: &str, span: Span) -> Parsed<Option<Node>> {
        if self.field.is_some() {
            let what = "a field within the value of a field: give each its own words";
            return Err(self.error(span, Problem::Misplaced(what.to_owned())));
        }
        let field = match name {
            Name::Field(field) => field,
            Name::NotKept(what) => {
                return Err(self.error(span, Problem::NotKept { name: written.to_owned(), what }));
            }
            Name::Since | Name::Until | Name::After | Name::Before => Field::Date,
        };
        self.field = Some(field);
        let from = self.at;
        let read = match (field, self.kind()) {
            (_, Some(Kind::Open)) if matches!(name, Name::Field(_)) => self.values(written, span),
            (Field::Date | Field::Kind | Field::Id, _) => self.typed(field, name),
            _ => self.in_words(field, written),
        };
        self.field = None;
        let Some(node) = read? else {
            return Err(self.error(span, Problem::Empty(written.to_owned())));
        };
        debug_assert!(self.at > from);
        let whole = Span::new(span.start, node.span.end);
        let wraps = !matches!(field, Field::Date | Field::Kind | Field::Id)
            && !matches!(node.expr, Expr::Has(_) | Expr::Exactly(..));
        Ok(Some(Node::new(whole, if wraps { Expr::In(field, Box::new(node)) } else { node.expr })))
    }

    /// A date, a kind or an id.
    pub fn typed(&mut self, field: Field, name: Name) -> Parsed<Option<Node>> {
        match (field, self.kind()) {
            (Field::Date, _) => self.date(name),
            (Field::Kind, Some(Kind::Text(_) | Kind::Quote(..))) => self.kind_value(),
            (Field::Id, Some(Kind::Text(_) | Kind::Quote(..))) => self.id(),
            _ => Ok(None),
        }
    }

    /// `(a OR b)`
    fn values(&mut self, written: &str, span: Span) -> Parsed<Option<Node>> {
        let group = self.group()?;
        match group {
            Some(node) if all_not(&node) => {
                let what =
                    format!("everything after `{written}:` is excluded: write -{written}:value instead");
                Err(self.error(span, Problem::Misplaced(what)))
            }
            group => Ok(group),
        }
    }

    fn in_words(&mut self, field: Field, written: &str) -> Parsed<Option<Node>> {
        let Some(token) = self.tokens.get(self.at).cloned() else { return Ok(None) };
        let span = token.span;
        match token.kind {
            Kind::Text(text) if text == "=" => {
                self.at += 1;
                match self.tokens.get(self.at).cloned() {
                    Some(token) => match token.kind {
                        Kind::Quote(value, _) | Kind::Text(value) => {
                            self.at += 1;
                            Ok(self.exactly(field, &value, Span::new(span.start, token.span.end)))
                        }
                        _ => Ok(None),
                    },
                    None => Ok(None),
                }
            }
            Kind::Text(text) if text.starts_with('=') => {
                self.at += 1;
                Ok(self.exactly(field, &text[1..], span))
            }
            Kind::Text(text) if text.starts_with(['-', '!']) && text.len() > 1 => {
                let value = &text[1..];
                let what = format!("to exclude a value, write -{written}:{value}");
                Err(self.error(span, Problem::Misplaced(what)))
            }
            Kind::Text(text) => {
                self.at += 1;
                self.word(&text, span)
            }
            Kind::Quote(text, closed) => {
                self.at += 1;
                self.phrase(&text, closed, span)
            }
            _ => Ok(None),
        }
    }

    fn exactly(&mut self, field: Field, value: &str, span: Span) -> Option<Node> {
        let phrase = words::phrase(value);
        if phrase.slots.is_empty() {
            return None;
        }
        // The text has no whole value: the words are taken as they are.
        let whole = matches!(
            field,
            Field::Speaker | Field::Role | Field::Entity | Field::Topic | Field::Tag | Field::Source
        );
        let expr = if whole { Expr::Exactly(field, value.trim().to_owned()) } else { Expr::Words(phrase) };
        Some(Node::new(span, expr))
    }

    fn kind_value(&mut self) -> Parsed<Option<Node>> {
        let Some((text, span)) = self.plain() else { return Ok(None) };
        if text == "*" {
            return Ok(Some(Node::new(span, Expr::All)));
        }
        match Filters::kind(text.trim_start_matches('=')) {
            Ok(kind) => Ok(Some(Node::new(span, Expr::Kind(kind)))),
            Err(_) => Err(self.error(span, Problem::Kind(text))),
        }
    }

    fn id(&mut self) -> Parsed<Option<Node>> {
        let Some((text, span)) = self.plain() else { return Ok(None) };
        let id = text.trim_start_matches('=').trim().to_owned();
        if id.contains(|c: char| !c.is_ascii_alphanumeric() && c != '-') {
            let what =
                format!("`{id}` is no id: an id is letters, digits and hyphens, as shown below each hit");
            return Err(self.error(span, Problem::Misplaced(what)));
        }
        Ok((!id.is_empty()).then(|| Node::new(span, Expr::Id(id))))
    }

    /// The next word or quotation as it is typed.
    fn plain(&mut self) -> Option<(String, Span)> {
        let token = self.tokens.get(self.at)?;
        let (Kind::Text(text) | Kind::Quote(text, _)) = &token.kind else { return None };
        let found = (text.clone(), token.span);
        self.at += 1;
        Some(found)
    }

    /// A date or a range, in quotation marks or not.
    fn date(&mut self, name: Name) -> Parsed<Option<Node>> {
        let (text, span, count) = match self.kind().cloned() {
            Some(Kind::Range(text) | Kind::Quote(text, _)) => (text, self.tokens[self.at].span, 1),
            Some(Kind::Text(_)) => self.longest_date(),
            _ => return Ok(None),
        };
        self.at += count;
        let expr = match name {
            Name::Field(_) => match dates::when(&text, self.today) {
                Ok(When::Days(days)) => Expr::Date(days),
                Ok(When::Any) => Expr::Has(Field::Date),
                Ok(When::Undated) => Expr::Undated,
                Err(problem) => return Err(self.error(span, problem)),
            },
            _ => {
                let sign = match name {
                    Name::Since => ">=",
                    Name::Until => "<=",
                    Name::After => ">",
                    _ => "<",
                };
                match dates::when(&format!("{sign}{text}"), self.today) {
                    Ok(When::Days(days)) => Expr::Date(days),
                    _ => return Err(self.error(span, Problem::Date(text))),
                }
            }
        };
        Ok(Some(Node::new(span, expr)))
    }

    /// The next word, or, where it is no date alone, the most words from here on that make one: `9 Oct 2023`.
    fn longest_date(&self) -> (String, Span, usize) {
        let first = self.tokens[self.at].span;
        let rest = &self.tokens[self.at..];
        let texts: Vec<&str> = rest.iter().take(DATE_WORDS).map_while(is_text).collect();
        let alone = dates::when(texts[0], self.today).is_ok();
        for count in (2..=texts.len()).rev().filter(|_| !alone) {
            let text = texts[..count].join(" ");
            if dates::when(&text, self.today).is_ok() {
                return (text, Span::new(first.start, rest[count - 1].span.end), count);
            }
        }
        (texts[0].to_owned(), first, 1)
    }
}

/// Days that an option names: `--from`, `--to`.
pub(super) fn days(first: Option<super::Bound>, last: Option<super::Bound>) -> Option<Expr> {
    (first.is_some() || last.is_some()).then(|| {
        Expr::Date(Days {
            first: first.map(|bound| bound.first),
            last: last.map(|bound| bound.last),
            just: false,
        })
    })
}

fn all_not(node: &Node) -> bool {
    match &node.expr {
        Expr::Not(_) => true,
        Expr::And(parts) | Expr::Or(parts) => parts.iter().all(all_not),
        _ => false,
    }
}
