//! What a statement is about, by rules that anybody can read and change.
//!
//! The rules of `topics.txt`, or of the user's own file, name words, phrases and beginnings of words. All
//! of them are looked for at once, in one pass; then each topic of which a word was found is decided.

mod document;
mod rules;
mod terms;

use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, LazyLock};

pub(super) use document::DocumentTopics;
use rules::{Node, parse};
use terms::{Hits, Terms};

/// The most topics of a short text; a long one has one more for so many words, up to [`MOST`].
const FEW: usize = 4;
const WORDS_A_TOPIC: usize = 400;
const MOST: usize = 8;
/// From so many words on, what is found once beside what is found more often is only touched on; in a text of
/// [`SHORT`] words, what is found once at all.
const ONCE: usize = 100;
const SHORT: usize = 200;
/// A topic of a long text must be found once in so many words.
const WORDS_A_HIT: usize = 800;
/// A topic found less than once for so many times that the first is found is only touched on.
const BESIDE_FIRST: usize = 5;
/// So many places are kept as evidence.
const EVIDENCE: usize = 8;

/// Topic rules that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TopicError {
    /// The file cannot be read from the disk.
    #[error("cannot read {path}: {source}")]
    Io {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A line is not written as it should be.
    #[error("{path}:{line}: {reason}")]
    Rule {
        /// The file.
        path: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
}

/// A topic, and what speaks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic<'a> {
    /// Its name: `ceasefire`.
    pub label: &'a str,
    /// The alternative of a rule that holds, as written: what stands between two `OR`.
    pub rule: &'a str,
    /// Where its words stand, in bytes of the text. At most eight.
    pub words: Vec<Range<usize>>,
    /// In how many places they stand.
    pub weight: usize,
}

/// One alternative of a rule.
struct Clause {
    label: usize,
    /// Where it is written, in bytes of [`TopicRules::text`].
    written: Range<usize>,
    node: Node,
}

/// The rules of topics, made ready; one serves all threads.
pub struct TopicRules {
    labels: Vec<String>,
    /// The rules as written.
    text: String,
    /// The alternatives of the rules, each decided by itself.
    clauses: Vec<Clause>,
    terms: Terms,
    /// The alternatives in which each term stands.
    used: Vec<Vec<usize>>,
    fingerprint: String,
}

impl TopicRules {
    /// The shipped rules.
    pub fn shared() -> Arc<Self> {
        static SHIPPED: LazyLock<Arc<TopicRules>> = LazyLock::new(|| {
            // The tests read every shipped rule; were one wrong, there would be no topics.
            Arc::new(
                TopicRules::read("topics.txt", include_str!("topics.txt"), String::new())
                    .unwrap_or_else(|_| TopicRules::none()),
            )
        });
        Arc::clone(&SHIPPED)
    }

    /// The rules of the user's file. `docs/topics.md` says how one is written.
    ///
    /// # Errors
    /// Where the file cannot be read, or a line of it is no rule.
    pub fn open(path: &Path) -> Result<Self, TopicError> {
        let shown = path.display().to_string();
        let text =
            std::fs::read_to_string(path).map_err(|source| TopicError::Io { path: shown.clone(), source })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        Self::read(&shown, text, blake3::hash(text.as_bytes()).to_hex()[..16].to_owned())
    }

    fn none() -> Self {
        Self {
            labels: Vec::new(),
            text: String::new(),
            clauses: Vec::new(),
            terms: Terms::default(),
            used: Vec::new(),
            fingerprint: String::new(),
        }
    }

    fn read(path: &str, text: &str, fingerprint: String) -> Result<Self, TopicError> {
        let mut new = Self { fingerprint, text: text.to_owned(), ..Self::none() };
        let mut end = 0;
        for (at, line) in text.split_inclusive('\n').enumerate() {
            end += line.len();
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let bad = |reason: String| TopicError::Rule { path: path.to_owned(), line: at + 1, reason };
            let (label, rule) =
                line.split_once(':').ok_or_else(|| bad("write a label, a colon and a rule".to_owned()))?;
            let label = label.trim().to_lowercase();
            if label.is_empty() {
                return Err(bad("the label is empty".to_owned()));
            }
            let start = end - rule.trim_start().len();
            let alternatives = parse(rule.trim(), &mut new.terms).map_err(bad)?;
            let label = new.labels.iter().position(|known| *known == label).unwrap_or_else(|| {
                new.labels.push(label);
                new.labels.len() - 1
            });
            let clause = |(node, at): (_, Range<usize>)| Clause {
                label,
                written: start + at.start..start + at.end,
                node,
            };
            new.clauses.extend(alternatives.into_iter().map(clause));
        }
        new.used = vec![Vec::new(); new.terms.count()];
        for (at, clause) in new.clauses.iter().enumerate() {
            clause.node.terms(&mut |term| {
                if new.used[term].last() != Some(&at) {
                    new.used[term].push(at);
                }
            });
        }
        Ok(new)
    }

