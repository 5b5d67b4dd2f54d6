//! Excerpts: the statements of a cluster that may answer a question, as an index in memory.
//!
//! The cluster says which statements may match; the local engine, planning and ranking by what the cluster as a whole
//! holds, decides which do, and everything that stands on it works as it does for an index on disk.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Value, json};

use super::address::Address;
use super::candidates::Candidates;
use super::client::{Client, Method};
use super::collection::ClusterCollection;
use super::document::group_name;
use super::error::ClusterError;
use super::mapping;
use super::request::{count_of, search, search_at};
use crate::index::schema::held::HeldStatement;
use crate::index::{Index, StoredFile, Writer};
use crate::query::{Filters, Query};

/// So many statements are fetched at most, where `DEMARCHE_CLUSTER_MOST` says no other number.
const MOST: u64 = 300_000;
const MOST_SET: &str = "DEMARCHE_CLUSTER_MOST";
/// So many are fetched at once.
const PAGE: usize = 1_000;
/// So many ids are asked for at once.
const IDS: usize = 5_000;
/// How long a cluster keeps a point in time for us between two pages.
const KEPT: &str = "1m";
/// How often fetching begins anew when a node is lost while it goes on.
const TRIES: usize = 4;

/// What an excerpt must hold beside the statements that match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Those that hold all that is asked, or, there being none, some: for counts and timelines.
    Matches,
    /// The same with their documents: for concordances, which count a document's words.
    Documents,
    /// Those that hold some of it, with their documents and copies: for hits.
    Ranking,
}

/// The statements of an index in a cluster.
pub struct ClusterIndex {
    client: Client,
    address: Address,
    collection: Arc<ClusterCollection>,
    most: u64,
}

impl ClusterIndex {
    /// Opens an index that `demarche push` made.
    ///
    /// # Errors
    /// [`ClusterError::Missing`] where there is none, [`ClusterError::Format`] where another version made it, and whatever keeps
    /// the cluster from answering.
    pub fn open(address: &Address) -> Result<Self, ClusterError> {
        let client = Client::new(&address.nodes)?;
        check(&client, address)?;
        let collection = Arc::new(ClusterCollection::open(client.clone(), address.clone())?);
        let set = std::env::var(MOST_SET).ok().and_then(|most| most.parse().ok());
        Ok(Self { client, address: address.clone(), collection, most: set.unwrap_or(MOST) })
    }

    /// An excerpt without a statement: it knows what the cluster holds of names and words.
    ///
    /// # Errors
    /// Where the engine refuses.
    pub fn empty(&self) -> Result<Index, ClusterError> {
        Ok(Index::excerpt_of(Arc::clone(&self.collection) as _)?)
    }

    /// The excerpt by which queries are answered as by an index of all.
    ///
    /// # Errors
    /// [`ClusterError::TooMany`] where it would be too large, [`ClusterError::Unable`] for what a cluster cannot be asked, and
    /// whatever keeps the cluster, or a part of it, from answering.
    pub fn excerpt(&self, queries: &[Query], filters: &Filters, need: Need) -> Result<Index, ClusterError> {
        let planned = self.planned(queries, filters)?;
        let whole = |(all, any): &(Value, Option<Value>)| any.clone().unwrap_or_else(|| all.clone());
        let first: Vec<Value> = match need {
            Need::Matches | Need::Documents => planned.iter().map(|(all, _)| all.clone()).collect(),
            Need::Ranking => planned.iter().map(whole).collect(),
        };
        let index = self.holding(&any_of(first), need)?;
        if need == Need::Ranking || !self.some_are_wanted(&index, queries, filters)? {
            return Ok(index);
        }
        // Of a query that nothing answers whole, what answers a part is wanted.
        self.holding(&any_of(planned.iter().map(whole).collect()), need)
    }

    /// The documents of statements or documents with these ids, whole.
    ///
    /// # Errors
    /// As [`ClusterIndex::excerpt`].
    pub fn documents_of(&self, ids: &[&str]) -> Result<Index, ClusterError> {
        let by_id = json!({ "bool": { "should": [
            { "ids": { "values": ids } },
            { "terms": { "document_id": ids } },
        ] } });
        self.holding(&by_id, Need::Ranking)
    }

