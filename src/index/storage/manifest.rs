//! Manifest: what stands beside the index about itself, its format and the settings it was made with.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::atomic_file;
use crate::extract::PASSAGE_WORDS;
use crate::index::error::IndexError;

/// The format of the index on disk; an index of another format is told apart, never read wrongly.
pub const FORMAT: u32 = 14;
/// Near-identical statements share at least so much of their runs of words (the resemblance of Broder 1997).
pub(crate) const LEAST_ALIKE: f64 = 0.6;

/// Statements of fewer words are near-identical only if all their words are the same.
pub(crate) const SHORT_WORDS: usize = 12;

const ABOUT: &str = "demarche.json";

/// What stands beside the index about itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct About {
    /// The format of its files.
    pub format: u32,
    /// The program and its version.
    pub made_by: String,
    /// What was decided when it was made; all that is added must be made with the same.
    #[serde(default)]
    pub settings: Settings,
}

/// Settings that hold for all of an index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The most words of a passage.
    pub passage_words: usize,
    /// How alike near-identical statements are at least.
    pub least_alike: f64,
    /// Statements of fewer words are copies only if all their words are the same.
    pub short_words: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { passage_words: PASSAGE_WORDS, least_alike: LEAST_ALIKE, short_words: SHORT_WORDS }
    }
}

impl About {
    /// Whether an index stands in the folder, readable or not.
    pub fn exists(dir: &Path) -> bool {
        dir.join(ABOUT).exists()
    }

    /// Reads what stands in the folder; refuses what this program cannot read, and touches nothing.
    ///
    /// # Errors
    /// [`IndexError::Missing`] where there is no index, [`IndexError::Version`] and [`IndexError::Settings`] where it was made in
    /// another way, [`IndexError::Io`] where it cannot be read.
    pub fn read(dir: &Path) -> Result<Self, IndexError> {
        let text = std::fs::read(dir.join(ABOUT)).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => IndexError::Missing(dir.to_owned()),
            _ => IndexError::Io { path: dir.join(ABOUT), source },
        })?;
        let damaged = |error| IndexError::Damaged(format!("{ABOUT}: {error}"));
        // The format first: another one may have other keys beside it.
        let known: serde_json::Value = serde_json::from_slice(&text).map_err(damaged)?;
        let found = known["format"].as_u64().unwrap_or_default();
        if found != u64::from(FORMAT) {
            let made_by = known["made_by"].as_str().unwrap_or("another program").to_owned();
            return Err(IndexError::Version { path: dir.to_owned(), found, expected: FORMAT, made_by });
        }
        let about: Self = serde_json::from_value(known).map_err(damaged)?;
        if about.settings != Settings::default() {
            return Err(IndexError::Settings { path: dir.to_owned(), made_by: about.made_by });
        }
        Ok(about)
    }

    /// Says that an index of this program stands in the folder.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn write(dir: &Path) -> Result<(), IndexError> {
        let made_by = concat!("demarche ", env!("CARGO_PKG_VERSION")).to_owned();
        let about = Self { format: FORMAT, made_by, settings: Settings::default() };
        let text = serde_json::to_vec_pretty(&about);
        atomic_file::replace(&dir.join(ABOUT), &text.map_err(|error| IndexError::Damaged(error.to_string()))?)
    }
}
