//! The command line: parses, calls the library, prints. One file a subcommand. Beside [`run`] nothing of it is for
//! other programs.

mod args;
mod check;
mod cite;
mod cluster;
mod collocates;
mod compact;
mod delete;
mod doctor;
mod echoes;
mod eval;
mod exclusions;
mod extract;
mod facets;
mod filters;
mod global;
mod hints;
mod index;
mod kwic;
#[cfg(feature = "mcp")]
mod mcp;
mod names;
mod offices;
mod original;
mod people;
mod place;
mod quote;
mod reading;
mod record;
mod research;
mod search;
#[cfg(feature = "web")]
mod serve;
mod show;
mod stats;
mod stop;
mod tables;
mod timeline;
mod verify;
mod watch;

use std::ffi::OsString;
use std::io::Write;

use clap::{CommandFactory, Parser};

use args::{Args, Command};
use global::Global;

/// Something was found, or done.
const FOUND: u8 = 0;
/// Nothing was found.
const NOTHING: u8 = 1;
/// The usage or the input is wrong.
const WRONG: u8 = 2;
/// The run was stopped by Ctrl-C; what was whole is kept.
const STOPPED: u8 = 130;

/// What a command ends with: an exit code, or a message for the user.
type Outcome = Result<u8, Failure>;

/// A message and what to do next.
struct Failure {
    message: String,
    /// What was typed, and below it a mark where it is wrong.
    place: Option<(String, String)>,
    hint: Option<String>,
}

impl Failure {
    fn new(message: impl std::fmt::Display, hint: impl Into<String>) -> Self {
        Self { message: message.to_string(), place: None, hint: Some(hint.into()) }
    }
}

impl From<demarche::index::IndexError> for Failure {
    fn from(mut error: demarche::index::IndexError) -> Self {
        use demarche::index::IndexError as E;
        if let E::Strict(skip) = &mut error {
            hints::add_to_skip(skip);
        }
        let hint = match &error {
            E::Missing(_) => {
                "make one with `demarche index FOLDER`, or name one with `--index DIR`".to_owned()
            }
            E::Version { found, expected, made_by, .. } if *found > u64::from(*expected) => {
                format!(
                    "use {made_by} or later, or make another index with `--index DIR`; this one is not touched"
                )
            }
            E::Version { .. } | E::Settings { .. } => {
                "make it anew with `demarche index --rebuild FOLDER`; your files are not touched".to_owned()
            }
            E::Locked { .. } => {
                "wait for it to end with `--wait`, or search meanwhile: searches go on".to_owned()
            }
            E::NotOurs { .. } => {
                "name a folder of its own for the index with `--index DIR`, or move that away".to_owned()
            }
            E::Stopped => "run the same command again".to_owned(),
            E::Io { .. } => "check that it exists and that you may read and write there".to_owned(),
            E::Full(_) => {
                "make room on that disk and run the same command again: what was committed before is kept, \
                 and the rest is completed; or make an index on another disk with `--index DIR`"
                    .to_owned()
            }
            E::ReadOnly(_) => {
                "search it as it is; to change it, see that you may write in its folder, or make one of your \
                 own elsewhere with `demarche --index DIR index FOLDER`"
                    .to_owned()
            }
            E::Engine(_) => {
                "run `demarche verify` to see whether the index is whole; what was committed before is kept"
                    .to_owned()
            }
            #[cfg(feature = "cluster")]
            E::Cluster(error) => cluster::hint(error).to_owned(),
            E::Damaged(_) => "make the index anew from your files".to_owned(),
            E::Strict(_) => {
                "mend that place, or leave out --strict to skip it; nothing of this run was kept".to_owned()
            }
        };
        Self { message: error.to_string(), place: None, hint: Some(hint) }
    }
}

impl From<demarche::query::QueryError> for Failure {
    fn from(error: demarche::query::QueryError) -> Self {
        Self { place: Some(error.marked()), ..Self::new(&error, hints::for_query(&error)) }
    }
}

impl From<demarche::search::SearchError> for Failure {
    fn from(error: demarche::search::SearchError) -> Self {
        match error {
            demarche::search::SearchError::Index(error) => error.into(),
            demarche::search::SearchError::Output(error) => error.into(),
            demarche::search::SearchError::Query(error) => error.into(),
            demarche::search::SearchError::Filter(error) => {
                Self::new(hints::filter(&error), "no filter is ever dropped: mend it or leave it out")
            }
            error @ demarche::search::SearchError::LongQuotation { .. } => {
                Self::new(error, "check its paragraphs one by one")
            }
        }
    }
}

impl From<demarche::record::RecordError> for Failure {
    fn from(error: demarche::record::RecordError) -> Self {
        let hint = match error {
            demarche::record::RecordError::Io { .. } => {
                "check that it exists and that you may read and write there"
            }
            _ => "mend that line (docs/research.md says how the file is written); nothing was changed",
        };
        Self::new(error, hint)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        // `demarche search … | head` closes our output: that is the end, not a failure.
        if is_broken_pipe(&error) {
            return Self { message: String::new(), place: None, hint: None };
        }
        Self::new(error, "check where the output goes")
    }
}

/// Whether the reader of our output went away; also where a table's writer says so.
fn is_broken_pipe(error: &std::io::Error) -> bool {
    let table = error.get_ref().and_then(|inner| inner.downcast_ref::<csv::Error>());
    match table.map(csv::Error::kind) {
        Some(csv::ErrorKind::Io(error)) => is_broken_pipe(error),
        _ => error.kind() == std::io::ErrorKind::BrokenPipe,
    }
}

