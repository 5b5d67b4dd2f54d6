//! Facets: how many statements a query finds by speaker, entity, topic, form, kind, source and year.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::Datelike;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rustc_hash::FxHashMap;
use serde::Serialize;
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{EnableScoring, Weight};
use tantivy::{DocId, SegmentReader};

use crate::index::Snapshot;
use crate::index::read::caches::Cache;
use crate::index::schema::column;
use crate::index::schema::days::day_of;
use crate::search::engine::column_reader;
use crate::search::engine::column_reader::ColumnReader;
use crate::search::error::SearchError;
use crate::search::plan::matches::Match;
use crate::search::plan::matches::Matches;

/// What statements are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum FacetField {
    /// The speaker's canonical name.
    Speaker,
    /// The names of what is mentioned.
    Entity,
    /// The topics.
    Topic,
    /// What the document is: a briefing, a speech.
    Form,
    /// The kind of statement.
    Kind,
    /// Who published it.
    Source,
    /// The codes that a person gave, and those they lie in.
    Tag,
    /// The year of the date.
    Year,
}

impl FacetField {
    /// Every field.
    pub const ALL: [FacetField; 8] = [
        Self::Speaker,
        Self::Entity,
        Self::Topic,
        Self::Form,
        Self::Kind,
        Self::Source,
        Self::Tag,
        Self::Year,
    ];

    /// The word users write: `speaker`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::Entity => "entity",
            Self::Topic => "topic",
            Self::Form => "form",
            Self::Kind => "kind",
            Self::Source => "source",
            Self::Tag => "tag",
            Self::Year => "year",
        }
    }

    /// What a statement that has no value is called.
    pub fn without(self) -> &'static str {
        match self {
            Self::Speaker => "nobody named",
            Self::Entity => "no entity",
            Self::Topic => "no topic",
            Self::Form => "no form",
            Self::Kind => "no kind",
            Self::Source => "no source",
            Self::Tag => "no tag",
            Self::Year => "no date",
        }
    }

    /// The column that holds the values; years are worked out from days.
    pub(crate) fn column(self) -> &'static str {
        match self {
            Self::Speaker => column::SPEAKER,
            Self::Entity => column::ENTITY,
            Self::Topic => column::TOPIC,
            Self::Form => column::FORM,
            Self::Kind => column::KIND,
            Self::Source => column::SOURCE,
            Self::Tag => column::TAG,
            Self::Year => column::FIRST_DAY,
        }
    }
}

/// One value of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetValue {
    /// The name, or the year.
    pub value: String,
    /// In how many of the statements found.
    pub statements: u64,
    /// Of an entity the id that lasts, where it was asked for ([`crate::search::Searcher::entity_ids`]) and there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// The values of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Facet {
    /// The field.
    pub field: FacetField,
    /// Every value, the most frequent first; years in order of time. A statement that mentions several
    /// entities, or has several topics, counts once for each.
    pub values: Vec<FacetValue>,
    /// Statements that have no value.
    pub without: u64,
}

/// Counts over everything that a query finds, not over the hits that are shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Facets {
    /// How many statements the query finds: a statement of which several passages match is counted once.
    pub statements: u64,
    /// How many passages match.
    pub passages: u64,
    /// Whether they hold all the query's words, or, there being none that does, some.
    pub matched: Match,
    /// What was cut short, such as the words that a wildcard stands for.
    #[serde(skip)]
    pub notes: Vec<String>,
    /// The fields, in the order asked for.
    pub facets: Vec<Facet>,
}

/// Counts the statements that a query finds, by the values of the fields.
pub(crate) fn facets(matches: Matches, fields: &[FacetField]) -> Result<Facets, SearchError> {
    let weight = matches.engine().weight(EnableScoring::disabled_from_searcher(matches.searcher()))?;
    let segments = matches.searcher().segment_readers().par_iter();
    let counted: Vec<Counted> =
        segments.map(|reader| Counted::in_segment(&*weight, reader, fields)).collect::<Result<_, _>>()?;
    let mut tallies: Vec<Tally> = fields.iter().map(|_| Tally::default()).collect();
    let (mut passages, mut statements) = (0, 0);
    let names = fields.iter().map(|field| few_names(matches.snapshot(), *field));
    let names = names.collect::<Result<Vec<_>, _>>()?;
    for (at, segment) in counted.into_iter().enumerate() {
        passages += segment.passages;
        statements += segment.statements;
        for ((values, tally), names) in segment.fields.into_iter().zip(&mut tallies).zip(&names) {
            values.add_to(tally, names[at].as_deref())?;
        }
    }
    let facets = fields.iter().zip(tallies).map(|(field, tally)| tally.facet(*field)).collect();
    Ok(Facets { statements, passages, matched: matches.matched(), notes: matches.notes, facets })
}

