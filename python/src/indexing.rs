//! An index is made, or brought up to date with files.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use demarche::index::{self as engine, Progress, Rebuild, Update};
use demarche::read::walk;
use demarche::record::Project;
use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::failure::Failure;
use crate::guard;
use crate::index::Index;
use crate::reading::Reading;
use crate::report::Report;

/// Makes an index of files and folders in the folder `into`, or brings the one there up to date: what is new or changed is
/// read, the rest left. `prune` takes out what is gone from the disk, `rebuild` makes it anew, `strict` stops at the first
/// file or row that cannot be read, and `wait` waits for another process that writes (so many seconds; True: however
/// long). With `progress` what was done is told on standard error; `Index.report` has it in any case. Further keywords say
/// how files are read, as the options of `demarche index` do.
///
/// After Ctrl-C what was whole is kept, and the same call goes on.
#[pyfunction]
#[pyo3(signature = (
    paths: "str | PathLike[str] | Sequence[str | PathLike[str]]",
    into: "str | PathLike[str]" = PathBuf::from(".demarche"),
    *,
    progress = false,
    prune = false,
    rebuild = false,
    strict = false,
    wait: "bool | float" = Wait::default(),
    **reading: "Unpack[ReadingOptions]"
) -> "Index")]
#[allow(clippy::too_many_arguments, reason = "they are Python's keywords")]
pub fn index(
    py: Python<'_>,
    paths: Paths,
    into: PathBuf,
    progress: bool,
    prune: bool,
    rebuild: bool,
    strict: bool,
    wait: Wait,
    reading: Option<&Bound<'_, PyDict>>,
) -> PyResult<Index> {
    let reading = Reading::new(reading)?;
    let mut update = Update::default();
    (update.prune, update.strict, update.wait) = (prune, strict, wait.0);
    let work = Work { paths: paths.0, into, rebuild, reading, update, far: Far::default() };
    let mut teller = progress.then(Teller::default);
    let mut tell = |py: Python<'_>| teller.as_mut().map_or(Ok(()), |teller| teller.tell(py, &work.far));
    let done = guard::run_long(py, &work.far.stopped, &mut tell, || work.run());
    if let Some(teller) = &teller {
        teller.end(py)?;
    }
    let report = done?;
    if progress {
        say(py, &format!("{}\n", report.text))?;
    }
    let index = Index::open_with(py, &work.into, Some(report))?;
    if work.far.stopped.load(Ordering::SeqCst) {
        return Err(PyKeyboardInterrupt::new_err("stopped: what was whole is kept; the same call goes on"));
    }
    Ok(index)
}

/// One path, or several.
pub struct Paths(pub Vec<PathBuf>);

impl<'py> FromPyObject<'_, 'py> for Paths {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if !value.is_instance_of::<PyString>()
            && let Ok(several) = value.extract::<Vec<PathBuf>>()
        {
            return Ok(Self(several));
        }
        Ok(Self(vec![value.extract()?]))
    }
}

/// How long to wait: not at all, however long, or so many seconds.
#[derive(Default)]
pub struct Wait(Duration);

impl<'py> FromPyObject<'_, 'py> for Wait {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(wait) = value.extract::<bool>() {
            return Ok(Self(if wait { Duration::MAX } else { Duration::ZERO }));
        }
        let seconds: f64 = value.extract()?;
        let duration = Duration::try_from_secs_f64(seconds);
        duration.map(Self).map_err(|error| pyo3::exceptions::PyValueError::new_err(error.to_string()))
    }
}

/// One call.
struct Work {
    paths: Vec<PathBuf>,
    into: PathBuf,
    rebuild: bool,
    reading: Reading,
    update: Update,
    far: Far,
}

impl Work {
    fn run(&self) -> Result<Report, Failure> {
        // Names of files are relative to the folder that holds the index.
        let whole = std::path::absolute(&self.into)?;
        let root = whole.parent().unwrap_or(&whole).to_owned();
        let project = Project::nearest(&root, &std::env::current_dir()?)?;
        let (extractor, read) = self.reading.tools(Some(&project), &self.paths)?;
        let mut found = walk(&self.paths, &root);
        found.leave_aside(&project.own_files(), "a file of the project, no text");
        let mut update = self.update.clone();
        update.read = read;
        let bring = |dir: &std::path::Path| {
            let index = engine::Index::create_or_open(dir)?;
            engine::update(&index, &found, &update, &extractor, &self.far)
        };
        let report = match self.rebuild {
            false => bring(&self.into)?,
            true => {
                let rebuilding = Rebuild::begin(&self.into)?;
                let report = bring(rebuilding.dir())?;
                if !report.stopped {
                    rebuilding.finish()?;
                }
                report
            }
        };
        Report::new(&report)
    }
}

/// How far the work has come.
#[derive(Default)]
struct Far {
    files: AtomicUsize,
    bytes: AtomicU64,
    read: AtomicU64,
    stopped: AtomicBool,
}

impl Progress for Far {
    fn start(&self, files: usize, bytes: u64) {
        self.files.store(files, Ordering::Relaxed);
        self.bytes.store(bytes, Ordering::Relaxed);
    }

    fn read(&self, _name: &str, bytes: u64) {
        self.read.fetch_add(bytes, Ordering::Relaxed);
    }

    fn stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }
}

/// Tells on standard error how far the work has come, on one line.
struct Teller {
    last: Instant,
    told: bool,
}

impl Default for Teller {
    fn default() -> Self {
        Self { last: Instant::now(), told: false }
    }
}

impl Teller {
    const EVERY: Duration = Duration::from_millis(500);

    fn tell(&mut self, py: Python<'_>, far: &Far) -> PyResult<()> {
        let bytes = far.bytes.load(Ordering::Relaxed);
        if self.last.elapsed() < Self::EVERY || bytes == 0 {
            return Ok(());
        }
        (self.last, self.told) = (Instant::now(), true);
        let part = 100.0 * far.read.load(Ordering::Relaxed) as f64 / bytes as f64;
        say(py, &format!("\rindexing {} files: {part:.0} % ", far.files.load(Ordering::Relaxed)))
    }

    fn end(&self, py: Python<'_>) -> PyResult<()> {
        if self.told { say(py, "\n") } else { Ok(()) }
    }
}

/// Says something where Python's own messages go, in a notebook too.
fn say(py: Python<'_>, text: &str) -> PyResult<()> {
    let out = py.import("sys")?.getattr("stderr")?;
    out.call_method1("write", (text,))?;
    out.call_method0("flush").map(drop)
}
