//! SeekStorm: an engine in Rust that keeps its index in one process and splits it by processors.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use chrono::NaiveDate;
use seekstorm::commit::Commit;
use seekstorm::highlighter::{Highlight, highlighter};
use seekstorm::index::{
    AccessType, Close, Clustering, DocumentCompression, FileType, FrequentwordType, IndexArc, IndexDocument,
    IndexMetaObject, LexicalSimilarity, NgramSet, StemmerType, StopwordType, TokenizerType, create_index,
    open_index,
};
use seekstorm::search::{
    FacetFilter, QueryFacet, QueryRewriting, QueryType, ResultObject, ResultType, Search, SearchMode,
};
use seekstorm::vector::Inference;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::corpus::Record;
use crate::engine::{Answer, Engine};
use crate::questions::{Question, Want, Words};

const FIELDS: &str = r#"[
    {"field": "text", "field_type": "Text", "store": true, "index_lexical": true},
    {"field": "speaker", "field_type": "String16", "store": true, "index_lexical": true, "facet": true},
    {"field": "country", "field_type": "Text", "store": true, "index_lexical": true},
    {"field": "topic", "field_type": "Text", "store": true, "index_lexical": true},
    {"field": "day", "field_type": "Timestamp", "store": true, "index_lexical": false, "facet": true},
    {"field": "id", "field_type": "Text", "store": true, "index_lexical": false}
]"#;

pub struct SeekStorm {
    runtime: Runtime,
    index: Option<IndexArc>,
}

impl SeekStorm {
    pub fn new() -> Result<Self> {
        Ok(Self { runtime: Runtime::new()?, index: None })
    }

    fn search(
        &self,
        words: &Words,
        everywhere: bool,
        want: ResultType,
        facets: Vec<QueryFacet>,
        filters: Vec<FacetFilter>,
    ) -> Result<ResultObject> {
        let index = self.index.as_ref().context("no index is open")?;
        let (text, kind) = match words {
            Words::All(words) => (words.join(" "), QueryType::Intersection),
            Words::Any(words) => (words.join(" "), QueryType::Union),
            Words::Phrase(words) => (words.join(" "), QueryType::Phrase),
        };
        let fields = if everywhere { Vec::new() } else { vec!["text".to_owned()] };
        Ok(self.runtime.block_on(index.search(
            text,
            None,
            kind,
            SearchMode::Lexical,
            false,
            0,
            10,
            want,
            false,
            fields,
            facets,
            filters,
            Vec::new(),
            QueryRewriting::SearchOnly,
        )))
    }

    /// The ten best by all fields, with their texts, marked.
    fn default(&self, words: &Words) -> Result<usize> {
        let found = self.search(words, true, ResultType::Topk, Vec::new(), Vec::new())?;
        let index = self.index.as_ref().context("no index is open")?;
        self.runtime.block_on(async {
            let mark = Highlight {
                field: "text".to_owned(),
                fragment_number: 1,
                fragment_size: 240,
                highlight_markup: true,
                ..Highlight::default()
            };
            let marks = Some(highlighter(index, vec![mark], found.query_terms.clone()).await);
            let all = HashSet::new();
            for hit in &found.results {
                let index = index.read().await;
                let text = index.get_document(hit.doc_id, false, &marks, &all, &[]).await;
                std::hint::black_box(text.map_err(|error| anyhow!(error))?);
            }
            Ok(found.results.len())
        })
    }
}

fn seconds(day: NaiveDate) -> i64 {
    day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp()
}

fn between(speaker: &str, from: NaiveDate, to: NaiveDate) -> Vec<FacetFilter> {
    vec![
        FacetFilter::String16 { field: "speaker".to_owned(), filter: vec![speaker.to_owned()] },
        FacetFilter::Timestamp { field: "day".to_owned(), filter: seconds(from)..seconds(to) + 1 },
    ]
}

impl Engine for SeekStorm {
    fn name(&self) -> &'static str {
        "seekstorm"
    }

    fn build(&mut self, records: &Path, dir: &Path) -> Result<()> {
        let meta = IndexMetaObject {
            id: 0,
            name: "statements".to_owned(),
            lexical_similarity: LexicalSimilarity::Bm25f,
            tokenizer: TokenizerType::UnicodeAlphanumeric,
            stemmer: StemmerType::English,
            stop_words: StopwordType::None,
            frequent_words: FrequentwordType::English,
            ngram_indexing: NgramSet::NgramFF as u8,
            document_compression: DocumentCompression::Snappy,
            access_type: AccessType::Mmap,
            spelling_correction: None,
            query_completion: None,
            clustering: Clustering::None,
            inference: Inference::None,
            segment_number_bits: 11,
        };
        let schema = serde_json::from_str(FIELDS)?;
        self.runtime.block_on(async {
            let index = create_index(dir, meta, &schema, &Vec::new(), true, None).await;
            let index = index.map_err(|error| anyhow!(error))?;
            for line in BufReader::new(std::fs::File::open(records)?).lines() {
                let record: Record = serde_json::from_str(&line?)?;
                let day = seconds(record.date.parse()?);
                let fields = json!({
                    "text": record.text, "speaker": record.speaker, "country": record.country,
                    "topic": record.topic, "day": day, "id": record.id,
                });
                let Value::Object(fields) = fields else { continue };
                index.index_document(fields.into_iter().collect(), FileType::None).await;
            }
            index.commit().await;
            index.close().await;
            anyhow::Ok(())
        })?;
        self.open(dir)
    }

    fn open(&mut self, dir: &Path) -> Result<()> {
        self.index = Some(self.runtime.block_on(open_index(dir)).map_err(|error| anyhow!(error))?);
        Ok(())
    }

    fn ask(&mut self, question: &Question) -> Result<Option<Answer>> {
        let words = &question.words;
        let mut answer = Answer::default();
        match &question.want {
            Want::Count => answer.hits = self.hits(question)?,
            Want::Top => {
                let found = self.search(words, false, ResultType::Topk, Vec::new(), Vec::new())?;
                answer.shown = found.results.len();
            }
            Want::Filtered { speaker, from, to } => {
                let filters = between(speaker, *from, *to);
                let found = self.search(words, false, ResultType::Topk, Vec::new(), filters)?;
                answer.shown = found.results.len();
            }
            Want::Default => {
                answer.shown = self.default(words)?;
                if answer.shown < 10 && words.list().len() > 1 {
                    answer.shown = self.default(&Words::Any(words.list().to_vec()))?;
                }
            }
            Want::DefaultAny => answer.shown = self.default(words)?,
            Want::Speakers => {
                let facet = QueryFacet::String16 {
                    field: "speaker".to_owned(),
                    prefix: String::new(),
                    length: u16::MAX,
                };
                let found = self.search(words, false, ResultType::Count, vec![facet], Vec::new())?;
                answer.shown = found.facets.get("speaker").map_or(0, |values| values.len());
                answer.hits = Some(found.result_count_total as u64);
            }
            // It counts within ranges that are named one by one.
            Want::Months => return Ok(None),
        }
        Ok(Some(answer))
    }

    fn hits(&mut self, question: &Question) -> Result<Option<u64>> {
        let everywhere = matches!(question.want, Want::Default | Want::DefaultAny);
        let filters = match &question.want {
            Want::Filtered { speaker, from, to } => between(speaker, *from, *to),
            _ => Vec::new(),
        };
        let found = self.search(&question.words, everywhere, ResultType::Count, Vec::new(), filters)?;
        Ok(Some(found.result_count_total as u64))
    }
}
