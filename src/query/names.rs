//! Names of a list in a query's tree: whoever goes by several is asked for under the canonical one too.

use super::Field;
use super::tree::{Expr, Form, Node, Slot};
use super::words;

/// Adds the canonical names to the values of `speaker:`, `quoted:` and `entity:` below a node; `named` within such a value.
pub(super) fn add(node: &mut Node, named: bool, canonical: &dyn Fn(&str) -> Option<String>) {
    match &mut node.expr {
        Expr::Words(typed) if named => {
            let whole = typed.slots.iter().all(|slot| matches!(slot, Slot::Word(_)));
            if !whole || matches!(typed.form, Form::Fuzzy(_)) {
                return;
            }
            let Some(name) = canonical(&typed.text).map(|name| words::phrase(&name)) else { return };
            if name.slots != typed.slots && !name.slots.is_empty() {
                let both = vec![node.clone(), Node::new(node.span, Expr::Words(name))];
                node.expr = Expr::Or(both);
            }
        }
        Expr::Best(parts) | Expr::And(parts) | Expr::Or(parts) | Expr::Sentence(parts) => {
            parts.iter_mut().for_each(|part| add(part, named, canonical));
        }
        Expr::In(field, part) => {
            add(part, named || matches!(field, Field::Speaker | Field::Quoted | Field::Entity), canonical);
        }
        Expr::Not(part) | Expr::Must(part) | Expr::Boost(part, _) => add(part, named, canonical),
        Expr::Near { left, right, .. } => {
            add(left, named, canonical);
            add(right, named, canonical);
        }
        _ => {}
    }
}
