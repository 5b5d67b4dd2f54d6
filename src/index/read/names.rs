//! The names that the index holds.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use serde::Serialize;
use tantivy::Term;
use tantivy::collector::Count;
use tantivy::query::TermQuery;
use tantivy::schema::{Field, IndexRecordOption};

use super::lookup::addresses_of_term;
use super::snapshot::Snapshot;
use crate::authority::{Known, NameMatch, Wanted};
use crate::index::analysis;
use crate::index::error::IndexError;
use crate::index::schema::column;

/// A name that the index holds and that matches one looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldName {
    /// Why it matches.
    #[serde(rename = "match")]
    pub how: NameMatch,
    /// What bears the name: `speaker` or `entity`.
    pub field: &'static str,
    /// The whole name.
    pub name: String,
    /// In how many passages.
    pub passages: usize,
}

impl Snapshot {
    /// The speakers and entities that match a name by themselves or through those that the authority lists have for it
    /// ([`Authority::matching`](crate::authority::Authority::matching)); the surest first.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn names_matching(
        &self,
        name: &str,
        listed: &[(NameMatch, Known)],
    ) -> Result<Vec<HeldName>, IndexError> {
        let wanted = Wanted::new(name);
        let aliases: HashMap<&str, NameMatch> =
            listed.iter().map(|(how, known)| (known.entity.name.as_str(), *how)).collect();
        let how = |name: &str| {
            let alias = aliases.get(name).map(|how| {
                if *how == NameMatch::Exact { NameMatch::Exact } else { (*how).max(NameMatch::Alias) }
            });
            wanted.matches(name).into_iter().chain(alias).min()
        };
        let mut all = Vec::new();
        for (field, names) in [
            ("speaker", self.speakers(|name| how(name).is_some())?),
            ("entity", self.entities(|name| how(name).is_some())?),
        ] {
            let held = names
                .into_iter()
                .filter_map(|(name, passages)| Some(HeldName { how: how(&name)?, field, name, passages }));
            all.extend(held);
        }
        all.sort_by_key(|held| (held.how, Reverse(held.passages)));
        Ok(all)
    }

    /// The speakers for whose whole names `wanted` holds, each with the number of passages; in the order of names.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn speakers(&self, wanted: impl Fn(&str) -> bool) -> Result<Vec<(String, usize)>, IndexError> {
        self.names(self.fields().speaker_name, wanted)
    }

    /// The speakers whose names are nearest to a name in spelling, the nearest first.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn speakers_like(&self, name: &str, most: usize) -> Result<Vec<String>, IndexError> {
        let asked: Vec<String> = analysis::words(name).map(|word| word.folded).collect();
        let known: BTreeSet<String> = match self.collection() {
            Some(whole) => whole.speakers_like(name)?.into_iter().collect(),
            None => self.terms(self.fields().speaker_name, |_| true)?,
        };
        let mut like: Vec<(f64, String)> =
            known.into_iter().map(|known| (likeness(&asked, &known), known)).collect();
        like.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let mut found = Vec::new();
        for (_, known) in like {
            if found.len() == most {
                break;
            }
            // Terms of passages that were taken out stay for a while.
            if self.has_speaker(&known)? {
                found.push(known);
            }
        }
        Ok(found)
    }

    /// Whether there is a speaker of just that name.
    pub fn has_speaker(&self, name: &str) -> Result<bool, IndexError> {
        let term = Term::from_field_text(self.fields().speaker_name, name);
        if let Some(whole) = self.collection() {
            return Ok(whole.statements_with(column::SPEAKER, &term)? > 0);
        }
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        Ok(self.searcher.search(&query, &Count)? > 0)
    }

    /// The entities for whose whole names `wanted` holds, each with the number of passages; in the order of names.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn entities(&self, wanted: impl Fn(&str) -> bool) -> Result<Vec<(String, usize)>, IndexError> {
        self.names(self.fields().entity_name, wanted)
    }

    /// The id that lasts of the entity of just that name; `None` where it has none, or where the first statements that name
    /// it do not all have the same.
    pub(crate) fn entity_id(&self, name: &str) -> Result<Option<String>, IndexError> {
        /// So many passages tell.
        const ENOUGH: usize = 8;
        let term = Term::from_field_text(self.fields().entity_name, name);
        let mut id = None;
        for at in addresses_of_term(&self.searcher, &term, ENOUGH)? {
            let found = self.passage(at)?.entities.into_iter().filter(|entity| entity.name == name);
            for entity in found {
                if id.get_or_insert_with(|| entity.id.clone()) != &entity.id {
                    return Ok(None);
                }
            }
        }
        Ok(id.flatten())
    }

    fn names(&self, field: Field, wanted: impl Fn(&str) -> bool) -> Result<Vec<(String, usize)>, IndexError> {
        let searcher = &self.searcher;
        let counted = self.terms(field, wanted)?.into_iter().map(|name| {
            let query = TermQuery::new(Term::from_field_text(field, &name), IndexRecordOption::Basic);
            Ok((name, searcher.search(&query, &Count)?))
        });
        // Terms of passages that were taken out stay for a while: they count none.
        let found: Result<Vec<_>, IndexError> = counted.collect();
        Ok(found?.into_iter().filter(|(_, count)| *count > 0).collect())
    }

    /// The terms of a field for which `wanted` holds, in order.
    fn terms(&self, field: Field, wanted: impl Fn(&str) -> bool) -> Result<BTreeSet<String>, IndexError> {
        let searcher = &self.searcher;
        let mut names = BTreeSet::new();
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut terms = inverted.terms().stream().map_err(tantivy::TantivyError::from)?;
            while terms.advance() {
                if let Ok(name) = std::str::from_utf8(terms.key())
                    && wanted(name)
                {
                    names.insert(name.to_owned());
                }
            }
        }
        Ok(names)
    }
}

/// How like a name of the index is to what was asked for, from 0 to 1: the mean over the words asked of the likest of
/// the name's words (Jaro-Winkler).
fn likeness(asked: &[String], known: &str) -> f64 {
    let words: Vec<String> = analysis::words(known).map(|word| word.folded).collect();
    let best =
        |word: &String| words.iter().map(|known| strsim::jaro_winkler(word, known)).fold(0.0, f64::max);
    asked.iter().map(best).sum::<f64>() / asked.len().max(1) as f64
}
