//! `demarche quote`: one quotation held against the corpus.

use std::io::Write;

use clap::{Args as Group, ValueEnum};
use demarche::output::{Look, Permalink, write_finding, write_finding_json};
use demarche::query::Bound;
use demarche::quotation::QuoteOptions;

use super::global::Global;
use super::{Failure, Outcome, place};

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche quote 'We shall not sign before the spring'
  demarche quote 'We shall not sign … and nobody will sign for us' --speaker 'Ada Example' --date 2014
  demarche quote - < quotation.txt --format json

The verdict is `exact`, `same-words`, `altered`, `spliced` or `not-found`; docs/quotations.md defines each. Put `…` or
`[…]` where you leave words out, and your own words into square brackets. Between single quotation marks the shell leaves
the words as they are.

Exit codes: 0 for exact and same-words where speaker, date and link agree, 1 otherwise, 2 a usage or input error.")]
pub struct QuoteArgs {
    /// The words that are said to have been said; - reads them from standard input
    #[arg(required = true, value_name = "WORDS")]
    pub words: Vec<String>,
    /// Who is said to have said them: a name in any of its forms, an office, a state
    #[arg(long, value_name = "NAME")]
    pub speaker: Option<String>,
    /// When: a day, month or year
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// Where: the id of a statement or document, or a link (demarche:s/…)
    #[arg(long = "in", value_name = "LINK")]
    pub within: Option<String>,
    /// How many places at most
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    Text,
    Json,
}

/// Holds a quotation against the corpus.
pub fn run(global: &Global, args: QuoteArgs) -> Outcome {
    let words = match &args.words[..] {
        [only] if only == "-" => std::io::read_to_string(std::io::stdin())?,
        words => words.join(" "),
    };
    let index = place::open(global)?;
    let mut options = QuoteOptions::default();
    options.speaker = args.speaker;
    let date = args.date.as_deref().map(Bound::read).transpose();
    options.date =
        date.map_err(|error| Failure::new(error, "write --date as 2014-09-24, 2014-09 or 2014"))?;
    options.within = args.within.as_deref().map(|link| id_of(&index, link)).transpose()?;
    options.places = if args.limit == 0 { usize::MAX } else { args.limit };
    let finding = index.searcher()?.quote(&words, &options)?;
    let mut out = std::io::BufWriter::new(anstream::stdout());
    match args.format {
        Format::Text => write_finding(&mut out, &finding, Look { width: super::width(), whole: true })?,
        Format::Json => write_finding_json(&mut out, &finding)?,
    }
    out.flush()?;
    place::code(finding.holds(options.speaker.is_some(), options.date.is_some()))
}

/// The id that a link or an id names; one that names nothing is refused.
pub fn id_of(index: &demarche::index::Index, link: &str) -> Result<String, Failure> {
    let id = if Permalink::is_meant(link) {
        let parsed = link.parse::<Permalink>();
        parsed
            .map_err(|error| {
                Failure::new(error, "copy the link whole, and put it between single quotation marks")
            })?
            .id
    } else {
        link.trim().to_owned()
    };
    if index.show(&id)?.is_empty() {
        let hint = "ids stand in brackets below each hit of a search";
        return Err(Failure::new(format!("nothing has the id `{id}`"), hint));
    }
    Ok(id)
}
