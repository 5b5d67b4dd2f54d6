//! Stored vocabulary: that of an index, in a file beside it.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};

use serde::Serialize;

use super::learn::Sample;
use super::pieces::feed;
use super::{Id, Vocabulary};
use crate::index::error::IndexError;
use crate::index::storage::atomic_file;

/// The file: the hash of what follows ([BLAKE3](https://docs.rs/blake3)), how many pieces there are (two bytes, the
/// lower first), how long each is (a byte), and the pieces.
pub(crate) const FILE: &str = "demarche-words";
const HASH: usize = blake3::OUT_LEN;
/// What begins with it is stored as it is; what is stored by a vocabulary begins with that one's id.
const PLAIN: u8 = 0;

/// An index's vocabulary, where it has one yet: a small index has none.
#[derive(Default)]
pub(crate) struct StoredVocabulary {
    /// Where the index is; `None` in memory.
    dir: Option<PathBuf>,
    /// The file as it was when the index was opened, until it is read: another index may be put in the place of
    /// that one.
    file: Mutex<Option<File>>,
    known: OnceLock<Vocabulary>,
    sample: Mutex<Sample>,
}

impl StoredVocabulary {
    /// That of the index in `dir`; nothing is read before it is needed.
    pub fn beside(dir: Option<PathBuf>) -> Self {
        let file = dir.as_ref().and_then(|dir| File::open(dir.join(FILE)).ok());
        Self { dir, file: Mutex::new(file), ..Self::default() }
    }

    /// Reads it if it is there. What was learned once is used by all who write from then on.
    pub fn ready(&self) -> Result<(), IndexError> {
        let path = self.dir.as_ref().map(|dir| dir.join(FILE));
        if path.is_some_and(|path| path.exists()) {
            self.known()?;
        }
        Ok(())
    }

    /// What is to be stored of a value. While there is no vocabulary, one is learned from it.
    pub fn stored(&self, value: &impl Serialize) -> Result<Vec<u8>, IndexError> {
        let unfit = |error: postcard::Error| IndexError::Damaged(error.to_string());
        match self.known.get() {
            Some(known) => {
                // Words of another language than those the vocabulary was learned from have no numbers.
                if let Some(coded) = known.write(value).map_err(unfit)? {
                    return Ok(coded);
                }
            }
            None => self.learn(value)?,
        }
        postcard::to_extend(value, vec![PLAIN]).map_err(unfit)
    }

    /// What was stored, as it was.
    pub fn read<'s>(&self, stored: &'s [u8]) -> Result<Cow<'s, [u8]>, IndexError> {
        let damaged =
            || IndexError::Damaged("a passage is stored by words that the index does not have".into());
        if let [PLAIN, bytes @ ..] = stored {
            return Ok(Cow::Borrowed(bytes));
        }
        let (id, written) = stored.split_first_chunk::<{ size_of::<Id>() }>().ok_or_else(damaged)?;
        // Another one lies there where the index was made anew meanwhile.
        let known = Some(self.known()?).filter(|known| known.id == *id);
        known.and_then(|known| known.read(written)).map(Cow::Owned).ok_or_else(damaged)
    }

    fn known(&self) -> Result<&Vocabulary, IndexError> {
        if let Some(known) = self.known.get() {
            return Ok(known);
        }
        // Who waits here finds what the other read.
        let mut opened = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        match self.known.get() {
            Some(known) => Ok(known),
            None => {
                let known = self.load(opened.take())?;
                Ok(self.known.get_or_init(|| known))
            }
        }
    }

    fn load(&self, opened: Option<File>) -> Result<Vocabulary, IndexError> {
        let damaged = || IndexError::Damaged(format!("the bytes of {FILE} do not match their checksum"));
        let path = self.dir.as_ref().ok_or_else(damaged)?.join(FILE);
        let mut bytes = Vec::new();
        let file = opened.map_or_else(|| File::open(&path), Ok);
        let read = file.and_then(|mut file| file.read_to_end(&mut bytes));
        read.map_err(|error| IndexError::at(&path, error))?;
        let (hash, content) = bytes.split_first_chunk::<HASH>().ok_or_else(damaged)?;
        if blake3::hash(content) != *hash {
            return Err(damaged());
        }
        let (count, content) = content.split_first_chunk().ok_or_else(damaged)?;
        let lengths = usize::from(u16::from_le_bytes(*count));
        let (lengths, pieces) = content.split_at_checked(lengths).ok_or_else(damaged)?;
        Ok(Vocabulary::new(pieces.to_vec(), lengths))
    }

    pub(super) fn save(&self, vocabulary: &Vocabulary) -> Result<(), IndexError> {
        let Some(dir) = &self.dir else { return Ok(()) };
        let content = vocabulary.file();
        atomic_file::replace(&dir.join(FILE), &[blake3::hash(&content).as_bytes(), &*content].concat())
    }

    /// Learns from one value more; from the last that was wanting, a vocabulary is made. It is on disk before
    /// anything is stored by it.
    fn learn(&self, value: &impl Serialize) -> Result<(), IndexError> {
        let mut sample = self.sample.lock().unwrap_or_else(PoisonError::into_inner);
        if self.known.get().is_some() {
            return Ok(());
        }
        feed(value, &mut *sample).map_err(|error| IndexError::Damaged(error.to_string()))?;
        if sample.is_enough() {
            let vocabulary = std::mem::take(&mut *sample).learn();
            self.save(&vocabulary)?;
            self.known.get_or_init(|| vocabulary);
        }
        Ok(())
    }
}
