//! Exports of press databases as rich text, Word or PDF: Nexis Uni and Factiva, many articles in one file.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Basis, Document, Page, PartialDate, StatementDate};
use crate::read::{machine_dates, months, text, title};

/// The fields that stand before an article's text, and those after it.
static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^(byline|section|length|dateline|highlight|copyright|correction-date|anchor|guests)\b:?\s*(.*)$").ok()
});
static AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:(?:LOAD-DATE|LANGUAGE|PUBLICATION-TYPE|GRAPHIC|SUBJECT|DOCUMENT-TYPE|JOURNAL-CODE|TYPE|NOTES|CORRECTION)\s*:|Load-Date:|Language:|Publication-Type:|Classification$|Graphic$|Notes$)",
    )
    .ok()
});
/// The number at the end of an article of Factiva.
static NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^Document ([A-Z0-9]{5,12}\d{8}[a-z0-9]{5,16})$").ok());
static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\d[\d,.]* words$").ok());
static LENGTH: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)^length:\s*\d[\d,.]* words").ok());

/// A paragraph of the file: lines up to a blank one.
#[derive(Clone, Copy)]
struct Paragraph<'t> {
    start: usize,
    text: &'t str,
}

fn paragraphs(text: &str) -> Vec<Paragraph<'_>> {
    let mut out: Vec<Paragraph<'_>> = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if bare.is_empty() {
            out.extend(open.take().map(|(start, end)| Paragraph { start, text: &text[start..end] }));
        } else {
            let start = at + line.find(bare).unwrap_or(0);
            let end = start + bare.len();
            open = Some(open.map_or((start, end), |(first, _)| (first, end)));
        }
        at += line.len();
    }
    out.extend(open.map(|(start, end)| Paragraph { start, text: &text[start..end] }));
    out
}

/// One article by the places of its paragraphs.
#[derive(Default)]
struct Article {
    title: Option<String>,
    source: Option<String>,
    author: Option<String>,
    page: Option<String>,
    record: Option<String>,
    language: Option<String>,
    date: Option<PartialDate>,
    start: usize,
    end: usize,
}

/// The articles of an export; `None` where the text is none.
pub(in crate::read) fn split(whole: &Document) -> Option<Vec<Document>> {
    let paragraphs = paragraphs(&whole.body);
    let count = |is: &dyn Fn(&str) -> bool| paragraphs.iter().filter(|paragraph| is(paragraph.text)).count();
    let ends = count(&|text| text == "End of Document");
    let articles: Vec<Article> = if ends > 0
        && count(&|text| text == "Body") > 0
        && count(&|text| matches(&LENGTH, text)) > 0
    {
        paragraphs.split(|paragraph| paragraph.text == "End of Document").filter_map(nexis).collect()
    } else if count(&|text| matches(&NUMBER, text)) > 0 && count(&|text| matches(&WORDS, text)) > 0 {
        paragraphs.split_inclusive(|paragraph| matches(&NUMBER, paragraph.text)).filter_map(factiva).collect()
    } else {
        Vec::new()
    };
    let empty = articles.is_empty();
    let documents = (1..).zip(articles).map(|(number, article)| document(whole, number, article));
    (!empty).then(|| documents.collect())
}

