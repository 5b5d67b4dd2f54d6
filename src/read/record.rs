//! Records of tables, JSON and front matter to documents: finds the columns, fills the fields, names the document.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

use unicode_normalization::UnicodeNormalization;

use super::headings::{self, Headings, Holds};
use super::value::Value;
use super::{Field, LabelKind, ReadError, ReadOptions, Sink, SkipCause, language, text, title, transcript};
use crate::authority::Authority;
use crate::model::{Document, Format, Layout, Speaker};

/// Makes the documents of one file.
pub(super) struct Records {
    format: Format,
    /// How often each id was seen, by its hash: the second `x` becomes `x#2`.
    seen: HashMap<u64, u32>,
    /// The columns of the last record: those of the next are mostly the same.
    last: Option<(Vec<String>, Rc<Heads>)>,
    /// Records handed on, and those without a speaker and a date of their own.
    count: u64,
    speakerless: u64,
    undated: u64,
    /// The columns of the first record that lacks one of these.
    columns: Option<String>,
}

/// Gives the value of a column or key by its number.
type Get<'a> = &'a dyn Fn(usize) -> Value;

/// Which columns or keys, by their numbers, hold which fields.
#[derive(Default)]
pub(super) struct Heads {
    fields: [Option<usize>; Field::ALL.len()],
    /// All columns of dates, the best first: a row may leave the first empty.
    dates: Vec<usize>,
    year: Option<usize>,
    month: Option<usize>,
    day: Option<usize>,
    created: Option<usize>,
    country: Option<usize>,
    /// Whether the country speaks: no column is a person's.
    country_speaks: bool,
    /// Another column that holds text by its name.
    other_text: Option<usize>,
}

impl Heads {
    /// The column of each field: the one it is mapped to, else the best by its heading.
    pub fn from_columns<S: AsRef<str>>(columns: &[S], options: &ReadOptions) -> Self {
        let by_name =
            |name: &str| columns.iter().position(|column| column.as_ref().eq_ignore_ascii_case(name));
        let mapped = |field: Field| options.map.get(&field).map(|name| by_name(name));
        let headings = Headings::new(columns);
        let fields =
            Field::ALL.map(|(field, _)| mapped(field).unwrap_or_else(|| headings.find(Holds::Field(field))));
        let taken = |at: &usize| fields.contains(&Some(*at));
        let of = |holds: Holds| headings.find(holds);
        let person = columns
            .iter()
            .enumerate()
            .any(|(at, column)| !taken(&at) && headings::is_of_person(column.as_ref()));
        let dates = match mapped(Field::Date) {
            Some(mapped) => mapped.into_iter().collect(),
            None => headings.all(Holds::Field(Field::Date)).collect(),
        };
        let unmapped = mapped(Field::Date).is_none();
        let mut text = headings.all(Holds::Field(Field::Text));
        Self {
            dates,
            year: of(Holds::Year).filter(|_| unmapped),
            month: of(Holds::Month),
            day: of(Holds::Day),
            created: of(Holds::Created).filter(|_| unmapped),
            country: of(Holds::Country),
            country_speaks: !person && fields[Field::Speaker as usize].is_none(),
            other_text: text.find(|at| !taken(at)).filter(|_| mapped(Field::Text).is_none()),
            fields,
        }
    }

    pub fn find(&self, field: Field) -> Option<usize> {
        self.fields[field as usize]
    }
}

/// The values of one record by the columns that hold them.
pub(super) struct Fields<'a> {
    pub heads: &'a Heads,
    pub get: Get<'a>,
}

