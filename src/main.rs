//! The command line: see `demarche --help`.
#![forbid(unsafe_code)]

mod cli;

/// Many threads make and drop many small things: this allocator is faster at it than the system's, and leaves
/// fewer gaps.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::main()
}
