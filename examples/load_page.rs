//! How fast the local page answers many at once: `cargo run --release --example load_page -- HOST:PORT [SECONDS [CLIENTS]]`.
//!
//! Each client asks one page after the other over a connection that stays open, in an order of its own. The time of a page is
//! from the first byte of the request to the last of the answer. Where the server runs on this machine and `DEMARCHE_PID`
//! names its process, its largest memory is told too.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What is asked: words of several frequencies, filters, pages, and every way of looking at what is found.
fn pages() -> Vec<(&'static str, String)> {
    let words = [
        "ceasefire",
        "sanctions",
        "climate change",
        "\"red line\"",
        "health care",
        "economy jobs",
        "Ukraine",
        "Israel Gaza",
    ];
    let mut pages: Vec<(&'static str, String)> =
        vec![("home", "/".into()), ("corpus", "/corpus".into()), ("everything", "/search".into())];
    for words in words {
        let q = words.replace(' ', "+").replace('"', "%22");
        pages.push(("search", format!("/search?q={q}")));
        pages.push(("search, second page", format!("/search?q={q}&page=2")));
        pages.push(("search, newest first", format!("/search?q={q}&sort=-date")));
        pages.push(("search, a year", format!("/search?q={q}&from=2023&to=2023")));
        pages.push(("search, not narration", format!("/search?q={q}&not_kind=narration")));
        pages.push(("timeline", format!("/timeline?q={q}")));
        pages.push(("timeline by speaker", format!("/timeline?q={q}&split=speaker")));
        pages.push(("concordance", format!("/concordance?q={q}")));
        pages.push(("collocates", format!("/collocates?q={q}")));
        pages.push(("values", format!("/facets/entity?q={q}")));
    }
    pages
}

/// Pages of documents and speakers, as a search names them.
fn found(host: &str) -> Result<Vec<(&'static str, String)>, Failure> {
    let mut client = Client::new(host)?;
    let (_, body) = client.get("/search?q=ceasefire")?;
    let body = String::from_utf8(body)?.replace("&amp;", "&");
    let mut pages = Vec::new();
    for part in body.split("href=\"").skip(1) {
        let href = part.split(['"', '#']).next().unwrap_or_default();
        let kind = match href {
            href if href.starts_with("/document/") && href.contains("q=") => "document",
            href if href.starts_with("/cite/") => "citation",
            href if href.starts_with("/search?") && href.contains("speaker=") => "search, one speaker",
            _ => continue,
        };
        pages.push((kind, href.to_owned()));
    }
    Ok(pages)
}

struct Client {
    host: String,
    stream: BufReader<TcpStream>,
}

impl Client {
    fn new(host: &str) -> Result<Self, Failure> {
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        Ok(Self { host: host.to_owned(), stream: BufReader::new(stream) })
    }

    /// The status and the body of a page.
    fn get(&mut self, path: &str) -> Result<(u16, Vec<u8>), Failure> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host);
        self.stream.get_mut().write_all(request.as_bytes())?;
        let (mut status, mut length) = (0, 0);
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line)? == 0 {
                return Err("the connection was closed".into());
            }
            if let Some(code) = line.strip_prefix("HTTP/1.1 ") {
                status = code.split(' ').next().unwrap_or_default().parse()?;
            } else if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse()?;
            } else if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok((status, body))
    }
}

/// How long each request of a client took, by kind of page, and how many were not answered as they should be.
type Run = (Vec<(&'static str, Duration)>, usize);

fn main() -> Result<(), Failure> {
    let mut args = std::env::args().skip(1);
    let host = args.next().ok_or("name the host and port of the page")?;
    let seconds: u64 = args.next().map_or(Ok(60), |text| text.parse())?;
    let clients: u64 = args.next().map_or(Ok(8), |text| text.parse())?;
    let mut all = pages();
    all.extend(found(&host)?);
    // Each page once: the cache is warm from then on.
    let mut client = Client::new(&host)?;
    for (_, path) in &all {
        client.get(path)?;
    }
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut times: BTreeMap<&'static str, Vec<Duration>> = BTreeMap::new();
    let mut wrong = 0;
    std::thread::scope(|scope| -> Result<(), Failure> {
        let runs: Vec<_> = (0..clients)
            .map(|seed| {
                let (all, host) = (&all, &host);
                scope.spawn(move || -> Result<Run, Failure> {
                    let mut random = fastrand::Rng::with_seed(seed);
                    let mut client = Client::new(host)?;
                    let (mut times, mut wrong) = (Vec::new(), 0);
                    while Instant::now() < end {
                        let (kind, path) = &all[random.usize(..all.len())];
                        let began = Instant::now();
                        let (status, _) = client.get(path)?;
                        times.push((*kind, began.elapsed()));
                        wrong += usize::from(status != 200);
                    }
                    Ok((times, wrong))
                })
            })
            .collect();
        for run in runs {
            let (run, not_200) = run.join().map_err(|_| "a client failed")??;
            wrong += not_200;
            run.into_iter().for_each(|(kind, time)| times.entry(kind).or_default().push(time));
        }
        Ok(())
    })?;
    let every: Vec<Duration> = times.values().flatten().copied().collect();
    println!("{:<24} {:>7} {:>9} {:>9} {:>9}", "page", "asked", "median", "p99", "longest");
    for (kind, mut times) in times.into_iter().chain([("all", every)]) {
        times.sort_unstable();
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
        let (median, p99, longest) = (at(0.5), at(0.99), at(1.0));
        println!("{kind:<24} {:>7} {median:>6.1} ms {p99:>6.1} ms {longest:>6.1} ms", times.len());
    }
    println!("not answered with 200: {wrong}");
    if let Ok(pid) = std::env::var("DEMARCHE_PID") {
        let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
        status.lines().filter(|line| line.starts_with("VmHWM")).for_each(|line| println!("{line}"));
    }
    Ok(())
}
