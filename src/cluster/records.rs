//! Records of files: which were pushed, by content, kept in the cluster itself, so that any machine can go on.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::address::Address;
use super::bulk::{Action, bulk};
use super::client::{Client, Method};
use super::error::ClusterError;
use super::push::refresh;
use super::request::search;

/// What a cluster knows of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FileRecord {
    pub file: String,
    /// A hash of its statements; empty while they are sent.
    pub content: String,
    pub statements: u64,
    /// Who pushed it.
    pub origin: String,
    /// When, in milliseconds since 1970.
    pub pushed: u64,
}

impl FileRecord {
    /// Of a file whose statements are being sent.
    pub fn unfinished(file: &str, origin: &str) -> Self {
        Self { file: file.to_owned(), origin: origin.to_owned(), ..Self::default() }
    }
}

/// The records of an index.
#[derive(Clone, Copy)]
pub(super) struct Records<'a> {
    pub client: &'a Client,
    pub address: &'a Address,
    pub origin: &'a str,
}

impl Records<'_> {
    /// Those of files, by name.
    pub fn of(&self, files: &[&str]) -> Result<HashMap<String, FileRecord>, ClusterError> {
        const AT_ONCE: usize = 1_000;
        let mut found = HashMap::new();
        for files in files.chunks(AT_ONCE) {
            let ids: Vec<String> = files.iter().map(|file| id_of(file)).collect();
            let path = format!("{}/_mget", self.address.files());
            let answer = self.client.must(Method::Post, &path, Some(&json!({ "ids": ids })))?;
            for document in answer["docs"].as_array().into_iter().flatten() {
                let source = &document["_source"];
                if let (Some(file), Some(content)) = (source["file"].as_str(), source["content"].as_str()) {
                    let statements = source["statements"].as_u64().unwrap_or(0);
                    let pushed = source["pushed"].as_u64().unwrap_or(0);
                    let origin = source["origin"].as_str().unwrap_or_default().to_owned();
                    let (file, content) = (file.to_owned(), content.to_owned());
                    found.insert(file.clone(), FileRecord { file, content, statements, origin, pushed });
                }
            }
        }
        Ok(found)
    }

    /// Puts records in.
    pub fn write(&self, records: impl Iterator<Item = FileRecord>) -> Result<(), ClusterError> {
        let index = self.address.files();
        let action = |record: FileRecord| {
            let body = json!({
                "file": record.file, "content": record.content, "origin": record.origin,
                "statements": record.statements, "pushed": record.pushed,
            });
            Action::index(&index, &id_of(&record.file), &body)
        };
        bulk(self.client, records.map(action).collect()).map(drop)
    }

    /// Takes the records of files out.
    pub fn remove(&self, files: &[String]) -> Result<(), ClusterError> {
        let index = self.address.files();
        let actions = files.iter().map(|file| Action::delete(&index, &id_of(file)));
        bulk(self.client, actions.collect()).map(drop)
    }

    /// The files that this origin pushed, in order.
    pub fn of_origin(&self) -> Result<Vec<String>, ClusterError> {
        const PAGE: usize = 5_000;
        refresh(self.client, &[&self.address.files()])?;
        let mut found: Vec<String> = Vec::new();
        loop {
            let mut asked = json!({
                "size": PAGE,
                "query": { "bool": { "filter": [{ "term": { "origin": self.origin } }] } },
                "sort": [{ "file": "asc" }],
                "_source": ["file"],
            });
            if let Some(last) = found.last() {
                asked["search_after"] = json!([last]);
            }
            let answer = search(self.client, &self.address.files(), &asked)?;
            let hits = answer["hits"]["hits"].as_array().map(Vec::as_slice).unwrap_or_default();
            let name = |hit: &Value| hit["_source"]["file"].as_str().map(str::to_owned);
            found.extend(hits.iter().filter_map(name));
            if hits.len() < PAGE {
                return Ok(found);
            }
        }
    }
}

/// A file's id in a cluster, which takes no long ones.
fn id_of(file: &str) -> String {
    blake3::hash(file.as_bytes()).to_hex()[..32].to_owned()
}