    /// What tells these rules from others: empty for the shipped ones.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The labels, in the order of the file.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.labels.iter().map(String::as_str)
    }

    /// The topics of a text, those that most speaks for first; at most four of a short text and eight of a long
    /// one. Takes linear time but for a logarithm.
    pub fn topics<'a>(&'a self, text: &str) -> Vec<Topic<'a>> {
        let words = words(text);
        let mut found = self.decide(&self.terms.find(text, &words));
        let most = found.iter().map(|(_, topic)| topic.weight).max().unwrap_or(0);
        let least = 1 + usize::from(words.len() >= ONCE) + words.len() / WORDS_A_HIT;
        // What a text comes back to most it is about, however long it is; what stands once in a long one says little.
        let least = if most > 1 || words.len() < SHORT { least.min(most) } else { least };
        let least = least.max(most.div_ceil(BESIDE_FIRST));
        found.retain(|(_, topic)| topic.weight >= least);
        found.sort_by_key(|(label, topic)| (std::cmp::Reverse(topic.weight), *label));
        found.truncate((FEW + words.len() / WORDS_A_TOPIC).min(MOST));
        found.into_iter().map(|(_, topic)| topic).collect()
    }

    /// The topics for which a rule holds, by the numbers of their labels.
    fn decide(&self, hits: &Hits) -> Vec<(usize, Topic<'_>)> {
        let mut clauses: Vec<usize> = hits.terms().flat_map(|term| &self.used[term]).copied().collect();
        clauses.sort_unstable();
        clauses.dedup();
        let (mut places, mut all) = (Vec::new(), Vec::new());
        for at in clauses {
            let clause = &self.clauses[at];
            clause.node.places(hits, &mut places);
            all.extend(places.drain(..).map(|hit| (clause.label, hit, at)));
        }
        all.sort_unstable();
        // Of places over one another the first counts: `jobs plan` in `American Jobs Plan` is none beside it.
        all.dedup_by(|(label, hit, _), (before, kept, _)| label == before && hit.word <= kept.last);
        let topics = all.chunk_by(|(a, ..), (b, ..)| a == b).map(|places| {
            let (label, _, clause) = places[0];
            let words = places.iter().take(EVIDENCE).map(|(_, hit, _)| hit.start..hit.end).collect();
            let rule = &self.text[self.clauses[clause].written.clone()];
            (label, Topic { label: &self.labels[label], rule, words, weight: places.len() })
        });
        topics.collect()
    }
}

/// The words of a text, in bytes: runs of letters and digits. Addresses of pages (`https://…`) hold none: their parts
/// are no words that anybody said.
fn words(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    // An English word and the space after it have about six bytes.
    let mut words = Vec::with_capacity(text.len() / 6 + 1);
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        while at < bytes.len() {
            match letter(text, at) {
                0 => break,
                length => at += length,
            }
        }
        if at > start {
            if bytes[at..].starts_with(b"://") {
                let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b')' | b'>' | b'"');
                at = bytes[at..].iter().position(ends).map_or(bytes.len(), |length| at + length);
            } else {
                words.push((start, at));
            }
        }
        // What stands between words: a byte of a longer character begins none.
        at += 1;
    }
    words
}

/// The length in bytes of the letter or digit that begins at a byte; 0 where none does.
fn letter(text: &str, at: usize) -> usize {
    match text.as_bytes()[at] {
        byte if byte.is_ascii() => usize::from(byte.is_ascii_alphanumeric()),
        _ => text
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, |c| if c.is_alphanumeric() { c.len_utf8() } else { 0 }),
    }
}

#[cfg(test)]
mod tests;
