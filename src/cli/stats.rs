//! `demarche stats`: what the index holds.

use std::io::Write;

use clap::Args as Group;
use demarche::index::{Index, Stats};
use demarche::output::{count, plain, thousands};
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
    let copies = match stats.copies {
        0 => String::new(),
        1 => ", 1 of them a copy of another".to_owned(),
        copies => format!(", {} of them copies of others", thousands(copies)),
    };
    lines.push(("files", format!("{}{copies}", thousands(stats.files))));
    lines.push(("documents", thousands(stats.documents)));
    let kinds: Vec<String> =
        stats.kinds.iter().map(|(kind, count)| format!("{} {kind}", thousands(*count))).collect();
    lines.push(("statements", format!("{} ({})", thousands(stats.statements), kinds.join(", "))));
    lines.push(("passages", thousands(stats.passages)));
    let undated = match stats.undated {
        0 => String::new(),
        undated => format!("; {} without a date", count(undated, "statement")),
    };
    let dates = match (stats.from, stats.to) {
        (Some(from), Some(to)) => format!("{from} to {to}{undated}"),
        _ => "none known".to_owned(),
    };
    lines.push(("dates", dates));
    if stats.without_speaker > 0 {
        lines.push((
            "nobody named",
            format!("{}, narration apart", count(stats.without_speaker, "statement")),
        ));
    }
    let told: u64 = stats.languages.iter().map(|(_, count)| count).sum();
    let share = |count: u64| 100.0 * count as f64 / told.max(1) as f64;
    let languages: Vec<String> = stats
        .languages
        .iter()
        .take(5)
        .map(|(name, count)| format!("{name} {:.0} %", share(*count)))
        .collect();
    if !languages.is_empty() {
        let sample = count(stats.sample, "passage");
        lines.push(("languages", format!("{} (of a sample of {sample})", languages.join(", "))));
    }
    let (mb, of) = (stats.bytes as f64 / 1e6, stats.source_bytes as f64 / 1e6);
    let parts = count(stats.segments, "part");
    lines.push(("on disk", format!("{mb:.1} MB in {parts}, for files of {of:.1} MB")));
    if stats.taken_out > 0 {
        let passages = count(stats.taken_out, "passage");
        lines.push((
            "taken out",
            format!("{passages} no longer found, still on the disk: `demarche compact` frees the room"),
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
