//! The bytes of a file as they come: hashed on the way, unpacked.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::limits::{MOST_EXPANSION, MOST_FILE, UNPACKED_FREELY};
use super::{ReadError, SkipCause, SourceFile};

/// Bytes that are asked of the system at once.
const BLOCK: usize = 64 << 10;

/// A file that is open, or standard input: whatever takes its name meanwhile, what is read is of one file.
pub struct Opened {
    name: String,
    path: Option<PathBuf>,
    input: Input,
}

enum Input {
    Standard(io::StdinLock<'static>),
    File(File),
}

impl Opened {
    /// Opens a file, or standard input where its path is `-`.
    ///
    /// # Errors
    /// Where the system refuses, or it is no regular file.
    pub fn new(file: &SourceFile) -> Result<Self, ReadError> {
        let name = file.name.clone();
        if file.is_standard_input() {
            return Ok(Self { name, path: None, input: Input::Standard(io::stdin().lock()) });
        }
        let io = |source| ReadError::Io { path: file.name.clone(), source };
        // Asked again: to open a pipe that has taken the file's place would wait for ever.
        if !std::fs::metadata(&file.path).map_err(io)?.is_file() {
            return Err(ReadError::Unsuitable { path: name, cause: SkipCause::Special });
        }
        let input = Input::File(File::open(&file.path).map_err(io)?);
        Ok(Self { name, path: Some(file.path.clone()), input })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Where the file lies; `None` of standard input.
    pub(super) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// A hash of the file's bytes, as in [`ReadReport::hash`](super::ReadReport::hash), and how many they are.
    /// What comes on standard input is used up by it.
    ///
    /// # Errors
    /// Where the system refuses, or it is no regular file.
    pub fn hash(&mut self) -> Result<(String, u64), ReadError> {
        let path = self.name.clone();
        let hash = |input: &mut dyn Read| {
            let mut input = Hashed::new(input);
            let size = input.finish()?;
            Ok((input.hash(), size))
        };
        self.rewound().and_then(hash).map_err(|source| ReadError::Io { path, source })
    }

    /// Its bytes from the first; standard input goes on where it is.
    pub(super) fn rewound(&mut self) -> io::Result<&mut dyn Read> {
        match &mut self.input {
            Input::Standard(input) => Ok(input),
            Input::File(file) => {
                file.rewind()?;
                Ok(file)
            }
        }
    }
}

/// Bytes that are hashed as they are read.
pub(super) struct Hashed<'r> {
    inner: BufReader<&'r mut dyn Read>,
    hasher: blake3::Hasher,
    count: Rc<Cell<u64>>,
}

impl<'r> Hashed<'r> {
    pub fn new(inner: &'r mut dyn Read) -> Self {
        let inner = BufReader::with_capacity(BLOCK, inner);
        Self { inner, hasher: blake3::Hasher::new(), count: Rc::default() }
    }

    /// Reads what is left, so that all is hashed; gives the size.
    pub fn finish(&mut self) -> io::Result<u64> {
        io::copy(self, &mut io::sink())?;
        Ok(self.count.get())
    }

    /// The hash of what was read: 32 hexadecimal digits of BLAKE3.
    pub fn hash(&self) -> String {
        self.hasher.finalize().to_hex()[..32].to_owned()
    }
}

impl Read for Hashed<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.hasher.update(&into[..count]);
        self.count.set(self.count.get() + count as u64);
        Ok(count)
    }
}

/// Takes off gzip or Zstandard, told by the first bytes, and the ending that says so.
pub(super) fn unpack<'n, 'r>(
    name: &'n str,
    packed: &'r mut Hashed<'_>,
) -> io::Result<(&'n str, Box<dyn Read + 'r>, bool)> {
    let count = packed.count.clone();
    let mut first = Vec::new();
    packed.by_ref().take(4).read_to_end(&mut first)?;
    let is = |mark: &[u8]| first.starts_with(mark);
    let (gzip, zstandard) = (is(&[0x1f, 0x8b]), is(&[0x28, 0xb5, 0x2f, 0xfd]));
    let whole = io::Cursor::new(first).chain(packed);
    let (inner, endings): (Box<dyn Read>, [&str; 2]) = if gzip {
        let packed = BufReader::with_capacity(BLOCK, whole);
        (Box::new(flate2::bufread::MultiGzDecoder::new(packed)), [".gz", ".gzip"])
    } else if zstandard {
        (Box::new(zstd::Decoder::new(whole)?), [".zst", ".zstd"])
    } else {
        return Ok((name, Box::new(whole), false));
    };
    let name = endings.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    Ok((name, Box::new(Unpacked { inner, packed: count, count: 0 }), true))
}

