//! Plain text: articles, transcripts and speeches.

#[cfg(any(feature = "pdf", feature = "office", feature = "xml"))]
use super::machine_dates;
use super::{Sink, title, transcript, ungdc};
#[cfg(any(feature = "pdf", feature = "office", feature = "xml"))]
use crate::model::{Basis, PartialDate, StatementDate};
use crate::model::{Document, Format, Layout};

/// A first line longer than this, in code points, is no headline.
const LONGEST_TITLE: usize = 200;

/// Reads one document; its body is the whole text.
pub(super) fn read(text: &str, name: &str, sink: &mut Sink<'_>) {
    let mut document = Document::new(sink.name, text);
    document.format = Format::Text;
    if let Some(speech) = ungdc::Speech::from_file_name(name) {
        speech.fill(&mut document, sink.options.speakers.as_ref());
        sink.document(document);
        return;
    }
    document.title = headline(text);
    document.layout = layout(text, document.title.as_deref());
    document.source = source_line(text);
    sink.date_by_itself(&mut document, name);
    sink.document(document);
}

/// Transcripts show by their turns.
pub(super) fn layout(text: &str, title: Option<&str>) -> Layout {
    if transcript::has_turns(text, title) { Layout::Transcript } else { Layout::Article }
}

/// The first line, where it is short, ends in no full stop and a blank line follows.
pub(super) fn headline(text: &str) -> Option<String> {
    let mut lines = text.trim_start().lines();
    let first = lines.next()?.trim();
    let blank = lines.next().is_none_or(|line| line.trim().is_empty());
    let short = first.chars().count() <= LONGEST_TITLE && !first.ends_with(['.', ':', ';', ',']);
    let turn = transcript::turn_head(first).is_some() || first.starts_with('[');
    (blank && short && !turn && !first.is_empty() && text.trim() != first).then(|| title::clean(first))
}

/// Gives a record of speeches that has no date the day that its heading names.
#[cfg(any(feature = "pdf", feature = "office", feature = "xml"))]
pub(super) fn date_by_heading(document: &mut Document) {
    if document.date.value.is_none()
        && document.layout == Layout::Transcript
        && let Some(date) = heading_date(&document.body)
    {
        document.date = StatementDate::known(date, Basis::Dateline);
    }
}

/// The day that a heading names, in the lines before the first speech: an article's headline may name a day that it is
/// about.
#[cfg(any(feature = "pdf", feature = "office", feature = "xml"))]
fn heading_date(text: &str) -> Option<PartialDate> {
    const LINES: usize = 10;
    const MOST_WORDS: usize = 16;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES);
    let heading = lines.take_while(|line| transcript::turn_head(line).is_none());
    let short = |line: &&str| line.split_whitespace().count() <= MOST_WORDS;
    heading.filter(short).find_map(machine_dates::within)
}

/// The text of a line `Source: …` at the end.
fn source_line(text: &str) -> Option<String> {
    let last = text.trim_end().lines().next_back()?.trim();
    let source =
        last.strip_prefix("Source:").or_else(|| last.strip_prefix("SOURCE:"))?.trim().trim_end_matches('.');
    (!source.is_empty()).then(|| title::clean(source))
}
