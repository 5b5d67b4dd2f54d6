//! A quotation with what was changed in it, in pieces.

use crate::quotation::{Difference, DifferenceKind};

/// A piece of a quotation beside the words that were said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// As the quotation has it.
    Same(String),
    /// Words that were said, and are not in the quotation.
    Said(String),
    /// Words of the quotation that were not said.
    Quoted(String),
}

/// The pieces of a quotation as it was given, in order.
pub(crate) fn diff(quotation: &str, differences: &[Difference]) -> Vec<Piece> {
    let letters: Vec<char> = quotation.chars().collect();
    let slice = |from: usize, to: usize| {
        letters[from.min(letters.len())..to.min(letters.len())].iter().collect::<String>()
    };
    let mut pieces = Vec::new();
    let mut at = 0;
    for one in differences.iter().filter(|one| !one.kind.keeps_words()) {
        if one.quoted.span.start < at {
            continue;
        }
        pieces.push(Piece::Same(slice(at, one.quoted.span.start)));
        if one.kind != DifferenceKind::Added {
            pieces.push(Piece::Said(one.source.text.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
        if one.kind != DifferenceKind::LeftOut {
            pieces.push(Piece::Quoted(slice(one.quoted.span.start, one.quoted.span.end)));
        }
        at = one.quoted.span.end;
    }
    pieces.push(Piece::Same(slice(at, letters.len())));
    pieces.retain(|piece| !matches!(piece, Piece::Same(text) if text.is_empty()));
    pieces
}
