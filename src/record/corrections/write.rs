//! `corrections.toml`, appended to. What a person wrote there is never rewritten.

use std::path::Path;

use super::apply::type_word;
use super::{Corrections, Provenance, Was, Wished};
use crate::model::{Entity, PartialDate};
use crate::record::anchor::Anchor;
use crate::record::error::RecordError;
use crate::record::file::{change, toml_list, toml_text};

/// What stands at the head of a file that the program makes.
const HEAD: &str = "\
# Corrections for demarche (docs/research.md). Entries are appended; what stands here is never rewritten.
# `demarche index` applies them, `demarche corrections` tells what became of each.
";

/// A correction to be written.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum NewCorrection {
    /// Of words.
    Statement {
        /// The words.
        at: Box<Anchor>,
        /// What is to be known of them.
        wished: Box<Wished>,
        /// What the program had.
        was: Box<Was>,
    },
    /// Of a document.
    Document {
        /// The file.
        path: String,
        /// The document's id, where the file holds several.
        document: Option<String>,
        /// Who wrote it.
        author: Option<String>,
        /// When it was published.
        date: Option<Option<PartialDate>>,
        /// Who published it.
        source: Option<String>,
        /// What the program had.
        was: Box<Was>,
    },
    /// Of one person's names.
    Person {
        /// The name to have.
        name: String,
        /// The other names.
        same: Vec<String>,
    },
    /// Of persons who are to be kept apart.
    Apart {
        /// Their names.
        names: Vec<String>,
    },
}

impl NewCorrection {
    /// Appends it to a file, which is made where there is none. All of it is in the file then, or nothing.
    ///
    /// # Errors
    /// Where the file cannot be written, or what would stand in it then could not be read: it is as it was.
    pub fn append_to(&self, path: &Path, provenance: &Provenance) -> Result<(), RecordError> {
        change(path, |before| {
            let head = if before.is_empty() { HEAD } else { "" };
            let gap = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
            let after = [before, gap, head, "\n", &self.entry(provenance)].concat();
            Corrections::parse(path, &after)?;
            Ok(after)
        })
    }

    fn entry(&self, provenance: &Provenance) -> String {
        let mut entry = Lines::default();
        match self {
            Self::Statement { at, wished, was } => {
                entry.head("[[statement]]");
                entry.wished(wished);
                entry.provenance(provenance);
                entry.was("statement", was);
                entry.anchor("statement", at);
            }
            Self::Document { path, document, author, date, source, was } => {
                entry.head("[[document]]");
                entry.text("path", Some(path));
                entry.text("document", document.as_ref());
                entry.text("author", author.as_ref());
                entry.date(date);
                entry.text("source", source.as_ref());
                entry.provenance(provenance);
                entry.was("document", was);
            }
            Self::Person { name, same } => {
                entry.head("[[person]]");
                entry.text("name", Some(name));
                entry.list("same", Some(same));
                entry.provenance(provenance);
            }
            Self::Apart { names } => {
                entry.head("[[apart]]");
                entry.list("names", Some(names));
                entry.provenance(provenance);
            }
        }
        entry.0
    }
}

/// Takes an entry back: its lines go, all others stay as they are. `line` is that of its head, counted from 1.
///
/// # Errors
/// Where no entry begins there, as when the file was changed meanwhile, or it cannot be written: it is as it was.
pub fn withdraw(path: &Path, line: usize) -> Result<(), RecordError> {
    change(path, |before| {
        let lines: Vec<&str> = before.split_inclusive('\n').collect();
        let is_head = |line: &&str| line.trim_start().starts_with("[[");
        let head = line.checked_sub(1).filter(|at| lines.get(*at).is_some_and(is_head));
        let Some(head) = head else {
            return Err(RecordError::at(path, line, "no correction begins on this line"));
        };
        let next = lines[head + 1..].iter().position(is_head).map_or(lines.len(), |at| head + 1 + at);
        // What a person wrote above the next entry belongs to that.
        let says = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
        let end = lines[head..next].iter().rposition(says).map_or(next, |at| head + at + 1);
        let after = [&lines[..head], &lines[end..]].concat().concat();
        Corrections::parse(path, &after)?;
        Ok(after)
    })
}

