//! A query's syntax tree. Every node keeps where it stands in the input.

use std::fmt;

use chrono::NaiveDate;

use super::Field;
use crate::index::analysis::UNITED_STATES;
use crate::model::{Kind, PartialDate, Span};

/// A part of a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it stands in the input, in code points.
    pub span: Span,
    /// What it asks.
    pub expr: Expr,
}

/// What a part of a query asks.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Expr {
    /// Every passage: `*`.
    All,
    /// No passage: what was typed holds no word.
    Nothing,
    /// A word or a phrase.
    Words(Words),
    /// Parts side by side: passages with all of them first, then those with some.
    Best(Vec<Node>),
    /// All of the parts: `AND`.
    And(Vec<Node>),
    /// Any of the parts: `OR`.
    Or(Vec<Node>),
    /// Not this: `NOT`, `-`.
    Not(Box<Node>),
    /// This in any case: `+`.
    Must(Box<Node>),
    /// Two parts near each other: `NEAR/5`, or in this order: `BEFORE/5`.
    Near {
        /// The one part.
        left: Box<Node>,
        /// The other.
        right: Box<Node>,
        /// How many words the second may stand after the first; 1 is side by side.
        distance: u32,
        /// Whether the left part comes first.
        ordered: bool,
    },
    /// All of the parts in one sentence: `WITHIN sentence`.
    Sentence(Vec<Node>),
    /// Counts this many times as much: `^2`.
    Boost(Box<Node>, f32),
    /// Words looked for in one field only: `speaker:Miller`.
    In(Field, Box<Node>),
    /// The field's whole value, whatever its case: `speaker:="Matthew Miller"`.
    Exactly(Field, String),
    /// The field has a value: `speaker:*`.
    Has(Field),
    /// A kind of statement.
    Kind(Kind),
    /// A statement or a document by its id.
    Id(String),
    /// Dates.
    Date(Days),
    /// No known date: `date:none`.
    Undated,
}

/// A word, or words that stand side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// As typed, without quotation marks and signs.
    pub text: String,
    /// The words, folded; several are looked for side by side and in order.
    pub slots: Vec<Slot>,
    /// How they are matched.
    pub form: Form,
    /// With `~n` after a phrase: its words in any order, with at most so many others among them.
    pub slop: Option<u32>,
}

/// One place in a phrase.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Slot {
    /// A folded word.
    Word(String),
    /// A folded pattern: `*` stands for any letters, `?` for one.
    Pattern(String),
}

impl Slot {
    /// The word or pattern as it is looked for.
    pub fn as_str(&self) -> &str {
        match self {
            Slot::Word(text) | Slot::Pattern(text) => text,
        }
    }

    /// The same for people.
    pub(super) fn shown(&self) -> &str {
        match self.as_str() {
            UNITED_STATES => "US",
            word => word,
        }
    }
}

/// How words are matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// Other forms of the word count too: `talk` finds `talks`.
    Stemmed,
    /// As they are, but for case and accents: words in quotation marks.
    Exact,
    /// With so many letters changed, added, left out or swapped with their neighbour.
    Fuzzy(u8),
}

/// A range of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first day; `None` is without a beginning.
    pub first: Option<NaiveDate>,
    /// The last day; `None` is without an end.
    pub last: Option<NaiveDate>,
    /// Whether the statement's date must be just this range: `date:=2017` leaves out 9 May 2017.
    pub just: bool,
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.just { "=" } else { "" };
        match (self.first.map(PartialDate::day), self.last.map(PartialDate::day)) {
            (Some(first), Some(last)) if first == last => write!(f, "{sign}{first}"),
            (Some(first), Some(last)) => write!(f, "{sign}{first}..{last}"),
            (Some(first), None) => write!(f, "{first}.."),
            (None, Some(last)) => write!(f, "..{last}"),
            (None, None) => write!(f, "*"),
        }
    }
}

impl Node {
    /// A node at a span.
    pub fn new(span: Span, expr: Expr) -> Self {
        Self { span, expr }
    }

    /// The one word that is all of it, matched by its stem.
    pub(crate) fn plain_word(&self) -> Option<&str> {
        match &self.expr {
            Expr::Words(words) if words.form == Form::Stemmed => match &words.slots[..] {
                [Slot::Word(word)] => Some(word),
                _ => None,
            },
            _ => None,
        }
    }

    /// The parts right below.
    pub fn children(&self) -> Vec<&Node> {
        match &self.expr {
            Expr::Best(parts) | Expr::And(parts) | Expr::Or(parts) | Expr::Sentence(parts) => {
                parts.iter().collect()
            }
            Expr::Not(part) | Expr::Must(part) | Expr::Boost(part, _) | Expr::In(_, part) => vec![part],
            Expr::Near { left, right, .. } => vec![left, right],
            _ => Vec::new(),
        }
    }

    /// Whether it filters rather than asks for words: a field, a date, something excluded.
    pub fn is_filter(&self) -> bool {
        match &self.expr {
            Expr::In(..)
            | Expr::Exactly(..)
            | Expr::Has(_)
            | Expr::Kind(_)
            | Expr::Id(_)
            | Expr::Date(_)
            | Expr::Undated
            | Expr::Not(_) => true,
            Expr::Boost(part, _) | Expr::Must(part) => part.is_filter(),
            Expr::And(parts) | Expr::Or(parts) => parts.iter().all(Node::is_filter),
            _ => false,
        }
    }
}

/// The tree on one line, each node with its parts in parentheses:
/// `(best Miller (or ceasefire truce) (speaker Obama))`.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.expr {
            Expr::All => write!(f, "*"),
            Expr::Nothing => write!(f, "nothing"),
            Expr::Words(words) => write!(f, "{words}"),
            Expr::Best(parts) => list(f, "best", parts),
            Expr::And(parts) => list(f, "and", parts),
            Expr::Or(parts) => list(f, "or", parts),
            Expr::Sentence(parts) => list(f, "sentence", parts),
            Expr::Not(part) => write!(f, "(not {part})"),
            Expr::Must(part) => write!(f, "(must {part})"),
            Expr::Near { left, right, distance, ordered } => {
                write!(f, "({} {distance} {left} {right})", if *ordered { "before" } else { "near" })
            }
            Expr::Boost(part, weight) => write!(f, "(boost {weight} {part})"),
            Expr::In(field, part) => write!(f, "({field} {part})"),
            Expr::Exactly(field, value) => write!(f, "({field} = {value:?})"),
            Expr::Has(field) => write!(f, "({field} *)"),
            Expr::Kind(kind) => write!(f, "(kind {})", kind.as_str()),
            Expr::Id(id) => write!(f, "(id {id})"),
            Expr::Date(days) => write!(f, "(date {days})"),
            Expr::Undated => write!(f, "(date none)"),
        }
    }
}

/// A word bare, side-by-side words with dots between, exact ones in quotation marks.
impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.slots.iter().map(Slot::shown).collect();
        match (self.form, self.slop) {
            (Form::Stemmed, _) => write!(f, "{}", words.join("·")),
            (Form::Fuzzy(distance), _) => write!(f, "(fuzzy {distance} {})", words.join("·")),
            (Form::Exact, None) => write!(f, "\"{}\"", words.join(" ")),
            (Form::Exact, Some(slop)) => write!(f, "(slop {slop} \"{}\")", words.join(" ")),
        }
    }
}

fn list(f: &mut fmt::Formatter<'_>, name: &str, parts: &[Node]) -> fmt::Result {
    write!(f, "({name}")?;
    parts.iter().try_for_each(|part| write!(f, " {part}"))?;
    write!(f, ")")
}
