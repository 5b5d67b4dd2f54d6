//! Lines to paragraphs, over the ends of columns and pages.

use std::hash::{DefaultHasher, Hash, Hasher};

use rustc_hash::FxHashSet;

use super::columns::Block;
use super::glyphs::Word;
use super::lines::{Line, without_space};
use crate::model::Page;
use crate::read::turn_head;

/// Lines further apart than so many times what is usual are two paragraphs.
const APART: f32 = 1.28;
/// A line that begins so many times its size to the right of its column opens a paragraph.
const INDENT: f32 = 0.6;
/// Letters of so different a size are of two paragraphs.
const OTHER_SIZE: f32 = 0.12;

/// The words of a document in small letters: whether a hyphen at a line's end belongs to the word.
#[derive(Default)]
pub(super) struct Lexicon(FxHashSet<u64>);

impl Lexicon {
    pub fn add(&mut self, words: &[Word]) {
        for word in words {
            self.0.insert(Self::key(&word.text));
        }
    }

    fn key(word: &str) -> u64 {
        let mut hasher = DefaultHasher::new();
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.chars().flat_map(char::to_lowercase).for_each(|c| c.hash(&mut hasher));
        hasher.finish()
    }

    fn has(&self, word: &str) -> bool {
        self.0.contains(&Self::key(word))
    }
}

/// Puts the body together.
pub(super) struct Composer<'l> {
    lexicon: &'l Lexicon,
    pub body: String,
    /// Code points of the body.
    length: usize,
    pub pages: Vec<Page>,
    /// A page of which nothing has been written yet.
    begun: Option<(String, u32)>,
    last: Option<Last>,
    /// Paragraphs that began with an indented line, and by space above.
    indented: usize,
    spaced: usize,
}

/// The line before, and the paragraph that it belongs to.
struct Last {
    line: Line,
    /// The column's end.
    right: f32,
    /// Where the paragraph's first line begins, and how many lines it has.
    first: f32,
    lines: usize,
}

/// The column of a line.
struct Column {
    left: f32,
    right: f32,
    /// From a line to the next.
    pitch: f32,
}

impl<'l> Composer<'l> {
    pub fn new(lexicon: &'l Lexicon) -> Self {
        Self {
            lexicon,
            body: String::new(),
            length: 0,
            pages: Vec::new(),
            begun: None,
            last: None,
            indented: 0,
            spaced: 0,
        }
    }

    /// Begins a page: its printed label and its number in the file, from 1.
    pub fn page(&mut self, label: String, index: u32) {
        self.begun = Some((label, index));
    }

    pub fn block(&mut self, block: Block) {
        let mut gaps: Vec<f32> = block.lines.windows(2).map(|pair| pair[1].base - pair[0].base).collect();
        gaps.sort_by(f32::total_cmp);
        let size = block.lines.first().map_or(10.0, |line| line.size);
        // The narrower ones count: paragraphs of one line are all apart.
        let pitch = gaps.get(gaps.len() / 3).copied().unwrap_or(1.2 * size).clamp(0.8 * size, 3.0 * size);
        let column = Column { left: block.left, right: block.right, pitch };
        for (at, line) in block.lines.into_iter().enumerate() {
            let text = line.text();
            if text.is_empty() {
                continue;
            }
            let last = self.last.take();
            let breaks = match &last {
                None => true,
                Some(last) if at > 0 => self.breaks(last, &line, &text, &column),
                Some(last) => !self.goes_on(last, &line, &text, &column),
            };
            self.write(&text, breaks);
            let (first, lines) = match last {
                Some(last) if !breaks => (last.first, last.lines + 1),
                _ => (line.left, 1),
            };
            self.last = Some(Last { line, right: column.right, first, lines });
        }
    }

    /// Whether a line opens a paragraph after the line before it in its column.
    fn breaks(&mut self, last: &Last, line: &Line, text: &str, column: &Column) -> bool {
        if line.base - last.line.base > APART * column.pitch {
            self.spaced += 1;
            return true;
        }
        if other_size(&last.line, line) {
            return true;
        }
        let hyphen = self.body.ends_with(['-', '\u{ad}', '\u{2010}']);
        if is_centred(&last.line, column) && is_centred(line, column) {
            return false;
        }
        let step = INDENT * line.size;
        if line.left > column.left + step && line.left > last.line.left + step && !hyphen {
            // Under the first line of a list's item, the text hangs.
            let hangs = last.lines == 1 && is_item(&last.line);
            self.indented += usize::from(!hangs);
            return !hangs;
        }
        let back = line.left < last.line.left - step;
        if back
            && last.lines > 1
            && (last.first - last.line.left < step || line.left < last.first + step / 2.0)
            && last.line.left > column.left + step
        {
            return true;
        }
        (ends_early(last, line) && !hyphen) || (ends_sentence(&self.body) && turn_head(text).is_some())
    }

