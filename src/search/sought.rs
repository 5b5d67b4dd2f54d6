//! What to look for in a text for the words of a query.

use super::build::Builder;
use super::pattern::{Choice, Pattern};
use super::terms::Built;
use crate::index::analysis;
use crate::query::{Form, Slot, Words};

impl Builder<'_> {
    /// What to look for in a text for these words.
    pub fn pattern(&self, words: &Words) -> Built<Pattern> {
        let mut choices = Vec::new();
        let compound = words.slots.len() > 1;
        for slot in &words.slots {
            choices.push(match (slot, words.form) {
                (Slot::Word(word), Form::Stemmed) if compound => in_compound(&analysis::stem(word)),
                (Slot::Word(word), Form::Stemmed) => Choice::Stem(analysis::stem(word)),
                (Slot::Word(word), Form::Exact) => Choice::Exact([word.clone()].into()),
                _ => {
                    let expansion = self.expand(slot, words.form, self.fields.exact)?;
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
        let mut ways: Vec<_> = std::iter::once(run).chain(others).chain(names).collect();
        Ok(if ways.len() > 1 { Pattern::Any(ways) } else { ways.remove(0) })
    }
}

/// What may stand in the places of words side by side.
pub(super) fn run_of(stems: &[String]) -> Vec<Choice> {
    match stems {
        [stem] => vec![Choice::Stem(stem.clone())],
        all => all.iter().map(|stem| in_compound(stem)).collect(),
    }
}

/// What may stand in the place of one of several words: what has its stem. A word of grammar is its own stem
/// and has no forms, but in a compound: `follow-ups`.
fn in_compound(stem: &str) -> Choice {
    let forms = match stem.strip_suffix('s') {
        _ if analysis::is_grammar(stem) => Some([stem.to_owned(), format!("{stem}s")]),
        Some(one) if analysis::is_grammar(one) => Some([one.to_owned(), stem.to_owned()]),
        _ => None,
    };
    // `a` and `as` are two words.
    let forms = forms.filter(|[_, many]| !analysis::is_grammar(many));
    forms.map_or_else(|| Choice::Stem(stem.to_owned()), |forms| Choice::Exact(forms.into()))
}

/// Words side by side, by their stems.
pub(super) fn stems(words: &[String]) -> Pattern {
    let stems: Vec<_> = words.iter().map(|word| analysis::stem(word)).collect();
    Pattern::Run(run_of(&stems))
}
