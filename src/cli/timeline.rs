//! `demarche timeline`: statements on a matter in time.

mod form;

use std::io::Write;
use std::path::Path;

use clap::{Args as Group, ValueEnum};
use demarche::index::Index;
use demarche::output::{
    BinRow, ChartOptions, EventRow, EventsCsv, HtmlOptions, Originals, Table, TableFormat, TimelineJson,
    TimelineLook, Timesketch, count, thousands, write_bins_csv, write_event_jsonl, write_html, write_svg,
    write_timeline, write_timelinejs,
};
use demarche::query::{Filters, Query};
use demarche::timeline::{
    BurstOptions, Choice, LaneBy, Timeline, TimelineError, TimelineOptions, Unit, compare,
};

use form::Format;

use super::cluster::Need;
use super::filters::{FilterArgs, WithinWhat};
use super::global::Global;
use super::tables::TableArgs;
use super::{Failure, Outcome, place, say};

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche timeline ceasefire --by month
  demarche timeline ceasefire --split speaker --relative
  demarche timeline sanctions --and-query 'peace talks' --format html -o iran.html --entity Iran
  demarche timeline 'red line' --format csv > events.csv      every statement, a row each
  demarche timeline 'red line' --format bins-csv > bins.csv   the counts

Bins count every matching statement, never only those that are shown. Beside each stands the number of all
statements of that time that satisfy the filters, whatever they say, so that an uneven corpus does not
mislead. Words in the query decide what matches; filters such as --speaker decide what it is a share of.")]
pub struct TimelineArgs {
    /// What to look for
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// What a bin covers; weeks are those of ISO 8601
    #[arg(long, value_name = "UNIT", default_value = "auto")]
    pub by: By,
    /// Split bins by this field
    #[arg(long, value_name = "FIELD", conflicts_with = "and_query")]
    pub split: Option<Split>,
    /// With `--split entity`: what the sentence, or the passage, names that holds the words looked for [else the statement]
    #[arg(long, value_name = "WHAT", default_value = "statement", hide_default_value = true)]
    pub within: WithinWhat,
    /// How many values of the field are told apart; the rest is `other`
    #[arg(long, value_name = "N", default_value_t = 6)]
    pub top: usize,
    /// Compare with another query, on the same axis (repeatable)
    #[arg(long, value_name = "QUERY")]
    pub and_query: Vec<String>,
    /// Lay out this speaker's words in order of time, each beside the time before: what wording is new and
    /// what is gone. Whether a position changed is for you to say
    #[arg(long, value_name = "SPEAKER", conflicts_with_all = ["and_query", "split", "per", "speaker"])]
    pub positions: Option<String>,
    /// Draw shares of all statements of a bin, not numbers
    #[arg(long)]
    pub relative: bool,
    /// What a row tells of: a statement, or a day by its best statement
    #[arg(long, value_name = "WHAT", default_value = "statement")]
    pub per: Per,
    /// How many statements are shown, the best of each bin in turn; 0 for all
    /// [text: 20, html: 500, timelinejs: 300; else all]
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
    /// Show every copy of the same words [else one, with the number of the others]
    #[arg(long)]
    pub all_copies: bool,
    /// Show passages whole
    #[arg(long)]
    pub whole: bool,
    /// Bursts: how many times the usual share is a burst's share
    #[arg(long, value_name = "S", default_value_t = 2.0, value_parser = above(1.0))]
    pub burst_s: f64,
    /// Bursts: how dear it is to begin one
    #[arg(long, value_name = "GAMMA", default_value_t = 1.0, value_parser = above(0.0))]
    pub burst_gamma: f64,
    /// What the timeline is called [else its queries]
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
    #[command(flatten)]
    pub table: TableArgs,
}

