//! The arguments of every subcommand.

use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand, ValueEnum};
use demarche::model::{Format, PartialDate};
use demarche::read::Field;

/// Full-text index for diplomatic statements: who said what, when, about whom.
#[derive(Parser)]
#[command(version, propagate_version = true, after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  demarche index articles/ speeches.jsonl         index files and folders
  demarche search Miller ceasefire Hamas          ranked passages
  demarche search '\"red line\"' --speaker Obama    a phrase, by one speaker
  demarche search --corpus articles/ peace        a folder with no index yet
  demarche show 1a2b3c4d5e6f7a8b-90ab12cd         one statement, whole

Exit codes: 0 found or done, 1 nothing found, 2 a usage or input error.";

/// What every subcommand takes.
#[derive(Group)]
pub struct Global {
    /// The folder of the index [else the nearest .demarche/ at or above this folder]
    #[arg(long, global = true, value_name = "DIR", env = "DEMARCHE_INDEX")]
    pub index: Option<PathBuf>,
    /// Say nothing but results and errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// When to colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    pub fn write_global(self) {
        match self {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

#[derive(Subcommand)]
pub enum Command {
    /// Index files, folders or standard input (-): add what is new, replace what changed
    Index(IndexArgs),
    /// Search: ranked passages with who, when, about what and where in the source
    Search(SearchArgs),
    /// Words that stand near the query's matches, with log-likelihood and MI
    Collocates(super::collocates::CollocatesArgs),
    /// Count statements by speaker, entity, topic, kind, source or year
    Facets(super::facets::FacetsArgs),
    /// Every match in its context, one below the other
    Kwic(super::kwic::KwicArgs),
    /// Statements in time: counts by day to decade, first mentions, bursts, and the words in order
    Timeline(super::timeline::TimelineArgs),
    /// Print what would be indexed, one JSON object a statement, without an index
    Extract(ExtractArgs),
    /// Show one statement or document whole, with its provenance
    Show(ShowArgs),
    /// Say which names would match a name, and why
    Names(NamesArgs),
    /// Measure the ranking on a test collection: nDCG@10, MAP, P@10, R@100, RR
    Eval(super::eval::EvalArgs),
    /// Cite statements: a line of text, CSL-JSON, BibTeX or RIS
    Cite(super::cite::CiteArgs),
    /// Say what the index holds
    Stats(StatsArgs),
    /// Take files out of the index; the files themselves are not touched
    Delete(super::delete::DeleteArgs),
    /// Put the parts of the index together, and free the room of what was taken out
    Compact(super::compact::CompactArgs),
    /// Find out what is wrong with the index, and make it anew from your files
    Doctor(super::doctor::DoctorArgs),
    /// Read the index through and say what is wrong with it
    Verify(super::verify::VerifyArgs),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// How files are read.
#[derive(Group)]
pub struct ReadArgs {
    /// Read every file in this format [else by content and name]
    #[arg(long = "input-format", alias = "read-as", value_name = "FORMAT", value_parser = format)]
    pub input_format: Option<Format>,
    /// Take a field from this column or key: --map speaker=Name (repeatable)
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = mapping)]
    pub map: Vec<(Field, String)>,
    /// The date of documents that state none: YYYY, YYYY-MM or YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub date: Option<PartialDate>,
    /// The source of documents that name none
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// A table (.xlsx, .csv) of who spoke for which country in which session or year
    #[arg(long, value_name = "FILE")]
    pub speakers: Option<PathBuf>,
    /// Your own list of names (.toml, .csv), beside the shipped ones
    #[arg(long, value_name = "FILE")]
    pub authority: Option<PathBuf>,
    /// Your own topic rules, instead of the shipped ones
    #[arg(long, value_name = "FILE")]
    pub topics: Option<PathBuf>,
}

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche index articles/
  demarche index statements.csv --map speaker=Name --map text=Statement
  cat speech.txt | demarche index - --date 2024-10-09
  demarche index UN/ --speakers Speakers_by_session.xlsx")]
pub struct IndexArgs {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Read every file in this format [else by content and name]
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    pub format: Option<Format>,
    #[command(flatten)]
    pub read: ReadArgs,
    /// Take out of the index what is gone from the disk
    #[arg(long)]
    pub prune: bool,
    /// Say what would be done, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Go on: read files again each time they change and the changes have settled, until Ctrl-C
    #[arg(long, conflicts_with_all = ["dry_run", "strict", "rebuild"])]
    pub watch: bool,
    /// Wait for another process that writes to the index [for so many seconds]
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true)]
    pub wait: Option<Option<u64>>,
    /// Make the index anew, in place of one of another format or with other settings
    #[arg(long, conflicts_with = "dry_run")]
    pub rebuild: bool,
    /// Stop at the first file or row that cannot be read, and keep nothing of this run
    #[arg(long)]
    pub strict: bool,
    /// Print the report as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    Text,
    Json,
    Jsonl,
    Csv,
    /// Citations, for Zotero, pandoc and others
    CslJson,
    /// Citations, for LaTeX
    Bibtex,
    /// Citations, for EndNote, Zotero and others
    Ris,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum SortBy {
    /// Best first
    Relevance,
    /// Oldest first
    Date,
    /// Newest first
    #[value(name = "-date")]
    MinusDate,
}

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche search Miller ceasefire Hamas
  demarche search '\"red line\"' --from 2012 --to 2013-09
  demarche search sanctions --entity Iran --sort date --limit 50
  demarche search '*' --speaker Lincoln --format jsonl
  demarche search 'speaker:(Miller OR Patel) \"humanitarian pause\"~3 -hostage date:2023-10..2024-01'

