//! LexisNexis and Nexis: `1 of 10 DOCUMENTS`, the source, the date, the headline, fields, the text, more fields.

use std::sync::LazyLock;

use regex::Regex;

use super::{Article, page_label};
use crate::read::{machine_dates, title};

/// The line that stands before each article.
static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?m)^[ \t\u{a0}]*(?:Document +)?\d+ (?:of|de|von|sur|di|van) \d+(?: +(?:DOCUMENTS?|DOKUMENTEN?|DOCUMENTOS?|DOCUMENTI|DOCUMENTEN))?[ \t]*\r?$").ok()
});

/// What a labelled field of an article holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    Byline,
    Section,
    Head,
    Language,
    Tail,
}

/// Whether a text or its markup holds such a line.
pub(in crate::read) fn is(text: &str) -> bool {
    static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?m)(?:^[ \t]*|>)\d+ (?:of|de|von|sur|di|van) \d+ (?:DOCUMENTS?|DOKUMENTEN?|DOCUMENTOS?|DOCUMENTI|DOCUMENTEN)[ \t]*(?:\r?$|<)").ok()
    });
    NAMED.as_ref().is_some_and(|named| named.is_match(text))
}

/// The articles of a text.
pub(in crate::read) fn articles(text: &str) -> Vec<Article> {
    let Some(mark) = MARK.as_ref() else { return Vec::new() };
    let marks: Vec<(usize, usize)> = mark.find_iter(text).map(|found| (found.start(), found.end())).collect();
    let ends = marks.iter().skip(1).map(|(start, _)| *start).chain([text.len()]);
    let (mut articles, mut line, mut counted) = (Vec::new(), 1, 0);
    for (&(start, from), end) in marks.iter().zip(ends) {
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..start]).count() as u64;
        counted = start;
        articles.push(Article { line, ..article(&text[from..end]) });
    }
    articles
}

/// One article from the paragraphs after its mark.
fn article(text: &str) -> Article {
    let text = text.replace("\r\n", "\n");
    let paragraphs: Vec<&str> = blank().map_or_else(Vec::new, |blank| {
        blank
            .split(&text)
            .map(|part| part.trim_matches('\n'))
            .filter(|part| !part.trim().is_empty())
            .collect()
    });
    let mut article = Article::default();
    let dated = paragraphs.iter().take(6).position(|part| date_in(part).is_some());
    let mut rest = &paragraphs[..];
    if let Some(at) = dated {
        article.date = date_in(paragraphs[at]);
        article.source = at.checked_sub(1).map(|before| title::clean(paragraphs[before]));
        rest = &paragraphs[at + 1..];
    }
    // Up to the first field stands the headline; after the fields, the text.
    let first = rest.iter().position(|part| field(part).is_some()).unwrap_or(rest.len());
    let (headline, mut body) = rest.split_at(first.min(1));
    article.title = headline.first().map(|words| title::clean(words));
    if first < rest.len() && first > 1 {
        // Lines under the headline are of the text: a subheading, a summary.
        body = &rest[1..];
    }
    let mut kept = Vec::new();
    let mut after = false;
    for part in body {
        match field(part) {
            Some((label, value)) => {
                after |= label == Label::Tail;
                fill(&mut article, label, value);
            }
            None if is_copyright(part) => after = true,
            None if !after => kept.push(part.trim_end()),
            None => {}
        }
    }
    article.body = kept.join("\n\n");
    article
}

fn blank() -> Option<&'static Regex> {
    static BLANK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\n[ \t]*\n").ok());
    BLANK.as_ref()
}

/// The date in the lines under the source: `January 11, 2010 Monday`, with an edition after it.
fn date_in(part: &str) -> Option<String> {
    let line = title::clean(part.lines().find(|line| !line.trim().is_empty())?);
    machine_dates::machine_date(&line).map(|_| line)
}

