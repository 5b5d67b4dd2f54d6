//! TEI: volumes of Foreign Relations of the United States (a document a `div[@type="document"]`), ParlaMint and
//! ParlaClarin (`u`, also with annotated words), plays and other editions (`sp`).

use std::sync::Arc;

use super::draft::Draft;
use super::names;
use super::person::{Person, PersonList};
use super::stream::Element;
use super::walk::{Dialect, Frame, Step, within};
use crate::model::{Basis, PartialDate, Speaker, StatementDate};

/// Elements that stand apart from the text around them.
const BLOCKS: [&str; 34] = [
    "p",
    "head",
    "l",
    "lg",
    "item",
    "row",
    "seg",
    "ab",
    "opener",
    "closer",
    "dateline",
    "salute",
    "signed",
    "byline",
    "div",
    "div1",
    "div2",
    "div3",
    "sp",
    "stage",
    "bibl",
    "list",
    "table",
    "titlePart",
    "docTitle",
    "docDate",
    "docAuthor",
    "u",
    "body",
    "trailer",
    "postscript",
    "argument",
    "epigraph",
    "label",
];
/// What editors add, and what else is not the text.
const APPARATUS: [&str; 11] = [
    "figDesc",
    "del",
    "sic",
    "orig",
    "fw",
    "graphic",
    "linkGrp",
    "standOff",
    "encodingDesc",
    "revisionDesc",
    "respStmt",
];
/// Sounds and gestures that a record of debates tells of.
const TOLD: [&str; 5] = ["note", "vocal", "kinesic", "incident", "gap"];

/// The state of the reading.
pub(super) struct Tei {
    /// Whether it is a record of debates: notes in one are the record's own words, elsewhere the editor's.
    debates: bool,
    /// Who goes by which id.
    persons: PersonList,
    /// The same of a list beside the file.
    listed: Option<Arc<PersonList>>,
    /// The person whose name is being read.
    person: Option<String>,
    /// The name that stands before a speech.
    announced: Option<String>,
    /// The whole volume, while one of its documents is read.
    outer: Vec<Draft>,
    /// Documents that are whole.
    pub done: Vec<Draft>,
    /// The next word follows the one before without a space.
    glued: bool,
    volume: Option<String>,
    /// A date of the header, which counts where the text has none.
    created: Option<PartialDate>,
    header_title: Option<String>,
    head: Option<String>,
}

impl Tei {
    pub fn new(debates: bool) -> Self {
        Self {
            debates,
            persons: PersonList::new(),
            listed: None,
            person: None,
            announced: None,
            outer: Vec::new(),
            done: Vec::new(),
            glued: false,
            volume: None,
            created: None,
            header_title: None,
            head: None,
        }
    }

    /// The same with the persons of a list beside the file.
    pub fn with_list(self, listed: Option<Arc<PersonList>>) -> Self {
        Self { listed, ..self }
    }

    /// The persons of what was read.
    pub fn into_persons(self) -> PersonList {
        self.persons
    }

    fn name_of(&self, id: &str) -> Option<String> {
        let listed = || self.listed.as_ref().and_then(|list| list.get(id));
        self.persons.get(id).or_else(listed).and_then(Person::name)
    }

    /// Fills in what the header says of the last draft: the volume, or all there is.
    pub fn finish(&mut self, draft: &mut Draft) {
        draft.state(self.created);
        let title = match self.debates {
            true => self.header_title.take().or(self.head.take()),
            false => self.head.take().or(self.header_title.take()),
        };
        draft.title = draft.title.take().or(title);
        for document in &mut self.done {
            document.source = document.source.take().or(draft.title.clone());
        }
    }

    fn in_header(&mut self, element: &Element, parents: &[Frame], draft: &mut Draft) -> Step {
        match element.name.as_str() {
            "title" if within(parents, "titleStmt") && self.header_title.is_none() => return Step::Keep,
            "date" if within(parents, "setting") => draft.state(when(element)),
            "date" if element.get("type") == Some("created") => self.created = self.created.or(when(element)),
            "idno" if element.get("type") == Some("frus") => return Step::Keep,
            "person" => self.person = element.get("id").map(str::to_owned),
            "persName" | "forename" | "surname" | "nameLink" if within(parents, "person") => {
                return Step::Keep;
            }
            "author" if within(parents, "titleStmt") => return Step::Keep,
            _ => {}
        }
        Step::Inline
    }

