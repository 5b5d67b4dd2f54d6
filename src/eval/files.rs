//! Reads topics and judgements.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use regex::Regex;
use serde_json::Value;

use super::{RankedDocument, Run};

/// A file of a test collection that cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvalError {
    /// The disk refuses, or the file is no UTF-8 text.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A line that is not of the form.
    #[error("{path}:{line}: {reason}")]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// A file that holds nothing of what it should.
    #[error("{path}: {reason}")]
    Empty {
        /// The file.
        path: PathBuf,
        /// What is missing.
        reason: &'static str,
    },
}

/// A question of a test collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its id, as judgements name it.
    pub id: String,
    /// The words asked.
    pub text: String,
}

/// How well each document answers each topic: topic, then document, then grade. A grade of 1 or more is
/// relevant; higher ones count more in nDCG. What is not judged is not relevant.
pub type Judgements = BTreeMap<String, BTreeMap<String, i64>>;

/// Reads topics: one JSON object a line (`_id` or `id`; `text`, `query` or `title`), or a TREC topic file
/// (`<top>` with `<num>` and `<title>`, of which the title is asked). The order is kept.
///
/// # Errors
/// Where the file cannot be read, a line has another form, or there is nothing in it.
pub fn read_topics(path: &Path) -> Result<Vec<Topic>, EvalError> {
    let text = load(path)?;
    let topics =
        if text.trim_start().starts_with('<') { trec(path, &text)? } else { json_lines(path, &text)? };
    for (at, topic) in topics.iter().enumerate() {
        if topics[..at].iter().any(|other| other.id == topic.id) {
            let reason = format!("the topic `{}` is there twice", topic.id);
            return Err(EvalError::Line { path: path.to_owned(), line: at + 1, reason });
        }
    }
    if topics.is_empty() {
        return Err(EvalError::Empty { path: path.to_owned(), reason: "holds no topic" });
    }
    Ok(topics)
}

/// Reads judgements: TREC qrels (`topic iteration document grade`, by white space), or three columns
/// (`topic document grade`) with or without a row of headings.
///
/// # Errors
/// Where the file cannot be read, a line has another form, or there is nothing in it.
pub fn read_judgements(path: &Path) -> Result<Judgements, EvalError> {
    let mut judgements = Judgements::new();
    for (at, line) in load(path)?.lines().enumerate() {
        let bad = |reason| EvalError::Line { path: path.to_owned(), line: at + 1, reason };
        let (topic, document, grade) = match line.split_whitespace().collect::<Vec<_>>()[..] {
            [] => continue,
            [topic, _, document, grade] | [topic, document, grade] => (topic, document, grade),
            _ => return Err(bad("a judgement is `topic iteration document grade`".into())),
        };
        let Ok(grade) = grade.parse() else {
            // The headings of a table.
            if at == 0 {
                continue;
            }
            return Err(bad(format!("the grade `{grade}` is no whole number")));
        };
        let before = judgements.entry(topic.to_owned()).or_default().insert(document.to_owned(), grade);
        if before.is_some_and(|before| before != grade) {
            return Err(bad(format!("topic {topic} judges document {document} twice and differently")));
        }
    }
    if judgements.is_empty() {
        return Err(EvalError::Empty { path: path.to_owned(), reason: "holds no judgement" });
    }
    Ok(judgements)
}

/// Reads a run as TREC has it: `topic Q0 document rank score name`, by white space. The ranks say nothing, as for
/// `trec_eval`.
///
/// # Errors
/// Where the file cannot be read, a line has another form, or there is nothing in it.
pub fn read_run(path: &Path) -> Result<Run, EvalError> {
    let mut topics: Vec<(String, Vec<RankedDocument>)> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (at, line) in load(path)?.lines().enumerate() {
        let bad = |reason| EvalError::Line { path: path.to_owned(), line: at + 1, reason };
        let (topic, document, score) = match line.split_whitespace().collect::<Vec<_>>()[..] {
            [] => continue,
            [topic, _, document, _, score, _] => (topic, document, score),
            _ => return Err(bad("an answer is `topic Q0 document rank score name`".into())),
        };
        let Ok(score) = score.parse::<f32>() else {
            return Err(bad(format!("the score `{score}` is no number")));
        };
        let place = *places.entry(topic.to_owned()).or_insert_with(|| {
            topics.push((topic.to_owned(), Vec::new()));
            topics.len() - 1
        });
        topics[place].1.push(RankedDocument { document: document.to_owned(), score });
    }
    if topics.is_empty() {
        return Err(EvalError::Empty { path: path.to_owned(), reason: "holds no answer" });
    }
    Ok(Run { topics })
}

