//! Statements whole: of an index, or as they are worked out of a text.

use demarche::extract::Explanation;
use demarche::index::StoredPassage;
use demarche::model;
use demarche::output::Citation;
use demarche::read::{ReadOptions, read_bytes};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::facts::{Date, Entity, Speaker};
use crate::guard;
use crate::html::escape;
use crate::reading::Reading;
use crate::text::{beginning, cited};
use crate::typed::{Record, Records};

/// A run of a document that belongs to one speaker. Offsets count code points of the document's body, as Python's slices do.
#[pyclass(frozen, module = "demarche")]
pub struct Statement {
    /// Its id: the same words at the same place have the same.
    #[pyo3(get)]
    id: String,
    /// The id of its document.
    #[pyo3(get)]
    document: String,
    /// How the words came to stand there: `spoken`, `quoted`, `reported` or `narration`.
    #[pyo3(get)]
    kind: String,
    /// Who speaks, the first of several; `None` where nobody is named.
    #[pyo3(get)]
    speaker: Option<Speaker>,
    /// All who say it together.
    #[pyo3(get)]
    speakers: Vec<Speaker>,
    /// When it was said.
    #[pyo3(get)]
    date: Date,
    /// What it is about.
    #[pyo3(get)]
    topics: Vec<String>,
    /// What it mentions.
    #[pyo3(get)]
    entities: Vec<Entity>,
    /// The codes that a person gave it.
    #[pyo3(get)]
    tags: Vec<String>,
    /// The document's title.
    #[pyo3(get)]
    title: Option<String>,
    /// Who published it.
    #[pyo3(get)]
    source: Option<String>,
    /// Where it was published.
    #[pyo3(get)]
    url: Option<String>,
    /// The file.
    #[pyo3(get)]
    path: String,
    /// Where it begins in the document's body.
    #[pyo3(get)]
    start: usize,
    /// Where it ends.
    #[pyo3(get)]
    end: usize,
    /// The words, with the white space around them.
    #[pyo3(get)]
    text: String,
    citation: Option<Citation>,
    attributions: Vec<model::Attribution>,
    why: Option<Explanation>,
}

impl Statement {
    /// The statements of passages that stand one after the other.
    pub fn of_passages(passages: &[StoredPassage]) -> Vec<Self> {
        passages.chunk_by(|one, next| one.id == next.id).filter_map(Self::of_one).collect()
    }

    fn of_one(passages: &[StoredPassage]) -> Option<Self> {
        let first = passages.first()?;
        Some(Self {
            id: first.id.clone(),
            document: first.document.clone(),
            kind: first.kind.as_str().to_owned(),
            speaker: first.speaker.as_ref().map(Speaker::from),
            speakers: first.all_speakers().iter().map(Speaker::from).collect(),
            date: (&first.date).into(),
            topics: first.topics.clone(),
            entities: first.entities.iter().map(Entity::from).collect(),
            tags: first.tags.clone(),
            title: first.title.clone(),
            source: first.source.clone(),
            url: first.url.clone(),
            path: first.path.clone(),
            start: first.statement.start,
            end: first.statement.end,
            text: passages.iter().map(|passage| passage.text.as_str()).collect(),
            citation: Some(Citation::statement(first)),
            attributions: passages.iter().flat_map(|passage| passage.attributions.clone()).collect(),
            why: None,
        })
    }

    fn of_text(document: &model::Document, statement: model::Statement, why: Explanation) -> Self {
        Self {
            speakers: statement.all_speakers().iter().map(Speaker::from).collect(),
            id: statement.id,
            document: statement.document,
            kind: statement.kind.as_str().to_owned(),
            speaker: statement.speaker.as_ref().map(Speaker::from),
            date: (&statement.date).into(),
            topics: statement.topics,
            entities: statement.entities.iter().map(Entity::from).collect(),
            tags: statement.tags,
            title: document.title.clone(),
            source: document.source.clone(),
            url: document.url.clone(),
            path: document.path.clone(),
            start: statement.span.start,
            end: statement.span.end,
            text: statement.text,
            citation: None,
            attributions: statement.attributions,
            why: Some(why),
        }
    }
}

#[pymethods]
impl Statement {
    /// Who said what inside it: source, cue and content, each as places of code points in the body.
    #[getter]
    fn attributions(&self) -> Records<'_, model::Attribution> {
        Records(&self.attributions)
    }

    /// Of a statement that was worked out just now: by which rule it has its kind, speaker, date, topics and entities, and
    /// the words that each rests on. An index does not keep it.
    #[getter]
    fn why(&self) -> Option<Record<'_, Explanation>> {
        self.why.as_ref().map(Record)
    }

    /// A citation: `text`, `bibtex`, `ris` or `csl-json`.
    #[pyo3(signature = (format = "text"))]
    fn cite(&self, format: &str) -> PyResult<String> {
        cited(self.citation.as_slice(), format)
    }

    fn __str__(&self) -> &str {
        &self.text
    }

    fn __repr__(&self) -> String {
        let who = self.speaker.as_ref().map_or("no speaker".to_owned(), |speaker| speaker.to_string());
        format!("Statement({}, {who}, {}, {:?})", self.id, self.date, beginning(self.text.trim()))
    }

    fn _repr_html_(&self) -> String {
        let who = self.speaker.as_ref().map_or("no speaker".to_owned(), |speaker| speaker.to_string());
        format!(
            "<p><strong>{}</strong>, {} · <small>{} [{}]</small></p><blockquote>{}</blockquote>",
            escape(&who),
            escape(&self.date.to_string()),
            escape(&self.path),
            escape(&self.id),
            escape(self.text.trim())
        )
    }
}

/// The statements of a text, with why each is as it is; no index is needed. `name` is what the text is called: its ending
/// may tell the format. Further keywords say how it is read, as the options of `demarche extract` do.
///
/// >>> import demarche as dm
/// >>> text = "GENEVA, 9 October 2024 – “The talks go on,” Ada Example said on Monday."
/// >>> for statement in dm.extract(text):
/// ...     print(statement.speaker, statement.date, statement.date.basis)
/// Ada Example 2024-10-07 relative
#[pyfunction]
#[pyo3(signature = (text: "str", *, name = "text.txt", **reading: "Unpack[ReadingOptions]") -> "list[Statement]")]
pub fn extract(
    py: Python<'_>,
    text: &str,
    name: &str,
    reading: Option<&Bound<'_, PyDict>>,
) -> PyResult<Vec<Statement>> {
    let reading = Reading::new(reading)?;
    guard::run(py, || {
        let (extractor, options): (_, ReadOptions) = reading.tools(None, &[])?;
        let mut statements = Vec::new();
        let report = read_bytes(name, text.as_bytes(), &options, &mut |document| {
            let explained = extractor.explain(&extractor.correct(document.clone())).into_iter();
            statements.extend(explained.map(|(one, why)| Statement::of_text(&document, one, why)));
        })?;
        match report.skips.first() {
            Some(skip) if statements.is_empty() => {
                Err(crate::failure::Failure::Unread(format!("{}: {}", skip.place(), skip.reason)))
            }
            _ => Ok(statements),
        }
    })
}
