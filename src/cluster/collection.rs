//! The collection that a cluster holds: what its excerpts are planned and ranked by.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use serde_json::{Map, Value, json};
use tantivy::Term;
use tantivy::query::Query as Engine;

use super::address::Address;
use super::candidates::{Candidates, text_of};
use super::client::Client;
use super::error::ClusterError;
use super::mapping::{KEY_PARTS, VALUES, WORDS};
use super::request::{count_of, number, search};
use crate::index::IndexError;
use crate::index::analysis;
use crate::index::read::collection::{Collection, Counted, WordsLike};
use crate::index::schema::column;
use crate::search::MAX_WORDS;

/// So many words at most are looked at for one pattern or near spelling.
const MOST_WORDS: usize = 2_000;
/// So many values of one column are told apart at most, and so many groups come in one answer.
const PAGE: usize = 10_000;
/// Documents are counted exactly up to so many, and nearly where there are more.
const COUNTED_EXACTLY: u64 = 40_000;

/// The statements of a cluster's index, as they stood when it was opened.
pub(super) struct ClusterCollection {
    client: Client,
    address: Address,
    totals: Totals,
    /// How many statements hold a word, by column: a word is asked for in all columns at once.
    held: Mutex<FxHashMap<String, FxHashMap<String, u64>>>,
    words: Mutex<FxHashMap<String, Vec<(String, u64)>>>,
    counted: Mutex<FxHashMap<String, u64>>,
    failure: Mutex<Option<ClusterError>>,
}

/// Sums over all statements.
struct Totals {
    passages: u64,
    documents: u64,
    files: u64,
    generation: u64,
    words: BTreeMap<&'static str, u64>,
}

impl ClusterCollection {
    /// Asks for the sums.
    pub fn open(client: Client, address: Address) -> Result<Self, ClusterError> {
        let totals = Totals::ask(&client, &address)?;
        let (held, words, counted) = (Mutex::default(), Mutex::default(), Mutex::default());
        Ok(Self { client, address, totals, held, words, counted, failure: Mutex::default() })
    }

    fn search(&self, body: &Value) -> Result<Value, ClusterError> {
        search(&self.client, &self.address.name, body)
    }

    /// How many statements hold a word, in every column.
    fn held_everywhere(&self, word: &str) -> Result<FxHashMap<String, u64>, ClusterError> {
        let columns = || WORDS.iter().chain(&VALUES).filter(|column| **column != "document");
        let filters: Map<String, Value> =
            columns().map(|column| ((*column).to_owned(), json!({ "term": { *column: word } }))).collect();
        let any: Vec<&Value> = filters.values().collect();
        let of_documents = json!({
            "filter": { "bool": { "should": [{ "term": { "text": word } }, { "term": { "title": word } }] } },
            "aggs": { "documents": { "cardinality": {
                "field": "document_id", "precision_threshold": COUNTED_EXACTLY,
            } } },
        });
        let answer = self.search(&json!({
            "size": 0,
            "track_total_hits": false,
            "query": { "bool": { "should": any } },
            "aggs": { "columns": { "filters": { "filters": filters } }, "with": of_documents },
        }))?;
        let buckets = &answer["aggregations"]["columns"]["buckets"];
        let mut held: FxHashMap<String, u64> = FxHashMap::default();
        for column in columns() {
            held.insert((*column).to_owned(), number(&buckets[*column]["doc_count"])?);
        }
        held.insert("document".into(), number(&answer["aggregations"]["with"]["documents"]["value"])?);
        Ok(held)
    }

    fn statements_holding(&self, column: &str, word: &str) -> Result<u64, ClusterError> {
        let known = |held: &FxHashMap<String, u64>| held.get(column).copied().unwrap_or(0);
        if let Some(held) = lock(&self.held).get(word) {
            return Ok(known(held));
        }
        let held = self.held_everywhere(word)?;
        let found = known(&held);
        lock(&self.held).insert(word.to_owned(), held);
        Ok(found)
    }

    fn find_words(&self, column: &str, like: &WordsLike<'_>) -> Result<Vec<(String, u64)>, ClusterError> {
        let (asked, query) = match *like {
            WordsLike::Pattern(pattern) => {
                let escaped = pattern.replace('\\', "\\\\");
                (pattern, json!({ "wildcard": { "word": { "value": escaped } } }))
            }
            WordsLike::Near(word, distance) => {
                let near = json!({
                    "value": word, "fuzziness": distance, "transpositions": true, "rewrite": "constant_score",
                });
                (word, json!({ "fuzzy": { "word": near } }))
            }
        };
        let answer = search(
            &self.client,
            &self.address.words(),
            &json!({
                "size": MOST_WORDS + 1,
                "query": { "bool": { "filter": [{ "term": { "column": column } }, query] } },
                "_source": ["word"],
            }),
        )?;
        let hits = answer["hits"]["hits"].as_array().map(Vec::as_slice).unwrap_or_default();
        let too_many = |most| ClusterError::TooManyWords { word: asked.to_owned(), most };
        if hits.len() > MOST_WORDS {
            return Err(too_many(MOST_WORDS));
        }
        let words = hits.iter().filter_map(|hit| hit["_source"]["word"].as_str().map(str::to_owned));
        let words: Vec<String> = match *like {
            WordsLike::Pattern(_) => words.collect(),
            WordsLike::Near(word, distance) => {
                words.filter(|near| strsim::osa_distance(word, near) <= usize::from(distance)).collect()
            }
        };
        // Words of statements that were taken out stay in the list: who holds none is none.
        let mut found = self.with_counts(column, &words)?;
        found.retain(|(_, statements)| *statements > 0);
        if found.len() > MAX_WORDS {
            return Err(too_many(MAX_WORDS));
        }
        Ok(found)
    }

