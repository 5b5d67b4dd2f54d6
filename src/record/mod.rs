//! The researcher's own record: corrections, codes, notes, collections, and the project they belong to.
//!
//! Everything here is a plain text file that a person can read, write and put under version control. A statement's id comes
//! from its words and its cut, and a better program cuts elsewhere: what a person says of words is therefore held by an
//! [`Anchor`], the document and the quotation itself. On every reading of the document each entry is found again, or told.
//!
//! | file | what |
//! |---|---|
//! | `anchor` | where words stand in a document, told so that they are found again |
//! | `corrections/` | `corrections.toml`: what a person corrects, applied where statements are cut |
//! | `notes` | `notes.jsonl`: codes, notes and collections, and the code book |
//! | `project` | `demarche.toml`: what an index is made of |
//! | `file` | reading within bounds, appending whole entries |

mod anchor;
mod corrections;
mod error;
pub(crate) mod file;
mod folded;
mod notes;
mod project;

use std::sync::Arc;

use chrono::Local;

pub use anchor::{Anchor, AnchorError, CONTEXT, Found};
pub(crate) use corrections::cuts;
pub use corrections::{
    Apart, Correction, Corrections, DocumentCorrection, Known, NewCorrection, Person, PlacedCorrection,
    Provenance, StatementCorrection, Was, Wished, withdraw,
};
pub use error::RecordError;
pub use notes::{Code, CodeBook, Entry, Marked, Notes, ancestors};
pub use project::{Project, ReadSettings};

use crate::model::{Document, Statement};

/// What became of an entry when its document was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum State {
    /// Its words stand where they stood.
    Applied,
    /// Its words stand once elsewhere in the document.
    Moved,
    /// The program says the same by now.
    AlreadySo,
    /// It was written since the index was brought up to date.
    Waiting,
    /// Its words stand several times, and nothing tells which are meant; or two corrections contradict each other.
    InDoubt,
    /// Its words, or its document, are not there.
    Lost,
}

impl State {
    /// The words users read: `in doubt`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Moved => "moved",
            Self::AlreadySo => "already so",
            Self::Waiting => "waiting",
            Self::InDoubt => "in doubt",
            Self::Lost => "lost",
        }
    }
}

/// Today, as entries have it: `2026-03-04`.
pub fn today() -> String {
    Local::now().date_naive().to_string()
}

/// This moment, as RFC 3339 has it.
pub fn now() -> String {
    Local::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
}

/// A code in its one form, without needless white space: `peace/ceasefire`. `None` where it is none.
pub fn clean_code(code: &str) -> Option<String> {
    notes::clean(code)
}

/// What a person recorded about a corpus: what extraction takes into account.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Record {
    /// What was corrected.
    pub corrections: Arc<Corrections>,
    /// What was coded and noted.
    pub notes: Arc<Notes>,
}

impl Record {
    /// Whether it says nothing at all.
    pub fn is_empty(&self) -> bool {
        self.corrections.is_empty() && self.notes.is_empty()
    }

    /// What tells it from others as far as every file is concerned; empty where it says nothing of all.
    pub fn fingerprint(&self) -> String {
        self.corrections.fingerprint()
    }

    /// What tells it from others as far as one file is concerned; empty where it says nothing of it.
    pub fn fingerprint_of(&self, path: &str) -> String {
        let own = [self.corrections.fingerprint_of(path), self.notes.fingerprint_of(path)].concat();
        if own.is_empty() { own } else { blake3::hash(own.as_bytes()).to_hex()[..16].to_owned() }
    }

    /// The document with what was corrected of it as a whole.
    pub fn correct(&self, document: Document) -> Document {
        self.corrections.correct_document(document)
    }

    /// Gives statements the codes of the words in them.
    pub(crate) fn tag(&self, document: &Document, statements: &mut [Statement]) {
        self.notes.tag(document, statements);
    }
}
