//! `demarche score`: how often the program is right, by a checked sample.

use std::io::Write;
use std::path::PathBuf;

use clap::Args as Group;
use demarche::output::plain;
use demarche::research::score;

use super::super::global::Global;
use super::super::{Outcome, place, say};
use super::sheet;

#[derive(Group)]
#[command(after_help = "\
A name counts as right where it is a form of the same one: write full names. A date counts as right where one of the two
lies in the other. Statements that were corrected since count as the program had them: a sample stands for what nobody
checked. Where coders of one sheet disagree, nothing is counted: `demarche agree` lists it.")]
pub struct ScoreArgs {
    /// A sheet that was filled in
    #[arg(value_name = "SHEET")]
    pub sheet: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Prints the score.
pub fn run(global: &Global, args: ScoreArgs) -> Outcome {
    let sheet = sheet(&args.sheet)?;
    let index = place::open(global)?;
    let score = score(&index.snapshot(), &sheet)?;
    let counted = score.fields.iter().any(|(_, field)| field.checked + field.missed + field.both_none > 0);
    let mut out = std::io::BufWriter::new(anstream::stdout());
    if args.json {
        let mut value = serde_json::to_value(&score).map_err(std::io::Error::from)?;
        value["sentence"] = score.sentence().into();
        serde_json::to_writer_pretty(&mut out, &value).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        for (field, counts) in &score.fields {
            let share = counts.precision.map_or_else(
                || "nothing checked".to_owned(),
                |(share, low, high)| {
                    format!("{:.1} % right [{:.1}, {:.1}]", share * 100.0, low * 100.0, high * 100.0)
                },
            );
            let of = format!("{} of {}", counts.right, counts.checked);
            writeln!(
                out,
                "{:<8} {of:<12} {share}; {} missed, {} rightly none",
                field.as_str(),
                counts.missed,
                counts.both_none
            )?;
        }
        for wrong in &score.wrong {
            writeln!(
                out,
                "  {} {}: {}, not {}  [{}]",
                plain(&wrong.number),
                wrong.field.as_str(),
                plain(&wrong.coder),
                plain(&wrong.program),
                wrong.id
            )?;
        }
        writeln!(out, "\n{}", plain(&score.sentence()))?;
    }
    out.flush()?;
    if !score.lost.is_empty() {
        say(
            global,
            format!(
                "not counted, for the words are not in the index any more, or in doubt: rows {}",
                score.lost.join(", ")
            ),
        );
    }
    if score.apart > 0 {
        say(
            global,
            format!("not counted, for coders disagree: {} answers; see `demarche agree`", score.apart),
        );
    }
    if score.corrected > 0 {
        say(
            global,
            format!(
                "{} of the statements were corrected since: they count as the program had them",
                score.corrected
            ),
        );
    }
    place::code(counted)
}