/// The lines of an entry.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn head(&mut self, head: &str) {
        self.0.push_str(head);
        self.0.push('\n');
    }

    fn line(&mut self, key: &str, value: String) {
        self.0.push_str(&format!("{key} = {value}\n"));
    }

    fn text(&mut self, key: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.line(key, toml_text(value));
        }
    }

    fn list(&mut self, key: &str, value: Option<&Vec<String>>) {
        if let Some(value) = value {
            self.line(key, toml_list(value));
        }
    }

    fn number(&mut self, key: &str, value: Option<usize>) {
        if let Some(value) = value {
            self.line(key, value.to_string());
        }
    }

    fn date(&mut self, date: &Option<Option<PartialDate>>) {
        if let Some(date) = date {
            self.line("date", toml_text(&date.map(|date| date.to_string()).unwrap_or_default()));
        }
    }

    fn wished(&mut self, wished: &Wished) {
        match wished.speakers.as_deref() {
            None => {}
            Some([]) => self.line("speaker", toml_text("")),
            Some([name]) => self.line("speaker", toml_text(name)),
            Some(names) => self.line("speaker", toml_list(names)),
        }
        self.text("role", wished.role.as_ref());
        self.text("affiliation", wished.affiliation.as_ref());
        if let Some(kind) = wished.kind {
            self.line("kind", toml_text(kind.as_str()));
        }
        self.date(&wished.date);
        self.list("topics", wished.topics.as_ref());
        if let Some(entities) = &wished.entities {
            let one = |entity: &Entity| {
                let kind = type_word(entity.kind);
                format!("{{ name = {}, type = {} }}", toml_text(&entity.name), toml_text(kind))
            };
            let list: Vec<String> = entities.iter().map(one).collect();
            self.line("entities", format!("[{}]", list.join(", ")));
        }
        self.list("not_a_copy_of", wished.not_a_copy_of.as_ref());
    }

    fn provenance(&mut self, provenance: &Provenance) {
        self.text("by", provenance.by.as_ref());
        self.text("on", provenance.on.as_ref());
        self.text("why", provenance.why.as_ref());
    }

    fn was(&mut self, of: &str, was: &Was) {
        if *was == Was::default() {
            return;
        }
        self.head(&format!("[{of}.was]"));
        self.text("speaker", was.speaker.as_ref());
        self.text("role", was.role.as_ref());
        self.text("affiliation", was.affiliation.as_ref());
        self.text("kind", was.kind.as_ref());
        self.text("date", was.date.as_ref());
        self.list("topics", was.topics.as_ref());
        self.list("entities", was.entities.as_ref());
        self.text("author", was.author.as_ref());
        self.text("source", was.source.as_ref());
    }

    fn anchor(&mut self, of: &str, at: &Anchor) {
        self.head(&format!("[{of}.at]"));
        self.text("path", Some(&at.path));
        self.text("document", at.document.as_ref());
        self.number("start", at.start);
        self.number("end", at.end);
        self.text("before", at.before.as_ref());
        self.text("quote", Some(&at.quote));
        self.text("last", at.last.as_ref());
        self.text("hash", at.hash.as_ref());
        self.text("after", at.after.as_ref());
        self.number("times", at.times);
        self.text("only_in", at.only_in.as_ref());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_taken_back_and_the_others_stay() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("corrections.toml");
        let text = "# mine\n\n[[person]]\nname = \"Ada Example\"\nsame = [\"A. Example\"]\n\n# of the next\n\
                    [[apart]]\nnames = [\"Ben Sample\", \"B. Sample\"]\n";
        std::fs::write(&path, text).unwrap();
        assert!(withdraw(&path, 4).is_err() && withdraw(&path, 0).is_err() && withdraw(&path, 99).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        withdraw(&path, 3).unwrap();
        let left = std::fs::read_to_string(&path).unwrap();
        assert_eq!(left, "# mine\n\n\n# of the next\n[[apart]]\nnames = [\"Ben Sample\", \"B. Sample\"]\n");
    }
}