/// The names of a field's values, in order; `None` where there are many.
type FewNames = Option<Vec<String>>;

/// The names of the fields' values, by segment: read once for a snapshot.
#[derive(Default)]
struct NameCache(Cache<FacetField, Vec<FewNames>>);

/// The names of a field's values by segment, kept for the next time.
fn few_names(snapshot: &Snapshot, field: FacetField) -> Result<Arc<Vec<FewNames>>, SearchError> {
    const FEW: usize = 5_000;
    snapshot.caches.of_type::<NameCache>().0.get_or_make(field, || {
        let of = |reader: &SegmentReader| match reader.fast_fields().str(field.column())? {
            Some(column) if column.num_terms() <= FEW => {
                let all: Vec<u64> = (0..column.num_terms() as u64).collect();
                Ok(Some(column_reader::names(&column, &all)?))
            }
            _ => Ok(None),
        };
        snapshot.searcher.segment_readers().iter().map(of).collect()
    })
}

/// What was counted in one segment.
struct Counted {
    passages: u64,
    statements: u64,
    fields: Vec<Values>,
}

impl Counted {
    fn in_segment(
        weight: &dyn Weight,
        reader: &SegmentReader,
        fields: &[FacetField],
    ) -> Result<Self, SearchError> {
        let mut fields =
            fields.iter().map(|field| Values::open(reader, *field)).collect::<Result<Vec<_>, _>>()?;
        let mut statements = 0;
        // A statement's passages all have its values: the first one found stands for it.
        let passages = column_reader::statements(weight, reader, false, |block| {
            statements += block.passages.len() as u64;
            fields.iter_mut().for_each(|field| field.count(&block.passages));
        })?;
        Ok(Self { passages, statements, fields })
    }
}

/// The counts of one field over all segments.
#[derive(Default)]
struct Tally {
    values: FxHashMap<String, u64>,
    without: u64,
}

impl Tally {
    fn add(&mut self, value: &str, statements: u64) {
        match self.values.get_mut(value) {
            Some(counted) => *counted += statements,
            None => drop(self.values.insert(value.to_owned(), statements)),
        }
    }

    fn facet(self, field: FacetField) -> Facet {
        let counted =
            self.values.into_iter().map(|(value, statements)| FacetValue { value, statements, id: None });
        let mut values: Vec<FacetValue> = counted.collect();
        if field == FacetField::Year {
            values.sort_by_key(|value| value.value.parse::<i32>().unwrap_or(i32::MAX));
        } else {
            values.sort_by(|a, b| b.statements.cmp(&a.statements).then_with(|| a.value.cmp(&b.value)));
        }
        Facet { field, values, without: self.without }
    }
}

/// The counts of one field in one segment.
struct Values {
    column: ValueSource,
    without: u64,
}

/// Where the values stand, with their counts.
enum ValueSource {
    /// No passage of the segment has a value.
    None,
    /// By the segment's own numbers of the names.
    Names(StrColumn, ColumnReader<u64>, Vec<u64>),
    Years(Column<i64>, ColumnReader<i64>, FxHashMap<i64, u64>),
}

impl Values {
    fn open(reader: &SegmentReader, field: FacetField) -> Result<Self, SearchError> {
        let columns = reader.fast_fields();
        let column = match field {
            FacetField::Year => {
                let days = columns.column_opt::<i64>(field.column())?;
                days.map(|days| ValueSource::Years(days, ColumnReader::default(), FxHashMap::default()))
            }
            _ => columns.str(field.column())?.map(|names| {
                let counts = vec![0; names.num_terms()];
                ValueSource::Names(names, ColumnReader::default(), counts)
            }),
        };
        Ok(Self { column: column.unwrap_or(ValueSource::None), without: 0 })
    }

    /// Counts the values of passages, and those that have none.
    fn count(&mut self, passages: &[DocId]) {
        let without = &mut self.without;
        match &mut self.column {
            ValueSource::None => *without += passages.len() as u64,
            ValueSource::Names(names, read, counts) => {
                column_reader::ordinals(names, read, passages, |_, ordinal| match ordinal {
                    Some(ordinal) => counts[ordinal as usize] += 1,
                    None => *without += 1,
                });
            }
            ValueSource::Years(days, read, counts) => {
                for day in read.first(days, passages) {
                    match day {
                        Some(day) => *counts.entry(*day).or_default() += 1,
                        None => *without += 1,
                    }
                }
            }
        }
    }

