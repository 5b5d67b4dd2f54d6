//! Who a document's sources are: persons under their fullest name, bodies under their canonical one.
//!
//! Inside a document `US State Department spokesman Matthew Miller`, `Miller`, `the spokesman` and `he`
//! are one person. A name is only ever given that stands in the document, or that the authority has for
//! words that stand there.

mod names;
mod role;

use std::collections::HashMap;
use std::ops::Range;

use crate::authority::{Authority, Mention};
use crate::model::{EntityType, Speaker};
use names::{Run, runs};
use role::Post;

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
}

impl Person {
    fn given(&self) -> &str {
        self.name.split(' ').next().unwrap_or("")
    }

    fn surname(&self) -> &str {
        surname(&self.name)
    }
}

/// A surname with its particle's main part: the last word.
fn surname(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or("")
}

/// The persons and bodies of one document, and who spoke last.
pub(super) struct People<'a> {
    text: &'a str,
    mentions: &'a [Mention],
    persons: Vec<Person>,
    /// The persons by their whole name, their surname and their given name.
    by_name: HashMap<String, usize>,
    by_surname: HashMap<String, Vec<usize>>,
    by_given: HashMap<String, Vec<usize>>,
    /// Where a person is named, in order.
    named: Vec<(Run, usize)>,
    /// Who spoke last, and where.
    last: Option<(Speaker, Option<Pronoun>)>,
}

/// How many names a pronoun or a surname is looked for among, and how many persons a post.
const NEAR: usize = 400;

/// Words that end a source before its own name: whose spokesman, whose party.
const OF: [&str; 8] = [" for ", " of ", " to ", " by ", " with ", " from ", " on ", " against "];

/// What a body is called after its country: `the Israeli government`.
const BODY_WORDS: [&str; 14] = [
    "government",
    "ministry",
    "delegation",
    "authorities",
    "side",
    "army",
    "military",
    "administration",
    "mission",
    "embassy",
    "foreign ministry",
    "presidency",
    "cabinet",
    "leadership",
];

impl<'a> People<'a> {
    /// Finds the persons of a text. `mentions` are what `authority` found in it, in order.
    pub fn new(text: &'a str, mentions: &'a [Mention], authority: &Authority) -> Self {
        let mut people = Self {
            text,
            mentions,
            persons: Vec::new(),
            by_name: HashMap::new(),
            by_surname: HashMap::new(),
            by_given: HashMap::new(),
            named: Vec::new(),
            last: None,
        };
        let runs = runs(text, mentions);
        // Full names first: a surname may come before the name it belongs to, in a headline.
        for run in runs.iter().filter(|run| run.full) {
            people.full(run, authority);
        }
        for run in runs {
            if let Some(person) = people.person_of(&run) {
                people.named.push((run, person));
            }
        }
        people
    }

