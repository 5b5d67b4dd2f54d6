//! The rules of topics: a part of the query language, read and decided.

use std::ops::Range;

use super::terms::{Hit, Hits, Terms};

/// How deep brackets may stand in each other.
const DEEPEST: usize = 30;
/// The distance of a `NEAR` that says none, in words.
const NEAR: usize = 10;

/// A part of a rule.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// A word, or words side by side.
    Term(usize),
    And(Vec<Node>),
    Or(Vec<Node>),
    /// The first, where the second is not.
    Not(Box<Node>, Box<Node>),
    Near(Box<Node>, Box<Node>, usize),
}

impl Node {
    /// Calls `each` with terms of which one must be found for the rule to hold.
    pub fn terms(&self, each: &mut dyn FnMut(usize)) {
        match self {
            Node::Term(term) => each(*term),
            Node::Or(nodes) => nodes.iter().for_each(|node| node.terms(each)),
            Node::And(nodes) => nodes.iter().take(1).for_each(|node| node.terms(each)),
            Node::Not(node, _) | Node::Near(node, ..) => node.terms(each),
        }
    }

    /// Adds where the rule holds, in no order; nothing where it does not.
    pub fn places(&self, hits: &Hits, found: &mut Vec<Hit>) {
        match self {
            Node::Term(term) => found.extend(hits.of_term(*term).iter().map(|(_, hit)| hit)),
            Node::Or(nodes) => nodes.iter().for_each(|node| node.places(hits, found)),
            Node::And(nodes) => {
                let before = found.len();
                for node in nodes {
                    let had = found.len();
                    node.places(hits, found);
                    if found.len() == had {
                        return found.truncate(before);
                    }
                }
            }
            Node::Not(node, without) => {
                let before = found.len();
                node.places(hits, found);
                if found.len() > before && !without.all(hits).is_empty() {
                    found.truncate(before);
                }
            }
            Node::Near(a, b, most) => {
                let first = a.all(hits);
                if !first.is_empty() {
                    near(first, b.all(hits), *most, found);
                }
            }
        }
    }

    fn all(&self, hits: &Hits) -> Vec<Hit> {
        let mut found = Vec::new();
        self.places(hits, &mut found);
        found
    }
}

/// The pairs with at most `most - 1` words between, by the nearest on either side.
fn near(mut a: Vec<Hit>, mut b: Vec<Hit>, most: usize, found: &mut Vec<Hit>) {
    a.sort_unstable();
    b.sort_unstable();
    for place in a {
        let at = b.partition_point(|hit| hit.word < place.word);
        let before = at.checked_sub(1).and_then(|at| b.get(at)).filter(|hit| place.word - hit.word <= most);
        let after = b.get(at).filter(|hit| hit.word - place.word <= most);
        if let Some(other) = before.or(after) {
            let (start, end) = (place.start.min(other.start), place.end.max(other.end));
            found.push(Hit {
                word: place.word.min(other.word),
                last: place.last.max(other.last),
                start,
                end,
            });
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Phrase(String),
    Open,
    Close,
    And,
    Or,
    Not,
    Near(usize),
}

/// Reads a rule: its alternatives, each with where it is written in bytes.
pub(super) fn parse(text: &str, terms: &mut Terms) -> Result<Vec<(Node, Range<usize>)>, String> {
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Err("the rule is empty".to_owned());
    }
    let mut parser = Parser { tokens: &tokens, at: 0, terms, depth: 0 };
    let mut alternatives = Vec::new();
    loop {
        let first = parser.at;
        let node = parser.and()?;
        let written = tokens[first].1.start..tokens[parser.at - 1].1.end;
        alternatives.push((node, written));
        if !parser.takes(&Token::Or) {
            break;
        }
    }
    match parser.peek() {
        None => Ok(alternatives),
        Some(_) => Err("a closing bracket has no opening one".to_owned()),
    }
}

/// The tokens of a rule, with their bytes.
fn tokens(text: &str) -> Result<Vec<(Token, Range<usize>)>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(c) = rest.chars().next() {
        let start = text.len() - rest.len();
        let (token, length) = match c {
            '(' | ')' => (if c == '(' { Token::Open } else { Token::Close }, 1),
            '"' | '“' => {
                let inside = &rest[c.len_utf8()..];
                let end = inside.find(['"', '”']).ok_or("a quotation mark is not closed")?;
                let close = if inside[end..].starts_with('"') { 1 } else { '”'.len_utf8() };
                (Token::Phrase(inside[..end].to_owned()), c.len_utf8() + end + close)
            }
            _ => {
                let end = rest
                    .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '“'))
                    .unwrap_or(rest.len());
                (word(&rest[..end])?, end)
            }
        };
        tokens.push((token, start..start + length));
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

