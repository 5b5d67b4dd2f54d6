//! A manuscript: its quotations, each with the sentence it stands in, the speaker whom the sentence names, and the note or
//! link beside it.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use serde::Serialize;

use super::check::MOST_WORDS;
use super::marks::{Marked, marked};
use super::words::words;
use crate::extract::{Extractor, sentences};
use crate::index::analysis;
use crate::model::{Document, Format, Kind, Layout, PartialDate, Span, Statement};

/// A quotation has so many words at least: fewer are a term, or words used with care.
pub const QUOTATION_WORDS: usize = 5;
/// A link is looked for so many bytes after a quotation.
const NEAR: usize = 240;

/// A quotation of a manuscript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quoted {
    /// The words between the marks.
    pub text: String,
    /// Where they stand in the manuscript's text, in code points.
    pub span: Span,
    /// The line of the manuscript, counted from 1; 0 where its file has no lines.
    pub line: u32,
    /// The page as printed, where its file has pages.
    pub page: Option<String>,
    /// The sentences that it stands in.
    pub sentence: String,
    /// Whether it stands inside another quotation.
    pub nested: bool,
    /// The speaker whom the manuscript names.
    pub speaker: Option<String>,
    /// The date that the sentence says.
    pub date: Option<PartialDate>,
    /// The footnote beside it.
    pub note: Option<String>,
    /// The link of demarche beside it, or in its footnote.
    pub link: Option<String>,
}

/// The quotations of a manuscript.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Manuscript {
    /// The file.
    pub name: String,
    /// In the order of the text.
    pub quotations: Vec<Quoted>,
    /// How many were left out for having fewer than [`QUOTATION_WORDS`] words.
    pub short: usize,
    /// How many were left out for being titles.
    pub titles: usize,
    /// How many were left out for being too long to be checked at once.
    pub long: usize,
}

impl Manuscript {
    /// Finds the quotations of a document.
    pub fn read(document: &Document, extractor: &Extractor) -> Self {
        let body = &document.body;
        let (speakers, turns) = (Vec::new(), Vec::new());
        let article =
            Document { layout: Layout::Article, speaker: None, speakers, turns, ..document.clone() };
        let statements = extractor.extract(&article);
        let mut manuscript = Self { name: document.path.clone(), ..Self::default() };
        let sentences = sentences(body);
        let mut points = Points { body, byte: 0, point: 0 };
        let all = marked(body);
        for one in &all {
            let text = text_of(body, one);
            let count = words(&text).len();
            // A block that is one quotation in marks is read once.
            let again = one.block
                && all.iter().any(|other| !other.block && covers(&other.place(), &one.place(), body));
            if count < QUOTATION_WORDS {
                manuscript.short += usize::from(count > 0);
            } else if count > MOST_WORDS {
                manuscript.long += 1;
            } else if is_title(&text) {
                manuscript.titles += 1;
            } else if !again {
                let place = one.place();
                let span = points.span(&place);
                let (speaker, date) = named(&statements, &article, span);
                let note = note(body, place.end);
                let link = link(body, place.end).or_else(|| note.as_deref().and_then(|note| link(note, 0)));
                let sentence = around(body, &sentences, &place);
                let line = match is_in_lines(document) {
                    true => document.line + lines(&body[..place.start]),
                    false => 0,
                };
                let page = document.page_of(span);
                let nested = one.nested;
                manuscript.quotations.push(Quoted {
                    text,
                    span,
                    line,
                    page,
                    sentence,
                    nested,
                    speaker,
                    date,
                    note,
                    link,
                });
            }
        }
        manuscript
    }
}

/// Whether one finds a place in the document's file by its line.
fn is_in_lines(document: &Document) -> bool {
    document.line > 0 && matches!(document.format, Format::Text | Format::Markdown)
}

fn lines(text: &str) -> u32 {
    u32::try_from(memchr::memchr_iter(b'\n', text.as_bytes()).count()).unwrap_or(0)
}

/// Bytes of a body to code points, from the front on and back where it must.
struct Points<'a> {
    body: &'a str,
    byte: usize,
    point: usize,
}

