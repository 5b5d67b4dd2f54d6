//! A timeline as plain data: what every chart, table and export is drawn from.

use chrono::NaiveDate;
use serde::Serialize;

use super::Unit;
use super::bursts::BurstOptions;
use super::coverage::{Coverage, Gap, GapKind};
use crate::index::StoredPassage;
use crate::model::{PartialDate, Precision, Span};
use crate::query::Filters;
use crate::search::{FacetField, Match, Within};

/// How statements on a matter lie in time.
///
/// ```
/// use demarche::extract::Extractor;
/// use demarche::index::Index;
/// use demarche::model::{Basis, Document, StatementDate};
/// use demarche::query::{Filters, ParseOptions, Query};
/// use demarche::timeline::{TimelineOptions, Unit};
///
/// let index = Index::in_memory()?;
/// let writer = index.writer()?;
/// for (path, date) in [("a", "2023-10-09"), ("b", "2023-10-30"), ("c", "2023-12-01"), ("d", "2023")] {
///     let mut document = Document::new(path, format!("The {path} talks go on."));
///     document.date = StatementDate::known(date.parse()?, Basis::Stated);
///     writer.add(&document, &Extractor::default().extract(&document))?;
/// }
/// writer.commit()?;
///
/// let talks = Query::parse("talks", &ParseOptions::default())?;
/// let mut options = TimelineOptions::default();
/// options.unit = Some(Unit::Month);
/// let timeline = index.timeline(&[talks], &Filters::default(), &options)?;
/// let months = timeline.bins.iter().filter(|bin| bin.tally.matched > 0);
/// let counts: Vec<_> = months.map(|bin| (bin.label.as_str(), bin.tally.matched)).collect();
/// assert_eq!(counts, [("2023-10", 2), ("2023-12", 1)]);
/// // A date known to the year alone is in no month.
/// assert_eq!(timeline.coarse[0].tally.matched, 1);
/// assert_eq!(timeline.total(), 4);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Every matching statement is counted exactly once, in one of [`Timeline::bins`], in one of
/// [`Timeline::coarse`] or in [`Timeline::undated`]; the three together are [`Series::total`] of each query.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// What its user calls it.
    pub title: Option<String>,
    /// The queries side by side; the first is the one that bins are counted for, bursts and events told of.
    pub series: Vec<Series>,
    /// What every statement satisfies. [`Tally::all`] counts those that satisfy them, whatever they say.
    pub filters: Filters,
    /// What the filters leave of the index.
    pub corpus: Corpus,
    /// What each bin covers.
    pub unit: Unit,
    /// What [`Tally::lanes`] tell apart, if anything.
    pub lanes: Option<Lanes>,
    /// Every bin from the first match to the last, or of the range asked for; in order, none left out.
    pub bins: Vec<Bin>,
    /// Statements whose date is too coarse for a bin: a year among months.
    pub coarse: Vec<Coarse>,
    /// Statements whose date is not known.
    pub undated: Tally,
    /// Runs of bins in which nothing matches.
    pub gaps: Vec<Gap>,
    /// Stretches in which far more matches than overall.
    pub bursts: Bursts,
    /// The first and last mention by each speaker of the first query's statements, all of them; who has most
    /// statements first.
    pub speakers: Vec<Mentions>,
    /// The first and last mention of all, where any statement is dated.
    pub mentions: Option<(PartialDate, PartialDate)>,
    /// Statements in order of time, those without a date last.
    pub events: Vec<Event>,
    /// How the events were chosen.
    pub choice: Choice,
}

/// One query.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Series {
    /// As typed.
    pub input: String,
    /// As understood.
    pub understood: String,
    /// What was repaired or cut short.
    pub notes: Vec<String>,
    /// How many statements match. One of which several passages match is counted once.
    pub total: u64,
    /// How many of the statements hold the words themselves, the others being found by topic, title, speaker or entity;
    /// `None` where no word is asked for, or nothing but words is looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_words: Option<u64>,
    /// Whether nothing but the words said is looked at.
    pub words_only: bool,
    /// How many passages match.
    pub passages: u64,
    /// Whether they hold all the query's words or, there being none that does, some.
    #[serde(rename = "match")]
    pub matched: Match,
}

