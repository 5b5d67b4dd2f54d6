//! `demarche index`: brings an index up to date with files.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args as Group;
use demarche::authority::Authority;
use demarche::extract::Extractor;
use demarche::index::{Holder, Index, IndexError, Progress, Rebuild, Report, Update, update};
use demarche::model::Format;
use demarche::output::write_report;
use demarche::read::{ReadOptions, Skip, SkipCause, walk};
use demarche::record::Project;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::global::Global;
use super::reading::{ReadArgs, format};
use super::stop::Stop;
use super::watch::Watch;
use super::{Failure, Outcome, hints, place, record};

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche index articles/
  demarche index statements.csv --map speaker=Name --map text=Statement
  cat speech.txt | demarche index - --name speech.txt --date 2024-10-09
  demarche index UN/ --speakers Speakers_by_session.xlsx
  demarche index                    what demarche.toml says (docs/research.md)")]
pub struct IndexArgs {
    /// Files, folders, or - for standard input [else the sources that demarche.toml names]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Read every file in this format [else by content and name]
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    pub format: Option<Format>,
    #[command(flatten)]
    pub read: ReadArgs,
    /// The name under which what comes on standard input is kept; its ending may tell the format
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Take out of the index what is gone from the disk
    #[arg(long)]
    pub prune: bool,
    /// Say what would be done, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Go on: read files again each time they change and the changes have settled, until Ctrl-C
    #[arg(long, conflicts_with_all = ["dry_run", "strict", "rebuild"])]
    pub watch: bool,
    /// Wait for another process that writes to the index [for so many seconds]
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true)]
    pub wait: Option<Option<u64>>,
    /// Make the index anew, in place of one of another format or with other settings
    #[arg(long, conflicts_with = "dry_run")]
    pub rebuild: bool,
    /// Stop at the first file or row that cannot be read, and keep nothing of this run
    #[arg(long)]
    pub strict: bool,
    /// Print the report as JSON
    #[arg(long)]
    pub json: bool,
}

impl IndexArgs {
    /// For files that are read on the way to a cluster.
    #[cfg(feature = "cluster")]
    pub fn of(paths: Vec<PathBuf>, read: ReadArgs, prune: bool) -> Self {
        Self {
            paths,
            format: None,
            read,
            name: None,
            prune,
            dry_run: false,
            watch: false,
            wait: None,
            rebuild: false,
            strict: false,
            json: false,
        }
    }
}

/// Indexes the paths.
pub fn run(global: &Global, args: IndexArgs) -> Outcome {
    let dir = place::find(global)?;
    let project = record::project(global)?;
    let paths = match args.paths.is_empty() {
        true => project.sources.clone(),
        false => args.paths,
    };
    if paths.is_empty() {
        return Err(Failure::new(
            "nothing is named to be indexed",
            "name files or folders, or write their names into demarche.toml: sources = [\"articles\"]",
        ));
    }
    let read_args = args.read.with_project(&project)?;
    let extractor = read_args.extractor(&project, &paths)?;
    let corrections = read_args.record(&project, &paths)?;
    let mut own_files = project.own_files();
    own_files.extend(corrections.corrections.files().iter().cloned());
    let mut read = read_args.into_options()?;
    read.format = args.format.or(read.format);
    let mut update = Update::default();
    update.read = read;
    update.prune = args.prune;
    update.strict = args.strict;
    update.dry_run = args.dry_run;
    update.wait = match args.wait {
        None => Duration::ZERO,
        Some(None) => Duration::MAX,
        Some(Some(seconds)) => Duration::from_secs(seconds),
    };
    let root = place::root_of(&dir)?;
    let stop = Stop::listen();
    if args.name.is_some() && !paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(Failure::new(
            "--name is for standard input",
            "name `-` beside it: demarche index - --name NAME",
        ));
    }
    let mut run = Run {
        name: args.name.clone(),
        ..Run::new(global, &dir, &root, &stop, update, &extractor, &own_files)
    };
    if args.watch {
        return watch(&mut run, &paths, args.json);
    }
    let report = if args.rebuild { run.rebuild(&paths)? } else { run.bring(&paths)? };
    tell(global, &report, args.json)?;
    if !args.dry_run && !corrections.corrections.is_empty() && !report.stopped {
        record::corrections::tell(global, &Index::open(&dir)?, &corrections)?;
    }
    if report.stopped {
        say_stopped(global, &report, args.rebuild);
        return Ok(super::STOPPED);
    }
    let held = report.documents + report.copies + report.unchanged + report.removed;
    let would = !report.would.is_empty();
    match &report.skips[..] {
        [skip] if held == 0 && !would => {
            let message = format!("{}: {}", skip.path, skip.reason);
            return Err(Failure::new(message, "check the name and the content of the file"));
        }
        [_, ..] if held == 0 && !would => {
            return Err(Failure::new("nothing could be read", "see the reasons above, file by file"));
        }
        _ => {}
    }
    place::code(held > 0 || would)
}

