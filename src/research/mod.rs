//! Research: what the record and an index say together.
//!
//! | file | what |
//! |---|---|
//! | `review` | what became of each correction and of each coded passage |
//! | `coded` | documents with what is coded in them, to be handed on |
//! | `sample`, `sheet` | passages drawn by a seed, and the sheet on which coders say what they read |
//! | `agreement` | Krippendorff's alpha, Cohen's kappa |
//! | `score` | how often the program is right, by a checked sample |
//! | `saved`, `news` | searches that are kept, and what they find that is new |
//! | `log` | the research log |

pub mod agreement;
mod checking;
mod coded;
mod log;
mod named;
mod news;
mod review;
mod sample;
mod saved;
mod score;
mod sheet;

pub use checking::{OpenRow, begin_sheet, fill_row, open_rows};
pub use coded::{CodedDocument, coded_documents};
pub use log::{Logged, read_log};
pub use named::{NamedError, NamedWords, was, words_at};
pub use news::{News, NewsOptions, Seen};
pub use review::{Reviewed, ReviewedMark, review_corrections, review_notes};
pub use sample::{Drawn, SampleOptions, Sampled, Stratum, sample};
pub use saved::{SavedSearch, SavedSearches};
pub use score::{FieldScore, Score, Wrong, plain_answer, score, wilson};
pub use sheet::{Answers, CheckedField, Row, Sheet, SheetError};
