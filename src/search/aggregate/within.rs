//! Entities named beside what was asked for: in the sentences, or the passages, that hold it. A speech of 3,000 words names
//! half the world; the sentence with `genocide` in it names whom it is said of.
//!
//! Where a passage names entities is stored with it ([`EntityMention`]). Names are not looked for again in its text:
//! which state a name means, and who a surname is, was told by the whole document, and that has gone. Where the words
//! asked for stand is found in the text, as for a concordance. So every matching passage is read once, some tens of
//! thousands in a second; counts by statement, which are read from a column, cost far less.

use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;
use rustc_hash::FxHashMap;
use serde::Serialize;
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, SegmentReader};

use super::facets::{Facet, FacetField, FacetValue, Facets};
use super::statements::DayRange;
use crate::extract::sentences;
use crate::index::schema::column;
use crate::index::schema::runs::KeyRuns;
use crate::index::schema::stored::StoredPassage;
use crate::model::{EntityMention, Span};
use crate::search::error::SearchError;
use crate::search::plan::matches::Matches;

/// What of a statement must name an entity for it to count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Within {
    /// A sentence that holds what was asked for.
    Sentence,
    /// A passage that does.
    Passage,
    /// Any part of it.
    #[default]
    Statement,
}

impl Within {
    /// The word users write: `sentence`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sentence => "sentence",
            Self::Passage => "passage",
            Self::Statement => "statement",
        }
    }
}

/// So many passages are read by one thread at a time.
const BATCH: usize = 256;

/// Every matching statement with what is named beside the words asked for.
#[derive(Debug, Default)]
pub(crate) struct NamedStatements {
    /// The names, each once.
    pub names: Vec<String>,
    pub statements: Vec<NamedStatement>,
    /// How many passages match.
    pub passages: u64,
}

/// A matching statement.
#[derive(Debug)]
pub(crate) struct NamedStatement {
    /// Its date, if it has one.
    pub days: Option<DayRange>,
    /// The numbers of the names, each once.
    pub entities: Vec<usize>,
}

/// A matching passage: the number of its statement, the first and last day, the names.
type NamedPassage = (u32, Option<DayRange>, Vec<String>);

impl Matches {
    /// Every matching statement with the entities that its matching passages, or the sentences in them that hold what was
    /// asked, name. What matches by its speaker or title alone has no such sentence, and names nobody.
    pub(crate) fn named_within(&self, within: Within) -> Result<NamedStatements, SearchError> {
        let segments = self.by_segment(|segment, reader, passages| {
            let columns = DayColumns::open(reader)?;
            let read = passages.par_chunks(BATCH).map(|some| {
                let one = |passage: &DocId| self.named(within, (segment, *passage), &columns);
                some.iter().map(one).collect::<Result<Vec<NamedPassage>, SearchError>>()
            });
            let read: Vec<Vec<NamedPassage>> = read.collect::<Result<_, _>>()?;
            Ok(read.into_iter().flatten().collect::<Vec<_>>())
        })?;
        let mut all = NamedStatements::default();
        let mut numbers: FxHashMap<String, usize> = FxHashMap::default();
        for passages in segments {
            all.passages += passages.len() as u64;
            let mut last = None;
            for (statement, days, names) in passages {
                if last != Some(statement) {
                    all.statements.push(NamedStatement { days, entities: Vec::new() });
                    last = Some(statement);
                }
                let Some(one) = all.statements.last_mut() else { continue };
                for name in names {
                    let number = *numbers.entry(name).or_insert_with_key(|name| {
                        all.names.push(name.clone());
                        all.names.len() - 1
                    });
                    if !one.entities.contains(&number) {
                        one.entities.push(number);
                    }
                }
            }
        }
        Ok(all)
    }

    fn named(
        &self,
        within: Within,
        (segment, passage): (u32, DocId),
        columns: &DayColumns,
    ) -> Result<NamedPassage, SearchError> {
        let stored = self.snapshot().passage(DocAddress::new(segment, passage))?;
        let names = match within {
            Within::Sentence => beside(&stored, &self.spans(&stored.text)),
            Within::Passage => names(&stored, stored.mentions.iter()),
            Within::Statement => stored.entities.iter().map(|entity| entity.name.clone()).collect(),
        };
        Ok((columns.statement.number(passage).unwrap_or_default(), columns.days(passage), names))
    }
}

/// What the sentences name that hold one of the `matched` words.
fn beside(stored: &StoredPassage, matched: &[Span]) -> Vec<String> {
    if matched.is_empty() || stored.mentions.is_empty() {
        return Vec::new();
    }
    let mut end = 0;
    let ends: Vec<usize> = sentences(&stored.text)
        .into_iter()
        .map(|sentence| {
            end += stored.text[sentence].chars().count();
            end
        })
        .collect();
    let sentence = |at: usize| ends.partition_point(|end| *end <= at);
    let wanted: Vec<usize> = matched.iter().map(|span| sentence(span.start)).collect();
    let start = stored.span.start;
    names(
        stored,
        stored.mentions.iter().filter(|mention| wanted.contains(&sentence(mention.span.start - start))),
    )
}

fn names<'a>(stored: &StoredPassage, mentions: impl Iterator<Item = &'a EntityMention>) -> Vec<String> {
    let named = mentions.filter_map(|mention| stored.entities.get(mention.entity));
    named.map(|entity| entity.name.clone()).collect()
}

