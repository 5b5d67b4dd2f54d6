//! Ctrl-C: the first asks to end in order, the second ends at once.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// Whether the user asked to stop.
#[derive(Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Listens for Ctrl-C, and for the system asking the program to end, from here on.
    pub fn listen() -> Self {
        // What is read and then sent is one piece of work: who listened first hears for both.
        static LISTENING: OnceLock<Stop> = OnceLock::new();
        LISTENING.get_or_init(Self::begin).clone()
    }

    fn begin() -> Self {
        let stop = Self::default();
        let asked = stop.clone();
        // Without a handler Ctrl-C ends the program at once: the last commit stands all the same.
        let _ = ctrlc::set_handler(move || {
            if asked.0.swap(true, Ordering::SeqCst) {
                std::process::exit(super::STOPPED.into());
            }
            let message = "stopping when the files in hand are done; again to stop at once";
            let _ = writeln!(anstream::stderr(), "{message}");
        });
        stop
    }

    /// Whether the user asked.
    pub fn asked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