fn above(least: f64) -> impl Fn(&str) -> Result<f64, String> + Clone {
    move |text| match text.parse::<f64>() {
        Ok(number) if number > least && number.is_finite() => Ok(number),
        _ => Err(format!("a number above {least} is wanted")),
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub enum By {
    Auto,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
}

impl By {
    fn unit(self) -> Option<Unit> {
        match self {
            By::Auto => None,
            By::Day => Some(Unit::Day),
            By::Week => Some(Unit::Week),
            By::Month => Some(Unit::Month),
            By::Quarter => Some(Unit::Quarter),
            By::Year => Some(Unit::Year),
            By::Decade => Some(Unit::Decade),
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Split {
    Speaker,
    Entity,
    Topic,
    Source,
    Kind,
    Tag,
}

impl From<Split> for LaneBy {
    fn from(split: Split) -> Self {
        match split {
            Split::Speaker => LaneBy::Speaker,
            Split::Entity => LaneBy::Entity,
            Split::Topic => LaneBy::Topic,
            Split::Source => LaneBy::Source,
            Split::Kind => LaneBy::Kind,
            Split::Tag => LaneBy::Tag,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Per {
    Statement,
    Day,
}

/// What is asked.
struct Asked {
    index: Index,
    queries: Vec<Query>,
    filters: Filters,
    /// All events, one after the other.
    stream: bool,
}

/// Draws a timeline.
pub fn run(global: &Global, mut args: TimelineArgs) -> Outcome {
    args.filters.speaker.extend(args.positions.clone());
    let mut queries = vec![args.filters.query(&args.query)?];
    for query in &args.and_query {
        queries.push(args.filters.query(std::slice::from_ref(query))?);
    }
    let limit = args.limit.unwrap_or_else(|| args.format.events());
    let per_day = args.per == Per::Day;
    let stream = limit == 0 && !per_day && args.positions.is_none() && args.format.streams();
    let choice = match (per_day, limit) {
        (true, _) => Choice::Days,
        (false, 0) => Choice::All,
        (false, _) => Choice::Spread,
    };
    let mut options = TimelineOptions::default();
    options.title.clone_from(&args.title);
    options.unit = args.by.unit();
    options.split = args.split.map(LaneBy::from);
    options.within = args.within.of(matches!(args.split, Some(Split::Entity)), false)?;
    options.lanes = args.top;
    options.choice = choice;
    options.limit = if limit == 0 { usize::MAX } else { limit };
    options.events = !stream && !args.format.counts_only();
    options.all_copies = args.all_copies;
    options.bursts = BurstOptions { s: args.burst_s, gamma: args.burst_gamma };
    args.filters.read()?;
    // How many hold the words themselves is told too.
    let words = queries.iter().map(|query| query.clone().only_words());
    let all: Vec<Query> = queries.iter().cloned().chain(words).collect();
    let (index, filters) = args.filters.asked(global, &all, Need::Matches)?;
    let asked = Asked { index, queries, filters, stream };
    let mut timeline = asked.index.timeline(&asked.queries, &asked.filters, &options)?;
    if args.positions.is_some() {
        compare(&mut timeline.events);
    }
    for note in timeline.series.iter().flat_map(|series| &series.notes) {
        say(global, format!("note: {note}"));
    }
    if !write_table(&asked, &timeline, &args)? {
        args.table.no_columns()?;
        let mut out = args.table.text()?;
        write(global, &mut out, &asked, &timeline, &args)?;
        out.flush()?;
    }
    for (query, series) in asked.queries.iter().zip(&timeline.series) {
        let found = (series.total as usize, "statements");
        super::research::log::note(global, &asked.index, "timeline", query, &asked.filters, found)?;
    }
    tell(global, &asked, &timeline, args.table.output.as_deref());
    place::code(timeline.series.iter().any(|series| series.total > 0))
}

/// Writes a table of events or of counts, where one is wanted.
fn write_table(asked: &Asked, timeline: &Timeline, args: &TimelineArgs) -> Result<bool, Failure> {
    let as_ever = args.table.columns.is_empty();
    match (args.format.events_table(), args.format.bins_table()) {
        (Some(TableFormat::Csv), _) if as_ever => {
            let mut table = EventsCsv::new(args.table.text()?)?;
            asked.each(timeline, &mut |event| table.event(event))?;
            table.finish()?;
        }
        (Some(format), _) => {
            let mut table = args.table.table(Table::events(), format)?;
            let mut originals = Originals::default();
            asked.each(timeline, &mut |event| table.row(EventRow::new(event.clone(), &mut originals)))?;
            table.finish()?;
        }
        (None, Some(TableFormat::Csv)) if as_ever => write_bins_csv(&mut args.table.text()?, timeline)?,
        (None, Some(format)) => {
            let mut table = args.table.table(Table::bins(), format)?;
            BinRow::all(timeline).into_iter().try_for_each(|row| table.row(row))?;
            table.finish()?;
        }
        (None, None) => return Ok(false),
    }
    Ok(true)
}

fn write(
    global: &Global,
    mut out: &mut dyn Write,
    asked: &Asked,
    timeline: &Timeline,
    args: &TimelineArgs,
) -> Result<(), Failure> {
    match args.format {
        Format::Text => {
            let width = if args.table.output.is_some() { 100 } else { super::width() };
            write_timeline(
                out,
                timeline,
                TimelineLook { width, whole: args.whole, relative: args.relative },
            )?;
        }
        Format::Json => {
            let shown = if asked.stream { timeline.total() } else { timeline.shown() };
            let mut json = TimelineJson::new(&mut out, timeline, shown)?;
            asked.each(timeline, &mut |event| json.event(event))?;
            json.finish()?;
        }
        Format::Jsonl => {
            let mut originals = Originals::default();
            asked.each(timeline, &mut |event| write_event_jsonl(out, event, &mut originals))?;
        }
        Format::Svg => {
            let mut options = ChartOptions::default();
            options.relative = args.relative;
            write_svg(out, timeline, options)?;
        }
        Format::Html => {
            let made = chrono::Utc::now().format("%Y-%m-%d %H:%M UTC").to_string();
            let mut options = HtmlOptions::new(made, concat!("demarche ", env!("CARGO_PKG_VERSION")));
            options.relative = args.relative;
            write_html(out, timeline, &options)?;
        }
        Format::Timelinejs => write_timelinejs(out, timeline, chrono::Local::now().date_naive())?,
        Format::TimesketchCsv => sketch(global, asked, timeline, Timesketch::csv(&mut out)?)?,
        Format::TimesketchJsonl => sketch(global, asked, timeline, Timesketch::jsonl(&mut out))?,
        // Tables with columns are written before.
        _ => {}
    }
    Ok(())
}

/// Writes events for Timesketch, and says what it will not show as it should.
fn sketch<W: Write>(
    global: &Global,
    asked: &Asked,
    timeline: &Timeline,
    mut table: Timesketch<W>,
) -> Result<(), Failure> {
    asked.each(timeline, &mut |event| table.event(event))?;
    let report = table.finish()?;
    for (number, what) in [
        (report.undated, "without a date: left out, for Timesketch takes none"),
        (
            report.coarse,
            "dated to a month or a year: its first day stands for it, and date_precision says so",
        ),
        (report.far, "of years that Timesketch cannot read (before 1678, after 2261)"),
    ] {
        if number > 0 {
            say(global, format!("{number} {what}"));
        }
    }
    for (id, column) in &report.long {
        say(
            global,
            format!("{id}: {column} is over 32,766 bytes; Timesketch neither sorts nor aggregates it"),
        );
    }
    Ok(())
}

impl Asked {
    /// Hands on the events: those of the timeline or, where all are wanted, all.
    fn each(
        &self,
        timeline: &Timeline,
        each: &mut dyn FnMut(&demarche::timeline::Event) -> std::io::Result<()>,
    ) -> Result<(), Failure> {
        if self.stream {
            return Ok(self.index.each_event(&self.queries, &self.filters, &mut |event| each(&event))?);
        }
        Ok(timeline.events.iter().try_for_each(each)?)
    }
}

/// Says how much of all that matches is shown, and where it went.
fn tell(global: &Global, asked: &Asked, timeline: &Timeline, file: Option<&Path>) {
    let total = timeline.total();
    let mut said = format!("{} counted", count(total, "statement"));
    let shown = if asked.stream { total } else { timeline.shown() };
    if !timeline.events.is_empty() && shown < total {
        let rows = timeline.events.len();
        said.push_str(&format!(
            "; {} shown, the best of each bin in turn: more with -n N, all with -n 0",
            thousands(rows as u64)
        ));
    }
    if let Some(file) = file {
        said.push_str(&format!("; written to {}", file.display()));
    }
    say(global, said);
    if timeline.series.iter().all(|series| series.total == 0) {
        say(
            global,
            "try another spelling, fewer words or fewer filters; `demarche search` says what is missing",
        );
    }
}

impl From<TimelineError> for Failure {
    fn from(error: TimelineError) -> Self {
        let hint = match error {
            TimelineError::Search(error) => return error.into(),
            TimelineError::TooFine { .. } => {
                "choose longer bins (--by year), or a shorter time (--from, --to)"
            }
            _ => "see `demarche timeline --help`",
        };
        Self::new(&error, hint)
    }
}
