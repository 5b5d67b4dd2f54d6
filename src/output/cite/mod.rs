//! Citations: CSL-JSON, BibTeX, RIS, and a line of text.
//!
//! Only what the source states is given: what has no date, title or author gets none. The speaker is the
//! author of a speech or a turn of a transcript. Of words that somebody else reports the speaker is no author:
//! the report is cited, and the note says whose words they are. A citation is of a statement, with the words that were
//! found. Of its place in the user's collection only the file's name is told: folders are nobody else's business.

mod bibtex;
mod csl;
mod ris;

use std::collections::HashSet;
use std::io::{self, Write};

use super::plain::{plain, together};
use crate::authority::Authority;
use crate::extract::NameParts;
use crate::index::StoredPassage;
use crate::model::{Basis, Kind, PartialDate, Precision, Span, Speaker, StatementDate};
use crate::search::Hit;

/// A format that programs for references read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CiteFormat {
    /// A line for a footnote, to be brought into the style that is wanted.
    Text,
    /// CSL-JSON, which Zotero, pandoc and citeproc read.
    CslJson,
    /// BibTeX and biblatex.
    Bibtex,
    /// RIS, which EndNote, Zotero and Mendeley read.
    Ris,
}

/// What is cited of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Tells it apart from all others.
    statement: String,
    document: String,
    record: Option<String>,
    kind: Kind,
    speakers: Vec<Speaker>,
    /// When the words were said.
    date: StatementDate,
    /// When the document that has them was published, where that is another date.
    published: Option<StatementDate>,
    title: Option<String>,
    source: Option<String>,
    url: Option<String>,
    author: Option<String>,
    number: Option<String>,
    page: Option<String>,
    language: Option<String>,
    /// The file and the line or page in the user's collection.
    archive_place: String,
    place: Span,
    /// The words at that place; of a long statement its beginning.
    quotation: String,
    /// What a person corrected, for whoever reads the citation.
    corrected: Vec<String>,
    /// By what question, of which state of the index, the words were found.
    found_by: Option<String>,
}

impl Citation {
    /// The citation of a whole statement, by its first passage.
    pub fn statement(passage: &StoredPassage) -> Self {
        let goes_on = passage.span.end < passage.statement.end;
        let quotation = format!("{}{}", plain(&passage.text).trim(), if goes_on { " […]" } else { "" });
        Self::new(passage, passage.statement, quotation)
    }

    /// The citation of the passage that a search found.
    pub fn hit(hit: &Hit) -> Self {
        Self::passage(&hit.stored, hit.place, &hit.passage.text)
    }

    /// The citation of words at a place in a document's body, in code points; without `words` it does not repeat them.
    pub fn passage(passage: &StoredPassage, place: Span, words: &str) -> Self {
        Self::new(passage, place, plain(words).trim().to_owned())
    }

    /// The same; its note says by what question, of which state of the index, the words were found.
    #[must_use]
    pub fn found_by(self, found_by: &str) -> Self {
        Self { found_by: Some(plain(found_by)), ..self }
    }

    /// The first of each statement's.
    pub fn one_a_statement(mut citations: Vec<Self>) -> Vec<Self> {
        let mut seen = HashSet::new();
        citations.retain(|citation| seen.insert(citation.statement.clone()));
        citations
    }

    fn new(passage: &StoredPassage, place: Span, quotation: String) -> Self {
        let clean = |text: &Option<String>| {
            text.as_deref().map(|text| plain(text).trim().to_owned()).filter(|text| !text.is_empty())
        };
        Self {
            statement: passage.id.clone(),
            document: passage.document.clone(),
            record: clean(&passage.record),
            kind: passage.kind,
            speakers: passage.all_speakers().to_vec(),
            date: passage.date.clone(),
            published: passage.published.clone(),
            title: clean(&passage.title),
            source: clean(&passage.source),
            url: clean(&passage.url).map(|url| address(&url)),
            author: clean(&passage.author),
            number: clean(&passage.number),
            page: clean(&passage.page),
            language: clean(&passage.language),
            archive_place: plain(&without_folders(passage)).trim().to_owned(),
            place,
            quotation,
            corrected: passage.corrected.iter().map(|mark| plain(&mark.sentence())).collect(),
            found_by: None,
        }
    }