impl Fields<'_> {
    fn value(&self, field: Field) -> Option<Value> {
        self.heads.find(field).map(self.get)
    }

    fn text(&self, field: Field) -> Option<String> {
        self.value(field)?.text()
    }

    /// Fills in what a record says of a document beside its words. `line` is where it stands, if one can be named.
    pub fn fill(&self, document: &mut Document, line: Option<u64>, sink: &mut Sink<'_>) {
        document.title = self.text(Field::Title).map(|words| title::clean(&unlinked(&words)));
        document.url = self.text(Field::Url);
        document.source = self.text(Field::Source).map(|source| unlinked(&source));
        if document.url.is_none() && document.source.as_deref().is_some_and(|source| source.contains("://")) {
            document.url = document.source.take();
        }
        document.language = self.text(Field::Language).and_then(|tag| language::tag(&tag.to_lowercase()));
        document.number = self.text(Field::Number);
        super::forms::label(document, self.several(Field::Topic, &[';', ',']));
        let authors = self.several(Field::Author, &[';']);
        document.author = (!authors.is_empty()).then(|| authors.join("; "));
        let mut speakers = self.speakers(document.author.as_ref().filter(|_| document.title.is_none()));
        document.speaker = speakers.next();
        document.speakers = speakers.collect();
        if !document.speakers.is_empty() {
            document.speakers.splice(0..0, document.speaker.clone());
        }
        if let Some(written) = self.date(document.url.is_none()) {
            sink.date_as_written(document, &written, line);
        }
    }

    fn several(&self, field: Field, marks: &[char]) -> Vec<String> {
        let items = self.value(field).map(|value| value.items(marks)).unwrap_or_default();
        items.iter().map(|item| unlinked(item).trim_start_matches('#').to_owned()).collect()
    }

    /// Who speaks: the persons that are named, else the author of a text that has no title, else the country.
    fn speakers(&self, author: Option<&String>) -> impl Iterator<Item = Speaker> {
        let names = self.several(Field::Speaker, &[';']);
        let country = self.heads.country.and_then(|at| (self.get)(at).text());
        let body = country.clone().filter(|_| self.heads.country_speaks);
        let names = match names.is_empty() {
            true => author.cloned().or(body).into_iter().collect(),
            false => names,
        };
        let one = names.len() == 1;
        let (role, stated) = (self.text(Field::Role), self.text(Field::Affiliation));
        names.into_iter().map(move |name| {
            let affiliation = stated.clone().or_else(|| country.clone().filter(|country| *country != name));
            let (role, affiliation) = if one { (role.clone(), affiliation) } else { (None, None) };
            Speaker { role, affiliation, ..named(name) }
        })
    }

    /// The date as it is written, or put together of its year, month and day. When a file was made is the date of what
    /// is published nowhere else.
    fn date(&self, own: bool) -> Option<String> {
        let get = |at: Option<usize>| {
            let text = (self.get)(at?).text()?;
            // Columns with gaps are numbers with a fraction to many programs.
            Some(text.strip_suffix(".0").map_or(text.clone(), str::to_owned))
        };
        let year = get(self.heads.year);
        let whole = self.heads.dates.iter().filter(|at| year.is_none() || self.heads.day != Some(**at));
        if let Some(date) = whole.filter_map(|at| get(Some(*at))).next() {
            return Some(date);
        }
        let Some(year) = year else { return get(self.heads.created).filter(|_| own) };
        let number = |text: &str| text.parse::<u32>().ok();
        Some(match (get(self.heads.month), get(self.heads.day)) {
            (Some(month), Some(day)) if number(&month).is_some() => match (number(&month), number(&day)) {
                (Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
                _ => format!("{year}-{month}-{day}"),
            },
            (Some(month), Some(day)) => format!("{day} {month} {year}"),
            (Some(month), None) => match number(&month) {
                Some(month) => format!("{year}-{month:02}"),
                None => format!("{month} {year}"),
            },
            (None, _) => year,
        })
    }
}

/// Words without the brackets of links in them: `[[Ada Example|Ada]]` is `Ada`.
fn unlinked(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, link)) = rest.split_once("[[")
        && let Some((link, after)) = link.split_once("]]")
    {
        out.push_str(before);
        out.push_str(link.rsplit('|').next().unwrap_or(link));
        rest = after;
    }
    out.push_str(rest);
    out.trim().to_owned()
}

/// Names of columns or keys as a message gives them: not all of a million.
pub(super) fn listed<S: AsRef<str>>(columns: &[S]) -> String {
    const SHOWN: usize = 20;
    let first = columns.iter().take(SHOWN).map(|name| match name.as_ref().char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &name.as_ref()[..at]),
        None => name.as_ref().to_owned(),
    });
    let list = first.collect::<Vec<_>>().join(", ");
    let more = columns.len().saturating_sub(SHOWN);
    if more == 0 { list } else { format!("{list} and {more} more") }
}

impl Records {
    pub fn new(format: Format) -> Self {
        let (seen, last, columns) = (HashMap::new(), None, None);
        Self { format, seen, last, count: 0, speakerless: 0, undated: 0, columns }
    }

    /// Whether the columns hold what is needed and what was asked for.
    pub fn check<S: AsRef<str>>(&self, columns: &[S], sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let bad = |cause| Err(ReadError::Unsuitable { path: sink.name.to_owned(), cause });
        for column in sink.options.map.values() {
            if !columns.iter().any(|other| other.as_ref().eq_ignore_ascii_case(column)) {
                return bad(SkipCause::MissingColumn { column: column.clone(), columns: listed(columns) });
            }
        }
        let heads = Heads::from_columns(columns, sink.options);
        let Some(text) = heads.find(Field::Text) else {
            return bad(SkipCause::NoTextColumn { columns: listed(columns) });
        };
        if let Some(other) = heads.other_text {
            let name = |at: usize| columns[at].as_ref().to_owned();
            sink.remark(Some(1), SkipCause::OtherText { taken: name(text), other: name(other) });
        }
        Ok(())
    }

