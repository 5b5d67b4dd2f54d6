//! Extent of a person's name in a run of capitals: with which words it goes on, and where it begins.

use super::super::lexicon::{given, honorific, is_ordinary, is_other, may_be_given};
use super::super::tokens::{has_capital, is_capitals, is_initials, is_suffix};
use super::super::words::words;
use super::{Reader, Title, particles};
use crate::authority::offices;
use crate::extract::attribution;

impl Reader<'_> {
    /// The word with which a name goes on after the word `at`.
    pub(super) fn next_in_name(&self, at: usize, run: &[usize], headline: bool) -> Option<usize> {
        let next = at + 1;
        let word = self.at(next);
        if self.words[at].possessive {
            return None;
        }
        if !self.joined(at) {
            // `Biden, Jr.`
            return (self.gap(at) == ", " && is_suffix(word))
                .then_some(next)
                .or_else(|| self.after_nickname(at));
        }
        if has_capital(word) {
            let more =
                self.words.get(next + 1).is_some_and(|_| has_capital(self.at(next + 1))) && self.joined(next);
            let title = more
                && (honorific(word).is_some()
                    || offices().starting_at(self.text, self.words[next].start).is_some());
            // `Florida Congresswoman`: no family is called so.
            let holder = ["man", "woman", "person"].iter().any(|end| word.ends_with(end))
                && offices().whole(word).is_some();
            let line = self.gap(at) == "\n" && (headline || self.words[at + 1].opens);
            // In a headline ordinary words have capitals too.
            let office = matches!(self.title, Title::Office(_)) && headline;
            let verb_like =
                headline && is_ordinary(word) && ["s", "ed", "ing"].iter().any(|end| word.ends_with(end));
            // `Kyle J. Malady`: initials are of the given names.
            let given_names =
                given(self.at(run[0])).is_some() && run[1..].iter().all(|&at| is_initials(self.at(at)));
            let surname = given_names && !(office && is_ordinary(word)) && !verb_like;
            let ordinary = headline && !surname && (is_ordinary(word) || run.len() > 1 && is_inflected(word));
            let verb = is_verb(word) && !surname;
            return (!title && !holder && !line && !ordinary && !verb).then_some(next);
        }
        // Particles in small letters stand before a capital: `von der`, `bin`, and short words that are no English.
        let particle = |at: usize| {
            let word = self.at(at);
            words().particles.contains(word)
                || word.len() <= 3 && word.chars().all(char::is_lowercase) && !is_ordinary(word)
        };
        let mut end = next;
        while end < self.words.len() && end - next < 3 && particle(end) && self.joined(end) {
            end += 1;
        }
        (end > next && end < self.words.len() && has_capital(self.at(end))).then_some(next)
    }

    /// The surname after a nickname between marks: `Harald “Rally” Solheim`.
    fn after_nickname(&self, at: usize) -> Option<usize> {
        let closing = match self.gap(at) {
            " “" => "” ",
            " \"" => "\" ",
            " ‘" => "’ ",
            " '" => "' ",
            " (" => ") ",
            _ => return None,
        };
        // `Department of Homeland Security (DHS) Secretary`: a body's initials.
        if closing == ") " && self.words.get(at + 1).is_some_and(|_| is_capitals(self.at(at + 1))) {
            return None;
        }
        let mut end = at + 1;
        while end + 1 < self.words.len() && end - at < 3 && has_capital(self.at(end)) {
            if self.gap(end) == closing {
                return has_capital(self.at(end + 1)).then_some(end + 1);
            }
            if self.gap(end) != " " {
                return None;
            }
            end += 1;
        }
        None
    }

    /// A run without the words before the name; `None` where there is no name in it.
    pub(super) fn trimmed<'r>(&self, run: &'r [usize], headline: bool) -> Option<&'r [usize]> {
        let mut run = run;
        // `Q  Jake, you said`: the mark of a question.
        if let [first, rest @ ..] = run
            && !rest.is_empty()
            && self.words[*first].opens
            && self.at(*first).len() == 1
            && self.gap(*first) != " "
        {
            run = rest;
        }
        // `Near Eastern Affairs Anna Weiss`: a given name after a body's word opens the name.
        if let Some(last) = run.iter().rposition(|&at| is_other(self.at(at))) {
            let rest = &run[last + 1..];
            let opens = rest.first().is_some_and(|&at| given(self.at(at)).is_some());
            let others = run[..=last].iter().all(|&at| is_other(self.at(at)));
            if rest.is_empty() || !(others || opens && rest.len() > 1) {
                return None;
            }
            // `Camp David`, `Hurricane Milton`: a thing that has somebody's name.
            let thing = rest.len() == 1 && !self.title.is_some() && NAMED_AFTER.contains(&self.at(run[last]));
            if thing {
                return None;
            }
            run = rest;
        }
        // An ordinary word before what is a name without it: `Yesterday Solheim`, `Crooked Ana Weiss`; but not a given name that
        // is a word too: `Hope Sandal`.
        while let [first, rest @ ..] = run
            && let Some(next) = rest.first()
            && is_ordinary(self.at(*first))
            && given(self.at(*first)).is_none()
            && !particles().contains(self.at(*first).to_lowercase().as_str())
            && (given(self.at(*next)).is_some()
                || (self.words[*first].opens || headline) && !may_be_given(self.at(*first)))
        {
            run = rest;
        }
        // `APNSA Jake Sandal`: an office in letters.
        while let [first, next, ..] = run
            && is_capitals(self.at(*first))
            && !is_initials(self.at(*first))
            && given(self.at(*next)).is_some()
            && !is_capitals(self.at(*next))
        {
            run = &run[1..];
        }
        Some(run)
    }
}

/// What bears the name of somebody that follows it.
const NAMED_AFTER: [&str; 16] = [
    "Camp",
    "Fort",
    "Mount",
    "Lake",
    "Port",
    "Cape",
    "Bay",
    "Hurricane",
    "Typhoon",
    "Storm",
    "Operation",
    "Project",
    "University",
    "College",
    "Hotel",
    "Base",
];

/// Whether a word is an ordinary one with an ending: `Hammers`, `Blasted`.
fn is_inflected(word: &str) -> bool {
    ["s", "es", "ed", "d", "ing"]
        .iter()
        .any(|ending| word.strip_suffix(ending).is_some_and(|stem| stem.len() > 3 && is_ordinary(stem)))
}

/// Whether a word with a capital is what somebody does in a headline: `Says`, `Warns`.
fn is_verb(word: &str) -> bool {
    word.ends_with('s') && is_ordinary(word) && attribution::kind(word).is_some()
}
