//! A sample of what a query finds, drawn by a seed: the same on every machine for the same index.

use std::collections::BTreeSet;

use chrono::Datelike;

use super::agreement::Numbers;
use crate::index::StoredPassage;
use crate::index::schema::days::day_of;
use crate::model::{Document, Span};
use crate::query::{Filters, Query};
use crate::record::{Anchor, AnchorError};
use crate::search::{FacetField, PassOptions, PassageAddress, SearchError, Searcher};

/// So much of the text before and after a passage is shown, in code points.
const AROUND: usize = 400;

/// What strata are told apart by.
pub type Stratum = FacetField;

/// How a sample is drawn.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SampleOptions {
    /// How many statements.
    pub count: usize,
    /// What the draw follows from.
    pub seed: u64,
    /// What the sample is to represent in proportion.
    pub by: Vec<Stratum>,
}

impl Default for SampleOptions {
    fn default() -> Self {
        Self { count: 200, seed: 1, by: Vec::new() }
    }
}

/// A statement that was drawn, by one of its passages.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The passage.
    pub passage: StoredPassage,
    /// Its words in the document.
    pub at: Anchor,
    /// What stands before it.
    pub before: String,
    /// What stands after it.
    pub after: String,
}

/// A sample.
#[derive(Clone, Debug)]
pub struct Sampled {
    /// The statements drawn, in an order that tells nothing of them.
    pub drawn: Vec<Drawn>,
    /// How many there are to draw from.
    pub total: usize,
    /// Statements that were drawn and cannot be anchored, such as pictures' captions without a word.
    pub left_out: usize,
}

/// A statement that may be drawn.
struct Candidate {
    at: PassageAddress,
    stratum: String,
    order: u64,
}

/// Draws statements that a query finds. They are put in order of their strata, and within these in an order that the seed gives,
/// and every so many are taken from a random first on: each stratum has its share.
///
/// # Errors
/// Where the query or a filter cannot be meant, or the index cannot be read.
pub fn sample(
    searcher: &Searcher,
    query: &Query,
    filters: &Filters,
    options: &SampleOptions,
) -> Result<Sampled, SearchError> {
    let mut candidates = candidates(searcher, query, filters, options)?;
    let total = candidates.len();
    candidates.sort_by(|a, b| (&a.stratum, a.order).cmp(&(&b.stratum, b.order)));
    let count = options.count.min(total);
    let mut taken: Vec<&Candidate> = Vec::with_capacity(count);
    if count > 0 {
        let step = total as f64 / count as f64;
        let first = (Numbers(options.seed).next() >> 11) as f64 / (1_u64 << 53) as f64 * step;
        let place = |at: usize| ((first + at as f64 * step) as usize).min(total - 1);
        taken.extend((0..count).map(|at| &candidates[place(at)]));
    }
    taken.sort_by_key(|candidate| candidate.order);
    let (mut drawn, mut left_out) = (Vec::with_capacity(count), 0);
    for candidate in taken {
        match drawn_at(searcher, candidate.at)? {
            Ok(one) => drawn.push(one),
            Err(_) => left_out += 1,
        }
    }
    Ok(Sampled { drawn, total, left_out })
}

fn candidates(
    searcher: &Searcher,
    query: &Query,
    filters: &Filters,
    options: &SampleOptions,
) -> Result<Vec<Candidate>, SearchError> {
    let matches = searcher.matches(query, filters)?;
    let wanted = PassOptions { days: true, ..PassOptions::default() };
    let mut candidates = Vec::new();
    let by_year = options.by.contains(&FacetField::Year);
    matches.statements(wanted, &mut |seen| {
        let year = seen.days.filter(|_| by_year).and_then(|(first, _)| day_of(first)).map(|day| day.year());
        let order = Numbers(options.seed ^ seen.key).next();
        let stratum = year.map(|year| format!("{year:05}")).unwrap_or_default();
        candidates.push(Candidate { at: seen.at, stratum, order });
    })?;
    for field in options.by.iter().filter(|field| **field != FacetField::Year) {
        let wanted = PassOptions { values: Some(*field), ..PassOptions::default() };
        let passes = matches.statements_by_segment(
            wanted,
            |_| Vec::new(),
            |firsts: &mut Vec<Option<u64>>, seen| firsts.push(seen.values.first().copied()),
        )?;
        let mut rest = candidates.iter_mut();
        for pass in passes {
            let numbers: Vec<u64> =
                pass.made.iter().flatten().copied().collect::<BTreeSet<_>>().into_iter().collect();
            let names = pass.names(&numbers)?;
            for (first, candidate) in pass.made.iter().zip(&mut rest) {
                let name =
                    first.and_then(|number| numbers.binary_search(&number).ok()).map_or("", |at| &names[at]);
                candidate.stratum.push('\0');
                candidate.stratum.push_str(name);
            }
        }
    }
    Ok(candidates)
}

/// A statement as it is shown to a coder.
fn drawn_at(searcher: &Searcher, at: PassageAddress) -> Result<Result<Drawn, AnchorError>, SearchError> {
    let snapshot = searcher.snapshot();
    let passage = snapshot.passage(at.0)?;
    let passages = snapshot.show(&passage.document)?;
    let body: String = passages.iter().map(|passage| passage.text.as_str()).collect();
    let document = Document { id: passage.document.clone(), ..Document::new(passage.path.as_str(), body) };
    let blank = passage.text.chars().count() - passage.text.trim_start().chars().count();
    let start = passage.span.start + blank;
    let place = Span::new(start, start + passage.text.trim().chars().count());
    let chars: Vec<char> = document.body.chars().collect();
    let from = |start: usize, end: usize| {
        chars[start.min(chars.len())..end.min(chars.len())].iter().collect::<String>()
    };
    let before = from(place.start.saturating_sub(AROUND), place.start);
    let after = from(place.end, place.end + AROUND);
    Ok(Anchor::new(&document, place).map(|at| Drawn { passage, at, before, after }))
}
