//! tantivy by itself: the floor. The fields of demarche that its questions need, made with tantivy's own
//! tokenizers, and its own collectors.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::str::FromStr;

use anyhow::{Context, Result};
use chrono::{Datelike, Days, NaiveDate};
use tantivy::collector::{Collector, Count, SegmentCollector, TopDocs};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, RangeQuery, TermQuery};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::snippet::SnippetGenerator;
use tantivy::tokenizer::{Language, LowerCaser, SimpleTokenizer, Stemmer, TextAnalyzer};
use tantivy::{
    DocId, Index, ReloadPolicy, Score, Searcher, SegmentOrdinal, SegmentReader, TantivyDocument, Term,
};

use crate::corpus::Record;
use crate::engine::{Answer, Engine};
use crate::questions::{Question, Want, Words};

/// As much as demarche's writer takes, in bytes.
const MEMORY: usize = 100_000_000;

struct Fields {
    id: Field,
    text: Field,
    exact: Field,
    speaker: Field,
    speaker_name: Field,
    role: Field,
    topics: Field,
    topic_name: Field,
    day: Field,
    source: Field,
}

fn schema() -> (Schema, Fields) {
    let words = |analyzer: &str| {
        let indexing = TextFieldIndexing::default().set_tokenizer(analyzer);
        TextOptions::default()
            .set_indexing_options(indexing.set_index_option(IndexRecordOption::WithFreqsAndPositions))
    };
    let mut schema = Schema::builder();
    let fields = Fields {
        id: schema.add_text_field("id", STRING | STORED),
        text: schema.add_text_field("text", words("stemmed") | STORED),
        exact: schema.add_text_field("exact", words("words")),
        speaker: schema.add_text_field("speaker", words("words")),
        speaker_name: schema.add_text_field("speaker_name", STRING | FAST | STORED),
        role: schema.add_text_field("role", words("words") | STORED),
        topics: schema.add_text_field("topics", words("stemmed") | STORED),
        topic_name: schema.add_text_field("topic_name", STRING | FAST),
        day: schema.add_i64_field("day", INDEXED | FAST | STORED),
        source: schema.add_text_field("source", STRING),
    };
    (schema.build(), fields)
}

fn words() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser).build()
}

fn stemmed() -> TextAnalyzer {
    let words = TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser);
    words.filter(Stemmer::new(Language::English)).build()
}

fn stem(word: &str) -> String {
    let mut analyzer = stemmed();
    let mut stream = analyzer.token_stream(word);
    stream.next().map_or_else(String::new, |token| token.text.clone())
}

fn day_number(day: NaiveDate) -> i64 {
    (day - NaiveDate::default()).num_days()
}

/// Raw tantivy; `counting` its top ten together with the number of all, as demarche's answers have it.
pub struct Tantivy {
    fields: Fields,
    counting: bool,
    index: Option<(Index, Searcher)>,
}

impl Tantivy {
    pub fn new(counting: bool) -> Self {
        Self { fields: schema().1, counting, index: None }
    }

    fn searcher(&self) -> Result<&Searcher> {
        Ok(&self.index.as_ref().context("no index is open")?.1)
    }

