//! `demarche index`: brings an index up to date with files.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use demarche::authority::Authority;
use demarche::extract::Extractor;
use demarche::index::{Index, Progress, Report, Update, update};
use demarche::output::write_report;
use demarche::read::{ReadOptions, walk};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::{Global, IndexArgs};
use super::{Failure, Outcome, place};

/// Indexes the paths.
pub fn run(global: &Global, args: IndexArgs) -> Outcome {
    let dir = place::find(global)?;
    let extractor = place::extractor(&args.read)?;
    let mut read = place::read_options(args.read)?;
    read.format = args.format.or(read.format);
    let settings = Update { read, prune: args.prune, strict: args.strict };
    let root = place::root_of(&dir)?;
    let report = bring(global, (&dir, &root), &args.paths, &settings, &extractor)?;
    if args.json {
        let text = serde_json::to_string_pretty(&report).map_err(std::io::Error::from)?;
        writeln!(std::io::stdout(), "{text}")?;
    } else if !global.quiet {
        write_report(&mut anstream::stdout(), &report)?;
        if global.verbose {
            for file in &report.left_aside {
                super::say(global, format!("left aside {}: {}", file.path, file.reason));
            }
        }
    }
    let held = report.documents + report.unchanged + report.removed;
    match &report.skips[..] {
        [skip] if held == 0 => {
            let message = format!("{}: {}", skip.path, skip.reason);
            return Err(Failure::new(message, "check the name and the content of the file"));
        }
        [_, ..] if held == 0 => {
            return Err(Failure::new("nothing could be read", "see the reasons above, file by file"));
        }
        _ => {}
    }
    place::code(held > 0)
}

/// Brings the folder's own index up to date before a search in it.
pub fn bring_corpus(global: &Global, corpus: &Path, authority: Arc<Authority>) -> Result<PathBuf, Failure> {
    if !corpus.is_dir() {
        let message = format!("{} is not a folder", corpus.display());
        return Err(Failure::new(message, "name the folder that holds your texts after --corpus"));
    }
    let dir = corpus.join(place::FOLDER);
    let root = std::path::absolute(corpus)?;
    let extractor = Extractor::new(authority);
    let settings = Update { read: ReadOptions::default(), prune: true, strict: false };
    let report = bring(global, (&dir, &root), std::slice::from_ref(&root), &settings, &extractor)?;
    if !global.quiet && report.added + report.replaced + report.removed > 0 {
        write_report(&mut anstream::stderr(), &report)?;
    }
    Ok(dir)
}

fn bring(
    global: &Global,
    (dir, root): (&Path, &Path),
    paths: &[PathBuf],
    settings: &Update,
    extractor: &Extractor,
) -> Result<Report, Failure> {
    let found = walk(paths, root);
    let index = Index::create_or_open(dir)?;
    let bar = Bar::new(global.quiet);
    let report = update(&index, found, settings, extractor, &bar);
    bar.bar.finish_and_clear();
    Ok(report?)
}

/// A progress bar on standard error, on a terminal only; not drawn before the work ahead is known.
struct Bar {
    bar: ProgressBar,
    quiet: bool,
}

impl Bar {
    fn new(quiet: bool) -> Self {
        Self { bar: ProgressBar::hidden(), quiet }
    }
}

impl Progress for Bar {
    fn start(&self, files: usize, bytes: u64) {
        let template =
            "{prefix} {bar:24} {bytes}/{total_bytes} {binary_bytes_per_sec}, {eta} left  {wide_msg}";
        // The template is fixed: `unwrap_or_else` is for the type only.
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        self.bar.set_style(style);
        self.bar.set_prefix(format!("indexing {files} files"));
        self.bar.set_length(bytes);
        if !self.quiet {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    fn done(&self, name: &str, bytes: u64) {
        self.bar.set_message(demarche::output::plain(name));
        self.bar.inc(bytes);
    }
}
