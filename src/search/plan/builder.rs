//! Builder of engine queries for the words of a query: where a word is looked for, and as what.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use tantivy::Searcher;
use tantivy::query::{BooleanQuery, Occur, TermQuery};
use tantivy::schema::{Field as Column, IndexRecordOption, Term};

use super::term_expansion;
use super::term_expansion::Expansion;
use super::term_fields::{Part, TermField, all_terms, best, each, lean};
use crate::authority::Authority;
use crate::index::analysis;
use crate::index::analysis::name_keys::name_keys;
use crate::index::schema::column;
use crate::index::schema::fields::Fields;
use crate::model::PartialDate;
use crate::query::{Days, Field, Form, Slot, Words};
use crate::search::engine::cached_query::CachedQuery;
use crate::search::engine::legible::Legible;
use crate::search::engine::term_queries::{BoxQuery, EngineResult, boosted, phrase, whole};
use crate::search::engine::term_statistics::TermStatistics;
use crate::search::weights;

/// A column of the index that words are looked for in.
pub(super) struct FieldTarget {
    pub column: Column,
    pub name: &'static str,
    pub stemmed: bool,
    pub weight: f32,
}

impl FieldTarget {
    fn part(&self) -> Part {
        match self.name {
            "title" => Part::Title,
            "role" => Part::Role,
            "speaker" => Part::Source,
            _ => Part::Passage,
        }
    }
}

/// Builds for one index as it stands now.
pub(crate) struct QueryBuilder<'a> {
    pub fields: &'a Fields,
    pub searcher: &'a Searcher,
    pub authority: &'a Authority,
    pub statistics: Arc<TermStatistics>,
    /// Whether words asked for everywhere are looked for in what was said only.
    pub words_only: bool,
    /// What was cut, for telling the user.
    pub notes: RefCell<Vec<String>>,
    expansions: RefCell<HashMap<(Slot, Form, Column), Rc<Expansion>>>,
    /// For a name, its other spellings in what was said.
    pub names: RefCell<HashMap<String, Option<Arc<[String]>>>>,
}

impl<'a> QueryBuilder<'a> {
    pub fn new(statistics: &'a Arc<TermStatistics>) -> Self {
        Self {
            fields: statistics.snapshot.fields(),
            searcher: &statistics.snapshot.searcher,
            authority: Authority::builtin(),
            statistics: Arc::clone(statistics),
            words_only: false,
            notes: RefCell::default(),
            expansions: RefCell::default(),
            names: RefCell::default(),
        }
    }

    /// The best of several fields.
    pub fn best(&self, term_fields: &[TermField]) -> BoxQuery {
        best(term_fields, |term| self.held(term.clone()))
    }

    /// Each of the fields in which anything can be found.
    pub fn each(&self, term_fields: &[TermField]) -> Vec<(Part, BoxQuery)> {
        each(term_fields, |term| self.held(term.clone()))
    }

    /// The same passages with less work: see [`lean`].
    pub fn lean(&self, term_fields: &[TermField]) -> BoxQuery {
        lean(term_fields, |term| self.held(term.clone()))
    }

    /// Queries that the passages of these fields all match, and no others do, where that is less work.
    pub fn conditions(&self, term_fields: &[TermField]) -> Option<Vec<BoxQuery>> {
        let terms = all_terms(term_fields, |term| self.held(term.clone()))?;
        let one = |term: &Term| Box::new(TermQuery::new(term.clone(), IndexRecordOption::Basic)) as BoxQuery;
        Some(terms.iter().map(one).collect())
    }

    /// Whether a word stands in the index in any of its forms, in the words said.
    pub fn knows_stem(&self, word: &str) -> bool {
        let stem = analysis::stem(word);
        self.held(Term::from_field_text(self.fields.stem_column(&stem), &stem)) > 0
    }

    /// Whether a word stands in the index, in the words said.
    pub fn known(&self, word: &str) -> bool {
        self.held(Term::from_field_text(self.fields.exact, word)) > 0
    }

