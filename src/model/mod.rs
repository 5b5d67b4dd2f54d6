//! Plain data: documents, statements and what is known about them.
//!
//! Nothing here reads, writes or decides. Offsets count Unicode code points of a document's body,
//! so that they slice the same text in Python and R.

mod corrected;
mod date;
mod document;
mod statement;

pub use corrected::{Corrected, CorrectedField};
pub use date::{Basis, DateOrder, ParseDateError, PartialDate, Precision, StatementDate};
pub use document::{Document, Format, GivenTurn, Layout, Page};
pub(crate) use statement::all_speakers;
pub use statement::{
    Attribution, Entity, EntityMention, EntityType, Kind, Passage, Span, Speaker, Statement, TopicEvidence,
    TopicPlace,
};
