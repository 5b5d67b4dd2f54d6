//! `notes.jsonl`: codes, notes and collections. Entries are only ever appended, one JSON object a line; what is taken back is
//! taken back by a later entry.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::anchor::{Anchor, Found};
use super::error::RecordError;
use super::file;
use crate::model::{Document, Statement};

/// A longer line is refused, in bytes.
const MOST_LINE: usize = 1 << 20;

/// One line of the file: something said of words, or a code of the code book.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Entry {
    /// The words that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Anchor>,
    /// Codes that the words are given; `peace/ceasefire` is a code within `peace`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Codes that are taken from the words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub untag: Vec<String>,
    /// A note on the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// A collection that the words are put in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collection: Option<String>,
    /// A collection that the words are taken out of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uncollect: Option<String>,
    /// A code that is described.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What the code means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who wrote the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When: a day, or a time as in RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
}

impl Entry {
    /// Appends it to a file, which is made where there is none.
    ///
    /// # Errors
    /// Where the entry says nothing, or the file cannot be written: then it is as it was.
    pub fn append_to(&self, path: &Path) -> Result<(), RecordError> {
        let wrong = |reason: String| RecordError::Content { path: path.to_owned(), line: None, reason };
        self.check().map_err(|reason| wrong(reason.to_owned()))?;
        let line = serde_json::to_string(self).map_err(|error| wrong(error.to_string()))?;
        file::append(path, &format!("{line}\n"))
    }

    fn check(&self) -> Result<(), &'static str> {
        let codes = self.tags.iter().chain(&self.untag).chain(&self.code);
        if codes.clone().any(|code| clean(code).as_ref() != Some(code)) {
            return Err("a code is words, or several with `/` between them: peace/ceasefire");
        }
        let about_words = codes.count() - usize::from(self.code.is_some()) > 0
            || self.note.is_some()
            || self.collection.is_some()
            || self.uncollect.is_some();
        match (&self.at, &self.code) {
            (Some(at), None) if at.path.is_empty() || at.quote.trim().is_empty() => {
                Err("`at` needs `path` and `quote`")
            }
            (Some(_), None) if about_words => Ok(()),
            (None, Some(_)) if !about_words => Ok(()),
            (Some(_), None) => {
                Err("says nothing of the words: it needs tags, untag, note, collection or uncollect")
            }
            (None, None) => Err("is about nothing: it needs `at`, or `code`"),
            _ => Err("describes a code and says something of words: write two entries"),
        }
    }
}

/// A code in its one form, without needless white space; `None` where it is none.
pub(crate) fn clean(code: &str) -> Option<String> {
    let parts: Vec<String> = code.split('/').map(super::folded::fold).collect();
    let whole = parts.join("/");
    let fits =
        parts.iter().all(|part| !part.is_empty()) && !whole.contains(char::is_control) && whole.len() <= 200;
    fits.then_some(whole)
}

/// A code and those it lies in, the widest first: `peace`, `peace/ceasefire`.
pub fn ancestors(code: &str) -> impl Iterator<Item = &str> {
    code.match_indices('/').map(|(at, _)| &code[..at]).chain(std::iter::once(code))
}

/// All that is said of the same words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Marked {
    /// The words.
    pub at: Anchor,
    /// Their codes, in the order in which they were given.
    pub tags: Vec<String>,
    /// Notes on them, with who wrote each, and when.
    pub notes: Vec<(String, Option<String>, Option<String>)>,
    /// The collections that they are in.
    pub collections: Vec<String>,
    /// Who said the first of it.
    pub by: Option<String>,
    /// The line on which the words are first named.
    pub line: usize,
}

/// A code of the code book.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Code {
    /// Its whole name: `peace/ceasefire`.
    pub name: String,
    /// What it means.
    pub description: Option<String>,
    /// How many words have it, or one within it.
    pub uses: usize,
}

/// The codes, in order of names: those within another follow it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CodeBook {
    /// Each code once; one that only holds others is there too.
    pub codes: Vec<Code>,
}

/// What a file of notes says, all together.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    marked: Vec<Marked>,
    descriptions: BTreeMap<String, String>,
    /// What has codes, by document.
    tagged: HashMap<String, Vec<usize>>,
    /// What tells the codes of a file's words from others.
    by_path: BTreeMap<String, String>,
}

