//! A query as understood, written in the query language with nothing left unsaid.

use super::tree::{Expr, Form, Node, Slot, Words};
use super::{Field, Query};

impl Query {
    /// The query as it was understood, in the query language: reading it again gives the same tree.
    /// Words side by side stay so; all else is spelt out.
    pub fn understood(&self) -> String {
        self.root.as_ref().map_or_else(|| "*".to_owned(), of)
    }
}

/// The same of a part.
pub(super) fn of(node: &Node) -> String {
    write(node, false, false)
}

/// `inside` another operator, a part that has several parts itself needs parentheses; `in_value` of a
/// field, the field is named already.
fn write(node: &Node, inside: bool, in_value: bool) -> String {
    let list = |parts: &[Node], sign: &str| {
        let text = parts.iter().map(|part| write(part, true, in_value)).collect::<Vec<_>>().join(sign);
        if inside { format!("({text})") } else { text }
    };
    match &node.expr {
        Expr::All => "*".to_owned(),
        Expr::Nothing => "\"\"".to_owned(),
        Expr::Words(words) => typed(words),
        Expr::Best(parts) => list(parts, " "),
        Expr::And(parts) => list(parts, " AND "),
        Expr::Or(parts) => list(parts, " OR "),
        Expr::Sentence(parts) => {
            let words = parts.iter().map(|part| write(part, true, in_value)).collect::<Vec<_>>().join(" ");
            let text = format!("({words}) WITHIN sentence");
            if inside { format!("({text})") } else { text }
        }
        Expr::Not(part) => format!("-{}", write(part, true, in_value)),
        Expr::Must(part) => format!("+{}", write(part, true, in_value)),
        Expr::Near { left, right, distance, ordered } => {
            let name = if *ordered { "BEFORE" } else { "NEAR" };
            let text =
                format!("{} {name}/{distance} {}", write(left, true, in_value), write(right, true, in_value));
            if inside { format!("({text})") } else { text }
        }
        Expr::Boost(part, weight) => format!("{}^{weight}", write(part, true, in_value)),
        Expr::In(field, part) => format!("{field}:{}", write(part, true, true)),
        Expr::Exactly(field, value) => format!("{field}:={}", quoted(value)),
        Expr::Has(_) if in_value => "*".to_owned(),
        Expr::Has(field) => format!("{field}:*"),
        Expr::Kind(kind) => format!("kind:{}", kind.as_str()),
        Expr::Id(id) => format!("id:{id}"),
        Expr::Date(days) => format!("date:{days}"),
        Expr::Undated => format!("{}:none", Field::Date),
    }
}

/// In the quotation marks that the text itself does not hold.
fn quoted(text: &str) -> String {
    if text.contains(['"', '“', '”']) { format!("«{text}»") } else { format!("\"{text}\"") }
}

fn typed(words: &Words) -> String {
    match words.form {
        Form::Stemmed => {
            let text = words.text.as_str();
            let operator = ["AND", "OR", "NOT", "NEAR", "BEFORE", "WITHIN"].contains(&text);
            // As typed where that is plain; else by its words, which cannot be taken for a sign.
            if text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '’' | '\'')) && !operator
            {
                return text.trim_start_matches('-').to_owned();
            }
            let text = words.slots.iter().map(Slot::shown).collect::<Vec<_>>().join("-");
            // At the end of a query a question mark is one.
            if text.ends_with('?') { format!("({text})") } else { text }
        }
        Form::Fuzzy(distance) => {
            format!("{}~{distance}", words.slots.iter().map(Slot::as_str).collect::<String>())
        }
        Form::Exact => {
            let slop = words.slop.map(|slop| format!("~{slop}")).unwrap_or_default();
            format!("\"{}\"{slop}", words.slots.iter().map(Slot::shown).collect::<Vec<_>>().join(" "))
        }
    }
}
