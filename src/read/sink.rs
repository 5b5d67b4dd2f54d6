//! Where documents go as they are read, and the notes made on the way.

use std::path::Path;

use super::dated::stated;
use super::dates::{Written, plain_digits, written};
#[cfg(any(feature = "office", feature = "pdf"))]
use super::export;
use super::limits::MOST_SKIPS;
use super::machine_dates::machine_date;
use super::numeric::Numeric;
use super::{ReadOptions, ReadReport, Skip, SkipCause, zotero};
use crate::model::{Basis, DateOrder, Document, StatementDate};

/// So many bytes of text wait at most for a date that settles the order of days and months.
const MOST_HELD: usize = 32 << 20;

/// Where documents go, and the notes made on the way.
pub(super) struct Sink<'a> {
    /// Where the file lies, for what belongs to it and lies beside it; `None` of standard input and of what is in archives.
    pub file: Option<&'a Path>,
    pub name: &'a str,
    pub options: &'a ReadOptions,
    take: &'a mut dyn FnMut(Document),
    pub report: ReadReport,
    /// Skips beyond those that are listed.
    unlisted: u64,
    /// The order of day and month: as the user gave it, else as the first date shows that has one order only.
    order: Option<DateOrder>,
    /// Documents that wait for it, those in doubt with their dates, and the bytes of their text.
    held: Vec<(Document, Option<Numeric>)>,
    bytes_held: usize,
    /// The date in doubt of the document that is handed on next.
    doubt: Option<Numeric>,
    /// The first date that stayed in doubt, and its line.
    doubtful: Option<(String, Option<u64>)>,
}

impl<'a> Sink<'a> {
    pub fn new(name: &'a str, options: &'a ReadOptions, take: &'a mut dyn FnMut(Document)) -> Self {
        Self {
            file: None,
            name,
            options,
            take,
            report: ReadReport::default(),
            unlisted: 0,
            order: options.date_order,
            held: Vec::new(),
            bytes_held: 0,
            doubt: None,
            doubtful: None,
        }
    }
}

impl Sink<'_> {
    pub fn skip(&mut self, line: Option<u64>, reason: impl Into<String>) {
        self.add_skip(|path| Skip::new(path, line, reason));
    }

    pub fn skip_because(&mut self, line: Option<u64>, cause: SkipCause) {
        self.add_skip(|path| Skip::of_cause(path, line, cause));
    }

    /// Notes what one should know of how the file is read, where nothing is left out.
    pub fn remark(&mut self, line: Option<u64>, cause: SkipCause) {
        self.report.remarks.push(Skip::of_cause(self.name, line, cause));
    }

    fn add_skip(&mut self, skip: impl FnOnce(&str) -> Skip) {
        if self.report.skips.len() < MOST_SKIPS {
            self.report.skips.push(skip(self.name));
        } else {
            self.unlisted += 1;
        }
    }

    /// Says that some bytes are no text.
    pub fn damaged(&mut self) {
        self.skip(None, "has bytes that are no text in its encoding; each is shown as \u{fffd}");
    }

    /// Hands a text on that may be an export of a press database: then each of its articles.
    #[cfg(any(feature = "office", feature = "pdf"))]
    pub fn text(&mut self, document: Document) {
        if export::lexis::is(&document.body) {
            export::hand_on(export::lexis::articles(&document.body), self);
        } else if let Some(articles) = export::running::split(&document) {
            articles.into_iter().for_each(|article| self.document(article));
        } else {
            self.document(document);
        }
    }

    /// What was done, with a skip that counts those that are not listed.
    pub fn report(mut self) -> ReadReport {
        if let Some((date, line)) = self.doubtful.take() {
            let count = self.report.in_doubt as u64;
            self.skip_because(line, SkipCause::DateInDoubt { date, count });
        }
        if self.unlisted > 0 {
            let reason = format!("{} more rows or values like these are not listed", self.unlisted);
            self.report.skips.push(Skip::new(self.name, None, reason));
        }
        self.report
    }

    /// Gives a document the date that its metadata has; one in doubt waits, and what is no date is told.
    pub fn date_as_written(&mut self, document: &mut Document, words: &str, line: Option<u64>) {
        let digits = plain_digits(words);
        let numeric = Numeric::read(&digits);
        if let Some(order) = numeric.and_then(Numeric::order) {
            self.order.get_or_insert(order);
        }
        match written(&digits) {
            Some(Written::Doubt(numeric)) if numeric.date(self.order).is_none() => {
                document.date.words = Some(words.to_owned());
                self.doubt = Some(numeric);
            }
            Some(date) if date.date(self.order).is_some() => {
                document.date.value = date.date(self.order);
                document.date.basis = Basis::Stated;
            }
            _ => {
                document.date.words = Some(words.to_owned());
                self.skip_because(line, SkipCause::NoDate { text: words.to_owned(), record: line.is_some() });
            }
        }
    }

    /// Gives a document the date that a program wrote; `what` is called so where that is none.
    pub fn machine_date(&mut self, document: &mut Document, words: String, line: Option<u64>, what: &str) {
        match machine_date(&words) {
            Some(date) => document.date = StatementDate::known(date, Basis::Stated),
            None => {
                self.skip(line, format!("`{words}` is no date; {what} was kept without it"));
                document.date.words = Some(words);
            }
        }
    }

    /// Gives a document whose metadata has no date the one that stands in its lines, its address or its file's name.
    pub fn date_by_itself(&mut self, document: &mut Document, name: &str) {
        if document.date.value.is_some() || self.doubt.is_some() {
            return;
        }
        let found = stated(document, name, self.order);
        if found.date.value.is_some() {
            document.date = StatementDate { words: document.date.words.take(), ..found.date };
        } else if let Some((numeric, words)) = found.doubt {
            document.date.words.get_or_insert(words);
            self.doubt = Some(numeric);
        }
    }

    /// Hands a document on, with what the user gave filled in where it names nothing itself. One whose date is in doubt
    /// waits for a date that settles the order, and those behind it wait with it.
    pub fn document(&mut self, mut document: Document) {
        zotero::fill(&mut document, self.name);
        if document.source.is_none() {
            document.source.clone_from(&self.options.source);
        }
        let doubt = self.doubt.take();
        if self.held.is_empty() && doubt.is_none() {
            return self.hand_on(document);
        }
        self.bytes_held += document.body.len();
        self.held.push((document, doubt));
        if self.order.is_some() || self.bytes_held > MOST_HELD {
            self.release();
        }
    }

    /// Hands on what waits.
    pub fn release(&mut self) {
        for (mut document, doubt) in std::mem::take(&mut self.held) {
            match doubt.map(|numeric| numeric.date(self.order)) {
                Some(Some(date)) => {
                    document.date = StatementDate {
                        words: document.date.words.take(),
                        ..StatementDate::known(date, Basis::Stated)
                    };
                }
                Some(None) => {
                    self.report.in_doubt += 1;
                    let words = document.date.words.clone().unwrap_or_default();
                    self.doubtful.get_or_insert((words, Some(document.line.into())));
                }
                None => {}
            }
            self.hand_on(document);
        }
        self.bytes_held = 0;
    }

    fn hand_on(&mut self, mut document: Document) {
        document.date_order = self.order;
        if document.date.value.is_none()
            && let Some(date) = self.options.date
        {
            document.date = StatementDate {
                words: document.date.words.take(),
                ..StatementDate::known(date, Basis::Given)
            };
        }
        self.report.documents += 1;
        self.report.undated += usize::from(document.date.value.is_none());
        (self.take)(document);
    }
}
