//! The command line: see `demarche --help`.
#![forbid(unsafe_code)]

mod cli;

/// Many threads make and drop many small things: this allocator is faster at it than the system's, and leaves
/// fewer gaps.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    keep_readers_quiet();
    cli::main()
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