fn word(word: &str) -> Result<Token, String> {
    Ok(match word {
        "AND" => Token::And,
        "OR" => Token::Or,
        "NOT" => Token::Not,
        "NEAR" => Token::Near(NEAR),
        _ => {
            match word.strip_prefix("NEAR/") {
                Some(count) => {
                    let count = count.parse().ok().filter(|count| (1..=1000).contains(count));
                    Token::Near(count.ok_or_else(|| {
                        format!("`{word}`: write NEAR/ and a number of words from 1 to 1000")
                    })?)
                }
                None => Token::Word(word.to_owned()),
            }
        }
    })
}

struct Parser<'a> {
    tokens: &'a [(Token, Range<usize>)],
    at: usize,
    terms: &'a mut Terms,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn takes(&mut self, token: &Token) -> bool {
        let takes = self.peek() == Some(token);
        self.at += usize::from(takes);
        takes
    }

    fn or(&mut self) -> Result<Node, String> {
        let mut nodes = vec![self.and()?];
        while self.takes(&Token::Or) {
            nodes.push(self.and()?);
        }
        Ok(one_or(nodes, Node::Or))
    }

    /// Words side by side, `AND`, and `NOT`, which takes away from what stands before it.
    fn and(&mut self) -> Result<Node, String> {
        let mut nodes = vec![self.near()?];
        let mut without = Vec::new();
        loop {
            match self.peek() {
                None | Some(Token::Or | Token::Close) => break,
                Some(Token::Not) => {
                    self.at += 1;
                    without.push(self.near()?);
                }
                Some(Token::And) => {
                    self.at += 1;
                    if self.takes(&Token::Not) {
                        without.push(self.near()?);
                    } else {
                        nodes.push(self.near()?);
                    }
                }
                Some(_) => nodes.push(self.near()?),
            }
        }
        let node = one_or(nodes, Node::And);
        if without.is_empty() {
            return Ok(node);
        }
        Ok(Node::Not(Box::new(node), Box::new(one_or(without, Node::Or))))
    }

    fn near(&mut self) -> Result<Node, String> {
        let mut node = self.atom()?;
        while let Some(&Token::Near(most)) = self.peek() {
            self.at += 1;
            node = Node::Near(Box::new(node), Box::new(self.atom()?), most);
        }
        Ok(node)
    }

    fn atom(&mut self) -> Result<Node, String> {
        let token = self.peek().cloned();
        self.at += 1;
        match token {
            Some(Token::Word(text) | Token::Phrase(text)) => self.words(&text),
            Some(Token::Open) if self.depth >= DEEPEST => {
                Err("too many brackets inside each other".to_owned())
            }
            Some(Token::Open) => {
                self.depth += 1;
                let node = self.or()?;
                self.depth -= 1;
                if self.takes(&Token::Close) { Ok(node) } else { Err("a bracket is not closed".to_owned()) }
            }
            Some(Token::Close) => Err("a closing bracket stands where a word should".to_owned()),
            Some(Token::And) => Err("AND needs a word on either side".to_owned()),
            Some(Token::Or) => Err("OR needs a word on either side".to_owned()),
            Some(Token::Not) => Err("NOT needs a word before it, from which it takes away".to_owned()),
            Some(Token::Near(_)) => Err("NEAR needs a word on either side".to_owned()),
            None => Err("the rule ends after AND, OR, NOT, NEAR or a bracket".to_owned()),
        }
    }

    /// A word or a phrase; a word with a hyphen is a phrase, as in texts.
    fn words(&mut self, text: &str) -> Result<Node, String> {
        let lower = text.to_lowercase();
        let mut words = Vec::new();
        for part in lower.split(|c: char| !c.is_alphanumeric() && c != '*').filter(|part| !part.is_empty()) {
            let word = part.trim_end_matches('*');
            if word.contains('*') {
                return Err(format!("`{text}`: the * can only stand at the end of a word"));
            }
            if word.is_empty() {
                return Err(format!("`{text}` holds a * without a word"));
            }
            words.push((word, part.ends_with('*')));
        }
        match words.as_slice() {
            [] => Err(format!("`{text}` holds no word")),
            words => Ok(Node::Term(self.terms.number(words))),
        }
    }
}

fn one_or(mut nodes: Vec<Node>, many: impl Fn(Vec<Node>) -> Node) -> Node {
    if nodes.len() == 1 { nodes.remove(0) } else { many(nodes) }
}