    /// Whether the first line of a column or a page goes on with the paragraph before it.
    fn goes_on(&self, last: &Last, line: &Line, text: &str, column: &Column) -> bool {
        if other_size(&last.line, line) {
            return false;
        }
        if self.body.ends_with(['-', '\u{ad}', '\u{2010}']) || text.starts_with(char::is_lowercase) {
            return true;
        }
        let indented = line.left > column.left + INDENT * line.size;
        if indented || ends_early(last, line) || turn_head(text).is_some() {
            return false;
        }
        // Where paragraphs are told by their indent, a line without one opens none.
        self.indented > self.spaced || !ends_sentence(&self.body)
    }

    /// Writes a line after what there is.
    fn write(&mut self, text: &str, breaks: bool) {
        if breaks {
            if !self.body.is_empty() {
                self.push("\n\n");
            }
            self.begin_page();
            self.push(text);
            return;
        }
        let first = text.split_whitespace().next().unwrap_or_default();
        let tail = self.body.rsplit(char::is_whitespace).next().unwrap_or_default().to_owned();
        match self.hyphen(&tail, first) {
            Some(true) => {
                self.body.pop();
                self.length -= 1;
            }
            Some(false) => {}
            None if without_space(&tail, first) => {}
            None => self.push(" "),
        }
        self.begin_page();
        self.push(text);
    }

    /// Whether a line's end is a hyphen inside a word: `true` where it goes, `false` where it stays.
    fn hyphen(&self, tail: &str, next: &str) -> Option<bool> {
        let stem = tail.strip_suffix(['-', '\u{ad}', '\u{2010}'])?;
        if tail.ends_with('\u{ad}') {
            return Some(true);
        }
        if !stem.ends_with(char::is_alphanumeric) || !next.starts_with(char::is_alphanumeric) {
            return None;
        }
        if !next.starts_with(char::is_lowercase) || !stem.ends_with(char::is_alphabetic) {
            return Some(false);
        }
        let whole = self.lexicon.has(&format!("{stem}{next}"));
        let parted = self.lexicon.has(&format!("{stem}-{next}"));
        Some(whole || !parted)
    }

    fn push(&mut self, text: &str) {
        self.body.push_str(text);
        self.length += text.chars().count();
    }

    fn begin_page(&mut self) {
        if let Some((label, index)) = self.begun.take() {
            self.pages.push(Page { start: self.length, label, index });
        }
    }
}

fn other_size(last: &Line, line: &Line) -> bool {
    (last.size - line.size).abs() > OTHER_SIZE * last.size.max(line.size)
}

fn is_centred(line: &Line, column: &Column) -> bool {
    let (before, after) = (line.left - column.left, column.right - line.right);
    before > line.size && after > line.size && (before - after).abs() < line.size
}

/// Whether the line before ended though the next one's first word had room on it.
fn ends_early(last: &Last, line: &Line) -> bool {
    let leftward = line.is_leftward();
    let next = if leftward { line.words.last() } else { line.words.first() };
    let word = next.map_or(0.0, |word| word.right - word.left);
    let room = if leftward { last.line.left - last.first } else { last.right - last.line.right };
    room > word + 0.8 * line.size
}

/// Whether a text ends as a sentence does, brackets and quotation marks aside.
fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| {
        matches!(c, '"' | '”' | '’' | '\'' | '»' | ')' | ']') || c.is_whitespace()
    });
    bare.ends_with(['.', '!', '?', ':', ';', '…', '。', '؟', '።'])
}

/// Whether a line opens with the mark of a list: `•`, `(a)`, `12.`.
fn is_item(line: &Line) -> bool {
    let Some(word) = line.words.first() else { return false };
    let text = word.text.as_str();
    let bare = text.trim_matches(['(', ')', '.']);
    let mark = text.chars().count() == 1 && !text.chars().all(char::is_alphanumeric);
    mark || (text.len() > bare.len() && bare.chars().count() <= 4 && text.ends_with([')', '.']))
}