fn load(path: &Path) -> Result<String, EvalError> {
    let text =
        std::fs::read_to_string(path).map_err(|source| EvalError::Io { path: path.to_owned(), source })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn json_lines(path: &Path, text: &str) -> Result<Vec<Topic>, EvalError> {
    let mut topics = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let bad = |reason| EvalError::Line { path: path.to_owned(), line: at + 1, reason };
        let record: Value = serde_json::from_str(line).map_err(|error| bad(error.to_string()))?;
        let find = |names: &[&str]| {
            names.iter().find_map(|name| match record.get(*name)? {
                Value::String(text) => Some(text.clone()),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            })
        };
        let id = find(&["_id", "id"]).ok_or_else(|| bad("the topic has no `id`".into()))?;
        let text = find(&["text", "query", "title"]).ok_or_else(|| bad("the topic has no `text`".into()))?;
        topics.push(Topic { id, text });
    }
    Ok(topics)
}

/// The SGML of TREC's topic files, in which closing tags are often left out.
fn trec(path: &Path, text: &str) -> Result<Vec<Topic>, EvalError> {
    let tag = |pattern: &str| Regex::new(pattern).ok();
    let (Some(num), Some(title)) =
        (tag(r"(?is)<num>\s*(?:number\s*:)?\s*([^\s<]+)"), tag(r"(?is)<title>\s*(?:topic\s*:)?\s*([^<]*)"))
    else {
        // Both patterns are fixed and compile.
        return Ok(Vec::new());
    };
    let mut topics = Vec::new();
    let mut from = 0;
    for part in text.split("<top>") {
        let line = text[..from].lines().count().max(1);
        from += part.len() + "<top>".len();
        let Some(id) = num.captures(part) else { continue };
        let Some(words) = title.captures(part) else {
            let reason = format!("the topic {} has no title", &id[1]);
            return Err(EvalError::Line { path: path.to_owned(), line, reason });
        };
        let text = words[1].split_whitespace().collect::<Vec<_>>().join(" ");
        topics.push(Topic { id: id[1].to_owned(), text });
    }
    Ok(topics)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        file
    }

    fn topics(text: &str) -> Vec<(String, String)> {
        let found = read_topics(file(text).path()).unwrap();
        found.into_iter().map(|topic| (topic.id, topic.text)).collect()
    }

    #[test]
    fn topics_come_as_json_lines_and_as_trec_has_them() {
        let wanted = [
            ("301".to_owned(), "river water rights".to_owned()),
            ("302".to_owned(), "fishing \"quota\"".to_owned()),
        ];
        assert_eq!(
            topics(
                "{\"_id\":301,\"text\":\"river water rights\"}\n\n{\"id\":\"302\",\"query\":\"fishing \\\"quota\\\"\"}\n"
            ),
            wanted
        );
        assert_eq!(
            topics(
                "<top>\n<num> Number: 301\n<title> river\n  water rights\n\n<desc> Description:\nWho may take \
                 water?\n</top>\n<top><num>302</num><title>fishing \"quota\"</title></top>\n"
            ),
            wanted
        );
    }

    #[test]
    fn judgements_come_in_four_columns_and_in_three() {
        let four = read_judgements(file("1 0 b 2\n1\t0\ta\t0\n2 Q0 c -1\n").path()).unwrap();
        assert_eq!((four["1"]["b"], four["1"]["a"], four["2"]["c"]), (2, 0, -1));
        let three = read_judgements(file("query-id\tcorpus-id\tscore\n1\tb\t2\n").path()).unwrap();
        assert_eq!(three["1"]["b"], 2);
    }

    #[test]
    fn a_run_that_was_written_is_read_as_it_was() {
        let answer = |document: &str, score| RankedDocument { document: document.to_owned(), score };
        let topics = vec![
            ("7".to_owned(), vec![answer("b", 2.5), answer("a", 2.0)]),
            ("8".to_owned(), vec![answer("a", 1.0)]),
        ];
        let run = Run { topics };
        let mut written = Vec::new();
        super::super::write_run(&mut written, &run, "x").unwrap();
        assert_eq!(read_run(file(&String::from_utf8(written).unwrap()).path()).unwrap(), run);
        let error = read_run(file("7 Q0 a 1 high x\n").path()).unwrap_err().to_string();
        assert!(error.contains(":1: the score `high` is no number"), "{error}");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, told) in [
            ("{\"id\":1,\"text\":\"a\"}\n{\"id\":2}\n", ":2: the topic has no `text`"),
            ("{\"id\":1,\"text\":\"a\"}\n{\"id\":1,\"text\":\"b\"}\n", ":2: the topic `1` is there twice"),
            ("", "holds no topic"),
        ] {
            let error = read_topics(file(text).path()).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
        for (text, told) in [
            ("1 0 a 1\n1 0 a\n1 0\n", ":2: the grade `a` is no whole number"),
            ("1 0 a 1\n1 0 a 2\n", ":2: topic 1 judges document a twice"),
            ("1 0 a 1 x\n", ":1: a judgement is"),
        ] {
            let error = read_judgements(file(text).path()).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
    }
}