    fn term(&self, field: Field, word: &str) -> Box<dyn Query> {
        Box::new(TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::WithFreqs))
    }

    /// A word in any field.
    fn anywhere(&self, word: &str) -> Box<dyn Query> {
        let f = &self.fields;
        let stem = stem(word);
        let ways = [(f.text, stem.as_str()), (f.topics, &stem), (f.speaker, word), (f.role, word)];
        let ways = ways.map(|(field, word)| (Occur::Should, self.term(field, word)));
        Box::new(BooleanQuery::new(ways.into()))
    }

    fn query(&self, question: &Question) -> Box<dyn Query> {
        let f = &self.fields;
        let everywhere = matches!(question.want, Want::Default | Want::DefaultAny);
        let one = |word: &String| {
            if everywhere { self.anywhere(word) } else { self.term(f.text, &stem(word)) }
        };
        let of = |occur, words: &[String]| -> Box<dyn Query> {
            match words {
                [word] => one(word),
                words => Box::new(BooleanQuery::new(words.iter().map(|word| (occur, one(word))).collect())),
            }
        };
        let words: Box<dyn Query> = match &question.words {
            Words::All(words) => of(Occur::Must, words),
            Words::Any(words) => of(Occur::Should, words),
            Words::Phrase(words) => {
                let terms = words.iter().map(|word| Term::from_field_text(f.exact, word));
                Box::new(PhraseQuery::new(terms.collect()))
            }
        };
        let Want::Filtered { speaker, from, to } = &question.want else { return words };
        let bound = |day| std::ops::Bound::Included(Term::from_field_i64(f.day, day_number(day)));
        let name = TermQuery::new(Term::from_field_text(f.speaker_name, speaker), IndexRecordOption::Basic);
        Box::new(BooleanQuery::new(vec![
            (Occur::Must, words),
            (Occur::Must, Box::new(name)),
            (Occur::Must, Box::new(RangeQuery::new(bound(*from), bound(*to)))),
        ]))
    }

    fn top(&self, query: &dyn Query, snippets: bool) -> Result<Answer> {
        let searcher = self.searcher()?;
        let best = TopDocs::with_limit(10).order_by_score();
        let (found, hits) = if self.counting {
            let (found, count) = searcher.search(query, &(best, Count))?;
            (found, Some(count as u64))
        } else {
            (searcher.search(query, &best)?, None)
        };
        let snippets =
            if snippets { Some(SnippetGenerator::create(searcher, query, self.fields.text)?) } else { None };
        let mut shown = 0;
        for (_, at) in found {
            let document: TantivyDocument = searcher.doc(at)?;
            if let Some(snippets) = &snippets {
                std::hint::black_box(snippets.snippet_from_doc(&document).to_html());
            }
            shown += usize::from(document.get_first(self.fields.id).and_then(|id| id.as_str()).is_some());
        }
        Ok(Answer { hits, shown, nanos: None })
    }
}

impl Engine for Tantivy {
    fn name(&self) -> &'static str {
        if self.counting { "tantivy+count" } else { "tantivy" }
    }

    fn build(&mut self, records: &Path, dir: &Path) -> Result<()> {
        let settings = tantivy::IndexSettings {
            docstore_compression: tantivy::store::Compressor::Zstd(Default::default()),
            ..Default::default()
        };
        let index = Index::builder().schema(schema().0).settings(settings).create_in_dir(dir)?;
        index.tokenizers().register("stemmed", stemmed());
        index.tokenizers().register("words", words());
        let mut writer = index.writer::<TantivyDocument>(MEMORY)?;
        let f = &self.fields;
        for line in BufReader::new(std::fs::File::open(records)?).lines() {
            let record: Record = serde_json::from_str(&line?)?;
            let mut document = TantivyDocument::new();
            document.add_text(f.id, &record.id);
            document.add_text(f.text, &record.text);
            document.add_text(f.exact, &record.text);
            document.add_text(f.speaker, &record.speaker);
            document.add_text(f.speaker_name, &record.speaker);
            document.add_text(f.role, &record.country);
            document.add_text(f.topics, &record.topic);
            document.add_text(f.topic_name, &record.topic);
            document.add_text(f.source, "records.jsonl");
            document.add_i64(f.day, day_number(NaiveDate::from_str(&record.date)?));
            writer.add_document(document)?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        self.open(dir)
    }

    fn open(&mut self, dir: &Path) -> Result<()> {
        let index = Index::open_in_dir(dir)?;
        index.tokenizers().register("stemmed", stemmed());
        index.tokenizers().register("words", words());
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        self.index = Some((index, reader.searcher()));
        Ok(())
    }

    fn ask(&mut self, question: &Question) -> Result<Option<Answer>> {
        let query = self.query(question);
        let searcher = self.searcher()?;
        Ok(Some(match &question.want {
            Want::Count => {
                let hits = searcher.search(&*query, &Count)? as u64;
                Answer { hits: Some(hits), shown: 0, nanos: None }
            }
            Want::Speakers => {
                let counts = searcher.search(&*query, &Speakers)?;
                Answer { hits: Some(counts.iter().map(|(_, n)| n).sum()), shown: counts.len(), nanos: None }
            }
            Want::Months => {
                let counts = searcher.search(&*query, &Months)?;
                Answer { hits: Some(counts.iter().sum()), shown: counts.len(), nanos: None }
            }
            Want::Default | Want::DefaultAny => {
                let answer = self.top(&*query, true)?;
                if answer.shown < 10 && question.want == Want::Default && question.words.list().len() > 1 {
                    let words = Words::Any(question.words.list().to_vec());
                    let any = self.query(&Question { words, ..question.clone() });
                    Answer { hits: answer.hits, ..self.top(&*any, true)? }
                } else {
                    answer
                }
            }
            Want::Top | Want::Filtered { .. } => self.top(&*query, false)?,
        }))
    }

    fn hits(&mut self, question: &Question) -> Result<Option<u64>> {
        Ok(Some(self.searcher()?.search(&*self.query(question), &Count)? as u64))
    }

    fn parts(&self) -> Option<usize> {
        Some(self.index.as_ref()?.1.segment_readers().len())
    }
}