/// What the filters leave of the index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Corpus {
    /// Changes with every commit to the index.
    pub index_generation: u64,
    /// Tells one content from another: the same for the same statements, on every machine.
    pub content_hash: String,
    /// Documents.
    pub documents: u64,
    /// Statements, dated or not.
    pub statements: u64,
    /// The first day of the earliest.
    pub from: Option<NaiveDate>,
    /// The last day of the latest.
    pub to: Option<NaiveDate>,
}

/// What lanes tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum LaneBy {
    /// The speaker.
    Speaker,
    /// What is mentioned.
    Entity,
    /// The topic.
    Topic,
    /// The codes that a person gave.
    Tag,
    /// Who published it.
    Source,
    /// The kind of statement.
    Kind,
    /// The query.
    Query,
}

impl LaneBy {
    /// The word users write: `speaker`.
    pub fn as_str(self) -> &'static str {
        self.field().map_or("query", FacetField::as_str)
    }

    /// The same in the plural: `speakers`.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Speaker => "speakers",
            Self::Entity => "entities",
            Self::Topic => "topics",
            Self::Tag => "tags",
            Self::Source => "sources",
            Self::Kind => "kinds",
            Self::Query => "queries",
        }
    }

    /// The field whose values make the lanes; none where the queries do.
    pub fn field(self) -> Option<FacetField> {
        match self {
            Self::Speaker => Some(FacetField::Speaker),
            Self::Entity => Some(FacetField::Entity),
            Self::Topic => Some(FacetField::Topic),
            Self::Tag => Some(FacetField::Tag),
            Self::Source => Some(FacetField::Source),
            Self::Kind => Some(FacetField::Kind),
            Self::Query => None,
        }
    }

    /// Whether a statement can lie in several lanes, so that lanes may add up to more than the bin.
    pub fn overlaps(self) -> bool {
        matches!(self, Self::Speaker | Self::Entity | Self::Topic | Self::Tag | Self::Query)
    }
}

/// The lanes that bins are split into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lanes {
    /// What they tell apart.
    pub by: LaneBy,
    /// The lanes, the fullest first; queries in the order given.
    pub names: Vec<LaneName>,
    /// What of a statement an entity is named in.
    pub within: Within,
    /// How many values have no lane of their own; they lie in [`LaneName::Other`].
    pub others: usize,
}

/// What a lane stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LaneName {
    /// A value: a speaker's name, a query.
    Value(String),
    /// All values without a lane of their own.
    Other,
    /// What has no value: nobody named, no topic.
    Without(&'static str),
}

impl LaneName {
    /// What people read: the value, `other`, `nobody named`.
    pub fn label(&self) -> &str {
        match self {
            Self::Value(value) => value,
            Self::Other => "other",
            Self::Without(label) => label,
        }
    }
}

/// How many statements.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Those that match the first query.
    pub matched: u64,
    /// All that satisfy the filters, whatever they say.
    pub all: u64,
    /// Those of each lane, in the order of [`Lanes::names`].
    pub lanes: Vec<u64>,
}

impl Tally {
    /// The part of all that matches, from 0 to 1; `None` where there is nothing to be a part of.
    pub fn share(&self) -> Option<f64> {
        (self.all > 0).then(|| self.matched as f64 / self.all as f64)
    }
}

/// One stretch of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bin {
    /// Its first day.
    pub start: NaiveDate,
    /// Its last day.
    pub end: NaiveDate,
    /// What it is called: `2024-10`, `1850s`, `2024-W41`.
    pub label: String,
    /// What lies in it.
    pub tally: Tally,
    /// What the index holds of its days, whatever the filters.
    pub coverage: Coverage,
}

