//! A slow reference: every statement is looked at, and its words compared one by one. It knows no index and
//! no tantivy, only the library's rules of what a word and its stem are.

use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;
use demarche::index::analysis::{stem, words};
use demarche::index::{Index, IndexError};

use super::Record;

/// The words of a question.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize)]
pub enum Words {
    /// Passages that hold every word, in any form of it.
    All(Vec<String>),
    /// Passages that hold at least one.
    Any(Vec<String>),
    /// Passages that hold just these words in this order.
    Phrase(Vec<String>),
}

impl Words {
    /// The words, in order.
    pub fn list(&self) -> &[String] {
        match self {
            Self::All(words) | Self::Any(words) | Self::Phrase(words) => words,
        }
    }

    /// The words in the query language, looked for in the text alone.
    pub fn in_text(&self) -> String {
        match self {
            Self::All(words) => format!("text:({})", words.join(" AND ")),
            Self::Any(words) => format!("text:({})", words.join(" OR ")),
            Self::Phrase(words) => format!("text:\"{}\"", words.join(" ")),
        }
    }
}

/// One statement, taken apart.
struct Statement {
    record: Record,
    day: NaiveDate,
    /// Its words in order, folded.
    words: Vec<String>,
    /// Their stems.
    stems: HashSet<String>,
    /// The words of its other fields, as they are and by their stems.
    fields: HashSet<String>,
}

/// All statements.
pub struct Slow(Vec<Statement>);

fn folded(text: &str) -> Vec<String> {
    words(text).map(|word| word.folded).collect()
}

impl Slow {
    /// Takes the statements apart.
    pub fn of(records: &[Record]) -> Self {
        let statement = |record: &Record| {
            let words = folded(&record.text);
            let stems = words.iter().map(|word| stem(word)).collect();
            let day = record.date.parse().unwrap_or_default();
            Statement { record: record.clone(), day, words, stems, fields: HashSet::new() }
        };
        Self(records.iter().map(statement).collect())
    }

    /// Learns from the index what it keeps beside the texts: speakers, roles, topics, and what is mentioned.
    pub fn learn_fields(&mut self, index: &Index) -> Result<(), IndexError> {
        let mut kept = std::collections::HashMap::new();
        index.each_passage(&mut |passage| {
            let mut fields: HashSet<String> = HashSet::new();
            let speaker = passage.speaker.iter();
            let names = speaker.flat_map(|speaker| {
                let more = speaker.role.iter().chain(&speaker.affiliation);
                more.chain([&speaker.name, &speaker.as_written])
            });
            let names = names.chain(passage.entities.iter().map(|entity| &entity.name));
            fields.extend(names.flat_map(|name| folded(name)));
            let stemmed = passage.topics.iter().chain(&passage.title);
            fields.extend(stemmed.flat_map(|text| folded(text)).map(|word| format!("={}", stem(&word))));
            kept.insert(passage.record.clone().unwrap_or_default(), fields);
        })?;
        for statement in &mut self.0 {
            statement.fields = kept.remove(&statement.record.id).unwrap_or_default();
        }
        Ok(())
    }

    fn those(&self, holds: impl Fn(&Statement) -> bool) -> BTreeSet<String> {
        self.0
            .iter()
            .filter(|statement| holds(statement))
            .map(|statement| statement.record.id.clone())
            .collect()
    }

    /// The ids of the statements whose text holds the words.
    pub fn in_text(&self, wanted: &Words) -> BTreeSet<String> {
        self.those(|statement| statement.holds(wanted))
    }

    /// The same of one speaker from a day to a day.
    pub fn by(&self, wanted: &Words, speaker: &str, from: NaiveDate, to: NaiveDate) -> BTreeSet<String> {
        self.those(|statement| {
            statement.record.speaker == speaker
                && (from..=to).contains(&statement.day)
                && statement.holds(wanted)
        })
    }

    /// Those that hold all the words, and those that hold some, in any field.
    pub fn anywhere(&self, words: &[String]) -> (BTreeSet<String>, BTreeSet<String>) {
        let all = self.those(|statement| words.iter().all(|word| statement.holds_anywhere(word)));
        let some = self.those(|statement| words.iter().any(|word| statement.holds_anywhere(word)));
        let some = some.difference(&all).cloned().collect();
        (all, some)
    }

    /// What `of` says of each statement whose text holds the words, with how many say it.
    pub fn count<K: Ord>(
        &self,
        wanted: &Words,
        of: impl Fn(&Record, NaiveDate) -> K,
    ) -> std::collections::BTreeMap<K, u64> {
        let mut counts = std::collections::BTreeMap::new();
        for statement in self.0.iter().filter(|statement| statement.holds(wanted)) {
            *counts.entry(of(&statement.record, statement.day)).or_default() += 1;
        }
        counts
    }
}

impl Statement {
    fn holds(&self, wanted: &Words) -> bool {
        match wanted {
            Words::All(words) => words.iter().all(|word| self.stems.contains(&stem(word))),
            Words::Any(words) => words.iter().any(|word| self.stems.contains(&stem(word))),
            Words::Phrase(words) => self.words.windows(words.len()).any(|window| window == words),
        }
    }

    fn holds_anywhere(&self, word: &str) -> bool {
        let stem = stem(word);
        self.fields.contains(word) || self.fields.contains(&format!("={stem}")) || self.stems.contains(&stem)
    }
}
