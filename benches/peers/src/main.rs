//! demarche, and what people use instead, measured side by side in one run: see README.md beside this crate.

#[path = "../../../tests/common/made_up.rs"]
mod corpus;
mod engine;
mod floor;
mod fts5;
mod measure;
mod ours;
mod outside;
mod questions;
mod report;
mod scan;
#[cfg(feature = "seekstorm")]
mod seekstorm;
#[path = "../../../tests/common/slow.rs"]
#[allow(dead_code, reason = "tests use the rest")]
mod slow;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Parser;

use corpus::{Corpus, Record};
use engine::Engine;
use questions::{Question, Want, Words, questions};

// As the program has it; all engines of this process have the same.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
use report::{Built, Cold, Machine, Run};

/// Builds every engine's index of the same made-up statements and asks each the same questions in turn.
#[derive(Parser)]
struct Args {
    /// How many statements
    #[arg(long, default_value_t = 100_000)]
    passages: usize,
    /// How often each question is asked, after once to warm up
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// Only these engines
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Only kinds of questions whose name holds this
    #[arg(long)]
    kind: Option<String>,
    /// Where the statements and the indexes are put
    #[arg(long, default_value = "target/peers")]
    dir: PathBuf,
    /// Only compare demarche's answers with those of a slow reading of every statement
    #[arg(long)]
    check: bool,
    /// Ask the indexes that are there, where they are
    #[arg(long)]
    reuse: bool,
    /// Write all that was measured to this file
    #[arg(long)]
    json: Option<PathBuf>,
    /// Lucene's jars, as Java takes a class path
    #[arg(long)]
    lucene: Option<String>,
    /// The program for cold starts
    #[arg(long, default_value = "target/release/demarche")]
    demarche: PathBuf,
    /// Open one engine's index, ask for one word, print how many are shown, and end
    #[arg(long, value_name = "ENGINE", hide = true)]
    one: Option<String>,
}

/// The engines of this process.
fn within() -> Result<Vec<Box<dyn Engine>>> {
    Ok(vec![
        Box::new(ours::Demarche::default()),
        Box::new(ours::Demarche::as_given()),
        Box::new(floor::Tantivy::new(false)),
        Box::new(floor::Tantivy::new(true)),
        Box::new(fts5::Fts5::default()),
        #[cfg(feature = "seekstorm")]
        Box::new(seekstorm::SeekStorm::new()?),
    ])
}

/// All there are on this machine.
fn engines(args: &Args) -> Result<Vec<Box<dyn Engine>>> {
    let mut engines = within()?;
    match outside::xapian() {
        Some(xapian) => engines.push(Box::new(xapian)),
        None => eprintln!("xapian: skipped, no Python here has it (Debian: python3-xapian)"),
    }
    match &args.lucene {
        Some(jars) => engines.push(Box::new(outside::lucene(jars, &args.dir)?)),
        None => eprintln!("lucene: skipped, name its jars with --lucene"),
    }
    Ok(engines)
}

/// Engines that read the same index share its folder.
fn folder(engine: &str) -> &str {
    engine.split('+').next().unwrap_or(engine)
}

fn main() -> Result<()> {
    let args = Args::parse();
    let dir = args.dir.join(args.passages.to_string());
    if let Some(name) = &args.one {
        return one(name, &dir);
    }
    if args.check {
        return scan::check(&args.dir.join("check"), args.passages);
    }
    let machine = Machine::this();
    let records = dir.join("records.jsonl");
    let text_bytes = generate(&records, args.passages)?;
    let wanted = |name: &str| args.only.is_empty() || args.only.iter().any(|only| only == name);
    let mut engines: Vec<_> = engines(&args)?.into_iter().filter(|engine| wanted(engine.name())).collect();
    let mut built = Vec::new();
    for engine in &mut engines {
        built.push(build(&mut **engine, &dir, &records, text_bytes, args.reuse)?);
    }
    let asks = |question: &Question| args.kind.as_ref().is_none_or(|kind| question.kind.contains(kind));
    let questions: Vec<Question> = questions().into_iter().filter(asks).collect();
    let asked = measure::ask_all(&mut engines, questions, args.rounds)?;
    let names: Vec<&'static str> = built.iter().map(|built| built.engine).collect();
    let cold =
        names.into_iter().filter_map(|name| cold(name, &dir, &args).transpose()).collect::<Result<_>>()?;
    let run = Run { machine, passages: args.passages, text_bytes, built, cold, asked };
    println!("{}", run.tables());
    if let Some(path) = &args.json {
        serde_json::to_writer(BufWriter::new(File::create(path)?), &run)?;
    }
    Ok(())
}