impl Notes {
    /// Reads a file of notes; one that is not there holds none.
    ///
    /// # Errors
    /// [`RecordError`] with file and line where it cannot be read or understood: then nothing of it is taken.
    pub fn open(path: &Path) -> Result<Self, RecordError> {
        file::read(path)?.map_or_else(|| Ok(Self::default()), |text| Self::parse(path, &text))
    }

    /// Notes as a text has them; `path` names it in messages.
    ///
    /// # Errors
    /// As [`Notes::open`].
    pub fn parse(path: &Path, text: &str) -> Result<Self, RecordError> {
        let mut notes = Self::default();
        let mut known: HashMap<(String, String, Option<String>, Option<usize>), usize> = HashMap::new();
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let wrong = |reason: &str| RecordError::at(path, number, reason);
            if line.len() > MOST_LINE {
                return Err(wrong("is longer than 1 MB; no note is"));
            }
            let entry: Entry = serde_json::from_str(line).map_err(|error| wrong(&reason(&error)))?;
            entry.check().map_err(wrong)?;
            if let Some(code) = entry.code {
                notes.descriptions.insert(code, entry.description.unwrap_or_default());
                continue;
            }
            // Checked above: an entry without a code has words.
            let Some(at) = entry.at.clone() else { continue };
            let key = (at.document_id(), super::folded::fold(&at.quote), at.hash.clone(), at.start);
            let place = *known.entry(key).or_insert_with(|| {
                let (tags, notes_, collections) = (Vec::new(), Vec::new(), Vec::new());
                notes.marked.push(Marked {
                    at,
                    tags,
                    notes: notes_,
                    collections,
                    by: entry.by.clone(),
                    line: number,
                });
                notes.marked.len() - 1
            });
            notes.marked[place].add(entry);
        }
        for (at, marked) in notes.marked.iter().enumerate().filter(|(_, marked)| !marked.tags.is_empty()) {
            notes.tagged.entry(marked.at.document_id()).or_default().push(at);
            let own = format!("{:?}\n", (&marked.at, &marked.tags));
            notes.by_path.entry(marked.at.path.clone()).or_default().push_str(&own);
        }
        Ok(notes)
    }

    /// Whether a file is one of notes, by its first line: a folder may hold another of that name.
    pub fn is_one(path: &Path) -> bool {
        use std::io::{BufRead, Read};
        let Ok(file) = std::fs::File::open(path) else { return false };
        let mut line = String::new();
        let read = std::io::BufReader::new(file).take(MOST_LINE as u64).read_line(&mut line);
        let keys = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&line);
        read.is_ok() && keys.is_ok_and(|keys| keys.contains_key("at") || keys.contains_key("code"))
    }

    /// Whether nothing is noted.
    pub fn is_empty(&self) -> bool {
        self.marked.is_empty() && self.descriptions.is_empty()
    }

    /// What is said of words, in the order in which they were first named.
    pub fn marked(&self) -> &[Marked] {
        &self.marked
    }

    /// The code book: the codes that are described, those that are given, and those these lie in.
    pub fn code_book(&self) -> CodeBook {
        let mut codes: BTreeMap<Vec<&str>, Code> = BTreeMap::new();
        let given = self.marked.iter().flat_map(|marked| &marked.tags);
        for name in given.chain(self.descriptions.keys()).flat_map(|code| ancestors(code)) {
            let code = Code { name: name.to_owned(), ..Code::default() };
            codes.entry(name.split('/').collect()).or_insert(code);
        }
        for (name, description) in self.descriptions.iter().filter(|(_, description)| !description.is_empty())
        {
            if let Some(code) = codes.get_mut(&name.split('/').collect::<Vec<_>>()) {
                code.description = Some(description.clone());
            }
        }
        for marked in &self.marked {
            let mut of: Vec<&str> = marked.tags.iter().flat_map(|tag| ancestors(tag)).collect();
            of.sort_unstable();
            of.dedup();
            for name in of {
                if let Some(code) = codes.get_mut(&name.split('/').collect::<Vec<_>>()) {
                    code.uses += 1;
                }
            }
        }
        CodeBook { codes: codes.into_values().collect() }
    }

    /// Gives statements the codes of words that stand in them.
    pub(super) fn tag(&self, document: &Document, statements: &mut [Statement]) {
        let Some(tagged) = self.tagged.get(&document.id) else { return };
        for marked in tagged.iter().map(|at| &self.marked[*at]) {
            let (Found::Here(bytes) | Found::Moved(bytes)) = marked.at.find(&document.body) else { continue };
            let mut start = 0;
            for statement in &mut *statements {
                let end = start + statement.text.len();
                if start < bytes.end && bytes.start < start + statement.text.trim_end().len() {
                    let new = marked.tags.iter().filter(|tag| !statement.tags.contains(tag)).cloned();
                    let new: Vec<String> = new.collect();
                    statement.tags.extend(new);
                }
                start = end;
            }
        }
    }

    /// What tells the codes of a file's words from others; empty where there are none.
    pub(super) fn fingerprint_of(&self, path: &str) -> &str {
        self.by_path.get(path).map_or("", String::as_str)
    }
}