    /// The speaker of an utterance.
    fn speaker(&mut self, element: &Element) -> Option<Speaker> {
        let announced = self.announced.take().and_then(|text| names::of_text(&text));
        let who = element
            .get("who")
            .and_then(|who| who.split_whitespace().next())
            .filter(|who| !matches!(*who, "unknown" | "#unknown"));
        let known = who.and_then(|who| self.name_of(who.trim_start_matches('#')));
        let mut speaker = match (known, who, announced) {
            (Some(name), who, announced) => Speaker {
                as_written: announced.map_or_else(
                    || who.unwrap_or_default().trim_start_matches('#').to_owned(),
                    |s| s.as_written,
                ),
                ..Speaker::named(name)
            },
            (None, Some(who), announced) => {
                let by_id = names::of_id(who);
                match announced {
                    Some(announced) if by_id.name == by_id.as_written => announced,
                    Some(announced) => Speaker { as_written: announced.as_written, ..by_id },
                    None => by_id,
                }
            }
            (None, None, announced) => announced?,
        };
        if element.get("ana").is_some_and(|ana| ana.split_whitespace().any(|role| role == "#chair")) {
            speaker.role = Some("chair".to_owned());
        }
        Some(speaker)
    }

    /// A document of a volume begins.
    fn begin_document(&mut self, element: &Element, draft: &mut Draft) {
        let record = element.get("id").map(str::to_owned);
        let mut inner = Draft::at(draft.line);
        inner.record = record;
        inner.language.clone_from(&draft.language);
        inner.number = element.get("n").map(|n| format!("Document {n}"));
        inner.date = range(element).unwrap_or_default();
        if let (Some(volume), Some(record)) = (&self.volume, &inner.record) {
            inner.url = Some(format!("https://history.state.gov/historicaldocuments/{volume}/{record}"));
        }
        self.outer.push(std::mem::replace(draft, inner));
        self.head = None;
    }

    fn end_document(&mut self, draft: &mut Draft) {
        let Some(outer) = self.outer.pop() else { return };
        let mut document = std::mem::replace(draft, outer);
        document.title = document.title.take().or(self.head.take());
        self.done.push(document);
    }

    fn word(&mut self, element: &Element, draft: &mut Draft) {
        if std::mem::take(&mut self.glued) {
            draft.join()
        } else {
            draft.space()
        }
        self.glued = element.get("join") == Some("right");
    }
}

impl Dialect for Tei {
    fn open(&mut self, element: &Element, parents: &[Frame], draft: &mut Draft) -> Step {
        let name = element.name.as_str();
        if parents.iter().all(|frame| frame.name() == "teiCorpus") {
            self.root(element, draft);
        }
        if name == "teiHeader" {
            return Step::Keep;
        }
        if in_header(parents) {
            return self.in_header(element, parents, draft);
        }
        if let Some(step) = self.named(element, parents, draft) {
            return step;
        }
        self.mark(element, parents, draft);
        let corrected = matches!(name, "reg" | "expan") && within(parents, "choice");
        if APPARATUS.contains(&name) || corrected {
            Step::Skip
        } else if BLOCKS.contains(&name) {
            Step::Block
        } else {
            Step::Inline
        }
    }

    fn close(&mut self, element: &Frame, parents: &[Frame], draft: &mut Draft) {
        match element.name() {
            "title" => {
                self.header_title = self.header_title.take().or(element.kept());
            }
            "idno" => self.volume = element.kept().or(self.volume.take()),
            "author" if within(parents, "titleStmt") => draft.author = element.kept(),
            "persName" | "forename" | "surname" | "nameLink" if in_header(parents) => self.name(element),
            "person" => self.person = None,
            "head" => {
                self.head = self.head.take().or(element.kept());
                draft.paragraph();
            }
            "note" if element.element.get("type") == Some("speaker") => {
                self.announced = element.kept();
                draft.paragraph();
            }
            "note" | "vocal" | "kinesic" | "incident" if self.debates => self.resume(parents, draft),
            "speaker" => {
                let name = element.kept().and_then(|name| names::of_text(&name));
                draft.name_turn(|by_id| name.or(by_id));
            }
            "u" | "sp" => {
                draft.end_turn();
            }
            "div" if element.element.get("type") == Some("document") => self.end_document(draft),
            _ => {}
        }
    }
}

impl Tei {
    /// What the outermost element says.
    fn root(&mut self, element: &Element, draft: &mut Draft) {
        draft.language = element.get("lang").map(str::to_owned).or(draft.language.take());
        let volume = element.get("id").filter(|id| id.starts_with("frus"));
        self.volume = volume.map(str::to_owned).or(self.volume.take());
    }