    /// Who wrote or spoke the thing that is cited.
    fn authors(&self) -> impl Iterator<Item = Author> {
        let spoken = self.kind == Kind::Spoken;
        let speakers = self.speakers.iter().filter(move |_| spoken).map(|speaker| plain(&speaker.name));
        speakers.chain(self.author.clone().filter(|_| !spoken)).map(Author::of)
    }

    /// The words in quotation marks; `None` where they stand beside the citation already.
    fn words(&self) -> Option<String> {
        (!self.quotation.is_empty()).then(|| format!("“{}”", self.quotation))
    }

    /// The date of the thing that is cited: of a report its publication's, not that of the words in it.
    fn issued(&self) -> Option<PartialDate> {
        self.published.as_ref().unwrap_or(&self.date).value
    }

    /// All that has no place of its own: whose words, how the date is known, which statement and where.
    fn note(&self) -> String {
        let mut parts = Vec::new();
        let all = self.speakers.iter();
        if self.kind == Kind::Spoken {
            parts.extend(
                all.filter_map(|speaker| Some(format!("{}: {}", plain(&speaker.name), office(speaker)?))),
            );
        } else if let Some(all) = together(all.map(|one| with(&plain(&one.name), office(one))).collect()) {
            parts.extend(match self.kind {
                Kind::Quoted => Some(format!("words of {all}, quoted")),
                Kind::Reported => Some(format!("words of {all}, in indirect speech")),
                Kind::Spoken | Kind::Narration => None,
            });
        }
        match &self.published {
            Some(published) => {
                parts.extend(self.date.value.map(|date| format!("said on {date}")));
                parts.extend(date_note(&self.date));
                parts.extend(date_note(published).map(|note| format!("of the publication: {note}")));
            }
            None => parts.extend(date_note(&self.date)),
        }
        let before_christ = self.issued().map(year).filter(|year| year.ends_with(" BC"));
        parts.extend(before_christ.map(|year| format!("of {year}")));
        parts.extend(self.corrected.iter().cloned());
        parts.extend(self.record.iter().map(|record| format!("record {record}")));
        parts.push(format!(
            "demarche statement {}, code points {} to {}",
            self.statement, self.place.start, self.place.end
        ));
        parts.extend(self.found_by.clone());
        parts.join("; ")
    }
}

/// A person, by the parts of the name where they can be told apart; else a name, whole.
enum Author {
    Person(NameParts),
    Whole(String),
}

impl Author {
    fn of(name: String) -> Self {
        NameParts::of(&name, Authority::builtin()).map_or(Self::Whole(name), Self::Person)
    }

    /// The name as it is read: `Ursula von der Leyen`.
    fn whole(&self) -> String {
        let parts = match self {
            Self::Whole(name) => return name.clone(),
            Self::Person(parts) => parts,
        };
        let NameParts { given, particle, family, suffix } = parts;
        let words = [Some(given), particle.as_ref(), Some(family), suffix.as_ref()];
        words.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

/// The particle and the family's name, as references are put in order by.
fn family(parts: &NameParts) -> String {
    let particle = parts.particle.as_ref().map(|particle| format!("{particle} ")).unwrap_or_default();
    format!("{particle}{}", parts.family)
}

/// Where a passage stands, without the folders of its file.
fn without_folders(passage: &StoredPassage) -> String {
    let place = passage.place();
    let name = passage.path.rsplit(['/', '\\']).next().unwrap_or(&passage.path);
    place.strip_prefix(&passage.path).map_or_else(|| name.to_owned(), |within| format!("{name}{within}"))
}

/// A web address in characters that no format takes for its own signs.
fn address(url: &str) -> String {
    let mut safe = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '{' | '}' | '\\' | ' ' | '"' | '<' | '>' => safe.push_str(&format!("%{:02X}", u32::from(c))),
            c => safe.push(c),
        }
    }
    safe
}