/// How many matches of each speaker.
struct Speakers;

struct SpeakersHere {
    names: StrColumn,
    counts: Vec<u64>,
}

impl Collector for Speakers {
    type Fruit = Vec<(String, u64)>;
    type Child = SpeakersHere;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SpeakersHere> {
        let names = segment.fast_fields().str("speaker_name")?;
        let names = names.ok_or_else(|| tantivy::TantivyError::FieldNotFound("speaker_name".into()))?;
        let counts = vec![0; names.num_terms()];
        Ok(SpeakersHere { names, counts })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, parts: Vec<Vec<(String, u64)>>) -> tantivy::Result<Vec<(String, u64)>> {
        let mut all: std::collections::HashMap<String, u64> = std::collections::HashMap::new();
        for (name, count) in parts.into_iter().flatten() {
            *all.entry(name).or_default() += count;
        }
        let mut all: Vec<_> = all.into_iter().collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(all)
    }
}

impl SegmentCollector for SpeakersHere {
    type Fruit = Vec<(String, u64)>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.names.term_ords(doc).for_each(|name| self.counts[name as usize] += 1);
    }

    fn harvest(self) -> Vec<(String, u64)> {
        let counted = self.counts.iter().enumerate().filter(|(_, count)| **count > 0);
        let (ordinals, counts): (Vec<u64>, Vec<u64>) = counted.map(|(at, count)| (at as u64, *count)).unzip();
        let mut names = Vec::with_capacity(counts.len());
        let dictionary = self.names.dictionary();
        // All in one way through the dictionary: each looked up by itself would unpack its block again.
        let read = dictionary.sorted_ords_to_term_cb(&ordinals, |name| {
            names.push(String::from_utf8_lossy(name).into_owned());
        });
        if read.is_err() {
            return Vec::new();
        }
        names.into_iter().zip(counts).collect()
    }
}

/// How many matches in each month since January 1946.
struct Months;

/// The month of each day since 1946-01-01.
fn months() -> Vec<u16> {
    let first = NaiveDate::from_ymd_opt(1946, 1, 1).unwrap_or_default();
    let days = (0..81 * 366).map_while(|day| first.checked_add_days(Days::new(day)));
    days.map(|day| ((day.year() - 1946) * 12 + day.month0() as i32) as u16).collect()
}

struct MonthsHere {
    days: Column<i64>,
    months: Vec<u16>,
    first: i64,
    counts: Vec<u64>,
}

impl Collector for Months {
    type Fruit = Vec<u64>;
    type Child = MonthsHere;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<MonthsHere> {
        let first = NaiveDate::from_ymd_opt(1946, 1, 1).map_or(0, day_number);
        Ok(MonthsHere {
            days: segment.fast_fields().i64("day")?,
            months: months(),
            first,
            counts: vec![0; 82 * 12],
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, parts: Vec<Vec<u64>>) -> tantivy::Result<Vec<u64>> {
        let mut all = vec![0; 82 * 12];
        for part in parts {
            all.iter_mut().zip(part).for_each(|(all, part)| *all += part);
        }
        Ok(all)
    }
}

impl SegmentCollector for MonthsHere {
    type Fruit = Vec<u64>;

    fn collect(&mut self, doc: DocId, _: Score) {
        if let Some(day) = self.days.first(doc) {
            self.counts[usize::from(self.months[(day - self.first) as usize])] += 1;
        }
    }

    fn harvest(self) -> Vec<u64> {
        self.counts
    }
}
