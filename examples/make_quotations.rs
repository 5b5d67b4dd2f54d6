//! Makes test quotations from an index by a seed, asks about each, and counts how many verdicts are right.
//!
//! `cargo run --release --example make_quotations -- INDEX OTHER [N] [SEED] [--wrong | --print]`: quotations that nobody said
//! are made of the words of OTHER, an index of another corpus. `--wrong` prints those that were judged wrongly, `--print` all
//! that were made, a JSON object a line.

#[path = "quotations/mod.rs"]
mod quotations;

use std::path::Path;
use std::time::Instant;

use demarche::index::Index;
use quotations::{Made, Maker};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (flags, args): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let [index, other, rest @ ..] = &args[..] else { return Err("INDEX OTHER [N] [SEED]".into()) };
    let number = |at: usize, default: u64| rest.get(at).map_or(Ok(default), |text| text.parse());
    let (count, seed) = (number(0, 100)? as usize, number(1, 7)?);
    let (index, other) = (Index::open(Path::new(index))?, Index::open(Path::new(other))?);
    let searcher = index.searcher()?;
    let mut maker = Maker::new(searcher.snapshot(), &other.snapshot(), seed)?;
    let (mut times, mut passed) = (Vec::new(), 0);
    for made in Made::ALL {
        let (mut right, mut asked) = (0, 0);
        for quotation in maker.make(made, count) {
            let begun = Instant::now();
            let finding = quotation.ask(&searcher)?;
            times.push(begun.elapsed().as_secs_f64() * 1000.0);
            asked += 1;
            right += usize::from(made.is_right(&finding));
            let passes = made.is_false() && finding.verdict.is_faithful();
            passed += usize::from(passes);
            if flags.iter().any(|flag| flag == "--print") {
                let line = serde_json::json!({ "made": format!("{made:?}"), "quotation": quotation.text, "speaker": quotation.speaker,
                    "date": quotation.date, "from": quotation.from, "verdict": finding.verdict });
                println!("{line}");
            } else if flags.iter().any(|flag| flag == "--wrong") && (passes || !made.is_right(&finding)) {
                println!("{made:?} {} {}: {}", quotation.from, finding.verdict.as_str(), quotation.text);
                for one in &finding.differences {
                    println!("    {}: {:?} for {:?}", one.kind.as_str(), one.quoted.text, one.source.text);
                }
            }
        }
        eprintln!("{:16} {right} of {asked}", format!("{made:?}"));
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    eprintln!("passed for faithful though they are not: {passed}");
    eprintln!(
        "{} quotations: {:.1} ms at the median, {:.1} at p99, {:.1} at most",
        times.len(),
        at(0.5),
        at(0.99),
        at(1.0)
    );
    Ok(())
}