    fn with_counts(&self, column: &str, words: &[String]) -> Result<Vec<(String, u64)>, ClusterError> {
        const AT_ONCE: usize = 500;
        let mut found = Vec::with_capacity(words.len());
        for words in words.chunks(AT_ONCE) {
            let filters: Vec<Value> = words.iter().map(|word| json!({ "term": { column: word } })).collect();
            let answer = self.search(&json!({
                "size": 0,
                "track_total_hits": false,
                "query": { "terms": { column: words } },
                "aggs": { "words": { "filters": { "filters": filters } } },
            }))?;
            let buckets = answer["aggregations"]["words"]["buckets"].as_array();
            for (word, bucket) in words.iter().zip(buckets.into_iter().flatten()) {
                found.push((word.clone(), number(&bucket["doc_count"])?));
            }
        }
        Ok(found)
    }

    fn find_values(&self, column: &str, words: &[String]) -> Result<Vec<String>, ClusterError> {
        let (of_words, stemmed) = match column {
            column::SPEAKER => ("speaker", false),
            column::QUOTED => ("quoted", false),
            "role_name" => ("role", false),
            column::ENTITY => ("entities", false),
            column::TOPIC => ("topics", true),
            column::FORM => ("forms", true),
            column::TAG => ("tags", false),
            _ => ("source", false),
        };
        let holds = |word: &String| {
            let word = if stemmed { analysis::stem(word) } else { word.clone() };
            json!({ "term": { of_words: word } })
        };
        let all: Vec<Value> = words.iter().map(holds).collect();
        self.names(column, &json!({ "bool": { "filter": all } }), PAGE, true)
    }

    /// The values of a column among the statements that a query finds; all of them, or the commonest.
    fn names(
        &self,
        column: &str,
        query: &Value,
        most: usize,
        all: bool,
    ) -> Result<Vec<String>, ClusterError> {
        let answer = self.search(&json!({
            "size": 0,
            "track_total_hits": false,
            "query": query,
            "aggs": { "names": { "terms": { "field": column, "size": most } } },
        }))?;
        let names = &answer["aggregations"]["names"];
        if all && number(&names["sum_other_doc_count"])? > 0 {
            return Err(ClusterError::Unable(format!("for more than {most} names at once")));
        }
        let buckets = names["buckets"].as_array().into_iter().flatten();
        let mut found: Vec<String> =
            buckets.filter_map(|bucket| bucket["key"].as_str().map(str::to_owned)).collect();
        found.sort();
        Ok(found)
    }

    fn count_all(&self, query: &dyn Engine) -> Result<Counted, ClusterError> {
        let asked = Candidates::of(query)?;
        if !asked.exact {
            return Err(ClusterError::Unable("how many statements these filters leave".to_owned()));
        }
        let mut counted = Counted { documents: self.totals.documents, ..Counted::default() };
        let sums: Map<String, Value> =
            KEY_PARTS.iter().map(|part| ((*part).to_owned(), json!({ "sum": { "field": part } }))).collect();
        let whole = self.search(&json!({
            "size": 0, "track_total_hits": true, "query": asked.query, "aggs": sums,
        }))?;
        counted.statements = count_of(&whole)?;
        for (part, name) in KEY_PARTS.iter().enumerate() {
            // Sums of numbers below 2^16 are exact for 2^37 statements.
            let sum = whole["aggregations"][*name]["value"].as_f64().unwrap_or(0.0) as u64;
            counted.content = counted.content.wrapping_add(sum.wrapping_shl(16 * part as u32));
        }
        let day = |name: &str| json!({ "terms": { "field": name, "missing_bucket": true } });
        let days = json!([{ "first": day(column::FIRST_DAY) }, { "last": day(column::LAST_DAY) }]);
        self.each_group(&asked.query, &days, &mut |key, statements| {
            let days = key["first"].as_i64().zip(key["last"].as_i64());
            *counted.dates.entry(days).or_default() += statements;
        })?;
        if asked.query != json!({ "match_all": {} }) {
            counted.documents = 0;
            let documents = json!([{ "document": { "terms": { "field": "document_id" } } }]);
            self.each_group(&asked.query, &documents, &mut |_, _| counted.documents += 1)?;
        }
        Ok(counted)
    }

