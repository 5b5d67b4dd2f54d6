//! Concordance: every match as a line, with the words before and after it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;
use serde::Serialize;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, TERMINATED};

use super::context::{DocumentCache, Line, StatementContext, reach};
use crate::index::analysis;
use crate::index::schema::column;
use crate::index::schema::stored::StoredPassage;
use crate::model::Span;
use crate::query::{Filters, Query};
use crate::search::error::SearchError;
use crate::search::plan::highlight::spans;
use crate::search::plan::matches::Match;
use crate::search::plan::matches::Matches;

/// In what order lines come. Equal ones come by file and place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum LineOrder {
    /// As the index has them: fastest, and nothing is kept in memory.
    #[default]
    Index,
    /// By file, and in the order of its text.
    Place,
    /// By the words before the match, the nearest first.
    Left,
    /// By the match and the words after it.
    Right,
    /// Oldest first; what has no date comes last.
    Date,
    /// By the speaker's name; narration comes last.
    Speaker,
}

/// What a concordance is to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KwicOptions {
    /// What every line must satisfy.
    pub filters: Filters,
    /// In what order.
    pub order: LineOrder,
    /// How many code points of context to each side at most, cut between words.
    pub width: usize,
    /// How many lines at most; `None` for all. In any order but [`LineOrder::Index`] so many are held in memory.
    pub limit: Option<usize>,
}

impl Default for KwicOptions {
    fn default() -> Self {
        Self { filters: Filters::default(), order: LineOrder::Index, width: 60, limit: None }
    }
}

/// How much a concordance found, whatever was shown of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KwicTotals {
    /// Matches.
    pub lines: usize,
    /// Passages that hold them.
    pub passages: usize,
    /// Passages that match by their speaker, title, topics or entities only, and so give no line.
    pub without_lines: usize,
    /// Whether the passages hold all the query's words, or, there being none that does, some.
    pub matched: Match,
    /// What was cut short, such as the words that a wildcard stands for.
    #[serde(skip)]
    pub notes: Vec<String>,
}

/// Hands every match of the query to `sink`, up to the limit, and counts them all.
///
/// A query that asks for everything (`*`) marks no word and gives no line.
pub(crate) fn concordance(
    matches: &Matches,
    query: &Query,
    options: &KwicOptions,
    sink: &mut dyn FnMut(Line) -> Result<(), SearchError>,
) -> Result<KwicTotals, SearchError> {
    let (all, limit) = (matching_passages(matches, options.order)?, options.limit.unwrap_or(usize::MAX));
    let with_lines = || all.iter().filter(|passage| !passage.runs.is_empty());
    let totals = KwicTotals {
        lines: all.iter().map(|passage| passage.runs.len()).sum(),
        passages: with_lines().count(),
        without_lines: all.len() - with_lines().count(),
        matched: matches.matched(),
        notes: matches.notes.clone(),
    };
    let shown = first(with_lines().collect(), options.order, limit);
    let cutter = LineCutter { matches, query, options };
    let mut best: BTreeMap<SortKey, Line> = BTreeMap::new();
    let mut left = limit;
    for batch in shown.chunks(BATCH_PASSAGES) {
        if left == 0 {
            break;
        }
        let worst = best.last_key_value().filter(|_| best.len() >= limit).map(|(key, _)| key);
        let cut = batch.par_chunks(BATCH_PASSAGES / 8).map(|part| cutter.lines(part, worst));
        let cut: Vec<_> = cut.collect::<Result<_, _>>()?;
        for (key, line) in cut.into_iter().flatten() {
            if options.order == LineOrder::Index {
                if left > 0 {
                    left -= 1;
                    sink(line)?;
                }
                continue;
            }
            best.insert(key, line);
            if best.len() > limit {
                best.pop_last();
            }
        }
    }
    best.into_values().try_for_each(sink)?;
    Ok(totals)
}

/// So many passages are read at once, by all cores.
const BATCH_PASSAGES: usize = 4096;

/// A passage that matches.
struct MatchingPassage {
    at: DocAddress,
    /// Its matches, in words.
    runs: Vec<(u32, u32)>,
    /// What it is put in order by as far as the index tells without its text.
    group: SortGroup,
}

