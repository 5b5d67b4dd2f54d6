//! Where a text names a person.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Pronoun;
use super::words::{lines, words};
use crate::authority::{Mention, offices};
use crate::extract::attribution;
use crate::model::EntityType;

/// Given names, and the pronoun that each goes with.
static GIVEN: LazyLock<HashMap<&'static str, Option<Pronoun>>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for line in lines(include_str!("given.txt")) {
        let Some((pronoun, list)) = line.split_once(':') else { continue };
        let pronoun = match pronoun {
            "he" => Some(Pronoun::He),
            "she" => Some(Pronoun::She),
            _ => None,
        };
        list.split_whitespace().for_each(|name| {
            names.entry(name).or_insert(pronoun);
        });
    }
    names
});

/// Words with a capital that are no part of a person's name.
static OTHER: LazyLock<std::collections::HashSet<&'static str>> =
    LazyLock::new(|| lines(include_str!("other.txt")).flat_map(str::split_whitespace).collect());

/// Titles before a name that are no office, and the pronoun that goes with them.
const TITLES: [(&str, Option<Pronoun>); 12] = [
    ("Mr", Some(Pronoun::He)),
    ("Mrs", Some(Pronoun::She)),
    ("Ms", Some(Pronoun::She)),
    ("Miss", Some(Pronoun::She)),
    ("Sir", Some(Pronoun::He)),
    ("Lord", Some(Pronoun::He)),
    ("Dame", Some(Pronoun::She)),
    ("Lady", Some(Pronoun::She)),
    ("Dr", None),
    ("Sen", None),
    ("Rep", None),
    ("Gov", None),
];

/// Whether a word with a capital belongs to no person's name.
pub(super) fn is_other(word: &str) -> bool {
    OTHER.contains(word) && !GIVEN.contains_key(word)
}

/// Whether a word with a capital is what somebody does in a headline: `Says`, `Warns`.
pub(super) fn is_verb(word: &str) -> bool {
    word.ends_with('s') && attribution::kind(word).is_some()
}

/// Whether a word can open a sentence before a name: `Asked`, `Speaking`, `Lately`.
fn may_open(word: &str) -> bool {
    ["ing", "ed", "ly"].iter().any(|ending| word.ends_with(ending))
}

/// Words with capitals, one beside the other, that may name a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// Its bytes; a title, an office and a possessive are left out.
    pub start: usize,
    pub end: usize,
    /// How many words it has.
    pub words: usize,
    /// Whether it is a given name with a surname.
    pub full: bool,
    /// The pronoun that its title or given name goes with.
    pub pronoun: Option<Pronoun>,
    /// Whether a title or an office stands before it.
    pub titled: bool,
    /// Whether `’s` follows.
    pub possessive: bool,
}

/// The pronoun that a given name goes with.
pub(super) fn pronoun_of(given: &str) -> Option<Pronoun> {
    GIVEN.get(given).copied().flatten()
}

/// The pronoun of a listed given name; `None` where the word is not listed.
pub(super) fn given(word: &str) -> Option<Option<Pronoun>> {
    GIVEN.get(word).copied()
}

/// The runs of a text, in order. `mentions` are the names that an authority found: where they are no
/// person's, none of their words is. Takes linear time.
pub(super) fn runs(text: &str, mentions: &[Mention]) -> Vec<Run> {
    let mut found = Vec::new();
    let mut mentions = mentions.iter().filter(|mention| mention.entity.kind != EntityType::Person).peekable();
    let mut run: Vec<Word> = Vec::new();
    let mut covered = 0;
    let mut title = None;
    for word in (Words { text, at: 0, opens: true }) {
        while mentions.peek().is_some_and(|mention| mention.end <= word.start) {
            mentions.next();
        }
        let mentioned = mentions.peek().is_some_and(|mention| mention.start < word.end);
        let glued = run.last().is_some_and(|last| joined(text, last, &word));
        if !glued {
            flush(text, &mut run, &mut title, &mut found);
        }
        let written = &text[word.start..word.end];
        if mentioned || word.start < covered || !has_capital(written) {
            let particle = glued && words().particles.contains(written);
            if particle && !mentioned {
                run.push(word);
            } else {
                flush(text, &mut run, &mut title, &mut found);
                // A title holds for the name right after it.
                title = None;
            }
            continue;
        }
        let bare = written.trim_end_matches('.');
        if let Some((_, pronoun)) = TITLES.iter().find(|(name, _)| *name == bare) {
            flush(text, &mut run, &mut title, &mut found);
            title = Some(*pronoun);
            continue;
        }
        if run.iter().all(|word| is_other(&text[word.start..word.end]))
            && let Some(office) = offices().starting_at(text, word.start)
        {
            run.clear();
            covered = office.end;
            title = Some(None);
            continue;
        }
        run.push(word);
    }
    flush(text, &mut run, &mut title, &mut found);
    found
}