impl Points<'_> {
    fn at(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            self.point -= self.body[byte..self.byte].chars().count();
        } else {
            self.point += self.body[self.byte..byte].chars().count();
        }
        self.byte = byte;
        self.point
    }

    fn span(&mut self, place: &Range<usize>) -> Span {
        let start = self.at(place.start);
        Span::new(start, self.at(place.end))
    }
}

/// Whether a quotation in marks is nearly all of a block.
fn covers(quotation: &Range<usize>, block: &Range<usize>, body: &str) -> bool {
    let inside = block.start <= quotation.start && quotation.end <= block.end;
    inside
        && words(&body[block.start..quotation.start]).is_empty()
        && words(&body[quotation.end..block.end]).is_empty()
}

static LATEX: LazyLock<[(Regex, &'static str); 5]> = LazyLock::new(|| {
    [
        (r"\\(?:footnote|cite\w*|label|ref)\*?(?:\[[^\]]*\])*\{[^{}]*\}", ""),
        (r"\\(?:ldots|dots|textellipsis)\b(?:\{\})?", "…"),
        (r"\\[a-zA-Z]+\*?\{([^{}]*)\}", "$1"),
        (r"\\([%&$#_{}])", "$1"),
        (r"~|\\ ", " "),
    ]
    // Patterns of our own: a test reads them.
    .map(|(pattern, put)| {
        #[allow(clippy::expect_used, reason = "the patterns are constants")]
        let pattern = Regex::new(pattern).expect("the patterns are constants");
        (pattern, put)
    })
});

/// The words of a quotation, without footnote marks and commands of LaTeX.
fn text_of(body: &str, one: &Marked) -> String {
    let parts: Vec<&str> = one.parts.iter().map(|part| body[part.clone()].trim()).collect();
    let mut text = parts.join(if one.block { "\n" } else { "\n\n" });
    if text.contains('\\') {
        for (pattern, put) in LATEX.iter() {
            text = pattern.replace_all(&text, *put).into_owned();
        }
    }
    let text = FOOTNOTE.replace_all(&text, "").into_owned();
    crate::search::as_read(&text).into_iter().map(|(c, _)| c).collect::<String>().trim().to_owned()
}

#[allow(clippy::expect_used, reason = "the pattern is a constant, and a test reads it")]
static FOOTNOTE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\[\^([^\]\s]{1,40})\]").expect("the pattern is a constant"));

#[allow(clippy::expect_used, reason = "the pattern is a constant, and a test reads it")]
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    // LaTeX wants a backslash before the sign.
    Regex::new(r"demarche:s/[0-9a-f-]+\\?#c=[0-9]+-[0-9]+;h=[0-9a-f]+").expect("the pattern is a constant")
});

/// Whether words are a title: every word that is none of grammar has a capital, and no sentence ends.
fn is_title(text: &str) -> bool {
    let found = words(text);
    let content: Vec<_> = found.iter().filter(|word| !analysis::is_grammar(&word.folded)).collect();
    let capital = |written: &str| written.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    let small = text.chars().any(char::is_lowercase);
    let pronoun = found.iter().any(|word| matches!(word.written.as_str(), "I" | "we" | "We"));
    content.len() > 2
        && small
        && !pronoun
        && !text.ends_with(['.', '!'])
        && content.iter().all(|word| capital(&word.written))
}

/// Whom the manuscript names as the speaker of words, and the date that it says of them.
fn named(statements: &[Statement], document: &Document, span: Span) -> (Option<String>, Option<PartialDate>) {
    let overlap = |other: &Span| other.end.min(span.end).saturating_sub(other.start.max(span.start));
    let statement = statements.iter().max_by_key(|statement| overlap(&statement.span));
    let Some(statement) = statement.filter(|statement| overlap(&statement.span) > 0) else {
        return (None, None);
    };
    let inside = |content: &[Span]| content.iter().map(overlap).sum::<usize>();
    let said = statement.attributions.iter().filter(|one| inside(&one.content) * 2 > span.end - span.start);
    let by = said.max_by_key(|one| (one.direct, inside(&one.content))).and_then(|one| one.speaker.clone());
    let own = (statement.kind == Kind::Quoted)
        .then(|| statement.speaker.as_ref().map(|speaker| speaker.name.clone()));
    let date = statement.date.value.filter(|value| Some(*value) != document.date.value);
    (by.or(own.flatten()), date)
}