/// Passages of one group come before those of the next. Those without a value come last.
type SortGroup = (bool, Arc<str>);

/// Every passage that matches, in the order of the index.
fn matching_passages(matches: &Matches, order: LineOrder) -> Result<Vec<MatchingPassage>, SearchError> {
    let segments = matches.by_segment(|segment, reader, passages| {
        let mut groups = groups(matches, reader, &passages, order)?.into_iter();
        let mut found = Vec::with_capacity(passages.len());
        let mut over = matches.runs_over(reader)?;
        matches.runs(reader, &passages, &mut |passage, mut runs| {
            let at = DocAddress::new(segment, passage);
            if let Some(more) = over.remove(&passage) {
                // A word that is a match by itself is one still where it begins another.
                runs.retain(|run| more.iter().all(|longer| run.1 <= longer.0 || longer.1 <= run.0));
                runs.extend(more);
                runs.sort_unstable();
                runs.dedup();
            }
            found.extend(groups.next().map(|group| MatchingPassage { at, runs, group }));
        })?;
        Ok(found)
    })?;
    Ok(segments.into_iter().flatten().collect())
}

/// The group of each passage of a segment.
fn groups(
    matches: &Matches,
    reader: &SegmentReader,
    passages: &[DocId],
    order: LineOrder,
) -> Result<Vec<SortGroup>, SearchError> {
    let none: SortGroup = (true, Arc::from(""));
    let mut known: HashMap<u64, SortGroup> = HashMap::new();
    let mut groups = vec![none.clone(); passages.len()];
    match order {
        LineOrder::Index | LineOrder::Left | LineOrder::Right => {}
        LineOrder::Place => {
            let files = reader.inverted_index(matches.fields().file)?;
            let mut terms = files.terms().stream()?;
            while terms.advance() {
                let file: SortGroup = (false, Arc::from(String::from_utf8_lossy(terms.key())));
                let mut held = files.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
                while held.doc() != TERMINATED {
                    if let Ok(at) = passages.binary_search(&held.doc()) {
                        groups[at] = file.clone();
                    }
                    held.advance();
                }
            }
        }
        LineOrder::Date => {
            let days = reader.fast_fields().i64(column::FIRST_DAY)?;
            for (passage, group) in passages.iter().zip(&mut groups) {
                if let Some(day) = days.first(*passage) {
                    *group = known.entry(day as u64).or_insert_with(|| (false, day_key(day).into())).clone();
                }
            }
        }
        LineOrder::Speaker => {
            let Some(names) = reader.fast_fields().str(column::SPEAKER)? else { return Ok(groups) };
            for (passage, group) in passages.iter().zip(&mut groups) {
                let Some(name) = names.term_ords(*passage).next() else { continue };
                if let Some(known) = known.get(&name) {
                    *group = known.clone();
                    continue;
                }
                let mut text = String::new();
                names.ord_to_str(name, &mut text)?;
                *group = (false, folded(&text).join(" ").into());
                known.insert(name, group.clone());
            }
        }
    }
    Ok(groups)
}

/// The passages whose lines may be among the first `limit`.
fn first(mut passages: Vec<&MatchingPassage>, order: LineOrder, limit: usize) -> Vec<&MatchingPassage> {
    let lines =
        |passages: &[&MatchingPassage]| passages.iter().map(|passage| passage.runs.len()).sum::<usize>();
    if matches!(order, LineOrder::Left | LineOrder::Right) || lines(&passages) <= limit {
        return passages;
    }
    // A stable sort: within a group passages stay in the order of the index.
    passages.sort_by(|a, b| a.group.cmp(&b.group));
    let mut held = 0;
    let mut end = 0;
    while end < passages.len() && held < limit {
        let group = &passages[end].group;
        // In the order of the index any passage may be the last one.
        let size = match order {
            LineOrder::Index => 1,
            _ => passages[end..].partition_point(|passage| passage.group == *group),
        };
        held += lines(&passages[end..end + size]);
        end += size;
    }
    passages.truncate(end);
    passages.sort_by_key(|passage| passage.at);
    passages
}

/// Makes lines of passages.
struct LineCutter<'a> {
    matches: &'a Matches,
    query: &'a Query,
    options: &'a KwicOptions,
}

