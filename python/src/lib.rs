//! demarche for Python: a thin layer over the library.
//!
//! What Python sees is made here and named by `package/demarche/__init__.py`; nothing is worked out. Work that reads
//! disk or takes long goes through [`guard`], which lets other threads of Python run and turns faults into exceptions.
#![forbid(unsafe_code)]

mod arrow;
mod asked;
mod counts;
mod facts;
mod failure;
mod guard;
mod hit;
mod html;
mod index;
mod indexing;
mod kwic;
mod questions;
mod quotations;
mod reading;
mod report;
mod scan;
mod statement;
mod text;
mod timeline;
mod typed;

#[pyo3::pymodule]
mod _demarche {
    use std::ffi::OsString;

    use pyo3::prelude::*;

    #[pymodule_export]
    use super::counts::{Collocate, Collocates, FacetValue, Facets};
    #[pymodule_export]
    use super::facts::{Date, Entity, NameMatch, Speaker};
    #[pymodule_export]
    use super::hit::{Hit, Results};
    #[pymodule_export]
    use super::index::{Index, open};
    #[pymodule_export]
    use super::indexing::index;
    #[pymodule_export]
    use super::kwic::{Kwic, Line};
    #[pymodule_export]
    use super::quotations::{Echoes, Finding, Review, check};
    #[pymodule_export]
    use super::report::{Report, Skip};
    #[pymodule_export]
    use super::scan::{Batch, Scan};
    #[pymodule_export]
    use super::statement::{Statement, extract};
    #[pymodule_export]
    use super::timeline::{Bin, Burst, Event, Gap, Timeline};

    #[pymodule_export]
    #[allow(non_upper_case_globals, reason = "Python calls it so")]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    /// Runs the command line with these arguments, the first of which is the program's name; its exit code.
    #[pyfunction]
    #[pyo3(name = "_main")]
    fn main(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
        py.detach(|| demarche::cli::run(arguments))
    }

    /// Raises what a fault of the program raises: to see that it reaches nobody as anything else.
    #[pyfunction]
    #[pyo3(name = "_fault")]
    fn fault(py: Python<'_>) -> PyResult<()> {
        super::guard::run(py, || panic!("made on purpose"))
    }

    #[pymodule_init]
    fn init() -> PyResult<()> {
        super::guard::keep_faults();
        Ok(())
    }
}