    /// The columns for words asked for everywhere, or in one field.
    fn targets(&self, field: Option<Field>, form: Form) -> Vec<FieldTarget> {
        let f = self.fields;
        let new = |column, name, stemmed, weight| FieldTarget { column, name, stemmed, weight };
        let text = new(f.text, "text", true, weights::TEXT);
        let weight = if form == Form::Stemmed { weights::EXACT } else { weights::QUOTED };
        let exact = new(f.exact, "text as typed", false, weight);
        let speaker = new(f.speaker, "speaker", false, weights::SPEAKER);
        let role = new(f.role, "role", false, weights::ROLE);
        let entities = new(f.entities, "entity", false, weights::ENTITIES);
        let topics = new(f.topics, "topic", true, weights::TOPICS);
        let title = new(f.title, "title", true, weights::TITLE);
        match (field, form) {
            (None, Form::Stemmed) => vec![exact, text, speaker, role, entities, topics, title],
            (None, _) => vec![exact, speaker, entities],
            (Some(Field::Text), Form::Stemmed) => vec![exact, text],
            (Some(Field::Text), _) => vec![exact],
            (Some(Field::Speaker), _) => vec![speaker],
            (Some(Field::Quoted), _) => vec![new(f.quoted, "quoted", false, weights::SPEAKER)],
            (Some(Field::Role), _) => vec![role],
            (Some(Field::Entity), _) => vec![entities],
            (Some(Field::Topic), _) => vec![topics],
            (Some(Field::Form), _) => vec![new(f.forms, "form", true, 1.0)],
            (Some(Field::Tag), _) => vec![new(f.tags, "tag", false, 1.0)],
            (Some(Field::Title), _) => vec![title],
            (Some(Field::Source), _) => vec![new(f.source, "source", false, 1.0)],
            (Some(Field::Kind | Field::Date | Field::Id), _) => Vec::new(),
        }
    }

    /// The column that a field's words are looked up in first.
    pub fn column(&self, field: Field) -> Option<Column> {
        self.targets(Some(field), Form::Exact).first().map(|target| target.column)
    }

    /// The fields in which a passage can hold these words, anywhere or in one field.
    pub fn term_fields(&self, words: &Words, field: Option<Field>) -> EngineResult<Vec<TermField>> {
        let field = field.or(self.words_only.then_some(Field::Text));
        let mut term_fields = Vec::new();
        if field == Some(Field::Entity)
            && let Some(entity) = self.authority.canonical(&words.text)
        {
            let query = whole(self.fields.entity_name, &entity.name);
            return Ok(vec![TermField::new(format!("entity: {}", entity.name), query)]);
        }
        let mut targets = self.targets(field, words.form);
        let plain = words.slop.is_none() && words.slots.iter().all(|slot| matches!(slot, Slot::Word(_)));
        if plain && words.form == Form::Stemmed && field == Some(Field::Text) {
            // Asked for in the text alone, a word is its stem: one list to read.
            targets.retain(|target| target.stemmed);
        }
        for target in targets {
            let part = target.part();
            term_fields.extend(self.term_field(words, &target, field)?.map(|found| found.of(part)));
        }
        if let (None, Form::Stemmed, [Slot::Word(word)]) = (field, words.form, &words.slots[..]) {
            self.as_rare_as_said(word, &mut term_fields);
        }
        if words.slots.iter().all(|slot| matches!(slot, Slot::Word(_))) {
            self.other_names(words, field, &mut term_fields);
            if words.form == Form::Stemmed && matches!(field, None | Some(Field::Text)) {
                term_fields.extend(self.spelt_otherwise(words)?.map(|names| {
                    let what = format!("text: names spelt like {}: {}", words.text, names.join(", "));
                    let each = names.iter().map(|name| phrase(self.fields.exact, std::slice::from_ref(name)));
                    let query = Legible::any(each.collect());
                    TermField::new(what, boosted(query, weights::NAME_KEY))
                }));
                for other in self.spellings(words) {
                    let stems: Vec<_> = other.iter().map(|word| analysis::stem(word)).collect();
                    let what = format!("spelling: {}", other.join(" "));
                    term_fields.push(TermField::new(what, boosted(self.by_stems(&stems), weights::TEXT)));
                    if field.is_none() {
                        let query = boosted(phrase(self.fields.title, &stems), weights::TITLE);
                        let title = TermField::new(format!("title: {}", other.join(" ")), query);
                        term_fields.push(title.of(Part::Title));
                        let query = boosted(phrase(self.fields.topics, &stems), weights::TOPICS);
                        term_fields.push(TermField::new(format!("topic: {}", other.join(" ")), query));
                    }
                }
            }
        }
        Ok(term_fields)
    }

