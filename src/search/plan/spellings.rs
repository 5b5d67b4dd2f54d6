//! Other names and spellings of the words of a query.

use std::collections::BTreeSet;
use std::sync::Arc;

use tantivy::schema::Term;

use super::builder::QueryBuilder;
use super::term_expansion;
use super::term_fields::{Part, TermField};
use crate::authority::listed_spellings;
use crate::index::analysis;
use crate::index::analysis::UNITED_STATES;
use crate::index::analysis::name_keys::name_keys;
use crate::query::{Field, Form, Slot, Words};
use crate::search::engine::term_queries::{EngineResult, boosted, whole};
use crate::search::weights;

impl QueryBuilder<'_> {
    /// Other names and spellings of what the words name.
    pub(crate) fn other_names(&self, words: &Words, field: Option<Field>, term_fields: &mut Vec<TermField>) {
        let f = self.fields;
        let capital = is_capital(&words.text);
        let columns = [(Field::Speaker, f.speaker_keys, "speaker"), (Field::Entity, f.entity_keys, "entity")];
        for (of, column, name) in columns {
            // A word in small letters is seldom a name, and keys are generous.
            let wanted = match field {
                Some(field) => field == of && matches!(words.form, Form::Stemmed | Form::Exact),
                None => capital && words.form == Form::Stemmed,
            };
            let keys = if wanted { name_keys(&words.text) } else { Vec::new() };
            if !keys.is_empty() {
                let typed = (field == Some(Field::Speaker) && words.slots.len() > 1).then_some(words);
                let what = format!("{name}: names spelt like {}", words.text);
                let terms = keys.iter().map(|key| Term::from_field_text(column, key)).collect();
                let part = if of == Field::Speaker { Part::Source } else { Part::Passage };
                let named = TermField::new(what, self.all_keys(&keys, typed, column)).with_all(terms);
                term_fields.push(named.of(part));
            }
        }
        let name_like = capital || words.text.chars().count() > 3;
        if !matches!(field, None | Some(Field::Speaker))
            || !name_like
            || words.form != Form::Stemmed && field.is_none()
        {
            return;
        }
        if let Some(entity) = self.authority.canonical(&words.text) {
            self.known_as(&entity.name, field, term_fields);
        }
    }

    /// The fields for a canonical name.
    pub fn known_as(&self, name: &str, field: Option<Field>, term_fields: &mut Vec<TermField>) {
        let speaker = boosted(whole(self.fields.speaker_name, name), weights::ALIAS);
        term_fields.push(
            TermField::new(format!("speaker: {name}"), speaker)
                .with_term(Term::from_field_text(self.fields.speaker_name, name))
                .of(Part::Source),
        );
        if field.is_none() {
            let entity = boosted(whole(self.fields.entity_name, name), weights::ALIAS);
            term_fields.push(
                TermField::new(format!("entity: {name}"), entity)
                    .with_term(Term::from_field_text(self.fields.entity_name, name)),
            );
        }
    }

    /// Other spellings of a name in what was said: words of the same key ([`name_key`]) among those that are
    /// listed, and those that differ in up to two letters from the name or its key. Looked for only where the
    /// word has a capital, is no name of the authority and is rare: keys are generous.
    pub(crate) fn spelt_otherwise(&self, words: &Words) -> EngineResult<Option<Arc<[String]>>> {
        const FEWEST_LETTERS: usize = 5;
        let [Slot::Word(word)] = &words.slots[..] else { return Ok(None) };
        if !is_capital(&words.text) || words.form != Form::Stemmed || word.chars().count() < FEWEST_LETTERS {
            return Ok(None);
        }
        if let Some(known) = self.names.borrow().get(word) {
            return Ok(known.clone());
        }
        let exact = self.fields.exact;
        let rare = self.held(Term::from_field_text(exact, word)) * 200 < self.statistics.entries().max(2_000);
        let mut names: BTreeSet<String> = BTreeSet::new();
        if let ([key], true, None) =
            (&name_keys(&words.text)[..], rare, self.authority.canonical(&words.text))
        {
            names.extend(
                listed_spellings(key).into_iter().map(analysis::fold).filter(|name| self.known(name)),
            );
            for like in BTreeSet::from([word, key]) {
                let near = term_expansion::fuzzy(&self.statistics, exact, like, 2)?.words;
                names.extend(
                    near.into_iter().map(|(near, _)| near).filter(|near| name_keys(near) == [key.as_str()]),
                );
            }
            names.remove(word);
            // A body or a country is no spelling of a person.
            names.retain(|name| self.authority.canonical(name).is_none());
        }
        let names = (!names.is_empty()).then(|| names.into_iter().collect());
        self.names.borrow_mut().insert(word.clone(), names.clone());
        Ok(names)
    }

    /// Other spellings of one word: cease-fire and ceasefire, us and US.
    pub(crate) fn spellings(&self, words: &Words) -> Vec<Vec<String>> {
        match &words.slots[..] {
            [Slot::Word(word)] if word == "us" => vec![vec![UNITED_STATES.to_owned()]],
            [Slot::Word(word)] => self.compound(word).into_iter().collect(),
            [Slot::Word(first), Slot::Word(second)] => vec![vec![format!("{first}{second}")]],
            _ => Vec::new(),
        }
    }

    /// `ceasefire` as `cease fire`, where the index knows both parts: at least four letters each, and
    /// the longest second part wins.
    pub(crate) fn compound(&self, word: &str) -> Option<Vec<String>> {
        if !word.is_ascii() || word.len() < 8 {
            return None;
        }
        (4..=word.len() - 4)
            .map(|at| word.split_at(at))
            .find(|(first, second)| self.known(first) && self.knows_stem(second))
            .map(|(first, second)| vec![first.to_owned(), second.to_owned()])
    }
}

/// Whether words begin with a capital, or with a letter of a script that has none, such as Arabic.
fn is_capital(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
}
