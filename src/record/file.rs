//! Files of the record: read within bounds, and appended to so that no crash leaves half of an entry and no other program
//! loses one.

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::error::RecordError;
use crate::atomic_file::put_by_way_of;

/// A larger file of the record is refused, in bytes: some 50,000 corrections.
const MOST_BYTES: u64 = 64 << 20;

/// The text of a file; `None` where there is none.
pub(crate) fn read(path: &Path) -> Result<Option<String>, RecordError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(RecordError::io(path, error)),
    };
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| RecordError::io(path, error))?;
    if bytes.len() as u64 > MOST_BYTES {
        let reason =
            format!("is larger than {} MB; split it, and name what belongs together", MOST_BYTES >> 20);
        return Err(RecordError::Content { path: path.to_owned(), line: None, reason });
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        RecordError::at(path, lines(before) + 1, "is not UTF-8; save it as UTF-8")
    })?;
    Ok(Some(text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned)))
}

/// What a TOML text holds; an error names file and line.
pub(crate) fn from_toml<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T, RecordError> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| line_of(text, span.start));
        RecordError::Content { path: path.to_owned(), line, reason: error.message().to_owned() }
    })
}

/// The line, counted from 1, on which a byte of a text stands.
pub(crate) fn line_of(text: &str, byte: usize) -> usize {
    lines(&text.as_bytes()[..byte.min(text.len())]) + 1
}

fn lines(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

/// Changes a file as `change` says, which is given its text and may refuse. Other programs that do the same wait; all of the
/// new text is in the file then, or none.
pub(crate) fn change(
    path: &Path,
    change: impl FnOnce(&str) -> Result<String, RecordError>,
) -> Result<(), RecordError> {
    // What a link points to is changed, not the link.
    let path = &std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let fails = |error| RecordError::io(path, error);
    // The lock ends with its file's handle. Its file stays: who waits for it holds it open.
    let lock = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(beside(path, "lock"))
        .map_err(fails)?;
    lock.lock().map_err(fails)?;
    let before = read(path)?.unwrap_or_default();
    let after = change(&before)?;
    let new = beside(path, "new");
    put_by_way_of(&new, path, after.as_bytes()).map_err(fails)?;
    // The folder is told too; where a system cannot sync folders, the rename is all there is.
    if let Some(Ok(folder)) = path.parent().map(File::open) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Appends a whole entry.
pub(crate) fn append(path: &Path, entry: &str) -> Result<(), RecordError> {
    change(path, |before| {
        let gap = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
        Ok([before, gap, entry].concat())
    })
}

/// The hidden file beside another.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{ending}"))
}

/// A text as TOML writes it between quotation marks.
pub(crate) fn toml_text(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            c if c.is_control() => quoted.push_str(&format!("\\U{:08X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Several texts as TOML writes a list.
pub(crate) fn toml_list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| toml_text(text)).collect();
    format!("[{}]", texts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_programs_at_once_lose_no_entry() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("notes.jsonl");
        std::thread::scope(|scope| {
            for hand in 0..4 {
                let path = &path;
                scope.spawn(move || (0..25).for_each(|at| append(path, &format!("{hand}-{at}\n")).unwrap()));
            }
        });
        let text = read(&path).unwrap().unwrap();
        assert_eq!(text.lines().collect::<std::collections::BTreeSet<_>>().len(), 100);
        assert_eq!(text.lines().count(), 100);
    }

    #[test]
    fn a_text_is_read_from_toml_as_it_was_written() {
        #[derive(serde::Deserialize)]
        struct One {
            text: String,
        }
        for text in ["plain", "“said” \"so\"", "a\\b\nc\td\r\u{1}\u{7f}\u{85}"] {
            let one: One = from_toml(Path::new("x"), &format!("text = {}\n", toml_text(text))).unwrap();
            assert_eq!(one.text, text);
        }
    }
}
