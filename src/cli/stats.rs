//! `demarche stats`: what the index holds.

use std::io::Write;

use clap::Args as Group;
use demarche::index::{Index, Stats};
use demarche::output::plain;
use serde::Serialize;

use super::global::Global;
use super::{Outcome, hints, place};

#[derive(Group)]
pub struct StatsArgs {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Prints the counts.
pub fn run(global: &Global, args: StatsArgs) -> Outcome {
    #[derive(Serialize)]
    struct Answer<'a> {
        index: String,
        #[serde(flatten)]
        stats: &'a Stats,
    }
    let index = place::open(global)?;
    let mut stats = index.stats()?;
    hints::add_to_skips(&mut stats.skips);
    let mut out = anstream::stdout();
    if args.json {
        let answer = Answer { index: index.path().display().to_string(), stats: &stats };
        serde_json::to_writer_pretty(&mut out, &answer).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        write(&mut out, &index, &stats)?;
    }
    place::code(stats.passages > 0)
}

fn write(out: &mut dyn Write, index: &Index, stats: &Stats) -> std::io::Result<()> {
    let mut lines = vec![("index", plain(&index.path().display().to_string()))];
    let copies =
        if stats.copies > 0 { format!(", {} of them copies of others", stats.copies) } else { String::new() };
    lines.push(("files", format!("{}{copies}", stats.files)));
    lines.push(("documents", stats.documents.to_string()));
    let kinds: Vec<String> = stats.kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    lines.push(("statements", format!("{} ({})", stats.statements, kinds.join(", "))));
    lines.push(("passages", stats.passages.to_string()));
    let dates = match (stats.from, stats.to) {
        (Some(from), Some(to)) => format!("{from} to {to}; {} statements without a date", stats.undated),
        _ => "none known".to_owned(),
    };
    lines.push(("dates", dates));
    lines.push(("no speaker", format!("{} statements, narration apart", stats.without_speaker)));
    let told: u64 = stats.languages.iter().map(|(_, count)| count).sum();
    let share = |count: u64| 100.0 * count as f64 / told.max(1) as f64;
    let languages: Vec<String> = stats
        .languages
        .iter()
        .take(5)
        .map(|(name, count)| format!("{name} {:.0} %", share(*count)))
        .collect();
    lines.push(("languages", format!("{} (of a sample of {} passages)", languages.join(", "), stats.sample)));
    let (mb, of) = (stats.bytes as f64 / 1e6, stats.source_bytes as f64 / 1e6);
    lines.push(("on disk", format!("{mb:.1} MB, for files of {of:.1} MB; {} segments", stats.segments)));
    if stats.taken_out > 0 {
        lines.push((
            "taken out",
            format!("{} passages whose room is not yet free: `demarche compact`", stats.taken_out),
        ));
    }
    for (name, value) in lines {
        writeln!(out, "{name:>10}  {value}")?;
    }
    for skip in &stats.skips {
        writeln!(out, "   skipped  {}: {}", plain(&skip.place()), plain(&skip.reason))?;
    }
    Ok(())
}
