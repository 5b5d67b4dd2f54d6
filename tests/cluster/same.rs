//! What a cluster answers is what the index on this machine answers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::Datelike;
use demarche::cluster::{ClusterIndex, Need};
use demarche::index::{Index, StoredPassage};
use demarche::query::{ParseOptions, Query};
use demarche::search::{FacetField, KwicOptions, Options, Results};
use demarche::timeline::{TimelineOptions, Unit};

use crate::common::folder;
use crate::common::made_up::Corpus;
use crate::questions::{Question, Source, questions};
use crate::{address, indexed, opened, pushed, statements};

/// So many questions of each of twenty kinds.
const EACH: usize = 10;
/// So many where a statement is a speech of many passages.
const FEW: usize = 3;
/// Files that made-up statements are divided among.
const FILES: usize = 8;

pub fn made_up_statements() {
    let mut lines = Vec::new();
    Corpus::write(statements(), &mut lines).unwrap();
    let lines: Vec<&[u8]> = lines.split_inclusive(|byte| *byte == b'\n').collect();
    let dir = folder(&[]);
    std::fs::create_dir(dir.path().join("texts")).unwrap();
    for (at, part) in lines.chunks(lines.len().div_ceil(FILES)).enumerate() {
        std::fs::write(dir.path().join(format!("texts/{at}.jsonl")), part.concat()).unwrap();
    }
    hold_together(dir.path(), "made-up", EACH);
}

