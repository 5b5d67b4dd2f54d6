//! The command line: see `demarche --help`.
#![forbid(unsafe_code)]

/// Many threads make and drop many small things: this allocator is faster at it than the system's, and leaves
/// fewer gaps.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    demarche::cli::run(std::env::args_os()).into()
}
