//! A query's text to tokens: words, quotations, signs, operators, names of fields.

use super::error::Problem;
use super::field::{self, Name};
use crate::model::Span;

/// A token and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub span: Span,
    /// Whether no white space stands before it.
    pub glued: bool,
    pub kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Text(String),
    /// The words between quotation marks; `false` where the closing one is missing.
    Quote(String, bool),
    Open,
    Close,
    And,
    Or,
    Not,
    Must,
    /// How many words away at most, and whether in this order.
    Near(u32, bool),
    /// `WITHIN sentence`.
    Sentence,
    /// `^2`
    Boost(f32),
    /// `~`, `~2`
    Tilde(Option<u32>),
    /// A star right after a quotation.
    Star,
    /// A name before a colon, as written.
    Field(Name, String),
    /// `[a TO b]`, as written.
    Range(String),
}

/// What a token may say about itself while it is read.
pub(super) enum Remark {
    Note(Span, String),
    Error(Span, Problem),
}

/// Opening and closing quotation marks; an apostrophe inside a word is none of them.
const QUOTES: [(char, &[char]); 5] = [
    ('"', &['"', '“', '”']),
    ('“', &['”', '“', '"']),
    ('„', &['“', '”', '"']),
    ('”', &['”', '"']),
    ('«', &['»']),
];

/// How far apart two words may be where NEAR says no number.
const NEAR: u32 = 10;

/// Names before a colon that open an address, not a filter.
const SCHEMES: [&str; 8] = ["http", "https", "ftp", "mailto", "file", "urn", "doi", "www"];

/// The tokens of a query, and what there is to say about them.
pub(super) fn tokens(input: &str) -> (Vec<Token>, Vec<Remark>) {
    let mut reader = Reader { chars: input.chars().collect(), at: 0, found: Vec::new(), said: Vec::new() };
    while reader.at < reader.chars.len() {
        reader.step();
    }
    (reader.found, reader.said)
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    found: Vec<Token>,
    said: Vec<Remark>,
}

impl Reader {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn push(&mut self, start: usize, kind: Kind) {
        let glued = start > 0 && !self.chars[start - 1].is_whitespace();
        self.found.push(Token { span: Span::new(start, self.at), glued, kind });
    }

    /// Takes `count` characters as one token.
    fn take(&mut self, count: usize, kind: Kind) {
        let start = self.at;
        self.at += count;
        self.push(start, kind);
    }

    fn note(&mut self, start: usize, text: impl Into<String>) {
        self.said.push(Remark::Note(Span::new(start, self.at), text.into()));
    }

    fn string(&self, start: usize) -> String {
        self.chars[start..self.at].iter().collect()
    }

    /// Whether the last token stands right before this place.
    fn after(&self, wanted: impl Fn(&Kind) -> bool) -> bool {
        self.found.last().is_some_and(|last| last.span.end == self.at && wanted(&last.kind))
    }

    /// Whether the value of a field is looked for.
    fn in_value(&self) -> bool {
        self.found.last().is_some_and(|last| matches!(last.kind, Kind::Field(..)))
    }

    fn step(&mut self) {
        let next_is_blank = self.peek(1).is_none_or(char::is_whitespace);
        match self.chars[self.at] {
            c if c.is_whitespace() => self.at += 1,
            c if QUOTES.iter().any(|(open, _)| *open == c) => self.quote(c),
            '(' => self.take(1, Kind::Open),
            ')' => self.take(1, Kind::Close),
            '|' => self.take(if self.peek(1) == Some('|') { 2 } else { 1 }, Kind::Or),
            '&' if self.peek(1) == Some('&') => self.take(2, Kind::And),
            '[' | '{' if self.in_value() => self.range(),
            '^' => self.boost(),
            '~' => self.tilde(),
            '*' if self.after(|kind| matches!(kind, Kind::Quote(..))) => self.take(1, Kind::Star),
            '+' if self.signs() && !next_is_blank => self.take(1, Kind::Must),
            '-' | '!' if self.signs() && !next_is_blank => self.take(1, Kind::Not),
            '+' | '-' | '!' if next_is_blank && self.signs() => {
                let sign = self.chars[self.at];
                let start = self.at;
                self.at += 1;
                self.note(
                    start,
                    format!("left out a lone `{sign}`; a sign stands right before its word: {sign}word"),
                );
            }
            _ => self.text(),
        }
    }

    /// Whether a sign here belongs to what follows: not inside a word, not in the value of a field.
    fn signs(&self) -> bool {
        // A sign right after a word or a parenthesis is a hyphen.
        let opens = self.at == 0
            || !self
                .after(|kind| matches!(kind, Kind::Text(_) | Kind::Quote(..) | Kind::Close | Kind::Range(_)));
        opens && !self.in_value()
    }

    fn quote(&mut self, open: char) {
        let start = self.at;
        let closing = QUOTES.iter().find(|(mark, _)| *mark == open).map_or(&[][..], |(_, closing)| closing);
        let end = (start + 1..self.chars.len()).find(|&at| closing.contains(&self.chars[at]));
        let text: String = self.chars[start + 1..end.unwrap_or(self.chars.len())].iter().collect();
        self.at = end.map_or(self.chars.len(), |end| end + 1);
        if end.is_none() && text.trim().is_empty() {
            self.note(start, format!("left out a lone `{open}`"));
        } else {
            self.push(start, Kind::Quote(text, end.is_some()));
        }
    }

    fn range(&mut self) {
        let start = self.at;
        let end = (start..self.chars.len()).find(|&at| matches!(self.chars[at], ']' | '}'));
        self.at = end.map_or(self.chars.len(), |end| end + 1);
        let text = self.string(start);
        self.push(start, Kind::Range(text));
    }