/// Prints a report.
fn tell(global: &Global, report: &Report, json: bool) -> Result<(), Failure> {
    if json {
        let text = serde_json::to_string_pretty(&report).map_err(std::io::Error::from)?;
        writeln!(std::io::stdout(), "{text}")?;
    } else if !global.quiet {
        write_report(&mut anstream::stdout(), report)?;
        hints::for_report(report).into_iter().for_each(|hint| super::say(global, hint));
        if global.verbose {
            for file in &report.left_aside {
                super::say(global, format!("left aside {}: {}", file.path, file.reason));
            }
        }
    }
    Ok(())
}

/// How to go on where the run was stopped.
fn say_stopped(global: &Global, report: &Report, rebuild: bool) {
    let left = report.not_reached;
    super::say(
        global,
        match rebuild {
            true => "stopped: the index is as it was before; run the same command to begin anew".to_owned(),
            false => format!(
                "stopped: what is counted above is kept, {} left to read; run the same command to go on",
                demarche::output::count(left, "file")
            ),
        },
    );
}

/// Brings the index up to date each time files change, until the user stops it.
fn watch(run: &mut Run<'_>, paths: &[PathBuf], json: bool) -> Outcome {
    if paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(Failure::new("standard input cannot be watched", "name files or folders"));
    }
    // Another run may hold the index for a while: what changed is read when it ends.
    run.update.wait = Duration::MAX;
    let watch = Watch::new(paths, run.dir)?;
    loop {
        let report = match run.bring(paths) {
            Err(_) if run.stop.asked() => break,
            report => report?,
        };
        if report.added + report.replaced + report.removed > 0 || report.stopped {
            tell(run.global, &report, json)?;
        }
        if report.stopped {
            say_stopped(run.global, &report, false);
        }
        super::say(run.global, "watching; Ctrl-C ends it");
        if !watch.wait(run.stop) {
            break;
        }
    }
    Ok(super::FOUND)
}

/// Makes the index in `dir` anew from the paths, and says where the old one is kept.
pub fn mend(global: &Global, dir: &Path, paths: &[PathBuf], read: ReadArgs) -> Result<PathBuf, Failure> {
    let project = record::project(global)?;
    let read = read.with_project(&project)?;
    let extractor = read.extractor(&project, paths)?;
    let mut update = Update::default();
    update.read = read.into_options()?;
    let (root, stop, own_files) = (place::root_of(dir)?, Stop::listen(), project.own_files());
    let run = Run::new(global, dir, &root, &stop, update, &extractor, &own_files);
    let rebuilding = Rebuild::begin(dir)?;
    let report = run.try_bring(rebuilding.dir(), paths)?;
    tell(global, &report, false)?;
    if report.stopped {
        return Err(Failure::new("stopped: the damaged index is as it was", "run the same command again"));
    }
    Ok(rebuilding.finish_keeping()?)
}

