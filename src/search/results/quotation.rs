//! The words of a passage as one quotes them: hard-wrapped lines joined, without the marks of Markdown and HTML.
//!
//! The index keeps a text as its file has it, and places are counted there. What is shown, exported and printed is
//! what a reader of the rendered text would see; each of its code points knows where it stands in the source.

use serde::Serialize;

use super::wrapped_lines::{Shown, joined};
use crate::model::Span;

/// Words as they are quoted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Quotation {
    /// The words. A blank line stands between paragraphs, a line end where the text sets lines apart.
    pub text: String,
    /// The words that matched, in code points of `text`.
    pub highlights: Vec<Span>,
}

/// How the words of a text are quoted, with the matches in it given in code points of the text; `None` where they are
/// quoted as they stand.
pub fn quotation(text: &str, highlights: &[Span]) -> Option<Quotation> {
    if !text.contains(may_be_mark) && !text.contains(['\n', '\r']) && !text.contains("  ") {
        return None;
    }
    let chars: Vec<char> = text.chars().collect();
    let mut reader =
        Reader { chars: &chars, at: 0, out: Vec::with_capacity(chars.len()), closing: Vec::new() };
    reader.read();
    let shown = joined(&reader.out);
    let changed = shown.len() != chars.len() || shown.iter().zip(&chars).any(|((c, _), known)| c != known);
    let place = |at: usize| shown.partition_point(|(_, from)| *from < at);
    changed.then(|| Quotation {
        text: shown.iter().map(|(c, _)| *c).collect(),
        highlights: highlights.iter().map(|span| Span::new(place(span.start), place(span.end))).collect(),
    })
}

/// A text as one reads it, each code point with its place in the text.
pub(crate) fn as_read(text: &str) -> Vec<(char, usize)> {
    let plain = !text.contains(may_be_mark) && !text.contains(['\n', '\r']) && !text.contains("  ");
    let chars: Vec<char> = text.chars().collect();
    if plain {
        return chars.into_iter().zip(0..).collect();
    }
    let mut reader =
        Reader { chars: &chars, at: 0, out: Vec::with_capacity(chars.len()), closing: Vec::new() };
    reader.read();
    joined(&reader.out)
}

/// Whether a mark may begin with a character, or be one.
fn may_be_mark(c: char) -> bool {
    matches!(c, '*' | '_' | '#' | '>' | '<' | '&' | '[' | '\\') || is_unseen(c)
}

/// The parts of one line without marks: they are told over the ends of the parts, as in `**`, `word`, `**`.
pub(crate) fn unmarked<const N: usize>(parts: [&str; N]) -> [String; N] {
    if !parts.iter().any(|part| part.contains(may_be_mark)) {
        return parts.map(str::to_owned);
    }
    // A part of a text begins anywhere in a line.
    let chars: Vec<char> = std::iter::once(' ').chain(parts.iter().flat_map(|part| part.chars())).collect();
    let mut reader =
        Reader { chars: &chars, at: 1, out: Vec::with_capacity(chars.len()), closing: Vec::new() };
    reader.read();
    let mut end = 1;
    let ends = parts.map(|part| {
        end += part.chars().count();
        end
    });
    let mut shown = reader.out.into_iter().peekable();
    ends.map(|end| std::iter::from_fn(|| shown.next_if(|(_, at)| *at < end)).map(|(c, _)| c).collect())
}

/// The characters of a line's beginning that mark a heading or a quotation, their blank included.
pub(crate) fn line_mark(line: impl Iterator<Item = char> + Clone) -> usize {
    let count = |c: char| line.clone().take_while(|other| *other == c).count();
    let (hashes, quotes) = (count('#'), count('>'));
    let after = |count: usize| line.clone().nth(count);
    if (1..=6).contains(&hashes) && after(hashes) == Some(' ') {
        hashes + 1
    } else if quotes > 0 && matches!(after(quotes), Some(' ' | '\n')) {
        quotes + usize::from(after(quotes) == Some(' '))
    } else {
        0
    }
}

/// Whether a character is not seen where it stands: soft hyphens, joiners of no width.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

struct Reader<'a> {
    chars: &'a [char],
    at: usize,
    out: Vec<Shown>,
    /// Places of single marks that close an emphasis.
    closing: Vec<usize>,
}

/// Elements whose tags show as nothing, a line's end or a blank line.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "big", "cite", "code", "em", "font", "i", "img", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "tbody", "thead", "u", "wbr",
];
const LINES: [&str; 5] = ["br", "li", "td", "th", "tr"];
const BLOCKS: [&str; 17] = [
    "article",
    "blockquote",
    "center",
    "div",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "ol",
    "p",
    "section",
    "table",
    "ul",
];

/// Characters by their names in HTML, but for those that are written by number.
const ENTITIES: [(&str, char); 15] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("shy", '\u{ad}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("hellip", '…'),
    ("bull", '•'),
];

