//! The persons that a transcript's page names, to be found by surname.

use std::cell::Cell;
use std::collections::HashSet;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::label::{PARTICLES, is_title};
use super::post::{follows, is_name_word, is_of_state, joined, meet, office_before, post_in_title, trimmed};
use crate::extract::people::{Pronoun, given_name, is_no_name};
use crate::read::is_slip;

/// By these words a name after them is that of a speaker's relative.
const KIN: [&str; 30] = [
    "wife",
    "husband",
    "son",
    "daughter",
    "sons",
    "daughters",
    "mother",
    "father",
    "mom",
    "dad",
    "mum",
    "brother",
    "brothers",
    "sister",
    "sisters",
    "grandson",
    "granddaughter",
    "grandfather",
    "grandmother",
    "grandchild",
    "grandchildren",
    "uncle",
    "aunt",
    "cousin",
    "nephew",
    "niece",
    "spouse",
    "widow",
    "widower",
    "children",
];

/// By these words speakers give their own name.
const INTRODUCES: [&str; 6] = ["i’m", "i'm", "i am", "my name is", "my name’s", "this is"];

/// How often one name is looked at: keeps a long page linear.
const ENOUGH: usize = 500;

/// How many heads of a page are looked up for a slip of the keyboard.
const SLIPS: usize = 300;

/// The runs of capitalised words of a page's title and body.
pub(super) struct Roster<'d> {
    title: &'d str,
    body: &'d str,
    runs: Vec<Run>,
    /// Runs and the place in them, by folded word.
    places: FxHashMap<String, Vec<(usize, usize)>>,
    /// Words that the page writes small.
    small: FxHashSet<&'d str>,
    /// How many heads were looked up for a slip of the keyboard.
    slips: Cell<usize>,
}

struct Run {
    in_title: bool,
    words: Vec<Range<usize>>,
}

/// A full name as the page has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub name: String,
    /// The post that stands beside it somewhere, and its body.
    pub post: Option<String>,
    posts: Vec<String>,
    sex: Option<Pronoun>,
    in_title: bool,
    strength: u8,
    count: usize,
    /// Where it begins in its text.
    at: usize,
}

impl Named {
    /// A name of which nothing else is known.
    pub fn bare(name: String) -> Self {
        Self { name, post: None, posts: Vec::new(), sex: None, in_title: false, strength: 0, count: 1, at: 0 }
    }
}

/// A word without case and accents.
pub(super) fn fold(word: &str) -> String {
    let word = word.trim_end_matches('.');
    if word.is_ascii() { word.to_ascii_lowercase() } else { deunicode::deunicode(word).to_lowercase() }
}

impl<'d> Roster<'d> {
    /// Reads a page once, in linear time.
    pub fn new(title: &'d str, body: &'d str) -> Self {
        let (runs, places, small) = (Vec::new(), FxHashMap::default(), FxHashSet::default());
        let mut roster = Self { title, body, runs, places, small, slips: Cell::new(0) };
        roster.read(title, 0, true);
        // A headline that opens the body is the title once more.
        let first = body.trim_start().lines().next().unwrap_or("");
        let again = !title.is_empty() && first.split_whitespace().eq(title.split_whitespace());
        let from = if again { body.len() - body.trim_start().len() + first.len() } else { 0 };
        roster.read(body, from, false);
        roster
    }