    fn full(&mut self, run: &Run, authority: &Authority) {
        let written = tidy(&self.text[run.start..run.end]);
        let known = authority.canonical(&written).filter(|entity| entity.kind == EntityType::Person);
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
            None => self.add(Person { name, pronoun, post }),
        };
        // A variant of the authority's names the same person.
        self.by_name.entry(written).or_insert(at);
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
        Some(self.add(Person { name: written, pronoun: run.pronoun.or(post.pronoun), post }))
    }

    /// The persons named before the place `before` among the names, the last first; no further back
    /// than a reader would look.
    fn lately(&self, before: usize) -> impl Iterator<Item = usize> + '_ {
        self.named[..before].iter().rev().take(NEAR).map(|(_, person)| *person)
    }

    /// Who the source in `range` is; `None` where nobody can be named. Ask in the order of the text: who
    /// spoke last is who `he` is.
    pub fn speaker(&mut self, range: Range<usize>) -> Option<Speaker> {
        let written = self.text[range.clone()]
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '“' | '”' | '"'));
        let (speaker, pronoun) = self
            .pronoun(written, range.start)
            .or_else(|| self.named_in(range.clone(), written))
            .or_else(|| self.body(range.clone(), written))
            .or_else(|| self.unnamed(written))?;
        self.last = Some((speaker.clone(), pronoun));
        Some(speaker)
    }

    fn as_speaker(&self, person: usize, written: &str) -> (Speaker, Option<Pronoun>) {
        let Person { name, pronoun, post } = &self.persons[person];
        let speaker = Speaker {
            name: name.clone(),
            role: post.role.clone(),
            affiliation: post.affiliation.clone(),
            as_written: tidy(written),
        };
        (speaker, *pronoun)
    }

    fn pronoun(&self, written: &str, at: usize) -> Option<(Speaker, Option<Pronoun>)> {
        let wanted = match written.to_lowercase().as_str() {
            "he" => Some(Pronoun::He),
            "she" => Some(Pronoun::She),
            "who" | "they" | "it" => None,
            _ => return None,
        };
        let fits = |pronoun: Option<Pronoun>| wanted.is_none() || pronoun.is_none() || pronoun == wanted;
        let before = self.named.partition_point(|(run, _)| run.start < at);
        if written.eq_ignore_ascii_case("who") {
            let last = self.named[..before].last();
            let near = last.filter(|(run, _)| {
                run.end <= at && at - run.end < 60 && !self.text[run.end..at].contains('.')
            });
            return near.map(|(_, person)| self.as_speaker(*person, written));
        }
        if let Some((speaker, pronoun)) = &self.last {
            let person = self.by_name.contains_key(&speaker.name);
            if person == wanted.is_some() && fits(*pronoun) {
                return Some((Speaker { as_written: tidy(written), ..speaker.clone() }, *pronoun));
            }
        }
        wanted?;
        let found = self.lately(before).find(|&person| fits(self.persons[person].pronoun));
        found.map(|person| self.as_speaker(person, written))
    }

    /// The first person named in the source, unless only as the one spoken for.
    fn named_in(&self, range: Range<usize>, written: &str) -> Option<(Speaker, Option<Pronoun>)> {
        let from = self.named.partition_point(|(run, _)| run.start < range.start);
        let inside = self.named[from..].iter().take_while(|(run, _)| run.end <= range.end);
        let mut own = inside.filter(|(run, _)| {
            let before = &self.text[range.start..run.start];
            !run.possessive && !OF.iter().any(|word| format!("{before} ").contains(word))
        });
        own.next().map(|(_, person)| self.as_speaker(*person, written))
    }

    /// The body, the government or the holder of a post that the source names.
    fn body(&self, range: Range<usize>, written: &str) -> Option<(Speaker, Option<Pronoun>)> {
        let post = role::inside(self.text, range.clone(), self.mentions);
        if let Some(role) = &post.role {
            return Some(self.holder(&post, role, range.start, written));
        }
        let from = self.mentions.partition_point(|mention| mention.start < range.start);
        let mention =
            self.mentions[from..].iter().take_while(|mention| mention.end <= range.end).find(|mention| {
                let before = &self.text[range.start..mention.start];
                !OF.iter().any(|word| format!("{before} ").contains(word))
            })?;
        let head = self.text[mention.end..range.end].trim_matches(|c: char| !c.is_alphanumeric());
        let head = head.strip_prefix("s ").unwrap_or(head);
        let whole = head.is_empty() || head == "s" || BODY_WORDS.contains(&head.to_lowercase().as_str());
        let speaks = matches!(
            mention.entity.kind,
            EntityType::Organisation | EntityType::Country | EntityType::Person
        );
        (whole && speaks).then(|| {
            (Speaker { as_written: tidy(written), ..Speaker::named(mention.entity.name.clone()) }, None)
        })
    }

    /// Who holds a post: the one person of the document who does, or the post itself.
    fn holder(&self, post: &Post, role: &str, at: usize, written: &str) -> (Speaker, Option<Pronoun>) {
        let definite = written.to_lowercase().starts_with("the ");
        let holds = |person: &Person| {
            let same_role = person.post.role.as_deref().is_some_and(|held| {
                held == role || held.ends_with(&format!(" {role}")) || role.ends_with(&format!(" {held}"))
            });
            let same_body = match (&post.affiliation, &person.post.affiliation) {
                (Some(wanted), Some(held)) => wanted == held,
                (Some(_), None) => false,
                (None, _) => definite,
            };
            same_role && same_body
        };
        let mut fits = (0..self.persons.len().min(NEAR)).filter(|&at| holds(&self.persons[at]));
        let first = fits.next();
        let person = match (first, fits.next()) {
            (Some(only), None) => Some(only),
            (Some(_), Some(_)) if definite => {
                let before = self.named.partition_point(|(run, _)| run.start < at);
                self.lately(before).find(|&person| holds(&self.persons[person]))
            }
            _ => None,
        };
        if let Some(person) = person {
            return self.as_speaker(person, written);
        }
        let speaker = Speaker {
            name: bare(written),
            role: post.role.clone(),
            affiliation: post.affiliation.clone(),
            as_written: tidy(written),
        };
        (speaker, post.pronoun)
    }

    /// A source that the text does not name: `critics`, `two senior aides`.
    fn unnamed(&self, written: &str) -> Option<(Speaker, Option<Pronoun>)> {
        let name = bare(written);
        let words = name.split(' ').count();
        let lower = name.to_lowercase();
        let word = name.chars().any(char::is_alphabetic);
        let pronoun = role::is_function_word(&lower);
        (word && !pronoun && words <= 6)
            .then(|| (Speaker { as_written: tidy(written), ..Speaker::named(name) }, None))
    }
}

/// Words without an article, and with single spaces.
fn bare(written: &str) -> String {
    let tidy = tidy(written);
    let article =
        ["the ", "a ", "an ", "The ", "A ", "An "].iter().find_map(|article| tidy.strip_prefix(article));
    article.map(str::to_owned).unwrap_or(tidy)
}

/// Words with single spaces between them and no marks around.
fn tidy(written: &str) -> String {
    let words: Vec<&str> = written.split_whitespace().collect();
    words.join(" ").trim_matches([',', ';', ':', '“', '”', '"', '(', ')', '—', '–', '-']).trim().to_owned()
}

#[cfg(test)]
mod tests;
