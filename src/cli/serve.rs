//! `demarche serve`: the local page.

use std::io::Write;
use std::net::IpAddr;
use std::path::PathBuf;

use clap::Args as Group;
use demarche::extract::Explanation;
use demarche::index::{Index, Progress};
use demarche::model::Statement;
use demarche::output::write_report;
use demarche::web::{Added, Keeper, ReadAgain, ServeError, Server, Settings};

use super::global::Global;
use super::record;
use super::record::again::{Again, bring_again, explain};
use super::{FOUND, Failure, Outcome, index, place, say};

#[derive(Group, Default)]
#[command(after_help = "\
Examples:
  demarche serve                    the index of this folder, in your browser
  demarche serve articles/          a folder of texts: its index is brought up to date first
  demarche serve --port 8080 --no-open
  demarche serve --host 192.168.1.7 --read-only       for others in your network, who may look and change nothing

The page is made on this machine and sends nothing anywhere; Ctrl-C ends it. Without arguments, `demarche` does the
same in a folder that has an index.")]
pub struct ServeArgs {
    /// A folder of texts; its index in FOLDER/.demarche/ is brought up to date first [else the index that is there]
    #[arg(value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
    /// The port [else any that is free]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub port: u16,
    /// The address of this machine at which others reach the page [else this machine alone reaches it]
    #[arg(long, value_name = "ADDR")]
    pub host: Option<IpAddr>,
    /// Let nothing be changed from the page
    #[arg(long)]
    pub read_only: bool,
    /// Do not open the browser
    #[arg(long)]
    pub no_open: bool,
    /// Your own list of names (.toml, .csv), as for a search
    #[arg(long, value_name = "FILE")]
    pub authority: Option<PathBuf>,
}

/// Whether an index lies here: the program shows the page then where it is called without arguments.
pub fn is_meant(global: &Global) -> bool {
    place::find(global).is_ok_and(|dir| Index::lies_in(&dir))
}

/// Shows the page until Ctrl-C.
pub fn run(global: &Global, args: ServeArgs) -> Outcome {
    let dir = match &args.folder {
        Some(folder) => index::bring_corpus(global, folder, place::authority(None)?)?,
        None => place::find(global)?,
    };
    // What is wrong with the index is told here, not first in the browser.
    let held = Index::open(&dir)?.passages()?;
    let here = global.of_index(&dir);
    let mut settings = Settings::new(&dir);
    settings.project = record::project(&here)?;
    let own = args.authority.as_deref().or(settings.project.authority.as_deref());
    settings.authority = place::authority(own)?;
    settings.port = args.port;
    settings.read_only = args.read_only;
    settings.keeper = Some(Box::new(IndexKeeper { global: here, dir }));
    if let Some(host) = args.host {
        settings.host = host;
    }
    let others = !settings.host.is_loopback();
    let server = Server::bind(settings)?;
    let url = server.url();
    let stopper = server.stopper();
    let _ = ctrlc::set_handler(move || stopper.stop());
    writeln!(anstream::stdout(), "{url}")?;
    say(global, format!("{} passages; Ctrl-C ends it", demarche::output::thousands(held as u64)));
    if others {
        say(
            global,
            "WARNING: whoever reaches this address can read all of the index, and without --read-only change your record; \
             nothing is encrypted",
        );
    }
    if !args.no_open {
        open_browser(global, &url);
    }
    server.run()?;
    Ok(FOUND)
}

/// Opens the user's browser; where that cannot be done, the address stands on the terminal.
fn open_browser(global: &Global, url: &str) {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let quiet = std::process::Stdio::null;
    let mut command = std::process::Command::new(program);
    command.args(arguments).arg(url).stdin(quiet()).stdout(quiet()).stderr(quiet());
    if command.spawn().is_err() {
        say(global, "no browser could be opened: open the address above yourself");
    }
}

/// Brings the index up to date with what is changed from the page, by the project's settings.
struct IndexKeeper {
    global: Global,
    dir: PathBuf,
}

impl Keeper for IndexKeeper {
    fn read_again(&self, path: &str) -> Result<ReadAgain, String> {
        let index = Index::open(&self.dir).map_err(|error| error.to_string())?;
        match bring_again(&self.global, &index, path) {
            Ok(Again::Done) => Ok(ReadAgain::Done),
            Ok(Again::Later) => Ok(ReadAgain::Later),
            Ok(Again::Failed(error)) => Err(error.to_string()),
            Err(failure) => Err(failure.message),
        }
    }

    fn explain(&self, path: &str, document: &str) -> Result<Option<Vec<(Statement, Explanation)>>, String> {
        let index = Index::open(&self.dir).map_err(|error| error.to_string())?;
        explain(&self.global, &index, path, document).map_err(|failure| failure.message)
    }

    fn add(&self, paths: &[PathBuf], progress: &dyn Progress) -> Result<Added, String> {
        let report =
            index::add(&self.global, &self.dir, paths, progress).map_err(|failure| failure.message)?;
        let mut said = Vec::new();
        write_report(&mut said, &report).map_err(|error| error.to_string())?;
        let said = anstream::adapter::strip_bytes(&said).into_vec();
        Ok(Added::new(String::from_utf8_lossy(&said).lines().map(str::to_owned).collect()))
    }
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        let hint = match error {
            ServeError::Bind { .. } => {
                "choose another --port, or leave it out; --host is an address of this machine"
            }
            ServeError::Unspecified(_) => "name the one address by which others reach it: --host 192.168.1.7",
            _ => "try again",
        };
        Self::new(error, hint)
    }
}
