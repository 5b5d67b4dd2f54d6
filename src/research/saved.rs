//! `searches.toml`: searches that are kept under a name.

use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use crate::record::RecordError;
use crate::record::file::{append, change, from_toml, line_of, read, toml_list, toml_text};

/// A search that is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct SavedSearch {
    /// Its name.
    pub name: String,
    /// The query, as typed.
    pub query: String,
    /// Only these speakers, as `--speaker` has them.
    pub speaker: Vec<String>,
    /// None of these speakers.
    pub not_speaker: Vec<String>,
    /// Only statements that mention these.
    pub entity: Vec<String>,
    /// None that mention these.
    pub not_entity: Vec<String>,
    /// Only these topics.
    pub topic: Vec<String>,
    /// None of these topics.
    pub not_topic: Vec<String>,
    /// Only documents that are called so.
    pub form: Vec<String>,
    /// None of these documents.
    pub not_form: Vec<String>,
    /// Only these codes.
    pub tag: Vec<String>,
    /// None of these codes.
    pub not_tag: Vec<String>,
    /// Only these kinds.
    pub kind: Vec<String>,
    /// None of these kinds.
    pub not_kind: Vec<String>,
    /// Only these sources.
    pub source: Vec<String>,
    /// None of these sources.
    pub not_source: Vec<String>,
    /// Only from this date on.
    pub from: Option<String>,
    /// Only up to this date.
    pub to: Option<String>,
    /// Just this date, or `none`.
    pub date: Option<String>,
    /// Words are looked for in what was said only.
    pub words: bool,
    /// Every word is a word.
    pub literal: bool,
    /// Who saved it.
    pub by: Option<String>,
    /// On which day.
    pub on: Option<String>,
}

/// The searches of a file.
#[derive(Clone, Debug, Default)]
pub struct SavedSearches {
    searches: Vec<(usize, SavedSearch)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    #[serde(default)]
    search: Vec<Spanned<SavedSearch>>,
}

impl SavedSearches {
    /// Reads a file; one that is not there holds none. Whether a query is understood is not asked: one that is not any more is
    /// kept.
    ///
    /// # Errors
    /// [`RecordError`] with file and line.
    pub fn open(path: &Path) -> Result<Self, RecordError> {
        read(path)?.map_or_else(|| Ok(Self::default()), |text| Self::parse(path, &text))
    }

    fn parse(path: &Path, text: &str) -> Result<Self, RecordError> {
        let wire: Wire = from_toml(path, text)?;
        let mut searches: Vec<(usize, SavedSearch)> = Vec::new();
        for one in wire.search {
            let line = line_of(text, one.span().start);
            let one = one.into_inner();
            if !is_name(&one.name) {
                let reason = format!("`{}` is no name: letters, digits, `-` and `_`", one.name);
                return Err(RecordError::at(path, line, reason));
            }
            if let Some((before, _)) = searches.iter().find(|(_, known)| known.name == one.name) {
                let reason = format!(
                    "a search `{}` stands on line {before} already; name one of them otherwise",
                    one.name
                );
                return Err(RecordError::at(path, line, reason));
            }
            searches.push((line, one));
        }
        Ok(Self { searches })
    }

    /// The searches, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &SavedSearch> {
        self.searches.iter().map(|(_, search)| search)
    }
}

impl SavedSearch {
    /// Appends it to a file.
    ///
    /// # Errors
    /// Where the file has one of that name, or cannot be written: then it is as it was.
    pub fn append_to(&self, path: &Path) -> Result<(), RecordError> {
        change(path, |before| {
            let gap = if before.is_empty() { "" } else { "\n" };
            let after = [before, gap, &self.entry()].concat();
            SavedSearches::parse(path, &after).map(|_| after)
        })
    }

    fn entry(&self) -> String {
        let mut entry =
            format!("[[search]]\nname = {}\nquery = {}\n", toml_text(&self.name), toml_text(&self.query));
        let lists = [
            ("speaker", &self.speaker),
            ("not_speaker", &self.not_speaker),
            ("entity", &self.entity),
            ("not_entity", &self.not_entity),
            ("topic", &self.topic),
            ("not_topic", &self.not_topic),
            ("form", &self.form),
            ("not_form", &self.not_form),
            ("tag", &self.tag),
            ("not_tag", &self.not_tag),
            ("kind", &self.kind),
            ("not_kind", &self.not_kind),
            ("source", &self.source),
            ("not_source", &self.not_source),
        ];
        for (key, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
            entry.push_str(&format!("{key} = {}\n", toml_list(list)));
        }
        for (key, _) in [("words", self.words), ("literal", self.literal)].iter().filter(|(_, is)| *is) {
            entry.push_str(&format!("{key} = true\n"));
        }
        let texts = [
            ("from", &self.from),
            ("to", &self.to),
            ("date", &self.date),
            ("by", &self.by),
            ("on", &self.on),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                entry.push_str(&format!("{key} = {}\n", toml_text(text)));
            }
        }
        entry
    }
}

/// A name that can be a file's on every system.
fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    !name.is_empty() && name.chars().all(fits) && name.chars().count() <= 60
}

/// Appends a line to a file of the record.
pub(super) fn append_line(path: &Path, line: &str) -> Result<(), RecordError> {
    append(path, &format!("{line}\n"))
}
