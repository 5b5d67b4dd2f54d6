//! The speakers of an index, with the forms of their names and who may be the same.

use std::io::{self, Write};

use serde::Serialize;

use crate::index::IndexedSpeaker;

/// A speaker, and the names of others who may be the same person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonRow<'a> {
    /// The speaker.
    #[serde(flatten)]
    pub speaker: &'a IndexedSpeaker,
    /// Who may be the same.
    pub may_be: Vec<&'a str>,
}

/// Who speaks in an index, as far as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct People<'a> {
    /// How many persons the index has.
    pub total: usize,
    /// How many speakers that are states or bodies were left out.
    pub bodies: usize,
    /// The persons asked for, who has most statements first.
    pub people: Vec<PersonRow<'a>>,
}

/// One JSON object.
pub fn write_people_json(out: &mut dyn Write, people: &People) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, people)?;
    out.write_all(b"\n")
}
