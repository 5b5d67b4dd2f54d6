//! The tables of quotations: those of the corpus with their originals, those of a manuscript with what was found out about each,
//! and the places of one.

use std::borrow::Cow;

use super::super::quotation::{Review, by, citation, fault, link, permalink, told, who, written};
use super::columns::{day, known, perhaps, text, texts, whole};
use super::{Column, Table};
use crate::model::StatementDate;
use crate::quotation::{Difference, Echo, Finding, Place, Reviewed};

impl Table<Echo> {
    /// The table of echoes: the quotation, where it stands, where its words were said, and the days between.
    pub fn echoes() -> Self {
        let columns = vec![
            text("quotation", |echo: &Echo| Some((&*echo.quoting.text).into())),
            text("speaker", |echo| echo.quoting.speaker.as_deref().map(Cow::from)),
            text("quoted_in", |echo| Some((&*echo.quoting.stored.path).into())),
            text("quoted_on", |echo| known(written(&echo.quoting))),
            text("quoted_by", |echo| Some(by(&echo.quoting)).filter(|name| !name.is_empty()).map(Cow::from)),
            text("quoted_permalink", |echo| Some(link(&echo.quoting).into())),
            text("verdict", |echo| Some(echo.verdict().as_str().into())),
            // What was said was said before: no number is below 0.
            whole("days", |echo| echo.days.and_then(|days| u64::try_from(days).ok())),
            text("original", |echo| Some((&*echo.original.text).into())),
            text("said_in", |echo| Some((&*echo.original.stored.path).into())),
            text("said_on", |echo| known(&echo.original.stored.date)),
            text("said_by", |echo| Some(who(&echo.original).into())),
            text("said_permalink", |echo| Some(permalink(&echo.original).into())),
            texts("differences", |echo| lines(&echo.original.differences)),
            day("quoted_first_day", |echo| first(written(&echo.quoting))),
            day("quoted_last_day", |echo| last(written(&echo.quoting))),
            day("said_first_day", |echo| first(&echo.original.stored.date)),
            day("said_last_day", |echo| last(&echo.original.stored.date)),
        ];
        Self { columns }
    }
}

/// A quotation of a manuscript, and what was found out about it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewRow {
    /// The manuscript.
    pub file: String,
    /// The quotation.
    pub reviewed: Reviewed,
}

impl ReviewRow {
    /// The quotations of each manuscript, the gravest first.
    pub fn all(reviews: &[Review]) -> Vec<Self> {
        let rows = |review: &Review| {
            let row = |one: &Reviewed| Self { file: review.manuscript.name.clone(), reviewed: one.clone() };
            review.gravest_first().into_iter().map(row).collect::<Vec<_>>()
        };
        reviews.iter().flat_map(rows).collect()
    }

    fn finding(&self) -> &Finding {
        &self.reviewed.finding
    }

    fn places(&self, of: impl Fn(&Place) -> String) -> Vec<String> {
        self.finding().places.iter().map(of).collect()
    }
}

impl Table<ReviewRow> {
    /// The table of a manuscript's quotations.
    pub fn reviews() -> Self {
        let columns = vec![
            text("file", |row: &ReviewRow| Some((&*row.file).into())),
            whole("line", |row| Some(u64::from(row.reviewed.quoted.line)).filter(|line| *line > 0)),
            whole("start", |row| Some(row.reviewed.quoted.span.start as u64)),
            whole("end", |row| Some(row.reviewed.quoted.span.end as u64)),
            text("quotation", |row| Some((&*row.reviewed.quoted.text).into())),
            text("sentence", |row| Some((&*row.reviewed.quoted.sentence).into())),
            text("speaker", |row| row.reviewed.quoted.speaker.as_deref().map(Cow::from)),
            text("date", |row| row.reviewed.quoted.date.map(|date| date.to_string().into())),
            text("note", |row| row.reviewed.quoted.note.as_deref().map(Cow::from)),
            text("verdict", |row| Some(row.finding().verdict.as_str().into())),
            text("fault", |row| Some(fault(&row.reviewed).into())),
            perhaps("speaker_agrees", |row| row.finding().speaker_agrees),
            perhaps("date_agrees", |row| row.finding().date_agrees),
            perhaps("link_agrees", |row| row.finding().link_agrees),
            texts("differences", |row| lines(&row.finding().differences)),
            texts("said_by", |row| row.places(who)),
            texts("said_on", |row| row.places(|place| said_on(&place.stored.date))),
            texts("permalink", |row| row.places(permalink)),
            text("page", |row| row.reviewed.quoted.page.as_deref().map(Cow::from)),
        ];
        Self { columns }
    }
}

impl Table<Place> {
    /// The table of the places of one quotation.
    pub fn places() -> Self {
        let columns: Vec<Column<Place>> = vec![
            text("verdict", |place: &Place| Some(place.verdict.as_str().into())),
            text("id", |place| Some((&*place.stored.id).into())),
            text("document", |place| Some((&*place.stored.document).into())),
            text("said_by", |place| Some(who(place).into())),
            texts("speakers", |place| place.voice.speakers.iter().map(|one| one.name.clone()).collect()),
            text("kind", |place| Some(place.voice.kind.as_str().into())),
            perhaps("speaker_agrees", |place| place.speaker_agrees),
            text("date", |place| known(&place.stored.date)),
            day("first_day", |place| first(&place.stored.date)),
            day("last_day", |place| last(&place.stored.date)),
            perhaps("date_agrees", |place| place.date_agrees),
            text("text", |place| Some((&*place.text).into())),
            texts("differences", |place| lines(&place.differences)),
            text("path", |place| Some((&*place.stored.path).into())),
            whole("start", |place| Some(place.span.start as u64)),
            whole("end", |place| Some(place.span.end as u64)),
            text("permalink", |place| Some(permalink(place).into())),
            text("citation", |place| Some(citation(place).into())),
        ];
        Self { columns }
    }
}

fn lines(differences: &[Difference]) -> Vec<String> {
    differences.iter().map(told).collect()
}

fn said_on(date: &StatementDate) -> String {
    date.value.map_or(String::new(), |date| date.to_string())
}

fn first(date: &StatementDate) -> Option<chrono::NaiveDate> {
    date.value.map(|date| date.first_day())
}

fn last(date: &StatementDate) -> Option<chrono::NaiveDate> {
    date.value.map(|date| date.last_day())
}
