//! Push: an index's statements to a cluster, file by file; what is there already as it should be is not sent again.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Instant, SystemTime};

use serde::Serialize;
use serde_json::{Value, json};

use super::address::Address;
use super::client::{Client, Method, reason_of};
use super::error::ClusterError;
use super::excerpt::check;
use super::mapping;
use super::records::{FileRecord, Records};
use super::searches::{PushedSearch, SearchNews, Watch};
use super::sender::{Sender, Sent};
use crate::index::schema::held::HeldStatement;
use crate::index::{Index, Snapshot, StoredFile};

/// Files with so many statements together are completed before others are begun.
const STATEMENTS_AT_ONCE: u64 = 20_000;

/// How to push.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PushOptions {
    /// Who pushes: files that another pushed are never taken out.
    pub origin: String,
    /// Whether statements of files that are gone are taken out.
    pub prune: bool,
    /// How many requests are under way at once.
    pub threads: usize,
    /// Into how many parts a new index is divided.
    pub shards: u32,
    /// How many copies of each part a new index has.
    pub replicas: u32,
    /// Searches that new statements are held against.
    pub searches: Vec<PushedSearch>,
}

impl Default for PushOptions {
    fn default() -> Self {
        let origin = gethostname::gethostname().to_string_lossy().into_owned();
        Self { origin, prune: false, threads: 4, shards: 3, replicas: 1, searches: Vec::new() }
    }
}

/// Told while statements are pushed.
pub trait PushProgress: Sync {
    /// So many statements more are in the cluster.
    fn sent(&self, _statements: u64) {}

    /// Whether to stop after the files that are under way.
    fn stopped(&self) -> bool {
        false
    }
}

impl PushProgress for () {}

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Pushed {
    /// Files whose statements were sent.
    pub files: u64,
    /// Files that were there as they are.
    pub unchanged: u64,
    /// Files that were taken out.
    pub removed: u64,
    /// Statements that were not there before.
    pub added: u64,
    /// Statements that were there and were sent again, with what changed.
    pub replaced: u64,
    /// Statements that are no more in their files, and were taken out.
    pub taken_out: u64,
    /// Documents that a busy cluster refused at first.
    pub again: u64,
    /// Whether it was stopped before the end.
    pub stopped: bool,
    /// What saved searches find among the statements that were not there before.
    pub news: Vec<SearchNews>,
    /// Seconds it took.
    pub seconds: f64,
}

/// Brings an index of a cluster up to date with a local one.
///
/// # Errors
/// Whatever keeps the cluster from taking a statement. What was sent stays; the next push sends the rest.
pub fn push(
    index: &Index,
    address: &Address,
    options: &PushOptions,
    progress: &dyn PushProgress,
) -> Result<Pushed, ClusterError> {
    let begun = Instant::now();
    let client = Client::new(&address.nodes)?;
    create(&client, address, options)?;
    let watch = Watch::begin(&client, address, index, options)?;
    let snapshot = index.snapshot();
    let records = Records { client: &client, address, origin: &options.origin };
    let sender = Sender::new(&client, address, watch.as_ref());
    let mut push = Push { snapshot: &snapshot, options, records, sender, progress, done: Pushed::default() };
    let mut files = snapshot.files()?;
    files.sort_by(|a, b| a.name.cmp(&b.name));
    for files in chunks(&files) {
        if progress.stopped() {
            push.done.stopped = true;
            break;
        }
        push.files(files)?;
    }
    if options.prune && !push.done.stopped {
        push.prune(&files)?;
    }
    let Push { mut done, .. } = push;
    refresh(&client, &[&address.name, &address.files(), &address.words()])?;
    if let Some(watch) = watch {
        done.news = watch.news(index)?;
    }
    done.seconds = begun.elapsed().as_secs_f64();
    Ok(done)
}

struct Push<'a> {
    snapshot: &'a Snapshot,
    options: &'a PushOptions,
    records: Records<'a>,
    sender: Sender<'a>,
    progress: &'a dyn PushProgress,
    done: Pushed,
}

/// A file, and what it holds now.
struct Changed<'f> {
    file: &'f StoredFile,
    content: String,
    statements: u64,
}

