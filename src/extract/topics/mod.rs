//! What a statement is about, by rules that anybody can read and change.
//!
//! The rules of `topics.txt`, or of the user's own file, name words, phrases and beginnings of words. All
//! of them are looked for at once, in one pass; then each topic of which a word was found is decided.

mod rules;
mod terms;

use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use rules::{Node, parse};
use terms::{Hit, Hits, Terms};

/// The most topics that one statement is given.
const MAX_TOPICS: usize = 4;
/// A topic of a long text must be found once in so many words, or it is only touched on.
const WORDS_A_HIT: usize = 400;
/// A word of the title counts like so many of the text.
const TITLE: usize = 3;
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
    /// The rule that holds, as written.
    pub rule: &'a str,
    /// Where its words stand, in bytes of the text; of the title where `in_title`. At most eight.
    pub words: Vec<Range<usize>>,
    /// Whether the title alone speaks for it.
    pub in_title: bool,
    /// How much speaks for it: the number of places, those in the title thrice.
    pub weight: usize,
}

/// One alternative of a rule.
struct Clause {
    label: usize,
    rule: usize,
    node: Node,
}

/// The rules of topics, made ready; one serves all threads.
pub struct TopicRules {
    labels: Vec<String>,
    /// The rules as written.
    rules: Vec<String>,
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
            rules: Vec::new(),
            clauses: Vec::new(),
            terms: Terms::default(),
            used: Vec::new(),
            fingerprint: String::new(),
        }
    }

    fn read(path: &str, text: &str, fingerprint: String) -> Result<Self, TopicError> {
        let mut new = Self { fingerprint, ..Self::none() };
        for (at, line) in
            text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
        {
            let bad = |reason: String| TopicError::Rule { path: path.to_owned(), line: at + 1, reason };
            let (label, rule) =
                line.split_once(':').ok_or_else(|| bad("write a label, a colon and a rule".to_owned()))?;
            let label = label.trim().to_lowercase();
            if label.is_empty() {
                return Err(bad("the label is empty".to_owned()));
            }
            let rule = rule.trim();
            let node = parse(rule, &mut new.terms).map_err(bad)?;
            let label = new.labels.iter().position(|known| *known == label).unwrap_or_else(|| {
                new.labels.push(label);
                new.labels.len() - 1
            });
            let nodes = if let Node::Or(nodes) = node { nodes } else { vec![node] };
            let number = new.rules.len();
            new.rules.push(rule.to_owned());
            new.clauses.extend(nodes.into_iter().map(|node| Clause { label, rule: number, node }));
        }
        new.used = vec![Vec::new(); new.terms.count];
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

    /// The topics of a text, those that most speaks for first; at most four. Takes linear time but for a
    /// logarithm.
    pub fn topics<'a>(&'a self, text: &str, title: Option<&str>) -> Vec<Topic<'a>> {
        let (hits, words) = self.hits(text);
        let least = 1 + words / WORDS_A_HIT;
        let mut found = self.decide(&hits);
        found.retain(|(_, topic)| topic.weight >= least);
        if let Some(title) = title {
            for (label, topic) in self.decide(&self.hits(title).0) {
                let weight = TITLE * topic.weight;
                match found.iter_mut().find(|(known, _)| *known == label) {
                    Some((_, known)) => known.weight += weight,
                    None => found.push((label, Topic { weight, in_title: true, ..topic })),
                }
            }
        }
        found.sort_by_key(|(label, topic)| (std::cmp::Reverse(topic.weight), *label));
        found.truncate(MAX_TOPICS);
        found.into_iter().map(|(_, topic)| topic).collect()
    }

    /// Where each term stands, and how many words the text has. Each word is looked at once.
    fn hits(&self, text: &str) -> (Hits, usize) {
        let mut hits = Vec::new();
        let mut count = 0;
        for (start, end) in words(text) {
            self.terms.of_word(&text.as_bytes()[start..end], |term| {
                hits.push((term, Hit { word: count, last: count, start, end }))
            });
            count += 1;
        }
        (Hits::new(hits), count)
    }

    /// The topics for which a rule holds, by the numbers of their labels.
    fn decide(&self, hits: &Hits) -> Vec<(usize, Topic<'_>)> {
        let mut clauses: Vec<usize> = hits.terms().flat_map(|term| &self.used[term]).copied().collect();
        clauses.sort_unstable();
        clauses.dedup();
        let (mut places, mut all) = (Vec::new(), Vec::new());
        for clause in clauses.into_iter().map(|at| &self.clauses[at]) {
            clause.node.places(hits, &mut places);
            all.extend(places.drain(..).map(|hit| (clause.label, hit, clause.rule)));
        }
        all.sort_unstable();
        all.dedup_by_key(|(label, hit, _)| (*label, hit.word));
        let topics = all.chunk_by(|(a, ..), (b, ..)| a == b).map(|places| {
            let (label, _, rule) = places[0];
            let words = places.iter().take(EVIDENCE).map(|(_, hit, _)| hit.start..hit.end).collect();
            let (label_text, rule) = (self.labels[label].as_str(), self.rules[rule].as_str());
            (label, Topic { label: label_text, rule, words, in_title: false, weight: places.len() })
        });
        topics.collect()
    }
}

/// The words of a text, in bytes: runs of letters and digits. Nothing is allocated.
fn words(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let bytes = text.as_bytes();
    // The length of the letter or digit at a byte; 0 where there is none.
    let letter = move |at: usize| match bytes[at] {
        byte if byte.is_ascii() => usize::from(byte.is_ascii_alphanumeric()),
        _ => text[at..].chars().next().filter(|c| c.is_alphanumeric()).map_or(0, char::len_utf8),
    };
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() && letter(at) == 0 {
            at += 1;
            while !text.is_char_boundary(at) {
                at += 1;
            }
        }
        let start = at;
        while at < bytes.len() {
            match letter(at) {
                0 => break,
                length => at += length,
            }
        }
        (at > start).then_some((start, at))
    })
}

#[cfg(test)]
mod tests;
