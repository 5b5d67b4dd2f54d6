//! `demarche push`: statements to a cluster.

use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use clap::Args as Group;
use demarche::cluster::{Address, PushOptions, PushProgress, PushedSearch, push};
use demarche::index::Index;
use demarche::output::count;

use super::super::global::Global;
use super::super::reading::ReadArgs;
use super::super::research::saved;
use super::super::stop::Stop;
use super::super::{FOUND, Failure, Outcome, STOPPED, index, place, say};

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche push --to https://search.example.org:9200 --name debates articles/ speeches.jsonl
  demarche push --to https://a:9200,https://b:9200 --name debates --from .demarche
  demarche --index https://search.example.org:9200/debates search ceasefire

Files are read into an index on this machine first, as `demarche index` does, and its statements are sent: what the cluster
has already is not sent again, and after a break the same command sends the rest. Name and password come from
DEMARCHE_CLUSTER_USER and DEMARCHE_CLUSTER_PASSWORD, or from the file that DEMARCHE_CLUSTER_NETRC names. docs/cluster.md says
more.")]
pub struct PushArgs {
    /// The cluster: the address of a node, or of several with commas between
    #[arg(long, value_name = "URL")]
    pub to: String,
    /// The name of the index there [else statements]
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Files and folders to be read first [else the index as it stands]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The index on this machine [else the nearest .demarche/]
    #[arg(long, value_name = "DIR")]
    pub from: Option<PathBuf>,
    #[command(flatten)]
    pub read: ReadArgs,
    /// Take out what this origin pushed and is gone here
    #[arg(long)]
    pub prune: bool,
    /// Who pushes: --prune leaves alone what others pushed [else the name of this machine]
    #[arg(long, value_name = "NAME")]
    pub origin: Option<String>,
    /// How many requests are under way at once
    #[arg(long, value_name = "N", default_value_t = 4)]
    pub threads: usize,
    /// Into how many shards a new index is divided
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub shards: u32,
    /// How many copies of each shard a new index has
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub replicas: u32,
    /// Print the report as JSON
    #[arg(long)]
    pub json: bool,
}

/// Sends.
pub fn run(global: &Global, args: PushArgs) -> Outcome {
    let address = Address::read(&args.to, args.name.as_deref())?;
    let dir = match &args.from {
        Some(dir) => dir.clone(),
        None => place::find(global)?,
    };
    let mut here = global.on(&dir);
    here.quiet |= args.json;
    if !args.paths.is_empty() {
        // What is wrong with a file is told; the others are sent.
        match index::run(&here, index::IndexArgs::of(args.paths, args.read, args.prune))? {
            STOPPED => return Ok(STOPPED),
            _ => say(global, format!("sending to {}", address.nodes.join(", "))),
        }
    }
    let local = Index::open(&dir)?;
    let mut options = PushOptions::default();
    options.prune = args.prune;
    options.threads = args.threads;
    (options.shards, options.replicas) = (args.shards, args.replicas);
    options.origin = args.origin.unwrap_or(options.origin);
    options.searches = searches(&here, &local)?;
    let progress = Progress { stop: Stop::listen(), quiet: global.quiet, sent: AtomicU64::default() };
    let done = push(&local, &address, &options, &progress)?;
    if args.json {
        let text = serde_json::to_string_pretty(&done).map_err(std::io::Error::from)?;
        writeln!(std::io::stdout(), "{text}")?;
    } else {
        let mut out = anstream::stdout();
        let (files, unchanged) = (count(done.files, "file"), count(done.unchanged, "file"));
        let (added, replaced) = (count(done.added, "statement"), count(done.replaced, "statement"));
        writeln!(out, "{files} sent, {unchanged} there already: {added} added, {replaced} sent again")?;
        if done.taken_out + done.removed > 0 {
            let (out_of, removed) = (count(done.taken_out, "statement"), count(done.removed, "file"));
            writeln!(out, "{out_of} taken out; {removed} gone")?;
        }
        for news in &done.news {
            let found = count(news.statements.len() as u64, "new statement");
            let name = demarche::output::plain(&news.name);
            writeln!(out, "{name}: {found}{}", if news.statements.is_empty() { "" } else { ":" })?;
            news.statements.iter().try_for_each(|id| writeln!(out, "  {id}"))?;
        }
        let rate = (done.added + done.replaced) as f64 / done.seconds.max(0.001);
        say(global, format!("{:.1} s ({rate:.0} statements/s)", done.seconds));
    }
    if done.stopped {
        say(global, "stopped: what was sent is kept; run the same command to go on");
        return Ok(STOPPED);
    }
    Ok(FOUND)
}

/// The saved searches of the project; one that is not understood any more is told.
fn searches(global: &Global, local: &Index) -> Result<Vec<PushedSearch>, Failure> {
    let mut understood = Vec::new();
    for (name, search) in saved::all(global)? {
        match search.and_then(|(query, filters)| Ok((query, filters.understood(global, local)?))) {
            Ok((query, filters)) => understood.push(PushedSearch { name, query, filters }),
            Err(failure) => say(global, format!("{name}: {}; it is kept as it is", failure.message)),
        }
    }
    Ok(understood)
}

struct Progress {
    stop: Stop,
    quiet: bool,
    sent: AtomicU64,
}

impl PushProgress for Progress {
    fn sent(&self, statements: u64) {
        const EVERY: u64 = 10_000;
        let before = self.sent.fetch_add(statements, Ordering::Relaxed);
        let after = before + statements;
        if !self.quiet && before / EVERY < after / EVERY {
            // Where nobody listens there is nobody to tell.
            let _ = writeln!(anstream::stderr(), "{} sent", count(after, "statement"));
        }
    }

    fn stopped(&self) -> bool {
        self.stop.asked()
    }
}
