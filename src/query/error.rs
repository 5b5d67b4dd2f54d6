//! What cannot be meant, where it stands, and what to write instead.

use crate::model::Span;

/// A query that is refused: a filter that cannot be understood, or one past the limits. With
/// [`super::ParseOptions::strict`], anything that would have been repaired.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
#[non_exhaustive]
pub struct QueryError {
    /// The query as typed.
    pub input: String,
    /// The place, in code points.
    pub span: Span,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// A name before a colon that is no field.
    #[error("unknown field `{name}`")]
    UnknownField {
        /// The name.
        name: String,
        /// A field that may be meant.
        suggestion: Option<&'static str>,
        /// All of the word, to be searched as text.
        whole: String,
    },
    /// A field that other indexes have.
    #[error("this index keeps no {what}: `{name}:` cannot be answered")]
    NotKept {
        /// The field's name.
        name: String,
        /// What it would hold.
        what: &'static str,
    },
    /// A field without a value.
    #[error("nothing stands after `{0}:`")]
    Empty(String),
    /// A value that is no date.
    #[error("`{0}` is no date and no range of dates")]
    Date(String),
    /// A range that ends before it begins.
    #[error("the range `{0}` ends before it begins")]
    Backwards(String),
    /// A kind that is none.
    #[error("`{0}` is no kind of statement")]
    Kind(String),
    /// Something that the field cannot take.
    #[error("{0}")]
    Misplaced(String),
    /// Too many parentheses within each other, words, or wildcards.
    #[error("the query is too long: at most {most} {what}")]
    TooMuch {
        /// The limit.
        most: usize,
        /// Of what.
        what: &'static str,
    },
    /// With strict reading: what would have been repaired.
    #[error("not as it should be: {0}")]
    Strict(String),
}

impl QueryError {
    /// What to write instead.
    pub fn hint(&self) -> String {
        match &self.problem {
            Problem::UnknownField { suggestion, whole, .. } => {
                let text = format!("to search it as text: \"{}\"", whole.replace('"', ""));
                match suggestion {
                    Some(name) => format!("did you mean `{name}:`? {text}"),
                    None => format!(
                        "the fields are text, speaker, role, entity, topic, form, title, source, kind, date, since, until and id; {text}"
                    ),
                }
            }
            Problem::NotKept { name, .. } => {
                format!("leave `{name}:` out; no filter is ever dropped unasked")
            }
            Problem::Empty(name) => {
                format!("write a value, such as {name}:word or {name}:\"two words\", or leave it out")
            }
            Problem::Date(_) => {
                "write 2023, 2023-10, 2023-10-09, 2023-Q4, \"9 Oct 2023\", today, -30d, none, \
                 or a range: 2023-10..2024-01, >=2024, [2023 TO 2024]"
                    .to_owned()
            }
            Problem::Backwards(_) => "put the earlier date first".to_owned(),
            Problem::Kind(_) => "the kinds are spoken, quoted, reported and narration".to_owned(),
            Problem::Misplaced(_) => "see the query language in the manual".to_owned(),
            Problem::TooMuch { .. } => "ask for less at once".to_owned(),
            Problem::Strict(_) => "mend that place, or let it be repaired".to_owned(),
        }
    }

    /// The query on a line, and below it a line of `^` that marks the place. A long query is cut to
    /// the part around it.
    pub fn marked(&self) -> (String, String) {
        const AROUND: usize = 30;
        let chars: Vec<char> =
            self.input.chars().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c }).collect();
        let start = self.span.start.min(chars.len());
        let end = self.span.end.clamp(start, chars.len()).min(start + 60);
        let from = start.saturating_sub(AROUND);
        let to = (end + AROUND).min(chars.len());
        let line: String = chars[from..to].iter().collect();
        let mark = " ".repeat(start - from) + &"^".repeat((end - start).max(1));
        (line, mark)
    }
}
