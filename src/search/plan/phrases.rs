//! Phrases and words near each other: queries that look at the positions of words, within passages and across their ends.

use std::sync::Arc;

use tantivy::query::{BooleanQuery, Occur};

use super::builder::{FieldTarget, QueryBuilder, as_indexed};
use crate::query::{Slot, Words};
use crate::search::engine::across::AcrossPassages;
use crate::search::engine::cached_query::CachedQuery;
use crate::search::engine::legible::Legible;
use crate::search::engine::pattern::{Choice, Pattern, run_of};
use crate::search::engine::proximity::Proximity;
use crate::search::engine::term_queries::{BoxQuery, EngineResult, phrase};

impl QueryBuilder<'_> {
    /// Every word of the phrase somewhere in the column.
    pub(super) fn each_slot(&self, words: &Words, target: &FieldTarget) -> EngineResult<BoxQuery> {
        let mut parts = Vec::new();
        for slot in &words.slots {
            let slot = match slot {
                Slot::Word(word) => Slot::Word(as_indexed(word, target.stemmed)),
                pattern @ Slot::Pattern(_) => pattern.clone(),
            };
            let expansion = self.expansion_of(&slot, words.form, target.column)?;
            parts.push((Occur::Must, self.any_word(&slot, words.form, target.column, &expansion)));
        }
        Ok(Box::new(BooleanQuery::new(parts)))
    }

    /// A phrase with a slop or with wildcards, in the words said.
    pub(super) fn near(&self, words: &Words) -> EngineResult<BoxQuery> {
        let exact = FieldTarget { column: self.fields.exact, name: "text", stemmed: false, weight: 1.0 };
        let among = self.each_slot(words, &exact)?;
        Ok(self.filtered(among, self.pattern(words)?))
    }

    /// The passages of `among` that hold the pattern.
    pub fn filtered(&self, among: BoxQuery, pattern: Pattern) -> BoxQuery {
        let pattern = Arc::new(pattern);
        let near = Proximity { among, pattern: Arc::clone(&pattern), fields: *self.fields };
        self.across(Box::new(CachedQuery::new(Box::new(near), &self.statistics)), pattern)
    }

    /// What is found within passages, and where the pattern begins in one and ends in the next of the statement.
    pub(super) fn across(&self, within: BoxQuery, pattern: Arc<Pattern>) -> BoxQuery {
        if !self.statistics.goes_on() {
            return within;
        }
        let across = Box::new(AcrossPassages { pattern, fields: *self.fields });
        let across = CachedQuery::new(across, &self.statistics);
        Legible::any(vec![within, Box::new(across)])
    }

    /// Words of these stems side by side in what was said.
    pub fn by_stems(&self, stems: &[String]) -> BoxQuery {
        let column = |stem: &String| self.fields.stem_column(stem);
        let choices = run_of(stems);
        let plain = choices.iter().all(|choice| matches!(choice, Choice::Stem(_)));
        if plain && stems.iter().all(|stem| column(stem) == column(&stems[0])) {
            let Some(one) = stems.first() else { return phrase(self.fields.text, &[]) };
            let within = phrase(column(one), stems);
            if stems.len() == 1 {
                return within;
            }
            return self.across(within, Arc::new(Pattern::Run(choices)));
        }
        let each = |choice: &Choice| -> BoxQuery {
            match choice {
                Choice::Stem(stem) => phrase(column(stem), std::slice::from_ref(stem)),
                Choice::Exact(words) => {
                    let one = |word| phrase(self.fields.exact, std::slice::from_ref(word));
                    Legible::any(words.iter().map(one).collect())
                }
            }
        };
        let among = choices.iter().map(|choice| (Occur::Must, each(choice))).collect();
        self.filtered(Box::new(BooleanQuery::new(among)), Pattern::Run(choices))
    }
}
