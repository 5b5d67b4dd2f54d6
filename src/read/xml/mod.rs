//! XML: TEI, Akoma Ntoso, the records of parliaments, Factiva; of any other kind the text alone.

mod akn;
mod canada;
pub(super) mod draft;
mod factiva;
mod hansard;
mod names;
mod person;
mod person_list;
mod speeches;
pub(super) mod stream;
mod tei;
mod unknown;
pub(super) mod walk;

use std::collections::HashSet;
use std::path::Path;

use super::limits::{MOST_TEXT, shown};
use super::{Sink, text};
use crate::model::{Layout, PartialDate};
use draft::Draft;
use stream::{Element, Handler, Malformed};
use walk::{Dialect, Walker};

/// The markup of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// TEI; with whether it is a record of debates.
    Tei(bool),
    Akn,
    Hansard,
    Speeches,
    Canada,
    Factiva,
    /// A list of a corpus: persons, bodies, terms.
    List,
    Unknown,
}

/// Reads the documents of a file.
pub(super) fn read(xml: &str, name: &str, sink: &mut Sink<'_>) {
    let kind = kind(xml);
    if kind == Kind::List {
        return sink.skip(
            None,
            "is a list of a corpus and no text: debates beside it take the names of persons from it",
        );
    }
    let (drafts, malformed) = match kind {
        Kind::Tei(debates) => tei(xml, debates, sink.file),
        Kind::Akn => all(xml, akn::Akn::default(), |_| Vec::new()),
        Kind::Hansard => all(xml, hansard::Hansard::default(), |hansard| std::mem::take(&mut hansard.done)),
        Kind::Speeches => all(xml, speeches::Speeches, |_| Vec::new()),
        Kind::Canada => all(xml, canada::Canada::default(), |_| Vec::new()),
        Kind::Factiva => all(xml, factiva::Factiva::default(), |factiva| std::mem::take(&mut factiva.done)),
        Kind::List | Kind::Unknown => all(xml, unknown::Unknown, |_| Vec::new()),
    };
    if let Some(Malformed { line, reason }) = malformed {
        sink.skip(
            Some(line),
            format!("is no XML any more from here on ({reason}); what came before was kept"),
        );
    }
    if kind == Kind::Unknown {
        sink.skip(None, "is XML of a kind that is not known: its text was taken without the markup, no speaker and no date from it");
    }
    let (empty_ones, drafts): (Vec<Draft>, Vec<Draft>) = drafts.into_iter().partition(Draft::is_empty);
    for draft in empty_ones.iter().filter(|draft| draft.record.is_some()) {
        let name = draft.title.as_ref().or(draft.record.as_ref()).map_or("", String::as_str);
        sink.skip(Some(u64::from(draft.line)), format!("`{name}` holds no text; it was left out"));
    }
    let empty = drafts.is_empty();
    let mut records = HashSet::new();
    for mut draft in drafts {
        // Two of one name are told apart, so that neither takes the other's place.
        if !records.insert(draft.record.clone()) {
            let record = draft.record.unwrap_or_else(|| "line".to_owned());
            draft.record = Some(format!("{record}@{}", draft.line));
            records.insert(draft.record.clone());
        }
        hand_on(draft, name, sink);
    }
    if empty {
        sink.skip(None, "is XML that holds no text");
    }
}

fn hand_on(draft: Draft, name: &str, sink: &mut Sink<'_>) {
    if draft.len() > MOST_TEXT {
        let limit = shown(MOST_TEXT);
        sink.skip(
            Some(u64::from(draft.line)),
            format!("holds a document of more than {limit} of text, which was left out"),
        );
        return;
    }
    let turns = draft.has_turns();
    let mut document = draft.document(sink.name);
    document.layout = match turns {
        true => Layout::Transcript,
        false => text::layout(&document.body, document.title.as_deref()),
    };
    text::date_by_heading(&mut document);
    sink.date_by_itself(&mut document, name);
    sink.document(document);
}

/// Walks through a file; the documents that were set apart come before the rest.
fn all<D: Dialect>(
    xml: &str,
    dialect: D,
    done: impl Fn(&mut D) -> Vec<Draft>,
) -> (Vec<Draft>, Option<Malformed>) {
    let mut walker = Walker::new(dialect);
    let malformed = stream::read(xml, &mut walker).err();
    let mut drafts = done(&mut walker.dialect);
    walker.draft.end_turn();
    drafts.push(walker.draft);
    (drafts, malformed)
}

/// `file` is where it lies, beside a list of its persons perhaps.
fn tei(xml: &str, debates: bool, file: Option<&Path>) -> (Vec<Draft>, Option<Malformed>) {
    let listed = file.filter(|_| debates).and_then(person_list::beside);
    let mut walker = Walker::new(tei::Tei::new(debates).with_list(listed));
    let malformed = stream::read(xml, &mut walker).err();
    walker.draft.end_turn();
    walker.dialect.finish(&mut walker.draft);
    let mut drafts = std::mem::take(&mut walker.dialect.done);
    drafts.push(walker.draft);
    (drafts, malformed)
}

/// Whether a date may be that of a debate: a year that is still far off stands for none.
fn is_likely(date: &PartialDate) -> bool {
    use chrono::Datelike;
    date.first_day().year() <= chrono::Local::now().year() + 1
}

/// The first elements of a file, which tell its kind.
#[derive(Default)]
struct First {
    root: Option<String>,
    seen: usize,
    kind: Option<Kind>,
}

impl Handler for First {
    fn open(&mut self, element: &Element) {
        let root = self.root.get_or_insert_with(|| element.name.clone()).as_str();
        self.seen += 1;
        let found = match (root, element.name.as_str()) {
            ("TEI" | "TEI.2" | "teiCorpus" | "tei" | "text", "u") => Some(Kind::Tei(true)),
            ("listPerson" | "listOrg" | "taxonomy", _) => Some(Kind::List),
            ("akomaNtoso" | "akomantoso" | "debateSection" | "debate", _) => Some(Kind::Akn),
            ("Hansard", "ExtractedInformation" | "HansardBody" | "Intervention") => Some(Kind::Canada),
            (_, "ppsarticle" | "ppsArticleResponse") => Some(Kind::Factiva),
            (root, "member" | "membercontribution" | "col") if hansard::is_root(root) => Some(Kind::Hansard),
            _ if speeches::is_speech(element) => Some(Kind::Speeches),
            _ => None,
        };
        self.kind = self.kind.or(found);
    }

    fn close(&mut self, _: &str) {}

    fn text(&mut self, _: &str) {}
}

fn kind(xml: &str) -> Kind {
    let mut first = First::default();
    // The speeches of a long preface begin late.
    let mut end = xml.len().min(4 << 20);
    while !xml.is_char_boundary(end) {
        end -= 1;
    }
    let _ = stream::read(&xml[..end], &mut first);
    match (first.kind, first.root.as_deref()) {
        (Some(kind), _) => kind,
        (None, Some("TEI" | "TEI.2" | "teiCorpus" | "tei")) => Kind::Tei(false),
        (None, Some(root)) if hansard::is_root(root) => Kind::Hansard,
        _ => Kind::Unknown,
    }
}