    /// Hands on the record on a line.
    pub fn add<S: AsRef<str>>(&mut self, line: u64, columns: &[S], get: Get<'_>, sink: &mut Sink<'_>) {
        let heads = self.heads(columns, sink.options);
        let fields = Fields { heads: &heads, get };
        let Some(text) = heads.find(Field::Text) else {
            return sink.skip_because(Some(line), SkipCause::NoTextKey { keys: listed(columns) });
        };
        let body = match get(text) {
            Value::Map(_) => None,
            value => Some(value.running().unwrap_or_default()),
        };
        let Some(body) = body else {
            let column = columns[text].as_ref();
            return sink.skip(Some(line), format!("its `{column}` is no text; the record was left out"));
        };
        if body.trim().is_empty() {
            sink.skip(Some(line), "holds no text; the record was left out");
            return;
        }
        let record = fields.text(Field::Id);
        let mut document = Document::new(sink.name, body);
        document.id = Document::id_of(sink.name, &self.key(record.as_deref(), line));
        document.record = record;
        document.line = u32::try_from(line).unwrap_or(u32::MAX);
        document.format = self.format;
        fields.fill(&mut document, Some(line), sink);
        document.layout = match document.speaker {
            Some(_) if !takes_turns(&document) => Layout::Speech,
            _ => text::layout(&document.body, document.title.as_deref()),
        };
        // A record's own text and address state its date too; the file's name is not one record's.
        sink.date_by_itself(&mut document, "");
        self.count(&document, columns);
        sink.document(document);
    }

    fn heads<S: AsRef<str>>(&mut self, columns: &[S], options: &ReadOptions) -> Rc<Heads> {
        let same = |known: &[String]| known.iter().map(String::as_str).eq(columns.iter().map(AsRef::as_ref));
        match &self.last {
            Some((known, heads)) if same(known) => Rc::clone(heads),
            _ => {
                let heads = Rc::new(Heads::from_columns(columns, options));
                let names = columns.iter().map(|name| name.as_ref().to_owned()).collect();
                self.last = Some((names, Rc::clone(&heads)));
                heads
            }
        }
    }

    fn count<S: AsRef<str>>(&mut self, document: &Document, columns: &[S]) {
        let speakerless = document.speaker.is_none() && document.layout != Layout::Transcript;
        let undated = document.date.value.is_none() && document.date.words.is_none();
        self.count += 1;
        self.speakerless += u64::from(speakerless);
        self.undated += u64::from(undated);
        if speakerless || undated {
            self.columns.get_or_insert_with(|| listed(columns));
        }
    }

    /// Says at the end of a file which field none of its records has.
    pub fn end(self, sink: &mut Sink<'_>) {
        let Some(columns) = self.columns.filter(|_| self.count > 0) else { return };
        let all = |lacking: u64| lacking == self.count;
        let mapped = |field: Field| sink.options.map.contains_key(&field);
        let speakerless = all(self.speakerless) && !mapped(Field::Speaker);
        let undated = all(self.undated) && !mapped(Field::Date) && sink.options.date.is_none();
        let lacks = [(speakerless, Field::Speaker), (undated, Field::Date)];
        let fields: Vec<Field> = lacks.iter().filter(|(lacks, _)| *lacks).map(|(_, field)| *field).collect();
        if !fields.is_empty() {
            sink.remark(None, SkipCause::NoColumnFor { fields, columns });
        }
    }

    /// The key of a record, which tells it apart from those before it in its file.
    pub fn key(&mut self, record: Option<&str>, line: u64) -> String {
        let key = record.map_or_else(|| format!("line {line}"), str::to_owned);
        let count = self.seen.entry(hash(&key)).or_default();
        *count += 1;
        if *count == 1 { key } else { format!("{key}#{count}") }
    }
}

/// Whether the speakers of a record take turns in its text with others, who are not in the record: a head names one of
/// them, or somebody who asks. Headings of a speech may look like heads too, and name neither.
fn takes_turns(document: &Document) -> bool {
    let surname = |speaker: &Speaker| speaker.name.split_whitespace().next_back().map(str::to_lowercase);
    let speakers: Vec<String> =
        document.speaker.iter().chain(&document.speakers).filter_map(surname).collect();
    let is_one = |label: &str| {
        let lower = label.to_lowercase();
        let named = || {
            lower.split(|c: char| !c.is_alphanumeric()).any(|word| speakers.iter().any(|known| known == word))
        };
        transcript::is_label(LabelKind::Asker, &lower) || named()
    };
    let turns = transcript::turns(&document.body, document.title.as_deref());
    turns.iter().filter_map(|turn| turn.head.as_ref()).any(|head| is_one(head.label))
}

/// A speaker by the name in a record; a country goes by its canonical name. `BEN` is a country, and `Ben` a person.
fn named(name: String) -> Speaker {
    // One name, whether its accents stand apart or not.
    let name: String = name.nfc().collect();
    let code = name.chars().count() <= 3 && name.contains(char::is_lowercase);
    let canonical = Authority::builtin().country(&name).filter(|_| !code).map(str::to_owned);
    Speaker { as_written: name.clone(), ..Speaker::named(canonical.unwrap_or(name)) }
}

fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_their_words() {
        assert_eq!(unlinked("[[People/Ada Example|Ada]] and [[Ben]]"), "Ada and Ben");
        assert_eq!(unlinked("an open [[ bracket"), "an open [[ bracket");
    }
}
