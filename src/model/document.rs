//! What was read: one article, transcript, speech or row of a table.

use serde::{Deserialize, Serialize};

use super::{Corrected, DateOrder, Span, Speaker, StatementDate};

/// The kind of file a document was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown, with or without YAML front matter.
    Markdown,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// A web page.
    Html,
    /// A message, or one of a box of them.
    Mail,
    /// An entry of a feed.
    Feed,
    /// A page of a web archive.
    Warc,
    /// An article of a press database's export.
    Export,
    /// A PDF with a text layer.
    Pdf,
    /// Word, since 2007.
    Docx,
    /// Word, up to 2003.
    Doc,
    /// OpenDocument text.
    Odt,
    /// Rich text.
    Rtf,
    /// An electronic book.
    Epub,
    /// XML: TEI, Akoma Ntoso, a parliament's own, or of no known kind.
    Xml,
    /// A Parquet table.
    Parquet,
}

impl Format {
    /// The format of a name that users write for one that is not told by its bytes: `md`, `jsonl`, `csv`.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "text" | "txt" => Self::Text,
            "markdown" | "md" => Self::Markdown,
            "jsonl" | "json" | "ndjson" => Self::Jsonl,
            "csv" => Self::Csv,
            "tsv" => Self::Tsv,
            "html" | "htm" | "xhtml" => Self::Html,
            "mail" | "eml" => Self::Mail,
            _ => return None,
        })
    }
}

/// How a body is laid out, which decides how it is cut into statements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Layout {
    /// A writer reports what others say.
    #[default]
    Article,
    /// Turns, each opened by its speaker's name: `MR MILLER:`.
    Transcript,
    /// The whole body is one speaker's words.
    Speech,
}

/// A page or column of the source as printed, from a place in the body on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Its first code point in the body; it goes on up to the next page's.
    pub start: usize,
    /// What is printed on it, and what one cites: `499`, `2/6`, `IX`, `c2`. The number of the page where nothing
    /// is printed.
    pub label: String,
    /// The page of the file, counted from 1; 0 where the file has none.
    pub index: u32,
}

/// A part of the body of which the source's markup says who speaks, so that nothing is guessed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenTurn {
    /// Where the words stand in the body; the name that opens them stands before it or inside it, as printed.
    pub span: Span,
    /// Who speaks; nobody where the source marks words as no speech, or does not say whose they are.
    pub speaker: Option<Speaker>,
    /// The language in which it was spoken, where that is not the document's: a BCP 47 tag.
    pub language: Option<String>,
}

/// One thing that was read: its body, and what the file, its name or the user says about it.
///
/// ```
/// use demarche::model::{Basis, Document, Layout, Speaker, StatementDate};
///
/// let mut document = Document::new("un/1963/1.txt", "We call for talks with all sides.");
/// document.layout = Layout::Speech;
/// document.speaker = Some(Speaker::named("Ada Example"));
/// document.date = StatementDate::known("1963-09".parse()?, Basis::Stated);
/// // The same place gives the same id.
/// assert_eq!(document.id, Document::id_of("un/1963/1.txt", ""));
/// # Ok::<(), demarche::model::ParseDateError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Stable: the same place gives the same id.
    pub id: String,
    /// Where it was read, as shown to the user; `/`-separated, relative to the index's folder where it is below it.
    pub path: String,
    /// The record's own id in a table or JSONL file, as written there.
    pub record: Option<String>,
    /// The line of the file on which the body begins, counted from 1; in a table, the record's line.
    pub line: u32,
    /// The kind of file.
    pub format: Format,
    /// How the body is laid out.
    pub layout: Layout,
    /// The headline or title.
    pub title: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// When it was published or spoken.
    pub date: StatementDate,
    /// Who speaks, where the metadata says so.
    pub speaker: Option<Speaker>,
    /// All who speak together, the first among them, where the metadata names several; else empty.
    pub speakers: Vec<Speaker>,
    /// Who wrote it, as its byline or metadata has it. An author is no speaker of what the text reports.
    pub author: Option<String>,
    /// The number or symbol that it is cited by: `S/PV.8051`.
    pub number: Option<String>,
    /// The language, a BCP 47 tag: `en`, `pt-BR`.
    pub language: Option<String>,
    /// Topics that the metadata names.
    pub topics: Vec<String>,
    /// What it is, where the metadata says so: `press-briefings`, `speech`. A form is no topic: it tells how words were
    /// said, not what about.
    pub forms: Vec<String>,
    /// The printed pages or columns, in the order of the body; none where the source has none.
    pub pages: Vec<Page>,
    /// Turns whose speakers the source's markup gives, in the order of the body and apart from each other.
    pub turns: Vec<GivenTurn>,
    /// Which comes first in its dates in numbers, as the user gave it or other dates of the file show; `None` where nothing
    /// tells, so that `03/04/2014` stays in doubt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    /// What a person corrected of the above.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<Corrected>,
    /// The text as it stands in the source, from [`Document::line`] on. All offsets count its code points.
    pub body: String,
}

impl Document {
    /// A document of plain text with nothing known about it; fill in the rest by its fields.
    ///
    /// `path` is shown to users and gives the id: two documents need two paths.
    pub fn new(path: impl Into<String>, body: impl Into<String>) -> Self {
        let path = path.into();
        Self {
            id: Self::id_of(&path, ""),
            path,
            record: None,
            line: 1,
            format: Format::Text,
            layout: Layout::Article,
            title: None,
            source: None,
            url: None,
            date: StatementDate::unknown(),
            speaker: None,
            speakers: Vec::new(),
            author: None,
            number: None,
            language: None,
            topics: Vec::new(),
            forms: Vec::new(),
            pages: Vec::new(),
            turns: Vec::new(),
            date_order: None,
            corrected: Vec::new(),
            body: body.into(),
        }
    }

    /// The page or column, as printed, on which code points of the body stand: `499`, or `499–500` where they run on. `None`
    /// where the source has none there.
    pub fn page_of(&self, span: Span) -> Option<String> {
        let page = |at: usize| self.pages.partition_point(|page| page.start <= at).checked_sub(1);
        let first = page(span.start)?;
        let last = page(span.end.saturating_sub(1).max(span.start))?;
        let (first, last) = (&self.pages[first].label, &self.pages[last].label);
        Some(if first == last { first.clone() } else { format!("{first}–{last}") })
    }

    /// The id of the document at `path`; `record` tells the records of one file apart (empty for a
    /// file that is one document). Sixteen hexadecimal digits of a BLAKE3 hash.
    pub fn id_of(path: &str, record: &str) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(path.as_bytes());
        hasher.update(&[0]);
        hasher.update(record.as_bytes());
        hasher.finalize().to_hex()[..16].to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_over_a_page_s_end_stands_on_both() {
        let page = |start, label: &str, index| Page { start, label: label.to_owned(), index };
        let pages = vec![page(5, "IX", 3), page(20, "1", 4), page(40, "2", 5)];
        let document = Document { pages, ..Document::new("book.pdf", "x".repeat(60)) };
        let on = |start, end| document.page_of(Span::new(start, end));
        assert_eq!(on(0, 4), None);
        assert_eq!(on(5, 20).as_deref(), Some("IX"));
        assert_eq!(on(10, 21).as_deref(), Some("IX–1"));
        assert_eq!(on(41, 41).as_deref(), Some("2"));
    }
}
