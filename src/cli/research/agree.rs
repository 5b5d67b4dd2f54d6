//! `demarche agree`: how far coders agree.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use clap::Args as Group;
use demarche::output::plain;
use demarche::research::agreement::{Coefficient, Unit, alpha, kappa, with_interval};
use demarche::research::{CheckedField, plain_answer};
use serde::Serialize;

use super::super::global::Global;
use super::super::{Failure, Outcome, place};
use super::{number, sheet};

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche agree ada.csv ben.csv
  demarche agree sheet.csv          one sheet with columns for each: speaker (ada), speaker (ben)

Krippendorff's alpha for nominal data, of all coders; Cohen's kappa, of two. The intervals hold the middle 95 % of
1,000 samples drawn from the units.")]
pub struct AgreeArgs {
    /// Sheets that were filled in
    #[arg(required = true, value_name = "SHEET")]
    pub sheets: Vec<PathBuf>,
    /// What the samples for the intervals follow from
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub seed: u64,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// The agreement on one field.
#[derive(Serialize)]
struct Agreement {
    field: CheckedField,
    units: usize,
    alpha: Coefficient,
    kappa: Option<Coefficient>,
}

/// A unit of which coders say different things.
#[derive(Serialize)]
struct Disagreement {
    number: String,
    field: CheckedField,
    said: BTreeMap<String, String>,
}

/// What was said of one row, by coder.
type Said = BTreeMap<CheckedField, BTreeMap<String, String>>;

/// Prints the agreement.
pub fn run(_global: &Global, args: AgreeArgs) -> Outcome {
    let mut coders: Vec<String> = Vec::new();
    // Rows are told apart by their words, whatever their order in a sheet.
    let mut rows: BTreeMap<(String, String, usize), (String, Said)> = BTreeMap::new();
    for path in &args.sheets {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for row in sheet(path)?.rows {
            let key = (row.at.path.clone(), row.at.document_id(), row.at.start.unwrap_or_default());
            let (_, said) = rows.entry(key).or_insert_with(|| (row.number.clone(), Said::new()));
            for (coder, answers) in row.answers {
                let coder = match (coder.is_empty(), args.sheets.len()) {
                    (true, _) => name.clone(),
                    (false, 1) => coder,
                    (false, _) => format!("{coder} in {name}"),
                };
                if !coders.contains(&coder) {
                    coders.push(coder.clone());
                }
                for (field, answer) in answers {
                    said.entry(field).or_default().insert(coder.clone(), answer);
                }
            }
        }
    }
    if coders.len() < 2 {
        return Err(Failure::new(
            "only one coder filled anything in",
            "name two sheets, or one that was made with --coders ada,ben",
        ));
    }
    let fields: Vec<Agreement> =
        CheckedField::ALL.iter().filter_map(|field| agreement(*field, &rows, &coders, args.seed)).collect();
    let apart = disagreements(&rows);
    let mut out = std::io::BufWriter::new(anstream::stdout());
    if args.json {
        let value = serde_json::json!({ "coders": coders, "fields": fields, "disagreements": apart });
        serde_json::to_writer_pretty(&mut out, &value).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        writeln!(out, "coders: {}", plain(&coders.join(", ")))?;
        for one in &fields {
            writeln!(out, "{:<8} {:>5} units  {}", one.field.as_str(), one.units, shown(one))?;
        }
        for one in &apart {
            let said: Vec<String> = one.said.iter().map(|(coder, said)| format!("{coder}: {said}")).collect();
            writeln!(out, "  {} {}  {}", one.number, one.field.as_str(), plain(&said.join(" | ")))?;
        }
    }
    out.flush()?;
    place::code(!fields.is_empty())
}

fn agreement(
    field: CheckedField,
    rows: &BTreeMap<(String, String, usize), (String, Said)>,
    coders: &[String],
    seed: u64,
) -> Option<Agreement> {
    let unit = |said: &Said| -> Unit {
        let own = said.get(&field);
        coders.iter().map(|coder| Some(plain_answer(field, own?.get(coder)?))).collect()
    };
    let units: Vec<Unit> = rows.values().map(|(_, said)| unit(said)).collect();
    let units: Vec<Unit> = units.into_iter().filter(|unit| unit.iter().flatten().count() > 1).collect();
    if units.is_empty() {
        return None;
    }
    let kappa = (coders.len() == 2).then(|| with_interval(&units, seed, kappa));
    Some(Agreement { field, units: units.len(), alpha: with_interval(&units, seed, alpha), kappa })
}

fn disagreements(rows: &BTreeMap<(String, String, usize), (String, Said)>) -> Vec<Disagreement> {
    let mut apart = Vec::new();
    for (number, said) in rows.values() {
        for (field, said) in said {
            let mut plain: Vec<String> = said.values().map(|said| plain_answer(*field, said)).collect();
            plain.sort();
            plain.dedup();
            if plain.len() > 1 {
                apart.push(Disagreement { number: number.clone(), field: *field, said: said.clone() });
            }
        }
    }
    apart.sort_by_key(|one| (one.number.parse::<u64>().unwrap_or(u64::MAX), one.field));
    apart
}

fn shown(one: &Agreement) -> String {
    let with = |name: &str, coefficient: &Coefficient| {
        let interval =
            coefficient.interval.map(|(low, high)| format!(" [{low:.3}, {high:.3}]")).unwrap_or_default();
        format!("{name} {}{interval}", number(coefficient.value))
    };
    let kappa = one.kappa.as_ref().map(|kappa| format!("  {}", with("kappa", kappa))).unwrap_or_default();
    format!("{}{kappa}", with("alpha", &one.alpha))
}