/// Writes the records, unless they are there; how many bytes their texts have.
fn generate(records: &Path, passages: usize) -> Result<u64> {
    let known = records.with_extension("bytes");
    if let Ok(bytes) = std::fs::read_to_string(&known) {
        return Ok(bytes.trim().parse()?);
    }
    std::fs::create_dir_all(records.parent().context("no folder for the records")?)?;
    eprintln!("writing {passages} statements");
    let mut out = BufWriter::with_capacity(1 << 20, File::create(records)?);
    let bytes = Corpus::write(passages, &mut out)?;
    out.flush()?;
    std::fs::write(known, bytes.to_string())?;
    Ok(bytes)
}

fn build(engine: &mut dyn Engine, dir: &Path, records: &Path, text: u64, reuse: bool) -> Result<Built> {
    let name = engine.name();
    let index = dir.join(folder(name));
    let done = dir.join(format!("{}.built", folder(name)));
    let mut seconds = None;
    if folder(name) != name || reuse && done.exists() {
        engine.open(&index)?;
    } else {
        let _ = std::fs::remove_file(&done);
        if index.exists() {
            std::fs::remove_dir_all(&index)?;
        }
        std::fs::create_dir_all(&index)?;
        eprintln!("{name}: indexing");
        let begun = Instant::now();
        engine.build(records, &index).with_context(|| format!("{name}: indexing"))?;
        seconds = Some(begun.elapsed().as_secs_f64());
        std::fs::write(&done, "")?;
    }
    let bytes = size(&index)?;
    let bytes_per_text_byte = bytes as f64 / text as f64;
    let columns = if index.join("meta.json").exists() { columns(&index)? } else { BTreeMap::new() };
    Ok(Built { engine: name, seconds, bytes, bytes_per_text_byte, parts: engine.parts(), columns })
}

/// What takes how many bytes in an index that tantivy reads.
fn columns(index: &Path) -> Result<BTreeMap<String, u64>> {
    let mut columns: BTreeMap<String, u64> = BTreeMap::new();
    let reader = tantivy::Index::open_in_dir(index)?.reader()?;
    for segment in reader.searcher().space_usage()?.segments() {
        for (part, usage) in [
            ("words", segment.termdict()),
            ("places", segment.postings()),
            ("positions", segment.positions()),
            ("column", segment.fast_fields()),
            ("lengths", segment.fieldnorms()),
        ] {
            for field in usage.fields() {
                let name = format!("{} {part}", field.field_name());
                *columns.entry(name).or_default() += field.total().get_bytes();
            }
        }
        *columns.entry("store".to_owned()).or_default() += segment.store().total().get_bytes();
    }
    Ok(columns)
}

/// The bytes of all files in a folder.
fn size(dir: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        bytes += if entry.file_type()?.is_dir() { size(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(bytes)
}

/// What a process is started for.
const WORDS: &str = "council treaty";

/// Opens an index and answers one question.
fn one(name: &str, dir: &Path) -> Result<()> {
    let mut engines = within()?;
    let engine =
        engines.iter_mut().find(|engine| engine.name() == name).context("there is no such engine")?;
    engine.open(&dir.join(folder(name)))?;
    let words = Words::All(WORDS.split(' ').map(str::to_owned).collect());
    let question = Question { kind: "one", class: String::new(), words, want: Want::Default };
    let answer = engine.ask(&question)?;
    println!("{}", answer.map_or(0, |answer| answer.shown));
    Ok(())
}

/// The median time of a process that answers one question; `None` for engines that are processes anyway.
fn cold(name: &'static str, dir: &Path, args: &Args) -> Result<Option<Cold>> {
    const TIMES: usize = 21;
    if name == "demarche as given" || within()?.iter().all(|engine| engine.name() != name) {
        return Ok(None);
    }
    let mut command = if name == "demarche" {
        if !args.demarche.exists() {
            eprintln!("no cold start of demarche: {} is not there", args.demarche.display());
            return Ok(None);
        }
        let mut command = Command::new(&args.demarche);
        command.arg("--index").arg(dir.join(name)).arg("search").arg(WORDS);
        command
    } else {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["--one", name, "--passages", &args.passages.to_string(), "--dir"]).arg(&args.dir);
        command
    };
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut nanos = Vec::new();
    for _ in 0..TIMES {
        let begun = Instant::now();
        let status = command.status()?;
        nanos.push(begun.elapsed().as_nanos() as u64);
        anyhow::ensure!(status.success(), "{name}: a cold start failed: {command:?}");
    }
    nanos.sort_unstable();
    let milliseconds = measure::percentile(&nanos, 50).unwrap_or_default() as f64 / 1e6;
    Ok(Some(Cold { engine: name, milliseconds }))
}
