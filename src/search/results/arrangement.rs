//! Arrangement: which of the ranked passages stand where, so that no document fills the first ten by itself.

use std::collections::HashMap;

use tantivy::DocAddress;

use crate::index::schema::runs::SegmentKeys;
use crate::index::schema::standing::Standing;
use crate::search::engine::top_k::Candidate;

/// So many hits are the first ones that a reader sees.
const FIRST: usize = 10;

/// Ranked passages at their places.
pub(crate) struct Arrangement {
    /// The first ten at most, no document among them more often than it may be.
    first: Vec<Candidate>,
    /// Those from the eleventh on.
    after: Vec<Candidate>,
    /// For each of the first ten how many passages of its document were put after them on its account; told at the
    /// last one of the document.
    held_back: Vec<usize>,
}

impl Arrangement {
    /// Of passages in order; at most `per_document` of a document among the first ten, where others are found beside
    /// it: 0 is without a limit.
    pub fn new(columns: &[SegmentKeys], found: Vec<Candidate>, per_document: usize) -> Self {
        let document = |found: &Candidate| first_passage(columns, found.at);
        let alone = found.iter().all(|other| document(other) == document(&found[0]));
        if per_document == 0 || alone {
            let mut first = found;
            let after = first.split_off(first.len().min(FIRST));
            return Self { held_back: vec![0; first.len()], first, after };
        }
        let (mut first, mut after): (Vec<Candidate>, Vec<Candidate>) = (Vec::new(), Vec::new());
        let mut shown: HashMap<DocAddress, Vec<usize>> = HashMap::new();
        let mut held_back = Vec::with_capacity(FIRST);
        for one in found {
            let shown = shown.entry(document(&one)).or_default();
            if first.len() == FIRST {
                after.push(one);
            } else if shown.len() < per_document {
                shown.push(first.len());
                first.push(one);
                held_back.push(0);
            } else {
                held_back[shown[per_document - 1]] += 1;
                after.push(one);
            }
        }
        Self { first, after, held_back }
    }

    /// How far the places reach. Those that are left free among the first ten are counted too.
    pub fn end(&self) -> usize {
        if self.after.is_empty() { self.first.len() } else { FIRST + self.after.len() }
    }

    /// The passages of a page, each with its place, counted from 0, and how many of its document were put further
    /// down.
    pub fn page(self, offset: usize, limit: usize) -> Vec<(usize, usize, Candidate)> {
        let end = offset.saturating_add(limit);
        let first = self.first.into_iter().zip(self.held_back).enumerate().map(|(at, (one, more))| (at, more, one));
        let after = (FIRST..).zip(self.after).map(|(at, one)| (at, 0, one));
        first.chain(after).filter(|(at, ..)| (offset..end).contains(at)).collect()
    }
}

/// Leaves out the titles of documents of which another passage is found.
pub(crate) fn without_titles(columns: &[SegmentKeys], mut found: Vec<Candidate>) -> Vec<Candidate> {
    let is_title = |found: &Candidate| {
        columns[found.at.segment_ord as usize].standing.of(found.at.doc_id) == Some(Standing::Title)
    };
    if found.iter().any(is_title) {
        let others = found.iter().filter(|found| !is_title(found));
        let others: std::collections::HashSet<_> = others.map(|found| first_passage(columns, found.at)).collect();
        found.retain(|found| !is_title(found) || !others.contains(&first_passage(columns, found.at)));
    }
    found
}

/// The first passage of the document that a passage stands in.
fn first_passage(columns: &[SegmentKeys], at: DocAddress) -> DocAddress {
    DocAddress::new(at.segment_ord, columns[at.segment_ord as usize].document.first(at.doc_id))
}
