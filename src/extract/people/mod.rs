//! Who a document's sources are: persons under their fullest name, bodies under their canonical one.
//!
//! Inside a document `US State Department spokesman Matthew Miller`, `Miller`, `the spokesman` and `he`
//! are one person. A name is only ever given that stands in the document, or that the authority has for
//! words that stand there.

mod names;
mod role;
mod source;
mod who;
mod words;

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use crate::authority::{Authority, Mention};
use crate::model::EntityType;
use names::{Run, is_verb, runs};
use role::Post;
use source::tidy;

pub(super) use who::{Rule, Who};

/// The pronoun that a person goes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pronoun {
    He,
    She,
}

/// Whether a word is a listed given name, and whom it goes with if with one only.
pub(super) fn given_name(word: &str) -> Option<Option<Pronoun>> {
    names::given(word)
}

/// Whether a word with a capital is no part of a person's name: `Department`, `Monday`, `And`.
pub(super) fn is_no_name(word: &str) -> bool {
    names::is_other(word)
}

/// A person that the document names.
#[derive(Clone, Debug)]
struct Person {
    name: String,
    pronoun: Option<Pronoun>,
    post: Post,
    /// Where the name stands first.
    at: Range<usize>,
}

impl Person {
    fn given(&self) -> &str {
        self.name.split(' ').next().unwrap_or("")
    }

    fn surname(&self) -> &str {
        surname(&self.name)
    }
}

/// A surname without its particles: the last word, of `al-Sisi` what follows.
fn surname(name: &str) -> &str {
    let last = name.rsplit(' ').next().unwrap_or("");
    names::after_particle(last).unwrap_or(last)
}

/// The persons and bodies of one document, and who spoke last.
pub(super) struct People<'a> {
    text: &'a str,
    mentions: &'a [Mention],
    authority: &'a Authority,
    persons: Vec<Person>,
    /// The persons by their whole name, their surname and their given name.
    by_name: HashMap<String, usize>,
    by_surname: HashMap<String, Vec<usize>>,
    by_given: HashMap<String, Vec<usize>>,
    /// Where a person is named, in order.
    named: Vec<(Run, usize)>,
    /// Who spoke last, and where.
    last: Option<Rc<Who>>,
}

/// How many names a pronoun or a surname is looked for among, and how many persons a post.
const NEAR: usize = 400;

impl<'a> People<'a> {
    /// Finds the persons of a text. `mentions` are what `authority` found in it, in order.
    pub fn new(text: &'a str, mentions: &'a [Mention], authority: &'a Authority) -> Self {
        let mut people = Self {
            text,
            mentions,
            authority,
            persons: Vec::new(),
            by_name: HashMap::new(),
            by_surname: HashMap::new(),
            by_given: HashMap::new(),
            named: Vec::new(),
            last: None,
        };
        let mut runs = runs(text, mentions);
        // Full names first: a surname may come before the name it belongs to, in a headline.
        let (verbs, names): (Vec<_>, Vec<_>) =
            (0..runs.len()).filter(|&at| runs[at].words > 1).partition(|&at| holds_verb(text, &runs[at]));
        for run in names.into_iter().map(|at| &runs[at]).filter(|run| run.full) {
            people.full(run);
        }
        for run in verbs {
            match people.beside_verb(&runs[run]) {
                Some(name) => runs[run] = name,
                None if runs[run].full => people.full(&runs[run]),
                // The capitals are the headline’s.
                None => runs[run].titled = false,
            }
        }
        for run in runs {
            if let Some(person) = people.person_of(&run) {
                people.named.push((run, person));
            }
        }
        people
    }

    fn full(&mut self, run: &Run) {
        let written = tidy(&self.text[run.start..run.end]);
        let known = self.authority.canonical(&written).filter(|entity| entity.kind == EntityType::Person);
        let name = known.map_or_else(|| written.clone(), |entity| entity.name.clone());
        let post = role::around(self.text, run.start..run.end, self.mentions);
        let pronoun = run.pronoun.or(post.pronoun);
        let at = match self.by_name.get(&name) {
            Some(&at) => {
                let person = &mut self.persons[at];
                person.pronoun = person.pronoun.or(pronoun);
                person.post.fill(post);
                at
            }
            None => self.add(Person { name, pronoun, post, at: run.start..run.end }),
        };
        // A variant of the authority's names the same person.
        self.by_name.entry(written).or_insert(at);
    }

