//! What all requests share: where the index is, the view of it as it stands, and who may change what.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicU64, AtomicUsize};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;

use super::answer::{Answer, Trouble};
use super::asked::Asked;
use super::kept::{Kept, MOST_BYTES, Weighed};
use super::latest::{Dated, Latest};
use crate::authority::Authority;
use crate::extract::Explanation;
use crate::index::{Index, IndexError, Progress, Stats, StoredFile};
use crate::model::Statement;
use crate::query::{Filters, Query};
use crate::record::Project;
use crate::search::{SearchError, Searcher};

/// A page waits so long for its turn, and takes so long at most.
const LONGEST_WAIT: Duration = Duration::from_secs(20);
const LONGEST_WORK: Duration = Duration::from_secs(60);

/// So many tables are written at once while they are sent.
const EXPORTS_AT_ONCE: usize = 2;

/// So many pages are made at once, each on a thread of its own: a thread keeps memory for the next page.
pub(super) fn pages_at_once() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

/// What a page is made of, and who may ask for it.
#[non_exhaustive]
pub struct Settings {
    /// The folder of the index.
    pub index: PathBuf,
    /// The project: where the record lies.
    pub project: Project,
    /// The user's own list of names.
    pub authority: Arc<Authority>,
    /// The address to listen at.
    pub host: IpAddr,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// Whether nothing may be changed.
    pub read_only: bool,
    /// Who brings the index up to date with what is changed; without one, the next `demarche index` does.
    pub keeper: Option<Box<dyn Keeper>>,
}

impl Settings {
    /// A page of an index, for this machine alone, at any free port.
    pub fn new(index: impl Into<PathBuf>) -> Self {
        let index = index.into();
        let folder = index.parent().unwrap_or(Path::new("")).to_owned();
        Self {
            project: Project::without_file(&folder),
            index,
            authority: Authority::shared(),
            host: IpAddr::from([127, 0, 0, 1]),
            port: 0,
            read_only: false,
            keeper: None,
        }
    }
}

/// Brings the index up to date for the page, with the settings that its files are read by.
pub trait Keeper: Send + Sync {
    /// Reads a file of the index again, by its name there.
    ///
    /// # Errors
    /// A sentence for the user, where it could not be done; what was written down stays written.
    fn read_again(&self, path: &str) -> Result<ReadAgain, String>;

    /// The statements of a document, each with the rules that gave its values, worked out anew from the file of that name;
    /// `None` where the file is not as it was when it was indexed, or is too large to be read at once.
    ///
    /// # Errors
    /// A sentence for the user.
    fn explain(&self, path: &str, document: &str) -> Result<Option<Vec<(Statement, Explanation)>>, String>;

    /// Reads files and folders into the index, and tells how far it is.
    ///
    /// # Errors
    /// A sentence for the user.
    fn add(&self, paths: &[PathBuf], progress: &dyn Progress) -> Result<Added, String>;
}

/// Whether a file was read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadAgain {
    /// It was: every answer follows from now on.
    Done,
    /// It was not, for it is large, gone, or was read in another way: the next index run does it.
    Later,
}

/// What came of files that were added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Added {
    /// Sentences for the user: what was added, what was skipped and why.
    pub said: Vec<String>,
}

impl Added {
    /// What is said of it.
    pub fn new(said: Vec<String>) -> Self {
        Self { said }
    }
}

/// A run that adds files, or the last one that did.
pub(super) struct Adding {
    /// What is added, as the page calls it.
    pub called: String,
    /// What was told before it began.
    pub told: Vec<String>,
    pub began: Instant,
    pub progress: Arc<Reading>,
    /// How long it took, and what came of it.
    pub done: Option<(Duration, Result<Added, String>)>,
}

/// How far a run is.
#[derive(Default)]
pub(super) struct Reading {
    /// Files and bytes there are to read; none before that is known.
    pub files: AtomicUsize,
    pub bytes: AtomicU64,
    /// Files and bytes of them that are read.
    pub files_read: AtomicUsize,
    pub bytes_read: AtomicU64,
}

impl Progress for Reading {
    fn start(&self, files: usize, bytes: u64) {
        self.files.store(files, Relaxed);
        self.bytes.store(bytes, Relaxed);
    }

    fn read(&self, _: &str, bytes: u64) {
        self.bytes_read.fetch_add(bytes, Relaxed);
    }

    fn done(&self, _: &str) {
        self.files_read.fetch_add(1, Relaxed);
    }
}

/// What all requests share.
pub(super) struct Site {
    pub settings: Settings,
    /// What a request may name as its host, each with the port.
    pub hosts: Vec<String>,
    /// What every change must bear: nobody else's page knows it.
    pub token: String,
    /// Files that are being added, or were last.
    pub adding: Mutex<Option<Adding>>,
    /// Files are stored for one at a time.
    pub uploads: Semaphore,
    /// Places for tables that are written while they are sent.
    pub exports: Arc<Semaphore>,
    latest: Arc<Latest<View>>,
    turns: Arc<Semaphore>,
}

/// What one request asks.
pub(super) struct Call {
    pub path: String,
    pub asked: Asked,
    /// The fields of a form that changes something.
    pub form: Vec<(String, String)>,
}