    fn text(&self, run: &Run) -> &'d str {
        if run.in_title { self.title } else { self.body }
    }

    fn read(&mut self, text: &'d str, from: usize, in_title: bool) {
        let mut words: Vec<Range<usize>> = Vec::new();
        let mut at = from;
        while let Some(next) = text[at..].find(char::is_alphabetic) {
            let start = at + next;
            let small = text.as_bytes()[start..].iter().take_while(|byte| byte.is_ascii_lowercase()).count();
            let inside = |c: char| c.is_alphanumeric() || matches!(c, '-' | '’' | '\'' | '.');
            let rest = start + small;
            let end = text[rest..].find(|c| !inside(c)).map_or(text.len(), |length| rest + length);
            at = end;
            // Most words are of small letters alone.
            let written = if end == rest { &text[start..end] } else { trimmed(&text[start..end]) };
            let word = start..start + written.len();
            if !written.starts_with(char::is_uppercase) {
                self.small.insert(written);
                // A word in small letters is none of a name, but for a particle in it: most end here.
                if words.is_empty() || !PARTICLES.contains(&written) {
                    self.flush(&mut words, in_title);
                    continue;
                }
            }
            let glued = words.last().is_some_and(|last| {
                let gap = &text[last.end..start];
                !gap.is_empty() && gap.chars().all(char::is_whitespace) && gap.matches('\n').count() < 2
            });
            if !glued {
                self.flush(&mut words, in_title);
            }
            if is_name_word(written) || glued && PARTICLES.contains(&written) {
                words.push(word);
            } else {
                self.flush(&mut words, in_title);
            }
        }
        self.flush(&mut words, in_title);
    }

    fn flush(&mut self, words: &mut Vec<Range<usize>>, in_title: bool) {
        if words.is_empty() {
            return;
        }
        let run = Run { in_title, words: std::mem::take(words) };
        let text = self.text(&run);
        for (at, word) in run.words.iter().enumerate() {
            self.places.entry(fold(&text[word.clone()])).or_default().push((self.runs.len(), at));
        }
        self.runs.push(run);
    }

    /// Where the words stand beside one another.
    fn found(&self, words: &[String]) -> impl Iterator<Item = (&Run, usize)> {
        let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
        let places = folded.first().and_then(|first| self.places.get(first));
        places.into_iter().flatten().take(ENOUGH).filter_map(move |&(run, at)| {
            let run = &self.runs[run];
            let here = run.words.get(at..at + folded.len())?;
            let text = self.text(run);
            here.iter()
                .zip(&folded)
                .all(|(word, wanted)| fold(&text[word.clone()]) == *wanted)
                .then_some((run, at))
        })
    }

    /// The words in the page's own spelling: `MCDONOUGH` is `McDonough` where it says so.
    pub fn spelling(&self, words: &[String]) -> Option<String> {
        let (run, at) = self.found(words).next()?;
        let text = self.text(run);
        Some(joined(text, &run.words[at..at + words.len()]))
    }

    /// The one person whose surname the words are. `role` and `sex` are what the head says: they tell
    /// namesakes apart. Where they do not, nobody is given. `own` says of a byte of the body whether the
    /// person speaks there: people name their relatives, and themselves only when they introduce themselves.
    pub fn person(
        &self,
        surname: &[String],
        role: Option<&str>,
        sex: Option<Pronoun>,
        own: &dyn Fn(usize) -> bool,
    ) -> Option<Named> {
        let mut fits: Vec<Named> = Vec::new();
        for (run, at) in self.found(surname) {
            let Some(mut named) = self.named(run, at, surname.len()) else { continue };
            if !run.in_title {
                // `I’m Ada Example`, or the name as an answer.
                let introduced = follows(self.body, named.at, &INTRODUCES)
                    || self.body[..named.at].trim_end().ends_with(':');
                if own(named.at) && !introduced || follows(self.body, named.at, &KIN) {
                    continue;
                }
                if introduced && own(named.at) {
                    named.in_title = true;
                    named.posts.extend(role.map(str::to_owned));
                }
            }
            match fits.iter_mut().find(|known| known.name == named.name) {
                Some(known) => {
                    known.count += 1;
                    known.in_title |= named.in_title;
                    known.post = known.post.take().or(named.post);
                    known.posts.extend(named.posts);
                }
                None => fits.push(named),
            }
        }
        if let Some(role) = role {
            // Of heads of state the family is spoken of too: who is named without the office may be a relative.
            if is_of_state(role) {
                fits.retain(|named| named.posts.iter().any(|post| meet(post, role)));
            }
            prefer(&mut fits, |named| named.posts.iter().any(|post| meet(post, role)));
        }
        fits.retain(|named| sex.is_none() || named.sex.is_none() || named.sex == sex);
        prefer(&mut fits, |named| sex.is_none() || named.sex.is_none() || named.sex == sex);
        let strongest = fits.iter().map(|named| named.strength).max()?;
        prefer(&mut fits, |named| named.strength == strongest);
        prefer(&mut fits, |named| named.in_title);
        fits.sort_by_key(|named| std::cmp::Reverse((named.count, named.name.len())));
        let rival = fits.get(1).is_some_and(|next| {
            let (one, other) = (initial(&fits[0].name), initial(&next.name));
            one != other && next.count * 3 > fits[0].count && fits[0].posts.is_empty()
        });
        (!rival).then(|| fits.swap_remove(0))
    }

    /// The full name that ends with the surname at `at` in a run.
    fn named(&self, run: &Run, at: usize, length: usize) -> Option<Named> {
        let text = self.text(run);
        let word = |at: usize| &text[run.words[at].clone()];
        let mut from = (0..at).rev().find(|&at| {
            let no_name = given_name(word(at)).is_none() && is_no_name(word(at));
            is_title(word(at))
                || no_name
                || !word(at).contains(char::is_uppercase) && !PARTICLES.contains(&word(at))
        });
        from = from.map(|at| at + 1).or(Some(0));
        let mut from = from?;
        if at <= from {
            return None;
        }
        // `Hey Karine Jean-Pierre`: the listed name opens the name, but for one that a title opens:
        // `Mayor Keisha Lance Bottoms`. Where none is listed, one word and its initials are taken.
        let listed = (from..at).find(|&at| given_name(word(at)).is_some());
        let titled = from > 0 && is_title(word(from - 1));
        from = match listed {
            Some(listed) if titled && listed == from + 1 => from,
            Some(listed) => listed,
            None => {
                let nearest = (from..at).rev().find(|&at| !word(at).ends_with('.')).unwrap_or(from);
                // `Clean Energy Innovation Podesta`: what follows a body's or a field's word goes on with it.
                if nearest == from && from > 0 && !titled {
                    return None;
                }
                nearest
            }
        };
        let first = word(from);
        let listed = given_name(first);
        let small = self.small.contains(first.to_lowercase().as_str());
        let initials = first.ends_with('.');
        let strength = match (listed.is_some(), small) {
            (true, false) => 3,
            (true, true) => 1,
            (false, true) => return None,
            (false, false) => {
                if initials {
                    1
                } else {
                    2
                }
            }
        };
        let name = joined(text, &run.words[from..at + length]);
        let start = run.words[from].start;
        let posts: Vec<String> = office_before(text, start).into_iter().collect();
        let post = if run.in_title { post_in_title(text, start) } else { posts.first().cloned() };
        let (sex, in_title) = (listed.flatten(), run.in_title);
        Some(Named { name, post, posts, sex, in_title, strength, count: 1, at: start })
    }

    /// The names that follow an office in the title, in order: whom it calls so.
    pub fn holders(&self, office: &str) -> Vec<Vec<String>> {
        let wanted: Vec<String> = office.split(' ').map(str::to_owned).collect();
        let mut names = Vec::new();
        for (run, at) in self.found(&wanted).filter(|(run, _)| run.in_title) {
            let words: Vec<&str> = run.words.iter().map(|word| &self.title[word.clone()]).collect();
            if at > 0 && ["Vice", "Former", "Deputy"].contains(&words[at - 1]) {
                continue;
            }
            let name = words[at + wanted.len()..].iter().take(4);
            let name = name.take_while(|word| !is_title(word) && !is_no_name(word));
            let name: Vec<String> = name.map(|&word| word.to_owned()).collect();
            let name = self.name_of(name);
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The words of a name at the beginning of a title's words: `Biden` of `Biden Honoring`. A word goes on with
    /// the name before it after a given name, an initial or a particle, or where the text has them together; after
    /// a given name that is not listed, if the text has no such surname. A participle is none of a name.
    fn name_of(&self, mut words: Vec<String>) -> Vec<String> {
        let small = |word: &String| self.small.contains(word.to_lowercase().as_str());
        let mut taken = words.len().min(1);
        while taken < words.len() {
            let last = words[taken - 1].as_str();
            let joins =
                taken == 1 && given_name(last).is_some() || last.ends_with('.') || PARTICLES.contains(&last);
            let next = &words[taken];
            let stands = || self.found(&words[..=taken]).any(|(run, _)| !run.in_title);
            let initial = next.ends_with('.') && next.chars().count() <= 3;
            let first = taken == 1 && !next.ends_with("ing") && !self.in_body(last);
            let joins = joins || first && !is_no_name(next);
            if !(initial || PARTICLES.contains(&next.as_str()) || joins && !small(next) || stands()) {
                break;
            }
            taken += 1;
        }
        words.truncate(taken);
        words
    }

    /// Whether the body has a word as part of a name.
    fn in_body(&self, word: &str) -> bool {
        let places = self.places.get(&fold(word));
        places.is_some_and(|places| places.iter().any(|&(run, _)| !self.runs[run].in_title))
    }

    /// The one person whom the title names in full.
    pub fn in_title(&self) -> Option<Named> {
        let mut names: Vec<Named> = Vec::new();
        for run in self.runs.iter().filter(|run| run.in_title) {
            for at in 1..run.words.len() {
                let with = |named: &Named| {
                    named.strength == 2 && follows(self.title, named.at, &["with", "by", "of", "from"])
                };
                let named = self.named(run, at, 1);
                let named =
                    named.filter(|named| named.strength >= 3 || !named.posts.is_empty() || with(named));
                if let Some(named) = named {
                    // `Ada`, then `Ada Example`: the longer.
                    names.retain(|known| !named.name.starts_with(&known.name));
                    names.push(named);
                }
            }
        }
        let [_] = names[..] else { return None };
        names.pop()
    }

    /// The surnames of the page's full names that a slip of the keyboard may have made `word` of.
    pub fn near(&self, word: &str, heads: &HashSet<String>) -> Option<String> {
        // Every word of the page is looked at: a page of endless heads would take the square of its length.
        self.slips.set(self.slips.get() + 1);
        if self.slips.get() > SLIPS {
            return None;
        }
        let word = fold(word);
        let length = word.chars().count();
        let most = if length <= 8 { 1 } else { 2 };
        let close = |other: &String| {
            length >= 5 && *other != word && other.chars().count() >= 5 && is_slip(other, &word, most)
        };
        let full = |word: &String| {
            let places = &self.places[word];
            places.iter().take(ENOUGH).any(|&(run, at)| {
                at > 0 && self.named(&self.runs[run], at, 1).is_some_and(|named| named.strength == 3)
            })
        };
        let named = self.places.keys().filter(|other| close(other)).filter(|other| full(other));
        let mut fits: Vec<&String> = named.chain(heads.iter().filter(|other| close(other))).collect();
        fits.sort();
        fits.dedup();
        match fits[..] {
            [only] => Some(only.clone()),
            _ => None,
        }
    }
}

/// Keeps those that hold, if any does.
fn prefer(fits: &mut Vec<Named>, holds: impl Fn(&Named) -> bool) {
    if fits.iter().any(&holds) {
        fits.retain(holds);
    }
}

fn initial(name: &str) -> Option<char> {
    name.chars().next()
}
