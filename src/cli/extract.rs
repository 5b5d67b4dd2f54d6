//! `demarche extract`: what the indexer would store, without an index.

use std::io::Write;
use std::path::PathBuf;

use clap::Args as Group;
use demarche::extract::{Explanation, Extractor};
use demarche::model::{Document, Statement};
use demarche::read::{ReadOptions, Skip, SourceFile, read, walk};
use rayon::prelude::*;
use serde::Serialize;

use super::global::Global;
use super::index::OWN_FILE;
use super::reading::ReadArgs;
use super::{Failure, Outcome, hints, place, record};

#[derive(Group)]
pub struct ExtractArgs {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub read: ReadArgs,
    /// Say of each value which rule gave it and which words it rests on
    #[arg(long)]
    pub explain: bool,
    /// The form of the output; JSONL is the only one
    #[arg(long, value_name = "FORMAT", default_value = "jsonl", value_parser = ["jsonl"])]
    pub format: String,
}

/// The JSON of one statement.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    document: &'a str,
    kind: demarche::model::Kind,
    speaker: Option<&'a demarche::model::Speaker>,
    #[serde(skip_serializing_if = "<[demarche::model::Speaker]>::is_empty")]
    speakers: &'a [demarche::model::Speaker],
    date: &'a demarche::model::StatementDate,
    topics: &'a [String],
    #[serde(skip_serializing_if = "<[demarche::model::TopicEvidence]>::is_empty")]
    topic_evidence: &'a [demarche::model::TopicEvidence],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    forms: &'a [String],
    entities: &'a [demarche::model::Entity],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    corrected: Vec<&'a demarche::model::Corrected>,
    title: Option<&'a str>,
    source: Option<&'a str>,
    url: Option<&'a str>,
    path: &'a str,
    start: usize,
    end: usize,
    text: &'a str,
    attributions: &'a [demarche::model::Attribution],
    #[serde(skip_serializing_if = "Option::is_none")]
    explain: Option<&'a Explanation>,
}

/// Files that are read at the same time have no more bytes than this together, archives and all.
const AT_ONCE_BYTES: u64 = 4 << 20;
/// And are no more than this.
const AT_ONCE: usize = 256;

/// Prints the statements of the files as JSONL, in the order of the files. Small files are read several at once; a large
/// one goes straight to the output, so that it takes the memory of its longest document.
pub fn run(global: &Global, args: ExtractArgs) -> Outcome {
    let project = record::project(global)?;
    let read_args = args.read.with_project(&project)?;
    let extractor = read_args.extractor(&project, &args.paths)?;
    let options = read_args.into_options()?;
    let mut found = walk(&args.paths, &place::here()?);
    found.leave_aside(&project.own_files(), OWN_FILE);
    let mut out = std::io::BufWriter::new(std::io::stdout());
    let printer = Printer { extractor: &extractor, options: &options, explain: args.explain };
    let mut told = Told { skips: found.skips, ..Told::default() };
    let mut files = &found.files[..];
    while !files.is_empty() {
        let (now, later) = files.split_at(together(files));
        files = later;
        if let [file] = now {
            told.add(printer.file(file, &mut out)?);
            continue;
        }
        let read = |file: &SourceFile| {
            let mut lines = Vec::new();
            printer.file(file, &mut lines).map(|told| (lines, told))
        };
        for one in now.par_iter().map(read).collect::<Vec<_>>() {
            let (lines, file) = one?;
            out.write_all(&lines)?;
            told.add(file);
        }
    }
    out.flush()?;
    told.print()
}

/// How many files from the first on are read at the same time.
fn together(files: &[SourceFile]) -> usize {
    let mut bytes = 0;
    let small = |file: &&SourceFile| {
        bytes += file.size;
        !file.is_standard_input() && bytes <= AT_ONCE_BYTES
    };
    files.iter().take(AT_ONCE).take_while(small).count().max(1)
}

/// What is told of files beside their statements.
#[derive(Default)]
struct Told {
    statements: u64,
    skips: Vec<Skip>,
    remarks: Vec<Skip>,
}

impl Told {
    fn add(&mut self, other: Told) {
        self.statements += other.statements;
        self.skips.extend(other.skips);
        self.remarks.extend(other.remarks);
    }

    fn print(self) -> Outcome {
        let Told { statements, mut skips, mut remarks } = self;
        let mut err = anstream::stderr();
        let nothing = statements == 0 && !skips.is_empty();
        hints::add_to_skips(&mut skips);
        hints::add_to_skips(&mut remarks);
        let skips = skips.iter().map(|skip| ("skipped", skip));
        for (what, skip) in skips.chain(remarks.iter().map(|remark| ("note:", remark))) {
            let text = format!("{what} {}: {}", skip.place(), skip.reason);
            writeln!(err, "{}", demarche::output::plain(&text))?;
        }
        if nothing {
            return Err(Failure::new("nothing could be read", "see the reasons above, file by file"));
        }
        place::code(statements > 0)
    }
}

/// How files are read and printed.
struct Printer<'a> {
    extractor: &'a Extractor,
    options: &'a ReadOptions,
    explain: bool,
}

impl Printer<'_> {
    /// Prints the statements of one file.
    fn file(&self, file: &SourceFile, out: &mut dyn Write) -> std::io::Result<Told> {
        let (mut told, mut failed) = (Told::default(), None);
        let done = read(file, self.options, &mut |document| {
            let document = self.extractor.correct(document);
            let mut one = |statement: &Statement, explanation: Option<&Explanation>| {
                told.statements += 1;
                if failed.is_none() {
                    failed = print(out, &document, statement, explanation).err();
                }
            };
            if self.explain {
                let explained = self.extractor.explain(&document);
                explained.iter().for_each(|(statement, explanation)| one(statement, Some(explanation)));
            } else {
                self.extractor.extract(&document).iter().for_each(|statement| one(statement, None));
            }
        });
        match done {
            Ok(report) => {
                told.skips.extend(report.skips);
                told.remarks.extend(report.remarks);
            }
            Err(error) => told.skips.push(error.skip(&file.name)),
        }
        failed.map_or(Ok(told), Err)
    }
}

fn print(
    out: &mut dyn Write,
    document: &Document,
    statement: &Statement,
    explain: Option<&Explanation>,
) -> std::io::Result<()> {
    let line = Line {
        id: &statement.id,
        document: &statement.document,
        kind: statement.kind,
        speaker: statement.speaker.as_ref(),
        speakers: &statement.speakers,
        date: &statement.date,
        topics: &statement.topics,
        topic_evidence: &statement.topic_evidence,
        forms: &document.forms,
        entities: &statement.entities,
        tags: &statement.tags,
        corrected: statement.corrected.iter().chain(&document.corrected).collect(),
        title: document.title.as_deref(),
        source: document.source.as_deref(),
        url: document.url.as_deref(),
        path: &document.path,
        start: statement.span.start,
        end: statement.span.end,
        text: &statement.text,
        attributions: &statement.attributions,
        explain,
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}
