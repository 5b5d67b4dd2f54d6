//! Buffered reads: a file of an index that is read, not mapped.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

/// Who reads on where the last part ended is given its part of a piece of so many bytes.
const AHEAD: usize = 64 << 10;

/// A file of which each part is read when it is asked for. It can be used from several threads.
///
/// A merge reads one part after the other, a few bytes each: these are read ahead, in pieces.
#[derive(Debug)]
pub(crate) struct BufferedFile {
    file: File,
    length: usize,
    ahead: Mutex<Ahead>,
}

#[derive(Debug)]
struct Ahead {
    /// Where the part that was asked for last ended.
    end: usize,
    /// The piece that was read ahead, and where it begins.
    piece: OwnedBytes,
    start: usize,
}

impl BufferedFile {
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        let ahead = Mutex::new(Ahead { end: usize::MAX, piece: OwnedBytes::empty(), start: 0 });
        Ok(Self { file, length, ahead })
    }

    fn read(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut bytes = vec![0; range.len()];
        read_at(&self.file, &mut bytes, range.start as u64)?;
        Ok(OwnedBytes::new(bytes))
    }
}

impl HasLen for BufferedFile {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for BufferedFile {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.len() >= AHEAD {
            return self.read(range);
        }
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        let goes_on = std::mem::replace(&mut ahead.end, range.end) == range.start;
        let held = |ahead: &Ahead| ahead.start <= range.start && range.end <= ahead.start + ahead.piece.len();
        if goes_on && !held(&ahead) {
            let end = self.length.min(range.start + AHEAD).max(range.end);
            ahead.piece = self.read(range.start..end)?;
            ahead.start = range.start;
        }
        if held(&ahead) {
            return Ok(ahead.piece.slice(range.start - ahead.start..range.end - ahead.start));
        }
        drop(ahead);
        self.read(range)
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    let mut done = 0;
    while done < bytes.len() {
        match std::os::windows::fs::FileExt::seek_read(file, &mut bytes[done..], at + done as u64)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => done += read,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_those_of_the_file_in_whatever_order() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let all: Vec<u8> = (0..300_000_u32).flat_map(u32::to_le_bytes).collect();
        std::fs::write(&path, &all).unwrap();
        let file = BufferedFile::open(&path).unwrap();
        let mut numbers = fastrand::Rng::with_seed(7);
        let mut at = 0;
        for _ in 0..3_000 {
            // Mostly on from where the last part ended.
            at = if numbers.u8(..) < 20 || at == all.len() { numbers.usize(..all.len()) } else { at };
            let long = if numbers.u8(..) < 5 { 200_000 } else { 2_000 };
            let end = (at + numbers.usize(..long)).min(all.len());
            assert_eq!(file.read_bytes(at..end).unwrap().as_slice(), &all[at..end]);
            at = end;
        }
        assert!(file.read_bytes(all.len() - 1..all.len() + 1).is_err());
    }
}
