//! What every engine does in this benchmark.

use std::path::Path;

use anyhow::Result;

use crate::questions::Question;

/// What an engine says to a question.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// How many passages there are in all, where the engine says so.
    pub hits: Option<u64>,
    /// The ids of those it shows, best first; for counts, how many values there are.
    pub shown: usize,
    /// How long it took by the engine's own clock, where it runs in a process of its own, in nanoseconds.
    pub nanos: Option<u64>,
}

/// An engine with one index.
pub trait Engine {
    /// What it is called in the tables.
    fn name(&self) -> &'static str;

    /// Makes its index in `dir`, an empty folder, from the file of records, up to the last commit, and opens it.
    fn build(&mut self, records: &Path, dir: &Path) -> Result<()>;

    /// Opens the index that [`Engine::build`] made in `dir`.
    fn open(&mut self, dir: &Path) -> Result<()>;

    /// Answers; `None` where the engine has no such answer.
    fn ask(&mut self, question: &Question) -> Result<Option<Answer>>;

    /// How many passages hold the words of a question, by the same rules as [`Engine::ask`]; not timed.
    fn hits(&mut self, question: &Question) -> Result<Option<u64>>;

    /// Does what it needs to be as quick as it can.
    fn warm_up(&mut self, _questions: &[Question]) -> Result<()> {
        Ok(())
    }

    /// How many parts its index has.
    fn parts(&self) -> Option<usize> {
        None
    }
}