    /// The words in one column.
    fn term_field(
        &self,
        words: &Words,
        target: &FieldTarget,
        field: Option<Field>,
    ) -> EngineResult<Option<TermField>> {
        let told = |text: &str| format!("{}: {text}", target.name);
        let in_text = target.column == self.fields.exact;
        let plain = words.slots.iter().all(|slot| matches!(slot, Slot::Word(_)));
        if plain && !matches!(words.form, Form::Fuzzy(_)) {
            let terms: Vec<String> =
                words.slots.iter().map(|slot| as_indexed(slot.as_str(), target.stemmed)).collect();
            let query = match (words.slop, terms.len()) {
                (Some(_), _) if in_text => self.near(words)?,
                // The parts of a person's name may have others between them.
                (_, 2..) if field == Some(Field::Speaker) => {
                    let term_field = TermField::new(told(&terms.join(" + ")), self.all_names(&terms));
                    return Ok(Some(if keys_find(&words.text, &terms) {
                        term_field.finer()
                    } else {
                        term_field
                    }));
                }
                _ if target.column == self.fields.text => self.by_stems(&terms),
                (_, 2..) if in_text && words.form == Form::Exact => {
                    self.across(phrase(target.column, &terms), Arc::new(self.pattern(words)?))
                }
                _ => phrase(target.column, &terms),
            };
            let term_field = TermField::new(told(&terms.join(" ")), boosted(query, target.weight));
            let [term] = &terms[..] else { return Ok(Some(term_field)) };
            let column =
                if target.column == self.fields.text { self.fields.stem_column(term) } else { target.column };
            let term_field = term_field.with_term(Term::from_field_text(column, term));
            // Who holds a word as it was typed holds its stem, and who bears a name its key.
            let finer = match field {
                Some(Field::Speaker) => keys_find(&words.text, &terms),
                _ => in_text && words.form == Form::Stemmed,
            };
            return Ok(Some(if finer { term_field.finer() } else { term_field }));
        }
        if words.slots.len() > 1 {
            let query = if in_text { self.near(words)? } else { self.each_slot(words, target)? };
            return Ok(Some(TermField::new(told(&words.text), boosted(query, target.weight))));
        }
        let Some(slot) = words.slots.first() else { return Ok(None) };
        let expansion = self.expansion_of(slot, words.form, target.column)?;
        if expansion.words.is_empty() {
            return Ok(None);
        }
        if in_text || field.is_some() {
            self.tell_cut(&words.text, &expansion);
        }
        let shown: Vec<_> = expansion.words.iter().take(8).map(|(word, _)| word.as_str()).collect();
        let more = expansion.words.len() - shown.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let what = told(&format!("{}{more}", shown.join(", ")));
        let query = self.any_word(slot, words.form, target.column, &expansion);
        Ok(Some(TermField::new(what, boosted(query, target.weight))))
    }