    /// What holds all of each query, and what holds some.
    fn planned(
        &self,
        queries: &[Query],
        filters: &Filters,
    ) -> Result<Vec<(Value, Option<Value>)>, ClusterError> {
        let searcher = self.empty()?.searcher()?;
        let plan = |query: &Query| {
            let matches = searcher.planned(query, filters)?;
            let any = matches.any().map(Candidates::of).transpose()?;
            Ok((Candidates::of(matches.all())?.query, any.map(|any| any.query)))
        };
        queries.iter().map(plan).collect()
    }

    /// Whether a query is one that nothing in the excerpt answers whole.
    fn some_are_wanted(
        &self,
        index: &Index,
        queries: &[Query],
        filters: &Filters,
    ) -> Result<bool, ClusterError> {
        let searcher = index.searcher()?;
        for query in queries {
            if searcher.matches(query, filters)?.only_some {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// An index of the statements that a query of the cluster finds.
    fn holding(&self, query: &Value, need: Need) -> Result<Index, ClusterError> {
        let mut tries = 1;
        loop {
            match self.try_holding(query, need) {
                // A point in time is lost with the node that kept it.
                Err(ClusterError::Refused { status: 404, .. } | ClusterError::InPart { .. })
                    if tries < TRIES =>
                {
                    tries += 1;
                }
                other => return other,
            }
        }
    }

    fn try_holding(&self, query: &Value, need: Need) -> Result<Index, ClusterError> {
        let index = self.empty()?;
        let writer = index.writer()?;
        let mut restorer = Restorer { writer: &writer, document: Vec::new(), places: BTreeSet::new() };
        match need {
            Need::Matches => self.each_statement(query, &mut |held| restorer.add(held))?,
            Need::Documents | Need::Ranking => {
                for held in self.with_documents(query, need == Need::Ranking)?.into_values() {
                    restorer.add(held)?;
                }
            }
        }
        restorer.finish()?;
        writer.finish()?;
        Ok(index)
    }

    /// The statements that a query finds, all others of their documents, and, if asked, all copies of them; in order.
    fn with_documents(
        &self,
        query: &Value,
        copies: bool,
    ) -> Result<BTreeMap<(String, u64), HeldStatement>, ClusterError> {
        let mut found = BTreeMap::new();
        let (mut documents, mut groups) = (BTreeSet::new(), BTreeSet::new());
        self.each_statement(query, &mut |held| {
            documents.insert(held.statement.document.clone());
            groups.insert(group_name(held.group()));
            found.insert((held.document.path.clone(), held.order), held);
            Ok(())
        })?;
        let copies = if copies { self.originals(&groups)? } else { BTreeSet::new() };
        let mut more = |query: Value| {
            self.each_statement(&query, &mut |held| {
                found.insert((held.document.path.clone(), held.order), held);
                Ok(())
            })
        };
        let chunks = |set: BTreeSet<String>| {
            let all: Vec<String> = set.into_iter().collect();
            all.chunks(IDS).map(<[String]>::to_vec).collect::<Vec<_>>()
        };
        for group in chunks(copies) {
            more(json!({ "terms": { "group": group } }))?;
        }
        for ids in chunks(documents) {
            more(json!({ "terms": { "document_id": ids } }))?;
        }
        Ok(found)
    }

    /// Those of the groups that have more than one member.
    fn originals(&self, groups: &BTreeSet<String>) -> Result<BTreeSet<String>, ClusterError> {
        let mut joined = BTreeSet::new();
        let all: Vec<&String> = groups.iter().collect();
        for group in all.chunks(IDS) {
            let answer = search(
                &self.client,
                &self.address.name,
                &json!({
                    "size": 0,
                    "track_total_hits": false,
                    "query": { "bool": { "filter": [{ "term": { "joined": true } }, { "terms": { "group": group } }] } },
                    "aggs": { "groups": { "terms": { "field": "group", "size": IDS } } },
                }),
            )?;
            let buckets = answer["aggregations"]["groups"]["buckets"].as_array().into_iter().flatten();
            joined.extend(buckets.filter_map(|bucket| bucket["key"].as_str().map(str::to_owned)));
        }
        Ok(joined)
    }

    /// Hands on every statement that a query finds, by file, in the order of each; as they stand at one moment.
    fn each_statement(
        &self,
        query: &Value,
        each: &mut dyn FnMut(HeldStatement) -> Result<(), ClusterError>,
    ) -> Result<(), ClusterError> {
        let counted = json!({ "size": 0, "track_total_hits": true, "query": query });
        let found = count_of(&search(&self.client, &self.address.name, &counted)?)?;
        if found > self.most {
            return Err(ClusterError::TooMany { found, most: self.most });
        }
        let path = format!("{}/_search/point_in_time?keep_alive={KEPT}", self.address.name);
        let kept = self.client.must(Method::Post, &path, None)?;
        let moment = kept["pit_id"].clone();
        let result = self.pages(query, &moment, each);
        let ended = json!({ "pit_id": [moment] });
        // It ends by itself; a node that is gone has none.
        let _ = self.client.ask(Method::Delete, "_search/point_in_time", Some(ended.to_string().as_bytes()));
        result
    }

    fn pages(
        &self,
        query: &Value,
        moment: &Value,
        each: &mut dyn FnMut(HeldStatement) -> Result<(), ClusterError>,
    ) -> Result<(), ClusterError> {
        let mut after = Value::Null;
        loop {
            let mut asked = json!({
                "size": PAGE,
                "track_total_hits": false,
                "query": { "bool": { "filter": [query] } },
                "pit": { "id": moment, "keep_alive": KEPT },
                "sort": [{ "file": "asc" }, { "order": "asc" }],
                "_source": ["statement"],
            });
            if !after.is_null() {
                asked["search_after"] = after;
            }
            let answer = search_at(&self.client, "_search", &asked)?;
            let hits = answer["hits"]["hits"].as_array().map(Vec::as_slice).unwrap_or_default();
            for hit in hits {
                each(HeldStatement::of_document(&hit["_source"])?)?;
            }
            let Some(last) = hits.last().filter(|_| hits.len() == PAGE) else { return Ok(()) };
            after = last["sort"].clone();
        }
    }
}

/// Puts statements that come in order into an index, a document at a time.
struct Restorer<'w, 'i> {
    writer: &'w Writer<'i>,
    document: Vec<HeldStatement>,
    /// Files whose other places are noted.
    places: BTreeSet<String>,
}

impl Restorer<'_, '_> {
    fn add(&mut self, held: HeldStatement) -> Result<(), ClusterError> {
        if self.document.first().is_some_and(|first| first.statement.document != held.statement.document) {
            self.finish()?;
        }
        self.document.push(held);
        Ok(())
    }

    fn finish(&mut self) -> Result<(), ClusterError> {
        let Some(first) = self.document.first() else { return Ok(()) };
        if !first.places.is_empty() && self.places.insert(first.document.path.clone()) {
            for place in &first.places {
                let (name, copy_of) = (place.clone(), Some(first.document.path.clone()));
                self.writer.add_file(&StoredFile { name, copy_of, ..StoredFile::default() })?;
            }
        }
        self.writer.restore(&self.document)?;
        self.document.clear();
        Ok(())
    }
}

/// Whether the index is one of ours, and of this version.
pub(super) fn check(client: &Client, address: &Address) -> Result<(), ClusterError> {
    let answer = client.ask(Method::Get, &format!("{}/_mapping", address.name), None)?;
    let name = || address.name.clone();
    if answer.status == 401 || answer.status == 403 {
        let reason = super::client::reason_of(&answer.body);
        return Err(ClusterError::Refused { status: answer.status, reason });
    }
    let meta = &answer.body[&address.name]["mappings"]["_meta"]["demarche"];
    match meta.as_u64() {
        Some(mapping::FORMAT) => Ok(()),
        Some(found) => Err(ClusterError::Format { name: name(), found, expected: mapping::FORMAT }),
        None => Err(ClusterError::Missing(name())),
    }
}

fn any_of(mut queries: Vec<Value>) -> Value {
    queries.dedup();
    match queries.len() {
        1 => queries.remove(0),
        _ => json!({ "bool": { "should": queries } }),
    }
}