    fn boost(&mut self) {
        let start = self.at;
        self.at += 1;
        while self.peek(0).is_some_and(|c| c.is_ascii_digit() || c == '.') {
            self.at += 1;
        }
        let follows = self.found.last().is_some_and(|last| last.span.end == start);
        match self.string(start)[1..].parse::<f32>() {
            Ok(weight) if follows && weight > 0.0 && weight <= 1000.0 => {
                self.push(start, Kind::Boost(weight))
            }
            _ => self.note(start, "left out a `^`: a weight is a number above 0, such as word^2"),
        }
    }

    fn tilde(&mut self) {
        let start = self.at;
        self.at += 1;
        while self.peek(0).is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
        }
        let digits = self.string(start)[1..].to_owned();
        if self.found.last().is_some_and(|last| last.span.end == start && !last.kind.is_operator()) {
            let number = (!digits.is_empty()).then(|| digits.parse().unwrap_or(u32::MAX));
            self.push(start, Kind::Tilde(number));
        } else {
            self.note(
                start,
                "left out a `~`: it stands right after a word or a phrase, such as word~ or \"two words\"~3",
            );
        }
    }

    fn text(&mut self) {
        let start = self.at;
        let value = self.in_value();
        while let Some(c) = self.peek(0) {
            let ends = c.is_whitespace()
                || matches!(c, '(' | ')' | '|' | '^' | '~')
                || QUOTES.iter().any(|(open, _)| *open == c)
                || (c == '&' && self.peek(1) == Some('&'));
            if ends {
                break;
            }
            if c == ':' && !value && self.field(start) {
                return;
            }
            self.at += 1;
        }
        let text = self.string(start);
        let kind = if value { Kind::Text(text) } else { operator(&text).unwrap_or(Kind::Text(text)) };
        if !value
            && kind == Kind::Text("WITHIN".to_owned())
            && let Some(length) = self.sentence()
        {
            self.at += length;
            return self.push(start, Kind::Sentence);
        }
        if matches!(&kind, Kind::Near(0, _)) {
            self.note(start, "a distance is at least 1 word");
        }
        self.push(start, kind);
    }

    /// The length of ` sentence` that follows.
    fn sentence(&self) -> Option<usize> {
        let rest: String = self.chars[self.at..].iter().take(40).collect();
        let word = rest.trim_start();
        let name = word.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"')).next()?;
        let known = ["sentence", "sentences"].iter().any(|known| name.eq_ignore_ascii_case(known));
        (known && word.len() < rest.len())
            .then(|| rest.chars().count() - word.chars().count() + name.chars().count())
    }

    /// At a colon: whether what stands before it is a field, or meant as one.
    fn field(&mut self, start: usize) -> bool {
        let name = self.string(start);
        if name.is_empty() || name.contains('"') {
            return false;
        }
        let spaced = self.peek(1).is_none_or(char::is_whitespace);
        if let Some(known) = field::named(&name) {
            self.at += 1;
            self.push(start, Kind::Field(known, name));
            return true;
        }
        let nearest = field::nearest(&name);
        let like_a_name = name.chars().all(|c| c.is_alphabetic() || matches!(c, '_' | '-'));
        let address = SCHEMES.contains(&name.to_lowercase().as_str()) || self.follows("//");
        let meant =
            if spaced { nearest.is_some_and(|(_, distance)| distance < 2) } else { like_a_name && !address };
        if !meant {
            if !spaced {
                let said = format!("`{name}:` is no field: searched as text");
                self.said.push(Remark::Note(Span::new(start, self.at + 1), said));
            }
            return false;
        }
        let colon = self.at;
        while self.peek(0).is_some_and(|c| !c.is_whitespace()) {
            self.at += 1;
        }
        let suggestion = nearest.map(|(name, _)| name);
        let problem = Problem::UnknownField { name, suggestion, whole: self.string(start) };
        self.said.push(Remark::Error(Span::new(start, colon + 1), problem));
        true
    }

    fn follows(&self, wanted: &str) -> bool {
        wanted.chars().enumerate().all(|(at, c)| self.peek(at + 1) == Some(c))
    }
}

impl Kind {
    /// Whether it joins what stands before it and after it, or says something about what follows.
    pub fn is_operator(&self) -> bool {
        matches!(
            self,
            Kind::And
                | Kind::Or
                | Kind::Not
                | Kind::Must
                | Kind::Near(..)
                | Kind::Sentence
                | Kind::Open
                | Kind::Field(..)
        )
    }

    /// Whether something to be searched for begins with it.
    pub fn opens_operand(&self) -> bool {
        matches!(
            self,
            Kind::Text(_) | Kind::Quote(..) | Kind::Open | Kind::Not | Kind::Must | Kind::Field(..)
        )
    }
}

/// Operators are in capitals: `and` is a word.
fn operator(text: &str) -> Option<Kind> {
    match text {
        "AND" => return Some(Kind::And),
        "OR" => return Some(Kind::Or),
        "NOT" => return Some(Kind::Not),
        "NEAR" => return Some(Kind::Near(NEAR, false)),
        "BEFORE" => return Some(Kind::Near(NEAR, true)),
        _ => {}
    }
    let (name, number) = text.split_once('/')?;
    let ordered = match name {
        "NEAR" | "W" => false,
        "BEFORE" | "PRE" => true,
        _ => return None,
    };
    number.parse().ok().map(|distance| Kind::Near(distance, ordered))
}