    /// `names` are those of all values, if they are known.
    fn add_to(self, all: &mut Tally, names: Option<&[String]>) -> Result<(), SearchError> {
        all.without += self.without;
        match self.column {
            ValueSource::None => {}
            ValueSource::Names(column, _, counts) => {
                let met = (0..).zip(&counts).filter(|(_, count)| **count > 0);
                match names {
                    Some(names) => met.for_each(|(at, count)| all.add(&names[at as usize], *count)),
                    None => {
                        let met: Vec<u64> = met.map(|(ordinal, _)| ordinal).collect();
                        for (ordinal, name) in met.iter().zip(column_reader::names(&column, &met)?) {
                            all.add(&name, counts[*ordinal as usize]);
                        }
                    }
                }
            }
            ValueSource::Years(_, _, counts) => {
                let mut years: BTreeMap<i32, u64> = BTreeMap::new();
                for (day, count) in counts {
                    match year_of(day) {
                        Some(year) => *years.entry(year).or_default() += count,
                        None => all.without += count,
                    }
                }
                for (year, count) in years {
                    let sign = if year < 0 { "-" } else { "" };
                    *all.values.entry(format!("{sign}{:04}", year.abs())).or_default() += count;
                }
            }
        }
        Ok(())
    }
}

/// The year of a day that is counted from 1970-01-01.
fn year_of(day: i64) -> Option<i32> {
    day_of(day).map(|day| day.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Extractor;
    use crate::index::Index;
    use crate::model::{Basis, Document, Layout, Speaker, StatementDate};
    use crate::query::{Filters, ParseOptions, Query};

    fn index() -> Index {
        let index = Index::in_memory().unwrap();
        let writer = index.writer().unwrap();
        for (at, (name, date, text)) in [
            ("Ada Example", "1790", "We and France want peace. ".repeat(100)),
            ("Ada Example", "1790-03", "Peace with France and with Spain.".to_owned()),
            ("Ben Sample", "-0044", "Peace at last.".to_owned()),
            ("Ben Sample", "", "War again, in Spain.".to_owned()),
        ]
        .into_iter()
        .enumerate()
        {
            let speaker = Some(Speaker::named(name));
            let date = date
                .parse()
                .map_or_else(|_| StatementDate::unknown(), |date| StatementDate::known(date, Basis::Stated));
            let path = format!("{at}.txt");
            let document = Document { speaker, date, layout: Layout::Speech, ..Document::new(path, text) };
            writer.add(&document, &Extractor::default().extract(&document)).unwrap();
            // A segment for each.
            writer.commit().unwrap();
        }
        index
    }

    fn counts(facets: &Facets, field: FacetField) -> Vec<(String, u64)> {
        let facet = facets.facets.iter().find(|facet| facet.field == field).unwrap();
        facet.values.iter().map(|value| (value.value.clone(), value.statements)).collect()
    }

    #[test]
    fn statements_are_counted_and_not_their_passages() {
        let facets = index()
            .facets(
                &Query::parse("peace", &ParseOptions::default()).unwrap(),
                &Filters::default(),
                &FacetField::ALL,
            )
            .unwrap();
        assert_eq!(facets.statements, 3);
        assert!(facets.passages > 5, "the first is cut into several: {}", facets.passages);
        let of = |field| counts(&facets, field);
        let pairs = |pairs: &[(&str, u64)]| -> Vec<(String, u64)> {
            pairs.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
        };
        assert_eq!(of(FacetField::Speaker), pairs(&[("Ada Example", 2), ("Ben Sample", 1)]));
        assert_eq!(of(FacetField::Entity), pairs(&[("France", 2), ("Spain", 1)]));
        assert_eq!(of(FacetField::Kind), pairs(&[("spoken", 3)]));
        assert_eq!(of(FacetField::Year), pairs(&[("-0044", 1), ("1790", 2)]));
        assert_eq!(of(FacetField::Topic), []);
        let without = |field| facets.facets.iter().find(|facet| facet.field == field).unwrap().without;
        assert_eq!((without(FacetField::Topic), without(FacetField::Entity)), (3, 1));
    }

    #[test]
    fn filters_narrow_and_everything_can_be_counted() {
        let index = index();
        let all = index
            .facets(
                &Query::parse("*", &ParseOptions::default()).unwrap(),
                &Filters::default(),
                &[FacetField::Year],
            )
            .unwrap();
        assert_eq!((all.statements, all.facets[0].without), (4, 1));
        let filters = Filters { speakers: vec!["sample".into()], ..Filters::default() };
        let his = index
            .facets(
                &Query::parse("peace", &ParseOptions::default()).unwrap(),
                &filters,
                &[FacetField::Entity],
            )
            .unwrap();
        assert_eq!((his.statements, his.passages, his.facets[0].without), (1, 1, 1));
    }
}