The words are looked for in what was said and in the speaker, entities, topics and title;
passages with all of them come first. AND, OR, NOT, NEAR/5, * and ~ are understood, and fields
such as speaker: and date: (see docs/query-language.md). Several arguments are joined by spaces: to ask for a
phrase, keep its quotation marks from the shell ('\"two states\"').")]
pub struct SearchArgs {
    /// What to look for; * for everything
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    /// Search this folder: its index in DIR/.demarche/ is brought up to date first
    #[arg(long, value_name = "DIR", conflicts_with = "index")]
    pub corpus: Option<PathBuf>,
    /// Say how the query was understood, what each word was searched as, and of each hit why it scored
    #[arg(long)]
    pub explain: bool,
    /// Look for words too that the best answers share (RM3): finds more, less surely
    #[arg(long)]
    pub expand: bool,
    #[command(flatten)]
    pub filters: super::filters::FilterArgs,
    /// The order of the hits
    #[arg(long, value_name = "ORDER", default_value = "relevance", allow_hyphen_values = true)]
    pub sort: SortBy,
    /// How many hits at most
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// How many hits to leave out first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Count all statements found by these, with text and JSON: speaker,entity,topic,kind,source,year
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub facets: Vec<super::facets::Field>,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: OutputFormat,
    /// Show passages whole
    #[arg(long)]
    pub whole: bool,
    /// Show copies of one statement each for itself, not once with `also N`
    #[arg(long)]
    pub all_copies: bool,
}

#[derive(Group)]
pub struct ExtractArgs {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub read: ReadArgs,
    /// Say of each value which rule gave it and which words it rests on
    #[arg(long)]
    pub explain: bool,
    /// The form of the output; JSONL is the only one
    #[arg(long, value_name = "FORMAT", default_value = "jsonl", value_parser = ["jsonl"])]
    pub format: String,
}

#[derive(Group)]
pub struct ShowArgs {
    /// The id of a statement or document, or the link (demarche:s/…) of a timeline's row
    pub id: String,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche names Qaddafi
  demarche names Miller --authority people.toml")]
pub struct NamesArgs {
    /// A name, in any spelling or script
    #[arg(required = true, value_name = "NAME")]
    pub name: Vec<String>,
    /// Your own list of names (.toml, .csv), beside the shipped ones
    #[arg(long, value_name = "FILE")]
    pub authority: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Group)]
pub struct StatsArgs {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

fn format(name: &str) -> Result<Format, String> {
    match name.to_ascii_lowercase().as_str() {
        "text" | "txt" => Ok(Format::Text),
        "markdown" | "md" => Ok(Format::Markdown),
        "jsonl" | "json" | "ndjson" => Ok(Format::Jsonl),
        "csv" => Ok(Format::Csv),
        "tsv" => Ok(Format::Tsv),
        _ => Err("the formats are text, markdown, jsonl, csv and tsv".to_owned()),
    }
}

fn mapping(text: &str) -> Result<(Field, String), String> {
    let (field, column) = text.split_once('=').ok_or("write FIELD=COLUMN, such as speaker=Name")?;
    let field = field.trim().parse::<Field>().map_err(|error| error.to_string())?;
    Ok((field, column.trim().to_owned()))
}