/// Runs the program with these arguments, the first of which is its name, and gives its exit code: 0 found or done,
/// 1 nothing found, 2 a usage or input error, 130 stopped by Ctrl-C.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    keep_readers_quiet();
    let mut command = Args::command();
    command.build();
    let (args, excluded) = exclusions::apart(&command, arguments.into_iter().collect());
    #[cfg(feature = "web")]
    let args = if args.len() == 1 && serve::is_meant(&Global::default()) {
        vec![args[0].clone(), "serve".into()]
    } else {
        args
    };
    let Args { global, command } = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => {
            // Where the output is closed there is nobody to tell.
            let _ = error.print();
            return u8::try_from(error.exit_code()).unwrap_or(WRONG);
        }
    };
    global.color.write_global();
    for word in &excluded {
        let left_out = word.trim_start_matches('-');
        say(&global, format!("note: `{word}` leaves out what holds `{left_out}` or is said by or about it"));
    }
    let outcome = match command {
        Command::Index(args) => index::run(&global, args),
        Command::Search(args) => search::run(&global, args),
        Command::Extract(args) => extract::run(&global, args),
        Command::Eval(args) => eval::run(&global, args),
        Command::Cite(args) => cite::run(&global, args),
        #[cfg(feature = "cluster")]
        Command::Push(args) => cluster::push::run(&global, args),
        #[cfg(feature = "cluster")]
        Command::Export(args) => cluster::export::run(&global, args),
        Command::Collocates(args) => collocates::run(&global, args),
        Command::Facets(args) => facets::run(&global, args),
        Command::Kwic(args) => kwic::run(&global, args),
        Command::Echoes(args) => echoes::run(&global, args),
        Command::Original(args) => original::run(&global, args),
        #[cfg(feature = "mcp")]
        Command::Mcp(args) => mcp::run(&global, args),
        Command::Check(args) => check::run(&global, args),
        Command::Quote(args) => quote::run(&global, args),
        Command::Show(args) => show::run(&global, args),
        Command::Names(args) => names::run(&global, args),
        Command::People(args) => people::run(&global, args),
        Command::Timeline(args) => timeline::run(&global, args),
        Command::Correct(args) => record::correct::run(&global, args),
        Command::Corrections(args) => record::corrections::run(&global, args),
        Command::Tag(args) => record::note::tag(&global, args),
        Command::Note(args) => record::note::note(&global, args),
        Command::Collect(args) => record::note::collect(&global, args),
        Command::Codes(args) => record::codes::run(&global, args),
        Command::Collection(args) => record::collection::run(&global, args),
        Command::Sample(args) => research::sample::run(&global, args),
        Command::Agree(args) => research::agree::run(&global, args),
        Command::Score(args) => research::score::run(&global, args),
        Command::Save(args) => research::saved::save(&global, args),
        Command::Saved(args) => research::saved::list(&global, args),
        Command::News(args) => research::saved::news(&global, args),
        Command::Log(args) => research::log::run(&global, args),
        #[cfg(feature = "web")]
        Command::Serve(args) => serve::run(&global, args),
        Command::Stats(args) => stats::run(&global, args),
        Command::Delete(args) => delete::run(&global, args),
        Command::Compact(args) => compact::run(&global, args),
        Command::Doctor(args) => doctor::run(&global, args),
        Command::Verify(args) => verify::run(&global, args),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Args::command(), "demarche", &mut std::io::stdout());
            Ok(FOUND)
        }
        Command::Man => man(),
    };
    match outcome {
        Ok(code) => code,
        Err(failure) if failure.message.is_empty() => FOUND,
        Err(failure) => {
            let mut err = anstream::stderr();
            let red = anstyle::Style::new().bold().fg_color(Some(anstyle::AnsiColor::Red.into()));
            let _ = writeln!(err, "{red}error:{red:#} {}", demarche::output::plain(&failure.message));
            if let Some((typed, mark)) = failure.place {
                let _ = writeln!(err, "  {typed}\n  {mark}");
            }
            if let Some(hint) = failure.hint {
                let _ = writeln!(err, "  try: {}", demarche::output::plain(&hint));
            }
            WRONG
        }
    }
}

/// Where a damaged file makes a reader's library panic, it is caught and told as a skip: that is all there is to say.
fn keep_readers_quiet() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some(demarche::read::READER_THREAD) {
            usual(panic);
        }
    }));
}

fn man() -> Outcome {
    clap_mangen::Man::new(Args::command()).render(&mut std::io::stdout())?;
    Ok(FOUND)
}

/// Says what was repaired in a query, and what was cut short when it was searched.
fn say_notes(global: &Global, query: &demarche::query::Query, notes: &[String]) {
    for note in query.notes.iter().map(|note| &note.text).chain(notes) {
        say(global, format!("note: {note}"));
    }
}

/// Columns of the terminal; `$COLUMNS` where there is none.
fn width() -> usize {
    let asked = || std::env::var("COLUMNS").ok()?.parse().ok();
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)).or_else(asked).unwrap_or(80)
}

/// Says something that is no result, on standard error, unless told to be quiet.
fn say(global: &Global, message: impl std::fmt::Display) {
    if !global.quiet {
        let _ = writeln!(anstream::stderr(), "{}", demarche::output::plain(&message.to_string()));
    }
}