impl LineCutter<'_> {
    /// The lines of some passages with their keys, without those that come after `worst`.
    fn lines(
        &self,
        passages: &[&MatchingPassage],
        worst: Option<&SortKey>,
    ) -> Result<Vec<(SortKey, Line)>, SearchError> {
        let order = self.options.order;
        let mut documents = DocumentCache::new(self.matches);
        let mut lines = Vec::new();
        for found in passages {
            let mut passage = self.matches.snapshot().passage(found.at)?;
            let mut words = analysis::Tokens::from_text(&passage.text);
            let goes_on = found.runs.iter().any(|(_, end)| *end as usize > words.len());
            if goes_on && let Some(both) = self.matches.with_next(found.at, &passage)? {
                words = analysis::Tokens::from_text(&both.text);
                passage = both;
            }
            let alone = StatementContext::alone(&passage);
            for span in spans(&passage.text, &words, &found.runs) {
                let key = match known_key(&passage, span, order) {
                    Some(key) => key,
                    None => context_key(found.at, &passage, &alone, span, &mut documents, order)?,
                };
                // What cannot be among the first is not cut from its document at all.
                if worst.is_none_or(|worst| key < *worst) {
                    let body = documents.body(found.at, &passage)?;
                    lines.push((key, body.line(&passage, span, self.query, self.options.width)));
                }
            }
        }
        if let Some(limit) = self.options.limit.filter(|_| order != LineOrder::Index) {
            lines.sort_by(|a, b| a.0.cmp(&b.0));
            lines.truncate(limit);
        }
        Ok(lines)
    }
}

/// What lines are put in order by.
type SortKey = (bool, String, String, usize);

/// Days, counted from so early that none is negative, in as many digits, compare as text.
fn day_key(day: i64) -> String {
    format!("{:010}", day + 200_000_000)
}

/// A file and the document in it, so that all of a file's come before those of the next; two rows of a table have words at
/// the same code points.
fn place(passage: &StoredPassage) -> String {
    let record = passage.record.as_deref().unwrap_or_default();
    format!("{}\0{:010}\0{record}\0{}", passage.path, passage.line, passage.document)
}

/// How much context two lines are compared by, in code points.
const COMPARED_POINTS: usize = 80;

/// The key of a match where it does not depend on the words around it.
fn known_key(passage: &StoredPassage, span: Span, order: LineOrder) -> Option<SortKey> {
    let (last, text) = match order {
        LineOrder::Left | LineOrder::Right => return None,
        LineOrder::Index | LineOrder::Place => (false, String::new()),
        LineOrder::Date => match passage.date.value {
            Some(date) => (false, day_key(crate::index::days(date.first_day()))),
            None => (true, String::new()),
        },
        LineOrder::Speaker => match &passage.speaker {
            Some(speaker) => (false, folded(&speaker.name).join(" ")),
            None => (true, String::new()),
        },
    };
    Some((last, text, place(passage), passage.span.start + span.start))
}

/// The key of a match by the words around it.
fn context_key(
    at: DocAddress,
    passage: &StoredPassage,
    alone: &StatementContext,
    span: Span,
    documents: &mut DocumentCache<'_>,
    order: LineOrder,
) -> Result<SortKey, SearchError> {
    let here = Span::new(passage.span.start + span.start, passage.span.start + span.end);
    let left = order == LineOrder::Left;
    // Most passages hold the whole context themselves.
    let held = match left {
        true => {
            passage.span.start
                <= (here.start.saturating_sub(reach(COMPARED_POINTS))).max(passage.statement.start)
        }
        false => passage.span.end >= (here.end + reach(COMPARED_POINTS)).min(passage.statement.end),
    };
    let whole;
    let body = if held {
        alone
    } else {
        whole = documents.body(at, passage)?;
        &whole
    };
    let words = if left {
        let mut words = folded(&body.before(here.start, COMPARED_POINTS));
        words.reverse();
        words
    } else {
        let keyword = body.slice(here.start, here.end);
        folded(&format!("{keyword} {}", body.after(here.end, COMPARED_POINTS)))
    };
    Ok((false, words.join(" "), place(passage), here.start))
}

fn folded(text: &str) -> Vec<String> {
    analysis::words(text).map(|word| word.folded).collect()
}