/// A field by its label, in capitals, and what it holds.
fn field(part: &str) -> Option<(Label, &str)> {
    let (label, value) = part.trim().split_once(':')?;
    if label.len() > 30 || label.contains('\n') {
        return None;
    }
    let rows = include_str!("lexis_labels.tsv").lines().filter(|row| !row.starts_with('#'));
    let row = rows.into_iter().find(|row| row.split('\t').skip(1).any(|name| name == label))?;
    let label = match row.split('\t').next()? {
        "byline" => Label::Byline,
        "section" => Label::Section,
        "head" => Label::Head,
        "language" => Label::Language,
        _ => Label::Tail,
    };
    Some((label, value.trim()))
}

fn fill(article: &mut Article, label: Label, value: &str) {
    let value = title::clean(value);
    match label {
        Label::Byline => article.author = Some(value),
        Label::Section => {
            article.page = value.rsplit(';').next().filter(|part| part.contains('.')).and_then(page_label)
        }
        Label::Language => article.language = language(&value),
        Label::Head | Label::Tail => {}
    }
}

/// The language by its name in English, which exports in any language have.
fn language(names: &str) -> Option<String> {
    const CODES: [(&str, &str); 16] = [
        ("english", "en"),
        ("french", "fr"),
        ("german", "de"),
        ("spanish", "es"),
        ("italian", "it"),
        ("portuguese", "pt"),
        ("dutch", "nl"),
        ("russian", "ru"),
        ("arabic", "ar"),
        ("chinese", "zh"),
        ("japanese", "ja"),
        ("danish", "da"),
        ("swedish", "sv"),
        ("norwegian", "no"),
        ("polish", "pl"),
        ("turkish", "tr"),
    ];
    let first = names.split([';', ',']).next()?.trim().to_lowercase();
    let (_, code) = CODES.iter().find(|(name, _)| *name == first)?;
    Some((*code).to_owned())
}

fn is_copyright(part: &str) -> bool {
    let words = part.trim_start();
    words
        .strip_prefix("Copyright ")
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == '©'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPORT: &str = "\r\n\r\nTerms: talks\r\n\r\n                 1 of 2 DOCUMENTS\r\n\r\n\r\n\
        The Example Times (London)\r\n\r\n           January 11, 2010 Monday\r\n              Edition 1;\r\n\r\n\
        Talks to go on\r\n\r\nBYLINE: Ada Example\r\n\r\nSECTION: NEWS; Pg. 8\r\n\r\nLENGTH: 20 words\r\n\r\n\
        The talks go on,\r\nhe said.\r\n\r\nMR WEISS: We shall see.\r\n\r\nLOAD-DATE: January 12, 2010\r\n\r\n\
        LANGUAGE: ENGLISH\r\n\r\n      Copyright 2010 Example\r\n          All Rights Reserved\r\n\r\n\
                         2 of 2 DOCUMENTS\r\n\r\nExample\r\n\r\nJanuary 8, 2010\r\n\r\nNo talks\r\n\r\nLENGTH: 2 words\r\n\r\nNone.\r\n";

    #[test]
    fn each_article_has_its_fields_and_its_text() {
        assert!(is(EXPORT));
        let [first, second] = &articles(EXPORT)[..] else { panic!() };
        assert_eq!(first.line, 5);
        assert_eq!(first.source.as_deref(), Some("The Example Times (London)"));
        assert_eq!(first.date.as_deref(), Some("January 11, 2010 Monday"));
        assert_eq!(first.title.as_deref(), Some("Talks to go on"));
        assert_eq!(first.author.as_deref(), Some("Ada Example"));
        assert_eq!(first.page.as_deref(), Some("8"));
        assert_eq!(first.body, "The talks go on,\nhe said.\n\nMR WEISS: We shall see.");
        assert_eq!((second.title.as_deref(), &*second.body), (Some("No talks"), "None."));
        assert!(!is("Page 1 of 2 of the documents"));
    }
}
