//! How good the ranking is: measures on a test collection.
//!
//! A test collection is a set of documents, questions put to them ([`read_topics`]) and people's judgements
//! of which documents answer which question ([`Judgements`]). [`run`] puts the questions to an index, and
//! [`measure`] compares the answers with the judgements, as NIST's `trec_eval` does; [`compare`] says whether the difference
//! from another run may be chance.

mod files;
mod measures;
mod run;
mod significance;

pub use files::{EvalError, Judgements, Topic, read_judgements, read_run, read_topics};
pub use measures::{Measures, Scores, measure};
pub use run::{DEPTH, RankedDocument, Run, run, write_run};
pub use significance::{Comparison, Difference, compare};
