//! The server: connections, few at a time, each with the time and room that a page needs and no more.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::sync::{Notify, Semaphore};

use super::routes;
use super::site::{Settings, Site, pages_at_once};

/// So many connections at once; others wait.
const MOST_CONNECTIONS: usize = 128;
/// A request's head takes so long at most, and so many bytes.
const LONGEST_HEAD: Duration = Duration::from_secs(15);
const LARGEST_HEAD: usize = 32 << 10;
/// After a connection that could not be taken, as where files are short, so long is waited.
const PAUSE: Duration = Duration::from_millis(50);

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The address cannot be listened at.
    #[error("{address}: {source}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The address stands for all of the machine's: requests could not be told from those of other pages.
    #[error("{0} stands for every address of this machine")]
    Unspecified(std::net::IpAddr),
    /// The system refuses what a server needs.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The system gives no random bytes.
    #[error("no random bytes: {0}")]
    Random(getrandom::Error),
}

/// A server that listens, and answers when it is [run](Server::run).
///
/// ```
/// use demarche::web::{Server, Settings};
///
/// let server = Server::bind(Settings::new(".demarche"))?;
/// assert!(server.url().starts_with("http://127.0.0.1:"));
/// let stopper = server.stopper();
/// let running = std::thread::spawn(move || server.run());
/// stopper.stop();
/// running.join().unwrap()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    site: Arc<Site>,
    stop: Arc<Notify>,
}

/// Ends a server from another thread.
#[derive(Clone)]
pub struct Stopper(Arc<Notify>);

impl Stopper {
    /// Ends it: no new connection is taken.
    pub fn stop(&self) {
        self.0.notify_one();
    }
}

impl Server {
    /// Begins to listen.
    ///
    /// # Errors
    /// Where the address cannot be listened at, or stands for all addresses.
    pub fn bind(settings: Settings) -> Result<Self, ServeError> {
        if settings.host.is_unspecified() {
            return Err(ServeError::Unspecified(settings.host));
        }
        let wanted = SocketAddr::new(settings.host, settings.port);
        let bind = |source| ServeError::Bind { address: wanted, source };
        let listener = TcpListener::bind(wanted).map_err(bind)?;
        let address = listener.local_addr()?;
        listener.set_nonblocking(true)?;
        let site = Arc::new(Site::new(settings, hosts(address), token()?));
        Ok(Self { listener, address, site, stop: Arc::new(Notify::new()) })
    }

    /// The address of the first page.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// What ends it.
    pub fn stopper(&self) -> Stopper {
        Stopper(Arc::clone(&self.stop))
    }

    /// Answers until it is stopped.
    ///
    /// # Errors
    /// Where the system refuses what a server needs.
    pub fn run(self) -> Result<(), ServeError> {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().max_blocking_threads(pages_at_once()).build()?;
        let done = runtime.block_on(self.accept());
        // Work that goes on is let go: nothing that is written is written by halves.
        runtime.shutdown_background();
        done
    }

    async fn accept(self) -> Result<(), ServeError> {
        let listener = tokio::net::TcpListener::from_std(self.listener)?;
        let app = TowerToHyperService::new(routes::router(&self.site));
        let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
        let stopped = self.stop.notified();
        tokio::pin!(stopped);
        loop {
            let taken = async {
                // The semaphore is never closed.
                let place = Arc::clone(&room).acquire_owned().await.ok();
                (place, listener.accept().await)
            };
            let (place, stream) = tokio::select! {
                (place, stream) = taken => (place, stream),
                () = &mut stopped => return Ok(()),
            };
            let Ok((stream, _)) = stream else {
                tokio::time::sleep(PAUSE).await;
                continue;
            };
            let app = app.clone();
            tokio::spawn(async move {
                let mut http = http1::Builder::new();
                http.timer(TokioTimer::new()).header_read_timeout(LONGEST_HEAD).max_buf_size(LARGEST_HEAD);
                // Whoever went away, or sent what is no request, is owed nothing.
                let _ = http.serve_connection(TokioIo::new(stream), app).await;
                drop(place);
            });
        }
    }
}

/// What a request may name as its host: this address, and for one of the machine's own also its name.
fn hosts(address: SocketAddr) -> Vec<String> {
    let mut names = vec![address.to_string()];
    if address.ip().is_loopback() {
        names.push(format!("localhost:{}", address.port()));
    }
    if address.port() == 80 {
        names.extend(names.clone().iter().map(|name| name.trim_end_matches(":80").to_owned()));
    }
    names
}

/// 128 bits that nobody can guess, in hexadecimal digits.
fn token() -> Result<String, ServeError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(ServeError::Random)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
