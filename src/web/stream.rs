//! Answers that are written while they are sent: however long one is, a bounded part of it is held.

use std::io::{self, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use hyper::body::Frame;
use tokio::runtime::Handle;
use tokio::sync::mpsc;

use super::answer::{Answer, Trouble};
use super::site::Site;

/// So many bytes are sent at once, and so many of these parts wait for whoever takes them.
const PART: usize = 64 << 10;
const WAITING: usize = 4;
/// Who takes nothing for so long is gone.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Answers with what `write` writes, on a thread of its own. Where it fails the answer breaks off, so that nobody takes a part for
/// the whole.
pub(super) fn streamed(
    site: &Arc<Site>,
    kind: &'static str,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send + 'static,
) -> Result<Answer, Trouble> {
    let Ok(place) = Arc::clone(&site.exports).try_acquire_owned() else {
        return Err(Trouble::busy("other tables are being taken away", "wait until these are done"));
    };
    let (send, parts) = mpsc::channel(WAITING);
    let taker = Handle::current();
    std::thread::spawn(move || {
        let _place = place;
        let mut out = Sender { send, taker, part: Vec::with_capacity(PART) };
        if let Err(error) = write(&mut out).and_then(|()| out.flush()) {
            // Who went away is told nothing.
            let _ = out.give(Err(error));
        }
    });
    Ok(Answer { body: Body::new(Parts(parts)), ..Answer::new(kind, Vec::new()) })
}

/// Parts as they come.
struct Parts(mpsc::Receiver<io::Result<Bytes>>);

impl hyper::body::Body for Parts {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.0.poll_recv(context).map(|part| part.map(|part| part.map(Frame::data)))
    }
}

/// Gathers what is written into parts, and waits for whoever takes them.
struct Sender {
    send: mpsc::Sender<io::Result<Bytes>>,
    taker: Handle,
    part: Vec<u8>,
}

impl Sender {
    fn give(&self, part: io::Result<Bytes>) -> io::Result<()> {
        let given = async { tokio::time::timeout(LONGEST_WAIT, self.send.send(part)).await };
        match self.taker.block_on(given) {
            Ok(Ok(())) => Ok(()),
            _ => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }
}

impl Write for Sender {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.part.extend_from_slice(bytes);
        if self.part.len() >= PART {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.part.is_empty() {
            return Ok(());
        }
        let part = std::mem::replace(&mut self.part, Vec::with_capacity(PART));
        self.give(Ok(part.into()))
    }
}