    /// Elements whose text is kept: names of speakers, the first heading; and what a record tells.
    fn named(&mut self, element: &Element, parents: &[Frame], draft: &mut Draft) -> Option<Step> {
        let listed = || within(parents, "list") || within(parents, "table");
        match element.name.as_str() {
            "speaker" => Some(Step::Show),
            "head" if self.head.is_none() && draft.is_empty() && !listed() => {
                draft.paragraph();
                Some(Step::Show)
            }
            "note" if self.debates && element.get("type") == Some("speaker") => {
                draft.paragraph();
                Some(Step::Show)
            }
            name if TOLD.contains(&name) => Some(self.told(draft)),
            _ => None,
        }
    }

    /// Turns, pages, dates and words begin.
    fn mark(&mut self, element: &Element, parents: &[Frame], draft: &mut Draft) {
        match element.name.as_str() {
            "div" if element.get("type") == Some("document") => self.begin_document(element, draft),
            "u" => {
                let speaker = self.speaker(element);
                let language = element.get("lang").filter(|lang| draft.language.as_deref() != Some(lang));
                draft.begin_turn(speaker, language.map(str::to_owned));
            }
            "sp" => draft.begin_turn(element.get("who").map(names::of_id), None),
            "pb" => {
                let facs = || element.get("facs").and_then(|facs| facs.split("page=").nth(1));
                if let Some(label) = element.get("n").or_else(facs) {
                    draft.page(label);
                }
            }
            "lb" | "cb" | "cell" | "milestone" => draft.space(),
            "date" if within(parents, "dateline") || within(parents, "docDate") => draft.state(when(element)),
            "docDate" => draft.state(when(element)),
            "w" | "pc" => self.word(element, draft),
            _ => {}
        }
    }

    /// A note or a sound: in a debate the record's words and nobody's, elsewhere the editor's.
    fn told(&self, draft: &mut Draft) -> Step {
        if !self.debates {
            return Step::Skip;
        }
        draft.end_turn();
        Step::Block
    }

    /// The speech that a note stands in goes on.
    fn resume(&mut self, parents: &[Frame], draft: &mut Draft) {
        let around = parents.iter().rev().find(|frame| frame.name() == "u");
        if let Some(around) = around
            && !draft.in_turn()
        {
            let element = around.element.clone();
            let speaker = self.speaker(&element);
            draft.begin_turn(speaker, None);
        }
    }

    fn name(&mut self, element: &Frame) {
        let Some(id) = &self.person else { return };
        let person = self.persons.entry(id.clone()).or_default();
        let text = element.kept().unwrap_or_default();
        match element.name() {
            "forename" => person.forename = format!("{} {text}", person.forename),
            "surname" | "nameLink" => person.surname = format!("{} {text}", person.surname),
            _ if person.name.is_empty() => person.name = text,
            _ => {}
        }
    }
}

/// Whether elements say something of the text and are none of it: in the header, or in a list of persons that is a file.
fn in_header(parents: &[Frame]) -> bool {
    within(parents, "teiHeader") || parents.first().is_some_and(|root| root.name() == "listPerson")
}

/// The date of an element: `when`, else all that lies between its bounds.
fn when(element: &Element) -> Option<PartialDate> {
    if let Some(when) = element.get("when").or_else(|| element.get("when-iso")) {
        return when.parse().ok();
    }
    let bound = |names: [&str; 2]| names.iter().find_map(|name| element.get(name));
    let (from, to) = (bound(["from", "notBefore"])?, bound(["to", "notAfter"])?);
    common(from.parse().ok()?, to.parse().ok()?)
}

/// The day, month or year that two days have in common.
fn common(from: PartialDate, to: PartialDate) -> Option<PartialDate> {
    use crate::model::Precision::{Day, Month, Year};
    let (first, last) = (from.first_day(), to.last_day());
    [Day, Month, Year]
        .into_iter()
        .map(|precision| PartialDate::at(first, precision))
        .find(|date| date.last_day() >= last)
}

/// The date of a document of Foreign Relations: `frus:doc-dateTime-min` to `-max`.
fn range(element: &Element) -> Option<StatementDate> {
    let (min, max) = (element.get("doc-dateTime-min")?, element.get("doc-dateTime-max"));
    let from: PartialDate = min.parse().ok()?;
    let to: PartialDate = max.unwrap_or(min).parse().ok()?;
    let date = common(from, to)?;
    let words = (from != to).then(|| format!("{from} to {to}"));
    Some(StatementDate { words, ..StatementDate::known(date, Basis::Stated) })
}