    fn tell_cut(&self, text: &str, expansion: &Expansion) {
        if expansion.all > expansion.words.len() {
            let note = format!(
                "`{text}` stands for {} words of the index; the {} most frequent were searched: write more letters",
                expansion.all,
                expansion.words.len()
            );
            let mut notes = self.notes.borrow_mut();
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }

    /// The words that a part of a phrase stands for, looked up once for each column.
    pub fn expansion_of(&self, slot: &Slot, form: Form, column: Column) -> EngineResult<Rc<Expansion>> {
        let key = (slot.clone(), form, column);
        if let Some(known) = self.expansions.borrow().get(&key) {
            return Ok(Rc::clone(known));
        }
        let found = Rc::new(match (slot, form) {
            (Slot::Pattern(pattern), _) => term_expansion::wildcard(&self.statistics, column, pattern)?,
            (Slot::Word(word), Form::Fuzzy(distance)) => {
                term_expansion::fuzzy(&self.statistics, column, word, distance)?
            }
            (Slot::Word(word), _) => Expansion { words: vec![(word.clone(), 1)], all: 1 },
        });
        self.expansions.borrow_mut().insert(key, Rc::clone(&found));
        Ok(found)
    }

    /// Any of the words, each with its own score: the engine's own queries for them know only a constant one.
    pub(super) fn any_word(
        &self,
        slot: &Slot,
        form: Form,
        column: Column,
        expansion: &Expansion,
    ) -> BoxQuery {
        let term_fields = expansion.words.iter().map(|(word, _)| {
            let weight = match (slot, form) {
                (Slot::Word(asked), Form::Fuzzy(_)) => {
                    weights::FUZZY[strsim::osa_distance(asked, word).min(weights::FUZZY.len() - 1)]
                }
                (Slot::Pattern(_), _) => weights::WILDCARD,
                _ => 1.0,
            };
            boosted(phrase(column, std::slice::from_ref(word)), weight)
        });
        Box::new(CachedQuery::new(Legible::any(term_fields.collect()), &self.statistics))
    }

    /// Every part of a person's name, in any order.
    fn all_names(&self, names: &[String]) -> BoxQuery {
        let one = |name| boosted(phrase(self.fields.speaker, std::slice::from_ref(name)), weights::SPEAKER);
        Box::new(BooleanQuery::new(names.iter().map(|name| (Occur::Must, one(name))).collect()))
    }

    /// Every key of a name; the parts that are spelt as typed count on top.
    pub fn all_keys(&self, keys: &[String], typed: Option<&Words>, column: Column) -> BoxQuery {
        let mut parts: Vec<(Occur, BoxQuery)> =
            keys.iter().map(|key| (Occur::Must, boosted(whole(column, key), weights::NAME_KEY))).collect();
        for slot in typed.iter().flat_map(|words| &words.slots) {
            let word = phrase(self.fields.speaker, &[slot.as_str().to_owned()]);
            parts.push((Occur::Should, boosted(word, weights::SPEAKER - weights::NAME_KEY)));
        }
        if let [(_, only)] = &parts[..] { only.box_clone() } else { Box::new(BooleanQuery::new(parts)) }
    }

    /// A speaker's name is as rare as the word is anywhere. Were it as common as the speaker's own passages,
    /// who speaks often would count less than a mention of them by somebody else.
    fn as_rare_as_said(&self, name: &str, term_fields: &mut [TermField]) {
        let f = self.fields;
        let held = |column| self.held(Term::from_field_text(column, name));
        let (by, said) = (held(f.speaker), held(f.exact));
        if by == 0 || said == 0 {
            return;
        }
        let factor = self.rarity(said) / self.rarity(by);
        if factor > 1.0
            && let Some(term_field) =
                term_fields.iter_mut().find(|term_field| term_field.what.starts_with("speaker: "))
        {
            term_field.query = boosted(term_field.query.box_clone(), factor);
        }
    }

    /// What a year beside other words finds more: what was said in it.
    pub fn said_in(&self, word: &str) -> EngineResult<Option<TermField>> {
        let year = Some(word).filter(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()));
        let Some(year) = year.and_then(|word| word.parse::<PartialDate>().ok()) else { return Ok(None) };
        let days = Days { first: Some(year.first_day()), last: Some(year.last_day()), just: false };
        let query = self.dated(&days);
        let passages = self.statistics.count(&*query)?;
        let score = weights::YEAR * self.rarity(passages);
        let term_field =
            || TermField::new(format!("date: {word}"), Legible::scored(query, score)).of(Part::Source);
        Ok((passages > 0).then(term_field))
    }

    pub fn held(&self, term: Term) -> u64 {
        self.statistics.passages(&term)
    }

    /// BM25's weight of what so many passages hold.
    fn rarity(&self, passages: u64) -> f32 {
        let (all, passages) = (self.statistics.entries() as f32, passages as f32);
        (1.0 + (all - passages).max(0.0) / (passages + 0.5)).ln().max(f32::EPSILON)
    }

    /// Only passages, not what is stored of files.
    pub fn passages(&self) -> BoxQuery {
        Legible::scored(Legible::value(column::KIND), 0.0)
    }
}

/// Whether the keys of a name find all that its words find: they do where each word has the same key by itself
/// and in the name, since the index has the keys of a speaker's name and those of each of its words.
fn keys_find(name: &str, words: &[String]) -> bool {
    let each: Vec<String> = words.iter().flat_map(|word| name_keys(word)).collect();
    !each.is_empty() && each == name_keys(name)
}

/// Whether words are one like `the`, which a passage need not hold.
pub(crate) fn is_function_word(words: &Words) -> bool {
    words.form == Form::Stemmed
        && matches!(&words.slots[..], [Slot::Word(word)] if analysis::says_nothing(word))
}

pub(super) fn as_indexed(word: &str, stemmed: bool) -> String {
    if stemmed { analysis::stem(word) } else { word.to_owned() }
}
