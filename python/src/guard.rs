//! The guard of all work: other threads of Python run meanwhile, Ctrl-C is seen, and no panic reaches Python.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use pyo3::prelude::*;

use crate::failure::Failure;

/// How long Ctrl-C may wait to be seen.
const LOOK: Duration = Duration::from_millis(100);

thread_local! {
    /// What the last panic of this thread said, and where.
    static FAULT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps what a panic says for the exception that is made of it, in place of printing it.
pub fn keep_faults() {
    std::panic::set_hook(Box::new(|panic| {
        FAULT.with(|fault| *fault.borrow_mut() = panic.to_string());
    }));
}

/// Does work without holding Python.
pub fn run<T: Send>(py: Python<'_>, work: impl FnOnce() -> Result<T, Failure> + Send) -> PyResult<T> {
    py.detach(|| caught(work)).map_err(|failure| failure.raise(py))
}

/// Does work that may take long on a thread of its own. `stop` is set on Ctrl-C: the work is to end in order then.
/// `tell` is called from time to time.
pub fn run_long<T: Send>(
    py: Python<'_>,
    stop: &AtomicBool,
    tell: &mut dyn FnMut(Python<'_>) -> PyResult<()>,
    work: impl FnOnce() -> Result<T, Failure> + Send,
) -> PyResult<T> {
    std::thread::scope(|scope| {
        let (send, receive) = channel();
        // Where nobody listens any more there is nobody to tell.
        scope.spawn(move || drop(send.send(caught(work))));
        // Shared only so that it may be waited on without holding Python.
        let receive = Mutex::new(receive);
        let mut interrupted = None;
        loop {
            let look = || receive.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(LOOK);
            match py.detach(look) {
                Ok(done) => {
                    let done = done.map_err(|failure| failure.raise(py));
                    return interrupted.map_or(done, Err);
                }
                Err(RecvTimeoutError::Timeout) => {
                    let looked = py.check_signals().and_then(|()| tell(py));
                    if let Err(error) = looked {
                        stop.store(true, Ordering::SeqCst);
                        interrupted.get_or_insert(error);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Failure::Fault("its thread ended".to_owned()).raise(py));
                }
            }
        }
    })
}

/// A panic as a failure.
pub fn caught<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Failure::Fault(FAULT.with(|fault| fault.take()))))
}
