//! Queue of the engine's writer: who makes passages need not wait while it commits.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use tantivy::TantivyError;
use tantivy::indexer::UserOperation;

use super::in_flight::CountedDocument;
use crate::index::error::IndexError;

/// So many bytes of texts may wait while the engine commits. What is made of a text takes some five times its
/// room.
const MAX_QUEUED_BYTES: usize = 2 << 20;

/// The engine's writer.
pub(crate) type IndexWriter = tantivy::IndexWriter<CountedDocument>;

/// Something for the engine to do.
enum Step {
    /// To add and to take out, all at once; with the bytes of its texts.
    Run(Vec<UserOperation<CountedDocument>>, usize),
    Commit,
    Other(Other),
}

type Other = Box<dyn FnOnce(&mut IndexWriter) -> tantivy::Result<()> + Send>;

/// The engine's writer on a thread of its own, which does one step after the other in the order that they came.
///
/// After a step that failed none is done: whatever is asked for then fails too, and [`EngineQueue::why`] tells why.
pub(crate) struct EngineQueue {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<IndexWriter>>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    steps: VecDeque<Step>,
    /// Bytes of the texts that wait.
    bytes: usize,
    /// Steps that are not done, the one being done among them.
    open: usize,
    /// Commits among these.
    commits: usize,
    failed: bool,
    /// Why, until that was told.
    why: Option<IndexError>,
    closed: bool,
}

impl EngineQueue {
    /// `committed` is called after each commit.
    pub fn new(
        mut writer: IndexWriter,
        committed: impl Fn() -> Result<(), IndexError> + Send + 'static,
    ) -> Result<Self, IndexError> {
        let shared = Arc::<Shared>::default();
        let theirs = Arc::clone(&shared);
        let work = move || {
            while let Some(step) = theirs.next() {
                let commit = matches!(step, Step::Commit);
                let done = if theirs.state().failed { Ok(()) } else { step.done(&mut writer, &committed) };
                theirs.did(commit, done.map_err(|error| cause(error, &mut writer)));
            }
            writer
        };
        let thread = std::thread::Builder::new().name("demarche-engine".into()).spawn(work);
        let thread = thread.map_err(|error| IndexError::from(TantivyError::from(error)))?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// To add and to take out, all at once: nothing comes between. Waits for room.
    pub fn run(
        &self,
        operations: Vec<UserOperation<CountedDocument>>,
        bytes: usize,
    ) -> Result<(), IndexError> {
        // A text larger than all the room has it to itself.
        let state = self.wait(|state| state.bytes > 0 && state.bytes + bytes > MAX_QUEUED_BYTES)?;
        self.push(state, Step::Run(operations, bytes));
        Ok(())
    }

    /// To commit all that was asked for before. Waits until no other commit is under way, then calls `before`.
    pub fn commit(&self, before: impl FnOnce()) -> Result<(), IndexError> {
        // `before` is called under the lock: of two that come at once, one waits for the other's commit.
        let state = self.wait(|state| state.commits > 0).map_err(|error| self.cause_of(error))?;
        before();
        self.push(state, Step::Commit);
        Ok(())
    }

    /// Something else that the writer must do.
    pub fn with(
        &self,
        other: impl FnOnce(&mut IndexWriter) -> tantivy::Result<()> + Send + 'static,
    ) -> Result<(), IndexError> {
        let state = self.wait(|_| false)?;
        self.push(state, Step::Other(Box::new(other)));
        Ok(())
    }

    /// Waits until all is done.
    pub fn finish(&self) -> Result<(), IndexError> {
        self.wait(|state| state.open > 0).map(drop).map_err(|error| self.cause_of(error))
    }

    /// Why nothing more is done, where `error` says no more than that and it was not told yet.
    pub fn cause_of(&self, error: IndexError) -> IndexError {
        match error {
            IndexError::Engine(TantivyError::ErrorInThread(_)) => {
                self.shared.state().why.take().unwrap_or(error)
            }
            other => other,
        }
    }

    /// Does what waits, and gives the writer back.
    pub fn close(mut self) -> Result<IndexWriter, IndexError> {
        self.end().ok_or_else(ended)
    }

    fn end(&mut self) -> Option<IndexWriter> {
        self.shared.state().closed = true;
        self.shared.changed.notify_all();
        self.thread.take()?.join().ok()
    }

    fn push(&self, mut state: MutexGuard<'_, State>, step: Step) {
        state.open += 1;
        match &step {
            Step::Run(_, bytes) => state.bytes += bytes,
            Step::Commit => state.commits += 1,
            Step::Other(_) => {}
        }
        state.steps.push_back(step);
        drop(state);
        self.shared.changed.notify_all();
    }

    fn wait(&self, busy: impl Fn(&State) -> bool) -> Result<MutexGuard<'_, State>, IndexError> {
        let state = self.shared.wait(|state| busy(state) && !state.failed);
        if state.failed { Err(ended()) } else { Ok(state) }
    }
}

impl Drop for EngineQueue {
    fn drop(&mut self) {
        self.end();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait(&self, busy: impl Fn(&State) -> bool) -> MutexGuard<'_, State> {
        let waited = self.changed.wait_while(self.state(), |state| busy(state));
        waited.unwrap_or_else(PoisonError::into_inner)
    }

    /// The next step; `None` where none will come.
    fn next(&self) -> Option<Step> {
        let mut state = self.wait(|state| state.steps.is_empty() && !state.closed);
        let step = state.steps.pop_front()?;
        if let Step::Run(_, bytes) = &step {
            state.bytes -= bytes;
            drop(state);
            self.changed.notify_all();
        }
        Some(step)
    }

    fn did(&self, commit: bool, done: Result<(), IndexError>) {
        let mut state = self.state();
        state.open -= 1;
        state.commits -= usize::from(commit);
        if let Err(error) = done {
            state.failed = true;
            state.why = Some(error);
        }
        drop(state);
        self.changed.notify_all();
    }
}

impl Step {
    fn done(
        self,
        writer: &mut IndexWriter,
        committed: &impl Fn() -> Result<(), IndexError>,
    ) -> Result<(), IndexError> {
        match self {
            Self::Run(operations, _) => writer.run(operations).map(drop)?,
            Self::Commit => {
                writer.commit()?;
                committed()?;
            }
            Self::Other(other) => other(writer)?,
        }
        Ok(())
    }
}

/// That nothing more is done; why is told once.
fn ended() -> IndexError {
    IndexError::Engine(TantivyError::ErrorInThread("an earlier step failed".to_owned()))
}

/// Why a thread of the engine ended, where an error says no more than that it did.
fn cause(error: IndexError, writer: &mut IndexWriter) -> IndexError {
    match error {
        IndexError::Engine(TantivyError::ErrorInThread(_)) => {
            writer.prepare_commit().err().map_or(error, IndexError::from)
        }
        other => other,
    }
}
