//! What pages are made from, while it grows old. Where a newer state is there, it is opened and warmed beside the one that pages
//! use: they wait for it a moment, and are made from the older one where it takes longer.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// So long a page waits for a newer state.
const LONGEST_WAIT: Duration = Duration::from_millis(200);

/// A state of something that others write too.
pub(super) trait Dated: Send + Sync + 'static {
    /// Its number: later states have higher ones.
    fn number(&self) -> u64;

    /// Whether nothing was written since.
    fn is_current(&self) -> bool;
}

/// The last state that was opened.
pub(super) struct Latest<V> {
    state: Mutex<State<V>>,
    opened: Condvar,
}

struct State<V> {
    view: Option<Arc<V>>,
    /// Since when a newer one is being opened.
    opening: Option<Instant>,
}

impl<V> Default for Latest<V> {
    fn default() -> Self {
        Self { state: Mutex::new(State { view: None, opening: None }), opened: Condvar::new() }
    }
}

impl<V: Dated> Latest<V> {
    fn state(&self) -> MutexGuard<'_, State<V>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state as it is; for a moment as it was, where `open` takes long with a newer one. `open` is given the one that it
    /// follows, if there is one.
    ///
    /// # Errors
    /// Those of `open`, where no older state is there.
    pub fn view<E>(
        self: &Arc<Self>,
        open: impl FnOnce(Option<&V>) -> Result<V, E> + Clone + Send + 'static,
    ) -> Result<Arc<V>, E> {
        let mut state = self.state();
        loop {
            let Some(view) = state.view.clone() else {
                let view = Arc::new(open(None)?);
                state.view = Some(Arc::clone(&view));
                return Ok(view);
            };
            if view.is_current() {
                return Ok(view);
            }
            let began = *state.opening.get_or_insert_with(|| {
                let (latest, older, open) = (Arc::clone(self), Arc::clone(&view), open.clone());
                // What goes wrong is told to the page that asks next.
                std::thread::spawn(move || latest.put(open(Some(&older)).ok().map(Arc::new)));
                Instant::now()
            });
            let Some(left) = LONGEST_WAIT.checked_sub(began.elapsed()) else { return Ok(view) };
            state = self.opened.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Takes the newer state, or none where it could not be opened.
    fn put(&self, newer: Option<Arc<V>>) {
        let mut state = self.state();
        state.opening = None;
        let known = state.view.as_ref().map_or(0, |view| view.number());
        if newer.as_ref().is_none_or(|newer| newer.number() >= known) {
            state.view = newer;
        }
        self.opened.notify_all();
    }

    /// Lets go of a state that is not the last: what a page has changed is seen by the next.
    pub fn forget_older(&self) {
        let mut state = self.state();
        if state.view.as_ref().is_some_and(|view| !view.is_current()) {
            state.view = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering::SeqCst};

    use super::*;

    /// A state of a counter.
    struct Counted {
        at: u64,
        counter: Arc<AtomicU64>,
    }

    impl Dated for Counted {
        fn number(&self) -> u64 {
            self.at
        }

        fn is_current(&self) -> bool {
            self.counter.load(SeqCst) == self.at
        }
    }

    /// Opens the counter's state, which takes some milliseconds.
    fn opens(
        counter: &Arc<AtomicU64>,
        millis: u64,
    ) -> impl FnOnce(Option<&Counted>) -> Result<Counted, ()> + Clone + Send + 'static {
        let counter = Arc::clone(counter);
        move |_| {
            let at = counter.load(SeqCst);
            std::thread::sleep(Duration::from_millis(millis));
            Ok(Counted { at, counter })
        }
    }

    #[test]
    fn a_newer_state_that_is_soon_open_is_seen_at_once() {
        let (counter, latest) = (Arc::new(AtomicU64::new(1)), Arc::new(Latest::default()));
        assert_eq!(latest.view(opens(&counter, 0)).unwrap().at, 1);
        counter.store(2, SeqCst);
        assert_eq!(latest.view(opens(&counter, 0)).unwrap().at, 2);
    }

    #[test]
    fn pages_are_made_from_the_older_state_while_a_newer_one_takes_long() {
        let (counter, latest) = (Arc::new(AtomicU64::new(1)), Arc::new(Latest::default()));
        latest.view(opens(&counter, 0)).unwrap();
        counter.store(2, SeqCst);
        assert_eq!(latest.view(opens(&counter, 2_000)).unwrap().at, 1);
        let begun = Instant::now();
        while latest.view(opens(&counter, 2_000)).unwrap().at == 1 {
            assert!(begun.elapsed() < Duration::from_secs(60));
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    #[test]
    fn what_a_page_has_changed_is_seen_by_the_next_however_long_that_takes() {
        let (counter, latest) = (Arc::new(AtomicU64::new(1)), Arc::new(Latest::default()));
        latest.view(opens(&counter, 0)).unwrap();
        counter.store(2, SeqCst);
        latest.forget_older();
        assert_eq!(latest.view(opens(&counter, 300)).unwrap().at, 2);
    }

    #[test]
    fn a_state_that_cannot_be_opened_is_told() {
        let (counter, latest) = (Arc::new(AtomicU64::new(1)), Arc::new(Latest::default()));
        latest.view(opens(&counter, 0)).unwrap();
        counter.store(2, SeqCst);
        assert!(latest.view(|_| Err::<Counted, _>("damaged")).is_err());
    }
}
