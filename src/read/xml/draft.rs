//! The body of a document as its markup is read: paragraphs, pages, turns.

use crate::model::{Basis, Document, Format, GivenTurn, Page, PartialDate, Span, Speaker, StatementDate};

/// A document that is being put together.
#[derive(Debug, Default)]
pub(in crate::read) struct Draft {
    body: String,
    /// Code points of the body.
    length: usize,
    space: bool,
    paragraph: bool,
    pages: Vec<Page>,
    page: Option<Page>,
    turns: Vec<GivenTurn>,
    turn: Option<Open>,
    pub title: Option<String>,
    pub number: Option<String>,
    pub record: Option<String>,
    pub url: Option<String>,
    pub source: Option<String>,
    pub author: Option<String>,
    pub language: Option<String>,
    pub date: StatementDate,
    pub line: u32,
}

/// A turn that goes on.
#[derive(Debug)]
struct Open {
    start: Option<usize>,
    speaker: Option<Speaker>,
    language: Option<String>,
}

impl Draft {
    /// A document that begins on a line.
    pub fn at(line: u32) -> Self {
        Self { line, ..Self::default() }
    }

    /// Adds text, white space in it as one space.
    pub fn text(&mut self, text: &str) {
        let mut words = text.split_whitespace();
        if text.starts_with(char::is_whitespace) {
            self.space = true;
        }
        let Some(first) = words.next() else { return };
        self.word(first);
        for word in words {
            self.space = true;
            self.word(word);
        }
        self.space = text.ends_with(char::is_whitespace);
    }

    fn word(&mut self, word: &str) {
        if std::mem::take(&mut self.paragraph) && !self.body.is_empty() {
            self.push("\n\n");
        } else if self.space && !self.body.is_empty() && !self.body.ends_with('\n') {
            self.push(" ");
        }
        self.space = false;
        if let Some(page) = self.page.take() {
            self.pages.push(Page { start: self.length, ..page });
        }
        if let Some(turn) = &mut self.turn {
            turn.start.get_or_insert(self.length);
        }
        self.push(word);
    }

    fn push(&mut self, text: &str) {
        self.body.push_str(text);
        self.length += text.chars().count();
    }

    /// What follows is a paragraph of its own.
    pub fn paragraph(&mut self) {
        self.paragraph = true;
    }

    /// Parts what follows from what came before by a space.
    pub fn space(&mut self) {
        self.space = true;
    }

    /// Joins what follows to what came before.
    pub fn join(&mut self) {
        self.space = false;
    }

    /// Begins a printed page or column.
    pub fn page(&mut self, label: &str) {
        let index = u32::try_from(self.pages.len() + 1).unwrap_or(u32::MAX);
        self.page = Some(Page { start: 0, label: label.to_owned(), index });
    }

    /// Begins a turn; one that goes on ends.
    pub fn begin_turn(&mut self, speaker: Option<Speaker>, language: Option<String>) {
        self.end_turn();
        self.turn = Some(Open { start: None, speaker, language });
    }

    /// Names the speaker of the turn that goes on.
    pub fn name_turn(&mut self, name: impl FnOnce(Option<Speaker>) -> Option<Speaker>) {
        if let Some(turn) = &mut self.turn {
            turn.speaker = name(turn.speaker.take());
        }
    }

    /// Ends the turn that goes on; gives who spoke and in which language.
    pub fn end_turn(&mut self) -> Option<(Option<Speaker>, Option<String>)> {
        let Open { start, speaker, language } = self.turn.take()?;
        if let Some(start) = start {
            let span = Span::new(start, self.length);
            self.turns.push(GivenTurn { span, speaker: speaker.clone(), language: language.clone() });
        }
        Some((speaker, language))
    }

    /// Whether a turn goes on.
    pub fn in_turn(&self) -> bool {
        self.turn.is_some()
    }

    /// Takes a date as stated, where none is known yet.
    pub fn state(&mut self, date: Option<PartialDate>) {
        if let Some(date) = date
            && self.date.value.is_none()
        {
            self.date = StatementDate::known(date, Basis::Stated);
        }
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.body.is_empty()
    }

    /// Whether any turn was given.
    pub fn has_turns(&self) -> bool {
        !self.turns.is_empty()
    }

    /// The bytes of the body.
    pub fn len(&self) -> usize {
        self.body.len()
    }

    /// Adds the text and the pages of another as paragraphs of their own.
    #[cfg(feature = "office")]
    pub fn append(&mut self, other: Self) {
        if other.body.is_empty() {
            return;
        }
        if !self.body.is_empty() {
            self.push("\n\n");
        }
        let moved = self.length;
        let page = |page: Page| Page { start: page.start + moved, ..page };
        self.pages.extend(other.pages.into_iter().map(page));
        self.push(&other.body);
        for (index, page) in (1..).zip(&mut self.pages) {
            page.index = index;
        }
        self.paragraph = true;
    }

    /// The document. `path` is its file; `record` tells it from others of the file.
    pub fn document(mut self, path: &str) -> Document {
        self.end_turn();
        let mut document = Document::new(path, self.body);
        document.id = Document::id_of(path, self.record.as_deref().unwrap_or_default());
        document.format = Format::Xml;
        document.line = self.line.max(1);
        document.record = self.record;
        document.title = self.title;
        document.number = self.number;
        document.url = self.url;
        document.source = self.source;
        document.author = self.author;
        document.language = self.language;
        document.date = self.date;
        document.pages = self.pages;
        document.turns = self.turns;
        document
    }
}
