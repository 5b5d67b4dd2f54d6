//! Labels of the metadata: forms (`press-briefings`, `speech`) told from topics.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::model::Document;

/// The words that name forms, and those that only stand beside them.
struct Words {
    forms: HashSet<&'static str>,
    beside: HashSet<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let lines = include_str!("forms.txt").lines().filter(|line| !line.starts_with('#'));
    let (beside, forms): (Vec<_>, Vec<_>) = lines.partition(|line| line.starts_with('='));
    Words {
        forms: forms.into_iter().flat_map(words).collect(),
        beside: beside.iter().flat_map(|line| words(&line[1..])).collect(),
    }
});

/// Gives a document the labels of its metadata, each once: those that are forms as forms, all others as topics.
pub(super) fn label(document: &mut Document, labels: Vec<String>) {
    for label in labels {
        let list = if is_form(&label) { &mut document.forms } else { &mut document.topics };
        if !list.contains(&label) {
            list.push(label);
        }
    }
}

/// Whether a label says what a text is and not what about: all its words are those of forms.
fn is_form(label: &str) -> bool {
    let plain: String = label.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    let plain = plain.to_lowercase();
    let mut names = false;
    let known = words(&plain).all(|word| {
        let form = singulars(word).any(|word| WORDS.forms.contains(word));
        names |= form;
        form || WORDS.beside.contains(word)
    });
    known && names
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The word, and what it is the plural of, if it is one.
fn singulars(word: &str) -> impl Iterator<Item = &str> {
    [Some(word), word.strip_suffix('s'), word.strip_suffix("es")].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_a_form_if_all_its_words_are_those_of_forms() {
        for form in [
            "press-briefings",
            "Statements & Releases",
            "speeches-remarks",
            "Speeches and Remarks",
            "Speech",
            "fact_sheets",
            "Op-Eds",
            "COMMUNIQUÉS",
            "press_release",
            "Remarks by the President",
            "Discours",
            "Pressemitteilungen",
            "News",
            "Presidential Actions",
            "Q&A",
        ] {
            assert!(is_form(form), "{form}");
        }
        for topic in [
            "trade",
            "Press freedom",
            "human rights statements",
            "the President",
            "Government",
            "General",
            "fact",
            "and",
            "",
            "sea",
            "Briefing on Sudan",
        ] {
            assert!(!is_form(topic), "{topic}");
        }
    }

    #[test]
    fn a_label_stands_once_among_forms_or_topics() {
        let mut document = Document::new("a.md", "We met.");
        label(&mut document, ["Speeches", "fishing", "Speeches", "fishing"].map(str::to_owned).to_vec());
        assert_eq!((document.forms, document.topics), (vec!["Speeches".into()], vec!["fishing".into()]));
    }
}