impl Push<'_> {
    /// Sends of some files those whose statements are not in the cluster as they are here.
    fn files(&mut self, files: &[StoredFile]) -> Result<(), ClusterError> {
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        let known = self.records.of(&names)?;
        let mut changed = Vec::new();
        for file in files {
            let (content, statements) = self.content(file)?;
            match known.get(&file.name) {
                Some(record) if record.content == content => self.done.unchanged += 1,
                // Two machines may have a file of one name.
                Some(record) if record.origin != self.options.origin => {
                    let (file, origin) = (file.name.clone(), record.origin.clone());
                    return Err(ClusterError::OtherOrigin { file, origin });
                }
                _ => changed.push(Changed { file, content, statements }),
            }
        }
        if changed.is_empty() {
            return Ok(());
        }
        // Until all of a file is there its record says so: what a broken push left is found by it.
        self.records
            .write(changed.iter().map(|one| FileRecord::unfinished(&one.file.name, &self.options.origin)))?;
        let sent = self.send(&changed)?;
        self.done.added += sent.added;
        self.done.replaced += sent.replaced;
        self.done.again += sent.again;
        let before: Vec<&Changed<'_>> =
            changed.iter().filter(|one| known.contains_key(&one.file.name)).collect();
        self.done.taken_out += self.take_out_stale(&before)?;
        let now = milliseconds();
        self.records.write(changed.iter().map(|one| FileRecord {
            file: one.file.name.clone(),
            content: one.content.clone(),
            statements: one.statements,
            origin: self.options.origin.clone(),
            pushed: now,
        }))?;
        self.done.files += changed.len() as u64;
        Ok(())
    }

    /// A hash of all that a file's statements are, and how many they are.
    fn content(&self, file: &StoredFile) -> Result<(String, u64), ClusterError> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&mapping::FORMAT.to_le_bytes());
        hasher.update(file.copy_of.as_deref().unwrap_or_default().as_bytes());
        let mut statements = 0;
        self.snapshot.statements_of_file(&file.name, &mut |held: HeldStatement| {
            statements += 1;
            let bytes = serde_json::to_vec(&held);
            hasher.update(&bytes.map_err(|error| ClusterError::Answer(error.to_string()))?);
            Ok::<_, ClusterError>(())
        })?;
        Ok((hasher.finalize().to_hex()[..32].to_owned(), statements))
    }

    /// Sends the statements of files: one thread reads them, several make documents of them and send these.
    fn send(&self, files: &[Changed<'_>]) -> Result<Sent, ClusterError> {
        const BATCH: usize = 200;
        let threads = self.options.threads.max(1);
        let (batches, waiting) = std::sync::mpsc::sync_channel::<(Vec<HeldStatement>, &str)>(threads);
        let waiting = Mutex::new(waiting);
        let broken = AtomicBool::new(false);
        std::thread::scope(|scope| -> Result<Sent, ClusterError> {
            let senders: Vec<_> = (0..threads)
                .map(|_| {
                    scope.spawn(|| -> Result<Sent, ClusterError> {
                        let mut sent = Sent::default();
                        loop {
                            let next = waiting.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).recv();
                            let Ok((batch, push)) = next else { return Ok(sent) };
                            let result = self.sender.send(&batch, push);
                            let one = result.inspect_err(|_| broken.store(true, Ordering::Relaxed))?;
                            self.progress.sent(batch.len() as u64);
                            sent.add(one);
                        }
                    })
                })
                .collect();
            let read = || {
                for one in files {
                    let mut batch = Vec::with_capacity(BATCH);
                    self.snapshot.statements_of_file(&one.file.name, &mut |held: HeldStatement| {
                        batch.push(held);
                        if batch.len() == BATCH && !broken.load(Ordering::Relaxed) {
                            // Where no sender is left its error is told below.
                            let _ = batches.send((std::mem::take(&mut batch), &one.content));
                        }
                        Ok::<_, ClusterError>(())
                    })?;
                    let _ = batches.send((batch, &one.content));
                }
                Ok(())
            };
            let read: Result<(), ClusterError> = read();
            drop(batches);
            let mut all = Sent::default();
            for sender in senders {
                // A panic of a sender is one of this thread.
                let sent = sender.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                all.add(sent?);
            }
            read.map(|()| all)
        })
    }

    /// Takes out the statements of files that came with an earlier push and not with the last.
    fn take_out_stale(&self, files: &[&Changed<'_>]) -> Result<u64, ClusterError> {
        const AT_ONCE: usize = 200;
        let mut taken_out = 0;
        for files in files.chunks(AT_ONCE) {
            let stale = files.iter().map(|one| {
                json!({ "bool": {
                    "filter": [{ "term": { "file": one.file.name } }],
                    "must_not": [{ "term": { "push": one.content } }],
                } })
            });
            let any = json!({ "bool": { "should": stale.collect::<Vec<_>>() } });
            taken_out += self.take_out(&any)?;
        }
        Ok(taken_out)
    }

    /// Takes out what a query finds, again where something was written meanwhile.
    fn take_out(&self, query: &Value) -> Result<u64, ClusterError> {
        const TRIES: usize = 5;
        let Records { client, address, .. } = self.records;
        let path = format!("{}/_delete_by_query?conflicts=proceed&refresh=true", address.name);
        let mut taken_out = 0;
        for _ in 0..TRIES {
            refresh(client, &[&address.name])?;
            let answer = client.must(Method::Post, &path, Some(&json!({ "query": query })))?;
            taken_out += answer["deleted"].as_u64().unwrap_or(0);
            let failed = answer["failures"].as_array().is_some_and(|failures| !failures.is_empty());
            if !failed && answer["version_conflicts"].as_u64().unwrap_or(0) == 0 {
                return Ok(taken_out);
            }
        }
        Err(ClusterError::Answer("statements could not be taken out".to_owned()))
    }

    /// Takes out what the same origin pushed of files that the index has no more.
    fn prune(&mut self, files: &[StoredFile]) -> Result<(), ClusterError> {
        const AT_ONCE: usize = 500;
        let here: BTreeMap<&str, ()> = files.iter().map(|file| (file.name.as_str(), ())).collect();
        let mut gone = self.records.of_origin()?;
        gone.retain(|name| !here.contains_key(name.as_str()));
        for names in gone.chunks(AT_ONCE) {
            self.done.taken_out += self.take_out(&json!({ "terms": { "file": names } }))?;
            self.records.remove(names)?;
            self.done.removed += names.len() as u64;
        }
        Ok(())
    }
}

