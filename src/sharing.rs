//! Sharing: on Windows a file that another program has open just now may be refused to be replaced, removed or opened.
//! That passes: it is waited for, and is no lack of rights.

use std::io;
use std::time::{Duration, Instant};

/// How long what is held open is waited for.
const WAIT: Duration = Duration::from_millis(1500);
const STEP: Duration = Duration::from_millis(10);

/// Does work with files, again and again as long as another program stands in its way.
pub(crate) fn waited<T>(mut work: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    waited_where(is_conflict, &mut work)
}

fn waited_where<T>(
    conflict: impl Fn(&io::Error) -> bool,
    work: &mut dyn FnMut() -> io::Result<T>,
) -> io::Result<T> {
    let begun = Instant::now();
    loop {
        match work() {
            Err(error) if conflict(&error) && begun.elapsed() < WAIT => std::thread::sleep(STEP),
            done => return done,
        }
    }
}

/// Whether another program stands in the way: access denied (a file that is being removed, or replaced while it is open),
/// a sharing violation, a locked part of a file. Other systems know no such thing.
fn is_conflict(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_way_is_waited_for_and_nothing_else() {
        let mut tries = 0;
        let mut work = || {
            tries += 1;
            if tries < 3 { Err(io::Error::from(io::ErrorKind::ResourceBusy)) } else { Ok(tries) }
        };
        let busy = |error: &io::Error| error.kind() == io::ErrorKind::ResourceBusy;
        assert_eq!(waited_where(busy, &mut work).unwrap(), 3);
        let mut tries = 0;
        let missing = waited(|| {
            tries += 1;
            Err::<(), _>(io::Error::from(io::ErrorKind::NotFound))
        });
        assert_eq!((missing.unwrap_err().kind(), tries), (io::ErrorKind::NotFound, 1));
    }
}