    /// Hands on every group of statements that have the same values, with how many they are.
    fn each_group(
        &self,
        query: &Value,
        sources: &Value,
        each: &mut dyn FnMut(&Value, u64),
    ) -> Result<(), ClusterError> {
        let mut after = Value::Null;
        loop {
            let mut groups = json!({ "composite": { "size": PAGE, "sources": sources } });
            if !after.is_null() {
                groups["composite"]["after"] = after;
            }
            let answer = self.search(&json!({
                "size": 0, "track_total_hits": false, "query": query, "aggs": { "groups": groups },
            }))?;
            let groups = &answer["aggregations"]["groups"];
            let buckets = groups["buckets"].as_array().map(Vec::as_slice).unwrap_or_default();
            for bucket in buckets {
                each(&bucket["key"], number(&bucket["doc_count"])?);
            }
            after = groups["after_key"].clone();
            if buckets.len() < PAGE || after.is_null() {
                return Ok(());
            }
        }
    }

    /// Keeps an error for who asks next, where the one who asked now may take it for none.
    fn told<T>(&self, result: Result<T, ClusterError>) -> Result<T, IndexError> {
        result.map_err(|error| {
            let again = ClusterError::Answer(error.to_string());
            lock(&self.failure).get_or_insert(error);
            again.into()
        })
    }
}

impl Totals {
    fn ask(client: &Client, address: &Address) -> Result<Self, ClusterError> {
        let mut sums: Map<String, Value> = WORDS
            .iter()
            .chain(&VALUES)
            .map(|name| ((*name).to_owned(), json!({ "sum": { "field": format!("lengths.{name}") } })))
            .collect();
        sums.insert("passages".into(), json!({ "sum": { "field": "passages" } }));
        sums.insert("documents".into(), json!({ "filter": { "term": { "opens": true } } }));
        let all =
            search(client, &address.name, &json!({ "size": 0, "track_total_hits": true, "aggs": sums }))?;
        let files = search(
            client,
            &address.files(),
            &json!({
                "size": 0, "track_total_hits": true, "aggs": { "pushed": { "max": { "field": "pushed" } } },
            }),
        )?;
        let sum = |name: &str| all["aggregations"][name]["value"].as_f64().unwrap_or(0.0) as u64;
        Ok(Self {
            passages: sum("passages"),
            documents: number(&all["aggregations"]["documents"]["doc_count"])?,
            files: count_of(&files)?,
            generation: files["aggregations"]["pushed"]["value"].as_f64().unwrap_or(0.0) as u64,
            words: WORDS.iter().chain(&VALUES).map(|name| (*name, sum(name))).collect(),
        })
    }
}

impl Collection for ClusterCollection {
    fn entries(&self) -> u64 {
        self.totals.passages + self.totals.files
    }

    fn documents(&self) -> u64 {
        self.totals.documents
    }

    fn words_in(&self, column: &str) -> u64 {
        self.totals.words.get(column).copied().unwrap_or(self.totals.passages)
    }

    fn statements_with(&self, column: &str, term: &Term) -> Result<u64, IndexError> {
        self.told(self.statements_holding(column, &text_of(term)))
    }

    fn count(&self, query: &dyn Engine) -> Result<u64, IndexError> {
        let count = || {
            let query = Candidates::of(query)?.query;
            let asked = query.to_string();
            if let Some(known) = lock(&self.counted).get(&asked) {
                return Ok(*known);
            }
            let answer = self.search(&json!({ "size": 0, "track_total_hits": true, "query": query }))?;
            let found = count_of(&answer)?;
            lock(&self.counted).insert(asked, found);
            Ok(found)
        };
        self.told(count())
    }

    fn words_like(&self, column: &str, like: &WordsLike<'_>) -> Result<Vec<(String, u64)>, IndexError> {
        let asked = format!("{column} {like:?}");
        if let Some(known) = lock(&self.words).get(&asked) {
            return Ok(known.clone());
        }
        let found = self.told(self.find_words(column, like))?;
        lock(&self.words).insert(asked, found.clone());
        Ok(found)
    }

    fn values(&self, column: &str, words: &[String]) -> Result<Vec<String>, IndexError> {
        if words.is_empty() {
            return Ok(Vec::new());
        }
        self.told(self.find_values(column, words))
    }

    fn speakers_like(&self, name: &str) -> Result<Vec<String>, IndexError> {
        const MOST: usize = 200;
        let words: Vec<String> = analysis::words(name).map(|word| word.folded).collect();
        let like = json!({ "match": { "speaker": { "query": words.join(" "), "fuzziness": "AUTO" } } });
        self.told(self.names(column::SPEAKER, &like, MOST, false))
    }

    fn counted(&self, query: &dyn Engine) -> Result<Counted, IndexError> {
        self.told(self.count_all(query))
    }

    fn generation(&self) -> u64 {
        self.totals.generation
    }

    fn failure(&self) -> Option<IndexError> {
        lock(&self.failure).take().map(IndexError::from)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
