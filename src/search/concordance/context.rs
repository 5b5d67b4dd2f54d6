//! Context: the words around a match, a statement's text put together from its passages, cut at words.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;

use serde::Serialize;
use tantivy::DocAddress;

use crate::index::analysis;
use crate::index::schema::codec::Packed;
use crate::index::schema::stored::StoredPassage;
use crate::model::{Span, Speaker, StatementDate, all_speakers};
use crate::query::Query;
use crate::search::error::SearchError;
use crate::search::plan::matches::Matches;
use crate::search::results::quotation::{line_mark, unmarked};

/// One match in its context. The context ends with the statement: it is all one speaker's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The file, and the record's own id after `#` where it has one.
    pub docname: String,
    /// The match's first word, counted in words of the document from 1. Punctuation is not counted.
    pub from: usize,
    /// The match's last word.
    pub to: usize,
    /// The words before, with white space folded, as one quotes them.
    pub pre: String,
    /// The match, as one quotes it.
    pub keyword: String,
    /// The words after.
    pub post: String,
    /// The query.
    pub pattern: String,
    /// Who speaks; the first of several.
    pub speaker: Option<Speaker>,
    /// All who say it together, as in [`crate::model::Statement::speakers`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub speakers: Vec<Speaker>,
    /// When.
    pub date: StatementDate,
    /// The statement's id.
    pub id: String,
    /// The match's first code point in the document's body.
    pub start: usize,
    /// The code point after its last.
    pub end: usize,
}

impl Line {
    /// All who speak: nobody, one, or several together.
    pub fn all_speakers(&self) -> &[Speaker] {
        all_speakers(&self.speaker, &self.speakers)
    }
}

pub(crate) fn docname(passage: &StoredPassage) -> String {
    match &passage.record {
        Some(record) => format!("{}#{record}", passage.path),
        None => passage.path.clone(),
    }
}

/// The bodies of documents that lines are cut from.
pub(crate) struct DocumentCache<'a> {
    matches: &'a Matches,
    held: HashMap<(u32, Option<u32>), Rc<Document>>,
}

/// A document's passages: where each begins, and its text.
struct Document {
    passages: Vec<(usize, String)>,
    /// How many words stand before each passage: counted when it is first asked.
    words: OnceCell<Vec<usize>>,
}

impl Document {
    fn words_before(&self, passage: usize) -> usize {
        let counts = self.words.get_or_init(|| {
            let mut words = 0;
            let before = self.passages.iter().map(|(_, text)| {
                let before = words;
                words += analysis::words(text).count();
                before
            });
            before.collect()
        });
        let at = self.passages.partition_point(|(start, _)| *start < passage);
        counts.get(at).copied().unwrap_or_default()
    }
}

/// How many documents are held at once: passages of one mostly follow each other in the index.
const MAX_DOCUMENTS: usize = 16;

impl<'a> DocumentCache<'a> {
    pub fn new(matches: &'a Matches) -> Self {
        Self { matches, held: HashMap::new() }
    }

    /// The statement that the passage at a place stands in.
    pub fn body(&mut self, at: DocAddress, passage: &StoredPassage) -> Result<StatementContext, SearchError> {
        let keys = &self.matches.snapshot().keys()?[at.segment_ord as usize];
        let number = (at.segment_ord, keys.document.number(at.doc_id));
        let document = match self.held.get(&number) {
            Some(document) => Rc::clone(document),
            None => {
                if self.held.len() >= MAX_DOCUMENTS {
                    self.held.clear();
                }
                let document = Rc::new(self.load(at)?);
                self.held.insert(number, Rc::clone(&document));
                document
            }
        };
        Ok(StatementContext { document, statement: passage.statement })
    }

    /// The document around a passage.
    fn load(&self, at: DocAddress) -> Result<Document, SearchError> {
        let snapshot = self.matches.snapshot();
        let take = |packed: Packed<'_>| Ok((packed.span().start, packed.text().to_owned()));
        let read = |place| snapshot.with_packed(DocAddress::new(at.segment_ord, place), take);
        let passages = snapshot.document_around(at)?.map(read).collect::<Result<_, _>>()?;
        Ok(Document { passages, words: OnceCell::new() })
    }
}

/// One statement's words within its document.
pub(crate) struct StatementContext {
    document: Rc<Document>,
    statement: Span,
}

impl StatementContext {
    /// Of one passage only.
    pub fn alone(passage: &StoredPassage) -> Self {
        let passages = vec![(passage.span.start, passage.text.clone())];
        Self {
            document: Rc::new(Document { passages, words: OnceCell::new() }),
            statement: passage.statement,
        }
    }

    /// The line of a match, which stands at `span` of the passage.
    pub fn line(&self, passage: &StoredPassage, span: Span, query: &Query, width: usize) -> Line {
        let place = Span::new(passage.span.start + span.start, passage.span.start + span.end);
        let keyword: String = passage.text.chars().skip(span.start).take(span.end - span.start).collect();
        let before: String = passage.text.chars().take(span.start).collect();
        let from = self.document.words_before(passage.span.start) + analysis::words(&before).count() + 1;
        let count = analysis::words(&keyword).count().max(1);
        let (pre, post) = (self.before(place.start, width), self.after(place.end, width));
        let [pre, keyword, post] = unmarked([&pre, &fold(&keyword, false), &post]);
        Line {
            docname: docname(passage),
            from,
            to: from + count - 1,
            pre,
            keyword,
            post,
            pattern: query.input.clone(),
            speaker: passage.speaker.clone(),
            speakers: passage.speakers.clone(),
            date: passage.date.clone(),
            id: passage.id.clone(),
            start: place.start,
            end: place.end,
        }
    }

    /// The words of the statement before `at`, at most `width` code points of them.
    pub fn before(&self, at: usize, width: usize) -> String {
        let from = at.saturating_sub(reach(width)).max(self.statement.start);
        let text = fold(&self.slice(from, at), from == self.statement.start);
        let from_word = cut_before(&text, width, from > self.statement.start);
        text[from_word..].to_owned()
    }

    /// The words of the statement from `at` on, at most `width` code points of them.
    pub fn after(&self, at: usize, width: usize) -> String {
        let to = (at + reach(width)).min(self.statement.end);
        let text = fold(&self.slice(at, to), false);
        let to_word = cut_after(&text, width, to < self.statement.end);
        text[..to_word].to_owned()
    }

    /// The body's code points from `start` up to `end`.
    pub fn slice(&self, start: usize, end: usize) -> String {
        let passages = &self.document.passages;
        let first = passages.partition_point(|(at, _)| *at <= start).saturating_sub(1);
        let mut text = String::new();
        for (at, words) in passages[first..].iter().take_while(|(at, _)| *at < end) {
            let skip = start.saturating_sub(*at);
            text.extend(words.chars().skip(skip).take((end - at).saturating_sub(skip)));
        }
        text
    }
}

/// How many code points hold a context of `width`, white space and the word at its end included.
pub(crate) fn reach(width: usize) -> usize {
    width * 2 + 40
}

/// White space at the ends is kept as one space, so that a cut can see whether a word ends there. Marks that a line
/// begins with are left out; `begins` says whether the text begins a line.
fn fold(text: &str, begins: bool) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut chars = text.chars();
    let skip_mark = |chars: &mut std::str::Chars<'_>| {
        let mark = line_mark(chars.clone());
        chars.take(mark).for_each(drop);
    };
    if begins {
        skip_mark(&mut chars);
    }
    while let Some(c) = chars.next() {
        if c == '\n' {
            skip_mark(&mut chars);
        }
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