fn matches(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// An article of Nexis Uni: headline, source, date, copyright, fields, `Body`, the text, `Classification`.
fn nexis(part: &[Paragraph<'_>]) -> Option<Article> {
    let at = part.iter().position(|paragraph| paragraph.text == "Body")?;
    let dated = part[..at].iter().rposition(|paragraph| date(paragraph.text).is_some())?;
    let mut article = fields(&part[dated + 1..at]);
    article.date = date(part[dated].text);
    article.source = dated.checked_sub(1).map(|at| title::clean(part[at].text));
    article.title = dated.checked_sub(2).map(|at| title::clean(part[at].text));
    finish(article, &part[at + 1..])
}

/// An article of Factiva: headline, byline, `361 words`, date, time, source, code, page, language, copyright, the text,
/// `Document GRDN000020120111e81b00037`.
fn factiva(part: &[Paragraph<'_>]) -> Option<Article> {
    let (last, part) = part.split_last()?;
    let number = NUMBER.as_ref()?.captures(last.text)?.get(1)?.as_str().to_owned();
    let words = part.iter().position(|paragraph| matches(&WORDS, paragraph.text))?;
    let byline = |text: &str| text.starts_with("By ") || text.starts_with("BY ");
    let mut article = Article { record: Some(number), ..Article::default() };
    let (mut heads, bylines): (Vec<&Paragraph<'_>>, Vec<&Paragraph<'_>>) =
        part[..words].iter().partition(|paragraph| !byline(paragraph.text));
    article.title = heads.pop().map(|paragraph| title::clean(paragraph.text));
    article.author = bylines.first().map(|paragraph| title::clean(&paragraph.text[3..]));
    let dated =
        words + 1 + part[words + 1..].iter().take(2).position(|paragraph| date(paragraph.text).is_some())?;
    article.date = date(part[dated].text);
    let mut at = dated + 1;
    if part.get(at).is_some_and(|paragraph| is_time(paragraph.text)) {
        at += 1;
    }
    article.source = part.get(at).map(|paragraph| title::clean(paragraph.text));
    let language = |text: &str| tag(&text.to_lowercase()).filter(|_| text.split_whitespace().count() <= 2);
    let named =
        at + part.get(at..)?.iter().take(6).position(|paragraph| language(paragraph.text).is_some())?;
    article.language = language(part[named].text);
    let page = part[at..named]
        .iter()
        .skip(1)
        .find(|paragraph| paragraph.text.len() <= 6 && paragraph.text.chars().any(|c| c.is_ascii_digit()));
    article.page = page.map(|paragraph| paragraph.text.to_owned());
    let copyright = |text: &str| text.starts_with(['©', '(']) || text.starts_with("Copyright");
    let from =
        named + 1 + usize::from(part.get(named + 1).is_some_and(|paragraph| copyright(paragraph.text)));
    finish(article, part.get(from..)?)
}

fn is_time(text: &str) -> bool {
    text.len() <= 8 && text.contains(':') && text.starts_with(|c: char| c.is_ascii_digit())
}

/// The fields before the text.
fn fields(part: &[Paragraph<'_>]) -> Article {
    let mut article = Article::default();
    for paragraph in part {
        let Some(found) = BEFORE.as_ref().and_then(|before| before.captures(paragraph.text)) else {
            continue;
        };
        let value = Some(title::clean(&found[2])).filter(|value| !value.is_empty());
        match found[1].to_ascii_lowercase().as_str() {
            "byline" => article.author = value,
            // `NEWS; Pg. 4`: the page of the paper.
            "section" => {
                let page = value.as_deref().and_then(|section| section.split("Pg.").nth(1));
                article.page = page.map(|page| page.trim().trim_end_matches('.').to_owned());
            }
            _ => {}
        }
    }
    article
}

/// The text, up to what the database adds.
fn finish(mut article: Article, part: &[Paragraph<'_>]) -> Option<Article> {
    let end = part.iter().position(|paragraph| matches(&AFTER, paragraph.text)).unwrap_or(part.len());
    let language = part[end..].iter().find_map(|paragraph| {
        let (name, value) = paragraph.text.split_once(':')?;
        name.eq_ignore_ascii_case("language")
            .then(|| value.split(';').next().unwrap_or(value).trim().to_lowercase())
    });
    article.language = language.and_then(|language| tag(&language));
    let (first, last) = (part[..end].first()?, part[..end].last()?);
    (article.start, article.end) = (first.start, last.start + last.text.len());
    Some(article)
}

/// The tag of a language by its English name.
fn tag(name: &str) -> Option<String> {
    let tags = [
        ("english", "en"),
        ("french", "fr"),
        ("german", "de"),
        ("spanish", "es"),
        ("italian", "it"),
        ("dutch", "nl"),
        ("portuguese", "pt"),
        ("russian", "ru"),
        ("arabic", "ar"),
        ("chinese", "zh"),
        ("turkish", "tr"),
        ("polish", "pl"),
    ];
    tags.iter().find(|(language, _)| name.starts_with(language)).map(|(_, tag)| (*tag).to_owned())
}

/// A date on a line of its own: `January 11, 2010 Monday 8:53 PM GMT`, `Montag 11. Januar 2010` is none.
fn date(text: &str) -> Option<PartialDate> {
    let short = text.split_whitespace().count() <= 9;
    let begins =
        || text.starts_with(char::is_numeric) || text.split([' ', ',']).next().is_some_and(is_time_word);
    (short && begins()).then(|| machine_dates::within(text)).flatten()
}

fn is_time_word(word: &str) -> bool {
    months::month(word).is_some() || word.ends_with("day")
}

fn document(whole: &Document, number: usize, article: Article) -> Document {
    let mut document = Document::new(whole.path.clone(), &whole.body[article.start..article.end]);
    let record = article.record.clone().unwrap_or_else(|| number.to_string());
    document.id = Document::id_of(&whole.path, &record);
    document.record = Some(record);
    document.format = whole.format;
    let lines = memchr::memchr_iter(b'\n', &whole.body.as_bytes()[..article.start]).count();
    document.line = whole.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
    document.title = article.title;
    document.source = article.source;
    document.author = article.author;
    document.language = article.language;
    document.date =
        article.date.map_or_else(StatementDate::unknown, |date| StatementDate::known(date, Basis::Stated));
    if let Some(label) = article.page.filter(|label| !label.is_empty()) {
        document.pages = vec![Page { start: 0, label, index: 0 }];
    }
    document.layout = text::layout(&document.body, document.title.as_deref());
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_of_nexis_uni_are_told_apart() {
        let body = "User Name: Ada\n\n1. Talks go on\n\nTalks go on\n\nThe Daily Example\n\nMay 4, 2021 Tuesday\n\n\
                    Copyright 2021 Example All Rights Reserved\n\nSection: NEWS; Pg. 4\n\nLength: 9 words\n\n\
                    Byline: Ada Kovač\n\nBody\n\nThe talks went on.\n\nThey end today.\n\nClassification\n\n\
                    Language: ENGLISH\n\nEnd of Document\n\nPeace is near\n\nThe Weekly Example\n\nMay 5, 2021\n\n\
                    Length: 4 words\n\nBody\n\nPeace is near, they say.\n\nLoad-Date: May 6, 2021\n\nEnd of Document";
        let found = split(&Document::new("export.rtf", body)).unwrap();
        assert_eq!(found.len(), 2);
        let first = &found[0];
        assert_eq!(first.title.as_deref(), Some("Talks go on"));
        assert_eq!(first.source.as_deref(), Some("The Daily Example"));
        assert_eq!(first.author.as_deref(), Some("Ada Kovač"));
        assert_eq!(first.body, "The talks went on.\n\nThey end today.");
        assert_eq!(first.date.value.unwrap().to_string(), "2021-05-04");
        assert_eq!((first.pages[0].label.as_str(), first.language.as_deref()), ("4", Some("en")));
        assert_eq!(found[1].body, "Peace is near, they say.");
        assert_ne!(found[0].id, found[1].id);
        assert!(split(&Document::new("a.txt", "Body\n\nA text of its own.\n\nEnd of Document")).is_none());
    }

    #[test]
    fn articles_of_factiva_are_told_apart() {
        let body = "World\n\nTalks go on\n\nBy Ada Kovač\n\n9 words\n\n4 May 2021\n\n08:42\n\nThe Daily Example\n\n\
                    EXDY\n\n12\n\nEnglish\n\n© 2021 Example.\n\nThe talks went on.\n\nThey end today.\n\n\
                    Document EXDY000020210504eh5400037\n\nPeace is near\n\n4 words\n\n5 May 2021\n\nExample Wire\n\n\
                    EXWR\n\nEnglish\n\nPeace is near, they say.\n\nDocument EXWR000020210505eh5500001";
        let found = split(&Document::new("export.rtf", body)).unwrap();
        let first = &found[0];
        assert_eq!(first.title.as_deref(), Some("Talks go on"));
        assert_eq!(first.source.as_deref(), Some("The Daily Example"));
        assert_eq!(first.record.as_deref(), Some("EXDY000020210504eh5400037"));
        assert_eq!(first.pages[0].label, "12");
        assert_eq!(first.body, "The talks went on.\n\nThey end today.");
        assert_eq!(found[1].body, "Peace is near, they say.");
        assert_eq!(found[1].source.as_deref(), Some("Example Wire"));
    }
}
