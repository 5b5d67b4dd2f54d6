//! Questions of every kind, made of words that stand in the statements.

use demarche::index::analysis::words;
use demarche::query::{Bound, Filters, JustDate};

use crate::common::made_up::{Numbers, is_function};

/// What is asked of a corpus.
pub struct Question {
    pub kind: &'static str,
    pub query: String,
    pub filters: Filters,
}

/// A statement that questions are made of.
pub struct Source {
    pub text: String,
    pub speaker: Option<String>,
    pub year: Option<i32>,
    pub id: String,
}

/// So many questions of each kind.
pub fn questions(sources: &[Source], each: usize, seed: u64) -> Vec<Question> {
    let mut numbers = Numbers(seed);
    let mut asked = Vec::new();
    for kind in KINDS {
        let mut made = 0;
        let mut tries = 0;
        while made < each && tries < 10_000 {
            tries += 1;
            let source = &sources[numbers.below(sources.len())];
            if let Some((query, filters)) = question(kind, source, &mut numbers) {
                asked.push(Question { kind, query, filters });
                made += 1;
            }
        }
    }
    asked
}

const KINDS: [&str; 20] = [
    "one word",
    "two words",
    "three words",
    "phrase",
    "exact phrase",
    "near",
    "before",
    "sentence",
    "wildcard",
    "spelling",
    "or",
    "not",
    "not at all",
    "speaker",
    "years",
    "just a year",
    "name",
    "field",
    "everything",
    "id",
];

fn question(kind: &str, source: &Source, numbers: &mut Numbers) -> Option<(String, Filters)> {
    let folded: Vec<String> = words(&source.text).map(|word| word.folded).collect();
    let plain = |word: &&String| word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let content: Vec<&String> = folded.iter().filter(plain).filter(|word| !is_function(word)).collect();
    if content.len() < 6 || folded.len() < 10 {
        return None;
    }
    let mut word = || content[numbers.below(content.len())].clone();
    let (one, two, three) = (word(), word(), word());
    let at = numbers.below(folded.len() - 4);
    let run = folded[at..at + 2 + numbers.below(3)].join(" ");
    let mut filters = Filters::default();
    let query = match kind {
        "one word" => one,
        "two words" => format!("{one} {two}"),
        "three words" => format!("{one} {two} {three}"),
        "phrase" => format!("text:({one} AND \"{run}\")"),
        "exact phrase" => format!("\"{run}\""),
        "near" => format!("{one} NEAR/{} {two}", 1 + numbers.below(12)),
        "before" => format!("{one} BEFORE/{} {two}", 1 + numbers.below(12)),
        "sentence" => format!("({one} {two}) WITHIN sentence"),
        "wildcard" => {
            format!("{}*{}", &one[..one.len().min(5)], ["", " AND ", " "][numbers.below(3)].to_owned() + &two)
        }
        "spelling" => format!("{one}~1 {two}"),
        "or" => format!("{one} OR {two} OR \"{run}\""),
        "not" => format!("{one} -{two}"),
        "not at all" => format!("NOT {one}"),
        "speaker" => {
            filters.speakers = vec![source.speaker.clone()?];
            one
        }
        "years" => {
            let year = source.year?;
            filters.from = Some(Bound::read(&(year - 3).to_string()).unwrap());
            filters.to = Some(Bound::read(&year.to_string()).unwrap());
            format!("{one} OR {two}")
        }
        "just a year" => {
            filters.date = Some(JustDate::read(&source.year?.to_string()).unwrap());
            one
        }
        "name" => format!("{} {one}", source.speaker.clone()?),
        "field" => format!("speaker:\"{}\" AND text:{one}", source.speaker.clone()?),
        "everything" => {
            filters.speakers = vec![source.speaker.clone()?];
            "*".to_owned()
        }
        _ => format!("id:{}", source.id),
    };
    Some((query, filters))
}
