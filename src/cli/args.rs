//! The subcommands; each has its arguments beside what it does.

use clap::{Parser, Subcommand};

use super::global::Global;

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
  demarche serve articles/                        all of it in your browser

Exit codes: 0 found or done, 1 nothing found, 2 a usage or input error,
130 stopped by Ctrl-C.";

#[derive(Subcommand)]
pub enum Command {
    /// Index files, folders or standard input (-): add what is new, replace what changed
    Index(super::index::IndexArgs),
    /// Search: ranked passages with who, when, about what and where in the source
    Search(super::search::SearchArgs),
    /// Words that stand near the query's matches, with log-likelihood and MI
    Collocates(super::collocates::CollocatesArgs),
    /// Count statements by speaker, entity, topic, form, kind, source or year
    Facets(super::facets::FacetsArgs),
    /// Every match in its context, one below the other
    Kwic(super::kwic::KwicArgs),
    /// Statements in time: counts by day to decade, first mentions, bursts, and the words in order
    Timeline(super::timeline::TimelineArgs),
    /// Hold a quotation against the corpus: did somebody say that, in these words, on that day?
    Quote(super::quote::QuoteArgs),
    /// Hold every quotation of a manuscript against the corpus
    Check(super::check::CheckArgs),
    /// Where the quotations of an article were said
    Original(super::original::OriginalArgs),
    /// Who quoted a speech, when, and with what changed; or every quotation of the corpus with its original
    Echoes(super::echoes::EchoesArgs),
    /// Answer assistants by the Model Context Protocol, on standard input and output
    #[cfg(feature = "mcp")]
    Mcp(super::mcp::McpArgs),
    /// Print what would be indexed, one JSON object a statement, without an index
    Extract(super::extract::ExtractArgs),
    /// Show one statement or document whole, with its provenance
    Show(super::show::ShowArgs),
    /// Say which names would match a name, and why
    Names(super::names::NamesArgs),
    /// Who speaks in the index, under which forms of the name, and who may be the same
    People(super::people::PeopleArgs),
    /// Measure the ranking on a test collection: nDCG@10, MAP, P@10, R@100, RR
    Eval(super::eval::EvalArgs),
    /// Cite statements: a line of text, CSL-JSON, BibTeX or RIS
    Cite(super::cite::CiteArgs),
    /// Send statements to a cluster of OpenSearch; what is there already is not sent again
    #[cfg(feature = "cluster")]
    Push(super::cluster::push::PushArgs),
    /// Write the index as files for another engine
    #[cfg(feature = "cluster")]
    Export(super::cluster::export::ExportArgs),
    /// Correct what the program says of words, of a document, or of names
    Correct(super::record::correct::CorrectArgs),
    /// What became of each correction
    Corrections(super::record::corrections::CorrectionsArgs),
    /// Give words codes of your own
    Tag(super::record::note::TagArgs),
    /// Write a note on words
    Note(super::record::note::NoteArgs),
    /// Put words into a collection
    Collect(super::record::note::CollectArgs),
    /// The code book, also for Taguette and programs that read REFI-QDA
    Codes(super::record::codes::CodesArgs),
    /// A collection as Markdown with footnotes, or CSV
    Collection(super::record::collection::CollectionArgs),
    /// Draw statements to be checked by hand
    Sample(super::research::sample::SampleArgs),
    /// How far coders agree: Krippendorff's alpha, Cohen's kappa
    Agree(super::research::agree::AgreeArgs),
    /// How often the program is right, by a checked sample
    Score(super::research::score::ScoreArgs),
    /// Keep a search under a name
    Save(super::research::saved::SaveArgs),
    /// The searches that are kept
    Saved(super::research::saved::SavedArgs),
    /// What kept searches find that is new since the last look
    News(super::research::saved::NewsArgs),
    /// The research log: the searches that were run
    Log(super::research::log::LogArgs),
    /// The local page: search, read, count, correct and cite in your browser
    #[cfg(feature = "web")]
    Serve(super::serve::ServeArgs),
    /// Say what the index holds
    Stats(super::stats::StatsArgs),
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
