//! Arrangement: which of the ranked passages stand where, so that no document fills the first ten by itself, and no
//! title and no question that is shown with its answer stands before what says more. None is left out.

use std::collections::{HashMap, HashSet};

use tantivy::DocAddress;

use crate::index::schema::runs::SegmentKeys;
use crate::index::schema::standing::Standing;
use crate::search::engine::top_k::Candidate;

/// So many hits are the first ones that a reader sees.
const FIRST: usize = 10;

/// Ranked passages at their places.
pub(crate) struct Arrangement {
    /// The first ten at most.
    first: Vec<Candidate>,
    /// For each of them how many passages of its document were put after them on its account; told at the last one of
    /// the document.
    held_back: Vec<usize>,
    /// Those that come after them.
    after: Vec<Candidate>,
}

impl Arrangement {
    /// Of passages in the order of their dates.
    pub fn as_found(found: Vec<Candidate>) -> Self {
        Self { first: Vec::new(), held_back: Vec::new(), after: found }
    }

    /// Of passages, best first; at most `per_document` of a document among the first ten, where others are found
    /// beside it: 0 is without a limit.
    pub fn new(columns: &[SegmentKeys], found: Vec<Candidate>, per_document: usize) -> Self {
        let document = |found: &Candidate| first_passage(columns, found.at);
        let (found, titles) = apart_from_titles(columns, found);
        let alone = found.iter().all(|other| document(other) == document(&found[0]));
        let most = if per_document == 0 || alone { usize::MAX } else { per_document };
        let mut arrangement = Self { first: Vec::new(), held_back: Vec::new(), after: Vec::new() };
        let mut shown: HashMap<DocAddress, Vec<usize>> = HashMap::new();
        let mut asked: HashSet<DocAddress> = HashSet::new();
        for one in found {
            let Self { first, held_back, after } = &mut arrangement;
            let shown = shown.entry(document(&one)).or_default();
            if first.len() == FIRST || asked.contains(&one.at) {
                after.push(one);
            } else if shown.len() < most {
                shown.push(first.len());
                asked.extend(one.question.map(|question| DocAddress::new(one.at.segment_ord, question)));
                first.push(one);
                held_back.push(0);
            } else {
                held_back[shown[most - 1]] += 1;
                after.push(one);
            }
        }
        arrangement.after.extend(titles);
        arrangement
    }

    /// Whether what is known reaches to a place, and the first ten up to it are as many as may be.
    pub fn reaches(&self, end: usize) -> bool {
        let first_ten = self.first.is_empty() || self.first.len() >= end.min(FIRST);
        first_ten && self.first.len() + self.after.len() >= end
    }

    /// The passages of a page, each with its place, counted from 0, and how many of its document were put further down.
    /// A page of the first ten ends before what was put after them.
    pub fn page(self, offset: usize, limit: usize) -> Vec<(usize, usize, Candidate)> {
        let (first, end) = (self.first.len(), offset.saturating_add(limit));
        let end = if offset < first && end <= FIRST { end.min(first) } else { end };
        let held_back = self.held_back.into_iter().chain(std::iter::repeat(0));
        let all = self.first.into_iter().chain(self.after).zip(held_back).enumerate();
        all.map(|(at, (one, more))| (at, more, one)).filter(|(at, ..)| (offset..end).contains(at)).collect()
    }
}

/// The passages without the titles of documents of which another passage is found, and these titles.
fn apart_from_titles(columns: &[SegmentKeys], found: Vec<Candidate>) -> (Vec<Candidate>, Vec<Candidate>) {
    let is_title = |found: &Candidate| {
        columns[found.at.segment_ord as usize].standing.of(found.at.doc_id) == Some(Standing::Title)
    };
    let (titles, others): (Vec<Candidate>, Vec<Candidate>) = found.iter().copied().partition(is_title);
    if titles.is_empty() {
        return (found, titles);
    }
    let documents: HashSet<_> = others.iter().map(|found| first_passage(columns, found.at)).collect();
    let stands_back =
        |found: &Candidate| is_title(found) && documents.contains(&first_passage(columns, found.at));
    let (titles, found) = found.into_iter().partition(stands_back);
    (found, titles)
}

/// The first passage of the document that a passage stands in.
fn first_passage(columns: &[SegmentKeys], at: DocAddress) -> DocAddress {
    DocAddress::new(at.segment_ord, columns[at.segment_ord as usize].document.first(at.doc_id))
}
