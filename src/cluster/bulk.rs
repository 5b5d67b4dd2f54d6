//! Bulk: many documents in one request, and what became of each.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::{Client, Method, is_busy, reason_of};
use super::error::ClusterError;

/// How long one document that is refused for now is tried again.
const PATIENCE: Duration = Duration::from_secs(180);
const FIRST_WAIT: Duration = Duration::from_millis(200);
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// What is done with one document, as lines of JSON.
pub(super) struct Action {
    lines: String,
    /// Whether it may be there already and then stays as it is.
    keeps: bool,
    /// The document's id.
    pub id: String,
}

/// What became of actions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Outcomes {
    /// The ids of documents that were not there before.
    pub created: Vec<String>,
    /// How many were there, and were replaced.
    pub replaced: u64,
    /// How often one was refused for the time being, and sent again.
    pub again: u64,
}

impl Action {
    /// Puts a document in, in place of the one that has its id.
    pub fn index(index: &str, id: &str, body: &Value) -> Self {
        let action = json!({ "index": { "_index": index, "_id": id } });
        Self { lines: format!("{action}\n{body}\n"), keeps: false, id: id.to_owned() }
    }

    /// Puts a document in where none has its id.
    pub fn create(index: &str, id: &str, body: &Value) -> Self {
        let action = json!({ "create": { "_index": index, "_id": id } });
        Self { lines: format!("{action}\n{body}\n"), keeps: true, id: id.to_owned() }
    }

    /// Takes a document out.
    pub fn delete(index: &str, id: &str) -> Self {
        let action = json!({ "delete": { "_index": index, "_id": id } });
        Self { lines: format!("{action}\n"), keeps: true, id: id.to_owned() }
    }

    /// Its lines.
    pub fn lines(&self) -> &str {
        &self.lines
    }
}

/// Does all of these; those that are refused for the time being are sent again, alone. A document sent twice is there once.
pub(super) fn bulk(client: &Client, mut actions: Vec<Action>) -> Result<Outcomes, ClusterError> {
    let begun = Instant::now();
    let mut wait = FIRST_WAIT;
    let mut done = Outcomes::default();
    while !actions.is_empty() {
        let body: String = actions.iter().map(Action::lines).collect();
        let answer = client.ask(Method::Post, "_bulk", Some(body.as_bytes()))?;
        if !(200..300).contains(&answer.status) {
            return Err(ClusterError::Refused { status: answer.status, reason: reason_of(&answer.body) });
        }
        let items = answer.body["items"].as_array().map(Vec::as_slice).unwrap_or_default();
        if items.len() != actions.len() {
            return Err(ClusterError::Answer(format!("{} items of {}", items.len(), actions.len())));
        }
        let mut left = Vec::new();
        let mut reason = String::new();
        for (action, item) in actions.into_iter().zip(items) {
            let item = item.as_object().and_then(|item| item.values().next()).unwrap_or(&Value::Null);
            let status = item["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or(0);
            match status {
                201 => done.created.push(action.id),
                200..300 => done.replaced += 1,
                404 | 409 if action.keeps => {}
                _ if is_busy(status) => {
                    reason = reason_of(item);
                    left.push(action);
                }
                _ => {
                    let reason = format!("document {}: {}", action.id, reason_of(item));
                    return Err(ClusterError::Refused { status, reason });
                }
            }
        }
        actions = left;
        if actions.is_empty() {
            break;
        }
        if begun.elapsed() > PATIENCE {
            return Err(ClusterError::Refused { status: 429, reason });
        }
        done.again += actions.len() as u64;
        std::thread::sleep(wait);
        wait = (2 * wait).min(LONGEST_WAIT);
    }
    Ok(done)
}
