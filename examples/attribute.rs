//! Attributes every text of a folder, as the whole extraction does, and says how fast.
//!
//! ```text
//! cargo run --release --example attribute -- FOLDER ANSWERS.jsonl
//! ```
//!
//! `FOLDER` holds `text/*.txt`. Each line of the answers is one text: its name, and its attributions
//! in code points of the text. One core does the work. The lists are read before the clock starts: that
//! takes some milliseconds, however much text follows.

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use demarche::extract::Extractor;
use demarche::model::{Attribution, Document, Layout};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(folder), Some(to)) = (arguments.next(), arguments.next()) else {
        return Err("which folder, and where to? attribute FOLDER ANSWERS.jsonl".into());
    };
    let mut documents = Vec::new();
    for entry in fs::read_dir(folder.join("text"))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some(name) = name.strip_suffix(".txt") {
            let body = fs::read_to_string(entry.path())?;
            documents.push(Document { layout: Layout::Article, ..Document::new(name, body) });
        }
    }
    documents.sort_by(|a, b| a.path.cmp(&b.path));
    let bytes: usize = documents.iter().map(|document| document.body.len()).sum();
    let extractor = Extractor::default();
    let lists = Instant::now();
    extractor.extract(&Document {
        layout: Layout::Article,
        ..Document::new("first", "“No,” Foreign Minister Ada Example said in Geneva on Monday. She left.")
    });
    let lists = lists.elapsed().as_secs_f64();
    let start = Instant::now();
    let extracted: Vec<_> = documents.iter().map(|document| extractor.extract(document)).collect();
    let seconds = start.elapsed().as_secs_f64();
    let mut lines = String::new();
    let mut count = 0;
    for (document, statements) in documents.iter().zip(&extracted) {
        let found: Vec<&Attribution> = statements.iter().flat_map(|one| &one.attributions).collect();
        count += found.len();
        let found: Vec<_> = found
            .into_iter()
            .map(|one| {
                let span = |span: &demarche::model::Span| json!([span.start, span.end]);
                let content: Vec<_> = one.content.iter().map(span).collect();
                json!({
                    "source": one.source.as_ref().map(span),
                    "cue": one.cue.as_ref().map(span),
                    "content": content,
                })
            })
            .collect();
        lines += &json!({ "document": document.path, "attributions": found }).to_string();
        lines.push('\n');
    }
    fs::write(&to, lines)?;
    let megabytes = bytes as f64 / 1e6;
    println!(
        "{} texts, {megabytes:.1} MB, {count} attributions: {:.1} MB/s on one core, lists read in {:.1} ms before",
        documents.len(),
        megabytes / seconds,
        lists * 1e3
    );
    Ok(())
}