impl Reader<'_> {
    fn read(&mut self) {
        let mut line_begins = self.at == 0 || self.before() == Some('\n');
        while self.at < self.chars.len() {
            if std::mem::take(&mut line_begins) {
                self.line_mark();
            }
            if self.mark() {
                continue;
            }
            let Some(&c) = self.chars.get(self.at) else { return };
            if !is_unseen(c) {
                self.out.push((c, self.at));
            }
            self.at += 1;
            line_begins = c == '\n';
        }
    }

    fn rest(&self, from: usize) -> &[char] {
        self.chars.get(self.at + from..).unwrap_or_default()
    }

    fn peek(&self, from: usize) -> Option<char> {
        self.chars.get(self.at + from).copied()
    }

    fn before(&self) -> Option<char> {
        self.at.checked_sub(1).map(|at| self.chars[at])
    }

    /// Passes the mark of a heading, a quotation or a rule that a line opens with.
    fn line_mark(&mut self) {
        let length = line_mark(self.rest(0).iter().copied());
        self.at += length;
        if length == 0 {
            let line: Vec<char> = self.rest(0).iter().take_while(|c| **c != '\n').copied().collect();
            let ruled = |c: char| line.iter().filter(|other| **other == c).count() >= 3;
            let only = |c: char| line.iter().all(|other| *other == c || other.is_whitespace());
            if ['-', '*', '_', '='].into_iter().any(|c| ruled(c) && only(c)) {
                self.out.push(('\n', self.at));
                self.at += line.len();
            }
        }
    }

    /// Passes a mark that stands here, and puts out what it shows as; `false` where none stands.
    fn mark(&mut self) -> bool {
        match self.peek(0) {
            Some('*' | '_') => self.emphasis(),
            Some('[') => self.link(0),
            Some('!') if self.peek(1) == Some('[') => self.link(1),
            Some('<') => self.tag(),
            Some('&') => self.entity(),
            Some('\\') => {
                let escaped = self.peek(1).filter(|c| "*_[]#\\`>()!.-+".contains(*c));
                if let Some(c) = escaped {
                    self.out.push((c, self.at + 1));
                    self.at += 2;
                }
                escaped.is_some()
            }
            _ => false,
        }
    }

    /// Stars and underscores around words: two wherever they touch a word, one where another closes it.
    fn emphasis(&mut self) -> bool {
        let Some(mark) = self.peek(0) else { return false };
        let run = self.rest(0).iter().take_while(|c| **c == mark).count();
        let (before, after) = (self.before(), self.peek(run));
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let inside = is_word(before) && is_word(after);
        let is_mark = match run {
            _ if blank(before) && blank(after) => false,
            1 if self.closing.last() == Some(&self.at) => self.closing.pop().is_some(),
            1 if is_word(before) || blank(after) => false,
            1 => match self.close_of(mark) {
                Some(close) => {
                    self.closing.push(close);
                    true
                }
                None => false,
            },
            2 | 3 => mark == '*' || !inside,
            _ => false,
        };
        if is_mark {
            self.at += run;
        }
        is_mark
    }

    /// Where the emphasis that opens here with one mark is closed, before a blank line.
    fn close_of(&self, mark: char) -> Option<usize> {
        let rest = self.rest(1);
        let closes = |at: usize| {
            let alone = rest.get(at + 1) != Some(&mark) && rest[at - 1] != mark;
            let word = rest.get(at + 1).is_some_and(|c| c.is_alphanumeric());
            rest[at] == mark && alone && !rest[at - 1].is_whitespace() && !word
        };
        let end = (1..rest.len()).find(|at| rest[*at] == '\n' && rest[at - 1] == '\n').unwrap_or(rest.len());
        (1..end).find(|at| closes(*at)).map(|at| self.at + 1 + at)
    }

    /// `[words](address)`, `![words](address)`, `[[page|words]]` show their words.
    fn link(&mut self, from: usize) -> bool {
        const LONGEST: usize = 2000;
        let rest = self.rest(from);
        let rest = &rest[..rest.len().min(LONGEST)];
        let wiki = rest.get(1) == Some(&'[');
        let close = match wiki {
            true => rest.windows(2).position(|two| two == [']', ']']),
            false => rest.iter().position(|c| *c == ']'),
        };
        let Some(close) = close.filter(|close| !rest[..*close].contains(&'\n') || !wiki) else {
            return false;
        };
        let (mut start, mut length) = (1, close + 1);
        if wiki {
            start = rest[..close].iter().rposition(|c| *c == '|').map_or(2, |bar| bar + 1);
            length = close + 2;
        } else {
            let address: Vec<char> = match rest.get(close + 1) {
                Some('(') => rest[close + 2..].iter().take_while(|c| **c != ')').copied().collect(),
                _ => return false,
            };
            let first = address.iter().take_while(|c| !c.is_whitespace()).collect::<String>();
            let titled = address.len() == first.chars().count() || address.last() == Some(&'"');
            let is_address = first.contains(['/', '.']) || first.starts_with('#');
            if !titled || !is_address || rest.get(close + 2 + address.len()) != Some(&')') {
                return false;
            }
            length += address.len() + 2;
        }
        let words = self.at + from + start..self.at + from + close;
        let end = self.at + from + length;
        // Marks inside the words are marks too.
        let mut inner =
            Reader { chars: &self.chars[..words.end], at: words.start, out: Vec::new(), closing: Vec::new() };
        inner.read();
        self.out.append(&mut inner.out);
        self.at = end;
        true
    }

    /// A tag of an element that pages have, or a comment.
    fn tag(&mut self) -> bool {
        const LONGEST: usize = 1000;
        let rest = self.rest(1);
        let rest = &rest[..rest.len().min(LONGEST)];
        let Some(end) = rest.iter().position(|c| *c == '>') else { return false };
        if rest.starts_with(&['!', '-', '-']) {
            self.at += end + 2;
            return true;
        }
        let name = rest[..end].iter().skip_while(|c| **c == '/').take_while(|c| c.is_ascii_alphanumeric());
        let name = name.collect::<String>().to_ascii_lowercase();
        let name = name.as_str();
        let gap = if INLINE.contains(&name) {
            ""
        } else if LINES.contains(&name) {
            "\n"
        } else if BLOCKS.contains(&name) {
            "\n\n"
        } else {
            return false;
        };
        let at = self.at;
        self.out.extend(gap.chars().map(|c| (c, at)));
        self.at += end + 2;
        true
    }

    fn entity(&mut self) -> bool {
        const LONGEST: usize = 10;
        let rest = self.rest(1);
        let Some(end) = rest.iter().take(LONGEST).position(|c| *c == ';') else { return false };
        let name: String = rest[..end].iter().collect();
        let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
            Some(number) => u32::from_str_radix(number, 16).ok(),
            None => number.parse().ok(),
        });
        let named = || ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c);
        let Some(c) = number.and_then(char::from_u32).or_else(named) else { return false };
        if !is_unseen(c) {
            self.out.push((c, self.at));
        }
        self.at += end + 2;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        quotation(text, &[]).map_or(text.to_owned(), |quotation| quotation.text)
    }

    #[test]
    fn marks_of_markdown_and_html_do_not_show() {
        for (text, plain) in [
            ("**MR MILLER:** We *do* agree.", "MR MILLER: We do agree."),
            (
                "# Talks\n\nThey __met__ in [Doha](https://example.org/doha \"a city\").",
                "Talks\n\nThey met in Doha.",
            ),
            ("> We will\n> not go.", "We will\nnot go."),
            ("See [[Gaza|the Strip]] and ![a map](map.png).", "See the Strip and a map."),
            (
                "<p>We&nbsp;agree.</p><p>They &ldquo;do&#8221; not.<br/>At all.</p>",
                "We agree.\n\nThey “do” not.\nAt all.",
            ),
            ("An end\\*, and a _new_ beginning", "An end*, and a new beginning"),
            ("cease\u{ad}fire", "ceasefire"),
            ("One.\n\n***\n\nTwo.", "One.\n\nTwo."),
        ] {
            assert_eq!(shown(text), plain);
        }
    }

    #[test]
    fn marks_around_a_part_of_a_line_are_marks() {
        assert_eq!(unmarked(["They **", "agree", "** on [it"]), ["They ", "agree", " on [it"]);
        assert_eq!(unmarked(["# 5 ", "is", ""]), ["# 5 ", "is", ""]);
    }

    #[test]
    fn what_is_no_mark_stays() {
        for text in [
            "5 * 3 * 2 is 30.",
            "* See the annex.",
            "snake_case_name and x_1",
            "a < b and c > d, AT&T and R&D;",
            "[Applause.] (Interruption)",
            "[sic](as spoken)",
            "#5 of the list",
        ] {
            assert_eq!(quotation(text, &[]), None, "{text}");
        }
    }

    #[test]
    fn lines_that_were_wrapped_are_joined_and_others_stay() {
        let text = "The parties have agreed to\nmeet again in the spring, and to keep the cease-\nfire until then.\n\n\
            Signed:\nAda Example\nBen Sample";
        assert_eq!(
            shown(text),
            "The parties have agreed to\nmeet again in the spring, and to keep the cease-fire until then.\n\n\
             Signed:\nAda Example\nBen Sample"
        );
        let text = "The parties have agreed to meet again in the\nspring, and to keep the truce until then, as they\nsaid.";
        assert_eq!(shown(text), text.replace('\n', " "));
    }

    #[test]
    fn matches_stand_where_their_words_are() {
        let text = "The **cease-\nfire** holds,  they say: [peace](https://example.org/).";
        let at = |word: &str| {
            let start = text.find(word).unwrap();
            Span::new(start, start + word.len())
        };
        let quoted = quotation(text, &[at("fire"), at("peace")]).unwrap();
        let words = |span: &Span| {
            quoted.text.chars().skip(span.start).take(span.end - span.start).collect::<String>()
        };
        assert_eq!(quoted.highlights.iter().map(words).collect::<Vec<_>>(), ["fire", "peace"]);
    }
}
