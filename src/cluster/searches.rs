//! Saved searches held against what is pushed: percolator queries say which may match, the local engine which do.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde_json::{Value, json};

use super::address::Address;
use super::bulk::{Action, bulk};
use super::candidates::Candidates;
use super::client::Client;
use super::document::ClusterDocument;
use super::error::ClusterError;
use super::push::{PushOptions, refresh};
use super::request::search;
use crate::index::Index;
use crate::index::schema::ids::key;
use crate::query::{Filters, Query};
use crate::search::PassOptions;

/// A search that new statements are held against.
#[derive(Clone, Debug)]
pub struct PushedSearch {
    /// Its name.
    pub name: String,
    /// What is asked.
    pub query: Query,
    /// What every statement must satisfy.
    pub filters: Filters,
}

/// What a saved search finds among statements that were not in the cluster before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SearchNews {
    /// The search's name.
    pub name: String,
    /// The statements' ids, in order.
    pub statements: Vec<String>,
}

/// The searches of a push.
pub(super) struct Watch {
    index: String,
    searches: Vec<PushedSearch>,
    /// How the cluster names each: machines that push parts have each its own.
    ids: Vec<String>,
    /// The statements that may match, by the number of the search.
    found: Mutex<BTreeMap<usize, BTreeSet<String>>>,
}

impl Watch {
    /// Puts the searches into the cluster, as the index means them that is pushed: it has the words of what is new. `None`
    /// without any.
    pub fn begin(
        client: &Client,
        address: &Address,
        local: &Index,
        options: &PushOptions,
    ) -> Result<Option<Self>, ClusterError> {
        let searches = options.searches.clone();
        if searches.is_empty() {
            return Ok(None);
        }
        let index = address.searches();
        let searcher = local.searcher()?;
        let ids: Vec<String> =
            searches.iter().map(|search| format!("{}/{}", options.origin, search.name)).collect();
        let mut actions = Vec::with_capacity(searches.len());
        for (id, PushedSearch { name, query, filters }) in ids.iter().zip(&searches) {
            let asked = Candidates::of(searcher.planned(query, filters)?.all())?.query;
            actions.push(Action::index(&index, id, &json!({ "name": name, "query": asked })));
        }
        bulk(client, actions)?;
        refresh(client, &[&index])?;
        Ok(Some(Self { index, searches, ids, found: Mutex::default() }))
    }

    /// Holds the searches against documents that were created.
    pub fn hold_against(
        &self,
        client: &Client,
        documents: &[ClusterDocument],
        created: &[String],
    ) -> Result<(), ClusterError> {
        let created: HashSet<&String> = created.iter().collect();
        let new: Vec<&ClusterDocument> =
            documents.iter().filter(|document| created.contains(&document.id)).collect();
        if new.is_empty() {
            return Ok(());
        }
        let bodies: Vec<&_> = new.iter().map(|document| &document.body).collect();
        let answer = search(
            client,
            &self.index,
            &json!({
                "size": self.ids.len(),
                "query": { "bool": { "filter": [
                    { "ids": { "values": self.ids } },
                    { "percolate": { "field": "query", "documents": bodies } },
                ] } },
                "_source": false,
            }),
        )?;
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        for hit in answer["hits"]["hits"].as_array().into_iter().flatten() {
            let Some(at) = self.ids.iter().position(|id| hit["_id"] == **id) else { continue };
            let slots = hit["fields"]["_percolator_document_slot"].as_array().into_iter().flatten();
            let slots = slots.filter_map(Value::as_u64).filter_map(|slot| new.get(slot as usize));
            found.entry(at).or_default().extend(slots.map(|document| document.id.clone()));
        }
        Ok(())
    }

    /// Which of the statements that may match do, by the index that they came from.
    pub fn news(self, index: &Index) -> Result<Vec<SearchNews>, ClusterError> {
        let searcher = index.searcher()?;
        let mut found = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut news = Vec::with_capacity(self.searches.len());
        for (at, PushedSearch { name, query, filters }) in self.searches.into_iter().enumerate() {
            let mut statements = found.remove(&at).unwrap_or_default();
            if !statements.is_empty() {
                let matches = searcher.matches(&query, &filters)?;
                let mut keys = HashSet::new();
                // What holds some of the words only is no answer to a search that is kept.
                if !matches.only_some {
                    matches.statements(PassOptions::default(), &mut |seen| {
                        keys.insert(seen.key);
                    })?;
                }
                statements.retain(|id| keys.contains(&key(id)));
            }
            news.push(SearchNews { name, statements: statements.into_iter().collect() });
        }
        Ok(news)
    }
}
