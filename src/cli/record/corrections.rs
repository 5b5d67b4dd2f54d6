//! `demarche corrections`: what became of each correction.

use std::io::Write;

use clap::Args as Group;
use demarche::index::Index;
use demarche::output::plain;
use demarche::record::{Correction, Record, State};
use demarche::research::{Reviewed, review_corrections};

use super::super::global::Global;
use super::super::{FOUND, Failure, NOTHING, Outcome, place, say};
use super::stored_record;

#[derive(Group)]
#[command(after_help = "\
The states: applied; moved (the words stand elsewhere in the document now); already so (the program says the same by
now); waiting (run `demarche index`); in doubt (the words stand several times, or two corrections contradict each
other); lost (the words or the document are gone). Exit code 1 where any is in doubt or lost.")]
pub struct CorrectionsArgs {
    /// Only those in doubt, lost or waiting
    #[arg(long)]
    pub open: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Lists the corrections.
pub fn run(global: &Global, args: CorrectionsArgs) -> Outcome {
    let (_, record) = stored_record(global)?;
    let index = place::open(global)?;
    let reviewed = review_corrections(&index.snapshot(), &record)?;
    let is_open = |state: State| matches!(state, State::InDoubt | State::Lost | State::Waiting);
    let shown = reviewed.iter().filter(|one| !args.open || is_open(one.state));
    let mut out = std::io::BufWriter::new(anstream::stdout());
    if args.json {
        let list: Vec<serde_json::Value> = shown.map(as_json).collect();
        serde_json::to_writer_pretty(&mut out, &list).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        for one in shown {
            let (file, line) = one.correction.place();
            let place = format!("{}:{line}", file.display());
            writeln!(out, "{:<10} {}  {}", one.state.as_str(), plain(&place), plain(&what(&one.correction)))?;
            if let Some(why) = &one.why {
                writeln!(out, "           {}", plain(why))?;
            }
        }
    }
    out.flush()?;
    say(global, summary(&reviewed));
    if reviewed.is_empty() {
        say(global, "`demarche correct LINK --speaker NAME` writes one");
    }
    let bad = reviewed.iter().any(|one| matches!(one.state, State::InDoubt | State::Lost));
    Ok(if bad { NOTHING } else { FOUND })
}

/// Says after a run what became of the corrections.
pub fn tell(global: &Global, index: &Index, record: &Record) -> Result<(), Failure> {
    if record.corrections.is_empty() {
        return Ok(());
    }
    let reviewed = review_corrections(&index.snapshot(), record)?;
    say(global, summary(&reviewed));
    for one in reviewed.iter().filter(|one| matches!(one.state, State::InDoubt | State::Lost)) {
        let (file, line) = one.correction.place();
        let why = one.why.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
        say(global, format!("{}:{line}: {}{why}", file.display(), one.state.as_str()));
    }
    Ok(())
}

/// `20 corrections: 18 applied, 2 in doubt`.
fn summary(reviewed: &[Reviewed<'_>]) -> String {
    let states =
        [State::Applied, State::Moved, State::AlreadySo, State::Waiting, State::InDoubt, State::Lost];
    let counted = states.map(|state| (reviewed.iter().filter(|one| one.state == state).count(), state));
    let counted: Vec<String> = counted
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, state)| format!("{count} {}", state.as_str()))
        .collect();
    match reviewed.len() {
        0 => "no corrections".to_owned(),
        1 => format!("1 correction: {}", counted.join(", ")),
        count => format!("{count} corrections: {}", counted.join(", ")),
    }
}

/// What a correction says, in a line.
fn what(correction: &Correction<'_>) -> String {
    const WORDS: usize = 60;
    match correction {
        Correction::Statement(one) => {
            let mut said: Vec<String> = Vec::new();
            let speakers = one.wished.speakers.as_ref().map(|names| names.join("; "));
            let texts = [
                ("speaker", &speakers),
                ("role", &one.wished.role),
                ("affiliation", &one.wished.affiliation),
            ];
            let shown = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
            said.extend(
                texts.iter().filter_map(|(name, text)| Some(format!("{name} {}", shown(text.as_deref()?)))),
            );
            let named = ["speaker", "role", "affiliation"];
            let others = one.wished.fields().into_iter().map(|field| field.as_str());
            said.extend(others.filter(|field| !named.contains(field)).map(str::to_owned));
            let quote: String = one.at.shown().chars().take(WORDS).collect();
            format!("{} ← {}: “{quote}…”", said.join(", "), one.at.path)
        }
        Correction::Document(one) => format!("document {}", one.path),
        Correction::Person(one) => format!("{} = {}", one.same.join(" = "), one.name),
        Correction::Apart(one) => one.names.join(" ≠ "),
    }
}

fn as_json(one: &Reviewed<'_>) -> serde_json::Value {
    let (file, line) = one.correction.place();
    let provenance = one.correction.provenance();
    let mut value = serde_json::json!({
        "state": one.state,
        "why_so": one.why,
        "file": file.display().to_string(),
        "line": line,
        "by": provenance.by,
        "on": provenance.on,
        "why": provenance.why,
        "what": what(&one.correction),
    });
    if let Correction::Statement(statement) = one.correction {
        value["at"] = serde_json::to_value(&statement.at).unwrap_or_default();
        value["fields"] = serde_json::to_value(statement.wished.fields()).unwrap_or_default();
    }
    value
}