fn office(speaker: &Speaker) -> Option<String> {
    let words = speaker.role.iter().chain(&speaker.affiliation).filter(|words| **words != speaker.name);
    let office = words.map(|words| plain(words)).collect::<Vec<_>>().join(", ");
    (!office.is_empty()).then_some(office)
}

fn with(name: &str, office: Option<String>) -> String {
    office.map_or_else(|| name.to_owned(), |office| format!("{name} ({office})"))
}

/// What a reader must know of a date that the source does not simply state.
fn date_note(date: &StatementDate) -> Option<String> {
    let words = date.words.as_deref().map(plain);
    match (date.value, date.basis) {
        (None, _) => words.map(|words| format!("date not known (“{words}”)")),
        (Some(_), Basis::Relative) => {
            let words = words.map(|words| format!(" from “{words}”")).unwrap_or_default();
            Some(format!("date worked out{words}"))
        }
        (Some(_), Basis::Filename) => Some("date from the file's name".to_owned()),
        (Some(_), Basis::Address) => Some("date from the address".to_owned()),
        (Some(_), Basis::Given) => Some("date given by the user".to_owned()),
        (Some(_), Basis::Corrected) => Some("date corrected by hand".to_owned()),
        (Some(_), Basis::Stated | Basis::Dateline | Basis::Unknown) => None,
    }
}

/// A date in the Extended Date/Time Format (EDTF, ISO 8601-2:2019): `2024-10` for a month, `2024` for a year,
/// `198X` for a decade.
fn edtf(date: PartialDate) -> String {
    let text = date.to_string();
    if date.precision() == Precision::Decade {
        return text.replace("0s", "X");
    }
    // Years of more than four digits take a Y.
    match text.trim_start_matches('-').split('-').next() {
        Some(year) if year.len() > 4 && date.precision() == Precision::Year => format!("Y{text}"),
        _ => text,
    }
}

/// The year of a date as historians write it: `45 BC`, for no year is 0.
fn year(date: PartialDate) -> String {
    use chrono::Datelike;
    match date.first_day().year() {
        year @ ..=0 => format!("{} BC", 1 - year),
        year => year.to_string(),
    }
}

/// Year, month and day as numbers, as far as they are known; years are counted as astronomers do.
fn parts(date: PartialDate) -> Vec<i32> {
    use chrono::Datelike;
    let (first, month) = (date.first_day(), |day: chrono::NaiveDate| day.month() as i32);
    match date.precision() {
        Precision::Decade | Precision::Year => vec![first.year()],
        Precision::Month => vec![first.year(), month(first)],
        Precision::Day => vec![first.year(), month(first), first.day() as i32],
    }
}

/// Writes citations in one format.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_citations(out: &mut dyn Write, citations: &[Citation], format: CiteFormat) -> io::Result<()> {
    match format {
        CiteFormat::Text => citations.iter().try_for_each(|citation| write_text(out, citation)),
        CiteFormat::CslJson => csl::write(out, citations),
        CiteFormat::Bibtex => citations.iter().try_for_each(|citation| bibtex::write(out, citation)),
        CiteFormat::Ris => citations.iter().try_for_each(|citation| ris::write(out, citation)),
    }
}

fn write_text(out: &mut dyn Write, citation: &Citation) -> io::Result<()> {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(together(citation.authors().map(|author| author.whole()).collect()));
    parts.extend(citation.title.iter().map(|title| format!("“{title}”")));
    parts.extend(citation.source.iter().filter(|source| Some(*source) != citation.title.as_ref()).cloned());
    parts.extend(citation.number.iter().filter(|number| Some(*number) != citation.title.as_ref()).cloned());
    parts.push(citation.issued().map_or("no date".to_owned(), |date| date.to_string()));
    parts.extend(citation.page.iter().map(|page| format!("p. {page}")));
    let url = citation.url.as_ref().map(|url| format!(" {url}")).unwrap_or_default();
    let (place, note) = (&citation.archive_place, citation.note());
    // The URL stands last, with no full stop that could be taken for a part of it.
    let words = citation.words().map(|words| format!(" {words}")).unwrap_or_default();
    writeln!(out, "{}. {place} ({note}).{words}{url}", parts.join(", "))
}

#[cfg(test)]
mod tests;