/// Brings the folder's own index up to date before a search in it.
pub fn bring_corpus(global: &Global, corpus: &Path, authority: Arc<Authority>) -> Result<PathBuf, Failure> {
    if !corpus.is_dir() {
        let message = format!("{} is not a folder", corpus.display());
        return Err(Failure::new(message, "name the folder that holds your texts after --corpus"));
    }
    let dir = corpus.join(place::FOLDER);
    let root = std::path::absolute(corpus)?;
    let project = Project::open(&root)?.unwrap_or_else(|| Project::without_file(&root));
    let read = ReadArgs::default().with_project(&project)?;
    let extractor = read.extractor(&project, &[])?;
    let extractor = if project.authority.is_some() { extractor } else { extractor.with_authority(authority) };
    let mut update = Update::default();
    update.read = read.into_options()?;
    update.prune = true;
    let (stop, own_files) = (Stop::listen(), project.own_files());
    let run = Run::new(global, &dir, &root, &stop, update, &extractor, &own_files);
    let sources = if project.sources.is_empty() { std::slice::from_ref(&root) } else { &project.sources[..] };
    match run.try_bring(&dir, sources) {
        Ok(report) => {
            if !global.quiet && report.added + report.replaced + report.removed > 0 {
                write_report(&mut anstream::stderr(), &report)?;
            }
            if report.stopped {
                super::say(global, "stopped: the answer is from what was read until then");
            }
            let away = |skip: &&Skip| matches!(skip.cause, Some(SkipCause::FolderGone { .. }));
            for skip in report.skips.iter().filter(away) {
                super::say(global, format!("{}: {}", skip.path, skip.reason));
            }
        }
        Err(error @ IndexError::Locked { .. }) => {
            super::say(global, format!("{error}; the answer is from what it has committed"));
        }
        Err(error @ IndexError::ReadOnly(_)) if dir.join("demarche.json").exists() => {
            super::say(global, format!("{error}; the answer is from what it holds"));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(dir)
}

/// Brings the index up to date with one file.
pub fn bring_file(
    global: &Global,
    dir: &Path,
    file: &Path,
    read: ReadOptions,
    extractor: &Extractor,
) -> Result<(), IndexError> {
    let mut options = Update::default();
    options.read = read;
    let root = dir.parent().unwrap_or(dir);
    let found = walk(&[file.to_owned()], root);
    let bar = Bar::new(global.quiet, Stop::listen());
    let done = update(&Index::create_or_open(dir)?, &found, &options, extractor, &bar).map(drop);
    bar.bar.finish_and_clear();
    done
}

/// Reads files and folders into an index, by the settings of its project.
#[cfg(feature = "web")]
pub fn add(
    global: &Global,
    dir: &Path,
    paths: &[PathBuf],
    progress: &dyn Progress,
) -> Result<Report, Failure> {
    let project = record::project(global)?;
    let read = ReadArgs::default().with_project(&project)?;
    let extractor = read.extractor(&project, paths)?;
    let mut update = Update::default();
    update.read = read.into_options()?;
    let (root, stop, own_files) = (place::root_of(dir)?, Stop::default(), project.own_files());
    let run = Run::new(global, dir, &root, &stop, update, &extractor, &own_files);
    Ok(run.bring_telling(dir, paths, progress)?)
}

/// Why a file of the record is left aside.
pub const OWN_FILE: &str = "a file of the project, no text";

/// What the runs of one command share.
struct Run<'a> {
    global: &'a Global,
    dir: &'a Path,
    /// The folder that names of files are relative to.
    root: &'a Path,
    stop: &'a Stop,
    update: Update,
    extractor: &'a Extractor,
    /// What standard input is called.
    name: Option<String>,
    /// Files of the record, which are no texts.
    own_files: &'a [PathBuf],
}

impl<'a> Run<'a> {
    fn new(
        global: &'a Global,
        dir: &'a Path,
        root: &'a Path,
        stop: &'a Stop,
        update: Update,
        extractor: &'a Extractor,
        own_files: &'a [PathBuf],
    ) -> Self {
        Self { global, dir, root, stop, update, extractor, name: None, own_files }
    }

    fn bring(&self, paths: &[PathBuf]) -> Result<Report, Failure> {
        Ok(self.try_bring(self.dir, paths)?)
    }

    /// Makes the index anew from the paths; the old one stands until the new one is whole.
    fn rebuild(&self, paths: &[PathBuf]) -> Result<Report, Failure> {
        let rebuilding = Rebuild::begin(self.dir)?;
        let report = self.try_bring(rebuilding.dir(), paths)?;
        if !report.stopped && !self.update.dry_run {
            rebuilding.finish()?;
        }
        Ok(report)
    }

    fn try_bring(&self, dir: &Path, paths: &[PathBuf]) -> Result<Report, IndexError> {
        let bar = Bar::new(self.global.quiet, self.stop.clone());
        let report = self.bring_telling(dir, paths, &bar);
        bar.bar.finish_and_clear();
        report
    }

    /// Brings an index up to date, and tells how far that is.
    fn bring_telling(
        &self,
        dir: &Path,
        paths: &[PathBuf],
        progress: &dyn Progress,
    ) -> Result<Report, IndexError> {
        let mut found = walk(paths, self.root);
        if let Some(name) = &self.name {
            found.name_standard_input(name);
        }
        found.leave_aside(self.own_files, OWN_FILE);
        // Nothing is made by a run that only says what it would do.
        let index = match (self.update.dry_run, dir.join("demarche.json").exists()) {
            (true, false) => Index::in_memory()?,
            (true, true) => Index::open(dir)?,
            (false, _) => Index::create_or_open(dir)?,
        };
        let mut report = update(&index, &found, &self.update, self.extractor, progress)?;
        hints::add_to_skips(&mut report.skips);
        hints::add_to_skips(&mut report.remarks);
        Ok(report)
    }
}

/// A progress bar on standard error, on a terminal only; not drawn before the work ahead is known.
struct Bar {
    bar: ProgressBar,
    quiet: bool,
    stop: Stop,
}

impl Bar {
    fn new(quiet: bool, stop: Stop) -> Self {
        Self { bar: ProgressBar::hidden(), quiet, stop }
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

    fn read(&self, name: &str, bytes: u64) {
        self.bar.set_message(demarche::output::plain(name));
        self.bar.inc(bytes);
    }

    fn committed(&self, files: usize) {
        self.bar.set_prefix(format!("{files} files committed"));
    }

    fn waiting(&self, holder: Option<&Holder>) {
        if !self.quiet {
            let who = holder.map(|holder| format!(": {holder}")).unwrap_or_default();
            let _ = writeln!(anstream::stderr(), "waiting for another process that writes to the index{who}");
        }
    }

    fn broken_off(&self, holder: &Holder) {
        if !self.quiet {
            let _ = writeln!(
                anstream::stderr(),
                "note: an earlier run ({holder}) did not end in order; what it had committed is kept, this run completes it"
            );
        }
    }

    fn stopped(&self) -> bool {
        self.stop.asked()
    }
}