/// Whether a word begins with a capital, after a particle if one is joined to it.
pub(super) fn has_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase) || after_particle(word).is_some()
}

/// What follows the particle in a word such as `al-Sisi`, where it has a capital.
pub(super) fn after_particle(word: &str) -> Option<&str> {
    let (particle, rest) = word.split_once('-')?;
    let known = words().particles.contains(particle.to_lowercase().as_str());
    Some(rest).filter(|rest| known && rest.starts_with(char::is_uppercase))
}

fn joined(text: &str, last: &Word, next: &Word) -> bool {
    !last.possessive && matches!(&text[last.end..next.start], " " | "\u{a0}" | "\n" | "-")
}

fn flush(text: &str, run: &mut Vec<Word>, title: &mut Option<Option<Pronoun>>, found: &mut Vec<Run>) {
    found.extend(named(text, run, title));
    run.clear();
}

/// What the words name: a run without what stands around it.
fn named(text: &str, run: &[Word], title: &mut Option<Option<Pronoun>>) -> Option<Run> {
    let particles = &words().particles;
    let mut words = run;
    let at = |word: &Word| &text[word.start..word.end];
    while let [.., last] = words
        && particles.contains(at(last))
    {
        words = &words[..words.len() - 1];
    }
    while let [first, rest @ ..] = words
        && (is_other(at(first))
            || first.opens
                && rest.len() > 1
                && !GIVEN.contains_key(at(first))
                && GIVEN.contains_key(at(&rest[0])))
    {
        words = rest;
    }
    let [first, .., last] = words else {
        let [only] = words else { return None };
        let titled = title.take();
        return Some(Run {
            start: only.start,
            end: only.end,
            words: 1,
            full: false,
            pronoun: titled.flatten(),
            titled: titled.is_some(),
            possessive: only.possessive,
        });
    };
    let titled = title.take();
    let others = words.iter().any(|word| is_other(at(word)));
    if others && !words.iter().any(|word| is_verb(at(word))) {
        return None;
    }
    let known = GIVEN.contains_key(at(first));
    let full = !others
        && (2..=4).contains(&words.len())
        && (known || titled.is_some() || !first.opens || !may_open(at(first)))
        && words.iter().any(|word| word.end - word.start > 2)
        && words
            .iter()
            .all(|word| at(word).bytes().any(|b| !b.is_ascii_uppercase()) || word.end - word.start <= 2);
    Some(Run {
        start: first.start,
        end: last.end,
        words: words.len(),
        full,
        pronoun: titled.flatten().or_else(|| pronoun_of(at(first))),
        titled: titled.is_some(),
        possessive: last.possessive,
    })
}

/// A word of a text: letters, with hyphens, apostrophes and the stops of initials.
struct Word {
    start: usize,
    end: usize,
    /// Whether it opens a sentence, a quotation or a line.
    opens: bool,
    possessive: bool,
}

struct Words<'a> {
    text: &'a str,
    at: usize,
    opens: bool,
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let rest = &self.text[self.at..];
        let mut breaks = 0;
        let skipped = rest.find(|c: char| {
            if matches!(c, '.' | '?' | '!' | ':' | '“' | '"' | '‘' | '«' | '…') {
                self.opens = true;
            } else if c == '\n' {
                breaks += 1;
                self.opens |= breaks > 1;
            }
            c.is_alphanumeric()
        })?;
        let start = self.at + skipped;
        let word = &self.text[start..];
        let mut end = word.len();
        let mut chars = word.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if c.is_ascii_lowercase() {
                continue;
            }
            let next = chars.peek().map_or(' ', |(_, c)| *c);
            let mut back = word[..at].chars().rev();
            let mut letter = || back.next().is_some_and(char::is_uppercase);
            let initial = c == '.' && letter() && back.next().is_none_or(|c| c == '.');
            let inside =
                c.is_alphanumeric() || (matches!(c, '-' | '’' | '\'') && next.is_alphanumeric()) || initial;
            let title = c == '.' && TITLES.iter().any(|(title, _)| *title == &word[..at]);
            if !(inside || title) {
                end = at;
                break;
            }
        }
        let whole = &word[..end];
        let bare = ["'s", "’s"].iter().find_map(|mark| whole.strip_suffix(mark)).unwrap_or(whole);
        let possessive = bare.len() < whole.len() || word[end..].starts_with("’ ") && bare.ends_with('s');
        self.at = start + end;
        let found = Word { start, end: start + bare.len(), opens: self.opens, possessive };
        self.opens = false;
        Some(found)
    }
}