/// The sentences that a place stands in.
fn around(body: &str, sentences: &[Range<usize>], place: &Range<usize>) -> String {
    let inside = sentences.iter().filter(|sentence| sentence.start < place.end && sentence.end > place.start);
    let (start, end) = inside.fold((place.start, place.end), |(start, end), sentence| {
        (start.min(sentence.start), end.max(sentence.end))
    });
    body[start..end].trim().to_owned()
}

/// The text of the footnote whose mark follows a place: `[^3]` of Markdown, `\footnote{…}` of LaTeX.
fn note(body: &str, end: usize) -> Option<String> {
    let rest = &body[end..floor(body, end + NEAR)];
    let line = rest.split("\n\n").next().unwrap_or(rest);
    if let Some(at) = line.find("\\footnote{") {
        let inside = &body[end + at + "\\footnote{".len()..];
        let mut depth = 1;
        let close = inside.char_indices().find(|(_, c)| {
            depth += i32::from(*c == '{') - i32::from(*c == '}');
            depth == 0
        });
        return close.map(|(close, _)| inside[..close].trim().to_owned());
    }
    let mark = FOOTNOTE.captures(line)?.get(0)?.as_str();
    let begins = format!("\n{mark}:");
    let at = body.find(&begins)? + begins.len();
    let text = body[at..].split("\n\n").next()?.split("\n[^").next()?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn link(body: &str, end: usize) -> Option<String> {
    let rest = &body[end..floor(body, end + NEAR)];
    LINK.find(rest.split("\n\n").next().unwrap_or(rest)).map(|found| found.as_str().replace('\\', ""))
}

/// The nearest byte at or before one at which a character begins.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_have_their_speaker_sentence_and_note() {
        let body = "# On the river\n\nThe book “The River and Its Two Banks” is long. Foreign Minister Ada Example said on Monday, \
            “We shall not sign before the spring.”[^1] She calls it a “safe zone”.\n\n> Nobody will sign for us, not now\n> and not ever.\n\n\
            [^1]: Speech of 24 September, demarche:s/1a2b-90ab#c=12-31;h=deadbeef\n";
        let manuscript = Manuscript::read(&Document::new("chapter.md", body), &Extractor::default());
        assert_eq!((manuscript.short, manuscript.titles), (1, 1));
        let [signed, nobody] = &manuscript.quotations[..] else { panic!("{manuscript:#?}") };
        assert_eq!(signed.text, "We shall not sign before the spring.");
        assert_eq!(signed.speaker.as_deref(), Some("Ada Example"));
        assert!(signed.sentence.starts_with("Foreign Minister Ada Example said"), "{}", signed.sentence);
        assert_eq!(signed.link.as_deref(), Some("demarche:s/1a2b-90ab#c=12-31;h=deadbeef"));
        assert!(signed.note.as_deref().unwrap().starts_with("Speech of 24 September"));
        assert_eq!(
            (nobody.text.as_str(), nobody.line),
            ("Nobody will sign for us, not now and not ever.", 5)
        );
        let letters: Vec<char> = body.chars().collect();
        let cut: String = letters[signed.span.start..signed.span.end].iter().collect();
        assert_eq!(cut, signed.text);
    }

    #[test]
    fn commands_of_latex_are_no_words() {
        let body = "She said ``We \\emph{shall} not sign~before the spring\\ldots{} of 5\\% of us''\\footnote{Minutes, \\emph{p.} 3, \\url{demarche:s/1a2b-90ab\\#c=12-31;h=deadbeef}}.";
        let manuscript = Manuscript::read(&Document::new("chapter.tex", body), &Extractor::default());
        let [one] = &manuscript.quotations[..] else { panic!("{manuscript:#?}") };
        assert_eq!(one.text, "We shall not sign before the spring… of 5% of us");
        assert!(one.note.as_deref().unwrap().starts_with("Minutes, \\emph{p.} 3"));
        assert_eq!(one.link.as_deref(), Some("demarche:s/1a2b-90ab#c=12-31;h=deadbeef"));
    }
}