impl Marked {
    fn add(&mut self, entry: Entry) {
        for tag in entry.tags {
            if !self.tags.contains(&tag) {
                self.tags.push(tag);
            }
        }
        self.tags.retain(|tag| !entry.untag.contains(tag));
        if let Some(note) = entry.note {
            self.notes.push((note, entry.by, entry.on));
        }
        if let Some(collection) = entry.collection.filter(|name| !self.collections.contains(name)) {
            self.collections.push(collection);
        }
        self.collections.retain(|name| entry.uncollect.as_ref() != Some(name));
    }
}

/// What is wrong with a line, without the line's number within itself.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let column = error.column();
    let text = text.split(" at line ").next().unwrap_or(&text);
    format!("column {column}: {text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(tags: &[&str], untag: &[&str]) -> Entry {
        let at = Anchor {
            path: "talks.txt".into(),
            quote: "The talks go on.".into(),
            start: Some(0),
            ..Anchor::default()
        };
        let owned = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
        Entry { at: Some(at), tags: owned(tags), untag: owned(untag), ..Entry::default() }
    }

    #[test]
    fn codes_are_nested_counted_and_taken_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("notes.jsonl");
        entry(&["peace/ceasefire", "hope"], &[]).append_to(&path).unwrap();
        entry(&["peace"], &["hope"]).append_to(&path).unwrap();
        let described =
            Entry { code: Some("war".into()), description: Some("Open fighting".into()), ..Entry::default() };
        described.append_to(&path).unwrap();
        assert!(Notes::is_one(&path));
        let notes = Notes::open(&path).unwrap();
        assert_eq!(notes.marked()[0].tags, ["peace/ceasefire", "peace"]);
        let book: Vec<(String, usize)> =
            notes.code_book().codes.into_iter().map(|code| (code.name, code.uses)).collect();
        assert_eq!(book, [("peace".into(), 1), ("peace/ceasefire".into(), 1), ("war".into(), 0)]);
        let mut document = Document::new("talks.txt", "The talks go on. Nobody left.");
        document.layout = crate::model::Layout::Speech;
        let mut statements = crate::extract::Extractor::default().extract(&document);
        notes.tag(&document, &mut statements);
        assert_eq!(statements[0].tags, ["peace/ceasefire", "peace"]);
    }

    #[test]
    fn a_line_that_is_no_note_is_told_with_its_number() {
        let good = serde_json::to_string(&entry(&["peace"], &[])).unwrap();
        for (bad, told) in [
            ("{", "x.jsonl:2: column 1"),
            ("{\"at\": 3}", "x.jsonl:2: column 8: invalid type: integer `3`"),
            ("{\"tags\": [\"peace\"], \"colour\": 1}", "x.jsonl:2: column 28: unknown field `colour`"),
            ("{\"tags\": [\"peace\"]}", "x.jsonl:2: is about nothing"),
            ("{\"code\": \"peace//x\"}", "x.jsonl:2: a code is words"),
            (&"[".repeat(100_000), "x.jsonl:2: column"),
        ] {
            let error = Notes::parse(Path::new("x.jsonl"), &format!("{good}\n{bad}\n")).unwrap_err();
            assert!(error.to_string().starts_with(told), "{error}");
        }
    }
}
