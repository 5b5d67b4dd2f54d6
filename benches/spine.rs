//! The way of a text through the program: reading, extracting, indexing, searching, on a generated
//! corpus that is the same on every run. `cargo bench` prints bytes of text a second for the first
//! three, and the time of one query for the last.

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use demarche::extract::Extractor;
use demarche::index::Index;
use demarche::model::{Document, Statement};
use demarche::query::{Filters, ParseOptions, Query};
use demarche::read::{ReadOptions, read_bytes};
use demarche::search::Options;

/// What the corpus is generated from.
const SEED: u64 = 1945;
/// How many texts of each layout: briefings, articles, speeches.
const TEXTS: usize = 100;

/// Words of sentences, the commoner first.
const WORDS: &str = "the of and to in that for we on with is our this be by as have it has at all their from \
    are will not people peace talks security council international ceasefire agreement support humanitarian \
    region government sanctions border treaty weapons nuclear aid refugees resolution conflict negotiations \
    delegation mediators hostages territory sovereignty commitment violence civilians partners dialogue";
/// Names that sentences mention.
const NAMES: &str = "Israel,Hamas,Iran,the United Nations,Ukraine,Russia,Qatar,Egypt,Sudan,Kenya,NATO,the U.S.,\
    Cyprus,the African Union,Yemen,Lebanon";
/// Surnames of made-up officials.
const SURNAMES: &str = "Example,Sample,Nobody,Placeholder,Exempla,Beispiel";

/// Numbers that are the same on every run: SplitMix64.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// Writes texts of made-up words.
struct Author {
    numbers: Numbers,
    words: Vec<&'static str>,
    names: Vec<&'static str>,
    surnames: Vec<&'static str>,
}

impl Author {
    fn new() -> Self {
        let list = |text: &'static str| text.split(',').collect();
        Self {
            numbers: Numbers(SEED),
            words: WORDS.split_whitespace().collect(),
            names: list(NAMES),
            surnames: list(SURNAMES),
        }
    }

    /// A sentence of 8 to 30 words, one in ten a name; common words come more often.
    fn sentence(&mut self) -> String {
        let mut text = String::from("It");
        for _ in 0..8 + self.numbers.below(22) {
            let name = self.numbers.below(10) == 0;
            let common = 1 + self.numbers.below(self.words.len());
            let word =
                if name { self.numbers.pick(&self.names) } else { self.words[self.numbers.below(common)] };
            let _ = write!(text, " {word}");
        }
        text.push('.');
        text
    }

    fn paragraph(&mut self) -> String {
        let sentences: Vec<_> = (0..2 + self.numbers.below(4)).map(|_| self.sentence()).collect();
        sentences.join(" ")
    }

    fn briefing(&mut self) -> String {
        let official = self.numbers.pick(&self.surnames);
        let mut text = format!("Daily Briefing by Spokesperson Ada {official}\n9 October 2024\n\n");
        for _ in 0..15 {
            let _ = write!(text, "MS. {}: {}\n\n", official.to_uppercase(), self.paragraph());
            let _ = write!(text, "QUESTION: {}\n\n", self.sentence());
        }
        text
    }

    fn article(&mut self) -> String {
        let mut text = String::from("Ministers meet again over the river\n\nGENEVA, Oct. 9, 2024 — ");
        for _ in 0..12 {
            let (who, quote) = (self.numbers.pick(&self.surnames), self.sentence());
            let _ = write!(text, "{}\n\n“{quote}” {who} said on Wednesday.\n\n", self.paragraph());
        }
        text
    }

    fn speech(&mut self) -> String {
        let paragraphs: Vec<_> = (0..25).map(|_| self.paragraph()).collect();
        paragraphs.join("\n")
    }
}

/// The files, by name.
fn files() -> Vec<(String, String)> {
    let mut author = Author::new();
    let mut files = Vec::new();
    for at in 0..TEXTS {
        files.push((format!("briefing-{at}.txt"), author.briefing()));
        files.push((format!("2024-10-09-article-{at}.txt"), author.article()));
        let year = 1946 + at % 79;
        files.push((format!("{at}/USA_{:02}_{year}.txt", year - 1945), author.speech()));
    }
    files
}

fn read(files: &[(String, String)]) -> Vec<Document> {
    let mut documents = Vec::new();
    for (name, text) in files {
        read_bytes(name, text.as_bytes(), &ReadOptions::default(), &mut |document| documents.push(document))
            .expect("what is generated is text");
    }
    documents
}

fn index(extracted: &[(Document, Vec<Statement>)]) -> Index {
    let index = Index::in_memory().expect("memory for an index");
    let writer = index.writer().expect("the one writer");
    for (document, statements) in extracted {
        writer.add(document, statements).expect("room for a document");
    }
    writer.commit().expect("room for the index");
    drop(writer);
    index
}

fn spine(criterion: &mut Criterion) {
    let files = files();
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    let documents = read(&files);
    let extractor = Extractor::default();
    let extract = || -> Vec<_> {
        let statements = |document: &Document| (document.clone(), extractor.extract(document));
        documents.iter().map(statements).collect()
    };
    let extracted = extract();

    let mut group = criterion.benchmark_group("text");
    group.throughput(Throughput::Bytes(bytes as u64)).sample_size(10);
    group.bench_function("reading", |bench| bench.iter(|| read(black_box(&files))));
    group.bench_function("extracting", |bench| bench.iter(extract));
    group.bench_function("indexing", |bench| bench.iter(|| index(black_box(&extracted))));
    group.finish();

    let index = index(&extracted);
    let mut group = criterion.benchmark_group("searching");
    let mut by_speaker = Filters::default();
    by_speaker.speakers = vec!["Ada Example".into()];
    for (name, query, filters) in [
        ("one word", "ceasefire", Filters::default()),
        ("three words", "Example ceasefire Hamas", Filters::default()),
        ("a phrase", "\"ceasefire agreement\"", Filters::default()),
        ("a word by a speaker", "sanctions", by_speaker),
    ] {
        let mut options = Options::default();
        options.filters = filters;
        let query = Query::parse(query, &ParseOptions::default()).expect("the query is right");
        let search = || index.search(&query, &options).expect("the filters are right");
        assert!(search().all > 0, "nothing is found: {name}");
        group.bench_function(name, |bench| bench.iter(search));
    }
    group.finish();
}

criterion_group!(benches, spine);
criterion_main!(benches);