impl Call {
    /// The last part of the path.
    pub fn last(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The value of a form's field; empty where there is none.
    pub fn field(&self, name: &str) -> &str {
        self.form.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }
}

/// A page: what is asked, to its answer.
pub(super) type Page = fn(&View, &Call) -> Result<Answer, Trouble>;

/// The index as it stands, for one request.
pub(super) struct View {
    pub site: Arc<Site>,
    pub index: Index,
    pub searcher: Searcher,
    /// The number of its last commit.
    pub generation: u64,
    /// Counts, timelines, collocates and lines, by what is asked of them.
    kept: Kept,
    stats: OnceLock<Arc<Stats>>,
    files: OnceLock<Arc<Vec<StoredFile>>>,
}

impl Site {
    pub fn new(settings: Settings, hosts: Vec<String>, token: String) -> Self {
        Self {
            settings,
            hosts,
            token,
            adding: Mutex::default(),
            uploads: Semaphore::new(1),
            exports: Arc::new(Semaphore::new(EXPORTS_AT_ONCE)),
            latest: Arc::default(),
            turns: Arc::new(Semaphore::new(pages_at_once())),
        }
    }

    /// The index was written from here: the next page is made from it as it stands.
    pub fn changed(&self) {
        self.latest.forget_older();
    }

    /// Runs a page on a thread for work that reads disks: few at a time, and none without end.
    pub async fn run(self: Arc<Self>, page: Page, call: Call) -> Result<Answer, Trouble> {
        let turn = tokio::time::timeout(LONGEST_WAIT, Arc::clone(&self.turns).acquire_owned()).await;
        let Ok(Ok(turn)) = turn else {
            return Err(Trouble::busy("too many pages are asked for", "try again"));
        };
        let site = Arc::clone(&self);
        let work = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let shared = Arc::clone(&site);
            let view = site.latest.view(|older| View::open(shared, older))?;
            let answer = page(&view, &call);
            if !call.form.is_empty() {
                site.changed();
            }
            answer
        });
        let hint = "ask for less at once: fewer pages, a shorter time, more filters";
        match tokio::time::timeout(LONGEST_WORK, work).await {
            Ok(Ok(done)) => done,
            Ok(Err(_)) => Err(Trouble::fault("this page could not be made", "please report what you asked")),
            Err(_) => Err(Trouble::busy("this takes too long", hint)),
        }
    }
}

impl Dated for View {
    fn number(&self) -> u64 {
        self.generation
    }

    fn is_current(&self) -> bool {
        self.index.generation().is_ok_and(|now| now == self.generation)
    }
}

impl View {
    /// Opens the index as it stands, with what pages of an older state have read.
    fn open(site: Arc<Site>, older: Option<&Self>) -> Result<Self, IndexError> {
        let index = Index::open(&site.settings.index)?;
        let generation = index.generation()?;
        index.reload()?;
        let searcher = index.searcher().map_err(|error| match error {
            SearchError::Index(error) => error,
            other => IndexError::Damaged(other.to_string()),
        })?;
        let kept = Kept::new(MOST_BYTES);
        let (stats, files) = (OnceLock::new(), OnceLock::new());
        let view = Self { site, index, searcher, generation, kept, stats, files };
        if let Some(older) = older {
            view.warm(older);
        }
        Ok(view)
    }

    /// Reads what pages of an older state had read, so that none waits for it. What cannot be read is told by the page that
    /// needs it.
    fn warm(&self, older: &Self) {
        if older.stats.get().is_some() {
            let _ = self.stats();
        }
        if older.files.get().is_some() {
            let _ = self.files();
        }
        let mut filters = Filters { speakers: vec!["the speaker".to_owned()], ..Filters::default() };
        let _ = self.searcher.understand(&mut filters, &self.site.settings.authority);
    }

    /// What is asked, the names of speakers understood.
    pub fn question(&self, asked: &Asked) -> Result<(Query, Filters), Trouble> {
        let (query, mut filters) = (asked.query()?, asked.filters()?);
        if !filters.speakers.is_empty() || !filters.not_speakers.is_empty() {
            self.searcher.understand(&mut filters, &self.site.settings.authority)?;
        }
        Ok((query, filters))
    }

    /// What was made for that key, or is made now, kept for the pages that follow.
    pub fn kept<T: Weighed>(
        &self,
        key: String,
        make: impl FnOnce() -> Result<T, Trouble>,
    ) -> Result<Arc<T>, Trouble> {
        self.kept.get_or_make(key, make)
    }

    /// What the index holds, counted once.
    pub fn stats(&self) -> Result<Arc<Stats>, Trouble> {
        if let Some(stats) = self.stats.get() {
            return Ok(Arc::clone(stats));
        }
        let stats = Arc::new(self.index.stats()?);
        Ok(Arc::clone(self.stats.get_or_init(|| stats)))
    }

    /// The files that the index was made from, in the order of their names; read once.
    pub fn files(&self) -> Result<Arc<Vec<StoredFile>>, Trouble> {
        if let Some(files) = self.files.get() {
            return Ok(Arc::clone(files));
        }
        let mut files = self.index.files()?;
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Arc::clone(self.files.get_or_init(|| Arc::new(files))))
    }

    /// Whether a person may change something here.
    pub fn may_change(&self) -> bool {
        !self.site.settings.read_only
    }
}
