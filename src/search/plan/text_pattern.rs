//! Patterns to look for in a text, for the words of a query.

use super::builder::QueryBuilder;
use crate::index::analysis;
use crate::query::{Form, Slot, Words};
use crate::search::engine::pattern::{Choice, Pattern, in_compound, stems};
use crate::search::engine::term_queries::EngineResult;

impl QueryBuilder<'_> {
    /// What to look for in a text for these words.
    pub fn pattern(&self, words: &Words) -> EngineResult<Pattern> {
        let mut choices = Vec::new();
        let compound = words.slots.len() > 1;
        for slot in &words.slots {
            choices.push(match (slot, words.form) {
                (Slot::Word(word), Form::Stemmed) if compound => in_compound(&analysis::stem(word)),
                (Slot::Word(word), Form::Stemmed) => Choice::Stem(analysis::stem(word)),
                (Slot::Word(word), Form::Exact) => Choice::Exact([word.clone()].into()),
                _ => {
                    let expansion = self.expansion_of(slot, words.form, self.fields.exact)?;
                    Choice::Exact(expansion.words.iter().map(|(word, _)| word.clone()).collect())
                }
            });
        }
        if let Some(others) = words.slop {
            let parts = choices.into_iter().map(|choice| Pattern::Run(vec![choice])).collect();
            return Ok(Pattern::Near { parts, others, ordered: false });
        }
        let run = Pattern::Run(choices);
        if words.form != Form::Stemmed {
            return Ok(run);
        }
        let others = self.spellings(words).into_iter().map(|words| stems(&words));
        let names = self.spelt_otherwise(words)?.map(|names| Pattern::Run(vec![Choice::Exact(names)]));
        let mut term_fields: Vec<_> = std::iter::once(run).chain(others).chain(names).collect();
        Ok(if term_fields.len() > 1 { Pattern::Any(term_fields) } else { term_fields.remove(0) })
    }
}
