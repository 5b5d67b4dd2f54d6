//! Concordance: every match as a line, with the words before and after it.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use serde::Serialize;
use tantivy::Term;
use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;

use super::hit::Match;
use super::matches::Matches;
use super::run::SearchError;
use crate::index::{Index, StoredPassage, analysis};
use crate::model::{Span, Speaker, StatementDate};
use crate::query::{Filters, Query};

/// In what order lines come. Equal ones come by file and place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
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

/// One match in its context. The context ends with the statement: it is all one speaker's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The file, and the record's own id after `#` where it has one.
    pub docname: String,
    /// The match's first word, counted in words of the document from 1. Punctuation is not counted.
    pub from: usize,
    /// The match's last word.
    pub to: usize,
    /// The words before, with white space folded.
    pub pre: String,
    /// The match, as written.
    pub keyword: String,
    /// The words after.
    pub post: String,
    /// The query.
    pub pattern: String,
    /// Who speaks.
    pub speaker: Option<Speaker>,
    /// When.
    pub date: StatementDate,
    /// The statement's id.
    pub id: String,
    /// The match's first code point in the document's body.
    pub start: usize,
    /// The code point after its last.
    pub end: usize,
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

impl Index {
    /// Hands every match of the query to `sink`, up to the limit, and counts them all.
    ///
    /// A query that asks for everything (`*`) marks no word and gives no line.
    pub fn concordance(
        &self,
        query: &Query,
        options: &KwicOptions,
        sink: &mut dyn FnMut(Line) -> Result<(), SearchError>,
    ) -> Result<KwicTotals, SearchError> {
        let matches = self.matches(query, &options.filters)?;
        let notes = matches.notes.clone();
        let matched = matches.matched();
        let mut totals = KwicTotals { lines: 0, passages: 0, without_lines: 0, matched, notes };
        let limit = options.limit.unwrap_or(usize::MAX);
        let mut documents = Documents { index: self, matches: &matches, held: HashMap::new() };
        let mut best: BTreeMap<Key, Line> = BTreeMap::new();
        matches.addresses(&mut |address| {
            let passage: StoredPassage = self.stored(&matches.searcher, address)?;
            let spans = matches.spans(&passage.text);
            if spans.is_empty() {
                totals.without_lines += 1;
                return Ok(());
            }
            totals.passages += 1;
            for span in spans {
                totals.lines += 1;
                if limit == 0 || (options.order == LineOrder::Index && totals.lines > limit) {
                    continue;
                }
                let order = options.order;
                let mut place = known_key(&passage, span, order);
                let worst = best.last_key_value().filter(|_| best.len() >= limit).map(|(key, _)| key);
                // What cannot be among the first is not cut from its document at all.
                if place.is_some() && worst.is_some() && place.as_ref() >= worst {
                    continue;
                }
                let body = documents.body(&passage)?;
                let line = body.line(&passage, span, query, options.width);
                if order == LineOrder::Index {
                    sink(line)?;
                    continue;
                }
                let key = place.take().unwrap_or_else(|| context_key(&line, &body, order));
                best.insert(key, line);
                if best.len() > limit {
                    best.pop_last();
                }
            }
            Ok(())
        })?;
        best.into_values().try_for_each(sink)?;
        Ok(totals)
    }
}

/// What lines are put in order by.
type Key = (bool, String, String, usize);

/// How much context two lines are compared by, in code points.
const COMPARED: usize = 80;

/// The key of a match where it does not depend on the words around it.
fn known_key(passage: &StoredPassage, span: Span, order: LineOrder) -> Option<Key> {
    let (last, text) = match order {
        LineOrder::Left | LineOrder::Right => return None,
        LineOrder::Index | LineOrder::Place => (false, String::new()),
        // Days, counted from so early that none is negative, in as many digits, compare as text.
        LineOrder::Date => match passage.date.value {
            Some(date) => (false, format!("{:010}", crate::index::days(date.first_day()) + 200_000_000)),
            None => (true, String::new()),
        },
        LineOrder::Speaker => match &passage.speaker {
            Some(speaker) => (false, folded(&speaker.name).join(" ")),
            None => (true, String::new()),
        },
    };
    Some((last, text, docname(passage), passage.span.start + span.start))
}

/// The key of a line by the words around it.
fn context_key(line: &Line, body: &Body, order: LineOrder) -> Key {
    let words = if order == LineOrder::Left {
        let mut words = folded(&body.before(line.start, COMPARED));
        words.reverse();
        words
    } else {
        folded(&format!("{} {}", line.keyword, body.after(line.end, COMPARED)))
    };
    (false, words.join(" "), line.docname.clone(), line.start)
}

fn folded(text: &str) -> Vec<String> {
    analysis::words(text).map(|word| word.folded).collect()
}

fn docname(passage: &StoredPassage) -> String {
    match &passage.record {
        Some(record) => format!("{}#{record}", passage.path),
        None => passage.path.clone(),
    }
}

