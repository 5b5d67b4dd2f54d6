//! `demarche export`: the index as files for another engine.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args as Group, ValueEnum};
use demarche::cluster::{Address, PushOptions, export};
use demarche::output::count;

use super::super::global::Global;
use super::super::{Failure, Outcome, place};

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche export --format opensearch --name debates -o debates/
  curl -X PUT  https://HOST:9200/debates -H 'Content-Type: application/json' --data-binary @debates/debates.mapping.json
  curl -X POST https://HOST:9200/_bulk -H 'Content-Type: application/x-ndjson' --data-binary @debates/debates.0001.ndjson

The files are the mappings of three indices, and statements and words as lines for the bulk interface.")]
pub struct ExportArgs {
    /// For which engine
    #[arg(long, value_name = "ENGINE", default_value = "opensearch")]
    pub format: Engine,
    /// The name that the index is to have
    #[arg(long, value_name = "NAME", default_value = demarche::cluster::DEFAULT_NAME)]
    pub name: String,
    /// The folder to write into; it is made where it is not there
    #[arg(short, long, value_name = "FOLDER")]
    pub output: PathBuf,
    /// Into how many shards the index is to be divided
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub shards: u32,
    /// How many copies of each shard it is to have
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub replicas: u32,
}

/// An engine that files are written for.
#[derive(Clone, Copy, ValueEnum)]
pub enum Engine {
    /// OpenSearch, and Elasticsearch
    Opensearch,
}

/// Writes.
pub fn run(global: &Global, args: ExportArgs) -> Outcome {
    let Engine::Opensearch = args.format;
    // The files are for no cluster in particular.
    let address = Address::read("http://localhost:9200", Some(&args.name)).map_err(Failure::from)?;
    let mut options = PushOptions::default();
    (options.shards, options.replicas) = (args.shards, args.replicas);
    let done = export(&place::open(global)?, &address, &options, &args.output)?;
    let (statements, words) = (count(done.statements, "statement"), count(done.words, "word"));
    let mut out = anstream::stdout();
    writeln!(out, "{statements} and {words} in {} in {}", count(done.files, "file"), args.output.display())?;
    place::code(done.statements > 0)
}