/// Unpacked bytes; fails where they are far more than the packed ones can honestly hold.
struct Unpacked<'r> {
    inner: Box<dyn Read + 'r>,
    packed: Rc<Cell<u64>>,
    count: u64,
}

impl Read for Unpacked<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.count += count as u64;
        if self.count > UNPACKED_FREELY.max(self.packed.get().saturating_mul(MOST_EXPANSION)) {
            let reason = format!(
                "it unpacks to more than {MOST_EXPANSION} times its size, as no text does; unpack it yourself if it is one"
            );
            return Err(io::Error::other(reason));
        }
        Ok(count)
    }
}

/// The first bytes, which are read again with all the others.
pub(super) fn peek<'r>(
    mut inner: Box<dyn Read + 'r>,
    count: usize,
) -> io::Result<(Vec<u8>, Box<dyn Read + 'r>)> {
    let mut first = Vec::new();
    inner.by_ref().take(count as u64).read_to_end(&mut first)?;
    let whole = io::Cursor::new(first.clone()).chain(inner);
    Ok((first, Box::new(whole)))
}

/// All bytes; `None` where they are more than [`MOST_FILE`].
pub(super) fn whole(inner: &mut dyn Read) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    inner.take(MOST_FILE as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= MOST_FILE).then_some(bytes))
}

/// What a line was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// It was read.
    Read,
    /// It is longer than was asked for, and was passed over.
    TooLong,
}

/// Reads the next line without its end; `None` after the last.
pub(super) fn line(input: &mut dyn BufRead, most: usize, line: &mut Vec<u8>) -> io::Result<Option<Line>> {
    line.clear();
    let (mut any, mut too_long) = (false, false);
    loop {
        let block = input.fill_buf()?;
        if block.is_empty() {
            break;
        }
        any = true;
        let end = memchr::memchr(b'\n', block);
        let part = &block[..end.unwrap_or(block.len())];
        too_long |= line.len() + part.len() > most;
        if too_long {
            line.clear();
        } else {
            line.extend_from_slice(part);
        }
        let used = end.map_or(block.len(), |end| end + 1);
        input.consume(used);
        if end.is_some() {
            break;
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(any.then_some(if too_long { Line::TooLong } else { Line::Read }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpacked(name: &str, bytes: &[u8]) -> (String, io::Result<Vec<u8>>) {
        let mut input = bytes;
        let mut hashed = Hashed::new(&mut input);
        let (name, mut inner, _) = unpack(name, &mut hashed).unwrap();
        let mut out = Vec::new();
        let read = inner.read_to_end(&mut out).map(|_| out);
        (name.to_owned(), read)
    }

    #[test]
    fn packed_files_lose_their_second_ending() {
        let packed = zstd::encode_all(&b"Peace talks."[..], 1).unwrap();
        let (name, bytes) = unpacked("a.txt.zst", &packed);
        assert_eq!((name.as_str(), &bytes.unwrap()[..]), ("a.txt", &b"Peace talks."[..]));
        assert!(unpacked("a.gz", &[0x1f, 0x8b, 0, 0]).1.is_err());
    }

    #[test]
    fn lines_longer_than_asked_for_are_passed_over() {
        let mut input = BufReader::with_capacity(3, &b"one\r\ntwo and more\n\nfour"[..]);
        let mut text = Vec::new();
        let mut seen = Vec::new();
        while let Some(found) = line(&mut input, 5, &mut text).unwrap() {
            seen.push((found, String::from_utf8(text.clone()).unwrap()));
        }
        let read = |text: &str| (Line::Read, text.to_owned());
        assert_eq!(seen, [read("one"), (Line::TooLong, String::new()), read(""), read("four")]);
    }
}