    /// A known person’s name before or after the verb that a headline’s capitals join to it: `Miller Says
    /// Talks`, `Says Miller`.
    fn beside_verb(&self, run: &Run) -> Option<Run> {
        let words: Vec<(usize, &str)> = spaced(&self.text[run.start..run.end]).collect();
        let verb = words.iter().position(|(_, word)| is_verb(word))?;
        let beside = if verb == 0 { &words[1..] } else { &words[..verb] };
        let ((first, _), (last, surname)) = (beside.first()?, beside.last()?);
        let (start, end) = (run.start + first, run.start + last + surname.len());
        let known = match beside.len() {
            1 => self.by_surname.contains_key(*surname),
            _ => self.by_name.contains_key(&tidy(&self.text[start..end])),
        };
        let possessive = run.possessive && end == run.end;
        (known || run.titled && verb > 0).then(|| Run {
            start,
            end,
            words: beside.len(),
            full: false,
            possessive,
            ..run.clone()
        })
    }

    fn add(&mut self, person: Person) -> usize {
        let at = self.persons.len();
        self.by_name.insert(person.name.clone(), at);
        self.by_surname.entry(person.surname().to_owned()).or_default().push(at);
        self.by_given.entry(person.given().to_owned()).or_default().push(at);
        self.persons.push(person);
        at
    }

    /// The person that a run names, told apart by surname and by who was named last.
    fn person_of(&mut self, run: &Run) -> Option<usize> {
        let written = tidy(&self.text[run.start..run.end]);
        if let Some(at) = self.by_name.get(&written) {
            return Some(*at);
        }
        let same = |person: &Person| {
            let pronoun = match (run.pronoun, person.pronoun) {
                (Some(one), Some(other)) => one == other,
                _ => true,
            };
            pronoun && (run.words == 1 || person.name.ends_with(&written))
        };
        let family = self.by_surname.get(surname(&written)).map_or(&[][..], Vec::as_slice);
        let fits: Vec<usize> =
            family.iter().copied().filter(|&at| same(&self.persons[at])).take(NEAR).collect();
        let latest = || self.lately(self.named.len()).find(|person| fits.contains(person));
        let found = match fits[..] {
            [] => None,
            [only] => Some(only),
            _ => latest().or(fits.first().copied()),
        };
        if let Some(at) = found {
            let post = role::around(self.text, run.start..run.end, self.mentions);
            self.persons[at].pronoun = self.persons[at].pronoun.or(run.pronoun).or(post.pronoun);
            self.persons[at].post.fill(post);
            return Some(at);
        }
        if run.words == 1
            && let Some([only]) = self.by_given.get(&written).map(Vec::as_slice)
        {
            return Some(*only);
        }
        // `President Biden`, `Mr. Miller`: a title shows that a surname alone names a person.
        if !run.titled || written.chars().count() < 3 {
            return None;
        }
        let post = role::around(self.text, run.start..run.end, self.mentions);
        let pronoun = run.pronoun.or(post.pronoun);
        Some(self.add(Person { name: written, pronoun, post, at: run.start..run.end }))
    }

    /// The persons named before the place `before` among the names, the last first; no further back
    /// than a reader would look.
    fn lately(&self, before: usize) -> impl Iterator<Item = usize> + '_ {
        self.named[..before].iter().rev().take(NEAR).map(|(_, person)| *person)
    }
}

/// The words of a run, each with its first byte.
fn spaced(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

fn holds_verb(text: &str, run: &Run) -> bool {
    spaced(&text[run.start..run.end]).any(|(_, word)| is_verb(word))
}

#[cfg(test)]
mod tests;