/// Makes the indices that are not there yet.
fn create(client: &Client, address: &Address, options: &PushOptions) -> Result<(), ClusterError> {
    let replicas = options.replicas;
    for (name, mapping) in [
        (address.files(), mapping::files(replicas)),
        (address.words(), mapping::words(replicas)),
        (address.searches(), mapping::searches(replicas)),
        (address.name.clone(), mapping::statements(options.shards, replicas)),
    ] {
        let answer = client.ask(Method::Put, &name, Some(mapping.to_string().as_bytes()))?;
        let there = answer.body["error"]["type"] == "resource_already_exists_exception";
        if !(200..300).contains(&answer.status) && !there {
            return Err(ClusterError::Refused { status: answer.status, reason: reason_of(&answer.body) });
        }
    }
    check(client, address)
}

/// Makes what was written visible to searches.
pub(super) fn refresh(client: &Client, indices: &[&str]) -> Result<(), ClusterError> {
    client.must(Method::Post, &format!("{}/_refresh", indices.join(",")), None).map(drop)
}

/// Files that are completed together, one at least.
fn chunks(files: &[StoredFile]) -> Vec<&[StoredFile]> {
    let mut chunks = Vec::new();
    let (mut start, mut statements) = (0, 0);
    for (at, file) in files.iter().enumerate() {
        if at > start && statements + file.statements > STATEMENTS_AT_ONCE {
            chunks.push(&files[start..at]);
            (start, statements) = (at, 0);
        }
        statements += file.statements;
    }
    chunks.push(&files[start..]);
    chunks
}

fn milliseconds() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