/// Speeches of many passages, by named speakers.
pub fn the_general_debate() {
    let shared = std::env::var_os("DEMARCHE_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from)
        .join("corpora/ungd2017.jsonl");
    let Ok(speeches) = std::fs::read(&shared) else {
        println!("skipped: no {}", shared.display());
        return;
    };
    let dir = folder(&[("texts/ungd2017.jsonl", &speeches)]);
    let whole = statements() > 50_000;
    if whole {
        let archive = shared.with_file_name("un-general-debate.tar.zst");
        let texts = dir.path().join("texts");
        let unpacked =
            std::process::Command::new("tar").arg("-C").arg(texts).arg("-xf").arg(archive).status();
        assert!(unpacked.unwrap().success());
    }
    let each = if whole { EACH } else { FEW };
    hold_together(dir.path(), "debate", each);
}

/// Asks both the same.
fn hold_together(dir: &Path, name: &str, each: usize) {
    let begun = Instant::now();
    let index = indexed(dir);
    let read = begun.elapsed();
    let address = address(name);
    let done = pushed(&index, &address);
    let sources = sources(&index);
    println!(
        "{name}: {} statements; read and indexed in {:.1} s, pushed in {:.1} s ({:.0}/s); bytes {} here, {} there",
        sources.len(),
        read.as_secs_f64(),
        done.seconds,
        done.added as f64 / done.seconds,
        bytes_here(&dir.join(".demarche")),
        bytes_there(&address.nodes[0], name),
    );
    assert_eq!(done.added as usize, sources.len());
    let cluster = opened(&address);
    let mut asked = Asked::default();
    for question in questions(&sources, each, 1945) {
        asked.ask(&index, &cluster, &question);
    }
    asked.tell();
}

#[derive(Default)]
struct Asked {
    times: BTreeMap<&'static str, Vec<(Duration, Duration)>>,
    overlaps: Vec<(&'static str, f64)>,
    found: usize,
    asked: usize,
}

impl Asked {
    fn ask(&mut self, index: &Index, cluster: &ClusterIndex, question: &Question) {
        let Question { kind, query: text, filters } = question;
        let query = Query::parse(text, &ParseOptions::default()).unwrap();
        let queries = std::slice::from_ref(&query);
        let mut first = Options::default();
        first.filters = filters.clone();
        let (ours, here) = timed(|| index.search(&query, &first).unwrap());
        let ((ranked, theirs), there) = timed(|| {
            let ranked = cluster.excerpt(queries, filters, Need::Ranking).unwrap();
            let theirs = ranked.search(&query, &first).unwrap();
            (ranked, theirs)
        });
        self.times.entry(*kind).or_default().push((here, there));
        assert_eq!((ours.all, ours.some), (theirs.all, theirs.some), "{kind}: {text} {filters:?}");
        let overlap = overlap(&ids(&ours), &ids(&theirs));
        // What asks for no word has no order.
        if ours.hits.iter().any(|hit| hit.score > 0.0) {
            self.overlaps.push((*kind, overlap));
        }

        let mut every = first.clone();
        (every.limit, every.all_copies, every.per_document, every.marks) = (usize::MAX, true, 0, false);
        let ours = passages(&index.search(&query, &every).unwrap());
        assert_eq!(ours, passages(&ranked.search(&query, &every).unwrap()), "{kind}: {text}");
        self.found += ours.len();
        self.asked += 1;

        let matching =
            cluster.excerpt(&[query.clone(), query.clone().only_words()], filters, Need::Matches).unwrap();
        let facets = |index: &Index| index.facets(&query, filters, &FacetField::ALL).unwrap();
        assert_eq!(facets(index), facets(&matching), "{kind}: {text}");
        assert_eq!(
            timeline(index, &query, question),
            timeline(&matching, &query, question),
            "{kind}: {text}"
        );
        let lines = |index: &Index| {
            let mut options = KwicOptions::default();
            options.filters = filters.clone();
            let mut lines = BTreeSet::new();
            let totals = index.concordance(&query, &options, &mut |line| {
                lines.insert(format!("{line:?}"));
                Ok(())
            });
            (totals.unwrap().lines, lines)
        };
        let documents = cluster.excerpt(queries, filters, Need::Documents).unwrap();
        assert_eq!(lines(index), lines(&documents), "{kind}: {text}");
    }

    fn tell(&self) {
        let mean = |kind: Option<&str>| {
            let these = self.overlaps.iter().filter(|(of, _)| kind.is_none_or(|kind| kind == *of));
            let these: Vec<f64> = these.map(|(_, overlap)| *overlap).collect();
            these.iter().sum::<f64>() / these.len() as f64
        };
        let worst = self.overlaps.iter().map(|(_, overlap)| *overlap).fold(1.0, f64::min);
        println!(
            "{} questions, {} of them ranked; {} passages found",
            self.asked,
            self.overlaps.len(),
            self.found
        );
        println!("rank-biased overlap of the first ten: {:.4} on average, {worst:.4} at worst", mean(None));
        println!(
            "{:<14} {:>21} {:>21} {:>8}",
            "milliseconds", "here p50  p99", "cluster p50  p99", "overlap"
        );
        for (kind, times) in &self.times {
            let part = |share: f64, of: &dyn Fn(&(Duration, Duration)) -> Duration| {
                let mut times: Vec<f64> = times.iter().map(|both| of(both).as_secs_f64() * 1e3).collect();
                times.sort_by(f64::total_cmp);
                times[((times.len() - 1) as f64 * share).round() as usize]
            };
            let (here, there) = (|both: &(Duration, Duration)| both.0, |both: &(Duration, Duration)| both.1);
            println!(
                "{kind:<14} {:>10.1} {:>10.1} {:>10.1} {:>10.1} {:>8.4}",
                part(0.5, &here),
                part(0.99, &here),
                part(0.5, &there),
                part(0.99, &there),
                mean(Some(kind))
            );
        }
        assert!(mean(None) >= 0.95, "rank-biased overlap {}", mean(None));
    }
}

/// The timeline's numbers: bins with their coverage, what is coarse and undated, of how many.
fn timeline(index: &Index, query: &Query, question: &Question) -> String {
    let mut options = TimelineOptions::default();
    options.unit = Some(Unit::Year);
    options.events = false;
    let made = index.timeline(std::slice::from_ref(query), &question.filters, &options).unwrap();
    let corpus = (&made.corpus.content_hash, made.corpus.documents, made.corpus.statements);
    format!(
        "{:?} {:?} {:?} {:?} {:?} {corpus:?}",
        made.bins, made.coarse, made.undated, made.speakers, made.series
    )
}

fn ids(results: &Results) -> Vec<String> {
    results.hits.iter().map(|hit| format!("{} {:?}", hit.stored.id, hit.stored.span)).collect()
}

fn passages(results: &Results) -> BTreeSet<String> {
    ids(results).into_iter().collect()
}

/// Rank-biased overlap of two lists to the depth of the longer one, with what lies below as it is above (Webber, Moffat and
/// Zobel 2010); persistence 0.9.
fn overlap(one: &[String], other: &[String]) -> f64 {
    const PERSISTENCE: f64 = 0.9;
    let depth = one.len().max(other.len());
    if depth == 0 {
        return 1.0;
    }
    let (mut sum, mut agreement) = (0.0, 0.0);
    for at in 1..=depth {
        let top = |list: &[String]| list[..at.min(list.len())].iter().cloned().collect::<BTreeSet<_>>();
        let shared = top(one).intersection(&top(other)).count() as f64;
        agreement = shared / at as f64;
        sum += PERSISTENCE.powi(at as i32 - 1) * agreement;
    }
    (1.0 - PERSISTENCE) * sum + agreement * PERSISTENCE.powi(depth as i32)
}

fn sources(index: &Index) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    index
        .each_passage(&mut |passage: StoredPassage| match sources.last_mut() {
            Some(last) if last.id == passage.id => last.text.push_str(&passage.text),
            _ => sources.push(Source {
                speaker: passage.speaker.as_ref().and_then(|speaker| speaker.known_name().map(str::to_owned)),
                year: passage.date.value.map(|date| date.first_day().year()),
                id: passage.id,
                text: passage.text,
            }),
        })
        .unwrap();
    sources
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let made = work();
    (made, begun.elapsed())
}

fn bytes_here(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).unwrap();
    files.map(|file| file.unwrap().metadata().unwrap().len()).sum()
}

/// Of the statements and of the words, without copies of their shards.
fn bytes_there(node: &str, name: &str) -> u64 {
    let of = |index: String| {
        let mut answer = ureq::get(format!("{node}/{index}/_stats/store")).call().unwrap();
        let text = answer.body_mut().read_to_string().unwrap();
        let stats: serde_json::Value = serde_json::from_str(&text).unwrap();
        stats["_all"]["primaries"]["store"]["size_in_bytes"].as_u64().unwrap()
    };
    of(name.to_owned()) + of(format!("{name}-words"))
}