/// The columns that tell statements apart, and their days.
struct DayColumns {
    statement: KeyRuns,
    first: Option<Column<i64>>,
    last: Option<Column<i64>>,
}

impl DayColumns {
    fn open(reader: &SegmentReader) -> Result<Self, SearchError> {
        let columns = reader.fast_fields();
        Ok(Self {
            statement: KeyRuns::open(reader, column::STATEMENT_KEY)?,
            first: columns.column_opt(column::FIRST_DAY)?,
            last: columns.column_opt(column::LAST_DAY)?,
        })
    }

    fn days(&self, passage: DocId) -> Option<DayRange> {
        self.first.as_ref()?.first(passage).zip(self.last.as_ref()?.first(passage))
    }
}

/// Counts the statements that a query finds by the entities named beside what was asked for.
pub(crate) fn facets_within(matches: Matches, within: Within) -> Result<Facets, SearchError> {
    let named = matches.named_within(within)?;
    let mut counts = vec![0_u64; named.names.len()];
    let mut without = 0;
    for statement in &named.statements {
        without += u64::from(statement.entities.is_empty());
        statement.entities.iter().for_each(|entity| counts[*entity] += 1);
    }
    let values = named.names.into_iter().zip(counts);
    let mut values: Vec<FacetValue> =
        values.map(|(value, statements)| FacetValue { value, statements, id: None }).collect();
    values.sort_by(|a, b| b.statements.cmp(&a.statements).then_with(|| a.value.cmp(&b.value)));
    Ok(Facets {
        statements: named.statements.len() as u64,
        passages: named.passages,
        matched: matches.matched(),
        notes: matches.notes,
        facets: vec![Facet { field: FacetField::Entity, values, without }],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Extractor;
    use crate::index::Index;
    use crate::model::{Basis, Document, Layout, Speaker, StatementDate};
    use crate::query::{Filters, ParseOptions, Query};
    use crate::timeline::{LaneBy, TimelineOptions, Unit};

    /// A speech of several passages, and a short one, in segments of their own.
    fn index() -> Index {
        let index = Index::in_memory().unwrap();
        let writer = index.writer().unwrap();
        let long = format!(
            "We thank France. The harvest failed in Spain and in Mali. {}Peace with Chad came late. Peru helped. \
             And peace with Mali too.",
            "The river rose again and the road was closed for a day. ".repeat(40)
        );
        for (at, (date, text)) in
            [("1790", long), ("1791", "Peace came to Norway. Spain waited. Nobody else did.".to_owned())]
                .into_iter()
                .enumerate()
        {
            let speaker = Some(Speaker::named("Ada Example"));
            let date = StatementDate::known(date.parse().unwrap(), Basis::Stated);
            let document = Document {
                speaker,
                date,
                layout: Layout::Speech,
                ..Document::new(format!("{at}.txt"), text)
            };
            writer.add(&document, &Extractor::default().extract(&document)).unwrap();
            writer.commit().unwrap();
        }
        index
    }

    fn query(text: &str) -> Query {
        Query::parse(text, &ParseOptions::default()).unwrap()
    }

    fn counts(within: Within) -> Vec<(String, u64)> {
        let facets = index().facets_within(&query("peace"), &Filters::default(), within).unwrap();
        assert_eq!(facets.statements, 2);
        facets.facets[0].values.iter().map(|value| (value.value.clone(), value.statements)).collect()
    }

    #[test]
    fn a_sentence_names_less_than_its_passage_and_its_statement() {
        let pairs = |names: &[(&str, u64)]| -> Vec<(String, u64)> {
            names.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
        };
        assert_eq!(counts(Within::Sentence), pairs(&[("Chad", 1), ("Mali", 1), ("Norway", 1)]));
        assert_eq!(
            counts(Within::Passage),
            pairs(&[("Chad", 1), ("Mali", 1), ("Norway", 1), ("Peru", 1), ("Spain", 1)])
        );
        assert_eq!(
            counts(Within::Statement),
            pairs(&[("Spain", 2), ("Chad", 1), ("France", 1), ("Mali", 1), ("Norway", 1), ("Peru", 1)])
        );
    }

    #[test]
    fn lanes_of_a_timeline_count_what_the_sentence_names() {
        let options = TimelineOptions {
            split: Some(LaneBy::Entity),
            within: Within::Sentence,
            unit: Some(Unit::Year),
            ..TimelineOptions::default()
        };
        let timeline = index().timeline(&[query("peace")], &Filters::default(), &options).unwrap();
        let lanes = timeline.lanes.unwrap();
        let names: Vec<_> = lanes.names.iter().map(|name| name.label().to_owned()).collect();
        assert_eq!(names, ["Chad", "Mali", "Norway"]);
        let of = |bin: usize| timeline.bins[bin].tally.lanes.clone();
        assert_eq!((of(0), of(timeline.bins.len() - 1)), (vec![1, 1, 0], vec![0, 0, 1]));
    }

    #[test]
    fn what_matches_by_its_speaker_alone_names_nobody_in_a_sentence() {
        let facets =
            index().facets_within(&query("speaker:example"), &Filters::default(), Within::Sentence).unwrap();
        assert_eq!((facets.facets[0].values.len(), facets.facets[0].without), (0, 2));
    }

    #[test]
    fn entities_have_ids() {
        let ids = index().entity_ids(&["Mali", "Nowhere"]).unwrap();
        assert_eq!(ids, [Some("MLI".to_owned()), None]);
    }
}
