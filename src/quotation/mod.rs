//! Quotations held against the corpus: did somebody say that, in these words, on that day?
//!
//! The road of one quotation, from the top:
//!
//! 1. `asked` reads it: its words (`words`), and the marks of whoever quotes, `…` and `[the president]`.
//! 2. `candidates` finds the statements in which it may stand, by the rarest runs of its words (`ngrams`).
//! 3. `examine` reads the passages of each (`source`), aligns the words (`align`), and tells the differences (`compare`,
//!    `difference`) and what may turn the sense (`sense`).
//! 4. Where no statement has it, `pieces` puts it together of several.
//! 5. `voice` says whose words a place has, and whether that agrees with the name given.
//!
//! A manuscript is read by `files`, `marks` and `manuscript`: its quotations, with the speaker whom it names; `review` holds
//! each against the corpus.
//!
//! `echoes` holds the quotations of the corpus itself against the rest of it.
//!
//! `finding` is the plain data of an answer. `docs/quotations.md` defines the verdicts.

mod align;
mod asked;
mod candidates;
mod check;
mod compare;
mod difference;
mod echoes;
mod examine;
mod files;
mod finding;
mod manuscript;
mod marks;
mod ngrams;
mod pieces;
mod review;
mod sense;
mod source;
mod voice;
mod words;

#[cfg(test)]
mod tests;

pub use check::QuoteOptions;
pub use difference::{Difference, DifferenceKind, PlacedWords, Sense};
pub use echoes::{Echo, Echoes, Originals, Quoting};
pub use files::manuscripts;
pub use finding::{Disagreement, Finding, Place, Verdict, Voice};
pub use manuscript::{Manuscript, QUOTATION_WORDS, Quoted};
pub use review::{Gravity, Reviewed};