impl Bin {
    /// Why nothing matches in it, if nothing does.
    pub fn gap(&self) -> Option<GapKind> {
        match (self.tally.matched, self.tally.all, self.coverage) {
            (1.., _, _) => None,
            (0, 1.., _) => Some(GapKind::NoMatch),
            (0, 0, Coverage::Dated) => Some(GapKind::FilteredOut),
            (0, 0, Coverage::Coarse) => Some(GapKind::TooCoarse),
            (0, 0, Coverage::None) => Some(GapKind::NoCoverage),
        }
    }
}

/// Statements with one date that is too coarse for the bins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coarse {
    /// The date.
    pub date: PartialDate,
    /// What has it.
    pub tally: Tally,
}

/// Bursts and how they were found.
#[derive(Clone, Debug, PartialEq)]
pub struct Bursts {
    /// The parameters of the method ([`super::METHOD`]).
    pub options: BurstOptions,
    /// Those found, in order of time.
    pub found: Vec<TimedBurst>,
}

/// A burst, with its days.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TimedBurst {
    /// The first day of its first bin.
    pub start: NaiveDate,
    /// The last day of its last bin.
    pub end: NaiveDate,
    /// What it is called: `2024-10` or `2024-10 to 2024-12`.
    pub label: String,
    /// The burst; its batches are [`Timeline::bins`].
    #[serde(flatten)]
    pub burst: super::Burst,
}

/// When a speaker is first and last found.
#[derive(Clone, Debug, PartialEq)]
pub struct Mentions {
    /// The speaker; `None` for statements that nobody is named for.
    pub speaker: Option<String>,
    /// How many statements.
    pub statements: u64,
    /// The first and the last date; `None` where no statement has one.
    pub dates: Option<(PartialDate, PartialDate)>,
}

/// How events were chosen among all that match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Choice {
    /// All of them.
    All,
    /// The best of every bin in turn, until there are enough.
    Spread,
    /// The best of each day, with the number of the day's statements.
    Days,
}

/// One statement, by its best passage.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The passage as the index keeps it, with its speaker, date, source and statement.
    pub stored: StoredPassage,
    /// The passage's words, verbatim, without the white space around them.
    pub quote: String,
    /// What matched, in code points of `quote`.
    pub highlights: Vec<Span>,
    /// Where the quote stands in the document's body, in code points.
    pub place: Span,
    /// The key of the statements with the same words; equal in all of them.
    pub group: u64,
    /// Higher is better; to be compared within one timeline only; 0 where the choice needed none.
    pub score: f32,
    /// The queries that it matches, as numbers of [`Timeline::series`].
    pub series: Vec<usize>,
    /// Whether it is the first of its speaker among all that match.
    pub first_for_speaker: bool,
    /// How its wording differs from the event before, where that was asked.
    pub change: Option<super::Change>,
    /// How many further statements that match have the same words: wire copies.
    pub also: u64,
    /// How many statements it stands for: all of its day where days are folded; else itself, and its copies
    /// where they are not shown.
    pub stands_for: u64,
}

impl Event {
    /// The first and last day of its date.
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        self.stored.date.value.map(|date| (date.first_day(), date.last_day()))
    }

    /// How exact its date is.
    pub fn precision(&self) -> Option<Precision> {
        self.stored.date.value.map(PartialDate::precision)
    }
}

impl Timeline {
    /// How many statements match the first query.
    pub fn total(&self) -> u64 {
        self.series.first().map_or(0, |series| series.total)
    }

    /// How many of all statements that match are among the events, copies and folded ones counted in.
    pub fn shown(&self) -> u64 {
        self.events.iter().map(|event| event.stands_for).sum()
    }

    /// The day that the axis begins and the one that it ends with.
    pub fn extent(&self) -> Option<(NaiveDate, NaiveDate)> {
        Some((self.bins.first()?.start, self.bins.last()?.end))
    }
}
