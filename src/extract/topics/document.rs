//! Topics of the statements of one document: those that the metadata names, then those that a statement's own
//! words show, else those of the title. What other statements are about is not asked.

use std::cell::OnceCell;

use super::{Topic, TopicRules};
use crate::model::{Document, Layout, TopicEvidence, TopicPlace};

/// A turn of fewer words (`Thank you. Next question?`) need not be about what its document's title says.
const TURN: usize = 30;
/// So many words are kept as evidence of a topic.
const WORDS: usize = 3;

/// What the statements of a document may be about.
pub(in crate::extract) struct DocumentTopics<'a> {
    /// None where only what is given counts.
    rules: Option<&'a TopicRules>,
    document: &'a Document,
    /// The topics of the title, worked out when a statement first needs them.
    of_title: OnceCell<Vec<Topic<'a>>>,
}

/// The topics that were found in a statement's words or in its document's title.
pub(in crate::extract) struct Found<'a> {
    pub topics: Vec<Topic<'a>>,
    pub place: TopicPlace,
}

impl<'a> DocumentTopics<'a> {
    pub fn new(rules: Option<&'a TopicRules>, document: &'a Document) -> Self {
        Self { rules, document, of_title: OnceCell::new() }
    }

    /// The topics of a statement of the document by the rules: of its own words, or else of the title.
    pub fn find(&self, text: &str) -> Found<'a> {
        let own = self.rules.map(|rules| rules.topics(text)).unwrap_or_default();
        if !own.is_empty() || !self.takes_the_title_s(text) {
            return Found { topics: own, place: TopicPlace::Text };
        }
        let title = self.document.title.as_deref().unwrap_or_default();
        let of_title = || self.rules.map(|rules| rules.topics(title)).unwrap_or_default();
        Found { topics: self.of_title.get_or_init(of_title).clone(), place: TopicPlace::Title }
    }

    fn takes_the_title_s(&self, text: &str) -> bool {
        self.document.topics.is_empty()
            && text.contains(char::is_alphabetic)
            && (self.document.layout != Layout::Transcript || text.split_whitespace().nth(TURN - 1).is_some())
    }

    /// The topics of a statement with what speaks for each, in order.
    pub fn evidence(&self, text: &str) -> Vec<TopicEvidence> {
        let named = self.document.topics.iter();
        let mut evidence: Vec<_> = named.map(TopicEvidence::named).collect();
        let found = self.find(text);
        let read = match found.place {
            TopicPlace::Title => self.document.title.as_deref().unwrap_or_default(),
            _ => text,
        };
        for topic in found.topics {
            if !evidence.iter().any(|known| known.topic == topic.label) {
                let words = distinct(topic.words.iter().map(|at| &read[at.clone()]));
                evidence.push(TopicEvidence { topic: topic.label.to_owned(), place: found.place, words });
            }
        }
        evidence
    }
}

/// The first few of the words, each once whatever its case, on one line each.
fn distinct<'t>(words: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for word in words {
        if kept.len() == WORDS {
            break;
        }
        if !kept.iter().any(|known| known.eq_ignore_ascii_case(word)) {
            kept.push(word.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    kept
}
