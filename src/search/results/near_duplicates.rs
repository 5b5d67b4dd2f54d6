//! Near-duplicates among hits: shown once, with where else the words stand.

use std::collections::HashMap;

use tantivy::{DocAddress, Term};

use super::hit::{Copy, Others};
use crate::index::Snapshot;
use crate::index::read::lookup::{addresses_of_key, addresses_of_term};
use crate::index::schema::column;
use crate::index::schema::runs::SegmentKeys;
use crate::index::schema::stored::StoredPassage;
use crate::search::engine::top_k::Candidate;
use crate::search::error::SearchError;

/// So many copies are named; all are counted.
const MAX_NAMED: usize = 20;

/// Leaves out the passages of statements that are copies of one that comes before.
pub(crate) fn without_copies(columns: &[SegmentKeys], mut found: Vec<Candidate>) -> Vec<Candidate> {
    let mut shown: HashMap<u64, u64> = HashMap::new();
    found.retain(|found| {
        let keys = &columns[found.at.segment_ord as usize];
        let statement = keys.statement.key(found.at.doc_id);
        *shown.entry(keys.group(found.at.doc_id)).or_insert(statement) == statement
    });
    found
}

/// Where else the words of the statement stand whose passage is at that place.
pub(crate) fn copies_of(
    snapshot: &Snapshot,
    at: DocAddress,
    stored: &StoredPassage,
) -> Result<Others, SearchError> {
    let mut others = Others { places: snapshot.places_of(&stored.path)?, ..Others::default() };
    let group = snapshot.keys()?[at.segment_ord as usize].group(at.doc_id);
    let mut members = Vec::new();
    if snapshot.fields_in_use()?.contains(&snapshot.fields().joined) {
        members = addresses_of_term(
            &snapshot.searcher,
            &Term::from_field_u64(snapshot.fields().joined, group),
            usize::MAX,
        )?;
        if !members.is_empty() {
            // The passages of a statement stand one after the other: the first stands for it. A person may have said that
            // the oldest is no copy: then it has a group of its own.
            let keys = snapshot.keys()?;
            let oldest = addresses_of_key(&snapshot.searcher, column::STATEMENT_KEY, group)?;
            let is_member = |at: &&DocAddress| keys[at.segment_ord as usize].group(at.doc_id) == group;
            members.extend(oldest.first().filter(is_member));
        }
    }
    for at in &members {
        if others.copies.len() <= MAX_NAMED {
            let copy = snapshot.passage(*at)?;
            if copy.id != stored.id {
                others.copies.push(Copy { id: copy.id, path: copy.path });
            }
        }
    }
    others.copies.truncate(MAX_NAMED);
    others.copies.sort_by(|a, b| (&a.path, &a.id).cmp(&(&b.path, &b.id)));
    others.count = others.places.len() + members.len().saturating_sub(1);
    Ok(others)
}
