//! Findings as JSON, the shape that scripts rely on.

use std::io::{self, Write};

use serde::Serialize;

use super::super::cite::{Citation, CiteFormat, write_citations};
use super::super::json::SCHEMA_VERSION;
use super::super::permalink::Permalink;
use crate::model::{Kind, Span, Speaker, StatementDate};
use crate::quotation::{Difference, Disagreement, Finding, Place, PlacedWords, Verdict};
use crate::search::Copy;

/// One JSON object: the verdict, what agrees, the differences and the places.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_finding_json(out: &mut dyn Write, finding: &Finding) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &FindingJson::new(finding))?;
    out.write_all(b"\n")
}

/// The JSON shape of a finding.
#[derive(Serialize)]
pub struct FindingJson<'a> {
    schema_version: u32,
    quotation: &'a str,
    words: usize,
    verdict: Verdict,
    speaker_agrees: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disagreement: Option<Disagreement>,
    date_agrees: Option<bool>,
    link_agrees: Option<bool>,
    differences: &'a [Difference],
    places: Vec<PlaceJson<'a>>,
    more_places: usize,
    /// These are no matches.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    nearest: Vec<PlaceJson<'a>>,
}

impl<'a> FindingJson<'a> {
    /// Of a finding.
    pub fn new(finding: &'a Finding) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            quotation: &finding.quotation,
            words: finding.words,
            verdict: finding.verdict,
            speaker_agrees: finding.speaker_agrees,
            disagreement: finding.disagreement,
            date_agrees: finding.date_agrees,
            link_agrees: finding.link_agrees,
            differences: &finding.differences,
            places: finding.places.iter().map(PlaceJson::new).collect(),
            more_places: finding.more_places,
            nearest: finding.nearest.iter().map(PlaceJson::new).collect(),
        }
    }
}

#[derive(Serialize)]
struct PlaceJson<'a> {
    verdict: Verdict,
    id: &'a str,
    document: &'a str,
    permalink: String,
    citation: String,
    kind: Kind,
    speakers: &'a [Speaker],
    #[serde(skip_serializing_if = "<[Speaker]>::is_empty")]
    quoted_by: &'a [Speaker],
    speaker_agrees: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disagreement: Option<Disagreement>,
    date: &'a StatementDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'a StatementDate>,
    date_agrees: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    path: &'a str,
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'a str>,
    /// In code points of the document's body.
    span: Span,
    text: &'a str,
    /// The part of the quotation that stands here.
    quoted: &'a PlacedWords,
    differences: &'a [Difference],
    #[serde(skip_serializing_if = "<[Copy]>::is_empty")]
    copies: &'a [Copy],
}

impl<'a> PlaceJson<'a> {
    fn new(place: &'a Place) -> Self {
        let stored = &place.stored;
        Self {
            verdict: place.verdict,
            id: &stored.id,
            document: &stored.document,
            permalink: permalink(place),
            citation: citation(place),
            kind: place.voice.kind,
            speakers: &place.voice.speakers,
            quoted_by: &place.voice.quoted_by,
            speaker_agrees: place.speaker_agrees,
            disagreement: place.disagreement,
            date: &stored.date,
            published: stored.published.as_ref(),
            date_agrees: place.date_agrees,
            title: stored.title.as_deref(),
            url: stored.url.as_deref(),
            path: &stored.path,
            line: stored.line,
            page: stored.page.as_deref(),
            span: place.span,
            text: &place.text,
            quoted: &place.quoted,
            differences: &place.differences,
            copies: &place.copies,
        }
    }
}

/// The link to the words of a place.
pub(crate) fn permalink(place: &Place) -> String {
    Permalink::new(&place.stored.id, place.span, &place.in_body).to_string()
}

/// The citation of a place, without its words.
pub(crate) fn citation(place: &Place) -> String {
    let mut line = Vec::new();
    let citation = Citation::passage(&place.stored, place.span, "");
    // A vector takes all that is written.
    let _ = write_citations(&mut line, &[citation], CiteFormat::Text);
    String::from_utf8_lossy(&line).trim().to_owned()
}
