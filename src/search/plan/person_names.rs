//! Names of several words in a query, told by the speakers of the index: `Ada Example grain` asks for what is said by
//! or about Ada Example.

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::builder::QueryBuilder;
use super::term_fields::{Part, TermField};
use crate::index::analysis;
use crate::query::{Expr, Form, Node, Slot, Words};
use crate::search::engine::term_queries::{EngineResult, boosted, phrase};
use crate::search::weights;

/// The most words of a name.
const LONGEST_NAME: usize = 5;

/// A name, and which parts of the query it is.
pub(crate) struct PersonName {
    pub nodes: Range<usize>,
    /// The words, for looking them up side by side.
    pub words: Words,
    /// As the index has it.
    pub name: String,
}

/// The speakers of an index by their folded words, worked out when a query first asks for two of them side by side.
#[derive(Default)]
struct SpeakersByWords(OnceLock<FxHashMap<String, String>>);

impl QueryBuilder<'_> {
    /// The names of speakers among the parts of a query, the longest first where they overlap.
    pub fn person_names(&self, nodes: &[&Node]) -> EngineResult<Vec<PersonName>> {
        let mut found = Vec::new();
        let mut start = 0;
        while start < nodes.len() {
            let most = LONGEST_NAME.min(nodes.len() - start);
            let lengths = (1..=most).rev();
            let mut names = lengths.map(|length| self.person_name(nodes, start..start + length));
            let name = names.find_map(Result::transpose).transpose()?;
            start = name.as_ref().map_or(start + 1, |name| name.nodes.end);
            found.extend(name);
        }
        Ok(found)
    }

    fn person_name(&self, nodes: &[&Node], range: Range<usize>) -> EngineResult<Option<PersonName>> {
        let words: Option<Vec<&Words>> = nodes[range.clone()].iter().map(|node| stemmed(node)).collect();
        let Some(words) = words else { return Ok(None) };
        let slots: Vec<Slot> = words.iter().flat_map(|words| words.slots.iter().cloned()).collect();
        let terms: Vec<String> = slots.iter().map(|slot| slot.as_str().to_owned()).collect();
        let by_whom = phrase(self.fields.speaker, &terms);
        if terms.len() < 2 || self.statistics.count(&*by_whom)? == 0 {
            return Ok(None);
        }
        let Some(name) = self.speaker_of_words(&terms)? else { return Ok(None) };
        let text = words.iter().map(|words| words.text.as_str()).collect::<Vec<_>>().join(" ");
        let words = Words { text, slots, form: Form::Exact, slop: None };
        Ok(Some(PersonName { nodes: range, words, name }))
    }

    /// The speaker whose whole name has just these words.
    fn speaker_of_words(&self, words: &[String]) -> EngineResult<Option<String>> {
        let joined = words.join(" ");
        if self.statistics.snapshot.collection().is_some() {
            let names = self.values(self.fields.speaker_name, words, |name| words_joined(name) == joined)?;
            return Ok(names.into_iter().max());
        }
        let known = self.statistics.snapshot.caches.of_type::<SpeakersByWords>();
        Ok(self.speakers_by_words(&known)?.get(&joined).cloned())
    }

    fn speakers_by_words<'k>(
        &self,
        known: &'k SpeakersByWords,
    ) -> EngineResult<&'k FxHashMap<String, String>> {
        if let Some(names) = known.0.get() {
            return Ok(names);
        }
        let names = self.values(self.fields.speaker_name, &[], |_| true)?.into_iter();
        let by_words = names.map(|name| (words_joined(&name), name));
        Ok(known.0.get_or_init(|| by_words.collect()))
    }

    /// The fields in which a passage can be by or about somebody.
    pub fn by_or_about(&self, name: &PersonName) -> EngineResult<Vec<TermField>> {
        let mut term_fields = self.term_fields(&name.words, None)?;
        let stems: Vec<String> = name.words.slots.iter().map(|slot| analysis::stem(slot.as_str())).collect();
        let title = boosted(phrase(self.fields.title, &stems), weights::TITLE);
        term_fields.push(TermField::new(format!("title: {}", stems.join(" ")), title).of(Part::Title));
        if let Some(entity) = self.authority.canonical(&name.words.text) {
            self.known_as(&entity.name, None, &mut term_fields);
        }
        Ok(term_fields)
    }
}

/// The folded words of a name with spaces between them.
fn words_joined(name: &str) -> String {
    analysis::lines(name).trim_end().replace('\n', " ")
}

/// The words of a part that is matched by stems, without wildcards.
fn stemmed(node: &Node) -> Option<&Words> {
    match &node.expr {
        Expr::Words(words) if words.form == Form::Stemmed => {
            words.slots.iter().all(|slot| matches!(slot, Slot::Word(_))).then_some(words)
        }
        _ => None,
    }
}
