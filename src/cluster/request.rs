//! Requests that all of a cluster must answer.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::client::{Client, Method};
use super::error::ClusterError;

/// How long the parts of a cluster are waited for that do not answer: a killed node's are soon another's.
const PATIENCE: Duration = Duration::from_secs(45);
const WAIT: Duration = Duration::from_millis(500);

/// Asks an index, until all of it answers.
pub(super) fn search(client: &Client, index: &str, body: &Value) -> Result<Value, ClusterError> {
    search_at(client, &format!("{index}/_search"), body)
}

/// The same by a path; what is asked of a point in time names no index.
pub(super) fn search_at(client: &Client, path: &str, body: &Value) -> Result<Value, ClusterError> {
    let begun = Instant::now();
    loop {
        let answer = client.must(Method::Post, path, Some(body))?;
        let shards = &answer["_shards"];
        let (failed, all) = (number(&shards["failed"])?, number(&shards["total"])?);
        if failed == 0 && answer["timed_out"] != Value::Bool(true) {
            return Ok(answer);
        }
        if begun.elapsed() > PATIENCE {
            return Err(ClusterError::InPart { failed: failed.max(1), all });
        }
        std::thread::sleep(WAIT);
    }
}

/// How many an answer says there are in all.
pub(super) fn count_of(answer: &Value) -> Result<u64, ClusterError> {
    number(&answer["hits"]["total"]["value"])
}

/// A number that an answer must have.
pub(super) fn number(value: &Value) -> Result<u64, ClusterError> {
    value.as_u64().ok_or_else(|| ClusterError::Answer(format!("{value} where a number should be")))
}
