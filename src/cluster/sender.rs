//! Sender: batches of statements made into documents and sent, with the words that are new in them.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use rustc_hash::{FxHashSet, FxHasher};
use serde_json::{Map, Value, json};

use super::address::Address;
use super::bulk::{Action, bulk};
use super::client::Client;
use super::document::{ClusterDocument, DocumentMaker};
use super::error::ClusterError;
use super::mapping::WORDS;
use super::searches::Watch;
use crate::index::schema::held::HeldStatement;

/// A request of more bytes is sent in parts.
const MOST_BYTES: usize = 8 << 20;

/// Sends statements; several threads share it.
pub(super) struct Sender<'a> {
    client: &'a Client,
    address: &'a Address,
    maker: DocumentMaker,
    watch: Option<&'a Watch>,
    /// Hashes of the words that were sent, with their columns.
    words: Mutex<FxHashSet<u64>>,
}

/// How many statements were sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sent {
    pub added: u64,
    pub replaced: u64,
    pub again: u64,
}

impl Sent {
    pub fn add(&mut self, other: Self) {
        self.added += other.added;
        self.replaced += other.replaced;
        self.again += other.again;
    }
}

impl<'a> Sender<'a> {
    pub fn new(client: &'a Client, address: &'a Address, watch: Option<&'a Watch>) -> Self {
        Self { client, address, maker: DocumentMaker::new(), watch, words: Mutex::default() }
    }

    /// Sends a batch, which comes with the push of that mark.
    pub fn send(&self, batch: &[HeldStatement], push: &str) -> Result<Sent, ClusterError> {
        let mut sent = Sent::default();
        let mut documents: Vec<ClusterDocument> = Vec::with_capacity(batch.len());
        let mut bytes = 0;
        for held in batch {
            documents.push(self.maker.make(held, push)?);
            // A document has its words thrice: as they are, folded, and as stems.
            bytes += 3 * held.statement.text.len() + 1_000;
            if bytes > MOST_BYTES {
                sent.add(self.send_documents(std::mem::take(&mut documents))?);
                bytes = 0;
            }
        }
        sent.add(self.send_documents(documents)?);
        Ok(sent)
    }

    fn send_documents(&self, documents: Vec<ClusterDocument>) -> Result<Sent, ClusterError> {
        // The words first: who finds a statement finds its words.
        let words = bulk(self.client, self.new_words(&documents))?;
        let actions = documents
            .iter()
            .map(|document| statement_action(&self.address.name, document))
            .collect::<Vec<_>>();
        let outcomes = bulk(self.client, actions)?;
        let added = outcomes.created.len() as u64;
        if let Some(watch) = self.watch {
            watch.hold_against(self.client, &documents, &outcomes.created)?;
        }
        Ok(Sent { added, replaced: outcomes.replaced, again: outcomes.again + words.again })
    }

    /// The words of documents that were not sent before.
    fn new_words(&self, documents: &[ClusterDocument]) -> Vec<Action> {
        let index = self.address.words();
        let mut found = BTreeSet::new();
        documents.iter().for_each(|document| found.extend(words_of(&document.body)));
        let mut known = self.words.lock().unwrap_or_else(PoisonError::into_inner);
        found.retain(|word| known.insert(hash(word)));
        found.iter().map(|(column, word)| word_action(&index, column, word)).collect()
    }
}

/// Puts a statement in.
pub(super) fn statement_action(index: &str, document: &ClusterDocument) -> Action {
    Action::index(index, &document.id, &Value::Object(document.body.clone()))
}

/// Puts a word of a column in.
pub(super) fn word_action(index: &str, column: &str, word: &str) -> Action {
    Action::create(index, &format!("{column}/{word}"), &json!({ "column": column, "word": word }))
}

/// The words of a document, with their columns.
pub(super) fn words_of(body: &Map<String, Value>) -> BTreeSet<(&'static str, &str)> {
    let mut found = BTreeSet::new();
    for column in WORDS {
        let texts = match body.get(column) {
            Some(Value::Array(texts)) => texts.as_slice(),
            Some(text) => std::slice::from_ref(text),
            None => continue,
        };
        let words = texts.iter().filter_map(Value::as_str).flat_map(|text| text.split(' '));
        found.extend(words.filter(|word| !word.is_empty()).map(|word| (column, word)));
    }
    found
}

fn hash(word: &(&str, &str)) -> u64 {
    use std::hash::{Hash, Hasher};
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    hasher.finish()
}
