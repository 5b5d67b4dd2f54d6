//! Progress: who is told how far the work has come.

use crate::index::holder::Holder;

/// Is told how far the work has come, and asked whether to go on; from several threads.
pub trait Progress: Sync {
    /// The work ahead: files and bytes to read.
    fn start(&self, _files: usize, _bytes: u64) {}
    /// So many bytes more of a file are read.
    fn read(&self, _name: &str, _bytes: u64) {}
    /// A file is done.
    fn done(&self, _name: &str) {}
    /// So many of the files are committed: no crash undoes them.
    fn committed(&self, _files: usize) {}
    /// Another process writes to the index; it is waited for.
    fn waiting(&self, _holder: Option<&Holder>) {}
    /// An earlier run did not end in order.
    fn broken_off(&self, _holder: &Holder) {}
    /// Whether to stop: files in hand are finished and committed; of a large one that is new, what is read.
    fn stopped(&self) -> bool {
        false
    }
}

impl Progress for () {}