/// The bodies of documents that lines are cut from.
struct Documents<'a> {
    index: &'a Index,
    matches: &'a Matches,
    held: HashMap<String, Rc<Document>>,
}

/// A document's passages: where each begins, how many words stand before it, and its text.
struct Document(Vec<(usize, usize, String)>);

/// How many documents are held at once: passages of one mostly follow each other in the index.
const HELD: usize = 16;

impl Documents<'_> {
    fn body(&mut self, passage: &StoredPassage) -> Result<Body, SearchError> {
        let document = match self.held.get(&passage.document) {
            Some(document) => Rc::clone(document),
            None => {
                if self.held.len() >= HELD {
                    self.held.clear();
                }
                let document = Rc::new(self.load(&passage.document)?);
                self.held.insert(passage.document.clone(), Rc::clone(&document));
                document
            }
        };
        Ok(Body { document, statement: passage.statement })
    }

    fn load(&self, id: &str) -> Result<Document, SearchError> {
        let term = Term::from_field_text(self.index.fields.document, id);
        let searcher = &self.matches.searcher;
        let mut passages = Vec::new();
        for address in searcher.search(&TermQuery::new(term, IndexRecordOption::Basic), &DocSetCollector)? {
            let passage: StoredPassage = self.index.stored(searcher, address)?;
            passages.push((passage.span.start, 0, passage.text));
        }
        passages.sort_unstable_by_key(|(start, ..)| *start);
        let mut words = 0;
        for (_, before, text) in &mut passages {
            *before = words;
            words += analysis::words(text).count();
        }
        Ok(Document(passages))
    }
}

/// One statement's words within its document.
struct Body {
    document: Rc<Document>,
    statement: Span,
}

impl Body {
    fn line(&self, passage: &StoredPassage, span: Span, query: &Query, width: usize) -> Line {
        let place = Span::new(passage.span.start + span.start, passage.span.start + span.end);
        let keyword: String = passage.text.chars().skip(span.start).take(span.end - span.start).collect();
        let before: String = passage.text.chars().take(span.start).collect();
        let earlier = self.document.0.iter().find(|(start, ..)| *start == passage.span.start);
        let from = earlier.map_or(0, |(_, words, _)| *words) + analysis::words(&before).count() + 1;
        let count = analysis::words(&keyword).count().max(1);
        Line {
            docname: docname(passage),
            from,
            to: from + count - 1,
            pre: self.before(place.start, width),
            keyword: fold(&keyword),
            post: self.after(place.end, width),
            pattern: query.input.clone(),
            speaker: passage.speaker.clone(),
            date: passage.date.clone(),
            id: passage.id.clone(),
            start: place.start,
            end: place.end,
        }
    }

    /// The words of the statement before `at`, at most `width` code points of them.
    fn before(&self, at: usize, width: usize) -> String {
        let from = at.saturating_sub(width * 2 + 40).max(self.statement.start);
        let text = fold(&self.slice(from, at));
        let from_word = cut_before(&text, width, from > self.statement.start);
        text[from_word..].to_owned()
    }

    fn after(&self, at: usize, width: usize) -> String {
        let to = (at + width * 2 + 40).min(self.statement.end);
        let text = fold(&self.slice(at, to));
        let to_word = cut_after(&text, width, to < self.statement.end);
        text[..to_word].to_owned()
    }

    /// The body's code points from `start` up to `end`.
    fn slice(&self, start: usize, end: usize) -> String {
        let passages = &self.document.0;
        let first = passages.partition_point(|(at, ..)| *at <= start).saturating_sub(1);
        let mut text = String::new();
        for (at, _, words) in passages[first..].iter().take_while(|(at, ..)| *at < end) {
            let skip = start.saturating_sub(*at);
            text.extend(words.chars().skip(skip).take((end - at).saturating_sub(skip)));
        }
        text
    }
}

/// White space at the ends is kept as one space, so that a cut can see whether a word ends there.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_whitespace() {
            folded.push(c);
        } else if !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded
}

/// Where the last `width` code points of a text begin, moved on to the start of a word; `cut` where the
/// text itself may begin inside a word.
fn cut_before(text: &str, width: usize, cut: bool) -> usize {
    let at = text.char_indices().rev().nth(width.saturating_sub(1)).map_or(0, |(at, _)| at);
    let at = if width == 0 { text.len() } else { at };
    if (at == 0 && !cut) || text[..at].ends_with(' ') {
        return at;
    }
    text[at..].find(' ').map_or(text.len(), |space| at + space + 1)
}

/// Where the first `width` code points of a text end, moved back to the end of a word.
fn cut_after(text: &str, width: usize, cut: bool) -> usize {
    let at = text.char_indices().nth(width).map_or(text.len(), |(at, _)| at);
    if (at == text.len() && !cut) || text[at..].starts_with(' ') {
        return at;
    }
    text[..at].rfind(' ').unwrap_or(0)
}
