//! `demarche eval`: how good the ranking is on a test collection.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args as Group, ValueEnum};
use demarche::eval::{self, EvalError};
use demarche::output::{write_scores, write_scores_json};

use super::global::Global;
use super::{Failure, Outcome, place, say};

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche index --format jsonl corpus.jsonl
  demarche eval queries.jsonl qrels.txt
  demarche eval topics.301-450 qrels.txt --run demarche.run -v
  demarche eval queries.jsonl qrels.txt --against before.run

TOPICS is JSONL (id, text) or a TREC topic file, of which the titles are asked; QRELS is TREC's
`topic iteration document grade`. A document goes by the id it has in its table and is ranked by
its best passage; topics are searched as plain text. The measures are those of trec_eval, as
means over the topics that are both asked and judged. Beside another run, p is how likely such a difference
is by chance (paired randomisation test, two-sided).")]
pub struct EvalArgs {
    /// The topics: JSONL with id and text, or a TREC topic file
    #[arg(value_name = "TOPICS")]
    pub topics: PathBuf,
    /// The judgements: TREC qrels
    #[arg(value_name = "QRELS")]
    pub qrels: PathBuf,
    /// Look for words too that the best answers share (RM3)
    #[arg(long)]
    pub expand: bool,
    /// Write the ranking as a TREC run to this file
    #[arg(long, value_name = "FILE")]
    pub run: Option<PathBuf>,
    /// Compare with the TREC run in this file, and say how likely the difference is by chance
    #[arg(long, value_name = "FILE")]
    pub against: Option<PathBuf>,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    Text,
    Json,
}

/// Measures the ranking.
pub fn run(global: &Global, args: EvalArgs) -> Outcome {
    let topics = eval::read_topics(&args.topics)?;
    let judgements = eval::read_judgements(&args.qrels)?;
    let other = args.against.as_deref().map(eval::read_run).transpose()?;
    let index = place::open(global)?;
    let run = eval::run(&index, &topics, args.expand)?;
    if let Some(path) = &args.run {
        write_run(path, &run).map_err(|error| {
            Failure::new(format!("{}: {error}", path.display()), "name a file that you may write after --run")
        })?;
    }
    let scores = eval::measure(&run, &judgements);
    let comparison = other.map(|other| eval::compare(&scores, &eval::measure(&other, &judgements)));
    let mut out = std::io::BufWriter::new(anstream::stdout());
    match args.format {
        Format::Text => write_scores(&mut out, &scores, comparison.as_ref(), global.verbose)?,
        Format::Json => write_scores_json(&mut out, &scores, comparison.as_ref())?,
    }
    out.flush()?;
    tell(global, &run, &scores);
    place::code(scores.judged_answers > 0)
}

fn write_run(path: &std::path::Path, run: &eval::Run) -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
    eval::write_run(&mut out, run, "demarche")?;
    out.flush()
}

fn tell(global: &Global, run: &eval::Run, scores: &eval::Scores) {
    let answers: usize = run.topics.iter().map(|(_, answers)| answers.len()).sum();
    say(global, format!("{} topics measured; {answers} answers in all", scores.topics));
    if scores.not_judged > 0 {
        say(global, format!("{} topics left out: nobody judged them", scores.not_judged));
    }
    if scores.not_asked > 0 {
        say(global, format!("{} judged topics left out: TOPICS does not hold them", scores.not_asked));
    }
    if scores.topics == 0 {
        say(global, "the two files share no topic: check that TOPICS and QRELS belong together");
    } else if scores.judged_answers == 0 {
        let document = run.topics.iter().flat_map(|(_, answers)| answers).next();
        let named = document.map(|answer| format!("; the index calls one `{}`", answer.document));
        say(
            global,
            format!(
                "no answer is judged: the ids in QRELS must be those in the indexed table{}",
                named.unwrap_or_default()
            ),
        );
    }
}

impl From<EvalError> for Failure {
    fn from(error: EvalError) -> Self {
        let hint = match &error {
            EvalError::Io { .. } => {
                "name files that exist: the topics, then the judgements; the run after --against"
            }
            _ => {
                "TOPICS is JSONL with id and text or a TREC topic file; QRELS is `topic iteration document grade`; a run is \
                 `topic Q0 document rank score name`"
            }
        };
        Self::new(error, hint)
    }
}
