//! Holder of the lock: the process that writes to an index.

use std::fmt;

use chrono::{DateTime, Local, SubsecRound};
use serde::{Deserialize, Serialize};

/// A process that writes to an index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Its number.
    pub pid: u32,
    /// The machine it runs on.
    pub host: String,
    /// Since when.
    pub since: DateTime<Local>,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let since = self.since.format("%Y-%m-%d %H:%M:%S");
        write!(f, "process {} on {}, since {since}", self.pid, self.host)
    }
}

impl Holder {
    /// This process, from now on.
    pub(crate) fn this() -> Self {
        let host = gethostname::gethostname().to_string_lossy().into_owned();
        Self { pid: std::process::id(), host, since: Local::now().trunc_subsecs(0) }
    }
}
